//! A link to an entity, with icon, title and reference.

use std::sync::OnceLock;

use serde::{Serialize, Serializer};
use tera::Value;

use crate::{
    model::{Entity, EntityId, SitePath},
    render::kinds,
};

/// A link to an entity, or the name of one that is not there; made ready for templates, so that a page may share it
/// with others.
#[derive(Clone, Debug)]
pub(crate) struct Reference(Value);

/// What templates see of it.
#[derive(Serialize)]
struct Fields<'a> {
    /// None when the entity does not exist.
    href: Option<&'a str>,
    title: &'a str,
    /// `kind:namespace/name`.
    reference: &'a str,
    hue: &'static str,
    icon: &'static str,
    /// One or two letters for people and groups.
    initials: Option<&'a str>,
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Reference {
    fn new(fields: &Fields<'_>) -> Self {
        Self(Value::from_serializable(fields))
    }

    /// The name of an entity that nothing declares.
    pub(crate) fn dangling(id: &EntityId) -> Self {
        let long = format!("{}/{}", id.namespace(), id.name());
        Self::new(&Fields {
            href: None,
            title: if id.namespace() == "default" { id.name() } else { &long },
            reference: id.as_str(),
            hue: kinds::hue(id.kind()),
            icon: "dangling",
            initials: matches!(id.kind(), "group" | "user").then_some("?"),
        })
    }
}

/// What is the same in all links to an entity.
pub(crate) struct Face {
    page: SitePath,
    title: String,
    hue: &'static str,
    icon: &'static str,
    initials: Option<String>,
    /// Whether so much refers to the entity that it pays to keep a link.
    hub: bool,
    /// The link from the pages of all entities of other kinds.
    far: OnceLock<Reference>,
}

/// Relations that make an entity one to which many pages link.
const HUB: usize = 6;

impl Face {
    /// The face of an entity.
    pub(crate) fn new(entity: &Entity) -> Self {
        let title = entity.title();
        let social = matches!(entity.id.kind(), "group" | "user");
        Self {
            page: entity.id.page(),
            title: label(title),
            hue: kinds::hue(entity.id.kind()),
            icon: kinds::icon(entity),
            initials: social.then(|| initials(title)),
            hub: entity.relations.len() >= HUB,
            far: OnceLock::new(),
        }
    }

    /// A link from the page `from` to the entity, whose identity is `id`.
    pub(crate) fn reference(&self, from: &SitePath, id: &EntityId) -> Reference {
        if self.hub && is_far(from, &self.page) {
            return self.far.get_or_init(|| self.link(from, id)).clone();
        }
        self.link(from, id)
    }

    fn link(&self, from: &SitePath, id: &EntityId) -> Reference {
        Reference::new(&Fields {
            href: Some(&from.href_to(&self.page)),
            title: &self.title,
            reference: id.as_str(),
            hue: self.hue,
            icon: self.icon,
            initials: self.initials.as_deref(),
        })
    }
}

/// Whether both are pages of entities, of different kinds: then the way is the same from all of them.
fn is_far(from: &SitePath, to: &SitePath) -> bool {
    matches!((entity_kind(from), entity_kind(to)), (Some(from), Some(to)) if from != to)
}

/// The folder of a kind when the page is one of an entity: `catalog/<kind>/<namespace>/<name>.html`.
fn entity_kind(page: &SitePath) -> Option<&str> {
    let (kind, rest) = page.as_str().strip_prefix("catalog/")?.split_once('/')?;
    (rest.bytes().filter(|byte| *byte == b'/').count() == 1).then_some(kind)
}

/// The longest name that lists show, in characters.
const LONGEST_LABEL: usize = 100;

/// A name as lists show it: a document whose text is all one heading has a title of many pages.
pub(crate) fn label(title: &str) -> String {
    match title.char_indices().nth(LONGEST_LABEL) {
        Some((end, _)) => format!("{}…", title[..end].trim_end()),
        None => title.to_owned(),
    }
}

/// The first letters of the first and the last word, upper case.
pub(crate) fn initials(title: &str) -> String {
    let mut words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next();
    let letters = [first, words.next_back()];
    letters.into_iter().flatten().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_one_or_two_letters() {
        for (title, expected) in
            [("Team Payments", "TP"), ("ada", "A"), ("a-b-c", "AC"), ("", ""), ("<b>", "B"), ("Élan vital", "ÉV")]
        {
            assert_eq!(initials(title), expected, "{title}");
        }
    }
}
