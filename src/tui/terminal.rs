//! The terminal taken and given back: whatever happens, it is left sane.
//!
//! Leaving, an error, a panic, a signal and a suspension all go through [`restore`]: echo on, cursor shown, mouse off,
//! the shell's own screen back, so that the message after it can be read.

use crate::error::{Error, Result};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::cursor::{SetCursorStyle, Show};
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::layout::Position;
use std::io::{self, Stdout, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// Draws a frame, and says where the cursor stands.
pub type Draw<'a> = dyn FnMut(&mut Buffer) -> Option<Position> + 'a;

/// What frames are drawn on: the terminal; in a bench, memory.
///
/// Methods fail where the terminal breaks.
#[allow(clippy::missing_errors_doc, reason = "one reason for all, said above")]
pub trait Surface {
    /// Columns and rows.
    fn size(&self) -> Result<(u16, u16)>;

    /// Draws a frame as one update; the cursor is a bar while one types and hidden else.
    fn draw(&mut self, draw: &mut Draw<'_>) -> Result<()>;

    /// Draws everything anew at the next frame.
    fn refresh(&mut self) -> Result<()> {
        Ok(())
    }

    /// Takes the mouse, or gives it to the terminal for selecting.
    fn set_mouse(&mut self, _ours: bool) -> Result<()> {
        Ok(())
    }

    /// Writes an escape sequence of our own making: a clipboard text.
    fn send(&mut self, _bytes: &[u8]) -> Result<()> {
        Ok(())
    }

    /// Gives the terminal back, stops until the shell goes on, and takes it again.
    fn suspend(&mut self) -> Result<()> {
        Ok(())
    }

    /// Takes the terminal again after a stop that could not be seen coming.
    fn resume(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Whether the terminal is ours at present.
static TAKEN: AtomicBool = AtomicBool::new(false);

static HOOK: Once = Once::new();

/// The terminal while it is ours; dropped, it is the shell's again.
pub(crate) struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    mouse: bool,
    typing: Option<bool>,
}

impl Screen {
    /// Takes the terminal.
    pub(crate) fn take(mouse: bool) -> Result<Self> {
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                restore();
                before(panic);
            }));
        });
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout())).map_err(failed)?;
        let mut screen = Self { terminal, mouse, typing: None };
        screen.enter()?;
        Ok(screen)
    }

    fn enter(&mut self) -> Result<()> {
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode().map_err(failed)?;
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste).map_err(failed)?;
        self.set_mouse(self.mouse)?;
        self.typing = None;
        self.terminal.clear().map_err(failed)
    }
}

impl Surface for Screen {
    fn set_mouse(&mut self, ours: bool) -> Result<()> {
        self.mouse = ours;
        let mut out = io::stdout();
        if ours { execute!(out, EnableMouseCapture) } else { execute!(out, DisableMouseCapture) }
            .map_err(failed)
    }

    fn size(&self) -> Result<(u16, u16)> {
        let size = self.terminal.size().map_err(failed)?;
        Ok((size.width, size.height))
    }

    fn refresh(&mut self) -> Result<()> {
        self.terminal.clear().map_err(failed)
    }

    fn draw(&mut self, draw: &mut Draw<'_>) -> Result<()> {
        execute!(io::stdout(), BeginSynchronizedUpdate).map_err(failed)?;
        let mut typing = false;
        let drawn = self.terminal.draw(|frame| {
            if let Some(position) = draw(frame.buffer_mut()) {
                frame.set_cursor_position(position);
                typing = true;
            }
        });
        drawn.map_err(failed)?;
        if self.typing != Some(typing) {
            self.typing = Some(typing);
            execute!(io::stdout(), SetCursorStyle::SteadyBar).map_err(failed)?;
        }
        execute!(io::stdout(), EndSynchronizedUpdate).map_err(failed)
    }

    fn send(&mut self, bytes: &[u8]) -> Result<()> {
        let mut out = io::stdout();
        out.write_all(bytes).and_then(|()| out.flush()).map_err(failed)
    }

    fn suspend(&mut self) -> Result<()> {
        restore();
        #[cfg(unix)]
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP).map_err(failed)?;
        self.enter()
    }

    fn resume(&mut self) -> Result<()> {
        // What crossterm remembers of the terminal is from before the stop.
        restore();
        self.enter()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back; harmless where it is not ours. Failures are passed over: there is nothing left to do.
pub(crate) fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        let _ = execute!(
            out,
            EndSynchronizedUpdate,
            DisableMouseCapture,
            DisableBracketedPaste,
            SetCursorStyle::DefaultUserShape,
            LeaveAlternateScreen,
            Show
        );
        let _ = disable_raw_mode();
    }
}

fn failed(error: io::Error) -> Error {
    Error::io("terminal", error)
}
