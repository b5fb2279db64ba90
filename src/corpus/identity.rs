//! Ids: who is known again, what newcomers are called, what a work is answered with.
//!
//! A record is known again by the strongest of these, each id by one record and each record by one id:
//!
//! | | in the same input | in another |
//! |---|---|---|
//! | the very same entry | 0 | 4; long gone: 6 |
//! | the id its source gave, and a number, a text or title, author and year | 1 | |
//! | a number with a like title; title, author and year; a long text | 2 | 6 (a text: 7) |
//! | the id its source gave alone | 3 | 7, with a like title |
//! | two of title, author and year, the third corrected, and no other comes into question | 5 | |
//!
//! Equal claims go by content, so that the order of reading decides nothing. No id is ever taken from the ledger, renamed, or
//! given to a second record.

use super::keys::Keys;
use super::merge::Groups;
use super::title::{Likeness, Title, likeness};
use crate::library::apart::Apart;
use crate::library::ledger::{Known, Ledger};
use crate::record::RecordId;
use crate::words::fold;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

/// The half of a content digest that the ledger keeps.
fn content(keys: &Keys) -> u64 {
    // The lower half of a digest is a digest.
    keys.digest as u64
}

/// Who is who after an ingest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identities {
    /// For each record, its place in the ledger.
    pub places: Vec<usize>,
    /// Records that were never seen before, by their place among the keys.
    pub added: Vec<usize>,
    /// Records known again whose entry is not what it was.
    pub changed: Vec<usize>,
    /// Places in the ledger whose record is missed for the first time.
    pub gone: Vec<usize>,
}

/// Gives every record its place in the ledger: its old one where it is known again, else a new one. `origin` names the input
/// of each part of the corpus.
pub fn identify(keys: &[Keys], origin: &[String], ledger: &mut Ledger, ingest: u64) -> Identities {
    let mut claims = Claims::new(keys, origin, ledger);
    claims.same_entries(ledger);
    if claims.has_open_records() && !claims.open_places(ledger).is_empty() {
        claims.settle(ledger);
    }
    let mut places = claims.place;
    let mut gone = Vec::new();
    let claimed: FxHashSet<usize> = places.iter().flatten().copied().collect();
    for place in 0..ledger.known().len() {
        if let Some(known) = ledger.at_mut(place)
            && !claimed.contains(&place)
            && known.gone.is_none()
            && !known.input.is_empty()
        {
            known.gone = Some(ingest);
            gone.push(place);
        }
    }
    let is_changed = |at: &usize| match (keys.get(*at), places.get(*at)) {
        (Some(keys), Some(Some(place))) => {
            ledger.known().get(*place).is_some_and(|known| known.content != content(keys))
        }
        _ => false,
    };
    let changed = (0..keys.len()).filter(is_changed).collect();
    let mut new: Vec<usize> =
        (0..keys.len()).filter(|at| places.get(*at).is_some_and(Option::is_none)).collect();
    new.sort_by_key(|at| keys.get(*at).map(|keys| (keys.key.is_empty(), keys.digest, keys.place)));
    for at in &new {
        let Some(keys) = keys.get(*at) else { continue };
        let place = name(keys, ledger, ingest);
        if let Some(slot) = places.get_mut(*at) {
            *slot = Some(place);
        }
    }
    let places: Vec<usize> = places.into_iter().map(Option::unwrap_or_default).collect();
    for (keys, place) in keys.iter().zip(&places) {
        if let Some(known) = ledger.at_mut(*place) {
            remember(known, keys, origin);
        }
    }
    // A key that a source gave later is answered to as well, unless it is another's id.
    for (keys, place) in keys.iter().zip(&places) {
        let Some(id) = ledger.known().get(*place).map(|known| known.id.clone()) else { continue };
        if !keys.key.is_empty() && keys.key.as_ref() != id {
            let key = clean(&keys.key);
            ledger.give(Known { id: key, seen: ingest, of: Some(id), ..Known::default() });
        }
    }
    Identities { places, added: new, changed, gone }
}

