//! Top ten of each kind of query in `queries.tsv`, in process, with snippets and without.
//!
//! `CHOSIN_BENCH_RECORDS` says over how many grown records (100,000); the index is kept under `target/`.

mod growth;

use chosin::search::{Detail, SearchRequest, Searcher};
use criterion::{Criterion, criterion_group, criterion_main};

fn queries(criterion: &mut Criterion) {
    let reader = growth::reader(growth::count());
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
