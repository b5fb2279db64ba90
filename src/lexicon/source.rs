//! Lexicon files -> classes: TOML as a historian writes it, with the file and line of what cannot be used.
//!
//! What the variants of a class match is not said here: see `variant` and `table`.

use crate::error::{Error, Result};
use crate::words::Words;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The kinds of classes.
pub const KINDS: [&str; 9] =
    ["place", "person", "body", "unit", "event", "document", "weapon", "disease", "term"];

/// A lexicon file, read but not yet compiled.
#[derive(Debug, Clone)]
pub struct Source {
    /// The file's name, for messages.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// One name of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// As the file has it: a person's in Latin letters inverted.
    pub text: String,
    /// Its language, where the file says so.
    pub lang: Option<String>,
    /// Whether only these capitals count in a record.
    pub case: bool,
}

/// One concept and its names, as a file has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Its id: small letters, digits, hyphens.
    pub id: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// Its sure names; the first is its heading.
    pub variants: Vec<Variant>,
    /// Its looser names, searched only on demand.
    pub broad: Vec<Variant>,
    /// A caution or a dispute.
    pub note: Option<String>,
    /// Classes whose names inside one of ours do not count.
    pub not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    class: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    kind: Option<String>,
    #[serde(default)]
    variants: Vec<Spelling>,
    #[serde(default)]
    broad: Vec<Spelling>,
    note: Option<String>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    off: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Spelling {
    Plain(String),
    Told(Told),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    text: String,
    lang: Option<String>,
    #[serde(default)]
    case: bool,
}

impl From<Spelling> for Variant {
    fn from(spelling: Spelling) -> Self {
        match spelling {
            Spelling::Plain(text) => Self { text, lang: None, case: false },
            Spelling::Told(told) => Self { text: told.text, lang: told.lang, case: told.case },
        }
    }
}

/// Reads files in order: a class of a later one replaces that of the same id, or switches it off. In id order.
///
/// # Errors
/// A file that is no TOML, an unknown key or kind, an id twice in one file, a class without names, a `not` or
/// `off` for a class that is nowhere; each with file and line.
pub fn read(sources: &[Source]) -> Result<Vec<Class>> {
    let mut classes: Vec<Class> = Vec::new();
    let (mut named, mut words) = (Vec::new(), Words::default());
    for source in sources {
        let fault = |span: Option<Range<usize>>, message: &str| fault(source, span, message);
        let file: File =
            toml::from_str(&source.text).map_err(|error| fault(error.span(), error.message()))?;
        let mut seen: FxHashSet<String> = FxHashSet::default();
        for entry in file.class {
            let span = entry.span();
            let entry = entry.into_inner();
            let wrong = |message: String| Err(fault(Some(span.clone()), &message));
            if !is_id(&entry.id) {
                return wrong(format!("id `{}`: small letters, digits and hyphens only", entry.id));
            }
            if !seen.insert(entry.id.clone()) {
                return wrong(format!("class `{}` stands here twice", entry.id));
            }
            let at = classes.binary_search_by(|class| class.id.cmp(&entry.id));
            if entry.off {
                match at {
                    Ok(at) => drop(classes.remove(at)),
                    Err(_) => return wrong(format!("no class `{}` to switch off", entry.id)),
                }
                continue;
            }
            let kind = match (entry.kind, at) {
                (Some(kind), _) => kind,
                (None, Ok(at)) => classes[at].kind.clone(),
                (None, Err(_)) => return wrong(format!("class `{}` has no kind", entry.id)),
            };
            if !KINDS.contains(&kind.as_str()) {
                return wrong(format!("kind `{kind}` is none of {}", KINDS.join(", ")));
            }
            if entry.variants.is_empty() {
                return wrong(format!("class `{}` has no variants", entry.id));
            }
            let class = Class {
                id: entry.id,
                kind,
                variants: entry.variants.into_iter().map(Variant::from).collect(),
                broad: entry.broad.into_iter().map(Variant::from).collect(),
                note: entry.note,
                not: entry.not,
            };
            let is_empty = |variant: &&Variant| {
                words.split(&variant.text);
                words.is_empty()
            };
            if let Some(empty) = class.variants.iter().chain(&class.broad).find(is_empty) {
                return wrong(format!("class `{}`: variant `{}` has no word", class.id, empty.text));
            }
            named.extend(class.not.iter().map(|id| (id.clone(), source, span.clone())));
            match at {
                Ok(at) => classes[at] = class,
                Err(at) => classes.insert(at, class),
            }
        }
    }
    for (id, source, span) in named {
        // A class that a user's file has switched off may still be named by the carried ones.
        if classes.binary_search_by(|class| class.id.cmp(&id)).is_err() && !anywhere(sources, &id) {
            return Err(fault(source, Some(span), &format!("`not` names `{id}`, which is no class")));
        }
    }
    Ok(classes)
}

