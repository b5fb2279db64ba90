//! What people bring: scripts other than Latin, filters, files as they come, queries as they are pasted.
//!
//! Each test stands for one promise that was once broken; what a command prints otherwise is `commands`'.

use crate::run::{chosin_in, program};
use std::process::Stdio;

/// A folder whose index holds these JSON lines.
fn holding(lines: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("lines.jsonl"), lines).unwrap();
    let ran = chosin_in(folder.path(), &["ingest", "lines.jsonl"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    folder
}

fn ids(folder: &tempfile::TempDir, arguments: &[&str]) -> String {
    let asked = [&["search", "--format", "ids"], arguments].concat();
    chosin_in(folder.path(), &asked).out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_korean_word_is_found_inside_a_longer_one_and_inside_a_name() {
    let folder =
        holding("{\"id\":\"a\",\"title\":\"한국전쟁의 기원\"}\n{\"id\":\"b\",\"title\":\"서울의 봄\"}\n");
    for query in ["전쟁", "기원", "기원을", "전쟁 NEAR/3 기원", "\"전쟁\"", "한국전쟁"] {
        assert_eq!(ids(&folder, &[query]), "a", "{query}");
    }
}

#[test]
fn a_filter_by_author_or_journal_does_not_make_the_words_optional() {
    let of = |id: &str, title: &str| {
        format!(r#"{{"id":"{id}","title":"{title}","authors":["Lind, Ada"],"journal":"Shores"}}"#) + "\n"
    };
    let folder =
        holding(&(of("a", "The landing") + &of("b", "The tide") + &of("c", "A tide at the landing")));
    assert_eq!(ids(&folder, &["--author", "lind", "landing"]), "a c");
    assert_eq!(ids(&folder, &["--journal", "shores", "--author", "lind", "tide", "landing"]), "c a b");
    assert_eq!(ids(&folder, &["--author", "nobody", "landing"]), "");
}

#[test]
fn a_note_writes_hangul_as_it_was_typed_and_notes_name_the_suggestion() {
    let folder = holding("{\"id\":\"a\",\"title\":\"The landing and the Korean War\"}\n");
    let ran = chosin_in(folder.path(), &["search", "한국전쟁", "--count"]);
    assert!(ran.err.contains("한국전쟁: also searched as") && !ran.err.contains("한 국"), "{}", ran.err);
    assert!(
        chosin_in(folder.path(), &["search", "landingg", "--json"]).out.contains("did you mean landing?")
    );
}

#[test]
fn a_table_whose_reader_leaves_is_no_error() {
    let folder = holding(&format!("{{\"id\":\"a\",\"title\":\"tide {}\"}}\n", "long ".repeat(60_000)));
    let mut command = program(folder.path());
    let mut child = command.args(["export", "--format", "csv"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn first_ingests_at_once_all_end_well() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("one.jsonl"), "{\"id\":\"a\",\"title\":\"The tide\"}\n").unwrap();
    let runs = [(); 4].map(|()| program(folder.path()).args(["ingest", "one.jsonl"]).spawn().unwrap());
    assert_eq!(runs.map(|mut run| run.wait().unwrap().code()), [Some(0); 4]);
    assert_eq!(ids(&folder, &["tide"]), "a");
}

#[test]
fn what_a_killed_run_left_is_swept_up_even_where_nothing_has_changed() {
    let folder = holding("{\"id\":\"a\",\"title\":\"The tide\"}\n");
    std::fs::create_dir(folder.path().join("ix/building-7")).unwrap();
    assert!(chosin_in(folder.path(), &["ingest"]).err.contains("nothing has changed"));
    assert!(!folder.path().join("ix/building-7").exists());
}

#[test]
fn an_index_inside_an_input_is_no_input() {
    let folder = holding("{\"id\":\"a\",\"title\":\"The landing\"}\n");
    let ran = chosin_in(folder.path(), &["ingest", "."]);
    assert_eq!((ran.code, ran.err.contains("no format")), (0, false), "{}", ran.err);
    let ran = chosin_in(folder.path(), &["search", "landing"]);
    assert_eq!((ran.code, ran.err.contains("changed")), (0, false), "{}", ran.err);
}

#[test]
fn a_title_in_several_scripts_is_found_by_each_whatever_the_format() {
    let folder = tempfile::tempdir().unwrap();
    let title = |number: usize| {
        format!("나룻배{number} = Narutpae ŭi norae {number} [A Ferry and its Song {number}]")
    };
    let files = [
        ("a.jsonl", format!("{{\"id\":\"a\",\"title\":\"{}\",\"year\":1990}}\n", title(1))),
        ("b.bib", format!("@book{{b, title={{{}}}, year=1991}}\n", title(2))),
        ("c.ris", format!("TY  - BOOK\nTI  - {}\nPY  - 1992\nER  - \n", title(3))),
        ("d.enw", format!("%0 Book\n%T {}\n%D 1993\n", title(4))),
        ("e.csv", format!("Title,Author,Publication Year\n{},\"Yi, A\",1994\n", title(5))),
        (
            "f.txt",
            format!(
                "{}\nAuthor(s): Yi Sehun\nVol. 3, No. 2 (1995), pp. 1-20\n\nA ferryman sings.\n",
                title(6)
            ),
        ),
        ("g.nbib", format!("PMID- 12345\nTI  - {}\nFAU - Choi, A\nDP  - 1996\n\n", title(7))),
    ];
    for (name, text) in &files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let ran = chosin_in(folder.path(), &[&["ingest"], names.as_slice()].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    for query in ["title:나룻배", "title:narutpae", "title:ferry"] {
        assert_eq!(chosin_in(folder.path(), &["search", query, "--count"]).out, "7\n", "{query}");
    }
    let shown = chosin_in(folder.path(), &["show", "a"]).out;
    for part in ["나룻배1", "Narutpae ŭi norae 1", "A Ferry and its Song 1"] {
        assert!(shown.contains(part) && !shown.contains(" = "), "{shown}");
    }
}

#[test]
fn a_looser_name_points_to_what_has_it() {
    let folder = holding(
        "{\"id\":\"a\",\"title\":\"The forgotten war\"}\n{\"id\":\"b\",\"title\":\"Songs of the Korean War\"}\n",
    );
    let ran = chosin_in(folder.path(), &["search", "--format", "ids", "\"forgotten war\""]);
    assert_eq!(ran.out.trim(), "a");
    assert!(ran.err.contains("a looser name of Korean War, found in 1 more: --broad"), "{}", ran.err);
    assert_eq!(ids(&folder, &["--broad", "\"forgotten war\""]), "a b");
    assert_eq!(ids(&folder, &["\"forgotten wars\"", "--no-lexicon"]), "a");
}

#[test]
fn a_note_names_the_capitals_of_a_name_typed_small() {
    let folder =
        holding("{\"id\":\"a\",\"title\":\"US troops\"}\n{\"id\":\"b\",\"title\":\"They told us\"}\n");
    let ran = chosin_in(folder.path(), &["search", "--format", "ids", "us"]);
    assert_eq!(ran.out.trim(), "b");
    assert!(ran.err.contains("us: searched as a word; US is United States"), "{}", ran.err);
    assert_eq!(ids(&folder, &["US"]), "a");
}

#[test]
fn a_name_typed_wrong_is_suggested_as_the_lexicon_has_it() {
    let folder = holding(
        "{\"id\":\"a\",\"title\":\"김일성의 정치\"}\n{\"id\":\"b\",\"title\":\"Changjin Reservoir\"}\n\
         {\"id\":\"c\",\"title\":\"P’yŏngyang, Kim and the sun\"}\n{\"id\":\"d\",\"title\":\"Busan\"}\n",
    );
    let better = |query: &str| {
        let ran = chosin_in(folder.path(), &["search", query]);
        let told = ran
            .err
            .lines()
            .find_map(|line| line.split_once("did you mean "))
            .map(|(_, rest)| rest.to_owned());
        told.and_then(|rest| rest.split_once('?').map(|(name, _)| name.to_owned())).unwrap_or_default()
    };
    for (typed, meant) in [
        ("Pyongyangg", "Pyongyang"),
        ("Kim Il Sun", "Kim Il Sung"),
        ("Chosin Resevoir", "Chosin Reservoir"),
        ("Pussan", "Pusan"),
        // Names as they are, and whatever has a digit, stay.
        ("Chosen Reservoir", ""),
        ("Pusan", ""),
        ("MiG-16", ""),
        ("NSC-69", ""),
    ] {
        assert_eq!(better(typed), meant, "{typed}");
    }
}
