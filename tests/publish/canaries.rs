//! Secrets that a run meets are searched for in everything that it writes.

use std::{collections::BTreeMap, fs};

use serde_json::json;

use super::{configuration, forge};
use crate::{
    mcp::Client,
    support::{
        git,
        server::{Certificate, Server},
        site::{Place, Ran, tree},
    },
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

/// What of a token stands in a request: itself, and how it looks in Base64 behind a user's name of any length.
fn shapes(token: &str) -> Vec<String> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let shape = |before: usize| {
        let text = STANDARD.encode(format!("{}{token}", "x".repeat(before)));
        // The first characters depend on the name, the last ones on the length.
        text[4..text.len() - 4].to_owned()
    };
    std::iter::once(token.to_owned()).chain((0..3).map(shape)).collect()
}

fn search(name: &str, files: &BTreeMap<String, Vec<u8>>, tokens: &[&str]) {
    for token in tokens.iter().flat_map(|token| shapes(token)) {
        for (path, bytes) in files {
            assert!(!String::from_utf8_lossy(bytes).contains(&token), "{name}: {path}: {token}");
        }
    }
}

/// A forge over https that lists a private repository to who has the token, and others that repeat the token they get.
fn closed_forge(place: &Place) -> (Server, String) {
    place.write(
        "-- forge/work/kept/catalog-info.yaml --\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: kept}\n\
         spec: {type: service, lifecycle: production, owner: crew}\n-- forge/work/kept/README.md --\n# Kept\n",
    );
    fs::create_dir_all(place.path("forge/closed")).expect("writable");
    git::bare(&place.path("forge/work/kept"), &place.path("forge/closed"));
    let list = json!([{ "owner": "closed", "name": "kept", "path": "/private", "private": true }, { "owner": "closed", "name": "told", "path": "/echo" }, { "owner": "closed", "name": "away", "path": "/moved" }]);
    place.put("forge/forge.json", list.to_string());
    place.put("forge/password", "canary-gitea");
    let certificate = Certificate::make(&place.path("forge"));
    let server = Server::start(&place.path("forge"), Some(&certificate));
    let trusted = certificate.certificate.to_str().expect("a path").to_owned();
    (server, trusted)
}

/// Runs the program, and keeps all that it says.
struct Listener<'p> {
    place: &'p Place,
    variables: [(&'p str, &'p str); 3],
    said: BTreeMap<String, Vec<u8>>,
}

impl Listener<'_> {
    fn run(&mut self, folder: &str, arguments: &[&str]) -> Ran {
        let ran = self.place.run_with(folder, arguments, &self.variables);
        let name = format!("{arguments:?}").replace("canary-", "");
        self.said.insert(name, format!("{}{}", ran.out, ran.err).into_bytes());
        ran
    }
}

#[test]
fn tokens_that_open_doors_are_written_nowhere() {
    let place = Place::new("");
    let (server, trusted) = closed_forge(&place);
    let variables =
        [("GITEA_TOKEN", "canary-gitea"), ("GITHUB_TOKEN", "canary-github"), ("SSL_CERT_FILE", trusted.as_str())];
    let mut listener = Listener { place: &place, variables, said: BTreeMap::new() };
    build_behind_doors(&mut listener, &server);
    review_behind_doors(&mut listener, &server);
    let mut client = Client::new(&place.path("site"));
    for (tool, arguments) in [
        ("search", json!({ "query": "kept" })),
        ("get_entity", json!({ "ref": "component:default/kept" })),
        ("query", json!({ "query": "" })),
    ] {
        listener.said.insert(tool.to_owned(), client.call(tool, arguments).0.into_bytes());
    }
    let tokens = ["canary-gitea", "canary-github"];
    search("said", &listener.said, &tokens);
    for folder in ["site", "cache", "fragment", "merged", "preview"] {
        search(folder, &place.tree(folder), &tokens);
    }
    for file in ["plan.json", "review.json"] {
        let bytes = fs::read(place.path(file)).expect("it was written");
        search(file, &BTreeMap::from([(file.to_owned(), bytes)]), &tokens);
    }
}

fn build_behind_doors(listener: &mut Listener<'_>, server: &Server) {
    let (place, url) = (listener.place, &server.url);
    let host = url.trim_start_matches("https://");
    let sources = format!("sources:\n  - {{ gitea: closed, url: '{url}' }}\n  - {{ gitea: echo, url: '{url}' }}\n");
    place.put("callboard.yaml", format!("title: Portal\n{sources}cache: cache\nurl: https://portal.test/\npublish: {{ profile: netlify, allow: ['**'] }}\nbadges: [owner]\n"));
    // An address with a password is refused, and the line that is shown of the configuration does not hold it.
    place.put(
        "wrong.yaml",
        format!("sources: [{{ git: 'https://ada:canary-gitea@{host}/private/closed/kept.git?canary-github' }}]\n"),
    );
    let wrong = listener.run("", &["check", "--config", "wrong.yaml"]);
    assert!(wrong.code == 2 && wrong.out.contains("holds a password"), "{wrong:?}");
    let built = listener.run("", &["build", "--timings"]);
    assert_eq!(built.code, 0, "{built:?}");
    // The doors were opened, and what refuses has repeated the token: it is looked for where it could be.
    assert!(place.path("site/catalog/component/default/kept.html").is_file(), "{built:?}");
    assert!(built.out.contains("closed/told") && built.out.contains("echo"), "{built:?}");
    let refused = |request: &String| request.contains("/echo/closed/told.git") && request.ends_with(" 403");
    assert!(server.requests().iter().any(refused));
    for format in ["human", "json", "github", "sarif", "gitlab", "markdown"] {
        listener.run("", &["check", "--format", format]);
    }
    listener.run("", &["query", "", "--format", "json"]);
    listener.run("", &["search", "kept"]);
    listener.run("", &["publish-check", "--format", "json"]);
    listener.run("", &["collect", "--output", "fragment"]);
    listener.run("", &["collect", "--plan", "none.json"]);
    place.put("closed.yaml", format!("sources: [{{ gitea: closed, url: '{url}' }}]\ncache: cache\n"));
    assert_eq!(listener.run("", &["collect", "--plan", "plan.json", "--config", "closed.yaml"]).code, 0);
    assert_eq!(listener.run("", &["build", "--fragments", "fragment", "--output", "merged"]).code, 0);
}

fn review_behind_doors(listener: &mut Listener<'_>, server: &Server) {
    let place = listener.place;
    let host = server.url.trim_start_matches("https://");
    // A clone as people make it, with the token in its remote.
    git::git(&place.path(""), &["clone", "--quiet", "forge/closed/kept.git", "clone"]);
    let remote = format!("https://ada:canary-gitea@{host}/private/closed/kept.git");
    git::git(&place.path("clone"), &["remote", "set-url", "origin", &remote]);
    place.put("clone/catalog-info.yaml", "kind: Nothing\n");
    for format in ["human", "markdown", "json", "github", "sarif", "gitlab"] {
        let ran = listener.run("clone", &["diff", "HEAD", "--config", "../callboard.yaml", "--format", format]);
        assert!(ran.code == 1 && !ran.out.is_empty(), "{ran:?}");
    }
    let preview = "build --config ../callboard.yaml --preview change --base HEAD --output ../preview --review json=../review.json";
    listener.run("clone", &preview.split(' ').collect::<Vec<_>>());
    // A portal behind a password.
    let portal = format!("https://ada:canary-gitea@{host}/echo/portal/?token=canary-github");
    assert_eq!(listener.run("", &["verify", &portal]).code, 3);
    assert_eq!(listener.run("", &["diff", &portal, "site"]).code, 3);
}
