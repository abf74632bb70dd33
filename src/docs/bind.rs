//! One claim becomes one book: its pages, their order, their paths in the site.

use std::collections::{HashMap, HashSet};

use super::{
    assets,
    claims::Claim,
    decisions, extras, nav,
    pages::{Volume, is_index},
    redirects, rules,
    settings::{self, Outline, Settings, at},
    whole_file,
};
use crate::{
    diagnostic::Diagnostic,
    model::{
        Book, BookOwner, Catalog, DecisionLog, Memory, NavItem, Place, Redirect, RedirectTarget, RepoPath, SitePath,
        Snapshot,
    },
};

/// Makes one book; none when there is nothing in it.
pub fn bind(
    snapshot: &Snapshot,
    catalog: &Catalog,
    claim: &Claim,
    memory: &dyn Memory,
) -> (Option<Book>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let settings = settings::read(snapshot, claim, &mut diagnostics);
    let mut volume = Volume::open((snapshot, memory), claim, &settings);
    if volume.pages.is_empty() && !matches!(settings.nav, Outline::Nav(_)) {
        diagnostics.extend(claim.place.clone().map(|place| nothing_there(claim, place)));
        return (None, diagnostics);
    }
    let added = extras::open(&mut volume, claim);
    let logs = decisions::logs(&mut volume);
    let elsewhere = extras::pages(&added, &volume);
    let mut nav = nav::navigation(&mut volume, &settings, &elsewhere, &mut diagnostics);
    if volume.pages.is_empty() {
        diagnostics.extend(claim.place.clone().map(|place| nothing_there(claim, place)));
        return (None, diagnostics);
    }
    decisions::into_navigation(&logs, &volume, &mut nav);
    report_outside(&volume, &settings, &nav, &mut diagnostics);
    extras::into_navigation(&added, &volume, &mut nav);
    volume.learn_names(&settings);
    let redirects = redirects::redirects(&mut volume, &settings, &mut diagnostics);
    let assets = assets::assets(&volume, &mut diagnostics);
    let owner = claim.entities.first().copied();
    let book = Book {
        owner: owner.map_or(BookOwner::Repo, BookOwner::Entity),
        readers: claim.entities.clone(),
        repo: claim.repo,
        title: title(snapshot, catalog, claim, &settings),
        description: settings.description.clone(),
        root: claim.config.clone().unwrap_or_else(|| settings.docs_dir.clone()),
        docs_dir: settings.docs_dir.clone(),
        nav,
        pages: volume.pages,
        assets,
        redirects,
        editing: settings.editing,
        logs,
        snippets: settings.snippets,
    };
    (Some(in_reading_order(book)), diagnostics)
}

/// `site_name`, else the entity's title, else the folder's name, else the repository's.
fn title(snapshot: &Snapshot, catalog: &Catalog, claim: &Claim, settings: &Settings) -> String {
    let assumed = || match claim.entities.first() {
        Some(entity) => catalog[*entity].title().to_owned(),
        None => claim.folder.file_name().to_owned(),
    };
    let title = settings.title.clone().unwrap_or_else(assumed);
    if title.trim().is_empty() { snapshot.repo.name.clone() } else { title }
}

/// How many pages a message names.
const NAMED: usize = 3;

/// Says which pages a written navigation leaves out, as MkDocs does; `not_in_nav` names those that are meant to be.
fn report_outside(volume: &Volume<'_>, settings: &Settings, nav: &[NavItem], diagnostics: &mut Vec<Diagnostic>) {
    let (Outline::Nav(node), Some(file)) = (&settings.nav, &settings.file) else { return };
    let mut named = HashSet::new();
    decisions::named(nav, &mut named);
    let outside = |(page, content): (usize, &crate::model::Page)| {
        let relative = content.source.relative_to(&settings.docs_dir)?.to_owned();
        let quiet = named.contains(&page) || relative.is_empty() || settings.not_in_nav.holds(&relative);
        let first = is_index(&content.source) && !relative.contains('/');
        (!quiet && !first).then_some(relative)
    };
    let mut left: Vec<String> = volume.pages.iter().enumerate().filter_map(outside).collect();
    left.sort();
    let count = left.len();
    left.truncate(NAMED);
    let names = left.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message = match count {
        0 => return,
        1 => format!("{names} is not in the navigation"),
        _ if count <= NAMED => format!("{names} are not in the navigation"),
        _ => format!("{names} and {} more are not in the navigation", count - NAMED),
    };
    let problem = at(volume.snapshot, file, (node.line, node.column), &rules::PAGE_OUTSIDE_NAV, message);
    diagnostics.push(problem.hint("add them to `nav`, or name them in `not_in_nav`"));
}

