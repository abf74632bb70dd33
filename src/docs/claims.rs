//! Which folders become books, and whose they are. Annotations: Backstage's `backstage.io/techdocs-ref` and
//! `backstage.io/techdocs-entity`.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    forge::Forges,
    layout::{config_in, is_config},
    rules,
    settings::has_documents,
};
use crate::{
    diagnostic::{Diagnostic, nearest},
    model::{Book, Catalog, Entity, EntityId, EntityIndex, EntityRef, Place, RepoIndex, RepoPath, SitePath, Snapshot},
};

const REF: &str = "backstage.io/techdocs-ref";
const ENTITY: &str = "backstage.io/techdocs-entity";
const ENTITY_PATH: &str = "backstage.io/techdocs-entity-path";

/// A folder that becomes a book.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The repository.
    pub repo: RepoIndex,
    /// The folder that is named.
    pub folder: RepoPath,
    /// `mkdocs.yml`, or another layout's settings, in that folder.
    pub config: Option<RepoPath>,
    /// The entities that name it, in the order of the catalog.
    pub entities: Vec<EntityIndex>,
    /// Where the first of them does.
    pub place: Option<Place>,
    /// The book's folder in the site, each part as the site has it.
    pub site: Vec<String>,
}

/// All claims, sorted by their folder in the site.
pub fn claims(snapshots: &[Snapshot], catalog: &Catalog) -> (Vec<Claim>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let forges = Forges::new(catalog);
    let mut named: BTreeMap<(RepoIndex, RepoPath), Claim> = BTreeMap::new();
    for (index, entity) in catalog.iter() {
        let Some(reference) = entity.annotation(REF) else { continue };
        let place = annotation_place(catalog, entity, REF);
        match locate(reference, entity, catalog, &forges) {
            Ok((repo, folder)) => {
                let claim = named.entry((repo, folder.clone())).or_insert_with(|| Claim {
                    repo,
                    config: config_in(&snapshots[repo.0 as usize], &folder),
                    folder,
                    entities: Vec::new(),
                    place: Some(place),
                    site: entity_site(entity),
                });
                claim.entities.push(index);
            }
            Err(Some(reason)) => {
                diagnostics.push(Diagnostic::new(&rules::MISSING_DOCS, place, reason).entity(&entity.id));
            }
            Err(None) => {}
        }
    }
    let known: HashSet<(RepoIndex, RepoPath)> =
        named.values().filter_map(|claim| Some((claim.repo, claim.config.clone()?))).collect();
    let mut claims: Vec<Claim> = named.into_values().collect();
    let docs = RepoPath::new("docs").unwrap_or_default();
    let covers = |claim: &Claim| claim.folder.as_str().is_empty() || claim.folder.is_within(&docs);
    let covered: HashSet<RepoIndex> = claims.iter().filter(|claim| covers(claim)).map(|claim| claim.repo).collect();
    let skeletons = skeletons(catalog);
    for (snapshot, repo) in snapshots.iter().zip((0..).map(RepoIndex)) {
        let configs = snapshot.files().map(|(path, _)| path).filter(|path| is_config(path));
        let free = configs
            .filter(|path| !known.contains(&(repo, (*path).clone())) && !in_skeleton(path, skeletons.get(&repo)));
        let free: Vec<Claim> = free.filter_map(|path| unnamed(snapshot, repo, path)).collect();
        let is_covered = covered.contains(&repo) || free.iter().any(covers);
        claims.extend(free);
        if !is_covered && has_documents(snapshot, &docs) {
            claims.push(of_repo(snapshot, repo, RepoPath::default(), None));
        }
    }
    claims.sort_by(|a, b| a.site.cmp(&b.site).then_with(|| a.folder.cmp(&b.folder)));
    (claims, diagnostics)
}

/// Adds the entities that show another one's documents.
pub fn share(books: &mut [Book], catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    let mut shelf: HashMap<EntityIndex, usize> = HashMap::new();
    let mut known: HashSet<(usize, EntityIndex)> = HashSet::new();
    for (number, book) in books.iter().enumerate() {
        shelf.extend(book.readers.iter().map(|reader| (*reader, number)));
        known.extend(book.readers.iter().map(|reader| (number, *reader)));
    }
    for (index, entity) in catalog.iter() {
        let Some(text) = entity.annotation(ENTITY) else { continue };
        let Ok(other) = EntityRef::parse(text, Some(&entity.kind), &entity.namespace) else { continue };
        let other = catalog.find(&EntityId::new(&other.kind, &other.namespace, &other.name));
        if let Some(number) = other.and_then(|other| shelf.get(&other).copied())
            && known.insert((number, index))
        {
            books[number].readers.push(index);
        }
        let missing = |reason: String, hint: Option<String>| {
            let place = annotation_place(catalog, entity, ENTITY);
            let problem = Diagnostic::new(&rules::MISSING_DOCS, place, reason).entity(&entity.id);
            Diagnostic { hint, ..problem }
        };
        let book = other.and_then(|other| shelf.get(&other)).map(|number| &books[*number]);
        match (entity.annotation(ENTITY_PATH), book) {
            (_, None) => diagnostics.push(missing(format!("`{text}` has no documents to share"), None)),
            (Some(path), Some(book)) if book.page_at(path).is_none() => {
                let pages = book.pages.iter().filter_map(|page| page.source.relative_to(&book.docs_dir));
                let hint = nearest(path.trim_matches('/'), pages).map(|near| format!("did you mean `/{near}`?"));
                diagnostics.push(missing(format!("the documents of `{text}` have no page `{path}`"), hint));
            }
            _ => {}
        }
    }
}

