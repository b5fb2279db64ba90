//! Bytes in any encoding -> UTF-8 with plain line ends, as a stream.
//!
//! It tells UTF-8, UTF-16 and the legacy encodings apart by marks, by zero bytes and at last by guessing, and never
//! refuses a byte. It knows no formats, but for the label that XML and JabRef write. Sources: the WHATWG Encoding
//! Standard (encoding_rs) and chardetng for the guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::{self, BufRead, Read};

/// How much is looked at to tell the encoding and the format.
pub const HEAD: usize = 64 << 10;

/// First bytes of files that hold no text, and what such a file is.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"BZh", "a bzip2 archive: unpack it first"),
    (b"\xfd7zXZ", "an xz archive: unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it first"),
    (b"Rar!", "a rar archive: unpack it first"),
    (b"\x1f\x9d", "a compress archive: unpack it first"),
    (b"\xff\xfe\0\0", "UTF-32 text: save it as UTF-8 first"),
    (b"\0\0\xfe\xff", "UTF-32 text: save it as UTF-8 first"),
    (b"{\\rtf", "an RTF document"),
];

enum Mode {
    /// UTF-8; whether signs beyond ASCII were met, so that a stray byte is a fault and no other encoding.
    Utf8 {
        proven: bool,
    },
    Legacy(Decoder),
}

/// A stream of UTF-8 out of a stream of bytes. Reading never fails: what the source says is kept in [`Decoded::failure`].
pub struct Decoded<'a> {
    input: Box<dyn Read + 'a>,
    /// Read and not decoded yet.
    raw: Vec<u8>,
    /// Decoded; from `at` not yet taken.
    text: Vec<u8>,
    at: usize,
    mode: Mode,
    /// A carriage return ended the last chunk.
    carriage: bool,
    done: bool,
    /// Why the source could not be read to its end.
    pub failure: Option<io::Error>,
    /// Why this is no text, where it is none.
    pub binary: Option<&'static str>,
    /// What a person should know of how it was read.
    pub note: Option<String>,
}

impl<'a> Decoded<'a> {
    /// Reads the first bytes and chooses the encoding by them.
    pub fn new(input: impl Read + 'a) -> Self {
        let mut decoded = Self {
            input: Box::new(input),
            raw: Vec::new(),
            text: Vec::new(),
            at: 0,
            mode: Mode::Utf8 { proven: false },
            carriage: false,
            done: false,
            failure: None,
            binary: None,
            note: None,
        };
        while decoded.raw.len() < HEAD && !decoded.done {
            decoded.read_raw();
        }
        decoded.choose();
        decoded
    }

    /// The first 64 KiB of text, none of it taken; fewer where the file is shorter.
    pub fn head(&mut self) -> &str {
        while self.text.len() - self.at < HEAD && !(self.done && self.raw.is_empty()) {
            self.more();
        }
        let text = self.text.get(self.at..).unwrap_or_default();
        let cut = text.get(..text.len().min(HEAD)).unwrap_or_default();
        match std::str::from_utf8(cut) {
            Ok(head) => head,
            Err(error) => {
                cut.get(..error.valid_up_to()).and_then(|head| std::str::from_utf8(head).ok()).unwrap_or("")
            }
        }
    }

