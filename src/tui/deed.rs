//! Deeds carried out at the desk, and the sentence that tells what came of them.

use super::desk::{Desk, Written};
use super::state::{Deed, Shelf, Told};
use crate::error::{Error, Result};
use crate::record::{Record, RecordId};
use crate::search::Searcher;

/// What lies on the desk.
pub(crate) fn shelf(desk: &dyn Desk) -> Shelf {
    Shelf {
        past: desk.past(),
        lists: desk.lists(),
        saved: desk.saved(),
        styles: desk.styles(),
        formats: desk.formats(),
    }
}

/// A text to be copied, or sentences for the bar.
pub(crate) enum Done {
    /// What came of it.
    Told(Vec<Told>),
    /// References for the clipboard.
    Copy(String),
}

/// Carries a deed out.
pub(crate) fn carry_out(desk: &mut dyn Desk, searcher: &dyn Searcher, deed: Deed) -> Done {
    let told = match &deed {
        // History comes second to reading: where it cannot be written, the answer comes all the same.
        Deed::Remember(past) => desk.remember(past).map(|()| Vec::new()),
        Deed::Add { list, ids } => desk.add(list, ids).map(|()| {
            let text = format!("{} added to {list}", records_said(ids.len()));
            vec![Told::Well(text), Told::Shelf(shelf(desk))]
        }),
        Deed::Save { name, past } => desk
            .save(name, past)
            .map(|()| vec![Told::Well(format!("saved as {name}")), Told::Shelf(shelf(desk))]),
        Deed::Cite { ids, style, path, replace } => {
            let cited = records(searcher, ids).and_then(|records| desk.cite(&records, style));
            match (cited, path) {
                (Ok(text), None) => return Done::Copy(text),
                (Ok(text), Some(path)) => {
                    desk.write(path, text.as_bytes(), *replace).map(|done| match done {
                        Written::Done(path) => {
                            vec![Told::Well(format!(
                                "{} cited in {}",
                                records_said(ids.len()),
                                path.display()
                            ))]
                        }
                        Written::Exists => vec![Told::Exists(deed.clone())],
                    })
                }
                (Err(error), _) => Err(error),
            }
        }
        Deed::Export { ids, format, path, replace } => records(searcher, ids)
            .and_then(|records| desk.export(&records, format))
            .and_then(|bytes| desk.write(path, &bytes, *replace))
            .map(|done| match done {
                Written::Done(path) => {
                    vec![Told::Well(format!("{} exported to {}", records_said(ids.len()), path.display()))]
                }
                Written::Exists => vec![Told::Exists(deed.clone())],
            }),
    };
    Done::Told(told.unwrap_or_else(|error| vec![Told::Ill(error.to_string())]))
}

fn records_said(count: usize) -> String {
    if count == 1 { "1 record".to_owned() } else { format!("{count} records") }
}

fn records(searcher: &dyn Searcher, ids: &[RecordId]) -> Result<Vec<Record>> {
    ids.iter()
        .map(|id| {
            searcher.record(id)?.ok_or_else(|| Error::plain(format!("{id}: no record has this id any more")))
        })
        .collect()
}
