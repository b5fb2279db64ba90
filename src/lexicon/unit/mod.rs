//! Names of military units -> one canonical form: 24th ID is 24th infantry division, X Corps 10th corps.
//!
//! A number or Roman numeral, what the unit is made of, and how large it is; nicknames and nations are the files'.
//! Where the canonical form is a listed name, the class is meant, else a term of the rule's own.
//!
//! | must meet | must not |
//! |---|---|
//! | 24th Infantry Division, 24th ID, Twenty-fourth Inf. Div. | 24th Infantry Regiment, 42nd Infantry Division |
//! | 1st Marine Division, First Marine Division, 1st MarDiv | 1st Marine Brigade |
//! | 187th Airborne RCT, 187th Airborne Regimental Combat Team | |
//! | XVIII Airborne Corps, 18th Airborne Corps | 8th Airborne Corps |
//! | 21st Infantry, 21st Infantry Regiment; 5th Marines, 5th Marine Regiment | 21st Infantry Division |
//! | ROK 6th Division, 6th ROK Infantry Division | KPA 6th Division, 6th Infantry Division |
//! | 29 Brigade, 29th Brigade | 29 brigades |
//! | US 24th Division, 24th Infantry Division; Chinese 38th Army, CPV 38th Army | |
//! | 8055th MASH, 8055th Mobile Army Surgical Hospital | |
//! | F Company, Company F, Fox Company; Battery B, B Battery | G Company |
//! | VMF-214, Marine Fighter Squadron 214; RCT-31, 31st RCT; TF Smith, Task Force Smith | |
//! | 2/5 Marines, 2nd Battalion, 5th Marines | 5/2 Marines |

mod lettered;
mod nation;
mod vocabulary;

pub use lettered::is_letter;
pub use nation::{is_adjective, without as without_nation};

use super::{eastern, number};
use crate::words::{Gap, Shape, Words};
use vocabulary::{branch, is_ordinary, size, wants_capitals};

/// More words than any unit has between number and size.
const MOST_BRANCHES: usize = 4;

/// Whether a folded word can begin a unit's name, those aside that begin a date as well.
pub fn may_begin(folded: &str) -> bool {
    number::roman(folded).is_some()
        || matches!(folded, "north" | "south")
        || eastern::may_begin(folded)
        || lettered::may_begin(folded)
        || (nation::word(folded).is_some() && !is_adjective(folded))
}

/// Whether a word may stand inside a unit's name.
pub fn may_be_part(folded: &str) -> bool {
    branch(folded).is_some()
        || size(folded).is_some()
        || nation::may_be_part(folded)
        || lettered::may_be_part(folded)
}

/// The unit whose name begins with the word at an index, and where it ends.
pub fn at(words: &Words, at: usize) -> Option<(String, usize)> {
    let coded = || lettered::coded(words, at).or_else(|| lettered::task_force(words, at));
    let eastern = || {
        let (form, nation, end) = eastern::at(words, at)?;
        Some((if let Some(nation) = nation { nation::under(nation, &form) } else { form }, end))
    };
    if let Some(found) = lettered::company(words, at).or_else(eastern).or_else(coded) {
        return Some(found);
    }
    if let Some((nation, next)) = nation::at(words, at) {
        let follows = words.get(next).is_some_and(|word| word.gap == Gap::Space);
        let (form, end) = Some(next).filter(|_| follows).and_then(|next| numbered(words, next))?;
        return without_nation(&form).is_none().then(|| (nation::under(nation, &form), end));
    }
    if let Some((form, next)) = slashed(words, at) {
        return Some((form, next));
    }
    let (form, end) = numbered(words, at)?;
    // A battalion and the regiment it is of are one unit: 2nd Battalion, 5th Marines.
    let of = words.get(end).filter(|word| matches!(word.gap, Gap::Comma | Gap::Space));
    match of.filter(|_| form.ends_with(BATTALION)).and_then(|_| numbered(words, end)) {
        Some((regiment, after)) if regiment.ends_with(" regiment") => {
            Some((format!("{form} {regiment}"), after))
        }
        _ => match army(words, end).filter(|(nation, _)| nation::may_be_of(nation, &form)) {
            Some((nation, after)) => Some((nation::under(nation, &form), after)),
            None => Some((form, end)),
        },
    }
}

