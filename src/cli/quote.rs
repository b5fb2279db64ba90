//! Words as a shell takes them, for messages that say what to type. Nothing is run by it.

/// The words as a shell takes them.
pub fn quoted<S: AsRef<str>>(words: &[S]) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.,:/@+=".contains(c);
    let quote = |word: &S| {
        let word = word.as_ref().trim();
        if !word.is_empty() && word.chars().all(plain) {
            word.to_owned()
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    };
    words.iter().map(quote).collect::<Vec<_>>().join(" ")
}
