//! Lines with tags -> raw entries: where one begins and ends, which lines go on with the one before.
//!
//! The same for every dialect; how a line shows its tag is the dialect's. In memory is the entry at hand. It forgives a
//! missing end, a missing beginning, blank lines within and lines of other programs between entries.

use super::Dialect;
use crate::format::lines::Lines;
use std::io::{self, BufRead};

/// The most bytes an entry may have.
pub const LIMIT: usize = 16 << 20;

/// A tag of up to four letters, in capitals, padded with NUL.
pub type Tag = [u8; 4];

/// A tag from its text; what is longer is cut.
#[must_use]
pub const fn tag(text: &str) -> Tag {
    let bytes = text.as_bytes();
    let mut tag = [0; 4];
    let mut at = 0;
    while at < bytes.len() && at < 4 {
        tag[at] = bytes[at].to_ascii_uppercase();
        at += 1;
    }
    tag
}

/// A tag's text.
#[must_use]
pub fn name(tag: &Tag) -> &str {
    let length = tag.iter().position(|b| *b == 0).unwrap_or(tag.len());
    tag.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
}

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// A tag and its value.
    Tagged(Tag, &'a str),
    /// More of the value before.
    More(&'a str),
    /// Nothing.
    Blank,
    /// A line that parts entries.
    Parting,
}

/// An entry as it stands in the file.
#[derive(Default)]
pub struct Raw {
    /// The line it begins on.
    pub line: usize,
    /// Whether it began with the tag that begins an entry.
    pub begun: bool,
    /// Whether it is longer than [`LIMIT`] and was cut.
    pub overlong: bool,
    text: String,
    fields: Vec<(Tag, usize, usize)>,
}

impl Raw {
    /// Tags and values, in order; an empty value is left out.
    pub fn fields(&self) -> impl Iterator<Item = (&Tag, &str)> {
        self.fields.iter().filter_map(|(tag, start, end)| {
            Some((tag, self.text.get(*start..*end)?.trim())).filter(|(_, value)| !value.is_empty())
        })
    }

    fn clear(&mut self) {
        self.line = 0;
        self.begun = false;
        self.overlong = false;
        self.text.clear();
        self.fields.clear();
    }

    fn push(&mut self, tag: Tag, value: &str) {
        if self.text.len() + value.len() > LIMIT {
            self.overlong = true;
            return;
        }
        let start = self.text.len();
        self.text.push_str(value);
        self.fields.push((tag, start, self.text.len()));
    }

    fn extend(&mut self, gap: &str, value: &str) {
        if self.text.len() + value.len() > LIMIT {
            self.overlong = true;
        } else if let Some((_, _, end)) = self.fields.last_mut() {
            self.text.push_str(gap);
            self.text.push_str(value);
            *end = self.text.len();
        }
    }

    /// Takes off a line "2." or "<2>" that numbers the entry that follows.
    fn drop_number(&mut self) {
        if let Some((_, start, end)) = self.fields.last_mut()
            && let Some(value) = self.text.get(*start..*end)
            && let Some((before, last)) = value.rsplit_once('\n')
            && is_number(last)
        {
            *end = *start + before.len();
        }
    }
}

/// "2.", "<2>", "2".
fn is_number(line: &str) -> bool {
    let bare = line.trim().trim_start_matches('<').trim_end_matches(['.', '>']);
    !bare.is_empty() && bare.len() < 8 && bare.bytes().all(|b| b.is_ascii_digit())
}

/// Reads entries; `each` says whether to go on.
///
/// # Errors
/// What reading the input says.
pub fn read(
    dialect: &Dialect,
    input: &mut dyn BufRead,
    mut each: impl FnMut(&Raw) -> bool,
) -> io::Result<()> {
    let mut lines = Lines::new(input);
    let mut raw = Raw::default();
    let mut blanks = 0;
    while let Some(line) = lines.next()? {
        let text = line.text.trim_end();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let open = raw.line > 0;
        let mut ends = false;
        let mut begins = None;
        match (dialect.split)(text, open) {
            Line::Blank => blanks += 1,
            Line::More(more) => {
                raw.extend(if blanks > 0 { "\n\n" } else { "\n" }, more.trim());
                blanks = 0;
            }
            Line::Parting => ends = true,
            Line::Tagged(tag, _) if Some(tag) == dialect.ends => ends = true,
            Line::Tagged(tag, _) if dialect.ignored.contains(&tag) => {}
            Line::Tagged(tag, value) => {
                let new = tag == dialect.begins || (dialect.blank_parts && blanks > 0 && !raw.begun);
                if new && open {
                    raw.drop_number();
                    begins = Some((tag, value));
                } else {
                    if !open {
                        raw.line = line.number;
                    }
                    raw.begun |= tag == dialect.begins;
                    raw.push(tag, value);
                }
                blanks = 0;
            }
        }
        if (ends && open) || begins.is_some() {
            if !each(&raw) {
                return Ok(());
            }
            raw.clear();
            blanks = 0;
        }
        if let Some((tag, value)) = begins {
            raw.line = line.number;
            raw.begun = tag == dialect.begins;
            raw.push(tag, value);
        }
    }
    if raw.line > 0 {
        each(&raw);
    }
    Ok(())
}
