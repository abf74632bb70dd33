//! `llms.txt`: what the portal holds, for programs that read Markdown. Format: llmstxt.org.

use super::board::Board;
use crate::model::{BookOwner, Output, SafeUrl, SitePath};

/// The list of all books and their pages as Markdown.
pub(super) fn index(board: &Board<'_>, title: &str, url: Option<&SafeUrl>) -> Output {
    let base = url.map(|url| format!("{}/", url.as_str().trim_end_matches('/'))).unwrap_or_default();
    let root = SitePath::from_parts(["llms.txt"]);
    let mut text = format!(
        "# {}\n\n> The developer portal: {} catalog entities and {} books of documents. Every page of a book is Markdown \
         at the address below; the catalog is JSON.\n\n## Catalog\n\n- [All entities]({base}api/v1/entities.json)\n\
         - [All documents]({base}api/v1/docs.json)\n- [All problems]({base}api/v1/diagnostics.json)\n",
        line(title),
        board.catalog.entities().len(),
        board.library.books.len(),
    );
    for book in &board.library.books {
        text.push_str(&format!("\n## {}\n\n", line(&book.title)));
        if let BookOwner::Entity(index) = book.owner {
            text.push_str(&format!("Documents of `{}`", board.catalog[index].id));
            text.push_str(if book.description.is_some() { ". " } else { ".\n\n" });
        }
        if let Some(description) = &book.description {
            text.push_str(&format!("{}\n\n", line(description)));
        }
        for page in &book.pages {
            text.push_str(&format!("- [{}]({base}{})", label(&page.title), root.href_to(&page.plain_path())));
            if let Some(description) = &page.description {
                text.push_str(&format!(": {}", line(description)));
            }
            text.push('\n');
        }
    }
    Output { path: root, bytes: text.into_bytes() }
}

/// Text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text inside the brackets of a link.
fn label(text: &str) -> String {
    line(&text.replace(['[', ']'], ""))
}
