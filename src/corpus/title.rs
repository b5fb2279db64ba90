//! Titles compared: normalised, alike or not, generic or not.
//!
//! It decides nothing about works: that is `merge`'s.

use crate::analysis::is_function_word;
use crate::words::{Gap, Shape, Words};
use std::collections::BTreeSet;

/// Stands in a normalised title, instead of a blank, where a subtitle may begin.
const BORDER: u8 = 1;

/// A title, normalised: folded, its words parted by one byte each, without a leading article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title {
    text: Box<str>,
    script: Script,
    lang: Option<[u8; 2]>,
}

/// What a title is mostly written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Script {
    #[default]
    None,
    Latin,
    Hangul,
    Han,
    Kana,
    Cyrillic,
    Other,
}

/// What two titles say of two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// One equals or begins the other, or is one small typing error away.
    Like,
    /// They cannot be compared: one is missing, or they are in different scripts or languages.
    Open,
    /// They differ.
    Unlike,
}

/// Titles that many works bear.
const GENERIC: [&str; 46] = [
    "abstract",
    "abstracts",
    "acknowledgements",
    "acknowledgments",
    "afterword",
    "announcement",
    "announcements",
    "appendix",
    "bibliography",
    "book review",
    "book reviews",
    "books received",
    "commentary",
    "comment",
    "conclusion",
    "conclusions",
    "contents",
    "contributors",
    "correction",
    "editorial",
    "editor introduction",
    "editor note",
    "editors introduction",
    "editors note",
    "epilogue",
    "errata",
    "erratum",
    "foreword",
    "front matter",
    "back matter",
    "index",
    "interview",
    "introduction",
    "letter to editor",
    "letters to editor",
    "news",
    "notes",
    "notes on contributors",
    "obituary",
    "preface",
    "prologue",
    "reply",
    "response",
    "review",
    "reviews",
    "table of contents",
];

impl Title {
    /// A title, with the language its record declares for it.
    #[must_use]
    pub fn of(title: &str, language: Option<&str>) -> Self {
        Self::from_words(&Words::of(title), language)
    }

