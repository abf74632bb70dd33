//! Entities that documents name: `[[component:default/payments]]`.

use super::shelf::Shelf;
use crate::{
    markdown::EntityLink,
    model::{Entity, EntityId, EntityIndex, EntityRef, SitePath},
};

/// The longest text in double brackets that may be a reference, in bytes.
const LONGEST: usize = 200;

/// Kinds that Backstage knows; a reference that begins with another word is no reference unless it leads somewhere.
const KINDS: [&str; 9] = ["api", "component", "domain", "group", "location", "resource", "system", "template", "user"];

/// The words of a description that a card shows, at most.
const MOST_WORDS: usize = 24;

/// What a text in double brackets means.
pub enum Meant {
    /// This entity.
    Entity(EntityIndex),
    /// A reference to nothing; as an identity.
    Nothing(EntityId),
    /// No reference.
    Text,
}

/// Looks up what a text means.
pub fn meant(shelf: &Shelf<'_>, text: &str) -> Meant {
    let text = text.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:".contains(c);
    if text.is_empty() || text.len() > LONGEST || !text.chars().all(plain) {
        return Meant::Text;
    }
    let Some((kind, _)) = text.split_once(':') else {
        return shelf.named(text).map_or(Meant::Text, Meant::Entity);
    };
    let Ok(reference) = EntityRef::parse(text, None, "default") else { return Meant::Text };
    let id = EntityId::from(&reference);
    match shelf.catalog.find(&id) {
        Some(entity) => Meant::Entity(entity),
        None if KINDS.contains(&kind.to_lowercase().as_str()) => Meant::Nothing(id),
        None => Meant::Text,
    }
}

/// The link to an entity, with what its card says.
pub fn link(shelf: &Shelf<'_>, from: &SitePath, index: EntityIndex) -> EntityLink {
    let entity = &shelf.catalog[index];
    let owner = entity.related("ownedBy").next();
    let owner = owner.map(|relation| match relation.entity {
        Some(owner) => shelf.catalog[owner].title().to_owned(),
        None => relation.target.name().to_owned(),
    });
    EntityLink {
        href: from.href_to(&entity.id.page()),
        text: entity.title().to_owned(),
        reference: entity.id.to_string(),
        kind: entity.kind.clone(),
        description: first_sentence(entity),
        owner: owner.unwrap_or_default(),
    }
}

/// The first words of a description, up to the end of a sentence.
fn first_sentence(entity: &Entity) -> String {
    let text = entity.description().unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS + 1).collect();
    let end = words.iter().position(|word| word.ends_with(['.', '!', '?'])).map_or(words.len(), |end| end + 1);
    let shown = words[..end.min(MOST_WORDS)].join(" ");
    if end > MOST_WORDS { format!("{shown} …") } else { shown }
}
