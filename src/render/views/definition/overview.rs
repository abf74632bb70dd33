//! What a definition says of itself, who provides and consumes the API, and the card on its entity's page.

use serde::Serialize;

use super::{Layout, Pen, operations::verb_class, text};
use crate::{
    model::{ApiDigest, Definition, EntityIndex, Format, Html, SecurityScheme, SitePath},
    render::{
        board::Board,
        kinds,
        views::{
            Markup, prose,
            reference::{Reference, label},
            row::Lifecycle,
            source::size,
        },
    },
};

/// The longest text that a page shows as it is written, in bytes.
const LONGEST_TEXT: usize = 96 * 1024;

/// So many operations are listed in an entity's card.
const MOST_LISTED: usize = 12;

/// The first part of the first page.
#[derive(Debug, Serialize)]
pub(crate) struct Overview {
    about: Markup,
    facts: Vec<(String, String, Option<String>)>,
    entity: Option<Reference>,
    lifecycle: Option<Lifecycle>,
    owners: Vec<Reference>,
    providers: Vec<Reference>,
    consumers: Vec<Reference>,
    /// Both as queries.
    provider_query: Option<String>,
    consumer_query: Option<String>,
    operations: usize,
    types: usize,
    deprecated: usize,
    servers: Vec<ServerView>,
    schemes: Vec<SchemeView>,
    changes: Option<ChangesView>,
    /// The groups, when they stand on other pages.
    index: Vec<IndexGroup>,
    download: Download,
    source: String,
    source_href: Option<String>,
    faults: Vec<FaultView>,
    /// The text, when it could not be read as anything else.
    text: Option<Markup>,
}

#[derive(Debug, Serialize)]
struct FaultView {
    line: u32,
    message: String,
    href: Option<String>,
}

#[derive(Debug, Serialize)]
struct Download {
    href: String,
    name: String,
    size: String,
}

