//! Settings of several files as one, each with where it was written.

use crate::model::{Node, Value};

/// A setting and all below it.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    /// The file, by its place among all.
    file: usize,
    line: u32,
    value: Kind,
}

#[derive(Clone, Debug, Default)]
enum Kind {
    #[default]
    Nothing,
    Scalar(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    pub(super) fn new(node: &Node, file: usize) -> Self {
        let value = match &node.value {
            Value::Null => Kind::Nothing,
            Value::Bool(value) => Kind::Scalar(value.to_string()),
            Value::Number(number) => Kind::Scalar(number.to_string()),
            Value::String(text) => Kind::Scalar(text.clone()),
            Value::Sequence(items) => Kind::List(items.iter().map(|item| Self::new(item, file)).collect()),
            Value::Mapping(entries) => Kind::Map(
                entries
                    .iter()
                    .map(|(key, value)| (key.as_str().unwrap_or_default().to_owned(), Self::entry(key, value, file)))
                    .collect(),
            ),
        };
        Self { file, line: node.line, value }
    }

    /// A setting stands where its key does.
    fn entry(key: &Node, value: &Node, file: usize) -> Self {
        Self { line: key.line, ..Self::new(value, file) }
    }

    /// What `over` says wins: objects are merged key by key, anything else is replaced, as Backstage's reader does.
    pub(super) fn merge(&mut self, over: Self) {
        match (&mut self.value, over.value) {
            (_, Kind::Nothing) => {}
            (Kind::Map(own), Kind::Map(entries)) => {
                for (key, value) in entries {
                    match own.iter_mut().find(|(name, _)| *name == key) {
                        Some((_, old)) => old.merge(value),
                        None => own.push((key, value)),
                    }
                }
            }
            (_, value) => *self = Self { file: over.file, line: over.line, value },
        }
    }

    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter()
            .try_fold(self, |tree, key| tree.entries().iter().find(|(name, _)| name == key).map(|(_, value)| value))
    }

    pub(super) fn entries(&self) -> &[(String, Self)] {
        match &self.value {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn items(&self) -> &[Self] {
        match &self.value {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// The text, or what stands in its place when only the environment or another file tells.
    pub(super) fn text(&self) -> Result<String, String> {
        match &self.value {
            Kind::Scalar(text) if text.replace("$${", "").contains("${") => Err(text.clone()),
            Kind::Scalar(text) => Ok(text.replace("$${", "${")),
            Kind::Map(entries) => match entries.as_slice() {
                [(key, value)] if key.starts_with('$') => {
                    Err(format!("{key}: {}", value.text().unwrap_or_else(|written| written)))
                }
                _ => Err("an object".to_owned()),
            },
            Kind::Nothing => Err("empty".to_owned()),
            Kind::List(_) => Err("a list".to_owned()),
        }
    }

    /// The text under a key, when it is known.
    pub(super) fn known(&self, key: &str) -> Option<String> {
        self.at(&[key])?.text().ok().filter(|text| !text.is_empty())
    }

    /// The texts of a list, or of a scalar, as far as they are known.
    pub(super) fn texts(&self) -> Vec<String> {
        match &self.value {
            Kind::List(items) => items.iter().filter_map(|item| item.text().ok()).collect(),
            _ => self.text().into_iter().collect(),
        }
    }

    /// Where it stands.
    pub(super) fn place(&self, names: &[&str]) -> String {
        format!("{}:{}", names.get(self.file).copied().unwrap_or_default(), self.line)
    }
}
