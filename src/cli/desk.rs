//! The scholar's desk as the browser asks for it: history, lists and saved searches of the library, styles and formats of the program.
//!
//! What the browser does with them is `tui`'s.

use super::open::{self, Opened, WAIT};
use super::question::{read, written};
use super::shell::Shell;
use crate::cite::{Form, available, cite};
use crate::error::{Error, Result};
use crate::format::{self, FORMATS};
use crate::library::Library;
use crate::library::file;
use crate::library::history::Search;
use crate::library::location::Location;
use crate::library::saved::Saved;
use crate::record::{Record, RecordId};
use crate::tui::{Desk, Past, Written};
use std::collections::HashSet;
use std::path::Path;

/// The desk at a library.
pub struct LibraryDesk {
    library: Library,
    location: Location,
    corpus: String,
    style: Option<String>,
    remembers: bool,
}

/// Styles that a person of this field is offered first.
const STYLES: &[&str] = &["chicago", "chicago-author-date", "mla", "apa", "harvard", "turabian"];

/// Past queries that the browser is given.
const PAST: usize = 500;

impl LibraryDesk {
    /// The desk of what was opened.
    pub fn new(opened: &Opened, shell: &Shell, remembers: bool) -> Self {
        Self {
            library: opened.library.clone(),
            location: Location::new(&opened.place.path),
            corpus: opened.corpus.clone(),
            style: shell.settings.style.clone(),
            remembers: remembers && shell.settings.history != Some(false),
        }
    }

    fn writer(name: &str) -> Result<format::Write> {
        format::by_name(name)
            .and_then(|format| format.write)
            .ok_or_else(|| Error::plain(format!("{name}: not a format to write")))
    }
}

impl Desk for LibraryDesk {
    fn past(&self) -> Vec<Past> {
        let searches = self.library.history().map(|read| read.0).unwrap_or_default();
        let mut seen = HashSet::new();
        let newest = searches
            .into_iter()
            .rev()
            .filter(|search| seen.insert((search.query.clone(), search.filters.clone())));
        let past = |search: Search| Past {
            filters: read(&search.filters),
            query: search.query,
            understood: search.understood,
            total: search.total,
            when: search.when.get(..10).unwrap_or_default().to_owned(),
            ..Past::default()
        };
        newest.filter(|search| !search.query.is_empty()).take(PAST).map(past).collect()
    }

    fn remember(&mut self, past: &Past) -> Result<()> {
        if !self.remembers {
            return Ok(());
        }
        self.library.searched(&Search {
            when: open::now(),
            command: "browse".into(),
            query: past.query.clone(),
            understood: past.understood.clone(),
            filters: written(&past.filters),
            total: past.total,
            corpus: self.corpus.clone(),
            ..Search::default()
        })
    }

    fn lists(&self) -> Vec<(String, usize)> {
        let lists = self.library.lists();
        let names = lists.names().unwrap_or_default();
        names
            .into_iter()
            .map(|name| (lists.ids(&name).map_or(0, |read| read.0.len()), name))
            .map(|(count, name)| (name, count))
            .collect()
    }

    fn add(&mut self, list: &str, ids: &[RecordId]) -> Result<()> {
        self.location.claim()?;
        let lock = self.library.lock(WAIT)?;
        self.library.lists().add(list, ids, &lock).map(|_| ())
    }

    fn saved(&self) -> Vec<(String, String)> {
        let saved = self.library.saved().map(|read| read.0).unwrap_or_default();
        saved.into_iter().map(|search| (search.name, search.query)).collect()
    }

    fn save(&mut self, name: &str, past: &Past) -> Result<()> {
        self.location.claim()?;
        let lock = self.library.lock(WAIT)?;
        let mut query = vec![past.query.clone()];
        query.extend(written(&past.filters));
        self.library.save(Saved { name: name.into(), query: query.join(" ").trim().into() }, &lock)
    }

    fn styles(&self) -> Vec<String> {
        let mut styles: Vec<String> = self.style.iter().cloned().collect();
        let names: Vec<&str> = available().into_iter().map(|(name, _)| name).collect();
        let first = STYLES.iter().copied().filter(|name| names.contains(name));
        for name in first.chain(names.iter().copied()) {
            if !styles.iter().any(|known| known == name) {
                styles.push(name.into());
            }
        }
        styles
    }

    fn cite(&mut self, records: &[Record], style: &str) -> Result<String> {
        let style = super::open::style(style)?;
        let list: Vec<_> = records.iter().map(|record| (record, None)).collect();
        let references = cite(&list, &style, Form::Bibliography);
        Ok(references.iter().map(|reference| reference.to_plain()).collect::<Vec<_>>().join("\n\n"))
    }

    fn formats(&self) -> Vec<(String, String)> {
        let writable = FORMATS.iter().filter(|format| format.write.is_some());
        writable
            .map(|format| {
                (format.name.to_owned(), format.extensions.first().copied().unwrap_or("md").to_owned())
            })
            .collect()
    }

    fn export(&mut self, records: &[Record], format: &str) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        Self::writer(format)?(records, &mut bytes).map_err(|error| Error::io(format, error))?;
        Ok(bytes)
    }

    fn write(&mut self, path: &Path, bytes: &[u8], replace: bool) -> Result<Written> {
        let path = std::path::absolute(path).map_err(|error| Error::io(path, error))?;
        if path.exists() && !replace {
            return Ok(Written::Exists);
        }
        file::replace(&path, bytes)?;
        Ok(Written::Done(path))
    }
}
