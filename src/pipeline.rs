//! The order of work: what runs after what, and nothing else. The only file that names two stages.

mod adopt;
mod changes;
mod exports;
mod facts;
mod fragment;
mod golden;
mod import;
mod know;
mod outcome;
mod outlet;
mod pages;
mod part;
mod policies;
mod preview;
mod publication;
mod repairs;
mod reports;
mod review;
mod scores;
mod survey;

use std::{collections::BTreeMap, sync::Mutex};

use rayon::prelude::*;

pub use crate::{
    collect::{Fragment, Plan},
    render::inspect_theme,
};
pub use facts::Inventory;
pub use fragment::{fragment, plan};
pub use golden::{Golden, templates};
pub use import::{Proposals, propose, settings};
use know::{Known, examine, know};
pub use outcome::{Keeping, Outcome, Surroundings};
use outlet::{Outlet, Remembered};
pub use preview::tell;
pub use publication::{Halt, build, publish_check};
pub use repairs::{Repairs, repairs};
pub use review::{Built, Compared, compare, compare_portals};
pub use scores::{Marks, marks};
pub use survey::{Survey, survey};

use crate::{
    config::Config,
    definition,
    diagnostic::{Diagnostic, judge},
    docs, graph,
    index::{self, Indexer, Order},
    model::{Output, Record},
    pack, query, render,
};

/// Writes a file of the site.
type Put<'a> = dyn Fn(&Output) -> Result<(), String> + Sync + 'a;

/// What entities' pages say of definitions, and problems.
type Described = (Vec<render::Card>, Vec<Diagnostic>);

/// Makes something known to search.
type Enter<'a> = dyn Fn(Order, &Record) -> Result<(), String> + Sync + 'a;

/// Reads and resolves everything, and writes nothing.
///
/// # Errors
/// When it cannot be told which part of the sources is wanted; so do the next two.
pub fn check(config: &Config, surroundings: &Surroundings<'_>) -> Result<Outcome, Halt> {
    Ok(outcome::outcome(examine(config, surroundings).sound()?, (0, 0), String::new()))
}

/// Reads and resolves everything, to be asked.
///
/// # Errors
/// See [`check`].
pub fn ground(config: &Config, surroundings: &Surroundings<'_>) -> Result<query::Ground, Halt> {
    let known = examine(config, surroundings).sound()?;
    (surroundings.stage)("query");
    Ok(facts::ground(&known, &known.diagnostics))
}

/// Reads and resolves everything, and what repositories show of it.
pub fn inventory(config: &Config, surroundings: &Surroundings<'_>) -> Inventory {
    let known = examine(config, surroundings);
    (surroundings.stage)("observe");
    Inventory::new(known)
}

/// The files of the search index, by their paths; nothing is written.
///
/// # Errors
/// When the theme does not parse; and see [`check`].
pub fn index(config: &Config, surroundings: &Surroundings<'_>) -> Result<BTreeMap<String, Vec<u8>>, Halt> {
    let mut known = know(config, surroundings).sound()?;
    let files = Mutex::new(BTreeMap::new());
    let keep = |output: &Output| {
        if output.path.as_str().starts_with("search/") {
            files.lock().expect("no thread panics").insert(output.path.as_str().to_owned(), output.bytes.clone());
        }
        Ok([0; 32])
    };
    let outlet = Outlet { write: &keep, reuse: &|_| Ok(false), cache: None };
    make(config, surroundings, &mut known, &outlet)?;
    Ok(files.into_inner().expect("no thread panicked"))
}

