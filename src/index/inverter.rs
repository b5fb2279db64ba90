//! A record taken apart: what each field of the index holds of it.
//!
//! One reading of each text gives the **text** and the **exact** stream, and serves the field of that text alone as well as the one
//! over everything. What a token is, is `analysis`'s to say; here are only fields and positions.

use super::postings::Postings;
use super::schema::Fields;
use crate::analysis::{Analysis, Analyzer, names};
use crate::record::{Date, Name, Record};
use crate::search::Source;
use crate::words::{Words, fold};
use std::collections::BTreeSet;
use std::io::{self, Write};
use tantivy::TantivyDocument;
use tantivy::columnar::{ColumnType, ColumnarWriter};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;

/// How often a title counts; see `schema` for why.
const TITLE_WEIGHT: usize = 3;

/// Positions between the texts of one record: no phrase, however loose, goes over them.
pub const PART_GAP: u32 = 100;

/// What the library and the corpus know of a record beside itself.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The place of its id among all ids.
    pub ord: u64,
    /// The number of the ingest that first saw it.
    pub seen: u64,
    /// Every other id that is answered to.
    pub aliases: &'a [String],
    /// Where its fields came from.
    pub sources: &'a [Source],
}

/// Takes records apart, and keeps what they hold until it is written as a run.
pub struct Inverter {
    fields: Fields,
    analyzer: Analyzer,
    /// By field.
    postings: Vec<Postings>,
    /// By field, a byte a record: how many tokens it has there, as tantivy rounds it. Empty where nobody asks.
    norms: Vec<Vec<u8>>,
    columns: ColumnarWriter,
    records: u32,
    /// The first record that no run holds yet.
    first: u32,
    analysis: Analysis,
}

/// Where in a field's streams the next text goes.
#[derive(Default, Clone, Copy)]
struct Place {
    text: u32,
    exact: u32,
}

impl Inverter {
    /// An inverter without a record, reading with an analyzer.
    #[must_use]
    pub fn new(fields: Fields, analyzer: Analyzer) -> Self {
        let count = fields.schema.num_fields();
        Self {
            postings: vec![Postings::default(); count],
            norms: vec![Vec::new(); count],
            columns: columns(&fields),
            records: 0,
            first: 0,
            analysis: Analysis::default(),
            fields,
            analyzer,
        }
    }

    /// Takes the next record apart. What is left is what the index keeps of it as it is.
    pub fn add(&mut self, record: &Record, facts: &Facts) -> TantivyDocument {
        let fields = self.fields.clone();
        let persons: Vec<String> = record.people().map(Name::inverted).collect();
        self.running_text(record, &fields);
        self.persons(persons.iter().chain(&record.custom.names), fields.author);
        self.mark(fields.id, &record.id);
        for alias in facts.aliases {
            self.mark(fields.alias, alias);
        }
        if !record.kind.is_empty() {
            self.mark(fields.kind, &record.kind);
        }
        let language = record.language.as_deref().map(primary_language);
        if let Some(language) = &language {
            self.mark(fields.lang, language);
        }
        for doi in record.dois().map(str::to_lowercase).collect::<BTreeSet<_>>() {
            self.mark(fields.doi, &doi);
        }
        for isbn in record.isbn.iter().flat_map(|isbn| isbn.split_whitespace()) {
            self.mark(fields.isbn, &isbn.replace('-', ""));
        }
        for pmid in record.pmids().collect::<BTreeSet<_>>() {
            self.mark(fields.pmid, pmid);
        }
        self.columns(record, facts, &persons, language.as_deref());
        self.records += 1;

        let mut kept = TantivyDocument::default();
        kept.add_text(fields.record, record.to_json());
        if let Ok(sources) = serde_json::to_string(facts.sources) {
            kept.add_text(fields.sources, sources);
        }
        kept
    }

