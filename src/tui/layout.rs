//! Where things stand on the screen: areas, the rows of a hit, chips, pages of help.
//!
//! Shared by `state`, which needs to know what fits, and `draw`, which fills it; nothing is drawn here.

use super::keys::{Place, TABLE};
use super::state::{State, View, byline, publication};
use super::text::{self, Look, Piece, Row};
use crate::render::imprint;
use crate::search::{Filter, Hit};
use ratatui::layout::Rect;
use std::ops::Range;

/// From this width on list and pane stand side by side.
const WIDE: u16 = 100;

/// The areas of the screen; what has no room has no height.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Areas {
    /// The query line.
    pub query: Rect,
    /// Total, time, order.
    pub status: Rect,
    /// The filters.
    pub chips: Rect,
    /// A note on the query.
    pub note: Rect,
    /// A rule under the head.
    pub rule: Rect,
    /// All between head and foot.
    pub body: Rect,
    /// The hits.
    pub list: Rect,
    /// The record being read.
    pub pane: Option<Rect>,
    /// The filters being chosen.
    pub panel: Option<Rect>,
    /// Keys, or a sentence.
    pub foot: Rect,
}

/// The areas for the state's size.
pub(crate) fn areas(state: &State) -> Areas {
    let (width, height) = state.size;
    let mut y = 0;
    let mut left = height;
    let mut take = |rows: usize, wanted: bool| {
        let rows = if wanted { u16::try_from(rows).unwrap_or(0).min(left) } else { 0 };
        let area = Rect::new(0, y, width, rows);
        y += rows;
        left -= rows;
        area
    };
    let mut areas = Areas {
        query: take(1, true),
        status: take(1, height >= 3),
        chips: take(1, height >= 5 && !state.asking.filters.is_empty()),
        ..Areas::default()
    };
    let notes = if state.pending() { 0 } else { state.shown.response.notes.len() };
    let most =
        [(9, 1), (30, 2), (40, 2)].iter().filter(|(rows, _)| height >= *rows).map(|(_, notes)| notes).sum();
    areas.note = take(notes.min(most), true);
    areas.rule = take(1, height >= 10);
    let foot = u16::from(height >= 4);
    let rows = left.saturating_sub(foot);
    areas.body = Rect::new(0, y, width, rows);
    areas.foot = Rect::new(0, y + rows, width, foot);
    areas.list = areas.body;
    let beside = |share: u16| {
        let columns = width * share / 100;
        Rect::new(width - columns, y, columns, rows)
    };
    let part = if state.panel.is_some() {
        Some(if width >= WIDE { beside(45) } else { areas.body })
    } else if state.pane.is_some() {
        Some(if width >= WIDE { beside(56) } else { areas.body })
    } else {
        None
    };
    if let Some(part) = part {
        areas.list.width = part.x.saturating_sub(2);
    }
    areas.panel = part.filter(|_| state.panel.is_some());
    areas.pane = part.filter(|_| state.panel.is_none());
    areas
}

/// Rows for passages of one hit: as many as let some four hits stand on the screen.
fn passage_rows(state: &State, area: Rect) -> usize {
    let hits = state.list().total.clamp(1, 4);
    (usize::from(area.height) / hits).saturating_sub(2).clamp(1, 9)
}

/// The rows of a hit, two columns of gutter not counted.
pub(crate) fn hit_rows(state: &State, hit: &Hit, area: Rect) -> Vec<Row> {
    let columns = usize::from(area.width).saturating_sub(2).max(1);
    let room = passage_rows(state, area);
    let ellipsis = ellipsis(state);
    let title = text::lit(&hit.title.text, &hit.title.matches, Look::Title, 0);
    let mut title =
        if hit.title.text.is_empty() { vec![Piece::new(&hit.record.heading(), Look::Title)] } else { title };
    if let Some(second) = imprint::second_title(&hit.record) {
        title.push(Piece::new(&format!(" [{second}]"), Look::Byline));
    }
    let mut rows: Vec<Row> = match room {
        0..=2 => vec![text::cut(&title, columns, ellipsis)],
        _ => limited(text::wrap(&title, columns), 2, columns, ellipsis),
    };
    let mut line = byline(&hit.record);
    let place = publication(&hit.record);
    if !place.is_empty() {
        if !line.is_empty() {
            line.push_str(" · ");
        }
        line.push_str(&place);
    }
    if !line.is_empty() {
        let line = furnished(state, line);
        rows.push(text::cut(&[Piece::new(&line, Look::Byline)], columns, ellipsis));
    }
    let mut passages = Vec::new();
    for snippet in hit.snippets.iter().filter(|snippet| snippet.field != "title") {
        if passages.len() >= room {
            break;
        }
        let pieces = text::lit(&snippet.text.replace('\n', " "), &snippet.matches, Look::Plain, 0);
        passages.extend(text::wrap(&pieces, columns));
    }
    if let Some(lead) = hit.lead.as_ref().filter(|_| passages.is_empty()) {
        let pieces = text::lit(&lead.text.replace('\n', " "), &lead.matches, Look::Plain, 0);
        passages.extend(text::wrap(&pieces, columns));
    }
    if let (View::Related { .. }, Some(shared)) = (&state.view, hit.explanation.first()) {
        rows.push(text::cut(&[Piece::new(shared, Look::Label)], columns, ellipsis));
    }
    rows.extend(limited(passages, room, columns, ellipsis));
    if room >= 3 && state.list().total > 1 {
        rows.push(Row::new());
    }
    rows
}