    fn from_words(words: &Words, language: Option<&str>) -> Self {
        let mut text = String::new();
        let (mut tally, mut dotted) = ([0_u32; 7], false);
        for (index, word) in words.items().iter().enumerate() {
            let folded = words.folded(index);
            if folded.is_empty() {
                continue;
            }
            if !text.is_empty() {
                let border = word.gap == Gap::Break || (word.gap == Gap::Dot && !dotted);
                text.push(if border { char::from(BORDER) } else { ' ' });
            }
            dotted = word.shape.has(Shape::DOTTED);
            if !(text.is_empty() && words.len() > 1 && matches!(folded, "the" | "a" | "an")) {
                text.push_str(folded);
            }
            let script = Script::of(folded, word.shape);
            // A word of letters weighs as much as the two or three characters that write it elsewhere.
            let weight = if word.shape.is_cjk() { 1 } else { 2 };
            if let Some(count) = tally.get_mut(script as usize) {
                *count += weight;
            }
        }
        const SCRIPTS: [Script; 7] = [
            Script::None,
            Script::Latin,
            Script::Hangul,
            Script::Han,
            Script::Kana,
            Script::Cyrillic,
            Script::Other,
        ];
        let most = SCRIPTS.into_iter().skip(1).max_by_key(|script| {
            (tally.get(*script as usize).copied().unwrap_or(0), std::cmp::Reverse(*script as usize))
        });
        let kana = tally.get(Script::Kana as usize).is_some_and(|count| *count > 0);
        let script = match most {
            _ if text.is_empty() => Script::None,
            // Japanese mixes both.
            Some(Script::Han) if kana => Script::Kana,
            Some(script) => script,
            None => Script::None,
        };
        let lang = language.and_then(|language| {
            let bytes = language.as_bytes();
            let long = bytes.get(2).is_some_and(|byte| byte.is_ascii_alphabetic());
            let (first, second) = (bytes.first()?, bytes.get(1)?);
            (!long).then(|| [first.to_ascii_lowercase(), second.to_ascii_lowercase()])
        });
        Self { text: text.into(), script, lang }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The normalised words, blanks between them: what is the same in two records of one work.
    #[must_use]
    pub fn plain(&self) -> String {
        self.text.replace(char::from(BORDER), " ")
    }

    /// Whether many works bear it.
    #[must_use]
    pub fn is_generic(&self) -> bool {
        let plain = self.plain();
        let bare = plain.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
        GENERIC.contains(&plain.as_str()) || GENERIC.contains(&bare) || bare.is_empty()
    }

    /// Whether two titles may be those of one work.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        if self.is_empty() || other.is_empty() {
            return Likeness::Open;
        }
        let (short, long) = if self.text.len() <= other.text.len() {
            (&self.text, &other.text)
        } else {
            (&other.text, &self.text)
        };
        if begins(short.as_bytes(), long.as_bytes()) || is_one_slip(short, long) {
            return Likeness::Like;
        }
        let languages = matches!((self.lang, other.lang), (Some(one), Some(two)) if one != two);
        if self.script != other.script || languages { Likeness::Open } else { Likeness::Unlike }
    }

    /// The share of words that two titles have in common, of all words of both; function words count for nothing.
    #[must_use]
    pub fn common_words(&self, other: &Self) -> f64 {
        let words = |title: &Self| -> BTreeSet<String> {
            let words = title.text.split([' ', char::from(BORDER)]);
            words.filter(|word| !is_function_word(word)).map(str::to_owned).collect()
        };
        let (one, two) = (words(self), words(other));
        let both = one.intersection(&two).count();
        let all = one.union(&two).count().max(1);
        // Titles have few words.
        f64::from(u32::try_from(both).unwrap_or(0)) / f64::from(u32::try_from(all).unwrap_or(u32::MAX))
    }
}

impl Script {
    fn of(folded: &str, shape: Shape) -> Self {
        match folded.chars().next() {
            _ if shape.has(Shape::HANGUL) => Self::Hangul,
            _ if shape.has(Shape::HAN) => Self::Han,
            _ if shape.has(Shape::KANA) => Self::Kana,
            Some('a'..='z') => Self::Latin,
            Some('а'..='ӿ') => Self::Cyrillic,
            Some('0'..='9') | None => Self::None,
            Some(c) if c < '\u{250}' => Self::Latin,
            Some(_) => Self::Other,
        }
    }
}

/// The likeness of two records' titles: that of the pair that is most alike.
#[must_use]
pub fn likeness(one: &[Title], two: &[Title]) -> Likeness {
    let mut best = if one.is_empty() || two.is_empty() { Likeness::Open } else { Likeness::Unlike };
    for (a, b) in one.iter().flat_map(|a| two.iter().map(move |b| (a, b))) {
        match a.likeness(b) {
            Likeness::Like => return Likeness::Like,
            Likeness::Open => best = Likeness::Open,
            Likeness::Unlike => {}
        }
    }
    best
}

/// Whether the long title is the short one, or goes on after it with a subtitle.
fn begins(short: &[u8], long: &[u8]) -> bool {
    let blank = |byte: u8| if byte == BORDER { b' ' } else { byte };
    short.iter().zip(long).all(|(a, b)| blank(*a) == blank(*b))
        && long.get(short.len()).is_none_or(|byte| *byte == BORDER)
}

