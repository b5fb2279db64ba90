//! The lines of a listing page -> rows, fields and runs of lines of one sort, with the blank lines before each.
//!
//! It knows what a line is and not what a record is: that is the reader's.

use crate::format::identifier;
use crate::format::lines::{ENTRY_LIMIT, Lines};
use std::collections::VecDeque;
use std::io;

/// Signs that end a field.
pub(super) const FIELD_ENDS: [char; 5] = ['\u{25fd}', '\u{25fb}', '\u{25fc}', '\u{25fe}', '\u{25ab}'];

/// What a page's own buttons and links say, lower case.
const BUTTONS: &[&str] = &[
    "about",
    "advanced search",
    "back to top",
    "cite",
    "cite this",
    "close",
    "contact",
    "contact us",
    "cookies",
    "copy",
    "copy link",
    "create account",
    "download",
    "download pdf",
    "email",
    "export",
    "export citation",
    "export citation format",
    "export citations",
    "export to",
    "facebook",
    "filter",
    "filters",
    "find full text",
    "full text",
    "get access",
    "help",
    "home",
    "linkedin",
    "load more",
    "log in",
    "log out",
    "login",
    "menu",
    "next",
    "next page",
    "previous",
    "previous page",
    "print",
    "privacy",
    "privacy policy",
    "refine results",
    "register",
    "related documents",
    "save",
    "search",
    "see more",
    "share",
    "share document",
    "share this",
    "share this document",
    "show less",
    "show more",
    "sign in",
    "sign out",
    "sign up",
    "sort by",
    "terms",
    "terms of service",
    "terms of use",
    "top",
    "twitter",
    "view more",
];

/// The longest line that can be an author's name, in characters.
const NAME_LIMIT: usize = 100;
/// A field, in the order in which a page gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Field {
    Doi(String),
    Year(i32),
    Volume(Option<String>, Option<String>),
    Pages(String),
    Cited(u64),
    /// "Author(s):", with what stands behind it on the same line.
    Authors(String),
    /// "Keyword(s):", likewise.
    Keywords(String),
}

impl Field {
    /// Its place in the order; a field that does not come later than the last one begins a record.
    pub(super) fn place(&self) -> u8 {
        match self {
            Self::Doi(_) => 1,
            Self::Year(_) => 2,
            Self::Volume(..) => 3,
            Self::Pages(_) => 4,
            Self::Cited(_) => 5,
            Self::Authors(_) => 6,
            Self::Keywords(_) => 7,
        }
    }

    /// Whether it can begin a record.
    pub(super) fn begins(&self) -> bool {
        !matches!(self, Self::Cited(_) | Self::Keywords(_))
    }
}

/// A line without its field end.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) text: String,
    /// Whether a field end stood behind it.
    pub(super) ended: bool,
}

/// A run of lines of one sort.
#[derive(Debug)]
pub(super) enum Run {
    Text(Vec<Row>),
    /// Fields, the names under "Author(s):" and the words under "Keyword(s):".
    Fields(Vec<Field>, Vec<String>, Vec<String>),
}

/// A run with its place in the file.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) line: usize,
    /// Blank lines before it; two at the file's beginning, none within a paragraph.
    pub(super) blanks: usize,
    pub(super) run: Run,
}

impl Placed {
    /// Whether fields that begin a record stand here.
    pub(super) fn begins(&self) -> bool {
        matches!(&self.run, Run::Fields(fields, ..) if fields.iter().any(Field::begins))
    }
}

/// The runs of a page, with a look at the next two.
pub(super) struct Runs<'a> {
    lines: Lines<'a>,
    ready: VecDeque<Placed>,
    /// Blank lines since the last text; before the first line there is as good as a wide gap.
    blanks: usize,
    done: bool,
}

