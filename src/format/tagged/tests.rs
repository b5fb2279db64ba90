//! The readers of lines with tags on our fixtures, and the RIS writer on records of no sense.

use super::{NBIB, REFER, REFWORKS, RIS, WOS, WOS_TABLE};
use crate::format::testing::{check_any_damage, entries, problems, records};
use crate::format::{Format, Likeness, detect};
use crate::record::{Record, arbitrary};
use proptest::prelude::*;
use serde_json::json;

const DIALECTS: &str = include_str!("../../../tests/fixtures/ris/dialects.ris");
const ENDNOTE: &str = include_str!("../../../tests/fixtures/refer/endnote.enw");
const PLAIN: &str = include_str!("../../../tests/fixtures/refer/plain.refer");
const TWO_NBIB: &str = include_str!("../../../tests/fixtures/nbib/two.nbib");
const TAGGED: &str = include_str!("../../../tests/fixtures/wos/tagged.txt");
const TABLE: &str = include_str!("../../../tests/fixtures/wos/table.txt");
const TWO_REFWORKS: &str = include_str!("../../../tests/fixtures/refworks/two.txt");

const FIXTURES: &[(&Format, &str)] = &[
    (&RIS, DIALECTS),
    (&REFER, ENDNOTE),
    (&NBIB, TWO_NBIB),
    (&WOS, TAGGED),
    (&WOS_TABLE, TABLE),
    (&REFWORKS, TWO_REFWORKS),
];

fn good(format: &Format, text: &str) -> Vec<(usize, Record)> {
    entries(format, text).into_iter().filter_map(|entry| Some((entry.line, entry.record.ok()?))).collect()
}

