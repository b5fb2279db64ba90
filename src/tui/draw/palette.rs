//! How a look looks: the terminal's own sixteen colours, bold, underline, reverse. No background is ever painted.
//!
//! Grey and yellow are left out: one vanishes on solarized, the other on white.

use crate::tui::text::Look;
use ratatui::style::{Color, Modifier, Style};

/// Whether colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// False under `NO_COLOR` and `--color never`: bold, underline and reverse say it all.
    pub colour: bool,
}

const LOOKS: &[(Look, Option<Color>, Modifier)] = &[
    (Look::Plain, None, Modifier::empty()),
    (Look::Match, Some(Color::Red), Modifier::BOLD.union(Modifier::UNDERLINED)),
    (Look::Current, Some(Color::Red), Modifier::BOLD.union(Modifier::REVERSED)),
    (Look::Title, None, Modifier::BOLD),
    (Look::Byline, Some(Color::Cyan), Modifier::empty()),
    (Look::Label, Some(Color::Blue), Modifier::BOLD),
    (Look::Chosen, None, Modifier::REVERSED),
    (Look::Warning, Some(Color::Red), Modifier::BOLD),
];

impl Palette {
    pub(crate) fn style(self, look: Look) -> Style {
        let row = LOOKS.iter().find(|(own, _, _)| *own == look);
        let Some((_, colour, modifier)) = row else { return Style::new() };
        let style = Style::new().add_modifier(*modifier);
        match colour.filter(|_| self.colour) {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }

    pub(crate) fn reverse(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }
}
