//! What is said of interfaces, and what their definitions are.

use super::warning;
use crate::{
    diagnostic::{Amendment, DriftRule, Finding, Side},
    drift::{
        interface::Interface,
        manifest::is_foreign,
        subject::{Code, Subject, keys},
        text::tree,
    },
    model::{Evidence, RepoPath},
};

pub const DEFINITION_UNREGISTERED: DriftRule = warning(
    ("definition-unregistered", "Defines an API that is not in the catalog"),
    (
        "`spec.providesApis` of a component, and all APIs of the catalog",
        "an OpenAPI or AsyncAPI file in its folder that no entity takes its definition from",
    ),
    "Declare an API with this definition, and that the component provides it.",
);

pub const API_TYPE_DIFFERS: DriftRule = warning(
    ("api-type-differs", "The definition is of another type"),
    ("`spec.type` of an API", "what its definition is: OpenAPI, AsyncAPI, GraphQL or Protocol Buffers"),
    "Say the type that the definition is of.",
);

pub const API_VERSION_DIFFERS: DriftRule = warning(
    ("api-version-differs", "The definition is of another major version"),
    ("the `-v2` at the end of an API's name", "`info.version` of its definition"),
    "Make the name and the version of the definition say the same.",
);

/// The largest file that is looked into, in bytes.
const LARGEST: u64 = 512 << 10;

pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Finding>) {
    if let Some(interface) = subject.desk.interfaces.get(&subject.index) {
        found.extend(type_differs(subject, interface));
        found.extend(version_differs(subject, interface));
    }
    let component = subject.code.filter(|code| code.alone && subject.is("component"));
    found.extend(component.and_then(|code| unregistered(subject, &code)));
}

fn side(interface: &Interface, line: u32, words: String) -> Side {
    let evidence =
        Evidence { repo: interface.repo, path: interface.path.clone(), line: interface.line(line), commit: None };
    Side { evidence, column: 0, words }
}

fn type_differs(subject: &Subject<'_>, interface: &Interface) -> Option<Finding> {
    let declared = subject.entity.spec_str("type")?;
    let (format, line) = interface.format?;
    if !["openapi", "asyncapi", "graphql", "grpc"].contains(&declared) || declared == format {
        return None;
    }
    let message = format!("the type is {declared}, and the definition is {format}");
    let sides =
        (subject.declared(&["spec", "type"], format!("type: {declared}")), side(interface, line, format.to_owned()));
    subject.find(&API_TYPE_DIFFERS, message, sides, Some(Amendment::Set(keys(&["spec", "type"]), format.to_owned())))
}

fn version_differs(subject: &Subject<'_>, interface: &Interface) -> Option<Finding> {
    let number = |text: &str| text.parse::<u32>().ok();
    let declared =
        subject.entity.name.rsplit_once(['-', '.', '_']).and_then(|(_, end)| number(end.strip_prefix('v')?))?;
    let (version, line) = interface.version.as_ref()?;
    let major = number(version.trim_start_matches('v').split(['.', '-']).next()?)?;
    let marked = format!("/v{declared}");
    // Dates are versions as well, and a server's address may tell the major version better.
    if major == declared || major == 0 || major > 999 || interface.servers.iter().any(|server| server.contains(&marked))
    {
        return None;
    }
    let message = format!("the name says version {declared}, and the definition is of version {version}");
    let sides = (
        subject.declared(&["metadata", "name"], format!("name: {}", subject.entity.name)),
        side(interface, *line, format!("version: {version}")),
    );
    subject.find(&API_VERSION_DIFFERS, message, sides, None)
}

fn unregistered(subject: &Subject<'_>, code: &Code<'_>) -> Option<Finding> {
    let registered = |path: &RepoPath| {
        subject.desk.interfaces.values().any(|one| one.repo == code.repo && one.path == *path)
            || subject.content.catalog.entities().iter().any(|entity| names(entity, code, path))
    };
    let files =
        code.snapshot.files_within(code.folder).filter(|(path, entry)| entry.size <= LARGEST && code.holds(path));
    let own = |path: &RepoPath| {
        let lower = path.as_str().to_lowercase();
        !is_foreign(path)
            && !["catalog", "test", "mock", "example", "client", "external", "generated", "codegen", "dist/"]
                .iter()
                .any(|word| lower.contains(word))
    };
    let mut candidates = files.map(|(path, _)| path).filter(|path| is_named(path) && own(path));
    // Several are a collection of which nobody can tell what is offered.
    let path = candidates.next()?;
    if candidates.next().is_some() || registered(path) {
        return None;
    }
    let root = tree(&String::from_utf8(code.snapshot.read(path).ok()?).ok()?)?;
    let (key, _) = ["openapi", "swagger", "asyncapi"].iter().find_map(|key| root.get_entry(key))?;
    let title = root.at(&["info", "title"])?.as_str()?;
    if subject.entity.related("providesApi").next().is_some() {
        return None;
    }
    let message = format!("{path} defines the API “{title}”, and no API of the catalog has this definition");
    let declared = subject.declared(&["spec", "providesApis"], "providesApis names nothing");
    subject.find(&DEFINITION_UNREGISTERED, message, (declared, subject.shown(path, key.line, title)), None)
}

/// Whether an entity of the same repository names a file as its definition, whatever became of that.
fn names(entity: &crate::model::Entity, code: &Code<'_>, path: &RepoPath) -> bool {
    entity.origin.repo == code.repo && entity.source.contains(path.file_name())
}

/// Whether a file is called as definitions are.
fn is_named(path: &RepoPath) -> bool {
    let (stem, extension) = path.stem_and_extension();
    let lower = stem.to_ascii_lowercase();
    matches!(extension, "yaml" | "yml" | "json")
        && lower.split(['.', '-', '_']).any(|word| matches!(word, "openapi" | "swagger" | "asyncapi"))
}
