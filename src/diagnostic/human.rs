//! Problems for people.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{
    Diagnostic, Severity, View, escape,
    format::{position, short},
    harmless,
};
use crate::model::Place;

/// From this many problems on, counts by rule stand at the end.
const MANY: usize = 10;

/// Every problem with its source line, hint and related places; counts by rule at the end of a long list.
pub fn show(diagnostics: &[&Diagnostic], view: &View) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        one(diagnostic, view, &mut text);
        text.push('\n');
    }
    if diagnostics.len() >= MANY {
        counts(diagnostics, &mut text);
    }
    text
}

fn one(diagnostic: &Diagnostic, view: &View, text: &mut String) {
    text.push_str(&headline(diagnostic, view));
    text.push('\n');
    let indent = excerpt(&diagnostic.place, diagnostic.severity, view, text);
    for (place, words) in &diagnostic.related {
        text.push_str(&format!("{indent}= {}: {}\n", harmless(words), position(place, view)));
    }
    if let Some(hint) = &diagnostic.hint {
        text.push_str(&format!("{indent}= hint: {}\n", harmless(hint)));
    }
}

/// The short form, its severity and rule in colour.
fn headline(diagnostic: &Diagnostic, view: &View) -> String {
    let line = short(diagnostic, view);
    if !view.colour {
        return line;
    }
    let label = format!("{}[{}]", diagnostic.severity.name(), diagnostic.rule.id);
    let code = match diagnostic.severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Info => "1;36",
    };
    line.replacen(&label, &format!("\u{1b}[{code}m{label}\u{1b}[0m"), 1)
}

/// The source line with a mark under the place. Gives the indent of what follows.
fn excerpt(place: &Place, severity: Severity, view: &View, text: &mut String) -> String {
    let Some(line) = place.excerpt.as_deref().filter(|line| !line.trim().is_empty() && place.line > 0) else {
        return "  ".to_owned();
    };
    let line = escape::harmless_excerpt(line);
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let annotation = AnnotationKind::Primary.span(mark(&line, place.column));
    let snippet = Snippet::source(line.as_str()).line_start(place.line as usize).fold(false).annotation(annotation);
    let renderer = if view.colour { Renderer::styled() } else { Renderer::plain() };
    text.push_str(&renderer.term_width(view.width).render(&[Group::with_level(level).element(snippet)]));
    text.push('\n');
    " ".repeat(place.line.to_string().len() + 1)
}

/// The bytes to mark: the word at the column, a quoted string or a Markdown link as a whole, or the line's text when there is no column.
fn mark(line: &str, column: u32) -> std::ops::Range<usize> {
    let start_of_text = line.len() - line.trim_start().len();
    let Some(skip) = column.checked_sub(1) else {
        return start_of_text..line.trim_end().len().max(start_of_text);
    };
    let Some(start) = line.char_indices().nth(skip as usize).map(|(index, _)| index) else {
        return line.len()..line.len();
    };
    let rest = &line[start..];
    let first = rest.chars().next();
    let quote = first.filter(|c| matches!(c, '"' | '\'' | '`'));
    let link = first == Some('[') || rest.starts_with("![");
    let closed = match (quote, link.then(|| rest.find("](")).flatten()) {
        (Some(quote), _) => rest[1..].find(quote).map(|length| length + 2),
        (None, Some(middle)) => rest[middle..].find(')').map(|length| middle + length + 1),
        (None, None) => None,
    };
    let length = match closed {
        Some(length) => length,
        None => rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}')).unwrap_or(rest.len()).max(1),
    };
    let mut end = (start + length).min(line.len());
    while !line.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

fn counts(diagnostics: &[&Diagnostic], text: &mut String) {
    let mut counts: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry((diagnostic.severity, diagnostic.rule.id)).or_default() += 1;
    }
    for ((severity, rule), count) in counts {
        text.push_str(&format!("{count:>6} {:<8}{rule}\n", severity.name()));
    }
}
