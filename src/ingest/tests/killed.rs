//! Runs that are killed: the index in force stays whole, and the next run sweeps up.
//!
//! The test program starts itself again as the run that is killed.

use super::super::*;
use crate::index::check::check;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Names the folder of the world to the run that will be killed.
const WORLD: &str = "CHOSIN_TEST_KILLED_WORLD";

fn order(world: &Path) -> Ingest {
    Ingest {
        inputs: vec![Input::new(world.join("in.jsonl"))],
        remember: true,
        wait: Duration::ZERO,
        lexicon: Vec::new(),
        ..Ingest::default()
    }
}

/// Not a test of its own: the run that is killed. It says on stdout how far it is.
#[test]
fn run_to_be_killed() {
    let Some(world) = std::env::var_os(WORLD).map(PathBuf::from) else { return };
    let location = Location::new(world.join("index"));
    let mut told = |progress| eprintln!("AT {progress:?}");
    ingest(&location, &order(&world), &mut told).unwrap();
    eprintln!("AT end");
}

fn start(world: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "ingest::tests::killed::run_to_be_killed", "--nocapture", "--test-threads=1"])
        .env(WORLD, world)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Writes the input in a version; each has its own number of records, all but the last few the same ones.
fn write(world: &Path, version: usize) -> u64 {
    let count = 200 + version;
    let lines: Vec<String> = (0..count)
        .map(|n| format!(r#"{{"title":"Ferry {n}","authors":["Kim {n}, Pak"],"year":1950,"abstract":"Version {version}."}}"#))
        .collect();
    fs::write(world.join("in.jsonl"), lines.join("\n")).unwrap();
    count as u64
}

#[test]
fn a_run_killed_at_any_moment_leaves_the_old_index_or_the_new() {
    let runs = if std::env::var_os("CHOSIN_LONG_TESTS").is_some() { 200 } else { 12 };
    let folder = tempfile::tempdir().unwrap();
    let world = folder.path();
    let location = Location::new(world.join("index"));
    let mut old: Option<u64> = None;
    let mut seed = std::process::id();
    let mut ids: Option<Vec<String>> = None;
    let (mut kept, mut replaced) = (0, 0);
    for version in 0..runs {
        let new = write(world, version);
        let mut child = start(world);
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // A stage it is let come to, and from there so many looks at it: no clock decides.
        let stage = ["AT Reading", "AT Merging", "AT Finishing", "AT end"][(seed >> 16) as usize % 4];
        while lines.next().is_some_and(|line| !line.unwrap().contains(stage)) {}
        for _ in 0..(seed >> 20) % 2_000 {
            if child.try_wait().unwrap().is_some() {
                break;
            }
        }
        let _ = child.kill();
        child.wait().unwrap();
        match check(&location) {
            Ok(checked) => {
                assert!(
                    Some(checked.records) == old || checked.records == new,
                    "version {version}: {checked:?}"
                );
                if checked.records == new {
                    replaced += 1
                } else {
                    kept += 1
                }
                old = Some(checked.records);
            }
            Err(Error::NoIndex(_)) => assert_eq!(old, None, "version {version}: the index is gone"),
            Err(error) => panic!("version {version}, killed after {stage}: {error}"),
        }
        if version % 4 == 3 {
            // The next run is whole, sweeps up, and knows every record again.
            let report = ingest(&location, &order(world), &mut |_| {}).unwrap();
            assert_eq!(report.manifest.records, new);
            old = Some(new);
            let entries: Vec<_> = fs::read_dir(location.root())
                .unwrap()
                .map(|e| e.unwrap().file_name().into_string().unwrap())
                .collect();
            assert!(!entries.iter().any(|name| name.starts_with("building-")), "{entries:?}");
            assert_eq!(entries.iter().filter(|name| name.starts_with("built-")).count(), 1, "{entries:?}");
            let (ledger, _) = Library::of(&location).ledger().unwrap();
            let now: Vec<String> = ledger.known().iter().take(200).map(|known| known.id.clone()).collect();
            assert_eq!(ids.get_or_insert_with(|| now.clone()), &now);
        }
    }
    assert_eq!(kept + replaced > 0, runs > 4);
}
