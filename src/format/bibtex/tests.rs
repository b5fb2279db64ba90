//! The reader and the writer as one, on our fixtures and on records of no sense.

use super::FORMAT;
use crate::format::testing::{check_any_damage, entries, records};
use crate::record::{Record, arbitrary};
use proptest::prelude::*;
use serde_json::json;

const ORDINARY: &str = include_str!("../../../tests/fixtures/bibtex/ordinary.bib");
const TORTURE: &str = include_str!("../../../tests/fixtures/bibtex/torture.bib");
const FAMILY: &str = include_str!("../../../tests/fixtures/bibtex/family.bib");

fn read(text: &str) -> Vec<Record> {
    records(&FORMAT, text).into_iter().map(|(_, record)| record).collect()
}

fn written(records: &[Record]) -> String {
    let mut out = Vec::new();
    (FORMAT.write.unwrap())(records, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn by_id<'a>(records: &'a [Record], id: &str) -> &'a Record {
    records.iter().find(|record| record.id == id).unwrap()
}

#[test]
fn an_ordinary_file_is_read() {
    let all = read(ORDINARY);
    assert_eq!(all.len(), 6);
    let han = by_id(&all, "han2003");
    assert_eq!(han.title, "The Korean War and the émigré Press: “Police Action”: Letters from P'yŏngyang");
    assert_eq!(han.author[1].inverted(), "van der Berg, Jan, Jr.");
    assert_eq!(han.author[2].literal, "United Nations Command");
    assert_eq!(han.container_title.as_deref(), Some("Diplomatic History"));
    assert_eq!(han.issued.as_ref().unwrap().display(), "25 June 1953");
    assert_eq!((han.page.as_deref(), han.issue.as_deref()), (Some("44-68"), Some("3")));
    assert_eq!(han.doi.as_deref(), Some("10.5555/dh.12.3"));
    assert_eq!(han.keyword.as_deref(), Some("armistice; prisoners of war; Seoul, Republic of"));
    assert_eq!(han.note.as_deref(), Some("Check the box numbers."));
    let summary = han.summary.as_deref().unwrap();
    assert!(summary.starts_with("Eighteen months of talks at P'anmunjŏm"), "{summary}");
    assert!(summary.ends_with("\n\nA second paragraph counts 5% of them."), "{summary}");
    let kim = by_id(&all, "kim1978");
    assert_eq!((kim.kind.as_str(), kim.isbn.as_deref()), ("chapter", Some("9780000000002")));
    assert_eq!(kim.container_title.as_deref(), Some("Cold Fronts: Essays on Weather and War"));
    let pak = by_id(&all, "pak1999");
    assert_eq!(pak.custom.titles[0].text, "Women and the Korean War");
    assert_eq!((pak.publisher.as_deref(), &pak.other["genre"]), (Some("서울대학교"), &json!("PhD thesis")));
    let talks = by_id(&all, "talks");
    assert_eq!(talks.issued.as_ref().unwrap().display(), "10 July 1951–27 July 1953");
    assert_eq!(talks.pmid.as_deref(), Some("123456"));
    assert_eq!(talks.url.as_deref(), Some("https://example.org/talks_1"));
    assert_eq!(by_id(&all, "undated").issued.as_ref().unwrap().display(), "n.d.");
    assert_eq!(by_id(&all, "undated").url.as_deref(), Some("https://example.org/~maps?a=1&b=2%20c"));
    assert_eq!(by_id(&all, "decade").issued.as_ref().unwrap().years(), Some((1950, 1959)));
    assert_eq!(by_id(&all, "decade").kind, "interview");
}

#[test]
fn bad_entries_cost_themselves() {
    let all = entries(&FORMAT, TORTURE);
    let shown: Vec<String> = all
        .iter()
        .map(|entry| match &entry.record {
            Ok(record) => format!("{} {} {:?}", entry.line, record.title, record.year().unwrap_or_default()),
            Err(problem) => format!("{} {}", problem.line, problem.message),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "3 Before the Damage 1950",
            "4 entry 'smith1999' has no closing brace; reading went on at line 7",
            "7 After the \"Damage\" Was Done 1951",
            "8 No Comma After the Key 1952",
            "9 No key 1953",
            "11 One Brace Too Many 1954",
            "13 In Round Brackets (Really) 1955",
            "14 An escaped brace { alone 1956",
            "15 entry 'empty' has no field that says anything",
            "17 Of No Known Kind 0",
            "18 entry 'last' has no closing brace up to the end of the file",
        ]
    );
}

