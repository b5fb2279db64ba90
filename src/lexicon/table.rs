//! Classes -> one table of bytes, and back: compiled when an index is built, opened by a search in microseconds.
//!
//! It is written and read by one version of chosin: the first bytes name it, a checksum guards the rest.
//!
//! | bytes | what |
//! |---|---|
//! | 16 | name and version of the form |
//! | 8 | xxh3 of what follows, little-endian |
//! | 4 | length of the map |
//! | n | a finite-state map from keys (see `variant`) to offsets among the entries |
//! | 4 + n | length, and the runs of words inside keys, sorted: the hash (u32) of each and the class (u32) that has it |
//! | 4 + n | length, and the beginnings of words that are not their key's first, sorted: one to four letters as a u32 |
//! | 4 | number of classes, then 4 bytes each: offsets of the classes, in order of id |
//! | rest | entries and classes; numbers are u32 little-endian, a text is its length and its bytes |

use super::source::{Class, Variant};
use super::variant::{self, Key};
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Range;
use tantivy::directory::OwnedBytes;
use tantivy_fst::MapBuilder;
use tantivy_fst::raw::Fst;
use xxhash_rust::xxh3::xxh3_64;

const NAME: &[u8; 16] = b"chosin lexicon 4";

/// A compiled lexicon.
pub struct Table {
    /// Keys -> offsets of entries.
    pub keys: Fst<OwnedBytes>,
    rest: OwnedBytes,
    parts: OwnedBytes,
    later: OwnedBytes,
    whole: OwnedBytes,
    classes: u32,
    digest: u64,
}

/// What a key stands for: a class, and how it must be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'t> {
    /// The class, by its number.
    pub class: u32,
    /// How each word must be written, where capitals matter; else empty.
    pub written: &'t [u8],
}

/// Compiles classes, which stand in order of id.
#[must_use]
pub fn compile(classes: &[Class]) -> Vec<u8> {
    let mut keys: BTreeMap<String, Vec<(u32, Vec<u8>)>> = BTreeMap::new();
    for (number, class) in (0_u32..).zip(classes) {
        let east_asian = variant::is_east_asian(class);
        let crossed = variant::crossed(class);
        let sure =
            class.variants.iter().chain(&crossed).flat_map(|it| variant::keys(it, &class.kind, east_asian));
        let broad = class.broad.iter().flat_map(|it| variant::keys(it, &class.kind, east_asian));
        let broad = broad.map(|key| Key { text: format!("{BROAD}{}", key.text), ..key });
        for Key { text, written } in sure.chain(broad) {
            let entries = keys.entry(text).or_default();
            // Where a name stands both with and without a wish for capitals, none is needed.
            match entries.iter_mut().find(|(of, _)| *of == number) {
                Some((_, before)) if written.is_empty() => before.clear(),
                Some(_) => {}
                None => entries.push((number, written)),
            }
        }
    }
    let mut rest = Vec::new();
    let mut offsets = Vec::new();
    for class in classes {
        offsets.push(small(rest.len()));
        put_class(class, classes, &mut rest);
    }
    let mut map = MapBuilder::memory();
    let mut placed: FxHashMap<&[(u32, Vec<u8>)], u64> = FxHashMap::default();
    for (key, entries) in &keys {
        // The many keys of one class share their entry, and so the map's ends.
        let offset = *placed.entry(entries).or_insert_with(|| {
            let offset = rest.len() as u64;
            put(small(entries.len()), &mut rest);
            for (class, written) in entries {
                put(*class, &mut rest);
                put_bytes(written, &mut rest);
            }
            offset
        });
        // Keys come in order and once, and memory does not fail: there is no error to be had.
        let _ = map.insert(key, offset);
    }
    let map = map.into_inner().unwrap_or_default();
    let mut body = Vec::with_capacity(map.len() + rest.len() + 8 + 4 * offsets.len());
    put_bytes(&map, &mut body);
    put_bytes(&parts_of(&keys), &mut body);
    put_bytes(&later_of(&keys), &mut body);
    put(small(offsets.len()), &mut body);
    for offset in offsets {
        put(offset, &mut body);
    }
    body.extend(rest);
    let mut bytes = NAME.to_vec();
    bytes.extend(xxh3_64(&body).to_le_bytes());
    bytes.extend(body);
    bytes
}

