//! The starter bibliography and the topics over it: their form. What they say is for a reader to judge.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every item of `corpus/*.json`.
fn items() -> Vec<Value> {
    let mut paths: Vec<_> =
        std::fs::read_dir(root().join("corpus")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let of = |path| -> Vec<Value> {
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).expect("a list of CSL-JSON items")
    };
    paths.iter().flat_map(of).collect()
}

fn text<'v>(item: &'v Value, key: &str) -> &'v str {
    item[key].as_str().unwrap_or_default()
}

#[test]
fn there_are_two_hundred_works_each_with_an_id_of_its_own() {
    let items = items();
    assert!(items.len() >= 200, "{}", items.len());
    let ids: BTreeSet<&str> = items.iter().map(|item| text(item, "id")).collect();
    assert_eq!(ids.len(), items.len());
    let plain =
        |id: &&str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    assert_eq!(ids.iter().filter(|id| !plain(id)).count(), 0, "{ids:?}");
}

#[test]
fn no_work_stands_twice() {
    let mut seen = BTreeSet::new();
    for item in items() {
        let of = |key: &str| text(&item, key).to_lowercase();
        let work =
            format!("{}|{}|{}|{}|{}", of("title"), item["author"], item["issued"], of("volume"), of("type"));
        assert!(seen.insert(work), "{}", text(&item, "id"));
    }
}

#[test]
fn every_work_has_a_type_a_title_or_a_place_a_likely_year_and_whole_names() {
    for item in items() {
        let id = text(&item, "id");
        // A title in doubt is left out; what remains is where the work stands.
        let placed = !text(&item, "container-title").is_empty() && !text(&item, "page").is_empty();
        assert!(!text(&item, "type").is_empty() && (placed || !text(&item, "title").is_empty()), "{id}");
        let year = item["issued"]["date-parts"][0][0].as_i64();
        assert!(year.is_some_and(|year| (1945..=2030).contains(&year)), "{id}: {year:?}");
        let names: Vec<&Value> = ["author", "editor", "translator"]
            .iter()
            .filter_map(|role| item[*role].as_array())
            .flatten()
            .collect();
        for name in names {
            let whole = !text(name, "literal").is_empty() || !text(name, "family").is_empty();
            let clean = [text(name, "family"), text(name, "given"), text(name, "literal")];
            assert!(whole && clean.iter().all(|part| part.trim() == *part), "{id}: {name}");
        }
    }
}

#[test]
fn every_annotation_has_60_to_150_words_and_no_sentence_stands_twice() {
    let mut sentences = BTreeMap::new();
    for item in items() {
        let id = text(&item, "id").to_owned();
        let annotation = text(&item, "abstract");
        let words = annotation.split_whitespace().count();
        assert!((60..=150).contains(&words), "{id}: {words} words");
        for sentence in annotation.split_inclusive(['.', '?', '!']).map(str::trim) {
            // An abbreviation ends a piece as well; four words and more are a sentence's.
            if sentence.split_whitespace().count() > 3
                && let Some(other) = sentences.insert(sentence.to_lowercase(), id.clone())
            {
                panic!("{id} and {other}: {sentence}");
            }
        }
    }
}

/// The fields of each line of a table.
fn rows(name: &str) -> Vec<Vec<String>> {
    let table = std::fs::read_to_string(root().join("tests/topics").join(name)).unwrap();
    table.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn topics_are_judged_on_works_that_stand_in_the_bibliography() {
    judged("topics.tsv", "qrels.tsv");
    judged("second-topics.tsv", "second-qrels.tsv");
}

fn judged(topics: &str, judgments: &str) {
    let works: BTreeSet<String> = items().iter().map(|item| text(item, "id").to_owned()).collect();
    let topics: BTreeSet<String> =
        rows(topics).into_iter().filter_map(|row| row.into_iter().next()).collect();
    let mut seen = BTreeSet::new();
    let mut grades: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    for row in rows(judgments) {
        let [topic, id, grade] = row.as_slice() else { panic!("three fields: {row:?}") };
        assert!(topics.contains(topic) && works.contains(id), "{topic} {id}");
        assert!(seen.insert((topic.clone(), id.clone())), "{topic} {id} is judged twice");
        let grade: usize = grade.parse().unwrap();
        assert!(grade <= 2, "{topic} {id}");
        grades.entry(topic.clone()).or_default()[grade] += 1;
    }
    assert_eq!(grades.keys().cloned().collect::<BTreeSet<_>>(), topics);
    for (topic, [none, partly, squarely]) in grades {
        assert!((2..=25).contains(&(partly + squarely)) && none >= 3, "{topic}: {none} {partly} {squarely}");
    }
}
