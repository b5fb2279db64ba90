//! MARC 21 (and its kin) in XML -> records, with every script that a field comes in.
//!
//! Source: the MARC 21 bibliographic format of the Library of Congress and its MARCXML schema. A field 880 repeats
//! another one in the original script and names it in `$6`; both become one title or name. Punctuation that ISBD puts
//! at the end of subfields is taken off. Not binary ISO 2709; holdings and authority records are not read.

mod fields;

use fields::{Field, Fields, trim, unbracketed};

use super::{Element, Shape, checked, first_tags, joined, keep, likeness, person, put, put_names, read_each};
use crate::format::parallel::{self, Script};
use crate::format::{Format, Sink, clean, date, identifier};
use crate::record::{Date, Day, End, Name, Record, Titled};
use serde_json::Map;
use std::io::{self, BufRead};

/// MARC in XML.
pub const FORMAT: Format = Format {
    name: "marcxml",
    title: "MARCXML",
    extensions: &["marcxml", "mrx", "xml"],
    detect: |head| {
        let tags = first_tags(head);
        likeness(tags.contains(&"controlfield") || tags.contains(&"leader"))
    },
    read,
    write: None,
};

fn read(input: &mut dyn BufRead, sink: Sink) -> io::Result<()> {
    read_each(input, Shape::Named(&[("record", 0)]), &["metadata", "recordData"], record, sink)
}

fn record(element: &Element) -> Result<Record, String> {
    let fields = Fields::of(element);
    if fields.data.is_empty() {
        return Err("this MARC record has no data fields".into());
    }
    let mut record = Record { kind: kind(&fields), language: language(&fields), ..Record::default() };
    titles(&fields, &mut record);
    names(&fields, &mut record);
    imprint(&fields, &mut record);
    host(&fields, &mut record);
    thesis(&fields, &mut record);
    identifiers(&fields, &mut record);
    texts(&fields, &mut record);
    parallel::split_in(&mut record);
    checked(record)
}

fn kind(fields: &Fields) -> String {
    let is_thesis = fields.all(&["502"]).next().is_some();
    let genres = fields.all(&["655"]).filter_map(|field| field.get("a"));
    let genres: Vec<String> = genres.map(|genre| genre.to_lowercase()).collect();
    let genre = |word: &str| genres.iter().any(|genre| genre.contains(word));
    let in_journal = fields.all(&["773"]).any(|field| field.get("x").is_some());
    match (fields.mark(6), fields.mark(7)) {
        _ if is_thesis || genre("thes") || genre("hochschulschrift") => "thesis",
        _ if genre("interview") || genre("oral histor") => "interview",
        ('a' | 't', 'b') => "article-journal",
        ('a' | 't', 'a') if in_journal => "article-journal",
        ('a' | 't', 'a') => "chapter",
        ('a', 's' | 'i') => "periodical",
        ('a', _) if genre("konferenzschrift") || genre("conference") => "book",
        ('a', _) => "book",
        ('e' | 'f', _) => "map",
        ('t' | 'p' | 'd', _) | (_, 'c') => "manuscript",
        ('g', _) => "motion_picture",
        ('k', _) => "graphic",
        ('i' | 'j', _) => "song",
        ('m', 'b') => "article-journal",
        ('m', 'a') if in_journal => "article-journal",
        ('m', 'a') => "chapter",
        // An electronic book is described as a file; what has an ISBN is cited as a book.
        ('m', _) if fields.all(&["020"]).next().is_some() => "book",
        ('m', _) => "software",
        ('c', _) => "musical_score",
        _ => "book",
    }
    .to_owned()
}

/// 008/35-37, else 041 `$a`. Where a program has closed up the blanks of 008, the word before the last holds it.
fn language(fields: &Fields) -> Option<String> {
    let coded = fields.control("008");
    let code = if coded.len() >= 38 {
        coded.get(35..38)
    } else {
        coded.split_whitespace().rev().nth(1).and_then(|word| word.get(word.len().checked_sub(3)?..))
    };
    let code = code.filter(|code| code.bytes().all(|b| b.is_ascii_lowercase()));
    let named = || fields.first(&["041"], "a").and_then(|code| code.get(..3).map(str::to_owned));
    let code =
        code.filter(|code| !matches!(*code, "mul" | "und" | "zxx")).map(str::to_owned).or_else(named)?;
    identifier::language(&code)
}

