//! Marked-up text -> clean text: HTML and JATS tags, entities, white space, the labels and tails of abstracts.
//!
//! It is no HTML parser and judges no markup: it takes off the tags that bibliographic sources put into titles
//! and abstracts and leaves everything else that has a `<` as the text it is. Sources: the JATS 1.3 tag library
//! (inline and block elements) and the HTML living standard (entities, by quick-xml's table).

use std::borrow::Cow;

/// What a tag does to the text around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    /// Nothing: it neither glues nor parts words.
    Inline,
    /// A superscript: digits after a digit are raised, lest 10 to the sixth become 106.
    Raised,
    /// It parts lines or cells.
    Space,
    /// It parts paragraphs.
    Block,
    /// Its whole content goes.
    Hidden,
}

/// Tags by name, lower case, without a prefix.
const TAGS: &[(&str, Tag)] = &[
    ("a", Tag::Inline),
    ("abbr", Tag::Inline),
    ("abstract", Tag::Block),
    ("abstracttext", Tag::Block),
    ("alternatives", Tag::Inline),
    ("annotation", Tag::Hidden),
    ("article-title", Tag::Inline),
    ("b", Tag::Inline),
    ("big", Tag::Inline),
    ("blockquote", Tag::Block),
    ("body", Tag::Block),
    ("bold", Tag::Inline),
    ("br", Tag::Space),
    ("break", Tag::Space),
    ("center", Tag::Block),
    ("cite", Tag::Inline),
    ("code", Tag::Inline),
    ("dd", Tag::Block),
    ("def", Tag::Inline),
    ("disp-formula", Tag::Space),
    ("disp-quote", Tag::Block),
    ("div", Tag::Block),
    ("dl", Tag::Block),
    ("dt", Tag::Block),
    ("em", Tag::Inline),
    ("email", Tag::Inline),
    ("emphasis", Tag::Inline),
    ("ext-link", Tag::Inline),
    ("fn", Tag::Inline),
    ("font", Tag::Inline),
    ("h1", Tag::Block),
    ("h2", Tag::Block),
    ("h3", Tag::Block),
    ("h4", Tag::Block),
    ("h5", Tag::Block),
    ("h6", Tag::Block),
    ("hr", Tag::Block),
    ("html", Tag::Block),
    ("i", Tag::Inline),
    ("img", Tag::Inline),
    ("inf", Tag::Inline),
    ("inline-formula", Tag::Inline),
    ("inline-graphic", Tag::Inline),
    ("institution", Tag::Inline),
    ("ital", Tag::Inline),
    ("italic", Tag::Inline),
    ("label", Tag::Space),
    ("li", Tag::Block),
    ("list", Tag::Block),
    ("list-item", Tag::Block),
    ("math", Tag::Inline),
    ("mfenced", Tag::Inline),
    ("mfrac", Tag::Inline),
    ("mi", Tag::Inline),
    ("mn", Tag::Inline),
    ("mo", Tag::Inline),
    ("monospace", Tag::Inline),
    ("mover", Tag::Inline),
    ("mrow", Tag::Inline),
    ("mspace", Tag::Space),
    ("mstyle", Tag::Inline),
    ("msub", Tag::Inline),
    ("msubsup", Tag::Inline),
    ("msup", Tag::Inline),
    ("mtext", Tag::Inline),
    ("munder", Tag::Inline),
    ("named-content", Tag::Inline),
    ("nocase", Tag::Inline),
    ("ol", Tag::Block),
    ("overline", Tag::Inline),
    ("p", Tag::Block),
    ("para", Tag::Block),
    ("pre", Tag::Block),
    ("q", Tag::Inline),
    ("roman", Tag::Inline),
    ("s", Tag::Inline),
    ("sans-serif", Tag::Inline),
    ("sc", Tag::Inline),
    ("scp", Tag::Inline),
    ("script", Tag::Hidden),
    ("sec", Tag::Block),
    ("section", Tag::Block),
    ("semantics", Tag::Inline),
    ("small", Tag::Inline),
    ("span", Tag::Inline),
    ("strike", Tag::Inline),
    ("strong", Tag::Inline),
    ("style", Tag::Hidden),
    ("styled-content", Tag::Inline),
    ("sub", Tag::Inline),
    ("sup", Tag::Raised),
    ("table", Tag::Block),
    ("tbody", Tag::Block),
    ("td", Tag::Space),
    ("tex-math", Tag::Hidden),
    ("th", Tag::Space),
    ("title", Tag::Block),
    ("tr", Tag::Block),
    ("tt", Tag::Inline),
    ("u", Tag::Inline),
    ("ul", Tag::Block),
    ("underline", Tag::Inline),
    ("uri", Tag::Inline),
    ("xref", Tag::Inline),
];

