//! The starter bibliography, carried inside the program: what is searched while nobody has given an input.
//!
//! Its files are those of `corpus/` in the repository, whose README says how they were made.

use crate::error::{Error, Result};
use crate::library::file;
use std::path::Path;

macro_rules! file {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../corpus/", $name)))
    };
}

/// Its files: name and content.
pub const FILES: &[(&str, &[u8])] = &[
    file!("air-sea.json"),
    file!("armistice-prisoners.json"),
    file!("campaigns.json"),
    file!("china-soviet.json"),
    file!("civilians.json"),
    file!("economy-aid.json"),
    file!("historiography.json"),
    file!("intelligence.json"),
    file!("japan-region.json"),
    file!("korea-1945-50.json"),
    file!("medicine-science.json"),
    file!("memory-culture.json"),
    file!("origins.json"),
    file!("powers.json"),
    file!("society-women.json"),
    file!("sources.json"),
    file!("un-allies.json"),
];

/// Writes the files into a folder, so that they are read, named and checked as any other input is. What stands there already as
/// it should is left alone.
///
/// # Errors
/// [`Error::Io`].
pub fn write(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
    for (name, bytes) in FILES {
        let path = folder.join(name);
        if std::fs::read(&path).ok().as_deref() != Some(*bytes) {
            file::replace(&path, bytes)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_corpus_is_carried() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = entries
            .filter_map(|name| name.into_string().ok())
            .filter(|name| !name.starts_with("README"))
            .collect();
        names.sort();
        assert_eq!(names, FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
}
