//! One document against Backstage's rules: envelope, formats, the schema of its kind, and its references.
//! Backstage reports the first problem; this reports all of them.

use super::{
    check::{check_fields, short},
    envelope,
    kinds::{COMMON_RELATIONS, KINDS, Kind},
    problem::{Problem, Problems},
    rules::{ENTITY_SCHEMA, INVALID_REFERENCE, MISSPELT_KIND, UNKNOWN_KIND},
};
use crate::{
    diagnostic::nearest,
    model::{EntityId, EntityRef, EntityRefError, Node, Reference, RelationField, Value},
};

/// The field that Backstage reads, but that its schema leaves out.
const UNCHECKED: &str = "spec.dependencyOf";

/// What a document turned out to be.
#[derive(Debug)]
pub struct Validation {
    /// Whose document it is; none when Backstage would refuse it, but for kinds that it does not know.
    pub entity: Option<EntityRef>,
    /// References in its relation fields.
    pub references: Vec<Reference>,
    /// Whether Backstage knows the kind and apiVersion.
    pub known_kind: bool,
    /// Everything that is wrong with it, or noteworthy.
    pub problems: Vec<Problem>,
}

/// Checks a document, placeholders substituted or left where they could not be.
pub fn validate(document: &Node) -> Validation {
    let mut problems = Problems::default();
    if !matches!(document.value, Value::Mapping(_)) {
        let message = format!("the document must be an object with apiVersion, kind and metadata, not {}", a(document));
        problems.push(Problem::new(&ENTITY_SCHEMA, document, message));
        return Validation { entity: None, references: Vec::new(), known_kind: false, problems: problems.into_vec() };
    }
    envelope::check_envelope(document, &mut problems);
    let text = |path: &[&str]| document.at(path).and_then(Node::as_str).unwrap_or_default();
    let (api_version, kind_name, name) = (text(&["apiVersion"]), text(&["kind"]), text(&["metadata", "name"]));
    let namespace = match text(&["metadata", "namespace"]) {
        "" => "default",
        namespace => namespace,
    };
    let kind = find_kind(document, api_version, kind_name);
    let mut references = Vec::new();
    if let Some(kind) = kind {
        check_spec(document, kind, &mut problems);
        for field in kind.relations {
            read_references(document, field, namespace, &mut references, &mut problems);
        }
    } else if !api_version.is_empty() && !kind_name.is_empty() {
        problems.push(unknown_kind(document, api_version, kind_name));
        // What is no reference is no error here: nobody knows what the field means.
        for field in COMMON_RELATIONS {
            read_references(document, field, namespace, &mut references, &mut Problems::default());
        }
    }
    let entity = (!problems.is_fatal()).then(|| EntityRef {
        kind: kind_name.to_owned(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
    });
    references.shrink_to_fit();
    Validation { entity, references, known_kind: kind.is_some(), problems: problems.into_vec() }
}

fn a(node: &Node) -> String {
    let name = match node.type_name() {
        "array" => "list",
        name => name,
    };
    format!("a {name}")
}

/// The schema for a document: that of its `spec.type` if there is one, else its kind's own.
fn find_kind(document: &Node, api_version: &str, name: &str) -> Option<&'static Kind> {
    let spec_type = document.at(&["spec", "type"]).and_then(Node::as_str);
    let fits = |kind: &&Kind| kind.name == name && kind.api_versions.contains(&api_version);
    // A server for agents that is described by a definition is an API like any other.
    let defined = document.at(&["spec", "definition"]).is_some() && document.at(&["spec", "remotes"]).is_none();
    KINDS.iter().filter(fits).find(|kind| match kind.spec_type {
        None => true,
        Some("mcp-server") if defined => false,
        Some(expected) => spec_type == Some(expected),
    })
}

