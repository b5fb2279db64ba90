//! British and American spellings of one word -> one form, the American. Endings are the stemmer's.
//!
//! Rules where a rule is safe (-isation), lists of stems where it is not (-our): hour, four, advise, exercise,
//! promise, rise, massacre, controlled stay as they are.
//!
//! | must meet | must not |
//! |---|---|
//! | organisation, organization; mobilise, mobilize | advise, advize; promise, promize |
//! | armour, armor; neighbouring, neighboring | hour, hor; tour, tor |
//! | centre, center; manoeuvres, maneuvers | massacre, massacer |
//! | defence, defense; programme, program; grey, gray | fence, fense |
//! | Gen., General; Lt. Col., Lieutenant Colonel | |
//! | 155mm, 155-millimeter, 155 millimetres; 10 km, 10 kilometers | |

use super::memory::{Memory, once};
use super::russian;
use std::borrow::Cow;
use std::cell::RefCell;

/// Endings of -ise words, and what they become. Longest first.
const ISE: [(&str, &str); 8] = [
    ("isations", "izations"),
    ("isation", "ization"),
    ("isers", "izers"),
    ("iser", "izer"),
    ("ising", "izing"),
    ("ises", "izes"),
    ("ised", "ized"),
    ("ise", "ize"),
];

/// What stands before -ise in words that are so spelled everywhere. Shorter ones than three letters are never changed.
const NOT_ISE: [&str; 61] = [
    "adv",
    "advert",
    "affrancha",
    "appra",
    "appr",
    "bra",
    "bru",
    "chast",
    "ceram",
    "circumc",
    "comp",
    "compr",
    "comprom",
    "conc",
    "counterw",
    "cru",
    "dem",
    "desp",
    "dev",
    "disfranch",
    "disgu",
    "enfranch",
    "enterpr",
    "excl",
    "exc",
    "exerc",
    "expert",
    "franch",
    "fra",
    "gu",
    "hypothes",
    "impr",
    "improv",
    "inc",
    "lia",
    "mala",
    "marqu",
    "merchand",
    "mid",
    "misadv",
    "mort",
    "noi",
    "otherw",
    "parad",
    "prec",
    "prem",
    "pra",
    "prom",
    "repr",
    "rev",
    "sunr",
    "superv",
    "surm",
    "surpr",
    "telev",
    "tort",
    "treat",
    "turquo",
    "upra",
    "val",
    "mayonna",
];

/// Words in -our.
const OUR: [&str; 30] = [
    "arbour",
    "ardour",
    "armour",
    "behaviour",
    "candour",
    "clamour",
    "colour",
    "demeanour",
    "endeavour",
    "favour",
    "fervour",
    "flavour",
    "harbour",
    "honour",
    "humour",
    "labour",
    "misdemeanour",
    "neighbour",
    "odour",
    "parlour",
    "rancour",
    "rigour",
    "rumour",
    "saviour",
    "savour",
    "splendour",
    "succour",
    "tumour",
    "valour",
    "vigour",
];

/// What may stand before a word in -our or after it.
const PREFIXES: [&str; 5] = ["un", "dis", "mis", "multi", "re"];

/// Words in -re, without the ending.
const RE: [&str; 18] = [
    "calib",
    "cent",
    "centimet",
    "epicent",
    "fib",
    "kilomet",
    "lit",
    "lust",
    "manoeuv",
    "meag",
    "met",
    "millimet",
    "mit",
    "reconnoit",
    "sab",
    "scept",
    "spect",
    "theat",
];

/// Endings of -re words, and what they become.
const RE_ENDINGS: [(&str, &str); 4] = [("re", "er"), ("res", "ers"), ("red", "ered"), ("ring", "ering")];

/// Verbs in -l that double it at home in Britain.
const DOUBLED: [&str; 25] = [
    "cancel", "channel", "council", "counsel", "dial", "duel", "equal", "fuel", "initial", "jewel", "label",
    "level", "marshal", "marvel", "model", "panel", "pencil", "quarrel", "rival", "shovel", "signal",
    "total", "travel", "tunnel", "unravel",
];

