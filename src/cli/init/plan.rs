//! From what was seen to the files that a portal needs, as texts.

use super::seen::Seen;
use crate::model::Forge;

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where, from the folder.
    pub path: &'static str,
    /// What stands in its way when it is there.
    pub unless: &'static [&'static str],
    /// What it holds.
    pub text: String,
}

/// Where the reusable workflows are.
const WORKFLOWS: &str = "callboard/callboard/.github/workflows";

/// The configuration, and what builds it.
pub fn files(seen: &Seen) -> Vec<File> {
    let mut files = vec![File {
        path: "callboard.yaml",
        unless: &["callboard.yaml", ".callboard.yaml"],
        text: configuration(seen),
    }];
    match seen.forge {
        Some(Forge::GitHub) => files.extend(github(seen)),
        Some(Forge::GitLab) => files.push(File {
            path: ".gitlab-ci.yml",
            unless: &[".gitlab-ci.yml"],
            text: GITLAB.replace("VERSION", env!("CARGO_PKG_VERSION")),
        }),
        _ => {}
    }
    files
}

/// What people do next.
pub fn steps(seen: &Seen) -> Vec<String> {
    let mut steps = vec!["callboard build, and open site/index.html".to_owned()];
    if seen.entities + seen.pages == 0 && seen.organisations.is_empty() && !seen.many {
        steps.insert(0, "name your repositories in callboard.yaml: there is nothing to show in this one".to_owned());
    }
    if seen.title.is_some() || !seen.organisations.is_empty() {
        steps.push(
            "see what else app-config.yaml says: callboard import --app-config app-config.yaml --dry-run".to_owned(),
        );
    }
    match seen.forge {
        Some(Forge::GitHub) => {
            let page = match &seen.owner {
                Some(owner) => format!("{}/{owner}/{}/settings/pages", seen.host, seen.name),
                None => "the repository's settings, under Pages".to_owned(),
            };
            steps.push(format!("choose GitHub Actions as the source of Pages: {page}"));
            steps.push(
                "see who can read the site before it is published: pages of private repositories may be public".into(),
            );
            steps.push("commit and push; pull requests get a preview, the branch is published".to_owned());
        }
        Some(Forge::GitLab) => {
            steps.push("put the checksum of the release into .gitlab-ci.yml".to_owned());
            steps.push("see who can read the site: Settings, General, Visibility, Pages".to_owned());
            steps.push("commit and push; merge requests get a preview, the default branch is published".to_owned());
        }
        _ => steps.push("build it in CI: the manual's page \"Any CI\" has the few lines".to_owned()),
    }
    steps
}

fn configuration(seen: &Seen) -> String {
    let title = seen.title.clone().or_else(|| seen.owner.clone()).unwrap_or_else(|| seen.name.clone());
    let title = serde_json::to_string(&title).expect("a text is JSON");
    let mut text =
        format!("# The portal: what it is called, and which repositories it is made from.\ntitle: {title}\n");
    if let Some(url) = address(seen) {
        text += &format!("url: {url}\n");
    }
    text += "sources:\n";
    if seen.many {
        text += "  - path: '*'\n";
    } else if seen.entities + seen.pages > 0 || seen.organisations.is_empty() {
        text += "  - path: .\n";
    }
    for (forge, name) in &seen.organisations {
        text += &format!("  - {}: {name}\n", forge.key());
    }
    if let (Some(owner), Some(forge), true) = (&seen.owner, seen.forge, seen.organisations.is_empty()) {
        let owner = owner.split('/').next().unwrap_or(owner);
        text += &format!(
            "  # Every repository of the organisation; set {}_TOKEN to read those that are private.\n  # - {}: {owner}\n  #   exclude: ['sandbox-*']\n",
            forge.key().to_uppercase(),
            forge.key()
        );
    }
    text
}

/// Where the site will be, when that follows from where the repository is.
fn address(seen: &Seen) -> Option<String> {
    let owner =
        seen.owner.as_ref().filter(|_| seen.forge == Some(Forge::GitHub) && seen.host == "https://github.com")?;
    let host = format!("{}.github.io", owner.to_lowercase());
    if seen.name.to_lowercase() == host {
        return Some(format!("https://{host}/"));
    }
    Some(format!("https://{host}/{}/", seen.name))
}

fn github(seen: &Seen) -> [File; 3] {
    let filled = |text: &str| {
        // Not all portals of the world at the same minute.
        let minute = seen.name.bytes().fold(17_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 60);
        text.replace("WORKFLOWS", WORKFLOWS).replace("BRANCH", &seen.branch).replace("MINUTE", &minute.to_string())
    };
    [
        File { path: ".github/workflows/portal.yml", unless: &[".github/workflows/portal.yml"], text: filled(PORTAL) },
        File {
            path: ".github/workflows/portal-preview.yml",
            unless: &[".github/workflows/portal-preview.yml"],
            text: filled(PREVIEW),
        },
        File {
            path: ".github/workflows/portal-comment.yml",
            unless: &[".github/workflows/portal-comment.yml"],
            text: filled(COMMENT),
        },
    ]
}

const PORTAL: &str = "\
# Builds the portal and publishes it to GitHub Pages.
name: Portal
on:
  push:
    branches: ['BRANCH']
  schedule:
    - cron: 'MINUTE * * * *'
  repository_dispatch: # other repositories can ask for a build
    types: [callboard]
  workflow_dispatch:

permissions: {}

jobs:
  portal:
    uses: WORKFLOWS/publish.yml@v1
    permissions:
      contents: read
      pages: write # the deployment
      id-token: write # proof for Pages that this run may deploy
    secrets:
      token: ${{ secrets.PORTAL_TOKEN }} # only for private repositories besides this one
";

const PREVIEW: &str = "\
# Builds what a pull request would publish, from forks as well: it has no secrets.
name: Portal preview
on: pull_request

permissions: {}

jobs:
  preview:
    uses: WORKFLOWS/preview.yml@v1
    permissions:
      contents: read
";

const COMMENT: &str = "\
# Writes what the preview found under the pull request. It runs nothing of the pull request.
name: Portal comment
on:
  workflow_run: # zizmor: ignore[dangerous-triggers] it reads one JSON file of limited size, and checks out nothing
    workflows: [Portal preview]
    types: [completed]

permissions: {}

jobs:
  comment:
    uses: WORKFLOWS/comment.yml@v1
    permissions:
      actions: read # the preview's artifact
      pull-requests: write # the comment
";

const GITLAB: &str = "\
# Publishes the portal to GitLab Pages, and previews merge requests.
include:
  - remote: https://raw.githubusercontent.com/callboard/callboard/v1/ci/gitlab.yml
    inputs:
      version: VERSION
      sha256: '' # of the archive for x86_64 Linux: the release's file SHA256SUMS has it
";
