//! The reading pane: the whole record, every match lit.

use super::Canvas;
use crate::tui::state::{Pane, State};
use crate::tui::text::{Look, Piece, between, row_width};
use ratatui::layout::Rect;

pub(super) fn pane(_state: &State, pane: &Pane, area: Rect, canvas: &mut Canvas<'_>) {
    if !pane.loaded() {
        canvas.text(area.x, area.y, "loading", Look::Byline, area.width * area.height.min(1));
        return;
    }
    let rows = pane.rows.iter().enumerate().skip(pane.top);
    for ((number, row), y) in rows.zip(area.y..area.bottom()) {
        let row: Vec<Piece> = row
            .iter()
            .map(|piece| match piece.found {
                Some(found) if found == pane.at => Piece { look: Look::Current, ..piece.clone() },
                _ => piece.clone(),
            })
            .collect();
        canvas.put(area.x, y, &row, area.width);
        if let Some((from, to)) = pane.drag.map(|(a, b)| if a <= b { (a, b) } else { (b, a) }) {
            let left = if number > from.0 { 0 } else { from.1 };
            let right = if number < to.0 { usize::MAX } else { to.1 + 1 };
            if (from.0..=to.0).contains(&number) && !between(&row, left, right).is_empty() {
                let right = right.min(row_width(&row)).min(usize::from(area.width));
                let columns = u16::try_from(right.saturating_sub(left)).unwrap_or(0);
                let x = area.x + u16::try_from(left).unwrap_or(0);
                canvas.reverse(Rect::new(x, y, columns, 1).intersection(area));
            }
        }
    }
}

/// "match 1/7", and how far one has read.
pub(super) fn standing(pane: &Pane, height: u16) -> String {
    let mut text = match pane.matches {
        0 => "no match in this record".to_owned(),
        matches => format!("match {}/{matches}", pane.at + 1),
    };
    let below = pane.rows.len().saturating_sub(pane.top + usize::from(height));
    if below > 0 {
        text.push_str(&format!(" · {below} lines below"));
    }
    text
}
