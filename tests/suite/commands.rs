//! Every command as it is typed: output, exit code, what goes to which stream.

use crate::run::{chosin, chosin_in, fresh, program, shared};
use serde_json::Value;
use std::io::{Read, Write};
use std::process::Stdio;

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&chosin(arguments).out).unwrap()
}

#[test]
fn search_shows_hits_and_says_found() {
    let ran = chosin(&["search", "inchon", "tide"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.out.contains("The Landing at Inchon Reconsidered") && ran.out.contains("lindqvist1974landing")
    );
}

#[test]
fn nothing_found_is_one_and_an_error_is_two() {
    assert_eq!(chosin(&["search", "xylophone"]).code, 1);
    assert_eq!(chosin(&["show", "nobody1900"]).code, 2);
    assert_eq!(chosin(&["search", "--nonsense", "x"]).code, 2);
}

#[test]
fn a_phrase_finds_its_other_spellings() {
    assert_eq!(chosin(&["search", "\"38th parallel\"", "--count"]).out, "2\n");
}

#[test]
fn json_has_its_shape_and_matches_are_ranges_of_the_text() {
    let answer = json(&["search", "\"armistice\"", "--json"]);
    for field in ["query", "notes", "index", "total", "total_all", "took_ms", "hits"] {
        assert!(answer.get(field).is_some(), "{field}");
    }
    for hit in answer["hits"].as_array().unwrap() {
        let snippet = &hit["snippets"][0];
        let text = snippet["text"].as_str().unwrap();
        for range in snippet["matches"].as_array().unwrap() {
            let (start, end) = (range[0].as_u64().unwrap() as usize, range[1].as_u64().unwrap() as usize);
            assert!(text[start..end].to_lowercase().contains("armistice"));
        }
    }
}

#[test]
fn json_is_printed_where_nothing_is_found() {
    let ran = chosin(&["search", "xylophone", "--json"]);
    assert_eq!((serde_json::from_str::<Value>(&ran.out).unwrap()["total"].as_u64(), ran.code), (Some(0), 1));
}

#[test]
fn every_view_has_the_same_order() {
    let ids = chosin(&["search", "war pusan hospital", "--format", "ids"]).out;
    let ids: Vec<&str> = ids.lines().collect();
    assert!(ids.len() > 2);
    let trec = chosin(&["search", "war pusan hospital", "--format", "trec"]).out;
    assert_eq!(trec.lines().map(|line| line.split(' ').nth(2).unwrap()).collect::<Vec<_>>(), ids);
    let second = chosin(&["search", "war pusan hospital", "--format", "ids", "-n", "1", "--offset", "1"]).out;
    assert_eq!(second.trim(), ids[1]);
}

#[test]
fn a_minus_and_a_word_excludes() {
    let all = chosin(&["search", "censorship", "--count"]).out;
    assert_eq!(all, "1\n");
    assert_eq!(chosin(&["search", "censorship", "-vietnam", "--count"]).out, "0\n");
}

#[test]
fn flags_stand_on_either_side_of_the_command() {
    let index = shared().join("ix");
    let index = index.to_str().unwrap();
    let before = chosin(&["--index", index, "search", "armistice", "--count"]);
    let after = chosin(&["search", "armistice", "--count", "--index", index]);
    assert_eq!((before.out.as_str(), before.code), (after.out.as_str(), 0));
}

#[test]
fn quotes_that_the_shell_took_are_noticed() {
    let ran = chosin(&["search", "paper war"]);
    assert!(ran.err.contains("for the phrase: '\"paper war\"'"), "{}", ran.err);
    assert!(!chosin(&["search", "paper", "war"]).err.contains("for the phrase"));
    // One name is one word, quoted or not.
    assert!(!chosin(&["search", "hospital ship"]).err.contains("for the phrase"));
}

#[test]
fn a_cut_list_says_so() {
    let ran = chosin(&["search", "war", "paper", "book", "-n", "2"]);
    assert!(ran.out.trim_end().ends_with(": -n 50, or chosin browse"), "{}", ran.out);
}

#[test]
fn what_a_record_hides_never_reaches_the_terminal() {
    for arguments in [
        &["search", "zebracorn", "--color", "never"][..],
        &["show", "hostile2022"],
        &["search", "zebracorn", "--kwic"],
        &["cite", "hostile2022"],
    ] {
        let ran = chosin(arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!ran.out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{arguments:?}: {:?}", ran.out);
    }
}

#[test]
fn any_text_is_a_query() {
    let long = "\"".repeat(100_000);
    let deep = "(".repeat(10_000);
    let not = "NOT ".repeat(5_000);
    for query in [
        long.as_str(),
        &deep,
        &not,
        "🙂",
        "\u{feff}",
        "AND OR",
        "a:b:c",
        "year:x..y",
        "~ ~9 \"~",
        "=\"",
        "\u{0}".trim_matches('\0'),
    ] {
        let ran = chosin(&["search", "--", query]);
        assert!(
            ran.code < 2 || ran.err.contains("no query"),
            "{}",
            ran.err.chars().take(300).collect::<String>()
        );
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child =
        program(shared()).args(["export"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert!(child.wait().unwrap().success() && err.is_empty(), "{err}");
}

#[test]
fn line_by_line_menus_are_told_in_pages_and_nothing_but_text_comes() {
    let mut child = program(shared())
        .args(["browse", "--plain", "--no-history", "osei2019peace treaty"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b".mark 1\n.cite\n\n3\n\n.quit\n").unwrap();
    let told = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let answers: Vec<&str> = told.split("> ").collect();
    assert!(answers[2].starts_with("cite the marked record in\n1. chicago"), "{told}");
    assert!(
        answers[2].contains("\n10. ")
            && !answers[2].contains("\n11. ")
            && answers[2].contains(" more: an empty line")
    );
    assert!(answers[3].contains("\n11. ") && !answers[3].contains("\n10. "), "{told}");
    assert!(answers[4].starts_with("mla: write to which file"), "{told}");
    assert_eq!((told.matches("Osei, Kwame.").count(), told.contains('\u{1b}')), (1, false), "{told}");
}

#[test]
fn many_queries_give_one_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("q.tsv");
    std::fs::write(&file, "q1\tinchon\nq2\tfever nurses\n").unwrap();
    let run = chosin(&["search", "--queries", file.to_str().unwrap()]).out;
    assert!(run.lines().any(|line| line.starts_with("q2 Q0 novak2005nurses 1 ")), "{run}");
    let qrels = folder.path().join("qrels");
    std::fs::write(&qrels, "q1\tlindqvist1974landing\t1\nq2\tnovak2005nurses\t2\n").unwrap();
    let ran = chosin(&["eval", "--queries", file.to_str().unwrap(), "--qrels", qrels.to_str().unwrap()]);
    assert!(ran.out.contains("success@1   1.0000"), "{}", ran.out);
}

#[test]
fn hits_are_counted_by_year_and_value() {
    assert!(chosin(&["search", "armistice", "--timeline"]).out.starts_with("1999 "));
    assert!(chosin(&["search", "armistice", "--facets", "type"]).out.contains("article-journal"));
    assert!(chosin(&["search", "armistice", "--facets", "colour"]).err.contains("not one of author"));
}

#[test]
fn hits_stand_above_their_counts_where_a_number_is_asked_for() {
    let out = chosin(&["search", "armistice", "-n", "1", "--facets", "type"]).out;
    assert!(out.contains("The Long Talk") && out.contains("\n\ntype\n"), "{out}");
    assert!(!chosin(&["search", "armistice", "--facets", "type"]).out.contains("The Long Talk"));
}

#[test]
fn a_page_beyond_the_last_says_so() {
    let ran = chosin(&["search", "armistice", "--offset", "100", "--format", "ids"]);
    assert!(ran.out.is_empty() && ran.err.contains("no hits on this page"), "{}", ran.err);
}

#[test]
fn a_file_of_queries_that_is_not_there_is_named() {
    let ran = chosin(&["search", "--queries", "nosuch.tsv"]);
    assert!(ran.code == 2 && ran.err.contains("--queries nosuch.tsv: no such file"), "{}", ran.err);
}

#[test]
fn a_note_names_a_few_other_names_and_json_all() {
    let note = |text: &str| text.split(" / ").count();
    let short = chosin(&["search", "panmunjom", "--format", "ids"]).err;
    let all = json(&["search", "panmunjom", "--json"])["notes"][0].as_str().unwrap().to_owned();
    assert!(note(&short) == 3 && short.contains(" more;") && note(&all) > 5, "{short}{all}");
}

#[test]
fn stats_count_the_words() {
    let stats = json(&["stats", "--json"]);
    assert!(stats["words"].as_u64() > Some(100) && stats["terms"].as_u64() > Some(100), "{stats}");
}

#[test]
fn lists_are_kept_and_filter() {
    let folder = fresh();
    let run = |arguments: &[&str]| chosin_in(folder.path(), arguments);
    assert_eq!(run(&["list", "add", "chapter2", "osei2019peace", "berg2001air"]).code, 0);
    assert_eq!(run(&["search", "list:chapter2", "--count"]).out, "2\n");
    assert_eq!(run(&["list", "add", "chapter2", "nobody"]).code, 2);
    run(&["list", "remove", "chapter2", "berg2001air"]);
    assert_eq!(run(&["list", "chapter2", "--ids"]).out, "osei2019peace\n");
    assert_eq!(run(&["list", "nosuch"]).code, 2);
    assert!(run(&["search", "list:nosuch"]).err.contains("there is no list \"nosuch\""));
    let saved = folder.path().join("ix/library/searches");
    std::fs::write(&saved, "chosin searches 1\nparallel\t\"38th parallel\" year:1950\n").unwrap();
    assert_eq!(run(&["list"]).out, "     1  chapter2\nsearch  parallel: \"38th parallel\" year:1950\n");
}

#[test]
fn searches_are_remembered_unless_told_not_to_be() {
    let folder = fresh();
    let run = |arguments: &[&str]| chosin_in(folder.path(), arguments);
    run(&["search", "armistice", "--year", "1999"]);
    run(&["search", "secret", "--no-history"]);
    let history = run(&["history", "--json"]).out;
    let history: Value = serde_json::from_str(&history).unwrap();
    assert_eq!((history.as_array().unwrap().len(), history[0]["query"].as_str()), (1, Some("armistice")));
    assert_eq!(history[0]["filters"][0], "year:1999");
}

#[test]
fn export_is_whole_and_comes_back() {
    let ran = chosin(&["export", "--format", "csl-json", "--no-history"]);
    let items: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(items.as_array().unwrap().len(), 20);
    assert!(chosin(&["export", "author:berg", "--format", "bibtex"]).out.contains("berg2001air"));
    assert!(chosin(&["export", "--format", "cuneiform"]).err.contains("not one of"));
}

#[test]
fn an_input_that_changed_is_told_and_a_repeat_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("refs.json");
    std::fs::copy(crate::run::corpus().join("more.json"), &file).unwrap();
    let run = |arguments: &[&str]| chosin_in(folder.path(), arguments);
    assert_eq!(run(&["ingest", "refs.json"]).code, 0);
    assert!(run(&["ingest"]).err.contains("nothing has changed"));
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("Counting Orphans", "Counting Orphans Again")).unwrap();
    let ran = run(&["search", "orphans", "--count"]);
    assert!(ran.out == "1\n" && ran.err.contains("1 of 1 input changed: chosin ingest"), "{}", ran.err);
    let told = run(&["browse", "--plain", "orphans"]);
    assert_eq!(
        format!("{}{}", told.out, told.err).matches("1 of 1 input changed").count(),
        1,
        "{}",
        told.out
    );
    std::fs::remove_file(&file).unwrap();
    let ran = run(&["ingest"]);
    assert!(ran.code == 2 && ran.err.contains("--forget"), "{}", ran.err);
}

#[test]
fn a_foreign_folder_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("ix")).unwrap();
    std::fs::write(folder.path().join("ix/thesis.tex"), "mine").unwrap();
    let ran = chosin_in(folder.path(), &["search", "war"]);
    assert!(ran.code == 2 && ran.err.contains("not a folder of chosin's"), "{}", ran.err);
    assert_eq!(std::fs::read_dir(folder.path().join("ix")).unwrap().count(), 1);
}

#[test]
fn a_flipped_byte_is_an_error_that_says_what_to_type() {
    let folder = fresh();
    let run = |arguments: &[&str]| chosin_in(folder.path(), arguments);
    assert_eq!(run(&["check"]).code, 0);
    let built = std::fs::read_dir(folder.path().join("ix")).unwrap().flatten();
    let built = built
        .map(|entry| entry.path())
        .find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("built-"))
        .unwrap();
    for entry in std::fs::read_dir(built).unwrap().flatten() {
        let mut bytes = std::fs::read(entry.path()).unwrap();
        if let Some(byte) = bytes.last_mut() {
            *byte ^= 1;
            std::fs::write(entry.path(), &bytes).unwrap();
        }
    }
    let ran = run(&["search", "armistice"]);
    assert!(ran.code == 2 && ran.err.contains("chosin ingest"), "{}", ran.err);
    assert_eq!(run(&["ingest"]).code, 0);
    assert_eq!(run(&["search", "armistice"]).code, 0);
}

