//! Whose a thing is. What two entities could mean ties nothing.

use std::collections::{BTreeMap, HashMap};

use super::thing::Draft;
use crate::model::{
    Catalog, Entity, EntityId, EntityIndex, Observed, Repo, RepoIndex, RepoPath, Thing, Tie, TieReason,
};

/// Labels that name what a thing is or is a part of.
const LABELS: [&str; 2] = ["app.kubernetes.io/name", "app.kubernetes.io/part-of"];

/// Tags that do, in lower case.
const TAGS: [&str; 7] =
    ["backstage.io/entity", "component", "service", "app", "application", "system", "backstage-entity"];

/// Kinds that things belong to, the likeliest first.
const KINDS: [&str; 3] = ["component", "resource", "system"];

/// A thing belongs to no more than so many entities.
const MOST: usize = 16;

const KUBERNETES_ID: &str = "backstage.io/kubernetes-id";

/// What entities lay claim to.
pub(super) struct Claims<'c> {
    catalog: &'c Catalog,
    /// By kind and name; nothing where two have it.
    names: HashMap<(&'c str, &'c str), Option<EntityIndex>>,
    ids: HashMap<&'c str, Vec<EntityIndex>>,
    /// By the first label that they ask for.
    selectors: HashMap<(&'c str, &'c str), Vec<Selector<'c>>>,
    folders: BTreeMap<(RepoIndex, &'c RepoPath), Vec<EntityIndex>>,
    /// By owner and name, and by name alone; nothing where two have it.
    repos: HashMap<String, Option<RepoIndex>>,
}

struct Selector<'c> {
    entity: EntityIndex,
    written: &'c str,
    labels: Vec<(&'c str, &'c str)>,
}

impl<'c> Claims<'c> {
    pub(super) fn new(catalog: &'c Catalog, observed: &'c Observed) -> Self {
        let mut claims = Self {
            catalog,
            names: HashMap::new(),
            ids: HashMap::new(),
            selectors: HashMap::new(),
            folders: BTreeMap::new(),
            repos: HashMap::new(),
        };
        for (index, entity) in catalog.iter() {
            let name = (entity.id.kind(), entity.name.as_str());
            claims.names.entry(name).and_modify(|one| *one = None).or_insert(Some(index));
            if let Some(id) = entity.annotation(KUBERNETES_ID) {
                claims.ids.entry(id).or_default().push(index);
            }
            if let Some(selector) = selector(index, entity) {
                claims.selectors.entry(selector.labels[0]).or_default().push(selector);
            }
            if let Some(fact) = observed.get(index, "code") {
                claims.folders.entry((fact.evidence.repo, &fact.evidence.path)).or_default().push(index);
            }
        }
        for (number, repo) in (0..).zip(catalog.repos()) {
            for name in names(repo) {
                claims.repos.entry(name).and_modify(|one| *one = None).or_insert(Some(RepoIndex(number)));
            }
        }
        claims
    }

    /// The thing with its ties, of a file.
    pub(super) fn thing(&self, draft: Draft, repo: RepoIndex, path: &RepoPath) -> Thing {
        let mut ties = self.by_annotation(&draft);
        ties.extend(self.by_label(&draft));
        ties.extend(draft.images.iter().filter_map(|image| self.by_image(image)));
        if ties.is_empty() {
            ties.extend(self.by_folder(&draft, repo, path));
        }
        ties.sort();
        ties.dedup_by(|a, b| a.entity == b.entity);
        ties.truncate(MOST);
        let Draft { id, kind, name, provider, format, environment, region, line, .. } = draft;
        Thing { id, kind, name, provider, format, environment, region, repo, path: path.clone(), line, ties }
    }

    fn by_annotation(&self, draft: &Draft) -> Vec<Tie> {
        let mut found = Vec::new();
        let mut tie = |entity: EntityIndex, said: String| {
            let namespace = self.catalog[entity].annotation("backstage.io/kubernetes-namespace");
            if draft.namespace.is_empty() || namespace.is_none_or(|own| own == draft.namespace) {
                found.push(Tie { entity, reason: TieReason::Annotation, said });
            }
        };
        for (key, value) in &draft.labels {
            let own = self.ids.get(value.as_str()).filter(|_| key == KUBERNETES_ID);
            own.into_iter().flatten().for_each(|entity| tie(*entity, format!("{KUBERNETES_ID}: {value}")));
            for one in self.selectors.get(&(key.as_str(), value.as_str())).into_iter().flatten() {
                let has = |(key, value): &(&str, &str)| draft.labels.iter().any(|(k, v)| k == key && v == value);
                if one.labels.iter().all(has) {
                    tie(one.entity, format!("backstage.io/kubernetes-label-selector: {}", one.written));
                }
            }
        }
        found
    }

