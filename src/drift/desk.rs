//! What all entities are compared with: people, packages that repositories publish, interfaces and who answers where.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{Content, interface::Interface, people::People, subject::Code};
use crate::model::{Entity, EntityIndex, RepoPath};

/// Where the code of entities lies, by their places in the catalog.
pub(super) type Codes<'a> = Vec<Option<Code<'a>>>;

/// A package, and the manifest that gives it its name.
#[derive(Debug)]
pub(super) struct Published {
    pub(super) entity: EntityIndex,
    pub(super) path: RepoPath,
}

/// All of it.
pub(super) struct Desk {
    pub(super) people: People,
    /// By package; a name that several publish is nobody's.
    pub(super) published: BTreeMap<String, Option<Published>>,
    /// The definitions of APIs, by entity.
    pub(super) interfaces: BTreeMap<EntityIndex, Interface>,
    /// Who answers at an address; nobody certain where several do.
    pub(super) servers: BTreeMap<String, Option<EntityIndex>>,
    /// Whether anybody declares resources.
    pub(super) has_resources: bool,
    /// The moment from which ages count, in seconds since 1970.
    pub(super) now: i64,
}

impl Desk {
    pub(super) fn new(content: &Content<'_>, codes: &Codes<'_>) -> Self {
        let apis: Vec<(EntityIndex, &Entity)> =
            content.catalog.iter().filter(|(_, one)| one.id.kind() == "api").collect();
        let interfaces: BTreeMap<EntityIndex, Interface> =
            apis.par_iter().filter_map(|(index, api)| Some((*index, Interface::read(api)?))).collect();
        let mut servers: BTreeMap<String, Option<EntityIndex>> = BTreeMap::new();
        for (index, interface) in &interfaces {
            let own: BTreeSet<&String> = interface.servers.iter().collect();
            for server in own {
                servers.entry(server.clone()).and_modify(|one| *one = None).or_insert(Some(*index));
            }
        }
        let days = content
            .catalog
            .repos()
            .iter()
            .filter_map(|repo| repo.commit.as_ref()?.time.parse::<jiff::Timestamp>().ok());
        Self {
            people: People::new(content.catalog),
            published: published(content, codes),
            interfaces,
            servers,
            has_resources: content.catalog.entities().iter().any(|entity| entity.id.kind() == "resource"),
            now: days.max().unwrap_or_default().as_second(),
        }
    }
}

/// Packages by name, with the one component whose manifest gives that name.
fn published(content: &Content<'_>, codes: &Codes<'_>) -> BTreeMap<String, Option<Published>> {
    let mut found: BTreeMap<String, Option<Published>> = BTreeMap::new();
    for (index, _) in content.catalog.iter().filter(|(_, entity)| entity.id.kind() == "component") {
        let Some(code) = codes[index.0 as usize] else { continue };
        for manifest in code.survey.manifests.iter().filter(|manifest| code.holds(&manifest.path)) {
            let Some((name, _)) = manifest.package() else { continue };
            let one = Published { entity: index, path: manifest.path.clone() };
            let certain = Some(one).filter(|_| code.alone && manifest.path.parent() == *code.folder);
            found.entry(name.clone()).and_modify(|other| *other = None).or_insert(certain);
        }
    }
    found
}
