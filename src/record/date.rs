//! A date as precise as its source, and CSL-JSON's form of it.
//!
//! It parses no words: that is `format::date`'s; how a manual of style writes a date is `cite`'s.

use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// A date as precise as the source: a day, month, season or year, a span, or words.
///
/// Its JSON is a CSL date: `date-parts` of one or two `[year, month, day]`, `season`, `circa`, `literal`.
/// A span without end has a second part of `[0]`, as CSL 1.0.2 has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Date {
    /// The day, or the first of a span.
    pub start: Option<Day>,
    /// The last of a span.
    pub end: Option<End>,
    /// 1 spring, 2 summer, 3 autumn, 4 winter.
    pub season: Option<u8>,
    /// Whether the date is approximate.
    pub circa: bool,
    /// What could not be taken apart: "n.d.", "Ch'ŏnggu 1953".
    pub literal: Option<String>,
}

/// How a span ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// On a day, month or year.
    On(Day),
    /// Not yet.
    Open,
}

/// A year with as much of month and day as is known; years before our era are negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12, or 0.
    pub month: u8,
    /// The day, 1 to 31, or 0.
    pub day: u8,
}

impl Date {
    /// A whole year.
    #[must_use]
    pub fn year(year: i32) -> Self {
        Self::on(Day { year, month: 0, day: 0 })
    }

    /// A day, month or year.
    #[must_use]
    pub fn on(day: Day) -> Self {
        Self { start: Some(day), ..Self::default() }
    }

    /// Words that name no year: "n.d.".
    pub fn words(text: impl Into<String>) -> Self {
        Self { literal: Some(text.into()), ..Self::default() }
    }

    /// The years it spans, both included; an open end goes to 9999. `None` where no year is known.
    #[must_use]
    pub fn years(&self) -> Option<(i32, i32)> {
        let start = self.start?.year;
        Some(match self.end {
            Some(End::On(end)) => (start.min(end.year), start.max(end.year)),
            Some(End::Open) => (start, 9999),
            None => (start, start),
        })
    }

    /// "1950", "25 June 1950", "Spring 1950", "1950–53", "c. 1950", "n.d.".
    #[must_use]
    pub fn display(&self) -> String {
        // Words that were not understood say more than the year found in them.
        if let Some(words) = &self.literal {
            return words.clone();
        }
        let Some(start) = self.start else { return String::new() };
        let mut text = String::new();
        if self.circa {
            text.push_str("c. ");
        }
        if let Some(season @ 1..=4) = self.season {
            text.push_str(["Spring ", "Summer ", "Autumn ", "Winter "][usize::from(season) - 1]);
        }
        text.push_str(&start.display());
        match self.end {
            Some(End::On(end)) if end != start => {
                let _ = write!(text, "–{}", end.display());
            }
            Some(End::Open) => text.push('–'),
            _ => {}
        }
        text
    }
}

/// Months in English, from the first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Day {
    /// "1950", "June 1950", "25 June 1950", "37 BC".
    #[must_use]
    pub fn display(&self) -> String {
        let mut text = String::new();
        if let Some(month) = usize::from(self.month).checked_sub(1).and_then(|index| MONTHS.get(index)) {
            if self.day > 0 {
                let _ = write!(text, "{} ", self.day);
            }
            let _ = write!(text, "{month} ");
        }
        if self.year < 0 {
            let _ = write!(text, "{} BC", i64::from(self.year).abs());
        } else {
            let _ = write!(text, "{}", self.year);
        }
        text
    }

    fn parts(self) -> Vec<i32> {
        let mut parts = vec![self.year];
        if self.month > 0 {
            parts.push(i32::from(self.month));
            if self.day > 0 {
                parts.push(i32::from(self.day));
            }
        }
        parts
    }

    fn from_parts(parts: &[i32]) -> Option<Self> {
        let year = *parts.first()?;
        let month =
            parts.get(1).and_then(|&m| u8::try_from(m).ok()).filter(|m| (1..=12).contains(m)).unwrap_or(0);
        let day = parts.get(2).and_then(|&d| u8::try_from(d).ok()).filter(|d| (1..=31).contains(d));
        Some(Self { year, month, day: if month > 0 { day.unwrap_or(0) } else { 0 } })
    }
}

/// A CSL date as JSON has it.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct DateJson {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    date_parts: Vec<Vec<i32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    season: Option<u8>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    circa: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    literal: Option<String>,
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut date_parts: Vec<Vec<i32>> = self.start.iter().map(|day| day.parts()).collect();
        match self.end {
            Some(End::On(end)) => date_parts.push(end.parts()),
            Some(End::Open) => date_parts.push(vec![0]),
            None => {}
        }
        DateJson { date_parts, season: self.season, circa: self.circa, literal: self.literal.clone() }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = DateJson::deserialize(deserializer)?;
        let start = json.date_parts.first().and_then(|parts| Day::from_parts(parts));
        let end = match json.date_parts.get(1).map(Vec::as_slice) {
            None | Some([]) => None,
            Some([0]) => Some(End::Open),
            Some(parts) => Day::from_parts(parts).map(End::On),
        };
        Ok(Self { start, end, season: json.season, circa: json.circa, literal: json.literal })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_shown_as_precisely_as_they_are_known() {
        let day = Day { year: 1950, month: 6, day: 25 };
        assert_eq!(Date::on(day).display(), "25 June 1950");
        let open = Date { end: Some(End::Open), ..Date::year(1950) };
        assert_eq!(open.display(), "1950–");
        assert_eq!(serde_json::to_string(&open).unwrap(), r#"{"date-parts":[[1950],[0]]}"#);
        assert_eq!(Date::words("n.d.").display(), "n.d.");
        let words = Date { literal: Some("1950 [i.e. 1951]".into()), ..Date::year(1950) };
        assert_eq!((words.display().as_str(), words.years()), ("1950 [i.e. 1951]", Some((1950, 1950))));
    }
}
