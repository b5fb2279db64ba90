//! What an entry has from its parents: `crossref` and `xdata`.
//!
//! A file is read once, so an entry whose parent has not been seen waits until the end of the file; parents are
//! remembered by what can be inherited from them, without abstracts and notes. Both are bounded: past [`LIMIT`] bytes no
//! more parents are remembered, and what waits longest is given out with what it has. Chains are followed
//! [`STEPS`] entries far and never twice through the same entry on one path, so that circles end.
//! Source: the BibLaTeX manual 3.20, section 2.4 and appendix B.

use super::kinds;
use super::value::Fields;
use rustc_hash::{FxHashMap, FxHashSet};

/// The most bytes of parents, and of waiting entries, that are held.
pub const LIMIT: usize = 64 << 20;

/// How many entries are asked for one entry's fields.
const STEPS: usize = 32;

/// Fields that no entry has from another: they are of one work, or of the file.
const OWN: &[&str] = &[
    "abstract",
    "annotation",
    "annote",
    "crossref",
    "doi",
    "entryset",
    "entrysubtype",
    "eprint",
    "execute",
    "file",
    "ids",
    "keywords",
    "keyword",
    "label",
    "note",
    "options",
    "pages",
    "pagetotal",
    "presort",
    "related",
    "relatedtype",
    "shorthand",
    "sortkey",
    "url",
    "urldate",
    "xdata",
    "xref",
];

/// Entry types that nothing is inherited from unless an earlier entry asked for it.
const CHILDLESS: &[&str] =
    &["article", "online", "misc", "phdthesis", "mastersthesis", "thesis", "unpublished"];

/// An entry with its fields.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// The line it begins on.
    pub line: usize,
    /// Its type, in small letters.
    pub kind: String,
    /// Its key.
    pub key: String,
    /// Its fields, names in small letters.
    pub fields: Vec<(String, String)>,
}

impl Parsed {
    /// An entry that outlives the file's text.
    pub fn new(line: usize, kind: &str, key: &str, fields: Fields) -> Self {
        let fields = fields.into_iter().map(|(name, raw)| (name.into_owned(), raw.into_owned())).collect();
        Self { line, kind: kind.to_owned(), key: key.to_owned(), fields }
    }

    fn size(&self) -> usize {
        self.fields.iter().map(|(name, raw)| name.len() + raw.len() + 48).sum::<usize>() + 96
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, raw)| raw.as_str())
    }

    /// The keys it refers to, `xdata` first.
    fn parents(&self) -> impl Iterator<Item = (bool, &str)> {
        let keys = |name: &str| self.get(name).unwrap_or_default().split(',').map(str::trim);
        let xdata = keys("xdata").map(|key| (true, key));
        xdata.chain(keys("crossref").map(|key| (false, key))).filter(|(_, key)| !key.is_empty())
    }
}

/// Whether fields refer to a parent.
pub fn has_parent(fields: &Fields) -> bool {
    fields.iter().any(|(name, raw)| matches!(name.as_ref(), "crossref" | "xdata") && !raw.is_empty())
}

/// The parents seen so far, and the entries that wait for theirs.
#[derive(Default)]
pub struct Family {
    parents: FxHashMap<String, Parsed>,
    wanted: FxHashSet<String>,
    waiting: std::collections::VecDeque<Parsed>,
    parents_size: usize,
    waiting_size: usize,
}

impl Family {
    /// Remembers an entry for those that refer to it.
    pub fn remember(&mut self, kind: &str, key: &str, fields: &Fields) {
        let asked = !CHILDLESS.contains(&kind) || self.wanted.contains(key.to_lowercase().as_str());
        if key.is_empty() || !asked || self.parents_size > LIMIT {
            return;
        }
        let all = kind == "xdata";
        let inherited = fields
            .iter()
            .filter(|(name, raw)| {
                matches!(name.as_ref(), "crossref" | "xdata")
                    || (!raw.is_empty() && (all || !OWN.contains(&name.as_ref())))
            })
            .map(|(name, raw)| (name.as_ref().to_owned(), raw.as_ref().to_owned()))
            .collect();
        let parent = Parsed { line: 0, kind: kind.to_owned(), key: key.to_owned(), fields: inherited };
        self.parents_size += parent.size();
        // Of two entries with one key the first counts, as for BibTeX.
        self.parents.entry(key.to_lowercase()).or_insert(parent);
    }

