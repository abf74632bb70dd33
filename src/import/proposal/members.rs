//! The packages of a repository that holds several, as its workspace names them: npm, Yarn, pnpm, Cargo, Go and Maven.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde_json::Value;

use super::{apis::is_foreign, fit, package::text};
use crate::{
    model::{Files, Node, ReadError, RepoPath, Snapshot},
    yaml::{self, Dialect},
};

/// More are not proposed one by one.
const MOST: usize = 300;

/// More patterns than these are no workspace that people write.
const MOST_PATTERNS: usize = 1_000;

/// Takes the patterns of folders out of the text of a workspace; one that begins with `!` takes folders out again.
type Reader = fn(&str) -> Vec<String>;

/// The file that names the packages, who reads it, and the file that makes a folder a package.
const WORKSPACES: [(&str, Reader, &str); 5] = [
    ("package.json", node, "package.json"),
    ("pnpm-workspace.yaml", pnpm, "package.json"),
    ("Cargo.toml", cargo, "Cargo.toml"),
    ("go.work", go, "go.mod"),
    ("pom.xml", maven, "pom.xml"),
];

/// A package of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its folder.
    pub folder: RepoPath,
    /// The name that its entity would have: that of its folder, or of all folders down to it where two agree.
    pub name: String,
}

/// The packages of a repository, in the order of their folders; none when it is one thing.
pub fn members(snapshot: &Snapshot) -> Vec<Member> {
    let mut folders: BTreeSet<RepoPath> = BTreeSet::new();
    for (file, read, manifest) in WORKSPACES {
        let patterns = text(snapshot, file).map(|text| read(&text)).unwrap_or_default();
        if !patterns.is_empty() && patterns.len() <= MOST_PATTERNS {
            folders.extend(matching(snapshot, &patterns, manifest));
        }
    }
    if folders.len() < 2 || folders.len() > MOST {
        return Vec::new();
    }
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    folders.iter().for_each(|folder| *named.entry(fit(folder.file_name()).to_lowercase()).or_default() += 1);
    let name = |folder: &RepoPath| {
        let own = fit(folder.file_name());
        if named[&own.to_lowercase()] == 1 { own } else { fit(&folder.as_str().replace('/', "-")) }
    };
    folders.iter().map(|folder| Member { name: name(folder), folder: folder.clone() }).collect()
}

/// A package as a repository of its own, which is called as its entity would be.
pub fn alone(snapshot: &Snapshot, member: &Member) -> Snapshot {
    let mut repo = snapshot.repo.clone();
    repo.name.clone_from(&member.name);
    let inner = |path: &RepoPath| RepoPath::new(path.relative_to(&member.folder)?).ok();
    let files = snapshot.files_within(&member.folder);
    let files = files.filter_map(|(path, entry)| Some((inner(path)?, entry.clone()))).collect();
    Snapshot::new(repo, files, Arc::new(Below { whole: snapshot.clone(), folder: member.folder.clone() }))
}

/// The files of a folder, as if it were a repository.
struct Below {
    whole: Snapshot,
    folder: RepoPath,
}

impl Files for Below {
    fn read(&self, path: &RepoPath) -> Result<Vec<u8>, ReadError> {
        self.whole.read(&self.folder.join(path.as_str()).map_err(|_| ReadError::NotFound)?)
    }

    fn folder(&self) -> Option<&Path> {
        None
    }
}

/// Folders with a manifest that patterns mean, examples and tests apart.
fn matching(snapshot: &Snapshot, patterns: &[String], manifest: &str) -> Vec<RepoPath> {
    let set = |excluding: bool| -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            let (pattern, excludes) = pattern.strip_prefix('!').map_or((pattern.as_str(), false), |rest| (rest, true));
            let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
            if excludes == excluding
                && let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).build()
            {
                set.add(glob);
            }
        }
        set.build().unwrap_or_default()
    };
    let (wanted, unwanted) = (set(false), set(true));
    let is_member = |folder: &RepoPath| {
        let path = folder.as_str();
        !path.is_empty()
            && wanted.is_match(path)
            && !unwanted.is_match(path)
            && !path.split('/').any(|part| is_foreign(part) || part.starts_with('.'))
    };
    let manifests = snapshot.files().filter(|(path, _)| path.file_name() == manifest);
    manifests.map(|(path, _)| path.parent()).filter(is_member).collect()
}

/// `workspaces` of npm and Yarn.
fn node(text: &str) -> Vec<String> {
    let root: Value = serde_json::from_str(text).unwrap_or_default();
    let listed = root.get("workspaces").and_then(|list| list.get("packages").unwrap_or(list).as_array().cloned());
    listed.into_iter().flatten().filter_map(|pattern| Some(pattern.as_str()?.to_owned())).collect()
}

