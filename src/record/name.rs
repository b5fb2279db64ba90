//! A person or body, in CSL's terms.
//!
//! It shows a name both ways round; it parses none: that is `format::name`'s.

use serde::{Deserialize, Serialize};

/// A person or body. Either `literal` stands alone, or `family` with what else is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Name {
    /// The family name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub family: String,
    /// The given names or initials.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub given: String,
    /// A particle that is not sorted by: the `van` of "Ludwig van Beethoven".
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dropping_particle: String,
    /// A particle that belongs to the family name: the `de` of "de Gaulle".
    #[serde(skip_serializing_if = "String::is_empty")]
    pub non_dropping_particle: String,
    /// `Jr.`, `III`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    /// A body, or a name that is not to be taken apart.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub literal: String,
}

impl Name {
    /// A name of family and given part.
    pub fn new(family: impl Into<String>, given: impl Into<String>) -> Self {
        Self { family: family.into(), given: given.into(), ..Self::default() }
    }

    /// A body, or a name that is not to be taken apart.
    pub fn literal(text: impl Into<String>) -> Self {
        Self { literal: text.into(), ..Self::default() }
    }

    /// "Bruce Cumings", "Charles de Gaulle", "United Nations", "박명림".
    #[must_use]
    pub fn display(&self) -> String {
        if !self.literal.is_empty() {
            return self.literal.clone();
        }
        // Names in Hangul and Han are not turned round, and have no blank.
        if !self.family.is_empty() && self.family.chars().chain(self.given.chars()).all(is_east_asian) {
            return format!("{}{}", self.family, self.given);
        }
        join(&[&self.given, &self.dropping_particle, &self.non_dropping_particle, &self.family, &self.suffix])
    }

    /// "Cumings, Bruce", "de Gaulle, Charles", "United Nations".
    #[must_use]
    pub fn inverted(&self) -> String {
        if !self.literal.is_empty() {
            return self.literal.clone();
        }
        let mut text = join(&[&self.non_dropping_particle, &self.family]);
        let given = join(&[&self.given, &self.dropping_particle]);
        for part in [given.as_str(), self.suffix.as_str()] {
            if !part.is_empty() {
                if !text.is_empty() {
                    text.push_str(", ");
                }
                text.push_str(part);
            }
        }
        text
    }

    /// The part a name is known and sorted by: the family name with its particle, or the whole literal.
    #[must_use]
    pub fn key(&self) -> String {
        if self.family.is_empty() && !self.literal.is_empty() {
            self.literal.clone()
        } else {
            join(&[&self.non_dropping_particle, &self.family])
        }
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.family.trim().is_empty() && self.given.trim().is_empty() && self.literal.trim().is_empty()
    }
}

/// Whether it is a sign of Chinese, Japanese or Korean writing.
#[must_use]
pub fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3130}'..='\u{318f}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn join(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_both_ways() {
        let name = Name { non_dropping_particle: "de".into(), ..Name::new("Gaulle", "Charles") };
        assert_eq!(
            (name.display().as_str(), name.inverted().as_str()),
            ("Charles de Gaulle", "de Gaulle, Charles")
        );
        assert_eq!(Name::new("박", "명림").display(), "박명림");
    }
}
