//! Names found before, by the words that had to be looked at: what the lexicon says of a run of words is asked once.
//!
//! What stands where a word begins a name depends on that word and on those that the lexicon looked at after it, no others. They are kept as a
//! tree: a step a word, and at the last one what was found. It grows with the texts, like an automaton that is made as it is
//! needed, and a text it knows takes a look a word. It does not know what a name is; that is the lexicon's to say.

use super::recent::{Key, Recent};
use super::terms::Terms;
use crate::lexicon::{Begins, Group, Lexicon, Look, is_border};
use crate::words::{Gap, Shape, Word, Words};
use rustc_hash::FxHashMap;

/// A name that begins somewhere, its terms by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// How many words it has.
    pub words: u32,
    /// Whether the words keep their own positions.
    pub keeps: bool,
    first: u32,
    /// Where the terms of names inside begin.
    inside: u32,
    last: u32,
}

/// A word as it is looked at, and the step that leads to it: of the highest bits on, that step, the word's number, how it is
/// written and what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Step(u64);

impl Step {
    /// Where one begins that looks at its first word alone, and one that looks further.
    const HERE: u32 = 0;
    const FURTHER: u32 = 1;
    const FIRST: u32 = 2;
    const FROM_BITS: u32 = 22;
    const NUMBER_BITS: u32 = 24;
    const LOOK_BITS: u32 = 18;
    /// The number of what ends every name, whatever it is: a border, and a word that is in none.
    const END: u32 = (1 << Self::NUMBER_BITS) - 1;

    /// None where there are more steps or words than it has bits for.
    fn new(from: u32, number: u32, look: u32) -> Option<Self> {
        let fits = from >> Self::FROM_BITS == 0 && number <= Self::END && look >> Self::LOOK_BITS == 0;
        let high = u64::from(from) << Self::NUMBER_BITS | u64::from(number);
        fits.then_some(Self(high << Self::LOOK_BITS | u64::from(look)))
    }
}

/// Where a step leads: to another, or to what was found, whose place is kept plus one; 0 is nothing.
#[derive(Debug, Clone, Copy, Default)]
struct Next(u32);

impl Next {
    const TOLD: u32 = 1 << 31;

    fn told(place: Option<u32>) -> Self {
        Self(Self::TOLD | place.map_or(0, |place| place + 1))
    }
}

impl Key for Step {
    /// No step has every bit set.
    const NONE: Self = Self(u64::MAX);

    fn bits(self) -> u64 {
        self.0
    }
}

/// Where a name may begin.
pub struct Text<'t> {
    /// The words.
    pub words: &'t Words,
    /// Their terms, where they are at hand.
    pub exact: &'t [u32],
    /// The first word.
    pub at: usize,
    /// What it can begin: after a prefix, any word counts, after what minds capitals, any word with one.
    pub begins: Begins,
}

/// A name by what it is: its words, whether they keep their positions, how many terms are of the whole, and all terms.
type Name = (usize, bool, usize, Vec<u32>);

/// What was found.
#[derive(Debug, Default)]
pub struct Groups {
    steps: FxHashMap<Step, Next>,
    recent: Recent<Step, Next>,
    nodes: u32,
    found: Vec<Found>,
    terms: Vec<u32>,
    /// The place of what was found, by its words and terms: many steps lead to one name.
    places: FxHashMap<Name, u32>,
}

impl Groups {
    /// More steps than these are forgotten: noise must not fill the memory.
    const MOST: usize = 1 << 20;

    /// The name that begins with a word; `read` is asked where that is not known. `look` is not [`Look::Nowhere`].
    pub fn at(
        &mut self,
        text: &Text,
        look: Look,
        terms: &mut Terms,
        lexicon: &Lexicon,
        read: impl FnOnce() -> Option<Group>,
    ) -> Option<Found> {
        let Text { words, at, .. } = *text;
        let mut from = if look == Look::Here { Step::HERE } else { Step::FURTHER };
        let mut index = at;
        while let Some(Next(next)) = step(from, text, index, terms, lexicon).and_then(|step| self.next(step))
        {
            if next & Next::TOLD > 0 {
                return self.told((next & !Next::TOLD).checked_sub(1));
            }
            (from, index) = (next, index + 1);
        }
        words.watch(at + 1);
        let found = read().filter(|group| group.words.end > at);
        let reach = if look == Look::Here { at + 1 } else { words.reach() };
        let place = found.map(|group| self.keep(&group, terms));
        while self.steps.len() < Self::MOST
            && let Some(step) = step(from, text, index, terms, lexicon)
        {
            if index + 1 >= reach || index >= words.len() {
                self.steps.insert(step, Next::told(place));
                break;
            }
            from = Step::FIRST + self.nodes;
            self.nodes += 1;
            self.steps.insert(step, Next(from));
            index += 1;
        }
        self.told(place)
    }

