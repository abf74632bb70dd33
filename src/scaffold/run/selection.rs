//! Which files of a skeleton are rendered, and which are copied as they are.

use glob_match::glob_match;
use serde_json::Value;

use super::input::texts;
use crate::scaffold::form::Object;

/// What `fetch:template` is told of files.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Files that are copied as they are.
    plain: Vec<String>,
    /// Whether the names of these are rendered all the same.
    plain_names: bool,
    /// Only files with this extension are rendered, and lose it.
    extension: Option<String>,
}

/// What becomes of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Treatment<'a> {
    /// Its path without the extension that marks templates.
    pub path: &'a str,
    /// Whether the path is rendered.
    pub name: bool,
    /// Whether the content is rendered.
    pub content: bool,
}

impl Selection {
    /// From a step's input.
    pub fn read(input: &Object) -> Self {
        let extension = match input.get("templateFileExtension") {
            Some(Value::Bool(true)) => Some(".njk".to_owned()),
            Some(Value::String(text)) if !text.is_empty() => {
                Some(if text.starts_with('.') { text.clone() } else { format!(".{text}") })
            }
            _ => None,
        };
        let old = texts(input, "copyWithoutRender");
        let plain_names = old.is_empty();
        let plain = if plain_names { texts(input, "copyWithoutTemplating") } else { old };
        Self { plain, plain_names, extension }
    }

    /// What becomes of the file at a path in the skeleton.
    pub fn of<'a>(&self, path: &'a str) -> Treatment<'a> {
        let plain = self.is_plain(path);
        let name = !plain || self.plain_names;
        match &self.extension {
            None => Treatment { path, name, content: !plain },
            Some(extension) => {
                let marked = path.strip_suffix(extension.as_str());
                Treatment { path: marked.unwrap_or(path), name, content: marked.is_some() }
            }
        }
    }

    fn is_plain(&self, path: &str) -> bool {
        let matches = |pattern: &String| {
            let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
            // A folder stands for all that is in it.
            glob_match(pattern, path) || glob_match(&format!("{pattern}/**"), path)
        };
        self.plain.iter().filter(|pattern| !pattern.starts_with('!')).any(matches)
    }
}
