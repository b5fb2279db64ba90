//! Which records are one work: a pure function of their keys.
//!
//! | link, strongest first | where |
//! |---|---|
//! | the very same entry | an abstract, or title with author or year, word for word |
//! | a number in common | DOI, PMID or ISBN, and titles that are like, or one missing, or not to be compared |
//! | title, author, year | the title is not generic |
//! | title, author, years one apart | and the journal or publisher agrees |
//!
//! Against any link: a type, edition, volume, part or page that differs, a number in common with titles that are unlike, or a
//! decision of the user's. Links are taken strongest
//! first, equal ones by content, and only where no two records of the joined group forbid each other: so the order in which
//! records were read decides nothing.

use super::keys::{Keys, Traits};
use super::title::{Likeness, likeness};
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt;

/// Why two records are one work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// They are the very same entry.
    Same,
    /// They have a number in common: `doi:10.1162/...`.
    Number(Box<str>),
    /// Title, first author and year are the same.
    Work,
    /// Title and first author are the same, the years one apart, journal or publisher agree.
    Near,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Same => f.write_str("the same entry"),
            Self::Number(number) => match number.split_once(':') {
                Some(("isbn", digits)) => write!(f, "same ISBN {digits}"),
                Some((kind, value)) => write!(f, "same {} {value}", kind.to_uppercase()),
                None => write!(f, "same number {number}"),
            },
            Self::Work => f.write_str("same title, author and year"),
            Self::Near => f.write_str("same title and author, years one apart, same journal or publisher"),
        }
    }
}

/// Two records that are one work, by their place among the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The one with the smaller content digest.
    pub one: u32,
    /// The other.
    pub other: u32,
    /// Why.
    pub reason: Reason,
}

/// Records by work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    /// For each record, the group it is in: the place of one of its records.
    pub group: Vec<u32>,
    /// The links that made the groups.
    pub links: Vec<Link>,
    /// Pairs with one DOI or PMID and titles that are unlike, and the number: one pair at most for the later record of it.
    pub disputed: Vec<(u32, u32, Box<str>)>,
}

/// Buckets larger than this are not compared pair by pair, only within equal titles and traits.
const BUCKET: usize = 128;

/// Puts records that are one work into groups. `apart` holds pairs of sides that never meet: the records of each side.
#[must_use]
pub fn groups(keys: &[Keys], apart: &[(Vec<u32>, Vec<u32>)]) -> Groups {
    let mut links = Vec::new();
    let mut disputed = Vec::new();
    link_same(keys, &mut links);
    let unlike = link_numbers(keys, &mut links, &mut disputed);
    link_works(keys, &mut links);
    let digest = |at: u32| keys.get(at as usize).map_or(0, |keys| keys.digest);
    for link in &mut links {
        if (digest(link.other), link.other) < (digest(link.one), link.one) {
            std::mem::swap(&mut link.one, &mut link.other);
        }
    }
    links.sort_by(|a, b| {
        let order = |link: &Link| {
            (strength(&link.reason), digest(link.one), digest(link.other), link.one, link.other)
        };
        order(a).cmp(&order(b)).then_with(|| a.reason.cmp(&b.reason))
    });
    let mut forest = Forest::new(keys, apart, &unlike);
    links.retain(|link| forest.join(link.one, link.other));
    let group = (0..keys.len()).map(|at| forest.root(u32::try_from(at).unwrap_or(u32::MAX))).collect();
    Groups { group, links, disputed }
}

/// Every record a group of its own; what is disputed is so whether anything is merged or not.
#[must_use]
pub fn none(keys: &[Keys]) -> Groups {
    let mut disputed = Vec::new();
    link_numbers(keys, &mut Vec::new(), &mut disputed);
    let group = (0..u32::try_from(keys.len()).unwrap_or(u32::MAX)).collect();
    Groups { group, links: Vec::new(), disputed }
}

fn strength(reason: &Reason) -> u8 {
    match reason {
        Reason::Same => 0,
        Reason::Number(_) => 1,
        Reason::Work => 2,
        Reason::Near => 3,
    }
}

