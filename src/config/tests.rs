#![expect(clippy::disallowed_methods, reason = "tests make the folders that they look at")]

use std::{fs, path::Path};

use super::*;
use crate::{
    diagnostic::{Format, View, show},
    model::{Depth, Forge, Organisation},
};

fn defaults() -> Defaults {
    Defaults { folder: "/work".into(), rules: vec!["dangling-reference", "orphan"], cache: "/cache".into() }
}

/// A folder with `shop`, `demo/a`, `demo/b`, `demo/.hidden` and the file `demo/file`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["shop", "demo/b", "demo/a", "demo/.hidden"] {
        fs::create_dir_all(folder.path().join(name)).expect("made");
    }
    fs::write(folder.path().join("demo/file"), "").expect("written");
    fs::write(folder.path().join("demo/list.txt"), "# all\na\n\nhttps://host/x.git#v1 \n").expect("written");
    folder
}

fn read_in(folder: &Path, text: &str) -> Result<Config, String> {
    let name = RepoPath::new("callboard.yaml").expect("a plain name");
    read(text, &name, folder, &defaults()).map_err(|found| {
        let found: Vec<&Diagnostic> = found.iter().collect();
        let text = show(&found, Format::Short, &View::default());
        text.replace("callboard.yaml:", "").replace(" error[config]:", "").trim_end().to_owned()
    })
}

fn path(path: impl Into<PathBuf>, revision: Option<&str>) -> Source {
    Source::Path { path: path.into(), revision: revision.map(str::to_owned), history: None }
}

fn remote(url: &str, revision: Option<&str>) -> Source {
    Source::Remote { url: url.to_owned(), revision: revision.map(str::to_owned), history: None }
}

fn organisation(forge: Forge, api: &str, name: &str) -> Organisation {
    Organisation {
        forge,
        api: api.to_owned(),
        name: name.to_owned(),
        include: Vec::new(),
        exclude: Vec::new(),
        archived: false,
        forks: false,
        history: None,
    }
}

#[test]
fn sources_are_what_they_say() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let acme = organisation(Forge::GitHub, "https://api.github.com", "acme");
    let group = organisation(Forge::GitLab, "https://git.example.com/api/v4", "acme/web");
    for (text, expected) in [
        ("{path: shop}", vec![path(at("shop"), None)]),
        ("./demo/../shop", vec![path(at("shop"), None)]),
        ("shop#main", vec![path(at("shop"), Some("main"))]),
        ("{path: demo/*, ref: v2}", vec![path(at("demo/a"), Some("v2")), path(at("demo/b"), Some("v2"))]),
        ("{git: 'https://host/o/r.git', ref: v1}", vec![remote("https://host/o/r.git", Some("v1"))]),
        ("git@host:o/r.git", vec![remote("git@host:o/r.git", None)]),
        ("{repos: demo/list.txt}", vec![path(at("demo/a"), None), remote("https://host/x.git", Some("v1"))]),
        ("{github: acme}", vec![Source::Organisation(acme.clone())]),
        ("{gitlab: acme/web, url: 'https://git.example.com/'}", vec![Source::Organisation(group)]),
        (
            "{github: acme, include: 'a-*', exclude: [x], forks: true}",
            vec![Source::Organisation(Organisation {
                include: vec!["a-*".into()],
                exclude: vec!["x".into()],
                forks: true,
                ..acme.clone()
            })],
        ),
        (
            "{github: acme, history: full}",
            vec![Source::Organisation(Organisation { history: Some(Depth::Everything), ..acme })],
        ),
        (
            "{path: shop, history: none}",
            vec![Source::Path { path: at("shop"), revision: None, history: Some(Depth::Nothing) }],
        ),
    ] {
        let config = read_in(folder.path(), &format!("sources:\n  - {text}\n"));
        assert_eq!(config.map(|config| config.sources), Ok(expected), "{text}");
    }
}

