//! Where an entity is declared, and its document as written.

use serde::Serialize;

use super::{Markup, shell::day};
use crate::{markdown, model::Entity, render::board::Board};

/// What a page holds of a text before it is cut, in bytes.
const LONGEST_TEXT: usize = 8 * 1024;

/// The document of an entity as written.
#[derive(Debug, Serialize)]
pub(crate) struct Source {
    repo: String,
    /// `path:line`.
    place: String,
    view_href: Option<String>,
    edit_href: Option<String>,
    commit: Option<String>,
    day: Option<String>,
    code: Markup,
    lines: usize,
    /// Lines that are left out.
    more: usize,
}

/// `repo/path:line`.
pub(crate) fn place(board: &Board<'_>, entity: &Entity) -> String {
    let origin = &entity.origin;
    format!("{}/{}:{}", board.catalog[origin.repo].name, origin.path, origin.line)
}

/// The document of an entity.
pub(crate) fn source(board: &Board<'_>, entity: &Entity) -> Source {
    let origin = &entity.origin;
    let repo = &board.catalog[origin.repo];
    let (shown, lines, more) = cut(&entity.source);
    Source {
        repo: repo.name.clone(),
        place: format!("{}:{}", origin.path, origin.line),
        view_href: repo.view_url(&origin.path, Some(origin.line)).map(|url| url.to_string()),
        edit_href: repo.edit_url(&origin.path).map(|url| url.to_string()),
        commit: repo.commit.as_ref().map(|commit| commit.id.chars().take(8).collect()),
        day: repo.commit.as_ref().map(|commit| day(&commit.time)),
        code: markdown::highlight(shown, "yaml").into(),
        lines,
        more,
    }
}

/// Whole lines from the start of a text that fit a page; how many lines it has, and how many are left out.
fn cut(text: &str) -> (&str, usize, usize) {
    let text = text.trim_end();
    let lines = text.lines().count();
    if text.len() <= LONGEST_TEXT {
        return (text, lines, 0);
    }
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST_TEXT).last().unwrap_or(0);
    let shown = text[..end].rfind('\n').map_or(&text[..end], |newline| &text[..newline]);
    (shown, lines, lines.saturating_sub(shown.lines().count()))
}

/// A size in bytes as people read it.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_at_a_line() {
        let long = "0123456789\n".repeat(2_000);
        let (shown, lines, more) = cut(&long);
        assert_eq!((lines, more), (2_000, 2_000 - shown.lines().count()));
        assert!(shown.len() <= LONGEST_TEXT && shown.ends_with('9'));
        assert_eq!(cut("a\nb\n"), ("a\nb", 2, 0));
        assert!(cut(&"é".repeat(10_000)).0.len() <= LONGEST_TEXT);
    }
}
