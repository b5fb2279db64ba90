//! The state of the browser: an event goes in, the state changes, effects come out. Pure: no terminal, no clock, no
//! searcher, no drawing.
//!
//! | file | what it changes |
//! |---|---|
//! | `press` | which action a key is, and `Esc` |
//! | `typing` | the query line and past queries |
//! | `browse` | the list and everything done from it |
//! | `answers` | what the searcher and the desk bring back |
//! | `pane` | the record being read |
//! | `panel`, `years` | filters with their counts; years as bars |
//! | `menu` | menus and prompts |
//! | `views` | concordance and timeline |
//! | `mouse` | clicks, wheel, drags |
//! | `trail` | back and forward |

mod answers;
mod browse;
mod event;
mod exact;
mod layout;
mod listing;
mod menu;
mod mouse;
mod pane;
mod panel;
mod press;
mod trail;
mod typing;
mod views;
mod years;

pub(crate) use event::bare_hit;
pub use event::{Answer, Deed, Effect, Event, Occurrence, Question, Shelf, Told};
pub(crate) use listing::{Listing, WINDOW};
pub(crate) use menu::{Menu, Prompt, SORTS};
pub(crate) use pane::{Pane, byline, publication};
pub(crate) use panel::{FIELDS, Panel};
pub(crate) use views::{Concordance, Timeline, View};
pub(crate) use years::{Bar, bar_columns, span_value};

use super::desk::Past;
use super::keys::{Action, Keys};
use crate::record::RecordId;
use crate::search::{Filter, Mode, SearchRequest, SearchResponse, Sort};
use ratatui::crossterm::event::{Event as TerminalEvent, KeyEventKind};
use trail::Trail;
use tui_input::Input;

/// Which of the two plain states one is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Focus {
    /// Letters type.
    Typing,
    /// Letters are keys.
    List,
}

/// How words are to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Words {
    /// Any of them, records with all of them first.
    #[default]
    Best,
    /// Any of them.
    Any,
    /// Every one.
    All,
    /// Every one, exactly as typed.
    Exact,
}

impl Words {
    fn of(mode: Mode) -> Self {
        match mode {
            Mode::Ranked => Self::Best,
            Mode::Any => Self::Any,
            Mode::All => Self::All,
        }
    }

    fn mode(self) -> Mode {
        match self {
            Self::Best => Mode::Ranked,
            Self::Any => Mode::Any,
            Self::All | Self::Exact => Mode::All,
        }
    }
}

/// What is asked beside the query's text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Asking {
    /// How words are to be found.
    pub words: Words,
    /// The order.
    pub sort: Sort,
    /// Whether the lexicon's other names are searched.
    pub lexicon: bool,
    /// Whether broad names are searched too.
    pub broad: bool,
    /// Conditions, each a chip.
    pub filters: Vec<Filter>,
}

impl Asking {
    /// What a request asks beside its query.
    fn of(request: &SearchRequest) -> Self {
        Self {
            words: Words::of(request.mode),
            sort: request.sort,
            lexicon: request.lexicon,
            broad: request.broad,
            filters: request.filters.clone(),
        }
    }
}

/// The answer on the screen; it may be an older query's, and then the bar says so.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shown {
    /// Whose answer it is.
    pub generation: u64,
    /// What was asked.
    pub request: SearchRequest,
    /// The answer, but for its hits.
    pub response: SearchResponse,
    /// Its hits.
    pub list: Listing,
    /// What went wrong.
    pub trouble: Option<String>,
}

/// A sentence for the bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub ill: bool,
}

/// How the browser begins.
#[derive(Debug, Clone)]
pub(crate) struct Beginning {
    /// What is asked at first.
    pub request: SearchRequest,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The keys in force.
    pub keys: Keys,
    /// Whether the mouse is ours.
    pub mouse: bool,
    /// Whether the terminal shows more than ASCII.
    pub unicode: bool,
    /// The index's name, where it is to be shown.
    pub index: Option<String>,
    /// What is to be said at first.
    pub remark: Option<String>,
    /// What lies on the desk.
    pub shelf: Shelf,
}

