//! A query as a tree, and the tree as text again: what was understood, in brackets where they are needed.

use super::fields::Field;
use std::fmt;

/// How a clause of a bag counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occur {
    /// It adds to the score.
    Should,
    /// It must be there.
    Must,
    /// It must not be there.
    Not,
}

/// A query as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Syntax {
    /// Things side by side.
    Bag(Vec<(Occur, Syntax)>),
    /// Things joined by `AND`.
    And(Vec<Syntax>),
    /// Things joined by `OR`.
    Or(Vec<Syntax>),
    /// One thing.
    Leaf(Leaf),
}

/// One thing to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// The field it is looked for in; `None` for all of the text.
    pub field: Option<Field>,
    /// What is looked for.
    pub form: Form,
}

/// What a leaf looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// Words side by side, unquoted, as typed.
    Words(String),
    /// `"..."`, with the number of other words allowed between, if any.
    Phrase(String, Option<u32>),
    /// `="..."` or `=word`.
    Exact(String),
    /// `repatriat*`, `wom?n`.
    Pattern(String),
    /// `stallin~`, `stallin~2`.
    Fuzzy(String, u8),
    /// Two things, at most so many words apart.
    Near(Box<Leaf>, Box<Leaf>, u32),
    /// The value of a value field.
    Value(String),
}

impl fmt::Display for Syntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, parts: &[Self], join: &str| {
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    f.write_str(join)?;
                }
                match part {
                    Self::Leaf(_) => write!(f, "{part}")?,
                    _ => write!(f, "({part})")?,
                }
            }
            Ok(())
        };
        match self {
            Self::And(parts) => list(f, parts, " AND "),
            Self::Or(parts) => list(f, parts, " OR "),
            Self::Leaf(leaf) => write!(f, "{leaf}"),
            Self::Bag(parts) => {
                for (index, (occur, part)) in parts.iter().enumerate() {
                    if index > 0 {
                        f.write_str(" ")?;
                    }
                    f.write_str(match occur {
                        Occur::Should => "",
                        Occur::Must => "+",
                        Occur::Not => "-",
                    })?;
                    match part {
                        // A sign stands before one word: several are in brackets.
                        Self::Leaf(Leaf { field: None, form: Form::Words(words) })
                            if *occur != Occur::Should && words.contains(' ') =>
                        {
                            write!(f, "({words})")?;
                        }
                        Self::Leaf(_) => write!(f, "{part}")?,
                        _ => write!(f, "({part})")?,
                    }
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = self.field {
            write!(f, "{}:", field.name())?;
        }
        match &self.form {
            Form::Words(words) if self.field.is_some() && words.contains(' ') => write!(f, "({words})"),
            Form::Words(words) => f.write_str(words),
            Form::Phrase(text, None) => write!(f, "\"{text}\""),
            Form::Phrase(text, Some(within)) => write!(f, "\"{text}\"~{within}"),
            Form::Exact(text) => write!(f, "=\"{text}\""),
            Form::Pattern(pattern) => f.write_str(pattern),
            Form::Fuzzy(word, 1) => write!(f, "{word}~"),
            Form::Fuzzy(word, distance) => write!(f, "{word}~{distance}"),
            Form::Near(left, right, distance) => write!(f, "{left} NEAR/{distance} {right}"),
            Form::Value(value) if value.contains(char::is_whitespace) => write!(f, "\"{value}\""),
            Form::Value(value) => f.write_str(value),
        }
    }
}
