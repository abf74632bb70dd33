//! The page on which a template is used: what it makes, what it asks, and where its scripts are.

use serde::Serialize;

use super::{
    Markup, facts,
    prose::prose,
    reference::Reference,
    shell::{Head, page},
    template::{self, Template},
};
use crate::{
    model::{Entity, EntityIndex, PageRun, SitePath},
    render::{board::Board, pickers},
};

/// The apiVersion of templates whose questions and steps are understood.
const TEMPLATE: &str = "scaffolder.backstage.io/v1beta3";

/// The page on which a template is used.
#[derive(Debug, Serialize)]
pub(crate) struct FormView {
    head: Head,
    this: Reference,
    title: String,
    name: String,
    type_name: Option<String>,
    owners: Vec<Reference>,
    tags: Vec<String>,
    links: Vec<facts::LinkOut>,
    about: Option<Markup>,
    templates_href: String,
    template: Option<Template>,
    /// The command that asks the same questions on a terminal.
    command: String,
    /// What follows `--from` in it; empty when the sources are folders.
    from: String,
    /// The script with the engine, and the one with the template; none when the page cannot run it.
    scripts: Option<[String; 2]>,
    /// Whether the page cannot run it because it fetches too much.
    too_large: bool,
    /// The script with what pickers offer; none when no question needs it.
    entities: Option<String>,
    /// The folder with scripts of all entities, and how many there are; none when the steps ask for none, or name them.
    catalog: Option<(String, u32)>,
    /// The words on the button that leads to the last step, when the template has its own.
    review: String,
}

/// The page on which an entity is used as a template, when it is one that can be.
pub(crate) fn path(entity: &Entity) -> Option<SitePath> {
    let is_template = entity.id.kind() == "template" && entity.api_version == TEMPLATE;
    let name = format!("{}.html", SitePath::part(entity.id.name()));
    is_template.then(|| SitePath::from_parts(["templates", &SitePath::part(entity.id.namespace()), &name]))
}

impl FormView {
    /// The page at `from`; `entities` is the script with what pickers offer.
    pub(crate) fn new(board: &Board<'_>, from: &SitePath, index: EntityIndex, entities: Option<&SitePath>) -> Self {
        let entity = &board.catalog[index];
        let repo = &board.catalog[entity.origin.repo];
        let source = repo.url.as_ref().map(|url| url.as_str().to_owned()).unwrap_or_default();
        let name = entity.id.name();
        let (scripts, too_large) = match board.archive_of(index).map(|archive| &archive.run) {
            Some(PageRun::Scripts { engine, template, .. }) => {
                (Some([engine, template].map(|path| from.href_to(path))), false)
            }
            Some(PageRun::NoEngine) => (None, false),
            Some(PageRun::TooLarge) | None => (None, true),
        };
        let catalog = match board.archive_of(index).map(|archive| &archive.run) {
            Some(PageRun::Scripts { entities: Some(all), .. }) => Some((from.href_to(&all.folder), all.count)),
            _ => None,
        };
        let tail = if source.is_empty() { String::new() } else { format!(" --from {source}") };
        let description = entity.description().unwrap_or_default();
        let labels = entity.spec.get("presentation").and_then(|presentation| presentation.get("buttonLabels"));
        let review = labels.and_then(|labels| labels.get("reviewButtonText")?.as_str());
        Self {
            head: Head::new(format!("Use {}", entity.title()), "templates").describe(description),
            this: board.reference(from, index),
            title: entity.title().to_owned(),
            name: name.to_owned(),
            type_name: entity.spec_str("type").map(str::to_owned),
            owners: board.related(from, entity, "ownedBy"),
            tags: entity.tags().map(str::to_owned).collect(),
            links: facts::links(board, from, entity),
            about: entity.description().map(|text| prose(board, from, &entity.namespace, text).html.into()),
            templates_href: from.href_to(&page("templates")),
            template: template::template(board, from, index),
            command: format!("callboard new {name}{tail}"),
            from: source,
            scripts,
            too_large,
            entities: entities.filter(|_| pickers::asks(entity)).map(|path| from.href_to(path)),
            catalog,
            review: review.unwrap_or_default().to_owned(),
        }
    }
}
