//! The English terms and dates that styles ask for ("edited by", "n.d.", "June 25, 1950"), in American and British use.
//!
//! hayagriva's archive holds 63 languages and decodes them all at once, which takes longer than a whole search. English
//! is what nearly every style needs; a style in another language takes the archive's. The names of terms are those of
//! the CSL 1.0.2 specification, appendix II and III; the words are common English usage.

use hayagriva::citationberg::{Locale, LocaleFile};
use std::fmt::Write as _;

/// Terms of one word or phrase: name, long form, short form (or empty), form as a symbol (or empty).
const PHRASES: &str = "\
accessed|accessed||
advance-online-publication|advance online publication|adv. online pub.|
album|album||
and|and||&
and others|and others||
and-others|and others||
anonymous|anonymous|anon.|
at|at||@
audio-recording|audio recording|au. rec.|
available at|available at|avail. at|
by|by||
circa|circa|c.|
cited|cited|cit.|
et-al|et al.||
film|film|flm.|
forthcoming|forthcoming||
from|from|fr.|
henceforth|henceforth||
ibid|ibid.||
in|in||
in press|in press||
internet|internet||
letter|letter|let.|
loc-cit|loc. cit.||
no date|no date|n.d.|
no-place|no place|n.p.|
no-publisher|no publisher|n.p.|
on|on||
online|online||
op-cit|op. cit.||
original-work-published|original work published|orig. pub.|
personal-communication|personal communication|pers. comm.|
podcast|podcast||
podcast-episode|podcast episode|podcast ep.|
preprint|preprint||
presented at|presented at the||
radio-broadcast|radio broadcast|radio bdcst.|
radio-series|radio series|radio ser.|
radio-series-episode|radio series episode|radio ser. ep.|
retrieved|retrieved|rtvd.|
review-of|review of|rev. of|
scale|scale|sc.|
special-issue|special issue|spec. iss.|
special-section|special section|spec. sec.|
television-broadcast|television broadcast|TV bdcst.|
television-series|television series|TV ser.|
television-series-episode|television series episode|TV ser. ep.|
video|video|vid.|
working-paper|working paper|wkg. paper|
article|preprint||
article-journal|journal article|jour. art.|
article-magazine|magazine article|mag. art.|
article-newspaper|newspaper article|newspaper art.|
bill|bill||
broadcast|broadcast|bdcst.|
classic|classical work|class. wk.|
collection|archival collection|arch. coll.|
dataset|dataset||
document|document|doc.|
entry|entry||
entry-dictionary|dictionary entry|dict. entry|
entry-encyclopedia|encyclopedia entry|ency. entry|
event|event||
graphic|graphic|gr.|
hearing|hearing||
interview|interview|int.|
legal_case|legal case|leg. case|
legislation|legislation|legis.|
map|map||
motion_picture|video recording|vid. rec.|
musical_score|musical score|mus. score|
pamphlet|pamphlet|pam.|
paper-conference|conference paper|conf. paper|
patent|patent|pat.|
performance|performance|prfm.|
periodical|periodical||
personal_communication|personal communication|pers. comm.|
post|post||
post-weblog|blog post||
regulation|regulation|reg.|
report|report|rep.|
review|review|rev.|
review-book|book review|bk. rev.|
software|software|sftw.|
song|audio recording|au. rec.|
speech|presentation||
standard|standard|std.|
thesis|thesis|thes.|
treaty|treaty||
webpage|webpage|webpg.|
ad| AD||
bc| BC||
bce| BCE||
ce| CE||
page-range-delimiter|–||
colon|:||
comma|,||
semicolon|;||
ordinal|th||
ordinal-01|st||
ordinal-02|nd||
ordinal-03|rd||
ordinal-11|th||
ordinal-12|th||
ordinal-13|th||
long-ordinal-01|first||
long-ordinal-02|second||
long-ordinal-03|third||
long-ordinal-04|fourth||
long-ordinal-05|fifth||
long-ordinal-06|sixth||
long-ordinal-07|seventh||
long-ordinal-08|eighth||
long-ordinal-09|ninth||
long-ordinal-10|tenth||
month-01|January|Jan.|
month-02|February|Feb.|
month-03|March|Mar.|
month-04|April|Apr.|
month-05|May|May|
month-06|June|June|
month-07|July|July|
month-08|August|Aug.|
month-09|September|Sept.|
month-10|October|Oct.|
month-11|November|Nov.|
month-12|December|Dec.|
season-01|Spring||
season-02|Summer||
season-03|Autumn||
season-04|Winter||";

