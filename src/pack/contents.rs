//! The files of a template's archive.

use std::collections::BTreeMap;

use super::{
    Adopted,
    fetches::{self, Fetch},
    rules::{MISSING_SKELETON, REMOTE_SKELETON, SKELETON_TOO_LARGE},
};
use crate::{
    diagnostic::{Diagnostic, nearest},
    model::{Entity, FileKind, RepoPath, Snapshot},
    scaffold::{Bundle, File},
};

/// The most files of one archive.
pub(super) const MOST_FILES: usize = 5_000;

/// The most bytes of one archive, unpacked. Hosts such as Cloudflare Pages take files up to 25 MiB.
pub(super) const MOST_BYTES: u64 = 64 << 20;

/// One file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether it may be executed.
    pub executable: bool,
}

/// Files by their path in the archive's folder, sorted.
pub type Members = BTreeMap<String, Member>;

/// What an archive holds.
#[derive(Clone, Debug)]
pub struct Contents {
    /// The files.
    pub files: Members,
    /// The folder of the template's repository that the archive's folder stands for.
    pub root: RepoPath,
    /// The template's document, in the archive's folder.
    pub document: String,
}

/// Where files come from.
#[derive(Debug)]
pub struct Source<'a> {
    snapshots: &'a [Snapshot],
    /// Repositories by their page on the web, longest address first.
    addresses: Vec<(&'a str, &'a Snapshot)>,
    adopted: &'a Adopted,
}

/// A folder or file that an archive takes over.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) root: RepoPath,
}

impl<'a> Source<'a> {
    /// Prepares to look repositories up by address.
    pub fn new(snapshots: &'a [Snapshot], adopted: &'a Adopted) -> Self {
        let address =
            |snapshot: &'a Snapshot| Some((snapshot.repo.url.as_ref()?.as_str().trim_end_matches('/'), snapshot));
        let mut addresses: Vec<_> = snapshots.iter().filter_map(address).collect();
        addresses.sort_by_key(|(address, _)| std::cmp::Reverse(address.len()));
        Self { snapshots, addresses, adopted }
    }

    /// What a template's archive holds, or none when it exceeds the budget; and what its steps fetch in vain.
    pub fn contents(&self, entity: &Entity) -> (Option<Contents>, Vec<Diagnostic>) {
        let home = self.home(entity);
        let mut diagnostics = Vec::new();
        if let Some(bundle) = self.adopted.get(&entity.id) {
            let contents = bundle.as_ref().map(|bundle| adopted(entity, bundle));
            diagnostics.extend(contents.is_none().then(|| too_large(entity, home)));
            return (contents, diagnostics);
        }
        for fetch in fetches::fetches(entity) {
            let (_, problem) = self.part(entity, home, &fetch);
            diagnostics.extend(problem.map(|problem| problem.entity(&entity.id)));
        }
        let whole = members(entity, home, &self.parts_to_run(entity));
        // Where everything beside the template is too much, what its steps surely fetch may do.
        let members = whole.or_else(|| members(entity, home, &self.parts(entity)));
        if members.is_none() {
            diagnostics.push(too_large(entity, home));
        }
        (members, diagnostics)
    }

    /// What a template runs with that was read from one of another tool.
    pub(super) fn adopted(&self, entity: &Entity) -> Option<&'a Option<Bundle>> {
        self.adopted.get(&entity.id)
    }

    /// The repository that a template lies in.
    pub(super) fn home(&self, entity: &Entity) -> &'a Snapshot {
        &self.snapshots[entity.origin.repo.0 as usize]
    }

    /// What a template's steps fetch, as far as it is there.
    pub(super) fn parts(&self, entity: &Entity) -> Vec<Part<'a>> {
        let home = self.home(entity);
        fetches::fetches(entity).iter().filter_map(|fetch| self.part(entity, home, fetch).0).collect()
    }

    /// What one step fetches, when the whole address is written in it and something is there.
    pub(super) fn fetched(&self, entity: &Entity, step: usize) -> Option<Part<'a>> {
        let fetch = fetches::fetches(entity).into_iter().find(|fetch| fetch.step == step && !fetch.open)?;
        self.part(entity, self.home(entity), &fetch).0
    }

    /// What one step fetches, or what is wrong with it; neither when only the running template can tell.
    fn part(&self, entity: &Entity, home: &'a Snapshot, fetch: &Fetch) -> (Option<Part<'a>>, Option<Diagnostic>) {
        let found = if fetch.url.contains("://") { self.remote(&fetch.url) } else { local(entity, home, fetch) };
        if found.is_some() || fetch.open {
            return (found, None);
        }
        let place = fetches::place(entity, &home.repo.name, fetch.step);
        let url = &fetch.url;
        let diagnostic = if url.contains("://") {
            Diagnostic::new(&REMOTE_SKELETON, place, format!("the step fetches {url}, which was not collected"))
                .hint("add its repository to `sources`, so that the archive is complete")
        } else if let Ok(root) = entity.origin.path.parent().join(url) {
            let message = format!("the step fetches `{url}`, but there is no `{root}` in the repository");
            let hint =
                near_folder(home, &root).unwrap_or_else(|| "paths are relative to the template's file".to_owned());
            Diagnostic::new(&MISSING_SKELETON, place, message).hint(hint)
        } else {
            Diagnostic::new(
                &MISSING_SKELETON,
                place,
                format!("the step fetches `{url}`, which is outside the repository"),
            )
            .hint("keep the skeleton beside the template")
        };
        (None, Some(diagnostic))
    }

    /// The collected folder or file at a forge's address: `<repository>/tree/<branch>/<path>` and the like.
    fn remote(&self, url: &str) -> Option<Part<'a>> {
        let (rest, snapshot) = self.addresses.iter().find_map(|(address, snapshot)| {
            let rest = url.strip_prefix(address)?;
            (rest.is_empty() || rest.starts_with('/')).then_some((rest, *snapshot))
        })?;
        let rest = rest.trim_start_matches("/-").trim_start_matches('/').split(['?', '#']).next()?;
        let path = match rest.split_once('/') {
            Some(("tree" | "blob" | "src" | "raw", place)) => {
                let branch = snapshot.repo.branch.as_deref().and_then(|branch| place.strip_prefix(branch));
                branch.or_else(|| place.split_once('/').map(|(_, path)| path)).unwrap_or_default()
            }
            _ => rest,
        };
        let full = RepoPath::new(path.trim_matches('/')).ok()?;
        let root = RepoPath::new(full.relative_to(&snapshot.repo.prefix)?).ok()?;
        (snapshot.has_folder(&root) || snapshot.entry(&root).is_some()).then_some(Part { snapshot, root })
    }
}

