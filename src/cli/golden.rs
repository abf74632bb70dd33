//! What `new` and `template` share: a template, answers to its questions, and what comes of them.

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::{
    environment::Environment,
    options::Common,
    settings::{Failure, Session},
};
use crate::{
    diagnostic::{Format, harmless, nearest},
    pipeline::Golden,
    scaffold::{
        form::{Form, Object},
        run::{self, Fault, Order, Outcome},
    },
};

/// Templates are found without a Location that lists them, too.
const TEMPLATE_FILES: [&str; 2] = ["**/template.yaml", "**/template.yml"];

/// Where templates are looked for; nothing is said of what is read.
pub fn sources(sources: &[String], config: Option<PathBuf>) -> Common {
    Common {
        fragments: Vec::new(),
        sources: sources.to_vec(),
        config,
        rules: Vec::new(),
        cache: None,
        threads: None,
        timings: false,
        quiet: true,
    }
}

/// A session to look for templates.
///
/// # Errors
/// When the configuration is wrong.
pub fn session<'a>(common: &'a Common, environment: &'a Environment) -> Result<Session<'a>, Failure> {
    let mut session = Session::begin(common, Format::Human, environment)?;
    session.config.catalog_files.extend(TEMPLATE_FILES.map(str::to_owned));
    Ok(session)
}

/// The questions with what is answered by default.
pub fn form(golden: &Golden, answers: &Object) -> Form {
    let none = Value::Null;
    Form::new(golden.spec.get("parameters").unwrap_or(&none), answers, &Object::new())
}

/// Refuses answers that nobody asked for, and those that are missing or wrong.
///
/// # Errors
/// A sentence for each of them.
pub fn accept(form: &Form, given: &Object) -> Result<(), Failure> {
    if let Some(name) = given.keys().find(|name| !form.answers.contains_key(*name) && !given[*name].is_null()) {
        let known = form.pages.iter().flat_map(|page| &page.fields).map(|field| field.pointer.trim_start_matches('/'));
        let hint = nearest(name, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Failure::Usage(format!("the template asks for no `{}` with these answers{hint}", harmless(name))));
    }
    let name = |pointer: &str| pointer.trim_start_matches('/').replace('/', ".");
    let line = |(field, problem): &(&crate::scaffold::form::Field, &str)| {
        format!("\n  {} {}", name(&field.pointer), harmless(problem))
    };
    let problems: String = form.problems().iter().map(line).collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::Request(format!("error: answers are missing or wrong; give them with --set or --values:{problems}")))
}

/// Runs the steps.
///
/// # Errors
/// What is wrong with the template, and where.
pub fn run(golden: &Golden, form: &Form, entities: &Map<String, Value>) -> Result<Outcome, Failure> {
    let Some(bundle) = &golden.bundle else {
        return Err(Failure::Usage(format!("{} fetches more files than an archive may hold", golden.id)));
    };
    let outcome = run::run(Order { spec: &golden.spec, answers: &form.answers, bundle, entities });
    match outcome.faults.first() {
        Some(fault) => Err(Failure::Usage(explain(golden, fault))),
        None => Ok(outcome),
    }
}

fn explain(golden: &Golden, fault: &Fault) -> String {
    let (repo, path, line) = &golden.place;
    let place = match &fault.place {
        Some((file, line, column)) => format!("{file}:{line}:{column}"),
        None => format!("{repo}/{path}:{line}"),
    };
    format!("{}: {} (`spec{}`)", harmless(&place), harmless(&fault.message), harmless(&fault.pointer))
}
