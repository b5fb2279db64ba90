//! `chosin eval`: figures of the ranking against judgments, and of one run against another.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::measures::{self, Judgments, MEASURES, Run};
use crate::cli::open;
use crate::cli::shell::Shell;
use crate::error::{Error, Result};
use crate::search::{Detail, Mode, SearchRequest};
use clap::ArgMatches;
use std::path::{Path, PathBuf};

pub const ROW: Row = Row {
    name: "eval",
    alias: None,
    about: "Measure the ranking against judgments",
    arguments: with::<Eval>,
    run,
};

/// Measure the ranking against judgments: nDCG@10, MAP, recall@100, MRR, success@1
///
/// Means over every judged query, each with its 95 % interval by the bootstrap; defined as trec_eval has them.
#[derive(Debug, clap::Args)]
struct Eval {
    /// Queries, one a line: id<TAB>query
    #[arg(long, value_name = "FILE", required_unless_present = "run")]
    queries: Option<PathBuf>,
    /// Judgments, one a line: query<TAB>record<TAB>grade, or TREC's four columns
    #[arg(long, value_name = "FILE")]
    qrels: PathBuf,
    /// Measure this TREC run instead of searching
    #[arg(long, value_name = "FILE", conflicts_with = "queries")]
    run: Option<PathBuf>,
    /// Compare with this TREC run
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    /// Any word will do: no record stands first for having all
    #[arg(long)]
    any: bool,
    /// Search the words as typed
    #[arg(long)]
    no_lexicon: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Print each query's figures too
    #[arg(long, conflicts_with = "json")]
    per_query: bool,
}

/// Hits a query, as TREC has it.
const DEPTH: usize = 1000;

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Eval = flags(matches)?;
    let judgments = read(&flags.qrels, measures::read_judgments, "query, record and grade")?;
    if judgments.is_empty() {
        return Err(Error::usage(
            format!("{}: no judgments", flags.qrels.display()),
            "one a line: query<TAB>record<TAB>grade",
        ));
    }
    let ours = match &flags.run {
        Some(path) => read(path, measures::read_run, "a line of a TREC run")?,
        None => searched(&flags, shell, &judgments)?,
    };
    let other = flags
        .compare
        .as_ref()
        .map(|path| read(path, measures::read_run, "a line of a TREC run"))
        .transpose()?;
    let unjudged = ours.keys().filter(|query| !judgments.contains_key(*query)).count();
    if unjudged > 0 {
        shell.note(&format!("{unjudged} queries have no judgments and are left out"));
    }
    let figures: Vec<Figure> =
        MEASURES.iter().map(|measure| Figure::of(measure, &ours, other.as_ref(), &judgments)).collect();
    if flags.json {
        let json: serde_json::Map<_, _> =
            figures.iter().map(|figure| (figure.name.to_owned(), figure.json())).collect();
        shell.write_data(|out| {
            writeln!(out, "{}", serde_json::json!({"queries": judgments.len(), "measures": json}))
        })?;
        return Ok(Exit::Found);
    }
    shell.write(|out| {
        writeln!(out, "{} judged queries", judgments.len())?;
        for figure in &figures {
            writeln!(out, "{figure}")?;
        }
        if flags.per_query {
            writeln!(out)?;
            for (place, query) in judgments.keys().enumerate() {
                let values: Vec<_> = figures
                    .iter()
                    .filter_map(|figure| figure.values.get(place))
                    .map(|value| format!("{value:.4}"))
                    .collect();
                writeln!(out, "{query}\t{}", values.join("\t"))?;
            }
        }
        Ok(())
    })?;
    Ok(Exit::Found)
}

fn read<T>(path: &Path, parse: fn(&str) -> std::result::Result<T, usize>, what: &str) -> Result<T> {
    parse(&open::text(path)?).map_err(|line| Error::plain(format!("{}:{line}: not {what}", path.display())))
}

/// Every judged query searched as `search` would.
fn searched(flags: &Eval, shell: &Shell, judgments: &Judgments) -> Result<Run> {
    let queries = measures::read_queries(&open::queries(flags.queries.as_deref().unwrap_or(Path::new("-")))?);
    let opened = open::open(shell)?;
    let request = SearchRequest {
        mode: if flags.any { Mode::Any } else { Mode::Ranked },
        lexicon: !flags.no_lexicon,
        limit: Some(DEPTH),
        detail: Detail::Ids,
        ..SearchRequest::default()
    };
    let mut run = Run::new();
    for (id, query) in queries.into_iter().filter(|(id, _)| judgments.contains_key(id)) {
        let response = opened.searcher.search(&SearchRequest { query, ..request.clone() })?;
        run.insert(id, response.hits.into_iter().map(|hit| hit.id).collect());
    }
    let missing: Vec<_> =
        judgments.keys().filter(|query| !run.contains_key(*query)).take(3).cloned().collect();
    if !missing.is_empty() {
        shell.note(&format!(
            "judged but not among the queries, counted as nothing found: {}",
            missing.join(", ")
        ));
    }
    Ok(run)
}

/// A measure of a run, and of another beside it.
struct Figure {
    name: &'static str,
    values: Vec<f64>,
    other: Option<Vec<f64>>,
}

impl Figure {
    fn of(measure: &measures::Measure, ours: &Run, other: Option<&Run>, judgments: &Judgments) -> Self {
        Self {
            name: measure.name,
            values: measures::per_query(measure, ours, judgments),
            other: other.map(|run| measures::per_query(measure, run, judgments)),
        }
    }

    /// Our figure less the other's, query by query.
    fn differences(&self) -> Option<Vec<f64>> {
        let other = self.other.as_ref()?;
        Some(self.values.iter().zip(other).map(|(ours, other)| ours - other).collect())
    }

    fn json(&self) -> serde_json::Value {
        let (low, high) = measures::interval(&self.values);
        let mut json = serde_json::json!({"mean": measures::mean(&self.values), "interval": [low, high]});
        if let (Some(object), Some(other), Some(differences)) =
            (json.as_object_mut(), &self.other, self.differences())
        {
            let (low, high) = measures::interval(&differences);
            object.insert("other".into(), measures::mean(other).into());
            object.insert("difference".into(), measures::mean(&differences).into());
            object.insert("difference_interval".into(), serde_json::json!([low, high]));
        }
        json
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (low, high) = measures::interval(&self.values);
        write!(f, "{:<11} {:.4}  [{low:.4}, {high:.4}]", self.name, measures::mean(&self.values))?;
        if let (Some(other), Some(differences)) = (&self.other, self.differences()) {
            let (low, high) = measures::interval(&differences);
            let verdict = if low > 0.0 || high < 0.0 { "" } else { "  (may be chance)" };
            let difference = measures::mean(&differences);
            write!(
                f,
                "  against {:.4}: {difference:+.4}  [{low:+.4}, {high:+.4}]{verdict}",
                measures::mean(other)
            )?;
        }
        Ok(())
    }
}
