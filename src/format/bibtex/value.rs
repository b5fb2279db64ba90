//! A block's body -> its key and its fields, strings put in and pieces joined.
//!
//! It forgives what people leave out: commas between fields, the key, the quotes in a quoted text. It knows no meaning
//! of any field; values stay as they are written, LaTeX and all.

use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The most bytes that a value may grow to by its strings.
const LIMIT: usize = 1 << 20;

/// The most bytes that all strings of a file may have together.
const STRINGS_LIMIT: usize = 64 << 20;

/// Months as BibTeX's styles define them.
pub const MONTHS: [(&str, &str); 12] = [
    ("jan", "January"),
    ("feb", "February"),
    ("mar", "March"),
    ("apr", "April"),
    ("may", "May"),
    ("jun", "June"),
    ("jul", "July"),
    ("aug", "August"),
    ("sep", "September"),
    ("oct", "October"),
    ("nov", "November"),
    ("dec", "December"),
];

/// The strings that a file defines, by name in small letters.
#[derive(Default)]
pub struct Strings {
    defined: FxHashMap<String, String>,
    size: usize,
}

impl Strings {
    /// Takes in a `@string` block.
    pub fn define(&mut self, body: &str, escaped: bool) {
        for (name, value) in fields(body, escaped, self) {
            self.size += name.len() + value.len();
            if self.size <= STRINGS_LIMIT {
                let value = value.into_owned();
                self.defined.insert(name.into_owned(), value);
            }
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.defined.get(name.to_ascii_lowercase().as_str()).map(String::as_str)
    }
}

/// Names in small letters, and values.
pub type Fields<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

/// The key (empty where there is none) and the fields of an entry.
pub fn entry<'a>(body: &'a str, escaped: bool, strings: &Strings) -> (&'a str, Fields<'a>) {
    let comma = memchr::memchr(b',', body.as_bytes());
    let (key, rest) = match comma.and_then(|at| body.split_at_checked(at)) {
        Some((key, rest)) => (key, rest.get(1..).unwrap_or_default()),
        None => (body, ""),
    };
    // "@book{title = {x}, ..." and "@book{smith title = ..." begin with a field.
    if let Some(equals) = key.find('=') {
        let before = key.get(..equals).unwrap_or_default().trim();
        let key = before.rsplit_once(char::is_whitespace).map_or("", |(key, _)| key.trim());
        let from = body.find(key).map_or(0, |at| at + key.len());
        return (key, fields(body.get(from..).unwrap_or_default(), escaped, strings));
    }
    (key.trim(), fields(rest, escaped, strings))
}

fn fields<'a>(body: &'a str, escaped: bool, strings: &Strings) -> Fields<'a> {
    let mut cursor = Cursor { text: body, at: 0, escaped };
    let mut fields = Vec::with_capacity(16);
    while let Some(name) = cursor.name() {
        let value = cursor.value(strings);
        let name = if name.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        };
        fields.push((name, value));
    }
    fields
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
    escaped: bool,
}

