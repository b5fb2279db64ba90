//! Who wrote a work and where it appeared, in one line for lists on a screen.
//!
//! This is no citation style: it says what a person needs to recognise a work. References to paste are `cite`'s.

use crate::record::{Name, Record};

/// The people a work is known by, at most so many by name: "Bruce Cumings and Jon Halliday", "Kim, Lee and 3 others (eds.)".
#[must_use]
pub fn people(record: &Record, most: usize) -> String {
    let creators = record.creators();
    let mut text = names(creators, most);
    if record.author.is_empty() && !text.is_empty() {
        text.push_str(if creators.len() > 1 { " (eds.)" } else { " (ed.)" });
    }
    text
}

/// Names in a row, at most so many.
#[must_use]
pub fn names(names: &[Name], most: usize) -> String {
    let shown: Vec<String> = names.iter().filter(|name| !name.is_empty()).map(Name::display).collect();
    let most = most.max(1);
    match shown.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        all if all.len() <= most => {
            let (last, others) = all.split_last().expect("two names at least");
            format!("{} and {last}", others.join(", "))
        }
        all => {
            let rest = all.len() - most;
            let others = if rest == 1 { "1 other".into() } else { format!("{rest} others") };
            format!("{} and {others}", all.iter().take(most).cloned().collect::<Vec<_>>().join(", "))
        }
    }
}

/// Where it appeared: "Journal of Cold War Studies 2, no. 2 (2000): 44–68", "Princeton: Princeton University Press, 1981".
#[must_use]
pub fn place(record: &Record) -> String {
    let year = record.issued.as_ref().map(crate::record::Date::display).unwrap_or_default();
    let pages = record.page.as_deref().map(|page| page.replace('-', "–"));
    let container = record.container_title.as_deref().unwrap_or_default();
    let mut text = String::new();
    if record.kind == "chapter" && !container.is_empty() {
        text.push_str("in ");
    }
    text.push_str(container);
    let is_article = !container.is_empty() && record.kind != "chapter";
    if let Some(volume) = &record.volume {
        append(&mut text, if is_article { " " } else { ", vol. " }, volume);
    }
    if let Some(issue) = &record.issue {
        append(&mut text, ", no. ", issue);
    }
    if is_article {
        if !year.is_empty() {
            append(&mut text, " (", &format!("{year})"));
        }
        if let Some(pages) = &pages {
            append(&mut text, ": ", pages);
        }
        return text;
    }
    if let Some(genre) = record.other.get("genre").and_then(serde_json::Value::as_str) {
        append(&mut text, ", ", genre);
    }
    let publisher = match (&record.publisher_place, &record.publisher) {
        (Some(place), Some(publisher)) => format!("{place}: {publisher}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => String::new(),
    };
    append(&mut text, ", ", &publisher);
    append(&mut text, ", ", &year);
    if let Some(pages) = &pages {
        append(&mut text, ", ", pages);
    }
    text
}

/// People and place: the line below a title.
#[must_use]
pub fn line(record: &Record, most: usize) -> String {
    let mut text = people(record, most);
    let place = place(record);
    match place.strip_prefix("in ") {
        Some(rest) if !text.is_empty() => append(&mut text, ". ", &format!("In {rest}")),
        _ => append(&mut text, ". ", &place),
    }
    text
}

/// A second title for those who cannot read the first: the translation or romanisation of one in another script.
#[must_use]
pub fn second_title(record: &Record) -> Option<&str> {
    let latin = |text: &str| text.chars().find(|c| c.is_alphabetic()).is_none_or(|c| c < '\u{250}');
    if latin(&record.title) {
        return None;
    }
    let titles = &record.custom.titles;
    let english = titles.iter().find(|title| title.lang.starts_with("en"));
    english.or_else(|| titles.iter().find(|title| latin(&title.text))).map(|title| title.text.as_str())
}

/// The web address of a DOI.
#[must_use]
pub fn doi_address(doi: &str) -> String {
    use std::fmt::Write as _;
    let mut address = String::from("https://doi.org/");
    for byte in doi.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:;()".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

fn append(text: &mut String, between: &str, part: &str) {
    if part.is_empty() {
        return;
    }
    let between = if text.is_empty() { between.trim_start_matches([',', ' ', ':', '.']) } else { between };
    // "Vatcher Jr. New York": one full stop is enough.
    let between = if text.ends_with('.') { between.trim_start_matches('.') } else { between };
    text.push_str(between);
    text.push_str(part);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Date;
    use crate::render::testing::records;

    #[test]
    fn an_article_and_a_book_say_where_they_are() {
        let records = records();
        assert_eq!(line(&records[0], 3), "Zhihua Shen. Journal of Cold War Studies 2, no. 2 (2000): 44–68");
        assert_eq!(line(&records[1], 3), "Myŏngnim Pak. Seoul: Nanam, 1996");
        assert_eq!(line(&records[2], 3), "");
    }

    #[test]
    fn a_year_alone_stands_alone() {
        let record = Record {
            issued: Some(Date::year(1951)),
            container_title: Some("Life".into()),
            ..Record::default()
        };
        assert_eq!(place(&record), "Life (1951)");
        assert_eq!(place(&Record { issued: Some(Date::year(1951)), ..Record::default() }), "1951");
    }

    #[test]
    fn many_names_are_counted() {
        let many: Vec<Name> = ["A", "B", "C", "D", "E"].map(Name::literal).into();
        assert_eq!(names(&many, 3), "A, B, C and 2 others");
        assert_eq!(names(&many[..2], 3), "A and B");
    }

    #[test]
    fn a_doi_is_quoted_for_an_address() {
        assert_eq!(doi_address("10.1/a<b>\u{1b}"), "https://doi.org/10.1/a%3Cb%3E%1B");
    }

    #[test]
    fn a_name_that_ends_in_a_full_stop_needs_no_other() {
        let record = Record {
            author: vec![Name::literal("William Vatcher Jr.")],
            publisher: Some("Praeger".into()),
            ..Record::default()
        };
        assert_eq!(line(&record, 3), "William Vatcher Jr. Praeger");
    }
}
