//! For people at a terminal: everything, nothing that it would obey.

use super::words::{became, counted, is_long, owners, place, side, standing, summary, value, way};
use crate::{
    diagnostic::harmless,
    model::Problem,
    review::{ApiChange, EntityChange, FileChange, PageChange, Review, Side, TemplateChange},
};

/// So many affected entities are listed one by one.
const AFFECTED: usize = 40;

/// The review in paragraphs; `colour` says whether the terminal shows colours.
pub fn terminal(review: &Review, colour: bool) -> String {
    let mut page = Page { text: String::new(), colour };
    page.line(&format!("{} → {}: {}", named(&review.base), named(&review.head), summary(&review.summary)));
    page.part("APIs", review.apis.iter().map(api));
    page.part("New problems", review.problems.new.iter().map(problem));
    page.part("Mended problems", review.problems.mended.iter().map(problem));
    let affected = review.impact.iter().take(AFFECTED).map(|impact| {
        let standing = standing(impact.lifecycle.as_ref(), impact.tier.as_ref());
        let standing = if standing.is_empty() { String::new() } else { format!(" ({standing})") };
        vec![format!("{}{standing} {}", impact.reference, way(impact))]
    });
    let more = review.impact.len().saturating_sub(AFFECTED);
    page.part("Affected", affected.chain((more > 0).then(|| vec![format!("and {more} more")])));
    page.part("Owners of what is affected", owners(review).into_iter().map(|owner| vec![owner]));
    page.part("Scorecards", review.scores.iter().map(|score| vec![format!("{} {}", score.reference, score.words())]));
    page.part("Entities", review.entities.iter().map(entity));
    page.part("Pages", review.pages.iter().map(document));
    page.part("Templates", review.templates.iter().map(template));
    page.text
}

/// Text that grows.
struct Page {
    text: String,
    colour: bool,
}

impl Page {
    /// A heading and its entries, of which the first line stands out; nothing without entries.
    fn part(&mut self, title: &str, entries: impl Iterator<Item = Vec<String>>) {
        let mut entries = entries.peekable();
        if entries.peek().is_none() {
            return;
        }
        let title = if self.colour { format!("\u{1b}[1m{title}\u{1b}[0m") } else { title.to_owned() };
        self.text += &format!("\n{title}\n");
        for lines in entries {
            for (number, line) in lines.iter().enumerate() {
                let indent = if number == 0 { "  " } else { "      " };
                self.text += indent;
                self.line(line);
            }
        }
    }

    fn line(&mut self, line: &str) {
        self.text += harmless(line).trim_end();
        self.text.push('\n');
    }
}

fn named(of: &Side) -> String {
    match side(of) {
        (name, Some(commit)) => format!("{name} ({commit})"),
        (name, None) => name,
    }
}

fn api(api: &ApiChange) -> Vec<String> {
    let mut lines = vec![match api.breaking.len() {
        0 => format!("{}: {}", api.reference, counted(api.compatible.len(), "compatible change", "compatible changes")),
        _ => format!("{} breaks {}", api.reference, counted(api.consumers.len(), "consumer", "consumers")),
    }];
    lines.extend(api.breaking.iter().map(|told| format!("- {} {}", told.subject, told.message)));
    lines.extend(api.compatible.iter().map(|told| format!("+ {} {}", told.subject, told.message)));
    if !api.breaking.is_empty() {
        let consumer = |consumer: &crate::review::Consumer| match consumer.owners.as_slice() {
            [] => consumer.reference.clone(),
            owners => format!("{} of {}", consumer.reference, owners.join(", ")),
        };
        lines.extend(api.consumers.iter().map(|it| format!("consumed by {}", consumer(it))));
    }
    lines
}

fn problem(problem: &Problem) -> Vec<String> {
    let mut lines =
        vec![format!("{}: {}[{}]: {}", place(&problem.place), problem.severity, problem.rule, problem.message)];
    lines.extend(problem.hint.iter().map(|hint| format!("hint: {hint}")));
    lines
}

fn entity(entity: &EntityChange) -> Vec<String> {
    let mut lines = vec![format!("{} {}", entity.reference, became(entity))];
    if entity.page.is_some() && entity.change == crate::review::Change::Added {
        return lines;
    }
    for change in &entity.fields {
        lines.push(match is_long(change) {
            true => format!("{} differs", change.field),
            false => {
                format!("{}: {} → {}", change.field, value(change.before.as_ref()), value(change.after.as_ref()))
            }
        });
    }
    lines.extend(entity.relations.iter().map(|relation| {
        let sign = if relation.change == crate::review::Change::Added { '+' } else { '-' };
        format!("{sign} {} {}", relation.relation_type, relation.target)
    }));
    lines
}

fn document(page: &PageChange) -> Vec<String> {
    let from = page.from.as_ref().map(|from| format!(", was {from}")).unwrap_or_default();
    vec![format!("{} {}/{} ({}{from})", page.change.word(), page.repo, page.path, page.title)]
}

fn template(template: &TemplateChange) -> Vec<String> {
    let mut lines = vec![format!("{} {}", template.reference, template.change.word())];
    lines.extend(template.files.iter().map(|FileChange { path, change }| format!("{} {path}", change.word())));
    for rendered in &template.rendered {
        let case = if rendered.case.is_empty() { "with its own examples" } else { &rendered.case };
        match &rendered.trouble {
            Some(trouble) => lines.push(format!("{case}: {trouble}")),
            None => lines.push(format!("{case}: {} made otherwise", counted(rendered.files, "file is", "files are"))),
        }
        lines.extend(rendered.diff.lines().map(|line| format!("  {line}")));
    }
    lines
}
