//! Descriptions: Markdown in which only absolute links and entity references lead anywhere.

use crate::{
    markdown::{self, Resolve, Target},
    model::{Html, PageSection, SafeUrl, SitePath},
    render::board::Board,
};

/// A description, rendered.
pub(crate) struct Prose {
    pub(crate) html: Html,
    pub(crate) sections: Vec<PageSection>,
}

/// Renders the description of an entity in `namespace` for the page `from`.
pub(crate) fn prose(board: &Board<'_>, from: &SitePath, namespace: &str, text: &str) -> Prose {
    if text.trim().is_empty() {
        return Prose { html: Html::default(), sections: Vec::new() };
    }
    let rendered = markdown::render(text, &Links { board, from, namespace });
    Prose { html: rendered.html, sections: rendered.sections }
}

struct Links<'a> {
    board: &'a Board<'a>,
    from: &'a SitePath,
    namespace: &'a str,
}

impl Resolve for Links<'_> {
    fn link(&self, destination: &str) -> Target {
        if let Some(url) = SafeUrl::parse(destination) {
            return Target::Href(url.to_string());
        }
        match self.board.find(destination, self.namespace) {
            Some(index) => Target::Href(self.from.href_to(&self.board.catalog[index].id.page())),
            None => Target::Dropped,
        }
    }

    /// A page asks no other host for anything, so descriptions show no images.
    fn image(&self, _destination: &str) -> Target {
        Target::Dropped
    }
}
