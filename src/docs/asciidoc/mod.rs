//! AsciiDoc to Markdown, as far as it takes to read it: headings, paragraphs, lists, blocks, tables, links, images and
//! admonitions. Language: docs.asciidoctor.org. Nothing is included from here: an `include::` becomes a snippet, which is
//! looked for in the document's own repository alone.

mod attributes;
mod blocks;
mod inline;
mod table;

use self::{attributes::Attributes, blocks::Block};
use crate::model::RepoPath;

/// Whether a file is AsciiDoc.
pub fn is_asciidoc(path: &RepoPath) -> bool {
    matches!(path.stem_and_extension().1.to_ascii_lowercase().as_str(), "adoc" | "asciidoc")
}

/// The same text as Markdown, each line about where it was.
pub fn to_markdown(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.lines().collect();
    let mut writer = Writer::default();
    writer.lines(&lines, 0);
    let mut out = writer.out.join("\n");
    out.push('\n');
    out
}

/// Blocks nested deeper than this are shown as they are written.
const DEEPEST: usize = 12;

#[derive(Default)]
struct Writer {
    out: Vec<String>,
    attributes: Attributes,
    /// What stands before every line: quotation marks and the indentation of admonitions and lists.
    prefix: String,
    /// How many conditions around the text do not hold.
    skipped: usize,
    /// What a line `[…]` says about the block that follows, and its title.
    style: String,
    title: String,
}

impl Writer {
    fn put(&mut self, line: &str) {
        let line = format!("{}{line}", self.prefix);
        self.out.push(line.trim_end_matches(' ').to_owned());
    }

    fn lines(&mut self, lines: &[&str], depth: usize) {
        let mut at = 0;
        let mut indent = 0;
        while let Some(line) = lines.get(at) {
            at += 1;
            if self.condition(line) || self.skipped > 0 {
                self.put("");
                continue;
            }
            if let Some(block) = Block::open(line, &self.style) {
                let end = block.end(&lines[at..]);
                self.within(indent, |writer| writer.block(&block, &lines[at..at + end], depth));
                at = (at + end + 1).min(lines.len());
                continue;
            }
            if line.trim() == "+" {
                self.put("");
                continue;
            }
            indent = self.line(line, indent, lines.get(at).copied().unwrap_or_default());
        }
    }

    /// Writes farther in, as the part of a list that was last begun.
    fn within(&mut self, indent: usize, write: impl FnOnce(&mut Self)) {
        let before = self.prefix.clone();
        self.prefix.push_str(&" ".repeat(indent));
        write(self);
        self.prefix = before;
    }

    /// `ifdef::name[]`, `ifndef::name[]`, `endif::[]`, `ifeval::[…]`. Conditions on one line are left out.
    fn condition(&mut self, line: &str) -> bool {
        let word = line.split("::").next().unwrap_or_default();
        match word {
            "ifdef" | "ifndef" => {
                let name = line.split("::").nth(1).and_then(|rest| rest.split('[').next()).unwrap_or_default();
                let holds = self.attributes.get(name).is_some() == (word == "ifdef");
                let whole = line.trim_end().ends_with("[]");
                self.skipped += usize::from(whole && (self.skipped > 0 || !holds));
            }
            "ifeval" => self.skipped += usize::from(self.skipped > 0),
            "endif" => self.skipped = self.skipped.saturating_sub(1),
            _ => return false,
        }
        true
    }

    fn block(&mut self, block: &Block<'_>, lines: &[&str], depth: usize) {
        let (style, title) = (std::mem::take(&mut self.style), std::mem::take(&mut self.title));
        if depth > DEEPEST {
            lines.iter().for_each(|line| self.put(line));
            return;
        }
        match block {
            Block::Comment | Block::Pass => lines.iter().for_each(|_| self.put("")),
            Block::Table => table::write(lines, &style, &self.attributes).iter().for_each(|line| self.put(line)),
            Block::Code(fence) => {
                self.put(&blocks::fence(fence, &style, &title));
                for line in lines {
                    let included = inline::include(line);
                    self.put(included.as_deref().unwrap_or(line));
                }
                self.put("```");
            }
            Block::Quote => self.nested("> ", "", lines, depth),
            Block::Open => self.nested("", "", lines, depth),
            Block::Call(kind) => {
                let title = if title.is_empty() { String::new() } else { format!(" \"{}\"", title.replace('"', "'")) };
                self.nested("    ", &format!("!!! {kind}{title}"), lines, depth);
            }
        }
        self.put("");
    }

    fn nested(&mut self, prefix: &str, head: &str, lines: &[&str], depth: usize) {
        if !head.is_empty() {
            self.put(head);
        }
        let before = self.prefix.clone();
        self.prefix.push_str(prefix);
        self.lines(lines, depth + 1);
        self.prefix = before;
    }

