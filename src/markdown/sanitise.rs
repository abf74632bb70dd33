//! The allow-list for raw HTML.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};

/// Elements that a document may use.
const ELEMENTS: [&str; 66] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
    "center",
    "video",
];

/// Elements that go with all they hold.
const WITH_CONTENT: [&str; 5] = ["script", "style", "template", "svg", "math"];

/// Attributes by element; what leads somewhere is resolved afterwards.
const ATTRIBUTES: [(&str, &[&str]); 18] = [
    ("a", &["href", "name", "title"]),
    ("abbr", &["title"]),
    ("img", &["src", "alt", "title", "width", "height", "align"]),
    ("video", &["src", "controls", "width", "height"]),
    ("details", &["open"]),
    ("td", &["colspan", "rowspan", "align"]),
    ("th", &["colspan", "rowspan", "align", "scope"]),
    ("tr", &["align"]),
    ("table", &["align"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("ol", &["start", "type", "reversed"]),
    ("li", &["value"]),
    ("p", &["align"]),
    ("div", &["align"]),
    ("h1", &["align"]),
    ("h2", &["align"]),
    ("time", &["datetime"]),
];

/// Classes that documents may use, on `div` and `span` and `figure`.
const CLASSES: [&str; 4] = ["grid", "cards", "annotate", "result"];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let classes: HashSet<&str> = CLASSES.into();
    let mut builder = Builder::empty();
    builder
        .tags(ELEMENTS.into())
        .clean_content_tags(WITH_CONTENT.into())
        .tag_attributes(ATTRIBUTES.into_iter().map(|(tag, names)| (tag, names.iter().copied().collect())).collect())
        .generic_attributes(["id", "lang", "dir"].into())
        .allowed_classes(HashMap::from([("div", classes.clone()), ("ul", classes.clone()), ("span", classes)]))
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    builder
});

/// What of `html` is allowed, balanced. Text is escaped, attribute values stand in double quotes.
pub fn sanitise(html: &str) -> String {
    SANITISER.clean(html).to_string()
}

/// Whether HTML knows an element of this name.
pub fn is_known(name: &str) -> bool {
    ELEMENTS.iter().chain(&WITH_CONTENT).any(|element| element.eq_ignore_ascii_case(name))
}
