//! `SUMMARY.md` of mdBook: a list of links is the navigation. Format: mdBook's guide, "SUMMARY.md".

use super::{pages::Volume, rules, settings::at};
use crate::{
    diagnostic::{Diagnostic, nearest},
    model::{NavItem, RepoPath},
};

/// A line of the list.
struct Line {
    /// Its number, from 1.
    number: u32,
    /// Columns before it; a part title has none of its own.
    indent: usize,
    title: String,
    /// None for a part title, empty for a draft.
    target: Option<String>,
}

/// Chapters nested deeper than this become neighbours.
const DEEPEST: usize = 12;

/// The navigation that a `SUMMARY.md` writes.
pub fn navigation(volume: &Volume<'_>, file: &RepoPath, diagnostics: &mut Vec<Diagnostic>) -> Vec<NavItem> {
    let Ok(bytes) = volume.snapshot.read(file) else { return Vec::new() };
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<Line> = (1..).zip(text.lines()).filter_map(|(number, line)| read(number, line)).collect();
    let mut reader = Reader { volume, file, diagnostics };
    let mut items = Vec::new();
    let mut rest = lines.as_slice();
    // The first heading is the book's own; further ones begin parts.
    if let Some((Line { target: None, .. }, tail)) = rest.split_first() {
        rest = tail;
    }
    while let Some((first, tail)) = rest.split_first() {
        if first.target.is_some() {
            let (inner, tail) = rest.split_at(rest.iter().position(|line| line.target.is_none()).unwrap_or(rest.len()));
            items.extend(reader.items(inner, 0));
            rest = tail;
        } else {
            let end = tail.iter().position(|line| line.target.is_none()).unwrap_or(tail.len());
            let inner = reader.items(&tail[..end], 0);
            if !inner.is_empty() {
                items.push(NavItem::Section { title: first.title.clone(), items: inner });
            }
            rest = &tail[end..];
        }
    }
    items
}

struct Reader<'a, 'b> {
    volume: &'a Volume<'b>,
    file: &'a RepoPath,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    /// Lines, those that stand farther in below the line before them.
    fn items(&mut self, mut lines: &[Line], depth: usize) -> Vec<NavItem> {
        let mut items = Vec::new();
        while let Some((first, tail)) = lines.split_first() {
            let end = match depth < DEEPEST {
                true => tail.iter().position(|line| line.indent <= first.indent).unwrap_or(tail.len()),
                false => 0,
            };
            let mut inner = self.items(&tail[..end], depth + 1);
            let page = self.page(first);
            items.extend(match (page, inner.is_empty()) {
                (page, true) => page,
                (page, false) => {
                    if let Some(page) = page {
                        inner.insert(0, page);
                    }
                    Some(NavItem::Section { title: first.title.clone(), items: inner })
                }
            });
            lines = &tail[end..];
        }
        items
    }

    fn page(&mut self, line: &Line) -> Option<NavItem> {
        let target = line.target.as_deref().filter(|target| !target.is_empty())?;
        let folder = self.file.parent();
        let path = super::forge::decode(target.split('#').next().unwrap_or_default());
        if let Some(page) = folder.join(&path).ok().and_then(|path| self.volume.page(&path)) {
            return Some(NavItem::Page { title: line.title.clone(), page });
        }
        let message = format!("the navigation names `{target}`, which is not in `{folder}`");
        let mut problem = at(self.volume.snapshot, self.file, (line.number, 1), &rules::MISSING_NAV_PAGE, message);
        let pages = self.volume.pages.iter().filter_map(|page| page.source.relative_to(&folder));
        if let Some(near) = nearest(target, pages) {
            problem = problem.hint(format!("did you mean `{near}`?"));
        }
        self.diagnostics.push(problem);
        None
    }
}

/// A heading, or a link with or without a bullet before it.
fn read(number: u32, line: &str) -> Option<Line> {
    let text = line.trim_start();
    let indent = line[..line.len() - text.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    if let Some(title) = text.strip_prefix('#') {
        let title = title.trim_matches(['#', ' ']).to_owned();
        return Some(Line { number, indent: 0, title, target: None });
    }
    let text = text.strip_prefix(['-', '*', '+']).map_or(text, str::trim_start);
    let (title, rest) = text.strip_prefix('[')?.split_once("](")?;
    let target = rest.rsplit_once(')')?.0.trim().trim_matches(['<', '>']);
    Some(Line { number, indent, title: title.replace('`', ""), target: Some(target.to_owned()) })
}