/// Everything the browser knows.
#[derive(Debug, Clone)]
pub struct State {
    pub(crate) size: (u16, u16),
    pub(crate) keys: Keys,
    pub(crate) focus: Focus,
    pub(crate) input: Input,
    pub(crate) asking: Asking,
    pub(crate) generation: u64,
    pub(crate) shown: Shown,
    pub(crate) view: View,
    pub(crate) pane: Option<Pane>,
    pub(crate) panel: Option<Panel>,
    pub(crate) menu: Option<Menu>,
    pub(crate) prompt: Option<Prompt>,
    pub(crate) help: Option<usize>,
    pub(crate) marks: Vec<RecordId>,
    pub(crate) notice: Option<Notice>,
    pub(crate) shelf: Shelf,
    pub(crate) walk: Option<usize>,
    pub(crate) offered: Option<(String, Vec<(String, u64)>)>,
    pub(crate) mouse: bool,
    pub(crate) unicode: bool,
    pub(crate) index: Option<String>,
    pub(crate) remark: Option<String>,
    trail: Trail,
    remembered: Option<Past>,
    twice: Option<Deed>,
    /// Whether a person asked to read before the answer came: then its first record opens with it.
    opens: bool,
}

impl State {
    /// The browser at its beginning, and what is to be done first.
    pub(crate) fn new(beginning: Beginning) -> (Self, Vec<Effect>) {
        let request = beginning.request;
        let notice = beginning.remark.clone().map(|text| Notice { text, ill: false });
        let mut state = Self {
            size: beginning.size,
            keys: beginning.keys,
            focus: Focus::Typing,
            asking: Asking::of(&request),
            input: Input::new(request.query),
            generation: 0,
            shown: Shown::default(),
            view: View::Hits,
            pane: None,
            panel: None,
            menu: None,
            prompt: None,
            help: None,
            marks: Vec::new(),
            notice,
            shelf: beginning.shelf,
            walk: None,
            offered: None,
            mouse: beginning.mouse,
            unicode: beginning.unicode,
            index: beginning.index,
            remark: beginning.remark,
            trail: Trail::default(),
            remembered: None,
            twice: None,
            opens: false,
        };
        let asked = !state.input.value().trim().is_empty() || !state.asking.filters.is_empty();
        let effects = if asked { state.search() } else { Vec::new() };
        (state, effects)
    }

