//! Remote repositories, from a real git behind a real server.

use std::{
    fs,
    net::TcpListener,
    os::fd::OwnedFd,
    path::{Path, PathBuf},
    time::Duration,
};

use callboard::{
    collect::{Options, Tokens, collect},
    diagnostic::Diagnostic,
    model::{Depth, Snapshot, Source},
};
use tempfile::TempDir;

use crate::{
    local::{Silent, rules, shown},
    support::{git, server::Server},
};

/// A folder with bare repositories, work trees that push to them, and a cache.
pub struct World {
    folder: TempDir,
    /// The work tree that pushes.
    pub work: PathBuf,
}

impl World {
    /// One repository, `org/a.git`, with one commit.
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let (root, work) = (folder.path().join("root"), folder.path().join("work"));
        for path in [root.join("org"), work.clone()] {
            fs::create_dir_all(path).expect("writable");
        }
        git::git(&root, &["init", "--quiet", "--bare", "--initial-branch=main", "org/a.git"]);
        git::git(&work, &["init", "--quiet", "--initial-branch=main"]);
        let target = root.join("org/a.git");
        git::git(&work, &["remote", "add", "origin", &target.to_string_lossy()]);
        let world = Self { folder, work };
        world.push("one", "main");
        world
    }

    /// The folder to serve.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    fn bare(&self) -> PathBuf {
        self.root().join("org/a.git")
    }

    /// Commits `file` with this text and pushes it to `branch`.
    fn push(&self, text: &str, branch: &str) {
        fs::write(self.work.join("file"), text).expect("writable");
        git::commit(&self.work, text);
        git::git(&self.work, &["push", "--quiet", "--force", "origin", &format!("HEAD:refs/heads/{branch}")]);
    }

    fn head(&self) -> String {
        git::git(&self.work, &["rev-parse", "HEAD"])
    }

    fn collect(&self, url: &str, revision: Option<&str>) -> (Vec<Snapshot>, Vec<Diagnostic>) {
        let source = Source::Remote { url: url.to_owned(), revision: revision.map(str::to_owned), history: None };
        collect(&[source], &self.options(), &Silent)
    }

    /// How this world is collected: without history.
    pub fn options(&self) -> Options {
        Options {
            cache: self.folder.path().join("cache"),
            parallel: 4,
            tokens: Tokens::default(),
            skip: Vec::new(),
            // A server that answers may take its time, on a machine that has much to do.
            patience: Duration::from_secs(120),
            history: Depth::Nothing,
            today: String::new(),
            plan: None,
        }
    }
}

/// Name, branch, commit and files of the only snapshot, which came without problems.
fn only((snapshots, diagnostics): (Vec<Snapshot>, Vec<Diagnostic>)) -> (String, Option<String>, String, String) {
    assert_eq!(rules(&diagnostics), [""; 0], "{diagnostics:?}");
    let [snapshot] = &snapshots[..] else { panic!("one repository, not {}", snapshots.len()) };
    let repo = &snapshot.repo;
    let commit = repo.commit.as_ref().map(|commit| commit.id.clone()).unwrap_or_default();
    (repo.name.clone(), repo.branch.clone(), commit, shown(snapshot))
}

fn expected(world: &World, branch: Option<&str>, text: &str) -> (String, Option<String>, String, String) {
    ("org/a".to_owned(), branch.map(str::to_owned), world.head(), format!("file {text}"))
}

/// Whether objects were asked for.
pub fn fetched(requests: &[String]) -> bool {
    // The first POST of protocol 2 lists references, the second one fetches.
    requests.iter().filter(|request| request.starts_with("POST")).count() > 1
}

#[test]
fn a_remote_is_fetched_only_when_it_moved() {
    let world = World::new();
    let server = Server::start(&world.root(), None);
    let url = format!("{}/org/a.git", server.url);
    assert_eq!(only(world.collect(&url, None)), expected(&world, Some("main"), "one"));
    assert!(fetched(&server.requests()));

    assert_eq!(only(world.collect(&url, None)), expected(&world, Some("main"), "one"));
    let requests = server.requests();
    assert!(!fetched(&requests) && !requests.is_empty(), "{requests:?}");

    for text in ["two", "three"] {
        world.push(text, "main");
        assert_eq!(only(world.collect(&url, None)), expected(&world, Some("main"), text));
        assert!(fetched(&server.requests()));
    }
    let cached = world.folder.path().join("cache");
    let folder = fs::read_dir(&cached).expect("it is there").next().expect("one").expect("readable").path();
    assert_eq!(git::git(&folder, &["rev-list", "--count", "refs/callboard/tip"]), "1", "history is not fetched");

    // A branch that is written anew, with another history.
    git::git(&world.work, &["checkout", "--quiet", "--orphan", "again"]);
    world.push("four", "main");
    assert_eq!(only(world.collect(&url, None)), expected(&world, Some("main"), "four"));
}

