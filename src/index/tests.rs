//! Searches over one small library in memory.

use super::build::Builder;
use super::inverter::Facts;
use super::manifest::Manifest;
use super::schema::Fields;
use super::{Home, Reader, compounds};
use crate::analysis::Analyzer;
use crate::lexicon::Lexicon;
use crate::record::{Date, Name, Record};
use crate::search::{Detail, FacetField, Filter, Mode, SearchRequest, SearchResponse, Searcher, Sort};
use std::sync::Arc;
use tantivy::directory::{Directory, RamDirectory};

fn record(id: &str, title: &str, author: (&str, &str), year: i32, summary: &str) -> Record {
    Record {
        id: id.into(),
        kind: "article-journal".into(),
        title: title.into(),
        author: vec![Name::new(author.0, author.1)],
        issued: Some(Date::year(year)),
        container_title: Some("Journal of Cold War Studies".into()),
        language: Some("en".into()),
        summary: (!summary.is_empty()).then(|| summary.into()),
        ..Record::default()
    }
}

fn library() -> Vec<Record> {
    let mut records = vec![
        record(
            "a1",
            "The 38th parallel",
            ("Cumings", "Bruce"),
            1981,
            "Troops crossed the 38th parallel in October 1950. The United Nations debated.",
        ),
        record(
            "a2",
            "Landing at Inch'ŏn",
            ("Paik", "Sun Yup"),
            1992,
            "The landing at Inchon turned the war. Gen. MacArthur of the U.S. Army led the landing.",
        ),
        record(
            "a3",
            "Parallel lives",
            ("Stueck", "W."),
            1995,
            "The parallel lives of two officers of the 38th Infantry, who told us little.",
        ),
        record(
            "a4",
            "Ceasefire",
            ("Foot", "Rosemary"),
            1990,
            "A cease-fire was signed. The ceasefire held; the cease fire line became a border.",
        ),
        record(
            "a5",
            "Prisoners of war",
            ("Kim", "Il-sung"),
            2001,
            "Prisoners were held in Koje-do camps. Repatriation of prisoners was the last question.",
        ),
        record("a6", "한국전쟁의 기원", ("박", "명림"), 1996, "한국 전쟁은 1950년에 시작되었다."),
        record("a7", "War without abstract", ("Cumings", "B."), 2010, ""),
    ];
    records[6].kind = "book".into();
    records
}

/// A reader of an index in memory that was built in so many parts.
fn reader_of(records: &[Record], parts: usize, lexicon: Option<Arc<Lexicon>>) -> Reader {
    let fields = Fields::new();
    let analyzer = Analyzer::new(lexicon);
    let mut records: Vec<&Record> = records.iter().collect();
    records.sort_by(|one, other| one.id.cmp(&other.id));
    let folder = tempfile::tempdir().unwrap();
    let mut builder = Builder::new(folder.path(), &analyzer);
    let mut built = Vec::new();
    for (number, chunk) in records.chunks(records.len().div_ceil(parts)).enumerate() {
        let mut part = builder.part().unwrap();
        for (ord, record) in (number * 1000..).zip(chunk) {
            let aliases = [format!("old-{}", record.id)];
            let facts = Facts { ord: ord as u64, seen: 1, aliases: &aliases, sources: &[] };
            part.add(record, &facts).unwrap();
        }
        built.push(part.finish().unwrap());
    }
    builder.finish(built, &[], Manifest::default()).unwrap();
    let memory = RamDirectory::create();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        memory.atomic_write(entry.file_name().as_ref(), &std::fs::read(entry.path()).unwrap()).unwrap();
    }
    let index = tantivy::Index::open(memory).unwrap();
    let lines = compounds::learn(&index.reader().unwrap().searcher(), &fields).unwrap();
    let lists: super::Lists =
        Box::new(|name| (name == "chapter2").then(|| vec!["a2".into(), "old-a4".into()]));
    let home = Home { path: "index".into(), name: "index".into(), generation: 1, lists };
    Reader::new(&index, analyzer, compounds::Compounds::new(lines), home).unwrap()
}

fn reader() -> Reader {
    reader_of(&library(), 1, None)
}

fn search(query: &str) -> SearchResponse {
    reader().search(&SearchRequest { limit: None, ..SearchRequest::new(query) }).unwrap()
}

fn ids(query: &str) -> Vec<String> {
    let mut ids: Vec<String> = search(query).hits.into_iter().map(|hit| hit.id).collect();
    ids.sort();
    ids
}

