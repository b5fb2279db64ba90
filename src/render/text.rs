//! The list of hits for a person: title, who and where, passages with matches lit, what to type next.
//!
//! On a screen lines are wrapped to its width; in a pipe each is one line. Notes and suggestions are no part of
//! it: they go to another stream.

use super::layout::Text;
use super::style::Role;
use super::{Answer, Screen, View, count, imprint, thousands};
use crate::search::{Detail, Hit, Mode};
use std::io::{self, Write};
use std::ops::Range;

/// `--format text`.
pub const VIEW: View = View { name: "text", limit: Some(10), detail: Detail::Full, write };

/// Columns before a hit's text where there is room.
const INDENT: usize = 4;

/// Hits that are shown even where the screen is too low for them.
const LEAST: usize = 3;

/// Names of authors in a list.
const AUTHORS: usize = 3;

fn write(answer: &Answer, screen: &Screen, out: &mut dyn Write) -> io::Result<()> {
    let response = answer.response;
    if response.total == 0 {
        return Ok(());
    }
    head(answer, screen).write(out, screen, 0)?;
    let mut hits: Vec<Block> = response.hits.iter().map(|hit| Block::new(hit, screen)).collect();
    let taken = answer.fit.map(|taken| taken + AROUND);
    if let (Some(taken), Some(height)) = (taken, screen.height) {
        shorten(&mut hits, screen, height.saturating_sub(taken));
    }
    let shown = taken.map_or(hits.len(), |taken| fitting(&hits, screen, taken));
    for hit in hits.iter().take(shown) {
        out.write_all(b"\n")?;
        hit.write(out, screen)?;
    }
    let foot = foot(answer, shown);
    if !foot.is_empty() {
        out.write_all(b"\n")?;
        let foot = if screen.unicode { foot } else { foot.replace('–', "-") };
        Text::of(Role::Meta, &foot).write(out, screen, 0)?;
    }
    Ok(())
}

/// "12 with all words, 214 with any: --all", "214 records in /some/index".
fn head(answer: &Answer, screen: &Screen) -> Text {
    let response = answer.response;
    let mut head = Text::new();
    if response.parts > 1 && answer.request.mode != Mode::All && response.total_all < response.total {
        head.push(Role::Label, &thousands(response.total_all));
        head.push(Role::Meta, " with all words, ");
        head.push(Role::Label, &thousands(response.total));
        head.push(Role::Meta, " with any");
        if response.total_all > 0 {
            head.push(Role::Meta, ": --all");
        }
    } else {
        head.push(Role::Label, &count(response.total, "record", "records"));
    }
    if answer.elsewhere {
        head.push(Role::Meta, &format!("{}index {}", screen.dot(), response.index));
    }
    head
}

/// "10 of 317: -n 50, or chosin browse"; nothing where all is shown.
fn foot(answer: &Answer, shown: usize) -> String {
    let (offset, total) = (answer.request.offset as u64, answer.response.total);
    let last = offset + shown as u64;
    if last >= total {
        return String::new();
    }
    let range = if offset == 0 {
        thousands(last)
    } else {
        format!("{}–{}", thousands(offset + 1), thousands(last))
    };
    let more = [50, 200, 1000].into_iter().find(|more| *more > last).unwrap_or(total);
    format!("{range} of {}: -n {more}, or chosin browse", thousands(total))
}

/// Lines of head, foot and the next prompt.
const AROUND: usize = 4;

/// Shortens passages where the screen would not hold the least number of hits, so that the best one stays in sight; what is lit
/// stays, and no passage has less than two lines.
fn shorten(hits: &mut [Block], screen: &Screen, room: usize) {
    for most in (2..=6).rev() {
        let needed: usize = hits.iter().take(LEAST).map(|hit| hit.height(screen) + 1).sum();
        if needed <= room {
            return;
        }
        for hit in hits.iter_mut() {
            let passages = hit.passages.clone();
            for passage in hit.paragraphs.get_mut(passages).unwrap_or_default() {
                *passage = passage.around(Role::Match, screen, hit.indent, most);
            }
        }
    }
}

/// How many hits a screen holds whole, below the lines that are taken.
fn fitting(hits: &[Block], screen: &Screen, taken: usize) -> usize {
    let Some(height) = screen.height else { return hits.len() };
    let mut left = height.saturating_sub(taken);
    let whole = hits.iter().take_while(|hit| {
        let lines = hit.height(screen) + 1;
        let fits = lines <= left;
        left = left.saturating_sub(lines);
        fits
    });
    whole.count().max(LEAST).min(hits.len())
}

/// One hit laid out.
struct Block {
    mark: Text,
    indent: usize,
    paragraphs: Vec<Text>,
    /// Which of the paragraphs are passages.
    passages: Range<usize>,
}

