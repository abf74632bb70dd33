//! Navigation by files: folders become sections. `_category_.json` (Docusaurus), `.pages` and `.nav.yml` (awesome-pages,
//! awesome-nav) and front matter change names and order.

use std::collections::{BTreeMap, HashSet};

use super::{
    arrange::{self, Arrangement},
    meta,
    pages::{Volume, is_index, name_to_title},
    settings,
};
use crate::{
    diagnostic::Diagnostic,
    model::{NavItem, RepoPath, Role, Value},
};

/// Folders nested deeper than this are shown as one.
const DEEPEST: usize = 16;

/// A page or folder among its neighbours.
#[derive(Debug)]
pub struct Child {
    /// The name of the file or folder.
    pub name: String,
    /// Whether it is a folder.
    pub folder: bool,
    /// What it is in the navigation; nothing when it is hidden.
    pub items: Vec<NavItem>,
    position: Option<f64>,
    index: bool,
}

/// The pages below `folder` that are not in `used`, in their order.
pub fn by_files(
    volume: &Volume<'_>,
    folder: &RepoPath,
    used: &HashSet<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<NavItem> {
    let mut root = Folder { path: folder.clone(), ..Folder::default() };
    for (page, content) in volume.pages.iter().enumerate() {
        let Some(relative) = content.source.relative_to(folder).filter(|_| !used.contains(&page)) else { continue };
        let mut parts: Vec<&str> = relative.split('/').filter(|part| !part.is_empty()).collect();
        // A list of decisions without a file of its own stands in its folder.
        if volume.snapshot.entry(&content.source).is_some() {
            parts.pop();
        }
        let mut at = &mut root;
        for part in parts.into_iter().take(DEEPEST) {
            let path = at.path.join(part).unwrap_or_default();
            at = at.folders.entry(part.to_owned()).or_insert_with(|| Folder { path, ..Folder::default() });
        }
        at.pages.push(page);
    }
    root.section(volume, diagnostics).1
}

#[derive(Default)]
struct Folder {
    path: RepoPath,
    /// The page beside the folder that has its name, and stands for it.
    head: Option<usize>,
    pages: Vec<usize>,
    folders: BTreeMap<String, Folder>,
}

/// What `_category_.json` or `_category_.yml` says.
#[derive(Default)]
struct Category {
    label: Option<String>,
    position: Option<f64>,
}

impl Folder {
    /// Gives `x.md` to the folder `x/` beside it, unless that has an index of its own.
    fn hand_down(&mut self, volume: &Volume<'_>) {
        let folders = &mut self.folders;
        self.pages.retain(|page| {
            let source = &volume.pages[*page].source;
            let folder = folders.get_mut(source.stem_and_extension().0).filter(|_| !is_index(source));
            let folder = folder.filter(|folder| {
                let has_index = folder.pages.iter().any(|page| is_index(&volume.pages[*page].source));
                !has_index && folder.head.is_none() && !volume.metas[*page].unlisted
            });
            folder.map(|folder| folder.head = Some(*page)).is_none()
        });
    }

    /// What the folder is called, and what stands in it.
    fn section(
        mut self,
        volume: &Volume<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Option<String>, Vec<NavItem>, bool) {
        let arrangement = arrange::read(volume.snapshot, &self.path, diagnostics);
        if !arrangement.lists() {
            self.hand_down(volume);
        }
        let mut children: Vec<Child> = self.pages.iter().map(|page| leaf(volume, *page)).collect();
        for (name, folder) in self.folders {
            let category = category(volume, &folder.path, diagnostics);
            let head = folder.head;
            let (title, items, hidden) = folder.section(volume, diagnostics);
            let named = || RepoPath::new(&name).map(|path| name_to_title(&path)).unwrap_or_else(|_| name.clone());
            let title = title.or(category.label).or(head.map(|page| volume.label(page))).unwrap_or_else(named);
            let position = category.position.or(head.and_then(|page| volume.metas[page].position));
            let items = if hidden || items.is_empty() { Vec::new() } else { vec![NavItem::Section { title, items }] };
            children.push(Child { name, folder: true, items, position, index: false });
        }
        sort(&mut children, arrangement.descending);
        let Arrangement { title, hidden, .. } = &arrangement;
        let (title, hidden) = (title.clone(), *hidden);
        let head = self.head.map(|page| NavItem::Page { title: volume.label(page), page });
        let mut items = arrange::arrange(arrangement, children, volume, &self.path, diagnostics);
        items.splice(..0, head);
        (title, items, hidden)
    }
}

fn leaf(volume: &Volume<'_>, page: usize) -> Child {
    let (content, meta) = (&volume.pages[page], &volume.metas[page]);
    let item = NavItem::Page { title: volume.label(page), page };
    let log = content.role == Role::DecisionLog;
    Child {
        name: content.source.file_name().to_owned(),
        folder: false,
        items: if meta.unlisted { Vec::new() } else { vec![item] },
        position: meta.position,
        index: log || is_index(&content.source),
    }
}

/// The index first, then by position, then files before folders, then by name, numbers in it by their value.
fn sort(children: &mut [Child], descending: bool) {
    children.sort_by(|a, b| {
        let places = match (a.position, b.position) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        let names = natural(&a.name).cmp(&natural(&b.name));
        let names = if descending { names.reverse() } else { names };
        b.index.cmp(&a.index).then(places).then(a.folder.cmp(&b.folder)).then(names)
    });
}

/// A name in parts: text, and numbers by their length without leading zeros and their digits.
fn natural(name: &str) -> Vec<(String, usize, String)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (text, tail) = rest.split_at(digits);
        let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (number, tail) = tail.split_at(end);
        let number = number.trim_start_matches('0');
        parts.push((text.to_owned(), number.len(), number.to_owned()));
        rest = tail;
    }
    parts
}

fn category(volume: &Volume<'_>, folder: &RepoPath, diagnostics: &mut Vec<Diagnostic>) -> Category {
    let names = ["_category_.json", "_category_.yml", "_category_.yaml"];
    let files = names.iter().filter_map(|name| folder.join(name).ok());
    let Some(file) = files.into_iter().find(|file| volume.snapshot.entry(file).is_some()) else {
        return Category::default();
    };
    let Some(root) = settings::tree(volume.snapshot, &file, diagnostics) else { return Category::default() };
    let label = root.get("label").filter(|node| !matches!(node.value, Value::Null)).and_then(meta::scalar);
    Category { label, position: root.get("position").and_then(meta::number) }
}

#[cfg(test)]
mod tests {
    use super::natural;

    #[test]
    fn names_are_in_natural_order() {
        for (first, second) in
            [("a2.md", "a10.md"), ("0009-x", "0010-a"), ("a.md", "b1.md"), ("1-b", "2-a"), ("v1", "v1.1")]
        {
            assert!(natural(first) < natural(second), "{first} before {second}");
        }
    }
}
