//! Files that are read line by line: Python's requirements, Go, Bundler, Gradle, GitHub's workflows, Dockerfiles.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use regex::Regex;

use super::toml::requirement;
use crate::packages::written::{Lock, Manifest, Node, Trouble, Wanted};

fn numbered(source: &str) -> impl Iterator<Item = (u32, &str)> {
    (1..).zip(source.lines())
}

/// `requirements.txt` and its like.
pub(super) fn requirements(source: &str) -> Manifest {
    let wanted = numbered(source).filter_map(|(line, text)| {
        let text = text.split(" #").next().unwrap_or(text).trim();
        let text = text.split(" --").next().unwrap_or(text).trim_end_matches('\\').trim();
        if text.starts_with(['#', '-', '.', '/']) || text.contains("://") && !text.contains('@') {
            return None;
        }
        Some(Wanted { line, ..requirement(text)? })
    });
    Manifest { kind: "pypi", name: None, wanted: wanted.collect(), whole: false }
}

/// `go.mod`: <https://go.dev/ref/mod#go-mod-file>.
pub(super) fn go_mod(source: &str) -> Result<Manifest, Trouble> {
    let mut manifest = Manifest { kind: "golang", ..Manifest::default() };
    let mut block = "";
    let (mut replaced, mut excluded): (Vec<Replaced>, HashSet<(String, String)>) = Default::default();
    for (line, text) in numbered(source) {
        let (text, comment) = text.split_once("//").map_or((text, ""), |(text, comment)| (text, comment));
        let words: Vec<&str> = text.split_whitespace().collect();
        let (verb, words) = match words.as_slice() {
            [] => continue,
            [")"] => {
                block = "";
                continue;
            }
            [verb, "("] => {
                block = match *verb {
                    "require" => "require",
                    "replace" => "replace",
                    "exclude" => "exclude",
                    _ => "other",
                };
                continue;
            }
            words if !block.is_empty() => (block, words),
            [verb, words @ ..] => (*verb, words),
        };
        match (verb, words) {
            ("module", [name, ..]) => manifest.name = Some(go(name)),
            // From 1.17 on, what others need is named as well.
            ("go", [version, ..]) => {
                let minor =
                    version.strip_prefix("1.").map(|rest| rest.split('.').next().unwrap_or(rest).parse::<u32>());
                manifest.whole = minor.is_none_or(|minor| minor.is_ok_and(|minor| minor >= 17));
            }
            ("require", [name, version]) => manifest.wanted.push(Wanted {
                package: go(name),
                range: (*version).to_owned(),
                line,
                indirect: comment.trim().starts_with("indirect"),
                ..Wanted::default()
            }),
            ("require", _) => return Err(Trouble::new(line, "`require` takes a module and a version")),
            ("replace", words) => replaced.extend(Replaced::read(words)),
            ("exclude", [name, version]) => drop(excluded.insert((go(name), (*version).to_owned()))),
            _ => {}
        }
    }
    if manifest.name.is_none() {
        return Err(Trouble::new(1, "`module` is missing"));
    }
    manifest.wanted.retain(|one| !excluded.contains(&(one.package.clone(), one.range.clone())));
    manifest.wanted.retain_mut(|one| Replaced::fill(&replaced, one));
    Ok(manifest)
}

/// A module that another stands in for.
struct Replaced {
    package: String,
    /// The only version that is replaced; all of them without one.
    version: Option<String>,
    /// Module and version; none for a folder, which is no package of others.
    by: Option<(String, String)>,
}

impl Replaced {
    /// Puts in what is built; whether that is a package of others.
    fn fill(all: &[Self], one: &mut Wanted) -> bool {
        let of_it = || all.iter().filter(|other| other.package == one.package);
        let exact = of_it().find(|other| other.version.as_ref() == Some(&one.range));
        match exact.or_else(|| of_it().find(|other| other.version.is_none())).map(|other| other.by.clone()) {
            Some(Some((package, version))) => {
                (one.package, one.range) = (package, version);
                true
            }
            Some(None) => false,
            None => true,
        }
    }

    /// `module [version] => module version` or `module [version] => folder`.
    fn read(words: &[&str]) -> Option<Self> {
        let arrow = words.iter().position(|word| *word == "=>")?;
        let (from, [_, to @ ..]) = words.split_at(arrow) else { return None };
        let by = match to {
            [module, version] => Some((go(module), (*version).to_owned())),
            _ => None,
        };
        Some(Self { package: go(from.first()?), version: from.get(1).map(|version| (*version).to_owned()), by })
    }
}

/// Names of modules are in lower case in package URLs.
fn go(name: &str) -> String {
    format!("golang/{}", name.trim_matches('"').to_lowercase())
}

