//! The list: moving, marking, and everything that is done from a hit.

use super::{Deed, Effect, Focus, Question, State, View, Words};
use crate::tui::desk::Past;
use crate::tui::keys::{Action, Place};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

impl State {
    pub(super) fn browse_act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(effects) = self.view_act(action) {
            return effects;
        }
        match action {
            Action::Type => {
                self.keep_place();
                self.focus = Focus::Typing;
                self.pane = None;
                Vec::new()
            }
            Action::Quit => vec![Effect::Leave],
            Action::Up => self.up_or_down(-1),
            Action::Down => self.up_or_down(1),
            Action::NextRecord => self.move_by(1),
            Action::PreviousRecord => self.move_by(-1),
            Action::PageUp => self.up_or_down(-self.page()),
            Action::PageDown => self.up_or_down(self.page()),
            Action::First => self.up_or_down(isize::MIN),
            Action::Last => self.up_or_down(isize::MAX),
            Action::Open => self.open_record(),
            Action::Shut => {
                self.pane = None;
                Vec::new()
            }
            Action::NextMatch => self.next_match(1),
            Action::PreviousMatch => self.next_match(-1),
            Action::Mark => self.mark(),
            Action::Unmark => {
                let gone = self.marks.len();
                self.marks.clear();
                self.say(format!("{gone} marks taken off"));
                Vec::new()
            }
            Action::Marked => self.view_marked(),
            Action::Filters => self.open_panel(),
            Action::DropFilter => match self.asking.filters.len() {
                0 => Vec::new(),
                filters => self.drop_filter(filters - 1),
            },
            Action::Mode => {
                self.keep_place();
                self.asking.words = match self.asking.words {
                    Words::Best => Words::Any,
                    Words::Any => Words::All,
                    Words::All => Words::Exact,
                    Words::Exact => Words::Best,
                };
                self.search()
            }
            Action::CopyKey => self.copy_keys(),
            Action::CopyReference => self.copy_references(),
            Action::CopyPassage => self.copy_passage(),
            Action::OpenLink => self.open_link(),
            Action::Related => self.related(),
            Action::Back => self.back(),
            Action::Forward => self.forward(),
            Action::Concordance => self.open_concordance(),
            Action::Timeline => self.open_timeline(),
            Action::Mouse => {
                self.mouse = !self.mouse;
                let key = self.keys.shown(Action::Mouse, Place::List);
                self.say(if self.mouse {
                    "the mouse is chosin's again".to_owned()
                } else {
                    format!("the mouse is the terminal's: select with it; {key} takes it back")
                });
                vec![Effect::Mouse(self.mouse)]
            }
            Action::Sort
            | Action::Cite
            | Action::Export
            | Action::AddToList
            | Action::Save
            | Action::Saved => self.open_menu(action),
            _ => Vec::new(),
        }
    }

    /// A key that no action has: a digit takes off that filter.
    pub(super) fn digit(&mut self, key: KeyEvent) -> Vec<Effect> {
        if self.help.take().is_some() {
            return Vec::new();
        }
        let KeyCode::Char(letter) = key.code else { return Vec::new() };
        if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
            return Vec::new();
        }
        if self.menu.is_some() {
            return self.menu_letter(letter);
        }
        match letter.to_digit(10) {
            Some(digit @ 1..) if (digit as usize) <= self.asking.filters.len() => {
                self.drop_filter(digit as usize - 1)
            }
            _ => {
                let help = self.keys.shown(Action::Help, Place::List);
                self.say(format!("{help} shows the keys"));
                Vec::new()
            }
        }
    }

    /// Takes off one filter.
    pub(super) fn drop_filter(&mut self, number: usize) -> Vec<Effect> {
        if number >= self.asking.filters.len() {
            return Vec::new();
        }
        self.keep_place();
        self.asking.filters.remove(number);
        self.search()
    }

    /// Rows that a page moves by.
    pub(super) fn page(&self) -> isize {
        let areas = self.areas();
        if let Some(area) = areas.pane {
            return isize::try_from(area.height.saturating_sub(2).max(1)).unwrap_or(1);
        }
        let (top, end) = self.list_rows(areas.list);
        isize::try_from(end.saturating_sub(top).max(2) - 1).unwrap_or(1)
    }

    fn up_or_down(&mut self, by: isize) -> Vec<Effect> {
        match &mut self.pane {
            Some(pane) => {
                pane.scroll_by(by);
                Vec::new()
            }
            None => self.move_by(by),
        }
    }

    /// Moves in the list; an open pane follows.
    pub(super) fn move_by(&mut self, by: isize) -> Vec<Effect> {
        if matches!(self.view, View::Hits) && self.pending() {
            return Vec::new();
        }
        if let View::Concordance(lines) = &mut self.view {
            lines.cursor = lines.cursor.saturating_add_signed(by).min(lines.lines.len().saturating_sub(1));
            return if self.pane.is_some() { self.open_line() } else { Vec::new() };
        }
        self.list_mut().step(by);
        if self.pane.is_some() { self.follow() } else { Vec::new() }
    }

    /// Opens the pane on the chosen record, or brings an open one there.
    pub(super) fn follow(&mut self) -> Vec<Effect> {
        let Some(hit) = self.list().chosen().cloned() else { return Vec::new() };
        self.read(hit.id.clone(), hit.snippets.into_iter().next())
    }

    pub(super) fn open_record(&mut self) -> Vec<Effect> {
        if self.pane.is_some() {
            return Vec::new();
        }
        if matches!(self.view, View::Hits) && self.pending() {
            self.opens = true;
            return Vec::new();
        }
        self.list_mut().held = true;
        let mut effects = self.follow();
        if !effects.is_empty() {
            effects.extend(self.remember());
        }
        effects
    }

    /// Remembers the query as one that a person stayed on; once for each.
    pub(super) fn remember(&mut self) -> Vec<Effect> {
        if self.pending() || self.shown.trouble.is_some() || self.input.value().trim().is_empty() {
            return Vec::new();
        }
        let past = self.past();
        if self.remembered.as_ref() == Some(&past) {
            return Vec::new();
        }
        self.remembered = Some(past.clone());
        self.shelf.past.retain(|old| old.query != past.query);
        self.shelf.past.insert(0, past.clone());
        vec![Effect::Deed(Deed::Remember(past))]
    }

    /// The present query as one to remember.
    pub(super) fn past(&self) -> Past {
        let request = &self.shown.request;
        Past {
            query: request.query.clone(),
            understood: self.shown.response.understood.clone(),
            filters: request.filters.clone(),
            mode: request.mode,
            sort: request.sort,
            total: self.shown.response.total,
            total_all: self.shown.response.total_all,
            when: String::new(),
        }
    }

    fn mark(&mut self) -> Vec<Effect> {
        let Some(id) = self.current() else { return Vec::new() };
        match self.marks.iter().position(|own| *own == id) {
            Some(place) => {
                self.marks.remove(place);
            }
            None => self.marks.push(id),
        }
        if self.pane.is_none() && !matches!(self.view, View::Marked(_) | View::Concordance(_)) {
            return self.move_by(1);
        }
        Vec::new()
    }

    fn view_marked(&mut self) -> Vec<Effect> {
        if self.marks.is_empty() {
            let key = self.keys.shown(Action::Mark, Place::List);
            self.say(format!("nothing is marked yet: {key} marks"));
            return Vec::new();
        }
        vec![Effect::Ask(Question::Records { ids: self.marks.clone() })]
    }

    fn copy_keys(&mut self) -> Vec<Effect> {
        let ids = self.subjects();
        let keys: Vec<String> = ids.iter().map(|id| format!("@{id}, p. ")).collect();
        if keys.is_empty() {
            return self.nothing_chosen();
        }
        let what = if keys.len() == 1 { "key" } else { "keys" };
        vec![Effect::Copy { text: format!("[{}]", keys.join("; ")), what: what.to_owned() }]
    }

    fn copy_references(&mut self) -> Vec<Effect> {
        let ids = self.subjects();
        let style = self.shelf.styles.first().cloned();
        match style {
            Some(style) if !ids.is_empty() => {
                vec![Effect::Deed(Deed::Cite { ids, style, path: None, replace: false })]
            }
            _ => self.nothing_chosen(),
        }
    }

    fn copy_passage(&mut self) -> Vec<Effect> {
        let passage = match &self.pane {
            Some(pane) => pane.passage(),
            None => {
                self.list().chosen().and_then(|hit| hit.snippets.first()).map(|snippet| snippet.text.clone())
            }
        };
        match passage.filter(|_| self.current().is_some()) {
            Some(text) => vec![Effect::Copy { text, what: "passage".to_owned() }],
            None => self.nothing_chosen(),
        }
    }

    pub(super) fn nothing_chosen(&mut self) -> Vec<Effect> {
        self.say("no record is chosen here");
        Vec::new()
    }

    fn open_link(&mut self) -> Vec<Effect> {
        let record = match &self.pane {
            Some(pane) => pane.record(),
            None => self.list().chosen().map(|hit| &hit.record),
        };
        match record.map(super::pane::address) {
            Some(Some(address)) => vec![Effect::OpenLink(address)],
            Some(None) => {
                self.say("this record has neither DOI nor web address");
                Vec::new()
            }
            None => self.nothing_chosen(),
        }
    }

    fn related(&mut self) -> Vec<Effect> {
        match self.current() {
            Some(id) => vec![Effect::Ask(Question::Related { id })],
            None => self.nothing_chosen(),
        }
    }
}
