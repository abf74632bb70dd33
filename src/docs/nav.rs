//! Navigation: as mkdocs.yml writes it, or by files.

use std::collections::HashSet;

use globset::Glob;

use super::{
    advice,
    pages::{Mount, Volume},
    rules,
    settings::{self, Outline, Settings, at},
    summary,
    tree::by_files,
};
use crate::{
    diagnostic::Diagnostic,
    model::{NavItem, Node, RepoPath, SafeUrl, SitePath, Value},
};

/// Sections nested deeper than this are left out.
const DEEPEST: usize = 16;

/// Includes nested deeper than this are left out.
const DEEPEST_INCLUDE: usize = 4;

/// The navigation of a book, without the pages that lie `elsewhere`. Included books become folders of it.
pub fn navigation(
    volume: &mut Volume<'_>,
    settings: &Settings,
    elsewhere: &HashSet<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<NavItem> {
    let mut reader = Reader { volume, diagnostics, used: HashSet::new(), includes: 0, bytes_left: MOST_BYTES };
    let items = match &settings.nav {
        Outline::Nav(nav) => reader.items(nav, &Context { mount: 0, settings }, 0),
        Outline::Summary(file) => summary::navigation(reader.volume, file, reader.diagnostics),
        Outline::Files => Vec::new(),
    };
    if items.is_empty() {
        let docs_dir = reader.volume.mounts[0].docs_dir.clone();
        return by_files(reader.volume, &docs_dir, elsewhere, reader.diagnostics);
    }
    items
}

struct Reader<'a, 'b> {
    volume: &'a mut Volume<'b>,
    diagnostics: &'a mut Vec<Diagnostic>,
    used: HashSet<usize>,
    /// How deep the includes are that are being read.
    includes: usize,
    /// How much may still be included.
    bytes_left: u64,
}

/// Books that one pattern includes, at most.
const MOST_INCLUDED: usize = 500;

/// What the files that a book includes may have in all, each counted with some bytes for itself: books can include
/// each other, and then few files make any number of includes.
const MOST_BYTES: u64 = 16 << 20;
const BYTES_OF_INCLUDE: u64 = 4 << 10;

/// Whose navigation is being read.
struct Context<'a> {
    mount: usize,
    settings: &'a Settings,
}

impl Reader<'_, '_> {
    fn items(&mut self, node: &Node, context: &Context<'_>, depth: usize) -> Vec<NavItem> {
        if depth > DEEPEST {
            return Vec::new();
        }
        match &node.value {
            Value::Sequence(nodes) => nodes.iter().flat_map(|node| self.items(node, context, depth + 1)).collect(),
            Value::Mapping(entries) => {
                entries.iter().flat_map(|(key, value)| self.entry(key, value, context, depth + 1)).collect()
            }
            Value::String(text) => self.leaf(None, text, node, context),
            _ => Vec::new(),
        }
    }

    /// `Title: …`.
    fn entry(&mut self, key: &Node, value: &Node, context: &Context<'_>, depth: usize) -> Vec<NavItem> {
        let title = key.as_str().unwrap_or_default().to_owned();
        match &value.value {
            Value::String(text) => self.leaf(Some(title), text, value, context),
            Value::Sequence(_) | Value::Mapping(_) => {
                let items = self.items(value, context, depth);
                // A section without a name has that of its first page, as plugins for indexes show it.
                let title = match items.first() {
                    Some(NavItem::Page { title: first, .. }) if title.trim().is_empty() => first.clone(),
                    _ => title,
                };
                if items.is_empty() { Vec::new() } else { vec![NavItem::Section { title, items }] }
            }
            _ => Vec::new(),
        }
    }

    /// A page, a link, a folder, a pattern, or another book.
    fn leaf(&mut self, title: Option<String>, text: &str, node: &Node, context: &Context<'_>) -> Vec<NavItem> {
        let text = text.trim();
        if let Some(file) = text.strip_prefix("!include ") {
            return self.include(title, file.trim(), node, context);
        }
        if let Some(pattern) = text.strip_prefix("*include ") {
            let items = self.include_all(pattern.trim(), node, context);
            return match title {
                Some(title) if !items.is_empty() => vec![NavItem::Section { title, items }],
                _ => items,
            };
        }
        if text.contains("://") || text.starts_with("mailto:") {
            let url = SafeUrl::parse(text);
            return url
                .map(|url| NavItem::Link { title: title.unwrap_or_else(|| text.to_owned()), url })
                .into_iter()
                .collect();
        }
        let docs_dir = self.volume.mounts[context.mount].docs_dir.clone();
        let found = docs_dir.join(text.trim_start_matches('/')).ok().and_then(|path| self.items_at(&title, &path));
        if let Some(items) = found {
            return items;
        }
        self.missing(text, node, context);
        // Some write paths from where mkdocs.yml is; what they mean is shown none the less.
        let parent = context.settings.file.as_ref().map(RepoPath::parent).unwrap_or_default();
        let path = parent.join(text).ok().filter(|path| path.is_within(&docs_dir));
        path.and_then(|path| self.items_at(&title, &path)).unwrap_or_default()
    }

