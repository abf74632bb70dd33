use std::{fs, path::Path};

use super::*;

const GROUND: Key = [7; 32];

fn value(number: u32) -> Vec<u8> {
    number.to_le_bytes().repeat(20 + number as usize % 50)
}

fn number_key(number: u32) -> Key {
    key(&[b"value", &number.to_le_bytes()])
}

/// A cache of a hundred values.
fn fill(folder: &Path) {
    let cache = Cache::open(folder, "c", GROUND);
    (0..100).for_each(|number| cache.keep(number_key(number), &value(number)));
    cache.finish();
}

/// How many values are found, every one as it was kept.
fn count(folder: &Path, ground: Key) -> usize {
    let cache = Cache::open(folder, "c", ground);
    let found = (0..100).filter(|number| {
        let found = cache.find(&number_key(*number));
        assert!(found.as_ref().is_none_or(|found| *found == value(*number)), "value {number} is another");
        found.is_some()
    });
    found.count()
}

#[test]
fn what_is_kept_is_found_until_nobody_uses_it() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path());
    assert_eq!(count(folder.path(), [8; 32]), 0, "another ground");
    assert_eq!(count(folder.path(), GROUND), 0, "a build on another ground starts anew");
    fill(folder.path());
    assert_eq!(count(folder.path(), GROUND), 100);
    let cache = Cache::open(folder.path(), "c", GROUND);
    let second = Cache::open(folder.path(), "c", GROUND);
    assert!(second.find(&number_key(1)).is_none(), "a second build at the same time goes without");
    (0..50).for_each(|number| drop(cache.find(&number_key(number))));
    cache.finish();
    assert_eq!(count(folder.path(), GROUND), 50);
}

#[test]
fn a_killed_build_leaves_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    fill(folder.path());
    let cache = Cache::open(folder.path(), "c", GROUND);
    (200..20_000).for_each(|number| cache.keep(number_key(number), &value(number)));
    drop(cache);
    assert_eq!(count(folder.path(), GROUND), 100);
}

#[test]
fn no_damage_is_handed_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut seed = 1_u64;
    let mut dice = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for round in 0..120 {
        fill(folder.path());
        let path = folder.path().join(["c.pack", "c.index"][round % 2]);
        let mut bytes = fs::read(&path).expect("readable");
        let at = dice(bytes.len());
        match round / 2 % 4 {
            0 => bytes[at] ^= 1 << dice(8),
            1 => bytes.truncate(at),
            2 => bytes.extend(0..9),
            _ => {
                let other = dice(bytes.len() - 100);
                let at = at.min(bytes.len() - 100);
                let piece = bytes[other..other + 100].to_vec();
                bytes[at..at + 100].copy_from_slice(&piece);
            }
        }
        fs::write(&path, bytes).expect("writable");
        count(folder.path(), GROUND);
    }
}

#[test]
fn a_pack_of_leftovers_is_packed_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let large = vec![1_u8; 1 << 20];
    for round in 0..60_u32 {
        let cache = Cache::open(folder.path(), "c", GROUND);
        if round > 0 {
            assert!(cache.find(&number_key(round - 1)).is_some(), "round {round}");
        }
        cache.keep(number_key(round), &large);
        cache.finish();
    }
    let size = fs::metadata(folder.path().join("c.pack")).expect("there").len();
    assert!(size < 2 * (2 << 20) + pack::SLACK + (2 << 20), "{size}");
}

#[test]
fn fields_come_back() {
    let fields: Vec<&[u8]> = vec![b"a", b"", b"bcd"];
    let bytes = join(fields.iter().copied());
    assert_eq!(split(&bytes), Some(fields));
    assert_eq!(split(&bytes[..bytes.len() - 1]), None);
    assert_eq!(split(&[255; 9]), None);
}
