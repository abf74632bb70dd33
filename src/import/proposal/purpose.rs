//! What a repository is: the `type` of its component.

use super::package::Package;
use crate::model::{RepoPath, Snapshot};

/// Packages of Node.js that make something a website, and those that make it a service.
const WEBSITE: [&str; 14] = [
    "@angular/core",
    "@docusaurus/core",
    "@sveltejs/kit",
    "astro",
    "gatsby",
    "gridsome",
    "next",
    "nuxt",
    "preact",
    "react-dom",
    "svelte",
    "vitepress",
    "vue",
    "vuepress",
];
const SERVICE: [&str; 8] =
    ["@hapi/hapi", "@nestjs/core", "apollo-server", "express", "fastify", "hono", "koa", "restify"];

/// Files at the top of a repository, by their names in lower case, and what they say; the first that is there counts.
const SIGNS: [(&[&str], &str); 8] = [
    (&["action.yml", "action.yaml"], "github-action"),
    (&[".goreleaser.yml", ".goreleaser.yaml"], "tool"),
    (
        &["dockerfile", "containerfile", "procfile", "serverless.yml", "fly.toml", "skaffold.yaml", "app.yaml"],
        "service",
    ),
    (&["manage.py", "main.go", "wsgi.py", "asgi.py", "config.ru"], "service"),
    (&["hugo.toml", "_config.yml", "index.html", "docusaurus.config.js"], "website"),
    (&["chart.yaml"], "helm-chart"),
    (&["main.tf", "versions.tf", "terragrunt.hcl", "template.yaml", "cdk.json", "pulumi.yaml"], "infrastructure"),
    (
        &[
            "cargo.toml",
            "go.mod",
            "setup.py",
            "pyproject.toml",
            "composer.json",
            "package.swift",
            "build.gradle",
            "build.gradle.kts",
            "pom.xml",
            "gemfile",
        ],
        "library",
    ),
];

/// The type, and what says so.
pub(super) fn kind(snapshot: &Snapshot, package: Option<&Package>, languages: &[String]) -> (&'static str, String) {
    if ["-cli", "-tool", "ctl"].iter().any(|end| snapshot.repo.name.to_lowercase().ends_with(end)) {
        return ("tool", "the repository's name".to_owned());
    }
    let node = package.filter(|package| package.path == "package.json");
    let needs = |names: &[&str]| node.and_then(|node| node.needs.iter().find(|need| names.contains(&need.as_str())));
    if let Some(need) = needs(&SERVICE) {
        return ("service", format!("package.json needs {need}"));
    }
    if node.is_some_and(|node| node.is_library) && sign(snapshot, SIGNS[2].0).is_none() {
        return ("library", "package.json says what others import".to_owned());
    }
    if let Some(need) = needs(&WEBSITE) {
        return ("website", format!("package.json needs {need}"));
    }
    for (names, kind) in SIGNS {
        let Some(path) = sign(snapshot, names) else { continue };
        // A program with an entry of its own is no library.
        let program = [
            "src/main.rs",
            "src/main/resources/application.yml",
            "src/main/resources/application.properties",
            "src/main/resources/application.yaml",
        ];
        let found =
            program.into_iter().find(|file| RepoPath::new(file).is_ok_and(|file| snapshot.entry(&file).is_some()));
        return match found.filter(|_| kind == "library") {
            Some(file) => ("service", file.to_owned()),
            None => (kind, path),
        };
    }
    if node.is_some() {
        return ("library", "package.json".to_owned());
    }
    if let Some(path) = below(snapshot, &SIGNS[2].0[..2]) {
        return ("service", path);
    }
    let ends = |end: &str| snapshot.files().map(|(path, _)| path.as_str()).find(|path| path.ends_with(end));
    if let Some(path) = ends("/Program.cs").or_else(|| ends("Application.java")) {
        return ("service", path.to_owned());
    }
    match languages.first().map(String::as_str) {
        Some("HCL") => return ("infrastructure", "most of the code is HCL".to_owned()),
        Some(language @ ("HTML" | "CSS" | "SCSS" | "Vue" | "Svelte")) => {
            return ("website", format!("most of the code is {language}"));
        }
        None if is_mostly_documents(snapshot) => return ("documentation", "nothing but documents".to_owned()),
        _ => {}
    }
    ("other", "nothing here tells; `service`, `website` and `library` are the usual words".to_owned())
}

/// Whether half of the files or more are documents.
fn is_mostly_documents(snapshot: &Snapshot) -> bool {
    let (mut documents, mut all) = (0_usize, 0_usize);
    for (path, _) in snapshot.files() {
        all += 1;
        documents += usize::from(path.as_str().ends_with(".md"));
    }
    documents > 0 && documents * 2 >= all
}

fn sign(snapshot: &Snapshot, names: &[&str]) -> Option<String> {
    let at_top = snapshot.files().map(|(path, _)| path.as_str()).filter(|path| !path.contains('/'));
    at_top.map(str::to_owned).find(|path| names.contains(&path.to_lowercase().as_str()))
}

/// The first file of such a name one folder down.
fn below(snapshot: &Snapshot, names: &[&str]) -> Option<String> {
    let paths = snapshot.files().map(|(path, _)| path).filter(|path| path.as_str().matches('/').count() == 1);
    paths
        .map(|path| (path, path.file_name().to_lowercase()))
        .find(|(_, name)| names.contains(&name.as_str()))
        .map(|(path, _)| path.to_string())
}
