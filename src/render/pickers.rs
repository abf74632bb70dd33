//! What the pickers of templates' questions offer, as one script for all forms: entities with the fields that some
//! picker shows or filters by, and the owners of repositories.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::{board::Board, theme};
use crate::model::{Entity, Output, SitePath};

/// Questions are looked for so deep.
const DEEPEST: usize = 32;

/// Field extensions that offer entities or their tags.
const OF_ENTITIES: [&str; 7] = [
    "EntityPicker",
    "OwnerPicker",
    "OwnedEntityPicker",
    "MultiEntityPicker",
    "MyGroupsPicker",
    "EntityTagsPicker",
    "EntityNamePicker",
];

/// Field extensions that offer owners of repositories.
const OF_REPOSITORIES: [&str; 3] = ["RepoUrlPicker", "RepoOwnerPicker", "RepoBranchPicker"];

/// Kind, namespace, name, title (empty when it is the name), and the values of each field.
type Row<'a> = (usize, &'a str, &'a str, &'a str, Vec<Vec<String>>);

/// Arrays only: a name from a repository never becomes the key of an object.
#[derive(Serialize)]
struct Offer<'a> {
    /// As written.
    kinds: Vec<&'a str>,
    /// Fields that pickers filter by, in lower case.
    fields: Vec<&'a str>,
    entities: Vec<Row<'a>>,
    /// Hosts of the sources, each with the owners of repositories there.
    hosts: Vec<(String, Vec<String>)>,
}

/// What pickers of all templates need to know of entities.
#[derive(Default)]
struct Wanted {
    fields: BTreeSet<String>,
    /// In lower case; none when some picker takes all kinds.
    kinds: Option<BTreeSet<String>>,
}

/// Whether a template asks with a picker.
pub(super) fn asks(template: &Entity) -> bool {
    let mut found = false;
    questions(template, &mut |_, _| found = true);
    found
}

/// `templates/entities.<hash>.js`; none when no template asks with a picker.
pub(super) fn pickers(board: &Board<'_>) -> Result<Option<Output>, String> {
    let mut wanted = Wanted { fields: BTreeSet::new(), kinds: Some(BTreeSet::new()) };
    let mut any = false;
    for template in board.of_kind("template").map(|index| &board.catalog[index]) {
        questions(template, &mut |name, options| {
            any = true;
            wanted.add(name, options);
        });
    }
    if !any {
        return Ok(None);
    }
    let offer = offer(board, &wanted);
    let json = serde_json::to_string(&offer).map_err(|error| error.to_string())?;
    let bytes = format!("globalThis.callboardEntities = {json};\n").into_bytes();
    let path = SitePath::from_parts(["templates", &format!("entities.{}.js", theme::hash(&bytes))]);
    Ok(Some(Output { path, bytes }))
}

fn offer<'a>(board: &Board<'a>, wanted: &'a Wanted) -> Offer<'a> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut kinds = Vec::new();
    let mut entities = Vec::new();
    for index in board.by_title(board.catalog.iter().map(|(index, _)| index)) {
        let entity = &board.catalog[index];
        if wanted.kinds.as_ref().is_some_and(|kinds| !kinds.contains(entity.id.kind())) {
            continue;
        }
        let place = *places.entry(entity.id.kind()).or_insert(kinds.len());
        if place == kinds.len() {
            kinds.push(entity.kind.as_str());
        }
        let title = if entity.title() == entity.name { "" } else { entity.title() };
        let mut values: Vec<Vec<String>> = wanted.fields.iter().map(|field| values(entity, field)).collect();
        while values.last().is_some_and(Vec::is_empty) {
            values.pop();
        }
        entities.push((place, entity.namespace.as_str(), entity.name.as_str(), title, values));
    }
    Offer { kinds, fields: wanted.fields.iter().map(String::as_str).collect(), entities, hosts: hosts(board) }
}

