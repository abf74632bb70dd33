//! The table of all rules. A rule is a constant in the stage that raises it; here they meet.

use crate::{
    collect, config, definition,
    diagnostic::{DriftRule, Rule},
    docs, drift, foreign, infrastructure, pack, packages, parse, query, resolve, score,
};

/// The rules of drift, which are no problems of their own, as pages show them.
pub fn of_drift() -> [&'static DriftRule; drift::RULES.len()] {
    drift::RULES
}

/// The ids of all rules that a configuration may name.
pub fn ids() -> Vec<&'static str> {
    all().iter().map(|rule| rule.id).chain(drift::RULES.iter().map(|rule| rule.id)).collect()
}

/// All rules, sorted by id.
pub fn all() -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = Vec::new();
    rules.extend(config::RULES);
    rules.extend(collect::RULES);
    rules.extend(parse::RULES);
    rules.extend(resolve::RULES);
    rules.extend(definition::RULES);
    rules.extend(docs::RULES);
    rules.extend(foreign::RULES);
    rules.extend(infrastructure::RULES);
    rules.extend(pack::RULES);
    rules.extend(packages::RULES);
    rules.extend(query::RULES);
    rules.extend(score::RULES);
    rules.sort_by_key(|rule| rule.id);
    rules
}
