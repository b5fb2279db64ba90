//! A variant as a file has it -> the keys that texts are matched by: orders of a name, initials, syllables.
//!
//! A key is the canonical words with what may stand between them: a blank for blank, hyphen or nothing, a comma for a
//! comma, a slash for a slash; between Han, kana and Hangul characters nothing. How a text is walked along a key is
//! `matching`'s.
//!
//! | a file has | and texts may have |
//! |---|---|
//! | Kim, Il Sung | Kim Il Sung, Kim Il-sung, Kim Ilsung, Il Sung Kim, Kim, Il-sung |
//! | Paik, Sun-yup and Baek, Seon-yeop | Baek Sun-yup, Paik Seon-yeop |
//! | Truman, Harry S. | Harry S. Truman, Harry Truman, H. S. Truman, Truman, Harry S; not Truman alone |
//! | { text = "MiG", case = true } | MiG, MIG; not mig in a record |

use super::derived::{self, is_latin};
use super::number;
use super::source::{Class, Variant};
use super::spelling::spelling;
use super::syllable;
use crate::words::{Gap, Shape, Word, Words};
use std::borrow::Cow;

/// How the words of a variant that minds its capitals must be written, one letter a word.
pub mod written {
    /// In any way.
    pub const ANY: u8 = b'a';
    /// With a capital first.
    pub const CAPITAL: u8 = b'c';
    /// With a capital inside, or in capitals.
    pub const INNER: u8 = b'i';
    /// In capitals.
    pub const CAPITALS: u8 = b'u';
}

/// What a text is matched by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The words and what may part them.
    pub text: String,
    /// How each must be written, where capitals matter; else empty.
    pub written: Vec<u8>,
}

/// What the key has between two words, if anything.
#[must_use]
pub fn joint(before: &Word, word: &Word) -> Option<u8> {
    match word.gap {
        Gap::Comma => Some(b','),
        Gap::Slash => Some(b'/'),
        _ if before.shape.is_cjk() && word.shape.is_cjk() => None,
        _ => Some(b' '),
    }
}

/// The canonical form of the word at an index (numbers in figures, one spelling) where it has one, and where it ends.
#[must_use]
pub fn canonical(words: &Words, at: usize) -> Option<(Cow<'static, str>, usize)> {
    let word = words.get(at)?;
    if word.shape.is_cjk() {
        return None;
    }
    if word.shape.has(Shape::DIGIT) {
        return number::military(words.folded(at)).map(|number| (Cow::Owned(number), at + 1));
    }
    if let Some((number, end)) = number::several_words(words, at) {
        return Some((Cow::Owned(number), end));
    }
    let folded = words.folded(at);
    number::one_word(folded)
        .or_else(|| number::of_corps(words, at))
        .map(Cow::Owned)
        .or_else(|| spelling(folded))
        .map(|form| (form, at + 1))
}

/// The key of a text as it stands.
#[must_use]
pub fn key(text: &str, case: bool) -> Key {
    key_of(&Words::of(text), case)
}

fn key_of(words: &Words, case: bool) -> Key {
    let (mut key, mut how) = (String::new(), Vec::new());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if let Some(joint) =
            at.checked_sub(1).and_then(|last| words.get(last)).and_then(|last| joint(last, word))
        {
            key.push(char::from(joint));
        }
        match canonical(words, at) {
            Some((form, end)) => {
                key.push_str(&form);
                at = end;
            }
            None => {
                key.push_str(words.folded(at));
                at += 1;
            }
        }
        how.push(how_written(word.shape));
    }
    Key { text: key, written: if case { how } else { Vec::new() } }
}

fn how_written(shape: Shape) -> u8 {
    if shape.has(Shape::CAPITALS) || shape.has(Shape::DOTTED) {
        written::CAPITALS
    } else if shape.has(Shape::INNER) {
        written::INNER
    } else if shape.has(Shape::CAPITAL) {
        written::CAPITAL
    } else {
        written::ANY
    }
}

