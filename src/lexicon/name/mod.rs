//! Names of persons and places in Korea and China that nobody listed, by how they are written alone.
//!
//! A word must be read as syllables from its first letter to its last, have a capital in a record, and be no word of
//! English or name of the West (`data/english.txt`: what of a dictionary's words and of some 25,000 abstracts' can be so read; a name has a hyphen after it).
//! What the syllables are is `romanised`'s and `chinese`'s.
//!
//! | must meet | must not |
//! |---|---|
//! | Chŏng Naehyŏk, Jeong Nae-hyeok, Naehyŏk Chŏng, 정내혁 | Jeong Nae-hyeon |
//! | Hsü Shih-yu, Xu Shiyou | Su Shiyou |
//! | Imsil-gun, Imsil, 임실군 | Imsil, Ŭmsŏng |
//! | Sapsi Island, Sapsido, Sapsi-do | Sapsi River |

mod namer;
mod tables;

use super::date::Found;
use super::memory::{Memory, once};
use super::reading::terms;
use super::{Reading, chinese, korean, romanised, syllable};
use crate::words::{Gap, Shape, Words};
use namer::Namer;
use std::cell::RefCell;
use tables::{
    ENGLISH_KINDS, FAMILIES, FAMILY_SPELLINGS, KINDS, KINDS_BEFORE, LONGEST_SYLLABLE, ORDINARY, is_english,
    is_long,
};

/// What a name with an English kind of place after it may be listed as, where nobody listed it so: Paengnyong-do for
/// Paengnyong Island.
pub fn fused(words: &Words, at: usize, end: usize) -> Vec<String> {
    let last =
        end.checked_sub(1).filter(|last| *last > at).map(|last| words.folded(last)).unwrap_or_default();
    let kind = ENGLISH_KINDS.iter().find(|(kind, _)| *kind == last);
    let Some((_, kind)) = kind else { return Vec::new() };
    let name: String = (at..end - 1).map(|index| words.folded(index)).collect();
    KINDS.iter().filter(|(_, hangul)| hangul == kind).map(|(latin, _)| format!("{name}{latin}")).collect()
}

/// Whether a name ends with what English calls the place of that name itself, not something beside it: a city, a county, no river.
pub fn is_place_itself(words: &Words, at: usize, end: usize) -> bool {
    let last = end.checked_sub(1).filter(|last| *last > at);
    last.is_some_and(|last| matches!(words.folded(last), "city" | "county" | "township" | "village"))
}

/// Whether a folded word can begin a name.
pub fn may_begin(folded: &str) -> bool {
    if folded.chars().next().is_some_and(|c| ('가'..='힣').contains(&c)) {
        return true;
    }
    // The one family name of one letter: O Paengnyong.
    if folded == "o" {
        return true;
    }
    if !(2..=24).contains(&folded.len()) || !folded.is_ascii() || ORDINARY.contains(&folded) {
        return false;
    }
    if FAMILY_SPELLINGS.iter().any(|(name, _)| *name == folded)
        || KINDS_BEFORE.iter().any(|(kind, _)| *kind == folded)
    {
        return true;
    }
    let mut chinese = chinese::systems([folded].into_iter())
        .into_iter()
        .flat_map(|system| chinese::readings(&[folded], system));
    if is_english(folded) {
        // A family name at most, or the first part of a given name: Han, Song, Son.
        return folded.len() <= LONGEST_SYLLABLE
            && (chinese.any(|it| chinese::is_syllable(&it.pinyin))
                || romanised::readings(folded).iter().any(|it| it.chars().count() == 1));
    }
    romanised::is_read(folded) || chinese.next().is_some()
}

/// Whether a folded word may stand in a name behind its first: a syllable or two of Korean or Chinese, a place's kind.
pub fn may_go_on(folded: &str) -> bool {
    let is_kind = ENGLISH_KINDS.iter().any(|(kind, _)| *kind == folded);
    let is_english = || folded.len() > LONGEST_SYLLABLE && is_english(folded);
    !folded.is_ascii() || is_kind || (syllable::may_be_given(folded) && !is_english())
}

thread_local! {
    /// Names once read: the same few hundred stand on every page, and each takes a hundred times as long to read as to
    /// look up. The number of words that a name takes, with its terms.
    static READ: Memory<String, Option<Found>> = RefCell::default();
}

/// More names than these are not remembered: noise must not fill the memory.
const REMEMBERED: usize = 100_000;

