//! Organisations: lists of repositories from forges, and tokens, over https.

use std::{fs, io::Read, path::Path, process::Command, time::Duration};

use callboard::{
    collect::{Options, Tokens, collect},
    diagnostic::Diagnostic,
    model::{Depth, Forge, Organisation, Snapshot, Source},
};
use serde_json::json;
use tempfile::TempDir;

use crate::{
    local::{Silent, rules},
    support::{
        git,
        server::{Certificate, Server},
        site::Place,
    },
};

/// Says that this process is the one that trusts the test's certificate.
const TRUSTS: &str = "CALLBOARD_TEST_FOLDER";

/// Runs `test` in a process of its own that trusts a new certificate: the trust of a process comes from its
/// environment, which no test may change for all others.
fn trusting(name: &str, test: fn(&Path, &Certificate)) {
    if let Ok(folder) = std::env::var(TRUSTS) {
        return test(Path::new(&folder), &Certificate::at(Path::new(&folder)));
    }
    let folder = TempDir::new().expect("a temporary folder");
    let certificate = Certificate::make(folder.path());
    let mut command = Command::new(std::env::current_exe().expect("a program"));
    command.args([name, "--exact", "--nocapture"]);
    command.env(TRUSTS, folder.path()).env("SSL_CERT_FILE", &certificate.certificate).env_remove("SSL_CERT_DIR");
    let output = command.output().expect("it starts");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

/// A folder of bare repositories, `<owner>/<name>.git`, and the list of them.
fn repositories(root: &Path, list: &str) {
    let list: Vec<serde_json::Value> = serde_json::from_str(list).expect("JSON");
    for repo in &list {
        let text = |key: &str| repo[key].as_str().unwrap_or_default().to_owned();
        let (owner, name) = (text("owner"), text("name"));
        let work = root.join("work").join(&owner).join(&name);
        fs::create_dir_all(root.join(&owner)).expect("writable");
        fs::create_dir_all(&work).expect("writable");
        fs::write(work.join("file"), &name).expect("writable");
        git::bare(&work, &root.join(&owner));
    }
    fs::write(root.join("forge.json"), serde_json::to_string(&list).expect("JSON")).expect("writable");
}

fn organisation(forge: Forge, api: String, name: &str) -> Organisation {
    let (include, exclude) = (Vec::new(), vec!["old-*".to_owned()]);
    Organisation { forge, api, name: name.to_owned(), include, exclude, archived: false, forks: false, history: None }
}

fn collected(source: Organisation, cache: &Path, token: Option<&str>) -> (Vec<Snapshot>, Vec<Diagnostic>) {
    let token = token.map(str::to_owned);
    let tokens = Tokens { github: token.clone(), gitlab: token.clone(), gitea: token };
    let patience = Duration::from_secs(120);
    let history = Depth::default();
    let options = Options {
        cache: cache.to_owned(),
        parallel: 4,
        tokens,
        skip: Vec::new(),
        patience,
        history,
        today: String::new(),
        plan: None,
    };
    collect(&[Source::Organisation(source)], &options, &Silent)
}

fn names(snapshots: &[Snapshot]) -> Vec<&str> {
    snapshots.iter().map(|snapshot| snapshot.repo.name.as_str()).collect()
}

const LIST: &str = r#"[
    {"owner": "org", "name": "c"},
    {"owner": "org", "name": "a"},
    {"owner": "org", "name": "old-x"},
    {"owner": "org", "name": "archived", "archived": true},
    {"owner": "org", "name": "fork", "fork": true},
    {"owner": "org", "name": "disabled", "disabled": true},
    {"owner": "org", "name": "b"},
    {"owner": "user-ada", "name": "a"}
]"#;

