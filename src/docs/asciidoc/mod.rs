//! AsciiDoc to Markdown, as far as it takes to read it.

use crate::model::RepoPath;

/// Whether a file is AsciiDoc.
pub fn is_asciidoc(path: &RepoPath) -> bool {
    matches!(path.stem_and_extension().1.to_ascii_lowercase().as_str(), "adoc" | "asciidoc" | "asc")
}

/// The same text as Markdown.
pub fn to_markdown(text: &str) -> String {
    text.to_owned()
}
