//! Words along keys: which variants begin at a word, where each ends, and which of them count.
//!
//! A walk of the compiled map, byte by byte, with no allocation where nothing is found. What keys look like is
//! `variant`'s; numbers and spellings are turned into their canonical form on the way.
//!
//! | in the text | and the key | |
//! |---|---|---|
//! | blank, hyphen, nothing; a full stop after a short word | blank | Il-sung, Il sung, Ilsung; Gen. MacArthur |
//! | hyphen; nothing, or a blank between Hangul | nothing | Il-sŏng for Ilsŏng; 한국 전쟁 |
//! | an s at a word's end | nothing | MiGs, Koreans, prisoners of war |

use super::number;
use super::table::{BROAD, Table};
use super::variant::{canonical, joint, written};
use super::{Follows, Reading};
use crate::words::{Gap, Shape, Word, Words};
use tantivy_fst::raw::CompiledAddr;

/// Words that small letters make ordinary English: even in a query only capitals make them names.
const ENGLISH: [&str; 45] = [
    "ace",
    "act",
    "aid",
    "aim",
    "all",
    "arm",
    "arrowhead",
    "banshee",
    "bar",
    "cap",
    "care",
    "cat",
    "centurion",
    "centurions",
    "cia",
    "corsair",
    "dow",
    "fan",
    "hid",
    "ins",
    "it",
    "jack",
    "lie",
    "mac",
    "mad",
    "man",
    "mash",
    "mats",
    "op",
    "pol",
    "ran",
    "roe",
    "saber",
    "sabre",
    "sac",
    "sea",
    "shermans",
    "sop",
    "spa",
    "tan",
    "toe",
    "us",
    "who",
    "win",
    "wolf",
];

/// Whether a folded word is one of English that only capitals make a name.
pub fn is_english(folded: &str) -> bool {
    ENGLISH.contains(&folded)
}

/// Longer than any name.
const MOST_WORDS: usize = 24;

/// A variant that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The word after its last.
    pub end: usize,
    /// Its class.
    pub class: u32,
}

/// A place in the map: a node, and the sum of what was passed on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At {
    node: CompiledAddr,
    sum: u64,
}

/// One walk: what it reads, and what it has found.
pub struct Walk<'a> {
    table: &'a Table,
    words: &'a Words,
    reading: Reading,
    first: usize,
    found: Vec<Found>,
}

impl<'a> Walk<'a> {
    /// Every variant that begins with the word at an index.
    pub fn all(table: &'a Table, words: &'a Words, first: usize, reading: Reading) -> Vec<Found> {
        let mut walk = Self { table, words, reading, first, found: Vec::new() };
        walk.word(walk.root(), first, Route { joined: false, plural: false, length: 0 });
        walk.found
    }

    /// Every looser name that begins with the word at an index.
    pub fn broad(table: &'a Table, words: &'a Words, first: usize) -> Vec<Found> {
        let mut walk = Self { table, words, reading: Reading::Query, first, found: Vec::new() };
        if let Some(at) = walk.follow(walk.root(), BROAD as u8) {
            walk.word(at, first, Route { joined: false, plural: false, length: 0 });
        }
        walk.found
    }

    fn root(&self) -> At {
        At { node: self.table.keys.root().addr(), sum: 0 }
    }

    fn follow(&self, at: At, byte: u8) -> Option<At> {
        follow(self.table, at, byte)
    }

    /// Reads the word at an index from where the walk is.
    fn word(&mut self, at: At, index: usize, route: Route) {
        if index - self.first >= MOST_WORDS {
            return;
        }
        let words = self.words;
        let folded = words.folded(index).as_bytes();
        let plain = Route { length: route.length + folded.len(), ..route };
        let read = self.bytes(at, folded, index + 1, plain);
        // A form begins as its word does, numbers and enquiry, gaol aside: where the key has no such letters, there is none.
        if read < folded.len().min(3) && !may_begin_otherwise(words, index) {
            return;
        }
        if let Some((form, end)) = canonical(words, index) {
            self.bytes(at, form.as_bytes(), end, Route { length: route.length + form.len(), ..route });
        }
    }

    /// Reads the bytes of a word, between two of which a key may have a blank, and tells how many there were on the way.
    fn bytes(&mut self, mut at: At, bytes: &[u8], end: usize, route: Route) -> usize {
        for (index, byte) in bytes.iter().enumerate() {
            let node = self.table.keys.node(at.node);
            let next = node.find_input(*byte).map(|found| node.transition(found));
            if index > 1 {
                let rest = &bytes[index..];
                if rest == b"s" {
                    self.arrive(at, end, Route { plural: true, ..route });
                }
                if let Some(found) = node.find_input(b' ').filter(|_| byte.is_ascii()) {
                    let blank = node.transition(found);
                    let next = At { node: blank.addr, sum: at.sum.saturating_add(blank.out.value()) };
                    self.bytes(next, rest, end, Route { joined: true, ..route });
                }
            }
            match next {
                Some(next) => at = At { node: next.addr, sum: at.sum.saturating_add(next.out.value()) },
                None => return index,
            }
        }
        self.arrive(at, end, route);
        bytes.len()
    }

