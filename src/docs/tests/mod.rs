//! Repositories in, books and links out.

use std::{collections::BTreeMap, fmt::Write, sync::Arc};

mod bounds;
mod exhibits;
mod layouts;

use super::{Shelf, shelve, typeset};
use crate::model::{
    Catalog, Entity, EntityId, FileEntry, FileKind, Library, NavItem, Origin, Repo, RepoIndex, RepoPath, SafeUrl,
    Snapshot,
};

/// A repository from one text in which `-- path --` stands before each file.
fn repo(name: &str, text: &str) -> Snapshot {
    let mut files: BTreeMap<RepoPath, Vec<u8>> = BTreeMap::new();
    let mut current = RepoPath::default();
    for line in text.split_inclusive('\n') {
        match line.trim().strip_prefix("-- ").and_then(|line| line.strip_suffix(" --")) {
            Some(path) => {
                current = RepoPath::new(path).expect("a plain path");
                files.insert(current.clone(), Vec::new());
            }
            None => files.entry(current.clone()).or_default().extend(line.bytes()),
        }
    }
    let entry = |bytes: &Vec<u8>| FileEntry { kind: FileKind::File { executable: false }, size: bytes.len() as u64 };
    let listing = files.iter().map(|(path, bytes)| (path.clone(), entry(bytes))).collect();
    let url = SafeUrl::parse(&format!("https://github.com/o/{name}"));
    let (forge, branch) = (Some(crate::model::Forge::GitHub), Some("main".to_owned()));
    let repo = Repo { url, forge, branch, ..Repo::plain(name) };
    Snapshot::new(repo, listing, Arc::new(files))
}

/// A component of the first repository whose `techdocs-ref` is `reference`.
fn component(name: &str, annotation: (&str, &str)) -> Entity {
    let metadata = serde_json::json!({ "name": name, "annotations": { annotation.0: annotation.1 } });
    Entity {
        id: EntityId::new("component", "default", name),
        api_version: "backstage.io/v1alpha1".to_owned(),
        kind: "Component".to_owned(),
        name: name.to_owned(),
        namespace: "default".to_owned(),
        metadata: metadata.as_object().cloned().unwrap_or_default(),
        spec: serde_json::Map::new(),
        relations: Vec::new(),
        origin: Origin { repo: RepoIndex(0), path: RepoPath::new("catalog-info.yaml").expect("plain"), line: 1 },
        source: format!("kind: Component\n{}: {}\n", annotation.0, annotation.1),
        known_kind: true,
    }
}

fn catalog(snapshots: &[Snapshot], entities: Vec<Entity>) -> Catalog {
    Catalog::new(snapshots.iter().map(|snapshot| snapshot.repo.clone()).collect(), entities)
}

fn write_items(items: &[NavItem], depth: usize, out: &mut String) {
    for item in items {
        let indent = "  ".repeat(depth);
        match item {
            NavItem::Page { title, page } => writeln!(out, "{indent}{title} = {page}"),
            NavItem::Link { title, url } => writeln!(out, "{indent}{title} -> {url}"),
            NavItem::Section { title, .. } => writeln!(out, "{indent}{title}:"),
        }
        .expect("strings take text");
        if let NavItem::Section { items: inner, .. } = item {
            write_items(inner, depth + 1, out);
        }
    }
}

/// Books, pages, navigation and assets as an outline.
fn outline(library: &Library) -> String {
    let mut out = String::new();
    for book in &library.books {
        writeln!(out, "{} ({})", book.title, book.readers.len()).expect("strings take text");
        write_items(&book.nav, 1, &mut out);
        for page in &book.pages {
            writeln!(out, "  {} <- {}: {}", page.path, page.source, page.title).expect("strings take text");
        }
        for asset in &book.assets {
            writeln!(out, "  {} <- {}", asset.path, asset.source).expect("strings take text");
        }
    }
    out
}

const TECHDOCS: &str = "backstage.io/techdocs-ref";

