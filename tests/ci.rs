//! Delivery: the action as its steps run, what it fetches, and what all workflows keep to.

#[path = "ci/gitlab.rs"]
mod gitlab;
#[path = "ci/runner.rs"]
mod runner;

use std::{fs, path::Path, process::Command};

use serde_json::{Value, json};

use crate::support::{git, server::Server, site::Place};
use runner::{Runner, own, yaml};

/// A repository with one error-free entity and one whose owner is misspelt.
const SHOP: &str = "\
-- shop/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: shop
spec:
  type: service
  lifecycle: production
  owner: teem-a
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: team-a
spec:
  type: team
  children: []
";

/// A catalog file that no entity can be read from.
const BROKEN: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: broken}\nspec: [\n";

fn shop() -> Place {
    let place = Place::new(SHOP);
    git::init(&place.path("shop"));
    place
}

#[test]
fn the_action_hands_over_what_it_found() {
    let place = shop();
    let runner = Runner::new(&place.path("shop"), "push", json!({}));
    let ran = runner.run(&[]);
    assert_eq!(ran.code, 0, "{}", ran.log);
    assert!(ran.log.contains("::warning file=catalog-info.yaml,line=8,col=10,title=unknown-owner::"), "{}", ran.log);
    assert!(
        ran.summary.contains("| warning | catalog\\-info.yaml:8:10 | the owner group:default/teem\\-a is not declared")
    );
    for (name, expected) in [
        ("site", "site"),
        ("entities", "2"),
        ("errors", "0"),
        ("warnings", "1"),
        ("findings", "1"),
        ("repositories", "1"),
        ("exit-code", "0"),
    ] {
        assert_eq!(ran.outputs[name], expected, "{name}");
    }
    assert!(place.path("shop/site/index.html").is_file());
    assert_ne!(ran.outputs["files"], "0");
    let verified = place.run("shop", &["verify", "site", "--expect", &ran.outputs["manifest-hash"]]);
    assert_eq!(verified.code, 0, "{verified:?}");
}

#[test]
fn the_action_fails_from_the_severity_that_is_asked_for() {
    let place = shop();
    let code = |inputs: &[(&str, &str)]| {
        let ran = Runner::new(&place.path("shop"), "push", json!({})).run(inputs);
        assert_eq!(ran.outputs["exit-code"], ran.code.to_string(), "{}", ran.log);
        ran.code
    };
    let check = ("command", "check");
    assert_eq!(code(&[check]), 0);
    assert_eq!(code(&[check, ("fail-on", "warning")]), 1);
    place.put("shop/broken/catalog-info.yaml", BROKEN);
    assert_eq!(code(&[check]), 1);
    assert_eq!(code(&[check, ("fail-on", "never")]), 0);
    // The site is there although the job fails.
    assert_eq!(code(&[("output", "public")]), 1);
    assert!(place.path("shop/public/index.html").is_file());
    assert_eq!(code(&[check, ("fail-on", "always")]), 2);
    assert_eq!(code(&[("command", "deploy")]), 2);
    assert_eq!(code(&[check, ("config", "missing.yaml")]), 2);
    assert_eq!(code(&[check, ("folder", "missing")]), 2);
}

#[test]
fn a_pull_request_gets_a_preview_that_tells_only_what_is_new() {
    let place = shop();
    let shop = place.path("shop");
    git::git(&shop, &["switch", "--quiet", "--create", "change"]);
    place.put("shop/new/catalog-info.yaml", BROKEN);
    git::commit(&shop, "change");
    let head = git::git(&shop, &["rev-parse", "HEAD"]);
    git::git(&shop, &["switch", "--quiet", "main"]);
    git::git(&shop, &["merge", "--quiet", "--no-ff", "--message", "merge", "change"]);
    let url = "https://github.com/org/shop/pull/7";
    // What the event says of the base is older than what was merged into: the merge knows better.
    let request = json!({ "number": 7, "html_url": url, "head": { "sha": head }, "base": { "sha": "0".repeat(40) } });
    let runner = Runner::new(&shop, "pull_request", json!({ "pull_request": request }));
    let ran = runner.run(&[("command", "preview"), ("output", "../preview"), ("review", "../review.json")]);
    assert_eq!(ran.code, 1, "{}", ran.log);
    let told: Vec<&str> = ran.log.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(told.len(), 1, "{}", ran.log);
    assert!(told[0].starts_with("::error file=new/catalog-info.yaml,"), "{told:?}");
    for (name, expected) in [("site", "../preview"), ("review", "../review.json"), ("errors", "1"), ("warnings", "0")] {
        assert_eq!(ran.outputs[name], expected, "{name}");
    }
    let page = fs::read_to_string(place.path("preview/index.html")).expect("a page");
    assert!(page.contains(&format!("<a href=\"{url}\" rel=\"noreferrer\">Pull request #7</a>")), "{page}");
    assert!(page.contains(&head[..8]));
    assert!(place.path("preview/changes.html").is_file() && ran.summary.contains("## 1 new error"), "{}", ran.summary);
}

/// Names that a shell, a log or a Markdown renderer would obey if it were let.
const HOSTILE: [&str; 5] = [
    "$(touch pwned)",
    "`touch pwned`; touch pwned #",
    "\"' && touch pwned || '",
    "--config=/etc/passwd",
    "a\n::error::pwned\nentities=pwned",
];

#[test]
fn nothing_that_others_name_is_obeyed() {
    let place = shop();
    for (number, name) in HOSTILE.iter().enumerate() {
        place.put(&format!("shop/{number}/{name}/catalog-info.yaml"), BROKEN);
    }
    git::commit(&place.path("shop"), "::error::pwned\n\n$(touch pwned)");
    for name in HOSTILE {
        let request = json!({
            "number": 7,
            "title": name,
            "html_url": "https://github.com/org/shop/pull/7",
            "head": { "ref": name, "sha": "0123456789012345678901234567890123456789" },
            "base": { "ref": name, "sha": name },
        });
        let runner = Runner::new(&place.path("shop"), "pull_request", json!({ "pull_request": request }));
        let ran = runner.run(&[("command", "build"), ("output", name), ("fail-on", "never")]);
        let started = |line: &&str| line.trim_start().starts_with("::");
        for line in ran.log.lines().filter(started) {
            let known = ["::error file=", "::warning file=", "::notice file=", "::error title=callboard::"];
            assert!(known.iter().any(|known| line.starts_with(known)), "{line}");
            assert!(!line.contains("::pwned"), "{line}");
        }
        assert!(!ran.log.contains("##["), "{}", ran.log);
        assert_eq!(ran.outputs["entities"], "2", "{}", ran.log);
        assert_eq!(ran.outputs["site"], name);
        let rows = ran.summary.lines().filter(|line| line.starts_with("| error |")).count();
        assert_eq!(rows, HOSTILE.len(), "{}", ran.summary);
        assert!(!ran.summary.contains('<') || !ran.summary.replace("<br>", "").contains('<'), "{}", ran.summary);
    }
    for folder in [place.path("shop"), place.path("")] {
        assert!(!folder.join("pwned").exists());
    }
}

/// A job that comments, for the pull request 7 of which `branch` was built; what is under it afterwards.
fn comment(root: &Path, url: &str, (branch, head): (&str, &str)) -> (runner::Ran, Vec<Value>) {
    let run = json!({
        "head_sha": head,
        "head_branch": branch,
        "head_repository": { "owner": { "login": "fork" } },
        "html_url": "https://github.com/org/shop/actions/runs/1",
        "event": "pull_request",
    });
    let runner = Runner::new(root, "workflow_run", json!({ "workflow_run": run })).with("GITHUB_API_URL", url);
    let ran = runner.run(&[("command", "comment"), ("review", "review.json")]);
    let text = fs::read_to_string(root.join("comments.json")).expect("comments");
    (ran, serde_json::from_str(&text).expect("JSON"))
}

#[test]
fn a_comment_is_told_anew_and_renewed() {
    let place = shop();
    let entity = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: evil, title: '@org/all ![x](https://e.org/t.png) <img src=x>'}\nspec: {type: service, lifecycle: production, owner: team-a}\n";
    place.put("shop/evil/catalog-info.yaml", entity);
    place.put("work/shop/.keep", "");
    let made = place.run("shop", &["diff", "main", "--format", "json", "--fail-on", "never", "--quiet"]);
    assert_eq!(made.code, 0, "{made:?}");
    let head = "0123456789012345678901234567890123456789";
    let branch = "$(touch pwned)&head=x";
    let pulls = json!([
        { "number": 6, "head": { "label": format!("fork:{branch}"), "sha": head.replace('0', "f") } },
        { "number": 7, "head": { "label": format!("fork:{branch}"), "sha": head } },
    ]);
    let copied = json!([{ "id": 1, "issue": 7, "body": "<!-- callboard: review -->", "user": { "type": "User", "login": "mallory" } }]);
    place.put("api/pulls.json", pulls.to_string());
    place.put("api/comments.json", copied.to_string());
    place.put("api/review.json", &made.out);
    let server = Server::start(&place.path("api"), None);
    let root = place.path("api");

    for round in 0..2 {
        let (ran, comments) = comment(&root, &server.url, (branch, head));
        assert_eq!((ran.code, comments.len()), (0, 2), "{round}: {}", ran.log);
        assert_eq!(comments[0]["body"], "<!-- callboard: review -->", "what others wrote is theirs");
        let body = comments[1]["body"].as_str().expect("a text");
        assert_eq!(comments[1]["issue"], 7);
        assert!(body.starts_with("<!-- callboard: review -->\n") && body.contains("evil"), "{body}");
        for obeyed in ["@org", "![x]", "<img"] {
            assert!(!body.contains(obeyed), "{obeyed}: {body}");
        }
        assert!(!ran.log.contains("ghs_job"), "{}", ran.log);
    }
    // No pull request has the commit any more; a review that is none, too large, or a link is not told.
    let (ran, comments) = comment(&root, &server.url, (branch, &head.replace('0', "a")));
    assert_eq!((ran.code, comments.len()), (0, 2), "{}", ran.log);
    for wrong in ["{}".to_owned(), "[".repeat(100_000), made.out.clone() + &" ".repeat(2_000_000)] {
        place.put("api/review.json", wrong);
        let (ran, comments) = comment(&root, &server.url, (branch, head));
        assert!(ran.code > 0 && comments.len() == 2, "{}", ran.log);
    }
    assert!(!root.join("pwned").exists());
}

