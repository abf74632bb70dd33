//! Templates, to be run.

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::{Surroundings, know::know};
use crate::{
    config::Config,
    model::{Entity, EntityId},
    pack,
    scaffold::Bundle,
};

/// A template with all that it runs with.
#[derive(Debug)]
pub struct Golden {
    /// Its reference.
    pub id: EntityId,
    /// Its title.
    pub title: String,
    /// One sentence on what it makes; may be empty.
    pub description: String,
    /// Its `spec`.
    pub spec: Value,
    /// Where its document is: repository, path and line.
    pub place: (String, String, u32),
    /// The folder on this disk that its document lies in, when there is one.
    pub folder: Option<PathBuf>,
    /// The files that its steps may fetch; none when they are too many.
    pub bundle: Option<Bundle>,
}

/// All templates of the sources whose reference `wanted` takes, and the entities that they may ask for.
pub fn templates(
    config: &Config,
    surroundings: &Surroundings<'_>,
    wanted: &dyn Fn(&EntityId) -> bool,
) -> (Vec<Golden>, Map<String, Value>) {
    let known = know(config, surroundings);
    let golden = |entity: &Entity| Golden {
        id: entity.id.clone(),
        title: entity.title().to_owned(),
        description: entity.description().unwrap_or_default().to_owned(),
        spec: Value::Object(entity.spec.clone()),
        place: (
            known.snapshots[entity.origin.repo.0 as usize].repo.name.clone(),
            entity.origin.path.to_string(),
            entity.origin.line,
        ),
        folder: (known.snapshots[entity.origin.repo.0 as usize].folder())
            .map(|folder| folder.join(entity.origin.path.parent().as_str())),
        bundle: pack::bundle(&known.snapshots, &known.adopted, entity),
    };
    let templates = pack::templates(&known.catalog).map(|(_, entity)| entity).filter(|entity| wanted(&entity.id));
    (templates.map(golden).collect(), known.catalog.iter().map(|(_, entity)| pack::described(entity)).collect())
}
