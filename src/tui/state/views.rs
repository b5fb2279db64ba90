//! Other ways to look at the same hits: the concordance and the timeline; and the lists of related and marked records.

use super::years::{Bar, bars};
use super::{Effect, Listing, Occurrence, Question, State, WINDOW};
use crate::record::RecordId;
use crate::search::{Facet, FacetField, SearchRequest, Snippet};
use crate::tui::keys::Action;
use ratatui::layout::Rect;

/// Lines after which a concordance asks for no more by itself.
const ENOUGH: usize = 20_000;

/// What the body of the screen shows.
#[derive(Debug, Clone, Default)]
pub(crate) enum View {
    /// The hits.
    #[default]
    Hits,
    /// Records like one.
    Related {
        /// The one.
        id: RecordId,
        /// The others.
        list: Listing,
    },
    /// The marked records.
    Marked(Listing),
    /// Every match, lined up.
    Concordance(Concordance),
    /// Hits by year.
    Timeline(Timeline),
}

/// Every match lined up on its key word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Concordance {
    /// The lines in their present order.
    pub lines: Vec<Occurrence>,
    /// The line chosen.
    pub cursor: usize,
    /// The first line drawn.
    pub top: usize,
    /// Sorted by the word on the left rather than on the right; `None` in the order of hits.
    pub left: Option<bool>,
    /// Hits looked through so far.
    pub read: usize,
    /// Whether all were.
    pub done: bool,
}

impl Concordance {
    /// The line under the cursor.
    pub(crate) fn chosen(&self) -> Option<&Occurrence> {
        self.lines.get(self.cursor)
    }

    pub(super) fn begin_again(&mut self) {
        *self = Self { left: self.left, ..Self::default() };
    }

    fn sort(&mut self) {
        let Some(left) = self.left else { return };
        let on = self.chosen().cloned();
        if left {
            self.lines.sort_by_cached_key(|line| leftwards(&line.left));
        } else {
            self.lines.sort_by_cached_key(|line| rightwards(&line.right));
        }
        if let Some(on) = on {
            self.cursor = self.lines.iter().position(|line| *line == on).unwrap_or(0);
        }
    }
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn leftwards(text: &str) -> Vec<String> {
    words(text).rev().take(4).collect()
}

fn rightwards(text: &str) -> Vec<String> {
    words(text).take(4).collect()
}

/// Hits by the year they appeared in, or by the years they speak of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timeline {
    /// Whether the years spoken of are shown.
    pub about: bool,
    /// Years and counts, appeared and spoken of; `None` until they are here.
    pub years: Option<[Vec<(String, u64)>; 2]>,
    /// Spans zoomed into, the innermost last.
    pub zoom: Vec<(i32, i32)>,
    /// The bar chosen.
    pub cursor: usize,
    /// Columns for bars.
    pub columns: usize,
}

impl Timeline {
    /// The bars on the screen.
    pub(crate) fn bars(&self) -> Vec<Bar> {
        let values =
            self.years.as_ref().map_or(&[] as &[_], |years| years[usize::from(self.about)].as_slice());
        bars(values, self.zoom.last().copied(), self.columns.max(1))
    }
}

impl View {
    /// Takes back the innermost zoom; whether there was one.
    pub(super) fn zoom_out(&mut self) -> bool {
        match self {
            Self::Timeline(timeline) => {
                timeline.cursor = 0;
                timeline.zoom.pop().is_some()
            }
            _ => false,
        }
    }
}

impl State {
    pub(super) fn open_concordance(&mut self) -> Vec<Effect> {
        if self.input.value().trim().is_empty() {
            self.say("a concordance needs a query");
            return Vec::new();
        }
        self.pane = None;
        self.view = View::Concordance(Concordance::default());
        self.ask_beside()
    }

    pub(super) fn open_timeline(&mut self) -> Vec<Effect> {
        self.pane = None;
        self.view = View::Timeline(Timeline::default());
        self.ask_beside()
    }

