//! What is set right in formatted text: titles in two scripts, stops and quotation marks, and where a Chicago style as hayagriva
//! runs it differs from the manual (The Chicago Manual of Style, 18th edition, 2024).
//!
//! It works on runs of text alone: what has to be known beforehand is `shape`'s, what other manuals want is `repair`'s.

use super::item::BESIDE;
use super::spans::{self, NAMES_END, Span};
use super::{Form, typography};
use crate::record::{Date, Record};
use serde::Deserialize as _;

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
                    let stopped = role.ends_with('.');
                    let role = if shared { role.trim_end_matches('.') } else { role };
                    let stop = if shared && stopped && ends_in_abbreviation(before) { "." } else { "" };
                    format!("{before}{stop}, {role}{after}")
                }
                None => format!("{before}{after}"),
            };
        }
        next.clone_from(&span.text);
    }
    spans::merge(spans);
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
        // “Title,” becomes “Title” 한국전쟁 [The Korean War], and ‘Title’ becomes ‘Title’ [The Korean War].
        let mark: String = after.chars().take_while(|c| matches!(c, '.' | ',')).collect();
        let rest = after.get(mark.len()..).unwrap_or_default();
        let closed = ["”", "’"].into_iter().find_map(|close| Some((close, rest.strip_prefix(close)?)));
        let (close, rest) = closed.unwrap_or(("", rest));
        spans::push(&mut out, span.with_text(format!("{before}{close}")));
        spans::push(&mut out, Span::plain(beside));
        spans::push(&mut out, if close.is_empty() { span.with_text(mark) } else { Span::plain(mark) });
        spans::push(&mut out, span.with_text(rest));
    }
    *spans = out;
}

/// No full stop after a title that ends in a question or exclamation mark, in any manual.
pub(super) fn drop_stops(spans: &mut Vec<Span>) {
    for index in 0..spans.len() {
        // The mark and the stop may stand in two runs.
        let asks = spans.get(index).is_some_and(|span| span.text.ends_with(['?', '!']));
        if let Some(next) = spans.get_mut(index + 1)
            && asks
            && next.text.starts_with('.')
            && !next.text.starts_with("..")
        {
            next.text.remove(0);
        }
        if let Some(span) = spans.get_mut(index) {
            span.text = span.text.replace("?. ", "? ").replace("!. ", "! ");
        }
    }
    spans::merge(spans);
}

/// Stops within quotation marks, and none after a question or exclamation mark.
pub(super) fn set_stops(spans: &mut Vec<Span>) {
    for span in spans.iter_mut() {
        span.text = typography::nest(&span.text);
    }
    const PAIRS: [(&str, &str); 8] = [
        ("..”", ".”"),
        ("?.”", "?”"),
        ("!.”", "!”"),
        ("?”.", "?”"),
        ("!”.", "!”"),
        (".’”.", ".’”"),
        (".”.", ".”"),
        ("”.", ".”"),
    ];
    for index in 0..spans.len() {
        // The closing mark and the stop may stand in two runs.
        let closes = spans.get(index).is_some_and(|span| span.text.ends_with('”'));
        if let Some(next) = spans.get_mut(index + 1)
            && closes
            && next.text.starts_with('.')
            && !next.text.starts_with("..")
        {
            next.text.remove(0);
            if let Some(span) = spans.get_mut(index) {
                span.text.push('.');
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
    spans::merge(spans);
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
    spans::merge(spans);
}

/// Papers without a signed article stand under their own name, and the article in quotation marks (14.89); hayagriva, which has
/// used up the paper's name by then, sets the article in italics as if it were a book.
pub(super) fn quote_unsigned(spans: &mut Vec<Span>, record: &Record) {
    if !record.author.is_empty() || !matches!(record.kind.as_str(), "article-newspaper" | "article-magazine")
    {
        return;
    }
    let Some(place) = (1..spans.len()).find(|place| {
        spans.get(*place).is_some_and(|span| span.italic)
            && spans.get(*place - 1).is_some_and(|before| !before.italic)
    }) else {
        return;
    };
    let starts_with = spans.get(place + 1).and_then(|next| next.text.chars().next());
    if let Some(stop @ ('.' | ',')) = starts_with {
        if let Some(title) = spans.get_mut(place) {
            let ends = title.text.ends_with(['?', '!']) && stop == '.';
            *title = Span::plain(format!(
                "“{}{}”",
                title.text,
                if ends { String::new() } else { stop.to_string() }
            ));
        }
        if let Some(next) = spans.get_mut(place + 1) {
            next.text.remove(0);
        }
        spans::merge(spans);
    }
}

/// A letter that no archive has is not called a "personal communication".
pub(super) fn set_letter(spans: &mut [Span], record: &Record) {
    let genre = record.other.get("genre").and_then(serde_json::Value::as_str).unwrap_or_default();
    if genre.eq_ignore_ascii_case("letter") {
        for span in spans {
            span.text = span.text.replace(" pers. comm.,", "");
        }
    }
}

/// "1953. Reprint, Meridian Press, 2001" where the first publisher is not known (14.16), as where it is.
pub(super) fn set_reprint(spans: &mut [Span], record: &Record, form: Form) {
    let year = record.other.get("original-date").and_then(|date| Date::deserialize(date).ok());
    let year = year.and_then(|date| date.start).map(|day| day.year.to_string());
    let (Some(year), Some(publisher)) = (year, record.publisher.as_deref()) else { return };
    let publisher = super::item::clean(publisher);
    for span in spans {
        let right = match form {
            Form::Bibliography => format!("{year}. Reprint, {publisher}"),
            _ => format!("{year}; repr., {publisher}"),
        };
        span.text = span.text.replace(&format!("{year}; {publisher}"), &right);
    }
}

/// "50:10–31": no blank where the pages follow the volume (14.70), which CSL cannot see.
pub(super) fn join_pages(spans: &mut [Span], record: &Record) {
    let (Some(volume), None) = (record.volume.as_deref(), record.issue.as_deref()) else { return };
    for span in spans {
        for wrong in [": ", " : "] {
            let wrong = format!(" {volume}{wrong}");
            if let Some(place) = span.text.find(&wrong).filter(|_| !volume.is_empty()) {
                let pages = span.text.get(place + wrong.len()..).unwrap_or_default();
                if pages.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                    span.text = format!("{} {volume}:{pages}", span.text.get(..place).unwrap_or_default());
                }
            }
        }
    }
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
        // In the list of an author-date style: " Vol. 10 (1): 88".
        span.text = span.text.replace(&format!(" Vol. {volume} ("), &format!(" {volume} ("));
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
        drop_stops(&mut spans);
        set_stops(&mut spans);
        spans::plain(&spans)
    }

    #[test]
    fn stops_stand_within_quotation_marks() {
        assert_eq!(stops("Hale, “East”."), "Hale, “East.”");
        assert_eq!(stops("Hale, “East?.” Next"), "Hale, “East?” Next");
        assert_eq!(stops("Hale, M. (1982). Who won?. Ridge, 3."), "Hale, M. (1982). Who won? Ridge, 3.");
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
            set_beside(&mut spans, Some(" 한국"));
            drop_stops(&mut spans);
            set_stops(&mut spans);
        }
    }
}