#[test]
fn organisations_are_listed_page_by_page() {
    let folder = TempDir::new().expect("a temporary folder");
    repositories(folder.path(), LIST);
    let server = Server::start(folder.path(), None);
    let cache = folder.path().join("cache");
    for (forge, version) in [(Forge::GitHub, "v3"), (Forge::GitLab, "v4"), (Forge::Gitea, "v1")] {
        let api = || format!("{}/api/{version}", server.url);
        let (snapshots, diagnostics) = collected(organisation(forge, api(), "org"), &cache, None);
        assert_eq!(rules(&diagnostics), [""; 0], "{diagnostics:?}");
        assert_eq!(names(&snapshots), ["org/a", "org/b", "org/c"]);
        assert!(snapshots.iter().all(|snapshot| snapshot.repo.forge == Some(forge)));
        let refused = server.requests().iter().filter(|request| request.ends_with(" 429")).count();
        assert_eq!(refused, 1, "the server asked once to slow down");

        let all = Organisation {
            include: vec!["a*".to_owned(), "f*".to_owned()],
            archived: true,
            forks: true,
            ..organisation(forge, api(), "org")
        };
        assert_eq!(names(&collected(all, &cache, None).0), ["org/a", "org/archived", "org/fork"]);

        let (snapshots, diagnostics) = collected(organisation(forge, api(), "nobody"), &cache, None);
        assert_eq!((snapshots.len(), rules(&diagnostics)), (0, vec!["nobody organisation-unreadable ".to_owned()]));
        assert!(diagnostics[0].hint.is_some());
    }
    for (forge, version) in [(Forge::GitHub, "v3"), (Forge::Gitea, "v1")] {
        let user = organisation(forge, format!("{}/api/{version}", server.url), "user-ada");
        assert_eq!(names(&collected(user, &cache, None).0), ["user-ada/a"]);
    }
}

#[test]
fn a_forge_that_is_away_takes_no_repository_away() {
    let folder = TempDir::new().expect("a temporary folder");
    repositories(folder.path(), LIST);
    let server = Server::start(folder.path(), None);
    let cache = folder.path().join("cache");
    let outage = |status: &str| fs::write(folder.path().join("outage"), status).expect("writable");
    let source = || organisation(Forge::GitHub, format!("{}/api/v3", server.url), "org");
    outage("503");
    let (snapshots, diagnostics) = collected(source(), &cache, None);
    assert_eq!((snapshots.len(), rules(&diagnostics)), (0, vec!["org organisation-unreadable ".to_owned()]));
    fs::remove_file(folder.path().join("outage")).expect("writable");
    assert_eq!(names(&collected(source(), &cache, None).0), ["org/a", "org/b", "org/c"]);
    outage("503");
    // Filters hold for the kept list as well.
    let some = Organisation { exclude: vec!["b".to_owned()], ..source() };
    let (snapshots, diagnostics) = collected(some, &cache, None);
    assert_eq!(names(&snapshots), ["org/a", "org/c", "org/old-x"]);
    assert_eq!(rules(&diagnostics), ["org organisation-stale "]);
    // Who is refused gets nothing.
    outage("401");
    let (snapshots, diagnostics) = collected(source(), &cache, None);
    assert_eq!((snapshots.len(), rules(&diagnostics)), (0, vec!["org organisation-unreadable ".to_owned()]));
}

/// How often forges were asked for lists, with how many of them unchanged, and which repositories were asked for, of the
/// requests since the last call.
fn asked(server: &Server) -> (usize, usize, Vec<String>) {
    let requests = server.requests();
    let pages: Vec<&String> =
        requests.iter().filter(|request| request.contains("/api/") && !request.ends_with("429")).collect();
    let unchanged = pages.iter().filter(|request| request.ends_with(" 304")).count();
    let talk = requests.iter().filter_map(|request| request.split_once("/info/refs")?.0.strip_prefix("GET /org/"));
    let mut talk: Vec<String> = talk.map(str::to_owned).collect();
    talk.sort();
    (pages.len(), unchanged, talk)
}

