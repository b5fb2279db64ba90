//! Headers -> fields, and a row's cells -> a record.
//!
//! What every program calls its columns stands in `format::field`.

use crate::error::Problem;
use crate::format::field::{self, Column, bare};
use crate::format::{clean, date, edtf, name, parallel};
use crate::record::{Field, Name, Record, Titled};
use serde_json::{Map, Value};

/// The first headers of a table that chosin wrote.
pub const OWN: [&str; 8] =
    ["id", "type", "title", "author", "editor", "translator", "issued", "container-title"];

/// Types in programs' words, small letters alone, as CSL's.
const KINDS: &[(&str, &str)] = &[
    ("article", "article-journal"),
    ("blogpost", "post-weblog"),
    ("bookchapter", "chapter"),
    ("booksection", "chapter"),
    ("chap", "chapter"),
    ("conferencepaper", "paper-conference"),
    ("conferenceproceeding", "paper-conference"),
    ("cpaper", "paper-conference"),
    ("editorial", "article-journal"),
    ("encyclopediaarticle", "entry-encyclopedia"),
    ("dictionaryentry", "entry-dictionary"),
    ("film", "motion_picture"),
    ("jour", "article-journal"),
    ("journalarticle", "article-journal"),
    ("letter", "article-journal"),
    ("magazinearticle", "article-magazine"),
    ("news", "article-newspaper"),
    ("newspaperarticle", "article-newspaper"),
    ("note", "article-journal"),
    ("preprint", "article"),
    ("presentation", "speech"),
    ("rprt", "report"),
    ("review", "article-journal"),
    ("shortsurvey", "article-journal"),
    ("thes", "thesis"),
    ("videorecording", "motion_picture"),
];

/// Which column of a table is which field.
pub struct Columns {
    headers: Vec<String>,
    fields: Vec<Option<Column>>,
    /// Whether names stand with nothing between them, as Springer's tables have it.
    glued: bool,
    /// Whether the table is chosin's own, whose headers are CSL's words and whose types are CSL's.
    own: bool,
}

impl Columns {
    /// The columns of a table with these headers.
    #[must_use]
    pub fn of(headers: &[String]) -> Self {
        Self::mapped(headers, &[])
    }

    /// The same, some headers (in any case) being taken for the fields given with them.
    #[must_use]
    pub fn mapped(headers: &[String], mapping: &[(String, Column)]) -> Self {
        let mapped = |header: &str| {
            mapping.iter().find(|(name, _)| bare(name) == bare(header)).map(|(_, field)| *field)
        };
        let fields =
            headers.iter().map(|header| mapped(header).or_else(|| Column::from_name(header))).collect();
        let glued = headers.iter().any(|header| header == "Item Title");
        let own = headers.iter().map(String::as_str).take(OWN.len()).eq(OWN);
        Self { headers: headers.to_vec(), fields, glued, own }
    }

    /// Whether there is a column of that name, in any case.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|header| bare(header) == bare(name))
    }

    /// The field of a column.
    #[must_use]
    pub fn field(&self, at: usize) -> Option<Column> {
        self.fields.get(at).copied().flatten()
    }

    /// How many columns are known.
    #[must_use]
    pub fn known(&self) -> usize {
        self.fields.iter().flatten().count()
    }

    /// Whether there is a column of titles or abstracts.
    #[must_use]
    pub fn holds_content(&self) -> bool {
        self.fields.iter().flatten().any(|field| matches!(field, Column::Of(Field::Title | Field::Abstract)))
    }

    /// A row's cells as a record.
    ///
    /// # Errors
    /// A problem without a line where the row holds nothing to find it by.
    pub fn record(&self, cells: Vec<String>) -> Result<Record, Problem> {
        let mut record = Record::default();
        let mut kept = Map::new();
        let (mut first, mut last, mut number, mut subtitle) = (None, None, None, None);
        let mut full_names = false;
        for (at, cell) in cells.into_iter().enumerate() {
            let text = cell.trim();
            let column = self.field(at);
            // "none" is no date and no volume, but may be a key.
            if text.is_empty() || (is_blank(text) && column != Some(Column::Of(Field::Id))) {
                continue;
            }
            let line = || clean::line(text).into_owned();
            let header = self.headers.get(at).map(String::as_str).unwrap_or_default();
            if Field::is_variable(header) && (self.own || column.is_none()) {
                record.other.entry(header).or_insert_with(|| variable(text));
                continue;
            }
            let Some(column) = column else {
                let key = if header.is_empty() { format!("column {}", at + 1) } else { header.to_owned() };
                kept.insert(key, text.into());
                continue;
            };
            match column {
                Column::Of(Field::Id) if record.id.is_empty() => record.id = line(),
                Column::Of(Field::Kind) if record.kind.is_empty() => {
                    record.kind = if self.own { line() } else { kind(text) };
                }
                Column::Of(Field::Title) if record.title.is_empty() => record.title = line(),
                Column::Of(Field::Id | Field::Kind | Field::Title | Field::Custom) => {
                    kept.insert(header.to_owned(), text.into());
                }
                Column::Subtitle => subtitle = Some(line()),
                Column::OtherTitle => record.custom.titles.extend(text.split(" | ").map(titled)),
                Column::OtherName => record.custom.names.extend(text.split("; ").map(str::to_owned)),
                Column::Of(Field::Author) if record.author.is_empty() => {
                    record.author = if self.glued { names(&unglued(text)) } else { names(text) };
                }
                Column::Of(Field::Author) => {}
                Column::FullAuthor => {
                    let names = names(text);
                    if !names.is_empty() && !std::mem::replace(&mut full_names, true) {
                        record.author = names;
                    }
                }
                Column::Of(Field::Issued) => {
                    let date = edtf::parse(text).or_else(|| date::parse(text));
                    if let Some(date) = date
                        && record.issued.as_ref().is_none_or(|old| date::is_fuller(&date, old))
                    {
                        record.issued = Some(date);
                    }
                }
                Column::FirstPage => first = Some(line()),
                Column::LastPage => last = Some(line()),
                Column::ArticleNumber => number = Some(line()),
                Column::Of(Field::Keyword) => add(&mut record.keyword, "; ", &keywords(text)),
                Column::Of(Field::Note) => {
                    add(&mut record.note, "\n\n", &field::text(Field::Note, text).unwrap_or_default());
                }
                Column::Of(field) => {
                    if let Some(people) = record.names_mut(field) {
                        people.extend(names(text));
                    } else if let Some(slot) = record.text_mut(field).filter(|slot| slot.is_none()) {
                        *slot = field::text(field, text);
                    }
                }
            }
        }
        if let Some(subtitle) = subtitle {
            record.title = field::joined(&record.title, &subtitle);
        }
        let pages = match (first, last) {
            (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
            (first, last) => first.or(last),
        };
        record.page = record.page.or(pages).or(number);
        parallel::split_in(&mut record);
        let mut record = super::super::worth_keeping(record, "row")?;
        if !kept.is_empty() {
            record.custom.other.insert("csv".into(), Value::Object(kept));
        }
        Ok(record)
    }
}

