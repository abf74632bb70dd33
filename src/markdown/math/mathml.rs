//! What of the converter's MathML is published: known elements and attributes. Inline styles, which a strict content
//! security policy refuses, become classes of `theme/styles/math.css`; links go.

use crate::markdown::{tags, writer::escape};

/// MathML Core, and the few HTML elements that stand in `<mtext>`.
const ELEMENTS: [&str; 36] = [
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "mtable",
    "mtr",
    "mtd",
    "mpadded",
    "mphantom",
    "merror",
    "mstyle",
    "menclose",
    "none",
    "b",
    "i",
    "em",
    "code",
    "span",
    "s",
    "u",
    "mlabeledtr",
];

/// Attributes whose values are words, lengths or numbers.
const ATTRIBUTES: [&str; 29] = [
    "display",
    "displaystyle",
    "scriptlevel",
    "mathvariant",
    "stretchy",
    "symmetric",
    "largeop",
    "movablelimits",
    "accent",
    "accentunder",
    "form",
    "fence",
    "separator",
    "lspace",
    "rspace",
    "minsize",
    "maxsize",
    "linethickness",
    "width",
    "height",
    "depth",
    "voffset",
    "columnspan",
    "rowspan",
    "columnalign",
    "rowalign",
    "notation",
    "dir",
    "mathsize",
];

/// Declarations that the converter writes, and the classes that stand for them; the rest is dropped.
const STYLES: [(&str, &str); 21] = [
    ("text-align: left", "math-left"),
    ("text-align: right", "math-right"),
    ("padding-right: 0", "math-flush-right"),
    ("padding-left: 0", "math-flush-left"),
    ("padding-left:1em", "math-case"),
    ("padding-top: 0", "math-tight"),
    ("padding-left: 0.1em", "math-rule"),
    ("border-right: 0.05em solid currentcolor", "math-line-right"),
    ("border-right: 0.05em dashed currentcolor", "math-dash-right"),
    ("border-left: 0.05em solid currentcolor", "math-line-left"),
    ("border-left: 0.05em dashed currentcolor", "math-dash-left"),
    ("border-top: 0.05em solid currentcolor", "math-line-top"),
    ("border-top: 0.05em dashed currentcolor", "math-dash-top"),
    ("width: 100%", "math-wide"),
    ("width: 50%", "math-half"),
    ("width: 7.5%", "math-margin"),
    ("font-variant-caps: small-caps", "math-caps"),
    ("padding-left:0.2222em", "math-pad-left"),
    ("padding-right:0.2222em", "math-pad-right"),
    ("padding-left:0.1667em", "math-pad-left"),
    ("padding-right:0.1667em", "math-pad-right"),
];

/// Copies what may be published; the source stands in an attribute for those who read MathML aloud.
pub fn write(mathml: &str, tex: &str, out: &mut String) {
    let mut at = 0;
    for tag in tags::tags(mathml) {
        out.push_str(&mathml[at..tag.offset]);
        at = tag.offset + tag.name.len() + tag.attributes.len() + 2 + usize::from(tag.closing);
        if !ELEMENTS.contains(&tag.name) {
            continue;
        }
        if tag.closing {
            out.push_str("</");
            out.push_str(tag.name);
            out.push('>');
            continue;
        }
        out.push('<');
        out.push_str(tag.name);
        attributes(&tag, out);
        if tag.name == "math" {
            out.push_str(" alttext=\"");
            escape(tex, out);
            out.push('"');
        }
        out.push('>');
        if tag.attributes.ends_with('/') {
            out.push_str("</");
            out.push_str(tag.name);
            out.push('>');
        }
    }
    out.push_str(&mathml[at..]);
}

fn attributes(tag: &tags::Tag<'_>, out: &mut String) {
    let plain = |value: &str| value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" .%-+#".contains(&byte));
    let mut classes: Vec<&str> = Vec::new();
    for (name, value) in tag.pairs() {
        match name {
            "style" => {
                for declaration in value.split(';').map(str::trim) {
                    classes.extend(STYLES.iter().find(|(style, _)| *style == declaration).map(|(_, class)| class));
                    match declaration.split_once(':').map(|(name, value)| (name, value.trim())) {
                        Some(("color", value)) if plain(value) => out.push_str(&format!(" mathcolor=\"{value}\"")),
                        Some(("font-size", value)) if plain(value) => out.push_str(&format!(" mathsize=\"{value}\"")),
                        _ => {}
                    }
                }
            }
            "class" if value.starts_with("menclose-") || value.starts_with("math-core-") => classes.push(value),
            name if ATTRIBUTES.contains(&name) && plain(value) => out.push_str(&format!(" {name}=\"{value}\"")),
            _ => {}
        }
    }
    classes.sort_unstable();
    classes.dedup();
    if !classes.is_empty() {
        out.push_str(&format!(" class=\"{}\"", classes.join(" ")));
    }
}
