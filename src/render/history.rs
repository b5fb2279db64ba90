//! The searches made, as a person, a spreadsheet and a program read them.

use super::layout::Text;
use super::style::Role;
use super::{Screen, count};
use crate::library::history::Search;
use std::io::{self, Write};

/// Writes searches, oldest first.
pub type View = fn(&[Search], &Screen, &mut dyn Write) -> io::Result<()>;

/// Every view of the history by name.
pub const VIEWS: &[(&str, View)] = &[("text", text), ("csv", csv), ("json", json)];

fn text(searches: &[Search], screen: &Screen, out: &mut dyn Write) -> io::Result<()> {
    for search in searches {
        let mut line = Text::new();
        line.push(Role::Meta, &format!("{}  ", search.when.replace(['T', 'Z'], " ").trim_end()));
        line.push(Role::Title, if search.query.is_empty() { "(every record)" } else { &search.query });
        for filter in &search.filters {
            line.push(Role::Text, &format!(" {filter}"));
        }
        line.push(Role::Meta, &format!("  {}", count(search.total, "record", "records")));
        if search.command != "search" {
            line.push(Role::Meta, &format!(", {}", search.command));
        }
        line.write(out, screen, 0)?;
        if !search.understood.is_empty() && search.understood != search.query {
            Text::of(Role::Meta, &format!("as {}", search.understood)).write(out, screen, 21)?;
        }
    }
    Ok(())
}

fn csv(searches: &[Search], _: &Screen, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record([
        "when",
        "command",
        "query",
        "understood",
        "filters",
        "total",
        "total_all",
        "corpus",
        "version",
    ])?;
    for search in searches {
        rows.write_record([
            search.when.as_str(),
            &search.command,
            &cell(&search.query),
            &cell(&search.understood),
            &cell(&search.filters.join("; ")),
            &search.total.to_string(),
            &search.total_all.to_string(),
            &search.corpus,
            &search.version,
        ])?;
    }
    rows.flush()
}

/// A cell that no spreadsheet takes for a formula. Source: OWASP, "CSV Injection".
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn json(searches: &[Search], _: &Screen, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, searches)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(view: View) -> String {
        let search = Search {
            when: "2026-11-24T15:04:05Z".into(),
            command: "search".into(),
            query: "=Pusan".into(),
            understood: "=\"pusan\"".into(),
            filters: vec!["year:1950".into()],
            total: 3,
            ..Search::default()
        };
        let mut out = Vec::new();
        view(&[search], &Screen::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_person_sees_when_and_what() {
        let expected =
            "2026-11-24 15:04:05  =Pusan year:1950  3 records\n                     as =\"pusan\"\n";
        assert_eq!(written(text), expected);
    }

    #[test]
    fn a_sheet_gets_no_formula() {
        assert!(written(csv).lines().nth(1).unwrap().starts_with("2026-11-24T15:04:05Z,search,'=Pusan,"));
    }
}
