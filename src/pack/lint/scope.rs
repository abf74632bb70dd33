//! Which names stand for something, in a step and in a skeleton.

use std::collections::BTreeSet;

use crate::diagnostic::nearest;

/// Functions that are everywhere, and the name that people compare with.
const GLOBALS: [&str; 4] = ["range", "cycler", "joiner", "undefined"];

/// What Backstage gives to a step besides answers and outputs.
const GIVEN: [&str; 7] = ["secrets", "user", "context", "environment", "each", "always", "failure"];

/// What is wrong, and what to do.
pub type Problem = (String, Option<String>);

/// Where a text stands.
pub enum Scope<'a> {
    /// In a step, or in the output.
    Step {
        /// What the form asks for; none when that cannot be told.
        asked: Option<&'a BTreeSet<String>>,
        /// The ids of all steps, in their order.
        steps: &'a [String],
        /// How many of them have run by then.
        ran: usize,
    },
    /// In a file of a skeleton.
    File {
        /// `values`, or `cookiecutter`.
        root: &'a str,
        /// What the step gives; none when that cannot be told.
        given: Option<&'a BTreeSet<String>>,
        /// The step that renders it, for people.
        step: &'a str,
    },
}

impl Scope<'_> {
    /// What is wrong with a variable. One that is asked for may be undefined, unless it looks misspelt.
    pub fn problem(&self, path: &[String], guarded: bool) -> Option<Problem> {
        let (name, key) = (path.first()?.as_str(), path.get(1).map(String::as_str));
        if GLOBALS.contains(&name) {
            return None;
        }
        let (message, near) = match self {
            Self::Step { asked, steps, ran } => match name {
                "parameters" => parameter(key?, (*asked)?)?,
                "steps" => return step(key?, steps, *ran).filter(|(_, hint)| !guarded || hint.is_some()),
                name if GIVEN.contains(&name) => return None,
                name => elsewhere(name, *asked, "parameters", "in a step"),
            },
            Self::File { root, given, step } if name == *root => value(root, key?, (*given)?, step)?,
            Self::File { root, given, .. } => elsewhere(name, *given, root, "in a skeleton"),
        };
        (!guarded || near.is_some()).then_some((message, near))
    }
}

fn parameter(key: &str, asked: &BTreeSet<String>) -> Option<Problem> {
    let missing = !asked.contains(key);
    let message = || format!("`parameters.{key}` is used, but the form asks for no `{key}`");
    missing.then(|| (message(), meant("parameters", key, asked)))
}

fn value(root: &str, key: &str, given: &BTreeSet<String>, step: &str) -> Option<Problem> {
    let missing = !given.contains(key);
    let message = || format!("`{root}.{key}` is used, but {step} gives no `{key}` in its `values`");
    missing.then(|| (message(), meant(root, key, given)))
}

fn meant(root: &str, key: &str, known: &BTreeSet<String>) -> Option<String> {
    Some(format!("did you mean `{root}.{}`?", nearest(key, known.iter().map(String::as_str))?))
}

/// A name that means nothing here, such as `values` in a step or `github` in a skeleton.
fn elsewhere(name: &str, known: Option<&BTreeSet<String>>, root: &str, place: &str) -> Problem {
    let message = format!("`{name}` is not defined {place}, and becomes an empty text");
    let hint = known.filter(|known| known.contains(name)).map(|_| format!("did you mean `{root}.{name}`?"));
    (message, hint)
}

fn step(key: &str, steps: &[String], ran: usize) -> Option<Problem> {
    match steps.iter().position(|id| id == key) {
        Some(place) if place < ran => None,
        Some(_) => {
            let message = format!("`steps.{key}` is used before the step `{key}` has run");
            Some((message, Some(format!("move the step `{key}` up"))))
        }
        None => {
            // `steps.fetch-base.output` means `steps.fetch` less `base.output`.
            let cut = steps.iter().find(|id| id.strip_prefix(key).is_some_and(|rest| rest.starts_with('-')));
            let hint = match cut {
                Some(id) => Some(format!("write `steps['{id}']`, since `-` is a minus in an expression")),
                None => nearest(key, steps.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?")),
            };
            Some((format!("`steps.{key}` is used, but no step has the id `{key}`"), hint))
        }
    }
}
