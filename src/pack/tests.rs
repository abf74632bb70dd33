use std::{collections::BTreeMap, io::Read, sync::Arc};

use serde_json::{Map, Value, json};

use super::*;
use crate::{
    diagnostic::{Format, View, show},
    model::{EntityId, FileEntry, FileKind, Origin, Repo, RepoIndex, RepoPath, SafeUrl},
};

fn path(text: &str) -> RepoPath {
    RepoPath::new(text).expect("a plain path")
}

/// A repository of files that hold their own names; `*` marks an executable, `>` a link out of the tree.
fn snapshot(name: &str, files: &[&str]) -> Snapshot {
    let mut listing = BTreeMap::new();
    let mut content = BTreeMap::new();
    for file in files {
        let name = file.trim_end_matches(['*', '>']);
        let kind =
            if file.ends_with('>') { FileKind::BrokenLink } else { FileKind::File { executable: file.ends_with('*') } };
        listing.insert(path(name), FileEntry { kind, size: name.len() as u64 });
        content.insert(path(name), name.as_bytes().to_vec());
    }
    let repo = Repo {
        url: SafeUrl::parse(&format!("https://github.com/{name}")),
        branch: Some("main".to_owned()),
        ..Repo::plain(name)
    };
    Snapshot::new(repo, listing, Arc::new(content))
}

fn template(namespace: &str, name: &str, file: &str, urls: &[&str]) -> Entity {
    let steps: Vec<Value> = urls
        .iter()
        .map(|url| json!({ "action": "fetch:template", "input": { "url": url, "values": "${{ parameters }}" } }))
        .collect();
    Entity {
        id: EntityId::new("template", namespace, name),
        api_version: TEMPLATE.to_owned(),
        kind: "Template".to_owned(),
        name: name.to_owned(),
        namespace: namespace.to_owned(),
        metadata: Map::new(),
        spec: json!({ "steps": steps }).as_object().expect("an object").clone(),
        relations: Vec::new(),
        origin: Origin { repo: RepoIndex(0), path: path(file), line: 1 },
        source: "kind: Template\n".to_owned(),
        known_kind: true,
    }
}

/// The files of the template's archive by both formats, and its problems.
fn packed(template: Entity, files: &[&str]) -> (Vec<String>, String) {
    let snapshots = [snapshot("acme/tools", files), snapshot("acme/parts", &["base/x.txt"])];
    let repos = snapshots.iter().map(|snapshot| snapshot.repo.clone()).collect();
    let (archives, outputs, found) = pack(&Catalog::new(repos, vec![template]), &snapshots, &Adopted::new());
    let found: Vec<&Diagnostic> = found.iter().collect();
    let problems = show(&found, Format::Short, &View::default());
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(outputs[2].bytes.as_slice())).expect("a zip archive");
    let names: Vec<String> = (0..zip.len())
        .map(|index| zip.by_index(index).expect("an entry").name().expect("a name").into_owned())
        .collect();
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(outputs[3].bytes.as_slice()));
    let mut in_tar = Vec::new();
    for entry in tar.entries().expect("a tar archive") {
        let mut entry = entry.expect("an entry");
        let name = entry.path().expect("a path").to_string_lossy().into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("text");
        let own = name.rsplit('/').next().expect("a last part");
        assert!(
            text == "kind: Template
" || text.ends_with(own),
            "{name}: {text}"
        );
        assert_eq!(entry.header().mode().expect("a mode"), if name.ends_with(".sh") { 0o755 } else { 0o644 });
        in_tar.push(name);
    }
    assert_eq!(names, in_tar);
    let name = archives[0].zip.path.as_str().trim_start_matches("archives/");
    let line = format!("{}  {name}\n", archives[0].zip.sha256);
    assert_eq!(
        (outputs[0].path.as_str(), &outputs[0].bytes),
        (format!("archives/{name}.sha256").as_str(), &line.into_bytes())
    );
    let folder = format!("{}/", name.rsplit_once('-').expect("a name and a version").0);
    (names.iter().map(|name| name.trim_start_matches(&folder).to_owned()).collect(), problems)
}

