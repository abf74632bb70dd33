//! A `catalog-info.yaml` for a repository that has none, from what the repository shows.

mod apis;
mod members;
mod package;
mod purpose;
mod readme;
#[cfg(test)]
mod tests;
mod write;

pub use self::members::{Member, alone, members};
use self::{apis::Api, package::Package, write::Lines};
use super::{remark, scalar};
use crate::model::{Catalog, Entity, Forge, RepoPath, Snapshot};

/// What others know of the repository.
#[derive(Clone, Debug, Default)]
pub struct Known<'a> {
    /// Languages, the most used first.
    pub languages: Vec<String>,
    /// Owners as CODEOWNERS has them: `@organisation/team`, `@user`, or an address of mail.
    pub owners: Vec<String>,
    /// Where that stands.
    pub said: &'a str,
    /// What is declared already, for teams and people.
    pub catalog: Option<&'a Catalog>,
    /// The system that the packages of a repository make up.
    pub system: Option<&'a str>,
}

/// A descriptor that nobody has written yet.
#[derive(Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The name of the repository.
    pub repo: String,
    /// The folder in it that is described.
    pub folder: RepoPath,
    /// The `catalog-info.yaml`.
    pub text: String,
    /// What it says, in a few words.
    pub summary: String,
}

/// Names that no entity's can be longer than.
const LONGEST_NAME: usize = 63;

/// The most languages that become tags; those of small parts are none.
const MOST_LANGUAGES: usize = 2;

/// Proposes a descriptor.
pub fn propose(snapshot: &Snapshot, known: &Known<'_>) -> Proposal {
    let name = name(snapshot);
    let package = Package::read(snapshot);
    let readme = readme::read(snapshot);
    let apis = apis::find(snapshot, &name);
    let (kind, because) = purpose::kind(snapshot, package.as_ref(), &known.languages);
    let mut lines = begin("Component");
    let called = if known.system.is_some() { "the folder's name" } else { "the repository's name" };
    lines.add(&format!("  name: {}", scalar(&name)), called);
    if let Some(title) = readme.title.as_ref().filter(|title| !title.eq_ignore_ascii_case(&name)) {
        lines.add(&format!("  title: {}", scalar(title)), &format!("the first heading of {}", readme.path));
    }
    let own = package.as_ref().and_then(|package| Some((package.description.clone()?, package.path)));
    let described = own.map(|(text, path)| (text, format!("{path}, `description`")));
    let described =
        described.or_else(|| Some((readme.sentence.clone()?, format!("the first sentence of {}", readme.path))));
    if let Some((text, from)) = described {
        lines.add(&format!("  description: {}", serde_json::to_string(&text).expect("a text is JSON")), &from);
    }
    annotations(snapshot, &mut lines);
    tags(known, &mut lines);
    lines.add("spec:", "");
    lines.add(&format!("  type: {kind}"), &because);
    lines.add(
        "  lifecycle: production",
        "nothing in a repository tells; `experimental` and `deprecated` are the other usual words",
    );
    let owner = owner(known);
    owner.write(&mut lines);
    if let Some(system) = known.system {
        lines.add(&format!("  system: {}", scalar(system)), "the repository, whose workspace names the folder");
    }
    if !apis.is_empty() {
        lines.add("  providesApis:", "");
        apis.iter().for_each(|api| {
            lines.add(&format!("    - {}", scalar(&api.name)), &format!("declared below, from {}", api.path))
        });
    }
    apis.iter().for_each(|api| declare(api, &owner, &mut lines));
    let docs = if docs(snapshot).is_some() { ", docs" } else { "" };
    let count = match apis.len() {
        0 => String::new(),
        1 => ", 1 API".to_owned(),
        count => format!(", {count} APIs"),
    };
    let summary = format!("{kind} {name}, owner {}{docs}{count}", owner.reference.as_deref().unwrap_or("unknown"));
    Proposal { repo: snapshot.repo.name.clone(), folder: RepoPath::default(), text: lines.text(), summary }
}

/// Proposes the system that so many packages of a repository make up.
pub fn propose_system(snapshot: &Snapshot, known: &Known<'_>, packages: usize) -> Proposal {
    let (name, readme) = (name(snapshot), readme::read(snapshot));
    let mut lines = begin("System");
    lines.add(&format!("  name: {}", scalar(&name)), "the repository's name");
    if let Some(title) = readme.title.as_ref().filter(|title| !title.eq_ignore_ascii_case(&name)) {
        lines.add(&format!("  title: {}", scalar(title)), &format!("the first heading of {}", readme.path));
    }
    if let Some(sentence) = &readme.sentence {
        let text = serde_json::to_string(sentence).expect("a text is JSON");
        lines.add(&format!("  description: {text}"), &format!("the first sentence of {}", readme.path));
    }
    annotations(snapshot, &mut lines);
    lines.add("spec:", "");
    let owner = owner(known);
    owner.write(&mut lines);
    let said = owner.reference.as_deref().unwrap_or("unknown");
    let summary = format!("system {name} of {packages} packages, owner {said}");
    let folder = RepoPath::default();
    Proposal { repo: snapshot.repo.name.clone(), folder, text: lines.text(), summary }
}

/// The first lines of a descriptor.
fn begin(kind: &str) -> Lines {
    let mut lines = Lines::default();
    lines.add(
        "# Proposed from what the repository shows. Look through it, correct it, and commit it as catalog-info.yaml.",
        "",
    );
    lines.add("apiVersion: backstage.io/v1alpha1", "");
    lines.add(&format!("kind: {kind}"), "");
    lines.add("metadata:", "");
    lines
}