#[test]
fn a_default_branch_that_moves_is_followed() {
    let world = World::new();
    let server = Server::start(&world.root(), None);
    let url = format!("{}/org/a.git", server.url);
    assert_eq!(only(world.collect(&url, None)), expected(&world, Some("main"), "one"));
    world.push("two", "trunk");
    git::git(&world.bare(), &["symbolic-ref", "HEAD", "refs/heads/trunk"]);
    assert_eq!(only(world.collect(&url, None)), expected(&world, Some("trunk"), "two"));
    // The same commit under another name.
    git::git(&world.work, &["push", "--quiet", "origin", "HEAD:refs/heads/next"]);
    git::git(&world.bare(), &["symbolic-ref", "HEAD", "refs/heads/next"]);
    assert_eq!(only(world.collect(&url, None)), expected(&world, Some("next"), "two"));
}

#[test]
fn branches_tags_and_commits_are_revisions() {
    let world = World::new();
    let server = Server::start(&world.root(), None);
    let url = format!("{}/org/a.git", server.url);
    world.push("two", "feature/x");
    git::git(&world.work, &["tag", "--annotate", "--message", "tag", "v1"]);
    git::git(&world.work, &["push", "--quiet", "origin", "v1"]);
    let commit = world.head();
    for (revision, branch) in [("feature/x", Some("feature/x")), ("v1", None), (commit.as_str(), None)] {
        for _ in 0..2 {
            assert_eq!(only(world.collect(&url, Some(revision))), expected(&world, branch, "two"), "{revision}");
        }
    }
    server.requests();
    assert_eq!(only(world.collect(&url, Some(&commit))), expected(&world, None, "two"));
    assert_eq!(server.requests(), [""; 0], "a commit never moves");
    let (snapshots, diagnostics) = world.collect(&url, Some("none"));
    assert_eq!((snapshots.len(), rules(&diagnostics)), (0, vec!["org/a repo-unreadable ".to_owned()]));
    assert!(diagnostics[0].message.contains("\"none\""), "{}", diagnostics[0].message);
}

#[test]
fn a_remote_that_gives_nothing_costs_one_problem_and_its_last_state_is_kept() {
    let world = World::new();
    let server = Server::start(&world.root(), None);
    let good = format!("{}/org/a.git", server.url);
    let before = only(world.collect(&good, None));
    let hidden = world.root().join("org/hidden.git");
    fs::rename(world.bare(), &hidden).expect("writable");
    let (snapshots, diagnostics) = world.collect(&good, None);
    assert_eq!(rules(&diagnostics), ["org/a repo-stale "]);
    assert!(diagnostics[0].message.contains(&before.2[..10]), "{}", diagnostics[0].message);
    assert!(diagnostics[0].message.contains("no such repository"), "{}", diagnostics[0].message);
    assert_eq!(only((snapshots, Vec::new())), before);
    fs::rename(&hidden, world.bare()).expect("writable");
    drop(server);
    let (snapshots, diagnostics) = world.collect(&good, None);
    assert_eq!(rules(&diagnostics), ["org/a repo-stale "]);
    assert!(diagnostics[0].message.contains("does not answer"), "{}", diagnostics[0].message);
    assert_eq!(only((snapshots, Vec::new())), before);
}

#[test]
fn every_way_to_fail_is_told() {
    let world = World::new();
    let server = Server::start(&world.root(), None);
    let silent = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = silent.local_addr().expect("bound").port();
    // No port that is given out: nothing listens there.
    let closed = 1;
    fails(
        &Options { patience: Duration::from_millis(1500), ..world.options() },
        &[
            (format!("{}/hang/org/a.git", server.url), "no answer in time"),
            (format!("http://127.0.0.1:{port}/org/a.git"), "no answer in time"),
            (format!("git://127.0.0.1:{port}/org/a.git"), "no answer in time"),
        ],
    );
    let cases = [
        (format!("{}/org/none.git", server.url), "knows no such repository"),
        (format!("{}/private/org/a.git", server.url), "refuses access"),
        (format!("http://me:geheim@127.0.0.1:{closed}/org/a.git"), "efused"),
        (format!("git://127.0.0.1:{closed}/org/a.git"), "efused"),
        ("ext::sh -c 'touch /tmp/callboard-was-here' a".to_owned(), "only https"),
        ("ssh://-oProxyCommand=touch/org/a.git".to_owned(), "dash"),
        ("file:///no/such/folder/org/a.git".to_owned(), "cannot be read"),
        (format!("{}/org/a.git", server.url), ""),
    ];
    fails(&world.options(), &cases);
}