#[test]
fn only_what_has_changed_is_asked_for() {
    for (forge, version) in [(Forge::GitHub, "v3"), (Forge::GitLab, "v4"), (Forge::Gitea, "v1")] {
        let folder = TempDir::new().expect("a temporary folder");
        let list = |changed: &str, pushed: &str| {
            let of = |name: &str| {
                let pushed = if name == changed { pushed } else { "2026-01-01T00:00:00Z" };
                format!(r#"{{"owner": "org", "name": "{name}", "pushed": "{pushed}"}}"#)
            };
            format!("[{}]", ["a", "b", "c", "d", "e"].map(of).join(","))
        };
        repositories(folder.path(), &list("", ""));
        let server = Server::start(folder.path(), None);
        let cache = folder.path().join("cache");
        let read = || {
            let (snapshots, found) =
                collected(organisation(forge, format!("{}/api/{version}", server.url), "org"), &cache, None);
            assert_eq!((rules(&found), names(&snapshots).len()), (Vec::new(), 5), "{found:?}");
            let text =
                |snapshot: &Snapshot| snapshot.repo.commit.as_ref().map(|commit| commit.id.clone()).unwrap_or_default();
            (asked(&server), snapshots.iter().map(text).collect::<Vec<_>>())
        };
        let all: Vec<String> = ["a.git", "b.git", "c.git", "d.git", "e.git"].map(str::to_owned).to_vec();
        let (first, commits) = read();
        assert_eq!(first, (3, 0, all.clone()), "one request for each page and each repository");
        assert_eq!(read(), ((3, 3, Vec::new()), commits.clone()), "nothing has changed, and nothing counts");

        let change = |text: &str| {
            let (work, bare) = (folder.path().join("work/org/c"), folder.path().join("org/c.git"));
            fs::write(work.join("file"), text).expect("writable");
            let (tree, dir) = (format!("--work-tree={}", work.display()), format!("--git-dir={}", bare.display()));
            git::git(&work, &[&dir, &tree, "-c", "core.bare=false", "add", "--all", "."]);
            git::git(&work, &[&dir, &tree, "-c", "core.bare=false", "commit", "--quiet", "-m", text]);
        };
        let tell = |pushed: &str| {
            fs::write(folder.path().join("forge.json"), list("c", pushed)).expect("writable");
        };
        change("two");
        tell("2026-01-02T00:00:00Z");
        let (requests, after) = read();
        assert_eq!(requests, (3, 2, vec!["c.git".to_owned()]), "one of them has changed");
        assert!(after != commits && after[0] == commits[0]);
        assert_eq!(read().0, (3, 3, Vec::new()));
        // What has changed just now may change again under the same time.
        let now = jiff::Timestamp::now().to_string();
        tell(&now);
        for text in ["three", "four"] {
            change(text);
            assert_eq!(read().0.2, ["c.git"], "{text}");
        }
        // More history than is there has to be fetched, changed or not.
        tell("2026-01-03T00:00:00Z");
        read();
        let source = Organisation {
            history: Some(Depth::Everything),
            ..organisation(forge, format!("{}/api/{version}", server.url), "org")
        };
        collected(source, &cache, None);
        assert_eq!(asked(&server).2, all);
    }
}

#[test]
fn tokens_are_shown_to_their_forge_only() {
    trusting("forge::tokens_are_shown_to_their_forge_only", |folder, certificate| {
        let root = folder.join("root");
        let list = r#"[{"owner": "org", "name": "a", "path": "/private"}, {"owner": "closed", "name": "b"},
            {"owner": "away", "name": "c", "path": "/moved"}]"#;
        repositories(&root, list);
        let server = Server::start(&root, Some(certificate));
        let cache = folder.join("cache");
        for (forge, version) in [(Forge::GitHub, "v3"), (Forge::GitLab, "v4"), (Forge::Gitea, "v1")] {
            let read = |host: &str, name: &str, token: Option<&str>| {
                let api = format!("{}/api/{version}", server.url.replace("127.0.0.1", host));
                let (snapshots, diagnostics) = collected(organisation(forge, api, name), &cache, token);
                assert!(!format!("{diagnostics:?}").contains("secret"), "{diagnostics:?}");
                (
                    snapshots.len(),
                    diagnostics.first().map_or(String::new(), |found| format!("{} {:?}", found.message, found.hint)),
                )
            };
            let cached = fs::read_dir(&cache).is_ok();
            for (name, token) in [("org", None), ("org", Some("wrong"))] {
                let (count, message) = read("127.0.0.1", name, token);
                assert_eq!(count, usize::from(cached), "{message}");
                assert!(message.contains("refuses access") && message.contains("_TOKEN"), "{message}");
            }
            assert_eq!(read("127.0.0.1", "org", Some("secret")), (1, String::new()));
            assert_eq!(read("127.0.0.1", "closed", None).0, 0);
            assert_eq!(read("127.0.0.1", "closed", Some("secret")), (1, String::new()));
            // Another host, by a redirect: it asks, and gets nothing.
            let (count, message) = read("localhost", "away", Some("secret"));
            assert!(count == 0 && message.contains("refuses access"), "{message}");
        }
        assert!(!everything(&cache).contains("secret"), "a token was written");
    });
}

