//! Text for the screen: escaped, lit, measured in columns and wrapped into rows.
//!
//! No colours: a [`Look`] says what a piece means, `draw::palette` how that looks. No areas either: `layout` has them.

use crate::render::escape;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// What a piece of text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Look {
    /// Running text.
    #[default]
    Plain,
    /// What the query matched.
    Match,
    /// What it matched in a title.
    TitleMatch,
    /// The match that `n` and `N` stand on.
    Current,
    /// A title.
    Title,
    /// Authors, year, journal.
    Byline,
    /// A key to press, a label.
    Label,
    /// A record's id.
    Id,
    /// The bars of a chart.
    Bar,
    /// What was found, what a view shows: the screen's own sentences.
    Heading,
    /// What is chosen among several.
    Chosen,
    /// Something went wrong.
    Warning,
}

/// A run of text of one look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Piece {
    /// The text, escaped.
    pub text: String,
    /// What it means.
    pub look: Look,
    /// Which match of the record this is, from 0.
    pub found: Option<usize>,
}

/// One row of the screen.
pub(crate) type Row = Vec<Piece>;

impl Piece {
    /// A piece of escaped text.
    pub(crate) fn new(text: &str, look: Look) -> Self {
        Self { text: clean(text), look, found: None }
    }
}

/// The text with nothing in it that a terminal would obey or that would hide or turn other text.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        out.push_str(&escape::line(line));
    }
    out
}

/// The text in pieces, what matched apart; matches are counted from `first`.
///
/// Ranges that do not fit the text are passed over.
pub(crate) fn lit(text: &str, matches: &[Range<usize>], look: Look, first: usize) -> Row {
    let found_look = if look == Look::Title { Look::TitleMatch } else { Look::Match };
    let mut row = Row::new();
    let mut from = 0;
    for (number, range) in matches.iter().enumerate() {
        let (Some(before), Some(found)) = (text.get(from..range.start), text.get(range.clone())) else {
            continue;
        };
        if !before.is_empty() {
            row.push(Piece::new(before, look));
        }
        row.push(Piece { text: clean(found), look: found_look, found: Some(first + number) });
        from = range.end;
    }
    if let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
        row.push(Piece::new(rest, look));
    }
    row
}

/// Columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.graphemes(true).map(grapheme_width).sum()
}

/// Columns that a row takes.
pub(crate) fn row_width(row: &[Piece]) -> usize {
    row.iter().map(|piece| width(&piece.text)).sum()
}

fn grapheme_width(grapheme: &str) -> usize {
    grapheme.width()
}

#[derive(Clone, Copy)]
struct Cell<'a> {
    text: &'a str,
    width: usize,
    look: Look,
    found: Option<usize>,
}

/// The pieces in rows of at most `columns`: broken at blanks, after hyphens and beside wide characters, else anywhere;
/// a line break in the text begins a row.
pub(crate) fn wrap(pieces: &[Piece], columns: usize) -> Vec<Row> {
    let columns = columns.max(1);
    let cells: Vec<Cell<'_>> = pieces
        .iter()
        .flat_map(|piece| {
            piece.text.graphemes(true).map(|text| Cell {
                text,
                width: grapheme_width(text),
                look: piece.look,
                found: piece.found,
            })
        })
        .collect();
    let mut rows = Vec::new();
    for line in cells.split(|cell| cell.text == "\n") {
        wrap_line(line, columns, &mut rows);
    }
    rows
}

