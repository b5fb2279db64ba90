//! A printed date -> a [`Date`]: "25 June 1950", "1950-53", "Spring 1950", "[1950?]", "1950/..", "n.d.".
//!
//! It guesses nothing: what it cannot take apart whole stays as words, with the year in them if there is just one to find.
//! Sources: ISO 8601-2:2019 (EDTF levels 0 and 1), the RIS and MEDLINE date fields, catalogue practice (AACR2 1.4F).

use crate::record::{Date, Day, End};

/// Months by name: a word counts when it begins one of these and has three letters at least.
const MONTHS: &[(&str, u8)] = &[
    ("january", 1),
    ("januar", 1),
    ("janvier", 1),
    ("enero", 1),
    ("jänner", 1),
    ("gennaio", 1),
    ("января", 1),
    ("январь", 1),
    ("february", 2),
    ("februar", 2),
    ("février", 2),
    ("fevrier", 2),
    ("febrero", 2),
    ("февраля", 2),
    ("февраль", 2),
    ("march", 3),
    ("märz", 3),
    ("maerz", 3),
    ("mars", 3),
    ("marzo", 3),
    ("марта", 3),
    ("март", 3),
    ("april", 4),
    ("avril", 4),
    ("abril", 4),
    ("aprile", 4),
    ("апреля", 4),
    ("апрель", 4),
    ("may", 5),
    ("mai", 5),
    ("mayo", 5),
    ("maggio", 5),
    ("мая", 5),
    ("май", 5),
    ("june", 6),
    ("juni", 6),
    ("juin", 6),
    ("junio", 6),
    ("июня", 6),
    ("июнь", 6),
    ("july", 7),
    ("juli", 7),
    ("juillet", 7),
    ("julio", 7),
    ("июля", 7),
    ("июль", 7),
    ("august", 8),
    ("août", 8),
    ("aout", 8),
    ("agosto", 8),
    ("августа", 8),
    ("август", 8),
    ("september", 9),
    ("septembre", 9),
    ("septiembre", 9),
    ("settembre", 9),
    ("сентября", 9),
    ("сентябрь", 9),
    ("october", 10),
    ("oktober", 10),
    ("octobre", 10),
    ("octubre", 10),
    ("ottobre", 10),
    ("октября", 10),
    ("октябрь", 10),
    ("november", 11),
    ("novembre", 11),
    ("noviembre", 11),
    ("ноября", 11),
    ("ноябрь", 11),
    ("december", 12),
    ("dezember", 12),
    ("décembre", 12),
    ("decembre", 12),
    ("diciembre", 12),
    ("декабря", 12),
    ("декабрь", 12),
];

/// Seasons by name.
const SEASONS: &[(&str, u8)] = &[
    ("spring", 1),
    ("frühjahr", 1),
    ("frühling", 1),
    ("printemps", 1),
    ("summer", 2),
    ("sommer", 2),
    ("été", 2),
    ("autumn", 3),
    ("fall", 3),
    ("herbst", 3),
    ("automne", 3),
    ("winter", 4),
    ("hiver", 4),
    ("봄", 1),
    ("여름", 2),
    ("가을", 3),
    ("겨울", 4),
    ("春", 1),
    ("夏", 2),
    ("秋", 3),
    ("冬", 4),
];

/// Words before a date that say it is approximate.
const CIRCA: &[&str] = &[
    "c.",
    "ca.",
    "ca",
    "c",
    "circa",
    "approximately",
    "approx.",
    "about",
    "around",
    "um",
    "vers",
    "probably",
];

/// Marks before a year that say what kind of date it is, and nothing against it: copyright, printing.
const KINDS: &[&str] = &["©", "cop.", "copyright", "℗", "published"];

/// What is known of one end of a date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Piece {
    year: Option<i32>,
    month: u8,
    day: u8,
    season: Option<u8>,
}

impl Piece {
    fn day(self) -> Option<Day> {
        self.year.map(|year| Day { year, month: self.month, day: self.day })
    }
}

