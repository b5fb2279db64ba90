//! Top ten of each kind of query in `queries.tsv`, in process, with snippets and without.
//!
//! `CHOSIN_BENCH_RECORDS` says over how many grown records (100,000); the index is kept under `target/`.

mod growth;

use chosin::index::open::Opened;
use chosin::index::{Home, Reader};
use chosin::ingest::{Ingest, ingest};
use chosin::library::input::Input;
use chosin::library::location::Location;
use chosin::search::{Detail, SearchRequest, Searcher};
use criterion::{Criterion, criterion_group, criterion_main};
use std::path::Path;

fn reader(count: u64) -> Reader {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join(format!("bench-{count}"));
    std::fs::create_dir_all(&folder).expect("a folder under target");
    let lines = folder.join("records.jsonl");
    if !lines.exists() {
        std::fs::write(&lines, growth::lines(count)).expect("a file under target");
    }
    let analyzer = growth::analyzer();
    let location = Location::new(folder.join("query-index"));
    let order = Ingest { inputs: vec![Input::new(&lines)], ..Ingest::default() };
    ingest(&location, &order, &analyzer, &mut |_| {}).expect("an index");
    let home = Home { path: folder, name: "bench".into(), generation: 1, lists: Box::new(|_| None) };
    Opened::open(&location, &analyzer).and_then(|opened| opened.reader(analyzer, home)).expect("the index")
}

fn queries(criterion: &mut Criterion) {
    let reader = reader(growth::count());
    for (kind, detail) in [("snippets", Detail::Full), ("ids", Detail::Ids)] {
        let mut group = criterion.benchmark_group(kind);
        group.sample_size(60);
        for (tag, query) in include_str!("queries.tsv").lines().filter_map(|line| line.split_once('\t')) {
            let request = SearchRequest { detail, ..SearchRequest::new(query) };
            group.bench_function(format!("{tag}: {query}"), |bencher| {
                bencher.iter(|| reader.search(&request))
            });
        }
        group.finish();
    }
    let mut group = criterion.benchmark_group("no lexicon");
    group.sample_size(60);
    for query in ["armistice", "\"cold war\""] {
        let request = SearchRequest { lexicon: false, ..SearchRequest::new(query) };
        group.bench_function(query, |bencher| bencher.iter(|| reader.search(&request)));
    }
    group.finish();
}

criterion_group!(benches, queries);
criterion_main!(benches);
