//! A file -> the blocks in it: `@book{...}`, each found by counting braces, with the line it begins on.
//!
//! It looks into no block. One that never closes ends at the next line that begins another, and costs nothing but itself.
//! A file is gone through once: a block is looked at twice at most (the second time with `\{` and `\}` taken
//! for letters, as most programs do and BibTeX does not). In memory is the block at hand.
//! Source: the `btparse` manual, section "syntax"; Oren Patashnik, "BibTeXing" (1988).

use std::io::{self, BufRead, Read as _};

/// The most bytes a block may have.
pub const LIMIT: usize = 16 << 20;

/// What stands in the file next.
#[derive(Debug, PartialEq, Eq)]
pub enum Block<'a> {
    /// `@kind{body}`.
    Whole {
        /// The line with the `@`.
        line: usize,
        /// What stands after the `@`, in small letters.
        kind: String,
        /// What stands between the braces.
        body: &'a str,
        /// Whether `\{` and `\}` count as letters in it.
        escaped: bool,
    },
    /// A block without an end.
    Open {
        /// The line with the `@`.
        line: usize,
        /// What stands after the `@`, in small letters.
        kind: String,
        /// The key, as far as there is one.
        key: String,
        /// The line on which reading goes on; `None` at the end of the file.
        next: Option<usize>,
        /// Whether it is longer than [`LIMIT`].
        overlong: bool,
    },
    /// A line that begins an entry but for its brace: `@article,`.
    Braceless {
        /// The line.
        line: usize,
        /// What stands after the `@`, in small letters.
        kind: String,
    },
}

/// Goes through a file.
pub struct Scanner<'a> {
    input: &'a mut dyn BufRead,
    raw: Vec<u8>,
    text: String,
    /// Everything before it is done with.
    at: usize,
    /// The line that `at` stands on.
    line: usize,
    ended: bool,
    /// Set when a `@comment{` had no end: from there on a comment ends with its line.
    bare_comments: bool,
}

/// How a block ends.
enum End {
    /// At the brace there.
    Closed(usize),
    /// At the line that begins there, which begins another block.
    Cut(usize),
    /// With the file, or past the limit.
    Never,
}

impl<'a> Scanner<'a> {
    /// The blocks of a file that stands at its beginning.
    pub fn new(input: &'a mut dyn BufRead) -> Self {
        Self {
            input,
            raw: Vec::new(),
            text: String::new(),
            at: 0,
            line: 1,
            ended: false,
            bare_comments: false,
        }
    }

    /// The next block that is no comment.
    ///
    /// # Errors
    /// What reading the input says.
    pub fn next(&mut self) -> io::Result<Option<Block<'_>>> {
        loop {
            self.compact();
            let Some(start) = memchr::memchr(b'@', self.rest().as_bytes()) else {
                self.advance(self.text.len());
                if self.fill()? {
                    continue;
                }
                return Ok(None);
            };
            self.advance(self.at + start);
            let Some((kind, open)) = self.head()? else {
                let (line, lost) = (self.line, self.braceless());
                self.advance(self.at + 1);
                match lost {
                    Some(kind) => return Ok(Some(Block::Braceless { line, kind })),
                    None => continue,
                }
            };
            if kind == "comment" {
                self.comment(open)?;
                continue;
            }
            return self.block(kind, open).map(Some);
        }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn bytes(&self, from: usize) -> &[u8] {
        self.text.as_bytes().get(from..).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or_default()
    }

    fn advance(&mut self, to: usize) {
        let passed = self.text.as_bytes().get(self.at..to).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count();
        self.at = to;
    }

    /// Lets go of what is done with, once that is the greater part.
    fn compact(&mut self) {
        if self.at > self.text.len() / 2 {
            self.text.drain(..self.at);
            self.at = 0;
        }
    }

