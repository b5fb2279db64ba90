//! A long answer through the person's pager, as git has it: only to a terminal, only where it does not fit.

use crate::error::{Error, Result};
use std::io::{self, Write};
use std::process::{Command, Stdio};

/// The pager in force: `$CHOSIN_PAGER`, the config's, `$PAGER`, else `less`. `None` for `cat` and nothing.
pub fn chosen(configured: Option<&str>) -> Option<String> {
    let variable = |name| std::env::var(name).ok();
    let pager =
        variable("CHOSIN_PAGER").or_else(|| configured.map(str::to_owned)).or_else(|| variable("PAGER"));
    let pager = pager.unwrap_or_else(|| "less".into());
    let pager = pager.trim();
    (!pager.is_empty() && pager != "cat").then(|| pager.to_owned())
}

/// Whether a text takes more lines than the screen has, its last line being the prompt's.
pub fn overflows(text: &[u8], height: Option<usize>) -> bool {
    height.is_some_and(|height| memchr::memchr_iter(b'\n', text).count() >= height)
}

/// Shows a text in the pager and waits until the person leaves it; where it cannot be started the text goes to stdout.
///
/// # Errors
/// Those of stdout.
pub fn show(pager: &str, text: &[u8]) -> Result<()> {
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(pager).stdin(Stdio::piped());
    // As git: leave if it fits, keep colours, do not clear the screen.
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    if std::env::var_os("LESSCHARSET").is_none() {
        command.env("LESSCHARSET", "utf-8");
    }
    let started = command.spawn().ok().and_then(|mut child| Some((child.stdin.take()?, child)));
    let Some((mut stdin, mut child)) = started else { return print(text) };
    // A person who leaves before the end closes the pipe.
    let _ = stdin.write_all(text);
    drop(stdin);
    match child.wait() {
        // The shell's code for a command that is not there.
        Ok(status) if status.code() == Some(127) => print(text),
        _ => Ok(()),
    }
}

fn print(text: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text).and_then(|()| out.flush()).map_err(|error| Error::io("stdout", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_fits_if_the_prompt_does_too() {
        assert!(
            !overflows(b"a\nb\n", Some(3)) && overflows(b"a\nb\nc\n", Some(3)) && !overflows(b"a\nb\n", None)
        );
    }
}
