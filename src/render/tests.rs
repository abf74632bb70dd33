//! A small organisation, rendered whole: every link leads to a file, and no name becomes markup.

use std::{collections::BTreeMap, sync::Mutex};

use serde_json::{Value, json};

use super::{Content, Options, Site, views::definition::tests::definition};
use crate::{
    diagnostic::{Diagnostic, Drift, Rule, Severity},
    model::{
        Architecture, Archive, Book, BookOwner, Catalog, Commit, Editing, Entity, EntityId, EntityIndex, Forge,
        Heading, Html, Infrastructure, Library, NavItem, Observed, Origin, Output, Packages, Page, Place, Redirect,
        RedirectTarget, Relation, RelationType, Repo, RepoIndex, RepoPath, SafeUrl, SitePath, SnippetPlaces, Timeline,
        Typeset,
    },
};

static RULE: Rule = Rule { id: "dangling-reference", severity: Severity::Error, summary: "A reference leads nowhere" };

const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{ 7 * 7 }}";

fn entity(kind: &str, name: &str, metadata: Value, spec: Value) -> Entity {
    let object = |value: Value| value.as_object().cloned().expect("an object");
    Entity {
        id: EntityId::new(kind, "default", name),
        api_version: "backstage.io/v1alpha1".to_owned(),
        kind: kind.to_owned(),
        name: name.to_owned(),
        namespace: "default".to_owned(),
        metadata: object(metadata),
        spec: object(spec),
        relations: Vec::new(),
        origin: Origin { repo: RepoIndex(0), path: RepoPath::new("catalog-info.yaml").expect("a path"), line: 1 },
        source: format!("kind: {kind}\nmetadata:\n  name: {name}\n"),
        known_kind: true,
    }
}

/// Entities with relations in both directions, as `(source, type, target, reverse)`.
fn catalog(mut entities: Vec<Entity>, relations: &[(&str, &'static str, &str, &'static str)]) -> Catalog {
    entities.sort_by(|a, b| a.id.cmp(&b.id));
    let ids: Vec<EntityId> = entities.iter().map(|entity| entity.id.clone()).collect();
    let id = |text: &str| {
        let (kind, name) = text.split_once(':').expect("a kind");
        EntityId::new(kind, "default", name)
    };
    let place = |id: &EntityId| ids.iter().position(|other| other == id);
    for (source, forward, target, reverse) in relations {
        for (from, relation_type, to) in [(source, forward, target), (target, reverse, source)] {
            let (from, to) = (id(from), id(to));
            let entity = place(&to).map(|place| EntityIndex(u32::try_from(place).expect("few entities")));
            if let Some(place) = place(&from) {
                let relation = Relation { relation_type: RelationType(relation_type), target: to, entity };
                entities[place].relations.push(relation);
            }
        }
    }
    for entity in &mut entities {
        entity.relations.sort_by(|a, b| (a.relation_type, &a.target).cmp(&(b.relation_type, &b.target)));
    }
    Catalog::new(vec![repo()], entities)
}

fn repo() -> Repo {
    Repo {
        url: SafeUrl::parse("https://github.com/acme/box-office"),
        forge: Some(Forge::GitHub),
        branch: Some("main".to_owned()),
        commit: Some(Commit { id: "0123456789".repeat(4), time: "2026-11-02T09:30:00Z".to_owned() }),
        ..Repo::plain("acme/box-office")
    }
}

