//! Repositories on disk: folders, work trees and bare repositories give the same files.

use std::{fs, os::unix::fs::symlink, path::Path};

use callboard::{
    collect::{Options, PATIENCE, Progress, Tokens, collect},
    diagnostic::Diagnostic,
    model::{Depth, FileKind, ReadError, RepoPath, Snapshot, Source},
};
use tempfile::TempDir;

use crate::support::git;

/// Hears nothing.
pub struct Silent;

impl Progress for Silent {
    fn total(&self, _repositories: usize) {}
    fn done(&self, _repository: &str) {}
}

/// Collects with a cache folder and no tokens.
pub fn collected(sources: &[Source], cache: &Path) -> (Vec<Snapshot>, Vec<Diagnostic>) {
    let options = Options {
        cache: cache.to_owned(),
        parallel: 4,
        tokens: Tokens::default(),
        skip: Vec::new(),
        patience: PATIENCE,
        history: Depth::default(),
        today: String::new(),
        plan: None,
    };
    collect(sources, &options, &Silent)
}

fn source(path: &Path, revision: Option<&str>) -> Source {
    Source::Path { path: path.to_owned(), revision: revision.map(str::to_owned), history: None }
}

/// One line for every file: path, `*` for executables, `-> target` or `!` for links, and the first line of its text.
pub fn shown(snapshot: &Snapshot) -> String {
    let line = |path: &RepoPath, kind: &FileKind, size: u64| {
        let text = match snapshot.read(path) {
            Ok(bytes) => {
                assert_eq!(bytes.len() as u64, size, "{path}");
                String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().to_owned()
            }
            Err(ReadError::BrokenLink) => "!".to_owned(),
            Err(error) => panic!("{path}: {error}"),
        };
        match kind {
            FileKind::File { executable: true } => format!("{path}* {text}"),
            FileKind::Link { target } => format!("{path} -> {target} {text}"),
            _ => format!("{path} {text}"),
        }
    };
    let lines: Vec<String> = snapshot.files().map(|(path, entry)| line(path, &entry.kind, entry.size)).collect();
    lines.join("\n")
}

/// The rules and paths of problems.
pub fn rules(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics.iter().map(|found| format!("{} {} {}", found.place.repo, found.rule.id, found.place.path)).collect()
}

fn write(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("below the root")).expect("writable");
        fs::write(path, text).expect("writable");
    }
}

/// A folder with everything that is hard about folders.
fn zoo(parent: &Path) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let root = parent.join("zoo");
    write(
        &root,
        &[
            ("README.md", "readme"),
            (".github/workflows/ci.yml", "ci"),
            (".gitignore", "*.log\n/build/\n!keep.log\n"),
            ("a.log", "ignored"),
            ("keep.log", "kept"),
            ("build/x", "ignored"),
            ("docs/.gitignore", "\u{feff}!b.log\ndraft\n"),
            ("docs/b.log", "kept again"),
            ("docs/draft/x", "ignored"),
            ("docs/build/x", "kept, only the root's is ignored"),
            ("docs-more/empty", ""),
            ("docs-more/x", "x"),
            ("run.sh", "run"),
            ("Docs/upper.md", "upper"),
            ("docs/Upper.md", "one"),
            ("docs/upper.md", "two"),
        ],
    );
    fs::set_permissions(root.join("run.sh"), fs::Permissions::from_mode(0o755)).expect("own file");
    fs::write(parent.join("secret"), "secret").expect("writable");
    for (link, target) in [
        ("docs/readme.md", "../README.md"),
        ("docs/again.md", "readme.md"),
        ("guide", "docs"),
        ("out", "../secret"),
        ("absolute", "/etc/hostname"),
        ("nothing", "none"),
        ("circle", "circle"),
        ("docs/up", ".."),
    ] {
        symlink(target, root.join(link)).expect("writable");
    }
    root
}

const ZOO: &str = "\
.github/workflows/ci.yml ci
.gitignore *.log
Docs/upper.md upper
README.md readme
absolute !
circle !
docs-more/empty 
docs-more/x x
docs/.gitignore \u{feff}!b.log
docs/Upper.md one
docs/again.md -> README.md readme
docs/b.log kept again
docs/build/x kept, only the root's is ignored
docs/readme.md -> README.md readme
docs/up !
docs/upper.md two
guide/.gitignore -> docs/.gitignore \u{feff}!b.log
guide/Upper.md -> docs/Upper.md one
guide/again.md -> README.md readme
guide/b.log -> docs/b.log kept again
guide/build/x -> docs/build/x kept, only the root's is ignored
guide/readme.md -> README.md readme
guide/up !
guide/upper.md -> docs/upper.md two
keep.log kept
nothing !
out !
run.sh* run";

