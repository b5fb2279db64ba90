//! Pairs that must meet and pairs that must not, over the carried lexicon, drawn up before the rules were written.

use super::{Group, Lexicon, Reading};
use crate::words::Words;
use std::sync::OnceLock;

pub(super) fn carried() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::compile(&Lexicon::carried()).expect("the carried files compile"))
}

/// The longest names of a text, one after the other, each with its words.
pub(super) fn groups(text: &str, reading: Reading) -> Vec<Group> {
    let (lexicon, words) = (carried(), Words::of(text));
    let (mut at, mut found) = (0, Vec::new());
    while at < words.len() {
        let group = Some(at)
            .filter(|at| lexicon.may_begin(words.folded(*at)))
            .and_then(|at| lexicon.group_at(&words, at, reading));
        at = group.as_ref().map_or(at + 1, |group| group.words.end);
        found.extend(group);
    }
    found
}

/// The terms that a query of this text asks for, where the text is one name.
fn asked(text: &str) -> Vec<String> {
    carried().whole(text).map(|group| group.terms).unwrap_or_default()
}

/// The terms that a record with this text holds.
fn held(text: &str) -> Vec<String> {
    groups(text, Reading::Record).into_iter().flat_map(|group| [group.terms, group.nested].concat()).collect()
}

/// Whether a query of the first finds a record with the second.
fn finds(query: &str, record: &str) -> bool {
    let held = held(record);
    let asked = asked(query);
    asked.iter().any(|term| held.contains(term)) || {
        // Folding and plain words: the same words meet without the lexicon.
        asked.is_empty() && super::variant::key(query, false).text == super::variant::key(record, false).text
    }
}

