//! Problems by file and line, in the form that editors and `grep` know: `file:line: message`.

use super::{Screen, escape};
use crate::error::Problem;
use std::io::{self, Write};

/// Writes one problem a line.
///
/// # Errors
/// Those of the writer.
pub fn write(problems: &[Problem], _: &Screen, out: &mut dyn Write) -> io::Result<()> {
    problems.iter().try_for_each(|problem| writeln!(out, "{}", escape::line(&problem.to_string())))
}

/// Writes them as one JSON array.
///
/// # Errors
/// Those of the writer.
pub fn write_json(problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, problems)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_a_problem_and_nothing_raw() {
        let mut problem = Problem::new(7, "no title\u{1b}[2J\nand more").with_key("kim");
        problem.source = "refs.bib".into();
        let mut out = Vec::new();
        write(&[problem], &Screen::default(), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "refs.bib:7: kim: no title\u{fffd}[2J and more\n");
    }
}
