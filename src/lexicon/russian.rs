//! Russian names in Latin letters -> one form, whichever system wrote them: Vasilevskii, Vasilevskiy, Vasilevsky.
//!
//! By what stands at a name's end and by what never tells two names apart: the Library of Congress writes ia, iu, ii where the
//! British and American boards on geographic names write ya, yu, y; German papers write -ow and sch. Other German and French forms are the lexicon files'. The form is a key, not a
//! spelling that anybody uses. It knows no names; a word that is none is left as it is, or has no other spelling.
//!
//! | must meet | must not |
//! |---|---|
//! | Krasovsky, Krasovskii, Krasovskiy | Krasnov |
//! | Razuvaev, Razuvayev; Kovalev, Kovalyov; Vasil'ev, Vasiliev, Vasilyev | Vasilev, Vasilevsky |
//! | Sutyagin, Sutiagin; Yudin, Iudin; Beria, Beriya | Sutin |
//! | Khrushchev, Khruschev, Khrushchov | |
//! | Sergei, Sergey; Dmitrii, Dmitry; Evgeny, Yevgenii | |
//! | Малик, Malik; Разуваев, Razuvayev; Корейская война, Koreiskaia voina | |
//! | Shtikov, Shtykov; Vishinsky, Vyshinsky | |
//! | Molotow, Molotov; Schtykow, Shtykov | shadow, widow, Swatow |

/// Whether a folded word is in Cyrillic letters.
pub fn is_cyrillic(folded: &str) -> bool {
    !folded.is_empty() && folded.chars().all(|letter| letter == 'ё' || ('а'..='я').contains(&letter))
}

/// The letter behind an aircraft's number that tells its model, where it is no word of Russian: Як-9П is the Yak-9P.
pub fn type_letter(folded: &str) -> Option<&'static str> {
    Some(match folded {
        "д" => "d",
        "м" => "m",
        "п" => "p",
        "р" => "r",
        "т" => "t",
        // The design bureau, which no library's system writes so.
        "як" => "yak",
        _ => return None,
    })
}

/// A Cyrillic word in the Latin letters of the Library of Congress, as a name of its form is keyed: a title romanised in a
/// catalogue is the title, and a name that nobody listed is met in both scripts.
pub fn in_latin(folded: &str) -> String {
    let mut latin = String::with_capacity(folded.len());
    for letter in folded.chars() {
        latin.push_str(match letter {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'е' | 'э' | 'ё' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' | 'й' => "i",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ы' => "y",
            'ю' => "iu",
            'я' => "ia",
            _ => "",
        });
    }
    form(&latin).unwrap_or(latin)
}

