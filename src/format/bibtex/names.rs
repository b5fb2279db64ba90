//! A BibTeX list of names <-> [`Name`]s.
//!
//! Names are parted by " and " outside braces; one wholly in braces is a body and not taken apart. Names with commas
//! follow BibTeX's rules; those without are left to [`name::parse`], which knows more of orders and particles than BibTeX.
//! BibLaTeX's extended form (`family=Beethoven, prefix=van`) is read, and written for what the old form cannot say.
//! Sources: Nicolas Markey, "Tame the BeaST", section 11; the BibLaTeX manual 3.20, section 3.4.

use super::latex::{decode, escape};
use crate::format::{clean, name};
use crate::record::Name;
use std::borrow::Cow;

/// The names in a value; "and others" is none.
#[must_use]
pub fn parse(raw: &str) -> Vec<Name> {
    parts(raw, Parted::And)
        .map(str::trim)
        .filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case("others"))
        .map(one)
        .filter(|name| !name.is_empty())
        .collect()
}

/// Names as a value that [`parse`] reads as they are.
#[must_use]
pub fn compose(names: &[Name]) -> String {
    let mut raw = String::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        if !raw.is_empty() {
            raw.push_str(" and ");
        }
        let simple = simple(name);
        if needs_no_proof(name) || (!parts_and(name) && one(&simple) == *name) {
            raw.push_str(&simple);
        } else {
            raw.push_str(&extended(name));
        }
    }
    raw
}

/// What parts a text outside braces.
#[derive(Clone, Copy)]
enum Parted {
    And,
    Comma,
    Blank,
}

/// The parts of a text, split outside braces, in one pass.
fn parts(raw: &str, by: Parted) -> impl Iterator<Item = &str> {
    let bytes = raw.as_bytes();
    let (mut start, mut at, mut depth, mut done) = (0, 0, 0usize, false);
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        while let Some(b) = bytes.get(at) {
            let length = match b {
                b'\\' => {
                    at += 2;
                    continue;
                }
                b'{' => {
                    depth += 1;
                    0
                }
                b'}' => {
                    depth = depth.saturating_sub(1);
                    0
                }
                _ if depth > 0 => 0,
                b',' if matches!(by, Parted::Comma) => 1,
                b'~' | b' ' | b'\t' | b'\n' | b'\r' if matches!(by, Parted::Blank) => 1,
                b'a' | b'A' if matches!(by, Parted::And) => {
                    let word = bytes.get(at..at + 3).is_some_and(|word| word.eq_ignore_ascii_case(b"and"));
                    let before = at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_whitespace);
                    let after = bytes.get(at + 3).is_some_and(u8::is_ascii_whitespace);
                    if word && before && after { 4 } else { 0 }
                }
                _ => 0,
            };
            if length == 0 {
                at += 1;
                continue;
            }
            let part = raw.get(start..at);
            at += length;
            start = at;
            return part;
        }
        done = true;
        raw.get(start..)
    })
}

/// One name.
fn one(raw: &str) -> Name {
    let raw = raw.trim();
    if let Some(body) = whole_group(raw) {
        return Name::literal(text(body));
    }
    if is_extended(raw) {
        return from_extended(raw);
    }
    let commas: Vec<&str> = parts(raw, Parted::Comma).map(str::trim).collect();
    match *commas.as_slice() {
        [last, ""] => unparted(last),
        [last, first] => from_parts(last, "", first),
        [last, junior, first, ..] => from_parts(last, junior, first),
        _ => unparted(raw),
    }
}

/// The inside of a text that is one group: `{United Nations}`, and no accent on one letter.
fn whole_group(raw: &str) -> Option<&str> {
    let inner = raw.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0usize;
    for at in memchr::memchr2_iter(b'{', b'}', inner.as_bytes()) {
        if inner.as_bytes().get(at) == Some(&b'{') {
            depth += 1;
        } else {
            depth = depth.checked_sub(1)?;
        }
    }
    Some(inner)
}

fn text(raw: &str) -> String {
    clean::line(&decode(raw)).trim().to_owned()
}

