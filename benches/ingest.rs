//! Records a second, by stage: read, analyse, and the whole of `ingest` to an index in force.

mod growth;

use chosin::analysis::{Analysis, Analyzer};
use chosin::ingest::{Ingest, ingest};
use chosin::lexicon::Lexicon;
use chosin::library::input::Input;
use chosin::library::location::Location;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::ops::ControlFlow;

const RECORDS: u64 = 10_000;

fn stages(criterion: &mut Criterion) {
    let lines = growth::lines(RECORDS);
    let growth = growth::Growth::from_corpus();
    let texts: Vec<String> = (0..RECORDS).filter_map(|number| growth.record(number).summary).collect();
    let mut group = criterion.benchmark_group("ingest");
    group
        .sample_size(10)
        .throughput(Throughput::ElementsAndBytes { elements: RECORDS, bytes: lines.len() as u64 });

    let format = chosin::format::by_name("csl-json").expect("csl-json");
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            let mut count = 0;
            (format.read)(&mut lines.as_bytes(), &mut |_| {
                count += 1;
                ControlFlow::Continue(())
            })
            .expect("bytes in memory");
            count
        });
    });
    let analyse = |mut analyzer: Analyzer| {
        let mut analysis = Analysis::default();
        let mut tokens = 0;
        for text in &texts {
            analyzer.text(text, &mut analysis);
            tokens += analysis.text.len() + analysis.exact.len();
        }
        tokens
    };
    group.bench_function("analyse", |bencher| {
        bencher.iter_batched(growth::analyzer, analyse, BatchSize::PerIteration);
    });
    group.bench_function("analyse without lexicon", |bencher| bencher.iter(|| analyse(Analyzer::new(None))));

    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("records.jsonl");
    std::fs::write(&path, &lines).expect("a temporary file");
    for (name, lexicon) in [("index", Lexicon::carried()), ("index without lexicon", Vec::new())] {
        group.bench_function(name, |bencher| {
            bencher.iter_batched(
                || tempfile::tempdir().expect("a temporary folder"),
                |place| {
                    let (inputs, lexicon) = (vec![Input::new(&path)], lexicon.clone());
                    let order = Ingest { inputs, lexicon, ..Ingest::default() };
                    ingest(&Location::new(place.path().join("index")), &order, &mut |_| {}).expect("an index")
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
