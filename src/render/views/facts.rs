//! The facts beside an entity: who owns it, what it belongs to, where it lives, and its links.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{reference::Reference, shell::day};
use crate::{
    model::{Entity, SafeUrl, SitePath},
    render::{annotations, board::Board},
};

/// One line of the fact list.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Fact {
    label: &'static str,
    entities: Vec<Reference>,
    text: Option<String>,
    href: Option<String>,
    mono: bool,
}

/// A link out of the portal, or to another entity.
#[derive(Debug, Serialize)]
pub(crate) struct LinkOut {
    href: String,
    text: String,
    icon: &'static str,
}

/// A label or an annotation.
#[derive(Debug, Serialize)]
pub(crate) struct Label {
    key: String,
    value: String,
    /// What the key means, when the theme knows it.
    meaning: Option<&'static str>,
    href: Option<String>,
}

/// The facts of an entity, in the order in which they matter.
pub(crate) fn facts(board: &Board<'_>, from: &SitePath, entity: &Entity) -> Vec<Fact> {
    let related = |label, relation_type: &str, kind: &str| Fact {
        label,
        entities: entity
            .related(relation_type)
            .filter(|relation| relation.target.kind() == kind)
            .map(|relation| board.other_end(from, relation))
            .collect(),
        ..Fact::default()
    };
    let text = |label, text: Option<&str>| Fact { label, text: text.map(str::to_owned), ..Fact::default() };
    let profile =
        |field: &str| entity.spec.get("profile").and_then(|profile| profile.get(field)).and_then(Value::as_str);
    let email = profile("email");
    let mut facts = vec![
        Fact { label: "Owner", entities: board.related(from, entity, "ownedBy"), ..Fact::default() },
        related("System", "partOf", "system"),
        related("Domain", "partOf", "domain"),
        domain_of_system(board, from, entity),
        related("Part of", "partOf", "component"),
        Fact { label: "Parent group", entities: board.related(from, entity, "childOf"), ..Fact::default() },
        Fact { label: "Member of", entities: board.related(from, entity, "memberOf"), ..Fact::default() },
        text("Type", entity.spec_str("type")),
        text("Lifecycle", entity.spec_str("lifecycle")),
        text("Tier", entity.tier().as_deref().filter(|tier| !tier.trim().is_empty())),
        Fact {
            label: "Email",
            text: email.map(str::to_owned),
            href: email.and_then(|email| SafeUrl::parse(&format!("mailto:{email}"))).map(|url| url.to_string()),
            ..Fact::default()
        },
        text("Namespace", Some(entity.namespace.as_str()).filter(|namespace| *namespace != "default")),
    ];
    facts.extend(repository(board, entity));
    facts.retain(|fact| fact.text.is_some() || !fact.entities.is_empty());
    facts
}

/// The domain that the entity's system belongs to.
fn domain_of_system(board: &Board<'_>, from: &SitePath, entity: &Entity) -> Fact {
    let domain = board
        .parent(entity, "system")
        .and_then(|system| board.parent(&board.catalog[system], "domain"))
        .map(|domain| board.reference(from, domain));
    Fact { label: "Domain", entities: domain.into_iter().collect(), ..Fact::default() }
}

fn repository(board: &Board<'_>, entity: &Entity) -> [Fact; 2] {
    let repo = &board.catalog[entity.origin.repo];
    let commit = repo.commit.as_ref();
    [
        Fact {
            label: "Repository",
            text: Some(repo.name.clone()),
            href: repo.url.as_ref().map(ToString::to_string),
            mono: true,
            ..Fact::default()
        },
        Fact {
            label: "Read at",
            text: commit.map(|commit| {
                let id: String = commit.id.chars().take(8).collect();
                format!("{id} · {}", day(&commit.time))
            }),
            mono: true,
            ..Fact::default()
        },
    ]
}

/// The entity's own links and those that its annotations stand for, most useful first.
pub(crate) fn links(board: &Board<'_>, from: &SitePath, entity: &Entity) -> Vec<LinkOut> {
    let own = entity.metadata.get("links").and_then(Value::as_array).into_iter().flatten();
    let mut links: Vec<LinkOut> = own
        .filter_map(|link| {
            let url = SafeUrl::parse(link.get("url")?.as_str()?)?;
            let title = link.get("title").and_then(Value::as_str).filter(|title| !title.trim().is_empty());
            let icon = link.get("icon").and_then(Value::as_str).unwrap_or_default();
            Some(LinkOut {
                text: title.unwrap_or(url.as_str()).to_owned(),
                icon: link_icon(icon),
                href: url.to_string(),
            })
        })
        .collect();
    let mut known: Vec<_> = text_map(&entity.metadata, "annotations")
        .filter_map(|(key, value)| Some((annotations::find(key)?, value)))
        .collect();
    known.sort_by_key(|(known, _)| known.rank());
    for (known, value) in known {
        let href = address(board, from, entity, known, value);
        links.extend(href.map(|href| LinkOut { href, text: known.label.to_owned(), icon: known.icon }));
    }
    links
}

/// The labels of an entity.
pub(crate) fn labels(entity: &Entity) -> Vec<Label> {
    text_map(&entity.metadata, "labels")
        .map(|(key, value)| Label { key: key.to_owned(), value: value.to_owned(), meaning: None, href: None })
        .collect()
}

/// The annotations of an entity, with links where the theme knows what they stand for.
pub(crate) fn annotations(board: &Board<'_>, from: &SitePath, entity: &Entity) -> Vec<Label> {
    text_map(&entity.metadata, "annotations")
        .map(|(key, value)| {
            let known = annotations::find(key);
            Label {
                key: key.to_owned(),
                value: value.to_owned(),
                meaning: known.map(|known| known.label),
                href: known.and_then(|known| address(board, from, entity, known, value)),
            }
        })
        .collect()
}

fn address(
    board: &Board<'_>,
    from: &SitePath,
    entity: &Entity,
    known: &annotations::Known,
    value: &str,
) -> Option<String> {
    if known.is_entity() {
        let index = board.find(value, &entity.namespace)?;
        return Some(from.href_to(&board.catalog[index].id.page()));
    }
    known.url(value).map(|url| url.to_string())
}

/// The text entries of a map inside the metadata.
fn text_map<'a>(metadata: &'a Map<String, Value>, field: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let entries = metadata.get(field).and_then(Value::as_object).into_iter().flatten();
    entries.filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
}

/// The theme's icon for one of the icon names that catalog files use.
fn link_icon(name: &str) -> &'static str {
    match name.to_lowercase().as_str() {
        "dashboard" | "chart" | "grafana" => "dashboard",
        "chat" | "slack" | "message" | "teams" => "chat",
        "docs" | "techdocs" | "book" | "doc" | "documentation" => "book",
        "email" | "mail" => "mail",
        "github" | "gitlab" | "repo" | "code" | "git" => "repo",
        "group" | "people" => "group",
        "user" | "person" => "user",
        "help" | "info" => "info",
        "alert" | "alerts" | "warning" | "pagerduty" => "warning",
        "web" | "website" | "language" | "public" => "website",
        "api" | "kind:api" => "api",
        "catalog" | "scaffolder" => "board",
        _ => "link",
    }
}