#[derive(Debug, Serialize)]
struct ServerView {
    url: Markup,
    protocol: String,
    description: Markup,
    variables: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct SchemeView {
    anchor: String,
    name: String,
    kind: String,
    description: Markup,
    facts: Vec<(String, String)>,
    scopes: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct ChangesView {
    day: String,
    commit: String,
    version: String,
    breaking: usize,
    list: Vec<ChangeView>,
}

#[derive(Debug, Serialize)]
struct ChangeView {
    breaking: bool,
    subject: String,
    message: String,
    href: Option<String>,
}

#[derive(Debug, Serialize)]
struct IndexGroup {
    name: String,
    href: String,
    lines: Vec<Line>,
    more: usize,
}

/// An operation in a list.
#[derive(Clone, Debug, Serialize)]
struct Line {
    verb: String,
    verb_class: &'static str,
    target: Markup,
    summary: String,
    deprecated: bool,
    href: String,
}

/// What an entity's page shows of its definition.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    #[serde(skip)]
    pub(crate) entity: Option<EntityIndex>,
    #[serde(skip)]
    pub(crate) page: SitePath,
    #[serde(skip)]
    pub(crate) digest: ApiDigest,
    /// `repository/path` of the file.
    pub(crate) source: String,
    pub(crate) title: String,
    pub(crate) dialect: String,
    version: String,
    href: String,
    pub(crate) operations: usize,
    types: usize,
    breaking: usize,
    lines: Vec<Line>,
    more: usize,
}

/// The first part of the first page.
pub(super) fn overview(pen: &Pen<'_>) -> Overview {
    let (definition, api, from) = (pen.definition, &pen.definition.api, pen.from());
    let entity = definition.entity.map(|index| &pen.board.catalog[index]);
    let related = |relation: &str| entity.map_or_else(Vec::new, |entity| pen.board.related(from, entity, relation));
    let query = |relation: &str| kinds::related_query(relation, entity?.id.as_str());
    let repo = &pen.board.catalog[definition.repo];
    let operations = || api.groups.iter().flat_map(|group| &group.operations);
    let file = file(definition);
    let empty = api.groups.is_empty() && api.types.is_empty();
    Overview {
        about: text::prose(pen, "overview", &api.info.description).into(),
        facts: api
            .info
            .links
            .iter()
            .map(|link| (link.label.to_owned(), link.text.clone(), link.url.as_ref().map(ToString::to_string)))
            .collect(),
        entity: definition.entity.map(|index| pen.board.reference(from, index)),
        lifecycle: entity.and_then(|entity| entity.spec_str("lifecycle")).map(Lifecycle::new),
        owners: related("ownedBy"),
        providers: related("apiProvidedBy"),
        consumers: related("apiConsumedBy"),
        provider_query: query("apiProvidedBy"),
        consumer_query: query("apiConsumedBy"),
        operations: operations().count(),
        types: api.types.len(),
        deprecated: operations().filter(|operation| operation.deprecated.is_some()).count(),
        servers: servers(pen),
        schemes: api.schemes.iter().map(|scheme| scheme_view(pen, scheme)).collect(),
        changes: changes(pen),
        index: if pen.layout.pages.len() > 1 { index(pen) } else { Vec::new() },
        download: Download {
            href: from.href_to(&file),
            name: saved_as(definition, &file),
            size: size(definition.text.len() as u64),
        },
        source: format!("{}/{}", repo.name, definition.source),
        source_href: repo.view_url(&definition.source, Some(definition.line)).map(|url| url.to_string()),
        faults: faults(pen),
        text: empty.then(|| shown(pen).into()),
    }
}

/// The name that a browser saves the definition under: its own where the format has no other.
fn saved_as(definition: &Definition, file: &SitePath) -> String {
    let own = definition.api.format == Format::Other && definition.language != "text";
    let name = file.as_str().rsplit('/').next().unwrap_or_default();
    if own { definition.source.file_name() } else { name }.to_owned()
}

fn faults(pen: &Pen<'_>) -> Vec<FaultView> {
    let repo = &pen.board.catalog[pen.definition.repo];
    let view = |fault: &crate::model::Fault| FaultView {
        line: fault.line,
        message: fault.message.clone(),
        href: repo.view_url(&pen.definition.source, Some(fault.line)).map(|url| url.to_string()),
    };
    pen.definition.faults.iter().map(view).collect()
}

/// The text as written, as far as a page takes it.
fn shown(pen: &Pen<'_>) -> Html {
    let text = &pen.definition.text;
    let end = (0..=LONGEST_TEXT.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let text = &text[..end];
    let fence = "`".repeat(text.split(|c| c != '`').map(str::len).max().unwrap_or(0).max(2) + 1);
    let block = format!("{fence}{}\n{text}\n{fence}\n", pen.definition.language);
    prose::prose(pen.board, pen.from(), pen.namespace, &block).html
}

/// The definition as a file beside its page; one that no entity names keeps its own name, in the folder of its pages.
pub(crate) fn file(definition: &Definition) -> SitePath {
    let page = definition.page.as_str().trim_end_matches(".html");
    if definition.entity.is_none() {
        return SitePath::from_parts(page.split('/').chain([definition.source.file_name()]));
    }
    let extension = match (definition.api.format, definition.language) {
        (Format::GraphQl, _) => "graphql",
        (Format::Protobuf, _) => "proto",
        (Format::OpenApi, "json") => "openapi.json",
        (Format::OpenApi, _) => "openapi.yaml",
        (Format::AsyncApi, "json") => "asyncapi.json",
        (Format::AsyncApi, _) => "asyncapi.yaml",
        (Format::JsonSchema, "json") => "schema.json",
        (Format::JsonSchema, _) => "schema.yaml",
        (Format::Other, _) => "txt",
    };
    SitePath::from_parts(format!("{page}.{extension}").split('/'))
}

fn servers(pen: &Pen<'_>) -> Vec<ServerView> {
    let view = |server: &crate::model::Server| ServerView {
        url: text::target(&server.url).into(),
        protocol: server.protocol.clone(),
        description: text::prose(pen, "servers", &server.description).into(),
        variables: server.variables.clone(),
    };
    pen.definition.api.servers.iter().map(view).collect()
}

fn scheme_view(pen: &Pen<'_>, scheme: &SecurityScheme) -> SchemeView {
    SchemeView {
        anchor: scheme.anchor.clone(),
        name: scheme.name.clone(),
        kind: scheme.kind.clone(),
        description: text::prose(pen, &scheme.anchor, &scheme.description).into(),
        facts: scheme.facts.clone(),
        scopes: scheme.scopes.clone(),
    }
}

fn changes(pen: &Pen<'_>) -> Option<ChangesView> {
    let comparison = pen.definition.changes.as_ref()?;
    let view = |change: &crate::model::Change| ChangeView {
        breaking: !change.compatible,
        subject: change.subject.clone(),
        message: change.message.clone(),
        href: change.anchor.as_ref().map(|anchor| pen.href(anchor)),
    };
    Some(ChangesView {
        day: comparison.day.clone(),
        commit: comparison.commit.chars().take(8).collect(),
        version: comparison.version.clone(),
        breaking: comparison.changes.iter().filter(|change| !change.compatible).count(),
        list: comparison.changes.iter().map(view).collect(),
    })
}

/// All operations with links to their pages.
fn index(pen: &Pen<'_>) -> Vec<IndexGroup> {
    let group = |group: &crate::model::Group| IndexGroup {
        name: group.name.clone(),
        href: pen.href(&group.anchor),
        lines: group.operations.iter().map(|operation| line(operation, pen.href(&operation.anchor))).collect(),
        more: 0,
    };
    pen.definition.api.groups.iter().map(group).collect()
}

fn line(operation: &crate::model::Operation, href: String) -> Line {
    Line {
        verb: operation.verb.clone(),
        verb_class: verb_class(&operation.verb),
        target: text::target(&operation.target).into(),
        summary: label(&operation.summary),
        deprecated: operation.deprecated.is_some(),
        href,
    }
}

/// What the entity's page shows.
pub(crate) fn card(board: &Board<'_>, definition: &Definition, layout: &Layout) -> Card {
    let api = &definition.api;
    let pen = Pen::new(board, definition, layout, 0);
    let from = definition.entity.map(|index| board.catalog[index].id.page());
    let href = |path: &SitePath| from.as_ref().map_or_else(|| path.as_str().to_owned(), |from| from.href_to(path));
    let count: usize = api.groups.iter().map(|group| group.operations.len()).sum();
    let first = api.groups.iter().flat_map(|group| &group.operations).take(MOST_LISTED);
    let lines = first.map(|operation| {
        let page = layout.page_of(&operation.anchor).unwrap_or_default();
        line(operation, format!("{}#{}", href(layout.path(page)), operation.anchor))
    });
    Card {
        entity: definition.entity,
        page: definition.page.clone(),
        digest: super::digest::digest(board, definition, layout),
        source: format!("{}/{}", board.catalog[definition.repo].name, definition.source),
        title: pen.title(),
        dialect: api.dialect.clone(),
        version: api.info.version.clone(),
        href: href(&definition.page),
        operations: count,
        types: api.types.len(),
        breaking: definition
            .changes
            .iter()
            .flat_map(|changes| &changes.changes)
            .filter(|change| !change.compatible)
            .count(),
        lines: lines.collect(),
        more: count.saturating_sub(MOST_LISTED),
    }
}
