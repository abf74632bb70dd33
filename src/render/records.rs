//! What search finds.

use serde_json::Value;

use super::{
    board::Board,
    views::{
        diagnostics::by_rule,
        problem::{position, rule_page, severity},
        prose::Prose,
    },
};
use crate::{
    diagnostic::Diagnostic,
    model::{Book, BookOwner, Decision, Entity, EntityIndex, PageSection, Record, RecordKind, RepoIndex},
};

/// The search record of an entity.
pub(super) fn entity(board: &Board<'_>, index: EntityIndex, prose: Prose) -> Record {
    let entity = &board.catalog[index];
    let mut keywords = vec![entity.name.clone(), entity.id.to_string()];
    keywords.extend(entity.tags().map(str::to_owned));
    keywords.extend(entity.spec_str("type").map(str::to_owned));
    for relation in ["ownedBy", "partOf", "memberOf"].into_iter().flat_map(|name| entity.related(name)) {
        keywords.push(relation.target.name().to_owned());
        keywords.extend(relation.entity.map(|target| board.catalog[target].title().to_owned()));
    }
    let mut texts: Vec<String> = prose.sections.into_iter().map(|section| section.text).collect();
    texts.extend(names_elsewhere(entity));
    entity.spec.get("parameters").into_iter().for_each(|parameters| fields(parameters, 0, &mut texts));
    texts.extend(steps(entity));
    let text = texts.join("\n");
    Record {
        kind: RecordKind::Entity,
        label: entity.id.kind().to_owned(),
        path: entity.id.page(),
        anchor: None,
        title: entity.title().to_owned(),
        context: entity.id.to_string(),
        keywords,
        facets: facets(board, entity),
        sections: vec![PageSection { heading: None, text }],
    }
}

/// Values of annotations longer than this are no names, in bytes.
const LONGEST_NAME: usize = 120;

/// Parameters of a template are read so deep.
const DEEPEST: usize = 8;

/// What an entity is called in other systems, by its annotations, and the address of a person or team. Where its own
/// files lie is no name.
fn names_elsewhere(entity: &Entity) -> Vec<String> {
    let annotations = entity.metadata.get("annotations").and_then(Value::as_object).into_iter().flatten();
    let named = annotations.filter(|(key, _)| !key.starts_with("backstage.io/"));
    let email = entity.spec.get("profile").and_then(|profile| profile.get("email"));
    let values = named.map(|(_, value)| value).chain(email).filter_map(Value::as_str);
    values.filter(|value| value.len() <= LONGEST_NAME).map(str::to_owned).collect()
}

/// Names, titles and descriptions of a template's parameters.
fn fields(parameters: &Value, depth: usize, texts: &mut Vec<String>) {
    if depth > DEEPEST {
        return;
    }
    let pages = parameters.as_array().into_iter().flatten();
    pages.for_each(|page| fields(page, depth + 1, texts));
    let said = ["title", "description"].into_iter().filter_map(|key| parameters.get(key)?.as_str());
    texts.extend(said.map(str::to_owned));
    for (name, property) in parameters.get("properties").and_then(Value::as_object).into_iter().flatten() {
        texts.push(name.clone());
        fields(property, depth + 1, texts);
    }
}

/// Names and actions of a template's steps.
fn steps(entity: &Entity) -> impl Iterator<Item = String> {
    let steps = entity.spec.get("steps").and_then(Value::as_array).into_iter().flatten();
    let said = steps.flat_map(|step| ["name", "action"].into_iter().filter_map(|key| step.get(key)?.as_str()));
    said.map(str::to_owned)
}

/// The repository that something comes from.
pub(super) fn source(board: &Board<'_>, repo: RepoIndex) -> (String, String) {
    ("source".to_owned(), board.catalog[repo].name.clone())
}

fn facets(board: &Board<'_>, entity: &Entity) -> Vec<(String, String)> {
    let facet = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let mut facets = vec![facet("kind", entity.id.kind()), facet("namespace", entity.id.namespace())];
    facets.extend(entity.spec_str("type").map(|value| facet("type", value)));
    facets.extend(entity.spec_str("lifecycle").map(|value| facet("lifecycle", value)));
    facets.extend(entity.related("ownedBy").map(|relation| facet("owner", relation.target.as_str())));
    let systems = entity.related("partOf").filter(|relation| relation.target.kind() == "system");
    facets.extend(systems.map(|relation| facet("system", relation.target.as_str())));
    facets.extend(entity.tags().map(|tag| facet("tag", tag)));
    facets.push(source(board, entity.origin.repo));
    facets
}

