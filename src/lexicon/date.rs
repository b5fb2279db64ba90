//! Dates in every order and precision -> one term: `#1950-06-25`, `#1950-06`, `#--06-25`, `#195x`.
//!
//! A day's date holds its month and its day of the year as well; a month holds no year, which `year:` asks for. A date
//! that no calendar has is no date. 6/25 and 6·25 are names of the war, and stand in the lexicon's files.
//!
//! | must meet | must not |
//! |---|---|
//! | 25 June 1950, June 25, 1950, 25 Jun. 1950, 1950-06-25, 1950年6月25日, 1950년 6월 25일 | 25 July 1950, 3 October and 10 March |
//! | June 1950, 25 June 1950 (asked for the month) | June 1951 |
//! | 25 juin 1950, 25. Juni 1950, 25 июня 1950, 25 Jun 50 | |
//! | 1950-53, 1950-1953 | 1950-54 |
//! | 1950s, fifties, nineteen-fifties, 1950's, 1950年代 | 1960s |

use super::number;
use crate::words::{Gap, Shape, Words};

/// What a rule has found: where it ends, the terms of the whole, and those inside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The word after its last.
    pub end: usize,
    /// The terms of the whole.
    pub terms: Vec<String>,
    /// The terms of what is inside.
    pub nested: Vec<String>,
}

/// Months in English, French, German and Russian, and the short forms of the English ones.
const MONTHS: [(&str, u32); 68] = [
    ("aout", 8),
    ("apr", 4),
    ("april", 4),
    ("aug", 8),
    ("august", 8),
    ("avril", 4),
    ("dec", 12),
    ("december", 12),
    ("decembre", 12),
    ("dezember", 12),
    ("feb", 2),
    ("februar", 2),
    ("february", 2),
    ("fevrier", 2),
    ("jan", 1),
    ("januar", 1),
    ("january", 1),
    ("janvier", 1),
    ("juillet", 7),
    ("juin", 6),
    ("jul", 7),
    ("juli", 7),
    ("july", 7),
    ("jun", 6),
    ("june", 6),
    ("juni", 6),
    ("mai", 5),
    ("mar", 3),
    ("march", 3),
    ("mars", 3),
    ("marz", 3),
    ("may", 5),
    ("nov", 11),
    ("november", 11),
    ("novembre", 11),
    ("oct", 10),
    ("october", 10),
    ("octobre", 10),
    ("oktober", 10),
    ("sep", 9),
    ("sept", 9),
    ("september", 9),
    ("septembre", 9),
    ("август", 8),
    ("августа", 8),
    ("апрель", 4),
    ("апреля", 4),
    ("декабрь", 12),
    ("декабря", 12),
    ("июль", 7),
    ("июля", 7),
    ("июнь", 6),
    ("июня", 6),
    ("маи", 5),
    ("май", 5),
    ("март", 3),
    ("марта", 3),
    ("мая", 5),
    ("ноябрь", 11),
    ("ноября", 11),
    ("октябрь", 10),
    ("октября", 10),
    ("сентябрь", 9),
    ("сентября", 9),
    ("февраль", 2),
    ("февраля", 2),
    ("январь", 1),
    ("января", 1),
];

/// Decades of the last century in words.
const DECADES: [(&str, u32); 8] = [
    ("eighties", 8),
    ("fifties", 5),
    ("forties", 4),
    ("nineties", 9),
    ("seventies", 7),
    ("sixties", 6),
    ("thirties", 3),
    ("twenties", 2),
];

fn month(folded: &str) -> Option<u32> {
    MONTHS.binary_search_by(|(name, _)| name.cmp(&folded)).ok().and_then(|at| MONTHS.get(at)).map(|it| it.1)
}

fn decade(folded: &str) -> Option<u32> {
    DECADES.binary_search_by(|(name, _)| name.cmp(&folded)).ok().and_then(|at| DECADES.get(at)).map(|it| it.1)
}