/// Beginnings of words, and what they become, with whatever ending.
const BEGINNINGS: [(&str, &str); 80] = [
    ("abridgement", "abridgment"),
    ("accoutrement", "accouterment"),
    ("acknowledgement", "acknowledgment"),
    ("aeroplane", "airplane"),
    ("ageing", "aging"),
    ("aluminium", "aluminum"),
    ("anaesth", "anesth"),
    ("analys", "analyz"),
    ("archaeolog", "archeolog"),
    ("artefact", "artifact"),
    ("benefitt", "benefit"),
    ("caesarean", "cesarean"),
    ("carburettor", "carburetor"),
    ("catalogue", "catalog"),
    ("catalys", "catalyz"),
    ("connexion", "connection"),
    ("cosy", "cozy"),
    ("cypher", "cipher"),
    ("defence", "defense"),
    ("dialogue", "dialog"),
    ("dialys", "dialyz"),
    ("draught", "draft"),
    ("dreamt", "dreamed"),
    ("electrolys", "electrolyz"),
    ("encyclopaed", "encycloped"),
    ("enquir", "inquir"),
    ("enrol", "enroll"),
    ("enrolment", "enrollment"),
    ("focuss", "focus"),
    ("foetal", "fetal"),
    ("foetus", "fetus"),
    ("fulfil", "fulfill"),
    ("gaol", "jail"),
    ("goitre", "goiter"),
    ("grey", "gray"),
    ("gynaecolog", "gynecolog"),
    ("haem", "hem"),
    ("homoeopath", "homeopath"),
    ("instal", "install"),
    ("instalment", "installment"),
    ("jewellery", "jewelry"),
    ("judgement", "judgment"),
    ("kilogramme", "kilogram"),
    ("learnt", "learned"),
    ("licence", "license"),
    ("likeable", "likable"),
    ("manoeuvrab", "maneuverab"),
    ("marvellous", "marvelous"),
    ("mediaeval", "medieval"),
    ("mould", "mold"),
    ("moustache", "mustache"),
    ("moveable", "movable"),
    ("oedema", "edema"),
    ("oesophag", "esophag"),
    ("oestrogen", "estrogen"),
    ("offence", "offense"),
    ("orthopaed", "orthoped"),
    ("paediatr", "pediatr"),
    ("palaeo", "paleo"),
    ("paralys", "paralyz"),
    ("plough", "plow"),
    ("practise", "practice"),
    ("pretence", "pretense"),
    ("programme", "program"),
    ("psychoanalys", "psychoanalyz"),
    ("pyjama", "pajama"),
    ("reflexion", "reflection"),
    ("saltpetre", "saltpeter"),
    ("sceptic", "skeptic"),
    ("sizeable", "sizable"),
    ("skilful", "skillful"),
    ("smoulder", "smolder"),
    ("sombre", "somber"),
    ("speciality", "specialty"),
    ("sulph", "sulf"),
    ("tranquillity", "tranquility"),
    ("whiskey", "whisky"),
    ("wilful", "willful"),
    ("woollen", "woolen"),
    ("yoghurt", "yogurt"),
];