/// The army that stands behind a unit: 6th Division, ROK, but not in 6th Division, ROK 7th Division.
fn army(words: &Words, end: usize) -> Option<(&'static str, usize)> {
    let (nation, after) = nation::army(words, end)?;
    (after > end + 1 || numbered(words, after).is_none()).then_some((nation, after))
}

/// How a battalion's form ends.
const BATTALION: &str = " battalion";

/// A battalion and its regiment as their men write them: 2/5 Marines, 1/21 Infantry.
fn slashed(words: &Words, at: usize) -> Option<(String, usize)> {
    let small = |at: usize| words.folded(at).parse::<u32>().ok().filter(|number| (1..1000).contains(number));
    let slash = words.get(at + 1).is_some_and(|word| word.gap == Gap::Slash);
    let battalion = small(at).filter(|number| slash && *number < 10)?;
    // 2/5th Cavalry is written as well.
    let folded = words.folded(at + 1);
    let figures = folded.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number = figures.parse::<u32>().ok().filter(|number| (1..1000).contains(number))?;
    let regiment = number::figures(number, true);
    if figures.len() < folded.len() && folded != regiment {
        return None;
    }
    let (form, end) = sized(words, at + 2, regiment, true)?;
    form.ends_with(" regiment")
        .then(|| (format!("{}{BATTALION} {form}", number::figures(battalion, true)), end))
}

/// The battalion and the regiment of a form that has both.
pub fn parts(form: &str) -> Option<(&str, &str)> {
    let at = form.find(BATTALION)? + BATTALION.len();
    form.get(at..).and_then(|rest| rest.strip_prefix(' ')).and_then(|rest| Some((form.get(..at)?, rest)))
}

/// A unit's form from its number on.
fn numbered(words: &Words, at: usize) -> Option<(String, usize)> {
    let (form, told, next) = ordinal(words, at)?;
    if let Some((nation, after)) = nation::at(words, next)
        && words.get(next).is_some_and(|word| word.gap == Gap::Space)
    {
        let (rest, end) = sized(words, after, form, told)?;
        return Some((nation::under(nation, &rest), end));
    }
    sized(words, next, form, told)
}

/// A unit's form from what follows its number on.
fn sized(words: &Words, first: usize, mut form: String, told: bool) -> Option<(String, usize)> {
    let mut next = first;
    for _ in 0..=MOST_BRANCHES {
        let Some(word) = words.get(next) else { return regiment(words, first, next, form) };
        let near = match word.gap {
            Gap::Space | Gap::Hyphen | Gap::Glued => true,
            Gap::Dot => words.folded(next.checked_sub(1)?).len() <= 5,
            _ => false,
        };
        let folded = words.folded(next);
        if !near || (branch(folded).is_none() && size(folded).is_none()) {
            return regiment(words, first, next, form);
        }
        if wants_capitals(folded) && !word.shape.has(Shape::CAPITALS) {
            return None;
        }
        next += 1;
        if let Some(branch) = branch(folded) {
            // Med. Tank Bn is no Med. Bn.
            let of_tanks = folded == "med" && matches!(words.folded(next), "tank" | "tk");
            let branch = if of_tanks { "medium" } else { branch };
            form.push(' ');
            form.push_str(branch);
            continue;
        }
        let size = size(folded)?;
        let size = match size {
            "regimental" if words.folded(next) == "combat" && words.folded(next + 1) == "team" => {
                next += 2;
                "regimental combat team"
            }
            "regimental" => return None,
            "army" if words.folded(next) == "surgical" && words.folded(next + 1) == "hospital" => {
                next += 2;
                "army surgical hospital"
            }
            "army" if words.folded(next) == "group" => {
                next += 1;
                "army group"
            }
            "army" if words.folded(next) == "unit" => {
                next += 1;
                "army unit"
            }
            "force" if !form.ends_with(" air") => return None,
            size => size,
        };
        // "the second army" is a unit, "a second army" is none: a word for the number wants a capital somewhere.
        let ordinary = is_ordinary(size) && !word.shape.has(Shape::CAPITAL) && !form.contains(' ');
        if ordinary && !told {
            return None;
        }
        form.push(' ');
        form.push_str(size);
        // A brigade with its own artillery was called a group.
        if size == "brigade" && words.folded(next) == "group" {
            next += 1;
        }
        // The Ranger companies were called infantry as well.
        return Some((plain(&form), next));
    }
    None
}