fn organisation() -> Catalog {
    let hostile_metadata = json!({
        "title": HOSTILE, "description": HOSTILE, "tags": [HOSTILE],
        "annotations": {"backstage.io/view-url": "javascript:alert(1)", HOSTILE: HOSTILE},
        "links": [{"url": "javascript:alert(1)", "title": "x"}, {"url": "https://x.test/", "title": HOSTILE}],
    });
    let api = json!({"type": "openapi", "lifecycle": "production", "definition": "openapi: 3.1.0\n".repeat(2_000)});
    let parameters = json!({"type": "service", "parameters": [{"title": "Name", "required": ["name"],
        "properties": {"name": {"type": "string", "enum": ["a", HOSTILE]}}}], "steps": [{"action": "fetch:template"}]});
    catalog(
        vec![
            entity(
                "Component",
                "till",
                json!({"description": "Sells **tickets**."}),
                json!({"type": "service", "lifecycle": "production"}),
            ),
            entity("Component", "__proto__", hostile_metadata, json!({"type": HOSTILE, "lifecycle": HOSTILE})),
            entity("API", "tickets", json!({}), api),
            entity("System", "sales", json!({}), json!({})),
            entity("Domain", "front-of-house", json!({}), json!({})),
            entity("Group", "all", json!({}), json!({"type": "organization"})),
            entity("Group", "box", json!({"title": "Box office"}), json!({"type": "team"})),
            entity("User", "ada", json!({}), json!({"profile": {"displayName": "Ada L", "email": "ada@x.test"}})),
            entity("Template", "new-service", json!({}), parameters),
            entity("Playbill", "odd", json!({}), json!({})),
        ],
        &[
            ("component:till", "ownedBy", "group:box", "ownerOf"),
            ("component:till", "partOf", "component:__proto__", "hasPart"),
            ("component:till", "partOf", "system:sales", "hasPart"),
            ("component:till", "providesApi", "api:tickets", "apiProvidedBy"),
            ("component:till", "dependsOn", "resource:gone", "dependencyOf"),
            ("component:__proto__", "ownedBy", "group:nobody", "ownerOf"),
            ("system:sales", "partOf", "domain:front-of-house", "hasPart"),
            ("group:all", "parentOf", "group:box", "childOf"),
            // A circle: nothing may run for ever.
            ("group:box", "parentOf", "group:all", "childOf"),
            ("group:box", "hasMember", "user:ada", "memberOf"),
        ],
    )
}

fn library(catalog: &Catalog) -> Library {
    let till = catalog.find(&EntityId::new("component", "default", "till")).expect("it is there");
    let page = |source: &str, path: &str, title: &str| Page {
        source: RepoPath::new(source).expect("a path"),
        path: SitePath::from_parts(["docs", "default", "component", "till", path]),
        title: title.to_owned(),
        description: Some(HOSTILE.to_owned()),
        headings: ["a", "b"].map(|id| Heading { level: 2, id: id.to_owned(), text: HOSTILE.to_owned() }).to_vec(),
        ..Page::default()
    };
    let section = NavItem::Section {
        title: HOSTILE.to_owned(),
        items: vec![NavItem::Page { title: "Setup".to_owned(), page: 1 }],
    };
    Library {
        books: vec![Book {
            owner: BookOwner::Entity(till),
            readers: vec![till],
            docs_dir: RepoPath::new("docs").expect("a path"),
            repo: RepoIndex(0),
            title: "Till".to_owned(),
            description: Some(HOSTILE.to_owned()),
            root: RepoPath::new("mkdocs.yml").expect("a path"),
            nav: vec![NavItem::Page { title: "Till".to_owned(), page: 0 }, section],
            pages: vec![page("docs/index.md", "index.html", "Till"), page("docs/setup.md", "setup.html", HOSTILE)],
            assets: Vec::new(),
            redirects: vec![Redirect {
                path: SitePath::from_parts(["docs", "default", "component", "till", "old.html"]),
                target: RedirectTarget::Page(1, "a".to_owned()),
            }],
            editing: Editing::Forge,
            logs: Vec::new(),
            snippets: SnippetPlaces::default(),
        }],
        exhibits: Vec::new(),
    }
}

/// Feeds are written by another room.
fn options() -> Options {
    Options {
        title: "Acme".to_owned(),
        url: SafeUrl::parse("https://acme.test/portal"),
        exports: crate::model::Exports { feeds: false, ..Default::default() },
        ..Options::default()
    }
}

