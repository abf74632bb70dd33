//! Fragments: what several runs collect is, together, what one build of all reads: byte for byte.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use callboard::{
    collect::{Fragment, Options, Tokens, collect, write_fragment},
    diagnostic::Diagnostic,
    model::{Depth, Moment, RepoPath, Snapshot, Source},
};
use tempfile::TempDir;

use crate::{
    history::commit_as,
    local::Silent,
    support::{
        asking::Dice,
        git::{git, init},
        server::Server,
        site::{Place, tree},
    },
};

/// Repositories with everything that a build reads: links, histories, templates, definitions, catalog files that name
/// files of others; written as the states that they went through.
const STATES: [(&str, &[&str]); 5] = [
    (
        "org/teams",
        &[
            "-- catalog-info.yaml --\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: crew}\nspec: {type: \
             team, children: []}\n---\napiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: all}\nspec:\n  \
             targets: [./more/site.yaml, ./missing.yaml]\n-- more/site.yaml --\napiVersion: backstage.io/v1alpha1\nkind: \
             System\nmetadata: {name: site}\nspec: {owner: crew}\n-- .mailmap --\nBoris <bo@example.org>\n",
            "-- README.md --\n# Teams\n",
        ],
    ),
    (
        "org/tickets",
        &[
            "-- openapi.yaml --\nopenapi: 3.1.0\ninfo: {title: x, version: 1}\npaths:\n  /a: {get: {responses: {'200': \
             {description: x}}}}\n  /b: {get: {responses: {'200': {description: x}}}}\n-- catalog-info.yaml \
             --\napiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: tickets}\nspec: {type: openapi, lifecycle: \
             production, owner: crew, definition: {$text: ./openapi.yaml}}\n",
            "-- openapi.yaml --\nopenapi: 3.1.0\ninfo: {title: x, version: 2}\npaths:\n  /a: {get: {responses: {'200': \
             {description: x}}}}\n",
            "-- notes/later.txt --\nlater\n",
        ],
    ),
    (
        "org/templates",
        &[
            "-- catalog-info.yaml --\napiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {name: \
             svc}\nspec:\n  type: service\n  owner: crew\n  steps:\n    - {id: a, action: 'fetch:template', input: {url: \
             ./skeleton, values: {}}}\n-- skeleton/main.rs --\nfn main() {\n    old();\n}\n-- skeleton/gone.txt --\nx\n",
            "-- skeleton/main.rs --\nfn main() {\n    new();\n}\n",
        ],
    ),
    (
        "org/shop",
        &[
            "-- catalog-info.yaml --\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: shop\n  \
             annotations:\n    backstage.io/source-template: template:default/svc\n    backstage.io/techdocs-ref: \
             dir:.\nspec: {type: service, lifecycle: production, owner: crew, system: site, providesApis: [tickets]}\n-- \
             mkdocs.yml --\nsite_name: Shop\n-- docs/index.md --\n# Shop\n\n![](logo.png) [gone](gone.md)\n-- \
             docs/logo.png --\nnot an image\n-- Docs/x --\nx\n",
            "-- docs/index.md --\n# The shop\n\n![](logo.png) [gone](gone.md)\n-- docs/more.md --\n# More\n",
        ],
    ),
    ("org/empty", &[]),
];

/// Commits everything, author and committer at one time.
fn commit_at(folder: &Path, who: &str, time: &str) {
    git(folder, &["add", "--all"]);
    let mut commit = Command::new("git");
    let mail = format!("user.email={}@example.org", who.to_lowercase());
    commit.env("GIT_COMMITTER_DATE", time).current_dir(folder).args(["-c", &format!("user.name={who}"), "-c", &mail]);
    let done = commit.args(["commit", "--quiet", "--date", time, "--message", "more"]).status();
    assert!(done.expect("git runs").success());
}

