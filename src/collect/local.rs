//! Sources on this disk: plain folders, work trees and bare repositories.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    address::Address,
    assemble::{Collected, about_repo, assemble},
    folder::{self, FolderFiles},
    git::{self, Revision, TreeFiles},
    history::History,
    names::Wish,
    rules,
};
use crate::{
    diagnostic::Diagnostic,
    model::{Depth, Repo, RepoPath},
};

/// What a folder would be called.
pub fn wish(path: &Path) -> Wish {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let last = |path: &Path| path.file_name().map(|name| name.to_string_lossy().replace(char::is_control, "_"));
    let name = last(&whole).unwrap_or_else(|| "root".to_owned());
    let name = name.strip_suffix(".git").filter(|name| !name.is_empty()).unwrap_or(&name).to_owned();
    Wish { name, before: whole.parent().and_then(last) }
}

/// What is read on this disk.
pub struct Local<'a> {
    /// The folder, work tree or repository.
    pub path: &'a Path,
    /// A branch, tag or commit, whose git objects are read.
    pub revision: Option<&'a str>,
    /// How far back it is read. What lies here costs nothing to fetch, so that every number means all there is.
    pub depth: Depth,
}

/// Reads a folder, work tree or repository. The folders in `skip` are no part of a folder or work tree.
pub fn read(name: &str, local: &Local<'_>, skip: &[PathBuf]) -> Collected {
    let Local { path, revision, depth } = *local;
    if let Err(error) = path.metadata() {
        return unreadable(name, &error.to_string());
    }
    let result = match (revision, home(path)) {
        (None, Home::WorkTree { root, prefix }) => read_work_tree(name, &Within { root, prefix, depth }, skip),
        (None, Home::Plain) => read_plain(name, path, skip),
        (None, Home::Bare) => read_objects(name, &Within::whole(path, depth), None),
        (Some(_), Home::Plain) => Err("it is no git repository, so it has no revisions".to_owned()),
        (Some(_), Home::Bare) => read_objects(name, &Within::whole(path, depth), revision),
        (Some(_), Home::WorkTree { root, prefix }) => read_objects(name, &Within { root, prefix, depth }, revision),
    };
    result.unwrap_or_else(|reason| unreadable(name, &reason))
}

/// What is known of a folder, work tree or repository before it is read.
pub fn about(name: &str, path: &Path) -> Repo {
    let (root, prefix) = match home(path) {
        Home::Plain => return Repo::plain(name),
        Home::Bare => (path.to_owned(), RepoPath::default()),
        Home::WorkTree { root, prefix } => (root, prefix),
    };
    git::open(&root).map_or_else(|_| Repo::plain(name), |repo| described(name, &repo, &prefix, None))
}

/// Reads the git objects of the repository at `path`: those of `revision`, or of HEAD.
pub fn read_repository(name: &str, path: &Path, revision: Option<&str>, depth: Depth) -> Collected {
    let result = read_objects(name, &Within::whole(path, depth), revision);
    result.unwrap_or_else(|reason| unreadable(name, &reason))
}

/// What is known of a clone before it is read.
pub fn cloned(name: &str, address: &Address) -> Repo {
    Repo { url: address.web(), forge: address.forge(), ..Repo::plain(name) }
}

/// Reads the HEAD of a clone as if it were read at the address that it came from.
pub fn read_clone(name: &str, path: &Path, address: &Address, depth: Depth) -> Collected {
    let about = cloned(name, address);
    let read = || {
        let root = match home(path) {
            Home::Plain => return Err("it is no git repository".to_owned()),
            Home::Bare => path.to_owned(),
            Home::WorkTree { root, .. } => root,
        };
        let repo = git::open(&root)?;
        let Some(mut found) = git::head(&repo)? else { return Ok(empty(about)) };
        found.branch = found.branch.or_else(|| git::branch_of(&repo, &found.commit));
        let cut = git::is_cut(&repo, &found.commit, depth);
        let cut = cut_off(name, &repo, cut);
        Ok(with(read_tree(about, repo, found, depth)?, cut))
    };
    read().unwrap_or_else(|reason| unreadable(name, &reason))
}

/// The message names no path: it may be published.
fn unreadable(name: &str, reason: &str) -> Collected {
    let message = format!("the repository cannot be read: {reason}");
    let hint = "check the path and the revision, and who may read it";
    (None, vec![about_repo(name, &rules::REPO_UNREADABLE, message, hint)])
}

/// A folder of a repository, and how far back it is read.
struct Within {
    root: PathBuf,
    prefix: RepoPath,
    depth: Depth,
}

impl Within {
    fn whole(root: &Path, depth: Depth) -> Self {
        Self { root: root.to_owned(), prefix: RepoPath::default(), depth }
    }
}

/// Reads a folder of the repository at a revision, also when it is not in the work tree any more.
pub fn read_below(name: &str, local: &Local<'_>, prefix: &RepoPath) -> Collected {
    let within = Within { root: local.path.to_owned(), prefix: prefix.clone(), depth: local.depth };
    read_objects(name, &within, local.revision).unwrap_or_else(|reason| unreadable(name, &reason))
}

/// Whether a folder is a bare repository.
pub fn is_bare(whole: &Path) -> bool {
    !whole.join(".git").exists() && whole.join("HEAD").is_file() && whole.join("objects").is_dir()
}

/// The root of the work tree that a folder lies in.
pub fn root(whole: &Path) -> Option<&Path> {
    whole.ancestors().find(|folder| folder.join(".git").exists())
}

/// What a folder is to git.
enum Home {
    /// Nothing.
    Plain,
    /// A bare repository.
    Bare,
    /// A work tree, or a folder in one.
    WorkTree { root: PathBuf, prefix: RepoPath },
}