/// Given names that end otherwise in each system, and their form.
const GIVEN: [(&str, &str); 99] = [
    ("afanasi", "afanasy"),
    ("afanasii", "afanasy"),
    ("afanasij", "afanasy"),
    ("afanasiy", "afanasy"),
    ("aleksandr", "alexander"),
    ("aleksei", "alexei"),
    ("aleksej", "alexei"),
    ("aleksey", "alexei"),
    ("alexandr", "alexander"),
    ("alexey", "alexei"),
    ("anatoli", "anatoly"),
    ("anatolii", "anatoly"),
    ("anatolij", "anatoly"),
    ("anatoliy", "anatoly"),
    ("andrej", "andrei"),
    ("andrey", "andrei"),
    ("arkadi", "arkady"),
    ("arkadii", "arkady"),
    ("arkadij", "arkady"),
    ("arkadiy", "arkady"),
    ("artyom", "artem"),
    ("dmitri", "dmitry"),
    ("dmitrii", "dmitry"),
    ("dmitrij", "dmitry"),
    ("dmitriy", "dmitry"),
    ("evgeni", "evgeny"),
    ("evgenii", "evgeny"),
    ("evgenij", "evgeny"),
    ("evgeniy", "evgeny"),
    ("fyodor", "fedor"),
    ("gavriil", "gavril"),
    ("gennadi", "gennady"),
    ("gennadii", "gennady"),
    ("gennadij", "gennady"),
    ("gennadiy", "gennady"),
    ("georgi", "georgy"),
    ("georgii", "georgy"),
    ("georgij", "georgy"),
    ("georgiy", "georgy"),
    ("grigori", "grigory"),
    ("grigorii", "grigory"),
    ("grigorij", "grigory"),
    ("grigoriy", "grigory"),
    ("innokenti", "innokenty"),
    ("innokentii", "innokenty"),
    ("innokentij", "innokenty"),
    ("innokentiy", "innokenty"),
    ("iurii", "iury"),
    ("jurij", "iury"),
    ("lavrenti", "lavrenty"),
    ("lavrentii", "lavrenty"),
    ("lavrentij", "lavrenty"),
    ("lavrentiy", "lavrenty"),
    ("leontii", "leonty"),
    ("leontij", "leonty"),
    ("leontiy", "leonty"),
    ("matvey", "matvei"),
    ("nikolaj", "nikolai"),
    ("nikolay", "nikolai"),
    ("porfiri", "porfiry"),
    ("porfirii", "porfiry"),
    ("porfirij", "porfiry"),
    ("porfiriy", "porfiry"),
    ("pyotr", "petr"),
    ("sergej", "sergei"),
    ("sergey", "sergei"),
    ("serguei", "sergei"),
    ("terenti", "terenty"),
    ("terentii", "terenty"),
    ("terentij", "terenty"),
    ("terentiy", "terenty"),
    ("timofey", "timofei"),
    ("valerii", "valery"),
    ("valerij", "valery"),
    ("valeriy", "valery"),
    ("vasili", "vasily"),
    ("vasilii", "vasily"),
    ("vasilij", "vasily"),
    ("vasiliy", "vasily"),
    ("vassili", "vasily"),
    ("vassily", "vasily"),
    ("viatcheslav", "viacheslav"),
    ("vitalii", "vitaly"),
    ("vitalij", "vitaly"),
    ("vitaliy", "vitaly"),
    ("vyacheslav", "viacheslav"),
    ("yefim", "efim"),
    ("yegor", "egor"),
    ("yelena", "elena"),
    ("yevgeni", "evgeny"),
    ("yevgenii", "evgeny"),
    ("yevgenij", "evgeny"),
    ("yevgeniy", "evgeny"),
    ("yevgeny", "evgeny"),
    ("yuri", "iury"),
    ("yurii", "iury"),
    ("yurij", "iury"),
    ("yuriy", "iury"),
    ("yury", "iury"),
];

/// The given names and what names of families begin with, and their form.
pub fn given() -> impl Iterator<Item = (&'static str, &'static str)> {
    GIVEN.into_iter().chain([("shch", "sch")])
}

/// Words in -off that are no names.
const NO_NAME: [&str; 18] = [
    "blastoff", "castoff", "dropoff", "falloff", "handoff", "kickoff", "knockoff", "liftoff", "playoff",
    "selloff", "sendoff", "signoff", "spinoff", "standoff", "takeoff", "tradeoff", "turnoff", "writeoff",
];

/// Words in -ow that are as German papers write a Russian name, and are none.
const NO_RUSSIAN: [&str; 9] =
    ["bungalow", "eyeshadow", "foreshadow", "krakow", "meadow", "overshadow", "shadow", "swatow", "widow"];

/// How the ending -skii is written.
const SKY: [&str; 4] = ["skii", "skiy", "skij", "skyi"];

/// Whether a stem ends as the names of families do.
fn is_family(stem: &str) -> bool {
    ["ev", "in", "ov", "ski", "sky"].iter().any(|last| stem.ends_with(last))
}

