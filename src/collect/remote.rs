//! Remote repositories, through a cache of bare repositories on this disk.

use std::{collections::BTreeSet, path::Path, sync::Mutex, time::Duration};

use super::{
    Options,
    address::{Address, Scheme},
    assemble::{Collected, about_repo},
    cache,
    fetch::{self, Request, Tip},
    git, local, rules, ssh,
    token::{self, Credential},
    trouble::Trouble,
};
use crate::model::{Depth, Forge, Repo, Visibility};

/// The waits before the second, third … attempt.
const WAITS: [Duration; 2] = [Duration::from_millis(400), Duration::from_millis(1600)];

/// More packs than this, one for each fetch, and a repository is fetched anew: without history that costs little, and
/// with it a file is still found quickly in more of them.
const MOST_PACKS: usize = 24;
const MOST_PACKS_WITH_HISTORY: usize = 96;

/// A remote repository to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// Where it is.
    pub address: Address,
    /// A branch, tag or commit; none for its HEAD.
    pub revision: Option<String>,
    /// The forge that hosts it, when it is known.
    pub forge: Option<Forge>,
    /// How far back it is fetched.
    pub depth: Depth,
    /// Who may read it, as far as a list of its forge says.
    pub visibility: Visibility,
    /// When it changed last, as its forge said just now.
    pub stamp: Option<String>,
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
            return local::read_repository(name, path, self.revision.as_deref(), self.depth);
        }
        let folder = options.cache.join(self.key());
        let credential = Credential::find(&self.address, self.forge, &options.tokens);
        let request = Request {
            url: self.address.to_git(),
            revision: self.revision.clone(),
            folder: folder.clone(),
            credential,
            patience: options.patience,
            depth: self.depth,
        };
        if let Some(collected) = self.unchanged(name, &folder) {
            return collected;
        }
        let result = self.fetch(&request, servers);
        if result.is_ok() {
            cache::set_stamp(&folder, self.stamp.as_deref());
        }
        match result {
            Ok(Tip::Empty) => local::empty(self.about(name)),
            Ok(tip) => match self.kept(name, &folder, Some(&tip)) {
                Ok(collected) => collected,
                // What the cache holds is damaged: once more from nothing.
                Err(_) => {
                    cache::discard(&folder);
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

    /// What the cache holds, when the forge says that there is nothing else.
    fn unchanged(&self, name: &str, folder: &Path) -> Option<Collected> {
        let stamp = self.stamp.as_ref()?;
        let same = cache::stamp(folder).is_some_and(|kept| kept == *stamp) && cache::fetched(folder) >= self.depth;
        if same { self.kept(name, folder, None).ok() } else { None }
    }

    /// Fetches, again and again while that may help.
    fn fetch(&self, request: &Request, servers: &Servers) -> Result<Tip, Trouble> {
        let most = if self.depth == Depth::Nothing { MOST_PACKS } else { MOST_PACKS_WITH_HISTORY };
        let grown = cache::packs(&request.folder) > most;
        let fresh = Request { folder: request.folder.with_extension("new"), ..request.clone() };
        let request = if grown { &fresh } else { request };
        if grown {
            cache::discard(&request.folder);
        }
        let mut waits = WAITS.iter();
        let tip = loop {
            let result = fetch::fetch(request);
            let ended = |trouble: &Trouble| self.address.scheme == Scheme::Ssh && trouble.is_end();
            let reason = |trouble| if ended(&trouble) { ssh::reason(&self.address, request.patience) } else { trouble };
            match result.map_err(reason) {
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
            cache::replace(&request.folder, &request.folder.with_extension("git"));
        }
        Ok(tip)
    }

    /// The snapshot of what the cache holds.
    fn kept(&self, name: &str, folder: &Path, tip: Option<&Tip>) -> Result<Collected, String> {
        let (repo, last) = fetch::last(folder).ok_or("nothing was fetched")?;
        let Tip::At(id, branch) = tip.unwrap_or(&last).clone() else { return Err("nothing was fetched".to_owned()) };
        let revision = git::revision(&repo, id, branch)?;
        cache::note(folder, cache::fetched(folder));
        local::read_tree(self.about(name), repo, revision, self.depth)
    }

    /// What is known of it before it is read.
    pub fn about(&self, name: &str) -> Repo {
        Repo { url: self.address.web(), forge: self.forge, visibility: self.visibility, ..Repo::plain(name) }
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
        let host = &self.address.host;
        match (trouble, variable, &request.credential) {
            (Trouble::Ended(Some(said)), ..) if said.contains("Host key verification failed") => format!(
                "compare what `ssh-keyscan {host}` prints with what the host publishes, and add it to \
                 ~/.ssh/known_hosts"
            ),
            (Trouble::Ended(_), ..) => "run `ssh -o BatchMode=yes -T` with this host to see why".to_owned(),
            (Trouble::Denied, None, _) if self.address.scheme == Scheme::Ssh => {
                "give ssh a key that may read the repository and asks for no passphrase: `ssh-add` it, or name it as \
                 IdentityFile in ~/.ssh/config; or use the https address and a token"
                    .to_owned()
            }
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

    /// The name of its folder in the cache.
    fn key(&self) -> String {
        cache::key(&[&self.address.to_git(), self.revision.as_deref().unwrap_or_default()], "git")
    }
}
