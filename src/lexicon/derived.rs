//! Names that a thing has because of the name it has: Battle for X for Battle of X, Ilyushin-10 for Il-10.
//!
//! | a file has | and texts may have |
//! |---|---|
//! | Battle of Osan; White Horse Hill | Osan, Battle of; Battle for White Horse Hill |
//! | Cairo Declaration | Declaration of Cairo |
//! | 77 Squadron RAAF | No. 77 Squadron, Royal Australian Air Force |
//! | Il-10 | Ilyushin-10, Ilyushin Il-10 |
//! | A/RES/498(V) | A/RES/498 |
//! | United States Army | US Army |
//! | Military Advisory Group Korea | Military Advisory Group, Korea |
//!
//! Persons' names are `variant`'s.

use super::number;

/// Whether a name has no letters but Latin ones.
pub fn is_latin(text: &str) -> bool {
    text.chars().all(|c| c < '\u{370}' || !c.is_alphabetic())
}

/// Whether a name has no letters but those of scripts with capitals, in which persons' names may be inverted: Latin, Greek, Cyrillic.
pub fn has_capitals(text: &str) -> bool {
    text.chars().all(|c| c < '\u{530}' || !c.is_alphabetic())
}

/// The further names of a thing of a kind, all that its rules make; persons have none.
pub fn names(text: &str, kind: &str) -> Vec<String> {
    let mut names = Vec::new();
    if is_latin(text) {
        names.extend(shortened(text));
        names.extend(if kind == "body" { of_country(text) } else { None });
    }
    names.extend(turned(text));
    if kind != "place" {
        names.extend(of_service(text));
        names.extend(numbered(text));
        names.extend(without_session(text));
    }
    names.extend(battles(text));
    names
}

/// A body's comma before its country is left out as often as not.
fn of_country(text: &str) -> Option<String> {
    if text.contains(", ") {
        return Some(text.replace(", ", " "));
    }
    let head = text.strip_suffix(" Korea").filter(|head| head.matches(' ').count() > 1)?;
    Some(format!("{head}, Korea"))
}

/// The other names of a battle, and those of a hill, ridge or outpost that it was fought for.
fn battles(text: &str) -> Vec<String> {
    const HEIGHTS: [&str; 7] = [" Hill", " Ridge", " Mountain", " Heights", " Castle", "-goji", "-san"];
    if let Some(place) = text.strip_prefix("Battle of ") {
        let place = place.strip_prefix("the ").unwrap_or(place);
        return vec![
            // As a catalogue's headings have it.
            format!("{place}, Battle of"),
            format!("{place}, Battle of the"),
            format!("Battle of the {place}"),
            format!("Battle of {place}"),
            format!("Battle for {place}"),
            format!("{place} battle"),
        ];
    }
    let numbered = |what: &str| {
        text.strip_prefix(what)
            .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()))
    };
    let height = HEIGHTS.iter().any(|end| text.ends_with(end)) || numbered("Hill ") || numbered("Outpost ");
    if !height || text.contains(',') || text.split(' ').count() > 4 {
        return Vec::new();
    }
    ["Battle of", "Battle for", "Battle of the"].iter().map(|battle| format!("{battle} {text}")).collect()
}

