//! Packages that repositories are built from. In: snapshots, the catalog and where the code of its entities lies.
//! Out: packages with versions, through whom they come and where they are named, and a problem for each broken file.
//! It must not know who asks for them or shows them.

mod assemble;
mod danger;
mod read;
mod sure;
#[cfg(test)]
mod tests;
mod written;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::{
    assemble::{Draft, Found},
    danger::Dangers,
    sure::{Judged, Seen},
    written::{Trouble, Written},
};
use crate::{
    diagnostic::{Diagnostic, Rule, Severity},
    model::{Bundle, Catalog, EntityIndex, Observed, Packages, Place, Release, RepoIndex, RepoPath, Snapshot, Use},
};

/// A manifest, a lock file or an inventory cannot be read.
pub const BROKEN_PACKAGE_FILE: Rule = Rule {
    id: "broken-package-file",
    severity: Severity::Warning,
    summary: "A manifest, a lock file or an inventory of packages cannot be read",
};

/// The rules of this room.
pub const RULES: [&Rule; 1] = [&BROKEN_PACKAGE_FILE];

const TOO_MUCH: &str = "this and the manifests before it bring more than two million packages together";

const TOO_MANY: &str = "too many versions of one package are to be compared with too many ranges";

/// All packages of all entities; the snapshots stand in the order of the catalog's repositories.
pub fn packages(snapshots: &[Snapshot], catalog: &Catalog, observed: &Observed) -> (Packages, Vec<Diagnostic>) {
    let code = |entity: EntityIndex| observed.get(entity, "code").map(|fact| (fact.evidence.repo, &fact.evidence.path));
    let places: Vec<Option<(RepoIndex, &RepoPath)>> = catalog.iter().map(|(entity, _)| code(entity)).collect();
    let found: Vec<_> = (0..)
        .zip(snapshots)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(number, snapshot)| {
            let (mut found, mut diagnostics) = find(snapshot);
            let advisories = std::mem::take(&mut found.advisories);
            let mut seen =
                Seen { broken: std::mem::take(&mut found.broken), reports: std::mem::take(&mut found.reports) };
            let (drafts, spent) = found.drafts();
            // What was not walked to may be of any entity of the repository.
            seen.broken.extend(spent.iter().map(|path| (path.clone(), true)));
            diagnostics.extend(spent.map(|path| broken(snapshot, &path, Trouble::new(0, TOO_MUCH))));
            (RepoIndex(number), drafts, (advisories, diagnostics, seen))
        })
        .collect();
    let (mut drafts, mut diagnostics) = (Vec::new(), Vec::new());
    let (mut advisories, mut sources): (Vec<_>, Vec<(RepoIndex, RepoPath)>) = Default::default();
    let mut seen = Vec::new();
    for (repo, own, (said, trouble, here)) in found {
        seen.push(here);
        drafts.extend(own.into_iter().map(|draft| (repo, draft)));
        diagnostics.extend(trouble);
        let name = &snapshots[repo.0 as usize].repo.name;
        sources.extend(said.iter().map(|(path, _)| (repo, path.clone())));
        advisories.extend(said.into_iter().map(|(path, said)| (format!("{name}/{path}"), said)));
    }
    let mut packages = table(drafts, &places);
    packages.judged = !advisories.is_empty();
    let Dangers { vulnerabilities, left, undecided } = danger::vulnerabilities(&packages.releases, &advisories);
    packages.vulnerabilities = vulnerabilities;
    packages.sure = sure::sure(&packages, &places, &Judged::new(&seen, &advisories, undecided));
    for source in left {
        let (repo, path) = &sources[source];
        diagnostics.push(broken(&snapshots[repo.0 as usize], path, Trouble::new(0, TOO_MANY)));
    }
    (packages, diagnostics)
}