/// Collects the addresses: those that have words beside them fail with a message that contains these.
fn fails(options: &Options, cases: &[(String, &str)]) {
    let sources: Vec<Source> =
        cases.iter().map(|(url, _)| Source::Remote { url: url.clone(), revision: None, history: None }).collect();
    let (snapshots, diagnostics) = collect(&sources, options, &Silent);
    let (good, bad): (Vec<_>, Vec<_>) = cases.iter().partition(|(_, message)| message.is_empty());
    assert_eq!(snapshots.iter().map(shown).collect::<Vec<_>>(), vec!["file one"; good.len()]);
    assert_eq!(diagnostics.len(), bad.len(), "{diagnostics:?}");
    for ((url, message), found) in bad.iter().zip(&diagnostics) {
        assert_eq!(found.rule.id, "repo-unreadable", "{url}");
        assert!(found.message.contains(message), "{url}: {}", found.message);
        assert!(found.hint.is_some() && !format!("{found:?}").contains("geheim"), "{url}: {found:?}");
    }
}

#[test]
fn a_server_that_recovers_is_asked_again() {
    let world = World::new();
    let server = Server::start(&world.root(), None);
    let url = format!("{}/flaky/org/a.git", server.url);
    assert_eq!(only(world.collect(&url, None)).3, "file one");
}

#[test]
fn an_empty_remote_is_a_repository_without_files() {
    let world = World::new();
    git::git(&world.root(), &["init", "--quiet", "--bare", "--initial-branch=main", "org/empty.git"]);
    let server = Server::start(&world.root(), None);
    for url in
        [format!("{}/org/empty.git", server.url), format!("file://{}", world.root().join("org/empty.git").display())]
    {
        let (snapshots, diagnostics) = world.collect(&url, None);
        assert_eq!(rules(&diagnostics), ["org/empty repo-empty "]);
        assert_eq!((snapshots.len(), snapshots[0].files().count()), (1, 0));
    }
}

#[test]
fn a_damaged_cache_is_made_anew() {
    let world = World::new();
    let server = Server::start(&world.root(), None);
    let url = format!("{}/org/a.git", server.url);
    let before = only(world.collect(&url, None));
    let cache = world.folder.path().join("cache");
    let folder = fs::read_dir(cache).expect("it is there").next().expect("one").expect("readable").path();
    for damage in ["packs", "head", "all"] {
        match damage {
            "packs" => fs::remove_dir_all(folder.join("objects/pack")).expect("writable"),
            "head" => fs::write(folder.join("HEAD"), "rubbish").expect("writable"),
            _ => fs::remove_dir_all(&folder).expect("writable"),
        }
        assert_eq!(only(world.collect(&url, None)), before, "{damage}");
    }
}

#[test]
fn many_fetches_leave_few_packs() {
    let world = World::new();
    let server = Server::start(&world.root(), None);
    let url = format!("{}/org/a.git", server.url);
    for number in 0..30 {
        world.push(&number.to_string(), "main");
        assert_eq!(only(world.collect(&url, None)).3, format!("file {number}"));
    }
    let cache = world.folder.path().join("cache");
    let mut folders = fs::read_dir(cache).expect("it is there");
    let packs = folders.next().expect("one").expect("readable").path().join("objects/pack");
    assert!(folders.next().is_none(), "nothing is left over");
    assert!(fs::read_dir(packs).expect("it is there").count() < 3 * 27);
}

