//! What a command was called with: screen, settings, index location; and the ways it speaks.

use super::pager;
use super::place::Place;
use super::settings::Settings;
use super::terminal::{self, Colour, Harmless};
use crate::error::{Error, Result};
use crate::render::Screen;
use clap::{ArgMatches, Command};
use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};

/// What a command was called with.
pub struct Shell {
    /// What stdout can show.
    pub screen: Screen,
    /// The config file.
    pub settings: Settings,
    /// Makes the program whose flags these were: help and manual pages are made from it.
    pub program: fn() -> Command,
    /// The value of `--index`.
    index: Option<OsString>,
}

impl Shell {
    /// What the arguments, the environment and the config file say.
    ///
    /// # Errors
    /// Where the config file cannot be understood.
    pub fn new(program: fn() -> Command, matches: &ArgMatches) -> Result<Self> {
        let settings = Settings::read()?;
        let named = matches.get_one::<String>("color").or(settings.color.as_ref());
        let colour = named.and_then(|name| Colour::named(name)).unwrap_or_default();
        terminal::colour_stderr(colour);
        let screen = terminal::screen(colour, settings.palette());
        Ok(Self { screen, index: matches.get_one::<OsString>("index").cloned(), settings, program })
    }

    /// The index location that is meant.
    ///
    /// # Errors
    /// Where there is no home to keep one in.
    pub fn place(&self) -> Result<Place> {
        Place::find(self.index.as_deref(), &self.settings)
    }

    /// Whether a person reads stdout.
    pub fn is_interactive(&self) -> bool {
        self.screen.height.is_some()
    }

    /// Whether a person reads stderr, so that progress may be drawn there.
    pub fn shows_progress() -> bool {
        io::stderr().is_terminal()
    }

    /// A remark on stderr.
    pub fn note(&self, text: &str) {
        terminal::say("note: ", text);
    }

    /// The lines that notes take on the screen, where they go to the same one.
    pub fn lines_of_notes(&self, notes: &[String]) -> usize {
        let Some(width) = self.screen.width.filter(|_| io::stderr().is_terminal()) else { return 0 };
        notes
            .iter()
            .map(|note| {
                ("note: ".len() + unicode_width::UnicodeWidthStr::width(note.as_str())).div_ceil(width)
            })
            .sum()
    }

    /// A line of news on stderr.
    pub fn news(&self, text: &str) {
        terminal::say("", text);
    }

    /// Writes to stdout.
    ///
    /// # Errors
    /// [`Error::ClosedPipe`] where the reader is gone, [`Error::Io`] for all else.
    pub fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        write(&mut out).and_then(|()| out.flush()).map_err(|error| Error::io("stdout", error))
    }

    /// Writes data to stdout: a file or program gets every byte, a terminal nothing that it would obey.
    ///
    /// # Errors
    /// See [`Shell::write`].
    pub fn write_data(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        if !self.is_interactive() {
            return self.write(write);
        }
        self.write(|out| {
            let mut harmless = Harmless::new(out);
            write(&mut harmless)?;
            harmless.finish()
        })
    }

    /// Writes to stdout, through the pager where a person reads it and it does not fit.
    ///
    /// # Errors
    /// See [`Shell::write`].
    pub fn write_long(
        &self,
        no_pager: bool,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let pager =
            pager::chosen(self.settings.pager.as_deref()).filter(|_| self.is_interactive() && !no_pager);
        let Some(pager) = pager else { return self.write(write) };
        let mut text = Vec::new();
        write(&mut text).map_err(|error| Error::io("stdout", error))?;
        if pager::overflows(&text, self.screen.height) {
            return pager::show(&pager, &text);
        }
        self.write(|out| out.write_all(&text))
    }

    /// Whatever is left to do before the program ends.
    ///
    /// # Errors
    /// Those of stdout.
    pub fn finish(&mut self) -> Result<()> {
        io::stdout().flush().map_err(|error| Error::io("stdout", error))
    }
}
