//! Numbered parts of a work or an undertaking -> one form: Volume II is vol. 2, Chapter Three chapter 3.
//!
//! A word for the part and a number in figures, words or Roman numerals; pages, tables and what has no number are no business of it.
//!
//! | must meet | must not |
//! |---|---|
//! | Volume II, Vol. 2, volume two | Volume III |
//! | Part One, Part 1, Part I | part I took |
//! | Chapter IV, chapter 4; Phase II, Phase Two | |

use super::number;
use crate::words::{Gap, Shape, Words};

/// What a part is called, by each way to write it.
const PARTS: [(&str, &str); 5] =
    [("chapter", "chapter"), ("part", "part"), ("phase", "phase"), ("vol", "volume"), ("volume", "volume")];

/// Whether a folded word can begin the name of a part.
pub fn may_begin(folded: &str) -> bool {
    PARTS.iter().any(|(word, _)| *word == folded)
}

/// The part whose name begins with the word at an index, and where it ends.
pub fn at(words: &Words, at: usize) -> Option<(String, usize)> {
    let folded = words.folded(at);
    let (_, part) = PARTS.iter().find(|(word, _)| *word == folded)?;
    let word = words.get(at + 1)?;
    let near = word.gap == Gap::Space || (word.gap == Gap::Dot && folded == "vol");
    let number = Some(words.folded(at + 1)).filter(|_| near)?;
    let capital = word.shape.has(Shape::CAPITAL);
    let figures = || number.parse::<u32>().ok().filter(|it| (1..100).contains(it));
    let spoken = || match number {
        "one" => Some(1),
        number => number::one_word(number)?.parse::<u32>().ok().filter(|it| (1..100).contains(it)),
    };
    // One letter is a numeral only where it is a capital: part I, phase v.
    let roman = || {
        let ordinal =
            number::roman(number).filter(|_| capital && (number != "i" || !goes_on(words, at + 2)))?;
        ordinal.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>().ok()
    };
    let number = figures().or_else(spoken).or_else(roman)?;
    Some((format!("{part}-{number}"), at + 2))
}

/// Whether a text goes on behind a word as after a pronoun: in part I think.
fn goes_on(words: &Words, at: usize) -> bool {
    words.get(at).is_some_and(|word| word.gap == Gap::Space && !word.shape.has(Shape::CAPITAL))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Option<String> {
        at(&Words::of(text), 0).map(|(form, _)| form)
    }

    #[test]
    fn every_way_to_number_a_part_is_one_form() {
        for (text, form) in [
            ("Volume II", "volume-2"),
            ("Vol. 2", "volume-2"),
            ("vol. 2", "volume-2"),
            ("volume two", "volume-2"),
            ("Volume VII", "volume-7"),
            ("Part I", "part-1"),
            ("Part One", "part-1"),
            ("Chapter 3", "chapter-3"),
            ("Chapter III", "chapter-3"),
            ("Phase II", "phase-2"),
        ] {
            assert_eq!(one(text).as_deref(), Some(form), "{text}");
        }
    }

    #[test]
    fn what_has_no_number_is_no_part() {
        for text in ["part of", "part I took", "phase v", "volume 1950", "part, 2", "chapter", "phase line"] {
            assert_eq!(one(text), None, "{text}");
        }
    }
}
