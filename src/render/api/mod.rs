//! The static JSON beside the pages, and the JSON Schema of each file, made from the very types that are written.

mod changes;
mod drift;
mod facts;
mod infrastructure;
mod interfaces;
mod openapi;
mod packages;
mod scorecards;
mod vulnerabilities;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use self::openapi::Description;
use super::{Content, Site, manifest};
use crate::{
    diagnostic::{Diagnostic, Entry, Severity},
    model::{Catalog, ContextPack, Entity, Output, SitePath},
};

/// One entity, as Backstage's catalog API has it, and where it is declared.
#[derive(Serialize, JsonSchema)]
struct EntityFile<'a> {
    /// `kind:namespace/name` in lower case.
    #[serde(rename = "ref")]
    reference: &'a str,
    /// As written.
    #[serde(rename = "apiVersion")]
    api_version: &'a str,
    /// As written.
    kind: &'a str,
    /// As written, placeholders substituted; `namespace` is always there.
    metadata: Map<String, Value>,
    /// As written, placeholders substituted.
    spec: &'a Map<String, Value>,
    /// In both directions, sorted by type and target; a target need not exist.
    relations: Vec<RelationFile<'a>>,
    /// Where it is declared.
    source: SourceFile<'a>,
}

/// One relation.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct RelationFile<'a> {
    /// E.g. `ownedBy`.
    #[serde(rename = "type")]
    relation_type: &'a str,
    /// `kind:namespace/name` in lower case.
    target_ref: &'a str,
}

/// Where an entity is declared.
#[derive(Serialize, JsonSchema)]
struct SourceFile<'a> {
    /// The repository's name.
    repo: &'a str,
    /// The file in the repository.
    path: &'a str,
    /// The line where the document starts, from 1.
    line: u32,
    /// The commit that was read; null for a folder that is no git repository.
    commit: Option<&'a str>,
}

/// Which Markdown file became which page.
#[derive(Serialize, JsonSchema)]
struct DocumentFile<'a> {
    /// The repository's name.
    repo: &'a str,
    /// The Markdown file in the repository.
    path: &'a str,
    /// The page, relative to the root of the site.
    page: &'a str,
    /// The page's title.
    title: &'a str,
}

/// A context pack: a Markdown file for programs.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ContextFile<'a> {
    /// The system, domain or group, `kind:namespace/name`.
    #[serde(rename = "ref")]
    reference: &'a str,
    /// Its title.
    title: &'a str,
    /// The file, relative to the root of the site.
    path: &'a str,
    /// About how many tokens it has.
    tokens: usize,
    /// The most that it could have.
    budget: usize,
    /// How many parts and documents did not fit.
    left_out: usize,
}

/// What was built from what.
#[derive(Serialize, JsonSchema)]
struct BuildFile<'a> {
    /// Version of the program.
    version: &'a str,
    /// Name of the portal.
    title: &'a str,
    /// The repositories, in the order of the sources.
    sources: Vec<RepoFile<'a>>,
    /// How many of what there are.
    counts: Counts,
}

/// One repository of the build.
#[derive(Serialize, JsonSchema)]
struct RepoFile<'a> {
    /// Its name in this build.
    repo: &'a str,
    /// Its page on the web, when known.
    url: Option<&'a str>,
    /// The branch that was read.
    branch: Option<&'a str>,
    /// The commit that was read.
    commit: Option<&'a str>,
    /// The commit's date, RFC 3339 in UTC.
    time: Option<&'a str>,
}

/// How many of what there are.
#[derive(Serialize, JsonSchema)]
struct Counts {
    /// Repositories read.
    repositories: usize,
    /// Entities in all.
    entities: usize,
    /// Entities by kind as written.
    kinds: Map<String, Value>,
    /// Books of documents.
    books: usize,
    /// Pages of documents.
    pages: usize,
    /// Template archives.
    templates: usize,
    /// Problems by severity.
    diagnostics: Problems,
}

/// Problems by severity.
#[derive(Serialize, JsonSchema)]
struct Problems {
    error: usize,
    warning: usize,
    info: usize,
}

