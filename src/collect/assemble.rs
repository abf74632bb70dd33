//! A listing and its repository become a snapshot, and what is odd about its paths becomes problems.

use std::{
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use super::{
    links,
    listing::{Listing, MOST_PATHS},
    rules,
};
use crate::{
    diagnostic::{Diagnostic, Rule},
    model::{Files, Place, Repo, RepoPath, Snapshot},
};

/// One repository as collected: its snapshot, unless it cannot be read, and its problems.
pub type Collected = (Option<Snapshot>, Vec<Diagnostic>);

/// How many paths a message names.
const NAMED: usize = 3;

/// Follows links, and says what is odd.
pub fn assemble(repo: Repo, listing: Listing, content: Arc<dyn Files>) -> Collected {
    let followed = links::follow(&listing.entries);
    let name = repo.name.as_str();
    let plain = |paths: &[RepoPath]| paths.iter().map(RepoPath::to_string).collect::<Vec<_>>();
    let links = "make it a relative link to a file of the same repository, or copy the file";
    let mut found = vec![
        about_paths(name, &rules::SYMLINK_OUTSIDE_REPO, "leads out of the repository", plain(&followed.outside), links),
        about_paths(name, &rules::BROKEN_SYMLINK, "leads to nothing or in a circle", plain(&followed.nowhere), links),
        about_paths(
            name,
            &rules::UNPORTABLE_NAME,
            "is no portable name, and the file is left out",
            listing.unnameable,
            "name it in UTF-8 and without backslash",
        ),
        about_paths(
            name,
            &rules::FOLDER_UNREADABLE,
            "cannot be read or lies too deep",
            listing.unreadable,
            "check who may read it",
        ),
        case_collision(name, &followed.files),
    ];
    if listing.cut {
        found.push(Some(about_repo(
            name,
            &rules::REPO_TOO_LARGE,
            format!("only the first {MOST_PATHS} paths are read"),
            "keep generated files out of the repository, or name a folder of it as source",
        )));
    }
    if followed.files.is_empty() {
        found.push(Some(about_repo(
            name,
            &rules::REPO_EMPTY,
            "the repository has no files".to_owned(),
            "commit something, or leave it out of the sources",
        )));
    }
    (Some(Snapshot::new(repo, followed.files, content)), found.into_iter().flatten().collect())
}

/// A problem of a repository as a whole.
pub fn about_repo(name: &str, rule: &'static Rule, message: String, hint: &str) -> Diagnostic {
    Diagnostic::new(rule, Place { repo: name.to_owned(), ..Place::default() }, message).hint(hint)
}

/// One problem for all paths of a kind; none when there are none.
fn about_paths(name: &str, rule: &'static Rule, what: &str, mut paths: Vec<String>, hint: &str) -> Option<Diagnostic> {
    paths.sort();
    let first = paths.first()?;
    let path = RepoPath::new(first).unwrap_or_default();
    let rest = match paths.len() {
        1 => String::new(),
        many => {
            let named = paths[1..many.min(NAMED)].iter().map(|path| format!("\"{path}\"")).collect::<Vec<_>>();
            let more = if many > NAMED { format!(" and {} more", many - NAMED) } else { String::new() };
            format!("; so is it with {}{more}", named.join(", "))
        }
    };
    let place = Place { repo: name.to_owned(), path, ..Place::default() };
    Some(Diagnostic::new(rule, place, format!("\"{first}\" {what}{rest}")).hint(hint))
}

/// Names that some file systems do not tell apart.
fn case_collision<T>(name: &str, files: &BTreeMap<RepoPath, T>) -> Option<Diagnostic> {
    // Most repositories have none, so hashes are compared before any text is kept.
    let mut seen: HashMap<u64, &RepoPath> = HashMap::with_capacity(files.len());
    let mut pairs = Vec::new();
    for path in files.keys() {
        let mut hasher = DefaultHasher::new();
        path.as_str().chars().flat_map(char::to_lowercase).for_each(|c| c.hash(&mut hasher));
        if let Some(first) = seen.insert(hasher.finish(), path)
            && first.as_str().to_lowercase() == path.as_str().to_lowercase()
        {
            pairs.push((first, path));
        }
    }
    let (first, second) = pairs.first()?;
    let more = if pairs.len() > 1 { format!("; {} more pairs do", pairs.len() - 1) } else { String::new() };
    let place = |path: &RepoPath| Place { repo: name.to_owned(), path: path.clone(), ..Place::default() };
    let message = format!("\"{second}\" and \"{first}\" differ only in case{more}");
    let found = Diagnostic::new(&rules::CASE_COLLISION, place(second), message).related(place(first), "the other one");
    Some(found.hint("rename one of them: on Windows and macOS only one of them can exist"))
}