/// Runs `ci/install` with pins and a mirror on this disk; the code, and what it said.
fn install(folder: &Path, pins: &str) -> (i32, String) {
    fs::write(folder.join("pins"), pins).expect("a file");
    let mut command = Command::new("sh");
    command.arg(own("ci/install")).env_clear().env("PATH", std::env::var_os("PATH").expect("a path"));
    command.env("CALLBOARD_PINS", folder.join("pins")).env("CALLBOARD_FOLDER", folder.join("program"));
    command.env("CALLBOARD_DOWNLOADS", format!("file://{}", folder.display()));
    let output = command.output().expect("sh is installed");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    (output.status.code().unwrap_or(-1), said)
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
fn only_what_was_released_is_run() {
    let place = Place::new("-- made/callboard --\n#!/bin/sh\necho callboard 9.8.7\n-- v9.8.7/other --\n");
    let archive = "v9.8.7/callboard-9.8.7-x86_64-unknown-linux-musl.tar.gz";
    let run = |arguments: &[&str]| {
        let output = Command::new(arguments[0]).args(&arguments[1..]).current_dir(place.path("")).output();
        let output = output.expect("it is installed");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    run(&["chmod", "+x", "made/callboard"]);
    run(&["tar", "-czf", archive, "-C", "made", "callboard"]);
    let sum = run(&["sha256sum", archive])[..64].to_owned();
    let pins = |sum: &str| format!("version 9.8.7\n{sum}  callboard-9.8.7-x86_64-unknown-linux-musl.tar.gz\n");

    let (code, said) = install(&place.path(""), &pins(&"0".repeat(64)));
    assert_eq!(code, 3);
    assert!(said.contains(&format!("is not what was released: its SHA-256 is {sum}, not 000")), "{said}");
    assert!(!place.path("program/callboard").exists());

    let (code, said) = install(&place.path(""), &pins(&sum));
    assert_eq!((code, said.trim_end()), (0, place.path("program/callboard").to_str().expect("a path")));
    assert_eq!(run(&[said.trim_end()]), "callboard 9.8.7\n");

    // What lies there from before is used if it is right, and fetched anew if it is not.
    place.put("program/callboard-9.8.7-x86_64-unknown-linux-musl.tar.gz", "poisoned");
    assert_eq!(install(&place.path(""), &pins(&sum)).0, 0);
    assert_eq!(run(&["program/callboard"]), "callboard 9.8.7\n");
    fs::remove_dir_all(place.path("v9.8.7")).expect("the mirror goes");
    assert_eq!(install(&place.path(""), &pins(&sum)).0, 0);
    let (code, said) = install(&place.path(""), "version 9.8.8\n");
    assert_eq!(code, 3);
    assert!(said.contains("release 9.8.8 has no program for Linux on x86_64"), "{said}");
}

/// The script of the page "Any CI", as it stands there, and the jobs of GitLab's template.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
#[test]
fn the_recipe_for_any_ci_works_and_so_do_gitlabs_jobs() {
    let page = fs::read_to_string(own("content/manual/docs/guide/any-ci.md")).expect("a page");
    let (_, rest) = page.split_once("```sh title=\"portal.sh\"\n").expect("the script");
    let (script, _) = rest.split_once("```").expect("its end");
    let place = shop();
    place.put("shop/portal.sh", script);
    let run = |program: &str, arguments: &[&str], sum: &str| {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(place.path("shop")).env("CALLBOARD_SHA256", sum);
        command.env("CALLBOARD_DOWNLOADS", format!("file://{}", place.path("mirror").display()));
        command.output().expect("it is installed")
    };
    fs::create_dir_all(place.path("mirror/v0.1.0")).expect("a folder");
    let archive = place.path("mirror/v0.1.0/callboard-0.1.0-x86_64-unknown-linux-musl.tar.gz");
    let archive = archive.to_str().expect("a path");
    let program = Path::new(env!("CARGO_BIN_EXE_callboard")).parent().expect("a folder").to_str().expect("a path");
    assert!(run("tar", &["--gzip", "-cf", archive, "-C", program, "callboard"], "").status.success());
    assert!(!run("sh", &["portal.sh"], &"0".repeat(64)).status.success());
    assert!(!place.path("shop/.callboard/callboard").exists());
    let sum = String::from_utf8(run("sha256sum", &[archive], "").stdout).expect("text")[..64].to_owned();
    let ran = run("sh", &["portal.sh"], &sum);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    for name in ["public/index.html", "callboard.sarif", "callboard.env"] {
        assert!(place.path("shop").join(name).is_file(), "{name}");
    }
    gitlab::jobs_do_what_they_say(Path::new(archive), &sum);
}

#[test]
fn what_the_action_and_the_workflows_take_is_in_the_manual() {
    let page = |name: &str| fs::read_to_string(own("content/manual/docs/guide").join(name)).expect("a page");
    let (ci, gitlab) = (page("ci.md"), page("gitlab.md"));
    let rows = |page: &str, names: &Value| {
        for name in names.as_object().into_iter().flatten().map(|(name, _)| name) {
            assert!(page.contains(&format!("`{name}`")), "{name} is in no table");
        }
    };
    let action = yaml("ci/action.yml");
    rows(&ci, &action["inputs"]);
    rows(&ci, &action["outputs"]);
    for name in ["publish", "sharded", "preview", "comment"] {
        let called = &yaml(&format!(".github/workflows/{name}.yml"))["on"]["workflow_call"];
        assert!(called["inputs"].is_object(), "{name} can be called");
        ["inputs", "secrets", "outputs"].iter().for_each(|key| rows(&ci, &called[*key]));
    }
    let template = fs::read_to_string(own("ci/gitlab.yml")).expect("the template");
    let spec: Value = serde_yaml::from_str(template.split("\n---\n").next().expect("a document")).expect("YAML");
    rows(&gitlab, &spec["spec"]["inputs"]);
}

/// Every step of a workflow or an action, with the name of its file.
fn steps() -> Vec<(String, Value)> {
    let folder = own(".github/workflows");
    let mut files: Vec<String> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| format!(".github/workflows/{}", entry.expect("an entry").file_name().to_string_lossy()))
        .collect();
    files.sort();
    let mut steps = Vec::new();
    for file in files {
        let workflow = yaml(&file);
        assert!(workflow["permissions"].is_object(), "{file} grants nothing but what each job names");
        for (name, job) in workflow["jobs"].as_object().expect("jobs") {
            assert!(job["uses"].is_string() || job["timeout-minutes"].is_u64(), "{file}: {name} ends some time");
            steps.push((file.clone(), json!({ "uses": job["uses"] })));
            steps.extend(job["steps"].as_array().into_iter().flatten().map(|step| (file.clone(), step.clone())));
        }
    }
    let action = yaml("ci/action.yml");
    let own = action["runs"]["steps"].as_array().expect("steps").iter();
    steps.extend(own.map(|step| ("ci/action.yml".to_owned(), step.clone())));
    steps
}

#[test]
fn workflows_keep_to_the_rules() {
    let pinned = regex::Regex::new("^[a-z]+/[a-z-]+(/[a-z-]+)*@[0-9a-f]{40}$").expect("the pattern is valid");
    let mut seen = 0;
    for (file, step) in steps() {
        seen += 1;
        if let Some(uses) = step["uses"].as_str() {
            assert!(pinned.is_match(uses) || uses.starts_with("$/"), "{file}: {uses} can be moved");
            if uses.contains("/checkout@") {
                assert_eq!(step["with"]["persist-credentials"], false, "{file}: {uses}");
            }
            if uses.contains("/upload-pages-artifact@") {
                assert_eq!(step["with"]["include-hidden-files"], true, "{file}: {uses}");
            }
            if uses.contains("/deploy-pages@") {
                assert_eq!(step["with"]["timeout"], 30 * 60 * 1000, "{file}: {uses}");
            }
        }
        let script = step["run"].as_str().unwrap_or_default();
        assert!(!script.contains("${{"), "{file}: an expression inside a script: {script}");
    }
    assert!(seen > 25, "only {seen} steps were found");
    // What writes for others never runs with what they sent, and nobody's secrets reach a pull request.
    let comment = yaml(".github/workflows/comment.yml");
    assert_eq!(comment["jobs"]["comment"]["permissions"], json!({ "actions": "read", "pull-requests": "write" }));
    let text = fs::read_to_string(own(".github/workflows/preview.yml")).expect("a file");
    assert!(!text.contains("secrets.") && !text.contains(": write"), "a preview has no rights to lose");
}
