//! A record's dates -> the item's, and what a date says beyond one day in the words of each manual.
//!
//! hayagriva panics on spans and loses "circa". Such a date goes to it as a stand-in year that no work has, and is put back
//! after formatting by `repair`. It parses nothing: dates come read.

use super::item::clean;
use super::manual::{Manual, Order};
use crate::record::{Date, Day, End};
use hayagriva::citationberg::json::{DateValue, FixedDate, FixedDateRange, Value};

/// The first stand-in year: the largest that CSL's dates hold, less room for those after it.
const STAND_IN: i16 = 31_400;

/// How the dates of one item are written.
pub(super) struct Dates<'a> {
    /// The manual followed.
    pub manual: &'a Manual,
    /// Whether only years are wanted, as in a citation in the text.
    pub years: bool,
    /// Whether the day is wanted where the style gives a year: letters and papers of an archive.
    pub whole: bool,
    /// Stand-in years and what they stand for.
    pub stand_ins: Vec<(String, String)>,
}

impl Dates<'_> {
    /// The item's date; `None` where nothing is left of it.
    pub(super) fn value(&mut self, date: &Date) -> Option<Value> {
        let day = date.start.unwrap_or_default();
        let is_span = date.end.is_some_and(|end| end != End::On(day));
        let year = i16::try_from(day.year).ok().filter(|year| (-9_999..=9_999).contains(year) && *year != 0);
        let circa = date.circa && !self.manual.circa.is_empty();
        let whole = self.whole && !self.years && day.month > 0 && self.manual.order.begins_with_year();
        if let (Some(year), false) = (year, is_span || circa || whole) {
            let season = date.season.filter(|season| (1..=4).contains(season));
            return Some(raw(fixed(year, day, date.circa), season.map(|season| season.to_string())));
        }
        let said =
            if date.start.is_some() { self.span(date) } else { date.literal.clone().unwrap_or_default() };
        let said = if circa { self.manual.circa.replace("{}", &said) } else { said };
        self.stand_in(&said, date.circa && !circa)
    }

    /// A year that stands for these words.
    pub(super) fn stand_in(&mut self, words: &str, circa: bool) -> Option<Value> {
        let words = clean(words);
        if words.is_empty() {
            return None;
        }
        let year = STAND_IN.saturating_add(i16::try_from(self.stand_ins.len()).ok()?);
        self.stand_ins.push((year.to_string(), words));
        Some(raw(FixedDate { year, month: None, day: None, season: None, circa }, None))
    }

    /// "1950–53", "June 25–27, 1950", "25–27 June 1950", "1950–".
    fn span(&self, date: &Date) -> String {
        let order = self.manual.order;
        let start = date.start.unwrap_or_default();
        let (start, end) = match date.end {
            None => return order.day(self.seen(start)),
            Some(End::Open) => return format!("{}–", order.day(self.seen(start))),
            Some(End::On(end)) => (self.seen(start), self.seen(end)),
        };
        if start.year != end.year {
            let years_alone = start.month == 0 && end.month == 0;
            let same_century = start.year > 0 && start.year / 100 == end.year / 100 && start.year % 100 != 0;
            if years_alone && same_century && self.manual.short_spans {
                return format!("{}–{:02}", start.year, end.year % 100);
            }
            return format!("{}–{}", order.day(start), order.day(end));
        }
        if start.month == 0 || end.month == 0 {
            return order.day(Day { month: 0, day: 0, ..start });
        }
        let of_year = if start.month == end.month && start.day > 0 && end.day > 0 {
            order.within_month(&format!("{}–{}", start.day, end.day), start)
        } else {
            format!("{}–{}", order.within_year(start), order.within_year(end))
        };
        order.with_year(&of_year, start.day > 0 || end.day > 0, start.year)
    }

    /// The part of a day that is wanted.
    fn seen(&self, day: Day) -> Day {
        if self.years { Day { month: 0, day: 0, ..day } } else { day }
    }
}

impl Order {
    fn begins_with_year(self) -> bool {
        matches!(self, Self::YearComma | Self::YearBlank)
    }

