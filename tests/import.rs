//! Moving in: what `callboard import` writes of Backstage's configuration and for repositories without descriptors, that it
//! works at once, and that nothing is touched or told that should not be.

use crate::support::site::Place;

const BACKSTAGE: &str = "app: {title: Acme, baseUrl: 'http://localhost:3000'}
backend: {database: {password: geheimnis}}
catalog:
  locations:
    - {type: file, target: ../../org/all.yaml}
    - {type: url, target: 'https://user:geheimnis@git.example/x?token=geheimnis'}
  providers: {github: {a: {organization: {$env: HOME}}}}
";

const GROUP: &str = "apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: checkout}
spec: {type: team, children: []}
";

#[test]
fn a_configuration_becomes_one_that_works() {
    let place = Place::new("");
    place.put("b/app-config.yaml", BACKSTAGE);
    place.put("b/app-config.production.yaml", "app: {baseUrl: 'https://portal.example'}\n");
    place.put("b/org/all.yaml", GROUP);
    let before = place.tree("b");
    let dry = place.run("b", &["import", "--dry-run"]);
    assert_eq!((dry.code, place.tree("b") == before), (0, true), "{dry:?}");
    let ran = place.run("b", &["import"]);
    let text = std::fs::read_to_string(place.path("b/callboard.yaml")).expect("it is written");
    assert_eq!(dry.out.trim(), text.trim());
    for expected in [
        "title: Acme # app.title, app-config.yaml:1\n",
        "url: https://portal.example/ # app.baseUrl, app-config.production.yaml:1; where",
        "  # catalog.locations[0], app-config.yaml:5\n  - path: .\n",
        "    - org/all.yaml # catalog.locations[0], app-config.yaml:5\n",
        "`organization` is $env: HOME; name the organisation",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let home = std::env::var("HOME").unwrap_or_else(|_| "/root".to_owned());
    assert!(!format!("{text}{}{}", ran.out, ran.err).contains("geheimnis") && !text.contains(&home), "{text}");
    let checked = place.run("b", &["check"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    assert!(checked.err.contains("1 repository, 1 entity"), "{checked:?}");
    let again = place.run("b", &["import", "--app-config", "app-config.yaml"]);
    assert!(again.err.contains("callboard.yaml is there and stays as it is"), "{again:?}");
    assert_eq!(place.run("", &["import"]).code, 2);
    assert_eq!(place.run("", &["import", "--app-config", "missing.yaml"]).code, 2);
}

#[test]
fn repositories_get_descriptors_that_hold() {
    let place = Place::new("");
    place.put("org/catalog-info.yaml", GROUP);
    place.put("cart/CODEOWNERS", "/docs @acme/web\n* @acme/checkout\n");
    place.put("cart/README.md", "# Cart: \"the\" cart # 1\n\nHolds what people: buy # now.\n");
    place.put("cart/Dockerfile", "");
    place.put("cart/main.go", "package main\n");
    place.put("cart/docs/index.md", "# Docs\n");
    place.put("cart/api/openapi.yaml", "openapi: 3.1.0\ninfo: {title: Cart, version: '1'}\npaths: {}\n");
    place.put("odd {{ name }}/README.md", "# \u{1b}[31m: - ]\n\n\"quoted\\\" text: here # and there\n");
    let sources = ["org", "cart", "odd {{ name }}"];
    let before = place.tree("org");
    let ran = place.run("", &[&["import"][..], &sources].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("2 descriptors proposed; 1 repository with descriptors left alone"), "{ran:?}");
    assert_eq!(place.tree("org"), before);
    let text = std::fs::read_to_string(place.path("cart/catalog-info.yaml")).expect("it is written");
    assert!(text.contains("  owner: group:default/checkout # CODEOWNERS:2, @acme/checkout\n"), "{text}");
    assert!(text.contains("    - go # "), "{text}");
    let checked = place.run("", &[&["check"][..], &sources].concat());
    assert_eq!(checked.code, 0, "{checked:?}");
    // The group, two components and an API; only the owner that nobody is remains to be named.
    assert!(checked.err.contains("3 repositories, 4 entities") && checked.err.contains("1 warning"), "{checked:?}");
    // A workspace: a system, and a component in each folder, with the owner that CODEOWNERS names for it.
    place.put("many/package.json", "{\"workspaces\": [\"apps/*\", \"libs/*\"]}");
    place.put("many/CODEOWNERS", "* @acme/nobody\n/apps/ @acme/checkout\n");
    place.put(
        "many/apps/web/package.json",
        "{\"description\": \"Shows what there is\", \"dependencies\": {\"next\": \"1\"}}",
    );
    place.put("many/libs/ui/package.json", "{\"main\": \"x.js\"}");
    place.put("many/libs/ui/README.md", "# Parts of pages\n");
    let ran = place.run("", &["import", "many", "org"]);
    assert!(ran.err.contains("many/apps/web: website web, owner group:default/checkout\n"), "{ran:?}");
    let web = std::fs::read_to_string(place.path("many/apps/web/catalog-info.yaml")).expect("it is written");
    assert!(web.contains("  owner: group:default/checkout # CODEOWNERS:2, @acme/checkout\n  system: many # "), "{web}");
    let checked = place.run("", &["check", "many", "org", "--format", "json"]);
    assert!(checked.code == 0 && !checked.out.contains("\"error\""), "{checked:?}");
    let asked =
        place.run("", &["query", "part-of:many", "--quiet", "--format", "csv", "--columns", "ref,type", "many", "org"]);
    assert_eq!(asked.out, "ref,type\r\ncomponent:default/ui,library\r\ncomponent:default/web,website\r\n", "{asked:?}");

    let again = place.run("", &["import", "cart", "--output", "out", "--dry-run"]);
    assert!(again.err.contains("0 descriptors proposed"), "{again:?}");
}
