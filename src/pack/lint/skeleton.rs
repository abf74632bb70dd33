//! What is wrong in the files that a template's steps render.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{
    scope::Scope,
    steps,
    text::{self, Finding},
};
use crate::{
    diagnostic::Diagnostic,
    model::{Entity, Place, RepoPath},
    pack::contents::{Part, Source},
    scaffold::run::Selection,
    templating::Syntax,
};

/// Longer files are data, in bytes.
const LONGEST: u64 = 1 << 20;

/// The most problems that are told of one file.
const MOST: usize = 10;

/// How one step renders.
struct Rendering<'a> {
    selection: Selection,
    syntax: Syntax,
    root: &'static str,
    given: Option<BTreeSet<String>>,
    step: String,
    part: Part<'a>,
}

/// Looks at the files of each step that renders a folder or a file that is known.
pub fn lint(source: &Source<'_>, entity: &Entity) -> Vec<Diagnostic> {
    let steps = entity.spec.get("steps").and_then(Value::as_array).into_iter().flatten().enumerate();
    let mut found = Vec::new();
    for (number, step) in steps {
        let Some(rendering) = rendering(source, entity, (number, step)) else { continue };
        let Rendering { part, .. } = &rendering;
        for (path, entry) in part.snapshot.files_within(&part.root).filter(|(_, entry)| entry.size <= LONGEST) {
            let name = path.relative_to(&part.root).filter(|name| !name.is_empty()).unwrap_or(path.file_name());
            let treatment = rendering.selection.of(name);
            if treatment.name {
                found.extend(rendering.check(treatment.path, path, true));
            }
            if treatment.content && entry.size > 0 {
                let bytes = part.snapshot.read(path).unwrap_or_default();
                let text = std::str::from_utf8(&bytes).ok().filter(|text| !text.contains('\0'));
                found.extend(text.map(|text| rendering.check(text, path, false)).unwrap_or_default());
            }
        }
    }
    found
}

fn rendering<'a>(source: &Source<'a>, entity: &Entity, (number, step): (usize, &Value)) -> Option<Rendering<'a>> {
    let action = step.get("action")?.as_str()?;
    let none = Map::new();
    let input = step.get("input").and_then(Value::as_object).unwrap_or(&none);
    let selection = match action {
        "fetch:template" => Selection::read(input),
        "fetch:template:file" => Selection::read(&none),
        _ => return None,
    };
    let compatible = input.get("cookiecutterCompat") == Some(&Value::Bool(true));
    let (syntax, root) =
        if compatible { (Syntax::cookiecutter(), "cookiecutter") } else { (Syntax::backstage(), "values") };
    let given = match input.get("values") {
        None => Some(BTreeSet::new()),
        Some(Value::Object(values)) => Some(values.keys().cloned().collect()),
        Some(_) => None,
    };
    let step = format!("the step `{}` of {}", steps::id(step, number), entity.id);
    Some(Rendering { selection, syntax, root, given, step, part: source.fetched(entity, number)? })
}

impl Rendering<'_> {
    /// What is wrong in a path or a content.
    fn check(&self, text: &str, path: &RepoPath, is_path: bool) -> Vec<Diagnostic> {
        let scope = Scope::File { root: self.root, given: self.given.as_ref(), step: &self.step };
        let tell = |Finding { rule, at, message, hint }: Finding| {
            let (line, column) = if is_path { (0, 0) } else { at };
            let message = if is_path { format!("in the name of the file: {message}") } else { message };
            let repo = self.part.snapshot.repo.name.clone();
            let place = Place { repo, path: path.clone(), line, column, excerpt: None };
            let plain = "list the file in `copyWithoutTemplating` if it is to be copied as it is";
            Diagnostic::new(rule, place, message).hint(hint.unwrap_or_else(|| plain.to_owned()))
        };
        text::check(text, &self.syntax, &scope).into_iter().take(MOST).map(tell).collect()
    }
}
