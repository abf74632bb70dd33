//! From the catalog to columns.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use serde_json::Value;

use super::{
    FIELDS, Facts, Field, FieldType,
    column::{Collector, Column},
};
use crate::model::{Catalog, Entity, FACT_KEYS, FactType, FactValue};

/// Longer descriptions are cut, in characters.
const LONGEST_DESCRIPTION: usize = 2_000;

/// Longer values of `spec.` and `metadata.` are left out, in characters: definitions and scripts are no values.
const LONGEST_VALUE: usize = 500;

/// Longer paths are left out, in bytes.
const LONGEST_PATH: usize = 200;

/// So many paths are kept, those with most values first.
const MOST_PATHS: usize = 4_000;

/// All fields, and their columns. Fields may share a column.
pub(super) fn columns(catalog: &Catalog, facts: &[Facts]) -> (Vec<Field>, Vec<Column>) {
    let end = u32::try_from(catalog.entities().len()).expect("entities are counted in 32 bits");
    let mut texts: HashMap<&str, Collector> = HashMap::new();
    let mut numbers: HashMap<&str, Vec<(u32, u32)>> = HashMap::new();
    for (number, entity) in (0..).zip(catalog.entities()) {
        let mut add = |field: &'static str, value: &str| texts.entry(field).or_default().add(number, value);
        plain(catalog, entity, &mut add);
        related(entity, &mut add);
        let Some(facts) = facts.get(number as usize) else { continue };
        facts.updated.iter().for_each(|day| add("updated", day));
        facts.rules.iter().for_each(|rule| add("rule", rule));
        facts.packages.iter().for_each(|label| add("package", label));
        facts.direct_packages.iter().for_each(|label| add("direct-package", label));
        facts.vulnerabilities.iter().for_each(|name| add("vulnerability", name));
        facts.drift.iter().for_each(|rule| add("drift", rule));
        facts.unknown.iter().for_each(|name| add("unknown", name));
        for (key, value) in &facts.observed {
            match value {
                FactValue::Number(value) => numbers.entry(key.id).or_default().push((number, *value)),
                value => value.texts().iter().for_each(|text| add(key.id, text)),
            }
        }
    }
    let mut columns = Shared::default();
    let mut fields = Vec::new();
    for (name, field_type, many) in FIELDS {
        let column = match (name, field_type) {
            ("ref", _) => Column::identity(catalog.entities().iter().map(|entity| entity.id.to_string()).collect()),
            (_, FieldType::Number) => Column::numbers(&counts(catalog, facts, name)),
            _ => texts.remove(name).unwrap_or_default().finish(end),
        };
        let column = if field_type == FieldType::Package { columns.alone(column) } else { columns.put(column) };
        fields.push(Field { name: name.to_owned(), field_type, column, many });
    }
    for key in &FACT_KEYS {
        let field_type = FieldType::from(key.fact_type);
        let column = match field_type {
            FieldType::Number => Column::some_numbers(&numbers.remove(key.id).unwrap_or_default()),
            _ => texts.remove(key.id).unwrap_or_default().finish(end),
        };
        let many = matches!(key.fact_type, FactType::List | FactType::Shares);
        fields.push(Field { name: key.id.to_owned(), field_type, column: columns.put(column), many });
    }
    // Only now, so that what is on its way into columns is never there all at once.
    let mut open = Open::default();
    for (number, entity) in (0..).zip(catalog.entities()) {
        open.walk(number, "spec", entity.spec.iter());
        open.walk(number, "metadata", entity.metadata.iter());
    }
    fields.extend(open.fields(end, &mut columns));
    (fields, columns.columns)
}

/// What words are looked for in.
pub(super) fn texts(catalog: &Catalog) -> Vec<String> {
    let text = |entity: &Entity| {
        let mut text = format!("{}\n{}\n", entity.id, entity.title());
        text.extend(entity.description().unwrap_or_default().chars().take(LONGEST_DESCRIPTION));
        for word in entity.tags().chain(entity.spec_str("type")) {
            text.push('\n');
            text.push_str(word);
        }
        text.to_lowercase()
    };
    catalog.entities().iter().map(text).collect()
}

