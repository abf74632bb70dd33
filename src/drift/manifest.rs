//! What manifests of packages say of themselves.

use std::collections::BTreeMap;

use toml_span::Value as Toml;

use super::text::{Text, line_at, tree};
use crate::model::{Node, RepoPath, Snapshot};

/// The largest manifest that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// Whether a folder holds what others wrote, or what only looks like a part of the repository.
pub(super) fn is_foreign(path: &RepoPath) -> bool {
    let parent = path.parent();
    parent.as_str().split('/').any(|part| RepoPath::is_foreign_folder(part) || part.contains("{{"))
}

/// One manifest.
#[derive(Debug)]
pub(super) struct Manifest {
    pub(super) path: RepoPath,
    /// The type of its package URL; `helm` for charts.
    pub(super) kind: &'static str,
    /// What it says, by what that means, and on which line.
    said: BTreeMap<&'static str, Text>,
}

impl Manifest {
    /// What it says under a name: `name`, `version`, `description`, `private`, `over` for a word of its end, `stable` and
    /// `unstable` for its maturity, `program` and `library` for what it builds, `repository`.
    pub(super) fn get(&self, key: &str) -> Option<&Text> {
        self.said.get(key)
    }

    /// The package that others can use.
    pub(super) fn package(&self) -> Option<&Text> {
        self.get("name").filter(|_| self.get("private").is_none() && self.kind != "helm")
    }
}

/// All manifests of a repository.
pub(super) fn read(snapshot: &Snapshot) -> Vec<Manifest> {
    let files = snapshot.files().filter(|(path, entry)| entry.size <= LARGEST && !is_foreign(path));
    files.filter_map(|(path, _)| one(snapshot, path)).collect()
}

fn one(snapshot: &Snapshot, path: &RepoPath) -> Option<Manifest> {
    let reader: (&'static str, fn(&str, &mut Said)) = match path.file_name() {
        "package.json" => ("npm", npm),
        "Cargo.toml" => ("cargo", cargo),
        "pyproject.toml" => ("pypi", python),
        "go.mod" => ("golang", go),
        "pom.xml" => ("maven", maven),
        "composer.json" => ("composer", composer),
        "Chart.yaml" => ("helm", chart),
        _ => return None,
    };
    let text = String::from_utf8(snapshot.read(path).ok()?).ok()?;
    let mut said = Said::default();
    reader.1(&text, &mut said);
    let mut manifest = Manifest { path: path.clone(), kind: reader.0, said: said.0 };
    if reader.0 == "cargo" {
        beside(snapshot, &mut manifest);
    }
    Some(manifest)
}

/// What the files beside `Cargo.toml` say of what it builds.
fn beside(snapshot: &Snapshot, manifest: &mut Manifest) {
    if manifest.get("name").is_none() {
        return;
    }
    let folder = manifest.path.parent();
    let there =
        |path: &str| folder.join(path).is_ok_and(|path| snapshot.entry(&path).is_some() || snapshot.has_folder(&path));
    if there("src/main.rs") || there("src/bin") {
        manifest.said.entry("program").or_default();
    }
    if !there("src/lib.rs") {
        manifest.said.remove("library");
    }
}

#[derive(Default)]
struct Said(BTreeMap<&'static str, Text>);

impl Said {
    fn put(&mut self, key: &'static str, text: impl Into<String>, line: u32) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.0.entry(key).or_insert((text, line));
        }
    }

    /// Name, version and description, which these formats call so.
    fn about(&mut self, system: &str, root: &Node) {
        self.node("name", system, root.get("name"));
        self.node("version", "", root.get("version"));
        self.node("description", "", root.get("description"));
    }

    fn node(&mut self, key: &'static str, prefix: &str, node: Option<&Node>) {
        if let Some((text, line)) = node.and_then(|node| Some((node.as_str()?, node.line))) {
            self.put(key, format!("{prefix}{text}"), line);
        }
    }

    fn toml(&mut self, key: &'static str, source: &str, value: Option<&Toml<'_>>) {
        if let Some(value) = value
            && let Some(text) = value.as_str()
        {
            self.put(key, text, line_at(source, value.span.start));
        }
    }
}

fn npm(source: &str, said: &mut Said) {
    let Some(root) = tree(source) else { return };
    said.about("npm/", &root);
    if let Some(private) = root.get("private").filter(|node| node.to_json() == serde_json::Value::Bool(true)) {
        said.put("private", "true", private.line);
    }
    let program = root.get("bin").or_else(|| root.at(&["scripts", "start"])).or_else(|| root.at(&["scripts", "serve"]));
    program.into_iter().for_each(|node| said.put("program", "a command or a script that starts it", node.line));
    let library = root.get("exports").or_else(|| root.get("types"));
    library.into_iter().for_each(|node| said.put("library", "what others import", node.line));
}

fn composer(source: &str, said: &mut Said) {
    let Some(root) = tree(source) else { return };
    said.about("composer/", &root);
    if let Some(over) = root.get("abandoned").filter(|node| node.to_json() != serde_json::Value::Bool(false)) {
        said.put("over", "abandoned", over.line);
    }
}

