//! `chosin ingest`: files and folders read, remembered, and made an index of.
//!
//! What is an input is decided here from the flags; reading, merging, building are `ingest`'s.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::open;
use crate::cli::place::{self, Origin, Place};
use crate::cli::progress::Progress;
use crate::cli::quote::quoted;
use crate::cli::shell::Shell;
use crate::error::{Error, Result};
use crate::format;
use crate::ingest::{self, Ingest, Report};
use crate::library::Library;
use crate::library::input::Input;
use crate::library::location::Location;
use crate::render::{count, escape};
use clap::{ArgMatches, ValueHint};
use std::io::Read;
use std::path::{Path, PathBuf};

/// How many files that no reader took are named after a run.
const SHOWN: usize = 8;

pub const ROW: Row = Row {
    name: "ingest",
    alias: None,
    about: "Read files and folders, remember them, build the index",
    arguments: with::<Flags>,
    run,
};

/// Read files and folders, remember them, build the index
///
/// Without a path everything remembered is read again; where nothing has changed nothing is done.
#[derive(Debug, clap::Args)]
struct Flags {
    /// Files and folders; - for stdin
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    /// Remember these and no others
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with = "paths", value_hint = ValueHint::AnyPath)]
    only: Vec<PathBuf>,
    /// Forget an input; - for what came by stdin
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    forget: Vec<PathBuf>,
    /// Read the paths as this format, whatever they look like
    #[arg(long, value_name = "NAME")]
    format: Option<String>,
    /// Which columns of a table are which fields: title=Titel,author=Verfasser
    #[arg(long, value_name = "FIELD=COLUMN,...")]
    map: Option<String>,
    /// A lexicon file of yours, remembered; adds to and changes the one chosin carries
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    lexicon: Option<PathBuf>,
    /// Stop at the first sight of a problem, before anything is replaced
    #[arg(long)]
    strict: bool,
    /// Leave records that are one work unmerged, until --merge says otherwise
    #[arg(long)]
    no_merge: bool,
    /// Merge records that are one work again
    #[arg(long, conflicts_with = "no_merge")]
    merge: bool,
    /// Say what would be added, changed and merged, and do nothing
    #[arg(long)]
    dry_run: bool,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Flags = flags(matches)?;
    if let Some(name) = &flags.format
        && format::by_name(name).is_none()
    {
        let names: Vec<_> = format::FORMATS.iter().map(|format| format.name).collect();
        return Err(Error::usage(
            format!("--format {name}: not one of {}", names.join(", ")),
            "chosin ingest PATH, the format is told by content",
        ));
    }
    let (place, library) = open::library(shell)?;
    let location = Location::new(&place.path);
    let (remembered, damaged) = library.inputs()?;
    for problem in &damaged {
        shell.note(&problem.to_string());
    }
    let scratch = if flags.dry_run {
        Some(tempfile::tempdir().map_err(|error| Error::io(std::env::temp_dir(), error))?)
    } else {
        None
    };
    if !flags.dry_run {
        location.claim()?;
        if let Some(file) = &flags.lexicon {
            let path = ingest::absolute(file)?;
            crate::lexicon::Lexicon::compile(&open::lexicon_sources(&library, Some(&path))?)?;
            library.name_lexicon(&path, &library.lock(open::WAIT)?)?;
        }
    }
    let merge = if flags.merge || flags.no_merge { flags.merge } else { library.merges() };
    if !flags.dry_run && merge != library.merges() {
        library.choose_merging(merge, &library.lock(open::WAIT)?)?;
    }
    let inputs = flags.inputs(&remembered, &library, scratch.as_ref().map(tempfile::TempDir::path))?;
    let is_new = inputs != remembered;
    let order = Ingest {
        inputs: if inputs.is_empty() { open::unasked_inputs(&place)? } else { inputs.clone() },
        remember: is_new,
        merge,
        strict: flags.strict,
        wait: open::WAIT,
        lexicon: open::lexicon_sources(&library, flags.lexicon.as_deref())?,
    };
    if is_new && inputs.is_empty() {
        // The last input is forgotten: what is read unasked is not remembered.
        library.remember(&[], &library.lock(open::WAIT)?)?;
        let instead = order
            .inputs
            .first()
            .map_or("the starter bibliography".to_owned(), |input| input.path.display().to_string());
        shell.news(&format!("no input is left; {instead} stands in"));
    }
    let order = Ingest { remember: is_new && !inputs.is_empty(), ..order };
    let progress = Progress::new();
    if flags.dry_run {
        let report = ingest::dry_run(&location, &order, &mut |step| progress.step(step))?;
        progress.clear();
        return foretell(&report, remembered.is_empty() && !inputs.is_empty(), shell);
    }
    let report = ingest::ingest(&location, &order, &mut |step| progress.step(step))?;
    progress.clear();
    if remembered.is_empty() && !inputs.is_empty() {
        if !report.gone.is_empty() {
            shell.news("the starter bibliography has stepped aside");
        }
        welcome(&place, &flags, shell);
    }
    shell.news(&closing(&report, &progress.seconds()));
    if !merge && !flags.no_merge {
        shell.note("records that are one work are left unmerged, as you chose: chosin ingest --merge");
    }
    let unread: Vec<_> =
        report.parts.iter().filter(|part| part.format.is_empty() && !part.note.is_empty()).collect();
    // One more is not worth a line of its own.
    let shown = if unread.len() > SHOWN + 1 { SHOWN } else { unread.len() };
    for part in unread.iter().take(shown) {
        shell.note(&format!("{}: {}", part.name, part.note));
    }
    if unread.len() > shown {
        let more = count((unread.len() - shown) as u64, "more file", "more files");
        shell.note(&format!("{more} in no format that chosin knows: chosin problems names each"));
    }
    Ok(Exit::Found)
}

