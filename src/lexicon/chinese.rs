//! Chinese in Latin letters -> Pinyin, from Wade-Giles with or without its marks, and from Pinyin itself.
//!
//! A name is read in one system from its first syllable to its last: P'eng Te-huai is Peng Dehuai, Peng Te-huai that or
//! Beng Dehuai, and Peng Dehuai itself alone. The tables have every syllable (`data/pinyin.txt`: Pinyin and its
//! Wade-Giles; `data/wade.txt`: Wade-Giles without marks and each Pinyin it can be); source: Giles 1912, ISO 7098. What
//! stands for a name is `name`'s to say.

use super::lines::Lines;

static PINYIN: Lines = Lines::new(include_str!("data/pinyin.txt"));
static WADE: Lines = Lines::new(include_str!("data/wade.txt"));

/// Family names, in Pinyin.
const FAMILIES: [&str; 142] = [
    "an", "ao", "ba", "bai", "bi", "bian", "bo", "cai", "cao", "cen", "chang", "che", "chen", "cheng", "chi",
    "chu", "cui", "dai", "dang", "deng", "di", "ding", "dong", "dou", "du", "duan", "fan", "fang", "fei",
    "feng", "fu", "gan", "gao", "ge", "geng", "gong", "gu", "guan", "guo", "han", "hao", "he", "hong", "hou",
    "hu", "hua", "huang", "huo", "ji", "jia", "jian", "jiang", "jiao", "jin", "jing", "kang", "ke", "kong",
    "kuang", "lan", "lei", "li", "lian", "liang", "liao", "lin", "ling", "liu", "long", "lou", "lu", "luo",
    "lü", "ma", "mao", "mei", "meng", "mi", "miao", "mo", "mu", "nan", "ni", "nie", "niu", "ou", "pan",
    "pang", "pei", "peng", "pi", "qi", "qian", "qiao", "qin", "qiu", "qu", "quan", "rao", "ren", "ruan",
    "sha", "shang", "shao", "shen", "sheng", "shi", "song", "su", "sun", "tan", "tang", "tao", "tian",
    "tong", "tu", "wan", "wang", "wei", "wen", "weng", "wu", "xi", "xia", "xiang", "xiao", "xie", "xing",
    "xiong", "xu", "xue", "yan", "yang", "yao", "ye", "yi", "yin", "you", "yu", "yuan", "zhang", "zhou",
];

/// Family names that begin with the letters after `zhou`.
const MORE_FAMILIES: [&str; 6] = ["zeng", "zhao", "zheng", "zhong", "zhu", "zou"];

/// No more syllables than this are read in one word.
const MOST: usize = 3;

/// A reading: the Pinyin, and what Wade-Giles without marks writes for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// The syllables joined.
    pub pinyin: String,
    /// The same in Wade-Giles, without marks and hyphens.
    pub wade: String,
}

/// How a name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Pinyin: syllables joined, perhaps by a hyphen.
    Pinyin,
    /// Wade-Giles: a hyphen between syllables; with its marks, or all of them left out.
    Wade {
        /// A mark stands somewhere in the name, so that a missing apostrophe means something.
        marked: bool,
        /// Two dots stand somewhere in it, so that missing ones mean something: many printers had apostrophes alone.
        dotted: bool,
    },
}

/// The systems that a name of these words, in small letters with their marks, may be written in.
pub fn systems<'w>(words: impl Iterator<Item = &'w str>) -> [System; 2] {
    let (mut marked, mut dotted) = (false, false);
    for word in words {
        dotted |= word.contains('ü');
        marked |= word.contains(['\'', 'ü', 'ê', 'û']);
    }
    [System::Pinyin, System::Wade { marked, dotted }]
}

/// Whether a Pinyin syllable is a family name.
#[must_use]
pub fn is_family(pinyin: &str) -> bool {
    FAMILIES.contains(&pinyin) || MORE_FAMILIES.contains(&pinyin)
}

/// Whether a text is one syllable of Pinyin.
#[must_use]
pub fn is_syllable(pinyin: &str) -> bool {
    PINYIN.find(pinyin).is_some()
}

/// Every reading of words that hyphens join, or of one word, in a system.
#[must_use]
pub fn readings(parts: &[&str], system: System) -> Vec<Reading> {
    // A word that ends otherwise is none of Chinese: most of English is passed over here.
    let ends = |part: &&str| {
        part.ends_with(['a', 'e', 'i', 'o', 'u', 'ü', 'n', 'g', 'r', 'h']) && !part.contains('v')
    };
    if !parts.iter().all(ends) {
        return Vec::new();
    }
    let mut found = vec![Reading { pinyin: String::new(), wade: String::new() }];
    for part in parts {
        let more = match system {
            System::Pinyin => pinyin(part, if parts.len() > 1 { 1 } else { MOST }),
            System::Wade { marked, dotted } => wade(part, marked, dotted),
        };
        found = found
            .iter()
            .flat_map(|left| {
                more.iter().map(move |right| Reading {
                    pinyin: format!("{}{}", left.pinyin, right.pinyin),
                    wade: format!("{}{}", left.wade, right.wade),
                })
            })
            .take(64)
            .collect();
    }
    found.sort();
    found.dedup();
    found
}

