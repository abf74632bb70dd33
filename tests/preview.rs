//! The preview of a change: built in a repository beside the portal's own, zipped, unzipped, and opened from disk.

use std::{fs, path::Path, process::Command};

use crate::support::{git, site::Place};

const BEFORE: &str = "\
-- portal/callboard.yaml --
title: Org
sources:
  - path: ../teams
  - path: ../shop
-- teams/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: team-a}
spec: {type: team, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: app}
spec: {type: website, lifecycle: production, owner: team-a, dependsOn: [component:checkout]}
-- shop/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: checkout, annotations: {backstage.io/techdocs-ref: 'dir:.'}}
spec: {type: service, lifecycle: production, owner: team-a}
-- shop/mkdocs.yml --
site_name: Checkout
-- shop/docs/index.md --
# Checkout

Takes money.
-- shop/docs/other.md --
# Other

Stays as it is.
";

const AFTER: &str = "\
-- shop/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: checkout, annotations: {backstage.io/techdocs-ref: 'dir:.'}}
spec: {type: service, lifecycle: deprecated, owner: team-a}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: basket}
spec: {type: service, lifecycle: experimental, owner: teem-a}
-- shop/docs/index.md --
# Checkout

Takes money, and gives some back.
";

/// An organisation, one repository of which has a change that is not committed.
fn changed() -> Place {
    let place = Place::new(BEFORE);
    git::init(&place.path("teams"));
    git::init(&place.path("shop"));
    place.write(AFTER);
    place
}

/// Builds the preview of the change, in its repository.
fn preview(place: &Place, further: &[&str]) {
    let arguments = ["build", "--quiet", "--config", "../portal/callboard.yaml", "--output", "../preview"];
    let what = ["--preview", "Pull request #7", "--preview-url", "https://example.org/pull/7", "--base", "main"];
    let ran = place.run("shop", &[&arguments[..], &what, further].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    // Only what the change brings is told.
    assert!(ran.out.contains("unknown-owner") && !ran.out.contains("orphan"), "{ran:?}");
}

#[test]
fn a_preview_opens_from_an_unzipped_folder() {
    let place = changed();
    preview(&place, &["--review", "json=../review.json", "--review", "markdown=../review.md"]);
    let page = |name: &str| fs::read_to_string(place.path("preview").join(name)).unwrap_or_default();
    assert!(page("changes.html").contains("<code>production</code> → <code>deprecated</code>"));
    assert!(page("catalog/component/default/basket.html").contains("This page is new"));
    assert!(!page("docs/component/default/checkout/other.html").contains("This page"));
    assert!(fs::read_to_string(place.path("review.md")).expect("a review").contains("basket"));

    let root = place.path("");
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).current_dir(&root).output().expect("it is installed");
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(output.status.success(), "{program} {arguments:?}: {said}");
        said
    };
    run("python3", &["-m", "zipfile", "-c", "artifact.zip", "preview/"]);
    run("unzip", &["-q", "artifact.zip", "-d", "down loads"]);
    let browser = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/run.mjs");
    let browser = browser.to_str().expect("a path");
    run("node", &[browser, "down loads/preview", "preview:"]);
    crate::browser::crawl(&root.join("down loads/preview"), &[]);
}
