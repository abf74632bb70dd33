//! Metadata at the head of a document.

/// What a page says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
}

/// Cuts the metadata off: what it says, the rest, and the line on which the rest starts.
pub fn split(text: &str) -> (FrontMatter, &str, u32) {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let nothing = (FrontMatter::default(), text, 1);
    let Some(rest) = text.strip_prefix("---").and_then(|rest| rest.trim_start_matches(' ').strip_prefix(['\n', '\r']))
    else {
        return nothing;
    };
    let mut front = FrontMatter::default();
    let mut length = text.len() - rest.len();
    if text[..length].ends_with('\r') && rest.starts_with('\n') {
        length += 1;
    }
    let mut number = 1;
    let mut keys = 0;
    for line in text[length..].split_inclusive('\n') {
        number += 1;
        length += line.len();
        let line = line.trim_end();
        if line == "---" || line == "..." {
            return if keys > 0 || number == 2 { (front, &text[length..], number + 1) } else { nothing };
        }
        if !(line.contains(':') || line.is_empty() || line.starts_with(['#', ' ', '\t', '-', ']', '}'])) {
            return nothing;
        }
        keys += usize::from(line.contains(':'));
        match line.split_once(':') {
            Some(("title", value)) => front.title = scalar(value),
            Some(("description", value)) => front.description = scalar(value),
            _ => {}
        }
    }
    nothing
}

/// A plain or quoted scalar on one line; anything else is left alone.
fn scalar(value: &str) -> Option<String> {
    let value = value.trim();
    let inner = |quote: char| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
    let text = match (inner('"'), inner('\'')) {
        (Some(double), _) => double.replace("\\\"", "\"").replace("\\\\", "\\"),
        (_, Some(single)) => single.replace("''", "'"),
        _ if value.starts_with(['|', '>', '&', '*', '{', '[']) => return None,
        _ => value.split(" #").next().unwrap_or_default().trim().to_owned(),
    };
    (!text.is_empty()).then_some(text)
}
