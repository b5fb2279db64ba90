//! Where things stand on the screen: areas, the rows of a hit, chips, pages of help.
//!
//! The state needs to know what fits, and `draw` fills it; nothing is drawn here.

use super::{State, View, byline, publication};
use crate::render::imprint;
use crate::search::{Filter, Hit};
use crate::tui::keys::{Place, TABLE};
use crate::tui::text::{self, Look, Piece, Row};
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

impl State {
    /// The areas for the state's size.
    pub(crate) fn areas(&self) -> Areas {
        let (width, height) = self.size;
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
            chips: take(1, height >= 5 && !self.asking.filters.is_empty()),
            ..Areas::default()
        };
        let notes = if self.pending() { 0 } else { self.shown.response.notes.len() };
        let most = [(9, 1), (30, 2), (40, 2)]
            .iter()
            .filter(|(rows, _)| height >= *rows)
            .map(|(_, notes)| notes)
            .sum();
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
        let part = if self.panel.is_some() {
            Some(if width >= WIDE { beside(45) } else { areas.body })
        } else if self.pane.is_some() {
            Some(if width >= WIDE { beside(56) } else { areas.body })
        } else {
            None
        };
        if let Some(part) = part {
            areas.list.width = part.x.saturating_sub(2);
        }
        areas.panel = part.filter(|_| self.panel.is_some());
        areas.pane = part.filter(|_| self.panel.is_none());
        areas
    }

    /// Rows for passages of one hit: as many as let some four hits stand on the screen.
    fn passage_rows(&self, area: Rect) -> usize {
        let hits = self.list().total.clamp(1, 4);
        (usize::from(area.height) / hits).saturating_sub(2).clamp(1, 9)
    }

    /// The rows of a hit, two columns of gutter not counted.
    pub(crate) fn hit_rows(&self, hit: &Hit, area: Rect) -> Vec<Row> {
        let columns = usize::from(area.width).saturating_sub(2).max(1);
        let room = self.passage_rows(area);
        let ellipsis = self.ellipsis();
        let title = text::lit(&hit.title.text, &hit.title.matches, Look::Title, 0);
        let mut title = if hit.title.text.is_empty() {
            vec![Piece::new(&hit.record.heading(), Look::Title)]
        } else {
            title
        };
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
            let line = self.furnished(line);
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
        if let (View::Related { .. }, Some(shared)) = (&self.view, hit.explanation.first()) {
            rows.push(text::cut(&[Piece::new(shared, Look::Label)], columns, ellipsis));
        }
        rows.extend(limited(passages, room, columns, ellipsis));
        if room >= 3 && self.list().total > 1 {
            rows.push(Row::new());
        }
        rows
    }

    /// The first place drawn and the first no longer drawn, so that the cursor's hit is whole on the screen.
    pub(crate) fn list_rows(&self, area: Rect) -> (usize, usize) {
        let list = self.list();
        let height =
            |place: usize| list.hits.get(&place).map_or(1, |hit| self.hit_rows(hit, area).len()).max(1);
        let room = usize::from(area.height);
        if room == 0 || area.width == 0 || matches!(self.view, View::Concordance(_) | View::Timeline(_)) {
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
    pub(crate) fn hit_at(&self, area: Rect, y: u16) -> Option<usize> {
        let list = self.list();
        let mut row = area.y;
        let mut place = list.top;
        while place < list.total && row < area.bottom() {
            let rows = list.hits.get(&place).map_or(1, |hit| self.hit_rows(hit, area).len());
            row = row.saturating_add(u16::try_from(rows.max(1)).unwrap_or(u16::MAX));
            if y < row {
                return Some(place);
            }
            place += 1;
        }
        None
    }

    /// A chip's text: `1 author: Cumings, Bruce or Chen, Jian ×`.
    pub(crate) fn chip(&self, number: usize, filter: &Filter) -> String {
        let not = if filter.exclude { "not " } else { "" };
        let cross = if self.unicode { "×" } else { "x" };
        let values = filter.values.join(" or ");
        text::clean(&format!("{} {not}{}: {values} {cross}", number + 1, filter.field))
    }

    /// The chips with their columns, as many as fit.
    pub(crate) fn chips(&self, area: Rect) -> Vec<(Range<u16>, String)> {
        let mut x = area.x;
        let mut chips = Vec::new();
        for (number, filter) in self.asking.filters.iter().enumerate() {
            let room = usize::from(area.right().saturating_sub(x));
            let text = text::cut_text(&self.chip(number, filter), room.min(40), self.ellipsis());
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
    pub(crate) fn furnished(&self, text: String) -> String {
        if self.unicode { text } else { text.replace(" · ", " - ").replace('–', "-") }
    }

    /// The sign for what was left out.
    pub(crate) fn ellipsis(&self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }

    /// What the help says, a key and what it does in each entry.
    pub(crate) fn help_entries(&self) -> Vec<(String, &'static str)> {
        TABLE
            .iter()
            .filter(|binding| !binding.help.is_empty())
            .map(|binding| (self.keys.all(binding.action, binding.place), binding))
            .filter(|(keys, _)| !keys.is_empty())
            .map(|(keys, binding)| {
                let place = if binding.place == Place::Typing { "typing: " } else { "" };
                (format!("{place}{keys}"), binding.help)
            })
            .collect()
    }

    /// Columns and rows of the help's grid.
    pub(crate) fn help_grid(&self) -> (usize, usize) {
        let columns = (usize::from(self.size.0) / 39).max(1);
        (columns, usize::from(self.size.1).saturating_sub(1).max(1))
    }

    /// Pages that the help needs; one on any screen of 80 by 24.
    pub(crate) fn help_pages(&self) -> usize {
        let (columns, rows) = self.help_grid();
        self.help_entries().len().div_ceil(columns * rows).max(1)
    }

    /// Where a menu of so many rows and columns stands.
    pub(crate) fn overlay(&self, columns: usize, rows: usize) -> Rect {
        let (width, height) = self.size;
        let columns = u16::try_from(columns).unwrap_or(u16::MAX).min(width);
        let rows = u16::try_from(rows).unwrap_or(u16::MAX).min(height);
        Rect::new((width - columns) / 2, (height - rows) / 2, columns, rows)
    }

    /// Where the open menu stands, and its first item drawn.
    pub(crate) fn menu_area(&self) -> Option<(Rect, usize)> {
        let menu = self.menu.as_ref()?;
        let wide = |(name, detail): &(String, String)| text::width(name) + text::width(detail) + 8;
        let columns = menu.items.iter().map(wide).max().unwrap_or(0).max(text::width(&menu.title) + 4);
        let area = self.overlay(columns.min(70), menu.items.len() + 1);
        let room = usize::from(area.height.saturating_sub(1)).max(1);
        Some((area, (menu.cursor + 1).saturating_sub(room)))
    }
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
