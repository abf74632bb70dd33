//! What is planted: contradictions one by one, each with a twin in which both sides agree.

/// A rule; the type and the lifecycle of a component; what else its metadata says, in which `NAME` is its own name and
/// `WHO` is who has its repository, of the one that contradicts somebody else; files that contradict it, and files that
/// agree; where the catalog says it, and where the repository shows it.
pub type Case =
    (&'static str, (&'static str, &'static str), &'static str, (&'static str, &'static str), (u64, &'static str));

pub const CASES: [Case; 26] = [
    (
        "owner-differs",
        ("service", "production"),
        "",
        ("-- CODEOWNERS --\n# ours\n* @org/beta\n", "-- CODEOWNERS --\n* @org/alpha\n"),
        (6, "CODEOWNERS:2"),
    ),
    (
        "readme-says-over",
        ("service", "production"),
        "",
        (
            "-- README.md --\n# Old\n\n> This repository is archived.\n",
            "-- README.md --\n# New\n\nWhat to do if the service is deprecated.\n",
        ),
        (5, "README.md:3"),
    ),
    (
        "manifest-says-over",
        ("service", "production"),
        "",
        (
            "-- Chart.yaml --\nname: a\nversion: 1.0.0\ndeprecated: true\n",
            "-- Chart.yaml --\nname: a\nversion: 1.0.0\n",
        ),
        (5, "Chart.yaml:3"),
    ),
    (
        "maturity-differs",
        ("service", "production"),
        "",
        (
            "-- pyproject.toml --\n[project]\nclassifiers = [\n  \"Development Status :: 3 - Alpha\",\n]\n",
            "-- pyproject.toml --\n[project]\nclassifiers = [\n  \"Development Status :: 5 - Production/Stable\",\n]\n",
        ),
        (5, "pyproject.toml:3"),
    ),
    (
        "package-undeclared",
        ("service", "production"),
        "",
        (
            "-- package.json --\n{\n  \"dependencies\": {\n    \"@org/shared\": \"^1.0.0\"\n  }\n}\n",
            "-- package.json --\n{\n  \"devDependencies\": {\n    \"@org/shared\": \"^1.0.0\"\n  }\n}\n",
        ),
        (9, "package.json:3"),
    ),
    (
        "resource-undeclared",
        ("service", "production"),
        "",
        (
            "-- compose.yaml --\nservices:\n  app:\n    build: .\n    depends_on:\n      - db\n  db:\n    image: postgres:16\n",
            "-- compose.yaml --\nservices:\n  app:\n    build: .\n    depends_on:\n      - db\n  db:\n    image: ghcr.io/org/own:1\n",
        ),
        (9, "compose.yaml:7"),
    ),
    (
        "api-undeclared",
        ("service", "production"),
        "",
        (
            "-- .env.example --\nLEDGER=https://ledger.org.test/v1/entries\n",
            "-- .env.example --\n# https://ledger.org.test/v1\nLEDGER=https://ledger.org.test/v10\n",
        ),
        (9, ".env.example:1"),
    ),
    (
        "definition-unregistered",
        ("service", "production"),
        "",
        (
            "-- openapi.yaml --\nopenapi: 3.1.0\ninfo: {title: Own, version: '1'}\npaths: {}\n",
            "-- tests/openapi.yaml --\nopenapi: 3.1.0\ninfo: {title: Own, version: '1'}\npaths: {}\n",
        ),
        (9, "openapi.yaml:1"),
    ),
    (
        "library-deployed",
        ("library", "production"),
        "",
        ("-- Dockerfile --\nFROM x\nEXPOSE 80\nCMD x\n", "-- Dockerfile --\nFROM x\nRUN make\n"),
        (4, "Dockerfile:2"),
    ),
    (
        "service-is-library",
        ("service", "production"),
        "",
        (
            "-- Cargo.toml --\n[package]\nname = \"only-a-library\"\nversion = \"0.1.0\"\n-- src/lib.rs --\n\n",
            "-- Cargo.toml --\n[package]\nname = \"a-program\"\nversion = \"0.1.0\"\n-- src/lib.rs --\n\n-- src/main.rs --\n\n",
        ),
        (4, "Cargo.toml:2"),
    ),
    (
        "docs-undeclared",
        ("service", "production"),
        "",
        ("-- mkdocs.yml --\nsite_name: a\n-- docs/index.md --\n# A\n", "-- docs/index.md --\n# A\n"),
        (9, "mkdocs.yml"),
    ),
    (
        "docs-folder-gone",
        ("service", "production"),
        "  annotations:\n    backstage.io/techdocs-ref: dir:manual\n",
        ("", "-- manual/index.md --\n# A\n"),
        (11, ""),
    ),
    (
        "sonar-key-differs",
        ("service", "production"),
        "  annotations:\n    sonarqube.org/project-key: other\n",
        (
            "-- sonar-project.properties --\n# s\nsonar.projectKey = one\n",
            "-- sonar-project.properties --\nsonar.projectKey=other\n",
        ),
        (11, "sonar-project.properties:2"),
    ),
    (
        "kubernetes-id-differs",
        ("service", "production"),
        "  annotations:\n    backstage.io/kubernetes-id: other\n",
        (
            "-- k8s/app.yaml --\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n  labels:\n    backstage.io/kubernetes-id: one\n",
            "-- k8s/app.yaml --\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n  labels:\n    backstage.io/kubernetes-id: other\n",
        ),
        (11, "k8s/app.yaml:6"),
    ),
    (
        "owner-label-differs",
        ("service", "production"),
        "",
        (
            "-- k8s/app.yaml --\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n  labels:\n    team: beta\n",
            "-- k8s/app.yaml --\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n  labels:\n    team: alpha\n",
        ),
        (6, "k8s/app.yaml:6"),
    ),
    (
        "version-differs",
        ("service", "production"),
        "  labels:\n    version: 1.2.3\n",
        ("-- Chart.yaml --\nname: a\nversion: 1.3.0\n", "-- Chart.yaml --\nname: a\nversion: 1.2.3\n"),
        (11, "Chart.yaml:2"),
    ),
    (
        "description-empty",
        ("service", "production"),
        "",
        (
            "-- Chart.yaml --\nname: a\nversion: 1.0.0\ndescription: Takes orders of customers\n",
            "-- Chart.yaml --\nname: a\nversion: 1.0.0\ndescription: Takes orders\n",
        ),
        (9, "Chart.yaml:3"),
    ),
    (
        "decisions-gone",
        ("service", "production"),
        "  annotations:\n    backstage.io/adr-location: docs/adr\n",
        ("-- docs/index.md --\n# A\n", "-- docs/adr/0001-a.md --\n# A\n"),
        (11, "docs"),
    ),
    (
        "decisions-undeclared",
        ("service", "production"),
        "",
        (
            "-- docs/adr/0001-one.md --\n# One\n-- docs/adr/0002-two.md --\n# Two\n",
            "-- docs/adr/0001-one.md --\n# One\n",
        ),
        (9, "docs/adr/0001-one.md"),
    ),
    (
        "workflow-gone",
        ("service", "production"),
        "  annotations:\n    github.com/workflows: ci.yml\n",
        (
            "-- .github/workflows/build.yml --\non: push\njobs: {}\n",
            "-- .github/workflows/ci.yml --\non: push\njobs: {}\n",
        ),
        (11, ".github/workflows"),
    ),
    (
        "link-gone",
        ("service", "production"),
        "  links:\n    - url: https://github.com/org/NAME/blob/main/docs/a.md\n",
        ("-- docs/b.md --\n# B\n", "-- docs/a.md --\n# A\n"),
        (11, "docs"),
    ),
    (
        "source-gone",
        ("service", "production"),
        "  annotations:\n    backstage.io/source-location: url:https://github.com/org/NAME/tree/main/src/\n",
        ("-- lib/a.txt --\na\n", "-- src/a.txt --\na\n"),
        (11, ""),
    ),
    (
        "address-moved",
        ("service", "production"),
        "  annotations:\n    backstage.io/view-url: https://github.com/WHO/NAME/blob/main/README.md\n",
        ("-- README.md --\n# A\n", "-- README.md --\n# A\n"),
        (11, ""),
    ),
    (
        "repository-moved",
        ("service", "production"),
        "  annotations:\n    github.com/project-slug: WHO/NAME\n",
        ("", ""),
        (11, ""),
    ),
    (
        "ci-gone",
        ("service", "production"),
        "  annotations:\n    circleci.com/project-slug: github/org/NAME\n",
        ("-- .gitlab-ci.yml --\nbuild: {script: make}\n", "-- .circleci/config.yml --\nversion: 2.1\n"),
        (11, ".gitlab-ci.yml"),
    ),
    (
        "licence-differs",
        ("service", "production"),
        "  labels:\n    license: MIT\n",
        (
            "-- LICENSE --\nISC License\n\nCopyright (c) 2026 Org\n\nPermission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.\n\nTHE SOFTWARE IS PROVIDED \"AS IS\" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.\n",
            "-- LICENSE --\nPlease ask.\n",
        ),
        (11, "LICENSE"),
    ),
];
