//! What a change does to an organisation, as a preview of it shows.

use serde_json::Value;

use crate::{
    model::{EntityId, EntityRef, Preview, PreviewRow, PreviewSection, Problem, SitePath},
    review::{Change, EntityChange, FieldChange, PageChange, Review},
};

/// Longer values of fields are cut, in characters.
const LONGEST: usize = 120;

/// Takes over what a review says: which pages it is about, and all that differs.
pub fn tell(preview: &mut Preview, review: &Review) {
    preview.base = Some(review.base.name.clone());
    preview.pages = pages(review);
    preview.sections = vec![
        PreviewSection { title: "Entities", rows: review.entities.iter().map(entity).collect() },
        PreviewSection { title: "APIs", rows: apis(review) },
        PreviewSection { title: "Documents", rows: review.pages.iter().map(document).collect() },
        PreviewSection { title: "Templates", rows: templates(review) },
        PreviewSection {
            title: "New problems",
            rows: review.problems.new.iter().map(|it| problem(it, None)).collect(),
        },
        PreviewSection { title: "Affected", rows: affected(review) },
        PreviewSection {
            title: "Mended problems",
            rows: review.problems.mended.iter().map(|it| problem(it, Some("mended"))).collect(),
        },
    ];
}

/// Pages that are there and not what they were.
fn pages(review: &Review) -> Vec<(SitePath, &'static str)> {
    let entities = review.entities.iter().map(|entity| (entity.page.as_deref(), entity.change));
    let documents = review.pages.iter().map(|page| (Some(page.page.as_str()), page.change));
    let apis = review.apis.iter().map(|api| (api.page.as_deref(), Change::Changed));
    let all = entities.chain(documents).chain(apis);
    let there = all.filter(|(_, change)| *change != Change::Removed);
    let mut pages: Vec<_> = there.filter_map(|(page, change)| Some((path(page?)?, change.word()))).collect();
    pages.sort();
    pages.dedup_by(|a, b| a.0 == b.0);
    pages
}

/// A path that another part of the program made, taken apart and made anew.
fn path(text: &str) -> Option<SitePath> {
    (!text.is_empty()).then(|| SitePath::from_parts(text.split('/').collect::<Vec<_>>()))
}

fn entity(entity: &EntityChange) -> PreviewRow {
    let renamed = entity.from.iter().map(|from| format!("was `{from}`"));
    let fields = entity.fields.iter().map(field);
    let relation = |relation: &crate::review::RelationChange| {
        let sign = if relation.change == Change::Removed { "no longer" } else { "now" };
        format!("{sign} {} `{}`", relation.relation_type, relation.target)
    };
    PreviewRow {
        change: entity.change.word(),
        title: entity.title.clone(),
        page: entity.page.as_deref().and_then(path),
        note: entity.reference.clone(),
        lines: renamed.chain(fields).chain(entity.relations.iter().map(relation)).collect(),
        diff: None,
    }
}

fn field(field: &FieldChange) -> String {
    let value = |value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let short: String = text.chars().take(LONGEST).collect();
        if short.len() < text.len() { format!("`{short}…`") } else { format!("`{short}`") }
    };
    let is_long = |value: &Option<Value>| {
        value.as_ref().and_then(Value::as_str).is_some_and(|text| text.lines().nth(1).is_some())
    };
    match (&field.before, &field.after) {
        // The beginnings of two long texts say nothing of what is between them.
        (Some(_), Some(_)) if is_long(&field.before) || is_long(&field.after) => format!("{}: differs", field.field),
        (Some(before), Some(after)) => format!("{}: {} → {}", field.field, value(before), value(after)),
        (None, Some(after)) => format!("{}: {}, new", field.field, value(after)),
        (Some(before), None) => format!("{}: gone, was {}", field.field, value(before)),
        (None, None) => field.field.clone(),
    }
}

fn apis(review: &Review) -> Vec<PreviewRow> {
    let row = |api: &crate::review::ApiChange| {
        let breaking = api.breaking.iter().map(|told| format!("breaks callers: {}: {}", told.subject, told.message));
        let consumers: Vec<String> = api.consumers.iter().map(|it| format!("`{}`", it.reference)).collect();
        let consumed = (!consumers.is_empty()).then(|| format!("consumed by {}", consumers.join(", ")));
        let compatible = api.compatible.iter().map(|told| format!("{}: {}", told.subject, told.message));
        PreviewRow {
            change: if api.page.is_none() { "removed" } else { "changed" },
            title: api.title.clone(),
            page: api.page.as_deref().and_then(path),
            note: api.reference.clone(),
            lines: breaking.chain(consumed).chain(compatible).collect(),
            diff: None,
        }
    };
    review.apis.iter().map(row).collect()
}

fn document(page: &PageChange) -> PreviewRow {
    PreviewRow {
        change: page.change.word(),
        title: page.title.clone(),
        page: path(&page.page).filter(|_| page.change != Change::Removed),
        note: format!("{}/{}", page.repo, page.path),
        lines: page.from.iter().map(|from| format!("was `{from}`")).collect(),
        diff: None,
    }
}

fn templates(review: &Review) -> Vec<PreviewRow> {
    let row = |template: &crate::review::TemplateChange| {
        let files = template.files.iter().map(|file| format!("{} `{}`", file.change.word(), file.path));
        let trouble = template.rendered.iter().filter_map(|rendered| rendered.trouble.clone());
        let diffs: String = template.rendered.iter().map(|rendered| rendered.diff.as_str()).collect();
        PreviewRow {
            change: template.change.word(),
            title: template.title.clone(),
            page: None,
            note: template.reference.clone(),
            lines: files.chain(trouble).collect(),
            diff: Some(diffs).filter(|diffs| !diffs.is_empty()),
        }
    };
    review.templates.iter().map(row).collect()
}

/// What depends on something that is gone, broken or different.
fn affected(review: &Review) -> Vec<PreviewRow> {
    let row = |impact: &crate::review::Impact| {
        let (cause, change) = &impact.cause;
        let near = impact.path.first().map(|step| format!("{} `{}`", step.relation, step.reference));
        let far = match impact.distance {
            0 | 1 => format!(", which was {}", change.word()),
            steps => format!(", {steps} steps from `{cause}`, which was {}", change.word()),
        };
        let owners =
            if impact.owners.is_empty() { String::new() } else { format!("; owned by {}", impact.owners.join(", ")) };
        PreviewRow {
            change: "affected",
            title: impact.title.clone(),
            page: EntityRef::parse(&impact.reference, None, "default").ok().map(|it| EntityId::from(&it).page()),
            note: impact.reference.clone(),
            lines: near.map(|near| format!("{near}{far}{owners}")).into_iter().collect(),
            diff: None,
        }
    };
    review.impact.iter().map(row).collect()
}

fn problem(problem: &Problem, change: Option<&'static str>) -> PreviewRow {
    let severity = match problem.severity.as_str() {
        "error" => "error",
        "warning" => "warning",
        _ => "info",
    };
    let place = &problem.place;
    let mut note = format!("{}/{}", place.repo, place.path);
    if place.line > 0 {
        note.push_str(&format!(":{}", place.line));
    }
    PreviewRow {
        change: change.unwrap_or(severity),
        title: problem.message.clone(),
        page: None,
        note,
        lines: problem.hint.iter().cloned().collect(),
        diff: None,
    }
}
