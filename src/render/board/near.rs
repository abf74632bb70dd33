//! What the page of an entity is made from, told without making it: all that is known of the entity itself, and of the
//! entities near it what any page shows of another one. Whoever adds to what those pages show adds it here.

use std::{collections::BTreeSet, sync::OnceLock};

use super::Board;
use crate::{
    model::{Bundle, Catalog, Entity, EntityIndex, Origin, Packages, RepoIndex, Timeline, Turn, Use},
    render::{
        keys::{Hash, Key},
        kinds,
        views::{history, row, scores},
    },
};

/// Kinds whose pages show their own facts and their neighbours, and nothing that is summed up over many entities.
const PLAIN: [&str; 3] = ["api", "component", "resource"];

/// Relations whose other ends are shown with an entity wherever it is shown.
const SHOWN_WITH: [&str; 2] = ["ownedBy", "partOf"];

/// So far those relations are followed from what an entity is related to: the owner of the system of a neighbour has a
/// place in its diagram.
const STEPS: usize = 2;

/// What other pages show of each entity, and what all pages show of each repository, hashed when it is first asked for.
pub(in crate::render) struct Nearness {
    entities: Vec<OnceLock<Key>>,
    repos: Vec<OnceLock<Key>>,
    bundles: Vec<OnceLock<Key>>,
    turns: Vec<OnceLock<Key>>,
}

impl Nearness {
    pub(super) fn new(catalog: &Catalog, packages: &Packages, timeline: &Timeline) -> Self {
        let empty = |count: usize| (0..count).map(|_| OnceLock::new()).collect();
        Self {
            entities: empty(catalog.entities().len()),
            repos: empty(catalog.repos().len()),
            bundles: empty(packages.bundles.len()),
            turns: empty(timeline.turns.len()),
        }
    }
}

