//! Record -> reference: what a scholar pastes into a footnote or a bibliography, in any CSL style.
//!
//! The only room that knows hayagriva. It gives runs of text, never markup; where they are shown is `render`'s. It
//! does not read or write bibliographic files: that is `format`'s. Styles and terms are loaded here, late, and
//! never for a plain search.

mod chicago;
mod dates;
mod english;
mod follow;
mod item;
mod locator;
mod manual;
mod names;
mod repair;
mod shape;
mod spans;
mod style;
mod typography;

pub use locator::split as split_locator;
pub use spans::Span;
pub use style::{Style, available};

use crate::record::{Record, RecordId};
use hayagriva::citationberg::json::Item;
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, ElemChildren,
    LocatorPayload, Rendered, SpecificLocator,
};
use item::Shaped;
use locator::Place;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// What a reference is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An entry of the bibliography.
    Bibliography,
    /// The note that first cites a work; in a style without notes, the citation in the text.
    Note,
    /// A later note: author, short title, place.
    ShortNote,
}

/// A formatted reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The record it is of.
    pub id: RecordId,
    /// Its text.
    pub spans: Vec<Span>,
}

impl Cited {
    /// The text alone.
    #[must_use]
    pub fn to_plain(&self) -> String {
        spans::plain(&self.spans)
    }

    /// CommonMark, with what the text has of its signs escaped.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        spans::markdown(&self.spans)
    }

    /// HTML, escaped, without a surrounding element.
    #[must_use]
    pub fn to_html(&self) -> String {
        spans::html(&self.spans)
    }
}

/// How many references are formatted as one list, within which years are told apart by letters.
const TOGETHER: usize = 200;

/// Formats records, each with an optional place in it ("p. 23"), in the order given.
///
/// A record that the style cannot say is given as author, title and year, so that none is ever left out. Notes
/// stand each for itself: none becomes "ibid.". In a bibliography places are not printed.
#[must_use]
pub fn cite(records: &[(&Record, Option<&str>)], style: &Style, form: Form) -> Vec<Cited> {
    let apart = style.has_notes() && form != Form::Bibliography;
    let step = if apart { 1 } else { TOGETHER };
    let mut cited = Vec::with_capacity(records.len());
    for (index, chunk) in records.chunks(step).enumerate() {
        let offset = index * step;
        let formatted = quietly(|| together(chunk, style, form, offset));
        match formatted {
            Some(list) if list.len() == chunk.len() => cited.extend(list),
            _ => {
                for (within, entry) in chunk.iter().enumerate() {
                    let alone =
                        quietly(|| together(std::slice::from_ref(entry), style, form, offset + within));
                    let alone = alone.and_then(|list| list.into_iter().next());
                    cited.push(alone.unwrap_or_else(|| plainly(entry.0)));
                }
            }
        }
    }
    cited
}