    /// Whether every parent of an entry, and theirs, has been seen.
    pub fn knows_parents(&self, entry: &Parsed) -> bool {
        let mut open: Vec<&Parsed> = vec![entry];
        let mut seen: FxHashSet<String> = FxHashSet::default();
        while let Some(entry) = open.pop() {
            for (_, key) in entry.parents() {
                let key = key.to_lowercase();
                let Some(parent) = self.parents.get(&key) else { return false };
                if seen.len() < STEPS && seen.insert(key) {
                    open.push(parent);
                }
            }
        }
        true
    }

    /// Lets an entry wait; gives back the one that has waited longest where too much waits.
    pub fn wait(&mut self, entry: Parsed) -> Option<Parsed> {
        for (_, key) in entry.parents() {
            if self.wanted.len() < LIMIT / 64 {
                self.wanted.insert(key.to_lowercase());
            }
        }
        self.waiting_size += entry.size();
        self.waiting.push_back(entry);
        if self.waiting_size <= LIMIT {
            return None;
        }
        self.next_waiting()
    }

    /// The entry that has waited longest.
    pub fn next_waiting(&mut self) -> Option<Parsed> {
        let entry = self.waiting.pop_front()?;
        self.waiting_size = self.waiting_size.saturating_sub(entry.size());
        Some(entry)
    }

    /// Adds to an entry what it has not itself; `xdata` that was found is gone from it then.
    pub fn inherit(&self, entry: &mut Parsed) {
        let mut steps = STEPS;
        let mut path = vec![entry.key.to_lowercase()];
        let mut found = Vec::new();
        self.collect(entry, &entry.kind, &mut path, &mut steps, &mut found);
        let all_found = entry
            .parents()
            .filter(|(xdata, _)| *xdata)
            .all(|(_, key)| self.parents.contains_key(&key.to_lowercase()));
        for (name, raw) in found {
            // A date of one's own is not to be mixed with parts of another's.
            let dated = matches!(name.as_str(), "date" | "year" | "month" | "day");
            let has = |other: &str| entry.fields.iter().any(|(field, raw)| field == other && !raw.is_empty());
            if has(&name) || (dated && (has("date") || has("year") && name != "month")) {
                continue;
            }
            entry.fields.retain(|(field, _)| *field != name);
            entry.fields.push((name, raw));
        }
        if all_found {
            entry.fields.retain(|(name, _)| name != "xdata");
        }
    }

    /// What an entry has from its parents, under the names that it has in a child of type `kind`, nearest first.
    fn collect(
        &self,
        entry: &Parsed,
        kind: &str,
        path: &mut Vec<String>,
        steps: &mut usize,
        found: &mut Vec<(String, String)>,
    ) {
        for (xdata, key) in entry.parents() {
            let key = key.to_lowercase();
            if *steps == 0 || path.contains(&key) {
                continue;
            }
            *steps -= 1;
            let Some(parent) = self.parents.get(&key) else { continue };
            if xdata != (parent.kind == "xdata") && xdata {
                continue;
            }
            let mut own: Vec<(String, String)> = Vec::new();
            for (name, raw) in
                parent.fields.iter().filter(|(name, _)| !matches!(name.as_str(), "crossref" | "xdata"))
            {
                own.push((name.clone(), raw.clone()));
            }
            // `path` is never longer than `STEPS`, so neither is this recursion.
            path.push(key);
            self.collect(parent, &parent.kind, path, steps, &mut own);
            path.pop();
            for (name, raw) in own {
                let name = if xdata { Some(name.as_str()) } else { renamed(&parent.kind, kind, &name) };
                if let Some(name) = name
                    && !found.iter().any(|(known, _)| known == name)
                {
                    found.push((name.to_owned(), raw));
                }
            }
        }
    }
}

/// The name that a parent's field has in a child; `None` where it is not inherited.
fn renamed<'a>(parent: &str, child: &str, name: &'a str) -> Option<&'a str> {
    let in_book = kinds::stands_in_book(kinds::csl(child, None));
    let many = parent.starts_with("mv");
    match name {
        "title" if in_book => Some("booktitle"),
        "subtitle" if in_book => Some("booksubtitle"),
        "title" if parent == "periodical" => Some("journaltitle"),
        "subtitle" if parent == "periodical" => Some("journalsubtitle"),
        "title" if many => Some("maintitle"),
        "subtitle" if many => Some("mainsubtitle"),
        "title" | "subtitle" | "titleaddon" | "shorttitle" if parent != child => None,
        "titleaddon" | "shorttitle" | "origtitle" if in_book || many => None,
        "author" if matches!(child, "inbook" | "bookinbook" | "suppbook") => Some("bookauthor"),
        "author" if in_book => None,
        "type" | "language" | "langid" if parent == child || name != "type" => Some(name),
        "type" => None,
        _ => Some(name),
    }
}
