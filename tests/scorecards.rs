//! A seeded organisation whose scores are known: all four outcomes, exemptions, days, levels, what nobody can know, what
//! an audience may not see; and one diagnostic for each query that makes no sense.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use callboard::{
    config,
    model::Catalog,
    query::{Ground, parse},
};
use serde_json::{Value, json};

use crate::{
    query::browser,
    support::git::{commit, git, init},
};

/// Components of a repository whose history is known: name, what its metadata has besides, type.
const KNOWN: [(&str, &str, &str); 5] = [
    ("good", ", description: d, annotations: {safe: 'yes'}", "service"),
    ("library", ", description: d, annotations: {safe: 'yes'}, tags: [inside]", "library"),
    ("bare", "", "service"),
    ("let-off", ", description: d", "service"),
    ("late", ", description: d, annotations: {safe: 'no'}", "service"),
];

const CARD: &str = "\
id: trust
title: Trust
about: What people rely on.
filter: kind:component
rules:
  - {id: described, query: 'has:description', fix: Describe it.}
  - {id: typed, query: 'spec.owner:crew', for: 'type:service'}
  - {id: tended, query: 'commits:>0', level: silver}
  - {id: tended-or-new, query: 'commits:>0 OR lifecycle:experimental', level: silver}
  - {id: safe, title: It is safe, query: 'annotation.safe:yes', level: gold, weight: 3, why: Nobody likes surprises.}
  - {id: later, query: 'annotation.later:*', level: gold, enable-from: 2030-01-01}
exemptions:
  - {entities: 'name:let-off', rules: [safe], reason: Goes away, approver: crew, expires: 2026-11-02}
  - {entities: 'name:late', rules: [safe], reason: Was to be mended, approver: crew, expires: 2026-11-01}
  - {entities: 'name:nobody', rules: [safe], reason: Gone, approver: crew, expires: 2020-01-01}
";

