//! Whole runs over small inputs.

mod killed;

use super::*;
use crate::index::check::check;
use crate::library::file;
use crate::search::Searcher;
use std::fs;

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        let world = Self { folder };
        world.write("a.jsonl", &[line("ferry", "Ferries", 1990), line("pier", "Piers", 1991)]);
        world.write("b.jsonl", &[line("ferry2", "Ferries", 1990), line("camp", "Camps", 1992)]);
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("in").join(name)
    }

    fn write(&self, name: &str, lines: &[String]) {
        fs::write(self.path(name), lines.join("\n")).unwrap();
    }

    fn location(&self) -> Location {
        Location::new(self.folder.path().join("index"))
    }

    fn order(&self) -> Ingest {
        Ingest {
            inputs: vec![Input::new(self.path(""))],
            remember: true,
            wait: Duration::ZERO,
            lexicon: Vec::new(),
            ..Ingest::default()
        }
    }

    fn ingest(&self) -> Result<Report> {
        self.run(&self.order())
    }

    fn run(&self, order: &Ingest) -> Result<Report> {
        ingest(&self.location(), order, &mut |_| {})
    }

    fn ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = ["ferry", "ferry2", "pier", "camp"]
            .iter()
            .filter_map(|id| self.reader().record(id).unwrap())
            .map(|record| record.id)
            .collect();
        ids.sort();
        ids
    }

    fn reader(&self) -> crate::index::Reader {
        let home = crate::index::Home {
            path: self.location().root().to_path_buf(),
            name: String::new(),
            generation: 1,
            lists: Box::new(|_| None),
        };
        Opened::open(&self.location()).unwrap().reader(home).unwrap()
    }

    /// What lies in the index location.
    fn entries(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.location().root())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn line(id: &str, title: &str, year: u32) -> String {
    format!(
        r#"{{"id":"{id}","title":"{title} of Inchon","authors":["Kim, Pak"],"year":{year},"abstract":"Boats."}}"#
    )
}

#[test]
fn merging_off_and_on_again_gives_the_same_works_and_keeps_what_was_parted() {
    let world = World::new();
    // The same work three times; one is another after all.
    world.write("c.jsonl", &[line("ferry3", "Ferries", 1990)]);
    world.ingest().unwrap();
    let library = Library::of(&world.location());
    let mut apart = library.apart().unwrap().0;
    let ledger = library.ledger().unwrap().0;
    let main = ledger.now("ferry3").unwrap().to_owned();
    let other = ["ferry", "ferry2", "ferry3"].into_iter().find(|id| *id != main).unwrap();
    for entry in ledger.entries(&main).into_iter().filter(|entry| *entry != other) {
        apart.add(other, entry);
    }
    let lock = library.lock(Duration::ZERO).unwrap();
    library.keep_apart(&apart, &lock).unwrap();
    drop(lock);
    world.ingest().unwrap();
    let answered = || {
        let ledger = library.ledger().unwrap().0;
        ["ferry", "ferry2", "ferry3"].map(|id| ledger.now(id).unwrap().to_owned())
    };
    let before = answered();
    assert!(
        before.contains(&other.to_owned()) && before.iter().filter(|id| **id == main).count() == 2,
        "{before:?}"
    );
    world.run(&Ingest { merge: false, ..world.order() }).unwrap();
    assert_eq!(answered(), ["ferry", "ferry2", "ferry3"]);
    world.ingest().unwrap();
    assert_eq!(answered(), before);
}

#[test]
fn inputs_become_an_index_that_answers() {
    let world = World::new();
    let report = world.ingest().unwrap();
    assert_eq!((report.manifest.records, report.manifest.duplicates), (3, 1));
    assert_eq!(report.merges[0].reason, "same title, author and year");
    assert_eq!(check(&world.location()).unwrap().records, 3);
    let reader = world.reader();
    assert_eq!(reader.search(&crate::search::SearchRequest::new("boats")).unwrap().total, 3);
    assert_eq!(reader.sources("ferry2").unwrap().len(), 2);
}

#[test]
fn a_repeat_with_nothing_changed_does_nothing() {
    let world = World::new();
    let first = world.ingest().unwrap();
    let again = world.ingest().unwrap();
    assert!(again.unchanged && again.manifest == first.manifest);
    world.write("b.jsonl", &[line("camp", "Camps", 1993)]);
    let third = world.ingest().unwrap();
    assert_eq!(
        (third.unchanged, third.changed, third.gone),
        (false, vec!["camp".into()], vec!["ferry2".into()])
    );
    assert_eq!(world.entries(), ["built-2", "chosin-index", "current", "library", "lock"]);
}

#[test]
fn a_dry_run_writes_nothing() {
    let world = World::new();
    let report = dry_run(&world.location(), &world.order(), &mut |_| {}).unwrap();
    assert_eq!((report.added.len(), report.merges.len(), report.manifest.records), (4, 1, 3));
    assert!(!world.location().root().exists());
}

