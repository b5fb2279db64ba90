//! Text -> [`Syntax`]: operators, brackets, quotes, fields. It reads no word: see `plan`.
//!
//! Words that stand side by side bind closest and make one bag; then `AND`; then `OR`. What is no operator where it stands
//! is a word. Nothing is refused: limits on length, depth and clauses cut, and a note says so.

use super::fields::{Field, ValueField};
use super::syntax::{Form, Leaf, Occur, Syntax};
use super::years::Years;
use std::collections::HashSet;

/// The longest query, in bytes; longer ones are cut. A pasted abstract fits.
const LONGEST: usize = 8192;
/// The deepest nesting of brackets; deeper ones are read as blanks.
const DEEPEST: usize = 40;
/// The most clauses; what follows is left out.
const MOST_CLAUSES: usize = 512;
/// The most letters in which a word of `~N` may differ.
const FURTHEST: u8 = 2;
/// The widest window of `~N` and `NEAR/N`: parts of a record stand further apart than this.
pub(super) const WIDEST: u32 = 50;

/// A parsed query and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The tree.
    pub syntax: Syntax,
    /// What was repaired, a sentence each.
    pub notes: Vec<String>,
}

/// Parses any text.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    let mut notes = Vec::new();
    let text = if text.len() > LONGEST {
        notes.push(format!("the query is longer than {LONGEST} bytes: only its beginning was searched"));
        &text[..text.floor_char_boundary(LONGEST)]
    } else {
        text
    };
    let mut parser = Parser { text, at: 0, clauses: 0, notes, mixed: false, small: Vec::new() };
    let syntax = parser.any(0, None).unwrap_or(Syntax::Bag(Vec::new()));
    let Parser { mut notes, mixed, small, .. } = parser;
    if mixed {
        notes.push(format!("understood as {syntax}"));
    }
    for word in small {
        notes.push(format!("\"{word}\" was searched as a word: {} in capitals joins", word.to_uppercase()));
    }
    let mut said = HashSet::new();
    notes.retain(|note| said.insert(note.clone()));
    Parsed { syntax, notes }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    clauses: usize,
    notes: Vec<String>,
    mixed: bool,
    small: Vec<&'t str>,
}

/// What joins two runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    And,
    Or,
}

impl<'t> Parser<'t> {
    /// Runs joined by `AND` and `OR`, up to the end or the closing bracket.
    fn any(&mut self, depth: usize, field: Option<Field>) -> Option<Syntax> {
        let mut alternatives: Vec<Vec<Syntax>> = vec![Vec::new()];
        loop {
            let run = self.run(depth, field);
            let join = self.join();
            if let (Some(run), Some(last)) = (run, alternatives.last_mut()) {
                last.push(run);
            }
            match join {
                Some(Join::And) => {}
                Some(Join::Or) => alternatives.push(Vec::new()),
                None => break,
            }
        }
        self.mixed |= alternatives.len() > 1 && alternatives.iter().any(|run| run.len() > 1);
        let mut groups: Vec<Syntax> = alternatives
            .into_iter()
            .filter_map(|mut run| if run.len() > 1 { Some(Syntax::And(run)) } else { run.pop() })
            .collect();
        if groups.len() > 1 { Some(Syntax::Or(groups)) } else { groups.pop() }
    }

    /// Things side by side, up to an operator that joins, a closing bracket or the end.
    fn run(&mut self, depth: usize, field: Option<Field>) -> Option<Syntax> {
        let mut bag: Vec<(Occur, Syntax)> = Vec::new();
        let mut negated = false;
        loop {
            self.blanks();
            let Some(c) = self.peek() else { break };
            if c == ')' {
                if depth > 0 {
                    break;
                }
                // A closing bracket that nothing opened is a blank.
                self.bump();
                continue;
            }
            let start = self.at;
            match self.operator() {
                Some(Operator::Not) => {
                    negated = !negated;
                    continue;
                }
                Some(Operator::Join(_)) if !bag.is_empty() && !negated => {
                    self.at = start;
                    break;
                }
                Some(Operator::Join(_)) => continue,
                Some(Operator::Near(distance)) => {
                    self.near(&mut bag, distance, (depth, field));
                    if self.is_full() {
                        break;
                    }
                    continue;
                }
                None => {}
            }
            let occur = self.sign();
            let Some(mut syntax) = self.thing(depth, field) else { continue };
            if self.is_full() {
                break;
            }
            let occur = match (occur, negated) {
                (Occur::Not, true) => Occur::Must,
                (_, true) => Occur::Not,
                (occur, false) => occur,
            };
            negated = false;
            // Words side by side are one leaf: together they may be a name.
            if occur == Occur::Should
                && let Syntax::Leaf(Leaf { field: one, form: Form::Words(more) }) = &syntax
                && let Some((Occur::Should, Syntax::Leaf(Leaf { field: other, form: Form::Words(words) }))) =
                    bag.last_mut()
                && one == other
                && *one != Some(Field::Person)
            {
                words.push(' ');
                words.push_str(more);
                continue;
            }
            if let Syntax::Bag(inner) = &mut syntax
                && let [(Occur::Should, _)] = inner.as_slice()
                && let Some((_, only)) = inner.pop()
            {
                syntax = only;
            }
            bag.push((occur, syntax));
        }
        match bag.as_slice() {
            [] => None,
            [(Occur::Should, _)] => bag.pop().map(|(_, syntax)| syntax),
            _ => Some(Syntax::Bag(bag)),
        }
    }

