//! The record being read: its rows, its matches, and which of them one stands on.

use super::{Effect, Question, State};
use crate::record::{Record, RecordId};
use crate::search::{Reading, Snippet, Source};
use crate::tui::text::{self, Look, Piece, Row};

/// A row and column of the pane's text.
pub(crate) type Spot = (usize, usize);

/// The reading pane.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pane {
    /// The record.
    pub id: RecordId,
    /// The rows, wrapped to the pane's width.
    pub rows: Vec<Row>,
    /// The first row drawn.
    pub top: usize,
    /// How many matches the record has.
    pub matches: usize,
    /// The match one stands on, from 0.
    pub at: usize,
    /// What a mouse dragged over: from, to.
    pub drag: Option<(Spot, Spot)>,
    reading: Option<Reading>,
    sources: Vec<Source>,
    best: Option<Snippet>,
    width: u16,
    height: u16,
    seek: bool,
}

impl Pane {
    /// A pane that waits for its record.
    pub(crate) fn new(id: RecordId, best: Option<Snippet>) -> Self {
        Self { id, best, ..Self::default() }
    }

    /// Takes the record in and stands on the best match.
    pub(crate) fn take(&mut self, reading: Reading, sources: Vec<Source>) {
        self.matches = reading.fields.iter().map(|field| field.matches.len()).sum();
        self.at = best_match(&reading, self.best.as_ref());
        self.reading = Some(reading);
        self.sources = sources;
        self.width = 0;
        self.top = 0;
        self.seek = true;
    }

    /// The record, where it is here already.
    pub(crate) fn record(&self) -> Option<&Record> {
        self.reading.as_ref().map(|reading| &reading.record)
    }

    /// Whether the record is here.
    pub(crate) fn loaded(&self) -> bool {
        self.reading.is_some()
    }

    /// Wraps the rows to the width and keeps the window inside them.
    pub(crate) fn fit(&mut self, width: u16, height: u16) {
        if self.width != width {
            self.width = width;
            self.drag = None;
            self.rows = match &self.reading {
                Some(reading) => rows(reading, &self.sources, usize::from(width)),
                None => Vec::new(),
            };
        }
        self.height = height;
        if std::mem::take(&mut self.seek) {
            self.show_match();
        }
        self.top = self.top.min(self.rows.len().saturating_sub(usize::from(height)));
    }

    /// Scrolls by so many rows.
    pub(crate) fn scroll_by(&mut self, by: isize) {
        let last = self.rows.len().saturating_sub(usize::from(self.height));
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    /// Goes on by so many matches, round at the end.
    pub(crate) fn step(&mut self, by: isize) {
        if self.matches > 0 {
            let at = isize::try_from(self.at).unwrap_or(0) + by;
            self.at = usize::try_from(at.rem_euclid(isize::try_from(self.matches).unwrap_or(1))).unwrap_or(0);
            self.show_match();
        }
    }

    fn show_match(&mut self) {
        let on = |row: &Row| row.iter().any(|piece| piece.found == Some(self.at));
        let Some(row) = self.rows.iter().position(on) else { return };
        let height = usize::from(self.height).max(1);
        if row < self.top || row >= self.top + height {
            self.top = row.saturating_sub(height / 3);
        }
    }

    /// The sentence around the match one stands on, else the beginning of the abstract.
    pub(crate) fn passage(&self) -> Option<String> {
        let reading = self.reading.as_ref()?;
        let mut number = self.at;
        for field in &reading.fields {
            match field.matches.get(number) {
                Some(range) => return Some(sentence(&field.text, range.start, range.end)),
                None => number = number.saturating_sub(field.matches.len()),
            }
        }
        reading.record.summary.as_ref().map(|text| sentence(text, 0, 1))
    }

    /// The text that a mouse dragged over; rows that were wrapped are joined by a blank.
    pub(crate) fn dragged(&self) -> Option<String> {
        let (from, to) = self.drag?;
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        let rows = self.rows.iter().enumerate().skip(from.0).take(to.0.saturating_sub(from.0) + 1);
        let parts: Vec<String> = rows
            .map(|(number, row)| {
                let left = if number == from.0 { from.1 } else { 0 };
                let right = if number == to.0 { to.1 + 1 } else { usize::MAX };
                text::between(row, left, right)
            })
            .collect();
        let text = parts.join(" ").trim().to_owned();
        (!text.is_empty()).then_some(text)
    }
}

impl State {
    /// Opens the pane on a record.
    pub(super) fn read(&mut self, id: RecordId, best: Option<Snippet>) -> Vec<Effect> {
        let request = self.shown.request.clone();
        // Rows of the record before stay away: a pane shows its own record or nothing.
        self.pane = Some(Pane::new(id.clone(), best));
        vec![Effect::Ask(Question::Read { id, request })]
    }

