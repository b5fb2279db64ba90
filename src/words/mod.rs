//! Text -> words: where a word begins and ends, and its folded form.
//!
//! One walk over the text, without the lexicon, without stems: those are `lexicon`'s and `analysis`'s, which both
//! read what stands here. Offsets are bytes into the text as given, so that what matched can be lit in it.
//!
//! | rule | meets | does not meet |
//! |---|---|---|
//! | NFKC and case are folded | ＫＯＲＥＡ, Korea | |
//! | accents and breves are dropped | P’yŏngyang, Pyongyang | Inch'ŏn, Ich'ŏn |
//! | an apostrophe inside a word is dropped | Inch'ŏn, Inchon | soldiers' war, soldier swar |
//! | a possessive 's is dropped | Truman's, Truman | 1950's, 1950 |
//! | dotted letters are one word | U.S., US; R.O.K., ROK | U.S., us (case is kept in the shape) |
//! | a hyphen parts words, and is remembered | MiG-15, MiG 15 | |
//! | a letter before a digit parts words | MiG15, MiG-15 | 38th, 38 |
//! | digits keep their ending | 38th | 38 th |
//! | a comma before three digits is dropped | 10,000, 10000 | 25,1950 |
//! | each Han, kana and Hangul character is a word | 한국전쟁, 한국 전쟁 | |

pub mod edits;
mod fold;
mod han;
mod scan;
mod word;

pub use fold::fold;
pub use word::{Gap, Shape, Word};

use fold::{is_apostrophe, is_ignorable, is_mark, push_folded};
use scan::{Scan, cjk, grouped, is_word_start, letters, number_ending};
use std::cell::Cell;

/// The words of a text, in order. Reuse one for many texts: it keeps its memory.
#[derive(Debug, Clone, Default)]
pub struct Words {
    folded: String,
    items: Vec<Word>,
    written: String,
    marked: Vec<Marked>,
    /// The word after the last that was asked for.
    reach: Cell<usize>,
}

/// A word with accents or apostrophes, and where its written form stands.
#[derive(Debug, Clone, Copy)]
struct Marked {
    index: usize,
    start: usize,
    end: usize,
}

impl Words {
    /// The words of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.split(text);
        words
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The word at an index, if there is one.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Word> {
        self.asked(index);
        self.items.get(index)
    }

    fn asked(&self, index: usize) {
        if index >= self.reach.get() {
            self.reach.set(index + 1);
        }
    }

    /// Begins to note how far [`Words::get`], [`Words::folded`] and [`Words::written`] are asked for words, from an index on.
    pub fn watch(&self, from: usize) {
        self.reach.set(from);
    }

    /// The index after the last that was asked for since [`Words::watch`], be there a word or not.
    #[must_use]
    pub fn reach(&self) -> usize {
        self.reach.get()
    }

    /// Every word.
    #[must_use]
    pub fn items(&self) -> &[Word] {
        &self.items
    }

    /// The folded form of the word at an index; empty beyond the last.
    #[must_use]
    pub fn folded(&self, index: usize) -> &str {
        self.asked(index);
        self.items.get(index).map_or("", |word| &self.folded[word.place()])
    }

    /// The word at an index in small letters with its accents, and with `'` for its apostrophes: `p'yŏngyang`.
    #[must_use]
    pub fn written(&self, index: usize) -> &str {
        self.asked(index);
        match self.marked.binary_search_by_key(&index, |marked| marked.index) {
            Ok(at) => self.marked.get(at).map_or("", |marked| &self.written[marked.start..marked.end]),
            Err(_) => self.folded(index),
        }
    }

    /// The folded forms of all words, one after the other; [`Word::place`] is where each stands.
    #[must_use]
    pub fn letters(&self) -> &str {
        &self.folded
    }

    /// Replaces what is here by the words of a text. Text beyond 4 GiB is left out.
    pub fn split(&mut self, text: &str) {
        self.folded.clear();
        self.items.clear();
        self.written.clear();
        self.marked.clear();
        let mut scan =
            Scan { text: &text[..text.floor_char_boundary(u32::MAX as usize)], at: 0, gap: Gap::Start };
        while let Some(c) = scan.peek() {
            let before = scan.at;
            if c == ' ' {
                scan.pass_blank();
            } else if c.is_ascii_alphabetic() {
                self.take_letters(&mut scan);
            } else if c.is_ascii_alphanumeric() || (!c.is_ascii() && is_word_start(c)) {
                self.take_word(&mut scan, c);
            }
            // Also what is a letter to Unicode and yet begins no word.
            if scan.at == before {
                scan.pass_over(c);
            }
        }
    }

