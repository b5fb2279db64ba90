//! Postings of one field in memory, and the runs in which they go to the disk: single-pass inversion in blocks (Heinz and
//! Zobel, 2003).
//!
//! A term's postings are bytes that only ever grow: for each record the distance from the record before it, then, where the field
//! has positions, for each place the distance from the place before it plus one, and a zero. All numbers are written seven bits
//! a byte, lowest first. A run holds every field's terms in order of their bytes; what a term is called is known to whoever
//! numbered it. It knows no schema and no tantivy.

use std::io::{self, BufRead, Read, Write};

/// Bytes of the longest term that is kept, as tantivy has it: what is longer is no word.
const LONGEST: usize = 65_530;

/// One term's postings.
#[derive(Debug, Clone)]
struct List {
    term: u32,
    records: u32,
    last: u32,
    position: u32,
    /// Whether its tokens have positions: a zero ends those of a record.
    positioned: bool,
    bytes: Vec<u8>,
}

/// A token that no list holds yet.
#[derive(Debug, Clone, Copy, Default)]
struct Token {
    term: u32,
    record: u32,
    /// Its position plus one; 0 in a field without positions.
    place: u32,
}

/// The postings of one field.
#[derive(Debug, Clone, Default)]
pub struct Postings {
    /// Tokens as they came: they go to their lists by the thousand, all of one term at once, for lists lie far apart in memory.
    waiting: Vec<Token>,
    /// Where they are sorted.
    sorted: Vec<Token>,
    /// By a term's number, the place of its list plus one; 0 where it has none.
    places: Vec<u32>,
    lists: Vec<List>,
    tokens: u64,
    memory: usize,
}

impl Postings {
    /// How many lists are looked at together.
    const AT_ONCE: usize = 32;

    /// Notes a term at a position of a record. Records come in order, and within one the positions of a term.
    pub fn add(&mut self, term: u32, record: u32, position: u32) {
        self.wait(Token { term, record, place: position.saturating_add(1) });
    }

    /// Notes a term of a record in a field without positions.
    pub fn mark(&mut self, term: u32, record: u32) {
        self.wait(Token { term, record, place: 0 });
    }

    fn wait(&mut self, token: Token) {
        /// Both halves of the sorting fit into a processor's cache of a megabyte or two.
        const MOST: usize = 1 << 16;
        self.waiting.push(token);
        if self.waiting.len() >= MOST {
            self.settle();
        }
    }

    /// Takes what waits into the lists.
    fn settle(&mut self) {
        self.sort();
        self.tokens += self.waiting.len() as u64;
        let mut waiting = std::mem::take(&mut self.waiting);
        let mut by_term = waiting.chunk_by(|one, other| one.term == other.term);
        let mut some = Vec::with_capacity(Self::AT_ONCE);
        loop {
            some.clear();
            some.extend(by_term.by_ref().take(Self::AT_ONCE));
            if some.is_empty() {
                break;
            }
            self.touch(&some);
            for tokens in &some {
                self.extend(tokens);
            }
        }
        waiting.clear();
        self.waiting = waiting;
    }

    /// Sorts what waits by term, those of one term as they came: from the lowest digit up, by eleven bits at a time.
    fn sort(&mut self) {
        const BITS: u32 = 11;
        let highest = self.waiting.iter().map(|token| token.term).max().unwrap_or(0);
        self.sorted.resize(self.waiting.len(), Token::default());
        let mut shift = 0;
        while shift == 0 || highest.checked_shr(shift).unwrap_or(0) > 0 {
            let digit = |token: &Token| (token.term >> shift) as usize & ((1 << BITS) - 1);
            let mut ends = [0_u32; 1 << BITS];
            for token in &self.waiting {
                ends[digit(token)] += 1;
            }
            let mut start = 0;
            for end in &mut ends {
                start += std::mem::replace(end, start);
            }
            for token in &self.waiting {
                let at = &mut ends[digit(token)];
                self.sorted[*at as usize] = *token;
                *at += 1;
            }
            std::mem::swap(&mut self.waiting, &mut self.sorted);
            shift += BITS;
        }
    }

    /// Looks at the lists of several terms before any is written to: lists lie far apart in memory, and a processor waits for
    /// many of them at once where no one's answer decides what is looked at next.
    fn touch(&self, some: &[&[Token]]) {
        let list = |tokens: &&[Token]| {
            let term = tokens.first()?.term;
            let place = self.places.get(term as usize)?.checked_sub(1)?;
            self.lists.get(place as usize)
        };
        let lengths: usize = some.iter().filter_map(list).map(|list| list.bytes.len()).sum();
        let lasts = some.iter().filter_map(list).filter_map(|list| list.bytes.last());
        std::hint::black_box((lengths, lasts.fold(0, |sum, last| sum ^ last)));
    }

