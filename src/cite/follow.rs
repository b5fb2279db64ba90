//! What a manual wants said otherwise than the record says it, before the style is run: editors who stand first, letters and
//! interviews and reviews that a style has no form for, a titled volume of a whole, what follows a title.
//!
//! It changes the item alone; what is set right in the formatted text is `chicago`'s and `repair`'s. Which manual
//! wants what stands in `manual`.

use super::Form;
use super::item::{AT_HAND, Shaped, clean, is_east_asian, language, put, short_title};
use super::manual::{Family, Order};
use super::names::with_initials;
use super::style::Style;
use crate::record::{Name, Record};
use hayagriva::citationberg::json::Value;
use serde::Deserialize as _;
use std::collections::BTreeMap;

type Fields = BTreeMap<String, Value>;

/// Shapes the item further, as the style's manual has it.
pub(super) fn follow(record: &Record, kind: &str, style: &Style, form: Form, shaped: &mut Shaped) {
    let family = style.manual.family;
    let fields = &mut shaped.item.0;
    // Older styles ask for CSL's `event-title` by its older name.
    if let Some(event) = fields.get("event-title").cloned() {
        fields.entry("event".into()).or_insert(event);
    }
    let untitled = record.title.trim().is_empty();
    if kind.starts_with("review") && untitled && !fields.contains_key("reviewed-title") {
        fields.insert("type".into(), Value::String("article-journal".into()));
    }
    if style.chicago {
        follow_chicago(record, kind, form, fields);
    } else {
        // A list of the APA's leaves out what no reader can have; who asks for the entry gets it.
        let hidden = family == Family::Apa
            && form == Form::Bibliography
            && matches!(kind, "personal_communication" | "interview")
            && !fields.contains_key("archive")
            && record.url.is_none();
        let unnamed = family == Family::Mhra && kind == "interview" && untitled && form == Form::Bibliography;
        if style.manual.untold || unnamed || hidden {
            tell(record, kind, fields);
        }
        if let Some(title) = if hidden && untitled { fields.remove("title") } else { None } {
            // "[Letter to Karl Weiss]": a description in brackets.
            fields.insert("genre".into(), title);
            fields.insert("type".into(), Value::String("document".into()));
        }
        name_volume(record, kind, style, fields);
    }
    if matches!(kind, "paper-conference" | "speech") && !fields.contains_key("container-title") {
        name_event(kind, style, fields);
    }
    let by_kind = matches!(family, Family::Chicago | Family::Mhra)
        || (matches!(family, Family::Mla | Family::Apa) && kind == "paper-conference");
    if by_kind && is_chapter(record, kind) {
        fields.insert("type".into(), Value::String("chapter".into()));
    }
    let report = style.manual.report;
    let number = text(fields, "number").filter(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    if let (Some(number), "report", false) = (number, kind, report.is_empty() || fields.contains_key("genre"))
    {
        let said = report.replace("{}", number);
        put(fields, "number", &said);
    }
    if family == Family::Harvard && !fields.contains_key("issue") {
        // It prints the year alone; the season of a quarterly stands where the issue's number would.
        let season = record.issued.as_ref().and_then(|date| date.season).map(usize::from);
        let names = ["Spring", "Summer", "Autumn", "Winter"];
        let name = season.and_then(|season| names.get(season.checked_sub(1)?));
        if let Some(name) = name.filter(|_| kind == "article-journal") {
            put(fields, "issue", name);
        }
    }
    let mla = family == Family::Mla;
    if mla && kind == "thesis" {
        // The address stands last, behind the university: `repair` adds it.
        fields.remove("URL");
    }
    let letter = text(fields, "genre").is_some_and(|genre| genre.eq_ignore_ascii_case("letter"));
    if let Some(to) = recipients(record).filter(|_| mla && letter && record.title.trim().is_empty()) {
        put(fields, "genre", &format!("Letter to {to}"));
    }
    if matches!(family, Family::Chicago | Family::Mhra) && form == Form::Bibliography {
        say_at_hand(kind, fields);
    }
    lead_with_editors(kind, style, form, shaped);
    shaped.beside_title = beside(record, style);
}

/// A paper printed in proceedings and a signed article of an encyclopedia are cited as chapters are.
fn is_chapter(record: &Record, kind: &str) -> bool {
    let printed = record.container_title.is_some() && record.publisher.is_some() && record.issue.is_none();
    match kind {
        "paper-conference" => printed && record.volume.is_none(),
        "entry-encyclopedia" | "entry-dictionary" | "entry" => printed && !record.author.is_empty(),
        _ => false,
    }
}

/// A paper that was read and not printed.
fn name_event(kind: &str, style: &Style, fields: &mut Fields) {
    let Some(event) = fields.get("event-title").cloned() else { return };
    // The NLM's style has no form for a speech.
    if style.manual.untold && (kind != "speech" || style.manual.order == Order::YearBlank) {
        // "In:" is followed by what the paper was read at, which then stands nowhere else.
        fields.insert("container-title".into(), event);
        fields.insert("type".into(), Value::String("paper-conference".into()));
        if let Some(place) = fields.remove("event-place") {
            fields.entry("publisher-place".into()).or_insert(place);
        }
        fields.remove("event-title");
        fields.remove("event");
    } else if style.manual.family == Family::Apa {
        fields.entry("genre".into()).or_insert(Value::String("Paper presentation".into()));
    } else if style.manual.family == Family::Mla {
        fields.insert("type".into(), Value::String("speech".into()));
        if let Some(date) = fields.get("issued").cloned() {
            fields.entry("event-date".into()).or_insert(date);
        }
    }
}

/// A bibliography of Chicago's and the MHRA's leaves out what cannot be had; who asks for the entry gets it.
fn say_at_hand(kind: &str, fields: &mut Fields) {
    const AT_HAND_IN: [&str; 8] =
        ["archive", "archive-place", "container-title", "DOI", "number", "publisher", "references", "URL"];
    let unpublished = matches!(kind, "interview" | "personal_communication" | "paper-conference" | "speech");
    if unpublished && !AT_HAND_IN.iter().any(|name| fields.contains_key(*name)) {
        fields.insert("references".into(), Value::String(AT_HAND.into()));
    }
}

fn text<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    match fields.get(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

/// Editors stand first where there is no author; hayagriva forgets their names' form and their title then.
fn lead_with_editors(kind: &str, style: &Style, form: Form, shaped: &mut Shaped) {
    let fields = &mut shaped.item.0;
    let (one, several) = style.manual.editors;
    let notes_follow_title = !style.chicago && form == Form::Note;
    if one.is_empty()
        || notes_follow_title
        || fields.contains_key("author")
        || (fields.contains_key("container-title") && !matches!(kind, "chapter" | "book" | "entry"))
    {
        return;
    }
    if let Some(editors) = fields.remove("editor") {
        let many = matches!(&editors, Value::Names(names) if names.len() > 1);
        shaped.role = Some(if many { several } else { one });
        fields.insert("author".into(), editors);
    }
}

/// A list of names of `record.other`, as they are read.
fn others(record: &Record, field: &str) -> Vec<Name> {
    record.other.get(field).and_then(|value| Vec::<Name>::deserialize(value).ok()).unwrap_or_default()
}

/// "Karl Weiss and Eva Lind".
fn in_words(names: &[Name]) -> Option<String> {
    let names: Vec<String> = names.iter().map(Name::display).filter(|name| !name.trim().is_empty()).collect();
    let (last, before) = names.split_last()?;
    Some(if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) })
}

