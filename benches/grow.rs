//! Writes grown records as JSON lines: `cargo bench --bench grow -- 100000 > records.jsonl`. Measures nothing.

mod growth;

use std::io::{BufWriter, Write};

fn main() -> std::io::Result<()> {
    let count = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(0_u64);
    let growth = growth::Growth::from_corpus();
    let mut out = BufWriter::new(std::io::stdout().lock());
    for number in 0..count {
        writeln!(out, "{}", growth.record(number).to_json())?;
    }
    out.flush()
}
