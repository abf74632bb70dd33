//! What the start of an element writes.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, LinkType, Tag};

use super::{Close, Tabs, Title, Writer, escape};
use crate::markdown::{Target, attributes::Attributes, source::Container};

impl Writer<'_> {
    /// Whether an element holds no others, so that it may stand at any depth.
    pub(super) fn is_leaf(&self, tag: &Tag<'_>) -> bool {
        matches!(
            tag,
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Heading { .. } | Tag::Image { .. } | Tag::FootnoteDefinition(_)
        )
    }

    pub(super) fn start(&mut self, index: usize, tag: &Tag<'_>, range: &Range<usize>) -> Close {
        match tag {
            Tag::Paragraph => self.start_paragraph(index, range),
            Tag::Heading { level, .. } => self.start_heading(*level as u8),
            Tag::BlockQuote(kind) => self.start_quote(index, *kind, range),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.state.code = Some((info, String::new(), range.start));
                Close::Code
            }
            Tag::HtmlBlock => {
                self.state.raw = Some((String::new(), range.start));
                Close::RawBlock
            }
            Tag::List(Some(_)) if self.starts_annotations() => self.element("<ol class=\"annotations\">\n", "</ol>\n"),
            Tag::List(Some(1)) => self.element("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => self.element(&format!("<ol start=\"{first}\">\n"), "</ol>\n"),
            Tag::List(None) => self.element("<ul>\n", "</ul>\n"),
            Tag::Item => self.start_item(index),
            Tag::FootnoteDefinition(label) => Close::Footnote(label.to_string(), std::mem::take(&mut self.out)),
            Tag::Table(alignments) => {
                self.state.alignments.clone_from(alignments);
                let open = "<div class=\"table-scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n";
                self.element(open, "</tbody>\n</table></div>\n")
            }
            Tag::TableHead => self.start_row(true),
            Tag::TableRow => self.start_row(false),
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.inline("em"),
            Tag::Strong => self.inline("strong"),
            Tag::Strikethrough => self.inline("del"),
            Tag::Superscript => self.inline("sup"),
            Tag::Subscript => self.inline("sub"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(index, *link_type, (dest_url, title), range)
            }
            Tag::Image { dest_url, title, .. } => {
                match &mut self.state.alt {
                    Some((_, depth)) => *depth += 1,
                    None => self.state.alt = Some((String::new(), 1)),
                }
                Close::Image(dest_url.to_string(), title.to_string(), index)
            }
            // Not asked for.
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition | Tag::MetadataBlock(_) => {
                Close::Html(Cow::Borrowed(""))
            }
        }
    }

    fn element(&mut self, open: &str, close: &'static str) -> Close {
        self.out.push_str(open);
        Close::Html(Cow::Borrowed(close))
    }

    fn inline(&mut self, name: &'static str) -> Close {
        if self.state.alt.is_some() {
            return Close::Html(Cow::Borrowed(""));
        }
        self.out.push_str(&format!("<{name}>"));
        Close::Html(Cow::Owned(format!("</{name}>")))
    }

    fn start_paragraph(&mut self, index: usize, range: &Range<usize>) -> Close {
        let before = self.out.len();
        let text = self.source.text[range.clone()].trim();
        if ["[toc]", "[[_toc_]]"].iter().any(|mark| text.eq_ignore_ascii_case(mark)) {
            self.table_of_contents();
            self.state.alt = Some((String::new(), 0));
            return Close::Toc;
        }
        let annotated = |list: &Attributes| list.classes.iter().any(|class| class == "annotate");
        if self.outline.attributes.get(&index).is_some_and(annotated) {
            self.expect_annotations();
        }
        match self.state.title.take() {
            Some(Title::Paragraph) => self.out.push_str("<p class=\"admonition-title\">"),
            Some(Title::Summary) => {
                self.out.push_str("<summary>");
                return Close::Html(Cow::Borrowed("</summary>\n"));
            }
            Some(Title::Tab) => return Close::TabTitle,
            None if self.outline.terms.contains(&index) => {
                self.go_on_with_list();
                return self.element("<dt>", "</dt>\n");
            }
            Some(Title::None) | None => {
                self.out.push_str("<p");
                self.id(index);
                self.out.push('>');
            }
        }
        Close::Filled(before, "</p>\n")
    }

    /// Terms and definitions that follow each other are one list.
    fn go_on_with_list(&mut self) {
        match self.out.strip_suffix("</dl>\n").map(str::len) {
            Some(length) => self.out.truncate(length),
            None if self.out.ends_with("</dt>\n") => {}
            None => self.out.push_str("<dl>\n"),
        }
    }

    /// Writes the id from an attribute list.
    fn id(&mut self, index: usize) {
        if let Some(id) = self.outline.attributes.get(&index).and_then(|list| list.id.as_deref()) {
            self.out.push_str(" id=\"");
            escape(id, &mut self.out);
            self.out.push('"');
        }
    }

    fn start_heading(&mut self, level: u8) -> Close {
        let heading = self.outline.headings.get(self.state.headings).cloned();
        self.state.headings += 1;
        let id = heading.as_ref().map(|heading| heading.id.clone()).unwrap_or_default();
        self.out.push_str(&format!("<h{level} id=\""));
        escape(&id, &mut self.out);
        self.out.push_str("\">");
        self.sections.start(heading);
        Close::Heading(level, id)
    }

    fn start_quote(&mut self, index: usize, kind: Option<BlockQuoteKind>, range: &Range<usize>) -> Close {
        let container = self.source.container(range.start);
        self.state.title = container.map(|container| match container {
            Container::Admonition(..) => Title::Paragraph,
            Container::Details(..) => Title::Summary,
            Container::Tab => Title::Tab,
            Container::Tabs | Container::Definition => Title::None,
        });
        match container {
            Some(Container::Admonition(kind, annotated)) => {
                if *annotated {
                    self.expect_annotations();
                }
                self.element(&format!("<div class=\"admonition {kind}\">\n"), "</div>\n")
            }
            Some(Container::Details(kind, open)) => {
                let open = if *open { " open" } else { "" };
                self.element(&format!("<details class=\"admonition {kind}\"{open}>\n"), "</details>\n")
            }
            Some(Container::Tabs) => Close::Tabs(std::mem::take(&mut self.out), Tabs::default()),
            Some(Container::Tab) => Close::Tab,
            Some(Container::Definition) if self.outline.unnamed.contains(&index) => self.element("<div>", "</div>\n"),
            Some(Container::Definition) => {
                self.go_on_with_list();
                self.element("<dd>", "</dd>\n</dl>\n")
            }
            None => self.alert(kind),
        }
    }

    /// A block quote, or the alert that GitHub makes of one.
    fn alert(&mut self, kind: Option<BlockQuoteKind>) -> Close {
        let Some(kind) = kind else { return self.element("<blockquote>\n", "</blockquote>\n") };
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", "Note"),
            BlockQuoteKind::Tip => ("tip", "Tip"),
            BlockQuoteKind::Important => ("important", "Important"),
            BlockQuoteKind::Warning => ("warning", "Warning"),
            BlockQuoteKind::Caution => ("caution", "Caution"),
        };
        let open = format!("<div class=\"admonition {class}\">\n<p class=\"admonition-title\">{title}</p>\n");
        self.element(&open, "</div>\n")
    }

    fn start_link(
        &mut self,
        index: usize,
        link_type: LinkType,
        (destination, title): (&str, &str),
        range: &Range<usize>,
    ) -> Close {
        self.state.links += 1;
        if self.state.alt.is_some() {
            return Close::Html(Cow::Borrowed(""));
        }
        if link_type == LinkType::Autolink && is_placeholder(destination) {
            self.out.push_str("&lt;");
            return Close::Html(Cow::Borrowed("&gt;"));
        }
        let email = format!("mailto:{destination}");
        let destination = if link_type == LinkType::Email { &email } else { destination };
        match self.target(self.resolve.link(destination), range.start) {
            Target::Href(href) | Target::Remote(href) | Target::Doubtful(href, _) => {
                self.out.push_str("<a");
                self.id(index);
                self.link_classes(index);
                self.out.push_str(" href=\"");
                escape(&href, &mut self.out);
                self.title_attribute(title);
                self.out.push_str("\">");
                Close::Html(Cow::Borrowed("</a>"))
            }
            Target::Broken(message) => {
                self.problem(range.start, message);
                self.element("<span class=\"broken-link\">", "</span>")
            }
            Target::Dropped => Close::Html(Cow::Borrowed("")),
        }
    }

    /// Closes the attribute at hand and starts `title`, when there is one.
    pub(super) fn title_attribute(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str("\" title=\"");
            escape(title, &mut self.out);
        }
    }

    /// Material's buttons, the one class of links that authors rely on.
    fn link_classes(&mut self, index: usize) {
        let Some(list) = self.outline.attributes.get(&index) else { return };
        let has = |class: &str| list.classes.iter().any(|name| name == class);
        if has("md-button--primary") {
            self.out.push_str(" class=\"button primary\"");
        } else if has("md-button") {
            self.out.push_str(" class=\"button\"");
        }
    }
}

/// Whether `<YYYY-MM-DDTHH:MM>` is meant to be read, although its beginning could be a scheme.
fn is_placeholder(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default();
    let known = ["HTTP", "HTTPS", "MAILTO", "TEL", "FTP"].contains(&scheme);
    !known && !address.contains(|c: char| c.is_lowercase() || c == '/')
}
