//! A run as evaluators read it: `query Q0 id rank score chosin`. Source: the README of NIST's `trec_eval` 9.
//!
//! An evaluator sorts by score and breaks ties in its own way, so equal scores are written a least step apart and its
//! order is ours. Measuring a run is no view: `chosin eval` does.

use super::{Answer, Screen, View};
use crate::search::Detail;
use std::io::{self, Write};

/// `--format trec`.
pub const VIEW: View = View { name: "trec", limit: Some(1000), detail: Detail::Ids, write };

fn write(answer: &Answer, _: &Screen, out: &mut dyn Write) -> io::Result<()> {
    let hits = &answer.response.hits;
    let query = token(answer.query_id.unwrap_or("1"));
    let scores = falling(&hits.iter().map(|hit| hit.score).collect::<Vec<_>>());
    for (hit, score) in hits.iter().zip(scores) {
        writeln!(out, "{query} Q0 {} {} {score} chosin", token(&hit.id), hit.rank)?;
    }
    Ok(())
}

/// One word, however an id is written.
fn token(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect()
}

/// The same scores, each below the one before. A list that is not by score at all (sorted, or filters alone) is numbered downwards instead.
///
/// `trec_eval` keeps scores as 32-bit floats, so a step is one of those.
fn falling(scores: &[f32]) -> Vec<f32> {
    let by_score = scores.is_sorted_by(|a, b| a >= b) && scores.last().is_some_and(|last| *last > 1e-6);
    if !by_score {
        return (1..=scores.len()).rev().map(|place| place as f32).collect();
    }
    let mut above = f32::INFINITY;
    let step = |score: &f32| {
        above = score.min(above.next_down());
        above
    };
    scores.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_scores_stand_a_step_apart() {
        let text = crate::render::testing::written(&Screen::default(), write);
        assert_eq!(
            text,
            "1 Q0 shen2000sino 1 7.5 chosin\n1 Q0 pak1996hanguk 2 3.25 chosin\n1 Q0 x 3 3.2499998 chosin\n"
        );
    }

    #[test]
    fn any_list_falls_strictly() {
        for scores in [vec![2.0; 1000], vec![0.0; 5], vec![1.0, 3.0, 2.0], vec![f32::NAN, 1.0], vec![]] {
            assert!(falling(&scores).is_sorted_by(|a, b| a > b), "{scores:?}");
        }
    }

    #[test]
    fn blanks_in_an_id_are_joined() {
        assert_eq!(token("a b\tc"), "a_b_c");
    }
}
