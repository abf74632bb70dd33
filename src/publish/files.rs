//! The small files that hosts and crawlers read.

use super::Policies;
use crate::model::{Output, Profile, Publication, SitePath};

/// The files that belong to where the site goes.
pub fn files(wanted: &Publication, policies: &Policies) -> Vec<Output> {
    let mut files = vec![file("robots.txt", robots(wanted))];
    if wanted.profile.reads_headers() {
        files.push(file("_headers", headers(wanted, policies)));
    }
    files
}

/// Whether pages ask search engines not to list them: `robots.txt` is read at the root of a host alone, and a site may
/// lie below it. Nobody crawls a folder.
pub fn no_index(wanted: &Publication) -> bool {
    wanted.profile != Profile::Folder && !wanted.search_engines
}

fn file(name: &str, text: String) -> Output {
    Output { path: SitePath::from_parts([name]), bytes: text.into_bytes() }
}

fn robots(wanted: &Publication) -> String {
    let rule = if wanted.search_engines { "Allow: /" } else { "Disallow: /" };
    format!("User-agent: *\n{rule}\n")
}

/// Rules in the format of Cloudflare Pages and Netlify. Files below `assets/` have a hash of their content in their names.
fn headers(wanted: &Publication, policies: &Policies) -> String {
    let robots = if no_index(wanted) { "  X-Robots-Tag: noindex\n" } else { "" };
    format!(
        "/*\n  Content-Security-Policy: {}\n  Cross-Origin-Opener-Policy: same-origin\n  Permissions-Policy: camera=(), \
         geolocation=(), microphone=()\n  Referrer-Policy: no-referrer\n  X-Content-Type-Options: nosniff\n{robots}\
         /*.svg\n  Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox\n\
         /assets/*\n  Cache-Control: public, max-age=31536000, immutable\n",
        policies.joined()
    )
}