    fn choose(&mut self) {
        let head = self.raw.as_slice();
        self.binary = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, what)| *what);
        if head.get(257..262) == Some(b"ustar") {
            self.binary = Some("a tar archive: unpack it first");
        }
        if self.binary.is_some() {
            return;
        }
        if let Some((encoding, length)) = Encoding::for_bom(head) {
            self.raw.drain(..length);
            if encoding != UTF_8 {
                self.mode = Mode::Legacy(encoding.new_decoder_without_bom_handling());
            } else {
                self.mode = Mode::Utf8 { proven: true };
            }
            return;
        }
        if let Some(encoding) = wide(head) {
            self.mode = Mode::Legacy(encoding.new_decoder_without_bom_handling());
            self.note = Some(format!("read as {} (no byte order mark: guessed)", encoding.name()));
            return;
        }
        let controls = head.iter().filter(|b| matches!(b, 0..=8 | 14..=26)).count();
        if controls * 20 > head.len() {
            self.binary = Some("not a text file");
            return;
        }
        let whole = self.done;
        if let Some(encoding) = legacy(head, whole) {
            self.mode = Mode::Legacy(encoding.0.new_decoder_without_bom_handling());
            self.note = (!encoding.1).then(|| format!("read as {} (guessed)", encoding.0.name()));
        }
    }

    /// Appends to `raw` what one read gives.
    fn read_raw(&mut self) {
        let old = self.raw.len();
        self.raw.resize(old + HEAD, 0);
        let result = loop {
            match self.input.read(self.raw.get_mut(old..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let length = match result {
            Ok(length) => length,
            Err(error) => {
                self.failure = Some(error);
                0
            }
        };
        self.raw.truncate(old + length);
        self.done |= length == 0;
    }

    /// Decodes what is at hand, and reads more where nothing is.
    fn more(&mut self) {
        if self.at > 0 {
            self.text.drain(..self.at);
            self.at = 0;
        }
        if !self.done {
            self.read_raw();
        }
        let raw = std::mem::take(&mut self.raw);
        let mut rest = raw.as_slice();
        while !rest.is_empty() {
            match &mut self.mode {
                Mode::Utf8 { proven } => match std::str::from_utf8(rest) {
                    Ok(valid) => {
                        *proven |= !valid.is_ascii();
                        self.push(rest);
                        rest = &[];
                    }
                    Err(error) => {
                        let (valid, bad) = rest.split_at(error.valid_up_to());
                        *proven |= !valid.is_ascii();
                        let proven = *proven;
                        self.push(valid);
                        rest = bad;
                        match error.error_len() {
                            None if !self.done => break,
                            length => rest = self.mend(rest, length.unwrap_or(rest.len()), proven),
                        }
                    }
                },
                Mode::Legacy(decoder) => {
                    let mut out =
                        vec![0; decoder.max_utf8_buffer_length(rest.len()).unwrap_or(rest.len() * 3 + 16)];
                    let (result, read, written, _) = decoder.decode_to_utf8(rest, &mut out, false);
                    out.truncate(written);
                    self.push(&out);
                    rest = rest.get(read..).unwrap_or_default();
                    if read == 0 && result == CoderResult::InputEmpty {
                        break;
                    }
                }
            }
        }
        self.raw = rest.to_vec();
        if self.done {
            self.raw.clear();
            self.finish();
        }
    }

    /// What a decoder still holds, and a last carriage return.
    fn finish(&mut self) {
        if let Mode::Legacy(decoder) = &mut self.mode {
            let mut out = [0; 64];
            let (_, _, written, _) = decoder.decode_to_utf8(&[], &mut out, true);
            self.push(out.get(..written).unwrap_or_default());
            self.mode = Mode::Utf8 { proven: true };
        }
        if std::mem::take(&mut self.carriage) {
            self.text.push(b'\n');
        }
    }

    /// Bytes that are no UTF-8: another encoding where nothing yet proved UTF-8, else Windows-1252 for these alone.
    fn mend<'r>(&mut self, rest: &'r [u8], length: usize, proven: bool) -> &'r [u8] {
        if !proven {
            let encoding = guess(rest, self.done);
            self.note = Some(format!("read as {} (guessed)", encoding.name()));
            self.mode = Mode::Legacy(encoding.new_decoder_without_bom_handling());
            return rest;
        }
        let (bad, rest) = rest.split_at(length.min(rest.len()));
        let (mended, _) = WINDOWS_1252.decode_without_bom_handling(bad);
        self.push(mended.as_bytes());
        self.note.get_or_insert_with(|| "some bytes are no UTF-8 and were read as windows-1252".into());
        rest
    }

    /// Appends decoded text with its line ends made plain.
    fn push(&mut self, mut text: &[u8]) {
        if self.carriage && !text.is_empty() {
            self.carriage = false;
            self.text.push(b'\n');
            text = text.strip_prefix(b"\n").unwrap_or(text);
        }
        while let Some(at) = memchr::memchr(b'\r', text) {
            let (line, rest) = text.split_at(at);
            self.text.extend_from_slice(line);
            text = rest.get(1..).unwrap_or_default();
            match text.first() {
                None => self.carriage = true,
                Some(b'\n') => {}
                Some(_) => self.text.push(b'\n'),
            }
        }
        self.text.extend_from_slice(text);
    }
}

impl BufRead for Decoded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at >= self.text.len() && !(self.done && self.raw.is_empty() && !self.carriage) {
            self.more();
        }
        Ok(self.text.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.text.len());
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let text = self.fill_buf()?;
        let length = text.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..length), text.get(..length)) {
            to.copy_from_slice(from);
        }
        self.consume(length);
        Ok(length)
    }
}

