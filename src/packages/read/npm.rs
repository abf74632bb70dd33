//! `package.json`, and what npm locks.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::packages::written::{Keys, Lock, Manifest, Node, Trouble, Wanted, range};

/// Where a manifest names packages, and whether they are for development only.
const SECTIONS: [(&str, bool); 4] =
    [("dependencies", false), ("optionalDependencies", false), ("peerDependencies", false), ("devDependencies", true)];

/// In levels of `node_modules`.
const DEEPEST_FOLDER: usize = 100;

/// In bytes, as systems of files have it.
const LONGEST_FOLDER: usize = 4096;

fn object(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn package(source: &str) -> Result<Manifest, Trouble> {
    let whole: Value = serde_json::from_str(source)?;
    let Value::Object(whole) = whole else { return Err(Trouble::new(1, "not a JSON object")) };
    let mut keys = Keys::new(source);
    let (mut wanted, mut named): (Vec<Wanted>, HashMap<String, usize>) = Default::default();
    for (section, content) in &whole {
        let Some((_, development)) = SECTIONS.iter().find(|(name, _)| name == section) else { continue };
        keys.line(section);
        for (name, version) in object(Some(content)) {
            let line = keys.line(name);
            let spec = version.as_str().unwrap_or_default();
            if ["file:", "link:", "portal:", "workspace:"].iter().any(|own| spec.starts_with(own)) {
                continue;
            }
            // `"alias": "npm:name@range"` is another package under a name of one's own.
            let alias =
                spec.strip_prefix("npm:").and_then(|spec| spec.rfind('@').filter(|at| *at > 0).map(|at| &spec[..at]));
            let package = format!("npm/{}", alias.unwrap_or(name));
            // What is needed to run is, however often it is named for development besides.
            if let Some(known) = named.get(&package) {
                let known: &mut Wanted = &mut wanted[*known];
                known.development &= *development;
            } else {
                named.insert(package.clone(), wanted.len());
                wanted.push(Wanted {
                    package,
                    range: range(spec),
                    line,
                    development: *development,
                    ..Wanted::default()
                });
            }
        }
    }
    let name = whole.get("name").and_then(Value::as_str).map(|name| format!("npm/{name}"));
    Ok(Manifest { kind: "npm", name, wanted, whole: false })
}

/// An installed package by the folder that it lies in.
struct Installed {
    needs: Vec<String>,
    folder: String,
}

pub(super) fn lock(source: &str) -> Result<Lock, Trouble> {
    let whole: Value = serde_json::from_str(source)?;
    let mut lock = Lock { kind: "npm", ..Lock::default() };
    let mut keys = Keys::new(source);
    let mut installed = Vec::new();
    let mut links: HashMap<String, String> = HashMap::new();
    match whole.get("packages").and_then(Value::as_object) {
        Some(packages) => {
            keys.line("packages");
            for (folder, package) in packages {
                let line = keys.line(folder);
                installable(folder, line)?;
                if package.get("link") == Some(&Value::Bool(true)) {
                    links.insert(folder.clone(), text(package, "resolved").to_owned());
                    continue;
                }
                installed.push(entry(&mut lock, (folder, package), line));
            }
        }
        None => nested(&mut lock, whole.get("dependencies"), "", (&mut keys, &mut installed))?,
    }
    if !whole.is_object() || lock.nodes.is_empty() && whole.get("lockfileVersion").is_none() {
        return Err(Trouble::new(1, "neither `packages` nor `dependencies` is there"));
    }
    connect(&mut lock, &installed, &links);
    Ok(lock)
}

/// A package of versions 2 and 3.
fn entry(lock: &mut Lock, (folder, package): (&str, &Value), line: u32) -> Installed {
    let name = folder.rsplit_once("node_modules/").map(|(_, name)| name);
    let called = package.get("name").and_then(Value::as_str).or(name).unwrap_or_default();
    let is = |key: &str| package.get(key) == Some(&Value::Bool(true));
    lock.nodes.push(Node {
        package: format!("npm/{called}"),
        version: range(text(package, "version")),
        line,
        own: name.is_none(),
        development: is("dev"),
        ..Node::default()
    });
    let own = name.is_none();
    let sections = SECTIONS.iter().filter(|(_, development)| own || !development);
    let needs = sections.flat_map(|(section, _)| object(package.get(*section))).map(|(name, _)| name.clone());
    Installed { needs: needs.collect(), folder: folder.to_owned() }
}

/// Packages of version 1, which lie in each other; serde_json bounds how deep.
fn nested(
    lock: &mut Lock,
    packages: Option<&Value>,
    above: &str,
    (keys, installed): (&mut Keys<'_>, &mut Vec<Installed>),
) -> Result<(), Trouble> {
    for (name, package) in object(packages) {
        let line = keys.line(name);
        let folder = format!("{above}node_modules/{name}");
        installable(&folder, line)?;
        lock.nodes.push(Node {
            package: format!("npm/{name}"),
            version: range(text(package, "version")),
            line,
            development: package.get("dev") == Some(&Value::Bool(true)),
            ..Node::default()
        });
        let needs = object(package.get("requires")).map(|(name, _)| name.clone()).collect();
        installed.push(Installed { needs, folder: folder.clone() });
        nested(lock, package.get("dependencies"), &format!("{folder}/"), (keys, installed))?;
    }
    Ok(())
}

/// Looking for what a package needs goes up from its folder, so that no folder may be as deep or as long as one likes.
fn installable(folder: &str, line: u32) -> Result<(), Trouble> {
    if folder.len() <= LONGEST_FOLDER && folder.matches("node_modules/").count() <= DEEPEST_FOLDER {
        return Ok(());
    }
    Err(Trouble::new(line, format!("a folder of more than {DEEPEST_FOLDER} levels or {LONGEST_FOLDER} bytes")))
}

/// Finds what each package gets when it asks for another, as Node.js looks for it: in its own folder, then in those above.
fn connect(lock: &mut Lock, installed: &[Installed], links: &HashMap<String, String>) {
    let places: HashMap<&str, u32> = (0..).zip(installed).map(|(place, one)| (one.folder.as_str(), place)).collect();
    let at = |folder: &str| {
        let folder = links.get(folder).map_or(folder, String::as_str);
        places.get(folder).copied()
    };
    for (place, one) in installed.iter().enumerate() {
        let find = |name: &String| {
            let mut folder = one.folder.as_str();
            loop {
                let below = if folder.is_empty() { String::new() } else { format!("{folder}/") };
                if let Some(found) = at(&format!("{below}node_modules/{name}")) {
                    return Some(found);
                }
                folder = match folder.rfind("/node_modules/") {
                    Some(end) => &folder[..end],
                    None if folder.is_empty() => return None,
                    None => "",
                };
            }
        };
        let needs: Vec<u32> = one.needs.iter().filter_map(find).collect();
        if lock.nodes[place].own {
            lock.importers.insert(one.folder.clone(), needs.clone());
        }
        lock.nodes[place].needs = needs;
    }
    // Those at the top come first: it is they that a manifest means.
    let mut order: Vec<u32> = (0..).take(installed.len()).collect();
    order.sort_by_key(|place| installed[*place as usize].folder.matches("node_modules/").count());
    order.into_iter().for_each(|place| lock.name(place));
    lock.complete = !lock.importers.is_empty();
}

/// `Pipfile.lock`, `composer.lock` and `packages.lock.json` hold JSON as well.
pub(super) fn root(source: &str) -> Result<Map<String, Value>, Trouble> {
    match serde_json::from_str(source)? {
        Value::Object(root) => Ok(root),
        _ => Err(Trouble::new(1, "not a JSON object")),
    }
}
