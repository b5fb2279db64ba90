//! Concordance and timeline, and the histogram that filters use too.

use super::Canvas;
use crate::render::count;
use crate::tui::state::{Bar, Concordance, State, Timeline, bar_columns};
use crate::tui::text::{self, Look, Piece};
use ratatui::layout::Rect;

/// Eighths of a cell.
const STEPS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

pub(super) fn concordance(state: &State, lines: &Concordance, area: Rect, canvas: &mut Canvas<'_>) {
    let order = match lines.left {
        None => "in the order of hits",
        Some(true) => "by the word on the left",
        Some(false) => "by the word on the right",
    };
    let more = if lines.done { "" } else { ", more to come" };
    let found = count(lines.lines.len() as u64, "line", "lines");
    let head = format!("{found} from {}{more} · {order}", count(lines.read as u64, "hit", "hits"));
    let head = state.furnished(head);
    canvas.text(
        area.x,
        area.y,
        &text::cut_text(&head, usize::from(area.width), state.ellipsis()),
        Look::Heading,
        area.width,
    );
    let width = usize::from(area.width).saturating_sub(2);
    let source = if width >= 70 { 18 } else { 0 };
    let key =
        lines.lines.iter().map(|line| text::width(&line.key)).max().unwrap_or(0).clamp(1, (width / 3).max(1));
    let side = width.saturating_sub(source + key + 2) / 2;
    for ((number, line), y) in lines.lines.iter().enumerate().skip(lines.top).zip(area.y + 1..area.bottom()) {
        let left = text::tail(&one_line(&line.left), side, "");
        let pad = " ".repeat(side.saturating_sub(text::width(&left)));
        let word = text::cut_text(&one_line(&line.key), key, "");
        let right = text::cut_text(
            &one_line(&line.right),
            width.saturating_sub(source + side + text::width(&word) + 1),
            "",
        );
        let chosen = number == lines.cursor;
        let row = [
            Piece::new(
                if !chosen {
                    "  "
                } else if state.unicode {
                    "▌ "
                } else {
                    "> "
                },
                Look::Label,
            ),
            Piece::new(&format!("{pad}{left}"), Look::Plain),
            Piece::new(&word, if chosen { Look::Current } else { Look::Match }),
            Piece::new(&right, Look::Plain),
        ];
        canvas.put(area.x, y, &row, area.width);
        if source > 0 {
            let x = area.right().saturating_sub(u16::try_from(source).unwrap_or(0));
            let from = text::cut_text(&format!(" {}", line.from), source, state.ellipsis());
            canvas.text(x, y, &from, Look::Byline, area.right() - x);
        }
    }
}

fn one_line(text: &str) -> String {
    text::clean(text).replace('\n', " ")
}

pub(super) fn timeline(state: &State, timeline: &Timeline, area: Rect, canvas: &mut Canvas<'_>) {
    let what = if timeline.about { "by the years they speak of" } else { "by the year they appeared" };
    let other = if timeline.about { "appeared" } else { "spoken of" };
    let bars = timeline.bars();
    let chosen = bars.get(timeline.cursor).map(|bar| format!(" · {}: {}", bar.value(), counted(bar.count)));
    let head = format!("hits {what}{} (Tab: {other})", chosen.unwrap_or_default());
    let head = state.furnished(head);
    canvas.text(
        area.x,
        area.y,
        &text::cut_text(&head, usize::from(area.width), state.ellipsis()),
        Look::Heading,
        area.width,
    );
    let chart = Rect::new(area.x, area.y + 1, area.width, area.height.saturating_sub(1));
    if timeline.years.is_none() {
        canvas.text(chart.x, chart.y, "counting", Look::Byline, chart.width * chart.height.min(1));
    } else if bars.is_empty() {
        canvas.text(chart.x, chart.y, "no hit has a year", Look::Byline, chart.width * chart.height.min(1));
    } else {
        histogram(state, &bars, timeline.cursor, None, chart, canvas);
    }
}

fn counted(hits: u64) -> String {
    if hits == 1 { "1 hit".to_owned() } else { format!("{hits} hits") }
}

/// Bars over an axis of years; the chosen one reversed, a span's beginning too.
pub(super) fn histogram(
    state: &State,
    bars: &[Bar],
    cursor: usize,
    anchor: Option<usize>,
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    if area.height < 2 || area.width == 0 {
        return;
    }
    let height = area.height - 1;
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let columns = bar_columns(bars.len(), area.width);
    let ink = usize::from(if columns > 2 { columns - 1 } else { columns });
    let places = (area.x..area.right()).step_by(usize::from(columns));
    for (number, (bar, x)) in bars.iter().zip(places).enumerate() {
        let eighths = bar.count.saturating_mul(u64::from(height) * 8).div_ceil(most);
        for row in 0..height {
            let here = eighths.saturating_sub(u64::from(row) * 8).min(8);
            let sign = match (state.unicode, here) {
                (_, 0) => " ",
                (true, here) => STEPS.get(usize::try_from(here).unwrap_or(8)).copied().unwrap_or("█"),
                (false, _) => "#",
            };
            canvas.text(x, area.bottom() - 2 - row, &sign.repeat(ink), Look::Bar, columns);
        }
        let from = anchor.map_or(cursor, |anchor| anchor.min(cursor));
        let to = anchor.map_or(cursor, |anchor| anchor.max(cursor));
        let sign = if state.unicode { "─" } else { "-" };
        canvas.text(x, area.bottom() - 1, &sign.repeat(usize::from(columns)), Look::Byline, columns);
        if (from..=to).contains(&number) {
            canvas.reverse(Rect::new(x, area.y, columns, area.height));
        }
    }
    axis(bars, area, canvas);
}

/// Years under the bars: the first, the tens, and the last where it fits.
fn axis(bars: &[Bar], area: Rect, canvas: &mut Canvas<'_>) {
    let mut free = area.x;
    let last = bars.len().saturating_sub(1);
    let places = (area.x..area.right()).step_by(usize::from(bar_columns(bars.len(), area.width)));
    for (number, (bar, x)) in bars.iter().zip(places).enumerate() {
        let label = bar.from.to_string();
        let columns = u16::try_from(label.len()).unwrap_or(0);
        let wanted = number == 0 || bar.from % 10 == 0 || number == last;
        if wanted && x >= free && x + columns <= area.right() {
            canvas.text(x, area.bottom() - 1, &label, Look::Byline, columns);
            free = x + columns + 2;
        }
    }
}
