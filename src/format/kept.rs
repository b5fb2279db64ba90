//! What a file said more than the record holds: kept beside the record, and given back when it is written again.
//!
//! A field is kept where writing the record anew would not bring it back as it stood: an unknown field, braces that guard
//! capitals, an accent as a command. When the record is written, what was kept stands in for the fields written anew, as long
//! as it still says what the record says: a corrected title is written, and not the old one. Fields that make one part of
//! a record together (`year` and `month`; `title` and `subtitle`) are a *group* and are kept or left together.
//! This knows no format: a writer tells how fields are grouped and when two groups say the same.

use serde_json::{Map, Value};

/// Up to how many fields of a group may come in any order.
const ANY_ORDER: usize = 8;

/// A field's name and its text as the format writes it.
pub type Field = (String, String);

/// The fields of `read` that writing the record anew, as `written`, would not bring back.
///
/// `group` names the part of a record that a field belongs to, `None` for a field that no record holds; `equal` tells
/// whether a field read and one written anew are one.
pub fn keep<'a, N: AsRef<str> + 'a, R: AsRef<str> + 'a>(
    read: &'a [(N, R)],
    written: &[(&str, impl AsRef<str>)],
    group: impl Fn(&str) -> Option<u8>,
    equal: impl Fn((&str, &str), (&str, &str)) -> bool,
) -> Map<String, Value> {
    let groups: Vec<Option<u8>> = read.iter().map(|(name, _)| group(name.as_ref())).collect();
    // Written fields by group, each group in its order: `anew[first[g]..first[g + 1]]`.
    let places: Vec<Option<u8>> = written.iter().map(|(name, _)| group(name)).collect();
    let mut first = [0usize; 257];
    for place in places.iter().flatten() {
        first[usize::from(*place) + 1] += 1;
    }
    for at in 1..first.len() {
        first[at] += first[at - 1];
    }
    let mut anew = vec![("", ""); first[256]];
    let mut next = first;
    for ((name, value), place) in written.iter().zip(&places) {
        if let Some(place) = place.map(usize::from) {
            anew[next[place]] = (*name, value.as_ref());
            next[place] += 1;
        }
    }
    let anew = |place: usize| anew.get(first[place]..first[place + 1]).unwrap_or_default();
    let (mut loose, mut count) = ([false; 256], [0usize; 256]);
    for ((name, raw), place) in read.iter().zip(&groups) {
        let Some(place) = place.map(usize::from) else { continue };
        let (field, fields) = ((name.as_ref(), raw.as_ref()), anew(place));
        // Lists of names come in one order; the few fields of a date or a title may come in any.
        let found = fields.get(count[place]).is_some_and(|other| equal(field, *other))
            || (fields.len() <= ANY_ORDER && fields.iter().any(|other| equal(field, *other)));
        loose[place] |= !found;
        count[place] += 1;
    }
    let mut kept = Map::new();
    for ((name, raw), place) in read.iter().zip(&groups) {
        let stays =
            place.map(usize::from).is_none_or(|place| loose[place] || count[place] != anew(place).len());
        if stays {
            push(&mut kept, name.as_ref(), raw.as_ref());
        }
    }
    kept
}

/// A text under a name; several make a list.
pub fn push(kept: &mut Map<String, Value>, name: &str, raw: &str) {
    match kept.get_mut(name) {
        None => {
            kept.insert(name.to_owned(), Value::from(raw));
        }
        Some(Value::Array(list)) => list.push(Value::from(raw)),
        Some(other) => *other = Value::Array(vec![other.take(), Value::from(raw)]),
    }
}

/// The texts that were kept, in order; what is no text is left out.
pub fn fields(kept: &Map<String, Value>) -> Vec<Field> {
    let mut fields = Vec::new();
    for (name, value) in kept {
        let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        fields.extend(list.iter().filter_map(|raw| Some((name.clone(), raw.as_str()?.to_owned()))));
    }
    fields
}

/// The fields to write: the record's own, but for the groups of which what was kept still says the same.
///
/// Unknown fields that were kept follow at the end.
pub fn join(
    kept: Vec<Field>,
    written: Vec<Field>,
    group: impl Fn(&str) -> Option<u8>,
    same: impl Fn(&[Field], &[Field]) -> bool,
) -> Vec<Field> {
    if kept.is_empty() {
        return written;
    }
    let mut groups: [Option<(Vec<Field>, Vec<Field>)>; 256] = [const { None }; 256];
    let mut unknown = Vec::new();
    for field in kept {
        match group(&field.0) {
            Some(place) => groups[usize::from(place)].get_or_insert_default().0.push(field),
            None => unknown.push(field),
        }
    }
    let mut fields = Vec::new();
    for field in written {
        match group(&field.0).and_then(|place| groups[usize::from(place)].as_mut()) {
            // The first field of the group holds the place for all of them.
            Some((_, anew)) => {
                if anew.is_empty() {
                    fields.push((field.0.clone(), String::new()));
                }
                anew.push(field);
            }
            None => fields.push(field),
        }
    }
    let mut placed = Vec::new();
    for field in fields {
        match group(&field.0).and_then(|place| groups[usize::from(place)].take()) {
            Some((old, anew)) => placed.extend(if same(&old, &anew) { old } else { anew }),
            None => placed.push(field),
        }
    }
    // Kept groups of which the record has nothing: they say nothing a record holds, or something that was taken out.
    for (old, anew) in groups.into_iter().flatten() {
        if same(&old, &anew) {
            placed.extend(old);
        }
    }
    placed.extend(unknown);
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str) -> Option<u8> {
        match name {
            "title" | "subtitle" => Some(0),
            "year" => Some(1),
            _ => None,
        }
    }

    #[test]
    fn only_what_would_be_lost_is_kept() {
        let read = [("title", "{War}"), ("year", "1950"), ("shelf", "3")];
        let kept = keep(&read, &[("title", "War"), ("year", "1950")], group, |a, b| a == b);
        assert_eq!(Value::Object(kept), serde_json::json!({"title": "{War}", "shelf": "3"}));
    }

    #[test]
    fn what_was_kept_gives_way_to_a_correction() {
        let field = |name: &str, raw: &str| (name.to_owned(), raw.to_owned());
        let kept = vec![field("title", "{War}"), field("shelf", "3")];
        let joined = |title: &str| {
            let bare =
                |fields: &[Field]| fields.iter().map(|f| f.1.replace(['{', '}'], "")).collect::<Vec<_>>();
            join(kept.clone(), vec![field("title", title)], group, |a, b| bare(a) == bare(b))
        };
        assert_eq!(joined("War"), [field("title", "{War}"), field("shelf", "3")]);
        assert_eq!(joined("Wars"), [field("title", "Wars"), field("shelf", "3")]);
    }
}
