//! What the rules make of a text, told in words that a historian reads: a date, a unit, a Korean name, with other ways to write it.
//!
//! The ways are examples; what meets what is the rules' to say.

use super::{Lexicon, name, number, romanised};
use crate::record::MONTHS;
use crate::words::{Words, fold};

/// What a rule has read in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What kind of thing it is: `date`, `unit`, `Korean name`, `Chinese name`, `number`, `spelling`.
    pub rule: &'static str,
    /// The thing, as it is mostly written.
    pub form: String,
    /// Other ways to write it, each of which finds it.
    pub ways: Vec<String>,
    /// Wider things whose search finds it too.
    pub within: Vec<String>,
}

/// Words of units and their short forms.
const SHORT: [(&str, &str); 8] = [
    ("battalion", "Bn"),
    ("brigade", "Bde"),
    ("cavalry", "Cav"),
    ("division", "Div."),
    ("engineer", "Engr."),
    ("infantry", "Inf."),
    ("regiment", "Regt."),
    ("squadron", "Sqn"),
];

impl Lexicon {
    /// What the rules read in a text from its first word to its last; nothing where it is a listed name or an ordinary word.
    #[must_use]
    pub fn by_rule(&self, text: &str) -> Vec<Made> {
        let group = self.whole(text).unwrap_or_default();
        if group.terms.iter().any(|term| self.class(term).is_some()) {
            return Vec::new();
        }
        let mut made: Vec<Made> = group.terms.iter().filter_map(|term| of_term(term)).collect();
        if let [one] = made.as_mut_slice() {
            one.within = group.nested.iter().filter_map(|term| of_term(term)).map(|made| made.form).collect();
            one.within.retain(|within| one.rule == "date" && *within != one.form);
        }
        made.sort_by_key(|made| std::cmp::Reverse(made.form.chars().count()));
        if made.is_empty() && group.terms.iter().any(|term| term.starts_with("#ko=")) {
            let ways = vec!["any name that is so written without its marks".to_owned()];
            made.push(Made { rule: "Korean name", form: text.to_owned(), ways, within: Vec::new() });
        }
        let words = Words::of(text);
        if made.is_empty() && words.len() == 1 {
            made.extend(self.of_word(words.folded(0)));
        }
        if made.is_empty()
            && let Some((form, end)) = number::several_words(&words, 0)
            && end == words.len()
        {
            made.push(Made { rule: "number", form, ways: vec![fold(text)], within: Vec::new() });
        }
        made
    }

    fn of_word(&self, folded: &str) -> Option<Made> {
        let ways = self.spellings(folded);
        let figures = folded.trim_end_matches(|c: char| c.is_ascii_lowercase());
        if figures.len() < folded.len() && number::figures(figures.parse().unwrap_or(0), true) == folded {
            let spoken = figures.parse().ok().and_then(number::spoken_ordinal)?;
            let ways = vec![spoken];
            return Some(Made { rule: "number", form: folded.to_owned(), ways, within: Vec::new() });
        }
        let rule = if number::others(folded).is_empty() { "spelling" } else { "number" };
        (!ways.is_empty()).then(|| Made { rule, form: folded.to_owned(), ways, within: Vec::new() })
    }
}

fn of_term(term: &str) -> Option<Made> {
    if let Some(unit) = term.strip_prefix("#unit:") {
        return Some(of_unit(unit));
    }
    if let Some(hangul) = term.strip_prefix("#ko:") {
        return of_hangul(hangul);
    }
    if term.starts_with("#zh:") {
        let form = name::reading(term)?;
        return Some(Made { rule: "Chinese name", form, ways: Vec::new(), within: Vec::new() });
    }
    of_date(term.strip_prefix('#')?)
}

