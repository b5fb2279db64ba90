//! Headers -> fields, and a row's cells -> a record.
//!
//! One table says what every program calls its columns; nothing here knows a program by name.

use crate::error::Problem;
use crate::format::{clean, csl_json, date, edtf, identifier, name, parallel};
use crate::record::{Name, Record, Titled};
use serde_json::{Map, Value};

/// A field that a column can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The id.
    Id,
    /// The type, in any program's words.
    Kind,
    /// The title.
    Title,
    /// A subtitle, which goes behind the title.
    Subtitle,
    /// The title in another language or script.
    OtherTitle,
    /// Names in other scripts.
    OtherName,
    /// The authors.
    Author,
    /// The authors' whole names, better than [`Field::Author`].
    FullAuthor,
    /// The editors.
    Editor,
    /// The translators.
    Translator,
    /// The year, or any date; the fullest of several counts.
    Issued,
    /// The journal or book.
    ContainerTitle,
    /// The series.
    CollectionTitle,
    /// The publisher.
    Publisher,
    /// The place.
    PublisherPlace,
    /// The volume.
    Volume,
    /// The issue.
    Issue,
    /// The pages.
    Page,
    /// The first page.
    FirstPage,
    /// The last page.
    LastPage,
    /// The number of an article without pages.
    ArticleNumber,
    /// The edition.
    Edition,
    /// The DOI.
    Doi,
    /// The ISBN.
    Isbn,
    /// The ISSN.
    Issn,
    /// The PubMed id.
    Pmid,
    /// A web address.
    Url,
    /// The language.
    Language,
    /// Keywords.
    Keyword,
    /// The abstract.
    Abstract,
    /// The scholar's notes.
    Note,
}

/// Fields with the names that `--map` takes and that chosin's own tables have as headers.
const NAMES: &[(Field, &str)] = &[
    (Field::Id, "id"),
    (Field::Kind, "type"),
    (Field::Title, "title"),
    (Field::Subtitle, "subtitle"),
    (Field::OtherTitle, "other-titles"),
    (Field::OtherName, "other-names"),
    (Field::Author, "author"),
    (Field::FullAuthor, "full-author"),
    (Field::Editor, "editor"),
    (Field::Translator, "translator"),
    (Field::Issued, "issued"),
    (Field::ContainerTitle, "container-title"),
    (Field::CollectionTitle, "collection-title"),
    (Field::Publisher, "publisher"),
    (Field::PublisherPlace, "publisher-place"),
    (Field::Volume, "volume"),
    (Field::Issue, "issue"),
    (Field::Page, "page"),
    (Field::FirstPage, "first-page"),
    (Field::LastPage, "last-page"),
    (Field::ArticleNumber, "article-number"),
    (Field::Edition, "edition"),
    (Field::Doi, "DOI"),
    (Field::Isbn, "ISBN"),
    (Field::Issn, "ISSN"),
    (Field::Pmid, "PMID"),
    (Field::Url, "URL"),
    (Field::Language, "language"),
    (Field::Keyword, "keyword"),
    (Field::Abstract, "abstract"),
    (Field::Note, "note"),
];

