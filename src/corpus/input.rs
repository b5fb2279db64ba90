//! One input -> entries: a file, unpacked, decoded, its format told, read; and the files of a folder.
//!
//! Whatever the file is, the answer is an [`Outcome`] in words a person understands; only what the system says of the
//! path itself is an error. It keeps no record and merges none.

use super::decode::Decoded;
use super::unpack::{Budget, Counted, DEPTH_LIMIT, Limited, MEMBER_LIMIT, Packing};
use crate::error::{Error, Problem, Result};
use crate::format::{self, Entry, Format, csv};
use crate::library::location::MARKER;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// An entry, with the place it was read from.
pub struct Located<'a> {
    /// The member of an archive, where the input is one.
    pub member: Option<&'a str>,
    /// The format it was read in.
    pub format: &'static Format,
    /// The entry. Its problem bears no file yet.
    pub entry: Entry,
}

/// What became of an input: one part for a plain file, one for each member of an archive.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The parts, in the archive's order.
    pub parts: Vec<Part>,
}

/// What became of a file or of a member.
#[derive(Debug)]
pub struct Part {
    /// The member of an archive.
    pub member: Option<String>,
    /// How it went.
    pub state: State,
    /// Records read.
    pub records: usize,
    /// Entries that could not be read.
    pub problems: usize,
    /// What a person should know of how it was read: a guessed encoding.
    pub note: Option<String>,
}

/// How the reading of a part went.
#[derive(Debug)]
pub enum State {
    /// It was read to its end.
    Read(&'static Format),
    /// It was read as far as it could be; a problem says why not to its end.
    Cut(&'static Format, Problem),
    /// There is nothing in it.
    Empty,
    /// It is in no format that can be read: what it is, if that can be told.
    Unknown(String),
    /// It could not be unpacked.
    Unreadable(String),
}

/// Takes entries; `Break` ends the reading of the input.
pub type Taker<'a> = &'a mut dyn FnMut(Located<'_>) -> ControlFlow<()>;

/// Reads every entry of a file. With `forced`, in that format; else the format is told by content, then by extension.
///
/// # Errors
/// [`Error::Io`] where the file cannot be opened, [`Error::Usage`] where the path is a folder.
pub fn read(path: &Path, forced: Option<&'static Format>, taker: Taker) -> Result<Outcome> {
    read_mapped(path, forced, &[], taker)
}

/// The same; in tables, the named columns are taken for the fields given with them (`--map 'Titel=title'`).
///
/// # Errors
/// As [`read`].
pub fn read_mapped(
    path: &Path,
    forced: Option<&'static Format>,
    mapping: &[(String, csv::Column)],
    taker: Taker,
) -> Result<Outcome> {
    let file = File::open(path).map_err(|error| Error::io(path, error))?;
    let metadata = file.metadata().map_err(|error| Error::io(path, error))?;
    if metadata.is_dir() {
        return Err(Error::plain(format!("{}: a folder, not a file", path.display())));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let budget = Budget::of(metadata.len());
    let mut reading = Reading { forced, mapping, budget, members: 0, outcome: Outcome::default(), taker };
    let _ = reading.file(file, None, &name, 0);
    Ok(reading.outcome)
}

/// Why a file is no input: what it is, where not one entry of it can be read.
///
/// # Errors
/// As [`read`].
pub fn refusal(path: &Path, forced: Option<&'static Format>) -> Result<Option<String>> {
    let mut any = false;
    let outcome = read(path, forced, &mut |located| {
        any |= located.entry.record.is_ok();
        if any { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    let why = outcome.parts.into_iter().map(|part| match part.state {
        State::Unknown(what) | State::Unreadable(what) => what,
        State::Empty => "there is nothing in it".to_owned(),
        State::Cut(format, _) | State::Read(format) => {
            format!("read as {}, there is no record in it", format.title)
        }
    });
    Ok(if any {
        None
    } else {
        Some(why.collect::<Vec<_>>().join("; "))
            .filter(|why| !why.is_empty())
            .or_else(|| Some("there is nothing in it".into()))
    })
}

/// A file found by [`walk`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its path, beginning as the argument did.
    pub path: PathBuf,
    /// The argument that led to it, counted from 0.
    pub argument: usize,
}

/// The files that inputs lead to.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    /// The files, in order.
    pub files: Vec<Found>,
    /// The folders on the way, each with the input that led to it, counted from 0.
    pub folders: Vec<(PathBuf, usize)>,
    /// What could not be listed.
    pub problems: Vec<Problem>,
}

/// The files under the given paths: each once, in the order of the arguments and then of their names. Hidden files are
/// passed over unless named, as are folders that chosin keeps an index in; links are followed, and a loop of them is a
/// problem, as is whatever cannot be listed.
#[must_use]
pub fn walk(paths: &[PathBuf]) -> Walk {
    let (mut walk, mut seen) = (Walk::default(), BTreeSet::new());
    let problem = |path: &Path, message: String| Problem { source: path.into(), ..Problem::new(0, message) };
    for (argument, root) in paths.iter().enumerate() {
        let walker = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
        for entry in walker.filter_entry(|entry| !is_passed_over(entry)) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    let real = entry.path().canonicalize().unwrap_or_else(|_| entry.path().to_path_buf());
                    if seen.insert(real) {
                        walk.files.push(Found { path: entry.into_path(), argument });
                    }
                }
                Ok(entry) if entry.file_type().is_dir() => walk.folders.push((entry.into_path(), argument)),
                Ok(entry) if entry.depth() == 0 => {
                    walk.problems.push(problem(entry.path(), "neither a file nor a folder".into()));
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(root).to_path_buf();
                    let message = match (error.loop_ancestor(), error.io_error()) {
                        (Some(ancestor), _) => format!("a link that leads back to {}", ancestor.display()),
                        (None, Some(error)) => error.to_string(),
                        (None, None) => "cannot be listed".into(),
                    };
                    walk.problems.push(problem(&path, message));
                }
            }
        }
    }
    walk.folders.sort();
    walk
}

/// Whether what was found below an argument is no input: it is hidden, or chosin's own index, which changes with every run.
#[must_use]
pub fn is_passed_over(entry: &walkdir::DirEntry) -> bool {
    entry.depth() > 0
        && (entry.file_name().to_string_lossy().starts_with('.')
            || (entry.file_type().is_dir() && entry.path().join(MARKER).is_file()))
}

struct Reading<'a> {
    forced: Option<&'static Format>,
    mapping: &'a [(String, csv::Column)],
    budget: Budget,
    /// Members of archives met so far.
    members: usize,
    outcome: Outcome,
    taker: Taker<'a>,
}

impl Reading<'_> {
    /// A file on disk, which a zip archive must be.
    fn file(&mut self, mut file: File, member: Option<&str>, name: &str, depth: usize) -> ControlFlow<()> {
        let mut magic = [0; 4];
        let length = read_up_to(&mut file, &mut magic);
        let head = magic.get(..length).unwrap_or_default();
        let packing = Packing::of(head);
        // A pipe cannot go back; what was read of it stands before the rest.
        if packing == Some(Packing::Zip) && file.rewind().is_ok() {
            return self.zip(file, member, depth);
        }
        if file.rewind().is_ok() {
            return self.stream(Box::new(file), member, name, depth);
        }
        let whole = Counted::new(io::Cursor::new(head.to_vec()).chain(file), &self.budget);
        self.stream(Box::new(whole), member, name, depth)
    }

