//! What a portal gives to programs and other sites beside its pages, as the configuration asks for it.

use super::{Entity, SitePath};

/// The feed of a group that owns something or of a system with parts, or another file of that kind beside it.
pub fn feed_path(entity: &Entity, extension: &str) -> Option<SitePath> {
    let relation = match entity.id.kind() {
        "group" => "ownerOf",
        "system" => "hasPart",
        _ => return None,
    };
    entity.related(relation).find(|related| related.entity.is_some())?;
    let [kind, namespace, name] = [entity.id.kind(), entity.id.namespace(), entity.id.name()].map(SitePath::part);
    Some(SitePath::from_parts(["feeds", &kind, &namespace, &format!("{name}.{extension}")]))
}

/// What is written beside the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exports {
    /// Whether feeds and calendars are.
    pub feeds: bool,
    /// The badges of each entity, without repetition.
    pub badges: Vec<Badge>,
    /// Whether cards for other sites are.
    pub cards: bool,
    /// The most tokens of a context pack; none without packs.
    pub context_tokens: Option<usize>,
}

impl Default for Exports {
    /// Feeds and packs, of which there are as many as teams and systems. Badges and cards, of which there are as many as
    /// entities, are for those who ask: a large catalog would meet the limits of hosts on files with them.
    fn default() -> Self {
        Self { feeds: true, badges: Vec::new(), cards: false, context_tokens: Some(8_000) }
    }
}

/// What a badge of an entity says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Badge {
    /// Its type with lifecycle and owner.
    Summary,
    /// Who owns it.
    Owner,
    /// Its lifecycle.
    Lifecycle,
    /// Its kind and type.
    Kind,
    /// How many pages its documents have.
    Docs,
    /// The level that it has by the first scorecard that it is held to.
    Level,
}

impl Badge {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 6] = [Self::Summary, Self::Owner, Self::Lifecycle, Self::Kind, Self::Docs, Self::Level];

    /// The word for it in configuration and addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Owner => "owner",
            Self::Lifecycle => "lifecycle",
            Self::Kind => "kind",
            Self::Docs => "docs",
            Self::Level => "level",
        }
    }
}
