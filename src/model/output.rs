//! What stages hand to the disk and to the search index.

use super::SitePath;

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Where it goes.
    pub path: SitePath,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What a search record stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// A catalog entity.
    Entity,
    /// A documentation page.
    Page,
    /// Something that is wrong: a problem, or a rule that found some. What people look for by its words comes before it.
    Problem,
}

/// One thing that search finds.
#[derive(Clone, Debug)]
pub struct Record {
    /// What it is.
    pub kind: RecordKind,
    /// Lower-case entity kind for entities; `docs`, `decision`, `reference`, `problem` or `rule`; tells icon and hue.
    pub label: String,
    /// The page to open.
    pub path: SitePath,
    /// The place on the page, when the record is a part of it.
    pub anchor: Option<String>,
    /// The title shown.
    pub title: String,
    /// A second line: the entity's ref, or the book's title.
    pub context: String,
    /// Further names that should find it: of an entity first its name, then tags, owner, system, aliases.
    pub keywords: Vec<String>,
    /// Facets as `key` and `value`, e.g. `("owner", "group:default/team-a")`.
    pub facets: Vec<(String, String)>,
    /// Text by heading; an entity has one section, its description.
    pub sections: Vec<super::PageSection>,
}
