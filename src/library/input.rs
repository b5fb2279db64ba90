//! The remembered inputs: which files and folders the corpus is made of, in the order given.

use super::file::{self, Head};
use crate::error::{Problem, Result};
use std::path::{Path, PathBuf};

pub(super) const FILE: &str = "inputs";
const HEAD: Head = Head { what: "inputs", version: 1 };

/// A file or folder that `ingest` was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// Its absolute path.
    pub path: PathBuf,
    /// The format it is to be read as, where one was named.
    pub format: Option<String>,
    /// Which columns of a table are which fields, as `--map` has it.
    pub map: Option<String>,
}

impl Input {
    /// An input whose format its content tells.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), ..Self::default() }
    }
}

/// A path as text that [`path`] reads back: bytes that are no UTF-8 stand as `\x..` twice escaped.
fn text(path: &Path) -> String {
    #[cfg(unix)]
    {
        use std::fmt::Write as _;
        use std::os::unix::ffi::OsStrExt;
        let mut text = String::new();
        for chunk in path.as_os_str().as_bytes().utf8_chunks() {
            text.push_str(&chunk.valid().replace('\\', "\\\\"));
            for byte in chunk.invalid() {
                let _ = write!(text, "\\{byte:02x}");
            }
        }
        text
    }
    #[cfg(not(unix))]
    path.to_string_lossy().into_owned()
}

/// The path that [`text`] wrote.
fn path(text: &str) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        let mut bytes = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('\\') {
            bytes.extend_from_slice(before.as_bytes());
            if let Some(byte) = after.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok()) {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            } else {
                bytes.push(b'\\');
                rest = after.strip_prefix('\\').unwrap_or(after);
            }
        }
        bytes.extend_from_slice(rest.as_bytes());
        std::ffi::OsString::from_vec(bytes).into()
    }
    #[cfg(not(unix))]
    PathBuf::from(text)
}

pub(super) fn read(folder: &Path) -> Result<(Vec<Input>, Vec<Problem>)> {
    let mut inputs = Vec::new();
    let problems = HEAD.read(&folder.join(FILE), |line| {
        inputs.push(parse(line)?);
        Ok(())
    })?;
    Ok((inputs, problems))
}

fn parse(line: &str) -> std::result::Result<Input, &'static str> {
    let mut values = line.split('\t').map(file::unescape);
    let path = path(&values.next().unwrap_or_default());
    if !path.is_absolute() {
        return Err("not an absolute path; the line was passed over");
    }
    let mut option = || values.next().filter(|value| !value.is_empty());
    Ok(Input { path, format: option(), map: option() })
}

pub(super) fn write(folder: &Path, inputs: &[Input]) -> Result<()> {
    let mut lines = HEAD.line();
    lines.push_str("# path\tformat\tmap\n");
    for input in inputs {
        let [format, map] = [&input.format, &input.map].map(|option| option.as_deref().unwrap_or_default());
        lines.push_str(&file::line([text(&input.path).as_str(), format, map]));
    }
    let path = folder.join(FILE);
    file::replace(&path, &[lines.as_bytes(), &HEAD.refused(&path, parse)?].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_come_back_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let inputs = vec![
            Input {
                path: "/z/한국 전쟁\t.csv".into(),
                format: Some("csv".into()),
                map: Some("a=title".into()),
            },
            Input::new("/a/\\x41\n.bib"),
        ];
        write(folder.path(), &inputs).unwrap();
        assert_eq!(read(folder.path()).unwrap(), (inputs, Vec::new()));
    }

    #[cfg(unix)]
    proptest::proptest! {
        #[test]
        fn any_path_survives(name in proptest::collection::vec(1..=255_u8, 0..12)) {
            use std::os::unix::ffi::OsStringExt;
            let mut bytes = b"/".to_vec();
            bytes.extend(name);
            let given = PathBuf::from(std::ffi::OsString::from_vec(bytes));
            let mut line = String::new();
            file::escape(&text(&given), &mut line);
            assert_eq!(path(&file::unescape(&line)), given);
        }
    }
}
