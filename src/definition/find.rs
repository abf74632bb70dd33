//! Which definitions there are: those of API entities, and files that look like one and that no entity names.

use std::collections::HashSet;

use rayon::prelude::*;

use super::{Job, detect, origin};
use crate::model::{Catalog, LARGEST_DEFINITION, RepoIndex, RepoPath, Snapshot};

/// Folders whose files are somebody else's, or no definition of this repository's.
const FOREIGN: [&str; 14] = [
    "node_modules",
    "vendor",
    "third_party",
    "third-party",
    "testdata",
    "test",
    "tests",
    "__tests__",
    "fixtures",
    "__fixtures__",
    "skeleton",
    "skeletons",
    "dist",
    "target",
];

/// So many files of one repository that no entity names are read.
const MOST_LOOSE: usize = 200;

/// All definitions: entities in the catalog's order, then files in the order of repositories and paths.
pub fn find(snapshots: &[Snapshot], catalog: &Catalog) -> Vec<Job> {
    let apis: Vec<_> = catalog.iter().filter(|(_, entity)| entity.id.kind() == "api").collect();
    let jobs: Vec<Option<(Job, bool)>> = apis
        .par_iter()
        .map(|(index, entity)| {
            let snapshot = &snapshots[entity.origin.repo.0 as usize];
            let (origin, _) = origin::of_entity(catalog, snapshot, entity)?;
            let inline = origin.is_inline();
            Some((Job { entity: Some(*index), repo: origin.repo, path: origin.path }, inline))
        })
        .collect();
    let jobs: Vec<(Job, bool)> = jobs.into_iter().flatten().collect();
    let named = jobs.iter().filter(|(_, inline)| !inline).map(|(job, _)| (job.repo, job.path.clone()));
    let named: HashSet<(RepoIndex, RepoPath)> = named.collect();
    let loose = (0..).map(RepoIndex).zip(snapshots).collect::<Vec<_>>();
    let loose: Vec<Vec<Job>> = loose.into_par_iter().map(|(repo, snapshot)| files(repo, snapshot, &named)).collect();
    jobs.into_iter().map(|(job, _)| job).chain(loose.into_iter().flatten()).collect()
}

fn files(repo: RepoIndex, snapshot: &Snapshot, named: &HashSet<(RepoIndex, RepoPath)>) -> Vec<Job> {
    let candidates = snapshot.files().filter(|(path, entry)| {
        looks_like(path) && entry.size <= LARGEST_DEFINITION && !named.contains(&(repo, (*path).clone()))
    });
    let mut found = Vec::new();
    for (path, _) in candidates.take(10 * MOST_LOOSE) {
        let text = snapshot.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        if found.len() < MOST_LOOSE && text.is_some_and(|text| detect::is_definition(path, &text)) {
            found.push(Job { entity: None, repo, path: path.clone() });
        }
    }
    found
}

/// Whether a file's name and folder are those of a definition.
fn looks_like(path: &RepoPath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    if path.parent().as_str().split('/').any(|folder| FOREIGN.contains(&folder) || folder.starts_with('.')) {
        return false;
    }
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    match extension {
        "proto" => true,
        "graphql" | "graphqls" | "gql" => stem == "schema" || stem.ends_with(".schema"),
        "yaml" | "yml" | "json" => {
            let words = ["openapi", "swagger", "asyncapi"];
            words
                .iter()
                .any(|word| stem == *word || stem.ends_with(&format!(".{word}")) || stem.ends_with(&format!("-{word}")))
        }
        _ => false,
    }
}