/// The kind of a class that is a person.
const PERSON: &str = "person";

/// Stands before the key of a looser name, which no text reaches unasked.
pub const BROAD: char = '~';

/// Stands before a run that begins a key.
pub const BEGINS: char = '^';

/// Stands after a run that ends a key.
pub const ENDS: char = '$';

/// Every run of two words or more inside a longer key, by its hash, with the class: a phrase that is one cuts a name.
fn parts_of(keys: &BTreeMap<String, Vec<(u32, Vec<u8>)>>) -> Vec<u8> {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for (key, entries) in keys.iter().filter(|(key, _)| !key.starts_with(BROAD)) {
        let words: Vec<&str> = key.split([' ', ',', '/']).collect();
        let mut hashes = Vec::new();
        for length in 2..words.len() {
            hashes.extend(words.windows(length).map(|run| short_hash(&run.join(" "))));
            hashes.extend(words.get(..length).map(|run| short_hash(&format!("{BEGINS}{}", run.join(" ")))));
            let ending = words.get(words.len() - length..);
            hashes.extend(ending.map(|run| short_hash(&format!("{}{ENDS}", run.join(" ")))));
        }
        parts.extend(hashes.iter().flat_map(|hash| entries.iter().map(|(class, _)| (*hash, *class))));
    }
    parts.sort_unstable();
    parts.dedup();
    parts.into_iter().flat_map(|(hash, class)| [hash.to_le_bytes(), class.to_le_bytes()].concat()).collect()
}

/// As many letters as tell most words apart, and fit into a number.
const TELLING: usize = size_of::<u32>();

fn beginning(letters: &[u8]) -> u32 {
    let mut bytes = [0; TELLING];
    letters.iter().zip(&mut bytes).for_each(|(letter, byte)| *byte = *letter);
    u32::from_be_bytes(bytes)
}

/// How the words begin that are not the first of their key. What a key parts by a blank, a text may write as one.
fn later_of(keys: &BTreeMap<String, Vec<(u32, Vec<u8>)>>) -> Vec<u8> {
    let mut found: Vec<u32> = Vec::new();
    for key in keys.keys() {
        for (joint, _) in key.match_indices([' ', ',', '/']) {
            let rest = key[joint + 1..].split([',', '/']).next().unwrap_or_default();
            let letters: Vec<u8> = rest.bytes().filter(|byte| *byte != b' ').take(TELLING).collect();
            found.extend((1..=letters.len()).map(|length| beginning(&letters[..length])));
        }
    }
    found.sort_unstable();
    found.dedup();
    found.into_iter().flat_map(u32::to_le_bytes).collect()
}

fn short_hash(text: &str) -> u32 {
    // The low half is as good as any.
    (xxh3_64(text.as_bytes()) & u64::from(u32::MAX)) as u32
}

fn put_class(class: &Class, classes: &[Class], out: &mut Vec<u8>) {
    put_bytes(class.id.as_bytes(), out);
    put_bytes(class.kind.as_bytes(), out);
    put_bytes(class.note.as_deref().unwrap_or_default().as_bytes(), out);
    for variants in [&class.variants, &class.broad] {
        put(small(variants.len()), out);
        for variant in variants {
            put_bytes(variant.text.as_bytes(), out);
            put_bytes(variant.lang.as_deref().unwrap_or_default().as_bytes(), out);
            put(u32::from(variant.case), out);
        }
    }
    let not: Vec<u32> = class
        .not
        .iter()
        .filter_map(|id| classes.binary_search_by(|class| class.id.cmp(id)).ok())
        .map(small)
        .collect();
    put(small(not.len()), out);
    for number in not {
        put(number, out);
    }
}

fn small(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn put(number: u32, out: &mut Vec<u8>) {
    out.extend(number.to_le_bytes());
}

fn put_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    put(small(bytes.len()), out);
    out.extend(bytes);
}

/// A place in the bytes; beyond their end it gives zeros and nothing.
struct Cursor<'t>(&'t [u8]);

