//! The only URL and the only HTML that may reach a page.

use std::fmt;

use serde::Serialize;
use url::Url;

/// An absolute URL with a harmless scheme and no user information.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SafeUrl(String);

/// Schemes that a click may open. `javascript:`, `data:` and all others are refused.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

impl SafeUrl {
    /// Parses by the WHATWG URL standard, as browsers do, so that tabs, entities and case hide nothing.
    /// None when it is no absolute URL or its scheme is not allowed. User information is dropped.
    pub fn parse(text: &str) -> Option<Self> {
        let mut url = Url::parse(text.trim()).ok()?;
        if !SCHEMES.contains(&url.scheme()) {
            return None;
        }
        if url.has_host() {
            url.set_username("").ok()?;
            url.set_password(None).ok()?;
        }
        Some(Self(url.into()))
    }

    /// The URL as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// HTML that was made by this program from escaped or sanitised parts; templates insert it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Text with `&`, `<`, `>`, `"` and `'` escaped.
    pub fn escape(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        Self::pieces(text, |piece| html.push_str(piece));
        Self(html)
    }

    /// Gives the pieces that text becomes when `&`, `<`, `>`, `"` and `'` are escaped, as few as there can be.
    pub fn pieces<'t>(text: &'t str, mut each: impl FnMut(&'t str)) {
        let mut from = 0;
        for (at, byte) in text.bytes().enumerate() {
            let escaped = match byte {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                b'\'' => "&#39;",
                _ => continue,
            };
            each(&text[from..at]);
            each(escaped);
            from = at + 1;
        }
        each(&text[from..]);
    }

    /// Vouches for `html`: the caller made it from escaped or sanitised parts only.
    pub fn trusted(html: String) -> Self {
        Self(html)
    }

    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Html {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
