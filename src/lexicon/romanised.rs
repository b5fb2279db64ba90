//! Korean in Latin letters -> the Hangul it can stand for, by McCune-Reischauer, the Revised Romanization, or the bare letters
//! of the former.
//!
//! A word stands for a set of readings: Chŏngju and Jeongju for 정주 alone, Cheongju for 청주, Chongju, without its marks, for
//! both. Two words meet where a reading is in both sets; see `reading`. Only syllables that Sino-Korean words have (and some of native
//! place names) are read, from the Unicode Han database's kHangul: that is what tells 부산 from 푸산 in Pusan.
//! Sources: McCune and Reischauer 1939; Ministry of Culture and Tourism 2000. It knows no names: see `name`.
//!
//! | must meet | must not |
//! |---|---|
//! | P'yŏngch'ang, Pyeongchang, Pyongchang, 평창 | Pyeongjang |
//! | Sŏsan, Seosan, Sosan | Sŏsan, Susan |
//! | Chindo, Jindo; Puyŏ, Buyeo; Imsil, 임실 | Inch'ŏn, Ich'ŏn |

/// The syllables, each three bytes, in order.
const SYLLABLES: &str = include_str!("data/syllables.txt");

/// Initials by their place in a Hangul syllable, in the order of the columns below.
const INITIALS: [u32; 15] = [11, 0, 2, 3, 5, 6, 7, 9, 12, 14, 15, 16, 17, 18, 10];

/// Finals by their place in a Hangul syllable, in the order of the rows below.
const FINALS: [u32; 7] = [0, 1, 4, 8, 16, 17, 21];

/// A final at a word's end, in either romanisation.
const ENDS: [&str; 7] = ["", "k", "n", "l", "m", "p", "ng"];

/// What a final and the initial after it are written as, in McCune-Reischauer. Columns: ㅇ ㄱ ㄴ ㄷ ㄹ ㅁ ㅂ ㅅ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ ㅆ.
const MC_CUNE: [[&str; 15]; 7] = [
    ["", "g", "n", "d", "r", "m", "b", "s", "j", "ch'", "k'", "t'", "p'", "h", "ss"],
    ["g", "kk", "ngn", "kt", "ngn", "ngm", "kp", "ks", "kch", "kch'", "kk'", "kt'", "kp'", "kh", "kss"],
    ["n", "n'g", "nn", "nd", "ll", "nm", "nb", "ns", "nj", "nch'", "nk'", "nt'", "np'", "nh", "nss"],
    ["r", "lg", "ll", "lt", "ll", "lm", "lb", "ls", "lch", "lch'", "lk'", "lt'", "lp'", "rh", "lss"],
    ["m", "mg", "mn", "md", "mn", "mm", "mb", "ms", "mj", "mch'", "mk'", "mt'", "mp'", "mh", "mss"],
    ["b", "pk", "mn", "pt", "mn", "mm", "pp", "ps", "pch", "pch'", "pk'", "pt'", "pp'", "ph", "pss"],
    [
        "ng", "ngg", "ngn", "ngd", "ngn", "ngm", "ngb", "ngs", "ngj", "ngch'", "ngk'", "ngt'", "ngp'", "ngh",
        "ngss",
    ],
];

/// The same at a word's beginning.
const MC_CUNE_FIRST: [&str; 15] =
    ["", "k", "n", "t", "r", "m", "p", "s", "ch", "ch'", "k'", "t'", "p'", "h", "ss"];

/// What a final and the initial after it are written as, in the Revised Romanization.
const REVISED: [[&str; 15]; 7] = [
    ["", "g", "n", "d", "r", "m", "b", "s", "j", "ch", "k", "t", "p", "h", "ss"],
    ["g", "kg", "ngn", "kd", "ngn", "ngm", "kb", "ks", "kj", "kch", "kk", "kt", "kp", "kh", "kss"],
    ["n", "ng", "nn", "nd", "ll", "nm", "nb", "ns", "nj", "nch", "nk", "nt", "np", "nh", "nss"],
    ["r", "lg", "ll", "ld", "ll", "lm", "lb", "ls", "lj", "lch", "lk", "lt", "lp", "lh", "lss"],
    ["m", "mg", "mn", "md", "mn", "mm", "mb", "ms", "mj", "mch", "mk", "mt", "mp", "mh", "mss"],
    ["b", "pg", "mn", "pd", "mn", "mm", "pb", "ps", "pj", "pch", "pk", "pt", "pp", "ph", "pss"],
    [
        "ng", "ngg", "ngn", "ngd", "ngn", "ngm", "ngb", "ngs", "ngj", "ngch", "ngk", "ngt", "ngp", "ngh",
        "ngss",
    ],
];

