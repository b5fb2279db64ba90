//! A MARC record's fields and subfields, with the field that repeats each in the original script (880).
//!
//! It knows tags and codes and not what they say: that is the reader's.

use super::super::Element;

/// A record's fields by tag.
pub(super) struct Fields<'a> {
    pub(super) data: Vec<Field<'a>>,
    pub(super) control: Vec<(&'a str, String)>,
    pub(super) leader: String,
}

/// A data field: its tag, indicators and subfields; for an 880 the tag is that of the field it repeats.
pub(super) struct Field<'a> {
    pub(super) tag: String,
    pub(super) second: char,
    pub(super) subfields: Vec<(&'a str, String)>,
    /// Whether it is an 880.
    pub(super) original: bool,
}

impl<'a> Fields<'a> {
    pub(super) fn of(element: &'a Element) -> Self {
        let control = element.children("controlfield").filter_map(|field| {
            let raw: String = field.raw();
            Some((field.attribute("tag")?, raw))
        });
        let data = element.children("datafield").filter_map(Field::of);
        let leader = element.child("leader").map(Element::raw).unwrap_or_default();
        Self { data: data.collect(), control: control.collect(), leader }
    }

    pub(super) fn control(&self, tag: &str) -> &str {
        self.control.iter().find(|(known, _)| *known == tag).map_or("", |(_, text)| text.as_str())
    }

    /// The fields of these tags in the catalogue's own script.
    pub(super) fn all<'b>(&'b self, tags: &'b [&str]) -> impl Iterator<Item = &'b Field<'a>> {
        self.data.iter().filter(move |field| !field.original && tags.contains(&field.tag.as_str()))
    }

    /// The fields of these tags in the original script.
    pub(super) fn originals<'b>(&'b self, tags: &'b [&str]) -> impl Iterator<Item = &'b Field<'a>> {
        self.data.iter().filter(move |field| field.original && tags.contains(&field.tag.as_str()))
    }

    pub(super) fn first(&self, tags: &[&str], code: &str) -> Option<String> {
        self.data
            .iter()
            .filter(|field| !field.original && tags.contains(&field.tag.as_str()))
            .find_map(|field| field.get(code))
    }

    /// A character of the leader.
    pub(super) fn mark(&self, place: usize) -> char {
        self.leader.chars().nth(place).unwrap_or(' ')
    }
}

impl<'a> Field<'a> {
    pub(super) fn of(element: &'a Element) -> Option<Self> {
        let tag = element.attribute("tag")?;
        let subfields: Vec<(&str, String)> = element
            .children("subfield")
            .filter_map(|subfield| Some((subfield.attribute("code")?, subfield.text())))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let original = tag == "880";
        let linked = subfields.iter().find(|(code, _)| *code == "6").and_then(|(_, link)| link.get(..3));
        let tag = if original { linked? } else { tag }.to_owned();
        let indicator = element.attributes.iter().find(|(name, _)| name == "ind2");
        let second = indicator.and_then(|(_, value)| value.chars().next()).unwrap_or(' ');
        Some(Self { tag, second, subfields, original })
    }

    /// The first subfield of that code, without ISBD's punctuation.
    pub(super) fn get(&self, code: &str) -> Option<String> {
        self.every(code).next()
    }

    pub(super) fn every<'b>(&'b self, code: &'b str) -> impl Iterator<Item = String> + use<'a, 'b> {
        let found = self.subfields.iter().filter(move |(known, _)| *known == code);
        found.map(|(_, text)| trim(text)).filter(|text| !text.is_empty())
    }

    /// Subfields of these codes in their order, joined.
    pub(super) fn joined(&self, codes: &[&str], separator: &str) -> String {
        let found = self.subfields.iter().filter(|(code, _)| codes.contains(code));
        found.map(|(_, text)| trim(text)).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(separator)
    }
}

/// A text without the punctuation that only leads to the next subfield, and without a full stop that ends no abbreviation.
pub(super) fn trim(text: &str) -> String {
    const ABBREVIATIONS: [&str; 22] = [
        "jr", "sr", "etc", "ed", "eds", "vol", "vols", "no", "co", "inc", "ltd", "dept", "st", "bros", "u.s",
        "rev", "p", "pp", "pt", "ser", "v", "ca",
    ];
    let bare = text.trim().trim_end_matches([' ', '/', ':', ';', ',', '=', '،']);
    let Some(stopped) = bare.strip_suffix('.') else { return bare.to_owned() };
    let last = stopped.rsplit([' ', '-']).next().unwrap_or_default();
    let is_initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let is_short = ABBREVIATIONS.contains(&last.to_lowercase().as_str());
    if is_initial || is_short || stopped.ends_with('.') || (last.contains('.') && last.len() < 8) {
        return bare.to_owned();
    }
    stopped.trim_end().to_owned()
}

/// A text without the brackets in which a cataloguer puts what does not stand on the title page.
pub(super) fn unbracketed(text: &str) -> String {
    let (open, close) = (text.matches('[').count(), text.matches(']').count());
    match (text.strip_prefix('['), text.strip_suffix(']')) {
        (Some(rest), _) if open > close => rest.to_owned(),
        (_, Some(rest)) if close > open => rest.to_owned(),
        (Some(rest), Some(_)) if open == 1 => rest.trim_end_matches(']').to_owned(),
        _ => text.to_owned(),
    }
}
