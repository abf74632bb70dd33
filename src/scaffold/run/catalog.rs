//! The catalog, read and written by steps.

use serde_json::Value;

use super::{Fault, Run, Step, input::texts};
use crate::{
    scaffold::{
        form::Object,
        workspace::{File, normal},
        yaml,
    },
    templating::lower,
};

/// `catalog:write`: an entity as `catalog-info.yaml`.
pub fn write(run: &mut Run<'_>, step: &Step<'_>, input: &Object) -> Result<Object, Fault> {
    let written = input.get("filePath").and_then(Value::as_str).unwrap_or("catalog-info.yaml");
    let path = normal("", written).map_err(|error| step.fault(error.to_string()))?;
    let Some(entity) = input.get("entity").filter(|entity| entity.is_object()) else {
        return Err(step.fault("catalog:write needs `entity`, with apiVersion, kind, metadata and spec"));
    };
    run.put(step, &path, File { bytes: yaml::document(entity).into_bytes(), executable: false })?;
    Ok(Object::new())
}

/// `catalog:fetch`: one entity, or several, as the portal knows them.
pub fn fetch(run: &mut Run<'_>, step: &Step<'_>, input: &Object) -> Result<Object, Fault> {
    let optional = input.get("optional") == Some(&Value::Bool(true));
    let default = |key: &str, other: &str| input.get(key).and_then(Value::as_str).unwrap_or(other).to_owned();
    let full = |reference: &str| {
        let (kind, rest) = match reference.split_once(':') {
            Some((kind, rest)) => (kind.to_owned(), rest),
            None => (default("defaultKind", "component"), reference),
        };
        let (namespace, name) = match rest.split_once('/') {
            Some((namespace, name)) => (namespace.to_owned(), name),
            None => (default("defaultNamespace", "default"), rest),
        };
        lower(&format!("{kind}:{namespace}/{name}"))
    };
    let mut missing = Vec::new();
    let mut find = |reference: &str| {
        let reference = full(reference);
        let found = run.order.entities.get(&reference).cloned();
        if found.is_none() {
            missing.push(reference);
        }
        found.unwrap_or_default()
    };
    let one = input.get("entityRef").and_then(Value::as_str).map(&mut find);
    let output = match one {
        Some(entity) => ("entity", entity),
        None => ("entities", texts(input, "entityRefs").iter().map(|reference| find(reference)).collect()),
    };
    // All at once: who has them elsewhere brings them, and runs the template again.
    run.outcome.wanted.extend(missing.iter().cloned());
    match missing.first() {
        Some(first) if !optional => Err(step.fault(format!("the catalog has no {first}"))),
        _ => Ok(Object::from_iter([(output.0.to_owned(), output.1)])),
    }
}