/// The same at a word's beginning.
const REVISED_FIRST: [&str; 15] =
    ["", "g", "n", "d", "r", "m", "b", "s", "j", "ch", "k", "t", "p", "h", "ss"];

/// Vowels, in the order of Hangul: McCune-Reischauer, Revised.
const VOWELS: [(&str, &str); 21] = [
    ("a", "a"),
    ("ae", "ae"),
    ("ya", "ya"),
    ("yae", "yae"),
    ("ŏ", "eo"),
    ("e", "e"),
    ("yŏ", "yeo"),
    ("ye", "ye"),
    ("o", "o"),
    ("wa", "wa"),
    ("wae", "wae"),
    ("oe", "oe"),
    ("yo", "yo"),
    ("u", "u"),
    ("wŏ", "wo"),
    ("we", "we"),
    ("wi", "wi"),
    ("yu", "yu"),
    ("ŭ", "eu"),
    ("ŭi", "ui"),
    ("i", "i"),
];

/// Spellings of the newspapers that stand for one vowel alone.
const LOOSE: [(&str, &str); 7] = [
    ("young", "yŏng"),
    ("yoo", "yu"),
    ("yeon", "yŏn"),
    ("woo", "u"),
    ("oo", "u"),
    // No syllable is hi.
    ("hee", "hŭi"),
    ("ee", "i"),
];

/// What a newspaper's spelling has somewhere.
const LOOSE_SIGNS: [&str; 5] = ["oo", "ee", "you", "yu", "yeon"];

/// No more syllables than this are read in one word.
const MOST: usize = 5;

/// More readings than this are not told from one another.
const MOST_READINGS: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum System {
    McCune,
    Revised,
    /// The consonants of the Revised Romanization with the vowels of McCune-Reischauer, as papers of 1950 wrote: Byong-dok.
    Mixed,
}

/// One syllable, as columns and rows of the tables.
#[derive(Clone, Copy)]
struct Syllable {
    initial: usize,
    vowel: usize,
    last: usize,
}

impl Syllable {
    fn hangul(self) -> Option<char> {
        let initial = INITIALS.get(self.initial)?;
        let code = 0xAC00 + (initial * 21 + u32::try_from(self.vowel).ok()?) * 28 + FINALS.get(self.last)?;
        char::from_u32(code)
    }

    fn of(hangul: char) -> Option<Self> {
        let code = u32::from(hangul).checked_sub(0xAC00).filter(|code| *code < 11_172)?;
        Some(Self {
            initial: INITIALS.iter().position(|it| *it == code / 588)?,
            vowel: (code % 588 / 28) as usize,
            last: FINALS.iter().position(|it| *it == code % 28)?,
        })
    }
}

/// The syllables of Unicode, each a bit that says whether it is one of those read.
static REAL: [u64; 175] = {
    let (mut real, bytes, mut at) = ([0; 175], SYLLABLES.as_bytes(), 0);
    while at + 2 < bytes.len() {
        let [high, middle, low] = [bytes[at] as usize, bytes[at + 1] as usize, bytes[at + 2] as usize];
        let place = (((high & 0xF) << 12) | ((middle & 0x3F) << 6) | (low & 0x3F)) - 0xAC00;
        real[place / 64] |= 1 << (place % 64);
        at += 3;
    }
    real
};

/// Whether a syllable is one of those read.
fn is_real(hangul: char) -> bool {
    let place = u32::from(hangul).checked_sub(0xAC00).map(|place| place as usize);
    place.is_some_and(|place| REAL.get(place / 64).is_some_and(|bits| bits >> (place % 64) & 1 == 1))
}

struct Reader {
    system: System,
    /// Apostrophes are written where they belong: `ch` is no `ch'`.
    aspirates: bool,
    /// Breves are written where they belong: `o` is no `ŏ`.
    vowels: bool,
    /// When to stop.
    most: usize,
    found: Vec<String>,
    /// From where nothing can be read, as [`State`]s: how many syllables may go before at least, plus 1.
    dead: Vec<u8>,
}