/// An id as it may stand in one: without control characters or blanks around it.
fn clean(key: &str) -> RecordId {
    let text: String = key.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.trim().to_owned()
}

/// Gives a newcomer an id that was never given.
fn name(keys: &Keys, ledger: &mut Ledger, ingest: u64) -> usize {
    /// Without letters and digits that are taken for one another.
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let key = clean(&keys.key);
    let base = if key.is_empty() { keys.readable.to_string() } else { key };
    let mut known = Known { id: base.clone(), seen: ingest, ..Known::default() };
    let mut suffix = String::new();
    let mut rest = keys.digest;
    let mut twin = 1_u32;
    loop {
        if let Some(place) = ledger.give(known.clone()) {
            return place;
        }
        if suffix.len() < 24 {
            for _ in 0..4 {
                // Five bits of the digest choose one of 32 letters.
                suffix.push(LETTERS.get((rest & 31) as usize).map_or('x', |letter| char::from(*letter)));
                rest >>= 5;
            }
            known.id = format!("{base}-{suffix}");
        } else {
            // An entry that is word for word another.
            twin += 1;
            known.id = format!("{base}-{suffix}-{twin}");
        }
    }
}

fn remember(known: &mut Known, keys: &Keys, origin: &[String]) {
    known.gone = None;
    known.year = keys.year;
    known.family = keys.family.to_string();
    known.title = keys.heading.to_string();
    known.numbers = keys.numbers.iter().map(ToString::to_string).collect();
    known.text = keys.text;
    known.content = content(keys);
    known.key = keys.key.to_string();
    known.input = origin.get(keys.place.part as usize).cloned().unwrap_or_default();
}

/// Whose is whose.
struct Claims<'a> {
    keys: &'a [Keys],
    origin: &'a [String],
    /// For each record, its place in the ledger.
    place: Vec<Option<usize>>,
    /// For each place in the ledger, whether it has its record.
    taken: Vec<bool>,
}

/// A claim of a record on a place, the strongest sorting first.
type Claim = (u8, u128, usize, usize);

/// What can be compared of a ledger's line.
struct Memory {
    titles: Vec<Title>,
    works: Vec<u64>,
}

impl Memory {
    fn of(known: &Known) -> Self {
        // What stands in brackets are the first words of a record without title.
        let title = if known.title.starts_with('[') && known.title.ends_with(']') {
            Title::default()
        } else {
            Title::of(&known.title, None)
        };
        let titles: Vec<Title> = std::iter::once(title).filter(|title| !title.is_empty()).collect();
        let keys = Keys {
            titles: titles.clone().into(),
            family: known.family.as_str().into(),
            year: known.year,
            ..Keys::default()
        };
        Self { works: keys.works().collect(), titles }
    }
}

/// What a record and a line of the ledger meet by: a number, a work, a long text, the whole entry, the id its source gave.
fn shelves_of<'s>(
    numbers: impl Iterator<Item = &'s str>,
    works: &[u64],
    text: u64,
    entry: u64,
    key: &str,
) -> Vec<u64> {
    let shelf = |kind: u8, value: &[u8]| xxh3_64(value) ^ u64::from(kind).wrapping_mul(0x9E37_79B9);
    let numbers = numbers.map(|number| shelf(0, number.as_bytes()));
    let works = works.iter().map(|work| shelf(1, &work.to_le_bytes()));
    let text = (text != 0).then(|| shelf(2, &text.to_le_bytes()));
    let entry = std::iter::once(shelf(3, &entry.to_le_bytes()));
    let key = (!key.is_empty()).then(|| shelf(4, key.as_bytes()));
    numbers.chain(works).chain(text).chain(entry).chain(key).collect()
}

impl<'a> Claims<'a> {
    fn new(keys: &'a [Keys], origin: &'a [String], ledger: &Ledger) -> Self {
        Self { keys, origin, place: vec![None; keys.len()], taken: vec![false; ledger.known().len()] }
    }