/// Gives `take` the field extension and the options of each picker among a template's questions.
fn questions(template: &Entity, take: &mut dyn FnMut(&str, &Value)) {
    if let Some(parameters) = template.spec.get("parameters") {
        walk(parameters, 0, take);
    }
}

fn walk(value: &Value, depth: usize, take: &mut dyn FnMut(&str, &Value)) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(parts) => parts.iter().for_each(|part| walk(part, depth + 1, take)),
        Value::Object(parts) => {
            let options = parts.get("ui:options").unwrap_or(&Value::Null);
            let name = parts.get("ui:field").or_else(|| options.get("field")).and_then(Value::as_str);
            if let Some(name) = name.filter(|name| OF_ENTITIES.contains(name) || OF_REPOSITORIES.contains(name)) {
                take(name, options);
            }
            parts.values().for_each(|part| walk(part, depth + 1, take));
        }
        _ => {}
    }
}

impl Wanted {
    /// Takes what one picker shows and filters by.
    fn add(&mut self, name: &str, options: &Value) {
        if OF_REPOSITORIES.contains(&name) {
            return;
        }
        if name == "EntityTagsPicker" {
            self.fields.insert("metadata.tags".to_owned());
        }
        if name == "OwnedEntityPicker" {
            self.fields.insert("relations.ownedby".to_owned());
        }
        let filter = options.get("catalogFilter");
        let filters: Vec<&Value> = match filter {
            Some(Value::Array(list)) => list.iter().collect(),
            Some(filter) => vec![filter],
            None => Vec::new(),
        };
        let is_plain = |key: &str| matches!(key, "kind" | "metadata.namespace" | "metadata.name" | "metadata.title");
        let keys = filters.iter().filter_map(|filter| filter.as_object()).flat_map(|filter| filter.keys());
        self.fields.extend(keys.map(|key| key.to_lowercase()).filter(|key| !is_plain(key)));
        match (kinds(name, options, &filters), &mut self.kinds) {
            (Some(more), Some(kinds)) => kinds.extend(more),
            _ => self.kinds = None,
        }
    }
}

/// The kinds that one picker offers, in lower case; none when it offers all.
fn kinds(name: &str, options: &Value, filters: &[&Value]) -> Option<Vec<String>> {
    let named = |value: &Value| match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_lowercase).collect(),
        value => value.as_str().map(str::to_lowercase).into_iter().collect::<Vec<_>>(),
    };
    if !filters.is_empty() {
        let of = |filter: &&Value| {
            let (_, kind) = filter.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case("kind"))?;
            Some(named(kind)).filter(|kinds| !kinds.is_empty())
        };
        return filters.iter().map(of).collect::<Option<Vec<_>>>().map(|kinds| kinds.concat());
    }
    let listed = options.get("allowedKinds").or_else(|| options.get("kinds")).map(named);
    match name {
        "OwnerPicker" => Some(listed.unwrap_or_else(|| vec!["group".to_owned(), "user".to_owned()])),
        "MyGroupsPicker" => Some(vec!["group".to_owned()]),
        _ => listed,
    }
}

/// The values of a field as Backstage's catalog finds them: members joined by dots, without regard to case, each
/// value of a list, and `true` for a value of a list that is named like a member.
fn values(entity: &Entity, field: &str) -> Vec<String> {
    let mut found = Vec::new();
    match field.split_once('.') {
        None if field == "apiversion" => found.push(entity.api_version.clone()),
        Some(("relations", name)) => {
            let named = entity.relations.iter().filter(|relation| relation.relation_type.0.eq_ignore_ascii_case(name));
            found.extend(named.map(|relation| relation.target.to_string()));
        }
        Some(("metadata", rest)) => entity.metadata.iter().for_each(|member| member_values(member, rest, &mut found)),
        Some(("spec", rest)) => entity.spec.iter().for_each(|member| member_values(member, rest, &mut found)),
        _ => {}
    }
    found
}