/// A folder to serve with the repositories, the work trees that they came from, and the list of them; one that is listed
/// is not there.
fn organisation(place: &Place) -> PathBuf {
    let root = place.path("root");
    fs::create_dir_all(root.join("org")).expect("writable");
    let mut list = vec![r#"{"owner": "org", "name": "lost"}"#.to_owned()];
    for (number, (name, states)) in STATES.iter().enumerate() {
        let work = place.path(&format!("work/{name}"));
        fs::create_dir_all(&work).expect("writable");
        git(&work, &["init", "--quiet", "--initial-branch=main"]);
        for (time, state) in (0..).zip(*states) {
            place.write(
                &state.replace("-- ", &format!("-- work/{name}/")).replace(&format!("-- work/{name}/\n"), "--\n"),
            );
            if number == 3 && time == 1 {
                symlink("docs", work.join("linked")).expect("writable");
                symlink("/etc/passwd", work.join("outside")).expect("writable");
                fs::remove_file(work.join("docs/more.md")).expect("it is there");
            }
            let day = 10 + time * 5 + number;
            commit_at(&work, if time == 1 { "Bo" } else { "Ada" }, &format!("2026-11-{day}T08:00:00Z"));
        }
        git(&root, &["clone", "--quiet", "--bare", &work.to_string_lossy(), &format!("{name}.git")]);
        list.push(format!(r#"{{"owner": "org", "name": "{}"}}"#, name.trim_start_matches("org/")));
    }
    fs::write(root.join("forge.json"), format!("[{}]", list.join(","))).expect("writable");
    root
}

/// Two sites as lists of what differs.
fn differing(one: &Path, other: &Path) -> Vec<String> {
    let (one, other) = (tree(one), tree(other));
    let paths: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

#[test]
fn eight_shards_are_one_build() {
    let place = Place::new("");
    let server = Server::start(&organisation(&place), None);
    let config = format!("title: Org\nsources:\n  - gitea: org\n    url: {}\n", server.url);
    place.put("portal/callboard.yaml", config);
    let run = |arguments: &[&str]| {
        let ran = place.run("portal", arguments);
        assert!(ran.code < 2, "{arguments:?}: {ran:?}");
        ran.out
    };
    run(&["build", "--quiet", "--output", "one"]);
    let listed = run(&["check", "--quiet", "--format", "json"]);
    assert!(listed.contains("repo-unreadable") && listed.contains("symlink-outside-repo"), "{listed}");
    for number in 1..=8 {
        let (shard, output) = (format!("{number}/8"), format!("parts/{number}"));
        run(&["collect", "--quiet", "--cache", &format!("cache-{number}"), "--shard", &shard, "--output", &output]);
    }
    drop(server);
    run(&["build", "--quiet", "--cache", "none", "--output", "merged", "--fragments", "parts"]);
    assert_eq!(differing(&place.path("portal/one"), &place.path("portal/merged")), [""; 0]);
    let page = fs::read_to_string(place.path("portal/one/catalog/component/default/shop.html")).expect("a page");
    assert!(page.contains("The template has moved on"), "the test shows what it should: {page}");
    assert_eq!(run(&["check", "--quiet", "--format", "json", "--fragments", "parts/*"]), listed);
    let asked = run(&["query", "kind:component", "--format", "json", "--fragments", "parts"]);
    assert!(asked.contains("component:default/shop"), "{asked}");
    // One of a part, and one of all parts, is the same again.
    run(&["collect", "--quiet", "--output", "all", "--fragments", "parts"]);
    run(&["build", "--quiet", "--output", "again", "--fragments", "all"]);
    assert_eq!(differing(&place.path("portal/one"), &place.path("portal/again")), [""; 0]);
    fs::remove_dir_all(place.path("portal/parts/3")).expect("it was there");
    let without = run(&["check", "--quiet", "--format", "short", "--fragments", "parts"]);
    assert!(without.contains("error[fragment-missing]") && without.contains("these are not here: 3"), "{without}");
}

#[test]
fn what_each_repository_collects_in_its_own_ci_is_one_build() {
    let place = Place::new("");
    let server = Server::start(&organisation(&place), None);
    let mut urls: Vec<String> = STATES[..4].iter().map(|(name, _)| format!("{}/{name}.git", server.url)).collect();
    urls.sort();
    place.put("portal/repositories.txt", urls.join("\n"));
    place.put("portal/callboard.yaml", "title: Org\nsources:\n  - repos: repositories.txt\n");
    let run = |folder: &str, arguments: &[&str]| {
        let ran = place.run(folder, arguments);
        assert!(ran.code < 2, "{arguments:?}: {ran:?}");
        ran.out
    };
    run("portal", &["build", "--quiet", "--output", "one"]);
    for (number, url) in urls.iter().enumerate() {
        let folder = format!("ci-{number}/checkout");
        fs::create_dir_all(place.path(&folder)).expect("writable");
        // As runners do: fetched by its commit, with no branch of its own.
        let here = place.path(&folder);
        git(&here, &["init", "--quiet"]);
        git(&here, &["remote", "add", "origin", url.trim_end_matches(".git")]);
        git(&here, &["fetch", "--quiet", "--depth", "100", url, "main:refs/remotes/origin/main"]);
        git(&here, &["checkout", "--quiet", "--detach", "origin/main"]);
        place.put(&format!("{folder}/left-by-a-build.txt"), "not committed");
        let said = run(&folder, &["collect", "--format", "short", "--output", &format!("../../kept/{number}")]);
        assert!(!said.contains("shallow-clone"), "{said}");
    }
    run("portal", &["build", "--quiet", "--output", "merged", "--fragments", "../kept/*"]);
    assert_eq!(differing(&place.path("portal/one"), &place.path("portal/merged")), [""; 0]);
    for (path, bytes) in place.tree("kept") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&*place.path("").to_string_lossy()), "{path} names a folder of this machine");
        assert!(path.ends_with(".json") || path.ends_with(".pack") || path.ends_with(".idx"), "{path}");
    }
}

/// How fragments are collected in tests.
pub fn options(cache: &Path) -> Options {
    let (tokens, skip, today) = (Tokens::default(), Vec::new(), "2026-11-23".to_owned());
    let (patience, history) = (Duration::from_secs(120), Depth::default());
    Options { cache: cache.to_owned(), parallel: 4, tokens, skip, patience, history, today, plan: None }
}

/// Everything that a build can ask of a snapshot, in lines.
pub fn everything(snapshots: &[Snapshot], diagnostics: &[Diagnostic]) -> String {
    let mut lines = Vec::new();
    for snapshot in snapshots {
        lines.push(format!("{:?}", snapshot.repo));
        let paths: BTreeSet<RepoPath> = snapshot.files().map(|(path, _)| path.clone()).collect();
        let firsts = snapshot.firsts(&paths);
        for (path, entry) in snapshot.files() {
            assert_eq!(snapshot.first(path).as_ref(), firsts.get(path), "{path}: alone, and among all");
            let bytes = snapshot.read(path).map_err(|error| error.to_string());
            let before = bytes.as_ref().ok().and_then(|bytes| snapshot.previous(path, bytes));
            lines.push(format!("{path} {entry:?} {bytes:?} {before:?} {:?}", firsts.get(path)));
        }
        lines.push(format!("{:?}", snapshot.last_changes(&paths)));
        for day in 8..=30 {
            let moment = Moment::Time(format!("2026-11-{day:02}T12:00:00Z"));
            lines.push(format!("{:?}", snapshot.past(&moment, &[RepoPath::default()])));
        }
    }
    let mut found: Vec<&Diagnostic> = diagnostics.iter().collect();
    found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    lines.push(format!("{found:?}"));
    lines.join("\n")
}

/// Folders of all sorts on this disk: work trees with changes that nobody committed, a folder in one, bare
/// repositories, revisions, plain folders, and what is not there.
fn folders(place: &Place) -> Vec<Source> {
    organisation(place);
    let at = |path: &str, revision: Option<&str>| Source::Path {
        path: place.path(path),
        revision: revision.map(str::to_owned),
        history: None,
    };
    place.put("work/org/tickets/openapi.yaml", "changed, and not committed\n");
    place.put("work/org/tickets/new.txt", "new");
    place.put("work/org/shop/ignored.log", "x");
    place.put("work/org/shop/.gitignore", "*.log\n");
    place.put("work/org/shop/large.bin", vec![b'x'; 600 << 10]);
    init(&place.path("work/org/shop"));
    place.put("work/org/shop/large.bin", vec![b'y'; 600 << 10]);
    commit_as(&place.path("work/org/shop"), "Cy", "2026-11-28T08:00:00Z");
    place.put("work/org/shop/large.bin", vec![b'z'; 600 << 10]);
    place.put("plain/a/b.txt", "b");
    symlink("a", place.path("plain/link")).expect("writable");
    place.put("other/plain/a.txt", "another of that name");
    vec![
        at("work/org/teams", None),
        at("work/org/tickets", None),
        at("work/org/tickets", Some("HEAD~1")),
        at("work/org/templates/skeleton", None),
        at("work/org/templates/skeleton", Some("main")),
        at("root/org/shop.git", None),
        at("work/org/shop", None),
        at("root/org/empty.git", None),
        at("plain", None),
        at("other/plain", None),
        at("nowhere", None),
        at("plain", Some("main")),
    ]
}

#[test]
fn any_partition_gives_what_one_collection_gives() {
    let place = Place::new("");
    let mut sources = folders(&place);
    let cache = TempDir::new().expect("a folder");
    let options = options(cache.path());
    let mut dice = Dice::new(7);
    for of in [1, 2, 3, 8] {
        let (snapshots, found) = collect(&sources, &options, &Silent);
        let expected = everything(&snapshots, &found);
        let output = |number: u32| place.path(&format!("parts-{of}/{number}"));
        let mut numbers: Vec<u32> = (1..=of).collect();
        for at in (1..numbers.len()).rev() {
            numbers.swap(at, dice.below(at + 1));
        }
        let mut held = 0;
        for number in &numbers {
            let fragment = Fragment { output: output(*number), shard: Some((*number, of)) };
            fs::create_dir_all(fragment.output.parent().expect("a folder")).expect("writable");
            held += write_fragment(&sources, &options, &Silent, &fragment).expect("it is written").repositories;
        }
        assert_eq!(held, snapshots.len());
        let folders = numbers.iter().map(|number| output(*number)).collect();
        let (snapshots, found) = collect(&[Source::Fragments { folders, oldest: None }], &options, &Silent);
        assert!(everything(&snapshots, &found) == expected, "{of} parts");
        let swapped = dice.below(sources.len() - 1);
        sources.swap(swapped, swapped + 1);
    }
}

#[test]
fn fragments_are_the_same_each_time_and_git_reads_them() {
    let place = Place::new("");
    let sources = folders(&place);
    let cache = TempDir::new().expect("a folder");
    let written = |name: &str, parallel: usize| -> BTreeMap<String, Vec<u8>> {
        let options = Options { parallel, ..options(cache.path()) };
        let fragment = Fragment { output: place.path(name), shard: None };
        write_fragment(&sources, &options, &Silent, &fragment).expect("it is written");
        place.tree(name)
    };
    let first = written("one", 1);
    assert!(first == written("two", 8) && first == written("one", 3), "the same bytes");
    let packs: Vec<&String> = first.keys().filter(|path| path.ends_with(".idx")).collect();
    assert!(packs.len() > 6, "{packs:?}");
    for pack in packs {
        let path = place.path("one").join(pack);
        git(&place.path("one"), &["verify-pack", &path.to_string_lossy()]);
        // Written from the pack alone, the index is the same.
        let copy = place.path("copy.pack");
        fs::copy(path.with_extension("pack"), &copy).expect("it is there");
        git(&place.path("one"), &["index-pack", &copy.to_string_lossy()]);
        assert!(fs::read(place.path("copy.idx")).expect("git wrote it") == first[pack], "{pack}");
        fs::remove_file(place.path("copy.idx")).expect("it is there");
        fs::remove_file(copy).expect("it is there");
    }
}
