//! Places that a site is published to, and what they take.

use std::fmt;

use serde::Serialize;

/// Where a site goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// A folder to read here, to copy or to zip: nothing is published.
    #[default]
    Folder,
    /// GitHub Pages.
    GithubPages,
    /// GitLab Pages.
    GitlabPages,
    /// Cloudflare Pages.
    CloudflarePages,
    /// Netlify.
    Netlify,
    /// A bucket of S3 or of what speaks its language.
    S3,
}

/// The most that a place takes; none where it names no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole site.
    pub bytes: Option<u64>,
    /// Files.
    pub files: Option<u64>,
    /// Files and folders together.
    pub entries: Option<u64>,
    /// Bytes of one file.
    pub file_bytes: Option<u64>,
}

impl Profile {
    /// All profiles.
    pub const ALL: [Self; 6] =
        [Self::Folder, Self::GithubPages, Self::GitlabPages, Self::CloudflarePages, Self::Netlify, Self::S3];

    /// As it is written in a configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::GithubPages => "github-pages",
            Self::GitlabPages => "gitlab-pages",
            Self::CloudflarePages => "cloudflare-pages",
            Self::Netlify => "netlify",
            Self::S3 => "s3",
        }
    }

    /// The profile of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }

    /// What the host refuses, less a margin for what its own tools add: GitHub Pages takes 1 GB, GitLab.com 1 GB and
    /// 200,000 entries, Cloudflare Pages 20,000 files of 25 MiB, Netlify's uploads fail beyond 20,000 files, and S3 takes
    /// 5 GB in one upload. Sources: the hosts' own pages on limits, November 2026.
    pub fn limits(self) -> Limits {
        match self {
            Self::Folder => Limits::default(),
            Self::GithubPages => Limits { bytes: Some(950_000_000), ..Limits::default() },
            Self::GitlabPages => Limits { bytes: Some(950_000_000), entries: Some(190_000), ..Limits::default() },
            Self::CloudflarePages => Limits { files: Some(19_000), file_bytes: Some(25 << 20), ..Limits::default() },
            Self::Netlify => Limits { files: Some(19_000), ..Limits::default() },
            Self::S3 => Limits { file_bytes: Some(5_000_000_000), ..Limits::default() },
        }
    }

    /// Whether it sends `.gz` neighbours of files to readers who take them, and compresses nothing itself.
    pub fn serves_neighbours(self) -> bool {
        self == Self::GitlabPages
    }

    /// Whether it reads the headers of answers from a file `_headers`.
    pub fn reads_headers(self) -> bool {
        matches!(self, Self::CloudflarePages | Self::Netlify)
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