    fn next(&mut self, step: Step) -> Option<Next> {
        if let Some(next) = self.recent.get(step) {
            return Some(next);
        }
        let next = *self.steps.get(&step)?;
        self.recent.keep(step, next);
        Some(next)
    }

    fn told(&self, place: Option<u32>) -> Option<Found> {
        self.found.get(place? as usize).copied()
    }

    fn keep(&mut self, group: &Group, terms: &mut Terms) -> u32 {
        let place = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let whole = group.terms.iter().chain(&group.nested).map(|term| terms.number(term)).collect();
        let key = (group.words.len(), group.keeps, group.terms.len(), whole);
        if let Some(known) = self.places.get(&key) {
            return *known;
        }
        let (words, keeps, inside, whole) = &key;
        let first = self.terms.len();
        self.terms.extend(whole);
        self.found.push(Found {
            words: place(*words),
            keeps: *keeps,
            first: place(first),
            inside: place(first + inside),
            last: place(self.terms.len()),
        });
        let at = place(self.found.len() - 1);
        self.places.insert(key, at);
        at
    }

    /// The terms of what was found: those of the whole, then those inside.
    pub fn terms(&self, found: Found) -> &[u32] {
        self.terms.get(found.first as usize..found.last as usize).unwrap_or_default()
    }

    /// The terms of the whole alone.
    pub fn whole(&self, found: Found) -> &[u32] {
        self.terms.get(found.first as usize..found.inside as usize).unwrap_or_default()
    }

    /// How many bytes it holds.
    pub fn memory(&self) -> usize {
        self.steps.capacity() * (size_of::<(Step, Next)>() + 1)
            + self.recent.memory()
            + self.found.capacity() * size_of::<Found>()
            + self.places.capacity() * (size_of::<(Name, u32)>() + 1)
            // Once in a row, and once more by name.
            + 2 * self.terms.capacity() * size_of::<u32>()
    }
}

/// All that the lexicon can see of a word.
fn step(from: u32, text: &Text, index: usize, terms: &mut Terms, lexicon: &Lexicon) -> Option<Step> {
    let Text { words, exact, at, begins } = *text;
    let ends = || Step::new(from, Step::END, 0);
    let Some(word) = words.items().get(index).filter(|_| index == at || !is_border(words, index)) else {
        return ends();
    };
    let is_cjk = word.shape.is_cjk();
    let number = match super::asked(exact, index).filter(|_| !is_marked(word) && !is_cjk) {
        Some(number) => number,
        None => terms.number(words.written(index)),
    };
    let is_capital = word.shape.has(Shape::CAPITAL) && begins.minds_capitals();
    let is_asked = index == at || (index == at + 1 && begins.may_be_compound());
    if !(is_capital || is_asked) && is_plain(word) && terms.known(number, Some(lexicon)).follows.is_none() {
        return ends();
    }
    // Where a name in Hangul or a number in Han begins inside a run, what is before it counts.
    let is_hangul = |index: usize| words.items().get(index).is_some_and(|word| word.shape.has(Shape::HANGUL));
    let is_inside = index == at
        && is_cjk
        && index > 0
        && if is_hangul(index) { is_hangul(index - 1) } else { crate::lexicon::cuts_number(words, index) };
    // An abbreviation is told by its length in the text.
    let length = (word.end - word.start).min(6);
    let written = u32::from(word.shape.bits()) << 3 | word.gap as u32;
    let number = Some(number).filter(|number| *number < Step::END)?;
    Step::new(from, number, written << 4 | length << 1 | u32::from(is_inside))
}

fn is_marked(word: &Word) -> bool {
    word.shape.has(Shape::ACCENT) || word.shape.has(Shape::APOSTROPHE)
}