const CONFIG: &str = "\
title: Seeded
sources: [{path: known}, {path: loose}]
scorecards:
  - file: trust.yaml
  - use: ownership
    without: [codeowners, tended]
    deny: bronze
    rules:
      - {id: owned, weight: 7}
  - id: broken
    rules:
      - {id: one, query: 'has:licence'}
      - {id: two, query: \"kind:component AND (\"}
    exemptions:
      - {entities: 'no:such', reason: r, approver: a, expires: 2027-01-01}
audiences:
  - {name: public, output: public, entities: '-tag:inside'}
";

fn component((name, more, kind): (&str, &str, &str), lifecycle: &str) -> String {
    format!(
        "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {name}{more}}}\n\
         spec: {{type: {kind}, lifecycle: {lifecycle}, owner: crew}}\n"
    )
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder is made");
    fs::write(path, text).expect("the file is written");
}

fn seed(root: &Path) {
    let known: String = KNOWN.iter().map(|one| component(*one, "production")).collect();
    write(&root.join("known/catalog-info.yaml"), &known);
    init(&root.join("known"));
    git(&root.join("known"), &["commit", "--quiet", "--allow-empty", "--message", "more"]);
    let crew = "---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: crew}\n\
                spec: {type: team, children: []}\n";
    let new = component(("new", ", description: d, annotations: {safe: 'yes'}", "service"), "experimental");
    let old = component(("old", ", description: d, annotations: {safe: 'yes'}", "service"), "production");
    write(&root.join("loose/catalog-info.yaml"), &format!("{new}{old}{crew}"));
    write(&root.join("trust.yaml"), CARD);
    write(&root.join("callboard.yaml"), CONFIG);
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
    command.current_dir(folder).args(arguments).arg("--quiet").output().expect("the program starts")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Name, level, percent, what fails and what is unknown, of one scorecard.
fn levels(folder: &Path, more: &[&str]) -> Vec<String> {
    let arguments = [&["score", "", "--scorecard", "trust", "--format", "json"], more].concat();
    let rows: Vec<Value> = serde_json::from_slice(&run(folder, &arguments).stdout).expect("JSON");
    let name = |row: &Value| row["entity"].as_str().unwrap_or_default().rsplit('/').next().map(str::to_owned);
    let list =
        |value: &Value| value.as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(",");
    let line = |row: &Value| {
        let level = row["level"].as_str().unwrap_or_default();
        format!(
            "{} {level} {} -{} ?{}",
            name(row).unwrap_or_default(),
            row["percent"],
            list(&row["fail"]),
            list(&row["unknown"])
        )
    };
    rows.iter().map(line).collect()
}

#[test]
fn a_seeded_organisation_has_the_scores_that_it_should() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    seed(root);
    let expected = [
        "bare none 42 -described,safe ?",
        "good gold 100 - ?",
        "late silver 57 -safe ?",
        // Its exemption counts on its last day, which is that of the newest commit.
        "let-off gold 100 - ?",
        "library gold 100 - ?",
        // Without history nobody knows, and what nobody knows does not pass.
        "new bronze 85 - ?tended",
        "old bronze 71 - ?tended,tended-or-new",
    ];
    assert_eq!(levels(root, &[]), expected);
    // What an audience does not see does not count, and the history, which would tell of it, is not known there.
    let expected = [
        "bare none 14 -described,safe ?tended,tended-or-new",
        "good bronze 71 - ?tended,tended-or-new",
        "late bronze 28 -safe ?tended,tended-or-new",
        "let-off bronze 50 - ?tended,tended-or-new",
        "new bronze 85 - ?tended",
        "old bronze 71 - ?tended,tended-or-new",
    ];
    assert_eq!(levels(root, &["--audience", "public"]), expected);

    let checked = text(&run(root, &["check", "--format", "short"]));
    let lines: Vec<&str> =
        checked.lines().filter(|line| line.contains("scorecard") || line.contains("exemption")).collect();
    let expected = [
        "callboard.yaml:12:31: error[wrong-scorecard]",
        "callboard.yaml:13:46: error[wrong-scorecard]",
        "callboard.yaml:15:21: error[wrong-scorecard]",
        "trust.yaml:14:5: warning[expired-exemption]",
    ];
    assert_eq!(lines.len(), expected.len(), "{checked}");
    for (line, start) in lines.iter().zip(expected) {
        assert!(line.starts_with(start), "{line} begins with {start}");
    }
}

/// A folder: name, files by their names, and what comes of it.
type Folder = (&'static str, &'static [(&'static str, &'static str)], &'static str);

/// Folders of one repository: name, files, and which of the rules `fresh` and `safe` fail and are unknown.
const BUILT_FROM: [Folder; 9] = [
    (
        "broken",
        &[("package.json", "{\"dependencies\": {\"x\": \"1.3.0\"}}"), ("package-lock.json", "{")],
        "- ?fresh,safe",
    ),
    (
        "cargo",
        &[
            ("Cargo.toml", "[dependencies]\ny = \"1\"\n"),
            ("Cargo.lock", "[[package]]\nname = \"y\"\nversion = \"1.0.0\"\nsource = \"r\"\n"),
        ],
        "- ?safe",
    ),
    (
        "least",
        &[
            ("package.json", "{\"dependencies\": {\"x\": \"^1.2.0\"}}"),
            ("bom.json", "{\"bomFormat\": \"CycloneDX\", \"components\": [{\"purl\": \"pkg:npm/q@1.0.0\"}]}"),
        ],
        "- ?safe",
    ),
    (
        "locked",
        &[
            ("package.json", "{\"dependencies\": {\"x\": \"^1.0.0\"}}"),
            ("yarn.lock", "x@^1.0.0:\n  version \"1.3.0\"\n"),
        ],
        "- ?",
    ),
    (
        "low",
        &[
            ("package.json", "{\"dependencies\": {\"x\": \"^1.0.0\"}}"),
            ("yarn.lock", "x@^1.0.0:\n  version \"1.0.0\"\n"),
        ],
        "-fresh,safe ?",
    ),
    ("nothing", &[("main.c", "")], "- ?"),
    ("open", &[("package.json", "{\"dependencies\": {\"z\": \"1.0.0\"}}")], "- ?fresh,safe"),
    (
        "ranged",
        &[
            ("package.json", "{\"dependencies\": {\"x\": \"^1.1.0\"}}"),
            ("bom.json", "{\"bomFormat\": \"CycloneDX\", \"components\": [{\"purl\": \"pkg:npm/q@1.0.0\"}]}"),
        ],
        "- ?fresh,safe",
    ),
    (
        "scanned",
        &[("package.json", "{\"dependencies\": {\"z\": \"1.0.0\"}}"), ("trivy.json", "{\"SchemaVersion\": 2}")],
        "- ?fresh",
    ),
];

const ADVISORY: &str = r#"{"id": "GHSA-aaaa-bbbb-cccc", "affected": [{"package": {"ecosystem": "npm", "name": "x"},
"ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.2.0"}]}]}]}"#;

