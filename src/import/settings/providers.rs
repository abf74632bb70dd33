//! `catalog.providers`: those that list repositories become sources, the others are left to do.

use super::{super::scalar, catalog::Sources, pattern::globs, tree::Tree};

/// A provider that lists repositories.
struct Lister {
    provider: &'static str,
    /// The key of a source.
    source: &'static str,
    /// The key that names the organisation.
    organisation: &'static str,
    /// The key of the expression that repositories' names match; below `filters` for some.
    pattern: &'static [&'static str],
    /// The keys of the file that is read of each.
    file: &'static [&'static str],
    host: &'static str,
}

const LISTERS: [Lister; 3] = [
    Lister {
        provider: "github",
        source: "github",
        organisation: "organization",
        pattern: &["filters", "repository"],
        file: &["catalogPath"],
        host: "github.com",
    },
    Lister {
        provider: "gitlab",
        source: "gitlab",
        organisation: "group",
        pattern: &["projectPattern"],
        file: &["entityFilename"],
        host: "gitlab.com",
    },
    Lister {
        provider: "gitea",
        source: "gitea",
        organisation: "organization",
        pattern: &[],
        file: &["catalogPath"],
        host: "gitea.com",
    },
];

/// What to do in place of the providers that are left.
const OTHERS: [(&str, &str); 14] = [
    ("githubOrg", "write groups and users as Group and User entities, in a repository of their own"),
    ("gitlabOrg", "write groups and users as Group and User entities, in a repository of their own"),
    ("ldapOrg", "export the directory as Group and User entities, in a repository of their own"),
    ("microsoftGraphOrg", "export the directory as Group and User entities, in a repository of their own"),
    ("keycloakOrg", "export the directory as Group and User entities, in a repository of their own"),
    ("okta", "export the directory as Group and User entities, in a repository of their own"),
    (
        "bitbucketCloud",
        "list the repositories: `- git: https://bitbucket.org/<workspace>/<repository>`, or a file with `repos:`",
    ),
    ("bitbucketServer", "list the repositories: `- git: <URL>`, or a file with `repos:`"),
    ("azureDevOps", "list the repositories: `- git: <URL>`, or a file with `repos:`"),
    ("gerrit", "list the repositories: `- git: <URL>`, or a file with `repos:`"),
    ("awsS3", "fetch the files into a folder before the build, and name it: `- path: <folder>`"),
    ("azureBlob", "fetch the files into a folder before the build, and name it: `- path: <folder>`"),
    ("googleGcs", "fetch the files into a folder before the build, and name it: `- path: <folder>`"),
    ("catalogPath", "name the file in `catalog.files`"),
];

/// Keys of providers that have no counterpart, and what to do.
const NARROWING: [(&[&str], &str); 5] = [
    (&["filters", "topic"], "topics are not read; narrow the source with `include` and `exclude`"),
    (
        &["filters", "visibility"],
        "sources that are private are not published to public places unless `publish.allow` says so",
    ),
    (&["filters", "branch"], "the default branch of each repository is read"),
    (&["branch"], "the default branch of each repository is read"),
    (&["schedule"], "how often the portal is built is up to the schedule of its workflow"),
];

/// Reads all providers.
pub(super) fn read(root: &Tree, sources: &mut Sources<'_>) {
    let Some(providers) = root.at(&["catalog", "providers"]) else { return };
    for (name, tree) in providers.entries() {
        let key = format!("catalog.providers.{name}");
        if let Some(lister) = LISTERS.iter().find(|lister| lister.provider == name) {
            for (id, provider) in several(tree, lister) {
                let key = if id.is_empty() { key.clone() } else { format!("{key}.{id}") };
                list(provider, lister, &key, sources);
            }
        } else {
            let advice = OTHERS.iter().find(|(other, _)| other == name).map_or(
                "what this provider brings is not read; write its entities as files in a repository",
                |(_, advice)| advice,
            );
            sources.leave(&key, &tree.place(sources.names), advice);
        }
    }
}

