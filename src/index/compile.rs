//! What a query means -> tantivy queries. Which parts count, and in what order hits stand, is `rank`'s.

use super::inverter::primary_language;
use super::schema::Fields;
use super::spans::SpansQuery;
use super::unread::Unread;
use super::vocabulary;
use crate::query::{Node, Order, Spans, Stream, TextField, ValueField, Years};
use std::ops::Bound;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur, PhraseQuery, Query,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

/// Turns nodes into queries over one index.
pub struct Compiler<'i> {
    /// The index.
    pub searcher: &'i Searcher,
    /// What of it could not be read.
    pub unread: &'i Unread,
    /// Its fields.
    pub fields: &'i Fields,
    /// The ids on a list of the user's, where there is such a list.
    pub list: &'i dyn Fn(&str) -> Option<Vec<String>>,
    /// The number of the last ingest.
    pub generation: u64,
}

impl Compiler<'_> {
    /// The field of a stream.
    #[must_use]
    pub fn field(&self, field: TextField, stream: Stream) -> Field {
        let fields = self.fields;
        let (text, exact) = match field {
            TextField::Any => (fields.text, fields.exact),
            TextField::Title => (fields.title, fields.exact_title),
            TextField::Journal => (fields.journal, fields.exact_journal),
            TextField::Note => (fields.note, fields.exact_note),
            TextField::Keyword => (fields.keyword, fields.exact_keyword),
            TextField::Publisher => (fields.publisher, fields.exact_publisher),
        };
        if stream == Stream::Text { text } else { exact }
    }

    /// The query of a node.
    #[must_use]
    pub fn query(&self, node: &Node) -> Box<dyn Query> {
        match node {
            Node::Spans(spans) => self.spans(spans),
            Node::Person(readings) => either(readings.iter().map(|reading| self.person(reading)).collect()),
            Node::Value(field, values) => {
                let queries = values.iter().map(|value| self.value(*field, value)).collect();
                Box::new(ConstScoreQuery::new(any(queries), 0.0))
            }
            Node::Either(nodes) => either(nodes.iter().map(|node| self.query(node)).collect()),
            Node::Bag { must, should, not } => self.bag(must, should, not),
        }
    }

    /// Things side by side; with nothing but exclusions, everything else.
    #[must_use]
    pub fn bag(&self, must: &[Node], should: &[Node], not: &[Node]) -> Box<dyn Query> {
        if let ([], [only], []) | ([only], [], []) = (must, should, not) {
            return self.query(only);
        }
        let clause = |occur: Occur| move |node: &Node| (occur, self.query(node));
        // Conditions beside free words do not make the words optional.
        if !should.is_empty() && !must.is_empty() && must.iter().all(Node::is_condition) {
            let mut clauses = vec![(Occur::Must, self.bag(&[], should, &[]))];
            clauses.extend(must.iter().map(clause(Occur::Must)));
            clauses.extend(not.iter().map(clause(Occur::MustNot)));
            return Box::new(BooleanQuery::new(clauses));
        }
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = must.iter().map(clause(Occur::Must)).collect();
        clauses.extend(should.iter().map(clause(Occur::Should)));
        if clauses.is_empty() {
            if not.is_empty() {
                return Box::new(EmptyQuery);
            }
            clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))));
        }
        clauses.extend(not.iter().map(clause(Occur::MustNot)));
        Box::new(BooleanQuery::new(clauses))
    }

    fn spans(&self, spans: &Spans) -> Box<dyn Query> {
        let field = self.field(spans.field, spans.stream);
        if spans.is_hopeless() {
            return Box::new(EmptyQuery);
        }
        let term = |text: &str| Term::from_field_text(field, text);
        match spans.single_terms().as_deref() {
            Some([only]) => Box::new(TermQuery::new(term(only), IndexRecordOption::WithFreqs)),
            Some(several) => Box::new(PhraseQuery::new(several.iter().map(|text| term(text)).collect())),
            None => Box::new(SpansQuery { field, slots: spans.slots.clone(), order: spans.order }),
        }
    }

    fn person(&self, reading: &[Vec<String>]) -> Box<dyn Query> {
        let slots: Vec<_> = reading.iter().map(|terms| vec![vec![terms.clone()]]).collect();
        if slots.is_empty() {
            return Box::new(EmptyQuery);
        }
        Box::new(SpansQuery { field: self.fields.author, slots, order: Order::Same })
    }

    fn value(&self, field: ValueField, value: &str) -> Box<dyn Query> {
        let term = |field: Field, text: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
        };
        match field {
            ValueField::Year => match Years::parse(value) {
                Some(years) => self.overlapping(years),
                None => Box::new(EmptyQuery),
            },
            ValueField::About => match Years::parse(value) {
                Some(years) => {
                    range(self.fields.about, Bound::Included(years.first), Bound::Included(years.last))
                }
                None => Box::new(EmptyQuery),
            },
            ValueField::Type => {
                any(self.types(value).iter().map(|kind| term(self.fields.kind, kind)).collect())
            }
            ValueField::Lang => term(self.fields.lang, &language_code(value)),
            ValueField::Doi => term(self.fields.doi, &doi(value)),
            ValueField::Isbn => term(self.fields.isbn, &value.replace(['-', ' '], "")),
            ValueField::Pmid => term(self.fields.pmid, value),
            ValueField::Class => term(self.fields.text, value),
            ValueField::Id => any(vec![term(self.fields.id, value), term(self.fields.alias, value)]),
            ValueField::List => {
                let ids = (self.list)(value).unwrap_or_default();
                let terms = |field: Field| ids.iter().map(move |id| Term::from_field_text(field, id));
                Box::new(TermSetQuery::new(
                    terms(self.fields.id).chain(terms(self.fields.alias)).collect::<Vec<_>>(),
                ))
            }
            ValueField::Since => {
                let seen = if value == "last" { Some(self.generation) } else { value.parse().ok() };
                match seen {
                    Some(seen) => Box::new(RangeQuery::new(
                        Bound::Included(Term::from_field_u64(self.fields.seen, seen)),
                        Bound::Unbounded,
                    )),
                    None => Box::new(EmptyQuery),
                }
            }
        }
    }

    /// Records whose span of years has a year of these.
    fn overlapping(&self, years: Years) -> Box<dyn Query> {
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, range(self.fields.from, Bound::Unbounded, Bound::Included(years.last))),
            (Occur::Must, range(self.fields.to, Bound::Included(years.first), Bound::Unbounded)),
        ]))
    }

    /// The types in the index that a person may mean: `article` is every kind of article.
    fn types(&self, value: &str) -> Vec<String> {
        let value = value.to_lowercase();
        let more = vocabulary::beginning(self.searcher, self.fields.kind, &format!("{value}-"));
        let more = self.unread.or(more, Vec::new()).into_iter().map(|(kind, _)| kind);
        std::iter::once(value).chain(more).collect()
    }
}