    /// `a NEAR/8 b`: takes the last thing of the bag and the next one.
    fn near(
        &mut self,
        bag: &mut Vec<(Occur, Syntax)>,
        distance: u32,
        (depth, field): (usize, Option<Field>),
    ) {
        const BETWEEN: &str = "NEAR stands between two words or phrases: searched without it";
        self.blanks();
        let occur = self.sign();
        let is_open = self.peek() == Some('(');
        let right = match self.thing(depth, field) {
            Some(Syntax::Leaf(leaf)) if occur == Occur::Should && !is_open => leaf,
            other => {
                self.notes.push(BETWEEN.into());
                bag.extend(other.map(|other| (occur, other)));
                return;
            }
        };
        // Of words side by side only the last is near.
        let left = match bag.pop() {
            Some((Occur::Should, Syntax::Leaf(Leaf { field, form: Form::Words(words) }))) => {
                let (before, last) = words.rsplit_once(' ').unwrap_or(("", &words));
                if !before.is_empty() {
                    bag.push((Occur::Should, Syntax::Leaf(Leaf { field, form: Form::Words(before.into()) })));
                }
                Leaf { field, form: Form::Words(last.into()) }
            }
            Some((Occur::Should, Syntax::Leaf(leaf))) => leaf,
            other => {
                self.notes.push(BETWEEN.into());
                bag.extend(other);
                bag.push((Occur::Should, Syntax::Leaf(right)));
                return;
            }
        };
        let distance = self.window(distance);
        let leaf = Leaf { field: left.field, form: Form::Near(Box::new(left), Box::new(right), distance) };
        bag.push((Occur::Should, Syntax::Leaf(leaf)));
    }

    /// Counts one part more; with too many the rest of the text is left out.
    fn is_full(&mut self) -> bool {
        self.clauses += 1;
        let is_full = self.clauses > MOST_CLAUSES;
        if is_full {
            self.notes.push(format!("the query has more than {MOST_CLAUSES} parts: the rest was left out"));
            self.at = self.text.len();
        }
        is_full
    }

    fn window(&mut self, distance: u32) -> u32 {
        if distance > WIDEST {
            self.notes.push(format!("windows are at most {WIDEST} words wide"));
        }
        distance.min(WIDEST)
    }

    /// One word, phrase, bracket or field with what follows it.
    fn thing(&mut self, depth: usize, field: Option<Field>) -> Option<Syntax> {
        let c = self.peek()?;
        if c == '(' {
            self.bump();
            if depth >= DEEPEST {
                self.notes.push(format!("brackets are read {DEEPEST} deep"));
                return None;
            }
            let inner = self.any(depth + 1, field);
            if self.peek() == Some(')') {
                self.bump();
            }
            return match inner {
                // A bracket stays one part of the query, whatever stands in it.
                Some(Syntax::Leaf(leaf @ Leaf { form: Form::Words(_), .. })) => {
                    Some(Syntax::Bag(vec![(Occur::Should, Syntax::Leaf(leaf))]))
                }
                other => other,
            };
        }
        let exact =
            c == '=' && self.text[self.at + 1..].starts_with(|c: char| is_quote(c) || c.is_alphanumeric());
        if exact {
            self.bump();
        }
        if self.peek().is_some_and(is_quote) {
            return self.quoted(exact, field);
        }
        if let Some(name) = self.field_name() {
            return self.fielded(name, depth);
        }
        let word = self.word();
        let form = if exact { Form::Exact(word.to_owned()) } else { self.word_form(word)? };
        Some(Syntax::Leaf(Leaf { field, form }))
    }