/// Whether words of a stem may begin with any other letters: systems differ in how they write the beginning of a family's name.
pub fn may_begin_otherwise(stem: &str) -> bool {
    const FIRST: [&str; 9] = ["ch", "e", "ia", "iu", "sc", "sh", "ts", "u", "zh"];
    is_family(stem) && FIRST.iter().any(|first| stem.starts_with(first))
}

/// The other second letter that words of a stem may have: Fyodorov is Fedorov, Bulganov in French Boulganov.
pub fn other_second(stem: &str) -> Option<u8> {
    match stem.as_bytes().get(1).filter(|_| is_family(stem))? {
        b'e' | b'i' => Some(b'y'),
        b'u' => Some(b'o'),
        _ => None,
    }
}

/// Whether a word may have another form: most words of English are passed over here.
pub fn may_be(folded: &str) -> bool {
    const ENDINGS: [&str; 15] =
        ["ow", "off", "eff", "ov", "ev", "in", "ii", "ij", "iy", "iya", "iia", "yan", "sky", "ski", "vitch"];
    folded.len() >= 4 && ENDINGS.iter().any(|ending| folded.ends_with(ending))
        || folded.contains("shch")
        || folded.starts_with("aleks")
        || GIVEN.binary_search_by(|(name, _)| (*name).cmp(folded)).is_ok()
}

/// The form of a folded word, where it has another than its own.
pub fn form(folded: &str) -> Option<String> {
    if folded.len() < 4 || !folded.is_ascii() || !may_be(folded) {
        return None;
    }
    if let Ok(at) = GIVEN.binary_search_by(|(name, _)| (*name).cmp(folded)) {
        return GIVEN.get(at).map(|(_, form)| (*form).to_owned());
    }
    let mut made = of_family(folded);
    for _ in 0..4 {
        made = of_family(&made);
    }
    (made != folded).then_some(made)
}

/// Molotow, Schtykow: -ow after one consonant with a vowel before it, as no word of English but a few ends.
fn as_germans_write(folded: &str) -> Option<String> {
    let rest = folded.strip_suffix("ow").filter(|_| folded.len() >= 6 && !NO_RUSSIAN.contains(&folded))?;
    let (before, last) = rest.split_at(rest.len() - 1);
    (ends_in_any(last, b"bdgklmnprstz") && ends_in_any(before, b"aeiouy"))
        .then(|| format!("{}ov", rest.replace("tsch", "ch").replace("sch", "sh")))
}

fn of_family(folded: &str) -> String {
    let mut name = as_germans_write(folded).unwrap_or_else(|| folded.to_owned());
    if name.len() >= 7 {
        name = name.replace("shch", "sch");
    }
    for ending in ["iya", "iia"] {
        if let Some(rest) = name.strip_suffix(ending).filter(|rest| rest.len() >= 3) {
            name = format!("{rest}ia");
        }
    }
    if let Some(rest) = SKY.iter().find_map(|ending| name.strip_suffix(ending)) {
        name = format!("{rest}sky");
    }
    if name.len() >= 7 && (name.ends_with("ovski") || name.ends_with("evski")) {
        name.pop();
        name.push('y');
    }
    if name.len() >= 6 && name.ends_with("yan") && ends_in_any(&name[..name.len() - 3], b"drmotsv") {
        name.replace_range(name.len() - 3.., "ian");
    }
    if name.len() >= 7
        && (name.ends_with("off") || name.ends_with("eff"))
        && !NO_NAME.contains(&name.as_str())
    {
        name.replace_range(name.len() - 2.., "v");
    }
    // As French papers have it: Joukov, Khrouchtchev, Vorochilov is left, since sh and ch would be one.
    if let Some(rest) = name.strip_suffix("vitch").filter(|rest| rest.len() > 2) {
        name = format!("{rest}vich");
    }
    if name.ends_with("ov") || name.ends_with("ev") {
        name = name.replace("chtch", "sch").replace("ou", "u");
        if let Some(rest) = name.strip_prefix('j') {
            name = format!("zh{rest}");
        }
    }
    let family =
        name.ends_with("ov") || name.ends_with("ev") || name.ends_with("sky") || name.ends_with("in");
    if !family || name.len() < 5 {
        return name;
    }
    if !name.ends_with("in") {
        name = with_i(&name);
    }
    for (from, to) in [("ya", "ia"), ("yu", "iu"), ("yo", "e")] {
        name = softened(&name, from, to);
    }
    name = name.replace("tz", "ts");
    if let Some(rest) = name.strip_prefix("ye").filter(|rest| rest.len() > 2) {
        name = format!("e{rest}");
    }
    if let Some(rest) = name.strip_prefix("aleks") {
        name = format!("alex{rest}");
    }
    if name.ends_with("chov") {
        name.replace_range(name.len() - 2.., "ev");
    }
    // -yev and -iev after any sound, -yov and -iov after a consonant.
    if let Some(rest) = ["yev", "iev", "yov", "iov"].iter().find_map(|ending| name.strip_suffix(ending))
        && rest.len() >= 3
        && (name.ends_with("ev") || !rest.ends_with(['a', 'e', 'i', 'o', 'u']))
    {
        name = format!("{rest}ev");
    }
    name
}