/// Reads all files of a repository that name packages.
fn find(snapshot: &Snapshot) -> (Found, Vec<Diagnostic>) {
    let files: Vec<_> =
        snapshot.files().filter_map(|(path, entry)| Some((path, entry, read::sort(path.as_str())?))).collect();
    let read: Vec<_> = files
        .into_par_iter()
        .map(|(path, entry, sort)| {
            let largest = read::largest(sort);
            let outcome = if entry.size > largest {
                Err(Trouble::new(0, format!("larger than {} MiB", largest >> 20)))
            } else {
                let bytes = snapshot.read(path).map_err(|error| Trouble::new(0, error.to_string()));
                bytes.and_then(|bytes| read::read(sort, &bytes))
            };
            (path, sort, outcome)
        })
        .collect();
    let (mut found, mut diagnostics, mut poms) = (Found::default(), Vec::new(), BTreeMap::new());
    for (path, sort, outcome) in read {
        match outcome {
            Ok(Written::Manifest(manifest)) => drop(found.manifests.insert(path.clone(), manifest)),
            Ok(Written::Lock(lock)) => drop(found.locks.insert(path.clone(), lock)),
            Ok(Written::Maven(pom)) => drop(poms.insert(path.clone(), pom)),
            Ok(Written::Central(versions)) => drop(found.central.insert(path.clone(), versions)),
            Ok(Written::Advisories(lock, advisories)) => {
                found.reports.extend(lock.is_some().then(|| path.clone()));
                found.locks.extend(lock.map(|lock| (path.clone(), lock)));
                found.advisories.push((path.clone(), advisories));
            }
            Err(trouble) => {
                found.broken.push((path.clone(), read::speaks_below(sort)));
                diagnostics.push(broken(snapshot, path, trouble));
            }
        }
    }
    found.manifests.extend(read::maven::resolve(&poms));
    (found, diagnostics)
}

fn broken(snapshot: &Snapshot, path: &RepoPath, trouble: Trouble) -> Diagnostic {
    let place = Place { repo: snapshot.repo.name.clone(), path: path.clone(), line: trouble.line, ..Place::default() };
    let message = format!("The packages of `{path}` are not known: {}", trouble.message);
    Diagnostic::new(&BROKEN_PACKAGE_FILE, place, message)
        .hint("let its tool write it again, or keep it out of the snapshot with `exclude`")
}

/// Numbers all releases, and finds the manifests of each entity.
fn table(drafts: Vec<(RepoIndex, Draft)>, places: &[Option<(RepoIndex, &RepoPath)>]) -> Packages {
    let mut releases: Vec<&Release> =
        drafts.iter().flat_map(|(_, draft)| draft.uses.iter().map(|one| &one.release)).collect();
    releases.par_sort_unstable();
    releases.dedup();
    let releases: Vec<Release> = releases.into_iter().cloned().collect();
    let number = |release: &Release| releases.binary_search(release).unwrap_or_default() as u32;
    let bundle = |(repo, draft): (RepoIndex, Draft)| Bundle {
        repo,
        manifest: draft.manifest,
        lock: draft.lock,
        extent: draft.extent,
        uses: draft
            .uses
            .into_iter()
            .map(|one| Use {
                release: number(&one.release),
                via: one.via,
                direct: one.direct,
                development: one.development,
                locked: one.locked,
                line: one.line,
            })
            .collect(),
    };
    let bundles: Vec<Bundle> = drafts.into_par_iter().map(bundle).collect();
    let of = |(repo, folder): (RepoIndex, &RepoPath)| {
        let start = bundles.partition_point(|bundle| bundle.repo < repo);
        let length = bundles[start..].partition_point(|bundle| bundle.repo == repo);
        let own = (start..start + length).filter(|at| bundles[*at].manifest.is_within(folder));
        own.map(|at| at as u32).collect::<Vec<u32>>()
    };
    let of = places.par_iter().map(|place| place.map(of)).collect();
    Packages { releases, bundles, of, ..Packages::default() }
}
