//! A CSL-JSON item, or an object with plain keys, as a record.
//!
//! It gives every value the field its key names and keeps the rest; it finds no items in a file: that is `items`'.

use super::value;
use crate::error::Problem;
use crate::format::field::{self, Column};
use crate::format::{clean, date, parallel, worth_keeping};
use crate::record::{Custom, Field, Record, Titled};
use serde_json::{Map, Value};

/// A CSL-JSON item as a record; with `plain`, also an object with the keys of plain JSON.
///
/// # Errors
/// A problem (without a line) where the item holds nothing to find it by.
pub fn from_item(mut item: Map<String, Value>, plain: bool) -> Result<Record, Problem> {
    let mut record = Record::default();
    let mut rest = Map::new();
    // Zotero's Better BibTeX and some libraries wrap the item once more.
    if item.len() <= 3
        && let Some(Value::Object(inner)) = item.get_mut("data")
        && !plain
        && inner.contains_key("title")
    {
        item = std::mem::take(inner);
    }
    // No item of CSL-JSON has these keys: among such items it is one of plain JSON.
    let plain = plain || item.contains_key("authors") || item.contains_key("journal");
    let mut late = Vec::new();
    for (key, value) in item {
        match Field::from_key(&key) {
            Some(field) => {
                if let Some(value) = set(&mut record, field, value) {
                    rest.insert(key, value);
                }
            }
            None => late.push((key, value)),
        }
    }
    for (key, value) in late {
        // Parts of fields are kept as they came: what they are joined to may not be there.
        let left = match field::synonym(&key).filter(|_| plain || key == "year") {
            Some(Column::Of(field)) => set(&mut record, field, value),
            _ => Some(value),
        };
        if let Some(value) = left.filter(|value| !value.is_null()) {
            rest.insert(key, value);
        }
    }
    // A value that its field cannot hold is not put back under the field's own name: it would stand there a second time.
    let (taken, other): (Map<_, _>, Map<_, _>) =
        rest.into_iter().partition(|(key, _)| Field::keys().any(|known| known == key));
    record.other = other;
    for (key, value) in taken {
        record.custom.other.entry(key).or_insert(value);
    }
    parallel::split_in(&mut record);
    worth_keeping(record, "item")
}

/// Sets a field that is not set yet; gives the value back where it does not fit or the field is taken.
fn set(record: &mut Record, field: Field, value: Value) -> Option<Value> {
    if value.is_null() {
        return None;
    }
    match field {
        Field::Id | Field::Kind | Field::Title => {
            let slot = match field {
                Field::Id => &mut record.id,
                Field::Kind => &mut record.kind,
                _ => &mut record.title,
            };
            match value::text(&value).and_then(|text| field::text(field, &text)) {
                Some(text) if slot.is_empty() => {
                    *slot = text;
                    None
                }
                Some(text) if *slot == text => None,
                None if value.as_str().is_some() => None,
                _ => Some(value),
            }
        }
        Field::Author | Field::Editor | Field::Translator => {
            match (value::names(&value), record.names_mut(field)) {
                (Some(names), Some(slot)) if slot.is_empty() => {
                    *slot = names;
                    None
                }
                _ => Some(value),
            }
        }
        Field::Issued => match value::date_of(&value) {
            // A later, fuller date is better than the year alone.
            Some(date) if record.issued.as_ref().is_none_or(|old| date::is_fuller(&date, old)) => {
                record.issued = Some(date);
                None
            }
            Some(date) => record
                .issued
                .as_ref()
                .is_none_or(|old| !date::is_fuller(old, &date) && *old != date)
                .then_some(value),
            None => (!value::is_blank(&value)).then_some(value),
        },
        Field::Custom => {
            custom(&mut record.custom, value);
            None
        }
        _ => {
            let said = match field {
                Field::Isbn | Field::Issn | Field::Keyword => value::all(&value),
                Field::Abstract => value::paragraphs(&value),
                Field::ContainerTitle | Field::Publisher => {
                    value::text(&value).or_else(|| value::titled(&value))
                }
                _ => value::text(&value),
            };
            let blank = value::is_blank(&value);
            let slot = record.text_mut(field).filter(|slot| slot.is_none());
            match (slot, said.as_deref().and_then(|said| field::text(field, said))) {
                (Some(slot), Some(text)) => {
                    *slot = Some(text);
                    None
                }
                // An abstract that only says that there is none is not kept.
                (Some(_), None) if field == Field::Abstract && said.is_some() => None,
                (_, None) if blank => None,
                _ => Some(value),
            }
        }
    }
}

fn custom(custom: &mut Custom, value: Value) {
    let Value::Object(map) = value else {
        custom.other.insert("custom".into(), value);
        return;
    };
    for (key, value) in map {
        match (key.as_str(), &value) {
            ("titles", Value::Array(list)) => {
                let title = |value: &Value| {
                    let get = |key| value.get(key).and_then(value::text).unwrap_or_default();
                    let text = value.as_str().map_or_else(|| get("text"), str::to_owned);
                    Titled { text: clean::line(&text).into_owned(), lang: get("lang") }
                };
                custom.titles.extend(list.iter().map(title).filter(|title| !title.text.is_empty()));
            }
            ("names", Value::Array(list)) => {
                custom
                    .names
                    .extend(list.iter().filter_map(value::text).filter(|text| !text.trim().is_empty()));
            }
            _ => {
                custom.other.insert(key, value);
            }
        }
    }
}
