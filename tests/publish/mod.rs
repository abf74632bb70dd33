//! Publishing: what may go where, whether it fits, what an audience sees, and that nothing secret is written anywhere.

mod audience;
mod canaries;

use std::fs;

use serde_json::{Value, json};

use crate::support::{
    git,
    server::Server,
    site::{Place, Ran},
};

/// A forge at `url` with a public and a private repository, and how it is called in a configuration.
pub(crate) fn forge(place: &Place) -> Server {
    for (name, text) in [("open", "Everyone reads this."), ("closed", "Xylophone.")] {
        place.write(&format!(
            "-- forge/work/{name}/catalog-info.yaml --\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  \
             name: {name}\nspec:\n  type: service\n  lifecycle: production\n  owner: {name}-team\n\
             -- forge/work/{name}/README.md --\n# {name}\n\n{text}\n"
        ));
        fs::create_dir_all(place.path("forge/org")).expect("writable");
        git::bare(&place.path(&format!("forge/work/{name}")), &place.path("forge/org"));
    }
    let list = json!([{ "owner": "org", "name": "open" }, { "owner": "org", "name": "closed", "private": true }]);
    place.put("forge/forge.json", list.to_string());
    Server::start(&place.path("forge"), None)
}

/// A configuration that reads the forge, with `more` at its end.
pub(crate) fn configuration(server: &Server, more: &str) -> String {
    let host = server.url.trim_start_matches("http://");
    format!(
        "title: Portal\nsources:\n  - gitea: org\n    url: {}\ncache: cache\n{}\n",
        server.url,
        more.replace("HOST", host)
    )
}

fn said(ran: &Ran) -> String {
    format!("{}\n{}", ran.out, ran.err)
}

#[test]
fn private_sources_are_refused_where_everyone_reads() {
    let place = Place::new("");
    let server = forge(&place);
    let open = "publish:\n  profile: s3\n  open-forges: [\"HOST\"]\n";
    let single = "sources:\n  - git: URL/org/open.git\npublish:\n  profile: s3\n";
    for (name, more, code, words) in [
        ("folder", "", 0, ["Your portal is ready"; 2]),
        (
            "refused",
            open,
            5,
            ["refused to publish", "org/closed is private (its forge's list of repositories says so)"],
        ),
        (
            "own forge",
            "publish: { profile: s3 }",
            5,
            ["org/open is internal (public on 127.0.0.1", "org/closed is private"],
        ),
        ("closed place", "publish: { profile: s3, public: false }", 0, ["Your portal is ready"; 2]),
        ("open folder", "publish: { public: true }", 5, ["org/closed is private", "org/open is internal"]),
        ("by name", &format!("{open}  allow: [\"org/closed\"]\n"), 0, ["Your portal is ready", "For s3; site "]),
        ("by address", "publish: { profile: s3, allow: [\"HOST/org/*\"] }", 0, ["Your portal is ready"; 2]),
        ("another name", &format!("{open}  allow: [\"org/close\"]\n"), 5, ["org/closed is private"; 2]),
    ] {
        place.put("portal/callboard.yaml", configuration(&server, more));
        let ran = place.run("portal", &["build"]);
        assert_eq!(ran.code, code, "{name}: {}", said(&ran));
        words.iter().for_each(|word| assert!(said(&ran).contains(word), "{name}: {word}: {}", said(&ran)));
        let checked = place.run("portal", &["publish-check"]);
        assert_eq!(checked.code, code, "{name}: {}", said(&checked));
        assert_eq!(place.path("portal/site").exists(), code == 0, "{name}");
        let _ = fs::remove_dir_all(place.path("portal/site"));
    }
    // What cannot be asked is unknown, and a folder is on no forge.
    place.put("portal/callboard.yaml", single.replace("URL", &server.url));
    let verdict = place.run("portal", &["publish-check", "--format", "json"]);
    let verdict: Value = serde_json::from_str(&verdict.out).expect("JSON");
    assert_eq!(verdict["sources"][0]["visibility"], "unknown", "{verdict}");
    let ran = place.run("", &["build", "forge/work/open", "--profile", "netlify", "--output", "out"]);
    assert!(ran.code == 5 && ran.err.contains("open is unknown (it is on no forge that is known)"), "{}", ran.err);
}

