//! Tables between `|===`.

use super::{attributes::Attributes, inline};

/// Wider tables are cut.
const MOST_COLUMNS: usize = 64;

/// A table as Markdown.
pub fn write(lines: &[&str], style: &str, attributes: &Attributes) -> Vec<String> {
    let first = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    let lines = &lines[first..];
    let mut cells: Vec<String> = Vec::new();
    for line in lines {
        for (number, piece) in split(line).into_iter().enumerate() {
            match (number, cells.last_mut()) {
                (0, Some(last)) if !piece.is_empty() => *last = format!("{last} {piece}"),
                (0, _) => {}
                _ => cells.push(piece),
            }
        }
    }
    let columns = columns(style).unwrap_or_else(|| split(lines.first().copied().unwrap_or_default()).len() - 1);
    let columns = columns.clamp(1, MOST_COLUMNS);
    let implied = lines.len() > 1 && lines[1].trim().is_empty();
    let has_header = style.contains("header") || (implied && !style.contains("noheader"));
    let row = |cells: &[String]| {
        let cells = cells.iter().map(|cell| inline::convert(cell, attributes).replace('|', "\\|"));
        let mut cells: Vec<String> = cells.collect();
        cells.resize(columns, String::new());
        format!("| {} |", cells.join(" | "))
    };
    let mut rows = cells.chunks(columns);
    let mut out = vec![String::new()];
    out.push(if has_header { rows.next().map(row).unwrap_or_default() } else { format!("|{}", "  |".repeat(columns)) });
    out.push(format!("|{}", "---|".repeat(columns)));
    out.extend(rows.map(row));
    out
}

/// What stands before the first `|` of a line, and the cells behind it.
fn split(line: &str) -> Vec<String> {
    let marked = line.replace("\\|", "\u{1}");
    let mut pieces: Vec<String> = marked.split('|').map(|cell| cell.replace('\u{1}', "|").trim().to_owned()).collect();
    // A specifier such as `2+` or `a` stands before the `|` that it belongs to.
    let last = pieces.len() - 1;
    for piece in &mut pieces[..last] {
        let words = piece.rsplit_once(' ').map_or(("", piece.as_str()), |(before, word)| (before, word));
        let specifier =
            !words.1.is_empty() && words.1.len() < 6 && words.1.chars().all(|c| "0123456789.+*<>^adehlms".contains(c));
        if specifier && words.1.chars().any(|c| "+*<>^".contains(c)) || piece == "a" || piece == "h" {
            *piece = words.0.to_owned();
        }
    }
    pieces
}

/// `cols="1,2"`, `cols=3*`.
fn columns(style: &str) -> Option<usize> {
    let rest = style.split("cols=").nth(1)?;
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split([',', ']']).next()?,
    };
    let count =
        |part: &str| part.split_once('*').and_then(|(count, _)| count.trim().parse::<usize>().ok()).unwrap_or(1);
    Some(value.split([',', ';']).map(|part| count(part).min(MOST_COLUMNS)).sum())
}
