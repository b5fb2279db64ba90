//! The walk over a text: where it stands, what it passes over between words, and what a character or a run of them is.
//! What words they make is told by [`super::Words`].

use super::fold::{is_apostrophe, is_hyphen, is_ignorable, is_mark, is_middle_dot};
use super::word::{Gap, Shape};

/// Where a walk stands, and what it has passed over since the last word.
pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) gap: Gap,
}

impl Scan<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        let byte = *self.text.as_bytes().get(self.at)?;
        if byte.is_ascii() { Some(char::from(byte)) } else { self.text[self.at..].chars().next() }
    }

    pub(super) fn bump(&mut self, c: char) {
        self.at += c.len_utf8();
    }

    /// Whether the character that was just passed over stands between an s and a blank.
    fn after_s(&self, c: char) -> bool {
        let before = self.at.checked_sub(c.len_utf8()).and_then(|at| at.checked_sub(1));
        before.and_then(|at| self.text.as_bytes().get(at)).is_some_and(|byte| matches!(byte, b's' | b'S'))
            && self.peek().is_some_and(char::is_whitespace)
    }

    /// As [`Scan::pass_over`], for the character that mostly stands between words.
    pub(super) fn pass_blank(&mut self) {
        self.at += 1;
        self.gap = match self.gap {
            Gap::Glued | Gap::Space => Gap::Space,
            Gap::Hyphen | Gap::Slash => Gap::Break,
            gap => gap,
        };
    }

    /// Passes over one character between words and notes what it is.
    pub(super) fn pass_over(&mut self, c: char) {
        let before = self.gap;
        self.bump(c);
        let next_is_word = self.peek().is_some_and(|c| c.is_alphanumeric());
        self.gap = match (c, before) {
            (_, Gap::Start) => Gap::Start,
            (c, gap) if is_ignorable(c) || is_mark(c) => gap,
            (c, Gap::Glued) if (is_hyphen(c) || is_middle_dot(c)) && next_is_word => Gap::Hyphen,
            // The sign of many owners ends no phrase: Workers' Party, prisoners' camp.
            (c, Gap::Glued) if is_apostrophe(c) && self.after_s(c) => Gap::Glued,
            ('/', Gap::Glued) if next_is_word => Gap::Slash,
            (',', Gap::Glued) => Gap::Comma,
            ('.', Gap::Glued) => Gap::Dot,
            ('\n', Gap::Space | Gap::Dot | Gap::Comma) if self.text[..self.at - 1].ends_with('\n') => {
                Gap::Break
            }
            (c, Gap::Glued | Gap::Space) if c.is_whitespace() => Gap::Space,
            (c, gap @ (Gap::Comma | Gap::Dot | Gap::Break)) if c.is_whitespace() => gap,
            _ => Gap::Break,
        };
    }
}

/// Han, kana or Hangul, by its block.
pub(super) fn cjk(c: char) -> Option<Shape> {
    if c < '\u{1100}' {
        return None;
    }
    Some(match c {
        '\u{1100}'..='\u{11FF}'
        | '\u{3131}'..='\u{318E}'
        | '\u{A960}'..='\u{A97C}'
        | '\u{AC00}'..='\u{D7FB}' => Shape::HANGUL,
        '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{FF66}'..='\u{FF9D}' => Shape::KANA,
        '\u{2E80}'..='\u{2FD5}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' => Shape::HAN,
        _ => return None,
    })
}

/// Some apostrophes (`ʼ`, `ʿ`) are letters to Unicode; a word has them inside, never first.
pub(super) fn is_word_start(c: char) -> bool {
    c.is_alphanumeric() && !is_mark(c) && !is_apostrophe(c)
}

/// Whether a comma before this groups digits: three of them, and no more.
pub(super) fn grouped(rest: &str) -> bool {
    let digits = rest.bytes().take(4).take_while(u8::is_ascii_digit).count();
    digits == 3
}

/// The letters that belong to digits: 38th, 1950s, 1950's, 2d.
pub(super) fn number_ending(rest: &str) -> Option<&str> {
    const ENDINGS: [&str; 6] = ["st", "nd", "rd", "th", "s", "d"];
    let (skip, tail) = match rest.chars().next() {
        Some(c) if is_apostrophe(c) => (c.len_utf8(), &rest[c.len_utf8()..]),
        _ => (0, rest),
    };
    let ending = ENDINGS.iter().find(|ending| {
        tail.get(..ending.len()).is_some_and(|head| head.eq_ignore_ascii_case(ending))
            && !tail[ending.len()..].starts_with(char::is_alphanumeric)
            && (skip == 0 || **ending == "s")
    })?;
    Some(&rest[..skip + ending.len()])
}

/// How many English letters stand first, and how many of them are capitals: eight at a time.
pub(super) fn letters(bytes: &[u8]) -> (usize, usize) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    let (mut length, mut capitals) = (0, 0);
    while let Some(eight) = bytes.get(length..).and_then(|rest| rest.first_chunk()) {
        let eight = u64::from_le_bytes(*eight);
        // A small letter's seven bits: adding what lacks to 128 sets the eighth from a on, and from behind z on.
        let small = (eight | (0x20 * EACH)) & !HIGH;
        let is_letter = (small + 0x1F * EACH) & !(small + 5 * EACH) & !eight & HIGH;
        let count = ((!is_letter & HIGH).trailing_zeros() / 8) as usize;
        let is_capital = is_letter & !(eight << 2);
        if is_capital > 0 {
            let within = if count == 8 { is_capital } else { is_capital & ((1 << (8 * count)) - 1) };
            capitals += within.count_ones() as usize;
        }
        length += count;
        if count < 8 {
            return (length, capitals);
        }
    }
    let rest = bytes.get(length..).unwrap_or_default();
    let last = rest.iter().take_while(|byte| byte.is_ascii_alphabetic());
    (length + last.clone().count(), capitals + last.filter(|byte| byte.is_ascii_uppercase()).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn letters_are_counted_eight_at_a_time_as_one_by_one(bytes in "[a-zA-Z]{0,20}[@\\[`{A-Za-z0-9 é]{0,12}") {
            let bytes = bytes.as_bytes();
            let length = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let capitals = bytes[..length].iter().filter(|byte| byte.is_ascii_uppercase()).count();
            proptest::prop_assert_eq!(letters(bytes), (length, capitals));
        }
    }
}
