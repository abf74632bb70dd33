//! Facts: what repositories themselves show of entities, and where it shows.

use super::{EntityIndex, RepoIndex, RepoPath};

/// What the values of a fact are; pages, queries and JSON follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactType {
    /// A whole number.
    Count,
    /// A whole number from 0 to 100.
    Percent,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// One text.
    Text,
    /// Any number of texts.
    List,
    /// Texts, each with a part of a whole.
    Shares,
}

impl FactType {
    /// As JSON and the manual name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Percent => "percent",
            Self::Date => "date",
            Self::Text => "text",
            Self::List => "list",
            Self::Shares => "shares",
        }
    }
}

/// What a fact is read from, which says how old it is: as old as the commit that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The files at the commit.
    Files,
    /// The commits up to it.
    History,
}

impl Basis {
    /// As JSON and the manual name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::History => "history",
        }
    }
}

/// What may be known of an entity. All there are stand in [`FACT_KEYS`].
#[derive(Debug, PartialEq, Eq)]
pub struct FactKey {
    /// In queries, JSON and file names: kebab-case, unique, and no field or relation of the query language.
    pub id: &'static str,
    /// As people call it.
    pub title: &'static str,
    /// What its values are.
    pub fact_type: FactType,
    /// What its numbers count, in the plural; empty when they count nothing.
    pub unit: &'static str,
    /// What it is read from.
    pub basis: Basis,
    /// One sentence without full stop: how it is found.
    pub description: &'static str,
}

/// What is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactValue {
    /// Of counts, percents and days.
    Number(u32),
    /// Of texts, days and versions.
    Text(String),
    /// Of lists, in an order that means something to the key.
    List(Vec<String>),
    /// Of shares, the greatest first.
    Shares(Vec<(String, u64)>),
}

impl FactValue {
    /// Its values as texts: the names of shares.
    pub fn texts(&self) -> Vec<String> {
        match self {
            Self::Number(number) => vec![number.to_string()],
            Self::Text(text) => vec![text.clone()],
            Self::List(items) => items.clone(),
            Self::Shares(shares) => shares.iter().map(|(name, _)| name.clone()).collect(),
        }
    }

    /// Whether it says that there is none.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Number(number) => *number == 0,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Shares(shares) => shares.is_empty(),
        }
    }
}

/// Where a fact shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The repository.
    pub repo: RepoIndex,
    /// The file, or the folder that was looked at; empty for the whole repository.
    pub path: RepoPath,
    /// From 1; 0 when all of it is meant.
    pub line: u32,
    /// The commit that shows it, when it is another than the one that was read.
    pub commit: Option<String>,
}

/// One thing that is known of one entity. What is not known is no fact: a fact of 0 or of an empty list says that it was
/// looked for and there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Of what it is known.
    pub entity: EntityIndex,
    /// What is known.
    pub key: &'static FactKey,
    /// How much, which, when.
    pub value: FactValue,
    /// Where it shows.
    pub evidence: Evidence,
}

/// All facts, by entity, and of each in the order of [`FACT_KEYS`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed(Vec<Fact>);

impl Observed {
    /// Puts facts in order; of several under one key the first stays.
    pub fn new(mut facts: Vec<Fact>) -> Self {
        let place = |fact: &Fact| FACT_KEYS.iter().position(|key| key.id == fact.key.id);
        facts.sort_by_cached_key(|fact| (fact.entity, place(fact)));
        facts.dedup_by(|a, b| a.entity == b.entity && a.key.id == b.key.id);
        Self(facts)
    }

    /// With further facts.
    #[must_use]
    pub fn with(self, more: Vec<Fact>) -> Self {
        Self::new(self.0.into_iter().chain(more).collect())
    }

    /// All facts.
    pub fn all(&self) -> &[Fact] {
        &self.0
    }

    /// Those of one entity.
    pub fn of(&self, entity: EntityIndex) -> &[Fact] {
        let start = self.0.partition_point(|fact| fact.entity < entity);
        let length = self.0[start..].partition_point(|fact| fact.entity == entity);
        &self.0[start..start + length]
    }

    /// What is known of an entity under a key.
    pub fn get(&self, entity: EntityIndex, key: &str) -> Option<&Fact> {
        self.of(entity).iter().find(|fact| fact.key.id == key)
    }
}

/// The key of this name.
pub fn fact_key(id: &str) -> Option<&'static FactKey> {
    FACT_KEYS.iter().find(|key| key.id == id)
}

