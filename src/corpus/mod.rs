//! Files and folders -> records: walking, unpacking, decoding, detecting, reading, merging, naming.
//!
//! In two passes: keys of every record first, by which they are merged and named; then the records themselves, in the order of
//! their ids, from a file in between. Memory holds keys, never all records. It knows no index and no query.

mod combine;
pub mod decode;
pub mod identity;
pub mod input;
pub mod keys;
pub mod merge;
mod readable;
pub mod spill;
pub mod starter;
pub mod title;
pub mod unpack;

use crate::error::{Error, Problem, Result};
use crate::format;
use crate::format::csv::Column;
use crate::library::apart::Apart;
use crate::library::input::Input;
use crate::library::ledger::Ledger;
use crate::record::{Record, RecordId};
use crate::search::Source;
use combine::{Piece, combine};
use identity::{Identities, Work};
pub use input::Walk;
use input::{Found, Located, State};
use keys::{Keys, Place};
use merge::Groups;
use rustc_hash::FxHashMap;
use spill::{Spill, Spilled};
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};

/// Finds the files that inputs lead to.
///
/// # Errors
/// [`Error::Vanished`] for an input that is not there.
pub fn walk(inputs: &[Input]) -> Result<Walk> {
    let paths: Vec<PathBuf> = inputs.iter().map(|input| input.path.clone()).collect();
    if let Some(path) = paths.iter().find(|path| matches!(path.try_exists(), Ok(false))) {
        return Err(Error::Vanished(path.clone()));
    }
    Ok(input::walk(&paths))
}

/// A file, or a member of an archive, that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The file's place among those that were read.
    pub file: usize,
    /// The path, and the member where it is an archive: `works.zip: a/b.ris`.
    pub name: String,
    /// The format; empty where it is in none that is known.
    pub format: String,
    /// Records read.
    pub records: u64,
    /// Entries that could not be read.
    pub problems: u64,
    /// What a person should know of how it was read, or why it was not.
    pub note: String,
}

/// Every record of the inputs, read once.
pub struct Corpus {
    keys: Vec<Keys>,
    parts: Vec<Part>,
    spilled: Spilled,
    problems: Vec<Problem>,
}

/// A record on its way from the reader to the keys.
struct Fresh {
    record: Record,
    part: u32,
    line: u32,
}

/// Takes a work with its record and where the record's fields are from.
pub type TakeWork<'a> = &'a mut dyn FnMut(&Work, &Record, &[Source]) -> Result<()>;

/// Records that go to the other thread together.
const BATCH: usize = 256;

impl Corpus {
    /// Reads every file. `spill` is a folder for a file in between, `progress` is told the records read so far.
    ///
    /// # Errors
    /// [`Error::Io`] where a file that was named itself cannot be opened, or the file in between not be written;
    /// [`Error::Usage`] for a format or mapping that is none.
    pub fn read(inputs: &[Input], walk: Walk, spill: &Path, progress: &mut dyn FnMut(u64)) -> Result<Self> {
        let spill = Spill::new(spill)?;
        let mut reading = Reading { problems: walk.problems, ..Reading::default() };
        let (sender, receiver) = sync_channel(8);
        // Records are let go of by the thread that made them: memory that another gives back is waited for.
        let (back, spent) = channel();
        let (read, kept) = std::thread::scope(|scope| {
            let keeper = scope.spawn(move || keep(spill, &receiver, &back));
            let read = reading.files(inputs, &walk.files, progress, &mut |batch| {
                spent.try_iter().for_each(drop);
                sender.send(batch).is_ok()
            });
            drop(sender);
            (read, keeper.join())
        });
        let kept = kept.unwrap_or_else(|_| Err(Error::plain("the reading of records broke off")));
        let (keys, spilled) = kept?;
        read?;
        let Reading { parts, mut problems, .. } = reading;
        problems.sort();
        Ok(Self { keys, parts, spilled, problems })
    }

    /// How many records were read.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The files and members that were read.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What could not be read.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Names every record, and merges those that are one work. The ledger is changed as an ingest changes it.
    pub fn works(&self, ledger: &mut Ledger, apart: &Apart, merged: bool) -> Works {
        let ingest = ledger.next_ingest();
        let origin: Vec<String> = self.parts.iter().map(|part| part.name.clone()).collect();
        let identities = identity::identify(&self.keys, &origin, ledger, ingest);
        let groups = if merged {
            merge::groups(&self.keys, &identity::sides(&identities.places, apart, ledger))
        } else {
            merge::none(&self.keys)
        };
        let works = identity::works(&self.keys, &groups, &identities.places, apart, ledger);
        Works { works, groups, identities, ingest }
    }

