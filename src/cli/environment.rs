//! What the process was given besides its arguments, read once.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
};

use crate::{
    collect::{Pages, Tokens},
    model::Forge,
};

/// The environment of a run.
#[derive(Debug)]
pub struct Environment {
    /// The working directory.
    pub folder: PathBuf,
    /// Where remote repositories are kept unless told otherwise.
    pub cache: PathBuf,
    /// Access tokens.
    pub tokens: Tokens,
    /// What the CI system publishes pages of, when it says so.
    pub pages: Vec<Pages>,
    /// Whether a progress bar can be drawn.
    pub animate: bool,
    /// Whether the report may be coloured.
    pub colour: bool,
    /// How wide the report may be, in columns.
    pub width: usize,
    /// The day in UTC, `YYYY-MM-DD`.
    pub today: String,
}

impl Environment {
    /// Reads the environment.
    pub fn read() -> Self {
        let folder = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        let continuous_integration = variable("CI").is_some_and(|value| value != "false");
        Self {
            cache: cache_folder(&folder),
            tokens: Tokens {
                github: variable("GITHUB_TOKEN").or_else(|| variable("GH_TOKEN")),
                gitlab: variable("GITLAB_TOKEN"),
                gitea: variable("GITEA_TOKEN"),
            },
            pages: [
                pages(Forge::GitHub, "GITHUB_API_URL", "GITHUB_REPOSITORY"),
                pages(Forge::GitLab, "CI_API_V4_URL", "CI_PROJECT_ID"),
            ]
            .into_iter()
            .flatten()
            .collect(),
            animate: std::io::stderr().is_terminal() && !continuous_integration,
            colour: std::io::stdout().is_terminal() && variable("NO_COLOR").is_none(),
            width: variable("COLUMNS").and_then(|text| text.parse().ok()).unwrap_or(140),
            today: today(),
            folder,
        }
    }
}

/// The repository that a CI system works on: predefined variables of GitHub Actions and GitLab CI.
fn pages(forge: Forge, api: &str, repo: &str) -> Option<Pages> {
    Some(Pages { forge, api: variable(api)?, repo: variable(repo)? })
}

/// The user's cache folder by the XDG base directory specification, or by Windows' habit.
fn cache_folder(working: &Path) -> PathBuf {
    let base = variable("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| variable("HOME").map(|home| Path::new(&home).join(".cache")))
        .or_else(|| variable("LOCALAPPDATA").map(PathBuf::from));
    base.unwrap_or_else(|| working.join(".callboard-cache")).join("callboard")
}

/// The day in UTC, from which queries count ages; it never reaches the site.
#[expect(clippy::disallowed_methods, reason = "the clock is read here, once, for questions about ages")]
fn today() -> String {
    let now = std::time::SystemTime::now();
    jiff::Timestamp::try_from(now).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string().chars().take(10).collect()
}

/// A variable, unless it is unset or empty.
#[expect(clippy::disallowed_methods, reason = "the environment is read here and nowhere else")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}
