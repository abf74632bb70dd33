//! The project's own portal in a real Chromium, over http below a path and straight from disk; see
//! `browser/run.mjs`. Needs `node`, its packages (`npm ci --prefix tests/browser`) and Chromium.
#![expect(clippy::print_stdout, reason = "shows each check that the browser made")]

use std::{path::Path, process::Command};

use tempfile::TempDir;

#[test]
fn readers_find_their_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = TempDir::new().expect("a folder");
    let site = folder.path().join("site");
    let built = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(["build", "--quiet", "--output"])
        .arg(&site)
        .current_dir(root)
        .output()
        .expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let tests = root.join("tests/browser");
    assert!(tests.join("node_modules").is_dir(), "the packages are missing: npm ci --prefix tests/browser");
    let ran = Command::new("node").arg(tests.join("run.mjs")).arg(&site).output().expect("node is installed");
    let said = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(ran.status.success(), "{said}");
    // What is shown with --nocapture: one line for each check.
    print!("{said}");
}
