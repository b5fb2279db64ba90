//! Hits -> text for people and programs: one file a view, escaping at the last step.
//!
//! A view is given an answer and a [`Screen`] and writes; it reads no flags and no environment, and finds nothing.
//! Formats that records are read and written in are `format`'s, styles of citation `cite`'s.

pub mod escape;
pub mod facets;
pub mod history;
pub mod ids;
pub mod imprint;
pub mod json;
pub mod kwic;
pub mod layout;
pub mod problems;
pub mod show;
pub mod style;
pub mod table;
pub mod text;
pub mod timeline;
pub mod trec;

use crate::search::{Detail, SearchRequest, SearchResponse};
use std::io::{self, Write};

/// What the answer is shown on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// Columns; `None` where lines may be of any length, as in a pipe.
    pub width: Option<usize>,
    /// Lines; `None` where there is no end to them.
    pub height: Option<usize>,
    /// Whether colours may be written.
    pub colour: bool,
    /// Whether OSC 8 links may be written.
    pub links: bool,
    /// Whether our own marks may be outside ASCII.
    pub unicode: bool,
    /// The look of each role.
    pub palette: style::Palette,
}

impl Default for Screen {
    /// A pipe: lines of any length, no colour.
    fn default() -> Self {
        Self {
            width: None,
            height: None,
            colour: false,
            links: false,
            unicode: true,
            palette: style::Palette::default(),
        }
    }
}

impl Screen {
    /// What stands for text that was cut.
    #[must_use]
    pub fn ellipsis(&self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }

    /// What parts small things on one line.
    #[must_use]
    pub fn dot(&self) -> &'static str {
        if self.unicode { " · " } else { " - " }
    }

    /// The columns, or what a tidy page has where there is no end to them.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.width.unwrap_or(100)
    }
}

/// One answer with what a view has to know of how it was asked.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// What was asked.
    pub request: &'a SearchRequest,
    /// What was found.
    pub response: &'a SearchResponse,
    /// The query's own id, where it is one of many.
    pub query_id: Option<&'a str>,
    /// Whether the index is not the user's usual one, so that a person is told.
    pub elsewhere: bool,
    /// Whether only as many whole hits are wanted as the screen holds (three at least), and then how many of its lines
    /// are taken already.
    pub fit: Option<usize>,
}

/// A view of hits: a row of [`VIEWS`].
pub struct View {
    /// The name `--format` takes.
    pub name: &'static str,
    /// How many hits where nobody says; `None` for all.
    pub limit: Option<usize>,
    /// How much of each hit it needs.
    pub detail: Detail,
    /// Writes it.
    pub write: fn(&Answer, &Screen, &mut dyn Write) -> io::Result<()>,
}

/// Every view of hits.
pub const VIEWS: &[View] = &[text::VIEW, json::VIEW, json::LINES, ids::VIEW, trec::VIEW];

/// The view of that name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static View> {
    VIEWS.iter().find(|view| view.name == name)
}

/// "1 record", "12,345 records".
#[must_use]
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// 12345 -> "12,345".
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
pub(crate) mod testing;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_room_is_a_module_and_every_view_has_one_name() {
        let names: Vec<_> = VIEWS.iter().map(|view| view.name).collect();
        for name in &names {
            assert_eq!(names.iter().filter(|other| other == &name).count(), 1, "{name}");
        }
        let room = concat!(env!("CARGO_MANIFEST_DIR"), "/src/render");
        let this = include_str!("mod.rs");
        for entry in std::fs::read_dir(room).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            let module = file.trim_end_matches(".rs");
            assert!(
                !file.ends_with(".rs") || module == "mod" || this.contains(&format!("mod {module};")),
                "{file} is in no table"
            );
            let source = std::fs::read_to_string(format!("{room}/{file}")).unwrap_or_default();
            if module != "mod" && source.contains(": View = View {") {
                assert!(this.contains(&format!("{module}::VIEW")), "{file} has a view that is not in VIEWS");
            }
        }
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!((thousands(999).as_str(), thousands(1_234_567).as_str()), ("999", "1,234,567"));
        assert_eq!(count(1, "record", "records"), "1 record");
    }
}
