//! What templates have changed since something was made from them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Adopted, TEMPLATE, contents::Source};
use crate::{
    difference::{Mark, hunks},
    model::{
        Before, Catalog, ChangedLines, Commit, Descent, Entity, EntityId, EntityIndex, EntityRef, FileChange, Moment,
        RepoPath, Snapshot,
    },
};

/// Where an entity says which template it came from, as Backstage writes it.
const SOURCE: &str = "backstage.io/source-template";

/// Where an entity says at which commit of the template's repository it came from it.
const COMMIT: &str = "callboard.dev/template-commit";

/// The most files that are told of one entity.
const MOST_FILES: usize = 30;

/// The most bytes of changes that are shown of one entity.
const MOST_BYTES: usize = 48 << 10;

/// The most bytes of changes that are shown in all.
const MOST_IN_ALL: usize = 16 << 20;

/// The longest file that is compared, in bytes.
const LONGEST: usize = 256 << 10;

/// Everything that came from a template, in the order of the catalog.
pub fn drift(catalog: &Catalog, snapshots: &[Snapshot]) -> Vec<Descent> {
    let none = Adopted::new();
    let source = Source::new(snapshots, &none);
    let made: Vec<(EntityIndex, &Entity, EntityIndex)> =
        catalog.iter().filter_map(|(index, entity)| Some((index, entity, origin(catalog, entity)?))).collect();
    let one = |(index, entity, template): &(EntityIndex, &Entity, EntityIndex)| {
        let found = changes(&source, entity, &catalog[*template]);
        let (since, changes, more) = match found {
            Some((commit, changes, more)) => (Some(commit), changes, more),
            None => (None, Vec::new(), 0),
        };
        Descent { entity: *index, template: *template, since, changes, more }
    };
    let mut descents: Vec<Descent> = made.par_iter().map(one).collect();
    let mut left = MOST_IN_ALL;
    for change in descents.iter_mut().flat_map(|descent| &mut descent.changes) {
        match left.checked_sub(size(change)) {
            Some(rest) => left = rest,
            None => withhold(change),
        }
    }
    descents
}

/// The template that an entity says it came from.
fn origin(catalog: &Catalog, entity: &Entity) -> Option<EntityIndex> {
    let written = EntityRef::parse(entity.annotation(SOURCE)?, Some("template"), "default").ok()?;
    let index = catalog.find(&EntityId::from(&written))?;
    (catalog[index].api_version == TEMPLATE).then_some(index)
}

/// What the template has changed since the entity was made; none when the history does not say.
fn changes(source: &Source<'_>, entity: &Entity, template: &Entity) -> Option<(Commit, Vec<FileChange>, usize)> {
    let home = source.home(template);
    let moment = match entity.annotation(COMMIT) {
        Some(commit) => Moment::Commit(commit.trim().to_owned()),
        None => Moment::Time(source.home(entity).first(&entity.origin.path)?.time),
    };
    let mut roots: Vec<RepoPath> = source
        .parts(template)
        .into_iter()
        .filter(|part| part.snapshot.repo.name == home.repo.name)
        .map(|part| part.root)
        .collect();
    roots.push(template.origin.path.clone());
    let past = home.past(&moment, &roots)?;
    let changed: BTreeMap<RepoPath, Before> = past.changed.into_iter().collect();
    let mut changes: Vec<FileChange> = Vec::new();
    let (mut more, mut left) = (0, MOST_BYTES);
    for (path, before) in changed {
        if changes.len() >= MOST_FILES {
            more += 1;
            continue;
        }
        let mut change = change(home, path, before);
        match left.checked_sub(size(&change)) {
            Some(rest) => left = rest,
            None => withhold(&mut change),
        }
        changes.push(change);
    }
    Some((past.commit, changes, more))
}

fn size(change: &FileChange) -> usize {
    change.hunks.iter().flat_map(|hunk| &hunk.lines).map(|(_, line)| line.len() + 2).sum()
}

fn withhold(change: &mut FileChange) {
    change.hunks.clear();
    change.note = Some("too much has changed to be shown");
}

fn change(home: &Snapshot, path: RepoPath, before: Before) -> FileChange {
    let now = home.entry(&path).map(|_| home.read(&path));
    let state = match (&before, &now) {
        (Before::Absent, _) => Some("new"),
        (_, None) => Some("gone"),
        _ => None,
    };
    let mut change = FileChange { path, added: 0, removed: 0, state, hunks: Vec::new(), note: None };
    let old = match before {
        Before::Absent => Some(Vec::new()),
        Before::Held(bytes) => Some(bytes),
        Before::TooLarge => None,
    };
    let new = match now {
        None => Some(Vec::new()),
        Some(read) => read.ok(),
    };
    let (Some(old), Some(new)) = (old, new) else {
        change.note = Some("too large to be compared");
        return change;
    };
    if old.len().max(new.len()) > LONGEST {
        change.note = Some("too large to be compared");
        return change;
    }
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok().filter(|text| !text.contains('\0'));
    let (Some(old), Some(new)) = (text(&old), text(&new)) else {
        change.note = Some("not text");
        return change;
    };
    for hunk in hunks(&old, &new) {
        let head = hunk.head();
        let line = |(mark, line): (Mark, &str)| {
            let mark = match mark {
                Mark::Same => ' ',
                Mark::Removed => '-',
                Mark::Added => '+',
            };
            (mark, line.trim_end_matches(['\n', '\r']).to_owned())
        };
        let lines: Vec<(char, String)> = hunk.lines.into_iter().map(line).collect();
        change.added += lines.iter().filter(|(mark, _)| *mark == '+').count();
        change.removed += lines.iter().filter(|(mark, _)| *mark == '-').count();
        change.hunks.push(ChangedLines { head, lines });
    }
    if change.hunks.is_empty() {
        change.note = Some("the same text; it may be executed, or no longer");
    }
    change
}
