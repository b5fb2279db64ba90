//! The foot of the screen and what lies over it: keys or a sentence, menus, prompts, help.

use super::{Canvas, pane, window};
use crate::tui::keys::{Action, Place};
use crate::tui::state::{Focus, Panel, Prompt, State, View};
use crate::tui::text::{self, Look, Piece, Row};
use ratatui::layout::{Position, Rect};

pub(super) fn foot(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if area.height == 0 {
        return;
    }
    let row = match (&state.notice, offered(state)) {
        (Some(notice), _) => {
            vec![Piece::new(&notice.text, if notice.ill { Look::Warning } else { Look::Heading })]
        }
        (None, Some(offered)) => offered,
        (None, None) => keys(state),
    };
    canvas.put(area.x, area.y, &text::cut(&row, usize::from(area.width), state.ellipsis()), area.width);
}

/// Words that would go on as typed: offered, not searched.
fn offered(state: &State) -> Option<Row> {
    if state.focus != Focus::Typing || state.panel.is_some() || state.walk.is_some() {
        return None;
    }
    let (_, words) = state.offered.as_ref().filter(|(_, words)| !words.is_empty())?;
    let take = state.keys.shown(Action::Take, Place::Typing);
    let mut row = vec![Piece::new(&format!("{take} "), Look::Label)];
    for (word, count) in words.iter().take(5) {
        row.push(Piece::new(word, Look::Plain));
        row.push(Piece::new(&format!(" {count}  "), Look::Byline));
    }
    Some(row)
}

/// The keys worth knowing where one is.
fn keys(state: &State) -> Row {
    let mut row = Row::new();
    if let (Some(own), Some(area)) = (&state.pane, state.areas().pane) {
        let standing = state.furnished(pane::standing(own, area.height));
        row.push(Piece::new(&standing, Look::Heading));
        row.push(Piece::new("  ", Look::Plain));
    }
    let shown: &[(Action, Place, &str)] = if state.panel.is_some() {
        &[
            (Action::Toggle, Place::Values, "choose"),
            (Action::Exclude, Place::Values, "exclude"),
            (Action::NextField, Place::Values, "next field"),
            (
                Action::Type,
                Place::List,
                if state.panel.as_ref().is_some_and(Panel::years) { "type" } else { "find" },
            ),
            (Action::Close, Place::Anywhere, "done"),
        ]
    } else if state.focus == Focus::Typing {
        &[
            (Action::ToList, Place::Typing, "to the list"),
            (Action::Help, Place::Anywhere, "keys"),
            (Action::Leave, Place::Anywhere, "leave"),
        ]
    } else if state.pane.is_some() {
        &[
            (Action::NextMatch, Place::List, "next match"),
            (Action::NextRecord, Place::List, "next record"),
            (Action::Close, Place::Anywhere, "close"),
            (Action::CopyKey, Place::List, "copy key"),
            (Action::Help, Place::List, "keys"),
        ]
    } else {
        match state.view {
            View::Concordance(_) => &[
                (Action::LeftNeighbour, Place::List, "by left word"),
                (Action::RightNeighbour, Place::List, "by right word"),
                (Action::Open, Place::List, "read"),
                (Action::Close, Place::Anywhere, "back"),
            ],
            View::Timeline(_) => &[
                (Action::Toggle, Place::Values, "its hits"),
                (Action::ZoomIn, Place::List, "zoom in"),
                (Action::ZoomOut, Place::List, "out"),
                (Action::Close, Place::Anywhere, "back"),
            ],
            _ => &[
                (Action::Open, Place::List, "read"),
                (Action::Mark, Place::List, "mark"),
                (Action::Filters, Place::List, "filters"),
                (Action::CopyKey, Place::List, "copy key"),
                (Action::Type, Place::List, "type"),
                (Action::Help, Place::List, "keys"),
                (Action::Quit, Place::List, "leave"),
            ],
        }
    };
    for (action, place, help) in shown {
        let key = state.keys.shown(*action, *place);
        if !key.is_empty() {
            row.push(Piece::new(&key, Look::Label));
            row.push(Piece::new(&format!(" {help}  "), Look::Plain));
        }
    }
    row
}

pub(super) fn menu(state: &State, canvas: &mut Canvas<'_>) {
    let (Some(menu), Some((area, first))) = (&state.menu, state.menu_area()) else { return };
    canvas.clear(Rect::new(area.x.saturating_sub(1), area.y, area.width.saturating_add(2), area.height));
    let width = usize::from(area.width);
    let title = format!("{:<width$}", text::cut_text(&format!(" {}", menu.title), width, state.ellipsis()));
    canvas.text(area.x, area.y, &title, Look::Chosen, area.width);
    for ((number, (name, detail)), y) in
        menu.items.iter().enumerate().skip(first).zip(area.y + 1..area.bottom())
    {
        let digit = if number < 9 { format!("{} ", number + 1) } else { "  ".to_owned() };
        let chosen = number == menu.cursor;
        let sign = if !chosen {
            " "
        } else if state.unicode {
            "▌"
        } else {
            ">"
        };
        let row = [
            Piece::new(sign, Look::Label),
            Piece::new(&digit, Look::Label),
            Piece::new(name, if chosen { Look::Chosen } else { Look::Plain }),
            Piece::new(&format!("  {detail}"), Look::Byline),
        ];
        canvas.put(area.x, y, &text::cut(&row, width, state.ellipsis()), area.width);
    }
}

/// The prompt, on the last row of the screen; where its cursor stands.
pub(super) fn prompt(state: &State, prompt: &Prompt, canvas: &mut Canvas<'_>) -> Option<Position> {
    let (width, height) = state.size;
    if width == 0 || height == 0 {
        return None;
    }
    let area = Rect::new(0, height - 1, width, 1);
    canvas.clear(area);
    let title = text::cut_text(&format!("{}: ", prompt.title), usize::from(width) * 3 / 5, state.ellipsis());
    let x = canvas.text(area.x, area.y, &title, Look::Label, width);
    let columns = usize::from(area.right().saturating_sub(x));
    let (shown, at) = window(prompt.input.value(), prompt.input.cursor(), columns, state.ellipsis());
    canvas.text(x, area.y, &shown, Look::Plain, area.right().saturating_sub(x));
    let cursor = x.saturating_add(u16::try_from(at).unwrap_or(0)).min(area.right() - 1);
    Some(Position::new(cursor, area.y))
}

pub(super) fn help(state: &State, canvas: &mut Canvas<'_>) {
    let (columns, rows) = state.help_grid();
    let entries = state.help_entries();
    let page = state.help.unwrap_or(0);
    let pages = state.help_pages();
    let more = if pages > 1 { format!(" {}/{pages}, Down: more", page + 1) } else { String::new() };
    let width = state.size.0;
    canvas.text(0, 0, &format!("keys{more}, Esc: close"), Look::Heading, width);
    let column = usize::from(width) / columns;
    for (number, (keys, help)) in entries.iter().skip(page * columns * rows).take(columns * rows).enumerate()
    {
        let x = u16::try_from(number / rows * column).unwrap_or(0);
        let y = u16::try_from(number % rows + 1).unwrap_or(0);
        let pad = 12_usize.saturating_sub(text::width(keys)).max(1);
        let row =
            [Piece::new(keys, Look::Label), Piece::new(&format!("{}{help}", " ".repeat(pad)), Look::Plain)];
        let row = text::cut(&row, column.saturating_sub(1), state.ellipsis());
        canvas.put(x, y, &row, u16::try_from(column).unwrap_or(width));
    }
}
