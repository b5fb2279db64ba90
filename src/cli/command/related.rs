//! `chosin related`: the records most like one, and what they share with it.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::complete;
use crate::cli::open;
use crate::cli::question::number;
use crate::cli::shell::Shell;
use crate::error::Result;
use crate::render::{self, Answer, Screen};
use crate::search::{Hit, SearchRequest, SearchResponse};
use clap::ArgMatches;
use clap_complete::engine::ArgValueCompleter;

pub const ROW: Row = Row {
    name: "related",
    alias: None,
    about: "Find the records most like one",
    arguments: with::<Related>,
    run,
};

/// Find the records most like one
#[derive(Debug, clap::Args)]
struct Related {
    /// The id of a record
    #[arg(value_name = "ID", add = ArgValueCompleter::new(complete::ids))]
    id: String,
    /// How many
    #[arg(short = 'n', long, value_name = "N", value_parser = number, default_value = "10")]
    limit: usize,
    /// text, json, jsonl, ids
    #[arg(long, value_name = "NAME", default_value = "text", value_parser = ["text", "json", "jsonl", "ids"])]
    format: String,
    /// Never use a pager
    #[arg(long)]
    no_pager: bool,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Related = flags(matches)?;
    let opened = open::open(shell)?;
    let record = opened.searcher.record(&flags.id)?.ok_or_else(|| open::no_record(&flags.id))?;
    let mut hits = opened.searcher.related(&record.id, flags.limit)?;
    if flags.format == "text" {
        hits.iter_mut().for_each(name_what_is_shared);
    }
    let found = !hits.is_empty();
    let request = SearchRequest { query: record.heading(), ..SearchRequest::default() };
    let response = SearchResponse {
        query: format!("related to {}", record.id),
        index: opened.place.name(),
        total: hits.len() as u64,
        total_all: hits.len() as u64,
        hits,
        ..SearchResponse::default()
    };
    let answer = Answer {
        request: &request,
        response: &response,
        query_id: None,
        elsewhere: !opened.place.is_usual(),
        fit: None,
    };
    let view = render::by_name(&flags.format).unwrap_or(&render::text::VIEW);
    let screen: &Screen = &shell.screen;
    shell.write_long(flags.no_pager || flags.format != "text", |out| (view.write)(&answer, screen, out))?;
    if !found {
        shell.news("no other record shares its words");
    }
    Ok(Exit::found(found))
}

fn name_what_is_shared(hit: &mut Hit) {
    if !hit.explanation.is_empty() {
        hit.explanation = vec![format!("both have {}", hit.explanation.join(", "))];
    }
}