fn recipients(record: &Record) -> Option<String> {
    in_words(&others(record, "recipient"))
}

/// Gives a letter, an interview and a review the title that a style without a form for them needs.
fn tell(record: &Record, kind: &str, fields: &mut Fields) {
    let title = clean(&record.title);
    match kind {
        "personal_communication" if title.is_empty() => {
            let said = recipients(record).map_or("Letter".to_owned(), |to| format!("Letter to {to}"));
            put(fields, "title", &said);
            fields.insert("type".into(), Value::String("manuscript".into()));
            fields.remove("genre");
        }
        "interview" => {
            let by = in_words(&others(record, "interviewer"));
            let by = by.map_or("Interview".to_owned(), |by| format!("Interview by {by}"));
            let said = if title.is_empty() { by } else { format!("{title} ({})", by.replacen('I', "i", 1)) };
            put(fields, "title", &said);
            fields.insert("type".into(), Value::String("manuscript".into()));
            fields.remove("interviewer");
        }
        "review" | "review-book" => {
            let work = text(fields, "reviewed-title").unwrap_or_default().to_owned();
            if title.is_empty() && !work.is_empty() {
                let by = in_words(&others(record, "reviewed-author"));
                let by = by.map(|by| format!(", by {by}")).unwrap_or_default();
                put(fields, "title", &format!("Review of {work}{by}"));
            }
            fields.insert("type".into(), Value::String("article-journal".into()));
        }
        "motion_picture" if !fields.contains_key("author") => {
            if let Some(directors) = fields.get("director").cloned() {
                fields.insert("author".into(), directors);
            }
        }
        _ => {}
    }
}

