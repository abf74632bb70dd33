//! What the portal was built from, what is in it, and what else it gives than pages.

use serde::Serialize;

use super::{
    catalog::{KindLink, kind_links},
    diagnostics::{Count, counts},
    shell::{Head, day, page},
};
use crate::{
    model::{Exports, RepoPath, SitePath},
    render::{api, board::Board},
};

/// Where it lies.
pub(crate) fn path() -> SitePath {
    page("about")
}

/// The page about the portal itself.
#[derive(Debug, Serialize)]
pub(crate) struct AboutView {
    head: Head,
    /// When the newest commit was made: the day, and the minute in UTC.
    newest: Option<(String, String)>,
    /// The only repository, when there is but one.
    single: Option<Single>,
    sources_href: String,
    kinds: Vec<KindLink>,
    documents: usize,
    docs_href: String,
    problems: Vec<Count>,
    diagnostics_href: String,
    policies: usize,
    /// Where it is published, without a slash at the end.
    url: Option<String>,
    reference_href: String,
    files: Vec<FileLine>,
    feed_href: Option<String>,
    packs: bool,
    badges: bool,
    cards: bool,
}

/// The only repository.
#[derive(Debug, Serialize)]
struct Single {
    name: String,
    href: Option<String>,
    branch: Option<String>,
    commit: Option<String>,
    commit_href: Option<String>,
}

/// A file for programs.
#[derive(Debug, Serialize)]
struct FileLine {
    name: String,
    href: String,
    summary: &'static str,
}

impl AboutView {
    pub(crate) fn new(board: &Board<'_>, packs: bool) -> Self {
        let from = path();
        let repos = board.catalog.repos();
        let times = repos.iter().filter_map(|repo| Some(repo.commit.as_ref()?.time.as_str()));
        let minute = |time: &str| format!("{} UTC", time.get(11..16).unwrap_or_default());
        let Exports { feeds, badges, cards, .. } = &board.exports;
        Self {
            head: Head::new("About this portal", "about"),
            newest: times.max().map(|time| (day(time), minute(time))),
            single: (repos.len() == 1).then(|| Single {
                name: repos[0].name.clone(),
                href: repos[0].url.as_ref().map(ToString::to_string),
                branch: repos[0].branch.clone(),
                commit: repos[0].commit.as_ref().map(|commit| commit.id.chars().take(8).collect()),
                commit_href: repos[0].tree_url(&RepoPath::default()).map(|url| url.to_string()),
            }),
            sources_href: from.href_to(&page("sources")),
            kinds: kind_links(board, &from, None),
            documents: board.library.books.iter().map(|book| book.pages.len()).sum(),
            docs_href: from.href_to(&page("docs")),
            problems: counts(board.diagnostics.iter()),
            diagnostics_href: from.href_to(&page("diagnostics")),
            policies: board.policies.len(),
            url: board.url.as_ref().map(|url| url.as_str().trim_end_matches('/').to_owned()),
            reference_href: from.href_to(&api::reference()),
            files: files(&from),
            feed_href: (*feeds && board.url.is_some())
                .then(|| from.href_to(&SitePath::from_parts(["feeds", "all.atom"]))),
            packs,
            badges: !badges.is_empty(),
            cards: *cards,
        }
    }
}

/// The JSON files, and those that say what is in them.
fn files(from: &SitePath) -> Vec<FileLine> {
    let described = api::files().into_iter().filter(|(name, _)| !name.contains('{'));
    let described = described.chain([("openapi.json", "All of these, described for clients")]);
    let line = |(name, summary): (&str, &'static str)| FileLine {
        href: from.href_to(&SitePath::from_parts(["api", "v1", name])),
        name: format!("api/v1/{name}"),
        summary,
    };
    let of_root = |(name, summary): (&str, &'static str)| FileLine {
        href: from.href_to(&SitePath::from_parts([name])),
        name: name.to_owned(),
        summary,
    };
    let root = [
        ("llms.txt", "What there is to read, for language models"),
        ("manifest.json", "The hash of every file, for `callboard verify`"),
    ];
    described.map(line).chain(root.into_iter().map(of_root)).collect()
}
