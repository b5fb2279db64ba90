//! The program on the small shared corpus: one index for all tests that only read, a fresh one for those that write.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// What a run gave.
pub struct Ran {
    /// Stdout.
    pub out: String,
    /// Stderr.
    pub err: String,
    /// The exit code.
    pub code: i32,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().expect("no signal ends it"),
        }
    }
}

/// The folder of the shared corpus.
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/corpus")
}

/// The program with an empty home, so that nothing of the machine's is read.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chosin"));
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    command.env("HOME", folder.join("home")).env("LANG", "C.UTF-8").env("CHOSIN_INDEX", folder.join("ix"));
    command
}

/// A fresh folder whose `ix` is an index of the shared corpus.
pub fn fresh() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let ran: Ran = program(folder.path()).arg("ingest").arg(corpus()).output().unwrap().into();
    assert_eq!(ran.code, 0, "{}", ran.err);
    folder
}

/// The folder of the shared index.
pub fn shared() -> &'static Path {
    static SHARED: OnceLock<tempfile::TempDir> = OnceLock::new();
    SHARED.get_or_init(fresh).path()
}

/// Runs the program in a folder.
pub fn chosin_in(folder: &Path, arguments: &[&str]) -> Ran {
    program(folder).args(arguments).output().unwrap().into()
}

/// Runs the program on the shared index.
pub fn chosin(arguments: &[&str]) -> Ran {
    chosin_in(shared(), arguments)
}