fn unmarked(word: &str) -> String {
    word.chars()
        .filter(|c| *c != '\'')
        .map(|c| match c {
            'ü' | 'û' => 'u',
            'ê' => 'e',
            c => c,
        })
        .collect()
}

fn pinyin(word: &str, most: usize) -> Vec<Reading> {
    let mut found = Vec::new();
    if word.len() <= 24 {
        pinyin_from(word, most, Reading { pinyin: String::new(), wade: String::new() }, &mut found);
    }
    found
}

/// Reads one syllable after another; the depth is bounded by the number of them.
fn pinyin_from(rest: &str, most: usize, sofar: Reading, found: &mut Vec<Reading>) {
    if rest.is_empty() {
        if !sofar.pinyin.is_empty() {
            found.push(sofar);
        }
        return;
    }
    if most == 0 || found.len() > 16 {
        return;
    }
    // Inside a word a vowel begins a syllable only after an apostrophe: Xi'an.
    let rest = match rest.strip_prefix('\'').filter(|_| !sofar.pinyin.is_empty()) {
        Some(rest) => rest,
        None if rest.starts_with(['a', 'e', 'o'])
            && !sofar.pinyin.is_empty()
            && sofar.pinyin.len() + rest.len() > 5 =>
        {
            return;
        }
        None => rest,
    };
    for (end, _) in rest.char_indices().skip(1).take(6).chain([(rest.len(), ' ')]) {
        let Some((syllable, tail)) = rest.split_at_checked(end).filter(|(it, _)| it.len() <= 7) else {
            continue;
        };
        if let Some(wade) = PINYIN.find(syllable) {
            let next = Reading {
                pinyin: format!("{}{syllable}", sofar.pinyin),
                wade: format!("{}{}", sofar.wade, unmarked(wade)),
            };
            pinyin_from(tail, most - 1, next, found);
        }
        if tail.is_empty() {
            break;
        }
    }
}

fn wade(syllable: &str, marked: bool, dotted: bool) -> Vec<Reading> {
    let bare = unmarked(syllable);
    let Some(line) = WADE.find(&bare) else { return Vec::new() };
    line.split(' ')
        .filter(|pinyin| {
            let full = PINYIN.find(pinyin).unwrap_or_default();
            // Another way to write it (yi for i, szu for ssu) has the apostrophe where the first has.
            full == syllable
                || !marked
                || (!dotted && full.replace('ü', "u") == syllable)
                || (unmarked(full) != bare && full.contains('\'') == syllable.contains('\''))
        })
        .map(|pinyin| Reading {
            pinyin: pinyin.to_owned(),
            wade: unmarked(PINYIN.find(pinyin).unwrap_or(pinyin)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(name: &str) -> Vec<String> {
        let parts: Vec<&str> = name.split('-').collect();
        systems(parts.iter().copied())
            .into_iter()
            .flat_map(|system| readings(&parts, system))
            .map(|reading| reading.pinyin)
            .collect()
    }

    #[test]
    fn wade_giles_is_read_as_pinyin() {
        for (wade, pinyin) in [
            ("te-huai", "dehuai"),
            ("k'o-ch'eng", "kecheng"),
            ("hsü-chou", "xuzhou"),
            ("hsu-ch'ang", "xuchang"),
            ("ch'uan-fu", "quanfu"),
            ("ch'uan-fu", "chuanfu"),
            ("t'ai-yüan", "taiyuan"),
            ("shih-chia-chuang", "shijiazhuang"),
            ("tse-tung", "zedong"),
            ("jung-chen", "rongzhen"),
            ("chung-hsün", "zhongxun"),
            ("yü-ming", "yuming"),
            ("tzu-hui", "zihui"),
            ("po-ta", "boda"),
            ("ying-ch'in", "yingqin"),
            ("hsi-shan", "xishan"),
            ("zedong", "zedong"),
            ("xi'an", "xian"),
            ("yan'an", "yanan"),
        ] {
            assert!(all(wade).iter().any(|it| it == pinyin), "{wade}: {:?}", all(wade));
        }
        assert_eq!(all("k'o-ch'eng"), ["kecheng"]);
    }

    #[test]
    fn other_words_are_not() {
        for word in ["truman", "united-states", "il-sung", "tse-", "", "pyongyang"] {
            assert!(all(word).is_empty(), "{word}: {:?}", all(word));
        }
        assert!(PINYIN.text().lines().count() >= 395);
    }
}
