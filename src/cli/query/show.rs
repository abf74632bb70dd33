//! Answers as text.

use std::fmt::Write as _;

use super::AnswerFormat;
use crate::{
    diagnostic::harmless,
    query::{Sheet, cell_text as text},
};

/// Longer cells of a table for people are cut, in characters.
const WIDEST: usize = 60;

/// An answer as it is printed.
pub(in crate::cli) fn show(sheet: &Sheet, format: AnswerFormat) -> String {
    match format {
        AnswerFormat::Table => table(sheet),
        AnswerFormat::Json => sheet.json(),
        AnswerFormat::Csv => sheet.csv(),
        AnswerFormat::Md => markdown(sheet),
    }
}

/// Aligned columns and a count.
fn table(sheet: &Sheet) -> String {
    let cut = |text: String| {
        let text = harmless(&text.replace(['\n', '\r', '\t'], " "));
        match text.char_indices().nth(WIDEST) {
            Some(_) => format!("{}…", text.chars().take(WIDEST - 1).collect::<String>()),
            None => text,
        }
    };
    let head = sheet.head.iter().map(|name| cut(name.to_uppercase())).collect();
    let mut lines: Vec<Vec<String>> = vec![head];
    lines.extend(sheet.rows.iter().map(|row| row.iter().map(|cell| cut(text(cell))).collect()));
    let widths: Vec<usize> = (0..sheet.head.len())
        .map(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default())
        .collect();
    let mut table = String::new();
    for line in lines.iter().filter(|_| !sheet.rows.is_empty()) {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        writeln!(table, "{}", cells.collect::<Vec<_>>().join("  ").trim_end()).expect("a string takes all text");
    }
    let (shown, total) = (sheet.rows.len(), sheet.total);
    let noun = sheet.noun[usize::from(total != 1)];
    let of = if shown < total { format!("{shown} of ") } else { String::new() };
    format!("{table}{}{of}{total} {noun}\n", if shown > 0 { "\n" } else { "" })
}

/// A table in GitHub's Markdown, in which nothing of a value means anything.
fn markdown(sheet: &Sheet) -> String {
    let cell = |text: &str| {
        let mut escaped = String::new();
        for c in text.chars() {
            match c {
                '\n' | '\r' | '\t' => escaped.push(' '),
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '~' => escaped.extend(['\\', c]),
                c => escaped.push(c),
            }
        }
        escaped
    };
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let head = line(sheet.head.iter().map(|name| cell(name)).collect());
    let rule = format!("|{}\n", "---|".repeat(sheet.head.len()));
    let rows = sheet.rows.iter().map(|row| line(row.iter().map(|value| cell(&text(value))).collect()));
    [head, rule].into_iter().chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{AnswerFormat, show};
    use crate::query::Sheet;

    #[test]
    fn values_stay_values() {
        let rows = vec![
            vec![json!("=1+1"), json!(["a", "b"])],
            vec![json!("say \"no\""), json!(null)],
            vec![json!("a|b\n<script>"), json!(3)],
        ];
        let sheet = Sheet::plain(&["name", "tag"], rows);
        for (format, expected) in [
            (AnswerFormat::Csv, "name,tag\r\n'=1+1,\"a, b\"\r\n\"say \"\"no\"\"\",\r\n\"a|b\n<script>\",3\r\n"),
            (
                AnswerFormat::Md,
                "| name | tag |\n|---|---|\n| =1+1 | a, b |\n| say \"no\" |  |\n| a\\|b &lt;script> | 3 |\n",
            ),
            (
                AnswerFormat::Table,
                "NAME          TAG\n=1+1          a, b\nsay \"no\"\na|b <script>  3\n\n3 of 4 entities\n",
            ),
        ] {
            assert_eq!(show(&sheet, format), expected, "{format:?}");
        }
    }
}
