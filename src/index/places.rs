//! Where terms stand in a record: postings, several as those of one, one behind the other, and the alternatives of a slot.
//!
//! What is made of these places, and what it scores, is `spans`'s.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

/// A place in a record: positions, half open.
pub type Span = (u32, u32);

/// Where something stands, record by record.
pub trait Places: Send {
    /// The record it is at.
    fn at(&self) -> DocId;
    /// Goes to the first record not before the target.
    fn go(&mut self, target: DocId) -> DocId;
    /// In about how many records it stands.
    fn records(&self) -> u32;
    /// How often it stands in this record.
    fn frequency(&self) -> u32;
    /// Appends the positions it stands at in this record, in order.
    fn positions(&mut self, out: &mut Vec<u32>);
}

impl Places for SegmentPostings {
    fn at(&self) -> DocId {
        self.doc()
    }

    fn go(&mut self, target: DocId) -> DocId {
        if self.doc() < target { self.seek(target) } else { self.doc() }
    }

    fn records(&self) -> u32 {
        self.size_hint()
    }

    fn frequency(&self) -> u32 {
        self.term_freq()
    }

    fn positions(&mut self, out: &mut Vec<u32>) {
        self.append_positions_with_offset(0, out);
    }
}

/// The places of any of some terms; none without a term. `counted` says that no positions are asked for.
pub fn any_of(mut postings: Vec<SegmentPostings>, counted: bool) -> Option<Box<dyn Places>> {
    Some(match postings.len() {
        0 => return None,
        1 => Box::new(postings.pop()?),
        2..=AnyOf::MOST => Box::new(AnyOf { postings }),
        _ => Box::new(Merged::of(postings, counted)),
    })
}

/// The postings of a few terms as those of one, read only where they are asked for.
struct AnyOf {
    postings: Vec<SegmentPostings>,
}

impl AnyOf {
    /// With more terms than this, one merged list is less work than looking at each for every record.
    const MOST: usize = 12;
}

impl Places for AnyOf {
    fn at(&self) -> DocId {
        self.postings.iter().map(DocSet::doc).min().unwrap_or(TERMINATED)
    }

    fn go(&mut self, target: DocId) -> DocId {
        self.postings.iter_mut().map(|one| one.go(target)).min().unwrap_or(TERMINATED)
    }

    fn records(&self) -> u32 {
        self.postings.iter().map(Places::records).fold(0, u32::saturating_add)
    }

    fn frequency(&self) -> u32 {
        let here = self.at();
        self.postings.iter().filter(|one| one.doc() == here).map(Postings::term_freq).sum()
    }

    fn positions(&mut self, out: &mut Vec<u32>) {
        let (here, start) = (self.at(), out.len());
        for one in self.postings.iter_mut().filter(|one| one.doc() == here) {
            one.append_positions_with_offset(0, out);
        }
        if let Some(added) = out.get_mut(start..) {
            added.sort_unstable();
        }
        // Two readings of one name are one place.
        let mut kept = start;
        for at in start..out.len() {
            if kept == start || out[kept - 1] != out[at] {
                out[kept] = out[at];
                kept += 1;
            }
        }
        out.truncate(kept);
    }
}

/// The postings of many terms as those of one.
struct Merged {
    /// Record, end of its positions in `positions` (or the sum of frequencies so far).
    records: Vec<(DocId, u32)>,
    positions: Vec<u32>,
    next: usize,
}

impl Merged {
    fn of(postings: Vec<SegmentPostings>, counted: bool) -> Self {
        let mut found: Vec<(DocId, u32)> = Vec::new();
        let mut buffer = Vec::new();
        for mut one in postings {
            while one.doc() != TERMINATED {
                if counted {
                    found.push((one.doc(), one.term_freq()));
                } else {
                    Postings::positions(&mut one, &mut buffer);
                    found.extend(buffer.iter().map(|position| (one.doc(), *position)));
                }
                one.advance();
            }
        }
        found.sort_unstable();
        let mut merged = Self { records: Vec::new(), positions: Vec::new(), next: 0 };
        let mut end = 0_u32;
        for (doc, value) in found {
            if counted {
                end += value;
            } else {
                merged.positions.push(value);
                end += 1;
            }
            match merged.records.last_mut() {
                Some((last, last_end)) if *last == doc => *last_end = end,
                _ => merged.records.push((doc, end)),
            }
        }
        merged
    }

