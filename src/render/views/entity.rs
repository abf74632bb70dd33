//! The page of one entity.

use serde::Serialize;

use super::{
    Markup,
    card::{self, Snippet},
    codebase::Codebase,
    contradictions::{self, OwnDrift},
    definition::Card,
    descent::{self, Drift},
    docs::{self, Docs},
    facts::{self, Fact, Label, LinkOut},
    history::{self, History},
    implied::{self, ImpliedGroup},
    infrastructure::{self, OwnInfrastructure},
    observed::{self, Observation},
    packages::{self, OwnPackages},
    problem::Problem,
    prose::{self, Prose},
    reference::Reference,
    relations::{self, Relations},
    row::Lifecycle,
    scores::{self, CardResult, Todo},
    shell::Head,
    source::{self, Source},
    team::{self, Team},
    template::{self, Template},
};
use crate::{
    model::{Entity, EntityIndex, SitePath, feed_path},
    render::{board::Board, kinds},
};

/// The most problems that an entity's page shows; its rule pages show the rest.
const MOST_PROBLEMS: usize = 50;

/// The page of one entity.
#[derive(Debug, Serialize)]
pub(crate) struct EntityView {
    head: Head,
    this: Reference,
    kind: String,
    kind_plural: String,
    kind_href: String,
    catalog_href: String,
    known_kind: bool,
    api_version: String,
    type_name: Option<String>,
    lifecycle: Option<Lifecycle>,
    owners: Vec<Reference>,
    tags: Vec<String>,
    links: Vec<LinkOut>,
    problems: Vec<Problem>,
    more_problems: usize,
    about: Option<Markup>,
    declared_in: String,
    facts: Vec<Fact>,
    diagram: Option<Markup>,
    relations: Vec<Relations>,
    implied: Vec<ImpliedGroup>,
    team: Option<Team>,
    template: Option<Template>,
    definition: Option<Card>,
    drift: Option<Drift>,
    observed: Option<Observation>,
    packages: Option<OwnPackages>,
    infrastructure: Option<OwnInfrastructure>,
    codebase: Option<Codebase>,
    scores: Vec<CardResult>,
    todo: Option<Todo>,
    contradictions: Option<OwnDrift>,
    history: Option<History>,
    docs: Option<Docs>,
    labels: Vec<Label>,
    annotations: Vec<Label>,
    source: Source,
    snippets: Vec<Snippet>,
    feed: Option<FeedLinks>,
    sections: Vec<SectionLink>,
}

/// What happened and what is to happen to the entity's parts or to what it owns.
#[derive(Debug, Serialize)]
struct FeedLinks {
    title: String,
    href: String,
}

impl FeedLinks {
    fn new(board: &Board<'_>, from: &SitePath, entity: &Entity) -> Option<Self> {
        let path = feed_path(entity, "atom").filter(|_| board.exports.feeds && board.url.is_some())?;
        Some(Self { title: entity.title().to_owned(), href: from.href_to(&path) })
    }
}

/// An entry of the page's own navigation.
#[derive(Debug, Serialize)]
struct SectionLink {
    id: &'static str,
    label: &'static str,
}

/// A page, and the text of its description for search.
pub(crate) struct Parts {
    pub(crate) view: EntityView,
    pub(crate) prose: Prose,
}

impl EntityView {
    /// The page of the entity at `index`.
    pub(crate) fn parts(board: &Board<'_>, index: EntityIndex, diagram: Option<Markup>) -> Parts {
        let entity = &board.catalog[index];
        let from = &entity.id.page();
        let prose = prose::prose(board, from, &entity.namespace, entity.description().unwrap_or_default());
        let found = board.problems_of(&entity.id);
        let mut view = Self {
            head: Head::new(entity.title(), section(entity)).describe(entity.description().unwrap_or_default()),
            this: board.reference(from, index),
            kind: entity.kind.clone(),
            kind_plural: kinds::plural(entity.id.kind(), &entity.kind),
            kind_href: from.href_to(&super::shell::kind_page(entity.id.kind())),
            catalog_href: from.href_to(&super::shell::page("catalog")),
            known_kind: entity.known_kind,
            api_version: entity.api_version.clone(),
            type_name: entity.spec_str("type").map(str::to_owned),
            lifecycle: entity.spec_str("lifecycle").map(Lifecycle::new),
            owners: board.related(from, entity, "ownedBy"),
            tags: entity.tags().map(str::to_owned).collect(),
            links: facts::links(board, from, entity),
            more_problems: found.clone().count().saturating_sub(MOST_PROBLEMS),
            problems: found.take(MOST_PROBLEMS).map(|diagnostic| Problem::new(board, from, diagnostic)).collect(),
            about: entity.description().map(|_| prose.html.clone().into()),
            declared_in: source::place(board, entity),
            facts: facts::facts(board, from, entity),
            diagram,
            relations: relations::relations(board, from, entity),
            implied: implied::implied(board, from, index),
            team: team::team(board, from, index),
            template: template::template(board, from, index),
            definition: board.definition_of(index).cloned(),
            drift: descent::drift(board, from, index),
            observed: observed::observation(board, index),
            packages: packages::own(board, index),
            infrastructure: infrastructure::own(board, from, index),
            codebase: team::codebase(board, index),
            scores: scores::results(board, from, index),
            todo: scores::todo(board, from, index),
            contradictions: contradictions::own(board, from, index),
            history: history::history(board, from, index),
            docs: docs::docs(board, from, index),
            labels: facts::labels(entity),
            annotations: facts::annotations(board, from, entity),
            source: source::source(board, entity),
            snippets: card::snippets(board, index),
            feed: FeedLinks::new(board, from, entity),
            sections: Vec::new(),
        };
        view.sections = view.section_links();
        Parts { view, prose }
    }

    fn has_relations(&self) -> bool {
        self.diagram.is_some() || !self.relations.is_empty() || !self.implied.is_empty()
    }

    fn section_links(&self) -> Vec<SectionLink> {
        let all = [
            (!self.problems.is_empty(), "problems", "Problems"),
            (true, "about", "About"),
            (self.definition.is_some(), "definition", "API"),
            (self.template.is_some(), "parameters", "Template"),
            (self.template.as_ref().is_some_and(Template::is_used), "uses", "Who used it"),
            (self.team.is_some(), "team", "Team"),
            (self.todo.is_some(), "health", "Tech health"),
            (self.codebase.is_some(), "codebase", "Code"),
            (self.has_relations(), "relations", "Relations"),
            (self.drift.is_some(), "drift", "Template"),
            (self.docs.is_some(), "docs", "Docs"),
            (!self.scores.is_empty(), "scorecards", "Scorecards"),
            (self.contradictions.is_some(), "contradictions", "Drift"),
            (self.observed.is_some(), "code", "Code"),
            (self.packages.is_some(), "packages", "Packages"),
            (self.infrastructure.is_some(), "infrastructure", "Infrastructure"),
            (self.history.is_some(), "history", "History"),
            (!self.labels.is_empty() || !self.annotations.is_empty(), "annotations", "Annotations"),
            (true, "source", "Source"),
        ];
        all.into_iter().filter(|(shown, ..)| *shown).map(|(_, id, label)| SectionLink { id, label }).collect()
    }
}

/// The section of the top bar that a kind belongs to.
fn section(entity: &Entity) -> &'static str {
    match entity.id.kind() {
        "api" => "apis",
        "group" | "user" => "teams",
        "template" => "templates",
        _ => "catalog",
    }
}