#[test]
fn the_starter_bibliography_is_there_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let ran = chosin_in(folder.path(), &["search", "\"38th parallel\"", "--count"]);
    assert!(ran.code == 0 && ran.err.contains("the starter bibliography"), "{}", ran.err);
    assert!(chosin_in(folder.path(), &[]).out.contains("records"));
}

#[test]
fn help_man_and_completions_are_there_for_every_command() {
    let help = chosin(&["--help"]).out;
    for name in ["search", "ingest", "browse", "eval", "config"] {
        assert!(help.contains(name));
        assert!(chosin(&["man", name]).out.contains(".TH"), "{name}");
        assert!(chosin(&[name, "--help"]).out.contains("Usage:"), "{name}");
    }
    let queries = program(shared()).args(["help", "queries"]).env("COLUMNS", "80").output().unwrap();
    let queries = String::from_utf8(queries.stdout).unwrap();
    assert!(queries.lines().count() < 24, "a screen of 80 by 24 holds them, and the prompt: {queries}");
    assert!(chosin(&["completions", "bash"]).out.contains("complete -o"));
}

#[test]
fn a_shell_that_asks_is_answered_with_ids_and_fields() {
    let ask = |words: &[&str]| {
        let mut command = program(shared());
        command
            .env("CHOSIN_COMPLETE", "bash")
            .env("_CLAP_IFS", "\n")
            .env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string());
        String::from_utf8(command.arg("--").args(words).output().unwrap().stdout).unwrap()
    };
    assert_eq!(ask(&["chosin", "show", "os"]), "osei2019peace");
    assert_eq!(ask(&["chosin", "search", "auth"]), "author:");
    assert!(ask(&["chosin", "sea"]).contains("search"));
}

