//! Of which entities everything is known, so that what is not found is not there.

use std::collections::{BTreeSet, HashSet};

use super::read::advisory::Advisory;
use crate::model::{EntityIndex, Extent, Packages, RepoIndex, RepoPath, Sure};

/// Where a repository was looked at in vain, and where a scanner looked.
pub(super) struct Seen {
    /// What could not be read, and whether it would speak for folders below.
    pub(super) broken: Vec<(RepoPath, bool)>,
    pub(super) reports: Vec<RepoPath>,
}

/// Who looked for what is wrong with packages.
pub(super) struct Judged<'s> {
    /// By repository.
    seen: &'s [Seen],
    /// Types of package URLs that advisories know.
    types: BTreeSet<&'s str>,
    /// Releases of which nobody can say whether an advisory means them.
    undecided: HashSet<u32>,
}

impl<'s> Judged<'s> {
    /// `said` is by file.
    pub(super) fn new(seen: &'s [Seen], said: &'s [(String, Vec<Advisory>)], undecided: HashSet<u32>) -> Self {
        let advisories = said.iter().flat_map(|(_, advisories)| advisories).filter(|one| !one.scanned);
        let affected = advisories.flat_map(|one| &one.affected);
        let types = affected.filter_map(|one| one.package.split('/').next()).collect();
        Self { seen, types, undecided }
    }

    /// What is known of code at a place.
    fn of(&self, packages: &Packages, entity: EntityIndex, (repo, folder): (RepoIndex, &RepoPath)) -> Sure {
        let is_above = |path: &RepoPath| folder.is_within(&path.parent());
        let seen = &self.seen[repo.0 as usize];
        let direct = !seen.broken.iter().any(|(path, below)| path.is_within(folder) || *below && is_above(path));
        let extents = || packages.bundles_of(entity).into_iter().flatten().map(|bundle| bundle.extent);
        let whole = extents().any(|one| one == Extent::Listed) || extents().all(|one| one != Extent::Named);
        let scanned = seen.reports.iter().any(|path| path.is_within(folder) || is_above(path));
        let judged =
            || packages.releases_of(entity, false).into_iter().all(|release| self.is_judged(packages, release));
        Sure { direct, packages: direct && whole, vulnerabilities: direct && (scanned || whole && judged()) }
    }

    /// Whether advisories tell of a release. They hardly tell of images and actions, which scanners look at.
    fn is_judged(&self, packages: &Packages, release: u32) -> bool {
        let kind = packages.releases[release as usize].purl_type();
        matches!(kind, "docker" | "github") || self.types.contains(kind) && !self.undecided.contains(&release)
    }
}

/// What is known of each entity, in the order of the catalog; nothing of one whose code is not known.
pub(super) fn sure(packages: &Packages, places: &[Option<(RepoIndex, &RepoPath)>], judged: &Judged<'_>) -> Vec<Sure> {
    let one = |(number, place): (u32, &Option<(RepoIndex, &RepoPath)>)| {
        place.map_or_else(Sure::default, |place| judged.of(packages, EntityIndex(number), place))
    };
    (0..).zip(places).map(one).collect()
}
