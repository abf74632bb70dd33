//! Addresses that the catalog names, and what is there.

use serde_json::Value;

use super::warning;
use crate::{
    diagnostic::{Amendment, DriftRule, Finding, Side},
    drift::subject::{Subject, keys},
    model::{Evidence, Repo, RepoPath},
};

pub const LINK_GONE: DriftRule = warning(
    ("link-gone", "A link to a file of its own that is not there"),
    (
        "`metadata.links`, and `backstage.io/view-url` and `edit-url`",
        "the files of the repository, for links to the branch that was read",
    ),
    "Link to where the file lies now, or take the link away.",
);

pub const SOURCE_GONE: DriftRule = warning(
    ("source-gone", "The source location is not there"),
    (
        "`backstage.io/source-location` in the repository of the descriptor itself",
        "the files of the repository, on the branch that was read",
    ),
    "Name the folder in which the code lies.",
);

pub const REPOSITORY_MOVED: DriftRule = warning(
    ("repository-moved", "The repository is another one"),
    (
        "`github.com/project-slug` and `gitlab.com/project-slug`",
        "the address of a repository of the same name that holds the descriptor",
    ),
    "Name the repository as it is called now.",
);

pub const ADDRESS_MOVED: DriftRule = warning(
    ("address-moved", "An address names the repository as it was called"),
    (
        "`backstage.io/source-location`, `view-url` and `edit-url`",
        "the address of a repository of the same name that holds the descriptor",
    ),
    "Name the repository as it is called now.",
);

pub const WORKFLOW_GONE: DriftRule = warning(
    ("workflow-gone", "A workflow that is not there"),
    ("`github.com/workflows`", "the files in `.github/workflows`"),
    "Name the workflows that there are.",
);

pub const CI_GONE: DriftRule = warning(
    ("ci-gone", "Names a CI system that has no settings here"),
    (
        "`circleci.com/project-slug` and `travis-ci.com/repo-slug` of this repository",
        "`.circleci/config.yml` and `.travis.yml`, which are not there, and settings of another CI system, which are",
    ),
    "Name the CI system that builds it now.",
);

/// Annotations with addresses of files and folders.
const ADDRESSES: [&str; 3] = ["backstage.io/source-location", "backstage.io/view-url", "backstage.io/edit-url"];

pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Finding>) {
    let repo = &subject.home().repo;
    found.extend(links(subject, repo));
    found.extend(ADDRESSES.iter().filter_map(|key| annotation(subject, repo, key)));
    found.extend(
        ["github.com/project-slug", "gitlab.com/project-slug"].iter().filter_map(|key| slug(subject, repo, key)),
    );
    found.extend(workflows(subject));
    found.extend(ci(subject, repo));
}

/// The address of a repository without what is not part of it.
fn base(repo: &Repo) -> Option<&str> {
    Some(repo.url.as_ref()?.as_str().trim_end_matches('/').trim_end_matches(".git"))
}

/// Host, owner and name of an address of a repository, in lower case.
fn parts(url: &str) -> Option<(String, String)> {
    let rest = url.split_once("://")?.1;
    let (host, path) = rest.split_once('/')?;
    Some((host.to_lowercase(), path.to_lowercase()))
}

/// The file or folder of the repository at hand that an address shows on the branch that was read.
fn own_path(repo: &Repo, url: &str) -> Option<RepoPath> {
    let base = base(repo)?;
    let start = url.get(..base.len()).filter(|start| start.eq_ignore_ascii_case(base))?;
    let rest = url[start.len()..].strip_prefix('/')?;
    let rest = rest.strip_prefix("-/").unwrap_or(rest);
    let rest = ["tree/", "blob/", "edit/", "raw/", "src/branch/"].iter().find_map(|verb| rest.strip_prefix(verb))?;
    let below = rest.strip_prefix(repo.branch.as_deref()?)?.strip_prefix('/')?;
    let below = below.split(['#', '?']).next()?.trim_end_matches('/');
    if below.is_empty() || below.contains(['%', '$', '{', '*']) {
        return None;
    }
    RepoPath::new(RepoPath::new(below).ok()?.relative_to(&repo.prefix)?).ok()
}

/// Whether a path is in the snapshot of the descriptor.
fn is_there(subject: &Subject<'_>, path: &RepoPath) -> bool {
    subject.home().entry(path).is_some() || subject.home().has_folder(path)
}

/// The side of the repository of the descriptor.
fn home(subject: &Subject<'_>, path: RepoPath, words: impl Into<String>) -> Side {
    let evidence = Evidence { repo: subject.entity.origin.repo, path, line: 0, commit: None };
    Side { evidence, column: 0, words: words.into() }
}

fn links(subject: &Subject<'_>, repo: &Repo) -> Vec<Finding> {
    let links = subject.entity.metadata.get("links").and_then(Value::as_array);
    let gone = |(place, link): (usize, &Value)| {
        let url = link.get("url")?.as_str()?;
        let path = own_path(repo, url).filter(|path| !is_there(subject, path))?;
        let message = format!("it links to `{path}` of its repository, which is not there");
        let declared = subject.declared(&["metadata", "links", &place.to_string(), "url"], url);
        let shown = home(subject, subject.nearest(&path), format!("no `{path}`"));
        subject.find(&LINK_GONE, message, (declared, shown), None)
    };
    links.into_iter().flatten().enumerate().filter_map(gone).collect()
}

