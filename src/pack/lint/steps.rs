//! What is wrong in the steps and the output of a template.

use serde_json::Value;

use super::{
    actions,
    form::Form,
    scope::Scope,
    text::{self, Finding},
    written::{Written, each_text},
};
use crate::{
    diagnostic::Diagnostic,
    model::{Entity, Node},
    pack::rules::UNKNOWN_ACTION,
    templating::Syntax,
};

/// Looks at each step and at the output.
pub fn lint(entity: &Entity, written: &Written<'_>, form: &Form) -> Vec<Diagnostic> {
    let steps = entity.spec.get("steps").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let ids: Vec<String> = steps.iter().enumerate().map(|(number, step)| id(step, number)).collect();
    let nodes = written.at(&["spec", "steps"]).map_or(&[][..], Node::items);
    let mut found = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        found.extend(node.get("action").and_then(|action| action_of(action, written)));
        texts(node, written, &Scope::Step { asked: form.names(), steps: &ids, ran: number }, &mut found);
    }
    if let Some(output) = written.at(&["spec", "output"]) {
        texts(output, written, &Scope::Step { asked: form.names(), steps: &ids, ran: ids.len() }, &mut found);
    }
    found
}

/// A step's id as Backstage has it.
pub fn id(step: &Value, number: usize) -> String {
    step.get("id").and_then(Value::as_str).map_or_else(|| format!("step-{}", number + 1), str::to_owned)
}

fn texts(node: &Node, written: &Written<'_>, scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    each_text(node, &mut |node, text| {
        for Finding { rule, at, message, hint } in text::check(text, &Syntax::backstage(), scope) {
            let diagnostic = Diagnostic::new(rule, written.inside(node, at), message);
            found.push(match hint {
                Some(hint) => diagnostic.hint(hint),
                None => diagnostic,
            });
        }
    });
}

fn action_of(node: &Node, written: &Written<'_>) -> Option<Diagnostic> {
    let name = node.as_str()?;
    let (message, hint, severity) = actions::problem(name)?;
    let mut diagnostic = Diagnostic::new(&UNKNOWN_ACTION, written.place(Some(node)), message).hint(hint);
    diagnostic.severity = severity;
    Some(diagnostic)
}
