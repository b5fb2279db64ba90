//! Ranges of years as a query writes them. Not dates in running text: those are the lexicon's.

/// Years, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// The first.
    pub first: i32,
    /// The last.
    pub last: i32,
}

impl Years {
    const EARLIEST: i32 = -9999;
    const LATEST: i32 = 9999;

    /// `1950`, `1950..1953`, `1950-53`, `1950..`, `..1953`, `>=1990`, `>1990`, `<=`, `<`, `1950s`, `195x`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let between = |first, last| (first <= last).then_some(Self { first, last });
        for (sign, from, to) in [(">=", 0, None), ("<=", 0, Some(0)), (">", 1, None), ("<", 0, Some(-1))] {
            if let Some(rest) = text.strip_prefix(sign) {
                let year = year(rest)?;
                return match to {
                    None => between(year + from, Self::LATEST),
                    Some(shift) => between(Self::EARLIEST, year + shift),
                };
            }
        }
        if let Some((first, last)) = text.split_once("..") {
            let first = if first.is_empty() { Some(Self::EARLIEST) } else { year(first) }?;
            let last = if last.is_empty() { Some(Self::LATEST) } else { year(last) }?;
            return (text.len() > 2).then(|| between(first.min(last), first.max(last)))?;
        }
        if let Some(decade) = text.strip_suffix(['s', 'x', 'S', 'X']) {
            let (digits, width) =
                if text.ends_with(['s', 'S']) { (decade.strip_suffix('0')?, 10) } else { (decade, 10) };
            let first = digits.parse::<i32>().ok().filter(|tens| (100..=999).contains(tens))? * width;
            return between(first, first + 9);
        }
        if let Some((first, last)) = text.split_once(['-', '–']).filter(|(first, _)| first.len() == 4) {
            let start = year(first)?;
            // 1950-53 is 1950-1953.
            let end =
                if last.len() == 2 { year(&format!("{}{last}", first.get(..2)?))? } else { year(last)? };
            return between(start, end);
        }
        let year = year(text)?;
        between(year, year)
    }
}

fn year(text: &str) -> Option<i32> {
    let text = text.trim();
    (text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_as_people_write_them() {
        let years = |text| Years::parse(text).map(|years| (years.first, years.last));
        assert_eq!(years("1950"), Some((1950, 1950)));
        for text in ["1950..1953", "1950-1953", "1950–53", "1953..1950"] {
            assert_eq!(years(text), Some((1950, 1953)), "{text}");
        }
        assert_eq!(years(">=1990"), Some((1990, 9999)));
        assert_eq!(years("<1990"), Some((-9999, 1989)));
        assert_eq!(years("..1953"), Some((-9999, 1953)));
        assert_eq!(years("1950s"), years("195x"));
        for text in ["", "..", "soon", "12345678901", "19x50", "-", "é-50"] {
            assert_eq!(years(text), None, "{text}");
        }
    }
}
