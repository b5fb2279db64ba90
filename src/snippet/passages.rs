//! Which passages of a text show best why it was found.
//!
//! A sentence's worth is that of Lucene's passage scorer (`PassageScorer`, k1 1.2, b .75, pivot 87): the weight of each
//! different match, saturating as it repeats, somewhat more near the text's beginning. Passages are taken greedily; one
//! that shows nothing new counts for little, so that none is repeated. They end at sentences where these fit.

use super::lights::Light;
use super::sentences::sentences;
use crate::search::{SearchRequest, Snippet};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// How soon a match that repeats stops to count more, as in BM25.
const K1: f32 = 1.2;
/// How much a sentence's length counts against it, of 1.
const B: f32 = 0.75;
/// The length of a usual sentence, in bytes.
const PIVOT: f32 = 87.0;
/// What a passage counts that shows nothing new.
const REPEATED: f32 = 0.3;
/// How long the passages of a hit are together, in characters.
const CHARACTERS: usize = 300;
const ELLIPSIS: &str = "…";

/// How many passages are cut, and how long.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    passages: usize,
    context: Option<usize>,
}

impl Cut {
    /// As a request asks.
    #[must_use]
    pub fn of(request: &SearchRequest) -> Self {
        Self { passages: request.snippets.max(1), context: request.context }
    }

    /// How long one passage is at most, in characters.
    #[must_use]
    pub fn characters(&self) -> usize {
        match self.passages {
            1 => CHARACTERS - 2,
            several => (CHARACTERS * 2 / (several + 1)).max(120),
        }
    }

    /// The first words of a text.
    #[must_use]
    pub fn lead(&self, field: &str, text: &str) -> Snippet {
        let start = text.len() - text.trim_start().len();
        let range = fitting(text, start, self.characters(), sentences(text));
        snippet(field, text, range, &[])
    }

    /// The passages that show best what is lit, in the order of the text.
    #[must_use]
    pub fn passages(
        &self,
        field: &str,
        text: &str,
        lights: &[Light],
        weight: &dyn Fn(usize) -> f32,
    ) -> Vec<Snippet> {
        let sentences: Vec<Range<usize>> = sentences(text).collect();
        let from = |at: usize| lights.partition_point(|light| light.range.start < at);
        let mut worth: Vec<(Range<usize>, &[Light])> = sentences
            .iter()
            .map(|sentence| (sentence.clone(), &lights[from(sentence.start)..from(sentence.end)]))
            .filter(|(_, inside)| !inside.is_empty())
            .collect();
        let mut shown: Vec<usize> = Vec::new();
        let mut chosen: Vec<Range<usize>> = Vec::new();
        // Of passages that overlap those chosen already not every one is looked at: a text may have a hundred thousand.
        let mut tries = self.passages + 50;
        while chosen.len() < self.passages && !worth.is_empty() && tries > 0 {
            tries -= 1;
            let scores = worth.iter().map(|(sentence, inside)| score(sentence, inside, &shown, weight));
            let Some((best, _)) =
                scores.enumerate().max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)))
            else {
                break;
            };
            let (sentence, inside) = worth.remove(best);
            shown.extend(inside.iter().map(|light| light.matcher));
            let range = self.around(text, &sentence, inside, &sentences, weight);
            if chosen.iter().any(|other| range.start < other.end && other.start < range.end) {
                continue;
            }
            chosen.push(range);
        }
        chosen.sort_by_key(|range| range.start);
        chosen.into_iter().map(|range| snippet(field, text, range, lights)).collect()
    }

    /// The part of a sentence, or the sentence with what follows it, that is shown.
    fn around(
        &self,
        text: &str,
        sentence: &Range<usize>,
        inside: &[Light],
        sentences: &[Range<usize>],
        weight: &dyn Fn(usize) -> f32,
    ) -> Range<usize> {
        let focus = densest(text, inside, self.characters(), weight);
        if let Some(words) = self.context {
            return words_around(text, &focus, words);
        }
        let most = self.characters();
        // A name or phrase may go over the end of its sentence: then both sentences are looked at as one.
        let end = sentences.iter().map(|sentence| sentence.end).find(|end| *end >= focus.end);
        let sentence = &(sentence.start..end.unwrap_or(text.len()).max(sentence.end));
        if text[sentence.clone()].chars().count() <= most {
            return fitting(text, sentence.start, most, sentences.iter().cloned());
        }
        // Too long a sentence is cut to what is densest in it, with as much on either side.
        let spare = most.saturating_sub(text[focus.clone()].chars().count());
        let before = text[sentence.start..focus.start].char_indices().nth_back((spare / 2).saturating_sub(1));
        let start =
            before.map_or(sentence.start, |(at, _)| word_start(text, sentence.start + at, focus.start));
        let used = text[start..focus.start].chars().count() + (most - spare);
        let rest = &text[focus.end..sentence.end];
        match rest.char_indices().nth(most.saturating_sub(used)) {
            Some((at, _)) => start..word_end(text, focus.end, focus.end + at),
            None => {
                // The sentence ends here: what is left over goes before.
                let left = most.saturating_sub(used + rest.chars().count());
                let before = text[sentence.start..start].char_indices().nth_back(left.saturating_sub(1));
                let start = match before {
                    Some((at, _)) if left > 0 => word_start(text, sentence.start + at, start),
                    Some(_) => start,
                    None => sentence.start,
                };
                start..sentence.end
            }
        }
    }
}

