//! `chosin search`: ranked hits with highlighted passages, and the same hits counted, lined up, or as data.

use super::{Row, flags, with};
use crate::cite::{Form, Style, cite};
use crate::cli::Exit;
use crate::cli::measures::read_queries;
use crate::cli::open::{self, Opened};
use crate::cli::question::{Question, number, written};
use crate::cli::quote::quoted;
use crate::cli::shell::Shell;
use crate::error::{Error, Result};
use crate::format;
use crate::library::history::Search as Made;
use crate::record::Record;
use crate::render::{self, Answer, View, count, facets, kwic, timeline};
use crate::search::{Detail, FacetField, Reading, SearchRequest, SearchResponse};
use clap::ArgMatches;
use std::io;
use std::path::{Path, PathBuf};

pub const ROW: Row = Row {
    name: "search",
    alias: None,
    about: "Find records: ranked hits with highlighted passages",
    arguments: with::<Search>,
    run,
};

/// Find records: ranked hits with highlighted passages
///
/// Queries: words, "phrases", +required, -excluded, AND OR NOT ( ), author:kim, year:1950..1953, repatriat*; chosin help queries has them all.
#[derive(Debug, clap::Args)]
struct Search {
    #[command(flatten)]
    question: Question,
    /// How many hits
    #[arg(short = 'n', long, value_name = "N", value_parser = number)]
    limit: Option<usize>,
    /// Hits to pass over
    #[arg(long, value_name = "N", value_parser = number, default_value = "0", hide_default_value = true)]
    offset: usize,
    /// Passages a hit
    #[arg(long, value_name = "N", value_parser = number, default_value = "1")]
    snippets: usize,
    /// Words on each side of what matched
    #[arg(long, value_name = "WORDS", value_parser = number)]
    context: Option<usize>,
    /// Short for --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// text, json, jsonl, ids, trec, csv, bibtex, ris, csl-json, or a citation style
    #[arg(long, value_name = "NAME")]
    format: Option<String>,
    /// Print how many records match, no more
    #[arg(long)]
    count: bool,
    /// Say how each score came about
    #[arg(long)]
    explain: bool,
    /// Many queries, one a line: id<TAB>query
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "count"])]
    queries: Option<PathBuf>,
    /// Every match on a line, sorted by the words to its right; =left by those to its left, =hits not at all
    #[arg(long, value_name = "ORDER", num_args = 0..=1, require_equals = true, default_missing_value = "right", value_parser = ["right", "left", "hits"])]
    kwic: Option<String>,
    /// Hits by year, as bars
    #[arg(long, conflicts_with = "kwic")]
    timeline: bool,
    /// Count the values of author, journal, year, type, lang, about
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    facets: Vec<String>,
    /// Never use a pager
    #[arg(long)]
    no_pager: bool,
}

/// How the hits are to be written.
enum Shape {
    View(&'static View),
    Records(format::Write),
    Style(Box<Style>),
}

impl Shape {
    fn named(name: &str) -> Result<Self> {
        if let Some(view) = render::by_name(name) {
            return Ok(Self::View(view));
        }
        if let Some(write) = format::by_name(name).and_then(|format| format.write) {
            return Ok(Self::Records(write));
        }
        if let Ok(style) = open::style(name) {
            return Ok(Self::Style(Box::new(style)));
        }
        let mut names: Vec<_> = render::VIEWS.iter().map(|view| view.name).collect();
        names
            .extend(format::FORMATS.iter().filter(|format| format.write.is_some()).map(|format| format.name));
        names.dedup();
        let message = format!("--format {name}: not one of {}, and no citation style", names.join(", "));
        Err(Error::usage(message, "chosin cite --styles"))
    }

    fn limit(&self) -> Option<usize> {
        match self {
            Self::View(view) => view.limit,
            Self::Records(_) => None,
            Self::Style(_) => Some(10),
        }
    }

