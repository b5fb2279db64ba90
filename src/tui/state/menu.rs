//! Menus and prompts: what order, what style, what format, which list, which file.

use super::{Deed, Effect, State};
use crate::search::Sort;
use crate::tui::keys::Action;
use ratatui::crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use std::path::PathBuf;
use tui_input::Input;
use tui_input::backend::crossterm::to_input_request;

/// The orders, as the menu shows them.
pub(crate) const SORTS: &[(Sort, &str)] = &[
    (Sort::Relevance, "best first"),
    (Sort::YearDescending, "newest first"),
    (Sort::Year, "oldest first"),
    (Sort::Author, "by author"),
    (Sort::Title, "by title"),
];

/// What a menu or prompt is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// An order of hits.
    Sort,
    /// A citation style.
    Style,
    /// An export format.
    Format,
    /// A list to add to.
    List,
    /// A saved search to go to.
    Saved,
    /// A file for citations in a style; none for the clipboard.
    CiteTo(String),
    /// A file for an export in a format.
    ExportTo(String),
    /// A new list's name.
    NewList,
    /// A name to save the search under.
    SaveAs,
    /// A text that a value of the filter's field has.
    Find,
}

/// Several things to choose one from.
#[derive(Debug, Clone)]
pub(crate) struct Menu {
    /// What for.
    pub purpose: Purpose,
    /// What is asked.
    pub title: String,
    /// What can be chosen, and a word on each.
    pub items: Vec<(String, String)>,
    /// Which one.
    pub cursor: usize,
}

/// A line to fill in.
#[derive(Debug, Clone)]
pub(crate) struct Prompt {
    /// What for.
    pub purpose: Purpose,
    /// What is asked.
    pub title: String,
    /// What is typed.
    pub input: Input,
}

impl Prompt {
    /// Types a text in.
    pub(crate) fn insert(&mut self, text: &str) {
        for letter in text.chars().take(1_000) {
            self.input.handle(tui_input::InputRequest::InsertChar(letter));
        }
    }
}

impl State {
    /// Opens the menu or prompt of an action.
    pub(super) fn open_menu(&mut self, action: Action) -> Vec<Effect> {
        let shelf = &self.shelf;
        let named = |names: &[String]| names.iter().map(|name| (name.clone(), String::new())).collect();
        let (purpose, items): (Purpose, Vec<(String, String)>) = match action {
            Action::Sort => {
                (Purpose::Sort, SORTS.iter().map(|(_, name)| ((*name).to_owned(), String::new())).collect())
            }
            Action::Saved => (Purpose::Saved, shelf.saved.clone()),
            Action::Save => {
                if self.input.value().trim().is_empty() && self.asking.filters.is_empty() {
                    self.say("nothing is asked here that could be saved");
                    return Vec::new();
                }
                self.prompt = Some(prompt(Purpose::SaveAs, "save this search as", ""));
                return Vec::new();
            }
            _ if self.subjects().is_empty() => return self.nothing_chosen(),
            Action::Cite => (Purpose::Style, named(&shelf.styles)),
            Action::Export => {
                let item = |(name, extension): &(String, String)| (name.clone(), format!(".{extension}"));
                (Purpose::Format, shelf.formats.iter().map(item).collect())
            }
            _ if shelf.lists.is_empty() => {
                self.prompt = Some(prompt(Purpose::NewList, "name of the new list", ""));
                return Vec::new();
            }
            _ => {
                let mut items: Vec<(String, String)> =
                    shelf.lists.iter().map(|(name, size)| (name.clone(), size.to_string())).collect();
                items.push(("new list...".to_owned(), String::new()));
                (Purpose::List, items)
            }
        };
        if items.is_empty() {
            self.say(match purpose {
                Purpose::Saved => "no search is saved yet".to_owned(),
                _ => "there is nothing to choose from".to_owned(),
            });
            return Vec::new();
        }
        let many = match self.marks.len() {
            0 => "this record".to_owned(),
            1 => "the marked record".to_owned(),
            marks => format!("{marks} marked records"),
        };
        let title = match purpose {
            Purpose::Sort => "sort".to_owned(),
            Purpose::Saved => "saved searches".to_owned(),
            Purpose::Style => format!("cite {many} in"),
            Purpose::Format => format!("export {many} as"),
            _ => format!("add {many} to"),
        };
        let at = SORTS.iter().position(|(sort, _)| *sort == self.asking.sort).unwrap_or(0);
        let cursor = if purpose == Purpose::Sort { at } else { 0 };
        self.menu = Some(Menu { purpose, title, items, cursor });
        Vec::new()
    }

    pub(super) fn menu_act(&mut self, action: Action) -> Vec<Effect> {
        let Some(menu) = &mut self.menu else { return Vec::new() };
        let last = menu.items.len().saturating_sub(1);
        match action {
            Action::Down | Action::NextRecord => menu.cursor = (menu.cursor + 1).min(last),
            Action::Up | Action::PreviousRecord => menu.cursor = menu.cursor.saturating_sub(1),
            Action::PageDown => menu.cursor = (menu.cursor + 10).min(last),
            Action::PageUp => menu.cursor = menu.cursor.saturating_sub(10),
            Action::First => menu.cursor = 0,
            Action::Last => menu.cursor = last,
            Action::Open | Action::Mark => return self.choose(),
            Action::Quit | Action::Shut => self.menu = None,
            _ => {}
        }
        Vec::new()
    }

