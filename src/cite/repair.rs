//! What hayagriva's output lost, doubled or put wrongly, set right after formatting, in every manual's style but Chicago's own.
//!
//! It works on runs of text, knows the record, and never changes what a title says. What can be set right before formatting is
//! `follow`'s; the marks that were put in there are taken out here.

use super::dates;
use super::item::{AT_HAND, clean};
use super::manual::{Family, Order};
use super::names::{is_whole, with_initials};
use super::spans::{self, Span};
use super::style::Style;
use super::{Form, typography};
use crate::record::{Day, Record};
use serde_json::Value;

/// Puts dates back in the place of their stand-in years, and seasons where they belong.
pub(super) fn restore_dates(
    spans: &mut Vec<Span>,
    stand_ins: &[(String, String)],
    style: &Style,
    form: Form,
) {
    for place in 1..spans.len() {
        // The letter that tells two years apart is no part of the date for hayagriva.
        let mut next = spans.get(place).map(|span| span.text.chars()).into_iter().flatten();
        let letter = next.next().filter(|c| c.is_ascii_lowercase());
        let bounded = next.next().is_none_or(|c| !c.is_alphanumeric());
        let before = spans.get_mut(place - 1);
        if let (Some(letter), true, Some(before)) = (letter, bounded, before)
            && before.date
            && stand_ins.iter().any(|(year, _)| before.text.ends_with(year.as_str()))
        {
            before.text.push(letter);
            if let Some(span) = spans.get_mut(place) {
                span.text.remove(0);
            }
        }
    }
    for span in spans.iter_mut() {
        if span.date {
            for (year, printed) in stand_ins {
                span.text = put_back(&span.text, year, printed);
            }
            span.text = set_season(&span.text, style, form);
        }
        span.date = false;
    }
    spans::merge(spans);
}

/// The date for its stand-in; the letter that tells two years apart stands behind the year, and not behind the day.
fn put_back(text: &str, year: &str, printed: &str) -> String {
    let Some((before, after)) = text.split_once(year) else { return text.to_owned() };
    let letter = after.chars().next().filter(|c| c.is_ascii_lowercase());
    let bounded = after.chars().nth(1).is_none_or(|c| !c.is_alphanumeric());
    match (letter, printed.find([',', ' '])) {
        (Some(letter), Some(end)) if bounded && printed.starts_with(|c: char| c.is_ascii_digit()) => {
            let (of_year, rest) = printed.split_at(end);
            format!("{before}{of_year}{letter}{rest}{}", after.get(1..).unwrap_or_default())
        }
        _ => text.replace(year, printed),
    }
}

/// "Summer/1987" is how hayagriva says a year that has a season.
fn set_season(text: &str, style: &Style, form: Form) -> String {
    const SEASONS: [&str; 5] = ["Spring", "Summer", "Autumn", "Fall", "Winter"];
    const MONTHS: [(&str, &str); 3] = [("June", "Jun"), ("July", "Jul"), ("Sept", "Sep")];
    let mut text = text.to_owned();
    for season in SEASONS {
        let glued = format!("{season}/");
        if let Some((before, year)) = text.split_once(&glued) {
            let both = style.manual.order == Order::YearComma && form == Form::Bibliography;
            text = if both { format!("{before}{year}, {season}") } else { format!("{before}{year}") };
        }
        if style.manual.small_seasons {
            text = text.replace(season, &season.to_lowercase());
        }
    }
    if style.manual.order == Order::YearBlank {
        for (long, short) in MONTHS {
            text = text.replace(long, short);
        }
    }
    text
}

/// Sets right what is wrong in an entry or a full note.
pub(super) fn set_right(spans: &mut Vec<Span>, record: &Record, style: &Style, form: Form) {
    join_two_names(spans, record);
    if !style.manual.headlines {
        restore_words(spans, record);
    }
    take_out(spans, AT_HAND);
    for span in spans.iter_mut() {
        // What a style leaves of a part that is missing.
        for (left, right) in [(" (testimony of)", ""), (",)", ")"), (",.", ".")] {
            if span.text.contains(left) {
                span.text = span.text.replace(left, right);
            }
        }
    }
    match style.manual.family {
        Family::Mla => set_mla(spans),
        Family::Mhra => set_mhra(spans, record),
        Family::Ama => set_ama(spans, record),
        Family::Ieee => bracket_series(spans, record),
        _ => {}
    }
    if style.manual.order == Order::YearBlank {
        let event = record.other.get("event-title").and_then(Value::as_str);
        for span in spans.iter_mut() {
            // Nothing stands between the semicolon and the colon where there is neither volume nor issue.
            span.text = span.text.replace(" ;:", ":").replace(";:", ":").replace(";.", ".");
            if let Some(whole) = record.container_title.as_deref().or(event).filter(|whole| !whole.is_empty())
            {
                span.text = span.text.replace(&format!(". In {whole}"), &format!(". In: {whole}"));
            }
        }
    }
    if form == Form::Bibliography || style.has_notes() {
        complete(spans, record, style);
    }
}