    /// One line outside of blocks; gives how far in the list is that it belongs to.
    fn line(&mut self, line: &str, indent: usize, next: &str) -> usize {
        let text = line.trim_end();
        if text.trim().is_empty() {
            self.put("");
            // A list goes on behind an empty line when its next item follows.
            return if blocks::item(next).is_some() { indent } else { 0 };
        }
        if text.starts_with("//") || self.attributes.take(text) {
            self.put("");
            return indent;
        }
        if let Some(heading) = blocks::heading(text) {
            let text = inline::convert(heading.1, &self.attributes);
            let anchor = self.anchor();
            self.put(&format!("{} {text}{anchor}", "#".repeat(heading.0)));
            return 0;
        }
        if let Some(title) = blocks::title(text) {
            self.title = title.to_owned();
            // What follows decides how a title is shown; before anything but a block it is a paragraph.
            let block = Block::open(next, &self.style).is_some() || next.starts_with('[');
            if !block {
                let title = inline::convert(&std::mem::take(&mut self.title), &self.attributes);
                self.put(&format!("**{title}**  "));
            }
            return indent;
        }
        if let Some(style) = blocks::style(text) {
            self.style = style.to_owned();
            self.put("");
            return indent;
        }
        self.text(text, indent)
    }

    fn text(&mut self, text: &str, indent: usize) -> usize {
        let whole = |writer: &Self| inline::convert(text.trim_start(), &writer.attributes);
        if let Some(macro_line) = inline::block_macro(text, &self.attributes) {
            self.within(indent, |writer| writer.put(&macro_line));
        } else if let Some((kind, rest)) = blocks::admonition(text) {
            let rest = inline::convert(rest, &self.attributes);
            self.within(indent, |writer| {
                writer.put(&format!("!!! {kind}"));
                writer.put(&format!("    {rest}"));
            });
        } else if let Some((mark, depth, rest)) = blocks::item(text) {
            let rest = inline::convert(rest, &self.attributes);
            self.style.clear();
            self.put(&format!("{}{mark} {rest}", "    ".repeat(depth)));
            return (depth + 1) * 4;
        } else if let Some((term, rest)) = blocks::term(text) {
            let (term, rest) = (inline::convert(term, &self.attributes), inline::convert(rest, &self.attributes));
            self.put(&format!("**{term}**{}", if rest.is_empty() { "  ".to_owned() } else { format!(": {rest}  ") }));
            return 0;
        } else if blocks::call(&self.style).is_some() {
            let kind = blocks::call(&std::mem::take(&mut self.style)).unwrap_or("note");
            let line = whole(self);
            self.put(&format!("!!! {kind}"));
            self.put(&format!("    {line}"));
        } else {
            let line = whole(self);
            self.within(if indent > 0 && text.starts_with(' ') { indent } else { 0 }, |writer| writer.put(&line));
        }
        indent
    }

    /// The anchor that `[[name]]` or `[#name]` gives to what follows.
    fn anchor(&mut self) -> String {
        let style = std::mem::take(&mut self.style);
        let name = style.strip_prefix('[').map(|name| name.trim_end_matches(']')).or_else(|| style.strip_prefix('#'));
        let name = name.and_then(|name| name.split([',', '.', '%']).next()).filter(|name| !name.is_empty());
        name.map(|name| format!(" {{#{name}}}")).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::to_markdown;

    #[test]
    fn asciidoc_becomes_markdown() {
        for (asciidoc, markdown) in [
            ("= Title\nAda <a@b.c>\n:version: 2\n\nIt is {version}.", "# Title\nAda &lt;a@b.c>\n\n\nIt is 2."),
            ("[[deep]]\n=== Section *b*", "\n### Section **b** {#deep}"),
            ("* a\n** b\n. c\n* [x] d", "- a\n    - b\n1. c\n- [x] d"),
            ("* a\n+\n----\nx\n----\n", "- a\n\n    ```\n    x\n    ```\n"),
            (".List.rs\n[source,rust]\n----\nfn *x*() {}\n----", "\n```rust title=\"List.rs\"\nfn *x*() {}\n```\n"),
            ("NOTE: See link:x.adoc[the x].", "!!! note\n    See [the x](x.adoc)."),
            ("[WARNING]\n.Hot\n====\nBoth\n\n* a\n====", "\n!!! warning \"Hot\"\n    Both\n\n    - a\n"),
            (
                "https://x.test[X] and <<here,there>> xref:a.adoc#b[c]",
                "[X](https://x.test) and [there](#here) [c](a.adoc#b)",
            ),
            (":imagesdir: img\nimage::a.png[Alt, 200]", "\n![Alt](img/a.png)"),
            (
                "[%header,cols=\"1,1\"]\n|===\n|A |B\n\n|1\n|2 \\| 3\n|===",
                "\n\n| A | B |\n|---|---|\n| 1 | 2 \\| 3 |\n",
            ),
            ("|===\n|1 |2\n|3 |4\n|===", "\n|  |  |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"),
            ("a <script> `b<c` _i_ H~2~O +\nnext", "a &lt;script> `b<c` _i_ H~2~O\\\nnext"),
            ("ifdef::x[]\nno\nendif::[]\nyes", "\n\n\nyes"),
            ("include::../../etc/passwd[]\ninclude::a.adoc[lines=1]", "--8<-- \"../../etc/passwd\"\n--8<-- \"a.adoc\""),
            ("CPU:: The brain", "**CPU**: The brain"),
            ("____\nsaid\n____", "> said\n"),
            ("////\nsecret\n////\nopen", "\n\nopen"),
            ("----\nnever closed", "```\nnever closed\n```\n"),
        ] {
            let seen = to_markdown(asciidoc);
            assert_eq!(seen.trim_end_matches('\n'), markdown.trim_end_matches('\n'), "{asciidoc}");
        }
    }
}
