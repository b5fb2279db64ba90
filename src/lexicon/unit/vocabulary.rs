//! The words of units' names: what a unit is made of and how large it is, each by every way to write it.
//!
//! Numbers, nations, letters and codes are the files' beside this one.

/// What a unit is made of, by each way to write it.
const BRANCHES: [(&str, &str); 113] = [
    ("aaa", "antiaircraft artillery"),
    ("abn", "airborne"),
    ("aero", "aeromedical"),
    ("aeromedical", "aeromedical"),
    ("afa", "armored field artillery"),
    ("air", "air"),
    ("airborne", "airborne"),
    ("aircraft", "aircraft"),
    ("amph", "amphibious"),
    ("amphibious", "amphibious"),
    ("anti", "anti"),
    ("antiaircraft", "antiaircraft"),
    ("armd", "armored"),
    ("armored", "armored"),
    ("armoured", "armored"),
    ("artillery", "artillery"),
    ("arty", "artillery"),
    ("australian", "australian"),
    ("aviation", "aviation"),
    ("bomb", "bombardment"),
    ("bombardment", "bombardment"),
    ("bomber", "bomber"),
    ("british", "british"),
    ("canadian", "canadian"),
    ("carrier", "carrier"),
    ("cav", "cavalry"),
    ("cavalry", "cavalry"),
    ("chemical", "chemical"),
    ("cml", "chemical"),
    ("combat", "combat"),
    ("commando", "commando"),
    ("commonwealth", "commonwealth"),
    ("construction", "construction"),
    ("engineer", "engineer"),
    ("engineers", "engineer"),
    ("engr", "engineer"),
    ("engrs", "engineer"),
    ("escort", "escort"),
    ("evacuation", "evacuation"),
    ("fa", "field artillery"),
    ("field", "field"),
    ("fighter", "fighter"),
    ("fld", "field"),
    ("greek", "greek"),
    ("guards", "guards"),
    ("heavy", "heavy"),
    ("helicopter", "helicopter"),
    ("hvy", "heavy"),
    ("independent", "independent"),
    ("indian", "indian"),
    ("inf", "infantry"),
    ("infantry", "infantry"),
    ("intelligence", "intelligence"),
    ("interceptor", "interceptor"),
    ("liaison", "liaison"),
    ("light", "light"),
    ("logistical", "logistical"),
    ("machine", "machine"),
    ("mar", "marine"),
    ("marine", "marine"),
    ("marines", "marine"),
    ("mech", "mechanized"),
    ("mechanised", "mechanized"),
    ("mechanized", "mechanized"),
    ("med", "medical"),
    ("medical", "medical"),
    ("medium", "medium"),
    ("military", "military"),
    ("mobile", "mobile"),
    ("mortar", "mortar"),
    ("motorised", "motorized"),
    ("motorized", "motorized"),
    ("mountain", "mountain"),
    ("observation", "observation"),
    ("ord", "ordnance"),
    ("ordnance", "ordnance"),
    ("parachute", "parachute"),
    ("patrol", "patrol"),
    ("police", "police"),
    ("prov", "provisional"),
    ("provisional", "provisional"),
    ("qm", "quartermaster"),
    ("quartermaster", "quartermaster"),
    ("ranger", "ranger"),
    ("recce", "reconnaissance"),
    ("recon", "reconnaissance"),
    ("reconnaissance", "reconnaissance"),
    ("rescue", "rescue"),
    ("rifle", "rifle"),
    ("royal", "royal"),
    ("searchlight", "searchlight"),
    ("security", "security"),
    ("service", "service"),
    ("sig", "signal"),
    ("signal", "signal"),
    ("special", "special"),
    ("strategic", "strategic"),
    ("supply", "supply"),
    ("support", "support"),
    ("surgical", "surgical"),
    ("tac", "tactical"),
    ("tactical", "tactical"),
    ("tank", "tank"),
    ("tk", "tank"),
    ("topographic", "topographic"),
    ("trans", "transportation"),
    ("transport", "transport"),
    ("transportation", "transportation"),
    ("troop", "troop"),
    ("truck", "truck"),
    ("turkish", "turkish"),
    ("weapons", "weapons"),
    ("weather", "weather"),
];

