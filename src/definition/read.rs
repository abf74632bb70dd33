//! One job to one definition.

use super::{
    Job, asyncapi, before, breaking,
    compare::compare,
    desk::Desk,
    detect, example,
    files::{self, Files, Version},
    graphql, json_schema, openapi,
    origin::{self, Origin},
    protobuf,
    rules::DEFINITION_SYNTAX,
    snippet,
    spot::Spot,
};
use crate::{
    diagnostic::Diagnostic,
    model::{
        Api, Catalog, Comparison, Definition, Entity, Fault, Format, LARGEST_DEFINITION, Node, RepoPath, SitePath,
        Snapshot,
    },
    yaml,
};

/// So many faults of a text's syntax are reported.
const MOST_ERRORS: usize = 5;

/// Reads a definition; none when its text cannot be had.
pub fn read(snapshots: &[Snapshot], catalog: &Catalog, job: &Job) -> Option<(Definition, Vec<Diagnostic>)> {
    let snapshot = &snapshots[job.repo.0 as usize];
    let (origin, text) = match job.entity {
        Some(index) => origin::of_entity(catalog, snapshot, &catalog[index])?,
        None => {
            let bytes = snapshot.read(&job.path).ok()?;
            (Origin::file(job.repo, &snapshot.repo.name, job.path.clone()), String::from_utf8(bytes).ok()?)
        }
    };
    let entity = job.entity.map(|index| &catalog[index]);
    let type_name = entity.and_then(|entity| entity.spec_str("type")).unwrap_or_default().to_ascii_lowercase();
    let Understood { mut api, problems: mut diagnostics, others } =
        understand(&Version::now(snapshot), &origin, &type_name, &text);
    if api.format == Format::Other && !type_name.is_empty() {
        api.dialect = said(&type_name);
    }
    let faults = faults(&diagnostics);
    let before = before::before(snapshot, &origin, entity, (&text, &others));
    let changes = before.and_then(|before| {
        let old = understand(&before.version, &origin, &type_name, &before.text).api;
        let changes = compare(&old, &api);
        let (commit, day) = (before.commit, before.time.chars().take(10).collect());
        let comparison = Comparison { commit, day, version: old.info.version, changes };
        Some(comparison).filter(|comparison| !comparison.changes.is_empty())
    });
    diagnostics.extend(changes.as_ref().and_then(|changes| breaking::breaking(&origin, &api, changes)));
    if let Some(entity) = entity {
        for diagnostic in &mut diagnostics {
            diagnostic.entity = Some(entity.id.as_str().to_owned());
        }
    }
    let definition = Definition {
        entity: job.entity,
        repo: origin.repo,
        line: origin.place(1, 1).0,
        page: page(snapshot, entity, job),
        language: language(&api, &origin, &text),
        source: origin.path,
        text,
        api,
        faults,
        changes,
    };
    Some((definition, diagnostics))
}

/// What a text says.
#[derive(Default)]
pub(super) struct Understood {
    pub(super) api: Api,
    pub(super) problems: Vec<Diagnostic>,
    /// Files of the repository that have a part in it, but for the first.
    pub(super) others: Vec<RepoPath>,
}

/// What a text says, with problems.
pub(super) fn understand(version: &Version<'_>, origin: &Origin, type_name: &str, text: &str) -> Understood {
    let by_name = detect::of_text(type_name, &file_of(origin), text);
    match by_name {
        Some(Format::GraphQl) if text.trim_start().starts_with('{') => return plain(by_name).into(),
        Some(Format::GraphQl) => return finish(origin, graphql::read(text)),
        Some(Format::Protobuf) => {
            let (api, faults, others) = protobuf::read(version, &origin.path, text);
            return Understood { others, ..finish(origin, (api, faults)) };
        }
        _ => {}
    }
    let (root, mut problems) = tree(origin, text);
    let Some(root) = root.filter(|root| !root.entries().is_empty()) else {
        // A text that was never meant to be YAML is no fault.
        problems.retain(|_| by_name.is_some());
        return Understood { problems, ..plain(by_name).into() };
    };
    let Some(format) = detect::of_tree(Spot::new(0, &root)).or(by_name) else {
        return plain(None).into();
    };
    let files = Files::load(version, origin.path.clone(), root);
    let desk = Desk::new(&files, origin);
    let mut api = match format {
        Format::OpenApi => openapi::read(&desk, files.root()),
        Format::AsyncApi => asyncapi::read(&desk, files.root()),
        Format::JsonSchema => json_schema::read(&desk, files.root()),
        _ => plain(Some(format)),
    };
    desk.read_types();
    api.types = std::mem::take(&mut desk.types.borrow_mut().list);
    problems.extend(desk.into_problems());
    example::fill(&mut api);
    snippet::fill(&mut api);
    let others = files.files.into_iter().skip(1).map(|file| file.path).collect();
    Understood { api, problems, others }
}

impl From<Api> for Understood {
    fn from(api: Api) -> Self {
        Self { api, ..Self::default() }
    }
}

