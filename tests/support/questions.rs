//! Questions about the organisations of `asking`: the same for the same seed.

use std::fmt::Write as _;

use super::asking::{Dice, Size, name, reference};

/// A question; one in eight is likely to be wrong.
pub fn question(dice: &mut Dice, size: Size) -> String {
    let mut text = any(dice, size, 0);
    if dice.below(4) == 0 {
        let fields = [
            "updated",
            "docs",
            "name",
            "tag",
            "owner",
            "title",
            "spec.replicas",
            "kind",
            "nothing",
            "depends-on",
            "tests",
            "languages",
            "package",
        ];
        let _ = write!(text, " sort:{}{}", dice.pick(&["", "-"]), dice.pick(&fields));
    }
    if dice.below(8) == 0 {
        let mut characters: Vec<char> = text.chars().collect();
        let place = dice.below(characters.len());
        match dice.below(3) {
            0 => drop(characters.remove(place)),
            1 => characters.insert(place, ['"', '\\', '(', ')', '-', '*', ':', ',', ' ', 'é'][dice.below(10)]),
            _ => characters.truncate(place),
        }
        text = characters.into_iter().collect();
    }
    text
}

fn any(dice: &mut Dice, size: Size, depth: usize) -> String {
    let mut text = operand(dice, size, depth);
    for _ in 0..dice.below(if depth == 0 { 3 } else { 2 }) {
        text.push_str(dice.pick(&[" ", " ", " AND ", " OR ", " OR "]));
        text.push_str(&operand(dice, size, depth));
    }
    text
}

fn operand(dice: &mut Dice, size: Size, depth: usize) -> String {
    let not = dice.pick(&["", "", "", "", "-", "NOT "]);
    if depth < 3 && dice.below(6) == 0 {
        format!("{not}({})", any(dice, size, depth + 1))
    } else {
        format!("{not}{}", term(dice, size, depth))
    }
}

const WORDS: [&str; 11] =
    ["service", "component-1", "\"a, b\"", "STRASSE", "straße", "java", "支払", "é", "\\\"no", "\"\"", "i̇s"];
const REFERENCES: [&str; 7] = ["owner", "system", "domain", "parent", "ref", "owner*", "in"];
const COUNTED: [&str; 19] = [
    "languages",
    "tests",
    "license",
    "code",
    "docs",
    "tag",
    "owner",
    "updated",
    "depends-on",
    "dependencyOf",
    "spec.__proto__",
    "annotation.constructor",
    "title",
    "problems",
    "related-to",
    "package",
    "label.x",
    "needs",
    "needed-by",
];
const STATES: [&str; 6] = ["orphan", "unowned", "dangling", "cyclic", "cyclic,dangling", "Unowned"];
const RELATIONS: [&str; 14] = [
    "needs",
    "needed-by",
    "depends-on",
    "dependsOn",
    "depended-on-by",
    "part-of",
    "has-part",
    "owner-of",
    "consumes-api",
    "provides-api",
    "child-of",
    "has-member",
    "related-to",
    "member-of",
];

fn term(dice: &mut Dice, size: Size, depth: usize) -> String {
    match dice.below(10) {
        9 => package(dice),
        0 => dice.pick(&WORDS).to_owned(),
        1 | 2 => text_field(dice),
        3 => format!("{}:{}", dice.pick(&REFERENCES), reference_pattern(dice, size)),
        4 => quantity(dice),
        5 => match dice.below(3) {
            0 => format!("has:{},{}", dice.pick(&COUNTED), dice.pick(&COUNTED)),
            1 => format!("has:{}", dice.pick(&COUNTED)),
            _ => {
                let comparison = dice.pick(&["", ">", ">=", "<", "<="]);
                format!("count({}):{comparison}{}", dice.pick(&COUNTED), dice.below(4))
            }
        },
        6 => format!("is:{}", dice.pick(&STATES)),
        _ => {
            let (name, steps) = (dice.pick(&RELATIONS), dice.pick(&["", "", "*", "*", "*2", "*3"]));
            if depth < 3 && dice.below(2) == 0 {
                format!("{name}{steps}:({})", any(dice, size, depth + 1))
            } else {
                format!("{name}{steps}:{}", reference_pattern(dice, size))
            }
        }
    }
}