fn pnpm(text: &str) -> Vec<String> {
    let root = yaml::read(text, Dialect::CATALOG).into_iter().find_map(|document| document.root);
    let patterns = root.as_ref().and_then(|root| root.get("packages")).map_or(&[][..], Node::items);
    patterns.iter().filter_map(|pattern| Some(pattern.as_str()?.to_owned())).collect()
}

/// `members` and `exclude` of Cargo's `[workspace]`.
fn cargo(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    let own = lines.skip_while(|line| *line != "[workspace]").skip(1).take_while(|line| {
        // A list may have lines that begin with a bracket only where it ends.
        !line.starts_with('[')
    });
    let section: String = own.collect::<Vec<_>>().join(" ");
    let list = |key: &str| -> Vec<String> {
        let found = section.find(&format!("{key} =")).or_else(|| section.find(&format!("{key}=")));
        let list = found.and_then(|at| section[at..].split_once('[')?.1.split_once(']'));
        let quoted = list.map_or("", |(list, _)| list).split('"').skip(1).step_by(2);
        quoted.map(str::to_owned).collect()
    };
    list("members").into_iter().chain(list("exclude").into_iter().map(|pattern| format!("!{pattern}"))).collect()
}

/// `use` of a `go.work`.
fn go(text: &str) -> Vec<String> {
    let (mut folders, mut open) = (Vec::new(), false);
    for line in text.lines().map(|line| line.split("//").next().unwrap_or_default().trim()) {
        match (open, line.strip_prefix("use")) {
            (true, _) if line == ")" => open = false,
            (true, _) => folders.push(line),
            (false, Some(rest)) if rest.trim() == "(" => open = true,
            (false, Some(rest)) if rest.starts_with(' ') => folders.push(rest.trim()),
            _ => {}
        }
    }
    folders.into_iter().filter(|folder| !folder.is_empty()).map(|folder| folder.trim_matches('"').to_owned()).collect()
}

/// `<module>` of Maven.
fn maven(text: &str) -> Vec<String> {
    let modules = text.split("<module>").skip(1).filter_map(|rest| Some(rest.split_once("</module>")?.0.trim()));
    modules.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_those_of_the_workspace() {
        let manifests = |paths: &[&str]| paths.iter().map(|path| format!("-- {path} --\n{{}}\n")).collect::<String>();
        let node = manifests(&["apps/web/package.json", "packages/ui/package.json", "packages/ui/x/package.json"]);
        let old = manifests(&["packages/old/package.json", "packages/examples/a/package.json"]);
        let cargo = manifests(&["crates/a/Cargo.toml", "crates/b/Cargo.toml", "tool/Cargo.toml", "not/Cargo.toml"]);
        let go = manifests(&["a/api/go.mod", "b/api/go.mod", "c/go.mod"]);
        for (text, expected) in [
            (
                format!("-- package.json --\n{{\"workspaces\": [\"apps/*\", \"./packages/*/\", \"!packages/old\"]}}\n{node}{old}"),
                "apps/web=web packages/ui=ui",
            ),
            (format!("-- package.json --\n{{\"workspaces\": {{\"packages\": [\"**\"]}}}}\n{node}"), "apps/web=web packages/ui=ui packages/ui/x=x"),
            (format!("-- pnpm-workspace.yaml --\npackages:\n  - 'packages/**'\n{node}{old}"), "packages/old=old packages/ui=ui packages/ui/x=x"),
            (
                format!("-- Cargo.toml --\n[package]\nname = \"x\"\n[workspace]\nmembers = [\n  \"crates/*\", # all\n  \"tool\",\n]\nexclude = [\"crates/b\"]\n[workspace.dependencies]\nnot = \"1\"\n{cargo}"),
                "crates/a=a tool=tool",
            ),
            (format!("-- go.work --\ngo 1.22\nuse (\n\t./a/api // one\n\t./b/api\n)\nuse ./c\n{go}"), "a/api=a-api b/api=b-api c=c"),
            ("-- pom.xml --\n<modules><module>core</module>\n<module>web</module></modules>\n-- core/pom.xml --\n-- web/pom.xml --\n-- x/pom.xml --\n".to_owned(), "core=core web=web"),
            // One package, no package, and what is no workspace.
            (format!("-- go.work --\nuse ./c\n{go}"), ""),
            (format!("-- package.json --\n{{\"workspaces\": 3}}\n-- Cargo.toml --\n[workspace\n-- pom.xml --\n<module>\n{node}"), ""),
        ] {
            let found = members(&Snapshot::from_text("r", &text));
            let shown: Vec<String> = found.iter().map(|one| format!("{}={}", one.folder, one.name)).collect();
            assert_eq!(shown.join(" "), expected, "{text}");
        }
    }
}
