//! What keys do.

use super::fake::{Fake, FakeDesk};
use crate::search::{Filter, Mode, SearchRequest, Searcher, Sort};
use crate::tui::deed::{Done, carry_out, shelf};
use crate::tui::state::{Beginning, Effect, Event, Focus, Question, State, Told, View};
use crate::tui::{Palette, draw, keys, worker};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{
    Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use std::collections::{BTreeMap, VecDeque};

/// A browser with its fake searcher and desk; every effect is carried out at once, but for questions while `held`.
pub(super) struct Stage {
    pub state: State,
    pub searcher: Fake,
    pub desk: FakeDesk,
    pub copied: Vec<String>,
    pub opened: Vec<String>,
    pub held: bool,
    pub asked: Vec<Question>,
    pub left: bool,
}

impl Stage {
    pub(super) fn new(query: &str, width: u16, height: u16) -> Self {
        let desk = FakeDesk::new();
        let beginning = Beginning {
            request: SearchRequest::new(query),
            size: (width, height),
            keys: keys::Keys::new(&BTreeMap::new()).unwrap(),
            mouse: true,
            unicode: true,
            index: None,
            remark: None,
            shelf: shelf(&desk),
        };
        let (state, first) = State::new(beginning);
        let mut stage = Self {
            state,
            searcher: Fake::default(),
            desk,
            copied: Vec::new(),
            opened: Vec::new(),
            held: false,
            asked: Vec::new(),
            left: false,
        };
        stage.carry(first);
        stage
    }

    pub(super) fn carry(&mut self, effects: Vec<Effect>) {
        let mut waiting: VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            match effect {
                Effect::Ask(question) if self.held => self.asked.push(question),
                Effect::Ask(question) => {
                    let answer = worker::answer(&self.searcher as &dyn Searcher, &question);
                    waiting.extend(self.state.update(Event::Answer(Box::new(answer))));
                }
                Effect::Deed(deed) => match carry_out(&mut self.desk, &self.searcher, deed) {
                    Done::Told(told) => {
                        for told in told {
                            waiting.extend(self.state.update(Event::Told(told)));
                        }
                    }
                    Done::Copy(text) => waiting.push_back(Effect::Copy { text, what: "reference".into() }),
                },
                Effect::Copy { text, .. } => {
                    waiting.extend(self.state.update(Event::Told(Told::Well(format!("copied {text}")))));
                    self.copied.push(text);
                }
                Effect::OpenLink(address) => self.opened.push(address),
                Effect::Leave => self.left = true,
                Effect::Mouse(_) | Effect::Redraw | Effect::Suspend => {}
            }
        }
    }

    pub(super) fn event(&mut self, event: TerminalEvent) {
        let effects = self.state.update(Event::Terminal(event));
        self.carry(effects);
    }

    /// Keys as the config writes them, or `'letters'` to type.
    pub(super) fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            if let Some(letters) = key.strip_prefix('\'') {
                for letter in letters.chars() {
                    let letter = if letter == '_' { ' ' } else { letter };
                    self.event(TerminalEvent::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)));
                }
                continue;
            }
            let (code, modifiers) = keys::chord(key).unwrap();
            self.event(TerminalEvent::Key(KeyEvent::new(code, modifiers)));
        }
        self
    }

    pub(super) fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) {
        self.event(TerminalEvent::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    }

    /// The screen as text, a line each; the cursor of the query line is in the last line.
    pub(super) fn screen(&self) -> String {
        let (width, height) = self.state.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut cursor = None;
        terminal
            .draw(|frame| cursor = draw(&self.state, Palette::new(true, &[]), frame.buffer_mut()))
            .unwrap();
        let buffer = terminal.backend().buffer();
        let mut text = String::new();
        for y in 0..height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                skip = crate::tui::text::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text.push_str(
            &cursor.map_or("cursor hidden".to_owned(), |at| format!("cursor at {},{}", at.x, at.y)),
        );
        text
    }

    fn chosen(&self) -> String {
        self.state.list().chosen().map(|hit| hit.id.clone()).unwrap_or_default()
    }
}

