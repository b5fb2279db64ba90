//! A word: where it stands, what stands before it, how it was written. Not its letters, which [`super::Words`] keeps.

use std::ops::Range;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing: the word begins the text.
    Start,
    /// Nothing: `MiG` and `15` in MiG15, the characters of 한국.
    Glued,
    /// A hyphen or short dash without blanks.
    Hyphen,
    /// White space alone.
    Space,
    /// A comma, then perhaps white space.
    Comma,
    /// A full stop, then white space or nothing: an abbreviation or a sentence's end.
    Dot,
    /// A slash without blanks.
    Slash,
    /// Anything else: brackets, quotes, colons, dashes with blanks, an empty line.
    Break,
}

/// How a word was written, as bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shape(u16);

impl Shape {
    /// The first letter is a capital.
    pub const CAPITAL: Self = Self(1);
    /// Two letters or more, all capitals.
    pub const CAPITALS: Self = Self(1 << 1);
    /// It begins with a digit.
    pub const DIGIT: Self = Self(1 << 2);
    /// A Han character.
    pub const HAN: Self = Self(1 << 3);
    /// A Hangul syllable.
    pub const HANGUL: Self = Self(1 << 4);
    /// A kana character.
    pub const KANA: Self = Self(1 << 5);
    /// Letters with full stops between: U.S.
    pub const DOTTED: Self = Self(1 << 6);
    /// A possessive 's was dropped.
    pub const POSSESSIVE: Self = Self(1 << 7);
    /// An apostrophe inside was dropped: Inch'ŏn.
    pub const APOSTROPHE: Self = Self(1 << 8);
    /// It has a letter with an accent, breve or the like.
    pub const ACCENT: Self = Self(1 << 9);
    /// A capital stands after a letter that is not the whole word so far: MiG, POWs, MacArthur.
    pub const INNER: Self = Self(1 << 10);

    /// Whether it has every bit of the other.
    #[must_use]
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether it is a Han, kana or Hangul character.
    #[must_use]
    pub fn is_cjk(self) -> bool {
        self.0 & (Self::HAN.0 | Self::HANGUL.0 | Self::KANA.0) != 0
    }

    /// All bits, as a number.
    #[must_use]
    pub fn bits(self) -> u16 {
        self.0
    }

    pub(super) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where it begins, in bytes of the text.
    pub start: u32,
    /// Where it ends, in bytes of the text.
    pub end: u32,
    /// What stands before it.
    pub gap: Gap,
    /// How it was written.
    pub shape: Shape,
    pub(super) fold_start: u32,
    pub(super) fold_end: u32,
}

impl Word {
    /// Where its folded form stands in [`super::Words::letters`].
    #[must_use]
    pub fn place(&self) -> Range<usize> {
        self.fold_start as usize..self.fold_end as usize
    }
}
