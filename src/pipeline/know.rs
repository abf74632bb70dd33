//! What a run knows before it renders.

use std::{collections::BTreeMap, path::PathBuf, sync::OnceLock};

use rayon::prelude::*;

use super::{Surroundings, adopt::adopt, part::Part, publication::Halt};
use crate::{
    collect,
    config::Config,
    definition,
    diagnostic::{Diagnostic, Drift, Severity, judge},
    docs::{self, Shelf},
    drift, infrastructure,
    model::{
        Catalog, Declaration, Forgetful, Infrastructure, Library, Memory, Observed, Packages, RepoIndex, Scores,
        Snapshot, Timeline,
    },
    observe, pack, packages, parse, resolve,
};

/// Everything before rendering.
pub(super) struct Known {
    pub(super) snapshots: Vec<Snapshot>,
    pub(super) catalog: Catalog,
    pub(super) library: Library,
    pub(super) adopted: pack::Adopted,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The part of the sources that is wanted cannot be told; nothing may come of a run then.
    pub(super) wrong: Option<Diagnostic>,
    pub(super) observed: OnceLock<Observed>,
    pub(super) packages: OnceLock<(Packages, Vec<Diagnostic>)>,
    pub(super) infrastructure: OnceLock<(Infrastructure, Vec<Diagnostic>)>,
    pub(super) timeline: OnceLock<Timeline>,
    /// How entities do by the scorecards, when these were asked.
    pub(super) scores: OnceLock<Scores>,
    /// Where the catalog contradicts the repositories.
    pub(super) drift: OnceLock<Drift>,
    /// The configured severities; a rule with none is switched off.
    pub(super) rules: BTreeMap<String, Option<Severity>>,
}

impl Known {
    /// What repositories show, looked at when it is first asked for, and what things that run tell of entities.
    pub(super) fn observed(&self) -> &Observed {
        self.observed.get_or_init(|| {
            let seen = observe::observe(&self.snapshots, &self.catalog);
            let (found, _) = self
                .infrastructure
                .get_or_init(|| infrastructure::infrastructure(&self.snapshots, &self.catalog, &seen));
            let told = infrastructure::facts(found, &seen);
            seen.with(told)
        })
    }

    /// The packages that repositories name, looked for when they are first asked for, and files that cannot be read.
    pub(super) fn packages(&self) -> &(Packages, Vec<Diagnostic>) {
        self.packages.get_or_init(|| packages::packages(&self.snapshots, &self.catalog, self.observed()))
    }

    /// The infrastructure that repositories describe, and broken files.
    pub(super) fn infrastructure(&self) -> &(Infrastructure, Vec<Diagnostic>) {
        self.observed();
        self.infrastructure.get().expect("it is looked for with what repositories show")
    }

    /// Where the catalog contradicts the repositories, compared when it is first asked for.
    pub(super) fn drift(&self) -> &Drift {
        let content = || drift::Content {
            snapshots: &self.snapshots,
            catalog: &self.catalog,
            observed: self.observed(),
            packages: &self.packages().0,
        };
        self.drift.get_or_init(|| drift::drift(&content(), &self.rules))
    }
}

impl Known {
    /// Itself, when it is known which part of the sources is wanted.
    pub(super) fn sound(mut self) -> Result<Self, Halt> {
        match self.wrong.take() {
            Some(wrong) => Err(Halt::Wrong(Box::new(wrong))),
            None => Ok(self),
        }
    }
}

/// Collects, parses, resolves and shelves.
pub(super) fn know(config: &Config, surroundings: &Surroundings<'_>) -> Known {
    know_again(config, surroundings, &Forgetful)
}