/// Where a reader stands: all that what it can still read depends on.
#[derive(Clone, Copy)]
struct State {
    /// How many bytes are left.
    left: usize,
    /// The final that is still to be written; none at a word's beginning.
    last: Option<usize>,
    /// The vowel before it.
    vowel: usize,
}

impl State {
    /// Its place among those of words of so many bytes and fewer.
    fn place(self) -> usize {
        // What `makes_one` minds.
        let ends = match last_letter(self.vowel) {
            Some('a' | 'o') => 0,
            Some('e') => 1,
            _ => 2,
        };
        (self.left * (FINALS.len() + 1) + self.last.map_or(0, |last| last + 1)) * 3 + ends
    }
}

impl Reader {
    /// One for words without marks.
    fn bare(system: System) -> Self {
        Self {
            system,
            aspirates: false,
            vowels: false,
            most: MOST_READINGS,
            found: Vec::new(),
            dead: Vec::new(),
        }
    }

    fn sorted(self) -> Vec<String> {
        let mut found: Vec<String> = self.found.iter().map(|it| with_first(it)).collect();
        found.sort();
        found.dedup();
        found
    }

    /// What is left of a text after a piece of a table; marks may be missing where they are not minded.
    fn after<'t>(&self, text: &'t str, piece: &str) -> Option<&'t str> {
        // Most pieces begin with another letter, and none with an apostrophe.
        let first = piece.bytes().next().filter(u8::is_ascii);
        if first.is_some() && first != text.bytes().next() {
            return None;
        }
        if let Some(rest) = text.strip_prefix(piece) {
            return Some(rest);
        }
        if self.system == System::Revised || piece.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return None;
        }
        let mut rest = text;
        for c in piece.chars() {
            rest = match c {
                '\'' => rest.strip_prefix('\'').or((!self.aspirates).then_some(rest))?,
                'ŏ' | 'ŭ' => {
                    let bare = if c == 'ŏ' { 'o' } else { 'u' };
                    rest.strip_prefix(c).or_else(|| rest.strip_prefix(bare).filter(|_| !self.vowels))?
                }
                c => rest.strip_prefix(c)?,
            };
        }
        Some(rest)
    }

    /// Reads a word.
    fn word(&mut self, text: &str) {
        self.dead.clear();
        self.dead.resize(State { left: text.len() + 1, last: None, vowel: 0 }.place(), 0);
        self.syllables(text, State { left: text.len(), last: None, vowel: VOWELS.len() }, "", 0);
    }

    /// Whether it is known that nothing can be read from there.
    fn is_dead(&self, state: State, depth: usize) -> bool {
        let dead = self.dead.get(state.place()).copied().unwrap_or(0);
        depth >= MOST || (dead > 0 && depth + 1 >= usize::from(dead))
    }

    /// Reads syllables from where a final, or a word's beginning, is still to be written.
    fn syllables(&mut self, text: &str, state: State, sofar: &str, depth: usize) {
        let before = self.found.len();
        if before >= self.most || self.is_dead(state, depth) {
            return;
        }
        for initial in 0..INITIALS.len() {
            let piece = match (self.system, state.last) {
                (System::McCune, None) => MC_CUNE_FIRST[initial],
                (System::Revised | System::Mixed, None) => REVISED_FIRST[initial],
                (System::McCune, Some(last)) => MC_CUNE[last][initial],
                (System::Revised | System::Mixed, Some(last)) => REVISED[last][initial],
            };
            let Some(rest) = self.after(text, piece) else { continue };
            // An unaspirated sound is not the beginning of an aspirated one.
            if rest.starts_with('\'') && self.aspirates {
                continue;
            }
            let rest = if piece.ends_with('s') {
                rest.strip_prefix("hi").map_or(rest, |_| &rest[1..])
            } else {
                rest
            };
            for (vowel, (mc_cune, revised)) in VOWELS.iter().enumerate() {
                let written = if self.system == System::Revised { revised } else { mc_cune };
                let Some(rest) = self.after(rest, written) else { continue };
                if initial == 0 && state.last == Some(0) && makes_one(state.vowel, written) {
                    continue;
                }
                for (last, end) in ENDS.iter().enumerate() {
                    let next = State { left: rest.len(), last: Some(last), vowel };
                    let ends = rest == *end;
                    if !ends && (rest.is_empty() || self.is_dead(next, depth + 1)) {
                        continue;
                    }
                    let hangul = (Syllable { initial, vowel, last }).hangul();
                    let Some(hangul) = hangul.filter(|it| is_real(*it)) else { continue };
                    let mut read = sofar.to_owned();
                    read.push(hangul);
                    if ends {
                        self.found.push(read);
                    } else {
                        self.syllables(rest, next, &read, depth + 1);
                    }
                }
            }
        }
        if self.found.len() == before
            && let Some(dead) = self.dead.get_mut(state.place())
        {
            let here = u8::try_from(depth + 1).unwrap_or(u8::MAX);
            *dead = if *dead == 0 { here } else { here.min(*dead) };
        }
    }
}

