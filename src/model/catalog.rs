//! Every entity of the organisation, resolved.

use std::{collections::HashMap, ops::Index};

use super::{Entity, EntityId, Evidence, Repo, SafeUrl};

/// The place of a repository in [`Catalog::repos`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoIndex(pub u32);

/// The place of an entity in [`Catalog::entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIndex(pub u32);

/// Every entity of the organisation, sorted by identity, with all relations in both directions.
#[derive(Debug, Default)]
pub struct Catalog {
    repos: Vec<Repo>,
    entities: Vec<Entity>,
    by_id: HashMap<EntityId, EntityIndex>,
}

impl Catalog {
    /// Takes resolved entities; sorts them by identity. Relations must already point into that order.
    pub fn new(repos: Vec<Repo>, entities: Vec<Entity>) -> Self {
        debug_assert!(entities.is_sorted_by(|a, b| a.id < b.id), "identities are sorted and distinct");
        let by_id = entities.iter().zip(0..).map(|(entity, index)| (entity.id.clone(), EntityIndex(index))).collect();
        Self { repos, entities, by_id }
    }

    /// The repositories, in the order of the build's sources.
    pub fn repos(&self) -> &[Repo] {
        &self.repos
    }

    /// All entities, sorted by identity.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// All entities with their places.
    pub fn iter(&self) -> impl Iterator<Item = (EntityIndex, &Entity)> {
        (0..).map(EntityIndex).zip(&self.entities)
    }

    /// The place of an identity.
    pub fn find(&self, id: &EntityId) -> Option<EntityIndex> {
        self.by_id.get(id).copied()
    }

    /// The page on the web that shows a fact: a commit, a line of a file, or a folder.
    pub fn evidence_url(&self, evidence: &Evidence) -> Option<SafeUrl> {
        let repo = &self[evidence.repo];
        if let Some(commit) = &evidence.commit {
            return repo.commit_url(commit);
        }
        let is_file =
            evidence.line > 0 || evidence.path.file_name().contains('.') && !evidence.path.file_name().starts_with('.');
        let line = Some(evidence.line).filter(|line| *line > 0);
        if is_file { repo.view_url(&evidence.path, line) } else { repo.tree_url(&evidence.path) }
    }

    /// The entity with an identity.
    pub fn get(&self, id: &EntityId) -> Option<&Entity> {
        self.find(id).map(|index| &self[index])
    }
}

impl Index<EntityIndex> for Catalog {
    type Output = Entity;

    fn index(&self, index: EntityIndex) -> &Entity {
        &self.entities[index.0 as usize]
    }
}

impl Index<RepoIndex> for Catalog {
    type Output = Repo;

    fn index(&self, index: RepoIndex) -> &Repo {
        &self.repos[index.0 as usize]
    }
}
