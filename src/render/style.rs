//! What stands out and how: a role for each kind of text, in the terminal's own 16 colours.
//!
//! No background is painted and no colour carries meaning alone, so that light, dark and solarized themes and
//! people who see no colours are served alike. Whether there is colour at all is the [`Screen`](super::Screen)'s.

use anstyle::{AnsiColor, Effects, Style};

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    Text,
    /// A work's title.
    Title,
    /// Authors, years, places: what is looked at second.
    Meta,
    /// What matched.
    Match,
    /// What matched inside a title.
    TitleMatch,
    /// A record's id: what is typed next.
    Id,
    /// A heading or label of ours.
    Label,
    /// The bars of a chart.
    Bar,
}

/// Every role with the name the config file has for it.
pub const ROLES: &[(&str, Role)] = &[
    ("text", Role::Text),
    ("title", Role::Title),
    ("meta", Role::Meta),
    ("match", Role::Match),
    ("title-match", Role::TitleMatch),
    ("id", Role::Id),
    ("label", Role::Label),
    ("bar", Role::Bar),
];

/// The look of each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette([Style; ROLES.len()]);

impl Default for Palette {
    fn default() -> Self {
        let plain = Style::new();
        Self([
            plain,
            plain.bold(),
            plain.dimmed(),
            AnsiColor::Red.on_default().bold(),
            AnsiColor::Red.on_default().bold().underline(),
            AnsiColor::Cyan.on_default(),
            plain.bold(),
            AnsiColor::Cyan.on_default(),
        ])
    }
}

impl Palette {
    /// The look of a role.
    #[must_use]
    pub fn get(&self, role: Role) -> Style {
        self.0.get(role as usize).copied().unwrap_or_default()
    }

    /// Another look for a role.
    pub fn set(&mut self, role: Role, style: Style) {
        if let Some(place) = self.0.get_mut(role as usize) {
            *place = style;
        }
    }
}

/// What a word does to a look.
type Change = fn(Style) -> Style;

/// The words a look is written in: colours, then effects.
const WORDS: &[(&str, Change)] = &[
    ("black", |style| style.fg_color(Some(AnsiColor::Black.into()))),
    ("red", |style| style.fg_color(Some(AnsiColor::Red.into()))),
    ("green", |style| style.fg_color(Some(AnsiColor::Green.into()))),
    ("yellow", |style| style.fg_color(Some(AnsiColor::Yellow.into()))),
    ("blue", |style| style.fg_color(Some(AnsiColor::Blue.into()))),
    ("magenta", |style| style.fg_color(Some(AnsiColor::Magenta.into()))),
    ("cyan", |style| style.fg_color(Some(AnsiColor::Cyan.into()))),
    ("white", |style| style.fg_color(Some(AnsiColor::White.into()))),
    ("bright", |style| match style.get_fg_color() {
        Some(anstyle::Color::Ansi(color)) => style.fg_color(Some(color.bright(true).into())),
        _ => style,
    }),
    ("bold", |style| style.effects(style.get_effects() | Effects::BOLD)),
    ("dim", |style| style.effects(style.get_effects() | Effects::DIMMED)),
    ("italic", |style| style.effects(style.get_effects() | Effects::ITALIC)),
    ("underline", |style| style.effects(style.get_effects() | Effects::UNDERLINE)),
    ("reverse", |style| style.effects(style.get_effects() | Effects::INVERT)),
    ("plain", |_| Style::new()),
];

/// A look from words as the config file writes them: `bold yellow`, `cyan bright`, `plain`.
///
/// # Errors
/// The word that is none.
pub fn parse(text: &str) -> Result<Style, String> {
    text.split_whitespace().try_fold(Style::new(), |style, word| {
        let row = WORDS.iter().find(|(name, _)| *name == word);
        row.map(|(_, apply)| apply(style)).ok_or_else(|| word.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_stand_in_the_order_of_their_table() {
        for (place, (_, role)) in ROLES.iter().enumerate() {
            assert_eq!(*role as usize, place);
        }
    }

    #[test]
    fn a_look_is_written_in_words() {
        assert_eq!(parse("bold yellow"), Ok(AnsiColor::Yellow.on_default().bold()));
        assert_eq!(parse("red bright"), Ok(AnsiColor::BrightRed.on_default()));
        assert_eq!(parse("bold purple"), Err("purple".into()));
    }
}
