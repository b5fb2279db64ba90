//! `chosin` alone: what is indexed, and three things to try.

use crate::cli::Exit;
use crate::cli::open;
use crate::cli::shell::Shell;
use crate::error::{Error, Result};
use crate::render::layout::Text;
use crate::render::style::Role;
use crate::render::{count, thousands};

/// Three things that find something in the starter bibliography.
const TRY: &[(&str, &str)] = &[
    ("chosin search '\"38th parallel\"'", "ranked records with the passages that match"),
    ("chosin browse", "search as you type, read, mark, cite"),
    ("chosin help queries", "what can be typed, on one screen"),
];

/// Greets. An index is not built for this.
pub fn run(shell: &mut Shell) -> Result<Exit> {
    let (place, library) = open::library(shell)?;
    let held = match open::manifest(&place) {
        Ok(manifest) => format!(
            "{} from {}, {}",
            count(manifest.records, "record", "records"),
            count(manifest.inputs.len() as u64, "file", "files"),
            match manifest.problems {
                0 => "no problems".into(),
                problems => format!("{} problems (chosin problems)", thousands(problems)),
            }
        ),
        Err(Error::NoIndex(_)) if library.inputs()?.0.is_empty() => {
            "nothing yet: the starter bibliography is indexed at the first search; chosin ingest FILE adds your own".into()
        }
        Err(Error::NoIndex(_)) => "not built yet: chosin ingest".into(),
        Err(error) => return Err(error),
    };
    let screen = &shell.screen;
    shell.write(|out| {
        Text::of(Role::Title, "chosin: full-text search over Korean War scholarship")
            .write(out, screen, 0)?;
        let mut line = Text::new();
        line.push(Role::Meta, &format!("index {}: ", place.name()));
        line.push(Role::Text, &held);
        line.write(out, screen, 0)?;
        out.write_all(b"\n")?;
        for (command, what) in TRY {
            let command = Text::of(Role::Id, command);
            command.write_cut(out, screen, screen.columns().saturating_sub(2).max(20))?;
            if screen.columns() >= 80 {
                write!(out, "{:1$}", "", 36_usize.saturating_sub(command.width()))?;
                Text::of(Role::Meta, what).write(out, screen, 0)?;
            } else {
                out.write_all(b"\n")?;
            }
        }
        out.write_all(b"\n")?;
        Text::of(Role::Meta, "chosin --help lists all commands").write(out, screen, 0)
    })?;
    Ok(Exit::Found)
}
