//! Back and forward through the queries of this session.

use super::{Asking, Effect, State};
use crate::record::RecordId;
use tui_input::Input;

/// One query that a person stayed on, and where.
#[derive(Debug, Clone, PartialEq)]
struct Stay {
    query: String,
    asking: Asking,
    on: Option<RecordId>,
}

/// The queries before and after the present one.
#[derive(Debug, Clone, Default)]
pub(super) struct Trail {
    before: Vec<Stay>,
    after: Vec<Stay>,
    /// The record to stand on when the answer comes.
    pub(super) landing: Option<RecordId>,
}

impl State {
    fn stay(&self) -> Stay {
        Stay {
            query: self.input.value().to_owned(),
            asking: self.asking.clone(),
            on: self.shown.list.chosen().map(|hit| hit.id.clone()),
        }
    }

    /// Keeps the present query to come back to.
    pub(super) fn keep_place(&mut self) {
        let stay = self.stay();
        let same = |old: &Stay| old.query == stay.query && old.asking == stay.asking;
        if stay.query.trim().is_empty() && stay.asking.filters.is_empty() {
            return;
        }
        if self.trail.before.last().is_some_and(same) {
            self.trail.before.pop();
        }
        self.trail.before.push(stay);
        self.trail.after.clear();
    }

    /// Keeps a query and its asking as they were before a change.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        let here = self.stay();
        let mut last = self.trail.before.pop();
        if last.as_ref().is_some_and(|old| old.query == here.query && old.asking == here.asking) {
            last = self.trail.before.pop();
        }
        let Some(stay) = last else {
            self.say("no query before this one");
            return Vec::new();
        };
        self.trail.after.push(here);
        self.land(stay)
    }

    pub(super) fn forward(&mut self) -> Vec<Effect> {
        let Some(stay) = self.trail.after.pop() else {
            self.say("no query after this one");
            return Vec::new();
        };
        let here = self.stay();
        self.trail.before.push(here);
        self.land(stay)
    }

    fn land(&mut self, stay: Stay) -> Vec<Effect> {
        self.input = Input::new(stay.query);
        self.asking = stay.asking;
        self.trail.landing = stay.on;
        self.pane = None;
        self.search()
    }

    /// The record to stand on, once.
    pub(super) fn landing(&mut self) -> Option<RecordId> {
        self.trail.landing.take()
    }
}