/// "von Last", "Jr", "First".
fn from_parts(last: &str, junior: &str, first: &str) -> Name {
    let mut name = Name { suffix: text(junior), given: text(first), ..Name::default() };
    // Particles that stand after the given name: "Gaulle, Charles de".
    if let Some((given, tail)) = name.given.rsplit_once(' ')
        && tail.starts_with(char::is_lowercase)
        && !last.contains(['{', '\\'])
    {
        let parsed = name::parse(&format!("{last}, {given} {tail}"));
        if !parsed.dropping_particle.is_empty() && parsed.literal.is_empty() {
            return Name { suffix: name.suffix, ..parsed };
        }
    }
    if !last.bytes().any(|b| matches!(b, b' ' | b'~' | b'\t' | b'\n' | b'\\' | b'{')) {
        name.family = text(last);
        return name;
    }
    let words: Vec<&str> = parts(last, Parted::Blank).filter(|word| !word.is_empty()).collect();
    let particles = words.iter().take_while(|word| is_small(word)).count().min(words.len().saturating_sub(1));
    let (particle, family) = words.split_at_checked(particles).unwrap_or_default();
    name.non_dropping_particle = text(&particle.join(" "));
    name.family = text(&family.join(" "));
    name
}

/// A name without commas.
fn unparted(raw: &str) -> Name {
    let words: Vec<&str> = parts(raw, Parted::Blank).filter(|word| !word.is_empty()).collect();
    if let [word] = *words.as_slice() {
        return Name { family: text(word), ..Name::default() };
    }
    let first_small = words.iter().position(|word| is_small(word));
    let guarded = words.iter().any(|word| word.starts_with('{') && !word.starts_with("{\\"));
    if !guarded {
        let name = name::parse(&decode(raw));
        let particle = !name.non_dropping_particle.is_empty() || !name.dropping_particle.is_empty();
        if first_small.is_none() || particle || !name.literal.is_empty() {
            return name;
        }
    }
    // BibTeX's rule: the particle begins at the first small word, the last word is the family name in any case.
    let start = first_small.unwrap_or(words.len()).min(words.len().saturating_sub(1));
    let (given, rest) = words.split_at_checked(start).unwrap_or_default();
    Name { given: text(&given.join(" ")), ..from_parts(&rest.join(" "), "", "") }
}

/// Whether a word begins with a small letter outside braces.
fn is_small(word: &str) -> bool {
    if word.starts_with('{') && !word.starts_with("{\\") {
        return false;
    }
    let shown = decode(word);
    shown.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
}

const PARTS: [&str; 7] = ["family", "given", "prefix", "suffix", "useprefix", "id", "hash"];

fn is_extended(raw: &str) -> bool {
    raw.split_once('=').is_some_and(|(key, _)| {
        let key = key.trim().trim_start_matches('"');
        PARTS.contains(&key) || key.strip_suffix("-i").is_some_and(|key| PARTS.contains(&key))
    })
}

fn from_extended(raw: &str) -> Name {
    let mut name = Name::default();
    let mut prefix = String::new();
    let mut kept = true;
    for part in parts(raw, Parted::Comma) {
        let part = part.trim().trim_matches('"');
        let Some((key, value)) = part.split_once('=') else { continue };
        let value = value.trim();
        let value = text(whole_group(value).unwrap_or(value));
        match key.trim() {
            "family" => name.family = value,
            "given" => name.given = value,
            "suffix" => name.suffix = value,
            "prefix" => prefix = value,
            "useprefix" => kept = value != "false",
            _ => {}
        }
    }
    if kept {
        name.non_dropping_particle = prefix;
    } else if let Some((kept, dropped)) = prefix.split_once(" | ") {
        name.non_dropping_particle = kept.to_owned();
        name.dropping_particle = dropped.to_owned();
    } else {
        name.dropping_particle = prefix;
    }
    name
}

/// The old form: "de Gaulle, Jr., Charles", "{United Nations}", "Cumings".
fn simple(name: &Name) -> String {
    if !name.literal.is_empty() {
        return format!("{{{}}}", escape(&name.literal));
    }
    let family = guarded(&name.family);
    let mut raw = String::with_capacity(family.len() + name.given.len() + 2);
    if !name.non_dropping_particle.is_empty() {
        raw.push_str(&escape(&name.non_dropping_particle));
        raw.push(' ');
    }
    raw.push_str(&family);
    if !name.suffix.is_empty() {
        raw.push_str(", ");
        raw.push_str(&escape(&name.suffix));
    }
    if !name.given.is_empty() || !name.suffix.is_empty() {
        raw.push_str(", ");
        raw.push_str(&escape(&name.given));
        if !name.dropping_particle.is_empty() {
            raw.push(' ');
            raw.push_str(&escape(&name.dropping_particle));
        }
    }
    raw
}

/// A family name, in braces where BibTeX would take it for something else: "{van Fleet}", "{Barnes and Noble}".
fn guarded(family: &str) -> Cow<'_, str> {
    let plain = escape(family);
    let small = family.contains(' ') && family.starts_with(char::is_lowercase);
    if small || family.contains(',') || contains_and(family) {
        return Cow::Owned(format!("{{{plain}}}"));
    }
    plain
}

