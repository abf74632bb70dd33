//! Deltas and packs.

use super::delta;

/// What git makes of instructions.
fn applied(old: &[u8], delta: &[u8]) -> Vec<u8> {
    let mut at = 0;
    let mut size = || {
        let (mut value, mut shift) = (0_usize, 0);
        loop {
            let byte = delta[at];
            at += 1;
            value |= usize::from(byte & 127) << shift;
            shift += 7;
            if byte & 128 == 0 {
                return value;
            }
        }
    };
    let (before, after) = (size(), size());
    assert_eq!(before, old.len());
    let mut new = Vec::new();
    while at < delta.len() {
        let code = delta[at];
        at += 1;
        if code & 128 == 0 {
            new.extend(&delta[at..at + usize::from(code)]);
            at += usize::from(code);
            continue;
        }
        let mut field = |bits: std::ops::Range<u32>| {
            let start = bits.start;
            bits.fold(0, |value, bit| {
                if code & 1 << bit == 0 {
                    return value;
                }
                at += 1;
                value | usize::from(delta[at - 1]) << ((bit - start) * 8)
            })
        };
        let (from, length) = (field(0..4), field(4..7));
        new.extend(&old[from..from + length]);
    }
    assert_eq!(after, new.len());
    new
}

#[test]
fn deltas_give_back_what_they_were_made_of() {
    let text = |seed: u64, length: usize| -> Vec<u8> {
        let next =
            |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
        std::iter::successors(Some(seed), next).map(|state| state.to_be_bytes()[0]).take(length).collect()
    };
    let long = text(1, 200_000);
    let cut = |from: usize, to: usize| long[from..to].to_vec();
    for (what, old, new) in [
        ("the same", long.clone(), long.clone()),
        ("a line in the middle", long.clone(), [cut(0, 70_000), text(2, 300), cut(70_000, 200_000)].concat()),
        ("parts that change places", long.clone(), [cut(100_000, 200_000), cut(0, 100_000)].concat()),
        ("nothing in common", text(3, 5_000), text(4, 5_000)),
        ("one byte many times", vec![0; 5_000], vec![0; 70_000]),
        ("an end that goes", long.clone(), cut(0, 1_000)),
    ] {
        let delta = delta::between(&old, &new).expect("both are long enough");
        assert!(applied(&old, &delta) == new, "{what}");
    }
    assert_eq!(delta::between(b"short", &long), None);
}