#[test]
fn what_goes_wrong_leaves_the_old_index() {
    let world = World::new();
    world.ingest().unwrap();
    let before = (world.entries(), world.ids());
    let mut gone = world.order();
    gone.inputs.push(Input::new("/nowhere/x.bib"));
    assert!(matches!(world.run(&gone), Err(Error::Vanished(_))));
    world.write("c.jsonl", &["{\"title\":".into(), line("x", "X", 1)]);
    assert!(matches!(world.run(&Ingest { strict: true, ..world.order() }), Err(Error::Strict(_))));
    let lock = world.location().lock(Duration::ZERO).unwrap();
    assert!(matches!(world.ingest(), Err(Error::Locked { .. })));
    drop(lock);
    assert_eq!((world.entries(), world.ids()), before);
    assert_eq!(Library::of(&world.location()).inputs().unwrap().0, world.order().inputs);
}

#[test]
fn all_but_the_library_can_be_deleted() {
    let world = World::new();
    world.ingest().unwrap();
    let (ids, library) = (world.ids(), Library::of(&world.location()));
    library.lists().add("chapter", &["ferry".into()], &library.lock(Duration::ZERO).unwrap()).unwrap();
    for name in world.entries() {
        let path = world.location().root().join(&name);
        match name.as_str() {
            "library" => {}
            _ if path.is_dir() => fs::remove_dir_all(path).unwrap(),
            _ => fs::remove_file(path).unwrap(),
        }
    }
    // Another order of the same inputs, and a key that goes.
    world.write("a.jsonl", &[line("pier", "Piers", 1991), line("", "Ferries", 1990)]);
    world.ingest().unwrap();
    assert_eq!(world.ids(), ids);
    assert_eq!(library.lists().ids("chapter").unwrap().0, ["ferry"]);
}

#[test]
fn with_no_input_the_starter_bibliography_is_read_and_steps_aside() {
    let world = World::new();
    let report = world.run(&Ingest { inputs: Vec::new(), remember: false, ..world.order() }).unwrap();
    assert!(report.manifest.records >= 200, "{}", report.manifest.records);
    assert_eq!(Library::of(&world.location()).inputs().unwrap().0, []);
    assert_eq!(world.ingest().unwrap().manifest.records, 3);
}

#[test]
fn a_foreign_folder_is_refused() {
    let world = World::new();
    fs::create_dir(world.location().root()).unwrap();
    fs::write(world.location().root().join("thesis.tex"), "x").unwrap();
    assert!(matches!(world.ingest(), Err(Error::Foreign(_))));
    assert_eq!(world.entries(), ["thesis.tex"]);
}

#[test]
fn a_damaged_index_is_mended_and_a_lost_ledger_noticed() {
    let world = World::new();
    world.ingest().unwrap();
    fs::remove_file(world.location().root().join("current")).unwrap();
    assert!(!world.ingest().unwrap().unchanged);
    fs::remove_file(world.location().library().join("ids")).unwrap();
    assert!(!world.ingest().unwrap().unchanged);
    assert!(world.ingest().unwrap().unchanged);
}

/// A file system of its own that holds little, where that is permitted.
#[cfg(target_os = "linux")]
struct Small(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl Small {
    fn new(kilobytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "tmpfs"])
            .arg(folder.path())
            .output();
        mounted.is_ok_and(|output| output.status.success()).then_some(Self(folder))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Small {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.0.path()).output();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_leaves_the_old_index_and_no_litter() {
    for kilobytes in [400, 700, 1100, 1400] {
        let Some(small) = Small::new(kilobytes) else {
            assert!(std::env::var_os("CHOSIN_NEED_TOOLS").is_none(), "no small file system can be mounted");
            eprintln!("SKIPPED: a_full_disk_is_told: no small file system can be mounted here");
            return;
        };
        let world = World::new();
        let location = Location::new(small.0.path().join("index"));
        let run = || ingest(&location, &world.order(), &mut |_| {});
        run().unwrap();
        let before = (location.current().unwrap(), fs::read(location.library().join("ids")).unwrap());
        let many: Vec<String> = (0..4000)
            .map(|n| line(&format!("k{n}"), &format!("Ferry {n} word{} w{}x", n * 7, n * 13), 1950))
            .collect();
        world.write("many.jsonl", &many);
        let Err(error) = run() else { panic!("{kilobytes} kB are enough") };
        assert!(error.to_string().to_lowercase().contains("no space left"), "{kilobytes}: {error}");
        assert_eq!((location.current().unwrap(), fs::read(location.library().join("ids")).unwrap()), before);
        assert_eq!(check(&location).unwrap().records, 3);
        let litter = fs::read_dir(location.root()).unwrap().flatten();
        assert!(
            litter.into_iter().all(|entry| !entry.file_name().to_str().unwrap().starts_with("building-"))
        );
        file::replace(&small.0.path().join("room"), &[0; 1000]).unwrap();
    }
}
