#![allow(missing_docs, clippy::all)]
#[path = "../benches/growth/mod.rs"]
mod growth;
use chosin::{
    lexicon::{Lexicon, Reading},
    words::Words,
};
use std::{collections::HashMap, time::Instant};
fn main() {
    let lexicon = Lexicon::open(&Lexicon::compile(&Lexicon::carried()).unwrap()).unwrap();
    let g = growth::Growth::from_corpus();
    let texts: Vec<String> = (0..1000).map(|i| g.record(i).summary.unwrap()).collect();
    let (mut calls, mut hits, mut words_n) = (0, 0, 0);
    let mut per: HashMap<String, (f64, u32, u32)> = HashMap::new();
    let mut memo: HashMap<String, chosin::lexicon::Begins> = HashMap::new();
    let t = Instant::now();
    for text in &texts {
        let words = Words::of(text);
        let mut i = 0;
        while i < words.len() {
            words_n += 1;
            let f = words.folded(i).to_owned();
            let b = *memo.entry(f.clone()).or_insert_with(|| lexicon.begins(&f));
            if !b.is_none() {
                calls += 1;
                let s = Instant::now();
                let r = lexicon.group_from(&words, i, Reading::Record, b);
                let e = per.entry(f).or_default();
                e.0 += s.elapsed().as_secs_f64() * 1e6;
                e.1 += 1;
                if let Some(r) = r {
                    hits += 1;
                    e.2 += 1;
                    i = r.words.end;
                    continue;
                }
            }
            i += 1;
        }
    }
    println!("{words_n} words, {calls} calls, {hits} hits, total {:?}", t.elapsed());
    let mut v: Vec<_> = per.into_iter().collect();
    v.sort_by(|a, b| b.1.0.total_cmp(&a.1.0));
    for (w, (us, n, h)) in v.iter().take(60) {
        print!("{w}: {us:.0}us/{n} hit {h} = {:.1}; ", us / *n as f64);
    }
    println!();
}