/// The search record of a page of a book.
pub(super) fn page(board: &Board<'_>, book: usize, page: usize, sections: Vec<PageSection>) -> Record {
    let book = &board.library.books[book];
    let decision = book.logs.iter().flat_map(|log| &log.decisions).find(|decision| decision.page == page);
    let page = &book.pages[page];
    let mut facets = vec![source(board, book.repo)];
    if let BookOwner::Entity(index) = book.owner {
        facets.extend(of_owner(board, index));
    }
    let mut record = Record {
        kind: RecordKind::Page,
        label: "docs".to_owned(),
        path: page.path.clone(),
        anchor: None,
        title: page.title.clone(),
        context: book.title.clone(),
        keywords: vec![page.source.to_string()],
        facets,
        sections,
    };
    if let Some(decision) = decision {
        decide(&mut record, decision, book);
    }
    record
}

/// Where a page belongs: the entity that it is about, with its owners and systems.
pub(super) fn of_owner(board: &Board<'_>, index: EntityIndex) -> Vec<(String, String)> {
    let entity = &board.catalog[index];
    let mut facets = vec![("entity".to_owned(), entity.id.to_string())];
    facets.extend(entity.related("ownedBy").map(|relation| ("owner".to_owned(), relation.target.to_string())));
    let systems = entity.related("partOf").filter(|relation| relation.target.kind() == "system");
    facets.extend(systems.map(|relation| ("system".to_owned(), relation.target.to_string())));
    facets
}

/// Makes the record of a page that of a decision: `ADR-7` finds it, whatever its heading says.
fn decide(record: &mut Record, decision: &Decision, book: &Book) {
    "decision".clone_into(&mut record.label);
    let short = decision.number.trim_start_matches('0');
    if !decision.number.is_empty() {
        record.keywords.extend([format!("ADR-{short}"), format!("ADR-{}", decision.number)]);
    }
    let standing = decision.standing();
    record.facets.push(("status".to_owned(), standing.to_owned()));
    let said = [standing, decision.date.as_str(), book.title.as_str()];
    record.context = said.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ");
}

/// Problems of one rule that search finds one by one.
const MOST_OF_RULE: usize = 100;

/// Problems that search finds one by one, the worst first; rules are found all.
const MOST_PROBLEMS: usize = 1_000;

/// The search records of rules that found something, and of what they found.
pub(super) fn problems(board: &Board<'_>) -> Vec<Record> {
    let (mut rules, mut found) = (Vec::new(), Vec::new());
    for (rule, problems) in by_rule(board) {
        let count = format!("{} {}", problems.len(), if problems.len() == 1 { "problem" } else { "problems" });
        rules.push(Record {
            keywords: vec![rule.summary.to_owned()],
            facets: vec![("rule".to_owned(), rule.id.to_owned())],
            sections: vec![PageSection { heading: None, text: rule.summary.to_owned() }],
            ..wrong("rule", rule.id, rule.id.to_owned(), count)
        });
        let listed = problems.into_iter().enumerate().take(MOST_OF_RULE);
        found.extend(listed.map(|(place, problem)| (problem.severity, of_problem(board, place, problem))));
    }
    found.sort_by_key(|(severity, _)| *severity);
    rules.extend(found.into_iter().take(MOST_PROBLEMS).map(|(_, record)| record));
    rules
}

/// What all records of problems have.
fn wrong(label: &str, rule: &str, title: String, context: String) -> Record {
    Record {
        kind: RecordKind::Problem,
        label: label.to_owned(),
        path: rule_page(rule),
        anchor: None,
        title,
        context,
        keywords: Vec::new(),
        facets: Vec::new(),
        sections: Vec::new(),
    }
}

/// The record of one problem, which is at `place` on the page of its rule.
fn of_problem(board: &Board<'_>, place: usize, problem: &Diagnostic) -> Record {
    let rule = problem.rule.id;
    let mut facets = vec![
        ("rule".to_owned(), rule.to_owned()),
        ("severity".to_owned(), severity(problem.severity).to_owned()),
        ("source".to_owned(), problem.place.repo.clone()),
    ];
    let entity = problem.entity.as_deref().and_then(|id| board.find(id, "default"));
    facets.extend(entity.into_iter().flat_map(|index| of_owner(board, index)));
    let text = problem.hint.clone().unwrap_or_default();
    Record {
        anchor: Some(format!("problem-{}", place + 1)),
        keywords: vec![rule.to_owned()],
        facets,
        sections: vec![PageSection { heading: None, text }],
        ..wrong(
            "problem",
            rule,
            problem.message.replace('`', ""),
            format!("{}/{}", problem.place.repo, position(&problem.place)),
        )
    }
}
