//! Where rules apply at single places of a page and not at others: the places are tried one after the other, and a
//! rule counts where it makes both readings agree further.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    classes::{Class, Page},
    facts::facts,
};

/// The class of the fences that TechDocs does not know.
const FENCES: &str = "fence with other words";

/// A run of lines that one rule reads otherwise.
struct Place {
    class: &'static Class,
    /// Number of the first line, from 0.
    first: usize,
    lines: Vec<String>,
}

/// The classes that make a page agree, each applied only where it helps; the page as far as they explain it otherwise.
/// The text tells best where a rule applies.
pub fn explain(page: &Page, fields: &[&str], classes: &[&'static Class]) -> Result<Vec<&'static Class>, Page> {
    let (used, read) = apply(page, fields, classes);
    if agree(&read, fields, &used) {
        return Ok(used);
    }
    let (others, other) = apply(page, &["text"], classes);
    if agree(&other, fields, &others) {
        return Ok(others);
    }
    // A lost fence changes what stands behind it so much that no place helps: all of them are read at once.
    let fences = classes.iter().find(|class| class.name == FENCES).ok_or_else(|| read.clone())?;
    let all = std::iter::once(*fences).chain(classes.iter().copied()).collect();
    let pairs = classes.iter().flat_map(|class| [vec![*class, *fences], vec![*fences, *class]]);
    let alike = |some: &[&'static Class]| agree(&page.read_as(some), fields, some);
    let mut some = std::iter::once(all).chain(pairs).find(|some| alike(some)).ok_or(read)?;
    for at in (0..some.len()).rev() {
        let class = some.remove(at);
        if !alike(&some) {
            some.insert(at, class);
        }
    }
    Ok(some)
}

fn apply(page: &Page, fields: &[&str], classes: &[&'static Class]) -> (Vec<&'static Class>, Page) {
    let mut page = page.clone();
    let mut used: Vec<&'static Class> = Vec::new();
    let mut reached = progress(&page, fields);
    // What was recorded is read otherwise for the page as a whole.
    for class in classes {
        let golden = page.read_as(&[class]).golden;
        if golden != page.golden {
            let read = Page { source: page.source.clone(), golden };
            let now = progress(&read, fields);
            if now >= reached {
                (page, reached) = (read, now);
                used.push(class);
            }
        }
    }
    let mut from = 0;
    while let Some((place, read, now)) = next(&page, fields, classes, (from, reached)) {
        from = place.first;
        used.push(place.class);
        (page, reached) = (read, now);
        // Where a fence is lost, rules at later places may set more marks free.
        if used.last().is_some_and(|class| class.name == FENCES) && agree(&page, fields, &used) {
            break;
        }
    }
    used.sort_by_key(|class| class.name);
    used.dedup_by_key(|class| class.name);
    (used, page)
}

fn agree(page: &Page, fields: &[&str], used: &[&Class]) -> bool {
    let found = facts(&page.source);
    // A fence that TechDocs loses sets marks free as far as the next one; the words are the same, and we show less.
    let loses = fields == ["text"] && used.iter().any(|class| class.name == FENCES);
    page.agrees(&found, fields) || (loses && same_words(&found["text"], page))
}

/// Whether all letters and digits are as recorded, and the recording shows more marks.
fn same_words(found: &Value, page: &Page) -> bool {
    let (ours, theirs) = (found.as_str().unwrap_or_default(), page.golden["text"].as_str().unwrap_or_default());
    let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    ours.len() < theirs.len() && words(ours) == words(theirs)
}

/// The first place at or after a line where a rule makes the page agree further than it did.
fn next(
    page: &Page,
    fields: &[&str],
    classes: &[&'static Class],
    (from, reached): (usize, i64),
) -> Option<(Place, Page, i64)> {
    let mut places: Vec<Place> = classes.iter().flat_map(|class| places(page, class)).collect();
    places.retain(|place| place.first >= from);
    places.sort_by_key(|place| (place.first, place.lines.len()));
    // Of the rules for one line, the one that leads furthest.
    let mut best: Option<(Place, Page, i64)> = None;
    for place in places {
        if best.as_ref().is_some_and(|(best, ..)| best.first < place.first) {
            break;
        }
        let mut lines: Vec<&str> = page.source.split('\n').collect();
        for (line, new) in lines[place.first..].iter_mut().zip(&place.lines) {
            *line = new;
        }
        let read = Page { source: lines.join("\n"), golden: page.golden.clone() };
        let now = progress(&read, fields);
        if now > best.as_ref().map_or(reached, |best| best.2) {
            best = Some((place, read, now));
        }
    }
    best
}

/// Every line that a rule changes, and every pair of such lines with what lies between them.
fn places(page: &Page, class: &'static Class) -> Vec<Place> {
    let read = page.read_as(&[class]).source;
    let (old, new): (Vec<&str>, Vec<&str>) = (page.source.split('\n').collect(), read.split('\n').collect());
    if old.len() != new.len() {
        return Vec::new();
    }
    let changed: Vec<usize> = (0..old.len()).filter(|line| old[*line] != new[*line]).collect();
    let place = |first: usize, last: usize| Place {
        class,
        first,
        lines: new[first..=last].iter().map(|line| (*line).to_owned()).collect(),
    };
    let single = changed.iter().map(|line| place(*line, *line));
    single.chain(changed.windows(2).map(|pair| place(pair[0], pair[1]))).collect()
}

/// How far a page agrees: characters and items before the first difference, less the differences of counts.
fn progress(page: &Page, fields: &[&str]) -> i64 {
    let ours: BTreeMap<&str, Value> = facts(&page.source);
    let common = |field: &&str| match (&ours[*field], &page.golden[*field]) {
        (Value::String(a), Value::String(b)) => a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count() as i64,
        (Value::Array(a), Value::Array(b)) => {
            let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
            same as i64 - (a.len().max(b.len()) - same) as i64
        }
        (a, b) => -(a.as_i64().unwrap_or_default() - b.as_i64().unwrap_or_default()).abs(),
    };
    fields.iter().map(common).sum()
}