    /// Titles, abstract, keywords, names and journal into the streams over everything, and each text that has a field of its own
    /// into that.
    fn running_text(&mut self, record: &Record, fields: &Fields) {
        let titles = lines(
            std::iter::once(record.title.as_str())
                .chain(record.custom.titles.iter().map(|title| title.text.as_str())),
        );
        let shown: Vec<String> = record.people().map(Name::display).collect();
        let people =
            lines(shown.iter().map(String::as_str).chain(record.custom.names.iter().map(String::as_str)));
        let both = |one: &Option<String>, other: &Option<String>| {
            lines([one, other].into_iter().flatten().map(String::as_str))
        };
        let journal = both(&record.container_title, &record.collection_title);
        let publisher = both(&record.publisher, &record.publisher_place);
        let Fields { title, exact_title, keyword, exact_keyword, journal: container, exact_journal, .. } =
            *fields;
        let parts = [
            (Some(titles.as_str()), TITLE_WEIGHT, Some((title, exact_title))),
            (record.summary.as_deref(), 1, None),
            (record.keyword.as_deref(), 1, Some((keyword, exact_keyword))),
            (Some(people.as_str()), 1, None),
            (Some(journal.as_str()), 1, Some((container, exact_journal))),
            (record.note.as_deref(), 0, Some((fields.note, fields.exact_note))),
            (Some(publisher.as_str()), 0, Some((fields.publisher, fields.exact_publisher))),
        ];
        let everything = (fields.text, fields.exact);
        let (mut place, mut tokens) = (Place::default(), Place::default());
        for (text, times, own) in parts {
            self.analyzer.text(text.unwrap_or_default(), &mut self.analysis);
            for _ in 0..times {
                self.lay(everything, &mut place, &mut tokens);
            }
            if let Some(own) = own {
                let mut tokens = Place::default();
                self.lay(own, &mut Place::default(), &mut tokens);
                self.measure(own, tokens);
            }
        }
        self.measure(everything, tokens);
    }

    /// Lays the text at hand down in two fields and counts its tokens.
    fn lay(&mut self, (text, exact): (Field, Field), place: &mut Place, tokens: &mut Place) {
        let Self { postings, analysis, records, .. } = self;
        let of_text = &mut postings[text.field_id() as usize];
        for token in &analysis.text {
            of_text.add(token.term, *records, place.text + token.position);
        }
        let of_exact = &mut postings[exact.field_id() as usize];
        for (position, term) in (place.exact..).zip(&analysis.exact) {
            of_exact.add(*term, *records, position);
        }
        tokens.text += small(analysis.text.len());
        tokens.exact += small(analysis.exact.len());
        place.text += analysis.positions + PART_GAP;
        place.exact += small(analysis.exact.len()) + PART_GAP;
    }

    fn measure(&mut self, (text, exact): (Field, Field), tokens: Place) {
        for (field, tokens) in [(text, tokens.text), (exact, tokens.exact)] {
            self.norms[field.field_id() as usize].push(FieldNormReader::fieldnorm_to_id(tokens));
        }
    }

