//! Other layouts than MkDocs', plugins, redirects and decisions: repositories in, navigation and problems out.

use super::{TECHDOCS, catalog, component, repo, short};
use crate::{
    docs::{Shelf, shelve, typeset},
    model::{Book, Editing, Library, RedirectTarget},
};

/// The book of an entity that points at the root of a repository, and what was found.
fn book(text: &str) -> (Book, String) {
    let snapshots = [repo("a", text)];
    let (library, found) = shelve(&snapshots, &catalog(&snapshots, vec![component("a", (TECHDOCS, "dir:."))]));
    let seen = found.iter().map(|found| {
        let place = &found.place;
        format!("{}:{}:{} {}: {}", place.path, place.line, place.column, found.rule.id, found.message)
    });
    let seen = seen.collect::<Vec<_>>().join("\n");
    (library.books.into_iter().find(|book| !book.readers.is_empty()).expect("the entity has a book"), seen)
}

#[test]
fn layouts_have_their_own_order() {
    for (files, title, nav, problems) in [
        (
            "-- book.toml --\n[book]\ntitle = \"The Book\"\nsrc = \"text\"\n[output.html]\ntitle = \"no\"\n\
             -- text/SUMMARY.md --\n# Summary\n\n[Preface](pre.md)\n\n# Part one\n\n- [One](one.md)\n    - [Deep](one/deep.md)\n\
             - [Draft]()\n---\n- [Gone](oen.md)\n\n[End](end.md)\n\
             -- text/pre.md --\n# P\n-- text/one.md --\n# O\n-- text/one/deep.md --\n# D\n-- text/end.md --\n# E\n",
            "The Book",
            "Preface [Part one: [One: One Deep] End]",
            "text/SUMMARY.md:11:1 missing-nav-page: the navigation names `oen.md`, which is not in `text`",
        ),
        (
            "-- docusaurus.config.js --\nmodule.exports = {\n  title: 'Site',\n};\n-- docs/_category_.json --\n{}\n\
             -- docs/intro.md --\n---\nsidebar_position: 1\nsidebar_label: Start\n---\n# Introduction\n\
             -- docs/02-late/_category_.json --\n{\"label\": \"Later\", \"position\": 3}\n-- docs/02-late/a.md --\n# A\n\
             -- docs/tutorial/_category_.yml --\nposition: 2\n-- docs/tutorial/02-b.mdx --\n# B\n-- docs/tutorial/01-a.md --\n# A\n\
             -- docs/tutorial/_part.mdx --\nx\n-- docs/z.md --\n---\nunlisted: true\n---\n# Z\n",
            "Site",
            "Start [Tutorial: A B] [Later: A]",
            "docusaurus.config.js:1:1 ignored-docs-setting: the file is a program and is not run: pages are in the order of folders and front matter",
        ),
        (
            "-- mkdocs.yml --\nsite_name: S\n-- docs/.pages --\nnav:\n  - last.md\n  - ...\n  - Site: https://x.test/\n  - gnoe.md\n\
             -- docs/index.md --\n# I\n-- docs/last.md --\n# L\n-- docs/gone10.md --\n# G10\n-- docs/gone9.md --\n# G9\n\
             -- docs/sub/.pages --\ntitle: Under\norder: desc\n-- docs/sub/a.md --\n# A\n-- docs/sub/b.md --\n# B\n\
             -- docs/hid/.pages --\nhide: true\n-- docs/hid/a.md --\n# H\n",
            "S",
            "L I G9 G10 [Under: B A] Site->https://x.test/",
            "docs/.pages:5:5 missing-nav-page: the navigation names `gnoe.md`, which is not in `docs`",
        ),
        (
            "-- mkdocs.yml --\nsite_name: S\n-- docs/.nav.yml --\nnav:\n  - index.md\n  - First: sub\n  - More:\n    - \"z*\"\n  - \"*\"\n\
             -- docs/index.md --\n# I\n-- docs/sub/x.md --\n# X\n-- docs/z.md --\n# Z\n-- docs/a.md --\n# A\n",
            "S",
            "I [First: X] [More: Z] A",
            "",
        ),
        (
            "-- mkdocs.yml --\nsite_name: !ENV [SITE, Fallback]\nnav:\n  - index.md\n  - '*include ./*/mkdocs.yml'\nnot_in_nav: |\n  quiet/\n\
             -- docs/index.md --\n# I\n-- docs/quiet/a.md --\n# Q\n-- docs/loud.md --\n# L\n\
             -- x/mkdocs.yml --\nsite_name: X\n-- x/docs/index.md --\n# X1\n-- y/mkdocs.yml --\nsite_name: Y\n-- y/docs/index.md --\n# Y1\n",
            "Fallback",
            "I [X: X1] [Y: Y1]",
            "mkdocs.yml:3:3 page-outside-nav: `loud.md` is not in the navigation",
        ),
        (
            "-- README.md --\n# Read\n-- CHANGELOG.md --\n# Changes\n-- doc/adr/0001-a.md --\n# 1. A\n-- runbooks/fire.md --\n# Fire\n",
            "a",
            "Read [Decisions: Decisions 1. A] [Runbooks: Fire] Changes",
            "",
        ),
    ] {
        let (book, seen) = book(files);
        assert_eq!((book.title.as_str(), short(&book.nav).as_str(), seen.as_str()), (title, nav, problems), "{files}");
    }
}