/// How large a unit is, by each way to write it; some name what it is made of as well.
const SIZES: [(&str, &str); 99] = [
    ("ad", "air division"),
    ("af", "air force"),
    ("army", "army"),
    ("ars", "air rescue squadron"),
    ("au", "army unit"),
    ("battalion", "battalion"),
    ("battalions", "battalion"),
    ("batteries", "battery"),
    ("battery", "battery"),
    ("bct", "battalion combat team"),
    ("bde", "brigade"),
    ("bg", "bombardment group"),
    ("bingtuan", "army group"),
    ("bn", "battalion"),
    ("bns", "battalion"),
    ("brig", "brigade"),
    ("brigade", "brigade"),
    ("brigades", "brigade"),
    ("bs", "bombardment squadron"),
    ("btry", "battery"),
    ("bw", "bombardment wing"),
    ("co", "company"),
    ("companies", "company"),
    ("company", "company"),
    ("corps", "corps"),
    ("det", "detachment"),
    ("detachment", "detachment"),
    ("div", "division"),
    ("division", "division"),
    ("divisions", "division"),
    ("divs", "division"),
    ("ecb", "engineer combat battalion"),
    ("esb", "engineer special brigade"),
    ("fab", "field artillery battalion"),
    ("faws", "fighter all weather squadron"),
    ("fbg", "fighter bomber group"),
    ("fbs", "fighter bomber squadron"),
    ("fbw", "fighter bomber wing"),
    ("feg", "fighter escort group"),
    ("fes", "fighter escort squadron"),
    ("few", "fighter escort wing"),
    ("fig", "fighter interceptor group"),
    ("fis", "fighter interceptor squadron"),
    ("fiw", "fighter interceptor wing"),
    ("fleet", "fleet"),
    ("force", "force"),
    ("giad", "guards fighter aviation division"),
    ("giap", "guards fighter aviation regiment"),
    ("gp", "group"),
    ("gps", "group"),
    ("group", "group"),
    ("groups", "group"),
    ("gviad", "guards fighter aviation division"),
    ("gviap", "guards fighter aviation regiment"),
    ("hosp", "hospital"),
    ("hospital", "hospital"),
    ("iad", "fighter aviation division"),
    ("iak", "fighter aviation corps"),
    ("iap", "fighter aviation regiment"),
    ("id", "infantry division"),
    ("maes", "medical air evacuation squadron"),
    ("mardiv", "marine division"),
    ("mash", "mobile army surgical hospital"),
    ("maw", "marine aircraft wing"),
    ("plat", "platoon"),
    ("platoon", "platoon"),
    ("platoons", "platoon"),
    ("plt", "platoon"),
    ("plts", "platoon"),
    ("rct", "regimental combat team"),
    ("regiment", "regiment"),
    ("regimental", "regimental"),
    ("regiments", "regiment"),
    ("regt", "regiment"),
    ("regts", "regiment"),
    ("rgt", "regiment"),
    ("sqdn", "squadron"),
    ("sqn", "squadron"),
    ("sqns", "squadron"),
    ("squadron", "squadron"),
    ("squadrons", "squadron"),
    ("srg", "strategic reconnaissance group"),
    ("srs", "strategic reconnaissance squadron"),
    ("srw", "strategic reconnaissance wing"),
    ("tcg", "troop carrier group"),
    ("tcs", "troop carrier squadron"),
    ("tcw", "troop carrier wing"),
    ("tfw", "tactical fighter wing"),
    ("trg", "tactical reconnaissance group"),
    ("trs", "tactical reconnaissance squadron"),
    ("trw", "tactical reconnaissance wing"),
    ("tsg", "tactical support group"),
    ("tsw", "tactical support wing"),
    ("unit", "unit"),
    ("wg", "wing"),
    ("wgs", "wing"),
    ("wing", "wing"),
    ("wings", "wing"),
    ("wrs", "weather reconnaissance squadron"),
];

/// Sizes that small letters leave ordinary words: the first group, a second company.
const ORDINARY: [&str; 8] = ["company", "division", "force", "group", "wing", "army", "unit", "platoon"];

/// Short forms of sizes that small letters leave words of English: the first few.
const CAPITALS_ALONE: [&str; 4] = ["ars", "bs", "few", "fig"];

/// What a word says that a unit is made of.
pub fn branch(folded: &str) -> Option<&'static str> {
    look_up(&BRANCHES, folded)
}

/// How large a unit is by a word.
pub fn size(folded: &str) -> Option<&'static str> {
    look_up(&SIZES, folded)
}

/// Whether a size is an ordinary word where it is written small.
pub fn is_ordinary(size: &str) -> bool {
    ORDINARY.contains(&size)
}

/// Whether a word is a size in capitals alone.
pub fn wants_capitals(folded: &str) -> bool {
    CAPITALS_ALONE.contains(&folded)
}

/// What a table in the order of its words has for one.
pub fn look_up(table: &[(&str, &'static str)], folded: &str) -> Option<&'static str> {
    table.binary_search_by(|(word, _)| (*word).cmp(folded)).ok().and_then(|at| table.get(at)).map(|it| it.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        assert!(BRANCHES.is_sorted() && SIZES.is_sorted());
    }
}
