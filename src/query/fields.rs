//! The fields that a query can name: a table. What they hold in an index is `index::schema`'s.

/// A field as a query names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Running text: words and phrases are looked for in it.
    Text(TextField),
    /// Authors, editors and translators.
    Person,
    /// A whole value: a condition, not a part of the query.
    Value(ValueField),
}

/// A field of running text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum TextField {
    /// Titles, abstract, keywords, names and journal together.
    #[default]
    Any,
    /// Titles in every script.
    Title,
    /// Journal, book, series.
    Journal,
    /// The scholar's notes.
    Note,
    /// Keywords.
    Keyword,
    /// Publisher and place.
    Publisher,
}

/// A field of whole values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueField {
    /// Years of appearance.
    Year,
    /// Years that the text speaks of.
    About,
    /// CSL type.
    Type,
    /// Language.
    Lang,
    /// DOI.
    Doi,
    /// ISBN.
    Isbn,
    /// PubMed id.
    Pmid,
    /// A list of the user's.
    List,
    /// Record id.
    Id,
    /// First seen by the last ingest, or by one of a number.
    Since,
    /// A name of the lexicon, in titles, abstract and the like. No query names this field: a plan asks it.
    Class,
}

/// Name, field.
const NAMES: &[(&str, Field)] = &[
    ("title", Field::Text(TextField::Title)),
    ("author", Field::Person),
    ("editor", Field::Person),
    ("translator", Field::Person),
    ("journal", Field::Text(TextField::Journal)),
    ("container", Field::Text(TextField::Journal)),
    ("note", Field::Text(TextField::Note)),
    ("keyword", Field::Text(TextField::Keyword)),
    ("publisher", Field::Text(TextField::Publisher)),
    ("year", Field::Value(ValueField::Year)),
    ("about", Field::Value(ValueField::About)),
    ("type", Field::Value(ValueField::Type)),
    ("lang", Field::Value(ValueField::Lang)),
    ("language", Field::Value(ValueField::Lang)),
    ("doi", Field::Value(ValueField::Doi)),
    ("isbn", Field::Value(ValueField::Isbn)),
    ("pmid", Field::Value(ValueField::Pmid)),
    ("list", Field::Value(ValueField::List)),
    ("id", Field::Value(ValueField::Id)),
    ("since", Field::Value(ValueField::Since)),
];

impl Field {
    /// The field of a name, in any case.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
    }

    /// The field's first name.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, field)| *field == self).map_or("", |(name, _)| name)
    }

    /// Every name that a query can use.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }
}
