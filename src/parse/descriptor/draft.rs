//! An entity that is being read: what it will say, and whom it names.

use super::{tool::Tool, words};
use crate::{
    model::{EntityId, Node, RelationField, Value},
    parse::{problem::Problem, rules::DESCRIPTOR_FORMAT},
};

/// So many annotations, tags, links or names an entity has at most; hostile files have more.
pub(super) const MOST: usize = 1000;

/// What a name may stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Target {
    /// This entity, whether it is there or not.
    Entity(EntityId),
    /// Nothing that can be told without having read it; the words say what it is.
    Unknown(&'static str),
    /// Nothing that an entity is made of.
    Nothing,
}

impl Target {
    /// An entity of the kind that the field is for.
    pub(super) fn of_field(text: &str, field: &RelationField) -> Self {
        let kind = field.default_kind.unwrap_or("Component");
        // Teams of forges are written with their organisation.
        let own = if kind == "Group" { text.trim_start_matches('@').rsplit('/').next().unwrap_or(text) } else { text };
        words::name(own).map_or(Self::Nothing, |name| Self::Entity(EntityId::new(kind, "default", &name)))
    }
}

/// A name in a descriptor that is to become a relation.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) field: &'static RelationField,
    pub(super) text: String,
    pub(super) line: u32,
    pub(super) column: u32,
}

/// One entity of a descriptor.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) namespace: String,
    /// Where the name stands.
    pub(super) place: (u32, u32),
    /// What others of the same tool call it.
    pub(super) keys: Vec<String>,
    pub(super) metadata: Vec<(Node, Node)>,
    pub(super) annotations: Vec<(Node, Node)>,
    pub(super) tags: Vec<Node>,
    pub(super) links: Vec<Node>,
    pub(super) spec: Vec<(Node, Node)>,
    pub(super) wanted: Vec<Wanted>,
    /// Whether others may declare the same, and mean the same.
    pub(super) is_shared: bool,
    pub(super) line: u32,
    pub(super) source: String,
}

impl Draft {
    /// Adds a name that is to become a relation.
    pub(super) fn want(&mut self, field: &'static RelationField, text: &str, at: &Node) {
        if self.wanted.len() >= MOST {
            return;
        }
        self.wanted.push(Wanted { field, text: text.to_owned(), line: at.line, column: at.column });
    }

    /// Sets a field of the spec, unless it has been set.
    pub(super) fn set(&mut self, key: &str, value: &str, at: &Node) {
        add(&mut self.spec, key, string(value, at), at);
    }

    /// Sets an annotation, unless it has been set.
    pub(super) fn annotate(&mut self, key: &str, value: &str, at: &Node) {
        add(&mut self.annotations, key, string(value, at), at);
    }

    /// Whether the spec has a field.
    pub(super) fn has(&self, key: &str) -> bool {
        self.spec.iter().any(|(name, _)| name.as_str() == Some(key))
    }
}

/// Adds an entry unless there is one.
pub(super) fn add(entries: &mut Vec<(Node, Node)>, key: &str, value: Node, at: &Node) {
    if entries.len() < MOST && !entries.iter().any(|(name, _)| name.as_str() == Some(key)) {
        entries.push((string(key, at), value));
    }
}

/// A text that stands where another node does.
pub(super) fn string(text: &str, at: &Node) -> Node {
    Node { value: Value::String(text.to_owned()), line: at.line, column: at.column }
}

/// What has been read of a file.
pub(super) struct Reading {
    /// What the tool is called.
    pub(super) tool: &'static str,
    line: u32,
    source: String,
    /// Where its lines begin.
    starts: Vec<usize>,
    pub(super) drafts: Vec<Draft>,
    pub(super) problems: Vec<Problem>,
}

impl Reading {
    pub(super) fn new(tool: &Tool) -> Self {
        Self {
            tool: tool.title,
            line: 1,
            source: String::new(),
            starts: Vec::new(),
            drafts: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// The lines of the document from one line of the file to before another: what one of many entities says. Without the
    /// rest, for a document of a thousand entities would be kept a thousand times.
    pub(super) fn narrow(&self, draft: &mut Draft, (from, to): (u32, u32)) {
        let start = |line: u32| self.starts.get(line.saturating_sub(self.line) as usize).copied();
        let end = start(to).unwrap_or(self.source.len());
        draft.source = start(from).and_then(|from| self.source.get(from..end)).unwrap_or_default().to_owned();
        draft.line = from;
    }

    /// What follows is of the document that starts on a line.
    pub(super) fn begin(&mut self, line: u32, source: String) {
        self.starts = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        (self.line, self.source) = (line, source);
    }

    /// A new entity, called by the text at `named`; none with a problem when that is no name.
    pub(super) fn draft(&mut self, kind: &'static str, named: Option<&Node>, whole: &Node, key: &str) -> Option<Draft> {
        let text = named.and_then(words::text);
        let Some(name) = text.as_deref().and_then(words::name) else {
            let message = match text {
                Some(text) => format!("`{key}` is no name: \"{}\"", crate::parse::check::short(&text)),
                None => format!("the descriptor of {} lacks `{key}`", self.tool),
            };
            let at = named.unwrap_or(whole);
            self.problems.push(Problem::new(&DESCRIPTOR_FORMAT, at, message).hint("give it a name"));
            return None;
        };
        let at = named.unwrap_or(whole);
        let text = text.unwrap_or_default();
        let mut draft = Draft {
            kind,
            name,
            namespace: "default".to_owned(),
            place: (at.line, at.column),
            keys: vec![text.clone()],
            metadata: Vec::new(),
            annotations: Vec::new(),
            tags: Vec::new(),
            links: Vec::new(),
            spec: Vec::new(),
            wanted: Vec::new(),
            is_shared: false,
            line: self.line,
            source: String::new(),
        };
        if draft.name != text {
            add(&mut draft.metadata, "title", string(&text, at), at);
        }
        Some(draft)
    }

    /// The whole document.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// Adds an entity that the document is about as a whole.
    pub(super) fn push(&mut self, draft: Draft) {
        self.drafts.push(Draft { source: self.source.clone(), ..draft });
    }

    /// Says that something is not as the tool has it.
    pub(super) fn wrong(&mut self, at: &Node, message: String, hint: &str) {
        self.problems.push(Problem::new(&DESCRIPTOR_FORMAT, at, message).hint(hint));
    }
}
