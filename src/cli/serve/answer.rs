//! A request to its answer.
#![expect(clippy::disallowed_methods, reason = "serve reads the site that it shows")]

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use super::address::{media_type, parts};

/// What a page loads to hear of changes; it is in no site that is published.
pub const RELOAD: &str = "/.callboard/reload.js";

/// What makes a page load it.
const TAG: &str = "<script src=\"/.callboard/reload.js\" defer></script>\n";

/// A file of the site, or its page for what is missing.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Its media type.
    pub media: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Answers with the file that an address names.
pub fn answer(site: &Path, url: &str) -> Answer {
    let found = parts(url).and_then(|parts| {
        let path: PathBuf = parts.iter().collect();
        read(site, &path).ok().map(|bytes| (parts.last().cloned().unwrap_or_default(), bytes))
    });
    match found {
        Some((name, bytes)) => Answer { status: 200, ..page(&name, bytes) },
        None => {
            let bytes = read(site, Path::new("404.html")).unwrap_or_else(|_| b"not found".to_vec());
            Answer { status: 404, ..page("404.html", bytes) }
        }
    }
}

fn page(name: &str, mut bytes: Vec<u8>) -> Answer {
    let media = media_type(name);
    // Pages whose policy lets no script run are shown as they are.
    let runs = media.starts_with("text/html") && memchr::memmem::find(&bytes, b"script-src 'self'").is_some();
    let end = memchr::memmem::rfind(&bytes, b"</body>").filter(|_| runs);
    if let Some(end) = end {
        bytes.splice(end..end, TAG.bytes());
    }
    Answer { status: 200, media, bytes }
}

/// Reads a file of the site. While a new site takes the place of the old one, there is none for a moment.
fn read(site: &Path, path: &Path) -> io::Result<Vec<u8>> {
    for _ in 0..50 {
        if site.is_dir() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let (site, file) = (site.canonicalize()?, site.join(path).canonicalize()?);
    if !file.starts_with(&site) {
        return Err(io::ErrorKind::NotFound.into());
    }
    std::fs::read(file)
}
