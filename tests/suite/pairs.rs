//! Held-out lists of spellings that must find each other, alone and inside a phrase, and of look-alikes that must not.
//!
//! The lists and how they were drawn up: `fixtures/pairs.tsv`, `fixtures/lookalikes.tsv`.

use crate::run::{chosin_in, corpus};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

fn rows(name: &str) -> Vec<(String, String)> {
    let path = corpus().parent().unwrap().join(name);
    let table = std::fs::read_to_string(path).unwrap();
    let fields = |line: &str| {
        let mut fields = line.split('\t').skip(1).map(str::to_owned);
        (fields.next().unwrap(), fields.next().unwrap())
    };
    table.lines().filter(|line| !line.starts_with('#')).map(fields).collect()
}

#[test]
fn spellings_of_one_thing_meet_and_look_alikes_do_not() {
    let (pairs, look_alikes) = (rows("pairs.tsv"), rows("lookalikes.tsv"));
    let mut forms: BTreeMap<&str, usize> = BTreeMap::new();
    for form in pairs.iter().chain(&look_alikes).flat_map(|(one, other)| [one, other]) {
        let next = forms.len();
        forms.entry(form).or_insert(next);
    }
    let (mut records, mut queries) = (String::new(), String::new());
    for (form, number) in &forms {
        let text = form.replace('"', "\\\"");
        writeln!(records, "{{\"id\":\"f{number}\",\"title\":\"Entry\",\"abstract\":\"It is told that {text} chronicle stood.\"}}").unwrap();
        let one_word = !form.contains(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
        let alone = if one_word { (*form).to_owned() } else { format!("\"{form}\"") };
        writeln!(queries, "{number}-alone\t{alone}\n{number}-phrase\t\"{form} chronicle\"").unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("forms.jsonl"), records).unwrap();
    std::fs::write(folder.path().join("queries.tsv"), queries).unwrap();
    let ran = chosin_in(folder.path(), &["ingest", "--no-merge", "forms.jsonl"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let asked = ["search", "--queries", "queries.tsv", "--format", "trec", "-n", "3000"];
    let out = chosin_in(folder.path(), &asked).out;
    let found: BTreeSet<(&str, &str)> = out
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ');
            Some((fields.next()?, fields.nth(1)?))
        })
        .collect();
    let finds = |one: &str, other: &str, how: &str| {
        found.contains(&(format!("{}-{how}", forms[one]).as_str(), format!("f{}", forms[other]).as_str()))
    };
    let mut wrong = Vec::new();
    for (list, wanted) in [(&pairs, true), (&look_alikes, false)] {
        for (one, other) in list.iter().flat_map(|(one, other)| [(one, other), (other, one)]) {
            for how in ["alone", "phrase"] {
                if finds(one, other, how) != wanted {
                    wrong.push(format!(
                        "{one} {} {other} ({how})",
                        if wanted { "does not find" } else { "finds" }
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
