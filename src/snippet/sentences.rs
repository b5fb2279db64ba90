//! Where sentences end in scholarly prose. No tokens, no matches: see `passages`.

use std::ops::Range;

/// Words before a full stop that end no sentence, folded, without their own stops.
const ABBREVIATIONS: [&str; 92] = [
    "adm", "al", "apr", "art", "aug", "ave", "bde", "bn", "brig", "bros", "c", "ca", "capt", "cf", "ch",
    "chap", "cmdr", "co", "col", "comdr", "corp", "cpl", "d", "dec", "dept", "div", "dr", "ed", "eds", "eg",
    "esp", "est", "et", "etc", "feb", "fig", "figs", "fn", "fr", "gen", "gov", "hon", "ibid", "ie", "inc",
    "inf", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "messrs", "mr", "mrs", "ms", "mt", "n",
    "no", "nos", "nov", "oct", "op", "orig", "p", "par", "ph", "pl", "pp", "pres", "prof", "pt", "pub",
    "pvt", "rd", "regt", "rep", "repr", "resp", "rev", "sec", "sen", "sept", "sgt", "sr", "st", "trans", "v",
    "vol", "vs",
];

/// The sentences of a text, as byte ranges without the blanks around them. An empty line ends one too.
pub fn sentences(text: &str) -> Sentences<'_> {
    Sentences { text, at: 0 }
}

/// The sentences from a place on, found one by one.
pub struct Sentences<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Sentences<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.text.len() {
            let start = self.at;
            self.at = self.end_from(start);
            let part = &self.text[start..self.at];
            let trimmed = part.trim();
            if !trimmed.is_empty() {
                let start = start + (part.len() - part.trim_start().len());
                return Some(start..start + trimmed.len());
            }
        }
        None
    }
}

impl Sentences<'_> {
    /// Where the sentence ends that begins at a place, what closes it included.
    fn end_from(&self, start: usize) -> usize {
        let text = self.text;
        let mut at = start;
        while let Some(found) = text.as_bytes()[at..].iter().position(|byte| may_end(*byte)) {
            let here = at + found;
            let Some(c) = text[here..].chars().next() else { break };
            let after = here + c.len_utf8();
            let ends = match c {
                '。' | '！' | '？' | '｡' => true,
                '.' | '!' | '?' | '…' => {
                    let rest = &text[after..];
                    let closing =
                        rest.trim_start_matches(['"', '”', '’', '\'', ')', ']', '»', '.', '?', '!']);
                    let next = closing.trim_start();
                    let blank = closing.len() > next.len();
                    blank && begins_sentence(next) && !(c == '.' && is_abbreviation(&text[start..here]))
                }
                '\n' => text[after..].trim_start_matches([' ', '\t', '\r']).starts_with('\n'),
                _ => false,
            };
            if ends {
                let closing = ['"', '”', '’', '\'', ')', ']', '»', '」', '』', '.', '?', '!'];
                return text.len() - text[after..].trim_start_matches(closing).len();
            }
            at = after;
        }
        text.len()
    }
}

/// Whether a character that may end a sentence can begin with a byte: `.!?`, a line's end, `…`, `。`, and the full-width ones.
fn may_end(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b'\n' | 0xE2 | 0xE3 | 0xEF)
}

/// A sentence begins with anything but a small letter.
fn begins_sentence(rest: &str) -> bool {
    rest.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
}

/// Whether what stands before a full stop is an abbreviation or an initial.
fn is_abbreviation(before: &str) -> bool {
    let word_start = before
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"'))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = &before[word_start..];
    // U.S, e.g, P.L: letters with stops between.
    if word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2) {
        return true;
    }
    let mut letters = word.chars();
    let single_capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    single_capital || (word.len() <= 8 && ABBREVIATIONS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn abbreviations_and_initials_end_no_sentence() {
        for text in [
            "In the U.S. Army Gen. Douglas MacArthur led.",
            "See vol. 2, pp. 44 and No. 5 of Lt. Col. J. F. Smith et al. Press.",
            "On 25 Jun. 1950 it began.",
        ] {
            assert_eq!(split(text), [text]);
        }
    }

    #[test]
    fn stops_quotes_and_empty_lines_end_sentences() {
        assert_eq!(
            split("It fell. “Why?” He asked.\n\nA new part"),
            ["It fell.", "“Why?”", "He asked.", "A new part"]
        );
        assert_eq!(split("전쟁이 끝났다. 다시。朝鮮"), ["전쟁이 끝났다.", "다시。", "朝鮮"]);
        assert_eq!(split("In 1950.5 or so. in small"), ["In 1950.5 or so. in small"]);
        assert!(split("  ").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cut_on_character_borders(text in "\\PC*|[A-Za-z .!?\"\n。朝]*") {
            let mut last = 0;
            for range in sentences(&text) {
                proptest::prop_assert!(range.start >= last && text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
