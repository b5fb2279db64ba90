//! Grows the starter bibliography to any number of records, always the same ones for the same number.
//!
//! A chain of words learnt from the annotations gives the ordinary words and what stands beside what; one content word in
//! twenty is replaced by one of 200,000 made words whose frequencies fall off by Zipf's law, so that the vocabulary goes on
//! growing with the records as it does in real ones (Heaps). An abstract has about 160 words, a record about 1.28 kB.
//! No date, name or journal in them is a fact.

#![allow(dead_code)]

use chosin::record::{Date, Name, Record};
use std::collections::HashMap;
use std::fmt::Write as _;

/// How many made words there are.
const MADE: u64 = 200_000;
/// One content word in so many is a made one.
const ONE_IN: u64 = 20;

/// The chain and the names, ready to write records.
pub struct Growth {
    words: Vec<String>,
    /// For each word, the words seen after it; 0 ends a sentence.
    after: Vec<Vec<u32>>,
    starts: Vec<u32>,
    names: Vec<Name>,
    journals: Vec<String>,
}

/// SplitMix64 (Steele, Lea and Flood, 2014): a step of a counter, mixed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    fn of<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        things.get(usize::try_from(self.below(things.len() as u64)).unwrap_or(0))
    }
}

impl Growth {
    /// Learns from the starter bibliography of a checkout.
    ///
    /// # Panics
    /// Where `corpus/` cannot be read: there is nothing to grow.
    #[must_use]
    pub fn from_corpus() -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .expect("corpus")
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .collect();
        paths.sort();
        let mut growth = Self {
            words: vec![String::new()],
            after: vec![Vec::new()],
            starts: Vec::new(),
            names: Vec::new(),
            journals: Vec::new(),
        };
        let mut known: HashMap<String, u32> = HashMap::new();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        {
            let text = std::fs::read_to_string(path).expect("corpus file");
            let records: Vec<Record> = serde_json::from_str(&text).expect("CSL-JSON");
            for record in records {
                growth.names.extend(record.author);
                growth.journals.extend(record.container_title);
                growth.learn(record.summary.as_deref().unwrap_or_default(), &mut known);
            }
        }
        growth
    }

    fn learn(&mut self, text: &str, known: &mut HashMap<String, u32>) {
        let mut before = 0_u32;
        for word in text.split_whitespace() {
            let index = *known.entry(word.to_owned()).or_insert_with(|| {
                self.words.push(word.to_owned());
                self.after.push(Vec::new());
                u32::try_from(self.words.len() - 1).unwrap_or(0)
            });
            if before == 0 {
                self.starts.push(index);
            } else {
                self.after[before as usize].push(index);
            }
            before = if word.ends_with('.') { 0 } else { index };
        }
    }

    /// The record of a number.
    #[must_use]
    pub fn record(&self, number: u64) -> Record {
        let mut random = Random(number.wrapping_mul(0xD134_2543_DE82_EF95) ^ 0x5EED);
        let words = 110 + random.below(101);
        let summary = self.prose(&mut random, words);
        let words = 5 + random.below(7);
        let mut title = self.prose(&mut random, words);
        title.truncate(title.trim_end_matches(['.', ',', ';', ':']).len());
        let authors = 1 + random.below(2);
        let author = (0..authors).filter_map(|_| random.of(&self.names).cloned()).collect();
        Record {
            id: format!("grown{number}"),
            kind: if random.below(3) == 0 { "book" } else { "article-journal" }.into(),
            title,
            author,
            issued: Some(Date::year(1950 + i32::try_from(random.below(75)).unwrap_or(0))),
            container_title: random.of(&self.journals).cloned(),
            language: Some("en".into()),
            summary: Some(summary),
            ..Record::default()
        }
    }

    fn prose(&self, random: &mut Random, words: u64) -> String {
        let mut text = String::new();
        let mut at = 0_u32;
        for _ in 0..words {
            let choices = self
                .after
                .get(at as usize)
                .filter(|after| at != 0 && !after.is_empty())
                .unwrap_or(&self.starts);
            at = random.of(choices).copied().unwrap_or(0);
            let word = self.words.get(at as usize).map_or("", String::as_str);
            if !text.is_empty() {
                text.push(' ');
            }
            if word.len() > 4
                && word.bytes().all(|byte| byte.is_ascii_lowercase())
                && random.below(ONE_IN) == 0
            {
                made(random, &mut text);
            } else {
                text.push_str(word);
            }
            if word.ends_with('.') {
                at = 0;
            }
        }
        text
    }
}

/// Appends a made word; low ranks are drawn far more often.
fn made(random: &mut Random, out: &mut String) {
    // The inverse of Zipf's distribution with exponent 1: rank = MADE^u.
    let uniform = (random.next() >> 11) as f64 / (1_u64 << 53) as f64;
    let mut rank = (MADE as f64).powf(uniform) as u64;
    const ONSETS: [&str; 16] =
        ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "br", "st"];
    const VOWELS: [&str; 6] = ["a", "e", "i", "o", "u", "ea"];
    let _ = write!(out, "q");
    loop {
        let (onset, rest) = (rank % 16, rank / 16);
        let (vowel, rest) = (rest % 6, rest / 6);
        out.push_str(VOWELS[vowel as usize]);
        out.push_str(ONSETS[onset as usize]);
        if rest == 0 {
            break;
        }
        rank = rest;
    }
    out.push('a');
}

/// How many records a bench is about: `CHOSIN_BENCH_RECORDS`, else 100,000.
#[must_use]
pub fn count() -> u64 {
    std::env::var("CHOSIN_BENCH_RECORDS").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000)
}

/// The grown records as JSON lines.
#[must_use]
pub fn lines(count: u64) -> String {
    let growth = Growth::from_corpus();
    let mut lines = String::new();
    for number in 0..count {
        lines.push_str(&growth.record(number).to_json());
        lines.push('\n');
    }
    lines
}

/// The analyzer that a plain `chosin ingest` reads with.
///
/// # Panics
/// Never: the carried lexicon is compiled by a test.
#[must_use]
pub fn analyzer() -> chosin::analysis::Analyzer {
    use chosin::lexicon::Lexicon;
    let lexicon = Lexicon::compile(&Lexicon::carried()).expect("the carried lexicon");
    chosin::analysis::Analyzer::new(Some(std::sync::Arc::new(lexicon)))
}

/// A reader of an index of so many grown records, which is kept under `target/` for the next bench.
///
/// # Panics
/// Where nothing can be written there.
#[must_use]
pub fn reader(count: u64) -> chosin::index::Reader {
    use chosin::index::{Home, open::Opened};
    use chosin::ingest::{Ingest, ingest};
    use chosin::library::{input::Input, location::Location};
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join(format!("bench-{count}"));
    std::fs::create_dir_all(&folder).expect("a folder under target");
    let records = folder.join("records.jsonl");
    if !records.exists() {
        std::fs::write(&records, lines(count)).expect("a file under target");
    }
    let location = Location::new(folder.join("query-index"));
    let order = Ingest { inputs: vec![Input::new(&records)], ..Ingest::default() };
    ingest(&location, &order, &mut |_| {}).expect("an index");
    let home = Home { path: folder, name: "bench".into(), generation: 1, lists: Box::new(|_| None) };
    Opened::open(&location).and_then(|opened| opened.reader(home)).expect("the index")
}
