//! Inputs -> the index in force: the one place where library, corpus and index meet.
//!
//! The order of its steps is what makes a kill at any moment harmless: a new index is built beside the old one; then the library
//! learns the ids that were given; then the new index is put in force. It prints nothing: what happens is told to a callback and
//! stands in the report.

use crate::analysis::Analyzer;
use crate::corpus::{self, Corpus, Merge, Part, Works, starter};
use crate::error::{Error, Problem, Result};
use crate::index::build::Builder;
use crate::index::inverter::Facts;
use crate::index::manifest::{self, Folder, Manifest, Recipe, Source};
use crate::index::open::Opened;
use crate::index::schema::VERSION;
use crate::index::sums::digest;
use crate::lexicon::{self, Lexicon};
use crate::library::Library;
use crate::library::apart::Apart;
use crate::library::history::timestamp;
use crate::library::input::Input;
use crate::library::ledger::Ledger;
use crate::library::location::Location;
use crate::library::lock::Lock;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

/// What is to be ingested, and how.
#[derive(Debug, Clone)]
pub struct Ingest {
    /// The inputs, in order; with none, the starter bibliography.
    pub inputs: Vec<Input>,
    /// Whether the library remembers them.
    pub remember: bool,
    /// Whether records that are one work are merged.
    pub merge: bool,
    /// Whether problems stop the run before anything is replaced.
    pub strict: bool,
    /// How long another run is waited for.
    pub wait: Duration,
    /// The lexicon's files, in order; with none, no names are read.
    pub lexicon: Vec<lexicon::Source>,
}

impl Default for Ingest {
    fn default() -> Self {
        Self {
            inputs: Vec::new(),
            remember: false,
            merge: true,
            strict: false,
            wait: Duration::from_secs(10),
            lexicon: Lexicon::carried(),
        }
    }
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many records were read.
    Reading(u64),
    /// Records are being merged and named.
    Merging,
    /// So many works of so many were given to the index.
    Indexing(u64, u64),
    /// The index is being finished: one segment, checksums, on the disk.
    Finishing,
}

/// What a run did, or would do.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Whether nothing had changed, and so nothing was done.
    pub unchanged: bool,
    /// What the index is made of now.
    pub manifest: Manifest,
    /// Ids of records that were never seen before.
    pub added: Vec<String>,
    /// Ids of records whose entry is not what it was.
    pub changed: Vec<String>,
    /// Ids of records that are gone.
    pub gone: Vec<String>,
    /// Each merge, with its reason.
    pub merges: Vec<Merge>,
    /// The files and members that were read.
    pub parts: Vec<Part>,
    /// What could not be read, or is in doubt.
    pub problems: Vec<Problem>,
}

/// Builds the index of a location from its inputs, unless nothing has changed.
///
/// # Errors
/// [`Error::Foreign`], [`Error::Locked`], [`Error::Vanished`], [`Error::Strict`], [`Error::Io`], [`Error::Usage`], and what a lexicon
/// file has that cannot be used. The old index is then still in force, and nothing is left behind.
pub fn ingest(location: &Location, order: &Ingest, progress: &mut dyn FnMut(Progress)) -> Result<Report> {
    location.claim()?;
    // While another's lock is waited for and files are read; where nothing has changed nobody waits for it.
    let (sources, place) = (order.lexicon.clone(), location.clone());
    let compiling = std::thread::spawn(move || analyzer(&sources, &place));
    let lock = location.lock(order.wait)?;
    let library = Library::of(location);
    let inputs = inputs(location, order)?;
    let source = Sources::find(&inputs, order, &library)?;
    if let Some(manifest) = source.is_in_force(location, &library)? {
        if order.remember {
            library.remember(&order.inputs, &library.lock(order.wait)?)?;
        }
        let _ = location.sweep(&lock);
        return Ok(Report { unchanged: true, manifest, ..Report::default() });
    }
    let building = location.begin(&lock)?;
    let run = Run { location, order, library: &library, lock: &lock };
    let made = run.make(&building, source, compiling, progress);
    if made.is_err() {
        // Half an index on a full disk would keep it full.
        let _ = location.sweep(&lock);
    }
    made
}

