//! Prefixes that are written with a hyphen or without: post-war is postwar, co-operation cooperation.
//!
//! Only prefixes; that MiG-15 is MiG 15 is `words`'s and the files' doing.
//!
//! | must meet | must not |
//! |---|---|
//! | post-war, postwar; anti-communist, anti communist, anticommunist | post office, postoffice |
//! | per cent, percent | per diem |
//! | co-operation, cooperation; sub-committee, subcommittee | pro-American, proamerican |

use crate::words::{Gap, Shape, Words};

/// Prefixes, and whether a blank may stand after them, because they are no words of their own.
const PREFIXES: [(&str, bool); 23] = [
    ("anti", true),
    ("co", false),
    ("counter", false),
    ("ex", false),
    ("inter", true),
    ("intra", true),
    ("mid", false),
    ("mini", false),
    ("multi", true),
    ("neo", true),
    ("non", true),
    ("over", false),
    ("per", false),
    ("post", false),
    ("pre", true),
    ("pro", false),
    ("pseudo", true),
    ("quasi", true),
    ("re", false),
    ("semi", true),
    ("sub", false),
    ("super", false),
    ("trans", true),
];

/// Whether a folded word can begin a compound.
pub fn may_begin(folded: &str) -> bool {
    PREFIXES.binary_search_by(|(prefix, _)| (*prefix).cmp(folded)).is_ok()
}

/// Whether a compound begins with the word at an index.
pub fn goes_on(words: &Words, index: usize) -> bool {
    at(words, index).is_some()
}

/// The two parts of a word that may also be written as a compound.
#[must_use]
pub fn parts(folded: &str) -> Option<(&str, &str)> {
    let cuts = PREFIXES.iter().filter_map(|(prefix, _)| Some((*prefix, folded.strip_prefix(prefix)?)));
    cuts.filter(|(prefix, rest)| rest.len() >= 3 && (*prefix != "per" || *rest == "cent"))
        .max_by_key(|(prefix, _)| prefix.len())
}

/// The compound that begins with the word at an index, as one word, and where it ends.
pub fn at(words: &Words, at: usize) -> Option<(String, usize)> {
    let prefix = words.folded(at);
    let found = PREFIXES.binary_search_by(|(it, _)| (*it).cmp(prefix)).ok()?;
    let (_, blank) = PREFIXES.get(found)?;
    let next = words.get(at + 1)?;
    let rest = words.folded(at + 1);
    if prefix == "per" {
        return (rest == "cent" && next.gap == Gap::Space).then(|| ("percent".to_owned(), at + 2));
    }
    let joined = match next.gap {
        Gap::Hyphen => true,
        Gap::Space => *blank || (prefix == "post" && rest == "war"),
        _ => false,
    };
    if !joined {
        return None;
    }
    let letters = rest.len() >= 3 && rest.bytes().all(|b| b.is_ascii_lowercase());
    // Pro-American, Inter-Korean: a proper name keeps its hyphen.
    let proper = next.shape.has(Shape::CAPITAL) && !words.get(at)?.shape.has(Shape::CAPITAL);
    (letters && !proper).then(|| (format!("{prefix}{rest}"), at + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Option<String> {
        let words = Words::of(text);
        at(&words, 0).filter(|(_, end)| *end == words.len()).map(|(form, _)| form)
    }

    #[test]
    fn a_prefix_is_joined() {
        for (text, form) in [
            ("post-war", "postwar"),
            ("post war", "postwar"),
            ("anti-communist", "anticommunist"),
            ("Anti Communist", "anticommunist"),
            ("co-operation", "cooperation"),
            ("Sub-committee", "subcommittee"),
        ] {
            assert_eq!(whole(text).as_deref(), Some(form), "{text}");
        }
        for text in ["post office", "over there", "pro-American", "re-", "anti", "sub, committee"] {
            assert_eq!(whole(text), None, "{text}");
        }
        assert!(PREFIXES.is_sorted());
        assert_eq!(parts("postwar"), Some(("post", "war")));
        assert_eq!(parts("percent"), Some(("per", "cent")));
        assert!(["permit", "copy", "war"].iter().all(|word| parts(word).is_none()));
    }
}
