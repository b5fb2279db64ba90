//! An entry's fields <-> a [`Record`].
//!
//! Both ways are pure and each other's inverse for what both sides can say; what they cannot is the business of
//! [`kept`](crate::format::kept). Inheritance is done before, files are not known here.

use super::fields::{FIELDS, PARTS, Part, Slot, row};
use super::kinds::{self, Counted};
use super::latex::{decode, escape};
use super::names;
use super::value::MONTHS;
use crate::format::{clean, date, edtf, identifier, parallel};
use crate::record::{Date, Name, Record, Titled};
use serde_json::Value;
use std::borrow::Cow;

/// Languages by their tags, as the `babel` and `polyglossia` packages call them.
const BABEL: &[(&str, &str)] = &[
    ("en", "english"),
    ("ko", "korean"),
    ("ja", "japanese"),
    ("zh", "chinese"),
    ("ru", "russian"),
    ("de", "german"),
    ("fr", "french"),
    ("es", "spanish"),
    ("it", "italian"),
    ("pl", "polish"),
    ("cs", "czech"),
    ("hu", "hungarian"),
    ("ro", "romanian"),
    ("bg", "bulgarian"),
    ("nl", "dutch"),
    ("pt", "portuguese"),
    ("tr", "turkish"),
    ("sv", "swedish"),
    ("vi", "vietnamese"),
    ("th", "thai"),
    ("el", "greek"),
    ("uk", "ukrainian"),
];

/// One printed line.
fn line(raw: &str) -> String {
    match decode(raw) {
        Cow::Borrowed(text) => clean::line(text).trim().to_owned(),
        Cow::Owned(text) => clean::line(&text).trim().to_owned(),
    }
}

fn some_line(raw: &str) -> Option<String> {
    Some(line(raw)).filter(|text| !text.is_empty())
}

/// The record that the fields of an entry of that type make. The first of two equal fields counts, but names add up.
///
/// `language` is the record's where these fields are but a part of it.
pub fn read<N: AsRef<str>, R: AsRef<str>>(
    entry_type: &str,
    fields: &[(N, R)],
    language: Option<&str>,
) -> Record {
    let mut record = Record::default();
    let mut joint: [&str; PARTS] = [""; PARTS];
    for (name, raw) in fields {
        let raw = raw.as_ref();
        if raw.is_empty() {
            continue;
        }
        let Some((_, _, slot)) = row(name.as_ref()) else { continue };
        match slot {
            Slot::Text(get, set) if get(&record).is_none() => *set(&mut record) = some_line(raw),
            Slot::Names(_, set) => set(&mut record).extend(names::parse(raw)),
            Slot::Other(key) if !record.other.contains_key(*key) => {
                put(&mut record, key, some_line(raw).map(Value::from));
            }
            Slot::OtherNames(key) if !record.other.contains_key(*key) => {
                let names = names::parse(raw);
                let value = (!names.is_empty()).then(|| serde_json::to_value(names).ok()).flatten();
                put(&mut record, key, value);
            }
            Slot::OtherDate(key) if !record.other.contains_key(*key) => {
                put(&mut record, key, some_date(raw).and_then(|date| serde_json::to_value(date).ok()));
            }
            Slot::Joint(part) => {
                if let Some(place) = joint.get_mut(*part as usize)
                    && place.is_empty()
                {
                    *place = raw;
                }
            }
            _ => {}
        }
    }
    Joint { entry_type, raw: joint }.fill(&mut record);
    if let Some((title, further)) = parallel::split(&record.title, record.language.as_deref().or(language)) {
        record.title = title;
        further.into_iter().for_each(|titled| parallel::add(&mut record, titled));
    }
    parallel::name_languages(&mut record);
    record
}

fn put(record: &mut Record, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        record.other.insert(key.to_owned(), value);
    }
}

/// The fields that are only understood together.
struct Joint<'a> {
    entry_type: &'a str,
    raw: [&'a str; PARTS],
}

