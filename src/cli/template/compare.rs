//! How a project differs from the one that was expected.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{difference, scaffold::File};

/// One file that differs.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Its path in the project.
    pub path: String,
    /// What became of it.
    pub kind: Kind,
    /// A unified diff; empty where there is nothing to read.
    pub diff: String,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It holds something else.
    Changed,
    /// It is expected, and not made.
    Missing,
    /// It is made, and not expected.
    New,
    /// It may be executed, or may no longer.
    Mode,
}

/// All files that differ, by path.
pub fn compare(expected: &BTreeMap<String, File>, made: &BTreeMap<String, File>) -> Vec<Difference> {
    let mut paths: Vec<&String> =
        expected.keys().chain(made.keys().filter(|path| !expected.contains_key(*path))).collect();
    paths.sort();
    paths.into_iter().filter_map(|path| one(path, expected.get(path), made.get(path))).collect()
}

fn one(path: &str, expected: Option<&File>, made: Option<&File>) -> Option<Difference> {
    let kind = match (expected, made) {
        (Some(_), None) => Kind::Missing,
        (None, Some(_)) => Kind::New,
        (Some(expected), Some(made)) if expected.bytes != made.bytes => Kind::Changed,
        (Some(expected), Some(made)) if expected.executable != made.executable && cfg!(unix) => Kind::Mode,
        _ => return None,
    };
    let text = |file: Option<&File>| match file {
        Some(file) => std::str::from_utf8(&file.bytes).ok().filter(|text| !text.contains('\0')).map(str::to_owned),
        None => Some(String::new()),
    };
    let name = |folder: &str, file: Option<&File>| match file {
        Some(_) => format!("{folder}/{path}"),
        None => "/dev/null".to_owned(),
    };
    let diff = match (text(expected), text(made)) {
        (Some(old), Some(new)) => difference::unified((&name("expected", expected), &old), (&name("made", made), &new)),
        _ => String::new(),
    };
    Some(Difference { path: path.to_owned(), kind, diff })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_differ_are_told() {
        let tree = |files: &[(&str, &[u8], bool)]| -> BTreeMap<String, File> {
            let file = |bytes: &[u8], executable| File { bytes: bytes.to_vec(), executable };
            files.iter().map(|(path, bytes, executable)| ((*path).to_owned(), file(bytes, *executable))).collect()
        };
        let expected = tree(&[("a", b"1\n", false), ("b", b"x\n", false), ("c", b"\0", false), ("d", b"d", false)]);
        let made = tree(&[
            ("a", b"1\n", false),
            ("b", b"y\n", false),
            ("c", b"\0\0", false),
            ("d", b"d", true),
            ("e", b"", false),
        ]);
        let told: Vec<String> =
            compare(&expected, &made).iter().map(|it| format!("{} {:?} {}", it.path, it.kind, it.diff)).collect();
        assert_eq!(
            told,
            ["b Changed --- expected/b\n+++ made/b\n@@ -1 +1 @@\n-x\n+y\n", "c Changed ", "d Mode ", "e New "]
        );
        assert_eq!(compare(&made, &made), []);
    }
}