/// The last letter of a vowel in the Revised Romanization.
fn last_letter(vowel: usize) -> Option<char> {
    VOWELS.get(vowel).and_then(|(_, revised)| revised.chars().next_back())
}

/// Whether a vowel after another would be read as one with it: 제오 is no reading of jeo.
fn makes_one(before: usize, vowel: &str) -> bool {
    matches!(
        (last_letter(before), vowel.chars().next()),
        (Some('a' | 'o'), Some('e')) | (Some('e'), Some('o' | 'u' | 'ŏ' | 'ŭ'))
    )
}

/// Every Hangul word that a romanised word, in small letters with its marks, can stand for.
#[must_use]
pub fn readings(written: &str) -> Vec<String> {
    up_to(MOST_READINGS, written)
}

/// Whether a romanised word can stand for any Hangul word.
#[must_use]
pub fn is_read(written: &str) -> bool {
    !up_to(1, written).is_empty()
}

fn up_to(most: usize, written: &str) -> Vec<String> {
    if written.len() > 24 || written.len() < 2 {
        return Vec::new();
    }
    // A word that ends in none of these, or has a letter of the last, is none of Korean: most of English is passed over here.
    if !written
        .ends_with(['a', 'e', 'i', 'o', 'u', 'ŏ', 'ŭ', 'k', 'l', 'm', 'n', 'p', 'g', 'ǒ', 'ǔ', '\u{306}'])
        || written.contains(['f', 'q', 'v', 'x', 'z'])
    {
        return Vec::new();
    }
    let breves = written.contains(['ŏ', 'ŭ', 'ǒ', 'ǔ']);
    let apostrophes = written.contains('\'');
    let written = written.replace('ǒ', "ŏ").replace('ǔ', "ŭ");
    let mut reader = Reader {
        system: System::McCune,
        aspirates: breves || apostrophes,
        vowels: breves,
        most,
        found: Vec::new(),
        dead: Vec::new(),
    };
    reader.word(&written);
    if !breves && !apostrophes {
        reader.system = System::Revised;
        reader.word(&written);
    }
    if reader.found.is_empty() && !breves && LOOSE_SIGNS.iter().any(|sign| written.contains(sign)) {
        loose(&written, &mut reader);
    }
    reader.sorted()
}

/// The readings of a syllable inside a name, where McCune-Reischauer voices what it begins with: gwŏn of Il-gwŏn.
#[must_use]
pub fn voiced(written: &str) -> Vec<String> {
    let first = match written.chars().next() {
        Some('g') => "k",
        Some('d') => "t",
        Some('b') => "p",
        Some('j') => "ch",
        _ => return Vec::new(),
    };
    readings(&format!("{first}{}", written.get(1..).unwrap_or_default()))
}

/// The readings of a syllable inside a name that keeps the r which a word's beginning loses: ryong of Baek-ryong is 룡, not only 용.
#[must_use]
pub fn after_vowel(written: &str) -> Vec<String> {
    if !written.starts_with('r') || written.len() > 7 {
        return Vec::new();
    }
    let two = readings(&format!("a{written}"));
    let second =
        |it: &String| it.strip_prefix('아').filter(|rest| rest.chars().count() == 1).map(str::to_owned);
    two.iter().filter_map(second).collect()
}

