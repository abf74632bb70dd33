//! A pull request from end to end: bare repositories, a clone, a branch that breaks things, and what `diff` tells of it.

use std::{collections::BTreeSet, fs, path::PathBuf};

use serde_json::Value;

use crate::support::{
    git::{bare, commit, git, init},
    schema,
    server::Server,
    site::{Place, Ran},
};

/// Three repositories and a configuration with policies.
const ORGANISATION: &str = include_str!("review/organisation.txt");

/// What the branch writes.
const CHANGE: &str = include_str!("review/change.txt");

/// A branch whose name every sink could stumble over.
const BRANCH: &str = "it's|<b>@everyone`$(id)`;&\u{202e}#1";

/// A file whose name every sink could stumble over, and which is a document with a broken link.
const FILE: &str = "docs/::error::@everyone,a%0A`|<img src=x>![x](y)\n::warning::.md";

const HOSTILE: &str =
    "# @everyone #1 <script>alert(1)</script> ![x](https://evil.example/t.png)\n\n[a](<::stop-commands::`@you`.md>)\n";

/// The organisation, with a clone of `payments` in which the branch is checked out.
fn pull_request() -> Place {
    let place = Place::new(ORGANISATION);
    fs::create_dir_all(place.path("bare")).expect("a folder");
    for name in ["people", "payments", "shop"] {
        bare(&place.path(name), &place.path("bare"));
    }
    git(&place.path(""), &["clone", "--quiet", "bare/payments.git", "clone"]);
    let clone = place.path("clone");
    git(&clone, &["checkout", "--quiet", "-b", BRANCH]);
    git(&clone, &["rm", "--quiet", "docs/refunds.md"]);
    place.write(CHANGE);
    place.put(&format!("clone/{FILE}"), HOSTILE);
    commit(&clone, "break things");
    place
}

fn diff(place: &Place, arguments: &[&str]) -> Ran {
    let mut all = vec!["diff", "origin/main", BRANCH, "--quiet", "--config", "../callboard.yaml"];
    all.extend_from_slice(arguments);
    place.run("clone", &all)
}

/// Compares with the file beside this one; with `BLESS` in the environment, it is written anew.
fn golden(name: &str, text: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/review").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, text).expect("the file can be written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(text == expected, "{name} differs; look at it, and write it with BLESS=1:\n{text}");
}

#[test]
fn a_branch_that_breaks_things_is_told_in_every_format() {
    let place = pull_request();
    let preview = ["--preview-url", "https://preview.example/pr-7/", "--details-url", "https://ci.example/run/7"];
    for (format, file) in [
        ("human", "review.txt"),
        ("markdown", "review.md"),
        ("json", "review.json"),
        ("github", "annotations.txt"),
        ("sarif", "review.sarif.json"),
        ("gitlab", "codequality.json"),
    ] {
        let ran = diff(&place, &[&["--format", format], &preview[..]].concat());
        assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{format}: a denied policy is broken");
        golden(file, &ran.out);
        harmless(format, &ran.out);
    }
}

#[test]
fn a_review_is_as_its_schema_says() {
    let place = pull_request();
    let definition =
        |name: &str| format!("openapi: 3.1.0\ninfo: {{title: {name}, version: '1'}}\n{}", "# x\n".repeat(90_000));
    let entity = |text: &str| {
        let text: String = text.lines().map(|line| format!("    {line}\n")).collect();
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {{name: long}}\nspec:\n  type: openapi\n  lifecycle: production\n  owner: x\n  definition: |\n{text}"
        )
    };
    place.put("clone/long/catalog-info.yaml", entity(&definition("before")));
    git(&place.path("clone"), &["checkout", "--quiet", "-b", "longer"]);
    commit(&place.path("clone"), "before");
    place.put("clone/long/catalog-info.yaml", entity(&definition("after")));
    let portal = place.run("", &["build", "--quiet", "--output", "site", "bare/people.git"]);
    assert_eq!(portal.code, 0, "{portal:?}");
    let document = fs::read(place.path("site/api/v1/schemas/review.schema.json")).expect("a schema");
    let document: Value = serde_json::from_slice(&document).expect("JSON");
    let nothing = ["diff", "HEAD", "HEAD", "--quiet", "--config", "../callboard.yaml"];
    let long = ["diff", "HEAD", "--quiet", "--fail-on", "never", "--config", "../callboard.yaml"];
    let reviews =
        [diff(&place, &["--format", "json"]), place.run("clone", &[&nothing[..], &["--format", "json"]].concat())];
    let long = place.run("clone", &[&long[..], &["--format", "json"]].concat());
    for ran in reviews.iter().chain([&long]) {
        let mut review: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
        assert_eq!(schema::faults(&document, &document, &review), Vec::<String>::new());
        // The check can fail.
        review["summary"]["errors"] = "none".into();
        assert!(!schema::faults(&document, &document, &review).is_empty());
    }
    // What is long is cut where it differs, and its length is told.
    let review: Value = serde_json::from_str(&long.out).expect("JSON");
    let field = &review["entities"][0]["fields"][0];
    assert!(
        field["before"].as_str().is_some_and(|text| text.contains("title: before") && text.ends_with('…')),
        "{field}"
    );
    assert!(field["afterLength"].as_u64() > Some(360_000) && long.out.len() < 40_000, "{} {field}", long.out.len());
    let told = place.run("clone", &["diff", "HEAD", "--quiet", "--fail-on", "never", "--config", "../callboard.yaml"]);
    assert!(told.out.len() < 8_000, "{}", told.out);
}

