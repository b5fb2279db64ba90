//! Words that the records write as one and as two: `ceasefire`, `cease-fire`, `cease fire`.
//!
//! Learnt from the records when an index is built, so that the three forms find each other at no cost to a record and with no list of
//! ours. A pair stands here only where the joined word and the two words side by side both occur, and neither half
//! is a function word (`may be` is not `maybe`). Plain lines, sorted: `ceasefir<TAB>ceas fire`, stems all three.

use super::schema::Fields;
use super::spans::SpansQuery;
use crate::analysis::is_function_word;
use crate::lexicon::stem;
use crate::query::Order;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocSet, Searcher, TERMINATED};

/// The file beside the index.
pub const FILE: &str = "compounds.tsv";

/// The pairs, as lines.
#[derive(Debug, Clone, Default)]
pub struct Compounds(String);

impl Compounds {
    /// Takes the lines as [`learn`] gave them.
    #[must_use]
    pub fn new(lines: String) -> Self {
        Self(lines)
    }

    /// The two stems that a stem is also written as.
    #[must_use]
    pub fn halves(&self, stem: &str) -> Option<(&str, &str)> {
        let bytes = self.0.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let end =
                bytes[middle..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| middle + at);
            let (joined, halves) = self.0.get(start..end)?.split_once('\t')?;
            match joined.cmp(stem) {
                std::cmp::Ordering::Equal => return halves.split_once(' '),
                std::cmp::Ordering::Less => low = end + 1,
                std::cmp::Ordering::Greater => high = start.saturating_sub(1),
            }
        }
        None
    }
}

/// Learns the pairs from an index.
///
/// # Errors
/// Where the index cannot be read.
pub fn learn(searcher: &Searcher, fields: &Fields) -> tantivy::Result<String> {
    const SHORTEST: usize = 5;
    const LONGEST: usize = 24;
    let mut words: FxHashSet<String> = FxHashSet::default();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(fields.exact)?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            if let Ok(word) = std::str::from_utf8(stream.key())
                && word.len() <= LONGEST
                && word.bytes().all(|byte| byte.is_ascii_lowercase())
            {
                words.insert(word.to_owned());
            }
        }
    }
    let mut pairs: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut sorted: Vec<&String> = words.iter().filter(|word| word.len() >= SHORTEST).collect();
    sorted.sort_unstable();
    for word in sorted {
        for at in 2..word.len() - 1 {
            let (left, right) = word.split_at(at);
            if !words.contains(left)
                || !words.contains(right)
                || is_function_word(left)
                || is_function_word(right)
            {
                continue;
            }
            let joined = stem(word);
            if pairs.contains_key(&joined) {
                break;
            }
            if side_by_side(searcher, fields, left, right)? {
                pairs.insert(joined, (stem(left), stem(right)));
                break;
            }
        }
    }
    let mut lines = String::new();
    for (joined, (left, right)) in pairs {
        let _ = writeln!(lines, "{joined}\t{left} {right}");
    }
    Ok(lines)
}

/// Whether two words stand side by side in some record.
fn side_by_side(searcher: &Searcher, fields: &Fields, left: &str, right: &str) -> tantivy::Result<bool> {
    let slot = |word: &str| vec![vec![vec![word.to_owned()]]];
    let query =
        SpansQuery { field: fields.exact, slots: vec![slot(left), slot(right)], order: Order::Adjacent };
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    for reader in searcher.segment_readers() {
        if weight.scorer(reader, 1.0)?.doc() != TERMINATED {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_finds_its_halves_by_line() {
        let compounds =
            Compounds::new("airfield\tair field\nceasefir\tceas fire\nwarship\twar ship\n".into());
        assert_eq!(compounds.halves("ceasefir"), Some(("ceas", "fire")));
        assert_eq!(compounds.halves("airfield"), Some(("air", "field")));
        assert_eq!(compounds.halves("warship"), Some(("war", "ship")));
        for missing in ["", "a", "ceas", "zz", "cease"] {
            assert_eq!(compounds.halves(missing), None, "{missing}");
        }
        assert_eq!(Compounds::default().halves("x"), None);
    }
}
