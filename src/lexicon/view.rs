//! The lexicon as people look at it: a class in full, and why two spellings meet.
//!
//! What the command prints is `cli`'s.

use super::table::{BEGINS, BROAD, ENDS};
use super::{Begins, Class, Group, Lexicon, Reading};
use crate::words::edits::Edits;
use crate::words::{Words, fold};
use std::ops::Range;
use tantivy_fst::{IntoStreamer, Streamer};

/// What makes two spellings meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Both are names of a class, by its id.
    Class(String),
    /// A rule makes one term of both.
    Rule {
        /// What kind of rule: `date`, `unit`, `number`, `Korean name`, `Chinese name`, `spelling`.
        rule: &'static str,
        /// The term that it makes of both.
        term: String,
    },
    /// They are the same words once case, accents, apostrophes and hyphens are folded.
    Folding,
}

/// What the terms of rules begin with. No class's id begins with any of these.
const RULES: [(&str, &str); 6] = [
    ("#unit:", "unit"),
    ("#ko", "Korean name"),
    ("#zh", "Chinese name"),
    ("#--", "date"),
    ("#1", "date"),
    ("#2", "date"),
];

/// A listed name near something typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// As it is written.
    pub name: String,
    /// The term of its class.
    pub term: String,
    /// How many edits away.
    pub distance: u8,
}

