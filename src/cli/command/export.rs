//! `chosin export`: every hit, or every record, in a format that other programs read. Never cut unasked.

use super::{Row, flags, search::remember, with};
use crate::cli::Exit;
use crate::cli::open;
use crate::cli::question::{Question, everything, number};
use crate::cli::shell::Shell;
use crate::error::{Error, Result};
use crate::format::{self, FORMATS};
use crate::record::Record;
use crate::search::{Detail, SearchRequest};
use clap::ArgMatches;
use std::path::PathBuf;

pub const ROW: Row = Row {
    name: "export",
    alias: None,
    about: "Write hits, or every record, for other programs",
    arguments: with::<Export>,
    run,
};

/// Write hits, or every record, for other programs
#[derive(Debug, clap::Args)]
struct Export {
    #[command(flatten)]
    question: Question,
    /// bibtex, ris, csl-json, csv, markdown
    #[arg(long, value_name = "NAME")]
    format: Option<String>,
    /// Write to a file; its name tells the format where none is given
    #[arg(short = 'o', long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How many records, if not all
    #[arg(short = 'n', long, value_name = "N", value_parser = number)]
    limit: Option<usize>,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Export = flags(matches)?;
    let format = flags.format()?;
    let opened = open::open(shell)?;
    let mut request =
        SearchRequest { limit: flags.limit, detail: Detail::Record, ..flags.question.request(shell)? };
    let is_everything = request.query.is_empty() && request.filters.is_empty();
    if is_everything {
        request.filters.push(everything());
    }
    let response = opened.searcher.search(&request)?;
    let phrase = flags.question.phrase_note().filter(|_| response.parts != 1);
    for note in response.notes.iter().chain(&phrase) {
        shell.note(note);
    }
    opened.remark_if_stale(shell);
    if !flags.question.no_history {
        let mut asked = request.clone();
        asked.filters.retain(|filter| *filter != everything());
        remember(shell, &opened, "export", &asked, &response);
    }
    let records: Vec<Record> = response.hits.into_iter().map(|hit| hit.record).collect();
    match &flags.output {
        Some(path) => {
            let mut bytes = Vec::new();
            // Excel takes a sheet without this mark for one in an old encoding, and Hangul is lost.
            if format.name == "csv" {
                bytes.extend_from_slice("\u{feff}".as_bytes());
            }
            (format.write)(&records, &mut bytes).map_err(|error| Error::io(path, error))?;
            std::fs::write(path, bytes).map_err(|error| Error::io(path, error))?;
            shell.news(&format!(
                "{} written to {}",
                crate::render::count(records.len() as u64, "record", "records"),
                path.display()
            ));
        }
        None => shell.write_data(|out| (format.write)(&records, out))?,
    }
    Ok(Exit::found(!records.is_empty()))
}

/// A format that can be written.
struct Writable {
    name: &'static str,
    write: format::Write,
}

impl Export {
    fn format(&self) -> Result<Writable> {
        let writable =
            |format: &format::Format| format.write.map(|write| Writable { name: format.name, write });
        let names = || {
            let names: Vec<_> =
                FORMATS.iter().filter(|format| format.write.is_some()).map(|format| format.name).collect();
            names.join(", ")
        };
        if let Some(name) = &self.format {
            return format::by_name(name).and_then(writable).ok_or_else(|| {
                Error::usage(
                    format!("--format {name}: not one of {}", names()),
                    "chosin export --format bibtex",
                )
            });
        }
        let extension = self
            .output
            .as_ref()
            .and_then(|path| path.extension())
            .map(|ext| ext.to_string_lossy().to_lowercase());
        let by_extension = extension.and_then(|ext| {
            FORMATS.iter().find(|format| format.write.is_some() && format.extensions.contains(&ext.as_str()))
        });
        by_extension
            .or_else(|| self.output.is_none().then(|| format::by_name("csl-json")).flatten())
            .and_then(writable)
            .ok_or_else(|| {
                Error::usage(
                    format!("export: no format named; there are {}", names()),
                    "chosin export --format bibtex",
                )
            })
    }
}
