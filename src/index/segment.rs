//! Runs of inverted records -> one tantivy segment, written by tantivy's own serializers.
//!
//! Postings of all runs are merged term by term, records numbered on from part to part; stores and columns are stacked. tantivy's own
//! way (a segment a thread, then a merge of segments) hashes every token's letters anew and decodes all postings twice:
//! measured, nearly twice the work. What is in a run is `postings`' and `inverter`'s.

use super::inverter::columns_of;
use super::postings::{Head, Run};
use super::schema::Fields;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use tantivy::columnar::{ColumnarReader, MergeRowOrder, StackMergeOrder, merge_columnar};
use tantivy::directory::{Directory, MmapDirectory, TerminatingWrite, WritePtr};
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer};
use tantivy::index::SegmentComponent;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::Field;
use tantivy::store::{Compressor, StoreReader, StoreWriter};
use tantivy::{Index, IndexMeta, IndexSettings, Segment, TantivyError};

/// The store of a part, in its folder.
pub const STORE: &str = "store";

/// The postings of a run, in its part's folder.
#[must_use]
pub fn postings_file(run: usize) -> PathBuf {
    PathBuf::from(format!("postings-{run}"))
}

/// The columns of a run, in its part's folder.
#[must_use]
pub fn columns_file(run: usize) -> PathBuf {
    PathBuf::from(format!("columns-{run}"))
}

/// Records taken apart: all on the disk but the last run's postings.
pub struct Inverted {
    /// Where their store and their runs are.
    pub folder: PathBuf,
    /// How many runs there are.
    pub runs: usize,
    /// The postings of the last run: they are read at once again. Empty where those are on the disk too.
    pub last: Vec<u8>,
    /// How many records there are.
    pub records: u32,
    /// The norms of the records, by field; empty where a field has none.
    pub norms: Vec<Vec<u8>>,
}

/// How the records themselves are kept.
#[must_use]
pub fn settings() -> IndexSettings {
    // Blocks of 4 KiB: a hit is fetched in 7 µs, where tantivy's 16 KiB take 17, for a tenth more space.
    IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_blocksize: 4096,
        ..IndexSettings::default()
    }
}

/// A store that is written in a folder.
///
/// # Errors
/// Where the disk refuses.
pub fn store_in(folder: &Path) -> tantivy::Result<StoreWriter> {
    Ok(store(MmapDirectory::open(folder)?.open_write(Path::new(STORE))?)?)
}

fn store(out: WritePtr) -> io::Result<StoreWriter> {
    let IndexSettings { docstore_compression, docstore_blocksize, .. } = settings();
    StoreWriter::new(out, docstore_compression, docstore_blocksize, false)
}

/// Writes parts, in order, as one index of one segment; of no records, as one without a segment.
///
/// # Errors
/// Where the disk is full or refuses.
pub fn write(folder: &Path, fields: &Fields, parts: &[Inverted]) -> tantivy::Result<Index> {
    let index = Index::create(MmapDirectory::open(folder)?, fields.schema.clone(), settings())?;
    let records = parts.iter().map(|part| part.records).sum();
    if records == 0 {
        return Ok(index);
    }
    let segment = index.new_segment().with_max_doc(records);
    write_norms(&segment, fields, parts)?;
    std::thread::scope(|scope| {
        let beside = scope.spawn(|| {
            write_store(&segment, parts)?;
            write_columns(&segment, fields, parts)
        });
        write_postings(&segment, fields, parts)?;
        let broken = |_| Err(TantivyError::InternalError("the writing of columns broke off".into()));
        beside.join().unwrap_or_else(broken)
    })?;
    let meta = IndexMeta {
        index_settings: settings(),
        segments: vec![segment.meta().clone()],
        ..IndexMeta::with_schema(fields.schema.clone())
    };
    let meta = serde_json::to_vec(&meta).map_err(io::Error::other)?;
    index.directory().atomic_write(Path::new("meta.json"), &meta)?;
    Ok(index)
}