/// The folder that an annotation names. `Err(None)` when another portal's rule holds it empty.
pub fn locate(
    reference: &str,
    entity: &Entity,
    catalog: &Catalog,
    forges: &Forges,
) -> Result<(RepoIndex, RepoPath), Option<String>> {
    let (scheme, target) = reference.split_once(':').unwrap_or(("", reference));
    match scheme {
        "dir" => {
            let folder = entity.origin.path.parent().join(target.trim().trim_start_matches('/'));
            let folder = folder.map_err(|_| Some(format!("`{reference}` leads out of the repository")))?;
            Ok((entity.origin.repo, folder))
        }
        "url" => match forges.find(target.trim()) {
            Some((repo, path)) => Ok((repo, path)),
            None => Err(Some(format!("`{target}` is in no repository of this portal"))),
        },
        _ => Err(Some(format!("`{reference}` starts neither with `dir:` nor with `url:`"))),
    }
    .map(|(repo, folder)| {
        let prefix = &catalog[repo].prefix;
        let inner = folder.relative_to(prefix).filter(|_| scheme == "url").and_then(|inner| RepoPath::new(inner).ok());
        (repo, inner.unwrap_or(folder))
    })
}

/// Where an annotation is written.
pub fn annotation_place(catalog: &Catalog, entity: &Entity, key: &str) -> Place {
    let found = entity.source.lines().zip(entity.origin.line..).find(|(line, _)| line.contains(key));
    let (line, column) = found.map_or((entity.origin.line, 0), |(text, line)| {
        let column = text.find(key).map_or(0, |at| text[..at].chars().count() + 1);
        (line, u32::try_from(column).unwrap_or(0))
    });
    let repo = catalog[entity.origin.repo].name.clone();
    Place { repo, path: entity.origin.path.clone(), line, column, ..Place::default() }
}

/// Settings of a book that no entity names.
fn unnamed(snapshot: &Snapshot, repo: RepoIndex, path: &RepoPath) -> Option<Claim> {
    let folder = path.parent();
    if config_in(snapshot, &folder).as_ref() != Some(path) {
        return None;
    }
    Some(of_repo(snapshot, repo, folder, Some(path.clone())))
}

/// A book that belongs to its repository.
fn of_repo(snapshot: &Snapshot, repo: RepoIndex, folder: RepoPath, config: Option<RepoPath>) -> Claim {
    let mut site = vec!["docs".to_owned(), "repo".to_owned()];
    site.extend(snapshot.repo.name.split('/').map(SitePath::part));
    if !folder.as_str().is_empty() {
        site.push("_".to_owned());
        site.extend(folder.as_str().split('/').map(SitePath::part));
    }
    Claim { repo, folder, config, entities: Vec::new(), place: None, site }
}

/// `docs/<namespace>/<kind>/<name>`, as Backstage has it.
fn entity_site(entity: &Entity) -> Vec<String> {
    let id = &entity.id;
    let parts = [id.namespace(), id.kind(), id.name()].map(SitePath::part);
    std::iter::once("docs".to_owned()).chain(parts).collect()
}

/// Folders that the templates of each repository copy from, and those of their tests.
fn skeletons(catalog: &Catalog) -> HashMap<RepoIndex, HashSet<RepoPath>> {
    let mut folders: HashMap<RepoIndex, HashSet<RepoPath>> = HashMap::new();
    for template in catalog.entities().iter().filter(|entity| entity.id.kind() == "template") {
        let own = template.origin.path.parent();
        let steps = template.spec.get("steps").and_then(|steps| steps.as_array()).into_iter().flatten();
        let urls = steps.filter_map(|step| step.get("input")?.get("url")?.as_str());
        let local = urls.filter(|url| !url.contains("://")).filter_map(|url| own.join(url).ok());
        folders
            .entry(template.origin.repo)
            .or_default()
            .extend(local.filter(|folder| *folder != own).chain(own.join("tests")));
    }
    folders
}

/// Whether a file belongs to a scaffold and is no document yet.
fn in_skeleton(path: &RepoPath, skeletons: Option<&HashSet<RepoPath>>) -> bool {
    let mut folders = path.as_str().split('/');
    path.as_str().contains("{{")
        || folders.any(|folder| {
            matches!(folder, "skeleton" | "skeletons" | "node_modules") || folder.starts_with("cookiecutter")
        })
        || skeletons.is_some_and(|skeletons| path.upwards().any(|folder| skeletons.contains(folder)))
}
