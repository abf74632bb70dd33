//! What the forges' lists look like, as far as it matters.

use serde::{Deserialize, Serialize};

/// One repository of a list.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The last part of its path.
    pub name: String,
    /// `owner/name`, with all groups.
    pub path: String,
    /// Where to clone it, over https.
    pub url: String,
    /// Whether it is closed for changes.
    pub archived: bool,
    /// Whether it is a copy of another.
    pub fork: bool,
    /// Whether it has a git repository with something in it.
    pub readable: bool,
}

/// GitHub's and Gitea's shape.
#[derive(Deserialize)]
struct GitHub {
    name: String,
    full_name: String,
    clone_url: String,
    #[serde(default)]
    archived: bool,
    #[serde(default)]
    fork: bool,
    #[serde(default)]
    disabled: bool,
    #[serde(default)]
    empty: bool,
}

/// GitLab's shape.
#[derive(Deserialize)]
struct GitLab {
    path: String,
    path_with_namespace: String,
    http_url_to_repo: String,
    #[serde(default)]
    archived: bool,
    forked_from_project: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    empty_repo: bool,
    repository_access_level: Option<String>,
}

/// Reads one page of GitHub's or Gitea's list.
///
/// # Errors
/// When it is another shape.
pub fn github(bytes: &[u8]) -> Result<Vec<Listed>, String> {
    let repos: Vec<GitHub> = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let listed = repos.into_iter().map(|repo| Listed {
        name: repo.name,
        path: repo.full_name,
        url: repo.clone_url,
        archived: repo.archived,
        fork: repo.fork,
        readable: !repo.disabled && !repo.empty,
    });
    Ok(listed.collect())
}

/// Reads one page of GitLab's list.
///
/// # Errors
/// When it is another shape.
pub fn gitlab(bytes: &[u8]) -> Result<Vec<Listed>, String> {
    let repos: Vec<GitLab> = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let listed = repos.into_iter().map(|repo| Listed {
        name: repo.path,
        path: repo.path_with_namespace,
        url: repo.http_url_to_repo,
        archived: repo.archived,
        fork: repo.forked_from_project.is_some(),
        readable: !repo.empty_repo && repo.repository_access_level.as_deref() != Some("disabled"),
    });
    Ok(listed.collect())
}
