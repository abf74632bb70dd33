//! Git repositories on disk, opened so that nothing they or their user configure can be executed.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{DefaultHasher, Hasher},
    path::Path,
    sync::Arc,
};

use gix::{objs::FindExt, odb::HeaderExt};

use super::{
    absent::Absent,
    address::Address,
    beneath::{LARGEST, too_large},
    history::History,
    listing::{DEEPEST, Listing, MOST_PATHS, Raw, depth},
};
use crate::model::{
    Annals, Chronicle, Commit, Depth, Files, LastChange, Moment, Past, Previous, ReadError, RepoPath, Tag,
};

/// How many bytes of trees are kept while listing; the same tree can stand in many places.
const TREES: usize = 4 << 20;

/// The longest text of a symbolic link, in bytes, as in Linux.
const LONGEST_LINK: u64 = 4096;

/// The objects of a repository, to be shared by threads.
pub type Objects = gix::parallel::OwnShared<gix::odb::Store>;

/// Opens the repository at `path`: a work tree's root, a `.git` folder or a bare repository.
///
/// # Errors
/// When there is none or its files are damaged; the text names no address.
pub fn open(path: &Path) -> Result<gix::Repository, String> {
    // Neither the user's nor the system's configuration is read, and no environment. The repository's own is,
    // whoever owns it: in containers the owner is often another, and nothing that could be executed is used.
    let options = gix::open::Options::isolated().with(gix::sec::Trust::Full).filter_config_section(|_| true);
    let repo = options.open(path).map_err(|error| error.to_string())?;
    Ok(repo.to_thread_local())
}

/// A commit and where it was found.
pub struct Revision {
    /// The commit.
    pub commit: Commit,
    /// Its tree.
    pub tree: gix::ObjectId,
    /// The branch, when the revision names one.
    pub branch: Option<String>,
}

/// The commit that HEAD points to; none when there is none yet.
///
/// # Errors
/// When the reference or the commit cannot be read.
pub fn head(repo: &gix::Repository) -> Result<Option<Revision>, String> {
    let head = repo.head().map_err(|error| error.to_string())?;
    let branch = head.referent_name().map(|name| name.shorten().to_string());
    let Some(id) = head.try_into_peeled_id().map_err(|error| error.to_string())? else { return Ok(None) };
    revision(repo, id.detach(), branch).map(Some)
}

/// The commit that a branch, a tag or any other revision names.
///
/// # Errors
/// When there is none.
pub fn find(repo: &gix::Repository, name: &str) -> Result<Revision, String> {
    let branch = repo.try_find_reference(&format!("refs/heads/{name}")).ok().flatten();
    if let Some(mut branch) = branch {
        let id = branch.peel_to_id().map_err(|error| error.to_string())?.detach();
        return revision(repo, id, Some(name.to_owned()));
    }
    let id = repo.rev_parse_single(name).map_err(|_| format!("it has no branch, tag or commit \"{name}\""))?;
    revision(repo, id.detach(), None)
}

/// Reads the commit `id`, through tags.
///
/// # Errors
/// When it is no commit or cannot be read.
pub fn revision(repo: &gix::Repository, id: gix::ObjectId, branch: Option<String>) -> Result<Revision, String> {
    let object = repo.find_object(id).map_err(|error| error.to_string())?;
    let commit = object.peel_to_commit().map_err(|error| error.to_string())?;
    let tree = commit.tree_id().map_err(|error| error.to_string())?.detach();
    let seconds = commit.time().map_or(0, |time| time.seconds);
    let time = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    Ok(Revision { commit: Commit { id: commit.id.to_string(), time: time.to_string() }, tree, branch })
}

/// The commit at which two histories part; nothing when the repository does not reach so far.
pub fn fork(repo: &gix::Repository, one: &Commit, other: &Commit) -> Option<Commit> {
    let parting = repo.merge_base(id(one)?, id(other)?).ok()??.detach();
    revision(repo, parting, None).ok().map(|found| found.commit)
}

/// The most tags of a repository that are read.
const MOST_TAGS: usize = 20_000;

/// The tags of a repository, by name, and when each was made. What is no tag of a commit that is there is left out.
pub fn tags(repo: &gix::Repository) -> Vec<Tag> {
    let Ok(references) = repo.references() else { return Vec::new() };
    let Ok(tags) = references.tags() else { return Vec::new() };
    tags.filter_map(Result::ok).take(MOST_TAGS).filter_map(tag).collect()
}

fn tag(mut reference: gix::Reference<'_>) -> Option<Tag> {
    let name = reference.name().shorten().to_string();
    let made = reference.try_id()?.object().ok()?;
    let tagger = made.try_into_tag().ok().and_then(|tag| Some(tag.tagger().ok()??.seconds()));
    let commit = reference.peel_to_id().ok()?.object().ok()?.try_into_commit().ok()?;
    let time = tagger.or_else(|| Some(commit.time().ok()?.seconds))?;
    Some(Tag { name, commit: commit.id.to_string(), time })
}

