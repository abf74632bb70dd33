//! The jobs of GitLab's template, run as its runner runs them: variables of the job and of the pipeline in the
//! environment, `before_script` and `script` in one shell that stops at the first failure, `after_script` in another.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use super::{BROKEN, runner::own, shop};
use crate::support::{git, server::Server, site::Place};

/// What a job said and how it ended.
type Ran = (bool, String);

/// The template as it is included: all inputs filled in.
fn template(inputs: &[(&str, &str)]) -> Value {
    let text = fs::read_to_string(own("ci/gitlab.yml")).expect("the template");
    let (spec, mut jobs) =
        text.split_once("\n---\n").map(|(spec, jobs)| (spec, jobs.to_owned())).expect("two documents");
    let spec: Value = serde_yaml::from_str(spec).expect("YAML");
    for (name, input) in spec["spec"]["inputs"].as_object().expect("inputs") {
        let given = inputs.iter().find(|(given, _)| given == name).map(|(_, value)| (*value).to_owned());
        let default = || input["default"].as_str().map_or_else(|| input["default"].to_string(), str::to_owned);
        jobs = jobs.replace(&format!("$[[ inputs.{name} ]]"), &given.unwrap_or_else(default));
    }
    assert!(!jobs.contains("$[["), "an input that the template does not name");
    serde_yaml::from_str(&jobs).expect("YAML")
}

/// Runs a job of the template in a checkout; the machine's `/tmp` is `machine`.
fn run(template: &Value, job: &str, (checkout, machine): (&Path, &Path), pipeline: &[(&str, &str)]) -> Ran {
    let field = |key: &str| template[job].get(key).or_else(|| template[".callboard"].get(key));
    let lines = |key: &str| -> Vec<String> {
        let lines = field(key).and_then(Value::as_array).into_iter().flatten();
        let place = format!("{}/", machine.display());
        lines
            .map(|line| {
                line.as_str().expect("a line").replace("/tmp/", &place).replace("-C /tmp ", &format!("-C {place} "))
            })
            .collect()
    };
    let shell = |lines: Vec<String>| {
        let mut command = Command::new("sh");
        command.args(["-e", "-c", &lines.join("\n")]).current_dir(checkout);
        for (name, value) in field("variables").and_then(Value::as_object).into_iter().flatten() {
            command.env(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
        let output = command.envs(pipeline.iter().copied()).env("CI", "true").output().expect("a shell");
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (output.status.success(), said)
    };
    let ran = shell([lines("before_script"), lines("script")].concat());
    let after = shell(lines("after_script"));
    assert!(after.0, "{}", after.1);
    ran
}

/// What a merge request changes, in a clone whose branch is checked out by its commit, as runners do.
fn merge_request(place: &Place) -> (PathBuf, String, String) {
    let shop = place.path("shop");
    place.put("shop/callboard.yaml", "title: Shop\nsources: [.]\npublish: { allow: [shop] }\n");
    git::commit(&shop, "the portal's configuration");
    let base = git::git(&shop, &["rev-parse", "HEAD"]);
    git::git(&shop, &["switch", "--quiet", "--create", "change"]);
    place.put("shop/new/catalog-info.yaml", BROKEN);
    git::commit(&shop, "change");
    let head = git::git(&shop, &["rev-parse", "HEAD"]);
    git::git(&shop, &["switch", "--quiet", "--detach", &head]);
    (shop, base, head)
}

/// `archive` is the released archive, and `sum` what it hashes to.
pub fn jobs_do_what_they_say(archive: &Path, sum: &str) {
    let place = shop();
    let (checkout, base, head) = merge_request(&place);
    let mirror = place.path("mirror/plain/v0.1.0");
    fs::create_dir_all(&mirror).expect("a folder");
    fs::hard_link(archive, mirror.join(archive.file_name().expect("a name"))).expect("a link");
    fs::create_dir_all(place.path("machine")).expect("a folder");
    let server = Server::start(&place.path("mirror"), None);
    let downloads = format!("{}/plain", server.url);
    let with = |sum: &str| template(&[("version", "0.1.0"), ("sha256", sum), ("downloads", &downloads)]);
    let places = (&*checkout, &*place.path("machine"));
    let request = "https://gitlab.com/org/shop";
    let pipeline = [
        ("CI_COMMIT_SHA", head.as_str()),
        ("CI_MERGE_REQUEST_IID", "7"),
        ("CI_MERGE_REQUEST_PROJECT_URL", request),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.as_str()),
        ("CI_PROJECT_URL", request),
        ("CI_JOB_ID", "42"),
    ];

    let (well, said) = run(&with(&"0".repeat(64)), "callboard-preview", places, &pipeline);
    assert!(!well && !place.path("machine/callboard").exists() && !place.path("shop/public").exists(), "{said}");

    let template = with(sum);
    let (well, said) = run(&template, "callboard-preview", places, &pipeline);
    assert!(!well, "a new error fails the job: {said}");
    let read = |path: &str| fs::read_to_string(checkout.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let quality: Value = serde_json::from_str(&read("gl-code-quality-report.json")).expect("JSON");
    let found: Vec<&str> =
        quality.as_array().expect("a list").iter().filter_map(|one| one["location"]["path"].as_str()).collect();
    assert_eq!(found, ["new/catalog-info.yaml"], "only what is new: {quality}");
    let annotations: Value = serde_json::from_str(&read("annotations.json")).expect("JSON");
    let link = &annotations["portal"][0]["external_link"]["url"];
    assert_eq!(link, "https://gitlab.com/org/shop/-/jobs/42/artifacts/file/public/index.html");
    let page = read("public/index.html");
    assert!(page.contains("Merge request !7") && page.contains("/-/merge_requests/7") && page.contains(&head[..8]));
    assert!(checkout.join("public/changes.html").is_file());

    let (well, said) = run(&template, "callboard-review-app", places, &pipeline);
    assert!(well, "{said}");

    git::git(&checkout, &["switch", "--quiet", "--detach", &base]);
    fs::remove_dir_all(checkout.join("public")).expect("the artifact goes with its job");
    let (well, said) = run(&template, "pages", places, &pipeline[..1]);
    assert!(well, "{said}");
    assert!(checkout.join("public/index.html.gz").is_file() && checkout.join(".callboard-cache").is_dir(), "{said}");
}
