//! The first heading and the first sentence of a README.

use crate::model::{RepoPath, Snapshot};

/// What a README says first.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Readme {
    pub(super) path: String,
    pub(super) title: Option<String>,
    pub(super) sentence: Option<String>,
}

/// The longest README that is read, in bytes; what matters is at its beginning.
const LARGEST: u64 = 1 << 20;

/// The longest description, in characters.
const LONGEST: usize = 240;

/// The longest title, in characters; longer headings are sentences.
const LONGEST_TITLE: usize = 60;

/// Reads the README at the top of the repository.
pub(super) fn read(snapshot: &Snapshot) -> Readme {
    let is_readme = |path: &&RepoPath| path.as_str().eq_ignore_ascii_case("readme.md");
    let found = snapshot.files().filter(|(_, entry)| entry.size <= LARGEST).map(|(path, _)| path).find(is_readme);
    let text = found.and_then(|path| Some((path, String::from_utf8(snapshot.read(path).ok()?).ok()?)));
    text.map_or_else(Readme::default, |(path, text)| Readme { path: path.as_str().to_owned(), ..first(&text) })
}

/// The first heading, and the first sentence of the first paragraph that is one.
fn first(text: &str) -> Readme {
    let mut readme = Readme::default();
    let mut paragraph = String::new();
    let (mut fenced, mut hidden) = (false, false);
    let lines: Vec<&str> = without_metadata(text).lines().take(200).collect();
    for (number, line) in lines.iter().enumerate() {
        let line = line.trim();
        fenced ^= line.starts_with("```") || line.starts_with("~~~");
        hidden |= line.starts_with("<!--");
        let concealed = fenced || hidden;
        let skipped = concealed || is_no_prose(line);
        hidden &= !line.contains("-->");
        let underlined = lines.get(number + 1).is_some_and(|next| is_underline(next));
        if let Some(heading) = heading(line, underlined).filter(|_| !concealed) {
            if !paragraph.is_empty() {
                break;
            }
            let title = plain(heading);
            if readme.title.is_none() && !title.is_empty() && title.chars().count() <= LONGEST_TITLE {
                readme.title = Some(title);
            }
            continue;
        }
        if (skipped || line.is_empty()) && paragraph.chars().any(char::is_alphabetic) {
            break;
        }
        if !skipped && !line.is_empty() {
            paragraph = format!("{paragraph} {}", plain(line));
        }
    }
    readme.sentence = sentence(paragraph.trim());
    readme
}

/// The text after its front matter.
fn without_metadata(text: &str) -> &str {
    let body = text.strip_prefix("---\n").and_then(|rest| Some(&rest[rest.find("\n---")? + 4..]));
    body.unwrap_or(text)
}

fn heading(line: &str, underlined: bool) -> Option<&str> {
    let marked = line.trim_start_matches('#');
    if marked.len() < line.len() && marked.starts_with(' ') {
        return Some(marked.trim_end_matches('#'));
    }
    (underlined && !line.is_empty()).then_some(line)
}

fn is_underline(line: &str) -> bool {
    let line = line.trim();
    line.len() > 2 && (line.chars().all(|c| c == '=') || line.chars().all(|c| c == '-'))
}

/// Badges, images, definitions of links, markup, quotes, tables, lists and rules.
fn is_no_prose(line: &str) -> bool {
    if line.starts_with('[') && line.contains("]: ") {
        return true;
    }
    ["[![", "![", "<", ">", "|", "- ", "* ", "+ ", "---", "===", "***", "```", "~~~", "[//]", ":::", "!!!"]
        .iter()
        .any(|start| line.starts_with(start))
}

/// Markdown's marks taken away: of links, their words.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('[') {
        let image = rest[..at].ends_with('!');
        text.push_str(rest[..at].trim_end_matches('!'));
        let Some(end) = rest[at..].find(']').map(|end| at + end) else {
            text.push_str(&rest[at..]);
            return marks(&text);
        };
        if !image {
            text.push_str(&rest[at + 1..end]);
        }
        rest = &rest[end + 1..];
        if rest.starts_with('(') {
            rest = rest.find(')').map_or("", |close| &rest[close + 1..]);
        }
    }
    text.push_str(rest);
    marks(&text)
}

fn marks(text: &str) -> String {
    let text = text.replace("**", "").replace("__", "").replace('`', "");
    let kept: String = text.chars().filter(|c| *c != '*').collect();
    kept.split_whitespace().map(|word| word.trim_matches('_')).collect::<Vec<_>>().join(" ")
}

/// The first sentence, when it is one.
fn sentence(paragraph: &str) -> Option<String> {
    let end = paragraph.match_indices(['.', '!', '?']).map(|(at, _)| at + 1).find(|end| {
        let rest = &paragraph[*end..];
        let word = paragraph[..*end - 1].rsplit(' ').next().unwrap_or_default();
        rest.is_empty() || rest.starts_with(' ') && word.chars().count() > 2 && !word.contains('.')
    });
    let text: String = paragraph[..end.unwrap_or(paragraph.len())].chars().take(LONGEST).collect();
    (text.split(' ').count() > 2).then_some(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn what_comes_first_is_found() {
        for (text, title, sentence) in [
            (
                "# Cart\n\n[![CI](a)](b)\n\nHolds *what* [people](x) buy, e.g. books. More.\n",
                Some("Cart"),
                Some("Holds what people buy, e.g. books."),
            ),
            ("Cart\n====\n<p align=center>\n\nTwo lines\nof text\n## Next\n", Some("Cart"), Some("Two lines of text")),
            ("<!-- a\n# b -->\n```\n# c\n```\n", None, None),
            ("![logo](x.png)\n# `cart`\n- list\n", Some("cart"), None),
            (
                "---\na: b\n---\n# Cart\n[0]: https://x\n_Holds what people_ buy.\n",
                Some("Cart"),
                Some("Holds what people buy."),
            ),
            ("[broken\n", None, None),
            ("", None, None),
        ] {
            let readme = first(text);
            assert_eq!((readme.title.as_deref(), readme.sentence.as_deref()), (title, sentence), "{text}");
        }
    }
}
