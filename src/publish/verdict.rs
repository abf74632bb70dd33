//! Whether what the sources hold may go where the site goes.

use serde::Serialize;

use crate::model::{Profile, Publication, Repo, RepoGlobs, Visibility};

/// Forges that everyone reaches, so that everyone may read what is public there.
const OPEN_FORGES: [&str; 5] = ["github.com", "gitlab.com", "codeberg.org", "gitea.com", "bitbucket.org"];

/// Where the site goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Destination {
    /// The place.
    pub profile: Profile,
    /// Whether everyone may read it, or may be able to.
    pub public: bool,
    /// How that is known: a part of a sentence.
    pub evidence: String,
}

/// What is found of one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Case {
    /// The repository's name.
    pub repo: String,
    /// `host/owner/name`, when it is on the web.
    pub address: Option<String>,
    /// Who may read it.
    pub visibility: Visibility,
    /// How that is known: a part of a sentence.
    pub evidence: String,
    /// The pattern of the configuration that lets it be published.
    pub allowed_by: Option<String>,
    /// Whether it may be published there.
    pub publishable: bool,
}

/// Whether the site may be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Where it goes.
    pub destination: Destination,
    /// Whether nothing stands against it.
    pub publishable: bool,
    /// All sources, by name.
    pub sources: Vec<Case>,
    /// Patterns of `allow` that no source has.
    pub unused: Vec<String>,
}

/// Judges all sources; each with who may read it, and how that is known.
pub fn judge(sources: &[(&Repo, Visibility, String)], destination: Destination, wanted: &Publication) -> Verdict {
    let allow = RepoGlobs::new(&wanted.allow);
    let mut cases: Vec<Case> = sources
        .iter()
        .map(|(repo, visibility, evidence)| {
            let address = address(repo);
            let (visibility, evidence) = reach(*visibility, evidence, address.as_deref(), wanted);
            let allowed_by = allow.find(&names(repo)).map(str::to_owned);
            let publishable = !destination.public || visibility == Visibility::Public || allowed_by.is_some();
            Case { repo: repo.name.clone(), address, visibility, evidence, allowed_by, publishable }
        })
        .collect();
    cases.sort_by(|a, b| a.repo.cmp(&b.repo));
    let used = |pattern: &&String| cases.iter().any(|case| case.allowed_by.as_ref() == Some(pattern));
    let unused = wanted.allow.iter().filter(|pattern| !used(pattern)).cloned().collect();
    Verdict { publishable: cases.iter().all(|case| case.publishable), destination, sources: cases, unused }
}

/// What is public on a forge of one's own is public to whoever reaches that forge, which need not be everyone.
fn reach(visibility: Visibility, evidence: &str, address: Option<&str>, wanted: &Publication) -> (Visibility, String) {
    let host = address.and_then(|address| address.split('/').next()).unwrap_or_default();
    let open = OPEN_FORGES.contains(&host) || wanted.open_forges.iter().any(|forge| forge == host);
    if visibility != Visibility::Public || open {
        return (visibility, evidence.to_owned());
    }
    (Visibility::Internal, format!("public on {host}, which not everyone may reach"))
}

/// What patterns may call a repository: its name, and `host/owner/name`.
fn names(repo: &Repo) -> Vec<String> {
    std::iter::once(repo.name.clone()).chain(address(repo)).collect()
}

/// `host/owner/name` of a repository's page.
fn address(repo: &Repo) -> Option<String> {
    let url = repo.url.as_ref()?.as_str();
    url.split_once("://").map(|(_, rest)| rest.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SafeUrl;

    #[test]
    fn only_what_everyone_may_read_goes_where_everyone_reads() {
        let wanted = Publication {
            allow: vec!["acme/*".to_owned(), "git.example/ops/**".to_owned(), "nobody".to_owned()],
            open_forges: vec!["open.example".to_owned()],
            ..Publication::default()
        };
        let table = [
            ("org/a", "https://github.com/org/a", Visibility::Public, Visibility::Public, true),
            ("org/b", "https://github.com/org/b", Visibility::Private, Visibility::Private, false),
            ("org/c", "https://github.com/org/c", Visibility::Internal, Visibility::Internal, false),
            ("d", "", Visibility::Unknown, Visibility::Unknown, false),
            ("x/e", "https://git.example/x/e", Visibility::Public, Visibility::Internal, false),
            ("x/f", "https://open.example/x/f", Visibility::Public, Visibility::Public, true),
            ("acme/g", "https://github.com/acme/g", Visibility::Private, Visibility::Private, true),
            ("acme/h/i", "https://gitlab.com/acme/h/i", Visibility::Private, Visibility::Private, false),
            ("ops/deep/j", "https://git.example/ops/deep/j", Visibility::Unknown, Visibility::Unknown, true),
        ];
        for public in [true, false] {
            for (name, url, said, found, publishable) in &table {
                let repo = Repo { url: SafeUrl::parse(url), ..Repo::plain(name) };
                let destination = Destination { profile: Profile::GithubPages, public, evidence: String::new() };
                let verdict = judge(&[(&repo, *said, "evidence".to_owned())], destination, &wanted);
                assert_eq!(verdict.sources[0].visibility, *found, "{name}");
                assert_eq!(verdict.publishable, *publishable || !public, "{name}");
                assert!(verdict.unused.contains(&"nobody".to_owned()), "{name}");
            }
        }
    }
}
