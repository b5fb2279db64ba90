//! Opening the index in force: manifest, checked files, tantivy's reader.

use super::build::LEXICON;
use super::compounds::{self, Compounds};
use super::directory::CheckedDirectory;
use super::guard::guard;
use super::manifest::Manifest;
use super::reader::{Home, Reader};
use super::schema::{Fields, VERSION};
use super::vocabulary::{exact_field, most_frequent};
use crate::analysis::Analyzer;
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::library::location::Location;
use crate::query::Field;
use crate::words::fold;
use std::path::PathBuf;
use std::sync::Arc;
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher};

/// The index in force, open. It stays whole while another takes its place.
pub struct Opened {
    /// What it was made of.
    pub manifest: Manifest,
    /// Its folder.
    pub folder: PathBuf,
    /// Its files, each block checked when it is used.
    pub directory: CheckedDirectory,
    /// tantivy's index, with its tokenizers.
    pub index: Index,
    /// Words that the records write as one and as two.
    pub compounds: Compounds,
}

impl Opened {
    /// Opens the index in force at a location.
    ///
    /// # Errors
    /// [`crate::error::Error`]'s `NoIndex`, `Foreign`, `Version`, `Damaged` and `Io`.
    pub fn open(location: &Location) -> Result<Self> {
        loop {
            let (manifest, folder) = Manifest::read(location)?;
            manifest.expect(location, VERSION)?;
            match Self::open_in(manifest, folder.clone()) {
                // While it was opened another may have come into force and this one been swept away.
                Err(error) if location.current().is_ok_and(|now| now.folder == folder) => return Err(error),
                Err(error) if location.current().is_err() => return Err(error),
                Err(_) => {}
                Ok(opened) => return Ok(opened),
            }
        }
    }

    fn open_in(manifest: Manifest, folder: PathBuf) -> Result<Self> {
        let directory = CheckedDirectory::open(&folder, &manifest)?;
        let lines = String::from_utf8(directory.read(compounds::FILE)?.to_vec())
            .map_err(|error| Error::damaged(folder.join(compounds::FILE), error.to_string()))?;
        let index = guard(&folder, || Index::open(directory.clone()))?;
        Ok(Self { manifest, folder, directory, index, compounds: Compounds::new(lines) })
    }

    /// tantivy's reader of its one segment.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Io`].
    pub fn searcher(&self) -> Result<Searcher> {
        guard(&self.folder, || {
            let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
            reader.map(|reader: IndexReader| reader.searcher())
        })
    }

    /// The most frequent words that begin so and stand in a field of the query language, or its whole values (types, languages), with
    /// the records that have them; most frequent first.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Io`].
    pub fn beginning(&self, field: Field, prefix: &str, most: usize) -> Result<Vec<(String, u64)>> {
        let (searcher, fields) = (self.searcher()?, Fields::new());
        guard(&self.folder, || {
            // Initials and names of the lexicon are terms that nobody types.
            let is_typed = |term: &str| term.len() > 1 && !term.contains(['.', '#']);
            most_frequent(&searcher, exact_field(&fields, field), &fold(prefix), most, is_typed)
        })
    }

    /// How many different words the records have, case and accents folded, and how many terms these are searched by:
    /// stems, names, numbers.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Io`].
    pub fn terms(&self) -> Result<(u64, u64)> {
        let (searcher, fields) = (self.searcher()?, Fields::new());
        guard(&self.folder, || {
            let count = |field| {
                let segments = searcher.segment_readers().iter();
                let terms =
                    segments.map(|segment| Ok(segment.inverted_index(field)?.terms().num_terms() as u64));
                terms.sum::<tantivy::Result<u64>>()
            };
            tantivy::Result::Ok((count(fields.exact)?, count(fields.text)?))
        })
    }

    /// The lexicon that its records were read with, if they were read with one.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Io`].
    pub fn lexicon(&self) -> Result<Option<Lexicon>> {
        let bytes = self.directory.read_guarded(LEXICON)?;
        if bytes.is_empty() { Ok(None) } else { Lexicon::open(bytes).map(Some) }
    }

    /// Whoever answers searches of it.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Io`].
    pub fn reader(self, home: Home) -> Result<Reader> {
        let analyzer = Analyzer::new(self.lexicon()?.map(Arc::new));
        let folder = self.folder;
        guard(&folder, || Reader::new(&self.index, analyzer, self.compounds, home))
    }
}