/// Words after which "Abstract" is the adjective and no label, though they follow with a capital.
const ABSTRACT_NOUNS: &[&str] = &[
    "algebra",
    "art",
    "artist",
    "artists",
    "arts",
    "concept",
    "concepts",
    "data",
    "expressionism",
    "expressionist",
    "expressionists",
    "ideas",
    "painters",
    "painting",
    "paintings",
    "photography",
    "sculpture",
    "thinking",
    "thought",
];

/// Small words with which an abstract opens when its label is followed by a small letter.
const OPENINGS: &[&str] =
    &["a", "an", "as", "at", "during", "from", "in", "on", "our", "the", "this", "to", "we", "when"];

/// Labels that are taken off where a colon or a line's end follows.
const LABELS: &[&str] = &[
    "summary",
    "résumé",
    "resumen",
    "resumo",
    "zusammenfassung",
    "аннотация",
    "초록",
    "국문초록",
    "요약",
    "要旨",
    "摘要",
    "抄録",
    "提要",
];

/// What sources write where there is no abstract.
const NONE: &[&str] = &[
    "no abstract",
    "no abstract available",
    "no abstract is available",
    "no abstract is available for this article",
    "no abstract provided",
    "no abstract supplied",
    "no summary available",
    "abstract not available",
    "abstract unavailable",
    "abstract not provided",
    "abstract is not available",
    "an abstract is not available",
    "not available",
    "none",
    "n/a",
    "null",
    "abstract",
];

/// The longest copyright tail that is taken off, in bytes; longer ones hold prose.
const TAIL: usize = 320;

/// EBSCO's terms of use run to some 600 bytes.
const LONG_TAIL: usize = 800;

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

/// The bytes of the markup at the start of `mark` (which begins with `<`), what it stands for being written;
/// `None` where it is text.
fn markup(mark: &str, text: &mut String) -> Option<usize> {
    if let Some(comment) = mark.strip_prefix("<!--") {
        return Some(comment.find("-->")? + "<!---->".len());
    }
    if let Some(data) = mark.strip_prefix("<![CDATA[") {
        let end = data.find("]]>")?;
        text.push_str(data.get(..end)?);
        return Some(end + "<![CDATA[]]>".len());
    }
    let (closing, inner) = match mark.strip_prefix("</") {
        Some(inner) => (true, inner),
        None => (false, mark.strip_prefix('<')?),
    };
    let name_end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_')))?;
    let name = inner.get(..name_end)?;
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    // An attribute's value may hold a `>`, but no source has one worth the look: 2,000 bytes bound the search.
    let inner_end = memchr::memchr(b'>', inner.as_bytes().get(..inner.len().min(2_000))?)?;
    let attributes = inner.get(name_end..inner_end)?.trim_end_matches('/').trim();
    if !attributes.is_empty() && !attributes.contains('=') {
        return None;
    }
    let length = 1 + usize::from(closing) + inner_end + 1;
    let (prefix, local) = name.rsplit_once(':').map_or((None, name), |(prefix, local)| (Some(prefix), local));
    let tag = TAGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(local)).map(|(_, tag)| *tag);
    let tag = match (tag, prefix) {
        (Some(tag), _) => tag,
        // `<jats:anything>` and `<mml:anything>` are markup; `<sic>` and `<author@example.org>` are text.
        (None, Some("jats" | "mml" | "m" | "xhtml" | "ali" | "xlink")) => Tag::Inline,
        (None, _) => return None,
    };
    match tag {
        Tag::Inline => {}
        Tag::Raised if !closing => return Some(raised(mark, length, text)),
        Tag::Raised => {}
        Tag::Space => text.push(' '),
        Tag::Block => text.push_str("\n\n"),
        Tag::Hidden if !closing && !inner.get(..inner_end)?.ends_with('/') => {
            let after = mark.get(length..)?;
            let close = format!("</{name}>");
            return Some(after.find(&close).map_or(length, |end| length + end + close.len()));
        }
        Tag::Hidden => {}
    }
    Some(length)
}