    /// A word's end is reached: the key may end here, and may go on with the next word.
    fn arrive(&mut self, at: At, end: usize, route: Route) {
        let node = self.table.keys.node(at.node);
        if node.is_final() {
            let offset = at.sum.saturating_add(node.final_output().value());
            self.accept(offset, end, route);
        }
        if node.is_empty() {
            return;
        }
        let (Some(last), Some(next)) =
            (end.checked_sub(1).and_then(|at| self.words.get(at)), self.words.get(end))
        else {
            return;
        };
        if !is_crossed(last, next) {
            return;
        }
        let joint = joint(last, next);
        if let Some(next) = joint.and_then(|joint| self.follow(at, joint)) {
            self.word(next, end, route);
        }
        let unjoined = match next.gap {
            Gap::Hyphen | Gap::Glued => true,
            Gap::Space => joint.is_none() && next.shape.has(Shape::HANGUL),
            _ => false,
        };
        if unjoined && !(last.shape.has(Shape::DIGIT) && next.shape.has(Shape::DIGIT)) {
            self.word(at, end, Route { joined: route.joined || joint.is_some(), ..route });
        }
    }

    fn accept(&mut self, offset: u64, end: usize, route: Route) {
        if route.joined && route.length < 5 {
            return;
        }
        let Some(end) = self.with_particle(end) else { return };
        let table = self.table;
        for entry in table.entries(offset) {
            if self.is_so_written(entry.written, end, route) {
                self.found.push(Found { end, class: entry.class });
            }
        }
    }

    /// Whether capitals are as the variant wants them.
    fn is_so_written(&self, wanted: &[u8], end: usize, route: Route) -> bool {
        if wanted.is_empty() {
            return true;
        }
        if self.reading == Reading::Query {
            // A word of English is the name only with the capitals that the name has: JACK, not Jack.
            let word = self.words.get(self.first).filter(|_| end - self.first == 1);
            let Some(word) = word.filter(|_| ENGLISH.contains(&self.words.folded(self.first))) else {
                return true;
            };
            return match wanted.first() {
                Some(&written::CAPITALS) => word.shape.has(Shape::CAPITALS) || word.shape.has(Shape::DOTTED),
                Some(&written::INNER) => word.shape.has(Shape::INNER) || word.shape.has(Shape::CAPITALS),
                _ => word.shape.has(Shape::CAPITAL),
            };
        }
        let as_many = wanted.len() == end - self.first;
        (self.first..end).zip(wanted).enumerate().all(|(place, (index, wanted))| {
            let shape = self.words.get(index).map(|word| word.shape).unwrap_or_default();
            match *wanted {
                _ if !as_many && place > 0 => true,
                written::CAPITALS => {
                    shape.has(Shape::CAPITALS)
                        || (route.plural || !as_many) && shape.has(Shape::INNER)
                        || self.words.folded(index).len() == 1 && shape.has(Shape::CAPITAL)
                }
                written::INNER => shape.has(Shape::INNER) || shape.has(Shape::CAPITALS),
                written::CAPITAL => shape.has(Shape::CAPITAL),
                _ => true,
            }
        })
    }

    /// Where a name in Hangul ends, its particle included. Two syllables inside a longer run are a name only where the run,
    /// without its particle, is that name.
    fn with_particle(&self, end: usize) -> Option<usize> {
        if !self.hangul(end.saturating_sub(1)) {
            return Some(end);
        }
        let mut rest = String::new();
        let mut index = end;
        while self.goes_on(index) && self.hangul(index) && rest.len() < 24 {
            rest.push_str(self.words.folded(index));
            index += 1;
        }
        if rest.is_empty() {
            index = end;
        } else if !super::korean::is_particle(&rest) {
            let more = index - end;
            index = end;
            if end - self.first <= 2 && more == 1 {
                return None;
            }
        }
        let inside = self.first > 0 && self.goes_on(self.first) && self.hangul(self.first - 1);
        (!inside || end - self.first > 2).then_some(index)
    }

    fn hangul(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| word.shape.has(Shape::HANGUL))
    }

    fn goes_on(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| word.gap == Gap::Glued)
    }
}