/// The object that a commit is.
pub fn id(commit: &Commit) -> Option<gix::ObjectId> {
    gix::ObjectId::from_hex(commit.id.as_bytes()).ok()
}

/// The address of the remote `origin`.
pub fn origin(repo: &gix::Repository) -> Option<Address> {
    let url = repo.config_snapshot().string("remote.origin.url")?;
    Address::parse(&url.to_string()).ok()
}

/// The branch of the remote `origin` that leads to a commit, where it is the only one: what is checked out in CI often
/// has no branch of its own.
pub fn branch_of(repo: &gix::Repository, commit: &Commit) -> Option<String> {
    let id = id(commit)?;
    let start = "refs/remotes/origin/";
    let references = repo.references().ok()?;
    let found = references.prefixed(start).ok()?.filter_map(Result::ok).filter_map(|reference| {
        let name = reference.name().as_bstr().to_string().strip_prefix(start)?.to_owned();
        (reference.try_id()?.detach() == id && name != "HEAD").then_some(name)
    });
    let names: Vec<String> = found.take(2).collect();
    <[String; 1]>::try_from(names).ok().map(|[name]| name)
}

/// Whether the history of a clone ends before it is as deep as it should be.
pub fn is_cut(repo: &gix::Repository, commit: &Commit, wanted: Depth) -> bool {
    let most = match wanted {
        Depth::Nothing => return false,
        Depth::Commits(commits) => usize::try_from(commits.get()).unwrap_or(usize::MAX),
        Depth::Everything => usize::MAX,
    };
    let mut next = id(commit);
    for _ in 1..most {
        let Some(commit) = next.and_then(|id| repo.find_commit(id).ok()) else { return next.is_some() };
        next = commit.parent_ids().next().map(gix::Id::detach);
    }
    next.is_some_and(|id| !repo.has_object(id))
}

/// The paths below `prefix`, relative to it, that the index holds as files or links.
pub fn tracked(repo: &gix::Repository, prefix: &RepoPath) -> Vec<RepoPath> {
    let Ok(Some(index)) = repo.try_index() else { return Vec::new() };
    let mut paths = Vec::new();
    for entry in index.entries() {
        let name = std::str::from_utf8(entry.path(&index)).ok().and_then(|path| RepoPath::new(path).ok());
        let below = name.as_ref().and_then(|path| path.relative_to(prefix)).filter(|path| !path.is_empty());
        paths.extend(below.and_then(|path| RepoPath::new(path).ok()));
    }
    paths
}

/// The tree at `path` below a tree.
pub fn subtree(repo: &gix::Repository, tree: gix::ObjectId, path: &RepoPath) -> Option<gix::ObjectId> {
    let tree = repo.find_tree(tree).ok()?;
    let entry = tree.lookup_entry(path.as_str().split('/').map(str::as_bytes)).ok()??;
    entry.mode().is_tree().then(|| entry.object_id())
}

/// The objects of a repository, apart from the rest of it.
pub fn objects(repo: gix::Repository) -> Objects {
    repo.into_sync().objects
}

/// Lists a tree, and where its files are; submodules are left out. Only sizes of files are looked at, not their
/// content.
///
/// # Errors
/// When an object is missing or damaged.
pub fn list(objects: &Objects, tree: gix::ObjectId, absent: &Absent) -> Result<(Listing, Blobs), String> {
    let mut store = objects.to_cache();
    store.refresh_never();
    store.set_object_cache(|| Box::new(gix::odb::pack::cache::object::MemoryCappedHashmap::new(TREES)));
    let mut sizes = HashMap::new();
    let mut listing = Listing::default();
    let mut blobs = Vec::new();
    let mut buffer = Vec::new();
    let mut folders = vec![(RepoPath::default(), tree)];
    let mut entered = 0;
    while let Some((folder, id)) = folders.pop() {
        entered += 1;
        // The same tree may stand in many places, so that few objects make endless folders.
        listing.cut |= entered > MOST_PATHS;
        if listing.cut {
            break;
        }
        if depth(&folder) > DEEPEST {
            listing.unreadable.push(folder.to_string());
            continue;
        }
        let entries = store.find_tree_iter(&id, &mut buffer).map_err(|error| error.to_string())?;
        for entry in entries {
            let entry = entry.map_err(|error| error.to_string())?;
            if entry.mode.is_commit() {
                continue;
            }
            let Some(path) = listing.path(&folder, entry.filename) else { continue };
            if entry.mode.is_tree() {
                folders.push((path, entry.oid.to_owned()));
                continue;
            }
            let raw = match sizes.get(entry.oid) {
                Some(size) if !entry.mode.is_link() => {
                    Raw::File { executable: entry.mode.is_executable(), size: *size }
                }
                _ => raw(&store, absent, entry.oid, entry.mode)?,
            };
            if let Raw::File { size, .. } = raw {
                sizes.insert(entry.oid.to_owned(), size);
                blobs.push((hash(&path), entry.oid.to_owned()));
            }
            listing.add(path, raw);
        }
    }
    Ok((listing, Blobs::new(blobs)))
}