#[test]
fn hits_follow_each_letter_and_the_query_stands_as_typed() {
    let mut stage = Stage::new("", 80, 24);
    stage.keys("'landin");
    assert_eq!(stage.state.shown.request.query, "landin");
    assert_eq!(stage.state.list().total, 8);
}

#[test]
fn an_older_answer_never_stands_as_the_newer_querys() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.held = true;
    stage.keys("'_of 'x");
    assert!(stage.state.pending());
    assert!(stage.screen().contains("of the query before, landing"));
    // The newest answer comes first, then an older one.
    let asked = std::mem::take(&mut stage.asked);
    let hits: Vec<&Question> = asked.iter().filter(|q| matches!(q, Question::Hits { .. })).collect();
    for question in [hits[hits.len() - 1], hits[0]] {
        let effects = stage.state.update(Event::Answer(Box::new(worker::answer(&stage.searcher, question))));
        stage.carry(effects);
    }
    assert!(!stage.state.pending());
    assert_eq!(stage.state.shown.request.query, "landing ofx");
}

#[test]
fn nothing_is_done_to_an_older_querys_hits() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.held = true;
    stage.keys("'s enter space c");
    assert!(stage.state.marks.is_empty() && stage.copied.is_empty());
}

#[test]
fn whoever_asks_to_read_before_the_answer_comes_reads_when_it_does() {
    let mut stage = Stage::new("", 80, 24);
    stage.held = true;
    stage.keys("'landing enter enter");
    stage.held = false;
    let asked = std::mem::take(&mut stage.asked).into_iter().map(Effect::Ask).collect();
    stage.carry(asked);
    assert_eq!(stage.state.pane.as_ref().unwrap().matches, 4);
}

#[test]
fn the_cursor_stays_on_its_record_when_the_query_grows() {
    let mut stage = Stage::new("armistice", 80, 24);
    stage.keys("enter j j");
    let before = stage.chosen();
    stage.keys("/ '_study");
    assert_eq!(stage.chosen(), before);
}

#[test]
fn the_two_states_have_their_own_keys() {
    let mut stage = Stage::new("", 80, 24);
    stage.keys("'jq");
    assert_eq!(stage.state.input.value(), "jq");
    stage.keys("tab q");
    assert!(stage.left);
}

#[test]
fn esc_closes_the_innermost_and_never_throws_out() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.keys("enter f tab space esc enter ?");
    assert!(
        stage.state.help.is_some() && stage.state.pane.is_some() && stage.state.asking.filters.len() == 1
    );
    stage.keys("esc");
    assert!(stage.state.help.is_none() && stage.state.pane.is_some());
    stage.keys("esc");
    assert!(stage.state.pane.is_none() && stage.state.asking.filters.len() == 1);
    stage.keys("esc");
    assert!(stage.state.asking.filters.is_empty() && stage.state.input.value() == "landing");
    stage.keys("esc esc esc");
    assert!(stage.state.input.value().is_empty() && !stage.left);
    stage.keys("ctrl-c");
    assert!(stage.left);
}

#[test]
fn ctrl_c_leaves_from_anywhere() {
    for way in
        ["", "enter", "enter enter", "enter f", "enter s", "enter e enter", "enter ?", "enter w", "enter t"]
    {
        let mut stage = Stage::new("landing", 80, 24);
        stage.keys(way).keys("ctrl-c");
        assert!(stage.left, "{way}");
    }
}

#[test]
fn past_queries_come_on_up_in_an_empty_query() {
    let mut stage = Stage::new("", 80, 24);
    stage.keys("up");
    assert_eq!(stage.state.input.value(), "armistice");
    assert!(stage.screen().contains("5 hits 3 Nov 2026"));
    stage.keys("up");
    assert_eq!(stage.state.input.value(), "supply");
    stage.keys("down down");
    assert_eq!(stage.state.input.value(), "");
}

