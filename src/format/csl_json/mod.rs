//! CSL-JSON: what Zotero, pandoc, citeproc and the DOI registries speak, and chosin's own tongue.
//!
//! The reader takes what is met in the wild (numbers as text and text as numbers, `null`, names as text, keys in any
//! case, `raw` dates) and keeps every field it does not know. It checks no item against the schema. What a key's value
//! says is `value`'s, what field it fills `item`'s.
//! Source: the CSL-JSON schema 1.0.2 (github.com/citation-style-language/schema) and citeproc-js's input format.

mod item;
mod value;

pub use item::from_item;

use super::{Format, Likeness, Sink, items, registry};
use crate::error::Problem;
use crate::record::Record;
use serde_json::{Map, Value};
use std::io::{self, BufRead, Write};

/// CSL-JSON.
pub const FORMAT: Format = Format {
    name: "csl-json",
    title: "CSL-JSON (Zotero, pandoc)",
    extensions: &["json", "jsonl", "ndjson"],
    detect,
    read,
    write: Some(write),
};

/// Keys that CSL-JSON has and plain JSON has not.
const OWN_KEYS: &[&str] =
    &["date-parts", "container-title", "collection-title", "publisher-place", "event-title", "citation-key"];

/// Types that CSL-JSON has and plain JSON seldom has.
const OWN_TYPES: &[&str] = &[
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "chapter",
    "paper-conference",
    "entry-encyclopedia",
    "review-book",
    "motion_picture",
    "personal_communication",
    "post-weblog",
    "speech",
    "legal_case",
    "manuscript",
];

fn detect(head: &str) -> Likeness {
    if !items::is_json(head) || registry::of(head).is_some() {
        return Likeness::No;
    }
    let typed = || OWN_TYPES.iter().any(|kind| head.contains(&format!("\"{kind}\"")));
    // Plain JSON may part its authors' names as well, and calls them so.
    let named = || {
        items::has_key(head, "family") && items::has_key(head, "title") && !items::has_key(head, "authors")
    };
    if OWN_KEYS.iter().any(|key| items::has_key(head, key)) || typed() || named() {
        Likeness::Sure
    } else if items::has_key(head, "type") && items::has_key(head, "title") {
        Likeness::Possible
    } else {
        Likeness::No
    }
}

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    let parse = &mut |bytes: &[u8]| parse(bytes, false);
    items::read(input, items::Shape { lists: &["items", "references"], inner: &[], parse }, sink)
}

/// One item's bytes; `plain` also takes what plain JSON calls the fields.
pub(super) fn parse(bytes: &[u8], plain: bool) -> Result<Record, Problem> {
    let item: Map<String, Value> = serde_json::from_slice(bytes).map_err(|error| items::problem(&error))?;
    from_item(item, plain)
}

