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

/// What links to a list's query.
const LINK: &str = r##"<a class="as-query" href="[^"#]*explore/index\.html#q=([^"]*)""##;

/// The entity that a line of a list is about.
const LINE: &str = r#"(?:<td class="cell-name">|<li>)<a class="[^"]*" href="[^"]*" title="([^"]*)""#;

/// A query as an address has it.
fn read(written: &str) -> String {
    let parameters = format!("q={written}");
    let query = url::form_urlencoded::parse(parameters.as_bytes()).next();
    query.expect("a query").1.into_owned()
}

/// The lists of a page by their queries: the references that each shows, and whether it says that there are more.
fn lists(page: &str) -> Vec<(String, BTreeSet<String>, bool)> {
    let (link, line) = (Regex::new(LINK).expect("a pattern"), Regex::new(LINE).expect("a pattern"));
    let places: Vec<_> = link.captures_iter(page).collect();
    let list = |captures: &regex::Captures<'_>| {
        let from = captures.get(0).expect("a whole").end();
        let rest = &page[from..];
        let end = ["</tbody>", "</ul>", "</dd>"].iter().filter_map(|end| rest.find(end)).min();
        // The list of a whole page is its table, past the lists of filters.
        let end = if page[..from].contains("data-catalog") { rest.find("</tbody>") } else { end };
        let shown = &rest[..end.unwrap_or(0)];
        let rows = line.captures_iter(shown).map(|row| row[1].to_owned());
        let more = shown.contains("and ") && shown.contains(" more") || page.contains("data-pager");
        (read(&captures[1]), rows.collect(), more)
    };
    places.iter().map(list).collect()
}

/// Lists of this many entities lead to a query.
const LONG: usize = 8;

/// The first lines of long lists of entities that lead to no query.
fn unasked(page: &str) -> Vec<String> {
    let line = Regex::new(LINE).expect("a pattern");
    let mut found = Vec::new();
    let mut asked = false;
    for part in page.split_inclusive("</section>").flat_map(|part| part.split_inclusive("</tbody>")) {
        asked = part.contains("as-query") || asked && !part.contains("<h");
        let lines: Vec<_> = line.captures_iter(part).map(|row| row[1].to_owned()).collect();
        if lines.len() >= LONG && !asked {
            found.push(lines[0].clone());
        }
    }
    found
}

/// Lists of pairs, or of what no query names: their lines do not lead to one.
const NOT_ASKED: [&str; 2] = ["explore/reports/", "explore/architecture.html"];

#[test]
fn every_list_is_the_query_that_it_links_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    build(&site);
    let ground = Ground::read(&mut |path| fs::read(site.join(path)).map_err(|error| error.to_string()));
    let ground = ground.expect("the portal can be asked");
    let today = Today::parse("2026-11-02").expect("a day");
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages(&site) {
        let text = fs::read_to_string(&page).expect("a page is text");
        let path = page.strip_prefix(&site).expect("a page of the site").to_string_lossy().into_owned();
        for (written, rows, more) in lists(&text) {
            let query = query::parse(&written, ground.vocabulary()).expect("the query is right");
            let found = query::answer(&ground, &query, today);
            let found: BTreeSet<String> = found.into_iter().map(|entity| ground.reference(entity).to_owned()).collect();
            // Some lists show something else of the same entities: their owners, their documents, their problems.
            let rows = if path == "index.html" { BTreeSet::new() } else { rows };
            let whole = !more && !rows.is_empty();
            assert!(
                if whole { rows == found } else { rows.is_subset(&found) },
                "{path}: {written} finds {found:?}, shown are {rows:?}"
            );
            let name = written.split(':').next().unwrap_or_default();
            *names.entry(name.to_owned()).or_default() += usize::from(!rows.is_empty());
            assert!(!found.is_empty(), "{path}: {written} finds nothing");
        }
        if !NOT_ASKED.iter().any(|part| path.contains(part)) {
            assert_eq!(unasked(&text), Vec::<String>::new(), "{path} has long lists that are no queries");
        }
    }
    // Lists of each sort were there to be compared.
    for name in ["kind", "part-of", "depends-on", "depended-on-by", "provides-api", "member-of", "child-of"] {
        assert!(names.get(name).is_some_and(|count| *count > 0), "no list is a query for `{name}`: {names:?}");
    }
}

/// A bar from the size of its picture to its own length.
const BAR: &str = "preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"shade-1\" width=\"";

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
        let counts: Vec<u64> = rows.as_array().into_iter().flatten().filter_map(|row| row["count"].as_u64()).collect();
        let bars: Vec<String> =
            counts.iter().map(|count| format!("viewBox=\"0 0 {} 8\" {BAR}{count}\"", counts[0])).collect();
        assert!(bars.iter().all(|bar| page.contains(bar)), "bars of {name}: {bars:?}");
        assert_eq!(page.matches("<td><svg class=\"coverage-bar\"").count(), counts.len(), "bars of {name}");
    }
}
