//! What people bring: scripts other than Latin, filters, files as they come, queries as they are pasted.
//!
//! Each test stands for one promise that was once broken; what a command prints otherwise is `commands`'.

use crate::run::chosin_in;

/// A folder whose index holds these JSON lines.
fn holding(lines: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("lines.jsonl"), lines).unwrap();
    let ran = chosin_in(folder.path(), &["ingest", "lines.jsonl"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    folder
}

fn ids(folder: &tempfile::TempDir, arguments: &[&str]) -> String {
    let asked = [&["search", "--format", "ids"], arguments].concat();
    chosin_in(folder.path(), &asked).out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_korean_word_is_found_inside_a_longer_one_and_inside_a_name() {
    let folder =
        holding("{\"id\":\"a\",\"title\":\"한국전쟁의 기원\"}\n{\"id\":\"b\",\"title\":\"서울의 봄\"}\n");
    for query in ["전쟁", "기원", "기원을", "전쟁 NEAR/3 기원", "\"전쟁\"", "한국전쟁"] {
        assert_eq!(ids(&folder, &[query]), "a", "{query}");
    }
}

#[test]
fn a_filter_by_author_or_journal_does_not_make_the_words_optional() {
    let of = |id: &str, title: &str| {
        format!(r#"{{"id":"{id}","title":"{title}","authors":["Lind, Ada"],"journal":"Shores"}}"#) + "\n"
    };
    let folder =
        holding(&(of("a", "The landing") + &of("b", "The tide") + &of("c", "A tide at the landing")));
    assert_eq!(ids(&folder, &["--author", "lind", "landing"]), "a c");
    assert_eq!(ids(&folder, &["--journal", "shores", "--author", "lind", "tide", "landing"]), "c a b");
    assert_eq!(ids(&folder, &["--author", "nobody", "landing"]), "");
}