    fn origin(&self, keys: &Keys) -> &'a str {
        self.origin.get(keys.place.part as usize).map_or("", String::as_str)
    }

    fn has_open_records(&self) -> bool {
        self.place.iter().any(Option::is_none)
    }

    fn open_records(&self) -> Vec<(usize, &'a Keys)> {
        self.keys
            .iter()
            .enumerate()
            .filter(|(at, _)| self.place.get(*at).is_some_and(Option::is_none))
            .collect()
    }

    fn open_places<'l>(&self, ledger: &'l Ledger) -> Vec<(usize, &'l Known)> {
        let open = |place: usize| self.taken.get(place).is_some_and(|taken| !taken);
        // A line without an input is a further name, not a record.
        ledger
            .known()
            .iter()
            .enumerate()
            .filter(|(place, known)| open(*place) && !known.input.is_empty())
            .collect()
    }

    fn grant(&mut self, mut claims: Vec<Claim>) {
        claims.sort_unstable();
        for (_, _, at, place) in claims {
            if let (Some(slot @ None), Some(taken @ false)) =
                (self.place.get_mut(at), self.taken.get_mut(place))
            {
                *slot = Some(place);
                *taken = true;
            }
        }
    }

    /// The common case, and the cheap one: nothing about the entry has changed.
    fn same_entries(&mut self, ledger: &Ledger) {
        let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for (place, known) in self.open_places(ledger) {
            places.entry(known.content).or_default().push(place);
        }
        let mut claims = Vec::new();
        for (at, keys) in self.open_records() {
            for place in places.get(&content(keys)).into_iter().flatten() {
                if ledger.known().get(*place).is_some_and(|known| known.input == self.origin(keys)) {
                    claims.push((0, keys.digest, at, *place));
                }
            }
        }
        self.grant(claims);
    }

    fn settle(&mut self, ledger: &Ledger) {
        let claims = self.claims(ledger);
        let (early, late): (Vec<_>, Vec<_>) = claims.into_iter().partition(|(level, ..)| *level < 5);
        self.grant(early);
        let corrected = self.corrected(ledger);
        self.grant(corrected);
        self.grant(late);
    }

    /// Every claim but those of the very same entries in the same input.
    fn claims(&self, ledger: &Ledger) -> Vec<Claim> {
        /// What more lines have in common says nothing of any of them.
        const CROWD: usize = 64;
        let mut memories: FxHashMap<usize, Memory> = FxHashMap::default();
        let mut shelves: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for (place, known) in self.open_places(ledger) {
            let memory = Memory::of(known);
            let numbers = known.numbers.iter().map(String::as_str);
            for value in shelves_of(numbers, &memory.works, known.text, known.content, &known.key) {
                shelves.entry(value).or_default().push(place);
            }
            memories.insert(place, memory);
        }
        let mut claims = Vec::new();
        for (at, keys) in self.open_records() {
            let works: Vec<u64> = keys.works().collect();
            let numbers = keys.numbers.iter().map(AsRef::as_ref);
            let values = shelves_of(numbers, &works, keys.text, content(keys), &keys.key);
            let mut seen = FxHashSet::default();
            for place in values
                .iter()
                .filter_map(|value| shelves.get(value))
                .flat_map(|shelf| shelf.iter().take(CROWD))
            {
                if let (true, Some(known), Some(memory)) =
                    (seen.insert(*place), ledger.known().get(*place), memories.get(place))
                    && let Some(level) = self.level(keys, &works, known, memory)
                {
                    claims.push((level, keys.digest, at, *place));
                }
            }
        }
        claims
    }

    fn level(&self, keys: &Keys, works: &[u64], known: &Known, memory: &Memory) -> Option<u8> {
        let here = known.input == self.origin(keys);
        let key = !keys.key.is_empty() && keys.key.as_ref() == known.key;
        let entry = known.content == content(keys);
        let text = keys.text != 0 && known.text == keys.text;
        let likeness = likeness(&keys.titles, &memory.titles);
        let number = likeness != Likeness::Unlike
            && keys.numbers.iter().any(|number| known.numbers.iter().any(|other| number.as_ref() == other));
        let work = memory.works.iter().any(|work| works.contains(work));
        Some(match here {
            true if entry => 0,
            true if key && (work || number || text) => 1,
            true if work || number || text => 2,
            true if key => 3,
            // An entry that moves from one input to another leaves a line that is not gone yet; one long gone is a weaker claim
            // than that of a corrected record of the same input.
            _ if entry && known.gone.is_none() => 4,
            _ if entry || work || number => 6,
            _ if text || (key && likeness == Likeness::Like) => 7,
            _ => return None,
        })
    }

    /// Records of which one of title, author and year was corrected, in inputs where nothing else comes into question.
    fn corrected(&self, ledger: &Ledger) -> Vec<Claim> {
        const CROWD: usize = 16;
        /// A title that has less of the old one is another's.
        const COMMON: f64 = 0.25;
        let parts = |title: &Title, family: &str, year: Option<i32>| {
            let family = fold(family).replace(' ', "");
            (title.plain(), family, year.map(|year| year.to_string()).unwrap_or_default())
        };
        let pairs = |input: &str, (title, family, year): &(String, String, String)| {
            [(0, title, family), (1, title, year), (2, family, year)]
                .into_iter()
                .filter(|(_, one, other)| !one.is_empty() && !other.is_empty())
                .map(|(kind, one, other)| xxh3_64(format!("{kind}\n{one}\n{other}\n{input}").as_bytes()))
                .collect::<Vec<_>>()
        };
        let mut shelves: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        let mut titles: FxHashMap<usize, Title> = FxHashMap::default();
        for (place, known) in self.open_places(ledger) {
            let title = Memory::of(known).titles.into_iter().next().unwrap_or_default();
            for pair in pairs(&known.input, &parts(&title, &known.family, known.year)) {
                shelves.entry(pair).or_default().push(place);
            }
            titles.insert(place, title);
        }
        let mut candidates: Vec<(usize, usize)> = Vec::new();
        for (at, keys) in self.open_records() {
            let title = keys.titles.first().cloned().unwrap_or_default();
            let mut mine: Vec<usize> = pairs(self.origin(keys), &parts(&title, &keys.family, keys.year))
                .iter()
                .filter_map(|pair| shelves.get(pair))
                .flat_map(|shelf| shelf.iter().take(CROWD).copied())
                .filter(|place| titles.get(place).is_some_and(|other| title.common_words(other) >= COMMON))
                .collect();
            mine.sort_unstable();
            mine.dedup();
            candidates.extend(mine.into_iter().map(|place| (at, place)));
        }
        let (mut of_record, mut of_place) = (FxHashMap::default(), FxHashMap::default());
        for (at, place) in &candidates {
            *of_record.entry(*at).or_insert(0_u32) += 1;
            *of_place.entry(*place).or_insert(0_u32) += 1;
        }
        candidates
            .into_iter()
            .filter(|(at, place)| of_record.get(at) == Some(&1) && of_place.get(place) == Some(&1))
            .filter_map(|(at, place)| Some((5, self.keys.get(at)?.digest, at, place)))
            .collect()
    }
}

