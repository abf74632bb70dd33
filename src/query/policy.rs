//! Policies of the configuration.

use super::{Ground, Today, Vocabulary, answer, parse};
use crate::{
    diagnostic::{Diagnostic, Rule, Severity},
    model::{Catalog, EntityIndex, Level, Place, Placed, Policy},
};

/// A policy whose query makes no sense.
pub const WRONG_POLICY: Rule = Rule {
    id: "wrong-policy",
    severity: Severity::Error,
    summary: "The query of a policy in the configuration makes no sense, so that nothing is held to it",
};

/// Something that breaks a policy.
pub const POLICY: Rule =
    Rule { id: "policy", severity: Severity::Error, summary: "Something breaks a policy of the configuration" };

/// What is wrong with policies; those that have no problem can be broken.
pub fn wrong_policies(policies: &[Policy], vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    policies.iter().flat_map(|policy| problems(policy, vocabulary)).collect()
}

fn problems(policy: &Policy, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let wrong = |(text, place): &Placed| {
        let error = parse(text, vocabulary).err()?;
        let part: String = text.chars().skip(error.start).take((error.end - error.start).min(40)).collect();
        let at = if part.is_empty() { String::new() } else { format!(" at `{part}`") };
        let message = format!("the query of the policy `{}` is wrong{at}: {}", policy.id, error.message);
        let diagnostic = Diagnostic::new(&WRONG_POLICY, place.clone(), message);
        Some(error.hint.into_iter().fold(diagnostic, Diagnostic::hint))
    };
    std::iter::once(&policy.query).chain(&policy.scope).filter_map(wrong).collect()
}

/// The entities that a policy's query finds among those that it is for; none when the query is wrong.
pub fn found_by(policy: &Policy, ground: &Ground, today: Today) -> Vec<u32> {
    let ask = |(text, _): &Placed| Some(answer(ground, &parse(text, ground.vocabulary()).ok()?, today));
    let Some(mut found) = ask(&policy.query) else { return Vec::new() };
    if let Some(scope) = &policy.scope {
        let mut scope = ask(scope).unwrap_or_default();
        scope.sort_unstable();
        found.retain(|entity| scope.binary_search(entity).is_ok());
    }
    found.sort_unstable();
    found
}

/// What is told where the entity is declared; `became` says what happened to it, when that is why.
pub fn violation(policy: &Policy, catalog: &Catalog, index: EntityIndex, became: Option<&str>) -> Diagnostic {
    let entity = &catalog[index];
    let place = Place {
        repo: catalog[entity.origin.repo].name.clone(),
        path: entity.origin.path.clone(),
        line: entity.origin.line,
        ..Place::default()
    };
    let became = became.map(|words| format!(", which {words}")).unwrap_or_default();
    let message = format!("{}: {}{became} (`{}`)", policy.message, entity.id, policy.id);
    let mut hint: Vec<String> = policy.fix.iter().chain(&policy.why).map(|text| text.replace('\n', " ")).collect();
    hint.extend(policy.owner.iter().map(|owner| format!("ask {owner}")));
    let severity = match policy.level {
        Level::Allow => Severity::Info,
        Level::Warn => Severity::Warning,
        Level::Deny => Severity::Error,
    };
    let diagnostic = Diagnostic { severity, ..Diagnostic::new(&POLICY, place, message) }.entity(&entity.id);
    if hint.is_empty() { diagnostic } else { diagnostic.hint(hint.join("; ")) }
}
