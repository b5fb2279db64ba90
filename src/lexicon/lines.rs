//! Looking a word up in a text file that the program carries: sorted lines, each a word and perhaps what it stands for.
//!
//! Nothing is parsed at start: where the lines of each first byte begin is known when chosin is compiled, and a look-up is a
//! binary search among those.

/// Sorted lines.
pub struct Lines {
    text: &'static str,
    /// Where the lines begin whose first byte is at least so much.
    first: [u32; 257],
}

impl Lines {
    /// Of a text: lines in the order of their bytes, none empty.
    pub const fn new(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        let mut first = [bytes.len() as u32; 257];
        let (mut at, mut next, mut begins) = (0, 0, true);
        while at < bytes.len() {
            while begins && next <= bytes[at] as usize {
                first[next] = at as u32;
                next += 1;
            }
            begins = bytes[at] == b'\n';
            at += 1;
        }
        Self { text, first }
    }

    /// The text.
    #[cfg(test)]
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// What stands after a word's blank on its line, or nothing more than that the word is there.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<&'static str> {
        let (text, bytes) = (self.text, self.text.as_bytes());
        let first = usize::from(*word.as_bytes().first()?);
        let (mut low, mut high) = (self.first[first] as usize, self.first[first + 1] as usize);
        while low < high {
            let middle = low + (high - low) / 2;
            let start =
                bytes.get(low..middle)?.iter().rposition(|b| *b == b'\n').map_or(low, |at| low + at + 1);
            let end =
                bytes.get(start..)?.iter().position(|b| *b == b'\n').map_or(text.len(), |at| start + at);
            let line = text.get(start..end)?;
            let (key, value) = line.split_once(' ').unwrap_or((line, ""));
            match key.cmp(word) {
                std::cmp::Ordering::Less => low = end + 1,
                std::cmp::Ordering::Greater => high = start,
                std::cmp::Ordering::Equal => return Some(value),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_no_other() {
        const LINES: Lines = Lines::new("ab\nabc x\nb yy\nc\n");
        for (word, value) in [("ab", ""), ("abc", "x"), ("b", "yy"), ("c", "")] {
            assert_eq!(LINES.find(word), Some(value));
        }
        for word in ["", "a", "aba", "bb", "d", "x"] {
            assert_eq!(LINES.find(word), None);
        }
        assert_eq!(Lines::new("").find("a"), None);
    }
}
