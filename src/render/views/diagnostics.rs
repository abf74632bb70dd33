//! All problems, by rule.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    problem::{self, Problem},
    shell::{Head, page},
};
use crate::{
    diagnostic::{Diagnostic, Rule, Severity},
    model::{Policy, SitePath},
    render::board::Board,
};

/// The most problems on the page of a rule; the JSON has all of them.
const MOST_PROBLEMS: usize = 1_000;

/// The most problems of one rule on the page of all rules.
const FIRST_PROBLEMS: usize = 20;

/// All problems by rule, or those of one rule.
#[derive(Debug, Serialize)]
pub(crate) struct DiagnosticsView {
    head: Head,
    title: String,
    all_href: String,
    json_href: String,
    counts: Vec<Count>,
    total: usize,
    rules: Vec<RuleGroup>,
    repos: Vec<RepoCount>,
    policies: Vec<PolicyRow>,
    single: bool,
}

/// How many problems of one severity.
#[derive(Debug, Serialize)]
pub(crate) struct Count {
    severity: &'static str,
    words: String,
    count: usize,
}

/// The problems of one rule.
#[derive(Debug, Serialize)]
struct RuleGroup {
    rule: &'static str,
    summary: &'static str,
    severity: &'static str,
    href: String,
    /// The rule's page in the documents, when the portal has it.
    docs_href: Option<String>,
    /// The entities that have such a problem, as a query; none when no entity has one.
    query: Option<String>,
    count: usize,
    repos: usize,
    problems: Vec<Problem>,
    more: usize,
}

/// The problems of one repository.
#[derive(Debug, Serialize)]
struct RepoCount {
    repo: String,
    errors: usize,
    warnings: usize,
    infos: usize,
}

/// A policy, and how often it is broken.
#[derive(Debug, Serialize)]
struct PolicyRow {
    id: String,
    message: String,
    level: &'static str,
    /// What finds those that break it, as one query; none when only a change can break it.
    query: Option<String>,
    owner: Option<String>,
    why: Option<String>,
    count: usize,
}

fn policy_row(board: &Board<'_>, policy: &Policy) -> PolicyRow {
    let query = match &policy.scope {
        Some((scope, _)) => format!("({}) ({scope})", policy.query.0),
        None => policy.query.0.clone(),
    };
    let mark = format!("(`{}`)", policy.id);
    let broken = board.diagnostics.iter().filter(|found| found.rule.id == "policy" && found.message.ends_with(&mark));
    PolicyRow {
        id: policy.id.clone(),
        message: policy.message.clone(),
        level: policy.level.word(),
        query: policy.on.is_empty().then_some(query),
        owner: policy.owner.clone(),
        why: policy.why.clone(),
        count: broken.count(),
    }
}

/// Problems by rule: the rule, and its problems in their order. Errors first, then the most frequent.
pub(crate) fn by_rule<'a>(board: &Board<'a>) -> Vec<(&'static Rule, Vec<&'a Diagnostic>)> {
    let mut rules: BTreeMap<&'static str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in board.diagnostics {
        rules.entry(diagnostic.rule.id).or_default().push(diagnostic);
    }
    let mut rules: Vec<_> = rules.into_values().map(|found| (found[0].rule, found)).collect();
    rules.sort_by_key(|(_, found)| (worst(found), std::cmp::Reverse(found.len())));
    rules
}

impl DiagnosticsView {
    /// The page of all problems.
    pub(crate) fn all(board: &Board<'_>) -> Self {
        let from = &page("diagnostics");
        let rules = by_rule(board);
        let groups = rules.iter().map(|(rule, found)| group(board, from, rule, found, FIRST_PROBLEMS));
        let policies = board.policies.iter().map(|policy| policy_row(board, policy));
        Self {
            rules: groups.collect(),
            repos: repos(board),
            policies: policies.collect(),
            ..Self::new(from, "Problems", board.diagnostics.iter())
        }
    }

