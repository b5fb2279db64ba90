//! A formatted reference as runs of text, and those as plain text, Markdown or HTML.
//!
//! Text in a run is never markup: what a title has of `<`, `*` or `&` is escaped here, by the last step, once.

use hayagriva::citationberg::taxonomy::NameVariable;
use hayagriva::citationberg::{FontStyle, FontVariant, FontWeight, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatting};

/// A run of text of one look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Whether it is italic.
    pub italic: bool,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it is in small capitals.
    pub small_caps: bool,
    /// Whether it is raised.
    pub superscript: bool,
    /// Where it leads, an `http` or `https` address.
    pub link: Option<String>,
    /// Whether it is the output of a date, where a stand-in for a year may stand.
    pub(super) date: bool,
}

impl Span {
    /// A run of plain text.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Whether two runs look alike.
    fn is_like(&self, other: &Self) -> bool {
        self.italic == other.italic
            && self.bold == other.bold
            && self.small_caps == other.small_caps
            && self.superscript == other.superscript
            && self.link == other.link
            && self.date == other.date
    }

    /// The same look with another text.
    pub(super) fn with_text(&self, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..self.clone() }
    }
}

/// Stands behind the first list of authors, where "ed." may have to follow; never in what is given out.
pub(super) const NAMES_END: char = '\u{e001}';

/// hayagriva's tree as runs; no markup of its own is taken over.
pub(super) fn flatten(children: &ElemChildren) -> Vec<Span> {
    let mut spans = Vec::new();
    for child in &children.0 {
        collect(child, false, 0, &mut spans);
    }
    spans
}

/// Whether an element is a list of authors.
fn is_authors(meta: Option<&ElemMeta>) -> bool {
    matches!(meta, Some(ElemMeta::Names(lists)) if lists.iter().any(|(_, kind)| *kind == NameVariable::Author))
}

fn collect(child: &ElemChild, date: bool, depth: usize, spans: &mut Vec<Span>) {
    const DEEP: usize = 200;
    match child {
        ElemChild::Text(text) => push(spans, look(text.formatting, &text.text, date)),
        ElemChild::Link { text, url } => {
            let mut span = look(text.formatting, &text.text, date);
            span.link = is_web(url).then(|| url.clone());
            push(spans, span);
        }
        ElemChild::Markup(text) => push(spans, Span::plain(text.clone())),
        ElemChild::Elem(element) if depth < DEEP => {
            let date = date || element.meta == Some(ElemMeta::Date);
            for child in &element.children.0 {
                collect(child, date, depth + 1, spans);
            }
            let seen = spans.iter().any(|span| span.text.contains(NAMES_END));
            if !seen && is_authors(element.meta.as_ref()) {
                push(spans, Span::plain(NAMES_END));
            }
        }
        ElemChild::Elem(_) | ElemChild::Transparent { .. } => {}
    }
}

fn look(formatting: Formatting, text: &str, date: bool) -> Span {
    Span {
        text: text.to_owned(),
        italic: formatting.font_style == FontStyle::Italic,
        bold: formatting.font_weight == FontWeight::Bold,
        small_caps: formatting.font_variant == FontVariant::SmallCaps,
        superscript: formatting.vertical_align == VerticalAlign::Sup,
        link: None,
        date,
    }
}

fn is_web(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace)
}

/// Adds a run, to the one before it where both look alike.
pub(super) fn push(spans: &mut Vec<Span>, span: Span) {
    if span.text.is_empty() {
        return;
    }
    match spans.last_mut() {
        Some(last) if last.is_like(&span) => last.text.push_str(&span.text),
        _ => spans.push(span),
    }
}

/// Joins neighbours that look alike.
pub(super) fn merge(spans: &mut Vec<Span>) {
    let mut merged = Vec::with_capacity(spans.len());
    for span in spans.drain(..) {
        push(&mut merged, span);
    }
    *spans = merged;
}

/// The text alone.
pub(super) fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// CommonMark; small capitals, which it lacks, become plain text.
pub(super) fn markdown(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        // Emphasis must not begin or end with a blank: it stands outside.
        let inner = span.text.trim();
        let start = span.text.len() - span.text.trim_start().len();
        let (before, after) = if inner.is_empty() {
            (span.text.as_str(), "")
        } else {
            (
                span.text.get(..start).unwrap_or_default(),
                span.text.get(start + inner.len()..).unwrap_or_default(),
            )
        };
        out.push_str(before);
        if !inner.is_empty() {
            let mark = match (span.bold, span.italic) {
                (true, true) => "***",
                (true, false) => "**",
                (false, true) => "*",
                (false, false) => "",
            };
            out.push_str(mark);
            match &span.link {
                Some(link) if link == inner => {
                    out.push('<');
                    out.push_str(&link.replace('<', "%3C").replace('>', "%3E"));
                    out.push('>');
                }
                Some(link) => {
                    out.push('[');
                    escape_markdown(inner, &mut out);
                    out.push_str("](<");
                    out.push_str(&link.replace('<', "%3C").replace('>', "%3E"));
                    out.push_str(">)");
                }
                None => escape_markdown(inner, &mut out),
            }
            out.push_str(mark);
        }
        out.push_str(after);
    }
    out
}

fn escape_markdown(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '~' | '|' | '$' | '^') {
            out.push('\\');
        }
        out.push(c);
    }
}

/// HTML without a surrounding element.
pub(super) fn html(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        let mut closing = Vec::new();
        if let Some(link) = &span.link {
            out.push_str("<a href=\"");
            escape_html(link, &mut out);
            out.push_str("\">");
            closing.push("</a>");
        }
        let looks = [
            (span.italic, "<i>", "</i>"),
            (span.bold, "<b>", "</b>"),
            (span.superscript, "<sup>", "</sup>"),
            (span.small_caps, "<span style=\"font-variant:small-caps\">", "</span>"),
        ];
        for (_, open, close) in looks.into_iter().filter(|(on, ..)| *on) {
            out.push_str(open);
            closing.push(close);
        }
        escape_html(&span.text, &mut out);
        out.extend(closing.iter().rev().copied());
    }
    out
}

fn escape_html(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_title_holds_is_never_markup() {
        let spans = [
            Span::plain("A & B, "),
            Span { italic: true, ..Span::plain("<script>*x*</script> ") },
            Span { link: Some("https://e.org/a_b".into()), ..Span::plain("https://e.org/a_b") },
        ];
        assert_eq!(
            html(&spans),
            "A &amp; B, <i>&lt;script&gt;*x*&lt;/script&gt; </i><a href=\"https://e.org/a_b\">https://e.org/a_b</a>"
        );
        assert_eq!(markdown(&spans), "A \\& B, *\\<script\\>\\*x\\*\\</script\\>* <https://e.org/a_b>");
        assert_eq!(plain(&spans), "A & B, <script>*x*</script> https://e.org/a_b");
    }
}
