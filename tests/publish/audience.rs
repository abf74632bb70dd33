//! What is outside an audience changes no byte of its portal.

use std::fmt::Write;

use serde_json::json;

use crate::support::{
    asking::Dice,
    git,
    server::Server,
    site::{Place, tree},
};

/// Words of which names are made, so that repositories share some.
const WORDS: [&str; 6] = ["pay", "cart", "mail", "auth", "feed", "core"];

/// One entity that points at others, in its own repository or not.
fn entity(dice: &mut Dice, tags: &str) -> String {
    let name = dice.pick(&WORDS);
    let other = dice.pick(&WORDS);
    match dice.below(5) {
        0 => format!("kind: Group\nmetadata:\n  name: {name}\n{tags}spec:\n  type: team\n  children: [{other}]\n"),
        1 => format!("kind: User\nmetadata:\n  name: {name}\n{tags}spec:\n  memberOf: [{other}]\n"),
        2 => format!("kind: System\nmetadata:\n  name: {name}\n{tags}spec:\n  owner: {other}\n  domain: {name}\n"),
        3 => format!(
            "kind: API\nmetadata:\n  name: {name}\n{tags}spec:\n  type: openapi\n  lifecycle: production\n  owner: {other}\n  \
             definition: |\n    openapi: 3.0.0\n    info: {{ title: {name}, version: 1.0.0 }}\n    paths: {{}}\n"
        ),
        _ => format!(
            "kind: Component\nmetadata:\n  name: {name}\n  annotations:\n    backstage.io/techdocs-ref: dir:.\n{tags}spec:\n  \
             type: service\n  lifecycle: production\n  owner: {other}\n  system: {other}\n  providesApis: [{name}]\n  \
             consumesApis: [{other}]\n  dependsOn: [component:{other}]\n"
        ),
    }
}

/// A folder with a few entities and a page.
fn folder(dice: &mut Dice, path: &str, tags: &str) -> String {
    let mut text = format!("-- {path}/catalog-info.yaml --\n");
    for _ in 0..1 + dice.below(3) {
        let _ = write!(text, "---\napiVersion: backstage.io/v1alpha1\n{}", entity(dice, tags));
    }
    let (word, link) = (dice.pick(&WORDS), dice.pick(&WORDS));
    let _ = write!(
        text,
        "-- {path}/docs/index.md --\n# {word} {path}\n\n[[component:default/{link}]] [x]({link}.md) {link}\n"
    );
    let _ = write!(text, "-- {path}/mkdocs.yml --\nsite_name: {word}\n");
    text
}

/// Builds the audience and gives all its bytes.
fn built(place: &Place, name: &str, settings: &str) -> std::collections::BTreeMap<String, Vec<u8>> {
    place.put("callboard.yaml", settings);
    let ran = place.run("", &["build", "--quiet", "--audience", name]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    tree(&place.path("out"))
}

#[test]
fn a_repository_outside_an_audience_changes_no_byte() {
    for seed in 0..100 {
        let mut dice = Dice::new(seed);
        let tag = "  tags: [secret]\n";
        let public: String =
            (0..2 + dice.below(2)).map(|number| folder(&mut dice, &format!("a/r{number}"), "")).collect();
        let (secret, within) = (folder(&mut dice, "b/r0", ""), folder(&mut dice, "a/r1/inner", tag));
        let place = Place::new(&public);
        let audience = |more: &str| {
            format!(
                "cache: cache\nbadges: [summary, owner]\ncards: true\naudiences:\n  - name: all\n    output: out\n    url: https://portal.test/\n{more}"
            )
        };
        // Even numbers hide a repository whose name others have, odd ones a folder of a repository.
        let (name, before, after) = if seed % 2 == 0 {
            let settings = audience("    sources: [\"a/*\"]\n");
            let before = built(&place, "all", &format!("{settings}sources: [\"a/*\"]\n"));
            place.write(&secret);
            (secret, before, built(&place, "all", &format!("{settings}sources: [\"b/*\", \"a/*\"]\n")))
        } else {
            let settings = format!("{}sources: [\"a/*\"]\n", audience("    entities: -tag:secret\n"));
            let before = built(&place, "all", &settings);
            place.write(&within);
            (within, before, built(&place, "all", &settings))
        };
        let names = |tree: &std::collections::BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&before), names(&after), "{seed}: {name}\n{public}");
        for (path, bytes) in &before {
            assert!(*bytes == after[path], "{seed}: {path}\n{public}\n{name}");
        }
        assert!(before.len() > 20, "{seed}");
    }
}