#[test]
fn settings_that_would_run_code_are_named() {
    let (book, seen) = book(
        "-- mkdocs.yml --\nsite_name: S\nINHERIT: ../x.yml\nhooks: [a.py]\nextra_css: [a.css]\nplugins:\n  - search\n  - material/search\n\
         \x20 - macros:\n      x: y\n  - redirects:\n      redirect_maps:\n        'old.md': 'new.md#a'\n        'gone/': 'nwe.md'\n\
         \x20       'new.md': 'index.md'\n        'far.md': 'https://x.test/'\n        'bad.md': 'javascript://x'\n\
         markdown_extensions:\n  - toc\n  - mine:Ext\n  - pymdownx.snippets:\n      base_path: [snip, ../out]\n\
         repo_url: https://github.com/o/r\nedit_uri: edit/main/manual/\n\
         -- docs/index.md --\n# I\n-- docs/new.md --\n# New\n## A\n",
    );
    let lines: Vec<&str> = seen.lines().map(|line| line.trim_start_matches("mkdocs.yml:")).collect();
    assert_eq!(
        lines,
        [
            "2:1 invalid-docs-settings: the file `../x.yml` that `INHERIT` names is not in the repository",
            "3:1 ignored-docs-setting: `hooks` is ignored: it would run code",
            "4:1 ignored-docs-setting: `extra_css` is ignored: the portal's theme makes the pages",
            "8:5 ignored-docs-setting: `plugins.macros` is ignored: plugins are code, and this one has no part in the portal",
            "19:5 ignored-docs-setting: `markdown_extensions.mine:Ext` is ignored: it would run code",
            "13:18 broken-link: the redirect of `gone/` leads to `nwe.md`, which does not exist",
            "14:19 broken-link: `new.md` is redirected and is a document at the same time; the document is shown",
            "16:19 broken-link: the redirect of `bad.md` leads to `javascript://x`, which does not exist",
        ]
    );
    assert_eq!(book.editing, Editing::Below("https://github.com/o/r/edit/main/manual/".to_owned()));
    let shown = book.redirects.iter().map(|redirect| match &redirect.target {
        RedirectTarget::Page(page, anchor) => format!("{} > {}#{anchor}", redirect.path, book.pages[*page].path),
        RedirectTarget::Elsewhere(url) => format!("{} > {url}", redirect.path),
    });
    let base = "docs/default/component/a";
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [format!("{base}/far.html > https://x.test/"), format!("{base}/old.html > {base}/new.html#a")]
    );
}

