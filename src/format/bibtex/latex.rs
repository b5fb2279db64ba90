//! LaTeX in a value <-> plain Unicode text.
//!
//! It is no TeX: commands it does not know vanish and their text stays; nothing is ever expanded, so that nothing grows.
//! One pass, no recursion; groups deeper than [`DEPTH`] lose only their closing quotes. What [`escape`] makes,
//! [`decode`] takes off exactly. Sources: the LaTeX 2e reference manual, sections "accents" and "symbols in text";
//! the BibLaTeX manual 3.20, sections 2.2 and 3.15.

use super::symbols::{ACCENTS, DROPPED, SYMBOLS};
use std::borrow::Cow;

/// How many open groups are remembered.
const DEPTH: usize = 100;

/// Most accents that wait for one letter: Vietnamese needs two.
const WAITING: usize = 4;

/// What a byte is to LaTeX.
#[derive(Clone, Copy)]
enum Sign {
    /// Itself.
    Letter,
    /// Itself in a value as people write it, but to be escaped.
    Escaped,
    /// Something else than it is.
    Printed,
    /// Something else where it stands twice: a dash, a closing quote.
    PrintedTwice,
}

/// What every byte is to LaTeX: a look-up for each byte is quicker than a search for each sign.
static SIGNS: [Sign; 256] = {
    let mut signs = [Sign::Letter; 256];
    let mut at = 0;
    let printed = b"\\{}$~`";
    while at < printed.len() {
        signs[printed[at] as usize] = Sign::Printed;
        at += 1;
    }
    let escaped = b"%&#_^";
    at = 0;
    while at < escaped.len() {
        signs[escaped[at] as usize] = Sign::Escaped;
        at += 1;
    }
    signs[b'-' as usize] = Sign::PrintedTwice;
    signs[b'\'' as usize] = Sign::PrintedTwice;
    signs
};

/// The text that LaTeX would print, white space as it stands.
#[must_use]
pub fn decode(raw: &str) -> Cow<'_, str> {
    let bytes = raw.as_bytes();
    let twice = |at: usize, b: &u8| bytes.get(at + 1) == Some(b);
    let plain = !bytes.iter().enumerate().any(|(at, b)| match SIGNS.get(usize::from(*b)) {
        Some(Sign::Printed) => true,
        Some(Sign::PrintedTwice) => twice(at, b),
        _ => false,
    });
    if plain { Cow::Borrowed(raw) } else { Cow::Owned(Decoder::new(raw).run()) }
}

struct Decoder<'a> {
    raw: &'a str,
    at: usize,
    out: String,
    /// What each open group puts at its end.
    closers: Vec<&'static str>,
    /// Open groups past those.
    deeper: usize,
    /// What the next group that opens puts at its end.
    next_closer: &'static str,
    accents: Vec<char>,
    composed: bool,
    math: bool,
    dollars: bool,
    /// Set when a group to be passed had no end: no other is looked for.
    unclosed: bool,
}

impl<'a> Decoder<'a> {
    fn new(raw: &'a str) -> Self {
        // A single dollar is money, not mathematics.
        let mut dollars = 0usize;
        for at in memchr::memchr_iter(b'$', raw.as_bytes()) {
            dollars += usize::from(at == 0 || raw.as_bytes().get(at - 1) != Some(&b'\\'));
        }
        Self {
            raw,
            at: 0,
            out: String::with_capacity(raw.len()),
            closers: Vec::new(),
            deeper: 0,
            next_closer: "",
            accents: Vec::new(),
            composed: false,
            math: false,
            dollars: dollars > 0 && dollars.is_multiple_of(2),
            unclosed: false,
        }
    }

    fn run(mut self) -> String {
        while let Some(rest) = self.raw.get(self.at..).filter(|rest| !rest.is_empty()) {
            let bytes = rest.as_bytes();
            let special = bytes.iter().position(|b| {
                matches!(b, b'\\' | b'{' | b'}' | b'$' | b'~' | b'`' | b'\'' | b'-' | b'^' | b'_')
            });
            let length = special.unwrap_or(bytes.len());
            if length > 0 {
                self.text(rest.get(..length).unwrap_or_default());
                self.at += length;
                continue;
            }
            let next = |offset: usize| bytes.get(offset).copied();
            let (text, length) = match (bytes.first().copied(), next(1), next(2)) {
                (Some(b'\\'), ..) => {
                    self.command();
                    continue;
                }
                (Some(b'{'), ..) => {
                    self.open();
                    continue;
                }
                (Some(b'}'), ..) => {
                    self.close();
                    continue;
                }
                (Some(b'$'), ..) if self.dollars => {
                    self.math = !self.math;
                    self.at += 1;
                    continue;
                }
                (Some(b'^' | b'_'), ..) if self.math => ("", 1),
                (Some(b'~'), ..) => (" ", 1),
                (Some(b'`'), Some(b'`'), _) => ("“", 2),
                (Some(b'\''), Some(b'\''), _) if !self.math => ("”", 2),
                (Some(b'-'), Some(b'-'), Some(b'-')) => ("—", 3),
                (Some(b'-'), Some(b'-'), _) => ("–", 2),
                (Some(b), ..) => {
                    let one = usize::from(b.is_ascii());
                    (rest.get(..one).unwrap_or_default(), one.max(1))
                }
                (None, ..) => break,
            };
            self.text(text);
            self.at += length;
        }
        while let Some(closer) = self.closers.pop() {
            self.out.push_str(closer);
        }
        if self.composed {
            return icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(&self.out).into_owned();
        }
        self.out
    }

