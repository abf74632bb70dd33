//! What is wrong in one text of the template language.

use std::collections::BTreeSet;

use super::scope::Scope;
use crate::{
    diagnostic::Rule,
    pack::rules::{TEMPLATE_SYNTAX, UNDEFINED_PARAMETER, UNKNOWN_FILTER},
    templating::{Limits, Syntax, Template, What},
};

/// One problem of a text.
pub struct Finding {
    pub rule: &'static Rule,
    /// Line and column in the text, from 1.
    pub at: (u32, u32),
    pub message: String,
    pub hint: Option<String>,
}

/// Whether a text holds anything of the language.
pub fn is_template(text: &str, syntax: &Syntax) -> bool {
    [&syntax.variable, &syntax.block, &syntax.comment].iter().any(|(open, _)| text.contains(open.as_str()))
}

/// Looks at one text. What is undefined is told once by its name.
pub fn check(text: &str, syntax: &Syntax, scope: &Scope<'_>) -> Vec<Finding> {
    if !is_template(text, syntax) {
        return Vec::new();
    }
    let template = match Template::parse(text, syntax, &Limits::default()) {
        Ok(template) => template,
        Err(error) => {
            let hint = Some(error.hint).filter(|hint| !hint.is_empty());
            let at = (error.line, error.column);
            return vec![Finding { rule: &TEMPLATE_SYNTAX, at, message: error.message, hint }];
        }
    };
    let uses = template.uses();
    // Where it is asked for anywhere in the text, it may be undefined everywhere in it.
    let asked: BTreeSet<String> = uses.iter().filter_map(|it| variable(&it.what, true)).collect();
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for one in &uses {
        let at = (one.line, one.column);
        let finding = match &one.what {
            What::Variable { bound: true, .. } => None,
            What::Variable { path, .. } => {
                let name = path[..path.len().min(2)].join(".");
                let guarded = asked.contains(&name);
                let problem = scope.problem(path, guarded).filter(|_| told.insert(name));
                problem.map(|(message, hint)| Finding { rule: &UNDEFINED_PARAMETER, at, message, hint })
            }
            What::Filter { known: true, .. } | What::Test { known: true, .. } => None,
            What::Filter { name, meant, .. } => Some(unknown(at, "filter", name, *meant)),
            What::Test { name, meant, .. } => Some(unknown(at, "test", name, *meant)),
        };
        findings.extend(finding);
    }
    findings
}

/// The name and first key of a variable that is, or is not, asked for.
fn variable(what: &What, wanted: bool) -> Option<String> {
    match what {
        What::Variable { path, guarded, .. } if *guarded == wanted => Some(path[..path.len().min(2)].join(".")),
        _ => None,
    }
}

fn unknown(at: (u32, u32), noun: &str, name: &str, meant: Option<&str>) -> Finding {
    let message = format!("there is no {noun} `{name}`, so that Backstage fails unless its server adds one");
    Finding { rule: &UNKNOWN_FILTER, at, message, hint: meant.map(|meant| format!("did you mean `{meant}`?")) }
}
