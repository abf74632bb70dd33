//! What the manifest of a package says of the repository.

use serde_json::Value;

use crate::model::{RepoPath, Snapshot};

/// The largest manifest that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// The manifest at the top of the repository.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) path: &'static str,
    pub(super) description: Option<String>,
    /// Packages that it needs to run, when it is one of Node.js.
    pub(super) needs: Vec<String>,
    /// Whether others can use it as a library.
    pub(super) is_library: bool,
}

impl Package {
    /// The first manifest that is there.
    pub(super) fn read(snapshot: &Snapshot) -> Option<Self> {
        let read = |path: &'static str| Some((path, text(snapshot, path)?));
        if let Some((path, text)) = read("package.json") {
            let root: Value = serde_json::from_str(&text).ok()?;
            return Some(node(path, &root));
        }
        let (path, text) = ["Cargo.toml", "pyproject.toml", "setup.cfg"].into_iter().find_map(read)?;
        Some(Self { path, description: described(&text), ..Self::default() })
    }
}

fn node(path: &'static str, root: &Value) -> Package {
    let keys = |field: &str| root.get(field).and_then(Value::as_object).into_iter().flat_map(|map| map.keys().cloned());
    let has = |field: &str| root.get(field).is_some();
    let description = root.get("description").and_then(Value::as_str).map(str::trim);
    Package {
        path,
        description: description.filter(|text| text.split(' ').count() > 2).map(str::to_owned),
        needs: keys("dependencies").chain(keys("devDependencies")).collect(),
        is_library: !has("private") && (has("exports") || has("main") || has("types") || has("module") || has("files")),
    }
}

/// `description` of a manifest in TOML or as `setup.cfg` has it.
fn described(text: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.trim().strip_prefix("description"))?;
    let value = line.trim_start().strip_prefix('=')?.trim().trim_matches(['"', '\'']);
    (value.split(' ').count() > 2 && !value.contains('"')).then(|| value.to_owned())
}

/// The text of a small file at the top of a repository.
pub(super) fn text(snapshot: &Snapshot, path: &str) -> Option<String> {
    let path = RepoPath::new(path).ok()?;
    snapshot.entry(&path).filter(|entry| entry.size <= LARGEST)?;
    String::from_utf8(snapshot.read(&path).ok()?).ok()
}
