//! What many pages need, looked up once: who owns which book, which problems an entity has, what a group owns.

mod near;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use near::Nearness;

use super::{
    Content,
    views::{
        definition::Card,
        history,
        reference::{Face, Reference},
    },
};
use crate::{
    diagnostic::{Diagnostic, Drift},
    model::{
        Architecture, Archive, Catalog, Descent, Entity, EntityId, EntityIndex, EntityRef, Exports, Implied,
        Infrastructure, Library, Observed, Packages, Page, Policy, Relation, Repo, Role, SafeUrl, Scores, SitePath,
        Timeline, Turn,
    },
};

/// Everything that is known, with look-up tables.
pub(super) struct Board<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) library: &'a Library,
    pub(super) architecture: &'a Architecture,
    /// What repositories show.
    pub(super) observed: &'a Observed,
    /// What they are built from.
    pub(super) packages: &'a Packages,
    pub(super) infrastructure: &'a Infrastructure,
    /// Where the catalog contradicts them.
    pub(super) drift: &'a Drift,
    /// What happened to entities.
    pub(super) timeline: &'a Timeline,
    /// The places of what happened to an entity, newest first.
    turns: HashMap<EntityIndex, Vec<usize>>,
    /// Since when changes of others are told.
    pub(super) lately: Option<String>,
    /// What follows for systems, domains and teams.
    implied: HashMap<EntityIndex, Vec<&'a Implied>>,
    /// The book of an entity, by its place in the library.
    books: HashMap<EntityIndex, usize>,
    archives: HashMap<EntityIndex, &'a Archive>,
    descents: &'a [Descent],
    /// The places of descents by their entity, and by their template.
    made: [HashMap<EntityIndex, Vec<usize>>; 2],
    definitions: HashMap<EntityIndex, Card>,
    /// Definitions that no entity names.
    pub(super) loose: Vec<Card>,
    repos: HashMap<&'a str, &'a Repo>,
    /// By the places of entities in the catalog.
    faces: Vec<Face>,
    /// People by mail address and by login on a forge, in lower case.
    people: HashMap<String, EntityIndex>,
    /// What is written for other sites.
    pub(super) exports: Exports,
    /// Where the portal will be published.
    pub(super) url: Option<SafeUrl>,
    pub(super) diagnostics: &'a [Diagnostic],
    pub(super) policies: &'a [Policy],
    /// How entities do by the scorecards.
    pub(super) scores: Option<&'a Scores>,
    by_entity: HashMap<&'a str, Vec<usize>>,
    /// Kinds in lower case with the kind as written and the number of entities, in the theme's order.
    pub(super) kinds: Vec<(String, String, usize)>,
    nearness: Nearness,
}

impl<'a> Board<'a> {
    pub(super) fn new(content: Content<'a>) -> Self {
        let Content {
            catalog,
            library,
            architecture,
            archives,
            descents,
            observed,
            packages,
            infrastructure,
            drift,
            timeline,
        } = content;
        let mut books = HashMap::new();
        for (place, book) in library.books.iter().enumerate() {
            for reader in &book.readers {
                books.entry(*reader).or_insert(place);
            }
        }
        Self {
            catalog,
            library,
            architecture,
            observed,
            packages,
            infrastructure,
            drift,
            timeline,
            turns: turns(timeline, catalog),
            lately: history::lately(catalog),
            implied: implied(architecture),
            books,
            archives: archives.iter().map(|archive| (archive.template, archive)).collect(),
            descents,
            made: made(descents),
            people: people(catalog),
            definitions: HashMap::new(),
            loose: Vec::new(),
            repos: catalog.repos().iter().map(|repo| (repo.name.as_str(), repo)).collect(),
            faces: catalog.entities().par_iter().map(Face::new).collect(),
            exports: Exports::default(),
            url: None,
            diagnostics: &[],
            policies: &[],
            scores: None,
            by_entity: HashMap::new(),
            kinds: kinds(catalog),
            nearness: Nearness::new(catalog, packages, timeline),
        }
    }

    /// Takes what there is to say of definitions.
    pub(super) fn list(&mut self, cards: Vec<Card>) {
        for card in cards {
            match card.entity {
                Some(entity) => drop(self.definitions.insert(entity, card)),
                None => self.loose.push(card),
            }
        }
    }

