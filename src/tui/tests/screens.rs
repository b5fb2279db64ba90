//! How it looks, at three sizes.

use super::play::Stage;

const SIZES: [(u16, u16); 3] = [(40, 12), (80, 24), (200, 60)];

fn look(name: &str, query: &str, keys: &str) {
    for (width, height) in SIZES {
        let mut stage = Stage::new(query, width, height);
        stage.keys(keys);
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), stage.screen());
    }
}

#[test]
fn beginning() {
    look("beginning", "", "");
}

#[test]
fn typing() {
    look("typing", "", "'inchon_land");
}

#[test]
fn list() {
    look("list", "landing", "enter j space j");
}

#[test]
fn reading() {
    look("reading", "landing", "enter j enter n");
}

#[test]
fn filters() {
    look("filters", "landing", "enter f tab space down down x");
}

#[test]
fn years() {
    look("years", "landing", "enter f right right space right");
}

#[test]
fn concordance() {
    look("concordance", "landing", "enter w < j");
}

#[test]
fn timeline() {
    look("timeline", "the", "enter t right right");
}

#[test]
fn menu() {
    look("menu", "landing", "enter s down");
}

#[test]
fn help() {
    look("help", "landing", "enter ?");
}

#[test]
fn help_fits_on_one_screen() {
    assert_eq!(Stage::new("", 80, 24).state.help_pages(), 1);
}

#[test]
fn nothing_found() {
    look("nothing", "lnading", "");
}

#[test]
fn an_index_that_is_not_the_usual_one_is_named_and_an_old_one_says_so() {
    let mut stage = Stage::new("", 80, 24);
    stage.state.index = Some("/somewhere/else/index".into());
    stage.state.remark = Some("2 of 5 inputs changed: chosin ingest".into());
    let screen = stage.screen();
    assert!(
        screen.contains("  index /somewhere/else/index\n  2 of 5 inputs changed: chosin ingest"),
        "{screen}"
    );
    stage.keys("'landing enter");
    assert!(stage.screen().contains("/somewhere/else/index · best first"), "{}", stage.screen());
}

#[test]
fn scripts_and_hostile_text() {
    look("scripts", "仁川", "enter enter");
    look("hostile", "red", "enter");
}

#[test]
fn without_unicode_the_furniture_is_ascii() {
    let mut stage = Stage::new("supply", 80, 24);
    stage.state.unicode = false;
    for keys in ["enter space", "f", "tab", "esc t", "esc w", "esc s"] {
        stage.keys(keys);
        let screen = stage.screen();
        let odd: String = screen.chars().filter(|letter| !letter.is_ascii()).collect();
        assert!(odd.is_empty(), "{odd}\n{screen}");
    }
}

#[test]
fn no_background_is_painted_and_no_colour_without_colour() {
    use crate::tui::{Palette, draw};
    use ratatui::{buffer::Buffer, layout::Rect, style::Color};
    for keys in ["enter", "enter enter", "enter f", "enter t", "enter w", "enter s", "enter ?"] {
        let mut stage = Stage::new("landing", 120, 30);
        stage.keys(keys);
        for colour in [true, false] {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 30));
            draw(&stage.state, Palette::new(colour, &[]), &mut buffer);
            assert!(
                buffer
                    .content
                    .iter()
                    .all(|cell| cell.bg == Color::Reset && (colour || cell.fg == Color::Reset))
            );
        }
    }
}

#[test]
fn nothing_from_a_record_reaches_the_terminal_raw() {
    for keys in ["enter", "enter enter", "enter w", "enter f", "enter v"] {
        let mut stage = Stage::new("red landing escape", 80, 24);
        stage.keys(keys);
        let screen = stage.screen();
        assert!(
            !screen.chars().any(|letter| letter != '\n' && (letter.is_control() || letter == '\u{202e}')),
            "{screen}"
        );
    }
}
