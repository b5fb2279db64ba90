//! Labels before an abstract, copyright tails behind it, and what sources write where there is none.
//!
//! Tables of words and the rules that keep a sentence from being taken for one. Text comes without markup.

/// Words after which "Abstract" is the adjective and no label, though they follow with a capital.
const ABSTRACT_NOUNS: &[&str] = &[
    "algebra",
    "art",
    "artist",
    "artists",
    "arts",
    "concept",
    "concepts",
    "data",
    "expressionism",
    "expressionist",
    "expressionists",
    "ideas",
    "painters",
    "painting",
    "paintings",
    "photography",
    "sculpture",
    "thinking",
    "thought",
];

/// Small words with which an abstract opens when its label is followed by a small letter.
const OPENINGS: &[&str] =
    &["a", "an", "as", "at", "during", "from", "in", "on", "our", "the", "this", "to", "we", "when"];

/// Labels that are taken off where a colon or a line's end follows.
const LABELS: &[&str] = &[
    "summary",
    "résumé",
    "resumen",
    "resumo",
    "zusammenfassung",
    "аннотация",
    "초록",
    "국문초록",
    "요약",
    "要旨",
    "摘要",
    "抄録",
    "提要",
];

/// What sources write where there is no abstract.
const NONE: &[&str] = &[
    "no abstract",
    "no abstract available",
    "no abstract is available",
    "no abstract is available for this article",
    "no abstract provided",
    "no abstract supplied",
    "no summary available",
    "abstract not available",
    "abstract unavailable",
    "abstract not provided",
    "abstract is not available",
    "an abstract is not available",
    "not available",
    "none",
    "n/a",
    "null",
    "abstract",
];

/// The longest copyright tail that is taken off, in bytes; longer ones hold prose.
const TAIL: usize = 320;

/// EBSCO's terms of use run to some 600 bytes.
const LONG_TAIL: usize = 800;

/// Whether the text only says that there is none.
pub(super) fn says_none(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty() || (bare.len() < 50 && NONE.contains(&bare.to_lowercase().as_str()))
}

/// Takes the label off the beginning, also where it is glued to the first word.
pub(super) fn without_label(text: &str) -> &str {
    const LABEL: &str = "abstract";
    let text = text.trim_start();
    let opened = text.trim_start_matches(['[', '(', '*', '"']);
    let Some((label, rest)) = opened.split_at_checked(LABEL.len()) else { return without_other_label(text) };
    if !label.eq_ignore_ascii_case(LABEL) {
        return without_other_label(text);
    }
    let Some(next) = rest.chars().next() else { return "" };
    let rest_trimmed = || rest.trim_start_matches(|c: char| c.is_whitespace() || ":.-–—|*])\"".contains(c));
    if opened.len() < text.len() {
        // "[Abstract] In ..." is a label, "(Abstract art in Seoul)" is not.
        return if matches!(next, ']' | ')' | '*' | ':') { rest_trimmed() } else { text };
    }
    match next {
        ':' | '.' | '—' | '–' | '|' | ']' | '\n' => rest_trimmed(),
        '-' => {
            if rest.starts_with("- ") || rest.starts_with("--") {
                rest_trimmed()
            } else {
                text
            }
        }
        c if c.is_whitespace() => {
            let body = rest.trim_start();
            let separated = body.starts_with([':', '-', '–', '—']);
            let word = body.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let lower = word.to_lowercase();
            let genuine = !separated
                && if body.starts_with(char::is_lowercase) {
                    !OPENINGS.contains(&lower.as_str())
                } else {
                    ABSTRACT_NOUNS.contains(&lower.as_str())
                };
            // A paragraph of its own is a label whatever follows.
            if genuine && !rest.starts_with("\n") { text } else { rest_trimmed() }
        }
        c if c.is_lowercase() => text,
        c if c.is_alphanumeric() || "“‘\"'«「『【〈《(".contains(c) => {
            let word = opened.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let inflected =
                ["ABSTRACTION", "ABSTRACTIONS", "ABSTRACTED", "ABSTRACTING", "ABSTRACTLY", "ABSTRACTS"];
            if inflected.contains(&word) { text } else { rest }
        }
        _ => text,
    }
}

