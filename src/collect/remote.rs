//! Remote repositories, through a cache of bare repositories on this disk.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Mutex,
    time::Duration,
};

use sha2::{Digest, Sha256};

use super::{
    Options,
    address::{Address, Scheme},
    assemble::{Collected, about_repo},
    fetch::{self, Request, Tip},
    git, local, rules,
    token::{self, Credential},
    trouble::Trouble,
};
use crate::model::{Forge, Repo};

/// The waits before the second, third … attempt.
const WAITS: [Duration; 2] = [Duration::from_millis(400), Duration::from_millis(1600)];

/// More packs than this, one for each fetch, and the repository is fetched anew.
const MOST_PACKS: usize = 24;

/// A remote repository to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// Where it is.
    pub address: Address,
    /// A branch, tag or commit; none for its HEAD.
    pub revision: Option<String>,
    /// The forge that hosts it, when it is known.
    pub forge: Option<Forge>,
}

/// What is known of the servers in one build.
#[derive(Default)]
pub struct Servers {
    silent: Mutex<BTreeSet<String>>,
}

impl Servers {
    fn is_silent(&self, address: &Address) -> bool {
        self.silent.lock().is_ok_and(|silent| silent.contains(&address.authority()))
    }

    fn note_silent(&self, address: &Address) {
        if let Ok(mut silent) = self.silent.lock() {
            silent.insert(address.authority());
        }
    }
}

impl Remote {
    /// Reads the repository's current state, or else the one that was fetched last.
    pub fn read(&self, name: &str, options: &Options, servers: &Servers) -> Collected {
        if self.address.scheme == Scheme::File {
            let path = Path::new(&self.address.path);
            return local::read_repository(name, path, self.revision.as_deref());
        }
        let folder = options.cache.join(self.key());
        let credential = Credential::find(&self.address, self.forge, &options.tokens);
        let request = Request {
            url: self.address.to_git(),
            revision: self.revision.clone(),
            folder: folder.clone(),
            credential,
            patience: options.patience,
        };
        match self.fetch(&request, servers) {
            Ok(Tip::Empty) => local::empty(self.about(name)),
            Ok(tip) => match self.kept(name, &folder, Some(&tip)) {
                Ok(collected) => collected,
                // What the cache holds is damaged: once more from nothing.
                Err(_) => {
                    discard(&folder);
                    let again = self.fetch(&request, servers).map_err(|trouble| trouble.to_string());
                    again
                        .and_then(|tip| self.kept(name, &folder, Some(&tip)))
                        .unwrap_or_else(|reason| self.unreadable(name, &Trouble::Other(reason), &request))
                }
            },
            Err(trouble) => match self.kept(name, &folder, None) {
                Ok(collected) => self.stale(name, &trouble, &request, collected),
                Err(_) => self.unreadable(name, &trouble, &request),
            },
        }
    }

    /// Fetches, again and again while that may help.
    fn fetch(&self, request: &Request, servers: &Servers) -> Result<Tip, Trouble> {
        let grown = packs(&request.folder) > MOST_PACKS;
        let fresh = Request { folder: request.folder.with_extension("new"), ..request.clone() };
        let request = if grown { &fresh } else { request };
        if grown {
            discard(&request.folder);
        }
        let mut waits = WAITS.iter();
        let tip = loop {
            match fetch::fetch(request) {
                Err(Trouble::Silent(reason)) => match waits.next().filter(|_| !servers.is_silent(&self.address)) {
                    Some(wait) => std::thread::sleep(*wait),
                    None => {
                        servers.note_silent(&self.address);
                        return Err(Trouble::Silent(reason));
                    }
                },
                result => break result?,
            }
        };
        if grown {
            replace(&request.folder, &request.folder.with_extension("git"));
        }
        Ok(tip)
    }

    /// The snapshot of what the cache holds.
    fn kept(&self, name: &str, folder: &Path, tip: Option<&Tip>) -> Result<Collected, String> {
        let (repo, last) = fetch::last(folder).ok_or("nothing was fetched")?;
        let Tip::At(id, branch) = tip.unwrap_or(&last).clone() else { return Err("nothing was fetched".to_owned()) };
        let revision = git::revision(&repo, id, branch)?;
        local::read_tree(self.about(name), repo, revision)
    }

    fn about(&self, name: &str) -> Repo {
        Repo { url: self.address.web(), forge: self.forge, ..Repo::plain(name) }
    }

    fn stale(&self, name: &str, trouble: &Trouble, request: &Request, mut collected: Collected) -> Collected {
        let commit = collected.0.as_ref().and_then(|snapshot| snapshot.repo.commit.as_ref());
        let commit = commit.map(|commit| format!("commit {} of {}", &commit.id[..10], commit.time)).unwrap_or_default();
        let message =
            format!("{} cannot be fetched: {trouble}; it is shown as fetched last, at {commit}", self.address);
        collected.1.push(about_repo(name, &rules::REPO_STALE, message, &self.hint(trouble, request)));
        collected
    }

    fn unreadable(&self, name: &str, trouble: &Trouble, request: &Request) -> Collected {
        let message = format!("{} cannot be fetched: {trouble}", self.address);
        (None, vec![about_repo(name, &rules::REPO_UNREADABLE, message, &self.hint(trouble, request))])
    }

    fn hint(&self, trouble: &Trouble, request: &Request) -> String {
        let variable = token::variable(self.forge).filter(|_| self.address.scheme == Scheme::Https);
        match (trouble, variable, &request.credential) {
            (Trouble::Denied | Trouble::Missing, Some(variable), Some(_)) => {
                format!(
                    "check the address, and that the token in {variable} has not expired and may read the repository"
                )
            }
            (Trouble::Denied | Trouble::Missing, Some(variable), None) => {
                format!("check the address, or set {variable} to a token that may read the repository")
            }
            (Trouble::Denied | Trouble::Missing, None, _) => {
                "check the address, and who may read the repository".to_owned()
            }
            (Trouble::Silent(_), ..) => "check the address and the network, and try again".to_owned(),
            (Trouble::NoRevision(_), ..) => "check the ref of this source".to_owned(),
            (Trouble::Other(_), ..) => "try `git ls-remote` with the same address".to_owned(),
        }
    }

    /// The name of its folder in the cache; nothing secret goes into it.
    fn key(&self) -> String {
        let text = format!("{}\0{}", self.address.to_git(), self.revision.as_deref().unwrap_or_default());
        let hash = Sha256::digest(text.as_bytes());
        let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("{hex}.git")
    }
}

#[expect(clippy::disallowed_methods, reason = "the cache belongs to this stage")]
fn packs(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder.join("objects/pack")).into_iter().flatten().flatten();
    entries.filter(|entry| PathBuf::from(entry.file_name()).extension().is_some_and(|end| end == "pack")).count()
}

#[expect(clippy::disallowed_methods, reason = "the cache belongs to this stage")]
fn discard(folder: &Path) {
    // What remains is found damaged and reported by whoever opens it.
    let _ = std::fs::remove_dir_all(folder);
}

#[expect(clippy::disallowed_methods, reason = "the cache belongs to this stage")]
fn replace(new: &Path, old: &Path) {
    discard(old);
    let _ = std::fs::rename(new, old);
}