/// A work: the records that are one, under the id it is answered with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// Its id: the oldest of its records', and what those were once merged into.
    pub id: RecordId,
    /// The ingest that first saw it.
    pub seen: u64,
    /// Its records, by their place among the keys, in the order of their content.
    pub records: Vec<u32>,
    /// Every other id that is answered with it, sorted.
    pub aliases: Vec<RecordId>,
}

/// Makes works of groups, in the order of their ids, and writes into the ledger what each record's id is now.
pub fn works(
    keys: &[Keys],
    groups: &Groups,
    places: &[usize],
    apart: &Apart,
    ledger: &mut Ledger,
) -> Vec<Work> {
    let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (at, group) in (0..).zip(&groups.group) {
        members.entry(*group).or_default().push(at);
    }
    let place_of = |at: &u32| places.get(*at as usize).copied().unwrap_or_default();
    // Whose record is there keeps its id, whatever others were once merged into it.
    let mut owner: FxHashMap<usize, u32> = FxHashMap::default();
    for (at, group) in (0..).zip(&groups.group) {
        owner.insert(place_of(&at), *group);
    }
    let mut groups: Vec<(usize, u32, Vec<u32>)> = members
        .into_iter()
        .map(|(group, records)| (records.iter().map(place_of).min().unwrap_or_default(), group, records))
        .collect();
    groups.sort_unstable();
    let mut works = Vec::with_capacity(groups.len());
    for (oldest, group, mut records) in groups {
        let mut place = oldest;
        for record in &records {
            let Some(known) = ledger.known().get(place_of(record)) else { continue };
            if known.of.is_none() {
                continue;
            }
            let Some(root) = ledger.now(&known.id).and_then(|id| ledger.place(id)) else { continue };
            let is_apart = ledger.known().get(root).is_some_and(|root| apart.holds(&root.id, &known.id));
            if root < place && !is_apart && *owner.entry(root).or_insert(group) == group {
                place = root;
            }
        }
        let Some(id) = ledger.known().get(place).map(|known| known.id.clone()) else { continue };
        let mut seen = u64::MAX;
        for at in records.iter().map(place_of).chain([place]) {
            if let Some(known) = ledger.at_mut(at) {
                known.of = (at != place).then(|| id.clone());
                seen = seen.min(known.seen);
            }
        }
        records.sort_by_key(|at| keys.get(*at as usize).map(|keys| (keys.digest, keys.place)));
        works.push(Work { id, seen, records, aliases: Vec::new() });
    }
    works.sort_unstable_by(|one, other| one.id.cmp(&other.id));
    let mut aliases: Vec<(usize, RecordId)> = Vec::new();
    for known in ledger.known().iter().filter(|known| known.of.is_some()) {
        if let Some(id) = ledger.now(&known.id)
            && let Ok(at) = works.binary_search_by(|work| work.id.as_str().cmp(id))
        {
            aliases.push((at, known.id.clone()));
        }
    }
    for (at, alias) in aliases {
        if let Some(work) = works.get_mut(at) {
            work.aliases.push(alias);
        }
    }
    for work in &mut works {
        work.aliases.sort_unstable();
    }
    works
}

/// The sides of each "apart" decision among the records: those whose id is one of the pair, or was merged into it.
#[must_use]
pub fn sides(places: &[usize], apart: &Apart, ledger: &Ledger) -> Vec<(Vec<u32>, Vec<u32>)> {
    let mut by_id: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
    if apart.pairs().next().is_none() {
        return Vec::new();
    }
    for (at, place) in (0..).zip(places) {
        let Some(known) = ledger.known().get(*place) else { continue };
        by_id.entry(&known.id).or_default().push(at);
        if let Some(now) = ledger.now(&known.id).filter(|now| *now != known.id) {
            by_id.entry(now).or_default().push(at);
        }
    }
    let records = |id: &str| by_id.get(id).cloned().unwrap_or_default();
    apart
        .pairs()
        .map(|(one, other)| {
            let (mut left, mut right) = (records(one), records(other));
            // One that was merged into the other stands on its own side alone.
            let own = |id: &str, at: &u32| {
                places
                    .get(*at as usize)
                    .and_then(|place| ledger.known().get(*place))
                    .is_some_and(|known| known.id == id)
            };
            left.retain(|at| !own(other, at));
            right.retain(|at| !own(one, at) && !left.contains(at));
            (left, right)
        })
        .collect()
}