impl<'a> Runs<'a> {
    pub(super) fn new(lines: Lines<'a>) -> Self {
        Self { lines, ready: VecDeque::new(), blanks: 2, done: false }
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Placed>> {
        self.fill(1)?;
        Ok(self.ready.pop_front())
    }

    /// Whether fields stand directly after the run just taken, a line with the journal between them or not.
    pub(super) fn fields_follow(&mut self) -> io::Result<bool> {
        self.fill(2)?;
        let mut ahead = self.ready.iter().take_while(|placed| placed.blanks < 2);
        Ok(match ahead.next() {
            Some(next) if next.begins() => true,
            Some(Placed { run: Run::Text(rows), .. }) => {
                rows.iter().all(|row| row.ended) && ahead.next().is_some_and(Placed::begins)
            }
            _ => false,
        })
    }

    pub(super) fn fill(&mut self, wanted: usize) -> io::Result<()> {
        while self.ready.len() < wanted && !self.done {
            self.paragraph()?;
        }
        Ok(())
    }

    /// Reads one paragraph and parts it into runs.
    pub(super) fn paragraph(&mut self) -> io::Result<()> {
        let mut paragraph = Vec::new();
        let mut bytes = 0;
        let mut gap = self.blanks;
        loop {
            let Some(line) = self.lines.next()? else {
                self.done = true;
                break;
            };
            if line.text.trim().is_empty() {
                if !paragraph.is_empty() {
                    self.blanks = 1;
                    break;
                }
                self.blanks += 1;
                gap = self.blanks;
                continue;
            }
            bytes += line.text.len();
            paragraph.extend(rows(&line.text).into_iter().map(|row| (line.number, row)));
            if bytes >= ENTRY_LIMIT {
                // A paragraph without end is parted, so that memory stays bounded; the draft counts its bytes.
                self.blanks = 1;
                break;
            }
        }
        let mut names_wanted = None;
        let mut begun = false;
        for (line, row) in paragraph {
            let field = field(&row.text);
            // The run at hand is this paragraph's only after its first row.
            let run = self.ready.back_mut().filter(|_| begun).map(|placed| &mut placed.run);
            begun = true;
            match (field, run) {
                (Some(field), run) => {
                    names_wanted = match field {
                        Field::Authors(_) => Some(true),
                        Field::Keywords(_) => Some(false),
                        _ => None,
                    };
                    match run {
                        Some(Run::Fields(fields, ..))
                            if fields.last().is_none_or(|last| last.place() < field.place()) =>
                        {
                            fields.push(field);
                        }
                        _ => self.push(line, gap, Run::Fields(vec![field], Vec::new(), Vec::new())),
                    }
                }
                (None, Some(Run::Fields(_, names, _)))
                    if names_wanted == Some(true) && is_name(&row.text) =>
                {
                    names.push(row.text);
                }
                (None, Some(Run::Fields(_, _, keywords)))
                    if names_wanted == Some(false) && is_name(&row.text) =>
                {
                    keywords.push(row.text);
                }
                (None, Some(Run::Text(rows))) => rows.push(row),
                (None, _) => {
                    names_wanted = None;
                    self.push(line, gap, Run::Text(vec![row]));
                }
            }
            gap = 0;
        }
        Ok(())
    }

    pub(super) fn push(&mut self, line: usize, blanks: usize, run: Run) {
        self.ready.push_back(Placed { line, blanks, run });
    }
}

/// The parts of a line between field ends; none for a line of nothing but ends.
pub(super) fn rows(line: &str) -> Vec<Row> {
    let mut parts = line.split(FIELD_ENDS).map(str::trim).peekable();
    let mut rows = Vec::new();
    while let Some(part) = parts.next() {
        if !part.is_empty() {
            rows.push(Row { text: part.to_owned(), ended: parts.peek().is_some() });
        }
    }
    rows
}

/// The field that a whole line is.
pub(super) fn field(text: &str) -> Option<Field> {
    if let Some(rest) = labelled(text, &["author(s):", "authors:", "author:"]) {
        return Some(Field::Authors(rest.to_owned()));
    }
    if let Some(rest) = labelled(text, &["keyword(s):", "keywords:"]) {
        return Some(Field::Keywords(rest.to_owned()));
    }
    if text.len() > 80 {
        return None;
    }
    if let Some(rest) = labelled(text, &["cited by"]) {
        return rest.trim_start_matches(['~', ':', ' ']).parse().ok().map(Field::Cited);
    }
    if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(|year| (1000..3000).contains(year)).map(Field::Year);
    }
    if text.starts_with("10.") || labelled(text, &["doi:", "https://doi.org/"]).is_some() {
        return (!text.contains(' ') || text.starts_with("doi"))
            .then(|| identifier::doi(text))
            .flatten()
            .map(Field::Doi);
    }
    if let Some(rest) = labelled(text, &["volume ", "vol. ", "vol.", "vol "]) {
        return volume(rest);
    }
    if let Some(rest) = labelled(text, &["pages ", "pp. ", "pp.", "pp ", "p. "]) {
        let form = |c: char| c.is_ascii_alphanumeric() || " ,.-–—+:()".contains(c);
        let numbers = rest.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let pages = rest.chars().all(form) && numbers.clone().count() > 0 && numbers.clone().all(is_page);
        return pages.then(|| Field::Pages(rest.replace(['–', '—'], "-")));
    }
    None
}

