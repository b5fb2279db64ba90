//! What each manual of style asks for that its CSL style, as hayagriva runs it, does not give: one row a manual.
//!
//! It holds data and no steps: `shape` and `repair` ask it. A style without a row is left as it is, but for what it would lose.
//! Sources: The Chicago Manual of Style, 18th edition (2024); MLA Handbook, 9th edition (2021); Publication Manual of the
//! APA, 7th edition (2020); Cite Them Right, 12th edition (2022); IEEE Reference Guide (2023); Citing Medicine, 2nd
//! edition (NLM, 2007, with later updates); AMA Manual of Style, 11th edition (2020); MHRA Style Guide, 4th edition (2024).

/// Which manual a style follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Ama,
    Apa,
    Asa,
    Chicago,
    Harvard,
    Ieee,
    Medicine,
    Mhra,
    Mla,
    Other,
}

/// In which order a date stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// June 25, 1950.
    MonthDay,
    /// 25 June 1950.
    DayMonth,
    /// 1950, June 25.
    YearComma,
    /// 1950 Jun 25.
    YearBlank,
}

/// A row of [`MANUALS`].
#[derive(Debug)]
pub(super) struct Manual {
    /// What the id of the CSL style holds.
    id: &'static str,
    /// Which it is.
    pub family: Family,
    /// Whether English titles are set in headline style.
    pub headlines: bool,
    /// Whether a subtitle begins with a capital where titles are in sentence style.
    pub capital_subtitle: bool,
    /// Whether it is of British use and leaves the language to the reader.
    pub british: bool,
    /// In which order the parts of a date stand.
    pub order: Order,
    /// How an approximate date is written, `{}` being the date; empty where the style does it.
    pub circa: &'static str,
    /// Whether seasons are small ("summer 1987").
    pub small_seasons: bool,
    /// Whether a span of years loses the century of the second ("1950–53").
    pub short_spans: bool,
    /// What stands for a date that is not known; empty where the style has its own, or nothing.
    pub no_date: &'static str,
    /// Whether a romanised title is followed by the original as well as the translation.
    pub original_script: bool,
    /// A titled volume of a whole: `{whole}`, `{volume}`, `{title}`; empty where the style does it.
    pub volume: &'static str,
    /// Whether letters, interviews and reviews have to be given a title, since the style has no form for them.
    pub untold: bool,
    /// The words behind editors who stand first, for one and several; empty where the style does it.
    pub editors: (&'static str, &'static str),
    /// Translators that the style leaves out: `{name}` inverted, with initials alone; empty where it gives them.
    pub translators: &'static str,
    /// Whether editors beside an author are left out by the style, and stand with the translators.
    pub lost_editors: bool,
    /// What follows the title of an untitled volume, `{}` being its number; empty where the style says it.
    pub lost_volume: &'static str,
    /// How the number of a report is called, `{}` being the number; empty where the style does it.
    pub report: &'static str,
    /// What parts the elements of an entry, for what is added at its end.
    pub part: &'static str,
}

/// A manual that we know nothing of.
const OTHER: Manual = Manual {
    id: "",
    family: Family::Other,
    headlines: false,
    capital_subtitle: false,
    british: false,
    order: Order::MonthDay,
    circa: "",
    small_seasons: false,
    short_spans: false,
    no_date: "",
    original_script: false,
    volume: "",
    untold: false,
    editors: ("", ""),
    translators: "",
    lost_editors: false,
    lost_volume: "",
    report: "",
    part: ". ",
};

const CHICAGO: Manual = Manual {
    id: "/chicago-",
    family: Family::Chicago,
    headlines: true,
    circa: "[ca. {}]",
    short_spans: true,
    original_script: true,
    editors: ("ed.", "eds."),
    ..OTHER
};

const MEDICINE: Manual = Manual {
    id: "/nlm-",
    family: Family::Medicine,
    order: Order::YearBlank,
    circa: "[ca. {}]",
    no_date: "[date unknown]",
    volume: "{whole}. Vol. {volume}, {title}",
    untold: true,
    translators: ". {name}, translator",
    lost_volume: ". Vol. {}",
    ..OTHER
};

/// Every manual that we have looked up; the first whose id fits is taken.
const MANUALS: &[Manual] = &[
    CHICAGO,
    Manual {
        id: "/modern-language-association",
        family: Family::Mla,
        headlines: true,
        order: Order::DayMonth,
        circa: "circa {}",
        small_seasons: true,
        short_spans: true,
        original_script: true,
        ..OTHER
    },
    Manual {
        id: "styles/apa",
        family: Family::Apa,
        order: Order::YearComma,
        capital_subtitle: true,
        volume: "{whole}: Vol. {volume}. {title}",
        ..OTHER
    },
    Manual {
        id: "/harvard-cite-them-right",
        family: Family::Harvard,
        british: true,
        order: Order::DayMonth,
        circa: "c. {}",
        volume: "{whole}: volume {volume}, {title}",
        untold: true,
        lost_volume: ". Vol. {}",
        report: "Report {}",
        ..OTHER
    },
    Manual {
        id: "styles/ieee",
        family: Family::Ieee,
        capital_subtitle: true,
        circa: "ca. {}",
        volume: "{whole}, vol. {volume}, {title}",
        untold: true,
        translators: "{name}, Trans.",
        lost_editors: true,
        report: "Rep. {}",
        part: ", ",
        ..OTHER
    },
    Manual { id: "/taylor-and-francis-national-library-of-medicine", ..MEDICINE },
    MEDICINE,
    Manual {
        id: "/american-medical-association",
        family: Family::Ama,
        circa: "ca {}",
        no_date: "Date unknown",
        volume: "{whole}. Vol {volume}, {title}",
        untold: true,
        editors: ("ed", "eds"),
        translators: ". {name}, trans",
        lost_editors: true,
        ..OTHER
    },
    Manual {
        id: "/mhra",
        family: Family::Mhra,
        headlines: true,
        british: true,
        order: Order::DayMonth,
        circa: "[c. {}]",
        short_spans: true,
        original_script: true,
        volume: "{whole}, {volume}: {title}",
        editors: ("ed.", "eds"),
        part: ", ",
        ..OTHER
    },
    Manual { id: "/american-sociological-association", family: Family::Asa, headlines: true, ..OTHER },
];

/// The manual that a CSL style of that id follows.
pub(super) fn of(id: &str) -> &'static Manual {
    MANUALS.iter().find(|manual| id.contains(manual.id)).unwrap_or(&OTHER)
}
