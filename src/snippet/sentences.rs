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
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = at + c.len_utf8();
        let ends = match c {
            '。' | '！' | '？' | '｡' => true,
            '.' | '!' | '?' | '…' => {
                let rest = &text[after..];
                let closing = rest.trim_start_matches(['"', '”', '’', '\'', ')', ']', '»', '.', '?', '!']);
                let next = closing.trim_start();
                let blank = closing.len() > next.len();
                blank && begins_sentence(next) && !(c == '.' && is_abbreviation(&text[start..at]))
            }
            '\n' => text[after..].trim_start_matches([' ', '\t', '\r']).starts_with('\n'),
            _ => false,
        };
        if ends {
            let mut end = after;
            while let Some(&(at, c)) = chars.peek() {
                if !matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '」' | '』' | '.' | '?' | '!')
                {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
            push(text, start..end, &mut found);
            start = end;
        }
    }
    push(text, start..text.len(), &mut found);
    found
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        let start = range.start + (part.len() - part.trim_start().len());
        found.push(start..start + trimmed.len());
    }
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
        sentences(text).into_iter().map(|range| &text[range]).collect()
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
