//! The page for what is not there. A host serves it at any depth, so it brings its own styles
//! and links to the published address.

use serde::Serialize;

use super::{Markup, shell::Head};
use crate::model::Html;

/// The page for what is not there.
#[derive(Debug, Serialize)]
pub(crate) struct MissingView {
    head: Head,
    /// The published address with a closing slash.
    url: Option<String>,
    style: Markup,
}

impl MissingView {
    /// Made with the theme's stylesheet, which holds no `</style>`.
    pub(crate) fn new(url: Option<&str>, style: &str) -> Self {
        let style = style.replace("</", "<\\/");
        Self {
            head: Head::new("Not found", "missing"),
            url: url.map(|url| format!("{}/", url.trim_end_matches('/'))),
            style: Html::trusted(style).into(),
        }
    }
}