    /// "June", "Jun".
    fn month(self, day: Day) -> String {
        let month = month(day);
        if self == Self::YearBlank { month.chars().take(3).collect() } else { month }
    }

    fn within_month(self, days: &str, of: Day) -> String {
        let month = self.month(of);
        if self == Self::DayMonth { format!("{days} {month}") } else { format!("{month} {days}") }
    }

    fn within_year(self, day: Day) -> String {
        if day.day == 0 { self.month(day) } else { self.within_month(&day.day.to_string(), day) }
    }

    fn with_year(self, of_year: &str, has_day: bool, year: i32) -> String {
        let year = if year < 0 { format!("{} BC", year.unsigned_abs()) } else { year.to_string() };
        match self {
            _ if of_year.is_empty() => year,
            Self::MonthDay if has_day => format!("{of_year}, {year}"),
            Self::MonthDay | Self::DayMonth => format!("{of_year} {year}"),
            Self::YearComma => format!("{year}, {of_year}"),
            Self::YearBlank => format!("{year} {of_year}"),
        }
    }

    /// "June 25, 1950", "25 June 1950", "1950, June 25", "1950 Jun 25".
    fn day(self, day: Day) -> String {
        if day.month == 0 {
            return self.with_year("", false, day.year);
        }
        self.with_year(&self.within_year(day), day.day > 0, day.year)
    }
}

/// The month's English name; empty where it is none.
pub(super) fn month(day: Day) -> String {
    let shown = Day { year: 1, day: 0, ..day }.display();
    shown.split(' ').find(|word| word.starts_with(char::is_uppercase)).unwrap_or_default().to_owned()
}

fn raw(start: FixedDate, season: Option<String>) -> Value {
    Value::Date(DateValue::Raw { raw: FixedDateRange { start, end: None }, literal: None, season })
}

/// Months and days count from 0 there.
fn fixed(year: i16, day: Day, circa: bool) -> FixedDate {
    let month = day.month.checked_sub(1).filter(|month| *month < 12);
    let of_month = day.day.checked_sub(1).filter(|of_month| *of_month < 31 && month.is_some());
    FixedDate { year, month, day: of_month, season: None, circa }
}

#[cfg(test)]
mod tests {
    use super::super::manual;
    use super::*;

    fn span(style: &str, json: &str) -> String {
        let manual = manual::of(style);
        let dates = Dates { manual, years: false, whole: false, stand_ins: Vec::new() };
        dates.span(&serde_json::from_str::<Date>(json).unwrap())
    }

    #[test]
    fn spans_of_dates_are_written_as_each_manual_does() {
        const CHICAGO: &str = "/styles/chicago-notes-bibliography";
        assert_eq!(span(CHICAGO, r#"{"date-parts":[[1950],[1953]]}"#), "1950–53");
        assert_eq!(span(CHICAGO, r#"{"date-parts":[[1950,6,25],[1950,6,27]]}"#), "June 25–27, 1950");
        assert_eq!(span(CHICAGO, r#"{"date-parts":[[1950,6],[1950,7]]}"#), "June–July 1950");
        assert_eq!(span(CHICAGO, r#"{"date-parts":[[1950],[0]]}"#), "1950–");
        assert_eq!(span(CHICAGO, r#"{"date-parts":[[1899],[1901]]}"#), "1899–1901");
        assert_eq!(span("/styles/apa", r#"{"date-parts":[[1950],[1953]]}"#), "1950–1953");
        assert_eq!(span("/styles/apa", r#"{"date-parts":[[1950,6,25],[1950,7,3]]}"#), "1950, June 25–July 3");
        assert_eq!(
            span("/harvard-cite-them-right", r#"{"date-parts":[[1950,6,25],[1951,1,4]]}"#),
            "25 June 1950–4 January 1951"
        );
        assert_eq!(span("/nlm-x", r#"{"date-parts":[[1950,6,25],[1950,6,27]]}"#), "1950 Jun 25–27");
    }
}
