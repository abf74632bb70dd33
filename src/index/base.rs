//! What the last build inverted, as bytes: for every term and field, which entries have it and how often. Weights are
//! not kept, as they follow the average lengths of all fields.
//!
//! The bytes are the entries, each with its mark and the length of its fields, and blocks of terms. A term is the length that it shares
//! with the one before, the length of the rest and the rest; a bit for each field that has it; and for each of these the
//! number of entries, and of each the difference to the one before, with a bit that says whether the field has it once.
//! Numbers are in base 128.

use std::collections::HashMap;

use super::entry::FIELDS;
use crate::shard::put_number;

/// Half of a SHA-256 of an entry.
pub type Mark = [u8; 16];

/// The lengths of an entry's fields in terms, as they are and as tantivy rounds them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lengths {
    /// As they are.
    pub exact: [u32; FIELDS],
    /// As they count in weights.
    pub rounded: [u32; FIELDS],
}

/// For each field, the entries that have a term, and how often.
pub type Shares = [Vec<(u32, u32)>; FIELDS];

/// An index of entries by their numbers, to which later ones are added.
#[derive(Default)]
pub struct Base {
    bytes: Vec<u8>,
    entries: Vec<Lengths>,
    marks: HashMap<Mark, u32>,
    /// The lower bound of each block but the first, and where it lies.
    blocks: Vec<(Vec<u8>, std::ops::Range<usize>)>,
}

impl Base {
    /// What [`write`] wrote; none when it did not.
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        let mut rest = bytes.as_slice();
        let count = number(&mut rest)?;
        let (mut entries, mut marks) = (Vec::new(), HashMap::new());
        for place in 0..count {
            let (mark, behind) = rest.split_first_chunk::<16>()?;
            rest = behind;
            let mut lengths = Lengths::default();
            for length in lengths.exact.iter_mut().chain(&mut lengths.rounded) {
                *length = number(&mut rest)?;
            }
            marks.entry(*mark).or_insert(place);
            entries.push(lengths);
        }
        let mut blocks = Vec::new();
        while !rest.is_empty() {
            let bound = take(&mut rest)?.to_vec();
            let block = take(&mut rest)?.len();
            let end = bytes.len() - rest.len();
            blocks.push((bound, end - block..end));
        }
        Some(Self { entries, marks, blocks, bytes })
    }

    /// The number of the entry with this mark.
    pub fn find(&self, mark: &Mark) -> Option<u32> {
        self.marks.get(mark).copied()
    }

    /// How many entries there are.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// How long the fields of an entry are.
    pub fn lengths(&self, entry: u32) -> Lengths {
        self.entries[entry as usize]
    }

    /// Where its terms are cut into ranges: the lower bound of each but the first.
    pub fn bounds(&self) -> impl Iterator<Item = &[u8]> {
        self.blocks.iter().skip(1).map(|(bound, _)| bound.as_slice())
    }

    /// The terms of one range.
    pub fn walk(&self, range: usize) -> Walk<'_> {
        let rest = self.blocks.get(range).map_or(&[][..], |(_, block)| &self.bytes[block.clone()]);
        Walk { rest, term: Vec::new(), shares: Shares::default(), entries: self.entries.len() }
    }
}

/// Goes through the terms of a range.
pub struct Walk<'b> {
    rest: &'b [u8],
    /// The term at hand.
    pub term: Vec<u8>,
    /// The entries that have it.
    pub shares: Shares,
    entries: usize,
}

/// The bytes of a base are not what was written.
pub struct Damaged;

impl Walk<'_> {
    /// Goes on to the next term; false behind the last one.
    ///
    /// # Errors
    /// When the bytes are not what was written.
    pub fn advance(&mut self) -> Result<bool, Damaged> {
        if self.rest.is_empty() { Ok(false) } else { self.step().map(|()| true).ok_or(Damaged) }
    }

    fn step(&mut self) -> Option<()> {
        let shared = number(&mut self.rest)? as usize;
        let new = take(&mut self.rest)?;
        self.term.truncate(shared);
        self.term.extend_from_slice(new);
        let (fields, rest) = self.rest.split_first()?;
        self.rest = rest;
        for (field, shares) in self.shares.iter_mut().enumerate() {
            shares.clear();
            let count = if fields >> field & 1 == 1 { number(&mut self.rest)? } else { 0 };
            let mut last = 0_u32;
            for _ in 0..count {
                let step = number(&mut self.rest)?;
                let often = if step & 1 == 1 { 1 } else { number(&mut self.rest)? };
                last = last.checked_add(step >> 1).filter(|entry| (*entry as usize) < self.entries)?;
                shares.push((last, often));
            }
        }
        Some(())
    }
}

/// Terms of one range on their way into a base.
#[derive(Default)]
pub struct Block {
    bytes: Vec<u8>,
    last: Vec<u8>,
}

impl Block {
    /// Adds the next term; its entries are sorted.
    pub fn push(&mut self, term: &[u8], shares: &Shares) {
        let shared = self.last.iter().zip(term).take_while(|(a, b)| a == b).count();
        put_number(&mut self.bytes, shared as u32);
        put(&mut self.bytes, &term[shared..]);
        let bit = |(field, shares): (usize, &Vec<_>)| u8::from(!shares.is_empty()) << field;
        self.bytes.push(shares.iter().enumerate().map(bit).sum());
        for shares in shares.iter().filter(|shares| !shares.is_empty()) {
            put_number(&mut self.bytes, shares.len() as u32);
            let mut last = 0;
            for (entry, often) in shares {
                put_number(&mut self.bytes, (entry - last) << 1 | u32::from(*often == 1));
                if *often != 1 {
                    put_number(&mut self.bytes, *often);
                }
                last = *entry;
            }
        }
        self.last.clear();
        self.last.extend_from_slice(term);
    }
}

/// A base of entries and of blocks, each with its lower bound.
pub fn write<'e>(
    entries: impl ExactSizeIterator<Item = (&'e Mark, &'e Lengths)>,
    blocks: impl Iterator<Item = (&'e [u8], &'e Block)> + Clone,
) -> Vec<u8> {
    let size = blocks.clone().map(|(bound, block)| bound.len() + block.bytes.len() + 10).sum::<usize>();
    let mut bytes = Vec::with_capacity(size + entries.len() * (16 + 2 * FIELDS * 2));
    put_number(&mut bytes, u32::try_from(entries.len()).expect("entries are counted in 32 bits"));
    for (mark, lengths) in entries {
        bytes.extend_from_slice(mark);
        lengths.exact.iter().chain(&lengths.rounded).for_each(|length| put_number(&mut bytes, *length));
    }
    for (bound, block) in blocks {
        put(&mut bytes, bound);
        put(&mut bytes, &block.bytes);
    }
    bytes
}

fn put(bytes: &mut Vec<u8>, field: &[u8]) {
    put_number(bytes, u32::try_from(field.len()).expect("a range of terms is no gigabyte"));
    bytes.extend_from_slice(field);
}

fn take<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = number(rest)? as usize;
    let (field, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    Some(field)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (mut value, mut shift) = (0_u32, 0);
    loop {
        let (byte, behind) = rest.split_first()?;
        *rest = behind;
        value |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(value);
        }
        shift += 7;
    }
}