/// The longest name that begins with the word at an index.
pub fn at(words: &Words, at: usize, reading: Reading) -> Option<Found> {
    let namer = Namer { words, reading };
    if !namer.is_capital(at) {
        return None;
    }
    let key = namer.surroundings(at);
    let relative = once(&READ, REMEMBERED, key.as_str(), || {
        namer.look(at).map(|found| Found { end: found.end - at, ..found })
    });
    relative.map(|found| Found { end: found.end + at, ..found })
}

/// Whether a name of a record may go on after the word at an index.
pub fn goes_on(words: &Words, at: usize) -> bool {
    Namer { words, reading: Reading::Record }.goes_on(at + 1)
}

/// A Hangul run of two to four syllables, with or without its particle: its own reading, as a word and as a person's name.
pub fn hangul(words: &Words, at: usize, reading: Reading) -> Option<Found> {
    let is_hangul = |index: usize| words.get(index).is_some_and(|word| word.shape.has(Shape::HANGUL));
    let glued = |index: usize| words.get(index).is_some_and(|word| word.gap == Gap::Glued);
    if !is_hangul(at) || (at > 0 && glued(at) && is_hangul(at - 1)) {
        return None;
    }
    let mut end = at + 1;
    while is_hangul(end) && glued(end) && end - at < 8 {
        end += 1;
    }
    let run: String = (at..end).map(|index| words.folded(index)).collect();
    let mut readings: Vec<String> = Vec::new();
    let mut bare: Vec<String> = Vec::new();
    for form in [Some(run.as_str()), korean::without_particle(&run)].into_iter().flatten() {
        let length = form.chars().count();
        if !(2..=4).contains(&length) {
            continue;
        }
        let form = romanised::with_first(form);
        bare.extend(romanised::bare(&form));
        let family = form.chars().next().filter(|it| FAMILIES.contains(*it) && length < 4);
        if let Some(family) = family {
            let given = romanised::with_first(form.trim_start_matches(family));
            let name = romanised::bare(&family.to_string()).zip(romanised::bare(&given));
            bare.extend(name.map(|(family, given)| format!("{family}{given}")));
        }
        readings.push(form);
    }
    bare.sort();
    bare.dedup();
    (!readings.is_empty()).then(|| Found {
        end,
        terms: terms("ko", &readings, &bare, reading),
        nested: Vec::new(),
    })
}

/// The name that a term of these rules stands for, as it is listed: 청주 of `#ko:청주`, Peng Dehuai of `#zh:peng-dehuai`.
/// One syllable is no name.
pub fn reading(term: &str) -> Option<String> {
    if let Some(hangul) = term.strip_prefix("#ko:") {
        return (hangul.chars().count() > 1).then(|| hangul.to_owned());
    }
    let pinyin = term.strip_prefix("#zh:").filter(|pinyin| is_long(pinyin))?;
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    Some(pinyin.split('-').map(capital).collect::<Vec<_>>().join(" "))
}

/// A Hangul word as a family name and a given name of two syllables, where it can be one.
pub fn parts(hangul: &str) -> Option<(String, String)> {
    let family: String = hangul.chars().take(1).collect();
    let given: String = hangul.chars().skip(1).collect();
    let last = hangul.chars().last()?;
    let place = KINDS.iter().any(|(_, kind)| *kind == last);
    (FAMILIES.contains(&family) && given.chars().count() == 2 && !place).then_some((family, given))
}

/// The sounds that a word, taken as a name of Korea or China, may begin with, as bits: letters with which the romanisations write one
/// sound share a bit. Words without a common bit are not one name.
#[must_use]
pub fn first_sounds(folded: &str) -> u8 {
    let first = folded.chars().next().unwrap_or_default();
    let bare = if first.is_ascii() { None } else { romanised::bare(first.encode_utf8(&mut [0; 4])) };
    match bare.as_deref().unwrap_or(folded).bytes().next() {
        Some(b'g' | b'k') => 1,
        Some(b'd' | b't' | b'z' | b'c' | b'j' | b'q') => 1 << 1,
        Some(b'b' | b'p') => 1 << 2,
        // Hsü is Xu.
        Some(b's' | b'x' | b'h') => 1 << 3,
        Some(b'l' | b'n' | b'y' | b'i' | b'w' | b'u' | b'o' | b'a' | b'e') => 1 << 4,
        // Ren is Jen, Roh is Noh.
        Some(b'r') => 1 << 4 | 1 << 1,
        Some(b'm') => 1 << 5,
        Some(b'f') => 1 << 6,
        Some(b'v') => 1 << 7,
        _ => u8::MAX,
    }
}
