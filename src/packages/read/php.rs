//! Composer, and `Pipfile.lock`, which is JSON of the same simplicity.

use serde_json::Value;

use super::npm;
use crate::packages::written::{Keys, Lock, Manifest, Node, Trouble, Wanted, python, range};

fn composer_name(name: &str) -> String {
    format!("composer/{}", name.to_lowercase())
}

/// `composer.json`. Platform packages have no vendor.
pub(super) fn package(source: &str) -> Result<Manifest, Trouble> {
    let root = npm::root(source)?;
    let mut keys = Keys::new(source);
    let mut wanted = Vec::new();
    for (section, content) in &root {
        let development = section == "require-dev";
        if section != "require" && !development {
            continue;
        }
        keys.line(section);
        for (name, version) in content.as_object().into_iter().flatten().filter(|(name, _)| name.contains('/')) {
            let (package, line) = (composer_name(name), keys.line(name));
            wanted.push(Wanted {
                package,
                range: range(version.as_str().unwrap_or_default()),
                line,
                development,
                ..Wanted::default()
            });
        }
    }
    Ok(Manifest { kind: "composer", name: None, wanted, whole: false })
}

/// `composer.lock`.
pub(super) fn lock(source: &str) -> Result<Lock, Trouble> {
    let root = npm::root(source)?;
    if !root.contains_key("packages") {
        return Err(Trouble::new(1, "`packages` is missing"));
    }
    let mut lock = Lock { kind: "composer", ..Lock::default() };
    let mut keys = Keys::new(source);
    let mut needs = Vec::new();
    for section in ["packages", "packages-dev"] {
        for package in root.get(section).and_then(Value::as_array).into_iter().flatten() {
            let text = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default();
            let place = u32::try_from(lock.nodes.len()).unwrap_or(u32::MAX);
            lock.nodes.push(Node {
                package: composer_name(text("name")),
                version: text("version").to_owned(),
                line: keys.line(text("name")),
                development: section == "packages-dev",
                ..Node::default()
            });
            lock.name(place);
            let names = package.get("require").and_then(Value::as_object).into_iter().flatten();
            needs.extend(names.map(|(name, _)| (place, composer_name(name))));
        }
    }
    for (place, name) in needs {
        let found = lock.names.get(&name).copied();
        lock.nodes[place as usize].needs.extend(found);
    }
    Ok(lock)
}

/// `Pipfile.lock`.
pub(super) fn pipfile_lock(source: &str) -> Result<Lock, Trouble> {
    let root = npm::root(source)?;
    if !root.contains_key("default") && !root.contains_key("_meta") {
        return Err(Trouble::new(1, "`default` is missing"));
    }
    let mut lock = Lock { kind: "pypi", ..Lock::default() };
    let mut keys = Keys::new(source);
    for (section, packages) in root.iter().filter(|(section, _)| *section != "_meta") {
        keys.line(section);
        for (name, package) in packages.as_object().into_iter().flatten() {
            let version = package.get("version").and_then(Value::as_str).unwrap_or_default();
            let place = u32::try_from(lock.nodes.len()).unwrap_or(u32::MAX);
            lock.nodes.push(Node {
                package: python(name),
                version: version.trim_start_matches('=').to_owned(),
                line: keys.line(name),
                development: section == "develop",
                ..Node::default()
            });
            lock.name(place);
        }
    }
    Ok(lock)
}