/// A printed date; `None` for empty text.
#[must_use]
pub fn parse(text: &str) -> Option<Date> {
    let whole = text.trim();
    if whole.is_empty() {
        return None;
    }
    let (bare, circa) = undressed(whole);
    let parsed = if bare.len() > 80 { None } else { span(&bare) };
    Some(match parsed {
        Some(date) => Date { circa: circa || date.circa, ..date },
        None => Date { start: only_year(&bare), literal: Some(whole.to_owned()), ..Date::default() },
    })
}

/// Whether a date says more than another of the same year: `year` and `date` often stand side by side.
#[must_use]
pub fn is_fuller(date: &Date, old: &Date) -> bool {
    match (date.start, old.start) {
        (Some(new), Some(old_day)) => new.year == old_day.year && old_day.month == 0 && new.month > 0,
        (Some(_), None) => true,
        _ => false,
    }
}

/// A date of numbers that stand apart; `None` without a year. A month or day out of range is left out.
#[must_use]
pub fn from_parts(year: Option<i32>, month: Option<i64>, day: Option<i64>) -> Option<Date> {
    let within = |number: Option<i64>, last: u8| {
        number.and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=last).contains(n)).unwrap_or(0)
    };
    let month = within(month, 12);
    let day = if month > 0 { within(day, 31) } else { 0 };
    year.map(|year| Date::on(Day { year, month, day }))
}

/// A month by its name, abbreviation or number.
#[must_use]
pub fn month(word: &str) -> Option<u8> {
    let word = word.trim().trim_end_matches('.').to_lowercase();
    if let Ok(number) = word.parse::<u8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    // "juil." is July and "juin" June in French: the shorter name must be whole.
    (word.chars().count() >= 3)
        .then(|| {
            MONTHS
                .iter()
                .find(|(name, _)| *name == word)
                .or_else(|| MONTHS.iter().find(|(name, _)| name.starts_with(&word)))
        })
        .flatten()
        .map(|(_, month)| *month)
}

/// Brackets, marks of copyright and of doubt taken off; whether there was doubt.
fn undressed(text: &str) -> (String, bool) {
    let mut circa = false;
    let mut bare = text.trim_end_matches(['.', ',', ';', ':', ' ']).to_owned();
    for _ in 0..3 {
        let mut rest = bare.trim();
        if let Some(inner) =
            rest.strip_prefix(['[', '(', '<']).and_then(|inner| inner.strip_suffix([']', ')', '>']))
            && !inner.contains(['[', '('])
        {
            rest = inner.trim();
        }
        let lower = rest.to_lowercase();
        let prefix = |words: &'static [&'static str]| {
            words.iter().find(|word| {
                lower.strip_prefix(**word).is_some_and(|after| {
                    let glued = word.ends_with('.') || **word == "©" || **word == "℗";
                    after.starts_with(' ')
                        || (glued && after.starts_with(|c: char| c.is_ascii_digit() || c == '['))
                })
            })
        };
        if let Some(word) = prefix(CIRCA) {
            circa = true;
            rest = rest.get(word.len()..).unwrap_or_default().trim();
        } else if let Some(word) = prefix(KINDS) {
            rest = rest.get(word.len()..).unwrap_or_default().trim();
        } else if let Some(year) = rest.strip_prefix(['c', 'p'])
            && year.len() == 4
            && year.bytes().all(|b| b.is_ascii_digit())
        {
            // A catalogue's "c1950" is the year of copyright, no circa.
            rest = year;
        }
        while let Some(cut) = rest.strip_suffix(['?', '~', '%']) {
            circa = true;
            rest = cut.trim();
        }
        let next = rest.to_owned();
        if next == bare {
            break;
        }
        bare = next;
    }
    (bare, circa)
}

/// A date or a span of two.
fn span(text: &str) -> Option<Date> {
    if let Some(date) = numbers(text) {
        return Some(date);
    }
    if let Some(piece) = words(text).filter(|piece| piece.year.is_some()) {
        return Some(Date { season: piece.season, ..Date::on(piece.day()?) });
    }
    let lower = text.to_lowercase();
    let between = lower.strip_prefix("between ").and_then(|rest| rest.split_once(" and "));
    if let Some((first, last)) = between
        .or_else(|| lower.split_once(" to "))
        .or_else(|| lower.strip_prefix("from ")?.split_once(" to "))
    {
        return joined(first, last);
    }
    for dash in ["–", "—", " - ", "/", "-", "～", "~"] {
        if let Some((first, last)) = text.split_once(dash) {
            return joined(first, last);
        }
    }
    None
}