    pub(super) fn next_match(&mut self, by: isize) -> Vec<Effect> {
        match &mut self.pane {
            Some(pane) => {
                pane.step(by);
                Vec::new()
            }
            None => self.browse_act(crate::tui::keys::Action::Open),
        }
    }
}

/// The first match that the best passage shows.
fn best_match(reading: &Reading, best: Option<&Snippet>) -> usize {
    let Some(best) = best else { return 0 };
    let core = best.text.trim_matches(|letter: char| letter == '…' || letter.is_whitespace());
    let shift = best.text.len() - best.text.trim_start_matches(|c: char| c == '…' || c.is_whitespace()).len();
    let inside = best.matches.first().map_or(0, |range| range.start.saturating_sub(shift));
    let mut before = 0;
    let mut fallback = None;
    for field in &reading.fields {
        if field.field == best.field {
            // Cuts inside a passage leave an ellipsis there: its first part is enough to find it.
            let first = core.split('…').next().unwrap_or(core);
            let at = field.text.find(core).or_else(|| field.text.find(first.trim_end()));
            let place = at.map(|at| at + inside);
            let near = place.and_then(|place| field.matches.iter().position(|range| range.end > place));
            if let Some(number) = near {
                return before + number;
            }
            fallback = fallback.or((!field.matches.is_empty()).then_some(before));
        }
        before += field.matches.len();
    }
    fallback.unwrap_or(0)
}

fn sentence(text: &str, from: usize, to: usize) -> String {
    const ENDS: [&str; 5] = [". ", "? ", "! ", "\n", "。"];
    let before = text.get(..from).unwrap_or_default();
    let after = text.get(to..).unwrap_or_default();
    let start = ENDS.iter().filter_map(|end| before.rfind(end).map(|at| at + end.len())).max().unwrap_or(0);
    let end = ENDS.iter().filter_map(|end| after.find(end).map(|at| to + at + end.len())).min();
    text.get(start..end.unwrap_or(text.len())).unwrap_or(text).trim().to_owned()
}

/// "Chen Jian, Shen Zhihua · 2001"; empty where neither is known.
pub(crate) fn byline(record: &Record) -> String {
    let mut names: Vec<String> = record.creators().iter().take(4).map(crate::record::Name::display).collect();
    if record.creators().len() > 4 {
        names.push("et al.".to_owned());
    }
    let mut parts = vec![names.join(", ")];
    if record.author.is_empty() && !record.editor.is_empty() {
        parts = vec![format!("{} (ed.)", names.join(", "))];
    }
    parts.push(record.issued.as_ref().map(crate::record::Date::display).unwrap_or_default());
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// "Cold War History 4(2), 44–68" or "Princeton: Princeton University Press".
pub(crate) fn publication(record: &Record) -> String {
    let mut text = record.container_title.clone().unwrap_or_default();
    let mut add = |lead: &str, part: &Option<String>, close: &str| {
        if let Some(part) = part.as_ref().filter(|part| !part.is_empty()) {
            if !text.is_empty() {
                text.push_str(lead);
            }
            text.push_str(part);
            text.push_str(close);
        }
    };
    let within = record.container_title.is_some();
    let volume =
        record.volume.as_ref().map(|volume| if within { volume.clone() } else { format!("vol. {volume}") });
    add(" ", &volume, "");
    add("(", &record.issue, if within { ")" } else { "" });
    add(", ", &record.page.as_ref().map(|page| page.replace('-', "–")), "");
    let place =
        [&record.publisher_place, &record.publisher].into_iter().flatten().cloned().collect::<Vec<_>>();
    add(". ", &Some(place.join(": ")), "");
    text
}

/// Where the work can be seen: its DOI, else its web address.
pub(super) fn address(record: &Record) -> Option<String> {
    if let Some(doi) = record.doi.as_ref().filter(|doi| doi.starts_with("10.")) {
        let doi: String =
            doi.chars().filter(|letter| !letter.is_whitespace() && !letter.is_control()).collect();
        return Some(format!("https://doi.org/{doi}"));
    }
    let url = record.url.as_ref()?;
    let web = url.starts_with("https://") || url.starts_with("http://");
    (web && !url.chars().any(|letter| letter.is_control() || letter.is_whitespace())).then(|| url.clone())
}

fn rows(reading: &Reading, sources: &[Source], width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut first = 0;
    let mut seen = Vec::new();
    for field in &reading.fields {
        let look = if field.field == "title" { Look::Title } else { Look::Plain };
        let pieces = text::lit(&field.text, &field.matches, look, first);
        first += field.matches.len();
        let mut labelled = Row::new();
        match field.field.as_str() {
            "title" | "author" | "journal" => {}
            "abstract" | "note" => {
                rows.push(Row::new());
                if field.field == "note" {
                    labelled.push(Piece::new("note: ", Look::Label));
                }
            }
            other => labelled.push(Piece::new(&format!("{other}: "), Look::Label)),
        }
        labelled.extend(pieces);
        rows.extend(text::wrap(&labelled, width));
        seen.push(field.field.as_str());
    }
    rows.push(Row::new());
    for (label, value) in facts(&reading.record, &seen) {
        let look = if label == "id" { Look::Id } else { Look::Plain };
        let row = vec![Piece::new(&format!("{label}: "), Look::Label), Piece::new(&value, look)];
        rows.extend(text::wrap(&row, width));
    }
    for source in sources {
        let key = if source.key.is_empty() { String::new() } else { format!(", {}", source.key) };
        let value = format!("{}:{} ({}{key})", source.path, source.line, source.format);
        let row = vec![Piece::new("from: ", Look::Label), Piece::new(&value, Look::Plain)];
        rows.extend(text::wrap(&row, width));
    }
    rows
}

fn facts(record: &Record, seen: &[&str]) -> Vec<(&'static str, String)> {
    let owned = |field: &Option<String>| field.clone().unwrap_or_default();
    let names = |names: &[crate::record::Name]| {
        names.iter().map(crate::record::Name::display).collect::<Vec<_>>().join(", ")
    };
    let written = if seen.contains(&"author") { String::new() } else { names(&record.author) };
    let mut facts = vec![
        ("by", written),
        ("edited by", names(&record.editor)),
        ("translated by", names(&record.translator)),
        ("published", publication(record)),
        ("date", record.issued.as_ref().map(crate::record::Date::display).unwrap_or_default()),
        ("series", owned(&record.collection_title)),
        ("edition", owned(&record.edition)),
        ("type", record.kind.clone()),
        ("language", owned(&record.language)),
        ("keywords", owned(&record.keyword)),
        ("DOI", owned(&record.doi)),
        ("ISBN", owned(&record.isbn)),
        ("ISSN", owned(&record.issn)),
        ("PMID", owned(&record.pmid)),
        ("address", owned(&record.url)),
        ("id", record.id.clone()),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    facts
}
