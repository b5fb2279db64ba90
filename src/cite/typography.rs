//! Titles in headline style, curly quotation marks and dashes, as an American editor sets them.
//!
//! Source: The Chicago Manual of Style, 18th edition, chapters 6 (punctuation) and 8 (titles of works). It knows no
//! dictionary: a word that has a capital anywhere but in front is left as it is, so that POW, McCarthy and COMINT stay,
//! and what follows a hyphen stays as typed, for the sake of Korean names. It is not asked about titles in other
//! languages.

/// Words that are small within a title: articles, conjunctions and short prepositions.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "on", "onto", "or",
    "per", "the", "to", "upon", "via", "with", "v.", "vs.",
];

/// Words that are small or not by what they do in the sentence, and particles of names: left as typed.
const AS_TYPED: &[&str] = &[
    "da", "de", "del", "der", "di", "down", "du", "ibn", "la", "le", "like", "near", "off", "out", "over",
    "past", "so", "than", "up", "van", "von", "yet",
];

/// An English title in headline style.
pub(super) fn headline(title: &str) -> String {
    let words: Vec<&str> = title.split(' ').collect();
    let last = words.len().saturating_sub(1);
    let mut starts = true;
    let mut set = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        set.push(set_word(word, starts || index == last || ends_part(word)));
        starts = ends_part(word);
    }
    set.join(" ")
}