#[test]
fn children_have_what_their_parents_have_and_circles_end() {
    let all = read(FAMILY);
    assert_eq!(all.len(), 7);
    for (id, book) in [("child1", "Hills of Korea: A Reader"), ("child2", "Hills: A Reader")] {
        let child = by_id(&all, id);
        assert_eq!(child.container_title.as_deref(), Some(book));
        assert_eq!(child.editor[0].family, "Ward");
        assert_eq!(child.publisher.as_deref(), Some("Harbour"));
        assert_eq!(child.collection_title.as_deref(), Some("War Papers"));
        assert_eq!((child.year(), child.doi.as_deref()), (Some(1961), None));
    }
    assert_eq!(by_id(&all, "ring1").year(), Some(1951));
    assert_eq!(by_id(&all, "orphan").custom.other["bibtex"], json!({"crossref": "nowhere"}));
}

#[test]
fn what_was_read_comes_back_as_it_stood() {
    let all = read(ORDINARY);
    let text = written(&all);
    for raw in [
        "title = {The {K}orean {W}ar and the {\\'e}migr{\\'e} Press: ``Police Action''}",
        "subtitle = {Letters from P'y{\\u o}ngyang}",
        "month = {25~June}",
        "shelf = {B \\& 7}",
        "options = {useprefix=true}",
        "editor = {{\\O}rsted, Hans and others}",
        "@inbook{kim1978,",
        "date = {1951-07-10/1953-07-27}",
        "howpublished = {\\url{https://example.org/talks_1}}",
        "isbn = {978-0-00-000000-2}",
    ] {
        assert!(text.contains(raw), "{raw} is not in\n{text}");
    }
    for fixture in [ORDINARY, TORTURE, FAMILY] {
        let mut first: Vec<Record> =
            entries(&FORMAT, fixture).into_iter().filter_map(|entry| entry.record.ok()).collect();
        let mut second = read(&written(&first));
        // Children may wait for their parents.
        first.sort_by(|a, b| a.id.cmp(&b.id));
        second.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(second, first);
    }
}

#[test]
fn a_correction_wins_over_what_was_read() {
    let mut all = read("@article{a, title = {The {W}ar}, journal = {J}, year = {1950}, shelf = {3}}");
    "The Wars".clone_into(&mut all[0].title);
    let text = written(&all);
    assert!(text.contains("title = {The Wars}") && text.contains("shelf = {3}"), "{text}");
}

#[test]
fn detection_looks_at_entries_not_at_signs() {
    use crate::format::Likeness;
    assert_eq!((FORMAT.detect)(ORDINARY), Likeness::Sure);
    assert_eq!((FORMAT.detect)(TORTURE), Likeness::Sure);
    assert_eq!((FORMAT.detect)("@book{a, title = {Cut"), Likeness::Sure);
    assert_eq!((FORMAT.detect)("Write to me@example.org {please}"), Likeness::Possible);
    assert_eq!((FORMAT.detect)("TY  - JOUR\n"), Likeness::No);
}

#[test]
fn any_damage_is_borne() {
    check_any_damage(&FORMAT, TORTURE);
    check_any_damage(&FORMAT, ORDINARY);
}

#[test]
fn deep_and_long_files_are_read_in_one_pass() {
    let deep = format!("@book{{a, title = {}x{}}}", "{".repeat(100_000), "}".repeat(100_000));
    assert_eq!(read(&deep)[0].title, "x");
    let open = "@book{a, title = {\n".repeat(20_000);
    assert_eq!(entries(&FORMAT, &open).len(), 20_000);
    let comments = "@comment{\n".repeat(50_000);
    assert_eq!(entries(&FORMAT, &comments).len(), 0);
    let chain: String =
        (0..2_000).map(|n| format!("@book{{k{n}, title = {{T}}, crossref = {{k{}}}}}\n", n + 1)).collect();
    assert_eq!(read(&chain).len(), 2_000);
    let wide =
        format!("@xdata{{x, xdata = {{{}}}}}\n@book{{b, title={{T}}, xdata = {{x}}}}", "x, ".repeat(10_000));
    assert_eq!(read(&wide).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_record_is_written_so_that_it_is_read_again(record in arbitrary::record()) {
        let text = written(std::slice::from_ref(&record));
        let first = read(&text);
        prop_assert_eq!(first.len(), 1, "{}", text);
        prop_assert_eq!(&first[0].id, &record.id);
        prop_assert_eq!(&first[0].author, &record.author, "{}", text);
        prop_assert_eq!(&first[0].issued, &record.issued, "{}", text);
        prop_assert_eq!(&first[0].kind, &record.kind, "{}", text);
        prop_assert_eq!(&first[0].keyword, &record.keyword, "{}", text);
        let second = read(&written(&first));
        prop_assert_eq!(second, first, "{}", text);
    }

    #[test]
    fn any_text_is_read_without_harm(text in "(@[a-z]{1,6}[{(]|[a-z]{1,3}|[{}\"#=,@\\\\\n ]|crossref|xdata){0,60}") {
        let last = text.matches('\n').count() + 1;
        for entry in entries(&FORMAT, &text) {
            prop_assert!((1..=last).contains(&entry.line));
        }
    }
}
