//! Key words in context: every occurrence on one line, lined up, sorted by its neighbours.
//!
//! It is given texts with their matches and finds none itself. A line shows what fits on the screen; in a pipe a
//! fixed number of columns on each side, so that lines stay lined up.

use super::layout::Text;
use super::style::Role;
use super::{Screen, escape};
use crate::search::{Reading, Snippet};
use std::io::{self, Write};

/// By what the lines are sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// By the words to the right.
    #[default]
    Right,
    /// By the words to the left, nearest first.
    Left,
    /// As the hits stand.
    Hits,
}

/// One occurrence: harmless text on one line.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Occurrence {
    /// The record's id.
    pub id: String,
    /// What stands before, as far as one may want to see.
    pub left: String,
    /// What matched.
    pub word: String,
    /// What stands after.
    pub right: String,
}

/// Bytes of a neighbourhood that are looked at: more than any screen shows.
const REACH: usize = 600;

/// Columns of a side in a pipe.
const SIDE: usize = 60;

/// Every occurrence in what was read, in order.
#[must_use]
pub fn occurrences(readings: &[Reading], order: Order) -> Vec<Occurrence> {
    let mut found: Vec<Occurrence> = readings
        .iter()
        .flat_map(|reading| reading.telling().map(move |field| (reading, field)))
        .flat_map(|(reading, field)| {
            field.matches.iter().filter_map(move |range| cut(&reading.record.id, field, range))
        })
        .collect();
    match order {
        Order::Hits => {}
        Order::Right => {
            found.sort_by_cached_key(|line| (key(line.right.split_whitespace()), line.id.clone()))
        }
        Order::Left => {
            found.sort_by_cached_key(|line| (key(line.left.split_whitespace().rev()), line.id.clone()))
        }
    }
    found
}

fn cut(id: &str, field: &Snippet, range: &std::ops::Range<usize>) -> Option<Occurrence> {
    let text = field.text.as_str();
    let word = text.get(range.clone())?;
    let mut start = range.start.saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = range.end.saturating_add(REACH).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Some(Occurrence {
        id: id.to_owned(),
        left: escape::line(text.get(start..range.start)?).into_owned(),
        word: escape::line(word).into_owned(),
        right: escape::line(text.get(range.end..end)?).into_owned(),
    })
}

/// Neighbours as they are compared: small letters, no punctuation, the first few.
fn key<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let bare = |word: &str| {
        word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    words.map(bare).filter(|word| !word.is_empty()).take(5).collect()
}

/// Writes the lines, the words that matched one below the other.
///
/// # Errors
/// Those of the writer.
pub fn write(lines: &[Occurrence], screen: &Screen, out: &mut dyn Write) -> io::Result<()> {
    let columns = |text: &str| escape::glyphs(text).map(|glyph| glyph.width).sum::<usize>();
    let ids = lines.iter().map(|line| columns(&line.id)).max().unwrap_or(0);
    let word = lines.iter().map(|line| columns(&line.word)).max().unwrap_or(0).min(40);
    let (ids, left, right) = match screen.width {
        None => (ids.min(40), SIDE, SIDE),
        Some(width) => {
            let ids = ids.min(width / 4);
            let rest = width.saturating_sub(ids + word + 4);
            (ids, rest / 2, rest - rest / 2)
        }
    };
    for line in lines {
        let mut id = Text::of(Role::Id, &line.id);
        id.write_cut(out, screen, ids)?;
        id = Text::of(Role::Text, &last(&line.left, left));
        write!(
            out,
            "{:1$}",
            "",
            2 + ids.saturating_sub(columns(&line.id)) + left.saturating_sub(id.width())
        )?;
        let mut text = Text::new();
        text.push(Role::Text, &last(&line.left, left));
        text.push(Role::Match, &line.word);
        text.push(Role::Text, &line.right);
        text.write_clipped(out, screen, left.min(id.width()) + word.max(columns(&line.word)) + right)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The end of a text that takes at most so many columns.
fn last(text: &str, columns: usize) -> String {
    let glyphs: Vec<_> = escape::glyphs(text).collect();
    let mut used = 0;
    let kept = glyphs.iter().rev().take_while(|glyph| {
        used += glyph.width;
        used <= columns
    });
    let kept = kept.count();
    glyphs.iter().skip(glyphs.len() - kept).map(|glyph| glyph.text.as_ref()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;

    fn reading(id: &str, text: &str, word: &str) -> Reading {
        let start = text.find(word).unwrap();
        let range = start..start + word.len();
        let field = Snippet { field: "abstract".into(), text: text.into(), matches: vec![range] };
        Reading { record: Record { id: id.into(), ..Record::default() }, fields: vec![field] }
    }

    fn readings() -> Vec<Reading> {
        vec![
            reading("b1950", "The army crossed the parallel, ending the war of movement.", "parallel"),
            reading("a", "Beyond the 38th parallel and\tback; 북한군", "parallel"),
        ]
    }

    #[test]
    fn lines_stand_one_below_the_other() {
        for width in [40, 80, 200] {
            let mut out = Vec::new();
            let screen = Screen { width: Some(width), ..Screen::default() };
            write(&occurrences(&readings(), Order::Right), &screen, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            let places: Vec<_> = text.lines().map(|line| line.find("parallel").unwrap()).collect();
            assert!(places[0] == places[1], "{text}");
            assert!(
                text.lines()
                    .all(|line| escape::glyphs(line).map(|glyph| glyph.width).sum::<usize>() <= width)
            );
        }
    }

    #[test]
    fn they_are_sorted_by_either_neighbour() {
        let ids = |order| occurrences(&readings(), order).into_iter().map(|line| line.id).collect::<Vec<_>>();
        assert_eq!(ids(Order::Right), ["a", "b1950"]);
        assert_eq!(ids(Order::Left), ["a", "b1950"]);
        assert_eq!(ids(Order::Hits), ["b1950", "a"]);
    }
}
