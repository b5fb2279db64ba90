//! One title field that holds a title in several scripts or languages -> the title and its parallels.
//!
//! "한국전쟁 = Han'guk chŏnjaeng [The Korean War]" is three titles of one work: libraries write ` = ` between parallel
//! titles (ISBD 1.3) and a cataloguer's translation in square brackets. A title is left whole wherever the
//! sign could be part of it; nothing is guessed from one language alone. It does not transliterate.

use crate::record::{Record, Titled};

/// A script, as far as telling one title from another needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    /// Latin letters, with or without marks.
    Latin,
    /// Korean letters, with or without Hanja among them.
    Hangul,
    /// Japanese syllables, with or without Kanji among them.
    Kana,
    /// Chinese characters alone.
    Han,
    /// Russian and its neighbours.
    Cyrillic,
    /// Any other, or no letters at all.
    Other,
}

impl Script {
    /// The script of a text: that of East Asian characters where there are as many as one in three letters, else
    /// that of most letters.
    pub(crate) fn of(text: &str) -> Self {
        let [mut latin, mut hangul, mut kana, mut han, mut cyrillic] = [0_usize; 5];
        for c in text.chars() {
            match c {
                'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => latin += 1,
                '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' => hangul += 1,
                '\u{3041}'..='\u{30ff}' => kana += 1,
                '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}' => han += 1,
                '\u{400}'..='\u{52f}' => cyrillic += 1,
                _ => {}
            }
        }
        let asian = hangul + kana + han;
        if asian > 0 && asian * 2 >= latin {
            return if hangul > 0 && hangul >= kana {
                Self::Hangul
            } else if kana > 0 {
                Self::Kana
            } else {
                Self::Han
            };
        }
        match latin.max(cyrillic) {
            0 => Self::Other,
            most if most == latin => Self::Latin,
            _ => Self::Cyrillic,
        }
    }

    /// The language that a text in this script is surely in: `ko`, `ja`; empty where several use it.
    pub(crate) fn language(self) -> &'static str {
        match self {
            Self::Hangul => "ko",
            Self::Kana => "ja",
            Self::Latin | Self::Han | Self::Cyrillic | Self::Other => "",
        }
    }
}

/// The language and script of a title in Latin letters beside one in `original`: `ko-Latn`, `en`; empty where unknown.
pub(crate) fn latin_language(text: &str, original: &str) -> String {
    const ENGLISH: [&str; 12] =
        ["the", "of", "and", "in", "on", "to", "for", "from", "with", "war", "a", "an"];
    // No romanised Korean word: "The Chosŏn War" is English for all its ŏ.
    const SURELY: [&str; 4] = ["the", "of", "and", "war"];
    let any =
        |list: &[&str]| text.split_whitespace().any(|word| list.contains(&word.to_lowercase().as_str()));
    let is_english = any(&ENGLISH);
    if any(&SURELY) {
        "en".into()
    } else if text.contains(['ŏ', 'ŭ', 'Ŏ', 'Ŭ']) {
        "ko-Latn".into()
    } else if is_english {
        "en".into()
    } else if text.contains(['ā', 'ī', 'ū', 'ē', 'ō', 'Ō', 'Ū']) && matches!(original, "ja" | "") {
        "ja-Latn".into()
    } else {
        String::new()
    }
}

/// The title proper and its parallels; `None` where the title is one.
///
/// `language` is the record's, where known: it tells a translation in brackets from an addition of the author's.
pub(crate) fn split(title: &str, language: Option<&str>) -> Option<(String, Vec<Titled>)> {
    let (rest, bracketed) = match trailing_bracket(title) {
        Some((rest, inner)) if translates(rest, inner, language) => (rest, Some(inner)),
        _ => (title.trim(), None),
    };
    let mut parts: Vec<&str> = rest.split(" = ").map(str::trim).collect();
    let parallel = parts.len() > 1
        && parts.iter().all(|part| reads_as_title(part))
        && parts.windows(2).all(|pair| match pair {
            [a, b] => Script::of(a) != Script::of(b) || (words(a) > 1 && words(b) > 1),
            _ => false,
        });
    if !parallel {
        parts = vec![rest];
    }
    parts.extend(bracketed);
    let (first, others) = parts.split_first()?;
    if others.is_empty() {
        return None;
    }
    let original = Script::of(first).language();
    let titled = others.iter().map(|text| {
        let lang = match Script::of(text) {
            Script::Latin => latin_language(text, original),
            other => other.language().to_owned(),
        };
        Titled { text: (*text).to_owned(), lang }
    });
    Some(((*first).to_owned(), titled.collect()))
}

/// Names the languages of a record's further titles that their writing gives away and no source named.
pub(crate) fn name_languages(record: &mut Record) {
    let original = Script::of(&record.title).language();
    for titled in record.custom.titles.iter_mut().filter(|titled| titled.lang.is_empty()) {
        titled.lang = match Script::of(&titled.text) {
            Script::Latin => latin_language(&titled.text, original),
            other => other.language().to_owned(),
        };
    }
}