/// What programs call their columns: small letters and digits alone.
const HEADERS: &[(&str, Field)] = &[
    ("abstractnote", Field::Abstract),
    ("abstracttext", Field::Abstract),
    ("artno", Field::ArticleNumber),
    ("articletitle", Field::Title),
    ("articleurl", Field::Url),
    ("authorfullnames", Field::FullAuthor),
    ("authorkeywords", Field::Keyword),
    ("authornames", Field::Author),
    ("authors", Field::Author),
    ("automatictags", Field::Keyword),
    ("booktitle", Field::ContainerTitle),
    ("bookseriestitle", Field::CollectionTitle),
    ("citationkey", Field::Id),
    ("contenttype", Field::Kind),
    ("creator", Field::Author),
    ("creators", Field::Author),
    ("date", Field::Issued),
    ("description", Field::Abstract),
    ("documenttitle", Field::Title),
    ("documenttype", Field::Kind),
    ("editors", Field::Editor),
    ("endpage", Field::LastPage),
    ("extra", Field::Note),
    ("firstauthors", Field::Author),
    ("isbns", Field::Isbn),
    ("itemdoi", Field::Doi),
    ("itemtitle", Field::Title),
    ("itemtype", Field::Kind),
    ("journal", Field::ContainerTitle),
    ("journalissue", Field::Issue),
    ("journalname", Field::ContainerTitle),
    ("journaltitle", Field::ContainerTitle),
    ("journalvolume", Field::Volume),
    ("key", Field::Id),
    ("keywords", Field::Keyword),
    ("lang", Field::Language),
    ("languageoforiginaldocument", Field::Language),
    ("link", Field::Url),
    ("manualtags", Field::Keyword),
    ("name", Field::Title),
    ("notes", Field::Note),
    ("number", Field::Issue),
    ("originaltitle", Field::OtherTitle),
    ("pageend", Field::LastPage),
    ("pages", Field::Page),
    ("pagestart", Field::FirstPage),
    ("place", Field::PublisherPlace),
    ("placepublished", Field::PublisherPlace),
    ("primarytitle", Field::Title),
    ("publication", Field::ContainerTitle),
    ("publicationdate", Field::Issued),
    ("publicationname", Field::ContainerTitle),
    ("publicationtitle", Field::ContainerTitle),
    ("publicationtype", Field::Kind),
    ("publicationyear", Field::Issued),
    ("published", Field::Issued),
    ("publishedyear", Field::Issued),
    ("pubmedid", Field::Pmid),
    ("pubyear", Field::Issued),
    ("recordid", Field::Id),
    ("secondaryauthors", Field::Editor),
    ("secondarytitle", Field::ContainerTitle),
    ("series", Field::CollectionTitle),
    ("sourcetitle", Field::ContainerTitle),
    ("startpage", Field::FirstPage),
    ("summary", Field::Abstract),
    ("tags", Field::Keyword),
    ("translatedtitle", Field::OtherTitle),
    ("translators", Field::Translator),
    ("typeofreference", Field::Kind),
    ("venue", Field::ContainerTitle),
    ("vol", Field::Volume),
    ("year", Field::Issued),
    ("저자", Field::Author),
    ("제목", Field::Title),
    ("초록", Field::Abstract),
    ("발행연도", Field::Issued),
    ("학술지명", Field::ContainerTitle),
    ("발행기관", Field::Publisher),
];

/// Types in programs' words, small letters alone, as CSL's.
const KINDS: &[(&str, &str)] = &[
    ("article", "article-journal"),
    ("blogpost", "post-weblog"),
    ("bookchapter", "chapter"),
    ("booksection", "chapter"),
    ("chap", "chapter"),
    ("conferencepaper", "paper-conference"),
    ("conferenceproceeding", "paper-conference"),
    ("cpaper", "paper-conference"),
    ("editorial", "article-journal"),
    ("encyclopediaarticle", "entry-encyclopedia"),
    ("dictionaryentry", "entry-dictionary"),
    ("film", "motion_picture"),
    ("jour", "article-journal"),
    ("journalarticle", "article-journal"),
    ("letter", "article-journal"),
    ("magazinearticle", "article-magazine"),
    ("news", "article-newspaper"),
    ("newspaperarticle", "article-newspaper"),
    ("note", "article-journal"),
    ("preprint", "article"),
    ("presentation", "speech"),
    ("rprt", "report"),
    ("review", "article-journal"),
    ("shortsurvey", "article-journal"),
    ("thes", "thesis"),
    ("videorecording", "motion_picture"),
];

impl Field {
    /// The name that `--map` takes.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }

    /// The field of that name, or of a header that programs give it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let bare = bare(name);
        NAMES
            .iter()
            .find(|(_, known)| self::bare(known) == bare)
            .map(|(field, _)| *field)
            .or_else(|| HEADERS.iter().find(|(known, _)| *known == bare).map(|(_, field)| *field))
    }

    /// Every name that `--map` takes.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        NAMES.iter().map(|(_, name)| *name).collect()
    }
}

/// Which column of a table is which field.
pub struct Columns {
    headers: Vec<String>,
    fields: Vec<Option<Field>>,
    /// Whether names stand with nothing between them, as Springer's tables have it.
    glued: bool,
}

impl Columns {
    /// The columns of a table with these headers.
    #[must_use]
    pub fn of(headers: &[String]) -> Self {
        Self::mapped(headers, &[])
    }