fn score(sentence: &Range<usize>, inside: &[Light], shown: &[usize], weight: &dyn Fn(usize) -> f32) -> f32 {
    let length = (sentence.end - sentence.start) as f32;
    let norm = K1 * (1.0 - B + B * length / PIVOT);
    let mut seen: Vec<usize> = Vec::with_capacity(inside.len());
    let mut sum = 0.0;
    for light in inside {
        if seen.contains(&light.matcher) {
            continue;
        }
        seen.push(light.matcher);
        let frequency = inside.iter().filter(|other| other.matcher == light.matcher).count() as f32;
        let repeated = if shown.contains(&light.matcher) { REPEATED } else { 1.0 };
        // Different matches count before repeated ones.
        sum += repeated * weight(light.matcher) * (1.0 + frequency / (frequency + norm));
    }
    sum * (1.0 + 1.0 / (PIVOT + sentence.start as f32).ln())
}

/// The run of lights that shows most within so many characters.
fn densest(text: &str, inside: &[Light], characters: usize, weight: &dyn Fn(usize) -> f32) -> Range<usize> {
    /// A sentence with more is a text without full stops: its beginning is as good as any other part.
    const LOOKED_AT: usize = 2_000;
    let mut best = (f32::MIN, 0..0);
    for (index, first) in inside.iter().enumerate().take(LOOKED_AT) {
        let mut seen: Vec<usize> = Vec::new();
        let mut worth = 0.0;
        for last in &inside[index..] {
            let range = first.range.start..last.range.end;
            if text[range.clone()].chars().count() > characters && range != first.range {
                break;
            }
            if !seen.contains(&last.matcher) {
                seen.push(last.matcher);
                worth += weight(last.matcher);
                if worth > best.0 {
                    best = (worth, range);
                }
            }
        }
    }
    best.1
}

/// Whole sentences from one on, as many as fit; of one too long, its words.
fn fitting(
    text: &str,
    start: usize,
    characters: usize,
    sentences: impl Iterator<Item = Range<usize>>,
) -> Range<usize> {
    let mut end = start;
    for sentence in sentences.filter(|sentence| sentence.end > start) {
        let new_part = text[end..sentence.start.max(end)].contains('\n') && end > start;
        if new_part || text[start..sentence.end].chars().count() > characters {
            break;
        }
        end = sentence.end;
    }
    if end == start {
        let limit = text[start..].char_indices().nth(characters).map_or(text.len(), |(at, _)| start + at);
        end = word_end(text, start, limit);
    }
    start..end
}

