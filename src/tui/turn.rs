//! The loop: events in from terminal, workers and signals; the state changes; effects are carried out; a frame is drawn.
//!
//! Everything arrives on one channel. After a key that asked something, the frame waits a few milliseconds for the
//! answer, so that a fast search shows no frame between; a slow one never holds a frame up.

use super::deed::{Done, carry_out, shelf};
use super::desk::Desk;
use super::draw::{Palette, draw};
use super::state::{Beginning, Effect, Event, State, Told};
use super::terminal::{Screen, Surface, restore};
use super::worker::Worker;
use super::{Options, clipboard};
use crate::error::{Error, Result};
use crate::search::Searcher;
use ratatui::crossterm::event;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long a frame waits for an answer that is likely at hand.
const GRACE: Duration = Duration::from_millis(6);

/// How often the reading thread looks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(250);

/// What arrives.
enum Arrival {
    Event(Event),
    Signal(i32),
    Broken(io::Error),
    Over,
}

/// Ends the reading thread when the loop ends.
struct Reading(Arc<AtomicBool>);

impl Drop for Reading {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Runs the browser on the terminal until a person leaves.
pub(super) fn browse(searcher: &Arc<dyn Searcher>, desk: &mut dyn Desk, options: Options) -> Result<()> {
    let keys = super::keys::Keys::new(&options.keys)?;
    let (sender, arrivals) = channel();
    let mut screen = Screen::take(options.mouse)?;
    let _reading = read_terminal(sender.clone());
    read_signals(sender.clone())?;
    drive(searcher, desk, options, keys, &mut screen, &sender, &arrivals)
}

/// The same on any surface, for events from anywhere, until there are no more: what a bench measures.
pub(super) fn browse_on(
    searcher: &Arc<dyn Searcher>,
    desk: &mut dyn Desk,
    options: Options,
    surface: &mut dyn Surface,
    events: Receiver<event::Event>,
) -> Result<()> {
    let keys = super::keys::Keys::new(&options.keys)?;
    let (sender, arrivals) = channel();
    let forward = sender.clone();
    thread::spawn(move || {
        for event in events {
            if forward.send(Arrival::Event(Event::Terminal(event))).is_err() {
                return;
            }
        }
        let _ = forward.send(Arrival::Over);
    });
    drive(searcher, desk, options, keys, surface, &sender, &arrivals)
}

fn drive(
    searcher: &Arc<dyn Searcher>,
    desk: &mut dyn Desk,
    options: Options,
    keys: super::keys::Keys,
    screen: &mut dyn Surface,
    sender: &Sender<Arrival>,
    arrivals: &Receiver<Arrival>,
) -> Result<()> {
    let beginning = Beginning {
        request: options.request,
        size: screen.size()?,
        keys,
        mouse: options.mouse,
        unicode: options.surroundings.unicode,
        index: options.index,
        remark: options.remark,
        shelf: shelf(desk),
    };
    let (mut state, first) = State::new(beginning);
    let answers = sender.clone();
    let worker = Worker::start(searcher, move |answer| {
        answers.send(Arrival::Event(Event::Answer(Box::new(answer)))).is_ok()
    });
    let mut turn = Turn { searcher, desk, screen, worker: &worker, here: &options.surroundings };
    let palette = Palette::new(options.colour, &options.looks);
    if turn.carry(&mut state, first)? {
        return Ok(());
    }
    settle(&mut state, arrivals, &mut turn)?;
    loop {
        turn.screen.draw(&mut |buffer| draw(&state, palette, buffer))?;
        let Ok(arrival) = arrivals.recv() else { return Ok(()) };
        if turn.arrived(&mut state, arrival)? {
            return Ok(());
        }
        // Whatever came meanwhile is taken before the next frame: a pasted line is one frame.
        while let Ok(arrival) = arrivals.try_recv() {
            if turn.arrived(&mut state, arrival)? {
                return Ok(());
            }
        }
        if settle(&mut state, arrivals, &mut turn)? {
            return Ok(());
        }
    }
}

/// Waits a moment for the newest query's answer; whether to leave.
fn settle(state: &mut State, arrivals: &Receiver<Arrival>, turn: &mut Turn<'_>) -> Result<bool> {
    let until = Instant::now() + GRACE;
    while state.pending() {
        let left = until.saturating_duration_since(Instant::now());
        let Ok(arrival) = arrivals.recv_timeout(left) else { break };
        if turn.arrived(state, arrival)? {
            return Ok(true);
        }
    }
    Ok(false)
}

struct Turn<'a> {
    searcher: &'a Arc<dyn Searcher>,
    desk: &'a mut dyn Desk,
    screen: &'a mut dyn Surface,
    worker: &'a Worker,
    here: &'a super::Surroundings,
}

