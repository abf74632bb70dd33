//! Whole configurations, and single addresses.

use super::{
    locations::{Address, parse},
    settings,
};

fn imported(files: &[(&str, &str)]) -> String {
    let files: Vec<(String, String)> = files.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
    settings(&files, ".").map_or_else(|error| error, |imported| imported.text)
}

#[test]
fn a_configuration_and_its_overlay_become_one() {
    let own = "app:\n  title: Shop \"portal\"\n  baseUrl: http://localhost:3000\nbackend:\n  database: {connection: {password: geheim}}\ncatalog:\n  rules: [{allow: [Component]}]\n  locations:\n    - {type: file, target: ../../examples/org.yaml, rules: [{allow: [User]}]}\n    - {type: url, target: https://github.com/other/catalog/blob/main/all.yaml}\n    - {type: url, target: \"https://github.com/shop/org/blob/main/teams.yaml\"}\n    - {type: url, target: \"https://me:geheim@${HOST}/a/b/blob/main/x.yaml?token=geheim\"}\n  providers:\n    github:\n      main: {organization: shop, catalogPath: /catalog-info.yaml, filters: {branch: main}}\n      tools: {organization: tools, host: git.example, filters: {repository: '^svc-.*$', allowForks: false}}\n      odd: {organization: odd, filters: {repository: '^(?!x).*'}}\n      secret: {organization: {$env: ORG}}\n    gitlab:\n      all: {host: gitlab.com}\n    ldapOrg: {default: {target: ldaps://x}}\n";
    let over = "app:\n  baseUrl: https://portal.example\nauth: {providers: {guest: {}}}\npagerDuty: {}\n";
    let expected = "\
# The portal, as app-config.yaml, app-config.production.yaml has it. Each line says where it comes from.
title: \"Shop \\\"portal\\\"\" # app.title, app-config.yaml:2
url: https://portal.example/ # app.baseUrl, app-config.production.yaml:2; where the portal will be published
sources:
  # catalog.providers.github.main, app-config.yaml:15
  - github: shop
    forks: true
  # catalog.providers.github.tools, app-config.yaml:16
  - github: tools
    url: https://git.example
    include: [\"svc-*\"]
  # catalog.providers.github.odd, app-config.yaml:17
  - github: odd
    forks: true
  # catalog.locations[0], app-config.yaml:9
  - path: .
  # catalog.locations[1], app-config.yaml:10
  - git: https://github.com/other/catalog
    ref: main
catalog:
  files:
    - \"**/catalog-info.yaml\"
    - \"**/catalog-info.yml\"
    - examples/org.yaml # catalog.locations[0], app-config.yaml:9
    - all.yaml # catalog.locations[1], app-config.yaml:10
    - teams.yaml # catalog.locations[2], app-config.yaml:11

# What has no counterpart here, or is left to do:
#   catalog.providers.github.main.filters.branch (app-config.yaml:15): the default branch of each repository is read
#   catalog.providers.github.odd (app-config.yaml:17): `filters.repository` is the expression ^(?!x).*; say the same with globs in `include`
#   catalog.providers.github.secret (app-config.yaml:18): `organization` is $env: ORG; name the organisation
#   catalog.providers.gitlab.all (app-config.yaml:20): it reads the whole instance; name groups, each as a source of its own: `- gitlab: <name>`
#   catalog.providers.ldapOrg (app-config.yaml:21): export the directory as Group and User entities, in a repository of their own
#   catalog.locations[0].rules (app-config.yaml:9): entities of every kind are read; a policy can forbid some of them
#   catalog.locations[3] (app-config.yaml:12): https://${HOST}/a/b/blob/main/x.yaml depends on the environment; name the repository in `sources`
#   backend (app-config.yaml:4): no server runs: there is no database, cache, listener, CORS or secret
#   catalog.rules (app-config.yaml:7): entities of every kind are read; a policy can forbid some of them
#   auth (app-config.production.yaml:3): nobody signs in: whoever may read the files may read the portal; choose where it is published
#   pagerDuty (app-config.production.yaml:4): these are settings of a plugin, and there are no plugins
";
    assert!(!expected.contains("geheim"));
    assert_eq!(imported(&[("app-config.yaml", own), ("app-config.production.yaml", over)]), expected);
}

#[test]
fn what_is_not_there_is_not_made_up() {
    assert_eq!(
        imported(&[("a.yaml", "app: {baseUrl: \"${URL}\"}\n")]),
        "# The portal, as a.yaml has it. Each line says where it comes from.\n# title: what the portal is called\n# url: # app.baseUrl, a.yaml:1, is ${URL}\n# sources: # nothing here names repositories that Callboard can list; without this, it reads this folder\n\n# What has no counterpart here, or is left to do:\n#   app.baseUrl (a.yaml:1): ${URL} depends on the environment; write the address\n"
    );
    assert_eq!(imported(&[("a.yaml", "a: [")]), "a.yaml:1:4: The bracket `[` is never closed");
}

#[test]
fn addresses_are_those_of_files() {
    for (target, expected) in [
        ("https://github.com/a/b/blob/main/x/y.yaml", Some(("github.com/a/b", "main", "x/y.yaml"))),
        ("https://raw.githubusercontent.com/a/b/main/y.yaml", Some(("github.com/a/b", "main", "y.yaml"))),
        ("https://gitlab.com/a/b/c/-/blob/main/y.yaml", Some(("gitlab.com/a/b/c", "main", "y.yaml"))),
        ("https://git.example/a/b/src/branch/main/y.yaml", Some(("git.example/a/b", "main", "y.yaml"))),
        ("https://bitbucket.org/a/b/src/main/y.yaml", Some(("bitbucket.org/a/b", "main", "y.yaml"))),
        ("https://github.com/a/b/blob/main/*/y.yaml", Some(("github.com/a/b", "main", "*/y.yaml"))),
        (
            "https://dev.azure.com/o/p/_git/r?path=/y.yaml&version=GBmain",
            Some(("dev.azure.com/o/p/_git/r", "main", "y.yaml")),
        ),
        ("https://x.example/y.yaml", None),
        ("ftp://github.com/a/b/blob/main/y.yaml", None),
        ("y.yaml", None),
    ] {
        let expected = expected.map(|(repository, revision, path)| Address {
            repository: repository.to_owned(),
            revision: revision.to_owned(),
            path: path.to_owned(),
        });
        assert_eq!(parse(target), expected, "{target}");
    }
}