fn written(records: &[Record]) -> String {
    let mut out = Vec::new();
    (RIS.write.unwrap())(records, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn names(record: &Record) -> Vec<String> {
    record.author.iter().map(crate::record::Name::inverted).collect()
}

#[test]
fn every_dialect_of_ris_is_read() {
    let all = good(&RIS, DIALECTS);
    let titles: Vec<(usize, &str)> =
        all.iter().map(|(line, record)| (*line, record.title.as_str())).collect();
    assert_eq!(
        titles,
        [
            (6, "The Hill Battles of 1952"),
            (44, "Winter Roads"),
            (54, "A Chapter Without End"),
            (61, "An entry without a type")
        ]
    );
    assert_eq!(problems(&RIS, DIALECTS).iter().map(|problem| problem.line).collect::<Vec<_>>(), [66]);
    let hart = &all[0].1;
    assert_eq!(hart.id, "hart1990hill");
    assert_eq!(names(hart), ["Hart, Ellen", "de Vries, Jan", "Joint Commission"]);
    assert_eq!(hart.custom.titles[0].text, "1952년 고지전");
    assert_eq!(hart.container_title.as_deref(), Some("Journal of Mountain Warfare"));
    assert_eq!(hart.other["container-title-short"], "J Mt Warf");
    assert_eq!(hart.issued.as_ref().unwrap().display(), "25 June 1990");
    assert_eq!(
        hart.summary.as_deref(),
        Some(
            "Each hill cost more than the map was worth. The second line goes on,\n\nand a new paragraph follows a blank one."
        )
    );
    assert_eq!(hart.note.as_deref(), Some("Read twice.\n\nCompare with box 12."));
    assert_eq!(hart.keyword.as_deref(), Some("hills; stalemate; Outpost Harry"));
    assert_eq!((hart.page.as_deref(), hart.issn.as_deref()), (Some("101-119"), Some("1234-5678")));
    assert_eq!((hart.doi.as_deref(), hart.pmid.as_deref()), (Some("10.5555/jmw.4.2"), Some("4711")));
    assert_eq!(hart.custom.other["ris"]["C1"], "Shelf 3");
    let oh = &all[1].1;
    assert_eq!((oh.kind.as_str(), oh.collection_title.as_deref()), ("book", Some("War and Weather")));
    assert_eq!(oh.issued.as_ref().unwrap().display(), "Winter 1987");
    assert_eq!(all[2].1.container_title.as_deref(), Some("A Book of Roads"));
    assert_eq!(all[3].1.kind, "article-journal");
}

#[test]
fn what_was_read_from_ris_comes_back() {
    let all: Vec<Record> = good(&RIS, DIALECTS).into_iter().map(|(_, record)| record).collect();
    let text = written(&all);
    for line in [
        "L1  - file:///hill.pdf",
        "C1  - Shelf 3",
        "M1  - odd",
        "SN  - 1234-5678 (Print)",
        "AU  - Joint Commission",
    ] {
        assert!(text.lines().any(|other| other == line), "{line} is not in\n{text}");
    }
    assert!(text.contains("© 1990 Mountain Press"), "{text}");
    let again: Vec<Record> = records(&RIS, &text).into_iter().map(|(_, record)| record).collect();
    assert_eq!(again, all);
}

#[test]
fn refer_is_read_with_types_and_without() {
    let all = good(&REFER, ENDNOTE);
    assert_eq!(all.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 20]);
    let hart = &all[0].1;
    assert_eq!((hart.id.as_str(), hart.kind.as_str()), ("hart1990", "article-journal"));
    assert_eq!(hart.issued.as_ref().unwrap().display(), "25 June 1990");
    assert_eq!(hart.summary.as_deref(), Some("Each hill cost more than the map was worth."));
    assert_eq!(hart.doi.as_deref(), Some("10.5555/jmw.4.2"));
    assert_eq!(hart.custom.other["refer"], json!({"3": "odd"}));
    let oh = &all[1].1;
    assert_eq!(
        (oh.container_title.as_deref(), oh.note.as_deref()),
        (Some("Winter"), Some("A note after a blank line"))
    );
    let plain = good(&REFER, PLAIN);
    assert_eq!(
        plain.iter().map(|(_, record)| record.kind.as_str()).collect::<Vec<_>>(),
        ["article-journal", "book"]
    );
}

#[test]
fn pubmed_lines_are_read() {
    let all = good(&NBIB, TWO_NBIB);
    assert_eq!(all.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 29]);
    let hart = &all[0].1;
    assert_eq!(hart.title, "Frostbite at the reservoir: a report on two hundred soldiers of one regiment.");
    assert_eq!(names(hart), ["Hart, Ellen B", "Kim, Sun-ja", "Surgical Research Team"]);
    assert_eq!((hart.doi.as_deref(), hart.pmid.as_deref()), (Some("10.5555/frost"), Some("4711")));
    assert_eq!(hart.issued.as_ref().unwrap().display(), "25 June 1952");
    assert_eq!(hart.other["container-title-short"], "J Cold Inj");
    let triage = &all[1].1;
    assert_eq!(
        (triage.kind.as_str(), triage.container_title.as_deref()),
        ("chapter", Some("Handbook of Field Hospitals"))
    );
    assert_eq!(
        (triage.editor[0].family.as_str(), triage.publisher_place.as_deref()),
        ("Stone", Some("Pusan"))
    );
}

#[test]
fn the_web_of_science_is_read_in_both_forms() {
    let all = good(&WOS, TAGGED);
    assert_eq!(all.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 32]);
    let hart = &all[0].1;
    assert_eq!(hart.title, "The Hill Battles of 1952 and the Map That Did Not Show Them");
    assert_eq!(names(hart), ["Hart, Ellen", "Kim, Sun-ja"]);
    assert_eq!(hart.keyword.as_deref(), Some("hills; stalemate; outposts"));
    assert_eq!(hart.issued.as_ref().unwrap().display(), "25 June 1990");
    assert_eq!(hart.issn.as_deref(), Some("1234-5678 8765-4321"));
    assert_eq!((all[1].1.kind.as_str(), all[1].1.container_title.as_deref()), ("chapter", Some("WINTER")));
    let table = entries(&WOS_TABLE, TABLE);
    assert_eq!(
        table.iter().map(|entry| (entry.line, entry.record.is_ok())).collect::<Vec<_>>(),
        [(2, true), (4, false), (5, true)]
    );
    assert_eq!(names(table[0].record.as_ref().unwrap()), ["Hart, Ellen", "Kim, Sun-ja"]);
}

