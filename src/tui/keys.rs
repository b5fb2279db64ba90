//! The keys: one table of actions with their names, places, default keys and help; `[keys]` in the config changes it.
//!
//! What an action does is not here but in `state`. No default key needs AltGr on a German or Korean layout.

use crate::error::{Error, Result};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::collections::BTreeMap;

/// Something a person can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the table below says what each does")]
pub enum Action {
    Leave,
    Suspend,
    Close,
    Redraw,
    Help,
    Up,
    Down,
    NextRecord,
    PreviousRecord,
    PageUp,
    PageDown,
    First,
    Last,
    Open,
    Shut,
    ToList,
    Take,
    Type,
    Quit,
    NextMatch,
    PreviousMatch,
    Mark,
    Unmark,
    Marked,
    Filters,
    Sort,
    Mode,
    DropFilter,
    CopyKey,
    CopyReference,
    CopyPassage,
    Cite,
    Export,
    OpenLink,
    Related,
    AddToList,
    Back,
    Forward,
    Save,
    Saved,
    Concordance,
    Timeline,
    LeftNeighbour,
    RightNeighbour,
    ZoomIn,
    ZoomOut,
    Mouse,
    Toggle,
    Exclude,
    NextField,
    PreviousField,
}

/// Where a key means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Everywhere.
    Anywhere,
    /// While letters are typed.
    Typing,
    /// In the list, the pane, the concordance.
    List,
    /// In the filters and the timeline, before the list's keys.
    Values,
}

/// One row of the table.
#[derive(Debug)]
pub(crate) struct Binding {
    /// What is done.
    pub action: Action,
    /// Its name in the config and in `--plain`.
    pub name: &'static str,
    /// Where.
    pub place: Place,
    /// The keys, as the config writes them.
    pub keys: &'static [&'static str],
    /// What it does, in a few words; empty where help need not name it.
    pub help: &'static str,
}

const fn row(
    action: Action,
    name: &'static str,
    place: Place,
    keys: &'static [&'static str],
    help: &'static str,
) -> Binding {
    Binding { action, name, place, keys, help }
}

