//! Which licence a text is.

/// A licence is known by phrases that stand in it, and by some that do not: its identifier, those that must be there,
/// those that must not. The first that fits counts.
const LICENCES: [(&str, &[&str], &[&str]); 21] = [
    ("Apache-2.0", &["apache license", "version 2.0, january 2004", "terms and conditions"], &[]),
    ("AGPL-3.0", &["gnu affero general public license", "version 3, 19 november 2007"], &[]),
    ("LGPL-3.0", &["gnu lesser general public license", "version 3, 29 june 2007"], &[]),
    ("LGPL-2.1", &["gnu lesser general public license", "version 2.1, february 1999"], &[]),
    ("GPL-3.0", &["gnu general public license", "version 3, 29 june 2007"], &[]),
    ("GPL-2.0", &["gnu general public license", "version 2, june 1991"], &[]),
    ("MPL-2.0", &["mozilla public license version 2.0"], &[]),
    ("EPL-2.0", &["eclipse public license - v 2.0"], &[]),
    ("BUSL-1.1", &["business source license 1.1", "change date"], &[]),
    ("SSPL-1.0", &["server side public license", "version 1, october 16, 2018"], &[]),
    ("Elastic-2.0", &["elastic license 2.0"], &[]),
    ("CC0-1.0", &["cc0 1.0 universal"], &[]),
    ("CC-BY-SA-4.0", &["attribution-sharealike 4.0 international"], &[]),
    ("CC-BY-4.0", &["attribution 4.0 international"], &[]),
    ("Unlicense", &["this is free and unencumbered software released into the public domain"], &[]),
    ("BSL-1.0", &["boost software license - version 1.0"], &[]),
    (
        "MIT",
        &[
            "permission is hereby granted, free of charge, to any person obtaining a copy",
            "without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute",
            "the above copyright notice and this permission notice",
        ],
        &["except as contained in this notice"],
    ),
    ("BSD-3-Clause", &[BSD, "neither the name"], &["all advertising materials"]),
    ("BSD-2-Clause", &[BSD, "redistributions in binary form"], &["neither the name", "all advertising materials"]),
    ("ISC", &["permission to use, copy, modify, and/or distribute this software", "above copyright notice"], &[]),
    ("0BSD", &["permission to use, copy, modify, and/or distribute this software"], &["above copyright notice"]),
];

const BSD: &str = "redistribution and use in source and binary forms, with or without modification, are permitted";

/// So much of a text is looked at, in bytes: the longest licence that is known has half of it.
pub(super) const LARGEST: u64 = 128 << 10;

/// The identifier in the SPDX list of the licence that a text is; none when it is another one, or was changed.
pub(super) fn identify(text: &str) -> Option<&'static str> {
    let words: Vec<String> = text.to_lowercase().split_whitespace().map(plain).collect();
    let text = words.iter().filter(|word| !word.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
    let fits = |(_, has, lacks): &&(&str, &[&str], &[&str])| {
        has.iter().all(|phrase| text.contains(phrase)) && !lacks.iter().any(|phrase| text.contains(phrase))
    };
    LICENCES.iter().find(fits).map(|(id, ..)| *id)
}

/// A word without the marks of Markdown and comments around it.
fn plain(word: &str) -> String {
    word.trim_matches(['*', '#', '/', '_', '"', '`', '>']).to_owned()
}

/// Whether a file is called as licences are.
pub(super) fn is_licence(file: &str) -> bool {
    let lower = file.to_ascii_lowercase();
    let (name, end) = lower.split_once('.').unwrap_or((&lower, ""));
    let starts = ["license", "licence", "copying", "unlicense"]
        .iter()
        .any(|start| name.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_'])));
    starts && ["", "md", "txt", "rst", "markdown", "mit", "apache", "bsd"].contains(&end)
        || name.ends_with("-license") && ["", "md", "txt"].contains(&end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_apart() {
        let bsd = format!("{BSD} provided that: redistributions in binary form must reproduce");
        let isc = "Permission to use, copy, modify, and/or distribute this software for any purpose";
        for (text, expected) in [
            ("Apache License\n   Version 2.0, January 2004\n\nTERMS AND CONDITIONS", Some("Apache-2.0")),
            ("GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007", Some("GPL-3.0")),
            ("# GNU Affero General Public License\n\nVersion 3, 19 November 2007", Some("AGPL-3.0")),
            (&bsd, Some("BSD-2-Clause")),
            (&format!("{bsd}. Neither the name of"), Some("BSD-3-Clause")),
            (&format!("{isc} provided that the above copyright notice appear"), Some("ISC")),
            (isc, Some("0BSD")),
            ("All rights reserved.", None),
            ("", None),
        ] {
            assert_eq!(identify(text), expected, "{text}");
        }
        for (file, expected) in [
            ("LICENSE", true),
            ("LICENSE-MIT", true),
            ("LICENSE.md", true),
            ("license.apache", true),
            ("COPYING.txt", true),
            ("licenses.rs", false),
            ("LICENSE.rs", false),
        ] {
            assert_eq!(is_licence(file), expected, "{file}");
        }
    }
}
