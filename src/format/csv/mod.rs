//! Tables with a line of headers: CSV and TSV of Zotero, Scopus, IEEE, Springer, Embase, spreadsheets, and chosin's own.
//!
//! The delimiter is told by the headers; a column that no field is known for is kept under its name and can be reported
//! ([`columns`]) or mapped ([`read_mapped`]). A table without headers is no bibliography.
//! Sources: RFC 4180; what the programs named here export.

mod columns;
mod rows;
mod write;

pub use super::field::Column;
pub use columns::Columns;

use super::{Format, Likeness, Sink};
use std::io::{self, BufRead};

/// CSV and TSV.
pub const FORMAT: Format = Format {
    name: "csv",
    title: "a table with headers (CSV, TSV)",
    extensions: &["csv", "tsv", "tab", "txt"],
    detect,
    read,
    write: Some(write::write),
};

fn detect(head: &str) -> Likeness {
    let Some(header) = rows::header(head) else { return Likeness::No };
    let columns = Columns::of(&header);
    // Web of Science's tables have tags for headers and a reader of their own.
    if header.len() < 2 || header.iter().all(|cell| cell.trim().len() <= 2) {
        return Likeness::No;
    }
    match (columns.holds_content(), columns.known()) {
        (true, 2..) => Likeness::Sure,
        (true, _) => Likeness::Possible,
        _ => Likeness::No,
    }
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    rows::read(input, &[], sink)
}

/// Reads a table, the named columns being taken for the fields given with them (`--map 'Titel=title'`).
///
/// # Errors
/// What reading the input says.
pub fn read_mapped(input: &mut dyn BufRead, mapping: &[(String, Column)], sink: Sink) -> io::Result<()> {
    rows::read(input, mapping, sink)
}

/// The headers of a table, each with the name of the field it is taken for, or `None` where it is only kept.
#[must_use]
pub fn columns(head: &str, mapping: &[(String, Column)]) -> Vec<(String, Option<&'static str>)> {
    let Some(header) = rows::header(head) else { return Vec::new() };
    let columns = Columns::mapped(&header, mapping);
    header.iter().enumerate().map(|(at, cell)| (cell.clone(), columns.field(at).map(Column::name))).collect()
}

