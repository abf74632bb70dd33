//! Histories that are cut off: what is fetched, when more is fetched, and that nothing wrong is said of what lies behind
//! the cut.

use std::{
    fs,
    num::NonZeroU32,
    path::Path,
    time::{Duration, SystemTime},
};

use callboard::{
    collect::{Options, collect},
    model::{Depth, RepoPath, Snapshot, Source},
};
use tempfile::TempDir;

use crate::{
    history::{changes, changes_of, commit_as},
    local::{Silent, rules},
    remote::{World, fetched},
    support::{git::git, server::Server},
};

const FILES: [&str; 4] = ["a.md", "b.md", "c.md", "d.md"];

fn commits(number: u32) -> Depth {
    Depth::Commits(NonZeroU32::new(number).expect("not zero"))
}

/// Writes a file and commits it as the day's only change.
fn change(folder: &Path, file: &str, day: usize) {
    fs::write(folder.join(file), day.to_string()).expect("writable");
    let who = ["Ada", "Bo", "Cy", "Di"][day % 4];
    commit_as(folder, who, &format!("2026-03-{day:02}T08:00:00Z"));
}

/// The only snapshot of `url`, as deep as `history`.
fn read(world: &World, url: &str, history: Depth) -> Snapshot {
    let source = Source::Remote { url: url.to_owned(), revision: None, history: Some(history) };
    let (mut snapshots, found) = collect(&[source], &world.options(), &Silent);
    assert_eq!(rules(&found), [""; 0], "{found:?}");
    snapshots.remove(0)
}

/// The days of the files whose last change is known, e.g. `a01 b02`.
fn days(snapshot: &Snapshot) -> String {
    let changes = changes_of(snapshot, &FILES);
    let day = |line: &str| format!("{}{}", &line[..1], &line[13..15]);
    changes.lines().map(day).collect::<Vec<_>>().join(" ")
}

#[test]
fn history_is_fetched_when_it_is_wanted_and_only_then() {
    let world = World::new();
    for (file, day) in FILES.iter().zip(1..) {
        change(&world.work, file, day);
    }
    git(&world.work, &["push", "--quiet", "origin", "HEAD:refs/heads/main"]);
    let server = Server::start(&world.root(), None);
    let url = format!("{}/org/a.git", server.url);
    let before = |snapshot: &Snapshot| {
        let path = RepoPath::new("c.md").expect("a plain path");
        snapshot.previous(&path, b"not committed").map(|previous| String::from_utf8_lossy(&previous.bytes).into_owned())
    };
    // Depth, what is known, and whether the cache has to grow for it.
    for (history, expected, fetches) in [
        (Depth::Nothing, "", true),
        (commits(2), "d04", true),
        (commits(2), "d04", false),
        (Depth::Nothing, "", false),
        (commits(3), "c03 d04", true),
        (Depth::Everything, "a01 b02 c03 d04", true),
        (Depth::Everything, "a01 b02 c03 d04", false),
        (commits(3), "c03 d04", false),
    ] {
        let snapshot = read(&world, &url, history);
        assert_eq!(days(&snapshot), expected, "{history}");
        assert_eq!(fetched(&server.requests()), fetches, "{history}");
        assert_eq!(before(&snapshot).as_deref(), (history != Depth::Nothing).then_some("3"), "{history}");
    }
    change(&world.work, "a.md", 5);
    git(&world.work, &["push", "--quiet", "origin", "HEAD:refs/heads/main"]);
    for (history, expected) in
        [(Depth::Everything, "a05 b02 c03 d04"), (commits(2), "a05"), (Depth::Everything, "a05 b02 c03 d04")]
    {
        assert_eq!(days(&read(&world, &url, history)), expected, "{history}");
    }
    // The branch goes back to a commit that is already there.
    git(&world.work, &["reset", "--quiet", "--hard", "HEAD~3"]);
    git(&world.work, &["push", "--quiet", "--force", "origin", "HEAD:refs/heads/main"]);
    assert_eq!(days(&read(&world, &url, commits(2))), "b02");
}

/// A history with branches of different age and length, and merges.
fn braid(folder: &Path) {
    for (branch, days) in [("main", 1..4), ("old", 4..6), ("main", 6..8), ("long", 8..12), ("main", 12..14)] {
        let known = !git(folder, &["branch", "--list", branch]).is_empty();
        let make = if known { &[][..] } else { &["-b"] };
        git(folder, &[&["checkout", "--quiet"], make, &[branch]].concat());
        for day in days {
            change(folder, FILES[day * 7 % 4], day);
        }
    }
    for branch in ["long", "old"] {
        git(folder, &["merge", "--quiet", "--no-edit", "--strategy=ours", branch]);
    }
    change(folder, "d.md", 20);
}