/// Formats a list in one run of the driver.
fn together(records: &[(&Record, Option<&str>)], style: &Style, form: Form, offset: usize) -> Vec<Cited> {
    let shaped: Vec<Shaped> = records
        .iter()
        .enumerate()
        .map(|(index, (record, _))| shape::shape(record, &index.to_string(), style, form))
        .collect();
    let places: Vec<Option<Place>> =
        records.iter().map(|(_, place)| place.and_then(locator::parse)).collect();
    let mut order: Vec<usize> = (0..shaped.len()).collect();
    let sorts = style.csl.bibliography.as_ref().is_some_and(|list| list.sort.is_some());
    if sorts && !style.has_notes() && order.len() > 1 {
        // Letters are given to years in the order of the bibliography, not in that of our list.
        let (rendered, _) = run(&shaped, &places, &order, style, form, offset);
        let sorted = rendered.bibliography.into_iter().flat_map(|list| list.items);
        let sorted: Vec<usize> = sorted.filter_map(|item| item.key.parse().ok()).collect();
        if sorted.len() == order.len() {
            order = sorted;
        }
    }
    let (rendered, wanted) = run(&shaped, &places, &order, style, form, offset);
    let list = rendered.bibliography.as_ref().filter(|_| form == Form::Bibliography);
    let mut cited = Vec::with_capacity(records.len());
    for (index, ((record, _), shaped)) in records.iter().zip(&shaped).enumerate() {
        let entry = list.and_then(|list| list.items.iter().find(|item| item.key == index.to_string()));
        let mut runs = match entry {
            Some(entry) => bibliography_entry(entry),
            None => wanted
                .get(index)
                .and_then(|place| rendered.citations.get(*place))
                .map(|citation| spans::flatten(&citation.citation))
                .unwrap_or_default(),
        };
        repair::restore_dates(&mut runs, &shaped.stand_ins, style, form);
        let is_full = form == Form::Bibliography || (form == Form::Note && style.has_notes());
        chicago::set_role(&mut runs, shaped.role.filter(|_| is_full));
        chicago::set_beside(&mut runs, shaped.beside_title.as_deref().filter(|_| is_full));
        chicago::set_blanks(&mut runs);
        chicago::drop_stops(&mut runs);
        if style.american {
            chicago::set_stops(&mut runs);
        }
        if style.chicago {
            chicago::sign_review(&mut runs, record);
            chicago::set_letter(&mut runs, record);
            chicago::quote_unsigned(&mut runs, record);
            chicago::set_reprint(&mut runs, record, form);
            if !style.has_notes() {
                chicago::join_pages(&mut runs, record);
            }
        }
        if is_full {
            repair::set_right(&mut runs, record, style, form);
        }
        let of_record = Cited { id: record.id.clone(), spans: runs };
        cited.push(if !of_record.to_plain().contains(char::is_alphanumeric) {
            plainly(record)
        } else {
            of_record
        });
    }
    cited
}

/// Runs the driver over the items in an order; also where each item's own citation stands.
fn run(
    shaped: &[Shaped],
    places: &[Option<Place>],
    order: &[usize],
    style: &Style,
    form: Form,
    offset: usize,
) -> (Rendered, Vec<usize>) {
    let spacer = spacer();
    let mut driver = BibliographyDriver::new().with_citation_number_offset(offset);
    let mut number = 0;
    let mut wanted = vec![usize::MAX; shaped.len()];
    for &index in order {
        let Some(shaped) = shaped.get(index) else { continue };
        let place = places.get(index).and_then(Option::as_ref);
        let locator = place.map(|place| SpecificLocator(place.kind, LocatorPayload::Str(&place.value)));
        if style.has_notes() && form == Form::ShortNote {
            // A later note needs an earlier one, and another work between, lest it become "ibid.".
            for item in [&shaped.item, &spacer] {
                number += 1;
                driver.citation(request(CitationItem::with_entry(item), style, number));
            }
        }
        if let Some(wanted) = wanted.get_mut(index) {
            *wanted = number;
        }
        number += 1;
        driver.citation(request(CitationItem::with_locator(&shaped.item, locator), style, number));
    }
    (driver.finish(BibliographyRequest::new(&style.csl, style.locale.clone(), &style.locales)), wanted)
}

/// An entry's first field ("[1]") and the rest.
fn bibliography_entry(entry: &BibliographyItem) -> Vec<Span> {
    let mut runs = Vec::new();
    if let Some(first) = &entry.first_field {
        runs = spans::flatten(&ElemChildren(vec![first.clone()]));
        spans::push(&mut runs, Span::plain(" "));
    }
    for run in spans::flatten(&entry.content) {
        spans::push(&mut runs, run);
    }
    runs
}

fn request<'a>(item: CitationItem<'a, Item>, style: &'a Style, number: usize) -> CitationRequest<'a, Item> {
    CitationRequest::new(vec![item], &style.csl, style.locale.clone(), &style.locales, Some(number))
}

