//! A text to the clipboard: by the terminal (OSC 52) first over ssh, by a program of the desktop first at home.
//!
//! The sequence is `ESC ] 52 ; c ; BASE64 BEL`, as xterm's control sequences have it. Whether the terminal took it, no
//! one tells; so the bar says by what way the text went.

use super::Surroundings;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Terminals cut longer sequences, or drop them.
const LONGEST: usize = 74_000;

/// A program that takes a text on its input and puts it on the clipboard.
struct Program {
    name: &'static str,
    arguments: &'static [&'static str],
    fits: fn(&Surroundings) -> bool,
}

const PROGRAMS: &[Program] = &[
    Program { name: "tmux", arguments: &["load-buffer", "-w", "-"], fits: |here| here.tmux },
    Program { name: "wl-copy", arguments: &[], fits: |here| here.wayland && !here.remote },
    Program { name: "xclip", arguments: &["-selection", "clipboard"], fits: |here| here.x11 && !here.remote },
    Program { name: "xsel", arguments: &["--clipboard", "--input"], fits: |here| here.x11 && !here.remote },
    Program { name: "pbcopy", arguments: &[], fits: |here| cfg!(target_os = "macos") && !here.remote },
    Program { name: "clip.exe", arguments: &[], fits: |here| cfg!(windows) && !here.remote },
];

/// Puts the text on the clipboard; the way it went, for the bar.
///
/// # Errors
/// Where no way is left: a sentence for the bar.
pub(crate) fn copy(
    here: &Surroundings,
    text: &str,
    mut send: impl FnMut(&[u8]) -> bool,
) -> Result<&'static str, String> {
    for program in PROGRAMS.iter().filter(|program| (program.fits)(here)) {
        if give(program, text) {
            return Ok(program.name);
        }
    }
    let sequence = format!("\u{1b}]52;c;{}\u{7}", base64(text.as_bytes()));
    if sequence.len() > LONGEST {
        return Err("too long for the terminal's clipboard: write it to a file instead".to_owned());
    }
    if send(sequence.as_bytes()) { Ok("OSC 52") } else { Err("the terminal took no text".to_owned()) }
}

fn give(program: &Program, text: &str) -> bool {
    let child = Command::new(program.name)
        .args(program.arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return false };
    let written = child.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
    child.wait().is_ok_and(|status| status.success()) && written
}

/// Base64 with padding (RFC 4648, section 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut three = [0_u8; 3];
        three.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        let bits = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        for place in 0..4 {
            let six = (bits >> (18 - 6 * place)) & 63;
            let letter = LETTERS.get(usize::try_from(six).unwrap_or(0)).copied().unwrap_or(b'A');
            out.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_rfc_4648_has_it() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn over_ssh_the_terminal_gets_the_text() {
        let here = Surroundings { remote: true, x11: true, wayland: true, ..Surroundings::default() };
        let mut sent = Vec::new();
        let way = copy(&here, "[@cumings1981, p. ]", |bytes| {
            sent.extend_from_slice(bytes);
            true
        });
        assert_eq!(way, Ok("OSC 52"));
        assert!(sent.starts_with(b"\x1b]52;c;") && sent.ends_with(b"\x07"));
    }

    #[test]
    fn what_no_terminal_takes_is_said() {
        assert!(copy(&Surroundings::default(), &"x".repeat(80_000), |_| true).unwrap_err().contains("file"));
    }
}
