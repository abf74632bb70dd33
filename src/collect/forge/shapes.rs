//! What the forges' lists look like, as far as it matters.

use serde::{Deserialize, Serialize};

use crate::model::Visibility;

/// One repository of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// When it changed last, and what its main branch is called, as the forge tells it: what is the same has not changed
    /// since. None where the forge does not tell, or told it so soon after the change that more may have followed.
    #[serde(default)]
    pub stamp: Option<String>,
}

/// How long after a change, in seconds, further ones are told for certain: clocks of a forge's machines differ a little.
const SETTLED: i64 = 120;

/// The same for GitLab, which notes the activity of a project once an hour.
const SETTLED_ON_GITLAB: i64 = 60 * 60 + 5 * 60;

/// The stamp of a repository that changed at `time`, when the forge's clock said `now`, in seconds.
fn stamp(time: Option<&str>, branch: Option<&str>, now: Option<i64>, settled: i64) -> Option<String> {
    let changed = time?.parse::<jiff::Timestamp>().ok()?;
    (now? - changed.as_second() >= settled).then(|| format!("{changed} {}", branch.unwrap_or_default()))
}

/// GitHub's and Gitea's shape.
#[derive(Deserialize)]
struct GitHub {
    name: String,
    full_name: String,
    clone_url: String,
    pushed_at: Option<String>,
    updated_at: Option<String>,
    default_branch: Option<String>,
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
    last_activity_at: Option<String>,
    default_branch: Option<String>,
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

/// Reads one page of GitHub's or Gitea's list; `now` is the forge's clock, in seconds.
///
/// # Errors
/// When it is another shape.
pub fn github(bytes: &[u8], now: Option<i64>) -> Result<Vec<Listed>, String> {
    let repos: Vec<GitHub> = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let listed = repos.into_iter().map(|repo| Listed {
        // Gitea does not tell pushes apart from other changes, of which there are more.
        stamp: stamp(repo.pushed_at.or(repo.updated_at).as_deref(), repo.default_branch.as_deref(), now, SETTLED),
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

/// Reads one page of GitLab's list; `now` is the forge's clock, in seconds.
///
/// # Errors
/// When it is another shape.
pub fn gitlab(bytes: &[u8], now: Option<i64>) -> Result<Vec<Listed>, String> {
    let repos: Vec<GitLab> = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let listed = repos.into_iter().map(|repo| Listed {
        stamp: stamp(repo.last_activity_at.as_deref(), repo.default_branch.as_deref(), now, SETTLED_ON_GITLAB),
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
    fn stamps_are_told_when_they_have_settled() {
        let now = "2026-11-23T12:00:00Z".parse::<jiff::Timestamp>().unwrap().as_second();
        let repo = |more: &str| {
            format!(
                r#"[{{"name": "a", "path": "a", "full_name": "o/a", "path_with_namespace": "o/a", "clone_url": "u",
                "http_url_to_repo": "u", "default_branch": "main", {more}}}]"#
            )
        };
        for (more, github_says, gitlab_says) in [
            (r#""pushed_at": "2026-11-23T11:57:59Z""#, "2026-11-23T11:57:59Z main", ""),
            (
                r#""pushed_at": "2026-11-23T11:57:59Z", "updated_at": "2026-11-23T12:00:00Z""#,
                "2026-11-23T11:57:59Z main",
                "",
            ),
            (r#""pushed_at": "2026-11-23T11:58:01Z", "updated_at": "2026-11-01T12:00:00Z""#, "", ""),
            (r#""pushed_at": null"#, "", ""),
            (r#""updated_at": "2026-11-23T11:50:00Z""#, "2026-11-23T11:50:00Z main", ""),
            (r#""last_activity_at": "2026-11-23T12:30:00.123+02:00""#, "", "2026-11-23T10:30:00.123Z main"),
            (r#""last_activity_at": "2026-11-23T11:30:00Z""#, "", ""),
            (r#""last_activity_at": "soon""#, "", ""),
        ] {
            for (now, expected) in [(Some(now), [github_says, gitlab_says]), (None, ["", ""])] {
                let listed = [github, gitlab].map(|read| read(repo(more).as_bytes(), now).unwrap().remove(0));
                assert_eq!(listed.map(|listed| listed.stamp.unwrap_or_default()), expected, "{more}");
            }
        }
    }

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
