//! One feed as Atom (RFC 4287).

use std::fmt::Write as _;

use super::{Content, Feed, Options, events::Event};
use crate::model::{Html, visible, visible_line};

/// The newest events that a feed tells of.
const MOST_ENTRIES: usize = 100;

/// The longest text of an entry, in characters.
const LONGEST: usize = 2_000;

/// The feed as XML.
pub(super) fn write(content: &Content<'_>, options: &Options, feed: &Feed, events: &[&Event]) -> String {
    let address = options.address(&feed.path);
    let newest = content.catalog.repos().iter().filter_map(|repo| Some(repo.commit.as_ref()?.time.as_str())).max();
    let updated = events.first().map(|event| event.time.as_str()).or(newest).unwrap_or("1970-01-01T00:00:00Z");
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    let mut line = |text: String| {
        xml.push_str(&text);
        xml.push('\n');
    };
    line(format!("<id>{}</id>", escape(&address)));
    line(format!("<title>{}</title>", escape(&visible_line(&feed.title))));
    line(format!("<updated>{}</updated>", escape(updated)));
    line(format!("<author><name>{}</name></author>", escape(&visible_line(&options.title))));
    line(format!("<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>", escape(&address)));
    line(format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", escape(&options.address(&feed.page))));
    line(format!("<generator version=\"{}\">Callboard</generator>", env!("CARGO_PKG_VERSION")));
    events.iter().take(MOST_ENTRIES).for_each(|event| line(entry(options, event)));
    xml.push_str("</feed>\n");
    xml
}

fn entry(options: &Options, event: &Event) -> String {
    let page = options.address(&event.page);
    let mut xml = format!(
        "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n",
        escape(&format!("{page}{}", event.mark)),
        escape(&event.title),
        escape(&event.time),
    );
    if !event.author.trim().is_empty() {
        writeln!(xml, "<author><name>{}</name></author>", escape(&event.author)).expect("a string takes all text");
    }
    let text: String = event.text.chars().take(LONGEST).collect();
    write!(
        xml,
        "<category term=\"{}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
         <content type=\"text\">{}</content>\n</entry>",
        event.category,
        escape(&page),
        escape(if text.trim().is_empty() { &event.title } else { &text }),
    )
    .expect("a string takes all text");
    xml
}

/// Text as XML 1.0 may hold it.
fn escape(text: &str) -> String {
    let text: String = visible(text).chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    Html::escape(&text).as_str().to_owned()
}
