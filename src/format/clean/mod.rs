//! Marked-up text -> clean text: HTML and JATS tags, entities, white space, the labels and tails of abstracts.
//!
//! It is no HTML parser and judges no markup: it takes off the tags that bibliographic sources put into titles
//! and abstracts and leaves everything else that has a `<` as the text it is. Sources: the JATS 1.3 tag library
//! (inline and block elements) and the HTML living standard (entities, by quick-xml's table).

mod label;
mod markup;

use label::{says_none, without_head, without_label, without_tail};
use markup::{entity, markup};
use std::borrow::Cow;

/// A title or any other text of one line: tags and entities gone, white space single.
#[must_use]
pub fn line(raw: &str) -> Cow<'_, str> {
    let plain = unmark(raw);
    if is_single_spaced(&plain) {
        return plain;
    }
    Cow::Owned(plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A text of several paragraphs: tags and entities gone, white space single, paragraphs parted by an empty line.
#[must_use]
pub fn paragraphs(raw: &str) -> Cow<'_, str> {
    let plain = unmark(raw);
    if is_single_spaced(&plain) {
        return plain;
    }
    let mut text = String::with_capacity(plain.len());
    let mut lines = plain.split('\n').peekable();
    while lines.peek().is_some() {
        let mut paragraph = false;
        for row in lines.by_ref() {
            let mut words = row.split_whitespace().peekable();
            if words.peek().is_none() {
                break;
            }
            for word in words {
                if paragraph {
                    text.push(' ');
                } else if !text.is_empty() {
                    text.push_str("\n\n");
                }
                paragraph = true;
                text.push_str(word);
            }
        }
    }
    Cow::Owned(text)
}

/// An abstract: [`paragraphs`] without the label "Abstract", copyright tails and "[no abstract]"; `None` if nothing is left.
#[must_use]
pub fn abstract_text(raw: &str) -> Option<String> {
    let text = paragraphs(raw);
    let mut rest = text.trim();
    if says_none(rest) {
        return None;
    }
    // Twice: a JATS title and a label in the text often stand together.
    for _ in 0..2 {
        rest = without_label(rest);
    }
    rest = without_tail(without_head(rest));
    if says_none(rest) { None } else { Some(rest.to_owned()) }
}

/// Tags and entities gone, white space as it stands; what was marked up twice is unmarked twice.
#[must_use]
pub fn unmark(raw: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(raw);
    for _ in 0..3 {
        if memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() {
            break;
        }
        let Some(plain) = unmark_once(&text) else { break };
        text = Cow::Owned(plain);
    }
    text
}

/// One layer of tags and entities; `None` where there was none.
fn unmark_once(raw: &str) -> Option<String> {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    let mut changed = false;
    while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
        let (before, mark) = rest.split_at(at);
        text.push_str(before);
        if mark.starts_with('&') {
            if let Some((length, decoded)) = entity(mark) {
                text.push_str(&decoded);
                rest = mark.get(length..).unwrap_or_default();
                changed = true;
                continue;
            }
        } else if let Some(length) = markup(mark, &mut text) {
            rest = mark.get(length..).unwrap_or_default();
            changed = true;
            continue;
        }
        let (sign, after) = mark.split_at(1);
        text.push_str(sign);
        rest = after;
    }
    text.push_str(rest);
    changed.then_some(text)
}

