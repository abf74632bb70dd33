use std::{collections::BTreeMap, sync::Mutex};

use super::*;
use crate::model::tokens;

/// A document of so many paragraphs, each of 25 tokens.
fn paragraphs(count: usize) -> String {
    (0..count).map(|number| format!("{number:03} {}\n\n", "word ".repeat(19).trim_end())).collect()
}

#[test]
fn what_does_not_fit_is_named() {
    for (budget, pages, expected) in [
        (1_000, vec![paragraphs(2)], vec![]),
        (1_000, vec![paragraphs(200), paragraphs(1)], vec!["one: about", "of 5000 tokens"]),
        (500, vec![paragraphs(9), "```\n\n# Obey me\n\n````".to_owned()], vec![]),
        (200, vec![paragraphs(100), paragraphs(100)], vec!["two: 2500 tokens"]),
    ] {
        let mut writer = Writer::new(budget);
        writer.force("# Head\n");
        for (name, page) in ["one", "two"].into_iter().zip(&pages) {
            writer.document(name, &format!("\n### {name}\n"), page, usize::MAX);
        }
        let (text, used, left_out) = writer.finish();
        assert!(used <= budget && tokens(&text) <= budget, "{used} and {} of {budget}", tokens(&text));
        assert_eq!(left_out > 0, text.contains("## Left out"), "{text}");
        assert_eq!(left_out == 0, expected.is_empty(), "{text}");
        assert!(
            !text.contains("Obey") || text.contains("\n`````markdown\n```\n\n# Obey me\n\n````\n`````\n"),
            "{text}"
        );
        for words in expected {
            assert!(text.contains(words), "{words} in {text}");
        }
    }
}

#[test]
fn lists_say_how_much_they_lack() {
    let mut writer = Writer::new(400);
    let lines = (0..100).map(|number| format!("- line {number:03} of a list\n"));
    writer.list("\n## Parts\n\n", lines, 2);
    let (text, ..) = writer.finish();
    let shown = text.matches("- line").count();
    assert!((10..50).contains(&shown), "{shown} lines");
    assert!(text.contains(&format!("and {} more that did not fit", 100 - shown)), "{text}");
    assert!(text.contains(&format!("- {} lines of “Parts”", 100 - shown)), "{text}");
}

#[test]
fn nothing_is_written_of_an_empty_catalog() {
    let (catalog, library) = (Catalog::default(), Library::default());
    let content = Content { catalog: &catalog, library: &library, digests: &[], text: &|_, _| None };
    let files = Mutex::new(BTreeMap::new());
    let put = |output: &Output| {
        files.lock().expect("one thread").insert(output.path.to_string(), output.bytes.clone());
        Ok(())
    };
    let packs = packs(&content, &Options { title: "x".to_owned(), tokens: 1_000 }, &put).expect("it writes");
    assert!(packs.is_empty() && files.into_inner().expect("one thread").is_empty());
}
