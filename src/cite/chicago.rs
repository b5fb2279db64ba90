//! What is set right in formatted text: dates that CSL cannot say, titles in two scripts, stops and quotation marks, and
//! where a Chicago style as hayagriva runs it differs from the manual (The Chicago Manual of Style, 18th edition, 2024).
//!
//! It works on runs of text alone: what has to be known beforehand is `shape`'s.

use super::shape::BESIDE;
use super::spans::{self, NAMES_END, Span};
use super::typography;
use crate::record::Record;

/// Puts dates back in the place of their stand-in years.
pub(super) fn restore_dates(spans: &mut Vec<Span>, stand_ins: &[(String, String)]) {
    for span in spans.iter_mut() {
        for (year, printed) in stand_ins.iter().filter(|_| span.date) {
            span.text = span.text.replace(year.as_str(), printed);
        }
        span.date = false;
    }
    merge(spans);
}

fn merge(spans: &mut Vec<Span>) {
    let mut merged = Vec::with_capacity(spans.len());
    for span in spans.drain(..) {
        spans::push(&mut merged, span);
    }
    *spans = merged;
}

/// Sets `ed.` or `eds.` behind the names that stand first; without one, takes the place's mark out.
pub(super) fn set_role(spans: &mut Vec<Span>, role: Option<&str>) {
    let mut next = String::new();
    for span in spans.iter_mut().rev() {
        if let Some((before, after)) = span.text.split_once(NAMES_END) {
            let after = after.replace(NAMES_END, "");
            let following = after.chars().chain(next.chars()).next();
            span.text = match role {
                Some(role) => {
                    // A full stop that follows serves as the abbreviation's own; an initial needs one as well.
                    let shared = following == Some('.');
                    let role = if shared { role.trim_end_matches('.') } else { role };
                    let stop = if shared && ends_in_abbreviation(before) { "." } else { "" };
                    format!("{before}{stop}, {role}{after}")
                }
                None => format!("{before}{after}"),
            };
        }
        next.clone_from(&span.text);
    }
    merge(spans);
}

fn ends_in_abbreviation(text: &str) -> bool {
    let last = text.rsplit([' ', '-']).next().unwrap_or_default();
    matches!(last, "Jr" | "Sr") || (last.chars().count() == 1 && last.chars().all(char::is_uppercase))
}

/// Sets the original title behind the romanised one, upright and outside its quotation marks.
pub(super) fn set_beside(spans: &mut Vec<Span>, beside: Option<&str>) {
    let mut out: Vec<Span> = Vec::with_capacity(spans.len() + 2);
    for span in spans.drain(..) {
        let Some((before, after)) = span.text.split_once(BESIDE) else {
            spans::push(&mut out, span);
            continue;
        };
        let after = after.replace(BESIDE, "");
        let Some(beside) = beside else {
            spans::push(&mut out, span.with_text(format!("{before}{after}")));
            continue;
        };
        // “Title,” becomes “Title” 한국전쟁 [The Korean War],
        let mark: String = after.chars().take_while(|c| matches!(c, '.' | ',')).collect();
        let rest = after.get(mark.len()..).unwrap_or_default();
        let (close, rest) = match rest.strip_prefix('”') {
            Some(rest) => ("”", rest),
            None => ("", rest),
        };
        spans::push(&mut out, span.with_text(format!("{before}{close}")));
        spans::push(&mut out, Span::plain(format!(" {beside}")));
        spans::push(&mut out, if close.is_empty() { span.with_text(mark) } else { Span::plain(mark) });
        spans::push(&mut out, span.with_text(rest));
    }
    *spans = out;
}

/// Stops within quotation marks, and none after a question or exclamation mark.
pub(super) fn set_stops(spans: &mut Vec<Span>) {
    for span in spans.iter_mut() {
        span.text = typography::nest(&span.text);
    }
    const PAIRS: [(&str, &str); 7] = [
        ("?.”", "?”"),
        ("!.”", "!”"),
        ("?”.", "?”"),
        ("!”.", "!”"),
        (".’”.", ".’”"),
        (".”.", ".”"),
        ("”.", ".”"),
    ];
    for index in 0..spans.len() {
        // The mark and the stop may stand in two runs.
        let ends = spans.get(index).and_then(|span| span.text.chars().next_back());
        if let Some(next) = spans.get_mut(index + 1)
            && next.text.starts_with('.')
            && !next.text.starts_with("..")
        {
            if matches!(ends, Some('?' | '!')) {
                next.text.remove(0);
            } else if ends == Some('”') {
                next.text.remove(0);
                if let Some(span) = spans.get_mut(index) {
                    span.text.push('.');
                }
            }
        }
        if let Some(span) = spans.get_mut(index) {
            for (wrong, right) in PAIRS {
                if span.text.contains(wrong) {
                    span.text = span.text.replace(wrong, right);
                }
            }
        }
    }
    merge(spans);
}