/// Every file of the site by path; its API has so many operations.
fn site(operations: usize) -> BTreeMap<String, String> {
    let catalog = organisation();
    let library = library(&catalog);
    let template = catalog.find(&EntityId::new("template", "default", "new-service")).expect("it is there");
    let archives = [Archive {
        run: crate::model::PageRun::NoEngine,
        template,
        zip: packed("new-service.zip", 2_345),
        tar_gz: packed("new-service.tar.gz", 2_000_000),
        version: "1.0".to_owned(),
        root: RepoPath::default(),
        document: "template.yaml".to_owned(),
        homes: Vec::new(),
        files: vec!["README.md".to_owned()],
    }];
    let place = Place { repo: "acme/box-office".to_owned(), line: 3, column: 5, ..Place::default() };
    let id = EntityId::new("component", "default", "till");
    let diagnostics = [Diagnostic::new(&RULE, place, HOSTILE).hint(HOSTILE).entity(&id)];
    let (architecture, packages, drift, infrastructure) = Default::default();
    let (descents, observed, timeline) = ([descent(&catalog, template)], Observed::default(), Timeline::default());
    let mut site = Site::new(
        Content {
            catalog: &catalog,
            library: &library,
            architecture: &architecture,
            archives: &archives,
            descents: &descents,
            observed: &observed,
            packages: &packages,
            infrastructure: &infrastructure,
            drift: &drift,
            timeline: &timeline,
        },
        &options(),
    )
    .expect("the theme parses");
    let files = Mutex::new(BTreeMap::new());
    let put = |output: &Output| {
        let text = String::from_utf8(output.bytes.clone()).expect("every file of this site is text");
        let before = files.lock().expect("no panic").insert(output.path.to_string(), text);
        before.map_or(Ok(()), |_| Err(format!("{} is written twice", output.path)))
    };
    for page in 0..2 {
        let html = Html::trusted("<h1 id=\"t\">Till</h1><h2 id=\"a\">A</h2><h2 id=\"b\">B</h2>".to_owned());
        let typeset = Typeset { html, ..Typeset::default() };
        let (html, plain, _) = site.page(0, page, typeset).expect("the template fits its view");
        [html, plain].iter().try_for_each(put).expect("new paths");
    }
    let tickets = catalog.find(&EntityId::new("api", "default", "tickets")).expect("it is there");
    let hostile = definition(tickets, HOSTILE, operations);
    let (records, card) = site.definition(&hostile, &put).expect("the template fits its view");
    assert_eq!(records.len(), 1 + operations + 1, "the definition, its operations and its type are found");
    site.list(vec![card]);
    site.report(&diagnostics);
    for (index, _) in catalog.iter() {
        put(&site.entity(index).render().expect("the template fits its view")).expect("a new path");
    }
    site.rest(&put).expect("templates fit their views");
    let mut files = files.into_inner().expect("no panic");
    files.extend(["zip", "tar.gz"].map(|form| (format!("archives/new-service.{form}"), String::new())));
    files
}

/// The values of an attribute in a page.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let mark = format!(" {name}=\"");
    page.match_indices(&mark).filter_map(|(at, _)| page[at + mark.len()..].split('"').next()).collect()
}

/// Where a relative address on the page `from` leads.
fn resolve(from: &str, href: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folder = RepoPath::new(folder).expect("a folder");
    let target = href.split(['#', '?']).next().unwrap_or_default();
    folder.join(target).map_or_else(|_| format!("{href} leads out of the site"), |path| path.as_str().to_owned())
}

#[test]
fn every_link_leads_to_a_file_and_every_anchor_to_an_id() {
    // An API with many operations has many pages.
    let (small, files) = (site(3), site(100));
    assert!(small.len() < files.len(), "{} files, {} files", small.len(), files.len());
    let mut links = 0;
    for (files, (path, page)) in
        [&small, &files].into_iter().flat_map(|files| files.iter().map(move |file| (files, file)))
    {
        if !path.ends_with(".html") {
            continue;
        }
        links += check_links(files, path, page);
    }
    assert!(links > 300, "{links} links");
}

/// Follows every address of a page; their number.
fn check_links(files: &BTreeMap<String, String>, path: &str, page: &str) -> usize {
    let addresses =
        attributes(page, "href").into_iter().chain(attributes(page, "src")).chain(attributes(page, "action"));
    let addresses: Vec<String> = addresses.map(|href| href.replace("&amp;", "&")).collect();
    for href in &addresses {
        if ["https://", "mailto:", "data:,"].iter().any(|start| href.starts_with(start)) {
            continue;
        }
        let target = resolve(path, href);
        let target = if href.starts_with('#') { path } else { &target };
        // These two are written when all else is known; a crawl of whole portals follows them.
        if ["api/v1.html", "manifest.json"].contains(&target) {
            continue;
        }
        let Some(file) = files.get(target) else { panic!("{path}: {href} leads to {target}, which is not there") };
        // Behind the hash of some pages stands what they are asked, and no place.
        let asked = ["catalog/index", "explore/index", "explore/graph"].iter().any(|page| target.starts_with(page));
        if let (Some((_, anchor)), false) = (href.split_once('#'), asked) {
            assert!(
                file.contains(&format!(" id=\"{anchor}\"")),
                "{path}: {target} has no element with the id {anchor}"
            );
        }
    }
    addresses.len()
}

