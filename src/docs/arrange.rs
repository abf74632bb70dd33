//! `.pages` of awesome-pages and `.nav.yml` of awesome-nav: the order and names in one folder.

use globset::Glob;

use super::{
    advice,
    pages::Volume,
    rules,
    settings::{self, at},
    tree::Child,
};
use crate::{
    diagnostic::Diagnostic,
    model::{NavItem, Node, RepoPath, SafeUrl, Snapshot, Value},
};

/// The files, the first that is there counts.
const FILES: [&str; 4] = [".nav.yml", ".nav.yaml", ".pages", ".pages.yml"];

/// What a folder says about its navigation.
#[derive(Debug, Default)]
pub struct Arrangement {
    /// `title`.
    pub title: Option<String>,
    /// `hide`.
    pub hidden: bool,
    /// `order: desc`, or `sort.direction`.
    pub descending: bool,
    /// `nav`, or `arrange` as it was once called.
    nav: Option<Node>,
    file: RepoPath,
}

impl Arrangement {
    /// Whether it names what stands in the folder.
    pub fn lists(&self) -> bool {
        self.nav.is_some()
    }
}

/// Reads what a folder says.
pub fn read(snapshot: &Snapshot, folder: &RepoPath, diagnostics: &mut Vec<Diagnostic>) -> Arrangement {
    let files = FILES.iter().filter_map(|name| folder.join(name).ok());
    let Some(file) = files.into_iter().find(|file| snapshot.entry(file).is_some()) else {
        return Arrangement::default();
    };
    let Some(root) = settings::tree(snapshot, &file, diagnostics) else { return Arrangement::default() };
    let order = root.get("order").or_else(|| root.at(&["sort", "direction"])).and_then(Node::as_str);
    Arrangement {
        title: settings::text(&root, "title"),
        hidden: matches!(root.get("hide").map(|node| &node.value), Some(Value::Bool(true))),
        descending: order.is_some_and(|order| order.starts_with("desc")),
        nav: root.get("nav").or_else(|| root.get("arrange")).cloned(),
        file,
    }
}

