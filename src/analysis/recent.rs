//! What was met lately: a table small enough to stay in a processor's cache, before a whole one that does not.
//!
//! Each key has one place, which the last that came keeps. It is never the only place where something is known.

/// A key of a table of what was met lately.
pub trait Key: Copy + Eq {
    /// What no key is: it stands where none was met yet.
    const NONE: Self;

    /// A number in which every bit of the key counts.
    fn bits(self) -> u64;
}

/// Keys with what they lead to. Empty until one is kept.
#[derive(Debug)]
pub struct Recent<K, V>(Vec<(K, V)>);

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Key, V: Copy + Default> Recent<K, V> {
    const BITS: u32 = 12;

    fn place(key: K) -> usize {
        // Knuth's multiplicative hash.
        (key.bits().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - Self::BITS)) as usize
    }

    /// What a key leads to, if it was met lately.
    pub fn get(&self, key: K) -> Option<V> {
        self.0.get(Self::place(key)).filter(|(known, _)| *known == key).map(|(_, value)| *value)
    }

    /// Keeps what a key leads to.
    pub fn keep(&mut self, key: K, value: V) {
        self.0.resize(1 << Self::BITS, (K::NONE, V::default()));
        self.0[Self::place(key)] = (key, value);
    }

    /// How many bytes it holds.
    pub fn memory(&self) -> usize {
        self.0.capacity() * size_of::<(K, V)>()
    }
}