#[test]
fn only_a_query_that_one_stays_on_is_remembered_and_once() {
    let mut stage = Stage::new("", 80, 24);
    stage.keys("'landing");
    assert!(stage.desk.done.is_empty());
    stage.keys("enter enter esc /  enter");
    assert_eq!(stage.desk.done, ["remember landing 8"]);
}

#[test]
fn the_record_opens_at_the_best_match_and_n_walks_through_all() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.keys("enter enter");
    let pane = stage.state.pane.as_ref().unwrap();
    assert_eq!(
        (pane.matches, pane.at),
        (4, 1),
        "the title holds the first match, the passage begins in the abstract"
    );
    stage.keys("n n n");
    assert_eq!(stage.state.pane.as_ref().unwrap().at, 0);
    stage.keys("N");
    assert_eq!(stage.state.pane.as_ref().unwrap().at, 3);
}

#[test]
fn filters_count_what_a_second_value_would_bring() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.keys("enter f tab space");
    let counts = stage.state.panel.as_ref().unwrap().values().unwrap().len();
    assert_eq!(counts, 4, "the other authors are still to be chosen");
    let one = stage.state.list().total;
    stage.keys("down space");
    assert!(stage.state.list().total > one);
    assert_eq!(stage.state.asking.filters[0].values.len(), 2);
    stage.keys("x");
    assert!(stage.state.asking.filters.iter().any(|filter| filter.exclude));
}

#[test]
fn a_span_of_years_is_chosen_by_its_two_ends() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.keys("enter f space end space");
    let filter = &stage.state.asking.filters[0];
    assert_eq!((filter.field.as_str(), filter.values[0].contains("..")), ("year", true));
}

#[test]
fn lists_are_counted_in_the_present_result() {
    let mut stage = Stage::new("armistice", 80, 24);
    stage.keys("enter f shift-tab shift-tab");
    assert_eq!(stage.state.panel.as_ref().unwrap().values().unwrap(), [("chapter2".to_owned(), 1)]);
}

#[test]
fn a_digit_takes_off_that_filter_and_back_brings_it_again() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.keys("enter f tab space esc 1");
    assert!(stage.state.asking.filters.is_empty());
    stage.keys("b");
    assert_eq!(stage.state.asking.filters.len(), 1);
    stage.keys("B");
    assert!(stage.state.asking.filters.is_empty());
}

#[test]
fn back_and_forward_go_through_the_queries() {
    let mut stage = Stage::new("", 80, 24);
    stage.keys("'landing enter j / ctrl-u 'supply enter b");
    assert_eq!(stage.state.input.value(), "landing");
    assert_eq!(stage.state.list().cursor, 1, "on the record one left");
    stage.keys("B");
    assert_eq!(stage.state.input.value(), "supply");
}

#[test]
fn marks_hold_across_queries_and_are_exported_together() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.keys("enter space / ctrl-u 'supply enter space e enter enter");
    assert_eq!(stage.state.marks.len(), 2);
    let files: Vec<_> =
        stage.desk.files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert_eq!(files, ["bibtex 2"]);
}

#[test]
fn a_file_is_replaced_only_when_asked_twice() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.keys("enter e enter enter");
    stage.keys("space e enter enter");
    assert!(stage.screen().contains("there already"), "{}", stage.screen());
    stage.keys("e enter enter");
    assert!(stage.screen().contains("exported to"), "{}", stage.screen());
}

#[test]
fn keys_references_and_passages_are_copied() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.keys("enter c y p");
    assert_eq!(stage.copied[0], "[@record00, p. ]");
    assert!(stage.copied[1].starts_with("chicago: Inchon"));
    assert!(stage.copied[2].contains("landing"));
    stage.keys("space space c");
    assert_eq!(stage.copied[3], "[@record00, p. ; @record07, p. ]");
}