/// The fields that stand in the document.
fn plain(catalog: &Catalog, entity: &Entity, add: &mut impl FnMut(&'static str, &str)) {
    add("kind", &entity.kind);
    add("namespace", &entity.namespace);
    add("name", &entity.name);
    add("api-version", &entity.api_version);
    add("repo", &catalog[entity.origin.repo].name);
    add("path", entity.origin.path.as_str());
    if entity.title() != entity.name {
        add("title", entity.title());
    }
    if let Some(text) = entity.description() {
        add("description", &text.chars().take(LONGEST_DESCRIPTION).collect::<String>());
    }
    for field in ["type", "lifecycle"] {
        if let Some(value) = entity.spec_str(field) {
            add(field, value);
        }
    }
    for tag in entity.tags() {
        add("tag", tag);
    }
    let links = entity.metadata.get("links").and_then(Value::as_array).into_iter().flatten();
    for url in links.filter_map(|link| link.get("url")?.as_str()) {
        add("link", url);
    }
}

/// The fields that are references.
fn related(entity: &Entity, add: &mut impl FnMut(&'static str, &str)) {
    for relation in &entity.relations {
        match (relation.relation_type.0, relation.target.kind()) {
            ("ownedBy", _) => add("owner", relation.target.as_str()),
            ("childOf", _) => add("parent", relation.target.as_str()),
            ("partOf", "system") => add("system", relation.target.as_str()),
            ("partOf", "domain") => add("domain", relation.target.as_str()),
            _ => {}
        }
    }
}

fn counts(catalog: &Catalog, facts: &[Facts], name: &str) -> Vec<u32> {
    let count = |(number, entity): (usize, &Entity)| match (name, facts.get(number)) {
        ("apis", _) => u32::try_from(entity.related("providesApi").count()).unwrap_or(u32::MAX),
        ("docs", Some(facts)) => facts.docs,
        ("problems", Some(facts)) => facts.problems,
        ("errors", Some(facts)) => facts.errors,
        ("warnings", Some(facts)) => facts.warnings,
        ("hub", Some(facts)) => facts.hub,
        ("cuts-off", Some(facts)) => facts.cuts_off,
        _ => 0,
    };
    catalog.entities().iter().enumerate().map(count).collect()
}

/// Columns, each kept once.
#[derive(Default)]
struct Shared {
    places: HashMap<u64, Vec<usize>>,
    columns: Vec<Column>,
}

impl Shared {
    /// A column that is written in a way of its own, whatever it is like.
    fn alone(&mut self, column: Column) -> usize {
        self.columns.push(column);
        self.columns.len() - 1
    }

    fn put(&mut self, column: Column) -> usize {
        let mut hasher = DefaultHasher::new();
        column.hash(&mut hasher);
        let alike = self.places.entry(hasher.finish()).or_default();
        if let Some(place) = alike.iter().find(|place| self.columns[**place] == column) {
            return *place;
        }
        alike.push(self.columns.len());
        self.columns.push(column);
        self.columns.len() - 1
    }
}

/// Values of any path, by the folded path: as first written, and its values.
#[derive(Default)]
struct Open {
    paths: HashMap<String, (String, Collector)>,
}

impl Open {
    /// Everything below `path`; list items have the path of their list.
    fn walk<'v>(&mut self, entity: u32, path: &str, entries: impl Iterator<Item = (&'v String, &'v Value)>) {
        for (key, value) in entries {
            let path = format!("{path}.{key}");
            if path.len() <= LONGEST_PATH {
                self.value(entity, &path, value);
            }
        }
    }

    fn value(&mut self, entity: u32, path: &str, value: &Value) {
        match value {
            Value::Null => {}
            Value::Bool(value) => self.add(entity, path, if *value { "true" } else { "false" }),
            Value::Number(number) => self.add(entity, path, &number.to_string()),
            Value::String(text) => self.add(entity, path, text),
            // A list directly in a list has no path of its own, so its depth has no other bound.
            Value::Array(items) => {
                for item in items.iter().filter(|item| !item.is_array()) {
                    self.value(entity, path, item);
                }
            }
            Value::Object(entries) => self.walk(entity, path, entries.iter()),
        }
    }

    fn add(&mut self, entity: u32, path: &str, value: &str) {
        if value.len() > LONGEST_VALUE && value.chars().nth(LONGEST_VALUE).is_some() {
            return;
        }
        let folded = path.to_lowercase();
        self.paths.entry(folded).or_insert_with(|| (path.to_owned(), Collector::default())).1.add(entity, value);
    }

    /// The fields, sorted by name.
    fn fields(self, end: u32, columns: &mut Shared) -> Vec<Field> {
        let mut paths: Vec<(String, Collector)> = self.paths.into_values().collect();
        paths.sort_by(|(a, left), (b, right)| right.len().cmp(&left.len()).then_with(|| a.cmp(b)));
        paths.truncate(MOST_PATHS);
        paths.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut fields = Vec::new();
        for (name, collector) in paths {
            let column = collector.finish(end);
            let many = column.rows().any(|(_, row)| row.len() > 1);
            let column = columns.put(column);
            for (long, short) in [("metadata.annotations.", "annotation."), ("metadata.labels.", "label.")] {
                if let Some(key) = name.strip_prefix(long) {
                    let name = format!("{short}{key}");
                    fields.push(Field { name, field_type: FieldType::Text, column, many });
                }
            }
            fields.push(Field { name, field_type: FieldType::Text, column, many });
        }
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        fields
    }
}
