//! What a tag means, whatever the dialect: the slots that tags fill.
//!
//! Dialects are tables from tags to these. Several tags may fill one slot; of those with a rank the lowest counts. How a record
//! is made of them is `draft`'s.

/// What a tag fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The kind of work, in the dialect's words.
    Kind,
    /// The id that the source gave.
    Id,
    /// The id again: what no other program takes for an id counts as one where both say it.
    Label,
    /// The title, by rank.
    Title(u8),
    /// A further title of the work.
    OtherTitle,
    /// An author.
    Author,
    /// An author with the full given name; where there are any, [`Slot::Author`] is passed over.
    FullAuthor,
    /// A body as author.
    Body,
    /// An editor.
    Editor,
    /// A translator.
    Translator,
    /// A name in CSL's variable of that name.
    OtherNames(&'static str),
    /// A name of an author in another script.
    OtherName,
    /// The journal or book that the work stands in, by rank.
    Container(u8),
    /// The journal's short title.
    Short,
    /// The series, by rank.
    Series(u8),
    /// The year.
    Year,
    /// A date, by rank, finer than the year.
    Date(u8),
    /// When it was looked at.
    Accessed,
    /// An abstract.
    Abstract,
    /// A note.
    Note,
    /// A keyword on each line.
    Keyword,
    /// Keywords parted by semicolons, lines folded.
    Keywords,
    /// The volume.
    Volume,
    /// The issue.
    Issue,
    /// The first page, or all pages.
    Start,
    /// The last page.
    End,
    /// The edition.
    Edition,
    /// The publisher.
    Publisher,
    /// The place of publication.
    Place,
    /// An ISBN or ISSN.
    Serial,
    /// A DOI.
    Doi,
    /// A DOI where it says so: "10.1162/x \[doi\]".
    MarkedDoi,
    /// A DOI, or the genre.
    DoiOrGenre,
    /// A PubMed id.
    Pmid,
    /// The number of the work in a database.
    Accession,
    /// The name of that database.
    Database,
    /// An address, by rank.
    Url(u8),
    /// The language.
    Language,
    /// CSL's variable of that name.
    Text(&'static str),
    /// What the dialect keeps and a record has no place for.
    Keep,
    /// Nothing worth keeping.
    Skip,
}

impl Slot {
    /// The part of a record that this fills, alone or with others; `None` for what no record holds.
    #[must_use]
    pub fn group(self) -> Option<u8> {
        Some(match self {
            Self::Kind => 0,
            Self::Id | Self::Label => 1,
            Self::Title(_) | Self::OtherTitle => 2,
            Self::Author | Self::FullAuthor | Self::Body => 3,
            Self::Editor => 4,
            Self::Translator => 5,
            Self::OtherNames(_) => 6,
            Self::OtherName => 7,
            Self::Container(_) | Self::Short => 8,
            Self::Series(_) => 9,
            Self::Year | Self::Date(_) => 10,
            Self::Accessed => 11,
            Self::Abstract => 12,
            Self::Note => 13,
            Self::Keyword | Self::Keywords => 14,
            Self::Volume => 15,
            Self::Issue => 16,
            Self::Start | Self::End => 17,
            Self::Edition => 18,
            Self::Publisher => 19,
            Self::Place => 20,
            Self::Serial => 21,
            Self::Doi | Self::MarkedDoi | Self::DoiOrGenre | Self::Url(_) => 22,
            Self::Pmid | Self::Accession | Self::Database => 23,
            Self::Language => 24,
            // Texts are few; those that share a number are kept together.
            Self::Text(name) => {
                32 + name.bytes().fold(0u8, |sum, b| sum.wrapping_mul(7).wrapping_add(b)) % 200
            }
            Self::Keep | Self::Skip => return None,
        })
    }
}
