//! What a file may be, by its path.

use crate::model::{RepoPath, Snapshot};

/// What kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// YAML that may be manifests of Kubernetes or a template of CloudFormation.
    Yaml,
    Compose,
    Kustomize,
    Chart,
    Serverless,
    Terraform,
    State,
    /// JSON that may be a plan, a template or an inventory.
    Json,
    /// JSON by lines, which inventories are exported as.
    JsonLines,
}

impl Sort {
    /// How much of a file is read, in bytes: what people write by hand is small, what programs write need not be.
    pub(super) fn largest(self) -> u64 {
        match self {
            Self::State | Self::Json | Self::JsonLines => 16 << 20,
            _ => 2 << 20,
        }
    }

    /// Whether the name alone tells what the file is.
    pub(super) fn is_certain(self) -> bool {
        !matches!(self, Self::Yaml | Self::Json | Self::JsonLines)
    }
}

/// Words in the names of files and folders that hold inventories and states as JSON.
const DUMPS: [&str; 16] = [
    "asset",
    "aws",
    "azure",
    "cfn",
    "cloudformation",
    "cluster",
    "gcp",
    "infrastructure",
    "inventory",
    "k8s",
    "kubectl",
    "kubernetes",
    "resource-graph",
    "resources",
    "terraform",
    "tfplan",
];

/// Nothing for what describes no infrastructure.
pub(super) fn sort(snapshot: &Snapshot, path: &RepoPath) -> Option<Sort> {
    let name = path.file_name().to_ascii_lowercase();
    let (stem, end) = name.rsplit_once('.')?;
    let sort = match end {
        "yaml" | "yml" => of_yaml(path, stem, &name)?,
        "tf" => Sort::Terraform,
        "tfstate" => Sort::State,
        "json" if stem.ends_with(".tfstate") => Sort::State,
        "json" if may_be_dump(path, &name) => Sort::Json,
        "jsonl" | "ndjson" if may_be_dump(path, &name) => Sort::JsonLines,
        _ => return None,
    };
    (!is_left_out(snapshot, path)).then_some(sort)
}

fn of_yaml(path: &RepoPath, stem: &str, name: &str) -> Option<Sort> {
    let compose = ["docker-compose", "compose", "podman-compose"]
        .iter()
        .any(|start| stem.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_'])));
    Some(match name {
        _ if compose => Sort::Compose,
        "kustomization.yaml" | "kustomization.yml" => Sort::Kustomize,
        "chart.yaml" => Sort::Chart,
        "serverless.yml" | "serverless.yaml" => Sort::Serverless,
        // Descriptors, settings of forges and lock files are many, and none of them is a manifest.
        "catalog-info.yaml" | "mkdocs.yml" | "pnpm-lock.yaml" => return None,
        _ if path.as_str().starts_with(".github/") => return None,
        _ => Sort::Yaml,
    })
}

fn may_be_dump(path: &RepoPath, name: &str) -> bool {
    let folder = path.parent().file_name().to_ascii_lowercase();
    !matches!(name, "package.json" | "package-lock.json" | "tsconfig.json")
        && DUMPS.iter().any(|word| name.contains(word) || folder.contains(word))
        || name == "template.json"
}

/// Whether a file lies where others' or made-up infrastructure lies. A folder `templates` alone is no sign of that, but
/// beside a chart it holds what is no YAML yet.
fn is_left_out(snapshot: &Snapshot, path: &RepoPath) -> bool {
    path.parent().upwards().any(|folder| {
        let name = folder.rsplit('/').next().unwrap_or_default();
        let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
        let chart = || RepoPath::new(above).and_then(|above| above.join("Chart.yaml"));
        RepoPath::is_foreign_folder(name)
            && (name != "templates" || chart().is_ok_and(|at| snapshot.entry(&at).is_some()))
    })
}
