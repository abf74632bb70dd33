//! A comment on a pull request or merge request: the important first, details folded, always short enough to be
//! accepted.

use super::{
    Links,
    comment::Comment,
    inline::{code, fenced, link, path, text},
    words::{became, counted, is_long, place, side, standing, summary, value},
};
use crate::{
    diagnostic::plain,
    model::{Problem, Spot},
    review::{ApiChange, Change, EntityChange, FieldChange, Impact, PageChange, Review, Side, TemplateChange},
};

/// GitHub refuses a comment of 65,536 characters; so many bytes are safe everywhere.
const LONGEST: usize = 60_000;

/// What tells the comment from all others, so that it can be found and replaced.
const MARK: &str = "<!-- callboard-diff -->";

/// The policies' rule, whose findings come first.
const POLICY: &str = "policy";

/// The review as a comment of less than 60 kB.
pub fn markdown(review: &Review, links: &Links) -> String {
    let writer = Writer { links };
    let mut comment = Comment::new(LONGEST);
    comment.line(MARK);
    comment.line(&format!("## {}", capital(&summary(&review.summary))));
    comment.line(&format!("\n{} → {}{}", writer.side(&review.base), writer.side(&review.head), writer.preview()));
    let rest = match &links.details {
        Some(details) => link("in the whole review", details),
        None => "in the whole review".to_owned(),
    };
    let mut part = |title: (&str, bool), head: &str, entries: Vec<String>| comment.part(title, head, &entries, &rest);
    let (policies, problems): (Vec<&Problem>, Vec<&Problem>) =
        review.problems.new.iter().partition(|problem| problem.rule == POLICY);
    part(("Policies", false), "", policies.iter().map(|problem| writer.problem(problem)).collect());
    let (broken, compatible): (Vec<&ApiChange>, Vec<&ApiChange>) =
        review.apis.iter().partition(|api| !api.breaking.is_empty());
    part(("Calls that may break", false), "", broken.iter().map(|api| writer.api(api)).collect());
    let is_minor = |problem: &Problem| problem.severity == "info";
    let (minor, major): (Vec<&Problem>, Vec<&Problem>) = problems.into_iter().partition(|problem| is_minor(problem));
    part(("New problems", false), "", major.iter().map(|problem| writer.problem(problem)).collect());
    let title = format!("Affected: {}", counted(review.impact.len(), "entity", "entities"));
    let owners: Vec<String> =
        review.owners.iter().map(|owner| format!("{} ({})", code(&owner.owner), owner.entities)).collect();
    if !owners.is_empty() {
        let owners = owners.iter().take(12).cloned().collect::<Vec<_>>().join(", ");
        part(("Whom it concerns", false), "", vec![format!("Owners of what is affected: {owners}")]);
    }
    let head = "| Entity | Owner | Lifecycle, tier | Because it |\n|---|---|---|---|\n";
    part((&title, review.impact.len() > 10), head, review.impact.iter().map(|impact| writer.impact(impact)).collect());
    let marks = review.scores.iter().map(|score| format!("- {} {}", code(&score.reference), text(&score.words())));
    part(("Scorecards", false), "", marks.collect());
    let title = format!("Entities: {}", review.entities.len());
    part((&title, true), "", review.entities.iter().map(|entity| writer.entity(entity)).collect());
    let title = format!("Pages of documentation: {}", review.pages.len());
    part((&title, true), "", review.pages.iter().map(|page| writer.page(page)).collect());
    let title = format!("Templates: {}", review.templates.len());
    part((&title, true), "", review.templates.iter().map(|template| writer.template(template)).collect());
    let title = format!("APIs with compatible changes: {}", compatible.len());
    part((&title, true), "", compatible.iter().map(|api| writer.api(api)).collect());
    let title = format!("Notes: {}", minor.len());
    part((&title, true), "", minor.iter().map(|problem| writer.problem(problem)).collect());
    let title = format!("Mended: {}", review.problems.mended.len());
    part((&title, true), "", review.problems.mended.iter().map(|problem| writer.problem(problem)).collect());
    comment.finish()
}

fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

struct Writer<'a> {
    links: &'a Links,
}

impl Writer<'_> {
    fn side(&self, of: &Side) -> String {
        match side(of) {
            (name, Some(commit)) => format!("{} ({})", code(&name), code(&commit)),
            (name, None) => code(&name),
        }
    }

    fn preview(&self) -> String {
        match &self.links.preview {
            Some(preview) => format!(" · {}", link("preview", preview)),
            None => String::new(),
        }
    }

    /// Something that has a page in the portal.
    fn paged(&self, shown: &str, page: Option<&String>) -> String {
        let is_below = |page: &&String| !page.is_empty() && !page.split('/').any(|part| part == "..");
        match (&self.links.preview, page.filter(is_below)) {
            (Some(preview), Some(page)) => link(shown, &format!("{}/{}", preview.trim_end_matches('/'), path(page))),
            _ => shown.to_owned(),
        }
    }

    fn place(&self, spot: &Spot) -> String {
        let shown = code(&place(spot));
        match self.links.sources.get(&spot.repo).filter(|_| !spot.path.is_empty()) {
            Some(before) => {
                let line = if spot.line > 0 { format!("#L{}", spot.line) } else { String::new() };
                link(&shown, &format!("{before}{}{line}", path(&spot.path)))
            }
            None => shown,
        }
    }

    fn problem(&self, problem: &Problem) -> String {
        let hint = problem.hint.as_ref().map(|hint| format!("  \n  {}", text(hint))).unwrap_or_default();
        let severity = plain(&capital(&problem.severity));
        let (rule, message) = (code(&problem.rule), text(&problem.message));
        format!("- **{severity}** {rule} {message} ({}){hint}", self.place(&problem.place))
    }

    fn api(&self, api: &ApiChange) -> String {
        let mut lines = vec![format!("- {}", self.paged(&code(&api.reference), api.page.as_ref()))];
        let told = |sign: &str, told: &crate::review::Told| {
            format!("  - {sign}{} {}", code(&told.subject), text(&told.message))
        };
        lines.extend(api.breaking.iter().take(20).map(|it| told("", it)));
        let more = api.breaking.len().saturating_sub(20);
        lines.extend((more > 0).then(|| format!("  - and {more} more")));
        if api.breaking.is_empty() {
            lines.extend(api.compatible.iter().take(20).map(|it| told("", it)));
        }
        if !api.breaking.is_empty() {
            let consumer = |consumer: &crate::review::Consumer| {
                let owners: Vec<String> = consumer.owners.iter().map(|owner| code(owner)).collect();
                let of = if owners.is_empty() { String::new() } else { format!(" of {}", owners.join(", ")) };
                format!("{}{of}", code(&consumer.reference))
            };
            let consumers: Vec<String> = api.consumers.iter().take(20).map(consumer).collect();
            lines.push(match api.consumers.len() {
                0 => "  - nobody in the catalog consumes it".to_owned(),
                all if all > 20 => format!("  - consumed by {} and {} more", consumers.join(", "), all - 20),
                _ => format!("  - consumed by {}", consumers.join(", ")),
            });
        }
        lines.join("\n")
    }

    fn impact(&self, impact: &Impact) -> String {
        let owners: Vec<String> = impact.owners.iter().map(|owner| code(owner)).collect();
        let mut way = String::new();
        for (number, step) in impact.path.iter().enumerate() {
            let which = if number == 0 { "" } else { ", which " };
            way += &format!("{which}{} {}", plain(&step.relation), code(&step.reference));
        }
        let standing = standing(impact.lifecycle.as_ref(), impact.tier.as_ref());
        format!(
            "| {} | {} | {} | {way} ({}) |",
            self.paged(&code(&impact.reference), Some(&impact.page)),
            owners.join(", "),
            plain(&standing),
            impact.cause.1.word()
        )
    }

    fn entity(&self, entity: &EntityChange) -> String {
        let shown = self.paged(&code(&entity.reference), entity.page.as_ref());
        let place = match entity.change {
            Change::Removed => code(&place(&entity.place)),
            _ => self.place(&entity.place),
        };
        let mut lines = vec![format!("- {shown} {} ({place})", plain(&became(entity)))];
        if entity.change == Change::Added {
            return lines.concat();
        }
        lines.extend(entity.fields.iter().take(20).map(field));
        lines.extend(entity.relations.iter().take(20).map(|relation| {
            let what = if relation.change == Change::Added { "now" } else { "no longer" };
            format!("  - {what} {} {}", code(&relation.relation_type), code(&relation.target))
        }));
        lines.join("\n")
    }

    fn page(&self, page: &PageChange) -> String {
        let there = Some(&page.page).filter(|_| page.change != Change::Removed);
        let title = if page.title.trim().is_empty() { &page.path } else { &page.title };
        let from = page.from.as_ref().map(|from| format!(", was {}", code(from))).unwrap_or_default();
        let spot = Spot { repo: page.repo.clone(), path: page.path.clone(), ..Spot::default() };
        // What is gone has no place after the change that could be shown.
        let shown = if there.is_some() { self.place(&spot) } else { code(&place(&spot)) };
        format!("- {} {} ({shown}{from})", page.change.word(), self.paged(&plain(title), there))
    }

    fn template(&self, template: &TemplateChange) -> String {
        let shown = self.paged(&code(&template.reference), template.page.as_ref());
        let mut lines = vec![format!("- {shown} {}", template.change.word())];
        lines.extend(
            template.files.iter().take(20).map(|file| format!("  - {} {}", file.change.word(), code(&file.path))),
        );
        for rendered in &template.rendered {
            let case = if rendered.case.is_empty() { "its own examples".to_owned() } else { code(&rendered.case) };
            match &rendered.trouble {
                Some(trouble) => lines.push(format!("  - with {case}: {}", text(trouble))),
                None => lines.push(format!(
                    "  - with {case}, {} made otherwise:\n\n{}",
                    counted(rendered.files, "file is", "files are"),
                    fenced("diff", &rendered.diff)
                )),
            }
        }
        lines.join("\n")
    }
}