    fn detail(&self) -> Detail {
        match self {
            Self::View(view) => view.detail,
            Self::Records(_) | Self::Style(_) => Detail::Record,
        }
    }
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Search = flags(matches)?;
    let opened = open::open(shell)?;
    match &flags.queries {
        Some(file) => many(&flags, file, shell, &opened),
        None => one(&flags, shell, &opened),
    }
}

fn one(flags: &Search, shell: &Shell, opened: &Opened) -> Result<Exit> {
    let name = if flags.json { "json" } else { flags.format.as_deref().unwrap_or("text") };
    let shape = Shape::named(name)?;
    let mut request = flags.request(shell, &shape)?;
    if request.query.is_empty() && request.filters.is_empty() {
        return Err(Error::usage("search: no query", "chosin search inchon landing, or chosin help queries"));
    }
    // A person's screen takes whole hits, as many as it holds: a hit is three lines at least.
    let is_text = name == "text";
    let height =
        shell.screen.height.filter(|_| is_text && flags.limit.is_none() && shell.settings.limit.is_none());
    if let Some(height) = height {
        request.limit = Some((height / 3).max(3));
    }
    let chart = flags.kwic.is_some() || flags.timeline || is_text && !request.facets.is_empty();
    // Whoever says how many hits wants them above the counts.
    let both = chart && is_text && flags.kwic.is_none() && flags.limit.is_some_and(|limit| limit > 0);
    if flags.count || chart && !both {
        request.detail = Detail::Ids;
    }
    if flags.count {
        request.limit = Some(0);
    }
    let mut response = opened.searcher.search(&request)?;
    // Words that are one name are searched as one already.
    response.notes.extend(flags.question.phrase_note().filter(|_| response.parts != 1));
    if !flags.question.no_history {
        remember(shell, opened, "search", &request, &response);
    }
    let taken = shell.lines_of_notes(&response.notes);
    let answer = Answer {
        request: &request,
        response: &response,
        query_id: None,
        elsewhere: !opened.place.is_usual(),
        fit: height.map(|_| taken),
    };
    if name != "json" {
        remarks(shell, &response);
    }
    if response.total > 0 && request.offset as u64 >= response.total {
        let last = response.total - 1;
        shell.note(&format!("no hits on this page: {} in all, --offset {last} is the last", response.total));
    }
    opened.remark_if_stale(shell);
    if flags.count {
        shell.write(|out| writeln!(out, "{}", response.total))?;
    } else if chart {
        charts(flags, name, both, &answer, shell, opened)?;
    } else {
        write(&answer, &shape, flags, shell)?;
    }
    if response.total == 0 && is_text && !flags.count {
        nothing(&request, &response, shell, opened)?;
    }
    Ok(Exit::found(response.total > 0))
}

impl Search {
    fn request(&self, shell: &Shell, shape: &Shape) -> Result<SearchRequest> {
        let facets = self.facets.iter().map(|name| facet(name)).collect::<Result<Vec<_>>>()?;
        let usual = shell.settings.limit.filter(|_| shape.limit() == Some(10)).or(shape.limit());
        Ok(SearchRequest {
            limit: self.limit.or(usual),
            offset: self.offset,
            snippets: self.snippets,
            context: self.context,
            explain: self.explain,
            all_names: self.explain || self.json || self.format.as_deref() == Some("json"),
            detail: shape.detail(),
            facets: if self.timeline && !facets.contains(&FacetField::Year) {
                facets.into_iter().chain([FacetField::Year]).collect()
            } else {
                facets
            },
            ..self.question.request(shell)?
        })
    }
}

fn facet(name: &str) -> Result<FacetField> {
    facets::NAMES.iter().find(|row| row.0 == name).map(|row| row.1).ok_or_else(|| {
        let names: Vec<_> = facets::NAMES.iter().map(|row| row.0).collect();
        Error::usage(
            format!("--facets {name}: not one of {}", names.join(", ")),
            "chosin search QUERY --facets author,year",
        )
    })
}

fn write(answer: &Answer, shape: &Shape, flags: &Search, shell: &Shell) -> Result<()> {
    let records = || answer.response.hits.iter().map(|hit| hit.record.clone()).collect::<Vec<Record>>();
    match shape {
        // Only what was asked for by number goes through the pager: the rest fits.
        Shape::View(view) if view.name == "text" && flags.limit.is_some() => {
            shell.write_long(flags.no_pager, |out| (view.write)(answer, &shell.screen, out))
        }
        Shape::View(view) if view.name == "text" => {
            shell.write(|out| (view.write)(answer, &shell.screen, out))
        }
        Shape::View(view) => shell.write_data(|out| (view.write)(answer, &shell.screen, out)),
        Shape::Records(write) => shell.write_data(|out| write(&records(), out)),
        Shape::Style(style) => {
            let records = records();
            let list: Vec<_> = records.iter().map(|record| (record, None)).collect();
            let references = cite(&list, style, Form::Bibliography);
            shell.write(|out| {
                references
                    .iter()
                    .try_for_each(|one| writeln!(out, "{}", render::escape::line(&one.to_plain())))
            })
        }
    }
}

/// The hits lined up, by year, or counted; below the hits themselves where both are wanted.
fn charts(
    flags: &Search,
    name: &str,
    both: bool,
    answer: &Answer,
    shell: &Shell,
    opened: &Opened,
) -> Result<()> {
    let response = answer.response;
    if let Some(order) = &flags.kwic {
        let order = match order.as_str() {
            "left" => kwic::Order::Left,
            "hits" => kwic::Order::Hits,
            _ => kwic::Order::Right,
        };
        let lines = kwic::occurrences(&readings(answer.request, flags.limit, opened)?, order);
        if name.starts_with("json") {
            return shell.write_data(|out| {
                lines.iter().try_for_each(|line| {
                    serde_json::to_writer(&mut *out, line)?;
                    out.write_all(b"\n")
                })
            });
        }
        return shell.write_long(flags.no_pager, |out| kwic::write(&lines, &shell.screen, out));
    }
    if name.starts_with("json") {
        return shell.write_data(|out| {
            serde_json::to_writer(&mut *out, &render::json::AnswerJson::new(response, None))?;
            out.write_all(b"\n")
        });
    }
    shell.write_long(flags.no_pager, |out| {
        if both && response.total > 0 {
            (render::text::VIEW.write)(answer, &shell.screen, out)?;
            out.write_all(b"\n")?;
        }
        if flags.timeline {
            let years = response.facets.iter().find(|facet| facet.field == FacetField::Year);
            timeline::write(years.map_or(&[], |facet| &facet.values), &shell.screen, out)?;
        }
        let asked: Vec<_> = response
            .facets
            .iter()
            .filter(|facet| flags.facets.iter().any(|name| name == facets::name(facet.field)))
            .cloned()
            .collect();
        if flags.timeline && !asked.is_empty() {
            out.write_all(b"\n")?;
        }
        facets::write(&asked, &shell.screen, out)
    })
}

/// The hits opened, all of them unless the person said how many.
fn readings(request: &SearchRequest, limit: Option<usize>, opened: &Opened) -> Result<Vec<Reading>> {
    let all = SearchRequest { limit, detail: Detail::Ids, facets: Vec::new(), ..request.clone() };
    let hits = opened.searcher.search(&all)?.hits;
    hits.iter().filter_map(|hit| opened.searcher.read(&hit.id, &all).transpose()).collect()
}

/// Notes and suggestion, on stderr.
fn remarks(shell: &Shell, response: &SearchResponse) {
    for note in &response.notes {
        shell.note(note);
    }
    if let Some(suggestion) = &response.suggestion {
        shell.note(&format!("did you mean {suggestion}? chosin search {}", quoted(&[suggestion])));
    }
}

/// With nothing found: what each part finds, and on a terminal the suggestion's hits below a line that says so.
fn nothing(request: &SearchRequest, response: &SearchResponse, shell: &Shell, opened: &Opened) -> Result<()> {
    shell.news(&format!("nothing found for {}", request.query));
    // Of one word that is nowhere, that has been said.
    if !matches!(response.counts.as_slice(), [(_, 0)]) {
        for (part, records) in &response.counts {
            shell.news(&format!("  {}: {part}", count(*records, "record", "records")));
        }
    }
    let Some(suggestion) = response.suggestion.as_ref().filter(|_| shell.is_interactive()) else {
        return Ok(());
    };
    let request = SearchRequest { query: suggestion.clone(), ..request.clone() };
    let response = opened.searcher.search(&request)?;
    let answer =
        Answer { request: &request, response: &response, query_id: None, elsewhere: false, fit: Some(0) };
    shell.write(|out| {
        writeln!(out, "\nThese are for {}:", render::escape::line(suggestion))?;
        (render::text::VIEW.write)(&answer, &shell.screen, out)
    })
}

/// Remembers a search. An answer is never held back for it: where it cannot be written, it is not.
pub fn remember(
    shell: &Shell,
    opened: &Opened,
    command: &str,
    request: &SearchRequest,
    response: &SearchResponse,
) {
    if shell.settings.history == Some(false) {
        return;
    }
    let _ = opened.library.searched(&Made {
        when: open::now(),
        command: command.into(),
        query: request.query.clone(),
        understood: response.understood.clone(),
        filters: written(&request.filters),
        total: response.total,
        total_all: response.total_all,
        corpus: opened.corpus.clone(),
        version: String::new(),
    });
}

/// Many queries from a file, one after the other.
fn many(flags: &Search, file: &Path, shell: &Shell, opened: &Opened) -> Result<Exit> {
    let name = if flags.json { "jsonl" } else { flags.format.as_deref().unwrap_or("trec") };
    let Shape::View(view) = Shape::named(name)? else {
        return Err(Error::usage(
            format!("--format {name}: not for many queries"),
            "chosin search --queries FILE --format trec",
        ));
    };
    if !["trec", "jsonl", "json", "ids"].contains(&view.name) {
        return Err(Error::usage(
            format!("--format {name}: not for many queries"),
            "chosin search --queries FILE --format trec",
        ));
    }
    let queries = read_queries(&open::queries(file)?);
    let request = flags.request(shell, &Shape::View(view))?;
    let mut found = false;
    let mut failed = None;
    shell.write_data(|out| {
        for (id, query) in &queries {
            let request = SearchRequest { query: query.clone(), ..request.clone() };
            let response = match opened.searcher.search(&request) {
                Ok(response) => response,
                Err(error) => {
                    failed = Some(error);
                    return Ok(());
                }
            };
            found |= response.total > 0;
            let answer = Answer {
                request: &request,
                response: &response,
                query_id: Some(id),
                elsewhere: false,
                fit: None,
            };
            (view.write)(&answer, &shell.screen, out)?;
        }
        Ok::<(), io::Error>(())
    })?;
    match failed {
        Some(error) => Err(error),
        None => Ok(Exit::found(found)),
    }
}