/// Cairo Declaration is Declaration of Cairo, Treaty of San Francisco San Francisco Treaty.
fn turned(text: &str) -> Option<String> {
    const WHAT: [&str; 6] =
        ["Agreement", "Conference", "Convention", "Declaration", "Proclamation", "Treaty"];
    let proper = |place: &str| {
        !place.is_empty()
            && place.split(' ').count() <= 2
            && place.split(' ').all(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    for what in WHAT {
        if let Some(place) =
            text.strip_suffix(what).and_then(|rest| rest.strip_suffix(' ')).filter(|it| proper(it))
        {
            return Some(format!("{what} of {place}"));
        }
        if let Some(place) =
            text.strip_prefix(what).and_then(|rest| rest.strip_prefix(" of ")).filter(|it| proper(it))
        {
            return Some(format!("{place} {what}"));
        }
    }
    None
}

/// Services whose units have their name behind their own, in short and in full.
const SERVICES: [(&str, &str); 16] = [
    ("KOSB", "King's Own Scottish Borderers"),
    ("RA", "Royal Artillery"),
    ("RAAF", "Royal Australian Air Force"),
    ("RAF", "Royal Air Force"),
    ("RAN", "Royal Australian Navy"),
    ("RAR", "Royal Australian Regiment"),
    ("RCA", "Royal Canadian Artillery"),
    ("RCAF", "Royal Canadian Air Force"),
    ("RCE", "Royal Canadian Engineers"),
    ("RCHA", "Royal Canadian Horse Artillery"),
    ("RCR", "Royal Canadian Regiment"),
    ("RE", "Royal Engineers"),
    ("RNZA", "Royal New Zealand Artillery"),
    ("RNZE", "Royal New Zealand Engineers"),
    ("SAAF", "South African Air Force"),
    ("USAF", "United States Air Force"),
];

/// A unit's name with its service behind it: in short and in full, with a comma and without, and the number with No. before it.
fn of_service(text: &str) -> Vec<String> {
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let (of, service) = match SERVICES.iter().find_map(|service| {
        let (short, full) = service;
        let rest = text.strip_suffix(short).or_else(|| text.strip_suffix(full))?.strip_suffix(' ')?;
        Some((rest.trim_end_matches(','), service))
    }) {
        Some((of, service)) => (of, Some(service)),
        None => (text, None),
    };
    let bare = of.strip_prefix("No. ").unwrap_or(of);
    let is_squadron = bare.split_once(" Squadron").is_some_and(|(number, rest)| {
        rest.is_empty() && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
    });
    let mut names = vec![of.to_owned()];
    if is_squadron {
        let short = bare.replace(" Squadron", " Sqn");
        names = vec![bare.to_owned(), format!("No. {bare}"), format!("No. {short}"), short];
    }
    let Some((short, full)) = service else { return names };
    names
        .iter()
        .flat_map(|of| {
            [short, full].into_iter().flat_map(move |it| [format!("{of} {it}"), format!("{of}, {it}")])
        })
        .collect()
}

/// The design bureaux of Soviet aircraft, in short and in full.
const BUREAUX: [(&str, &str); 7] = [
    ("Il", "Ilyushin"),
    ("La", "Lavochkin"),
    ("MiG", "Mikoyan"),
    ("Pe", "Petlyakov"),
    ("Po", "Polikarpov"),
    ("Tu", "Tupolev"),
    ("Yak", "Yakovlev"),
];

/// An aircraft's number behind its bureau's name in full: Ilyushin-10 for Il-10.
fn numbered(text: &str) -> Vec<String> {
    let Some((bureau, number)) = text.split_once('-') else { return Vec::new() };
    let full = BUREAUX.iter().find(|(short, _)| *short == bureau).map(|(_, full)| *full);
    let has_number = number.starts_with(|c: char| c.is_ascii_digit()) && !number.contains(' ');
    full.filter(|_| has_number)
        .map(|full| vec![format!("{full}-{number}"), format!("{full} {bureau}-{number}")])
        .unwrap_or_default()
}

/// Whether a name ends with the number of a session of the General Assembly in brackets.
pub fn is_session(text: &str) -> bool {
    text.strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
        .is_some_and(|(_, session)| number::roman(&session.to_lowercase()).is_some())
}

/// A/RES/498(V), Resolution 498 (V) without the session's number; a bare figure would be any resolution's.
fn without_session(text: &str) -> Option<String> {
    let (name, _) = text.rsplit_once('(').filter(|_| is_session(text))?;
    let name = name.trim_end();
    name.contains([' ', '/']).then(|| name.to_owned())
}

/// A name that begins with a state's or the United Nations' name, with that name in its other forms.
fn shortened(text: &str) -> Vec<String> {
    const FORMS: [&[&str]; 4] = [
        &["United States ", "US ", "American "],
        &["United Nations ", "UN "],
        &["Republic of Korea ", "ROK "],
        &["North Korean ", "NK "],
    ];
    let forms = FORMS.iter().find(|forms| forms.iter().any(|form| text.starts_with(form)));
    let Some((forms, rest)) =
        forms.and_then(|forms| Some((forms, forms.iter().find_map(|form| text.strip_prefix(form))?)))
    else {
        return Vec::new();
    };
    // Of one word more, American army and American way are not one name's forms.
    let american = rest.contains(' ');
    forms
        .iter()
        .filter(|form| **form != "American " || american)
        .map(|form| format!("{form}{rest}"))
        .filter(|form| form != text)
        .collect()
}