    /// Text that is printed; accents that wait go on its first letter.
    fn text(&mut self, text: &str) {
        if self.accents.is_empty() || text.is_empty() {
            self.out.push_str(text);
            return;
        }
        let text = text.trim_start_matches([' ', '\t', '\n', '\r']);
        let mut chars = text.chars();
        let Some(base) = chars.next() else { return };
        self.out.push(match base {
            'ı' => 'i',
            'ȷ' => 'j',
            other => other,
        });
        // The innermost accent stands nearest to the letter.
        while let Some(accent) = self.accents.pop() {
            self.out.push(accent);
        }
        self.composed = true;
        self.out.push_str(chars.as_str());
    }

    fn open(&mut self) {
        self.at += 1;
        let closer = std::mem::take(&mut self.next_closer);
        if self.closers.len() < DEPTH {
            self.closers.push(closer);
        } else {
            self.deeper += 1;
        }
    }

    fn close(&mut self) {
        self.at += 1;
        // `\~{}` is the sign itself; other accents on nothing are nothing.
        if let Some(accent) = self.accents.pop()
            && self.accents.is_empty()
        {
            match accent {
                '\u{303}' => self.out.push('~'),
                '\u{302}' => self.out.push('^'),
                _ => {}
            }
        }
        self.accents.clear();
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(closer) = self.closers.pop() {
            self.out.push_str(closer);
        }
    }

    fn command(&mut self) {
        let rest = self.raw.get(self.at + 1..).unwrap_or_default();
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters == 0 {
            let Some(sign) = rest.chars().next() else {
                self.at += 1;
                self.text("\\");
                return;
            };
            self.at += 1 + sign.len_utf8();
            self.sign(sign);
            return;
        }
        let name = rest.get(..letters).unwrap_or_default();
        self.at += 1 + letters;
        let after = self.raw.get(self.at..).unwrap_or_default();
        let blank = after.len() - after.trim_start_matches([' ', '\t', '\n', '\r']).len();
        if let Ok(found) = ACCENTS.binary_search_by(|(known, _)| (*known).cmp(name)) {
            self.at += blank;
            self.accent(ACCENTS.get(found).map(|(_, accent)| *accent));
            return;
        }
        if let Ok(found) = SYMBOLS.binary_search_by(|(known, _)| (*known).cmp(name)) {
            let symbol = SYMBOLS.get(found).map(|(_, symbol)| *symbol).unwrap_or_default();
            self.at += blank;
            self.text(symbol);
            return;
        }
        match name {
            "enquote" | "mkbibquote" | "textquote" => {
                self.at += blank;
                if after.get(blank..).is_some_and(|rest| rest.starts_with('{')) {
                    self.text("“");
                    self.next_closer = "”";
                }
            }
            "par" => {
                self.at += blank;
                self.out.push_str("\n\n");
            }
            _ => {
                self.at += blank;
                let dropped = DROPPED.iter().find(|(known, _)| *known == name).map_or(0, |(_, count)| *count);
                for _ in 0..dropped {
                    self.skip_group();
                }
            }
        }
    }

    /// A command of one sign.
    fn sign(&mut self, sign: char) {
        let accent = match sign {
            '`' => '\u{300}',
            '\'' => '\u{301}',
            '^' => '\u{302}',
            '~' => '\u{303}',
            '=' => '\u{304}',
            '.' => '\u{307}',
            '"' => '\u{308}',
            '-' | '/' | '@' | '(' | ')' | '[' | ']' | '!' => return,
            '\\' | ',' | ';' | ':' | ' ' | '\n' | '\t' | '\r' => return self.text(" "),
            _ => {
                let mut buffer = [0; 4];
                return self.text(sign.encode_utf8(&mut buffer));
            }
        };
        self.accent(Some(accent));
    }

    fn accent(&mut self, accent: Option<char>) {
        if self.accents.len() < WAITING {
            self.accents.extend(accent);
        }
    }

