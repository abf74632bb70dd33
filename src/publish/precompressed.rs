//! Compressed neighbours: `page.html.gz` beside `page.html`, for hosts that send them and compress nothing themselves.

use std::io::Write;

use flate2::{Compression, GzBuilder};

use crate::model::{Output, SitePath};

/// Files that fit in one packet gain nothing.
const SMALLEST: usize = 1200;

/// What shrinks.
const TEXTS: [&str; 13] =
    ["atom", "css", "csv", "html", "ics", "js", "json", "md", "mjs", "svg", "txt", "webmanifest", "xml"];

/// Where the compressed neighbour of a file is.
pub fn beside(path: &SitePath) -> SitePath {
    SitePath::from_parts(format!("{path}.gz").split('/'))
}

/// The file's compressed neighbour, when it is worth one. The same bytes give the same bytes.
pub fn neighbour(output: &Output) -> Option<Output> {
    let path = output.path.as_str();
    let extension = path.rsplit_once('.').map(|(_, extension)| extension)?;
    if output.bytes.len() < SMALLEST || !TEXTS.contains(&extension) {
        return None;
    }
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::new(7));
    let bytes = encoder.write_all(&output.bytes).and_then(|()| encoder.finish());
    let bytes = bytes.expect("memory takes what is written");
    let path = beside(&output.path);
    (bytes.len() * 10 < output.bytes.len() * 9).then_some(Output { path, bytes })
}