#[test]
fn only_web_addresses_are_opened() {
    let mut stage = Stage::new("red", 80, 24);
    stage.keys("enter end");
    while stage.chosen() != "hostile" {
        stage.keys("k");
    }
    stage.keys("o");
    assert!(stage.opened.is_empty());
    let mut stage = Stage::new("landing", 80, 24);
    stage.keys("enter o");
    assert_eq!(stage.opened, ["https://doi.org/10.5555/0"]);
}

#[test]
fn citations_lists_and_saved_searches_go_over_the_desk() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.keys("enter C down enter enter");
    assert!(stage.copied[0].starts_with("mla: "));
    stage.keys("L end enter 'notes enter S 'mine enter");
    assert_eq!(stage.desk.done[1..], ["add notes record00", "save mine landing"]);
    stage.keys("H enter");
    assert_eq!(stage.state.input.value(), "negotiation");
}

#[test]
fn related_and_marked_records_are_lists_that_esc_leaves() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.keys("enter r");
    assert!(matches!(stage.state.view, View::Related { .. }));
    stage.keys("space space v");
    assert!(matches!(&stage.state.view, View::Marked(list) if list.total == 2));
    stage.keys("esc");
    assert!(matches!(stage.state.view, View::Hits));
}

#[test]
fn the_concordance_holds_every_match_and_sorts_by_either_neighbour() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.keys("enter w");
    let View::Concordance(lines) = &stage.state.view else { panic!("no concordance") };
    assert!(lines.done && lines.lines.len() > 20);
    stage.keys(">");
    let View::Concordance(lines) = &stage.state.view else { panic!("no concordance") };
    let rights: Vec<String> = lines.lines.iter().map(|line| line.right.trim().to_lowercase()).collect();
    assert!(
        rights.iter().position(|r| r.starts_with("cost")) < rights.iter().position(|r| r.starts_with("was"))
    );
    stage.keys("enter");
    assert!(stage.state.pane.is_some());
}

#[test]
fn the_timeline_zooms_and_hands_its_years_to_the_filters() {
    let mut stage = Stage::new("landing", 40, 12);
    stage.keys("enter t +");
    let View::Timeline(timeline) = &stage.state.view else { panic!("no timeline") };
    assert_eq!(timeline.zoom.len(), 1);
    stage.keys("esc tab tab space");
    assert!(matches!(stage.state.view, View::Hits));
    assert_eq!(stage.state.asking.filters[0].field, "year");
}

#[test]
fn suggestions_are_offered_and_taken_only_when_asked() {
    let mut stage = Stage::new("", 80, 24);
    stage.keys("'inch");
    assert!(stage.screen().contains("inchon 6"));
    assert_eq!(stage.state.shown.request.query, "inch");
    stage.keys("ctrl-t");
    assert_eq!(stage.state.input.value(), "inchon ");
    let mut stage = Stage::new("lnading", 80, 24);
    stage.keys("ctrl-t");
    assert_eq!(stage.state.input.value(), "landing");
}

#[test]
fn the_mouse_moves_opens_filters_and_selects() {
    let mut stage = Stage::new("landing", 120, 24);
    let down = MouseEventKind::Down(MouseButton::Left);
    stage.mouse(down, 10, 10);
    assert_eq!((stage.state.focus, stage.state.list().cursor), (Focus::List, 1));
    stage.mouse(down, 10, 10);
    assert!(stage.state.pane.is_some());
    stage.mouse(down, 60, 6);
    stage.mouse(MouseEventKind::Drag(MouseButton::Left), 80, 7);
    stage.mouse(MouseEventKind::Up(MouseButton::Left), 80, 7);
    assert_eq!(stage.copied.len(), 1);
    stage.mouse(MouseEventKind::ScrollDown, 60, 6);
    stage.keys("esc f tab space esc");
    stage.mouse(down, 3, 2);
    assert!(stage.state.asking.filters.is_empty());
}

