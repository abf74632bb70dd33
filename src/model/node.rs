//! A value as written in YAML or JSON, with the place of every key and value.

use serde_json::{Map, Number};

/// A value and where it starts.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Line in its file, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// The YAML 1.2 core schema's values. Mappings keep the order as written; keys are strings as JavaScript prints them.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer or a float.
    Number(Number),
    /// Anything else that is a scalar.
    String(String),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping: key node (its value is a string) and value node.
    Mapping(Vec<(Node, Node)>),
}

impl Node {
    /// The value under `key`, when this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.get_entry(key).map(|(_, value)| value)
    }

    /// The key node and value node under `key`.
    pub fn get_entry(&self, key: &str) -> Option<(&Self, &Self)> {
        self.entries().iter().find(|(name, _)| name.as_str() == Some(key)).map(|(name, value)| (name, value))
    }

    /// The node at a path of keys and indices, e.g. `["spec", "dependsOn", "0"]`.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, step| match &node.value {
            Value::Sequence(items) => items.get(step.parse::<usize>().ok()?),
            _ => node.get(step),
        })
    }

    /// The entries, when this is a mapping; nothing otherwise.
    pub fn entries(&self) -> &[(Self, Self)] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items, when this is a sequence; nothing otherwise.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The text, when this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The same value without places.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::String(text) => text.as_str().into(),
            Value::Sequence(items) => items.iter().map(Self::to_json).collect(),
            Value::Mapping(entries) => {
                let pairs = entries.iter().filter_map(|(key, value)| Some((key.as_str()?.to_owned(), value.to_json())));
                serde_json::Value::Object(pairs.collect::<Map<_, _>>())
            }
        }
    }

    /// [`Node::to_json`] for a value that is needed no longer.
    pub fn into_json(self) -> serde_json::Value {
        match self.value {
            Value::String(text) => text.into(),
            Value::Sequence(items) => items.into_iter().map(Self::into_json).collect(),
            Value::Mapping(entries) => {
                // Grown step by step, the maps of a large organisation would hold much that is empty.
                let mut map = Map::with_capacity(entries.len());
                for (key, value) in entries {
                    if let Value::String(key) = key.value {
                        map.insert(key, value.into_json());
                    }
                }
                serde_json::Value::Object(map)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => self.to_json(),
        }
    }

    /// What this is, in the words of JSON Schema, for messages.
    pub fn type_name(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Sequence(_) => "array",
            Value::Mapping(_) => "object",
        }
    }
}
