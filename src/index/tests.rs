use super::*;
use crate::model::{PageSection, Record};

/// A record whose words, title and label follow from a number.
fn record(number: usize) -> Record {
    let words: Vec<String> = (0..number % 23 + 2).map(|word| format!("w{}", number * 7 % 31 * word % 57)).collect();
    Record {
        kind: [RecordKind::Entity, RecordKind::Page, RecordKind::Problem][number % 3],
        label: format!("Label {}", number % 4),
        title: format!("Title {} of {}", number % 11, words[0]),
        path: SitePath::from_parts([format!("p{number}.html")]),
        sections: vec![PageSection { heading: None, text: words.join(" ") }],
        anchor: None,
        context: words.concat(),
        keywords: vec![format!("name-{number}")],
        facets: vec![("owner".to_owned(), format!("group:default/team-{}", number % 5))],
    }
}

/// The index of some numbers, which may be put on an earlier one.
fn index(numbers: &[usize], base: Option<Vec<u8>>) -> Index {
    let indexer = Indexer::new().expect("memory suffices").on(base);
    for (place, number) in numbers.iter().enumerate() {
        indexer.add(Entry::new((0, place, 0), &record(*number), 100)).expect("memory suffices");
    }
    indexer.sort().and_then(Sorted::finish).expect("memory suffices")
}

#[test]
fn an_index_on_another_one_is_the_same_as_one_from_nothing() {
    let mut seed = 5_usize;
    let mut dice = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut numbers: Vec<usize> = (0..90).collect();
    let mut base = None;
    for round in 0..12 {
        let (on_base, from_nothing) = (index(&numbers, base.take()), index(&numbers, None));
        let files = |index: &Index| -> Vec<(String, Vec<u8>)> {
            index.files.iter().map(|file| (file.path.as_str().to_owned(), file.bytes.clone())).collect()
        };
        assert!(files(&on_base) == files(&from_nothing), "round {round}");
        base = Some(on_base.base);
        // Some go, some come, some come twice, and all change places.
        let gone = dice(numbers.len() / 2);
        numbers.drain(..gone);
        (0..dice(60)).for_each(|_| numbers.push(dice(400)));
        let turn = dice(numbers.len().max(1));
        numbers.rotate_left(turn);
    }
}

#[test]
fn what_is_no_base_is_none() {
    let bytes = index(&[1, 2, 3], None).base;
    assert!(Base::read(bytes.clone()).is_some());
    for length in 0..bytes.len() {
        let Some(base) = Base::read(bytes[..length].to_vec()) else { continue };
        let mut walks = (0..64).map(|range| base.walk(range));
        assert!(walks.all(|mut walk| (0..bytes.len()).any(|_| !matches!(walk.advance(), Ok(true)))), "{length}");
    }
}