/// A form without what some leave out and some do not: the Ranger companies were called infantry as well, Soviet fighter aviation
/// is fighter air as well, and its Guards leave the word out.
fn plain(form: &str) -> String {
    let form = form
        .replace("ranger infantry", "ranger")
        .replace("airborne ranger", "ranger")
        .replace("anti aircraft", "antiaircraft")
        .replace("fighter air ", "fighter aviation ");
    let guards = |size: &str| (format!("guards fighter {size}"), format!("guards fighter aviation {size}"));
    ["regiment", "division"].map(guards).iter().fold(form, |form, (short, full)| form.replace(short, full))
}

/// A number and a branch alone are a regiment: 21st Infantry, 5th Cavalry, 7th Marines. A capital or the text's end says
/// that it is a name.
fn regiment(words: &Words, first: usize, end: usize, form: String) -> Option<(String, usize)> {
    let last = words.get(first).filter(|_| end == first + 1)?;
    let named = last.shape.has(Shape::CAPITAL) || words.get(end).is_none();
    (named && matches!(words.folded(first), "infantry" | "inf" | "cavalry" | "cav" | "marines"))
        .then(|| (format!("{form} regiment"), end))
}

/// The ordinal that begins a unit's name, whether it is plain that it is one, and where it ends.
fn ordinal(words: &Words, at: usize) -> Option<(String, bool, usize)> {
    let word = words.get(at)?;
    let folded = words.folded(at);
    if word.shape.has(Shape::DIGIT) {
        if let Some(form) = of_brigade(words, at) {
            return Some((form, true, at + 1));
        }
        let form = number::military(folded).unwrap_or_else(|| folded.to_owned());
        let ordinal =
            form.ends_with("st") || form.ends_with("nd") || form.ends_with("rd") || form.ends_with("th");
        return ordinal.then_some((form, true, at + 1));
    }
    let capital = word.shape.has(Shape::CAPITAL);
    if let Some((form, end)) = number::several_words(words, at) {
        return form.ends_with(['t', 'd', 'h']).then_some((form, capital, end));
    }
    if let Some(form) = number::one_word(folded) {
        return form.ends_with(['t', 'd', 'h']).then_some((form, capital, at + 1));
    }
    let of_corps = words.folded(at + 1) == "corps"
        || words.folded(at + 2) == "corps"
        || (words.folded(at + 1) == "army" && words.folded(at + 2) == "group");
    let form = number::roman(folded).filter(|_| of_corps && word.shape.has(Shape::CAPITAL))?;
    Some((form, true, at + 1))
}

/// The number of a brigade or squadron, which the Commonwealth writes without its ending, and of Soviet air units: 29 Brigade, 303 IAD.
fn of_brigade(words: &Words, at: usize) -> Option<String> {
    let number: u32 = words.folded(at).parse().ok().filter(|number| (1..10_000).contains(number))?;
    let size = (1..=3).find(|ahead| branch(words.folded(at + ahead)).is_none())? + at;
    let capital =
        words.get(size).is_some_and(|word| word.shape.has(Shape::CAPITAL) && word.gap == Gap::Space);
    let numbers = if matches!(words.folded(size), "au" | "mash") { 10_000 } else { 1000 };
    (capital
        && number < numbers
        && matches!(
            words.folded(size),
            "brigade"
                | "bde"
                | "squadron"
                | "sqn"
                | "sqdn"
                | "au"
                | "mash"
                | "iak"
                | "iad"
                | "iap"
                | "giad"
                | "giap"
                | "gviad"
                | "gviap"
        ))
    .then(|| number::figures(number, true))
}

