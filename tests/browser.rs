//! The project's own portal and some books in a real Chromium, over http below a path and straight from disk; see
//! `browser/run.mjs`. Needs `node`, its packages (`npm ci --prefix tests/browser`) and Chromium.
#![expect(clippy::print_stdout, reason = "shows each check that the browser made")]

use std::{path::Path, process::Command};

use tempfile::TempDir;

/// Builds what `sources` name, or the project's own portal, and lets a reader loose on it; `words` choose the checks.
fn read(sources: &[&str], words: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = TempDir::new().expect("a folder");
    let site = folder.path().join("site");
    let built = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(["build", "--quiet", "--output"])
        .arg(&site)
        .args(sources)
        .current_dir(root)
        .output()
        .expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let tests = root.join("tests/browser");
    assert!(tests.join("node_modules").is_dir(), "the packages are missing: npm ci --prefix tests/browser");
    let ran =
        Command::new("node").arg(tests.join("run.mjs")).arg(&site).args(words).output().expect("node is installed");
    let said = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(ran.status.success(), "{said}");
    // What is shown with --nocapture: one line for each check.
    print!("{said}");
}

#[test]
fn readers_find_their_way() {
    read(&[], &[]);
}

#[test]
fn forms_are_filled_in() {
    if callboard::engine::MODULE.is_empty() {
        println!("NOT RUN: this build has no engine; rustup target add wasm32-unknown-unknown");
        return;
    }
    read(&["tests/browser/templates"], &["form"]);
}

#[test]
fn books_can_be_read() {
    let books = ["ascii", "chapters", "reader"].map(|name| format!("tests/browser/books/{name}"));
    read(&books.each_ref().map(String::as_str), &["books:"]);
}

/// A portal as it is published, with all that others take from it: feeds, badges and cards.
#[test]
fn published_portals_have_no_dead_end() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let address = "http://portal.test/repo/";
    let folder = TempDir::new().expect("a folder");
    let own = std::fs::read_to_string(root.join(".callboard.yaml")).expect("the portal's configuration");
    let settings = own.replace("path: ", &format!("path: {}/", root.display()))
        + &format!("url: {address}\npublish: {{ profile: github-pages, public: false }}\n")
        + "badges: [summary, owner, lifecycle, kind, docs]\ncards: true\n";
    std::fs::write(folder.path().join("callboard.yaml"), settings).expect("writable");
    let mut build = Command::new(env!("CARGO_BIN_EXE_callboard"));
    let built = build.args(["build", "--quiet"]).current_dir(&folder).output().expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    crawl(&folder.path().join("site"), &[address]);
}

/// Follows every link of a site, as it is served at the address it was built for, and on disk.
pub(crate) fn crawl(site: &Path, address: &[&str]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/crawl.mjs");
    let ran = Command::new("node").arg(script).arg(site).args(address).output().expect("node is installed");
    let said = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(ran.status.success(), "{said}");
    print!("{said}");
}
