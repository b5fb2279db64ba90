//! Tags and entities: what each does to the text around it, and what an entity stands for.
//!
//! A table of the tags that bibliographic sources use; a `<` before anything else is text.

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

/// The bytes of the markup at the start of `mark` (which begins with `<`), what it stands for being written;
/// `None` where it is text.
pub(super) fn markup(mark: &str, text: &mut String) -> Option<usize> {
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
pub(super) fn entity(mark: &str) -> Option<(usize, Cow<'static, str>)> {
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