fn too_large(entity: &Entity, home: &Snapshot) -> Diagnostic {
    let place = fetches::place(entity, &home.repo.name, usize::MAX);
    let message = format!("the template fetches more than {MOST_FILES} files or {} MiB", MOST_BYTES >> 20);
    let hint = "let its steps fetch a folder that holds only the skeleton";
    Diagnostic::new(&SKELETON_TOO_LARGE, place, message).hint(hint).entity(&entity.id)
}

/// An adopted template as a folder of its own.
fn adopted(entity: &Entity, bundle: &Bundle) -> Contents {
    let portable = bundle.within("").filter(|(path, _)| !path.contains(char::is_control));
    let member = |file: &File| Member { bytes: file.bytes.clone(), executable: file.executable };
    let mut files: Members = portable.map(|(path, file)| (path.to_owned(), member(file))).collect();
    let document = "template.yaml".to_owned();
    files.insert(document.clone(), Member { bytes: entity.source.clone().into_bytes(), executable: false });
    Contents { files, root: entity.origin.path.parent(), document }
}

/// The folder or file of the template's own repository. An address that begins with an expression is none:
/// it would stand for everything beside the template.
fn local<'a>(entity: &Entity, home: &'a Snapshot, fetch: &Fetch) -> Option<Part<'a>> {
    let folder = entity.origin.path.parent();
    let root = folder.join(&fetch.url).ok()?;
    let there = home.has_folder(&root) || home.entry(&root).is_some();
    (there && !(fetch.open && root == folder)).then_some(Part { snapshot: home, root })
}

/// A folder of the repository with a similar name, as a question.
fn near_folder(snapshot: &Snapshot, missing: &RepoPath) -> Option<String> {
    let parent = missing.parent();
    let below = |path: &RepoPath| {
        let (name, _) = path.relative_to(&parent)?.split_once('/')?;
        Some(name.to_owned())
    };
    let mut names: Vec<String> = snapshot.files_within(&parent).filter_map(|(path, _)| below(path)).collect();
    names.dedup();
    nearest(missing.file_name(), names.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"))
}

/// Reads everything, unless it is more than the budget. A file that cannot be read has been reported by then.
fn members(entity: &Entity, home: &Snapshot, parts: &[Part<'_>]) -> Option<Contents> {
    let template = entity.origin.path.parent();
    let base = parts
        .iter()
        .filter(|part| part.snapshot.repo.name == home.repo.name)
        .fold(template.clone(), |base, part| shared(&base, &part.root));
    let mut members = Members::new();
    let mut total = 0;
    for part in parts {
        let own = part.snapshot.repo.name == home.repo.name;
        let root = if own { &base } else { &RepoPath::default() };
        let prefix = if own { String::new() } else { format!("remote/{}/", part.snapshot.repo.name) };
        for (path, entry) in part.snapshot.files_within(&part.root) {
            let name = format!("{prefix}{}", path.relative_to(root).unwrap_or(path.as_str()));
            if members.contains_key(&name) {
                continue;
            }
            total += entry.size;
            if total > MOST_BYTES || members.len() >= MOST_FILES {
                return None;
            }
            let portable = !name.contains(char::is_control);
            if let Some(bytes) = portable.then(|| part.snapshot.read(path).ok()).flatten() {
                members.insert(name, Member { bytes, executable: entry.kind == FileKind::File { executable: true } });
            }
        }
    }
    let folder = template.relative_to(&base).filter(|folder| !folder.is_empty());
    let name = folder.map_or_else(String::new, |folder| format!("{folder}/")) + "template.yaml";
    let document = Member { bytes: entity.source.clone().into_bytes(), executable: false };
    members.entry(name.clone()).or_insert(document);
    Some(Contents { files: members, root: base, document: name })
}

/// The deepest folder that holds both.
fn shared(a: &RepoPath, b: &RepoPath) -> RepoPath {
    let mut folder = a.clone();
    while !b.is_within(&folder) {
        folder = folder.parent();
    }
    folder
}