/// All JSON files, their schemas and their description, one after the other, so that only one is held at a time.
pub(super) fn outputs(site: &Site<'_>, put: &(dyn Fn(&Output) -> Result<(), String> + Sync)) -> Result<(), String> {
    let (content, diagnostics) = (&site.content, site.board.diagnostics);
    let entries: Vec<Entry<'_>> = diagnostics.iter().map(Entry::from).collect();
    put(&entities(content.catalog))?;
    put(&json("diagnostics.json", &entries))?;
    put(&json("docs.json", &documents(content)))?;
    put(&json("build.json", &build(content, &site.title, diagnostics)))?;
    put(&json("templates.json", &manifest::templates(content)))?;
    put(&json("apis.json", &interfaces::files(content.catalog, &site.digests())))?;
    put(&json("contexts.json", &contexts(site)))?;
    put(&changes::file(content))?;
    facts::files(content, put)?;
    scorecards::files(site, put)?;
    put(&drift::file(content))?;
    put(&packages::file(content))?;
    put(&infrastructure::file(content))?;
    put(&vulnerabilities::file(&site.board))?;
    let description = description();
    openapi::schemas(&description.resources).try_for_each(|schema| put(&schema))?;
    put(&openapi(site))
}

/// The description of all files, as OpenAPI has it.
pub(super) fn openapi(site: &Site<'_>) -> Output {
    json("openapi.json", &description().document(site.url.as_ref()))
}

/// The page that shows the description.
pub(crate) fn reference() -> SitePath {
    SitePath::from_parts(["api", "v1.html"])
}

/// The files below `api/v1/`, and what each holds.
pub(crate) fn files() -> Vec<(&'static str, &'static str)> {
    description().resources.iter().map(|resource| (resource.name, resource.summary)).collect()
}

/// What the files are and hold.
fn description() -> Description {
    let mut files = Description::new();
    files.add::<Vec<EntityFile<'_>>>("entities.json", "Every entity, with relations in both directions");
    files.add::<Vec<interfaces::ApiFile<'_>>>("apis.json", "What every API offers: its operations and what changed");
    files.add::<Vec<DocumentFile<'_>>>("docs.json", "Which Markdown file became which page");
    files.add::<Vec<ContextFile<'_>>>("contexts.json", "The context packs of systems, domains and groups");
    files.add::<Vec<manifest::TemplateFile<'_>>>(
        "templates.json",
        "Every template: what it asks and does, its archives",
    );
    files.add::<changes::ChangesFile<'_>>("changes.json", "What happened to entities, as catalog files tell");
    files.add::<Vec<facts::FactKeyFile<'_>>>(
        "facts.json",
        "What may be known of entities besides, and of how many it is",
    );
    files.add::<facts::FactFile<'_>>("facts/{key}.json", "What is known under one key, and where it shows");
    files.add::<Vec<scorecards::CardFile<'_>>>("scorecards.json", "Every scorecard, and how many reach which level");
    files.add::<scorecards::ResultsFile<'_>>("scorecards/{id}.json", "How every entity does by one scorecard");
    files.add::<drift::DriftFile<'_>>("drift.json", "Where the catalog contradicts the repositories");
    files.add::<packages::PackagesFile<'_>>("packages.json", "What everything is built from, and how many use it");
    files.add::<infrastructure::InfrastructureFile<'_>>(
        "infrastructure.json",
        "What repositories run, where, and whose it is",
    );
    files.add::<vulnerabilities::VulnerabilitiesFile<'_>>(
        "vulnerabilities.json",
        "What is known to be wrong with packages, and through whom it comes to whom",
    );
    files.add::<Vec<Entry<'_>>>("diagnostics.json", "Every problem");
    files.add::<BuildFile<'_>>("build.json", "What was built from what");
    files
}

fn json(name: &str, value: &impl Serialize) -> Output {
    let mut bytes = Vec::new();
    write(&mut bytes, value);
    bytes.push(b'\n');
    output(name, bytes)
}