/// The tag of a title in the original script: the record's language where the script fits it.
fn original_language(text: &str, language: Option<&str>) -> String {
    let language = language.unwrap_or_default().split('-').next().unwrap_or_default();
    match (Script::of(text), language) {
        (Script::Hangul, _) | (Script::Han, "ko") => "ko-Kore".into(),
        (Script::Kana, _) | (Script::Han, "ja") => "ja-Jpan".into(),
        (Script::Han, _) => "zh-Hani".into(),
        (Script::Cyrillic, "") => "und-Cyrl".into(),
        (Script::Cyrillic, language) => format!("{language}-Cyrl"),
        (Script::Latin | Script::Other, _) => language.to_owned(),
    }
}

/// Title and subtitle of a 245 or 880: `$a : $b. $n, $p`, a parallel title in `$b` after " =".
fn title(field: &Field) -> String {
    let mut text = String::new();
    let mut separator = "";
    for (code, raw) in &field.subfields {
        if !matches!(*code, "a" | "b" | "n" | "p") {
            continue;
        }
        let part = without_designation(&trim(raw));
        if part.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str(match *code {
                "b" if separator == "=" => " = ",
                "b" if separator == ";" => "; ",
                "b" => ": ",
                "p" if separator == "," => ", ",
                _ => ". ",
            });
        }
        text.push_str(&part);
        separator =
            ["=", ";", ":", ","].into_iter().find(|mark| raw.trim_end().ends_with(mark)).unwrap_or("");
    }
    unbracketed(&text.replace(" : ", ": ").replace(" ; ", "; "))
}

/// "Ekonomisuto [microform]" without the general material designation.
fn without_designation(text: &str) -> String {
    const DESIGNATIONS: [&str; 8] = [
        "microform",
        "electronic resource",
        "microfilm",
        "sound recording",
        "videorecording",
        "manuscript",
        "text",
        "elektronische ressource",
    ];
    match text.strip_suffix(']').and_then(|text| text.rsplit_once('[')) {
        Some((bare, inner)) if DESIGNATIONS.contains(&inner.to_lowercase().as_str()) => trim(bare),
        _ => text.to_owned(),
    }
}

fn titles(fields: &Fields, record: &mut Record) {
    if let Some(field) = fields.all(&["245"]).next() {
        record.title = title(field);
    }
    let language = record.language.clone();
    for field in fields.originals(&["245"]) {
        let text = title(field);
        if record.title.is_empty() {
            record.title = text;
            continue;
        }
        let (text, more) = parallel::split(&text, language.as_deref()).unwrap_or((text, Vec::new()));
        let lang = original_language(&text, language.as_deref());
        parallel::add(record, Titled { text, lang });
        more.into_iter().for_each(|titled| parallel::add(record, titled));
    }
    for field in fields.all(&["242"]) {
        let lang = field.get("y").and_then(|code| identifier::language(&code)).unwrap_or_default();
        parallel::add(record, Titled { text: title(field), lang });
    }
    let variants = fields.all(&["246", "740"]).chain(fields.originals(&["246", "740"]));
    for field in variants {
        let text = title(field);
        let lang = if field.original { original_language(&text, language.as_deref()) } else { String::new() };
        parallel::add(record, Titled { text, lang });
    }
    let uniform = fields.all(&["240"]).next();
    if let Some(text) = uniform.map(|field| field.joined(&["a"], " ")).filter(|text| *text != record.title) {
        put(&mut record.other, "original-title", Some(text));
    }
}

const NAMES: &[&str] = &["100", "110", "111", "700", "710", "711", "720"];