fn member_values((key, value): (&String, &Value), wanted: &str, found: &mut Vec<String>) {
    let key = key.to_lowercase();
    let Some(rest) = wanted.strip_prefix(key.as_str()) else { return };
    match (rest.strip_prefix('.'), value) {
        (None, _) if !rest.is_empty() => {}
        (None, Value::Array(list)) => found.extend(list.iter().filter_map(plain)),
        (None, value) => found.extend(plain(value)),
        (Some(rest), Value::Object(members)) => {
            members.iter().for_each(|member| member_values(member, rest, found));
        }
        (Some(rest), Value::Array(list)) if list.iter().filter_map(plain).any(|value| value.to_lowercase() == rest) => {
            found.push("true".to_owned());
        }
        _ => {}
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// The hosts of all sources, and the owners of repositories there.
fn hosts(board: &Board<'_>) -> Vec<(String, Vec<String>)> {
    let mut hosts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for url in board.catalog.repos().iter().filter_map(|repo| repo.url.as_ref()) {
        let Some((host, path)) = url.as_str().split_once("://").and_then(|(_, rest)| rest.split_once('/')) else {
            continue;
        };
        if let Some((owner, _)) = path.trim_matches('/').rsplit_once('/') {
            hosts.entry(host.to_owned()).or_default().insert(owner.to_owned());
        }
    }
    hosts.into_iter().map(|(host, owners)| (host, owners.into_iter().collect())).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Wanted, member_values};
    use std::collections::BTreeSet;

    #[test]
    fn only_what_some_picker_asks_for_is_published() {
        for (name, options, fields, kinds) in [
            ("OwnerPicker", json!({}), "", Some("group,user")),
            (
                "OwnerPicker",
                json!({ "catalogFilter": { "kind": "Group", "spec.Type": "team" } }),
                "spec.type",
                Some("group"),
            ),
            (
                "EntityPicker",
                json!({ "catalogFilter": [{ "kind": ["System", "API"] }, { "kind": "Domain" }] }),
                "",
                Some("api,domain,system"),
            ),
            ("EntityPicker", json!({ "catalogFilter": [{ "kind": "API" }, { "metadata.name": "x" }] }), "", None),
            ("EntityPicker", json!({}), "", None),
            ("MultiEntityPicker", json!({ "allowedKinds": ["Component"] }), "", Some("component")),
            ("EntityTagsPicker", json!({ "kinds": ["Component"] }), "metadata.tags", Some("component")),
            ("OwnedEntityPicker", json!({ "allowedKinds": ["API"] }), "relations.ownedby", Some("api")),
            ("RepoUrlPicker", json!({}), "", Some("")),
        ] {
            let mut wanted = Wanted { fields: BTreeSet::new(), kinds: Some(BTreeSet::new()) };
            wanted.add(name, &options);
            let list = |set: &BTreeSet<String>| set.iter().map(String::as_str).collect::<Vec<_>>().join(",");
            assert_eq!(list(&wanted.fields), fields, "{name} {options}");
            assert_eq!(wanted.kinds.as_ref().map(list).as_deref(), kinds, "{name} {options}");
        }
    }

    #[test]
    fn fields_are_found_as_backstage_finds_them() {
        let spec =
            json!({ "Type": "service", "a.b/c": { "d": [1, true] }, "tags": ["Java", "go"], "deep": { "er": "x" } });
        for (field, expected) in [
            ("type", "service"),
            ("a.b/c.d", "1,true"),
            ("tags", "Java,go"),
            ("tags.java", "true"),
            ("tags.rust", ""),
            ("deep.er", "x"),
            ("deep", ""),
            ("typ", ""),
        ] {
            let mut found = Vec::new();
            let members = spec.as_object().expect("an object");
            members.iter().for_each(|member| member_values(member, field, &mut found));
            assert_eq!(found.join(","), expected, "{field}");
        }
    }
}
