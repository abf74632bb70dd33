//! Whether a site may go where it goes, and what is written because it goes there.

use std::{collections::BTreeSet, io};

use super::{
    Known, Outcome, Surroundings,
    know::{collecting, know_again},
    make,
    outcome::outcome,
    outlet::{self, Outlet, Remembered},
};
use crate::{
    cache::Cache,
    collect::{self, Pages},
    config::Config,
    diagnostic::Diagnostic,
    emit::{self, Digest, Emission},
    model::{Forge, Output, Profile, Publication, Repo, SitePath},
    publish::{self, Destination, Policies, Verdict},
};

/// Why there is no site.
#[derive(Debug)]
pub enum Halt {
    /// The theme does not parse, or the disk or the network failed.
    World(String),
    /// It does not fit where it goes: each limit that it exceeds, with the way out.
    Limit(Vec<String>),
    /// What the configuration asks for makes no sense.
    Wrong(Box<Diagnostic>),
    /// What the sources hold may not go there.
    Refused(Box<Verdict>),
}

impl From<String> for Halt {
    fn from(reason: String) -> Self {
        Self::World(reason)
    }
}

/// Builds the site.
///
/// # Errors
/// When the sources may not go where the site goes or the site does not fit there, the theme does not parse, or the disk
/// fails; the old site is left as it was.
pub fn build(config: &Config, surroundings: &Surroundings<'_>) -> Result<Outcome, Halt> {
    let disk = |error: std::io::Error| format!("{}: {error}", config.output.display());
    emit::inspect(&config.output).map_err(disk)?;
    let kept = surroundings.kept.as_ref();
    let cache = kept.map(|kept| Cache::open(&kept.folder, &kept.name, outlet::ground(kept, config, surroundings)));
    let mut known = know_again(config, surroundings, &Remembered(cache.as_ref()));
    let withheld = admit(config, surroundings, &mut known)?;
    let emission = Emission::begin(&config.output, kept.map(|kept| kept.inventory.as_path())).map_err(disk)?;
    let press = Press::new(config, &emission);
    let write = |output: &Output| press.put(output).map_err(disk);
    let reuse = |files: &[(&SitePath, Digest)]| press.reuse(files).map_err(disk);
    make(config, surroundings, &mut known, &Outlet { write: &write, reuse: &reuse, cache: cache.as_ref() })?;
    (surroundings.stage)("emit");
    let site = press.close().map_err(disk)??;
    let written = emission.finish().map_err(disk)?;
    cache.into_iter().for_each(Cache::finish);
    known.diagnostics.extend(withheld);
    Ok(outcome(known, written, site))
}

/// Whether all sources may go where the site goes; none of them is read.
pub fn publish_check(config: &Config, surroundings: &Surroundings<'_>) -> Verdict {
    (surroundings.stage)("collect");
    let repos = collect::survey(&config.sources, config.selection.as_ref(), &collecting(config, surroundings));
    let repos: Vec<&Repo> = repos.iter().collect();
    verdict(config, surroundings, &repos, destination(config, surroundings))
}

/// Lets sources pass that may go where the site goes. Problems of repositories that could not be read tell their names:
/// where everyone reads, and where a part of the sources is shown, they are withheld, and given back to be told here.
///
/// # Errors
/// When a source may not go there.
pub(super) fn admit(
    config: &Config,
    surroundings: &Surroundings<'_>,
    known: &mut Known,
) -> Result<Vec<Diagnostic>, Halt> {
    if let Some(wrong) = known.wrong.take() {
        return Err(Halt::Wrong(Box::new(wrong)));
    }
    let destination = destination(config, surroundings);
    let public = destination.public;
    if !public && config.selection.is_none() {
        return Ok(Vec::new());
    }
    let repos: Vec<&Repo> = known.snapshots.iter().map(|snapshot| &snapshot.repo).collect();
    if public {
        let verdict = verdict(config, surroundings, &repos, destination);
        if !verdict.publishable {
            return Err(Halt::Refused(Box::new(verdict)));
        }
    }
    let read: BTreeSet<&str> = repos.iter().map(|repo| repo.name.as_str()).collect();
    let told = |diagnostic: &Diagnostic| diagnostic.place.repo.is_empty() || read.contains(&*diagnostic.place.repo);
    let (kept, withheld) = std::mem::take(&mut known.diagnostics).into_iter().partition(told);
    known.diagnostics = kept;
    Ok(withheld)
}

