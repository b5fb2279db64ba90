//! What the searcher and the desk bring back.

use super::{Answer, Deed, Effect, Focus, Listing, Question, Shown, State, Told, View, WINDOW};
use crate::search::{FacetField, SearchRequest, SearchResponse};

impl State {
    pub(super) fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Hits { generation, request, response } => {
                return self.take_hits(generation, request, *response);
            }
            Answer::Facets { generation, facets } => {
                if generation == self.generation {
                    self.take_facets(facets);
                }
            }
            Answer::Lists { generation, counts } => {
                if let Some(panel) = self.panel.as_mut().filter(|_| generation == self.generation) {
                    panel.lists = Some(counts);
                }
            }
            Answer::Read { id, query, reading, sources } => {
                let query_now = self.shown.request.query == query;
                let Some(pane) = self.pane.as_mut().filter(|pane| pane.id == id && query_now) else {
                    return Vec::new();
                };
                match *reading {
                    Ok(Some(reading)) => pane.take(reading, sources),
                    Ok(None) => self.warn(format!("{id}: no record has this id any more")),
                    Err(message) => self.warn(message),
                }
            }
            Answer::Related { id, hits } => match hits {
                Ok(hits) if hits.is_empty() => self.say(format!("nothing is like {id}")),
                Ok(hits) => {
                    self.pane = None;
                    self.focus = Focus::List;
                    self.view = View::Related { id, list: Listing::whole(hits) };
                }
                Err(message) => self.warn(message),
            },
            Answer::Occurrences { generation, offset, hits, lines } => {
                return self.take_occurrences(generation, offset, hits, lines);
            }
            Answer::Words { prefix, words } => {
                if self.focus == Focus::Typing && self.input.value().ends_with(&prefix) {
                    let words = words.into_iter().filter(|(word, _)| *word != prefix).collect();
                    self.offered = Some((prefix, words));
                }
            }
            Answer::Trouble(message) => self.warn(message),
            Answer::Records { hits } => {
                self.pane = None;
                self.view = View::Marked(Listing::whole(hits));
            }
        }
        Vec::new()
    }

    fn take_hits(
        &mut self,
        generation: u64,
        request: SearchRequest,
        response: Result<SearchResponse, String>,
    ) -> Vec<Effect> {
        // An older query's answer is never shown over a newer one's.
        if generation < self.shown.generation || generation > self.generation {
            return Vec::new();
        }
        let mut response = match response {
            Ok(response) => response,
            Err(message) => {
                let request = SearchRequest { offset: 0, ..request };
                self.shown = Shown { generation, request, trouble: Some(message), ..Shown::default() };
                return Vec::new();
            }
        };
        let hits = std::mem::take(&mut response.hits);
        if generation == self.shown.generation && self.shown.generation > 0 && self.shown.trouble.is_none() {
            self.shown.list.fill(request.offset, hits);
            return Vec::new();
        }
        if request.offset != 0 {
            return Vec::new();
        }
        let old = &self.shown.list;
        let held = old.chosen().filter(|_| old.held).map(|hit| hit.id.clone());
        let mut list =
            Listing { total: usize::try_from(response.total).unwrap_or(usize::MAX), ..Listing::default() };
        list.total = list.total.max(hits.len());
        list.fill(0, hits);
        if let Some(id) = self.landing().or(held) {
            list.stay_on(&id);
        }
        self.shown = Shown { generation, request, response, list, trouble: None };
        if self.pending() {
            return Vec::new();
        }
        let mut effects = Vec::new();
        if self.pane.is_some() && matches!(self.view, View::Hits) {
            effects.extend(self.follow());
            if effects.is_empty() {
                self.pane = None;
            }
        }
        if std::mem::take(&mut self.opens) {
            effects.extend(self.open_record());
        }
        // Whoever went to the list before the answer came stays on the query all the same.
        if self.focus == Focus::List && self.walk.is_none() {
            effects.extend(self.remember());
        }
        effects
    }

    /// What is asked beside the hits, as far as something on the screen shows it.
    pub(super) fn ask_beside(&mut self) -> Vec<Effect> {
        let generation = self.generation;
        let request = self.request();
        let mut effects = Vec::new();
        let fields = match (&self.panel, &self.view) {
            (Some(_), _) => {
                vec![
                    FacetField::Year,
                    FacetField::Author,
                    FacetField::Journal,
                    FacetField::Type,
                    FacetField::Lang,
                    FacetField::About,
                ]
            }
            (None, View::Timeline(_)) => vec![FacetField::Year, FacetField::About],
            _ => Vec::new(),
        };
        if !fields.is_empty() {
            effects.push(Effect::Ask(Question::Facets { generation, request: request.clone(), fields }));
        }
        let names: Vec<String> = self.shelf.lists.iter().map(|(name, _)| name.clone()).collect();
        if self.panel.is_some() && !names.is_empty() {
            effects.push(Effect::Ask(Question::Lists { generation, request: request.clone(), names }));
        }
        if let View::Concordance(lines) = &mut self.view {
            lines.begin_again();
            let request = SearchRequest { limit: Some(WINDOW * 4), ..request };
            effects.push(Effect::Ask(Question::Occurrences { generation, request }));
        }
        effects
    }

    pub(super) fn told(&mut self, told: Told) -> Vec<Effect> {
        match told {
            Told::Well(text) => self.say(text),
            Told::Ill(text) => self.warn(text),
            Told::Shelf(shelf) => self.shelf = shelf,
            Told::Exists(deed) => {
                let path = match &deed {
                    Deed::Export { path, .. } | Deed::Cite { path: Some(path), .. } => {
                        path.display().to_string()
                    }
                    _ => String::new(),
                };
                self.warn(format!("{path} is there already: give the same name again to replace it"));
                self.twice = Some(deed);
            }
        }
        Vec::new()
    }
}
