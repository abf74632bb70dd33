//! What is read once of a repository in which the code of entities lies.

use super::{
    manifest::{self, Manifest, is_foreign},
    text::{Text, line_at, tree, trees},
};
use crate::model::{Node, RepoPath, Snapshot, Value};

/// The largest file of settings that is read, in bytes.
const LARGEST: u64 = 128 << 10;

/// So many files of settings of one repository are read at most.
const MOST: usize = 400;

/// One service of a compose file.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) path: RepoPath,
    pub(super) name: String,
    /// The line of its name.
    pub(super) line: u32,
    /// Its image, without tag and digest.
    pub(super) image: Option<Text>,
    /// The folder that it is built from.
    pub(super) built: Option<RepoPath>,
    /// Services of the same file that it waits for or links to.
    pub(super) needs: Vec<Text>,
}

/// One object of Kubernetes.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) path: RepoPath,
    pub(super) kind: String,
    /// Labels of itself and of its pods.
    pub(super) labels: Vec<(String, Text)>,
}

/// A repository.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) manifests: Vec<Manifest>,
    pub(super) services: Vec<Service>,
    pub(super) objects: Vec<Object>,
    /// Addresses in settings: path, line, address.
    pub(super) addresses: Vec<(RepoPath, u32, String)>,
    /// Files of settings that were not read, because there are too many.
    pub(super) is_cut: bool,
}

impl Survey {
    pub(super) fn new(snapshot: &Snapshot) -> Self {
        let mut survey = Self { manifests: manifest::read(snapshot), ..Self::default() };
        let settings = snapshot
            .files()
            .filter(|(path, entry)| entry.size <= LARGEST && !is_foreign(path) && is_settings(path))
            .map(|(path, _)| path);
        for (number, path) in settings.enumerate() {
            if number == MOST {
                survey.is_cut = true;
                break;
            }
            let text = snapshot.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            text.into_iter().for_each(|text| survey.settings(path, &text));
        }
        survey
    }

    fn settings(&mut self, path: &RepoPath, text: &str) {
        self.addresses.extend(addresses(path, text));
        let yaml = matches!(path.stem_and_extension().1, "yaml" | "yml");
        if yaml && is_compose(path.file_name()) {
            self.services.extend(services(path, text));
        } else if yaml && text.contains("apiVersion:") && text.contains("kind:") && !text.contains("{{") {
            self.objects.extend(trees(text).iter().filter_map(|root| object(path, root)));
        }
    }
}

/// Whether a file is called as settings of what runs are, and no catalog file, workflow or document is.
fn is_settings(path: &RepoPath) -> bool {
    let (stem, extension) = path.stem_and_extension();
    let lower = stem.to_ascii_lowercase();
    let hidden = path.as_str().split('/').any(|part| part.starts_with('.') && !part.starts_with(".env"));
    let environment = path.file_name().starts_with(".env");
    let yaml = matches!(extension, "yaml" | "yml") && !lower.contains("catalog-info") && !lower.contains("mkdocs");
    let spring =
        matches!(extension, "properties" | "toml" | "env") && !lower.contains("gradle") && !lower.contains("sonar");
    !hidden
        && (environment
            || yaml && !is_definition(&lower)
            || spring && (lower.contains("config") || lower.starts_with("application")))
}

fn is_definition(stem: &str) -> bool {
    ["openapi", "swagger", "asyncapi", "lock"].iter().any(|word| stem.contains(word))
}

fn is_compose(file: &str) -> bool {
    let lower = file.to_ascii_lowercase();
    ["docker-compose", "compose"]
        .iter()
        .any(|start| lower.strip_prefix(start).is_some_and(|rest| rest.starts_with(['.', '-'])))
}

/// Addresses of the web, those in comments apart.
fn addresses(path: &RepoPath, text: &str) -> Vec<(RepoPath, u32, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("://") {
        let start = text[..at].rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |before| before + 1);
        let line_start = text[..start].rfind('\n').map_or(0, |before| before + 1);
        let before = text[line_start..start].trim_start();
        if !matches!(&text[start..at], "http" | "https") || before.starts_with(['#', '/', ';']) || before.contains(" #")
        {
            continue;
        }
        let end = text[start..]
            .find(|c: char| c.is_whitespace() || "\"'`<>,;)}]".contains(c))
            .map_or(text.len(), |end| start + end);
        found.push((path.clone(), line_at(text, start), text[start..end].to_owned()));
    }
    found
}

fn services(path: &RepoPath, text: &str) -> Vec<Service> {
    let Some(root) = tree(text) else { return Vec::new() };
    let services = root.get("services").map(Node::entries).unwrap_or_default();
    let service = |(name, node): &(Node, Node)| {
        let image = node.get("image").and_then(|image| Some((image.as_str()?, image.line)));
        let image = image.filter(|(image, _)| !image.contains('$')).map(|(image, line)| {
            let bare = image.split('@').next().unwrap_or_default();
            let name = bare.rsplit_once(':').map_or(bare, |(name, tag)| if tag.contains('/') { bare } else { name });
            (name.to_lowercase(), line)
        });
        let build = node.get("build").and_then(|build| build.as_str().or_else(|| build.get("context")?.as_str()));
        let needs = ["depends_on", "links"].iter().filter_map(|key| node.get(key));
        let name_of = |node: &Node| Some((node.as_str()?.split(':').next()?.to_owned(), node.line));
        let needs = needs.flat_map(|list| list.items().iter().chain(list.entries().iter().map(|(key, _)| key)));
        Some(Service {
            path: path.clone(),
            name: name.as_str()?.to_owned(),
            line: name.line,
            image,
            built: build.and_then(|folder| path.parent().join(folder).ok()),
            needs: needs.filter_map(name_of).collect(),
        })
    };
    services.iter().filter_map(service).collect()
}

fn object(path: &RepoPath, root: &Node) -> Option<Object> {
    let (kind, version) = (root.get("kind")?, root.get("apiVersion")?);
    if version.as_str()?.starts_with("backstage.io/") || root.at(&["metadata", "name"]).is_none() {
        return None;
    }
    let mut labels = Vec::new();
    let places = [&["metadata", "labels"][..], &["spec", "template", "metadata", "labels"]];
    for (key, value) in places.iter().filter_map(|place| root.at(place)).flat_map(Node::entries) {
        if let (Some(key), Value::String(text)) = (key.as_str(), &value.value) {
            labels.push((key.to_owned(), (text.clone(), value.line)));
        }
    }
    Some(Object { path: path.clone(), kind: kind.as_str()?.to_owned(), labels })
}