    fn bounds(&self) -> (usize, usize) {
        let end = self.records.get(self.next).map_or(0, |(_, end)| *end as usize);
        let start = self
            .next
            .checked_sub(1)
            .and_then(|before| self.records.get(before))
            .map_or(0, |(_, end)| *end as usize);
        (start.min(end), end)
    }
}

impl Places for Merged {
    fn at(&self) -> DocId {
        self.records.get(self.next).map_or(TERMINATED, |(doc, _)| *doc)
    }

    fn go(&mut self, target: DocId) -> DocId {
        if self.at() < target {
            self.next += self.records[self.next..].partition_point(|(doc, _)| *doc < target);
        }
        self.at()
    }

    fn records(&self) -> u32 {
        u32::try_from(self.records.len()).unwrap_or(u32::MAX)
    }

    fn frequency(&self) -> u32 {
        let (start, end) = self.bounds();
        u32::try_from(end - start).unwrap_or(u32::MAX)
    }

    fn positions(&mut self, out: &mut Vec<u32>) {
        let (start, end) = self.bounds();
        out.extend_from_slice(self.positions.get(start..end).unwrap_or_default());
    }
}

/// Positions one after the other.
pub struct Run {
    places: Vec<Box<dyn Places>>,
    positions: Vec<u32>,
}

impl Run {
    pub fn of(places: Vec<Box<dyn Places>>) -> Self {
        Self { places, positions: Vec::new() }
    }

    fn at(&self) -> DocId {
        // `go` leaves all of them on one record, or some of them beyond the last.
        self.places.iter().map(|places| places.at()).max().unwrap_or(TERMINATED)
    }

    /// Goes to the first record not before the target that has every position's term, wherever they stand.
    fn go(&mut self, target: DocId) -> DocId {
        let mut target = target;
        loop {
            let mut furthest = target;
            for places in &mut self.places {
                furthest = places.go(furthest);
            }
            if furthest == TERMINATED || self.places.iter().all(|places| places.at() == furthest) {
                return furthest;
            }
            target = furthest;
        }
    }

    fn spans(&mut self, out: &mut Vec<Span>) {
        let length = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        let mut starts = std::mem::take(&mut self.positions);
        starts.clear();
        let mut here = Vec::new();
        for (offset, places) in (0_u32..).zip(&mut self.places) {
            if offset == 0 {
                places.positions(&mut starts);
                continue;
            }
            here.clear();
            places.positions(&mut here);
            starts.retain(|start| here.binary_search(&(start + offset)).is_ok());
        }
        out.extend(starts.iter().map(|start| (*start, start + length)));
        self.positions = starts;
    }
}

/// The alternatives of a slot.
pub struct Alternatives {
    runs: Vec<Run>,
    /// The places in the record that was last asked for.
    spans: Vec<Span>,
    /// That record.
    read: DocId,
}

impl Alternatives {
    pub fn of(runs: Vec<Run>) -> Self {
        Self { runs, spans: Vec::new(), read: TERMINATED }
    }

    /// In about how many records one of them stands.
    pub fn records(&self) -> u32 {
        let rarest = |run: &Run| run.places.iter().map(|places| places.records()).min().unwrap_or(0);
        self.runs.iter().map(rarest).fold(0, u32::saturating_add)
    }

    pub fn go(&mut self, target: DocId) -> DocId {
        self.runs.iter_mut().map(|run| run.go(target)).min().unwrap_or(TERMINATED)
    }

    pub fn frequency(&self, doc: DocId) -> u32 {
        self.runs
            .iter()
            .filter(|run| run.at() == doc)
            .filter_map(|run| run.places.first())
            .map(|p| p.frequency())
            .sum()
    }

    /// Whether one alternative in a record is one word, which stands there then.
    pub fn has_word(&self, doc: DocId) -> bool {
        self.runs.iter().any(|run| run.places.len() == 1 && run.at() == doc)
    }

    /// Reads the places in a record, in order, each once.
    pub fn read(&mut self, doc: DocId) -> &[Span] {
        if self.read == doc {
            return &self.spans;
        }
        self.read = doc;
        self.spans.clear();
        for run in self.runs.iter_mut().filter(|run| run.at() == doc) {
            run.spans(&mut self.spans);
        }
        if self.runs.len() > 1 {
            self.spans.sort_unstable();
            self.spans.dedup();
        }
        &self.spans
    }

    /// Whether one of these places ends where one of another slot's begins.
    pub fn meets(&self, next: &Self) -> bool {
        let begins = |end: u32| next.spans.binary_search_by_key(&end, |span| span.0).is_ok();
        self.spans.iter().any(|span| begins(span.1))
    }
}