/// The same, with what an earlier build found out.
pub(super) fn know_again(config: &Config, surroundings: &Surroundings<'_>, memory: &dyn Memory) -> Known {
    (surroundings.stage)("collect");
    let options = collecting(config, surroundings);
    let selection = config.selection.as_ref();
    let collected = collected(config, &options, surroundings);
    (surroundings.stage)("parse");
    let written = Written::again(config, memory, collected);
    let mut known = match selection.and_then(|selection| selection.entities.as_ref()) {
        None => settle(memory, surroundings, (written, None)),
        Some(wanted) => {
            let mut whole = settle(memory, surroundings, (written.clone(), None));
            match Part::new(&whole, wanted) {
                Ok(part) => settle(memory, surroundings, (written, Some(&part))),
                Err(wrong) => {
                    whole.wrong = Some(*wrong);
                    whole
                }
            }
        }
    };
    known.rules.clone_from(&config.rules);
    known
}

/// What was collected, and what catalog files say there.
#[derive(Clone)]
pub(super) struct Written {
    snapshots: Vec<Snapshot>,
    declarations: Vec<Declaration>,
    diagnostics: Vec<Diagnostic>,
}

impl Written {
    /// Reads catalog files.
    pub(super) fn new(config: &Config, collected: (Vec<Snapshot>, Vec<Diagnostic>)) -> Self {
        Self::again(config, &Forgetful, collected)
    }

    /// The same, with what an earlier build read.
    fn again(config: &Config, memory: &dyn Memory, (snapshots, diagnostics): (Vec<Snapshot>, Vec<Diagnostic>)) -> Self {
        let parsed = parse::parse_again(&snapshots, &parsing(config), memory);
        Self::with((snapshots, diagnostics), parsed)
    }

    /// Reads those of two states that differ in the repositories `changed`.
    pub(super) fn both(
        config: &Config,
        before: (Vec<Snapshot>, Vec<Diagnostic>),
        after: (Vec<Snapshot>, Vec<Diagnostic>),
        changed: &[usize],
    ) -> (Self, Self) {
        let index = |index: &usize| RepoIndex(u32::try_from(*index).expect("repositories are counted in 32 bits"));
        let changed = changed.iter().map(index).collect();
        let (old, new) = parse::parse_both((&before.0, &after.0), &changed, &parsing(config));
        (Self::with(before, old), Self::with(after, new))
    }

    fn with((snapshots, mut diagnostics): (Vec<Snapshot>, Vec<Diagnostic>), parsed: parse::Parsed) -> Self {
        diagnostics.extend(parsed.1);
        Self { snapshots, declarations: parsed.0, diagnostics }
    }
}

/// Resolves and shelves what is written.
fn settle(memory: &dyn Memory, surroundings: &Surroundings<'_>, (written, part): (Written, Option<&Part>)) -> Known {
    let declared = declared(written, part);
    (surroundings.stage)("docs");
    let known = shelved(declared, memory);
    if part.is_some() {
        // What a part leaves out would look as if it were missing, and it would be told of.
        let _ = known.drift.set(Drift::default());
    }
    known
}

/// What repositories declare, with their documents.
pub(super) fn shelved((snapshots, declared): (Vec<Snapshot>, Declared), memory: &dyn Memory) -> Known {
    let Declared { catalog, adopted, mut diagnostics } = declared;
    let (library, found) = docs::shelve_again(&snapshots, &catalog, memory);
    diagnostics.extend(found);
    Known {
        snapshots,
        catalog,
        library,
        adopted,
        diagnostics,
        wrong: None,
        observed: OnceLock::new(),
        packages: OnceLock::new(),
        infrastructure: OnceLock::new(),
        timeline: OnceLock::new(),
        scores: OnceLock::new(),
        drift: OnceLock::new(),
        rules: BTreeMap::new(),
    }
}

