//! Plain JSON and JSONL: objects with keys such as id, title, authors, year, journal, abstract or text.
//!
//! It is nobody's standard: what test collections, scripts and notebooks write. Every name that a field commonly has is
//! taken, other keys are kept as they are. What bears CSL's own keys is `csl_json`'s.

use super::{Format, Likeness, Sink, csl_json, items, registry};
use std::io::{self, BufRead};

/// Plain JSON.
pub const FORMAT: Format = Format {
    name: "json",
    title: "plain JSON or JSONL (id, title, authors, year, journal, abstract)",
    extensions: &["json", "jsonl", "ndjson"],
    detect,
    read,
    write: None,
};

/// Keys of which two make a bibliographic object.
const KEYS: &[&str] = &[
    "abstract",
    "author",
    "authors",
    "creator",
    "creators",
    "date",
    "doi",
    "DOI",
    "id",
    "issn",
    "isbn",
    "journal",
    "keywords",
    "pages",
    "publisher",
    "summary",
    "text",
    "title",
    "venue",
    "volume",
    "year",
];

fn detect(head: &str) -> Likeness {
    if !items::is_json(head) || registry::of(head).is_some() || items::has_key(head, "@context") {
        return Likeness::No;
    }
    let content = ["title", "abstract", "text", "summary"].iter().any(|key| items::has_key(head, key));
    let known = KEYS.iter().filter(|key| items::has_key(head, key)).count();
    match (content, known) {
        (true, 2..) => Likeness::Sure,
        (true, _) => Likeness::Possible,
        _ => Likeness::No,
    }
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    let parse = &mut |bytes: &[u8]| csl_json::parse(bytes, true);
    let lists =
        &["data", "documents", "docs", "entries", "items", "records", "references", "results", "works"];
    items::read(input, items::Shape { lists, inner: &[], parse }, sink)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{check_any_damage, problems, records};

    const LINES: &str = include_str!("../../tests/fixtures/json/plain.jsonl");

    #[test]
    fn authors_in_parts_are_plain_json_too() {
        let line = r#"{"id":"p","title":"Plain","authors":["Kim Il Sung",{"family":"Pak","given":"H"}],"year":1955,"journal":"J","text":"Body."}"#;
        assert_eq!((csl_json::FORMAT.detect)(line), Likeness::No);
        assert_eq!(detect(line), Likeness::Sure);
        // Among items of CSL-JSON such a line keeps its journal.
        let record = csl_json::parse(line.as_bytes(), false).unwrap();
        assert_eq!(record.container_title.as_deref(), Some("J"));
        assert_eq!(record.summary.as_deref(), Some("Body."));
        assert_eq!(record.author.len(), 2);
    }

    #[test]
    fn plain_objects_are_records() {
        let records = records(&FORMAT, LINES);
        assert_eq!(records.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3, 5]);
        let first = &records[0].1;
        assert_eq!((first.id.as_str(), first.year(), first.author.len()), ("a1", Some(1998), 2));
        assert_eq!(first.container_title.as_deref(), Some("Journal of Ferries"));
        assert_eq!(first.issued.as_ref().unwrap().display(), "4 March 1998");
        let text = &records[1].1;
        assert_eq!(text.summary.as_deref(), Some("The ferry ran at night. Nobody counted the passengers."));
        assert_eq!(records[2].1.author[0].key(), "Quartermain");
        assert_eq!(records[3].1.other["shelf"], 7);
    }

    #[test]
    fn a_bad_line_costs_itself() {
        let text = "{\"id\":1,\"title\":\"A\"}\n{\"id\":2,\"title\":\"B\n{\"id\":3,\"title\":\"C\"}\nnonsense\n{\"id\":4,\"title\":\"D\"}\n{}\n";
        let lines: Vec<usize> = problems(&FORMAT, text).iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [2, 4, 6]);
        assert_eq!(crate::format::testing::entries(&FORMAT, text).len(), 6);
    }

    #[test]
    fn a_settings_file_is_no_bibliography() {
        assert_eq!(detect(LINES), Likeness::Sure);
        for other in ["{\"name\":\"app\",\"version\":\"1\",\"author\":\"A\"}", "[1,2,3]", "{", "title", "[]"]
        {
            assert!(detect(other) != Likeness::Sure, "{other}");
        }
    }

    #[test]
    fn any_damage_is_read() {
        check_any_damage(&FORMAT, LINES);
    }
}
