//! Measures of a ranking against judgments, as NIST's `trec_eval` 9 defines them, and how sure they are.
//!
//! Means are over every judged query, one without any hit counting nought (`trec_eval -c`). Gains of nDCG are the grades themselves.
//! Sources: the README and measures of `trec_eval`; Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR
//! techniques", 2002; Sakai, "Evaluating evaluation metrics based on the bootstrap", 2006, for the intervals.

use std::collections::{BTreeMap, HashMap, HashSet};

/// Grades by query and record; from 1 on a record is relevant.
pub type Judgments = BTreeMap<String, HashMap<String, i64>>;

/// Record ids by query, best first.
pub type Run = BTreeMap<String, Vec<String>>;

/// A measure of one query.
pub struct Measure {
    /// Its name.
    pub name: &'static str,
    /// The figure, from 0 to 1, of a ranking (no id twice) under grades.
    pub of: fn(&[String], &HashMap<String, i64>) -> f64,
}

/// Every measure.
pub const MEASURES: &[Measure] = &[
    Measure { name: "nDCG@10", of: |ranking, grades| ndcg(ranking, grades, 10) },
    Measure { name: "MAP", of: average_precision },
    Measure { name: "recall@100", of: |ranking, grades| recall(ranking, grades, 100) },
    Measure { name: "MRR", of: reciprocal_rank },
    Measure {
        name: "success@1",
        of: |ranking, grades| f64::from(u8::from(ranking.first().is_some_and(|id| relevant(grades, id)))),
    },
];

fn relevant(grades: &HashMap<String, i64>, id: &str) -> bool {
    grades.get(id).is_some_and(|grade| *grade > 0)
}

fn relevant_total(grades: &HashMap<String, i64>) -> usize {
    grades.values().filter(|grade| **grade > 0).count()
}

fn ndcg(ranking: &[String], grades: &HashMap<String, i64>, cut: usize) -> f64 {
    let discounted = |gains: &mut dyn Iterator<Item = i64>| -> f64 {
        gains
            .take(cut)
            .enumerate()
            .map(|(place, gain)| gain.max(0) as f64 / (place as f64 + 2.0).log2())
            .sum()
    };
    let mut best: Vec<i64> = grades.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = discounted(&mut best.into_iter());
    if ideal == 0.0 {
        return 0.0;
    }
    discounted(&mut ranking.iter().map(|id| grades.get(id).copied().unwrap_or(0))) / ideal
}

fn average_precision(ranking: &[String], grades: &HashMap<String, i64>) -> f64 {
    let total = relevant_total(grades);
    if total == 0 {
        return 0.0;
    }
    let places =
        ranking.iter().enumerate().filter(|(_, id)| relevant(grades, id)).map(|(place, _)| place + 1);
    places.enumerate().map(|(found, place)| (found + 1) as f64 / place as f64).sum::<f64>() / total as f64
}

fn recall(ranking: &[String], grades: &HashMap<String, i64>, cut: usize) -> f64 {
    let total = relevant_total(grades);
    if total == 0 {
        return 0.0;
    }
    ranking.iter().take(cut).filter(|id| relevant(grades, id)).count() as f64 / total as f64
}

fn reciprocal_rank(ranking: &[String], grades: &HashMap<String, i64>) -> f64 {
    ranking.iter().position(|id| relevant(grades, id)).map_or(0.0, |place| 1.0 / (place as f64 + 1.0))
}

/// The figure of each judged query, in the order of the queries.
pub fn per_query(measure: &Measure, run: &Run, judgments: &Judgments) -> Vec<f64> {
    judgments
        .iter()
        .map(|(query, grades)| (measure.of)(run.get(query).map_or(&[][..], Vec::as_slice), grades))
        .collect()
}

/// The mean; nought of nothing.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// The 95 % interval of the mean by the percentiles of 10,000 resamples; the same values give the same interval.
pub fn interval(values: &[f64]) -> (f64, f64) {
    const RESAMPLES: usize = 10_000;
    if values.is_empty() {
        return (0.0, 0.0);
    }
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    // SplitMix64, by Vigna: <https://prng.di.unimi.it/splitmix64.c>, of the public domain.
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut draw =
        || values.get(((u128::from(next()) * values.len() as u128) >> 64) as usize).copied().unwrap_or(0.0);
    let mut means: Vec<f64> = (0..RESAMPLES)
        .map(|_| (0..values.len()).map(|_| draw()).sum::<f64>() / values.len() as f64)
        .collect();
    means.sort_unstable_by(f64::total_cmp);
    let at =
        |share: f64| means.get((share * (RESAMPLES - 1) as f64).round() as usize).copied().unwrap_or(0.0);
    (at(0.025), at(0.975))
}