fn annotation(subject: &Subject<'_>, repo: &Repo, key: &str) -> Option<Finding> {
    let value = subject.entity.annotation(key)?;
    let url = value.strip_prefix("url:").unwrap_or(value);
    if let Some(path) = own_path(repo, url) {
        if is_there(subject, &path) {
            return None;
        }
        let rule = if key == ADDRESSES[0] { &SOURCE_GONE } else { &LINK_GONE };
        let message = format!("`{key}` names `{path}` of its repository, which is not there");
        let declared = subject.declared(&["metadata", "annotations", key], value);
        let shown = home(subject, subject.nearest(&path), format!("no `{path}`"));
        return subject.find(rule, message, (declared, shown), None);
    }
    let now = base(repo)?;
    let ((host, path), (own_host, own)) = (parts(url)?, parts(now)?);
    let name = own.rsplit('/').next()?;
    let depth = own.split('/').count();
    let old: Vec<&str> = path.split('/').take(depth).collect();
    let is_old = host == own_host && old.len() == depth && old.last() == Some(&name) && old.join("/") != own;
    if !is_old || is_collected(subject, &format!("{host}/{}", old.join("/"))) {
        return None;
    }
    let length = url.split_once("://")?.0.len() + 3 + host.len() + 1 + old.join("/").len();
    let new = format!("{}{now}{}", &value[..value.len() - url.len()], url.get(length..)?);
    let message = format!("`{key}` names {}, and the repository is {now}", url.get(..length)?);
    let declared = subject.declared(&["metadata", "annotations", key], value);
    let amendment = Amendment::Set(keys(&["metadata", "annotations", key]), new);
    subject.find(&ADDRESS_MOVED, message, (declared, home(subject, RepoPath::default(), now)), Some(amendment))
}

/// Whether a repository was read, by its host and path.
fn is_collected(subject: &Subject<'_>, address: &str) -> bool {
    let repos = subject.content.catalog.repos().iter();
    repos.into_iter().any(|repo| base(repo).is_some_and(|url| url.to_lowercase().ends_with(&format!("://{address}"))))
}

fn slug(subject: &Subject<'_>, repo: &Repo, key: &str) -> Option<Finding> {
    let value = subject.entity.annotation(key)?;
    let (host, own) = parts(base(repo)?)?;
    let lower = value.trim_matches('/').to_lowercase();
    let same_name = lower.rsplit('/').next() == own.rsplit('/').next();
    let elsewhere = key.split('/').next() != Some(host.as_str()) || lower == own || !lower.contains('/') || !same_name;
    if elsewhere || is_collected(subject, &format!("{host}/{lower}")) {
        return None;
    }
    let path = base(repo)?.split_once("://")?.1.split_once('/')?.1;
    let message = format!("`{key}` names {value}, and the repository is {path}");
    let declared = subject.declared(&["metadata", "annotations", key], value);
    let amendment = Amendment::Set(keys(&["metadata", "annotations", key]), path.to_owned());
    subject.find(&REPOSITORY_MOVED, message, (declared, home(subject, RepoPath::default(), path)), Some(amendment))
}

fn workflows(subject: &Subject<'_>) -> Option<Finding> {
    const KEY: &str = "github.com/workflows";
    let code = subject.code.filter(|code| code.snapshot.repo.prefix.as_str().is_empty())?;
    let folder = RepoPath::new(".github/workflows").ok().filter(|folder| code.snapshot.has_folder(folder))?;
    let value = subject.entity.annotation(KEY)?;
    let files = value.split(',').map(str::trim).filter(|file| file.ends_with(".yml") || file.ends_with(".yaml"));
    let gone =
        files.into_iter().find(|file| folder.join(file).is_ok_and(|path| code.snapshot.entry(&path).is_none()))?;
    let message = format!("`{KEY}` names {gone}, and there is no such workflow");
    let declared = subject.declared(&["metadata", "annotations", KEY], value);
    subject.find(&WORKFLOW_GONE, message, (declared, subject.shown(&folder, 0, format!("no {gone}"))), None)
}

fn ci(subject: &Subject<'_>, repo: &Repo) -> Vec<Finding> {
    const SYSTEMS: [(&str, &str, &str); 3] = [
        ("circleci.com/project-slug", "CircleCI", ".circleci/config.yml"),
        ("travis-ci.com/repo-slug", "Travis CI", ".travis.yml"),
        ("travis-ci.org/repo-slug", "Travis CI", ".travis.yml"),
    ];
    let one = |(key, name, file): &(&str, &str, &str)| {
        let value = subject.entity.annotation(key)?;
        let fact = subject.fact("ci").filter(|fact| fact.evidence.repo == subject.entity.origin.repo)?;
        let systems = fact.value.texts();
        let own = parts(base(repo)?)?.1;
        if systems.is_empty() || systems.iter().any(|system| system == name) || !value.to_lowercase().ends_with(&own) {
            return None;
        }
        let message = format!("`{key}` names {name}, and there is no {file}; {} builds it", systems.join(", "));
        let declared = subject.declared(&["metadata", "annotations", key], value);
        subject.find(&CI_GONE, message, (declared, subject.seen(fact, systems.join(", "))), None)
    };
    SYSTEMS.iter().filter_map(one).collect()
}
