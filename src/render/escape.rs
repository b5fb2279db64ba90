//! Text of unknown origin made harmless for a terminal, one grapheme at a time.
//!
//! Records come from strangers' files; a title may hold an escape sequence that writes the clipboard, or a
//! bidi override that shows a name backwards. Everything that is shown passes here last. Entities for web pages and
//! formulas for spreadsheets are other views' dangers and are met there; widths are `width`'s.
//!
//! | what | becomes |
//! |---|---|
//! | TAB, line breaks, U+2028, U+2029, the blank Hangul filler | a blank |
//! | other C0, DEL, C1, U+FFFE, U+FFFF | U+FFFD, so that a reader sees that something stood there |
//! | bidi controls, zero-width and other invisible characters, soft hyphens, tags, lone selectors | nothing |
//! | combining marks, conjoining Hangul, joiners inside an emoji or a script that needs them | themselves |

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Marks on one letter beyond which the rest is noise that runs over neighbouring lines.
const MARKS: usize = 12;

/// One grapheme as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// The byte in the original text where it begins.
    pub start: usize,
    /// What is written; never empty.
    pub text: Cow<'a, str>,
    /// The columns it takes: 0, 1 or 2.
    pub width: usize,
}

impl Glyph<'_> {
    /// Whether a line may be broken in its place.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text == " "
    }
}

/// The graphemes of a text that are shown, in order; what is dropped has none.
pub fn glyphs(text: &str) -> impl Iterator<Item = Glyph<'_>> {
    text.grapheme_indices(true).filter_map(|(start, grapheme)| glyph(start, grapheme))
}

/// The text as one harmless line.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(glyphs(text).map(|glyph| glyph.text).collect())
}

fn glyph(start: usize, grapheme: &str) -> Option<Glyph<'_>> {
    if let &[byte @ 0x20..0x7f] = grapheme.as_bytes() {
        debug_assert!(byte.is_ascii());
        return Some(Glyph { start, text: Cow::Borrowed(grapheme), width: 1 });
    }
    let text = if is_harmless(grapheme) { Cow::Borrowed(grapheme) } else { Cow::Owned(mend(grapheme)) };
    if text.is_empty() {
        return None;
    }
    let width = text.width().min(2);
    Some(Glyph { start, text, width })
}

/// Whether every character of a grapheme may be shown as it is: true of nearly all.
fn is_harmless(grapheme: &str) -> bool {
    grapheme.chars().all(|c| fate(c) == Fate::Keep) && grapheme.chars().count() <= MARKS
}

fn mend(grapheme: &str) -> String {
    let mut text = String::with_capacity(grapheme.len());
    let mut marks = 0;
    let mut characters = grapheme.chars().peekable();
    let mut before: Option<char> = None;
    if grapheme == "\r\n" {
        return " ".into();
    }
    while let Some(c) = characters.next() {
        match fate(c) {
            Fate::Keep => {
                marks += 1;
                if marks <= MARKS {
                    text.push(c);
                }
            }
            // A joiner means something only between two letters or pictures, a selector only after one.
            Fate::Joiner => {
                if before.is_some_and(joins) && characters.peek().is_none_or(|c| !c.is_ascii()) {
                    text.push(c);
                }
            }
            Fate::Selector => {
                if before.is_some_and(|c| fate(c) == Fate::Keep) {
                    text.push(c);
                }
            }
            Fate::Blank => text.push(' '),
            Fate::Sign => text.push('\u{fffd}'),
            Fate::Drop => {}
        }
        before = Some(c);
    }
    text
}

/// Whether a joiner after this character can mean something: scripts from Arabic to Georgian's neighbours, Khmer and Mongolian, pictures.
fn joins(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Keep,
    Joiner,
    Selector,
    Blank,
    Sign,
    Drop,
}

/// What becomes of a character. Sources: Unicode 16's `Bidi_Control`, `Default_Ignorable_Code_Point` and general category Cc.
fn fate(c: char) -> Fate {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{3164}'
        | '\u{ffa0}' => Fate::Blank,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => Fate::Sign,
        ' '..='\u{ac}' => Fate::Keep,
        '\u{200c}' | '\u{200d}' => Fate::Joiner,
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => Fate::Selector,
        '\u{ad}'
        | '\u{61c}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => Fate::Drop,
        _ => Fate::Keep,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_control_reaches_the_terminal() {
        assert_eq!(
            line("\x1b]52;c;ZXZpbA==\x07red\x1b[31m"),
            "\u{fffd}]52;c;ZXZpbA==\u{fffd}red\u{fffd}[31m"
        );
        assert_eq!(line("a\u{9b}31mb\u{7f}\0"), "a\u{fffd}31mb\u{fffd}\u{fffd}");
    }

    #[test]
    fn breaks_and_tabs_become_blanks() {
        assert_eq!(line("one\ttwo\r\nthree\nfour\u{2028}five"), "one two three four five");
    }

    #[test]
    fn what_is_invisible_or_turns_text_round_is_dropped() {
        assert_eq!(line("pu\u{200b}san\u{ad} \u{202e}reversed\u{2066}\u{feff}"), "pusan reversed");
        assert_eq!(line("flag\u{e0067}\u{e007f}"), "flag");
        assert_eq!(line("a\u{200d}b\u{fe0f}"), "ab\u{fe0f}");
    }

    #[test]
    fn letters_with_marks_hangul_and_emoji_stay_whole() {
        for text in [
            "P’yo\u{306}ngyang",
            "한국전쟁",
            "\u{1112}\u{1161}\u{11ab}",
            "👩\u{200d}✈\u{fe0f}",
            "می\u{200c}خواهم",
        ] {
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn a_tower_of_marks_is_cut() {
        let tower = format!("a{}", "\u{301}".repeat(500));
        assert_eq!(line(&tower).chars().count(), MARKS);
    }

    #[test]
    fn hangul_counts_two_columns_and_marks_none() {
        let widths: Vec<usize> = glyphs("한e\u{301}x").map(|glyph| glyph.width).collect();
        assert_eq!(widths, [2, 1, 1]);
    }

    proptest! {
        #[test]
        fn any_text_is_harmless_and_stays_so(text in any::<String>()) {
            let shown = line(&text).into_owned();
            prop_assert!(shown.chars().all(|c| !c.is_control()));
            prop_assert_eq!(line(&shown).into_owned(), shown);
        }
    }
}