/// Moves the pages of the navigation to the front, in its order.
fn in_reading_order(mut book: Book) -> Book {
    let mut order = Vec::new();
    let mut place = vec![None; book.pages.len()];
    renumber_nav(&mut book.nav, &mut order, &mut place);
    for (page, place) in place.iter_mut().enumerate() {
        place.get_or_insert_with(|| {
            order.push(page);
            order.len() - 1
        });
    }
    let place = |page: usize| place[page].unwrap_or(page);
    for DecisionLog { page, decisions } in &mut book.logs {
        *page = place(*page);
        decisions.iter_mut().for_each(|decision| decision.page = place(decision.page));
    }
    for Redirect { target, .. } in &mut book.redirects {
        if let RedirectTarget::Page(page, _) = target {
            *page = place(*page);
        }
    }
    let mut pages: Vec<_> = std::mem::take(&mut book.pages).into_iter().map(Some).collect();
    book.pages = order.into_iter().filter_map(|page| pages[page].take()).collect();
    book
}

/// Numbers the pages of a navigation in its order; `order` has the old numbers, `place` the new ones.
fn renumber_nav(items: &mut [NavItem], order: &mut Vec<usize>, place: &mut [Option<usize>]) {
    for item in items {
        match item {
            NavItem::Page { page, .. } => {
                *page = *place[*page].get_or_insert_with(|| {
                    order.push(*page);
                    order.len() - 1
                });
            }
            NavItem::Section { items, .. } => renumber_nav(items, order, place),
            NavItem::Link { .. } => {}
        }
    }
}

/// Gives every file of the book a path of its own in the site.
pub fn settle(book: &mut Book, snapshot: &Snapshot, taken: &mut HashSet<SitePath>, diagnostics: &mut Vec<Diagnostic>) {
    let mut folded = HashMap::new();
    let pages = book.pages.iter_mut().map(|page| (&page.source, &mut page.path));
    let assets = book.assets.iter_mut().map(|asset| (&asset.source, &mut asset.path));
    for (source, path) in pages.chain(assets) {
        if taken.insert(path.clone()) {
            continue;
        }
        let wanted = path.clone();
        let (stem, extension) = wanted.as_str().rsplit_once('.').unwrap_or((wanted.as_str(), "html"));
        *path = (2..)
            .map(|number| SitePath::from_parts(format!("{stem}-{number}.{extension}").split('/')))
            .find(|path| taken.insert(path.clone()))
            .expect("numbers do not run out");
        if differs_only_in_case(snapshot, source, &mut folded) {
            continue;
        }
        let message = format!("another file of the portal already has the path `{wanted}`; this one is at `{path}`");
        diagnostics.push(Diagnostic::new(&rules::PAGE_COLLISION, whole_file(snapshot, source), message));
    }
    book.redirects.retain(|redirect| taken.insert(redirect.path.clone()));
}

/// Whether the repository holds the path twice, in other case: that was reported when it was collected.
fn differs_only_in_case(snapshot: &Snapshot, source: &RepoPath, folded: &mut Folded) -> bool {
    let folder = source.parent();
    let paths = folded.entry(folder.clone()).or_insert_with(|| {
        let mut paths = HashMap::new();
        for (path, _) in snapshot.files_within(&folder) {
            *paths.entry(path.as_str().to_lowercase()).or_default() += 1;
        }
        paths
    });
    paths.get(&source.as_str().to_lowercase()).is_some_and(|count| *count > 1)
}

/// For folders, how many files in them and below have each path in lower case.
type Folded = HashMap<RepoPath, HashMap<String, usize>>;

fn nothing_there(claim: &Claim, place: Place) -> Diagnostic {
    let folder = if claim.folder.as_str().is_empty() { "the repository's root" } else { claim.folder.as_str() };
    Diagnostic::new(&rules::MISSING_DOCS, place, format!("no documents found at {folder}"))
        .hint("add mkdocs.yml and a docs/ folder with Markdown files there, or correct the path")
}
