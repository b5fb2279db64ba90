//! The same state machine line by line: numbered hits, no redraw, no box drawing, for screen readers and dumb terminals.
//!
//! A line is a query, a number, an empty line for more, or a point and an action's name (`.mark 3`, `.filters`). What
//! the line means, `state` decides; here it is only spoken and heard.

use super::deed::{Done, carry_out, shelf};
use super::desk::Desk;
use super::keys::{Action, Keys, TABLE};
use super::state::{Beginning, Effect, Event, State, Told, View, byline, publication};
use super::text::clean;
use super::turn::{first_words, open_link};
use super::{Options, clipboard, draw, worker};
use crate::error::{Error, Result};
use crate::search::Searcher;
use std::io::{BufRead, Write};
use std::sync::Arc;

/// Hits or lines said at once.
const PAGE: usize = 10;

/// Talks until the input ends or a person leaves.
pub(super) fn converse(
    searcher: &Arc<dyn Searcher>,
    desk: &mut dyn Desk,
    options: Options,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<()> {
    let beginning = Beginning {
        request: options.request,
        size: (80, 24),
        keys: Keys::new(&options.keys)?,
        mouse: false,
        unicode: options.surroundings.unicode,
        index: options.index,
        remark: options.remark,
        shelf: shelf(desk),
    };
    let (state, first) = State::new(beginning);
    let mut talk = Talk { searcher, desk, output, here: options.surroundings, state, from: 0, left: false };
    talk.say(
        "chosin: a query, a number to read that hit, an empty line for more, .help for the rest, .quit",
    )?;
    let index = talk.state.index.as_ref().map(|name| format!("index {name}"));
    for line in index.into_iter().chain(talk.state.remark.clone()).collect::<Vec<_>>() {
        talk.say(&line)?;
    }
    talk.state.notice = None;
    if !first.is_empty() {
        talk.carry(first)?;
        let effects = talk.state.perform(Action::ToList);
        talk.carry(effects)?;
        talk.tell()?;
    }
    let mut line = Vec::new();
    while !talk.left {
        talk.prompt()?;
        line.clear();
        let read = input.read_until(b'\n', &mut line).map_err(|error| Error::io("standard input", error))?;
        if read == 0 {
            break;
        }
        let heard = String::from_utf8_lossy(&line).trim().to_owned();
        talk.hear(&heard)?;
    }
    Ok(())
}

struct Talk<'a> {
    searcher: &'a Arc<dyn Searcher>,
    desk: &'a mut dyn Desk,
    output: &'a mut dyn Write,
    here: super::Surroundings,
    state: State,
    from: usize,
    left: bool,
}

