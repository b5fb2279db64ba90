//! Units that a letter, a code or a commander names: F Company, VMF-214, RCT-31, Task Force Smith.

use crate::lexicon::number;
use crate::words::{Gap, Shape, Words};

/// Air and naval units and combat teams by their code, and in full: VMF-214, Marine Fighter Squadron 214.
const CODES: [(&str, &[&str]); 16] = [
    ("cardiv", &["carrier", "division"]),
    ("crudiv", &["cruiser", "division"]),
    ("desdiv", &["destroyer", "division"]),
    ("desron", &["destroyer", "squadron"]),
    ("hmr", &["marine", "helicopter", "transport", "squadron"]),
    ("mag", &["marine", "aircraft", "group"]),
    ("va", &["attack", "squadron"]),
    ("vc", &["composite", "squadron"]),
    ("vf", &["fighter", "squadron"]),
    ("vma", &["marine", "attack", "squadron"]),
    ("vmf", &["marine", "fighter", "squadron"]),
    ("vmfn", &["marine", "night", "fighter", "squadron"]),
    ("vmj", &["marine", "photographic", "squadron"]),
    ("vmo", &["marine", "observation", "squadron"]),
    ("vmr", &["marine", "transport", "squadron"]),
    ("vp", &["patrol", "squadron"]),
];

/// The words by which a company's letter was spoken in these years.
const SPOKEN: [&str; 13] = [
    "able", "baker", "charlie", "dog", "easy", "fox", "george", "how", "item", "king", "love", "mike", "nan",
];

/// Whether a folded word can begin such a name, letters aside.
pub fn may_begin(folded: &str) -> bool {
    matches!(folded, "company" | "co" | "battery" | "btry" | "rct" | "task" | "tf" | "tg")
        || CODES.iter().any(|(code, full)| *code == folded || full.first() == Some(&folded))
}

/// Whether a word may stand inside a code in full.
pub fn may_be_part(folded: &str) -> bool {
    CODES.iter().any(|(_, full)| full.contains(&folded))
}

/// Whether a folded word is a company's letter, written or spoken.
pub fn is_letter(folded: &str) -> bool {
    letter(folded).is_some()
}

/// A company's letter, written or spoken.
fn letter(folded: &str) -> Option<char> {
    let first = folded.chars().next().filter(|first| ('a'..='n').contains(first))?;
    (folded.len() == 1 || SPOKEN.contains(&folded)).then_some(first)
}

/// Company F, F Company, Fox Company; Battery B. Capitals make it a name; a company with a number is no letter's.
pub fn company(words: &Words, at: usize) -> Option<(String, usize)> {
    let size = |at: usize| match words.folded(at) {
        "company" | "co" => Some("company"),
        "battery" | "btry" => Some("battery"),
        _ => None,
    };
    let (sign, of) = if size(at).is_some() { (at + 1, at) } else { (at, at + 1) };
    let size = size(of)?;
    let capital = |at: usize| words.get(at).is_some_and(|word| word.shape.has(Shape::CAPITAL));
    let near = words.get(at + 1).is_some_and(|word| matches!(word.gap, Gap::Space | Gap::Dot));
    let letter = letter(words.folded(sign)).filter(|_| near && capital(sign) && capital(of))?;
    Some((format!("{size} {letter}"), at + 2))
}

/// VMF-214, Marine Fighter Squadron 214; RCT-31, which is the 31st RCT.
pub fn coded(words: &Words, at: usize) -> Option<(String, usize)> {
    let number = |at: usize| {
        let near = words.get(at).is_some_and(|word| matches!(word.gap, Gap::Hyphen | Gap::Space));
        words.folded(at).parse::<u32>().ok().filter(|number| near && (1..1000).contains(number))
    };
    let folded = words.folded(at);
    if folded == "rct" {
        let number = number::figures(number(at + 1)?, true);
        return Some((format!("{number} regimental combat team"), at + 2));
    }
    let (_, full) = CODES.iter().find(|(code, full)| {
        *code == folded || (full.iter().zip(at..).all(|(word, at)| *word == words.folded(at)))
    })?;
    let end = if full.first() == Some(&folded) { at + full.len() } else { at + 1 };
    let number = number(end)?;
    Some((format!("{} {number}", full.join(" ")), end + 1))
}

/// Task Force MacLean, TF MacLean; Task Group 95.1, TG 95.1.
pub fn task_force(words: &Words, at: usize) -> Option<(String, usize)> {
    let (name, size) = match (words.folded(at), words.folded(at + 1)) {
        ("tf", _) => (at + 1, "force"),
        ("tg", _) => (at + 1, "group"),
        ("task", "force") => (at + 2, "force"),
        ("task", "group") => (at + 2, "group"),
        _ => return None,
    };
    let word = words.get(name).filter(|word| word.gap == Gap::Space)?;
    let named = word.shape.has(Shape::CAPITAL) || word.shape.has(Shape::DIGIT);
    (named && words.get(at)?.shape.has(Shape::CAPITAL))
        .then(|| (format!("task {size} {}", words.folded(name)), name + 1))
}