    /// Pairs of records that bear one DOI or PMID and titles that are unlike: each a problem, not a merge.
    #[must_use]
    pub fn disputed(&self, works: &Works, ledger: &Ledger) -> Vec<Problem> {
        let at = |at: u32| self.keys.get(at as usize);
        let id = |at: u32| works.id(at, ledger).unwrap_or_default();
        let mut problems: Vec<Problem> = works
            .groups
            .disputed
            .iter()
            .filter_map(|(one, other, number)| {
                let (first, second) = (at(*one)?, at(*other)?);
                let ((one, _), (other, keys)) = if first.digest <= second.digest {
                    ((*one, first), (*other, second))
                } else {
                    ((*other, second), (*one, first))
                };
                let (kind, value) = number.split_once(':')?;
                let message = format!(
                    "same {} {value} as {}, but another title: kept apart",
                    kind.to_uppercase(),
                    id(one)
                );
                let part = self.parts.get(keys.place.part as usize)?;
                Some(Problem {
                    source: PathBuf::from(&part.name),
                    line: keys.place.line as usize,
                    key: Some(id(other).to_owned()),
                    message,
                })
            })
            .collect();
        problems.sort();
        problems
    }

    /// Gives each of a run of works to `take`, with its record and where the record's fields are from.
    ///
    /// # Errors
    /// What `take` gives; [`Error::Io`] where the file in between cannot be read.
    pub fn stream(&self, works: &Works, range: Range<usize>, take: TakeWork) -> Result<()> {
        let mut buffer = Vec::new();
        for work in works.works.get(range).unwrap_or_default() {
            let mut pieces = Vec::with_capacity(work.records.len());
            for at in &work.records {
                let Some(keys) = self.keys.get(*at as usize) else { continue };
                self.spilled.read(keys.place.offset, keys.place.length, &mut buffer)?;
                let record: Record = serde_json::from_slice(&buffer)
                    .map_err(|error| Error::plain(format!("a record did not survive its way: {error}")))?;
                pieces.push(Piece { source: self.source(keys, &record), record });
            }
            let (record, sources) = combine(&work.id, pieces);
            take(work, &record, &sources)?;
        }
        Ok(())
    }

    fn source(&self, keys: &Keys, record: &Record) -> Source {
        let part = self.parts.get(keys.place.part as usize);
        Source {
            path: part.map(|part| part.name.clone()).unwrap_or_default(),
            line: keys.place.line as usize,
            format: part.map(|part| part.format.clone()).unwrap_or_default(),
            key: record.id.clone(),
            ..Source::default()
        }
    }
}

/// The works that the records are, in the order of their ids.
#[derive(Debug, Clone, Default)]
pub struct Works {
    /// The works.
    pub works: Vec<Work>,
    /// Who was known again, who is new, who is gone.
    pub identities: Identities,
    /// The number of the ingest.
    pub ingest: u64,
    groups: Groups,
}

/// Two records that were merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The id of the one.
    pub one: RecordId,
    /// The id of the other.
    pub other: RecordId,
    /// Why they are one work.
    pub reason: String,
}

impl Works {
    /// Each merge with its reason, the ids as the records were named before merging.
    #[must_use]
    pub fn merges(&self, ledger: &Ledger) -> Vec<Merge> {
        let id = |at: u32| self.id(at, ledger).unwrap_or_default().to_owned();
        let mut merges: Vec<Merge> = self
            .groups
            .links
            .iter()
            .map(|link| Merge { one: id(link.one), other: id(link.other), reason: link.reason.to_string() })
            .collect();
        merges.sort_by(|a, b| (&a.one, &a.other).cmp(&(&b.one, &b.other)));
        merges
    }

    /// The id that a record was given, before merging.
    #[must_use]
    pub fn id<'l>(&self, at: u32, ledger: &'l Ledger) -> Option<&'l str> {
        let place = self.identities.places.get(at as usize)?;
        ledger.known().get(*place).map(|known| known.id.as_str())
    }
}

/// What is known while files are read.
#[derive(Default)]
struct Reading {
    parts: Vec<Part>,
    problems: Vec<Problem>,
    batch: Vec<Fresh>,
    records: u64,
}

impl Reading {
    fn files(
        &mut self,
        inputs: &[Input],
        files: &[Found],
        progress: &mut dyn FnMut(u64),
        send: &mut dyn FnMut(Vec<Fresh>) -> bool,
    ) -> Result<()> {
        for (number, found) in files.iter().enumerate() {
            let input = inputs.get(found.argument);
            let forced = input.and_then(|input| input.format.as_deref()).map(forced).transpose()?;
            let mapping = mapping(input.and_then(|input| input.map.as_deref()).unwrap_or_default())?;
            let first = self.parts.len();
            let mut broken = false;
            let outcome = input::read_mapped(&found.path, forced, &mapping, &mut |located| {
                self.entry(number, found, located);
                if self.batch.len() >= BATCH {
                    progress(self.records);
                    if !send(std::mem::take(&mut self.batch)) {
                        broken = true;
                        return ControlFlow::Break(());
                    }
                }
                ControlFlow::Continue(())
            });
            match outcome {
                Ok(outcome) => self.outcome(number, found, first, outcome),
                // A file that was named itself must be read; one of a folder is a problem.
                Err(Error::Io { path, source }) if input.is_some_and(|input| input.path != path) => {
                    self.problems.push(Problem { source: path, ..Problem::new(0, source.to_string()) });
                }
                Err(error) => return Err(error),
            }
            if broken {
                return Ok(());
            }
        }
        send(std::mem::take(&mut self.batch));
        progress(self.records);
        Ok(())
    }