#[test]
fn settings_and_defaults() {
    let folder = folder();
    let config = read_in(folder.path(), "").expect("an empty file is a configuration");
    assert_eq!(config.sources, [path(folder.path(), None)]);
    assert_eq!((config.output, config.cache), (folder.path().join("site"), "/cache".into()));
    assert_eq!(config.catalog_files, CATALOG_FILES);
    assert_eq!(config.history.to_string(), "100");
    let text = "title: ' Acme '\nurl: HTTPS://u:p@portal.example.com/x\ncatalog: {files: ['*.yaml']}\n\
                rules: {orphan: off, dangling-reference: error}\nhistory: 500\noutput: out/./put\ncache: c\ntheme: shop\n";
    let config = read_in(folder.path(), text).expect("it is well-formed");
    assert_eq!(config.title, "Acme");
    assert_eq!(config.url.expect("a url").as_str(), "https://portal.example.com/x");
    assert_eq!(config.catalog_files, ["*.yaml"]);
    assert_eq!(config.history.to_string(), "500");
    assert_eq!(config.rules["orphan"], None);
    assert_eq!(config.rules["dangling-reference"], Some(Severity::Error));
    assert_eq!(config.output, folder.path().join("out/put"));
    assert_eq!(config.cache, folder.path().join("c"));
    assert_eq!(config.theme, Some(folder.path().join("shop")));
}