/// The text of all files below a folder.
fn everything(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        text.push_str(&entry.path().to_string_lossy());
        if entry.path().is_dir() {
            text.push_str(&everything(&entry.path()));
        } else {
            let mut bytes = Vec::new();
            fs::File::open(entry.path()).expect("readable").read_to_end(&mut bytes).expect("readable");
            text.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
    text
}

#[test]
fn a_plan_is_made_once_for_all_shards() {
    let place = Place::new("");
    let names = ["a", "b", "c", "d", "e"];
    let list: Vec<_> =
        names.iter().map(|name| json!({ "owner": "org", "name": name, "pushed": "2026-01-01T00:00:00Z" })).collect();
    repositories(&place.path(""), &json!(list).to_string());
    let server = Server::start(&place.path(""), None);
    place.put("callboard.yaml", format!("sources: [{{ github: org, url: '{}' }}]\ncache: cache\n", server.url));
    let run = |arguments: &[&str]| {
        let ran = place.run("", arguments);
        assert_eq!(ran.code, 0, "{ran:?}");
        (asked(&server), ran.err)
    };
    let (requests, said) = run(&["collect", "--plan", "plan.json"]);
    assert_eq!(requests, (3, 0, Vec::new()), "a plan asks for lists alone: {said}");
    assert!(said.contains("5 repositories on forges are listed"), "{said}");
    assert_eq!(run(&["collect", "--plan", "plan.json"]).0, (3, 3, Vec::new()), "and only whether they have changed");
    let mut talk = Vec::new();
    for shard in ["1/3", "2/3", "3/3"] {
        let into = format!("parts/{}", &shard[..1]);
        let ((pages, _, some), _) = run(&["collect", "--from", "plan.json", "--shard", shard, "--output", &into]);
        assert_eq!(pages, 0, "the forge is not asked again");
        talk.extend(some);
    }
    talk.sort();
    assert_eq!(talk, names.map(|name| format!("{name}.git")), "each repository is fetched by one shard");
    run(&["build", "--fragments", "parts/*", "--output", "merged"]);
    run(&["build", "--output", "whole"]);
    assert!(place.tree("merged") == place.tree("whole"));
    for text in ["{}", r#"{"schema": 9, "organisations": []}"#] {
        place.put("wrong.json", text);
        let ran = place.run("", &["collect", "--from", "wrong.json"]);
        assert!(ran.code == 2 && ran.err.contains("no plan of this version of callboard"), "{ran:?}");
    }

    // Ten thousand repositories are a hundred pages, and the same number of questions whether they have changed.
    let many: Vec<_> = (0..10_000)
        .map(|number| json!({ "owner": "org", "name": format!("r{number}"), "pushed": "2026-01-01T00:00:00Z" }))
        .collect();
    place.put("forge.json", json!(many).to_string());
    let (requests, said) = run(&["collect", "--plan", "plan.json"]);
    assert_eq!(requests, (100, 0, Vec::new()), "{said}");
    assert!(said.contains("10000 repositories"), "{said}");
    assert_eq!(run(&["collect", "--plan", "plan.json"]).0, (100, 100, Vec::new()));
    let ((pages, _, some), _) =
        run(&["collect", "--quiet", "--from", "plan.json", "--shard", "7/1000", "--output", "part"]);
    assert!(pages == 0 && (1..40).contains(&some.len()), "a shard asks for its own repositories: {some:?}");
}
