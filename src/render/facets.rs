//! Values of fields with how many hits have each, as columns.

use super::layout::Text;
use super::style::Role;
use super::{Screen, escape, thousands};
use crate::search::{Facet, FacetField};
use std::io::{self, Write};

/// Every facet with its name in flags and queries.
pub const NAMES: &[(&str, FacetField)] = &[
    ("author", FacetField::Author),
    ("journal", FacetField::Journal),
    ("year", FacetField::Year),
    ("type", FacetField::Type),
    ("lang", FacetField::Lang),
    ("about", FacetField::About),
];

/// Values of a facet that a screen is given; a pipe gets all.
const SHOWN: usize = 20;

/// The name of a facet.
#[must_use]
pub fn name(field: FacetField) -> &'static str {
    NAMES.iter().find(|row| row.1 == field).map_or("", |row| row.0)
}

/// Writes each facet: its name, then count and value a line.
///
/// # Errors
/// Those of the writer.
pub fn write(facets: &[Facet], screen: &Screen, out: &mut dyn Write) -> io::Result<()> {
    for (place, facet) in facets.iter().enumerate() {
        if place > 0 {
            out.write_all(b"\n")?;
        }
        Text::of(Role::Label, name(facet.field)).write(out, screen, 0)?;
        let shown = if screen.height.is_some() { SHOWN } else { facet.values.len() };
        let figures = facet.values.iter().map(|row| thousands(row.1).len()).max().unwrap_or(0);
        for (value, count) in facet.values.iter().take(shown) {
            write!(out, "  {:>figures$}  ", thousands(*count))?;
            let room = screen.width.map_or(usize::MAX, |width| width.saturating_sub(figures + 4));
            Text::of(Role::Text, &escape::line(value)).write_cut(out, screen, room)?;
            out.write_all(b"\n")?;
        }
        let rest = facet.values.len().saturating_sub(shown);
        if rest > 0 {
            let more = format!("  and {rest} more: --format json, or a pipe, has all");
            Text::of(Role::Meta, &more).write(out, screen, 0)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_stand_right_and_long_lists_are_cut_on_a_screen_only() {
        let values = (0..25).map(|n| (format!("value {n}"), 1000 - n)).collect();
        let facets = [Facet { field: FacetField::Author, values }];
        let mut out = Vec::new();
        write(&facets, &Screen { width: Some(20), height: Some(24), ..Screen::default() }, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("author\n  1,000  value 0\n    999  value 1\n"), "{text}");
        assert!(text.contains("and 5 more"));
        let mut out = Vec::new();
        write(&facets, &Screen::default(), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap().lines().count(), 26);
    }
}