fn chart(source: &str, said: &mut Said) {
    let Some(root) = tree(source) else { return };
    said.about("", &root);
    if let Some(over) = root.get("deprecated").filter(|node| node.to_json() == serde_json::Value::Bool(true)) {
        said.put("over", "deprecated: true", over.line);
    }
    if root.get("type").and_then(Node::as_str) != Some("library") {
        let line = root.get("name").map_or(0, |name| name.line);
        said.put("program", "a Helm chart that deploys it", line);
    }
}

/// What a pyproject says of how far it is, and what that means.
const MATURITY: [(&str, &str); 7] = [
    ("Development Status :: 1", "unstable"),
    ("Development Status :: 2", "unstable"),
    ("Development Status :: 3", "unstable"),
    ("Development Status :: 4", "unstable"),
    ("Development Status :: 5", "stable"),
    ("Development Status :: 6", "stable"),
    ("Development Status :: 7", "over"),
];

fn at<'v, 't>(mut value: &'v Toml<'t>, path: &[&str]) -> Option<&'v Toml<'t>> {
    for step in path {
        value = value.as_table()?.get(*step)?;
    }
    Some(value)
}

fn python(source: &str, said: &mut Said) {
    let Ok(root) = toml_span::parse(source) else { return };
    for table in [&["project"][..], &["tool", "poetry"]] {
        let Some(table) = at(&root, table) else { continue };
        if let Some(name) = at(table, &["name"])
            && let Some(text) = name.as_str()
        {
            let folded = text.to_lowercase().replace(['_', '.'], "-");
            said.put("name", format!("pypi/{folded}"), line_at(source, name.span.start));
        }
        said.toml("version", source, at(table, &["version"]));
        said.toml("description", source, at(table, &["description"]));
        for one in at(table, &["classifiers"]).and_then(Toml::as_array).into_iter().flatten() {
            let text = one.as_str().unwrap_or_default();
            if text == "Private :: Do Not Upload" {
                said.put("private", text, line_at(source, one.span.start));
            }
            let means = MATURITY.iter().find(|(start, _)| text.starts_with(start)).map(|(_, means)| *means);
            means.into_iter().for_each(|means| said.put(means, text, line_at(source, one.span.start)));
        }
    }
}

fn cargo(source: &str, said: &mut Said) {
    let Ok(root) = toml_span::parse(source) else { return };
    if let Some(name) = at(&root, &["package", "name"])
        && let Some(text) = name.as_str()
    {
        said.put("name", format!("cargo/{text}"), line_at(source, name.span.start));
        said.put("library", "a library crate", line_at(source, name.span.start));
    }
    said.toml("version", source, at(&root, &["package", "version"]));
    said.toml("description", source, at(&root, &["package", "description"]));
    if let Some(publish) = at(&root, &["package", "publish"]).filter(|publish| publish.as_bool() == Some(false)) {
        said.put("private", "publish = false", line_at(source, publish.span.start));
    }
    if let Some(program) = at(&root, &["bin"]) {
        said.put("program", "a program", line_at(source, program.span.start));
    }
    let status = at(&root, &["badges", "maintenance", "status"]);
    if let Some(status) = status.filter(|status| status.as_str() == Some("deprecated")) {
        said.put("over", "maintenance status deprecated", line_at(source, status.span.start));
    }
}

fn go(source: &str, said: &mut Said) {
    for (number, line) in (1..).zip(source.lines()) {
        if let Some(module) = line.strip_prefix("module ") {
            let module = module.split("//").next().unwrap_or_default().trim().trim_matches('"');
            said.put("name", format!("golang/{}", module.to_lowercase()), number);
            if line.contains("// Deprecated:") {
                said.put("over", "Deprecated", number);
            }
        }
        if line.starts_with("// Deprecated:") {
            said.put("over", line.trim_start_matches("// "), number);
        }
        if line.starts_with("require") {
            break;
        }
    }
}

fn maven(source: &str, said: &mut Said) {
    let Ok(document) = roxmltree::Document::parse(source) else { return };
    let root = document.root_element();
    let child = |node: roxmltree::Node<'_, '_>, name: &str| {
        let found = node.children().find(|child| child.tag_name().name() == name)?;
        Some((found.text()?.trim().to_owned(), line_at(source, found.range().start)))
    };
    let parent = root.children().find(|node| node.tag_name().name() == "parent");
    let group = child(root, "groupId").or_else(|| child(parent?, "groupId"));
    if let (Some((group, _)), Some((artifact, line))) = (group, child(root, "artifactId")) {
        let name = format!("maven/{group}/{artifact}");
        if !name.contains("${") {
            said.put("name", name, line);
        }
    }
    let version = child(root, "version").filter(|(text, _)| !text.contains("${"));
    version.into_iter().for_each(|(text, line)| said.put("version", text, line));
}