/// The canonical form of words that are a unit's name from the first to the last.
pub fn whole(words: &Words) -> Option<String> {
    at(words, 0).filter(|(_, end)| *end == words.len()).map(|(form, _)| form)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Option<String> {
        super::whole(&Words::of(text))
    }

    #[test]
    fn every_way_to_write_it_is_one_form() {
        for (text, form) in [
            ("24th Infantry Division", "24th infantry division"),
            ("24th ID", "24th infantry division"),
            ("Twenty-fourth Inf. Div.", "24th infantry division"),
            ("2d Infantry Division", "2nd infantry division"),
            ("1st MarDiv", "1st marine division"),
            ("First Marine Division", "1st marine division"),
            ("X Corps", "10th corps"),
            ("Tenth Corps", "10th corps"),
            ("XVIII Airborne Corps", "18th airborne corps"),
            ("187th Airborne RCT", "187th airborne regimental combat team"),
            ("187th Airborne Regimental Combat Team", "187th airborne regimental combat team"),
            ("Fifth Air Force", "5th air force"),
            ("5th AF", "5th air force"),
            ("Eighth Army", "8th army"),
            ("8th Fighter-Bomber Wing", "8th fighter bomber wing"),
            ("27th Commonwealth Brigade", "27th commonwealth brigade"),
            ("Company F", "company f"),
            ("B Battery", "battery b"),
            ("Baker Battery", "battery b"),
            ("8055th MASH", "8055th mobile army surgical hospital"),
            ("8076 MASH", "8076th mobile army surgical hospital"),
            ("8055th Mobile Army Surgical Hospital", "8055th mobile army surgical hospital"),
            ("8240th AU", "8240th army unit"),
            ("8240th Army Unit", "8240th army unit"),
            ("US 24th Division", "24th infantry division"),
            ("U.S. Eighth Army", "8th army"),
            ("24th US Infantry Division", "24th infantry division"),
            ("Chinese 124th Division", "cpv 124th division"),
            ("PLA 180th Division", "cpv 180th division"),
            ("98th Bomb Wing", "98th bombardment wing"),
            ("98th BW", "98th bombardment wing"),
            ("64 IAK", "64th fighter aviation corps"),
            ("324th Fighter Air Division", "324th fighter aviation division"),
            ("176th Guards Fighter Regiment", "176th guards fighter aviation regiment"),
            ("2nd Platoon", "2nd platoon"),
            ("29th Infantry Brigade Group", "29th infantry brigade"),
            ("IX Army Group", "9th army group"),
            ("CPV 9th Army Group", "9th army group"),
            ("Chinese Fourth Field Army", "4th field army"),
            ("8th Airborne Ranger Company", "8th ranger company"),
            ("27th Fighter-Escort Wing", "27th fighter escort wing"),
            ("Destroyer Squadron 9", "destroyer squadron 9"),
            ("DesRon 9", "destroyer squadron 9"),
            ("TG 95.1", "task group 95.1"),
            ("Task Group 95.1", "task group 95.1"),
            ("Fox Company", "company f"),
            ("F Company", "company f"),
            ("92nd AFA Bn", "92nd armored field artillery battalion"),
            ("25 Canadian Brigade", "25th canadian brigade"),
            ("7th Fleet", "7th fleet"),
            ("2nd Armoured Division", "2nd armored division"),
            ("21st Infantry", "21st infantry regiment"),
            ("7th Marines", "7th marine regiment"),
            ("5th Cav", "5th cavalry regiment"),
            ("1st Cav Div", "1st cavalry division"),
            ("ROK 6th Infantry Division", "rok 6th division"),
            ("6th ROK Division", "rok 6th division"),
            ("North Korean 4th Division", "kpa 4th division"),
            ("NK 4th Div", "kpa 4th division"),
            ("39th CCF Army", "cpv 39th army"),
            ("ROK II Corps", "rok 2nd corps"),
            ("29 Brigade", "29th brigade"),
            ("2/5 Marines", "2nd battalion 5th marine regiment"),
            ("2/5th Cavalry", "2nd battalion 5th cavalry regiment"),
            ("67th TRW", "67th tactical reconnaissance wing"),
            ("21st TCS", "21st troop carrier squadron"),
            ("27th FEW", "27th fighter escort wing"),
            ("89th Med. Tank Bn", "89th medium tank battalion"),
            ("1st Med Bn", "1st medical battalion"),
            ("21st Anti-Aircraft Artillery Battalion", "21st antiaircraft artillery battalion"),
            ("4th Division, Korean People's Army", "kpa 4th division"),
            ("6th Division of the Republic of Korea Army", "rok 6th division"),
            ("4th Division, NKPA", "kpa 4th division"),
            ("38th Army, Chinese People's Volunteers", "cpv 38th army"),
            ("VMFN-513", "marine night fighter squadron 513"),
            ("2nd Battalion, 5th Marines", "2nd battalion 5th marine regiment"),
            ("1st Bn, 21st Inf", "1st battalion 21st infantry regiment"),
            ("Third Battalion 8th Cavalry Regiment", "3rd battalion 8th cavalry regiment"),
            ("77 Squadron", "77th squadron"),
            ("VMF-214", "marine fighter squadron 214"),
            ("Marine Fighter Squadron 214", "marine fighter squadron 214"),
            ("VF-111", "fighter squadron 111"),
            ("2d Ranger Infantry Company", "2nd ranger company"),
            ("303 IAD", "303rd fighter aviation division"),
            ("19th Bomb Group", "19th bombardment group"),
            ("2d ESB", "2nd engineer special brigade"),
            ("RCT-31", "31st regimental combat team"),
            ("TF MacLean", "task force maclean"),
            ("Task Force MacLean", "task force maclean"),
            ("第38军", "38th army"),
        ] {
            assert_eq!(whole(text).unwrap_or_else(|| "?".into()), form, "{text}");
        }
    }

    #[test]
    fn what_is_no_unit_is_none() {
        for text in [
            "a second army",
            "second army",
            "first group",
            "24th parallel",
            "First Force",
            "24 Division",
            "I corps are",
            "29 brigade",
            "ROK army",
            "ROK KPA 6th Division",
            "the 21st infantry attack",
            "21st Field",
            "a company",
            "Easy company",
            "How Company works",
            "6/25 Marines landed",
            "2/5nd Cavalry",
            "Eighth Army, ROK Army",
            "X Corps, ROK Army",
            "1st Cavalry Division, Korean People's Army",
            "24th Division Korean People's Army",
            "first few",
            "the first few years",
            "2/5 men",
            "a task force landed",
            "marine fighter squadrons",
            "attack squadron 2000",
        ] {
            assert_eq!(whole(text), None, "{text}");
        }
        assert_ne!(whole("36th Infantry Division"), whole("36th Infantry Regiment"));
    }

    proptest::proptest! {
        #[test]
        fn any_words_are_read(text in "((ROK|NK|north korean|X|1st|2|27|Fox|A|company|Co\\.|inf|infantry|brigade|div|,|the)[ -]?){0,10}") {
            let words = Words::of(&text);
            for index in 0..words.len() {
                let found = at(&words, index);
                proptest::prop_assert!(found.is_none_or(|(form, end)| end > index && end <= words.len() && !form.is_empty()));
            }
        }
    }
}
