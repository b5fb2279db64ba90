//! What may befall: no room, no rights, bytes that have changed, queries that nobody would type.
//!
//! The program as a whole; that every byte of an index is believed on no word but its checksum's is `index`'s own test.

use crate::run::{Ran, chosin_in, fresh, program};
use std::path::{Path, PathBuf};

fn built(folder: &Path) -> PathBuf {
    let current = std::fs::read_to_string(folder.join("ix/current")).unwrap();
    folder.join("ix").join(current.split_whitespace().next().unwrap())
}

#[test]
fn a_changed_byte_is_told_in_one_plain_sentence() {
    let folder = fresh();
    let queries = ["fog", "fog*", "\"thick fog\"", "fgo~1", "type:article fog"];
    let asked = |query: &str| chosin_in(folder.path(), &["search", "--no-history", query]);
    let sound: Vec<Ran> = queries.iter().map(|query| asked(query)).collect();
    let mut told = 0;
    for file in std::fs::read_dir(built(folder.path())).unwrap().map(|entry| entry.unwrap().path()) {
        let whole = std::fs::read(&file).unwrap();
        let mut changed = whole.clone();
        let Some(byte) = changed.get_mut(whole.len() / 2) else { continue };
        *byte ^= 4;
        std::fs::write(&file, &changed).unwrap();
        for (query, sound) in queries.iter().zip(&sound) {
            let ran = asked(query);
            if ran.code != 2 {
                assert_eq!((ran.code, &ran.out), (sound.code, &sound.out), "{query}, {}", file.display());
                continue;
            }
            told += 1;
            assert!(
                ran.err.contains("the index is damaged") && ran.err.contains("try: chosin ingest"),
                "{}",
                ran.err
            );
            assert!(!ran.err.contains('{') && ran.err.lines().count() == 2, "{}", ran.err);
        }
        std::fs::write(&file, &whole).unwrap();
    }
    assert!(told > queries.len(), "{told}");
    assert_eq!(chosin_in(folder.path(), &["check"]).code, 0);
}

#[cfg(unix)]
#[test]
fn who_may_read_one_file_of_an_index_may_read_them_all() {
    use std::os::unix::fs::PermissionsExt;
    let folder = fresh();
    let files = std::fs::read_dir(built(folder.path())).unwrap();
    let mut modes: Vec<u32> =
        files.map(|entry| entry.unwrap().metadata().unwrap().permissions().mode()).collect();
    modes.dedup();
    assert_eq!(modes.len(), 1, "{modes:?}");
}

#[cfg(unix)]
#[test]
fn a_limit_on_files_is_told_and_leaves_nothing_behind() {
    let folder = fresh();
    let before = chosin_in(folder.path(), &["search", "--format", "ids", "war"]).out;
    let line = |n: usize| {
        let words: Vec<String> = (0..60).map(|word| format!("w{}", (n * 31 + word * 17) % 4001)).collect();
        format!("{{\"id\":\"n{n}\",\"title\":\"{n}\",\"abstract\":\"{}\"}}\n", words.join(" "))
    };
    std::fs::write(folder.path().join("many.jsonl"), (0..2000).map(line).collect::<String>()).unwrap();
    let chosin = env!("CARGO_BIN_EXE_chosin");
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", &format!("ulimit -f 200; exec {chosin} ingest many.jsonl")]);
    limited.current_dir(folder.path()).env("CHOSIN_INDEX", folder.path().join("ix"));
    limited.env("HOME", folder.path().join("home"));
    let ran: Ran = limited.output().unwrap().into();
    assert!(ran.code == 2 && ran.err.contains("file too large") && ran.err.contains("try: "), "{}", ran.err);
    assert_eq!(chosin_in(folder.path(), &["search", "--format", "ids", "war"]).out, before);
    let left = std::fs::read_dir(folder.path().join("ix")).unwrap();
    assert!(
        left.map(|entry| entry.unwrap().file_name())
            .all(|name| !name.to_string_lossy().starts_with("building"))
    );
}

#[test]
fn no_query_is_too_odd() {
    let folder = fresh();
    let odd = [
        "(".repeat(10_000),
        format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000)),
        format!("{}a", "NOT ".repeat(10_000)),
        "\"".repeat(100_000),
        "a AND ".repeat(10_000),
        "year:99999..-99999".into(),
        "year:-999999999999999999999".into(),
        "fog NEAR/99999999999999999999 tide".into(),
        "\"fog tide\"~99999999999999999999".into(),
        "Kim Chong-".repeat(8_000),
        "one hundred and ".repeat(5_000),
        "25 June 1950 ".repeat(5_000),
        "9".repeat(50_000),
        format!("a{}", "\u{301}".repeat(50_000)),
        "*?".repeat(5_000),
        "a NEAR ".repeat(1_000),
        "a NEAR/9999 b NEAR/9999 ".repeat(300),
    ];
    for query in &odd {
        let ran = chosin_in(folder.path(), &["search", "--json", "--", query]);
        assert!(ran.code < 2, "{}: {}", query.chars().take(20).collect::<String>(), ran.err);
    }
    let lines: Vec<u8> =
        ["1\t\"".repeat(500_000).into_bytes(), b"\n2\tnul \0 nul\n3\t\xff\xfe\n".to_vec()].concat();
    std::fs::write(folder.path().join("queries.tsv"), lines).unwrap();
    let asked = ["search", "--queries", "queries.tsv", "--format", "trec"];
    assert!(program(folder.path()).args(asked).output().unwrap().status.code().unwrap() < 2);
}
