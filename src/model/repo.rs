//! A repository, where it lives on a forge, and the commit it was read at.

use serde::Serialize;

use super::{RepoPath, SafeUrl, Visibility};

/// The software that hosts a repository, as far as its addresses differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Forge {
    /// GitHub and GitHub Enterprise Server.
    GitHub,
    /// GitLab, gitlab.com or self-managed.
    GitLab,
    /// Gitea and Forgejo.
    Gitea,
    /// Bitbucket Cloud.
    Bitbucket,
}

impl Forge {
    /// Its key in a configuration.
    pub fn key(self) -> &'static str {
        match self {
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
            Self::Gitea => "gitea",
            Self::Bitbucket => "bitbucket",
        }
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::GitHub => "GitHub",
            Self::GitLab => "GitLab",
            Self::Gitea => "Gitea",
            Self::Bitbucket => "Bitbucket",
        }
    }
}

/// The commit a repository was read at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Commit {
    /// 40 hexadecimal digits.
    pub id: String,
    /// Committer date in UTC, RFC 3339, e.g. `2026-11-02T09:30:00Z`.
    pub time: String,
}

/// The last commit that changed a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastChange {
    /// Author date in UTC, RFC 3339.
    pub time: String,
    /// The author's name.
    pub author: String,
    /// The author's mail address, to find the person in the catalog; never published.
    pub email: String,
}

/// A file as it was before its last change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previous {
    /// The commit that changed it since; empty when the change is not committed.
    pub commit: String,
    /// Committer date of that commit in UTC, RFC 3339; empty when there is none.
    pub time: String,
    /// What it held.
    pub bytes: Vec<u8>,
}

/// One collected repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Repo {
    /// Unique in a build and stable: `owner/name` for remotes, the folder's name for folders.
    pub name: String,
    /// Its page on the web, e.g. `https://github.com/owner/name`, without user information.
    pub url: Option<SafeUrl>,
    /// The forge at that address, when it is known.
    pub forge: Option<Forge>,
    /// The branch that was read, e.g. `main`.
    pub branch: Option<String>,
    /// The commit that was read; none for a folder that is no git repository.
    pub commit: Option<Commit>,
    /// Where the collected tree lies inside the repository; the root unless a folder below it was given.
    pub prefix: RepoPath,
    /// Who may read it, as far as its forge's list of repositories says; never published.
    #[serde(skip)]
    pub visibility: Visibility,
}

impl Repo {
    /// A folder of which only the name is known.
    pub fn named(name: &str) -> Self {
        Self::plain(name)
    }

    /// A repository of which nothing is known but its name.
    pub fn plain(name: &str) -> Self {
        let (prefix, visibility) = (RepoPath::default(), Visibility::default());
        Self { name: name.to_owned(), url: None, forge: None, branch: None, commit: None, prefix, visibility }
    }

    /// The page that shows `path` at the collected commit, at `line` (1-based) if given.
    pub fn view_url(&self, path: &RepoPath, line: Option<u32>) -> Option<SafeUrl> {
        let revision = self.commit.as_ref().map(|commit| commit.id.as_str()).or(self.branch.as_deref())?;
        let mut url = self.url_of(path, revision, "blob", "src")?;
        if let Some(line) = line {
            let anchor = if self.forge == Some(Forge::Bitbucket) { "#lines-" } else { "#L" };
            url.push_str(&format!("{anchor}{line}"));
        }
        SafeUrl::parse(&url)
    }

    /// The page that edits `path` on the collected branch.
    pub fn edit_url(&self, path: &RepoPath) -> Option<SafeUrl> {
        let branch = self.branch.as_deref()?;
        let url = match self.forge? {
            Forge::Bitbucket => format!("{}?mode=edit", self.url_of(path, branch, "edit", "src")?),
            Forge::Gitea => self.url_of(path, branch, "_edit", "_edit")?,
            Forge::GitHub | Forge::GitLab => self.url_of(path, branch, "edit", "edit")?,
        };
        SafeUrl::parse(&url)
    }

    /// The page that shows the folder `path` at the collected commit.
    pub fn tree_url(&self, path: &RepoPath) -> Option<SafeUrl> {
        let revision = self.commit.as_ref().map(|commit| commit.id.as_str()).or(self.branch.as_deref())?;
        SafeUrl::parse(&self.url_of(path, revision, "tree", "src")?)
    }

    /// The page that shows a commit.
    pub fn commit_url(&self, id: &str) -> Option<SafeUrl> {
        let base = self.url.as_ref()?.as_str().trim_end_matches('/');
        SafeUrl::parse(&match self.forge? {
            Forge::GitLab => format!("{base}/-/commit/{id}"),
            Forge::Bitbucket => format!("{base}/commits/{id}"),
            Forge::GitHub | Forge::Gitea => format!("{base}/commit/{id}"),
        })
    }

    fn url_of(&self, path: &RepoPath, revision: &str, verb: &str, other: &str) -> Option<String> {
        let base = self.url.as_ref()?.as_str().trim_end_matches('/');
        let full = self.prefix.join(path.as_str()).ok()?;
        let path = url_path(full.as_str());
        Some(match self.forge? {
            Forge::GitHub => format!("{base}/{verb}/{revision}/{path}"),
            Forge::GitLab => format!("{base}/-/{verb}/{revision}/{path}"),
            Forge::Gitea if other == "_edit" => format!("{base}/_edit/{revision}/{path}"),
            Forge::Gitea if self.commit.is_some() => format!("{base}/src/commit/{revision}/{path}"),
            Forge::Gitea => format!("{base}/src/branch/{revision}/{path}"),
            Forge::Bitbucket => format!("{base}/{other}/{revision}/{path}"),
        })
    }
}

/// Escapes what would end or change a URL's path.
fn url_path(path: &str) -> String {
    path.replace('%', "%25").replace('#', "%23").replace('?', "%3F").replace(' ', "%20")
}