/// Splits a record's title in place, adding what is not among its further titles yet.
pub(crate) fn split_in(record: &mut Record) {
    if let Some((title, further)) = split(&record.title, record.language.as_deref()) {
        record.title = title;
        for titled in further {
            add(record, titled);
        }
    }
}

/// Adds a further title to a record unless it has it, or it is the title itself.
pub(crate) fn add(record: &mut Record, titled: Titled) {
    let known = record.title == titled.text
        || record.custom.titles.iter().any(|other| other.text == titled.text)
        || titled.text.trim().is_empty();
    if !known {
        record.custom.titles.push(titled);
    }
}

/// "A [B]" as A and B.
fn trailing_bracket(title: &str) -> Option<(&str, &str)> {
    let (rest, inner) = title.trim().trim_end_matches('.').strip_suffix(']')?.rsplit_once('[')?;
    (rest.ends_with(char::is_whitespace) && !inner.contains(']')).then(|| (rest.trim(), inner.trim()))
}

/// Whether a bracket is a translation of what stands before it, and not "electronic resource" or "book review".
fn translates(rest: &str, inner: &str, language: Option<&str>) -> bool {
    const ADDITIONS: [&str; 24] = [
        "review",
        "book",
        "letter",
        "editorial",
        "electronic",
        "microform",
        "microfilm",
        "sound",
        "video",
        "videorecording",
        "motion",
        "map",
        "graphic",
        "manuscript",
        "text",
        "computer",
        "abridged",
        "abstract",
        "part",
        "volume",
        "correction",
        "erratum",
        "reprint",
        "sic",
    ];
    let first = inner.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    let addition = first.is_none_or(|word| ADDITIONS.contains(&word.to_lowercase().as_str()));
    if addition || !reads_as_title(inner) || rest.is_empty() {
        return false;
    }
    let (outer, within) = (Script::of(rest), Script::of(inner));
    let romanised = rest.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) && inner.is_ascii();
    let foreign = language.is_some_and(|tag| !tag.is_empty() && !tag.starts_with("en"));
    // "한국전쟁 = Han'guk chŏnjaeng [...]": what stands before is not in one language already.
    let parted = rest.contains(" = ") && rest.chars().any(|c| c.is_alphabetic() && c >= '\u{370}');
    (outer != within && within != Script::Other) || (words(inner) > 1 && (romanised || foreign || parted))
}

/// Whether a part begins as a title does: with a letter that is not small, or a figure before words.
fn reads_as_title(part: &str) -> bool {
    let first = part.chars().find(|c| c.is_alphanumeric());
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    first.is_some_and(|c| !c.is_lowercase())
        && (letters > 3 || (letters > 1 && Script::of(part) != Script::Latin))
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(title: &str, language: Option<&str>) -> Vec<String> {
        match split(title, language) {
            Some((title, further)) => std::iter::once(title)
                .chain(further.into_iter().map(|titled| format!("{}:{}", titled.lang, titled.text)))
                .collect(),
            None => vec![],
        }
    }

    #[test]
    fn parallel_titles_are_parted() {
        assert_eq!(
            parts("한국전쟁 = Han'guk chŏnjaeng [The Korean War]", None),
            ["한국전쟁", "ko-Latn:Han'guk chŏnjaeng", "en:The Korean War"]
        );
        assert_eq!(
            parts("조선전쟁 = Chosŏn chŏnjaeng [The Chosŏn War]", None)[1..],
            ["ko-Latn:Chosŏn chŏnjaeng", "en:The Chosŏn War"].map(String::from)
        );
        assert_eq!(parts("朝鲜战争 [The Korean War]", None), ["朝鲜战争", "en:The Korean War"]);
        assert_eq!(
            parts("Han'guk chŏnjaeng ŭi palbal [The Outbreak of the Korean War]", None),
            ["Han'guk chŏnjaeng ŭi palbal", "en:The Outbreak of the Korean War"]
        );
        assert_eq!(parts("Der Koreakrieg = The Korean War", None), ["Der Koreakrieg", "en:The Korean War"]);
        assert_eq!(parts("La guerre de Corée [The Korean War]", Some("fr")).len(), 2);
    }

    #[test]
    fn titles_that_only_look_parallel_stay_whole() {
        for title in [
            "E = mc2",
            "Korea [electronic resource]",
            "The Origins of the Korean War [Review of the book]",
            "War and [Peace]",
            "Inference at p = 0.05",
            "The Hermit Kingdom [Joseon Korea Revisited]",
            "[The Korean War]",
            "=",
            " = ",
            "[]",
        ] {
            assert_eq!(split(title, None), None, "{title}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_title_splits_without_panic(title in "[A-Za-z가-힣战 =\\[\\].]{0,40}") {
            if let Some((first, further)) = split(&title, None) {
                assert!(!first.is_empty() && further.iter().all(|titled| !titled.text.is_empty()));
            }
        }
    }
}