/// The hard y between consonants, which papers write as i: Shtykov, Shtikov.
fn with_i(name: &str) -> String {
    let consonant = |letter: Option<&u8>| letter.is_some_and(|it| !b"aeiouy".contains(it));
    let bytes = name.as_bytes();
    let letter = |(at, letter): (usize, char)| {
        let between = at > 0 && consonant(bytes.get(at - 1)) && consonant(bytes.get(at + 1));
        if letter == 'y' && between { 'i' } else { letter }
    };
    name.char_indices().map(letter).collect()
}

fn ends_in_any(text: &str, letters: &[u8]) -> bool {
    text.bytes().next_back().is_some_and(|last| letters.contains(&last))
}

/// A soft vowel as the Library of Congress writes it, at a name's beginning and after a consonant.
fn softened(name: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find(from) {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let after_vowel = out.ends_with(['a', 'e', 'i', 'o', 'u', 'y']);
        out.push_str(if after_vowel { from } else { to });
        rest = &tail[from.len()..];
    }
    out.push_str(rest);
    out
}

/// The other spellings of a word of this form.
pub fn others(of: &str) -> Vec<String> {
    const MOST: usize = 48;
    const BACK: [(&str, &str); 12] = [
        ("sky", "skii"),
        ("sky", "skiy"),
        ("ev", "yev"),
        ("ev", "iev"),
        ("ev", "yov"),
        ("ia", "ya"),
        ("iu", "yu"),
        ("sch", "shch"),
        ("ov", "off"),
        ("ts", "tz"),
        ("vich", "vitch"),
        ("zh", "j"),
    ];
    let mut found: Vec<String> =
        GIVEN.iter().filter(|(_, form)| *form == of).map(|(name, _)| (*name).to_owned()).collect();
    let mut open = vec![of.to_owned()];
    while let Some(word) = open.pop().filter(|_| found.len() < MOST) {
        for (from, to) in BACK {
            let made = word.replacen(from, to, 1);
            let soft = ["iie", "iye", "iyo"].iter().any(|it| made.contains(it));
            if made != word && !soft && form(&made).as_deref() == Some(of) && !found.contains(&made) {
                found.push(made.clone());
                open.push(made);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(word: &str) -> String {
        form(word).unwrap_or_else(|| word.to_owned())
    }

    #[test]
    fn the_systems_meet() {
        for (a, b) in [
            ("vasilevsky", "vasilevskii"),
            ("krasovskiy", "krasovskii"),
            ("razuvaev", "razuvayev"),
            ("kovalev", "kovalyov"),
            ("vasilev", "vasiliev"),
            ("vasilyev", "vasiliev"),
            ("sutyagin", "sutiagin"),
            ("panyushkin", "paniushkin"),
            ("pepelyaev", "pepeliaev"),
            ("chistyakov", "chistiakov"),
            ("yudin", "iudin"),
            ("beria", "beriya"),
            ("izvestiia", "izvestiya"),
            ("khrushchev", "khrushchov"),
            ("khruschev", "khrushchev"),
            ("roshchin", "roschin"),
            ("mikoyan", "mikoian"),
            ("sergei", "sergey"),
            ("yuri", "iurii"),
            ("viacheslav", "vyacheslav"),
            ("dmitrii", "dmitry"),
            ("yevgeny", "evgenii"),
            ("alekseev", "alexeyev"),
            ("yegorov", "egorov"),
            ("malinovsky", "malinovski"),
            ("semyonov", "semenov"),
            ("antonoff", "antonov"),
            ("lebedeff", "lebedev"),
            ("kuznetzov", "kuznetsov"),
            ("joukov", "zhukov"),
            ("jdanov", "zhdanov"),
            ("khrouchtchev", "khrushchev"),
            ("kaganovitch", "kaganovich"),
            ("molotow", "molotov"),
            ("schtykow", "shtykov"),
            ("shtikov", "shtykov"),
            ("vishinsky", "vyshinskii"),
            ("bikov", "bykov"),
            ("terentii", "terenty"),
            ("yevgeni", "evgenii"),
            ("aleksandr", "alexander"),
            ("iakov", "yakov"),
            ("pyotr", "petr"),
            ("romanow", "romanov"),
        ] {
            assert_eq!(one(a), one(b), "{a} and {b}");
        }
    }

    #[test]
    fn cyrillic_is_read_as_catalogues_write_it() {
        for (cyrillic, latin) in [
            ("малик", "malik"),
            ("разуваев", "razuvayev"),
            ("хрущев", "khrushchev"),
            ("юдин", "yudin"),
            ("василевский", "vasilevsky"),
            ("кореиская", "koreiskaia"),
            ("сергеи", "sergey"),
        ] {
            assert!(is_cyrillic(cyrillic));
            assert_eq!(in_latin(cyrillic), one(latin), "{cyrillic}");
        }
        assert!(!is_cyrillic("malik") && !is_cyrillic("миг15") && !is_cyrillic(""));
    }

    #[test]
    fn look_alikes_stay_apart() {
        for (a, b) in [
            ("vasilev", "vasilevsky"),
            ("sutyagin", "sutin"),
            ("zakharov", "zhukov"),
            ("petrov", "petrovsky"),
            ("molotov", "malenkov"),
            ("lobov", "lobanov"),
            ("kiev", "kev"),
        ] {
            assert_ne!(one(a), one(b), "{a} and {b}");
        }
        for word in [
            "sky", "whisky", "risky", "begin", "captain", "marine", "asia", "history", "military", "man",
            "korean", "in", "again", "takeoff", "standoff", "shadow", "window", "tomorrow", "moscow",
            "hankow", "glasgow", "bulow", "arrow", "follow", "hangchow",
        ] {
            assert_eq!(form(word), None, "{word}");
        }
        assert!(GIVEN.is_sorted());
    }

    #[test]
    fn every_other_spelling_is_told() {
        let of = |word: &str| others(&one(word));
        assert!(of("vasilevsky").contains(&"vasilevskii".to_owned()));
        assert!(of("kovalev").contains(&"kovalyov".to_owned()));
        assert!(of("chistyakov").contains(&"chistyakov".to_owned()));
        assert!(of("sergei").contains(&"sergey".to_owned()));
    }

    proptest::proptest! {
        #[test]
        fn a_form_is_its_own(word in "[a-z]{0,6}(ya|yu|shch|ye|iy)?[a-z]{0,3}(ov|ev|yov|iev|sky|skii|in|yan|iya)") {
            let made = one(&word);
            proptest::prop_assert_eq!(one(&made), made);
        }
    }
}