impl Joint<'_> {
    fn raw(&self, part: Part) -> &str {
        self.raw.get(part as usize).copied().unwrap_or_default()
    }

    fn line(&self, part: Part) -> Option<String> {
        some_line(self.raw(part))
    }

    fn first(&self, parts: &[Part]) -> Option<String> {
        parts.iter().find_map(|part| self.line(*part))
    }

    fn titled(&self, titles: &[Part], subtitle: Part) -> Option<String> {
        let title = self.first(titles);
        let (Some(title), Some(subtitle)) = (title.clone(), self.line(subtitle)) else { return title };
        let join = if title.ends_with([':', '?', '!']) { " " } else { ": " };
        Some(format!("{title}{join}{subtitle}"))
    }

    fn fill(&self, record: &mut Record) {
        use Part::*;
        record.kind = kinds::csl(self.entry_type, self.line(Entrysubtype).as_deref()).to_owned();
        record.title = self.titled(&[Title], Subtitle).unwrap_or_default();
        let in_book = self.titled(&[Booktitle], Booksubtitle);
        let in_journal = self.titled(&[Journaltitle, Journal], Journalsubtitle);
        let book_first = kinds::stands_in_book(&record.kind);
        record.container_title = if book_first { in_book.or(in_journal) } else { in_journal.or(in_book) };
        self.number(record);
        record.issued = self.issued();
        record.publisher = self.first(match record.kind.as_str() {
            "thesis" => &[School, Institution, Publisher, Organization],
            "report" => &[Institution, Publisher, Organization, School],
            _ => &[Publisher, Organization, Institution, School],
        });
        let genre = self.line(Type).map(|genre| match genre.as_str() {
            "phdthesis" => "PhD thesis".to_owned(),
            "mathesis" | "mastersthesis" => "Master's thesis".to_owned(),
            _ => genre,
        });
        put(
            record,
            "genre",
            genre.or_else(|| kinds::implied_genre(self.entry_type).map(str::to_owned)).map(Value::from),
        );
        record.note = joined(&[self.raw(Note), self.raw(Annotation), self.raw(Annote)]);
        record.summary = match self.raw(Abstract) {
            "" => None,
            raw => clean::abstract_text(&decode(raw)),
        };
        record.page = self.line(Pages).map(|pages| pages_of(&pages));
        record.keyword =
            keywords(if self.raw(Keywords).is_empty() { self.raw(Keyword) } else { self.raw(Keywords) });
        self.identifiers(record);
        self.languages(record);
    }

    fn number(&self, record: &mut Record) {
        let number = self.line(Part::Number);
        record.issue = self.line(Part::Issue);
        let (mut work, mut series) = (self.line(Part::Eid), self.line(Part::CollectionNumber));
        match kinds::counted(&record.kind) {
            Counted::Issue => record.issue = number.or(record.issue.take()),
            Counted::Series => series = number.or(series),
            Counted::Work => work = number.or(work),
        }
        put(record, "number", work.map(Value::from));
        put(record, "collection-number", series.map(Value::from));
    }

    fn issued(&self) -> Option<Date> {
        if let Some(date) = some_date(self.raw(Part::Date)) {
            return Some(date);
        }
        let (year, month, day) = (self.raw(Part::Year), self.raw(Part::Month), self.raw(Part::Day));
        if year.is_empty() {
            return None;
        }
        let plain = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        if plain && month.is_empty() {
            return year.parse().ok().map(Date::year);
        }
        let year = line(year);
        if month.is_empty() {
            return date::parse(&year);
        }
        let month = line(month);
        if plain && let Some(number) = date::month(&month) {
            return date::from_parts(year.parse().ok(), Some(number.into()), line(day).parse().ok());
        }
        let day = line(day);
        let whole = date::parse(&format!("{day} {month} {year}")).filter(|date| date.literal.is_none());
        whole.or_else(|| date::parse(&year))
    }

    fn identifiers(&self, record: &mut Record) {
        use Part::*;
        record.doi = verbatim(self.raw(Doi)).map(|text| identifier::doi(&text).unwrap_or(text));
        record.isbn = self.line(Isbn).map(|text| identifier::isbn(&text).unwrap_or(text));
        record.issn = self.line(Issn).map(|text| identifier::issn(&text).unwrap_or(text));
        let source =
            if self.raw(Eprinttype).is_empty() { self.raw(Archiveprefix) } else { self.raw(Eprinttype) };
        let pubmed = ["pubmed", "pmid"].iter().any(|name| source.eq_ignore_ascii_case(name));
        record.pmid = self
            .line(Pmid)
            .or_else(|| pubmed.then(|| self.line(Eprint)).flatten())
            .map(|text| identifier::pmid(&text).unwrap_or(text));
        record.url = verbatim(self.raw(Url)).or_else(|| {
            let raw = self.raw(Howpublished);
            let raw = raw.find("\\url{").and_then(|at| raw.get(at..)).unwrap_or(raw);
            verbatim(raw).filter(|url| url.starts_with("http://") || url.starts_with("https://"))
        });
    }

    fn languages(&self, record: &mut Record) {
        let tag = |part| self.line(part).and_then(|word| identifier::language(&word));
        record.language = tag(Part::Langid).or_else(|| tag(Part::Language));
        if let Some(text) = self.line(Part::Origtitle) {
            record.custom.titles.push(Titled { text, lang: tag(Part::Origlanguage).unwrap_or_default() });
        }
        if let Some(text) = self.line(Part::Titleaddon) {
            let titles = text.split(" = ").map(str::trim).filter(|text| !text.is_empty());
            record
                .custom
                .titles
                .extend(titles.map(|text| Titled { text: text.to_owned(), lang: String::new() }));
        }
        if let Some(text) = self.line(Part::Nameaddon) {
            let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
            record.custom.names = names.map(str::to_owned).collect();
        }
    }
}

