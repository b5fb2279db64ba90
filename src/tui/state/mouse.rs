//! The mouse: wheel, click and, in the reading pane, a drag that selects and copies.

use super::{Effect, Focus, State, View, bar_columns};
use crate::tui::keys::Action;
use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

/// Rows that one notch of the wheel moves in the pane.
const NOTCH: isize = 3;

impl State {
    pub(super) fn mouse_event(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let at = Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::ScrollDown => self.wheel(1),
            MouseEventKind::ScrollUp => self.wheel(-1),
            MouseEventKind::Down(MouseButton::Left) => self.click(at),
            MouseEventKind::Drag(MouseButton::Left) => self.drag(at),
            MouseEventKind::Up(MouseButton::Left) => self.release(),
            _ => Vec::new(),
        }
    }

    fn wheel(&mut self, by: isize) -> Vec<Effect> {
        let action = if by > 0 { Action::Down } else { Action::Up };
        if self.help.is_some() || self.menu.is_some() || self.panel.is_some() {
            return self.act(action);
        }
        match &mut self.pane {
            Some(pane) => pane.scroll_by(by * NOTCH),
            None if matches!(self.view, View::Concordance(_) | View::Timeline(_)) => {
                return self.view_act(action).unwrap_or_default();
            }
            None => return self.move_by(by),
        }
        Vec::new()
    }

    fn click(&mut self, at: Position) -> Vec<Effect> {
        self.notice = None;
        if self.help.take().is_some() {
            return Vec::new();
        }
        if self.menu.is_some() {
            return self.click_menu(at);
        }
        if self.prompt.is_some() {
            return Vec::new();
        }
        let areas = self.areas();
        if areas.query.contains(at) {
            self.panel = None;
            self.focus = Focus::Typing;
            return Vec::new();
        }
        if areas.chips.contains(at) {
            let chips = self.chips(areas.chips);
            let chip = chips.iter().position(|(columns, _)| columns.contains(&at.x));
            return chip.map_or_else(Vec::new, |number| self.drop_filter(number));
        }
        if let Some(area) = areas.panel.filter(|area| area.contains(at)) {
            return self.click_panel(at, area);
        }
        if let Some(area) = areas.pane.filter(|area| area.contains(at)) {
            if let Some(pane) = &mut self.pane {
                let spot = spot(pane.top, area, at);
                pane.drag = Some((spot, spot));
            }
            return Vec::new();
        }
        if areas.list.contains(at) { self.click_list(at, areas.list) } else { Vec::new() }
    }

    fn click_list(&mut self, at: Position, area: Rect) -> Vec<Effect> {
        self.panel = None;
        match &mut self.view {
            View::Concordance(lines) => {
                let row = lines.top + usize::from(at.y.saturating_sub(area.y + 1));
                if row == lines.cursor {
                    return self.open_line();
                }
                lines.cursor = row.min(lines.lines.len().saturating_sub(1));
                Vec::new()
            }
            View::Timeline(timeline) => {
                let columns = bar_columns(timeline.bars().len(), area.width);
                timeline.cursor = usize::from(at.x.saturating_sub(area.x) / columns);
                Vec::new()
            }
            _ => {
                let Some(place) = self.hit_at(area, at.y) else { return Vec::new() };
                let again = self.list().cursor == place && self.list().held && self.focus == Focus::List;
                let mut effects = if self.focus == Focus::Typing { self.enter_list() } else { Vec::new() };
                if self.pending() && matches!(self.view, View::Hits) {
                    return effects;
                }
                self.list_mut().go(place);
                if self.pane.is_some() {
                    effects.extend(self.follow());
                } else if again {
                    effects.extend(self.act(Action::Open));
                }
                effects
            }
        }
    }

    fn click_menu(&mut self, at: Position) -> Vec<Effect> {
        let Some((area, first)) = self.menu_area() else { return Vec::new() };
        let Some(menu) = &mut self.menu else { return Vec::new() };
        if !area.contains(at) {
            self.menu = None;
            return Vec::new();
        }
        let item = first + usize::from(at.y.saturating_sub(area.y + 1));
        if at.y > area.y && item < menu.items.len() {
            menu.cursor = item;
            return self.choose();
        }
        Vec::new()
    }

    fn click_panel(&mut self, at: Position, area: Rect) -> Vec<Effect> {
        let columns = bar_columns(self.panel_bars().len(), area.width);
        let Some(panel) = &mut self.panel else { return Vec::new() };
        if at.y == area.y {
            return self.act(Action::NextField);
        }
        if panel.years() {
            panel.cursor = usize::from(at.x.saturating_sub(area.x) / columns);
        } else {
            let room = usize::from(area.height.saturating_sub(1)).max(1);
            let first = (panel.cursor + 1).saturating_sub(room);
            let row = first + usize::from(at.y.saturating_sub(area.y + 1));
            if row >= panel.values().map_or(0, <[_]>::len) {
                return Vec::new();
            }
            panel.cursor = row;
        }
        self.act(Action::Toggle)
    }

    fn drag(&mut self, at: Position) -> Vec<Effect> {
        let area = self.areas().pane;
        if let (Some(pane), Some(area)) = (&mut self.pane, area) {
            if at.y < area.y {
                pane.scroll_by(-1);
            } else if at.y >= area.bottom() {
                pane.scroll_by(1);
            }
            let inside = Position::new(
                at.x.clamp(area.x, area.right().saturating_sub(1).max(area.x)),
                at.y.clamp(area.y, area.bottom().saturating_sub(1).max(area.y)),
            );
            let to = spot(pane.top, area, inside);
            if let Some((_, end)) = &mut pane.drag {
                *end = to;
            }
        }
        Vec::new()
    }

    fn release(&mut self) -> Vec<Effect> {
        let Some(pane) = &mut self.pane else { return Vec::new() };
        if pane.drag.is_some_and(|(from, to)| from == to) {
            pane.drag = None;
        }
        match pane.dragged() {
            Some(text) => vec![Effect::Copy { text, what: "selection".to_owned() }],
            None => Vec::new(),
        }
    }
}

fn spot(top: usize, area: Rect, at: Position) -> (usize, usize) {
    (top + usize::from(at.y.saturating_sub(area.y)), usize::from(at.x.saturating_sub(area.x)))
}
