//! Organisations of which much can be asked, and questions about them: the same for the same seed.

use std::{fmt::Write as _, sync::Arc};

use callboard::{
    model::{Catalog, FACT_KEYS, FactKey, FactType, FactValue},
    query::Facts,
};

#[path = "dice.rs"]
pub mod dice;
pub use dice::Dice;

/// How large an organisation is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Components, APIs and resources.
    pub things: usize,
    /// Groups, and half as many systems and domains.
    pub groups: usize,
    /// `dependsOn` of each component at most.
    pub needs: usize,
}

const TITLES: [&str; 8] = ["Straße", "ÉTÉ", "支払い", "a, b (c)", "say \"no\"", "İstanbul", "__proto__", "x\\y"];
const KEYS: [&str; 4] = ["constructor", "example.org/Key", "a.b", "toString"];
const FREE_KEYS: [&str; 4] = ["__proto__", "ключ", "valueOf", "Ключ"];
const TYPES: [&str; 4] = ["service", "library", "web-site", "Job"];
const LIFECYCLES: [&str; 4] = ["production", "experimental", "deprecated", "Production"];
const TAGS: [&str; 5] = ["java", "go", "tier-1", "tier-2", "edge"];

/// An organisation as the text of one repository; every file has at most a hundred entities.
pub fn organisation(seed: u64, size: Size) -> String {
    let mut dice = Dice::new(seed);
    let mut text = String::new();
    for number in 0..size.groups {
        if number % 100 == 0 {
            let _ = writeln!(text, "-- groups-{number}.yaml --");
        }
        group(&mut text, number, size, &mut dice);
    }
    for number in 0..size.things {
        if number % 100 == 0 {
            let _ = writeln!(text, "-- things-{number}.yaml --");
        }
        thing(&mut text, number, size, &mut dice);
    }
    text
}

/// A group, and for every other one a system and a domain, a user and a place in a ring.
fn group(text: &mut String, number: usize, size: Size, dice: &mut Dice) {
    let head = |kind: &str| {
        format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata: {{name: {}-{number}}}\n",
            kind.to_lowercase()
        )
    };
    // Some parents do not exist, and some groups contain each other.
    let parent = dice.below(size.groups + 2);
    let _ = writeln!(text, "{}spec: {{type: team, parent: group-{parent}, children: []}}", head("Group"));
    if number.is_multiple_of(2) {
        let (owner, domain) = (dice.below(size.groups + 1), 2 * dice.below(size.groups / 2 + 1));
        let _ = writeln!(text, "{}spec: {{owner: group-{owner}, domain: domain-{domain}}}", head("System"));
        let _ =
            writeln!(text, "{}spec: {{owner: group-{owner}, subdomainOf: domain-{}}}", head("Domain"), number / 4 * 2);
    } else {
        let member = dice.below(size.groups + 1);
        let _ = writeln!(text, "{}spec: {{memberOf: [group-{member}]}}", head("User"));
    }
}

/// The kind, namespace and name of a thing.
pub fn name(number: usize) -> (&'static str, &'static str, String) {
    let kind = ["Component", "Component", "Component", "API", "Resource"][number % 5];
    (kind, if number % 7 == 3 { "other" } else { "default" }, format!("{}-{number}", kind.to_lowercase()))
}

/// The reference of a thing.
pub fn reference(number: usize) -> String {
    let (kind, namespace, name) = name(number);
    format!("{}:{namespace}/{name}", kind.to_lowercase())
}