fn is_single_spaced(text: &str) -> bool {
    /// A reader looks at every text: so many bytes at once tell that nothing in them can be a blank but single ones.
    const CHUNK: usize = 64;
    let bytes = text.as_bytes();
    if text.starts_with(char::is_whitespace) || text.ends_with(' ') {
        return false;
    }
    let Some(next) = bytes.get(1..) else { return true };
    bytes.chunks(CHUNK).zip(next.chunks(CHUNK)).zip((1..).step_by(CHUNK)).all(|((before, here), start)| {
        // Few bytes can begin a blank beyond ASCII.
        let doubtful = before.iter().zip(here).fold(false, |doubtful, (before, byte)| {
            doubtful
                | ((*before == b' ') & (*byte == b' '))
                | byte.wrapping_sub(b'\t').lt(&5)
                | (*byte == 0xC2)
                | byte.wrapping_sub(0xE1).lt(&3)
        });
        !doubtful
            || before.iter().zip(here).zip(start..).all(|((before, byte), at)| match byte {
                b' ' => *before != b' ',
                b'\t'..=b'\r' => false,
                0xC2 | 0xE1..=0xE3 => !text[at..].starts_with(char::is_whitespace),
                _ => true,
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_neither_glue_nor_split_words() {
        assert_eq!(
            line("The 38<sup>th</sup> parallel in <i>Korea</i>: H<sub>2</sub>O"),
            "The 38th parallel in Korea: H2O"
        );
        assert_eq!(line("one<br/>two &amp; three&nbsp;&ndash; 10<sup>6</sup>"), "one two & three – 10⁶");
        assert_eq!(line("<jats:italic>War</jats:italic> &amp;amp; &lt;i&gt;peace&lt;/i&gt;"), "War & peace");
    }

    #[test]
    fn what_only_looks_like_a_tag_stays() {
        for text in [
            "p < 0.05 and n > 3",
            "a <sic> b",
            "if x<y and z>w",
            "mail <a@b.org>",
            "AT&T; R&D",
            "<",
            "&",
            "</",
            "<i",
            "&#xffffffff;",
        ] {
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn blocks_part_paragraphs_and_lines_do_not() {
        assert_eq!(paragraphs("<p>One\n  line.</p>\n<p>Two.</p>"), "One line.\n\nTwo.");
        assert_eq!(paragraphs("a\r\nb\r\n \r\n\r\nc"), "a b\n\nc");
    }

    #[test]
    fn the_label_goes_and_the_genuine_word_stays() {
        for (raw, clean) in [
            ("AbstractIn this paper we ask", "In this paper we ask"),
            ("Abstract During the 1950s aid grew", "During the 1950s aid grew"),
            ("ABSTRACT: the armistice", "the armistice"),
            ("ABSTRACTThe armistice", "The armistice"),
            ("<jats:title>Abstract</jats:title><jats:p>Algebra of war.</jats:p>", "Algebra of war."),
            ("Abstract이 논문은", "이 논문은"),
            ("국문초록: 이 논문은", "이 논문은"),
            ("Abstraction marks the style", "Abstraction marks the style"),
            ("ABSTRACTION AND WAR", "ABSTRACTION AND WAR"),
            ("Abstract art in Seoul after 1953", "Abstract art in Seoul after 1953"),
            ("Abstract Expressionism came with the army", "Abstract Expressionism came with the army"),
            ("Significance Eight months on", "Significance Eight months on"),
        ] {
            assert_eq!(abstract_text(raw).as_deref(), Some(clean), "{raw}");
        }
    }

    #[test]
    fn copyright_goes_from_both_ends() {
        for raw in [
            "Rice fed the army. © 1999 Taylor & Francis Group, LLC.",
            "Rice fed the army. Copyright 2001 Elsevier. All rights reserved.",
            "Rice fed the army. (c) 2001 Elsevier",
            "Rice fed the army. (PsycINFO Database Record (c) 2012 APA, all rights reserved)",
            "Rice fed the army. Copyright of Field Notes is the property of A Press and may not be copied.",
        ] {
            assert_eq!(abstract_text(raw).as_deref(), Some("Rice fed the army."), "{raw}");
        }
        let head =
            "© 2019, A. Press B.V. All rights reserved. The harvest of 1951 fed an army and its prisoners.";
        assert_eq!(
            abstract_text(head).as_deref(),
            Some("The harvest of 1951 fed an army and its prisoners.")
        );
        let prose = "Copyright law in Seoul followed the army's.";
        assert_eq!(abstract_text(prose).as_deref(), Some(prose));
    }

    #[test]
    fn no_abstract_is_none() {
        for raw in
            ["[no abstract]", "No abstract available.", "", "Abstract", "<p></p>", "[Abstract not available]"]
        {
            assert_eq!(abstract_text(raw), None, "{raw}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_cleaned(raw in "[<>/a-p&;#x0-9© \n.A]{0,80}") {
            let _ = abstract_text(&raw);
            let once = paragraphs(&raw).into_owned();
            proptest::prop_assert!(!once.contains("  ") && !once.contains("\n\n\n"));
        }
    }
}