/// A titled volume of a whole, in styles that know a volume of a book by its number alone.
fn name_volume(record: &Record, kind: &str, style: &Style, fields: &mut Fields) {
    let template = style.manual.volume;
    let whole = text(fields, "container-title").unwrap_or_default().to_owned();
    let (Some(volume), false, "book") =
        (record.volume.as_deref(), template.is_empty() || whole.is_empty(), kind)
    else {
        return;
    };
    let title = clean(&record.title);
    let said =
        template.replace("{whole}", &whole).replace("{volume}", &clean(volume)).replace("{title}", &title);
    fields.remove("container-title");
    fields.remove("volume");
    put(fields, "title", &said);
}

/// What the manual asks for and the style, as hayagriva runs it, does not do by itself.
fn follow_chicago(record: &Record, kind: &str, form: Form, fields: &mut Fields) {
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
}

/// What follows the title, upright: the original and the translation of a romanised one, `한국전쟁 [The Korean War]`, and
/// translators whom the style would leave out.
fn beside(record: &Record, style: &Style) -> Option<String> {
    if record.title.trim().is_empty() {
        return None;
    }
    let mut said = String::new();
    if !language(record).starts_with("en") {
        let has_script = |text: &str| text.chars().any(is_east_asian);
        let titles = &record.custom.titles;
        let original = titles.iter().find(|titled| has_script(&titled.text) && !has_script(&record.title));
        if let Some(original) = original.filter(|_| style.manual.original_script) {
            said.push_str(&format!(" {}", clean(&original.text)));
        }
        if let Some(translation) = titles.iter().find(|titled| titled.lang.starts_with("en")) {
            said.push_str(&format!(" [{}]", clean(&translation.text)));
        }
    }
    said.push_str(&left_out(record, style));
    (!said.is_empty()).then_some(said)
}

/// The number of an untitled volume, editors and translators, where the style would leave them out.
fn left_out(record: &Record, style: &Style) -> String {
    let manual = style.manual;
    let mut said = String::new();
    let volume = record.volume.as_deref().map(clean).filter(|volume| !volume.is_empty());
    if let Some(volume) = volume.filter(|_| record.kind == "book" && record.container_title.is_none()) {
        said.push_str(&manual.lost_volume.replace("{}", &volume));
    }
    // In brackets and with stops, or as sentences without.
    let bracketed = !manual.translators.is_empty() && !manual.translators.starts_with('.');
    let mut people = Vec::new();
    if manual.lost_editors && record.kind == "book" && !record.author.is_empty() && !record.editor.is_empty()
    {
        let role = match (bracketed, record.editor.len()) {
            (true, 1) => "Ed.",
            (true, _) => "Eds.",
            (false, 1) => "ed",
            (false, _) => "eds",
        };
        people.push(format!("{}, {role}", with_initials(&record.editor, bracketed, record)));
    }
    if !manual.translators.is_empty() && !record.translator.is_empty() {
        let names = with_initials(&record.translator, bracketed, record);
        people.push(manual.translators.trim_start_matches(". ").replace("{name}", &names));
    }
    if bracketed && !people.is_empty() {
        said.push_str(&format!(" ({})", people.join("; ")));
    } else {
        said.extend(people.iter().map(|person| format!(". {person}")));
    }
    said
}