fn anywhere(sources: &[Source], id: &str) -> bool {
    sources.iter().any(|source| source.text.contains(&format!("\"{id}\"\n")))
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn fault(source: &Source, span: Option<Range<usize>>, message: &str) -> Error {
    let line = span.map_or(1, |span| line_of(&source.text, span.start));
    Error::plain(format!("{}:{line}: {}", source.path.display(), message.trim_end().replace('\n', "; ")))
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|b| *b == b'\n').count()
}

impl Source {
    /// A lexicon file's text under the name that messages call it by.
    pub fn new(path: impl AsRef<Path>, text: impl Into<String>) -> Self {
        Self { path: path.as_ref().to_path_buf(), text: text.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(text: &str) -> std::result::Result<Vec<Class>, String> {
        read(&[Source::new("own.toml", text)]).map_err(|error| error.to_string())
    }

    const PUSAN: &str = "[[class]]\nid = \"pusan\"\nkind = \"place\"\nvariants = [\"Pusan\", { text = \"Fusan\", lang = \"ja\" }]\n";

    #[test]
    fn a_later_file_replaces_and_switches_off() {
        let own = "[[class]]\nid = \"pusan\"\nvariants = [\"Busan\"]\n";
        let classes = read(&[Source::new("a", PUSAN), Source::new("b", own)]).unwrap_or_default();
        assert_eq!((classes[0].kind.as_str(), classes[0].variants[0].text.as_str()), ("place", "Busan"));
        let off = "[[class]]\nid = \"pusan\"\noff = true\n";
        assert_eq!(read(&[Source::new("a", PUSAN), Source::new("b", off)]).map(|it| it.len()).ok(), Some(0));
    }

    #[test]
    fn faults_name_file_and_line() {
        for (text, message) in [
            ("\n[[class]]\nid = \"a\"\nkind = \"plaice\"\nvariants = [\"A\"]\n", "own.toml:2: kind `plaice`"),
            (
                "[[class]]\nid = \"a\"\nkind = \"place\"\nvariant = [\"A\"]\n",
                "own.toml:4: unknown field `variant`",
            ),
            ("[[class]]\nid = \"a\nkind = 1\n", "own.toml:2: "),
            ("[[class]]\nid = \"A b\"\nkind = \"term\"\nvariants = [\"A\"]\n", "own.toml:1: id `A b`"),
            (
                "[[class]]\nid = \"a\"\nkind = \"term\"\nvariants = [\"-\"]\n",
                "own.toml:1: class `a`: variant `-`",
            ),
            ("[[class]]\nid = \"a\"\nkind = \"term\"\nvariants = [\"a\"]\nnot = [\"b\"]", "`not` names `b`"),
            ("[[class]]\nid = \"a\"\noff = true\n", "no class `a`"),
        ] {
            let error = read_one(text).err().unwrap_or_default();
            assert!(error.contains(message), "{error} should say {message}");
        }
        assert!(
            read_one(&format!("{PUSAN}{PUSAN}"))
                .err()
                .unwrap_or_default()
                .contains("own.toml:5: class `pusan` stands here twice")
        );
    }
}