/// "김동춘 and 박명림": the comma before "and" is for a first name that is turned round.
fn join_two_names(spans: &mut [Span], record: &Record) {
    let leaders = if record.author.is_empty() { &record.editor } else { &record.author };
    let [first, _] = leaders.as_slice() else { return };
    let Some(whole) = is_whole(first, record) else { return };
    if let Some(span) = spans.iter_mut().find(|span| span.text.contains(&whole)) {
        span.text = span.text.replacen(&format!("{whole}, and "), &format!("{whole} and "), 1);
    }
}

/// TUGboat, POW, McCarthy: words with a capital within, which hayagriva's own capitals have made Tugboat, Pow and Mccarthy.
fn restore_words(spans: &mut [Span], record: &Record) {
    let titles = [Some(&record.title), record.container_title.as_ref(), record.collection_title.as_ref()];
    let words = titles.into_iter().flatten().flat_map(|title| title.split(|c: char| !c.is_alphanumeric()));
    let inner = words.filter(|word| word.chars().skip(1).any(char::is_uppercase) && word.is_ascii());
    for word in inner {
        let spoilt: String =
            word.chars().take(1).chain(word.chars().skip(1).map(|c| c.to_ascii_lowercase())).collect();
        for span in spans.iter_mut().filter(|span| span.link.is_none() && span.text.contains(&spoilt)) {
            let parts = span.text.split_inclusive(|c: char| !c.is_alphanumeric());
            span.text = parts
                .map(|part| match part.strip_prefix(spoilt.as_str()) {
                    Some(end) if !end.starts_with(char::is_alphanumeric) => format!("{word}{end}"),
                    _ => part.to_owned(),
                })
                .collect();
        }
    }
}

/// Takes a mark out, with the stop or comma before it.
fn take_out(spans: &mut Vec<Span>, mark: char) {
    for span in spans.iter_mut() {
        while let Some((before, after)) = span.text.split_once(mark) {
            span.text = format!("{}{after}", before.trim_end_matches([' ', ',', '.']));
        }
    }
    spans::merge(spans);
}

/// A review's "by" stands behind a comma; an element after a full stop begins with a capital.
fn set_mla(spans: &mut [Span]) {
    let mut after_italic = false;
    for span in spans.iter_mut() {
        if after_italic && span.text.starts_with("by ") {
            span.text.insert_str(0, ", ");
        }
        for (wrong, right) in [
            (". no. ", ". No. "),
            (". vol. ", ". Vol. "),
            (", Translated by ", ", translated by "),
            (", Edited by ", ", edited by "),
        ] {
            span.text = span.text.replace(wrong, right);
        }
        after_italic = span.italic;
    }
}

/// No comma before the brackets with place and year, no stop behind a contraction; a reprint is called one.
fn set_mhra(spans: &mut [Span], record: &Record) {
    let publisher = record.publisher.as_deref().map(clean).unwrap_or_default();
    let reprinted = record.other.contains_key("original-date") && !publisher.is_empty();
    let mut after_italic = false;
    for span in spans.iter_mut() {
        if after_italic && span.text.starts_with(", (") {
            span.text.remove(0);
        }
        span.text = span.text.replace(" ed. (", " edn (").replace(" vols. (", " vols (");
        if reprinted {
            span.text = span.text.replace(&format!("; {publisher}"), &format!("; repr. {publisher}"));
        }
        after_italic = span.italic;
    }
}

/// What has no address was not published online; a chapter's editors stand before the book, where hayagriva leaves them out.
fn set_ama(spans: &mut Vec<Span>, record: &Record) {
    let of_book = if record.author.is_empty() { &[] } else { record.editor.as_slice() };
    let editors = with_initials(of_book, false, record);
    let role = if record.editor.len() > 1 { "eds" } else { "ed" };
    let printed = record.doi.is_none() && record.url.is_none();
    for span in spans.iter_mut() {
        if printed {
            span.text = span.text.replace("Published online ", "");
        }
        if !editors.is_empty() && record.kind == "chapter" && span.text.ends_with("In: ") {
            span.text.push_str(&format!("{editors}, {role}. "));
        }
    }
    spans::merge(spans);
}

/// "*Title* (Series, no. 14)." for "*Title*. in Series, no. 14."
fn bracket_series(spans: &mut [Span], record: &Record) {
    let Some(series) = record.collection_title.as_deref().map(clean).filter(|series| !series.is_empty())
    else {
        return;
    };
    let glued = format!(". in {series}");
    for span in spans.iter_mut() {
        let Some((before, after)) = span.text.split_once(&glued) else { continue };
        let end = after.find(". ").filter(|_| !after.starts_with(". ") && after.starts_with(", no.")).map(
            |first| {
                // "no." has a stop of its own.
                after.get(first + 2..).and_then(|rest| rest.find(". ")).map_or(first, |next| first + 2 + next)
            },
        );
        let end = end.unwrap_or(0);
        let (number, rest) = after.split_at_checked(end).unwrap_or((after, ""));
        span.text = format!("{before} ({series}{number}){rest}");
    }
}

