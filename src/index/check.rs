//! `check`: every block against its checksum, every record read, every count compared.

use super::build::PROBLEMS;
use super::guard::guard;
use super::open::Opened;
use super::schema::Fields;
use crate::error::{Error, Problem, Result};
use crate::library::location::Location;
use crate::record::Record;
use tantivy::TantivyDocument;
use tantivy::schema::Value;

/// What was found in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Bytes compared with their checksums.
    pub bytes: u64,
    /// Records read.
    pub records: u64,
    /// Remembered inputs that have changed since, counted from 0.
    pub stale: Vec<usize>,
}

/// Reads the whole index at a location.
///
/// # Errors
/// [`Error::Damaged`] for the first thing that does not fit; else as [`Opened::open`].
pub fn check(location: &Location) -> Result<Checked> {
    let opened = Opened::open(location)?;
    let bytes = opened.directory.check()?;
    let damaged = |message: String| Error::damaged(&opened.folder, message);
    let fields = Fields::new();
    let mut records = 0;
    let searcher = opened.searcher()?;
    guard(&opened.folder, || {
        for segment in searcher.segment_readers() {
            let ord = segment.fast_fields().u64("ord").map_err(|error| damaged(error.to_string()))?;
            let store = segment.get_store_reader(16).map_err(|error| damaged(error.to_string()))?;
            for (number, document) in (0..).zip(store.iter::<TantivyDocument>(None)) {
                let document = document.map_err(|error| damaged(error.to_string()))?;
                let json =
                    document.get_first(fields.record).and_then(|value| value.as_str()).unwrap_or_default();
                let record: Record = serde_json::from_str(json)
                    .map_err(|error| damaged(format!("record {number} cannot be read: {error}")))?;
                if record.id.is_empty() || ord.first(number) != Some(records) {
                    return Err(damaged(format!("record {number} is not in its place")));
                }
                records += 1;
            }
        }
        Ok(())
    })?;
    if records != opened.manifest.records {
        return Err(damaged(format!("it holds {records} records instead of {}", opened.manifest.records)));
    }
    Ok(Checked { bytes, records, stale: opened.manifest.stale() })
}

/// Files that no reader took when the index in force was built: what each is, in a line.
///
/// # Errors
/// As [`Opened::open`].
pub fn passed_over(location: &Location) -> Result<Vec<String>> {
    let inputs = Opened::open(location)?.manifest.inputs;
    let unread = inputs.into_iter().filter(|file| file.format.is_empty() && !file.note.is_empty());
    Ok(unread.map(|file| format!("{}: {}", file.path.display(), file.note)).collect())
}

/// What could not be read when the index in force was built.
///
/// # Errors
/// As [`Opened::open`].
pub fn problems(location: &Location) -> Result<Vec<Problem>> {
    let opened = Opened::open(location)?;
    let bytes = opened.directory.read(PROBLEMS)?;
    let lines = serde_json::Deserializer::from_slice(&bytes).into_iter();
    lines
        .map(|problem| {
            problem.map_err(|error| Error::damaged(opened.folder.join(PROBLEMS), error.to_string()))
        })
        .collect()
}
