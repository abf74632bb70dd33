//! The least that such a program costs: the bare libraries, one after the other on every page.

use std::{fs, path::Path};

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use syntect::parsing::{BasicScopeStackOp, ParseState, ScopeStack, SyntaxSet};
use tantivy::{
    Index, IndexSettings, TantivyDocument,
    directory::RamDirectory,
    indexer::SingleSegmentIndexWriter,
    schema::{Field, STORED, STRING, Schema, TEXT},
};

/// Which libraries have a part in it.
pub struct Floor {
    syntaxes: Option<SyntaxSet>,
    search: Option<Search>,
}

/// An index in memory, of addresses and texts.
struct Search {
    writer: SingleSegmentIndexWriter,
    address: Field,
    text: Field,
}

impl Search {
    fn new() -> Self {
        let mut schema = Schema::builder();
        let (address, text) = (schema.add_text_field("address", STRING | STORED), schema.add_text_field("text", TEXT));
        let builder = Index::builder().schema(schema.build()).settings(IndexSettings::default());
        let writer = builder.single_segment_index_writer(RamDirectory::create(), 64 << 20).expect("an index");
        Self { writer, address, text }
    }

    fn add(&mut self, address: &str, text: &str) {
        let mut document = TantivyDocument::default();
        document.add_text(self.address, address);
        document.add_text(self.text, text);
        self.writer.add_document(document).expect("indexed");
    }
}

impl Floor {
    /// By the word on the command line.
    pub fn named(word: &str) -> Option<Self> {
        let syntaxes = matches!(word, "highlighted" | "searched").then(two_face::syntax::extra_newlines);
        let search = (word == "searched").then(Search::new);
        matches!(word, "plain" | "highlighted" | "searched").then_some(Self { syntaxes, search })
    }

    /// Parses each file and writes its HTML.
    pub fn write(mut self, from: &Path, to: &Path) {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder").map_while(Result::ok) {
            let text = fs::read_to_string(entry.path()).expect("a text");
            let mut page = Page { html: String::with_capacity(text.len() * 2), ..Page::default() };
            let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_GFM;
            Parser::new_ext(&text, options).for_each(|event| page.event(event, &self));
            if let Some(search) = &mut self.search {
                search.add(&entry.file_name().to_string_lossy(), &page.text);
            }
            fs::write(to.join(entry.file_name()).with_extension("html"), page.html).expect("written");
        }
        if let Some(search) = self.search {
            search.writer.finalize().expect("an index");
        }
    }

    /// A span for each scope, as syntect's own writer of classes has it.
    fn highlight(&self, language: &str, code: &str) -> Option<String> {
        let syntaxes = self.syntaxes.as_ref()?;
        let mut state = ParseState::new(syntaxes.find_syntax_by_token(language)?);
        let (mut scopes, mut html) = (ScopeStack::new(), String::with_capacity(code.len() * 4));
        for line in code.split_inclusive('\n') {
            let mut at = 0;
            for (end, operation) in state.parse_line(line, syntaxes).ok()? {
                escape(&line[at..end], &mut html);
                at = end;
                let span = |operation: BasicScopeStackOp, _: &[_]| match operation {
                    BasicScopeStackOp::Push(scope) => {
                        html.push_str("<span class=\"");
                        html.push_str(&scope.build_string().replace('.', " "));
                        html.push_str("\">");
                    }
                    BasicScopeStackOp::Pop => html.push_str("</span>"),
                };
                scopes.apply_with_hook(&operation, span).ok()?;
            }
            escape(&line[at..], &mut html);
        }
        Some(html)
    }
}

/// A page as it is written.
#[derive(Default)]
struct Page {
    html: String,
    /// What search knows of it.
    text: String,
    /// The language and the code of the block that is open.
    code: Option<(String, String)>,
}

impl Page {
    /// About what a plain writer of HTML does with an event.
    fn event(&mut self, event: Event<'_>, floor: &Floor) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(TagEnd::CodeBlock) => {
                let (language, code) = self.code.take().unwrap_or_default();
                match floor.highlight(&language, &code) {
                    Some(html) => self.html.push_str(&html),
                    None => escape(&code, &mut self.html),
                }
                self.html.push_str(name(&TagEnd::CodeBlock).1);
            }
            Event::End(tag) => self.html.push_str(name(&tag).1),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.words(&text, floor),
            },
            Event::Code(text) => {
                self.html.push_str("<code>");
                self.words(&text, floor);
                self.html.push_str("</code>");
            }
            Event::Html(text) | Event::InlineHtml(text) => self.html.push_str(&text),
            _ => self.html.push('\n'),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Link { dest_url, .. } => {
                self.html.push_str("<a href=\"");
                escape(&dest_url, &mut self.html);
                self.html.push_str("\">");
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                self.html.push_str("<pre><code class=\"language-");
                escape(&info, &mut self.html);
                self.html.push_str("\">");
                self.code = Some((info.to_string(), String::new()));
            }
            tag => self.html.push_str(name(&tag.to_end()).0),
        }
    }

    fn words(&mut self, text: &str, floor: &Floor) {
        escape(text, &mut self.html);
        if floor.search.is_some() {
            self.text.push_str(text);
            self.text.push(' ');
        }
    }
}

/// How an element begins and ends.
fn name(tag: &TagEnd) -> (&'static str, &'static str) {
    match tag {
        TagEnd::Paragraph => ("<p>", "</p>\n"),
        TagEnd::Heading(_) => ("<h2>", "</h2>\n"),
        TagEnd::BlockQuote(_) => ("<blockquote>", "</blockquote>\n"),
        TagEnd::CodeBlock => ("<pre><code>", "</code></pre>\n"),
        TagEnd::List(_) => ("<ul>", "</ul>\n"),
        TagEnd::Item => ("<li>", "</li>\n"),
        TagEnd::Table => ("<table>", "</table>\n"),
        TagEnd::TableRow | TagEnd::TableHead => ("<tr>", "</tr>\n"),
        TagEnd::TableCell => ("<td>", "</td>"),
        TagEnd::Strong => ("<strong>", "</strong>"),
        TagEnd::Emphasis => ("<em>", "</em>"),
        TagEnd::Link => ("<a>", "</a>"),
        _ => ("<span>", "</span>"),
    }
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}
