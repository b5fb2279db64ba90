//! What a word can begin, and what it can be to a name it is not the first of: asked of a record's words before any name is looked for.
//!
//! Both are functions of the folded word alone, so that they can be remembered; [`Lexicon::look`] puts them together where words
//! stand. Nothing here finds a name: an answer may be wrongly yes, never wrongly no.

use super::matching::{self, Ways};
use super::{Lexicon, compound, date, joined, name, number, part, unit};
use crate::words::{Gap, Shape, Words};

/// What a word can begin, as bits: which rules are worth trying where it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Begins {
    bits: u8,
    /// Where the word leads among the listed names, if that can be kept.
    ways: Option<Ways>,
}

/// What a word that is not its first can be to a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Follows {
    /// A listed name may have it.
    pub is_listed: bool,
    /// It may have a canonical form that is another.
    pub has_form: bool,
    /// A rule for dates, numbers or units may go on with it.
    pub in_rules: bool,
}

impl Follows {
    /// Whether it ends every name before it, written small and with no hyphen.
    #[must_use]
    pub fn is_none(self) -> bool {
        !self.is_listed && !self.has_form && !self.in_rules
    }
}

/// How much of a text decides which name begins with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Nothing begins with it.
    Nowhere,
    /// The word alone: no name goes on with what follows.
    Here,
    /// What follows as well.
    Further,
}

impl Begins {
    pub(super) const LISTED: u8 = 1;
    pub(super) const PART: u8 = 1 << 1;
    /// A number in figures or words, a month, a decade, or what stands before a number: dates, units and numbers begin so.
    pub(super) const DATE: u8 = 1 << 2;
    pub(super) const UNIT: u8 = 1 << 3;
    pub(super) const COMPOUND: u8 = 1 << 4;
    pub(super) const NAME: u8 = 1 << 5;
    /// Whether it may begin a name that nobody listed was not asked: no word but one with a capital needs the answer, and it takes long.
    const NAME_UNASKED: u8 = 1 << 6;
    /// A company's letter, written or spoken: of a record, only one with a capital.
    pub(super) const LETTER: u8 = 1 << 7;

    /// Whether it begins nothing.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.bits & !Self::NAME_UNASKED == 0
    }

    /// Whether it may be a number in figures or words, a month, or the name of a kind of unit.
    #[must_use]
    pub fn may_be_numeral(&self) -> bool {
        self.has(Self::DATE | Self::UNIT | Self::LETTER)
    }

    /// Whether it may be the first part of a word that is also written as one.
    #[must_use]
    pub fn may_be_compound(&self) -> bool {
        self.has(Self::COMPOUND)
    }

    /// Whether a rule may go on with any word that has a capital.
    #[must_use]
    pub fn minds_capitals(&self) -> bool {
        self.has(Self::NAME | Self::UNIT | Self::LETTER)
    }

    /// Whether it can be read as a name of Korea or China.
    #[must_use]
    pub fn may_be_name(&self) -> bool {
        self.has(Self::NAME)
    }

    /// Whether [`Lexicon::begins_name`] is still to be asked, where the word has a capital.
    #[must_use]
    pub fn is_name_unasked(&self) -> bool {
        self.has(Self::NAME_UNASKED)
    }

    /// Whether it has any of the bits.
    pub(super) fn has(self, bit: u8) -> bool {
        self.bits & bit != 0
    }

    fn set(&mut self, bit: u8) {
        self.bits |= bit;
    }
}

impl Lexicon {
    /// Whether a word can begin a name: a function of the folded word alone, so that it can be remembered.
    #[must_use]
    pub fn may_begin(&self, folded: &str) -> bool {
        !self.begins(folded).is_none()
    }

    /// What a word can begin: a function of the folded word alone, so that it can be remembered.
    #[must_use]
    pub fn begins(&self, folded: &str) -> Begins {
        Self::begins_name(folded, self.begins_listed(folded))
    }