fn names(fields: &Fields, record: &mut Record) {
    for field in fields.all(NAMES) {
        // A 700 with `$t` is a work within this one, not a person who made it.
        if field.tag.starts_with('7') && field.get("t").is_some() {
            continue;
        }
        let Some(name) = name(field) else { continue };
        let roles = field.every("e").chain(field.every("4"));
        let roles: Vec<String> = roles
            .map(|role| role.trim_end_matches('.').rsplit('/').next().unwrap_or_default().to_lowercase())
            .collect();
        let has = |known: &[&str]| roles.iter().any(|role| known.iter().any(|known| role.starts_with(known)));
        if has(&["edt", "editor", "edited", "hrsg", "herausgeber", "ed."])
            || roles.iter().any(|role| role == "ed")
        {
            record.editor.push(name);
        } else if has(&["trl", "translat", "übers"]) {
            record.translator.push(name);
        } else if has(&["interviewer", "ivr"]) {
            put_names(&mut record.other, "interviewer", vec![name]);
        } else if has(&["addressee", "rcp", "recipient"]) {
            put_names(&mut record.other, "recipient", vec![name]);
        } else if has(&["dgg", "degree granting", "ths", "degree supervisor", "publisher", "pbl"]) {
            if has(&["dgg", "degree granting"]) {
                record.publisher = Some(name.display());
            }
        } else if field.tag.starts_with('1')
            || has(&["aut", "author", "verfasser", "cre", "creator", "interviewee", "joint author"])
            || (roles.is_empty() && field.tag == "700")
        {
            record.author.push(name);
        } else {
            put_names(&mut record.other, "contributor", vec![name]);
        }
    }
    for field in fields.originals(NAMES).filter(|field| field.get("t").is_none()) {
        let Some(name) = name(field) else { continue };
        let text = if name.literal.is_empty() && Script::of(&name.family).language().is_empty() {
            name.inverted()
        } else {
            name.display()
        };
        if !record.custom.names.contains(&text) {
            record.custom.names.push(text);
        }
    }
}

fn name(field: &Field) -> Option<Name> {
    let is_person = matches!(field.tag.as_str(), "100" | "700" | "720");
    let name = if is_person {
        let text = field.get("a")?;
        // "Hanley, J. (Jeremiah)" fuller forms stand in $q; numerals and "Jr." in $b and $c.
        let mut name =
            if text.contains(',') || text.contains('，') { person(&text) } else { Name::literal(text) };
        let suffix =
            field.get("c").map(|text| text.trim_matches(['(', ')', ' ']).to_owned()).unwrap_or_default();
        if name.literal.is_empty() && ["Jr", "Jr.", "Sr.", "II", "III", "IV"].contains(&suffix.as_str()) {
            name.suffix = suffix;
        }
        name
    } else {
        Name::literal(field.joined(&["a", "b"], ". "))
    };
    (!name.is_empty()).then_some(name)
}

/// 260 or 264: place, publisher, date; the year of 008 where it is a year.
fn imprint(fields: &Fields, record: &mut Record) {
    let mut published: Vec<&Field> = fields.all(&["260", "264"]).collect();
    // 264 with second indicator 1 is publication; 4 is a copyright date alone.
    published.sort_by_key(|field| (field.tag == "264" && field.second != '1', field.second == '4'));
    let known = |text: &String| {
        let lower = text.to_lowercase();
        !["s.n.", "s.n", "s.l.", "s.l", "publisher not identified", "place of publication not identified"]
            .contains(&lower.as_str())
    };
    let first = |code: &str| {
        published
            .iter()
            .filter_map(|field| field.get(code))
            .map(|text| unbracketed(&text))
            .find(|text| !text.is_empty() && known(text))
    };
    record.publisher_place = first("a");
    record.publisher = first("b").or_else(|| record.publisher.take());
    let printed = published.iter().find_map(|field| field.get("c"));
    record.issued = coded_date(fields.control("008")).or_else(|| printed.as_deref().and_then(date::parse));
    let printed = printed.unwrap_or_default();
    if let Some(issued) = record.issued.as_mut().filter(|_| printed.contains('?') || printed.contains("ca."))
    {
        issued.circa = true;
    }
    record.edition = fields.first(&["250"], "a");
    let extent = fields.first(&["300"], "a").unwrap_or_default();
    let words: Vec<&str> = extent.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
    let counted = words.windows(2).find_map(|pair| match pair {
        [number, unit] if number.bytes().all(|b| b.is_ascii_digit()) => {
            let unit = unit.to_lowercase();
            ["p", "pages", "s", "seiten"].contains(&unit.trim_end_matches('.')).then(|| (*number).to_owned())
        }
        _ => None,
    });
    put(&mut record.other, "number-of-pages", counted);
    let series = fields.all(&["490", "440", "830"]).next();
    record.collection_title = series.and_then(|field| field.get("a"));
    put(&mut record.other, "collection-number", series.and_then(|field| field.get("v")));
    record.volume = fields.all(&["245"]).find_map(|field| field.get("n")).and_then(|part| {
        let digits: String =
            part.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        (!digits.is_empty()).then_some(digits)
    });
}

