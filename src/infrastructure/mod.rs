//! Infrastructure that repositories describe. In: snapshots, the catalog and where the code of its entities lies.
//! Out: things with their provider, environment and entities, and a problem for each broken file.
//! It must not know who asks for them or shows them, and it keeps no values: they may be secret.

mod environment;
mod facts;
mod read;
mod sort;
mod thing;
mod ties;

use rayon::prelude::*;

pub use facts::facts;

use self::{
    sort::Sort,
    thing::{Draft, Trouble},
    ties::Claims,
};
use crate::{
    diagnostic::{Diagnostic, Rule, Severity},
    model::{Catalog, Infrastructure, Observed, Place, RepoIndex, RepoPath, Snapshot, Thing},
};

/// A file that describes infrastructure cannot be read.
pub const BROKEN_INFRASTRUCTURE_FILE: Rule = Rule {
    id: "broken-infrastructure-file",
    severity: Severity::Warning,
    summary: "A manifest, a template, a state or an inventory of infrastructure cannot be read",
};

/// The rules of this room.
pub const RULES: [&Rule; 1] = [&BROKEN_INFRASTRUCTURE_FILE];

/// So many things of an organisation are kept.
const MOST: usize = 50_000;

/// All things of all repositories; the snapshots stand in the order of the catalog's repositories.
pub fn infrastructure(
    snapshots: &[Snapshot],
    catalog: &Catalog,
    observed: &Observed,
) -> (Infrastructure, Vec<Diagnostic>) {
    let found: Vec<_> = snapshots.par_iter().map(find).collect();
    let claims = Claims::new(catalog, observed);
    let mut full = false;
    let (mut things, mut diagnostics): (Vec<Thing>, Vec<Diagnostic>) = Default::default();
    for (number, (files, trouble)) in (0..).zip(found) {
        diagnostics.extend(trouble);
        let repo = RepoIndex(number);
        for (path, drafts) in files {
            let left = MOST - things.len();
            // The file that is too much tells of it, and those after it need not.
            if drafts.len() > left && !full {
                full = true;
                let message = format!("this and the files before it name more than {MOST} things together");
                diagnostics.push(broken(&snapshots[number as usize], &path, &Trouble::new(0, message)));
            }
            let take = |draft| claims.thing(draft, repo, &path);
            things.extend(drafts.into_iter().take(left).map(take));
        }
    }
    (Infrastructure::new(things, catalog.entities().len()), diagnostics)
}

type Found = (Vec<(RepoPath, Vec<Draft>)>, Vec<Diagnostic>);

/// Reads all files of a repository that describe infrastructure.
fn find(snapshot: &Snapshot) -> Found {
    let files: Vec<_> =
        snapshot.files().filter_map(|(path, entry)| Some((path, entry.size, sort::sort(snapshot, path)?))).collect();
    let read: Vec<_> =
        files.into_par_iter().map(|(path, size, sort)| (path, one(snapshot, (path, size), sort))).collect();
    let (mut found, mut diagnostics) = (Vec::new(), Vec::new());
    for (path, outcome) in read {
        match outcome {
            Ok(drafts) if drafts.is_empty() => {}
            Ok(drafts) => found.push((path.clone(), drafts)),
            Err(trouble) => diagnostics.push(broken(snapshot, path, &trouble)),
        }
    }
    (found, diagnostics)
}

fn one(snapshot: &Snapshot, (path, size): (&RepoPath, u64), sort: Sort) -> Result<Vec<Draft>, Trouble> {
    let largest = sort.largest();
    if size > largest {
        // By its name alone nobody knows what it is.
        return if sort.is_certain() {
            Err(Trouble::new(0, format!("larger than {} MiB", largest >> 20)))
        } else {
            Ok(Vec::new())
        };
    }
    let bytes = snapshot.read(path).map_err(|error| Trouble::new(0, error.to_string()))?;
    let mut drafts = read::read(sort, path, &bytes)?;
    if sort == Sort::Chart
        && let Ok(values) = path.parent().join("values.yaml")
        && snapshot.entry(&values).is_some_and(|entry| entry.size <= largest)
        && let Ok(bytes) = snapshot.read(&values)
    {
        drafts.iter_mut().for_each(|draft| read::values(&bytes, draft));
    }
    drafts.retain(Draft::is_plain);
    drafts.iter_mut().for_each(|draft| environment::settle(draft, path));
    drafts.truncate(MOST);
    Ok(drafts)
}

fn broken(snapshot: &Snapshot, path: &RepoPath, trouble: &Trouble) -> Diagnostic {
    // The line itself is never quoted: it may hold a secret.
    let place = Place {
        repo: snapshot.repo.name.clone(),
        path: path.clone(),
        line: trouble.line,
        column: trouble.column,
        excerpt: Some(String::new()),
    };
    let message = format!("The infrastructure of `{path}` is not known: {}", trouble.message);
    Diagnostic::new(&BROKEN_INFRASTRUCTURE_FILE, place, message)
        .hint("mend it or let its tool write it again, or keep it out of the snapshot with `exclude`")
}
