//! The catalog, read and written by steps.

use serde_json::{Value, json};

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
    let find = |reference: &str| match run.order.entities.get(&full(reference)) {
        Some(entity) => Ok(entity.clone()),
        None if optional => Ok(Value::Null),
        None => Err(step.fault(format!("the catalog has no {}", full(reference)))),
    };
    if let Some(reference) = input.get("entityRef").and_then(Value::as_str) {
        return Ok(Object::from_iter([("entity".to_owned(), find(reference)?)]));
    }
    let all: Result<Vec<Value>, Fault> = texts(input, "entityRefs").iter().map(|reference| find(reference)).collect();
    Ok(Object::from_iter([("entities".to_owned(), json!(all?))]))
}