#[test]
fn books_without_settings() {
    let snapshots = [repo(
        "a",
        "-- docs/index.md --\n# Hello\n-- docs/two-words.md --\ntext ![i](../pic.png)\n-- docs/sub/README.md --\n# Sub\n\
         -- docs/sub/x.PNG --\nx\n-- docs/evil.html --\nx\n-- pic.png --\nx\n-- README.md --\nx\n-- docs/.hidden.md --\nx\n",
    )];
    let entities =
        vec![component("a", (TECHDOCS, "dir:.")), component("b", ("backstage.io/techdocs-entity", "component:a"))];
    let (library, found) = shelve(&snapshots, &catalog(&snapshots, entities));
    assert_eq!(
        outline(&library),
        "a (2)\n  Hello = 0\n  Two words = 1\n  Sub:\n    Sub = 2\n\
         \x20 docs/default/component/a/index.html <- docs/index.md: Hello\n\
         \x20 docs/default/component/a/two-words.html <- docs/two-words.md: Two words\n\
         \x20 docs/default/component/a/sub/index.html <- docs/sub/README.md: Sub\n\
         \x20 docs/default/component/a/sub/x.png <- docs/sub/x.PNG\n\
         \x20 docs/default/component/a/_files/pic.png <- pic.png\n"
    );
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn claims_that_lead_nowhere() {
    let snapshots = [repo("a", "-- x.txt --\nx\n")];
    for (reference, message) in [
        ("dir:./missing", "no documents found at missing"),
        ("dir:../..", "`dir:../..` leads out of the repository"),
        ("url:https://elsewhere.example/x", "`https://elsewhere.example/x` is in no repository of this portal"),
        ("docs", "`docs` starts neither with `dir:` nor with `url:`"),
    ] {
        let (library, found) = shelve(&snapshots, &catalog(&snapshots, vec![component("a", (TECHDOCS, reference))]));
        assert!(library.books.is_empty());
        let places: Vec<(u32, u32, &str)> =
            found.iter().map(|found| (found.place.line, found.place.column, found.message.as_str())).collect();
        assert_eq!(places, [(2, 1, message)]);
    }
}

#[test]
fn links_lead_to_pages_files_and_forges() {
    let first = "-- docs/index.md --\n# Top\n-- docs/a/page.md --\n# Page\n## A  B\n-- docs/a/README.md --\n# A\n\
                 -- docs/x y.pdf --\nx\n-- src/main.rs --\nx\n-- docs/b/c/deep.md --\nx\n";
    for (from, link, expected) in [
        ("index.md", "a/page.md", "<a href=\"a/page.html\">"),
        ("index.md", "a/page.md#a-b", "<a href=\"a/page.html#a-b\">"),
        ("index.md", "a/page.md#a--b", "<a href=\"a/page.html#a-b\">"),
        ("index.md", "a/page.md#c", "<a href=\"a/page.html\">4:3 `#c` is no heading of `docs/a/page.md`"),
        ("index.md", "a/page/", "<a href=\"a/page.html\">"),
        ("index.md", "a", "<a href=\"a/index.html\">"),
        ("index.md", "/a/page.md", "<a href=\"a/page.html\">"),
        ("index.md", "b/", "<a href=\"b/c/deep.html\">"),
        ("index.md", "x%20y.pdf", "<a href=\"x-y-db2ecf.pdf\">"),
        ("index.md", "#top", "<a href=\"#top\">"),
        ("index.md", "../src/main.rs", "<a href=\"https://github.com/o/a/blob/main/src/main.rs\">"),
        ("index.md", "../src", "<a href=\"https://github.com/o/a/tree/main/src\">"),
        ("index.md", "https://github.com/o/b/blob/main/docs/index.md", "<a href=\"../b/index.html\">"),
        ("index.md", "../../b/docs/index.md#other", "<a href=\"../b/index.html#other\">"),
        ("index.md", "https://x.y/z?a=b&c=d", "<a href=\"https://x.y/z?a=b&amp;c=d\">"),
        ("index.md", "mailto:a@b.c", "<a href=\"mailto:a@b.c\">"),
        (
            "index.md",
            "a/pege.md",
            "<span class=\"broken-link\">4:3 `a/pege.md` does not exist; did you mean `a/page.md`?",
        ),
        (
            "index.md",
            "JaVaScRiPt:alert(1)",
            "<span class=\"broken-link\">4:3 `JaVaScRiPt:alert(1)` is not an address that the portal links to; links may start with https, http, mailto or tel",
        ),
        ("a/page.md", "../../index/", "<a href=\"../index.html\">"),
        ("a/page.md", "../index.md", "<a href=\"../index.html\">"),
        ("a/page.md", "README.md", "<a href=\"index.html\">"),
    ] {
        let linking = format!("# Top\n\n## A B\n- [x]({link})\n");
        let (head, rest) = first.split_once(&format!("-- docs/{from} --\n")).expect("the file is there");
        let rest = rest.split_once("-- ").expect("it is not the last").1;
        let text = format!("{head}-- docs/{from} --\n{linking}-- {rest}");
        let snapshots = [repo("a", &text), repo("b", "-- docs/index.md --\n# Other\n")];
        let mut other = component("b", (TECHDOCS, "dir:."));
        other.origin.repo = RepoIndex(1);
        let catalog = catalog(&snapshots, vec![component("a", (TECHDOCS, "dir:.")), other]);
        let (library, _) = shelve(&snapshots, &catalog);
        let shelf = Shelf::new(&snapshots, &catalog, &library);
        let page = library.books[0].pages.iter().position(|page| page.source.as_str() == format!("docs/{from}"));
        let (typeset, found) = typeset(&shelf, 0, page.expect("the page is in the book"));
        let html = typeset.html.as_str();
        let item = &html[html.find("<li>").expect("a list is written") + 4..];
        let mut seen = item[..=item.find('>').expect("a tag is written")].to_owned();
        for problem in found {
            let hint = problem.hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            seen += &format!("{}:{} {}{hint}", problem.place.line, problem.place.column, problem.message);
        }
        assert_eq!(seen, expected, "{from}: {link}");
    }
}

#[test]
fn navigation_is_read_as_mkdocs_writes_it() {
    let files = "-- docs/index.md --\n# Start\n-- docs/guide/one.md --\n# One\n-- docs/guide/two-b.md --\ntext\n\
                 -- docs/z.md --\n---\ntitle: Zed\n---\n-- docs/x/a.png --\nx\n-- sub/mkdocs.yml --\nsite_name: Sub\n\
                 -- sub/docs/index.md --\n# Inner\n";
    for (settings, expected, problems) in [
        ("site_name: S", "Start Zed [Guide: One Two b]", ""),
        ("nav:\n- index.md\n- Last: z.md", "Start Last", ""),
        (
            "nav:\n- Home: ./index.md\n- G:\n  - guide/one.md\n  - W: https://a.b/c",
            "Home [G: One W->https://a.b/c]",
            "",
        ),
        ("nav:\n- \"\":\n  - guide/one.md\n  - z.md", "[One: One Zed]", ""),
        ("nav:\n- guide/\n- All: guide/*.md", "One Two b [All: One Two b]", ""),
        ("nav:\n- guide/one.md\n- Rest: guide/*", "One [Rest: Two b]", ""),
        ("nav:\n- X: javascript:alert(1)\n- index.md", "Start", "3:6 missing-nav-page"),
        ("nav:\n- gone.md\n- docs/z.md", "Zed", "3:3 missing-nav-page 4:3 missing-nav-page"),
        ("nav:\n- index.md\n- S: '!include ./sub/mkdocs.yml'", "Start [S: Inner]", ""),
        (
            "docs_dir: ../x\nhooks: [a.py]\ntheme: {custom_dir: o}\nnav: [index.md]",
            "Start",
            "2:11 invalid-docs-settings 3:1 ignored-docs-setting 4:9 ignored-docs-setting",
        ),
        ("exclude_docs: |\n  guide/\n  z.*\n", "Start", ""),
        ("plugins:\n- x: !ENV [A, b]\nmarkdown_extensions:\n- e: {f: !!python/name:a.b }\nnav: [z.md]", "Zed", ""),
        ("nav: [\n", "Start Zed [Guide: One Two b]", "invalid-docs-settings"),
    ] {
        let text = format!("-- mkdocs.yml --\n# comment\n{settings}\n{files}");
        let snapshots = [repo("a", &text)];
        let (library, found) = shelve(&snapshots, &catalog(&snapshots, vec![component("a", (TECHDOCS, "dir:."))]));
        let book = library.books.iter().find(|book| !book.readers.is_empty()).expect("the entity has a book");
        assert_eq!(short(&book.nav), expected, "{settings}");
        let told = found.iter().filter(|found| found.rule.id != "page-outside-nav");
        let seen = told.map(|found| format!("{}:{} {}", found.place.line, found.place.column, found.rule.id));
        let seen = seen.collect::<Vec<_>>().join(" ");
        assert!(if problems.contains(':') { seen == problems } else { seen.ends_with(problems) }, "{settings}: {seen}");
    }
}

fn short(items: &[NavItem]) -> String {
    let words = items.iter().map(|item| match item {
        NavItem::Page { title, .. } => title.clone(),
        NavItem::Link { title, url } => format!("{title}->{url}"),
        NavItem::Section { title, items } => format!("[{title}: {}]", short(items)),
    });
    words.collect::<Vec<_>>().join(" ")
}