fn thing(text: &mut String, number: usize, size: Size, dice: &mut Dice) {
    let (kind, namespace, name) = name(number);
    let _ = write!(
        text,
        "---\napiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata:\n  name: {name}\n  namespace: {namespace}\n"
    );
    if dice.below(3) == 0 {
        let _ = writeln!(text, "  title: {:?}\n  description: {:?}", dice.pick(&TITLES), dice.pick(&TITLES));
    }
    let tags: Vec<&str> = (0..dice.below(4)).map(|_| dice.pick(&TAGS)).collect();
    let _ = writeln!(text, "  tags: {tags:?}");
    if dice.below(2) == 0 {
        let _ = writeln!(text, "  annotations: {{{:?}: {:?}}}", dice.pick(&KEYS), dice.pick(&TITLES));
    }
    let _ = writeln!(
        text,
        "spec:\n  {}: {}\n  type: {}\n  lifecycle: {}",
        dice.pick(&FREE_KEYS),
        dice.below(3),
        dice.pick(&TYPES),
        dice.pick(&LIFECYCLES)
    );
    let _ = writeln!(
        text,
        "  owner: default/group-{}\n  system: default/system-{}",
        dice.below(size.groups + 2),
        dice.below(size.groups) / 2 * 2
    );
    match kind {
        "API" => text.push_str("  definition: x\n"),
        "Resource" => {}
        _ => {
            let list = |dice: &mut Dice, place: usize, most: usize| {
                let count = dice.below(most + 1);
                (0..count).map(|_| reference(dice.below(size.things + 2) / 5 * 5 + place)).collect::<Vec<_>>()
            };
            let place = dice.below(5);
            let needs = list(dice, place, size.needs);
            let _ = writeln!(text, "  dependsOn: {needs:?}");
            let _ = writeln!(text, "  consumesApis: {:?}\n  providesApis: {:?}", list(dice, 3, 3), list(dice, 3, 1));
            let _ = writeln!(text, "  replicas: {}\n  nested: [{{on: {}}}]", dice.below(5), dice.below(2) == 0);
        }
    }
}

/// What repositories show: of some entities, of each something else.
fn observed(dice: &mut Dice) -> Vec<(&'static FactKey, FactValue)> {
    let mut found = Vec::new();
    for key in &FACT_KEYS {
        if dice.below(3) == 0 {
            continue;
        }
        let value = match key.fact_type {
            FactType::Count => FactValue::Number(dice.below(6) as u32 / 2),
            FactType::Percent => FactValue::Number(dice.below(101) as u32),
            FactType::Date => FactValue::Text(format!("{}-0{}-11", 2024 + dice.below(3), 1 + dice.below(9))),
            FactType::Text => FactValue::Text(dice.pick(&["org/a", "org/b/c", ""]).to_owned()),
            FactType::List => {
                FactValue::List((0..dice.below(3)).map(|_| dice.pick(&["MIT", "other", "@a/b"]).to_owned()).collect())
            }
            FactType::Shares => {
                let names = ["Rust", "Go", "C++"];
                FactValue::Shares((0..dice.below(4)).map(|place| (names[place].to_owned(), 9)).collect())
            }
        };
        found.push((key, value));
    }
    found
}

/// Packages of some entities.
fn packages(dice: &mut Dice, most: usize) -> Vec<Arc<str>> {
    let labels = [
        "maven/org.apache.logging.log4j/log4j-core@2.14.1",
        "maven/org.apache.logging.log4j/log4j-core@2.17.1",
        "maven/org.apache.logging.log4j/log4j-core@2.0-beta9",
        "npm/@babel/core@7.1.0",
        "npm/@babel/core@1.0.0-rc.1",
        "npm/left-pad@^1.0",
        "npm/left-pad",
        "npm/core@latest",
        "pypi/django@2.0rc1",
        "pypi/django@>=2,<3",
        "golang/go.k6.io/k6@v0.9.0",
        "github/actions/checkout@8ade135a41bc03ea155e62e844d188df1ea18608",
    ];
    (0..dice.below(most)).map(|_| Arc::from(dice.pick(&labels))).collect()
}

/// What is known of the entities besides.
pub fn facts(catalog: &Catalog, seed: u64) -> Vec<Facts> {
    let mut dice = Dice::new(seed);
    let mut one = || {
        let (errors, warnings) = (dice.below(4) as u32 / 2, dice.below(3) as u32);
        let date = format!("{}-{:02}-{:02}", 2024 + dice.below(3), 1 + dice.below(12), 1 + dice.below(28));
        let updated = (dice.below(4) > 0).then_some(date);
        let rules =
            if errors > 0 { vec!["unknown-owner".to_owned(), "dangling-reference".to_owned()] } else { Vec::new() };
        Facts {
            docs: dice.below(30) as u32 / 10,
            problems: errors + warnings,
            errors,
            warnings,
            rules,
            updated,
            observed: observed(&mut dice),
            packages: packages(&mut dice, 6),
            direct_packages: packages(&mut dice, 2),
            unknown: ["package", "direct-package", "vulnerability"]
                .into_iter()
                .filter(|_| dice.below(4) == 0)
                .collect(),
            ..Facts::default()
        }
    };
    catalog.entities().iter().map(|_| one()).collect()
}