/// A cell under the name of a CSL variable: the lists and dates of our own tables, else a text.
fn variable(text: &str) -> Value {
    let nested = text.starts_with(['[', '{']).then(|| serde_json::from_str(text).ok()).flatten();
    nested.unwrap_or_else(|| text.into())
}

/// Adds a text behind what stands there already.
fn add(slot: &mut Option<String>, between: &str, more: &str) {
    match slot {
        _ if more.is_empty() => {}
        Some(text) => {
            text.push_str(between);
            text.push_str(more);
        }
        None => *slot = Some(more.to_owned()),
    }
}

/// What programs write into a cell that holds nothing: "[No author name available]", "N/A".
fn is_blank(text: &str) -> bool {
    text.is_empty()
        || matches!(text.to_ascii_lowercase().as_str(), "n/a" | "na" | "nan" | "null" | "none" | "[]")
        || (text.starts_with("[No ") && text.ends_with(" available]"))
}

/// A type in a program's words as CSL's; an unknown one stays as it is.
fn kind(text: &str) -> String {
    let bare = bare(text);
    KINDS
        .iter()
        .find(|(theirs, _)| *theirs == bare)
        .map_or_else(|| text.to_lowercase(), |(_, kind)| (*kind).to_owned())
}

/// Names in a cell: with `;` between them, as a Python list, with Scopus' numbers in brackets behind them.
fn names(text: &str) -> Vec<Name> {
    let list = listed(text).unwrap_or_else(|| text.to_owned());
    let mut bare = String::with_capacity(list.len());
    let mut rest = list.as_str();
    while let Some((before, after)) = rest.split_once('(') {
        match after.split_once(')') {
            Some((number, after)) if number.len() >= 8 && number.bytes().all(|b| b.is_ascii_digit()) => {
                bare.push_str(before.trim_end());
                rest = after;
            }
            _ => {
                bare.push_str(before);
                bare.push('(');
                rest = after;
            }
        }
    }
    bare.push_str(rest);
    name::list(&bare)
}

/// "Ada R. QuartermainTheo Vintner" with the names parted; "McKay" and "DeWitt" are whole.
fn unglued(text: &str) -> String {
    const OPENINGS: &[&str] = &["Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Von", "Fitz"];
    let mut parted = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    for c in text.chars() {
        let word = parted.rsplit([' ', '-', '\'', '’']).next().unwrap_or_default();
        if previous.is_lowercase() && c.is_uppercase() && !OPENINGS.contains(&word) {
            parted.push_str("; ");
        }
        parted.push(c);
        previous = c;
    }
    parted
}

/// `['a, b', 'c']` as `a, b; c`.
fn listed(text: &str) -> Option<String> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?.trim();
    let quote = inner.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let parts =
        inner.trim_matches(quote).split(&format!("{quote}, {quote}")).map(str::to_owned).collect::<Vec<_>>();
    Some(parts.join("; "))
}

fn keywords(text: &str) -> String {
    let text = listed(text).unwrap_or_else(|| text.to_owned());
    let words = text.split([';', '|', '\n']).map(str::trim).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("; ")
}

/// `text [lang]`, as chosin writes it.
fn titled(text: &str) -> Titled {
    let text = text.trim();
    let tagged = text.strip_suffix(']').and_then(|text| text.rsplit_once(" ["));
    match tagged {
        Some((title, lang))
            if !lang.is_empty()
                && lang.len() <= 12
                && lang.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') =>
        {
            Titled { text: title.to_owned(), lang: lang.to_owned() }
        }
        _ => Titled { text: text.to_owned(), lang: String::new() },
    }
}