fn write_norms(segment: &Segment, fields: &Fields, parts: &[Inverted]) -> tantivy::Result<()> {
    let mut out = FieldNormsSerializer::from_write(segment.open_write(SegmentComponent::FieldNorms)?)?;
    for (field, entry) in fields.schema.fields().filter(|(_, entry)| entry.has_fieldnorms()) {
        let of_part = |part: &Inverted| part.norms.get(field.field_id() as usize).cloned();
        let norms: Vec<u8> = parts.iter().filter_map(of_part).flatten().collect();
        if entry.is_indexed() {
            out.serialize_field(field, &norms)?;
        }
    }
    Ok(out.close()?)
}

fn write_store(segment: &Segment, parts: &[Inverted]) -> tantivy::Result<()> {
    let mut store = store(segment.open_write(SegmentComponent::Store)?)?;
    for part in parts.iter().filter(|part| part.records > 0) {
        let file = MmapDirectory::open(&part.folder)?.open_read(Path::new(STORE))?;
        store.stack(StoreReader::open(file, 0)?)?;
    }
    Ok(store.close()?)
}

fn write_columns(segment: &Segment, fields: &Fields, parts: &[Inverted]) -> tantivy::Result<()> {
    let mut readers = Vec::new();
    for part in parts {
        let directory = MmapDirectory::open(&part.folder)?;
        for run in 0..part.runs {
            readers.push(ColumnarReader::open(directory.open_read(&columns_file(run))?)?);
        }
    }
    let readers: Vec<&ColumnarReader> = readers.iter().collect();
    let mut out = segment.open_write(SegmentComponent::FastFields)?;
    let order = MergeRowOrder::Stack(StackMergeOrder::stack(&readers));
    merge_columnar(&readers, &columns_of(fields), order, &mut out)?;
    Ok(out.terminate()?)
}

/// A run, and the number of its part's first record among all.
type Numbered<'p> = (Run<BufReader<Box<dyn Read + Send + 'p>>>, u32);

/// Writes the postings of all runs: one thread reads and merges them, this one encodes.
fn write_postings(segment: &Segment, fields: &Fields, parts: &[Inverted]) -> tantivy::Result<()> {
    /// Batches that may wait: enough that neither thread waits for the other's every step.
    const WAITING: usize = 4;
    let norms = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;
    let mut out = InvertedIndexSerializer::open(segment)?;
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(WAITING);
        scope.spawn(move || {
            // Whoever encodes may have stopped at an error of its own: then nobody needs what is read.
            let send = |merged| sender.send(merged).map_err(|_| io::Error::other("no longer asked for"));
            if let Err(error) = read_runs(fields, parts, &mut |merged| send(Ok(merged))) {
                let _ = send(Err(error));
            }
        });
        let mut receiver = receiver.into_iter().peekable();
        while let Some(merged) = receiver.next() {
            let Merged::Field { field, tokens, positioned } = merged? else { continue };
            let norms = if positioned { norms.get_field(field)? } else { None };
            let mut serializer = out.new_field(field, tokens, norms)?;
            let mut is_open = false;
            while let Some(merged) = receiver.next_if(|it| !matches!(it, Ok(Merged::Field { .. }))) {
                if let Merged::Terms(terms) = merged? {
                    encode(&terms, positioned, &mut is_open, &mut serializer)?;
                }
            }
            if is_open {
                serializer.close_term()?;
            }
            serializer.close()?;
        }
        tantivy::Result::Ok(())
    })?;
    Ok(out.close()?)
}

/// What the merging thread hands over, in the order in which it is written.
enum Merged {
    /// A field begins.
    Field { field: Field, tokens: u64, positioned: bool },
    /// Terms of the field that began.
    Terms(Terms),
}

/// Terms in order, decoded: what is common lies in one piece, so that a term costs no allocation.
#[derive(Default)]
struct Terms {
    letters: Vec<u8>,
    heads: Vec<TermHead>,
    /// Records, each with how often the term stands there.
    records: Vec<(u32, u32)>,
    /// The distances between positions.
    places: Vec<u32>,
}