/// Ranks and offices as they stand before a name, measures that stand behind a number, and words that no rule changes without changing others.
const WHOLE: [(&str, &str); 71] = [
    ("adm", "admiral"),
    ("amb", "ambassador"),
    ("amongst", "among"),
    ("analogue", "analog"),
    ("analogues", "analogs"),
    ("brig", "brigadier"),
    ("burnt", "burned"),
    ("capt", "captain"),
    ("cdr", "commander"),
    ("centimeter", "cm"),
    ("centimeters", "cm"),
    ("centimetre", "cm"),
    ("centimetres", "cm"),
    ("cheque", "check"),
    ("cheques", "checks"),
    ("cmdr", "commander"),
    ("cms", "cm"),
    ("col", "colonel"),
    ("comdr", "commander"),
    ("cpl", "corporal"),
    ("dept", "department"),
    ("despatch", "dispatch"),
    ("despatched", "dispatched"),
    ("despatches", "dispatches"),
    ("diarrhoeal", "diarrheal"),
    ("doughnut", "donut"),
    ("doughnuts", "donuts"),
    ("gen", "general"),
    ("govt", "government"),
    ("gramme", "gram"),
    ("grammes", "grams"),
    ("inflexion", "inflection"),
    ("kerb", "curb"),
    ("kerbs", "curbs"),
    ("kgs", "kg"),
    ("kilogram", "kg"),
    ("kilogramme", "kg"),
    ("kilogrammes", "kg"),
    ("kilograms", "kg"),
    ("kilometer", "km"),
    ("kilometers", "km"),
    ("kilometre", "km"),
    ("kilometres", "km"),
    ("kms", "km"),
    ("leapt", "leaped"),
    ("lt", "lieutenant"),
    ("maj", "major"),
    ("millimeter", "mm"),
    ("millimeters", "mm"),
    ("millimetre", "mm"),
    ("millimetres", "mm"),
    ("mms", "mm"),
    ("moult", "molt"),
    ("pedlar", "peddler"),
    ("pedlars", "peddlers"),
    ("phoney", "phony"),
    ("pres", "president"),
    ("pvt", "private"),
    ("sepulchre", "sepulcher"),
    ("sgt", "sergeant"),
    ("spelt", "spelled"),
    ("spoilt", "spoiled"),
    ("storey", "story"),
    ("storeys", "stories"),
    ("tonne", "ton"),
    ("tonnes", "tons"),
    ("tyre", "tire"),
    ("tyres", "tires"),
    ("waggon", "wagon"),
    ("waggons", "wagons"),
    ("whilst", "while"),
];

fn whole_word(folded: &str) -> Option<&'static str> {
    let at = WHOLE.binary_search_by(|(short, _)| (*short).cmp(folded)).ok()?;
    WHOLE.get(at).map(|(_, full)| *full)
}

thread_local! {
    /// Words once asked for: a walk along names asks for the same few thousand on every page.
    static ASKED: Memory<String, Option<String>> = RefCell::default();
}

/// The one form of a folded word that has several spellings; nothing for a word that is in it or has but one.
#[must_use]
pub fn spelling(folded: &str) -> Option<Cow<'static, str>> {
    /// More words than these are not remembered: noise must not fill the memory.
    const REMEMBERED: usize = 50_000;
    if let Some(rank) = whole_word(folded) {
        return Some(Cow::Borrowed(rank));
    }
    if let Some(type_letter) = russian::type_letter(folded) {
        return Some(Cow::Borrowed(type_letter));
    }
    if folded.len() < 4 || !(folded.is_ascii() || russian::is_cyrillic(folded)) {
        return None;
    }
    once(&ASKED, REMEMBERED, folded, || look(folded)).map(Cow::Owned)
}

fn look(folded: &str) -> Option<String> {
    if !folded.is_ascii() {
        return Some(russian::in_latin(folded));
    }
    // Of the rules below each wants one of these; most words have none.
    let bytes = folded.as_bytes();
    let begins = || BEGINNINGS.binary_search_by(|(from, _)| from.as_bytes()[..4].cmp(&bytes[..4])).is_ok();
    let pair = || bytes.windows(2).any(|pair| matches!(pair, b"is" | b"ou" | b"ll"));
    let ends = || RE_ENDINGS.iter().any(|(from, _)| folded.ends_with(from));
    if !(pair()
        || ends()
        || begins()
        || folded.contains("aem")
        || folded.contains("hoea")
        || russian::may_be(folded))
    {
        return None;
    }
    beginnings(folded)
        .or_else(|| ise(folded))
        .or_else(|| our(folded))
        .or_else(|| re(folded))
        .or_else(|| doubled(folded))
        .or_else(|| medical(folded))
        .or_else(|| russian::form(folded))
}

/// -aemia and -rrhoea of the medical words.
fn medical(folded: &str) -> Option<String> {
    let at = folded.find("aemi").filter(|at| *at > 1 && folded.len() <= at + 5);
    at.map(|at| format!("{}{}", &folded[..at], &folded[at + 1..]))
        .or_else(|| folded.strip_suffix("rrhoea").map(|rest| format!("{rest}rrhea")))
}

/// The beginnings of words that have another form, and the form's.
pub fn beginnings_of() -> impl Iterator<Item = (&'static str, &'static str)> {
    BEGINNINGS.into_iter().chain(russian::given())
}

