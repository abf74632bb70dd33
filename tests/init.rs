//! Setting up: what `callboard init` sees, writes and leaves alone, and that what it writes works at once.

use crate::support::{
    git::{self, git},
    site::Place,
};

const ENTITY: &str = "apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: shop}
spec: {type: service, lifecycle: production, owner: team-a}
";

const BACKSTAGE: &str = "app:
  title: 'Acme: \"Portal\"'
catalog:
  providers:
    github:
      prod: {organization: acme}
      hostile: {organization: \"a\\nurl: http://x\"}
    gitlab:
      main: {host: gitlab.com, group: tools/all}
";

/// A repository with a remote, a catalog file and whatever else is given.
fn place(remote: &str, files: &[(&str, &str)]) -> Place {
    let place = Place::new("");
    place.put("shop/catalog-info.yaml", ENTITY);
    for (name, text) in files {
        place.put(&format!("shop/{name}"), text);
    }
    git::init(&place.path("shop"));
    if !remote.is_empty() {
        git(&place.path("shop"), &["remote", "add", "origin", remote]);
    }
    place
}

fn text(place: &Place, name: &str) -> String {
    std::fs::read_to_string(place.path("shop").join(name)).unwrap_or_default()
}

#[test]
fn what_is_seen_becomes_a_portal() {
    let own = "sources:\n  - path: .\n";
    let github = "https://github.com/Acme/shop.git";
    let gitlab = "git@gitlab.com:acme/tools/shop.git";
    let cases = [
        (github, &[][..], &[][..], format!("title: \"Acme\"\nurl: https://acme.github.io/shop/\n{own}"), "workflows"),
        ("git@github.com:acme/acme.github.io", &[], &[], format!("url: https://acme.github.io/\n{own}"), "workflows"),
        (gitlab, &[], &[], format!("title: \"acme/tools\"\n{own}"), "pipeline"),
        ("", &[], &[], format!("title: \"shop\"\n{own}"), "nothing"),
        ("", &[], &["--ci", "github"], format!("title: \"shop\"\n{own}"), "workflows"),
        (github, &[], &["--ci", "none"], format!("\n{own}"), "nothing"),
        (
            github,
            &[("app-config.yaml", BACKSTAGE)],
            &[],
            format!(
                "title: \"Acme: \\\"Portal\\\"\"\nurl: https://acme.github.io/shop/\n{own}  - github: acme\n  - gitlab: tools/all\n"
            ),
            "workflows",
        ),
    ];
    for (remote, files, arguments, expected, ci) in cases {
        let place = place(remote, files);
        let ran = place.run("shop", &[&["init"][..], arguments].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        let configuration = text(&place, "callboard.yaml");
        assert!(configuration.contains(&expected), "{configuration}");
        let wrote: Vec<&str> = ran.err.lines().filter_map(|line| line.strip_prefix("wrote ")).collect();
        let (portal, preview, comment) = (
            ".github/workflows/portal.yml",
            ".github/workflows/portal-preview.yml",
            ".github/workflows/portal-comment.yml",
        );
        match ci {
            "workflows" => assert_eq!(wrote, ["callboard.yaml", portal, preview, comment]),
            "pipeline" => assert_eq!(wrote, ["callboard.yaml", ".gitlab-ci.yml"]),
            _ => assert_eq!(wrote, ["callboard.yaml"]),
        }
        if files.is_empty() {
            let built = place.run("shop", &["build", "--quiet", "--strict"]);
            assert_eq!(built.code, 0, "{built:?}");
            assert!(place.path("shop/site/catalog/component/default/shop.html").is_file());
        }
    }
}

#[test]
fn nothing_that_is_there_is_touched() {
    let place = place("https://github.com/acme/shop.git", &[(".callboard.yaml", "title: Mine\n")]);
    place.put("shop/.github/workflows/portal.yml", "mine");
    let before = place.tree("shop");
    let dry = place.run("shop", &["init", "--dry-run"]);
    assert_eq!(dry.code, 0, "{dry:?}");
    assert!(dry.out.contains("uses: callboard/callboard/.github/workflows/preview.yml@v1"), "{}", dry.out);
    assert_eq!(place.tree("shop"), before);
    let ran = place.run("", &["init", "shop"]);
    assert!(ran.err.contains(".callboard.yaml is there and stays as it is"), "{ran:?}");
    assert!(ran.err.contains("  1. cd shop\n"), "{ran:?}");
    assert_eq!(text(&place, ".github/workflows/portal.yml"), "mine");
    assert_eq!(text(&place, "callboard.yaml"), "");
    assert_ne!(text(&place, ".github/workflows/portal-preview.yml"), "");
    assert_eq!(place.run("", &["init", "missing"]).code, 2);
}

#[test]
fn checkouts_beside_each_other_are_one_portal() {
    let place = place("", &[]);
    place.put("docs/mkdocs.yml", "site_name: Docs\n");
    place.put("docs/docs/index.md", "# Docs\n");
    git::init(&place.path("docs"));
    let ran = place.run("", &["init"]);
    assert!(
        ran.err.starts_with("Found several repositories: 1 entity, 1 page of docs\nwrote callboard.yaml\n"),
        "{ran:?}"
    );
    assert_eq!(place.run("", &["build", "--quiet"]).code, 0);
    assert!(place.path("site/catalog/component/default/shop.html").is_file());
}