fn lit(query: &str) -> Vec<String> {
    let response = search(query);
    let snippets = response.hits.iter().flat_map(|hit| &hit.snippets);
    snippets
        .flat_map(|snippet| snippet.matches.iter().map(|range| snippet.text[range.clone()].to_owned()))
        .collect()
}

#[test]
fn a_phrase_finds_and_lights_the_phrase() {
    assert_eq!(ids("\"38th parallel\""), ["a1"]);
    assert_eq!(lit("\"38th parallel\""), ["38th parallel"]);
    assert_eq!(ids("38th parallel"), ["a1", "a3"]);
}

#[test]
fn hyphen_blank_and_nothing_find_each_other() {
    let records =
        [("b1", "the cease-fire held"), ("b2", "the ceasefire held"), ("b3", "the cease fire held")];
    let records: Vec<Record> = records.map(|(id, text)| record(id, "On it", ("A", "B"), 1950, text)).into();
    let reader = reader_of(&records, 1, None);
    for query in [
        "cease-fire",
        "ceasefire",
        "cease fire",
        "\"cease fire held\"",
        "\"the ceasefire held\"",
        "\"cease-fire\"",
    ] {
        let response = reader.search(&SearchRequest::new(query)).unwrap();
        assert_eq!(response.total, 3, "{query}");
    }
    assert_eq!(reader.search(&SearchRequest::new("=ceasefire")).unwrap().total, 1);
}

#[test]
fn operators_and_exclusions() {
    assert_eq!(ids("landing -parallel"), ["a2"]);
    assert_eq!(ids("war NOT prisoners"), ids("war -prisoners"));
    assert_eq!(ids("parallel AND NOT lives"), ["a1"]);
    assert_eq!(ids("(inchon OR parallel) AND 38th"), ["a1", "a3"]);
    assert!(lit("parallel -lives").iter().all(|text| text.to_lowercase().contains("parallel")));
    assert_eq!(ids("-war").len(), 7 - ids("war").len());
}

#[test]
fn fields_and_values() {
    for query in ["author:cumings", "author:\"Cumings, B\"", "author:\"Bruce Cumings\""] {
        assert_eq!(ids(query), ["a1", "a7"], "{query}");
    }
    assert_eq!(ids("author:\"Kim Il Sung\""), ["a5"]);
    assert_eq!(ids("author:cumings parallel"), ["a1"]);
    assert_eq!(ids("author:cumings OR author:paik"), ["a1", "a2", "a7"]);
    assert_eq!(ids("parallel AND (author:cumings landing)"), Vec::<String>::new());
    assert_eq!(ids("year:1990..1992"), ["a2", "a4"]);
    assert_eq!(ids("war year:>=2000"), ["a5", "a7"]);
    assert_eq!(ids("type:article").len(), 6);
    assert_eq!(ids("type:book"), ["a7"]);
    assert_eq!(ids("list:chapter2"), ["a2", "a4"]);
    assert_eq!(ids("title:parallel"), ["a1", "a3"]);
    assert_eq!(ids("journal:\"cold war\"").len(), 7);
    assert_eq!(ids("id:a3"), ["a3"]);
    assert_eq!(lit("author:cumings").iter().filter(|text| text.contains("Cumings")).count(), 2);
}

#[test]
fn patterns_fuzzy_words_and_windows() {
    assert_eq!(ids("repatriat*"), ["a5"]);
    assert_eq!(ids("pris?ners"), ["a5"]);
    assert_eq!(ids("prizoners~"), ["a5"]);
    assert_eq!(lit("repatriat*"), ["Repatriation"]);
    assert_eq!(ids("\"troops parallel\"~3"), ["a1"]);
    assert_eq!(ids("\"troops parallel\"~1"), Vec::<String>::new());
    assert_eq!(ids("parallel NEAR/3 troops"), ["a1"]);
    assert_eq!(ids("\"landings\""), Vec::<String>::new());
    assert_eq!(ids("\"landing\""), ["a2"]);
}

#[test]
fn us_is_not_us_and_hangul_is_found_over_blanks() {
    assert_eq!(ids("US"), ["a2"]);
    assert_eq!(ids("us"), ["a3"]);
    assert_eq!(ids("한국전쟁"), ["a6"]);
    assert_eq!(ids("\"한국 전쟁\""), ["a6"]);
    assert_eq!(ids("전쟁"), ["a6"]);
}

