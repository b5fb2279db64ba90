//! The readable id of a record: family name, year, first word of the title that says something: `shen2000sino`.

use crate::analysis::is_function_word;
use crate::record::Record;
use crate::words::{Gap, Words};

/// The longest an id's name or word gets, in characters.
const LONGEST: usize = 24;

/// The id a record would get, if nobody had it; never empty.
#[must_use]
pub fn id(record: &Record) -> String {
    let mut id = record.creators().first().map(|name| joined(&name.key())).unwrap_or_default();
    if let Some(year) = record.year() {
        id.push_str(&year.to_string());
    }
    let text = if record.title.trim().is_empty() {
        record.summary.as_deref().unwrap_or_default()
    } else {
        &record.title
    };
    id.push_str(&word(text));
    if id.is_empty() { "record".into() } else { id }
}

/// A name's letters and digits, folded.
fn joined(name: &str) -> String {
    let words = Words::of(name);
    (0..words.len()).flat_map(|index| words.folded(index).chars()).take(LONGEST).collect()
}

/// The first word that is no function word; of a script without blanks, the characters up to the first blank.
fn word(text: &str) -> String {
    // The first words are enough, and an abstract is long.
    let head = text.char_indices().nth(300).map_or(text, |(at, _)| text.get(..at).unwrap_or(text));
    let words = Words::of(head);
    let mut first = None;
    for (index, word) in words.items().iter().enumerate() {
        let folded = words.folded(index);
        if folded.is_empty() || is_function_word(folded) {
            continue;
        }
        if !word.shape.is_cjk() {
            return folded.chars().take(LONGEST).collect();
        }
        first = Some(index);
        break;
    }
    let Some(first) = first else {
        // Nothing but function words: the first of them.
        return (0..words.len())
            .map(|index| words.folded(index))
            .find(|word| !word.is_empty())
            .unwrap_or_default()
            .into();
    };
    let mut out = String::new();
    for (index, word) in words.items().iter().enumerate().skip(first) {
        if index > first && word.gap != Gap::Glued {
            break;
        }
        out.push_str(words.folded(index));
    }
    out.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> String {
        id(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn ids_are_readable() {
        for (json, id) in [
            (
                r#"{"author":[{"family":"Shen","given":"Zhihua"}],"issued":{"date-parts":[[2000]]},"title":"Sino-Soviet Relations"}"#,
                "shen2000sino",
            ),
            (r#"{"author":[{"literal":"United Nations"}],"title":"The Report"}"#, "unitednationsreport"),
            (
                r#"{"author":[{"family":"Pak","given":"M."}],"issued":{"date-parts":[[1996]]},"title":"한국전쟁의 발발과 기원"}"#,
                "pak1996한국전쟁의",
            ),
            (r#"{"abstract":"In the winter of 1950 nothing moved"}"#, "winter"),
            (r#"{"editor":[{"family":"Ch’oe"}],"title":"P’yŏngyang"}"#, "choepyongyang"),
            ("{}", "record"),
        ] {
            assert_eq!(read(json), id);
        }
    }
}
