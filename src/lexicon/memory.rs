//! What was found once on this thread and is asked for again: the same few thousand words and names stand on every page.
//!
//! It knows nothing of what is found; what it depends on must stand in the key.

use rustc_hash::FxHashMap;
use std::borrow::Borrow;
use std::cell::RefCell;
use std::hash::Hash;
use std::thread::LocalKey;

/// A thread's memory of what was found, by what it was found for.
pub type Memory<K, V> = RefCell<FxHashMap<K, V>>;

/// What `find` gives for a key, remembered. `find` may itself ask the memory. Of more than `most` keys all are forgotten: noise
/// must not fill the memory.
pub fn once<Q, V>(
    memory: &'static LocalKey<Memory<Q::Owned, V>>,
    most: usize,
    key: &Q,
    find: impl FnOnce() -> V,
) -> V
where
    Q: Hash + Eq + ToOwned + ?Sized,
    Q::Owned: Hash + Eq + Borrow<Q>,
    V: Clone,
{
    if let Some(known) = memory.with_borrow(|known| known.get(key).cloned()) {
        return known;
    }
    let found = find();
    memory.with_borrow_mut(|known| {
        if known.len() >= most {
            known.clear();
        }
        known.insert(key.to_owned(), found.clone());
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    thread_local! {
        static LENGTHS: Memory<String, usize> = RefCell::default();
    }

    #[test]
    fn what_was_found_is_not_looked_for_again_until_it_is_forgotten() {
        let mut looked = 0;
        let mut length = |word: &str| {
            once(&LENGTHS, 2, word, || {
                looked += 1;
                word.len()
            })
        };
        assert_eq!(["a", "bb", "a", "ccc", "a"].map(&mut length), [1, 2, 1, 3, 1]);
        assert_eq!(looked, 4, "a third word makes it forget the first two");
    }
}
