//! Looking a word up in a text file that the program carries: sorted lines, each a word and perhaps what it stands for.
//!
//! Nothing is parsed at start; a look-up is a binary search over the text.

/// What stands after a word's blank on its line, or nothing more than that the word is there.
#[must_use]
pub fn find<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let bytes = text.as_bytes();
    let (mut low, mut high) = (0, text.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes.get(low..middle)?.iter().rposition(|b| *b == b'\n').map_or(low, |at| low + at + 1);
        let end = bytes.get(start..)?.iter().position(|b| *b == b'\n').map_or(text.len(), |at| start + at);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_no_other() {
        let text = "ab\nabc x\nb yy\nc\n";
        for (word, value) in [("ab", ""), ("abc", "x"), ("b", "yy"), ("c", "")] {
            assert_eq!(find(text, word), Some(value));
        }
        for word in ["", "a", "aba", "bb", "d", "x"] {
            assert_eq!(find(text, word), None);
        }
        assert_eq!(find("", "a"), None);
    }
}
