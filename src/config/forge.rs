//! Addresses and names on forges.

use crate::model::{Forge, SafeUrl};

/// The base of a forge's REST API. Without `url`, the forge's public host.
///
/// Sources: GitHub Enterprise Server, "Getting started with the REST API"; GitLab, "REST API"; Gitea, "API usage".
///
/// # Errors
/// When the address is none, or the forge has no public host.
pub fn api(forge: Forge, url: Option<&str>) -> Result<String, &'static str> {
    let Some(url) = url else {
        return match forge {
            Forge::GitHub => Ok("https://api.github.com".to_owned()),
            Forge::GitLab => Ok("https://gitlab.com/api/v4".to_owned()),
            _ => Err("`gitea` needs the forge's address in `url`, e.g. https://codeberg.org"),
        };
    };
    let url = SafeUrl::parse(url).filter(|url| url.as_str().starts_with("http"));
    let url = url.ok_or("`url` is no web address; write it in full, e.g. https://git.example.com")?;
    let base = url.as_str().trim_end_matches('/');
    let public = base == "https://github.com" && forge == Forge::GitHub;
    Ok(match forge {
        _ if public => "https://api.github.com".to_owned(),
        Forge::GitHub => format!("{base}/api/v3"),
        Forge::GitLab => format!("{base}/api/v4"),
        _ => format!("{base}/api/v1"),
    })
}

/// Whether `name` can be an organisation, user or group; groups alone have a path.
pub fn is_name(forge: Forge, name: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with(['.', '-'])
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    if forge == Forge::GitLab { name.split('/').all(part) } else { part(name) }
}