    /// A letter goes to the next item that begins so; a digit takes the item of that number.
    pub(super) fn menu_letter(&mut self, letter: char) -> Vec<Effect> {
        let Some(menu) = &mut self.menu else { return Vec::new() };
        if let Some(digit @ 1..) = letter.to_digit(10) {
            if (digit as usize) <= menu.items.len() {
                menu.cursor = digit as usize - 1;
                return self.choose();
            }
            return Vec::new();
        }
        let begins = |place: &usize| {
            menu.items.get(*place).is_some_and(|(name, _)| name.to_lowercase().starts_with(letter))
        };
        let after = menu.cursor + 1;
        if let Some(place) = (after..menu.items.len()).chain(0..after).find(begins) {
            menu.cursor = place;
        }
        Vec::new()
    }

    /// Takes the chosen item of the menu.
    pub(crate) fn choose(&mut self) -> Vec<Effect> {
        let Some(menu) = self.menu.take() else { return Vec::new() };
        let Some((name, detail)) = menu.items.get(menu.cursor).cloned() else { return Vec::new() };
        match menu.purpose {
            Purpose::Sort => {
                let sort = SORTS.get(menu.cursor).map(|(sort, _)| *sort).unwrap_or_default();
                self.keep_place();
                self.asking.sort = sort;
                self.search()
            }
            Purpose::Style => {
                let title = format!("{name}: write to which file (empty: copy)");
                self.prompt = Some(prompt(Purpose::CiteTo(name), &title, ""));
                Vec::new()
            }
            Purpose::Format => {
                let file = format!("chosin-export{detail}");
                let title = format!("{name}: export to which file");
                self.prompt = Some(prompt(Purpose::ExportTo(name), &title, &file));
                Vec::new()
            }
            Purpose::List if menu.cursor + 1 == menu.items.len() => {
                self.prompt = Some(prompt(Purpose::NewList, "name of the new list", ""));
                Vec::new()
            }
            Purpose::List => vec![Effect::Deed(Deed::Add { list: name, ids: self.subjects() })],
            Purpose::Saved => {
                self.keep_place();
                self.input = Input::new(detail);
                self.asking.filters.clear();
                self.search()
            }
            _ => Vec::new(),
        }
    }

    /// Keys of the prompt; `None` where there is none.
    pub(super) fn prompt_key(&mut self, key: KeyEvent) -> Option<Vec<Effect>> {
        let prompt = self.prompt.as_mut()?;
        match (key.code, key.modifiers.contains(KeyModifiers::CONTROL)) {
            (KeyCode::Char('c'), true) => return Some(vec![Effect::Leave]),
            (KeyCode::Char('z'), true) => return Some(vec![Effect::Suspend]),
            (KeyCode::Esc, _) => self.prompt = None,
            (KeyCode::Enter, _) => return Some(self.submit()),
            _ => {
                if let Some(request) = to_input_request(&TerminalEvent::Key(key)) {
                    prompt.input.handle(request);
                }
            }
        }
        Some(Vec::new())
    }

    /// Takes what the prompt holds.
    pub(crate) fn submit(&mut self) -> Vec<Effect> {
        let Some(prompt) = self.prompt.take() else { return Vec::new() };
        let text = prompt.input.value().trim().to_owned();
        if prompt.purpose == Purpose::Find {
            return self.find_value(&text);
        }
        let ids = self.subjects();
        let path = (!text.is_empty()).then(|| PathBuf::from(&text));
        let deed = match (prompt.purpose.clone(), path) {
            (Purpose::CiteTo(style), path) => Deed::Cite { ids, style, path, replace: false },
            (Purpose::ExportTo(format), Some(path)) => Deed::Export { ids, format, path, replace: false },
            (Purpose::NewList, Some(_)) => Deed::Add { list: text, ids },
            (Purpose::SaveAs, Some(_)) => Deed::Save { name: text, past: self.past() },
            _ => {
                self.say("nothing was typed: nothing was done");
                return Vec::new();
            }
        };
        let deed = if self.twice.take().as_ref() == Some(&deed) { replacing(deed) } else { deed };
        vec![Effect::Deed(deed)]
    }
}

pub(super) fn prompt(purpose: Purpose, title: &str, text: &str) -> Prompt {
    Prompt { purpose, title: title.to_owned(), input: Input::new(text.to_owned()) }
}

fn replacing(deed: Deed) -> Deed {
    match deed {
        Deed::Export { ids, format, path, .. } => Deed::Export { ids, format, path, replace: true },
        Deed::Cite { ids, style, path, .. } => Deed::Cite { ids, style, path, replace: true },
        other => other,
    }
}
