//! A template's document, with the places of what stands in it.

use crate::{
    model::{Entity, Node, Place, Value},
    yaml::{self, Dialect},
};

/// The document of a template as it was written.
pub struct Written<'a> {
    source: &'a str,
    root: Node,
    start: Place,
}

impl<'a> Written<'a> {
    /// Reads the document again; none when it is empty.
    pub fn read(entity: &'a Entity, repo: &str) -> Option<Self> {
        let root = yaml::read(&entity.source, Dialect::CATALOG).into_iter().find_map(|document| document.root)?;
        Some(Self { source: &entity.source, root, start: start(entity, repo) })
    }

    /// What stands at a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        self.root.at(path)
    }

    /// The place of a node; the start of the document when there is none.
    pub fn place(&self, node: Option<&Node>) -> Place {
        node.map_or_else(|| self.start.clone(), |node| self.located(node.line, node.column))
    }

    /// The place of a line and column of the text in a node, both from 1. Folding and escapes move text about, so it
    /// is found by its words: the same word has as many like it before it in the file as in the text.
    pub fn inside(&self, node: &Node, (line, column): (u32, u32)) -> Place {
        self.find(node, (line, column)).unwrap_or_else(|| self.place(Some(node)))
    }

    fn find(&self, node: &Node, (line, column): (u32, u32)) -> Option<Place> {
        let text = node.as_str()?;
        let wanted = offset(text, line, column)?;
        let word: String = text[wanted..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let word = if word.is_empty() { text[wanted..].chars().next()?.to_string() } else { word };
        let before = text.match_indices(&word).position(|(at, _)| at == wanted)?;
        let start = offset(self.source, node.line, node.column)?;
        let (at, _) = self.source[start..].match_indices(&word).nth(before)?;
        let before = &self.source[..start + at];
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        Some(self.located(line as u32 + 1, column as u32 + 1))
    }

    fn located(&self, line: u32, column: u32) -> Place {
        Place { line: self.start.line + line - 1, column, ..self.start.clone() }
    }
}

/// Where a document begins.
pub fn start(entity: &Entity, repo: &str) -> Place {
    Place {
        repo: repo.to_owned(),
        path: entity.origin.path.clone(),
        line: entity.origin.line,
        column: 0,
        excerpt: None,
    }
}

/// The offset in bytes of a line and column, in characters, from 1.
fn offset(text: &str, line: u32, column: u32) -> Option<usize> {
    let mut start = 0;
    for _ in 1..line {
        start += text[start..].find('\n')? + 1;
    }
    let (inside, _) = text[start..].char_indices().nth(column.saturating_sub(1) as usize)?;
    Some(start + inside)
}

/// Shows every text of a tree.
pub fn each_text<'n>(node: &'n Node, see: &mut dyn FnMut(&'n Node, &'n str)) {
    match &node.value {
        Value::String(text) => see(node, text),
        Value::Sequence(items) => items.iter().for_each(|item| each_text(item, see)),
        Value::Mapping(entries) => entries.iter().for_each(|(_, value)| each_text(value, see)),
        _ => {}
    }
}
