//! Filters without typing field names: the values of the present result with their counts.
//!
//! Counts of a field pass over that field's own filters, so that a second value can be chosen: several mean either.

use super::menu::{Purpose, prompt};
use super::years::{Bar, bars, span_value};
use super::{Effect, State};
use crate::search::{Facet, FacetField, Filter};
use crate::tui::keys::Action;
use crate::words::fold;

/// The fields in their order: name in the query language, what it is called, and what the searcher counts.
pub(crate) const FIELDS: &[(&str, &str, Option<FacetField>)] = &[
    ("year", "year", Some(FacetField::Year)),
    ("author", "author", Some(FacetField::Author)),
    ("journal", "journal", Some(FacetField::Journal)),
    ("type", "type", Some(FacetField::Type)),
    ("lang", "language", Some(FacetField::Lang)),
    ("list", "list", None),
    ("about", "years spoken of", Some(FacetField::About)),
];

/// The filters being chosen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Panel {
    /// Which of [`FIELDS`].
    pub field: usize,
    /// Which of its values or bars.
    pub cursor: usize,
    /// Values and counts; `None` until they are here.
    pub facets: Option<Vec<Facet>>,
    /// Lists and counts; `None` until they are here.
    pub lists: Option<Vec<(String, u64)>>,
    /// Where a span of years begins.
    pub anchor: Option<Bar>,
    /// What was sought last among the values, folded.
    pub sought: String,
}

impl Panel {
    /// The field's name in the query language.
    pub(crate) fn name(&self) -> &'static str {
        FIELDS.get(self.field).map_or("year", |(name, _, _)| name)
    }

    /// What the field is called.
    pub(crate) fn label(&self) -> &'static str {
        FIELDS.get(self.field).map_or("year", |(_, label, _)| label)
    }

    /// Whether the field's values are years.
    pub(crate) fn years(&self) -> bool {
        matches!(self.name(), "year" | "about")
    }

    /// The values of the field, most frequent first; `None` until they are here.
    pub(crate) fn values(&self) -> Option<&[(String, u64)]> {
        match FIELDS.get(self.field).and_then(|(_, _, counted)| *counted) {
            None => self.lists.as_deref(),
            Some(field) => {
                let facets = self.facets.as_ref()?;
                Some(
                    facets
                        .iter()
                        .find(|facet| facet.field == field)
                        .map_or(&[], |facet| facet.values.as_slice()),
                )
            }
        }
    }

    /// The span from where it begins, or the bar alone where none was begun.
    pub(crate) fn span_to(&self, bar: Bar) -> (i32, i32) {
        self.anchor.map_or((bar.from, bar.to), |anchor| (anchor.from.min(bar.from), anchor.to.max(bar.to)))
    }

    /// The bars of the field.
    pub(crate) fn bars(&self, most: usize) -> Vec<Bar> {
        bars(self.values().unwrap_or_default(), None, most)
    }
}

impl State {
    pub(super) fn open_panel(&mut self) -> Vec<Effect> {
        self.panel = Some(Panel::default());
        self.pane = None;
        self.ask_beside()
    }

    /// Bars that the panel has room for.
    pub(crate) fn panel_bars(&self) -> Vec<Bar> {
        let columns = self.areas().panel.map_or(1, |area| usize::from(area.width));
        self.panel.as_ref().map_or_else(Vec::new, |panel| panel.bars(columns.clamp(1, 120)))
    }

    pub(super) fn panel_act(&mut self, action: Action) -> Vec<Effect> {
        let bars = self.panel_bars();
        let Some(panel) = &mut self.panel else { return Vec::new() };
        let count = if panel.years() { bars.len() } else { panel.values().map_or(0, <[_]>::len) };
        let last = count.saturating_sub(1);
        panel.cursor = panel.cursor.min(last);
        let along = panel.years();
        match action {
            Action::Open if along => panel.cursor = (panel.cursor + 1).min(last),
            Action::Shut if along => panel.cursor = panel.cursor.saturating_sub(1),
            Action::Down | Action::NextRecord => panel.cursor = (panel.cursor + 1).min(last),
            Action::Up | Action::PreviousRecord => panel.cursor = panel.cursor.saturating_sub(1),
            Action::PageDown => panel.cursor = (panel.cursor + 10).min(last),
            Action::PageUp => panel.cursor = panel.cursor.saturating_sub(10),
            Action::First => panel.cursor = 0,
            Action::Last => panel.cursor = last,
            Action::NextField | Action::Open => turn(panel, 1),
            Action::PreviousField | Action::Shut => turn(panel, FIELDS.len() - 1),
            Action::Toggle => return self.toggle(&bars),
            Action::Exclude => return self.exclude(&bars),
            Action::Quit | Action::Filters => self.panel = None,
            Action::Type if !panel.years() => {
                let title = format!("find the {} that has", panel.label());
                self.prompt = Some(prompt(Purpose::Find, &title, ""));
            }
            Action::Type => {
                self.panel = None;
                self.focus = super::Focus::Typing;
            }
            Action::NextMatch => return self.seek_value(1),
            Action::PreviousMatch => return self.seek_value(-1),
            Action::DropFilter | Action::Back | Action::Forward | Action::Mode | Action::Mouse => {
                return self.browse_act(action);
            }
            _ => {}
        }
        Vec::new()
    }

