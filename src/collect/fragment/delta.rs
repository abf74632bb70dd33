//! What makes one object of another, as packs of git hold it: pieces to copy, and bytes to insert.

use std::collections::HashMap;

/// How long the pieces are that are looked for, in bytes.
const PIECE: usize = 16;

/// The largest object that is compared, in bytes.
const LARGEST: usize = 1 << 20;

/// The longest piece that one instruction copies, in bytes.
const LONGEST_COPY: usize = 0xffff;

/// The longest run of bytes that one instruction inserts.
const LONGEST_INSERT: usize = 127;

/// The instructions that make `new` of `old`; none when that is not worth a try.
pub fn between(old: &[u8], new: &[u8]) -> Option<Vec<u8>> {
    if old.len() < PIECE || new.len() < PIECE * 2 || old.len() > LARGEST || new.len() > LARGEST {
        return None;
    }
    let mut pieces: HashMap<&[u8], usize> = HashMap::new();
    for (number, piece) in old.chunks_exact(PIECE).enumerate() {
        pieces.entry(piece).or_insert(number * PIECE);
    }
    let mut delta = [size(old.len()), size(new.len())].concat();
    let (mut at, mut kept) = (0, 0);
    while at + PIECE <= new.len() {
        let Some(&from) = pieces.get(&new[at..at + PIECE]) else {
            at += 1;
            continue;
        };
        let before = old[..from].iter().rev().zip(new[kept..at].iter().rev());
        let before = before.take_while(|(a, b)| a == b).count();
        let after = old[from..].iter().zip(&new[at..]).take_while(|(a, b)| a == b).count();
        insert(&mut delta, &new[kept..at - before]);
        copy(&mut delta, from - before, before + after);
        at += after;
        kept = at;
    }
    insert(&mut delta, &new[kept..]);
    Some(delta)
}

fn size(mut left: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(left & 127).expect("the mask leaves one byte");
        left >>= 7;
        bytes.push(if left > 0 { low | 0x80 } else { low });
        if left == 0 {
            return bytes;
        }
    }
}

fn insert(delta: &mut Vec<u8>, bytes: &[u8]) {
    for part in bytes.chunks(LONGEST_INSERT) {
        delta.push(u8::try_from(part.len()).expect("a part is short"));
        delta.extend(part);
    }
}

fn copy(delta: &mut Vec<u8>, from: usize, length: usize) {
    let (mut from, mut left) = (from, length);
    while left > 0 {
        let length = left.min(LONGEST_COPY);
        let place = delta.len();
        delta.push(0x80);
        let fields = from.to_le_bytes().into_iter().take(4).chain(length.to_le_bytes().into_iter().take(2));
        for (bit, byte) in fields.enumerate().filter(|(_, byte)| *byte != 0) {
            delta[place] |= 1 << bit;
            delta.push(byte);
        }
        from += length;
        left -= length;
    }
}