#[test]
fn records_with_all_words_stand_first_and_scores_never_rise() {
    let response = search("prisoners camps war");
    assert_eq!(response.hits[0].id, "a5");
    assert_eq!((response.total_all, response.parts), (1, 3));
    assert!(response.hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
    let all = reader()
        .search(&SearchRequest { mode: Mode::All, ..SearchRequest::new("prisoners camps war") })
        .unwrap();
    assert_eq!(all.total, 1);
}

/// A record with all words, as low as one can stand, and one that lacks the cheapest word but has the others side by side, as high as it
/// can.
#[test]
fn no_nearness_outweighs_having_all_words() {
    let mut records = vec![
        record("all", "A", ("A", "B"), 1950, &format!("quay {} reef mole buoy", "tide ".repeat(20_000))),
        record("near", "A", ("A", "B"), 1950, &"quay reef mole ".repeat(60)),
    ];
    records.extend((0..400).map(|number| record(&format!("t{number}"), "A", ("A", "B"), 1950, "buoy")));
    let reader = reader_of(&records, 1, None);
    let response = reader.search(&SearchRequest::new("quay reef mole buoy")).unwrap();
    let first: Vec<&str> = response.hits.iter().take(2).map(|hit| hit.id.as_str()).collect();
    assert_eq!((first, response.total_all), (vec!["all", "near"], 1));
    assert!(response.hits.windows(2).all(|pair| pair[0].score >= pair[1].score));
}

/// Of two authors the one that was asked for is lit, also where a name of the lexicon was.
#[test]
fn only_the_author_who_was_asked_for_is_lit() {
    let lexicon = Arc::new(Lexicon::compile(&Lexicon::carried()).unwrap());
    let mut work = record("w", "Selected works", ("Mao", "Tse-tung"), 1950, "Works.");
    work.author.push(Name::new("Peng", "Dehuai"));
    let reader = reader_of(&[work], 1, Some(lexicon));
    let request = SearchRequest::new("author:\"Mao Zedong\"");
    let reading = reader.read("w", &request).unwrap().unwrap();
    let lit: Vec<&str> = reading
        .fields
        .iter()
        .filter(|field| field.field == "author")
        .flat_map(|field| field.matches.iter().map(|range| &field.text[range.clone()]))
        .collect();
    assert_eq!(lit, ["Tse-tung Mao"]);
}

#[test]
fn every_answer_is_a_cut_of_one_list_whatever_the_segments() {
    for query in ["war", "the war landing", "parallel 38th war", "prisoners OR landing", "\"the war\""] {
        let whole = search(query);
        for segments in [1, 3] {
            let reader = reader_of(&library(), segments, None);
            for (offset, limit) in [(0, 1), (1, 2), (2, 10)] {
                let request = SearchRequest { offset, limit: Some(limit), ..SearchRequest::new(query) };
                let cut = reader.search(&request).unwrap();
                assert_eq!(cut.total, whole.total, "{query}");
                let expected: Vec<&String> =
                    whole.hits.iter().map(|hit| &hit.id).skip(offset).take(limit).collect();
                assert_eq!(
                    cut.hits.iter().map(|hit| &hit.id).collect::<Vec<_>>(),
                    expected,
                    "{query} {segments}"
                );
            }
        }
    }
}

#[test]
fn orders_facets_and_details() {
    let request = SearchRequest {
        sort: Sort::YearDescending,
        facets: vec![FacetField::Year, FacetField::Type],
        detail: Detail::Ids,
        ..SearchRequest::new("war")
    };
    let response = reader().search(&request).unwrap();
    assert_eq!(response.hits[0].id, "a7");
    assert_eq!(response.facets[1].values[0].0, "article-journal");
    let titles =
        reader().search(&SearchRequest { sort: Sort::Title, ..SearchRequest::new("parallel") }).unwrap();
    assert_eq!(titles.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), ["a1", "a3"]);
}

#[test]
fn filters_narrow_and_exclude() {
    let filter = |exclude| Filter { exclude, ..Filter::new("author", "Cumings") };
    let find = |filters| {
        reader().search(&SearchRequest { filters, ..SearchRequest::new("war parallel") }).unwrap().total
    };
    assert_eq!(find(vec![filter(false)]), 2);
    assert_eq!(find(vec![filter(false)]) + find(vec![filter(true)]), find(Vec::new()));
}

#[test]
fn suggestions_and_counts_for_what_is_not_found() {
    assert_eq!(search("paralel lives").suggestion.as_deref(), Some("parallel lives"));
    assert_eq!(search("mig15").suggestion, None);
    let response = reader()
        .search(&SearchRequest { mode: Mode::All, ..SearchRequest::new("inchon prisoners parallel 38th") })
        .unwrap();
    assert_eq!(response.total, 0);
    assert!(
        response.counts.contains(&("38th".into(), 2)) && response.counts.last().unwrap().0.contains(" AND ")
    );
}

