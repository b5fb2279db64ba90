//! The list of hits: title, authors and place, the best passage lit.

use super::Canvas;
use crate::tui::state::{Focus, State};
use crate::tui::text::{Look, Piece, Row};
use ratatui::layout::Rect;

pub(super) fn hits(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let list = state.list();
    if list.total == 0 {
        return beginning(state, area, canvas);
    }
    let old = state.pending() && matches!(state.view, crate::tui::state::View::Hits);
    let mut y = area.y;
    let mut place = list.top;
    while y < area.bottom() && place < list.total {
        let waiting = || vec![vec![Piece::new("loading", Look::Byline)]];
        let hit = list.hits.get(&place);
        let rows = hit.map_or_else(waiting, |hit| state.hit_rows(hit, area));
        let chosen = place == list.cursor && !old;
        let marked = hit.is_some_and(|hit| state.marks.contains(&hit.id));
        let bar = if state.unicode { "▌" } else { ">" };
        let sign = if state.unicode { "●" } else { "*" };
        for (number, row) in rows.iter().enumerate() {
            if y >= area.bottom() {
                break;
            }
            if chosen && !row.is_empty() {
                canvas.text(area.x, y, bar, Look::Label, 1);
            }
            if marked && number == 0 {
                canvas.text(area.x + 1, y, sign, Look::Warning, area.width.saturating_sub(1));
            }
            let shown = if old { faded(row) } else { row.clone() };
            let x = area.x + 2;
            let end = canvas.put(x, y, &shown, area.width.saturating_sub(2));
            if chosen && number == 0 && state.focus == Focus::List {
                canvas.reverse(Rect::new(x, y, end.saturating_sub(x), 1));
            }
            y += 1;
        }
        place += 1;
    }
}

/// An older query's hit: nothing in it is lit.
fn faded(row: &Row) -> Row {
    row.iter().map(|piece| Piece { look: Look::Plain, ..piece.clone() }).collect()
}

/// What stands where there are no hits: counts of the query's parts, past queries, first keys.
fn beginning(state: &State, area: Rect, canvas: &mut Canvas<'_>) {
    let mut lines: Vec<(String, Look)> = Vec::new();
    let nothing_asked = state.shown.request.query.trim().is_empty() && state.shown.request.filters.is_empty();
    if state.pending() {
        return;
    }
    if nothing_asked {
        let index = state.index.as_ref().map(|name| format!("index {name}"));
        lines.extend(index.into_iter().chain(state.remark.clone()).map(|line| (line, Look::Plain)));
        if !state.shelf.past.is_empty() {
            lines.push(("past queries".to_owned(), Look::Label));
        }
        let room = usize::from(area.height).saturating_sub(lines.len() + 1);
        for past in state.shelf.past.iter().take(room) {
            let hits = if past.total == 1 { "hit" } else { "hits" };
            lines.push((
                format!(
                    "{}  ({} {hits}{}{})",
                    past.query,
                    past.total,
                    if past.when.is_empty() { "" } else { ", " },
                    past.when
                ),
                Look::Plain,
            ));
        }
    } else {
        for (part, count) in &state.shown.response.counts {
            lines.push((format!("{count:>7}  {part}"), Look::Plain));
        }
    }
    for ((line, look), y) in lines.iter().zip(area.y..area.bottom()) {
        canvas.text(area.x + 2, y, line, *look, area.width.saturating_sub(2));
    }
}
