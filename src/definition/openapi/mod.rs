//! OpenAPI 2 (Swagger), 3.0 and 3.1, leniently: what is there is read, whatever the version says.

mod content;
mod operation;
mod security;
mod servers;

pub(super) use self::{security::schemes, servers::variables};

use super::{
    desk::{Desk, is_filled},
    spot::Spot,
};
use crate::model::{Api, Format, Group, Info, InfoLink, Operation, SafeUrl};

/// What holds for all operations of a document.
pub(super) struct Frame<'a> {
    root: Spot<'a>,
    /// Whether it is version 2, in which bodies are parameters.
    old: bool,
    consumes: Vec<&'a str>,
    produces: Vec<&'a str>,
}

/// Reads a document.
pub(super) fn read<'a>(desk: &Desk<'a>, root: Spot<'a>) -> Api {
    let old = root.get("openapi").is_none() && root.get("swagger").is_some();
    let version = root.scalar(if old { "swagger" } else { "openapi" });
    let frame = Frame {
        root,
        old,
        consumes: root.texts_of("consumes").collect(),
        produces: root.texts_of("produces").collect(),
    };
    let components = root.get("components");
    match old {
        true => desk.declare_types("/definitions", root.get("definitions")),
        false => desk.declare_types("/components/schemas", components.and_then(|holder| holder.get("schemas"))),
    }
    check(desk, root, old);
    let tagged = operation::all(desk, &frame);
    Api {
        format: Format::OpenApi,
        dialect: format!("{} {version}", if old { "Swagger" } else { "OpenAPI" }).trim_end().to_owned(),
        info: info(root),
        servers: if old { servers::old(root) } else { servers::servers(root) },
        schemes: match old {
            true => schemes(desk, root.get("securityDefinitions")),
            false => schemes(desk, components.and_then(|holder| holder.get("securitySchemes"))),
        },
        groups: groups(desk, root, tagged),
        types: Vec::new(),
    }
}

/// Says what a document cannot do without.
fn check(desk: &Desk<'_>, root: Spot<'_>, old: bool) {
    match root.get("info") {
        None => desk.wrong(root, "The definition has no `info`"),
        Some(info) if !info.is_mapping() => desk.expect("info", "an object", info),
        Some(info) => {
            for key in ["title", "version"] {
                if info.scalar(key).is_empty() {
                    desk.wrong(info, format!("`info` has no `{key}`"));
                }
            }
        }
    }
    let holders = ["paths", "webhooks", "components"];
    match root.get("paths") {
        Some(paths) if !paths.is_mapping() => desk.expect("paths", "an object", paths),
        None if old || !holders.iter().any(|key| root.get(key).is_some_and(|spot| is_filled(spot.node))) => {
            desk.wrong(root, "The definition has no `paths`");
        }
        _ => {}
    }
}

/// `info` and what stands beside it, in the words that OpenAPI and AsyncAPI share.
pub(super) fn info(root: Spot<'_>) -> Info {
    let Some(info) = root.get("info") else { return Info::default() };
    let mut links = Vec::new();
    let mut link = |label: &'static str, text: &str, url: &str| {
        let safe = SafeUrl::parse(url);
        let text = [text, url].into_iter().find(|text| !text.trim().is_empty()).map(str::to_owned);
        links.extend(text.map(|text| InfoLink { label, text, url: safe }));
    };
    if let Some(contact) = info.get("contact") {
        let (name, email) = (contact.text("name"), contact.text("email"));
        link("Contact", if name.is_empty() { email } else { name }, contact.text("url"));
        if !email.is_empty() {
            link("Mail", email, &format!("mailto:{email}"));
        }
    }
    if let Some(licence) = info.get("license") {
        link("Licence", licence.text("name"), licence.text("url"));
    }
    link("Terms", "", info.text("termsOfService"));
    if let Some(external) = root.get("externalDocs") {
        link("More", external.text("description"), external.text("url"));
    }
    Info {
        title: info.scalar("title"),
        version: info.scalar("version"),
        description: [info.text("summary"), info.text("description")]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n"),
        links,
    }
}

/// Puts operations under their first tags, in the order of `tags`, then in that of the operations.
pub(super) fn groups(desk: &Desk<'_>, root: Spot<'_>, tagged: Vec<(String, Operation)>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for tag in root.items_of("tags") {
        let name = tag.text("name").to_owned();
        places.entry(name.clone()).or_insert(groups.len());
        groups.push(Group { name, description: tag.text("description").to_owned(), ..Group::default() });
    }
    for (tag, operation) in tagged {
        let place = *places.entry(tag.clone()).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Group { name: tag, ..Group::default() });
        }
        groups[place].operations.push(operation);
    }
    groups.retain(|group| !group.operations.is_empty());
    // Operations without a tag come last, under a name of their own when there are others.
    groups.sort_by_key(|group| group.name.is_empty());
    let several = groups.len() > 1;
    for group in &mut groups {
        if group.name.is_empty() {
            group.name = if several { "Other operations" } else { "Operations" }.to_owned();
        }
        group.anchor = desk.anchor("group", &group.name);
    }
    groups
}