/// `go.sum`: of each module the latest version whose content is summed. It may know more than is built in.
pub(super) fn go_sum(source: &str) -> Result<Lock, Trouble> {
    let mut lock = Lock { kind: "golang", ..Lock::default() };
    for (line, text) in numbered(source).filter(|(_, text)| !text.trim().is_empty()) {
        let [name, version, sum] = text.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err(Trouble::new(line, "a line that is no module, version and sum"));
        };
        if !sum.starts_with("h1:") || version.ends_with("/go.mod") {
            continue;
        }
        let package = go(name);
        let place = u32::try_from(lock.nodes.len()).unwrap_or(u32::MAX);
        match lock.names.get(&package) {
            // Lines are sorted by version.
            Some(place) => {
                let node = &mut lock.nodes[*place as usize];
                (node.version, node.line) = (version.to_owned(), line);
            }
            None => {
                lock.nodes.push(Node { package, version: version.to_owned(), line, ..Node::default() });
                lock.name(place);
            }
        }
    }
    Ok(lock)
}

/// `Gemfile.lock`.
pub(super) fn gemfile(source: &str) -> Result<Lock, Trouble> {
    let mut lock = Lock { kind: "gem", complete: true, ..Lock::default() };
    let (mut section, mut at, mut needs, mut direct) = ("", 0, Vec::new(), Vec::new());
    for (line, text) in numbered(source) {
        if text.starts_with("<<<<<<<") {
            return Err(Trouble::new(line, "a conflict of a merge is not resolved"));
        }
        let indent = text.len() - text.trim_start().len();
        let (name, version) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let version = version.trim_matches(['(', ')']);
        match (section, indent) {
            (_, 0) => section = text.trim(),
            ("GEM" | "GIT" | "PATH", 4) => {
                // Versions of gems have no hyphen: a platform follows it, and each platform has an entry.
                let version = version.split('-').next().unwrap_or(version).to_owned();
                let package = format!("gem/{name}");
                let known = lock.names.get(&package).filter(|place| lock.nodes[**place as usize].version == version);
                at = known.map_or(lock.nodes.len(), |place| *place as usize);
                if at == lock.nodes.len() {
                    let own = section == "PATH";
                    lock.nodes.push(Node { package, version, line, own, ..Node::default() });
                    lock.name(u32::try_from(at).unwrap_or(u32::MAX));
                }
            }
            ("GEM" | "GIT" | "PATH", 6) => needs.push((at, format!("gem/{name}"))),
            ("DEPENDENCIES", 2) => direct.push(format!("gem/{}", name.trim_end_matches('!'))),
            _ => {}
        }
    }
    if lock.nodes.is_empty() && !source.contains("GEM") {
        return Err(Trouble::new(1, "no `GEM` section is in it"));
    }
    for (place, name) in needs {
        let found = lock.names.get(&name).copied();
        lock.nodes.get_mut(place).into_iter().for_each(|node| node.needs.extend(found));
    }
    let direct = direct.iter().filter_map(|name| lock.names.get(name).copied()).collect();
    lock.importers.insert(String::new(), direct);
    Ok(lock)
}

/// `gradle.lockfile`: `group:name:version=configurations`.
pub(super) fn gradle_lock(source: &str) -> Result<Lock, Trouble> {
    let mut lock = Lock { kind: "gradle", ..Lock::default() };
    for (line, text) in numbered(source).filter(|(_, text)| !text.starts_with('#') && !text.trim().is_empty()) {
        let Some((module, configurations)) = text.split_once('=') else {
            return Err(Trouble::new(line, "a line that is no `group:name:version=configurations`"));
        };
        if let [group, name, version] = module.split(':').collect::<Vec<_>>()[..] {
            let development = configurations.split(',').all(is_development);
            let package = format!("maven/{group}/{name}");
            lock.nodes.push(Node { package, version: version.to_owned(), line, development, ..Node::default() });
            lock.name(u32::try_from(lock.nodes.len() - 1).unwrap_or(u32::MAX));
        }
    }
    Ok(lock)
}

/// Whether what stands in a configuration of Gradle does not run where the code does.
fn is_development(configuration: &str) -> bool {
    let build = ["annotationProcessor", "classpath", "compileOnly", "developmentOnly", "kapt", "ksp"];
    configuration.starts_with("test") || configuration.contains("Test") || build.contains(&configuration)
}

