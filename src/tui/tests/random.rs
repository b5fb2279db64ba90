//! Keys at random and every size: never a panic, never stuck.

use super::play::Stage;
use proptest::prelude::*;
use ratatui::crossterm::event::{
    Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind,
};

const CODES: &[KeyCode] = &[
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::Backspace,
    KeyCode::Delete,
    KeyCode::F(1),
];
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/?<>+-=.,19 한\"(*";
const WORDS: &[&str] = &["landing", "armistice", "inchon", "the"];

/// A small generator of our own: the same keys each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

fn session(seed: u64, keys: usize) {
    let mut dice = Dice(seed);
    let mut stage = Stage::new("", 80, 24);
    let letters: Vec<char> = LETTERS.chars().collect();
    for number in 0..keys {
        stage.held = dice.roll(10) == 0;
        match dice.roll(24) {
            0 => {
                let (width, height) = (dice.roll(220) as u16, dice.roll(70) as u16);
                stage.event(TerminalEvent::Resize(width, height));
            }
            1 | 2 => {
                let kinds = [
                    MouseEventKind::Down(MouseButton::Left),
                    MouseEventKind::Drag(MouseButton::Left),
                    MouseEventKind::Up(MouseButton::Left),
                    MouseEventKind::ScrollDown,
                    MouseEventKind::ScrollUp,
                ];
                let kind = kinds[dice.roll(kinds.len())];
                let (x, y) = (dice.roll(230) as u16, dice.roll(80) as u16);
                stage.mouse(kind, x, y);
            }
            3 => stage.event(TerminalEvent::Paste(WORDS[dice.roll(WORDS.len())].into())),
            4..=9 => stage
                .event(TerminalEvent::Key(KeyEvent::new(CODES[dice.roll(CODES.len())], KeyModifiers::NONE))),
            10 => {
                let letter = letters[dice.roll(letters.len())];
                if letter != 'c' {
                    stage.event(TerminalEvent::Key(KeyEvent::new(
                        KeyCode::Char(letter),
                        KeyModifiers::CONTROL,
                    )));
                }
            }
            _ => stage.event(TerminalEvent::Key(KeyEvent::new(
                KeyCode::Char(letters[dice.roll(letters.len())]),
                KeyModifiers::NONE,
            ))),
        }
        if number % 7 == 0 {
            stage.screen();
        }
    }
    stage.held = false;
    stage.event(TerminalEvent::Resize(80, 24));
    stage.keys("ctrl-c");
    assert!(stage.left, "Ctrl-C leaves, whatever came before");
}

#[test]
fn random_keys_never_panic_and_ctrl_c_still_leaves() {
    let long = std::env::var_os("CHOSIN_LONG_TESTS").is_some();
    session(0x0000_5eed, if long { 50_000 } else { 5_000 });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_size_is_drawn_in_every_view(
        sizes in prop::collection::vec((0u16..130, 0u16..40), 1..5),
        way in prop::sample::select(vec!["", "enter", "enter enter", "enter f", "enter f tab", "enter w", "enter t",
            "enter s", "enter e enter", "enter ?", "enter r", "enter space v"]),
    ) {
        let mut stage = Stage::new("landing", 80, 24);
        stage.keys(way);
        for (width, height) in sizes {
            stage.event(TerminalEvent::Resize(width, height));
            stage.screen();
            stage.keys("down");
            stage.screen();
        }
    }
}
