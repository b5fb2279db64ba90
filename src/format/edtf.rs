//! Dates in the extended date/time format, levels 0 and 1: "1950-06-25/1953-07-27", "1950-21", "195X", "1950~/..".
//!
//! It reads nothing else: "25 June 1950" is [`date`](super::date)'s. What it writes it reads back as it was.
//! Source: ISO 8601-2:2019, and the BibLaTeX manual 3.20, section 2.3.8.

use crate::record::{Date, Day, End};
use std::fmt::Write as _;

/// One end of a span.
struct Edge {
    first: Day,
    /// The last year where digits are left open: 1959 for "195X".
    last: Option<i32>,
    season: Option<u8>,
    circa: bool,
}

/// A date in the extended format; `None` for everything else.
#[must_use]
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let Some((first, last)) = text.split_once('/') else {
        let edge = edge(text)?;
        let end = edge.last.map(|year| End::On(Day { year, ..Day::default() }));
        return Some(Date {
            start: Some(edge.first),
            end,
            season: edge.season,
            circa: edge.circa,
            literal: None,
        });
    };
    let start = edge(first)?;
    let open = matches!(last.trim(), "" | "..");
    let end = if open { None } else { Some(edge(last)?) };
    let day = end.as_ref().map(|end| Day { year: end.last.unwrap_or(end.first.year), ..end.first });
    Some(Date {
        start: Some(start.first),
        end: Some(day.map_or(End::Open, End::On)),
        season: start.season,
        circa: start.circa || end.is_some_and(|end| end.circa),
        literal: None,
    })
}

/// A date in the extended format; `None` where it has no year or has words of its own.
#[must_use]
pub fn write(date: &Date) -> Option<String> {
    let start = date.start.filter(|_| date.literal.is_none())?;
    let mut text = String::new();
    match date.season {
        Some(season @ 1..=4) => {
            year(start.year, &mut text);
            let _ = write!(text, "-2{season}");
        }
        _ => day(start, &mut text),
    }
    if date.circa {
        text.push('~');
    }
    match date.end {
        Some(End::On(end)) => {
            text.push('/');
            day(end, &mut text);
        }
        Some(End::Open) => text.push_str("/.."),
        None => {}
    }
    Some(text)
}

fn day(day: Day, text: &mut String) {
    year(day.year, text);
    if day.month > 0 {
        let _ = write!(text, "-{:02}", day.month);
        if day.day > 0 {
            let _ = write!(text, "-{:02}", day.day);
        }
    }
}

fn year(year: i32, text: &mut String) {
    let sign = if year < 0 { "-" } else { "" };
    let long = if year.unsigned_abs() > 9999 { "Y" } else { "" };
    let _ = write!(text, "{long}{sign}{:04}", year.unsigned_abs());
}

fn edge(text: &str) -> Option<Edge> {
    let text = text.trim();
    let bare = text.trim_end_matches(['~', '?', '%']);
    let circa = bare.len() < text.len();
    let long = bare.strip_prefix(['Y', 'y']);
    let bare = long.unwrap_or(bare);
    let (negative, bare) = bare.strip_prefix('-').map_or((false, bare), |rest| (true, rest));
    let mut parts = bare.split('-');
    let digits = parts.next()?;
    let (month, day) = (parts.next(), parts.next());
    if parts.next().is_some() || digits.len() < 4 || (long.is_none() && digits.len() > 4) {
        return None;
    }
    let sign = if negative { -1 } else { 1 };
    let known = digits.trim_end_matches(['X', 'x', 'u']);
    if known.len() < digits.len() {
        if digits.len() - known.len() > 2 || month.is_some() || negative {
            return None;
        }
        let year = |fill| format!("{known}{}", String::from(fill).repeat(digits.len() - known.len()));
        let first = Day { year: number(&year('0'))?, ..Day::default() };
        return Some(Edge { first, last: number(&year('9')), season: None, circa });
    }
    let mut first = Day { year: signed(digits, sign)?, ..Day::default() };
    let mut season = None;
    if let Some(month) = month {
        match u8::try_from(number(two(month)?)?).ok()? {
            month @ 1..=12 => first.month = month,
            number @ 21..=24 if day.is_none() => season = Some(number - 20),
            _ => return None,
        }
    }
    if let Some(day) = day {
        first.day = u8::try_from(number(two(day)?)?).ok().filter(|day| (1..=31).contains(day))?;
    }
    Some(Edge { first, last: None, season, circa })
}

fn two(text: &str) -> Option<&str> {
    (text.len() == 2).then_some(text)
}

fn number(text: &str) -> Option<i32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn signed(digits: &str, sign: i64) -> Option<i32> {
    let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let year: i64 = all.then(|| digits.parse().ok()).flatten()?;
    i32::try_from(year * sign).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_the_format_is_shown_as_it_is_meant() {
        for (text, shown) in [
            ("1950-06-25/1953-07-27", "25 June 1950–27 July 1953"),
            ("1950/", "1950–"),
            ("1950~/1953", "c. 1950–1953"),
            ("1950-21", "Spring 1950"),
            ("195X", "1950–1959"),
            ("-0036", "36 BC"),
        ] {
            assert_eq!(parse(text).map(|date| date.display()).as_deref(), Some(shown), "{text}");
        }
        for text in ["", "/", "1950-13", "June 1950", "50", "1950-06-25-1", "n.d.", "/1953"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_longest_years_come_back() {
        for year in [i32::MIN, -1, 0, 38, 9999, 10_000, i32::MAX] {
            let date = Date { end: Some(End::Open), circa: true, ..Date::year(year) };
            assert_eq!(parse(&write(&date).unwrap()), Some(date));
        }
    }
}
