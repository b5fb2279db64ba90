//! The registries' JSON: by which keys each is known and in what it wraps its works. One envelope, a row for each registry.
//!
//! It reads no work: that is the format's of each registry. Sources: the REST APIs of Crossref, DataCite and OpenAlex, as
//! documented in 2025.

use super::items::{self, Shape, has_key, is_json};
use super::{Format, Likeness, Read, Sink};
use crate::error::Problem;
use crate::record::Record;
use std::io::{self, BufRead};

/// A registry whose JSON is told by its own keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registry {
    /// Works of Crossref's REST API.
    Crossref,
    /// Works of DataCite's.
    DataCite,
    /// Works of OpenAlex's, or of its dump.
    OpenAlex,
}

/// Where a registry's works stand: the keys of lists of them, and of objects around such a list or around one work.
const ENVELOPES: [(Registry, &[&str], &[&str]); 3] = [
    (Registry::Crossref, &["items"], &["message"]),
    (Registry::DataCite, &["data"], &["data"]),
    (Registry::OpenAlex, &["results"], &[]),
];

/// The format of a registry's JSON: read only, one item a line or in a list.
pub(super) const fn format(
    name: &'static str,
    title: &'static str,
    detect: fn(&str) -> Likeness,
    read: Read,
) -> Format {
    Format { name, title, extensions: &["json", "jsonl", "ndjson"], detect, read, write: None }
}

impl Registry {
    /// How surely a text is this registry's.
    #[must_use]
    pub fn detect(self, head: &str) -> Likeness {
        if of(head) == Some(self) { Likeness::Sure } else { Likeness::No }
    }

    /// Reads every work of this registry's.
    ///
    /// # Errors
    /// What reading the input says.
    pub fn read(
        self,
        input: &mut dyn BufRead,
        parse: &mut dyn FnMut(&[u8]) -> Result<Record, Problem>,
        sink: Sink,
    ) -> io::Result<()> {
        let row = ENVELOPES.iter().find(|(registry, ..)| *registry == self);
        let (lists, inner) = row.map_or((&[][..], &[][..]), |(_, lists, inner)| (*lists, *inner));
        items::read(input, Shape { lists, inner, parse }, sink)
    }
}

/// The registry that a text is from.
#[must_use]
pub fn of(head: &str) -> Option<Registry> {
    if !is_json(head) {
        return None;
    }
    let any = |keys: &[&str]| keys.iter().any(|key| has_key(head, key));
    // CSL-JSON may hold any key of a registry's under `custom`, and ours holds `titles` there; no registry has `custom`, and only
    // Crossref has CSL's dates.
    let custom = has_key(head, "custom");
    let csl = custom || has_key(head, "date-parts");
    if !csl && (any(&["abstract_inverted_index", "authorships"]) || head.contains("\"https://openalex.org/W"))
    {
        Some(Registry::OpenAlex)
    } else if !csl && has_key(head, "titles") && any(&["creators", "schemaVersion", "attributes"]) {
        Some(Registry::DataCite)
    } else if !custom
        && (has_key(head, "message-type")
            || (has_key(head, "DOI")
                && any(&["reference-count", "is-referenced-by-count", "content-domain", "deposited"])))
    {
        Some(Registry::Crossref)
    } else {
        None
    }
}