#[test]
fn the_forge_is_asked_who_reads_its_pages() {
    let place = Place::new("");
    let server = forge(&place);
    let api = format!("{}/api/v3", server.url);
    for (pages, public, expected) in [
        (json!(false), "", false),
        (json!(true), "", true),
        (json!(true), ", public: false", true),
        (json!(false), ", public: true", true),
        (Value::Null, "", true),
        (Value::Null, ", public: false", false),
    ] {
        let mut portal = json!({ "owner": "org", "name": "portal" });
        if !pages.is_null() {
            portal["pages"] = pages.clone();
        }
        let list = json!([{ "owner": "org", "name": "closed", "private": true }, portal, { "owner": "org", "name": "gone", "disabled": true }]);
        place.put("forge/forge.json", list.to_string());
        let more = format!("publish: {{ profile: github-pages{public} }}");
        place.put("portal/callboard.yaml", configuration(&server, &more));
        let variables = [("GITHUB_API_URL", api.as_str()), ("GITHUB_REPOSITORY", "org/portal")];
        let ran = place.run_with("portal", &["publish-check", "--format", "json"], &variables);
        let verdict: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", said(&ran)));
        assert_eq!(verdict["destination"]["public"], expected, "{pages} {public}: {verdict}");
        assert_eq!(ran.code, if expected { 5 } else { 0 }, "{pages} {public}");
    }
}

const PAGE: &str =
    "-- r/catalog-info.yaml --\nkind: Component\n-- r/mkdocs.yml --\nsite_name: R\n-- r/docs/index.md --\n# R\n\n";

#[test]
fn a_site_that_does_not_fit_is_not_written() {
    let place = Place::new(PAGE);
    let build = |profile: &str| {
        let public = "publish: { public: false }\nsources: [r]\n";
        place.put("callboard.yaml", public);
        place.run("", &["build", "--profile", profile])
    };
    assert_eq!(build("cloudflare-pages").code, 0);
    let old = place.tree("site");
    (0..19_000).for_each(|number| place.put(&format!("r/docs/{number}.png"), "x"));
    let ran = build("cloudflare-pages");
    assert!(
        ran.code == 4 && ran.err.contains("files and cloudflare-pages takes 19000; most are in docs,"),
        "{}",
        said(&ran)
    );
    assert_eq!(place.tree("site"), old);
    let names = fs::read_dir(place.path("")).expect("readable").map(|entry| entry.expect("listed").file_name());
    assert!(names.into_iter().all(|name| !name.to_string_lossy().contains(".new-")));
    assert_eq!(build("github-pages").code, 0);
}

#[test]
fn a_site_is_what_its_host_reads_and_can_be_proven() {
    let place = Place::new(&format!("{PAGE}{}", "words ".repeat(600)));
    place.put("callboard.yaml", "publish: { public: false }\nsources: [r]\n");
    for (profile, headers, neighbours, robots) in [
        ("folder", false, false, false),
        ("github-pages", false, false, true),
        ("gitlab-pages", false, true, true),
        ("netlify", true, false, true),
    ] {
        assert_eq!(place.run("", &["build", "--profile", profile]).code, 0);
        let site = place.tree("site");
        let home = String::from_utf8_lossy(&site["index.html"]).into_owned();
        assert!(site.contains_key(".nojekyll") && site.contains_key("404.html"), "{profile}");
        assert_eq!(site["robots.txt"], b"User-agent: *\nDisallow: /\n");
        assert_eq!(home.contains("name=\"robots\" content=\"noindex\""), robots, "{profile}");
        assert_eq!(site.contains_key("_headers"), headers, "{profile}");
        assert_eq!(site.contains_key("index.html.gz"), neighbours, "{profile}");
        assert_eq!(place.run("", &["verify", "site", "--quiet"]).code, 0, "{profile}");
    }
    let headers = String::from_utf8(place.tree("site")["_headers"].clone()).expect("text");
    assert!(headers.contains("script-src 'self'; style-src 'self' 'unsafe-inline'"), "{headers}");

    let expected = place.run("", &["verify", "site"]).err;
    let hash = expected.trim().rsplit(' ').next().expect("the last word").to_owned();
    let command = "cd site && find . -type f ! -path './.*' ! -path ./manifest.json -printf '%P\\n' | LC_ALL=C sort | \
                   tr '\\n' '\\0' | xargs -0 sha256sum | sha256sum";
    let shell = std::process::Command::new("sh").arg("-c").arg(command).current_dir(place.path("")).output();
    let shell = String::from_utf8(shell.expect("a shell").stdout).expect("text");
    assert!(shell.starts_with(&hash), "{shell} {hash}");
    fs::remove_file(place.path("site/robots.txt")).expect("removed");
    place.put("site/added.html", "x");
    place.put("site/index.html", "y");
    let ran = place.run("", &["verify", "site", "--expect", "00"]);
    let lines: Vec<&str> = ran.out.lines().skip(1).collect();
    assert_eq!((ran.code, lines), (1, vec!["extra: added.html", "changed: index.html", "missing: robots.txt"]));
    assert!(ran.out.starts_with("another site: its hash is "), "{}", ran.out);
}
