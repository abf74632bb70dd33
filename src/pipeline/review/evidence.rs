//! A closer look at what differs: definitions are compared as callers see them, templates by what they make.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::Seen;
use crate::{
    definition, difference,
    model::{Definition, Entity, EntityId, Snapshot, State},
    pack,
    review::{Evidence, Rendered, Told},
    scaffold::{
        File,
        form::Form,
        run::{self, Order},
    },
    yaml::{self, Dialect},
};

/// So many cases of a template are run.
const MOST_CASES: usize = 4;

/// Longer differences are cut, in bytes.
const LONGEST: usize = 6_000;

/// Answers are looked for in these files of a case.
const VALUES: [&str; 3] = ["values.yaml", "values.yml", "values.json"];

/// Looks closer at all that is on both sides and not the same.
pub(super) fn evidence((before, after): (&Seen, &Seen), (base, head): (&State, &State)) -> Evidence {
    let mut evidence = Evidence::default();
    let old: BTreeMap<&EntityId, &Definition> = by_entity(before).collect();
    for (id, new) in by_entity(after) {
        let Some(old) = old.get(id).copied() else { continue };
        let changes = definition::compare(&old.api, &new.api);
        if !changes.is_empty() {
            let told = |change: crate::model::Change| Told {
                compatible: change.compatible,
                subject: change.subject,
                message: change.message,
            };
            evidence.apis.insert(id.to_string(), changes.into_iter().map(told).collect());
        }
    }
    let differs = |reference: &str| match (base.templates.get(reference), head.templates.get(reference)) {
        (Some(old), Some(new)) => old != new,
        _ => false,
    };
    for (_, template) in pack::templates(&after.known.catalog).filter(|(_, it)| differs(it.id.as_str())) {
        if let Some(old) = before.known.catalog.get(&template.id) {
            evidence.templates.insert(template.id.to_string(), rendered((before, old), (after, template)));
        }
    }
    evidence
}

fn by_entity(seen: &Seen) -> impl Iterator<Item = (&EntityId, &Definition)> {
    let catalog = &seen.known.catalog;
    seen.definitions.iter().filter_map(|definition| Some((&catalog[definition.entity?].id, definition)))
}

/// What a template makes otherwise than before: with the answers of each case, or else those that it suggests itself.
fn rendered(before: (&Seen, &Entity), after: (&Seen, &Entity)) -> Vec<Rendered> {
    let mut cases = cases(&after.0.known.snapshots[after.1.origin.repo.0 as usize], after.1);
    if cases.is_empty() {
        cases.push((String::new(), Map::new()));
    }
    let one = |(case, answers): (String, Map<String, Value>)| {
        let compared = made(before, &answers).map_err(|reason| format!("before the change, {reason}"));
        let compared = compared.and_then(|old| Ok((old, made(after, &answers)?)));
        match compared {
            Ok((old, new)) => compare(case, &old, &new),
            Err(trouble) => Some(Rendered { case, trouble: Some(trouble), ..Rendered::default() }),
        }
    };
    cases.into_iter().take(MOST_CASES).filter_map(one).collect()
}

/// The cases beside a template: `tests/CASE/values.yaml`.
fn cases(snapshot: &Snapshot, template: &Entity) -> Vec<(String, Map<String, Value>)> {
    let Ok(folder) = template.origin.path.parent().join("tests") else { return Vec::new() };
    let mut found = Vec::new();
    for (path, _) in snapshot.files_within(&folder).filter(|(path, _)| VALUES.contains(&path.file_name())) {
        let case = path.parent();
        if case.as_str().split('/').any(|part| part == "expected") {
            continue;
        }
        let text = snapshot.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        let root = yaml::read(&text, Dialect::CATALOG).into_iter().find_map(|document| document.root);
        if let Some(Value::Object(answers)) = root.map(|root| root.into_json()) {
            found.push((case.relative_to(&folder).unwrap_or_default().to_owned(), answers));
        }
    }
    found
}

/// The files that a template makes.
fn made((seen, template): (&Seen, &Entity), answers: &Map<String, Value>) -> Result<BTreeMap<String, File>, String> {
    let bundle =
        pack::bundle(&seen.known.snapshots, &seen.known.adopted, template).ok_or("it fetches too many files")?;
    let form = Form::new(template.spec.get("parameters").unwrap_or(&Value::Null), answers, &Map::new());
    if let Some((field, problem)) = form.problems().first() {
        return Err(format!("the answer to `{}` {problem}", field.pointer.trim_start_matches('/')));
    }
    let entities = seen.known.catalog.iter().map(|(_, entity)| pack::described(entity)).collect();
    let spec = Value::Object(template.spec.clone());
    let outcome = run::run(Order { spec: &spec, answers: &form.answers, bundle: &bundle, entities: &entities });
    match outcome.faults.first() {
        Some(fault) => Err(format!("it cannot be run: {}", fault.message)),
        None => Ok(outcome.workspace.files().clone()),
    }
}

/// The differences as one text; nothing when there are none.
fn compare(case: String, old: &BTreeMap<String, File>, new: &BTreeMap<String, File>) -> Option<Rendered> {
    let mut rendered = Rendered { case, ..Rendered::default() };
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for path in paths {
        let (before, after) = (old.get(path), new.get(path));
        if before == after {
            continue;
        }
        rendered.files += 1;
        if rendered.diff.len() < LONGEST {
            rendered.diff += &one(path, before, after);
        }
    }
    if rendered.diff.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|end| rendered.diff.is_char_boundary(*end)).unwrap_or_default();
        let end = rendered.diff[..end].rfind('\n').map_or(end, |line| line + 1);
        rendered.diff.truncate(end);
        rendered.diff += "…\n";
    }
    (rendered.files > 0).then_some(rendered)
}

fn one(path: &str, before: Option<&File>, after: Option<&File>) -> String {
    let text = |file: Option<&File>| match file {
        Some(file) => std::str::from_utf8(&file.bytes).ok().filter(|text| !text.contains('\0')).map(str::to_owned),
        None => Some(String::new()),
    };
    let name = |side: &str, file: Option<&File>| {
        if file.is_some() { format!("{side}/{path}") } else { "/dev/null".to_owned() }
    };
    match (text(before), text(after)) {
        (Some(old), Some(new)) if old != new => {
            difference::unified((&name("a", before), &old), (&name("b", after), &new))
        }
        (Some(_), Some(_)) => format!("{path}: whether it may be executed\n"),
        _ => format!("{path}: a file that is no text\n"),
    }
}
