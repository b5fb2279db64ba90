//! The ledger: every id ever given, and by what its record is known again.
//!
//! One line an id, oldest first; a line is never taken out. It keeps values as the record had them (title, author,
//! year, numbers), not keys made of them, so that a change in how keys are made forgets nothing. Who is known again as whom is
//! decided in `corpus`; here it is only kept.

use super::file::{self, Head};
use crate::error::{Problem, Result};
use crate::record::RecordId;
use rustc_hash::FxHashMap;
use std::io::Read as _;
use std::path::Path;

pub(super) const FILE: &str = "ids";
const HEAD: Head = Head { what: "ids", version: 1 };
const COLUMNS: &str =
    "# id\tfirst seen\tgone since\tis now\tyear\tfamily name\ttitle\tnumbers\ttext\tcontent\tkey\tinput\n";
/// Longer chains of ids that are now others are taken for a circle.
const CHAIN: usize = 64;

/// An id, and the record it was given to: one entry of one input, before merging.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The id.
    pub id: RecordId,
    /// The ingest that first saw the record, counted from 1.
    pub seen: u64,
    /// The ingest that first missed it; `None` while it is there.
    pub gone: Option<u64>,
    /// The id of the record it was merged into; `None` if it stands for itself.
    pub of: Option<RecordId>,
    /// The year of appearance.
    pub year: Option<i32>,
    /// The first creator's family name.
    pub family: String,
    /// The title, or the first words.
    pub title: String,
    /// Its numbers: `doi:10.1162/...`, `pmid:123`, `isbn:978...`.
    pub numbers: Vec<String>,
    /// A digest of its abstract; 0 where it has none that says much.
    pub text: u64,
    /// A digest of the whole entry as it was read.
    pub content: u64,
    /// The id that its source gave; empty where it gave none.
    pub key: String,
    /// The input it was read from.
    pub input: String,
}

impl Known {
    /// What the record was, in a line: for an id whose record is gone.
    #[must_use]
    pub fn was(&self) -> String {
        let mut text = String::new();
        for part in [self.family.clone(), self.year.map(|year| year.to_string()).unwrap_or_default()] {
            if !part.is_empty() {
                text.push_str(&part);
                text.push_str(", ");
            }
        }
        text.push_str(&self.title);
        text
    }

    fn parse(line: &str) -> Option<Self> {
        let mut values = line.split('\t').map(file::unescape);
        let mut next = || values.next();
        let digest = |text: &str| u64::from_str_radix(text, 16).ok();
        let number = |text: String| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
        let known = Self {
            id: next().filter(|id| !id.is_empty())?,
            seen: next()?.parse().ok()?,
            gone: number(next()?)?,
            of: next().map(|of| (!of.is_empty()).then_some(of))?,
            year: next()
                .map(|year| if year.is_empty() { Some(None) } else { year.parse().ok().map(Some) })??,
            family: next()?,
            title: next()?,
            numbers: next()?.split(' ').filter(|number| !number.is_empty()).map(str::to_owned).collect(),
            text: digest(&next()?)?,
            content: digest(&next()?)?,
            key: next()?,
            input: next()?,
        };
        values.next().is_none().then_some(known)
    }

    fn push_line(&self, line: &mut String) {
        let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        for value in [
            self.id.as_str(),
            &self.seen.to_string(),
            &number(self.gone),
            self.of.as_deref().unwrap_or_default(),
            &year,
            &self.family,
            &self.title,
            &self.numbers.join(" "),
            &format!("{:016x}", self.text),
            &format!("{:016x}", self.content),
            &self.key,
            &self.input,
        ] {
            if !line.is_empty() {
                line.push('\t');
            }
            file::escape(value, line);
        }
        line.push('\n');
    }
}

/// Every id ever given, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    known: Vec<Known>,
    by_id: FxHashMap<RecordId, usize>,
    ingests: u64,
    /// Lines that could not be read, as they are. The record that such a line was of is given its id anew.
    refused: Vec<u8>,
}

impl Ledger {
    /// How many ingests changed it.
    #[must_use]
    pub fn ingests(&self) -> u64 {
        self.ingests
    }

    /// Counts another ingest; the answer is its number.
    pub fn next_ingest(&mut self) -> u64 {
        self.ingests += 1;
        self.ingests
    }

    /// Every id, oldest first.
    #[must_use]
    pub fn known(&self) -> &[Known] {
        &self.known
    }

