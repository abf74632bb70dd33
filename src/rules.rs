//! The table of all rules. A rule is a constant in the stage that raises it; here they meet.

use crate::{
    collect, config, definition, diagnostic::Rule, docs, foreign, pack, packages, parse, query, resolve, score,
};

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
    rules.extend(pack::RULES);
    rules.extend(packages::RULES);
    rules.extend(query::RULES);
    rules.extend(score::RULES);
    rules.sort_by_key(|rule| rule.id);
    rules
}
