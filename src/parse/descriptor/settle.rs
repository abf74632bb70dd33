//! Which descriptors count, and whom they name.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    Found,
    draft::{Draft, Target, Wanted, add, string},
    tool::{TOOLS, Tool},
};
use crate::{
    diagnostic::Diagnostic,
    model::{DESCRIPTOR_TOOL, Declaration, EntityId, EntityRef, Node, Place, Reference, RepoIndex, RepoPath, Value},
    parse::{
        placeholders::Substitution,
        problem::{Problem, Problems},
        prose::check_description,
        rules::{DESCRIPTOR_FORMAT, DESCRIPTOR_UNUSED},
        targets::Targets,
    },
};

/// What one tool calls things, to what they are.
type Names = HashMap<(&'static str, String), EntityId>;

/// Leaves out what is declared elsewhere, and makes declarations of the rest.
pub(super) fn settle(
    targets: &Targets<'_>,
    found: Vec<Found>,
    declared: &[Declaration],
) -> (Vec<Declaration>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let files = in_force(targets, found, declared, &mut diagnostics);
    let mut names = Names::new();
    let mut taken: HashMap<EntityId, (RepoIndex, RepoPath)> = declared
        .iter()
        .map(|declaration| (EntityId::from(&declaration.reference), (declaration.repo, declaration.path.clone())))
        .collect();
    for file in &files {
        for draft in &file.drafts {
            for key in &draft.keys {
                names.entry((file.tool.title, key.to_lowercase())).or_insert_with(|| id(draft));
            }
        }
    }
    let mut declarations = Vec::new();
    for file in files {
        let repo = &targets.snapshot(file.repo).repo;
        diagnostics.extend(file.problems.into_iter().map(|problem| problem.into_diagnostic(repo, &file.path)));
        for draft in file.drafts {
            if let Some((other, path)) = taken.get(&id(&draft)) {
                if !draft.is_shared {
                    let other = targets.snapshot(*other).repo.name.as_str();
                    diagnostics.push(doubled(&repo.name, &file.path, &draft, (other, path)));
                }
                continue;
            }
            taken.insert(id(&draft), (file.repo, file.path.clone()));
            let (declaration, found) = declare(draft, (file.tool, file.repo, &file.path), &names, targets);
            diagnostics.extend(found);
            declarations.push(declaration);
        }
    }
    (declarations, diagnostics)
}

/// The files that count: in a folder with a component of Backstage's none do, and in others those of one tool.
fn in_force(
    targets: &Targets<'_>,
    found: Vec<Found>,
    declared: &[Declaration],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Found> {
    let is_thing = |declaration: &&Declaration| {
        matches!(declaration.reference.kind.as_str(), "Component" | "Resource" | "System" | "API")
    };
    let own: BTreeMap<(RepoIndex, RepoPath), &RepoPath> = declared
        .iter()
        .filter(is_thing)
        .map(|declaration| ((declaration.repo, declaration.path.parent()), &declaration.path))
        .collect();
    let mut first: BTreeMap<(RepoIndex, RepoPath), (usize, RepoPath)> = BTreeMap::new();
    for file in found.iter().filter(|file| !file.drafts.is_empty()) {
        let entry =
            first.entry((file.repo, file.path.parent())).or_insert_with(|| (rank(file.tool), file.path.clone()));
        if rank(file.tool) < entry.0 {
            *entry = (rank(file.tool), file.path.clone());
        }
    }
    let mut files = Vec::new();
    for file in found {
        let folder = (file.repo, file.path.parent());
        let winner = own.get(&folder).copied().cloned().or_else(|| {
            let (best, path) = first.get(&folder)?;
            (*best < rank(file.tool)).then(|| path.clone())
        });
        match winner {
            Some(winner) if !file.drafts.is_empty() => {
                let place = Place {
                    repo: targets.snapshot(file.repo).repo.name.clone(),
                    path: file.path,
                    line: 1,
                    column: 1,
                    excerpt: None,
                };
                let message = format!("the descriptor of {} is not used: {winner} counts", file.tool.title);
                let hint = "take over what only it says, then remove it";
                diagnostics.push(Diagnostic::new(&DESCRIPTOR_UNUSED, place, message).hint(hint));
            }
            _ => files.push(file),
        }
    }
    files
}

fn rank(tool: &Tool) -> usize {
    TOOLS.iter().position(|known| known.title == tool.title).unwrap_or(TOOLS.len())
}

fn id(draft: &Draft) -> EntityId {
    EntityId::new(draft.kind, &draft.namespace, &draft.name)
}

fn doubled(repo: &str, path: &RepoPath, draft: &Draft, (other, first): (&str, &RepoPath)) -> Diagnostic {
    let (line, column) = draft.place;
    let place = Place { repo: repo.to_owned(), path: path.clone(), line, column, excerpt: None };
    let whereabouts = if other == repo { first.to_string() } else { format!("{other}: {first}") };
    let message = format!("{} is not taken from here: {whereabouts} declares it", id(draft));
    Diagnostic::new(&DESCRIPTOR_UNUSED, place, message).hint("rename one of them if they are not the same")
}

/// The declaration that a draft becomes.
fn declare(
    draft: Draft,
    (tool, repo, path): (&'static Tool, RepoIndex, &RepoPath),
    names: &Names,
    targets: &Targets<'_>,
) -> (Declaration, Vec<Diagnostic>) {
    let id = id(&draft);
    let at = Node { value: Value::Null, line: draft.place.0, column: draft.place.1 };
    let mut problems = Vec::new();
    let mut spec = draft.spec;
    let references = references(&draft.wanted, tool, names, &mut problems);
    enter(&mut spec, &references);
    let mut metadata = vec![(string("name", &at), string(&draft.name, &at))];
    if draft.namespace != "default" {
        metadata.push((string("namespace", &at), string(&draft.namespace, &at)));
    }
    let mut annotations = draft.annotations;
    add(&mut annotations, DESCRIPTOR_TOOL, string(tool.title, &at), &at);
    metadata.extend(draft.metadata);
    metadata.push((string("annotations", &at), Node { value: Value::Mapping(annotations), ..at.clone() }));
    for (key, items) in [("tags", draft.tags), ("links", draft.links)] {
        if !items.is_empty() {
            metadata.push((string(key, &at), Node { value: Value::Sequence(items), ..at.clone() }));
        }
    }
    let mut document = Node {
        value: Value::Mapping(vec![
            (string("apiVersion", &at), string("backstage.io/v1alpha1", &at)),
            (string("kind", &at), string(draft.kind, &at)),
            (string("metadata", &at), Node { value: Value::Mapping(metadata), ..at.clone() }),
            (string("spec", &at), Node { value: Value::Mapping(spec), ..at.clone() }),
        ]),
        line: draft.line,
        column: 1,
    };
    Substitution::new(targets, repo, path).run(&mut document, &mut problems);
    let mut prose = Problems::default();
    check_description(&document, &mut prose);
    problems.extend(prose.into_vec());
    let of = &targets.snapshot(repo).repo;
    let diagnostics = problems.into_iter().map(|problem| problem.into_diagnostic(of, path).entity(&id)).collect();
    let reference = EntityRef { kind: draft.kind.to_owned(), namespace: draft.namespace, name: draft.name };
    let (line, source, path) = (draft.line, draft.source, path.clone());
    (Declaration { repo, path, line, document, source, reference, references, known_kind: true }, diagnostics)
}

/// Whom the names mean: what was read of the same tool first.
fn references(wanted: &[Wanted], tool: &Tool, names: &Names, problems: &mut Vec<Problem>) -> Vec<Reference> {
    let mut references = Vec::new();
    let mut seen = HashSet::new();
    for wanted in wanted {
        let known = names.get(&(tool.title, wanted.text.to_lowercase())).filter(|id| fits(wanted, id));
        let target = known.map_or_else(|| (tool.target)(&wanted.text, wanted.field), |id| Target::Entity(id.clone()));
        let field = wanted.field;
        match target {
            Target::Entity(target) if seen.insert((field.field, target.clone())) => {
                references.push(Reference { field, target, line: wanted.line, column: wanted.column });
            }
            Target::Unknown(words) => {
                let at = Node { value: Value::Null, line: wanted.line, column: wanted.column };
                let message = format!("`{}` is {words}", crate::parse::check::short(&wanted.text));
                let hint = "add the repository that has it to the sources";
                problems.push(Problem::new(&DESCRIPTOR_FORMAT, &at, message).hint(hint));
            }
            _ => {}
        }
    }
    references
}

/// Whether a thing that is called so may stand in the field: a service does not own another of its team's name.
fn fits(wanted: &Wanted, id: &EntityId) -> bool {
    let field = wanted.field;
    match field.default_kind {
        Some(kind @ ("Group" | "API" | "System" | "Domain")) => {
            id.kind().eq_ignore_ascii_case(kind)
                || field.allowed_kinds.iter().any(|kind| id.kind().eq_ignore_ascii_case(kind))
        }
        _ => true,
    }
}

/// Writes the references into the spec, as Backstage's descriptors would have them.
fn enter(spec: &mut Vec<(Node, Node)>, references: &[Reference]) {
    let mut fields: BTreeMap<&'static str, Vec<Node>> = BTreeMap::new();
    for reference in references {
        let at = Node { value: Value::Null, line: reference.line, column: reference.column };
        let text = string(reference.target.as_str(), &at);
        fields.entry(reference.field.field).or_default().push(text);
    }
    for (field, mut items) in fields {
        let key = field.strip_prefix("spec.").unwrap_or(field);
        let single = ["owner", "system", "domain", "subcomponentOf", "parent"].contains(&key) && items.len() == 1;
        let at = Node { value: Value::Null, line: items[0].line, column: items[0].column };
        let value = if single { items.remove(0) } else { Node { value: Value::Sequence(items), ..at.clone() } };
        add(spec, key, value, &at);
    }
}