#[test]
fn books_say_where_they_are_edited_and_what_moved() {
    for (files, title, editing, redirects) in [
        (
            "-- mkdocs.yml --\nINHERIT: conf/base.yml\nsite_name: Near\nplugins:\n  redirects:\n    redirect_maps: {a.md: index.md}\n\
             -- conf/base.yml --\nINHERIT: ./root.yml\nsite_name: Far\nrepo_url: https://x.test/r\nplugins:\n  redirects:\n    redirect_maps: {b.md: index.md}\n\
             -- conf/root.yml --\nsite_name: Farthest\nedit_uri_template: edit?f={path!q}\n-- docs/index.md --\n# I\n",
            "Near",
            Editing::Template("https://x.test/r/edit?f={path!q}".to_owned()),
            "a.html > index.html; b.html > index.html",
        ),
        (
            "-- book.toml --\n[book]\ntitle = \"B\"\n[output.html]\nedit-url-template = \"https://x.test/{path}\"\n\
             [output.html.redirect]\n\"/old.html\" = \"a/new.html#x\"\n\"/a/gone.html\" = '/a/new.html'\n\"/a/up.html\" = \"../far.html\"\n# \"/no.html\" = \"no\"\n\
             -- src/SUMMARY.md --\n[N](a/new.md)\n[F](far.md)\n-- src/a/new.md --\n# N\n-- src/far.md --\n# F\n",
            "B",
            Editing::Template("https://x.test/src/{path}".to_owned()),
            "a/gone.html > a/new.html; a/up.html > far.html; old.html > a/new.html#x",
        ),
    ] {
        let (book, seen) = book(files);
        let base = "docs/default/component/a/";
        let shown = book.redirects.iter().map(|redirect| match &redirect.target {
            RedirectTarget::Page(page, anchor) if anchor.is_empty() => {
                format!("{} > {}", redirect.path, book.pages[*page].path)
            }
            RedirectTarget::Page(page, anchor) => format!("{} > {}#{anchor}", redirect.path, book.pages[*page].path),
            RedirectTarget::Elsewhere(url) => format!("{} > {url}", redirect.path),
        });
        let shown = shown.collect::<Vec<_>>().join("; ").replace(base, "");
        assert_eq!(
            (book.title.as_str(), &book.editing, shown.as_str(), seen.as_str()),
            (title, &editing, redirects, "")
        );
    }
}

#[test]
fn decisions_know_what_took_their_place() {
    let (book, _) = book(
        "-- docs/index.md --\n# I\n-- docs/adr/0002-b.md --\n# 2. Bus\n\n## Status\n\nAccepted\n\nSupersedes [1. A](0001-a.md)\n\
         -- docs/adr/0001-a.md --\n---\nstatus: superseded by ADR-0002\ndate: 2024-01-02\n---\n# Air\n\
         -- docs/adr/0000-template.md --\n# T\n-- docs/adr/notes.md --\n# Notes\n",
    );
    assert_eq!(short(&book.nav), "I [Adr: Decisions T Air 2. Bus Notes]");
    let [log] = book.logs.as_slice() else { panic!("one log") };
    assert_eq!(book.pages[log.page].path.as_str(), "docs/default/component/a/adr/index.html");
    let lines: Vec<String> = log
        .decisions
        .iter()
        .map(|decision| {
            let source = &book.pages[decision.page].source;
            let (number, title, status, date) = (&decision.number, &decision.title, &decision.status, &decision.date);
            format!("{source} {number} {title} {status} {date} {:?} {:?}", decision.supersedes, decision.superseded_by)
        })
        .collect();
    assert_eq!(
        lines,
        ["docs/adr/0001-a.md 0001 Air Superseded 2024-01-02 [] [1]", "docs/adr/0002-b.md 0002 Bus Accepted  [0] []"]
    );
}

#[test]
fn pages_answer_to_their_other_names() {
    let text = "-- docusaurus.config.ts --\nx\n-- docs/index.md --\n# I\n\n[a](./guide/start) [b](/first) [c](guide/two.md) [d](guide/gone)\n\
                -- docs/01-guide/02-start.md --\n# S\n-- docs/x.md --\n---\nslug: /first\n---\n# X\n-- docs/01-guide/y.md --\n---\nid: two\n---\n# Y\n";
    let snapshots = [repo("a", text)];
    let catalog = catalog(&snapshots, vec![component("a", (TECHDOCS, "dir:."))]);
    let (library, _): (Library, _) = shelve(&snapshots, &catalog);
    let shelf = Shelf::new(&snapshots, &catalog, &library);
    let page = library.books[0].pages.iter().position(|page| page.source.as_str() == "docs/index.md");
    let (typeset, found) = typeset(&shelf, 0, page.expect("the page is there"));
    let html = typeset.html.as_str();
    let hrefs: Vec<&str> = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(
        hrefs.iter().filter(|href| !href.starts_with('#')).collect::<Vec<_>>(),
        [&"01-guide/02-start.html", &"x.html", &"01-guide/y.html"]
    );
    assert_eq!(found.len(), 1, "{found:?}");
}
