//! What sources come down to: repositories to read, one by one.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Options,
    address::Address,
    assemble::{Collected, about_repo},
    crew, forge,
    fragment::{self, Entry},
    git, local,
    names::{self, Wish},
    remote::{Remote, Servers},
    rules, token,
    trouble::Trouble,
};
use crate::{
    diagnostic::Rule,
    model::{Depth, Organisation, Repo, Source, Visibility},
};

/// One repository to read.
#[derive(Clone, Debug)]
pub enum Job {
    /// On this disk.
    Local {
        /// A folder, work tree or bare repository.
        path: PathBuf,
        /// None for what is there now.
        revision: Option<String>,
        /// How far back it is read.
        depth: Depth,
    },
    /// On this disk, and read as if it were on the host that it came from.
    Clone {
        /// A work tree or bare repository.
        path: PathBuf,
        /// Where it came from.
        address: Address,
        /// How far back it is read.
        depth: Depth,
    },
    /// On another host.
    Remote(Remote),
    /// In a fragment.
    Fragment {
        /// The fragment.
        folder: Arc<PathBuf>,
        /// What it says of the repository.
        entry: Box<Entry>,
    },
    /// Nowhere: the one problem that stands for it.
    Refused {
        /// What can be shown of it.
        name: String,
        /// What is wrong.
        rule: &'static Rule,
        /// The problem's message.
        message: String,
        /// What to do.
        hint: String,
    },
}

/// A job and its place among all.
#[derive(Clone, Debug)]
pub struct Placed {
    /// What is read.
    pub job: Job,
    /// The number of its source, and what sorts it among the jobs of that source.
    pub order: (u32, String),
}

impl Job {
    /// The repositories of all sources; the same repository twice counts once.
    pub fn all(sources: &[Source], options: &Options) -> Vec<Self> {
        Self::placed(sources, options).into_iter().map(|placed| placed.job).collect()
    }

    /// The same with their places.
    pub fn placed(sources: &[Source], options: &Options) -> Vec<Placed> {
        let of = |index: usize| Self::of(&sources[index], options);
        let mut seen = BTreeSet::new();
        let found = crew::run(sources.len(), options.parallel, &of);
        let place = |(number, jobs): (u32, Vec<Self>)| {
            jobs.into_iter().map(move |job| Placed { order: job.order(number), job })
        };
        let mut jobs: Vec<Placed> = (0..).zip(found).flat_map(place).collect();
        jobs.retain(|placed| seen.insert(placed.job.identity()));
        jobs
    }

    fn order(&self, number: u32) -> (u32, String) {
        match self {
            Self::Remote(remote) => (number, remote.address.stem().to_owned()),
            Self::Clone { address, .. } => (number, address.stem().to_owned()),
            Self::Fragment { entry, .. } => entry.order.clone(),
            Self::Local { .. } | Self::Refused { .. } => (number, String::new()),
        }
    }

    fn of(source: &Source, options: &Options) -> Vec<Self> {
        let depth = |history: &Option<Depth>| history.unwrap_or(options.history);
        match source {
            Source::Path { path, revision, history } => {
                vec![Self::Local { path: path.clone(), revision: revision.clone(), depth: depth(history) }]
            }
            Source::Remote { url, revision, history } => vec![match Address::parse(url) {
                Ok(address) => Self::Remote(Remote {
                    forge: address.forge(),
                    address,
                    revision: revision.clone(),
                    depth: depth(history),
                    visibility: Visibility::default(),
                    stamp: None,
                }),
                Err(reason) => Self::Refused {
                    name: last_part(url),
                    rule: &rules::REPO_UNREADABLE,
                    message: format!("the repository is not read: {reason}"),
                    hint: "write it like https://host/owner/name.git or user@host:owner/name.git".to_owned(),
                },
            }],
            Source::Organisation(organisation) => match forge::list(organisation, options) {
                Ok((remotes, trouble)) => {
                    let stale = trouble.map(|trouble| Self::listed_before(organisation, &trouble));
                    remotes.into_iter().map(Self::Remote).chain(stale).collect()
                }
                Err(trouble) => vec![Self::unlisted(organisation, &trouble)],
            },
            Source::Clone { path, url } => vec![Self::of_clone(path, url.as_deref(), options.history)],
            Source::Fragments { folders, oldest } => fragment::jobs(folders, *oldest, options),
        }
    }

    /// A clone as the repository that it came from; one that came from nowhere as it lies there.
    fn of_clone(path: &Path, url: Option<&str>, depth: Depth) -> Self {
        let address = match url {
            Some(url) => Address::parse(url).ok(),
            None => git::open(path).ok().and_then(|repo| git::origin(&repo)),
        };
        match address {
            Some(address) => Self::Clone { path: path.to_owned(), address, depth },
            None => Self::Local { path: path.to_owned(), revision: None, depth },
        }
    }