    /// The pages at a path; none when nothing is there.
    fn items_at(&mut self, title: &Option<String>, path: &RepoPath) -> Option<Vec<NavItem>> {
        if let Some(page) = self.volume.page(path) {
            self.used.insert(page);
            let title = title.clone().unwrap_or_else(|| self.volume.label(page));
            return Some(vec![NavItem::Page { title, page }]);
        }
        let items = if path.as_str().contains('*') {
            self.matching(path.as_str())
        } else if self.volume.snapshot.entry(path).is_some() {
            Vec::new()
        } else if self.volume.snapshot.has_folder(path) {
            by_files(self.volume, path, &self.used, self.diagnostics)
        } else {
            return None;
        };
        Some(match title {
            Some(title) if !items.is_empty() => vec![NavItem::Section { title: title.clone(), items }],
            _ => items,
        })
    }

    /// Pages that a pattern names and nothing before it did.
    fn matching(&mut self, pattern: &str) -> Vec<NavItem> {
        let Ok(glob) = Glob::new(pattern) else { return Vec::new() };
        let matcher = glob.compile_matcher();
        let mut items = Vec::new();
        for (page, content) in self.volume.pages.iter().enumerate() {
            if matcher.is_match(content.source.as_str()) && self.used.insert(page) {
                items.push(NavItem::Page { title: self.volume.label(page), page });
            }
        }
        items
    }

    /// Another mkdocs.yml of the same repository, as the monorepo plugin includes it.
    fn include(&mut self, title: Option<String>, file: &str, node: &Node, context: &Context<'_>) -> Vec<NavItem> {
        let parent = context.settings.file.as_ref().map(RepoPath::parent).unwrap_or_default();
        let path = parent.join(file).ok().filter(|path| self.volume.snapshot.entry(path).is_some());
        let Some(path) = path.filter(|path| self.includes < DEEPEST_INCLUDE && self.affords(path)) else {
            self.missing(file, node, context);
            return Vec::new();
        };
        let Some(other) = settings::read_file(self.volume.snapshot, &path, self.diagnostics) else { return Vec::new() };
        let name = other.title.clone().unwrap_or_else(|| path.parent().file_name().to_owned());
        let mut site = self.volume.mounts[context.mount].site.clone();
        site.extend(name.split('/').filter(|part| !part.is_empty()).map(SitePath::part));
        let mount = self.volume.mount(Mount { docs_dir: other.docs_dir.clone(), site, whole: true }, &other);
        self.includes += 1;
        let items = match &other.nav {
            Outline::Nav(nav) => self.items(nav, &Context { mount, settings: &other }, 0),
            _ => by_files(self.volume, &other.docs_dir, &HashSet::new(), self.diagnostics),
        };
        self.includes -= 1;
        if items.is_empty() { items } else { vec![NavItem::Section { title: title.unwrap_or(name), items }] }
    }

    /// Whether another file may still be included; it counts from then on.
    fn affords(&mut self, file: &RepoPath) -> bool {
        let size = self.volume.snapshot.entry(file).map_or(0, |entry| entry.size).saturating_add(BYTES_OF_INCLUDE);
        let left = self.bytes_left.checked_sub(size);
        self.bytes_left = left.unwrap_or(0);
        left.is_some()
    }

    /// All mkdocs.yml files that a pattern means.
    fn include_all(&mut self, pattern: &str, node: &Node, context: &Context<'_>) -> Vec<NavItem> {
        let parent = context.settings.file.as_ref().map(RepoPath::parent).unwrap_or_default();
        let matcher = Glob::new(pattern.trim_start_matches("./")).map(|glob| glob.compile_matcher());
        let files = self.volume.snapshot.files_within(&parent).filter_map(|(path, _)| path.relative_to(&parent));
        let own = context.settings.file.as_ref().map_or("", RepoPath::file_name);
        let named = files.filter(|file| *file != own && matcher.as_ref().is_ok_and(|matcher| matcher.is_match(file)));
        let named: Vec<String> = named.take(MOST_INCLUDED).map(str::to_owned).collect();
        if named.is_empty() {
            self.missing(pattern, node, context);
        }
        named.iter().flat_map(|file| self.include(None, file, node, context)).collect()
    }

    fn missing(&mut self, text: &str, node: &Node, context: &Context<'_>) {
        let Some(file) = &context.settings.file else { return };
        let docs_dir = &self.volume.mounts[context.mount].docs_dir;
        let message = format!("the navigation names `{text}`, which is not in `{docs_dir}`");
        let place = (node.line, node.column);
        let diagnostic = at(self.volume.snapshot, file, place, &rules::MISSING_NAV_PAGE, message);
        let pages = self.volume.pages.iter().filter_map(|page| page.source.relative_to(docs_dir));
        let hint = advice::name(text, pages, self.diagnostics.len());
        self.diagnostics.push(Diagnostic { hint, ..diagnostic });
    }
}