/// Every key of a variant. `east_asian` says that a person's given name is never cut to an initial.
#[must_use]
pub fn keys(variant: &Variant, kind: &str, east_asian: bool) -> Vec<Key> {
    let mut texts = Vec::new();
    match variant.text.split_once(", ") {
        Some((family, given)) if kind == "person" && derived::has_capitals(&variant.text) => {
            person(family.trim(), given.trim(), east_asian, &mut texts);
        }
        _ => texts.push(variant.text.clone()),
    }
    if kind != "person" {
        texts.extend(derived::names(&variant.text, kind));
    }
    // No name crosses a bracket, so one with a bracket is met by no text: what stands before it is.
    texts.retain(|text| !derived::is_session(text));
    let case = variant.case || is_capitals(&variant.text);
    let (mut keys, mut units, mut words) = (Vec::with_capacity(texts.len()), Vec::new(), Words::default());
    for text in &texts {
        words.split(text);
        keys.push(key_of(&words, case));
        if kind != "person" {
            units.extend(super::unit::whole(&words).map(|text| Key { text, written: Vec::new() }));
        }
    }
    if matches!(kind, "weapon" | "term" | "unit" | "document" | "disease") {
        let singular: Vec<Key> = keys.iter().filter_map(singular).collect();
        keys.extend(singular);
    }
    keys.extend(units);
    keys.sort();
    keys.dedup();
    keys
}

/// Whether a class is a person whose given name is never cut to an initial.
pub fn is_east_asian(class: &Class) -> bool {
    class.kind == "person"
        && class.variants.iter().any(|it| it.text.chars().any(|c| ('\u{2E80}'..='\u{D7FF}').contains(&c)))
        && class.variants.iter().any(|it| super::syllable::is_east_asian(&it.text))
}

/// What a Korean's name is as well, since families and given names are romanised each in its way: a class that has Paik, Sun-yup and
/// Baek, Seon-yeop is met by Baek Sun-yup. Only spellings of the family name that sound alike are put together with other given names of as
/// many syllables at least as two: Mu Chŏng was Kim Mujŏng, and no Kim Chŏng.
pub fn crossed(class: &Class) -> Vec<Variant> {
    let is_hangul = |c: char| ('가'..='힣').contains(&c);
    let hangul =
        class.variants.iter().find_map(|it| it.text.chars().next().filter(|first| is_hangul(*first)));
    let Some(hangul) = hangul.filter(|_| class.kind == "person") else { return Vec::new() };
    let sounds = super::first_sounds(hangul.encode_utf8(&mut [0; 4]));
    let (mut families, mut givens): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let korean = |it: &&Variant| is_latin(&it.text) && !matches!(it.lang.as_deref(), Some("ja" | "zh-Latn"));
    for variant in class.variants.iter().filter(korean) {
        let Some((family, given)) = variant.text.split_once(", ") else { continue };
        if super::first_sounds(&crate::words::fold(family)) & sounds == 0 {
            continue;
        }
        families.push(family);
        if given.contains(['-', ' ']) || !syllable::cuts(given).is_empty() {
            givens.push(given);
        }
    }
    let pairs =
        families.iter().flat_map(|family| givens.iter().map(move |given| format!("{family}, {given}")));
    let mut texts: Vec<String> =
        pairs.filter(|text| class.variants.iter().all(|it| it.text != *text)).collect();
    texts.sort();
    texts.dedup();
    texts.into_iter().map(|text| Variant { text, lang: None, case: false }).collect()
}

/// How a class writes the name that a key stands for, a person's in the key's order.
pub fn spelled(class: &Class, key: &str) -> String {
    let east_asian = is_east_asian(class);
    let has_key = |variant: &&Variant| keys(variant, &class.kind, east_asian).iter().any(|it| it.text == key);
    let text = class.variants.iter().find(has_key).or(class.variants.first()).map(|it| it.text.as_str());
    let text = text.unwrap_or_default();
    match text.split_once(", ").filter(|_| class.kind == "person") {
        Some((family, given)) if key.starts_with(&format!("{} ", crate::words::fold(family))) => {
            format!("{family} {given}")
        }
        Some((family, given)) if given.ends_with(JUNIOR) => {
            format!("{} {family}{JUNIOR}", given.trim_end_matches(JUNIOR))
        }
        Some((family, given)) => format!("{given} {family}"),
        None => text.to_owned(),
    }
}

/// A short word in capitals, dotted or not, is so written in records, whether the file says it or not.
fn is_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    text.len() <= 8 && letters.clone().count() > 1 && letters.clone().all(|c| c.is_ascii_uppercase())
}

/// A key whose last word is in the plural, in the singular: a text's plural is met by the walk.
fn singular(key: &Key) -> Option<Key> {
    let text = key.text.strip_suffix('s')?;
    let last = text.rsplit(' ').next()?;
    let plural = last.len() >= 4
        && last.bytes().all(|b| b.is_ascii_lowercase())
        && !last.ends_with(['s', 'u', 'i', 'e'])
        || last.ends_with("ce");
    (plural && key.written.is_empty()).then(|| Key { text: text.to_owned(), written: Vec::new() })
}