/// A title in sentence style whose subtitle begins with a capital: "Why the ports held: A study".
pub(super) fn capital_subtitle(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut starts = false;
    for c in title.chars() {
        match c {
            ':' | '?' | '!' => starts = true,
            c if c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '‘' | '(') => {}
            c if starts => {
                starts = false;
                out.extend(c.to_uppercase());
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// Takes off the full stop with which databases end a title; one that belongs to an abbreviation stays.
pub(super) fn drop_stop(title: &mut String) {
    const SHORT: &[&str] = &[
        "al", "bros", "ca", "co", "corp", "dr", "etc", "gen", "inc", "jr", "ltd", "mr", "mrs", "mt", "no",
        "sr", "st", "vol", "vs",
    ];
    let Some(bare) = title.strip_suffix('.').filter(|bare| !bare.ends_with('.')) else { return };
    let last = bare.rsplit([' ', '(', '-']).next().unwrap_or_default();
    let is_short =
        last.chars().count() < 2 || last.contains('.') || SHORT.contains(&last.to_lowercase().as_str());
    if !is_short {
        title.pop();
    }
}

/// Whether a word ends the title proper or a sentence of it.
fn ends_part(word: &str) -> bool {
    let bare = word.trim_end_matches(['"', '”', '’', '\'', ')', ']']);
    bare.ends_with([':', '?', '!', '—', '–']) || bare == "-"
}

fn set_word(word: &str, must: bool) -> String {
    let start = word.find(|c: char| c.is_alphanumeric()).unwrap_or(word.len());
    let (lead, rest) = word.split_at(start);
    let bare = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
    let lower = bare.to_lowercase();
    let is_small = SMALL.contains(&lower.as_str()) || SMALL.contains(&rest.to_lowercase().as_str());
    let inner_capital = rest.chars().skip(1).any(char::is_uppercase);
    let first_capital = rest.chars().next().is_some_and(char::is_uppercase);
    if is_small && !must && !inner_capital {
        // "Part A" and "Vitamin A" keep their letter.
        return if lower == "a" && first_capital {
            word.to_owned()
        } else {
            format!("{lead}{}", rest.to_lowercase())
        };
    }
    // niord.shsu.edu
    let is_address = bare.contains('.') && rest.starts_with(char::is_lowercase);
    if inner_capital || is_address || (AS_TYPED.contains(&lower.as_str()) && !must) {
        return word.to_owned();
    }
    let mut chars = rest.chars();
    match chars.next() {
        Some(first) => format!("{lead}{}{}", first.to_uppercase(), chars.as_str()),
        None => word.to_owned(),
    }
}

/// Straight quotation marks and apostrophes as curly ones.
pub(super) fn curly(text: &str) -> String {
    if !text.contains(['"', '\'']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let opens = before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | '“' | '‘' | '"');
        let set = match c {
            '"' if opens => '“',
            '"' => '”',
            // '50s has an apostrophe.
            '\'' if opens && !chars.peek().is_some_and(char::is_ascii_digit) => '‘',
            '\'' => '’',
            c => c,
        };
        out.push(set);
        before = c;
    }
    out
}

/// Hyphens between figures as en dashes: `1950-1953`.
pub(super) fn dashes(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit =
        |place: Option<usize>| place.and_then(|place| chars.get(place)).is_some_and(char::is_ascii_digit);
    let joins = |place: usize| digit(place.checked_sub(1)) && digit(Some(place + 1));
    chars.iter().enumerate().map(|(place, &c)| if c == '-' && joins(place) { '–' } else { c }).collect()
}

/// Quotation marks within quotation marks as single ones, stops before both; what does not balance is left.
pub(super) fn nest(text: &str) -> String {
    let opened = text.matches('“').count();
    if opened < 2 || opened != text.matches('”').count() {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut place = 0;
    while let Some(&c) = chars.get(place) {
        place += 1;
        match c {
            '“' => {
                depth += 1;
                out.push(if depth.is_multiple_of(2) { '‘' } else { '“' });
            }
            '”' => {
                let Some(outer) = depth.checked_sub(1) else { return text.to_owned() };
                if !depth.is_multiple_of(2) {
                    out.push('”');
                } else {
                    match (chars.get(place), chars.get(place + 1)) {
                        (Some(&stop @ ('.' | ',')), Some('”')) => {
                            out.push(stop);
                            place += 1;
                        }
                        (Some('”'), Some(&stop @ ('.' | ','))) => {
                            out.push(stop);
                            out.push_str("’”");
                            depth = outer.saturating_sub(1);
                            place += 2;
                            continue;
                        }
                        _ => {}
                    }
                    out.push('’');
                }
                depth = outer;
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_set_in_headline_style() {
        for (typed, set) in [
            ("the ports of the south: a history", "The Ports of the South: A History"),
            ("American POW's and COMINT (part II)", "American POW's and COMINT (Part II)"),
            ("Culture, Nationalism, And Politics", "Culture, Nationalism, and Politics"),
            ("A city under canvas", "A City Under Canvas"),
            ("Park Chung-hee and the U.S. Army", "Park Chung-hee and the U.S. Army"),
            ("What the war was for", "What the War Was For"),
            ("the \"forgotten\" war", "The \"Forgotten\" War"),
            ("", ""),
        ] {
            assert_eq!(headline(typed), set);
        }
    }

    #[test]
    fn the_stop_at_the_end_of_a_title_falls_unless_it_is_an_abbreviations() {
        for (given, kept) in [
            ("On winter.", "On winter"),
            ("Ferries, Inc.", "Ferries, Inc."),
            ("The U.S.", "The U.S."),
            ("Wait...", "Wait..."),
        ] {
            let mut title = given.to_owned();
            drop_stop(&mut title);
            assert_eq!(title, kept);
        }
    }

    #[test]
    fn a_subtitle_begins_with_a_capital() {
        assert_eq!(capital_subtitle("Why the ports held: a study"), "Why the ports held: A study");
        assert_eq!(capital_subtitle("Whose war? \"the\" question"), "Whose war? \"The\" question");
    }

    #[test]
    fn marks_are_curled_and_nested() {
        assert_eq!(curly("The \"Reds\" of '50 and the Medics' War"), "The “Reds” of ’50 and the Medics’ War");
        assert_eq!(nest("Hale, “On “Reds,”” x."), "Hale, “On ‘Reds,’” x.");
        assert_eq!(nest("Hale, “On “Reds”,” x."), "Hale, “On ‘Reds,’” x.");
        assert_eq!(nest("Hale, “On “Reds””."), "Hale, “On ‘Reds.’”");
        assert_eq!(nest("“a” and “b”"), "“a” and “b”");
        assert_eq!(dashes("1950-1953, G-3"), "1950–1953, G-3");
    }

    proptest::proptest! {
        #[test]
        fn any_title_is_set_without_panic(title in "[a-zA-Z “”\"'.:가-힣-]{0,30}") {
            assert_eq!(headline(&title).chars().count(), title.chars().count());
            let _ = (curly(&title), nest(&title), dashes(&title));
        }
    }
}
