use std::cmp::Ordering;

use super::{Scheme, Version};

/// Each line: the type of a package URL, and versions in their order; `=` stands between those that are alike.
const ORDERS: &str = include_str!("../../tests/query/versions.txt");

#[test]
fn versions_are_in_the_order_of_their_ecosystem() {
    for line in ORDERS.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let kind = words.next().expect("a type");
        let words: Vec<&str> = words.collect();
        let parse = |text: &str| Version::parse(Scheme::of(kind), text).expect(text);
        for (a, rest) in words.iter().enumerate().map(|(at, a)| (a, &words[at + 1..])).filter(|(a, _)| **a != "=") {
            let mut alike = true;
            let mut after = 0;
            for b in rest {
                if *b == "=" {
                    after = 1;
                    continue;
                }
                alike &= after == 1;
                after = 0;
                let expected = if alike { Ordering::Equal } else { Ordering::Less };
                assert_eq!(parse(a).cmp(&parse(b)), expected, "{kind}: {a} {b}");
                assert_eq!(parse(b).cmp(&parse(a)), expected.reverse(), "{kind}: {b} {a}");
            }
        }
    }
}

#[test]
fn ranges_begin_somewhere_and_words_are_no_versions() {
    for (text, least) in [
        ("^4.17.0", Some("4.17")),
        (">=2.0,<3", Some("2")),
        ("<3", Some("0")),
        ("!=1.5", Some("0")),
        ("[1.2,2.0)", Some("1.2")),
        ("(,2.0]", Some("0")),
        ("v1.2.x", Some("1.2")),
        ("~> 2.1", Some("2.1")),
        ("1.x || 2", Some("1")),
        ("latest", None),
        ("*", None),
        ("", None),
        ("8ade135a41bc03ea155e62e844d188df1ea18608", None),
        ("sha256:0123456789012345678901234567890123456789012345678901234567890123", None),
    ] {
        let parse = |text| Version::parse(Scheme::Semantic, text);
        assert_eq!(parse(text), least.and_then(parse), "{text}");
    }
}
