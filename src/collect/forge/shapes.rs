//! What the forges' lists look like, as far as it matters.

use serde::{Deserialize, Serialize};

use crate::model::Visibility;

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
    /// Who may read it.
    #[serde(default)]
    pub visibility: Visibility,
}

/// GitHub's and Gitea's shape.
#[derive(Deserialize)]
struct GitHub {
    name: String,
    full_name: String,
    clone_url: String,
    #[serde(flatten)]
    access: GitHubAccess,
    #[serde(default)]
    archived: bool,
    #[serde(default)]
    fork: bool,
    #[serde(default)]
    disabled: bool,
    #[serde(default)]
    empty: bool,
}

/// Who may read a repository, in GitHub's and Gitea's shape.
#[derive(Deserialize)]
pub struct GitHubAccess {
    private: Option<bool>,
    /// GitHub's word, where it knows more than two.
    visibility: Option<String>,
    /// Gitea's switch.
    #[serde(default)]
    internal: bool,
    owner: Option<Owner>,
}

/// The owner of a repository. Gitea has owners that not everyone may see, whose repositories are as hidden.
#[derive(Deserialize)]
struct Owner {
    visibility: Option<String>,
}

/// GitLab's shape.
#[derive(Deserialize)]
struct GitLab {
    path: String,
    path_with_namespace: String,
    http_url_to_repo: String,
    visibility: Option<String>,
    #[serde(default)]
    archived: bool,
    forked_from_project: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    empty_repo: bool,
    repository_access_level: Option<String>,
}

impl GitHubAccess {
    /// The strictest of all that is said.
    pub fn visibility(&self) -> Visibility {
        let owner = self.owner.as_ref().and_then(|owner| owner.visibility.as_deref());
        let said = [self.visibility.as_deref(), owner].into_iter().flatten().map(word);
        let own = match self.private {
            Some(true) if self.visibility.as_deref() == Some("internal") => Visibility::Internal,
            Some(true) => Visibility::Private,
            Some(false) if self.internal => Visibility::Internal,
            Some(false) => Visibility::Public,
            None => Visibility::Unknown,
        };
        said.chain([own]).max().unwrap_or_default()
    }
}

impl GitLab {
    /// A project that everyone sees may keep its code for its members.
    fn visibility(&self) -> Visibility {
        let whole = self.visibility.as_deref().map(word).unwrap_or_default();
        let members = matches!(self.repository_access_level.as_deref(), Some("private" | "disabled"));
        if members { whole.max(Visibility::Private) } else { whole }
    }
}

/// A word of a forge for who may read something.
fn word(word: &str) -> Visibility {
    match word {
        "public" => Visibility::Public,
        "internal" | "limited" => Visibility::Internal,
        "private" => Visibility::Private,
        _ => Visibility::Unknown,
    }
}

/// Who may read the one repository that GitHub or Gitea describes.
///
/// # Errors
/// When it is another shape.
pub fn github_access(bytes: &[u8]) -> Result<Visibility, String> {
    let access: GitHubAccess = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    Ok(access.visibility())
}

/// Who may read the one project that GitLab describes.
///
/// # Errors
/// When it is another shape.
pub fn gitlab_access(bytes: &[u8]) -> Result<Visibility, String> {
    let project: GitLab = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    Ok(project.visibility())
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
        visibility: repo.access.visibility(),
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
        visibility: repo.visibility(),
        name: repo.path,
        path: repo.path_with_namespace,
        url: repo.http_url_to_repo,
        archived: repo.archived,
        fork: repo.forked_from_project.is_some(),
        readable: !repo.empty_repo && repo.repository_access_level.as_deref() != Some("disabled"),
    });
    Ok(listed.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strictest_word_counts() {
        for (json, expected) in [
            ("{}", Visibility::Unknown),
            (r#"{"private":false}"#, Visibility::Public),
            (r#"{"private":false,"visibility":"public"}"#, Visibility::Public),
            (r#"{"private":true}"#, Visibility::Private),
            (r#"{"private":true,"visibility":"internal"}"#, Visibility::Internal),
            (r#"{"private":false,"visibility":"private"}"#, Visibility::Private),
            (r#"{"private":false,"internal":true}"#, Visibility::Internal),
            (r#"{"private":false,"owner":{"visibility":"limited"}}"#, Visibility::Internal),
            (r#"{"private":false,"visibility":"somewhat"}"#, Visibility::Unknown),
        ] {
            assert_eq!(github_access(json.as_bytes()), Ok(expected), "{json}");
        }
        let project = |more: &str| {
            format!(r#"{{"path":"p","path_with_namespace":"g/p","http_url_to_repo":"https://x/g/p.git"{more}}}"#)
        };
        for (more, expected) in [
            ("", Visibility::Unknown),
            (r#","visibility":"public""#, Visibility::Public),
            (r#","visibility":"internal""#, Visibility::Internal),
            (r#","visibility":"public","repository_access_level":"enabled""#, Visibility::Public),
            (r#","visibility":"public","repository_access_level":"private""#, Visibility::Private),
        ] {
            assert_eq!(gitlab_access(project(more).as_bytes()), Ok(expected), "{more}");
        }
    }
}
