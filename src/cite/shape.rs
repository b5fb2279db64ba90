//! A record -> the item that hayagriva's driver takes, shaped so that nothing in it makes the driver stumble.
//!
//! The driver panics on spans of dates, refuses values of odd types and turns Korean and Chinese names round. So an item
//! is built field by field: texts as texts, one date each, names in the order they are to be read. What a date says
//! beyond one day is put back after formatting, in the place of a stand-in year. Notes, abstract and keywords are
//! a scholar's own and never part of a reference.

use super::style::Style;
use super::{Form, typography};
use crate::record::{Date, Day, End, Name, Record};
use hayagriva::citationberg::json::{
    DateValue, FixedDate, FixedDateRange, Item, LiteralName, NameItem, NameValue, Value,
};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The item, and what is put back into its formatted text.
pub(super) struct Shaped {
    pub item: Item,
    /// Years that stand for a date that CSL cannot say, and the date.
    pub stand_ins: Vec<(String, String)>,
    /// The title in its original script and in translation, to follow the romanised one.
    pub beside_title: Option<String>,
    /// What follows the names that stand first where the editors do: `ed.`, `eds.`.
    pub role: Option<&'static str>,
}

/// Stands at the end of a title that has another beside it; a private-use character, taken out of all other texts.
pub(super) const BESIDE: char = '\u{e000}';

/// The first stand-in year: the largest that CSL's dates hold, less room for those after it.
const STAND_IN: i16 = 31_400;

/// CSL's types.
const KINDS: &[&str] = &[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
];

/// CSL's dates beside `issued`.
const DATES: &[&str] = &["accessed", "available-date", "event-date", "original-date", "submitted"];

/// Fields that hold titles.
const TITLES: &[&str] = &[
    "collection-title",
    "container-title",
    "original-title",
    "reviewed-title",
    "title",
    "title-short",
    "volume-title",
];

/// Fields that are never printed.
const SILENT: &[&str] =
    &["abstract", "annote", "custom", "id", "keyword", "note", "source", "type", "categories"];

/// Builds the item; `key` is what the driver knows it by.
pub(super) fn shape(record: &Record, key: &str, style: &Style, form: Form) -> Shaped {
    let mut fields: BTreeMap<String, Value> = BTreeMap::new();
    let mut stand_ins = Vec::new();
    for (name, value) in &record.other {
        if SILENT.contains(&name.as_str()) {
            continue;
        }
        if DATES.contains(&name.as_str()) {
            if let Ok(date) = serde_json::from_value::<Date>(value.clone()) {
                put_date(&mut fields, name, &date, &mut stand_ins);
            }
            continue;
        }
        match value {
            Json::String(text) => put(&mut fields, name, text),
            Json::Number(number) => put(&mut fields, name, &number.to_string()),
            Json::Array(values) => {
                let names: Vec<Name> =
                    values.iter().filter_map(|value| serde_json::from_value(value.clone()).ok()).collect();
                put_names(&mut fields, name, &names, record);
            }
            _ => {}
        }
    }
    let texts: [(&str, &Option<String>); 13] = [
        ("container-title", &record.container_title),
        ("collection-title", &record.collection_title),
        ("publisher", &record.publisher),
        ("publisher-place", &record.publisher_place),
        ("volume", &record.volume),
        ("issue", &record.issue),
        ("page", &record.page),
        ("edition", &record.edition),
        ("DOI", &record.doi),
        ("ISBN", &record.isbn),
        ("ISSN", &record.issn),
        ("PMID", &record.pmid),
        ("URL", &record.url),
    ];
    for (name, text) in texts {
        put(&mut fields, name, text.as_deref().unwrap_or_default());
    }
    put(&mut fields, "title", &record.title);
    for (name, names) in
        [("author", &record.author), ("editor", &record.editor), ("translator", &record.translator)]
    {
        put_names(&mut fields, name, names, record);
    }
    if let Some(date) = &record.issued {
        put_date(&mut fields, "issued", date, &mut stand_ins);
    }
    let kind = kind(record);
    fields.insert("type".into(), Value::String(kind.into()));
    fields.insert("id".into(), Value::String(key.into()));
    // Titles are put in capitals by English rules unless the language says otherwise.
    let language = language(record);
    put(&mut fields, "language", &language);
    if let Some(edition) = record.edition.as_deref().and_then(bare_edition) {
        put(&mut fields, "edition", &edition);
    }
    // hayagriva asks for CSL's `archive-place` under a name of its own.
    if let Some(place) = fields.get("archive-place").cloned() {
        fields.insert("archive_place".into(), place);
    }
    let mut shaped = Shaped { item: Item(fields), stand_ins, beside_title: None, role: None };
    if style.chicago {
        follow_chicago(record, kind, form, &mut shaped);
    }
    set_titles(&mut shaped.item.0, style, language.starts_with("en"));
    if let (Some(_), Some(Value::String(title))) = (&shaped.beside_title, shaped.item.0.get_mut("title")) {
        title.push(BESIDE);
    }
    shaped
}

