//! A bar on stderr for what takes longer than a second; nothing where no person looks.

use super::shell::Shell;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::RefCell;
use std::time::{Duration, Instant};

/// What is not slower than this needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Progress of one piece of work.
pub struct Progress {
    started: Instant,
    shown: bool,
    bar: RefCell<Option<ProgressBar>>,
}

impl Progress {
    /// Nothing is drawn yet.
    pub fn new() -> Self {
        Self { started: Instant::now(), shown: Shell::shows_progress(), bar: RefCell::new(None) }
    }

    /// So much of so much is done; a total of nought is not known.
    pub fn at(&self, what: &str, done: u64, total: u64) {
        if !self.shown || self.started.elapsed() < PATIENCE {
            return;
        }
        let mut bar = self.bar.borrow_mut();
        let bar = bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(10));
            let style = ProgressStyle::with_template("{msg:14} {bar:30} {human_pos} of {human_len}");
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "))
        });
        bar.set_length(total.max(done));
        bar.set_message(what.to_owned());
        bar.set_position(done);
    }

    /// Seconds since the beginning, with one decimal.
    pub fn seconds(&self) -> String {
        format!("{:.1} s", self.started.elapsed().as_secs_f64())
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        if let Some(bar) = self.bar.borrow_mut().take() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Progress {
    /// Shows how far an ingest is.
    pub fn step(&self, step: crate::ingest::Progress) {
        use crate::ingest::Progress::{Finishing, Indexing, Merging, Reading};
        match step {
            Reading(records) => self.at("reading", records, 0),
            Merging => self.at("merging", 0, 0),
            Indexing(done, total) => self.at("indexing", done, total),
            Finishing => self.at("finishing", 1, 1),
        }
    }
}