#[test]
fn git_daemon_and_file_addresses_are_read() {
    let world = World::new();
    let url = format!("file://{}", world.bare().display());
    assert_eq!(only(world.collect(&url, None)), expected(&world, Some("main"), "one"));
    let daemon = Daemon::start(&world.root());
    for text in ["one", "two"] {
        if text == "two" {
            world.push("two", "main");
        }
        assert_eq!(only(world.collect(&daemon.url("org/a.git"), None)), expected(&world, Some("main"), text));
    }
    let (snapshots, diagnostics) = world.collect(&daemon.url("org/none.git"), None);
    assert_eq!((snapshots.len(), diagnostics.len()), (0, 1));
    assert!(diagnostics[0].message.contains("no such repository"), "{}", diagnostics[0].message);
}

#[test]
fn ssh_is_asked_without_a_terminal_and_reads_what_it_gives() {
    const NAME: &str = "remote::ssh_is_asked_without_a_terminal_and_reads_what_it_gives";
    // A process of its own, whose `ssh` stands for the other host: it notes its arguments and runs the command here.
    if std::env::var_os("CALLBOARD_TEST_SSH").is_none() {
        let programs = TempDir::new().expect("a temporary folder");
        let ssh = programs.path().join("ssh");
        let script = [
            "#!/bin/sh",
            "echo \"$@\" >>\"$CALLBOARD_TEST_SSH\"",
            "case \"$*\" in",
            "*unknown.example*) echo 'Host key verification failed.' >&2; exit 255 ;;",
            "*puzzled.example*) echo 'kex_exchange_identification: read' >&2; exit 255 ;;",
            "*denied.example*) echo 'git@denied.example: Permission denied (publickey).' >&2; exit 255 ;;",
            "*closed.example*) echo 'ssh: connect to host closed.example port 22: Connection refused' >&2; exit 255 ;;",
            "esac",
            "for part; do program=$folder folder=$part; done",
            "eval \"$program $folder\"",
        ];
        fs::write(&ssh, script.join("\n")).expect("writable");
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(&ssh, mode).expect("own file");
        let path = format!("{}:{}", programs.path().display(), std::env::var("PATH").expect("a path"));
        let mut command = std::process::Command::new(std::env::current_exe().expect("a program"));
        command.args([NAME, "--exact", "--nocapture"]).env("PATH", path);
        let output = command.env("CALLBOARD_TEST_SSH", programs.path().join("log")).output().expect("it starts");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && said.contains("1 passed"), "{said}");
        let log = fs::read_to_string(programs.path().join("log")).expect("ssh was asked");
        assert!(log.lines().count() >= 3 && log.lines().all(|line| line.contains("BatchMode=yes")), "{log}");
        assert!(log.contains("git@host.example"), "{log}");
        return;
    }
    let world = World::new();
    let path = world.bare().display().to_string();
    for url in [format!("git@host.example:{path}"), format!("ssh://git:geheim@host.example{path}")] {
        assert_eq!(only(world.collect(&url, None)), expected(&world, Some("main"), "one"), "{url}");
    }
    for (host, message, hint) in [
        ("host.example", "knows no such repository", "check the address"),
        ("unknown.example", "Host key verification failed.", "ssh-keyscan unknown.example"),
        ("puzzled.example", "ended without an answer (ssh: kex_exchange", "ssh -o BatchMode=yes"),
        ("denied.example", "refuses access", "ssh-add"),
        ("closed.example", "does not answer (ssh: connect to host", "network"),
    ] {
        let (snapshots, diagnostics) = world.collect(&format!("git@{host}:/no/such/place"), None);
        assert_eq!((snapshots.len(), diagnostics.len()), (0, 1));
        let hinted = diagnostics[0].hint.as_deref().unwrap_or_default();
        assert!(diagnostics[0].message.contains(message) && hinted.contains(hint), "{:?}", diagnostics[0]);
    }
}

/// A `git daemon` for each connection to a port.
struct Daemon {
    port: u16,
}

impl Daemon {
    fn start(root: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        let program = Path::new(&git::git(root, &["--exec-path"])).join("git-daemon");
        let root = root.to_owned();
        // Ends with the tests.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.expect("a connection");
                let mut command = std::process::Command::new(&program);
                command.args(["--inetd", "--export-all", "--informative-errors"]);
                command.arg(format!("--base-path={}", root.display())).arg(&root);
                command.stdin(OwnedFd::from(stream.try_clone().expect("a connection"))).stdout(OwnedFd::from(stream));
                command.stderr(std::process::Stdio::null()).status().expect("git is installed");
            }
        });
        Self { port }
    }

    fn url(&self, path: &str) -> String {
        format!("git://127.0.0.1:{}/{path}", self.port)
    }
}
