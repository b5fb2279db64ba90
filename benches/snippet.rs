//! Passages of a thousand records for a word, a name and a phrase.

mod growth;

use chosin::query::{Field, Vocabulary, parse, plan};
use chosin::search::SearchRequest;
use chosin::snippet::Lighter;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const RECORDS: u64 = 1000;

/// No index: nothing to look up.
struct Nothing;

impl Vocabulary for Nothing {
    fn matching(&self, _: Field, _: &str, _: usize) -> Vec<String> {
        Vec::new()
    }

    fn similar(&self, _: Field, _: &str, _: u8) -> Vec<String> {
        Vec::new()
    }

    fn forms(&self, _: Field, stem: &str) -> Vec<String> {
        vec![stem.to_owned()]
    }

    fn records(&self, _: &str) -> u64 {
        u64::MAX
    }

    fn halves(&self, _: &str) -> Option<(String, String)> {
        None
    }
}

fn snippets(criterion: &mut Criterion) {
    let growth = growth::Growth::from_corpus();
    let records: Vec<_> = (0..RECORDS).map(|number| growth.record(number)).collect();
    let mut analyzer = growth::analyzer();
    let mut group = criterion.benchmark_group("snippet");
    group.throughput(Throughput::Elements(RECORDS));
    for query in ["war", "Pusan", "\"38th parallel\"", "soviet archives stalin decision"] {
        let request = SearchRequest::new(query);
        let plan = plan(&request, &parse(query), analyzer.lexicon(), &Nothing);
        group.bench_function(query, |bencher| {
            bencher.iter(|| {
                let mut lighter = Lighter::new(&plan, &request, |_| 1.0);
                records.iter().map(|record| lighter.show(record, &mut analyzer).snippets.len()).sum::<usize>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, snippets);
criterion_main!(benches);