    /// Each person at one position: all terms of one name stand together.
    fn persons<'n>(&mut self, persons: impl Iterator<Item = &'n String>, field: Field) {
        let mut terms = Vec::new();
        let mut tokens = 0;
        for (position, name) in (0..).zip(persons) {
            terms.clear();
            names::record_terms(name, &mut terms);
            let mut numbers = self.analyzer.name(&Words::of(name), 0);
            numbers.extend(terms.iter().map(|term| self.analyzer.number(term)));
            for term in numbers {
                self.postings[field.field_id() as usize].add(term, self.records, position);
                tokens += 1;
            }
        }
        self.norms[field.field_id() as usize].push(FieldNormReader::fieldnorm_to_id(tokens));
    }

    /// Notes a whole value.
    fn mark(&mut self, field: Field, value: &str) {
        let term = self.analyzer.number(value);
        self.postings[field.field_id() as usize].mark(term, self.records);
    }

    fn columns(&mut self, record: &Record, facts: &Facts, persons: &[String], language: Option<&str>) {
        let row = self.records - self.first;
        let columns = &mut self.columns;
        columns.record_numerical(row, "ord", facts.ord);
        columns.record_numerical(row, "seen", facts.seen);
        let title = title_key(&record.heading(), record.language.as_deref());
        let creator = record.creators().first().map(|creator| fold(&creator.inverted()));
        let kind = Some(record.kind.as_str()).filter(|kind| !kind.is_empty());
        for (name, value) in [
            ("id", Some(record.id.as_str())),
            ("type", kind),
            ("lang", language),
            ("by_author", creator.as_deref()),
            ("by_title", Some(title.as_str())),
            ("container", record.container_title.as_deref()),
        ] {
            if let Some(value) = value {
                columns.record_str(row, name, value);
            }
        }
        for person in persons {
            columns.record_str(row, "person", person);
        }
        if let Some((from, to)) = record.issued.as_ref().and_then(Date::years) {
            columns.record_numerical(row, "from", i64::from(from));
            columns.record_numerical(row, "to", i64::from(to));
        }
        let spoken: BTreeSet<i64> = years_spoken_of(&record.title)
            .chain(years_spoken_of(record.summary.as_deref().unwrap_or_default()))
            .collect();
        for year in spoken {
            columns.record_numerical(row, "about", year);
        }
    }

    /// How many bytes it holds that a run would free.
    #[must_use]
    pub fn memory(&self) -> usize {
        /// A term's letters, its place among the numbers, and what is known of it.
        const TERM: usize = 80;
        let postings: usize = self.postings.iter().map(Postings::memory).sum();
        postings + self.columns.mem_usage() + self.analyzer.remembered() * TERM + self.analyzer.memory()
    }

    /// Writes what no run holds yet: postings, field by field, and columns.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn write(&mut self, mut postings: impl Write, mut columns: impl Write) -> io::Result<()> {
        for field in &mut self.postings {
            field.write(|term| self.analyzer.term(term), &mut postings)?;
        }
        self.columns.serialize(self.records - self.first, None, &mut columns)?;
        self.columns = self::columns(&self.fields);
        self.analyzer.forget();
        self.first = self.records;
        postings.flush()?;
        columns.flush()
    }

    /// How many records were taken apart.
    #[must_use]
    pub fn records(&self) -> u32 {
        self.records
    }

    /// Whether a run would hold nothing.
    #[must_use]
    pub fn is_written(&self) -> bool {
        self.first == self.records
    }

    /// The norms of every record, by field; empty where a field has none.
    #[must_use]
    pub fn into_norms(self) -> Vec<Vec<u8>> {
        self.norms
    }
}

/// The columns of a schema, each with the type of its values.
#[must_use]
pub fn columns_of(fields: &Fields) -> Vec<(String, ColumnType)> {
    let fast = fields.schema.fields().filter(|(_, entry)| entry.is_fast());
    let of_type = |value: tantivy::schema::Type| match value {
        tantivy::schema::Type::U64 => ColumnType::U64,
        tantivy::schema::Type::I64 => ColumnType::I64,
        _ => ColumnType::Str,
    };
    fast.map(|(_, entry)| (entry.name().to_owned(), of_type(entry.field_type().value_type()))).collect()
}

fn columns(fields: &Fields) -> ColumnarWriter {
    let mut columns = ColumnarWriter::default();
    for (name, of_type) in columns_of(fields) {
        columns.record_column_type(&name, of_type, false);
    }
    columns
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn lines<'t>(parts: impl Iterator<Item = &'t str>) -> String {
    let mut text = String::new();
    for part in parts.filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            // An empty line: no phrase and no name goes over it.
            text.push_str("\n\n");
        }
        text.push_str(part);
    }
    text
}

