//! The config file: a person's own defaults, read only where the file exists.
//!
//! It holds no data; lists, ids and history are the library's. Flags and environment go before it.
//!
//! ```toml
//! index = "/home/kim/korea"
//! style = "chicago"
//! sort = "relevance"        # relevance, year, -year, author, title
//! limit = 20
//! history = true
//! pager = "less -FRX"
//! color = "auto"
//! [colours]
//! match = "bold yellow"     # black red green yellow blue magenta cyan white, bright; bold dim italic underline reverse
//! [keys]
//! quit = "q"
//! ```

use super::terminal::Colour;
use crate::error::{Error, Result};
use crate::render::style::{self, Palette, ROLES, Role};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a config file says; a missing one says nothing.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The index location.
    pub index: Option<PathBuf>,
    /// The citation style.
    pub style: Option<String>,
    /// The order of hits.
    pub sort: Option<String>,
    /// Hits where nobody says how many.
    pub limit: Option<usize>,
    /// Whether searches are remembered.
    pub history: Option<bool>,
    /// The pager.
    pub pager: Option<String>,
    /// When to colour.
    pub color: Option<String>,
    /// Whether the browser takes the mouse.
    pub mouse: Option<bool>,
    /// Looks of roles.
    pub colours: BTreeMap<String, String>,
    /// Keys of the browser.
    pub keys: BTreeMap<String, toml::Value>,
}

impl Settings {
    /// Reads the person's config file.
    ///
    /// # Errors
    /// Where it exists and cannot be read or understood; the message names file and line.
    pub fn read() -> Result<Self> {
        let Some(path) = path() else { return Ok(Self::default()) };
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text, &path),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::io(&path, error)),
        }
    }

    fn parse(text: &str, path: &Path) -> Result<Self> {
        let wrong = |line: usize, what: &str| {
            let message = format!("{}:{line}: {}", path.display(), what.lines().next().unwrap_or_default());
            Error::usage(message, format!("mend the line, or move {} away", path.display()))
        };
        let settings: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            wrong(before.matches('\n').count() + 1, error.message())
        })?;
        let line_of = |key: &str| {
            text.lines().position(|line| line.trim_start().starts_with(key)).map_or(1, |line| line + 1)
        };
        for (role, look) in &settings.colours {
            if !ROLES.iter().any(|(name, _)| name == role) {
                let names: Vec<_> = ROLES.iter().map(|(name, _)| *name).collect();
                return Err(wrong(line_of(role), &format!("{role}: not one of {}", names.join(", "))));
            }
            style::parse(look)
                .map_err(|word| wrong(line_of(role), &format!("{word}: no colour and no effect")))?;
        }
        if let Some(name) = &settings.color
            && Colour::named(name).is_none()
        {
            return Err(wrong(line_of("color"), &format!("{name}: not one of auto, always, never")));
        }
        Ok(settings)
    }

    /// The looks it asks for, by role.
    pub fn looks(&self) -> Vec<(Role, anstyle::Style)> {
        let look = |(name, look): (&String, &String)| {
            let (_, role) = ROLES.iter().find(|(own, _)| own == name)?;
            Some((*role, style::parse(look).ok()?))
        };
        self.colours.iter().filter_map(look).collect()
    }

    /// The usual looks, changed by those it asks for.
    pub fn palette(&self) -> Palette {
        let mut palette = Palette::default();
        self.looks().into_iter().for_each(|(role, look)| palette.set(role, look));
        palette
    }
}

/// Where the config file is, or would be: `$CHOSIN_CONFIG`, else `chosin/config.toml` in the person's config folder.
pub fn path() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    if let Some(path) = std::env::var_os("CHOSIN_CONFIG") {
        return (!path.is_empty()).then(|| path.into());
    }
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("chosin").join("config.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        Settings::parse(text, Path::new("config.toml")).unwrap_err().to_string()
    }

    #[test]
    fn a_file_says_what_it_wants() {
        let settings =
            Settings::parse("limit = 20\n[colours]\nmatch = \"bold yellow\"\n", Path::new("c")).unwrap();
        assert_eq!(settings.limit, Some(20));
        assert_eq!(settings.palette().get(Role::Match), style::parse("bold yellow").unwrap());
    }

    #[test]
    fn a_fault_names_its_line() {
        assert!(message("limit = 20\nlimits = 3\n").starts_with("config.toml:2: unknown field `limits`"));
        assert!(message("limit = \"many\"").starts_with("config.toml:1: "));
        assert!(
            message("[colours]\n\nmatch = \"bold purple\"").starts_with("config.toml:3: purple: no colour")
        );
    }
}
