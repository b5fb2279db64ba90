//! The terms of a word that may stand for several things: two words meet where one reading is in both sets.
//!
//! A word with few readings is held under each of them (`:`). A word with many is held under what all of them are written as
//! without marks, once as such (`~`), and like every word once more (`=`). So a record has at most a handful of terms,
//! a query asks for fewer, and what is written with its marks meets the bare form and its equals, but no other marked form.
//!
//! | | a record is held under | a query asks for |
//! |---|---|---|
//! | few readings | `:` each, `=` | `:` each, `~` |
//! | many readings | `~`, `=` | `=` |

use super::Reading;

/// More readings than this are many.
const FEW: usize = 4;

/// The terms of readings and of the bare forms that they share. `rule` is `ko` or `zh`.
#[must_use]
pub fn terms(rule: &str, readings: &[String], bare: &[String], reading: Reading) -> Vec<String> {
    let make =
        |sign: char, of: &[String]| of.iter().map(|it| format!("#{rule}{sign}{it}")).collect::<Vec<_>>();
    let few = readings.len() <= FEW;
    match (reading, few) {
        (Reading::Record, true) => [make(':', readings), make('=', bare)].concat(),
        (Reading::Record, false) => [make('~', bare), make('=', bare)].concat(),
        (Reading::Query, true) => [make(':', readings), make('~', bare)].concat(),
        (Reading::Query, false) => make('=', bare),
    }
}