#[test]
fn names_never_become_markup() {
    for (path, page) in site(3).iter().filter(|(path, _)| path.ends_with(".html")) {
        for bad in ["<script>alert", "<img src=x", "=\"javascript:", " onerror=alert(2)>", ">49", "style=\""] {
            let found = page.find(bad).map(|at| &page[at.saturating_sub(80)..at + bad.len()]);
            assert_eq!(found, None, "{path}");
        }
        let open = page.matches("<svg").count() + page.matches("<details").count() + page.matches("<section").count();
        let close =
            page.matches("</svg>").count() + page.matches("</details>").count() + page.matches("</section>").count();
        assert_eq!(open, close, "{path}");
    }
}

#[test]
fn an_entity_says_what_is_known_about_it() {
    let files = site(3);
    let till = &files["catalog/component/default/till.html"];
    for words in [
        "component:<wbr>default/<wbr>till",
        "https://github.com/acme/box-office/blob/0123456789",
        "resource:<wbr>default/<wbr>gone",
        "declared nowhere",
        "../../../docs/default/component/till/index.html",
        "../../group/default/box.html",
    ] {
        assert!(till.contains(words), "{words}");
    }
    assert!(till.len() < 30_000, "{} bytes", till.len());
    let api = &files["catalog/api/default/tickets.html"];
    assert!(api.contains("../../../apis/default/tickets.html#op-0") && api.len() < 40_000);
}

#[test]
fn a_broken_override_is_an_error_with_its_name() {
    let (catalog, library) = (Catalog::default(), Library::default());
    let content = Content {
        catalog: &catalog,
        library: &library,
        architecture: &Architecture::default(),
        archives: &[],
        descents: &[],
        observed: &Observed::default(),
        packages: &Packages::default(),
        infrastructure: &Infrastructure::default(),
        drift: &Drift::default(),
        timeline: &Timeline::default(),
    };
    let overrides = vec![("pages/home.html".to_owned(), b"{% if %}".to_vec())];
    let error = Site::new(content, &Options { overrides, ..Options::default() }).err().expect("it does not parse");
    assert!(error.contains("pages/home.html"), "{error}");
}

#[test]
fn the_system_of_a_part_is_no_component() {
    let catalog = organisation();
    for (entity, expected) in [
        (EntityId::new("component", "default", "till"), Some("system:default/sales")),
        (EntityId::new("system", "default", "sales"), Some("domain:default/front-of-house")),
        (EntityId::new("component", "default", "__proto__"), None),
    ] {
        let system = super::board::system(catalog.get(&entity).expect("it is there"));
        assert_eq!(system.map(|relation| relation.target.as_str()), expected, "{entity}");
    }
}

#[test]
fn old_addresses_lead_to_new_ones() {
    let files = site(1);
    let page = &files["docs/default/component/till/old.html"];
    for part in [
        "<meta http-equiv=\"refresh\" content=\"0; url=setup.html#a\">",
        "<link rel=\"canonical\" href=\"https://acme.test/portal/docs/default/component/till/setup.html\">",
        "<a href=\"setup.html#a\">",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

fn packed(name: &str, size: u64) -> crate::model::Packed {
    crate::model::Packed { path: SitePath::from_parts(["archives", name]), size, sha256: String::new() }
}

/// What came from a template that has changed since, in ways that mean harm.
fn descent(catalog: &Catalog, template: crate::model::EntityIndex) -> crate::model::Descent {
    let change = crate::model::FileChange {
        path: RepoPath::new("skeleton/<b>.md").expect("a plain path"),
        added: 1,
        removed: 1,
        state: None,
        hunks: vec![crate::model::ChangedLines {
            head: "@@ -1 +1 @@".to_owned(),
            lines: vec![('-', HOSTILE.to_owned()), ('+', HOSTILE.to_owned())],
        }],
        note: None,
    };
    let commit = crate::model::Commit { id: "0".repeat(40), time: "2026-03-01T00:00:00Z".to_owned() };
    let entity = catalog.find(&EntityId::new("component", "default", "till")).expect("it is there");
    crate::model::Descent { entity, template, since: Some(commit), changes: vec![change], more: 0 }
}