fn output(name: &str, bytes: Vec<u8>) -> Output {
    Output { path: SitePath::from_parts(["api", "v1"].into_iter().chain(name.split('/'))), bytes }
}

fn write(bytes: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(bytes, value).expect("keys are strings and memory takes what is written");
}

/// An array with one entity on each line, each made when it is written.
fn entities(catalog: &Catalog) -> Output {
    let mut bytes = b"[".to_vec();
    for (number, entity) in catalog.entities().iter().enumerate() {
        bytes.extend_from_slice(if number == 0 { b"\n" } else { b",\n" });
        write(&mut bytes, &entity_file(catalog, entity));
    }
    bytes.extend_from_slice(b"\n]\n");
    output("entities.json", bytes)
}

fn entity_file<'a>(catalog: &'a Catalog, entity: &'a Entity) -> EntityFile<'a> {
    let mut metadata = entity.metadata.clone();
    metadata.entry("namespace").or_insert_with(|| entity.namespace.as_str().into());
    let relations = entity
        .relations
        .iter()
        .map(|relation| RelationFile { relation_type: relation.relation_type.0, target_ref: relation.target.as_str() });
    EntityFile {
        reference: entity.id.as_str(),
        api_version: &entity.api_version,
        kind: &entity.kind,
        metadata,
        spec: &entity.spec,
        relations: relations.collect(),
        source: SourceFile {
            repo: &catalog[entity.origin.repo].name,
            path: entity.origin.path.as_str(),
            line: entity.origin.line,
            commit: catalog[entity.origin.repo].commit.as_ref().map(|commit| commit.id.as_str()),
        },
    }
}

fn documents<'a>(content: &Content<'a>) -> Vec<DocumentFile<'a>> {
    let books = content.library.books.iter();
    books
        .flat_map(|book| {
            let repo = content.catalog[book.repo].name.as_str();
            book.pages.iter().map(move |page| DocumentFile {
                repo,
                path: page.source.as_str(),
                page: page.path.as_str(),
                title: &page.title,
            })
        })
        .collect()
}

fn contexts<'a>(site: &'a Site<'_>) -> Vec<ContextFile<'a>> {
    let file = |pack: &'a ContextPack| {
        let entity = &site.content.catalog[pack.entity];
        ContextFile {
            reference: entity.id.as_str(),
            title: entity.title(),
            path: pack.path.as_str(),
            tokens: pack.tokens,
            budget: pack.budget,
            left_out: pack.left_out,
        }
    };
    site.packs.iter().map(file).collect()
}

fn build<'a>(content: &Content<'a>, title: &'a str, diagnostics: &[Diagnostic]) -> BuildFile<'a> {
    let repos = content.catalog.repos().iter().map(|repo| RepoFile {
        repo: &repo.name,
        url: repo.url.as_ref().map(crate::model::SafeUrl::as_str),
        branch: repo.branch.as_deref(),
        commit: repo.commit.as_ref().map(|commit| commit.id.as_str()),
        time: repo.commit.as_ref().map(|commit| commit.time.as_str()),
    });
    BuildFile {
        version: env!("CARGO_PKG_VERSION"),
        title,
        sources: repos.collect(),
        counts: counts(content, diagnostics),
    }
}

fn counts(content: &Content<'_>, diagnostics: &[Diagnostic]) -> Counts {
    let mut kinds = std::collections::BTreeMap::<&str, usize>::new();
    for entity in content.catalog.entities() {
        *kinds.entry(&entity.kind).or_default() += 1;
    }
    let of = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    Counts {
        repositories: content.catalog.repos().len(),
        entities: content.catalog.entities().len(),
        kinds: kinds.into_iter().map(|(kind, count)| (kind.to_owned(), count.into())).collect(),
        books: content.library.books.len(),
        pages: content.library.books.iter().map(|book| book.pages.len()).sum(),
        templates: content.archives.len(),
        diagnostics: Problems { error: of(Severity::Error), warning: of(Severity::Warning), info: of(Severity::Info) },
    }
}
