//! What definitions of APIs say of themselves.

use super::{
    subject::{before, document},
    text::{Text, short},
};
use crate::{
    model::{Entity, Node, RepoIndex, RepoPath, Value},
    yaml::{self, Dialect},
};

/// Larger definitions are not compared, in bytes.
const LARGEST: usize = 512 << 10;

/// Placeholders that stand for the content of a file.
const PLACEHOLDERS: [&str; 5] = ["$text", "$json", "$yaml", "$openapi", "$asyncapi"];

/// The definition of an API.
#[derive(Debug)]
pub(super) struct Interface {
    /// Where it stands: the repository, the file, and how many lines are before it there.
    pub(super) repo: RepoIndex,
    pub(super) path: RepoPath,
    before: u32,
    /// What it is: `openapi`, `asyncapi`, `graphql` or `grpc`, and the line that shows it.
    pub(super) format: Option<(&'static str, u32)>,
    pub(super) version: Option<Text>,
    pub(super) contact: Option<Text>,
    /// Addresses without their last slash.
    pub(super) servers: Vec<String>,
    /// The line of the first operation, when all of them are deprecated.
    pub(super) over: Option<u32>,
}

impl Interface {
    /// Reads the definition of an API; nothing when it is not known where it stands.
    pub(super) fn read(api: &Entity) -> Option<Self> {
        let text = api.spec_str("definition").filter(|text| text.len() <= LARGEST && !text.trim().is_empty())?;
        let (path, before) = place(api)?;
        let mut one = Self {
            repo: api.origin.repo,
            path,
            before,
            format: None,
            version: None,
            contact: None,
            servers: Vec::new(),
            over: None,
        };
        one.look(text);
        Some(one)
    }

    /// The line in the file.
    pub(super) fn line(&self, line: u32) -> u32 {
        self.before + line
    }

    fn look(&mut self, text: &str) {
        let mut documents = yaml::read(text, Dialect::DEFINITION).into_iter();
        let root = documents.next().filter(|document| document.errors.is_empty()).and_then(|document| document.root);
        let Some(root) = root.filter(|root| !root.entries().is_empty()) else {
            self.format = in_words(text);
            return;
        };
        for (key, format) in [("openapi", "openapi"), ("swagger", "openapi"), ("asyncapi", "asyncapi")] {
            self.format = self.format.or_else(|| Some((format, root.get_entry(key)?.0.line)));
        }
        if self.format.is_none() {
            return;
        }
        let text = |path: &[&str]| {
            let node = root.at(path)?;
            let json = node.to_json();
            let text = json.as_str().map(str::to_owned).or_else(|| json.as_number().map(ToString::to_string))?;
            Some((short(&text, 200), node.line))
        };
        self.version = text(&["info", "version"]);
        self.contact = text(&["info", "contact", "email"]).or_else(|| text(&["info", "contact", "name"]));
        let servers = root.get("servers").map(Node::items).unwrap_or_default();
        let url = |server: &Node| Some(server.get("url")?.as_str()?.trim_end_matches('/').to_lowercase());
        self.servers = servers.iter().filter_map(url).filter(|url| is_certain(url)).collect();
        self.over = over(&root);
    }
}

/// Whether an address is one of the organisation's own and not an example.
fn is_certain(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    let made_up = ["example", "localhost", "petstore", "127.0.0.1", "0.0.0.0"];
    host.contains('.') && !rest.contains(['{', '$', '<']) && !made_up.iter().any(|word| host.contains(word))
}

/// GraphQL and Protocol Buffers, which are no YAML.
fn in_words(text: &str) -> Option<(&'static str, u32)> {
    let line = |starts: &[&str]| {
        let found = text.lines().position(|line| starts.iter().any(|start| line.starts_with(start)))?;
        u32::try_from(found + 1).ok()
    };
    line(&["syntax = \"proto"])
        .map(|line| ("grpc", line))
        .or_else(|| line(&["type Query {", "type Mutation {", "schema {"]).map(|line| ("graphql", line)))
}

/// The line of the first operation, when there are some and all are deprecated.
fn over(root: &Node) -> Option<u32> {
    const VERBS: [&str; 7] = ["get", "put", "post", "delete", "patch", "head", "options"];
    let operations =
        root.get("paths").map(Node::entries).unwrap_or_default().iter().flat_map(|(_, path)| path.entries());
    let mut operations =
        operations.filter(|(verb, _)| verb.as_str().is_some_and(|verb| VERBS.contains(&verb))).peekable();
    let first = operations.peek()?.0.line;
    operations
        .all(|(_, one)| one.get("deprecated").is_some_and(|flag| flag.value == Value::Bool(true)))
        .then_some(first)
}

/// The file of a definition, and how many of its lines come before it.
fn place(api: &Entity) -> Option<(RepoPath, u32)> {
    let root = document(api)?;
    let definition = root.at(&["spec", "definition"])?;
    match &definition.value {
        // A block has the place of its first line that is not blank.
        Value::String(text) => {
            let blank = text.bytes().take_while(|byte| *byte == b'\n').count();
            let above = u32::try_from(blank + 1).ok()?;
            Some((api.origin.path.clone(), (before(api) + definition.line).saturating_sub(above)))
        }
        Value::Mapping(_) => {
            let target = PLACEHOLDERS.iter().find_map(|key| definition.get(key))?.as_str()?;
            if target.contains("://") {
                return None;
            }
            Some((api.origin.path.parent().join(target).ok()?, 0))
        }
        _ => None,
    }
}