/// What repositories declare, before documents are looked at.
pub(super) struct Declared {
    pub(super) catalog: Catalog,
    pub(super) adopted: pack::Adopted,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What the repositories declare that an audience sees, or everything when nobody's eyes are asked for.
///
/// # Errors
/// When the audience's query is wrong.
pub(super) fn seen(config: &Config, written: Written) -> Result<(Vec<Snapshot>, Declared), Box<Diagnostic>> {
    let part = match config.selection.as_ref().and_then(|selection| selection.entities.as_ref()) {
        None => None,
        Some(wanted) => Some(Part::new(&shelved(declared(written.clone(), None), &Forgetful), wanted)?),
    };
    Ok(declared(written, part.as_ref()))
}

/// Resolves what is written; of a part, with the snapshots of what it shows.
pub(super) fn declared(written: Written, part: Option<&Part>) -> (Vec<Snapshot>, Declared) {
    let Written { snapshots, declarations, diagnostics } = written;
    let (snapshots, mut declarations, mut diagnostics) = match part {
        None => (snapshots, declarations, diagnostics),
        Some(part) => part.take(&snapshots, declarations, diagnostics),
    };
    let (adopted, found) = adopt(&snapshots, &mut declarations);
    diagnostics.extend(found);
    if let Some(part) = part {
        declarations.retain(|declaration| part.has(declaration));
    }
    let (catalog, found) = resolved(&snapshots, declarations);
    diagnostics.extend(found);
    (snapshots, Declared { catalog, adopted, diagnostics })
}

/// All sources, or those of a selection; a clone at hand stands in for what it is a clone of.
fn collected(
    config: &Config,
    options: &collect::Options,
    surroundings: &Surroundings<'_>,
) -> (Vec<Snapshot>, Vec<Diagnostic>) {
    let versions = |repo: &PathBuf| {
        let pair = collect::Pair { repo, base: "HEAD", head: None };
        collect::versions(&config.sources, None, options, surroundings.progress, &pair).ok()
    };
    // A comparison knows no parts, so that no part is made of one.
    let stand_in = config.stand_in.as_ref().filter(|_| config.selection.is_none());
    match stand_in.and_then(versions) {
        Some(versions) => (versions.after, versions.diagnostics.1),
        None => collect::collect_part(&config.sources, config.selection.as_ref(), options, surroundings.progress),
    }
}

/// How to collect.
pub(super) fn collecting(config: &Config, surroundings: &Surroundings<'_>) -> collect::Options {
    let outputs = config.audiences.iter().map(|audience| audience.output.clone());
    collect::Options {
        cache: config.cache.clone(),
        parallel: 8,
        tokens: surroundings.tokens.clone(),
        skip: outputs.chain([config.output.clone(), config.cache.clone()]).collect(),
        patience: collect::PATIENCE,
        history: config.history,
        today: surroundings.today.clone(),
        plan: None,
    }
}

/// Everything that can be known without a site.
pub(super) fn examine(config: &Config, surroundings: &Surroundings<'_>) -> Known {
    let mut known = know(config, surroundings);
    let shelf = Shelf::new(&known.snapshots, &known.catalog, &known.library);
    let pages = known.library.page_numbers();
    let found: Vec<Diagnostic> =
        pages.par_iter().flat_map_iter(|(book, page)| docs::typeset(&shelf, *book, *page).1).collect();
    (surroundings.stage)("pack");
    let (_, _, packed) = pack::pack(&known.catalog, &known.snapshots, &known.adopted);
    let jobs = definition::find(&known.snapshots, &known.catalog);
    let read = |job: &definition::Job| definition::read(&known.snapshots, &known.catalog, job);
    let described: Vec<Diagnostic> = jobs.par_iter().filter_map(read).flat_map_iter(|(_, found)| found).collect();
    known.diagnostics.extend(found.into_iter().chain(packed).chain(described));
    let broken = [known.packages().1.clone(), known.infrastructure().1.clone()].concat();
    known.diagnostics.extend(broken);
    let judged = super::scores::check(config, &known, &known.diagnostics);
    known.diagnostics.extend(judged);
    known.diagnostics.extend(super::reports::check(config, &known));
    let broken = super::policies::check(config, &known, &known.diagnostics);
    known.diagnostics.extend(broken);
    judge(&config.rules, &known.snapshots, &mut known.diagnostics);
    known
}

fn parsing(config: &Config) -> parse::Options {
    parse::Options { catalog_files: config.catalog_files.clone(), descriptors: config.descriptors }
}

fn resolved(snapshots: &[Snapshot], declarations: Vec<Declaration>) -> (Catalog, Vec<Diagnostic>) {
    let repos = snapshots.iter().map(|snapshot| snapshot.repo.clone()).collect();
    resolve::resolve(repos, declarations)
}