    /// What a word that is not its first can be to a name: a function of the folded word alone, so that it can be remembered.
    #[must_use]
    pub fn follows(&self, folded: &str) -> Follows {
        let in_rules = matches!(folded, "of" | "the" | "korean" | "combat" | "team" | "hospital" | "unit")
            || date::is_year(folded)
            || number::may_be_part(folded)
            || date::may_begin(folded)
            || unit::may_begin(folded)
            || unit::is_letter(folded)
            || unit::may_be_part(folded);
        let is_listed = self.table.may_be_later(folded);
        Follows { is_listed, has_form: matching::may_have_form(folded), in_rules }
    }

    /// The same, a name that nobody listed left open.
    #[must_use]
    pub fn begins_listed(&self, folded: &str) -> Begins {
        let mut begins = Begins::default();
        begins.set(match matching::start(&self.table, folded) {
            matching::Start::No => 0,
            matching::Start::Part => Begins::PART,
            matching::Start::Word => Begins::LISTED,
        });
        let before_number = date::may_begin(folded) || part::may_begin(folded) || unit::is_adjective(folded);
        begins.set(if before_number { Begins::DATE } else { 0 });
        begins.set(if unit::may_begin(folded) { Begins::UNIT } else { 0 });
        begins.set(if unit::is_letter(folded) { Begins::LETTER } else { 0 });
        begins.set(if compound::may_begin(folded) { Begins::COMPOUND } else { 0 });
        begins.set(Begins::NAME_UNASKED);
        if begins.has(Begins::LISTED) {
            begins.ways = matching::Ways::of(&self.table, folded);
        }
        begins
    }

    /// What was left open, closed.
    #[must_use]
    pub fn begins_name(folded: &str, mut begins: Begins) -> Begins {
        begins.bits &= !Begins::NAME_UNASKED;
        begins.set(if name::may_begin(folded) { Begins::NAME } else { 0 });
        begins
    }

    /// How much of a record's text [`Lexicon::group_from`] must look at: most words that begin a name begin none where they stand,
    /// and what follows tells it by its first letters. `next_is` is what the next word can be.
    #[must_use]
    pub fn look(&self, words: &Words, at: usize, begins: Begins, next_is: Follows) -> Look {
        let Some(word) = words.get(at).filter(|_| !begins.is_none()) else { return Look::Nowhere };
        if word.shape.is_cjk() {
            return Look::Further;
        }
        if !begins.has(!(Begins::PART | Begins::NAME_UNASKED)) {
            return if joined(words, at + 1) { Look::Further } else { Look::Nowhere };
        }
        let rules = begins.has(Begins::DATE | Begins::UNIT)
            || (begins.has(Begins::LETTER) && word.shape.has(Shape::CAPITAL));
        let Follows { in_rules, mut has_form, .. } = next_is;
        // A is a number in a hundred alone.
        has_form &= words.folded(at + 1) != "a" || words.folded(at + 2) == "hundred";
        let listed = match begins.ways {
            Some(ways) => ways.go_on(&self.table, words, at, Follows { has_form, ..next_is }),
            None => begins.has(Begins::LISTED),
        };
        // A hundred is 100.
        let listed = listed || (in_rules && words.folded(at) == "a");
        let ruled = rules
            && words.get(at + 1).is_some_and(|next| {
                in_rules
                    || next.shape.is_cjk()
                    || matches!(next.gap, Gap::Hyphen | Gap::Glued | Gap::Slash)
                    || (begins.has(Begins::UNIT) && next.shape.has(Shape::CAPITAL))
            });
        let further = listed
            || ruled
            || (begins.has(Begins::PART) && joined(words, at + 1))
            || (begins.has(Begins::COMPOUND) && compound::goes_on(words, at))
            || (begins.has(Begins::NAME) && name::goes_on(words, at));
        if further {
            return Look::Further;
        }
        let ends = begins.ways.is_some_and(|ways| ways.end());
        if ends || rules || begins.has(Begins::NAME) { Look::Here } else { Look::Nowhere }
    }
}
