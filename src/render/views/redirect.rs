//! A page at an address that a document used to have.

use serde::Serialize;

use super::{reference::label, shell::Head};
use crate::model::{Book, Redirect, RedirectTarget, SafeUrl};

/// Where a document is now.
#[derive(Debug, Serialize)]
pub(crate) struct RedirectView {
    head: Head,
    title: String,
    href: String,
    /// The full address, when the portal knows its own.
    canonical: Option<String>,
    /// Another site is never opened without a click.
    external: bool,
}

impl RedirectView {
    pub(crate) fn new(book: &Book, redirect: &Redirect, url: Option<&SafeUrl>) -> Self {
        let head = Head::new("Moved", "docs");
        match &redirect.target {
            RedirectTarget::Page(page, anchor) => {
                let page = &book.pages[*page];
                let anchor = if anchor.is_empty() { String::new() } else { format!("#{}", encode(anchor)) };
                let canonical = url.map(|url| format!("{}/{}", url.as_str().trim_end_matches('/'), page.path));
                Self {
                    head,
                    title: label(&page.title),
                    href: format!("{}{anchor}", redirect.path.href_to(&page.path)),
                    canonical,
                    external: false,
                }
            }
            RedirectTarget::Elsewhere(url) => {
                let href = url.to_string();
                Self { head, title: href.clone(), canonical: Some(href.clone()), href, external: true }
            }
        }
    }
}

/// An anchor as it may stand in an address.
fn encode(anchor: &str) -> String {
    let keep = |c: char| c.is_alphanumeric() || "-_.:".contains(c);
    anchor.chars().filter(|c| keep(*c)).collect()
}
