//! Records -> a readable list in Markdown: title, people, year, where it appeared, id, a link to the DOI or address.
//!
//! It is written and never read, and it is no reference in any style: `cite` makes those. Text from records is escaped,
//! so that nothing in a title becomes a heading, a link or HTML. Source: the CommonMark specification 0.31.

use super::{Entry, Format, Likeness, Sink};
use crate::error::Problem;
use crate::record::{Name, Record};
use std::io::{self, BufRead, Write};

/// A list in Markdown.
pub const FORMAT: Format = Format {
    name: "markdown",
    title: "a list in Markdown (written only)",
    extensions: &[],
    detect,
    read,
    write: Some(write),
};

/// More people than this are "et al.".
const PEOPLE: usize = 10;

fn detect(_: &str) -> Likeness {
    Likeness::No
}

fn read(_: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    let message = "markdown is written and not read: choose another --format";
    let _ = sink(Entry::failed(Problem::new(1, message)));
    Ok(())
}

fn write(records: &[Record], out: &mut dyn Write) -> io::Result<()> {
    records.iter().try_for_each(|record| item(record, out))
}

/// `- **Title.** People. *Container* 12, no. 2 (1998): 17-39. Publisher. <https://doi.org/...> \[id\]`
fn item(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = vec![format!("**{}**", escaped(&stopped(&record.heading())))];
    parts.extend(record.custom.titles.iter().map(|title| escaped(&stopped(&title.text))));
    let people = people(record);
    if !people.is_empty() {
        parts.push(escaped(&stopped(&people)));
    }
    let mut place = String::new();
    if let Some(container) = &record.container_title {
        place = format!("*{}*", escaped(container));
    }
    let mut add = |text: String, joint: &str| {
        if !text.is_empty() {
            if !place.is_empty() {
                place.push_str(joint);
            }
            place.push_str(&text);
        }
    };
    add(record.volume.as_deref().map(escaped).unwrap_or_default(), " ");
    add(record.issue.as_deref().map(|issue| format!("no. {}", escaped(issue))).unwrap_or_default(), ", ");
    let date = record.issued.as_ref().map(|date| date.display()).unwrap_or_default();
    add(if date.is_empty() { date } else { format!("({})", escaped(&date)) }, " ");
    add(record.page.as_deref().map(escaped).unwrap_or_default(), ": ");
    if !place.is_empty() {
        parts.push(stopped(&place));
    }
    let publisher = [&record.publisher_place, &record.publisher];
    let publisher = publisher.iter().filter_map(|part| part.as_deref()).collect::<Vec<_>>().join(": ");
    if !publisher.is_empty() {
        parts.push(escaped(&stopped(&publisher)));
    }
    let address = match (&record.doi, &record.url) {
        (Some(doi), _) => Some(format!("https://doi.org/{doi}")),
        (None, url) => url.clone(),
    };
    parts.extend(address.and_then(|address| linked(&address)));
    if !record.id.is_empty() {
        parts.push(format!("\\[{}\\]", escaped(&record.id)));
    }
    writeln!(out, "- {}", parts.join(" "))
}

/// "Ada Quartermain, Theo Vintner"; editors as such.
fn people(record: &Record) -> String {
    let creators = record.creators();
    let mut text = creators.iter().take(PEOPLE).map(Name::display).collect::<Vec<_>>().join(", ");
    if creators.len() > PEOPLE {
        text.push_str(" et al.");
    }
    if record.author.is_empty() && !text.is_empty() {
        text.push_str(if creators.len() == 1 { " (ed.)" } else { " (eds.)" });
    }
    text
}

/// A text that ends in a full stop, unless it ends a sentence otherwise.
fn stopped(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '?', '!', '…', '。']) { text.to_owned() } else { format!("{text}.") }
}

/// Text as Markdown that shows it as it is, on one line.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$' => {
                safe.push('\\');
                safe.push(c);
            }
            c if c.is_control() || c.is_whitespace() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// An address as a link, if it is one of the web's and holds nothing that would end the link.
fn linked(address: &str) -> Option<String> {
    let web = address.starts_with("https://") || address.starts_with("http://");
    let mut safe = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '<' => safe.push_str("%3C"),
            '>' => safe.push_str("%3E"),
            '\\' => safe.push_str("%5C"),
            c if c.is_control() => {}
            c if c.is_whitespace() => safe.push_str("%20"),
            c => safe.push(c),
        }
    }
    web.then(|| format!("<{safe}>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(record: &Record) -> String {
        let mut out = Vec::new();
        write(std::slice::from_ref(record), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_record_is_one_readable_line() {
        let record = Record {
            id: "quartermain1998ferries".into(),
            title: "Ferries of the Narrow Strait".into(),
            author: vec![Name::new("Quartermain", "Ada")],
            issued: Some(crate::record::Date::year(1998)),
            container_title: Some("Journal of Ferries".into()),
            volume: Some("12".into()),
            issue: Some("2".into()),
            page: Some("17-39".into()),
            doi: Some("10.5555/jf.1998.17".into()),
            ..Record::default()
        };
        assert_eq!(
            written(&record),
            "- **Ferries of the Narrow Strait.** Ada Quartermain. *Journal of Ferries* 12, no. 2 (1998): 17-39. \
             <https://doi.org/10.5555/jf.1998.17> \\[quartermain1998ferries\\]\n"
        );
    }

    #[test]
    fn nothing_in_a_record_becomes_markup() {
        let record = Record {
            title: "# A <script>\n- [x](y) *z* `w`".into(),
            url: Some("javascript:alert(1)".into()),
            ..Record::default()
        };
        let text = written(&record);
        assert_eq!(text.lines().count(), 1);
        assert!(
            text.contains("\\# A \\<script\\> - \\[x\\](y) \\*z\\* \\`w\\`") && !text.contains("javascript")
        );
        let bare = Record { summary: Some("Cold.".into()), ..Record::default() };
        assert_eq!(written(&bare), "- **\\[Cold.\\].**\n");
    }
}
