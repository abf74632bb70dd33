//! A document as Markdown for the portal: without its metadata, with links that lead to the Markdown of other pages.

use std::collections::HashMap;

use super::meta;
use crate::model::Page;

/// The document's Markdown. `kept` has addresses as written and where they lead now.
pub fn plain(text: &str, page: &Page, kept: &HashMap<String, String>) -> String {
    let body = meta::body(text);
    let mut out = String::with_capacity(body.len() + 64);
    if page.headings.iter().all(|heading| heading.level != 1) {
        out.push_str(&format!("# {}\n\n", page.title));
    }
    if kept.is_empty() {
        out.push_str(body);
        return out;
    }
    let mut fence: Option<&str> = None;
    for line in body.split_inclusive('\n') {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => {
                rewrite(line, kept, &mut out);
                continue;
            }
            _ => {}
        }
        out.push_str(line);
    }
    out
}

/// Replaces addresses behind `](`, `]: `, `href="` and `src="`.
fn rewrite(line: &str, kept: &HashMap<String, String>, out: &mut String) {
    let mut rest = line;
    while let Some((at, mark)) = next_mark(rest) {
        let (before, after) = rest.split_at(at + mark.len());
        out.push_str(before);
        let end = after.find(|c: char| c.is_whitespace() || "\"'<>)".contains(c)).unwrap_or(after.len());
        let (address, tail) = after.split_at(end);
        out.push_str(kept.get(address).map_or(address, String::as_str));
        rest = tail;
    }
    out.push_str(rest);
}

/// The first place where an address may begin.
fn next_mark(text: &str) -> Option<(usize, &'static str)> {
    let marks = ["](<", "](", "]: ", "href=\"", "src=\""];
    let found = marks.into_iter().filter_map(|mark| Some((text.find(mark)?, mark)));
    found.min_by_key(|(at, mark)| (*at, std::cmp::Reverse(mark.len())))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::plain;
    use crate::model::{Heading, Page};

    #[test]
    fn links_lead_to_markdown() {
        let kept = [("a.md", "b/a.md"), ("../x.md#y", "x.md#y"), ("i.png", "../_files/i.png")];
        let kept: HashMap<String, String> =
            kept.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        let heading = Heading { level: 1, id: "t".to_owned(), text: "T".to_owned() };
        let page = Page { headings: vec![heading], ..Page::default() };
        for (text, expected) in [
            ("---\ntitle: T\n---\n[a](a.md) ![i](i.png \"t\")\n", "[a](b/a.md) ![i](../_files/i.png \"t\")\n"),
            ("[a]: ../x.md#y\n<img src=\"i.png\">", "[a]: x.md#y\n<img src=\"../_files/i.png\">"),
            ("```\n[a](a.md)\n```\n[a](<a.md>)", "```\n[a](a.md)\n```\n[a](<b/a.md>)"),
            ("[a](other.md)(a.md", "[a](other.md)(a.md"),
        ] {
            assert_eq!(plain(text, &page, &kept), expected, "{text}");
        }
        let untitled = Page { title: "Named".to_owned(), ..Page::default() };
        assert_eq!(plain("text", &untitled, &HashMap::new()), "# Named\n\ntext");
    }
}