fn words_around(text: &str, focus: &Range<usize>, words: usize) -> Range<usize> {
    let before: Vec<(usize, &str)> =
        text[..focus.start].split_word_bound_indices().filter(|(_, word)| is_word(word)).collect();
    let start = match words {
        0 => focus.start,
        _ => before
            .len()
            .checked_sub(words)
            .and_then(|at| before.get(at))
            .or(before.first())
            .map_or(focus.start, |(at, _)| *at),
    };
    let after = text[focus.end..].split_word_bound_indices().filter(|(_, word)| is_word(word));
    let end = after.take(words).last().map_or(focus.end, |(at, word)| focus.end + at + word.len());
    start..end
}

fn is_word(word: &str) -> bool {
    word.contains(char::is_alphanumeric)
}

/// The first beginning of a word at or after a place, before a bound; without one, the next border of a grapheme.
fn word_start(text: &str, at: usize, bound: usize) -> usize {
    if at == 0 || text[..at].ends_with(char::is_whitespace) {
        return at;
    }
    match text[at..bound].char_indices().find(|(_, c)| c.is_whitespace()) {
        Some((blank, c)) => at + blank + c.len_utf8(),
        None => text[..bound]
            .grapheme_indices(true)
            .map(|(start, _)| start)
            .find(|start| *start >= at)
            .unwrap_or(bound),
    }
}

/// The last end of a word at or before a place, after a bound; without one, the last border of a grapheme.
fn word_end(text: &str, bound: usize, at: usize) -> usize {
    let tail = &text[bound..at];
    if at == text.len() || text[at..].starts_with(char::is_whitespace) {
        return bound + tail.trim_end().len();
    }
    // A blank far back is no place to end: text without blanks is cut between its characters.
    match tail.char_indices().rev().find(|(_, c)| c.is_whitespace()) {
        Some((blank, _)) if tail.len() - blank < 60 => bound + tail[..blank].trim_end().len(),
        _ => text[bound..]
            .grapheme_indices(true)
            .map(|(start, grapheme)| bound + start + grapheme.len())
            .take_while(|end| *end <= at)
            .last()
            .unwrap_or(bound),
    }
}