/// What [`ingest`] would do. Nothing is written but a file without a name among the system's temporary ones.
///
/// # Errors
/// As [`ingest`].
pub fn dry_run(location: &Location, order: &Ingest, progress: &mut dyn FnMut(Progress)) -> Result<Report> {
    let library = Library::of(location);
    let scratch = tempfile::tempdir().map_err(|error| Error::io(std::env::temp_dir(), error))?;
    let inputs = if order.inputs.is_empty() {
        starter::write(scratch.path())?;
        vec![Input::new(scratch.path())]
    } else {
        order.inputs.clone()
    };
    let source = Sources::find(&inputs, order, &library)?;
    if let Some(manifest) = source.is_in_force(location, &library)? {
        return Ok(Report { unchanged: true, manifest, ..Report::default() });
    }
    analyzer(&order.lexicon, location)?;
    let read = Read::all(&source, order, &library, scratch.path(), progress)?;
    Ok(read.report(Manifest { records: read.works.works.len() as u64, ..Manifest::default() }))
}

/// The inputs to read: those given, else the starter bibliography, written out beside the index.
fn inputs(location: &Location, order: &Ingest) -> Result<Vec<Input>> {
    if !order.inputs.is_empty() {
        return Ok(order.inputs.clone());
    }
    let folder = location.root().join("starter");
    starter::write(&folder)?;
    Ok(vec![Input::new(std::path::absolute(&folder).unwrap_or(folder))])
}

/// The files that will be read, as they are now.
struct Sources {
    inputs: Vec<Input>,
    walk: corpus::Walk,
    files: Vec<Source>,
    folders: Vec<Folder>,
    recipe: Recipe,
    apart: Apart,
}

impl Sources {
    fn find(inputs: &[Input], order: &Ingest, library: &Library) -> Result<Self> {
        let mut walk = corpus::walk(inputs)?;
        let (apart, _) = library.apart()?;
        let mut files = Vec::with_capacity(walk.files.len());
        let mut readable = Vec::with_capacity(walk.files.len());
        for found in std::mem::take(&mut walk.files) {
            match Source::of_file(&found.path, found.argument) {
                Ok(source) => {
                    files.push(source);
                    readable.push(found);
                }
                // A file that was named itself must be read; one of a folder is a problem.
                Err(Error::Io { path, source })
                    if inputs.get(found.argument).is_some_and(|input| input.path != path) =>
                {
                    walk.problems.push(Problem { source: path, ..Problem::new(0, source.to_string()) });
                }
                Err(error) => return Err(error),
            }
        }
        walk.files = readable;
        let folders = walk
            .folders
            .iter()
            .map(|(path, input)| Folder {
                path: path.clone(),
                input: *input,
                modified: std::fs::metadata(path)
                    .map(|metadata| manifest::modified(&metadata))
                    .unwrap_or_default(),
            })
            .collect();
        let recipe = recipe(inputs, order, &apart);
        Ok(Self { inputs: inputs.to_vec(), walk, files, folders, recipe, apart })
    }

    /// The manifest of the index in force, if it is whole and was made of the same.
    fn is_in_force(&self, location: &Location, library: &Library) -> Result<Option<Manifest>> {
        // Whatever is wrong with it is mended by building anew.
        let Ok(opened) = Opened::open(location) else { return Ok(None) };
        let (ledger, _) = library.ledger()?;
        let manifest = opened.manifest;
        let same = |one: &Source, other: &Source| {
            one.path == other.path && one.digest == other.digest && one.bytes == other.bytes
        };
        let is_same = manifest.recipe == self.recipe
            && manifest.inputs.len() == self.files.len()
            && manifest.inputs.iter().zip(&self.files).all(|(one, other)| same(one, other))
            && ledger.ingests() >= manifest.ingest;
        Ok(is_same.then_some(manifest))
    }
}

