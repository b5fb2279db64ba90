//! Numbers in words -> in figures: thirty-eighth is 38th, ten thousand is 10000, X Corps is 10th Corps.
//!
//! Dates and decades are `date`'s, the names of units `unit`'s. "One" is left alone: it is mostly a pronoun.
//!
//! | must meet | must not |
//! |---|---|
//! | 38th, thirty-eighth, thirty eighth | 38, 38th |
//! | Third, 3rd | thirty third, 30th 3rd |
//! | 187th, one hundred and eighty-seventh | |
//! | X Corps, Tenth Corps | X Division, 10th Division |
//! | two million, 2 million, 2,000,000 | 2 millions |

use crate::words::{Gap, Shape, Words};

/// What a number word is worth, and whether it is an ordinal. In alphabetical order.
const NUMBERS: [(&str, u32, bool); 56] = [
    ("eight", 8, false),
    ("eighteen", 18, false),
    ("eighteenth", 18, true),
    ("eighth", 8, true),
    ("eightieth", 80, true),
    ("eighty", 80, false),
    ("eleven", 11, false),
    ("eleventh", 11, true),
    ("fifteen", 15, false),
    ("fifteenth", 15, true),
    ("fifth", 5, true),
    ("fiftieth", 50, true),
    ("fifty", 50, false),
    ("first", 1, true),
    ("five", 5, false),
    ("fortieth", 40, true),
    ("forty", 40, false),
    ("four", 4, false),
    ("fourteen", 14, false),
    ("fourteenth", 14, true),
    ("fourth", 4, true),
    ("hundredth", 100, true),
    ("nine", 9, false),
    ("nineteen", 19, false),
    ("nineteenth", 19, true),
    ("ninetieth", 90, true),
    ("ninety", 90, false),
    ("ninth", 9, true),
    ("second", 2, true),
    ("seven", 7, false),
    ("seventeen", 17, false),
    ("seventeenth", 17, true),
    ("seventh", 7, true),
    ("seventieth", 70, true),
    ("seventy", 70, false),
    ("six", 6, false),
    ("sixteen", 16, false),
    ("sixteenth", 16, true),
    ("sixth", 6, true),
    ("sixtieth", 60, true),
    ("sixty", 60, false),
    ("ten", 10, false),
    ("tenth", 10, true),
    ("third", 3, true),
    ("thirteen", 13, false),
    ("thirteenth", 13, true),
    ("thirtieth", 30, true),
    ("thirty", 30, false),
    ("three", 3, false),
    ("twelfth", 12, true),
    ("twelve", 12, false),
    ("twentieth", 20, true),
    ("twenty", 20, false),
    ("two", 2, false),
    ("zero", 0, false),
    ("zeroth", 0, true),
];

/// Roman numerals of corps.
const ROMAN: [&str; 24] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
    "xvii", "xviii", "xix", "xx", "xxi", "xxii", "xxiii", "xxiv",
];

/// Whether a word may be a number: its first two letters tell of most that they are none.
#[must_use]
pub fn may_be(folded: &str) -> bool {
    matches!(
        folded.as_bytes(),
        [b'e', b'i' | b'l', _, ..]
            | [b'f', b'i' | b'o', _, ..]
            | [b'h', b'u', _, ..]
            | [b'n', b'i', _, ..]
            | [b's', b'e' | b'i', _, ..]
            | [b't', b'e' | b'h' | b'w', _, ..]
            | [b'z', b'e', _, ..]
    )
}

/// Whether a Han figure stands right behind another: what begins here would cut a number, the 9th Army Group in 第十九兵团.
#[must_use]
pub fn is_cut(words: &Words, at: usize) -> bool {
    let is_figure = |at: usize| {
        words.folded(at).chars().next().is_some_and(|figure| "〇零一二三四五六七八九十百".contains(figure))
    };
    let is_glued = words.get(at).is_some_and(|word| word.shape.is_cjk() && word.gap == Gap::Glued);
    is_glued && is_figure(at) && at.checked_sub(1).is_some_and(is_figure)
}

/// Whether a word may stand inside a number in words or figures.
#[must_use]
pub fn may_be_part(folded: &str) -> bool {
    matches!(folded, "and" | "hundred" | "thousand" | "million" | "billion") || one_word(folded).is_some()
}

/// Whether numbers are written with a word: figures, a number in words, Roman numerals.
pub fn may_be_written(folded: &str) -> bool {
    match folded.bytes().next() {
        Some(b'0'..=b'9') => true,
        Some(b'i' | b'v' | b'x') => roman(folded).is_some(),
        Some(_) if may_be(folded) => matches!(folded, "hundred" | "thousand") || one_word(folded).is_some(),
        _ => matches!(folded, "a" | "one" | "million" | "billion"),
    }
}