    /// What an action does in a concordance or timeline; `None` where it does what it does everywhere.
    pub(super) fn view_act(&mut self, action: Action) -> Option<Vec<Effect>> {
        if self.pane.is_some() {
            return None;
        }
        let page = usize::from(self.areas().body.height.saturating_sub(2).max(1));
        match &mut self.view {
            View::Concordance(lines) => {
                let last = lines.lines.len().saturating_sub(1);
                match action {
                    Action::Up | Action::PreviousRecord => lines.cursor = lines.cursor.saturating_sub(1),
                    Action::Down | Action::NextRecord => lines.cursor = (lines.cursor + 1).min(last),
                    Action::PageUp => lines.cursor = lines.cursor.saturating_sub(page),
                    Action::PageDown => lines.cursor = (lines.cursor + page).min(last),
                    Action::First => lines.cursor = 0,
                    Action::Last => lines.cursor = last,
                    Action::LeftNeighbour | Action::RightNeighbour => {
                        lines.left = Some(action == Action::LeftNeighbour);
                        lines.cursor = 0;
                        lines.sort();
                        lines.cursor = 0;
                    }
                    Action::Concordance => self.view = View::Hits,
                    Action::Open => return Some(self.open_line()),
                    _ => return None,
                }
            }
            View::Timeline(timeline) => {
                let bars = timeline.bars();
                let last = bars.len().saturating_sub(1);
                match action {
                    Action::Open | Action::Down | Action::NextRecord => {
                        timeline.cursor = (timeline.cursor + 1).min(last)
                    }
                    Action::Shut | Action::Up | Action::PreviousRecord => {
                        timeline.cursor = timeline.cursor.saturating_sub(1);
                    }
                    Action::PageUp => timeline.cursor = timeline.cursor.saturating_sub(10),
                    Action::PageDown => timeline.cursor = (timeline.cursor + 10).min(last),
                    Action::First => timeline.cursor = 0,
                    Action::Last => timeline.cursor = last,
                    Action::NextField | Action::PreviousField => {
                        timeline.about = !timeline.about;
                        timeline.zoom.clear();
                        timeline.cursor = 0;
                    }
                    Action::ZoomIn => match bars.get(timeline.cursor) {
                        Some(bar) if bar.to > bar.from => {
                            timeline.zoom.push((bar.from, bar.to));
                            timeline.cursor = 0;
                        }
                        _ => self.say("one year: Enter shows its hits"),
                    },
                    Action::ZoomOut => {
                        if !self.view.zoom_out() {
                            self.say("the whole span");
                        }
                    }
                    Action::Toggle => {
                        let bar = bars.get(timeline.cursor).copied();
                        let field = if timeline.about { "about" } else { "year" };
                        return bar.map(|bar| {
                            self.view = View::Hits;
                            self.set_filter(field, bar.value(), false)
                        });
                    }
                    Action::Timeline => self.view = View::Hits,
                    _ => return None,
                }
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    pub(super) fn open_line(&mut self) -> Vec<Effect> {
        let View::Concordance(lines) = &self.view else { return Vec::new() };
        let Some(line) = lines.chosen().cloned() else { return Vec::new() };
        let start = line.left.len();
        let passage = Snippet {
            field: line.field,
            text: format!("{}{}{}", line.left, line.key, line.right),
            matches: std::iter::once(start..start + line.key.len()).collect(),
        };
        let mut effects = self.read(line.id, Some(passage));
        effects.extend(self.remember());
        effects
    }

    pub(super) fn take_occurrences(
        &mut self,
        generation: u64,
        offset: usize,
        hits: usize,
        found: Vec<Occurrence>,
    ) -> Vec<Effect> {
        let request = self.request();
        let current = generation == self.generation;
        let View::Concordance(lines) = &mut self.view else { return Vec::new() };
        if !current || offset != lines.read {
            return Vec::new();
        }
        lines.read += hits;
        lines.lines.extend(found);
        lines.sort();
        lines.done = hits < WINDOW * 4;
        if lines.done || lines.lines.len() > ENOUGH {
            return Vec::new();
        }
        let request = SearchRequest { offset: lines.read, limit: Some(WINDOW * 4), ..request };
        vec![Effect::Ask(Question::Occurrences { generation, request })]
    }

    pub(super) fn take_timeline(&mut self, facets: &[Facet]) {
        if let View::Timeline(timeline) = &mut self.view {
            let of = |field: FacetField| {
                facets
                    .iter()
                    .find(|facet| facet.field == field)
                    .map(|facet| facet.values.clone())
                    .unwrap_or_default()
            };
            timeline.years = Some([of(FacetField::Year), of(FacetField::About)]);
        }
    }

    /// Keeps the views' cursors on the screen.
    pub(super) fn fit_views(&mut self, body: Rect) {
        match &mut self.view {
            View::Concordance(lines) => {
                let height = usize::from(body.height.saturating_sub(1).max(1));
                lines.cursor = lines.cursor.min(lines.lines.len().saturating_sub(1));
                lines.top = lines.top.clamp((lines.cursor + 1).saturating_sub(height), lines.cursor);
            }
            View::Timeline(timeline) => {
                timeline.columns = usize::from(body.width).saturating_sub(8).clamp(1, 200);
                timeline.cursor = timeline.cursor.min(timeline.bars().len().saturating_sub(1));
            }
            _ => {}
        }
    }
}
