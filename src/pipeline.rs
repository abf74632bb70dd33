//! The order of work: what runs after what, and nothing else. The only file that names two stages.

use std::{path::Path, sync::Mutex};

use rayon::prelude::*;

use crate::{
    collect::{self, Progress, Tokens},
    config::Config,
    diagnostic::Diagnostic,
    docs::{self, Shelf},
    emit::Emission,
    index::{self, Indexer},
    model::{Catalog, EntityIndex, Library, Record, Snapshot},
    pack, parse, render, resolve,
};

/// What the world gives to a run; read once, by the command line.
pub struct Surroundings<'a> {
    /// Access tokens.
    pub tokens: Tokens,
    /// Theme files that stand in for the built-in ones, by path.
    pub overrides: Vec<(String, Vec<u8>)>,
    /// Hears how collecting goes on.
    pub progress: &'a dyn Progress,
    /// Hears the name of each stage as it begins.
    pub stage: &'a dyn Fn(&'static str),
}

/// What a run found, whether or not it wrote a site.
pub struct Outcome {
    /// All problems, sorted, severities as configured.
    pub diagnostics: Vec<Diagnostic>,
    /// Entities in the catalog.
    pub entities: usize,
    /// Repositories read.
    pub repositories: usize,
    /// Documentation pages.
    pub pages: usize,
    /// Files and bytes written.
    pub written: (u64, u64),
}

/// Everything before rendering.
struct Known {
    snapshots: Vec<Snapshot>,
    catalog: Catalog,
    library: Library,
    diagnostics: Vec<Diagnostic>,
}

/// Reads and resolves everything, and writes nothing.
pub fn check(config: &Config, surroundings: &Surroundings<'_>) -> Outcome {
    let mut known = know(config, surroundings);
    let shelf = Shelf::new(&known.snapshots, &known.catalog, &known.library);
    let pages = page_numbers(&known.library);
    let found: Vec<Diagnostic> =
        pages.par_iter().flat_map_iter(|(book, page)| docs::typeset(&shelf, *book, *page).1).collect();
    known.diagnostics.extend(found);
    let (_, _, found) = pack::pack(&known.catalog, &known.snapshots);
    known.diagnostics.extend(found);
    outcome(config, &known, (0, 0))
}

/// Builds the site.
///
/// # Errors
/// When the theme does not parse or the disk fails; the old site is left as it was.
pub fn build(config: &Config, surroundings: &Surroundings<'_>) -> Result<Outcome, String> {
    let mut known = know(config, surroundings);
    let emission = Emission::begin(&config.output).map_err(|error| about(&config.output, &error))?;
    let put = |output: &crate::model::Output| emission.put(output).map_err(|error| about(&config.output, &error));

    (surroundings.stage)("pack");
    let (archives, outputs, found) = pack::pack(&known.catalog, &known.snapshots);
    known.diagnostics.extend(found);
    outputs.par_iter().try_for_each(put)?;

    (surroundings.stage)("render");
    let content = render::Content { catalog: &known.catalog, library: &known.library, archives: &archives };
    let options = render::Options {
        title: config.title.clone(),
        url: config.url.clone(),
        overrides: surroundings.overrides.clone(),
    };
    let site = render::Site::new(content, &options)?;
    let indexer = Mutex::new(Indexer::new()?);
    let budget = index::budget(known.catalog.entities().len() + page_numbers(&known.library).len());
    let keep = |order: index::Order, record: &Record| {
        let entry = index::Entry::new(order, record, budget);
        indexer.lock().expect("no thread panics while it holds the index").add(entry)
    };
    let shelf = Shelf::new(&known.snapshots, &known.catalog, &known.library);
    let found: Vec<Diagnostic> = page_numbers(&known.library)
        .par_iter()
        .map(|(book, page)| {
            let (typeset, diagnostics) = docs::typeset(&shelf, *book, *page);
            let (output, record) = site.page(*book, *page, typeset);
            keep((1, *book, *page), &record)?;
            put(&output).map(|()| diagnostics)
        })
        .collect::<Result<Vec<_>, String>>()?
        .into_iter()
        .flatten()
        .collect();
    let mut diagnostics = known.diagnostics.clone();
    diagnostics.extend(found);
    let diagnostics = judge(config, diagnostics);
    let of_entity = |id: &str| -> Vec<&Diagnostic> {
        diagnostics.iter().filter(|diagnostic| diagnostic.entity.as_deref() == Some(id)).collect()
    };
    (0..known.catalog.entities().len()).into_par_iter().try_for_each(|number| {
        let index = EntityIndex(u32::try_from(number).expect("entities are counted in 32 bits"));
        let (output, record) = site.entity(index, &of_entity(known.catalog[index].id.as_str()));
        keep((0, number, 0), &record)?;
        put(&output)
    })?;
    site.rest(&diagnostics).par_iter().try_for_each(put)?;
    copy_assets(&known, &put)?;

    (surroundings.stage)("index");
    let indexer = indexer.into_inner().expect("no thread panicked");
    indexer.finish()?.par_iter().try_for_each(put)?;

    (surroundings.stage)("emit");
    let written = emission.finish().map_err(|error| about(&config.output, &error))?;
    known.diagnostics = diagnostics;
    Ok(outcome(config, &known, written))
}

