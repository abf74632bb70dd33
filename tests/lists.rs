//! Every list in the portal that links to a query is what the query finds.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use callboard::query::{self, Ground, Today};
use regex::Regex;

/// The project's own portal, with its demo organisation.
fn build(site: &Path) {
    let built = Command::new(env!("CARGO_BIN_EXE_callboard"))
        .args(["build", "--quiet", "--output"])
        .arg(site)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}

/// All pages below a folder.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            found.extend(pages(&path));
        } else if path.extension().is_some_and(|extension| extension == "html") {
            found.push(path);
        }
    }
    found
}

/// The lists of a page by their queries: the references that each shows, and how many more it says there are.
fn lists(page: &str) -> Vec<(String, BTreeSet<String>)> {
    let link = Regex::new(r##"<a class="as-query" href="[^"#]*explore/index\.html#q=([^"]*)""##).expect("a pattern");
    let line = Regex::new(r#"(?:<td class="cell-name">|<li>)<a class="[^"]*" href="[^"]*" title="([^"]*)""#);
    let line = line.expect("a pattern");
    let places: Vec<_> = link.captures_iter(page).collect();
    let list = |captures: &regex::Captures<'_>| {
        let from = captures.get(0).expect("a whole").end();
        let rest = &page[from..];
        let end = ["</tbody>", "</ul>"].iter().filter_map(|end| rest.find(end)).min();
        // The list of a whole page is its table, past the lists of filters.
        let end = if page[..from].contains("data-catalog") { rest.find("</tbody>") } else { end };
        let written = format!("q={}", &captures[1]);
        let query = url::form_urlencoded::parse(written.as_bytes()).next();
        let rows = line.captures_iter(&rest[..end.expect("a list ends")]).map(|row| row[1].to_owned());
        (query.expect("a query").1.into_owned(), rows.collect())
    };
    places.iter().map(list).collect()
}

#[test]
fn every_list_is_the_query_that_it_links_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    build(&site);
    let ground = Ground::read(&mut |path| fs::read(site.join(path)).map_err(|error| error.to_string()));
    let ground = ground.expect("the portal can be asked");
    let today = Today::parse("2026-11-02").expect("a day");
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages(&site.join("catalog")) {
        let text = fs::read_to_string(&page).expect("a page is text");
        for (written, rows) in lists(&text) {
            let query = query::parse(&written, ground.vocabulary()).expect("the query is right");
            let found = query::answer(&ground, &query, today);
            let found: BTreeSet<String> = found.into_iter().map(|entity| ground.reference(entity).to_owned()).collect();
            assert_eq!(rows, found, "{}: {written}", page.display());
            let name = written.split(':').next().unwrap_or_default();
            *names.entry(name.to_owned()).or_default() += 1;
        }
    }
    // Lists of each sort were there to be compared.
    for name in ["kind", "part-of", "depends-on", "depended-on-by", "provides-api", "member-of", "child-of"] {
        assert!(names.contains_key(name), "no list is a query for `{name}`: {names:?}");
    }
}

#[test]
fn reports_are_what_the_command_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    build(&site);
    let reports = [
        (
            "production-without-documents",
            "kind:component lifecycle:production -has:docs",
            &["--columns", "owner,system,updated"],
        ),
        ("who-owns-what", "kind:component,api,resource", &["--group-by", "owner"]),
    ];
    for (name, query, options) in reports {
        let asked = |format: &str| {
            let ran = Command::new(env!("CARGO_BIN_EXE_callboard"))
                .args(["query", query, "--format", format, "--site"])
                .arg(&site)
                .args(options)
                .output()
                .expect("the program runs");
            assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
            ran.stdout
        };
        let file =
            |extension: &str| fs::read(site.join(format!("explore/reports/{name}.{extension}"))).expect("a file");
        assert_eq!(file("csv"), asked("csv"), "{name} as CSV");
        let json = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).expect("JSON");
        let rows = json(&asked("json"));
        assert_eq!(json(&file("json")), rows, "{name} as JSON");
        let page = String::from_utf8(file("html")).expect("a page is text");
        let shown = page.matches("<tr><td").count();
        assert!(shown > 0 && shown == rows.as_array().map_or(0, Vec::len), "{name} shows {shown} of {rows}");
    }
}
