//! Where a romanised given name may be cut in two: Ilsŏng into Il and sŏng, Zedong into Ze and dong.
//!
//! It knows what a syllable of Korean or Chinese can look like in any romanisation, not what it is: see `korean`,
//! `chinese`.

/// What a syllable may begin with. Longest first.
const ONSETS: [&str; 40] = [
    "tsh", "ts'", "tz'", "ch'", "shw", "hsi", "ch", "sh", "zh", "ts", "tz", "ss", "hs", "kk", "tt", "pp",
    "jj", "k'", "t'", "p'", "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "q", "r", "s", "t",
    "w", "x", "y", "z",
];

/// Vowels of a syllable. Longest first.
const VOWELS: [&str; 62] = [
    "yeong", "iung", "iang", "iong", "uang", "yeo", "yae", "wae", "iao", "uai", "ieh", "üeh", "ueh", "yoo",
    "yŏ", "yu", "ya", "ye", "yo", "wa", "wo", "wŏ", "we", "wi", "ae", "eo", "eu", "oe", "ui", "ŭi", "ai",
    "ao", "ei", "ou", "ia", "ie", "iu", "io", "ua", "ue", "uo", "üa", "üe", "ee", "oo", "ih", "eh", "u", "ŭ",
    "ŏ", "a", "e", "i", "o", "ü", "ê", "û", "wu", "yi", "yoe", "yui", "ew",
];

/// What a syllable may end in. Longest first.
const CODAS: [&str; 9] = ["ng", "n", "k", "t", "p", "l", "m", "r", ""];

/// The ends of every syllable that a text can begin with.
fn ends(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for onset in ONSETS.iter().copied().chain([""]) {
        let Some(rest) = text.strip_prefix(onset) else { continue };
        for vowel in VOWELS {
            let Some(rest) = rest.strip_prefix(vowel) else { continue };
            for coda in CODAS {
                if let Some(rest) = rest.strip_prefix(coda) {
                    found.push(text.len() - rest.len());
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn is_one(text: &str) -> bool {
    ends(text).contains(&text.len())
}

/// The places, in bytes, where a one-word given name of two syllables may be cut.
#[must_use]
pub fn cuts(name: &str) -> Vec<usize> {
    let lower = name.to_lowercase();
    if lower.len() != name.len() || name.contains([' ', '-', '.']) || name.len() > 20 {
        return Vec::new();
    }
    ends(&lower).into_iter().filter(|at| lower.get(*at..).is_some_and(is_one)).collect()
}

/// Whether a word is a syllable or two of Korean or Chinese.
#[must_use]
pub fn may_be_given(folded: &str) -> bool {
    is_one(folded) || !cuts(folded).is_empty()
}

/// Whether `Family, Given` is a Korean or Chinese name by its syllables.
#[must_use]
pub fn is_east_asian(name: &str) -> bool {
    let Some((family, given)) = name.split_once(", ") else { return false };
    let parts: Vec<String> = given.split([' ', '-']).map(str::to_lowercase).collect();
    is_one(&family.to_lowercase())
        && match parts.as_slice() {
            [one] => is_one(one) || !cuts(given).is_empty(),
            [one, two] => is_one(one) && is_one(two),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_syllables_are_cut() {
        for (name, parts) in
            [("Ilsŏng", "Il"), ("Zedong", "Ze"), ("Dehuai", "De"), ("Rongzhen", "Rong"), ("Enlai", "En")]
        {
            assert!(cuts(name).contains(&parts.len()), "{name}: {:?}", cuts(name));
        }
        assert!(cuts("Harry").is_empty() && cuts("Douglas").is_empty() && cuts("Il-sung").is_empty());
    }

    #[test]
    fn east_asian_names_are_known() {
        assert!(
            is_east_asian("Kim, Il Sung") && is_east_asian("Mao, Tse-tung") && is_east_asian("Yi, Sŭngman")
        );
        assert!(!is_east_asian("Truman, Harry S.") && !is_east_asian("Acheson, Dean"));
    }
}