#[test]
fn a_mistyped_command_or_flag_is_answered_with_what_to_type() {
    assert!(chosin(&["serach", "x"]).err.contains("try: chosin search"));
    assert!(chosin(&["inchon", "landing"]).err.contains("try: chosin search inchon landing"));
    assert!(chosin(&["search", "--lmit", "3", "x"]).err.contains("'--limit'"));
}

#[test]
fn a_config_file_is_read_and_its_faults_are_named() {
    let folder = fresh();
    let config = folder.path().join("home/.config/chosin");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), "limit = 1\n").unwrap();
    let run = |arguments: &[&str]| chosin_in(folder.path(), arguments);
    assert!(run(&["search", "armistice"]).out.contains("1 of "));
    assert!(run(&["config"]).out.contains("1 (config file)"));
    std::fs::write(config.join("config.toml"), "\nlimits = 1\n").unwrap();
    let ran = run(&["search", "armistice"]);
    assert!(ran.code == 2 && ran.err.contains("config.toml:2:"), "{}", ran.err);
}

#[test]
fn a_name_typed_without_quotation_marks_is_one_name() {
    for typed in [&["lexicon", "kim", "il", "sung"][..], &["lexicon", "38th", "parallel"][..]] {
        let ran = chosin(typed);
        let whole = chosin(&["lexicon", &typed[1..].join(" ")]);
        assert!(ran.code == 0 && !ran.out.is_empty(), "{typed:?}: {}", ran.err);
        assert_eq!(ran.out, whole.out);
    }
    assert!(chosin(&["lexicon", "Pusan", "Busan"]).out.contains("meet"));
    assert!(chosin(&["lexicon", "Pusan", "Seoul"]).err.contains("do not meet"));
}

