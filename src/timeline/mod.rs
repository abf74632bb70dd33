//! What happened to entities. In: what commits made of catalog files, and a way to read these. Out: one
//! timeline. It must not know where the files come from, how they are read, nor what is declared now.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::{Annals, Before, Edition, EntityId, Reading, RepoIndex, RepoPath, Stated, Timeline, Turn};

/// Reads a catalog file.
type Read<'a> = dyn Fn(&[u8]) -> Reading + Sync + 'a;

/// What happened in all repositories, newest first.
pub fn timeline(annals: &[(RepoIndex, Annals)], read: &Read<'_>) -> Timeline {
    let mut turns: Vec<Turn> = annals.par_iter().flat_map_iter(|(repo, annals)| of_repo(*repo, annals, read)).collect();
    turns.sort_by(|a, b| b.commit.time.cmp(&a.commit.time));
    let since =
        |annals: &Annals| annals.since.as_ref().map(|commit| commit.time.get(..10).unwrap_or_default().to_owned());
    Timeline { turns, known: annals.iter().map(|(repo, annals)| (*repo, since(annals))).collect() }
}

/// What happened in one repository; of one commit, in the order of entities.
fn of_repo(repo: RepoIndex, annals: &Annals, read: &Read<'_>) -> Vec<Turn> {
    let mut known: BTreeMap<&RepoPath, Reading> = BTreeMap::new();
    let mut by_commit = Vec::new();
    for edition in annals.editions.iter().rev() {
        let before = take(edition, &mut known, read);
        for (revision, before) in edition.files.iter().zip(&before) {
            known.insert(&revision.path, over(before, reading(&revision.after, read)));
        }
        by_commit.push(of_commit(repo, edition, &before, &known));
    }
    by_commit.into_iter().rev().flatten().collect()
}

fn reading(held: &Before, read: &Read<'_>) -> Reading {
    match held {
        Before::Absent => Reading { is_whole: true, ..Reading::default() },
        Before::Held(bytes) => read(bytes),
        Before::TooLarge => Reading::default(),
    }
}

/// What the files of a commit declared before, as far as it could be read last.
fn take<'e>(edition: &'e Edition, known: &mut BTreeMap<&'e RepoPath, Reading>, read: &Read<'_>) -> Vec<Reading> {
    let before = edition.files.iter();
    before.map(|file| known.remove(&file.path).unwrap_or_else(|| reading(&file.before, read))).collect()
}

/// What a file declares; what a version that cannot be read does not tell is as before.
fn over(before: &Reading, after: Reading) -> Reading {
    if after.is_whole {
        return after;
    }
    let mut entities = before.entities.clone();
    entities.extend(after.entities);
    // Whether more was declared before is known as well as it was.
    Reading { entities, is_whole: before.is_whole }
}

/// Where an entity is declared, and what is stated of it.
type Declared<'r> = BTreeMap<&'r EntityId, (&'r RepoPath, &'r Stated)>;

fn of_commit(
    repo: RepoIndex,
    edition: &Edition,
    before: &[Reading],
    known: &BTreeMap<&RepoPath, Reading>,
) -> Vec<Turn> {
    let (mut old, mut new): (Declared<'_>, Declared<'_>) = (BTreeMap::new(), BTreeMap::new());
    let mut is_known = BTreeMap::new();
    for (file, before) in edition.files.iter().zip(before) {
        let after = &known[&file.path];
        is_known.insert(&file.path, before.is_whole);
        old.extend(before.entities.iter().map(|(id, stated)| (id, (&file.path, stated))));
        new.extend(after.entities.iter().map(|(id, stated)| (id, (&file.path, stated))));
    }
    let mut turns = Vec::new();
    let mut tell = |entity: &EntityId, place: (&RepoPath, &Stated), (kind, before, after): Told| {
        turns.push(Turn {
            entity: entity.clone(),
            kind,
            before,
            after,
            commit: edition.commit.clone(),
            author: edition.author.clone(),
            repo,
            place: (place.0.clone(), place.1.line),
        });
    };
    for (id, place) in &old {
        let elsewhere = known.values().any(|file| file.entities.contains_key(*id));
        if !new.contains_key(id) && !elsewhere {
            tell(id, *place, ("removed", None, None));
        }
    }
    for (id, place) in &new {
        match old.get(id) {
            Some(before) => differences(*before, *place).into_iter().for_each(|told| tell(id, *place, told)),
            None if is_known[place.0] => tell(id, *place, ("created", None, None)),
            None => {}
        }
    }
    turns
}

/// What kind of change, what it was and what it became.
type Told = (&'static str, Option<String>, Option<String>);

fn differences(before: (&RepoPath, &Stated), after: (&RepoPath, &Stated)) -> Vec<Told> {
    let mut found = Vec::new();
    if before.0 != after.0 {
        found.push(("moved", Some(before.0.to_string()), Some(after.0.to_string())));
    }
    let (old, new) = (before.1, after.1);
    let kinds = old.texts.keys().chain(new.texts.keys().filter(|kind| !old.texts.contains_key(*kind)));
    for kind in kinds {
        let (was, is) = (old.texts.get(kind), new.texts.get(kind));
        // A whole definition is no value to be told.
        let told = |text: Option<&String>| text.filter(|_| *kind != "definition").cloned();
        if was != is {
            found.push((*kind, told(was), told(is)));
        }
    }
    let gone = old.targets.difference(&new.targets).map(|(kind, target)| (*kind, Some(target.to_string()), None));
    let come = new.targets.difference(&old.targets).map(|(kind, target)| (*kind, None, Some(target.to_string())));
    found.extend(gone.chain(come));
    found
}