/// What no format may hold, whatever the goldens say.
fn harmless(format: &str, text: &str) {
    let obeyed = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    // JSON keeps names as they are, each in one string; what reads it escapes for its own sink.
    let escaped = matches!(format, "json" | "sarif");
    assert!(escaped || !text.contains(obeyed), "{format} holds what a terminal obeys");
    match format {
        "github" => {
            for line in text.lines() {
                let known = ["::error ", "::warning ", "::notice ", "::error::and ", "::warning::and "];
                assert!(known.iter().any(|start| line.starts_with(start)), "no command of ours: {line}");
            }
        }
        "markdown" => {
            assert!(text.len() < 60_000);
            let shown = outside_code(text);
            let calls = shown.match_indices('@').any(|(at, _)| shown[at + 1..].starts_with(char::is_alphanumeric));
            assert!(!calls, "somebody is called in {shown}");
            for start in ["<img", "<script", "<b>", "![", "](http"] {
                assert!(!shown.contains(start), "{start} is markup in {shown}");
            }
        }
        _ => {}
    }
}

/// What is left of Markdown without code spans and fences: from a run of backticks to the next that is as long.
fn outside_code(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('`') {
        let length = rest[at..].len() - rest[at..].trim_start_matches('`').len();
        let (before, inside) = (&rest[..at], &rest[at + length..]);
        shown.push_str(before);
        let mut from = 0;
        let end = loop {
            let Some(start) = inside[from..].find('`').map(|start| from + start) else { break None };
            let run = inside[start..].len() - inside[start..].trim_start_matches('`').len();
            if run == length {
                break Some(start + run);
            }
            from = start + run;
        };
        let is_escaped = before.ends_with('\\');
        rest = end.filter(|_| !is_escaped).map_or(inside, |end| &inside[end..]);
    }
    shown + rest
}

/// Holds logs to the schema of OASIS, with a validator of JSON Schema that is not ours.
fn valid_sarif(place: &Place, logs: &[&str]) {
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(
        tests.join("node_modules/@microsoft/jest-sarif").is_dir(),
        "packages are missing: npm ci --prefix tests/browser"
    );
    let file = |(number, log): (usize, &&str)| {
        place.put(&format!("{number}.sarif"), log);
        place.path(&format!("{number}.sarif"))
    };
    let files: Vec<PathBuf> = logs.iter().enumerate().map(file).collect();
    let validate = |files: &[PathBuf]| {
        let ran = std::process::Command::new("node").arg(tests.join("sarif.mjs")).args(files).output();
        let ran = ran.expect("node is installed");
        (ran.status.success(), String::from_utf8_lossy(&[ran.stdout, ran.stderr].concat()).into_owned())
    };
    let (valid, said) = validate(&files);
    assert!(valid, "{said}");
    // The check can fail.
    place.put("wrong.sarif", logs[0].replace("\"startLine\"", "\"beginLine\""));
    let (valid, said) = validate(&[place.path("wrong.sarif")]);
    assert!(!valid && said.contains("beginLine"), "{said}");
}

