//! From a snapshot to its objects in a pack.

use std::{any::Any, collections::BTreeMap, path::Path};

use gix::objs::tree::EntryKind;

use super::{
    manifest::Content,
    objects::Copy,
    open::Guarded,
    pack::{Pack, Packed},
};
use crate::{
    collect::{absent::Absent, folder::FolderFiles, git::Objects, git::TreeFiles, history::History},
    model::{Depth, FileKind, ReadError, RepoPath, Snapshot},
};

/// Writes everything that a build may read of a snapshot into the folder `name` below `fragment`; gives nothing for a
/// snapshot that holds nothing.
///
/// # Errors
/// When objects are missing, or the disk fails.
pub fn carry(snapshot: &Snapshot, fragment: &Path, name: &str) -> Result<Option<Content>, String> {
    let any: &dyn Any = snapshot.content();
    let folder = fragment.join(name).join("pack");
    let tree = any.downcast_ref::<TreeFiles>().or_else(|| any.downcast_ref::<Guarded>().map(|guarded| &guarded.0));
    if let Some(files) = tree {
        return of_tree(files, &folder, name).map(Some);
    }
    match any.downcast_ref::<FolderFiles>() {
        Some(files) => of_folder(snapshot, files, &folder, name).map(Some),
        None => Ok(None),
    }
}

fn of_tree(files: &TreeFiles, folder: &Path, name: &str) -> Result<Content, String> {
    let mut pack = Pack::begin(folder).map_err(|error| error.to_string())?;
    let mut copy = Copy::new(&files.objects, &files.absent, &mut pack);
    copy.tree(files.tree)?;
    if let Some(history) = &files.history {
        copy.history(history, files.tree)?;
    }
    let left_out = copy.left_out;
    let packed = pack.finish().map_err(|error| error.to_string())?;
    Ok(content(name, packed, files.tree, files.history.as_ref(), left_out))
}

fn of_folder(snapshot: &Snapshot, files: &FolderFiles, folder: &Path, name: &str) -> Result<Content, String> {
    let mut pack = Pack::begin(folder).map_err(|error| error.to_string())?;
    let absent = Absent::default();
    // A folder that is no repository has no objects, so that this one stands for them.
    let objects = match &files.history {
        Some(history) => Objects::clone(&history.objects),
        None => super::open::objects(folder.parent().unwrap_or(folder))?,
    };
    let mut copy = Copy::new(&objects, &absent, &mut pack);
    let mut root = Folder::default();
    for (path, entry) in snapshot.files() {
        let FileKind::File { executable } = entry.kind else { continue };
        let id = match snapshot.read(path) {
            Ok(bytes) => copy.file(&bytes)?,
            Err(ReadError::World(_)) if entry.size > crate::collect::beneath::LARGEST => {
                copy.leave_out(path, entry.size, None)?
            }
            Err(error) => copy.leave_out(path, entry.size, Some(error.to_string()))?,
        };
        root.add(path, if executable { EntryKind::BlobExecutable } else { EntryKind::Blob }, id);
    }
    for (path, text) in &files.links {
        let id = copy.file(text.as_bytes())?;
        root.add(path, EntryKind::Link, id);
    }
    let tree = root.write(&mut copy)?;
    if let Some(history) = &files.history {
        copy.history(history, tree)?;
    }
    let left_out = copy.left_out;
    let packed = pack.finish().map_err(|error| error.to_string())?;
    Ok(content(name, packed, tree, files.history.as_ref(), left_out))
}

fn content(
    name: &str,
    packed: Packed,
    tree: gix::ObjectId,
    history: Option<&History>,
    left_out: BTreeMap<gix::ObjectId, (u64, Option<String>)>,
) -> Content {
    let depth = |history: &History| history.most.map_or(Depth::Everything, Depth::Commits).to_string();
    Content {
        folder: name.to_owned(),
        id: packed.id,
        pack: packed.pack,
        index: packed.index,
        tree: tree.to_string(),
        history: history.map(|history| (history.head.to_string(), depth(history))),
        tags: history.map(tags).unwrap_or_default(),
        absent: left_out.into_iter().map(|(id, (size, reason))| (id.to_string(), size, reason)).collect(),
    }
}

fn tags(history: &History) -> Vec<(String, String, i64)> {
    history.tags.iter().map(|tag| (tag.name.clone(), tag.commit.clone(), tag.time)).collect()
}

/// A folder as it becomes a tree.
#[derive(Default)]
struct Folder {
    files: Vec<(String, EntryKind, gix::ObjectId)>,
    folders: BTreeMap<String, Folder>,
}

impl Folder {
    fn add(&mut self, path: &RepoPath, kind: EntryKind, id: gix::ObjectId) {
        let mut at = self;
        for part in path.parent().as_str().split('/').filter(|part| !part.is_empty()) {
            at = at.folders.entry(part.to_owned()).or_default();
        }
        at.files.push((path.file_name().to_owned(), kind, id));
    }

    fn write(self, copy: &mut Copy<'_>) -> Result<gix::ObjectId, String> {
        let mut entries = self.files;
        for (name, folder) in self.folders {
            entries.push((name, EntryKind::Tree, folder.write(copy)?));
        }
        // Trees are sorted as if the names of folders ended in a slash.
        let key = |(name, kind, _): &(String, EntryKind, gix::ObjectId)| {
            if *kind == EntryKind::Tree { format!("{name}/") } else { name.clone() }
        };
        entries.sort_by_cached_key(key);
        let mut bytes = Vec::new();
        for (name, kind, id) in entries {
            bytes.extend(kind.as_octal_str().iter());
            bytes.push(b' ');
            bytes.extend(name.as_bytes());
            bytes.push(0);
            bytes.extend(id.as_bytes());
        }
        copy.folder(bytes)
    }
}