fn joined(raws: &[&str]) -> Option<String> {
    let mut note = String::new();
    for raw in raws.iter().filter(|raw| !raw.is_empty()) {
        let text = decode(raw);
        let text = clean::paragraphs(&text);
        if !note.is_empty() {
            note.push_str("\n\n");
        }
        note.push_str(text.trim());
    }
    Some(note.trim().to_owned()).filter(|note| !note.is_empty())
}

fn some_date(raw: &str) -> Option<Date> {
    if raw.is_empty() {
        return None;
    }
    edtf::parse(raw).or_else(|| date::parse(&line(raw)))
}

/// "44–68" and "44--68" are "44-68".
fn pages_of(text: &str) -> String {
    let mut pages = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if matches!(c, '–' | '—' | '‐' | '‑' | '−') { '-' } else { c };
        if c == '-' {
            pages.truncate(pages.trim_end_matches([' ', '-']).len());
        } else if c == ' ' && pages.ends_with('-') {
            continue;
        }
        pages.push(c);
    }
    pages
}

/// Keywords, split outside braces at semicolons, or at commas where there is none.
fn keywords(raw: &str) -> Option<String> {
    if raw.is_empty() {
        return None;
    }
    let split = |by: u8| {
        let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0usize);
        for at in memchr::memchr3_iter(b'{', b'}', by, raw.as_bytes()) {
            match raw.as_bytes().get(at) {
                Some(b'{') => depth += 1,
                Some(b'}') => depth = depth.saturating_sub(1),
                _ if depth == 0 => {
                    parts.push(raw.get(start..at).unwrap_or_default());
                    start = at + 1;
                }
                _ => {}
            }
        }
        parts.push(raw.get(start..).unwrap_or_default());
        parts
    };
    let mut parts = split(b';');
    if parts.len() == 1 {
        parts = split(b',');
    }
    let words: Vec<String> = parts.into_iter().filter_map(some_line).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// A field that LaTeX takes as it stands; people escape in it all the same.
fn verbatim(raw: &str) -> Option<String> {
    let raw = raw.trim();
    if raw.is_empty() {
        return None;
    }
    if memchr::memchr3(b'\\', b'{', b'}', raw.as_bytes()).is_none() {
        return Some(raw.to_owned());
    }
    let mut text = raw.replace("\\url", "").replace("\\textasciitilde", "~").replace("\\~{}", "~");
    text.retain(|c| !matches!(c, '\\' | '{' | '}'));
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// What stands in a verbatim field must balance: what could not is written in per cent.
fn write_verbatim(text: &str) -> Cow<'_, str> {
    if memchr::memchr3(b'\\', b'{', b'}', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('\\', "%5C").replace('{', "%7B").replace('}', "%7D"))
}

/// The fields that an entry of that type has for a record, in the order in which they are written.
pub fn write<'a>(record: &'a Record, entry_type: &str) -> Vec<(&'static str, Cow<'a, str>)> {
    let mut out = Out { fields: Vec::with_capacity(20) };
    if !record.author.is_empty() {
        out.push("author", Cow::Owned(names::compose(&record.author)));
    }
    out.text("title", &record.title);
    let in_book = kinds::stands_in_book(&record.kind);
    out.option(if in_book { "booktitle" } else { "journal" }, record.container_title.as_deref());
    out.titles(record);
    for (field, _, slot) in FIELDS {
        match slot {
            Slot::Text(get, _) if *field != "location" => out.option(field, get(record).as_deref()),
            Slot::Names(get, _) if *field != "author" && !get(record).is_empty() => {
                out.push(field, Cow::Owned(names::compose(get(record))));
            }
            Slot::Other(key) => out.other(field, record, key),
            Slot::OtherNames(key) => {
                if let Some(value) = record.other.get(*key)
                    && let Ok(names) = Vec::<Name>::deserialize(value)
                {
                    out.push(field, Cow::Owned(names::compose(&names)));
                }
            }
            Slot::OtherDate(key) => {
                if let Some(value) = record.other.get(*key)
                    && let Ok(date) = Date::deserialize(value)
                {
                    out.push(field, Cow::Owned(date_text(&date)));
                }
            }
            _ => {}
        }
    }
    out.issued(record.issued.as_ref());
    out.number(record);
    out.option(
        match record.kind.as_str() {
            "thesis" => "school",
            "report" => "institution",
            _ => "publisher",
        },
        record.publisher.as_deref(),
    );
    let genre = record.other.get("genre").and_then(Value::as_str);
    if genre != kinds::implied_genre(entry_type) {
        out.option("type", genre);
    }
    if let (_, Some(subtype)) = kinds::entry_type(&record.kind, genre) {
        out.text("entrysubtype", subtype);
    }
    if let Some(pages) = &record.page {
        let parts: Vec<Cow<str>> = pages.split('-').map(escape).collect();
        out.push("pages", Cow::Owned(parts.join("--")));
    }
    for (field, text) in [("doi", &record.doi), ("url", &record.url)] {
        if let Some(text) = text {
            out.push(field, write_verbatim(text));
        }
    }
    out.option("isbn", record.isbn.as_deref());
    out.option("issn", record.issn.as_deref());
    out.option("pmid", record.pmid.as_deref());
    if let Some(tag) = &record.language {
        match BABEL.iter().find(|(known, _)| known == tag) {
            Some((_, name)) => out.text("langid", name),
            None => out.text("language", tag),
        }
    }
    out.keywords(record.keyword.as_deref());
    out.option("abstract", record.summary.as_deref());
    out.option("annotation", record.note.as_deref());
    out.fields.retain(|(_, raw)| !raw.is_empty());
    out.fields
}