/// Every action. One name may stand in several rows, one for each place.
pub(crate) const TABLE: &[Binding] = {
    use Action::*;
    use Place::*;
    &[
        row(Leave, "leave", Anywhere, &["ctrl-c"], "leave at once"),
        row(Suspend, "suspend", Anywhere, &["ctrl-z"], ""),
        row(Close, "close", Anywhere, &["esc"], "close the innermost thing"),
        row(Redraw, "redraw", Anywhere, &["ctrl-l"], ""),
        row(Help, "help", Anywhere, &["f1"], ""),
        row(ToList, "to-list", Typing, &["enter", "tab"], "to the list"),
        row(Up, "up", Typing, &["up", "ctrl-p"], "past queries"),
        row(Down, "down", Typing, &["down", "ctrl-n"], ""),
        row(PageUp, "page-up", Typing, &["pageup"], ""),
        row(PageDown, "page-down", Typing, &["pagedown"], ""),
        row(Take, "take", Typing, &["ctrl-t"], "take the suggestion"),
        row(Type, "type", List, &["/"], "type; in filters: find"),
        row(Quit, "quit", List, &["q"], "leave"),
        row(Help, "help", List, &["?"], ""),
        row(Up, "up", List, &["k", "up"], "up"),
        row(Down, "down", List, &["j", "down"], "down"),
        row(NextRecord, "next-record", List, &["J", "ctrl-n"], "next record"),
        row(PreviousRecord, "previous-record", List, &["K", "ctrl-p"], "record before"),
        row(PageUp, "page-up", List, &["pageup", "ctrl-u"], ""),
        row(PageDown, "page-down", List, &["pagedown", "ctrl-d"], ""),
        row(First, "first", List, &["g", "home"], "first"),
        row(Last, "last", List, &["G", "end"], "last"),
        row(Open, "open", List, &["enter", "l", "right"], "read the record"),
        row(Shut, "shut", List, &["h", "left"], ""),
        row(NextMatch, "next-match", List, &["n"], "next match"),
        row(PreviousMatch, "previous-match", List, &["N"], "match before"),
        row(Mark, "mark", List, &["space", "m"], "mark, across queries"),
        row(Unmark, "unmark", List, &["u"], "take off all marks"),
        row(Marked, "marked", List, &["v"], "view the marked ones"),
        row(Filters, "filters", List, &["f"], "filters"),
        row(DropFilter, "drop-filter", List, &["backspace"], "last filter off; 1-9: that"),
        row(Sort, "sort", List, &["s"], "sort order"),
        row(Mode, "mode", List, &["a"], "any, all or exact words"),
        row(CopyKey, "copy-key", List, &["c"], "copy the key, [@id, p. ]"),
        row(CopyReference, "copy-reference", List, &["y"], "copy the reference"),
        row(CopyPassage, "copy-passage", List, &["p"], "copy the passage"),
        row(Cite, "cite", List, &["C"], "cite in a style"),
        row(Export, "export", List, &["e"], "export"),
        row(OpenLink, "open-link", List, &["o"], "open DOI or address"),
        row(Related, "related", List, &["r"], "records like this one"),
        row(AddToList, "add-to-list", List, &["L"], "add to a list"),
        row(Back, "back", List, &["b", "alt-left"], "back"),
        row(Forward, "forward", List, &["B", "alt-right"], "forward"),
        row(Save, "save", List, &["S"], "save this search"),
        row(Saved, "saved", List, &["H"], "saved searches"),
        row(Concordance, "concordance", List, &["w"], "words in context"),
        row(LeftNeighbour, "left-neighbour", List, &["<", ","], "in it: sort by left word"),
        row(RightNeighbour, "right-neighbour", List, &[">", "."], "in it: sort by right word"),
        row(Timeline, "timeline", List, &["t"], "timeline"),
        row(ZoomIn, "zoom-in", List, &["+", "="], "in it: zoom in"),
        row(ZoomOut, "zoom-out", List, &["-"], "in it: zoom out"),
        row(Mouse, "mouse", List, &["M"], "mouse to the terminal, and back"),
        row(Toggle, "toggle", Values, &["space", "enter"], "choose; begin and end years"),
        row(Exclude, "exclude", Values, &["x"], "include or exclude"),
        row(NextField, "next-field", Values, &["tab"], "next field"),
        row(PreviousField, "previous-field", Values, &["shift-tab"], ""),
    ]
};

/// A key with its modifiers, in one form whatever the terminal reports.
type Chord = (KeyCode, KeyModifiers);

/// The keys in force.
#[derive(Debug, Clone)]
pub(crate) struct Keys(Vec<(Place, Chord, Action)>);

impl Keys {
    /// The table's keys, changed by the config's: action name to keys.
    ///
    /// # Errors
    /// Where the config names an action or a key that there is not.
    pub(crate) fn new(changes: &BTreeMap<String, Vec<String>>) -> Result<Self> {
        for name in changes.keys() {
            if !TABLE.iter().any(|binding| binding.name == name) {
                let names: Vec<&str> = TABLE.iter().map(|binding| binding.name).collect();
                return Err(Error::usage(
                    format!("[keys] {name}: no such action"),
                    format!("use one of {}", names.join(", ")),
                ));
            }
        }
        let mut keys = Vec::new();
        for binding in TABLE {
            let written: Vec<&str> = match changes.get(binding.name) {
                Some(own) => own.iter().map(String::as_str).collect(),
                None => binding.keys.to_vec(),
            };
            for text in written {
                let chord = chord(text).ok_or_else(|| {
                    Error::usage(
                        format!("[keys] {}: {text}: no such key", binding.name),
                        "write it as j, G, enter, space, f1, ctrl-n or alt-left",
                    )
                })?;
                keys.push((binding.place, chord, binding.action));
            }
        }
        // Whoever has no Ctrl-C can leave by no other sure way.
        keys.push((Place::Anywhere, (KeyCode::Char('c'), KeyModifiers::CONTROL), Action::Leave));
        // What the config sets wins over a default elsewhere in the same place.
        keys.sort_by_key(|(_, _, action)| {
            !TABLE.iter().any(|binding| binding.action == *action && changes.contains_key(binding.name))
        });
        Ok(Self(keys))
    }