/// Takes off a label in another language or of another word, where a colon or a line's end follows.
fn without_other_label(text: &str) -> &str {
    let sign =
        text.char_indices().take_while(|(at, _)| *at < 40).find(|(_, c)| matches!(c, ':' | '：' | '\n'));
    let Some((word, rest)) = sign.and_then(|(at, _)| text.split_at_checked(at)) else { return text };
    if LABELS.contains(&word.trim().to_lowercase().as_str()) {
        rest.trim_start_matches([':', '：', '\n', ' '])
    } else {
        text
    }
}

/// Takes off a leading copyright line: "© 2019, Springer Nature. The war ...", as Scopus has it.
pub(super) fn without_head(text: &str) -> &str {
    if !text.starts_with('©') {
        return text;
    }
    let mut rest = text;
    while rest.starts_with('©') || rest.starts_with("Published by") || rest.starts_with("All rights reserved")
    {
        let Some(end) = sentence_end(rest) else { return text };
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    if rest.len() < 40 { text } else { rest }
}

/// Where the first sentence ends: a full stop, a blank and a capital, the stop being no initial's.
fn sentence_end(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(". ").map(|at| at + from) {
        let before = text.get(..at)?.rsplit([' ', ',']).next().unwrap_or_default();
        let initial = before.chars().count() == 1 && before.starts_with(char::is_uppercase);
        let capital = text.get(at + 2..)?.trim_start().starts_with(|c: char| !c.is_lowercase());
        if !initial && capital {
            return Some(at + 1);
        }
        from = at + 2;
    }
    None
}

/// Takes a copyright statement off the end.
pub(super) fn without_tail(text: &str) -> &str {
    let mut rest = text.trim_end();
    if let Some(cut) =
        rest.strip_suffix("[ABSTRACT FROM AUTHOR]").or_else(|| rest.strip_suffix("ABSTRACT FROM AUTHOR"))
    {
        rest = cut.trim_end();
    }
    let window = rest.len().saturating_sub(LONG_TAIL);
    let bytes = rest.as_bytes();
    // Every statement begins with one of these pairs: ©, (c), copyright, all rights, PsycINFO. The bit that tells small letters from
    // capitals is set in both bytes: few other pairs look like one of these then.
    let begins = |pair: &[u8]| {
        matches!(
            pair,
            [one, two]
                if matches!(
                    (one | 0x20, two | 0x20),
                    (0xe2, 0xa9) | (b'(', b'c') | (b'c', b'o') | (b'a', b'l') | (b'p', b's')
                )
        )
    };
    let starts = (window..).zip(bytes[window..].windows(2)).filter(|(_, pair)| begins(pair));
    for (at, _) in starts {
        if at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(u8::is_ascii_alphanumeric) {
            continue;
        }
        let (Some(before), Some(tail)) = (rest.get(..at), rest.get(at..)) else { continue };
        let opens = before.trim_end().chars().next_back().is_none_or(|p| !p.is_alphanumeric() && p != ',');
        if opens && is_copyright(tail) {
            return before.trim_end_matches(['(', '[', ' ', '\n', '-', '–', '|']);
        }
    }
    rest
}

/// Whether a text that runs to the end is nothing but a copyright statement.
fn is_copyright(tail: &str) -> bool {
    let begins = |words: &str| tail.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words));
    if begins("copyright of ") && tail.contains(" is the property of ") {
        return tail.len() <= LONG_TAIL;
    }
    if tail.len() > TAIL {
        return false;
    }
    let year = |after: &str| {
        let after = after.trim_start_matches(|c: char| c.is_whitespace() || "(©".contains(c) || c == ',');
        let after = after.strip_prefix("c)").or_else(|| after.strip_prefix("C)")).unwrap_or(after);
        after.trim_start().bytes().take(4).filter(u8::is_ascii_digit).count() == 4
    };
    if let Some(after) = tail.strip_prefix('©') {
        return year(after)
            || after.trim_start().starts_with(char::is_uppercase)
            || after.trim_start().starts_with("by ");
    }
    if let Some(after) = tail.strip_prefix("(c)").or_else(|| tail.strip_prefix("(C)")) {
        return year(after);
    }
    if begins("copyright") {
        let after = tail.get("copyright".len()..).unwrap_or_default();
        return after.trim_start().starts_with('©') || year(after) || after.starts_with(" by ");
    }
    begins("all rights reserved") || begins("psycinfo database record")
}