/// The dates of 008/06-14: one year, a span, an open end, or a doubtful one.
fn coded_date(field: &str) -> Option<Date> {
    let kind = field.chars().nth(6)?;
    let (first, second) = (field.get(7..11)?, field.get(11..15)?);
    let year = |text: &str| text.parse::<i32>().ok().filter(|year| (1..=9999).contains(year));
    if let ("u", Some(lead)) = (first.get(3..4)?, first.get(..2).and_then(|lead| lead.parse::<i32>().ok())) {
        let tens = first.get(2..3).and_then(|ten| ten.parse::<i32>().ok());
        let (from, to) = tens.map_or((lead * 100, lead * 100 + 99), |ten| {
            let decade = lead * 100 + ten * 10;
            (decade, decade + 9)
        });
        let end = Some(End::On(Day { year: to, month: 0, day: 0 }));
        return Some(Date { end, circa: true, ..Date::year(from) });
    }
    let start = Date::year(year(first)?);
    let until = |circa| {
        let end = match second {
            "9999" => Some(End::Open),
            text => year(text).map(|year| End::On(Day { year, month: 0, day: 0 })),
        };
        Some(Date { end, circa, ..start.clone() })
    };
    match kind {
        'm' | 'c' | 'd' | 'i' | 'k' | 'u' => until(false),
        'q' => until(true),
        'e' => {
            let number = |range: std::ops::Range<usize>| second.get(range).and_then(|text| text.parse().ok());
            date::from_parts(year(first), number(0..2), number(2..4))
        }
        's' | 'r' | 't' | 'p' | 'n' => Some(start),
        _ => None,
    }
}

/// 773: the journal or book that this is a part of.
fn host(fields: &Fields, record: &mut Record) {
    if fields.all(&["773"]).next().is_none() {
        return;
    }
    let first = |code: &str| fields.first(&["773"], code);
    record.container_title = first("t").or_else(|| first("a")).map(|title| title.replace(" : ", ": "));
    record.issn = first("x").and_then(|text| identifier::issn(&text));
    record.isbn = first("z").and_then(|text| identifier::isbn(&text));
    let related: Vec<String> =
        fields.all(&["773"]).flat_map(|field| field.every("g").collect::<Vec<_>>()).collect();
    let related = related.join(", ");
    let lower = related.to_lowercase();
    // "Vol. 12, no. 2 (June 1994), p. 44-68"; "volume:53 (2015), number:6, pages:421-429".
    let after = |marks: &[&str]| {
        marks.iter().find_map(|mark| {
            let (_, rest) = lower.split_once(mark)?;
            let value: String = rest
                .trim_start_matches([' ', ':', '.'])
                .chars()
                .take_while(|&c| c.is_alphanumeric() || matches!(c, '-' | '–' | '/'))
                .collect();
            let value = value.trim_end_matches(['-', '/']);
            value.chars().any(|c| c.is_ascii_digit()).then(|| value.to_owned())
        })
    };
    record.volume = after(&["volume", "vol.", "vol ", "bd.", "jg.", "v. "]).or_else(|| record.volume.take());
    record.issue = after(&["number", "issue", "no.", "nr.", "heft"]);
    record.page = after(&["pages", "pp.", "p.", "seite", "s. "]).map(|pages| super::pages(&pages));
    let open = related.find('(').and_then(|at| related.get(at + 1..));
    let bracketed = open.and_then(|rest| rest.split(')').next());
    let dated = bracketed.and_then(date::parse).filter(|date| date.start.is_some());
    record.issued = dated.or_else(|| record.issued.take());
}

