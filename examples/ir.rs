#![allow(missing_docs, clippy::all)]
use chosin::{
    analysis::Analyzer,
    index::{
        Home, Reader, compounds,
        schema::{Facts, Fields},
    },
    lexicon::Lexicon,
    record::Record,
    search::*,
};
use std::{collections::HashMap, sync::Arc, time::Instant};
fn main() {
    let lexicon = std::env::args()
        .nth(1)
        .is_some_and(|a| a == "lex")
        .then(|| Arc::new(Lexicon::open(&Lexicon::compile(&Lexicon::carried()).unwrap()).unwrap()));
    let mut mean = 0.0;
    for set in ["scifact", "cranfield", "cacm"] {
        let dir = format!("/work/shared/ir/{set}");
        let fields = Fields::new();
        let analyzer = Analyzer::new(lexicon.clone());
        let mut index = tantivy::Index::create_in_ram(fields.schema.clone());
        index.set_tokenizers(Fields::tokenizers(&analyzer));
        let mut writer: tantivy::IndexWriter = index.writer_with_num_threads(1, 500_000_000).unwrap();
        let t = Instant::now();
        let mut n = 0;
        let docs = std::fs::read_to_string(format!("{dir}/docs.jsonl")).unwrap();
        for line in docs.lines() {
            let v: serde_json::Value = serde_json::from_str(line).unwrap();
            let s = |k: &str| v[k].as_str().unwrap_or_default().to_owned();
            let r = Record { id: s("id"), title: s("title"), summary: Some(s("text")), ..Record::default() };
            writer
                .add_document(fields.document(&r, &Facts { ord: n, seen: 0, aliases: &[], sources: &[] }))
                .unwrap();
            n += 1;
        }
        writer.commit().unwrap();
        let took = t.elapsed();
        let searcher = index.reader().unwrap().searcher();
        let lines = compounds::learn(&searcher, &fields, &mut analyzer.clone()).unwrap();
        let pairs = lines.lines().count();
        if std::env::args().any(|a| a == "pairs") {
            println!("{}", lines.lines().take(60).collect::<Vec<_>>().join("; "));
        }
        let home = Home { path: "x".into(), name: "x".into(), generation: 1, lists: Box::new(|_| None) };
        let reader = Reader::new(&index, analyzer, compounds::Compounds::new(lines), home).unwrap();
        let mut qrels: HashMap<String, HashMap<String, f64>> = HashMap::new();
        for line in std::fs::read_to_string(format!("{dir}/qrels.tsv")).unwrap().lines() {
            let p: Vec<&str> = line.split('\t').collect();
            if let Ok(g) = p[2].parse::<f64>() {
                if g > 0.0 {
                    qrels.entry(p[0].into()).or_default().insert(p[1].into(), g);
                }
            }
        }
        let (mut sum, mut count, mut ms) = (0.0, 0, 0.0);
        for line in std::fs::read_to_string(format!("{dir}/queries.tsv")).unwrap().lines() {
            let (q, text) = line.split_once('\t').unwrap();
            let Some(rel) = qrels.get(q) else { continue };
            let request = SearchRequest { detail: Detail::Ids, ..SearchRequest::new(text) };
            let response = reader.search(&request).unwrap();
            ms += response.took_ms;
            let dcg: f64 = response
                .hits
                .iter()
                .enumerate()
                .map(|(i, h)| rel.get(&h.id).copied().unwrap_or(0.0) / ((i + 2) as f64).log2())
                .sum();
            let mut ideal: Vec<f64> = rel.values().copied().collect();
            ideal.sort_by(|a, b| b.total_cmp(a));
            let idcg: f64 = ideal.iter().take(10).enumerate().map(|(i, g)| g / ((i + 2) as f64).log2()).sum();
            sum += dcg / idcg;
            count += 1;
        }
        println!(
            "{set}: docs {n} in {took:?}, pairs {pairs}, queries {count} nDCG@10 {:.4}  {:.2} ms/query",
            sum / count as f64,
            ms / count as f64
        );
        mean += sum / count as f64 / 3.0;
    }
    println!("mean {mean:.4}");
}
