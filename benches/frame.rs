//! From key press to drawn frame: what the browser itself takes while 100,000 records are searched elsewhere.
//!
//! `cargo bench --bench frame` prints the median and the 99th percentile of 4,000 presses and fails above the limit.
//! The searcher is none: answers of full size are handed in as the workers would, or never come. The loop waits at
//! most 6 ms for an answer before it draws, so that 10 of the 16 ms that a frame may take are the browser's own.

use chosin::record::{Date, Name, Record};
use chosin::search::{Hit, SearchRequest, Snippet};
use chosin::tui::{Answer, Effect, Event, Palette, Question, State, draw};
use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The browser's own share of a frame's 16 ms.
const LIMIT: Duration = Duration::from_millis(10);

const RECORDS: u64 = 100_000;

fn hit(place: usize) -> Hit {
    let passage =
        "The landing was planned in haste, and the tides left an hour; what followed inland took two weeks. "
            .repeat(3);
    let matches: Vec<_> = passage.match_indices("landing").map(|(at, found)| at..at + found.len()).collect();
    let snippet = Snippet { field: "abstract".into(), text: passage.clone(), matches };
    let record = Record {
        id: format!("record{place}"),
        title: format!("An invented history of landings, part {place}"),
        author: vec![Name::new("Alder", "Jo"), Name::new("Birch", "Kim")],
        issued: Some(Date::year(1950)),
        container_title: Some("Journal of Invented Studies".into()),
        summary: Some(passage),
        ..Record::default()
    };
    let title = Snippet { field: "title".into(), text: record.title.clone(), matches: Vec::new() };
    Hit {
        rank: place + 1,
        id: record.id.clone(),
        title,
        snippets: vec![snippet.clone(), snippet],
        record,
        ..Hit::default()
    }
}

fn press(code: KeyCode) -> Event {
    Event::Terminal(TerminalEvent::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

/// Hands in the hits that were asked for.
fn answer(state: &mut State, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Ask(Question::Hits { generation, request }) = effect {
            let hits = (request.offset..request.offset + request.limit.unwrap_or(0)).map(hit).collect();
            let response = chosin::search::SearchResponse {
                query: request.query.clone(),
                total: RECORDS,
                total_all: RECORDS,
                parts: 1,
                hits,
                ..Default::default()
            };
            let answer = Answer::Hits { generation, request, response: Box::new(Ok(response)) };
            state.update(Event::Answer(Box::new(answer)));
        }
    }
}

/// Keys of a person who types, moves and reads, each with whether its search is answered.
fn session(mut each: impl FnMut(Duration)) {
    let size = (200, 60);
    let (mut state, _) = State::begin(SearchRequest::default(), size).expect("the default keys are good");
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
    let mut keys: Vec<(KeyCode, bool)> = Vec::new();
    for round in 0..100 {
        keys.extend("landing".chars().map(|letter| (KeyCode::Char(letter), round % 2 == 0)));
        keys.push((KeyCode::Backspace, true));
        keys.push((KeyCode::Enter, true));
        keys.extend([KeyCode::Down; 12].map(|key| (key, true)));
        keys.extend([KeyCode::PageDown; 6].map(|key| (key, true)));
        keys.extend([KeyCode::Char('G'), KeyCode::Char('g'), KeyCode::Char(' ')].map(|key| (key, true)));
        keys.extend(
            [KeyCode::Char('f'), KeyCode::Tab, KeyCode::Esc, KeyCode::Char('/')].map(|key| (key, true)),
        );
        keys.extend([KeyCode::Backspace; 6].map(|key| (key, false)));
    }
    for (key, answered) in keys {
        let begin = Instant::now();
        let effects = state.update(press(key));
        buffer.reset();
        black_box(draw(&state, Palette::new(true, &[]), &mut buffer));
        each(begin.elapsed());
        if answered {
            answer(&mut state, effects);
        }
    }
}

fn frame(criterion: &mut Criterion) {
    let mut times = Vec::new();
    session(|time| times.push(time));
    times.sort();
    let at = |part: usize| times.get(times.len() * part / 1000).copied().unwrap_or_default();
    println!("{} presses: median {:?}, p99 {:?}, p99.9 {:?}", times.len(), at(500), at(990), at(999));
    assert!(at(990) <= LIMIT, "p99 of {:?} is above {LIMIT:?}", at(990));
    criterion.bench_function("press to frame, a session", |bencher| bencher.iter(|| session(|_| {})));
}

criterion_group! { name = benches; config = Criterion::default().sample_size(10); targets = frame }
criterion_main!(benches);
