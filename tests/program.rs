//! The program as people use it: arguments, exit codes, formats, the configuration and the site folder.

use std::fs;

use serde_json::Value;

use crate::support::site::Place;

/// One repository without problems, and one with a misspelt owner.
const ORGANISATION: &str = "\
-- org/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: team-a
spec:
  type: team
  children: []
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: ada
spec:
  memberOf: [team-a]
-- shop/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: shop
  annotations:
    backstage.io/techdocs-ref: dir:.
spec:
  type: service
  lifecycle: production
  owner: teem-a
-- shop/mkdocs.yml --
site_name: Shop
-- shop/docs/index.md --
# Shop

Sells, [mostly](missing.md).
";

/// The two problems of the organisation, for people.
const HUMAN: &str = "\
shop/catalog-info.yaml:10:10: warning[unknown-owner]: the owner group:default/teem-a is not declared
   |
10 |   owner: teem-a
   |          ^^^^^^
   = hint: did you mean \"group:default/team-a\"?

shop/docs/index.md:3:8: warning[broken-link]: `missing.md` does not exist
  |
3 | Sells, [mostly](missing.md).
  |        ^^^^^^^^^^^^^^^^^^^^
  = hint: did you mean `index.md`?

";

#[test]
fn every_format_tells_the_same() {
    let place = Place::new(ORGANISATION);
    let check = |format: &str| place.run("", &["check", "org", "shop", "--quiet", "--format", format]);
    let human = check("human");
    assert_eq!((human.code, human.err.as_str()), (0, ""));
    assert_eq!(human.out, HUMAN);
    let short = check("short");
    assert_eq!(
        short.out.lines().next(),
        Some("shop/catalog-info.yaml:10:10: warning[unknown-owner]: the owner group:default/teem-a is not declared")
    );
    // Places are paths from the working directory: what a terminal opens, and what GitHub annotates.
    let here = place.run("shop", &["check", "-q", "--format", "short"]);
    assert!(here.out.starts_with("catalog-info.yaml:10:10: warning"), "{here:?}");
    let there = place.run("org", &["check", "-q", "--format", "short", "../shop"]);
    assert!(there.out.starts_with("shop/catalog-info.yaml:10:10: warning"), "{there:?}");
    let github = check("github");
    assert_eq!(
        github.out.lines().next(),
        Some(
            "::warning file=shop/catalog-info.yaml,line=10,col=10,title=unknown-owner::the owner group:default/teem-a is not declared%0Adid you mean \"group:default/team-a\"?"
        )
    );
    let json: Value = serde_json::from_str(&check("json").out).expect("JSON");
    assert_eq!(
        json[0],
        serde_json::json!({
            "rule": "unknown-owner",
            "severity": "warning",
            "message": "the owner group:default/teem-a is not declared",
            "hint": "did you mean \"group:default/team-a\"?",
            "repo": "shop",
            "path": "catalog-info.yaml",
            "line": 10,
            "column": 10,
        })
    );
    assert_eq!(json.as_array().map(Vec::len), Some(2));
    let sarif: Value = serde_json::from_str(&check("sarif").out).expect("SARIF is JSON");
    let run = &sarif["runs"][0];
    let result = &run["results"][1];
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(
        run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("an index") as usize]["id"],
        result["ruleId"]
    );
    assert_eq!(
        result["locations"][0]["physicalLocation"],
        serde_json::json!({ "artifactLocation": { "uri": "shop/docs/index.md" }, "region": { "startLine": 3, "startColumn": 8 } })
    );
}

