//! From an entry of a fragment back to a snapshot.

#![expect(clippy::disallowed_methods, reason = "fragments are read by this stage")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use super::{
    manifest::{About, Content, Entry, Found, Sum},
    pack,
};
use crate::{
    collect::{
        absent::Absent,
        assemble::{Collected, about_repo},
        git::{self, Objects, TreeFiles},
        history::History,
        links, rules,
    },
    diagnostic::Diagnostic,
    model::{
        Annals, Chronicle, Commit, Depth, Files, Forge, LastChange, Moment, Past, Place, Previous, ReadError, Repo,
        RepoPath, SafeUrl, Snapshot, Tag,
    },
};

/// The largest object that a pack may unpack, in bytes.
const LARGEST_OBJECT: usize = 512 << 20;

/// Reads a repository of the fragment in `folder`; `name` is what it is called.
pub fn open(name: &str, folder: &Path, entry: &Entry) -> Collected {
    let opened = snapshot(name, folder, entry).and_then(|snapshot| Ok((snapshot, diagnostics(name, entry)?)));
    opened.unwrap_or_else(|reason| {
        let message = format!("what the fragment holds of this repository {reason}");
        let hint = "collect it again, and carry the whole folder over";
        (None, vec![about_repo(name, &rules::FRAGMENT_UNREADABLE, message, hint)])
    })
}

fn snapshot(name: &str, folder: &Path, entry: &Entry) -> Result<Option<Snapshot>, String> {
    let Some(about) = &entry.repo else { return Ok(None) };
    let repo = repo(name, about).ok_or("is described in a way that makes no sense")?;
    let Some(content) = &entry.content else {
        return Ok(Some(Snapshot::new(repo, BTreeMap::new(), Arc::new(BTreeMap::new()))));
    };
    let folder = whole(folder, content)?;
    let senseless = || "is described in a way that makes no sense".to_owned();
    let id = |text: &str| gix::ObjectId::from_hex(text.as_bytes()).map_err(|_| senseless());
    let absent = content.absent.iter().map(|(object, size, reason)| Ok((id(object)?, (*size, reason.clone()))));
    let absent = Arc::new(Absent::new(absent.collect::<Result<Vec<_>, String>>()?));
    let tree = id(&content.tree)?;
    let objects = objects(&folder)?;
    let history = match &content.history {
        None => None,
        Some((head, depth)) => {
            let most = match depth.parse::<Depth>() {
                Ok(Depth::Commits(commits)) => Some(commits),
                Ok(Depth::Everything) => None,
                _ => return Err(senseless()),
            };
            let history = History::new(&objects, id(head)?, &repo.prefix, most).without(&absent);
            Some(history.tagged(content.tags.iter().map(tag).collect::<Option<_>>().ok_or_else(senseless)?))
        }
    };
    let damaged = |reason: String| format!("is damaged: {reason}");
    let (listing, blobs) = git::list(&objects, tree, &absent).map_err(damaged)?;
    let files = links::follow(&listing.entries).files;
    let content = Guarded(TreeFiles { objects, tree, blobs, absent, history });
    Ok(Some(Snapshot::new(repo, files, Arc::new(content))))
}