pub(super) fn meet(pairs: &[(&str, &str)]) {
    let failed: Vec<_> = pairs
        .iter()
        .flat_map(|(a, b)| [(*a, *b), (*b, *a)])
        .filter(|(a, b)| !finds(a, b))
        .map(|(a, b)| format!("{a} should find {b}: asks {:?}, held {:?}", asked(a), held(b)))
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

pub(super) fn apart(pairs: &[(&str, &str)]) {
    let failed: Vec<_> = pairs
        .iter()
        .flat_map(|(a, b)| [(*a, *b), (*b, *a)])
        .filter(|(a, b)| finds(a, b))
        .map(|(a, b)| format!("{a} must not find {b}: asks {:?}, held {:?}", asked(a), held(b)))
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn the_names_of_one_class_meet() {
    meet(&[
        ("Pusan", "Busan"),
        ("Pusan", "부산"),
        ("P’yŏngyang", "Pyeongyang"),
        ("평양", "Pyongyang"),
        ("Kim Il Sung", "Kim Il-sung"),
        ("Kim Il Sung", "Kim Ilsŏng"),
        ("Il-sung Kim", "Kim, Il-sung"),
        ("Kim Ilsung", "김일성"),
        ("金日成", "Kim Il Sung"),
        ("Mao Tse-tung", "Mao Zedong"),
        ("Mao Zedong", "毛澤東"),
        ("毛泽东", "毛澤東"),
        ("Harry S. Truman", "Truman, Harry S."),
        ("H. S. Truman", "Harry Truman"),
        ("Douglas MacArthur", "MacArthur, Douglas"),
        ("38th parallel", "thirty-eighth parallel"),
        ("38th parallel", "Thirty eighth Parallel"),
        ("38선", "38th parallel"),
        ("MiG-15", "MiG15"),
        ("MiG-15s", "MiG 15"),
        ("UN Command", "United Nations Command"),
        ("U.S.", "United States"),
        ("ROK", "Republic of Korea"),
        ("DPRK", "Democratic People's Republic of Korea"),
        ("mig-15", "MiG-15"),
        ("POWs", "prisoner of war"),
        ("prisoners of war", "POW"),
        ("Panmunjom", "Pan-mun-jom"),
        ("X Corps", "Tenth Corps"),
        ("한국전쟁", "한국 전쟁"),
        ("한국전쟁", "한국전쟁의"),
        ("朝鮮戰爭", "朝鲜战争"),
        ("朝鮮戦争", "朝鲜战争"),
        ("NSC 68", "NSC-68"),
        ("Don Faith", "Don C. Faith Jr."),
        ("Faith, Don C. Jr.", "Don C. Faith, Jr."),
        ("Unsan battle", "Battle of Unsan"),
        ("Battle for Heartbreak Ridge", "Heartbreak Ridge"),
        ("K-5 airfield", "Taejon Air Base"),
        ("Camp No. 5", "Camp Five"),
        ("Jin Richeng", "Kim Il Sung"),
        ("Baek Sun-yup", "Paek Sŏnyŏp"),
        ("Chin Jih-ch'eng", "Kim Ilsŏng"),
    ]);
}

#[test]
fn what_must_never_meet_does_not() {
    apart(&[
        ("North Korea", "South Korea"),
        ("38th parallel", "37th parallel"),
        ("ROK", "Democratic People's Republic of Korea"),
        ("Republic of Korea", "Democratic People's Republic of Korea"),
        ("Kim Il Sung", "Kim Jong Il"),
        ("Inchon", "Ichon"),
        ("Taejon", "Taegu"),
        ("Sunchon", "Chunchon"),
        ("Incheon", "Icheon"),
        // A family name alone means one of those who bear it.
        ("Yakov Malik", "Charles Malik"),
        ("Douglas MacArthur", "Arthur MacArthur"),
        ("Doris Condit", "Kenneth Condit"),
        ("Camp 5", "Camp 1"),
        ("K-14", "K-16"),
    ]);
    assert!(held("une armée d'un pays").is_empty());
    assert!(held("he told us it was the who").is_empty(), "{:?}", held("he told us it was the who"));
}

#[test]
fn in_a_query_a_name_may_be_typed_small() {
    for (query, record) in [("un", "United Nations"), ("rok", "Republic of Korea"), ("mig-15", "MiG-15")] {
        assert!(finds(query, record), "{query} should find {record}");
    }
    // Words of English are none, whoever's letters they are as well.
    for word in ["us", "who", "it", "care", "ran", "bar", "cap", "spa", "jack", "ins"] {
        assert!(asked(word).is_empty(), "{word}");
        let capital = format!("{}{}", word[..1].to_uppercase(), &word[1..]);
        assert!(asked(&capital).is_empty(), "{capital}");
    }
    assert!(!asked("JACK").is_empty() && !asked("U.S.").is_empty() && !asked("Sabre").is_empty());
}

#[test]
fn a_name_inside_a_longer_one_counts() {
    assert!(
        held("ROK Army").contains(&"#rok".to_owned())
            || held("ROK Army").iter().any(|it| it.contains("korea")),
        "{:?}",
        held("ROK Army")
    );
}

#[test]
fn the_carried_lexicon_is_large_without_what_rules_yield() {
    // A variant counts once in its class, unless another of the class has the same words once stemmed, joined, put in the
    // order of the alphabet and read by the rules.
    let (mut classes, mut variants) = (0, 0);
    for class in carried().classes() {
        let mut seen: Vec<String> = Vec::new();
        for variant in &class.variants {
            let key = super::variant::key(&variant.text, false).text;
            let mut words: Vec<String> = key.split([' ', ',', '/']).map(super::stem).collect();
            words.sort();
            let plain = words.concat();
            let readings = Words::of(&variant.text);
            let read = (0..readings.len()).map(|at| super::romanised::readings(readings.written(at)));
            let hangul: String = read.map(|all| all.into_iter().next().unwrap_or_default()).collect();
            let forms = [plain, hangul].into_iter().filter(|form| !form.is_empty());
            if forms.clone().all(|form| !seen.contains(&form)) {
                variants += 1;
            }
            seen.extend(forms);
        }
        classes += usize::from(!seen.is_empty());
    }
    assert!(classes >= 400 && variants >= 1_800, "{classes} classes, {variants} variants");
}

#[test]
fn what_is_a_part_of_a_name_is_told() {
    let cut = |text: &str| carried().names_cut(&Words::of(text));
    for text in ["il sung", "il sung decided"] {
        assert!(cut(text).contains(&"#kim-il-sung".to_owned()), "{text}: {:?}", cut(text));
    }
    for text in ["38th parallel", "peasants moved south", "war"] {
        assert_eq!(cut(text), Vec::<String>::new(), "{text}");
    }
    let made = |text: &str| carried().may_be_made(&Words::of(text));
    for text in [
        "il sung",
        "infantry division",
        "june 1950",
        "crossed in june 1950",
        "wolmi island",
        "force smith fought",
        "division of the rok",
        "of the korean people's army",
        "general chong il",
    ] {
        assert!(made(text), "{text}");
    }
    for text in ["the forgotten war", "united nations", "the korean war", "korean war policy"] {
        assert!(!made(text), "{text}");
    }
}

#[test]
fn a_word_has_its_other_spellings() {
    let lexicon = carried();
    assert!(lexicon.spellings("pusan").contains(&"busan".to_owned()));
    assert!(lexicon.spellings("labour").contains(&"labor".to_owned()));
    assert!(lexicon.spellings("third").contains(&"3rd".to_owned()));
}

#[test]
fn why_two_spellings_meet_is_told() {
    use super::Reason;
    let lexicon = carried();
    assert_eq!(lexicon.why("Pusan", "Busan"), Some(Reason::Class("pusan".into())));
    assert_eq!(lexicon.why("P’yŏngyang", "Pyongyang"), Some(Reason::Folding));
    assert!(matches!(lexicon.why("25 June 1950", "1950-06-25"), Some(Reason::Rule { rule: "date", .. })));
    assert!(matches!(lexicon.why("Seosan", "Sŏsan"), Some(Reason::Rule { rule: "Korean name", .. })));
    assert_eq!(lexicon.why("Inchon", "Ichon"), None);
}

#[test]
fn units_numbers_and_dates_meet_by_rule() {
    meet(&[
        ("24th Infantry Division", "24th ID"),
        ("36th Infantry Division", "36th ID"),
        ("Thirty-sixth Infantry Division", "36th Inf. Div."),
        ("V Corps", "Fifth Corps"),
        ("III Corps", "3rd Corps"),
        ("82nd Airborne Division", "82d Airborne Division"),
        ("XVIII Airborne Corps", "18th Airborne Corps"),
        ("Seventh Army", "7th Army"),
        ("8th Fighter-Bomber Wing", "Eighth Fighter Bomber Wing"),
        ("1st Marine Division", "First Marine Division"),
        ("187th RCT", "187th Regimental Combat Team"),
        ("42nd parallel", "forty-second parallel"),
        ("21st century", "twenty-first century"),
        ("25 June 1950", "June 25, 1950"),
        ("1950s", "nineteen-fifties"),
        ("November 1950", "Nov. 1950"),
        ("post-war", "post war"),
        ("21st Infantry", "21st Infantry Regiment"),
        ("ROK 12th Division", "12th ROK Infantry Division"),
        ("KPA 8th Division", "North Korean 8th Division"),
        ("41 Squadron", "41st Squadron"),
        ("Fox Company", "Company F"),
        ("2/5 Marines", "2nd Battalion, 5th Marines"),
        ("3/7 Marines", "Third Battalion, Seventh Marines"),
        ("1st Bn, 21st Inf", "1st Battalion, 21st Infantry Regiment"),
        ("US Naval Forces Far East", "United States Naval Forces Far East"),
        ("US 36th Division", "36th Infantry Division"),
        ("US 24th Division", "24th Division"),
        ("Chinese 124th Division", "CPV 124th Division"),
        ("8055th MASH", "8055th Mobile Army Surgical Hospital"),
        ("Baker Battery", "Battery B"),
        ("20th Bingtuan", "20th Army Group"),
        ("Volume II", "vol. 2"),
        ("Part One", "Part 1"),
    ]);
    for held_too in ["25 June 1950", "June 25, 1950", "1950-06-25"] {
        assert!(finds("June 1950", held_too), "{held_too}");
        assert!(!finds("June 1951", held_too), "{held_too}");
    }
    apart(&[
        ("36th Infantry Division", "63rd Infantry Division"),
        ("36th Infantry Division", "36th Infantry Regiment"),
        ("V Corps", "VI Corps"),
        ("Seventh Army", "Seventeenth Army"),
        ("11th Airborne Division", "1st Airborne Division"),
        ("25 June 1950", "26 June 1950"),
        ("25 June 1950", "25 June 1951"),
        ("3 October 1950", "10 March 1950"),
        ("1950s", "1960s"),
        ("21st Infantry", "21st Infantry Division"),
        ("ROK 12th Division", "KPA 12th Division"),
        ("ROK 12th Division", "ROK 12th Regiment"),
        ("21st century", "20th century"),
        ("US 36th Division", "KPA 36th Division"),
        ("Battery B", "Company B"),
        ("Volume II", "Volume III"),
        ("Chapter 2", "Part 2"),
    ]);
}

#[test]
fn names_that_nobody_listed_meet_by_rule() {
    meet(&[
        ("Sŏsan", "Seosan"),
        ("Seosan", "Sosan"),
        ("Poryŏng", "Boryeong"),
        ("Puyŏ", "Buyeo"),
        ("Kimje", "Gimje"),
        ("Chindo", "Jindo"),
        ("P'yŏngsan", "Pyeongsan"),
        ("Yonggang", "Ryonggang"),
        ("Imsil-gun", "Imsil"),
        ("서산", "Seosan"),
        ("Sapsi Island", "Sapsido"),
        ("Sapsi Island", "삽시도"),
        ("Paengnyong Island", "백령도"),
        ("Mount Odae", "오대산"),
        ("Mt. Tŏgyu", "Deogyusan"),
        ("Lake Ch'ungju", "충주호"),
        ("부여", "Puyŏ"),
        ("영광군", "Yeonggwang-gun"),
        ("Pak, Chin'gyŏng", "Park Jin-gyeong"),
        ("Chŏng, Naehyŏk", "Jeong Nae-hyeok"),
        ("Chŏng Naehyŏk", "Naehyŏk Chŏng"),
        ("Kim Jong-pil", "Jong Pil Kim"),
        ("Kim Jong-pil", "Kim, Jongpil"),
        ("Kim, Chongp'il", "Kim Jong-pil"),
        ("Pak Kyŏngwŏn", "Bak Gyeong-won"),
        ("Sin, Tongyŏp", "Shin Dong-yeop"),
        ("Chŏng", "Jeong"),
        ("Jeong", "Chong"),
        ("Huang K'o-ch'eng", "Huang Kecheng"),
        ("Hsü Shih-yu", "Xu Shiyou"),
        ("Hsiao K'o", "Xiao Ke"),
        ("Chang Ai-p'ing", "Zhang Aiping"),
        ("Tung Pi-wu", "Dong Biwu"),
        ("K'ang Sheng", "Kang Sheng"),
        ("T'ao Chu", "Tao Zhu"),
        ("Tu Yü-ming", "Du Yuming"),
        ("Fu Tso-i", "Fu Zuoyi"),
        ("Ho Ying-ch'in", "He Yingqin"),
        ("Hsü-chou", "Xuzhou"),
        ("Shih-chia-chuang", "Shijiazhuang"),
        ("Kim Moon-soo", "Kim Mun-su"),
        ("Ahn Jae-hong", "An Chae-hong"),
        ("Chang Jun-sang", "Jang Jun-sang"),
        ("Lee Byong-jun", "Yi Pyŏngjun"),
        // What is listed under its Hangul or Pinyin is met in every romanisation.
        ("Ch'ŏngju", "Cheongju"),
        ("Chŏngju", "Jeongju"),
        ("Chongju", "Jeongju"),
        ("Chongju", "Cheongju"),
        ("Changsŏng", "Jangseong"),
        ("Hwang Sŏng-su", "Hwang Sung-soo"),
        ("Inch'on", "Incheon"),
        ("P'yongyang", "Pyeongyang"),
        ("Chiang Yung-hui", "Jiang Yonghui"),
        ("Wang Shu-tseng", "Wang Shuzeng"),
        ("Krasovskii", "Krasovskiy"),
        ("Kondrat'ev", "Kondratyev"),
        ("Rychagov", "Richagov"),
        // Behind a family name the syllables of a given name may be words of English or names of the West.
        ("Choe Min Chol", "Ch'oe Min-ch'ŏl"),
        ("Pak Yong Ho", "Park Yong-ho"),
        ("Lee Hak Chun", "Yi Hakchun"),
        ("Ri Jong Ok", "Yi Chong-ok"),
        ("Pak Byong-duk", "Pak Pyŏngdŏk"),
        ("Pak Ik-nyŏl", "Park Ik-ryeol"),
        ("Kuksu-bong", "Guksubong"),
        ("Ji'an", "Chi-an"),
        ("第九兵团", "Ninth Army Group"),
    ]);
    apart(&[
        ("第九兵团", "第十九兵团"),
        ("九兵團", "第二十九兵團"),
        ("Sŏsan", "Susan"),
        ("Sapsi Island", "Sapsi River"),
        ("Kimje", "Kumje"),
        ("Chindo", "Chongdo"),
        ("Goryeong", "Boryeong"),
        ("Tamyang", "Tanyang"),
        ("Ponghwa", "Ponghang"),
        ("Xuzhou", "Suzhou"),
        ("Jinan", "Jian"),
        ("Park Jin-gyeong", "Park Jun-gyeong"),
        ("Kim Jong-pil", "Kim Jung-pil"),
        ("Jeong Nae-hyeok", "Jeong Nae-hyeon"),
        ("Zhang Aiping", "Zhang Guoping"),
        ("Dong Biwu", "Tong Piwu"),
        ("Xiao Ke", "Xiao Ge"),
        ("Xu Shiyou", "Su Shiyou"),
        ("Kang Sheng", "Gang Sheng"),
        ("Chŏngju", "Ch'ŏngju"),
        ("Cheongju", "Jeongju"),
        ("Changsŏng", "Ch'angsŏng"),
        ("Kim Moon-soo", "Kim Mun-sun"),
        ("Krasovskii", "Krasnov"),
        ("Pak Yong Ho", "Pak Yong Hak"),
        ("Ji'an", "Jian"),
    ]);
    for ordinary in [
        "The Japanese plan",
        "Canada and Panama",
        "Dean Acheson and Dean Rusk",
        "In Korea",
        "So Long",
        "No Man",
        "Lee Long Won",
        "Hong Kong Song",
    ] {
        let made: Vec<String> = held(ordinary)
            .into_iter()
            .filter(|term| term.starts_with("#ko:") || term.starts_with("#zh"))
            .collect();
        assert!(made.is_empty(), "{ordinary}: {made:?}");
    }
}

#[test]
fn one_name_begins_with_one_sound_however_it_is_romanised() {
    use super::first_sounds;
    for (one, other) in [
        ("peng", "biao"),
        ("부산", "pusan"),
        ("부산", "busan"),
        ("hsu", "xu"),
        ("ren", "jen"),
        ("임", "rim"),
        ("이", "rhee"),
        ("정", "jeong"),
        ("정", "chong"),
    ] {
        assert_ne!(first_sounds(one) & first_sounds(other), 0, "{one}, {other}");
    }
    assert_eq!(first_sounds("pusan") & first_sounds("kim"), 0);
}