/// The readings of one syllable in a newspaper's spelling: Doo, Moon, Hee, and Jai where a hyphen stands beside it.
#[must_use]
pub fn loosely(written: &str, hyphened: bool) -> Vec<String> {
    let written = if hyphened { written.replace("ai", "ae") } else { written.to_owned() };
    // Kyu-hah, Noh.
    let written = match written.strip_suffix('h').filter(|rest| rest.ends_with(['a', 'o', 'u'])) {
        Some(rest) => rest.to_owned(),
        None => written,
    };
    let mut reader = Reader::bare(System::McCune);
    if written.len() <= 8 && LOOSE_SIGNS.iter().any(|sign| written.contains(sign)) {
        loose(&written, &mut reader);
    } else {
        reader.found = readings(&written);
    }
    reader.found.retain(|it| it.chars().count() == 1);
    reader.sorted()
}

/// The readings of one syllable where a newspaper writes u for ŏ: Sung, Chung, Suk.
#[must_use]
pub fn with_u(written: &str) -> Vec<String> {
    if written.len() > 6
        || written.matches('u').count() != 1
        || !written.ends_with(['n', 'g', 'k', 'm', 'p', 'l'])
    {
        return Vec::new();
    }
    let mut reader = Reader::bare(System::McCune);
    for vowel in ["ŏ", "eo"] {
        reader.system = if vowel == "ŏ" { System::McCune } else { System::Revised };
        reader.word(&written.replace('u', vowel));
    }
    reader.found.retain(|it| it.chars().count() == 1);
    reader.sorted()
}

/// The readings of one syllable with the consonants of one system and the vowels of the other: Byong, Dok.
#[must_use]
pub fn mixed(written: &str) -> Vec<String> {
    if written.len() > 8 {
        return Vec::new();
    }
    let mut reader = Reader::bare(System::Mixed);
    reader.word(written);
    reader.found.retain(|it| it.chars().count() == 1);
    reader.sorted()
}

/// Newspapers' spellings, where the two systems have no reading: Young, Hyun, Soo.
fn loose(written: &str, reader: &mut Reader) {
    let mut plain = written.to_owned();
    for (from, to) in LOOSE {
        plain = plain.replace(from, to);
    }
    // No syllable has hyu, kyung, byung, myung: there it is ŏ.
    for onset in ["h", "k", "g", "b", "p", "m"] {
        for last in ["n", "ng", "k"] {
            plain = plain.replace(&format!("{onset}yu{last}"), &format!("{onset}yŏ{last}"));
        }
    }
    if plain == written {
        return;
    }
    (reader.system, reader.aspirates, reader.vowels) = (System::McCune, false, false);
    reader.word(&plain);
    let voiced = plain.replace("yŏ", "yeo").replace("ŭi", "ui");
    reader.system = System::Revised;
    reader.word(&voiced);
}

/// A word with the first sound that the South writes: 리승만 is 이승만, 로동 노동.
#[must_use]
pub fn with_first(hangul: &str) -> String {
    let mut chars = hangul.chars();
    let Some(first) = chars.next() else { return String::new() };
    let changed = Syllable::of(first).and_then(|mut it| {
        let high = matches!(it.vowel, 2 | 3 | 6 | 7 | 12 | 17 | 20);
        // Columns of ㄹ, ㄴ, ㅇ.
        it.initial = match (it.initial, high) {
            (4, true) | (2, true) => 0,
            (4, false) => 2,
            (initial, _) => initial,
        };
        it.hangul()
    });
    format!("{}{}", changed.unwrap_or(first), chars.as_str())
}

/// A Hangul word in a table's letters.
fn written(
    hangul: &str,
    first: &[&str; 15],
    inside: &[[&str; 15]; 7],
    vowel: fn(&(&'static str, &'static str)) -> &'static str,
) -> Option<String> {
    let mut out = String::with_capacity(hangul.len() * 2);
    let mut before: Option<usize> = None;
    for c in hangul.chars() {
        let syllable = Syllable::of(c)?;
        let piece = match before {
            None => first[syllable.initial],
            Some(last) => inside[last][syllable.initial],
        };
        out.push_str(piece);
        out.push_str(VOWELS.get(syllable.vowel).map(vowel)?);
        before = Some(syllable.last);
    }
    out.push_str(ENDS[before?]);
    Some(out)
}