#[test]
fn every_mistake_has_its_place() {
    let folder = folder();
    for (text, expected) in [
        ("titel: Acme", "1:1: unknown key `titel`"),
        ("feeds: true", "1:8: feeds are asked for, and they need `url`: readers of feeds know no relative links"),
        ("title: 12", "1:8: `title` must be a string, not a number"),
        ("title: ''", "1:8: `title` is empty"),
        ("- a", "1:1: the configuration must be a mapping, not an array"),
        ("url: portal", "1:6: `url` is no web address"),
        ("url: 'https://x.y/?a'", "1:6: `url` has a query or a fragment"),
        ("url: 'javascript:alert(1)'", "1:6: `url` is no web address"),
        ("sources: shop", "1:10: `sources` must be an array, not a string"),
        ("sources: []", "1:10: `sources` is empty"),
        ("sources: [{ref: x}]", "1:11: this source does not say where its repositories are"),
        ("sources: [{path: shop, git: 'https://h/r'}]", "1:29: this source says more than one thing"),
        ("sources: [{path: shop, forks: true}]", "1:31: `forks` has no meaning here"),
        ("sources: [{github: a, ref: x}]", "1:28: `ref` has no meaning here"),
        ("sources: [{github: a, archived: 'no'}]", "1:33: `archived` must be a boolean, not a string"),
        ("sources: [{github: 'https://github.com/a'}]", "1:20: `https://github.com/a` is no name on a forge"),
        ("sources: [{gitea: a}]", "1:19: `gitea` needs the forge's address in `url`, e.g. https://codeberg.org"),
        ("sources: [{path: nothing}]", "1:18: `nothing` is no folder"),
        ("sources: [{path: 'demo/x*'}]", "1:18: no folder matches `demo/x*`"),
        ("sources: [{github: a, include: ['[']}]", "1:33: `[` is no glob: unclosed character class; missing ']'"),
        ("sources: ['ext::sh -c x']", "1:11: addresses with `::` start other programs and are not read"),
        ("sources: ['ftp://h/r']", "1:11: `ftp://` is not read; use https://, ssh://, file:// or git://"),
        ("sources: ['ssh://-oProxyCommand=x/r']", "1:11: this is no address of a repository"),
        (
            "sources: ['https://u:secret@h/r']",
            "1:11: this address holds a password; tokens are read from the environment alone, e.g. GITHUB_TOKEN",
        ),
        ("history: 1", "1:10: `1` is no depth of history"),
        ("history: 0", "1:10: `0` is no depth of history"),
        ("history: all", "1:10: `all` is no depth of history"),
        ("history: true", "1:10: `history` must be a string, not a boolean"),
        ("sources: [{path: shop, history: -5}]", "1:33: `-5` is no depth of history"),
        ("sources: [{repos: none.txt}]", "1:19: `none.txt` cannot be read: No such file or directory (os error 2)"),
        ("catalog: {file: x}", "1:11: unknown key `file`"),
        ("search: {synonyms: [[k8s]]}", "1:21: a group of `search.synonyms` has one word"),
        ("search: {synonyms: k8s}", "1:20: `search.synonyms` must be an array, not a string"),
        ("rules: {orphans: off}", "1:9: no rule is called `orphans`"),
        ("rules: {orphan: fatal}", "1:17: `fatal` is no severity; write `off`, `info`, `warning` or `error`"),
        ("rules: [orphan]", "1:8: `rules` must be an object, not an array"),
        ("theme: nowhere", "1:8: the theme folder `nowhere` does not exist"),
        ("output: .", "1:9: `output` would replace `.`, which holds this file"),
        ("output: ..", "1:9: `output` would replace `..`, which holds this file"),
        ("title: a\n---\ntitle: b", "3:1: a configuration is one document"),
    ] {
        let found = read_in(folder.path(), text).map(|_| "no mistake".to_owned()).unwrap_or_else(|found| found);
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_mistake_comes_with_what_to_do() {
    let name = RepoPath::new("callboard.yaml").expect("a plain name");
    let found = read("title: x\nsource: []\n", &name, Path::new("/nowhere"), &defaults()).expect_err("a mistake");
    assert_eq!(found[0].hint.as_deref(), Some("did you mean `sources`?"));
    assert_eq!(found[0].place.excerpt.as_deref(), Some("source: []"));
    // What is shown of a line holds no password.
    let found = read(
        "sources:\n- {git: 'https://ada:secret@h/r?token=x', gti: 1}\n",
        &name,
        Path::new("/nowhere"),
        &defaults(),
    );
    let lines: Vec<_> = found.expect_err("mistakes").into_iter().filter_map(|one| one.place.excerpt).collect();
    assert!(
        !lines.is_empty() && lines.iter().all(|line| line == "- {git: 'https://**********@h/r?*******', gti: 1}"),
        "{lines:?}"
    );
}

#[test]
fn reports_are_what_they_say() {
    let folder = folder();
    let text = "reports:\n  - name: No docs!\n    query: -has:docs\n    columns: [owner]\n    group-by: kind\n";
    let config = read_in(folder.path(), text).expect("it is right");
    let [report] = config.reports.as_slice() else { panic!("{:?}", config.reports) };
    assert_eq!((report.name.as_str(), report.slug.as_str()), ("No docs!", "no-docs"));
    assert_eq!((report.query.0.as_str(), report.query.1.line, report.query.1.column), ("-has:docs", 3, 12));
    let group = report.group_by.as_ref().map(|(name, place)| (name.as_str(), place.line));
    assert_eq!((report.columns[0].0.as_str(), group), ("owner", Some(("kind", 5))));
    for (text, wrong) in [
        ("reports:\n  - name: a\n    qery: b\n", "unknown key `qery`"),
        ("reports:\n  - name: a\n", "a report has a `name` and a `query`"),
        ("reports:\n  - {name: a b, query: c}\n  - {name: A-B, query: c}\n", "has the address of `A-B`"),
        ("reports: a\n", "`reports` must be an array"),
        ("reports:\n  - {name: a, query: b, group-by: kind, chart: pie}\n", "no chart is called `pie`"),
        ("reports:\n  - {name: a, query: b, chart: bar}\n", "only reports with `group-by` have"),
    ] {
        let found = read_in(folder.path(), text).expect_err("it is wrong");
        assert!(found.contains(wrong), "{text}: {found}");
    }
}