/// The orders and short forms of a person's name.
fn person(family: &str, given: &str, east_asian: bool, out: &mut Vec<String>) {
    let (given, junior) = match given.strip_suffix(JUNIOR) {
        Some(given) => (given, true),
        None => (given, false),
    };
    let mut givens = parted(given);
    if !east_asian {
        short_forms(given, &mut givens);
    }
    for given in &givens {
        out.push(format!("{family} {given}"));
        out.push(format!("{given} {family}"));
        out.push(format!("{family}, {given}"));
        if junior {
            out.push(format!("{given} {family}{JUNIOR}"));
            out.push(format!("{given} {family},{JUNIOR}"));
            out.push(format!("{family}, {given}{JUNIOR}"));
            out.push(format!("{family}, {given},{JUNIOR}"));
        }
    }
}

/// How a son of the same name is told from his father, by some writers and not by others.
const JUNIOR: &str = " Jr.";

/// Harry S. -> Harry, H. S., H.
fn short_forms(given: &str, out: &mut Vec<String>) {
    let names: Vec<&str> = given.split([' ', '-']).filter(|name| !name.is_empty()).collect();
    let initial = |name: &&str| name.chars().next().map(|c| format!("{c}."));
    let full = |name: &str| name.trim_end_matches('.').chars().count() > 1;
    let Some(first) = names.first().filter(|first| first.chars().next().is_some_and(char::is_uppercase))
    else {
        return;
    };
    let initials: Vec<String> = names.iter().filter_map(initial).collect();
    if names.len() > 1 {
        if full(first) {
            out.push((*first).to_owned());
            let rest: Vec<String> = names.iter().skip(1).filter_map(initial).collect();
            out.push(format!("{first} {}", rest.join(" ")));
        }
        out.push(initials.join(" "));
        // K.P.S. without blanks is one word.
        out.push(initials.concat());
    } else if full(first) {
        out.push(initials.join(" "));
    }
}

/// A given name as it stands and with its syllables parted: Ilsŏng, Il-sŏng.
fn parted(given: &str) -> Vec<String> {
    let mut out: Vec<String> = syllable::cuts(given)
        .into_iter()
        .filter_map(|at| Some(format!("{}-{}", given.get(..at)?, given.get(at..)?)))
        .collect();
    if out.is_empty() {
        out.push(given.to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, kind: &str, east_asian: bool) -> Vec<String> {
        let variant = Variant { text: text.into(), lang: None, case: false };
        keys(&variant, kind, east_asian).into_iter().map(|key| key.text).collect()
    }

    #[test]
    fn what_stands_behind_a_number_has_its_forms() {
        let keys = texts("77 Squadron RAAF", "unit", false);
        for key in ["no 77 squadron raaf", "77 squadron,royal australian air force", "no 77 squadron,raaf"] {
            assert!(keys.iter().any(|it| it == key), "{key}: {keys:?}");
        }
        assert!(texts("Il-10", "weapon", false).iter().any(|it| it == "iliushin 10" || it == "ilyushin 10"));
        assert_eq!(texts("A/RES/498(V)", "document", false), ["a/res/498"]);
        assert!(texts("498(V)", "document", false).is_empty());
    }

    #[test]
    fn a_person_has_both_orders_and_short_forms() {
        let truman = texts("Truman, Harry S.", "person", false);
        for key in ["harry s truman", "harry truman", "h s truman", "truman,harry s", "truman,h s"] {
            assert!(truman.iter().any(|it| it == key), "{key} in {truman:?}");
        }
        assert!(!truman.iter().any(|it| it == "truman"));
        assert_eq!(texts("Kim, Il-sung", "person", true), ["il sung kim", "kim il sung", "kim,il sung"]);
        assert_eq!(
            texts("Kim, Ilsŏng", "person", true),
            texts("Kim, Il-sung", "person", true)
                .iter()
                .map(|it| it.replace("sung", "song"))
                .collect::<Vec<_>>()
        );
        assert_eq!(texts("金日成", "person", true), ["金日成"]);
    }

    #[test]
    fn a_key_is_canonical() {
        assert_eq!(key("Thirty-eighth Parallel", false).text, "38th parallel");
        assert_eq!(key("X Corps", false).text, "10th corps");
        assert_eq!(key("defence programme", false).text, "defense program");
        assert_eq!(key("6·25 전쟁", false).text, "6.25 전쟁");
        assert_eq!(texts("U.S.", "place", false), ["us"]);
        assert_eq!(key("MiG-15", true), Key { text: "mig 15".into(), written: b"ia".to_vec() });
    }
}