    /// A stream that may be packed.
    fn stream(
        &mut self,
        mut input: Box<dyn Read + '_>,
        member: Option<&str>,
        name: &str,
        depth: usize,
    ) -> ControlFlow<()> {
        let mut magic = [0; 4];
        let length = read_up_to(&mut input, &mut magic);
        let head = magic.get(..length).unwrap_or_default().to_vec();
        let packing = Packing::of(&head);
        let input = io::Cursor::new(head).chain(input);
        let Some(packing) = packing else { return self.text(input, member, name) };
        if depth >= DEPTH_LIMIT {
            return self.part(
                member,
                State::Unreadable("archives within archives within archives: unpack them first".into()),
            );
        }
        let inner = without_extension(name, packing.extensions());
        match packing {
            Packing::Gzip => {
                let limited = Limited::new(flate2::read::MultiGzDecoder::new(input), &self.budget);
                self.stream(Box::new(limited), member, inner, depth + 1)
            }
            Packing::Zstd => match zstd::stream::read::Decoder::new(input) {
                Ok(unpacked) => {
                    let limited = Limited::new(unpacked, &self.budget);
                    self.stream(Box::new(limited), member, inner, depth + 1)
                }
                Err(error) => self.part(member, State::Unreadable(error.to_string())),
            },
            Packing::Zip => {
                // A zip is read from its end: within another archive it is put on disk first.
                let copied = tempfile::tempfile().and_then(|mut file| {
                    io::copy(&mut { input }, &mut file)?;
                    file.rewind()?;
                    Ok(file)
                });
                match copied {
                    Ok(file) => self.zip(file, member, depth),
                    Err(error) => self.part(member, State::Unreadable(error.to_string())),
                }
            }
        }
    }