#[test]
fn an_object_a_query_names_its_query() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queries.tsv");
    std::fs::write(&file, "q7\tfog\n").unwrap();
    let ran = chosin(&["search", "--format", "json", "--queries", file.to_str().unwrap()]);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((answer["query_id"].as_str(), answer["query"].as_str()), (Some("q7"), Some("fog")));
    let alone: serde_json::Value = serde_json::from_str(&chosin(&["search", "--json", "fog"]).out).unwrap();
    assert!(alone.get("query_id").is_none());
}

#[test]
fn nothing_found_counts_conditions_too() {
    let ran = chosin(&["search", "fog", "year:1600"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("0 records: year:1600") && ran.err.contains(": fog"), "{}", ran.err);
    let ran = chosin(&["search", "fog", "--author", "Nobody"]);
    assert!(ran.err.contains("0 records: author:Nobody"), "{}", ran.err);
}

#[test]
fn a_quoted_name_tells_what_was_searched() {
    let ran = chosin(&["search", "\"mao tse tung\""]);
    assert!(ran.err.contains("also searched as Mao Zedong"), "{}", ran.err);
}

#[test]
fn a_table_with_headers_of_its_own_is_read_by_its_mapping() {
    let folder = fresh();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("m.csv"), "Verfasser,Titel,Jahr\n\"Braun, Carla\",Ein Hafen,1956\n").unwrap();
    let mapped = |map: &str| chosin_in(folder.path(), &["ingest", "--only", "m.csv", "--map", map]);
    let ran = mapped("title=Titel,author=Verfasser,year=Jahr");
    assert!(ran.err.contains("1 record") && ran.err.contains("no problems"), "{}", ran.err);
    assert!(chosin_in(folder.path(), &["search", "author:braun", "hafen"]).out.contains("1956"));
    let ran = mapped("title=Titel,author=Nonesuch");
    assert!(ran.err.contains("1 problem"), "{}", ran.err);
    assert!(chosin_in(folder.path(), &["problems"]).out.contains("no column is called Nonesuch"));
}

#[test]
fn a_file_of_another_format_than_was_named_is_a_problem() {
    let folder = fresh();
    std::fs::write(folder.path().join("a.bib"), "@book{a, title={Harbour}, year={1950}}\n").unwrap();
    let ran = chosin_in(folder.path(), &["ingest", "--strict", "--only", "a.bib", "--format", "ris"]);
    assert!(ran.code == 2 && ran.err.contains("nothing in it is"), "{}", ran.err);
}
