//! Who may read repositories and published pages, as their forges answer.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{client::Client, shapes};
use crate::{
    collect::{Options, crew, token, trouble::Trouble},
    model::{Forge, Repo, Visibility},
};

/// Who may read something, and how that is known: a part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Who may read it.
    pub visibility: Visibility,
    /// E.g. `api.github.com says so`.
    pub evidence: String,
}

/// Where a forge publishes a portal from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// GitHub or GitLab.
    pub forge: Forge,
    /// The base of its REST API.
    pub api: String,
    /// The repository, `owner/name` on GitHub; on GitLab the project's path or number.
    pub repo: String,
}

/// The standing of each repository: as lists have it, else the forge is asked.
pub fn standings(repos: &[&Repo], options: &Options) -> Vec<Standing> {
    super::super::trust();
    crew::run(repos.len(), options.parallel, &|index| standing(repos[index], options))
}

fn standing(repo: &Repo, options: &Options) -> Standing {
    let unknown = |evidence: String| Standing { visibility: Visibility::Unknown, evidence };
    if repo.visibility != Visibility::Unknown {
        let evidence = "its forge's list of repositories says so".to_owned();
        return Standing { visibility: repo.visibility, evidence };
    }
    let (Some(url), Some(forge)) = (&repo.url, repo.forge) else {
        return unknown("it is on no forge that is known".to_owned());
    };
    let Some((api, path)) = api(forge, url.as_str()) else {
        return unknown("its forge cannot be asked".to_owned());
    };
    let host = host(&api);
    let asked = match forge {
        Forge::GitLab => ask(forge, &api, &format!("projects/{}", escaped(&path)), options),
        _ => ask(forge, &api, &format!("repos/{path}"), options),
    };
    let read = |bytes: Vec<u8>| match forge {
        Forge::GitLab => shapes::gitlab_access(&bytes),
        _ => shapes::github_access(&bytes),
    };
    match asked.map(read) {
        Ok(Ok(visibility)) => Standing { visibility, evidence: format!("{host} says so") },
        Ok(Err(_)) => unknown(format!("the answer of {host} is not understood")),
        Err(trouble) => unknown(unanswered(&host, forge, &trouble)),
    }
}

/// Whether everyone may read what a forge publishes: what the forge says, or why it cannot be told.
///
/// # Errors
/// When the forge does not say; the text is a part of a sentence.
pub fn openness(pages: &Pages, options: &Options) -> Result<bool, String> {
    #[derive(Deserialize)]
    struct Answer {
        public: Option<bool>,
    }
    #[derive(Deserialize)]
    struct Project {
        pages_access_level: Option<String>,
        visibility: Option<String>,
    }
    super::super::trust();
    let host = host(&pages.api);
    let path = match pages.forge {
        Forge::GitLab => format!("projects/{}", escaped(&pages.repo)),
        _ => format!("repos/{}/pages", pages.repo),
    };
    let asked = ask(pages.forge, &pages.api, &path, options);
    let bytes = asked.map_err(|trouble| unanswered(&host, pages.forge, &trouble))?;
    let silent = || format!("{host} does not say who may read its pages");
    if pages.forge == Forge::GitLab {
        let project: Project = serde_json::from_slice(&bytes).map_err(|_| silent())?;
        return match (project.pages_access_level.as_deref(), project.visibility.as_deref()) {
            (Some("public"), _) | (Some("enabled"), Some("public")) => Ok(true),
            (Some("private" | "disabled" | "enabled"), Some(_)) => Ok(false),
            _ => Err(silent()),
        };
    }
    let answer: Answer = serde_json::from_slice(&bytes).map_err(|_| silent())?;
    answer.public.ok_or_else(silent)
}

fn ask(forge: Forge, api: &str, path: &str, options: &Options) -> Result<Vec<u8>, Trouble> {
    let client = Client::new(forge, api, options)?;
    client.one(&format!("{}/{path}", api.trim_end_matches('/')))
}

fn unanswered(host: &str, forge: Forge, trouble: &Trouble) -> String {
    let variable = token::variable(Some(forge)).filter(|_| matches!(trouble, Trouble::Denied | Trouble::Missing));
    let hint = variable.map(|variable| format!("; {variable} may let it")).unwrap_or_default();
    match trouble {
        Trouble::Denied | Trouble::Missing => format!("{host} does not show it{hint}"),
        trouble => format!("{host}: {trouble}"),
    }
}

/// The API of the forge at a repository's page, and the repository's path there.
fn api(forge: Forge, page: &str) -> Option<(String, String)> {
    let url = Url::parse(page).ok()?;
    let path = url.path().trim_matches('/');
    let origin = url.origin().ascii_serialization();
    let base = match (forge, url.host_str()?) {
        (Forge::GitHub, "github.com") => "https://api.github.com".to_owned(),
        (Forge::GitHub, _) => format!("{origin}/api/v3"),
        (Forge::GitLab, _) => format!("{origin}/api/v4"),
        (Forge::Gitea, _) => format!("{origin}/api/v1"),
        (Forge::Bitbucket, _) => return None,
    };
    (!path.is_empty()).then(|| (base, path.to_owned()))
}

/// The host of an API, for people.
fn host(api: &str) -> String {
    let url = Url::parse(api).ok();
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| "the forge".to_owned())
}

/// A path as one part of an address; percent-signs of the page's address are kept as they are.
fn escaped(path: &str) -> String {
    path.replace('/', "%2F")
}
