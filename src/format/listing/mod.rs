//! A page of results saved from a scholarly index: titles, fields ended by U+25FD, authors, abstracts, blank lines.
//!
//! It is not a format anybody specified, so the rules are stated here. A paragraph after one blank line goes on with the
//! abstract; after two or more it begins a record. Lines of year, volume, pages or authors always begin one. A title is
//! one paragraph of one line with no full stop at its end, directly before them. What the page's own buttons say
//! ("Sign in", "Export Citation Format") is nobody's abstract.

mod rows;

use super::lines::{ENTRY_LIMIT, Lines};
use super::{Entry, Format, Likeness, Sink, clean, name, parallel};
use crate::error::Problem;
use crate::record::Record;
use rows::{Field, Row, Run, Runs, ends_with_stop, field, is_button, is_name, labelled, rows};
use std::io::{self, BufRead};
use std::ops::ControlFlow;

/// The listing page.
pub const FORMAT: Format = Format {
    name: "listing",
    title: "a listing page of a scholarly index",
    extensions: &["txt"],
    detect,
    read,
    write: None,
};

/// The longest line that can be a title, in characters.
const TITLE_LIMIT: usize = 400;
/// A text without a full stop and with fewer words than this is the page's own and begins no record.
const FEWEST_WORDS: usize = 8;

/// The record being read.
struct Draft {
    line: usize,
    record: Record,
    names: Vec<String>,
    keywords: Vec<String>,
    paragraphs: Vec<String>,
    bytes: usize,
    /// The place of its last field; 0 while there is none.
    place: u8,
}

impl Draft {
    fn new(line: usize) -> Self {
        Self {
            line,
            record: Record::default(),
            names: Vec::new(),
            keywords: Vec::new(),
            paragraphs: Vec::new(),
            bytes: 0,
            place: 0,
        }
    }

    fn entry(self) -> Entry {
        if self.bytes >= ENTRY_LIMIT {
            return Entry::failed(Problem::new(
                self.line,
                "this entry is longer than 64 MiB: is it a listing page?",
            ));
        }
        let mut record = self.record;
        record.author = self.names.iter().flat_map(|row| name::list(row)).collect();
        record.keyword = (!self.keywords.is_empty()).then(|| self.keywords.join("; "));
        record.summary = clean::abstract_text(&self.paragraphs.join("\n\n"));
        if record.volume.is_some() || record.issue.is_some() || record.container_title.is_some() {
            record.kind = "article-journal".into();
        }
        parallel::split_in(&mut record);
        Entry::read(self.line, record)
    }

    fn take(&mut self, fields: Vec<Field>, names: Vec<String>, keywords: Vec<String>) {
        for field in fields {
            self.place = self.place.max(field.place());
            let record = &mut self.record;
            match field {
                Field::Doi(doi) => record.doi = Some(doi),
                Field::Year(year) => record.issued = Some(crate::record::Date::year(year)),
                Field::Volume(volume, issue) => {
                    record.volume = volume.or(record.volume.take());
                    record.issue = issue.or(record.issue.take());
                }
                Field::Pages(pages) => record.page = Some(pages),
                Field::Cited(count) => {
                    record.custom.other.insert("cited-by".into(), count.into());
                }
                Field::Authors(text) if !text.is_empty() => self.names.push(text),
                Field::Keywords(text) if !text.is_empty() => self.keywords.push(text),
                Field::Authors(_) | Field::Keywords(_) => {}
            }
        }
        self.names.extend(names);
        self.keywords.extend(keywords);
    }
}

