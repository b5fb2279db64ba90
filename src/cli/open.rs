//! Which index answers: found, built first where there is none, opened; what to say of its state.
//!
//! The one place that chooses a [`Searcher`]. How an index is built and read is `index`'s and `corpus`'s.

use super::place::Place;
use super::progress::Progress;
use super::quote::quoted;
use super::shell::Shell;
use crate::cite::Style;
use crate::error::{Error, Result};
use crate::index::manifest::Manifest;
use crate::index::{self, Home};
use crate::ingest::{self, Ingest};
use crate::lexicon::{Lexicon, Source};
use crate::library::Library;
use crate::library::history::timestamp;
use crate::library::input::Input;
use crate::library::location::Location;
use crate::search::Searcher;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// How long another chosin's lock is waited for.
pub const WAIT: Duration = Duration::from_secs(10);

/// An index that answers, and whose it is.
pub struct Opened {
    /// Whoever answers.
    pub searcher: Arc<dyn Searcher>,
    /// Where it lies.
    pub place: Place,
    /// The user's own.
    pub library: Library,
    /// The digest of the corpus that it was made from.
    pub corpus: String,
    /// What has changed since.
    stale: Stale,
}

impl Opened {
    /// Says on stderr that the corpus has changed, where it has.
    pub fn remark_if_stale(&self, shell: &Shell) {
        if let Some(stale) = self.stale() {
            shell.news(&stale);
        }
    }

    /// What has changed since the index was built, and what to type.
    pub fn stale(&self) -> Option<String> {
        let lexicon = "your lexicon has changed: chosin ingest";
        match (self.stale.changed, self.stale.lexicon) {
            (0, false) => None,
            (0, true) => Some(lexicon.to_owned()),
            (changed, false) => Some(stale(changed, self.stale.all)),
            (changed, true) => Some(format!("{}; {lexicon}", stale(changed, self.stale.all))),
        }
    }

    /// The error for an id without a record: what it was, where its record is gone.
    ///
    /// # Errors
    /// Where the library cannot be read.
    pub fn gone(&self, id: &str) -> Result<Error> {
        let ledger = self.library.ledger()?.0;
        Ok(match ledger.find(id) {
            Some(known) => Error::usage(
                format!("{id}: its record is gone; it was {}", known.was()),
                format!("chosin search {}", quoted(&[&known.title])),
            ),
            None => no_record(id),
        })
    }
}

/// What has changed since an index was built. Sizes and times are looked at; a digest is made only where they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stale {
    /// Inputs that are not what they were.
    changed: usize,
    /// Inputs.
    all: usize,
    /// Whether the user's own lexicon is another.
    lexicon: bool,
}

impl Stale {
    fn of(manifest: &Manifest, library: &Library) -> Self {
        let changed = manifest.stale().len();
        // Only where files of a person's own are younger than the index is their text looked at.
        let younger = |path: &std::path::PathBuf| {
            let time = std::fs::metadata(path).and_then(|metadata| metadata.modified());
            time.is_ok_and(|time| timestamp(time) > manifest.built)
        };
        let lexicon = library.lexicons().iter().any(younger)
            && lexicon_sources(library, None)
                .is_ok_and(|sources| ingest::lexicon_digest(&sources) != manifest.recipe.lexicon);
        Self { changed, all: manifest.recipe.inputs.len(), lexicon }
    }
}

/// "2 of 5 inputs changed: chosin ingest".
pub fn stale(changed: usize, all: usize) -> String {
    let inputs = if all == 1 { "input" } else { "inputs" };
    format!("{changed} of {all} {inputs} changed: chosin ingest")
}

/// The library of the location that is meant.
///
/// # Errors
/// Where there is no home to keep one in.
pub fn library(shell: &Shell) -> Result<(Place, Library)> {
    let place = shell.place()?;
    let library = Library::of(&Location::new(&place.path));
    Ok((place, library))
}

/// The manifest of the index in force.
///
/// # Errors
/// [`Error::NoIndex`] and what else may be wrong with it.
pub fn manifest(place: &Place) -> Result<Manifest> {
    Ok(Manifest::read(&Location::new(&place.path))?.0)
}

/// How many different words the index has, and how many terms they are searched by.
///
/// # Errors
/// Where it cannot be opened or read.
pub fn terms(place: &Place) -> Result<(u64, u64)> {
    open_built(&Location::new(&place.path))?.terms()
}

/// Now, as the history has it.
pub fn now() -> String {
    timestamp(SystemTime::now())
}