fn recipe(inputs: &[Input], order: &Ingest, apart: &Apart) -> Recipe {
    let pairs: Vec<String> = apart.pairs().map(|(one, other)| format!("{one}\t{other}")).collect();
    let line = |input: &Input| {
        let option = |option: &Option<String>| option.clone().unwrap_or_default();
        format!("{}\t{}\t{}", input.path.display(), option(&input.format), option(&input.map))
    };
    Recipe {
        schema: VERSION,
        analyzer: format!("{VERSION}"),
        lexicon: lexicon_digest(&order.lexicon),
        apart: digest(pairs.join("\n").as_bytes()),
        merge: order.merge,
        inputs: inputs.iter().map(line).collect(),
    }
}

/// What a recipe says of the lexicon: a digest of its files' texts, which are what it is compiled from. Empty for no files.
#[must_use]
pub fn lexicon_digest(sources: &[lexicon::Source]) -> String {
    let texts: Vec<&str> = sources.iter().map(|source| source.text.as_str()).collect();
    if texts.is_empty() { String::new() } else { digest(texts.join("\0").as_bytes()) }
}

/// The analyzer that records are read with. Its lexicon is that of the index in force, where this chosin compiled it from the
/// same files.
fn analyzer(sources: &[lexicon::Source], location: &Location) -> Result<Analyzer> {
    if sources.is_empty() {
        return Ok(Analyzer::new(None));
    }
    let is_same = |manifest: &Manifest| {
        manifest.chosin == env!("CARGO_PKG_VERSION") && manifest.recipe.lexicon == lexicon_digest(sources)
    };
    let opened = Opened::open(location).ok().filter(|opened| is_same(&opened.manifest));
    let lexicon = match opened.and_then(|opened| opened.lexicon().ok().flatten()) {
        Some(lexicon) => lexicon,
        None => Lexicon::compile(sources)?,
    };
    Ok(Analyzer::new(Some(Arc::new(lexicon))))
}

/// Everything that was read, named and merged.
struct Read {
    corpus: Corpus,
    works: Works,
    ledger: Ledger,
    problems: Vec<Problem>,
}

impl Read {
    fn all(
        source: &Sources,
        order: &Ingest,
        library: &Library,
        spill: &Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self> {
        let mut told = |records| progress(Progress::Reading(records));
        let corpus = Corpus::read(&source.inputs, source.walk.clone(), spill, &mut told)?;
        progress(Progress::Merging);
        let (mut ledger, damaged) = library.ledger()?;
        let works = corpus.works(&mut ledger, &source.apart, order.merge);
        let mut problems = corpus.problems().to_vec();
        problems.extend(corpus.disputed(&works, &ledger));
        problems.extend(damaged);
        if order.strict && !problems.is_empty() {
            return Err(Error::Strict(problems));
        }
        Ok(Self { corpus, works, ledger, problems })
    }

    fn report(&self, manifest: Manifest) -> Report {
        let identities = &self.works.identities;
        let id = |place: usize| self.ledger.known().get(place).map(|known| known.id.clone());
        let ids = |records: &[usize]| {
            let places = records.iter().filter_map(|at| identities.places.get(*at));
            let mut ids: Vec<String> = places.filter_map(|place| id(*place)).collect();
            ids.sort_unstable();
            ids
        };
        Report {
            unchanged: false,
            manifest,
            added: ids(&identities.added),
            changed: ids(&identities.changed),
            gone: identities.gone.iter().filter_map(|place| id(*place)).collect(),
            merges: self.works.merges(&self.ledger),
            parts: self.corpus.parts().to_vec(),
            problems: self.problems.clone(),
        }
    }
}

/// A run that holds the lock.
struct Run<'a> {
    location: &'a Location,
    order: &'a Ingest,
    library: &'a Library,
    lock: &'a Lock,
}

