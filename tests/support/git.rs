//! Real git repositories for tests.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Runs git in `folder`, apart from the user's configuration and with fixed names and dates; gives what it prints.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let who = |role: &str, what: &str| format!("GIT_{role}_{what}");
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments);
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(who(role, "NAME"), "Ada").env(who(role, "EMAIL"), "ada@example.org");
        command.env(who(role, "DATE"), "2026-11-02T10:30:00+01:00");
    }
    let output = command.output().expect("git is installed");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Makes `folder` a repository and commits what is in it.
pub fn init(folder: &Path) {
    git(folder, &["init", "--quiet", "--initial-branch=main"]);
    commit(folder, "first");
}

/// Commits everything in a work tree.
pub fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--allow-empty", "--message", message]);
}

/// Commits everything as somebody, at a time in RFC 3339.
pub fn commit_at(folder: &Path, who: &str, time: &str) {
    git(folder, &["add", "--all"]);
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_COMMITTER_DATE", time);
    command.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet"]);
    command.args([&format!("--author={who}"), "--date", time, "--message", "more"]);
    assert!(command.status().expect("git runs").success());
}

/// Copies `folder` into a bare repository `<name>.git` below `parent`, with one commit on the branch `main`.
pub fn bare(folder: &Path, parent: &Path) -> PathBuf {
    let name = folder.file_name().expect("a folder with a name").to_string_lossy();
    let bare = parent.join(format!("{name}.git"));
    let target = bare.to_string_lossy();
    git(parent, &["init", "--quiet", "--bare", "--initial-branch=main", &target]);
    let work_tree = format!("--work-tree={}", folder.display());
    let git_dir = format!("--git-dir={target}");
    git(folder, &[&git_dir, &work_tree, "-c", "core.bare=false", "add", "--all", "."]);
    git(folder, &[&git_dir, &work_tree, "-c", "core.bare=false", "commit", "--quiet", "--allow-empty", "-m", "first"]);
    std::fs::remove_file(bare.join("index")).ok();
    bare
}
