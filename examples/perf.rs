#![allow(missing_docs, clippy::all)]
#[path = "../benches/growth/mod.rs"]
mod growth;
use chosin::{
    analysis::Analyzer,
    index::{
        Home, Reader, compounds,
        schema::{Facts, Fields},
    },
    lexicon::Lexicon,
    search::*,
};
use std::{sync::Arc, time::Instant};
fn main() {
    let n: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let lex = std::env::args().nth(2).is_some_and(|a| a == "lex");
    let lexicon =
        lex.then(|| Arc::new(Lexicon::open(&Lexicon::compile(&Lexicon::carried()).unwrap()).unwrap()));
    let growth = growth::Growth::from_corpus();
    let records: Vec<_> = (0..n).map(|i| growth.record(i)).collect();
    let bytes: usize = records.iter().map(|r| r.to_json().len()).sum();
    println!("{n} records, {} MB", bytes / 1_000_000);
    let mut an = Analyzer::new(lexicon.clone());
    let mut a = chosin::analysis::Analysis::default();
    let t = Instant::now();
    let mut toks = 0;
    for r in records.iter().take(20000) {
        an.text(r.summary.as_deref().unwrap(), &mut a);
        toks += a.tokens.len();
    }
    println!(
        "analyse text: {:.0} rec/s ({toks} tokens)",
        20000.0_f64.min(n as f64) / t.elapsed().as_secs_f64()
    );
    let t = Instant::now();
    for r in records.iter().take(20000) {
        Analyzer::exact(r.summary.as_deref().unwrap(), &mut a);
    }
    println!("analyse exact: {:.0} rec/s", 20000.0_f64.min(n as f64) / t.elapsed().as_secs_f64());
    let jsons: Vec<String> = records.iter().take(20000).map(|r| r.to_json()).collect();
    let t = Instant::now();
    for j in &jsons {
        let r: chosin::record::Record = serde_json::from_str(j).unwrap();
        std::hint::black_box(&r);
    }
    println!("parse json: {:.2} us", t.elapsed().as_secs_f64() * 1e6 / jsons.len() as f64);
    let fields = Fields::new();
    let analyzer = Analyzer::new(lexicon);
    let dir = format!("/tmp/perf-{n}-{lex}");
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    let t = Instant::now();
    let settings = tantivy::IndexSettings { docstore_blocksize: 4096, ..Default::default() };
    let mut index = tantivy::Index::builder()
        .schema(fields.schema.clone())
        .settings(settings)
        .create_in_dir(&dir)
        .unwrap();
    index.set_tokenizers(Fields::tokenizers(&analyzer));
    let mut writer: tantivy::IndexWriter = index.writer_with_num_threads(2, 1_000_000_000).unwrap();
    for (i, r) in records.iter().enumerate() {
        writer
            .add_document(fields.document(r, &Facts { ord: i as u64, seen: 0, aliases: &[], sources: &[] }))
            .unwrap();
    }
    writer.commit().unwrap();
    println!("indexed in {:?}: {:.0} rec/s", t.elapsed(), n as f64 / t.elapsed().as_secs_f64());
    let ids = index.searchable_segment_ids().unwrap();
    writer.merge(&ids).wait().unwrap();
    println!("merged in {:?}: {:.0} rec/s", t.elapsed(), n as f64 / t.elapsed().as_secs_f64());
    let searcher = index.reader().unwrap().searcher();
    let lines = compounds::learn(&searcher, &fields, &mut analyzer.clone()).unwrap();
    println!("compounds {} in {:?}", lines.lines().count(), t.elapsed());
    let home = Home { path: "x".into(), name: "x".into(), generation: 1, lists: Box::new(|_| None) };
    let reader = Reader::new(&index, analyzer, compounds::Compounds::new(lines), home).unwrap();
    for line in std::fs::read_to_string("benches/queries.tsv").unwrap().lines() {
        let (tag, q) = line.split_once('\t').unwrap();
        let request = SearchRequest::new(q);
        let time = |request: &SearchRequest| {
            let mut times: Vec<f64> = (0..200)
                .map(|_| {
                    let t = Instant::now();
                    std::hint::black_box(reader.search(request).unwrap());
                    t.elapsed().as_secs_f64() * 1e3
                })
                .collect();
            times.sort_by(|a, b| a.total_cmp(b));
            (times[100], times[198])
        };
        let (p50, p99) = time(&request);
        let (ids, _) = time(&SearchRequest { detail: Detail::Ids, ..request.clone() });
        let (none, _) = time(&SearchRequest { detail: Detail::Ids, limit: Some(0), ..request.clone() });
        let r = reader.search(&request).unwrap();
        println!(
            "{tag:16} {q:40} p50 {p50:.3} p99 {p99:.3} ids {ids:.3} count {none:.3}  total {} all {}",
            r.total, r.total_all
        );
    }
}