#[test]
fn what_is_not_known_of_packages_does_not_pass() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for (name, files, _) in BUILT_FROM {
        write(&root.join("repo").join(name).join("catalog-info.yaml"), &component((name, "", "service"), "production"));
        files.iter().for_each(|(file, text)| write(&root.join("repo").join(name).join(file), text));
    }
    write(&root.join("osv/GHSA-aaaa-bbbb-cccc.json"), ADVISORY);
    write(
        &root.join("callboard.yaml"),
        "title: T\nsources: [{path: repo}, {path: osv}]\nscorecards:\n  - id: trust\n    filter: kind:component\n    rules:\n      \
         - {id: fresh, query: '-package:x<1.2'}\n      - {id: safe, query: '-has:vulnerability'}\n",
    );
    let expected: Vec<String> = BUILT_FROM.iter().map(|(name, _, outcome)| format!("{name} {outcome}")).collect();
    let without_level = |line: String| {
        line.split(' ')
            .enumerate()
            .filter(|(at, _)| !matches!(at, 1 | 2))
            .map(|(_, word)| word.to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(levels(root, &[]).into_iter().map(without_level).collect::<Vec<_>>(), expected);

    assert!(run(root, &["build", "--output", "site"]).status.success());
    for (query, found) in [
        ("-has:vulnerability", &["locked", "nothing", "scanned"][..]),
        ("-package:x<1.2", &["cargo", "least", "locked", "nothing"]),
        ("package:x<1.2", &["low", "ranged"]),
        ("vulnerability:GHSA-aaaa-bbbb-cccc", &["low"]),
        ("unknown:vulnerability -unknown:package", &["cargo", "least", "ranged"]),
        ("count(package):0", &["nothing"]),
    ] {
        let expected: Vec<String> = found.iter().map(|name| format!("component:default/{name}")).collect();
        let answer = browser(&[(&root.join("site"), query, "2026-11-23")]).remove(0);
        assert_eq!(answer["answer"], json!(expected), "{query}");
        let native = text(&run(root, &["query", query, "--format", "csv", "--columns", "ref"]));
        assert_eq!(native.lines().skip(1).collect::<Vec<_>>(), expected, "{query}");
    }
}

#[test]
fn the_site_says_the_same_everywhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    seed(root);
    // Without audiences, so that one site is built; the entity that nobody owns is a problem.
    let config =
        CONFIG.split("audiences:").next().unwrap_or_default().replace("sources: [", "badges: [level]\nsources: [");
    write(&root.join("callboard.yaml"), &config);
    let orphan = component(("orphan", "", "service"), "production").replace("crew", "nobody");
    let loose = fs::read_to_string(root.join("loose/catalog-info.yaml")).expect("text");
    write(&root.join("loose/catalog-info.yaml"), &format!("{loose}{orphan}"));
    let built = run(root, &["build", "--output", "site"]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let check = text(&run(root, &["check", "--format", "short"]));
    assert!(check.contains("error[below-level]: component:default/orphan does not reach Bronze"), "{check}");

    let read =
        |path: &str| fs::read_to_string(root.join("site").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let file: Value = serde_json::from_str(&read("api/v1/scorecards/trust.json")).expect("JSON");
    let result = |entity: &str, rule: &str| -> Value {
        let results = file["results"].as_array().expect("an array");
        let one =
            results.iter().find(|one| one["entity"] == format!("component:default/{entity}")).expect("it is there");
        one["rules"].as_array().expect("an array").iter().find(|one| one["rule"] == rule).expect("a rule").clone()
    };
    for (entity, rule, outcome, aside) in [
        ("good", "safe", "pass", json!(null)),
        ("good", "later", "fail", json!("not-yet")),
        ("library", "typed", "not-applicable", json!(null)),
        ("let-off", "safe", "fail", json!("exempt")),
        ("late", "safe", "fail", json!(null)),
        ("old", "tended-or-new", "unknown", json!(null)),
        ("new", "tended-or-new", "pass", json!(null)),
    ] {
        let found = result(entity, rule);
        assert_eq!((&found["outcome"], &found["setAside"]), (&json!(outcome), &aside), "{entity} {rule}");
    }
    let evidence = &result("good", "tended")["evidence"][0];
    assert_eq!((&evidence["fact"], &evidence["repo"]), (&json!("commits"), &json!("known")), "{evidence}");
    assert_eq!(evidence["commit"].as_str().map(str::len), Some(40), "{evidence}");
    assert_eq!(file["exemptions"].as_array().map(Vec::len), Some(2), "one is about nobody here");

    site_and_sources_answer_alike(root);
    let page = read("catalog/component/default/late.html");
    for words in ["Trust</a>", "Nobody likes surprises.", "1 rule to Gold"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(read("catalog/group/default/crew.html").contains("id=\"health\""), "a team has a list of what to do");
    let health = read("explore/health.html");
    assert!(health.contains("<time datetime=\"2026-11-02\">") && !health.contains("broken"), "{health}");
    assert!(read("badges/component/default/good/level.svg").contains("Trust: Gold"), "a badge tells the level");

    a_change_is_told_by_levels(root);
}

/// What is read from the site answers as the sources do.
fn site_and_sources_answer_alike(root: &Path) {
    for (query, expected) in [
        ("scorecard.trust:gold", 3),
        ("scorecard.trust.fail:safe", 3),
        ("scorecard.trust.unknown:tended", 3),
        ("scorecard.trust.exempt:safe", 1),
        ("scorecard.trust.percent:<60 -scorecard.trust:none", 1),
        ("has:scorecard.ownership", 8),
        // Nothing has a value here, nor any package.
        ("has:scorecard.ownership.exempt,package", 0),
        ("kind:component -scorecard.ownership.exempt:owned", 8),
    ] {
        let site = text(&run(root, &["query", query, "--site", "site", "--format", "csv", "--columns", "ref"]));
        let sources = text(&run(root, &["query", query, "--format", "csv", "--columns", "ref"]));
        assert_eq!(site, sources, "{query}");
        assert_eq!(site.lines().count(), expected + 1, "{query}: {site}");
        let answer = browser(&[(&root.join("site"), query, "2026-11-02")]).remove(0);
        assert_eq!(answer["answer"], json!(site.lines().skip(1).collect::<Vec<_>>()), "{query}");
    }
}

/// A change is told by what it does to levels.
fn a_change_is_told_by_levels(root: &Path) {
    let before = fs::read_to_string(root.join("known/catalog-info.yaml")).expect("text");
    let after = before.replacen(", annotations: {safe: 'yes'}", "", 1).replace("safe: 'no'", "safe: 'yes'");
    write(&root.join("known/catalog-info.yaml"), &after);
    commit(&root.join("known"), "less safe");
    let told = text(&run(root, &["diff", "HEAD~1", "HEAD", "--repo", "known", "--config", "callboard.yaml"]));
    for words in [
        "component:default/good falls from Gold to Silver in Trust; no longer holds: “It is safe”",
        "component:default/late rises from Silver to Gold in Trust; holds now: “It is safe”",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn queries_that_are_shipped_and_told_of_make_sense_of_an_empty_catalog() {
    let ground = Ground::new(&Catalog::default(), &[]);
    let sound =
        |text: &str| assert!(parse(text, ground.vocabulary()).is_ok(), "{:?}", parse(text, ground.vocabulary()));
    let shipped = config::all_shipped();
    assert_eq!(shipped.len(), 5);
    for card in &shipped {
        sound(&card.filter.0);
        for rule in &card.rules {
            std::iter::once(&rule.query).chain(&rule.applies).for_each(|(text, _)| sound(text));
            assert!(rule.why.is_some() && rule.fix.is_some(), "{}/{} says why, and what to do", card.id, rule.id);
        }
    }
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/manual/docs/guide/scorecards.md"));
    let page = page.expect("the page is there");
    let rules = page.split("## Kinds of rules").nth(1).unwrap_or_default();
    let told: Vec<&str> = rules.lines().filter_map(|line| line.strip_suffix("` |")?.rsplit(" | `").next()).collect();
    assert!(told.len() > 30, "{told:?}");
    told.into_iter().for_each(sound);
}