#[test]
fn archives_hold_what_the_steps_fetch() {
    let files =
        ["t/skeleton/${{ values.name }}.rs", "t/skeleton/run.sh*", "t/skeleton/out>", "t/template.yaml", "shared/a"];
    for (file, urls, expected) in [
        (
            "t/template.yaml",
            &["./skeleton"][..],
            &["skeleton/${{ values.name }}.rs", "skeleton/run.sh", "template.yaml"][..],
        ),
        ("t/all.yaml", &["../shared/"], &["shared/a", "t/template.yaml"]),
        ("t/all.yaml", &["skeleton/run.sh"], &["skeleton/run.sh", "template.yaml"]),
        (
            "t/all.yaml",
            &["/shared", "./skeleton/${{ parameters.kind }}"],
            &["shared/a", "t/skeleton/${{ values.name }}.rs", "t/skeleton/run.sh", "t/template.yaml"],
        ),
        (
            "t/all.yaml",
            &["${{ parameters.url }}"],
            &["skeleton/${{ values.name }}.rs", "skeleton/run.sh", "template.yaml"],
        ),
        (
            "t/all.yaml",
            &["https://github.com/acme/parts/tree/main/base"],
            &["remote/acme/parts/base/x.txt", "template.yaml"],
        ),
        ("t/all.yaml", &[], &["template.yaml"]),
    ] {
        assert_eq!(
            packed(template("default", "svc", file, urls), &files),
            (expected.iter().map(|s| (*s).to_owned()).collect(), String::new()),
            "{urls:?}"
        );
    }
}

#[test]
fn archives_hold_what_answers_may_lead_to() {
    let files = ["parts/ci/a", "parts/cd/b", "parts/none/c", "t/own", "t/template.yaml"];
    let mut entity = template(
        "default",
        "svc",
        "t/template.yaml",
        &["${{ parameters.ci }}", "${{ '../parts/cd' if parameters.cd else './own' }}", "${{ parameters.gone }}/x"],
    );
    let ci = json!({ "default": "../parts/ci", "enum": ["../parts/ci", "../parts/missing", "../../.."] });
    entity.spec.insert("parameters".to_owned(), json!([{ "properties": { "a": { "properties": { "ci": ci } } } }]));
    let expected = ["parts/cd/b", "parts/ci/a", "t/own", "t/template.yaml"];
    assert_eq!(packed(entity, &files), (expected.map(str::to_owned).to_vec(), String::new()));
}

#[test]
fn what_is_not_there_is_a_problem() {
    let files = ["t/skeleton/a", "t/template.yaml"];
    for (url, expected) in [
        (
            "./skeletons",
            "acme/tools/t/template.yaml:1: warning[missing-skeleton]: the step fetches `./skeletons`, but there is no `t/skeletons` in the repository\n",
        ),
        (
            "../../etc",
            "acme/tools/t/template.yaml:1: warning[missing-skeleton]: the step fetches `../../etc`, which is outside the repository\n",
        ),
        (
            "https://github.com/other/repo/tree/main/x",
            "acme/tools/t/template.yaml:1: info[remote-skeleton]: the step fetches https://github.com/other/repo/tree/main/x, which was not collected\n",
        ),
    ] {
        let (names, problems) = packed(template("default", "svc", "t/template.yaml", &[url]), &files);
        assert_eq!((names, problems), (vec!["template.yaml".to_owned()], expected.to_owned()), "{url}");
    }
}

#[test]
fn archives_have_names_of_their_own() {
    let id = |namespace, name| EntityId::new("template", namespace, name);
    for (ids, expected) in [
        (vec![id("default", "svc"), id("web", "svc")], ["svc", "web-svc"]),
        (vec![id("a", "b-c"), id("a-b", "c")], ["a/b-c", "a-b/c"]),
        (vec![id("default", "a-b"), id("a", "b")], ["a-b", "a/b"]),
    ] {
        assert_eq!(names::unique(ids.iter()), expected);
    }
}

#[test]
fn versions_are_told_or_hashed() {
    for (annotation, expected) in [
        (None, ""),
        (Some("1.4.0"), "1.4.0"),
        (Some("2.0.0-Beta/1"), "2.0.0_beta_1"),
        (Some("../.."), ""),
        (Some(" "), ""),
    ] {
        let mut entity = template("default", "svc", "t/template.yaml", &[]);
        if let Some(annotation) = annotation {
            entity.metadata.insert("annotations".to_owned(), json!({ "backstage.io/template-version": annotation }));
        }
        let version = names::version(&entity).unwrap_or_default();
        assert_eq!(version, expected, "{annotation:?}");
        let (archives, ..) = pack(
            &Catalog::new(vec![Repo::plain("acme/tools")], vec![entity]),
            &[snapshot("acme/tools", &[])],
            &Adopted::new(),
        );
        let version = if expected.is_empty() { &archives[0].zip.sha256[..12] } else { expected };
        assert_eq!(archives[0].tar_gz.path.as_str(), format!("archives/svc-{version}.tar.gz"));
    }
}