    /// What there is to say of an entity's definition.
    pub(super) fn definition_of(&self, index: EntityIndex) -> Option<&Card> {
        self.definitions.get(&index)
    }

    /// Takes all problems, sorted.
    pub(super) fn report(&mut self, diagnostics: &'a [Diagnostic]) {
        self.diagnostics = diagnostics;
        self.nearness = Nearness::new(self.catalog, self.packages, self.timeline);
        self.by_entity.clear();
        for (place, diagnostic) in diagnostics.iter().enumerate() {
            if let Some(entity) = &diagnostic.entity {
                self.by_entity.entry(entity).or_default().push(place);
            }
        }
    }

    /// What follows for a system, a domain or a team, from both of its ends.
    pub(super) fn implied_of(&self, index: EntityIndex) -> &[&'a Implied] {
        self.implied.get(&index).map_or(&[], Vec::as_slice)
    }

    /// The problems of one entity, in their order.
    pub(super) fn problems_of(&self, id: &EntityId) -> impl Iterator<Item = &'a Diagnostic> + Clone {
        let places = self.by_entity.get(id.as_str()).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| &self.diagnostics[*place])
    }

    /// The book of an entity: its own, or one that it shares.
    pub(super) fn book_of(&self, index: EntityIndex) -> Option<usize> {
        self.books.get(&index).copied()
    }

    /// The person with a mail address, whatever its case; a forge's own address names the login.
    pub(super) fn person(&self, email: &str) -> Option<EntityIndex> {
        let email = email.to_lowercase();
        let login = email.split_once("@users.noreply.").map(|(name, _)| name.rsplit('+').next().unwrap_or(name));
        self.people.get(login.unwrap_or(&email)).copied()
    }

    /// Whether a page is a list that has no file of its own.
    pub(super) fn is_listing(&self, page: &Page) -> bool {
        page.role == Role::DecisionLog && page.headings.is_empty() && page.source.stem_and_extension().1.is_empty()
    }

    /// The repository of a name.
    pub(super) fn repo(&self, name: &str) -> Option<&'a Repo> {
        self.repos.get(name).copied()
    }

    /// The archive of a template.
    pub(super) fn archive_of(&self, index: EntityIndex) -> Option<&'a Archive> {
        self.archives.get(&index).copied()
    }

    /// Which template an entity came from.
    pub(super) fn descent_of(&self, index: EntityIndex) -> Option<&'a Descent> {
        self.descents.get(*self.made[0].get(&index)?.first()?)
    }

    /// What came from a template, in the catalog's order.
    pub(super) fn made_from(&self, template: EntityIndex) -> Vec<&'a Descent> {
        self.made[1].get(&template).into_iter().flatten().filter_map(|place| self.descents.get(*place)).collect()
    }

    /// The entity that a reference with a kind means.
    pub(super) fn find(&self, text: &str, namespace: &str) -> Option<EntityIndex> {
        self.catalog.find(&EntityId::from(&EntityRef::parse(text, None, namespace).ok()?))
    }

    /// A link to an entity.
    pub(super) fn reference(&self, from: &SitePath, index: EntityIndex) -> Reference {
        self.faces[index.0 as usize].reference(from, &self.catalog[index].id)
    }

    /// What happened to an entity, newest first, with its place among all.
    pub(super) fn turns_of(&self, index: EntityIndex) -> impl Iterator<Item = (usize, &'a Turn)> {
        let places = self.turns.get(&index).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| (*place, &self.timeline.turns[*place]))
    }

    /// The other ends of relations of one type, dangling ones included.
    pub(super) fn related(&self, from: &SitePath, entity: &Entity, relation_type: &str) -> Vec<Reference> {
        entity.related(relation_type).map(|relation| self.other_end(from, relation)).collect()
    }

    /// The first owner of an entity.
    pub(super) fn owner(&self, from: &SitePath, entity: &Entity) -> Option<Reference> {
        entity.related("ownedBy").next().map(|relation| self.other_end(from, relation))
    }

    /// A link to the other end of a relation, or its name when it dangles.
    pub(super) fn other_end(&self, from: &SitePath, relation: &Relation) -> Reference {
        match relation.entity {
            Some(index) => self.reference(from, index),
            None => Reference::dangling(&relation.target),
        }
    }

    /// The system or domain that an entity is part of.
    pub(super) fn parent(&self, entity: &Entity, kind: &str) -> Option<EntityIndex> {
        let mut parts = entity.related("partOf").filter(|relation| relation.target.kind() == kind);
        parts.find_map(|relation| relation.entity)
    }

    /// The places of all entities of a kind, in the catalog's order.
    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = EntityIndex> {
        self.catalog.iter().filter(move |(_, entity)| entity.id.kind() == kind).map(|(index, _)| index)
    }

    /// Entities as a list is read: by kind, then by the title that is shown.
    pub(super) fn by_title(&self, entities: impl Iterator<Item = EntityIndex>) -> Vec<EntityIndex> {
        let mut entities: Vec<EntityIndex> = entities.collect();
        entities.sort_by_cached_key(|index| {
            let entity = &self.catalog[*index];
            (super::kinds::rank(entity.id.kind()), entity.id.kind(), entity.title().to_lowercase(), *index)
        });
        entities
    }

    /// The places at the other ends of relations of one type that do not dangle.
    pub(super) fn targets(&self, index: EntityIndex, relation_type: &str) -> impl Iterator<Item = EntityIndex> {
        self.catalog[index].related(relation_type).filter_map(|relation| relation.entity)
    }

    /// A group and all groups below it, each once, whatever circles the data has.
    pub(super) fn group_and_below(&self, group: EntityIndex) -> BTreeSet<EntityIndex> {
        let mut seen = BTreeSet::from([group]);
        let mut waiting = vec![group];
        while let Some(next) = waiting.pop() {
            waiting.extend(self.targets(next, "parentOf").filter(|child| seen.insert(*child)));
        }
        seen
    }
}