/// Puts the children of a folder in the order that it asks for.
pub fn arrange(
    arrangement: Arrangement,
    children: Vec<Child>,
    volume: &Volume<'_>,
    folder: &RepoPath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<NavItem> {
    let Some(nav) = arrangement.nav else { return children.into_iter().flat_map(|child| child.items).collect() };
    let mut arranger = Arranger { children, volume, folder, file: &arrangement.file, diagnostics };
    // What is named is set aside first, so that `...` means all the others wherever it stands.
    let mut slots = arranger.slots(&nav, 0);
    arranger.fill(&mut slots);
    slots.into_iter().flat_map(Slot::into_items).collect()
}

/// A line of the list.
enum Slot {
    Items(Vec<NavItem>),
    Section(String, Vec<Slot>),
    /// All children that no other line names, whose names fit a pattern.
    Rest(Option<String>),
}

impl Slot {
    fn into_items(self) -> Vec<NavItem> {
        match self {
            Self::Items(items) => items,
            Self::Section(title, slots) => {
                let items: Vec<NavItem> = slots.into_iter().flat_map(Self::into_items).collect();
                if items.is_empty() { items } else { vec![NavItem::Section { title, items }] }
            }
            Self::Rest(_) => Vec::new(),
        }
    }
}

struct Arranger<'a, 'b> {
    children: Vec<Child>,
    volume: &'a Volume<'b>,
    folder: &'a RepoPath,
    file: &'a RepoPath,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// Sections in one file nested deeper than this are left out.
const DEEPEST: usize = 8;

impl Arranger<'_, '_> {
    fn slots(&mut self, list: &Node, depth: usize) -> Vec<Slot> {
        if depth > DEEPEST {
            return Vec::new();
        }
        list.items().iter().flat_map(|item| self.slot(item, depth)).collect()
    }

    fn slot(&mut self, item: &Node, depth: usize) -> Vec<Slot> {
        if let Some(text) = item.as_str() {
            return vec![self.line(None, text, item)];
        }
        if let Some(pattern) = item.get("glob").and_then(Node::as_str) {
            return vec![Slot::Rest(Some(pattern.to_owned()))];
        }
        let entries = item.entries().iter().filter_map(|(key, value)| Some((key.as_str()?, value)));
        let entries: Vec<(String, &Node)> = entries.map(|(key, value)| (key.to_owned(), value)).collect();
        let mut slots = Vec::new();
        for (title, value) in entries {
            slots.push(match value.as_str() {
                Some(text) => self.line(Some(title), text, value),
                None => Slot::Section(title, self.slots(value, depth + 1)),
            });
        }
        slots
    }

    fn line(&mut self, title: Option<String>, text: &str, node: &Node) -> Slot {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("...") {
            let pattern = rest.trim_start_matches([' ', '|']).trim();
            let pattern = pattern.strip_prefix("glob=").unwrap_or(pattern);
            return Slot::Rest((!pattern.is_empty()).then(|| pattern.to_owned()));
        }
        if text.contains('*') {
            return Slot::Rest(Some(text.to_owned()));
        }
        if text.contains("://") || text.starts_with("mailto:") {
            let url = SafeUrl::parse(text);
            let link = url.map(|url| NavItem::Link { title: title.unwrap_or_else(|| text.to_owned()), url });
            return Slot::Items(link.into_iter().collect());
        }
        match self.named(text) {
            Some(items) => Slot::Items(retitled(items, title)),
            None => {
                self.missing(text, node);
                Slot::Items(Vec::new())
            }
        }
    }

    /// A child by its name, or a page farther below.
    fn named(&mut self, text: &str) -> Option<Vec<NavItem>> {
        let name = text.trim_start_matches("./").trim_end_matches('/');
        if let Some(child) = self.children.iter().position(|child| child.name == name) {
            return Some(self.children.remove(child).items);
        }
        let page = self.volume.page(&self.folder.join(name).ok()?)?;
        Some(vec![NavItem::Page { title: self.volume.label(page), page }])
    }

    /// Gives every line for the rest what it means.
    fn fill(&mut self, slots: &mut [Slot]) {
        for slot in slots {
            match slot {
                Slot::Rest(pattern) => {
                    let matcher = pattern.as_ref().map(|pattern| Glob::new(pattern).map(|glob| glob.compile_matcher()));
                    let fits = |child: &Child| match &matcher {
                        None => true,
                        Some(Ok(matcher)) => matcher.is_match(&child.name),
                        Some(Err(_)) => false,
                    };
                    let (taken, left) = std::mem::take(&mut self.children).into_iter().partition(fits);
                    self.children = left;
                    let taken: Vec<Child> = taken;
                    *slot = Slot::Items(taken.into_iter().flat_map(|child| child.items).collect());
                }
                Slot::Section(_, slots) => self.fill(slots),
                Slot::Items(_) => {}
            }
        }
    }

    fn missing(&mut self, text: &str, node: &Node) {
        let folder = if self.folder.as_str().is_empty() { "this folder" } else { self.folder.as_str() };
        let message = format!("the navigation names `{text}`, which is not in `{folder}`");
        let place = (node.line, node.column);
        let problem = at(self.volume.snapshot, self.file, place, &rules::MISSING_NAV_PAGE, message);
        let names = self.children.iter().map(|child| child.name.as_str());
        let hint = advice::name(text, names, self.diagnostics.len());
        self.diagnostics.push(Diagnostic { hint, ..problem });
    }
}

/// The same under another title.
fn retitled(mut items: Vec<NavItem>, title: Option<String>) -> Vec<NavItem> {
    if let (Some(new), [NavItem::Page { title, .. } | NavItem::Section { title, .. }]) = (title, items.as_mut_slice()) {
        *title = new;
    }
    items
}