    /// Takes tokens of one term, in the order in which they came, into its list.
    fn extend(&mut self, tokens: &[Token]) {
        let Some(term) = tokens.first().map(|token| token.term) else { return };
        let at = term as usize;
        if self.places.len() <= at {
            self.places.resize((at + 1).next_power_of_two(), 0);
        }
        if self.places[at] == 0 {
            self.lists.push(List {
                term,
                positioned: tokens.iter().any(|token| token.place > 0),
                records: 0,
                last: 0,
                position: 0,
                bytes: Vec::new(),
            });
            self.places[at] = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
            self.memory += size_of::<List>();
        }
        let list = &mut self.lists[self.places[at] as usize - 1];
        let before = list.bytes.capacity();
        for token in tokens {
            if list.records == 0 || list.last != token.record {
                if list.records > 0 && list.positioned {
                    list.bytes.push(0);
                }
                list.begin(token.record);
            }
            if token.place > 0 {
                push((token.place - 1).saturating_sub(list.position).saturating_add(1), &mut list.bytes);
                list.position = token.place - 1;
            }
        }
        self.memory += list.bytes.capacity() - before;
    }

    /// How many bytes it holds.
    #[must_use]
    pub fn memory(&self) -> usize {
        let waiting = self.waiting.capacity() + self.sorted.capacity();
        self.memory + self.places.len() * size_of::<u32>() + waiting * size_of::<Token>()
    }

    /// Writes what it holds as a run, in order of the terms' bytes, and is empty then. A term longer than [`LONGEST`] is left out.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn write<'t>(&mut self, term: impl Fn(u32) -> &'t str, out: &mut impl Write) -> io::Result<()> {
        self.settle();
        let Self { mut lists, tokens, .. } = std::mem::take(self);
        lists.retain(|list| term(list.term).len() <= LONGEST);
        lists.sort_unstable_by_key(|list| term(list.term));
        out.write_all(&tokens.to_le_bytes())?;
        out.write_all(&(lists.len() as u64).to_le_bytes())?;
        for list in lists {
            let term = term(list.term);
            for number in [term.len(), list.records as usize, list.bytes.len()] {
                let number = u32::try_from(number).map_err(io::Error::other)?;
                out.write_all(&number.to_le_bytes())?;
            }
            out.write_all(term.as_bytes())?;
            out.write_all(&list.bytes)?;
        }
        Ok(())
    }
}

impl List {
    fn begin(&mut self, record: u32) {
        push(record - self.last, &mut self.bytes);
        self.records += 1;
        self.last = record;
        self.position = 0;
    }
}

