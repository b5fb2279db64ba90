//! One form for each Han character: simplified, traditional and Japanese forms of it are the same word.
//!
//! The table has a line for each form that is not the one they are all indexed under: the form, then that one. It was
//! made from facts of the Unicode Han database 15.0 (kSimplifiedVariant, kZVariant), the Japanese lists of characters for
//! general use of 1949 and 1981 (old and new forms), and some thirty Korean and old printed forms that neither has. It knows
//! characters, not words: 后 and 後 become one, as in simplified print.
//!
//! | must meet | must not |
//! |---|---|
//! | 朝鮮戰爭, 朝鲜战争, 朝鮮戦争 | 北, 南 |
//! | 國, 国, 囯; 德, 徳; 靑, 青 | 金, 全 |

/// Lines of two characters of three bytes each, in order of the first.
const FORMS: &str = include_str!("han.txt");

/// Bytes of a line.
const LINE: usize = 7;

/// Replaces the characters appended since `from` by the one form they are indexed under.
pub(super) fn unify(folded: &mut String, from: usize) {
    let Some(form) = folded.get(from..).and_then(form) else { return };
    folded.truncate(from);
    folded.push_str(form);
}

/// The form that a character, given as its text, is indexed under, where that is another.
fn form(character: &str) -> Option<&'static str> {
    if character.len() != 3 {
        return None;
    }
    let (mut low, mut high) = (0, FORMS.len() / LINE);
    while low < high {
        let middle = low + (high - low) / 2;
        let line = FORMS.get(middle * LINE..middle * LINE + LINE - 1)?;
        match line.get(..3)?.cmp(character) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return line.get(3..),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unified(text: &str) -> String {
        text.chars()
            .map(|c| form(c.encode_utf8(&mut [0; 4])).map_or_else(|| c.to_string(), str::to_owned))
            .collect()
    }

    #[test]
    fn the_forms_of_one_character_are_one() {
        for forms in [
            "朝鮮戰爭 朝鲜战争 朝鮮戦争",
            "中國人民志願軍 中国人民志愿军",
            "臺灣 台湾 台灣",
            "歷史 历史 歴史",
            "發展 发展 発展",
            "德 徳",
            "靑 青",
            "內 内",
            "毛澤東 毛泽东 毛沢東",
            "蔣介石 蒋介石",
            "廣島 广岛 広島",
            "彭德懷 彭德怀 彭徳懐",
            "停戰協定 停战协定 停戦協定",
            "敎育 教育",
        ] {
            let mut forms = forms.split(' ').map(unified);
            let first = forms.next();
            assert!(forms.all(|form| Some(form) == first), "{first:?}");
        }
    }

    #[test]
    fn other_characters_stay_apart() {
        for (a, b) in [("北", "南"), ("金", "全"), ("李", "季"), ("土", "士"), ("未", "末")] {
            assert_ne!(unified(a), unified(b));
        }
        assert_eq!(form("한"), None);
        assert_eq!(form("a"), None);
    }

    #[test]
    fn the_table_is_in_order_and_has_no_chains() {
        let lines: Vec<&str> = FORMS.lines().collect();
        assert!(lines.len() >= 2_500 && lines.iter().all(|line| line.len() == LINE - 1));
        assert!(lines.is_sorted_by(|a, b| a[..3] < b[..3]));
        assert!(lines.iter().all(|line| form(&line[3..]).is_none()));
    }
}