    fn by_label(&self, draft: &Draft) -> Vec<Tie> {
        let labels = draft.labels.iter().filter(|(key, _)| LABELS.contains(&key.as_str()));
        let labels = labels.map(|pair| (pair, TieReason::Label));
        let tags = draft.tags.iter().filter(|(key, _)| TAGS.contains(&key.to_ascii_lowercase().as_str()));
        let tie = |((key, value), reason): (&(String, String), TieReason)| {
            // A part of a system is meant where both are called so.
            let system = key.ends_with("part-of") || key.eq_ignore_ascii_case("system");
            let entity = self.named(value, system)?;
            Some(Tie { entity, reason, said: format!("{key}: {value}") })
        };
        labels.chain(tags.map(|pair| (pair, TieReason::Tag))).filter_map(tie).collect()
    }

    /// The only entity of a name, or of a reference.
    fn named(&self, name: &str, system: bool) -> Option<EntityIndex> {
        if let Some((kind, rest)) = name.split_once(':') {
            let (namespace, name) = rest.split_once('/').unwrap_or(("default", rest));
            return self.catalog.find(&EntityId::new(kind, namespace, name));
        }
        let of = |kind: &&str| self.names.get(&(*kind, name)).copied();
        let found = if system { KINDS.iter().rev().find_map(of) } else { KINDS.iter().find_map(of) };
        found.flatten()
    }

    /// `ghcr.io/acme/booking:1.2` of the repository `acme/booking`.
    fn by_image(&self, image: &str) -> Option<Tie> {
        let bare = image.split('@').next().unwrap_or_default().to_lowercase();
        let bare = match bare.rsplit_once(':') {
            Some((bare, tag)) if !tag.contains('/') => bare,
            _ => &bare,
        };
        let (registry, name) = match bare.split_once('/') {
            Some((first, rest)) if first.contains(['.', ':']) => (first, rest),
            _ => ("docker.io", bare),
        };
        let repo = |name: &str| self.repos.get(name).copied().flatten();
        let (repo, rest) = if let Some(repo) = repo(name).filter(|_| name.contains('/')) {
            (repo, None)
        } else if let Some((above, last)) = name.rsplit_once('/') {
            (repo(above).filter(|_| above.contains('/'))?, Some(last))
        } else {
            // Without an owner only a registry of one's own tells whose it is.
            (repo(name).filter(|_| registry != "docker.io")?, None)
        };
        let entity = match rest {
            None => self.sole(repo, &RepoPath::default())?,
            Some(last) => self.names.get(&("component", last)).copied().flatten()?,
        };
        let own = rest.is_none() || self.catalog[entity].origin.repo == repo;
        own.then(|| Tie { entity, reason: TieReason::Image, said: image.to_owned() })
    }

    /// The only component of the nearest folder that holds the file, or what it builds.
    fn by_folder(&self, draft: &Draft, repo: RepoIndex, path: &RepoPath) -> Option<Tie> {
        let built = draft.built_from.as_ref().and_then(|folder| path.parent().join(folder).ok());
        let start = built.unwrap_or_else(|| path.parent());
        let folders = start.upwards().filter_map(|folder| RepoPath::new(folder).ok());
        let nearest = folders.into_iter().find(|folder| self.folders.contains_key(&(repo, folder)))?;
        let entity = self.sole(repo, &nearest)?;
        let said = if nearest.as_str().is_empty() { "/".to_owned() } else { nearest.to_string() };
        Some(Tie { entity, reason: TieReason::Folder, said })
    }

    /// The only component, or else resource, whose folder it is.
    fn sole(&self, repo: RepoIndex, folder: &RepoPath) -> Option<EntityIndex> {
        let all = self.folders.get(&(repo, folder))?;
        let of = |kind: &str| {
            let mut found = all.iter().filter(|index| self.catalog[**index].id.kind() == kind);
            found.next().map(|first| found.next().is_none().then_some(*first))
        };
        of("component").or_else(|| of("resource")).flatten()
    }
}

/// What a repository is called in names of images.
fn names(repo: &Repo) -> Vec<String> {
    let slug = repo.url.as_ref().map_or(repo.name.as_str(), |url| url.as_str()).to_lowercase();
    let path =
        slug.split_once("://").map_or(slug.as_str(), |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.trim_matches('/').trim_end_matches(".git");
    let last = path.rsplit('/').next().unwrap_or_default();
    let mut names = vec![path.to_owned(), last.to_owned()];
    names.dedup();
    names.retain(|name| !name.is_empty());
    names
}

/// What an annotation selects; nothing when it asks for more than labels with values.
fn selector(entity: EntityIndex, own: &Entity) -> Option<Selector<'_>> {
    let written = own.annotation("backstage.io/kubernetes-label-selector")?;
    if written.contains(['!', '(', ' ']) {
        return None;
    }
    let one = |part| str::split_once(part, '=').map(|(key, value)| (key, value.trim_start_matches('=')));
    let labels: Vec<(&str, &str)> = written.split(',').map(one).collect::<Option<_>>()?;
    Some(Selector { entity, written, labels })
}
