//! Names of persons and places in Korea and China that nobody listed, by how they are written alone.
//!
//! A word must be read as syllables from its first letter to its last, have a capital in a record, and be no word of
//! English or name of the West (`data/english.txt`: what of a dictionary's words and of some 25,000 abstracts' can be so read; a name has a hyphen after it).
//! What the syllables are is `romanised`'s and `chinese`'s.
//!
//! | must meet | must not |
//! |---|---|
//! | Chŏng Naehyŏk, Jeong Nae-hyeok, Naehyŏk Chŏng, 정내혁 | Jeong Nae-hyeon |
//! | Hsü Shih-yu, Xu Shiyou | Su Shiyou |
//! | Imsil-gun, Imsil, 임실군 | Imsil, Ŭmsŏng |
//! | Sapsi Island, Sapsido, Sapsi-do | Sapsi River |

use super::date::Found;
use super::lines::Lines;
use super::memory::{Memory, once};
use super::reading::terms;
use super::{Reading, chinese, korean, romanised, syllable};
use crate::words::{Gap, Shape, Words};
use std::cell::RefCell;

static ENGLISH: Lines = Lines::new(include_str!("data/english.txt"));

/// Family names of Korea.
const FAMILIES: &str = "김이박최정강조윤장임한오서신권황안송유홍전고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은용";

/// Family names as people write their own.
const FAMILY_SPELLINGS: [(&str, &str); 38] = [
    ("ahn", "안"),
    ("bae", "배"),
    ("baik", "백"),
    ("chey", "최"),
    ("cho", "조"),
    ("choe", "최"),
    ("choi", "최"),
    ("chung", "정"),
    ("hahn", "한"),
    ("hur", "허"),
    ("joo", "주"),
    ("jun", "전"),
    ("jung", "정"),
    ("koh", "고"),
    ("koo", "구"),
    ("kwack", "곽"),
    ("lee", "이"),
    ("li", "이"),
    ("lim", "임"),
    ("moon", "문"),
    ("noh", "노"),
    ("o", "오"),
    ("oh", "오"),
    ("paek", "백"),
    ("paik", "백"),
    ("park", "박"),
    ("rhee", "이"),
    ("roh", "노"),
    ("ryu", "유"),
    ("shim", "심"),
    ("shin", "신"),
    ("sohn", "손"),
    ("suh", "서"),
    ("sung", "성"),
    ("woo", "우"),
    ("yi", "이"),
    ("yoo", "유"),
    ("yoon", "윤"),
];

/// Letters of the longest syllable: zhuang, kyŏng and the like.
const LONGEST_SYLLABLE: usize = 6;

/// Kinds of places that stand after a Korean name and a hyphen.
const KINDS: [(&str, char); 20] = [
    ("do", '도'),
    ("dong", '동'),
    ("eup", '읍'),
    ("gang", '강'),
    ("gu", '구'),
    ("gun", '군'),
    ("kang", '강'),
    ("ku", '구'),
    ("kun", '군'),
    ("myeon", '면'),
    ("myon", '면'),
    ("myŏn", '면'),
    ("ni", '리'),
    ("ri", '리'),
    ("san", '산'),
    ("si", '시'),
    ("to", '도'),
    ("tong", '동'),
    ("up", '읍'),
    ("ŭp", '읍'),
];

/// More kinds of places that a hyphen parts from a name, which end names of persons as well.
const MORE_KINDS: [(&str, char); 7] = [
    ("bong", '봉'),
    ("ch'ŏn", '천'),
    ("cheon", '천'),
    ("nyŏng", '령'),
    ("pong", '봉'),
    ("ryeong", '령'),
    ("ryŏng", '령'),
];

/// Kinds of places as English has them after a Korean name, and the syllable that the name itself has there.
const ENGLISH_KINDS: [(&str, char); 11] = [
    ("bay", '만'),
    ("city", '시'),
    ("county", '군'),
    ("island", '도'),
    ("lake", '호'),
    ("mountain", '산'),
    ("reservoir", '호'),
    ("river", '강'),
    ("temple", '사'),
    ("township", '면'),
    ("village", '리'),
];