/// Every number of one word.
#[cfg(test)]
pub fn words() -> impl Iterator<Item = &'static str> {
    NUMBERS.iter().map(|(word, ..)| *word)
}

fn value(folded: &str) -> Option<(u32, bool)> {
    if folded.len() > 11 || !may_be(folded) {
        return None;
    }
    let at = NUMBERS.binary_search_by(|(word, ..)| word.cmp(&folded)).ok()?;
    NUMBERS.get(at).map(|(_, value, ordinal)| (*value, *ordinal))
}

/// A number in figures.
#[must_use]
pub fn figures(value: u32, ordinal: bool) -> String {
    if !ordinal {
        return value.to_string();
    }
    let ending = match (value % 100, value % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{value}{ending}")
}

/// One word that is a number, in figures: third is 3rd. Compounds too, where no hyphen parts them.
#[must_use]
pub fn one_word(folded: &str) -> Option<String> {
    if let Some((value, ordinal)) = value(folded) {
        return Some(figures(value, ordinal));
    }
    // 2d, 82d.
    if let Some(form) = military(folded).filter(|_| folded.len() <= 4) {
        return Some(form);
    }
    if folded.len() < 8 {
        return None;
    }
    let cut = folded.find("ty")? + 2;
    let (tens, _) = value(folded.get(..cut)?)?;
    let (units, ordinal) = value(folded.get(cut..)?).filter(|(value, _)| (1..10).contains(value))?;
    Some(figures(tens + units, ordinal))
}

/// The one-word ways to write a number that is a folded word: for 3rd third, for third 3rd.
#[must_use]
pub fn others(folded: &str) -> Vec<String> {
    let form = one_word(folded).unwrap_or_else(|| folded.to_owned());
    if !form.starts_with(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    NUMBERS
        .iter()
        .filter(|(_, value, ordinal)| figures(*value, *ordinal) == form)
        .map(|(word, ..)| (*word).to_owned())
        .chain([form.clone()])
        .filter(|other| other != folded)
        .collect()
}

/// An ordinal below a hundred in words: thirty-eighth.
#[must_use]
pub fn spoken_ordinal(value: u32) -> Option<String> {
    let word = |wanted: u32, ordinal: bool| {
        NUMBERS.iter().find(|(_, value, is)| *value == wanted && *is == ordinal).map(|(word, ..)| *word)
    };
    if let Some(one) = word(value, true) {
        return Some(one.to_owned());
    }
    let tens = word(value / 10 * 10, false).filter(|_| value < 100)?;
    Some(format!("{tens}-{}", word(value % 10, true)?))
}

/// The number of several words that begins at an index, in figures, and where it ends.
#[must_use]
pub fn several_words(words: &Words, at: usize) -> Option<(String, usize)> {
    let first = words.folded(at);
    if let Some(found) = of_figures(words, at) {
        return Some(found);
    }
    if first != "one" && first != "a" && value(first).is_none() {
        return None;
    }
    let (mut total, mut ordinal, mut end) = below_hundred(words, at)?;
    let goes_on =
        |index: usize| matches!(words.get(index).map(|word| word.gap), Some(Gap::Space | Gap::Hyphen));
    if !ordinal && (1..10).contains(&total) && goes_on(end) && words.folded(end) == "hundred" {
        (total, end) = (total * 100, end + 1);
        let rest = if goes_on(end) && words.folded(end) == "and" { end + 1 } else { end };
        if let Some((more, last, after)) =
            Some(rest).filter(|rest| goes_on(*rest)).and_then(|rest| below_hundred(words, rest))
        {
            (total, ordinal, end) = (total + more, last, after);
        }
    }
    if !ordinal && goes_on(end) {
        match words.folded(end) {
            "thousand" => (total, end) = (total * 1000, end + 1),
            "million" => return Some((format!("{}000000", total), end + 1)),
            "billion" => return Some((format!("{}000000000", total), end + 1)),
            _ => {}
        }
    }
    (end > at + 1).then(|| (figures(total, ordinal), end))
}

/// 2 million, 2.5 million, 10 thousand.
fn of_figures(words: &Words, at: usize) -> Option<(String, usize)> {
    let digit = words.get(at).is_some_and(|word| word.shape.has(Shape::DIGIT));
    let follows = words.get(at + 1).is_some_and(|next| matches!(next.gap, Gap::Space | Gap::Hyphen));
    if !digit || !follows {
        return None;
    }
    let zeros = match words.folded(at + 1) {
        "thousand" => 3,
        "million" => 6,
        "billion" => 9,
        _ => return None,
    };
    let (whole, part) = words.folded(at).split_once('.').unwrap_or((words.folded(at), ""));
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > 3 || !plain(whole) || !plain(part) {
        return None;
    }
    let digits = format!("{whole}{part}{}", "0".repeat(zeros - part.len()));
    Some((digits.trim_start_matches('0').to_owned(), at + 2))
}

fn below_hundred(words: &Words, at: usize) -> Option<(u32, bool, usize)> {
    let first = words.folded(at);
    if first == "one" || (first == "a" && words.folded(at + 1) == "hundred") {
        return Some((1, false, at + 1));
    }
    let (tens, ordinal) = value(first)?;
    let next = words.get(at + 1).filter(|word| matches!(word.gap, Gap::Space | Gap::Hyphen));
    if next.is_some() && !ordinal && tens >= 20 && tens % 10 == 0 {
        let units = match words.folded(at + 1) {
            "one" => Some((1, false)),
            word => value(word).filter(|(value, _)| (1..10).contains(value)),
        };
        if let Some((units, ordinal)) = units {
            return Some((tens + units, ordinal, at + 2));
        }
    }
    Some((tens, ordinal, at + 1))
}

/// A Roman numeral before `Corps`, as an ordinal: X of X Corps is 10th.
#[must_use]
pub fn of_corps(words: &Words, at: usize) -> Option<String> {
    let ordinal = roman(words.folded(at))?;
    let written = words.get(at)?.shape.has(Shape::CAPITAL) || words.folded(at) != "i";
    // The numeral first: most words are none, and then no other is looked at.
    (written && words.folded(at + 1) == "corps").then_some(ordinal)
}

/// A Roman numeral up to twenty-four as an ordinal in figures.
#[must_use]
pub fn roman(folded: &str) -> Option<String> {
    let place = ROMAN.iter().position(|numeral| *numeral == folded)?;
    Some(figures(u32::try_from(place + 1).ok()?, true))
}

/// A number up to twenty-four as a Roman numeral.
#[must_use]
pub fn in_roman(value: usize) -> Option<&'static str> {
    value.checked_sub(1).and_then(|place| ROMAN.get(place)).copied()
}

/// `2d` and `3d`, as armies write 2nd and 3rd.
#[must_use]
pub fn military(folded: &str) -> Option<String> {
    let digits = folded.strip_suffix('d').filter(|digits| digits.ends_with(['2', '3']))?;
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten()
        .map(|value| figures(value, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        let words = Words::of(text);
        several_words(&words, 0)
            .filter(|(_, end)| *end == words.len())
            .map(|(number, _)| number)
            .or_else(|| (words.len() == 1).then(|| one_word(words.folded(0))).flatten())
            .or_else(|| of_corps(&words, 0))
            .unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(NUMBERS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn words_meet_figures() {
        for (words, number) in [
            ("thirty-eighth", "38th"),
            ("thirty eighth", "38th"),
            ("Thirtyeighth", "38th"),
            ("First", "1st"),
            ("twenty-one", "21"),
            ("twelfth", "12th"),
            ("one hundred and eighty-seventh", "187th"),
            ("ten thousand", "10000"),
            ("two hundred", "200"),
            ("X Corps", "10th"),
            ("ninety-third", "93rd"),
            ("one hundred eleventh", "111th"),
            ("2 million", "2000000"),
            ("two million", "2000000"),
            ("1.5 million", "1500000"),
            ("three hundred thousand", "300000"),
            ("10 thousand", "10000"),
        ] {
            assert_eq!(of(words), number, "{words}");
        }
        assert_eq!(military("2d").as_deref(), Some("2nd"));
    }

    #[test]
    fn what_is_no_number_stays() {
        for text in ["one", "a hundred flowers", "thirty, eighth", "I think", "twenty twenty", "ty", "safety"]
        {
            assert_eq!(of(text), text);
        }
        assert_eq!(military("3rd"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_words_are_read(text in "((one|a|twenty|two|hundred|thousand|million|billion|2|2\\.5|and|third|X|corps)[ -]?){0,12}") {
            let words = Words::of(&text);
            for at in 0..words.len() {
                proptest::prop_assert!(several_words(&words, at).is_none_or(|(_, end)| end > at && end <= words.len()));
            }
        }
    }
}
