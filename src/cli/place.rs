//! Which index location is meant, and from where we know.
//!
//! It looks at names and the marker file alone; what stands there is `library::location`'s.

use super::settings::Settings;
use crate::error::{Error, Result};
use crate::library::location::MARKER;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// An index location and how it came to be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder, as it is named to the person.
    pub path: PathBuf,
    /// From where it is known.
    pub origin: Origin,
}

/// From where a location is known, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `--index`.
    Flag,
    /// `$CHOSIN_INDEX`.
    Variable,
    /// `./index` with the marker: a checkout.
    Checkout,
    /// The config file.
    Config,
    /// The person's data folder.
    Data,
}

impl Origin {
    /// As `chosin config` names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flag => "--index",
            Self::Variable => "$CHOSIN_INDEX",
            Self::Checkout => "./index of this checkout",
            Self::Config => "config file",
            Self::Data => "your data folder",
        }
    }
}

impl Place {
    /// The location that is meant.
    ///
    /// # Errors
    /// Where none is named and there is no home.
    pub fn find(flag: Option<&OsStr>, settings: &Settings) -> Result<Self> {
        let at = |path: PathBuf, origin| Ok(Self { path, origin });
        if let Some(path) = flag {
            if path.is_empty() {
                return Err(Error::usage("--index: no folder named", "chosin --index FOLDER search QUERY"));
            }
            return at(path.into(), Origin::Flag);
        }
        if let Some(path) = std::env::var_os("CHOSIN_INDEX").filter(|path| !path.is_empty()) {
            return at(path.into(), Origin::Variable);
        }
        if Path::new("index").join(MARKER).is_file() {
            return at("index".into(), Origin::Checkout);
        }
        if let Some(path) = &settings.index {
            return at(path.clone(), Origin::Config);
        }
        match data() {
            Some(path) => at(path, Origin::Data),
            None => {
                Err(Error::usage("no home folder to keep an index in", "chosin --index FOLDER search QUERY"))
            }
        }
    }

    /// Whether it is the one the person always uses, which needs no mention.
    pub fn is_usual(&self) -> bool {
        matches!(self.origin, Origin::Data | Origin::Config)
    }

    /// The location's name in answers: an absolute path where that can be known.
    pub fn name(&self) -> String {
        std::path::absolute(&self.path).unwrap_or_else(|_| self.path.clone()).display().to_string()
    }

    /// The corpus beside a checkout's index.
    pub fn checkout_corpus(&self) -> Option<PathBuf> {
        (self.origin == Origin::Checkout).then(|| PathBuf::from("corpus")).filter(|corpus| corpus.is_dir())
    }
}

/// `chosin/index` in the person's data folder.
pub fn data() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("chosin").join("index"))
}