/// Collects, parses, resolves and shelves.
fn know(config: &Config, surroundings: &Surroundings<'_>) -> Known {
    (surroundings.stage)("collect");
    let options = collect::Options { cache: config.cache.clone(), parallel: 8, tokens: surroundings.tokens.clone() };
    let (snapshots, mut diagnostics) = collect::collect(&config.sources, &options, surroundings.progress);
    (surroundings.stage)("parse");
    let options = parse::Options { catalog_files: config.catalog_files.clone() };
    let (declarations, found) = parse::parse(&snapshots, &options);
    diagnostics.extend(found);
    (surroundings.stage)("resolve");
    let repos = snapshots.iter().map(|snapshot| snapshot.repo.clone()).collect();
    let (catalog, found) = resolve::resolve(repos, declarations);
    diagnostics.extend(found);
    (surroundings.stage)("docs");
    let (library, found) = docs::shelve(&snapshots, &catalog);
    diagnostics.extend(found);
    Known { snapshots, catalog, library, diagnostics }
}

/// Images and other files beside the pages, copied one by one.
fn copy_assets(
    known: &Known,
    put: &(impl Fn(&crate::model::Output) -> Result<(), String> + Sync),
) -> Result<(), String> {
    known.library.books.par_iter().try_for_each(|book| {
        book.assets.par_iter().try_for_each(|asset| {
            let bytes = known.snapshots[book.repo.0 as usize].read(&asset.source).map_err(|error| error.to_string())?;
            put(&crate::model::Output { path: asset.path.clone(), bytes })
        })
    })
}

/// Every page of every book.
fn page_numbers(library: &Library) -> Vec<(usize, usize)> {
    let books = library.books.iter().enumerate();
    books.flat_map(|(book, content)| (0..content.pages.len()).map(move |page| (book, page))).collect()
}

/// Sorts problems and gives them the configured severities.
fn judge(config: &Config, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.retain_mut(|diagnostic| match config.rules.get(diagnostic.rule.id) {
        None => true,
        Some(None) => false,
        Some(Some(severity)) => {
            diagnostic.severity = *severity;
            true
        }
    });
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    diagnostics
}

fn outcome(config: &Config, known: &Known, written: (u64, u64)) -> Outcome {
    Outcome {
        diagnostics: judge(config, known.diagnostics.clone()),
        entities: known.catalog.entities().len(),
        repositories: known.snapshots.len(),
        pages: known.library.books.iter().map(|book| book.pages.len()).sum(),
        written,
    }
}

fn about(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