/// The same before a name: Mount Odae, Mt. Chiri, Lake Pujŏn.
const KINDS_BEFORE: [(&str, char); 3] = [("lake", '호'), ("mount", '산'), ("mt", '산')];

/// What a name with an English kind of place after it may be listed as, where nobody listed it so: Paengnyong-do for
/// Paengnyong Island.
pub fn fused(words: &Words, at: usize, end: usize) -> Vec<String> {
    let last =
        end.checked_sub(1).filter(|last| *last > at).map(|last| words.folded(last)).unwrap_or_default();
    let kind = ENGLISH_KINDS.iter().find(|(kind, _)| *kind == last);
    let Some((_, kind)) = kind else { return Vec::new() };
    let name: String = (at..end - 1).map(|index| words.folded(index)).collect();
    KINDS.iter().filter(|(_, hangul)| hangul == kind).map(|(latin, _)| format!("{name}{latin}")).collect()
}

/// Whether a name ends with what English calls the place of that name itself, not something beside it: a city, a county, no river.
pub fn is_place_itself(words: &Words, at: usize, end: usize) -> bool {
    let last = end.checked_sub(1).filter(|last| *last > at);
    last.is_some_and(|last| matches!(words.folded(last), "city" | "county" | "township" | "village"))
}

/// Whether it is an English word, not only a name of the West or a syllable.
fn is_english_word(folded: &str) -> bool {
    ENGLISH.find(folded) == Some("")
}

/// Words so common that no name is looked for where they stand, though one syllable of a name may look like them.
const ORDINARY: [&str; 36] = [
    "am", "can", "do", "go", "her", "him", "hope", "in", "key", "made", "make", "male", "man", "me", "men",
    "mine", "more", "name", "net", "no", "none", "old", "on", "one", "pan", "run", "same", "she", "ten",
    "to", "too", "two", "we", "wine", "women", "you",
];

/// Whether a folded word, taken alone, is a word of English or a name of the West.
fn is_english(folded: &str) -> bool {
    ENGLISH.find(folded).is_some()
}

/// Whether a folded word can begin a name.
pub fn may_begin(folded: &str) -> bool {
    if folded.chars().next().is_some_and(|c| ('가'..='힣').contains(&c)) {
        return true;
    }
    // The one family name of one letter: O Paengnyong.
    if folded == "o" {
        return true;
    }
    if !(2..=24).contains(&folded.len()) || !folded.is_ascii() || ORDINARY.contains(&folded) {
        return false;
    }
    if FAMILY_SPELLINGS.iter().any(|(name, _)| *name == folded)
        || KINDS_BEFORE.iter().any(|(kind, _)| *kind == folded)
    {
        return true;
    }
    let mut chinese = chinese::systems([folded].into_iter())
        .into_iter()
        .flat_map(|system| chinese::readings(&[folded], system));
    if is_english(folded) {
        // A family name at most, or the first part of a given name: Han, Song, Son.
        return folded.len() <= LONGEST_SYLLABLE
            && (chinese.any(|it| chinese::is_syllable(&it.pinyin))
                || romanised::readings(folded).iter().any(|it| it.chars().count() == 1));
    }
    romanised::is_read(folded) || chinese.next().is_some()
}

/// Whether a word ends as a syllable of Korean or Chinese does: most words of English do not.
fn may_end_a_name(folded: &str) -> bool {
    folded.len() <= 12
        && folded.ends_with(['a', 'e', 'i', 'o', 'u', 'k', 'l', 'm', 'n', 'p', 'g', 'r', 'h'])
        && (!is_english(folded) || folded.len() <= LONGEST_SYLLABLE)
}