/// One provider, or several by names of their own.
fn several<'t>(tree: &'t Tree, lister: &Lister) -> Vec<(&'t str, &'t Tree)> {
    let own = [lister.organisation, "host", "app", "schedule"]
        .iter()
        .any(|key| tree.at(&[key]).is_some_and(|value| value.entries().is_empty() || *key == "schedule"));
    if own {
        return vec![("", tree)];
    }
    tree.entries().iter().map(|(id, provider)| (id.as_str(), provider)).collect()
}

fn list(provider: &Tree, lister: &Lister, key: &str, sources: &mut Sources<'_>) {
    let place = provider.place(sources.names);
    let named = provider.at(&[lister.organisation]).map(Tree::text);
    let Some(Ok(name)) = named else {
        let advice = match named {
            Some(Err(written)) => format!("`{}` is {written}; name the organisation", lister.organisation),
            _ => format!(
                "it reads the whole instance; name groups, each as a source of its own: `- {}: <name>`",
                lister.source
            ),
        };
        return sources.leave(key, &place, &advice);
    };
    let host = match provider.at(&["host"]).map(Tree::text) {
        None => lister.host.to_owned(),
        Some(Ok(host)) => host,
        Some(Err(written)) => {
            let advice = format!("`host` is {written}; write the address and add `- {}: {name}`", lister.source);
            return sources.leave(key, &place, &advice);
        }
    };
    let mut keys = vec![(lister.source, scalar(&name))];
    if host != lister.host || lister.source == "gitea" {
        keys.push(("url", scalar(&format!("https://{host}"))));
    }
    let narrow = narrow(provider, lister, (key, &place), &mut keys, sources);
    let flag = |path: &[&str]| provider.at(path).and_then(|tree| tree.text().ok());
    if flag(&["includeArchivedRepos"]).or_else(|| flag(&["filters", "allowArchived"])).as_deref() == Some("true") {
        keys.push(("archived", "true".to_owned()));
    }
    // Backstage reads forks unless it is told otherwise.
    let no_forks = flag(&["skipForkedRepos"]).as_deref() == Some("true")
        || flag(&["filters", "allowForks"]).as_deref() == Some("false");
    if !no_forks && lister.source != "gitea" {
        keys.push(("forks", "true".to_owned()));
    }
    if !narrow {
        sources.add_whole(&host, &name);
    }
    sources.add(keys, format!("{key}, {place}"));
    for file in lister.file.iter().filter_map(|file| provider.known(file)) {
        sources.add_file(&file, &format!("{key}, {place}"));
    }
    for (path, advice) in NARROWING {
        if let Some(tree) = provider.at(path) {
            let place = tree.place(sources.names);
            sources.leave_once(&format!("{key}.{}", path.join(".")), &place, advice);
        }
    }
}

/// Adds the globs of names; true when not all repositories are read.
fn narrow(
    provider: &Tree,
    lister: &Lister,
    (key, place): (&str, &str),
    keys: &mut Vec<(&'static str, String)>,
    sources: &mut Sources<'_>,
) -> bool {
    let list = |globs: &[String]| {
        let items: Vec<String> =
            globs.iter().map(|glob| serde_json::to_string(glob).expect("a text is JSON")).collect();
        format!("[{}]", items.join(", "))
    };
    let excluded: Vec<String> = provider.at(&["excludeRepos"]).map(Tree::texts).unwrap_or_default();
    let excluded: Vec<String> = excluded.iter().filter_map(|path| path.rsplit('/').next()).map(str::to_owned).collect();
    let expression =
        provider.at(lister.pattern).filter(|_| !lister.pattern.is_empty()).and_then(|tree| tree.text().ok());
    let mut narrow = false;
    if let Some(expression) = expression {
        // GitLab's is about any part of the path of a project.
        let found = globs(&expression).filter(|globs| lister.source != "gitlab" || globs == &["*"]);
        match found {
            Some(globs) if globs == ["*"] => {}
            Some(globs) => {
                keys.push(("include", list(&globs)));
                narrow = true;
            }
            None => {
                let advice = format!(
                    "`{}` is the expression {expression}; say the same with globs in `include`",
                    lister.pattern.join(".")
                );
                sources.leave(key, place, &advice);
            }
        }
    }
    if !excluded.is_empty() {
        keys.push(("exclude", list(&excluded)));
    }
    narrow
}
