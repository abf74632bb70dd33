use super::{Dialect, MAX_BYTES, MAX_DEPTH, decode, read};

/// Every document as JSON, or its errors as `line:column message`.
fn shown(text: &str, dialect: Dialect) -> Vec<String> {
    let document = |document: super::Document| {
        if document.errors.is_empty() {
            return document.root.map_or("null".to_owned(), |root| root.to_json().to_string());
        }
        let errors: Vec<String> =
            document.errors.iter().map(|error| format!("{}:{} {}", error.line, error.column, error.message)).collect();
        errors.join("; ")
    };
    read(text, dialect).into_iter().map(document).collect()
}

fn check(dialect: Dialect, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(shown(text, dialect), *expected, "{text:?}");
    }
}

#[test]
fn scalars_are_those_of_the_core_schema() {
    for (text, expected) in [
        ("yes", r#""yes""#),
        ("off", r#""off""#),
        ("TRUE", "true"),
        ("tRUE", r#""tRUE""#),
        ("NULL", "null"),
        ("012", "12"),
        ("0o17", "15"),
        ("0x1F", "31"),
        ("+0x1F", r#""+0x1F""#),
        ("0b1", r#""0b1""#),
        ("1_000", r#""1_000""#),
        ("2024-01-02", r#""2024-01-02""#),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e3", "1000"),
        ("-0", "0"),
        ("-.inf", "null"),
        (".nan", "null"),
        ("123456789012345678901234567890", "1.2345678901234568e+29"),
        ("!foo 12", r#""12""#),
        ("!!str 12", r#""12""#),
        ("!!int \"3\"", "3"),
        ("!!float 3", r#""3""#),
        ("!!python/name:x.y", r#""""#),
        ("\"caf\\u00e9\"", r#""café""#),
    ] {
        check(Dialect::CATALOG, &[(&format!("a: {text}"), &[&format!("{{\"a\":{expected}}}")])]);
    }
}

#[test]
fn documents_are_read_as_backstage_reads_them() {
    check(
        Dialect::CATALOG,
        &[
            ("", &[]),
            ("# only a comment\n", &[]),
            ("# c\n---\n---\n", &["null", "null"]),
            ("--- a\n--- b\n...\n--- c", &["\"a\"", "\"b\"", "\"c\""]),
            ("\u{feff}a: 1\r\nb: 2\r\n", &[r#"{"a":1,"b":2}"#]),
            ("%YAML 1.1\n---\na: yes\nb: 017\n---\nc: off", &[r#"{"a":true,"b":15}"#, r#"{"c":false}"#]),
            ("<<: {a: 1}", &[r#"{"<<":{"a":1}}"#]),
            ("~: a\ntrue: b\n1.0: c\n1e30: d\n.inf: e", &[r#"{"":"a","true":"b","1":"c","1e+30":"d","Infinity":"e"}"#]),
            ("? [a, b]\n: 1\n? {x: 1, y}\n: 2", &[r#"{"[ a, b ]":1,"{ x: 1, y }":2}"#]),
            ("1: a\n\"1\": b", &[r#"{"1":"b"}"#]),
            ("&a a: b\nc: *a", &[r#"{"a":"b","c":"a"}"#]),
            ("a: [\n  x,\n]\nb: 1", &[r#"{"a":["x"],"b":1}"#]),
            ("a: !ENV [B, 1]", &[r#"{"a":["B",1]}"#]),
        ],
    );
    check(
        Dialect::MKDOCS,
        &[
            ("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3", &[r#"{"a":{"x":1,"y":2},"b":{"x":1,"y":3}}"#]),
            ("a: {<<: [{x: 1}, {x: 2, y: 2}], z: 3}", &[r#"{"a":{"x":1,"y":2,"z":3}}"#]),
            ("a: 1\na: 2", &[r#"{"a":2}"#]),
        ],
    );
}

#[test]
fn errors_have_places_and_stay_in_their_document() {
    check(
        Dialect::CATALOG,
        &[
            ("é: 1\n\"a\": 2\na: 3", &["3:1 Key `a` stands twice in this mapping"]),
            ("a: {é: 1, é: 2}", &["1:11 Key `é` stands twice in this mapping"]),
            ("a: [\n---\nb: 1", &["1:4 The bracket `[` is never closed", r#"{"b":1}"#]),
            ("a: \"x\n---\nb: 1", &["2:1 This line must be indented further than what it belongs to", r#"{"b":1}"#]),
            ("a: *b", &["1:4 No anchor of this name stands before this alias"]),
            ("a: &a [*a]", &["1:8 An alias stands inside the node that it repeats"]),
            ("x:\n  a: [\n  b\n  ]", &["3:3 This line must be indented further than what it belongs to"]),
            ("a: @b", &["1:4 A plain value cannot start with `@`; put it in quotes"]),
            ("a: b: c", &["1:5 A `:` cannot stand here; put the value in quotes, or mend the indentation"]),
            ("a:\n\t- b", &["2:2 A tab stands in the indentation; indent with spaces"]),
            ("x:\n  a: [\n    b\n ]", &["4:2 This line must be indented further than what it belongs to"]),
        ],
    );
}

#[test]
fn budgets_hold() {
    let deep = |open: &str, count: usize| shown(&open.repeat(count), Dialect::CATALOG).join(" ");
    for open in ["[", "{a: ", "- ", "? "] {
        assert!(deep(open, 100_000).contains(&format!("more than {MAX_DEPTH} deep")), "{open}");
    }
    let nested: String = (0..100_000).map(|depth| format!("{}a:\n", " ".repeat(depth.min(300)))).collect();
    assert!(shown(&nested, Dialect::CATALOG)[0].contains("deep"), "block mappings");

    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    let names: Vec<char> = ('a'..='i').collect();
    for pair in names.windows(2) {
        bomb.push_str(&format!("{1}: &{1} [*{0}, *{0}, *{0}, *{0}, *{0}, *{0}, *{0}, *{0}]\n", pair[0], pair[1]));
    }
    assert!(shown(&bomb, Dialect::CATALOG)[0].contains("Excessive alias count"));

    // Empty collections do not count as aliases, so that only the depth stops this chain.
    let chain: String = (1..1000).map(|step| format!("a{step}: &a{step} [*a{}]\n", step - 1)).collect();
    assert!(shown(&format!("a0: &a0 []\n{chain}"), Dialect::CATALOG)[0].contains("deep"));

    let long = format!("a: &a {}\nb: [{}]", "x".repeat(4 << 20), "*a, ".repeat(90));
    assert!(shown(&long, Dialect::CATALOG)[0].contains("more than"), "long scalars repeated");
    assert_eq!(shown(&"---\n".repeat(100_000), Dialect::CATALOG).len(), 50_001);
    assert!(shown(&format!("[{}]", "a,".repeat(600_000)), Dialect::CATALOG)[0].contains("more than"), "many values");
}

#[test]
fn only_text_is_decoded() {
    for (bytes, expected) in [
        (&b"a: b"[..], Ok("a: b")),
        (b"a: b\n\xc3\xa9\x00", Err((2, 2))),
        (b"a: b\nc\xff", Err((2, 2))),
        (b"a\x1b\xff", Err((1, 2))),
    ] {
        assert_eq!(decode(bytes).map_err(|error| (error.line, error.column)), expected, "{bytes:?}");
    }
    let large = vec![b'a'; usize::try_from(MAX_BYTES).expect("a test's size fits") + 1];
    assert!(decode(&large).is_err_and(|error| error.message.contains("at most")));
}