#[test]
fn folders_work_trees_and_bare_repositories_hold_the_same_files() {
    let parent = TempDir::new().expect("a temporary folder");
    let folder = zoo(parent.path());
    let bare = git::bare(&folder, parent.path());
    let expected =
        ["zoo symlink-outside-repo absolute", "zoo broken-symlink circle", "zoo case-collision docs/Upper.md"];
    let check = |path: &Path, revision: Option<&str>, has_commit: bool| {
        let (snapshots, diagnostics) = collected(&[source(path, revision)], &parent.path().join("cache"));
        assert_eq!(rules(&diagnostics).len(), expected.len(), "{diagnostics:?}");
        let repo = &snapshots[0].repo;
        assert_eq!(shown(&snapshots[0]), ZOO);
        assert_eq!(repo.name, "zoo");
        assert_eq!(repo.commit.is_some(), has_commit);
        if let Some(commit) = &repo.commit {
            assert_eq!(commit.time, "2026-11-02T09:30:00Z");
        }
    };
    check(&folder, None, false);
    check(&bare, None, true);
    check(&bare, Some("main"), true);
    git::init(&folder);
    check(&folder, None, true);
    check(&folder, Some("HEAD"), true);
    fs::write(folder.join("new"), "not committed").expect("writable");
    check(&folder, Some("HEAD"), true);
    let (snapshots, _) = collected(&[source(&folder, None)], parent.path());
    assert!(snapshots[0].entry(&RepoPath::new("new").expect("plain")).is_some());
}

#[test]
fn a_link_that_is_made_after_the_listing_is_not_followed() {
    let parent = TempDir::new().expect("a temporary folder");
    write(parent.path(), &[("a/file", "file"), ("a/folder/file", "file"), ("secret/file", "secret")]);
    let (snapshots, _) = collected(&[source(&parent.path().join("a"), None)], parent.path());
    fs::remove_file(parent.path().join("a/file")).expect("writable");
    symlink("../secret/file", parent.path().join("a/file")).expect("writable");
    fs::rename(parent.path().join("a/folder"), parent.path().join("a/old")).expect("writable");
    symlink("../secret", parent.path().join("a/folder")).expect("writable");
    for path in ["file", "folder/file"] {
        assert!(snapshots[0].read(&RepoPath::new(path).expect("plain")).is_err(), "{path}");
    }
}

#[test]
fn a_folder_of_a_work_tree_knows_its_place() {
    let parent = TempDir::new().expect("a temporary folder");
    let root = parent.path().join("root");
    write(&root, &[("content/a", "a"), ("content/x.tmp", "x"), (".gitignore", "*.tmp\nplain\n"), ("plain/b", "b")]);
    git::init(&root);
    git::git(&root, &["remote", "add", "origin", "https://me:secret@github.com/org/root.git"]);
    git::git(&root, &["add", "--force", "content/x.tmp"]);
    fs::create_dir_all(root.join("content/module/.git")).expect("writable");
    write(&root, &[("content/module/c", "c"), ("content/y.tmp", "y")]);
    let (snapshots, diagnostics) =
        collected(&[source(&root.join("content"), None), source(&root.join("plain"), None)], parent.path());
    assert_eq!(rules(&diagnostics), [""; 0]);
    let [content, plain] = &snapshots[..] else { panic!("two repositories") };
    assert_eq!(shown(content), "a a\nx.tmp x");
    assert_eq!(content.repo.prefix.as_str(), "content");
    let url = content.repo.view_url(&RepoPath::new("a").expect("plain"), None).expect("a known forge");
    let commit = content.repo.commit.as_ref().expect("tracked");
    assert_eq!(url.as_str(), format!("https://github.com/org/root/blob/{}/content/a", commit.id));
    assert_eq!(content.repo.branch.as_deref(), Some("main"));
    assert_eq!(shown(plain), "b b");
    assert_eq!((&plain.repo.commit, plain.repo.prefix.as_str()), (&None, ""));
}

#[test]
fn one_repository_that_cannot_be_read_costs_one_problem() {
    let parent = TempDir::new().expect("a temporary folder");
    let root = parent.path();
    write(root, &[("plain/a", "a"), ("work/a", "a"), ("broken/HEAD", "x"), ("broken/objects/x", "x"), ("file", "f")]);
    git::init(&root.join("work"));
    git::git(root, &["init", "--quiet", "--bare", "--initial-branch=main", "empty.git"]);
    let sources = [
        source(&root.join("missing"), None),
        source(&root.join("plain"), None),
        source(&root.join("plain"), Some("main")),
        source(&root.join("work"), Some("no-such-branch")),
        source(&root.join("broken"), None),
        source(&root.join("file"), None),
        source(&root.join("empty.git"), None),
    ];
    let (snapshots, diagnostics) = collected(&sources, root);
    assert_eq!(snapshots.iter().map(|snapshot| snapshot.repo.name.as_str()).collect::<Vec<_>>().len(), 2);
    let expected = [
        "missing repo-unreadable ",
        "plain repo-unreadable ",
        "work repo-unreadable ",
        "broken repo-unreadable ",
        "file repo-unreadable ",
        "empty repo-empty ",
    ];
    let found = rules(&diagnostics);
    assert_eq!(found.len(), expected.len(), "{diagnostics:?}");
    assert!(diagnostics.iter().all(|found| found.hint.is_some()));
}