/// The passage with its ellipses; line breaks become blanks of the same length.
fn snippet(field: &str, text: &str, range: Range<usize>, lights: &[Light]) -> Snippet {
    let mut shown = String::with_capacity(range.len() + 2 * ELLIPSIS.len());
    if !text[..range.start].trim().is_empty() {
        shown.push_str(ELLIPSIS);
    }
    let offset = shown.len();
    shown.extend(text[range.clone()].chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
    if !text[range.end..].trim().is_empty() {
        shown.push_str(ELLIPSIS);
    }
    let inside =
        lights.iter().filter(|light| light.range.start >= range.start && light.range.end <= range.end);
    let matches = inside
        .map(|light| light.range.start - range.start + offset..light.range.end - range.start + offset)
        .collect();
    Snippet { field: field.to_owned(), text: shown, matches }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn light(text: &str, word: &str, matcher: usize) -> Vec<Light> {
        text.match_indices(word).map(|(at, word)| Light { range: at..at + word.len(), matcher }).collect()
    }

    /// A text of a hundred thousand sentences, each with two words that are looked for.
    #[test]
    fn a_long_text_is_cut_in_one_walk() {
        let text = "The boats crossed at night. ".repeat(100_000);
        let mut lights = light(&text, "boats", 0);
        lights.extend(light(&text, "night", 1));
        lights.sort_by_key(|light| light.range.start);
        let passages = cut(3).passages("text", &text, &lights, &|_| 1.0);
        assert!(passages.iter().all(|passage| !passage.matches.is_empty()) && !passages.is_empty());
        // One sentence, as it comes out of a scan without full stops.
        let text = text.replace('.', "");
        let lights = light(&text, "boats", 0);
        assert_eq!(cut(1).passages("text", &text, &lights, &|_| 1.0).len(), 1);
    }

    fn cut(passages: usize) -> Cut {
        Cut { passages, context: None }
    }

    fn lit(snippet: &Snippet) -> Vec<&str> {
        snippet.matches.iter().map(|range| &snippet.text[range.clone()]).collect()
    }

    #[test]
    fn the_passage_with_most_different_matches_is_shown() {
        let filler = "Nothing of note stands in this sentence, which is here to keep the others apart from one another by its length. ".repeat(3);
        let text =
            format!("The war. The war and the war again. {filler}The armistice ended the war. {filler}");
        let mut lights = light(&text, "war", 0);
        lights.extend(light(&text, "armistice", 1));
        lights.sort_by_key(|light| light.range.start);
        let shown = cut(1).passages("abstract", &text, &lights, &|_| 1.0);
        assert!(shown[0].text.starts_with("…The armistice ended the war."), "{shown:?}");
        assert!(lit(&shown[0]).contains(&"armistice") && lit(&shown[0]).contains(&"war"));
    }

    #[test]
    fn a_long_sentence_is_cut_around_its_match_between_words() {
        let text =
            format!("{} the parallel {} end.", "before ".repeat(80).trim(), "after ".repeat(80).trim());
        let shown = &cut(1).passages("abstract", &text, &light(&text, "parallel", 0), &|_| 1.0)[0];
        assert!(shown.text.starts_with("…before") && shown.text.ends_with("after…"), "{}", shown.text);
        assert!(shown.text.chars().count() <= CHARACTERS && lit(shown) == ["parallel"]);
    }

    #[test]
    fn without_blanks_nothing_is_cut_inside_a_grapheme() {
        let text = "한국전쟁".repeat(200);
        let lights = light(&text, "쟁한", 0);
        let shown = &cut(1).passages("abstract", &text, &lights[..1], &|_| 1.0)[0];
        assert!(shown.text.chars().count() <= CHARACTERS);
        let accents = "e\u{301}".repeat(400);
        assert!(!cut(1).lead("abstract", &accents).text.trim_end_matches('…').ends_with('e'));
    }

    #[test]
    fn what_is_lit_over_the_end_of_a_sentence_is_shown_whole() {
        for before in ["They rebuilt schools from", &"They rebuilt schools of many kinds from ".repeat(20)] {
            let text =
                format!("{before} Pusan. Letters are the main source. {}", "More follows. ".repeat(30));
            let shown = &cut(3).passages("abstract", &text, &light(&text, "Pusan. Letters", 0), &|_| 1.0)[0];
            assert_eq!(lit(shown), ["Pusan. Letters"]);
        }
    }

    #[test]
    fn several_passages_stand_in_order_and_none_twice() {
        let text = (0..30)
            .map(|n| format!("Sentence {n} speaks of the war at some length here. "))
            .collect::<String>();
        let shown = cut(3).passages("abstract", &text, &light(&text, "war", 0), &|_| 1.0);
        assert_eq!(shown.len(), 3);
        assert!(shown.windows(2).all(|pair| pair[0].text != pair[1].text));
    }

    proptest::proptest! {
        #[test]
        fn ranges_lie_in_the_text_and_light_what_matched(
            text in "[a-c .\n한e\u{301}]{0,600}", passages in 1..4_usize, context in proptest::option::of(0..5_usize),
        ) {
            let lights = light(&text, "ab", 0);
            let shown = Cut { passages, context }.passages("abstract", &text, &lights, &|_| 1.0);
            proptest::prop_assert!(lights.is_empty() || !shown.is_empty());
            for snippet in shown {
                proptest::prop_assert!(!snippet.matches.is_empty(), "{:?}", snippet);
                for range in &snippet.matches {
                    proptest::prop_assert_eq!(snippet.text.get(range.clone()), Some("ab"));
                }
                proptest::prop_assert!(context.is_some() || snippet.text.chars().count() <= CHARACTERS);
            }
            let _ = Cut { passages, context }.lead("abstract", &text);
        }
    }
}
