//! From the bytes of a file to the things that it names.

mod cloudformation;
mod compose;
mod dump;
mod hcl;
mod helm;
mod kubernetes;
mod provider;
mod serverless;
mod state;
mod terraform;

use serde::de::IgnoredAny;

use super::{
    sort::Sort,
    thing::{Draft, Trouble},
};
use crate::{
    model::{Node, RepoPath},
    yaml::{self, Dialect, Document},
};

/// Reads a file.
///
/// # Errors
/// When it is broken.
pub(super) fn read(sort: Sort, path: &RepoPath, bytes: &[u8]) -> Result<Vec<Draft>, Trouble> {
    match sort {
        Sort::Yaml => return of_yaml(bytes),
        Sort::Json => return of_json(bytes),
        Sort::JsonLines => return dump::lines(text(bytes)?),
        Sort::Terraform => return terraform::read(text(bytes)?),
        Sort::State => return state::read(&root(text(bytes)?)?).ok_or_else(no_state),
        Sort::Compose | Sort::Kustomize | Sort::Chart | Sort::Serverless => {}
    }
    let text = text(bytes)?;
    let root = match root(text) {
        Ok(root) => root,
        Err(_) if is_template(text) => return Ok(Vec::new()),
        Err(trouble) => return Err(trouble),
    };
    Ok(match sort {
        Sort::Compose => compose::read(&root),
        Sort::Kustomize => helm::kustomization(&root, path),
        Sort::Chart => helm::chart(&root),
        _ => serverless::read(&root),
    })
}

/// Adds the images that a chart's values name; values that cannot be read are for Helm to tell of.
pub(super) fn values(bytes: &[u8], draft: &mut Draft) {
    if let Ok(values) = text(bytes).and_then(root) {
        helm::images(&values, &mut draft.images);
    }
}

fn no_state() -> Trouble {
    Trouble::new(1, "it is no state of version 4, and not what `terraform show -json` writes")
}

/// The text of a file.
fn text(bytes: &[u8]) -> Result<&str, Trouble> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count() + 1;
        Trouble::new(u32::try_from(line).unwrap_or_default(), "not UTF-8")
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The only document of a file.
fn root(text: &str) -> Result<Node, Trouble> {
    let document = yaml::read(text, Dialect::DEFINITION).into_iter().next();
    let Document { root, errors, .. } = document.ok_or_else(|| Trouble::new(0, "it is empty"))?;
    match errors.first() {
        Some(error) => Err(of_json_itself(text).unwrap_or_else(|| error.into())),
        None => root.ok_or_else(|| Trouble::new(0, "it is empty")),
    }
}

/// What is wrong with JSON, where its own grammar tells more than YAML's.
fn of_json_itself(text: &str) -> Option<Trouble> {
    let error = serde_json::from_str::<IgnoredAny>(text).err().filter(|_| text.trim_start().starts_with(['{', '[']))?;
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Some(Trouble {
        line: number(error.line()),
        column: number(error.column()),
        message: format!("not JSON: {message}"),
    })
}

/// Whether a tool has yet to fill something in, so that the text need not be YAML.
fn is_template(text: &str) -> bool {
    ["{{", "{%", "<%"].iter().any(|open| text.contains(open))
}

/// Manifests of Kubernetes, or a template of CloudFormation; nothing of most files, which are not even parsed.
fn of_yaml(bytes: &[u8]) -> Result<Vec<Draft>, Trouble> {
    let has = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    let formation = has("AWSTemplateFormatVersion") || has("Resources:") && has("AWS::");
    let manifest = !formation && kubernetes::is_manifest(bytes);
    if !formation && !manifest {
        return Ok(Vec::new());
    }
    let text = text(bytes)?;
    let documents = yaml::read(text, Dialect::DEFINITION);
    let wrong = documents.iter().find_map(|document| document.errors.first());
    if let Some(error) = wrong.filter(|_| !is_template(text)) {
        return Err(error.into());
    }
    let sound = documents.iter().filter(|document| document.errors.is_empty());
    let roots = sound.filter_map(|document| document.root.as_ref());
    Ok(if formation {
        roots.flat_map(cloudformation::read).collect()
    } else {
        roots.flat_map(kubernetes::read).collect()
    })
}

/// What programs write: plans, states, templates and inventories.
fn of_json(bytes: &[u8]) -> Result<Vec<Draft>, Trouble> {
    let has = |word: &str| memchr::memmem::find(&bytes[..bytes.len().min(1 << 16)], word.as_bytes()).is_some();
    let manifest = has("\"apiVersion\"") && has("\"kind\"");
    let state = has("\"terraform_version\"");
    let formation = has("AWSTemplateFormatVersion") || has("\"Resources\"") && has("\"AWS::");
    let dump = dump::SIGNS.iter().any(|sign| has(sign));
    if !manifest && !state && !formation && !dump {
        return Ok(Vec::new());
    }
    let root = root(text(bytes)?)?;
    Ok(match () {
        () if state => state::read(&root).unwrap_or_default(),
        () if manifest => kubernetes::read(&root),
        () => {
            let found = cloudformation::read(&root);
            if found.is_empty() { dump::read(&root) } else { found }
        }
    })
}