#[test]
fn a_paste_is_typed_with_nothing_raw_in_it() {
    let mut stage = Stage::new("", 80, 24);
    stage.event(TerminalEvent::Paste("landing\nat\u{1b}[2J".into()));
    assert_eq!(stage.state.input.value(), "landing at [2J");
}

#[test]
fn line_by_line_the_same_machine_speaks() {
    let mut output = Vec::new();
    let mut desk = FakeDesk::new();
    let searcher: std::sync::Arc<dyn Searcher> = std::sync::Arc::new(Fake::default());
    let mut input =
        "landing\n1\n.close\n.mark 2\n.filters\n.next-field\n1\n.close\n.export\n1\nout.bib\n.quit\nnever\n"
            .as_bytes();
    crate::tui::plain::converse(
        &searcher,
        &mut desk,
        crate::tui::Options::default(),
        &mut input,
        &mut output,
    )
    .unwrap();
    let said = String::from_utf8(output).unwrap();
    assert!(
        said.contains("8 hits")
            && said.contains("1. Inchon and the landing of 1951")
            && said.contains("1 marked")
    );
    assert!(said.contains("1. Alder, Jo: ") && !said.contains('\u{1b}') && !said.contains('─'), "{said}");
    assert_eq!(desk.files.len(), 1);
}

#[test]
fn what_is_asked_at_first_is_asked_as_search_would_ask_it() {
    let request = SearchRequest {
        filters: vec![Filter::new("type", "book")],
        mode: Mode::All,
        sort: Sort::Year,
        lexicon: false,
        ..SearchRequest::new("landing armistice")
    };
    let (state, first) = State::begin(request.clone(), (80, 24)).unwrap();
    let Some(Effect::Ask(Question::Hits { request: asked, .. })) = first.into_iter().next() else { panic!() };
    let beside = |asked: SearchRequest| SearchRequest { limit: None, snippets: 0, ..asked };
    assert_eq!((beside(asked), state.asking.filters.len()), (beside(request), 1));
    let only_a_filter =
        SearchRequest { filters: vec![Filter::new("type", "book")], ..SearchRequest::default() };
    assert_eq!(State::begin(only_a_filter, (80, 24)).unwrap().1.len(), 1);
}

#[test]
fn in_a_menu_a_letter_goes_to_the_item_that_begins_so() {
    let mut stage = Stage::new("landing", 80, 24);
    let chosen = |stage: &Stage| stage.state.menu.as_ref().map(|menu| menu.items[menu.cursor].0.clone());
    stage.keys("enter C m");
    assert_eq!(chosen(&stage).as_deref(), Some("mla"));
    stage.keys("c");
    assert_eq!(chosen(&stage).as_deref(), Some("chicago"));
    stage.keys("q");
    assert!(chosen(&stage).is_none() && stage.copied.is_empty());
}

#[test]
fn a_value_is_found_among_many_by_what_it_has() {
    let mut stage = Stage::new("landing", 80, 24);
    let on = |stage: &Stage| {
        let panel = stage.state.panel.as_ref().unwrap();
        panel.values().unwrap()[panel.cursor].0.clone()
    };
    stage.keys("enter f tab / 'CEDAR enter");
    assert!(on(&stage).starts_with("Cedar"));
    stage.keys("n");
    assert!(on(&stage).starts_with("Cedar"), "there is but one");
    stage.keys("/ 'nobody enter");
    assert!(stage.screen().contains("no author here has nobody"), "{}", stage.screen());
}

#[test]
fn the_first_list_is_named_at_once() {
    let mut stage = Stage::new("landing", 80, 24);
    stage.state.shelf.lists.clear();
    stage.keys("enter L 'chapter2 enter");
    assert_eq!(stage.desk.lists.last().map(|(name, size)| (name.as_str(), *size)), Some(("chapter2", 1)));
}
