//! Ids and works over several ingests of small files.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Files by name, each with its entries as JSON.
type Files = BTreeMap<String, Vec<String>>;

struct Library {
    folder: tempfile::TempDir,
    ledger: Ledger,
    apart: Apart,
}

/// What an ingest made: the id of each record by its marker (its `note`) before merging, and that of its work.
#[derive(Debug, PartialEq)]
struct Made {
    own: BTreeMap<String, String>,
    work: BTreeMap<String, String>,
    works: Vec<Work>,
    problems: Vec<Problem>,
}

impl Library {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), ledger: Ledger::default(), apart: Apart::default() }
    }

    fn ingest(&mut self, files: &Files) -> Made {
        self.ingest_in_order(files, &files.keys().map(String::as_str).collect::<Vec<_>>())
    }

    fn ingest_in_order(&mut self, files: &Files, order: &[&str]) -> Made {
        for entry in std::fs::read_dir(self.folder.path()).unwrap() {
            std::fs::remove_file(entry.unwrap().path()).unwrap();
        }
        let mut inputs = Vec::new();
        for name in order {
            let path = self.folder.path().join(format!("{name}.jsonl"));
            std::fs::write(&path, files[*name].join("\n")).unwrap();
            inputs.push(Input::new(path));
        }
        let spill = tempfile::tempdir().unwrap();
        let corpus = Corpus::read(&inputs, walk(&inputs).unwrap(), spill.path(), &mut |_| {}).unwrap();
        assert_eq!(corpus.problems(), []);
        let works = corpus.works(&mut self.ledger, &self.apart, true);
        let (mut own, mut of_work) = (BTreeMap::new(), BTreeMap::new());
        for work in &works.works {
            for at in &work.records {
                let keys = &corpus.keys[*at as usize];
                let mut buffer = Vec::new();
                corpus.spilled.read(keys.place.offset, keys.place.length, &mut buffer).unwrap();
                let record: Record = serde_json::from_slice(&buffer).unwrap();
                let marker = record.note.unwrap();
                of_work.insert(marker.clone(), work.id.clone());
                own.insert(marker, works.id(*at, &self.ledger).unwrap().to_owned());
            }
        }
        let problems = corpus.disputed(&works, &self.ledger);
        Made { own, work: of_work, works: works.works, problems }
    }
}

fn files(all: &[(&str, &[&str])]) -> Files {
    all.iter()
        .map(|(name, entries)| ((*name).to_owned(), entries.iter().map(|e| (*e).to_owned()).collect()))
        .collect()
}