use serde::Deserialize as _;

struct Out<'a> {
    fields: Vec<(&'static str, Cow<'a, str>)>,
}

impl<'a> Out<'a> {
    fn push(&mut self, field: &'static str, raw: Cow<'a, str>) {
        self.fields.push((field, raw));
    }

    fn text(&mut self, field: &'static str, text: &'a str) {
        if !text.is_empty() {
            self.push(field, escape(text));
        }
    }

    fn option(&mut self, field: &'static str, text: Option<&'a str>) {
        self.text(field, text.unwrap_or_default());
    }

    fn other(&mut self, field: &'static str, record: &'a Record, key: &str) {
        match record.other.get(key) {
            Some(Value::String(text)) => self.text(field, text),
            Some(Value::Number(number)) => self.push(field, Cow::Owned(number.to_string())),
            _ => {}
        }
    }

    fn titles(&mut self, record: &'a Record) {
        if let Some((first, more)) = record.custom.titles.split_first() {
            self.text("origtitle", &first.text);
            if !first.text.is_empty() {
                let babel = BABEL.iter().find(|(tag, _)| *tag == first.lang);
                self.text("origlanguage", babel.map_or(first.lang.as_str(), |(_, name)| name));
            }
            let more: Vec<Cow<str>> = more.iter().map(|title| escape(&title.text)).collect();
            self.push("titleaddon", Cow::Owned(more.join(" = ")));
        }
        let names: Vec<Cow<str>> = record.custom.names.iter().map(|name| escape(name)).collect();
        self.push("nameaddon", Cow::Owned(names.join("; ")));
    }

    fn issued(&mut self, date: Option<&Date>) {
        let Some(date) = date else { return };
        let Some(start) = date.start.filter(|_| date.literal.is_none()) else {
            return self.push("year", Cow::Owned(date_text(date)));
        };
        let month = usize::from(start.month).checked_sub(1).and_then(|index| MONTHS.get(index));
        let whole = start.day > 0 || date.season.is_some() || date.circa || date.end.is_some();
        let usual = (0..=9999).contains(&start.year);
        if whole || !usual {
            self.push("date", Cow::Owned(date_text(date)));
        }
        if usual {
            self.push("year", Cow::Owned(format!("{:04}", start.year)));
        }
        if let Some((name, _)) = month.filter(|_| !whole && usual) {
            self.push("month", Cow::Borrowed(*name));
        }
    }

    fn number(&mut self, record: &'a Record) {
        let counted = kinds::counted(&record.kind);
        let name = |what, own| if counted == what { "number" } else { own };
        self.option(name(Counted::Issue, "issue"), record.issue.as_deref());
        self.other(name(Counted::Work, "eid"), record, "number");
        self.other(name(Counted::Series, "collection-number"), record, "collection-number");
    }

    fn keywords(&mut self, keyword: Option<&'a str>) {
        let Some(keyword) = keyword else { return };
        let words = keyword.split(';').map(str::trim).filter(|word| !word.is_empty());
        let words: Vec<Cow<str>> = words
            .map(|word| {
                let raw = escape(word);
                if word.contains(',') { Cow::Owned(format!("{{{raw}}}")) } else { raw }
            })
            .collect();
        self.push("keywords", Cow::Owned(words.join(", ")));
    }
}

/// A date in the extended format, else its words.
fn date_text(date: &Date) -> String {
    match edtf::write(date) {
        Some(text) => text,
        None => escape(date.literal.as_deref().unwrap_or_default()).into_owned(),
    }
}