#[test]
fn exit_codes_mean_what_help_says() {
    let place = Place::new(ORGANISATION);
    place.put("file.txt", "mine");
    for (arguments, code, words) in [
        (&["check", "org"][..], 0, "1 repository, 2 entities, 0 pages of docs; no problems"),
        (&["check", "org", "shop"], 0, "2 warnings"),
        (&["check", "org", "shop", "--rule", "unknown-owner=error"], 1, "1 error, 1 warning"),
        (&["check", "org", "shop", "--rule", "unknown-owner=off"], 0, "1 warning"),
        (&["check", "org", "--rule", "unknown-ovner=off"], 2, "did you mean `unknown-owner`?"),
        (&["check", "org", "--rule", "unknown-owner=loud"], 2, "is no severity"),
        (&["fix", "org", "--only", "docs-undeclared"], 0, ""),
        (&["fix", "org", "--only", "docs-undeclard"], 2, "did you mean `docs-undeclared`?"),
        (&["check", "--config", "none.yaml"], 2, "none.yaml: No such file"),
        (&["check", "ext::sh -c id"], 2, "start other programs"),
        (&["build", "org", "--output", "file.txt"], 3, "file.txt: is no folder"),
        (&["build", "org", "--output", "shop"], 3, "no build has made it"),
        (&["biuld"], 2, "build"),
    ] {
        let ran = place.run("", arguments);
        assert_eq!(ran.code, code, "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(words), "{arguments:?}: {ran:?}");
    }
    assert_eq!(place.tree("shop").len(), 3, "nothing was replaced");
}

#[test]
fn configuration_is_found_and_judged() {
    let place = Place::new(ORGANISATION);
    place.put("callboard.yaml", "title: Acme\nsources:\n  - path: org\n  - {pth: shop}\n");
    let ran = place.run("", &["check"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.out,
        "\
callboard.yaml:4:5: error[config]: this source does not say where its repositories are
  |
4 |   - {pth: shop}
  |     ^^^^^
  = hint: add `path`, `git`, `repos`, `github`, `gitlab`, `gitea` or `fragments`

callboard.yaml:4:6: error[config]: unknown key `pth`
  |
4 |   - {pth: shop}
  |      ^^^^
  = hint: did you mean `path`?

"
    );
    place.put("callboard.yaml", "sources:\n  - org\n  - path: sh*\nrules:\n  unknown-owner: error\n");
    let ran = place.run("", &["check", "--format", "short"]);
    assert_eq!((ran.code, ran.out.matches("error[unknown-owner]").count()), (1, 1), "{ran:?}");
    // From elsewhere, paths still start at the file; the command line's sources replace the file's.
    let ran = place.run("org", &["check", "--config", "../callboard.yaml", "--format", "short", "."]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
}

#[test]
fn the_site_is_replaced_only_by_a_site() {
    let place = Place::new(ORGANISATION);
    let ran = place.run("", &["build", "org", "shop"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.ends_with("Your portal is ready: open site/index.html\n"), "{ran:?}");
    let first = place.tree("site");
    assert!(first.contains_key("index.html") && first.contains_key("catalog/component/default/shop.html"));
    place.put("site/stale.html", "old");
    place.put("theme/templates/home.html", "{% broken");
    place.put("callboard.yaml", "sources: [org, shop]\ntheme: theme\n");
    let ran = place.run("", &["build"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert_eq!(place.tree("site").len(), first.len() + 1, "a failed build leaves the old site");
    fs::remove_file(place.path("callboard.yaml")).expect("it is there");
    assert_eq!(place.run("", &["build", "org", "shop", "--strict"]).code, 0);
    assert!(place.tree("site") == first, "a build replaces the whole folder with the same bytes");
    assert!(!place.tree("").keys().any(|name| name.starts_with(".site")), "nothing is left beside it");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let place = Place::new(ORGANISATION);
    for name in ["elsewhere/deep", "third"] {
        for file in place.tree("").keys().filter(|name| name.starts_with("org/") || name.starts_with("shop/")) {
            place.put(&format!("{name}/{file}"), fs::read(place.path(file)).expect("it is there"));
        }
    }
    let build = |folder: &str, threads: &str, zone: &str| {
        let variables = [("TZ", zone), ("LANG", "de_DE.UTF-8")];
        let ran =
            place.run_with(folder, &["build", "org", "shop", "--threads", threads, "--output", "out"], &variables);
        assert_eq!(ran.code, 0, "{ran:?}");
        place.tree(&format!("{folder}/out"))
    };
    let one = build(".", "1", "UTC");
    for (folder, threads, zone) in [("elsewhere/deep", "8", "Asia/Tokyo"), ("third", "3", "America/Lima")] {
        let other = build(folder, threads, zone);
        let differing: Vec<&String> =
            one.keys().chain(other.keys()).filter(|name| one.get(*name) != other.get(*name)).collect();
        assert!(differing.is_empty(), "{folder}, {threads} threads, {zone}: {differing:?}");
    }
    let folder = place.path("").to_string_lossy().into_owned();
    let leaking = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(folder.trim_end_matches('/'));
    assert!(!one.values().any(|bytes| leaking(bytes)), "no path of the building machine in the site");
}

#[test]
fn nothing_secret_is_written_or_printed() {
    let place = Place::new(ORGANISATION);
    let canary = "canary-7f3a9";
    let url = format!("https://user:{canary}@127.0.0.1:9/x.git");
    let variables = [("GITHUB_TOKEN", canary), ("GITLAB_TOKEN", canary), ("GITEA_TOKEN", canary)];
    let ran = place.run_with("", &["build", "org", &url], &variables);
    assert_eq!(ran.code, 0, "a repository that cannot be read costs one diagnostic: {ran:?}");
    assert!(ran.out.contains("error[repo-unreadable]"), "{ran:?}");
    assert!(!ran.out.contains(canary) && !ran.err.contains(canary), "{ran:?}");
    let leaking = |bytes: &[u8]| bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
    let files: Vec<String> =
        place.tree("").into_iter().filter(|(_, bytes)| leaking(bytes)).map(|(name, _)| name).collect();
    assert!(files.is_empty(), "{files:?}");
}