/// 502: `$b` degree, `$c` university, `$d` year; older ones say it all in `$a`.
fn thesis(fields: &Fields, record: &mut Record) {
    let Some(field) = fields.all(&["502"]).next() else { return };
    record.publisher = field.get("c").or_else(|| record.publisher.take());
    let note = field.get("a");
    let degree = field.get("b").or_else(|| {
        let text = note.as_deref()?;
        let (_, rest) = text.split_once('(')?;
        rest.split_once(')').map(|(degree, _)| degree.to_owned())
    });
    put(&mut record.other, "genre", degree.or_else(|| note.clone().filter(|text| text.len() < 40)));
    if let Some(text) = note.as_deref() {
        // "Thesis (Ph. D.)--Invented University, 1999."
        let (_, school) = text.rsplit_once("--").unwrap_or_default();
        let school = school.rsplit_once(',').map_or(school, |(school, _)| school).trim();
        if record.publisher.is_none() && !school.is_empty() {
            record.publisher = Some(school.to_owned());
        }
    }
    record.issued = record.issued.take().or_else(|| field.get("d").and_then(|text| date::parse(&text)));
}

fn identifiers(fields: &Fields, record: &mut Record) {
    let isbns = fields.all(&["020"]).filter_map(|field| field.get("a"));
    let isbns = isbns.filter_map(|text| identifier::isbn(&text));
    record.isbn = joined(isbns.collect::<Vec<_>>(), " ").or_else(|| record.isbn.take());
    let issn =
        fields.all(&["022"]).filter_map(|field| field.get("a")).find_map(|text| identifier::issn(&text));
    record.issn = issn.or_else(|| record.issn.take());
    let doi = fields
        .all(&["024"])
        .filter(|field| field.get("2").is_some_and(|kind| kind.eq_ignore_ascii_case("doi")));
    record.doi = doi.filter_map(|field| field.get("a")).find_map(|text| identifier::doi(&text));
    record.url = fields.all(&["856"]).flat_map(|field| field.every("u")).find(|url| url.starts_with("http"));
    put(
        &mut record.other,
        "call-number",
        fields.all(&["050", "090", "099"]).map(|f| f.joined(&["a", "b"], " ")).next(),
    );
    if record.kind == "manuscript" {
        put(&mut record.other, "archive", fields.first(&["852"], "a"));
        let shelf = fields.all(&["852"]).map(|field| field.joined(&["b", "c", "h", "i", "j"], ", ")).next();
        put(&mut record.other, "archive_location", shelf);
    }
    let mut kept = Map::new();
    put(&mut kept, "control-number", Some(fields.control("001").trim().to_owned()));
    put(&mut kept, "lccn", fields.first(&["010"], "a"));
    put(
        &mut kept,
        "oclc",
        fields.all(&["035"]).filter_map(|field| field.get("a")).find_map(|text| {
            text.strip_prefix("(OCoLC)")
                .map(|number| number.trim_start_matches(|c: char| c.is_alphabetic()).to_owned())
        }),
    );
    keep(record, "marc", kept);
}

