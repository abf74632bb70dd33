//! Where the text of a definition stands: in a file of its own, or inside a catalog file.

use crate::{
    model::{Catalog, Entity, LARGEST_DEFINITION, Node, Place, RepoIndex, RepoPath, Snapshot, Value},
    yaml::{self, Dialect},
};

/// The keys that put a file in the place of a value.
const PLACEHOLDERS: [&str; 5] = ["$text", "$openapi", "$asyncapi", "$yaml", "$json"];

/// Where a text stands.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub(super) repo: RepoIndex,
    repo_name: String,
    pub(super) path: RepoPath,
    shift: Shift,
}

/// How places in the text become places in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shift {
    /// So many lines and columns are added.
    By(u32, u32),
    /// They do not; this line is meant.
    Fixed(u32),
}

impl Origin {
    /// A file of its own.
    pub(super) fn file(repo: RepoIndex, repo_name: &str, path: RepoPath) -> Self {
        Self { repo, repo_name: repo_name.to_owned(), path, shift: Shift::By(0, 0) }
    }

    /// Line and column in the file for those in the text.
    pub(super) fn place(&self, line: u32, column: u32) -> (u32, u32) {
        match self.shift {
            Shift::By(lines, columns) => (line.saturating_add(lines), column.saturating_add(columns)),
            Shift::Fixed(line) => (line, 0),
        }
    }

    /// The place in the file for one in the text.
    pub(super) fn diagnostic_place(&self, line: u32, column: u32) -> Place {
        let (line, column) = self.place(line, column);
        self.place_in(&self.path, line, column)
    }

    /// A place in a file of the same repository.
    pub(super) fn place_in(&self, path: &RepoPath, line: u32, column: u32) -> Place {
        Place { repo: self.repo_name.clone(), path: path.clone(), line, column, excerpt: None }
    }

    /// Whether the text stands inside a catalog file.
    pub(super) fn is_inline(&self) -> bool {
        self.shift != Shift::By(0, 0)
    }
}

/// The text of an entity's definition, and where it stands; none when it has none.
pub(super) fn of_entity(catalog: &Catalog, snapshot: &Snapshot, entity: &Entity) -> Option<(Origin, String)> {
    let definition = entity.spec.get("definition")?;
    let root = yaml::read(&entity.source, Dialect::CATALOG).into_iter().find_map(|document| document.root);
    let spec = root.as_ref().and_then(|root| root.get("spec"));
    let written = spec.and_then(|spec| spec.get_entry("definition"));
    let repo = entity.origin.repo;
    let name = &catalog[repo].name;
    if let Some(path) = written.and_then(|(_, value)| placeholder(snapshot, entity, value)) {
        let text = match definition.as_str() {
            Some(text) => text.to_owned(),
            None => text_of(snapshot, &path)?,
        };
        return Some((Origin::file(repo, name, path), text));
    }
    let text = match definition {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Object(map) if !map.keys().any(|key| PLACEHOLDERS.contains(&key.as_str())) => {
            serde_json::to_string_pretty(definition).ok()?
        }
        _ => return None,
    };
    if text.trim().is_empty() {
        return None;
    }
    let shift = written.map_or(Shift::Fixed(entity.origin.line), |(key, value)| shift(entity, key, value));
    Some((Origin { repo, repo_name: name.clone(), path: entity.origin.path.clone(), shift }, text))
}

fn text_of(snapshot: &Snapshot, path: &RepoPath) -> Option<String> {
    let size = snapshot.entry(path)?.size;
    let bytes = (size <= LARGEST_DEFINITION).then(|| snapshot.read(path).ok()).flatten()?;
    String::from_utf8(bytes).ok()
}

/// The file that a placeholder names, when it is one of the repository.
fn placeholder(snapshot: &Snapshot, entity: &Entity, value: &Node) -> Option<RepoPath> {
    let [(key, address)] = value.entries() else { return None };
    let address = address.as_str().filter(|_| key.as_str().is_some_and(|key| PLACEHOLDERS.contains(&key)))?;
    let is_file = |path: &RepoPath| snapshot.entry(path).is_some();
    if !address.contains("://") {
        let prefix = &snapshot.repo.prefix;
        let full = prefix.join(entity.origin.path.parent().as_str()).ok()?.join(address).ok()?;
        return RepoPath::new(full.relative_to(prefix)?).ok().filter(is_file);
    }
    // A URL of a file: the longest end of its path that is a file here. The text was read from it already.
    let path = url::Url::parse(address).ok()?.path().to_owned();
    let starts = path.match_indices('/').map(|(at, _)| at + 1);
    starts.take(40).filter_map(|at| RepoPath::new(&path[at..]).ok()).find(is_file)
}

/// How places in an inline text become places in the catalog file.
fn shift(entity: &Entity, key: &Node, value: &Node) -> Shift {
    let fixed = Shift::Fixed(entity.origin.line + key.line.saturating_sub(1));
    let mut lines = entity.source.lines().skip(key.line as usize - 1);
    let Some(head) = lines.next() else { return fixed };
    let indicator = head.rsplit(':').next().unwrap_or_default().trim();
    if !matches!(value.value, Value::String(_)) || !indicator.starts_with('|') {
        return fixed;
    }
    let Some(first) = lines.find(|line| !line.trim().is_empty()) else { return fixed };
    let indent = first.len() - first.trim_start().len();
    // The text begins on the line after the indicator, and the document on its own line of the file.
    Shift::By(entity.origin.line + key.line - 1, u32::try_from(indent).unwrap_or(0))
}