/// Records that have a value in common, by that value.
fn buckets<'k, K: Ord + Clone, I: IntoIterator<Item = K>>(
    keys: &'k [Keys],
    values: impl Fn(&'k Keys) -> I,
) -> Vec<(K, Vec<u32>)> {
    let mut all: Vec<(K, u32)> = (0..)
        .zip(keys)
        .flat_map(|(at, keys)| values(keys).into_iter().map(move |value| (value, at)))
        .collect();
    all.sort_unstable();
    all.dedup();
    all.chunk_by(|(one, _), (other, _)| one == other)
        .filter(|bucket| bucket.len() > 1)
        .map(|bucket| (bucket[0].0.clone(), bucket.iter().map(|(_, at)| *at).collect()))
        .collect()
}

/// The pairs of a bucket. Of a large one only neighbours among those that look alike: nobody has a hundred sources of one
/// work, but a file may be made so.
fn pairs(keys: &[Keys], bucket: &[u32], mut take: impl FnMut(u32, u32, &Keys, &Keys)) {
    let key = |at: &u32| keys.get(*at as usize);
    let mut pair = |a: &u32, b: &u32| {
        if let (Some(one), Some(other)) = (key(a), key(b)) {
            take(*a, *b, one, other);
        }
    };
    if bucket.len() <= BUCKET {
        for (at, a) in bucket.iter().enumerate() {
            for b in bucket.iter().skip(at + 1) {
                pair(a, b);
            }
        }
        return;
    }
    let mut sorted = bucket.to_vec();
    sorted.sort_by_cached_key(|at| {
        let keys = key(at);
        let title = keys.and_then(|keys| keys.titles.first()).map(super::title::Title::plain);
        (title, keys.map(|keys| (keys.traits.0, keys.year, keys.digest)))
    });
    for neighbours in sorted.windows(2) {
        if let [a, b] = neighbours {
            pair(a, b);
        }
    }
}

fn link_same(keys: &[Keys], links: &mut Vec<Link>) {
    let telling = |keys: &Keys| {
        keys.text != 0
            || (keys.titles.first().is_some_and(|title| !title.is_generic())
                && (!keys.family.is_empty() || keys.year.is_some()))
    };
    for (_, bucket) in buckets(keys, |keys| telling(keys).then_some(keys.digest)) {
        // Equal in all: a chain is as good as every pair.
        for neighbours in bucket.windows(2) {
            if let [one, other] = neighbours {
                links.push(Link { one: *one, other: *other, reason: Reason::Same });
            }
        }
    }
}

/// Links by numbers. The answer is the pairs that have a number in common and titles that are unlike: no third record, one
/// without a title for instance, may bring them together.
fn link_numbers(
    keys: &[Keys],
    links: &mut Vec<Link>,
    disputed: &mut Vec<(u32, u32, Box<str>)>,
) -> Vec<(u32, u32)> {
    let mut unlike = Vec::new();
    let mut seen: FxHashSet<(u32, u32)> = FxHashSet::default();
    // Two works may have a thousand numbers in common.
    let mut parted: FxHashSet<(u32, u32)> = FxHashSet::default();
    for (number, bucket) in buckets(keys, |keys| &keys.numbers) {
        let mut told: FxHashSet<u32> = FxHashSet::default();
        let crowd = bucket.len() > BUCKET;
        pairs(keys, &bucket, |a, b, one, other| match likeness(&one.titles, &other.titles) {
            Likeness::Unlike => {
                if parted.insert((a, b)) {
                    unlike.push((a, b));
                }
                if !number.starts_with("isbn:") && told.insert(b) {
                    disputed.push((a, b, number.clone()));
                }
            }
            Likeness::Open if crowd => {}
            Likeness::Like | Likeness::Open => {
                if seen.insert((a, b)) {
                    links.push(Link { one: a, other: b, reason: Reason::Number(number.clone()) });
                }
            }
        });
    }
    unlike
}

