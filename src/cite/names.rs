//! A record's names -> the item's: family name first where the name is written so.
//!
//! hayagriva turns every name round that has a given part, so Korean, Chinese and Japanese names go to it whole. It parses no
//! text: names come read.

use super::item::{clean, is_east_asian};
use super::typography;
use crate::record::{Name, Record};
use hayagriva::citationberg::json::{LiteralName, NameItem, NameValue, Value};
use std::collections::BTreeMap;

/// The item's names; nothing where none is left.
pub(super) fn put_names(fields: &mut BTreeMap<String, Value>, field: &str, names: &[Name], record: &Record) {
    const MANY: usize = 200;
    let names: Vec<NameValue> = names.iter().take(MANY).filter_map(|name| shape_name(name, record)).collect();
    if !names.is_empty() {
        fields.insert(field.to_owned(), Value::Names(names));
    }
}

/// A name as it is to be read: family name first where it is written so.
fn shape_name(name: &Name, record: &Record) -> Option<NameValue> {
    let set = |text: &str| typography::curly(&clean(text));
    let (family, given) = (set(&name.family), set(&name.given));
    let literal = |text: String| {
        let text = set(&text);
        (!text.is_empty()).then_some(NameValue::Literal(LiteralName { literal: text }))
    };
    if !name.literal.trim().is_empty() {
        return literal(name.literal.clone());
    }
    if family.chars().any(is_east_asian) && !given.is_empty() {
        // 박명림, 沈志华; Japanese names in kanji as well.
        return literal(format!("{family}{given}"));
    }
    if family.is_empty() || given.is_empty() {
        return literal(name.display());
    }
    if family_first(&family, &given, record) {
        return literal(format!("{family} {given}"));
    }
    // "van Evera" in one field is a particle and a name; hayagriva would drop the particle.
    let lower = family.split(' ').take_while(|word| word.starts_with(char::is_lowercase)).count();
    let words: Vec<&str> = family.split(' ').collect();
    let (particle, bare) =
        if lower > 0 && lower < words.len() { words.split_at(lower) } else { words.split_at(0) };
    let particle = [clean(&name.non_dropping_particle), particle.join(" ")].join(" ");
    let some = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    Some(NameValue::Item(NameItem {
        family: bare.join(" "),
        given: Some(given),
        non_dropping_particle: some(particle),
        dropping_particle: some(clean(&name.dropping_particle)),
        suffix: some(clean(&name.suffix)),
        comma_suffix: None,
    }))
}

/// Whether a romanised name of a work in Korean, Chinese or Japanese is in the order of that language.
fn family_first(family: &str, given: &str, record: &Record) -> bool {
    const CHINESE: &str = " bai bao bi bian cai cao chai chang chen cheng chi chu cui dai deng diao ding dong dou du duan fan \
        fang fei feng fu gan gao ge geng gong gu guan guo han hao he hong hou hu hua huang ji jia jiang jiao jin kang ke kong \
        lai lan lei li lian liang liao lin ling liu long lou lu luo lü ma mao mei meng mi mo mu nan ni nie ning niu ou pan pang \
        pei peng qi qian qiao qin qiu qu ren ruan shang shao shen sheng shi song su sun tan tang tao teng tian tong wan wang \
        wei wen weng wu xia xiang xiao xie xing xiong xu xue yan yang yao ye yi yin you yu yuan yue yun zeng zhai zhan zhang \
        zhao zheng zhong zhou zhu zhuang zou zuo ";
    let language = record.language.as_deref().unwrap_or_default();
    let marked = |signs: &[char]| family.contains(signs) || given.contains(signs);
    let joined = given.split('-').count() == 2
        && given.split('-').next_back().is_some_and(|part| part.starts_with(char::is_lowercase));
    if given.contains('.') || family.contains(' ') {
        return false;
    }
    match language.split('-').next().unwrap_or_default() {
        "ko" => joined || marked(&['ŏ', 'ŭ', '’']),
        "zh" => joined || CHINESE.contains(&format!(" {} ", family.to_lowercase())),
        "ja" => marked(&['ō', 'ū', 'Ō']),
        "" => joined && marked(&['ŏ', 'ŭ']),
        _ => false,
    }
}

/// Names with initials alone: "E. M. Lind, K. Weiss" or, without stops and family name first, "Lind EM, Weiss K".
pub(super) fn with_initials(names: &[Name], stops: bool, record: &Record) -> String {
    let set = |name: &Name| {
        let (family, given) = match shape_name(name, record)? {
            NameValue::Item(NameItem { family, given: Some(given), non_dropping_particle, .. }) => {
                let particle = non_dropping_particle.map(|particle| format!("{particle} "));
                (particle.unwrap_or_default() + &family, given)
            }
            NameValue::Item(NameItem { family, .. }) => return Some(family),
            NameValue::Literal(LiteralName { literal }) => return Some(literal),
        };
        let initial = |word: &str| {
            let letters = word.split('-').filter_map(|part| part.chars().next());
            let letters: Vec<String> =
                letters.map(|c| if stops { format!("{c}.") } else { c.to_string() }).collect();
            letters.join("-")
        };
        let initials: Vec<String> = given.split_whitespace().map(initial).collect();
        Some(if stops {
            format!("{} {family}", initials.join(" "))
        } else {
            format!("{family} {}", initials.concat())
        })
    };
    names.iter().filter_map(set).collect::<Vec<_>>().join(", ")
}

/// Whether a name is printed as it stands, without its parts turned round.
pub(super) fn is_whole(name: &Name, record: &Record) -> Option<String> {
    match shape_name(name, record)? {
        NameValue::Literal(LiteralName { literal }) => Some(literal),
        NameValue::Item(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_become_initials() {
        let names = [Name::new("Lind", "Eva Maria"), Name::new("Kim", "Dong-Choon"), Name::new("박", "명림")];
        let record = Record::default();
        assert_eq!(with_initials(&names, true, &record), "E. M. Lind, D.-C. Kim, 박명림");
        assert_eq!(with_initials(&names, false, &record), "Lind EM, Kim D-C, 박명림");
    }
}
