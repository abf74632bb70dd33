//! What a folder tells about the portal that it is to have.

use crate::{
    cli::summary::plural,
    model::{Forge, Node, SafeUrl},
    pipeline::Survey,
    yaml::{self, Dialect},
};

/// Backstage's own configuration.
pub const FILES: [&str; 2] = ["app-config.yaml", "app-config.production.yaml"];

/// What is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Whether repositories lie below the folder, rather than it being one.
    pub many: bool,
    /// What hosts the repository.
    pub forge: Option<Forge>,
    /// The address of its forge, e.g. `https://github.com`.
    pub host: String,
    /// The organisation, user or group that it belongs to.
    pub owner: Option<String>,
    /// Its name.
    pub name: String,
    /// The branch that is checked out.
    pub branch: String,
    /// Entities in its catalog files.
    pub entities: usize,
    /// Pages of documents.
    pub pages: usize,
    /// The title of the Backstage instance that was configured here.
    pub title: Option<String>,
    /// Organisations that it read, by what hosts them.
    pub organisations: Vec<(Forge, String)>,
}

impl Seen {
    /// Draws conclusions; `name` is what the folder is called.
    pub fn new(survey: Survey, many: bool, name: &str) -> Self {
        let mut seen = Self {
            many,
            name: name.to_owned(),
            branch: "main".to_owned(),
            entities: survey.entities,
            pages: survey.pages,
            ..Self::default()
        };
        if let Some(repo) = survey.repos.first() {
            seen.forge = repo.forge;
            if let Some((host, owner, name)) = repo.url.as_ref().and_then(parts) {
                seen.host = host;
                seen.owner = Some(owner);
                if !many {
                    seen.name = name;
                }
            }
            if let Some(branch) = repo.branch.as_ref().filter(|branch| is_plain(branch)) {
                seen.branch.clone_from(branch);
            }
        }
        for (_, text) in &survey.texts {
            seen.read(text);
        }
        seen
    }

    /// Takes what Backstage's configuration says: its title, and the organisations that it reads.
    fn read(&mut self, text: &str) {
        let Some(root) = yaml::read(text, Dialect::CATALOG).into_iter().find_map(|document| document.root) else {
            return;
        };
        if let Some(title) = root.at(&["app", "title"]).and_then(Node::as_str) {
            self.title = Some(title.to_owned());
        }
        for (forge, provider, keys) in [
            (Forge::GitHub, "github", &["organization"][..]),
            (Forge::GitHub, "githubOrg", &["orgs"]),
            (Forge::GitLab, "gitlab", &["group"]),
            (Forge::Gitea, "gitea", &["organization"]),
        ] {
            let Some(node) = root.at(&["catalog", "providers", provider]) else { continue };
            // One provider, or several by names of their own.
            let several = node.entries().iter().map(|(_, value)| value);
            for provider in std::iter::once(node).chain(several) {
                for value in keys.iter().filter_map(|key| provider.at(&[key])) {
                    let names = std::iter::once(value).chain(value.items());
                    let names = names.filter_map(Node::as_str).filter(|name| is_plain(name));
                    self.organisations.extend(names.map(|name| (forge, name.to_owned())));
                }
            }
        }
        self.organisations.sort_by(|a, b| (a.0.key(), &a.1).cmp(&(b.0.key(), &b.1)));
        self.organisations.dedup();
    }

    /// What was found, for people.
    pub fn sentence(&self) -> String {
        let place = match (&self.owner, self.forge) {
            (Some(owner), Some(forge)) if !self.many => format!("{owner}/{} on {}", self.name, forge.title()),
            _ if self.many => "several repositories".to_owned(),
            _ => "a folder without a known remote".to_owned(),
        };
        let backstage = if self.title.is_some() || !self.organisations.is_empty() {
            ", and the configuration of a Backstage instance"
        } else {
            ""
        };
        let entities = plural(self.entities as u64, "entity", "entities");
        let pages = plural(self.pages as u64, "page of docs", "pages of docs");
        format!("Found {place}: {entities}, {pages}{backstage}")
    }
}

/// Host, owner and name of a repository's page.
fn parts(url: &SafeUrl) -> Option<(String, String, String)> {
    let url = url::Url::parse(url.as_str()).ok()?;
    let path = url.path().trim_matches('/');
    let (owner, name) = path.rsplit_once('/')?;
    (is_plain(owner) && is_plain(name)).then(|| (url.origin().ascii_serialization(), owner.to_owned(), name.to_owned()))
}

/// Whether a name can stand in YAML, in a URL and in a shell as it is.
fn is_plain(name: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(inner)
}
