//! Hits by year as bars, one line a year; over long spans one line a decade.
//!
//! It is given counts and counts nothing itself.

use super::layout::Text;
use super::style::Role;
use super::{Screen, thousands};
use std::io::{self, Write};

/// Years beyond which decades are shown.
const YEARS: i64 = 60;

/// Writes the years with their counts; values that are no years are passed over.
///
/// # Errors
/// Those of the writer.
pub fn write(years: &[(String, u64)], screen: &Screen, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: Vec<(i64, u64)> =
        years.iter().filter_map(|(year, count)| Some((year.parse::<i32>().ok()?.into(), *count))).collect();
    counts.sort_unstable();
    let (Some(first), Some(last)) = (counts.first().map(|row| row.0), counts.last().map(|row| row.0)) else {
        return Ok(());
    };
    let step = if last - first < YEARS { 1 } else { 10 };
    let rows = rows(&counts, step);
    let most = rows.iter().map(|row| row.1).max().unwrap_or(1).max(1);
    let figures = thousands(most).len();
    let label = if step == 1 { 4 } else { 5 };
    let room = screen.columns().min(160).saturating_sub(label + figures + 3).max(1) as u64;
    for (year, count) in rows {
        let name = if step == 1 { year.to_string() } else { format!("{year}s") };
        let mut line = Text::new();
        line.push(Role::Meta, &format!("{name:>label$} "));
        line.push(Role::Text, &format!("{:>figures$} ", thousands(count)));
        line.push(Role::Bar, &bar(count, most, room, screen.unicode));
        line.write_clipped(out, screen, usize::MAX)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Every step from the first to the last, the empty ones between too; a gap of more than a hundred is left out.
fn rows(counts: &[(i64, u64)], step: i64) -> Vec<(i64, u64)> {
    let mut rows: Vec<(i64, u64)> = Vec::new();
    for &(year, count) in counts {
        let year = year.div_euclid(step) * step;
        match rows.last_mut() {
            Some(row) if row.0 == year => row.1 += count,
            Some(&mut (last, _)) => {
                if (year - last) / step <= 100 {
                    rows.extend((1..(year - last) / step).map(|gap| (last + gap * step, 0)));
                }
                rows.push((year, count));
            }
            None => rows.push((year, count)),
        }
    }
    rows
}

/// A bar to the eighth of a column; the least count still shows.
fn bar(count: u64, most: u64, room: u64, unicode: bool) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if count == 0 {
        return String::new();
    }
    let eighths = (u128::from(count) * u128::from(room) * 8).div_ceil(u128::from(most)).max(1);
    let (whole, part) = ((eighths / 8) as usize, (eighths % 8) as usize);
    if !unicode {
        return "#".repeat(whole.max(1));
    }
    format!("{}{}", "█".repeat(whole), EIGHTHS.get(part).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(years: &[(&str, u64)], width: usize) -> String {
        let years: Vec<_> = years.iter().map(|(year, count)| ((*year).to_owned(), *count)).collect();
        let mut out = Vec::new();
        write(&years, &Screen { width: Some(width), ..Screen::default() }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn empty_years_between_are_shown() {
        assert_eq!(
            chart(&[("1953", 2), ("1950", 4), ("n.d.", 9)], 20),
            "1950 4 ████████████\n1951 0\n1952 0\n1953 2 ██████\n"
        );
    }

    #[test]
    fn long_spans_are_counted_by_decade() {
        let chart = chart(&[("1899", 1), ("1950", 4), ("1959", 4)], 20);
        assert!(chart.starts_with("1890s 1 ") && chart.contains("1950s 8 ███"), "{chart}");
    }

    #[test]
    fn years_far_apart_make_no_endless_chart() {
        assert!(chart(&[("-2147483648", 1), ("2147483647", 1)], 40).lines().count() < 5);
    }

    #[test]
    fn without_unicode_bars_are_ascii() {
        assert_eq!(bar(1, 4, 8, false), "##");
    }
}
