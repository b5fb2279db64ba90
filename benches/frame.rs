//! From key press to drawn frame: the browser's own loop, its worker threads and the real searcher over 100,000 grown records.
//!
//! `cargo bench --bench frame` types the queries of `queries.tsv` letter by letter, walks, reads, filters, looks at timeline and
//! concordance, and prints the median and the 99th percentile of the time from a press to the end of the next frame, its escapes for
//! a terminal of 200 by 60 made and dropped. It fails where the percentile is above 16 ms. Three ways:
//!
//! | way | keys come | searches |
//! |---|---|---|
//! | typing | every 40 ms, faster than anyone types for long | as they are |
//! | rushing | as soon as the frame before is drawn: most searches are not done when the next key comes | as they are |
//! | slow | every 40 ms | each takes 300 ms more: no key sees its answer |
//!
//! `CHOSIN_BENCH_RECORDS` says over how many records; the index is kept under `target/`. What the terminal takes to show a frame is
//! its own.

mod growth;

use chosin::error::Result;
use chosin::record::{Record, RecordId};
use chosin::search::{Hit, Reading, SearchRequest, SearchResponse, Searcher, Source};
use chosin::tui::{Desk, Draw, Options, Past, Surface, Written, run_on};
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::io::{self, Sink};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

/// The time that a frame may take.
const LIMIT: Duration = Duration::from_millis(16);

/// Columns and rows.
const SIZE: (u16, u16) = (200, 60);

/// When a frame was begun, and when it was whole.
type Drawn = (Instant, Instant);

/// A terminal without a screen that tells when a frame is whole.
struct Glass {
    terminal: Terminal<CrosstermBackend<Sink>>,
    drawn: Sender<Drawn>,
}

impl Glass {
    fn new(drawn: Sender<Drawn>) -> Self {
        let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1));
        let terminal =
            Terminal::with_options(CrosstermBackend::new(io::sink()), TerminalOptions { viewport });
        Self { terminal: terminal.expect("a fixed size"), drawn }
    }
}

impl Surface for Glass {
    fn size(&self) -> Result<(u16, u16)> {
        Ok(SIZE)
    }

    fn draw(&mut self, draw: &mut Draw<'_>) -> Result<()> {
        let begin = Instant::now();
        let frame = |frame: &mut ratatui::Frame<'_>| {
            let _ = draw(frame.buffer_mut());
        };
        self.terminal.draw(frame).expect("a sink takes all");
        let _ = self.drawn.send((begin, Instant::now()));
        Ok(())
    }
}

/// A searcher that takes its time.
struct Slow(Arc<dyn Searcher>, Duration);

impl Searcher for Slow {
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse> {
        std::thread::sleep(self.1);
        self.0.search(request)
    }

    fn record(&self, id: &str) -> Result<Option<Record>> {
        self.0.record(id)
    }

    fn sources(&self, id: &str) -> Result<Vec<Source>> {
        self.0.sources(id)
    }

    fn read(&self, id: &str, request: &SearchRequest) -> Result<Option<Reading>> {
        self.0.read(id, request)
    }

    fn related(&self, id: &str, limit: usize) -> Result<Vec<Hit>> {
        self.0.related(id, limit)
    }

    fn words(&self, prefix: &str, limit: usize) -> Result<Vec<(String, u64)>> {
        self.0.words(prefix, limit)
    }
}

/// A desk with nothing on it.
struct Bare;

impl Desk for Bare {
    fn past(&self) -> Vec<Past> {
        Vec::new()
    }

    fn remember(&mut self, _: &Past) -> Result<()> {
        Ok(())
    }

    fn lists(&self) -> Vec<(String, usize)> {
        Vec::new()
    }

    fn add(&mut self, _: &str, _: &[RecordId]) -> Result<()> {
        Ok(())
    }

    fn saved(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    fn save(&mut self, _: &str, _: &Past) -> Result<()> {
        Ok(())
    }

    fn styles(&self) -> Vec<String> {
        Vec::new()
    }

    fn cite(&mut self, _: &[Record], _: &str) -> Result<String> {
        Ok(String::new())
    }

    fn formats(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    fn export(&mut self, _: &[Record], _: &str) -> Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn write(&mut self, path: &Path, _: &[u8], _: bool) -> Result<Written> {
        Ok(Written::Done(path.to_owned()))
    }
}

/// The keys of a person who types each query, walks its hits, reads, filters and looks at the other views.
fn keys() -> Vec<KeyCode> {
    let mut keys = Vec::new();
    let queries = include_str!("queries.tsv").lines().filter_map(|line| line.split_once('\t'));
    for (_, query) in queries {
        keys.extend(query.chars().map(KeyCode::Char));
        keys.extend([KeyCode::Backspace, KeyCode::Enter]);
        keys.extend([KeyCode::Down; 5]);
        keys.extend([KeyCode::PageDown; 3]);
        keys.extend("Gg  u".chars().map(KeyCode::Char));
        keys.extend([KeyCode::Enter, KeyCode::Char('n'), KeyCode::Char('J'), KeyCode::Esc]);
        keys.extend([KeyCode::Char('f'), KeyCode::Tab, KeyCode::Down, KeyCode::Char(' '), KeyCode::Esc]);
        keys.extend([KeyCode::Char('t'), KeyCode::Right, KeyCode::Esc, KeyCode::Char('w'), KeyCode::Esc]);
        // Filter and query off: back to typing.
        keys.extend([KeyCode::Esc; 3]);
    }
    keys
}

/// The time of each press to the end of the next frame.
fn session(searcher: &Arc<dyn Searcher>, pause: Option<Duration>) -> Vec<Duration> {
    let (press, events) = channel();
    let (drawn, frames) = channel();
    let searcher = Arc::clone(searcher);
    let browser = std::thread::spawn(move || {
        let mut glass = Glass::new(drawn);
        run_on(&searcher, &mut Bare, Options::default(), &mut glass, events).expect("nothing breaks");
    });
    frames.recv().expect("the first frame");
    let mut times = Vec::new();
    for key in keys() {
        if let Some(pause) = pause {
            std::thread::sleep(pause);
        }
        let begin = Instant::now();
        press.send(Event::Key(KeyEvent::new(key, KeyModifiers::NONE))).expect("the browser listens");
        // A frame begun before, for an answer, is not the key's.
        let (_, end) = frames.iter().find(|frame| frame.0 >= begin).expect("a frame for each key");
        times.push(end.saturating_duration_since(begin));
    }
    drop(press);
    browser.join().expect("the browser ends");
    times
}

fn main() {
    // `cargo test` and `cargo bench --no-run` build it; only `cargo bench` asks for it.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let count = growth::count();
    let real: Arc<dyn Searcher> = Arc::new(growth::reader(count));
    let slow: Arc<dyn Searcher> = Arc::new(Slow(Arc::clone(&real), Duration::from_millis(300)));
    let pause = Some(Duration::from_millis(40));
    let mut worst = Duration::ZERO;
    for (way, searcher, pause) in [("typing", &real, pause), ("rushing", &real, None), ("slow", &slow, pause)]
    {
        let mut times = session(searcher, pause);
        times.sort();
        let at = |part: usize| times.get(times.len() * part / 1000).copied().unwrap_or_default();
        let (median, p99, most) = (at(500), at(990), times.last().copied().unwrap_or_default());
        println!(
            "{way}: {} presses over {count} records: median {median:.1?}, p99 {p99:.1?}, most {most:.1?}",
            times.len()
        );
        worst = worst.max(p99);
    }
    assert!(worst <= LIMIT, "p99 of {worst:?} is above {LIMIT:?}");
}