fn limited(mut rows: Vec<Row>, most: usize, columns: usize, ellipsis: &str) -> Vec<Row> {
    if rows.len() > most {
        rows.truncate(most);
        if let Some(last) = rows.last_mut() {
            let mut longer = std::mem::take(last);
            // Cut even where the row itself would fit: something follows that is not shown.
            longer.push(Piece { text: " ".repeat(columns + 1), look: Look::Plain, found: None });
            *last = text::cut(&longer, columns, "");
            while last.last().is_some_and(|piece| piece.text.trim().is_empty()) {
                last.pop();
            }
            let used = text::row_width(last).min(columns.saturating_sub(text::width(ellipsis)));
            *last = text::cut(last, used, "");
            last.push(Piece { text: ellipsis.to_owned(), look: Look::Plain, found: None });
        }
    }
    rows
}

/// The first place drawn and the first no longer drawn, so that the cursor's hit is whole on the screen.
pub(crate) fn list_rows(state: &State, area: Rect) -> (usize, usize) {
    let list = state.list();
    let height =
        |place: usize| list.hits.get(&place).map_or(1, |hit| hit_rows(state, hit, area).len()).max(1);
    let room = usize::from(area.height);
    if room == 0 || area.width == 0 || matches!(state.view, View::Concordance(_) | View::Timeline(_)) {
        return (list.cursor, list.cursor);
    }
    let mut first = list.cursor;
    let mut used = height(first);
    while first > 0 {
        used += height(first - 1);
        if used > room {
            break;
        }
        first -= 1;
    }
    let top = list.top.clamp(first, list.cursor);
    let mut end = top;
    let mut used = 0;
    while end < list.total && used < room {
        used += height(end);
        end += 1;
    }
    (top, end)
}

/// Which hit stands on a row of the list.
pub(crate) fn hit_at(state: &State, area: Rect, y: u16) -> Option<usize> {
    let list = state.list();
    let mut row = area.y;
    let mut place = list.top;
    while place < list.total && row < area.bottom() {
        let rows = list.hits.get(&place).map_or(1, |hit| hit_rows(state, hit, area).len());
        row = row.saturating_add(u16::try_from(rows.max(1)).unwrap_or(u16::MAX));
        if y < row {
            return Some(place);
        }
        place += 1;
    }
    None
}

/// A chip's text: `1 author: Cumings, Bruce or Chen, Jian ×`.
pub(crate) fn chip(state: &State, number: usize, filter: &Filter) -> String {
    let not = if filter.exclude { "not " } else { "" };
    let cross = if state.unicode { "×" } else { "x" };
    let values = filter.values.join(" or ");
    text::clean(&format!("{} {not}{}: {values} {cross}", number + 1, filter.field))
}

/// The chips with their columns, as many as fit.
pub(crate) fn chips(state: &State, area: Rect) -> Vec<(Range<u16>, String)> {
    let mut x = area.x;
    let mut chips = Vec::new();
    for (number, filter) in state.asking.filters.iter().enumerate() {
        let room = usize::from(area.right().saturating_sub(x));
        let text = text::cut_text(&chip(state, number, filter), room.min(40), ellipsis(state));
        let columns = u16::try_from(text::width(&text)).unwrap_or(0);
        if columns < 4 {
            break;
        }
        chips.push((x..x + columns, text));
        x = x.saturating_add(columns + 2);
    }
    chips
}

/// A text of ours as the terminal can show it.
pub(crate) fn furnished(state: &State, text: String) -> String {
    if state.unicode { text } else { text.replace(" · ", " - ").replace('–', "-") }
}

/// The sign for what was left out.
pub(crate) fn ellipsis(state: &State) -> &'static str {
    if state.unicode { "…" } else { "..." }
}

/// What the help says, a key and what it does in each entry.
pub(crate) fn help_entries(state: &State) -> Vec<(String, &'static str)> {
    TABLE
        .iter()
        .filter(|binding| !binding.help.is_empty())
        .map(|binding| (state.keys.all(binding.action, binding.place), binding))
        .filter(|(keys, _)| !keys.is_empty())
        .map(|(keys, binding)| {
            let place = if binding.place == Place::Typing { "typing: " } else { "" };
            (format!("{place}{keys}"), binding.help)
        })
        .collect()
}

/// Columns and rows of the help's grid.
pub(crate) fn help_grid(state: &State) -> (usize, usize) {
    let columns = (usize::from(state.size.0) / 39).max(1);
    (columns, usize::from(state.size.1).saturating_sub(1).max(1))
}

/// Pages that the help needs; one on any screen of 80 by 24.
pub(crate) fn help_pages(state: &State) -> usize {
    let (columns, rows) = help_grid(state);
    help_entries(state).len().div_ceil(columns * rows).max(1)
}

/// Columns of one bar where so many stand in a width.
pub(crate) fn bar_columns(bars: usize, width: u16) -> u16 {
    let bars = u16::try_from(bars.max(1)).unwrap_or(u16::MAX);
    (width / bars).clamp(1, 6)
}

/// Where a menu of so many rows and columns stands.
pub(crate) fn overlay(state: &State, columns: usize, rows: usize) -> Rect {
    let (width, height) = state.size;
    let columns = u16::try_from(columns).unwrap_or(u16::MAX).min(width);
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(height);
    Rect::new((width - columns) / 2, (height - rows) / 2, columns, rows)
}

/// Where the open menu stands, and its first item drawn.
pub(crate) fn menu_area(state: &State) -> Option<(Rect, usize)> {
    let menu = state.menu.as_ref()?;
    let wide = |(name, detail): &(String, String)| text::width(name) + text::width(detail) + 8;
    let columns = menu.items.iter().map(wide).max().unwrap_or(0).max(text::width(&menu.title) + 4);
    let area = overlay(state, columns.min(70), menu.items.len() + 1);
    let room = usize::from(area.height.saturating_sub(1)).max(1);
    Some((area, (menu.cursor + 1).saturating_sub(room)))
}
