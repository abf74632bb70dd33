//! Neighbours of a query as titles and headings have them, as `theme/scripts/search/4-pairs.js` finds them.

use super::{
    meanings::{Found, Meaning, STEMMED, beginning, exactly, likeness, most_prominent},
    parse::Word,
    stems::other_number,
    store::Store,
};

/// The terms that stand for two neighbouring words as titles and headings have them.
fn pair(store: &mut Store<'_>, first: &str, second: &str, open: bool) -> Found {
    let found = match (second, open) {
        ("^", true) => {
            let found = beginning(store, first)?;
            found.into_iter().filter(|meaning| meaning.term().ends_with(" ^")).collect()
        }
        (_, true) => beginning(store, &format!("{first} {second}"))?,
        (_, false) => return exactly(store, &format!("{first} {second}")),
    };
    Ok(most_prominent(found.into_iter()))
}

/// What a word that may go on becomes together with the one before it.
pub(super) fn going_on(joint: &[Meaning], text: &str) -> Vec<Meaning> {
    let longer = joint.iter().map(|meaning| {
        let whole = meaning.term().split_once(' ').map_or("", |(_, whole)| whole);
        let quality = likeness(text, whole);
        Meaning { quality, ..meaning.clone() }
    });
    longer.collect()
}

/// Adds to the pairs of a query those with one for many and many for one.
pub(super) fn counted(
    store: &mut Store<'_>,
    words: &[Word],
    texts: &[String],
    mut pairs: Vec<Vec<Meaning>>,
) -> Result<Vec<Vec<Meaning>>, String> {
    for (place, text) in texts.iter().enumerate() {
        let Some(other) = other_number(text).filter(|_| !words[place].quoted && !words[place].dense) else { continue };
        let before = place.checked_sub(1).map(|before| texts[before].as_str());
        let after = texts.get(place + 1).map(String::as_str);
        let open = words.get(place + 1).is_some_and(|word| word.open);
        let first = before.map_or((other.as_str(), "^"), |before| (before, other.as_str()));
        let found = [
            pair(store, first.0, first.1, false)?,
            pair(store, &other, after.unwrap_or("$"), after.is_some() && open)?,
        ];
        for (found, pairs) in found.into_iter().zip(&mut pairs[place..]) {
            pairs.extend(found.into_iter().map(|meaning| Meaning { quality: STEMMED, ..meaning }));
        }
    }
    Ok(pairs)
}

/// All pairs of a query whose words are taken for `texts`: which begins it, which are neighbours, which ends it.
pub(super) fn pairs(store: &mut Store<'_>, words: &[Word], texts: &[String]) -> Result<Vec<Vec<Meaning>>, String> {
    let (Some(first), Some(last)) = (texts.first(), texts.last()) else { return Ok(Vec::new()) };
    let mut pairs = vec![pair(store, first, "^", words[0].open)?];
    for (place, two) in texts.windows(2).enumerate() {
        pairs.push(pair(store, &two[0], &two[1], words[place + 1].open)?);
    }
    pairs.push(exactly(store, &format!("{last} $"))?);
    Ok(pairs)
}