#[test]
fn a_merged_work_is_found_by_every_number_of_its_entries() {
    let mut records = library();
    records[0].doi = Some("10.5555/OWN".into());
    records[0].custom.other.insert("DOI".into(), serde_json::json!(["10.5555/further", "10.5555/OWN"]));
    records[0].custom.other.insert("PMID".into(), serde_json::json!(["4711"]));
    let reader = reader_of(&records, 1, None);
    for query in ["doi:10.5555/own", "doi:https://doi.org/10.5555/FURTHER", "pmid:4711"] {
        assert_eq!(reader.search(&SearchRequest::new(query)).unwrap().hits[0].id, "a1", "{query}");
    }
    for id in ["10.5555/further", "https://doi.org/10.5555/own", "doi:10.5555/OWN", "PMID:4711"] {
        assert_eq!(reader.record(id).unwrap().unwrap().id, "a1", "{id}");
    }
    assert!(reader.record("4711").unwrap().is_none() && reader.record("10.").unwrap().is_none());
}

#[test]
fn records_are_known_by_alias_and_related_by_words() {
    let reader = reader();
    assert_eq!(reader.record("old-a1").unwrap().unwrap().id, "a1");
    assert!(reader.record("nobody").unwrap().is_none());
    assert_eq!(reader.related("a1", 1).unwrap()[0].id, "a3");
    let reading = reader.read("a1", &SearchRequest::new("\"38th parallel\"")).unwrap().unwrap();
    assert_eq!(reading.fields.iter().map(|field| field.matches.len()).sum::<usize>(), 2);
}

#[test]
fn explanations_add_up() {
    let request = SearchRequest { explain: true, ..SearchRequest::new("38th parallel") };
    let response = reader().search(&request).unwrap();
    assert!(response.hits[0].explanation.last().unwrap().ends_with("in all"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, ..Default::default() })]
    #[test]
    fn any_text_is_answered_and_lights_stand_in_their_texts(query in "\\PC{0,40}|[\\(\\)\"~*?:=+ ANDORTEwar38th/1-9한국전쟁-]{0,60}") {
        thread_local!(static READER: Reader = reader_of(&library(), 2, None));
        READER.with(|reader| {
            let response = reader.search(&SearchRequest::new(query.as_str())).unwrap();
            for hit in &response.hits {
                for snippet in hit.snippets.iter().chain([&hit.title]) {
                    let mut last = 0;
                    for range in &snippet.matches {
                        assert!(range.start >= last && snippet.text.get(range.clone()).is_some_and(|text| !text.is_empty()));
                        last = range.end;
                    }
                }
            }
        });
    }
}

fn with_lexicon() -> Reader {
    let texts = [
        ("c1", "Fighting at Pusan", "The Pusan Perimeter held in August 1950; Mao Tse-tung watched."),
        ("c2", "Busan in war", "The port of Busan and Mao Zedong's decision on the thirty-eighth parallel."),
        ("c3", "부산", "부산으로 간 피난민."),
        (
            "c4",
            "North and South",
            "The Democratic People's Republic of Korea denied it; the DPRK army crossed the 38th parallel on 25 June 1950.",
        ),
        (
            "c5",
            "South alone",
            "The ROK Army fell back; the Republic of Korea asked the UN for help on June 25, 1950.",
        ),
        ("c6", "The forgotten war", "A police action, some said of the Korean War, in the fifties."),
    ];
    let records: Vec<Record> =
        texts.map(|(id, title, text)| record(id, title, ("A", "B"), 1990, text)).into();
    let lexicon = Lexicon::compile(&Lexicon::carried()).unwrap();
    reader_of(&records, 1, Some(Arc::new(lexicon)))
}

#[test]
fn a_phrase_that_cuts_a_name_is_found_in_the_name_and_outside() {
    let lexicon = Lexicon::compile(&Lexicon::carried()).unwrap();
    let author = ("Pak", "Myung-Lim");
    let texts = [
        "Volunteers went to the War to Resist America and Aid Korea that winter.",
        "They meant to resist America and to go home.",
        "Resist, said America; and aid Korea later.",
        "The Origins of the Korean War fills two volumes on the Korean War and its causes.",
        "Essays on the Korean War.",
    ];
    let records: Vec<Record> = (1..)
        .zip(texts)
        .map(|(number, text)| record(&format!("n{number}"), "Notes", author, 1990, text))
        .collect();
    let reader = reader_of(&records, 1, Some(Arc::new(lexicon)));
    let find = |query: &str| {
        let found = reader.search(&SearchRequest::new(query)).unwrap().hits;
        let mut ids: Vec<String> = found.into_iter().map(|hit| hit.id).collect();
        ids.sort();
        ids
    };
    assert_eq!(find("\"resist america\""), ["n1", "n2"]);
    assert_eq!(find("\"america and aid\""), ["n1", "n3"]);
    assert_eq!(find("\"the korean war\""), ["n4", "n5"]);
    assert_eq!(find("\"of the korean war\""), ["n4"]);
}