/// Terms that are counted: name, one, several, short, short for several, symbol, symbol for several.
const COUNTED: &str = "\
reference|reference|references|ref.|refs.||
manuscript|manuscript|manuscripts|MS|MSS||
act|act|acts|act|acts||
appendix|appendix|appendices|app.|apps.||
article-locator|article|articles|art.|arts.||
book|book|books|bk.|bks.||
canon|canon|canons|can.|cann.||
chapter|chapter|chapters|chap.|chaps.|c.|cc.
column|column|columns|col.|cols.||
elocation|location|locations|loc.|locs.||
equation|equation|equations|eq.|eqq.||
figure|figure|figures|fig.|figs.||
folio|folio|folios|fol.|fols.||
issue|issue|issues|no.|nos.||
line|line|lines|l.|ll.||
note|note|notes|n.|nn.||
opus|opus|opera|op.|opp.||
page|page|pages|p.|pp.||
paragraph|paragraph|paragraphs|para.|paras.|¶|¶¶
part|part|parts|pt.|pts.||
rule|rule|rules|r.|rr.||
scene|scene|scenes|sc.|scs.||
section|section|sections|sec.|secs.|§|§§
sub verbo|sub verbo|sub verbis|s.v.|s.vv.||
supplement|supplement|supplements|supp.|supps.||
table|table|tables|tbl.|tbls.||
timestamp||||||
title-locator|title|titles|tit.|titt.||
verse|verse|verses|v.|vv.||
volume|volume|volumes|vol.|vols.||
chapter-number|chapter|chapters|chap.|chaps.||
citation-number|citation|citations|cit.|cits.||
collection-number|number|numbers|no.|nos.||
edition|edition|editions|ed.|eds.||
first-reference-note-number|note|notes|n.|nn.||
number|number|numbers|no.|nos.||
number-of-pages|page|pages|p.|pp.||
number-of-volumes|volume|volumes|vol.|vols.||
page-first|page|pages|p.|pp.||
printing-number|printing|printings|ptg.|ptgs.||
version|version|versions|v.|v.||";

/// People by what they did: name, one, several, short, short for several, verb, short verb.
const ROLES: &str = "\
author||||||
chair|chair|chairs|||chaired by|
collection-editor|editor|editors|ed.|eds.|edited by|ed. by
compiler|compiler|compilers|comp.|comps.|compiled by|comp. by
composer|||||composed by|comp. by
container-author|||||by|
contributor|contributor|contributors|contrib.|contribs.|with|
curator|curator|curators|cur.|curs.|curated by|cur. by
director|director|directors|dir.|dirs.|directed by|dir. by
editor|editor|editors|ed.|eds.|edited by|ed. by
editor-translator|editor and translator|editors and translators|ed. and trans.|eds. and trans.|edited and translated by|ed. and trans. by
editorial-director|editor|editors|ed.|eds.|edited by|ed. by
executive-producer|executive producer|executive producers|exec. prod.|exec. prods.|executive produced by|exec. prod. by
guest|guest|guests|||with guest|
hearing|||||testimony of|test. of
host|host|hosts|||hosted by|
illustrator|illustrator|illustrators|ill.|ills.|illustrated by|ill. by
interviewer|||||interview by|
narrator|narrator|narrators|narr.|narrs.|narrated by|narr. by
organizer|organizer|organizers|org.|orgs.|organized by|org. by
original-author|||||by|
performer|performer|performers|perf.|perfs.|performed by|perf. by
producer|producer|producers|prod.|prods.|produced by|prod. by
recipient|||||to|
review|||||review of|rev. of
review-book|||||review of the book|rev. of the bk.
reviewed-author|||||by|
script-writer|writer|writers|wrtr.|wrtrs.|written by|writ. by
series-creator|series creator|series creators|ser. creator|ser. creators|created by|
translator|translator|translators|trans.|trans.|translated by|trans. by";