    fn fielded(&mut self, field: Field, depth: usize) -> Option<Syntax> {
        let Field::Value(value_field) = field else { return self.thing(depth, Some(field)) };
        let value = if self.peek().is_some_and(is_quote) {
            match self.quoted(false, None)? {
                Syntax::Leaf(Leaf { form: Form::Phrase(text, _), .. }) => text,
                other => return Some(other),
            }
        } else {
            self.word().to_owned()
        };
        let years = matches!(value_field, ValueField::Year | ValueField::About);
        if years && Years::parse(&value).is_none() {
            self.notes
                .push(format!("\"{value}\" is no year or range of years: write {}:1950..1953", field.name()));
            return Some(Syntax::Leaf(Leaf { field: None, form: Form::Words(value) }));
        }
        Some(Syntax::Leaf(Leaf { field: Some(field), form: Form::Value(value) }))
    }

    /// A field's name with its colon, when something follows it at once.
    fn field_name(&mut self) -> Option<Field> {
        let rest = &self.text[self.at..];
        let colon =
            rest.find(|c: char| !c.is_ascii_alphabetic()).filter(|at| rest[*at..].starts_with(':'))?;
        let field = Field::by_name(&rest[..colon])?;
        let follows = rest[colon + 1..].chars().next()?;
        if follows.is_whitespace() || matches!(follows, ')' | ':' | '/') {
            return None;
        }
        self.at += colon + 1;
        Some(field)
    }

    fn quoted(&mut self, exact: bool, field: Option<Field>) -> Option<Syntax> {
        self.bump();
        let rest = &self.text[self.at..];
        let Some(end) = rest.find(is_quote) else {
            if rest.trim().is_empty() {
                self.at = self.text.len();
                return None;
            }
            self.notes.push("a quote is not closed: what follows it was searched as words".into());
            return None;
        };
        let inner = rest[..end].to_owned();
        self.at += end;
        self.bump();
        let within = self.tilde().map(|digits| {
            let distance = digits.parse().unwrap_or(if digits.is_empty() { 2 } else { u32::MAX });
            self.window(distance)
        });
        if inner.trim().is_empty() {
            return None;
        }
        let form = if exact { Form::Exact(inner) } else { Form::Phrase(inner, within) };
        Some(Syntax::Leaf(Leaf { field, form }))
    }