fn texts(fields: &Fields, record: &mut Record) {
    let whole = |field: &Field| {
        let parts =
            field.subfields.iter().filter(|(code, _)| code.starts_with(|c: char| c.is_ascii_lowercase()));
        parts.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ")
    };
    let summaries = fields.all(&["520"]).chain(fields.originals(&["520"])).map(whole);
    let contents = fields
        .all(&["505"])
        .chain(fields.originals(&["505"]))
        .map(|field| format!("Contents: {}", whole(field)));
    let texts = summaries.filter_map(|text| clean::abstract_text(&text)).chain(contents);
    record.summary = joined(texts.collect::<Vec<_>>(), "\n\n");
    record.note = joined(fields.all(&["500"]).map(whole).collect::<Vec<_>>(), "\n\n");
    let subjects =
        fields.all(&["600", "610", "611", "630", "648", "650", "651", "653", "655"]).map(|field| {
            let codes = ["a", "b", "t", "v", "x", "y", "z"];
            field.joined(&codes, " -- ").replace('\u{a0}', " ")
        });
    record.keyword = joined(subjects.collect::<Vec<_>>(), "; ");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::xml::fixtures;

    fn entry(index: usize) -> Record {
        let text = include_str!("../../../../tests/fixtures/marcxml/catalogue.xml");
        fixtures::read(&FORMAT, text).swap_remove(index).record.unwrap()
    }

    #[test]
    fn a_field_and_its_original_are_one() {
        let book = entry(0);
        assert_eq!(book.title, "Ŏndŏk ŭi chŏnjaeng: kyŏul ŭi kirok");
        assert_eq!(
            book.custom.titles[0],
            Titled { text: "언덕의 전쟁: 겨울의 기록".into(), lang: "ko-Kore".into() }
        );
        assert_eq!(book.custom.titles[1], Titled { text: "War of the hill".into(), lang: "en".into() });
        assert_eq!(
            (book.author.as_slice(), book.custom.names.as_slice()),
            ([Name::new("An", "T'ae-sŏk")].as_slice(), ["안태석".to_owned(), "이안나".to_owned()].as_slice())
        );
        assert_eq!(book.editor, [Name::new("Yi", "An-na")]);
        assert_eq!(
            (book.publisher_place.as_deref(), book.publisher.as_deref()),
            (Some("Sŏul"), Some("Invented Press"))
        );
        assert_eq!(
            (book.language.as_deref(), book.issued.as_ref().unwrap().display().as_str()),
            (Some("ko"), "1998")
        );
        assert_eq!(book.isbn.as_deref(), Some("9780000000002"));
        assert_eq!(book.summary.as_deref(), Some("Letters from one hill.\n\nContents: Snow -- Thaw."));
        assert_eq!(book.note.as_deref(), Some("Includes index."));
        assert_eq!(book.keyword.as_deref(), Some("Korean War, 1950-1953 -- Campaigns"));
    }

    #[test]
    fn an_article_a_thesis_and_an_archive_are_told_apart() {
        let article = entry(1);
        assert_eq!(
            (article.kind.as_str(), article.container_title.as_deref()),
            ("article-journal", Some("Journal of Invented History"))
        );
        assert_eq!(
            (article.volume.as_deref(), article.issue.as_deref(), article.page.as_deref()),
            (Some("12"), Some("2"), Some("44-68"))
        );
        let thesis = entry(2);
        assert_eq!(
            (thesis.kind.as_str(), thesis.publisher.as_deref()),
            ("thesis", Some("Invented University"))
        );
        assert_eq!(thesis.other["genre"], "Ph. D.");
        assert_eq!(entry(3).kind, "manuscript");
        assert_eq!(entry(3).issued.unwrap().display(), "1950–1953");
    }

    #[test]
    fn punctuation_between_subfields_goes_and_the_author_s_stays() {
        assert_eq!(trim("Korea :"), "Korea");
        assert_eq!(trim("the unknown war /"), "the unknown war");
        assert_eq!(trim("Truman, Harry S."), "Truman, Harry S.");
        assert_eq!(trim("Sons, Inc."), "Sons, Inc.");
        assert_eq!(trim("1950-1953."), "1950-1953");
    }

    #[test]
    fn coded_dates_are_spans() {
        let date = |field: &str| coded_date(field).map(|date| date.display());
        assert_eq!(date("900220c19469999ja ").as_deref(), Some("1946–"));
        assert_eq!(date("900220s195u    ko ").as_deref(), Some("c. 1950–1959"));
        assert_eq!(date("900220e19500625ko ").as_deref(), Some("25 June 1950"));
        assert_eq!(date("900220b        ko "), None);
    }
}