impl Talk<'_> {
    fn say(&mut self, text: &str) -> Result<()> {
        writeln!(self.output, "{}", clean(text)).map_err(|error| Error::io("standard output", error))
    }

    fn prompt(&mut self) -> Result<()> {
        let title = self.state.prompt.as_ref().map(|prompt| clean(&prompt.title)).unwrap_or_default();
        write!(self.output, "{title}> ")
            .and_then(|()| self.output.flush())
            .map_err(|error| Error::io("standard output", error))
    }

    fn hear(&mut self, line: &str) -> Result<()> {
        self.state.notice = None;
        if self.state.prompt.is_some() {
            if line != ".close" {
                if let Some(prompt) = &mut self.state.prompt
                    && !line.is_empty()
                {
                    prompt.input.reset();
                    prompt.insert(line);
                }
                let effects = self.state.submit();
                self.carry(effects)?;
            } else {
                self.state.prompt = None;
            }
            return self.notice();
        }
        if line.is_empty() {
            return self.more();
        }
        if let Ok(number) = line.parse::<usize>() {
            return self.number(number);
        }
        if let Some(command) = line.strip_prefix('.').filter(|rest| rest.starts_with(char::is_alphabetic)) {
            return self.command(command);
        }
        let query = line.strip_prefix('/').unwrap_or(line).to_owned();
        self.state.menu = None;
        self.state.panel = None;
        self.state.pane = None;
        self.from = 0;
        let effects = self.state.ask(query);
        self.carry(effects)?;
        let effects = self.state.perform(Action::ToList);
        self.carry(effects)?;
        self.tell()
    }

    fn command(&mut self, command: &str) -> Result<()> {
        let (name, number) = command.split_once(' ').unwrap_or((command, ""));
        if name == "help" {
            return self.help();
        }
        let Some(binding) = TABLE.iter().find(|binding| binding.name == name) else {
            return self.say(&format!(".{name}: no such action: .help names them"));
        };
        if let Ok(number) = number.trim().parse::<usize>() {
            self.state.pane = None;
            self.choose(number.saturating_sub(1));
        }
        self.from = 0;
        let effects = self.state.perform(binding.action);
        self.carry(effects)?;
        if matches!(
            binding.action,
            Action::Mark | Action::CopyKey | Action::CopyPassage | Action::CopyReference
        ) {
            let marks = self.state.marks.len();
            if binding.action == Action::Mark {
                self.say(&format!("{marks} marked"))?;
            }
            return self.notice();
        }
        if self.left { Ok(()) } else { self.tell() }
    }

    fn choose(&mut self, place: usize) {
        if let View::Concordance(lines) = &mut self.state.view {
            lines.cursor = place.min(lines.lines.len().saturating_sub(1));
        } else if place < self.state.list().total {
            self.state.list_mut().go(place);
        }
    }

    fn number(&mut self, number: usize) -> Result<()> {
        let place = number.saturating_sub(1);
        let effects = if let Some(menu) = &mut self.state.menu {
            menu.cursor = place.min(menu.items.len().saturating_sub(1));
            self.state.choose()
        } else if let Some(panel) = &mut self.state.panel {
            panel.cursor = place;
            let mut effects = self.state.perform(Action::Toggle);
            if self.state.panel.as_ref().is_some_and(|panel| panel.anchor.is_some()) {
                effects.extend(self.state.perform(Action::Toggle));
            }
            effects
        } else {
            self.state.pane = None;
            self.choose(place);
            self.state.perform(Action::Open)
        };
        self.carry(effects)?;
        self.from = 0;
        self.tell()
    }

    /// Says the next page of whatever was said last.
    fn more(&mut self) -> Result<()> {
        self.from += PAGE;
        if self.state.menu.is_some() {
            return self.tell();
        }
        self.choose(self.from);
        let effects = self.state.settle();
        self.carry(effects)?;
        self.tell()
    }

    /// Says what the screen would show.
    fn tell(&mut self) -> Result<()> {
        // What is asked next says all that there is to say.
        if self.state.prompt.is_some() {
            return self.notice();
        }
        let mut lines = Vec::new();
        if let Some(menu) = &self.state.menu {
            lines.push(menu.title.clone());
            let item = |(number, (name, detail)): (usize, &(String, String))| {
                format!("{}. {name} {detail}", number + 1)
            };
            lines.extend(menu.items.iter().enumerate().skip(self.from).take(PAGE).map(item));
            let rest = menu.items.len().saturating_sub(self.from.saturating_add(PAGE));
            if rest > 0 {
                lines.push(format!("{rest} more: an empty line"));
            }
        } else if let Some(panel) = &self.state.panel {
            lines.push(format!("filter by {} (.next-field for another, .close when done)", panel.name()));
            if panel.years() {
                let bars = self.state.panel_bars();
                let bar = |(number, bar): (usize, &super::state::Bar)| {
                    format!("{}. {}: {}", number + 1, bar.value(), bar.count)
                };
                lines.extend(bars.iter().enumerate().filter(|(_, bar)| bar.count > 0).map(bar));
            } else {
                let values = panel.values().unwrap_or_default().iter().enumerate().skip(self.from).take(PAGE);
                lines.extend(values.map(|(number, (value, count))| {
                    let chosen = match self.state.chosen(panel.name(), value) {
                        Some(false) => ", chosen",
                        Some(true) => ", excluded",
                        None => "",
                    };
                    format!("{}. {value}: {count}{chosen}", number + 1)
                }));
            }
        } else if let Some(pane) = &self.state.pane {
            let row =
                |row: &super::text::Row| row.iter().map(|piece| piece.text.as_str()).collect::<String>();
            lines.extend(pane.rows.iter().skip(self.from).take(self.from + 40).map(row));
            if pane.matches > 0 {
                lines.push(format!("match {} of {}", pane.at + 1, pane.matches));
            }
        } else {
            lines.extend(self.body());
        }
        for line in lines {
            self.say(&line)?;
        }
        self.notice()
    }

    fn body(&self) -> Vec<String> {
        match &self.state.view {
            View::Concordance(own) => {
                let line = |(number, line): (usize, &super::state::Occurrence)| {
                    format!("{}. {}{}{} ({})", number + 1, line.left, line.key, line.right, line.from)
                        .replace('\n', " ")
                };
                own.lines.iter().enumerate().skip(self.from).take(PAGE).map(line).collect()
            }
            View::Timeline(timeline) => {
                let bars = timeline.bars();
                bars.iter()
                    .filter(|bar| bar.count > 0)
                    .map(|bar| format!("{}: {}", bar.value(), bar.count))
                    .collect()
            }
            _ => self.hits(),
        }
    }

    fn hits(&self) -> Vec<String> {
        let mut lines = vec![draw::standing(&self.state).0];
        if matches!(self.state.view, View::Hits) && self.from == 0 {
            lines.extend(self.state.shown.response.notes.iter().map(|note| format!("note: {note}")));
            lines.extend(
                self.state.shown.response.counts.iter().map(|(part, count)| format!("{count}: {part}")),
            );
            for (number, filter) in self.state.asking.filters.iter().enumerate() {
                lines.push(format!("filter {}", self.state.chip(number, filter)));
            }
        }
        let list = self.state.list();
        for (place, hit) in list.hits.range(self.from..self.from.saturating_add(PAGE)) {
            let title = if hit.title.text.is_empty() { hit.record.heading() } else { hit.title.text.clone() };
            let marked = if self.state.marks.contains(&hit.id) { " (marked)" } else { "" };
            lines.push(format!("{}. {title}{marked}", place + 1));
            let place = [byline(&hit.record), publication(&hit.record)];
            lines.push(place.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", "));
            let passages = hit.snippets.iter().filter(|snippet| snippet.field != "title").take(1);
            lines.extend(passages.map(|snippet| snippet.text.replace('\n', " ")));
        }
        let shown = self.from.saturating_add(PAGE);
        if shown < list.total {
            lines.push(format!("{} more: an empty line", list.total - shown));
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    fn notice(&mut self) -> Result<()> {
        match self.state.notice.take() {
            Some(notice) => self.say(&notice.text),
            None => Ok(()),
        }
    }

    fn help(&mut self) -> Result<()> {
        let mut said: Vec<&str> = Vec::new();
        for binding in TABLE.iter().filter(|binding| !binding.help.is_empty()) {
            if !said.contains(&binding.name) {
                said.push(binding.name);
                self.say(&format!(".{}: {}", binding.name, binding.help))?;
            }
        }
        self.say("with a number after it an action is done to that hit: .mark 3")
    }

    fn carry(&mut self, effects: Vec<Effect>) -> Result<()> {
        let mut waiting: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            let told = match effect {
                Effect::Leave => {
                    self.left = true;
                    Vec::new()
                }
                Effect::Ask(question) => {
                    let answer = worker::answer(self.searcher.as_ref(), &question);
                    waiting.extend(self.state.update(Event::Answer(Box::new(answer))));
                    Vec::new()
                }
                Effect::Deed(deed) => match carry_out(self.desk, self.searcher.as_ref(), deed) {
                    Done::Told(told) => told,
                    Done::Copy(text) => {
                        let told = self.copy(&text, "reference");
                        // Where nothing can be copied, that is told with the whole text.
                        if !self.here.dumb {
                            self.say(&text)?;
                        }
                        vec![told]
                    }
                },
                Effect::Copy { text, what } => vec![self.copy(&text, &what)],
                Effect::OpenLink(address) => vec![open_link(&address)],
                Effect::Mouse(_) | Effect::Redraw | Effect::Suspend => Vec::new(),
            };
            for told in told {
                waiting.extend(self.state.update(Event::Told(told)));
            }
        }
        Ok(())
    }

    fn copy(&mut self, text: &str, what: &str) -> Told {
        let output = &mut *self.output;
        let dumb = self.here.dumb;
        let send = |bytes: &[u8]| !dumb && output.write_all(bytes).and_then(|()| output.flush()).is_ok();
        match clipboard::copy(&self.here, text, send) {
            Ok(way) => Told::Well(format!("{what} copied by {way}: {}", first_words(text))),
            Err(_) => Told::Well(format!("{what}: {text}")),
        }
    }
}