fn wrap_line(mut line: &[Cell<'_>], columns: usize, rows: &mut Vec<Row>) {
    loop {
        let mut used = 0;
        let fits = line.iter().take_while(|cell| {
            used += cell.width;
            used <= columns
        });
        let fits = fits.count();
        if fits == line.len() {
            rows.push(joined(line));
            return;
        }
        // A blank that would stand first on the next row is dropped instead.
        let here = (1..=fits).rev().find(|&at| breaks(line, at)).unwrap_or(fits).max(1);
        let (head, tail) = line.split_at(here);
        let end = head.iter().rposition(|cell| cell.text.trim() != "").map_or(0, |last| last + 1);
        rows.push(joined(head.get(..end).unwrap_or(head)));
        let blanks = tail.iter().take_while(|cell| cell.text.trim().is_empty()).count();
        line = tail.get(blanks..).unwrap_or_default();
        if line.is_empty() {
            return;
        }
    }
}

fn breaks(line: &[Cell<'_>], at: usize) -> bool {
    let (Some(before), Some(after)) = (line.get(at - 1), line.get(at)) else { return true };
    let blank = |cell: &Cell<'_>| cell.text != "\u{a0}" && cell.text.trim().is_empty();
    blank(before)
        || blank(after)
        || matches!(before.text, "-" | "–" | "—" | "/")
        || (before.width == 2 && after.width > 0 && !closes(after.text))
        || (after.width == 2 && !closes(after.text))
}

/// Whether a row should not begin with it.
fn closes(text: &str) -> bool {
    text.starts_with([
        '。', '、', '，', '．', '）', '」', '』', '》', '〉', '？', '！', ')', ',', '.', ';', ':', '"', '”',
    ])
}

fn joined(cells: &[Cell<'_>]) -> Row {
    let mut row = Row::new();
    for cell in cells {
        match row.last_mut() {
            Some(piece) if piece.look == cell.look && piece.found == cell.found => {
                piece.text.push_str(cell.text)
            }
            _ => row.push(Piece { text: cell.text.to_owned(), look: cell.look, found: cell.found }),
        }
    }
    row
}

/// The row cut to `columns`, with an ellipsis where something was left out.
pub(crate) fn cut(row: &[Piece], columns: usize, ellipsis: &str) -> Row {
    if row_width(row) <= columns {
        return row.to_vec();
    }
    let room = columns.saturating_sub(width(ellipsis));
    let mut used = 0;
    let mut out = Row::new();
    for piece in row {
        let mut text = String::new();
        for grapheme in piece.text.graphemes(true) {
            used += grapheme_width(grapheme);
            if used > room {
                break;
            }
            text.push_str(grapheme);
        }
        if !text.is_empty() {
            out.push(Piece { text, ..piece.clone() });
        }
        if used > room {
            break;
        }
    }
    if width(ellipsis) <= columns {
        out.push(Piece { text: ellipsis.to_owned(), look: Look::Plain, found: None });
    }
    out
}

/// The plain text cut to `columns`.
pub(crate) fn cut_text(text: &str, columns: usize, ellipsis: &str) -> String {
    cut(&[Piece::new(text, Look::Plain)], columns, ellipsis).iter().map(|piece| piece.text.as_str()).collect()
}

/// The last `columns` of a text, with an ellipsis before where something was left out.
pub(crate) fn tail(text: &str, columns: usize, ellipsis: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(ellipsis));
    let mut used = 0;
    let mut kept: Vec<&str> = Vec::new();
    for grapheme in text.graphemes(true).rev() {
        used += grapheme_width(grapheme);
        if used > room {
            break;
        }
        kept.push(grapheme);
    }
    if width(ellipsis) <= columns {
        kept.push(ellipsis);
    }
    kept.iter().rev().copied().collect()
}

/// The text between two columns of a row: what a mouse dragged over.
pub(crate) fn between(row: &[Piece], from: usize, to: usize) -> String {
    let mut at = 0;
    let mut out = String::new();
    for grapheme in row.iter().flat_map(|piece| piece.text.graphemes(true)) {
        if at >= from && at < to {
            out.push_str(grapheme);
        }
        at += grapheme_width(grapheme);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(rows: &[Row]) -> Vec<String> {
        rows.iter().map(|row| row.iter().map(|piece| piece.text.as_str()).collect()).collect()
    }

    #[test]
    fn rows_break_at_blanks_and_between_wide_characters() {
        let rows = wrap(&[Piece::new("The landing at 仁川上陸作戰 turned", Look::Plain)], 12);
        assert_eq!(plain(&rows), ["The landing", "at 仁川上陸", "作戰 turned"]);
    }

    #[test]
    fn a_match_keeps_its_number_over_a_break() {
        let rows = wrap(&lit("the 38th parallel", &[4..17, 99..100], Look::Plain, 3), 9);
        assert_eq!(plain(&rows), ["the 38th", "parallel"]);
        assert_eq!(rows[1][0].found, Some(3));
    }

    #[test]
    fn nothing_reaches_the_terminal_raw() {
        assert_eq!(clean("a\u{1b}[2J\tb\u{202e}c\u{9b}d\u{e0041}"), "a\u{fffd}[2J bc\u{fffd}d");
    }

    #[test]
    fn a_cut_row_says_so() {
        assert_eq!(cut_text("한국전쟁의 기원", 7, "…"), "한국전…");
        assert_eq!(tail("a long query", 6, "…"), "…query");
    }

    proptest! {
        #[test]
        fn no_row_is_wider_than_asked_unless_one_character_is(text in "\\PC{0,80}", columns in 1usize..20) {
            for row in wrap(&[Piece::new(&text, Look::Plain)], columns) {
                let letters = row.iter().flat_map(|piece| piece.text.graphemes(true)).filter(|g| g.width() > 0).count();
                prop_assert!(row_width(&row) <= columns || letters <= 1);
            }
        }
    }
}