#[test]
fn sarif_is_what_its_readers_take() {
    let place = pull_request();
    let ran = diff(&place, &["--format", "sarif"]);
    let check = ["check", "--quiet", "--format", "sarif", "--config", "callboard.yaml"];
    let check = place.run("", &[&check[..], &["bare/people.git", "bare/shop.git", "clone"]].concat());
    let nothing = place.run("clone", &["diff", "HEAD", "HEAD", "--quiet", "--format", "sarif"]);
    valid_sarif(&place, &[&ran.out, &check.out, &nothing.out]);
    let log: Value = serde_json::from_str(&ran.out).expect("SARIF is JSON");
    assert_eq!((log["version"].as_str(), log["runs"].as_array().map(Vec::len)), (Some("2.1.0"), Some(1)));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert!(results.len() > 3, "{results:?}");
    let mut marks = BTreeSet::new();
    for result in results {
        let rule = result["ruleIndex"].as_u64().and_then(|index| rules.get(usize::try_from(index).ok()?));
        assert_eq!(rule.map(|rule| &rule["id"]), Some(&result["ruleId"]));
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().expect("a level")));
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        assert!(marks.insert(result["partialFingerprints"]["callboard/v1"].to_string()), "a fingerprint of its own");
        for location in result["locations"].as_array().expect("locations") {
            let physical = &location["physicalLocation"];
            let uri = physical["artifactLocation"]["uri"].as_str().expect("an address");
            assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "{uri}");
            assert!(physical["region"]["startLine"].as_u64() != Some(0));
        }
    }
}

#[test]
fn lines_that_move_and_files_that_are_renamed_are_no_news() {
    let place = Place::new(ORGANISATION);
    let repo = place.path("payments");
    git(&repo, &["init", "--quiet", "--initial-branch=main"]);
    place.put("payments/docs/bad.md", "# Bad\n\n[x](gone.md)\n");
    commit(&repo, "first");
    place.put("payments/docs/bad.md", "# Bad\n\nMore\n\nlines.\n\n[x](gone.md)\n");
    git(&repo, &["mv", "docs/refunds.md", "docs/money.md"]);
    let ran = place.run("payments", &["diff", "HEAD", "--quiet", "--format", "json"]);
    let review: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(
        review["problems"]["new"].as_array().map(Vec::len),
        Some(1),
        "only the link to the moved page: {review:#}"
    );
    assert_eq!(review["head"]["name"], "work tree");
    let pages: Vec<(&str, &str)> = (review["pages"].as_array().expect("pages").iter())
        .map(|page| (page["change"].as_str().expect("a word"), page["path"].as_str().expect("a path")))
        .collect();
    assert_eq!(pages, [("changed", "docs/bad.md"), ("moved", "docs/money.md")]);
    // What came to the base since is no part of the change.
    git(&repo, &["stash", "--quiet"]);
    git(&repo, &["checkout", "--quiet", "-b", "side"]);
    commit(&repo, "nothing");
    git(&repo, &["checkout", "--quiet", "main"]);
    place.put("payments/docs/late.md", "# Late\n");
    commit(&repo, "late");
    let ran = place.run("payments", &["diff", "main", "side", "--quiet"]);
    assert!(ran.out.ends_with(": nothing that the portal shows is different\n"), "{}", ran.out);
}

#[test]
fn thresholds_decide_who_fails() {
    let place = pull_request();
    for (threshold, code) in [("deny", 1), ("error", 1), ("warning", 1), ("never", 0)] {
        assert_eq!(diff(&place, &["--fail-on", threshold]).code, code, "{threshold}");
    }
    assert_eq!(place.run("clone", &["diff", "no-such-revision", "--quiet"]).code, 2);
    let same =
        place.run("clone", &["diff", "HEAD", "--quiet", "--config", "../callboard.yaml", "--fail-on", "warning"]);
    assert_eq!(same.code, 0, "{}", same.out);
    // The policy that holds at all times is broken on the branch for `check` as well; the others are about changes.
    let sources = ["--config", "callboard.yaml", "bare/people.git", "bare/shop.git", "clone"];
    let check = place.run("", &[&["check", "--quiet", "--format", "short"], &sources[..]].concat());
    assert_eq!(check.out.matches("[policy]").count(), 1, "{}", check.out);
    assert!(check.out.contains("[policy]: Nothing in production may depend on what is deprecated"), "{}", check.out);
}