/// What an entry of a tree is.
fn raw(
    store: &(impl gix::odb::Header + gix::objs::Find),
    absent: &Absent,
    id: &gix::oid,
    mode: gix::objs::tree::EntryMode,
) -> Result<Raw, String> {
    let size = absent.size(store, id).map_err(|error| error.to_string())?;
    if !mode.is_link() {
        return Ok(Raw::File { executable: mode.is_executable(), size });
    }
    if size > LONGEST_LINK {
        return Ok(Raw::Link(String::new()));
    }
    let mut buffer = Vec::new();
    let blob = store.find_blob(id, &mut buffer).map_err(|error| error.to_string())?;
    Ok(Raw::Link(String::from_utf8_lossy(blob.data).into_owned()))
}

/// The objects of files by hashes of their paths; the paths themselves are held once, by the snapshot.
pub struct Blobs(Vec<(u64, gix::ObjectId)>);

impl Blobs {
    /// Leaves out what shares its hash with another path: it is looked up in the tree.
    fn new(mut blobs: Vec<(u64, gix::ObjectId)>) -> Self {
        blobs.sort_unstable();
        let alone = |at: usize| {
            let same = |other: Option<usize>| other.and_then(|at| blobs.get(at)).is_some_and(|b| b.0 == blobs[at].0);
            !same(at.checked_sub(1)) && !same(at.checked_add(1))
        };
        Self((0..blobs.len()).filter(|at| alone(*at)).map(|at| blobs[at]).collect())
    }

    fn find(&self, path: &RepoPath) -> Option<gix::ObjectId> {
        let hash = hash(path);
        self.0.binary_search_by_key(&hash, |blob| blob.0).ok().map(|at| self.0[at].1)
    }
}

fn hash(path: &RepoPath) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(path.as_str().as_bytes());
    hasher.finish()
}

/// The content of a tree, of whose files it knows the objects.
pub struct TreeFiles {
    /// Where all objects are.
    pub objects: Objects,
    /// The root.
    pub tree: gix::ObjectId,
    /// Its files.
    pub blobs: Blobs,
    /// Objects that are not among the objects.
    pub absent: Arc<Absent>,
    /// The commits behind it.
    pub history: Option<History>,
}

impl Files for TreeFiles {
    fn read(&self, path: &RepoPath) -> Result<Vec<u8>, ReadError> {
        let world = |error: gix::Error| ReadError::World(format!("{path}: {error}"));
        let mut store = self.objects.to_cache();
        store.refresh_never();
        let mut buffer = Vec::new();
        let mut id = self.blobs.find(path).unwrap_or(self.tree);
        if id == self.tree {
            for part in path.as_str().split('/') {
                let tree = store.find_tree_iter(&id, &mut buffer).map_err(world)?;
                let entry = tree.filter_map(Result::ok).find(|entry| *entry.filename == part.as_bytes());
                id = entry.ok_or(ReadError::NotFound)?.oid.to_owned();
            }
        }
        match self.absent.find(&id) {
            Some((_, Some(reason))) => return Err(ReadError::World(reason.to_owned())),
            Some((_, None)) => return Err(too_large(path)),
            None if store.header(id).map_err(world)?.size() > LARGEST => return Err(too_large(path)),
            None => {}
        }
        // An empty blob need not be stored, and then the buffer still holds the folder.
        let length = store.find_blob(&id, &mut buffer).map_err(world)?.data.len();
        buffer.truncate(length);
        Ok(buffer)
    }

    fn mark(&self, path: &RepoPath) -> Option<Vec<u8>> {
        // What is too large or missing is not read, whatever its object is.
        let id = self.blobs.find(path).filter(|id| self.absent.find(id).is_none())?;
        Some(id.as_bytes().to_vec())
    }

    fn last_changes(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, LastChange> {
        self.history.as_ref().map(|history| history.last_changes(paths)).unwrap_or_default()
    }

    fn chronicle(&self) -> Option<&Chronicle> {
        self.history.as_ref().map(History::chronicle)
    }

    fn previous(&self, path: &RepoPath, current: &[u8]) -> Option<Previous> {
        self.history.as_ref()?.previous(path, current)
    }

    fn firsts(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, Commit> {
        self.history.as_ref().map(|history| history.firsts(paths)).unwrap_or_default()
    }

    fn annals(&self, wanted: &dyn Fn(&RepoPath) -> bool) -> Option<Annals> {
        self.history.as_ref().map(|history| history.annals(wanted))
    }

    fn past(&self, moment: &Moment, roots: &[RepoPath]) -> Option<Past> {
        self.history.as_ref()?.past(moment, roots)
    }
}
