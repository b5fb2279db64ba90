//! Military units as Korea, China and Japan write them -> the form that `unit` gives: 제24보병사단 is 24th infantry division.
//!
//! A number, with or without 제 or 第, a word for what the unit is, and before both the army it is of; no names: those are the files'.
//! A bare 군 after a small number is no army: 3군 are the three services.
//!
//! | must meet | must not |
//! |---|---|
//! | 38军, 第38軍, 第三十八軍, 제38군, 38th Army | 39军 |
//! | 제1해병사단, 1st Marine Division | 제1사단 |
//! | 제5공군, 第五航空軍, Fifth Air Force | 제5군 |
//! | 제7함대, 第七艦隊, Seventh Fleet | 7함 |
//! | 인민군 제6사단, KPA 6th Division | 국군 제6사단 |

use super::{korean, number};
use crate::words::{Gap, Shape, Words};

/// What a unit is, as it is written after its number, in folded characters; what begins with another stands before it.
const SIZES: [(&str, &str); 33] = [
    ("기갑연대", "armored regiment"),
    ("기갑여단", "armored brigade"),
    ("기병사단", "cavalry division"),
    ("기병연대", "cavalry regiment"),
    ("보병사단", "infantry division"),
    ("보병연대", "infantry regiment"),
    ("해병사단", "marine division"),
    ("해병연대", "marine regiment"),
    ("해병여단", "marine brigade"),
    ("병단", "army group"),
    ("사단", "division"),
    ("군단", "corps"),
    ("연대", "regiment"),
    ("여단", "brigade"),
    ("대대", "battalion"),
    ("함대", "fleet"),
    ("공군", "air force"),
    ("군", "army"),
    ("海兵师团", "marine division"),
    ("骑兵师团", "cavalry division"),
    ("骑兵师", "cavalry division"),
    ("步兵师团", "infantry division"),
    ("步兵师", "infantry division"),
    ("步兵连队", "infantry regiment"),
    ("航空军", "air force"),
    ("兵团", "army group"),
    ("师团", "division"),
    ("军团", "corps"),
    ("舰队", "fleet"),
    ("连队", "regiment"),
    ("军", "army"),
    ("师", "division"),
    ("团", "regiment"),
];

/// The armies whose units may bear the number of another's, in folded characters.
const ARMIES: [(&str, &str); 8] = [
    ("인민군", "kpa"),
    ("조선인민군", "kpa"),
    ("북한군", "kpa"),
    ("국군", "rok"),
    ("한국군", "rok"),
    ("중공군", "cpv"),
    ("人民军", "kpa"),
    ("志愿军", "cpv"),
];

/// Whether a character can begin a unit's name here.
pub fn may_begin(folded: &str) -> bool {
    matches!(folded, "제" | "第")
        || ARMIES.iter().any(|(army, _)| army.starts_with(folded) && !folded.is_empty())
}

/// The unit whose name begins with the word at an index, the army it is of if that is told, and where it ends.
pub fn at(words: &Words, at: usize) -> Option<(String, Option<&'static str>, usize)> {
    let army =
        words.get(at)?.shape.is_cjk().then(|| ARMIES.iter().find(|(army, _)| is_written(words, at, army)));
    let Some((army, nation)) = army.flatten() else {
        return numbered(words, at).map(|(form, end)| (form, None, end));
    };
    let next = at + army.chars().count();
    let near = words.get(next).is_some_and(|word| matches!(word.gap, Gap::Space | Gap::Glued));
    numbered(words, next).filter(|_| near).map(|(form, end)| (form, Some(*nation), end))
}

/// A unit's form from its number on.
fn numbered(words: &Words, at: usize) -> Option<(String, usize)> {
    let told = matches!(words.folded(at), "제" | "第");
    if !told && !words.get(at)?.shape.has(Shape::DIGIT) {
        return None;
    }
    let (number, mut end) = figures(words, at + usize::from(told), told)?;
    let size = SIZES.iter().find(|(written, _)| is_glued(words, end) && is_written(words, end, written))?;
    end += size.0.chars().count();
    if size.0 == "군" && !told && number < 10 {
        return None;
    }
    let mut rest = String::new();
    let mut after = end;
    while is_glued(words, after) && rest.len() < 12 {
        rest.push_str(words.folded(after));
        after += 1;
    }
    let end = if korean::is_particle(&rest) { after } else { end };
    Some((format!("{} {}", number::figures(number, true), size.1), end))
}