/// Adds what the style left out: where a paper of an archive lies, its day, a series, a DOI or address.
fn complete(spans: &mut Vec<Span>, record: &Record, style: &Style) {
    let said = spans::plain(spans);
    let other = |name: &str| match record.other.get(name) {
        Some(Value::String(text)) => typography::curly(&clean(text)),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let lies: Vec<String> = ["archive_location", "archive_collection", "archive", "archive-place"]
        .into_iter()
        .map(other)
        .filter(|part| !part.is_empty())
        .collect();
    let known = lies.iter().any(|part| said.to_lowercase().contains(&part.to_lowercase()));
    let mut lost = Vec::new();
    if matches!(record.kind.as_str(), "manuscript" | "personal_communication" | "interview") {
        lost.extend(lost_day(record, style, &said));
    }
    if !lies.is_empty() && !known {
        lost.push(lies.join(", "));
    }
    let untold = style.manual.untold;
    if let Some(series) =
        record.collection_title.as_deref().map(clean).filter(|_| untold && record.kind == "book")
        && !said.contains(&series)
    {
        let number = other("collection-number");
        lost.push(if number.is_empty() { format!("({series})") } else { format!("({series}; {number})") });
    }
    let number = other("number");
    if untold && record.kind == "report" && !number.is_empty() && !said.contains(&number) {
        lost.push(format!("Report {number}"));
    }
    let mut link = None;
    let thesis_of_mla = record.kind == "thesis" && style.manual.family == Family::Mla;
    if untold || thesis_of_mla {
        let doi = record.doi.as_deref().map(clean).filter(|doi| !doi.is_empty());
        let url =
            record.url.as_deref().map(clean).filter(|url| url.starts_with("http") && !url.contains(' '));
        link = match (doi, url) {
            (Some(doi), _) if said.contains(&doi) => None,
            (Some(doi), _) => Some(("doi:", doi.clone(), format!("https://doi.org/{doi}"))),
            (None, Some(url)) if !said.contains(&url) && said.contains("[Internet]") => {
                Some(("Available from: ", url.clone(), url))
            }
            (None, Some(url)) if !said.contains(&url) && thesis_of_mla => Some(("", url.clone(), url)),
            _ => None,
        };
    }
    let part = if thesis_of_mla { ", " } else { style.manual.part };
    for addition in lost {
        begin(spans, part);
        let addition = if part == ". " { capital(&addition) } else { addition };
        spans::push(spans, Span::plain(addition));
        end(spans, style);
    }
    if let Some((label, text, address)) = link {
        begin(spans, part);
        spans::push(spans, Span::plain(label));
        spans::push(spans, Span { link: Some(address), ..Span::plain(text) });
        end(spans, style);
    }
}

/// "July 14", where the style gave the year alone.
fn lost_day(record: &Record, style: &Style, said: &str) -> Option<String> {
    let day = record.issued.as_ref()?.start?;
    let month = dates::month(Day { day: 0, ..day });
    let begins: String = month.chars().take(3).collect();
    if month.is_empty() || said.contains(&begins) {
        return None;
    }
    Some(match (day.day, style.manual.order) {
        (0, _) => month,
        (of_month, Order::DayMonth) => format!("{of_month} {month}"),
        (of_month, _) => format!("{month} {of_month}"),
    })
}

/// Makes place for one more element.
fn begin(spans: &mut Vec<Span>, part: &str) {
    if let Some(last) = spans.last_mut()
        && last.link.is_none()
        && last.text.ends_with('.')
        && !last.text.ends_with("..")
    {
        last.text.pop();
    }
    spans::push(spans, Span::plain(part));
}

fn end(spans: &mut Vec<Span>, style: &Style) {
    if style.manual.family != Family::Mhra {
        spans::push(spans, Span::plain("."));
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_capitals_within_come_back() {
        let record = Record {
            title: "The POW and McCarthy".into(),
            container_title: Some("TUGboat".into()),
            ..Record::default()
        };
        let mut spans = vec![
            Span::plain("The Pow, and Mccarthy’s Powers. "),
            Span { italic: true, ..Span::plain("Tugboat") },
        ];
        restore_words(&mut spans, &record);
        assert_eq!(spans::plain(&spans), "The POW, and McCarthy’s Powers. TUGboat");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_repaired_without_panic(text in "\\PC{0,30}", series in "\\PC{0,6}") {
            let record = Record { collection_title: Some(series.clone()), publisher: Some(series), ..Record::default() };
            let mut spans = vec![Span { italic: true, ..Span::plain(text.clone()) }, Span::plain(format!(", ({text}. in {text}"))];
            set_mla(&mut spans);
            set_mhra(&mut spans, &record);
            bracket_series(&mut spans, &record);
            take_out(&mut spans, AT_HAND);
        }
    }
}