fn contains_and(text: &str) -> bool {
    text.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"))
}

/// Whether a part that the old form leaves without braces would part a list.
fn parts_and(name: &Name) -> bool {
    let parts = [&name.given, &name.suffix, &name.dropping_particle, &name.non_dropping_particle];
    name.literal.is_empty() && parts.into_iter().any(|part| contains_and(part))
}

/// Whether the old form of a name surely reads back as that name.
fn needs_no_proof(name: &Name) -> bool {
    let plain = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.' || b == b' ')
            && text.split(' ').all(|word| word.bytes().next().is_some_and(|b| b.is_ascii_uppercase()))
            && !contains_and(text)
    };
    name.literal.is_empty()
        && name.suffix.is_empty()
        && name.dropping_particle.is_empty()
        && name.non_dropping_particle.is_empty()
        && plain(&name.family)
        && plain(&name.given)
}

/// BibLaTeX's form, which says what each part is.
fn extended(name: &Name) -> String {
    if !name.literal.is_empty() {
        return format!("{{{}}}", escape(&name.literal));
    }
    let (kept, dropped) = (&name.non_dropping_particle, &name.dropping_particle);
    let prefix = match (kept.is_empty(), dropped.is_empty()) {
        (false, false) => format!("{kept} | {dropped}"),
        (false, true) => kept.clone(),
        (true, _) => dropped.clone(),
    };
    let use_prefix = if prefix.is_empty() {
        ""
    } else if dropped.is_empty() {
        "true"
    } else {
        "false"
    };
    let mut raw = String::new();
    let parts =
        [("family", &name.family), ("given", &name.given), ("prefix", &prefix), ("suffix", &name.suffix)];
    for (key, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        let comma = if raw.is_empty() { "" } else { ", " };
        raw.push_str(&format!("{comma}{key}={{{}}}", escape(value)));
    }
    if !use_prefix.is_empty() {
        raw.push_str(&format!(", useprefix={use_prefix}"));
    }
    raw
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(raw: &str) -> String {
        parse(raw).iter().map(Name::inverted).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn names_are_parted_and_taken_apart() {
        for (raw, names) in [
            ("Bruce Cumings and Matray, James I.", "Cumings, Bruce | Matray, James I."),
            ("{United Nations} and {Barnes and Noble, Inc.}", "United Nations | Barnes and Noble, Inc."),
            ("van Fleet, Jr., James A.", "van Fleet, James A., Jr."),
            ("{van der Berg}, Jan and Charles de Gaulle", "van der Berg, Jan | de Gaulle, Charles"),
            ("Jos{\\'e} Garc{\\'\\i}a AND others", "García, José"),
            ("Shen Zhihua and 박명림", "Shen, Zhihua | 박명림"),
            ("family=Beethoven, given=Ludwig, prefix=van, useprefix=true", "van Beethoven, Ludwig"),
            ("Stueck,\n  William", "Stueck, William"),
            ("and and and", "and | and"),
        ] {
            assert_eq!(shown(raw), names, "{raw}");
        }
        assert_eq!(parse("{\\'E}mile Zola")[0].family, "Zola");
        assert_eq!(parse("{NATO}")[0], Name::literal("NATO"));
    }

    fn word() -> impl Strategy<Value = String> {
        prop_oneof![
            "[A-Z][a-z]{0,6}",
            "[a-z]{1,4}",
            "[A-Z]\\.",
            "[가-힣]{1,3}",
            "and",
            "Jr",
            "[{}\\\\,~&\"]{1,2}",
            "d'[A-Z]"
        ]
    }

    fn words() -> impl Strategy<Value = String> {
        proptest::collection::vec(word(), 0..3).prop_map(|words| words.join(" "))
    }

    fn any_name() -> impl Strategy<Value = Name> {
        let parts = (words(), words(), words(), words(), words());
        prop_oneof![
            parts.prop_map(|(family, given, dropping_particle, non_dropping_particle, suffix)| Name {
                family,
                given,
                dropping_particle,
                non_dropping_particle,
                suffix,
                literal: String::new(),
            }),
            words().prop_map(Name::literal),
        ]
    }

    proptest! {
        #[test]
        fn every_name_comes_back(names in proptest::collection::vec(any_name(), 0..4)) {
            let names: Vec<Name> = names.into_iter().filter(|name| !name.is_empty()).collect();
            let raw = compose(&names);
            prop_assert!(super::super::latex::is_balanced(&raw));
            prop_assert_eq!(parse(&raw), names, "{}", raw);
        }
    }
}
