//! Two portals that are built, by their JSON and the documents that they publish as Markdown.

use std::{collections::BTreeMap, sync::OnceLock};

use rayon::prelude::*;
use serde_json::{Map, Value};

use super::{Compared, Seen, evidence, lines, state::hash};
use crate::{
    config::Config,
    definition,
    diagnostic::Rule,
    model::{
        EntityId, EntityState, Library, PageState, Problem, RepoIndex, Snapshot, Spot, State, TemplateState, tier,
    },
    pipeline::{
        Known,
        know::{self, Declared, Written},
    },
    review::{self, Side},
};

/// Reads a file of a portal by its path.
pub type ReadPortal<'a> = dyn Fn(&str) -> Result<Vec<u8>, String> + Sync + 'a;

/// Gives the SHA-256 of a file of a portal, in hexadecimal digits, without a need to read it.
pub type HashPortal<'a> = dyn Fn(&str) -> String + Sync + 'a;

/// A portal that is built.
pub struct Built<'a> {
    /// What people call it.
    pub name: String,
    /// How its files are read.
    pub read: &'a ReadPortal<'a>,
    /// How the files that are only compared are known.
    pub hash: &'a HashPortal<'a>,
}

/// The repository of this name holds the APIs of a portal while they are compared.
const APIS: &str = "apis";

/// Compares two portals.
///
/// # Errors
/// When a folder is no portal, or one that was built by a program that wrote other files.
pub fn compare_portals(
    config: &Config,
    rules: &[&'static Rule],
    (old, new): (&Built<'_>, &Built<'_>),
) -> Result<Compared, String> {
    let ((before, base), (after, head)) = (portal(config, old)?, portal(config, new)?);
    let side = |built: &Built<'_>| Side { name: built.name.clone(), commit: None };
    let evidence = evidence::evidence((&before, &after), (&base, &head));
    let review = review::review((side(old), &base), (side(new), &head), evidence);
    let findings = lines::told(&review.problems.new, rules);
    Ok(Compared { review, findings, folders: BTreeMap::new(), sources: BTreeMap::new() })
}

fn portal(config: &Config, built: &Built<'_>) -> Result<(Seen, State), String> {
    let list = |file: &str| -> Result<Vec<Value>, String> {
        let bytes = (built.read)(&format!("api/v1/{file}"))?;
        serde_json::from_slice(&bytes).map_err(|error| format!("api/v1/{file} is no list: {error}"))
    };
    let entities = list("entities.json")?;
    let seen = apis(config, &entities);
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let page = |value: &Value| {
        let page = text(value, "page");
        let plain = page.strip_suffix(".html").map(|stem| format!("{stem}.md")).unwrap_or_default();
        let hash = (built.hash)(&plain);
        PageState { repo: text(value, "repo"), path: text(value, "path"), page, title: text(value, "title"), hash }
    };
    let template = |value: &Value| {
        let sha256 = value.pointer("/archives/zip/sha256").and_then(Value::as_str).unwrap_or_default();
        let files = [("the archive", sha256.to_owned()), ("the template", hash(value.to_string().as_bytes()))];
        let files = files.map(|(name, hash)| (name.to_owned(), hash)).into();
        (text(value, "ref"), TemplateState { files })
    };
    let state = State {
        entities: entities.iter().map(|value| (text(value, "ref"), entity(value))).collect(),
        problems: list("diagnostics.json")?.iter().map(problem).collect(),
        pages: list("docs.json")?.par_iter().map(page).collect(),
        definitions: super::state::definitions(&seen),
        templates: list("templates.json")?.iter().map(template).collect(),
    };
    Ok((seen, state))
}

/// The APIs of a portal, read again from the definitions that their entities hold.
fn apis(config: &Config, entities: &[Value]) -> Seen {
    let mut text = "-- catalog-info.yaml --\n".to_owned();
    let is_api = |entity: &&Value| {
        entity.get("kind").and_then(Value::as_str).is_some_and(|kind| kind.eq_ignore_ascii_case("api"))
    };
    for entity in entities.iter().filter(is_api) {
        let mut document = Map::new();
        for key in ["apiVersion", "kind", "metadata", "spec"] {
            document.insert(key.to_owned(), entity.get(key).cloned().unwrap_or_default());
        }
        // JSON is YAML, and on one line nothing in it looks like the beginning of a file.
        text.push_str(&format!("---\n{}\n", Value::Object(document)));
    }
    let snapshots = vec![Snapshot::from_text(APIS, &text)];
    let (snapshots, Declared { catalog, adopted, .. }) =
        know::declared(Written::new(config, (snapshots, Vec::new())), None);
    let jobs = definition::find(&snapshots, &catalog);
    let own = jobs.par_iter().filter(|job| job.repo() == RepoIndex(0));
    let definitions = own.filter_map(|job| Some(definition::read(&snapshots, &catalog, job)?.0)).collect();
    let known = Known {
        snapshots,
        catalog,
        library: Library::default(),
        adopted,
        diagnostics: Vec::new(),
        wrong: None,
        observed: OnceLock::new(),
        packages: OnceLock::new(),
        infrastructure: OnceLock::new(),
        timeline: OnceLock::new(),
        scores: OnceLock::new(),
        drift: OnceLock::new(),
        rules: BTreeMap::new(),
    };
    Seen { known, definitions }
}

fn entity(value: &Value) -> EntityState {
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let reference = text("/ref").unwrap_or_default();
    let parts = reference.split_once(':').and_then(|(kind, rest)| Some((kind, rest.split_once('/')?)));
    let id = parts.map(|(kind, (namespace, name))| EntityId::new(kind, namespace, name));
    let shown = text("/metadata/title").or_else(|| text("/spec/profile/displayName"));
    let mut document = Map::new();
    for key in ["apiVersion", "kind", "metadata", "spec"] {
        document.insert(key.to_owned(), value.get(key).cloned().unwrap_or_default());
    }
    let relations = value.get("relations").and_then(Value::as_array).into_iter().flatten();
    let relation = |relation: &Value| {
        Some((relation.get("type")?.as_str()?.to_owned(), relation.get("targetRef")?.as_str()?.to_owned()))
    };
    let mut relations: Vec<(String, String)> = relations.filter_map(relation).collect();
    relations.sort();
    let line = value.pointer("/source/line").and_then(Value::as_u64).and_then(|line| u32::try_from(line).ok());
    EntityState {
        title: shown.or_else(|| text("/metadata/name")).unwrap_or_default(),
        lifecycle: text("/spec/lifecycle"),
        tier: tier(
            value.pointer("/spec/tier"),
            (value.pointer("/metadata/labels"), value.pointer("/metadata/annotations")),
        ),
        place: Spot {
            repo: text("/source/repo").unwrap_or_default(),
            path: text("/source/path").unwrap_or_default(),
            line: line.unwrap_or_default(),
            column: 0,
        },
        page: id.map(|id| id.page().as_str().to_owned()).unwrap_or_default(),
        document: Value::Object(document),
        relations,
    }
}

fn problem(value: &Value) -> Problem {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let number = |key: &str| value.get(key).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
    Problem {
        rule: text("rule").unwrap_or_default(),
        severity: text("severity").unwrap_or_default(),
        message: text("message").unwrap_or_default(),
        hint: text("hint"),
        place: Spot {
            repo: text("repo").unwrap_or_default(),
            path: text("path").unwrap_or_default(),
            line: number("line").unwrap_or_default(),
            column: number("column").unwrap_or_default(),
        },
        excerpt: None,
    }
}
