//! Manifests in TOML: `Cargo.toml`, `pyproject.toml`, `Pipfile` and Gradle's catalogs of versions.

use toml_span::{
    Value,
    value::{Key, Table, ValueInner},
};

use crate::packages::written::{Lines, Manifest, Trouble, Wanted, python, range};

fn read<'t>(text: &'t str) -> Result<Value<'t>, Trouble> {
    toml_span::parse(text).map_err(|error| {
        let message = error.to_string();
        Trouble::new(
            Lines::new(text).line(error.span.start),
            format!("not TOML: {}", message.lines().next().unwrap_or_default()),
        )
    })
}

fn table<'v, 't>(value: Option<&'v Value<'t>>) -> Option<&'v Table<'t>> {
    value?.as_table()
}

fn at<'v, 't>(mut value: &'v Value<'t>, path: &[&str]) -> Option<&'v Value<'t>> {
    for step in path {
        value = value.as_table()?.get(*step)?;
    }
    Some(value)
}

/// `"1.0"` or `{ version = "1.0" }`.
fn version(value: &Value<'_>) -> String {
    let text = value.as_str().or_else(|| at(value, &["version"])?.as_str());
    range(text.unwrap_or_default())
}

pub(super) fn cargo(source: &str) -> Result<Manifest, Trouble> {
    let (root, lines) = (read(source)?, Lines::new(source));
    let mut wanted = Vec::new();
    let mut take = |tables: &Value<'_>, prefix: &[&str]| {
        for (section, development) in
            [("dependencies", false), ("build-dependencies", true), ("dev-dependencies", true)]
        {
            let path: Vec<&str> = prefix.iter().copied().chain([section]).collect();
            for (key, value) in table(at(tables, &path)).into_iter().flatten() {
                let name = at(value, &["package"]).and_then(Value::as_str).unwrap_or(&key.name);
                let is_own = at(value, &["path"]).is_some() && at(value, &["version"]).is_none();
                if !is_own {
                    let line = lines.line(key.span.start);
                    wanted.push(Wanted {
                        package: format!("cargo/{name}"),
                        range: version(value),
                        line,
                        development,
                        ..Wanted::default()
                    });
                }
            }
        }
    };
    take(&root, &[]);
    take(&root, &["workspace"]);
    for (_, target) in table(at(&root, &["target"])).into_iter().flatten() {
        take(target, &[]);
    }
    let name = at(&root, &["package", "name"]).and_then(Value::as_str).map(|name| format!("cargo/{name}"));
    wanted.sort_by_key(|one: &Wanted| one.line);
    Ok(Manifest { kind: "cargo", name, wanted, whole: false })
}

pub(super) fn pyproject(source: &str) -> Result<Manifest, Trouble> {
    let (root, lines) = (read(source)?, Lines::new(source));
    let mut wanted = Vec::new();
    let mut list = |value: Option<&Value<'_>>, development| {
        for item in value.and_then(|value| value.as_array()).into_iter().flatten() {
            let line = lines.line(item.span.start);
            wanted.extend(item.as_str().and_then(requirement).map(|one| Wanted { line, development, ..one }));
        }
    };
    list(at(&root, &["project", "dependencies"]), false);
    list(at(&root, &["build-system", "requires"]), true);
    list(at(&root, &["tool", "uv", "dev-dependencies"]), true);
    for (path, development) in [(&["project", "optional-dependencies"][..], false), (&["dependency-groups"], true)] {
        for (_, group) in table(at(&root, path)).into_iter().flatten() {
            list(Some(group), development);
        }
    }
    let mut poetry = |value: Option<&Value<'_>>, development| {
        for (key, value) in table(value).into_iter().flatten().filter(|(key, _)| key.name != "python") {
            wanted.push(python_wanted(&lines, key, value, development));
        }
    };
    poetry(at(&root, &["tool", "poetry", "dependencies"]), false);
    poetry(at(&root, &["tool", "poetry", "dev-dependencies"]), true);
    for (_, group) in table(at(&root, &["tool", "poetry", "group"])).into_iter().flatten() {
        poetry(at(group, &["dependencies"]), true);
    }
    let names = [&["project", "name"][..], &["tool", "poetry", "name"]];
    let name = names.iter().find_map(|path| at(&root, path)?.as_str()).map(python);
    wanted.sort_by_key(|one| one.line);
    Ok(Manifest { kind: "pypi", name, wanted, whole: false })
}

