//! Text as JavaScript has it: a row of UTF-16 code units, halves of surrogate pairs among them.

use std::{fmt, ops::Deref, sync::Arc};

use super::case;

/// An immutable text, cheap to copy.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Arc<[u16]>);

impl Deref for Text {
    type Target = [u16];

    fn deref(&self) -> &[u16] {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.encode_utf16().collect())
    }
}

impl From<&[u16]> for Text {
    fn from(units: &[u16]) -> Self {
        Self(units.into())
    }
}

impl From<Vec<u16>> for Text {
    fn from(units: Vec<u16>) -> Self {
        Self(units.into())
    }
}

impl From<u16> for Text {
    fn from(unit: u16) -> Self {
        Self(Arc::new([unit]))
    }
}

/// Half a surrogate pair is shown as U+FFFD.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(self))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", shown(self))
    }
}

/// The text as UTF-8; half a surrogate pair becomes U+FFFD.
pub fn shown(units: &[u16]) -> String {
    char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// A name as an error quotes it: short, on one line, without control characters.
pub fn quoted(units: &[u16]) -> String {
    let shown = shown(&units[..units.len().min(60)]);
    let safe: String = shown.chars().map(|c| if c.is_control() || is_bidi(c) { '\u{FFFD}' } else { c }).collect();
    format!("\"{safe}{}\"", if units.len() > 60 { "…" } else { "" })
}

/// Characters that turn the direction of a line, and so could make an error say something else.
const fn is_bidi(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether the units spell this ASCII word.
pub fn is(units: &[u16], word: &str) -> bool {
    units.len() == word.len() && starts(units, word)
}

/// Whether the units start with this ASCII word.
pub fn starts(units: &[u16], word: &str) -> bool {
    units.len() >= word.len() && units.iter().zip(word.bytes()).all(|(unit, byte)| *unit == u16::from(byte))
}

/// Appends ASCII.
pub fn push(out: &mut Vec<u16>, ascii: &str) {
    out.extend(ascii.encode_utf16());
}

/// The ASCII character that the unit is; NUL for any other.
pub fn ascii(unit: u16) -> char {
    u8::try_from(unit).ok().filter(u8::is_ascii).map_or('\0', char::from)
}

/// White space by ECMAScript: what `\s` matches and what `trim` takes away.
pub const fn is_space(unit: u16) -> bool {
    matches!(unit, 9..=13 | 32 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 | 0xFEFF)
}

/// The units without white space at the start.
pub fn trim_start(units: &[u16]) -> &[u16] {
    let start = units.iter().position(|unit| !is_space(*unit)).unwrap_or(units.len());
    &units[start..]
}

/// The units without white space at the end.
pub fn trim_end(units: &[u16]) -> &[u16] {
    let end = units.iter().rposition(|unit| !is_space(*unit)).map_or(0, |at| at + 1);
    &units[..end]
}

/// The units without white space at either end.
pub fn trim(units: &[u16]) -> &[u16] {
    trim_end(trim_start(units))
}

/// Where `needle` is first found, looking from `from`, in time linear in the text (Knuth, Morris, Pratt).
pub fn find(units: &[u16], needle: &[u16], from: usize) -> Option<usize> {
    if needle.is_empty() {
        return (from <= units.len()).then_some(from);
    }
    let borders = borders(needle);
    let mut matched = 0;
    for (at, unit) in units.iter().enumerate().skip(from) {
        while matched > 0 && needle[matched] != *unit {
            matched = borders[matched - 1];
        }
        matched += usize::from(needle[matched] == *unit);
        if matched == needle.len() {
            return Some(at + 1 - matched);
        }
    }
    None
}

/// For each prefix, how long the longest proper prefix is that is its suffix too.
fn borders(needle: &[u16]) -> Vec<usize> {
    let mut borders = vec![0; needle.len()];
    let mut matched = 0;
    for at in 1..needle.len() {
        while matched > 0 && needle[matched] != needle[at] {
            matched = borders[matched - 1];
        }
        matched += usize::from(needle[matched] == needle[at]);
        borders[at] = matched;
    }
    borders
}

/// The text with each character replaced by what `change` makes of it; halves of pairs stay.
fn mapped(units: &[u16], change: fn(char, &mut dyn FnMut(char))) -> Vec<u16> {
    let mut out = Vec::with_capacity(units.len());
    let mut buffer = [0; 2];
    for decoded in char::decode_utf16(units.iter().copied()) {
        match decoded {
            Ok(c) => change(c, &mut |c| out.extend_from_slice(c.encode_utf16(&mut buffer))),
            Err(half) => out.push(half.unpaired_surrogate()),
        }
    }
    out
}

/// Lower case by Unicode's default mapping, the final sigma among them.
pub fn lower(units: &[u16]) -> Vec<u16> {
    let mut out = mapped(units, case::lower);
    // U+0130 grows when it is lowered, so positions only agree when lengths do.
    if out.len() == units.len() {
        for at in 1..units.len() {
            let ends =
                units[at] == 0x03A3 && is_cased(units[at - 1]) && units.get(at + 1).is_none_or(|u| !is_cased(*u));
            if ends {
                out[at] = 0x03C2;
            }
        }
    }
    out
}

fn is_cased(unit: u16) -> bool {
    char::from_u32(u32::from(unit)).is_some_and(case::is_cased)
}

/// Upper case by Unicode's default mapping.
pub fn upper(units: &[u16]) -> Vec<u16> {
    mapped(units, case::upper)
}