fn year(folded: &str) -> Option<u32> {
    let year = folded.parse().ok().filter(|_| folded.len() == 4 && folded.as_bytes()[0] != b'+')?;
    (1500..2100).contains(&year).then_some(year)
}

fn small(folded: &str, most: u32) -> Option<u32> {
    let plain = matches!(folded.len(), 1 | 2) && folded.bytes().all(|b| b.is_ascii_digit());
    folded.parse().ok().filter(|number| plain && (1..=most).contains(number))
}

/// Whether a folded word can begin a date or another number.
pub fn may_begin(folded: &str) -> bool {
    folded.starts_with(|c: char| c.is_ascii_digit())
        || month(folded).is_some()
        || decade(folded).is_some()
        || folded == "one"
        || number::one_word(folded).is_some()
}

/// Whether a folded word is Russian for the year that stands before it.
pub fn is_year(folded: &str) -> bool {
    matches!(folded, "года" | "году" | "г")
}

/// The longest date that begins with the word at an index.
pub fn at(words: &Words, at: usize) -> Option<Found> {
    let reader = Reader { words };
    let mut found = reader
        .numeric(at)
        .or_else(|| reader.day_first(at))
        .or_else(|| reader.month_first(at))
        .or_else(|| reader.decade(at))?;
    // 25 июня 1950 года.
    if is_year(words.folded(found.end)) && found.end > at + 1 {
        found.end += 1;
    }
    Some(found)
}

struct Reader<'w> {
    words: &'w Words,
}