fn python_wanted(lines: &Lines, key: &Key<'_>, value: &Value<'_>, development: bool) -> Wanted {
    let line = lines.line(key.span.start);
    Wanted { package: python(&key.name), range: version(value), line, development, ..Wanted::default() }
}

pub(super) fn pipfile(source: &str) -> Result<Manifest, Trouble> {
    let (root, lines) = (read(source)?, Lines::new(source));
    let mut wanted = Vec::new();
    for (section, development) in [("packages", false), ("dev-packages", true)] {
        for (key, value) in table(at(&root, &[section])).into_iter().flatten() {
            wanted.push(python_wanted(&lines, key, value, development));
        }
    }
    wanted.sort_by_key(|one| one.line);
    Ok(Manifest { kind: "pypi", name: None, wanted, whole: false })
}

/// `gradle/libs.versions.toml`.
pub(super) fn gradle(source: &str) -> Result<Manifest, Trouble> {
    let (root, lines) = (read(source)?, Lines::new(source));
    let named = |name: &str| at(&root, &["versions", name]).map(rich).unwrap_or_default();
    let text = |value: &Value<'_>, key: &str| at(value, &[key]).and_then(Value::as_str).map(str::to_owned);
    let mut wanted = Vec::new();
    for (key, value) in table(at(&root, &["libraries"])).into_iter().flatten() {
        let module =
            text(value, "module").or_else(|| Some(format!("{}:{}", text(value, "group")?, text(value, "name")?)));
        let (module, range) = match (value.as_str(), module) {
            (Some(written), _) => {
                written.rsplit_once(':').map(|(module, version)| (module.to_owned(), version.to_owned()))
            }
            (None, Some(module)) => {
                let reference = at(value, &["version", "ref"]).and_then(Value::as_str).map(named);
                Some((module, reference.or_else(|| at(value, &["version"]).map(rich)).unwrap_or_default()))
            }
            (None, None) => None,
        }
        .unwrap_or_default();
        if let Some((group, name)) = module.split_once(':') {
            let line = lines.line(key.span.start);
            wanted.push(Wanted { package: format!("maven/{group}/{name}"), range, line, ..Wanted::default() });
        }
    }
    wanted.sort_by_key(|one| one.line);
    Ok(Manifest { kind: "gradle", name: None, wanted, whole: false })
}

/// `"1.0"` or `{ strictly = "[1.0,2.0)", prefer = "1.5" }`.
fn rich(value: &Value<'_>) -> String {
    let table = match value.as_ref() {
        ValueInner::String(text) => return text.to_string(),
        ValueInner::Table(table) => table,
        _ => return String::new(),
    };
    let keys = ["prefer", "require", "strictly"];
    keys.iter().find_map(|key| table.get(*key)?.as_str()).unwrap_or_default().to_owned()
}

/// A requirement as <https://packaging.python.org/en/latest/specifications/dependency-specifiers/> says.
pub(super) fn requirement(text: &str) -> Option<Wanted> {
    let text = text.split(';').next().unwrap_or(text).trim();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !"._-".contains(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let rest = match rest.trim_start().strip_prefix('[') {
        Some(extras) => extras.split_once(']').map_or("", |(_, rest)| rest),
        None => rest,
    };
    if !rest.trim_start().is_empty() && !rest.trim_start().starts_with(['=', '<', '>', '!', '~', '(', '@']) {
        return None;
    }
    let written = rest.trim().trim_matches(['(', ')']).trim();
    // One version is one, however it is asked for.
    let exact = written.trim_start_matches('=').trim_start();
    let range = if written.starts_with("==") && !exact.contains([',', '*']) { range(exact) } else { range(written) };
    let range = if written.starts_with('@') { String::new() } else { range };
    Some(Wanted { package: python(name), range, ..Wanted::default() })
}
