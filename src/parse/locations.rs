//! Locations: documents that name other catalog files.

use super::{
    check::short,
    file::Job,
    problem::Problem,
    rules::{LOCATION_OUTSIDE, LOCATION_TARGET},
    targets::{Found, Targets},
};
use crate::{
    diagnostic::nearest,
    model::{Declaration, EntityId, Node, RepoIndex},
};

/// The files that a declaration leads to, if it is a Location, and what is wrong with its targets.
pub(super) fn follow(
    declaration: &Declaration,
    targets: &Targets<'_>,
) -> (Vec<Job>, Vec<crate::diagnostic::Diagnostic>) {
    let (mut jobs, mut problems) = (Vec::new(), Vec::new());
    if declaration.reference.kind != "Location" || !declaration.known_kind {
        return (jobs, Vec::new());
    }
    let spec = |key: &str| declaration.document.at(&["spec", key]);
    let optional = spec("presence").and_then(Node::as_str) == Some("optional");
    let kind = spec("type").filter(|kind| !matches!(kind.as_str(), Some("url" | "file")));
    if let Some(kind) = kind {
        let message = format!("Locations of the type `{}` are not followed", short(kind.as_str().unwrap_or_default()));
        problems.push(Problem::new(&LOCATION_OUTSIDE, kind, message).hint("use the type `url` or `file`"));
    } else {
        for target in spec("target").into_iter().chain(spec("targets").map_or(&[][..], Node::items)) {
            let address = target.as_str().unwrap_or_default();
            match targets.find(declaration.repo, &declaration.path, address) {
                Found::Files(repo, paths) => {
                    jobs.extend(paths.into_iter().map(|path| Job { repo, path, named: true }));
                }
                Found::Nothing(..) if optional => {}
                found => problems.push(problem(&found, target, address, targets)),
            }
        }
    }
    let (repo, id) = (&targets.snapshot(declaration.repo).repo, EntityId::from(&declaration.reference));
    let diagnostic = |problem: Problem| problem.into_diagnostic(repo, &declaration.path).entity(&id);
    (jobs, problems.into_iter().map(diagnostic).collect())
}

fn problem(found: &Found, target: &Node, address: &str, targets: &Targets<'_>) -> Problem {
    let address = short(address);
    match found {
        Found::Nothing(repo, path) => {
            let message = format!("the target `{address}` does not exist: there is no `{}`", short(path));
            let problem = Problem::new(&LOCATION_TARGET, target, message);
            match hint(*repo, path, targets) {
                Some(hint) => problem.hint(hint),
                None => problem,
            }
        }
        Found::Outside => {
            let message = format!("the target `{address}` lies outside the collected part of the repository");
            Problem::new(&LOCATION_OUTSIDE, target, message)
        }
        Found::Malformed => {
            let message = format!("the target `{address}` is neither a path nor the URL of a file");
            Problem::new(&LOCATION_TARGET, target, message)
        }
        Found::Uncollected | Found::Files(..) => {
            let message = format!("the target `{address}` is not followed: its repository is not collected");
            Problem::new(&LOCATION_OUTSIDE, target, message).hint("add the repository to the sources")
        }
    }
}

/// A file that may be meant.
fn hint(repo: RepoIndex, path: &str, targets: &Targets<'_>) -> Option<String> {
    let snapshot = targets.snapshot(repo);
    let folder = crate::model::RepoPath::new(path).ok()?;
    let mut within = snapshot.files_within(&folder).map(|(path, _)| path.as_str());
    let is_catalog = |path: &str| path.ends_with("catalog-info.yaml") || path.ends_with("catalog-info.yml");
    if let Some(inside) = within.find(|path| is_catalog(path)) {
        return Some(format!("it is a folder; did you mean `{inside}`?"));
    }
    let files = snapshot.files().map(|(path, _)| path.as_str());
    let near = nearest(path, files.filter(|path| path.ends_with(".yaml") || path.ends_with(".yml")));
    near.map(|near| format!("did you mean `{near}`?"))
}