/// The folder of the objects, when it holds what it should and nothing else: what lies beside a pack would be read, too.
fn whole(fragment: &Path, content: &Content) -> Result<std::path::PathBuf, String> {
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !digits(&content.folder, 32) || !digits(&content.id, 40) {
        return Err("names files that are none of its own".to_owned());
    }
    let folder = fragment.join(&content.folder);
    let names = [format!("pack-{}.idx", content.id), format!("pack-{}.pack", content.id)];
    let found = |folder: &Path| -> Result<BTreeSet<String>, String> {
        let entries = fs::read_dir(folder).map_err(|error| format!("cannot be read: {error}"))?;
        Ok(entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
    };
    let plain = fs::symlink_metadata(folder.join("pack")).is_ok_and(|about| about.is_dir());
    if found(&folder)? != BTreeSet::from(["pack".to_owned()]) || !plain {
        return Err("has files that do not belong to it, or lacks some".to_owned());
    }
    if found(&folder.join("pack"))? != BTreeSet::from(names.clone()) {
        return Err("has files that do not belong to it, or lacks some".to_owned());
    }
    for (name, sum) in names.iter().zip([&content.index, &content.pack]) {
        check(&folder.join("pack").join(name), sum)?;
    }
    Ok(folder)
}

fn check(path: &Path, expected: &Sum) -> Result<(), String> {
    let about = fs::symlink_metadata(path).map_err(|error| format!("cannot be read: {error}"))?;
    if !about.is_file() {
        return Err("is no plain file".to_owned());
    }
    if about.len() != expected.bytes {
        return Err(format!("has {} bytes instead of {}", about.len(), expected.bytes));
    }
    let found = pack::sum(path).map_err(|error| format!("cannot be read: {error}"))?;
    if found == *expected { Ok(()) } else { Err("does not fit its hash".to_owned()) }
}

/// The objects in a folder, of which it is known that it names no other.
///
/// # Errors
/// When it cannot be opened.
pub fn objects(folder: &Path) -> Result<Objects, String> {
    let options = gix::odb::store::init::Options {
        slots: gix::odb::store::init::Slots::Given(2),
        use_multi_pack_index: false,
        alloc_limit_bytes: Some(LARGEST_OBJECT),
        current_dir: Some(folder.to_owned()),
        ..gix::odb::store::init::Options::default()
    };
    let store = gix::odb::Store::at_opts(folder.to_owned(), gix::hash::Kind::Sha1, &mut std::iter::empty(), options);
    store.map(Objects::new).map_err(|error| format!("cannot be opened: {error}"))
}

fn tag((name, commit, time): &(String, String, i64)) -> Option<Tag> {
    gix::ObjectId::from_hex(commit.as_bytes()).ok()?;
    Some(Tag { name: name.clone(), commit: commit.clone(), time: *time })
}

fn repo(name: &str, about: &About) -> Option<Repo> {
    let url = match &about.url {
        Some(url) => Some(SafeUrl::parse(url)?),
        None => None,
    };
    let forge = match about.forge.as_deref() {
        None => None,
        Some("github") => Some(Forge::GitHub),
        Some("gitlab") => Some(Forge::GitLab),
        Some("gitea") => Some(Forge::Gitea),
        Some("bitbucket") => Some(Forge::Bitbucket),
        Some(_) => return None,
    };
    let commit = match &about.commit {
        None => None,
        Some((id, time)) => {
            gix::ObjectId::from_hex(id.as_bytes()).ok()?;
            time.parse::<jiff::Timestamp>().ok()?;
            Some(Commit { id: id.clone(), time: time.clone() })
        }
    };
    let prefix = RepoPath::new(&about.prefix).ok()?;
    let (name, branch, visibility) = (name.to_owned(), about.branch.clone(), about.visibility);
    Some(Repo { name, url, forge, branch, commit, prefix, visibility })
}

/// What is known of a repository before it is read.
pub fn about(name: &str, entry: &Entry) -> Repo {
    entry.repo.as_ref().and_then(|about| repo(name, about)).unwrap_or_else(|| Repo::plain(name))
}

/// The problems that were found when it was collected.
fn diagnostics(name: &str, entry: &Entry) -> Result<Vec<Diagnostic>, String> {
    let of = |found: &Found| -> Option<Diagnostic> {
        let place =
            |path: &str| Some(Place { repo: name.to_owned(), path: RepoPath::new(path).ok()?, ..Place::default() });
        let rule = rules::ALL.iter().find(|rule| rule.id == found.rule)?;
        let mut diagnostic = Diagnostic::new(rule, place(&found.path)?, found.message.clone());
        diagnostic.hint = found.hint.clone();
        for (path, words) in &found.related {
            diagnostic = diagnostic.related(place(path)?, words.clone());
        }
        Some(diagnostic)
    };
    let all: Option<Vec<Diagnostic>> = entry.diagnostics.iter().map(of).collect();
    all.ok_or_else(|| "tells of problems that this version of callboard does not know".to_owned())
}

/// Objects that somebody else wrote: should they be made so that the code that reads them panics, a file is lost and
/// nothing else.
pub struct Guarded(pub TreeFiles);

fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}

impl Files for Guarded {
    fn read(&self, path: &RepoPath) -> Result<Vec<u8>, ReadError> {
        let lost = || Err(ReadError::World(format!("{path}: the object is damaged")));
        guarded(|| self.0.read(path)).unwrap_or_else(lost)
    }

    fn last_changes(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, LastChange> {
        guarded(|| self.0.last_changes(paths)).unwrap_or_default()
    }

    fn chronicle(&self) -> Option<&Chronicle> {
        guarded(|| self.0.chronicle())?
    }

    fn firsts(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, Commit> {
        guarded(|| self.0.firsts(paths)).unwrap_or_default()
    }

    fn annals(&self, wanted: &dyn Fn(&RepoPath) -> bool) -> Option<Annals> {
        guarded(|| self.0.annals(wanted))?
    }

    fn past(&self, moment: &Moment, roots: &[RepoPath]) -> Option<Past> {
        guarded(|| self.0.past(moment, roots))?
    }

    fn previous(&self, path: &RepoPath, current: &[u8]) -> Option<Previous> {
        guarded(|| self.0.previous(path, current))?
    }
}
