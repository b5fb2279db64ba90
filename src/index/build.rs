//! Building an index: records in the order of their ids -> one segment, checksums, a manifest.
//!
//! The records are split into parts, each a contiguous range of ids that a thread of its own inverts; the parts, in order, then become one
//! segment. So the order of the documents is that of the ids, whatever threads do, equal scores stand by id, and one ingest of
//! the same records gives the same index. It writes only into the folder it is given.

use super::compounds;
use super::guard::{FULL, guard};
use super::inverter::{Facts, Inverter};
use super::manifest::{FILE as MANIFEST, Manifest};
use super::schema::Fields;
use super::segment::{self, Inverted};
use super::sums::{self, Sums};
use crate::analysis::Analyzer;
use crate::error::{Error, Problem, Result};
use crate::library::file;
use crate::record::Record;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use tantivy::schema::Schema;
use tantivy::store::StoreWriter;
use tantivy::{Index, ReloadPolicy, Searcher};

/// The file of what could not be read.
pub const PROBLEMS: &str = "problems.jsonl";
/// The lexicon that the index was built with, compiled; empty where it was built without.
pub const LEXICON: &str = "lexicon";
/// Memory for what a part holds before it goes to the disk, in bytes.
const BUDGET: usize = 150_000_000;

/// An index that is being built.
pub struct Builder {
    folder: PathBuf,
    fields: Fields,
    analyzer: Analyzer,
    budget: usize,
    parts: usize,
}

/// A row of records that is taken apart by itself, on a thread of its own if need be.
pub struct Part {
    folder: PathBuf,
    number: usize,
    inverter: Inverter,
    budget: usize,
    store: StoreWriter,
    schema: Schema,
    runs: usize,
    last: Option<u64>,
}

/// A part that is on the disk.
pub struct Indexed {
    number: usize,
    inverted: Inverted,
}

impl Builder {
    /// Begins in an empty folder.
    #[must_use]
    pub fn new(folder: &Path, analyzer: &Analyzer) -> Self {
        Self {
            folder: folder.to_path_buf(),
            fields: Fields::new(),
            analyzer: analyzer.clone(),
            budget: BUDGET,
            parts: 0,
        }
    }

    /// The next part: its records come after those of the parts before it.
    ///
    /// # Errors
    /// [`Error::Io`] where the disk refuses.
    pub fn part(&mut self) -> Result<Part> {
        let number = self.parts;
        let folder = self.folder.join(format!("part-{number}"));
        std::fs::create_dir(&folder).map_err(|error| Error::io(&folder, error))?;
        self.parts += 1;
        let store = guard_writing(&folder, || segment::store_in(&folder))?;
        Ok(Part {
            store,
            folder,
            number,
            inverter: Inverter::new(self.fields.clone(), self.analyzer.clone()),
            schema: self.fields.schema.clone(),
            budget: self.budget,
            runs: 0,
            last: None,
        })
    }

    /// Merges the parts into one segment and writes checksums, problems and manifest; the answer is the manifest as it was
    /// written and its digest. All of it is on the disk then.
    ///
    /// # Errors
    /// [`Error::Io`] where the disk is full or refuses.
    pub fn finish(
        self,
        mut parts: Vec<Indexed>,
        problems: &[Problem],
        mut manifest: Manifest,
    ) -> Result<(Manifest, String)> {
        let folder = &self.folder;
        parts.sort_by_key(|part| part.number);
        let parts: Vec<Inverted> = parts.into_iter().map(|part| part.inverted).collect();
        manifest.records = parts.iter().map(|part| u64::from(part.records)).sum();
        guard_writing(folder, || {
            let index = segment::write(folder, &self.fields, &parts)?;
            let pairs = compounds::learn(&searcher(&index)?, &self.fields)?;
            std::fs::write(folder.join(compounds::FILE), pairs)?;
            let lexicon = self.analyzer.lexicon().map(|lexicon| lexicon.as_bytes().to_vec());
            std::fs::write(folder.join(LEXICON), lexicon.unwrap_or_default())?;
            Ok(())
        })?;
        drop(parts);
        for part in 0..self.parts {
            let part = folder.join(format!("part-{part}"));
            std::fs::remove_dir_all(&part).map_err(|error| Error::io(&part, error))?;
        }
        self.seal(problems, manifest)
    }

