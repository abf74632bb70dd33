//! Fragments that are cut short, changed, mixed up or hostile: one problem that says so, never a panic, and nothing
//! that was not in them.

use std::{fs, os::unix::fs::symlink};

use callboard::{
    collect::{Fragment, collect, write_fragment},
    diagnostic::Diagnostic,
    model::{Snapshot, Source},
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::{
    fragments::{everything, options},
    history::commit_as,
    local::Silent,
    support::{
        asking::Dice,
        git::{git, init},
        site::Place,
    },
};

/// Two repositories, one with a past, in one fragment `f`.
fn fragment() -> Place {
    let place = Place::new("-- a/catalog-info.yaml --\nkind: x\n-- a/docs/index.md --\n# A\n-- b/file --\nb\n");
    init(&place.path("a"));
    place.put("a/docs/index.md", "# A\n\nmore of it\n");
    commit_as(&place.path("a"), "Bo", "2026-11-12T08:00:00Z");
    write(&place, &["a", "b"], "f", None);
    place
}

fn write(place: &Place, sources: &[&str], output: &str, shard: Option<(u32, u32)>) {
    let cache = TempDir::new().expect("a folder");
    let sources: Vec<Source> = sources.iter().map(|source| Source::folder(&place.path(source))).collect();
    let fragment = Fragment { output: place.path(output), shard };
    write_fragment(&sources, &options(cache.path()), &Silent, &fragment).expect("it is written");
}

fn read(place: &Place, folders: &[&str], oldest: Option<u32>) -> (Vec<Snapshot>, Vec<Diagnostic>) {
    let cache = TempDir::new().expect("a folder");
    let folders = folders.iter().map(|folder| place.path(folder)).collect();
    collect(&[Source::Fragments { folders, oldest }], &options(cache.path()), &Silent)
}

/// The largest file of a fragment whose name ends so: that of the repository with a history, wherever it lies.
fn file(place: &Place, end: &str) -> std::path::PathBuf {
    let tree = place.tree("f");
    let named = tree.iter().filter(|(path, _)| path.ends_with(end));
    let (path, _) = named.max_by_key(|(_, bytes)| bytes.len()).expect("there is one");
    place.path("f").join(path)
}

/// Changes the manifest; with the hash that fits it, as only who may write fragments can.
fn rewrite(place: &Place, change: &dyn Fn(&mut Value)) {
    let file = place.path("f/fragment.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&file).expect("it is there")).expect("JSON");
    change(&mut manifest);
    manifest["sha256"] = Value::from("");
    let hash = Sha256::digest(serde_json::to_vec_pretty(&manifest).expect("JSON"));
    manifest["sha256"] = Value::from(hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    fs::write(file, serde_json::to_vec_pretty(&manifest).expect("JSON")).expect("writable");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of what may be wrong")]
fn what_is_wrong_with_a_fragment_is_one_problem() {
    type Harm = fn(&Place);
    let cases: [(&str, Harm, usize, &str); 14] = [
        ("nothing", |_| {}, 2, ""),
        (
            "a pack cut short",
            |place| {
                let pack = file(place, ".pack");
                let bytes = fs::read(&pack).expect("it is there");
                fs::write(pack, &bytes[..bytes.len() - 9]).expect("writable");
            },
            1,
            "instead of",
        ),
        (
            "a byte of a pack",
            |place| {
                let pack = file(place, ".pack");
                let mut bytes = fs::read(&pack).expect("it is there");
                bytes[40] ^= 1;
                fs::write(pack, bytes).expect("writable");
            },
            1,
            "does not fit its hash",
        ),
        (
            "an index that is missing",
            |place| fs::remove_file(file(place, ".idx")).expect("it is there"),
            1,
            "lacks some",
        ),
        (
            "a further pack",
            |place| fs::write(file(place, ".pack").with_file_name("x.pack"), "x").expect("writable"),
            1,
            "do not belong",
        ),
        (
            "objects elsewhere",
            |place| {
                let info = file(place, ".pack").with_file_name("../info");
                fs::create_dir_all(&info).expect("writable");
                fs::write(info.join("alternates"), "/srv/secret/objects\n").expect("writable");
            },
            1,
            "do not belong",
        ),
        (
            "a link in the place of a pack",
            |place| {
                let pack = file(place, ".pack");
                fs::rename(&pack, place.path("moved")).expect("it is there");
                symlink(place.path("moved"), pack).expect("writable");
            },
            1,
            "no plain file",
        ),
        (
            "a word of the manifest",
            |place| {
                let manifest = place.path("f/fragment.json");
                let text = fs::read_to_string(&manifest)
                    .expect("it is there")
                    .replace("\"branch\": \"main\"", "\"branch\": \"evil\"");
                fs::write(manifest, text).expect("writable");
            },
            0,
            "does not fit its hash",
        ),
        (
            "a manifest cut short",
            |place| {
                let manifest = place.path("f/fragment.json");
                let bytes = fs::read(&manifest).expect("it is there");
                fs::write(manifest, &bytes[..bytes.len() / 2]).expect("writable");
            },
            0,
            "cannot be understood",
        ),
        (
            "a newer shape",
            |place| rewrite(place, &|manifest| manifest["schema"] = Value::from(9)),
            0,
            "a newer version",
        ),
        (
            "an older shape",
            |place| rewrite(place, &|manifest| manifest["schema"] = Value::from(0)),
            0,
            "an older version",
        ),
        (
            "a folder outside",
            |place| {
                rewrite(place, &|manifest| {
                    manifest["repositories"][0]["content"]["folder"] =
                        Value::from("../../../../../../../../../../../../tmp");
                })
            },
            1,
            "none of its own",
        ),
        (
            "a pack outside",
            |place| {
                rewrite(place, &|manifest| {
                    manifest["repositories"][1]["content"]["id"] = Value::from("../../../x");
                })
            },
            1,
            "none of its own",
        ),
        (
            "a path outside",
            |place| {
                rewrite(place, &|manifest| {
                    manifest["repositories"][0]["repo"]["prefix"] = Value::from("../..");
                })
            },
            1,
            "makes no sense",
        ),
    ];
    for (what, harm, left, said) in cases {
        let place = fragment();
        harm(&place);
        let (snapshots, found) = read(&place, &["f"], None);
        assert_eq!(snapshots.len(), left, "{what}: {found:?}");
        let unreadable: Vec<&Diagnostic> =
            found.iter().filter(|found| found.rule.id == "fragment-unreadable").collect();
        assert_eq!(unreadable.len(), usize::from(!said.is_empty()), "{what}: {found:?}");
        assert!(
            unreadable.iter().all(|found| found.message.contains(said) && found.hint.is_some()),
            "{what}: {found:?}"
        );
    }
}

#[test]
fn fragments_that_do_not_fit_together_are_told() {
    let place = fragment();
    let told = |folders: &[&str], oldest: Option<u32>| {
        let (snapshots, found) = read(&place, folders, oldest);
        let found: Vec<&str> =
            found.iter().map(|found| found.rule.id).filter(|rule| rule.starts_with("fragment")).collect();
        format!("{} {}", snapshots.len(), found.join(" "))
    };
    assert_eq!(told(&["f"], None), "2 ");
    assert_eq!(told(&["f", "f"], None), "2 ", "the same folder");
    write(&place, &["a"], "again", None);
    assert_eq!(told(&["f", "again"], None), "2 ", "the same state");
    place.put("a/docs/index.md", "# A\n\nand more of it\n");
    git(&place.path("a"), &["add", "--all"]);
    git(&place.path("a"), &["-c", "user.name=A", "-c", "user.email=a@x", "commit", "--quiet", "-m", "newer"]);
    write(&place, &["a"], "newer", None);
    assert_eq!(told(&["f", "newer"], None), "2 fragment-conflict");
    assert_eq!(told(&["empty-place"], None), "0 fragment-unreadable");
    write(&place, &["a", "b"], "part", Some((1, 3)));
    assert!(told(&["part"], None).ends_with(" fragment-missing"));
    assert_eq!(told(&["f"], Some(0)), "2 ");
    rewrite(&place, &|manifest| manifest["collected"] = Value::from("2026-11-13"));
    assert_eq!((told(&["f"], Some(10)), told(&["f"], Some(9))), ("2 ".to_owned(), "2 fragment-stale".to_owned()));
    fs::write(place.path("b/not-a-fragment"), "x").expect("writable");
    let cache = TempDir::new().expect("a folder");
    let fragment = Fragment { output: place.path("b"), shard: None };
    let refused = write_fragment(&[Source::folder(&place.path("a"))], &options(cache.path()), &Silent, &fragment);
    assert!(refused.is_err_and(|reason| reason.contains("no fragment")) && place.path("b/not-a-fragment").exists());
}

/// Bytes that whoever may write fragments may choose: hashes that fit, and objects that do not.
#[test]
fn no_bytes_make_a_fragment_panic() {
    let place = fragment();
    let whole = place.tree("f");
    let (snapshots, found) = read(&place, &["f"], None);
    let intact = everything(&snapshots, &found);
    let mut dice = Dice::new(11);
    let mut survived = 0;
    for round in 0..300 {
        for (path, bytes) in &whole {
            place.put(&format!("f/{path}"), bytes);
        }
        let end = dice.pick(&[".pack", ".idx", ".json"]);
        let path = file(&place, end);
        let mut bytes = fs::read(&path).expect("it is there");
        for _ in 0..1 + dice.below(4) {
            let at = dice.below(bytes.len());
            bytes[at] = u8::try_from(dice.below(256)).expect("a byte");
        }
        if dice.below(5) == 0 {
            bytes.truncate(dice.below(bytes.len()));
        }
        fs::write(&path, &bytes).expect("writable");
        if end != ".json" && round % 4 != 0 {
            let key = if end == ".pack" { "pack" } else { "index" };
            let folder = path.ancestors().nth(2).and_then(|folder| folder.file_name()).expect("a folder").to_owned();
            rewrite(&place, &|manifest| {
                let repos = manifest["repositories"].as_array_mut().expect("a list").iter_mut();
                for repo in repos.filter(|repo| repo["content"]["folder"] == *folder.to_string_lossy()) {
                    let hash = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
                    repo["content"][key] = serde_json::json!({ "bytes": bytes.len(), "sha256": hash });
                }
            });
        }
        let (snapshots, found) = read(&place, &["f"], None);
        let seen = everything(&snapshots, &found);
        let told = found.iter().any(|found| found.rule.id == "fragment-unreadable");
        survived += usize::from(!told);
        if end == ".json" || round % 4 == 0 {
            assert!(told || seen == intact, "round {round}: a change that nothing told of");
        }
    }
    assert!(survived > 20, "the objects themselves were reached {survived} times");
}
