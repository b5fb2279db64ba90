//! Plan + record -> what a hit shows: lit titles, the passages that say why, whole fields with every match.
//!
//! For every Searcher alike. Ranges, never markup; escaping, colour and widths are `render`'s.

mod lights;
mod passages;
mod sentences;
mod sought;

pub use lights::{Light, Lights};
pub use passages::Cut;

use crate::analysis::{Analyzer, names};
use crate::query::{Node, Plan, TextField};
use crate::record::{Name, Record};
use crate::search::{Reading, SearchRequest, Snippet};
use crate::words::Words;

/// Lights the records of one answer.
pub struct Lighter<'p> {
    lights: Lights<'p>,
    persons: Vec<&'p Vec<Vec<Vec<String>>>>,
    cut: Cut,
}

/// What one hit shows.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The title, or what stands for it.
    pub title: Snippet,
    /// The passages.
    pub snippets: Vec<Snippet>,
    /// The first words of the abstract, where no passage is from it.
    pub lead: Option<Snippet>,
}

impl<'p> Lighter<'p> {
    /// A lighter for a plan; `weight` says what a word, name or phrase is worth.
    pub fn new(
        plan: &'p Plan,
        request: &SearchRequest,
        weight: impl FnMut(&crate::query::Spans) -> f32,
    ) -> Self {
        let mut persons = Vec::new();
        each_person(&plan.root, &mut persons);
        Self { lights: Lights::new(&plan.root, weight), persons, cut: Cut::of(request) }
    }

    /// What a hit shows.
    pub fn show(&mut self, record: &Record, analyzer: &mut Analyzer) -> Shown {
        let heading = record.heading();
        let title_lights = if record.title.is_empty() {
            Vec::new()
        } else {
            self.lights.find(&heading, TextField::Title, analyzer)
        };
        let title = whole("title", heading, &title_lights);
        let summary = record.summary.as_deref().unwrap_or_default();
        let lights = self.lights.find(summary, TextField::Any, analyzer);
        if !lights.is_empty() {
            let snippets =
                self.cut.passages("abstract", summary, &lights, &|matcher| self.lights.weight(matcher));
            return Shown { title, snippets, lead: None };
        }
        let lead = (!summary.trim().is_empty()).then(|| self.cut.lead("abstract", summary));
        if !title.matches.is_empty() {
            return Shown { snippets: vec![title.clone()], title, lead };
        }
        let mut fields = further_fields(record);
        // Names and journal are shown where they alone matched; other titles and keywords likewise.
        for (field, kind, text) in fields.drain(..) {
            let mut snippet = self.field(field, kind, text, record, analyzer);
            if !snippet.matches.is_empty() {
                if snippet.text.chars().count() > self.cut.characters() {
                    let lights: Vec<Light> = snippet
                        .matches
                        .iter()
                        .map(|range| Light { range: range.clone(), matcher: 0 })
                        .collect();
                    snippet = self.cut.passages(field, &snippet.text, &lights, &|_| 1.0).remove(0);
                }
                return Shown { title, snippets: vec![snippet], lead };
            }
        }
        let snippet = lead.clone().unwrap_or_else(|| title.clone());
        Shown { title, snippets: vec![snippet], lead }
    }

    /// The record with every match in every field.
    pub fn read(&mut self, record: Record, analyzer: &mut Analyzer) -> Reading {
        let heading = record.heading();
        let lights = self.lights.find(&heading, TextField::Title, analyzer);
        let mut fields = vec![whole("title", heading, &lights)];
        let (before, after): (Vec<_>, Vec<_>) = further_fields(&record)
            .into_iter()
            .partition(|(field, ..)| matches!(*field, "title" | "author" | "journal"));
        for (field, kind, text) in before {
            let snippet = self.field(field, kind, text, &record, analyzer);
            fields.push(snippet);
        }
        if let Some(summary) = record.summary.clone().filter(|summary| !summary.trim().is_empty()) {
            let lights = self.lights.find(&summary, TextField::Any, analyzer);
            fields.push(whole("abstract", summary, &lights));
        }
        for (field, kind, text) in after {
            let snippet = self.field(field, kind, text, &record, analyzer);
            // Publisher and place are of interest as text only where they were looked for.
            if field != "publisher" || !snippet.matches.is_empty() {
                fields.push(snippet);
            }
        }
        Reading { record, fields }
    }

    fn field(
        &mut self,
        field: &str,
        kind: TextField,
        text: String,
        record: &Record,
        analyzer: &mut Analyzer,
    ) -> Snippet {
        let lights = self.lights.find(&text, kind, analyzer);
        let mut snippet = whole(field, text, &lights);
        if field == "author" && !self.persons.is_empty() {
            for name in record.people() {
                let inverted = name.inverted();
                let mut terms = Vec::new();
                names::record_terms(&inverted, &mut terms);
                let named = analyzer.name(&Words::of(&inverted), 0);
                terms.extend(named.into_iter().map(|term| analyzer.term(term).to_owned()));
                let is_met = |reading: &Vec<Vec<String>>| {
                    reading.iter().all(|slot| slot.iter().any(|term| terms.contains(term)))
                };
                let meant = self.persons.iter().any(|readings| readings.iter().any(is_met));
                let shown = name.display();
                if let Some(at) = snippet.text.find(&shown).filter(|_| meant) {
                    let range = at..at + shown.len();
                    snippet.matches.retain(|other| other.end <= range.start || other.start >= range.end);
                    snippet.matches.push(range);
                }
            }
            snippet.matches.sort_by_key(|range| range.start);
        }
        snippet
    }
}

fn each_person<'n>(node: &'n Node, out: &mut Vec<&'n Vec<Vec<Vec<String>>>>) {
    match node {
        Node::Person(readings) => out.push(readings),
        Node::Either(nodes) => nodes.iter().for_each(|node| each_person(node, out)),
        Node::Bag { must, should, .. } => must.iter().chain(should).for_each(|node| each_person(node, out)),
        Node::Spans(_) | Node::Value(..) => {}
    }
}

/// The fields beside title and abstract, in reading order.
fn further_fields(record: &Record) -> Vec<(&'static str, TextField, String)> {
    let mut fields = Vec::new();
    let mut add = |field, kind, text: String| {
        if !text.trim().is_empty() {
            fields.push((field, kind, text));
        }
    };
    for title in &record.custom.titles {
        add("title", TextField::Title, title.text.clone());
    }
    // Who edited and translated a work is named once.
    let mut persons: Vec<String> = Vec::new();
    for person in record.people().map(Name::display).chain(record.custom.names.iter().cloned()) {
        if !persons.contains(&person) {
            persons.push(person);
        }
    }
    add("author", TextField::Any, persons.join(", "));
    for journal in [&record.container_title, &record.collection_title].into_iter().flatten() {
        add("journal", TextField::Journal, journal.clone());
    }
    add("keyword", TextField::Keyword, record.keyword.clone().unwrap_or_default());
    let publisher: Vec<&str> =
        [&record.publisher_place, &record.publisher].into_iter().flatten().map(String::as_str).collect();
    add("publisher", TextField::Publisher, publisher.join(": "));
    add("note", TextField::Note, record.note.clone().unwrap_or_default());
    fields
}

/// A whole field with its matches.
fn whole(field: &str, text: String, lights: &[Light]) -> Snippet {
    Snippet {
        field: field.to_owned(),
        text,
        matches: lights.iter().map(|light| light.range.clone()).collect(),
    }
}