#[test]
fn a_repository_outside_an_audience_changes_no_byte_of_merged_shards() {
    for seed in 0..3 {
        let mut dice = Dice::new(1000 + seed);
        let place = Place::new("");
        let names = ["open", "more", "third", "closed"];
        for name in names {
            place.write(&folder(&mut dice, &format!("forge/work/{name}"), ""));
            std::fs::create_dir_all(place.path("forge/org")).expect("writable");
            git::bare(&place.path(&format!("forge/work/{name}")), &place.path("forge/org"));
        }
        let server = Server::start(&place.path("forge"), None);
        let build = |names: &[&str], parts: &str| {
            let list: Vec<_> = names.iter().map(|name| json!({ "owner": "org", "name": name })).collect();
            place.put("forge/forge.json", json!(list).to_string());
            let settings =
                "audiences:\n  - { name: all, output: out, exclude: [org/closed], url: 'https://portal.test/' }\n";
            place.put("callboard.yaml", super::configuration(&server, settings));
            for shard in 1..=8 {
                let (of, into) = (format!("{shard}/8"), format!("{parts}/{shard}"));
                let ran = place.run("", &["collect", "--quiet", "--shard", &of, "--output", &into]);
                assert_eq!(ran.code, 0, "{ran:?}");
            }
            let ran = place.run("", &["build", "--quiet", "--fragments", &format!("{parts}/*")]);
            assert_eq!(ran.code, 0, "{ran:?}");
            place.tree("out")
        };
        let (without, with) = (build(&names[..3], "few"), build(&names, "all"));
        assert!(
            without.len() > 20 && without == with,
            "{seed}: {:?}",
            without.keys().filter(|path| without.get(*path) != with.get(*path)).collect::<Vec<_>>()
        );
        // The secret repository was there to be left out.
        let ran = place
            .run("", &["query", "--quiet", "", "--columns", "ref,repo", "--format", "csv", "--fragments", "all/*"]);
        assert!(ran.out.contains("org/closed"), "{ran:?}");
    }
}

#[test]
fn who_sees_a_part_asks_and_checks_that_part() {
    let entity = |name: &str, more: &str| {
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: {{ name: {name}{more} }}\nspec: {{ owner: nobody-of-{name} }}\n"
        )
    };
    let place = Place::new(&format!(
        "-- open/catalog-info.yaml --\n{}---\n{}-- open/mkdocs.yml --\nsite_name: Open\n-- closed/catalog-info.yaml --\n{}",
        entity("shown", ""),
        entity("tagged", ", tags: [xylophone]"),
        entity("xylophone", ""),
    ));
    git::init(&place.path("open"));
    place.put("callboard.yaml", "sources: [open, closed]\ncache: cache\naudiences:\n  - { name: part, output: part, sources: [open], entities: '-tag:xylophone' }\n  - { name: wrong, output: wrong, entities: 'knd:x' }\n");
    place.put(
        "open/catalog-info.yaml",
        format!("{}---\n{}", entity("shown", ", title: Seen"), entity("tagged", ", tags: [xylophone], title: Other")),
    );
    let commands: [&[&str]; 4] = [
        &["check", "--format", "json"],
        &["query", "kind:system", "--format", "json"],
        &["search", "shown xylophone", "--format", "json"],
        &["diff", "HEAD", "--repo", "open", "--format", "json", "--fail-on", "never"],
    ];
    for command in commands {
        let run = |audience: &str| place.run("", &[command, &["--quiet", "--audience", audience]].concat());
        let whole = place.run("", &[command, &["--quiet"]].concat());
        assert!(whole.out.contains("xylophone") || whole.out.contains("tagged"), "{command:?}: {whole:?}");
        let part = run("part");
        let text = format!("{}{}", part.out, part.err);
        assert!(part.code < 2 && (text.contains("shown") || command[0] == "search"), "{command:?}: {part:?}");
        assert!(!text.contains("xylophone") && !text.contains("tagged"), "{command:?}: {text}");
        for (name, said) in [("wrong", "the query of an audience is wrong"), ("prt", "did you mean `part`?")] {
            let ran = run(name);
            let text = format!("{}{}", ran.out, ran.err);
            assert!(ran.code == 2 && text.contains(said) && !text.contains("xylophone"), "{command:?}: {ran:?}");
        }
    }
    let outside = place.run("", &["diff", "HEAD", "--repo", "open", "--audience", "part", "closed"]);
    assert_eq!(outside.code, 2, "{outside:?}");
}

#[test]
fn audiences_are_chosen_and_wrong_ones_named() {
    let files = "-- a/catalog-info.yaml --\napiVersion: backstage.io/v1alpha1\nkind: System\nmetadata:\n  name: pay\nspec:\n  owner: x\n";
    let place = Place::new(files);
    let settings = "sources: [a]\naudiences:\n  - { name: one, output: one, entities: QUERY }\n  - { name: two, output: two, title: Second }\n";
    for (query, arguments, code, said, written) in [
        ("kind:system", vec!["build"], 0, "two/index.html", (true, true)),
        ("kind:system", vec!["build", "--audience", "two"], 0, "", (false, true)),
        ("kind:system", vec!["build", "--audience", "thee"], 2, "no audience is called `thee`", (false, false)),
        ("kind:system", vec!["build", "--output", "x"], 2, "`--output` is for one audience", (false, false)),
        ("\"knd:system\"", vec!["build"], 2, "the query of an audience is wrong", (false, false)),
    ] {
        place.put("callboard.yaml", settings.replace("QUERY", query));
        let ran = place.run("", &arguments);
        let all = format!("{}{}", ran.out, ran.err);
        assert!(ran.code == code && all.contains(said), "{query} {arguments:?}: {} {all}", ran.code);
        let there = ["one", "two"].map(|name| place.path(name).exists());
        assert_eq!((there[0], there[1]), written, "{query} {arguments:?}");
        for name in ["one", "two"] {
            let _ = std::fs::remove_dir_all(place.path(name));
        }
    }
}
