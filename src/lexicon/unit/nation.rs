//! Whose a unit is: the nation before its name or behind its number, the army that stands behind it.
//!
//! American units have none, as they are written: others are told from them by theirs.

use super::vocabulary::look_up;
use crate::words::{Gap, Shape, Words};

/// Nations that a unit's name begins with, or has after its number, by each way to write them. An American unit is told from others
/// by theirs: US 24th Division is the 24th Infantry Division.
const NATIONS: [(&str, &str); 12] = [
    ("ccf", "cpv"),
    ("chinese", "cpv"),
    ("cpv", "cpv"),
    ("cpvf", "cpv"),
    ("kpa", "kpa"),
    ("nk", "kpa"),
    ("nkpa", "kpa"),
    ("pla", "cpv"),
    ("pva", "cpv"),
    ("rok", "rok"),
    ("roka", "rok"),
    ("us", ""),
];

/// Nations' armies as they stand in full behind a unit's name: 4th Division, Korean People's Army.
const ARMIES: [(&[&str], &str); 11] = [
    (&["chinese", "communist", "forces"], "cpv"),
    (&["chinese", "people", "volunteer", "army"], "cpv"),
    (&["chinese", "people", "volunteers"], "cpv"),
    (&["korean", "people", "army"], "kpa"),
    (&["north", "korean", "army"], "kpa"),
    (&["north", "korean", "people", "army"], "kpa"),
    (&["people", "liberation", "army"], "cpv"),
    (&["people", "volunteer", "army"], "cpv"),
    (&["republic", "of", "korea", "army"], "rok"),
    (&["rok", "army"], "rok"),
    (&["south", "korean", "army"], "rok"),
];

/// Whether a folded word is a nation's that only a number makes a unit's: most words after it are of something else.
pub fn is_adjective(folded: &str) -> bool {
    matches!(folded, "chinese" | "us")
}

/// Whether a word may stand in a nation's or an army's name.
pub fn may_be_part(folded: &str) -> bool {
    word(folded).is_some() || ARMIES.iter().any(|(full, _)| full.contains(&folded))
}

/// The nation that a word means.
pub fn word(folded: &str) -> Option<&'static str> {
    look_up(&NATIONS, folded)
}

/// The nation that begins at an index, and where it ends.
pub fn at(words: &Words, at: usize) -> Option<(&'static str, usize)> {
    match (words.folded(at), words.folded(at + 1)) {
        ("north", "korean") => Some(("kpa", at + 2)),
        ("south", "korean") => Some(("rok", at + 2)),
        // The pronoun aside.
        ("us", _)
            if !words.get(at)?.shape.has(Shape::CAPITALS) && !words.get(at)?.shape.has(Shape::DOTTED) =>
        {
            None
        }
        (name, _) => word(name).map(|nation| (nation, at + 1)),
    }
}

/// A canonical form without its nation, if it has one.
pub fn without(form: &str) -> Option<&str> {
    form.split_once(' ').filter(|(nation, _)| matches!(*nation, "rok" | "kpa" | "cpv")).map(|(_, rest)| rest)
}

/// A unit's form under its nation's name. All their divisions and regiments are infantry unless they say otherwise.
pub fn under(nation: &str, form: &str) -> String {
    // Of these armies only the Chinese had field armies and army groups.
    if nation == "cpv" && (form.ends_with(" field army") || form.ends_with(" army group")) {
        return form.to_owned();
    }
    if nation.is_empty() {
        // A bare number would be any army's.
        return match form.split_once(' ') {
            Some((number, size @ ("division" | "regiment"))) => format!("{number} infantry {size}"),
            _ => form.to_owned(),
        };
    }
    format!(
        "{nation} {}",
        form.replace(" infantry division", " division").replace(" infantry regiment", " regiment")
    )
}

/// The army that a unit's name is followed by: in full, or in short behind a comma.
pub fn army(words: &Words, end: usize) -> Option<(&'static str, usize)> {
    let gap = words.get(end).map(|word| word.gap);
    let behind = match gap? {
        Gap::Comma => end,
        Gap::Space if words.folded(end) == "of" && words.folded(end + 1) == "the" => end + 2,
        _ => return None,
    };
    let is_name = |at: usize| words.get(at).is_some_and(|word| word.shape.has(Shape::CAPITAL));
    let full = ARMIES.iter().find(|(full, _)| {
        full.iter().zip(behind..).all(|(word, at)| {
            *word == words.folded(at)
                && (at == behind || words.get(at).is_some_and(|it| it.gap == Gap::Space))
        })
    });
    if let Some((full, nation)) = full.filter(|_| is_name(behind)) {
        return Some((nation, behind + full.len()));
    }
    // 4th Division, NKPA; 6th Division, ROK.
    let short =
        (gap == Some(Gap::Comma) && !is_adjective(words.folded(end))).then(|| word(words.folded(end)));
    let shape = words.get(end)?.shape;
    short?.filter(|_| shape.has(Shape::CAPITALS)).map(|nation| (nation, end + 1))
}

/// Whether a unit may be of an army that stands behind it: Eighth Army, ROK Army and 1st Cavalry Division, ROK Army are two things.
pub fn may_be_of(nation: &str, form: &str) -> bool {
    let Some((number, size)) = form.split_once(' ') else { return false };
    match size {
        "army" => nation == "cpv" && number != "8th",
        "corps" => nation == "kpa" || (nation == "rok" && matches!(number, "1st" | "2nd" | "3rd")),
        "division" | "infantry division" | "regiment" | "infantry regiment" | "brigade" | "battalion" => true,
        _ => false,
    }
}
