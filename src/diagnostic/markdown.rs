//! Markdown as GitHub and GitLab show it in step summaries and comments.

use super::{Diagnostic, Severity, View, format, harmless};

/// GitHub refuses a step's summary of more than 1 MiB, and other steps' parts count as well.
const MOST_BYTES: usize = 900 << 10;

/// Counts, and a table with the worst first.
pub fn show(diagnostics: &[&Diagnostic], view: &View) -> String {
    let mut ranked = diagnostics.to_vec();
    ranked.sort_by_key(|diagnostic| diagnostic.severity);
    if ranked.is_empty() {
        return "**No problems.**\n".to_owned();
    }
    let mut text = format!("**{}**\n\n| | Where | What |\n|---|---|---|\n", counts(&ranked));
    for (number, diagnostic) in ranked.iter().enumerate() {
        let row = row(diagnostic, view);
        if text.len() + row.len() > MOST_BYTES {
            text.push_str(&format!("\nand {} more\n", ranked.len() - number));
            break;
        }
        text.push_str(&row);
    }
    text
}

/// e.g. `1 error, 2 warnings`.
fn counts(diagnostics: &[&Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let parts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")].map(
        |(severity, noun)| match count(severity) {
            0 => None,
            1 => Some(format!("1 {noun}")),
            many => Some(format!("{many} {noun}s")),
        },
    );
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn row(diagnostic: &Diagnostic, view: &View) -> String {
    let hint = diagnostic.hint.as_ref().map(|hint| format!("<br>{}", plain(hint))).unwrap_or_default();
    format!(
        "| {} | {} | {}{hint} |\n",
        diagnostic.severity.name(),
        plain(&format::position(&diagnostic.place, view)),
        plain(&format!("{} ({})", diagnostic.message, diagnostic.rule.id)),
    )
}

/// Text that Markdown shows as it is, on one line: nothing of it is a link, an image, a tag, a mention, or a
/// reference to an issue, and nobody is notified.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in harmless(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // Forges look for names and numbers after these in what is shown, so that no escape helps.
            '@' | '#' | '!' | '~' | '%' | '$' => out.extend(['\\', c, '\u{200d}']),
            c if c.is_ascii_punctuation() && !matches!(c, ',' | '.' | '/' | '"' | '\'' | ':') => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    // What looks like an address becomes a link in some places, whatever stands around it.
    out.replace("://", ":\u{200d}//").replace("www.", "www\u{200d}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::Rule,
        model::{Place, RepoPath},
    };

    const RULE: Rule = Rule { id: "some-rule", severity: Severity::Warning, summary: "Something" };

    #[test]
    fn nothing_is_markup() {
        for (text, expected) in [
            ("plain, \"text\"", "plain, \"text\""),
            ("a|b`c`", "a\\|b\\`c\\`"),
            ("@team #12 org/repo!3", "\\@\u{200d}team \\#\u{200d}12 org/repo\\!\u{200d}3"),
            ("![x](https://e.org/?i)", "\\!\u{200d}\\[x\\]\\(https:\u{200d}//e.org/\\?i\\)"),
            ("<img src=x>&lt;", "&lt;img src\\=x&gt;&amp;lt\\;"),
            ("one\n# two", "one\\\\n\\#\u{200d} two"),
            ("www.e.org", "www\u{200d}.e.org"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn a_summary_stays_below_the_limit() {
        let long = "word ".repeat(2000);
        let place = Place { path: RepoPath::new("a|b.md").expect("a plain path"), line: 3, ..Place::default() };
        let all: Vec<Diagnostic> =
            (0..200).map(|_| Diagnostic::new(&RULE, place.clone(), long.clone()).hint("`do`")).collect();
        let text = show(&all.iter().collect::<Vec<_>>(), &View::default());
        assert!(text.len() < 1 << 20, "{}", text.len());
        assert!(text.ends_with(" more\n"));
        let first = show(&[&all[0]], &View::default());
        assert!(
            first.starts_with("**1 warning**\n\n| | Where | What |\n|---|---|---|\n| warning | a\\|b.md:3 | word ")
        );
        assert!(first.ends_with("\\(some\\-rule\\)<br>\\`do\\` |\n"), "{first}");
    }
}
