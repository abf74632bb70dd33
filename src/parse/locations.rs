//! Locations: documents that name other catalog files.

use super::{
    check::short,
    file::Job,
    problem::Problem,
    rules::{LOCATION_OUTSIDE, LOCATION_TARGET},
    targets::{Found, Targets},
};
use crate::{
    diagnostic::{Diagnostic, nearest},
    model::{Declaration, EntityId, Node, RepoIndex, RepoPath},
};

/// What following Locations may cost in one build; each of these looks through all files of a repository.
const MOST_GLOBS: usize = 2000;
const MOST_HINTS: usize = 200;

/// So many files are compared with a target that does not exist.
const MOST_CANDIDATES: usize = 5000;

/// Follows Locations, in order.
pub(super) struct Follower<'a> {
    targets: &'a Targets<'a>,
    globs_left: usize,
    hints_left: usize,
}

impl<'a> Follower<'a> {
    pub(super) fn new(targets: &'a Targets<'a>) -> Self {
        Self { targets, globs_left: MOST_GLOBS, hints_left: MOST_HINTS }
    }

    /// The files that a declaration leads to, if it is a Location, and what is wrong with its targets.
    pub(super) fn follow(&mut self, declaration: &Declaration) -> (Vec<Job>, Vec<Diagnostic>) {
        let (mut jobs, mut problems) = (Vec::new(), Vec::new());
        if declaration.reference.kind != "Location" || !declaration.known_kind {
            return (jobs, Vec::new());
        }
        let spec = |key: &str| declaration.document.at(&["spec", key]);
        let optional = spec("presence").and_then(Node::as_str) == Some("optional");
        if let Some(kind) = spec("type").filter(|kind| !matches!(kind.as_str(), Some("url" | "file"))) {
            let name = short(kind.as_str().unwrap_or_default());
            let message = format!("Locations of the type `{name}` are not followed");
            problems.push(Problem::new(&LOCATION_OUTSIDE, kind, message).hint("use the type `url` or `file`"));
        } else {
            for target in spec("target").into_iter().chain(spec("targets").map_or(&[][..], Node::items)) {
                match self.files(declaration, target.as_str().unwrap_or_default()) {
                    Ok(found) => jobs.extend(found),
                    Err(Found::Nothing(..)) if optional => {}
                    Err(found) => problems.push(self.problem(&found, target)),
                }
            }
        }
        let (repo, id) = (&self.targets.snapshot(declaration.repo).repo, EntityId::from(&declaration.reference));
        let diagnostic = |problem: Problem| problem.into_diagnostic(repo, &declaration.path).entity(&id);
        (jobs, problems.into_iter().map(diagnostic).collect())
    }

    fn files(&mut self, declaration: &Declaration, address: &str) -> Result<Vec<Job>, Found> {
        let job = |repo, path| Job { repo, path, named: true };
        match self.targets.find(declaration.repo, &declaration.path, address) {
            Found::File(repo, path) => Ok(vec![job(repo, path)]),
            Found::Nothing(repo, pattern) if pattern.contains(['*', '?', '[', '{']) && self.globs_left > 0 => {
                self.globs_left -= 1;
                let files = self.targets.glob(repo, &pattern);
                if files.is_empty() {
                    return Err(Found::Nothing(repo, pattern));
                }
                Ok(files.into_iter().map(|path| job(repo, path)).collect())
            }
            found => Err(found),
        }
    }

    fn problem(&mut self, found: &Found, target: &Node) -> Problem {
        let address = short(target.as_str().unwrap_or_default());
        match found {
            Found::Nothing(repo, path) => {
                let message = format!("the target `{address}` does not exist: there is no `{}`", short(path));
                let hint = self.hint(*repo, path);
                Problem { hint, ..Problem::new(&LOCATION_TARGET, target, message) }
            }
            Found::Outside => {
                let message = format!("the target `{address}` lies outside the collected part of the repository");
                Problem::new(&LOCATION_OUTSIDE, target, message)
            }
            Found::Malformed => {
                let message = format!("the target `{address}` is neither a path nor the URL of a file");
                Problem::new(&LOCATION_TARGET, target, message)
            }
            Found::Uncollected | Found::File(..) => {
                let message = format!("the target `{address}` is not followed: its repository is not collected");
                Problem::new(&LOCATION_OUTSIDE, target, message).hint("add the repository to the sources")
            }
        }
    }

    /// A file that may be meant.
    fn hint(&mut self, repo: RepoIndex, path: &str) -> Option<String> {
        self.hints_left = self.hints_left.checked_sub(1)?;
        let snapshot = self.targets.snapshot(repo);
        let folder = RepoPath::new(path).ok()?;
        let mut within = snapshot.files_within(&folder).map(|(path, _)| path).take(MOST_CANDIDATES);
        if let Some(inside) = within.find(|path| path.file_name().starts_with("catalog-info.y")) {
            return Some(format!("it is a folder; did you mean `{inside}`?"));
        }
        let files = snapshot.files().map(|(path, _)| path.as_str());
        let yaml = files.filter(|path| path.ends_with(".yaml") || path.ends_with(".yml"));
        nearest(path, yaml.take(MOST_CANDIDATES)).map(|near| format!("did you mean `{near}`?"))
    }
}