/// Whether a word that names do not go on with is for its form alone in none that began before it; a capital may make it one.
pub fn is_plain(word: &Word) -> bool {
    !word.shape.is_cjk() && !is_marked(word) && !matches!(word.gap, Gap::Hyphen | Gap::Glued | Gap::Slash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analysis, Analyzer};
    use crate::lexicon::Reading;
    use std::sync::Arc;

    /// Words that names begin or go on with, and words that they do not.
    const WORDS: [&str; 107] = [
        "第",
        "十",
        "九",
        "九兵团",
        "US",
        "Chinese",
        "Army",
        "Mobile",
        "Surgical",
        "Hospital",
        "Unit",
        "Battery",
        "Vol",
        "Part",
        "II",
        "Ho",
        "TF",
        "Task",
        "force",
        "VMF",
        "Marine",
        "Mt",
        "Island",
        "juin",
        "мая",
        "Gen",
        "the",
        "of",
        "a",
        "A",
        "and",
        "in",
        "hundred",
        "first",
        "First",
        "second",
        "thirty",
        "38th",
        "2d",
        "X",
        "i",
        "Corps",
        "corps",
        "Division",
        "Company",
        "how",
        "June",
        "may",
        "May",
        "1950",
        "25",
        "50s",
        "nineteen",
        "Kim",
        "Il",
        "il",
        "Sung",
        "sung",
        "Ilsung",
        "P’yŏngyang",
        "Changsŏng",
        "Imsil",
        "gun",
        "He",
        "Rhee",
        "post",
        "war",
        "anti",
        "co",
        "operation",
        "Pro",
        "rock",
        "united",
        "records",
        "U.S.",
        "ROK",
        "rok",
        "한국",
        "전쟁의",
        "朝鮮",
        "年",
        "Army's",
        "года",
        "г",
        "No",
        "Squadron",
        "2/5th",
        "TRW",
        "few",
        "FEW",
        "Med",
        "Tank",
        "Bn",
        "Korean",
        "People's",
        "Volunteers",
        "Republic",
        "Liberation",
        "O",
        "Paengnyong",
        "millimeter",
        "mm",
        "155",
        "Як",
        "П",
        "River",
        "Seongcheon",
    ];
    const GAPS: [&str; 12] = [" ", " ", " ", " ", " ", "-", ", ", ". ", "/", "", " (", "\n\n"];

    #[test]
    fn what_is_remembered_is_what_the_lexicon_says() {
        let lexicon = Lexicon::compile(&Lexicon::carried()).unwrap();
        let variants: Vec<String> =
            lexicon.classes().flat_map(|class| class.variants).map(|variant| variant.text).collect();
        let lexicon = Arc::new(lexicon);
        let (mut analyzer, mut analysis) = (Analyzer::new(Some(Arc::clone(&lexicon))), Analysis::default());
        let mut seed = 1_u64;
        let mut below = |most: usize| {
            // Knuth's linear congruence.
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % most
        };
        let mut named = 0;
        for _ in 0..1_200 {
            let mut text = String::new();
            for _ in 0..12 {
                let variant = &variants[below(variants.len())];
                let piece = match below(4) {
                    0 => variant.as_str(),
                    1 => variant.split(' ').nth(below(3)).unwrap_or_default(),
                    _ => WORDS[below(WORDS.len())],
                };
                let small = piece.to_lowercase();
                text.push_str(if below(5) == 0 { &small } else { piece });
                text.push_str(GAPS[below(GAPS.len())]);
            }
            analyzer.words(&text, &mut analysis);
            for at in 0..analysis.words.len() {
                analyzer.exact_term(&mut analysis, at);
            }
            for at in 0..analysis.words.len() {
                let (words, exact) = (&analysis.words, &analysis.exact);
                let [here, next] = [at, at + 1].map(|at| analyzer.known(words, exact, at));
                let found = analyzer.found(words, exact, at, here, next);
                let found = found.map(|found| {
                    let terms =
                        analyzer.groups.terms(found).iter().map(|term| analyzer.term(*term).to_owned());
                    (found.words as usize, found.keeps, terms.collect::<Vec<_>>())
                });
                let begins = lexicon.begins(analysis.words.folded(at));
                let group = lexicon.group_from(&analysis.words, at, Reading::Record, begins);
                let group = group.filter(|group| group.words.end > at);
                let group =
                    group.map(|group| (group.words.len(), group.keeps, [group.terms, group.nested].concat()));
                named += usize::from(group.is_some());
                assert_eq!(found, group, "{} in: {text}", analysis.words.folded(at));
            }
        }
        assert!(named > 2_000, "{named}");
    }
}
