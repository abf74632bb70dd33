//! Where the code of entities lies.

use std::collections::BTreeMap;

use crate::model::{Catalog, Entity, EntityIndex, Repo, RepoIndex, RepoPath};

/// Kinds that have code of their own.
const KINDS: [&str; 4] = ["api", "component", "resource", "template"];

/// A folder in which more components are declared than this, without a word of where they lie, is a list of them and
/// holds none.
const MOST_IN_A_FOLDER: usize = 5;

/// A folder of a repository.
pub(super) type Spot = (RepoIndex, RepoPath);

/// Where the code of each entity lies, as far as that is known: where `backstage.io/source-location` says, at the top of
/// the repository that `github.com/project-slug` or `gitlab.com/project-slug` names, or in the folder of the descriptor.
pub(super) fn places(catalog: &Catalog) -> BTreeMap<Spot, Vec<EntityIndex>> {
    let mut crowds: BTreeMap<Spot, usize> = BTreeMap::new();
    let of_kind = || catalog.iter().filter(|(_, entity)| KINDS.contains(&entity.id.kind()));
    for (_, entity) in of_kind().filter(|(_, entity)| entity.id.kind() == "component") {
        *crowds.entry(home(entity)).or_default() += 1;
    }
    let mut places: BTreeMap<Spot, Vec<EntityIndex>> = BTreeMap::new();
    for (index, entity) in of_kind() {
        let spot = match told(catalog, entity) {
            Told::At(spot) => Some(spot),
            Told::Elsewhere => None,
            Told::Nothing => {
                let own = home(entity);
                Some(own).filter(|spot| crowds.get(spot).is_none_or(|crowd| *crowd <= MOST_IN_A_FOLDER))
            }
        };
        if let Some(spot) = spot {
            places.entry(spot).or_default().push(index);
        }
    }
    places
}

/// The folder of the descriptor.
fn home(entity: &Entity) -> Spot {
    let folder = entity.origin.path.parent();
    // A descriptor in a folder for such files alone stands for what that folder lies in; a hidden one holds no code
    // however deep it is.
    let of_descriptors = |above: &&str| match above.rsplit('/').next() {
        Some(".backstage" | ".catalog") => true,
        Some("backstage" | "catalog") => *above == folder.as_str(),
        _ => false,
    };
    let outermost = folder.upwards().filter(of_descriptors).last().and_then(|above| RepoPath::new(above).ok());
    (entity.origin.repo, outermost.map_or_else(|| folder.clone(), |above| above.parent()))
}

/// What annotations say.
enum Told {
    /// It lies here.
    At(Spot),
    /// It lies in a repository that was not collected.
    Elsewhere,
    /// Nothing.
    Nothing,
}

fn told(catalog: &Catalog, entity: &Entity) -> Told {
    let own = &catalog[entity.origin.repo];
    if let Some(location) = entity.annotation("backstage.io/source-location") {
        let url = location.strip_prefix("url:").unwrap_or(location);
        let inside = |(index, repo): (u32, &Repo)| Some((RepoIndex(index), folder_at(repo, url)?));
        let found = (0..).zip(catalog.repos()).find_map(inside);
        return found.map_or(if own.url.is_some() { Told::Elsewhere } else { Told::Nothing }, Told::At);
    }
    let slugs = ["github.com/project-slug", "gitlab.com/project-slug"];
    let Some(slug) = slugs.iter().find_map(|key| entity.annotation(key)) else { return Told::Nothing };
    if is_called(own, slug) || own.url.is_none() {
        return Told::Nothing;
    }
    let found = (0..).zip(catalog.repos()).find(|(_, repo)| is_called(repo, slug));
    found.map_or(Told::Elsewhere, |(index, _)| Told::At((RepoIndex(index), RepoPath::default())))
}

/// Whether a repository has this owner and name.
fn is_called(repo: &Repo, slug: &str) -> bool {
    let slug = slug.trim_matches('/').to_lowercase();
    let url = repo.url.as_ref().map(|url| url.as_str().trim_end_matches('/').to_lowercase());
    repo.name.to_lowercase() == slug || url.is_some_and(|url| url.ends_with(&format!("/{slug}")))
}

/// The folder of a repository that an address shows: `…/tree/main/folder/`, or the whole of it.
fn folder_at(repo: &Repo, url: &str) -> Option<RepoPath> {
    let base = repo.url.as_ref()?.as_str().trim_end_matches('/').trim_end_matches(".git");
    let start = url.get(..base.len()).filter(|start| start.eq_ignore_ascii_case(base))?;
    let rest = url[start.len()..].trim_end_matches('/').trim_start_matches(".git");
    if rest.is_empty() {
        return Some(RepoPath::default());
    }
    let rest = rest.strip_prefix('/')?;
    let rest = rest.strip_prefix("-/").unwrap_or(rest);
    let rest = ["tree/", "blob/", "src/branch/", "src/"].iter().find_map(|verb| rest.strip_prefix(verb))?;
    let branch = repo
        .branch
        .as_deref()
        .filter(|branch| rest.strip_prefix(*branch).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    let below = match branch {
        Some(branch) => &rest[branch.len()..],
        None => rest.split_once('/').map_or("", |(_, below)| below),
    };
    let below = RepoPath::new(below.trim_matches('/')).ok()?;
    RepoPath::new(below.relative_to(&repo.prefix)?).ok()
}