/// Digits raised after a digit; the bytes taken.
fn raised(mark: &str, length: usize, text: &mut String) -> usize {
    const RAISED: &[(char, char)] = &[
        ('0', '⁰'),
        ('1', '¹'),
        ('2', '²'),
        ('3', '³'),
        ('4', '⁴'),
        ('5', '⁵'),
        ('6', '⁶'),
        ('7', '⁷'),
        ('8', '⁸'),
        ('9', '⁹'),
        ('-', '⁻'),
        ('−', '⁻'),
        ('–', '⁻'),
        ('+', '⁺'),
    ];
    let after = mark.get(length..).unwrap_or_default();
    let content = after.split('<').next().unwrap_or_default();
    let lift = |c: char| RAISED.iter().find(|(low, _)| *low == c).map(|(_, high)| *high);
    if text.ends_with(|c: char| c.is_ascii_digit())
        && !content.is_empty()
        && content.len() <= 8
        && content.chars().all(|c| lift(c).is_some())
    {
        text.extend(content.chars().filter_map(lift));
        return length + content.len();
    }
    length
}

/// The length and the text of the entity at the start of `mark`, which begins with `&`.
fn entity(mark: &str) -> Option<(usize, Cow<'static, str>)> {
    let window = mark.as_bytes().get(1..mark.len().min(40))?;
    let end = memchr::memchr(b';', window)?;
    let name = mark.get(1..=end)?;
    let length = end + 2;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse::<u32>().ok()?,
        };
        // Windows-1252 numbers, which browsers take for the characters meant.
        let c = match u8::try_from(code) {
            Ok(byte @ 0x80..=0x9f) => encoding_rs::WINDOWS_1252.decode(&[byte]).0.chars().next()?,
            _ => char::from_u32(code)?,
        };
        let c = if c.is_control() && !matches!(c, '\n' | '\t') { ' ' } else { c };
        return Some((length, Cow::Owned(c.to_string())));
    }
    if name == "nbsp" {
        return Some((length, Cow::Borrowed(" ")));
    }
    Some((length, Cow::Borrowed(quick_xml::escape::resolve_html5_entity(name)?)))
}

fn is_single_spaced(text: &str) -> bool {
    // Most texts are ASCII, and a reader looks at every one: bytes are quicker than characters.
    if text.is_ascii() {
        let mut before = b' ';
        for b in text.bytes() {
            if b <= b' ' && (b == b' ' && before == b' ' || matches!(b, b'\t'..=b'\r')) {
                return false;
            }
            before = b;
        }
        return before != b' ' || text.is_empty();
    }
    let mut space = true;
    for c in text.chars() {
        if c.is_whitespace() {
            if space || c != ' ' {
                return false;
            }
            space = true;
        } else {
            space = false;
        }
    }
    !space || text.is_empty()
}

/// Whether the text only says that there is none.
fn says_none(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty() || (bare.len() < 50 && NONE.contains(&bare.to_lowercase().as_str()))
}

/// Takes the label off the beginning, also where it is glued to the first word.
fn without_label(text: &str) -> &str {
    const LABEL: &str = "abstract";
    let text = text.trim_start();
    let opened = text.trim_start_matches(['[', '(', '*', '"']);
    let Some((label, rest)) = opened.split_at_checked(LABEL.len()) else { return without_other_label(text) };
    if !label.eq_ignore_ascii_case(LABEL) {
        return without_other_label(text);
    }
    let Some(next) = rest.chars().next() else { return "" };
    let rest_trimmed = || rest.trim_start_matches(|c: char| c.is_whitespace() || ":.-–—|*])\"".contains(c));
    if opened.len() < text.len() {
        // "[Abstract] In ..." is a label, "(Abstract art in Seoul)" is not.
        return if matches!(next, ']' | ')' | '*' | ':') { rest_trimmed() } else { text };
    }
    match next {
        ':' | '.' | '—' | '–' | '|' | ']' | '\n' => rest_trimmed(),
        '-' => {
            if rest.starts_with("- ") || rest.starts_with("--") {
                rest_trimmed()
            } else {
                text
            }
        }
        c if c.is_whitespace() => {
            let body = rest.trim_start();
            let separated = body.starts_with([':', '-', '–', '—']);
            let word = body.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let lower = word.to_lowercase();
            let genuine = !separated
                && if body.starts_with(char::is_lowercase) {
                    !OPENINGS.contains(&lower.as_str())
                } else {
                    ABSTRACT_NOUNS.contains(&lower.as_str())
                };
            // A paragraph of its own is a label whatever follows.
            if genuine && !rest.starts_with("\n") { text } else { rest_trimmed() }
        }
        c if c.is_lowercase() => text,
        c if c.is_alphanumeric() || "“‘\"'«「『【〈《(".contains(c) => {
            let word = opened.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let inflected =
                ["ABSTRACTION", "ABSTRACTIONS", "ABSTRACTED", "ABSTRACTING", "ABSTRACTLY", "ABSTRACTS"];
            if inflected.contains(&word) { text } else { rest }
        }
        _ => text,
    }
}