fn detect(head: &str) -> Likeness {
    if head.trim_start().starts_with(['{', '[', '<', '@', '%']) {
        return Likeness::No;
    }
    let (mut authors, mut ended, mut fields, mut neighbours) = (false, false, 0, false);
    let mut previous = 0;
    for line in head.lines() {
        let mut place = 0;
        for row in rows(line) {
            let field = field(&row.text);
            // "author:" alone stands in many formats.
            authors |= labelled(&row.text, &["author(s):"]).is_some();
            ended |= row.ended && field.is_some();
            if let Some(field) = field {
                fields += 1;
                neighbours |= previous == 2 && field.place() > 2;
                place = field.place();
            }
        }
        previous = place;
    }
    if (authors && fields > 0) || ended || neighbours { Likeness::Sure } else { Likeness::No }
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    let mut runs = Runs::new(Lines::new(input));
    let mut current: Option<Draft> = None;
    while let Some(placed) = runs.next()? {
        let (line, blanks) = (placed.line, placed.blanks);
        let flow = match placed.run {
            Run::Text(rows) => {
                let before_fields = runs.fields_follow()?;
                text(line, blanks, rows, before_fields, &mut current, sink)
            }
            Run::Fields(fields, names, keywords) => {
                let first = fields.first().map_or(0, Field::place);
                let begins = fields.iter().any(Field::begins);
                let goes_on = current.as_ref().is_some_and(|draft| {
                    let bare = draft.paragraphs.is_empty();
                    !begins || (bare && (draft.place == 0 || (first > draft.place && blanks < 2)))
                });
                let flow = if goes_on { ControlFlow::Continue(()) } else { begin(&mut current, line, sink) };
                if let Some(draft) = &mut current {
                    draft.take(fields, names, keywords);
                }
                flow
            }
        };
        if flow.is_break() {
            return Ok(());
        }
    }
    let _ = end(&mut current, sink);
    Ok(())
}

/// Ends the record at hand.
fn end(current: &mut Option<Draft>, sink: Sink) -> ControlFlow<()> {
    current.take().map_or(ControlFlow::Continue(()), |draft| sink(draft.entry()))
}

/// Ends the record at hand and begins the next.
fn begin(current: &mut Option<Draft>, line: usize, sink: Sink) -> ControlFlow<()> {
    let flow = end(current, sink);
    *current = Some(Draft::new(line));
    flow
}

/// A run of text: a title, a journal, authors that stand apart, a paragraph of an abstract, or the page's own words.
fn text(
    line: usize,
    blanks: usize,
    mut rows: Vec<Row>,
    before_fields: bool,
    current: &mut Option<Draft>,
    sink: Sink,
) -> ControlFlow<()> {
    rows.retain(|row| !is_button(&row.text));
    if rows.is_empty() {
        // The footer ends the last abstract; a button within a record does not.
        return if blanks >= 2 { end(current, sink) } else { ControlFlow::Continue(()) };
    }
    if before_fields && let Some((title, journal)) = heading(&rows) {
        let waits =
            |draft: &Draft| draft.place == 0 && !draft.record.title.is_empty() && draft.paragraphs.is_empty();
        let goes_on = title.is_none() && blanks < 2 && current.as_ref().is_some_and(waits);
        let flow = if goes_on { ControlFlow::Continue(()) } else { begin(current, line, sink) };
        if let Some(draft) = current {
            if let Some(title) = title {
                draft.record.title = clean::line(title).into_owned();
            }
            draft.record.container_title = journal.map(|journal| clean::line(journal).into_owned());
        }
        return flow;
    }
    let wants_names = |draft: &Draft| {
        draft.place == 6 && draft.names.is_empty() && draft.paragraphs.is_empty() && blanks < 2
    };
    if let Some(draft) = current.as_mut().filter(|draft| wants_names(draft))
        && rows.iter().all(|row| is_name(&row.text))
    {
        draft.names.extend(rows.into_iter().map(|row| row.text));
        return ControlFlow::Continue(());
    }
    let paragraph = rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>().join(" ");
    if blanks >= 2 || current.is_none() {
        if !ends_with_stop(&paragraph) && paragraph.split_whitespace().count() < FEWEST_WORDS {
            return end(current, sink);
        }
        if begin(current, line, sink).is_break() {
            return ControlFlow::Break(());
        }
    }
    if let Some(draft) = current {
        draft.bytes += paragraph.len();
        // What is past the limit is not kept: the entry becomes a problem.
        if draft.bytes < ENTRY_LIMIT {
            draft.paragraphs.push(paragraph);
        }
    }
    ControlFlow::Continue(())
}