fn range(field: Field, from: Bound<i32>, to: Bound<i32>) -> Box<dyn Query> {
    let term = |year: i32| Term::from_field_i64(field, i64::from(year));
    Box::new(RangeQuery::new(from.map(term), to.map(term)))
}

fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

fn either(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(DisjunctionMaxQuery::new(queries)),
    }
}

/// A DOI without what people paste before it.
pub(super) fn doi(value: &str) -> String {
    let value = value.trim().to_lowercase();
    value.find("10.").map_or(value.clone(), |at| value[at..].to_owned())
}

/// `ko` of `Korean`, `ko-KR`, `kor`.
fn language_code(value: &str) -> String {
    const NAMES: [(&str, &[&str]); 8] = [
        ("en", &["english", "eng"]),
        ("ko", &["korean", "kor"]),
        ("zh", &["chinese", "chi", "zho"]),
        ("ja", &["japanese", "jpn"]),
        ("ru", &["russian", "rus"]),
        ("de", &["german", "ger", "deu"]),
        ("fr", &["french", "fre", "fra"]),
        ("es", &["spanish", "spa"]),
    ];
    let code = primary_language(value.trim());
    NAMES.iter().find(|(_, names)| names.contains(&code.as_str())).map_or(code, |(tag, _)| (*tag).to_owned())
}