/// A span of two ends, the poorer of which takes what it lacks from the other: "June-July 1950", "25-27 June 1950".
fn joined(first: &str, last: &str) -> Option<Date> {
    let (first, doubt) = undressed(first);
    let (last, more_doubt) = undressed(last);
    let circa = doubt || more_doubt;
    if matches!(last.as_str(), "" | ".." | "present" | "heute") {
        let piece = words(&first)?;
        return Some(Date { end: Some(End::Open), season: piece.season, circa, ..Date::on(piece.day()?) });
    }
    let (mut start, mut end) = (words(&first)?, words(&last)?);
    if start.year.is_none() {
        start.year = end.year;
        if start.month == 0 && start.season.is_none() {
            start.month = end.month;
        }
    } else if end.year.is_none() {
        end.year = start.year;
        if end.month == 0 && end.season.is_none() {
            // "Winter 1950-51", "1950–3": an end of less digits than a year has.
            let year = start.year?;
            let digits = i32::from(end.day);
            if end.day > 0 && (start.day == 0 || start.season.is_some()) {
                end.year = shortened(year, digits, if last.trim().len() > 1 { 100 } else { 10 });
                end.day = 0;
            } else {
                end.month = start.month;
            }
        }
    }
    let (from, to) = (start.day()?, end.day()?);
    // A span that runs backwards was no span.
    let comparable = |day: Day| (day.year, if from.month == 0 || to.month == 0 { 0 } else { day.month });
    if comparable(to) < comparable(from) {
        return None;
    }
    let season = start.season.or(end.season);
    if start.season.is_some() && end.season.is_some() && start.season != end.season {
        return None;
    }
    Some(Date { start: Some(from), end: (to != from).then_some(End::On(to)), season, circa, literal: None })
}

/// The year that the last digits of another mean: 53 after 1950 is 1953.
fn shortened(year: i32, digits: i32, base: i32) -> Option<i32> {
    let full = year - year.rem_euclid(base) + digits;
    match full {
        _ if full > year => Some(full),
        // 1899-02
        _ if base == 100 && full + 100 - year < 30 => Some(full + 100),
        _ => None,
    }
}

/// Dates of digits and marks alone.
fn numbers(text: &str) -> Option<Date> {
    // A time of day says nothing about a work.
    let text = match text.split_once('T') {
        Some((date, time)) if date.len() >= 8 && time.starts_with(|c: char| c.is_ascii_digit()) => date,
        _ => match text.split_once(' ') {
            Some((date, time))
                if date.len() >= 8 && time.len() >= 4 && time.get(1..3).is_some_and(|t| t.contains(':')) =>
            {
                date
            }
            _ => text,
        },
    };
    let digits = |part: &str| {
        (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<i32>().ok())
            .flatten()
    };
    if let Some(negative) = text.strip_prefix('-')
        && negative.len() == 4
    {
        return digits(negative).map(|year| Date::year(-year));
    }
    if let Some(year) = digits(text) {
        return match text.len() {
            3 | 4 if year > 0 => Some(Date::year(year)),
            8 => valid(year / 10_000, year / 100 % 100, year % 100),
            _ => None,
        };
    }
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let slash = text.contains('/');
    match *parts.as_slice() {
        [year, month, day] if year.len() == 4 && digits(day).is_some() => {
            valid(digits(year)?, digits(month)?, digits(day)?)
        }
        // RIS: "1950/06//", "1950///", "1950/06/25/Summer".
        [year, month, day, ..] if slash && year.len() == 4 && parts.len() <= 4 => {
            let year = digits(year)?;
            let season = parts.get(3).and_then(|word| season(word));
            let number = |part: &str| {
                if part.is_empty() { Some(None) } else { digits(part).map(|n| Some(i64::from(n))) }
            };
            if parts.get(3).is_some_and(|word| !word.is_empty() && season.is_none()) {
                return None;
            }
            Some(Date { season, ..from_parts(Some(year), number(month)?, number(day)?)? })
        }
        // Day and month are told apart only where one of them can be no month.
        [first, second, year] if year.len() == 4 => match (digits(first)?, digits(second)?) {
            (day, month) if day > 12 || day == month => valid(digits(year)?, month, day),
            (month, day) if day > 12 => valid(digits(year)?, month, day),
            (day, month) if text.contains('.') => valid(digits(year)?, month, day),
            _ => None,
        },
        [year, short] if year.len() == 4 && (1..=2).contains(&short.len()) => {
            let (year, number) = (digits(year)?, digits(short)?);
            let decade = year.rem_euclid(100);
            if short.len() == 1 {
                let end = shortened(year, number, 10)?;
                return Some(Date {
                    end: Some(End::On(Day { year: end, ..Day::default() })),
                    ..Date::year(year)
                });
            }
            match number {
                1..=12 => valid(year, number, 0),
                // EDTF's seasons, where they can be no year's end.
                21..=24 if number <= decade => {
                    Some(Date { season: u8::try_from(number - 20).ok(), ..Date::year(year) })
                }
                _ => {
                    let end = shortened(year, number, 100)?;
                    Some(Date { end: Some(End::On(Day { year: end, ..Day::default() })), ..Date::year(year) })
                }
            }
        }
        _ => None,
    }
}