    fn zip(&mut self, file: File, member: Option<&str>, depth: usize) -> ControlFlow<()> {
        let mut archive = match zip::ZipArchive::new(BufReader::new(file)) {
            Ok(archive) => archive,
            Err(error) => {
                return self.part(member, State::Unreadable(format!("not a whole zip archive: {error}")));
            }
        };
        if let Some(what) = document(&archive) {
            return self.part(member, State::Unknown(format!("{what} (export a bibliography from it)")));
        }
        if archive.is_empty() {
            return self.part(member, State::Empty);
        }
        self.members = self.members.saturating_add(archive.len());
        if self.members > MEMBER_LIMIT {
            let why = format!("more than {MEMBER_LIMIT} files in it: unpack it and ingest the folder");
            return self.part(member, State::Unreadable(why));
        }
        for index in 0..archive.len() {
            if let Some(why) = self.budget.refusal() {
                let label = labelled(member, &format!("member {} and those after it", index + 1));
                return self.part(Some(&label), State::Unreadable(why));
            }
            let file = match archive.by_index(index) {
                Ok(file) => file,
                Err(error) => {
                    let label = labelled(member, &format!("member {}", index + 1));
                    self.part(Some(&label), State::Unreadable(error.to_string()))?;
                    continue;
                }
            };
            if file.is_dir() {
                continue;
            }
            let Some(inner) = file.enclosed_name() else {
                let label = labelled(member, &String::from_utf8_lossy(file.name_raw()));
                self.part(Some(&label), State::Unreadable("its name leads out of the archive".into()))?;
                continue;
            };
            let hidden = |part: std::path::Component| {
                let part = part.as_os_str().to_string_lossy();
                part.starts_with('.') || part == "__MACOSX"
            };
            if inner.components().any(hidden) {
                continue;
            }
            let label = labelled(member, &inner.to_string_lossy());
            let limited = Limited::new(file, &self.budget);
            let short = inner.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.stream(Box::new(limited), Some(&label), &short, depth + 1)?;
        }
        ControlFlow::Continue(())
    }

    /// A stream that is packed no more.
    fn text(&mut self, input: impl Read, member: Option<&str>, name: &str) -> ControlFlow<()> {
        let mut decoded = Decoded::new(input);
        if let Some(what) = decoded.binary {
            return self.part(member, State::Unknown(what.into()));
        }
        let extension = Path::new(name).extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let head = decoded.head();
        let empty = head.trim().is_empty();
        let format = self.forced.or_else(|| format::detect(head, &extension));
        let (Some(format), false) = (format, empty) else {
            let state = match &decoded.failure {
                Some(error) => State::Unreadable(worded(error)),
                None if empty => State::Empty,
                None => State::Unknown("in no format that chosin knows".into()),
            };
            return self.part(member, state);
        };
        let (mut records, mut problems, mut last, mut flow) = (0, 0, 1, ControlFlow::Continue(()));
        let taker = &mut *self.taker;
        let mut sink = |entry: Entry| {
            match &entry.record {
                Ok(_) => records += 1,
                Err(_) => problems += 1,
            }
            last = entry.line;
            flow = taker(Located { member, format, entry });
            flow
        };
        let read = if format.name == csv::FORMAT.name {
            csv::read_mapped(&mut decoded, self.mapping, &mut sink)
        } else {
            (format.read)(&mut decoded, &mut sink)
        };
        let failure = read.err().or(decoded.failure.take());
        if self.forced.is_some() && failure.is_none() && records + problems == 0 && flow.is_continue() {
            let message = format!("nothing in it is {}: is that its format?", format.title);
            problems += 1;
            flow = (self.taker)(Located { member, format, entry: Entry::failed(Problem::new(1, message)) });
        }
        let state = match failure {
            Some(error) => State::Cut(
                format,
                Problem::new(last, format!("nothing could be read after this: {}", worded(&error))),
            ),
            None => State::Read(format),
        };
        let member = member.map(str::to_owned);
        self.outcome.parts.push(Part { member, state, records, problems, note: decoded.note.take() });
        flow
    }

    /// A part of which nothing was read.
    fn part(&mut self, member: Option<&str>, state: State) -> ControlFlow<()> {
        let member = member.map(str::to_owned);
        self.outcome.parts.push(Part { member, state, records: 0, problems: 0, note: None });
        ControlFlow::Continue(())
    }
}

/// What an error of reading means for a person.
fn worded(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "the file is cut short".into(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            format!("the archive is damaged: {error}")
        }
        _ => error.to_string(),
    }
}