/// Whether one letter too many, too few or another, or two changed about, is all that differs, in a word of five letters or
/// more. Digits and Roman numbers are no slips: they number different works.
fn is_one_slip(short: &str, long: &str) -> bool {
    const WORD: usize = 5;
    let (a, b): (Vec<char>, Vec<char>) = (letters(short), letters(long));
    if b.len().abs_diff(a.len()) > 1 {
        return false;
    }
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let limit = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(limit).take_while(|(a, b)| a == b).count();
    let (a_part, b_part) = (a.get(start..a.len() - end), b.get(start..b.len() - end));
    let (Some(a_part), Some(b_part)) = (a_part, b_part) else { return false };
    let slip = match (a_part, b_part) {
        ([], []) => return true,
        ([], [one]) | ([one], []) => one.is_alphabetic(),
        ([one], [other]) => one.is_alphabetic() && other.is_alphabetic(),
        ([one, two], [three, four]) => {
            one == four && two == three && one.is_alphabetic() && two.is_alphabetic()
        }
        _ => false,
    };
    let word = |letters: &[char]| -> String {
        let from = letters.iter().take(start).rposition(|c| *c == ' ').map_or(0, |at| at + 1);
        letters.iter().skip(from).take_while(|c| **c != ' ').collect()
    };
    let (a_word, b_word) = (word(&a), word(&b));
    let counts = |word: &str| {
        word.chars().count() >= WORD
            && !word.chars().any(char::is_numeric)
            && !word.chars().all(|c| "ivxlcdm".contains(c))
    };
    slip && counts(&a_word) && counts(&b_word)
}

fn letters(text: &str) -> Vec<char> {
    text.chars().map(|c| if c == char::from(BORDER) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(one: &str, two: &str) -> Likeness {
        Title::of(one, None).likeness(&Title::of(two, None))
    }

    #[test]
    fn titles_are_like_at_a_subtitle_or_a_slip() {
        for (one, two) in [
            ("The Korean War", "Korean war"),
            ("The Korean War: A History", "Korean War"),
            ("The Korean War. A History", "The Korean War - a history"),
            ("P’yŏngyang in Winter", "Pyongyang in winter"),
            ("Negotiating the Armistice", "Negotating the armistice"),
            ("Negotiating the Armistice", "Negotiating the armsitice"),
            ("한국전쟁", "한국 전쟁"),
            ("U.S. Policy in Korea", "US policy in Korea: 1945-50"),
        ] {
            assert_eq!(compare(one, two), Likeness::Like, "{one} | {two}");
        }
    }

    #[test]
    fn titles_are_unlike_where_they_count_or_go_on() {
        for (one, two) in [
            ("The Korean War", "The Korean War in Asia"),
            ("Papers on Korea 1", "Papers on Korea 2"),
            ("The Air War, Part I", "The Air War, Part II"),
            ("The Air War XVIII", "The Air War XXIII"),
            ("Korea in 1950", "Korea in 1951"),
            ("The war in Korea", "The wax in Korea"),
        ] {
            assert_eq!(compare(one, two), Likeness::Unlike, "{one} | {two}");
        }
    }

    #[test]
    fn other_scripts_and_languages_are_not_unlike() {
        assert_eq!(compare("한국전쟁의 기원", "The Origins of the Korean War"), Likeness::Open);
        let korean = Title::of("Hanguk chonjaeng", Some("ko-Latn"));
        assert_eq!(korean.likeness(&Title::of("The Korean War", Some("en"))), Likeness::Open);
        assert_eq!(korean.likeness(&Title::of("The Korean War", None)), Likeness::Unlike);
        assert_eq!(compare("", "x"), Likeness::Open);
    }

    #[test]
    fn generic_titles_are_known() {
        for title in ["Introduction", "Book Review", "EDITORIAL.", "The Editor’s Note", "Index 3", "1953"] {
            assert!(Title::of(title, None).is_generic(), "{title}");
        }
        assert!(!Title::of("Introduction to Korea", None).is_generic());
    }

    proptest::proptest! {
        #[test]
        fn any_titles_are_compared_alike_both_ways(one in "\\PC{0,20}|[ab :.]{0,8}", two in "\\PC{0,20}|[ab :.]{0,8}") {
            assert_eq!(compare(&one, &two), compare(&two, &one));
        }
    }
}
