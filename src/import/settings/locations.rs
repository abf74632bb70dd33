//! `catalog.locations`: files in repositories become sources and catalog files.

use url::Url;

use super::{super::scalar, catalog::Sources, tree::Tree, without_secret};

/// Types of locations that list repositories by a pattern in an address, and the sources that they become.
const DISCOVERIES: [(&str, &str); 2] = [("github-discovery", "github"), ("gitlab-discovery", "gitlab")];

/// Reads all locations.
pub(super) fn read(root: &Tree, sources: &mut Sources<'_>) {
    let locations = root.at(&["catalog", "locations"]).map_or(&[][..], Tree::items);
    for (number, location) in locations.iter().enumerate() {
        let key = format!("catalog.locations[{number}]");
        let place = location.place(sources.names);
        let word = location.known("type").unwrap_or_default();
        let targets: Vec<&Tree> = location
            .at(&["target"])
            .into_iter()
            .chain(location.at(&["targets"]).map_or(&[][..], Tree::items))
            .collect();
        for target in targets {
            let about = (key.as_str(), place.as_str());
            match (target.text(), word.as_str()) {
                (Err(written), _) => {
                    let written = without_secret(&written);
                    sources.leave(
                        &key,
                        &place,
                        &format!("{written} depends on the environment; name the repository in `sources`"),
                    );
                }
                (Ok(target), "file") => file(&target, about, sources),
                (Ok(target), "url") => address(&target, about, sources),
                (Ok(target), word) => discovery(&target, word, about, sources),
            }
        }
        if let Some(rules) = location.at(&["rules"]) {
            let place = rules.place(sources.names);
            sources.leave_once(
                &format!("{key}.rules"),
                &place,
                "entities of every kind are read; a policy can forbid some of them",
            );
        }
    }
}

/// A path from the folder of the backend, or from where everything lies.
fn file(target: &str, (key, place): (&str, &str), sources: &mut Sources<'_>) {
    let path = target.trim_start_matches("./");
    let path = path.strip_prefix("../../").unwrap_or(path);
    if path.starts_with('/') || path.split('/').any(|part| part == "..") {
        let advice = format!("{target} lies elsewhere; name its folder as a source: `- path: <folder>`");
        return sources.leave(key, place, &advice);
    }
    let base = sources.base.to_owned();
    sources.add(vec![("path", scalar_path(&base))], format!("{key}, {place}"));
    sources.add_file(path, &format!("{key}, {place}"));
}

fn scalar_path(path: &str) -> String {
    if path == "." { ".".to_owned() } else { scalar(path) }
}

/// The address of a file on a forge.
fn address(target: &str, (key, place): (&str, &str), sources: &mut Sources<'_>) {
    let Some(found) = parse(target) else {
        let advice = format!("{} is no file of a repository; put it into one", without_secret(target));
        return sources.leave(key, place, &advice);
    };
    if !sources.has(&found.repository) {
        let mut keys = vec![("git", scalar(&format!("https://{}", found.repository)))];
        if !found.revision.is_empty() && found.revision != "HEAD" && found.revision != "-" {
            keys.push(("ref", scalar(&found.revision)));
        }
        sources.add(keys, format!("{key}, {place}"));
    }
    sources.add_file(&found.path, &format!("{key}, {place}"));
}

/// Repositories by a pattern in an address, as older versions of Backstage have it.
fn discovery(target: &str, word: &str, (key, place): (&str, &str), sources: &mut Sources<'_>) {
    let url = Url::parse(target).ok();
    let known = DISCOVERIES.iter().find(|(name, _)| *name == word);
    let parts: Vec<&str> =
        url.as_ref().map(|url| url.path().split('/').filter(|part| !part.is_empty()).collect()).unwrap_or_default();
    let (Some((_, source)), Some(host), Some(name)) = (known, url.as_ref().and_then(Url::host_str), parts.first())
    else {
        let advice = format!("locations of type {word} are not read; write their entities as files in a repository");
        return sources.leave(key, place, &advice);
    };
    let mut keys = vec![(*source, scalar(name))];
    if !["github.com", "gitlab.com"].contains(&host) {
        keys.push(("url", scalar(&format!("https://{host}"))));
    }
    let pattern = parts.get(1).filter(|part| !["*", "blob"].contains(*part));
    match pattern.filter(|_| *source == "github") {
        Some(pattern) => {
            keys.push(("include", format!("[{}]", serde_json::to_string(pattern).expect("a text is JSON"))))
        }
        None => sources.add_whole(host, name),
    }
    sources.add(keys, format!("{key}, {place}"));
    if let Some(view) = parts.iter().position(|part| *part == "blob") {
        sources.add_file(&parts[(view + 2).min(parts.len())..].join("/"), &format!("{key}, {place}"));
    }
}

/// A file of a repository.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// `host/owner/name`.
    pub(super) repository: String,
    pub(super) revision: String,
    pub(super) path: String,
}

/// What an address says: `host/repository/[-/]view/revision/path`, or Azure's with a query.
pub(super) fn parse(target: &str) -> Option<Address> {
    // `?` and `*` are parts of patterns in paths; a URL's parser would take the first for a query.
    let url = Url::parse(&target.replace('?', "%3F")).ok().filter(|url| ["http", "https"].contains(&url.scheme()))?;
    let host = url.host_str()?;
    let path = url.path().replace("%3F", "?").replace("%7B", "{").replace("%7D", "}");
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if host == "raw.githubusercontent.com" {
        let [owner, name, revision, path @ ..] = parts.as_slice() else { return None };
        return Some(address_of(("github.com", &[owner, name]), revision, path));
    }
    if parts.contains(&"_git") {
        let (repository, query) = path.split_once('?')?;
        let value = |key: &str| query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
        let revision = value("version").map(|version| version.trim_start_matches("GB")).unwrap_or_default();
        let file = value("path")?.replace("%2F", "/");
        let repository = format!("{host}/{}", repository.trim_matches('/'));
        return Some(Address {
            repository,
            revision: revision.to_owned(),
            path: file.trim_start_matches('/').to_owned(),
        });
    }
    let view =
        parts.iter().position(|part| ["blob", "tree", "raw", "edit", "src"].contains(part)).filter(|view| *view > 1)?;
    let end = if parts[view - 1] == "-" { view - 1 } else { view };
    let mut rest = &parts[view + 1..];
    if ["src", "raw"].contains(&parts[view])
        && rest.first().is_some_and(|word| ["branch", "tag", "commit"].contains(word))
    {
        rest = &rest[1..];
    }
    if rest.starts_with(&["refs", "heads"]) {
        rest = &rest[2..];
    }
    let (revision, path) = rest.split_first().filter(|(_, path)| !path.is_empty())?;
    // Bitbucket and forges of one's own have other words in their paths than owners and repositories.
    (end > 1 && parts[0] != "-").then(|| address_of((host, &parts[..end]), revision, path))
}

fn address_of((host, repository): (&str, &[&str]), revision: &str, path: &[&str]) -> Address {
    let name = repository.join("/");
    let name = name.strip_suffix(".git").unwrap_or(&name);
    let path = path.join("/");
    let path = path.split('?').next().filter(|_| !path.contains("?*")).map_or(path.clone(), str::to_owned);
    Address { repository: format!("{host}/{name}"), revision: revision.to_owned(), path }
}