/// A work that no one cites.
fn spacer() -> Item {
    use hayagriva::citationberg::json::{LiteralName, NameValue, Value};
    let name = NameValue::Literal(LiteralName { literal: "\u{f000}".into() });
    let fields = [
        ("id", Value::String("spacer".into())),
        ("type", Value::String("book".into())),
        ("title", Value::String("\u{f000}".into())),
        ("author", Value::Names(vec![name])),
    ];
    Item(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// Author, title and year.
fn plainly(record: &Record) -> Cited {
    let names: Vec<String> = record.creators().iter().map(crate::record::Name::display).collect();
    let mut runs = Vec::new();
    if !names.is_empty() {
        spans::push(&mut runs, Span::plain(format!("{}. ", names.join(", "))));
    }
    spans::push(&mut runs, Span { italic: true, ..Span::plain(record.heading()) });
    spans::push(&mut runs, Span::plain("."));
    if let Some(date) =
        record.issued.as_ref().map(crate::record::Date::display).filter(|date| !date.is_empty())
    {
        spans::push(&mut runs, Span::plain(format!(" {date}.")));
    }
    Cited { id: record.id.clone(), spans: runs }
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic on an odd record, without a word on stderr; `None` where it did.
fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    QUIET.set(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Golden {
        rule: String,
        source: String,
        record: Record,
        #[serde(default)]
        at: Option<String>,
        note: String,
        short: String,
        bibliography: String,
    }

    fn golden() -> Vec<Golden> {
        serde_json::from_str(include_str!("../../tests/golden/chicago-18.json")).unwrap()
    }

    #[test]
    fn the_golden_references_are_as_the_manual_has_them() {
        let style = Style::named("chicago").unwrap();
        for golden in golden() {
            assert!(golden.source.len() > 10, "{}: no source", golden.rule);
            let entry = [(&golden.record, golden.at.as_deref())];
            for (form, wanted) in [
                (Form::Note, &golden.note),
                (Form::ShortNote, &golden.short),
                (Form::Bibliography, &golden.bibliography),
            ] {
                let found = cite(&entry, &style, form).remove(0).to_markdown();
                assert_eq!(found, *wanted, "{} {form:?}: {}", golden.record.id, golden.rule);
            }
        }
    }

    #[test]
    fn no_manual_sets_a_full_stop_after_a_question() {
        let mut record = golden().remove(0).record;
        record.title = "Who Lost Korea?".into();
        for name in ["harvard", "mhra", "vancouver", "apa", "chicago"] {
            let found = cite(&[(&record, None)], &Style::named(name).unwrap(), Form::Bibliography).remove(0);
            let found = found.to_plain();
            assert!(found.contains("Korea?") && !found.contains("?."), "{name}: {found}");
        }
    }

    #[derive(Deserialize)]
    struct Manuals {
        sources: std::collections::BTreeMap<String, String>,
        cases: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        rule: String,
        record: Record,
        entries: std::collections::BTreeMap<String, String>,
    }

    #[test]
    fn the_entries_of_every_manual_are_as_it_has_them() {
        let manuals: Manuals = serde_json::from_str(include_str!("../../tests/golden/manuals.json")).unwrap();
        for name in manuals.sources.keys() {
            let style = Style::named(name).unwrap();
            for case in &manuals.cases {
                let wanted = case.entries.get(name).unwrap();
                let found = cite(&[(&case.record, None)], &style, Form::Bibliography).remove(0);
                assert_eq!(found.to_markdown(), *wanted, "{name}: {}", case.rule);
            }
        }
    }

    #[test]
    fn a_list_keeps_its_order_and_tells_years_apart() {
        let golden = golden();
        let mut records: Vec<Record> = ["book", "two"]
            .iter()
            .filter_map(|id| golden.iter().find(|g| g.record.id == *id))
            .map(|g| g.record.clone())
            .collect();
        records.push(Record { id: "again".into(), title: "Another Winter".into(), ..records[0].clone() });
        let entries: Vec<(&Record, Option<&str>)> = records.iter().map(|record| (record, None)).collect();
        let cited = cite(&entries, &Style::named("chicago-author-date").unwrap(), Form::Bibliography);
        assert_eq!(cited.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["book", "two", "again"]);
        assert!(cited[0].to_plain().contains("1988b") && cited[2].to_plain().contains("1988a"), "{cited:?}");
    }

    #[test]
    fn every_named_style_cites_every_golden_record() {
        let golden = golden();
        for name in [
            "chicago-notes-short",
            "chicago-author-date",
            "mla",
            "apa",
            "harvard",
            "turabian",
            "ieee",
            "vancouver",
        ] {
            let style = Style::named(name).unwrap();
            let entries: Vec<(&Record, Option<&str>)> =
                golden.iter().step_by(3).map(|golden| (&golden.record, golden.at.as_deref())).collect();
            for form in [Form::Bibliography, Form::Note, Form::ShortNote] {
                for cited in cite(&entries, &style, form) {
                    let text = cited.to_plain();
                    assert!(text.trim().len() > 2, "{name} {form:?} {}", cited.id);
                    assert!(!text.chars().any(|c| matches!(c, '\u{e000}'..='\u{f8ff}')), "{name}: {text}");
                }
            }
        }
    }

    #[test]
    fn a_record_with_nothing_in_it_is_cited_too() {
        let record = Record::default();
        let cited = cite(&[(&record, Some("p. 3"))], &Style::named("chicago").unwrap(), Form::Bibliography);
        assert!(!cited[0].to_plain().is_empty());
    }

    static STYLES: std::sync::LazyLock<[Style; 2]> =
        std::sync::LazyLock::new(|| ["chicago", "apa"].map(|name| Style::named(name).unwrap()));

    fn any_name() -> impl Strategy<Value = crate::record::Name> {
        ("\\PC{0,8}", "\\PC{0,8}", "\\PC{0,4}", "\\PC{0,6}").prop_map(|(family, given, particle, literal)| {
            crate::record::Name {
                literal: if family.is_empty() { literal } else { String::new() },
                non_dropping_particle: particle.clone(),
                dropping_particle: particle,
                ..crate::record::Name::new(family, given)
            }
        })
    }

    fn any_record() -> impl Strategy<Value = Record> {
        let date = (any::<i32>(), 0..20_u8, 0..40_u8, any::<Option<i32>>(), "\\PC{0,6}").prop_map(
            |(year, month, day, end, literal)| {
                let day = crate::record::Day { year, month, day };
                let end = end.map(|year| crate::record::End::On(crate::record::Day { year, month, day: 1 }));
                crate::record::Date {
                    end,
                    literal: Some(literal),
                    season: Some(month),
                    ..crate::record::Date::on(day)
                }
            },
        );
        let kinds = prop::sample::select(vec![
            "book",
            "chapter",
            "article-journal",
            "thesis",
            "interview",
            "review-book",
            "odd",
            "",
        ]);
        let texts = prop::collection::vec("\\PC{0,12}", 8);
        (kinds, texts, prop::collection::vec(any_name(), 0..4), prop::option::of(date)).prop_map(
            |(kind, texts, names, date)| {
                let mut texts = texts.into_iter();
                let mut next = || texts.next().unwrap_or_default();
                let mut record = Record {
                    kind: kind.into(),
                    title: next(),
                    container_title: Some(next()),
                    volume: Some(next()),
                    page: Some(next()),
                    edition: Some(next()),
                    doi: Some(next()),
                    author: names.clone(),
                    editor: names,
                    issued: date,
                    ..Record::default()
                };
                for name in ["genre", "archive", "number", "reviewed-title", "accessed"] {
                    record.other.insert(name.into(), serde_json::json!([next(), 1.5, null]));
                }
                record
                    .other
                    .insert("original-date".into(), serde_json::json!({"date-parts": [[-3, 99], [2]]}));
                record
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

        #[test]
        fn any_record_is_cited(record in any_record(), place in "\\PC{0,8}") {
            for style in STYLES.iter() {
                for form in [Form::Bibliography, Form::Note, Form::ShortNote] {
                    let cited = cite(&[(&record, Some(&place))], style, form);
                    prop_assert_eq!(cited.len(), 1);
                    prop_assert!(!cited[0].to_plain().trim().is_empty());
                    prop_assert!(!cited[0].to_html().contains("<script"));
                }
            }
        }
    }
}
