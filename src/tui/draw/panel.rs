//! The filters being chosen: values with counts and bars, years as a histogram.

use super::Canvas;
use super::views::histogram;
use crate::tui::state::{Bar, FIELDS, Panel, State, span_value};
use crate::tui::text::{self, Look, Piece};
use ratatui::layout::Rect;

pub(super) fn panel(state: &State, panel: &Panel, area: Rect, canvas: &mut Canvas<'_>) {
    if area.height == 0 {
        return;
    }
    tabs(panel, area, canvas);
    let body = Rect::new(area.x, area.y + 1, area.width, area.height - 1);
    let Some(values) = panel.values() else {
        let text =
            if panel.name() == "list" && state.shelf.lists.is_empty() { "no lists yet" } else { "counting" };
        canvas.text(body.x, body.y, text, Look::Byline, body.width * body.height.min(1));
        return;
    };
    if values.is_empty() {
        canvas.text(body.x, body.y, "no record here has one", Look::Byline, body.width * body.height.min(1));
        return;
    }
    if panel.years() {
        let bars = state.panel_bars();
        let chosen = bars.get(panel.cursor.min(bars.len().saturating_sub(1)));
        let span = chosen.map(|bar| panel.span_to(*bar));
        let within = |bar: &&Bar| span.is_some_and(|(from, to)| bar.from >= from && bar.to <= to);
        let count: u64 = bars.iter().filter(within).map(|bar| bar.count).sum();
        let label = span.map(|(from, to)| format!("{}: {count}", span_value(from, to))).unwrap_or_default();
        canvas.text(body.x, body.y, &label, Look::Heading, body.width * body.height.min(1));
        let chart = Rect::new(body.x, body.y + 1, body.width, body.height.saturating_sub(1).min(10));
        let anchored = panel.anchor.and_then(|anchor| bars.iter().position(|bar| *bar == anchor));
        histogram(state, &bars, panel.cursor, anchored, chart, canvas);
        return;
    }
    let room = usize::from(body.height).max(1);
    let first = (panel.cursor + 1).saturating_sub(room);
    let most = values.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    for ((number, (value, count)), y) in values.iter().enumerate().skip(first).zip(body.y..body.bottom()) {
        let sign = match state.chosen(panel.name(), value) {
            Some(false) => "[+] ",
            Some(true) => "[-] ",
            None => "[ ] ",
        };
        let look = if number == panel.cursor { Look::Chosen } else { Look::Plain };
        let count_text = format!(" {count}");
        let width = usize::from(body.width);
        // The bar takes what is left beside the longest names that matter.
        let bar = if width >= 40 { width / 5 } else { 0 };
        let name = width.saturating_sub(4 + text::width(&count_text) + bar + 1);
        let shown = text::cut_text(value, name, state.ellipsis());
        let x = canvas.put(body.x, y, &[Piece::new(sign, Look::Label), Piece::new(&shown, look)], body.width);
        canvas.text(x, y, &count_text, Look::Byline, body.right().saturating_sub(x));
        if bar > 0 {
            let cells =
                usize::try_from(u64::try_from(bar).unwrap_or(0) * count / most).unwrap_or(0).clamp(1, bar);
            let sign = if state.unicode { "▪" } else { "=" };
            let x = body.right().saturating_sub(u16::try_from(bar).unwrap_or(0));
            canvas.text(x, y, &sign.repeat(cells), Look::Bar, body.right().saturating_sub(x));
        }
    }
}

fn tabs(panel: &Panel, area: Rect, canvas: &mut Canvas<'_>) {
    // The chosen field is always in sight: those before it give way.
    let widths: Vec<usize> = FIELDS.iter().map(|(_, label, _)| label.len() + 2).collect();
    let mut first = 0;
    let reach = |first: usize| widths.iter().take(panel.field + 1).skip(first).sum::<usize>();
    while first < panel.field && reach(first) > usize::from(area.width) {
        first += 1;
    }
    let mut x = area.x;
    for (number, (_, label, _)) in FIELDS.iter().enumerate().skip(first) {
        let look = if number == panel.field { Look::Chosen } else { Look::Label };
        x = canvas.text(x, area.y, &format!(" {label} "), look, area.right().saturating_sub(x));
    }
}