/// Writes a tree object of these entries, whatever their names, into the repository at `folder`.
fn tree(folder: &Path, entries: &[(&str, &[u8], &str)]) -> String {
    use std::io::Write;
    let mut bytes = Vec::new();
    for (mode, name, id) in entries {
        bytes.extend([mode.as_bytes(), b" ", name, b"\0"].concat());
        let digits = id.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("ASCII"));
        bytes.extend(digits.map(|pair| u8::from_str_radix(pair, 16).expect("hexadecimal")));
    }
    let mut command = std::process::Command::new("git");
    command.current_dir(folder).args(["hash-object", "-t", "tree", "--literally", "-w", "--stdin"]);
    let pipe = std::process::Stdio::piped;
    let mut child = command.stdin(pipe()).stdout(pipe()).spawn().expect("git is installed");
    child.stdin.take().expect("it is piped").write_all(&bytes).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8(output.stdout).expect("hexadecimal").trim().to_owned()
}

#[test]
fn trees_that_no_disk_could_hold_are_read_as_far_as_they_make_sense() {
    let parent = TempDir::new().expect("a temporary folder");
    let root = parent.path();
    write(root, &[("text", "text")]);
    let bare = |name: &str| {
        git::git(root, &["init", "--quiet", "--bare", "--initial-branch=main", name]);
        let folder = root.join(name);
        let blob = git::git(&folder, &["hash-object", "-w", "../text"]);
        (folder, blob)
    };
    let point = |folder: &Path, tree: &str| {
        let commit = git::git(folder, &["commit-tree", "-m", "x", tree]);
        git::git(folder, &["update-ref", "refs/heads/main", &commit]);
    };
    // Names that lead elsewhere, a submodule, and bytes that are no text.
    let (names, blob) = bare("names.git");
    let inner = tree(&names, &[("100644", b"file", &blob)]);
    let entries: [(&str, &[u8], &str); 8] = [
        ("40000", b"..", &inner),
        ("100644", b"../escape", &blob),
        ("100644", b"a\\b", &blob),
        ("100644", b"\xff\xfe", &blob),
        ("100644", b"good", &blob),
        ("160000", b"module", &blob),
        ("120000", b"link", &blob),
        ("40000", b"sub", &inner),
    ];
    point(&names, &tree(&names, &entries));
    // Two entries for the same tree, forty times: more folders than could ever be listed.
    let (bomb, blob) = bare("bomb.git");
    let mut id = tree(&bomb, &[("100644", b"file", &blob)]);
    for _ in 0..40 {
        id = tree(&bomb, &[("40000", b"a", &id), ("40000", b"b", &id)]);
    }
    point(&bomb, &id);
    // A chain of folders, one in the other.
    let (deep, blob) = bare("deep.git");
    let mut id = tree(&deep, &[("100644", b"file", &blob)]);
    for _ in 0..200 {
        id = tree(&deep, &[("40000", b"d", &id)]);
    }
    point(&deep, &id);

    let sources = [names, bomb, deep].map(|folder| source(&folder, None));
    let (snapshots, diagnostics) = collected(&sources, root);
    assert_eq!(shown(&snapshots[0]), "good text\nlink !\nsub/file text");
    let found = rules(&diagnostics);
    let found: Vec<&str> = found.iter().filter_map(|found| Some(found.rsplit_once(' ')?.0)).collect();
    assert_eq!(
        found,
        [
            "names broken-symlink",
            "names unportable-name",
            "bomb repo-too-large",
            "deep folder-unreadable",
            "deep repo-empty"
        ]
    );
}

#[test]
fn a_file_is_known_as_it_was_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("it can be written");
    write("api.yaml", "one");
    git::init(folder.path());
    write("api.yaml", "two");
    git::commit(folder.path(), "second");
    write("other.yaml", "x");
    git::commit(folder.path(), "third");
    let (snapshots, _) = collected(&[source(folder.path(), None)], folder.path());
    let path = RepoPath::new("api.yaml").expect("a path");
    let previous = |current: &str| snapshots[0].previous(&path, current.as_bytes());
    let before = previous("two").expect("the history has it");
    assert_eq!((before.bytes.as_slice(), before.time.as_str()), (&b"one"[..], "2026-11-02T09:30:00Z"));
    assert_eq!(before.commit.len(), 40);
    // What is not committed yet differs from the last commit.
    let uncommitted = previous("three").expect("the history has it");
    assert_eq!((uncommitted.bytes.as_slice(), uncommitted.commit.as_str()), (&b"two"[..], ""));
    assert!(
        snapshots[0].previous(&RepoPath::new("other.yaml").expect("a path"), b"x").is_none(),
        "there is none before"
    );
}