fn push(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// A run as it is read: one field after the other, one term after the other.
pub struct Run<R> {
    input: R,
    left: u64,
    /// The term that is at hand; none at a field's end.
    head: Option<Head>,
}

/// A term of a run.
#[derive(Debug, Default)]
pub struct Head {
    /// The term.
    pub term: Vec<u8>,
    /// In how many records it stands.
    pub records: u32,
    bytes: Vec<u8>,
}

impl<R: BufRead> Run<R> {
    /// A run from its beginning.
    pub fn new(input: R) -> Self {
        Self { input, left: 0, head: None }
    }

    /// Goes to the next field, whose first term is then at hand, and gives its number of tokens.
    ///
    /// # Errors
    /// Where the run cannot be read or ends.
    pub fn field(&mut self) -> io::Result<u64> {
        let mut numbers = [[0; 8]; 2];
        for number in &mut numbers {
            self.input.read_exact(number)?;
        }
        let [tokens, left] = numbers.map(u64::from_le_bytes);
        self.left = left;
        self.head = Some(Head::default());
        self.next()?;
        Ok(tokens)
    }

    /// The term at hand.
    pub fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    /// Goes to the next term of the field.
    ///
    /// # Errors
    /// Where the run cannot be read or ends.
    pub fn next(&mut self) -> io::Result<()> {
        let Some(head) = self.head.as_mut().filter(|_| self.left > 0) else {
            self.head = None;
            return Ok(());
        };
        self.left -= 1;
        let mut numbers = [[0; 4]; 3];
        for number in &mut numbers {
            self.input.read_exact(number)?;
        }
        let [term, records, bytes] = numbers.map(u32::from_le_bytes);
        head.records = records;
        for (into, length) in [(&mut head.term, term), (&mut head.bytes, bytes)] {
            into.clear();
            self.input.by_ref().take(u64::from(length)).read_to_end(into)?;
        }
        Ok(())
    }
}

impl Head {
    /// Gives each record of the term with the distances between its positions; without positions, there are none.
    pub fn each(&self, positioned: bool, mut take: impl FnMut(u32, &[u32])) {
        let mut bytes = self.bytes.iter();
        let mut places = Vec::new();
        let mut record = 0_u32;
        while let Some(distance) = pull(&mut bytes) {
            record = record.wrapping_add(distance);
            places.clear();
            while positioned && let Some(place @ 1..) = pull(&mut bytes) {
                places.push(place - 1);
            }
            take(record, &places);
        }
    }
}

fn pull<'b>(bytes: &mut impl Iterator<Item = &'b u8>) -> Option<u32> {
    let (mut number, mut shift) = (0_u32, 0);
    loop {
        let byte = *bytes.next()?;
        number |= u32::from(byte & 0x7F).checked_shl(shift).unwrap_or(0);
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const TERMS: [&str; 4] = ["war", "armistice", "朝鲜", "zone"];

    /// Records, each with the distances between its positions.
    type Records = Vec<(u32, Vec<u32>)>;

    fn read(run: &mut Run<&[u8]>, positioned: bool) -> (u64, Vec<(String, Records)>) {
        let tokens = run.field().unwrap();
        let mut terms = Vec::new();
        while let Some(head) = run.head() {
            let mut records = Vec::new();
            head.each(positioned, |record, places| records.push((record, places.to_vec())));
            assert_eq!(records.len(), head.records as usize);
            terms.push((String::from_utf8(head.term.clone()).unwrap(), records));
            run.next().unwrap();
        }
        (tokens, terms)
    }

    #[test]
    fn fields_come_back_one_after_the_other() {
        let (mut with, mut without) = (Postings::default(), Postings::default());
        for (term, record, position) in [(0, 0, 0), (0, 0, 300), (1, 0, 1), (0, 200, 7)] {
            with.add(term, record, position);
        }
        without.mark(3, 5);
        without.mark(3, 5);
        without.mark(3, 6);
        let mut bytes = Vec::new();
        with.write(|term| TERMS[term as usize], &mut bytes).unwrap();
        without.write(|term| TERMS[term as usize], &mut bytes).unwrap();
        assert_eq!(with.memory(), 0);
        let mut run = Run::new(bytes.as_slice());
        let (tokens, terms) = read(&mut run, true);
        assert_eq!(tokens, 4);
        assert_eq!(
            terms,
            [
                ("armistice".into(), vec![(0, vec![1])]),
                ("war".into(), vec![(0, vec![0, 300]), (200, vec![7])])
            ]
        );
        assert_eq!(read(&mut run, false).1, [("zone".to_owned(), vec![(5, vec![]), (6, vec![])])]);
        assert!(run.field().is_err(), "the run is at its end");
    }

    #[test]
    fn what_is_too_long_for_a_word_is_left_out() {
        let long = "x".repeat(LONGEST + 1);
        let term = |number| if number == 0 { long.as_str() } else { "war" };
        let (mut postings, mut bytes) = (Postings::default(), Vec::new());
        postings.add(0, 0, 0);
        postings.add(1, 0, 1);
        postings.write(term, &mut bytes).unwrap();
        assert_eq!(read(&mut Run::new(bytes.as_slice()), true).1, [("war".to_owned(), vec![(0, vec![1])])]);
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_noted_is_read(tokens in proptest::collection::vec((0..4_u32, 0..3_u32, 0..200_u32), 0..80)) {
            let mut postings = Postings::default();
            let mut expected: BTreeMap<&str, Records> = BTreeMap::new();
            let (mut record, mut position) = (0, 0);
            for (term, forward, step) in tokens {
                position = if forward > 0 { step } else { position + step };
                record += forward * 1000;
                postings.add(term, record, position);
                let list = expected.entry(TERMS[term as usize]).or_default();
                match list.last_mut().filter(|(last, _)| *last == record) {
                    Some((_, places)) => {
                        let before: u32 = places.iter().sum();
                        places.push(position - before);
                    }
                    None => list.push((record, vec![position])),
                }
            }
            let mut bytes = Vec::new();
            postings.write(|term| TERMS[term as usize], &mut bytes).unwrap();
            let (_, found) = read(&mut Run::new(bytes.as_slice()), true);
            let found: BTreeMap<String, _> = found.into_iter().collect();
            let expected: BTreeMap<String, _> = expected.into_iter().map(|(term, list)| (term.to_owned(), list)).collect();
            proptest::prop_assert_eq!(found, expected);
        }
    }
}
