//! What happened to entities, from the commits of real repositories to the JSON and the pages of a portal.

use std::{fs, path::Path};

use serde_json::Value;

use crate::support::{
    git::{commit_at, git},
    site::Place,
};

/// A document: kind, name, what follows in its metadata, and its spec.
fn document(kind: &str, name: &str, more: &str, spec: &str) -> String {
    format!("apiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata: {{name: {name}{more}}}\nspec: {{{spec}}}\n")
}

/// Commits everything as somebody, on a day of November.
fn commit(root: &Path, who: &str, day: u32) {
    commit_at(root, who, &format!("2026-11-{day:02}T12:00:00Z"));
}

const BO: &str = "Bo <bo@example.org>";

const API: &str = "type: openapi, lifecycle: production, owner: team-a, definition: ";

/// One change after the other, each on its day.
fn made(repo: &Path) {
    let put = |path: &str, text: &str| {
        let path = repo.join(path);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    let desk = |more: &str, spec: &str| document("Component", "desk", more, &format!("type: service, {spec}"));
    let gate = document("Component", "gate", "", "type: website, lifecycle: production, owner: team-a");
    let api = |definition: &str| document("API", "sales", "", &format!("{API}{definition}"));
    put(".mailmap", "Bo Long <bo@example.org>\n");
    put("catalog-info.yaml", &desk("", "lifecycle: experimental, owner: team-a"));
    put("api/catalog-info.yaml", &api("'openapi: 3.1.0'"));
    git(repo, &["init", "--quiet", "--initial-branch=main"]);
    commit(repo, BO, 1);
    put("catalog-info.yaml", &desk(", title: Desk", "lifecycle: production, owner: team-b, system: shop"));
    commit(repo, BO, 2);
    put("catalog-info.yaml", "kind: [");
    commit(repo, BO, 3);
    let needs =
        "lifecycle: production, owner: team-b, system: shop, dependsOn: ['resource:store'], providesApis: [sales]";
    put("catalog-info.yaml", &desk(", title: Desk, description: Sells", needs));
    commit(repo, BO, 4);
    fs::rename(repo.join("api/catalog-info.yaml"), repo.join("api/x.yaml")).expect("it was there");
    put("api/all/catalog-info.yaml", &api("'openapi: 3.1.1'"));
    fs::remove_file(repo.join("api/x.yaml")).expect("it was there");
    commit(repo, "Cy <cy@example.org>", 5);
    git(repo, &["checkout", "--quiet", "-b", "side"]);
    put("gate/catalog-info.yaml", &gate);
    commit(repo, "Di <di@example.org>", 6);
    git(repo, &["checkout", "--quiet", "main"]);
    let merge = ["merge", "--quiet", "--no-ff", "--no-commit", "side"];
    git(repo, &merge);
    commit(repo, BO, 7);
    fs::remove_file(repo.join("gate/catalog-info.yaml")).expect("it was there");
    commit(repo, BO, 8);
    let other = "lifecycle: production, owner: team-b, system: shop, consumesApis: [sales]";
    put("catalog-info.yaml", &desk(", title: Desk, description: Sells", other).replace("service", "website"));
    commit(repo, BO, 9);
}

/// One line for each event of a portal, oldest first.
fn told(site: &Place, output: &str) -> String {
    let text = fs::read_to_string(site.path(&format!("{output}/api/v1/changes.json"))).expect("the file");
    let file: Value = serde_json::from_str(&text).expect("JSON");
    let word = |turn: &Value, key: &str| turn[key].as_str().unwrap_or("-").to_owned();
    let line = |turn: &Value| {
        let name = word(turn, "entity").rsplit('/').next().unwrap_or_default().to_owned();
        let [time, author, change, before, after, path] =
            ["time", "author", "change", "before", "after", "path"].map(|key| word(turn, key));
        format!("{} {author}: {name} {change} {before} {after} {path}", &time[8..10])
    };
    let turns = file["changes"].as_array().expect("a list");
    let mut days: Vec<String> = turns.iter().map(line).collect();
    days.sort_by_key(|line| line[..2].to_owned());
    let since = file["histories"].as_array().expect("a list").iter().map(|known| word(known, "since"));
    format!("since {}\n{}", since.collect::<Vec<_>>().join(" "), days.join("\n"))
}

#[test]
fn what_commits_made_of_entities_is_told() {
    let site = Place::new("");
    let repo = site.path("repo");
    fs::create_dir_all(&repo).expect("a folder");
    made(&repo);
    let built = site.run("", &["build", "--quiet", "--output", "site", "repo"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let expected = "since -\n\
        01 Bo Long: sales created - - api/catalog-info.yaml\n\
        01 Bo Long: desk created - - catalog-info.yaml\n\
        02 Bo Long: desk lifecycle experimental production catalog-info.yaml\n\
        02 Bo Long: desk owner group:default/team-a group:default/team-b catalog-info.yaml\n\
        02 Bo Long: desk system - system:default/shop catalog-info.yaml\n\
        02 Bo Long: desk title - Desk catalog-info.yaml\n\
        04 Bo Long: desk description - Sells catalog-info.yaml\n\
        04 Bo Long: desk dependency - resource:default/store catalog-info.yaml\n\
        04 Bo Long: desk provided API - api:default/sales catalog-info.yaml\n\
        05 Cy: sales moved api/catalog-info.yaml api/all/catalog-info.yaml api/all/catalog-info.yaml\n\
        05 Cy: sales definition - - api/all/catalog-info.yaml\n\
        07 Bo Long: gate created - - gate/catalog-info.yaml\n\
        08 Bo Long: gate removed - - gate/catalog-info.yaml\n\
        09 Bo Long: desk type service website catalog-info.yaml\n\
        09 Bo Long: desk dependency resource:default/store - catalog-info.yaml\n\
        09 Bo Long: desk provided API api:default/sales - catalog-info.yaml\n\
        09 Bo Long: desk consumed API - api:default/sales catalog-info.yaml";
    let found = told(&site, "site");
    assert_eq!(found, expected, "{found}");

    let url = format!("file://{}", repo.display());
    git(&site.path(""), &["clone", "--quiet", "--depth", "3", &url, "shallow"]);
    let built = site.run("", &["build", "--quiet", "--output", "other", "shallow"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let expected: Vec<&str> = expected.lines().filter(|line| ["08", "09"].contains(&&line[..2])).collect();
    assert_eq!(told(&site, "other"), format!("since 2026-11-07\n{}", expected.join("\n")), "a shallow clone");
}

/// Two repositories and the teams that own what they hold; each step is committed, and a build that has the last one's
/// work makes what a build from nothing makes.
#[test]
fn what_others_changed_reaches_pages_that_were_kept() {
    let site = Place::new("");
    let spec = "type: service, lifecycle: production, owner: ";
    let lib = |title: &str, more: &str| {
        document("Component", "lib", &format!(", title: {title}{more}"), &format!("{spec}team-t"))
    };
    let team = |title: &str| {
        document("Group", "team-t", "", &format!("type: team, children: [], profile: {{displayName: {title}}}"))
    };
    let app = document("Component", "app", "", &format!("{spec}team-t, dependsOn: ['component:mid']"));
    let mid = document("Component", "mid", "", &format!("{spec}team-t, dependsOn: ['component:lib']"));
    let start = [("app", format!("{app}---\n{mid}")), ("lib", lib("Lib", "")), ("teams", team("Tee"))];
    let steps = [
        ("lib", lib("Lib", ", description: Sings aloud"), "Sings aloud"),
        ("lib", lib("Choir", ", description: Sings aloud"), "Title changed"),
        ("teams", team("Singers"), "Singers"),
        ("lib", lib("Choir", ""), "Description removed"),
    ];
    let put = |day: u32, repo: &str, text: &str| {
        fs::write(site.path(repo).join("catalog-info.yaml"), text).expect("a file");
        commit(&site.path(repo), BO, day);
    };
    for (day, (repo, text)) in (1..).zip(&start) {
        fs::create_dir_all(site.path(repo)).expect("a folder");
        git(&site.path(repo), &["init", "--quiet", "--initial-branch=main"]);
        put(day, repo, text);
    }
    let build = |output: &str, more: &[&str]| {
        let ran = site.run("", &[&["build", "--quiet", "--output", output, "app", "lib", "teams"], more].concat());
        assert!(ran.code == 0, "{}", ran.err);
        site.tree(output)
    };
    build("warm", &["--cache", "cache"]);
    for (day, (repo, text, told)) in (4..).zip(&steps) {
        put(day, repo, text);
        let (warm, cold) = (build("warm", &["--cache", "cache"]), build("cold", &["--no-cache"]));
        let differ: Vec<&String> = cold.keys().filter(|name| warm.get(*name) != cold.get(*name)).collect();
        assert!(differ.is_empty() && warm.len() == cold.len(), "{told}: {differ:?}");
        let page = String::from_utf8_lossy(&warm["catalog/component/default/app.html"]).into_owned();
        assert!(page.contains(told), "{told} is not on the page of what needs it two steps away");
    }
}