/// Blanks that a style leaves where a part is missing: two in a row, or before a colon or semicolon between figures.
pub(super) fn set_blanks(spans: &mut Vec<Span>) {
    let mut before = ' ';
    for span in spans.iter_mut() {
        let chars: Vec<char> = span.text.chars().collect();
        let mut text = String::with_capacity(span.text.len());
        for (index, &c) in chars.iter().enumerate() {
            let digit_at = |place: usize| chars.get(place).is_some_and(char::is_ascii_digit);
            let parts = matches!(chars.get(index + 1), Some(':' | ';'))
                && (digit_at(index + 2) || (chars.get(index + 2) == Some(&' ') && digit_at(index + 3)));
            let needless = c == ' ' && (before == ' ' || (before.is_ascii_digit() && parts));
            let doubled =
                c == '.' && before == '.' && chars.get(index + 1) == Some(&' ') && !text.ends_with("..");
            if !needless && !doubled {
                text.push(c);
                before = c;
            }
        }
        span.text = text;
    }
    if let Some(last) = spans.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    merge(spans);
}

/// A review that has an author is not "unsigned": hayagriva has forgotten the name once it is printed.
pub(super) fn sign_review(spans: &mut [Span], record: &Record) {
    if record.author.is_empty() {
        return;
    }
    let volume = record.volume.as_deref().unwrap_or_default();
    for span in spans.iter_mut() {
        span.text =
            span.text.replace("unsigned review of", "review of").replace("Unsigned review of", "Review of");
        // " 1989, vol. 10, no. 1: 88" is how it puts one without author; " 10, no. 1 (1989): 88" is right.
        let mark = format!(", vol. {volume}");
        let Some((date, rest)) = span.text.split_once(&mark).filter(|_| record.kind.starts_with("review"))
        else {
            continue;
        };
        if volume.is_empty() || !date.starts_with(' ') || date.contains(['.', '(']) {
            continue;
        }
        let end = rest.find([':', '.']).filter(|_| !rest.starts_with(", no.")).or_else(|| {
            let issue = rest.strip_prefix(", no.")?;
            issue.find([':', '.']).map(|end| end + ", no.".len())
        });
        let (issue, rest) = rest.split_at(end.unwrap_or(rest.len()));
        span.text = format!(" {volume}{issue} ({}){rest}", date.trim());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stops(text: &str) -> String {
        let mut spans = vec![Span::plain(text)];
        set_stops(&mut spans);
        spans::plain(&spans)
    }

    #[test]
    fn stops_stand_within_quotation_marks() {
        assert_eq!(stops("Hale, “East”."), "Hale, “East.”");
        assert_eq!(stops("Hale, “East?.” Next"), "Hale, “East?” Next");
        assert_eq!(stops("Hale, “On “East””."), "Hale, “On ‘East.’”");
        assert_eq!(stops("Hale, “The Medics’”."), "Hale, “The Medics’.”");
    }

    #[test]
    fn blanks_of_missing_parts_go() {
        let mut spans = vec![Span::plain("Hale.  Snow 3 : 61; 1994 ;12(2). "), Span::plain(" doi.. x ... ")];
        set_blanks(&mut spans);
        assert_eq!(spans::plain(&spans), "Hale. Snow 3: 61; 1994;12(2). doi. x ...");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_corrected_without_panic(text in "\\PC{0,30}") {
            let mut spans = vec![Span::plain(text.clone()), Span { italic: true, ..Span::plain(text) }];
            set_role(&mut spans, Some("ed."));
            set_beside(&mut spans, Some("한국"));
            set_stops(&mut spans);
        }
    }
}