    fn take_word(&mut self, scan: &mut Scan, first: char) {
        if let Some(shape) = cjk(first) {
            self.take_character(scan, first, shape);
        } else if first.is_numeric() {
            self.take_number(scan);
        } else {
            self.take_letters(scan);
        }
    }

    fn finish(&mut self, scan: &mut Scan, start: usize, fold_start: usize, shape: Shape) {
        if self.folded.len() > fold_start {
            self.items.push(Word {
                start: small(start),
                end: small(scan.at),
                gap: scan.gap,
                shape,
                fold_start: small(fold_start),
                fold_end: small(self.folded.len()),
            });
            scan.gap = Gap::Glued;
        }
    }

    /// A Han, kana or Hangul character; conjoining jamo are composed.
    fn take_character(&mut self, scan: &mut Scan, first: char, shape: Shape) {
        let (start, fold_start) = (scan.at, self.folded.len());
        scan.bump(first);
        if ('\u{1100}'..='\u{115F}').contains(&first) {
            while let Some(c) = scan.peek().filter(|c| ('\u{1160}'..='\u{11FF}').contains(c)) {
                scan.bump(c);
            }
            fold::push_composed(&scan.text[start..scan.at], &mut self.folded);
        } else {
            while let Some(c) = scan.peek().filter(|&c| is_mark(c) || c == '\u{3099}' || c == '\u{309A}') {
                scan.bump(c);
            }
            fold::push_composed(&scan.text[start..scan.at], &mut self.folded);
            han::unify(&mut self.folded, fold_start);
        }
        self.finish(scan, start, fold_start, shape);
    }

