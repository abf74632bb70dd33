//! The repositories that the portal was built from.

use std::collections::BTreeMap;

use serde::Serialize;

use super::shell::{Head, day};
use crate::{
    model::RepoIndex,
    render::{board::Board, kinds},
};

/// The table of all repositories.
#[derive(Debug, Serialize)]
pub(crate) struct SourcesView {
    head: Head,
    /// Whether any repository has commits; plain folders have none.
    commits: bool,
    sources: Vec<SourceRow>,
}

/// One repository.
#[derive(Debug, Serialize)]
struct SourceRow {
    name: String,
    href: Option<String>,
    branch: Option<String>,
    commit: Option<String>,
    commit_href: Option<String>,
    day: Option<String>,
    entities: usize,
    /// These as a query.
    query: String,
    documents: usize,
    problems: usize,
}

impl SourcesView {
    pub(crate) fn new(board: &Board<'_>) -> Self {
        let mut entities: BTreeMap<RepoIndex, usize> = BTreeMap::new();
        for entity in board.catalog.entities() {
            *entities.entry(entity.origin.repo).or_default() += 1;
        }
        let mut documents: BTreeMap<RepoIndex, usize> = BTreeMap::new();
        for book in &board.library.books {
            *documents.entry(book.repo).or_default() += book.pages.len();
        }
        let mut problems: BTreeMap<&str, usize> = BTreeMap::new();
        for diagnostic in board.diagnostics {
            *problems.entry(&diagnostic.place.repo).or_default() += 1;
        }
        let rows = (0..).map(RepoIndex).zip(board.catalog.repos()).map(|(index, repo)| SourceRow {
            name: repo.name.clone(),
            href: repo.url.as_ref().map(ToString::to_string),
            branch: repo.branch.clone(),
            commit: repo.commit.as_ref().map(|commit| commit.id.chars().take(8).collect()),
            commit_href: repo.tree_url(&crate::model::RepoPath::default()).map(|url| url.to_string()),
            day: repo.commit.as_ref().map(|commit| day(&commit.time)),
            entities: entities.get(&index).copied().unwrap_or_default(),
            query: format!("repo:{}", kinds::query_value(&repo.name)),
            documents: documents.get(&index).copied().unwrap_or_default(),
            problems: problems.get(repo.name.as_str()).copied().unwrap_or_default(),
        });
        let mut sources: Vec<SourceRow> = rows.collect();
        sources.sort_by(|a, b| a.name.cmp(&b.name));
        let commits = sources.iter().any(|source| source.commit.is_some());
        Self { head: Head::new("Sources", "sources"), commits, sources }
    }
}