fn check_spec(document: &Node, kind: &Kind, problems: &mut Problems) {
    match document.get("spec") {
        // That it must be an object is part of the envelope.
        Some(spec) if !matches!(spec.value, Value::Mapping(_)) => {}
        Some(spec) => check_fields(spec, kind.spec, "spec", problems),
        None => {
            let message = format!("a {} needs a `spec`", kind.name);
            let fields: Vec<&str> = kind.spec.iter().filter(|field| field.required).map(|field| field.name).collect();
            let problem = Problem::new(&ENTITY_SCHEMA, document, message);
            problems.push(if fields.is_empty() {
                problem
            } else {
                problem.hint(format!("add `spec:` with {}", fields.join(", ")))
            });
        }
    }
}

fn read_references(
    document: &Node,
    field: &'static RelationField,
    namespace: &str,
    references: &mut Vec<Reference>,
    problems: &mut Problems,
) {
    let key = field.field.strip_prefix("spec.").unwrap_or(field.field);
    let Some(value) = document.at(&["spec", key]) else { return };
    let targets = match &value.value {
        Value::Sequence(items) => items.as_slice(),
        Value::String(text) if !text.is_empty() => std::slice::from_ref(value),
        // Backstage skips what JavaScript takes for false.
        Value::String(_) | Value::Null | Value::Bool(false) => return,
        Value::Number(number) if number.as_f64() == Some(0.0) => return,
        _ => std::slice::from_ref(value),
    };
    for target in targets {
        let Some(text) = target.as_str() else {
            // Where the schema knows the field, it has said so already.
            if field.field == UNCHECKED {
                problems.push(Problem::new(&INVALID_REFERENCE, target, format!("`{}` must hold strings", field.field)));
            }
            continue;
        };
        if text.is_empty() && field.field != UNCHECKED {
            continue;
        }
        match EntityRef::parse(text, field.default_kind, namespace) {
            Ok(entity) => references.push(Reference {
                field,
                target: EntityId::from(&entity),
                line: target.line,
                column: target.column,
            }),
            Err(error) => {
                let text = short(text);
                let message = match error {
                    EntityRefError::Empty => format!("`{}` holds an empty reference", field.field),
                    EntityRefError::Malformed(_) => format!("`{}`: \"{text}\" is no entity reference", field.field),
                    EntityRefError::MissingKind(_) => format!("`{}`: \"{text}\" does not say its kind", field.field),
                };
                let hint = match field.default_kind {
                    None => format!("name the kind, e.g. `component:{text}` or `resource:{text}`"),
                    Some(kind) => format!("write the name of a {kind}, or `kind:namespace/name`"),
                };
                problems.push(Problem::new(&INVALID_REFERENCE, target, message).hint(hint));
            }
        }
    }
}

fn unknown_kind(document: &Node, api_version: &str, kind: &str) -> Problem {
    let at = |key: &str| document.get(key).unwrap_or(document);
    let versions = KINDS.iter().find(|known| known.name == kind).map(|known| known.api_versions);
    if let Some(versions) = versions {
        let message = format!("`{}` is no apiVersion of {kind}", short(api_version));
        let hint = format!("write `apiVersion: {}`", versions[0]);
        return Problem::new(&MISSPELT_KIND, at("apiVersion"), message).hint(hint);
    }
    let core = api_version.starts_with("backstage.io/");
    let same = KINDS.iter().map(|known| known.name).find(|known| known.eq_ignore_ascii_case(kind));
    let near = same.or_else(|| nearest(kind, KINDS.iter().map(|known| known.name)).filter(|_| core));
    if let Some(near) = near {
        let message = format!("`{}` is no kind that Backstage knows", short(kind));
        let hint = format!("write `kind: {near}`; kinds are told apart by case");
        return Problem::new(&MISSPELT_KIND, at("kind"), message).hint(hint);
    }
    let message = format!("Backstage does not know the kind {} of {}", short(kind), short(api_version));
    Problem::new(&UNKNOWN_KIND, at("kind"), message)
}
