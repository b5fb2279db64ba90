//! The field's names for one thing: which words, standing together, are a name, and which class it belongs to.
//!
//! It reads [`Words`] and knows neither positions nor stems nor the index: laying out positions is `analysis`'s.
//! A historian's files ([`source`]) are compiled into one table; rules beside the list find what nobody listed.

mod begins;
mod chinese;
mod compound;
mod date;
mod derived;
mod eastern;
mod initials;
mod korean;
mod lines;
mod made;
mod matching;
#[cfg(test)]
mod meets;
mod memory;
mod name;
mod number;
mod part;
mod reading;
mod romanised;
mod russian;
pub mod source;
mod spelling;
mod stem;
mod syllable;
mod table;
mod unit;
mod variant;
mod view;

pub use begins::{Begins, Follows, Look};
pub use compound::{may_begin as begins_compound, parts as as_compound};
pub use initials::Initials;
pub use korean::{is_particle, without_particle};
pub use made::Made;
pub use name::first_sounds;
pub use number::is_cut as cuts_number;
pub use source::{Class, Source, Variant};
use spelling::spelling;
pub use stem::stem;
pub use view::{Near, Reason};

use crate::error::Result;
use crate::words::{Gap, Shape, Words};
use date::Found;
use matching::Walk;
use memory::{Memory, once};
use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use table::Table;
use tantivy::directory::OwnedBytes;

/// The files that chosin carries.
const CARRIED: [(&str, &str); 5] = [
    ("places.toml", include_str!("data/places.toml")),
    ("persons.toml", include_str!("data/persons.toml")),
    ("bodies.toml", include_str!("data/bodies.toml")),
    ("events.toml", include_str!("data/events.toml")),
    ("things.toml", include_str!("data/things.toml")),
];

/// Whose words are read: in a record case decides, in a query a name may be typed small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A record's text.
    Record,
    /// A query.
    Query,
}

/// Words that are one name, longest first from where they begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// The words, by their index.
    pub words: Range<usize>,
    /// The terms of what the whole is: a class (`#pusan`) or what a rule made (`#1950-06-25`).
    /// A record is indexed under all; a query asks for any of them.
    pub terms: Vec<String>,
    /// The terms of names inside the whole that count too (ROK in ROK Army); a query does not ask for them.
    pub nested: Vec<String>,
    /// The words keep their own positions, and a query may have them instead: Hangul that nobody listed, which may be
    /// a name or any other word. The terms stand at the first word's position, [`GOES_ON`] at each other.
    pub keeps: bool,
}

/// Whether the word at an index is joined to the one before it.
fn joined(words: &Words, at: usize) -> bool {
    words.get(at).is_some_and(|word| matches!(word.gap, Gap::Hyphen | Gap::Glued))
}

/// Whether no name goes over the gap before a word: a text may be read apart there.
#[must_use]
pub fn is_border(words: &Words, at: usize) -> bool {
    /// A longer word is no abbreviation that a full stop belongs to: Gen., Sept., Regt.
    const ABBREVIATION: u32 = 5;
    let Some(word) = words.get(at) else { return true };
    match word.gap {
        Gap::Break | Gap::Start => true,
        // September. 1950 is a date where it is written so.
        Gap::Dot if word.shape.has(Shape::DIGIT) => false,
        Gap::Dot => at
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_none_or(|before| before.end - before.start > ABBREVIATION),
        _ => false,
    }
}

/// The classes and rules, compiled.
pub struct Lexicon {
    table: Table,
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lexicon({} classes, {:016x})", self.table.len(), self.table.digest())
    }
}

/// The one form of a word that is written in several ways: a number in figures, a spelling in the American one.
#[must_use]
pub fn one_form(folded: &str) -> Option<Cow<'static, str>> {
    number::one_word(folded).map(Cow::Owned).or_else(|| spelling(folded))
}

/// Whether a folded word is a Roman numeral, up to twenty-four.
#[must_use]
pub fn is_roman(folded: &str) -> bool {
    number::roman(folded).is_some()
}

fn group(words: Range<usize>, mut terms: Vec<String>, mut nested: Vec<String>) -> Group {
    terms.sort();
    terms.dedup();
    nested.sort();
    nested.dedup();
    nested.retain(|term| !terms.contains(term));
    Group { words, terms, nested, keeps: false }
}

/// More names than these are not remembered.
const REMEMBERED: usize = 50_000;

thread_local! {
    /// The terms inside names, by the lexicon's digest and the name's words.
    static NESTED: Memory<(u64, String), Vec<String>> = RefCell::default();
    /// The classes of readings, by the lexicon's digest and the reading.
    static LISTED: Memory<(u64, String), Vec<String>> = RefCell::default();
}

/// The term of each position but the first of a Hangul word that may be a name, so that a phrase can go on behind it.
pub const GOES_ON: &str = "#ko+";