fn valid(year: i32, month: i32, day: i32) -> Option<Date> {
    let date = from_parts(Some(year), Some(month.into()), Some(day.into()))?;
    let start = date.start?;
    (i32::from(start.month) == month && i32::from(start.day) == day).then_some(date)
}

/// One end of a date: ISO, or words of which every one must be understood.
fn words(text: &str) -> Option<Piece> {
    let text = text.trim();
    if let Some(date) = numbers(text)
        && date.end.is_none()
    {
        let start = date.start?;
        return Some(Piece {
            year: Some(start.year),
            month: start.month,
            day: start.day,
            season: date.season,
        });
    }
    let spaced =
        text.replace(['년', '年'], "y ").replace(['월', '月'], "m ").replace(['일', '日', '호'], "d ");
    let mut piece = Piece::default();
    let mut any = false;
    for word in spaced.split([' ', ',', '.', '(', ')']).filter(|word| !word.is_empty()) {
        any = true;
        let lower = word.to_lowercase();
        let number: String = lower.chars().take_while(char::is_ascii_digit).collect();
        let unit = lower.get(number.len()..)?;
        let value = number.parse::<i32>().ok();
        match (value, unit) {
            (Some(year), "" | "y") if number.len() == 4 && piece.year.is_none() => piece.year = Some(year),
            (Some(month @ 1..=12), "m") if piece.month == 0 => piece.month = u8::try_from(month).ok()?,
            (Some(day @ 1..=31), "" | "d" | "st" | "nd" | "rd" | "th")
                if number.len() <= 2 && piece.day == 0 =>
            {
                piece.day = u8::try_from(day).ok()?;
            }
            (Some(end), "") if number.len() == 2 && piece.day == 0 => piece.day = u8::try_from(end).ok()?,
            (Some(year), "bc" | "bce") if piece.year.is_none() => piece.year = Some(-year),
            (None, "bc" | "bce") => {
                piece.year =
                    piece.year.or_else(|| Some(i32::from(std::mem::take(&mut piece.day)))).map(|year| -year);
            }
            (
                None,
                "of" | "the" | "ad" | "ce" | "de" | "le" | "mon" | "tue" | "wed" | "thu" | "fri" | "sat"
                | "sun" | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday",
            ) => {}
            (None, _) => match (month(&lower), season(&lower)) {
                (_, Some(season)) if piece.season.is_none() => piece.season = Some(season),
                (Some(month), None) if piece.month == 0 => piece.month = month,
                _ => return None,
            },
            _ => return None,
        }
    }
    // A day without a month names no day; where the other end has the month, `joined` looks after it.
    let lone_day = piece.day > 0 && piece.month == 0 && piece.year.is_some();
    let too_late = piece.day > 31 && (piece.year.is_some() || piece.month > 0);
    (any && !lone_day && !too_late).then_some(piece)
}