fn is_glued(words: &Words, at: usize) -> bool {
    words.get(at).is_some_and(|word| word.gap == Gap::Glued && word.shape.is_cjk())
}

/// Whether folded characters stand at an index.
fn is_written(words: &Words, at: usize, text: &str) -> bool {
    let mut left = text;
    for index in at.. {
        if left.is_empty() {
            break;
        }
        let here =
            Some(words.folded(index)).filter(|it| !it.is_empty() && (index == at || is_glued(words, index)));
        let Some(rest) = here.and_then(|here| left.strip_prefix(here)) else { return false };
        left = rest;
    }
    true
}

/// A number in figures, or after 第 in characters.
fn figures(words: &Words, at: usize, told: bool) -> Option<(u32, usize)> {
    let small = |number: &u32| (1..1000).contains(number);
    if words.get(at)?.shape.has(Shape::DIGIT) {
        return words.folded(at).parse().ok().filter(small).map(|number| (number, at + 1));
    }
    let (mut number, mut digit, mut end) = (0, 0, at);
    while told && is_glued(words, end) && end - at < 4 {
        match words.folded(end) {
            "十" => {
                number += 10 * digit.max(1);
                digit = 0;
            }
            written => match "一二三四五六七八九".chars().position(|it| written.starts_with(it)) {
                Some(place) => digit = u32::try_from(place).ok()? + 1,
                None => break,
            },
        }
        end += 1;
    }
    Some(number + digit).filter(small).map(|number| (number, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Option<String> {
        let words = Words::of(text);
        super::super::unit::at(&words, 0).filter(|(_, end)| *end == words.len()).map(|(form, _)| form)
    }

    #[test]
    fn the_tables_are_folded_and_longer_ones_come_first() {
        let tables =
            [SIZES.map(|(written, _)| written).as_slice(), &ARMIES.map(|(written, _)| written)].concat();
        for (at, written) in tables.iter().enumerate() {
            assert_eq!(crate::words::fold(written).replace(' ', ""), *written);
            let before = tables.iter().take(at).find(|before| written.starts_with(**before));
            assert_eq!(before, None, "{written}");
        }
    }

    #[test]
    fn every_way_to_write_it_is_one_form() {
        for (text, form) in [
            ("38军", "38th army"),
            ("第38軍", "38th army"),
            ("第三十八軍", "38th army"),
            ("第二十军", "20th army"),
            ("제38군", "38th army"),
            ("제38군의", "38th army"),
            ("제24보병사단", "24th infantry division"),
            ("24사단", "24th division"),
            ("제1해병사단", "1st marine division"),
            ("제1기병사단", "1st cavalry division"),
            ("第九兵團", "9th army group"),
            ("第9兵团", "9th army group"),
            ("제2군단", "2nd corps"),
            ("第112师", "112th division"),
            ("第5空軍", "?"),
            ("第五航空軍", "5th air force"),
            ("제7함대", "7th fleet"),
            ("인민군 제6사단", "kpa 6th division"),
            ("국군 제2군단", "rok 2nd corps"),
            ("志愿军第38军", "cpv 38th army"),
            ("第七艦隊", "7th fleet"),
            ("제5공군", "5th air force"),
            ("3군", "?"),
            ("제3국", "?"),
            ("第三次", "?"),
            ("2000사단", "?"),
        ] {
            assert_eq!(whole(text).unwrap_or_else(|| "?".into()), form, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_words_are_read(text in "(제|第|[0-9]{0,4}|一|十|군|사단|軍|师| ){0,8}") {
            let words = Words::of(&text);
            for index in 0..words.len() {
                let found = at(&words, index);
                proptest::prop_assert!(found.is_none_or(|(form, _, end)| end > index && end <= words.len() && !form.is_empty()));
            }
        }
    }
}
