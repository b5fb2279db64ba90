//! Identifiers and languages as sources write them -> as records hold them.
//!
//! It checks form, not existence, and computes no check digit: a misprinted ISBN is still the one on the book.
//! Sources: the DOI Handbook 2.2, ISO 2108 (ISBN), ISO 3297 (ISSN), ISO 639 and BCP 47 (languages).

/// A bare DOI out of `https://doi.org/10.1162/x`, "doi:10.1162/x" or a text that holds one.
#[must_use]
pub fn doi(text: &str) -> Option<String> {
    let decoded = text.replace("%2F", "/").replace("%2f", "/");
    let mut from = 0;
    while let Some(at) = decoded.get(from..)?.find("10.").map(|at| at + from) {
        let alone = decoded.get(..at)?.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '.');
        let tail = decoded.get(at..)?;
        let end = tail
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '|' | '`'))
            .unwrap_or(tail.len());
        let found = tail.get(..end)?;
        if alone && let Some(found) = bounded(found) {
            return Some(found.to_owned());
        }
        from = at + 3;
    }
    None
}

/// A DOI without the punctuation of the sentence around it; `None` if it is none.
fn bounded(text: &str) -> Option<&str> {
    let (prefix, suffix) = text.split_once('/')?;
    let registrant = prefix.strip_prefix("10.")?;
    let digits = registrant.chars().take_while(char::is_ascii_digit).count();
    if !(3..=9).contains(&digits) || suffix.is_empty() {
        return None;
    }
    let mut doi = text;
    while let Some(last) = doi.chars().next_back() {
        let unbalanced = |open, close| doi.matches(open).count() < doi.matches(close).count();
        let cut = match last {
            '.' | ',' | ';' | ':' | '\'' | '”' | '’' => true,
            ')' => unbalanced('(', ')'),
            ']' => unbalanced('[', ']'),
            '}' => unbalanced('{', '}'),
            '>' => unbalanced('<', '>'),
            _ => false,
        };
        if !cut {
            break;
        }
        doi = doi.get(..doi.len() - last.len_utf8())?;
    }
    (doi.len() > prefix.len() + 1).then_some(doi)
}

/// The ISBNs in a text, bare digits parted by a blank: "978-0-691-09383-3 (pbk.) : $30" has one.
#[must_use]
pub fn isbn(text: &str) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    let mut run = String::new();
    // A sign that no ISBN holds ends the run; the end of the text is such a sign.
    for c in text.chars().chain(std::iter::once('\0')) {
        match c {
            '0'..='9' => run.push(c),
            'x' | 'X' if run.len() == 9 => run.push('X'),
            '-' | '‐' | '‑' | '–' => {}
            ' ' if !matches!(run.len(), 10 | 13) => {}
            _ => {
                if matches!(run.len(), 10 | 13) && !found.contains(&run) {
                    found.push(std::mem::take(&mut run));
                }
                run.clear();
            }
        }
    }
    (!found.is_empty()).then(|| found.join(" "))
}

/// The ISSNs in a text, as `1234-567X`, parted by a blank.
#[must_use]
pub fn issn(text: &str) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | ':')) {
        let bare: String = word.chars().filter(|c| !matches!(c, '-' | '–' | '‐')).collect();
        let form = bare.len() == 8
            && bare.bytes().take(7).all(|b| b.is_ascii_digit())
            && bare.ends_with(|c: char| c.is_ascii_digit() || c.eq_ignore_ascii_case(&'x'));
        if form && let Some((head, tail)) = bare.split_at_checked(4) {
            let issn = format!("{head}-{}", tail.to_uppercase());
            if !found.contains(&issn) {
                found.push(issn);
            }
        }
    }
    (!found.is_empty()).then(|| found.join(" "))
}

/// A PubMed id out of "PMID: 123", an address of PubMed's or bare digits.
#[must_use]
pub fn pmid(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('/');
    let last = text.rsplit(['/', ':', ' ']).next()?.trim();
    let digits = last.trim_start_matches('0');
    let form = last.bytes().all(|b| b.is_ascii_digit()) && (1..=9).contains(&digits.len());
    form.then(|| digits.to_owned())
}

