//! Which part of a definition stands on which page. A small one is one page; a large one has a page for what it says
//! of itself, pages for its groups and pages for its types, so that none is heavy.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
};

use crate::model::{Definition, SitePath, TypeIndex};

/// A definition with at most so many operations and types is one page.
const ONE_PAGE: usize = 70;

/// So many operations stand on one page.
const MOST_OPERATIONS: usize = 30;

/// So many types stand on one page.
const MOST_TYPES: usize = 100;

/// So many lines the types of one page take, unless a single type takes more.
const MOST_LINES: usize = 800;

/// The pages of a definition.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(super) pages: Vec<Page>,
    by_anchor: HashMap<String, usize>,
    /// How many lines the fields of each type take.
    sizes: Vec<usize>,
    /// Lines that the fields of named types may take under each thing that is sent or comes back.
    pub(super) budget: usize,
}

/// One page.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) path: SitePath,
    pub(super) title: String,
    pub(super) parts: Vec<Part>,
}

/// A part of a definition.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// What it says of itself.
    Overview,
    /// These operations of a group.
    Group(usize, Range<usize>),
    /// These types.
    Types(Range<usize>),
}

impl Layout {
    /// Shares a definition out over pages.
    pub(crate) fn new(definition: &Definition) -> Self {
        let api = &definition.api;
        let sizes: Vec<usize> = api.types.iter().map(|named| super::fields::size(&named.schema)).collect();
        let operations: usize = api.groups.iter().map(|group| group.operations.len()).sum();
        let mut pages =
            vec![Page { path: definition.page.clone(), title: "Overview".to_owned(), parts: vec![Part::Overview] }];
        if operations + api.types.len() <= ONE_PAGE {
            let groups = api.groups.iter().enumerate();
            let parts = groups.map(|(place, group)| Part::Group(place, 0..group.operations.len()));
            pages[0].parts.extend(parts);
            if !api.types.is_empty() {
                pages[0].parts.push(Part::Types(0..api.types.len()));
            }
        } else {
            several(definition, &sizes, &mut pages);
        }
        let by_anchor = anchors(definition, &pages);
        Self { pages, by_anchor, sizes, budget: (2_400 / operations.max(1)).clamp(6, 60) }
    }

    /// The number of pages.
    pub(crate) fn len(&self) -> usize {
        self.pages.len()
    }

    /// Where a page goes.
    pub(crate) fn path(&self, page: usize) -> &SitePath {
        &self.pages[page].path
    }

    /// Lines that the fields of named types may take under each type.
    pub(super) fn type_budget(&self) -> usize {
        (600 / self.sizes.len().max(1)).min(60)
    }

    /// How many lines the fields of a type take.
    pub(super) fn size(&self, index: TypeIndex) -> usize {
        self.sizes.get(index.0 as usize).copied().unwrap_or_default()
    }

    /// The page that holds an anchor.
    pub(super) fn page_of(&self, anchor: &str) -> Option<usize> {
        self.by_anchor.get(anchor).copied()
    }
}

fn several(definition: &Definition, sizes: &[usize], pages: &mut Vec<Page>) {
    let api = &definition.api;
    let mut names = Names { definition, next: BTreeMap::new(), taken: BTreeSet::new() };
    for (place, group) in api.groups.iter().enumerate() {
        let chunks = chunks(group.operations.len(), MOST_OPERATIONS);
        for (number, operations) in chunks.into_iter().enumerate() {
            let (path, title) = (names.free(&group.anchor, number), counted(&group.name, number));
            pages.push(Page { path, title, parts: vec![Part::Group(place, operations)] });
        }
    }
    for (number, types) in runs(sizes).into_iter().enumerate() {
        let title = counted(super::types::title(api.format), number);
        pages.push(Page { path: names.free("types", number), title, parts: vec![Part::Types(types)] });
    }
}

/// Ranges of nearly equal length, none longer than `most`.
fn chunks(count: usize, most: usize) -> Vec<Range<usize>> {
    let pages = count.div_ceil(most).max(1);
    let bound = |page: usize| count * page / pages;
    (0..pages).map(|page| bound(page)..bound(page + 1)).filter(|range| !range.is_empty()).collect()
}

/// Ranges of types that are no more than a page takes.
fn runs(sizes: &[usize]) -> Vec<Range<usize>> {
    let lines = sizes.iter().map(|size| 1 + size).sum::<usize>();
    let pages = lines.div_ceil(MOST_LINES).max(sizes.len().div_ceil(MOST_TYPES));
    let (most, mut runs, mut start, mut taken) = (lines.div_ceil(pages.max(1)), Vec::new(), 0, 0);
    for (at, size) in sizes.iter().enumerate() {
        if at > start && (taken + 1 + size > most || at - start == MOST_TYPES) {
            runs.push(start..at);
            (start, taken) = (at, 0);
        }
        taken += 1 + size;
    }
    if start < sizes.len() {
        runs.push(start..sizes.len());
    }
    runs
}

fn counted(title: &str, number: usize) -> String {
    if number == 0 { title.to_owned() } else { format!("{title}, part {}", number + 1) }
}

/// Names of pages. Anchors that differ in case only are different, files are not.
struct Names<'a> {
    definition: &'a Definition,
    /// By the first page of a name, the number to try next.
    next: BTreeMap<SitePath, usize>,
    taken: BTreeSet<SitePath>,
}

impl Names<'_> {
    fn free(&mut self, name: &str, number: usize) -> SitePath {
        let first = numbered(self.definition, name, 0);
        let from = self.next.get(&first).copied().unwrap_or_default().max(number);
        let mut candidates = (from..).map(|number| (number + 1, numbered(self.definition, name, number)));
        let (next, path) = candidates.find(|(_, path)| self.taken.insert(path.clone())).expect("numbers do not end");
        self.next.insert(first, next);
        path
    }
}

/// `<first page>/<name>.html`, further ones with a number.
fn numbered(definition: &Definition, name: &str, number: usize) -> SitePath {
    let name = SitePath::part(name);
    let name = if number == 0 { name } else { format!("{name}-{}", number + 1) };
    let folder = definition.page.as_str().trim_end_matches(".html");
    SitePath::from_parts(folder.split('/').chain([format!("{name}.html").as_str()]))
}

/// The page of every anchor.
fn anchors(definition: &Definition, pages: &[Page]) -> HashMap<String, usize> {
    let api = &definition.api;
    let mut by_anchor = HashMap::new();
    for (number, page) in pages.iter().enumerate() {
        for part in &page.parts {
            match part {
                Part::Overview => by_anchor.extend(api.schemes.iter().map(|scheme| (scheme.anchor.clone(), number))),
                Part::Group(group, operations) => {
                    let group = &api.groups[*group];
                    by_anchor.entry(group.anchor.clone()).or_insert(number);
                    let operations = &group.operations[operations.clone()];
                    by_anchor.extend(operations.iter().map(|operation| (operation.anchor.clone(), number)));
                }
                Part::Types(types) => {
                    let types = &api.types[types.clone()];
                    by_anchor.extend(types.iter().map(|named| (named.anchor.clone(), number)));
                }
            }
        }
    }
    by_anchor
}