fn season(word: &str) -> Option<u8> {
    let word = word.trim().trim_end_matches('.').to_lowercase();
    SEASONS.iter().find(|(name, _)| *name == word).map(|(_, season)| *season)
}

/// The first year among the words, a number of four digits between 1000 and 2999.
fn only_year(text: &str) -> Option<Day> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() == 4)
        .filter_map(|run| run.parse().ok())
        .find(|year| (1000..3000).contains(year))
        .map(|year| Day { year, month: 0, day: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let date = parse(text).unwrap();
        assert_eq!(date.literal, None, "{text}");
        date.display()
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        for (text, display) in [
            ("1950", "1950"),
            ("1950.", "1950"),
            ("[1950]", "1950"),
            ("c1950", "1950"),
            ("©1950", "1950"),
            ("1950-06-25", "25 June 1950"),
            ("1950-06-25T04:00:00Z", "25 June 1950"),
            ("1950/06/25", "25 June 1950"),
            ("1950///", "1950"),
            ("1950/06//", "June 1950"),
            ("19500625", "25 June 1950"),
            ("25 June 1950", "25 June 1950"),
            ("June 25, 1950", "25 June 1950"),
            ("25th of June, 1950", "25 June 1950"),
            ("1950 Jun 25", "25 June 1950"),
            ("Jun. 1950", "June 1950"),
            ("1950년 6월 25일", "25 June 1950"),
            ("1950年6月", "June 1950"),
            ("25/06/1950", "25 June 1950"),
            ("1950-06", "June 1950"),
            ("Spring 1950", "Spring 1950"),
            ("1950 Fall", "Autumn 1950"),
            ("1950-21", "Spring 1950"),
            ("[1950?]", "c. 1950"),
            ("c. 1950", "c. 1950"),
            ("ca.1950", "c. 1950"),
            ("1950~", "c. 1950"),
            ("37 BC", "37 BC"),
        ] {
            assert_eq!(shown(text), display, "{text}");
        }
    }

    #[test]
    fn spans_have_two_ends() {
        for (text, display) in [
            ("1950-1953", "1950–1953"),
            ("1950-53", "1950–1953"),
            ("1950–3", "1950–1953"),
            ("1950/1953", "1950–1953"),
            ("1950/53", "1950–1953"),
            ("1899-02", "February 1899"),
            ("1950–", "1950–"),
            ("1950-", "1950–"),
            ("1950/..", "1950–"),
            ("1950-present", "1950–"),
            ("between 1950 and 1953", "1950–1953"),
            ("1950-06-25/1953-07-27", "25 June 1950–27 July 1953"),
            ("Jun-Jul 1950", "June 1950–July 1950"),
            ("1950 Jun-Jul", "June 1950–July 1950"),
            ("25-27 June 1950", "25 June 1950–27 June 1950"),
            ("25 June 1950 – 27 July 1953", "25 June 1950–27 July 1953"),
            ("Winter 1950-51", "Winter 1950–1951"),
            ("1950?/1953", "c. 1950–1953"),
        ] {
            assert_eq!(shown(text), display, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_kept_whole() {
        for (text, year) in [
            ("n.d.", None),
            ("forthcoming", None),
            ("Ch'ŏnggu 1953", Some(1953)),
            ("1950 [i.e. 1951]", Some(1950)),
            ("01/02/1950", Some(1950)),
            ("1953-1950", Some(1953)),
            ("1950-13-45", Some(1950)),
        ] {
            let date = parse(text).unwrap();
            assert_eq!(
                (date.literal.as_deref(), date.start.map(|day| day.year)),
                (Some(text), year),
                "{text}"
            );
        }
        assert_eq!(parse("  "), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_date_or_words(text in "[0-9a-zA-Z \\-/–.,?~\\[\\]c년月]{0,24}") {
            if let Some(date) = parse(&text) {
                proptest::prop_assert!(date.start.is_some() || date.literal.is_some());
            }
        }
    }
}