fn turns(timeline: &Timeline, catalog: &Catalog) -> HashMap<EntityIndex, Vec<usize>> {
    let mut turns: HashMap<EntityIndex, Vec<usize>> = HashMap::new();
    for (place, turn) in timeline.turns.iter().enumerate() {
        if let Some(index) = catalog.find(&turn.entity) {
            turns.entry(index).or_default().push(place);
        }
    }
    turns
}

fn made(descents: &[Descent]) -> [HashMap<EntityIndex, Vec<usize>>; 2] {
    let mut made: [HashMap<EntityIndex, Vec<usize>>; 2] = [HashMap::new(), HashMap::new()];
    for (place, descent) in descents.iter().enumerate() {
        for (by, index) in made.iter_mut().zip([descent.entity, descent.template]) {
            by.entry(index).or_default().push(place);
        }
    }
    made
}

fn people(catalog: &Catalog) -> HashMap<String, EntityIndex> {
    let mut people = HashMap::new();
    for (index, entity) in catalog.iter().filter(|(_, entity)| entity.id.kind() == "user") {
        let email = entity.spec.get("profile").and_then(|profile| profile.get("email")?.as_str());
        let login = entity.annotation("github.com/user-login");
        for name in [email, login].into_iter().flatten() {
            people.entry(name.to_lowercase()).or_insert(index);
        }
    }
    people
}

fn kinds(catalog: &Catalog) -> Vec<(String, String, usize)> {
    let mut counts: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for entity in catalog.entities() {
        counts.entry(entity.id.kind()).or_insert((&entity.kind, 0)).1 += 1;
    }
    let mut kinds: Vec<_> =
        counts.into_iter().map(|(kind, (written, count))| (kind.to_owned(), written.to_owned(), count)).collect();
    kinds.sort_by_key(|(kind, _, _)| super::kinds::rank(kind));
    kinds
}

/// What tables show as the system of an entity: its system, or its domain when it is in none. Not the component that
/// it is a part of.
pub(super) fn system(entity: &Entity) -> Option<&Relation> {
    let of_kind = |kind: &str| entity.related("partOf").find(|relation| relation.target.kind() == kind);
    of_kind("system").or_else(|| of_kind("domain"))
}

/// Implied relations by each of their ends.
fn implied(architecture: &Architecture) -> HashMap<EntityIndex, Vec<&Implied>> {
    let mut ends: HashMap<EntityIndex, Vec<&Implied>> = HashMap::new();
    for one in architecture.systems.iter().chain(&architecture.domains).chain(&architecture.teams) {
        ends.entry(one.from).or_default().push(one);
        ends.entry(one.to).or_default().push(one);
    }
    ends
}