const fn key(
    (id, title): (&'static str, &'static str),
    (fact_type, unit): (FactType, &'static str),
    basis: Basis,
    description: &'static str,
) -> FactKey {
    FactKey { id, title, fact_type, unit, basis, description }
}

/// Every key, in the order in which pages show them.
pub static FACT_KEYS: [FactKey; 28] = [
    key(("code", "Code"), (FactType::Text, ""), Basis::Files, "The folder that its facts are of, as `repository/path`"),
    key(
        ("languages", "Languages"),
        (FactType::Shares, "bytes"),
        Basis::Files,
        "Programming and markup languages by bytes; vendored, generated and documentation files are left out",
    ),
    key(
        ("code-size", "Size of the code"),
        (FactType::Count, "kilobytes"),
        Basis::Files,
        "Bytes of the files that its languages are counted from, in thousands, rounded up",
    ),
    key(("readme", "Readme"), (FactType::List, ""), Basis::Files, "Readme files in its folder itself"),
    key(
        ("license", "Licence"),
        (FactType::List, ""),
        Basis::Files,
        "SPDX identifiers of the licence texts in its folder or the nearest above; `other` for a text that is not known",
    ),
    key(
        ("codeowners", "Code owners"),
        (FactType::List, ""),
        Basis::Files,
        "Whom CODEOWNERS makes responsible for its files, those of most files first",
    ),
    key(
        ("codeowners-coverage", "Files with code owners"),
        (FactType::Percent, "percent"),
        Basis::Files,
        "How many of its files have an owner in CODEOWNERS",
    ),
    key(
        ("ci", "Continuous integration"),
        (FactType::List, ""),
        Basis::Files,
        "Systems whose settings lie in its folder or above",
    ),
    key(
        ("tests", "Test files"),
        (FactType::Count, "files"),
        Basis::Files,
        "Files that are tests by their names or folders",
    ),
    key(
        ("linters", "Linters and formatters"),
        (FactType::List, ""),
        Basis::Files,
        "Tools whose settings lie in its folder or above",
    ),
    key(
        ("containers", "Container files"),
        (FactType::Count, "files"),
        Basis::Files,
        "Files from which images of containers are built, and compose files",
    ),
    key(
        ("infrastructure", "Infrastructure"),
        (FactType::List, ""),
        Basis::Files,
        "What belongs to it of what manifests, templates, states and inventories name, as `provider/type`",
    ),
    key(
        ("infrastructure-count", "Things of infrastructure"),
        (FactType::Count, "things"),
        Basis::Files,
        "How many of these there are",
    ),
    key(
        ("environments", "Environments"),
        (FactType::List, ""),
        Basis::Files,
        "What these are there for, where that is certain",
    ),
    key(
        ("api-definitions", "API definitions"),
        (FactType::Count, "files"),
        Basis::Files,
        "Files that are OpenAPI, AsyncAPI, GraphQL or Protocol Buffers by their names",
    ),
    key(
        ("decisions", "Decision records"),
        (FactType::Count, "files"),
        Basis::Files,
        "Documents in a folder of decision records",
    ),
    key(
        ("last-commit", "Last commit"),
        (FactType::Date, ""),
        Basis::History,
        "The day of the last commit to its files by a person; merges and programs apart",
    ),
    key(
        ("first-commit", "First commit"),
        (FactType::Date, ""),
        Basis::History,
        "The day of the first commit to its files, when the whole history is known",
    ),
    key(
        ("commits", "Commits in a year"),
        (FactType::Count, "commits"),
        Basis::History,
        "Commits to its files by people in 365 days; merges apart",
    ),
    key(
        ("commits-by-month", "Commits by month"),
        (FactType::Shares, "commits"),
        Basis::History,
        "The same by month, the earliest first; months without a commit are left out",
    ),
    key(
        ("contributors", "Contributors in a year"),
        (FactType::Count, "people"),
        Basis::History,
        "People who made these commits, told apart as `.mailmap` says",
    ),
    key(
        ("bus-factor", "Bus factor"),
        (FactType::Count, "people"),
        Basis::History,
        "The fewest people who together made more than half of these commits",
    ),
    key(
        ("docs-changed", "Documents changed"),
        (FactType::Date, ""),
        Basis::History,
        "The day of the last commit to a Markdown, AsciiDoc or reStructuredText file of it",
    ),
    key(
        ("release", "Latest release"),
        (FactType::Text, ""),
        Basis::History,
        "The tag of the latest release: the last one by date that is a version",
    ),
    key(("released", "Released"), (FactType::Date, ""), Basis::History, "The day of the latest release"),
    key(
        ("releases", "Releases in a year"),
        (FactType::Count, "releases"),
        Basis::History,
        "Tags in 365 days that are versions; those before a release, such as `-rc.1`, are left out",
    ),
    key(
        ("release-cadence", "Days between releases"),
        (FactType::Count, "days"),
        Basis::History,
        "The median of the days between one of these releases and the next",
    ),
    key(
        ("lead-time", "Lead time"),
        (FactType::Count, "hours"),
        Basis::History,
        "The median of the hours from a commit to its files to the first of these releases that has it; merges apart",
    ),
];