/// Fills a buffer as far as the source goes; an error is met again by the reader that follows.
fn read_up_to(input: &mut impl Read, buffer: &mut [u8]) -> usize {
    let mut length = 0;
    while let Some(rest) = buffer.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match input.read(rest) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    length
}

/// `works.jsonl.gz` without `.gz`.
fn without_extension<'a>(name: &'a str, extensions: &[&str]) -> &'a str {
    match name.rsplit_once('.') {
        Some((stem, extension)) if extensions.contains(&extension.to_ascii_lowercase().as_str()) => stem,
        _ => name,
    }
}

/// `outer.zip: inner.ris`.
fn labelled(member: Option<&str>, inner: &str) -> String {
    member.map_or_else(|| inner.to_owned(), |outer| format!("{outer}: {inner}"))
}

/// The document that a zip archive is, where it is one.
fn document<R: Read + Seek>(archive: &zip::ZipArchive<R>) -> Option<&'static str> {
    const SIGNS: &[(&[u8], &str)] = &[
        (b"[Content_Types].xml", "a Word, Excel or PowerPoint file"),
        (b"mimetype", "an OpenDocument or EPUB file"),
        (b"META-INF/MANIFEST.MF", "a Java archive"),
    ];
    archive
        .file_names_raw()
        .take(50)
        .find_map(|name| SIGNS.iter().find(|(sign, _)| *sign == name).map(|(_, what)| *what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const LINES: &str = concat!(
        r#"{"id":"a","title":"A Ferry","year":1951}"#,
        "\n",
        r#"{"id":"b","title":"A Pier","year":1952}"#,
        "\n"
    );

    fn read_bytes(name: &str, bytes: &[u8]) -> (Vec<String>, Outcome) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let mut ids = Vec::new();
        let outcome = read(&path, None, &mut |located| {
            let id = located.entry.record.map_or_else(|problem| problem.message, |record| record.id);
            ids.push(located.member.map_or(id.clone(), |member| format!("{member}/{id}")));
            ControlFlow::Continue(())
        })
        .unwrap();
        (ids, outcome)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for (name, bytes) in members {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(bytes).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn packed_and_plain_files_are_read_alike() {
        let lines = LINES.as_bytes();
        let two_members = [gzip(lines), gzip(lines)].concat();
        assert_eq!(read_bytes("a.jsonl", lines).0, ["a", "b"]);
        assert_eq!(read_bytes("a.jsonl.gz", &two_members).0, ["a", "b", "a", "b"]);
        assert_eq!(read_bytes("a.zst", &zstd::encode_all(lines, 1).unwrap()).0, ["a", "b"]);
        let archive = zipped(&[
            ("in/a.json", lines),
            ("__MACOSX/a.json", lines),
            (".hidden", lines),
            ("b.json.gz", &gzip(lines)),
        ]);
        assert_eq!(
            read_bytes("a.zip", &archive).0,
            ["in/a.json/a", "in/a.json/b", "b.json.gz/a", "b.json.gz/b"]
        );
        assert_eq!(read_bytes("nested.zip", &zipped(&[("x.zip", &archive)])).0.len(), 2);
    }

    #[test]
    fn odd_columns_are_mapped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "title,Verfasser\nA Pier,Edith Ferryman\n").unwrap();
        let mapping = [("verfasser".to_owned(), csv::Column::Of(crate::record::Field::Author))];
        let mut authors = 0;
        let forced = format::by_name("csv");
        read_mapped(&path, forced, &mapping, &mut |located| {
            authors += located.entry.record.map_or(0, |record| record.author.len());
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(authors, 1);
    }

    #[test]
    fn every_file_has_a_clear_outcome() {
        let state =
            |name: &str, bytes: &[u8]| format!("{:?}", read_bytes(name, bytes).1.parts.remove(0).state);
        assert_eq!(state("empty.ris", b""), "Empty");
        assert_eq!(state("blank.json", b" \n\n"), "Empty");
        assert!(state("notes.md", b"# Read me\n\nOnce.\n").starts_with("Unknown"));
        assert!(state("a.pdf", b"%PDF-1.4 \x00\x01").contains("PDF"));
        assert!(state("a.bin", &[0, 1, 2, 3, 0, 0, 9, 9, 9]).starts_with("Unknown"));
        assert!(state("a.zip", b"PK\x03\x04 no zip at all").starts_with("Unreadable"));
        assert!(state("a.docx", &zipped(&[("[Content_Types].xml", b"x")])).contains("Word"));
        let deep = gzip(&gzip(&gzip(LINES.as_bytes())));
        assert!(state("a.gz", &deep).contains("unpack them first"));
        assert!(state("evil.zip", &zipped(&[("../evil.json", LINES.as_bytes())])).contains("leads out"));
    }

    /// What begins as an archive and goes on as nothing: it is put on disk and not parsed.
    fn hollow(megabytes: usize) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.resize(megabytes << 20, 0);
        bytes
    }

    fn is_stopped(bytes: &[u8]) -> bool {
        let parts = read_bytes("bomb.zip", bytes).1.parts;
        parts.iter().any(|part| matches!(&part.state, State::Unreadable(why) if why.contains("200 times")))
    }

    #[test]
    fn a_bomb_of_many_members_is_stopped() {
        let inner = hollow(25);
        assert!(is_stopped(&zipped(&[("a.zip", &inner), ("b.zip", &inner), ("c.zip", &inner)])));
        assert!(
            !is_stopped(&zipped(&[("a.zip", &inner), ("b.zip", &inner)])),
            "what is small may shrink well"
        );
    }

    #[test]
    fn too_many_members_are_refused() {
        let names: Vec<String> = (0..=MEMBER_LIMIT).map(|n| n.to_string()).collect();
        let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &[][..])).collect();
        let parts = read_bytes("a.zip", &zipped(&members)).1.parts;
        assert!(
            matches!(&parts[..], [Part { state: State::Unreadable(why), .. }] if why.contains("unpack it"))
        );
    }

    #[test]
    fn an_archive_is_not_believed_of_its_sizes() {
        let mut bytes = zipped(&[("a.zip", &hollow(70))]);
        for (sign, at) in [(b"PK\x03\x04", 18), (b"PK\x01\x02", 20)] {
            let header = bytes.windows(4).position(|bytes| bytes == sign).unwrap();
            bytes[header + at..header + at + 4].copy_from_slice(&(70_u32 << 20).to_le_bytes());
        }
        assert!(is_stopped(&bytes));
    }

    #[test]
    fn a_truncated_archive_gives_what_it_has() {
        let line = |n| format!(r#"{{"id":"{n}","title":"T {n}","year":1950}}"#) + "\n";
        let many: String = (0..20_000).map(line).collect();
        let packed = gzip(many.as_bytes());
        let (ids, outcome) = read_bytes("a.jsonl.gz", packed.get(..packed.len() / 2).unwrap());
        assert!(ids.len() > 1_000 && ids.len() < 20_000);
        let State::Cut(_, problem) = &outcome.parts[0].state else { panic!("{outcome:?}") };
        assert!(problem.message.contains("cut short") && problem.line > 1_000);
    }

    #[test]
    fn reading_ends_when_asked_and_a_folder_is_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        std::fs::write(&path, LINES).unwrap();
        let outcome = read(&path, None, &mut |_| ControlFlow::Break(())).unwrap();
        assert_eq!(outcome.parts[0].records, 1);
        let mut none = |_: Located| ControlFlow::Continue(());
        assert!(read(folder.path(), None, &mut none).is_err());
        assert!(read(&folder.path().join("none"), None, &mut none).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn folders_are_walked_in_order_and_loops_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("b/c")).unwrap();
        for name in ["b/2.ris", "a.bib", ".hidden", "b/c/1.ris"] {
            std::fs::write(root.join(name), "x").unwrap();
        }
        std::os::unix::fs::symlink(root, root.join("b/up")).unwrap();
        std::os::unix::fs::symlink(root.join("a.bib"), root.join("z.bib")).unwrap();
        let Walk { files, folders, problems } =
            walk(&[root.to_path_buf(), root.join("a.bib"), root.join("gone")]);
        let names: Vec<_> =
            files.iter().map(|found| found.path.strip_prefix(root).unwrap().display().to_string()).collect();
        assert_eq!(names, ["a.bib", "b/2.ris", "b/c/1.ris"]);
        assert_eq!(folders, ["", "b", "b/c"].map(|name| (root.join(name), 0)));
        assert_eq!(problems.len(), 2);
        assert!(problems[0].message.contains("leads back") || problems[1].message.contains("leads back"));
    }

    proptest::proptest! {
        #[test]
        fn any_damage_to_an_archive_has_an_outcome(at in 0..400_usize, byte in proptest::num::u8::ANY, cut in 0..400_usize) {
            let lines = LINES.repeat(3);
            for mut bytes in [gzip(lines.as_bytes()), zipped(&[("a.json", lines.as_bytes()), ("b.json", b"{}")]), zstd::encode_all(lines.as_bytes(), 1).unwrap()] {
                let length = bytes.len();
                if let Some(slot) = bytes.get_mut(at % length) {
                    *slot = byte;
                }
                bytes.truncate(length - cut % length);
                read_bytes("a.json", &bytes);
            }
        }
    }
}