/// The name of the repository as that of an entity.
pub fn name(snapshot: &Snapshot) -> String {
    fit(snapshot.repo.name.rsplit('/').next().unwrap_or_default())
}

/// A text as the name of an entity.
fn fit(text: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = text.chars().map(kept).take(LONGEST_NAME).collect();
    let name = name.trim_matches(['-', '_', '.']);
    if name.is_empty() { "unnamed".to_owned() } else { name.to_owned() }
}

fn annotations(snapshot: &Snapshot, lines: &mut Lines) {
    let repo = &snapshot.repo;
    let slug = repo.url.as_ref().and_then(|url| {
        let path = url.as_str().split_once("://")?.1.split_once('/')?.1.trim_matches('/');
        Some(path.strip_suffix(".git").unwrap_or(path).to_owned()).filter(|path| path.contains('/'))
    });
    let key = match repo.forge {
        Some(Forge::GitHub) => Some("github.com/project-slug"),
        Some(Forge::GitLab) => Some("gitlab.com/project-slug"),
        _ => None,
    };
    let docs = docs(snapshot);
    let slug = key.zip(slug);
    if slug.is_none() && docs.is_none() {
        return;
    }
    lines.add("  annotations:", "");
    if let Some((key, slug)) = slug {
        lines.add(&format!("    {key}: {}", scalar(&slug)), "the repository's address");
    }
    if let Some(path) = docs {
        lines.add("    backstage.io/techdocs-ref: dir:.", &path);
    }
}

/// What the docs of the repository are made of.
fn docs(snapshot: &Snapshot) -> Option<String> {
    let is_file = |name: &&str| RepoPath::new(name).is_ok_and(|path| snapshot.entry(&path).is_some());
    if let Some(settings) = ["mkdocs.yml", "mkdocs.yaml"].into_iter().find(is_file) {
        return Some(settings.to_owned());
    }
    let folder = RepoPath::new("docs").ok()?;
    let page = snapshot.files_within(&folder).map(|(path, _)| path).find(|path| path.as_str().ends_with(".md"))?;
    Some(format!("{page}, without a mkdocs.yml"))
}

fn tags(known: &Known<'_>, lines: &mut Lines) {
    let tag = |language: &String| {
        let tag: String = language.to_lowercase().replace(' ', "-");
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "+#-".contains(c);
        (tag.chars().all(fits) && !tag.starts_with('-')).then_some(tag)
    };
    let tags: Vec<String> = known.languages.iter().filter_map(tag).take(MOST_LANGUAGES).collect();
    if !tags.is_empty() {
        lines.add("  tags:", "");
        tags.iter().for_each(|tag| lines.add(&format!("    - {}", scalar(tag)), "a language of much of the code"));
    }
}

/// Who owns the repository.
struct Owner {
    /// The reference, when somebody declares it.
    reference: Option<String>,
    /// What is named, and the reference that it would be.
    named: Option<(String, String)>,
    said: String,
}

/// The first owner that is declared as a group or user, else the first that is named.
fn owner(known: &Known<'_>) -> Owner {
    let entities = known.catalog.map_or(&[][..], Catalog::entities);
    let declared = |owner: &String| {
        let handle = owner.strip_prefix('@')?;
        let (kind, name) = match handle.rsplit_once('/') {
            Some((_, team)) => ("group", team),
            None => ("user", handle),
        };
        let own = |entity: &&Entity| {
            let by_name = entity.id.name() == name.to_lowercase();
            let slug = if kind == "group" { "github.com/team-slug" } else { "github.com/user-login" };
            entity.id.kind() == kind && (by_name || entity.annotation(slug).is_some_and(|slug| slug == handle))
        };
        entities.iter().find(own).map(|entity| (owner.clone(), entity.id.as_str().to_owned()))
    };
    let resolved = known.owners.iter().find_map(declared);
    let named = resolved.clone().or_else(|| {
        let handle = known.owners.iter().find(|owner| owner.starts_with('@'))?;
        let reference = match handle.rsplit_once('/') {
            Some((_, team)) => format!("group:{team}"),
            None => format!("user:{}", handle.trim_start_matches('@')),
        };
        Some((handle.clone(), reference))
    });
    Owner { reference: resolved.map(|(_, reference)| reference), named, said: known.said.to_owned() }
}

impl Owner {
    fn write(&self, lines: &mut Lines) {
        match (&self.reference, &self.named) {
            (Some(reference), Some((handle, _))) => {
                lines.add(&format!("  owner: {}", scalar(reference)), &format!("{}, {handle}", self.said));
            }
            (_, Some((handle, reference))) => {
                let why = format!("{} names {handle}, whom nothing that was read declares", self.said);
                lines.add("  owner: unknown", &why);
                lines.add(&format!("  # owner: {}", remark(reference)), "");
            }
            _ => lines.add("  owner: unknown", "no CODEOWNERS names anybody; write a group or a user"),
        }
    }
}

/// The document of an API.
fn declare(api: &Api, owner: &Owner, lines: &mut Lines) {
    for line in ["---", "apiVersion: backstage.io/v1alpha1", "kind: API", "metadata:"] {
        lines.add(line, "");
    }
    lines.add(&format!("  name: {}", scalar(&api.name)), "");
    lines.add("spec:", "");
    lines.add(&format!("  type: {}", api.kind), &api.because);
    lines.add("  lifecycle: production", "");
    lines.add(&format!("  owner: {}", scalar(owner.reference.as_deref().unwrap_or("unknown"))), "as above");
    lines.add("  definition:", "");
    lines.add(&format!("    $text: {}", scalar(&format!("./{}", api.path))), "");
}