    /// What the key does in the first of these places where it means something.
    pub(crate) fn action(&self, key: KeyEvent, places: &[Place]) -> Option<Action> {
        let typing = places.contains(&Place::Typing);
        let chord = normal(key.code, key.modifiers, !typing);
        // Ctrl-C leaves whatever the config says.
        if chord == (KeyCode::Char('c'), KeyModifiers::CONTROL) {
            return Some(Action::Leave);
        }
        places.iter().find_map(|place| {
            self.0.iter().find(|(at, own, _)| at == place && *own == chord).map(|(_, _, action)| *action)
        })
    }

    /// The first key of an action in a place, as it is shown: `Enter`, `Ctrl-N`, `?`.
    pub(crate) fn shown(&self, action: Action, place: Place) -> String {
        let here = self.0.iter().find(|(at, _, own)| *at == place && *own == action);
        here.map_or_else(String::new, |(_, chord, _)| show(*chord))
    }

    /// Every key of an action in a place.
    pub(crate) fn all(&self, action: Action, place: Place) -> String {
        let keys = self.0.iter().filter(|(at, _, own)| *at == place && *own == action);
        let mut keys: Vec<String> = keys.map(|(_, chord, _)| show(*chord)).collect();
        keys.dedup();
        keys.join(" ")
    }
}

