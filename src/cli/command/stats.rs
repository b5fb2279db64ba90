//! `chosin stats`: what the index holds.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::open;
use crate::cli::question::everything;
use crate::cli::shell::Shell;
use crate::error::Result;
use crate::render::table::{self, Row as Line};
use crate::render::{count, facets, thousands};
use crate::search::{Detail, Facet, FacetField, SearchRequest};
use clap::ArgMatches;

pub const ROW: Row =
    Row { name: "stats", alias: None, about: "Show what the index holds", arguments: with::<Stats>, run };

/// Show what the index holds: records, years, types, journals, words, problems, size
#[derive(Debug, clap::Args)]
struct Stats {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Values of a field that a person is shown.
const SHOWN: usize = 8;

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Stats = flags(matches)?;
    let opened = open::open(shell)?;
    let manifest = open::manifest(&opened.place)?;
    let (words, terms) = open::terms(&opened.place)?;
    let fields =
        [FacetField::Year, FacetField::Type, FacetField::Lang, FacetField::Journal, FacetField::Author];
    let response = opened.searcher.search(&SearchRequest {
        filters: vec![everything()],
        limit: Some(0),
        detail: Detail::Ids,
        facets: fields.to_vec(),
        ..SearchRequest::default()
    })?;
    opened.remark_if_stale(shell);
    if flags.json {
        let facets: serde_json::Map<_, _> = response
            .facets
            .iter()
            .map(|facet| (facets::name(facet.field).to_owned(), serde_json::json!(facet.values)))
            .collect();
        let json = serde_json::json!({
            "index": opened.place.name(), "records": manifest.records, "duplicates": manifest.duplicates,
            "words": words, "terms": terms, "problems": manifest.problems, "files": manifest.inputs.len(), "bytes": manifest.bytes,
            "built": manifest.built, "chosin": manifest.chosin, "corpus": manifest.corpus, "facets": facets,
        });
        shell.write_data(|out| writeln!(out, "{json}"))?;
        return Ok(Exit::Found);
    }
    let size = |bytes: u64| match bytes {
        0..10_000 => format!("{} bytes", thousands(bytes)),
        10_000..10_000_000 => format!("{} kB", thousands(bytes / 1000)),
        _ => format!("{} MB", thousands(bytes / 1_000_000)),
    };
    let mut lines = vec![
        Line::new("index", opened.place.name()),
        Line::new("records", thousands(manifest.records)),
        Line::new("merged", count(manifest.duplicates, "duplicate", "duplicates")),
        Line::new("words", format!("{}, searched by {}", thousands(words), count(terms, "term", "terms"))),
        Line::new(
            "problems",
            match manifest.problems {
                0 => "none".into(),
                problems => format!("{}: chosin problems", thousands(problems)),
            },
        ),
        Line::new("files", thousands(manifest.inputs.len() as u64)),
        Line::new("size", size(manifest.bytes)),
        Line::new("built", format!("{} by chosin {}", manifest.built, manifest.chosin)),
        Line::new("corpus", manifest.corpus),
    ];
    lines.extend(response.facets.iter().map(|facet| Line::new(plural(facet.field), summary(facet))));
    shell.write(|out| table::write(&lines, &shell.screen, out))?;
    Ok(Exit::found(manifest.records > 0))
}

fn plural(field: FacetField) -> &'static str {
    match field {
        FacetField::Year => "years",
        FacetField::Type => "types",
        FacetField::Lang => "languages",
        FacetField::Journal => "journals",
        FacetField::Author => "authors",
        FacetField::About => "about",
    }
}

/// The most frequent values, or for years the first and last.
fn summary(facet: &Facet) -> String {
    if facet.field == FacetField::Year {
        let years = || facet.values.iter().filter_map(|(year, _)| year.parse::<i32>().ok());
        return match (years().min(), years().max()) {
            (Some(first), Some(last)) => format!("{first} to {last}"),
            _ => String::new(),
        };
    }
    let shown: Vec<_> = facet
        .values
        .iter()
        .take(SHOWN)
        .map(|(value, records)| format!("{value} {}", thousands(*records)))
        .collect();
    let rest = facet.values.len().saturating_sub(SHOWN);
    let more = if rest > 0 { format!("; {} more", thousands(rest as u64)) } else { String::new() };
    format!("{}{more}", shown.join("; "))
}