    fn seal(&self, problems: &[Problem], mut manifest: Manifest) -> Result<(Manifest, String)> {
        let folder = &self.folder;
        let mut lines = Vec::new();
        for problem in problems {
            serde_json::to_writer(&mut lines, problem)
                .map_err(|error| Error::plain(format!("a problem that is no JSON: {error}")))?;
            lines.push(b'\n');
        }
        write(&folder.join(PROBLEMS), &lines)?;
        // tantivy leaves its lock files, which are no part of the index.
        for lock in [".tantivy-writer.lock", ".tantivy-meta.lock"] {
            let _ = std::fs::remove_file(folder.join(lock));
        }
        let sums = Sums::of_folder(folder)?;
        // tantivy writes some files for their owner alone; who may read the others may read these.
        let others = std::fs::metadata(folder.join(PROBLEMS)).map(|it| it.permissions());
        for name in sums.files.keys() {
            let path = folder.join(name);
            if let Ok(others) = &others {
                let _ = std::fs::set_permissions(&path, others.clone());
            }
            let synced = std::fs::File::open(&path).and_then(|file| file.sync_all());
            synced.map_err(|error| Error::io(&path, error))?;
        }
        let bytes = sums.to_bytes();
        write(&folder.join(sums::FILE), &bytes)?;
        manifest.sums = sums::digest(&bytes);
        manifest.problems = problems.len() as u64;
        manifest.bytes =
            sums.files.values().map(|blocks| blocks.length as u64).sum::<u64>() + bytes.len() as u64;
        let (bytes, digest) = manifest.to_bytes()?;
        write(&folder.join(MANIFEST), &bytes)?;
        file::sync_folder(folder)?;
        Ok((manifest, digest))
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let written =
        std::fs::write(path, bytes).and_then(|()| std::fs::File::open(path)).and_then(|file| file.sync_all());
    written.map_err(|error| Error::io(path, error))
}

impl Part {
    /// Indexes a record. Their `ord` must rise.
    ///
    /// # Errors
    /// [`Error::Io`] where the disk is full or refuses; [`Error::Usage`] for an `ord` that does not rise.
    pub fn add(&mut self, record: &Record, facts: &Facts) -> Result<()> {
        if self.last.is_some_and(|last| facts.ord <= last) {
            return Err(Error::plain(format!("{}: indexed out of its order", record.id)));
        }
        self.last = Some(facts.ord);
        let kept = self.inverter.add(record, facts);
        self.store.store(&kept, &self.schema).map_err(|error| Error::io(&self.folder, error))?;
        if self.inverter.memory() >= self.budget { self.write_run() } else { Ok(()) }
    }

    /// Ends the part. Its last postings stay in memory, where they are asked for next.
    ///
    /// # Errors
    /// [`Error::Io`] where the disk is full or refuses.
    pub fn finish(mut self) -> Result<Indexed> {
        let mut last = Vec::new();
        if !self.inverter.is_written() {
            let columns = self.create(segment::columns_file(self.runs));
            let written = columns.and_then(|columns| self.inverter.write(&mut last, columns));
            written.map_err(|error| Error::io(&self.folder, error))?;
            self.runs += 1;
        }
        let Self { folder, number, inverter, store, runs, .. } = self;
        store.close().map_err(|error| Error::io(&folder, error))?;
        let records = inverter.records();
        let inverted = Inverted { folder, runs, last, records, norms: inverter.into_norms() };
        Ok(Indexed { number, inverted })
    }

    fn write_run(&mut self) -> Result<()> {
        let postings = self.create(segment::postings_file(self.runs));
        let columns = self.create(segment::columns_file(self.runs));
        let written = postings.and_then(|postings| self.inverter.write(postings, columns?));
        written.map_err(|error| Error::io(&self.folder, error))?;
        self.runs += 1;
        Ok(())
    }

    fn create(&self, name: PathBuf) -> std::io::Result<BufWriter<File>> {
        File::create(self.folder.join(name)).map(BufWriter::new)
    }
}

/// A look at what was committed, without a thread that watches for more.
fn searcher(index: &Index) -> tantivy::Result<Searcher> {
    Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?.searcher())
}