/// Takes off a label in another language or of another word, where a colon or a line's end follows.
fn without_other_label(text: &str) -> &str {
    let sign =
        text.char_indices().take_while(|(at, _)| *at < 40).find(|(_, c)| matches!(c, ':' | '：' | '\n'));
    let Some((word, rest)) = sign.and_then(|(at, _)| text.split_at_checked(at)) else { return text };
    if LABELS.contains(&word.trim().to_lowercase().as_str()) {
        rest.trim_start_matches([':', '：', '\n', ' '])
    } else {
        text
    }
}

/// Takes off a leading copyright line: "© 2019, Springer Nature. The war ...", as Scopus has it.
fn without_head(text: &str) -> &str {
    if !text.starts_with('©') {
        return text;
    }
    let mut rest = text;
    while rest.starts_with('©') || rest.starts_with("Published by") || rest.starts_with("All rights reserved")
    {
        let Some(end) = sentence_end(rest) else { return text };
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    if rest.len() < 40 { text } else { rest }
}

/// Where the first sentence ends: a full stop, a blank and a capital, the stop being no initial's.
fn sentence_end(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(". ").map(|at| at + from) {
        let before = text.get(..at)?.rsplit([' ', ',']).next().unwrap_or_default();
        let initial = before.chars().count() == 1 && before.starts_with(char::is_uppercase);
        let capital = text.get(at + 2..)?.trim_start().starts_with(|c: char| !c.is_lowercase());
        if !initial && capital {
            return Some(at + 1);
        }
        from = at + 2;
    }
    None
}

/// Takes a copyright statement off the end.
fn without_tail(text: &str) -> &str {
    let mut rest = text.trim_end();
    if let Some(cut) =
        rest.strip_suffix("[ABSTRACT FROM AUTHOR]").or_else(|| rest.strip_suffix("ABSTRACT FROM AUTHOR"))
    {
        rest = cut.trim_end();
    }
    let window = rest.len().saturating_sub(LONG_TAIL);
    let bytes = rest.as_bytes();
    for (at, byte) in bytes.iter().enumerate().skip(window) {
        // Every statement begins with one of these; ` ©` begins with 0xc2.
        if !matches!(byte, 0xc2 | b'(' | b'A' | b'C' | b'P' | b'a' | b'c' | b'p') {
            continue;
        }
        if at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(u8::is_ascii_alphanumeric) {
            continue;
        }
        let (Some(before), Some(tail)) = (rest.get(..at), rest.get(at..)) else { continue };
        let opens = before.trim_end().chars().next_back().is_none_or(|p| !p.is_alphanumeric() && p != ',');
        if opens && is_copyright(tail) {
            return before.trim_end_matches(['(', '[', ' ', '\n', '-', '–', '|']);
        }
    }
    rest
}

/// Whether a text that runs to the end is nothing but a copyright statement.
fn is_copyright(tail: &str) -> bool {
    let begins = |words: &str| tail.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words));
    if begins("copyright of ") && tail.contains(" is the property of ") {
        return tail.len() <= LONG_TAIL;
    }
    if tail.len() > TAIL {
        return false;
    }
    let year = |after: &str| {
        let after = after.trim_start_matches(|c: char| c.is_whitespace() || "(©".contains(c) || c == ',');
        let after = after.strip_prefix("c)").or_else(|| after.strip_prefix("C)")).unwrap_or(after);
        after.trim_start().bytes().take(4).filter(u8::is_ascii_digit).count() == 4
    };
    if let Some(after) = tail.strip_prefix('©') {
        return year(after)
            || after.trim_start().starts_with(char::is_uppercase)
            || after.trim_start().starts_with("by ");
    }
    if let Some(after) = tail.strip_prefix("(c)").or_else(|| tail.strip_prefix("(C)")) {
        return year(after);
    }
    if begins("copyright") {
        let after = tail.get("copyright".len()..).unwrap_or_default();
        return after.trim_start().starts_with('©') || year(after) || after.starts_with(" by ");
    }
    begins("all rights reserved") || begins("psycinfo database record")
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
