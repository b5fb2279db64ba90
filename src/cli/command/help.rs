//! `chosin help`: the query language on one screen, and each command's flags.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::shell::Shell;
use crate::cli::terminal;
use crate::error::{Error, Result};
use crate::render::layout::Text;
use crate::render::style::Role;
use clap::ArgMatches;

pub const ROW: Row = Row {
    name: "help",
    alias: None,
    about: "Show help: help queries, or help and a command",
    arguments: with::<Help>,
    run,
};

/// Show help: help queries, or help and a command
#[derive(Debug, clap::Args)]
struct Help {
    /// queries, or a command
    #[arg(value_name = "TOPIC")]
    topic: Option<String>,
}

/// What can be typed and what it finds. Each runs on the starter bibliography.
const QUERIES: &[(&str, &str)] = &[
    ("inchon landing", "any of the words; all of them first"),
    ("inchon landing --all", "every word"),
    ("'\"38th parallel\"'", "the phrase, in each of its spellings"),
    ("'\"chinese intervention\"~3'", "with at most 3 words between"),
    ("truman NEAR/8 macarthur", "in either order, at most 8 between"),
    ("armistice -korea", "without korea; +korea requires it"),
    ("'(seoul OR pyongyang) AND NOT bombing'", "AND, OR, NOT in capitals; brackets"),
    ("'repatriat*'  'wom?n'  'stallin~'", "any ending; any letter; one wrong"),
    ("'\"prisoner\"'", "one quoted word: no other forms"),
    ("=Pusan", "exactly so: no other forms or names"),
    ("author:cumings  author:'\"Cumings, B\"'", "an author"),
    ("title:origins  journal:'\"cold war\"'", "words of the title; of the journal"),
    ("year:1950..1953  'year:>=1990'", "years of appearance"),
    ("type:book  lang:ko  list:chapter2", "kind of work; language; your list"),
];

/// Columns that what is found takes at most.
const FINDS: usize = 38;

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let flags: Help = flags(matches)?;
    match flags.topic.as_deref() {
        None => terminal::print(&(shell.program)().render_help().ansi().to_string())?,
        Some("queries" | "query") => queries(shell)?,
        Some(name) => {
            let mut program = (shell.program)();
            program.build();
            let Some(command) = program.find_subcommand_mut(name) else {
                return Err(Error::usage(format!("{name}: no topic of help"), "chosin help queries"));
            };
            terminal::print(&command.render_long_help().ansi().to_string())?;
        }
    }
    Ok(Exit::Found)
}

fn queries(shell: &Shell) -> Result<()> {
    let screen = &shell.screen;
    let longest = QUERIES.iter().map(|(query, _)| query.len()).max().unwrap_or(0);
    let beside = screen.columns() >= longest + 2 + FINDS;
    shell.write(|out| {
        Text::of(Role::Label, "chosin search ...").write(out, screen, 0)?;
        for (query, finds) in QUERIES {
            let query = Text::of(Role::Id, query);
            let finds = Text::of(Role::Text, finds);
            if beside {
                query.write_cut(out, screen, longest)?;
                write!(out, "{:1$}", "", longest + 2 - query.width())?;
                finds.write_cut(out, screen, screen.columns() - longest - 2)?;
                out.write_all(b"\n")?;
            } else {
                query.write(out, screen, 0)?;
                finds.write(out, screen, 4)?;
            }
        }
        out.write_all(b"\n")?;
        let rest = "Any text is a query: what cannot be understood is searched as words, and a note says so. The single quotes are \
                    the shell's; in chosin browse they are not needed. Names are found under their other names as well \
                    (chosin lexicon pusan), --no-lexicon turns that off. Case and accents never matter.";
        Text::of(Role::Meta, rest).write(out, screen, 0)
    })
}