    /// Reads one more line, or as much of it as a block may have; `false` at the end.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.raw.clear();
        let most = u64::try_from(LIMIT).unwrap_or(u64::MAX);
        let read = (&mut *self.input).take(most).read_until(b'\n', &mut self.raw)?;
        self.ended = read == 0;
        match std::str::from_utf8(&self.raw) {
            Ok(text) => self.text.push_str(text),
            Err(_) => self.text.push_str(&String::from_utf8_lossy(&self.raw)),
        }
        Ok(!self.ended)
    }

    /// The word after the `@` at hand and the offset of the brace after it.
    fn head(&mut self) -> io::Result<Option<(String, usize)>> {
        let mut at = self.at + 1;
        let mut kind = String::new();
        loop {
            match self.byte(at) {
                b' ' | b'\t' | b'\r' | b'\n' => at += 1,
                b @ (b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'+') => {
                    // A word ends with white space; more than this is no kind of entry.
                    if kind.len() > 40 || (!kind.is_empty() && self.byte(at - 1).is_ascii_whitespace()) {
                        return Ok(None);
                    }
                    kind.push(char::from(b.to_ascii_lowercase()));
                    at += 1;
                }
                b'{' | b'(' if !kind.is_empty() => return Ok(Some((kind, at))),
                0 if at >= self.text.len() => {
                    if !self.fill()? {
                        return Ok(None);
                    }
                }
                _ => return Ok(None),
            }
        }
    }

    /// The kind of an entry whose brace is missing: `@word,` and nothing else on a line.
    fn braceless(&self) -> Option<String> {
        let before = self.text.get(..self.at).unwrap_or_default();
        let rest = self.rest().strip_prefix('@')?;
        let (line, _) = rest.split_once('\n')?;
        let word = line.trim_end().strip_suffix(',')?;
        let whole = !word.is_empty() && word.len() <= 40 && word.bytes().all(|b| b.is_ascii_alphabetic());
        ((before.is_empty() || before.ends_with('\n')) && whole).then(|| word.to_ascii_lowercase())
    }

    fn comment(&mut self, open: usize) -> io::Result<()> {
        if !self.bare_comments && self.byte(open) == b'{' {
            if let End::Closed(end) = self.end(open, false)? {
                self.advance(end + 1);
                return Ok(());
            }
            self.bare_comments = true;
        }
        self.advance(open + 1);
        Ok(())
    }

    fn block(&mut self, kind: String, open: usize) -> io::Result<Block<'_>> {
        let line = self.line;
        let end = self.end(open, true)?;
        if let End::Closed(end) = end {
            self.advance(end + 1);
            let body = self.text.get(open + 1..end).unwrap_or_default();
            return Ok(Block::Whole { line, kind, body, escaped: false });
        }
        let stop = if let End::Cut(stop) = end { stop } else { self.text.len() };
        if self.byte(open) == b'{'
            && let Some(end) = closing_escaped(self.text.as_bytes(), open, stop)
        {
            self.advance(end + 1);
            let body = self.text.get(open + 1..end).unwrap_or_default();
            return Ok(Block::Whole { line, kind, body, escaped: true });
        }
        let overlong = stop - self.at > LIMIT;
        let body = self.text.get(open + 1..stop).unwrap_or_default();
        let key = body.split([',', '\n', '=', '{', '}']).next().unwrap_or_default().trim();
        let key = key.chars().take(80).collect();
        self.advance(stop);
        let next = matches!(end, End::Cut(_)).then_some(self.line);
        Ok(Block::Open { line, kind, key, next, overlong })
    }

    /// The end of the block that opens at `open`; with `cut`, a line that begins another block ends it too.
    fn end(&mut self, open: usize, cut: bool) -> io::Result<End> {
        let round = self.byte(open) == b'(';
        let (mut depth, mut quoted) = (usize::from(!round), false);
        let mut at = open + 1;
        loop {
            let next = if round {
                self.bytes(at).iter().position(|b| matches!(b, b'{' | b'}' | b'\n' | b'"' | b')'))
            } else {
                memchr::memchr3(b'{', b'}', b'\n', self.bytes(at))
            };
            let Some(next) = next else {
                at = self.text.len();
                if at - self.at > LIMIT || !self.fill()? {
                    return Ok(End::Never);
                }
                continue;
            };
            at += next;
            match self.byte(at) {
                b'{' => depth += 1,
                b'}' if round => depth = depth.saturating_sub(1),
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        if !(cut && self.goes_on(at)?) {
                            return Ok(End::Closed(at));
                        }
                        depth = 1;
                    }
                }
                b'"' if depth == 0 => quoted = !quoted,
                b')' if depth == 0 && !quoted => return Ok(End::Closed(at)),
                b'\n' if cut => {
                    if at + 1 == self.text.len() && !self.fill()? {
                        return Ok(End::Never);
                    }
                    if begins_block(self.text.get(at + 1..).unwrap_or_default()) {
                        return Ok(End::Cut(at + 1));
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Whether the brace there is one too many: a comma and another field follow it.
    fn goes_on(&mut self, brace: usize) -> io::Result<bool> {
        let mut at = brace + 1;
        while matches!(self.byte(at), b' ' | b'\t') {
            at += 1;
        }
        if self.byte(at) != b',' {
            return Ok(false);
        }
        at += 1;
        for _ in 0..3 {
            let rest = self.text.get(at..).unwrap_or_default().trim_start();
            if rest.is_empty() {
                if !self.fill()? {
                    return Ok(false);
                }
                continue;
            }
            let name = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')));
            let (name, after) = rest.split_at_checked(name.unwrap_or(rest.len())).unwrap_or_default();
            return Ok(!name.is_empty() && after.trim_start_matches([' ', '\t']).starts_with('='));
        }
        Ok(false)
    }
}

/// Whether a line begins a block: `@word{key,` or `@string{`.
fn begins_block(text: &str) -> bool {
    let line = text.get(..text.find('\n').unwrap_or(text.len())).unwrap_or_default();
    let Some(rest) = line.trim_start_matches([' ', '\t']).strip_prefix('@') else { return false };
    let word = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let Some((word, rest)) = rest.split_at_checked(word) else { return false };
    let Some(rest) = rest.trim_start().strip_prefix(['{', '(']) else { return false };
    if ["string", "preamble", "comment"].iter().any(|known| known.eq_ignore_ascii_case(word)) {
        return true;
    }
    let rest = rest.trim();
    let key = rest.split(',').next().unwrap_or_default();
    !word.is_empty() && !key.contains(['{', '}', '(', ')', '"', '=', '#', '%'])
}

/// The brace that closes the one at `open`, those after a backslash not counted, before `stop`.
fn closing_escaped(text: &[u8], open: usize, stop: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = open;
    while at < stop {
        at += memchr::memchr3(b'{', b'}', b'\\', text.get(at..stop)?)?;
        match text.get(at)? {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => at += 1,
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let mut input = text.as_bytes();
        let mut scanner = Scanner::new(&mut input);
        let mut seen = Vec::new();
        while let Some(block) = scanner.next().unwrap() {
            seen.push(match block {
                Block::Whole { line, kind, body, .. } => format!("{line} {kind} {}", body.trim()),
                Block::Open { line, key, next, .. } => format!("{line} open {key} {next:?}"),
                Block::Braceless { line, kind } => format!("{line} {kind} without a brace"),
            });
        }
        seen
    }

    #[test]
    fn an_entry_without_its_brace_is_seen() {
        assert_eq!(
            shown("@Article,\n  title = {T},\n}\n@book{b,}\n"),
            ["1 article without a brace", "4 book b,"]
        );
        assert!(shown("mail me at a@example,\n @home,\n@all of you,\n").is_empty());
    }

    #[test]
    fn a_block_without_end_costs_itself() {
        assert_eq!(
            shown("@book{a, title={x}}\n@book{b,\n title={Pusan,\n}\n@book{c, title={y}}"),
            ["1 book a, title={x}", "2 open b Some(5)", "5 book c, title={y}"]
        );
        assert_eq!(shown("\n@book{a, title={x}"), ["2 open a None"]);
    }

    #[test]
    fn braces_may_be_round_escaped_or_one_too_many() {
        assert_eq!(shown("@book(a, title=\"(x)\")@Misc {b}"), ["1 book a, title=\"(x)\"", "1 misc b"]);
        assert_eq!(shown("@book{a, title={x \\{ y}}"), ["1 book a, title={x \\{ y}"]);
        assert_eq!(shown("@book{a, title={x}},\n year=1950}"), ["1 book a, title={x}},\n year=1950"]);
        assert_eq!(shown("@book{a, title={x}},\n\n@book{b}"), ["1 book a, title={x}", "3 book b"]);
    }

    #[test]
    fn comments_hide_what_stands_in_them_only_when_they_end() {
        assert_eq!(shown("@comment{ @book{a,} }\nmail me@example.org {x}\n@book{b}"), ["3 book b"]);
        assert_eq!(shown("@comment{ one\n@comment two\n@book{b}"), ["3 book b"]);
    }
}