#[test]
fn nothing_wrong_is_said_however_short_the_history_is() {
    let world = World::new();
    braid(&world.work);
    git(&world.work, &["push", "--quiet", "origin", "HEAD:refs/heads/main"]);
    let server = Server::start(&world.root(), None);
    let url = format!("{}/org/a.git", server.url);
    let whole = changes(&world.work, &FILES);
    assert_eq!(whole.lines().count(), FILES.len(), "{whole}");
    let (clones, mut known) = (TempDir::new().expect("a folder"), Vec::new());
    for depth in 2..9 {
        let clone = clones.path().join(depth.to_string());
        let depth_argument = format!("--depth={depth}");
        git(clones.path(), &["clone", "--quiet", &depth_argument, &url, &clone.to_string_lossy()]);
        let cut = changes(&clone, &FILES);
        assert!(cut.lines().all(|line| whole.lines().any(|known| known == line)), "{depth}: {cut}\nof {whole}");
        let remote = changes_of(&read(&world, &url, commits(depth)), &FILES);
        assert_eq!(remote, cut, "{depth}: fetched bit by bit");
        known.push(remote.lines().count());
    }
    assert!(known.is_sorted() && known[0] > 0 && known.contains(&FILES.len()), "{known:?}");
    read(&world, &url, Depth::Everything);
    for depth in 2..9 {
        let cut = changes(&clones.path().join(depth.to_string()), &FILES);
        assert_eq!(changes_of(&read(&world, &url, commits(depth)), &FILES), cut, "{depth}: though all of it is there");
    }
}

#[test]
fn authors_have_the_names_that_the_mailmap_gives() {
    let folder = TempDir::new().expect("a folder");
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    change(folder.path(), "a.md", 1);
    change(folder.path(), "b.md", 2);
    let lines =
        "# People\nBodil Berg <bodil@example.org> <bo@example.org>\n<cyd@example.org> Cy <CY@example.org>\nrubbish\n";
    fs::write(folder.path().join(".mailmap"), lines).expect("writable");
    change(folder.path(), "c.md", 3);
    change(folder.path(), "d.md", 6);
    let expected = "a.md 2026-03-01T08:00:00Z Bodil Berg bodil@example.org\n\
                    b.md 2026-03-02T08:00:00Z Cy cyd@example.org\n\
                    c.md 2026-03-03T08:00:00Z Di di@example.org\n\
                    d.md 2026-03-06T08:00:00Z Cy cyd@example.org";
    assert_eq!(changes(folder.path(), &FILES), expected);
}

#[test]
fn what_no_build_uses_for_long_is_removed() {
    let world = World::new();
    let server = Server::start(&world.root(), None);
    let options = Options { cache: world.root().join("cache"), ..world.options() };
    let read = |url: &str| {
        let source = Source::Remote { url: url.to_owned(), revision: None, history: None };
        collect(&[source], &options, &Silent);
    };
    let names = || {
        let entries = fs::read_dir(&options.cache).expect("it is there");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    };
    let url = format!("{}/org/a.git", server.url);
    read(&url);
    let used = names().remove(0);
    let (old, own) = (format!("{}.git", "0".repeat(32)), "my-notes.git".to_owned());
    for name in [&old, &own] {
        git(&options.cache, &["clone", "--quiet", "--bare", &used, name]);
    }
    fs::write(options.cache.join(&old).join("callboard-history"), "none").expect("writable");
    let long_ago = |name: &str, days: u64| {
        for file in ["HEAD", "callboard-history"] {
            let file = fs::OpenOptions::new().append(true).open(options.cache.join(name).join(file));
            let time = SystemTime::now() - Duration::from_secs(days * 24 * 3600);
            file.map(|file| file.set_modified(time).expect("own file")).ok();
        }
    };
    for name in [&used, &own] {
        long_ago(name, 400);
    }
    long_ago(&old, 80);
    read(&url);
    assert_eq!(names(), [&old, &used, &own].map(String::clone));
    long_ago(&old, 91);
    read(&url);
    assert_eq!(names(), [&used, &own].map(String::clone));
}
