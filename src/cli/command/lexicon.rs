//! `chosin lexicon`: which names are taken for one thing, and why.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::open;
use crate::cli::shell::Shell;
use crate::error::Result;
use crate::lexicon::{Class, Lexicon, Made, Reason};
use crate::render::count;
use crate::render::layout::Text;
use crate::render::style::Role;
use crate::words::Words;
use clap::ArgMatches;
use std::io::{self, Write};

pub const ROW: Row = Row {
    name: "lexicon",
    alias: None,
    about: "Show which names are taken for one thing",
    arguments: with::<Names>,
    run,
};

/// Show which names are taken for one thing
#[derive(Debug, clap::Args)]
struct Names {
    /// A name; with a second one, why the two meet
    #[arg(value_name = "TERM", num_args = 0..)]
    terms: Vec<String>,
    /// Never use a pager
    #[arg(long)]
    no_pager: bool,
}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Names = flags(matches)?;
    let lexicon = open::lexicon(shell)?;
    match flags.terms.as_slice() {
        // Without quotation marks the words of one name come one by one.
        [first, second] if lexicon.why(first, second).is_some() || !is_listed(&lexicon, &flags.terms) => {
            why(&lexicon, first, second, shell)
        }
        words if !words.is_empty() => one(&lexicon, &words.join(" "), &flags, shell),
        _ => {
            shell.write_long(flags.no_pager, |out| {
                lexicon.classes().try_for_each(|class| write(&class, false, shell, out))
            })?;
            Ok(Exit::Found)
        }
    }
}

fn is_listed(lexicon: &Lexicon, words: &[String]) -> bool {
    let group = lexicon.whole(&words.join(" "));
    group.is_some_and(|group| group.terms.iter().any(|term| lexicon.class(term).is_some()))
}

/// The classes that a name is of, as a query has it, then those that have it as a looser name, then what the rules read in it.
fn one(lexicon: &Lexicon, term: &str, flags: &Names, shell: &Shell) -> Result<Exit> {
    let terms = lexicon.whole(term).map(|group| group.terms).unwrap_or_default();
    let mut classes: Vec<Class> = terms.iter().filter_map(|term| lexicon.class(term)).collect();
    if classes.is_empty() {
        classes.extend(lexicon.class(term));
    }
    let words = Words::of(term);
    let looser: Vec<Class> = lexicon
        .broad_at(&words, 0)
        .filter(|(end, _)| *end == words.len())
        .map(|(_, terms)| terms.iter().filter_map(|term| lexicon.class(term)).collect())
        .unwrap_or_default();
    let looser: Vec<Class> = looser.into_iter().filter(|class| !classes.contains(class)).collect();
    let made = if classes.is_empty() { lexicon.by_rule(term) } else { Vec::new() };
    if classes.is_empty() && looser.is_empty() && made.is_empty() {
        shell.news(&format!("{term}: no name of the lexicon, and no rule makes more of it"));
        return Ok(Exit::Nothing);
    }
    shell.write_long(flags.no_pager, |out| {
        classes.iter().try_for_each(|class| write(class, true, shell, out))?;
        for class in &looser {
            let text = format!("{term} is a looser name, searched with --broad, of");
            Text::of(Role::Meta, &text).write(out, &shell.screen, 0)?;
            write(class, true, shell, out)?;
        }
        made.iter().try_for_each(|made| write_made(term, made, shell, out))
    })?;
    Ok(Exit::Found)
}

/// What a rule reads in a name, with other ways to write it.
fn write_made(term: &str, made: &Made, shell: &Shell, out: &mut dyn Write) -> io::Result<()> {
    let screen = &shell.screen;
    let mut head = Text::new();
    head.push(Role::Title, &made.form);
    head.push(Role::Meta, &format!("  {}, read by a rule in {term}", made.rule));
    head.write(out, screen, 0)?;
    for way in &made.ways {
        Text::of(Role::Text, way).write(out, screen, 2)?;
    }
    if !made.within.is_empty() {
        let text = format!("found as well by {}", made.within.join(" and by "));
        Text::of(Role::Meta, &text).write(out, screen, 2)?;
    }
    Ok(())
}

/// A class: its heading and kind, its other names, its looser ones; in full one name a line with its language.
fn write(class: &Class, whole: bool, shell: &Shell, out: &mut dyn Write) -> io::Result<()> {
    let screen = &shell.screen;
    let mut head = Text::new();
    let heading = class.variants.first().map_or(class.id.as_str(), |variant| &variant.text);
    head.push(Role::Title, heading);
    head.push(Role::Meta, &format!("  {} {}", class.kind, class.id));
    head.write(out, screen, 0)?;
    let names = |variants: &[crate::lexicon::Variant], skip: usize| {
        let written = |variant: &crate::lexicon::Variant| {
            let capitals = if whole && variant.case { "  (in records only so capitalised)" } else { "" };
            format!("{}{capitals}", variant.text)
        };
        variants.iter().skip(skip).map(written).collect::<Vec<_>>().join(if whole { "\n" } else { ", " })
    };
    for (label, text) in [("", names(&class.variants, 1)), ("with --broad: ", names(&class.broad, 0))] {
        for line in text.lines() {
            Text::of(Role::Text, &format!("{label}{line}")).write(out, screen, 2)?;
        }
    }
    if let Some(note) = class.note.as_ref().filter(|_| whole) {
        Text::of(Role::Meta, note).write(out, screen, 2)?;
    }
    if whole {
        let number = count(class.variants.len() as u64, "name", "names");
        let orders =
            if class.kind == "person" { ", in either order, given names in full or as initials" } else { "" };
        Text::of(Role::Meta, &format!("{number}, each finds all{orders}")).write(out, screen, 2)?;
    }
    Ok(())
}

fn why(lexicon: &Lexicon, one: &str, other: &str, shell: &Shell) -> Result<Exit> {
    let reason = match lexicon.why(one, other) {
        None => {
            shell.news(&format!("{one} and {other} do not meet: a search for one does not find the other"));
            return Ok(Exit::Nothing);
        }
        Some(Reason::Class(id)) => format!("both are names of {id}: chosin lexicon '{one}'"),
        Some(Reason::Rule { rule, term }) => match lexicon.by_rule(one).into_iter().next() {
            Some(made) => format!("a rule reads the {} {} in both", made.rule, made.form),
            None => format!("a rule ({rule}) makes {term} of both"),
        },
        Some(Reason::Folding) => {
            "they are the same once case, accents, apostrophes and hyphens are put aside".into()
        }
    };
    let text = Text::of(Role::Text, &format!("{one} and {other} meet: {reason}"));
    shell.write(|out| text.write(out, &shell.screen, 0))?;
    Ok(Exit::Found)
}
