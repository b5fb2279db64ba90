//! One list, whatever the way to it: `search`, `--queries` and the browser give the same records in the same order.
//!
//! 240 tagged queries over the starter bibliography: those of `fixtures/queries.tsv` (kind, query, flags), of the topics, and of
//! the benches. How good the order is, `eval` tells; here it has to be one.

use crate::run::{Ran, program};
use chosin::index::{Home, open::Opened};
use chosin::library::{Library, location::Location};
use chosin::search::{Filter, Mode, SearchRequest, Searcher, Sort};
use chosin::tui::{Effect, Event, State, answer};
use ratatui::crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, OnceLock};

/// A query as a person would give it to `search`.
struct Tagged {
    kind: String,
    query: String,
    flags: Vec<String>,
}

fn queries() -> Vec<Tagged> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let files = ["tests/fixtures/queries.tsv", "benches/queries.tsv", "tests/topics/topics.tsv"];
    let lines = files.map(read).concat();
    let tagged = lines.lines().map(|line| {
        let mut columns = line.split('\t').map(str::to_owned);
        let (kind, query) = (columns.next().unwrap(), columns.next().unwrap());
        let flags = columns.next().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        Tagged { kind, query, flags }
    });
    tagged.collect()
}

/// The starter bibliography, indexed, with a list on it.
fn starter() -> &'static Path {
    static STARTER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let begin = || {
        let folder = tempfile::tempdir().unwrap();
        let run = |arguments: &[&str]| {
            let ran: Ran = program(folder.path()).args(arguments).output().unwrap().into();
            assert_eq!(ran.code, 0, "{}", ran.err);
        };
        run(&["ingest", concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")]);
        run(&["list", "add", "chapter2", "cumings1981origins", "matray1981captive", "chong2006hanguk"]);
        folder
    };
    STARTER.get_or_init(begin).path()
}

/// The searcher that the browser is given.
fn searcher(folder: &Path) -> Arc<dyn Searcher> {
    let path = folder.join("ix");
    let location = Location::new(&path);
    let opened = Opened::open(&location).unwrap();
    let lists = Library::of(&location).lists();
    let home = Home {
        path,
        name: "ix".into(),
        generation: opened.manifest.ingest,
        lists: Box::new(move |name| lists.ids(name).ok().map(|(ids, _)| ids)),
    };
    Arc::new(opened.reader(home).unwrap())
}

fn search(query: &str, flags: &[String]) -> Vec<String> {
    let mut command = program(starter());
    command.args(["search", "--format", "ids", "--no-history"]).args(flags);
    // With a blank before it no flag is meant.
    let ran: Ran = command.arg("--").arg(query).output().unwrap().into();
    assert!(ran.code < 2, "{query}: {}", ran.err);
    ran.out.lines().map(str::to_owned).collect()
}

/// The flags as the browser's first request has them.
fn request(flags: &[String]) -> SearchRequest {
    let mut request = SearchRequest::default();
    let mut flags = flags.iter().map(String::as_str);
    while let Some(flag) = flags.next() {
        match flag {
            "--all" => request.mode = Mode::All,
            "--any" => request.mode = Mode::Any,
            "--no-lexicon" => request.lexicon = false,
            "--broad" => request.broad = true,
            "--sort" => {
                request.sort = match flags.next().unwrap() {
                    "year" => Sort::Year,
                    "-year" => Sort::YearDescending,
                    "author" => Sort::Author,
                    _ => Sort::Title,
                };
            }
            field => {
                let (field, value) = (field.trim_start_matches("--"), flags.next().unwrap());
                match request.filters.iter_mut().find(|filter| filter.field == field) {
                    Some(filter) => filter.values.push(value.into()),
                    None => request.filters.push(Filter::new(field, value)),
                }
            }
        }
    }
    request
}

/// Every hit in the browser's list, the query typed letter by letter and the list walked to its end.
fn browse(query: &str, flags: &[String], searcher: &dyn Searcher) -> Vec<String> {
    let (mut state, mut effects) = State::begin(request(flags), (100, 30)).unwrap();
    let press = |code| Event::Terminal(TerminalEvent::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    let settle = |state: &mut State, mut effects: Vec<Effect>| {
        while let Some(effect) = effects.pop() {
            if let Effect::Ask(question) = effect {
                let answer = answer(searcher, &question);
                effects.extend(state.update(Event::Answer(Box::new(answer))));
            }
        }
    };
    // Only what is typed last is answered, as with a person who types faster than any search.
    for letter in query.chars() {
        effects = state.update(press(KeyCode::Char(letter)));
    }
    settle(&mut state, effects);
    let effects = state.update(press(KeyCode::Enter));
    settle(&mut state, effects);
    while state.found().0.len() < state.found().1 {
        let loaded = state.found().0.len();
        // A screen holds some hits; from the last of a window the next is in sight.
        for _ in 0..60 {
            let effects = state.update(press(KeyCode::PageDown));
            settle(&mut state, effects);
            if state.found().0.len() > loaded {
                break;
            }
        }
        assert!(state.found().0.len() > loaded || state.found().1 == loaded, "{query}: stuck at {loaded}");
    }
    state.found().0.into_iter().map(str::to_owned).collect()
}

#[test]
fn search_many_queries_and_the_browser_give_the_same_list() {
    let queries = queries();
    assert!(queries.len() >= 200, "{}", queries.len());
    let searcher = searcher(starter());
    let plain = queries.iter().filter(|tagged| tagged.flags.is_empty()).map(|tagged| tagged.query.as_str());
    let many: HashMap<&str, Vec<String>> = plain.zip(many(&["--format", "trec"])).collect();
    let same = |part: &[Tagged]| {
        let mut long = 0;
        for Tagged { kind, query, flags } in part {
            let ids = search(query, flags);
            long += usize::from(ids.len() > 40);
            assert_eq!(browse(query, flags, searcher.as_ref()), ids, "{kind}: {query} in the browser");
            if flags.is_empty() {
                let among: Vec<_> =
                    many[query.as_str()].iter().filter_map(|line| line.split(' ').nth(2)).collect();
                assert_eq!(among, ids, "{kind}: {query} among many");
            }
        }
        long
    };
    let long: usize = std::thread::scope(|scope| {
        let halves = queries.chunks(queries.len().div_ceil(2)).map(|half| scope.spawn(|| same(half)));
        halves.collect::<Vec<_>>().into_iter().map(|half| half.join().unwrap()).sum()
    });
    assert!(long > 20, "{long} lists longer than one of the browser's windows");
}

/// The lines that one run of `--queries` has for each query without flags, in their order.
fn many(flags: &[&str]) -> Vec<Vec<String>> {
    let queries: Vec<_> = queries().into_iter().filter(|tagged| tagged.flags.is_empty()).collect();
    let file = starter().join(format!("many{}.tsv", flags.len()));
    let lines: String =
        queries.iter().enumerate().map(|(number, tagged)| format!("q{number}\t{}\n", tagged.query)).collect();
    std::fs::write(&file, lines).unwrap();
    let run = program(starter()).args(["search", "--queries", file.to_str().unwrap()]).args(flags).output();
    let ran: Ran = run.unwrap().into();
    let of = |number: usize| {
        let (trec, json) = (format!("q{number} "), format!("{{\"query\":\"q{number}\","));
        let lines = ran.out.lines().filter(|line| line.starts_with(&trec) || line.starts_with(&json));
        lines.map(str::to_owned).collect()
    };
    (0..queries.len()).map(of).collect()
}

#[test]
fn the_browser_of_the_program_itself_tells_the_same_first_hits() {
    let queries: Vec<_> = queries().into_iter().filter(|tagged| tagged.flags.is_empty()).collect();
    let mut child = program(starter())
        .args(["browse", "--plain", "--no-history"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let lines: String = queries.iter().map(|tagged| format!("/{}\n", tagged.query)).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()).unwrap());
    let told = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let answers: Vec<&str> = told.split("\n> ").skip(1).collect();
    assert_eq!(answers.len(), queries.len() + 1, "an answer each, and the last prompt");
    let found = many(&["--format", "jsonl", "-n", "10"]);
    for ((tagged, answer), hits) in queries.iter().zip(answers).zip(&found) {
        let numbered =
            |line: &&str| line.split_once(". ").is_some_and(|(number, _)| number.parse::<u32>().is_ok());
        let told: Vec<&str> = answer.lines().filter(numbered).collect();
        assert_eq!(told.len(), hits.len(), "{}: {}", tagged.kind, tagged.query);
        for (line, hit) in told.iter().zip(hits) {
            let hit: serde_json::Value = serde_json::from_str(hit).unwrap();
            // A record without a title is told by its first words.
            let title = format!("{}. {}", hit["rank"], hit["record"]["title"].as_str().unwrap_or("["));
            assert!(line.starts_with(&title), "{}: {}: {line} is not {title}", tagged.kind, tagged.query);
        }
    }
}