/// What the manual asks for and the style, as hayagriva runs it, does not do by itself.
fn follow_chicago(record: &Record, kind: &str, form: Form, shaped: &mut Shaped) {
    let fields = &mut shaped.item.0;
    // A later note has the main title, without its article.
    if !fields.contains_key("title-short") {
        let short = short_title(&clean(&record.title), language(record).starts_with("en"));
        put(fields, "title-short", &short);
    }
    // A titled volume follows the title of the whole; later notes name the volume alone.
    let whole = record.container_title.as_deref().map(clean).filter(|whole| !whole.is_empty());
    if let (Some(whole), "book", true) = (whole, kind, record.volume.is_some() && form != Form::ShortNote) {
        let volume = clean(&record.title);
        fields.remove("container-title");
        put(fields, "volume-title", &volume);
        put(fields, "title", &whole);
    }
    // A note does not call a letter one.
    let is_letter =
        matches!(fields.get("genre"), Some(Value::String(genre)) if genre.to_lowercase() == "letter");
    if kind == "personal_communication" && is_letter && form != Form::Bibliography {
        fields.remove("genre");
    }
    // "PhD diss."
    if let (Some(Value::String(genre)), "thesis") = (fields.get_mut("genre"), kind)
        && ["phd dissertation", "phd thesis", "doctoral dissertation", "ph.d. dissertation", "dissertation"]
            .contains(&genre.to_lowercase().as_str())
    {
        "PhD diss.".clone_into(genre);
    }
    // Periodicals lose their article.
    if let Some(Value::String(title)) = fields.get_mut("container-title")
        && (kind.starts_with("article-") || kind.starts_with("review"))
        && let Some(bare) = title.strip_prefix("The ").map(str::to_owned)
    {
        *title = bare;
    }
    // Editors stand first where there is no author; hayagriva forgets their names' form and their title then.
    if !fields.contains_key("author")
        && !fields.contains_key("container-title")
        && let Some(editors) = fields.remove("editor")
    {
        let several = matches!(&editors, Value::Names(names) if names.len() > 1);
        shaped.role = Some(if several { "eds." } else { "ed." });
        fields.insert("author".into(), editors);
    }
    shaped.beside_title = beside(record);
}

/// Sets titles as the style's editors would; hayagriva's own capitals spoil POW and COMINT, so it is told that the
/// title is in no language.
fn set_titles(fields: &mut BTreeMap<String, Value>, style: &Style, english: bool) {
    for name in TITLES {
        if let Some(Value::String(title)) = fields.get_mut(*name) {
            if english && style.headlines {
                *title = typography::headline(title);
            }
            if style.american {
                *title = typography::dashes(&typography::curly(title));
            }
        }
    }
    if style.headlines {
        fields.insert("language".into(), Value::String("und".into()));
    }
}