/// The words that have another form as wholes, and the form.
pub fn words_of() -> impl Iterator<Item = (&'static str, &'static str)> {
    WHOLE.into_iter()
}

fn beginnings(folded: &str) -> Option<String> {
    let at = BEGINNINGS.partition_point(|(from, _)| *from <= folded).checked_sub(1)?;
    let (from, to) = BEGINNINGS.get(at)?;
    let rest = folded.strip_prefix(from)?;
    match *from {
        // analysis and its plural are no verb; analyse, analysed, analyser, analysing are.
        "analys" | "catalys" | "paralys" | "dialys" | "electrolys" | "psychoanalys"
            if rest.starts_with("is") || rest.starts_with('t') || rest == "es" =>
        {
            None
        }
        "fulfil" | "instal" | "enrol" if rest.starts_with('l') => None,
        "defence" | "offence" | "licence" | "pretence" | "practise" | "programme" | "grey"
            if !matches!(rest, "" | "s" | "d" | "r" | "rs" | "less" | "lessness" | "ish" | "ness") =>
        {
            None
        }
        "programme" if !matches!(rest, "" | "s") => None,
        _ => Some(format!("{to}{rest}")),
    }
}

fn ise(folded: &str) -> Option<String> {
    let (stem, ending) =
        ISE.iter().find_map(|(from, to)| folded.strip_suffix(from).map(|stem| (stem, *to)))?;
    let known = stem.len() < 3
        || stem.ends_with('w')
        || stem.ends_with("ra")
        || stem.ends_with("no")
        || stem.ends_with("po")
        || NOT_ISE.contains(&stem);
    (!known).then(|| format!("{stem}{ending}"))
}

fn our(folded: &str) -> Option<String> {
    let at = folded.find("our")?;
    let (base, rest) = folded.split_at(at + 3);
    let bare = PREFIXES.iter().find_map(|prefix| base.strip_prefix(prefix)).unwrap_or(base);
    (OUR.contains(&base) || OUR.contains(&bare)).then(|| format!("{}or{rest}", &base[..at]))
}

fn re(folded: &str) -> Option<String> {
    RE_ENDINGS.iter().find_map(|(from, to)| {
        let stem = folded.strip_suffix(from).filter(|stem| RE.contains(stem))?;
        Some(format!("{}{to}", if stem == "manoeuv" { "maneuv" } else { stem }))
    })
}

fn doubled(folded: &str) -> Option<String> {
    const ENDINGS: [&str; 7] = ["led", "ling", "lings", "ler", "lers", "lor", "lors"];
    ENDINGS.iter().find_map(|ending| {
        let base = folded.strip_suffix(ending).filter(|base| DOUBLED.contains(base))?;
        Some(format!("{base}{}", &ending[1..]))
    })
}