    /// Takes one event in.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = match event {
            Event::Terminal(TerminalEvent::Key(key)) if key.kind != KeyEventKind::Release => self.key(key),
            Event::Terminal(TerminalEvent::Paste(text)) => self.paste(&text),
            Event::Terminal(TerminalEvent::Mouse(mouse)) => self.mouse_event(mouse),
            Event::Terminal(TerminalEvent::Resize(columns, rows)) => {
                self.size = (columns, rows);
                Vec::new()
            }
            Event::Terminal(_) => Vec::new(),
            Event::Answer(answer) => self.answer(*answer),
            Event::Told(told) => self.told(told),
        };
        effects.extend(self.fit());
        effects
    }

    /// A browser of that size with the default keys, an empty desk and something asked, and what is to be done first.
    ///
    /// # Errors
    /// Never with the default keys.
    pub fn begin(request: SearchRequest, size: (u16, u16)) -> crate::error::Result<(Self, Vec<Effect>)> {
        Ok(Self::new(Beginning {
            request,
            size,
            keys: Keys::new(&std::collections::BTreeMap::new())?,
            mouse: true,
            unicode: true,
            index: None,
            remark: None,
            shelf: Shelf::default(),
        }))
    }

    /// The ids of the hits in the list as far as they are loaded, best first, and how many hits there are.
    #[must_use]
    pub fn found(&self) -> (Vec<&str>, usize) {
        let list = self.list();
        (list.hits.values().map(|hit| hit.id.as_str()).collect(), list.total)
    }

    /// Whether the newest query's answer is not here yet.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.pending()
    }

    /// Does what an action says, as a key would.
    pub(crate) fn perform(&mut self, action: Action) -> Vec<Effect> {
        let mut effects = self.act(action);
        effects.extend(self.fit());
        effects
    }

    /// What is missing to show where one stands.
    pub(crate) fn settle(&mut self) -> Vec<Effect> {
        self.fit()
    }

    /// Asks another query, as if it were typed in one stroke.
    pub(crate) fn ask(&mut self, query: String) -> Vec<Effect> {
        self.focus = Focus::Typing;
        self.view = View::Hits;
        self.input = Input::new(query);
        self.walk = None;
        self.search()
    }

    /// The request as it stands, from its first hit.
    pub(crate) fn request(&self) -> SearchRequest {
        let typed = self.input.value();
        let query = if self.asking.words == Words::Exact { exact::exactly(typed) } else { typed.to_owned() };
        SearchRequest {
            query,
            mode: self.asking.words.mode(),
            filters: self.asking.filters.clone(),
            limit: Some(WINDOW),
            sort: self.asking.sort,
            lexicon: self.asking.lexicon,
            broad: self.asking.broad,
            snippets: 2,
            ..SearchRequest::default()
        }
    }

    /// Asks the query as it stands; the newest wins.
    pub(crate) fn search(&mut self) -> Vec<Effect> {
        self.generation += 1;
        self.opens = false;
        let request = self.request();
        if matches!(self.view, View::Related { .. } | View::Marked(_)) {
            self.view = View::Hits;
        }
        if request.query.trim().is_empty() && request.filters.is_empty() {
            self.shown = Shown { generation: self.generation, request, ..Shown::default() };
            self.view = View::Hits;
            self.pane = None;
            self.offered = None;
            return Vec::new();
        }
        let mut effects = vec![Effect::Ask(Question::Hits { generation: self.generation, request })];
        effects.extend(self.ask_beside());
        effects
    }

    /// Whether the hits on the screen are an older query's.
    pub(crate) fn pending(&self) -> bool {
        self.shown.generation != self.generation
    }

    /// The list on the screen.
    pub(crate) fn list(&self) -> &Listing {
        match &self.view {
            View::Related { list, .. } | View::Marked(list) => list,
            _ => &self.shown.list,
        }
    }

    pub(crate) fn list_mut(&mut self) -> &mut Listing {
        match &mut self.view {
            View::Related { list, .. } | View::Marked(list) => list,
            _ => &mut self.shown.list,
        }
    }

    /// The ids that a deed is for: the marked ones, else the current one.
    pub(crate) fn subjects(&self) -> Vec<RecordId> {
        if !self.marks.is_empty() {
            return self.marks.clone();
        }
        self.current().into_iter().collect()
    }

    /// The record one is on.
    pub(crate) fn current(&self) -> Option<RecordId> {
        if let Some(pane) = &self.pane {
            return Some(pane.id.clone());
        }
        match &self.view {
            View::Concordance(lines) => lines.chosen().map(|line| line.id.clone()),
            View::Timeline(_) => None,
            _ if self.pending() && matches!(self.view, View::Hits) => None,
            _ => self.list().chosen().map(|hit| hit.id.clone()),
        }
    }

    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), ill: false });
    }

    pub(crate) fn warn(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), ill: true });
    }

    /// Brings everything into the window after a change: rows of the pane, the part of the list that is drawn, windows to load.
    fn fit(&mut self) -> Vec<Effect> {
        let areas = self.areas();
        if let (Some(pane), Some(area)) = (&mut self.pane, areas.pane) {
            pane.fit(area.width, area.height);
        }
        self.fit_views(areas.body);
        let rows = self.list_rows(areas.list);
        let list = self.list_mut();
        list.top = rows.0;
        let (from, to) = (list.top, rows.1.max(list.cursor + 1));
        if !matches!(self.view, View::Hits) || self.pending() {
            return Vec::new();
        }
        let request = self.shown.request.clone();
        let generation = self.generation;
        let offsets = self.shown.list.missing(from, to + WINDOW / 4);
        let ask = |offset| SearchRequest { offset, limit: Some(WINDOW), ..request.clone() };
        offsets
            .into_iter()
            .map(|offset| Effect::Ask(Question::Hits { generation, request: ask(offset) }))
            .collect()
    }
}