impl Turn<'_> {
    /// Takes one arrival in; whether to leave.
    fn arrived(&mut self, state: &mut State, arrival: Arrival) -> Result<bool> {
        match arrival {
            Arrival::Event(event) => {
                let effects = state.update(event);
                self.carry(state, effects)
            }
            Arrival::Over => Ok(true),
            Arrival::Broken(error) => Err(Error::io("terminal", error)),
            Arrival::Signal(signal) => self.signal(state, signal),
        }
    }

    #[cfg(unix)]
    fn signal(&mut self, state: &mut State, signal: i32) -> Result<bool> {
        if signal == signal_hook::consts::SIGTSTP {
            return self.carry(state, vec![Effect::Suspend]);
        }
        if signal == signal_hook::consts::SIGCONT {
            self.screen.resume()?;
            return self.measure(state);
        }
        restore();
        // The shell shall see what ended the program.
        signal_hook::low_level::emulate_default_handler(signal)
            .map_err(|error| Error::io("terminal", error))?;
        Ok(true)
    }

    #[cfg(not(unix))]
    fn signal(&mut self, _state: &mut State, _signal: i32) -> Result<bool> {
        restore();
        Ok(true)
    }

    /// Carries effects out, and those that come of them; whether to leave.
    fn carry(&mut self, state: &mut State, effects: Vec<Effect>) -> Result<bool> {
        let mut waiting: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            let told = match effect {
                Effect::Leave => return Ok(true),
                Effect::Ask(question) => {
                    self.worker.ask(question);
                    Vec::new()
                }
                Effect::Deed(deed) => match carry_out(self.desk, self.searcher.as_ref(), deed) {
                    Done::Told(told) => told,
                    Done::Copy(text) => vec![self.copy(&text, "reference")],
                },
                Effect::Copy { text, what } => vec![self.copy(&text, &what)],
                Effect::OpenLink(address) => vec![open_link(&address)],
                Effect::Mouse(ours) => {
                    self.screen.set_mouse(ours)?;
                    Vec::new()
                }
                Effect::Redraw => {
                    self.screen.refresh()?;
                    Vec::new()
                }
                Effect::Suspend => {
                    self.screen.suspend()?;
                    if self.measure(state)? {
                        return Ok(true);
                    }
                    Vec::new()
                }
            };
            for told in told {
                waiting.extend(state.update(Event::Told(told)));
            }
        }
        Ok(false)
    }

    /// Takes the terminal's size anew, which may have changed while another had it; whether to leave.
    fn measure(&mut self, state: &mut State) -> Result<bool> {
        let (columns, rows) = self.screen.size()?;
        let effects = state.update(Event::Terminal(event::Event::Resize(columns, rows)));
        self.carry(state, effects)
    }

    fn copy(&mut self, text: &str, what: &str) -> Told {
        let screen = &mut *self.screen;
        match clipboard::copy(self.here, text, |bytes| screen.send(bytes).is_ok()) {
            Ok(way) => Told::Well(format!("{what} copied by {way}: {}", first_words(text))),
            Err(message) => Told::Ill(message),
        }
    }
}

/// The beginning of what was copied.
pub(super) fn first_words(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    line.chars().take(MOST).chain(['…']).collect()
}

pub(super) fn open_link(address: &str) -> Told {
    match open::that_detached(address) {
        Ok(()) => Told::Well(format!("opened {address}")),
        Err(_) => Told::Ill(format!("nothing here opens addresses: {address}")),
    }
}

fn read_terminal(sender: Sender<Arrival>) -> Reading {
    let wanted = Arc::new(AtomicBool::new(true));
    let reading = Reading(Arc::clone(&wanted));
    thread::spawn(move || {
        while wanted.load(Ordering::Relaxed) {
            let arrival = match event::poll(LOOK) {
                Ok(false) => continue,
                Ok(true) => match event::read() {
                    Ok(event) => Arrival::Event(Event::Terminal(event)),
                    Err(error) => Arrival::Broken(error),
                },
                Err(error) => Arrival::Broken(error),
            };
            let broken = matches!(arrival, Arrival::Broken(_));
            if sender.send(arrival).is_err() || broken {
                break;
            }
        }
    });
    reading
}

#[cfg(unix)]
fn read_signals(sender: Sender<Arrival>) -> Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    let signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT]);
    let mut signals = signals.map_err(|error| Error::io("terminal", error))?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if sender.send(Arrival::Signal(signal)).is_err() {
                break;
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
fn read_signals(_sender: Sender<Arrival>) -> Result<()> {
    Ok(())
}