impl<'t> Cursor<'t> {
    fn bytes(&mut self, length: usize) -> &'t [u8] {
        let (head, tail) = self.0.split_at_checked(length).unwrap_or((&[], &[]));
        self.0 = tail;
        head
    }

    fn number(&mut self) -> u32 {
        self.bytes(4).first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
    }

    fn prefixed(&mut self) -> &'t [u8] {
        let length = self.number() as usize;
        self.bytes(length)
    }

    fn text(&mut self) -> &'t str {
        std::str::from_utf8(self.prefixed()).unwrap_or_default()
    }
}

/// The first of so many places, in order, that is no longer `before`.
fn first_not(count: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

impl Table {
    /// Opens a compiled lexicon.
    ///
    /// # Errors
    /// Bytes of another version, or damaged ones.
    pub fn open(bytes: OwnedBytes) -> Result<Self> {
        let damaged = |message: &str| Error::damaged("lexicon", message);
        let rest = bytes.strip_prefix(NAME).ok_or_else(|| damaged("not a lexicon of this version"))?;
        let (sum, body) = rest.split_first_chunk::<8>().ok_or_else(|| damaged("it is cut off"))?;
        let digest = u64::from_le_bytes(*sum);
        if xxh3_64(body) != digest {
            return Err(damaged("its checksum does not fit"));
        }
        let mut cursor = Cursor(body);
        let length = cursor.prefixed().len();
        let parts = cursor.prefixed().len();
        let later = cursor.prefixed().len();
        let classes = cursor.number();
        let start = NAME.len() + 8 + 4;
        let part = |range: Range<usize>| match bytes.get(range.clone()) {
            Some(_) => Ok(bytes.slice(range)),
            None => Err(damaged("it is cut off")),
        };
        let keys = Fst::new(part(start..start + length)?).map_err(|error| damaged(&error.to_string()))?;
        let after = start + length + 4;
        let after_parts = after + parts + 4;
        let rest = part(after_parts + later + 4..bytes.len())?;
        let (parts, later) = (part(after..after + parts)?, part(after_parts..after_parts + later)?);
        Ok(Self { keys, rest, parts, later, classes, digest, whole: bytes })
    }

    /// The bytes that [`Table::open`] reads.
    pub fn as_bytes(&self) -> &[u8] {
        &self.whole
    }

    /// What tells this lexicon from every other.
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// The classes that have words, joined by blanks, as a part of a longer key; with [`BEGINS`] or [`ENDS`], as its beginning or
    /// end. One in a hundred thousand other phrases is taken for a part as well.
    pub fn with_part(&self, words: &str) -> impl Iterator<Item = u32> + '_ {
        const PAIR: usize = 8;
        let wanted = short_hash(words);
        let pair = move |at: usize| {
            let (hash, rest) = self.parts.get(at * PAIR..)?.split_first_chunk()?;
            Some((u32::from_le_bytes(*hash), u32::from_le_bytes(*rest.first_chunk()?)))
        };
        let first = first_not(self.parts.len() / PAIR, |at| pair(at).is_some_and(|(hash, _)| hash < wanted));
        (first..).map_while(pair).take_while(move |(hash, _)| *hash == wanted).map(|(_, class)| class)
    }

    /// Whether a key may have a folded word, or its beginning, after its first word: never wrongly no, nor its plural.
    pub fn may_be_later(&self, folded: &str) -> bool {
        let bytes = folded.as_bytes();
        let begins = |letters: &[u8]| {
            let wanted = beginning(&letters[..letters.len().min(TELLING)]);
            let at =
                |at: usize| self.later.get(at * TELLING..)?.first_chunk().copied().map(u32::from_le_bytes);
            let first =
                first_not(self.later.len() / TELLING, |place| at(place).is_some_and(|it| it < wanted));
            at(first) == Some(wanted)
        };
        !folded.is_ascii() || begins(bytes) || bytes.strip_suffix(b"s").is_some_and(begins)
    }

    /// How many classes there are.
    pub fn len(&self) -> u32 {
        self.classes
    }

    fn blob(&self) -> &[u8] {
        self.rest.get(4 * self.classes as usize..).unwrap_or_default()
    }

    /// What a key stands for, by the offset that the map gives.
    pub fn entries(&self, offset: u64) -> impl Iterator<Item = Entry<'_>> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let mut cursor = Cursor(self.blob().get(start..).unwrap_or_default());
        let count = cursor.number();
        (0..count).map(move |_| Entry { class: cursor.number(), written: cursor.prefixed() })
    }

    fn cursor(&self, number: u32) -> Cursor<'_> {
        let mut offsets = Cursor(self.rest.get(4 * number as usize..).unwrap_or_default());
        let offset = if number < self.classes { offsets.number() as usize } else { usize::MAX };
        Cursor(self.blob().get(offset..).unwrap_or_default())
    }

    /// The id of a class.
    pub fn id(&self, number: u32) -> &str {
        self.cursor(number).text()
    }

    /// The class of an id, by its number.
    pub fn find(&self, id: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.classes);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.id(middle).cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// A class in full.
    pub fn class(&self, number: u32) -> Class {
        let mut cursor = self.cursor(number);
        let owned = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let (id, kind) = (cursor.text().to_owned(), cursor.text().to_owned());
        let note = owned(cursor.text());
        let mut variants = [Vec::new(), Vec::new()];
        for list in &mut variants {
            for _ in 0..cursor.number() {
                let (text, lang) = (cursor.text().to_owned(), owned(cursor.text()));
                list.push(Variant { text, lang, case: cursor.number() != 0 });
            }
        }
        let not = (0..cursor.number()).map(|_| self.id(cursor.number()).to_owned()).collect();
        let [variants, broad] = variants;
        Class { id, kind, variants, broad, note, not }
    }

    /// Whether a class is a person.
    pub fn is_person(&self, number: u32) -> bool {
        let mut cursor = self.cursor(number);
        cursor.prefixed();
        cursor.text() == PERSON
    }

    /// Whether names of the second class inside a name of the first do not count: what the first says it is not, and in a person's
    /// name whatever it is. Mao Anying is no Mao, Yi Yongdŏk no Yŏngdŏk.
    pub fn excludes(&self, outer: u32, inner: u32) -> bool {
        let mut cursor = self.cursor(outer);
        cursor.prefixed();
        if cursor.text() == PERSON {
            return true;
        }
        cursor.prefixed();
        for _ in 0..2 {
            for _ in 0..cursor.number() {
                cursor.prefixed();
                cursor.prefixed();
                cursor.number();
            }
        }
        (0..cursor.number()).any(|_| cursor.number() == inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::source::{Source, read};

    fn compiled() -> Vec<u8> {
        let text = "[[class]]\nid = \"rok\"\nkind = \"body\"\nvariants = [\"ROK\"]\nnote = \"south\"\n\
                    [[class]]\nid = \"dprk\"\nkind = \"body\"\nvariants = [\"DPRK\"]\nbroad = [\"the North\"]\nnot = [\"rok\"]\n";
        compile(&read(&[Source::new("a", text)]).unwrap_or_default())
    }

    #[test]
    fn what_is_compiled_is_read_back() {
        let bytes = compiled();
        let Ok(table) = Table::open(OwnedBytes::new(bytes)) else { panic!("it opens") };
        let rok = table.find("rok").unwrap_or(99);
        assert_eq!(table.class(rok).note.as_deref(), Some("south"));
        let dprk = table.find("dprk").unwrap_or(99);
        assert_eq!(table.class(dprk).broad[0].text, "the North");
        assert!(table.excludes(dprk, rok) && !table.excludes(rok, dprk));
        assert_eq!(table.find("nowhere"), None);
    }

    #[test]
    fn damage_is_found() {
        let mut bytes = compiled();
        assert!(Table::open(OwnedBytes::new(bytes.clone())).is_ok_and(|table| table.as_bytes() == bytes));
        assert!(
            Table::open(OwnedBytes::new(bytes[..10].to_vec())).is_err()
                && Table::open(OwnedBytes::new(bytes[..20].to_vec())).is_err()
        );
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        assert!(Table::open(OwnedBytes::new(bytes)).is_err());
    }
}