/// The text of a file, or of stdin for `-`.
///
/// # Errors
/// Where it cannot be read. Bytes that are no UTF-8 become U+FFFD.
pub fn text(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes).map_err(|error| Error::io("stdin", error))?;
    } else {
        bytes = std::fs::read(path).map_err(|error| Error::io(path, error))?;
    }
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// The text of a file of queries.
///
/// # Errors
/// Where it cannot be read.
pub fn queries(path: &Path) -> Result<String> {
    text(path).map_err(|error| match error {
        Error::Io { .. } => {
            Error::usage(format!("--queries {error}"), "a file with a query a line: id, a tab, the query")
        }
        other => other,
    })
}

/// Opens the index that is meant; where there is none yet it is built first, and a line says so.
///
/// # Errors
/// Where it cannot be built, opened or read.
pub fn open(shell: &Shell) -> Result<Opened> {
    let (place, library) = library(shell)?;
    let location = Location::new(&place.path);
    let opened = match open_built(&location) {
        Err(Error::NoIndex(_)) => {
            build(&place, &library, &location, shell)?;
            open_built(&location)?
        }
        other => other?,
    };
    let lists = library.lists();
    let home = Home {
        path: place.path.clone(),
        name: place.name(),
        generation: opened.manifest.ingest,
        lists: Box::new(move |name| lists.has(name).then(|| lists.ids(name).ok().map(|(ids, _)| ids))?),
    };
    let stale = Stale::of(&opened.manifest, &library);
    let corpus = opened.manifest.corpus.clone();
    Ok(Opened { searcher: Arc::new(opened.reader(home)?), place, library, corpus, stale })
}

fn open_built(location: &Location) -> Result<index::open::Opened> {
    index::open::Opened::open(location)
}

/// Builds the first index from what is remembered, or from what is read unasked.
fn build(place: &Place, library: &Library, location: &Location, shell: &Shell) -> Result<()> {
    let remembered = library.inputs()?.0;
    let inputs = if remembered.is_empty() { unasked_inputs(place)? } else { remembered };
    let what = match inputs.first() {
        None => "the starter bibliography".to_owned(),
        Some(one) if inputs.len() == 1 => one.path.display().to_string(),
        Some(_) => format!("{} inputs", inputs.len()),
    };
    shell.news(&format!("building the index of {what} in {}", place.name()));
    let progress = Progress::new();
    let lexicon = lexicon_sources(library, None)?;
    let order = Ingest { inputs, merge: library.merges(), wait: WAIT, lexicon, ..Ingest::default() };
    ingest::ingest(location, &order, &mut |step| progress.step(step))?;
    Ok(())
}

/// What is read where no input was ever given: the corpus beside a checkout's index; else nothing, which means the starter bibliography.
///
/// # Errors
/// Where the current folder is gone.
pub fn unasked_inputs(place: &Place) -> Result<Vec<Input>> {
    place.checkout_corpus().map(|corpus| Ok(Input::new(ingest::absolute(&corpus)?))).into_iter().collect()
}

/// The lexicon's files in the order in which they are read: chosin's, the library's, the one that is named.
///
/// # Errors
/// Where a file cannot be read.
pub fn lexicon_sources(library: &Library, named: Option<&Path>) -> Result<Vec<Source>> {
    let mut sources = Lexicon::carried();
    let mut paths = library.lexicons();
    paths.extend(named.map(Path::to_path_buf).filter(|path| !paths.contains(path)));
    for path in paths {
        let text = text(&path)?;
        sources.push(Source { path, text });
    }
    Ok(sources)
}

/// The lexicon in force: the index's, or the one that an index would be built with.
///
/// # Errors
/// Where its files cannot be used.
pub fn lexicon(shell: &Shell) -> Result<Lexicon> {
    let (place, library) = library(shell)?;
    let of_index = open_built(&Location::new(&place.path)).ok().map(|opened| opened.lexicon()).transpose()?;
    match of_index.flatten() {
        Some(lexicon) => Ok(lexicon),
        None => Lexicon::compile(&lexicon_sources(&library, None)?),
    }
}

/// What to say to an id that no record has.
pub fn no_record(id: &str) -> Error {
    Error::usage(format!("{id}: no record has this id"), format!("chosin search {}", quoted(&[id])))
}

/// A style by name, or from a CSL file.
pub fn style(name: &str) -> Result<Style> {
    let is_file = Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csl"));
    if is_file { Style::from_csl(&text(Path::new(name))?, name) } else { Style::named(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_index_says_what_to_type() {
        assert_eq!(stale(2, 5), "2 of 5 inputs changed: chosin ingest");
    }
}
