//! How a look looks: the terminal's own sixteen colours, bold, underline, reverse. No background is ever painted.
//!
//! Magenta and red alone are used: on the palettes of xterm, the VGA console, GNOME and solarized, light and dark, magenta's contrast
//! (as WCAG 2 counts it) is never below 3.3 and red's, which is bold and underlined besides, never below 2.7. Blue falls to 1.6
//! on black, cyan to 2.0, green to 2.2 and yellow to 1.7 on white; grey vanishes on solarized. What the config says under
//! `[colours]` goes before all this; it is read elsewhere.

use crate::render::style::Role;
use crate::tui::text::Look;
use anstyle::{AnsiColor, Color as Written, Effects};
use ratatui::style::{Color, Modifier, Style};

/// Each look, the role by which the config knows it, and how it looks by itself.
const LOOKS: [(Look, Option<Role>, Option<Color>, Modifier); 12] = [
    (Look::Plain, Some(Role::Text), None, Modifier::empty()),
    (Look::Match, Some(Role::Match), Some(Color::Red), Modifier::BOLD.union(Modifier::UNDERLINED)),
    (Look::TitleMatch, Some(Role::TitleMatch), Some(Color::Red), Modifier::BOLD.union(Modifier::UNDERLINED)),
    (Look::Current, None, Some(Color::Red), Modifier::BOLD.union(Modifier::REVERSED)),
    (Look::Title, Some(Role::Title), None, Modifier::BOLD),
    (Look::Byline, Some(Role::Meta), Some(Color::Magenta), Modifier::empty()),
    (Look::Label, Some(Role::Label), None, Modifier::BOLD),
    (Look::Id, Some(Role::Id), None, Modifier::empty()),
    (Look::Bar, Some(Role::Bar), Some(Color::Magenta), Modifier::empty()),
    (Look::Heading, None, None, Modifier::BOLD),
    (Look::Chosen, None, None, Modifier::REVERSED),
    (Look::Warning, None, Some(Color::Red), Modifier::BOLD),
];

/// What the config's colours are to the screen.
const COLOURS: [(AnsiColor, Color); 16] = [
    (AnsiColor::Black, Color::Black),
    (AnsiColor::Red, Color::Red),
    (AnsiColor::Green, Color::Green),
    (AnsiColor::Yellow, Color::Yellow),
    (AnsiColor::Blue, Color::Blue),
    (AnsiColor::Magenta, Color::Magenta),
    (AnsiColor::Cyan, Color::Cyan),
    (AnsiColor::White, Color::Gray),
    (AnsiColor::BrightBlack, Color::DarkGray),
    (AnsiColor::BrightRed, Color::LightRed),
    (AnsiColor::BrightGreen, Color::LightGreen),
    (AnsiColor::BrightYellow, Color::LightYellow),
    (AnsiColor::BrightBlue, Color::LightBlue),
    (AnsiColor::BrightMagenta, Color::LightMagenta),
    (AnsiColor::BrightCyan, Color::LightCyan),
    (AnsiColor::BrightWhite, Color::White),
];

/// What the config's effects are to the screen.
const EFFECTS: [(Effects, Modifier); 5] = [
    (Effects::BOLD, Modifier::BOLD),
    (Effects::DIMMED, Modifier::DIM),
    (Effects::ITALIC, Modifier::ITALIC),
    (Effects::UNDERLINE, Modifier::UNDERLINED),
    (Effects::INVERT, Modifier::REVERSED),
];

/// How everything looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette([Style; LOOKS.len()]);

impl Palette {
    /// The browser's own looks, with what a person chose for some roles instead.
    ///
    /// Without colour (`NO_COLOR`, `--color never`) bold, underline and reverse say it all.
    #[must_use]
    pub fn new(colour: bool, chosen: &[(Role, anstyle::Style)]) -> Self {
        let of = |role: Role| chosen.iter().rev().find(|(own, _)| *own == role).map(|(_, style)| *style);
        Self(LOOKS.map(|(look, role, own, modifier)| {
            let chosen = match look {
                // Where one stands is the match's look, turned round.
                Look::Current => of(Role::Match).map(|style| style.invert()),
                _ => role.and_then(of),
            };
            let style = match chosen {
                Some(style) => screened(style),
                None => own.map_or_else(Style::new, |colour| Style::new().fg(colour)).add_modifier(modifier),
            };
            if colour { style } else { Style { fg: None, ..style } }
        }))
    }

    pub(crate) fn style(self, look: Look) -> Style {
        let place = LOOKS.iter().position(|(own, ..)| *own == look);
        place.and_then(|place| self.0.get(place)).copied().unwrap_or_default()
    }

    pub(crate) fn reverse(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }
}

/// A look of the config's for the screen.
fn screened(style: anstyle::Style) -> Style {
    let colour = match style.get_fg_color() {
        Some(Written::Ansi(colour)) => {
            COLOURS.iter().find(|(own, _)| *own == colour).map(|(_, colour)| *colour)
        }
        _ => None,
    };
    let held = EFFECTS.iter().filter(|(effect, _)| style.get_effects().contains(*effect));
    let modifier = held.fold(Modifier::empty(), |all, (_, modifier)| all.union(*modifier));
    colour.map_or_else(Style::new, |colour| Style::new().fg(colour)).add_modifier(modifier)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::style;

    #[test]
    fn what_the_config_says_of_a_role_goes_before() {
        let own = Palette::new(true, &[(Role::Match, style::parse("bold green bright").unwrap())]);
        assert_eq!(own.style(Look::Match), Style::new().fg(Color::LightGreen).add_modifier(Modifier::BOLD));
        assert!(own.style(Look::Current).add_modifier.contains(Modifier::REVERSED));
        assert_eq!(own.style(Look::Byline), Palette::new(true, &[]).style(Look::Byline));
    }

    #[test]
    fn without_colour_effects_stay() {
        let none = Palette::new(false, &[(Role::Title, style::parse("cyan underline").unwrap())]);
        assert_eq!(none.style(Look::Title), Style::new().add_modifier(Modifier::UNDERLINED));
    }
}
