//! What is told where it stands, and which of it first: what the change itself wrote, then what is in its files.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Seen, state};
use crate::{
    config::Config,
    definition,
    diagnostic::{Diagnostic, Rule, Severity},
    difference::{Mark, hunks},
    model::{Place, Problem, RepoPath, Spot},
    review::{self, Review},
};

/// Longer files are not compared line by line, in bytes.
const LONGEST: usize = 1 << 20;

/// Rules whose findings come first among those of one severity.
const FIRST: [&str; 2] = ["policy", "api-breaking-change"];

/// New problems and APIs that break callers, ranked.
pub(super) fn findings(
    config: &Config,
    review: &Review,
    (before, after): (&Seen, &Seen),
    changed: &[usize],
    more: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut wanted: HashMap<Key, usize> = HashMap::new();
    for new in &review.problems.new {
        *wanted.entry(key(new)).or_default() += 1;
    }
    let is_new = |diagnostic: &&Diagnostic| {
        wanted.get_mut(&key(&state::problem(diagnostic))).filter(|left| **left > 0).map(|left| *left -= 1).is_some()
    };
    let mut findings: Vec<Diagnostic> = after.known.diagnostics.iter().filter(is_new).cloned().collect();
    findings.extend(more);
    findings.extend(broken(config, review, after));
    let written = Written::new((before, after), changed, &findings);
    findings.sort_by_cached_key(|found| {
        let first = FIRST.iter().position(|rule| *rule == found.rule.id).unwrap_or(FIRST.len());
        let place = &found.place;
        (found.severity, first, written.distance(place), place.repo.clone(), place.path.clone(), place.line)
    });
    findings
}

/// Problems of a portal, as they are told; those of rules that this program does not know are left out.
pub(super) fn told(problems: &[Problem], rules: &[&'static Rule]) -> Vec<Diagnostic> {
    let one = |problem: &Problem| {
        let rule = rules.iter().find(|rule| rule.id == problem.rule)?;
        let place = Place {
            repo: problem.place.repo.clone(),
            path: RepoPath::new(&problem.place.path).ok()?,
            line: problem.place.line,
            column: problem.place.column,
            excerpt: None,
        };
        let severities = [Severity::Error, Severity::Warning, Severity::Info];
        let severity = severities.into_iter().find(|severity| severity.name() == problem.severity)?;
        let diagnostic = Diagnostic { severity, ..Diagnostic::new(rule, place, problem.message.as_str()) };
        Some(problem.hint.iter().fold(diagnostic, |diagnostic, hint| diagnostic.hint(hint.as_str())))
    };
    problems.iter().filter_map(one).collect()
}

/// What tells one problem from another on the same side.
type Key = (Spot, String, String);

fn key(problem: &Problem) -> Key {
    (problem.place.clone(), problem.rule.clone(), problem.message.clone())
}

/// One problem for each API that breaks its callers, where its definition begins.
fn broken(config: &Config, review: &Review, after: &Seen) -> Vec<Diagnostic> {
    let rule = definition::RULES.iter().find(|rule| rule.id == "api-breaking-change").expect("it is a rule");
    // That the version says nothing is worth a note; that somebody is known who calls it makes it more.
    let severity = config.rules.get(rule.id).copied().unwrap_or(Some(rule.severity.min(Severity::Warning)));
    let found = review.apis.iter().filter_map(|api| {
        let (message, hint) = review::broken(api)?;
        // Without consumers, nobody that is known has to move.
        let severity = severity.filter(|_| !api.consumers.is_empty())?;
        let catalog = &after.known.catalog;
        let definition = after
            .definitions
            .iter()
            .find(|definition| definition.entity.is_some_and(|entity| catalog[entity].id.as_str() == api.reference))?;
        let place = Place {
            repo: catalog[definition.repo].name.clone(),
            path: definition.source.clone(),
            line: definition.line,
            ..Place::default()
        };
        Some(Diagnostic { severity, ..Diagnostic::new(rule, place, message).hint(hint) })
    });
    found.collect()
}

/// The lines that the change wrote, of the files in which something was found.
struct Written {
    lines: BTreeMap<(String, RepoPath), HashSet<u32>>,
    repos: HashSet<String>,
}

impl Written {
    fn new((before, after): (&Seen, &Seen), changed: &[usize], findings: &[Diagnostic]) -> Self {
        let mut written = Self { lines: BTreeMap::new(), repos: HashSet::new() };
        for index in changed {
            let (old, new) = (&before.known.snapshots[*index], &after.known.snapshots[*index]);
            written.repos.insert(new.repo.name.clone());
            let paths: BTreeSet<&RepoPath> = (findings.iter())
                .filter(|found| found.place.repo == new.repo.name)
                .map(|found| &found.place.path)
                .collect();
            for path in paths {
                let text = |snapshot: &crate::model::Snapshot| {
                    let bytes = snapshot.read(path).unwrap_or_default();
                    String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST)]).into_owned()
                };
                let (old, new_text) = (text(old), text(new));
                if old != new_text {
                    written.lines.insert((new.repo.name.clone(), path.clone()), added(&old, &new_text));
                }
            }
        }
        written
    }

    /// 0 on a line that the change wrote, 1 in a file that it touched, 2 in its repository, 3 elsewhere.
    fn distance(&self, place: &Place) -> usize {
        match self.lines.get(&(place.repo.clone(), place.path.clone())) {
            Some(lines) if lines.contains(&place.line) => 0,
            Some(_) => 1,
            None if self.repos.contains(&place.repo) => 2,
            None => 3,
        }
    }
}

fn added(old: &str, new: &str) -> HashSet<u32> {
    let mut lines = HashSet::new();
    for hunk in hunks(old, new) {
        let mut line = u32::try_from(hunk.new.0).unwrap_or(u32::MAX);
        for (mark, _) in &hunk.lines {
            if *mark == Mark::Added {
                lines.insert(line);
            }
            if *mark != Mark::Removed {
                line = line.saturating_add(1);
            }
        }
    }
    lines
}