fn link_works(keys: &[Keys], links: &mut Vec<Link>) {
    let mut seen: FxHashSet<(u32, u32)> = FxHashSet::default();
    for (_, bucket) in buckets(keys, Keys::persons) {
        pairs(keys, &bucket, |a, b, one, other| {
            let (Some(first), Some(second)) = (one.year, other.year) else { return };
            let agree = |a: u64, b: u64| a != 0 && a == b;
            let reason = match first.abs_diff(second) {
                0 => Reason::Work,
                1 if agree(one.container, other.container) || agree(one.publisher, other.publisher) => {
                    Reason::Near
                }
                _ => return,
            };
            if seen.insert((a, b)) {
                links.push(Link { one: a, other: b, reason });
            }
        });
    }
}

/// Groups that grow, each with what all its records say together.
struct Forest {
    parent: Vec<u32>,
    traits: Vec<Traits>,
    /// For groups that hold a record of a pair that forbids each other: which pairs, and which side.
    sides: FxHashMap<u32, FxHashSet<(u32, bool)>>,
}

impl Forest {
    fn new(keys: &[Keys], apart: &[(Vec<u32>, Vec<u32>)], unlike: &[(u32, u32)]) -> Self {
        let mut sides: FxHashMap<u32, FxHashSet<(u32, bool)>> = FxHashMap::default();
        for (pair, (one, other)) in (0..).zip(unlike) {
            sides.entry(*one).or_default().insert((pair, false));
            sides.entry(*other).or_default().insert((pair, true));
        }
        for (pair, (left, right)) in (u32::try_from(unlike.len()).unwrap_or(u32::MAX)..).zip(apart) {
            for (side, records) in [(false, left), (true, right)] {
                for record in records {
                    sides.entry(*record).or_default().insert((pair, side));
                }
            }
        }
        Self {
            parent: (0..u32::try_from(keys.len()).unwrap_or(u32::MAX)).collect(),
            traits: keys.iter().map(|keys| keys.traits).collect(),
            sides,
        }
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while let Some(parent) = self.parent.get(at as usize).copied().filter(|parent| *parent != at) {
            let above = self.parent.get(parent as usize).copied().unwrap_or(parent);
            if let Some(slot) = self.parent.get_mut(at as usize) {
                *slot = above;
            }
            at = parent;
        }
        at
    }

