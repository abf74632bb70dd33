use super::resolve;
use crate::model::{
    Catalog, Declaration, EntityRef, Node, Reference, RelationField, RelationType, Repo, RepoIndex, RepoPath, Value,
};

const fn field(
    field: &'static str,
    kind: &'static str,
    (forward, reverse): (&'static str, &'static str),
    allowed_kinds: &'static [&'static str],
) -> RelationField {
    let (forward, reverse) = (RelationType(forward), RelationType(reverse));
    RelationField { field, default_kind: Some(kind), allowed_kinds, forward, reverse }
}

static FIELDS: [RelationField; 5] = [
    field("spec.owner", "group", ("ownedBy", "ownerOf"), &["Group", "User"]),
    field("spec.system", "system", ("partOf", "hasPart"), &[]),
    field("spec.subcomponentOf", "component", ("partOf", "hasPart"), &[]),
    field("spec.dependsOn", "component", ("dependsOn", "dependencyOf"), &[]),
    field("spec.children", "group", ("parentOf", "childOf"), &["Group"]),
];

/// Declarations, one a line: `kind:namespace/name field=target …`; each line is a line of the one file.
fn declarations(text: &str) -> Vec<Declaration> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.zip(1..).map(|(line, number)| declaration(line, number)).collect()
}

fn declaration(text: &str, line: u32) -> Declaration {
    let mut words = text.split_whitespace();
    let reference = EntityRef::parse(words.next().expect("an entity"), None, "default").expect("a reference");
    let references = words.zip(10..).map(|(word, column)| {
        let (field, target) = word.split_once('=').expect("field=target");
        let field = FIELDS.iter().find(|known| known.field.ends_with(field)).expect("a known field");
        let target = EntityRef::parse(target, field.default_kind, &reference.namespace).expect("a reference");
        Reference { field, target: (&target).into(), line, column }
    });
    Declaration {
        repo: RepoIndex(0),
        path: RepoPath::new("c.yaml").expect("a plain path"),
        line,
        document: Node { value: Value::Mapping(Vec::new()), line, column: 1 },
        source: text.to_owned(),
        references: references.collect(),
        reference,
        known_kind: true,
    }
}

/// The catalog, and the problems as `line:column rule message (hint)`.
fn resolved(text: &str) -> (Catalog, Vec<String>) {
    let (catalog, mut diagnostics) = resolve(vec![Repo::named("r")], declarations(text));
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let shown = diagnostics.iter().map(|diagnostic| {
        let hint = diagnostic.hint.as_ref().map_or(String::new(), |hint| format!(" ({hint})"));
        let place = &diagnostic.place;
        format!("{}:{} {}: {}{hint}", place.line, place.column, diagnostic.rule.id, diagnostic.message)
    });
    (catalog, shown.collect())
}

#[test]
fn relations_go_both_ways_and_are_distinct_and_sorted() {
    let (catalog, problems) = resolved(
        "Component:Shop/Web owner=Team system=checkout owner=team
         System:shop/checkout owner=team
         Group:shop/team children=core
         Group:shop/core",
    );
    assert_eq!(problems, [""; 0]);
    let relations: Vec<String> = catalog
        .entities()
        .iter()
        .flat_map(|entity| entity.relations.iter().map(move |relation| (entity, relation)))
        .map(|(entity, relation)| {
            let target = relation.entity.map(|index| &catalog[index].id);
            assert_eq!(target, Some(&relation.target));
            format!("{} {} {}", entity.id, relation.relation_type, relation.target)
        })
        .collect();
    assert_eq!(
        relations,
        [
            "component:shop/web ownedBy group:shop/team",
            "component:shop/web partOf system:shop/checkout",
            "group:shop/core childOf group:shop/team",
            "group:shop/team ownerOf component:shop/web",
            "group:shop/team ownerOf system:shop/checkout",
            "group:shop/team parentOf group:shop/core",
            "system:shop/checkout hasPart component:shop/web",
            "system:shop/checkout ownedBy group:shop/team",
        ]
    );
}

#[test]
fn what_does_not_hold_together_is_reported() {
    for (text, problems) in [
        (
            "Component:a owner=team-alfa dependsOn=zebra system=x
             Group:team-alpha children=component:a
             Component:zebrb owner=team-alpha",
            &[
                "1:10 unknown-owner: the owner group:default/team-alfa is not declared (did you mean \"group:default/team-alpha\"?)",
                "1:11 dangling-reference: `spec.dependsOn` names component:default/zebra, which is not declared (did you mean \"component:default/zebrb\"?)",
                "1:12 dangling-reference: `spec.system` names system:default/x, which is not declared (no system is declared at all; collect the repository that declares them)",
                "2:10 reference-kind: `spec.children` names component:default/a, which is no Group (name a Group)",
            ][..],
        ),
        (
            "Component:a/x owner=user:me dependsOn=b/x
             Component:a/X owner=user:me
             User:a/me
             Component:c/x owner=user:a/me",
            &[
                "1:11 dangling-reference: `spec.dependsOn` names component:b/x, which is not declared (did you mean \"component:a/x\"?)",
                "2:1 duplicate-entity: component:a/x is already declared in line 1 (rename one of them, or give it another namespace)",
            ],
        ),
        (
            "Component:a owner=t subcomponentOf=b
             Component:b owner=t subcomponentOf=c
             Component:c owner=t subcomponentOf=a
             Component:d owner=t subcomponentOf=d
             Group:t children=u
             Group:u children=t",
            &[
                "1:11 relation-cycle: these contain each other: component:default/a → component:default/b → component:default/c → component:default/a (remove one of these references)",
                "4:11 relation-cycle: these contain each other: component:default/d → component:default/d (remove one of these references)",
                "5:10 relation-cycle: these contain each other: group:default/t → group:default/u → group:default/t (remove one of these references)",
            ],
        ),
        (
            "Template:a
             Group:b
             Location:c",
            &[
                "1:1 unowned-entity: the Template a has no owner (add `owner:` to its spec, with a group or user)",
                "2:1 orphan-entity: the Group b is related to nothing",
            ],
        ),
    ] {
        assert_eq!(resolved(text).1, problems, "{text}");
    }
}

#[test]
fn a_long_chain_and_a_tangle_are_resolved() {
    let chain: String =
        (0..20_000).map(|number| format!("Group:g{number} children=g{}\n", (number + 1) % 20_000)).collect();
    let (_, problems) = resolved(&chain);
    assert_eq!(problems.len(), 1);
    let tangle: String =
        (0..60).flat_map(|from| (0..60).map(move |to| format!("Group:h{from}n{to} children=h{to}n{from}\n"))).collect();
    assert!(resolved(&tangle).1.len() <= 201);
}