    /// The place of an id: the lower, the older.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// An id's entry.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Known> {
        self.known.get(self.place(id)?)
    }

    /// The entry at a place, to be changed. Its id must not be.
    pub fn at_mut(&mut self, place: usize) -> Option<&mut Known> {
        self.known.get_mut(place)
    }

    /// Adds an id; the answer is its place, or `None` if it was given before.
    pub fn give(&mut self, known: Known) -> Option<usize> {
        if known.id.is_empty() || self.by_id.contains_key(&known.id) {
            return None;
        }
        self.by_id.insert(known.id.clone(), self.known.len());
        self.known.push(known);
        Some(self.known.len() - 1)
    }

    /// The id that an id is now answered with, itself if it was never merged; `None` if it was never given.
    #[must_use]
    pub fn now(&self, id: &str) -> Option<&str> {
        let mut known = self.find(id)?;
        for _ in 0..CHAIN {
            match known.of.as_deref().and_then(|of| self.find(of)) {
                Some(next) => known = next,
                None => break,
            }
        }
        Some(&known.id)
    }

    /// The ids of the entries that an id stands for: those merged into it and its own; of an id that was merged, its own alone.
    #[must_use]
    pub fn entries(&self, id: &str) -> Vec<&str> {
        if self.now(id) != Some(id) {
            return self.find(id).map(|known| known.id.as_str()).into_iter().collect();
        }
        // A line without an input is a further name, not an entry.
        let entries = self.known.iter().filter(|known| known.id == id || !known.input.is_empty());
        entries.map(|known| known.id.as_str()).filter(|other| self.now(other) == Some(id)).collect()
    }

    pub(super) fn read(folder: &Path) -> Result<(Self, Vec<Problem>)> {
        let mut ledger = Self::default();
        let (problems, refused) = HEAD.read_all(&folder.join(FILE), |line| {
            if let Some(count) = line.strip_prefix("ingests\t") {
                ledger.ingests = count.parse().map_err(|_| "not a number of ingests")?;
                return Ok(());
            }
            let known = Known::parse(line).ok_or("not an id with its record; the line was passed over")?;
            ledger.ingests = ledger.ingests.max(known.seen).max(known.gone.unwrap_or(0));
            ledger.give(known).map(|_| ()).ok_or("an id that stands above already; the line was passed over")
        })?;
        ledger.refused = refused;
        Ok((ledger, problems))
    }

    /// Ids that begin so and have a record of their own, with what each is, oldest first, at most so many. Lines of others are
    /// not taken apart and the file is never whole in memory, so that a shell that completes an id waits for little more than the
    /// reading of it.
    pub(super) fn beginning(folder: &Path, prefix: &str, most: usize) -> Result<Vec<(RecordId, String)>> {
        const PIECE: u64 = 1 << 18;
        let path = folder.join(FILE);
        let failed = |error| crate::error::Error::io(&path, error);
        let mut file = match std::fs::File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        // The first line is the file's own head, so each line that matters stands behind a line's end.
        let mut begin = String::from('\n');
        file::escape(prefix, &mut begin);
        let begins = memchr::memmem::Finder::new(begin.as_bytes());
        let mut found = Vec::new();
        let mut bytes = Vec::new();
        while found.len() < most && file.by_ref().take(PIECE).read_to_end(&mut bytes).map_err(failed)? > 0 {
            // What stands behind the last line's end waits for the rest of its line, that end before it.
            let whole = memchr::memrchr(b'\n', &bytes).unwrap_or(0);
            let lines = bytes.get(..whole).unwrap_or_default();
            let known = begins.find_iter(lines).filter_map(|at| {
                let rest = lines.get(at + 1..)?;
                let line = rest.get(..memchr::memchr(b'\n', rest).unwrap_or(rest.len()))?;
                Known::parse(std::str::from_utf8(line).ok()?)
            });
            let present = known.filter(|known| known.gone.is_none() && known.of.is_none());
            found.extend(present.take(most - found.len()).map(|known| {
                let was = known.was();
                (known.id, was)
            }));
            bytes.drain(..whole);
        }
        Ok(found)
    }

    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        file::replace_with(&folder.join(FILE), |out| {
            out.write_all(HEAD.line().as_bytes())?;
            writeln!(out, "ingests\t{}", self.ingests)?;
            out.write_all(COLUMNS.as_bytes())?;
            let mut line = String::new();
            for known in &self.known {
                line.clear();
                known.push_line(&mut line);
                out.write_all(line.as_bytes())?;
            }
            out.write_all(&self.refused)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(id: &str) -> Known {
        Known {
            id: id.into(),
            seen: 3,
            gone: Some(4),
            of: Some("older".into()),
            year: Some(-37),
            family: "Cumings".into(),
            title: "A\tB\\C\n".into(),
            numbers: vec!["doi:10.1/x".into(), "pmid:7".into()],
            text: u64::MAX,
            content: 0xab,
            key: "k 1".into(),
            input: "/a b".into(),
        }
    }

    #[test]
    fn an_id_stands_for_the_entries_that_were_merged_into_it() {
        let mut ledger = Ledger::default();
        for (id, of, input) in
            [("a", None, "f"), ("b", Some("a"), "f"), ("key", Some("a"), ""), ("c", None, "f")]
        {
            ledger.give(Known {
                id: id.into(),
                of: of.map(str::to_owned),
                input: input.into(),
                ..Known::default()
            });
        }
        assert_eq!(
            (ledger.entries("a"), ledger.entries("b"), ledger.entries("x")),
            (vec!["a", "b"], vec!["b"], vec![])
        );
    }

    #[test]
    fn a_ledger_comes_back_as_it_was_and_a_damaged_line_costs_itself() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::default();
        ledger.give(known("a")).unwrap();
        ledger.give(Known { id: "b".into(), ..Known::default() }).unwrap();
        assert_eq!(ledger.give(known("a")), None);
        ledger.ingests = 9;
        ledger.write(folder.path()).unwrap();
        assert_eq!(Ledger::read(folder.path()).unwrap(), (ledger.clone(), Vec::new()));
        let path = folder.path().join(FILE);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("a\t3\t4", "a\t3\tx")).unwrap();
        let (read, problems) = Ledger::read(folder.path()).unwrap();
        assert_eq!((read.known.len(), problems.len(), problems[0].line), (1, 1, 4));
        read.write(folder.path()).unwrap();
        let kept = std::fs::read_to_string(&path).unwrap();
        assert!(kept.lines().last().unwrap().starts_with("a\t3\tx"), "{kept}");
        assert_eq!(Ledger::read(folder.path()).unwrap().0, read);
    }

    #[test]
    fn an_id_is_followed_to_what_it_is_now_and_a_circle_ends() {
        let mut ledger = Ledger::default();
        for (id, of) in [("a", "b"), ("b", "c"), ("c", ""), ("x", "y"), ("y", "x")] {
            let of = (!of.is_empty()).then(|| of.to_owned());
            ledger.give(Known { id: id.into(), of, ..Known::default() });
        }
        assert_eq!((ledger.now("a"), ledger.now("none")), (Some("c"), None));
        assert!(ledger.now("x").is_some());
    }

    #[test]
    fn ids_that_begin_so_are_found_without_reading_all() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::default();
        let present = |id: &str| Known { gone: None, of: None, ..known(id) };
        for known in [present("kim1950"), present("kim1951"), known("kim1952"), present("lee1950")] {
            ledger.give(known).unwrap();
        }
        ledger.write(folder.path()).unwrap();
        let found = Ledger::beginning(folder.path(), "kim", 9).unwrap();
        assert_eq!(found.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["kim1950", "kim1951"]);
        assert_eq!(Ledger::beginning(folder.path(), "", 3).unwrap().len(), 3);
    }

    #[test]
    fn what_a_record_was_is_said_in_a_line() {
        let known = Known { title: "Origins".into(), ..known("a") };
        assert_eq!(known.was(), "Cumings, -37, Origins");
    }

    #[test]
    fn ids_are_found_wherever_the_file_is_cut() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::default();
        for number in 0..9_000 {
            let title = format!("An invented title of some length, number {number}");
            ledger.give(Known { id: format!("kim{number}"), title, ..Known::default() }).unwrap();
        }
        ledger.write(folder.path()).unwrap();
        assert!(std::fs::metadata(folder.path().join(FILE)).unwrap().len() > 1 << 19);
        let found = |prefix: &str, most| Ledger::beginning(folder.path(), prefix, most).unwrap().len();
        assert_eq!((found("kim", 10_000), found("kim12", 10_000), found("im", 10_000)), (9_000, 111, 0));
        assert_eq!(found("kim", 200), 200);
    }
}