/// Whether a word has marks of McCune-Reischauer.
#[must_use]
pub fn is_marked(written: &str) -> bool {
    written.contains(['ŏ', 'ŭ', '\''])
}

/// A Hangul word in McCune-Reischauer, with its marks.
#[must_use]
pub fn mc_cune(hangul: &str) -> Option<String> {
    written(hangul, &MC_CUNE_FIRST, &MC_CUNE, |vowel| vowel.0)
}

/// A Hangul word in the Revised Romanization.
#[must_use]
pub fn revised(hangul: &str) -> Option<String> {
    written(hangul, &REVISED_FIRST, &REVISED, |vowel| vowel.1)
}

/// A Hangul word in the bare letters of McCune-Reischauer.
#[must_use]
pub fn bare(hangul: &str) -> Option<String> {
    mc_cune(hangul).map(|text| text.replace('ŏ', "o").replace('ŭ', "u").replace('\'', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(a: &str, b: &str) -> bool {
        let (a, b) = (readings(a), readings(b));
        a.iter().any(|reading| b.contains(reading))
    }

    #[test]
    fn inside_a_name_the_first_sound_stays() {
        assert_eq!(after_vowel("ryŏl"), ["렬"]);
        assert!(after_vowel("ryong").iter().any(|it| it == "룡") && after_vowel("yong").is_empty());
    }

    #[test]
    fn romanisations_of_one_word_share_a_reading() {
        for (a, b) in [
            ("sŏsan", "seosan"),
            ("seosan", "sosan"),
            ("p'yŏngch'ang", "pyeongchang"),
            ("pyeongchang", "pyongchang"),
            ("poryŏng", "boryeong"),
            ("puyŏ", "buyeo"),
            ("kimje", "gimje"),
            ("chindo", "jindo"),
            ("ch'ilgok", "chilgok"),
            ("ŭnyul", "eunyul"),
            ("yonggang", "ryonggang"),
            ("chŏng", "jeong"),
            ("jeong", "chong"),
            ("chŏnch'ŏn", "jeoncheon"),
            ("kwach'ŏn", "gwacheon"),
            ("chin'gyŏng", "jingyeong"),
            ("naehyŏk", "naehyeok"),
            ("tongnip", "dongnip"),
            ("inch'on", "incheon"),
            ("hyun", "hyeon"),
        ] {
            assert!(share(a, b), "{a} {:?} and {b} {:?}", readings(a), readings(b));
        }
        assert_eq!(readings("buyeo"), ["부여"]);
        assert_eq!(readings("pusan"), ["부산"]);
    }

    #[test]
    fn words_that_look_alike_share_none() {
        for (a, b) in [
            ("sŏsan", "susan"),
            ("kimje", "kumje"),
            ("yŏngam", "yongum"),
            ("koryŏng", "poryŏng"),
            ("tamyang", "tanyang"),
            ("inch'ŏn", "ich'ŏn"),
            ("incheon", "icheon"),
            ("onsŏng", "ansŏng"),
            ("cheongju", "jeongju"),
            ("sunchon", "chunchon"),
            ("taejon", "taegu"),
            ("pongsan", "p'yŏngsan"),
        ] {
            assert!(!share(a, b), "{a} {:?} and {b} {:?}", readings(a), readings(b));
        }
        for word in ["truman", "president", "washington", "zhou", "korea", "x", ""] {
            assert!(readings(word).is_empty(), "{word} {:?}", readings(word));
        }
    }

    #[test]
    fn bare_letters_are_those_of_the_romanisation_without_marks() {
        assert_eq!(bare("평창").as_deref(), Some("pyongchang"));
        assert_eq!(bare("신라").as_deref(), Some("silla"));
        assert_eq!(bare("a"), None);
        assert_eq!(with_first("리승만"), "이승만");
        assert_eq!(with_first("로동"), "노동");
        let bytes = SYLLABLES.trim_end();
        assert!(bytes.chars().is_sorted() && bytes.chars().all(|it| it.len_utf8() == 3));
    }

    proptest::proptest! {
        #[test]
        fn any_word_is_read(word in "[a-zŏŭ'가-힣]{0,30}") {
            for reading in readings(&word) {
                proptest::prop_assert!(bare(&reading).is_some());
            }
        }
    }
}
