//! A node and the file that it stands in, so that references in it can be followed.

use crate::model::{Node, Value};

/// A place in one of the files that make up a definition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'a> {
    /// The file's place among those that were read.
    pub(super) file: usize,
    pub(super) node: &'a Node,
}

impl<'a> Spot<'a> {
    pub(super) fn new(file: usize, node: &'a Node) -> Self {
        Self { file, node }
    }

    pub(super) fn get(self, key: &str) -> Option<Self> {
        self.node.get(key).map(|node| Self { node, ..self })
    }

    /// The text under a key, when it is one.
    pub(super) fn text(self, key: &str) -> &'a str {
        self.node.get(key).and_then(Node::as_str).unwrap_or_default()
    }

    /// A scalar under a key as people write it: versions are often numbers.
    pub(super) fn scalar(self, key: &str) -> String {
        self.node.get(key).and_then(scalar).unwrap_or_default()
    }

    /// Whether the value under a key is `true`.
    pub(super) fn flag(self, key: &str) -> bool {
        self.node.get(key).is_some_and(|node| node.value == Value::Bool(true))
    }

    /// Keys and values of a mapping.
    pub(super) fn entries(self) -> impl Iterator<Item = (&'a str, Self)> {
        let entries = self.node.entries().iter();
        entries.map(move |(key, node)| (key.as_str().unwrap_or_default(), Self { node, ..self }))
    }

    /// Keys and values below a key.
    pub(super) fn entries_of(self, key: &str) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        self.get(key).into_iter().flat_map(Self::entries)
    }

    /// The items of a sequence.
    pub(super) fn items(self) -> impl Iterator<Item = Self> {
        self.node.items().iter().map(move |node| Self { node, ..self })
    }

    /// The items below a key.
    pub(super) fn items_of(self, key: &str) -> impl Iterator<Item = Self> + use<'a> {
        self.get(key).into_iter().flat_map(Self::items)
    }

    /// The texts below a key.
    pub(super) fn texts_of(self, key: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.items_of(key).filter_map(|item| item.node.as_str())
    }

    pub(super) fn is_mapping(self) -> bool {
        matches!(self.node.value, Value::Mapping(_))
    }
}

/// A scalar as text.
pub(super) fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// Any value as one line of JSON; a string without its quotes.
pub(super) fn line(node: &Node) -> String {
    scalar(node).unwrap_or_else(|| node.to_json().to_string())
}
