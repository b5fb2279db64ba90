//! Years with their counts as bars of equal span, few enough for the screen.

/// Years outside this are slips of a source.
const SENSIBLE: std::ops::RangeInclusive<i32> = -3_000..=2_200;

/// A span of years and what falls into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bar {
    /// The first year.
    pub from: i32,
    /// The last year.
    pub to: i32,
    /// How many records.
    pub count: u64,
}

impl Bar {
    /// The bar as a filter's value and as one reads it: `1950`, `1950..1954`.
    pub(crate) fn value(&self) -> String {
        span_value(self.from, self.to)
    }
}

/// `1950` or `1950..1953`.
pub(crate) fn span_value(from: i32, to: i32) -> String {
    if from == to { from.to_string() } else { format!("{from}..{to}") }
}

/// At most `most` bars over the counted years, or over the part of them within a span; the bars are whole years, tens,
/// and so on, and begin on a multiple of their width.
pub(crate) fn bars(values: &[(String, u64)], span: Option<(i32, i32)>, most: usize) -> Vec<Bar> {
    let years: Vec<(i32, u64)> = values
        .iter()
        .filter_map(|(year, count)| Some((year.parse().ok().filter(|year| SENSIBLE.contains(year))?, *count)))
        .filter(|(year, _)| span.is_none_or(|(from, to)| (from..=to).contains(year)))
        .collect();
    let counted = || years.iter().map(|(year, _)| *year);
    let Some((from, to)) = span.or_else(|| Some((counted().min()?, counted().max()?))) else {
        return Vec::new();
    };
    let most = i32::try_from(most.clamp(1, 1_000)).unwrap_or(1);
    let step = (0..6)
        .flat_map(|power| [1, 2, 5].map(|unit| unit * 10_i32.pow(power)))
        .find(|step| to.div_euclid(*step) - from.div_euclid(*step) < most)
        .unwrap_or(100_000);
    let first = from.div_euclid(step);
    let mut bars: Vec<Bar> = (first..=to.div_euclid(step))
        .map(|number| Bar { from: number * step, to: number * step + step - 1, count: 0 })
        .collect();
    for (year, count) in years {
        let place = usize::try_from(year.div_euclid(step) - first).unwrap_or(usize::MAX);
        if let Some(bar) = bars.get_mut(place) {
            bar.count += count;
        }
    }
    // The outermost bars reach no further than what was asked for.
    if let (Some((from, to)), true) = (span, step > 1) {
        if let Some(bar) = bars.first_mut() {
            bar.from = bar.from.max(from);
        }
        if let Some(bar) = bars.last_mut() {
            bar.to = bar.to.min(to);
        }
    }
    bars
}

/// Columns of one bar where so many stand in a width.
pub(crate) fn bar_columns(bars: usize, width: u16) -> u16 {
    let bars = u16::try_from(bars.max(1)).unwrap_or(u16::MAX);
    (width / bars).clamp(1, 6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn years(years: &[(i32, u64)]) -> Vec<(String, u64)> {
        years.iter().map(|(year, count)| (year.to_string(), *count)).collect()
    }

    #[test]
    fn bars_are_years_while_they_fit_and_decades_when_not() {
        let counted = years(&[(1950, 3), (1953, 1), (1999, 2)]);
        assert_eq!(bars(&counted, None, 60).len(), 50);
        let tens = bars(&counted, None, 5);
        assert_eq!(tens.iter().map(|bar| bar.count).collect::<Vec<_>>(), [4, 0, 0, 0, 2]);
        assert_eq!(tens[0].value(), "1950..1959");
        assert_eq!(bars(&counted, Some((1950, 1953)), 5).len(), 4);
    }

    proptest! {
        #[test]
        fn every_sensible_year_is_counted_once(
            counted in prop::collection::vec((-9999i32..9999, 0u64..100), 0..40), most in 0usize..200,
        ) {
            let values = years(&counted);
            let whole: u64 = counted.iter().filter(|(year, _)| SENSIBLE.contains(year)).map(|(_, count)| count).sum();
            let bars = bars(&values, None, most);
            prop_assert_eq!(bars.iter().map(|bar| bar.count).sum::<u64>(), whole);
            prop_assert!(bars.len() <= most.max(1) + 1);
        }
    }
}
