//! What the tests of every format share: reading a fixture whole, and reading it damaged. Not part of the program.

use super::{Entry, Format};
use crate::error::Problem;
use crate::record::Record;
use std::ops::ControlFlow;

/// Every entry of a text.
pub fn entries(format: &Format, text: impl AsRef<[u8]>) -> Vec<Entry> {
    let mut entries = Vec::new();
    (format.read)(&mut text.as_ref(), &mut |entry| {
        entries.push(entry);
        ControlFlow::Continue(())
    })
    .expect("reading from memory does not fail");
    entries
}

/// Every record of a text that has no bad entry, with its line.
pub fn records(format: &Format, text: impl AsRef<[u8]>) -> Vec<(usize, Record)> {
    let read = |entry: Entry| (entry.line, entry.record.unwrap_or_else(|problem| panic!("{problem}")));
    entries(format, text).into_iter().map(read).collect()
}

/// The problems of a text.
pub fn problems(format: &Format, text: impl AsRef<[u8]>) -> Vec<Problem> {
    entries(format, text).into_iter().filter_map(|entry| entry.record.err()).collect()
}

/// Reads a fixture cut at every length, and with bytes changed, removed and repeated: no panic, and every line lies
/// within the text and never before the one of the entry before it. The changes are the same in every run.
pub fn check_any_damage(format: &Format, fixture: &str) {
    let bytes = fixture.as_bytes();
    let step = (bytes.len() / 200).max(1);
    let mut seed = 0x9e37_79b9_u32;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        seed as usize % below.max(1)
    };
    let signs = b"{}[]<>\"\\,:;&@=-\n\r \t\0\xff9aA";
    for at in (0..bytes.len()).step_by(step) {
        check_lines(format, &bytes[..at]);
        let mut changed = bytes.to_vec();
        for _ in 0..1 + random(4) {
            changed[random(bytes.len())] = signs[random(signs.len())];
        }
        check_lines(format, &changed);
        let (from, to) = (random(bytes.len()), random(bytes.len()));
        let mut spliced = bytes[..from].to_vec();
        spliced.extend_from_slice(&bytes[to..]);
        check_lines(format, &spliced);
    }
}

/// Counts what begins an entry in a fixture, apart from the reader: records read and problems together must be as many, also
/// where lines that hold none of `guarded` are damaged. A bad entry costs itself, and no more than itself.
pub fn check_counts(format: &Format, fixture: &str, guarded: &[&str], begins: impl Fn(&str) -> usize) {
    let counted = begins(fixture);
    assert!(counted > 0, "{}: nothing begins an entry", format.name);
    assert_eq!(entries(format, fixture).len(), counted, "{}", format.name);
    let lines: Vec<&str> = fixture.split_inclusive('\n').collect();
    let signs = ["{", "}", "<", ">", "\"", "\\\\", ",", ":", ";", "&", "=", "-", "9", "a", ""];
    for (number, line) in lines.iter().enumerate() {
        let bare = line.trim_end();
        if bare.is_empty() || guarded.iter().any(|guarded| line.contains(guarded)) {
            continue;
        }
        for (turn, sign) in signs.iter().enumerate() {
            // Somewhere in the line, one character for another.
            let places: Vec<(usize, char)> = bare.char_indices().collect();
            let Some((at, c)) = places.get((turn * 7 + number) % places.len()) else { continue };
            let changed = format!("{}{sign}{}", &line[..*at], &line[at + c.len_utf8()..]);
            let text: String = lines
                .iter()
                .enumerate()
                .map(|(place, other)| if place == number { &changed } else { *other })
                .collect();
            let found = entries(format, &text).len();
            assert_eq!(found, begins(&text), "{}: line {} as {changed:?}", format.name, number + 1);
        }
    }
}

fn check_lines(format: &Format, bytes: &[u8]) {
    let _ = (format.detect)(&String::from_utf8_lossy(bytes));
    let last = bytes.iter().filter(|b| **b == b'\n').count() + 1;
    let mut previous = 1;
    for entry in entries(format, bytes) {
        assert!(
            (previous..=last).contains(&entry.line),
            "{}: line {} after {previous} of {last} in {:?}",
            format.name,
            entry.line,
            String::from_utf8_lossy(bytes)
        );
        previous = entry.line;
        if let Err(problem) = &entry.record {
            assert!(problem.line >= 1 && problem.line <= last, "{problem}");
        }
    }
}
