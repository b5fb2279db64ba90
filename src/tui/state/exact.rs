//! A query turned into one that takes its words exactly as typed; the query language itself is `query`'s.

/// The query with `=` before each plain word and phrase: `=Pusan ="Pusan Perimeter"`.
///
/// Operators, fields, patterns and what is exact already stay as they are.
pub(crate) fn exactly(query: &str) -> String {
    let mut out = String::with_capacity(query.len() + 8);
    let mut quoted = false;
    let mut fresh = true;
    let mut rest = query;
    while let Some(letter) = rest.chars().next() {
        if quoted {
            quoted = !quote(letter);
            fresh = false;
        } else if letter.is_whitespace() || letter == '(' {
            fresh = true;
        } else if fresh && !matches!(letter, '+' | '-') {
            if quote(letter) || plain_word(rest) {
                out.push('=');
            }
            quoted = quote(letter);
            fresh = false;
        }
        out.push(letter);
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
    }
    out
}

fn quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„')
}

fn plain_word(rest: &str) -> bool {
    let word = rest.split(|letter: char| letter.is_whitespace() || matches!(letter, '(' | ')')).next();
    let word = word.unwrap_or_default();
    word.chars().next().is_some_and(char::is_alphanumeric)
        && !word.contains([':', '*', '?', '~'])
        && !matches!(word, "AND" | "OR" | "NOT")
        && !word.starts_with("NEAR/")
        && word != "NEAR"
}

#[cfg(test)]
mod tests {
    use super::exactly;

    #[test]
    fn words_and_phrases_are_taken_exactly_and_nothing_else_is_touched() {
        assert_eq!(exactly(r#"Pusan +"Pusan Perimeter" -Inchon"#), r#"=Pusan +="Pusan Perimeter" -=Inchon"#);
        assert_eq!(exactly("(a OR b) year:1950 rep* =c"), "(=a OR =b) year:1950 rep* =c");
        assert_eq!(exactly("truman NEAR/8 한국"), "=truman NEAR/8 =한국");
        assert_eq!(exactly("\"open"), "=\"open");
    }
}
