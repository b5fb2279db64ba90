//! One character's folded form: NFKC, lower case, without accents. Not for whole texts: see [`super::Words`].

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// Letters that no decomposition takes apart, and what they are sorted as.
const LETTERS: [(char, &str); 15] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ł', "l"),
    ('ı', "i"),
    ('þ', "th"),
    ('ħ', "h"),
    ('ŋ', "n"),
    ('ŧ', "t"),
    ('ə', "e"),
    ('ʐ', "z"),
    ('ς', "σ"),
];

/// Appends a character's folded form: for `Ŏ` an `o`, for `ﬁ` an `fi`, for `ß` an `ss`.
pub(super) fn push_folded(c: char, out: &mut String) {
    let mut buffer = [0; 4];
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd();
    for part in decomposed.normalize_iter(c.encode_utf8(&mut buffer).chars()) {
        for lower in part.to_lowercase() {
            if is_mark(lower) || is_apostrophe(lower) {
                continue;
            }
            match LETTERS.iter().find(|(letter, _)| *letter == lower) {
                Some((_, folded)) => out.push_str(folded),
                None if lower.is_alphanumeric() => out.push(lower),
                None => {}
            }
        }
    }
}

/// Appends the NFKC form of a Han, kana or Hangul character.
pub(super) fn push_composed(text: &str, out: &mut String) {
    out.extend(ComposingNormalizerBorrowed::new_nfkc().normalize_iter(text.chars()));
}

/// Appends a word in small letters, its accents composed and its apostrophes all of one kind.
pub(super) fn push_written(text: &str, out: &mut String) {
    let kept = text.chars().filter(|&c| !is_ignorable(c)).map(|c| if is_apostrophe(c) { '\'' } else { c });
    out.extend(ComposingNormalizerBorrowed::new_nfkc().normalize_iter(kept.flat_map(char::to_lowercase)));
}

/// The folded form of a whole text, its words parted by single blanks: for keys and comparisons.
#[must_use]
pub fn fold(text: &str) -> String {
    let words = super::Words::of(text);
    let mut out = String::with_capacity(text.len());
    for index in 0..words.len() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(words.folded(index));
    }
    out
}

/// A mark that combines with the letter before it.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}')
}

/// Every sign that scholars and their programs use for an apostrophe, the ayin and hamza of romanisations included.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '’' | '‘' | '‛' | '′' | '＇' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ')
}

/// A hyphen or a dash short enough to stand for one.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '−' | '﹣' | '－')
}

/// The dot that parts the words of a foreign name in Chinese, Japanese and Korean.
pub(super) fn is_middle_dot(c: char) -> bool {
    matches!(c, '·' | '・' | '‧' | '･')
}

/// Soft hyphen, zero-width and direction marks: nothing, wherever they stand.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{180E}')
}
