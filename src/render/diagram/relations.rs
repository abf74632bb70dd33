//! Relations as arrows: both names of a pair are one arrow, seen from its two ends.

use std::borrow::Cow;

/// How a relation is drawn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrow {
    /// The place among the arrows of a box; what matters most comes first.
    pub(super) rank: usize,
    /// What the left box does to the right one.
    pub(super) label: Cow<'static, str>,
    /// Whether the arrow leads from the entity that has the relation to its target.
    pub(super) forward: bool,
}

/// Relation, its opposite, and the words for the first.
const PAIRS: [(&str, &str, &str); 6] = [
    (CONTAINS.0, CONTAINS.1, CONTAINS.2),
    ("parentOf", "childOf", "parent of"),
    ("dependsOn", "dependencyOf", "depends on"),
    ("providesApi", "apiProvidedBy", "provides"),
    ("consumesApi", "apiConsumedBy", "consumes"),
    ("hasMember", "memberOf", "has member"),
];

/// Containment, which decides what stands for what.
pub(super) const CONTAINS: (&str, &str, &str) = ("hasPart", "partOf", "contains");

/// The arrow of a relation; none for ownership, which boxes tell in their second line.
pub(super) fn arrow(relation_type: &str) -> Option<Arrow> {
    if ["ownedBy", "ownerOf"].contains(&relation_type) {
        return None;
    }
    let known = PAIRS.iter().enumerate().find_map(|(rank, (forward, backward, label))| {
        let matches = relation_type == *forward || relation_type == *backward;
        matches.then(|| Arrow { rank, label: Cow::Borrowed(*label), forward: relation_type == *forward })
    });
    Some(known.unwrap_or_else(|| Arrow { rank: PAIRS.len(), label: Cow::Owned(words(relation_type)), forward: true }))
}

/// `someRelation` as `some relation`.
fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}