impl Flags {
    /// The inputs after this run, in order.
    fn inputs(&self, remembered: &[Input], library: &Library, scratch: Option<&Path>) -> Result<Vec<Input>> {
        let mut inputs = if self.only.is_empty() { remembered.to_vec() } else { Vec::new() };
        for path in &self.forget {
            let by_stdin = path == Path::new("-");
            let whole = ingest::absolute(path)?;
            let before = inputs.len();
            inputs.retain(|input| match by_stdin {
                true => !library.came_by_stdin(&input.path),
                false => input.path != whole && input.path != *path,
            });
            if inputs.len() == before {
                return Err(not_remembered(path, remembered));
            }
        }
        for path in self.paths.iter().chain(&self.only) {
            let path = if path == Path::new("-") {
                stdin(library, scratch, self.format.as_deref())?
            } else {
                ingest::absolute(path)?
            };
            if !path.exists() {
                return Err(Error::usage(
                    format!("{}: no such file or folder", path.display()),
                    "chosin ingest PATH",
                ));
            }
            // Only tables have columns.
            let table = self.map.as_ref().map(|_| "csv".to_owned());
            let format = self.format.clone().or(table);
            let input = Input { format, map: self.map.clone(), ..Input::new(path) };
            match inputs.iter_mut().find(|known| known.path == input.path) {
                Some(known) => *known = input,
                None => inputs.push(input),
            }
        }
        Ok(inputs)
    }
}

/// What to say to an input to be forgotten that is none.
fn not_remembered(path: &Path, remembered: &[Input]) -> Error {
    let known: Vec<_> = remembered.iter().map(|input| input.path.display().to_string()).collect();
    if known.is_empty() {
        let message = format!("{}: not among the inputs; none is remembered", path.display());
        return Error::usage(message, "chosin ingest PATH");
    }
    let what = if path == Path::new("-") {
        "stdin: nothing came by it that is remembered".to_owned()
    } else {
        format!("{}: not among the inputs", path.display())
    };
    let message = format!("{what}; the inputs are: {}", known.join(", "));
    Error::usage(message, "chosin ingest --forget PATH, as it stands there")
}

