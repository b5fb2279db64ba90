//! What names are told by: families, kinds of places, words that are no names; and what these tell of one word.

use super::super::chinese;
use super::super::lines::Lines;

static ENGLISH: Lines = Lines::new(include_str!("../data/english.txt"));

/// Family names of Korea.
pub const FAMILIES: &str = "김이박최정강조윤장임한오서신권황안송유홍전고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은용";

/// Family names as people write their own.
pub const FAMILY_SPELLINGS: [(&str, &str); 38] = [
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
pub const LONGEST_SYLLABLE: usize = 6;

/// Kinds of places that stand after a Korean name and a hyphen.
pub const KINDS: [(&str, char); 20] = [
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
pub const MORE_KINDS: [(&str, char); 7] = [
    ("bong", '봉'),
    ("ch'ŏn", '천'),
    ("cheon", '천'),
    ("nyŏng", '령'),
    ("pong", '봉'),
    ("ryeong", '령'),
    ("ryŏng", '령'),
];

/// Kinds of places as English has them after a Korean name, and the syllable that the name itself has there.
pub const ENGLISH_KINDS: [(&str, char); 11] = [
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
pub const KINDS_BEFORE: [(&str, char); 3] = [("lake", '호'), ("mount", '산'), ("mt", '산')];

/// Words so common that no name is looked for where they stand, though one syllable of a name may look like them.
pub const ORDINARY: [&str; 36] = [
    "am", "can", "do", "go", "her", "him", "hope", "in", "key", "made", "make", "male", "man", "me", "men",
    "mine", "more", "name", "net", "no", "none", "old", "on", "one", "pan", "run", "same", "she", "ten",
    "to", "too", "two", "we", "wine", "women", "you",
];

/// Whether it is an English word, not only a name of the West or a syllable.
pub fn is_english_word(folded: &str) -> bool {
    ENGLISH.find(folded) == Some("")
}

/// Whether a folded word, taken alone, is a word of English or a name of the West.
pub fn is_english(folded: &str) -> bool {
    ENGLISH.find(folded).is_some()
}

/// Whether a word ends as a syllable of Korean or Chinese does: most words of English do not.
pub fn may_end_a_name(folded: &str) -> bool {
    folded.len() <= 12
        && folded.ends_with(['a', 'e', 'i', 'o', 'u', 'k', 'l', 'm', 'n', 'p', 'g', 'r', 'h'])
        && (!is_english(folded) || folded.len() <= LONGEST_SYLLABLE)
}

/// Whether Pinyin has more than one syllable.
pub fn is_long(pinyin: &str) -> bool {
    !chinese::is_syllable(pinyin)
}