    /// The same, some headers (in any case) being taken for the fields given with them.
    #[must_use]
    pub fn mapped(headers: &[String], mapping: &[(String, Field)]) -> Self {
        let mapped = |header: &str| {
            mapping.iter().find(|(name, _)| bare(name) == bare(header)).map(|(_, field)| *field)
        };
        let fields =
            headers.iter().map(|header| mapped(header).or_else(|| Field::from_name(header))).collect();
        let glued = headers.iter().any(|header| header == "Item Title");
        Self { headers: headers.to_vec(), fields, glued }
    }

    /// The field of a column.
    #[must_use]
    pub fn field(&self, at: usize) -> Option<Field> {
        self.fields.get(at).copied().flatten()
    }

    /// How many columns are known.
    #[must_use]
    pub fn known(&self) -> usize {
        self.fields.iter().flatten().count()
    }

    /// Whether there is a column of titles or abstracts.
    #[must_use]
    pub fn holds_content(&self) -> bool {
        self.fields.iter().flatten().any(|field| matches!(field, Field::Title | Field::Abstract))
    }

    /// A row's cells as a record.
    ///
    /// # Errors
    /// A problem without a line where the row holds nothing to find it by.
    pub fn record(&self, cells: Vec<String>) -> Result<Record, Problem> {
        let mut record = Record::default();
        let mut kept = Map::new();
        let (mut first, mut last, mut number, mut subtitle) = (None, None, None, None);
        let mut full_names = false;
        for (at, cell) in cells.into_iter().enumerate() {
            let text = cell.trim();
            if is_blank(text) {
                continue;
            }
            let line = || clean::line(text).into_owned();
            let Some(field) = self.field(at) else {
                let header = self.headers.get(at).filter(|header| !header.is_empty());
                kept.insert(header.cloned().unwrap_or_else(|| format!("column {}", at + 1)), text.into());
                continue;
            };
            let fill = |slot: &mut Option<String>, text: String| {
                slot.get_or_insert(text);
            };
            match field {
                Field::Id if record.id.is_empty() => record.id = line(),
                Field::Kind if record.kind.is_empty() => record.kind = kind(text),
                Field::Title if record.title.is_empty() => record.title = line(),
                Field::Id | Field::Kind | Field::Title => {
                    kept.insert(self.headers.get(at).cloned().unwrap_or_default(), text.into());
                }
                Field::Subtitle => subtitle = Some(line()),
                Field::OtherTitle => record.custom.titles.extend(text.split(" | ").map(titled)),
                Field::OtherName => record.custom.names.extend(text.split("; ").map(str::to_owned)),
                Field::Author if record.author.is_empty() => {
                    record.author = if self.glued { names(&unglued(text)) } else { names(text) };
                }
                Field::Author => {}
                Field::FullAuthor => {
                    let names = names(text);
                    if !names.is_empty() && !std::mem::replace(&mut full_names, true) {
                        record.author = names;
                    }
                }
                Field::Editor => record.editor.extend(names(text)),
                Field::Translator => record.translator.extend(names(text)),
                Field::Issued => {
                    let date = edtf::parse(text).or_else(|| date::parse(text));
                    let fuller =
                        |new: &crate::record::Date, old: &crate::record::Date| match (new.start, old.start) {
                            (Some(new), Some(old)) => new.year == old.year && old.month == 0 && new.month > 0,
                            (new, old) => new.is_some() && old.is_none(),
                        };
                    if let Some(date) = date
                        && record.issued.as_ref().is_none_or(|old| fuller(&date, old))
                    {
                        record.issued = Some(date);
                    }
                }
                Field::ContainerTitle => fill(&mut record.container_title, line()),
                Field::CollectionTitle => fill(&mut record.collection_title, line()),
                Field::Publisher => fill(&mut record.publisher, line()),
                Field::PublisherPlace => fill(&mut record.publisher_place, line()),
                Field::Volume => fill(&mut record.volume, line()),
                Field::Issue => fill(&mut record.issue, line()),
                Field::Page => fill(&mut record.page, line()),
                Field::FirstPage => first = Some(line()),
                Field::LastPage => last = Some(line()),
                Field::ArticleNumber => number = Some(line()),
                Field::Edition => fill(&mut record.edition, line()),
                Field::Doi => fill(&mut record.doi, identifier::doi(text).unwrap_or_else(line)),
                Field::Isbn => fill(&mut record.isbn, identifier::isbn(text).unwrap_or_else(line)),
                Field::Issn => fill(&mut record.issn, identifier::issn(text).unwrap_or_else(line)),
                Field::Pmid => fill(&mut record.pmid, identifier::pmid(text).unwrap_or_else(line)),
                Field::Url => fill(&mut record.url, text.to_owned()),
                Field::Language => record.language = record.language.or_else(|| identifier::language(text)),
                Field::Keyword => {
                    let words = keywords(text);
                    record.keyword = Some(match record.keyword {
                        Some(old) => format!("{old}; {words}"),
                        None => words,
                    });
                }
                Field::Abstract => record.summary = record.summary.or_else(|| clean::abstract_text(text)),
                Field::Note => {
                    let words = clean::paragraphs(text).into_owned();
                    record.note = Some(match record.note {
                        Some(old) => format!("{old}\n\n{words}"),
                        None => words,
                    });
                }
            }
        }
        if let Some(subtitle) = subtitle {
            record.title = crate::format::crossref::joined(&record.title, &subtitle);
        }
        let pages = match (first, last) {
            (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
            (first, last) => first.or(last),
        };
        record.page = record.page.or(pages).or(number);
        if !kept.is_empty() {
            record.custom.other.insert("csv".into(), Value::Object(kept));
        }
        parallel::split_in(&mut record);
        if csl_json::is_bare(&record) {
            let problem = Problem::new(1, "a row without title, names, abstract, container, DOI or address");
            return Err(if record.id.is_empty() { problem } else { problem.with_key(record.id) });
        }
        Ok(record)
    }
}

/// A header's letters and digits, small.
fn bare(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What programs write into a cell that holds nothing: "[No author name available]", "N/A".
fn is_blank(text: &str) -> bool {
    text.is_empty()
        || matches!(text.to_ascii_lowercase().as_str(), "n/a" | "na" | "nan" | "null" | "none" | "[]")
        || (text.starts_with("[No ") && text.ends_with(" available]"))
}

/// A type in a program's words as CSL's; an unknown one stays as it is.
fn kind(text: &str) -> String {
    let bare = bare(text);
    KINDS
        .iter()
        .find(|(theirs, _)| *theirs == bare)
        .map_or_else(|| text.to_lowercase(), |(_, kind)| (*kind).to_owned())
}

/// Names in a cell: with `;` between them, as a Python list, with Scopus' numbers in brackets behind them.
fn names(text: &str) -> Vec<Name> {
    let list = listed(text).unwrap_or_else(|| text.to_owned());
    let mut bare = String::with_capacity(list.len());
    let mut rest = list.as_str();
    while let Some((before, after)) = rest.split_once('(') {
        match after.split_once(')') {
            Some((number, after)) if number.len() >= 8 && number.bytes().all(|b| b.is_ascii_digit()) => {
                bare.push_str(before.trim_end());
                rest = after;
            }
            _ => {
                bare.push_str(before);
                bare.push('(');
                rest = after;
            }
        }
    }
    bare.push_str(rest);
    name::list(&bare)
}

/// "Ada R. QuartermainTheo Vintner" with the names parted; "McKay" and "DeWitt" are whole.
fn unglued(text: &str) -> String {
    const OPENINGS: &[&str] = &["Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Von", "Fitz"];
    let mut parted = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    for c in text.chars() {
        let word = parted.rsplit([' ', '-', '\'', '’']).next().unwrap_or_default();
        if previous.is_lowercase() && c.is_uppercase() && !OPENINGS.contains(&word) {
            parted.push_str("; ");
        }
        parted.push(c);
        previous = c;
    }
    parted
}

/// `['a, b', 'c']` as `a, b; c`.
fn listed(text: &str) -> Option<String> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?.trim();
    let quote = inner.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let parts =
        inner.trim_matches(quote).split(&format!("{quote}, {quote}")).map(str::to_owned).collect::<Vec<_>>();
    Some(parts.join("; "))
}

fn keywords(text: &str) -> String {
    let text = listed(text).unwrap_or_else(|| text.to_owned());
    let words = text.split([';', '|', '\n']).map(str::trim).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("; ")
}

/// `text [lang]`, as chosin writes it.
fn titled(text: &str) -> Titled {
    let text = text.trim();
    let tagged = text.strip_suffix(']').and_then(|text| text.rsplit_once(" ["));
    match tagged {
        Some((title, lang))
            if !lang.is_empty()
                && lang.len() <= 12
                && lang.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') =>
        {
            Titled { text: title.to_owned(), lang: lang.to_owned() }
        }
        _ => Titled { text: text.to_owned(), lang: String::new() },
    }
}
