//! The query line: letters, past queries, suggestions that are offered and never searched unasked.

use super::{Effect, Focus, Question, State, Words};
use crate::tui::keys::Action;
use ratatui::crossterm::event::{Event as TerminalEvent, KeyEvent};
use tui_input::Input;
use tui_input::backend::crossterm::to_input_request;

/// A query longer than this is a slip of the clipboard.
const LONGEST: usize = 4_000;

impl State {
    pub(super) fn typing_act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Up if self.input.value().is_empty() || self.walk.is_some() => self.walk_back(),
            Action::Down if self.walk.is_some() => self.walk_forward(),
            Action::Up => self.move_by(-1),
            Action::Down => self.move_by(1),
            Action::PageUp => self.move_by(-self.page()),
            Action::PageDown => self.move_by(self.page()),
            Action::ToList => self.enter_list(),
            Action::Take => self.take(),
            _ => Vec::new(),
        }
    }

    pub(super) fn edit(&mut self, key: KeyEvent) -> Vec<Effect> {
        let Some(request) = to_input_request(&TerminalEvent::Key(key)) else { return Vec::new() };
        let changed = self.input.handle(request).is_some_and(|change| change.value);
        if changed { self.edited() } else { Vec::new() }
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        let text: String =
            text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        if let Some(prompt) = &mut self.prompt {
            prompt.insert(&text);
            return Vec::new();
        }
        if self.focus == Focus::List {
            self.say("/ first, then paste");
            return Vec::new();
        }
        for letter in text.chars().take(LONGEST) {
            self.input.handle(tui_input::InputRequest::InsertChar(letter));
        }
        self.edited()
    }

    fn edited(&mut self) -> Vec<Effect> {
        self.walk = None;
        if self.input.value().chars().count() > LONGEST {
            let short: String = self.input.value().chars().take(LONGEST).collect();
            self.input = Input::new(short);
            self.warn(format!("a query has {LONGEST} letters at most"));
        }
        let mut effects = self.search();
        let prefix = self.last_word();
        self.offered = None;
        if prefix.chars().count() >= 2 {
            effects.push(Effect::Ask(Question::Words { prefix }));
        }
        effects
    }

    /// The word being typed, where the cursor stands at the end.
    fn last_word(&self) -> String {
        let value = self.input.value();
        if self.input.cursor() < value.chars().count() {
            return String::new();
        }
        let word =
            value.rsplit(|letter: char| !letter.is_alphanumeric() && letter != '\'' && letter != '’').next();
        word.unwrap_or_default().to_owned()
    }

    /// Takes what is offered: a better spelling of the query, else the first word that goes on as typed.
    fn take(&mut self) -> Vec<Effect> {
        let better = self.shown.response.suggestion.clone().filter(|_| !self.pending());
        if let Some(query) = better {
            self.input = Input::new(query);
            return self.edited();
        }
        let word = self.last_word();
        let offered = self.offered.as_ref().filter(|(prefix, _)| *prefix == word);
        let Some((next, _)) = offered.and_then(|(_, words)| words.first()) else {
            self.say("nothing is suggested here");
            return Vec::new();
        };
        let value = self.input.value();
        let kept = value.get(..value.len().saturating_sub(word.len())).unwrap_or_default();
        self.input = Input::new(format!("{kept}{next} "));
        self.edited()
    }

    /// From typing to the list; the query is one that a person stays on.
    pub(super) fn enter_list(&mut self) -> Vec<Effect> {
        self.focus = Focus::List;
        self.walk = None;
        self.offered = None;
        self.keep_place();
        self.remember()
    }

    fn walk_back(&mut self) -> Vec<Effect> {
        let next = self.walk.map_or(0, |at| at + 1);
        if next >= self.shelf.past.len() {
            self.say(if self.shelf.past.is_empty() { "no past queries yet" } else { "the oldest query" });
            return Vec::new();
        }
        self.recall(next)
    }

    fn walk_forward(&mut self) -> Vec<Effect> {
        match self.walk.and_then(|at| at.checked_sub(1)) {
            Some(next) => self.recall(next),
            None => {
                self.walk = None;
                self.input.reset();
                self.asking.filters.clear();
                self.search()
            }
        }
    }

    fn recall(&mut self, at: usize) -> Vec<Effect> {
        let Some(past) = self.shelf.past.get(at).cloned() else { return Vec::new() };
        self.walk = Some(at);
        let when = if past.when.is_empty() { "this session" } else { past.when.as_str() };
        let hits = if past.total == 1 { "hit" } else { "hits" };
        self.say(format!("{} of {}: {} {hits} {}", at + 1, self.shelf.past.len(), past.total, when));
        self.input = Input::new(past.query);
        self.asking.filters = past.filters;
        self.asking.sort = past.sort;
        self.asking.words = Words::of(past.mode);
        self.search()
    }
}
