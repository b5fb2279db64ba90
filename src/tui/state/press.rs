//! A key pressed: which action it is where one stands, and who does it.

use super::{Effect, Focus, State, View};
use crate::tui::keys::{Action, Place};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

impl State {
    pub(super) fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        self.notice = None;
        if let Some(effects) = self.prompt_key(key) {
            return effects;
        }
        let places: &[Place] = match self.focus {
            _ if self.help.is_some() || self.menu.is_some() => &[Place::List, Place::Anywhere],
            _ if self.panel.is_some() => &[Place::Values, Place::List, Place::Anywhere],
            Focus::Typing => &[Place::Typing, Place::Anywhere],
            Focus::List if matches!(self.view, View::Timeline(_)) => {
                &[Place::Values, Place::List, Place::Anywhere]
            }
            Focus::List => &[Place::List, Place::Anywhere],
        };
        let action = self.keys.action(key, places);
        let action = if self.menu.is_some() && self.help.is_none() { in_menu(key, action) } else { action };
        if self.menu.is_none() && !matches!(action, None | Some(Action::Export | Action::Cite)) {
            self.twice = None;
        }
        match action {
            Some(action) => self.act(action),
            None if self.focus == Focus::Typing
                && self.panel.is_none()
                && self.help.is_none()
                && self.menu.is_none() =>
            {
                self.edit(key)
            }
            None => self.digit(key),
        }
    }

    /// Does what an action says, where one is now.
    pub(crate) fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Leave => vec![Effect::Leave],
            Action::Suspend => vec![Effect::Suspend],
            Action::Redraw => vec![Effect::Redraw],
            Action::Close => self.close(),
            Action::Help => {
                self.help = if self.help.is_some() { None } else { Some(0) };
                Vec::new()
            }
            _ if self.help.is_some() => {
                self.turn_help(action);
                Vec::new()
            }
            _ if self.menu.is_some() => self.menu_act(action),
            _ if self.panel.is_some() => self.panel_act(action),
            _ if self.focus == Focus::Typing => self.typing_act(action),
            _ => self.browse_act(action),
        }
    }

    /// Turns the pages of the help where it needs several; anything else closes it.
    fn turn_help(&mut self, action: Action) {
        let pages = self.help_pages();
        self.help = match action {
            Action::Down | Action::PageDown => self.help.map(|page| (page + 1).min(pages - 1)),
            Action::Up | Action::PageUp => self.help.map(|page| page.saturating_sub(1)),
            _ => None,
        };
    }

    /// Closes the innermost thing; with nothing left to close, nothing happens.
    fn close(&mut self) -> Vec<Effect> {
        let closed = self.help.take().is_some()
            || self.menu.take().is_some()
            || self.prompt.take().is_some()
            || self.panel.take().is_some()
            || self.pane.take().is_some()
            || std::mem::take(&mut self.opens)
            || (self.focus == Focus::List && self.view.zoom_out());
        if closed {
            return Vec::new();
        }
        if self.focus == Focus::List && !matches!(self.view, View::Hits) {
            self.view = View::Hits;
        } else if !self.asking.filters.is_empty() {
            return self.drop_filter(self.asking.filters.len() - 1);
        } else if !self.input.value().is_empty() {
            self.keep_place();
            self.input.reset();
            self.focus = Focus::Typing;
            self.walk = None;
            return self.search();
        } else {
            let leave = self.keys.shown(Action::Leave, Place::Anywhere);
            self.say(format!("nothing left to close: {leave} leaves"));
        }
        Vec::new()
    }
}

/// In a menu a letter goes to the item that begins so, unless it moves or leaves.
fn in_menu(key: KeyEvent, action: Option<Action>) -> Option<Action> {
    let held = key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    let letter = matches!(key.code, KeyCode::Char(letter) if letter.is_alphabetic()) && !held;
    action.filter(|action| !letter || matches!(action, Action::Up | Action::Down | Action::Quit))
}