/// Names and versions that `asking::packages` uses, and some that it does not.
fn package(dice: &mut Dice) -> String {
    let field = dice.pick(&["package", "package", "direct-package"]);
    let names = [
        "log4j-core",
        "npm/@Babel/core",
        "core",
        "npm:left-pad",
        "*",
        "maven/*",
        "pkg:npm/%40babel/core",
        "django",
        "@babel/*",
        "k6",
        "nothing",
        "\"log4j-core\"",
    ];
    let versions = ["2.17.1", "1", "1.0.0-rc.1", "2.0rc1", "1.*", "v0.9", "latest", "", "2.0-beta9", "^1.0"];
    let mut text = format!("{field}:{}", dice.pick(&names));
    for _ in 0..dice.below(3) {
        text.push_str(dice.pick(&["<", "<=", ">", ">=", "=", "@"]));
        text.push_str(dice.pick(&versions));
    }
    if dice.below(4) == 0 {
        text.push_str(",npm/left-pad");
    }
    text
}

fn text_field(dice: &mut Dice) -> String {
    let fields = [
        ("kind", "component,api"),
        ("KIND", "resource"),
        ("type", "web-*"),
        ("lifecycle", "production"),
        ("name", "*-1*"),
        ("namespace", "other"),
        ("title", "stra*,\"a, b (c)\""),
        ("title", "*\\\"*"),
        ("description", "\"__proto__\""),
        ("tag", "go,tier-*"),
        ("spec.__proto__", "*"),
        ("spec.КЛЮЧ", "1"),
        ("annotation.__proto__", "*"),
        ("annotation.Constructor", "*o*"),
        ("metadata.annotations.a.b", "*"),
        ("metadata.tags", "java"),
        ("spec.replicas", "1,2"),
        ("spec.nested.on", "true"),
        ("spec.nothing", "x"),
        ("apiVersion", "*v1alpha1"),
        ("path", "things-*"),
        ("repo", "made-up"),
        ("languages", "rust,c++"),
        ("license", "mit"),
        ("codeowners", "@*"),
        ("code", "org/*"),
        ("title", "İstanbul"),
        ("title", "i̇STANBUL"),
    ];
    let (field, value) = fields[dice.below(fields.len())];
    format!("{field}:{value}")
}

fn reference_pattern(dice: &mut Dice, size: Size) -> String {
    let (group, thing) = (dice.below(size.groups + 2), dice.below(size.things + 2));
    match dice.below(8) {
        0 => format!("group-{group}"),
        1 => format!("group:default/group-{group}"),
        2 => reference(thing),
        3 => format!("*-{}", thing % 10),
        4 => format!("other/{}", name(thing).2),
        5 => format!("system/system-{group},domain-{group}"),
        6 => format!("{}:*{}", name(thing).0, thing % 10),
        _ => "*".to_owned(),
    }
}

fn quantity(dice: &mut Dice) -> String {
    let number = dice.below(4);
    match dice.below(4) {
        0 => {
            let field = dice.pick(&["docs", "problems", "errors", "warnings", "apis"]);
            format!("{field}:{}{number}", dice.pick(&["", ">", ">=", "<", "<="]))
        }
        1 => {
            let field = dice.pick(&["tests", "codeowners-coverage", "code-size", "decisions"]);
            format!("{field}:{}{number}", dice.pick(&["", ">", ">=", "<", "<="]))
        }
        2 => format!("problems:{}..{}", dice.pick(&["*", "0", "1", "-1"]), dice.pick(&["*", "2", "3", "2.5"])),
        _ => {
            let values = [
                "<90d",
                ">1y",
                "<=100w",
                ">=24m",
                "2025",
                "2025-06",
                ">2025-06",
                "<=2025-06",
                "2024-02-29",
                "2024-03..2025",
                "*..1y",
                "30d..2y",
                "*",
                "*..*",
                "2025-13",
                "1d",
            ];
            format!("updated:{}", dice.pick(&values))
        }
    }
}