/// Signs with which a spreadsheet takes a cell for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Whether a cell, behind any apostrophes, begins like a formula.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{check_any_damage, entries, problems, records};
    use crate::record::{Name, Record, Titled};

    const ZOTERO: &str = include_str!("../../../tests/fixtures/csv/zotero.csv");
    const SCOPUS: &str = include_str!("../../../tests/fixtures/csv/scopus.csv");
    const PLAIN: &str = include_str!("../../../tests/fixtures/csv/plain.tsv");

    #[test]
    fn zotero_tables_are_read() {
        assert_eq!(detect(ZOTERO), Likeness::Sure);
        let records = records(&FORMAT, ZOTERO);
        assert_eq!(records.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 5]);
        let first = &records[0].1;
        assert_eq!((first.id.as_str(), first.kind.as_str()), ("AB12", "article-journal"));
        assert_eq!(first.title, "Ferries of the \"Narrow\" Strait");
        assert_eq!(first.author.iter().map(Name::key).collect::<Vec<_>>(), ["Quartermain", "van der Meer"]);
        assert_eq!(first.issued.as_ref().unwrap().display(), "4 March 1998");
        assert_eq!(first.summary.as_deref(), Some("Three boats kept a town fed.\n\nA fourth sank."));
        assert_eq!(
            (first.note.as_deref(), first.keyword.as_deref()),
            (Some("Read again"), Some("boats; food; harbor"))
        );
        assert_eq!(first.custom.other["csv"]["Library Catalog"], "Harbor");
        assert_eq!(records[1].1.kind, "book");
    }

    #[test]
    fn scopus_tables_are_read() {
        let records = records(&FORMAT, SCOPUS);
        let first = &records[0].1;
        assert_eq!(first.author, [Name::new("Quartermain", "Ada"), Name::new("Kim", "Il-sun")]);
        assert_eq!((first.page.as_deref(), first.keyword.as_deref()), (Some("17-39"), Some("boats; food")));
        assert_eq!(first.kind, "article-journal");
        let second = &records[1].1;
        assert_eq!(second.author, [Name::new("Ferryman", "E."), Name::new("Vintner", "T.J.")]);
        assert!(second.summary.is_none());
        assert_eq!(second.page.as_deref(), Some("e5"));
    }

    #[test]
    fn tables_by_hand_are_read_and_odd_columns_mapped() {
        let records = records(&FORMAT, PLAIN);
        assert_eq!(records.len(), 2);
        assert_eq!(records[0].1.year(), Some(1951));
        assert_eq!(records[1].1.author.len(), 2);
        let known = columns(PLAIN, &[]);
        assert!(known.contains(&("Regal".into(), None)) && known.contains(&("Title".into(), Some("title"))));
        let mapping = vec![("regal".to_owned(), Column::from_name("note").unwrap())];
        let mut notes = Vec::new();
        read_mapped(&mut PLAIN.as_bytes(), &mapping, &mut |entry| {
            notes.push(entry.record.unwrap().note);
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(notes, [Some("B7".to_owned()), Some("B8".to_owned())]);
    }

    #[test]
    fn what_is_written_is_read_again_and_no_cell_is_a_formula() {
        let record = Record {
            id: "a".into(),
            title: "=HYPERLINK(\"x\"), or: a \"title\"\nof two lines".replace('\n', " "),
            author: vec![
                Name::new("-Lee", "Ann"),
                Name::literal("Board, Harbor"),
                Name { suffix: "Jr.".into(), ..Name::new("King", "M.") },
            ],
            issued: crate::format::date::parse("Winter 1950-51"),
            summary: Some("+ one\n\n@two".into()),
            note: Some("'=quoted".into()),
            custom: crate::record::Custom {
                titles: vec![Titled { text: "나룻배".into(), lang: "ko".into() }],
                names: vec!["박".into()],
                other: serde_json::from_str(r#"{"csv":{"Shelf":"-5"}}"#).unwrap(),
            },
            ..Record::default()
        };
        let mut bytes = Vec::new();
        (FORMAT.write.unwrap())(std::slice::from_ref(&record), &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let mut table = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        for cell in table.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
        {
            assert!(!cell.starts_with(FORMULA), "{cell}");
        }
        assert_eq!(records(&FORMAT, &text)[0].1, record);
    }

    #[test]
    fn our_own_table_gives_back_csls_variables_and_types() {
        let json = r#"{"id":"none","type":"article","title":"T","number":"7","archive":"NARA",
            "recipient":[{"family":"Weiss","given":"Karl"}],"original-date":{"date-parts":[[1950]]}}"#;
        let record: Record = serde_json::from_str(json).unwrap();
        let mut out = Vec::new();
        (FORMAT.write.unwrap())(std::slice::from_ref(&record), &mut out).unwrap();
        assert_eq!(records(&FORMAT, &out)[0].1, record);
    }

    #[test]
    fn springers_names_are_parted() {
        let text = "Item Title,Authors,Publication Year\nA Pier,Ada R. QuartermainTheo McKay,1951\n";
        assert_eq!(
            records(&FORMAT, text)[0].1.author,
            [Name::new("Quartermain", "Ada R."), Name::new("McKay", "Theo")]
        );
    }

    #[test]
    fn a_bad_row_costs_itself() {
        let text =
            "title,author,year,type\nA,B C,1950,\n,,,\n\"never closed,D E,1951,\nF,G H,1952,\n,,,book\n";
        assert_eq!(entries(&FORMAT, text).len(), 4);
        assert_eq!(problems(&FORMAT, text).iter().map(|problem| problem.line).collect::<Vec<_>>(), [4, 6]);
        let rows = "title;abstract;doi\nA;x, y;10.1234/5\ntoo;many;10.1234/6;cells\n";
        let extra = &records(&FORMAT, rows)[1].1;
        assert_eq!(extra.custom.other["csv"]["column 4"], "cells");
    }

    #[test]
    fn prose_is_no_table() {
        for text in [
            "Dear reader, this is a title of mine, by an author.\n",
            "a,b\n1,2\n",
            "",
            "{\"title\":1,\"author\":2}",
            "TI,AU\n",
        ] {
            assert!(detect(text) != Likeness::Sure, "{text}");
        }
    }

    #[test]
    fn any_damage_is_read() {
        for fixture in [ZOTERO, SCOPUS, PLAIN] {
            check_any_damage(&FORMAT, fixture);
        }
    }
}