impl Lexicon {
    /// How many classes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len() as usize
    }

    /// Whether it has no class.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every class, in order of id.
    pub fn classes(&self) -> impl Iterator<Item = Class> + '_ {
        (0..self.table.len()).map(|number| self.table.class(number))
    }

    /// The class of a term (`#pusan`) or of an id.
    #[must_use]
    pub fn class(&self, term: &str) -> Option<Class> {
        let number = self.table.find(term.strip_prefix('#').unwrap_or(term))?;
        Some(self.table.class(number))
    }

    /// The group that a text is, from its first word to its last, as a query has it.
    #[must_use]
    pub fn whole(&self, text: &str) -> Option<Group> {
        let words = Words::of(text);
        self.group_at(&words, 0, Reading::Query).filter(|group| group.words == (0..words.len()))
    }

    /// Why two spellings meet, or nothing where they do not.
    #[must_use]
    pub fn why(&self, a: &str, b: &str) -> Option<Reason> {
        let record = |text: &str| {
            let words = Words::of(text);
            self.group_at(&words, 0, Reading::Record)
                .filter(|group| group.words == (0..words.len()))
                .or_else(|| self.whole(text))
        };
        if fold(a) == fold(b) {
            return Some(Reason::Folding);
        }
        let asked = self.whole(a).map(|group| group.terms).unwrap_or_default();
        let held = record(b).map(|group| group.terms).unwrap_or_default();
        let shared = asked.into_iter().find(|term| held.contains(term));
        if let Some(term) = shared {
            let listed = self.class(&term).is_some();
            let rule = RULES.iter().find(|(prefix, _)| !listed && term.starts_with(prefix));
            return Some(match (rule, term.strip_prefix('#')) {
                (Some((_, rule)), _) => Reason::Rule { rule, term },
                (None, Some(id)) => Reason::Class(id.to_owned()),
                (None, None) => Reason::Rule { rule: "number", term },
            });
        }
        let (a, b) = (super::variant::key(a, false).text, super::variant::key(b, false).text);
        (a == b).then_some(Reason::Rule { rule: "spelling", term: a })
    }

    /// The longest looser name that begins with a word of a query: where it ends, and the terms of the classes that have it.
    #[must_use]
    pub fn broad_at(&self, words: &Words, at: usize) -> Option<(usize, Vec<String>)> {
        let found = super::Walk::broad(&self.table, words, at);
        let end = found.iter().map(|found| found.end).max()?;
        let longest = found.iter().filter(|found| found.end == end);
        let mut terms: Vec<String> = longest.map(|found| super::term(self.table.id(found.class))).collect();
        terms.sort();
        terms.dedup();
        Some((end, terms))
    }

    /// Listed names within so many edits of folded words with blanks between them: what a class is called so, and its term.
    #[must_use]
    pub fn near(&self, folded: &str, distance: u8) -> Vec<Near> {
        const LONGEST: usize = 60;
        const MOST: usize = 64;
        if folded.chars().count() > LONGEST {
            return Vec::new();
        }
        let edits = Edits::of(folded, distance);
        let mut stream = self.table.keys.search(&edits).into_stream();
        let mut found = Vec::new();
        while let Some((key, offset)) = stream.next() {
            let Ok(key) = std::str::from_utf8(key) else { continue };
            if key.starts_with(BROAD) || found.len() >= MOST {
                continue;
            }
            let Some(distance) = edits.distance(key) else { continue };
            for entry in self.table.entries(offset.value()) {
                let class = self.table.class(entry.class);
                let name = super::variant::spelled(&class, key);
                found.push(Near { name, term: super::term(&class.id), distance });
            }
        }
        found
    }

    /// The name that a folded word of English would be with other capitals, and its class: US of us.
    #[must_use]
    pub fn with_capitals(&self, folded: &str) -> Option<(String, Class)> {
        let capitals = Some(folded).filter(|folded| super::matching::is_english(folded))?.to_uppercase();
        let class = self.whole(&capitals)?.terms.iter().find_map(|term| self.class(term))?;
        let name = class.variants.iter().find(|variant| fold(&variant.text) == folded)?.text.clone();
        Some((name, class))
    }

    /// The other one-word spellings of a folded word: by its classes, and by the rules for spelling and numbers.
    #[must_use]
    pub fn spellings(&self, folded: &str) -> Vec<String> {
        let listed = self.whole(folded).unwrap_or_default().terms;
        let mut found: Vec<String> = listed
            .iter()
            .filter_map(|term| self.class(term))
            .flat_map(|class| class.variants)
            .map(|variant| fold(&variant.text))
            .filter(|text| !text.contains(' '))
            .chain(super::spelling::others(folded))
            .chain(super::number::others(folded))
            .filter(|text| text != folded)
            .collect();
        found.sort();
        found.dedup();
        found
    }

    /// The terms of the names that words of a query begin or end inside, or are a part of: `il sung`, `of korea`. What is itself a
    /// name cuts none.
    #[must_use]
    pub fn names_cut(&self, words: &Words) -> Vec<String> {
        /// No name has more words.
        const MOST: usize = 16;
        let text =
            |range: &Range<usize>| range.clone().map(|at| words.folded(at)).collect::<Vec<_>>().join(" ");
        let last = words.len();
        let heads = (2..=last).take(MOST).map(|end| 0..end);
        let tails = (0..last.saturating_sub(1)).rev().take(MOST).map(|start| start..last);
        let mut classes: Vec<u32> = Vec::new();
        let mut cut = |range: Range<usize>, part: String| {
            let before = classes.len();
            classes.extend(self.table.with_part(&part));
            if classes.len() > before && !self.is_no_name(words, range) {
                classes.truncate(before);
            }
        };
        if last > 1 {
            cut(0..last, text(&(0..last)));
        }
        heads.for_each(|head| cut(head.clone(), format!("{}{ENDS}", text(&head))));
        tails.for_each(|tail| cut(tail.clone(), format!("{BEGINS}{}", text(&tail))));
        classes.sort_unstable();
        classes.dedup();
        classes.into_iter().map(|class| super::term(self.table.id(class))).collect()
    }

    /// Whether two of these words or more may be of a longer name that a rule makes, and so of names without number: Infantry
    /// Division, June 1950. A longer name ends with the first ones, begins with the last ones, or has them all.
    #[must_use]
    pub fn may_be_made(&self, words: &Words) -> bool {
        let last = words.len();
        let may_begin = |at: usize, what: u8| self.begins(words.folded(at)).has(what);
        let in_rule = |at: usize| {
            // A task force has any man's name.
            let named = at
                .checked_sub(1)
                .is_some_and(|at| matches!(words.folded(at), "force" | "group" | "tf" | "tg"));
            named || self.follows(words.folded(at)).in_rules
        };
        let ends_rule = |at: usize| !matches!(words.folded(at), "of" | "the" | "korean");
        let in_name = |at: usize| super::name::may_go_on(words.folded(at));
        let ends = (0..last).take_while(|at| in_rule(*at)).skip(1).any(ends_rule)
            || (0..last).take_while(|at| in_name(*at)).nth(1).is_some();
        let begins = |at: usize| {
            let mut rest = at + 1..last;
            (may_begin(at, Begins::DATE | Begins::UNIT | Begins::LETTER) && rest.clone().all(in_rule))
                || (may_begin(at, Begins::NAME) && rest.all(in_name))
        };
        ends || (0..last.saturating_sub(1)).any(begins)
    }

    fn is_no_name(&self, words: &Words, range: Range<usize>) -> bool {
        self.group_at(words, range.start, Reading::Query).is_none_or(|group| group.words != range)
    }
}
