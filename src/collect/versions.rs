//! One repository at two commits, among all others as they are.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Options, Progress, address::Address, assemble::Collected, crew, git, guarded, job::Job, local, remote::Servers,
};
use crate::{
    diagnostic::Diagnostic,
    model::{Commit, Depth, Repo, RepoPath, Selection, Snapshot, Source},
};

/// Which commits of which repository.
#[derive(Clone, Debug)]
pub struct Pair<'a> {
    /// A work tree, a folder in one, or a bare repository.
    pub repo: &'a Path,
    /// The revision before.
    pub base: &'a str,
    /// The revision after; none for the work tree, or for HEAD of a bare repository.
    pub head: Option<&'a str>,
}

/// All repositories, twice.
#[derive(Debug)]
pub struct Versions {
    /// Before; in the same order, and with the same names, as after.
    pub before: Vec<Snapshot>,
    /// After.
    pub after: Vec<Snapshot>,
    /// Problems before and after.
    pub diagnostics: (Vec<Diagnostic>, Vec<Diagnostic>),
    /// The places of those that may differ.
    pub changed: Vec<usize>,
    /// The commits that were compared; none for a work tree.
    pub commits: (Commit, Option<Commit>),
    /// Where the repository lies on this disk.
    pub root: PathBuf,
}

/// Reads all sources once, or those of a selection, and those that are the repository at hand twice. When none is, it
/// counts as one more.
///
/// # Errors
/// When there is no such repository or revision, or the selection does not have the repository.
pub fn versions(
    sources: &[Source],
    selection: Option<&Selection>,
    options: &Options,
    progress: &dyn Progress,
    pair: &Pair<'_>,
) -> Result<Versions, String> {
    let home = Home::find(pair)?;
    let mut jobs = super::jobs(sources, selection, options);
    if !jobs.iter().any(|job| home.prefix_of(job).is_some()) {
        if selection.is_some() {
            return Err("the repository is none of those that this audience sees".to_owned());
        }
        jobs.push(Job::Local { path: home.root.clone(), revision: None, depth: options.history });
    }
    progress.total(jobs.len());
    let names = Job::names(&jobs);
    let servers = Servers::default();
    let read = |index: usize| {
        let (job, name) = (&jobs[index], &names[index]);
        let read = match home.prefix_of(job) {
            Some(prefix) => {
                let at = |revision: Option<&str>| guarded(name, &|| home.read((name, &prefix), revision, options));
                (at(Some(&home.base.id)), Some(at(home.head.as_ref().map(|head| head.id.as_str()))))
            }
            None => (guarded(name, &|| job.read(name, options, &servers)), None),
        };
        progress.done(name);
        read
    };
    let mut all = Versions {
        before: Vec::new(),
        after: Vec::new(),
        diagnostics: (Vec::new(), Vec::new()),
        changed: Vec::new(),
        commits: (home.base.clone(), home.head.clone()),
        root: home.root.clone(),
    };
    for (number, (before, after)) in crew::run(jobs.len(), options.parallel, &read).into_iter().enumerate() {
        all.add(&names[number], before, after);
    }
    Ok(all)
}

impl Versions {
    fn add(&mut self, name: &str, (before, found): Collected, after: Option<Collected>) {
        self.diagnostics.0.extend(found.iter().cloned());
        let Some((after, found)) = after else {
            self.diagnostics.1.extend(found);
            self.before.extend(before.clone());
            self.after.extend(before);
            return;
        };
        self.diagnostics.1.extend(found);
        let nothing = || Snapshot::new(Repo::plain(name), BTreeMap::new(), Arc::new(BTreeMap::new()));
        let (mut before, after) = (before.unwrap_or_else(nothing), after.unwrap_or_else(nothing));
        before.repo = Repo { commit: before.repo.commit.clone(), ..after.repo.clone() };
        self.changed.push(self.after.len());
        self.before.push(before);
        self.after.push(after);
    }
}

