//! Entities that are tied to one another at random.

use std::fmt::Write as _;

use super::asking::Dice;

/// How many there are.
pub const MESH: usize = 24;

/// One of them, in a file of its own: what it says of itself, and whom it needs, owns, provides and belongs to.
pub fn knot(number: usize, dice: &mut Dice) -> String {
    let kind = ["Component", "API", "Resource", "System", "Component", "Domain"][number % 6];
    let mut name = |kind: usize| format!("e{}", dice.below(MESH / 6 + 1) * 6 + kind);
    let (whole, apis, needs) =
        (if kind == "System" { name(5) } else { name(3) }, [name(1), name(1)], [name(0), name(2)]);
    let mut text =
        format!("-- org/mesh/e{number}/catalog-info.yaml --\napiVersion: backstage.io/v1alpha1\nkind: {kind}\n");
    let _ = write!(text, "metadata:\n  name: e{number}\n");
    for line in [
        format!("  title: Knot {}\n", dice.below(3)),
        format!("  description: Said {}.\n", dice.below(3)),
        format!("  description: 'See [it](component:e{}).'\n", dice.below(MESH)),
        format!("  annotations: {{backstage.io/techdocs-entity: 'component:e{}'}}\n", dice.below(MESH)),
        format!("  tags: [t{}]\n", dice.below(2)),
    ] {
        let twice = line.starts_with("  description") && text.contains("  description");
        if dice.below(2) == 0 && !twice {
            text.push_str(&line);
        }
    }
    let _ = write!(
        text,
        "spec:\n  type: type{}\n  lifecycle: {}\n",
        dice.below(2),
        ["production", "deprecated"][dice.below(2)]
    );
    let _ = write!(text, "  owner: team-{}\n  definition: 'text {}'\n", dice.below(4), dice.below(2));
    if kind != "Domain" {
        let _ = writeln!(text, "  {}: {whole}", if kind == "System" { "domain" } else { "system" });
    }
    if kind == "Component" {
        let _ = write!(text, "  providesApis: [{}]\n  consumesApis: [{}]\n", apis[0], apis[1]);
        let _ = writeln!(text, "  dependsOn: ['component:{}', 'resource:{}']", needs[0], needs[1]);
    }
    text
}