/// Whether the canonical form of a word may begin with another letter than the word.
fn may_begin_otherwise(words: &Words, index: usize) -> bool {
    let folded = words.folded(index);
    // A word in another script is read in Latin letters.
    let spelled = folded.bytes().next().is_some_and(|first| !first.is_ascii())
        || matches!(folded, "cmdr" | "cpl" | "lt" | "pvt" | "sgt")
        || matches!(
            folded.as_bytes(),
            [b'a' | b'e' | b'g' | b'j' | b'y', _, _, _, ..]
                | [b'c', b'a' | b'o' | b'y', _, _, ..]
                | [b'f' | b'm', b'o' | b'y', _, _, ..]
                | [b'h', b'a', _, _, ..]
                // Millimeter is mm, kilogram kg.
                | [b'c', b'e', b'n', b't', b'i', ..]
                | [b'k', b'i', b'l', b'o', ..]
                | [b'm', b'i', b'l', b'l', b'i', ..]
                | [b'o', b'e', _, _, ..]
                | [b'p', b'a' | b'y', _, _, ..]
                | [b's', b'c', _, _, ..]
                | [b's', b'h', b'c', b'h', ..]
                | [_, b'y', _, _, ..]
                | [_, _, b'y', _, ..]
        );
    number::may_be(folded)
        || spelled
        || matches!(folded, "one" | "a")
        || (number::roman(folded).is_some() && words.folded(index + 1) == "corps")
}

/// Where a word of a listed name leads, in its own and its canonical form: the nodes at which a name ends or may go on with
/// another word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ways {
    nodes: [u32; Self::MOST],
    count: u8,
    /// Whether a name ends at one.
    is_end: bool,
    /// What the words that may follow begin with, a bit for several pairs of letters: as Bloom (1970) has it, a no is never wrong, and
    /// nine words of ten are told so.
    pairs: u64,
}

impl Ways {
    const MOST: usize = 3;

    /// The ways of a folded word; none where there are more than can be kept.
    pub fn of(table: &Table, folded: &str) -> Option<Self> {
        let mut ways = Self::default();
        let known = folded.is_ascii()
            && ways.follow(table, table.keys.root().addr(), folded.as_bytes())
            && other_form(folded)
                .is_none_or(|form| ways.follow(table, table.keys.root().addr(), form.as_bytes()));
        known.then_some(ways)
    }

    /// The bit of a word's first two letters.
    fn pair(first: u8, second: u8) -> u64 {
        1 << ((first.wrapping_mul(7) ^ second.wrapping_mul(5)) % 64)
    }

    /// As [`Walk::bytes`]; false where a way cannot be kept.
    fn follow(&mut self, table: &Table, mut node: CompiledAddr, bytes: &[u8]) -> bool {
        for (index, byte) in bytes.iter().enumerate() {
            let here = table.keys.node(node);
            let rest = &bytes[index..];
            if index > 1 && rest == b"s" && !self.keep(table, node) {
                return false;
            }
            let blank = here.find_input(b' ').filter(|_| index > 1);
            if blank.is_some_and(|blank| !self.follow(table, here.transition_addr(blank), rest)) {
                return false;
            }
            match here.find_input(*byte) {
                Some(next) => node = here.transition_addr(next),
                None => return true,
            }
        }
        self.keep(table, node)
    }

    fn keep(&mut self, table: &Table, at: CompiledAddr) -> bool {
        let node = table.keys.node(at);
        let joints: Vec<CompiledAddr> = [b' ', b',', b'/']
            .iter()
            .filter_map(|joint| node.find_input(*joint).map(|joint| node.transition_addr(joint)))
            .collect();
        if joints.is_empty() && !node.is_final() {
            return true;
        }
        let Ok(at) = u32::try_from(at) else { return false };
        if self.nodes().contains(&at) {
            return true;
        }
        let Some(place) = self.nodes.get_mut(usize::from(self.count)) else { return false };
        *place = at;
        self.count += 1;
        self.is_end |= node.is_final();
        for joint in joints {
            for first in table.keys.node(joint).transitions() {
                for second in table.keys.node(first.addr).transitions() {
                    self.pairs |= Self::pair(first.inp, second.inp);
                }
            }
        }
        true
    }

    fn nodes(&self) -> &[u32] {
        &self.nodes[..usize::from(self.count)]
    }

    /// Whether a listed name ends with the word.
    pub fn end(&self) -> bool {
        self.is_end
    }

