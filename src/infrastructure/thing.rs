//! What a file says of a thing, before it is known whose it is.

use crate::{model::Node, yaml};

/// Why a file cannot be read.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) message: String,
}

impl Trouble {
    pub(super) fn new(line: u32, message: impl Into<String>) -> Self {
        Self { line, column: 0, message: message.into() }
    }
}

impl From<&yaml::Error> for Trouble {
    fn from(error: &yaml::Error) -> Self {
        Self { line: error.line, column: error.column, message: error.message.clone() }
    }
}

/// A thing as its file names it.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) provider: String,
    pub(super) format: &'static str,
    pub(super) environment: Option<String>,
    pub(super) region: Option<String>,
    pub(super) namespace: String,
    pub(super) line: u32,
    /// Of Kubernetes and containers.
    pub(super) labels: Vec<(String, String)>,
    /// Of clouds.
    pub(super) tags: Vec<(String, String)>,
    pub(super) images: Vec<String>,
    /// The folder that it is built from, as the file has it.
    pub(super) built_from: Option<String>,
}

/// Names are no longer, in bytes.
const LONGEST: usize = 1_000;

/// So many labels, tags and images of one thing are looked at.
pub(super) const MOST: usize = 200;

/// What stands where a name is still to come.
const OPEN: [&str; 6] = ["{{", "${", "{%", "<%", "<<", "$("];

impl Draft {
    /// Whether it has a name that can be shown: not one that a tool has yet to put in, nor one without end.
    pub(super) fn is_plain(&self) -> bool {
        [&self.id, &self.kind, &self.name].into_iter().all(|text| is_settled(text))
    }
}

/// Whether a text is there, of a bounded length, and stands for itself.
pub(super) fn is_settled(text: &str) -> bool {
    let open = OPEN.iter().any(|open| text.contains(open));
    !text.trim().is_empty() && text.len() <= LONGEST && !open && !text.chars().any(char::is_control)
}

/// The text of a node that stands for itself.
pub(super) fn text(node: Option<&Node>) -> Option<String> {
    Some(node?.as_str()?.to_owned()).filter(|text| is_settled(text))
}

/// The texts of a mapping.
pub(super) fn pairs(node: Option<&Node>) -> Vec<(String, String)> {
    let entries = node.into_iter().flat_map(Node::entries);
    entries.filter_map(|(key, value)| Some((key.as_str()?.to_owned(), text(Some(value))?))).take(MOST).collect()
}