fn field(change: &FieldChange) -> String {
    if is_long(change) {
        return format!("  - {} differs", code(&change.field));
    }
    let shown = |it| match it {
        None => "nothing".to_owned(),
        some => code(&value(some)),
    };
    format!("  - {}: {} → {}", code(&change.field), shown(change.before.as_ref()), shown(change.after.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{FileChange, Rendered};

    #[test]
    fn a_comment_is_never_longer_than_it_may_be() {
        let long = "word @you ".repeat(900);
        let place = Spot { repo: "r".to_owned(), path: long.clone(), line: 3, column: 1 };
        let problem = |severity: &str| Problem {
            rule: POLICY.to_owned(),
            severity: severity.to_owned(),
            message: long.clone(),
            hint: Some(long.clone()),
            place: place.clone(),
            excerpt: None,
        };
        let mut review = Review::default();
        review.base.name.clone_from(&long);
        review.problems.new = (0..3_000).map(|_| problem("error")).chain([problem("info")]).collect();
        review.problems.mended = review.problems.new.clone();
        let rendered = Rendered { diff: "+`````\n".repeat(20_000), files: 1, ..Rendered::default() };
        review.templates.push(TemplateChange {
            reference: long.clone(),
            title: String::new(),
            change: Change::Changed,
            page: None,
            files: vec![FileChange { path: long.clone(), change: Change::Added }],
            rendered: vec![rendered],
        });
        let address = format!("https://ci.example/{}", "x".repeat(200));
        let links = Links { preview: Some(address.clone()), details: Some(address), ..Links::default() };
        let comment = markdown(&review, &links);
        assert!(comment.len() < LONGEST, "{}", comment.len());
        assert!(comment.len() > LONGEST / 2, "as much as fits is told");
        assert!(comment.contains("more, [in the whole review]("));
        assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
    }
}