/// The days that a month has in a year; in no year, the most it can have.
fn days(year: Option<u32>, month: u32) -> u32 {
    match month {
        2 if year.is_some_and(|year| year % 4 != 0 || (year % 100 == 0 && year % 400 != 0)) => 28,
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A day, or the first and last of several, as a date.
fn whole(end: usize, year: Option<u32>, month: u32, day: u32, last: Option<u32>) -> Option<Found> {
    if !(1..=12).contains(&month) || day < 1 || day.max(last.unwrap_or(1)) > days(year, month) {
        return None;
    }
    let term = |day: u32| match year {
        Some(year) => format!("#{year}-{month:02}-{day:02}"),
        None => format!("#--{month:02}-{day:02}"),
    };
    let mut nested: Vec<String> = last.filter(|last| *last != day).map(term).into_iter().collect();
    if let Some(year) = year {
        nested.push(format!("#{year}-{month:02}"));
        nested.push(format!("#--{month:02}-{day:02}"));
    }
    Some(Found { end, terms: vec![term(day)], nested })
}

fn of_month(end: usize, year: u32, month: u32) -> Found {
    Found { end, terms: vec![format!("#{year}-{month:02}")], nested: Vec::new() }
}

impl Reader<'_> {
    fn folded(&self, at: usize) -> &str {
        self.words.folded(at)
    }

    fn gap(&self, at: usize) -> Gap {
        self.words.get(at).map_or(Gap::Break, |word| word.gap)
    }

    /// A month's name; the short ones and may and march only with a capital. 1st Mar Div is no day.
    fn month(&self, at: usize) -> Option<u32> {
        if self.folded(at) == "mar" && matches!(self.folded(at + 1), "div" | "division" | "regt" | "bde") {
            return None;
        }
        let month = month(self.folded(at))?;
        let capital = self.words.get(at).is_some_and(|word| word.shape.has(Shape::CAPITAL));
        // The planet and the name are none: mars 1951, mai 1951.
        if matches!(self.folded(at), "mars" | "mai" | "март" | "маи" | "май") {
            return self.year(at + 1).map(|_| month);
        }
        (capital || !matches!(self.folded(at), "may" | "march" | "mar" | "dec" | "jan")).then_some(month)
    }

    /// A day in figures or words, and where it ends.
    fn day(&self, at: usize) -> Option<(u32, usize)> {
        let folded = self.folded(at);
        if let Some(day) = small(folded, 31) {
            // 1er août.
            let first = day == 1 && self.folded(at + 1) == "er" && self.gap(at + 1) == Gap::Glued;
            return Some((day, at + 1 + usize::from(first)));
        }
        let (form, end) = match number::several_words(self.words, at) {
            Some(several) => several,
            None => (number::one_word(folded).unwrap_or_else(|| folded.to_owned()), at + 1),
        };
        let digits = ["st", "nd", "rd", "th", "d"].iter().find_map(|ending| form.strip_suffix(ending))?;
        Some((small(digits, 31)?, end))
    }

    /// A day, or the first and last of several.
    fn days(&self, at: usize) -> Option<(u32, Option<u32>, usize)> {
        let (day, end) = self.day(at)?;
        if self.gap(end) == Gap::Hyphen
            && let Some((last, after)) = self.day(end).filter(|(last, _)| *last > day)
        {
            return Some((day, Some(last), after));
        }
        Some((day, None, end))
    }

    fn year(&self, at: usize) -> Option<u32> {
        let gap = matches!(self.gap(at), Gap::Space | Gap::Comma | Gap::Dot);
        year(self.folded(at)).filter(|_| gap)
    }

    /// The year of a military date, 25 Jun 50: two figures, of the years about the war alone.
    fn short_year(&self, at: usize) -> Option<u32> {
        let folded = self.folded(at);
        let gap = matches!(self.gap(at), Gap::Space | Gap::Dot);
        folded
            .parse()
            .ok()
            .filter(|it| folded.len() == 2 && gap && (45..=55).contains(it))
            .map(|it: u32| 1900 + it)
    }

    /// 25 June 1950, 25th of June, 1950, 25-27 June, 25 Jun. 1950, 25 Jun 50, 25. Juni 1950, 25 juin 1950, 25 июня 1950.
    fn day_first(&self, at: usize) -> Option<Found> {
        let (day, last, mut end) = self.days(at)?;
        if self.folded(end) == "of" {
            end += 1;
        }
        let month = Some(end).filter(|end| matches!(self.gap(*end), Gap::Space | Gap::Hyphen | Gap::Dot));
        let month = month.and_then(|end| self.month(end))?;
        end += 1;
        let short = self.folded(end - 1).len() == 3;
        match self
            .year(end)
            .or_else(|| year(self.folded(end)).filter(|_| self.gap(end) == Gap::Hyphen))
            .or_else(|| self.short_year(end).filter(|_| short))
        {
            Some(year) => whole(end + 1, Some(year), month, day, last),
            None => whole(end, None, month, day, last),
        }
    }

    /// June 25, 1950; June 25-27, 1950; June 1950; Nov. 1950.
    fn month_first(&self, at: usize) -> Option<Found> {
        let month = self.month(at)?;
        let mut next = at + 1;
        if let Some(year) = self.year(next) {
            return Some(of_month(next + 1, year, month));
        }
        if self.folded(next) == "of"
            && let Some(year) = self.year(next + 1)
        {
            return Some(of_month(next + 2, year, month));
        }
        if self.folded(next) == "the" {
            next += 1;
        }
        let (day, last, end) = Some(next)
            .filter(|next| matches!(self.gap(*next), Gap::Space | Gap::Dot))
            .and_then(|it| self.days(it))?;
        match self.year(end) {
            Some(year) => whole(end + 1, Some(year), month, day, last),
            None => whole(end, None, month, day, last),
        }
    }

    /// 1950-06-25, 1950.6.25, 6/25/1950, 1950年6月25日, 1950년 6월 25일, 1950年代.
    fn numeric(&self, at: usize) -> Option<Found> {
        let folded = self.folded(at);
        if !folded.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if folded.contains('.') {
            let mut parts = folded.split('.');
            let (first, middle, last) = (parts.next()?, parts.next()?, parts.next()?);
            return match (parts.next(), year(first), year(last)) {
                (None, Some(year), None) => {
                    whole(at + 1, Some(year), small(middle, 12)?, small(last, 31)?, None)
                }
                (None, None, Some(year)) => {
                    let (first, middle) = (small(first, 31)?, small(middle, 31)?);
                    // 25.6.1950; 6.25.1950 can be nothing else.
                    let (day, month) = if middle > 12 { (middle, first) } else { (first, middle) };
                    whole(at + 1, Some(year), month, day, None)
                }
                _ => None,
            };
        }
        if self.gap(at + 1) == Gap::Slash && self.gap(at + 2) == Gap::Slash {
            if let Some(year) = year(folded) {
                let (month, day) = (small(self.folded(at + 1), 12)?, small(self.folded(at + 2), 31)?);
                return whole(at + 3, Some(year), month, day, None);
            }
            let (first, second) = (small(folded, 31)?, small(self.folded(at + 1), 31)?);
            let year = year(self.folded(at + 2))?;
            // 6/8/1950 is June to some and August to others: neither is guessed.
            return match (first > 12, second > 12) {
                (true, false) => whole(at + 3, Some(year), second, first, None),
                (false, true) => whole(at + 3, Some(year), first, second, None),
                _ if first == second => whole(at + 3, Some(year), first, second, None),
                _ => None,
            };
        }
        let year = year(folded)?;
        if self.gap(at + 1) == Gap::Hyphen
            && self.folded(at + 1).len() == 2
            && self.gap(at + 2) == Gap::Hyphen
        {
            return whole(
                at + 3,
                Some(year),
                small(self.folded(at + 1), 12)?,
                small(self.folded(at + 2), 31)?,
                None,
            );
        }
        if let Some(last) = self.last_year(at + 1, year) {
            return Some(Found {
                end: at + 2,
                terms: vec![format!("#{year}..{last}")],
                nested: vec![last.to_string()],
            });
        }
        self.east_asian(at, year)
    }

    /// The year that several end with: 1953 of 1950-53 and 1950-1953. 1950-06 is a month.
    fn last_year(&self, at: usize, first: u32) -> Option<u32> {
        let folded = self.folded(at);
        let joined = |at: usize| matches!(self.gap(at), Gap::Hyphen | Gap::Slash);
        if !joined(at) || joined(at + 1) {
            return None;
        }
        let two = || folded.parse::<u32>().ok().filter(|it| folded.len() == 2 && *it > 12);
        let last = year(folded).or_else(|| two().map(|it| first / 100 * 100 + it))?;
        (last > first).then_some(last)
    }

    fn east_asian(&self, at: usize, year: u32) -> Option<Found> {
        let after = |at: usize| matches!(self.gap(at), Gap::Glued | Gap::Space);
        if !after(at + 1) || !matches!(self.folded(at + 1), "年" | "년") {
            return None;
        }
        if matches!(self.folded(at + 2), "代" | "대") && self.gap(at + 2) == Gap::Glued {
            return year.is_multiple_of(10).then(|| of_decade(at + 3, year / 10));
        }
        let month = small(self.folded(at + 2), 12).filter(|_| after(at + 2))?;
        if !after(at + 3) || !matches!(self.folded(at + 3), "月" | "월") {
            return None;
        }
        let day = small(self.folded(at + 4), 31).filter(|_| after(at + 4));
        match day.filter(|_| after(at + 5) && matches!(self.folded(at + 5), "日" | "일")) {
            Some(day) => whole(at + 6, Some(year), month, day, None),
            None => Some(of_month(at + 4, year, month)),
        }
    }

    /// 1950s, '50s, fifties, nineteen-fifties.
    fn decade(&self, at: usize) -> Option<Found> {
        let folded = self.folded(at);
        if let Some(digits) = folded.strip_suffix('s').filter(|digits| digits.ends_with('0')) {
            let decade = match year(digits) {
                Some(year) => Some(year).filter(|year| year % 10 == 0).map(|year| year / 10),
                None => small(digits, 90).filter(|it| it % 10 == 0 && *it >= 20).map(|it| 190 + it / 10),
            };
            return decade.map(|decade| of_decade(at + 1, decade));
        }
        if folded == "nineteen" && matches!(self.gap(at + 1), Gap::Space | Gap::Hyphen) {
            return decade(self.folded(at + 1)).map(|tens| of_decade(at + 2, 190 + tens));
        }
        decade(folded).map(|tens| of_decade(at + 1, 190 + tens))
    }
}

fn of_decade(end: usize, decade: u32) -> Found {
    Found { end, terms: vec![format!("#{decade}x")], nested: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<String> {
        let words = Words::of(text);
        at(&words, 0)
            .filter(|found| found.end == words.len())
            .and_then(|found| found.terms.into_iter().next())
    }

    #[test]
    fn every_order_is_one_term() {
        for text in [
            "25 June 1950",
            "June 25, 1950",
            "1950/6/25",
            "25 Jun. 1950",
            "Jun. 25, 1950",
            "1950-06-25",
            "June 25th, 1950",
            "25th of June 1950",
            "twenty-fifth of June, 1950",
            "1950年6月25日",
            "1950년 6월 25일",
            "6/25/1950",
            "25/6/1950",
            "1950.6.25",
            "25.6.1950",
            "JUNE 25 1950",
            "june 25 1950",
            "25-Jun-1950",
            "June 25-27, 1950",
            "25–27 June 1950",
            "25 Jun 50",
            "25 juin 1950",
            "25. Juni 1950",
            "25 июня 1950",
            "25 июня 1950 года",
            "25 июня 1950 г.",
            "6.25.1950",
        ] {
            assert_eq!(date(text).as_deref(), Some("#1950-06-25"), "{text}");
        }
        for text in
            ["June 1950", "Jun. 1950", "june 1950", "June, 1950", "1950年6月", "1950년 6월", "June of 1950"]
        {
            assert_eq!(date(text).as_deref(), Some("#1950-06"), "{text}");
        }
        for text in [
            "1950s",
            "1950's",
            "fifties",
            "nineteen-fifties",
            "Nineteen Fifties",
            "50s",
            "1950年代",
            "1950년대",
        ] {
            assert_eq!(date(text).as_deref(), Some("#195x"), "{text}");
        }
        assert_eq!(date("1er août 1950"), date("1 August 1950"));
        assert_eq!(date("mars 1951"), date("март 1951"));
        assert_eq!(date("1950-53"), date("1950–1953"));
        assert_eq!(date("1950-51"), date("1950/51"));
        assert_ne!(date("1950-53"), date("1950-54"));
        assert_eq!(date("June 25"), date("25 June"));
        assert_eq!(date("the third of October 1950"), None);
        assert_eq!(date("third of October 1950").as_deref(), Some("#1950-10-03"));
        assert_eq!(date("May 5, 1951").as_deref(), Some("#1951-05-05"));
    }

    #[test]
    fn a_day_holds_its_month_and_all_days_of_a_range() {
        let words = Words::of("25-27 June 1950");
        let nested = at(&words, 0).map(|found| found.nested).unwrap_or_default();
        assert_eq!(nested, ["#1950-06-27", "#1950-06", "#--06-25"]);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "31 June 1950",
            "29 February 1950",
            "30 February",
            "1950-13-01",
            "1950-06-31",
            "6/8/1950",
            "may 5",
            "1950",
            "June",
            "38 parallel",
            "1950-06",
            "1953-50",
            "10 Jan 38",
            "mars 20",
            "3.5",
            "32 June 1950",
            "march 20 miles",
            "1950.6",
            "1953s",
            "0 June 1950",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
        assert!(MONTHS.is_sorted() && DECADES.is_sorted());
        assert_ne!(date("3 October 1950"), date("10 March 1950"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "([0-9]{1,4}|June|of|the|nineteen|fifties|年|월|[a-z]{1,5}|[ ,./-]){0,14}") {
            let words = Words::of(&text);
            for index in 0..words.len() {
                proptest::prop_assert!(at(&words, index).is_none_or(|found| found.end > index && found.end <= words.len()));
            }
        }
    }
}