    /// `~` and the digits after it, if it stands here.
    fn tilde(&mut self) -> Option<&'t str> {
        let rest = self.text[self.at..].strip_prefix('~')?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        self.at += 1 + digits;
        Some(&rest[..digits])
    }

    fn word_form(&mut self, word: &str) -> Option<Form> {
        if !word.contains(char::is_alphanumeric) {
            return None;
        }
        if matches!(word, "and" | "or" | "not") {
            self.note_small();
        }
        if let Some((name, rest)) = word.split_once(':')
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_lowercase())
            && rest.starts_with(char::is_alphanumeric)
        {
            self.notes.push(format!("there is no field \"{name}\": searched as words (chosin help queries)"));
        }
        if let Some((stem, digits)) = word.rsplit_once('~')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && stem.chars().all(char::is_alphanumeric)
            && !stem.is_empty()
        {
            let asked = if digits.is_empty() { 1 } else { digits.parse().unwrap_or(u8::MAX) };
            let distance = asked.clamp(1, FURTHEST);
            if asked > FURTHEST {
                self.notes.push(format!("{word}: at most {FURTHEST} letters are searched differently"));
            }
            if stem.contains(|c: char| c.is_numeric()) {
                self.notes.push(format!("\"{stem}\" has a digit and was searched as typed"));
                return Some(Form::Words(stem.to_owned()));
            }
            return Some(Form::Fuzzy(stem.to_owned(), distance));
        }
        // A question mark at the end is a question's.
        let pattern = word.trim_end_matches(['?', '.', ',', '!', ';', ':']);
        if pattern.contains(['*', '?']) {
            let letters = pattern.chars().take_while(|c| c.is_alphanumeric()).count();
            let plain = pattern.chars().all(|c| c.is_alphanumeric() || matches!(c, '*' | '?'));
            if letters >= 2 && plain {
                return Some(Form::Pattern(pattern.to_owned()));
            }
            self.notes.push(format!("\"{pattern}\": * and ? stand after two letters at least"));
        }
        Some(Form::Words(word.to_owned()))
    }

    fn note_small(&mut self) {
        let word = &self.text[..self.at];
        let start = word.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let between = start > 0 && !self.text[self.at..].trim().is_empty();
        let word = word[start..].trim_matches(|c: char| !c.is_alphabetic());
        if between && !self.small.contains(&word) {
            self.small.push(word);
        }
    }

    fn word(&mut self) -> &'t str {
        let rest = &self.text[self.at..];
        let end = rest
            .char_indices()
            .find(|(_, c)| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(*c))
            .map_or(rest.len(), |(at, _)| at);
        self.at +=
            end.max(rest.chars().next().map_or(0, char::len_utf8).min(rest.len()) * usize::from(end == 0));
        &rest[..end]
    }

    /// `+` or `-` before a thing; a dash with a blank after it is none.
    fn sign(&mut self) -> Occur {
        let rest = &self.text[self.at..];
        let before_thing = |rest: &str| {
            rest.chars().next().is_some_and(|c| c.is_alphanumeric() || is_quote(c) || matches!(c, '(' | '='))
        };
        for (sign, occur) in [('+', Occur::Must), ('-', Occur::Not), ('−', Occur::Not)] {
            if let Some(after) = rest.strip_prefix(sign)
                && before_thing(after)
            {
                self.at += sign.len_utf8();
                return occur;
            }
        }
        Occur::Should
    }

    fn operator(&mut self) -> Option<Operator> {
        let rest = &self.text[self.at..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c))
            .unwrap_or(rest.len());
        let operator = match &rest[..end] {
            "AND" => Operator::Join(Join::And),
            "OR" => Operator::Join(Join::Or),
            "NOT" => Operator::Not,
            "NEAR" => Operator::Near(10),
            near => {
                let digits = near.strip_prefix("NEAR/")?;
                if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    self.notes.push(format!("{near}: NEAR/5 is at most five words apart; searched as words"));
                    return None;
                }
                Operator::Near(digits.parse().unwrap_or(u32::MAX))
            }
        };
        // Alone, or with nothing after it, it is a word like any other.
        let after = rest[end..].trim_start();
        if after.is_empty() || (self.at == 0 && matches!(operator, Operator::Join(_) | Operator::Near(_))) {
            self.notes.push(format!("{} joins nothing here: searched as a word", &rest[..end]));
            return None;
        }
        self.at += end;
        Some(operator)
    }

    fn join(&mut self) -> Option<Join> {
        self.blanks();
        let start = self.at;
        match self.operator() {
            Some(Operator::Join(join)) => Some(join),
            _ => {
                self.at = start;
                None
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn bump(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|c| c.is_whitespace() || c.is_control()) {
            self.bump();
        }
    }
}

enum Operator {
    Join(Join),
    Not,
    Near(u32),
}

/// Every sign that people and their programs use for a double quote.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '〝' | '〞' | '「' | '」' | '『' | '』')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The query as understood.
    fn reads(text: &str) -> String {
        parse(text).syntax.to_string()
    }

    fn noted(text: &str, note: &str) {
        let notes = parse(text).notes;
        assert!(notes.iter().any(|n| n.contains(note)), "{text}: {notes:?}");
    }

    #[test]
    fn words_side_by_side_bind_closest_then_and_then_or() {
        assert_eq!(reads("inchon landing"), "inchon landing");
        assert_eq!(reads("+inchon landing -vietnam"), "+inchon landing -vietnam");
        assert_eq!(reads("kim il sung AND stalin"), "kim il sung AND stalin");
        assert_eq!(reads("a1 AND b1 OR c1 d1"), "(a1 AND b1) OR c1 d1");
        noted("a1 AND b1 OR c1", "understood as (a1 AND b1) OR c1");
        assert_eq!(reads("war AND NOT peace"), "war AND (-peace)");
        assert_eq!(reads("war NOT peace"), "war -peace");
        assert_eq!(reads("(a OR b) AND c"), "(a OR b) AND c");
        assert_eq!(reads("NOT NOT war"), "war");
    }

    #[test]
    fn quotes_of_every_kind_make_phrases() {
        for text in ["\"38th parallel\"", "“38th parallel”", "„38th parallel“", "«38th parallel»"] {
            assert_eq!(reads(text), "\"38th parallel\"");
        }
        assert_eq!(reads("\"chinese intervention\"~3"), "\"chinese intervention\"~3");
        assert_eq!(reads("=\"Pusan Perimeter\" =Pusan"), "=\"Pusan Perimeter\" =\"Pusan\"");
        assert_eq!(reads("korea\""), "korea");
        noted("\"korea war", "not closed");
        assert_eq!(reads("\"korea war"), "korea war");
    }

    #[test]
    fn fields_are_fields_only_when_known_and_followed() {
        assert_eq!(reads("title:origins author:\"Cumings, B\""), "title:origins author:\"Cumings, B\"");
        assert_eq!(reads("year:1950..1953 type:book"), "year:1950..1953 type:book");
        assert_eq!(reads("War: A History"), "War: A History");
        assert_eq!(reads("Mao: the unknown http://x"), "Mao: the unknown http://x");
        assert_eq!(reads("title:(a b)"), "title:(a b)");
        assert_eq!(reads("doi:10.1162/15203970051032309"), "doi:10.1162/15203970051032309");
        noted("year:soon", "no year");
        noted("nosuch:war", "no field \"nosuch\"");
    }

    #[test]
    fn what_is_not_understood_is_noted() {
        for (text, note) in [
            ("truman NEAR/8 (macarthur OR marshall)", "NEAR stands between"),
            ("truman NEAR/8", "NEAR/8 joins nothing"),
            ("NEAR/8 truman", "NEAR/8 joins nothing"),
            ("truman NEAR/-3 macarthur", "NEAR/-3"),
            ("truman NEAR/99999999999999999999 macarthur", "at most 50"),
            ("korea AND", "AND joins nothing"),
            ("stalin~9", "at most 2 letters"),
            ("stalin~99999999999999999999999", "at most 2 letters"),
        ] {
            noted(text, note);
        }
        let notes = parse("truman NEAR/8 (macarthur OR marshall)").notes;
        assert!(notes.iter().all(|note| !note.contains("deep")), "{notes:?}");
        assert!(parse("stalin~").notes.is_empty());
    }

    #[test]
    fn signs_before_brackets_are_told_with_their_brackets() {
        for text in ["-(stalin truman) truce", "+(stalin truman) truce"] {
            assert_eq!(reads(text), text);
            assert_eq!(parse(&reads(text)).syntax, parse(text).syntax);
        }
    }

    #[test]
    fn patterns_and_fuzzy_words() {
        assert_eq!(parse("repatriat*").syntax, leaf(Form::Pattern("repatriat*".into())));
        assert_eq!(parse("wom?n").syntax, leaf(Form::Pattern("wom?n".into())));
        assert_eq!(parse("stallin~2").syntax, leaf(Form::Fuzzy("stallin".into(), 2)));
        assert_eq!(parse("mig15~").syntax, leaf(Form::Words("mig15".into())));
        assert_eq!(parse("who started the war?").syntax, leaf(Form::Words("who started the war?".into())));
        noted("*gotiation", "after two letters");
        assert_eq!(reads("truman NEAR/8 macarthur"), "truman NEAR/8 macarthur");
        assert_eq!(reads("a truman NEAR \"mac arthur\""), "a truman NEAR/10 \"mac arthur\"");
    }

    fn leaf(form: Form) -> Syntax {
        Syntax::Leaf(Leaf { field: None, form })
    }

    #[test]
    fn what_is_no_operator_where_it_stands_is_a_word() {
        assert_eq!(reads("AND"), "AND");
        assert_eq!(reads("war AND"), "war AND");
        assert_eq!(reads("a ) b"), "a b");
        assert_eq!(reads("Mao's U.S. - MiG-15"), "Mao's U.S. MiG-15");
        noted("truman and macarthur", "AND in capitals");
        assert_eq!(parse("- \"\" () + ~ * = :").syntax, Syntax::Bag(vec![]));
    }

    #[test]
    fn limits_cut_and_are_noted() {
        noted(&"(".repeat(10_000), "longer than");
        noted(&"(".repeat(100), "40 deep");
        noted(&"a -b ".repeat(400), "more than");
        let _ = (
            parse(&"NOT ".repeat(10_000)),
            parse(&"\"".repeat(1 << 20)),
            parse(&")".repeat(8000)),
            parse("a\0b"),
        );
        let _ = parse(&"a ) ".repeat(2000));
    }

    proptest::proptest! {
        #[test]
        fn every_text_is_a_query(text in "\\PC{0,200}|[\\(\\)\"“”~*?:=+ ANDORTEabc/1-9-]{0,300}") {
            let understood = parse(&text).syntax.to_string();
            let _ = parse(&understood);
        }
    }
}