/// Makes all files of the site, and adds the problems that this shows to those known.
fn make(
    config: &Config,
    surroundings: &Surroundings<'_>,
    known: &mut Known,
    outlet: &Outlet<'_>,
) -> Result<(), String> {
    let put: &Put<'_> = &|output| outlet.put(output);
    let mut diagnostics = std::mem::take(&mut known.diagnostics);
    (surroundings.stage)("pack");
    let (archives, outputs, found) = pack::pack(&known.catalog, &known.snapshots, &known.adopted);
    diagnostics.extend(found);
    outputs.into_par_iter().try_for_each(|output| put(&output))?;

    (surroundings.stage)("render");
    let content = render::Content {
        catalog: &known.catalog,
        library: &known.library,
        architecture: &graph::survey(&known.catalog),
        archives: &archives,
        descents: &pack::drift(&known.catalog, &known.snapshots),
        observed: known.observed(),
        packages: &known.packages().0,
        infrastructure: &known.infrastructure().0,
        drift: known.drift(),
        timeline: known.timeline(config, &Remembered(outlet.cache)),
    };
    let mut site = render::Site::new(content, &surroundings.rendering(config))?;
    let indexer = Indexer::new()?.with_synonyms(&config.synonyms).on(outlet.base());
    let budget = index::budget(known.catalog.entities().len() + known.library.page_numbers().len());
    let enter = |order: Order, record: &Record| indexer.add(index::Entry::new(order, record, budget));
    let works = pages::Works { outlet, indexer: &indexer, budget };
    let (cards, found) = definitions(known, &site, put, &enter)?;
    diagnostics.extend(found);
    site.list(cards);
    diagnostics.extend(works.pages(known, &site)?);
    diagnostics.extend(known.packages().1.iter().chain(&known.infrastructure().1).cloned());
    diagnostics.extend(scores::check(config, known, &diagnostics));
    diagnostics.extend(reports::check(config, known));
    diagnostics.extend(policies::check(config, known, &diagnostics));
    judge(&config.rules, &known.snapshots, &mut diagnostics);
    site.hold(&config.policies);
    site.mark(known.scores.get());
    site.report(&diagnostics);
    site.problems().par_iter().enumerate().try_for_each(|(place, record)| enter((4, place, 0), record))?;
    works.entities(known, &site)?;
    exhibits(known, &site, put, &enter)?;
    let ground = facts::ground(known, &diagnostics);
    ground.files_again(&Remembered(outlet.cache)).par_iter().try_for_each(put)?;
    reports::publish(config, known, (&mut site, &ground), put)?;
    exports::publish(config, known, (&mut site, &diagnostics), put)?;
    put(&review::schema())?;

    (surroundings.stage)("index");
    let (index, rest) =
        rayon::join(|| outlet.index(indexer.sort()?), || site.rest(put).and_then(|()| copy_assets(known, put)));
    index.and(rest)?;
    known.diagnostics = diagnostics;
    Ok(())
}

/// The reference pages of all definitions, what entities' pages say of them, and the problems in them.
fn definitions(known: &Known, site: &render::Site<'_>, put: &Put<'_>, enter: &Enter<'_>) -> Result<Described, String> {
    let jobs = definition::find(&known.snapshots, &known.catalog);
    let describe = |(place, job): (usize, &definition::Job)| {
        let Some((definition, diagnostics)) = definition::read(&known.snapshots, &known.catalog, job) else {
            return Ok(None);
        };
        let (records, card) = site.definition(&definition, put)?;
        records.iter().enumerate().try_for_each(|(number, record)| enter((2, place, number), record))?;
        Ok(Some((card, diagnostics)))
    };
    let found = jobs.par_iter().enumerate().map(describe).collect::<Result<Vec<_>, String>>()?;
    let (cards, found): (Vec<_>, Vec<_>) = found.into_iter().flatten().unzip();
    Ok((cards, found.into_iter().flatten().collect()))
}

/// Images and other files beside the pages, copied one by one.
fn copy_assets(known: &Known, put: &Put<'_>) -> Result<(), String> {
    known.library.books.par_iter().try_for_each(|book| {
        book.assets.par_iter().try_for_each(|asset| put(&docs::copy(&known.snapshots[book.repo.0 as usize], asset)?))
    })
}

/// Pages that other tools built, made harmless, and the pages that frame them.
fn exhibits(known: &Known, site: &render::Site<'_>, put: &Put<'_>, enter: &Enter<'_>) -> Result<(), String> {
    known.library.exhibits.iter().enumerate().try_for_each(|(place, exhibit)| {
        let texts = docs::unpack(&known.snapshots[exhibit.repo.0 as usize], exhibit, put)?;
        let (output, records) = site.exhibit(place, texts)?;
        put(&output)?;
        records.iter().enumerate().try_for_each(|(number, record)| enter((3, place, number), record))
    })
}
