//! The words of a name one after the other: families and given names, in either order, and places with their kinds.
//!
//! It only reads; what is remembered of names, and how they are asked for, is `name`'s own.

use super::super::date::Found;
use super::super::reading::terms;
use super::super::{Reading, chinese, romanised};
use super::tables::{
    ENGLISH_KINDS, FAMILIES, FAMILY_SPELLINGS, KINDS, KINDS_BEFORE, MORE_KINDS, ORDINARY, is_english,
    is_english_word, is_long, may_end_a_name,
};
use crate::words::{Gap, Shape, Words};

/// Reads names in words, as a record's or a query's.
pub struct Namer<'w> {
    pub words: &'w Words,
    pub reading: Reading,
}

/// A given name: where it ends, what it can be, and whether it is plainly one (a hyphen, or marks).
struct Given {
    end: usize,
    readings: Vec<String>,
    plain: bool,
}

impl Namer<'_> {
    /// The longest name that begins with the word at an index, which is written as a name is.
    pub fn look(&self, at: usize) -> Option<Found> {
        let (words, reading) = (self.words, self.reading);
        // CIA and UK are no syllables; KIM IL SUNG is, among other capitals.
        let capitals = |at: usize| words.get(at).is_some_and(|word| word.shape.has(Shape::CAPITALS));
        if reading == Reading::Record && capitals(at) && !(self.goes_on(at + 1) && capitals(at + 1)) {
            return None;
        }
        if let Some(found) = self.kind_first(at) {
            return Some(found);
        }
        // A word of English begins a name only before another part of it.
        let before_name = matches!(self.gap(at + 1), Gap::Hyphen)
            || (matches!(self.gap(at + 1), Gap::Space | Gap::Comma) && self.is_capital(at + 1));
        let before_name = before_name && may_end_a_name(words.folded(at + 1));
        if !before_name && self.is_english(at) {
            return None;
        }
        let found = [self.korean(at), self.chinese(at)];
        let end = found.iter().flatten().map(|found| found.end).max()?;
        let mut whole = Found { end, ..Found::default() };
        for found in found.into_iter().flatten().filter(|found| found.end == end) {
            whole.terms.extend(found.terms);
            whole.nested.extend(found.nested);
        }
        Some(whole)
    }

    pub fn is_capital(&self, at: usize) -> bool {
        self.words
            .get(at)
            .is_some_and(|word| self.reading == Reading::Query || word.shape.has(Shape::CAPITAL))
    }

    /// All that a name beginning here can depend on: the words it may go on with, how they are written and what parts them.
    pub fn surroundings(&self, at: usize) -> String {
        const MOST: usize = 12;
        let mut key = String::with_capacity(48);
        key.push(if self.reading == Reading::Query { 'q' } else { 'r' });
        for index in at..at + MOST {
            if index > at && !self.goes_on(index) {
                break;
            }
            if index > at {
                key.push(match self.gap(index) {
                    Gap::Hyphen => '-',
                    Gap::Comma => ',',
                    Gap::Dot => '.',
                    _ => ' ',
                });
            }
            let shape = self.words.get(index).map(|word| word.shape).unwrap_or_default();
            if shape.has(Shape::CAPITALS) {
                key.push('^');
            } else if self.is_capital(index) {
                key.push('+');
            }
            key.push_str(self.words.written(index));
        }
        key
    }

    /// Whether a name may go on with a word.
    pub fn goes_on(&self, index: usize) -> bool {
        let gap = self.gap(index);
        let shortened = gap == Gap::Dot && index > 0 && self.words.folded(index - 1) == "mt";
        gap == Gap::Hyphen
            || ((matches!(gap, Gap::Space | Gap::Comma) || shortened) && self.is_capital(index))
    }

    fn gap(&self, at: usize) -> Gap {
        self.words.get(at).map_or(Gap::Break, |word| word.gap)
    }

    fn is_marked(&self, at: usize) -> bool {
        self.words.written(at).contains(['ŏ', 'ŭ', 'ü', '\''])
    }

    fn is_english(&self, at: usize) -> bool {
        !self.is_marked(at) && is_english(self.words.folded(at))
    }

    fn korean(&self, at: usize) -> Option<Found> {
        self.family_first(at).or_else(|| self.given_first(at)).or_else(|| self.korean_word(at))
    }

    /// What a family name can be.
    fn family(&self, at: usize) -> Vec<String> {
        if !self.is_capital(at) {
            return Vec::new();
        }
        let folded = self.words.folded(at);
        let told = FAMILY_SPELLINGS.iter().find(|(name, _)| *name == folded && !self.is_marked(at));
        if let Some((_, hangul)) = told {
            return vec![(*hangul).to_owned()];
        }
        let mut found = romanised::readings(self.words.written(at));
        found.retain(|it| it.chars().count() == 1 && FAMILIES.contains(it.as_str()));
        found
    }

    /// Whether a syllable has letters that no romanisation has: Soo, Hee.
    fn is_pressed(&self, at: usize) -> bool {
        let written = self.words.written(at);
        written.contains("oo") || written.contains("ee")
    }

    /// What one syllable of a given name can be.
    fn syllable(&self, at: usize, inside: bool, hyphened: bool) -> Vec<String> {
        let written = self.words.written(at);
        let mut found = romanised::readings(written);
        if inside {
            found.extend(romanised::voiced(written));
            found.extend(romanised::after_vowel(written));
        }
        found.retain(|it| it.chars().count() == 1);
        if found.is_empty() {
            found = romanised::loosely(written, hyphened);
        }
        found.sort();
        found.dedup();
        found
    }

    /// What the second syllable of a given name can be where its first sound is written as it is spoken: Ik-nyŏl is 익렬.
    fn assimilated(&self, at: usize) -> Vec<String> {
        let (before, written) = (self.words.written(at), self.words.written(at + 1));
        let rest = match written.strip_prefix('n') {
            Some(rest) if before.ends_with(['k', 'p', 'm', 'g']) => rest,
            _ => match written.strip_prefix('l') {
                Some(rest) if before.ends_with(['l', 'n']) => rest,
                _ => return Vec::new(),
            },
        };
        let mut found = romanised::readings(&format!("r{rest}"));
        found.retain(|it| it.chars().count() == 1);
        found
    }

    /// A given name in one word or two. Behind a family name that is no word of English, one of two syllables may look like one:
    /// Kim Yong Ho, Pak Chang Ok.
    fn given(&self, at: usize, behind_family: bool) -> Option<Given> {
        if !self.is_capital(at) {
            return None;
        }
        let next_is_hyphen = self.gap(at + 1) == Gap::Hyphen;
        if next_is_hyphen || (self.gap(at + 1) == Gap::Space && self.is_capital(at + 1)) {
            let (mut first, mut second) =
                (self.syllable(at, false, next_is_hyphen), self.syllable(at + 1, true, next_is_hyphen));
            if self.is_pressed(at) || self.is_pressed(at + 1) {
                // A newspaper's spelling in one syllable makes it likely in the other: Sung-soo.
                first.extend(romanised::with_u(self.words.written(at)));
                second.extend(romanised::with_u(self.words.written(at + 1)));
            }
            second.extend(self.assimilated(at));
            if (first.is_empty() || second.is_empty()) && next_is_hyphen {
                // One of them is in no system but that of the newspapers of 1950, so both are: Byong-dok.
                let mixed = |at: usize| {
                    let written = self.words.written(at);
                    let with_u = if written.contains("yu") { Vec::new() } else { romanised::with_u(written) };
                    [romanised::mixed(written), with_u].concat()
                };
                (first, second) = (mixed(at), mixed(at + 1));
            }
            let plain = next_is_hyphen || self.is_marked(at) || self.is_marked(at + 1);
            let both = !first.is_empty() && !second.is_empty();
            let likely = !(self.is_english(at) || self.is_english(at + 1))
                || behind_family && self.may_be_syllables(at);
            if both && (plain || likely) {
                let readings = first
                    .iter()
                    .flat_map(|first| second.iter().map(move |second| format!("{first}{second}")))
                    .collect();
                return Some(Given { end: at + 2, readings, plain: next_is_hyphen });
            }
        }
        if self.is_english(at) && (!behind_family || is_english_word(self.words.folded(at))) {
            return None;
        }
        let mut readings = romanised::readings(self.words.written(at));
        let two = readings.iter().any(|it| it.chars().count() == 2);
        readings.retain(|it| it.chars().count() == if two { 2 } else { 1 });
        (!readings.is_empty()).then(|| Given { end: at + 1, readings, plain: self.is_marked(at) })
    }

    /// Whether two words are written as the syllables of a given name, though one of them is a word of English or a name of the
    /// West as well; both of them, or one that stands on every page, are no name.
    fn may_be_syllables(&self, at: usize) -> bool {
        let plain = |at: usize| is_english_word(self.words.folded(at));
        let ordinary = |at: usize| ORDINARY.contains(&self.words.folded(at));
        let never = ordinary(at) || ordinary(at + 1) || (plain(at) && plain(at + 1));
        !never
    }

    /// Kim Chongp'il, Kim Jong-pil, Kim Jong Pil, Kim, Jongpil.
    fn family_first(&self, at: usize) -> Option<Found> {
        let families = self.family(at);
        if families.is_empty() || !matches!(self.gap(at + 1), Gap::Space | Gap::Comma) {
            return None;
        }
        let folded = self.words.folded(at);
        let two_syllables = |given: &Given| given.readings.iter().all(|it| it.chars().count() == 2);
        let is_told = FAMILY_SPELLINGS.iter().any(|(name, _)| *name == folded);
        let hong_kong = self.words.folded(at + 1) == "kong";
        let is_family = !is_english_word(folded) && !hong_kong || is_told;
        let given = self.given(at + 1, is_family && self.gap(at + 1) == Gap::Space)?;
        if folded.len() == 1 && !(two_syllables(&given) && self.gap(at + 1) == Gap::Space) {
            return None;
        }
        let sure = given.plain
            || !is_english(folded)
            || folded.len() > 3
            // Lee Hak Koo, Ri Yong Ho.
            || (is_family && given.end == at + 3);
        (sure && (self.gap(at + 1) == Gap::Space || given.readings.iter().all(|it| it.chars().count() == 2)))
            .then(|| self.person(given.end, &families, &given.readings))
    }

    /// Jong-pil Kim, Jong Pil Kim, Naehyŏk Chŏng.
    fn given_first(&self, at: usize) -> Option<Found> {
        let given =
            self.given(at, false).filter(|it| it.readings.iter().all(|it| it.chars().count() == 2))?;
        let families = self.family(given.end);
        if families.is_empty() || self.gap(given.end) != Gap::Space {
            return None;
        }
        Some(self.person(given.end + 1, &families, &given.readings))
    }

    fn person(&self, end: usize, families: &[String], given: &[String]) -> Found {
        let bare = |of: &[String]| {
            let mut bare: Vec<String> = of.iter().filter_map(|it| romanised::bare(it)).collect();
            bare.sort();
            bare.dedup();
            bare
        };
        let pair = |left: &[String], right: &[String]| -> Vec<String> {
            left.iter().flat_map(|left| right.iter().map(move |right| format!("{left}{right}"))).collect()
        };
        let (bare_family, bare_given) = (bare(families), bare(given));
        Found {
            end,
            terms: terms("ko", &pair(families, given), &pair(&bare_family, &bare_given), self.reading),
            nested: [
                terms("ko", families, &bare_family, self.reading),
                terms("ko", given, &bare_given, self.reading),
            ]
            .concat(),
        }
    }

    /// Sapsi Island, Sap-si Island: a name that ends before an index, with what English calls the place.
    fn with_english_kind(&self, end: usize, readings: &[String]) -> Option<Found> {
        // County and river are words where they are written small.
        let capital = self.words.get(end).is_some_and(|word| word.shape.has(Shape::CAPITAL));
        let near = self.gap(end) == Gap::Space && capital;
        let folded = self.words.folded(end);
        let (_, kind) = ENGLISH_KINDS.iter().find(|(kind, _)| near && *kind == folded)?;
        let long: Vec<String> = readings.iter().filter(|it| it.chars().count() > 1).cloned().collect();
        // Koje-do Island.
        let with: Vec<String> = long
            .iter()
            .map(|it| if it.ends_with(*kind) { it.clone() } else { format!("{it}{kind}") })
            .collect();
        (!long.is_empty()).then(|| Found { nested: self.word(end, &long).terms, ..self.word(end + 1, &with) })
    }

    /// Mount Odae, Mt. Chiri, Lake Pujŏn.
    fn kind_first(&self, at: usize) -> Option<Found> {
        let folded = self.words.folded(at);
        let (_, kind) = KINDS_BEFORE.iter().find(|(kind, _)| *kind == folded)?;
        let near = matches!(self.gap(at + 1), Gap::Space | Gap::Dot) && self.is_capital(at + 1);
        if !near || self.is_english(at + 1) {
            return None;
        }
        let mut readings = romanised::readings(self.words.written(at + 1));
        let bare = self.word(at + 2, &readings).terms;
        readings.iter_mut().for_each(|it| it.push(*kind));
        (!readings.is_empty()).then(|| Found { nested: bare, ..self.word(at + 2, &readings) })
    }

    /// Readings, as the terms of a word.
    fn word(&self, end: usize, readings: &[String]) -> Found {
        let mut bare: Vec<String> = readings.iter().filter_map(|it| romanised::bare(it)).collect();
        bare.sort();
        bare.dedup();
        Found { end, terms: terms("ko", readings, &bare, self.reading), nested: Vec::new() }
    }

    /// A place, a family name alone, a given name alone.
    fn korean_word(&self, at: usize) -> Option<Found> {
        if self.is_english(at) {
            return None;
        }
        let readings = romanised::readings(self.words.written(at));
        if self.gap(at + 1) == Gap::Hyphen && !readings.is_empty() {
            let kind = KINDS.iter().chain(&MORE_KINDS).find(|(kind, _)| *kind == self.words.written(at + 1));
            if let Some((_, kind)) = kind {
                let with: Vec<String> = readings.iter().map(|it| format!("{it}{kind}")).collect();
                let mut found = self.word(at + 2, &with);
                if readings.iter().any(|it| it.chars().count() > 1) {
                    found.terms.extend(self.word(at + 1, &readings).terms);
                }
                return self.with_english_kind(at + 2, &with).or(Some(found));
            }
            if let Some(given) = self.given(at, false).filter(|given| given.plain) {
                return self
                    .with_english_kind(given.end, &given.readings)
                    .or_else(|| Some(self.word(given.end, &given.readings)));
            }
        }
        if let Some(found) = self.with_english_kind(at + 1, &readings) {
            return Some(found);
        }
        let alone = readings.iter().any(|it| it.chars().count() > 1)
            || readings.iter().any(|it| FAMILIES.contains(it.as_str()));
        let known: Vec<String> = readings
            .into_iter()
            .filter(|it| it.chars().count() > 1 || FAMILIES.contains(it.as_str()))
            .collect();
        alone.then(|| self.word(at + 1, &known))
    }

    fn chinese(&self, at: usize) -> Option<Found> {
        self.chinese_person(at).or_else(|| {
            let (parts, end) = self.parts(at);
            let one_is_enough = parts.len() > 1 || !self.is_english(at);
            let readings = self.chinese_readings(&parts);
            // Ji'an are two syllables, Jian is one.
            let parted = || {
                self.words.written(at).contains('\'')
                    && !chinese::readings(&parts, chinese::System::Pinyin).is_empty()
            };
            let several = parts.len() > 1 || readings.iter().any(|it| is_long(&it.pinyin)) || parted();
            (one_is_enough && several).then(|| self.chinese_found(end, &readings)).flatten()
        })
    }

    /// The words that hyphens join, and where they end.
    fn parts(&self, at: usize) -> (Vec<&str>, usize) {
        let mut end = at + 1;
        while self.gap(end) == Gap::Hyphen && end - at < 4 {
            end += 1;
        }
        ((at..end).map(|index| self.words.written(index)).collect(), end)
    }

    fn chinese_readings(&self, parts: &[&str]) -> Vec<chinese::Reading> {
        chinese::systems(parts.iter().copied())
            .into_iter()
            .flat_map(|system| chinese::readings(parts, system))
            .collect()
    }

    fn chinese_found(&self, end: usize, readings: &[chinese::Reading]) -> Option<Found> {
        let unique = |mut all: Vec<String>| {
            all.sort();
            all.dedup();
            all
        };
        let pinyin = unique(readings.iter().map(|it| it.pinyin.clone()).collect());
        let wade = unique(readings.iter().map(|it| it.wade.clone()).collect());
        (!pinyin.is_empty()).then(|| Found {
            end,
            terms: terms("zh", &pinyin, &wade, self.reading),
            nested: Vec::new(),
        })
    }

    /// P'eng Te-huai, Peng Dehuai, Peng, Dehuai, Dehuai Peng.
    fn chinese_person(&self, at: usize) -> Option<Found> {
        self.chinese_order(at, true).or_else(|| self.chinese_order(at, false))
    }

    fn chinese_order(&self, at: usize, family_first: bool) -> Option<Found> {
        let (first, middle) = self.parts(at);
        let fits = matches!((self.gap(middle), family_first), (Gap::Space, _) | (Gap::Comma, true));
        if !fits || !self.is_capital(middle) {
            return None;
        }
        let (second, end) = self.parts(middle);
        let (family, given) = if family_first { (&first, &second) } else { (&second, &first) };
        let given_at = if family_first { middle } else { at };
        if family.len() != 1
            || given.len() > 2
            || (given.len() == 1 && !self.is_marked(given_at) && is_english_word(self.words.folded(given_at)))
        {
            return None;
        }
        let mut readings = Vec::new();
        for system in chinese::systems(first.iter().chain(&second).copied()) {
            let families = chinese::readings(family, system);
            let givens = chinese::readings(given, system);
            for family in families.iter().filter(|it| chinese::is_family(&it.pinyin)) {
                // Given first, a single syllable would make a name of any two words.
                for given in givens.iter().filter(|it| family_first || is_long(&it.pinyin)) {
                    readings.push(chinese::Reading {
                        pinyin: format!("{}-{}", family.pinyin, given.pinyin),
                        wade: format!("{}-{}", family.wade, given.wade),
                    });
                }
            }
        }
        let mut found = self.chinese_found(end, &readings)?;
        found.nested =
            self.chinese_found(end, &self.chinese_readings(given)).map(|it| it.terms).unwrap_or_default();
        Some(found)
    }
}
