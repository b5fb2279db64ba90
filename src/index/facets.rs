//! How often each value of a field stands among all hits.

use super::rank::Ranking;
use crate::search::{Facet, FacetField};
use rustc_hash::FxHashMap;

/// Counts the values of some fields over every matching record.
///
/// # Errors
/// Where the index cannot be read.
pub fn count(ranking: &Ranking, fields: &[FacetField]) -> tantivy::Result<Vec<Facet>> {
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let mut docs: Vec<Vec<u32>> = vec![Vec::new(); ranking.compiler.searcher.segment_readers().len()];
    ranking.each_match(&mut |ordinal, block| {
        if let Some(segment) = docs.get_mut(ordinal as usize) {
            segment.extend_from_slice(block);
        }
    })?;
    fields.iter().map(|field| of_field(ranking, *field, &docs)).collect()
}

fn of_field(ranking: &Ranking, field: FacetField, docs: &[Vec<u32>]) -> tantivy::Result<Facet> {
    let mut counts: FxHashMap<String, u64> = FxHashMap::default();
    for (reader, docs) in ranking.compiler.searcher.segment_readers().iter().zip(docs) {
        let columns = reader.fast_fields();
        let text = match field {
            FacetField::Author => columns.str("person")?,
            FacetField::Journal => columns.str("container")?,
            FacetField::Type => columns.str("type")?,
            FacetField::Lang => columns.str("lang")?,
            FacetField::Year | FacetField::About => None,
        };
        if let Some(column) = text {
            let mut by_value: FxHashMap<u64, u64> = FxHashMap::default();
            for doc in docs {
                for value in column.term_ords(*doc) {
                    *by_value.entry(value).or_default() += 1;
                }
            }
            for (value, count) in by_value {
                let mut name = String::new();
                column.ord_to_str(value, &mut name)?;
                *counts.entry(name).or_default() += count;
            }
        } else if matches!(field, FacetField::Year | FacetField::About) {
            let years = columns.i64(if field == FacetField::Year { "from" } else { "about" })?;
            for doc in docs {
                for year in years.values_for_doc(*doc) {
                    *counts.entry(year.to_string()).or_default() += 1;
                }
            }
        }
    }
    let mut values: Vec<(String, u64)> = counts.into_iter().collect();
    values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    Ok(Facet { field, values })
}