/// `44`, `S12`, `e1003`, `xiv`.
fn is_page(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let roman = word.chars().all(|c| "ivxlcdm".contains(c.to_ascii_lowercase()));
    (digits > 0 && word.len() - digits <= 3) || roman
}

/// "2 (2)", "10", "5, No. 3", "ahead-of-print (ahead-of-print)".
fn volume(text: &str) -> Option<Field> {
    let text = text.trim();
    if text.is_empty() || text.split_whitespace().count() > 8 || ends_with_stop(text) {
        return None;
    }
    let (volume, issue) = if let Some((volume, issue)) = text.split_once('(') {
        (volume, issue.trim_end().trim_end_matches(')'))
    } else {
        match ["no.", "issue", "number", "iss."].iter().find_map(|word| {
            let at = text.to_ascii_lowercase().find(word)?;
            Some((text.get(..at)?, text.get(at + word.len()..)?))
        }) {
            Some(parts) => parts,
            None => (text, ""),
        }
    };
    let bare = |part: &str| {
        let part = part.trim_matches(|c: char| c.is_whitespace() || ",;:.".contains(c));
        (!part.is_empty()).then(|| part.to_owned())
    };
    let (volume, issue) = (bare(volume), bare(issue));
    // "Vol de nuit" is a title.
    let numbered = text.chars().any(|c| c.is_ascii_digit())
        || text.contains("print")
        || volume.as_deref().is_some_and(|v| v.chars().all(|c| "IVXLCDM".contains(c)));
    (numbered && (volume.is_some() || issue.is_some())).then_some(Field::Volume(volume, issue))
}

/// What follows one of the labels, in whatever case the label stands.
pub(super) fn labelled<'a>(text: &'a str, labels: &[&str]) -> Option<&'a str> {
    labels.iter().find_map(|label| {
        let (head, rest) = text.split_at_checked(label.len())?;
        head.eq_ignore_ascii_case(label).then(|| rest.trim())
    })
}

/// Whether a line can be a name or a keyword: short, and no sentence.
pub(super) fn is_name(text: &str) -> bool {
    text.chars().count() <= NAME_LIMIT
        && text.split_whitespace().count() <= 10
        && !(ends_with_stop(text) && text.split_whitespace().count() > 5)
        && !text.eq_ignore_ascii_case("abstract")
        && !is_button(text)
}

/// Whether a line says only what the page's buttons say.
pub(super) fn is_button(text: &str) -> bool {
    text.len() <= 120
        && text.split(['/', '|', '·', '•']).all(|part| {
            let part = part.trim().to_lowercase();
            part.is_empty() || BUTTONS.contains(&part.as_str())
        })
}

pub(super) fn ends_with_stop(text: &str) -> bool {
    let closing = |c: char| c.is_whitespace() || "\"'”’»)]".contains(c);
    text.trim_end_matches(closing).ends_with(['.', '…', '。'])
}
