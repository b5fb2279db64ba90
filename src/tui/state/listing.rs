//! A list of hits that is loaded window by window as one moves through it, with a cursor that stays on its record.

use crate::record::RecordId;
use crate::search::Hit;
use std::collections::{BTreeMap, BTreeSet};

/// Hits in one window.
pub(crate) const WINDOW: usize = 40;

/// The hits known so far, by place from 0.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listing {
    /// What is loaded.
    pub hits: BTreeMap<usize, Hit>,
    /// How many there are in all.
    pub total: usize,
    /// The place chosen.
    pub cursor: usize,
    /// The first place drawn.
    pub top: usize,
    /// Whether a person chose the place: then it stays on its record when the hits change.
    pub held: bool,
    /// Windows asked for and not yet here.
    pub waiting: BTreeSet<usize>,
}

impl Listing {
    /// A list that is whole.
    pub(crate) fn whole(hits: Vec<Hit>) -> Self {
        let total = hits.len();
        Self { hits: hits.into_iter().enumerate().collect(), total, ..Self::default() }
    }

    /// The hit under the cursor.
    pub(crate) fn chosen(&self) -> Option<&Hit> {
        self.hits.get(&self.cursor)
    }

    /// Puts a window in place.
    pub(crate) fn fill(&mut self, offset: usize, hits: Vec<Hit>) {
        self.waiting.remove(&(offset / WINDOW));
        self.hits.extend(hits.into_iter().enumerate().map(|(at, hit)| (offset + at, hit)));
    }

    /// Moves the cursor; a person did it.
    pub(crate) fn go(&mut self, place: usize) {
        self.cursor = place.min(self.total.saturating_sub(1));
        self.held = true;
    }

    /// Moves the cursor by so many places.
    pub(crate) fn step(&mut self, by: isize) {
        self.go(self.cursor.saturating_add_signed(by));
    }

    /// Stands on the record where it is among what is loaded.
    pub(crate) fn stay_on(&mut self, id: &RecordId) {
        if let Some((place, _)) = self.hits.iter().find(|(_, hit)| hit.id == *id) {
            self.cursor = *place;
            self.held = true;
        }
    }

    /// The windows needed to show these places, each asked for once; their offsets.
    pub(crate) fn missing(&mut self, from: usize, to: usize) -> Vec<usize> {
        let last = to.min(self.total);
        let mut offsets = Vec::new();
        for window in (from / WINDOW)..=(last.saturating_sub(1) / WINDOW) {
            let start = (window * WINDOW).max(from.min(last));
            let gap = (start..last.min((window + 1) * WINDOW)).any(|place| !self.hits.contains_key(&place));
            if gap && self.waiting.insert(window) {
                offsets.push(window * WINDOW);
            }
        }
        offsets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(ids: &[&str]) -> Vec<Hit> {
        ids.iter().map(|id| Hit { id: (*id).to_owned(), ..Hit::default() }).collect()
    }

    #[test]
    fn a_window_is_asked_for_once() {
        let mut list = Listing { total: 100, ..Listing::whole(hits(&["a", "b"])) };
        list.total = 100;
        assert_eq!(list.missing(0, 2), Vec::<usize>::new());
        assert_eq!(list.missing(1, 50), [0, 40]);
        assert_eq!(list.missing(1, 50), Vec::<usize>::new());
    }

    #[test]
    fn the_cursor_stays_on_its_record() {
        let mut list = Listing::whole(hits(&["a", "b", "c"]));
        list.stay_on(&"c".to_owned());
        list.stay_on(&"z".to_owned());
        assert_eq!(list.cursor, 2);
    }
}
