//! Rows of label and value: statistics, settings, fields of a record.

use super::Screen;
use super::layout::Text;
use super::style::Role;
use std::io::{self, Write};

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub label: String,
    /// What it says; several paragraphs are parted by line ends.
    pub value: String,
    /// Where the value leads, if anywhere.
    pub link: Option<String>,
}

impl Row {
    /// A row without a link.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), link: None }
    }
}

/// Writes rows, values lined up behind the longest label and wrapped there. Empty values are left out.
///
/// # Errors
/// Those of the writer.
pub fn write(rows: &[Row], screen: &Screen, out: &mut dyn Write) -> io::Result<()> {
    let filled = || rows.iter().filter(|row| !row.value.trim().is_empty());
    let longest = filled().map(|row| Text::of(Role::Label, &row.label).width()).max().unwrap_or(0);
    let indent = (longest + 2).min(screen.columns() / 2);
    for row in filled() {
        let mut label = Text::of(Role::Meta, &row.label);
        for paragraph in row.value.lines().filter(|line| !line.trim().is_empty()) {
            let mut value = Text::new();
            match &row.link {
                Some(address) => value.push_link(Role::Text, paragraph, address),
                None => value.push(Role::Text, paragraph),
            }
            value.write_after(out, screen, indent.max(label.width() + 2), &label)?;
            label = Text::new();
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_lined_up_and_wrapped_behind_their_label() {
        let rows = [Row::new("title", "one two three"), Row::new("id", "x"), Row::new("none", " ")];
        let mut out = Vec::new();
        write(&rows, &Screen { width: Some(16), ..Screen::default() }, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "title  one two\n       three\nid     x\n");
    }
}
