//! What archives are called.

use std::collections::HashMap;

use crate::model::{Entity, EntityId, SitePath};

/// A name for each template's archives, without folder and extension: `<name>`, or `<namespace>-<name>` outside
/// the default namespace; where these would be the same for two, the namespace becomes a folder.
pub fn unique<'a>(templates: impl Iterator<Item = &'a EntityId>) -> Vec<String> {
    let templates: Vec<&EntityId> = templates.collect();
    let mut uses: HashMap<String, usize> = HashMap::new();
    for id in &templates {
        *uses.entry(plain(id)).or_default() += 1;
    }
    let name = |id: &&EntityId| {
        let plain = plain(id);
        if uses[&plain] == 1 || is_default(id) {
            plain
        } else {
            format!("{}/{}", SitePath::part(id.namespace()), SitePath::part(id.name()))
        }
    };
    templates.iter().map(name).collect()
}

/// The annotation in which a template says its version.
const VERSION: &str = "backstage.io/template-version";

/// The version that a template gives itself. It has no hyphen, so that a name and a version never run together.
pub fn version(entity: &Entity) -> Option<String> {
    let written = entity.annotation(VERSION)?.trim().to_lowercase();
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '+';
    let version: String = written.chars().map(|c| if allowed(c) { c } else { '_' }).take(40).collect();
    let version = version.trim_matches(['.', '_', '+']);
    (!version.is_empty()).then(|| version.to_owned())
}

fn plain(id: &EntityId) -> String {
    if is_default(id) {
        SitePath::part(id.name())
    } else {
        SitePath::part(&format!("{}-{}", id.namespace(), id.name()))
    }
}

fn is_default(id: &EntityId) -> bool {
    id.namespace() == "default"
}
