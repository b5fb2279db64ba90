//! One record element as text -> a light tree of elements.
//!
//! Names are local names: namespace prefixes are dropped. No DTD is read and no entity declared in one is ever
//! expanded: characters and HTML's named entities are resolved, any other reference stays as it was written.

use super::MAX_DEPTH;
use crate::format::clean;
use encoding_rs::WINDOWS_1252;
use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// An element with its attributes and what stands in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// The local name.
    pub name: String,
    /// Local names and values, in order.
    pub attributes: Vec<(String, String)>,
    /// Text and elements, in order.
    pub nodes: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// Text with its references resolved.
    Text(String),
    /// An element.
    Element(Element),
}

/// Why a record could not be parsed: the line within it, from 0, and the reason in a scholar's words.
pub(crate) type Fault = (usize, String);

impl Element {
    /// Parses one element.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().allow_dangling_amp = true;
        let mut open: Vec<Self> = Vec::new();
        loop {
            let event = reader.read_event().map_err(|error| {
                let place = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                (lines_before(text, place), explain(&error))
            })?;
            let closed = match event {
                Event::Start(start) => {
                    if open.len() >= MAX_DEPTH {
                        let place = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
                        return Err((
                            lines_before(text, place),
                            format!("elements are nested more than {MAX_DEPTH} deep"),
                        ));
                    }
                    open.push(Self::begin(&start));
                    None
                }
                Event::Empty(start) => Some(Self::begin(&start)),
                Event::End(_) => open.pop(),
                Event::Text(part) => {
                    push_text(&mut open, &part.xml10_content());
                    None
                }
                Event::CData(part) => {
                    push_text(&mut open, &part.xml10_content());
                    None
                }
                Event::GeneralRef(part) => {
                    push_text(&mut open, &resolve(&part));
                    None
                }
                Event::Eof => {
                    let unclosed = open.last().map_or("the record", |element| element.name.as_str());
                    return Err((lines_before(text, text.len()), format!("<{unclosed}> is never closed")));
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => None,
            };
            if let Some(element) = closed {
                match open.last_mut() {
                    Some(parent) => parent.nodes.push(Node::Element(element)),
                    None => return Ok(element),
                }
            }
        }
    }

    fn begin(start: &BytesStart) -> Self {
        let attributes = start
            .attributes()
            .with_checks(false)
            .flatten()
            .map(|attribute| (local(attribute.key.as_ref()).to_owned(), unescape(&attribute.value)))
            .collect();
        Self { name: local(start.name().as_ref()).to_owned(), attributes, nodes: Vec::new() }
    }

    /// The value of an attribute, trimmed; `None` where it is missing or blank.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// The elements directly within.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of that name directly within.
    pub(crate) fn children(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element of that name directly within.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// Every element at the end of a path of names: `["authors", "author"]`.
    pub(crate) fn all(&self, path: &[&str]) -> Vec<&Self> {
        let mut found = vec![self];
        for name in path {
            found = found.into_iter().flat_map(|element| element.children(name)).collect();
        }
        found
    }

    /// The first element at the end of a path of names.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Self> {
        self.all(path).into_iter().next()
    }

    /// The text at the end of a path of names, one line; `None` where there is none.
    pub(crate) fn text_at(&self, path: &[&str]) -> Option<String> {
        self.all(path).into_iter().map(Self::text).find(|text| !text.is_empty())
    }

    /// Every element of that name anywhere within, in order.
    pub(crate) fn descendants(&self, name: &str) -> Vec<&Self> {
        let mut found = Vec::new();
        let mut waiting = vec![self];
        while let Some(element) = waiting.pop() {
            if element.name == name {
                found.push(element);
            }
            let from = waiting.len();
            waiting.extend(element.elements());
            if let Some(added) = waiting.get_mut(from..) {
                added.reverse();
            }
        }
        found
    }

    /// All text within as one line: white space is collapsed, elements within a word do not part it.
    pub(crate) fn text(&self) -> String {
        clean::line(&self.raw()).into_owned()
    }

    /// All text within, one paragraph for each block (`p`, `sec`, `title`...), parted by an empty line.
    pub(crate) fn prose(&self) -> String {
        clean::paragraphs(&self.raw()).into_owned()
    }