fn home(path: &Path) -> Home {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if is_bare(&whole) {
        return Home::Bare;
    }
    for root in whole.ancestors().filter(|folder| folder.join(".git").exists()) {
        let prefix = whole.strip_prefix(root).ok().and_then(Path::to_str).and_then(|path| RepoPath::new(path).ok());
        if let Some(prefix) = prefix {
            return Home::WorkTree { root: root.to_owned(), prefix };
        }
    }
    Home::Plain
}

/// Reads a work tree, or a folder in one; the folder belongs to the repository only when git tracks it.
fn read_work_tree(name: &str, within: &Within, skip: &[PathBuf]) -> Result<Collected, String> {
    let Within { root, prefix, depth } = within;
    let below = root.join(prefix.as_str());
    let Ok(repo) = git::open(root) else { return read_plain(name, &below, skip) };
    let head = git::head(&repo).unwrap_or_default();
    let tracked = git::tracked(&repo, prefix);
    let is_root = prefix.as_str().is_empty();
    let known = head.as_ref().is_some_and(|head| is_root || git::subtree(&repo, head.tree, prefix).is_some());
    if !is_root && !known && tracked.is_empty() {
        return read_plain(name, &below, skip);
    }
    let branch = repo.head_name().ok().flatten().map(|name| name.shorten().to_string());
    let mut about = described(name, &repo, prefix, branch);
    about.commit = head.filter(|_| known).map(|head| head.commit);
    let head = about.commit.as_ref().and_then(git::id);
    let history = head
        .filter(|_| *depth != Depth::Nothing)
        .map(|head| History::new(&git::objects(repo.clone()), head, prefix, None).tagged(git::tags(&repo)));
    let cut = cut_off(name, &repo, history.is_some());
    let listing = folder::list(root, prefix, &tracked, skip).map_err(|error| error.to_string())?;
    let files = FolderFiles::new(&below, listing.links(), history);
    Ok(with(assemble(about, listing, Arc::new(files)), cut))
}

fn read_plain(name: &str, path: &Path, skip: &[PathBuf]) -> Result<Collected, String> {
    let listing = folder::list(path, &RepoPath::default(), &[], skip).map_err(|error| error.to_string())?;
    let files = FolderFiles::new(path, listing.links(), None);
    Ok(assemble(Repo::plain(name), listing, Arc::new(files)))
}

/// Reads git objects of the repository at `path`: those of `revision`, or of HEAD.
fn read_objects(name: &str, within: &Within, revision: Option<&str>) -> Result<Collected, String> {
    let prefix = &within.prefix;
    let repo = git::open(&within.root)?;
    let found = match revision {
        Some(revision) => Some(git::find(&repo, revision)?),
        None => git::head(&repo)?,
    };
    let about = described(name, &repo, prefix, None);
    let Some(mut found) = found else { return Ok(empty(about)) };
    if !prefix.as_str().is_empty() {
        let missing = || format!("the commit {} has no folder \"{prefix}\"", found.commit.id);
        found.tree = git::subtree(&repo, found.tree, prefix).ok_or_else(missing)?;
    }
    let depth = if within.depth == Depth::Nothing { Depth::Nothing } else { Depth::Everything };
    let cut = cut_off(name, &repo, depth != Depth::Nothing);
    Ok(with(read_tree(about, repo, found, depth)?, cut))
}

/// Reads the tree of a commit.
///
/// # Errors
/// When an object is missing or damaged.
pub fn read_tree(mut about: Repo, repo: gix::Repository, found: Revision, depth: Depth) -> Result<Collected, String> {
    about.branch = found.branch;
    let head = git::id(&found.commit).filter(|_| depth != Depth::Nothing);
    let most = if let Depth::Commits(commits) = depth { Some(commits) } else { None };
    let tags = if head.is_some() { git::tags(&repo) } else { Vec::new() };
    let objects = git::objects(repo);
    let history = head.map(|head| History::new(&objects, head, &about.prefix, most).tagged(tags));
    about.commit = Some(found.commit);
    let absent = Arc::default();
    let (listing, blobs) = git::list(&objects, found.tree, &absent)?;
    Ok(assemble(about, listing, Arc::new(TreeFiles { objects, tree: found.tree, blobs, absent, history })))
}

/// Says that the history of a repository on this disk is cut off where it is wanted.
fn cut_off(name: &str, repo: &gix::Repository, wanted: bool) -> Option<Diagnostic> {
    let cut = wanted && repo.is_shallow().unwrap_or_default();
    let message = "the clone is shallow, so that it cannot be told when and by whom older files were changed";
    let hint = "run `git fetch --unshallow` in it; with actions/checkout write `fetch-depth: 0`, in GitLab CI \
                `GIT_DEPTH: 0`; or say `history: none` for this source";
    cut.then(|| about_repo(name, &rules::SHALLOW_CLONE, message.to_owned(), hint))
}

fn with((snapshot, mut diagnostics): Collected, more: Option<Diagnostic>) -> Collected {
    diagnostics.extend(more);
    (snapshot, diagnostics)
}

/// A repository without a commit.
pub fn empty(about: Repo) -> Collected {
    assemble(about, super::listing::Listing::default(), Arc::new(std::collections::BTreeMap::new()))
}

fn described(name: &str, repo: &gix::Repository, prefix: &RepoPath, branch: Option<String>) -> Repo {
    let origin = git::origin(repo);
    Repo {
        url: origin.as_ref().and_then(Address::web),
        forge: origin.as_ref().and_then(Address::forge),
        branch,
        prefix: prefix.clone(),
        ..Repo::plain(name)
    }
}