#[test]
fn refworks_is_read() {
    let all = good(&REFWORKS, TWO_REFWORKS);
    assert_eq!(all.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 25]);
    let hart = &all[0].1;
    assert_eq!(hart.title, "The Hill Battles of 1952 and the map IN WHICH nothing was shown");
    assert_eq!(hart.issued.as_ref().unwrap().display(), "25 June 1990");
    assert_eq!((hart.page.as_deref(), hart.note.as_deref()), (Some("101-119"), Some("Read twice.")));
    assert_eq!(hart.custom.other["refworks"], json!({"U1": "odd"}));
    let oh = &all[1].1;
    assert_eq!((oh.container_title.as_deref(), oh.isbn.as_deref()), (Some("Winter"), Some("9780000000002")));
}

#[test]
fn every_fixture_is_known_by_its_content() {
    for (format, fixture) in FIXTURES {
        assert_eq!(detect(fixture, "").map(|found| found.name), Some(format.name));
        for (other, _) in FIXTURES.iter().filter(|(other, _)| other.name != format.name) {
            assert_ne!((other.detect)(fixture), Likeness::Sure, "{} as {}", format.name, other.name);
        }
    }
    assert_eq!(detect(PLAIN, "refer").map(|found| found.name), Some("refer"));
    assert!(
        detect("# Read me\n\n- a list - of things\n%x\n", "md").is_none_or(|found| found.name == "listing")
    );
}

#[test]
fn any_damage_is_borne() {
    for (format, fixture) in FIXTURES {
        check_any_damage(format, fixture);
    }
}

#[test]
fn an_entry_without_end_is_bounded() {
    let text = format!(
        "TY  - JOUR\nTI  - Endless\nAB  - x\n{}ER  - \nTY  - BOOK\nTI  - Next\nER  - \n",
        format!("{}\n", "more ".repeat(4_000)).repeat(1_000)
    );
    let all = entries(&RIS, &text);
    assert!(all[0].record.is_err());
    assert_eq!(all[1].record.as_ref().unwrap().title, "Next");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_record_is_written_so_that_it_is_read_again(record in arbitrary::record()) {
        let text = written(std::slice::from_ref(&record));
        let first: Vec<Record> = good(&RIS, &text).into_iter().map(|(_, record)| record).collect();
        prop_assert_eq!(first.len(), 1, "{}", text);
        prop_assert_eq!(&first[0].id, &record.id);
        prop_assert_eq!(&first[0].issued, &record.issued, "{}", text);
        prop_assert_eq!(&first[0].keyword, &record.keyword, "{}", text);
        prop_assert_eq!(&first[0].pmid, &record.pmid, "{}", text);
        let named = |record: &Record| {
            record.author.iter().filter(|name| name.display().contains(char::is_alphanumeric)).count()
        };
        prop_assert_eq!(named(&first[0]), named(&record), "{}", text);
        let second: Vec<Record> = good(&RIS, &written(&first)).into_iter().map(|(_, record)| record).collect();
        prop_assert_eq!(second, first, "{}", text);
    }

    #[test]
    fn any_text_is_read_without_harm(text in "(TY  - |ER  - |AU  - |PT J|%0 |PMID- |RT |[A-Z]{2}  - |[a-z,; -]{1,4}|\n){0,60}") {
        let last = text.matches('\n').count() + 1;
        for (format, _) in FIXTURES {
            for entry in entries(format, &text) {
                prop_assert!((1..=last).contains(&entry.line));
            }
        }
    }
}

#[test]
fn a_family_name_alone_is_written_the_same_when_it_is_read_again() {
    let author =
        ["박명림", "Madonna", "UN", "Kim Il"].map(|name| crate::record::Name::new(name, "")).to_vec();
    let first = written(&[Record { title: "T".into(), author, ..Record::default() }]);
    let again: Vec<Record> = good(&RIS, &first).into_iter().map(|(_, record)| record).collect();
    assert_eq!(written(&again), first);
    assert!(first.contains("AU  - 박명림\n") && first.contains("AU  - Madonna\n"), "{first}");
}
