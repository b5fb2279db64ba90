//! `chosin cite`: references and notes in a citation style, to paste.

use super::{Row, flags, with};
use crate::cite::{Cited, Form, available, cite, split_locator};
use crate::cli::Exit;
use crate::cli::complete;
use crate::cli::open;
use crate::cli::shell::Shell;
use crate::error::Result;
use crate::record::Record;
use crate::render::escape;
use clap::ArgMatches;
use clap_complete::engine::ArgValueCompleter;

pub const ROW: Row = Row {
    name: "cite",
    alias: None,
    about: "Write references and notes in a citation style",
    arguments: with::<Cite>,
    run,
};

/// Write references and notes in a citation style
#[derive(Debug, clap::Args)]
struct Cite {
    /// Ids of records, each with the place cited if there is one: cumings1981origins@p.23
    #[arg(value_name = "ID[@PLACE]", required_unless_present = "styles", add = ArgValueCompleter::new(complete::ids))]
    ids: Vec<String>,
    /// chicago, mla, apa, harvard, turabian, ieee, vancouver..., or a CSL file
    #[arg(long, value_name = "STYLE", add = ArgValueCompleter::new(complete::styles))]
    style: Option<String>,
    /// The place cited in every record: 'p. 23'
    #[arg(long, value_name = "PLACE")]
    at: Option<String>,
    /// What it is for: bibliography, note, short
    #[arg(long, value_name = "FORM", value_parser = ["bibliography", "note", "short"])]
    form: Option<String>,
    /// plain, markdown, html
    #[arg(long, value_name = "NAME", default_value = "plain", value_parser = ["plain", "markdown", "html"])]
    format: String,
    /// List the styles there are
    #[arg(long)]
    styles: bool,
}

/// The style where neither flag nor config says another.
const STYLE: &str = "chicago";

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Cite = flags(matches)?;
    if flags.styles {
        let styles = available();
        shell.write_long(false, |out| {
            styles.iter().try_for_each(|(name, title)| writeln!(out, "{name:<34}  {title}"))
        })?;
        return Ok(Exit::Found);
    }
    let style = open::style(flags.style.as_deref().or(shell.settings.style.as_deref()).unwrap_or(STYLE))?;
    let opened = open::open(shell)?;
    let mut cited: Vec<(Record, Option<String>)> = Vec::new();
    for argument in &flags.ids {
        let (id, place) = match opened.searcher.record(argument)? {
            Some(_) => (argument.as_str(), None),
            None => split_locator(argument),
        };
        let Some(record) = opened.searcher.record(id)? else { return Err(opened.gone(id)?) };
        cited.push((record, place.map(str::to_owned).or_else(|| flags.at.clone())));
    }
    // A place is printed in notes only: whoever gives one wants a note.
    let has_place = cited.iter().any(|(_, place)| place.is_some());
    let form = match flags.form.as_deref() {
        Some("note") => Form::Note,
        Some("short") => Form::ShortNote,
        None if has_place => Form::Note,
        _ => Form::Bibliography,
    };
    let list: Vec<_> = cited.iter().map(|(record, place)| (record, place.as_deref())).collect();
    let text: fn(&Cited) -> String = match flags.format.as_str() {
        "markdown" => Cited::to_markdown,
        "html" => Cited::to_html,
        _ => Cited::to_plain,
    };
    let references: Vec<String> = cite(&list, &style, form).iter().map(text).collect();
    shell.write(|out| references.iter().try_for_each(|line| writeln!(out, "{}", escape::line(line))))?;
    Ok(Exit::Found)
}
