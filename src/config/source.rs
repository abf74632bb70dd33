//! Sources as people write them.

use std::path::Path;

use crate::model::Source;

/// Reads a source from one string: a folder, a bare repository or a URL, each with an optional `#REF`.
///
/// # Errors
/// When a URL has a scheme that is not read, or the text is empty.
pub fn source(text: &str, folder: &Path) -> Result<Source, String> {
    if text.trim().is_empty() {
        return Err("a source is empty".to_owned());
    }
    // A folder whose name holds `#` is meant as it stands.
    let whole = folder.join(text);
    let (location, revision) = match text.rsplit_once('#') {
        Some((location, revision)) if !whole.exists() && !revision.is_empty() => (location, Some(revision.to_owned())),
        _ => (text, None),
    };
    if !is_remote(location) {
        let path = std::path::absolute(folder.join(location)).map_err(|error| format!("{location}: {error}"))?;
        return Ok(Source::Path { path: normal(&path), revision, history: None });
    }
    check_url(location)?;
    Ok(Source::Remote { url: location.to_owned(), revision, history: None })
}

/// Whether this is a URL, git's short form `user@host:path`, or git's `transport::address`, which is refused later.
fn is_remote(location: &str) -> bool {
    let scp = location.split_once(':').is_some_and(|(host, _)| host.contains('@') && !host.contains(['/', '\\']));
    location.contains("://") || location.contains("::") || scp
}

/// Refuses what gives git more than an address.
///
/// # Errors
/// When the scheme is unknown, or the host or path could be taken for an option.
pub fn check_url(url: &str) -> Result<(), String> {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    if let Some(scheme) = scheme.filter(|scheme| !["https", "http", "ssh", "file", "git"].contains(scheme)) {
        return Err(format!("`{scheme}://` is not read; use https://, ssh://, file:// or git://"));
    }
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    if scheme.is_none() && url.contains("::") {
        return Err("addresses with `::` start other programs and are not read".to_owned());
    }
    if rest.is_empty() || rest.starts_with('-') || url.starts_with('-') || rest.contains(":-") || rest.contains("@-") {
        return Err("this is no address of a repository".to_owned());
    }
    if url.contains(char::is_control) || url.contains(' ') {
        return Err("an address of a repository has no spaces or control characters".to_owned());
    }
    Ok(())
}

/// Refuses a password or token in an address: a configuration file is no place for one.
///
/// # Errors
/// When the address has one; the text does not repeat it.
pub fn without_secret(source: Source) -> Result<Source, String> {
    let secret = |url: &str| url::Url::parse(url).is_ok_and(|url| url.password().is_some());
    match &source {
        Source::Remote { url, .. } if secret(url) => {
            Err("this address holds a password; tokens are read from the environment alone, e.g. GITHUB_TOKEN"
                .to_owned())
        }
        _ => Ok(source),
    }
}

/// The path without `.` and `..`, so that its last part is a name.
pub fn normal(path: &Path) -> std::path::PathBuf {
    let mut parts = std::path::PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts
}

/// A title for a portal of these sources.
pub fn title(sources: &[Source]) -> String {
    let name = match sources {
        [Source::Path { path, .. }] => path.file_name().map(|name| name.to_string_lossy().into_owned()),
        [Source::Remote { url, .. }] => {
            // Neither a query nor user information is a part of a name.
            let url = url.split(['?', '#']).next().unwrap_or_default();
            url.trim_end_matches('/').trim_end_matches(".git").rsplit(['/', ':', '@']).next().map(str::to_owned)
        }
        [Source::Organisation(organisation)] => Some(organisation.name.clone()),
        _ => None,
    };
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| "Developer portal".to_owned())
}
