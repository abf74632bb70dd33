//! What a thing is there for, when that is certain.

use super::thing::{Draft, is_settled};
use crate::model::RepoPath;

/// Keys of labels and tags that say it.
const KEYS: [&str; 5] = ["environment", "env", "stage", "app.kubernetes.io/environment", "deployment.environment"];

/// Words that mean nothing else.
const WORDS: [(&str, &str); 13] = [
    ("prod", "production"),
    ("production", "production"),
    ("prd", "production"),
    ("staging", "staging"),
    ("stage", "staging"),
    ("stg", "staging"),
    ("preprod", "pre-production"),
    ("pre-production", "pre-production"),
    ("uat", "acceptance"),
    ("acceptance", "acceptance"),
    ("dev", "development"),
    ("development", "development"),
    ("qa", "qa"),
];

/// Folders whose folders are called after environments.
const ABOVE: [&str; 8] = ["overlays", "environments", "envs", "env", "environment", "clusters", "stages", "live"];

/// Says it by label or tag, by namespace, by folder or by the name of the file, in this order.
pub(super) fn settle(draft: &mut Draft, path: &RepoPath) {
    let said = draft.environment.take().or_else(|| {
        let all = draft.labels.iter().chain(&draft.tags);
        all.filter(|(key, _)| KEYS.contains(&key.to_ascii_lowercase().as_str())).map(|(_, value)| value.clone()).next()
    });
    let said = said.filter(|text| is_settled(text)).map(|text| known(&text).map_or(text, str::to_owned));
    draft.environment = said.or_else(|| namespace(&draft.namespace).or_else(|| folder(path)).map(str::to_owned));
}

fn known(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    WORDS.iter().find(|(own, _)| *own == word).map(|(_, name)| *name)
}

/// `production`, `booking-prod`.
fn namespace(name: &str) -> Option<&'static str> {
    known(name).or_else(|| known(name.rsplit('-').next().unwrap_or_default()))
}

fn folder(path: &RepoPath) -> Option<&'static str> {
    let parts: Vec<&str> = path.as_str().split('/').collect();
    let (file, folders) = parts.split_last()?;
    let below = folders.windows(2).rev().find(|pair| ABOVE.contains(&pair[0])).and_then(|pair| known(pair[1]));
    // A folder called `dev` may hold what developers need.
    let alone = |word: &&str| known(word).filter(|name| matches!(*name, "production" | "staging"));
    let words = || file.split(['.', '-', '_']).skip(1).find_map(|word| alone(&word));
    below.or_else(|| folders.iter().rev().find_map(alone)).or_else(words)
}
