//! Top ten of each kind of query in `queries.tsv`, in process, with snippets and without; and names of the lexicon beside plain
//! words that as many records have.
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

/// How many records a query finds.
fn total(reader: &impl Searcher, query: &str) -> u64 {
    let request = SearchRequest { detail: Detail::Ids, ..SearchRequest::new(query) };
    reader.search(&request).map_or(0, |response| response.total)
}

/// A class is one term: each name beside the plain word whose records are nearest in number.
fn classes(criterion: &mut Criterion) {
    let reader = growth::reader(growth::count());
    let analyzer = growth::analyzer();
    let lexicon = analyzer.lexicon().expect("the lexicon");
    let words: Vec<(String, u64)> = ('a'..='z')
        .flat_map(|letter| reader.words(&letter.to_string(), 2_000).unwrap_or_default())
        .filter(|(word, _)| word.len() > 3 && !lexicon.may_begin(word) && lexicon.spellings(word).is_empty())
        .collect();
    let mut group = criterion.benchmark_group("class and word");
    group.sample_size(60);
    for name in ["Pusan", "Mao Zedong", "United Nations", "prisoner of war", "Yalu", "38th parallel"] {
        let wanted = total(&reader, name);
        let mut near: Vec<&(String, u64)> = words.iter().collect();
        near.sort_by_key(|(_, count)| count.abs_diff(wanted));
        let word = near.iter().take(20).min_by_key(|(word, _)| total(&reader, word).abs_diff(wanted));
        let Some((word, _)) = word else { continue };
        for query in [name, word] {
            let request = SearchRequest { detail: Detail::Ids, ..SearchRequest::new(query) };
            let records = total(&reader, query);
            group.bench_function(format!("{name} beside {word}: {query}, {records} records"), |bencher| {
                bencher.iter(|| reader.search(&request))
            });
        }
    }
    group.finish();
}

criterion_group!(benches, queries, classes);
criterion_main!(benches);
