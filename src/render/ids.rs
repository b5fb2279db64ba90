//! The ids of hits, one a line, for other commands' arguments. Nothing else stands there, not even a count.

use super::{Answer, Screen, View, escape};
use crate::search::Detail;
use std::io::{self, Write};

/// `--format ids`.
pub const VIEW: View = View { name: "ids", limit: None, detail: Detail::Ids, write };

fn write(answer: &Answer, _: &Screen, out: &mut dyn Write) -> io::Result<()> {
    answer.response.hits.iter().try_for_each(|hit| writeln!(out, "{}", escape::line(&hit.id)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn one_id_a_line() {
        let text = crate::render::testing::written(&super::Screen::default(), super::write);
        assert_eq!(text, "shen2000sino\npak1996hanguk\nx\n");
    }
}