/// Kinds of places: a name in Hangul that is a common word as well is listed with what the place is, as 정주군.
const PLACES: [&str; 7] = ["", "군", "시", "구", "읍", "면", "리"];

/// What the terms of units, and of numbered parts, begin with that no class has.
const UNIT: &str = "#unit:";

/// The term of a class.
fn term(id: &str) -> String {
    format!("#{id}")
}

impl Lexicon {
    /// The files that chosin carries, as sources that a user's own may follow.
    #[must_use]
    pub fn carried() -> Vec<Source> {
        CARRIED.iter().map(|(name, text)| Source::new(name, *text)).collect()
    }

    /// Files, in order, compiled. A later file changes the classes of an earlier one.
    ///
    /// # Errors
    /// What a file has that cannot be used, with file and line.
    pub fn compile(sources: &[Source]) -> Result<Self> {
        Self::open(OwnedBytes::new(table::compile(&source::read(sources)?)))
    }

    /// Opens what was compiled before: no parsing, microseconds.
    ///
    /// # Errors
    /// Bytes of another version of chosin, or damaged ones.
    pub fn open(bytes: OwnedBytes) -> Result<Self> {
        Ok(Self { table: Table::open(bytes)? })
    }

    /// The bytes that [`Lexicon::open`] reads: kept with an index, so that a search compiles nothing.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.table.as_bytes()
    }

    /// A number that another set of classes has not: an index is stale when it was built by another.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.table.digest()
    }

    /// The longest name that begins with the word at an index, if one does: a class of the list, or what a rule makes.
    #[must_use]
    pub fn group_at(&self, words: &Words, at: usize, reading: Reading) -> Option<Group> {
        self.group_from(words, at, reading, self.begins(words.folded(at)))
    }

    /// The same where it is known what the word can begin.
    #[must_use]
    pub fn group_from(&self, words: &Words, at: usize, reading: Reading, begins: Begins) -> Option<Group> {
        if number::is_cut(words, at) {
            return None;
        }
        let listed = if begins.has(Begins::LISTED) || (begins.has(Begins::PART) && joined(words, at + 1)) {
            Walk::all(&self.table, words, at, reading)
        } else {
            Vec::new()
        };
        let listed = self.as_marked(words, at, listed);
        let made = if begins.has(Begins::DATE | Begins::UNIT | Begins::LETTER | Begins::COMPOUND) {
            self.made(words, at, begins)
        } else {
            Vec::new()
        };
        let longest = listed.iter().map(|found| found.end).chain(made.iter().map(|found| found.end)).max();
        if begins.has(Begins::NAME) {
            let named =
                name::at(words, at, reading).filter(|found| longest.is_none_or(|end| found.end > end));
            if let Some(named) = named {
                // Tonghua City is the listed Tonghua and a word: what English calls a place makes no other name of a listed one.
                // Its river, mountain or island is another thing.
                let of_kind = !listed.is_empty() && name::is_place_itself(words, at, named.end);
                let mut group = self.named(words, at, named, reading);
                // A person's name in a longer one is another person: Mao Yuanxin is no Mao.
                let inside = listed
                    .iter()
                    .filter(|found| !self.table.is_person(found.class))
                    .map(|found| term(self.table.id(found.class)));
                group.nested.extend(inside.filter(|term| !group.terms.contains(term)).collect::<Vec<_>>());
                group.nested.sort();
                group.nested.dedup();
                if !of_kind || group.terms.iter().any(|term| !term.starts_with("#ko")) {
                    return Some(group);
                }
            }
        }
        let Some(end) = longest else {
            let found = Some(at)
                .filter(|_| begins.has(Begins::NAME))
                .and_then(|at| name::hangul(words, at, reading))?;
            // 정주 is a common word as well, and the class has 정주군.
            let terms = self.with_listed(found.terms, reading);
            return Some(Group { keeps: true, ..group(at..found.end, terms, found.nested) });
        };
        let whole: Vec<u32> =
            listed.iter().filter(|found| found.end == end).map(|found| found.class).collect();
        let mut terms: Vec<String> = whole.iter().map(|class| term(self.table.id(*class))).collect();
        let mut nested =
            if end - at > 1 { self.nested_once(words, at..end, reading, &whole) } else { Vec::new() };
        for found in made {
            // What a rule makes of a part counts inside; its words alone would not tell it.
            let here = if found.end == end { &mut terms } else { &mut nested };
            here.extend(found.terms);
            nested.extend(found.nested);
        }
        Some(group(at..end, terms, nested))
    }

    /// Of listed names of one word, those that its marks allow: Changsŏng is 장성 and no Ch'angsŏng, though without marks both are
    /// Changsong. Where one of them is written so to the letter, it alone: Koch'ang is 고창, and 거창 only where there is no 고창, by
    /// the many who leave out breves and not apostrophes. Where no reading is known, or the class has no Hangul, the letters decide.
    fn as_marked(&self, words: &Words, at: usize, mut listed: Vec<matching::Found>) -> Vec<matching::Found> {
        let written = words.written(at);
        if listed.is_empty() || !romanised::is_marked(written) {
            return listed;
        }
        let readings = romanised::readings(written);
        if readings.is_empty() {
            return listed;
        }
        let exactly: Vec<&String> =
            readings.iter().filter(|it| romanised::mc_cune(it).as_deref() == Some(written)).collect();
        let variants = |found: &matching::Found| self.table.class(found.class).variants;
        let is_hangul = |text: &&str| text.starts_with(|c: char| ('가'..='힣').contains(&c));
        let is_read = |variants: &[Variant], readings: &[&String]| {
            let mut hangul = variants.iter().map(|variant| variant.text.as_str()).filter(is_hangul);
            hangul.any(|hangul| readings.iter().any(|reading| hangul.starts_with(reading.as_str())))
        };
        let is_one_word = |found: &matching::Found| found.end == at + 1;
        if listed.iter().any(|found| is_one_word(found) && is_read(&variants(found), &exactly)) {
            listed.retain(|found| !is_one_word(found) || is_read(&variants(found), &exactly));
            return listed;
        }
        let readings: Vec<&String> = readings.iter().collect();
        listed.retain(|found| {
            let variants = variants(found);
            let so_written = |variant: &Variant| {
                let variant = Words::of(&variant.text);
                variant.len() == 1 && variant.written(0) == written
            };
            !is_one_word(found)
                || !variants.iter().map(|variant| variant.text.as_str()).any(|text| is_hangul(&text))
                || is_read(&variants, &readings)
                || variants.iter().any(so_written)
        });
        listed
    }

    /// A name that is written as nobody listed it. Where one of its readings is listed, the class is meant as well.
    fn named(&self, words: &Words, at: usize, found: Found, reading: Reading) -> Group {
        let mut terms = self.with_listed(found.terms, reading);
        for name in name::fused(words, at, found.end) {
            terms.extend(self.listed_as(&name));
        }
        let is_class = |term: &String| !term.starts_with("#ko") && !term.starts_with("#zh");
        let is_told = romanised::is_marked(words.written(at)) && terms.iter().any(is_class);
        if reading == Reading::Query && found.end == at + 1 && !is_told {
            // In a record it may be written small, as a word that is no name. A listed name's marks tell it from those whose letters it
            // shares: Chŏngju is no Ch'ŏngju.
            terms.push(stem(words.folded(at)));
        }
        let nested = self.with_listed(found.nested, Reading::Record);
        group(at..found.end, terms, nested)
    }

    /// Readings with the classes that have them among their names. A query asks for the class alone, which every record with such a
    /// reading holds: a place in a record must not count twice for one variant and once for another.
    fn with_listed(&self, readings: Vec<String>, reading: Reading) -> Vec<String> {
        let mut terms: Vec<String> = Vec::new();
        for term in readings {
            let listed = self.of_reading(&term);
            if reading == Reading::Record || listed.is_empty() {
                terms.push(term);
            }
            terms.extend(listed);
        }
        terms
    }

    /// Whether what a term stands for may be met as a Hangul word of its own positions ([`Group::keeps`]): a name that nobody
    /// listed, or a place listed with its kind alone, because its name is a common word.
    #[must_use]
    pub fn may_keep_words(&self, term: &str) -> bool {
        term.starts_with("#ko")
            || self.class(term).is_some_and(|class| {
                let names = || class.variants.iter().map(|variant| variant.text.as_str());
                let bare = |name: &str| {
                    PLACES.iter().filter(|kind| !kind.is_empty()).find_map(|kind| {
                        name.strip_suffix(kind).filter(|bare| bare.chars().count() > 1).map(str::to_owned)
                    })
                };
                names()
                    .filter(|name| !name.is_ascii())
                    .filter_map(bare)
                    .any(|bare| names().all(|name| name != bare))
            })
    }

    /// The classes that have a name's reading among their names: 청주 for Ch'ŏngju, Peng Dehuai for P'eng Tê-huai.
    fn of_reading(&self, made: &str) -> Vec<String> {
        let Some(name) = name::reading(made) else { return Vec::new() };
        let key = (self.digest(), name);
        once(&LISTED, REMEMBERED, &key, || {
            let hangul = !key.1.is_ascii();
            let mut classes: Vec<String> = Vec::new();
            for kind in PLACES.iter().take(if hangul { PLACES.len() } else { 1 }) {
                if classes.is_empty() {
                    classes = self.listed_as(&format!("{}{kind}", key.1));
                }
            }
            classes
        })
    }

    /// The classes that have a text among their names.
    fn listed_as(&self, text: &str) -> Vec<String> {
        let words = Words::of(text);
        let mut classes: Vec<String> = Walk::all(&self.table, &words, 0, Reading::Query)
            .into_iter()
            .filter(|found| found.end == words.len())
            .map(|found| term(self.table.id(found.class)))
            .collect();
        classes.sort();
        classes.dedup();
        classes
    }

    /// What the rules make of the words from an index on, names aside.
    fn made(&self, words: &Words, at: usize, begins: Begins) -> Vec<Found> {
        let mut made: Vec<Found> = Vec::new();
        let numeral = begins.has(Begins::DATE);
        if numeral {
            made.extend(date::at(words, at));
        }
        if (numeral || begins.has(Begins::UNIT | Begins::LETTER))
            && let Some((form, end)) = unit::at(words, at)
        {
            // A nation's unit counts as the unit as well, 6th Division in ROK 6th Division, but as no other nation's.
            let mut inside = unit::without_nation(&form).map(|form| self.of_unit(form)).unwrap_or_default();
            inside.retain(|term| term.starts_with(UNIT));
            if let Some((battalion, regiment)) = unit::parts(&form) {
                inside.extend([battalion, regiment].into_iter().flat_map(|part| self.of_unit(part)));
            }
            made.push(Found { end, terms: self.of_unit(&form), nested: inside });
        }
        if numeral && let Some((form, end)) = part::at(words, at) {
            made.push(Found { end, terms: vec![format!("{UNIT}{form}")], nested: Vec::new() });
        }
        let one_word = if numeral { number::several_words(words, at) } else { None };
        let one_word =
            one_word.or_else(|| if begins.has(Begins::COMPOUND) { compound::at(words, at) } else { None });
        if let Some((form, end)) = one_word {
            made.push(Found { end, terms: vec![stem(&form)], nested: Vec::new() });
        }
        made
    }

    /// The classes that have a unit's canonical form among their names, else the rule's own term.
    fn of_unit(&self, form: &str) -> Vec<String> {
        let listed: Vec<String> = self
            .table
            .keys
            .get(form)
            .map(|offset| {
                self.table.entries(offset.value()).map(|entry| term(self.table.id(entry.class))).collect()
            })
            .unwrap_or_default();
        if listed.is_empty() { vec![format!("{UNIT}{}", form.replace(' ', "-"))] } else { listed }
    }

    /// The names inside a name, looked for once: they depend on its words and capitals alone.
    fn nested_once(
        &self,
        words: &Words,
        range: Range<usize>,
        reading: Reading,
        whole: &[u32],
    ) -> Vec<String> {
        let mut key = String::with_capacity(64);
        key.push(if reading == Reading::Query { 'q' } else { 'r' });
        for index in range.clone() {
            let Some(word) = words.get(index) else { break };
            key.push(match word.gap {
                Gap::Hyphen | Gap::Glued => '-',
                Gap::Comma => ',',
                Gap::Dot => '.',
                Gap::Slash => '/',
                Gap::Start | Gap::Space | Gap::Break => ' ',
            });
            let capitals = [(Shape::CAPITAL, '+'), (Shape::CAPITALS, '^'), (Shape::INNER, '~')];
            key.extend(capitals.iter().filter(|(shape, _)| word.shape.has(*shape)).map(|(_, sign)| *sign));
            key.push_str(words.folded(index));
        }
        once(&NESTED, REMEMBERED, &(self.digest(), key), || self.nested(words, range, reading, whole))
    }

    /// The terms of the names inside words that are themselves a name of the given classes.
    fn nested(&self, words: &Words, range: Range<usize>, reading: Reading, whole: &[u32]) -> Vec<String> {
        let mut inside: Vec<(Range<usize>, u32)> =
            whole.iter().map(|class| (range.clone(), *class)).collect();
        for at in range.clone() {
            if matching::start(&self.table, words.folded(at)) == matching::Start::No
                || number::is_cut(words, at)
            {
                continue;
            }
            let found = Walk::all(&self.table, words, at, reading);
            inside.extend(
                found
                    .into_iter()
                    .filter(|found| found.end <= range.end && (at..found.end) != range)
                    .map(|found| (at..found.end, found.class)),
            );
        }
        let excluded = |range: &Range<usize>, class: u32| {
            inside.iter().any(|(outer, of)| {
                outer != range
                    && outer.start <= range.start
                    && range.end <= outer.end
                    && self.table.excludes(*of, class)
            })
        };
        let mut terms: Vec<String> = inside
            .iter()
            .filter(|(part, class)| *part != range && !excluded(part, *class))
            .map(|(_, class)| term(self.table.id(*class)))
            .collect();
        terms.sort();
        terms.dedup();
        terms
    }
}
