//! Korean, where no list helps: particles that stand at a word's end.
//!
//! What a name is called in two romanisations is `romanised`'s.

/// Particles, longest first.
const PARTICLES: [&str; 34] = [
    "에서는",
    "에게서",
    "으로서",
    "으로써",
    "으로는",
    "이라고",
    "이라는",
    "에서",
    "에게",
    "에는",
    "에도",
    "으로",
    "로서",
    "로써",
    "까지",
    "부터",
    "보다",
    "처럼",
    "이나",
    "라는",
    "라고",
    "과의",
    "와의",
    "의",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "에",
    "와",
    "과",
    "도",
];

/// Particles that are syllables of names as well: taken off only after three syllables or more.
const SHORT: [&str; 4] = ["로", "만", "나", "씨"];

/// Whether this is a particle and nothing more.
#[must_use]
pub fn is_particle(run: &str) -> bool {
    PARTICLES.contains(&run) || SHORT.contains(&run)
}

/// A run of Hangul without the particle at its end; at least two syllables stay.
#[must_use]
pub fn without_particle(run: &str) -> Option<&str> {
    let stays = |least: usize| move |stem: &&str| stem.chars().count() >= least;
    PARTICLES
        .iter()
        .find_map(|particle| run.strip_suffix(particle).filter(stays(2)))
        .or_else(|| SHORT.iter().find_map(|particle| run.strip_suffix(particle).filter(stays(3))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_particle_is_taken_off() {
        for (run, stem) in [
            ("한국전쟁의", "한국전쟁"),
            ("전쟁은", "전쟁"),
            ("판문점에서", "판문점"),
            ("평양으로", "평양"),
            ("김일성과의", "김일성"),
            ("북한군만", "북한군"),
        ] {
            assert_eq!(without_particle(run), Some(stem));
        }
        for run in ["종로", "회의", "강가", "전쟁", ""] {
            assert_eq!(without_particle(run), None, "{run}");
        }
    }
}