/// A term, or more of the one before, by the ends of what is its.
struct TermHead {
    is_new: bool,
    letters: usize,
    records: usize,
    /// In how many records it stands in all.
    all: u32,
}

impl Terms {
    /// Records that are handed over together, at least.
    const ENOUGH: usize = 1 << 15;

    fn end(&mut self, is_new: bool, all: u32) {
        self.heads.push(TermHead { is_new, letters: self.letters.len(), records: self.records.len(), all });
    }
}

/// Reads the runs of all parts, merged, field by field and term by term.
fn read_runs(
    fields: &Fields,
    parts: &[Inverted],
    give: &mut dyn FnMut(Merged) -> io::Result<()>,
) -> io::Result<()> {
    let mut runs: Vec<Numbered> = Vec::new();
    let mut first = 0;
    for part in parts {
        let on_disk = if part.last.is_empty() { part.runs } else { part.runs - 1 };
        let mut inputs: Vec<Box<dyn Read + Send>> = Vec::new();
        for run in 0..on_disk {
            inputs.push(Box::new(File::open(part.folder.join(postings_file(run)))?));
        }
        if !part.last.is_empty() {
            inputs.push(Box::new(part.last.as_slice()));
        }
        let run = |input| (Run::new(BufReader::with_capacity(1 << 18, input)), first);
        runs.extend(inputs.into_iter().map(run));
        first += part.records;
    }
    // A run holds every field, that of a field that is not indexed being empty.
    for (field, entry) in fields.schema.fields() {
        let mut tokens = 0;
        for (run, _) in &mut runs {
            tokens += run.field()?;
        }
        if entry.is_indexed() {
            let positioned = entry.has_fieldnorms();
            give(Merged::Field { field, tokens, positioned })?;
            merge(&mut runs, positioned, give)?;
        }
    }
    Ok(())
}

/// Merges the terms of one field.
fn merge(
    runs: &mut [Numbered<'_>],
    positioned: bool,
    give: &mut dyn FnMut(Merged) -> io::Result<()>,
) -> io::Result<()> {
    let mut term = Vec::new();
    let mut terms = Terms::default();
    loop {
        let heads = || runs.iter().filter_map(|(run, _)| run.head());
        let Some(next) = heads().map(|head| &head.term).min() else { return give(Merged::Terms(terms)) };
        term.clone_from(next);
        let all = heads().filter(|head| head.term == term).map(|head| head.records).sum();
        terms.letters.extend(&term);
        let mut is_new = true;
        for (run, first) in runs.iter_mut() {
            let Some(head) = run.head().filter(|head: &&Head| head.term == term) else { continue };
            let mut given = Ok(());
            head.each(positioned, |record, places| {
                terms.records.push((*first + record, u32::try_from(places.len()).unwrap_or(u32::MAX)));
                terms.places.extend(places);
                if terms.records.len() >= Terms::ENOUGH && given.is_ok() {
                    terms.end(std::mem::take(&mut is_new), all);
                    given = give(Merged::Terms(std::mem::take(&mut terms)));
                }
            });
            given?;
            run.next()?;
        }
        terms.end(is_new, all);
    }
}

/// Encodes terms; `is_open` is whether one was begun.
fn encode(terms: &Terms, positioned: bool, is_open: &mut bool, out: &mut FieldSerializer) -> io::Result<()> {
    let (mut letters, mut records, mut places) = (0, 0, terms.places.as_slice());
    for head in &terms.heads {
        if head.is_new {
            if std::mem::replace(is_open, true) {
                out.close_term()?;
            }
            out.new_term(&terms.letters[letters..head.letters], head.all, positioned)?;
        }
        for (record, count) in &terms.records[records..head.records] {
            let (here, rest) = places.split_at_checked(*count as usize).unwrap_or((places, &[]));
            out.write_doc(*record, *count, here);
            places = rest;
        }
        (letters, records) = (head.letters, head.records);
    }
    Ok(())
}
