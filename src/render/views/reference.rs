//! A link to an entity, with icon, title and reference.

use serde::Serialize;

use crate::{
    model::{Entity, EntityId, SitePath},
    render::kinds,
};

/// A link to an entity, or the name of one that is not there.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Reference {
    /// None when the entity does not exist.
    pub(crate) href: Option<String>,
    pub(crate) title: String,
    /// `kind:namespace/name`.
    pub(crate) reference: String,
    pub(crate) hue: &'static str,
    pub(crate) icon: &'static str,
    /// One or two letters for people and groups.
    pub(crate) initials: Option<String>,
}

impl Reference {
    /// A link from the page `from` to `entity`.
    pub(crate) fn to(from: &SitePath, entity: &Entity) -> Self {
        let social = matches!(entity.id.kind(), "group" | "user");
        Self {
            href: Some(from.href_to(&entity.id.page())),
            title: label(entity.title()),
            reference: entity.id.to_string(),
            hue: kinds::hue(entity.id.kind()),
            icon: kinds::icon(entity),
            initials: social.then(|| initials(entity.title())),
        }
    }

    /// The name of an entity that nothing declares.
    pub(crate) fn dangling(id: &EntityId) -> Self {
        Self {
            href: None,
            title: match id.namespace() {
                "default" => id.name().to_owned(),
                namespace => format!("{namespace}/{}", id.name()),
            },
            reference: id.to_string(),
            hue: kinds::hue(id.kind()),
            icon: "dangling",
            initials: matches!(id.kind(), "group" | "user").then(|| "?".to_owned()),
        }
    }
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