/// Judgments from lines of `query<TAB>record<TAB>grade` or TREC's `query 0 record grade`.
///
/// # Errors
/// The number of the line that is neither.
pub fn read_judgments(text: &str) -> Result<Judgments, usize> {
    let mut judgments = Judgments::new();
    for (number, line) in lines(text) {
        let tabs: Vec<&str> = line.split('\t').map(str::trim).collect();
        let blanks: Vec<&str> = line.split_whitespace().collect();
        let (query, record, grade) = match (tabs.as_slice(), blanks.as_slice()) {
            (&[query, record, grade], _)
            | (&[query, _, record, grade], _)
            | (_, &[query, _, record, grade]) => (query, record, grade),
            _ => return Err(number),
        };
        let Ok(grade) = grade.parse() else { return Err(number) };
        judgments.entry(query.into()).or_default().insert(record.into(), grade);
    }
    Ok(judgments)
}

/// A run from TREC's lines `query Q0 record rank score name`; as `trec_eval` has it the scores order it, ties by the greater id.
///
/// # Errors
/// The number of the line that is none.
pub fn read_run(text: &str) -> Result<Run, usize> {
    let mut scored: BTreeMap<String, Vec<(f32, String)>> = BTreeMap::new();
    for (number, line) in lines(text) {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let &[query, _, record, _, score, ..] = columns.as_slice() else { return Err(number) };
        let Ok(score) = score.parse::<f32>() else { return Err(number) };
        scored.entry(query.into()).or_default().push((score, record.into()));
    }
    let ranking = |mut list: Vec<(f32, String)>| {
        list.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(&a.1)));
        let mut seen = HashSet::new();
        list.into_iter().map(|(_, id)| id).filter(|id| seen.insert(id.clone())).collect()
    };
    Ok(scored.into_iter().map(|(query, list)| (query, ranking(list))).collect())
}

/// Queries from lines of `id<TAB>query`; a line without a tab is named by its number.
pub fn read_queries(text: &str) -> Vec<(String, String)> {
    lines(text)
        .map(|(number, line)| match line.split_once('\t') {
            Some((id, query)) => (id.trim().to_owned(), query.trim().to_owned()),
            None => (number.to_string(), line.trim().to_owned()),
        })
        .collect()
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines()
        .enumerate()
        .map(|(place, line)| (place + 1, line))
        .filter(|(_, line)| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grades(list: &[(&str, i64)]) -> HashMap<String, i64> {
        list.iter().map(|(id, grade)| ((*id).to_owned(), *grade)).collect()
    }

    fn ranking(ids: &str) -> Vec<String> {
        ids.split(' ').map(str::to_owned).collect()
    }

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 5e-5, "{value} is not {expected}");
    }

    #[test]
    fn ndcg_discounts_by_the_logarithm_and_takes_grades_as_gains() {
        // (0 + 2/log2 3 + 1/log2 4) / (2 + 1/log2 3 + 1/log2 4)
        let grades = grades(&[("b", 2), ("c", 1), ("d", 1), ("e", 0)]);
        near(ndcg(&ranking("a b c"), &grades, 10), 1.761_859_5 / 3.130_929_8);
        near(ndcg(&ranking("b c d"), &grades, 10), 1.0);
    }

    #[test]
    fn average_precision_counts_what_was_missed() {
        // Relevant at ranks 1 and 4, one more never found: (1/1 + 2/4) / 3
        near(average_precision(&ranking("a x y b"), &grades(&[("a", 1), ("b", 1), ("c", 1)])), 0.5);
    }

    #[test]
    fn recall_rank_and_success() {
        let grades = grades(&[("a", 1), ("b", 3), ("z", 0)]);
        near(recall(&ranking("z x a"), &grades, 100), 0.5);
        near(recall(&ranking("z x a"), &grades, 2), 0.0);
        near(reciprocal_rank(&ranking("z x a"), &grades), 1.0 / 3.0);
        near((MEASURES[4].of)(&ranking("b z"), &grades), 1.0);
    }

    #[test]
    fn nothing_relevant_and_nothing_found_are_nought() {
        for measure in MEASURES {
            near((measure.of)(&ranking("a b"), &grades(&[("a", 0)])), 0.0);
            near((measure.of)(&[], &grades(&[("a", 1)])), 0.0);
        }
    }

    #[test]
    fn the_interval_holds_the_mean_and_repeats() {
        let values: Vec<f64> = (0..40).map(|n| f64::from(n % 5) / 4.0).collect();
        let (low, high) = interval(&values);
        assert!(low < mean(&values) && mean(&values) < high && high - low < 0.3);
        assert_eq!(interval(&values), (low, high));
        assert_eq!(interval(&[0.5, 0.5]), (0.5, 0.5));
    }

    #[test]
    fn judgments_come_in_two_shapes_and_a_bad_line_is_named() {
        let judgments = read_judgments("q1\tshen\t2\n\nq1 0 kim 1\r\n").unwrap();
        assert_eq!(judgments["q1"], grades(&[("shen", 2), ("kim", 1)]));
        assert_eq!(read_judgments("q1 0 kim 1\nq1 kim\n"), Err(2));
    }

    #[test]
    fn a_run_is_ordered_as_trec_eval_orders_it() {
        let run = read_run("q Q0 a 1 0.5 x\nq Q0 b 2 0.5 x\nq Q0 c 3 0.9 x\n").unwrap();
        assert_eq!(run["q"], ranking("c b a"));
        assert_eq!(read_run("q Q0 a one"), Err(1));
    }
}