impl Block {
    fn new(hit: &Hit, screen: &Screen) -> Self {
        let indent = if screen.columns() < 50 { 2 } else { INDENT };
        let rank = hit.rank.to_string();
        let indent = indent.max(rank.len() + 2);
        let mark = Text::of(Role::Meta, &format!("{rank:>0$}", indent - 2));
        let mut paragraphs = vec![title(hit)];
        let line = imprint::line(&hit.record, AUTHORS);
        paragraphs.push(Text::of(Role::Meta, &if screen.unicode { line } else { line.replace('–', "-") }));
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        let first = paragraphs.len();
        for snippet in hit.snippets.iter().filter(|snippet| snippet.field != "title") {
            let mut passage = Text::new();
            if snippet.field != "abstract" {
                passage.push(Role::Meta, &format!("{}: ", snippet.field));
            }
            passage.push_snippet(Role::Text, Role::Match, snippet);
            paragraphs.push(passage);
        }
        if let Some(lead) =
            hit.lead.as_ref().filter(|_| !hit.snippets.iter().any(|one| one.field == "abstract"))
        {
            paragraphs.push(Text::of(Role::Text, &lead.text));
        }
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        let passages = first..paragraphs.len();
        paragraphs.push(identifiers(hit, screen));
        paragraphs.extend(hit.explanation.iter().map(|line| Text::of(Role::Meta, line)));
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        Self { mark, indent, paragraphs, passages }
    }

    fn height(&self, screen: &Screen) -> usize {
        self.paragraphs.iter().map(|paragraph| paragraph.height(screen, self.indent)).sum()
    }

    fn write(&self, out: &mut dyn Write, screen: &Screen) -> io::Result<()> {
        for (number, paragraph) in self.paragraphs.iter().enumerate() {
            let mark = if number == 0 { &self.mark } else { &Text::new() };
            paragraph.write_after(out, screen, self.indent, mark)?;
        }
        Ok(())
    }
}

fn title(hit: &Hit) -> Text {
    let mut title = Text::new();
    if hit.title.text.is_empty() {
        title.push(Role::Title, &hit.record.heading());
    } else {
        title.push_snippet(Role::Title, Role::TitleMatch, &hit.title);
    }
    if let Some(second) = imprint::second_title(&hit.record) {
        title.push(Role::Meta, &format!(" [{second}]"));
    }
    title
}

fn identifiers(hit: &Hit, screen: &Screen) -> Text {
    let mut line = Text::new();
    line.push(Role::Id, &hit.id);
    if let Some(doi) = &hit.record.doi {
        line.push(Role::Meta, screen.dot());
        line.push_link(Role::Meta, &format!("doi:{doi}"), &imprint::doi_address(doi));
    } else if let Some(url) = &hit.record.url {
        line.push(Role::Meta, screen.dot());
        line.push_link(Role::Meta, url, url);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::{response, written};
    use crate::search::{SearchRequest, Snippet};

    fn screen(width: usize, height: usize) -> Screen {
        Screen { width: Some(width), height: Some(height), ..Screen::default() }
    }

    #[test]
    fn a_pipe_gets_one_line_a_paragraph() {
        insta::assert_snapshot!(written(&Screen::default(), write));
    }

    #[test]
    fn a_narrow_screen_is_filled_to_its_width() {
        insta::assert_snapshot!(written(&screen(40, 80), write));
    }

    #[test]
    fn a_wide_screen_has_short_paragraphs() {
        insta::assert_snapshot!(written(&screen(200, 60), write));
    }

    #[test]
    fn a_screen_of_eighty_columns() {
        insta::assert_snapshot!(written(&screen(80, 24), write));
    }

    #[test]
    fn colours_and_links_are_written_where_the_screen_has_them() {
        let text = written(&Screen { colour: true, links: true, ..Screen::default() }, write);
        assert!(text.contains("\x1b[1m\x1b[31m38th parallel\x1b[0m"));
        assert!(text.contains("\x1b]8;;https://doi.org/10.1162/15203970051032309\x1b\\"));
        assert!(!text.contains("\x1b[31m with"), "an escape sequence of a record's came through");
    }

    #[test]
    fn a_low_screen_shows_whole_hits_and_three_at_least() {
        let response = response();
        let hits: Vec<Block> =
            response.hits.iter().cycle().take(20).map(|hit| Block::new(hit, &screen(100, 24))).collect();
        assert_eq!(fitting(&hits, &screen(100, 5), AROUND), 3);
        let held = fitting(&hits, &screen(100, 24), AROUND);
        let lines: usize = hits.iter().take(held).map(|hit| hit.height(&screen(100, 24)) + 1).sum();
        assert!(held > 3 && lines <= 20, "{held} hits in {lines} lines");
    }

    #[test]
    fn long_passages_are_shortened_around_what_matched_until_three_hits_fit() {
        let mut response = response();
        let long = format!("{}the 38th parallel{}", "word ".repeat(60), " after".repeat(60));
        for hit in &mut response.hits {
            let range = 304..317;
            hit.snippets[0] = Snippet { field: "abstract".into(), text: long.clone(), matches: vec![range] };
        }
        let screen = screen(80, 24);
        let mut hits: Vec<Block> = response.hits.iter().map(|hit| Block::new(hit, &screen)).collect();
        shorten(&mut hits, &screen, 20);
        assert!(hits.iter().map(|hit| hit.height(&screen) + 1).sum::<usize>() <= 20);
        for hit in &hits {
            let mut out = Vec::new();
            hit.write(&mut out, &screen).unwrap();
            let text = String::from_utf8(out).unwrap();
            assert!(text.contains("38th parallel") && text.contains("…word"), "{text}");
        }
    }

    #[test]
    fn a_cut_list_says_how_to_see_more() {
        let (request, response) = (SearchRequest { offset: 10, ..SearchRequest::default() }, response());
        let answer =
            Answer { request: &request, response: &response, query_id: None, elsewhere: true, fit: None };
        assert_eq!(foot(&answer, 10), "11–20 of 317: -n 50, or chosin browse");
        assert_eq!(foot(&answer, 307), "");
    }
}