/// The title and the journal in a paragraph directly before fields; `None` where it is prose.
///
/// A journal has a field end, a title has none unless both stand there with one.
fn heading(rows: &[Row]) -> Option<(Option<&str>, Option<&str>)> {
    let (title, journal) = match rows {
        [only] if only.ended => (None, Some(only)),
        [only] => (Some(only), None),
        [title, journal] if journal.ended => (Some(title), Some(journal)),
        _ => return None,
    };
    let fits = |row: Option<&Row>| {
        row.is_none_or(|row| {
            row.text.chars().count() <= TITLE_LIMIT && (row.ended || !ends_with_stop(&row.text))
        })
    };
    (fits(title) && fits(journal))
        .then(|| (title.map(|row| row.text.as_str()), journal.map(|row| row.text.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{check_any_damage, records};

    const PAGE: &str = include_str!("../../../tests/fixtures/listing/page.txt");
    const CRLF: &str = include_str!("../../../tests/fixtures/listing/crlf.txt");

    #[test]
    fn a_page_with_all_its_dirt_gives_its_records() {
        let records = records(&FORMAT, PAGE);
        let lines: Vec<usize> = records.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 24, 34, 42, 48, 51]);
        let first = &records[0].1;
        assert_eq!(first.title, "Rice, Rails and Rear Areas: Supplying an Army in the Winter of 1950");
        assert_eq!(first.container_title.as_deref(), Some("Journal of Supply Studies"));
        assert_eq!(
            (first.volume.as_deref(), first.issue.as_deref(), first.page.as_deref()),
            (Some("4"), Some("1"), Some("17-39"))
        );
        assert_eq!(
            first.author.iter().map(|name| name.key()).collect::<Vec<_>>(),
            ["Quartermain", "Pak", "van der Meer"]
        );
        assert_eq!(first.doi.as_deref(), Some("10.5555/jss.2003.17"));
        assert_eq!(first.keyword.as_deref(), Some("Logistics; Railways"));
        let summary = first.summary.as_deref().unwrap();
        assert!(summary.starts_with("In this paper") && summary.ends_with("with the thaw."));
        assert_eq!(summary.matches("\n\n").count(), 2);
    }

    #[test]
    fn missing_fields_stay_missing_and_genuine_words_stay() {
        let records = records(&FORMAT, PAGE);
        assert_eq!(records[1].1.title, "What Did the Interpreters Hear?");
        assert!(records[1].1.summary.as_deref().unwrap().starts_with("Interpreters sat"));
        assert_eq!((records[2].1.title.as_str(), records[2].1.year()), ("", Some(1971)));
        assert_eq!((records[3].1.year(), records[3].1.summary.as_deref()), (Some(1972), None));
        assert!(
            records[4].1.author.is_empty()
                && records[4].1.summary.as_deref().unwrap().starts_with("Abstract art")
        );
        let last = records[5].1.summary.as_deref().unwrap();
        assert!(last.starts_with("Significance A ferry") && last.ends_with("patrols."));
    }

    #[test]
    fn fields_may_share_a_line_and_lines_may_end_otherwise() {
        let records = records(&FORMAT, CRLF);
        assert_eq!(records.len(), 2);
        let first = &records[0].1;
        assert_eq!(
            (first.volume.as_deref(), first.issue.as_deref(), first.page.as_deref()),
            (Some("5"), Some("3"), Some("1-9"))
        );
        assert_eq!(records[1].1.author.len(), 2);
        assert_eq!(records[1].1.summary.as_deref(), Some("No frost came."));
    }

    #[test]
    fn twenty_authors_are_twenty() {
        let names: Vec<String> = (0..20).map(|n| format!("Ada{} Long{}", n, "x".repeat(n))).collect();
        let page = format!(
            "Twenty Hands\n\n2001 ◽ \u{a0}\nAuthor(s): \u{a0}\n{}\n\nThey wrote it.\n",
            names.join(" ◽ \u{a0}\n")
        );
        assert_eq!(records(&FORMAT, &page)[0].1.author.len(), 20);
    }

    #[test]
    fn only_a_listing_is_taken_for_one() {
        assert_eq!((detect(PAGE), detect(CRLF)), (Likeness::Sure, Likeness::Sure));
        for other in [
            "title: A\nauthor: B\nvolume: 2\npages: 3-4\n",
            "# Read me\n\nFirst build it.\n\n2019\n",
            "",
            "TY  - JOUR\nAU  - A\n",
            "[{\"title\":\"a\"}]",
            "Chapter one\n\nIt rained.",
        ] {
            assert_eq!(detect(other), Likeness::No, "{other}");
        }
    }

    #[test]
    fn any_damage_is_read() {
        check_any_damage(&FORMAT, PAGE);
        check_any_damage(&FORMAT, CRLF);
    }
}