/// Whether a folded word may stand in a name behind its first: a syllable or two of Korean or Chinese, a place's kind.
pub fn may_go_on(folded: &str) -> bool {
    let is_kind = ENGLISH_KINDS.iter().any(|(kind, _)| *kind == folded);
    let is_english = || folded.len() > LONGEST_SYLLABLE && is_english(folded);
    !folded.is_ascii() || is_kind || (syllable::may_be_given(folded) && !is_english())
}

thread_local! {
    /// Names once read: the same few hundred stand on every page, and each takes a hundred times as long to read as to
    /// look up. The number of words that a name takes, with its terms.
    static READ: Memory<String, Option<Found>> = RefCell::default();
}

/// More names than these are not remembered: noise must not fill the memory.
const REMEMBERED: usize = 100_000;

/// The longest name that begins with the word at an index.
pub fn at(words: &Words, at: usize, reading: Reading) -> Option<Found> {
    let namer = Namer { words, reading };
    if !namer.is_capital(at) {
        return None;
    }
    let key = namer.surroundings(at);
    let relative = once(&READ, REMEMBERED, key.as_str(), || {
        look(&namer, at).map(|found| Found { end: found.end - at, ..found })
    });
    relative.map(|found| Found { end: found.end + at, ..found })
}

/// Whether a name of a record may go on after the word at an index.
pub fn goes_on(words: &Words, at: usize) -> bool {
    Namer { words, reading: Reading::Record }.goes_on(at + 1)
}

/// The longest name that begins with the word at an index, which is written as a name is.
fn look(namer: &Namer, at: usize) -> Option<Found> {
    let (words, reading) = (namer.words, namer.reading);
    // CIA and UK are no syllables; KIM IL SUNG is, among other capitals.
    let capitals = |at: usize| words.get(at).is_some_and(|word| word.shape.has(Shape::CAPITALS));
    if reading == Reading::Record && capitals(at) && !(namer.goes_on(at + 1) && capitals(at + 1)) {
        return None;
    }
    if let Some(found) = namer.kind_first(at) {
        return Some(found);
    }
    // A word of English begins a name only before another part of it.
    let before_name = matches!(namer.gap(at + 1), Gap::Hyphen)
        || (matches!(namer.gap(at + 1), Gap::Space | Gap::Comma) && namer.is_capital(at + 1));
    let before_name = before_name && may_end_a_name(words.folded(at + 1));
    if !before_name && namer.is_english(at) {
        return None;
    }
    let found = [namer.korean(at), namer.chinese(at)];
    let end = found.iter().flatten().map(|found| found.end).max()?;
    let mut whole = Found { end, ..Found::default() };
    for found in found.into_iter().flatten().filter(|found| found.end == end) {
        whole.terms.extend(found.terms);
        whole.nested.extend(found.nested);
    }
    Some(whole)
}

/// A Hangul run of two to four syllables, with or without its particle: its own reading, as a word and as a person's name.
pub fn hangul(words: &Words, at: usize, reading: Reading) -> Option<Found> {
    let is_hangul = |index: usize| words.get(index).is_some_and(|word| word.shape.has(Shape::HANGUL));
    let glued = |index: usize| words.get(index).is_some_and(|word| word.gap == Gap::Glued);
    if !is_hangul(at) || (at > 0 && glued(at) && is_hangul(at - 1)) {
        return None;
    }
    let mut end = at + 1;
    while is_hangul(end) && glued(end) && end - at < 8 {
        end += 1;
    }
    let run: String = (at..end).map(|index| words.folded(index)).collect();
    let mut readings: Vec<String> = Vec::new();
    let mut bare: Vec<String> = Vec::new();
    for form in [Some(run.as_str()), korean::without_particle(&run)].into_iter().flatten() {
        let length = form.chars().count();
        if !(2..=4).contains(&length) {
            continue;
        }
        let form = romanised::with_first(form);
        bare.extend(romanised::bare(&form));
        let family = form.chars().next().filter(|it| FAMILIES.contains(*it) && length < 4);
        if let Some(family) = family {
            let given = romanised::with_first(form.trim_start_matches(family));
            let name = romanised::bare(&family.to_string()).zip(romanised::bare(&given));
            bare.extend(name.map(|(family, given)| format!("{family}{given}")));
        }
        readings.push(form);
    }
    bare.sort();
    bare.dedup();
    (!readings.is_empty()).then(|| Found {
        end,
        terms: terms("ko", &readings, &bare, reading),
        nested: Vec::new(),
    })
}