/// American and British English.
pub(super) fn locales() -> Vec<Locale> {
    [("en-US", true), ("en-GB", false)]
        .into_iter()
        .filter_map(|(code, american)| LocaleFile::from_xml(&xml(code, american)).ok())
        .map(Into::into)
        .collect()
}

/// The locale as CSL writes it.
fn xml(code: &str, american: bool) -> String {
    let mut terms = String::new();
    let mut term = |name: &str, form: &str, one: &str, many: &str| {
        let attribute = if form.is_empty() { String::new() } else { format!(" form=\"{form}\"") };
        let one = one.replace('&', "&amp;");
        let _ = if many.is_empty() {
            writeln!(terms, "<term name=\"{name}\"{attribute}>{one}</term>")
        } else {
            writeln!(
                terms,
                "<term name=\"{name}\"{attribute}><single>{one}</single><multiple>{many}</multiple></term>"
            )
        };
    };
    for row in PHRASES.lines() {
        let cells: Vec<&str> = row.split('|').collect();
        let [name, long, short, symbol] = cells.as_slice() else { continue };
        for (form, text) in [("", long), ("short", short), ("symbol", symbol)] {
            if !text.is_empty() {
                term(name, form, text, "");
            }
        }
    }
    let counted = COUNTED.lines().map(|row| (row, ["", "short", "symbol"]));
    for (row, [long, short, third]) in counted.chain(ROLES.lines().map(|row| (row, ["", "short", "verb"]))) {
        let cells: Vec<&str> = row.split('|').collect();
        let [name, one, many, short_one, short_many, last, last_other] = cells.as_slice() else { continue };
        if !one.is_empty() {
            term(name, long, one, many);
        }
        if !short_one.is_empty() {
            term(name, short, short_one, short_many);
        }
        if third == "symbol" && !last.is_empty() {
            term(name, third, last, last_other);
        } else if !last.is_empty() {
            term(name, third, last, "");
            term(name, "verb-short", if last_other.is_empty() { last } else { last_other }, "");
        }
    }
    let quotes = if american { ["“", "”", "‘", "’"] } else { ["‘", "’", "“", "”"] };
    let names = ["open-quote", "close-quote", "open-inner-quote", "close-inner-quote"];
    for (name, quote) in names.iter().zip(quotes) {
        term(name, "", quote, "");
    }
    let dates = if american {
        r#"<date form="text"><date-part name="month" suffix=" "/><date-part name="day" suffix=", "/><date-part name="year"/></date>
<date form="numeric"><date-part name="month" form="numeric-leading-zeros" suffix="/"/><date-part name="day" form="numeric-leading-zeros" suffix="/"/><date-part name="year"/></date>"#
    } else {
        r#"<date form="text"><date-part name="day" suffix=" "/><date-part name="month" suffix=" "/><date-part name="year"/></date>
<date form="numeric"><date-part name="day" form="numeric-leading-zeros" suffix="/"/><date-part name="month" form="numeric-leading-zeros" suffix="/"/><date-part name="year"/></date>"#
    };
    format!(
        "<locale xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\" xml:lang=\"{code}\"><info><updated>2026-01-01T00:00:00+00:00</updated></info>\
         <style-options punctuation-in-quote=\"{american}\"/>{dates}<terms>{terms}</terms></locale>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(locale: &Locale) -> Vec<String> {
        let terms = serde_json::to_value(locale).unwrap();
        let terms = terms["terms"]["term"].as_array().or(terms["terms"].as_array()).unwrap().clone();
        terms.iter().map(|term| term["@name"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_term_that_a_style_may_ask_for_is_there() {
        let all = hayagriva::archive::locales();
        let theirs = all.iter().find(|l| l.lang.as_ref().is_some_and(|lang| lang.0 == "en-US")).unwrap();
        let ours = locales();
        assert_eq!(ours.len(), 2);
        let known = names(&ours[0]);
        // These two have no words there either.
        let empty = ["author", "timestamp"].map(str::to_owned);
        let missing = names(theirs).into_iter().filter(|name| !known.contains(name) && !empty.contains(name));
        assert_eq!(missing.collect::<Vec<_>>(), Vec::<String>::new());
    }
}
