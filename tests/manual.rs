//! The manual held to the program: every rule, every configuration key, every option has its place in the reference.

use std::{collections::BTreeSet, fs, path::PathBuf};

use callboard::{cli, config, model::FACT_KEYS, rules};

fn reference(page: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("content/manual/docs/reference").join(page);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_rule_has_a_page_and_a_line_in_the_index() {
    let index = reference("rules/index.md");
    for rule in rules::all() {
        let (id, severity) = (rule.id, rule.severity.name());
        let page = reference(&format!("rules/{id}.md"));
        assert!(page.starts_with(&format!("# {id}\n")), "rules/{id}.md begins with the rule's name");
        assert!(page.contains(&format!("Severity: **{severity}**")), "rules/{id}.md says that it is `{severity}`");
        assert!(index.contains(&format!("| [{id}]({id}.md) | {severity} |")), "rules/index.md lists {id}, {severity}");
    }
}

#[test]
fn no_page_tells_of_a_rule_that_is_gone() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("content/manual/docs/reference/rules");
    let known: BTreeSet<String> = rules::all().iter().map(|rule| format!("{}.md", rule.id)).collect();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let name = entry.expect("it can be listed").file_name().to_string_lossy().into_owned();
        assert!(name == "index.md" || known.contains(&name), "rules/{name} belongs to no rule");
    }
}

#[test]
fn every_rule_of_drift_is_in_the_reference() {
    let page = reference("drift.md");
    for rule in rules::of_drift() {
        let (severity, sides) = (rule.severity.name(), format!("{} | {}", rule.declared, rule.shown));
        let row = format!("| `{}` | {severity} | {} | {sides} | {} |", rule.id, rule.title, rule.advice);
        assert!(page.contains(&row), "no row in drift.md: {row}");
        assert!(rules::all().iter().all(|other| other.id != rule.id), "{} is a rule of problems as well", rule.id);
    }
}

#[test]
fn every_configuration_key_is_in_the_reference() {
    let link = regex::Regex::new(r"\[([^\]]+)\]\([^)]+\)").expect("the pattern is valid");
    let page = link.replace_all(&reference("configuration.md"), "$1").into_owned();
    for config::Key { name, value, default, about } in &config::KEYS {
        let row = format!("| `{name}` | {value} | {default} | {about}").replace("|  |", "| |");
        assert!(page.contains(&row), "no row in configuration.md: {row}");
    }
}

#[test]
fn every_fact_is_in_the_reference() {
    let page = reference("facts.md");
    for key in &FACT_KEYS {
        let unit = if key.unit.is_empty() { String::new() } else { format!(", {}", key.unit) };
        let (fact_type, basis) = (key.fact_type.name(), key.basis.name());
        let row = format!("| `{}` | {} | {fact_type}{unit} | {basis} | {} |", key.id, key.title, key.description);
        assert!(page.contains(&row), "no row in facts.md: {row}");
    }
}

#[test]
fn every_option_and_exit_code_is_in_the_reference() {
    let page = reference("cli.md");
    for (command, help) in cli::help() {
        assert!(page.contains(&command), "{command}");
        let words = help.split_whitespace().map(|word| word.trim_matches([',', '`', '.', ';', ')', '(']));
        for option in words.filter(|word| word.starts_with("--") && word.len() > 2) {
            assert!(page.contains(&format!("`{option}`")), "{command}: {option}");
        }
    }
    for code in 0..=5 {
        assert!(page.contains(&format!("| {code} | ")), "exit code {code}");
    }
}

/// Each example of the pages on Markdown is shown as its source, letter by letter.
#[test]
fn examples_of_markdown_are_their_own_sources() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("content/manual/docs/markdown");
    let mut examples = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        let page = fs::read_to_string(&path).expect("it can be read");
        for example in page.split("=== \"Result\"\n").skip(1) {
            let (result, rest) = example.split_once("=== \"Source\"\n").expect("the source follows the result");
            let source =
                rest.trim_start().strip_prefix("`````markdown\n").and_then(|rest| rest.split_once("\n    `````"));
            let source = source.expect("the source is a block of code").0.replace(";--8<", "--8<");
            assert_eq!(result.trim(), source.trim(), "{}", path.display());
            examples += 1;
        }
    }
    assert!(examples > 20, "only {examples} examples were found");
}