/// The name that a term of these rules stands for, as it is listed: 청주 of `#ko:청주`, Peng Dehuai of `#zh:peng-dehuai`.
/// One syllable is no name.
pub fn reading(term: &str) -> Option<String> {
    if let Some(hangul) = term.strip_prefix("#ko:") {
        return (hangul.chars().count() > 1).then(|| hangul.to_owned());
    }
    let pinyin = term.strip_prefix("#zh:").filter(|pinyin| is_long(pinyin))?;
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    Some(pinyin.split('-').map(capital).collect::<Vec<_>>().join(" "))
}

/// A Hangul word as a family name and a given name of two syllables, where it can be one.
pub fn parts(hangul: &str) -> Option<(String, String)> {
    let family: String = hangul.chars().take(1).collect();
    let given: String = hangul.chars().skip(1).collect();
    let last = hangul.chars().last()?;
    let place = KINDS.iter().any(|(_, kind)| *kind == last);
    (FAMILIES.contains(&family) && given.chars().count() == 2 && !place).then_some((family, given))
}

/// The sounds that a word, taken as a name of Korea or China, may begin with, as bits: letters with which the romanisations write one
/// sound share a bit. Words without a common bit are not one name.
#[must_use]
pub fn first_sounds(folded: &str) -> u8 {
    let first = folded.chars().next().unwrap_or_default();
    let bare = if first.is_ascii() { None } else { romanised::bare(first.encode_utf8(&mut [0; 4])) };
    match bare.as_deref().unwrap_or(folded).bytes().next() {
        Some(b'g' | b'k') => 1,
        Some(b'd' | b't' | b'z' | b'c' | b'j' | b'q') => 1 << 1,
        Some(b'b' | b'p') => 1 << 2,
        // Hsü is Xu.
        Some(b's' | b'x' | b'h') => 1 << 3,
        Some(b'l' | b'n' | b'y' | b'i' | b'w' | b'u' | b'o' | b'a' | b'e') => 1 << 4,
        // Ren is Jen, Roh is Noh.
        Some(b'r') => 1 << 4 | 1 << 1,
        Some(b'm') => 1 << 5,
        Some(b'f') => 1 << 6,
        Some(b'v') => 1 << 7,
        _ => u8::MAX,
    }
}

struct Namer<'w> {
    words: &'w Words,
    reading: Reading,
}

/// A given name: where it ends, what it can be, and whether it is plainly one (a hyphen, or marks).
struct Given {
    end: usize,
    readings: Vec<String>,
    plain: bool,
}