impl Run<'_> {
    fn make(
        &self,
        building: &Path,
        mut source: Sources,
        compiling: JoinHandle<Result<Analyzer>>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Report> {
        let read = Read::all(&source, self.order, self.library, building, progress)?;
        let analyzer = compiling.join();
        let analyzer = analyzer.unwrap_or_else(|_| Err(Error::plain("the lexicon's compiling broke off")))?;
        let mut builder = Builder::new(building, &analyzer);
        let parts = self.index(&mut builder, &read, progress)?;
        progress(Progress::Finishing);
        let corpus: Vec<&str> = source.files.iter().map(|file| file.digest.as_str()).collect();
        let corpus = digest(corpus.join("\n").as_bytes());
        for part in read.corpus.parts() {
            if let Some(file) = source.files.get_mut(part.file) {
                file.format.clone_from(&part.format);
                file.records += part.records;
                file.problems += part.problems;
                file.note.clone_from(&part.note);
            }
        }
        let manifest = Manifest {
            chosin: env!("CARGO_PKG_VERSION").into(),
            built: timestamp(SystemTime::now()),
            ingest: read.works.ingest,
            recipe: source.recipe,
            inputs: source.files,
            folders: source.folders,
            corpus,
            duplicates: (read.corpus.len() - read.works.works.len()) as u64,
            ..Manifest::default()
        };
        let report = read.report(Manifest::default());
        let Read { corpus, works, ledger, problems } = read;
        let (manifest, digest) = std::thread::scope(|scope| {
            // A million small things: they go while the disk is waited for.
            scope.spawn(|| drop((corpus, works)));
            builder.finish(parts, &problems, manifest)
        })?;
        // What ids were given is known before anyone can see them.
        let lock = self.library.lock(self.order.wait)?;
        self.library.record(&ledger, &lock)?;
        if self.order.remember {
            self.library.remember(&self.order.inputs, &lock)?;
        }
        drop(lock);
        self.location.install(building, &digest, self.lock)?;
        Ok(Report { manifest, ..report })
    }

    fn index(
        &self,
        builder: &mut Builder,
        read: &Read,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<crate::index::build::Indexed>> {
        /// More than one thread is worth its memory from here on.
        const FEW: usize = 2_000;
        const STEP: u64 = 500;
        let total = read.works.works.len();
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(2);
        let threads = if total < FEW { 1 } else { threads };
        let share = total.div_ceil(threads).max(1);
        let mut parts = Vec::new();
        for number in 0..threads {
            parts.push((builder.part()?, number * share..((number + 1) * share).min(total)));
        }
        let (sender, receiver) = channel();
        std::thread::scope(|scope| {
            let running: Vec<_> = parts
                .into_iter()
                .map(|(mut part, range)| {
                    let sender = sender.clone();
                    scope.spawn(move || {
                        let mut ord = range.start as u64;
                        read.corpus.stream(&read.works, range, &mut |work, record, sources| {
                            let facts = Facts { ord, seen: work.seen, aliases: &work.aliases, sources };
                            part.add(record, &facts)?;
                            ord += 1;
                            if ord.is_multiple_of(STEP) {
                                let _ = sender.send(STEP);
                            }
                            Ok(())
                        })?;
                        part.finish()
                    })
                })
                .collect();
            drop(sender);
            let mut done = 0;
            for more in receiver {
                done += more;
                progress(Progress::Indexing(done.min(total as u64), total as u64));
            }
            running
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|_| Err(Error::plain("the indexing broke off"))))
                .collect()
        })
    }
}

/// The absolute path of an input as given, without asking whether it is there.
///
/// # Errors
/// [`Error::Io`] where the current folder is gone.
pub fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|error| Error::io(path, error))
}

#[cfg(test)]
mod tests;
