//! An item on its way to the driver, and the texts in it: cleaned, put in, told apart by their script.
//!
//! Which fields an item has is `shape`'s, what one manual wants said otherwise `follow`'s.

use crate::record::Record;
use hayagriva::citationberg::json::{Item, Value};
use std::collections::BTreeMap;

/// The item, and what is put back into its formatted text.
pub(super) struct Shaped {
    pub item: Item,
    /// Years that stand for a date that CSL cannot say, and the date.
    pub stand_ins: Vec<(String, String)>,
    /// What follows the title, upright: the original script, a translation, a translator that the style leaves out.
    pub beside_title: Option<String>,
    /// What follows the names that stand first where the editors do: `ed.`, `eds.`.
    pub role: Option<&'static str>,
}

/// Stands at the end of a title that has another beside it; a private-use character, taken out of all other texts.
pub(super) const BESIDE: char = '\u{e000}';

/// Stands for where a work is to be had, for a style that leaves unpublished works out; taken out again by `repair`.
pub(super) const AT_HAND: char = '\u{e003}';

/// The main title; of an English one the article falls.
pub(super) fn short_title(title: &str, english: bool) -> String {
    let asian = title.chars().any(is_east_asian);
    let marks: &[&str] = if asian { &[": ", ":", "：", "? "] } else { &[": ", "? ", "! "] };
    let ends = marks.iter().filter_map(|mark| {
        let place = title.find(mark)?;
        Some(if mark.starts_with([':', '：']) { place } else { place + 1 })
    });
    let main = ends.min().and_then(|end| title.get(..end)).unwrap_or(title);
    let articles = ["The ", "A ", "An "];
    let bare = articles.iter().filter(|_| english).find_map(|article| main.strip_prefix(article));
    bare.filter(|bare| bare.chars().count() > 3).unwrap_or(main).to_owned()
}

/// A text of one line without control and private-use characters.
pub(super) fn clean(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{200b}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn put(fields: &mut BTreeMap<String, Value>, name: &str, text: &str) {
    const LONG: usize = 4_000;
    let text = clean(text);
    if !text.is_empty() {
        let text = if text.chars().count() > LONG { text.chars().take(LONG).collect() } else { text };
        fields.insert(name.to_owned(), Value::String(text));
    }
}

/// The record's language; that which the title's letters show where it is not said.
pub(super) fn language(record: &Record) -> String {
    if let Some(language) = record.language.as_deref().filter(|language| !language.trim().is_empty()) {
        return clean(language);
    }
    let title = &record.title;
    if title.contains(['ŏ', 'ŭ', 'Ŏ', 'Ŭ']) || title.chars().any(is_hangul) {
        "ko".into()
    } else if title.chars().any(is_east_asian) {
        "zh".into()
    } else if title.chars().any(|c| matches!(c, '\u{400}'..='\u{52f}')) {
        "ru".into()
    } else {
        "en".into()
    }
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}')
}

pub(super) fn is_east_asian(c: char) -> bool {
    is_hangul(c) || matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_titles_are_main_titles_without_their_article() {
        assert_eq!(short_title("The Ports: A History", true), "Ports");
        assert_eq!(short_title("Whose War? Korea and After", true), "Whose War?");
        assert_eq!(short_title("A Korea", true), "Korea");
        assert_eq!(short_title("The End", true), "The End");
        assert_eq!(short_title("我的朝鲜战争:六十年", false), "我的朝鲜战争");
        assert_eq!(short_title("A propos: essai", false), "A propos");
    }
}
