//! What is wrong with scorecards, and with entities as scorecards see them.

use super::Wrong;
use crate::{
    diagnostic::{Diagnostic, Rule, Severity},
    model::{Catalog, EntityScore, Place, Placed, Scorecard, Scored, Scores},
};

/// A scorecard whose query makes no sense.
pub const WRONG_SCORECARD: Rule = Rule {
    id: "wrong-scorecard",
    severity: Severity::Error,
    summary: "A query of a scorecard makes no sense, so that nothing is held to it",
};

/// An entity below the level that its scorecard demands.
pub const BELOW_LEVEL: Rule = Rule {
    id: "below-level",
    severity: Severity::Error,
    summary: "An entity does not reach the level that a scorecard demands",
};

/// An exemption past its day.
pub const EXPIRED_EXEMPTION: Rule = Rule {
    id: "expired-exemption",
    severity: Severity::Warning,
    summary: "An exemption from a scorecard has expired, and counts no longer",
};

/// A message names at most so many rules.
const MOST_NAMED: usize = 3;

/// A query that makes no sense; told at the character where it goes wrong, when that stands on the line.
pub(super) fn wrong(card: &Scorecard, (text, place): &Placed, what: &str, wrong: &Wrong) -> Diagnostic {
    let (start, end) = wrong.span;
    let part: String = text.chars().skip(start).take(end.saturating_sub(start).min(40)).collect();
    let at = if part.is_empty() { String::new() } else { format!(" at `{part}`") };
    let message = format!("the query of {what} of the scorecard `{}` is wrong{at}: {}", card.id, wrong.message);
    let diagnostic = Diagnostic::new(&WRONG_SCORECARD, inside(place, text, start), message);
    wrong.hint.iter().fold(diagnostic, |diagnostic, hint| diagnostic.hint(hint))
}

/// The place of a character of a text that begins at `place`, when the line shows the text as it is.
fn inside(place: &Place, text: &str, character: usize) -> Place {
    let line: Vec<char> = place.excerpt.as_deref().unwrap_or_default().chars().collect();
    let first = (place.column as usize).saturating_sub(1);
    let first = first + usize::from(matches!(line.get(first), Some('"' | '\'')));
    let is_same = text.chars().take(character + 1).zip(line.iter().skip(first)).all(|(a, b)| a == *b);
    if !is_same || line.len() < first + character {
        return place.clone();
    }
    Place { column: u32::try_from(first + character + 1).unwrap_or(place.column), ..place.clone() }
}

/// Entities below the levels that are demanded, and exemptions past their day.
pub fn problems(scores: &Scores, catalog: &Catalog) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for scored in &scores.cards {
        found.extend(expired(scored));
        let Some(deny) = scored.card.deny else { continue };
        let below = scored.entities.iter().filter(|score| !score.reaches(deny));
        found.extend(below.map(|score| below_level(scored, score, deny, catalog)));
    }
    found
}

fn expired(scored: &Scored) -> impl Iterator<Item = Diagnostic> {
    let past = scored.card.exemptions.iter().zip(scored.expired.iter().zip(&scored.used));
    past.filter(|(_, (expired, used))| **expired && **used).map(|(one, _)| {
        let message = format!(
            "an exemption from the scorecard `{}`, approved by {}, ended on {}: {}",
            scored.card.id, one.approver, one.expires, one.reason
        );
        let hint = "mend what it let off, or have it approved again with a later day";
        Diagnostic::new(&EXPIRED_EXEMPTION, one.place.clone(), message).hint(hint)
    })
}

fn below_level(scored: &Scored, score: &EntityScore, deny: usize, catalog: &Catalog) -> Diagnostic {
    let entity = &catalog[score.entity];
    let place = Place {
        repo: catalog[entity.origin.repo].name.clone(),
        path: entity.origin.path.clone(),
        line: entity.origin.line,
        ..Place::default()
    };
    let rules = scored.card.rules.iter().zip(&score.results);
    let blocking: Vec<_> = rules.filter(|(rule, result)| rule.level <= deny && result.blocks()).collect();
    let mut names: Vec<&str> = blocking.iter().take(MOST_NAMED).map(|(rule, _)| rule.title.as_str()).collect();
    let more = format!("{} more", blocking.len().saturating_sub(MOST_NAMED));
    if blocking.len() > MOST_NAMED {
        names.push(&more);
    }
    let message = format!(
        "{} does not reach {} of the scorecard `{}`: {}",
        entity.id,
        scored.card.levels[deny].title,
        scored.card.id,
        names.join("; ")
    );
    let fixes: Vec<&str> = blocking.iter().filter_map(|(rule, _)| rule.fix.as_deref()).take(MOST_NAMED).collect();
    let diagnostic = Diagnostic::new(&BELOW_LEVEL, place, message).entity(&entity.id);
    if fixes.is_empty() { diagnostic } else { diagnostic.hint(fixes.join("; ").replace('\n', " ")) }
}