    /// Whether a listed name may go on after the word at an index, whose ways these are: never wrongly no. `next_is` is what the
    /// next word can be.
    pub fn go_on(&self, table: &Table, words: &Words, index: usize, next_is: Follows) -> bool {
        let (Some(word), Some(next)) = (words.get(index), words.get(index + 1)) else { return false };
        if !is_crossed(word, next) {
            return false;
        }
        if matches!(next.gap, Gap::Hyphen | Gap::Glued) || next.shape.is_cjk() {
            return true;
        }
        let Some(joint) = joint(word, next) else { return true };
        let bytes = words.folded(index + 1).as_bytes();
        let may_be_listed = match bytes {
            _ if !next_is.is_listed => false,
            [first, second, ..] => self.pairs & Self::pair(*first, *second) > 0,
            _ => true,
        };
        (next_is.has_form || may_be_listed)
            && self.nodes().iter().any(|node| {
                let node = table.keys.node(*node as CompiledAddr);
                let joint = node.find_input(joint).map(|joint| node.transition_addr(joint));
                joint.is_some_and(|node| next_is.has_form || may_be_on(table, node, bytes))
            })
    }
}

/// Whether a word may stand on a key from a node on.
fn may_be_on(table: &Table, mut node: CompiledAddr, bytes: &[u8]) -> bool {
    for (read, byte) in bytes.iter().enumerate() {
        let here = table.keys.node(node);
        if read > 1 && (&bytes[read..] == b"s" || here.find_input(b' ').is_some()) {
            return true;
        }
        match here.find_input(*byte) {
            Some(next) => node = here.transition_addr(next),
            None => return false,
        }
    }
    true
}

/// The canonical form of a folded word alone, where it has another.
fn other_form(folded: &str) -> Option<std::borrow::Cow<'static, str>> {
    number::one_word(folded)
        .or_else(|| number::military(folded))
        .map(std::borrow::Cow::Owned)
        .or_else(|| super::spelling::spelling(folded))
}

/// Whether a folded word may have a canonical form that is another, alone or with those that follow it.
pub fn may_have_form(folded: &str) -> bool {
    matches!(folded, "one" | "a") || number::roman(folded).is_some() || other_form(folded).is_some()
}

/// Whether a name may go over what stands between two words.
fn is_crossed(last: &Word, next: &Word) -> bool {
    match next.gap {
        Gap::Space | Gap::Hyphen | Gap::Glued | Gap::Comma | Gap::Slash => true,
        Gap::Dot => (last.end - last.start) <= 4,
        Gap::Start | Gap::Break => false,
    }
}

/// How a walk came to where it is.
#[derive(Clone, Copy)]
struct Route {
    /// Words were read as one where the key parts them, or the other way round.
    joined: bool,
    /// An s at a word's end was passed over.
    plural: bool,
    /// Bytes read.
    length: usize,
}

fn follow(table: &Table, at: At, byte: u8) -> Option<At> {
    let node = table.keys.node(at.node);
    let transition = node.transition(node.find_input(byte)?);
    Some(At { node: transition.addr, sum: at.sum.saturating_add(transition.out.value()) })
}

/// How a folded word, in its own or its canonical form, can begin a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Start {
    /// It cannot.
    No,
    /// As a part of a word, where a hyphen follows.
    Part,
    /// As a word, or as several.
    Word,
}

/// How a folded word can begin a variant.
pub fn start(table: &Table, folded: &str) -> Start {
    let root = At { node: table.keys.root().addr(), sum: 0 };
    let begins = |word: &str| start_from(table, root, word.as_bytes(), 0);
    begins(folded).max(other_form(folded).map_or(Start::No, |form| begins(&form)))
}

/// How the rest of a word can go on along a key; between its bytes the key may have blanks, three at most.
fn start_from(table: &Table, mut at: At, rest: &[u8], blanks: usize) -> Start {
    let mut best = Start::No;
    for (index, byte) in rest.iter().enumerate() {
        if index > 1
            && blanks < 3
            && byte.is_ascii()
            && let Some(next) = follow(table, at, b' ')
        {
            best = best.max(start_from(table, next, &rest[index..], blanks + 1));
        }
        match follow(table, at, *byte) {
            Some(next) => at = next,
            // Here it may be a plural.
            None => {
                let node = table.keys.node(at.node);
                let plural = *byte == b's' && index + 1 == rest.len() && index > 1;
                let goes_on = node.is_final() || node.find_input(b' ').is_some();
                return if plural && goes_on { Start::Word } else { best };
            }
        }
    }
    let node = table.keys.node(at.node);
    let whole = node.is_final() || [b' ', b',', b'/'].iter().any(|joint| node.find_input(*joint).is_some());
    if whole || !rest.is_ascii() { Start::Word } else { best.max(Start::Part) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_that_begins_otherwise_is_looked_for() {
        for (word, form) in super::super::spelling::beginnings_of() {
            let words = Words::of(word);
            if word.get(..3) != form.get(..3) {
                assert!(may_begin_otherwise(&words, 0), "{word}");
            }
        }
    }
}