    /// Digits with what belongs to them: 10,000; 3.5; 38th; 1950s; 1950's.
    fn take_number(&mut self, scan: &mut Scan) {
        let (start, fold_start) = (scan.at, self.folded.len());
        while let Some(c) = scan.peek() {
            let rest = &scan.text[scan.at + c.len_utf8()..];
            if c.is_ascii_digit() {
                self.folded.push(c);
            } else if c.is_numeric() {
                push_folded(c, &mut self.folded);
            } else if c == ',' && grouped(rest) {
                // 10,000 is 10000.
            } else if matches!(c, '.' | '·' | '‧' | '・') && rest.starts_with(|c: char| c.is_ascii_digit())
            {
                self.folded.push('.');
            } else {
                break;
            }
            scan.bump(c);
        }
        let rest = &scan.text[scan.at..];
        if let Some(ending) = number_ending(rest) {
            self.folded
                .extend(ending.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()));
            scan.at += ending.len();
        }
        self.finish(scan, start, fold_start, Shape::DIGIT);
    }

    /// Plain letters up to what cannot belong to a word: nine words of ten. False where more must be looked at.
    fn take_plain_letters(&mut self, scan: &mut Scan) -> bool {
        let (start, fold_start) = (scan.at, self.folded.len());
        let rest = &scan.text[start..];
        let (length, capitals) = letters(rest.as_bytes());
        match rest.as_bytes().get(length) {
            Some(b' ') => {}
            Some(b'.') if length == 1 => return false,
            Some(byte) if !byte.is_ascii() || is_apostrophe(char::from(*byte)) => return false,
            _ => {}
        }
        let word = &rest[..length];
        let mut shape = Shape::default();
        if capitals > 0 {
            let first = usize::from(word.starts_with(|c: char| c.is_ascii_uppercase()));
            for (is_so, bit) in [
                (first == 1, Shape::CAPITAL),
                (length >= 2 && capitals == length, Shape::CAPITALS),
                (capitals > first, Shape::INNER),
            ] {
                if is_so {
                    shape.add(bit);
                }
            }
        }
        self.folded.push_str(word);
        if capitals > 0 {
            self.folded[fold_start..].make_ascii_lowercase();
        }
        scan.at += length;
        self.finish(scan, start, fold_start, shape);
        true
    }

    /// Letters, with the apostrophes, full stops and marks that belong to them.
    fn take_letters(&mut self, scan: &mut Scan) {
        if self.take_plain_letters(scan) {
            return;
        }
        let (start, fold_start) = (scan.at, self.folded.len());
        let mut shape = Shape::default();
        let (mut letters, mut capitals) = (0_usize, 0_usize);
        let (mut possessive_from, mut apostrophes) = (None, 0_usize);
        while let Some(c) = scan.peek() {
            if c.is_ascii_alphabetic() {
                if c.is_ascii_uppercase() {
                    capitals += 1;
                    if letters > 0 {
                        shape.add(Shape::INNER);
                    }
                }
                letters += 1;
                self.folded.push(c.to_ascii_lowercase());
            } else if c.is_ascii_digit() || cjk(c).is_some() {
                break;
            } else if is_apostrophe(c) {
                let next = scan.text[scan.at + c.len_utf8()..].chars().next();
                if !next.is_some_and(|next| next.is_alphabetic() && cjk(next).is_none()) {
                    break;
                }
                possessive_from = Some(self.folded.len());
                apostrophes += 1;
            } else if c == '.' {
                // U.S. is one word: single letters, each with its full stop.
                let dotted = shape.has(Shape::DOTTED) || letters == 1;
                let mut rest = scan.text[scan.at + 1..].chars();
                let next = rest.next().filter(|c| c.is_alphabetic() && cjk(*c).is_none());
                if !dotted || next.is_none() || rest.next().is_some_and(char::is_alphanumeric) {
                    if shape.has(Shape::DOTTED) {
                        scan.bump(c);
                    }
                    break;
                }
                shape.add(Shape::DOTTED);
            } else if c.is_ascii() {
                break;
            } else if is_mark(c) {
                shape.add(Shape::ACCENT);
            } else if is_ignorable(c) {
                // A soft hyphen or zero-width character inside a word is nothing.
            } else if c.is_alphabetic() {
                if c.is_uppercase() {
                    capitals += 1;
                }
                letters += 1;
                shape.add(Shape::ACCENT);
                push_folded(c, &mut self.folded);
            } else {
                break;
            }
            scan.bump(c);
        }
        if let Some(from) = possessive_from {
            if &self.folded[from..] == "s" {
                self.folded.truncate(from);
                letters -= 1;
                apostrophes -= 1;
                shape.add(Shape::POSSESSIVE);
            }
            if apostrophes > 0 {
                shape.add(Shape::APOSTROPHE);
            }
        }
        if scan.text[start..].chars().next().is_some_and(char::is_uppercase) {
            shape.add(Shape::CAPITAL);
            if letters >= 2 && capitals == letters {
                shape.add(Shape::CAPITALS);
            }
        }
        let marked = shape.has(Shape::ACCENT) || shape.has(Shape::APOSTROPHE);
        if marked && self.folded.len() > fold_start {
            self.mark(&scan.text[start..scan.at], shape);
        }
        self.finish(scan, start, fold_start, shape);
    }

    /// Remembers how the word that comes next was written.
    fn mark(&mut self, text: &str, shape: Shape) {
        let start = self.written.len();
        fold::push_written(text, &mut self.written);
        if shape.has(Shape::POSSESSIVE) && self.written[start..].ends_with("'s") {
            self.written.truncate(self.written.len() - 2);
        }
        self.marked.push(Marked { index: self.items.len(), start, end: self.written.len() });
    }
}

fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let words = Words::of(text);
        (0..words.len()).map(|index| words.folded(index).to_owned()).collect()
    }

    fn meet(a: &str, b: &str) {
        assert_eq!(split(a), split(b), "{a} and {b} must meet");
    }

    fn apart(a: &str, b: &str) {
        assert_ne!(split(a), split(b), "{a} and {b} must not meet");
    }

    #[test]
    fn accents_breves_and_case_fold_composed_or_not() {
        meet("P’yŏngyang", "Pyongyang");
        meet("Pak Chŏnghŭi", "Pak Chonghui");
        meet("Pak Cho\u{306}nghu\u{306}i", "pak chonghui");
        meet("ＫＯＲＥＡ", "Korea");
        meet("Süßmayr Łódź", "sussmayr lodz");
        apart("Inch'ŏn", "Ich'ŏn");
    }

    #[test]
    fn apostrophes_of_every_kind_are_dropped() {
        for apostrophe in ["'", "’", "‘", "ʼ", "ʻ", "`", "´", "＇", "′"] {
            meet(&format!("Inch{apostrophe}ŏn"), "Inchon");
            meet(&format!("Truman{apostrophe}s"), "Truman");
        }
        meet("vis-à-vis", "vis a vis");
        meet("‘denuclearisation’", "denuclearisation");
        apart("soldiers' war", "soldier swar");
        assert_eq!(split("the 1950's"), ["the", "1950s"]);
    }

    #[test]
    fn an_apostrophe_that_unicode_calls_a_letter_stands_alone_without_end() {
        for text in ["ʻ", "Kitāb al-Ḥarb ʿ alá", "ʼ 1950", "on ʻ", "ʽʾ", "ˈˈ"] {
            assert!(split(text).iter().all(|word| !word.is_empty()), "{text}");
        }
        meet("ʿAbd", "abd");
    }

    #[test]
    fn dotted_letters_are_one_word() {
        meet("U.S. policy", "US policy");
        meet("R.O.K. Army", "ROK Army");
        assert_eq!(
            split("ended the U.S.-led war. No end"),
            ["ended", "the", "us", "led", "war", "no", "end"]
        );
        assert_eq!(split("a.m. J. F. Dulles"), ["am", "j", "f", "dulles"]);
        assert!(Words::of("U.S.").items()[0].shape.has(Shape::CAPITALS));
        assert!(!Words::of("us").items()[0].shape.has(Shape::CAPITAL));
    }

    #[test]
    fn hyphens_and_digits_part_words() {
        for text in ["MiG-15", "MiG 15", "MiG15", "mig‑15"] {
            assert_eq!(split(text), ["mig", "15"]);
        }
        assert_eq!(split("the 38th parallel, 10,000 men"), ["the", "38th", "parallel", "10000", "men"]);
        assert_eq!(split("June 25,1950 at 24ID"), ["june", "25", "1950", "at", "24", "id"]);
        assert_eq!(split("6·25 and 6.25"), ["6.25", "and", "6.25"]);
        assert_eq!(Words::of("anti-communist").items()[1].gap, Gap::Hyphen);
        assert_eq!(Words::of("war - peace").items()[1].gap, Gap::Break);
        assert_eq!(Words::of("workers' party").items()[1].gap, Gap::Space);
        assert_eq!(Words::of("workers’ party").items()[1].gap, Gap::Space);
        assert_eq!(Words::of("the 'war' ended").items()[2].gap, Gap::Break);
    }

    #[test]
    fn a_written_form_keeps_accents_and_apostrophes() {
        let words = Words::of("the P’yŏngyang’s Cho\u{306}n, Inch'on's");
        assert_eq!([0, 1, 2, 3].map(|index| words.written(index)), ["the", "p'yŏngyang", "chŏn", "inch'on"]);
        assert!(Words::of("MiG").items()[0].shape.has(Shape::INNER));
        assert!(!Words::of("Mig").items()[0].shape.has(Shape::INNER));
    }

    #[test]
    fn each_cjk_character_is_a_word_and_jamo_compose() {
        assert_eq!(split("한국전쟁 The 朝鮮"), ["한", "국", "전", "쟁", "the", "朝", "鲜"]);
        meet("\u{1112}\u{1161}\u{11AB}국", "한국");
    }

    #[test]
    fn ranges_cover_the_word_as_written() {
        let text = "in P’yŏngyang, U.S. aid";
        let words = Words::of(text);
        let spans: Vec<&str> =
            words.items().iter().map(|word| &text[word.start as usize..word.end as usize]).collect();
        assert_eq!(spans, ["in", "P’yŏngyang", "U.S.", "aid"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_splits_into_ordered_words_on_character_borders(text in "\\PC*|[a-zA-Z0-9 .,'’ʼʿ\u{306}\u{200D}한\u{1112}\u{1161}朝-]*") {
            let words = Words::of(&text);
            let mut last = 0;
            for (index, word) in words.items().iter().enumerate() {
                proptest::prop_assert!(word.start as usize >= last && word.end > word.start);
                proptest::prop_assert!(text.get(word.start as usize..word.end as usize).is_some());
                proptest::prop_assert!(!words.folded(index).is_empty());
                last = word.end as usize;
            }
        }
    }
}
