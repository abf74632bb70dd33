//! Feeds: what happened, as Atom (RFC 4287), and what is to happen, as iCalendar (RFC 5545). In: the catalog, the
//! library, definitions in short, problems, and when files changed. Out: files below `feeds/`. It must not know the
//! theme, nor the clock: all times are those of commits.

mod atom;
mod calendar;
mod dates;
mod events;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::{
    diagnostic::Diagnostic,
    model::{
        ApiDigest, Catalog, Commit, EntityIndex, LastChange, Library, Output, RepoIndex, RepoPath, SafeUrl, SitePath,
        feed_path,
    },
};
use events::Event;

/// What feeds tell of.
pub struct Content<'a> {
    /// All entities.
    pub catalog: &'a Catalog,
    /// All books.
    pub library: &'a Library,
    /// All definitions.
    pub digests: &'a [&'a ApiDigest],
    /// All problems.
    pub diagnostics: &'a [Diagnostic],
    /// The last change of catalog files and definitions, as far as the history is there.
    pub changes: &'a BTreeMap<RepoIndex, BTreeMap<RepoPath, LastChange>>,
    /// The commits that brought catalog files, as far as the history is there.
    pub firsts: &'a BTreeMap<RepoIndex, BTreeMap<RepoPath, Commit>>,
}

/// Where the portal is published, and how it is called.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name of the portal.
    pub title: String,
    /// The address of the folder that holds `index.html`.
    pub url: SafeUrl,
}

impl Options {
    /// The address of a file of the site.
    fn address(&self, path: &SitePath) -> String {
        let root = SitePath::from_parts(["index.html"]);
        format!("{}/{}", self.url.as_str().trim_end_matches('/'), root.href_to(path))
    }
}

/// One feed: of the organisation, a team or a system.
struct Feed {
    path: SitePath,
    title: String,
    /// The page that it belongs to.
    page: SitePath,
}

/// Writes a feed for the organisation, for each group that owns something and each system with parts, and a calendar
/// beside each of them that has dates.
///
/// # Errors
/// When `put` fails.
pub fn publish(
    content: &Content<'_>,
    options: &Options,
    put: &(dyn Fn(&Output) -> Result<(), String> + Sync),
) -> Result<(), String> {
    let events = events::events(content);
    let dates = dates::dates(content);
    let all = Feed {
        path: SitePath::from_parts(["feeds", "all.atom"]),
        title: options.title.clone(),
        page: SitePath::from_parts(["index.html"]),
    };
    write(content, options, &all, (events.iter().collect(), dates.iter().collect()), put)?;
    let events = by_feed(content.catalog, &events, |event| &event.entities);
    let dates = by_feed(content.catalog, &dates, |date| std::slice::from_ref(&date.entity));
    for (index, entity) in content.catalog.iter() {
        let Some(path) = feed_path(entity, "atom") else { continue };
        let title = format!("{} · {}", entity.title(), options.title);
        let feed = Feed { path, title, page: entity.id.page() };
        let of = (events.get(&index).cloned().unwrap_or_default(), dates.get(&index).cloned().unwrap_or_default());
        write(content, options, &feed, of, put)?;
    }
    Ok(())
}

fn write(
    content: &Content<'_>,
    options: &Options,
    feed: &Feed,
    (events, dates): (Vec<&Event>, Vec<&dates::Date>),
    put: &(dyn Fn(&Output) -> Result<(), String> + Sync),
) -> Result<(), String> {
    put(&Output { path: feed.path.clone(), bytes: atom::write(content, options, feed, &events).into_bytes() })?;
    if dates.is_empty() {
        return Ok(());
    }
    let path = feed.path.as_str().replace(".atom", ".ics");
    let path = SitePath::from_parts(path.split('/'));
    put(&Output { path, bytes: calendar::write(content, options, feed, &dates).into_bytes() })
}

/// What belongs to each owner and each system, in the given order.
fn by_feed<'i, T>(
    catalog: &Catalog,
    items: &'i [T],
    entities: impl Fn(&'i T) -> &'i [EntityIndex],
) -> BTreeMap<EntityIndex, Vec<&'i T>> {
    let mut feeds: BTreeMap<EntityIndex, Vec<&'i T>> = BTreeMap::new();
    for item in items {
        let mut homes: Vec<EntityIndex> = Vec::new();
        for index in entities(item) {
            let related = |relation: &'static str| catalog[*index].related(relation).filter_map(|to| to.entity);
            homes.extend(related("ownedBy").chain(related("partOf")).chain([*index]));
        }
        homes.sort_unstable();
        homes.dedup();
        homes.into_iter().for_each(|home| feeds.entry(home).or_default().push(item));
    }
    feeds
}