    /// The text as `clean` takes it: raised text stays marked, blocks are parted, other elements vanish.
    pub(crate) fn raw(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    /// Recursion is bounded by [`MAX_DEPTH`]: `parse` makes no deeper tree.
    fn write(&self, out: &mut String) {
        const BLOCKS: [&str; 12] = [
            "p",
            "para",
            "sec",
            "title",
            "label",
            "li",
            "item",
            "list",
            "br",
            "break",
            "div",
            "disp-formula",
        ];
        let (before, after) = match self.name.as_str() {
            "sup" => ("<sup>", "</sup>"),
            name if BLOCKS.contains(&name) => ("\n\n", "\n\n"),
            _ => ("", ""),
        };
        out.push_str(before);
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(&mended(text)),
                Node::Element(element) => element.write(out),
            }
        }
        out.push_str(after);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    let Some(element) = open.last_mut() else { return };
    if let Some(Node::Text(before)) = element.nodes.last_mut() {
        before.push_str(text);
    } else if !text.is_empty() {
        element.nodes.push(Node::Text(text.to_owned()));
    }
}

/// A text whose UTF-8 was once taken for Windows-1252, as some catalogues export it, set right; else as it is.
fn mended(text: &str) -> Cow<'_, str> {
    let is_lead = |c: char| matches!(c, '\u{c2}'..='\u{f4}');
    let mut pairs = text.chars().zip(text.chars().skip(1));
    if !pairs.any(|(first, second)| is_lead(first) && !second.is_ascii()) {
        return Cow::Borrowed(text);
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
    match String::from_utf8(bytes.into_owned()) {
        Ok(right) if !unmappable => Cow::Owned(right),
        _ => Cow::Borrowed(text),
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A reference without its `&` and `;` as text; an unknown one stays as it was written.
fn resolve(name: &str) -> String {
    let character = name.strip_prefix('#').and_then(|number| {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        code.ok().and_then(char::from_u32)
    });
    match character {
        // Those of 0x80 to 0x9f may be bytes of a text encoded twice, which `mended` looks at.
        Some(c) if c.is_ascii_control() && !c.is_whitespace() => String::new(),
        Some(c) => c.to_string(),
        None => resolve_html5_entity(name).map_or_else(|| format!("&{name};"), str::to_owned),
    }
}

/// A text with its references resolved.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        rest = match after.split_once(';') {
            Some((name, after)) if name.len() <= 32 && !name.contains(['&', ' ']) => {
                out.push_str(&resolve(name));
                after
            }
            _ => {
                out.push('&');
                after
            }
        };
    }
    out.push_str(rest);
    out
}

fn lines_before(text: &str, place: usize) -> usize {
    text.as_bytes().iter().take(place).filter(|&&byte| byte == b'\n').count()
}

fn explain(error: &Error) -> String {
    match error {
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            format!("<{expected}> is closed by </{found}>")
        }
        Error::IllFormed(IllFormedError::MissingEndTag(name)) => format!("<{name}> is never closed"),
        Error::IllFormed(IllFormedError::UnmatchedEndTag(name)) => {
            format!("</{name}> closes nothing that was opened")
        }
        Error::Syntax(SyntaxError::UnclosedComment) => "a comment (<!--) is never closed".into(),
        Error::Syntax(SyntaxError::UnclosedCData) => "a <![CDATA[ is never closed".into(),
        Error::Syntax(_) => "a tag is never closed with >".into(),
        other => format!("not well-formed XML: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_resolved_but_never_expanded() {
        let element =
            Element::parse("<a b='1 &amp; 2'>x &eacute;&#233;&own; &amp;lt; R&D <i>H</i>e</a>").unwrap();
        assert_eq!(element.text(), "x éé&own; < R&D He");
        assert_eq!(element.attribute("b"), Some("1 & 2"));
    }

    #[test]
    fn a_fault_says_where_and_why() {
        assert_eq!(Element::parse("<a>\n<b>x</c></a>"), Err((1, "<b> is closed by </c>".into())));
        assert!(Element::parse("<a><b></b>").unwrap_err().1.contains("never closed"));
        assert!(Element::parse(&"<a>".repeat(300)).unwrap_err().1.contains("256"));
    }

    #[test]
    fn text_encoded_twice_is_set_right() {
        let element = Element::parse("<a>&#236;&#8226;&#8222;&#235;&#185;&#160; ruÌ†l</a>").unwrap();
        assert_eq!(element.text(), "아빠 ru\u{306}l");
        assert_eq!(Element::parse("<a>Corée déjà</a>").unwrap().text(), "Corée déjà");
    }

    #[test]
    fn blocks_are_paragraphs_and_inline_elements_are_not() {
        let element =
            Element::parse("<abstract><title>A</title><p>One <i>t</i>wo</p><p>three</p></abstract>");
        assert_eq!(element.unwrap().prose(), "A\n\nOne two\n\nthree");
    }
}
