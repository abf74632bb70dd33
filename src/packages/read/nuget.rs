//! NuGet: project files, versions kept in one place, and lock files.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::{npm, xml};
use crate::packages::written::{Keys, Lines, Lock, Manifest, Node, Trouble, Wanted};

/// A project. Versions that it leaves out stand in `Directory.Packages.props`.
pub(super) fn project(source: &str) -> Result<Manifest, Trouble> {
    let document = xml(source)?;
    let lines = Lines::new(source);
    let references = document.descendants().filter(|element| element.tag_name().name() == "PackageReference");
    let wanted = references.filter_map(|element| {
        let name = element.attribute("Include")?;
        let within = |name: &str| {
            element.children().find(|child| child.tag_name().name() == name).and_then(|child| child.text())
        };
        let inner = within("Version");
        let private = element.attribute("PrivateAssets").or_else(|| within("PrivateAssets"));
        let told = ["VersionOverride", "Version"].iter().find_map(|key| element.attribute(*key));
        let range = told.or(inner).unwrap_or_default().trim();
        Some(Wanted {
            package: format!("nuget/{}", name.trim()),
            range: if range.contains("$(") { String::new() } else { range.to_owned() },
            line: lines.line(element.range().start),
            development: private.is_some_and(|assets| assets.trim().eq_ignore_ascii_case("all")),
            ..Wanted::default()
        })
    });
    Ok(Manifest { kind: "nuget", name: None, wanted: wanted.collect(), whole: false })
}

/// `Directory.Packages.props`.
pub(super) fn central(source: &str) -> Result<BTreeMap<String, String>, Trouble> {
    let document = xml(source)?;
    let versions = document.descendants().filter(|element| element.tag_name().name() == "PackageVersion");
    let pair = |element: roxmltree::Node<'_, '_>| {
        let version = element.attribute("Version").filter(|version| !version.contains("$("))?;
        Some((format!("nuget/{}", element.attribute("Include")?), version.to_owned()))
    };
    Ok(versions.filter_map(pair).collect())
}

/// `packages.lock.json`. Frameworks are taken together.
pub(super) fn lock(source: &str) -> Result<Lock, Trouble> {
    let root = npm::root(source)?;
    let Some(frameworks) = root.get("dependencies").and_then(Value::as_object) else {
        return Err(Trouble::new(1, "`dependencies` is missing"));
    };
    let mut lock = Lock { kind: "nuget", complete: true, ..Lock::default() };
    let mut keys = Keys::new(source);
    let (mut direct, mut needs) = (Vec::new(), Vec::new());
    for (name, package) in frameworks.values().filter_map(Value::as_object).flatten() {
        let line = keys.line(name);
        let text = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default();
        let place = u32::try_from(lock.nodes.len()).unwrap_or(u32::MAX);
        let own = text("type") == "Project";
        lock.nodes.push(Node {
            package: format!("nuget/{name}"),
            version: text("resolved").to_owned(),
            line,
            own,
            ..Node::default()
        });
        lock.name(place);
        if text("type") == "Direct" || own {
            direct.push(place);
        }
        let names = package.get("dependencies").and_then(Value::as_object).into_iter().flatten();
        needs.extend(names.map(|(name, _)| (place, format!("nuget/{name}"))));
    }
    let folded: HashMap<String, u32> = lock.names.iter().map(|(name, place)| (name.to_lowercase(), *place)).collect();
    for (place, name) in needs {
        lock.nodes[place as usize].needs.extend(folded.get(&name.to_lowercase()).copied());
    }
    lock.importers.insert(String::new(), direct);
    Ok(lock)
}