/// The main title; of an English one the article falls.
fn short_title(title: &str, english: bool) -> String {
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
fn clean(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{200b}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn put(fields: &mut BTreeMap<String, Value>, name: &str, text: &str) {
    const LONG: usize = 4_000;
    let text = clean(text);
    if !text.is_empty() {
        let text = if text.chars().count() > LONG { text.chars().take(LONG).collect() } else { text };
        fields.insert(name.to_owned(), Value::String(text));
    }
}

/// The type, or what the fields make likely where there is none.
fn kind(record: &Record) -> &'static str {
    if let Some(kind) = KINDS.iter().find(|kind| **kind == record.kind) {
        return kind;
    }
    match (&record.container_title, &record.publisher) {
        (Some(_), Some(_)) if record.volume.is_none() => "chapter",
        (Some(_), _) => "article-journal",
        (None, Some(_)) => "book",
        (None, None) => "document",
    }
}

/// "2nd ed." is the second edition, said twice: the style adds its own word.
fn bare_edition(edition: &str) -> Option<String> {
    let lower = edition.trim().trim_end_matches('.').to_lowercase();
    let bare = ["edition", "edn", "ed"]
        .iter()
        .find_map(|word| lower.strip_suffix(word))?
        .trim()
        .trim_end_matches(',');
    let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
    let rest = bare.get(digits.len()..).unwrap_or_default();
    let words =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    if !digits.is_empty() && matches!(rest, "" | "st" | "nd" | "rd" | "th" | ".") {
        return Some(digits);
    }
    words.iter().position(|word| *word == bare).map(|index| (index + 1).to_string())
}

/// The record's language; that which the title's letters show where it is not said.
fn language(record: &Record) -> String {
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

fn is_east_asian(c: char) -> bool {
    is_hangul(c) || matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn put_names(fields: &mut BTreeMap<String, Value>, field: &str, names: &[Name], record: &Record) {
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

fn put_date(
    fields: &mut BTreeMap<String, Value>,
    name: &str,
    date: &Date,
    stand_ins: &mut Vec<(String, String)>,
) {
    let day = date.start.unwrap_or_default();
    let is_span = date.end.is_some_and(|end| end != End::On(day));
    let year = i16::try_from(day.year).ok().filter(|year| (-9_999..=9_999).contains(year) && *year != 0);
    let fixed = match (year, is_span) {
        (Some(year), false) => fixed(year, day, date.circa),
        _ => {
            let printed =
                if date.start.is_some() { span(date) } else { date.literal.clone().unwrap_or_default() };
            let printed = clean(&printed);
            if printed.is_empty() {
                return;
            }
            let Ok(taken) = i16::try_from(stand_ins.len()) else { return };
            let year = STAND_IN.saturating_add(taken);
            stand_ins.push((year.to_string(), printed));
            FixedDate { year, month: None, day: None, season: None, circa: date.circa }
        }
    };
    let season =
        date.season.filter(|season| (1..=4).contains(season) && !is_span).map(|season| season.to_string());
    let raw = FixedDateRange { start: fixed, end: None };
    fields.insert(name.to_owned(), Value::Date(DateValue::Raw { raw, literal: None, season }));
}

/// Months and days count from 0 there.
fn fixed(year: i16, day: Day, circa: bool) -> FixedDate {
    let month = day.month.checked_sub(1).filter(|month| *month < 12);
    let of_month = day.day.checked_sub(1).filter(|of_month| *of_month < 31 && month.is_some());
    FixedDate { year, month, day: of_month, season: None, circa }
}

/// "1950–53", "June 25–27, 1950", "1950–": a span as Chicago writes it.
fn span(date: &Date) -> String {
    let start = date.start.unwrap_or_default();
    match date.end {
        None => american(start),
        Some(End::Open) => format!("{}–", american(start)),
        Some(End::On(end)) if start.year == end.year && start.month > 0 && end.month > 0 => {
            let month = |day: Day| american(Day { year: 0, ..day });
            if start.month == end.month && start.day > 0 && end.day > 0 {
                format!("{}–{}, {}", month(start), end.day, end.year)
            } else if start.day > 0 || end.day > 0 {
                format!("{}–{}, {}", month(start), month(end), end.year)
            } else {
                format!("{}–{} {}", month(start), month(end), end.year)
            }
        }
        Some(End::On(end)) if start.month == 0 && end.month == 0 => {
            let same_century = start.year / 100 == end.year / 100 && start.year > 0 && start.year % 100 != 0;
            if same_century {
                format!("{}–{:02}", start.year, end.year % 100)
            } else {
                format!("{}–{}", american(start), american(end))
            }
        }
        Some(End::On(end)) => format!("{}–{}", american(start), american(end)),
    }
}

/// "June 25, 1950", "June 1950", "1950"; without a year "June 25".
fn american(day: Day) -> String {
    let printed = Day { year: 1, ..day }.display();
    let month = printed.split(' ').find(|word| word.starts_with(char::is_uppercase)).unwrap_or_default();
    let year = match day.year {
        0 => String::new(),
        year if year < 0 => format!("{} BC", year.unsigned_abs()),
        year => year.to_string(),
    };
    let text = match (month, day.day) {
        ("", _) => year,
        (month, 0) => format!("{month} {year}"),
        (month, of_month) if year.is_empty() => format!("{month} {of_month}"),
        (month, of_month) => format!("{month} {of_month}, {year}"),
    };
    text.trim().to_owned()
}

/// The original title and the translation that follow a romanised one: `한국전쟁 [The Korean War]`.
fn beside(record: &Record) -> Option<String> {
    let is_foreign = !language(record).starts_with("en");
    let has_script = |text: &str| text.chars().any(is_east_asian);
    let original =
        record.custom.titles.iter().find(|titled| has_script(&titled.text) && !has_script(&record.title));
    let translation = record.custom.titles.iter().find(|titled| titled.lang.starts_with("en"));
    if !is_foreign || record.title.trim().is_empty() {
        return None;
    }
    let parts = [
        original.map(|titled| clean(&titled.text)),
        translation.map(|titled| format!("[{}]", clean(&titled.text))),
    ];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_dates_are_written_as_chicago_does() {
        let date = |json: &str| span(&serde_json::from_str::<Date>(json).unwrap());
        assert_eq!(date(r#"{"date-parts":[[1950],[1953]]}"#), "1950–53");
        assert_eq!(date(r#"{"date-parts":[[1950,6,25],[1950,6,27]]}"#), "June 25–27, 1950");
        assert_eq!(date(r#"{"date-parts":[[1950,6],[1950,7]]}"#), "June–July 1950");
        assert_eq!(date(r#"{"date-parts":[[1950],[0]]}"#), "1950–");
        assert_eq!(date(r#"{"date-parts":[[1899],[1901]]}"#), "1899–1901");
    }

    #[test]
    fn short_titles_are_main_titles_without_their_article() {
        assert_eq!(short_title("The Ports: A History", true), "Ports");
        assert_eq!(short_title("Whose War? Korea and After", true), "Whose War?");
        assert_eq!(short_title("A Korea", true), "Korea");
        assert_eq!(short_title("The End", true), "The End");
        assert_eq!(short_title("我的朝鲜战争:六十年", false), "我的朝鲜战争");
        assert_eq!(short_title("A propos: essai", false), "A propos");
    }

    #[test]
    fn editions_lose_the_word_that_the_style_adds() {
        assert_eq!(bare_edition("2nd ed.").as_deref(), Some("2"));
        assert_eq!(bare_edition("Third edition").as_deref(), Some("3"));
        assert_eq!(bare_edition("Rev. ed."), None);
    }
}
