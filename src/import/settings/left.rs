//! Settings that have no counterpart, and what stands in their place.

use super::{super::remark, tree::Tree};

/// Keys that are read, or whose parts are looked at one by one.
const READ: [&str; 6] =
    ["app.title", "app.baseUrl", "organization.name", "catalog.locations", "catalog.providers", "catalog.import"];

/// Keys by their beginnings, and what to do instead.
const ADVICE: [(&str, &str); 26] = [
    ("app.analytics", "pages send nothing anywhere; count requests where they are served"),
    ("app.branding", "colours and logos are files of a theme of your own: `theme: <folder>`"),
    ("app.logo", "colours and logos are files of a theme of your own: `theme: <folder>`"),
    ("app.support", "put the links on a page of the docs"),
    ("app.listen", "no server runs"),
    ("app", "it is about Backstage's own pages"),
    ("organization", "it is about Backstage's own pages"),
    ("auth", "nobody signs in: whoever may read the files may read the portal; choose where it is published"),
    ("backend", "no server runs: there is no database, cache, listener, CORS or secret"),
    ("permission", "a site is for one audience: `audiences:` builds several, each from what its readers may see"),
    ("rbac", "a site is for one audience: `audiences:` builds several, each from what its readers may see"),
    ("proxy", "pages ask no server; link to the tools from the entities"),
    ("integrations", "tokens are read from GITHUB_TOKEN, GITLAB_TOKEN and GITEA_TOKEN when the portal is built"),
    ("scaffolder", "templates run in the browser and with `callboard new`, without a server or tokens"),
    (
        "techdocs",
        "docs are built with the portal, from the same `mkdocs.yml`; there is no generator, builder or storage",
    ),
    ("search", "the index is built with the portal and runs in the browser"),
    ("kubernetes", "what runs is not shown; link to the cluster's own pages from the entities"),
    ("catalog.rules", "entities of every kind are read; a policy can forbid some of them"),
    ("catalog.processingInterval", "how often the portal is built is up to the schedule of its workflow"),
    ("catalog.orphanStrategy", "each build reads everything, so nothing is left behind"),
    ("catalog.readonly", "the portal never writes; changes are pull requests"),
    ("catalog", "it is about how Backstage's catalog runs"),
    ("events", "a push that should build the portal again sends `repository_dispatch` to its workflow"),
    ("dynamicPlugins", "there are no plugins; what they show can be linked to, or be a page of the docs"),
    ("homepage", "the start page is made from what is there; its template is part of the theme"),
    ("notifications", "there are Atom feeds of every team and system instead: `feeds:`"),
];

/// One line for each setting that is not read, in the order of the files.
pub(super) fn left(root: &Tree, names: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for (key, tree) in root.entries() {
        let parts = ["app", "catalog", "organization"].contains(&key.as_str()) && !tree.entries().is_empty();
        if parts {
            for (part, tree) in tree.entries() {
                line(&format!("{key}.{part}"), tree, names, &mut lines);
            }
        } else {
            line(key, tree, names, &mut lines);
        }
    }
    lines
}

fn line(key: &str, tree: &Tree, names: &[&str], lines: &mut Vec<String>) {
    if READ.contains(&key) {
        return;
    }
    let part = |rest: &str| rest.starts_with('.') || key.starts_with("app.") && rest.starts_with(char::is_uppercase);
    let of = |start: &str| key == start || key.strip_prefix(start).is_some_and(part);
    let advice = ADVICE.iter().find(|(start, _)| of(start)).map(|(_, advice)| *advice);
    let advice = advice.unwrap_or("these are settings of a plugin, and there are no plugins");
    lines.push(remark(&format!("{key} ({}): {advice}", tree.place(names))));
}