/// `ko` of `ko-Kore-KR`, lower case.
#[must_use]
pub fn primary_language(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

/// Years that a text names, from 1800 to 2099: of dates ("25 June 1950"), of spans ("1950–53"), alone.
pub fn years_spoken_of(text: &str) -> impl Iterator<Item = i64> + '_ {
    let bytes = text.as_bytes();
    let digit = move |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    memchr::memchr2_iter(b'1', b'2', bytes).filter_map(move |index| {
        let before = index > 0 && (digit(index - 1) || bytes[index - 1].is_ascii_alphabetic());
        if before || !(index..index + 4).all(digit) || digit(index + 4) {
            return None;
        }
        let year: i64 = text.get(index..index + 4)?.parse().ok()?;
        (1800..2100).contains(&year).then_some(year)
    })
}

/// A title's sort key: folded, without the leading article of its language.
#[must_use]
pub fn title_key(title: &str, language: Option<&str>) -> String {
    /// Languages and the articles that library catalogues pass over in filing.
    const ARTICLES: [(&str, &[&str]); 6] = [
        ("en", &["the", "a", "an"]),
        ("fr", &["le", "la", "les", "un", "une"]),
        ("de", &["der", "die", "das", "ein", "eine"]),
        ("es", &["el", "la", "los", "las", "un", "una"]),
        ("it", &["il", "lo", "la", "i", "gli", "le", "un", "una"]),
        ("pt", &["o", "a", "os", "as", "um", "uma"]),
    ];
    let folded = fold(title);
    let language = language.map_or_else(|| "en".into(), primary_language);
    let articles =
        ARTICLES.iter().find(|(tag, _)| *tag == language).map_or(&[][..], |(_, articles)| articles);
    match folded.split_once(' ') {
        Some((first, rest)) if articles.contains(&first) => rest.to_owned(),
        _ => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::super::postings::Run;
    use super::*;

    /// The terms of a field of some records, with their places.
    fn held(records: &[Record], field: Field) -> Vec<(String, u32, Vec<u32>)> {
        let mut inverter = Inverter::new(Fields::new(), Analyzer::new(None));
        for (ord, record) in (0..).zip(records) {
            inverter.add(record, &Facts { ord, seen: 1, aliases: &[], sources: &[] });
        }
        let (mut bytes, mut found) = (Vec::new(), Vec::new());
        inverter.write(&mut bytes, &mut Vec::new()).unwrap();
        let mut run = Run::new(bytes.as_slice());
        for _ in 0..=field.field_id() {
            run.field().unwrap();
            found.clear();
            while let Some(head) = run.head() {
                let term = String::from_utf8(head.term.clone()).unwrap();
                head.each(true, |record, places| {
                    let mut at = 0;
                    let at = places.iter().map(|place| {
                        at += place;
                        at
                    });
                    found.push((term.clone(), record, at.collect()));
                });
                run.next().unwrap();
            }
        }
        found
    }

    #[test]
    fn the_title_counts_three_times_and_no_phrase_goes_over_a_part() {
        let record =
            Record { title: "Korean War".into(), summary: Some("Wars begin".into()), ..Record::default() };
        let found = held(&[record], Fields::new().text);
        assert!(found.contains(&("war".into(), 0, vec![1, 103, 205, 306])), "{found:?}");
    }

    #[test]
    fn a_person_stands_at_one_position() {
        let author = vec![Name::new("Cumings", "B."), Name::new("Halliday", "Jon")];
        let found = held(&[Record { author, ..Record::default() }], Fields::new().author);
        assert!(found.contains(&("b..".into(), 0, vec![0])) && found.contains(&("jon".into(), 0, vec![1])));
    }

    #[test]
    fn titles_sort_without_their_language_s_article() {
        assert_eq!(title_key("The Korean War", None), "korean war");
        assert_eq!(title_key("Die Teilung Koreas", Some("de-DE")), "teilung koreas");
        assert_eq!(title_key("Die Hard Battles", Some("en")), "die hard battles");
    }

    #[test]
    fn years_are_found_in_text() {
        let years: Vec<i64> =
            years_spoken_of("On June 25, 1950 (not 19500 or NSC1950) to 1953–54, 0123").collect();
        assert_eq!(years, [1950, 1953]);
    }
}
