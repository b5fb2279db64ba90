//! What a value of JSON says, whatever shape a program gave it: texts, lists of names, dates.
//!
//! It fills no field and reports nothing: what it cannot read is `None`.

use crate::format::{clean, date, name};
use crate::record::{Date, Day, End, Name};
use serde_json::{Map, Value};

/// Whether a value holds nothing: `null`, blanks, an empty list.
pub fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.iter().all(is_blank),
        Value::Object(map) => map.values().all(is_blank),
        _ => false,
    }
}

/// A text, number or truth value as text; of a list its first.
pub fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Array(list) if list.len() == 1 => {
            list.first().filter(|first| !first.is_array()).and_then(text)
        }
        _ => None,
    }
}

/// The `title` or `name` of an object: some have a journal as an object.
pub fn titled(value: &Value) -> Option<String> {
    let map = value.as_object()?;
    ["title", "name", "display_name"]
        .iter()
        .find_map(|key| map.get(*key)?.as_str())
        .map(|text| clean::line(text).into_owned())
}

/// Every text of a list, parted by `; `.
pub fn all(value: &Value) -> Option<String> {
    let joined = match value {
        Value::Array(list) => {
            let word = |value: &Value| {
                text(value).or_else(|| titled(value)).or_else(|| value.get("tag").and_then(text))
            };
            list.iter().filter_map(word).filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("; ")
        }
        _ => text(value)?,
    };
    let joined = clean::line(&joined).into_owned();
    (!joined.is_empty()).then_some(joined)
}

/// A text, or the paragraphs of a list of texts.
pub fn paragraphs(value: &Value) -> Option<String> {
    match value {
        Value::Array(parts) => {
            let parts: Vec<String> = parts.iter().filter_map(text).collect();
            (!parts.is_empty()).then(|| parts.join("\n\n"))
        }
        _ => text(value),
    }
}

/// Names as a list of objects or texts, as one of either; `None` where there is none.
pub fn names(value: &Value) -> Option<Vec<Name>> {
    let names: Vec<Name> = match value {
        Value::Array(list) => list.iter().flat_map(|one| names(one).unwrap_or_default()).collect(),
        Value::String(text) => name::list(text),
        Value::Object(map) => name_of(map).into_iter().collect(),
        _ => return None,
    };
    (!names.is_empty()).then_some(names)
}

fn name_of(map: &Map<String, Value>) -> Option<Name> {
    let part = |keys: &[&str]| {
        keys.iter()
            .find_map(|key| map.get(*key).and_then(text))
            .map(|text| clean::line(&text).trim().to_owned())
            .unwrap_or_default()
    };
    let mut name = Name {
        family: part(&["family", "last", "lastName", "last_name", "familyName", "surname", "Family"]),
        given: part(&["given", "first", "firstName", "first_name", "givenName", "forename", "Given"]),
        dropping_particle: part(&["dropping-particle", "droppingParticle"]),
        non_dropping_particle: part(&["non-dropping-particle", "nonDroppingParticle"]),
        suffix: part(&["suffix"]),
        literal: part(&["literal"]),
    };
    if name.is_empty() {
        name = name::parse(&part(&["name", "fullName", "display_name", "raw", "creatorName", "text"]));
    }
    (!name.is_empty()).then_some(name)
}

/// A CSL date, or a text or number that is one.
pub fn date_of(value: &Value) -> Option<Date> {
    match value {
        Value::String(text) => date::parse(text),
        Value::Number(number) => date::parse(&number.to_string()),
        Value::Array(list) => match list.as_slice() {
            [Value::Array(_), ..] => span(list),
            [Value::Number(_) | Value::String(_), ..] => {
                day(value).map(Date::on).or_else(|| date_of(list.first()?))
            }
            [Value::Object(_)] => date_of(list.first()?),
            _ => None,
        },
        Value::Object(map) => {
            let get = |key: &str| map.get(key).filter(|value| !value.is_null());
            let worded = || get("literal").or_else(|| get("raw")).or_else(|| get("date-time")).and_then(text);
            let parts = get("date-parts").or_else(|| get("dateParts")).or_else(|| get("date_parts"));
            let mut date = match parts.and_then(Value::as_array).and_then(|parts| span(parts)) {
                Some(date) => Date { literal: get("literal").and_then(text), ..date },
                // `{"year": 1950, "month": 6}`
                None => match get("year").and_then(number) {
                    Some(year) => {
                        let whole = |key| get(key).and_then(number);
                        date::from_parts(i32::try_from(year).ok(), whole("month"), whole("day"))?
                    }
                    None => date::parse(&worded()?)?,
                },
            };
            date.season = get("season").and_then(season).or(date.season);
            date.circa |= get("circa").is_some_and(|circa| match circa {
                Value::Bool(truth) => *truth,
                Value::String(text) => !matches!(text.as_str(), "" | "0" | "false"),
                other => number(other).is_some_and(|number| number != 0),
            });
            Some(date)
        }
        _ => None,
    }
}

fn number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => {
            number.as_i64().or_else(|| number.as_f64().filter(|f| f.abs() < 1e9).map(|f| f as i64))
        }
        Value::String(text) => text.trim().parse().ok(),
        Value::Array(list) => list.first().filter(|first| !first.is_array()).and_then(number),
        _ => None,
    }
}

fn season(value: &Value) -> Option<u8> {
    // Seasons 5 to 8 are those of the southern half, as citeproc has them; 13 to 16 and 21 to 24 are other tools'.
    let numbered = number(value).and_then(|season| match season {
        1..=4 => Some(season),
        5..=8 => Some(season - 4),
        13..=16 => Some(season - 12),
        21..=24 => Some(season - 20),
        _ => None,
    });
    numbered
        .and_then(|season| u8::try_from(season).ok())
        .or_else(|| date::parse(&format!("{} 2000", value.as_str()?))?.season)
}

fn day(value: &Value) -> Option<Day> {
    let list = value.as_array()?;
    let year = number(list.first()?)?;
    date::from_parts(i32::try_from(year).ok(), list.get(1).and_then(number), list.get(2).and_then(number))?
        .start
}

fn span(parts: &[Value]) -> Option<Date> {
    let start = parts.first().and_then(day)?;
    let end = match parts.get(1) {
        Some(last)
            if last
                .as_array()
                .is_some_and(|last| matches!(last.as_slice(), [zero] if number(zero) == Some(0))) =>
        {
            Some(End::Open)
        }
        Some(last) => day(last).map(End::On),
        None => None,
    };
    Some(Date { end, ..Date::on(start) })
}
