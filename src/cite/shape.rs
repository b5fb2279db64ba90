//! A record -> the item that hayagriva's driver takes, shaped so that nothing in it makes the driver stumble.
//!
//! The driver panics on spans of dates, refuses values of odd types and turns Korean and Chinese names round. So an item
//! is built field by field: texts as texts, one date each (`dates`), names in the order they are to be read (`names`). What
//! one manual wants said otherwise is `follow`'s. Notes, abstract and keywords are a scholar's own and never part of a
//! reference.

use super::dates::Dates;
use super::item::{BESIDE, Shaped, language, put};
use super::manual::Family;
use super::names::put_names;
use super::style::Style;
use super::{Form, follow, typography};
use crate::record::{Date, Name, Record};
use hayagriva::citationberg::json::{Item, Value};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// CSL's types.
const KINDS: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
];

/// CSL's dates beside `issued`.
const DATES: &[&str] = &["accessed", "available-date", "event-date", "original-date", "submitted"];

/// Fields that hold titles.
const TITLES: &[&str] = &[
    "collection-title",
    "container-title",
    "original-title",
    "reviewed-title",
    "title",
    "title-short",
    "volume-title",
];

/// Fields that are never printed.
const SILENT: &[&str] =
    &["abstract", "annote", "custom", "id", "keyword", "note", "source", "type", "categories"];

/// Builds the item; `key` is what the driver knows it by.
pub(super) fn shape(record: &Record, key: &str, style: &Style, form: Form) -> Shaped {
    let mut fields: BTreeMap<String, Value> = BTreeMap::new();
    let kind = kind(record);
    let listed = form == Form::Bibliography;
    let mut dates = Dates {
        manual: style.manual,
        years: !listed && !style.has_notes(),
        whole: listed && matches!(kind, "manuscript" | "personal_communication" | "interview"),
        stand_ins: Vec::new(),
    };
    for (name, value) in &record.other {
        if SILENT.contains(&name.as_str()) {
            continue;
        }
        if DATES.contains(&name.as_str()) {
            let date = serde_json::from_value::<Date>(value.clone()).ok();
            if let Some(date) = date.and_then(|date| dates.value(&date)) {
                fields.insert(name.clone(), date);
            }
            continue;
        }
        match value {
            Json::String(text) => put(&mut fields, name, text),
            Json::Number(number) => put(&mut fields, name, &number.to_string()),
            Json::Array(values) => {
                let names: Vec<Name> =
                    values.iter().filter_map(|value| serde_json::from_value(value.clone()).ok()).collect();
                put_names(&mut fields, name, &names, record);
            }
            _ => {}
        }
    }
    let texts: [(&str, &Option<String>); 13] = [
        ("container-title", &record.container_title),
        ("collection-title", &record.collection_title),
        ("publisher", &record.publisher),
        ("publisher-place", &record.publisher_place),
        ("volume", &record.volume),
        ("issue", &record.issue),
        ("page", &record.page),
        ("edition", &record.edition),
        ("DOI", &record.doi),
        ("ISBN", &record.isbn),
        ("ISSN", &record.issn),
        ("PMID", &record.pmid),
        ("URL", &record.url),
    ];
    for (name, text) in texts {
        put(&mut fields, name, text.as_deref().unwrap_or_default());
    }
    put(&mut fields, "title", &record.title);
    for (name, names) in
        [("author", &record.author), ("editor", &record.editor), ("translator", &record.translator)]
    {
        put_names(&mut fields, name, names, record);
    }
    // "12-12" is one page.
    if let Some(Value::String(page)) = fields.get_mut("page")
        && let Some((first, last)) = page.split_once('-')
        && first == last
    {
        *page = first.to_owned();
    }
    let unknown = if listed { style.manual.no_date } else { "" };
    let issued = record.issued.as_ref().and_then(|date| dates.value(date));
    if let Some(date) = issued.or_else(|| dates.stand_in(unknown, false)) {
        fields.insert("issued".into(), date);
    }
    fields.insert("type".into(), Value::String(kind.into()));
    fields.insert("id".into(), Value::String(key.into()));
    // Titles are put in capitals by English rules unless the language says otherwise.
    let language = language(record);
    put(&mut fields, "language", &language);
    if let Some(edition) = record.edition.as_deref().and_then(bare_edition) {
        put(&mut fields, "edition", &edition);
    }
    if let Some(Value::String(count)) = fields.get_mut("number-of-volumes")
        && style.manual.family == Family::Harvard
        && count.bytes().all(|b| b.is_ascii_digit())
    {
        count.push_str(" vols");
    }
    // hayagriva asks for CSL's `archive-place` under a name of its own.
    if let Some(place) = fields.get("archive-place").cloned() {
        fields.insert("archive_place".into(), place);
    }
    let mut shaped =
        Shaped { item: Item(fields), stand_ins: dates.stand_ins, beside_title: None, role: None };
    follow::follow(record, kind, style, form, &mut shaped);
    set_titles(&mut shaped.item.0, style, language.starts_with("en"));
    if let (Some(_), Some(Value::String(title))) = (&shaped.beside_title, shaped.item.0.get_mut("title")) {
        title.push(BESIDE);
    }
    shaped
}

/// Sets titles as the style's editors would; hayagriva's own capitals spoil POW and COMINT, so it is told that the
/// title is in no language.
fn set_titles(fields: &mut BTreeMap<String, Value>, style: &Style, english: bool) {
    for name in TITLES {
        if let Some(Value::String(title)) = fields.get_mut(*name) {
            typography::drop_stop(title);
            if english && style.manual.headlines {
                *title = typography::headline(title);
            } else if english && style.manual.capital_subtitle {
                *title = typography::capital_subtitle(title);
            }
            if style.english {
                *title = typography::dashes(&typography::curly(title));
            }
        }
    }
    if style.manual.headlines {
        fields.insert("language".into(), Value::String("und".into()));
    }
}

/// The type, or what the fields make likely where there is none.
fn kind(record: &Record) -> &'static str {
    if let Some(kind) = KINDS.iter().find(|kind| **kind == record.kind) {
        return kind;
    }
    match (&record.container_title, &record.publisher) {
        (Some(_), Some(_)) if record.volume.is_none() => "chapter",
        (Some(_), _) => "article-journal",
        (None, Some(_)) => "book",
        (None, None) => "document",
    }
}

/// "2nd ed." is the second edition, said twice: the style adds its own word.
fn bare_edition(edition: &str) -> Option<String> {
    let lower = edition.trim().trim_end_matches('.').to_lowercase();
    let bare = ["edition", "edn", "ed"]
        .iter()
        .find_map(|word| lower.strip_suffix(word))?
        .trim()
        .trim_end_matches(',');
    let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
    let rest = bare.get(digits.len()..).unwrap_or_default();
    let words =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    if !digits.is_empty() && matches!(rest, "" | "st" | "nd" | "rd" | "th" | ".") {
        return Some(digits);
    }
    words.iter().position(|word| *word == bare).map(|index| (index + 1).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_lose_the_word_that_the_style_adds() {
        assert_eq!(bare_edition("2nd ed.").as_deref(), Some("2"));
        assert_eq!(bare_edition("Third edition").as_deref(), Some("3"));
        assert_eq!(bare_edition("Rev. ed."), None);
    }
}