impl Board<'_> {
    /// A hash of everything that the page and the search record of an entity are made from; none for an entity of which
    /// pages show more than can be told this way. `book` gives the hash of a book by its place.
    pub(in crate::render) fn near(&self, index: EntityIndex, book: impl Fn(usize) -> Key) -> Option<Key> {
        // Every field has its place here, so that none that pages begin to show is forgotten.
        let Self {
            catalog,
            library: _,
            observed,
            packages,
            infrastructure: _,
            drift: _,
            timeline: _,
            turns: _,
            lately: _,
            implied: _,
            books,
            archives: _,
            made: _,
            definitions,
            architecture: _,
            descents: _,
            loose: _,
            repos: _,
            faces: _,
            people: _,
            exports: _,
            url: _,
            diagnostics: _,
            policies: _,
            scores: _,
            by_entity: _,
            kinds: _,
            nearness: _,
        } = self;
        let entity = &catalog[index];
        if self.is_strange(index) || !self.is_told_here(entity) {
            return None;
        }
        let mut hash = own(Hash::new(), entity).of(&[self.repo_key(entity.origin.repo)]);
        for diagnostic in self.problems_of(&entity.id) {
            // Where else a problem shows, and whose it is, is looked up by name.
            let places = diagnostic.related.iter().map(|(place, _)| place).chain([&diagnostic.place]);
            let own = places.into_iter().all(|place| place.repo == catalog[entity.origin.repo].name);
            if !own || self.find(diagnostic.entity.as_deref()?, "default") != Some(index) {
                return None;
            }
            hash = hash.shown(diagnostic);
        }
        for fact in observed.of(index) {
            let evidence = &fact.evidence;
            let place = (&evidence.path, evidence.line, &evidence.commit);
            hash = hash.shown(&(fact.key.id, &fact.value, place)).of(&[self.repo_key(evidence.repo)]);
        }
        hash = self.contradictions(hash, index);
        hash = self.runs(hash, index);
        for place in packages.places_of(index) {
            hash = hash.shown(&self.bundle_key(*place));
        }
        hash = hash.shown(&books.get(&index).map(|place| book(*place))).view(&definitions.get(&index));
        hash = self.history(hash, index);
        // Few lines for each rule, and of the entity alone.
        hash = hash.view(&scores::results(self, &entity.id.page(), index));
        let near: Vec<Key> = self.around(index).into_iter().map(|other| self.face_key(other)).collect();
        Some(hash.of(&near).key())
    }

    /// Where the catalog contradicts the repository of an entity.
    fn contradictions(&self, mut hash: Hash, index: EntityIndex) -> Hash {
        for finding in self.drift.of(index) {
            let diff = finding.patch.as_ref().map(|patch| &patch.diff);
            hash = hash.shown(&(finding.rule.id, finding.severity, &finding.message, diff));
            for side in [&finding.declared, &finding.shown] {
                let place = (&side.evidence.path, side.evidence.line, &side.evidence.commit);
                hash = hash.shown(&(place, &side.words)).of(&[self.repo_key(side.evidence.repo)]);
            }
        }
        hash
    }

    /// What runs of an entity.
    fn runs(&self, hash: Hash, index: EntityIndex) -> Hash {
        self.infrastructure.things_of(index).fold(hash, |hash, (thing, tie)| {
            let shown = (&thing.kind, &thing.name, &thing.environment, &thing.region, &thing.path, thing.line);
            hash.shown(&(shown, &thing.provider, tie.reason, &tie.said)).of(&[self.repo_key(thing.repo)])
        })
    }

    /// What happened to an entity, and lately to what it needs.
    fn history(&self, hash: Hash, index: EntityIndex) -> Hash {
        let since = self.timeline.known.get(&self.catalog[index].origin.repo);
        let own: Vec<Key> = self.turns_of(index).map(|(place, _)| self.turn_key(place)).collect();
        let needs: Vec<Key> = history::recent(self, index).into_iter().map(|place| self.turn_key(place)).collect();
        hash.shown(&(since, own.len(), needs.len())).of(&own).of(&needs)
    }

    /// Whether the page of an entity shows what is told of it elsewhere, or of many others.
    fn is_strange(&self, index: EntityIndex) -> bool {
        self.archives.contains_key(&index)
            || self.implied.contains_key(&index)
            || self.made.iter().any(|made| made.contains_key(&index))
            || self.library.exhibits.iter().any(|exhibit| exhibit.entity == index)
            || !PLAIN.contains(&self.catalog[index].id.kind())
    }

    /// Whether what an entity says of others names them in relations alone: links of its description and annotations that
    /// lead to entities are looked up among all.
    fn is_told_here(&self, entity: &Entity) -> bool {
        let plain = |text: &str| !text.contains(['[', '<']);
        let annotations = entity.metadata.get("annotations").and_then(serde_json::Value::as_object);
        let mut values = annotations.into_iter().flatten().filter_map(|(_, value)| value.as_str());
        entity.description().is_none_or(plain) && values.all(|value| self.find(value, &entity.namespace).is_none())
    }

    /// The entity with what it is related to, and what is shown with these.
    fn around(&self, index: EntityIndex) -> BTreeSet<EntityIndex> {
        let shown_with = |from: EntityIndex| {
            let relations = &self.catalog[from].relations;
            // They are sorted by type, and a team or a system has thousands.
            let of = |wanted: &'static str| {
                let start = relations.partition_point(|one| one.relation_type.0 < wanted);
                relations[start..].iter().take_while(move |one| one.relation_type.0 == wanted)
            };
            SHOWN_WITH.into_iter().flat_map(of).filter_map(|one| one.entity)
        };
        let mut found: BTreeSet<EntityIndex> =
            self.catalog[index].relations.iter().filter_map(|one| one.entity).chain([index]).collect();
        let mut last: Vec<EntityIndex> = found.iter().copied().collect();
        for _ in 0..STEPS {
            last = last.into_iter().flat_map(shown_with).filter(|index| found.insert(*index)).collect();
        }
        found
    }

    /// What other pages show of an entity: no description, nothing of how it is declared.
    fn face_key(&self, index: EntityIndex) -> Key {
        *self.nearness.entities[index.0 as usize].get_or_init(|| {
            let entity = &self.catalog[index];
            let words = [entity.id.as_str(), &entity.kind, &entity.name, entity.title(), kinds::icon(entity)];
            let specs = ["type", "lifecycle"].map(|field| entity.spec_str(field));
            relations(Hash::new().shown(&(words, specs, row::problems(self, &entity.id))), entity).key()
        })
    }

    /// What a manifest brings. Places of releases are left out: they move with every new one.
    fn bundle_key(&self, place: u32) -> Key {
        *self.nearness.bundles[place as usize].get_or_init(|| {
            let Bundle { repo, manifest, lock, uses, extent: _ } = &self.packages.bundles[place as usize];
            let hash = Hash::new().shown(&(manifest, lock, self.repo_key(*repo)));
            let one = |hash: Hash, one: &Use| {
                let release = &self.packages.releases[one.release as usize];
                let wrong = self.packages.wrong_with(one.release).iter();
                let wrong: Vec<_> = wrong.map(|one| (&one.id, one.severity, &one.fixed, &one.summary)).collect();
                hash.shown(&(wrong, release, one.via, one.direct, one.development, one.locked, one.line))
            };
            uses.iter().fold(hash, one).key()
        })
    }

    /// Something that happened, and what is shown of the entity to which it did.
    fn turn_key(&self, place: usize) -> Key {
        *self.nearness.turns[place].get_or_init(|| {
            let Turn { entity, kind, before, after, commit, author, repo, place } = &self.timeline.turns[place];
            let index = self.catalog.find(entity);
            let owners = index.into_iter().flat_map(|index| self.targets(index, "ownedBy"));
            let faces: Vec<Key> = index.into_iter().chain(owners).map(|index| self.face_key(index)).collect();
            let hash = Hash::new().shown(&(entity, kind, before, after, commit, author, place));
            hash.of(&[self.repo_key(*repo)]).of(&faces).key()
        })
    }

    fn repo_key(&self, repo: RepoIndex) -> Key {
        *self.nearness.repos[repo.0 as usize].get_or_init(|| Hash::new().shown(&self.catalog[repo]).key())
    }
}

/// Everything of an entity. Places in the catalog are left out: they move with every new entity.
fn own(hash: Hash, entity: &Entity) -> Hash {
    let Entity { id, api_version, kind, name, namespace, metadata, spec, relations: _, origin, source, known_kind } =
        entity;
    let Origin { repo: _, path, line } = origin;
    let hash = hash.shown(&(id, api_version, kind, name, namespace)).view(metadata).view(spec);
    relations(hash.shown(&(path, line, known_kind)).text(source), entity)
}

fn relations(hash: Hash, entity: &Entity) -> Hash {
    entity.relations.iter().fold(hash, |hash, relation| {
        hash.text(relation.relation_type.0).text(relation.target.as_str()).text(if relation.entity.is_some() {
            "+"
        } else {
            "-"
        })
    })
}