/// What comes by stdin, kept as a file; refused where no entry of any format is in it, since it would be remembered for good.
fn stdin(library: &Library, scratch: Option<&Path>, format: Option<&str>) -> Result<PathBuf> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| Error::io("stdin", error))?;
    if bytes.is_empty() {
        return Err(Error::usage("stdin: nothing came", "chosin ingest FILE"));
    }
    let looked_at = tempfile::NamedTempFile::new().map_err(|error| Error::io(std::env::temp_dir(), error))?;
    std::fs::write(looked_at.path(), &bytes).map_err(|error| Error::io(looked_at.path(), error))?;
    if let Some(why) = crate::corpus::input::refusal(looked_at.path(), format.and_then(format::by_name))? {
        return Err(Error::usage(
            format!("stdin: {why}"),
            "chosin ingest --format NAME -, or chosin ingest FILE",
        ));
    }
    let path = match scratch {
        Some(folder) => {
            let path = folder.join("stdin");
            std::fs::write(&path, &bytes).map_err(|error| Error::io(&path, error))?;
            path
        }
        None => library.keep_stdin(&bytes, &library.lock(open::WAIT)?)?,
    };
    ingest::absolute(&path)
}

/// Says at the first input where the library lies.
fn welcome(place: &Place, flags: &Flags, shell: &Shell) {
    if place.origin != Origin::Checkout {
        return;
    }
    let Some(data) = place::data() else { return };
    let paths: Vec<_> =
        flags.paths.iter().chain(&flags.only).map(|path| path.display().to_string()).collect();
    shell.news(&format!(
        "this library lies in the checkout, {}; to start one in your data folder: chosin --index {} ingest {}",
        place.name(),
        quoted(&[data.display().to_string()]),
        quoted(&paths)
    ));
}

/// "362 records, 12 duplicates merged, 3 problems (chosin problems), 0.8 s".
fn closing(report: &Report, seconds: &str) -> String {
    let manifest = &report.manifest;
    let records = count(manifest.records, "record", "records");
    if report.unchanged {
        return format!("nothing has changed: {records}, {seconds}");
    }
    let merged = count(manifest.duplicates, "duplicate", "duplicates");
    let problems = match manifest.problems {
        0 => "no problems".into(),
        problems => format!("{} (chosin problems)", count(problems, "problem", "problems")),
    };
    format!("{records}, {merged} merged, {problems}, {seconds}")
}

/// What a run would do, on stdout.
fn foretell(report: &Report, is_first: bool, shell: &Shell) -> Result<Exit> {
    if report.unchanged {
        shell.news("nothing has changed, nothing would be done");
        return Ok(Exit::Nothing);
    }
    // At the first input the starter bibliography steps aside: no loss of the user's.
    let none = Vec::new();
    let gone = if is_first { &none } else { &report.gone };
    if is_first && !report.gone.is_empty() {
        shell.news("the starter bibliography would step aside");
    }
    let mut lines = Vec::new();
    for (what, ids) in [("add", &report.added), ("change", &report.changed), ("lose", gone)] {
        lines.extend(ids.iter().map(|id| format!("{what}\t{id}")));
    }
    lines.extend(
        report.merges.iter().map(|merge| format!("merge\t{} {}: {}", merge.one, merge.other, merge.reason)),
    );
    lines.extend(report.problems.iter().map(|problem| format!("problem\t{problem}")));
    shell.write(|out| {
        lines.iter().try_for_each(|line| {
            let (what, rest) = line.split_once('\t').unwrap_or(("", line));
            writeln!(out, "{what:<8} {}", escape::line(rest))
        })
    })?;
    shell.news(&format!(
        "would add {}, change {}, lose {}, merge {}; {}; nothing was done",
        report.added.len(),
        report.changed.len(),
        gone.len(),
        report.merges.len(),
        count(report.problems.len() as u64, "problem", "problems")
    ));
    Ok(Exit::Found)
}