/// Writes an array with one item a line.
fn write(records: &[Record], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, record) in records.iter().enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, record).map_err(io::Error::from)?;
    }
    out.write_all(b"\n]\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::testing::{check_any_damage, entries, records};
    use crate::record::{Field, Name};

    const PAGE: &str = include_str!("../../../tests/fixtures/json/csl.json");

    #[test]
    fn items_in_the_wild_are_read_and_a_broken_one_costs_itself() {
        let entries = entries(&FORMAT, PAGE);
        assert_eq!(
            entries.iter().map(|entry| (entry.line, entry.record.is_ok())).collect::<Vec<_>>(),
            [(2, true), (23, true), (35, false), (42, true)]
        );
        let first = entries[0].record.as_ref().unwrap();
        assert_eq!(first.title, "Ferries of the Narrow Strait & Beyond");
        assert_eq!(first.issued.as_ref().unwrap().display(), "4 March 1998");
        assert_eq!(first.author[2], Name::literal("Harbor Board of Pusan"));
        assert_eq!((first.volume.as_deref(), first.doi.as_deref()), (Some("12"), Some("10.5555/JF.1998.17")));
        assert_eq!(first.summary.as_deref(), Some("Three boats kept a town fed.\n\nA fourth sank."));
        assert_eq!(first.custom.titles[0].lang, "ko");
        assert_eq!(
            (&first.other["archive"], &first.custom.other["shelf"]),
            (&"Harbor Archive".into(), &"B7".into())
        );
        let second = entries[1].record.as_ref().unwrap();
        assert_eq!(
            (second.id.as_str(), second.kind.as_str(), second.title.as_str()),
            ("17", "book", "A Harbor in Winter")
        );
        assert_eq!((second.author[0].key(), second.author[1].key()), ("Ferryman".into(), "Applegate".into()));
        assert_eq!(second.issued.as_ref().unwrap().display(), "c. Winter 1950–1951");
        assert_eq!(
            (second.isbn.as_deref(), second.pmid.as_deref(), second.language.as_deref()),
            (Some("9780000000002"), Some("123"), Some("en"))
        );
        assert!(entries[2].record.as_ref().unwrap_err().message.contains("quotes"));
    }

    #[test]
    fn a_value_that_a_field_cannot_hold_is_kept_apart_and_does_not_break_the_record() {
        for key in Field::keys().filter(|key| !["id", "title", "custom"].contains(key)) {
            let item =
                format!("{{\"id\":\"a\",\"title\":\"A ferry\",\"{key}\":{{\"deep\":[1,{{\"x\":2}}]}}}}");
            let record = parse(item.as_bytes(), true).unwrap();
            let again: Record = serde_json::from_str(&record.to_json()).unwrap();
            assert_eq!((&again, again.title.as_str()), (&record, "A ferry"), "{key}");
        }
        let twice = parse(br#"{"title":"A","authors":["B"],"author":{"n":0},"Volume":3,"volume":"4"}"#, true)
            .unwrap();
        assert_eq!(serde_json::from_str::<Record>(&twice.to_json()).unwrap(), twice);
    }

    #[test]
    fn what_we_write_is_known_again_whatever_a_source_called_its_fields() {
        for (key, value) in
            [("creators", "x"), ("authorships", "x"), ("reference-count", "1"), ("attributes", "x")]
        {
            let item = format!(
                r#"[{{"id":"a","type":"book","title":"나룻배","DOI":"10.5555/a","URL":"https://openalex.org/W1",
                "issued":{{"date-parts":[[1950]]}},"custom":{{"titles":[{{"text":"A ferry"}}],"x":{{"{key}":"{value}"}}}}}}]"#
            );
            assert_eq!(
                crate::format::detect(&item, "json").map(|format| format.name),
                Some("csl-json"),
                "{key}"
            );
        }
    }

    #[test]
    fn what_is_written_is_read_again_the_same() {
        let first: Vec<Record> =
            entries(&FORMAT, PAGE).into_iter().filter_map(|entry| entry.record.ok()).collect();
        let mut text = Vec::new();
        write(&first, &mut text).unwrap();
        let again: Vec<Record> = records(&FORMAT, &text).into_iter().map(|(_, record)| record).collect();
        assert_eq!(first, again);
        text.clear();
        write(&[], &mut text).unwrap();
        assert!(entries(&FORMAT, &text).is_empty());
    }

    #[test]
    fn lines_wrappers_and_rows_of_objects_are_read_alike() {
        let item = |id: usize| format!("{{\"id\":\"{id}\",\"title\":\"T {{[\\\"}}\",\"type\":\"book\"}}");
        let (a, b) = (item(1), item(2));
        for text in [
            format!("{a}\n{b}\n"),
            format!("{a}{b}"),
            format!("[{a},{b}]"),
            format!("{{\"x\":[1,{{}}],\"items\":[\n{a}\n,{b}],\"y\":{{\"z\":\"]\"}}}}"),
            format!("{a},\r\n{b}"),
            format!("[[{a}],[{b}]]"),
        ] {
            let ids: Vec<String> = records(&FORMAT, &text).into_iter().map(|(_, record)| record.id).collect();
            assert_eq!(ids, ["1", "2"], "{text}");
        }
    }

    #[test]
    fn depth_and_ends_are_limited() {
        let deep = format!("[{{\"title\":{}", "[".repeat(100_000));
        assert_eq!(entries(&FORMAT, &deep).len(), 1);
        for text in
            ["", "[", "[]", "{", "]", "}}}}", "[{", "[[[[", "\"", "[\"a", "{\"items\":", "{\"items\":["]
        {
            assert!(entries(&FORMAT, text).iter().all(|entry| entry.record.is_err()), "{text}");
        }
    }

    #[test]
    fn a_list_larger_than_its_items_streams() {
        // 200,000 items through an input that gives a few bytes at a time.
        let item = "{\"id\":\"x\",\"title\":\"A\"},\n".repeat(2_000);
        let mut input =
            io::BufReader::with_capacity(7, io::Cursor::new(format!("[{item}{{\"title\":\"last\"}}]")));
        let mut count = 0;
        read(&mut input, &mut |entry| {
            assert!(entry.record.is_ok());
            count += 1;
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(count, 2_001);
    }

    #[test]
    fn any_damage_is_read() {
        check_any_damage(&FORMAT, PAGE);
        check_any_damage(&FORMAT, &PAGE.replace('\n', ""));
    }

    proptest::proptest! {
        #[test]
        fn any_json_is_read(text in "[\\[\\]{}\",:a\\\\\n 0-9]{0,60}") {
            let _ = entries(&FORMAT, &text);
        }
    }
}
