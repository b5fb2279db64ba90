//! The head of the screen: the query in one of its two states, what was found, filters, a note.

use super::{Canvas, window};
use crate::render::{count, thousands};
use crate::search::Mode;
use crate::tui::keys::{Action, Place};
use crate::tui::state::{Focus, State, View, Words};
use crate::tui::text::{self, Look, Piece};
use ratatui::layout::{Position, Rect};

/// The query line; where its cursor stands while one types.
pub(super) fn query(state: &State, area: Rect, canvas: &mut Canvas<'_>) -> Option<Position> {
    if area.height == 0 || area.width == 0 {
        return None;
    }
    let typing = state.focus == Focus::Typing && state.panel.is_none();
    let (label, look) = if typing { (" type ", Look::Chosen) } else { (" list ", Look::Heading) };
    let label = if area.width < 24 { "" } else { label };
    let x = canvas.text(area.x, area.y, label, look, area.width);
    let sign = if typing { "> " } else { "/ " };
    let x = canvas.text(x, area.y, if area.width < 8 { "" } else { sign }, Look::Label, area.right() - x);
    let columns = usize::from(area.right().saturating_sub(x));
    let (shown, at) = window(state.input.value(), state.input.cursor(), columns, state.ellipsis());
    if shown.is_empty() && columns > 20 {
        let hint = if typing { "words, \"a phrase\", author:name, year:1950..1953" } else { "" };
        canvas.text(
            x + 1,
            area.y,
            &text::cut_text(hint, columns - 1, state.ellipsis()),
            Look::Byline,
            area.right() - x,
        );
    }
    canvas.text(x, area.y, &shown, Look::Plain, area.right() - x);
    let cursor = x.saturating_add(u16::try_from(at).unwrap_or(u16::MAX)).min(area.right() - 1);
    typing.then_some(Position::new(cursor, area.y))
}

/// Total, parts, time, order; or that the hits below are an older query's.
pub(super) fn status(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if area.height == 0 {
        return;
    }
    let (left, ill) = standing(state);
    let left = state.furnished(left);
    let room = usize::from(area.width);
    let fits = |right: &String| text::width(&left) + text::width(right) + 2 <= room;
    // The index's name is the first to give way.
    let right = right(state);
    let right = named(state, &right).filter(fits).unwrap_or(right);
    let columns = if fits(&right) { room - text::width(&right) - 2 } else { room };
    let look = if ill { Look::Warning } else { Look::Heading };
    canvas.text(area.x, area.y, &text::cut_text(&left, columns, state.ellipsis()), look, area.width);
    if columns < room {
        let x = area.right().saturating_sub(u16::try_from(text::width(&right)).unwrap_or(0));
        canvas.text(x, area.y, &right, Look::Byline, area.right() - x);
    }
}

/// The sentence of the status line, and whether something went wrong.
pub(crate) fn standing(state: &State) -> (String, bool) {
    let response = &state.shown.response;
    match &state.view {
        View::Related { id, list } => {
            return (
                format!("{} like {id} (Esc: back)", count(list.total as u64, "record", "records")),
                false,
            );
        }
        View::Marked(list) => {
            return (
                format!("{} (Esc: back)", count(list.total as u64, "marked record", "marked records")),
                false,
            );
        }
        _ => {}
    }
    let old = &state.shown.request.query;
    if state.pending() {
        return match old.trim() {
            "" => ("searching".to_owned(), false),
            old => (format!("searching · below: {} hits of the query before, {old}", response.total), false),
        };
    }
    if let Some(trouble) = &state.shown.trouble {
        return (trouble.clone(), true);
    }
    if old.trim().is_empty() && state.shown.request.filters.is_empty() {
        let up = state.keys.shown(Action::Up, Place::Typing);
        let past = match state.shelf.past.len() {
            0 => String::new(),
            past => format!(" · {up}: {past} past queries"),
        };
        return (format!("type to search{past}"), false);
    }
    if response.total == 0 {
        let take = state.keys.shown(Action::Take, Place::Typing);
        return match &response.suggestion {
            Some(better) => (format!("nothing found · {better}? ({take} while typing)"), false),
            None => ("nothing found".to_owned(), false),
        };
    }
    let found = if response.parts > 1 && state.shown.request.mode != Mode::All {
        format!("{} with all words, {} with any", thousands(response.total_all), thousands(response.total))
    } else {
        count(response.total, "hit", "hits")
    };
    (format!("{found} · {:.1} ms", response.took_ms), false)
}

/// The right side with the index's name before it, where that is to be shown.
fn named(state: &State, right: &str) -> Option<String> {
    const LONGEST: usize = 30;
    let name = text::tail(&text::clean(state.index.as_ref()?), LONGEST, state.ellipsis());
    Some(state.furnished(format!("{name} · {right}")))
}

fn right(state: &State) -> String {
    let mut parts = Vec::new();
    if !state.marks.is_empty() {
        parts.push(format!("{} marked", state.marks.len()));
    }
    match state.asking.words {
        Words::Best => {}
        Words::Any => parts.push("any word".to_owned()),
        Words::All => parts.push("all words".to_owned()),
        Words::Exact => parts.push("exactly".to_owned()),
    }
    match (state.asking.lexicon, state.asking.broad) {
        (false, _) => parts.push("no other names".to_owned()),
        (true, true) => parts.push("broad names".to_owned()),
        (true, false) => {}
    }
    let sort = super::super::state::SORTS.iter().find(|(sort, _)| *sort == state.asking.sort);
    parts.push(sort.map_or("", |(_, name)| name).to_owned());
    if !state.mouse {
        parts.push("mouse: terminal".to_owned());
    }
    state.furnished(parts.join(" · "))
}

/// The filters as chips.
pub(super) fn chips(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    if area.height == 0 {
        return;
    }
    for (columns, text) in state.chips(area) {
        canvas.put(columns.start, area.y, &[Piece::new(&text, Look::Chosen)], columns.end - columns.start);
    }
}

/// The notes that have room, and how many more there are.
pub(super) fn note(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let notes = &state.shown.response.notes;
    let hidden = notes.len().saturating_sub(usize::from(area.height));
    for (note, y) in notes.iter().zip(area.y..area.bottom()) {
        let more = if hidden > 0 && y + 1 == area.bottom() { format!(" (+{hidden})") } else { String::new() };
        let room = usize::from(area.width).saturating_sub(text::width(&more));
        let x =
            canvas.text(area.x, y, &text::cut_text(note, room, state.ellipsis()), Look::Byline, area.width);
        canvas.text(x, y, &more, Look::Byline, area.right().saturating_sub(x));
    }
}