impl Namer<'_> {
    fn is_capital(&self, at: usize) -> bool {
        self.words
            .get(at)
            .is_some_and(|word| self.reading == Reading::Query || word.shape.has(Shape::CAPITAL))
    }

    /// All that a name beginning here can depend on: the words it may go on with, how they are written and what parts them.
    fn surroundings(&self, at: usize) -> String {
        const MOST: usize = 12;
        let mut key = String::with_capacity(48);
        key.push(if self.reading == Reading::Query { 'q' } else { 'r' });
        for index in at..at + MOST {
            if index > at && !self.goes_on(index) {
                break;
            }
            if index > at {
                key.push(match self.gap(index) {
                    Gap::Hyphen => '-',
                    Gap::Comma => ',',
                    Gap::Dot => '.',
                    _ => ' ',
                });
            }
            let shape = self.words.get(index).map(|word| word.shape).unwrap_or_default();
            if shape.has(Shape::CAPITALS) {
                key.push('^');
            } else if self.is_capital(index) {
                key.push('+');
            }
            key.push_str(self.words.written(index));
        }
        key
    }

    /// Whether a name may go on with a word.
    fn goes_on(&self, index: usize) -> bool {
        let gap = self.gap(index);
        let shortened = gap == Gap::Dot && index > 0 && self.words.folded(index - 1) == "mt";
        gap == Gap::Hyphen
            || ((matches!(gap, Gap::Space | Gap::Comma) || shortened) && self.is_capital(index))
    }

    fn gap(&self, at: usize) -> Gap {
        self.words.get(at).map_or(Gap::Break, |word| word.gap)
    }

    fn is_marked(&self, at: usize) -> bool {
        self.words.written(at).contains(['ŏ', 'ŭ', 'ü', '\''])
    }

    fn is_english(&self, at: usize) -> bool {
        !self.is_marked(at) && is_english(self.words.folded(at))
    }

    fn korean(&self, at: usize) -> Option<Found> {
        self.family_first(at).or_else(|| self.given_first(at)).or_else(|| self.korean_word(at))
    }

    /// What a family name can be.
    fn family(&self, at: usize) -> Vec<String> {
        if !self.is_capital(at) {
            return Vec::new();
        }
        let folded = self.words.folded(at);
        let told = FAMILY_SPELLINGS.iter().find(|(name, _)| *name == folded && !self.is_marked(at));
        if let Some((_, hangul)) = told {
            return vec![(*hangul).to_owned()];
        }
        let mut found = romanised::readings(self.words.written(at));
        found.retain(|it| it.chars().count() == 1 && FAMILIES.contains(it.as_str()));
        found
    }

    /// Whether a syllable has letters that no romanisation has: Soo, Hee.
    fn is_pressed(&self, at: usize) -> bool {
        let written = self.words.written(at);
        written.contains("oo") || written.contains("ee")
    }

    /// What one syllable of a given name can be.
    fn syllable(&self, at: usize, inside: bool, hyphened: bool) -> Vec<String> {
        let written = self.words.written(at);
        let mut found = romanised::readings(written);
        if inside {
            found.extend(romanised::voiced(written));
            found.extend(romanised::after_vowel(written));
        }
        found.retain(|it| it.chars().count() == 1);
        if found.is_empty() {
            found = romanised::loosely(written, hyphened);
        }
        found.sort();
        found.dedup();
        found
    }

    /// What the second syllable of a given name can be where its first sound is written as it is spoken: Ik-nyŏl is 익렬.
    fn assimilated(&self, at: usize) -> Vec<String> {
        let (before, written) = (self.words.written(at), self.words.written(at + 1));
        let rest = match written.strip_prefix('n') {
            Some(rest) if before.ends_with(['k', 'p', 'm', 'g']) => rest,
            _ => match written.strip_prefix('l') {
                Some(rest) if before.ends_with(['l', 'n']) => rest,
                _ => return Vec::new(),
            },
        };
        let mut found = romanised::readings(&format!("r{rest}"));
        found.retain(|it| it.chars().count() == 1);
        found
    }

    /// A given name in one word or two. Behind a family name that is no word of English, one of two syllables may look like one:
    /// Kim Yong Ho, Pak Chang Ok.
    fn given(&self, at: usize, behind_family: bool) -> Option<Given> {
        if !self.is_capital(at) {
            return None;
        }
        let next_is_hyphen = self.gap(at + 1) == Gap::Hyphen;
        if next_is_hyphen || (self.gap(at + 1) == Gap::Space && self.is_capital(at + 1)) {
            let (mut first, mut second) =
                (self.syllable(at, false, next_is_hyphen), self.syllable(at + 1, true, next_is_hyphen));
            if self.is_pressed(at) || self.is_pressed(at + 1) {
                // A newspaper's spelling in one syllable makes it likely in the other: Sung-soo.
                first.extend(romanised::with_u(self.words.written(at)));
                second.extend(romanised::with_u(self.words.written(at + 1)));
            }
            second.extend(self.assimilated(at));
            if (first.is_empty() || second.is_empty()) && next_is_hyphen {
                // One of them is in no system but that of the newspapers of 1950, so both are: Byong-dok.
                let mixed = |at: usize| {
                    let written = self.words.written(at);
                    let with_u = if written.contains("yu") { Vec::new() } else { romanised::with_u(written) };
                    [romanised::mixed(written), with_u].concat()
                };
                (first, second) = (mixed(at), mixed(at + 1));
            }
            let plain = next_is_hyphen || self.is_marked(at) || self.is_marked(at + 1);
            let both = !first.is_empty() && !second.is_empty();
            let likely = !(self.is_english(at) || self.is_english(at + 1))
                || behind_family && self.may_be_syllables(at);
            if both && (plain || likely) {
                let readings = first
                    .iter()
                    .flat_map(|first| second.iter().map(move |second| format!("{first}{second}")))
                    .collect();
                return Some(Given { end: at + 2, readings, plain: next_is_hyphen });
            }
        }
        if self.is_english(at) && (!behind_family || is_english_word(self.words.folded(at))) {
            return None;
        }
        let mut readings = romanised::readings(self.words.written(at));
        let two = readings.iter().any(|it| it.chars().count() == 2);
        readings.retain(|it| it.chars().count() == if two { 2 } else { 1 });
        (!readings.is_empty()).then(|| Given { end: at + 1, readings, plain: self.is_marked(at) })
    }

    /// Whether two words are written as the syllables of a given name, though one of them is a word of English or a name of the
    /// West as well; both of them, or one that stands on every page, are no name.
    fn may_be_syllables(&self, at: usize) -> bool {
        let plain = |at: usize| is_english_word(self.words.folded(at));
        let ordinary = |at: usize| ORDINARY.contains(&self.words.folded(at));
        let never = ordinary(at) || ordinary(at + 1) || (plain(at) && plain(at + 1));
        !never
    }

    /// Kim Chongp'il, Kim Jong-pil, Kim Jong Pil, Kim, Jongpil.
    fn family_first(&self, at: usize) -> Option<Found> {
        let families = self.family(at);
        if families.is_empty() || !matches!(self.gap(at + 1), Gap::Space | Gap::Comma) {
            return None;
        }
        let folded = self.words.folded(at);
        let two_syllables = |given: &Given| given.readings.iter().all(|it| it.chars().count() == 2);
        let is_told = FAMILY_SPELLINGS.iter().any(|(name, _)| *name == folded);
        let hong_kong = self.words.folded(at + 1) == "kong";
        let is_family = !is_english_word(folded) && !hong_kong || is_told;
        let given = self.given(at + 1, is_family && self.gap(at + 1) == Gap::Space)?;
        if folded.len() == 1 && !(two_syllables(&given) && self.gap(at + 1) == Gap::Space) {
            return None;
        }
        let sure = given.plain
            || !is_english(folded)
            || folded.len() > 3
            // Lee Hak Koo, Ri Yong Ho.
            || (is_family && given.end == at + 3);
        (sure && (self.gap(at + 1) == Gap::Space || given.readings.iter().all(|it| it.chars().count() == 2)))
            .then(|| self.person(given.end, &families, &given.readings))
    }

    /// Jong-pil Kim, Jong Pil Kim, Naehyŏk Chŏng.
    fn given_first(&self, at: usize) -> Option<Found> {
        let given =
            self.given(at, false).filter(|it| it.readings.iter().all(|it| it.chars().count() == 2))?;
        let families = self.family(given.end);
        if families.is_empty() || self.gap(given.end) != Gap::Space {
            return None;
        }
        Some(self.person(given.end + 1, &families, &given.readings))
    }

    fn person(&self, end: usize, families: &[String], given: &[String]) -> Found {
        let bare = |of: &[String]| {
            let mut bare: Vec<String> = of.iter().filter_map(|it| romanised::bare(it)).collect();
            bare.sort();
            bare.dedup();
            bare
        };
        let pair = |left: &[String], right: &[String]| -> Vec<String> {
            left.iter().flat_map(|left| right.iter().map(move |right| format!("{left}{right}"))).collect()
        };
        let (bare_family, bare_given) = (bare(families), bare(given));
        Found {
            end,
            terms: terms("ko", &pair(families, given), &pair(&bare_family, &bare_given), self.reading),
            nested: [
                terms("ko", families, &bare_family, self.reading),
                terms("ko", given, &bare_given, self.reading),
            ]
            .concat(),
        }
    }

    /// Sapsi Island, Sap-si Island: a name that ends before an index, with what English calls the place.
    fn with_english_kind(&self, end: usize, readings: &[String]) -> Option<Found> {
        // County and river are words where they are written small.
        let capital = self.words.get(end).is_some_and(|word| word.shape.has(Shape::CAPITAL));
        let near = self.gap(end) == Gap::Space && capital;
        let folded = self.words.folded(end);
        let (_, kind) = ENGLISH_KINDS.iter().find(|(kind, _)| near && *kind == folded)?;
        let long: Vec<String> = readings.iter().filter(|it| it.chars().count() > 1).cloned().collect();
        // Koje-do Island.
        let with: Vec<String> = long
            .iter()
            .map(|it| if it.ends_with(*kind) { it.clone() } else { format!("{it}{kind}") })
            .collect();
        (!long.is_empty()).then(|| Found { nested: self.word(end, &long).terms, ..self.word(end + 1, &with) })
    }

    /// Mount Odae, Mt. Chiri, Lake Pujŏn.
    fn kind_first(&self, at: usize) -> Option<Found> {
        let folded = self.words.folded(at);
        let (_, kind) = KINDS_BEFORE.iter().find(|(kind, _)| *kind == folded)?;
        let near = matches!(self.gap(at + 1), Gap::Space | Gap::Dot) && self.is_capital(at + 1);
        if !near || self.is_english(at + 1) {
            return None;
        }
        let mut readings = romanised::readings(self.words.written(at + 1));
        let bare = self.word(at + 2, &readings).terms;
        readings.iter_mut().for_each(|it| it.push(*kind));
        (!readings.is_empty()).then(|| Found { nested: bare, ..self.word(at + 2, &readings) })
    }

    /// Readings, as the terms of a word.
    fn word(&self, end: usize, readings: &[String]) -> Found {
        let mut bare: Vec<String> = readings.iter().filter_map(|it| romanised::bare(it)).collect();
        bare.sort();
        bare.dedup();
        Found { end, terms: terms("ko", readings, &bare, self.reading), nested: Vec::new() }
    }

    /// A place, a family name alone, a given name alone.
    fn korean_word(&self, at: usize) -> Option<Found> {
        if self.is_english(at) {
            return None;
        }
        let readings = romanised::readings(self.words.written(at));
        if self.gap(at + 1) == Gap::Hyphen && !readings.is_empty() {
            let kind = KINDS.iter().chain(&MORE_KINDS).find(|(kind, _)| *kind == self.words.written(at + 1));
            if let Some((_, kind)) = kind {
                let with: Vec<String> = readings.iter().map(|it| format!("{it}{kind}")).collect();
                let mut found = self.word(at + 2, &with);
                if readings.iter().any(|it| it.chars().count() > 1) {
                    found.terms.extend(self.word(at + 1, &readings).terms);
                }
                return self.with_english_kind(at + 2, &with).or(Some(found));
            }
            if let Some(given) = self.given(at, false).filter(|given| given.plain) {
                return self
                    .with_english_kind(given.end, &given.readings)
                    .or_else(|| Some(self.word(given.end, &given.readings)));
            }
        }
        if let Some(found) = self.with_english_kind(at + 1, &readings) {
            return Some(found);
        }
        let alone = readings.iter().any(|it| it.chars().count() > 1)
            || readings.iter().any(|it| FAMILIES.contains(it.as_str()));
        let known: Vec<String> = readings
            .into_iter()
            .filter(|it| it.chars().count() > 1 || FAMILIES.contains(it.as_str()))
            .collect();
        alone.then(|| self.word(at + 1, &known))
    }

    fn chinese(&self, at: usize) -> Option<Found> {
        self.chinese_person(at).or_else(|| {
            let (parts, end) = self.parts(at);
            let one_is_enough = parts.len() > 1 || !self.is_english(at);
            let readings = self.chinese_readings(&parts);
            // Ji'an are two syllables, Jian is one.
            let parted = || {
                self.words.written(at).contains('\'')
                    && !chinese::readings(&parts, chinese::System::Pinyin).is_empty()
            };
            let several = parts.len() > 1 || readings.iter().any(|it| is_long(&it.pinyin)) || parted();
            (one_is_enough && several).then(|| self.chinese_found(end, &readings)).flatten()
        })
    }

    /// The words that hyphens join, and where they end.
    fn parts(&self, at: usize) -> (Vec<&str>, usize) {
        let mut end = at + 1;
        while self.gap(end) == Gap::Hyphen && end - at < 4 {
            end += 1;
        }
        ((at..end).map(|index| self.words.written(index)).collect(), end)
    }

    fn chinese_readings(&self, parts: &[&str]) -> Vec<chinese::Reading> {
        chinese::systems(parts.iter().copied())
            .into_iter()
            .flat_map(|system| chinese::readings(parts, system))
            .collect()
    }

    fn chinese_found(&self, end: usize, readings: &[chinese::Reading]) -> Option<Found> {
        let unique = |mut all: Vec<String>| {
            all.sort();
            all.dedup();
            all
        };
        let pinyin = unique(readings.iter().map(|it| it.pinyin.clone()).collect());
        let wade = unique(readings.iter().map(|it| it.wade.clone()).collect());
        (!pinyin.is_empty()).then(|| Found {
            end,
            terms: terms("zh", &pinyin, &wade, self.reading),
            nested: Vec::new(),
        })
    }

    /// P'eng Te-huai, Peng Dehuai, Peng, Dehuai, Dehuai Peng.
    fn chinese_person(&self, at: usize) -> Option<Found> {
        self.chinese_order(at, true).or_else(|| self.chinese_order(at, false))
    }

    fn chinese_order(&self, at: usize, family_first: bool) -> Option<Found> {
        let (first, middle) = self.parts(at);
        let fits = matches!((self.gap(middle), family_first), (Gap::Space, _) | (Gap::Comma, true));
        if !fits || !self.is_capital(middle) {
            return None;
        }
        let (second, end) = self.parts(middle);
        let (family, given) = if family_first { (&first, &second) } else { (&second, &first) };
        let given_at = if family_first { middle } else { at };
        if family.len() != 1
            || given.len() > 2
            || (given.len() == 1 && !self.is_marked(given_at) && is_english_word(self.words.folded(given_at)))
        {
            return None;
        }
        let mut readings = Vec::new();
        for system in chinese::systems(first.iter().chain(&second).copied()) {
            let families = chinese::readings(family, system);
            let givens = chinese::readings(given, system);
            for family in families.iter().filter(|it| chinese::is_family(&it.pinyin)) {
                // Given first, a single syllable would make a name of any two words.
                for given in givens.iter().filter(|it| family_first || is_long(&it.pinyin)) {
                    readings.push(chinese::Reading {
                        pinyin: format!("{}-{}", family.pinyin, given.pinyin),
                        wade: format!("{}-{}", family.wade, given.wade),
                    });
                }
            }
        }
        let mut found = self.chinese_found(end, &readings)?;
        found.nested =
            self.chinese_found(end, &self.chinese_readings(given)).map(|it| it.terms).unwrap_or_default();
        Some(found)
    }
}

/// Whether Pinyin has more than one syllable.
fn is_long(pinyin: &str) -> bool {
    !chinese::is_syllable(pinyin)
}