#[test]
fn two_portals_are_compared_by_what_they_publish() {
    let place = pull_request();
    let build = |output: &str, payments: &str| {
        let sources = ["bare/people.git", "bare/shop.git", payments];
        let ran = place
            .run("", &[&["build", "--quiet", "--config", "callboard.yaml", "--output", output], &sources[..]].concat());
        assert!(ran.code == 0, "{}", ran.err);
    };
    git(&place.path("clone"), &["branch", "main-again", "origin/main"]);
    build("old", "clone#main-again");
    build("new", "clone");
    let ran = place.run("", &["diff", "old", "new", "--quiet", "--format", "json"]);
    let review: Value = serde_json::from_str(&ran.out).expect("JSON");
    let of_revisions: Value = serde_json::from_str(&diff(&place, &["--format", "json"]).out).expect("JSON");
    for part in ["impact", "owners", "apis", "pages"] {
        let without_place = |review: &Value| review[part].to_string().replace("\"clone\"", "\"payments\"");
        assert_eq!(without_place(&review), without_place(&of_revisions), "{part}");
    }
    let references = |review: &Value| -> Vec<String> {
        review["entities"].as_array().expect("entities").iter().map(|it| it["ref"].to_string()).collect()
    };
    assert_eq!(references(&review), references(&of_revisions));
    assert_eq!(review["templates"].as_array().map(Vec::len), Some(1));
    let same = place.run("", &["diff", "new", "new", "--quiet"]);
    assert!(same.out.ends_with(": nothing that the portal shows is different\n"), "{}", same.out);

    // A portal that is published is the same as its folder, and held to its manifest; documents are not fetched.
    fs::rename(place.path("old"), place.path("plain")).expect("it can be moved");
    let server = Server::start(&place.path(""), None);
    let address = format!("{}/plain/", server.url);
    let of_web = place.run("", &["diff", &address, "new", "--quiet", "--format", "json"]);
    assert_eq!(of_web.out.replace(&address, "old"), ran.out);
    assert_eq!(server.requests().len(), 5, "the manifest and four lists");
    let alone = place.run("", &["diff", &address, "--quiet"]);
    assert!(alone.code == 2 && alone.err.contains("name both"), "{}", alone.err);
    let mut list = fs::read(place.path("plain/api/v1/docs.json")).expect("a list");
    list.iter_mut().for_each(|byte| *byte = byte.to_ascii_lowercase());
    place.put("plain/api/v1/docs.json", &list);
    let forged = place.run("", &["diff", &address, "new", "--quiet"]);
    assert!(
        forged.code == 3 && forged.err.contains("api/v1/docs.json is not what the portal's manifest lists"),
        "{}",
        forged.err
    );
    place.put("plain/api/v1/docs.json", list.repeat(2));
    let longer = place.run("", &["diff", &address, "new", "--quiet"]);
    assert!(longer.code == 3 && longer.err.contains("larger than"), "{}", longer.err);
    let verified = place.run("", &["verify", &address]);
    assert_eq!((verified.code, verified.out.as_str()), (1, "changed: api/v1/docs.json\n"), "{}", verified.err);
}

#[test]
fn links_of_other_repositories_to_what_is_gone_are_told() {
    let place = Place::new(
        "-- callboard.yaml --\nsources: [payments, shop]\n-- payments/docs/refunds.md --\n# Refunds\n-- payments/docs/index.md --\n# Payments\n-- shop/docs/index.md --\n# Shop\n\nAs [payments](https://github.com/acme/payments/blob/main/docs/refunds.md#how) says.\n",
    );
    let repo = place.path("payments");
    init(&repo);
    git(&repo, &["remote", "add", "origin", "https://github.com/acme/payments.git"]);
    git(&repo, &["rm", "--quiet", "docs/refunds.md"]);
    let ran = place.run("payments", &["diff", "HEAD", "--quiet", "--config", "../callboard.yaml", "--format", "json"]);
    let review: Value = serde_json::from_str(&ran.out).expect("JSON");
    let new = review["problems"]["new"].as_array().expect("problems");
    let told: Vec<(&str, u64)> =
        (new.iter()).map(|it| (it["message"].as_str().expect("words"), it["line"].as_u64().expect("a line"))).collect();
    assert_eq!(told, [("the link to `docs/refunds.md` leads to a file that the change removes", 3)], "{review:#}");
}