fn verdict(config: &Config, surroundings: &Surroundings<'_>, repos: &[&Repo], destination: Destination) -> Verdict {
    let standings = collect::standings(repos, &collecting(config, surroundings));
    let sources: Vec<_> =
        repos.iter().zip(standings).map(|(repo, found)| (*repo, found.visibility, found.evidence)).collect();
    publish::judge(&sources, destination, &config.publication)
}

/// Where the site goes and whether everyone may read it there. What cannot be told counts as public.
fn destination(config: &Config, surroundings: &Surroundings<'_>) -> Destination {
    let Publication { profile, public, .. } = config.publication;
    let found = |public, evidence: String| Destination { profile, public, evidence };
    let said = match (public, profile) {
        (Some(true), _) => return found(true, "the configuration says so".to_owned()),
        (None, Profile::Folder) => return found(false, "a folder is not published".to_owned()),
        (said, _) => said,
    };
    let host = match profile {
        Profile::GithubPages => Some(Forge::GitHub),
        Profile::GitlabPages => Some(Forge::GitLab),
        _ => None,
    };
    let pages: Option<&Pages> = surroundings.pages.iter().find(|pages| Some(pages.forge) == host);
    let asked = pages.map(|pages| collect::openness(pages, &collecting(config, surroundings)));
    match (said, asked) {
        (Some(_), Some(Ok(true))) => found(true, "its host says so, whatever the configuration says".to_owned()),
        (Some(_), _) => found(false, "the configuration says so".to_owned()),
        (None, Some(Ok(public))) => found(public, "its host says so".to_owned()),
        (None, Some(Err(reason))) => found(true, format!("it counts as public, as {reason}")),
        (None, None) => found(true, format!("what is on {profile} counts as public")),
    }
}

/// What stands between the pages and the disk: it adds what the place reads besides them.
pub(super) struct Press<'a> {
    wanted: &'a Publication,
    emission: &'a Emission,
    policies: Policies,
    neighbours: bool,
}

impl<'a> Press<'a> {
    pub(super) fn new(config: &'a Config, emission: &'a Emission) -> Self {
        let wanted = &config.publication;
        let neighbours = wanted.precompressed.unwrap_or(wanted.profile.serves_neighbours());
        Self { wanted, emission, policies: Policies::default(), neighbours }
    }

    /// Writes a file, with its neighbour where it has one.
    pub(super) fn put(&self, output: &Output) -> io::Result<Digest> {
        self.policies.note(output);
        let neighbour = self.neighbours.then(|| publish::neighbour(output)).flatten();
        let digest = self.emission.put(output)?;
        neighbour.map_or(Ok(()), |neighbour| self.emission.put(&neighbour).map(drop))?;
        Ok(digest)
    }

    /// Takes files over from the old site, with the neighbours that they had. Builds of other settings, which may have
    /// had no neighbours, have a cache of their own. A file that is only in the site before the old one is written
    /// again, as the neighbour that is known is that of another.
    fn reuse(&self, files: &[(&SitePath, Digest)]) -> io::Result<bool> {
        let is_other = |(path, digest): &(&SitePath, Digest)| self.emission.known(path.as_str()) != Some(*digest);
        if self.neighbours && files.iter().any(is_other) {
            return Ok(false);
        }
        let beside = |(path, _): &(&SitePath, Digest)| {
            let path = publish::beside(path);
            let digest = self.emission.known(path.as_str())?;
            Some((path, digest))
        };
        let neighbours: Vec<_> = files.iter().filter(|_| self.neighbours).filter_map(beside).collect();
        let all: Vec<_> =
            files.iter().copied().chain(neighbours.iter().map(|(path, digest)| (path, *digest))).collect();
        if !self.emission.keep(&all)? {
            return Ok(false);
        }
        for (path, _) in files.iter().filter(|_| self.wanted.profile.reads_headers()) {
            let bytes = self.emission.beginning(path, publish::HEAD as u64)?;
            self.policies.note(&Output { path: (*path).clone(), bytes });
        }
        Ok(true)
    }

    /// Writes what can only be told in the end. Gives the site's one hash, unless the site does not fit.
    pub(super) fn close(self) -> io::Result<Result<String, Halt>> {
        for file in publish::files(self.wanted, &self.policies) {
            self.emission.put(&file)?;
        }
        let ledger = self.emission.ledger();
        let excess = publish::excess(self.wanted.profile, &ledger);
        if !excess.is_empty() {
            return Ok(Err(Halt::Limit(excess)));
        }
        let (manifest, site) = publish::manifest(&ledger);
        self.emission.put(&manifest)?;
        Ok(Ok(site))
    }
}