/// The other spellings of a folded word: for labour labor, for organization organisation.
#[must_use]
pub fn others(folded: &str) -> Vec<String> {
    let form = spelling(folded).map_or_else(|| folded.to_owned(), Cow::into_owned);
    let mut others = vec![form.clone()];
    others.extend(ISE.iter().filter_map(|(from, to)| Some(format!("{}{from}", form.strip_suffix(to)?))));
    others
        .extend(BEGINNINGS.iter().filter_map(|(from, to)| Some(format!("{from}{}", form.strip_prefix(to)?))));
    others
        .extend(RE_ENDINGS.iter().filter_map(|(from, to)| Some(format!("{}{from}", form.strip_suffix(to)?))));
    for word in OUR {
        let bare = format!("{}or", word.trim_end_matches("our"));
        if form.contains(&bare) {
            others.push(form.replacen(&bare, word, 1));
        }
    }
    others.extend(form.find("emi").map(|at| format!("{}a{}", &form[..at], &form[at..])));
    others.extend(form.strip_suffix("rrhea").map(|rest| format!("{rest}rrhoea")));
    others.extend(russian::others(&form));
    others.extend(WHOLE.iter().filter(|(_, full)| *full == form).map(|(short, _)| (*short).to_owned()));
    for word in DOUBLED {
        others.extend(form.strip_prefix(word).map(|ending| format!("{word}l{ending}")));
    }
    others.extend(
        form.strip_prefix("maneuver").map(|ending| format!("manoeuvre{}", ending.trim_start_matches('e'))),
    );
    others.retain(|other| other != folded && (*other == form || spelling(other).as_deref() == Some(&*form)));
    others.sort();
    others.dedup();
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(word: &str) -> String {
        spelling(word).map_or_else(|| word.to_owned(), Cow::into_owned)
    }

    #[test]
    fn both_spellings_meet() {
        for (a, b) in [
            ("organisation", "organization"),
            ("organisations", "organizations"),
            ("mobilised", "mobilized"),
            ("recognising", "recognizing"),
            ("demilitarised", "demilitarized"),
            ("armoured", "armored"),
            ("neighbouring", "neighboring"),
            ("dishonourable", "dishonorable"),
            ("labour", "labor"),
            ("gen", "general"),
            ("lt", "lieutenant"),
            ("малик", "malik"),
            ("behavioural", "behavioral"),
            ("harbours", "harbors"),
            ("centre", "center"),
            ("centred", "centered"),
            ("theatres", "theaters"),
            ("kilometres", "kilometers"),
            ("manoeuvre", "maneuver"),
            ("manoeuvring", "maneuvering"),
            ("defence", "defense"),
            ("defenceless", "defenseless"),
            ("offences", "offenses"),
            ("licence", "license"),
            ("programmes", "programs"),
            ("grey", "gray"),
            ("travelled", "traveled"),
            ("counsellor", "counselor"),
            ("signalling", "signaling"),
            ("analyse", "analyze"),
            ("analysing", "analyzing"),
            ("sceptical", "skeptical"),
            ("aeroplanes", "airplanes"),
            ("judgement", "judgment"),
            ("fulfil", "fulfill"),
            ("plough", "plow"),
            ("enquiry", "inquiry"),
        ] {
            assert_eq!(form(a), form(b), "{a} and {b} must meet");
        }
    }

    #[test]
    fn the_other_spellings_of_a_word_are_known() {
        for (word, other) in [
            ("labour", "labor"),
            ("labor", "labour"),
            ("organization", "organisation"),
            ("centre", "center"),
            ("center", "centre"),
            ("defense", "defence"),
            ("traveled", "travelled"),
            ("gray", "grey"),
            ("maneuvers", "manoeuvres"),
        ] {
            assert!(others(word).iter().any(|it| it == other), "{word}: {:?}", others(word));
        }
        assert!(others("war").is_empty() && others("prize").is_empty() && others("metric").is_empty());
    }

    #[test]
    fn other_words_stay() {
        for word in [
            "hour",
            "four",
            "our",
            "tour",
            "pour",
            "detour",
            "contour",
            "advise",
            "advised",
            "exercise",
            "promised",
            "rise",
            "arising",
            "raised",
            "surprise",
            "compromise",
            "supervised",
            "revised",
            "enterprises",
            "otherwise",
            "premise",
            "precise",
            "noise",
            "poised",
            "franchise",
            "disguised",
            "cruiser",
            "adviser",
            "kaiser",
            "crises",
            "praised",
            "massacre",
            "acre",
            "genre",
            "fence",
            "hence",
            "science",
            "controlled",
            "shelled",
            "killed",
            "analysis",
            "analyst",
            "greyhound",
            "promising",
            "programmed",
            "metric",
            "fulfilled",
            "installed",
            "centrist",
            "expertise",
            "treatise",
            "televised",
            "comprised",
            "likewise",
            "organ",
            "likes",
        ] {
            assert_eq!(form(word), word);
        }
    }

    #[test]
    fn the_one_form_is_its_own_and_the_tables_are_in_order() {
        for word in
            ["organization", "armor", "center", "defense", "program", "traveled", "install", "fulfilling"]
        {
            assert_eq!(spelling(word), None, "{word}");
        }
        assert!(BEGINNINGS.is_sorted_by(|a, b| a.0 < b.0));
    }

    proptest::proptest! {
        #[test]
        fn any_word_has_one_form_at_most(word in "[a-zé]{0,14}(ise|our|re|lled|isation)?") {
            if let Some(form) = spelling(&word) {
                proptest::prop_assert!(!form.is_empty());
            }
        }
    }
}