/// The repository at hand.
struct Home {
    /// The root of its work tree, or the bare repository.
    root: PathBuf,
    /// Where it was cloned from.
    origin: Option<Address>,
    base: Commit,
    /// None for the work tree.
    head: Option<Commit>,
}

impl Home {
    fn find(pair: &Pair<'_>) -> Result<Self, String> {
        let whole = pair.repo.canonicalize().map_err(|error| format!("{}: {error}", pair.repo.display()))?;
        let is_bare = local::is_bare(&whole);
        let root = if is_bare { Some(whole.as_path()) } else { local::root(&whole) };
        let root = root.ok_or_else(|| format!("{} is no git repository", pair.repo.display()))?.to_owned();
        let repo = git::open(&root)?;
        let base = git::find(&repo, pair.base)?.commit;
        let head = match pair.head {
            Some(head) => Some(git::find(&repo, head)?.commit),
            None if is_bare => Some(git::head(&repo)?.ok_or("the repository has no commit")?.commit),
            None => None,
        };
        let tip = match &head {
            Some(head) => Some(head.clone()),
            None => git::head(&repo)?.map(|head| head.commit),
        };
        // What came to the base since the branch left it is no part of the change.
        let base = tip.and_then(|tip| git::fork(&repo, &base, &tip)).unwrap_or(base);
        Ok(Self { origin: git::origin(&repo), root, base, head })
    }

    /// What a job reads of this repository; nothing when it is another one.
    fn prefix_of(&self, job: &Job) -> Option<RepoPath> {
        match job {
            Job::Local { path, .. } => {
                let whole = path.canonicalize().ok()?;
                let same = whole == self.root || local::root(&whole) == Some(self.root.as_path());
                if same && !local::is_bare(&whole) {
                    return RepoPath::new(whole.strip_prefix(&self.root).ok()?.to_str()?).ok();
                }
                let origin = self.origin.as_ref().filter(|origin| origin.host.is_empty());
                let cloned = origin.and_then(|origin| Path::new(&origin.path).canonicalize().ok());
                let is_origin = cloned.is_some_and(|cloned| objects_of(&cloned) == objects_of(&whole));
                (whole == self.root || is_origin).then(RepoPath::default)
            }
            Job::Remote(remote) => {
                let of = |address: &Address| {
                    let path = address.path.trim_matches('/').trim_end_matches(".git").to_lowercase();
                    (address.host.clone(), path)
                };
                (of(&remote.address) == of(self.origin.as_ref()?)).then(RepoPath::default)
            }
            Job::Clone { path, .. } => (path.canonicalize().ok()? == self.root).then(RepoPath::default),
            Job::Fragment { entry, .. } => {
                let same = self.origin.as_ref().is_some_and(|origin| origin.plain() == entry.source);
                same.then(RepoPath::default)
            }
            Job::Refused { .. } => None,
        }
    }

    fn read(&self, (name, prefix): (&str, &RepoPath), revision: Option<&str>, options: &Options) -> Collected {
        // What changed when is told by the comparison itself, and no history needs to be walked.
        let depth = Depth::Nothing;
        if revision.is_none() {
            let place = local::Local { path: &self.root.join(prefix.as_str()), revision, depth };
            return local::read(name, &place, &options.skip);
        }
        let has_folder = || {
            let repo = git::open(&self.root).ok()?;
            let tree = git::find(&repo, revision?).ok()?.tree;
            git::subtree(&repo, tree, prefix)
        };
        if !prefix.as_str().is_empty() && has_folder().is_none() {
            return local::empty(Repo { prefix: prefix.clone(), ..Repo::plain(name) });
        }
        local::read_below(name, &local::Local { path: &self.root, revision, depth }, prefix)
    }
}

/// Where the objects of a repository lie that is named by its work tree.
fn objects_of(path: &Path) -> PathBuf {
    let within = path.join(".git");
    if within.is_dir() { within } else { path.to_owned() }
}