    fn listed_before(organisation: &Organisation, trouble: &Trouble) -> Self {
        let name = organisation.name.clone();
        let message =
            format!("the repositories of {name} cannot be listed: {trouble}; those that were listed last are read");
        let hint = "new and removed repositories are seen when the forge answers again".to_owned();
        Self::Refused { name, rule: &rules::ORGANISATION_STALE, message, hint }
    }

    fn unlisted(organisation: &Organisation, trouble: &Trouble) -> Self {
        let hint = match (trouble, token::variable(Some(organisation.forge))) {
            (Trouble::Denied | Trouble::Missing, Some(variable)) => {
                format!("check the name, and set {variable} to a token that may list the repositories")
            }
            _ => "check the address of the forge and the network, and try again".to_owned(),
        };
        let name = organisation.name.clone();
        let message = format!("the repositories of {name} cannot be listed: {trouble}");
        Self::Refused { name, rule: &rules::ORGANISATION_UNREADABLE, message, hint }
    }

    /// What two equal jobs of one run have in common.
    fn identity(&self) -> String {
        match self {
            Self::Local { path, revision, .. } => format!("{}\0{revision:?}", path.display()),
            Self::Refused { name, message, .. } => format!("{name}\0{message}"),
            Self::Remote(_) | Self::Clone { .. } | Self::Fragment { .. } => self.source(),
        }
    }

    /// What tells it from others wherever it is read: nothing secret, and no folder of this disk.
    pub fn source(&self) -> String {
        let at = |name: &str, revision: Option<&str>| match revision {
            Some(revision) => format!("{name}#{revision}"),
            None => name.to_owned(),
        };
        match self {
            Self::Local { path, revision, .. } => {
                let Wish { name, before } = local::wish(path);
                at(&format!("{}/{name}", before.unwrap_or_default()), revision.as_deref())
            }
            Self::Remote(remote) => at(&remote.address.plain(), remote.revision.as_deref()),
            Self::Clone { address, .. } => address.plain(),
            Self::Fragment { entry, .. } => entry.source.clone(),
            Self::Refused { name, rule, message, .. } => format!("{name}: {} {message}", rule.id),
        }
    }

    /// What it would be called; nothing that is not there takes a name away from others.
    pub fn wish(&self) -> Option<Wish> {
        let remote = |address: &Address, forge| {
            let before = Some(address.host.clone()).filter(|host| !host.is_empty());
            Some(Wish { name: address.name(forge), before })
        };
        match self {
            Self::Local { path, .. } => Some(local::wish(path)),
            Self::Remote(Remote { address, forge, .. }) => remote(address, *forge),
            Self::Clone { address, .. } => remote(address, address.forge()),
            Self::Fragment { entry, .. } => {
                entry.wish.as_ref().map(|(name, before)| Wish { name: name.clone(), before: before.clone() })
            }
            Self::Refused { .. } => None,
        }
    }

    /// What a pattern may call it, whatever else is read: its name, with what comes before it as well, and its address.
    /// None for what stands for no repository.
    pub fn called(&self) -> Option<Vec<String>> {
        let wish = self.wish()?;
        let before = wish.before.map(|before| format!("{before}/{}", wish.name));
        let address =
            self.about("").url.and_then(|url| url.as_str().split_once("://").map(|(_, rest)| rest.to_owned()));
        Some([Some(wish.name), before, address].into_iter().flatten().collect())
    }

    /// What each is called.
    pub fn names(jobs: &[Self]) -> Vec<String> {
        let mut unique = names::unique(&jobs.iter().filter_map(Self::wish).collect::<Vec<_>>()).into_iter();
        let name = |job: &Self| match job {
            Self::Refused { name, .. } => name.clone(),
            Self::Fragment { entry, .. } if entry.wish.is_none() => entry.name.clone(),
            _ => unique.next().expect("a name for each wish"),
        };
        jobs.iter().map(name).collect()
    }

    /// What is known of it before it is read; `name` is what it is called.
    pub fn about(&self, name: &str) -> Repo {
        match self {
            Self::Local { path, .. } => local::about(name, path),
            Self::Clone { address, .. } => local::cloned(name, address),
            Self::Remote(remote) => remote.about(name),
            Self::Fragment { entry, .. } => fragment::about(name, entry),
            Self::Refused { .. } => Repo::plain(name),
        }
    }

    /// Reads it; `name` is what it is called.
    pub fn read(&self, name: &str, options: &Options, servers: &Servers) -> Collected {
        match self {
            Self::Local { path, revision, depth } => {
                let place = local::Local { path, revision: revision.as_deref(), depth: *depth };
                local::read(name, &place, &options.skip)
            }
            Self::Clone { path, address, depth } => local::read_clone(name, path, address, *depth),
            Self::Remote(remote) => remote.read(name, options, servers),
            Self::Fragment { folder, entry } => fragment::open(name, folder, entry),
            Self::Refused { rule, message, hint, .. } => (None, vec![about_repo(name, rule, message.clone(), hint)]),
        }
    }
}

/// What can be shown of an address that is not understood: no part that could hold a secret.
fn last_part(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let part = path.rsplit(['/', ':', '@']).next().unwrap_or_default();
    part.replace(char::is_control, "_")
}
