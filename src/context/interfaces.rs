//! What the APIs among the parts offer, and what changed in them.

use super::{
    Desk,
    writer::{Writer, code},
};
use crate::model::{ApiDigest, EntityIndex, visible_line};

/// Changes of one API that are told.
const MOST_CHANGES: usize = 8;

/// All APIs among the parts, and those that the parts consume when there is room.
pub(super) fn interfaces(desk: &Desk<'_>, writer: &mut Writer, parts: &[EntityIndex]) {
    let digests: Vec<&ApiDigest> = parts.iter().filter_map(|part| desk.digests.get(part).copied()).collect();
    for (number, digest) in digests.iter().enumerate() {
        let heading = if number == 0 { "\n## APIs\n" } else { "" };
        let repo = &desk.content.catalog[digest.repo];
        let entity = digest.entity.map(|index| desk.content.catalog[index].id.as_str()).unwrap_or_default();
        let head = format!(
            "{heading}\n### {} ({}, {}{}{})\n\nSource: {}, whole in {}\n\n",
            visible_line(&digest.title),
            code(entity),
            visible_line(&digest.dialect),
            if digest.version.is_empty() { "" } else { ", version " },
            visible_line(&digest.version),
            code(&format!("{}/{}", repo.name, digest.source)),
            code(digest.file.as_str()),
        );
        let mut lines: Vec<String> = breaking(digest);
        lines.extend(digest.operations.iter().map(|operation| {
            let gone = if operation.deprecated.is_some() { " (deprecated)" } else { "" };
            let summary = visible_line(&operation.summary);
            let summary = if summary.is_empty() { summary } else { format!(": {summary}") };
            format!("- {}{gone}{summary}\n", code(&format!("{} {}", operation.verb, operation.target)))
        }));
        if lines.is_empty() {
            lines.push("- No operations were read from it.\n".to_owned());
        }
        // Each takes no more than its share of half of the room, so that documents have some.
        writer.list(&head, lines.into_iter(), 1 + (digests.len() - number).min(6));
    }
}

fn breaking(digest: &ApiDigest) -> Vec<String> {
    let changes = digest.changes.iter().filter(|change| !change.compatible);
    let line = |change: &crate::model::Change| {
        format!(
            "- Breaking since {}: {} {}\n",
            digest.before.1,
            visible_line(&change.subject),
            visible_line(&change.message)
        )
    };
    changes.take(MOST_CHANGES).map(line).collect()
}
