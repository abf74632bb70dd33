//! Each tool's descriptors, and what is read of them.

use std::fmt::Write;

use crate::{
    model::{Declaration, EntityId, Node, Snapshot},
    parse::{Options, parse},
};

/// One line for an entity, and one for each of its references.
fn tell(declaration: &Declaration, told: &mut String) {
    let document = &declaration.document;
    let text = |path: &[&str]| document.at(path).and_then(Node::as_str).unwrap_or("-");
    let list = |key: &str, part: &str| {
        let items = document.at(&["metadata", key]).map_or(&[][..], Node::items).iter();
        items.filter_map(|item| item.get(part).unwrap_or(item).as_str()).collect::<Vec<_>>().join(" ")
    };
    let (spec, definition) =
        (["type", "lifecycle", "tier"].map(|key| text(&["spec", key])), text(&["spec", "definition"]));
    let head =
        format!("{} {:?} {}", EntityId::from(&declaration.reference), text(&["metadata", "title"]), spec.join("/"));
    writeln!(told, "{head} [{}] [{}]", list("tags", ""), list("links", "url")).expect("texts take all");
    for of in &declaration.references {
        writeln!(told, "  {} {} {}:{}", of.field.field, of.target, of.line, of.column).expect("texts take all");
    }
    if definition != "-" {
        writeln!(told, "  spec.definition {definition:?}").expect("texts take all");
    }
}

/// Everything that repositories declare, and what is wrong.
fn read(repositories: &str) -> String {
    let names = ["a", "b", "c"].iter();
    let snapshots: Vec<Snapshot> =
        names.zip(repositories.split("====")).map(|(name, files)| Snapshot::from_text(name, files)).collect();
    let (declarations, mut diagnostics) = parse(&snapshots, &Options { catalog_files: Vec::new(), descriptors: true });
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let mut told = String::new();
    declarations.iter().for_each(|declaration| tell(declaration, &mut told));
    for found in diagnostics {
        let (place, rule) = (&found.place, found.rule.id);
        let (path, at) = (&place.path, (place.line, place.column));
        writeln!(told, "{}/{path}:{}:{} {rule}: {}", place.repo, at.0, at.1, found.message).expect("texts take all");
    }
    told
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the cases lie in a file of their own")]
fn each_descriptor_says_what_it_says() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/descriptors.txt");
    let text = std::fs::read_to_string(file).expect("the cases are there");
    let cases: Vec<&str> = text.split("#### ").skip(1).collect();
    let mut wrong = String::new();
    for case in &cases {
        let (title, case) = case.split_once('\n').expect("a case has a title");
        let (files, expected) = case.split_once(">>>>\n").expect("a case has an expectation");
        let told = read(files);
        if told.trim() != expected.trim() {
            writeln!(wrong, "#### {title}\n{files}>>>>\n{told}").expect("texts take all");
        }
    }
    assert!(cases.len() > 20 && wrong.is_empty(), "of {} cases:\n{wrong}", cases.len());
}

/// A document of many entities is not kept once for each of them.
#[test]
fn what_is_kept_grows_with_what_is_written() {
    let item = |number: usize| format!("- {{identifier: e{number}, blueprint: service}}\n");
    let list: String = (0..3000).map(item).collect();
    let need = |number: usize| format!("  r{number}: {{type: redis}}\n");
    let needs: String = (0..3000).map(need).collect();
    let score = format!("apiVersion: score.dev/v1b1\nmetadata: {{name: x}}\nresources:\n{needs}");
    for (files, entities) in [(format!("-- port.yml --\n{list}"), 3000), (format!("-- score.yaml --\n{score}"), 3001)] {
        let options = Options { catalog_files: Vec::new(), descriptors: true };
        let (declarations, diagnostics) = parse(&[Snapshot::from_text("a", &files)], &options);
        let kept: usize = declarations.iter().map(|declaration| declaration.source.len()).sum();
        assert_eq!((declarations.len(), diagnostics.len()), (entities, 0));
        assert!(kept < 3 * files.len(), "{kept} of {}", files.len());
    }
}