/// UTF-16 without a mark: zeros stand at odd or at even places alone.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Blanks and line ends are zeros enough even in a Korean text.
    let enough = |zeros: usize| zeros * 50 > head.len();
    if enough(odd) && even * 20 <= odd {
        Some(UTF_16LE)
    } else if enough(even) && odd * 20 <= even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding of a text that is no UTF-8, and whether the text itself says so; `None` for UTF-8.
fn legacy(head: &[u8], whole: bool) -> Option<(&'static Encoding, bool)> {
    let (mut good, mut bad) = (0, 0);
    for chunk in head.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // The cut after 64 KiB may part a character.
    if bad == 0
        || (bad == 1 && !whole && head.utf8_chunks().last().is_some_and(|last| last.invalid().len() < 4))
        || good > bad * 4
    {
        return None;
    }
    if let Some(encoding) =
        declared(head).filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible())
    {
        return Some((encoding, true));
    }
    Some((guess(head, whole), false))
}

fn guess(bytes: &[u8], whole: bool) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, whole);
    detector.guess(None, Utf8Detection::Deny)
}

/// The label in `<?xml ... encoding="..."?>` or `% Encoding: ...`.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let start = head.get(..head.len().min(1_000))?.to_ascii_lowercase();
    let at = memchr::memmem::find(&start, b"encoding")?;
    let rest = start.get(at + "encoding".len()..)?;
    let from = rest.iter().position(|b| !matches!(b, b' ' | b'=' | b':' | b'"' | b'\''))?;
    let label = rest.get(from..)?;
    let end = label.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')));
    Encoding::for_label(label.get(..end.unwrap_or(label.len()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Option<String>) {
        let mut stream = Decoded::new(bytes);
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        (text, stream.note)
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    }

    #[test]
    fn every_encoding_becomes_utf_8() {
        let text = "P’yŏngyang, 평양\nsecond line of the text\n";
        assert_eq!(decoded(text.as_bytes()), (text.into(), None));
        assert_eq!(decoded(&[b"\xef\xbb\xbf", text.as_bytes()].concat()).0, text);
        for little in [true, false] {
            assert_eq!(decoded(&utf16(&format!("\u{feff}{text}"), little)), (text.into(), None));
            assert_eq!(decoded(&utf16(text, little)).0, text);
        }
        let french = "La guerre de Corée a commencé en été à l’aube, déjà\n";
        let (latin, _, _) = WINDOWS_1252.encode(french);
        let (read, note) = decoded(&latin);
        assert!(read == french && note.unwrap().contains("windows-1252"));
        let korean = "한국전쟁의 기원에 관한 연구와 그 자료\n";
        let (euc, _, _) = encoding_rs::EUC_KR.encode(korean);
        assert_eq!(decoded(&euc).0, korean);
    }

    #[test]
    fn a_label_is_believed_before_a_guess() {
        let (bytes, _, _) =
            encoding_rs::ISO_8859_2.encode("<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><a>Łódź</a>");
        assert_eq!(
            decoded(&bytes),
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><a>Łódź</a>".into(), None)
        );
    }

    #[test]
    fn line_ends_become_plain_also_across_chunks() {
        assert_eq!(decoded(b"a\r\nb\rc\n\r\nd\r").0, "a\nb\nc\n\nd\n");
        let long = "x".repeat(HEAD - 1);
        assert_eq!(decoded(format!("{long}\r\ny\r\r\n").as_bytes()).0, format!("{long}\ny\n\n"));
    }

    #[test]
    fn a_stray_byte_costs_itself() {
        let mut bytes = "한국 전쟁 ".repeat(10).into_bytes();
        bytes.push(0xe9);
        bytes.extend_from_slice(" 끝".as_bytes());
        let (text, note) = decoded(&bytes);
        assert!(text.ends_with("é 끝") && note.is_some());
        let late = [vec![b'a'; HEAD * 2], b"caf\xe9 au lait".to_vec()].concat();
        assert!(decoded(&late).0.ends_with("café au lait"));
    }

    #[test]
    fn what_is_no_text_says_what_it_is() {
        assert_eq!(Decoded::new(&b"%PDF-1.7"[..]).binary, Some("a PDF file"));
        assert!(Decoded::new(&[1_u8, 2, 3, 4, 0, 5, 0, 0, 7][..]).binary.is_some());
        assert!(Decoded::new(&b""[..]).binary.is_none());
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_become_text(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let (text, _) = decoded(&bytes);
            proptest::prop_assert!(!text.contains('\r'));
        }
    }
}