const NAMED: &[(&str, &str, KeyCode)] = &[
    ("enter", "Enter", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("space", "Space", KeyCode::Char(' ')),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Delete", KeyCode::Delete),
    ("up", "Up", KeyCode::Up),
    ("down", "Down", KeyCode::Down),
    ("left", "Left", KeyCode::Left),
    ("right", "Right", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pageup", "PgUp", KeyCode::PageUp),
    ("pagedown", "PgDn", KeyCode::PageDown),
];

pub(crate) fn chord(text: &str) -> Option<Chord> {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = text;
    loop {
        let lower = rest.to_ascii_lowercase();
        let found =
            [("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT), ("shift-", KeyModifiers::SHIFT)]
                .into_iter()
                .find(|(name, _)| lower.starts_with(name) && rest.len() > name.len());
        let Some((name, modifier)) = found else { break };
        modifiers |= modifier;
        rest = rest.get(name.len()..)?;
    }
    let lower = rest.to_ascii_lowercase();
    let mut letters = rest.chars();
    let code = match (letters.next(), letters.next()) {
        (Some(letter), None) => KeyCode::Char(letter),
        _ => match NAMED.iter().find(|(name, _, _)| *name == lower) {
            Some((_, _, code)) => *code,
            None => KeyCode::F(lower.strip_prefix('f')?.parse().ok().filter(|n| (1..=24).contains(n))?),
        },
    };
    Some(normal(code, modifiers, false))
}

/// Hangul letters of the two-set layout by the Latin key they lie on: list keys work with the Korean input method on.
const HANGUL: &[(char, char)] = &[
    ('ㅂ', 'q'),
    ('ㅈ', 'w'),
    ('ㄷ', 'e'),
    ('ㄱ', 'r'),
    ('ㅅ', 't'),
    ('ㅛ', 'y'),
    ('ㅕ', 'u'),
    ('ㅑ', 'i'),
    ('ㅐ', 'o'),
    ('ㅔ', 'p'),
    ('ㅁ', 'a'),
    ('ㄴ', 's'),
    ('ㅇ', 'd'),
    ('ㄹ', 'f'),
    ('ㅎ', 'g'),
    ('ㅗ', 'h'),
    ('ㅓ', 'j'),
    ('ㅏ', 'k'),
    ('ㅣ', 'l'),
    ('ㅋ', 'z'),
    ('ㅌ', 'x'),
    ('ㅊ', 'c'),
    ('ㅍ', 'v'),
    ('ㅠ', 'b'),
    ('ㅜ', 'n'),
    ('ㅡ', 'm'),
];

fn normal(code: KeyCode, modifiers: KeyModifiers, latin: bool) -> Chord {
    let mut modifiers = modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
    match code {
        KeyCode::BackTab => (KeyCode::Tab, modifiers | KeyModifiers::SHIFT),
        KeyCode::Char(letter) => {
            // A letter says itself whether Shift was held.
            modifiers -= KeyModifiers::SHIFT;
            let letter = if modifiers.contains(KeyModifiers::CONTROL) {
                letter.to_ascii_lowercase()
            } else if latin {
                HANGUL.iter().find(|(hangul, _)| *hangul == letter).map_or(letter, |(_, latin)| *latin)
            } else {
                letter
            };
            (KeyCode::Char(letter), modifiers)
        }
        _ => (code, modifiers),
    }
}

fn show((code, modifiers): Chord) -> String {
    let mut text = String::new();
    for (modifier, name) in
        [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")]
    {
        if modifiers.contains(modifier) {
            text.push_str(name);
        }
    }
    match (NAMED.iter().find(|(_, _, named)| *named == code), code) {
        (Some((_, shown, _)), _) => text.push_str(shown),
        (None, KeyCode::Char(letter)) if modifiers.contains(KeyModifiers::CONTROL) => {
            text.push(letter.to_ascii_uppercase());
        }
        (None, KeyCode::Char(letter)) => text.push(letter),
        (None, KeyCode::F(number)) => text.push_str(&format!("F{number}")),
        _ => {}
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode) -> KeyEvent {
        KeyEvent::new(code, KeyModifiers::NONE)
    }

    #[test]
    fn no_default_needs_alt_gr_or_stands_twice_in_a_place() {
        let mut seen = Vec::new();
        for binding in TABLE {
            for key in binding.keys {
                assert!(!["@", "[", "]", "{", "}", "\\", "|", "~"].contains(key), "{key} needs AltGr");
                assert!(!seen.contains(&(binding.place as u8, *key)), "{key} stands twice");
                assert!(chord(key).is_some(), "{key}");
                seen.push((binding.place as u8, *key));
            }
        }
    }

    #[test]
    fn the_config_changes_a_key_and_says_what_it_does_not_know() {
        let own = |name: &str, key: &str| BTreeMap::from([(name.to_owned(), vec![key.to_owned()])]);
        let keys = Keys::new(&own("mark", "n")).unwrap();
        assert_eq!(keys.action(press(KeyCode::Char('n')), &[Place::List]), Some(Action::Mark));
        assert_eq!(keys.action(press(KeyCode::Char(' ')), &[Place::List]), None);
        assert!(Keys::new(&own("fly", "n")).unwrap_err().to_string().contains("fly"));
        assert!(Keys::new(&own("mark", "hyper-q")).unwrap_err().to_string().contains("hyper-q"));
    }

    #[test]
    fn list_keys_work_with_the_korean_input_method_on() {
        let keys = Keys::new(&BTreeMap::new()).unwrap();
        assert_eq!(keys.action(press(KeyCode::Char('ㅓ')), &[Place::List]), Some(Action::Down));
    }

    #[test]
    fn ctrl_c_leaves_whatever_the_config_says() {
        let keys = Keys::new(&BTreeMap::from([("mark".to_owned(), vec!["ctrl-c".to_owned()])])).unwrap();
        let key = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(keys.action(key, &[Place::List, Place::Anywhere]), Some(Action::Leave));
    }
}
