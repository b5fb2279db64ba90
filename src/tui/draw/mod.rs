//! Drawing: a state goes in, a frame comes out. It changes nothing and decides nothing: what fits is `layout`'s.

mod foot;
mod head;
mod list;
mod palette;
mod pane;
mod panel;
mod views;

pub(crate) use head::standing;
pub use palette::Palette;

use super::state::{State, View};
use super::text::{self, Look, Piece};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Where things go: the buffer with the looks of its pieces.
pub(crate) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    palette: Palette,
}

impl Canvas<'_> {
    /// Writes pieces from a place on, at most so many columns; the column after them.
    pub(crate) fn put(&mut self, x: u16, y: u16, row: &[Piece], columns: u16) -> u16 {
        let area = self.buffer.area;
        if x < area.x || y < area.y || y >= area.bottom() {
            return x;
        }
        let end = x.saturating_add(columns).min(area.right());
        let mut at = x;
        for piece in row {
            if at >= end {
                break;
            }
            let style = self.palette.style(piece.look);
            at = self.buffer.set_stringn(at, y, &piece.text, usize::from(end - at), style).0;
        }
        at
    }

    /// Writes one piece of text.
    pub(crate) fn text(&mut self, x: u16, y: u16, text: &str, look: Look, columns: u16) -> u16 {
        self.put(x, y, &[Piece::new(text, look)], columns)
    }

    /// Turns an area's colours round.
    pub(crate) fn reverse(&mut self, area: Rect) {
        let style = self.palette.reverse();
        self.buffer.set_style(area, style);
    }

    /// Empties an area.
    pub(crate) fn clear(&mut self, area: Rect) {
        for position in area.intersection(self.buffer.area).positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
            }
        }
    }
}

/// Draws the state; where the terminal's cursor stands, or `None` where it is hidden.
pub fn draw(state: &State, palette: Palette, buffer: &mut Buffer) -> Option<Position> {
    let mut canvas = Canvas { buffer, palette };
    if state.help.is_some() {
        foot::help(state, &mut canvas);
        return None;
    }
    let areas = state.areas();
    let mut cursor = head::query(state, areas.query, &mut canvas);
    head::status(state, areas.status, &mut canvas);
    head::chips(state, areas.chips, &mut canvas);
    head::note(state, areas.note, &mut canvas);
    let line = if state.unicode { "─" } else { "-" };
    canvas.text(
        areas.rule.x,
        areas.rule.y,
        &line.repeat(usize::from(areas.rule.width)),
        Look::Byline,
        areas.rule.width * areas.rule.height,
    );
    if areas.list.width > 0 {
        match &state.view {
            View::Concordance(lines) => views::concordance(state, lines, areas.list, &mut canvas),
            View::Timeline(timeline) => views::timeline(state, timeline, areas.list, &mut canvas),
            _ => list::hits(state, areas.list, &mut canvas),
        }
    }
    for part in [areas.pane, areas.panel].into_iter().flatten() {
        canvas.clear(part);
        let bar = if state.unicode { "│" } else { "|" };
        for y in part.top()..part.bottom() {
            if part.x >= 1 && areas.list.width > 0 {
                canvas.text(part.x - 1, y, bar, Look::Byline, 1);
            }
        }
    }
    if let (Some(pane), Some(area)) = (&state.pane, areas.pane) {
        pane::pane(state, pane, area, &mut canvas);
    }
    if let (Some(panel), Some(area)) = (&state.panel, areas.panel) {
        panel::panel(state, panel, area, &mut canvas);
    }
    foot::foot(state, areas.foot, &mut canvas);
    if state.menu.is_some() {
        foot::menu(state, &mut canvas);
        cursor = None;
    }
    if let Some(prompt) = &state.prompt {
        cursor = foot::prompt(state, prompt, &mut canvas);
    }
    cursor
}

/// The part of a text line around its cursor, and the cursor's column in it.
pub(crate) fn window(value: &str, cursor: usize, columns: usize, ellipsis: &str) -> (String, usize) {
    let before: String = value.chars().take(cursor).collect();
    let after: String = value.chars().skip(cursor).collect();
    let room = columns.saturating_sub(1);
    let keep = if text::width(&before) > room { room } else { text::width(&before) };
    let shown = text::tail(&text::clean(&before), keep, ellipsis);
    let at = text::width(&shown);
    let rest = text::cut_text(&after, columns.saturating_sub(at), ellipsis);
    (format!("{shown}{rest}"), at)
}