fn of_hangul(hangul: &str) -> Option<Made> {
    let mut ways = vec![romanised::mc_cune(hangul)?, romanised::revised(hangul)?];
    if let Some((family, given)) = name::parts(hangul) {
        let syllables: Option<Vec<String>> =
            given.chars().map(|syllable| romanised::revised(&syllable.to_string())).collect();
        ways = vec![
            format!("{} {}", capital(&romanised::mc_cune(&family)?), capital(&romanised::mc_cune(&given)?)),
            format!("{} {}", capital(&romanised::revised(&family)?), capital(&syllables?.join("-"))),
        ];
    }
    let ways: Vec<String> = ways.iter().map(|way| capital(way)).collect();
    // A person's without its marks would stand for too many to be an example.
    let bare = ways
        .first()
        .filter(|way| !way.contains(' '))
        .map(|way| way.replace(['ŏ', 'Ŏ'], "o").replace(['ŭ', 'Ŭ'], "u").replace('\'', ""));
    let mut all: Vec<String> = Vec::new();
    for way in ways.into_iter().chain(bare) {
        if !all.contains(&way) {
            all.push(way);
        }
    }
    Some(Made { rule: "Korean name", form: hangul.to_owned(), ways: all, within: Vec::new() })
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn of_unit(unit: &str) -> Made {
    let words: Vec<&str> = unit.split('-').collect();
    let nation = |word: &str| matches!(word, "rok" | "kpa" | "cpv");
    let written = |word: &&str| if nation(word) { word.to_uppercase() } else { capital(word) };
    let form = words.iter().map(written).collect::<Vec<_>>().join(" ");
    let short = |word: &&str| {
        let short = SHORT.iter().find(|(long, _)| long == word).map(|(_, short)| (*short).to_owned());
        short.unwrap_or_else(|| written(word))
    };
    let mut ways = vec![words.iter().map(short).collect::<Vec<_>>().join(" ")];
    if let [number, "infantry", "division"] = words.as_slice() {
        ways.push(format!("{number} ID"));
    }
    if let [number, branch @ ("infantry" | "cavalry"), "regiment"] = words.as_slice() {
        ways.push(format!("{number} {}", capital(branch)));
    }
    if let [size @ ("company" | "battery"), letter] = words.as_slice() {
        ways = vec![format!("{} {}", letter.to_uppercase(), capital(size))];
    }
    if let [part @ ("chapter" | "part" | "phase" | "volume"), number] = words.as_slice() {
        let roman = number.parse().ok().and_then(number::in_roman);
        ways = roman.map(|roman| format!("{} {}", capital(part), roman.to_uppercase())).into_iter().collect();
        return Made { rule: "number", form, ways, within: Vec::new() };
    }
    let digits: String = unit.chars().take_while(char::is_ascii_digit).collect();
    if let Some(spoken) = digits.parse().ok().and_then(number::spoken_ordinal) {
        let rest = form.split_once(' ').map_or("", |(_, rest)| rest);
        ways.push(format!("{} {rest}", capital(&spoken)));
    }
    ways.retain(|way| *way != form);
    Made { rule: "unit", form, ways, within: Vec::new() }
}

fn of_date(term: &str) -> Option<Made> {
    let made = |form: String, ways: Vec<String>| Some(Made { rule: "date", form, ways, within: Vec::new() });
    if let Some(decade) = term.strip_suffix('x') {
        let year = format!("{decade}0");
        return made(
            format!("{year}s"),
            vec![format!("{year}'s"), format!("{year}年代"), format!("{year}년대")],
        );
    }
    if let Some((first, last)) = term.split_once("..") {
        let ways = last.get(2..).map(|last| format!("{first}-{last}")).into_iter().collect();
        return made(format!("{first}-{last}"), ways);
    }
    let month =
        |text: &str| text.parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?)).copied();
    if let Some((month_figures, day)) = term.strip_prefix("--").and_then(|rest| rest.split_once('-')) {
        let (month, day) = (month(month_figures)?, day.trim_start_matches('0'));
        return made(format!("{day} {month}"), vec![format!("{month} {day}")]);
    }
    let mut parts = term.split('-');
    let (year, figures) = (parts.next()?, parts.next()?);
    let name = month(figures)?;
    let plain = figures.trim_start_matches('0');
    let Some(day) = parts.next() else {
        let ways = vec![
            format!("{}. {year}", name.get(..3)?),
            format!("{year}년 {plain}월"),
            format!("{year}年{plain}月"),
        ];
        return made(format!("{name} {year}"), ways);
    };
    let day = day.trim_start_matches('0');
    let ways = vec![
        format!("{name} {day}, {year}"),
        term.to_owned(),
        format!("{day}.{plain}.{year}"),
        format!("{year}년 {plain}월 {day}일"),
        format!("{year}年{plain}月{day}日"),
    ];
    made(format!("{day} {name} {year}"), ways)
}

#[cfg(test)]
mod tests {
    use super::super::meets::carried;

    fn told(text: &str) -> (String, Vec<String>) {
        carried().by_rule(text).into_iter().next().map(|made| (made.form, made.ways)).unwrap_or_default()
    }

    #[test]
    fn what_a_rule_reads_is_told_in_words() {
        for (text, form, way) in [
            ("1950-06-25", "25 June 1950", "June 25, 1950"),
            ("Nov. 1950", "November 1950", "1950년 11월"),
            ("1950/53", "1950-1953", "1950-53"),
            ("June 25th", "25 June", "June 25"),
            ("nineteen-fifties", "1950s", "1950年代"),
            ("36th ID", "36th Infantry Division", "Thirty-sixth Infantry Division"),
            ("NK 8th Div.", "KPA 8th Division", "KPA 8th Div."),
            ("Fox Company", "Company F", "F Company"),
            ("Ahn Doo-hyun", "안두현", "An Tuhyŏn"),
            ("Sosan-gun", "서산군", "Sŏsan'gun"),
            ("Huang K'o-ming", "Huang Keming", ""),
            ("thirty-eighth", "38th", "thirty eighth"),
            ("labour", "labour", "labor"),
            ("38th", "38th", "thirty-eighth"),
            ("Chongson-gun", "Chongson-gun", "any name that is so written without its marks"),
        ] {
            let (told, ways) = told(text);
            assert_eq!(told, form, "{text}");
            assert!(way.is_empty() || ways.iter().any(|it| it == way), "{text}: {ways:?} should have {way}");
        }
        assert_eq!(carried().by_rule("25 June 1950")[0].within, ["25 June", "June 1950"]);
        assert!(carried().by_rule("Pusan").is_empty() && carried().by_rule("tide").is_empty());
    }

    #[test]
    fn what_is_told_meets_what_was_asked() {
        for text in
            ["1950-06-25", "36th ID", "NK 8th Div.", "Fox Company", "Ahn Doo-hyun", "Chŏng Naehyŏk", "Imsil"]
        {
            for made in carried().by_rule(text) {
                for way in made.ways.iter().filter(|way| !way.contains("年") && !way.contains('년')) {
                    assert!(carried().why(text, way).is_some(), "{text} should find {way}");
                }
            }
        }
    }
}
