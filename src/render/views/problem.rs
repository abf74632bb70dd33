//! A problem as pages show it.

use serde::Serialize;

use crate::{
    diagnostic::{Diagnostic, Severity},
    model::{Place, SitePath},
    render::board::Board,
};

/// One problem with its place and what to do.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    pub(crate) severity: &'static str,
    pub(crate) rule: &'static str,
    /// The page of all problems of the rule.
    pub(crate) rule_href: String,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
    pub(crate) repo: String,
    /// `path:line:column`, as far as they are known.
    pub(crate) place: String,
    /// The place on the forge.
    pub(crate) href: Option<String>,
    pub(crate) excerpt: Option<String>,
    /// A mark that stands under the column when it is put on the line below the excerpt.
    pub(crate) caret: Option<String>,
    pub(crate) related: Vec<Related>,
    /// The page of the entity concerned.
    pub(crate) entity: Option<super::reference::Reference>,
}

/// Another place that belongs to a problem.
#[derive(Debug, Serialize)]
pub(crate) struct Related {
    pub(crate) words: String,
    pub(crate) place: String,
    pub(crate) href: Option<String>,
}

impl Problem {
    /// The problem on the page `from`.
    pub(crate) fn new(board: &Board<'_>, from: &SitePath, diagnostic: &Diagnostic) -> Self {
        let entity = diagnostic.entity.as_deref().and_then(|id| board.find(id, "default"));
        let related = diagnostic.related.iter().map(|(place, words)| Related {
            words: words.clone(),
            place: format!("{}/{}", place.repo, position(place)),
            href: href(board, place),
        });
        let place = &diagnostic.place;
        let excerpt = place.excerpt.clone().filter(|excerpt| !excerpt.trim().is_empty());
        Self {
            severity: severity(diagnostic.severity),
            rule: diagnostic.rule.id,
            rule_href: from.href_to(&rule_page(diagnostic.rule.id)),
            message: diagnostic.message.clone(),
            hint: diagnostic.hint.clone(),
            repo: place.repo.clone(),
            place: position(place),
            href: href(board, place),
            caret: excerpt.as_deref().and_then(|excerpt| caret(excerpt, place.column)),
            excerpt,
            related: related.collect(),
            entity: entity.map(|index| board.reference(from, index)),
        }
    }
}

/// The page of all problems of a rule.
pub(crate) fn rule_page(rule: &str) -> SitePath {
    SitePath::from_parts(["diagnostics", &format!("{rule}.html")])
}

/// The word for a severity; also the icon and the meaning.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// As many blanks as stand before the column, tabs kept, and a mark.
fn caret(excerpt: &str, column: u32) -> Option<String> {
    let before = usize::try_from(column).ok()?.checked_sub(1)?;
    if before > excerpt.chars().count() {
        return None;
    }
    let blanks = excerpt.chars().take(before).map(|c| if c == '\t' { '\t' } else { ' ' });
    Some(blanks.chain(['^']).collect())
}

/// Path, line and column of a place, as far as they are known.
pub(crate) fn position(place: &Place) -> String {
    match (place.path.as_str(), place.line, place.column) {
        ("", _, _) => String::new(),
        (path, 0, _) => path.to_owned(),
        (path, line, 0) => format!("{path}:{line}"),
        (path, line, column) => format!("{path}:{line}:{column}"),
    }
}

fn href(board: &Board<'_>, place: &Place) -> Option<String> {
    let repo = board.repo(&place.repo)?;
    if place.path.as_str().is_empty() {
        return repo.url.as_ref().map(ToString::to_string);
    }
    repo.view_url(&place.path, Some(place.line).filter(|line| *line > 0)).map(|url| url.to_string())
}