fn entry(marker: &str, fields: &str) -> String {
    format!(r#"{{"note":"{marker}",{fields}}}"#)
}

const FERRY: &str =
    r#""title":"The Ferry at Inchon","author":[{"family":"Kim"}],"issued":{"date-parts":[[1990]]}"#;

#[test]
fn a_source_s_id_is_kept_and_others_are_readable() {
    let mut library = Library::new();
    let made = library.ingest(&files(&[(
        "a",
        &[
            &entry("1", &format!(r#""id":"k 1",{FERRY}"#)),
            &entry("2", r#""title":"A Pier","author":[{"family":"Ch’oe"}]"#),
        ],
    )]));
    assert_eq!((made.own["1"].as_str(), made.own["2"].as_str()), ("k 1", "choepier"));
}

#[test]
fn a_taken_id_gets_a_suffix_and_what_a_source_calls_it_first() {
    let other = r#""title":"Ferry Boats","author":[{"family":"Kim"}],"issued":{"date-parts":[[1990]]}"#;
    let mut library = Library::new();
    let made = library.ingest(&files(&[(
        "a",
        &[&entry("1", FERRY), &entry("2", &format!(r#""id":"kim1990ferry",{other}"#))],
    )]));
    assert_eq!(made.own["2"], "kim1990ferry");
    assert!(made.own["1"].starts_with("kim1990ferry-") && made.own["1"].len() == "kim1990ferry-".len() + 4);
}

#[test]
fn one_correction_renames_nothing() {
    let abstracted = format!(r#"{FERRY},"abstract":"{}""#, "Boats crossed in winter. ".repeat(9));
    for before in [
        FERRY.to_owned(),
        format!(r#""id":"kim90",{FERRY}"#),
        format!(r#"{FERRY},"DOI":"10.1/x""#),
        abstracted,
    ] {
        for (old, new) in [
            ("The Ferry at Inchon", "The Ferries of Inchon Harbour"),
            ("1990", "1991"),
            (r#""Kim""#, r#""Gim""#),
            ("kim90", "kim1990"),
            ("10.1/x", "10.1/y"),
            ("winter", "summer"),
        ] {
            let mut library = Library::new();
            let others = [entry(
                "2",
                r#""title":"A Pier","author":[{"family":"Kim"}],"issued":{"date-parts":[[1990]]}"#,
            )];
            let all = |first: &str| files(&[("a", &[&entry("1", first), &others[0]])]);
            let first = library.ingest(&all(&before));
            let second = library.ingest(&all(&before.replace(old, new)));
            assert_eq!(first.own, second.own, "{before}: {old} -> {new}");
        }
    }
}

#[test]
fn an_id_whose_record_is_gone_is_never_given_again_but_to_it() {
    let mut library = Library::new();
    let first = library.ingest(&files(&[("a", &[&entry("1", FERRY)])]));
    library.ingest(&files(&[("a", &[])]));
    let id = &first.own["1"];
    assert_eq!(library.ledger.find(id).unwrap().gone, Some(2));
    assert_eq!(library.ledger.find(id).unwrap().was(), "Kim, 1990, The Ferry at Inchon");
    let other = r#""title":"Ferry Boats","author":[{"family":"Kim"}],"issued":{"date-parts":[[1990]]}"#;
    let third = library.ingest(&files(&[("b", &[&entry("2", other)])]));
    assert_ne!(&third.own["2"], id);
    let fourth = library.ingest(&files(&[("b", &[&entry("2", other)]), ("c", &[&entry("1", FERRY)])]));
    assert_eq!((&fourth.own["1"], &fourth.own["2"]), (id, &third.own["2"]));
}

#[test]
fn merging_keeps_the_oldest_id_and_answers_to_all() {
    let mut library = Library::new();
    let bib = entry("1", &format!(r#""id":"zz",{FERRY}"#));
    library.ingest(&files(&[("b", &[&bib])]));
    let made =
        library.ingest(&files(&[("a", &[&entry("2", &format!(r#""id":"aa",{FERRY}"#))]), ("b", &[&bib])]));
    assert_eq!(made.works.len(), 1);
    assert_eq!((made.works[0].id.as_str(), &made.works[0].aliases), ("zz", &vec!["aa".to_owned()]));
    // The older source goes: the work stays under the id it has had.
    let made = library.ingest(&files(&[("a", &[&entry("2", &format!(r#""id":"aa",{FERRY}"#))])]));
    assert_eq!((made.works[0].id.as_str(), made.own["2"].as_str()), ("zz", "aa"));
    // It comes back, and the user parts them.
    library.apart.add("zz", "aa");
    let made =
        library.ingest(&files(&[("a", &[&entry("2", &format!(r#""id":"aa",{FERRY}"#))]), ("b", &[&bib])]));
    assert_eq!((made.work["1"].as_str(), made.work["2"].as_str()), ("zz", "aa"));
    let made = library.ingest(&files(&[("a", &[&entry("2", &format!(r#""id":"aa",{FERRY}"#))])]));
    assert_eq!(made.work["2"], "aa");
}

#[test]
fn a_key_changed_in_its_source_is_answered_to_as_well() {
    let mut library = Library::new();
    library.ingest(&files(&[("a", &[&entry("1", &format!(r#""id":"old",{FERRY}"#))])]));
    let made = library.ingest(&files(&[("a", &[&entry("1", &format!(r#""id":"new",{FERRY}"#))])]));
    assert_eq!((made.works[0].id.as_str(), &made.works[0].aliases), ("old", &vec!["new".to_owned()]));
}

#[test]
fn a_record_corrected_in_its_input_is_not_taken_for_a_copy_that_is_long_gone() {
    // No year: only the key and the input tell who it is.
    let undated = r#""title":"The Ferry at Inchon","author":[{"family":"Kim"}]"#;
    let of = |key: &str| entry("1", &format!(r#""id":"{key}",{undated}"#));
    let mut library = Library::new();
    let first = library.ingest(&files(&[("a", &[&of("k")])]));
    library.ingest(&files(&[("a", &[&of("k")]), ("copy", &[&of("k")])]));
    library.ingest(&files(&[("a", &[&of("k")])]));
    library.ingest(&files(&[("a", &[&of("renamed")])]));
    let last = library.ingest(&files(&[("a", &[&of("k")])]));
    assert_eq!(last.own["1"], first.own["1"]);
    assert!(library.ledger.find(&first.own["1"]).unwrap().gone.is_none());
}

#[test]
fn volumes_of_one_title_keep_their_ids_when_one_goes() {
    let volume = |n: u32| entry(&n.to_string(), &format!(r#"{FERRY},"volume":"{n}""#));
    let (one, two, three) = (volume(1), volume(2), volume(3));
    let mut library = Library::new();
    let before = library.ingest(&files(&[("a", &[&one, &two, &three])]));
    assert_eq!(before.works.len(), 3);
    let after = library.ingest(&files(&[("a", &[&three, &one])]));
    assert_eq!((&after.own["1"], &after.own["3"]), (&before.own["1"], &before.own["3"]));
}

#[test]
fn one_doi_with_unlike_titles_is_a_problem() {
    let mut library = Library::new();
    let made = library.ingest(&files(&[(
        "a",
        &[
            &entry("1", r#""title":"A Ferry","DOI":"10.1/x""#),
            &entry("2", r#""title":"A Pier","DOI":"10.1/x""#),
        ],
    )]));
    assert_eq!((made.works.len(), made.problems.len()), (2, 1));
    assert!(made.problems[0].message.starts_with("same DOI 10.1/x as "), "{:?}", made.problems);
}

#[test]
fn a_vanished_input_is_told() {
    assert!(matches!(walk(&[Input::new("/nowhere/at/all.bib")]), Err(Error::Vanished(_))));
}

/// A record of a small world in which authors, years and words are often shared.
fn fields() -> impl Strategy<Value = String> {
    const WORDS: [&str; 12] = [
        "ferry", "pier", "winter", "orphan", "treaty", "harbour", "bridge", "letter", "market", "school",
        "river", "camp",
    ];
    let word = || proptest::sample::select(&WORDS[..]);
    let some = |text: &'static str| proptest::sample::select(vec![text, ""]);
    (word(), word(), word(), proptest::sample::select(vec!["Kim", "Pak", "Cumings"]), 1988..1994_i32, some("id"), some("doi"))
        .prop_map(|(a, b, c, author, year, id, doi)| {
            let id = if id.is_empty() { String::new() } else { format!(r#""id":"{author}{a}{year}","#) };
            let doi = if doi.is_empty() { String::new() } else { format!(r#""DOI":"10.1/{a}.{b}.{c}.{year}","#) };
            format!(
                r#"{id}{doi}"title":"{a} {b} {c}","author":[{{"family":"{author}"}}],"issued":{{"date-parts":[[{year}]]}}"#
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("CHOSIN_LONG_TESTS").is_some() { 3000 } else { 60 }))]

    #[test]
    fn the_order_of_inputs_decides_nothing_in_a_new_library(all in proptest::collection::vec(fields(), 1..12), seed in 0..997_usize) {
        let mut world = Files::new();
        for (number, fields) in all.iter().enumerate() {
            world.entry(format!("f{}", number % 4)).or_default().push(entry(&number.to_string(), fields));
        }
        let names: Vec<&str> = world.keys().map(String::as_str).collect();
        let mut mixed = names.clone();
        mixed.sort_by_key(|name| (name.len() * 31 + usize::from(name.as_bytes()[1]) * seed) % 101);
        mixed.reverse();
        let (one, two) = (Library::new().ingest_in_order(&world, &names), Library::new().ingest_in_order(&world, &mixed));
        prop_assert_eq!(one.own, two.own);
        prop_assert_eq!(one.work, two.work);
    }

    #[test]
    fn adding_removing_and_reordering_renames_nothing(
        all in proptest::collection::vec((fields(), 0..3_usize), 2..14),
        steps in proptest::collection::vec((0..14_usize, 0..4_u8, 0..3_usize), 1..6),
    ) {
        let mut library = Library::new();
        // Which records are there, and in which file.
        let mut there: Vec<Option<usize>> = all.iter().enumerate().map(|(n, (_, file))| (n % 3 != 2).then_some(*file)).collect();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for (at, what, file) in std::iter::once((0, 9, 0)).chain(steps) {
            let at = at % all.len();
            let mut reversed = false;
            match what {
                0 => there[at] = None,
                1 => there[at] = there[at].or(Some(file)),
                // What several entries say alike cannot be told apart once one of them moves.
                2 if all.iter().filter(|(fields, _)| *fields == all[at].0).count() == 1 => there[at] = there[at].map(|_| file),
                _ => reversed = true,
            }
            let mut world: Files = (0..3).map(|file| (format!("f{file}"), Vec::new())).collect();
            for (number, (fields, _)) in all.iter().enumerate() {
                if let Some(file) = there[number] {
                    world.get_mut(&format!("f{file}")).unwrap().push(entry(&number.to_string(), fields));
                }
            }
            if reversed {
                world.values_mut().for_each(|entries| entries.reverse());
            }
            let made = library.ingest(&world);
            for (marker, id) in &made.own {
                let before = names.entry(marker.clone()).or_insert_with(|| id.clone());
                prop_assert_eq!(before, id, "record {}", marker);
            }
        }
    }
}

#[test]
fn a_mapping_reads_either_way_round() {
    for text in ["title=Titel, year=Jahr", "Titel=title,Jahr=year"] {
        let columns: Vec<String> = mapping(text).unwrap().into_iter().map(|(column, _)| column).collect();
        assert_eq!(columns, ["Titel", "Jahr"]);
    }
    assert!(mapping("Titel=Jahr").is_err() && mapping("x").is_err());
}