/// `build.gradle` and `build.gradle.kts`, as far as coordinates stand there as they are.
pub(super) fn gradle(source: &str) -> Manifest {
    static COORDINATES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"^\s*"?([A-Za-z]\w*)"?[ (].*?["']([\w.-]+):([\w.-]+):([\w.+!-]+|[\[(\]][^"']*[\[)\]])(?:[:@][\w.-]+)*["']"#,
        )
        .expect("the pattern is one")
    });
    let wanted = numbered(source).filter_map(|(line, text)| {
        let found = COORDINATES.captures(text)?;
        let development = is_development(&found[1]);
        Some(Wanted {
            package: format!("maven/{}/{}", &found[2], &found[3]),
            range: found[4].to_owned(),
            line,
            development,
            ..Wanted::default()
        })
    });
    Manifest { kind: "gradle", name: None, wanted: wanted.collect(), whole: false }
}

/// Workflows and actions of GitHub: `uses: owner/name@version # v1.2.3`.
pub(super) fn actions(source: &str) -> Manifest {
    static USES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"^\s*(?:-\s+)?uses:\s*["']?([^@\s"'#]+)@([^\s"'#]+)["']?\s*(?:#\s*(?:tag=)?(v?\d\S*))?"#)
            .expect("the pattern is one")
    });
    let wanted = numbered(source).filter_map(|(line, text)| {
        let found = USES.captures(text)?;
        let (name, version) = (&found[1], found.get(3).map_or(&found[2], |told| told.as_str()));
        if name.starts_with('.') {
            return None;
        }
        if let Some(image) = name.strip_prefix("docker://") {
            return Some(Wanted { line, ..image_of(&format!("{image}@{version}"))? });
        }
        // Actions and workflows of one repository are of one version.
        let name = name.splitn(3, '/').take(2).collect::<Vec<_>>().join("/").to_lowercase();
        Some(Wanted {
            package: format!("github/{name}"),
            range: version.to_owned(),
            line,
            development: true,
            ..Wanted::default()
        })
    });
    Manifest { kind: "github", name: None, wanted: wanted.collect(), whole: false }
}

/// Dockerfiles: images that stages begin with.
pub(super) fn dockerfile(source: &str) -> Manifest {
    let (mut arguments, mut stages, mut wanted): (HashMap<&str, &str>, HashSet<String>, Vec<Wanted>) =
        Default::default();
    for (line, text) in numbered(source) {
        let mut words = text.split_whitespace();
        let verb = words.next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "ARG" => arguments.extend(words.next().and_then(|word| word.split_once('='))),
            "FROM" => {
                let words: Vec<&str> = words.filter(|word| !word.starts_with("--")).collect();
                let Some(image) = words.first().and_then(|image| substituted(image, &arguments)) else { continue };
                if !stages.contains(&image.to_lowercase()) && image != "scratch" {
                    wanted.extend(image_of(&image).map(|one| Wanted { line, ..one }));
                }
                stages.extend(words.get(2).map(|name| name.to_lowercase()));
            }
            _ => {}
        }
    }
    Manifest { kind: "docker", name: None, wanted, whole: false }
}

/// No reference to an image is longer, in bytes.
const LONGEST_IMAGE: usize = 1000;

/// `$NAME`, `${NAME}` and `${NAME:-other}` as they are set before the first stage; nothing when it becomes too long to be
/// an image.
fn substituted(text: &str, arguments: &HashMap<&str, &str>) -> Option<String> {
    let mut done = String::new();
    let mut rest = Some(text).filter(|text| text.len() <= LONGEST_IMAGE)?;
    while let Some((before, after)) = rest.split_once('$') {
        done.push_str(before);
        let (name, other, left) = match after.strip_prefix('{').and_then(|after| after.split_once('}')) {
            Some((inner, left)) => {
                let (name, other) = inner.split_once(":-").unwrap_or((inner, ""));
                (name, other, left)
            }
            None => {
                let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
                (&after[..end], "", &after[end..])
            }
        };
        let value = arguments.get(name).copied().unwrap_or(other);
        if done.len() + value.len() > LONGEST_IMAGE {
            return None;
        }
        done.push_str(value.trim_matches(['"', '\'']));
        rest = left;
    }
    done.push_str(rest);
    Some(done)
}

/// An image by its reference: `registry/name:tag@digest`.
pub(super) fn image_of(reference: &str) -> Option<Wanted> {
    let reference = reference.trim_matches(['"', '\'']);
    let (named, digest) = reference.split_once('@').map_or((reference, ""), |(named, digest)| (named, digest));
    let (name, tag) = match named.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (named, digest),
    };
    let name = name.strip_prefix("docker.io/").unwrap_or(name);
    let name = name.strip_prefix("library/").unwrap_or(name);
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-/:".contains(c));
    plain.then(|| Wanted {
        package: format!("docker/{}", name.to_lowercase()),
        range: tag.to_owned(),
        ..Wanted::default()
    })
}