impl<'a> Cursor<'a> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn skip(&mut self, what: impl Fn(u8) -> bool) {
        while self.byte(self.at).is_some_and(&what) {
            self.at += 1;
        }
    }

    /// The name before the next `=`, which is passed; what cannot be one is skipped.
    fn name(&mut self) -> Option<&'a str> {
        loop {
            self.skip(|b| !is_name(b));
            let start = self.at;
            self.skip(is_name);
            let end = self.at;
            self.skip(|b| b.is_ascii_whitespace());
            if self.byte(self.at) == Some(b'=') {
                self.at += 1;
                return Some(self.slice(start, end));
            }
            self.byte(self.at)?;
        }
    }

    /// The value at hand: pieces joined by `#`.
    fn value(&mut self, strings: &Strings) -> Cow<'a, str> {
        let mut value = self.piece(strings, true);
        loop {
            self.skip(|b| b.is_ascii_whitespace());
            if self.byte(self.at) != Some(b'#') {
                return trimmed(value);
            }
            self.at += 1;
            let piece = self.piece(strings, false);
            // A month in a longer value is written out.
            if let Some((_, month)) = MONTHS.iter().find(|(name, _)| *name == value) {
                value = Cow::Borrowed(*month);
            }
            if value.len() + piece.len() <= LIMIT {
                value.to_mut().push_str(&piece);
            }
        }
    }

    fn piece(&mut self, strings: &Strings, first: bool) -> Cow<'a, str> {
        self.skip(|b| b.is_ascii_whitespace());
        match self.byte(self.at) {
            Some(b'{') => Cow::Borrowed(self.braced()),
            Some(b'"') => Cow::Borrowed(self.quoted()),
            _ => {
                let start = self.at;
                self.skip(|b| {
                    !b.is_ascii_whitespace() && !matches!(b, b',' | b'#' | b'{' | b'}' | b'"' | b'=')
                });
                let word = self.slice(start, self.at);
                if let Some(text) = strings.get(word) {
                    return Cow::Owned(text.to_owned());
                }
                match MONTHS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) {
                    Some((name, _)) if first => Cow::Borrowed(*name),
                    Some((_, month)) => Cow::Borrowed(*month),
                    None => Cow::Borrowed(word),
                }
            }
        }
    }

    fn braced(&mut self) -> &'a str {
        let start = self.at + 1;
        let mut depth = 0usize;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let Some(next) = memchr::memchr3(b'{', b'}', b'\\', rest) else {
                self.at = self.text.len();
                return self.slice(start, self.at);
            };
            self.at += next + 1;
            match self.byte(self.at - 1) {
                Some(b'{') => depth += 1,
                Some(b'}') => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return self.slice(start, self.at - 1);
                    }
                }
                // The sign after a backslash is passed with it, where it is no brace or counts as a letter.
                _ if self.escaped && matches!(self.byte(self.at), Some(b'{' | b'}' | b'\\')) => self.at += 1,
                _ => {}
            }
        }
    }

    fn quoted(&mut self) -> &'a str {
        let start = self.at + 1;
        self.at = start;
        let mut depth = 0usize;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let Some(next) = memchr::memchr3(b'{', b'}', b'"', rest) else {
                self.at = self.text.len();
                return self.slice(start, self.at);
            };
            self.at += next + 1;
            match self.byte(self.at - 1) {
                Some(b'{') => depth += 1,
                Some(b'}') => depth = depth.saturating_sub(1),
                // A quote within the text is followed by more text.
                _ if depth == 0 => {
                    let end = self.at - 1;
                    let ends = |b: u8| matches!(b, b',' | b'#' | b'}' | b')');
                    let mut after = self.at;
                    let mut newline = false;
                    while let Some(b) = self.byte(after).filter(u8::is_ascii_whitespace) {
                        newline |= b == b'\n';
                        after += 1;
                    }
                    if newline || self.byte(after).is_none_or(ends) {
                        return self.slice(start, end);
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_name(b: u8) -> bool {
    !b.is_ascii_whitespace()
        && !matches!(b, b'{' | b'}' | b'(' | b')' | b'"' | b',' | b'=' | b'#' | b'%' | b'\'' | b'~' | b'\\')
}

fn trimmed(value: Cow<'_, str>) -> Cow<'_, str> {
    match value {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: &str) -> String {
        let mut strings = Strings::default();
        strings.define("DH = \"Diplomatic \" # {History}", false);
        let (key, fields) = entry(body, false, &strings);
        fields.iter().fold(key.to_owned(), |shown, (name, value)| format!("{shown}|{name}={value}"))
    }

    #[test]
    fn values_are_braced_quoted_named_or_joined() {
        assert_eq!(
            shown(
                "k, Title = {The {K}orean War}, journal = dh # \" Review\", year=1950, month = \"25~\" # jun"
            ),
            "k|title=The {K}orean War|journal=Diplomatic History Review|year=1950|month=25~June"
        );
        assert_eq!(shown("k, month = jun"), "k|month=jun");
    }

    #[test]
    fn what_people_leave_out_is_forgiven() {
        assert_eq!(shown("k, title={a} year=1950"), "k|title=a|year=1950");
        assert_eq!(shown("title={a}, year=1950"), "|title=a|year=1950");
        assert_eq!(shown("k title={a}, year=1950"), "k|title=a|year=1950");
        assert_eq!(
            shown("k, title=\"The \"Police Action\" of 1950\", year=1950"),
            "k|title=The \"Police Action\" of 1950|year=1950"
        );
        assert_eq!(shown("k, title={a}}, year=1950"), "k|title=a|year=1950");
        assert_eq!(shown("k"), "k");
    }

    #[test]
    fn strings_do_not_grow_without_end() {
        let mut strings = Strings::default();
        strings.define(&format!("a = {{{}}}", "x".repeat(1000)), false);
        for _ in 0..40 {
            strings.define("a = a # a # a", false);
        }
        let (_, fields) = entry("k, title = a", false, &strings);
        assert!(fields[0].1.len() <= LIMIT);
    }
}