    /// The page of the problems of one rule.
    pub(crate) fn of_rule(board: &Board<'_>, rule: &'static Rule, found: &[&Diagnostic]) -> Self {
        let from = &problem::rule_page(rule.id);
        Self {
            rules: vec![group(board, from, rule, found, MOST_PROBLEMS)],
            single: true,
            ..Self::new(from, rule.id, found.iter().copied())
        }
    }

    fn new<'a>(from: &SitePath, title: &str, found: impl Iterator<Item = &'a Diagnostic>) -> Self {
        let counts = counts(found);
        Self {
            head: Head::new(title, "diagnostics"),
            title: title.to_owned(),
            all_href: from.href_to(&page("diagnostics")),
            json_href: from.href_to(&SitePath::from_parts(["api", "v1", "diagnostics.json"])),
            total: counts.iter().map(|count| count.count).sum(),
            counts,
            rules: Vec::new(),
            repos: Vec::new(),
            policies: Vec::new(),
            single: false,
        }
    }
}

/// How many problems of each severity, errors first.
pub(crate) fn counts<'a>(found: impl Iterator<Item = &'a Diagnostic>) -> Vec<Count> {
    let mut counts = [(Severity::Error, 0), (Severity::Warning, 0), (Severity::Info, 0)];
    for diagnostic in found {
        counts[diagnostic.severity as usize].1 += 1;
    }
    let count =
        |(severity, count)| Count { severity: problem::severity(severity), words: words(severity, count), count };
    counts.into_iter().map(count).collect()
}

fn words(severity: Severity, count: usize) -> String {
    let word = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

fn worst(found: &[&Diagnostic]) -> Severity {
    found.iter().map(|diagnostic| diagnostic.severity).min().unwrap_or(Severity::Info)
}

fn group(board: &Board<'_>, from: &SitePath, rule: &'static Rule, found: &[&Diagnostic], most: usize) -> RuleGroup {
    let mut repos: Vec<&str> = found.iter().map(|diagnostic| diagnostic.place.repo.as_str()).collect();
    repos.sort_unstable();
    repos.dedup();
    RuleGroup {
        rule: rule.id,
        summary: rule.summary,
        severity: problem::severity(worst(found)),
        href: from.href_to(&problem::rule_page(rule.id)),
        docs_href: docs_href(board, from, rule),
        query: found.iter().any(|one| is_declared(board, one)).then(|| format!("rule:{}", rule.id)),
        count: found.len(),
        repos: repos.len(),
        problems: found.iter().take(most).map(|diagnostic| Problem::new(board, from, diagnostic)).collect(),
        more: found.len().saturating_sub(most),
    }
}

/// Whether a problem is in the file that declares the entity concerned, which is what queries know of problems.
fn is_declared(board: &Board<'_>, diagnostic: &Diagnostic) -> bool {
    let index = diagnostic.entity.as_deref().and_then(|id| board.find(id, "default"));
    index.is_some_and(|index| board.catalog[index].origin.path == diagnostic.place.path)
}

/// The document that explains a rule: the portal that publishes Callboard's own reference has one.
fn docs_href(board: &Board<'_>, from: &SitePath, rule: &Rule) -> Option<String> {
    let ending = format!("reference/rules/{}.md", rule.id);
    let pages = board.library.books.iter().flat_map(|book| &book.pages);
    let page = pages.into_iter().find(|page| page.source.as_str().ends_with(&ending))?;
    Some(from.href_to(&page.path))
}

/// Repositories by their problems, the worst first.
fn repos(board: &Board<'_>) -> Vec<RepoCount> {
    let mut repos: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for diagnostic in board.diagnostics {
        repos.entry(&diagnostic.place.repo).or_default()[diagnostic.severity as usize] += 1;
    }
    let mut repos: Vec<_> = repos.into_iter().collect();
    repos.sort_by_key(|(_, counts)| std::cmp::Reverse(*counts));
    repos
        .into_iter()
        .map(|(repo, [errors, warnings, infos])| RepoCount { repo: repo.to_owned(), errors, warnings, infos })
        .collect()
}