#[test]
fn one_name_finds_the_others_in_words_and_phrases() {
    let reader = with_lexicon();
    let find = |query: &str| {
        let mut ids: Vec<String> =
            reader.search(&SearchRequest::new(query)).unwrap().hits.into_iter().map(|hit| hit.id).collect();
        ids.sort();
        ids
    };
    for query in ["Pusan", "busan", "부산", "\"Pusan\"", "釜山"] {
        assert_eq!(find(query), ["c1", "c2", "c3"], "{query}");
    }
    for query in ["Mao Zedong", "mao tse-tung", "\"Mao Tse-tung\""] {
        assert_eq!(find(query), ["c1", "c2"], "{query}");
    }
    assert_eq!(find("\"38th parallel\""), ["c2", "c4"]);
    assert_eq!(find("=\"38th parallel\""), ["c4"]);
    assert_eq!(find("=Pusan"), ["c1"]);
    assert_eq!(find("\"DPRK army\""), ["c4"]);
    assert_eq!(find("ROK"), ["c5"]);
    assert_eq!(find("\"June 25, 1950\""), ["c4", "c5"]);
    assert_eq!(find("\"June 1950\""), ["c4", "c5"]);
    let response = reader.search(&SearchRequest::new("pusan")).unwrap();
    assert!(response.notes.iter().any(|note| note.contains("Busan")), "{:?}", response.notes);
    let lit: Vec<String> = response
        .hits
        .iter()
        .flat_map(|hit| {
            hit.snippets[0].matches.iter().map(|range| hit.snippets[0].text[range.clone()].to_owned())
        })
        .collect();
    assert!(lit.contains(&"Busan".into()) && lit.iter().any(|text| text.starts_with("부산")), "{lit:?}");
    let off = SearchRequest { lexicon: false, ..SearchRequest::new("pusan") };
    assert_eq!(reader.search(&off).unwrap().total, 1);
    let phrase = reader.search(&SearchRequest::new("\"38th parallel\"")).unwrap();
    assert!(
        phrase.notes.iter().any(|note| note.contains("1 as typed, 1 only in other forms")),
        "{:?}",
        phrase.notes
    );
}

#[test]
fn looser_names_are_offered_and_searched_on_demand() {
    let reader = with_lexicon();
    let response = reader.search(&SearchRequest::new("\"Korean War\"")).unwrap();
    let broad =
        reader.search(&SearchRequest { broad: true, ..SearchRequest::new("\"Korean War\"") }).unwrap();
    assert!(broad.total >= response.total);
}

#[test]
fn a_hangul_word_is_found_inside_longer_ones_with_the_lexicon_too() {
    let lexicon = Lexicon::compile(&Lexicon::carried()).unwrap();
    let reader = reader_of(&library(), 1, Some(Arc::new(lexicon)));
    for query in ["전쟁", "기원", "시작", "한국전쟁", "\"한국전쟁의 기원\""] {
        assert_eq!(reader.search(&SearchRequest::new(query)).unwrap().total, 1, "{query}");
    }
}

/// Two words that can be read as one person's name stand for two things where no record has such a name, and for the name where one has.
#[test]
fn a_name_that_no_record_has_is_two_words() {
    let lexicon = Arc::new(Lexicon::compile(&Lexicon::carried()).unwrap());
    let texts = [
        ("one", "Mao sent volunteers over the Yalu."),
        ("two", "Mao and Stalin."),
        ("three", "Kim Chongju wrote in Seoul."),
    ];
    let records: Vec<Record> = texts.map(|(id, text)| record(id, "On it", ("A", "B"), 1950, text)).into();
    let reader = reader_of(&records, 1, Some(lexicon));
    let found = |query: &str| {
        let hits = reader.search(&SearchRequest::new(query)).unwrap().hits;
        hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };
    assert_eq!(found("mao yalu"), ["one", "two"]);
    assert_eq!(found("mao yalu"), found("yalu mao"));
    assert_eq!(found("kim chongju"), ["three"]);
    assert_eq!(found("kim seoul"), ["three"]);
}