/// Languages: BCP 47 tag, then the codes and words that sources use for it, lower case.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("ar", &["ara", "arabic"]),
    ("bg", &["bul", "bulgarian"]),
    ("cs", &["ces", "cze", "czech"]),
    ("da", &["dan", "danish"]),
    ("de", &["deu", "ger", "german", "deutsch", "ngerman", "germanb", "naustrian"]),
    ("el", &["ell", "gre", "greek"]),
    ("en", &["eng", "english", "american", "british", "ukenglish", "usenglish", "canadian", "australian"]),
    ("es", &["spa", "spanish", "español", "espanol", "castilian"]),
    ("fa", &["fas", "per", "persian"]),
    ("fi", &["fin", "finnish"]),
    ("fr", &["fra", "fre", "french", "français", "francais"]),
    ("he", &["heb", "hebrew"]),
    ("hi", &["hin", "hindi"]),
    ("hr", &["hrv", "croatian"]),
    ("hu", &["hun", "hungarian", "magyar"]),
    ("it", &["ita", "italian", "italiano"]),
    ("ja", &["jpn", "japanese", "日本語", "jap", "jp"]),
    ("ko", &["kor", "korean", "한국어", "kr"]),
    ("la", &["lat", "latin"]),
    ("mn", &["mon", "mongolian"]),
    ("nl", &["nld", "dut", "dutch", "nederlands"]),
    ("no", &["nor", "norwegian", "norsk"]),
    ("pl", &["pol", "polish", "polski"]),
    ("pt", &["por", "portuguese", "português", "brazilian"]),
    ("ro", &["ron", "rum", "romanian"]),
    ("ru", &["rus", "russian", "русский"]),
    ("sk", &["slk", "slo", "slovak"]),
    ("sr", &["srp", "serbian"]),
    ("sv", &["swe", "swedish", "svenska"]),
    ("th", &["tha", "thai"]),
    ("tr", &["tur", "turkish"]),
    ("uk", &["ukr", "ukrainian"]),
    ("vi", &["vie", "vietnamese"]),
    ("zh", &["zho", "chi", "chinese", "中文", "mandarin"]),
];

/// A BCP 47 tag for a source's word or code ("eng", "Korean", "en-US", "en_US"); what is not known stays as it is.
#[must_use]
pub fn language(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    if text.is_empty() || matches!(text.to_ascii_lowercase().as_str(), "und" | "zxx" | "null" | "unknown") {
        return None;
    }
    let lower = text.to_lowercase();
    if let Some((tag, _)) =
        LANGUAGES.iter().find(|(tag, words)| *tag == lower || words.contains(&lower.as_str()))
    {
        return Some((*tag).to_owned());
    }
    // `en_US`, `eng-US`: the first part by the table, the rest as it stands.
    if let Some((first, rest)) = lower.split_once(['-', '_'])
        && let Some((tag, _)) = LANGUAGES.iter().find(|(tag, words)| *tag == first || words.contains(&first))
        && rest.len() <= 12
        && let Some(rest) = text.get(first.len() + 1..)
    {
        return Some(format!("{tag}-{}", rest.replace('_', "-")));
    }
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dois_come_out_of_whatever_holds_them() {
        for text in [
            "10.1162/15203970051032318",
            "https://doi.org/10.1162/15203970051032318",
            "doi: 10.1162/15203970051032318.",
            "http://dx.doi.org/10.1162%2F15203970051032318",
            "(see 10.1162/15203970051032318)",
        ] {
            assert_eq!(doi(text).as_deref(), Some("10.1162/15203970051032318"), "{text}");
        }
        assert_eq!(doi("10.1016/S0140-6736(99)01234-5").as_deref(), Some("10.1016/S0140-6736(99)01234-5"));
        assert_eq!(doi("version 2.10.3/4"), None);
        assert_eq!(doi("10.12"), None);
    }

    #[test]
    fn book_and_journal_numbers_lose_their_dress() {
        assert_eq!(isbn("978-0-691-09383-3 (pbk.) : $30").as_deref(), Some("9780691093833"));
        assert_eq!(isbn("0-306-40615-2; 9780306406157").as_deref(), Some("0306406152 9780306406157"));
        assert_eq!(isbn("0306406152 9780306406157").as_deref(), Some("0306406152 9780306406157"));
        assert_eq!(isbn("n/a"), None);
        assert_eq!(issn("1520-3972 (print), 15313298").as_deref(), Some("1520-3972 1531-3298"));
        assert_eq!(pmid("https://pubmed.ncbi.nlm.nih.gov/12345678/").as_deref(), Some("12345678"));
        assert_eq!(pmid("PMID: 0123").as_deref(), Some("123"));
        assert_eq!(pmid("PMC123"), None);
    }

    #[test]
    fn languages_get_their_tag() {
        for (word, tag) in
            [("eng", "en"), ("Korean", "ko"), ("en_US", "en-US"), ("chi", "zh"), ("tlh", "tlh")]
        {
            assert_eq!(language(word).as_deref(), Some(tag));
        }
        assert_eq!(language("und"), None);
    }
}