    fn entry(&mut self, file: usize, found: &Found, located: Located) {
        let name = part_name(&found.path, located.member);
        if self.parts.last().is_none_or(|part| part.file != file || part.name != name) {
            let format = located.format.name.to_owned();
            self.parts.push(Part { file, name: name.clone(), format, ..Part::default() });
        }
        let part = self.parts.len().saturating_sub(1);
        match located.entry.record {
            Ok(record) => {
                self.records += 1;
                let (part, line) = (
                    u32::try_from(part).unwrap_or(u32::MAX),
                    u32::try_from(located.entry.line).unwrap_or(u32::MAX),
                );
                self.batch.push(Fresh { record, part, line });
            }
            Err(problem) => self.problems.push(Problem { source: name.into(), ..problem }),
        }
    }

    /// Adds what became of each part of a file. Those of which an entry came stand already.
    fn outcome(&mut self, file: usize, found: &Found, first: usize, outcome: input::Outcome) {
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        for (at, part) in self.parts.iter().enumerate().skip(first) {
            places.entry(part.name.clone()).or_insert(at);
        }
        for read in outcome.parts {
            let name = part_name(&found.path, read.member.as_deref());
            let at = *places.entry(name.clone()).or_insert_with(|| {
                self.parts.push(Part { file, name: name.clone(), ..Part::default() });
                self.parts.len() - 1
            });
            let Some(part) = self.parts.get_mut(at) else { continue };
            part.records += read.records as u64;
            part.problems += read.problems as u64;
            part.note = read.note.unwrap_or_default();
            let mut problem =
                |problem: Problem| self.problems.push(Problem { source: name.clone().into(), ..problem });
            match read.state {
                State::Read(format) => part.format = format.name.to_owned(),
                State::Cut(format, cut) => {
                    part.format = format.name.to_owned();
                    part.problems += 1;
                    problem(cut);
                }
                State::Empty => part.note = "nothing in it".into(),
                State::Unknown(what) => part.note = what,
                State::Unreadable(why) => {
                    part.problems += 1;
                    problem(Problem::new(0, why));
                }
            }
        }
    }
}

fn part_name(path: &Path, member: Option<&str>) -> String {
    let path = path.to_string_lossy();
    member.map_or_else(|| path.clone().into_owned(), |member| format!("{path}: {member}"))
}

fn forced(name: &str) -> Result<&'static format::Format> {
    format::by_name(name).ok_or_else(|| {
        let names: Vec<&str> = format::FORMATS.iter().map(|format| format.name).collect();
        Error::usage(format!("{name}: no format that chosin reads"), format!("--format {}", names.join("|")))
    })
}

/// Reads `title=Titel,author=Verfasser`: fields and the columns they stand in, or the other way round.
///
/// # Errors
/// [`Error::Usage`] for a pair without a field.
pub fn mapping(text: &str) -> Result<Vec<(String, Column)>> {
    let pair = |pair: &str| {
        let (one, other) = pair.split_once('=')?;
        let (one, other) = (one.trim(), other.trim());
        let named =
            |name: &str| Column::from_name(name).filter(|field| field.name().eq_ignore_ascii_case(name));
        // A field's own name tells which side is the field, before names that programs give it.
        let (column, field) = named(one)
            .map(|field| (other, field))
            .or_else(|| named(other).map(|field| (one, field)))
            .or_else(|| Column::from_name(one).map(|field| (other, field)))
            .or_else(|| Column::from_name(other).map(|field| (one, field)))?;
        Some((column.to_owned(), field))
    };
    text.split(',')
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            pair(part).ok_or_else(|| {
                Error::usage(format!("{}: no field and column", part.trim()), "--map title=Titel,year=Jahr")
            })
        })
        .collect()
}

/// Makes keys of records as they come, puts the records aside and gives them back.
fn keep(
    mut spill: Spill,
    receiver: &Receiver<Vec<Fresh>>,
    back: &Sender<Vec<Fresh>>,
) -> Result<(Vec<Keys>, Spilled)> {
    let mut all = Vec::new();
    for batch in receiver {
        for Fresh { record, part, line } in &batch {
            let json = record.to_json();
            let offset = spill.write(&json)?;
            let length = u32::try_from(json.len())
                .map_err(|_| Error::plain(format!("{}: a record of more than 4 GB", record.id)))?;
            all.push(Keys::of(record, &json, Place { part: *part, line: *line, offset, length }));
        }
        let _ = back.send(batch);
    }
    Ok((all, spill.finish()?))
}

#[cfg(test)]
mod tests;
