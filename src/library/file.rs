//! Plain text files that are replaced whole: what a crash leaves is the old file or the new one.
//!
//! A file begins with a line that says what it is and in which version; then comes one entry a line, its values parted
//! by tabs. A line that cannot be understood costs itself. What the entries mean is for the modules beside this one.

use crate::error::{Error, Problem, Result};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// What the names of half-written files begin with.
pub const HALF: &str = ".chosin-half-";

/// Replaces a file by these bytes.
///
/// # Errors
/// [`Error::Io`]; the old file then still stands.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    replace_with(path, |out| out.write_all(bytes))
}

/// Replaces a file by what is written: a file beside it, synced, takes its name.
///
/// # Errors
/// [`Error::Io`]; the old file then still stands.
pub fn replace_with(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |error| Error::io(path, error);
    let mut builder = tempfile::Builder::new();
    builder.prefix(HALF);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let half = builder.tempfile_in(folder).map_err(failed)?;
    let mut out = BufWriter::with_capacity(1 << 16, half.as_file());
    write(&mut out).and_then(|()| out.flush()).map_err(failed)?;
    drop(out);
    half.as_file().sync_all().map_err(failed)?;
    half.persist(path).map_err(|error| failed(error.error))?;
    sync_folder(folder)
}

/// Writes a folder's entries to the disk.
///
/// # Errors
/// [`Error::Io`].
pub fn sync_folder(folder: &Path) -> Result<()> {
    // Only unix opens a folder; elsewhere the file system is trusted.
    if cfg!(unix) {
        File::open(folder).and_then(|file| file.sync_all()).map_err(|error| Error::io(folder, error))?;
    }
    Ok(())
}

/// Removes half-written files that killed runs left in a folder.
pub fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(HALF)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A file's first line: what it is and in which version.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    /// What the file holds: `ids`.
    pub what: &'static str,
    /// The version of its form; a file of a later one is not read.
    pub version: u32,
}

impl Head {
    /// The line.
    #[must_use]
    pub fn line(self) -> String {
        format!("# chosin {} {}\n", self.what, self.version)
    }

    /// Reads a file and gives each line after the first to `take`, which says what is wrong with it, if anything is.
    /// A file that is missing has no lines.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Usage`] for a file of a later version, which is not to be overwritten.
    pub fn read(
        self,
        path: &Path,
        take: impl FnMut(&str) -> std::result::Result<(), &'static str>,
    ) -> Result<Vec<Problem>> {
        self.read_all(path, take).map(|(problems, _)| problems)
    }

    /// The lines that are not taken, as they are: whoever writes the file anew writes them again, so that a damaged line waits for somebody
    /// who can mend it.
    ///
    /// # Errors
    /// See [`Head::read`].
    pub fn refused<T>(
        self,
        path: &Path,
        take: impl Fn(&str) -> std::result::Result<T, &'static str>,
    ) -> Result<Vec<u8>> {
        self.read_all(path, |line| take(line).map(drop)).map(|(_, refused)| refused)
    }

    /// Both: what is wrong with the lines that are not taken, and the lines.
    ///
    /// # Errors
    /// See [`Head::read`].
    pub fn read_all(
        self,
        path: &Path,
        mut take: impl FnMut(&str) -> std::result::Result<(), &'static str>,
    ) -> Result<(Vec<Problem>, Vec<u8>)> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), Vec::new())),
            Err(error) => return Err(Error::io(path, error)),
        };
        let (mut problems, mut refused) = (Vec::new(), Vec::new());
        let mut problem = |line: usize, bytes: &[u8], message: &str| {
            problems.push(Problem { source: path.to_path_buf(), ..Problem::new(line, message) });
            refused.extend_from_slice(bytes);
            refused.push(b'\n');
        };
        for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            let bytes = line;
            let Ok(line) = std::str::from_utf8(line) else {
                problem(number, bytes, "not UTF-8; the line was passed over");
                continue;
            };
            let line = line.strip_suffix('\r').unwrap_or(line);
            if let Some(comment) = line.strip_prefix("# ") {
                let version = comment.strip_prefix("chosin ").and_then(|rest| rest.strip_prefix(self.what));
                if number == 1
                    && let Some(version) = version.and_then(|version| version.trim().parse::<u32>().ok())
                    && version > self.version
                {
                    return Err(Error::usage(
                        format!("{}: written by a later chosin (version {version})", path.display()),
                        "update chosin",
                    ));
                }
            } else if !line.is_empty()
                && let Err(message) = take(line)
            {
                problem(number, bytes, message);
            }
        }
        Ok((problems, refused))
    }
}

/// Appends a value to a line: tabs, line ends, backslashes and other control characters are written `\t`, `\x0a`...
pub fn escape(value: &str, line: &mut String) {
    for c in value.chars() {
        match c {
            '\t' => line.push_str("\\t"),
            '\\' => line.push_str("\\\\"),
            // At the start of a line it would begin a remark.
            '#' if line.is_empty() => line.push_str("\\x23"),
            c if c.is_control() && u32::from(c) < 0x100 => {
                use std::fmt::Write as _;
                let _ = write!(line, "\\x{:02x}", u32::from(c));
            }
            c => line.push(c),
        }
    }
}

/// A line of values.
pub fn line<'v>(values: impl IntoIterator<Item = &'v str>) -> String {
    let mut line = String::new();
    for (index, value) in values.into_iter().enumerate() {
        if index > 0 {
            line.push('\t');
        }
        escape(value, &mut line);
    }
    line.push('\n');
    line
}

/// A value as it was before [`escape`].
#[must_use]
pub fn unescape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let code = after.strip_prefix('x').and_then(|code| code.get(..2));
        if let Some(code) = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32)
        {
            out.push(code);
            rest = after.get(3..).unwrap_or_default();
        } else if let Some(after) = after.strip_prefix('t') {
            out.push('\t');
            rest = after;
        } else {
            // A backslash of its own, or one that somebody typed.
            out.push('\\');
            rest = after.strip_prefix('\\').unwrap_or(after);
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_value_survives_a_line(value in "\\PC*|[\\x00-\\xff]{0,9}|[#\\\\tx0]{0,9}") {
            let mut line = String::new();
            escape(&value, &mut line);
            assert!(!line.contains(['\t', '\n', '\r']));
            assert_eq!(unescape(&line), value);
        }
    }

    #[test]
    fn a_damaged_line_costs_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("numbers");
        let head = Head { what: "numbers", version: 1 };
        fs::write(&path, b"# chosin numbers 1\n1\nx\n\xff\xfe\n3\n").unwrap();
        let mut numbers = Vec::new();
        let problems = head
            .read(&path, |line| line.parse().map(|n: u8| numbers.push(n)).map_err(|_| "not a number"))
            .unwrap();
        assert_eq!((numbers, problems.iter().map(|p| p.line).collect()), (vec![1, 3], vec![3, 4]));
        fs::write(&path, b"# chosin numbers 2\n1\n").unwrap();
        assert!(head.read(&path, |_| Ok(())).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_what_was_replaced() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (plain, ours) = (folder.path().join("plain"), folder.path().join("ours"));
        fs::write(&plain, "").unwrap();
        replace(&ours, b"x").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&plain));
    }
}