/// Completes what a reader of texts found: lines and problems are those of the file.
fn finish(origin: &Origin, (mut api, faults): (Api, Vec<Fault>)) -> Understood {
    let problem = |fault: &Fault| {
        let place = origin.diagnostic_place(fault.line, fault.column);
        Diagnostic::new(&DEFINITION_SYNTAX, place, fault.message.as_str())
    };
    let problems = faults.iter().take(MOST_ERRORS).map(problem).collect();
    let operations = api.groups.iter_mut().flat_map(|group| &mut group.operations).map(|operation| &mut operation.line);
    let types = api.types.iter_mut().map(|named| &mut named.line);
    for line in operations.chain(types).filter(|line| **line > 0) {
        *line = origin.place(*line, 1).0;
    }
    example::fill(&mut api);
    snippet::fill(&mut api);
    Understood { problems, ..api.into() }
}

/// The file whose name tells a format; a catalog file's does not.
fn file_of(origin: &Origin) -> RepoPath {
    if origin.is_inline() { RepoPath::default() } else { origin.path.clone() }
}

/// A definition that is shown as text.
fn plain(format: Option<Format>) -> Api {
    let format = format.unwrap_or_default();
    let dialect = match format {
        Format::OpenApi => "OpenAPI",
        Format::AsyncApi => "AsyncAPI",
        Format::JsonSchema => "JSON Schema",
        Format::GraphQl => "GraphQL",
        Format::Protobuf => "Protocol Buffers",
        Format::Other => "Text",
    };
    Api { format, dialect: dialect.to_owned(), ..Api::default() }
}

/// The tree of a text. Of YAML that breaks off, the part before the fault is read.
fn tree(origin: &Origin, text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let problem = |error: &yaml::Error| {
        let place = origin.diagnostic_place(error.line, error.column);
        Diagnostic::new(&DEFINITION_SYNTAX, place, super::desk::short(&error.message))
    };
    if text.len() as u64 > LARGEST_DEFINITION {
        let message = format!("The definition has {} bytes; at most {LARGEST_DEFINITION} are read", text.len());
        return (None, vec![Diagnostic::new(&DEFINITION_SYNTAX, origin.diagnostic_place(1, 1), message)]);
    }
    let (root, errors) = files::parse(text);
    let problems = errors.iter().take(MOST_ERRORS).map(problem).collect();
    let root = root.or_else(|| errors.first().and_then(|error| above(text, error.line)));
    (root, problems)
}

/// What stands above a line that is at fault, cut back to where something ends.
fn above(text: &str, line: u32) -> Option<Node> {
    let mut lines: Vec<&str> = text.lines().take((line as usize).saturating_sub(1)).collect();
    for _ in 0..6 {
        let root = files::parse(&lines.join("\n")).0.filter(|root| !root.entries().is_empty());
        if root.is_some() || lines.is_empty() {
            return root;
        }
        // A key whose value is missing, or a list that is open, ends where a line of less depth begins.
        let depth = |line: &str| line.len() - line.trim_start().len();
        let last = lines.pop().map_or(0, depth);
        while lines.last().is_some_and(|line| depth(line) >= last && last > 0) {
            lines.pop();
        }
    }
    None
}

/// A format that is shown as text, as people say it.
fn said(type_name: &str) -> String {
    match type_name {
        "trpc" => "tRPC".to_owned(),
        "soap" | "wsdl" | "raml" | "odata" => type_name.to_ascii_uppercase(),
        name => super::desk::short(name).to_owned(),
    }
}

/// The faults of a text's syntax.
fn faults(diagnostics: &[Diagnostic]) -> Vec<Fault> {
    let syntax = diagnostics.iter().filter(|diagnostic| diagnostic.rule.id == DEFINITION_SYNTAX.id);
    syntax
        .map(|diagnostic| Fault {
            line: diagnostic.place.line,
            column: diagnostic.place.column,
            message: diagnostic.message.clone(),
        })
        .collect()
}

fn language(api: &Api, origin: &Origin, text: &str) -> &'static str {
    match api.format {
        Format::GraphQl => "graphql",
        Format::Protobuf => "protobuf",
        _ if text.trim_start().starts_with(['{', '[']) => "json",
        Format::Other => match file_of(origin).stem_and_extension().1 {
            "ts" => "typescript",
            "js" => "javascript",
            "xml" | "wsdl" | "xsd" => "xml",
            _ => "text",
        },
        _ => "yaml",
    }
}

/// `apis/<namespace>/<name>.html`, or for a file that no entity names `definitions/<repository>/<path>.html`.
fn page(snapshot: &Snapshot, entity: Option<&Entity>, job: &Job) -> SitePath {
    let parts = match entity {
        Some(entity) => {
            let name = SitePath::part(entity.id.name());
            vec!["apis".to_owned(), SitePath::part(entity.id.namespace()), format!("{name}.html")]
        }
        None => {
            let folders = snapshot.repo.name.split('/').chain(job.path.as_str().split('/'));
            let mut parts: Vec<String> = folders.filter(|part| !part.is_empty()).map(SitePath::part).collect();
            parts.insert(0, "definitions".to_owned());
            if let Some(last) = parts.last_mut() {
                last.push_str(".html");
            }
            parts
        }
    };
    SitePath::from_parts(parts)
}
