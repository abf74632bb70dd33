//! What is checked in documents.

use crate::diagnostic::{Rule, Severity};

/// A link or image leads nowhere.
pub const BROKEN_LINK: Rule =
    Rule { id: "broken-link", severity: Severity::Warning, summary: "A link or an image in a document leads nowhere" };

/// The page of a link exists, the heading does not.
pub const BROKEN_ANCHOR: Rule = Rule {
    id: "broken-anchor",
    severity: Severity::Warning,
    summary: "A link leads to a page that has no such heading",
};

/// Raw HTML that is taken out.
pub const UNSAFE_MARKUP: Rule =
    Rule { id: "unsafe-markup", severity: Severity::Warning, summary: "A document holds markup that is not published" };

/// A navigation entry without its file.
pub const MISSING_NAV_PAGE: Rule = Rule {
    id: "missing-nav-page",
    severity: Severity::Warning,
    summary: "An entry of a book's navigation names a file that is not there",
};

/// A setting that would run code, or that has no meaning here.
pub const IGNORED_DOCS_SETTING: Rule = Rule {
    id: "ignored-docs-setting",
    severity: Severity::Info,
    summary: "A setting of mkdocs.yml is ignored because it would run code or replace the theme",
};

/// mkdocs.yml cannot be used.
pub const INVALID_DOCS_SETTINGS: Rule = Rule {
    id: "invalid-docs-settings",
    severity: Severity::Warning,
    summary: "The settings of a book in mkdocs.yml are wrong",
};

/// An entity names documents that are not there.
pub const MISSING_DOCS: Rule = Rule {
    id: "missing-docs",
    severity: Severity::Warning,
    summary: "The annotation backstage.io/techdocs-ref leads to no documents",
};

/// TeX that is not understood.
pub const INVALID_FORMULA: Rule = Rule {
    id: "invalid-formula",
    severity: Severity::Warning,
    summary: "A formula cannot be set and is shown as its source",
};

/// Prebuilt pages that are named and not there.
pub const MISSING_PAGES: Rule = Rule {
    id: "missing-prebuilt-html",
    severity: Severity::Warning,
    summary: "The annotation callboard.dev/html leads to no HTML",
};

/// A diagram whose source is not understood.
pub const UNDRAWN_DIAGRAM: Rule = Rule {
    id: "undrawn-diagram",
    severity: Severity::Warning,
    summary: "A diagram cannot be drawn and is shown as its source",
};

/// The world did not give a file.
pub const UNREADABLE_DOCUMENT: Rule =
    Rule { id: "unreadable-document", severity: Severity::Warning, summary: "A document cannot be read" };

/// A file beside the documents that is not copied.
pub const UNPUBLISHED_FILE: Rule =
    Rule { id: "unpublished-file", severity: Severity::Info, summary: "A file beside the documents is not published" };

/// Two files want one path.
pub const PAGE_COLLISION: Rule = Rule {
    id: "page-collision",
    severity: Severity::Warning,
    summary: "Two files of the portal would have the same path",
};

/// A page that readers find only by search or by a link.
pub const PAGE_OUTSIDE_NAV: Rule = Rule {
    id: "page-outside-nav",
    severity: Severity::Info,
    summary: "Pages of a book are not in the navigation that mkdocs.yml writes",
};

/// All rules of this stage.
pub const RULES: [&Rule; 14] = [
    &BROKEN_LINK,
    &BROKEN_ANCHOR,
    &UNSAFE_MARKUP,
    &MISSING_NAV_PAGE,
    &IGNORED_DOCS_SETTING,
    &INVALID_DOCS_SETTINGS,
    &MISSING_DOCS,
    &MISSING_PAGES,
    &INVALID_FORMULA,
    &UNDRAWN_DIAGRAM,
    &UNREADABLE_DOCUMENT,
    &UNPUBLISHED_FILE,
    &PAGE_COLLISION,
    &PAGE_OUTSIDE_NAV,
];
