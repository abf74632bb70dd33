//! A definition before its last change: that of its text, or of the files of its repository that `$ref` leads to.

use std::collections::BTreeMap;

use super::{files::Version, origin::Origin};
use crate::{
    model::{Entity, Node, Previous, RepoPath, Snapshot},
    yaml,
};

/// So many other files of one definition are looked up in the history.
const MOST_FILES: usize = 50;

/// What it was made of, and the change since.
pub(super) struct Before<'a> {
    pub(super) version: Version<'a>,
    pub(super) text: String,
    /// The commit of the change; empty when it is not committed.
    pub(super) commit: String,
    /// Its date, RFC 3339.
    pub(super) time: String,
}

/// The definition with this text and these other files, before the last change of any of them.
pub(super) fn before<'a>(
    snapshot: &'a Snapshot,
    origin: &Origin,
    entity: Option<&Entity>,
    (text, others): (&str, &[RepoPath]),
) -> Option<Before<'a>> {
    let own = of_text(snapshot, origin, entity, text);
    let other = |path: &RepoPath| Some((path.clone(), snapshot.previous(path, &snapshot.read(path).ok()?)?));
    let others: Vec<(RepoPath, Previous)> = others.iter().take(MOST_FILES).filter_map(other).collect();
    let all = own.iter().map(|(before, _)| before).chain(others.iter().map(|(_, before)| before));
    let last = all.max_by_key(|before| (before.commit.is_empty(), &before.time, &before.commit))?;
    let (commit, time) = (last.commit.clone(), last.time.clone());
    let older: BTreeMap<RepoPath, Vec<u8>> = others
        .into_iter()
        .filter(|(_, before)| before.commit == commit)
        .map(|(path, before)| (path, before.bytes))
        .collect();
    let text = own.filter(|(before, _)| before.commit == commit).map_or_else(|| text.to_owned(), |(_, text)| text);
    Some(Before { version: Version::before(snapshot, older), text, commit, time })
}

/// The text before its last change; in a catalog file, that of the same entity.
fn of_text(snapshot: &Snapshot, origin: &Origin, entity: Option<&Entity>, text: &str) -> Option<(Previous, String)> {
    if !origin.is_inline() {
        let before = snapshot.previous(&origin.path, text.as_bytes())?;
        let old = String::from_utf8(before.bytes.clone()).ok()?;
        return Some((before, old));
    }
    let before = snapshot.previous(&origin.path, &snapshot.read(&origin.path).ok()?)?;
    let file = String::from_utf8(before.bytes.clone()).ok()?;
    let name = &entity?.name;
    let documents = yaml::read(&file, yaml::Dialect::CATALOG).into_iter().filter_map(|document| document.root);
    let is_it = |root: &Node| {
        let at = |path: &[&str]| root.at(path).and_then(Node::as_str).map(str::to_owned);
        at(&["kind"]).is_some_and(|kind| kind.eq_ignore_ascii_case("api"))
            && at(&["metadata", "name"]).as_ref() == Some(name)
    };
    let old = documents.filter(is_it).find_map(|root| Some(root.at(&["spec", "definition"])?.as_str()?.to_owned()))?;
    (old != text).then_some((before, old))
}
