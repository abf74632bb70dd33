#![expect(clippy::disallowed_methods, reason = "tests make the folders that they look at")]

use std::{fs, path::Path};

use super::*;

fn output(path: &str, text: &str) -> Output {
    Output { path: SitePath::from_parts(path.split('/')), bytes: text.as_bytes().to_vec() }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_site_is_swapped_in_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("deep/site");
    for round in ["one", "two"] {
        let emission = Emission::begin(&target, None).expect("a new site begins");
        emission.put(&output("index.html", round)).expect("written");
        emission.put(&output(&format!("a/b/{round}.html"), round)).expect("written");
        assert_eq!(emission.finish().expect("swapped"), (3, 6));
    }
    assert_eq!(fs::read_to_string(target.join("index.html")).expect("readable"), "two");
    assert_eq!(names(&target.join("a/b")), ["two.html"]);
    assert_eq!(names(target.parent().expect("a parent")), ["site"]);
}

#[test]
fn a_failed_build_leaves_the_old_site() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("site");
    let emission = Emission::begin(&target, None).expect("begins");
    emission.put(&output("index.html", "old")).expect("written");
    emission.finish().expect("swapped");

    let emission = Emission::begin(&target, None).expect("begins");
    emission.put(&output("A/é.html", "new")).expect("written");
    for clash in ["a/é.html", "A/e\u{301}.html", "A/É.html"] {
        assert!(emission.put(&output(clash, "new")).is_err(), "{clash}");
    }
    drop(emission);
    assert_eq!(fs::read_to_string(target.join("index.html")).expect("readable"), "old");
    assert_eq!(names(folder.path()), ["site"]);
}

#[test]
fn what_no_build_has_made_is_not_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("site");
    fs::create_dir(&target).expect("made");
    drop(Emission::begin(&target, None).expect("an empty folder may be replaced"));
    fs::write(target.join("thesis.doc"), "precious").expect("written");
    assert!(Emission::begin(&target, None).is_err());
    assert!(Emission::begin(&target.join("thesis.doc"), None).is_err(), "a file is no site");
    assert_eq!(names(folder.path()), ["site"]);
    assert_eq!(names(&target), ["thesis.doc"]);
}

#[test]
fn killed_builds_are_recovered() {
    let folder = tempfile::tempdir().expect("a folder");
    let target = folder.path().join("site");
    for (leftover, text) in [(".site.new-1", "half"), (".site.old-1", "old"), ("other", "mine")] {
        fs::create_dir(folder.path().join(leftover)).expect("made");
        fs::write(folder.path().join(leftover).join(MARKER), text).expect("written");
    }
    let living = Emission::begin(&target, None).expect("begins");
    // The site that was set aside is back, even though the new build has not finished.
    assert_eq!(fs::read_to_string(target.join(MARKER)).expect("readable"), "old");
    drop(living);
    assert_eq!(names(folder.path()), ["other", "site"]);
}