    /// Goes to the next value that has a text, whatever its case and accents.
    pub(super) fn find_value(&mut self, text: &str) -> Vec<Effect> {
        if let Some(panel) = &mut self.panel {
            panel.sought = fold(text);
        }
        self.seek_value(1)
    }

    /// Goes on to the value after or before that has what was sought last.
    fn seek_value(&mut self, by: isize) -> Vec<Effect> {
        let Some(panel) = self.panel.as_mut().filter(|panel| !panel.sought.is_empty()) else {
            return Vec::new();
        };
        let has = |place: &usize| {
            let value = panel.values().and_then(|values| values.get(*place));
            value.is_some_and(|(value, _)| fold(value).contains(&panel.sought))
        };
        let count = panel.values().map_or(0, <[_]>::len);
        let (before, after) = (0..panel.cursor.min(count), panel.cursor + 1..count);
        let found = if by > 0 {
            after.chain(before.chain([panel.cursor])).find(has)
        } else {
            before.rev().chain(after.rev().chain([panel.cursor])).find(has)
        };
        match found {
            Some(place) => panel.cursor = place,
            None => {
                let text = format!("no {} here has {}", panel.label(), panel.sought);
                self.say(text);
            }
        }
        Vec::new()
    }

    fn toggle(&mut self, bars: &[Bar]) -> Vec<Effect> {
        let Some(panel) = &mut self.panel else { return Vec::new() };
        let field = panel.name();
        if !panel.years() {
            let value =
                panel.values().and_then(|values| values.get(panel.cursor)).map(|(value, _)| value.clone());
            return value.map_or_else(Vec::new, |value| self.set_filter(field, value, false));
        }
        let Some(bar) = bars.get(panel.cursor).copied() else { return Vec::new() };
        let (from, to) = panel.span_to(bar);
        match panel.anchor.take() {
            None => {
                panel.anchor = Some(bar);
                self.say(format!("from {}: move, and press the same key where the span ends", bar.from));
                Vec::new()
            }
            Some(_) => self.set_filter(field, span_value(from, to), false),
        }
    }

    fn exclude(&mut self, bars: &[Bar]) -> Vec<Effect> {
        let Some(panel) = &self.panel else { return Vec::new() };
        let field = panel.name();
        let value = if panel.years() {
            bars.get(panel.cursor).map(Bar::value)
        } else {
            panel.values().and_then(|values| values.get(panel.cursor)).map(|(value, _)| value.clone())
        };
        let Some(value) = value else { return Vec::new() };
        let out = self.chosen(field, &value) == Some(false) || self.chosen(field, &value).is_none();
        self.keep_place();
        self.take_value(field, &value);
        self.add_value(field, value, out);
        self.search()
    }

    /// Whether a value is chosen: `Some(true)` to be excluded, `Some(false)` to be included.
    pub(crate) fn chosen(&self, field: &str, value: &str) -> Option<bool> {
        let has = |filter: &&Filter| filter.field == field && filter.values.iter().any(|own| own == value);
        self.asking.filters.iter().find(has).map(|filter| filter.exclude)
    }

    /// Chooses a value, or takes the choice back.
    pub(super) fn set_filter(&mut self, field: &str, value: String, exclude: bool) -> Vec<Effect> {
        self.keep_place();
        if self.chosen(field, &value).is_some() {
            self.take_value(field, &value);
        } else {
            self.add_value(field, value, exclude);
        }
        self.search()
    }

    fn take_value(&mut self, field: &str, value: &str) {
        for filter in &mut self.asking.filters {
            if filter.field == field {
                filter.values.retain(|own| own != value);
            }
        }
        self.asking.filters.retain(|filter| !filter.values.is_empty());
    }

    fn add_value(&mut self, field: &str, value: String, exclude: bool) {
        let same = |filter: &&mut Filter| filter.field == field && filter.exclude == exclude;
        match self.asking.filters.iter_mut().find(same) {
            Some(filter) => filter.values.push(value),
            None => self.asking.filters.push(Filter { exclude, ..Filter::new(field, value) }),
        }
    }

    /// Takes counts in; the cursor stays on its value.
    pub(super) fn take_facets(&mut self, facets: Vec<Facet>) {
        self.take_timeline(&facets);
        if let Some(panel) = &mut self.panel {
            let on =
                panel.values().and_then(|values| values.get(panel.cursor)).map(|(value, _)| value.clone());
            panel.facets = Some(facets);
            if let (Some(on), Some(values), false) = (on, panel.values(), panel.years()) {
                let place = values.iter().position(|(value, _)| *value == on);
                panel.cursor = place.unwrap_or(panel.cursor);
            }
        }
    }
}

fn turn(panel: &mut Panel, by: usize) {
    panel.field = (panel.field + by) % FIELDS.len();
    panel.cursor = 0;
    panel.anchor = None;
}
