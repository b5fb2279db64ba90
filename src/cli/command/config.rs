//! `chosin config`: what is in force, and from where.

use super::{Row, flags, with};
use crate::cli::Exit;
use crate::cli::pager;
use crate::cli::settings;
use crate::cli::shell::Shell;
use crate::error::Result;
use crate::render::table::{self, Row as Line};
use clap::ArgMatches;

pub const ROW: Row = Row {
    name: "config",
    alias: None,
    about: "Show what is in force, and from where",
    arguments: with::<Config>,
    run,
};

/// Show what is in force, and from where
#[derive(Debug, clap::Args)]
struct Config {}

fn run(matches: &ArgMatches, shell: &mut Shell) -> Result<Exit> {
    let _: Config = flags(matches)?;
    let file = settings::path();
    let is_there = file.as_ref().is_some_and(|path| path.is_file());
    let mut lines = vec![Line::new(
        "config file",
        match &file {
            Some(path) if is_there => path.display().to_string(),
            Some(path) => format!("{} (not there)", path.display()),
            None => "none".into(),
        },
    )];
    let place = shell.place()?;
    lines.push(Line::new("index", format!("{} ({})", place.name(), place.origin.name())));
    let settings = &shell.settings;
    let mut line = |name: &str, configured: Option<String>, usual: &str| {
        let value = match configured {
            Some(value) => format!("{value} (config file)"),
            None => format!("{usual} (default)"),
        };
        lines.push(Line::new(name, value));
    };
    line("style", settings.style.clone(), "chicago");
    line("sort", settings.sort.clone(), "relevance");
    line("limit", settings.limit.map(|limit| limit.to_string()), "what the screen holds, 10 in a pipe");
    line("history", settings.history.map(|on| on.to_string()), "true");
    line("mouse", settings.mouse.map(|on| on.to_string()), "true");
    line("color", settings.color.clone(), "auto");
    for (role, look) in &settings.colours {
        line(&format!("colours.{role}"), Some(look.clone()), "");
    }
    for (key, action) in &settings.keys {
        line(&format!("keys.{key}"), Some(action.to_string()), "");
    }
    let variable = |name: &'static str| std::env::var_os(name).map(|_| name);
    let pager = pager::chosen(settings.pager.as_deref()).unwrap_or_else(|| "none".into());
    let origin = variable("CHOSIN_PAGER")
        .map(|name| format!("${name}"))
        .or_else(|| settings.pager.as_ref().map(|_| "config file".into()))
        .or_else(|| variable("PAGER").map(|name| format!("${name}")))
        .unwrap_or_else(|| "default".into());
    lines.push(Line::new("pager", format!("{pager} ({origin})")));
    shell.write(|out| table::write(&lines, &shell.screen, out))?;
    Ok(Exit::Found)
}
