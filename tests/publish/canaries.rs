//! Secrets that a run meets are searched for in everything that it writes.

use std::fs;

use super::{configuration, forge};
use crate::support::{
    git,
    site::{Place, tree},
};

/// What no file and no line may hold. Each stands in a place of its own.
const CANARIES: [&str; 8] = [
    "canary-github",
    "canary-gitlab",
    "canary-gitea",
    "canary-address",
    "canary-remote",
    "canary-netrc",
    "canary-helper",
    "canary-variable",
];

#[test]
#[expect(clippy::too_many_lines, reason = "a table of places where secrets stand")]
fn secrets_are_written_nowhere() {
    let place = Place::new("");
    let server = forge(&place);
    let host = server.url.trim_start_matches("http://");
    place.write(&format!(
        "-- home/.netrc --\nmachine 127.0.0.1 login ada password canary-netrc\n\
         -- home/.gitconfig --\n[credential]\n\thelper = \"!touch {}; echo password=canary-helper; #\"\n\
         -- home/.git-credentials --\nhttp://ada:canary-helper@{host}\n\
         -- local/README.md --\n# Local\n\n[forge]({}/org/open)\n",
        place.path("helper-ran").display(),
        server.url,
    ));
    git::init(&place.path("local"));
    git::git(
        &place.path("local"),
        &["remote", "add", "origin", &format!("http://ada:canary-remote@{host}/org/open.git")],
    );
    place.put("callboard.yaml", configuration(&server, "publish: { profile: netlify, allow: [\"**\"] }"));
    let variables = [
        ("GITHUB_TOKEN", "canary-github"),
        ("GITLAB_TOKEN", "canary-gitlab"),
        ("GITEA_TOKEN", "canary-gitea"),
        ("AWS_SECRET_ACCESS_KEY", "canary-variable"),
        ("GITHUB_REPOSITORY", "org/open"),
        ("GITHUB_API_URL", &format!("http://ada:canary-address@{host}/api/v3")),
    ];
    let there = format!("http://ada:canary-address@{host}/org/open.git");
    let asks = format!("http://ada:canary-address@{host}/private/org/closed.git");
    let gone = format!("http://ada:canary-address@{host}/org/gone.git?token=canary-address");
    let nowhere = "https://ada:canary-address@127.0.0.1:1/org/none.git";
    let sources = ["local", &there, &asks, &gone, nowhere, "ext::sh -c canary-address"];
    let mut written = String::new();
    let mut run = |arguments: &[&str]| {
        let ran = place.run_with("", arguments, &variables);
        written.push_str(&format!("$ {arguments:?} {}\n", ran.code).replace("canary-address", ""));
        written.push_str(&ran.out);
        written.push_str(&ran.err);
    };
    run(&["build", "--timings", "--output", "configured"]);
    for source in sources {
        run(&["build", "--timings", "--cache", "cache", "--output", "site", source]);
        run(&["publish-check", "--cache", "cache", "--profile", "netlify", source]);
        run(&["publish-check", "--cache", "cache", "--profile", "github-pages", "--format", "json", source]);
        for format in ["human", "short", "json", "github", "sarif"] {
            run(&["check", "--cache", "cache", "--format", format, source]);
        }
        // What is no address at all is refused, and there is no site.
        let site = place.path("site");
        for (path, bytes) in if site.exists() { tree(&site) } else { Default::default() } {
            let text = String::from_utf8_lossy(&bytes);
            CANARIES.iter().for_each(|canary| assert!(!text.contains(canary), "{source}: site/{path}: {canary}"));
        }
        let _ = fs::remove_dir_all(place.path("site"));
    }
    CANARIES.iter().for_each(|canary| assert!(!written.contains(canary), "{canary}\n{written}"));
    // What was looked at is what was meant: the portal was built, and remotes were fetched.
    assert!(place.path("configured/index.html").exists() && written.contains("cannot be fetched"), "{written}");
    for folder in ["configured", "cache", "forge/org"] {
        for (path, bytes) in tree(&place.path(folder)) {
            let text = String::from_utf8_lossy(&bytes);
            CANARIES.iter().for_each(|canary| assert!(!text.contains(canary), "{folder}/{path}: {canary}"));
        }
    }
    assert!(!place.path("helper-ran").exists(), "a credential helper was run");
    assert!(!fs::read_dir(place.path("cache")).expect("a cache").collect::<Vec<_>>().is_empty());
}
