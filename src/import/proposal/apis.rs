//! Definitions of APIs in a repository.

use super::fit;
use crate::model::{RepoPath, Snapshot};

/// An API that the repository defines.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Api {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) path: String,
    pub(super) because: String,
}

/// More definitions are a collection of examples.
const MOST: usize = 12;

/// The largest file that is looked into, in bytes; machines write large ones.
const LARGEST: u64 = 4 << 20;

/// Folders whose definitions are somebody else's, or examples.
const NOT_OWN: [&str; 10] =
    ["node_module", "vendor", "third_party", "internal", "example", "sample", "mock", "template", "skeleton", "dist"];

/// The definitions of the repository itself.
pub(super) fn find(snapshot: &Snapshot, name: &str) -> Vec<Api> {
    let own = |path: &RepoPath| !path.parent().as_str().split('/').any(is_foreign);
    let files = snapshot.files().filter(|(path, entry)| entry.size <= LARGEST && own(path));
    let found = files.filter_map(|(path, _)| Some((path, kind(snapshot, path)?)));
    let found: Vec<(&RepoPath, (&'static str, String))> = found.take(MOST + 1).collect();
    if found.len() > MOST {
        return Vec::new();
    }
    let single = found.len() == 1;
    let mut apis: Vec<Api> = Vec::new();
    for (path, (kind, because)) in found {
        let long = fit(&format!("{name}-{}", path.stem_and_extension().0));
        let short = if single { fit(name) } else { long };
        let taken = |name: &str| apis.iter().any(|api| api.name == name);
        let free = (2..100).map(|number| format!("{short}-{number}"));
        let name = std::iter::once(short.clone()).chain(free).find(|name| !taken(name)).unwrap_or(short);
        apis.push(Api { name, kind, path: path.to_string(), because });
    }
    apis
}

/// Whether what lies in a folder of this name is somebody else's, an example or a test.
pub(super) fn is_foreign(folder: &str) -> bool {
    folder.contains("test") || folder.contains("fixture") || NOT_OWN.contains(&folder.trim_end_matches('s'))
}

/// What a file defines, and what says so.
fn kind(snapshot: &Snapshot, path: &RepoPath) -> Option<(&'static str, String)> {
    let file = path.file_name().to_lowercase();
    let (_, extension) = path.stem_and_extension();
    let candidate = match extension {
        "yaml" | "yml" | "json" => {
            ["openapi", "swagger", "asyncapi", "api"].iter().any(|word| file.contains(word))
                && !file.contains("codegen")
        }
        "proto" => true,
        "graphql" | "graphqls" => file.starts_with("schema."),
        _ => false,
    };
    if !candidate {
        return None;
    }
    let text = String::from_utf8(snapshot.read(path).ok()?).ok()?;
    let has = |keys: &[&str]| {
        text.lines().any(|line| {
            let line = line.trim_start_matches(['{', ' ', '\t']).trim_start_matches('"');
            keys.iter().any(|key| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(['"', ':'])))
        })
    };
    let top = |key: &str| text.trim_start().starts_with('{') || text.lines().any(|line| line.starts_with(key));
    match extension {
        "proto" => {
            text.lines().any(|line| line.starts_with("service ")).then(|| ("grpc", "the file has a service".to_owned()))
        }
        "graphql" | "graphqls" => Some(("graphql", "the file is a schema".to_owned())),
        _ if has(&["asyncapi"]) && top("asyncapi") => Some(("asyncapi", "the file says so".to_owned())),
        _ if has(&["openapi", "swagger"]) && (top("openapi") || top("swagger")) && has(&["paths"]) => {
            Some(("openapi", "the file says so".to_owned()))
        }
        _ => None,
    }
}