    /// Joins two groups; whether both are one now.
    fn join(&mut self, one: u32, other: u32) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return true;
        }
        let (Some(mine), Some(theirs)) =
            (self.traits.get(one as usize).copied(), self.traits.get(other as usize).copied())
        else {
            return false;
        };
        let enemies = |sides: &FxHashSet<(u32, bool)>, others: &FxHashSet<(u32, bool)>| {
            let (few, many) = if sides.len() < others.len() { (sides, others) } else { (others, sides) };
            few.iter().any(|(pair, side)| many.contains(&(*pair, !side)))
        };
        let empty = FxHashSet::default();
        let (sides, others) =
            (self.sides.get(&one).unwrap_or(&empty), self.sides.get(&other).unwrap_or(&empty));
        if mine.conflict(&theirs).is_some() || enemies(sides, others) {
            return false;
        }
        if let Some(traits) = self.traits.get_mut(one as usize) {
            traits.join(&theirs);
        }
        if let Some(mut sides) = self.sides.remove(&other) {
            let mine = self.sides.entry(one).or_default();
            if mine.len() < sides.len() {
                std::mem::swap(mine, &mut sides);
            }
            mine.extend(sides);
        }
        if let Some(parent) = self.parent.get_mut(other as usize) {
            *parent = one;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::keys::Place;
    use crate::record::Record;
    use proptest::prelude::*;

    fn keys(jsons: &[&str]) -> Vec<Keys> {
        jsons
            .iter()
            .map(|json| {
                let record: Record = serde_json::from_str(json).unwrap();
                Keys::of(&record, &record.to_json(), Place::default())
            })
            .collect()
    }

    fn one_work(one: &str, other: &str) -> bool {
        let groups = groups(&keys(&[one, other]), &[]);
        groups.group[0] == groups.group[1]
    }

    const ORIGINS: &str =
        r#""author":[{"family":"Cumings","given":"Bruce"}],"title":"The Origins of the Korean War""#;

    #[test]
    fn numbers_join_what_has_like_titles() {
        for (one, other) in [
            (r#"{"DOI":"10.1/X","title":"A Ferry: Crossing"}"#, r#"{"DOI":"10.1/x","title":"A ferry"}"#),
            (r#"{"DOI":"10.1/x","title":"A Ferry"}"#, r#"{"DOI":"10.1/x"}"#),
            (r#"{"DOI":"10.1/x","title":"A Ferry"}"#, r#"{"DOI":"10.1/x","title":"나룻배"}"#),
            (r#"{"PMID":"7","title":"A Ferry"}"#, r#"{"PMID":"7","title":"Ferry"}"#),
            (
                r#"{"type":"book","ISBN":"0306406152","title":"A Ferry"}"#,
                r#"{"type":"book","ISBN":"9780306406157","title":"A Ferry"}"#,
            ),
        ] {
            assert!(one_work(one, other), "{one} {other}");
        }
    }

    #[test]
    fn what_differs_stays_apart() {
        for (one, other) in [
            (r#"{"DOI":"10.1/x","title":"A Ferry"}"#, r#"{"DOI":"10.1/x","title":"A Pier"}"#),
            (
                r#"{"DOI":"10.1/x","volume":"1","title":"A Ferry"}"#,
                r#"{"DOI":"10.1/x","volume":"2","title":"A Ferry"}"#,
            ),
            (
                r#"{"type":"chapter","ISBN":"0306406152","title":"A Ferry"}"#,
                r#"{"type":"book","ISBN":"0306406152","title":"A Ferry"}"#,
            ),
            (
                r#"{"type":"chapter","ISBN":"0306406152"}"#,
                r#"{"type":"chapter","ISBN":"0306406152","title":"B"}"#,
            ),
            (
                r#"{"title":"Introduction","author":[{"family":"Kim"}],"issued":{"date-parts":[[1990]]},"page":"1"}"#,
                r#"{"title":"Introduction","author":[{"family":"Kim"}],"issued":{"date-parts":[[1990]]}}"#,
            ),
            (r#"{"title":"A Ferry"}"#, r#"{"title":"A Ferry","note":"x"}"#),
            (r#"{"title":"Introduction"}"#, r#"{"title":"Introduction"}"#),
        ] {
            assert!(!one_work(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_title_joins_with_author_and_year() {
        let of =
            |year: u32, more: &str| format!(r#"{{{ORIGINS},"issued":{{"date-parts":[[{year}]]}}{more}}}"#);
        assert!(one_work(&of(1981, ""), &of(1981, r#","note":"x""#)));
        assert!(!one_work(&of(1981, ""), &of(1982, "")));
        assert!(one_work(&of(1981, r#","publisher":"Princeton""#), &of(1982, r#","publisher":"princeton""#)));
        assert!(!one_work(
            &of(1981, r#","publisher":"Princeton""#),
            &of(1983, r#","publisher":"Princeton""#)
        ));
        assert!(!one_work(&of(1981, r#","edition":"1st""#), &of(1981, r#","edition":"2nd""#)));
    }

    #[test]
    fn a_doubtful_number_is_reported_and_no_bridge() {
        let all = keys(&[
            r#"{"DOI":"10.1/x","title":"A Ferry"}"#,
            r#"{"DOI":"10.1/x"}"#,
            r#"{"DOI":"10.1/x","title":"A Pier"}"#,
        ]);
        let groups = groups(&all, &[]);
        assert_eq!(groups.disputed.len(), 1);
        assert_ne!(groups.group[0], groups.group[2]);
    }

    #[test]
    fn no_group_holds_two_that_forbid_each_other() {
        let year = r#""issued":{"date-parts":[[1981]]}"#;
        let all = keys(&[
            &format!(r#"{{{ORIGINS},{year},"volume":"1"}}"#),
            &format!(r#"{{{ORIGINS},{year}}}"#),
            &format!(r#"{{{ORIGINS},{year},"volume":"2"}}"#),
        ]);
        let made = groups(&all, &[]);
        assert_ne!(made.group[0], made.group[2]);
        assert!(made.group[1] == made.group[0] || made.group[1] == made.group[2]);
        let apart = groups(&all, &[(vec![0], vec![1])]);
        assert_ne!(apart.group[0], apart.group[1]);
        assert_eq!(apart.group[1], apart.group[2]);
    }

    #[test]
    fn a_crowd_under_one_number_is_quick() {
        let json: Vec<String> =
            (0..3000).map(|n| format!(r#"{{"DOI":"10.1/x","title":"Ferry {}"}}"#, n % 1500)).collect();
        let all = keys(&json.iter().map(String::as_str).collect::<Vec<_>>());
        let groups = groups(&all, &[]);
        assert_eq!(groups.group.iter().collect::<FxHashSet<_>>().len(), 1500);
    }

    #[test]
    fn a_crowd_under_many_numbers_is_quick() {
        let isbns: Vec<String> = (0..300).map(|n| format!("978{n:09}0")).collect();
        let json: Vec<String> = (0..BUCKET)
            .map(|n| {
                let title = if n % 2 == 0 { "A Ferry" } else { "A Pier" };
                format!(r#"{{"type":"book","ISBN":"{}","title":"{title}","note":"{n}"}}"#, isbns.join(" "))
            })
            .collect();
        let all = keys(&json.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(all[0].numbers.len(), isbns.len());
        let groups = groups(&all, &[]);
        assert_eq!(groups.group.iter().collect::<FxHashSet<_>>().len(), 2);
    }

    /// Records that are few enough to meet often.
    fn record() -> impl Strategy<Value = String> {
        let pick = |values: &'static [&'static str]| proptest::sample::select(values);
        (
            pick(&[r#""title":"A Ferry","#, r#""title":"A Ferry: Crossing","#, r#""title":"A Pier","#, ""]),
            pick(&[r#""author":[{"family":"Kim"}],"#, r#""author":[{"family":"Pak"}],"#]),
            pick(&[r#""volume":"1","#, r#""volume":"2","#, ""]),
            pick(&[r#""DOI":"10.1/x","#, r#""DOI":"10.1/y","#, ""]),
            1990..1993_i32,
            0..2000_u32,
        )
            .prop_map(|(title, author, volume, doi, year, note)| {
                format!(r#"{{{title}{author}{volume}{doi}"publisher":"P","issued":{{"date-parts":[[{year}]]}},"note":"{note}"}}"#)
            })
    }

    proptest! {
        #[test]
        fn the_order_of_reading_decides_nothing(jsons in proptest::collection::vec(record(), 0..12), seed in 0..1000_usize) {
            let all = keys(&jsons.iter().map(String::as_str).collect::<Vec<_>>());
            let mut order: Vec<usize> = (0..all.len()).collect();
            order.sort_by_key(|at| (at * 7919 + seed) % 1009);
            let mixed: Vec<Keys> = order.iter().map(|at| all[*at].clone()).collect();
            let sets = |keys: &[Keys]| {
                let groups = groups(keys, &[]);
                let mut sets: FxHashMap<u32, Vec<u128>> = FxHashMap::default();
                for (at, group) in groups.group.iter().enumerate() {
                    sets.entry(*group).or_default().push(keys[at].digest);
                }
                let mut sets: Vec<Vec<u128>> = sets.into_values().collect();
                sets.iter_mut().for_each(|set| set.sort_unstable());
                sets.sort();
                sets
            };
            prop_assert_eq!(sets(&all), sets(&mixed));
        }

        #[test]
        fn groups_are_free_of_conflict(jsons in proptest::collection::vec(record(), 0..12)) {
            let all = keys(&jsons.iter().map(String::as_str).collect::<Vec<_>>());
            let groups = groups(&all, &[]);
            for (a, b) in (0..all.len()).flat_map(|a| (0..a).map(move |b| (a, b))) {
                if groups.group[a] == groups.group[b] {
                    prop_assert_eq!(all[a].traits.conflict(&all[b].traits), None);
                }
            }
        }
    }
}