    /// Passes the group at hand without printing it.
    fn skip_group(&mut self) {
        let bytes = self.raw.as_bytes().get(self.at..).unwrap_or_default();
        let blank = bytes.iter().take_while(|b| b.is_ascii_whitespace()).count();
        if self.unclosed || bytes.get(blank) != Some(&b'{') {
            return;
        }
        let mut depth = 0usize;
        for at in memchr::memchr2_iter(b'{', b'}', bytes) {
            match bytes.get(at) {
                Some(b'{') => depth += 1,
                _ => depth = depth.saturating_sub(1),
            }
            if depth == 0 {
                self.at += at + 1;
                return;
            }
        }
        self.unclosed = true;
    }
}

/// Text as LaTeX prints it so; UTF-8 stays, braces come out as commands, so that every value is balanced.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    let special = |b: &u8| !matches!(SIGNS.get(usize::from(*b)), Some(Sign::Letter) | None);
    let bytes = text.as_bytes();
    if !bytes.iter().any(special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut done = 0;
    for (at, b) in bytes.iter().enumerate().filter(|(_, b)| special(b)) {
        let twice = at > 0 && bytes.get(at - 1) == Some(b);
        let escaped = match b {
            b'{' => "\\textbraceleft{}",
            b'}' => "\\textbraceright{}",
            b'\\' => "\\textbackslash{}",
            b'^' => "\\textasciicircum{}",
            b'~' => "\\textasciitilde{}",
            b'`' if twice => "{}`",
            b'\'' if twice => "{}'",
            b'-' if twice => "{}-",
            b'`' | b'\'' | b'-' => continue,
            b'%' => "\\%",
            b'&' => "\\&",
            b'$' => "\\$",
            b'#' => "\\#",
            _ => "\\_",
        };
        out.push_str(text.get(done..at).unwrap_or_default());
        out.push_str(escaped);
        done = at + 1;
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// Whether every brace has its fellow, as BibTeX counts: after a backslash too.
#[must_use]
pub fn is_balanced(raw: &str) -> bool {
    let mut depth = 0usize;
    for at in memchr::memchr2_iter(b'{', b'}', raw.as_bytes()) {
        if raw.as_bytes().get(at) == Some(&b'{') {
            depth += 1;
        } else if depth == 0 {
            return false;
        } else {
            depth -= 1;
        }
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_and_commands_become_letters() {
        for (raw, text) in [
            ("Jos{\\'e} Garc\\'{\\i}a", "José García"),
            ("P'y\\u{o}ngyang, Ch'ung-m\\u uro", "P'yŏngyang, Ch'ung-mŭro"),
            ("{\\v{S}}koda \\v Skoda", "Škoda Škoda"),
            (
                "G{\\\"o}del, {\\ss}, \\O{}rsted, {\\AE}sir, \\aa ngstr\\\"om",
                "Gödel, ß, Ørsted, Æsir, ångström",
            ),
            ("\\'{\\^e}, \\'\\ae", "ế, ǽ"),
            ("\\textit{The} {\\em War} \\emph{of} 1950--53 --- ``Cold''", "The War of 1950–53 — “Cold”"),
            ("R\\&D at 5\\% \\& \\$10 \\#1 a\\_b", "R&D at 5% & $10 #1 a_b"),
            ("the 38$^{th}$ parallel, H$_2$O, $\\alpha \\times 2$", "the 38th parallel, H2O, α×2"),
            ("US$ 5 million", "US$ 5 million"),
            ("\\enquote{Police \\enquote{action}}", "“Police “action””"),
            ("\\url{http://a.org/~b}", "http://a.org/ b"),
            ("\\textsuperscript{2}nd; {\\noopsort{1973b}}1973", "2nd; 1973"),
            ("a\\textbackslash{}b \\{c\\} \\~{}x", "a\\b {c} ~x"),
            ("Smith~Jr., J.\\,F.", "Smith Jr., J. F."),
        ] {
            assert_eq!(decode(raw), text, "{raw}");
        }
    }

    #[test]
    fn a_hundred_thousand_braces_are_read_in_one_pass() {
        let raw = format!("{}War{}", "{\\textit{".repeat(100_000), "}".repeat(200_000));
        assert_eq!(decode(&raw), "War");
        assert_eq!(decode(&"\\noopsort{".repeat(10_000)), "");
    }

    #[test]
    fn accents_on_nothing_do_no_harm() {
        for raw in ["\\'", "\\'{}", "{\\v}x", "\\", "\\u", "$\\", "}}}{", "\\enquote"] {
            assert!(decode(raw).len() <= 3, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn what_is_escaped_comes_back(text in "[ -~\u{e9}\u{d55c}\u{2013}]{0,40}|[{}\\\\`'$~^_%&#-]{0,12}") {
            let raw = escape(&text).into_owned();
            prop_assert!(is_balanced(&raw));
            prop_assert_eq!(decode(&raw), text);
        }

        #[test]
        fn no_text_breaks_it(raw in "[\\\\{}$~'`\"^a-c\u{e9} -]{0,60}|\\PC{0,40}") {
            let _ = decode(&raw);
        }
    }
}
