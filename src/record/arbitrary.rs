//! Records as no scholar would write them, for the tests of writers and of what shows records. Not part of the program.
//!
//! Texts are single spaced and trimmed, as every reader leaves them, and full of the signs that formats live by.

use super::{Custom, Date, Day, End, Name, Record, Titled};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// A text of one line, not empty: words, signs, several scripts.
pub(crate) fn line() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[A-Za-z]{1,8}",
        1 => "[0-9]{1,4}",
        1 => "[가-힣]{1,3}|[一-十]{1,3}|[а-я]{1,4}",
        1 => "[!-/:-@\\[-`{-~]{1,3}",
        1 => "[Éŏŭ’–“”]{1,2}",
        1 => Just("and".to_owned()),
    ];
    vec(word, 1..6).prop_map(|words| words.join(" "))
}

/// One or more paragraphs.
pub(crate) fn paragraphs() -> impl Strategy<Value = String> {
    vec(line(), 1..4).prop_map(|lines| lines.join("\n\n"))
}

/// A name with any of its parts, or a literal one.
pub(crate) fn name() -> impl Strategy<Value = Name> {
    let part = || prop_oneof![Just(String::new()), line()];
    let small = || prop_oneof![4 => Just(""), 1 => Just("de"), 1 => Just("van der")].prop_map(str::to_owned);
    let suffix = prop_oneof![4 => Just(""), 1 => Just("Jr."), 1 => Just("III")].prop_map(str::to_owned);
    let whole =
        (line(), part(), small(), small(), suffix).prop_map(|(family, given, dropping, kept, suffix)| Name {
            dropping_particle: dropping,
            non_dropping_particle: kept,
            suffix,
            ..Name::new(family, given)
        });
    prop_oneof![3 => whole, 1 => line().prop_map(Name::literal)]
}

/// A date: a day, month, season or year, a span, words.
pub(crate) fn date() -> impl Strategy<Value = Date> {
    let day = || {
        let known = (1000..2100_i32, 0..=12_u8, 0..=28_u8);
        known.prop_map(|(year, month, day)| Day { year, month, day: if month == 0 { 0 } else { day } })
    };
    let end = prop_oneof![4 => Just(None), 1 => Just(Some(End::Open)), 2 => day().prop_map(|day| Some(End::On(day)))];
    let known = (day(), end, option::weighted(0.2, 1..=4_u8), any::<bool>()).prop_map(
        |(start, end, season, circa)| {
            let start = if season.is_some() { Day { month: 0, day: 0, ..start } } else { start };
            Date { start: Some(start), end, season, circa, literal: None }
        },
    );
    prop_oneof![6 => known, 1 => prop_oneof![Just("n.d."), Just("forthcoming")].prop_map(Date::words)]
}

/// A whole record.
pub(crate) fn record() -> impl Strategy<Value = Record> {
    const KINDS: [&str; 12] = [
        "article-journal",
        "book",
        "chapter",
        "thesis",
        "report",
        "document",
        "webpage",
        "manuscript",
        "article-newspaper",
        "paper-conference",
        "interview",
        "personal_communication",
    ];
    let text = || option::weighted(0.4, line());
    let names = || vec(name(), 0..3);
    let head = ("[a-z]{3,8}[0-9]{4}", 0..KINDS.len(), line(), names(), names(), names(), option::of(date()));
    let place = (text(), text(), text(), text(), text(), text(), option::of("[0-9]{1,3}-[0-9]{1,3}"), text());
    let numbers = (
        option::of("10\\.[0-9]{4}/[a-z0-9]{1,8}"),
        option::of("97[89][0-9]{10}"),
        option::of("[0-9]{4}-[0-9]{3}[0-9X]"),
        option::of("[1-9][0-9]{0,7}"),
        option::of("https://example\\.org/[a-z0-9_%~?&=#]{0,12}"),
        option::of(prop_oneof![Just("ko".to_owned()), Just("en".to_owned()), Just("tlh".to_owned())]),
    );
    let more = (
        option::of(vec("[a-z]{1,8}( [a-z]{1,8})?", 1..4)),
        option::of(paragraphs()),
        option::of(paragraphs()),
        vec((line(), prop_oneof![Just(String::new()), Just("ko".to_owned())]), 0..3),
        vec("[가-힣]{2,4}", 0..2),
        text(),
        text(),
    );
    (head, place, numbers, more).prop_map(|(head, place, numbers, more)| {
        let (id, kind, title, author, editor, translator, issued) = head;
        let (container_title, collection_title, publisher, publisher_place, volume, issue, page, edition) =
            place;
        let (doi, isbn, issn, pmid, url, language) = numbers;
        let (keyword, summary, note, titles, names, genre, archive) = more;
        let mut other = Map::new();
        other.extend(genre.map(|genre| ("genre".to_owned(), Value::from(genre))));
        other.extend(archive.map(|archive| ("archive".to_owned(), Value::from(archive))));
        Record {
            id,
            kind: KINDS[kind].to_owned(),
            title,
            author,
            editor,
            translator,
            issued,
            container_title,
            collection_title,
            publisher,
            publisher_place,
            volume,
            issue,
            page,
            edition,
            doi,
            isbn,
            issn,
            pmid,
            url,
            language,
            keyword: keyword.map(|words| words.join("; ")),
            summary,
            note,
            custom: Custom {
                titles: titles.into_iter().map(|(text, lang)| Titled { text, lang }).collect(),
                names,
                other: Map::new(),
            },
            other,
        }
    })
}
