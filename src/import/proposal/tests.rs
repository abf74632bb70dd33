//! Whole repositories, and what is proposed for them.

use super::{Known, propose};
use crate::model::{Forge, SafeUrl, Snapshot};

#[test]
fn what_a_repository_shows_becomes_a_descriptor() {
    let mut snapshot = Snapshot::from_text(
        "shop/Cart Service",
        "-- README.md --\n# The cart\n\nHolds what people buy.\n-- Dockerfile --\n-- mkdocs.yml --\nsite_name: x\n-- api/openapi.yaml --\nopenapi: 3.1.0\npaths: {}\n-- tests/openapi.yaml --\nopenapi: 3.1.0\npaths: {}\n-- proto/mail.proto --\nservice Mail {\n}\n",
    );
    snapshot.repo.url = SafeUrl::parse("https://github.com/shop/cart");
    snapshot.repo.forge = Some(Forge::GitHub);
    let known = Known {
        languages: vec!["Go".to_owned(), "C++".to_owned(), "Shell".to_owned()],
        owners: vec!["mail@example.com".to_owned(), "@shop/checkout".to_owned()],
        said: "CODEOWNERS:3",
        ..Known::default()
    };
    let expected = "\
# Proposed from what the repository shows. Look through it, correct it, and commit it as catalog-info.yaml.
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: Cart-Service # the repository's name
  title: \"The cart\" # the first heading of README.md
  description: \"Holds what people buy.\" # the first sentence of README.md
  annotations:
    github.com/project-slug: shop/cart # the repository's address
    backstage.io/techdocs-ref: dir:. # mkdocs.yml
  tags:
    - go # a language of much of the code
    - \"c++\" # a language of much of the code
spec:
  type: service # Dockerfile
  lifecycle: production # nothing in a repository tells; `experimental` and `deprecated` are the other usual words
  owner: unknown # CODEOWNERS:3 names @shop/checkout, whom nothing that was read declares
  # owner: group:checkout
  providesApis:
    - Cart-Service-openapi # declared below, from api/openapi.yaml
    - Cart-Service-mail # declared below, from proto/mail.proto
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: Cart-Service-openapi
spec:
  type: openapi # the file says so
  lifecycle: production
  owner: unknown # as above
  definition:
    $text: \"./api/openapi.yaml\"
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: Cart-Service-mail
spec:
  type: grpc # the file has a service
  lifecycle: production
  owner: unknown # as above
  definition:
    $text: \"./proto/mail.proto\"
";
    let proposal = propose(&snapshot, &known);
    assert_eq!(proposal.text, expected);
    assert_eq!(proposal.summary, "service Cart-Service, owner unknown, docs, 2 APIs");
}

#[test]
fn the_type_is_what_files_say() {
    for (files, expected) in [
        ("-- package.json --\n{\"dependencies\": {\"express\": \"1\", \"react-dom\": \"1\"}}\n", "service"),
        ("-- package.json --\n{\"private\": true, \"dependencies\": {\"next\": \"1\"}}\n-- Dockerfile --\n", "website"),
        ("-- package.json --\n{\"main\": \"index.js\", \"devDependencies\": {\"react-dom\": \"1\"}}\n", "library"),
        ("-- Cargo.toml --\n-- src/lib.rs --\n", "library"),
        ("-- Cargo.toml --\n-- src/main.rs --\n", "service"),
        ("-- pom.xml --\n-- src/main/resources/application.yml --\n", "service"),
        ("-- main.tf --\n", "infrastructure"),
        ("-- mkdocs.yml --\n-- docs/index.md --\n", "documentation"),
        ("-- .goreleaser.yml --\n-- Dockerfile --\n", "tool"),
        ("-- shop/Dockerfile --\n", "service"),
        ("-- src/Shop/Program.cs --\n", "service"),
        ("-- notes.txt --\n", "other"),
    ] {
        let proposal = propose(&Snapshot::from_text("x", files), &Known::default());
        assert!(proposal.summary.starts_with(&format!("{expected} x")), "{files}: {}", proposal.summary);
    }
}