/// As [`guard`], but what goes wrong while an index is written is the disk's fault, not damage.
fn guard_writing<T>(folder: &Path, call: impl FnOnce() -> tantivy::Result<T>) -> Result<T> {
    guard(folder, call).map_err(|error| match error {
        Error::Damaged { path, message } => {
            let kind = if FULL.iter().any(|full| message.contains(full)) {
                std::io::ErrorKind::StorageFull
            } else {
                std::io::ErrorKind::Other
            };
            Error::Io {
                path,
                source: std::io::Error::new(kind, format!("the index cannot be written: {message}")),
            }
        }
        error => error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Home;
    use crate::index::check::{check, problems};
    use crate::index::open::Opened;
    use crate::library::location::Location;
    use crate::record::Name;
    use crate::search::{FacetField, SearchRequest, Searcher};
    use std::time::Duration;

    fn record(number: u64) -> Record {
        Record {
            id: format!("r{number:04}"),
            title: format!("Ferry {number} at Inchon"),
            author: vec![Name::new("Pak", "Chonghui")],
            // Words enough for a list of several blocks.
            summary: Some(
                (0..20)
                    .map(|place| format!("In winter {number} boats crossed w{place}x{number}. "))
                    .collect(),
            ),
            ..Record::default()
        }
    }

    /// An index of so many records, in two parts.
    fn built(location: &Location, records: u64) {
        location.claim().unwrap();
        let lock = location.lock(Duration::ZERO).unwrap();
        let folder = location.begin(&lock).unwrap();
        let mut builder = Builder::new(&folder, &Analyzer::new(None));
        let (mut one, mut two) = (builder.part().unwrap(), builder.part().unwrap());
        for ord in 0..records {
            let facts = Facts { ord, seen: 1, aliases: &[], sources: &[] };
            let part = if ord < records / 2 { &mut one } else { &mut two };
            part.add(&record(ord), &facts).unwrap();
        }
        let parts = vec![two.finish().unwrap(), one.finish().unwrap()];
        let mut manifest = Manifest::default();
        manifest.recipe.schema = crate::index::schema::VERSION;
        let problem = Problem::new(3, "no title");
        let (_, digest) = builder.finish(parts, &[problem], manifest).unwrap();
        location.install(&folder, &digest, &lock).unwrap();
    }

    #[test]
    fn an_index_is_one_segment_in_the_order_of_ids_and_checks_out() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::new(folder.path());
        built(&location, 300);
        let before = Opened::open(&location).unwrap().searcher().unwrap();
        assert_eq!(before.segment_readers().len(), 1);
        assert_eq!(check(&location).unwrap().records, 300);
        assert_eq!(problems(&location).unwrap(), [Problem::new(3, "no title")]);
        built(&location, 0);
        assert_eq!(check(&location).unwrap().records, 0);
        // The one opened before is still whole.
        assert_eq!(before.num_docs(), 300);
    }

    #[test]
    fn what_memory_does_not_hold_goes_to_the_disk_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::new(folder.path());
        location.claim().unwrap();
        let lock = location.lock(Duration::ZERO).unwrap();
        let building = location.begin(&lock).unwrap();
        let mut builder = Builder { budget: 20_000, ..Builder::new(&building, &Analyzer::new(None)) };
        let mut part = builder.part().unwrap();
        for ord in 0..12 {
            part.add(&record(ord), &Facts { ord, seen: 1, aliases: &[], sources: &[] }).unwrap();
        }
        let part = part.finish().unwrap();
        assert!(part.inverted.runs > 1);
        let mut manifest = Manifest::default();
        manifest.recipe.schema = crate::index::schema::VERSION;
        let (_, digest) = builder.finish(vec![part], &[], manifest).unwrap();
        location.install(&building, &digest, &lock).unwrap();
        assert_eq!(check(&location).unwrap().records, 12);
    }

    #[test]
    fn records_out_of_order_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut builder = Builder::new(folder.path(), &Analyzer::new(None));
        let mut part = builder.part().unwrap();
        let facts = Facts { ord: 1, seen: 1, aliases: &[], sources: &[] };
        part.add(&record(1), &facts).unwrap();
        assert!(part.add(&record(1), &facts).is_err());
    }

    const QUERIES: [&str; 7] =
        ["boat", "\"boats crossed\"", "w*7", "b?ats", "bosts~1", "author:pak -train", "ferri"];

    /// What searches of every kind and a look at some records give, each with an index opened for it alone.
    fn answers(location: &Location) -> Vec<Result<String>> {
        let reader = || {
            let home = Home {
                path: location.root().to_path_buf(),
                name: String::new(),
                generation: 1,
                lists: Box::new(|_| None),
            };
            Opened::open(location)?.reader(home)
        };
        let search = |query: &str| {
            let mut request = SearchRequest::new(query);
            request.facets = vec![FacetField::Author, FacetField::Type];
            let found = reader()?.search(&request)?;
            let hits: Vec<_> =
                found.hits.iter().map(|hit| (hit.id.as_str(), hit.score, &hit.snippets)).collect();
            Ok(format!("{} {hits:?} {:?} {:?}", found.total, found.facets, found.suggestion))
        };
        let look = |id: &str| {
            let reader = reader()?;
            Ok(format!("{:?} {:?} {}", reader.record(id)?, reader.sources(id)?, reader.related(id, 3)?.len()))
        };
        let words = || Ok(format!("{:?}", reader()?.words("wi", 5)?));
        let records = ["r0000", "r0057", "r0199"];
        QUERIES.iter().map(|query| search(query)).chain(records.map(look)).chain([words()]).collect()
    }

    /// Every file of the index in force, and `current`.
    fn files(location: &Location) -> Vec<PathBuf> {
        let folder = location.current().unwrap().folder;
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.push(location.root().join("current"));
        files.sort();
        files
    }

    fn told_or_right(outcomes: Vec<Result<String>>, right: &[String], what: &str) {
        for (outcome, right) in outcomes.into_iter().zip(right) {
            match outcome {
                Ok(answer) => assert_eq!(&answer, right, "{what}: a wrong answer"),
                Err(error) => {
                    assert_eq!(error.hint().as_deref(), Some("chosin ingest"), "{what}: {error}");
                    assert!(!error.to_string().contains('{'), "{what}: {error}");
                }
            }
        }
    }

    #[test]
    fn damage_is_told_and_never_answered_wrongly() {
        let long = std::env::var_os("CHOSIN_LONG_TESTS").is_some();
        let folder = tempfile::tempdir().unwrap();
        let location = Location::new(folder.path());
        built(&location, 200);
        let right: Vec<String> = answers(&location).into_iter().map(Result::unwrap).collect();
        assert!(right[..6].iter().all(|answer| !answer.starts_with("0 ")), "{right:?}");
        for path in files(&location) {
            let whole = std::fs::read(&path).unwrap();
            let spots = if long { 200 } else { 12 };
            let mut kinds: Vec<(String, Option<Vec<u8>>)> = vec![("deleted".into(), None)];
            for length in [0, 5, whole.len() / 2, whole.len().saturating_sub(1)] {
                kinds.push((format!("cut to {length}"), whole.get(..length).map(<[u8]>::to_vec)));
            }
            for spot in 0..spots {
                let mut flipped = whole.clone();
                let at = whole.len() * spot / spots;
                if let Some(byte) = flipped.get_mut(at) {
                    *byte ^= 1 << (spot % 8);
                    kinds.push((format!("flipped at {at}"), Some(flipped)));
                }
            }
            for (kind, bytes) in kinds {
                // A fresh file: one that may be mapped is never shrunk.
                std::fs::remove_file(&path).unwrap();
                if let Some(bytes) = &bytes {
                    std::fs::write(&path, bytes).unwrap();
                }
                let what = format!("{} {kind}", path.display());
                told_or_right(answers(&location), &right, &what);
                if bytes.as_ref() != Some(&whole) {
                    assert!(check(&location).is_err(), "{what}: check did not see it");
                }
                std::fs::write(&path, &whole).unwrap();
            }
        }
        told_or_right(answers(&location), &right, "mended");
        assert!(answers(&location).iter().all(Result::is_ok));
    }

    #[cfg(unix)]
    #[test]
    fn an_index_that_cannot_be_written_is_read() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let location = Location::new(folder.path());
        built(&location, 20);
        let built = location.current().unwrap().folder;
        let names = || {
            let mut names: Vec<_> =
                std::fs::read_dir(&built).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        let before = names();
        for (path, mode) in [(&built, 0o555), (&location.root().to_path_buf(), 0o555)] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
        assert_eq!(check(&location).unwrap().records, 20);
        // Root may write where others may not: that nothing was written is what counts.
        assert_eq!(names(), before);
        for path in [&built, &location.root().to_path_buf()] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
}
