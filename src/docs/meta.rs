//! What a page says about its place in a book, in its front matter.

use crate::{
    model::{Node, Value},
    yaml::{self, Dialect},
};

/// What a page says about its place in a book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    /// Its name in the navigation: `sidebar_label` (Docusaurus), `nav_title`.
    pub label: Option<String>,
    /// Its place among its neighbours: `sidebar_position` (Docusaurus), `nav_order`, `weight`, `order`.
    pub position: Option<f64>,
    /// `slug` (Docusaurus): its address; rooted at the folder of the documents when it begins with `/`.
    pub slug: Option<String>,
    /// `id` (Docusaurus): its name instead of the file's.
    pub id: Option<String>,
    /// Whether it stays out of the navigation: `draft`, `unlisted`, `nav_exclude`.
    pub unlisted: bool,
    /// `status`, of a decision.
    pub status: Option<String>,
    /// `date`, of a decision.
    pub date: Option<String>,
    /// `supersedes`, of a decision: what it takes the place of.
    pub supersedes: Vec<String>,
    /// `superseded-by`, of a decision: what took its place.
    pub superseded_by: Vec<String>,
}

/// Front matter that is longer, in bytes, is no front matter.
const LONGEST: usize = 16 << 10;

impl Meta {
    /// Reads the front matter of a document; nothing when it has none that is YAML.
    pub fn of(text: &str) -> Self {
        front_matter(text).map(Self::from_yaml).unwrap_or_default()
    }

    fn from_yaml(text: &str) -> Self {
        let Some(root) = yaml::read(text, Dialect::MKDOCS).into_iter().next().and_then(|document| document.root) else {
            return Self::default();
        };
        let text = |keys: &[&str]| keys.iter().find_map(|key| scalar(root.get(key)?));
        let set = |key: &str| matches!(root.get(key).map(|node| &node.value), Some(Value::Bool(true)));
        let superseded_by = ["superseded-by", "superseded_by", "superseded"].iter().find_map(|key| root.get(key));
        let number = |key: &&str| root.get(key).and_then(number);
        Self {
            label: text(&["sidebar_label", "nav_title"]),
            position: ["sidebar_position", "nav_order", "weight", "order"].iter().find_map(number),
            slug: text(&["slug"]),
            id: text(&["id"]),
            unlisted: set("draft") || set("unlisted") || set("nav_exclude"),
            status: text(&["status"]),
            date: text(&["date"]),
            supersedes: root.get("supersedes").map(scalars).unwrap_or_default(),
            superseded_by: superseded_by.map(scalars).unwrap_or_default(),
        }
    }
}

/// The text of a scalar.
pub fn scalar(node: &Node) -> Option<String> {
    let text = match &node.value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A scalar, or the scalars of a list.
fn scalars(node: &Node) -> Vec<String> {
    scalar(node).into_iter().chain(node.items().iter().filter_map(scalar)).collect()
}

/// A finite number.
pub fn number(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(number) => number.as_f64().filter(|number| number.is_finite()),
        _ => None,
    }
}

/// What stands between two lines `---` at the head of a document.
fn front_matter(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = text.strip_prefix("---")?;
    let (first, rest) = rest.split_once('\n')?;
    if !first.trim().is_empty() {
        return None;
    }
    let mut length = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return rest.get(..length);
        }
        length += line.len();
        if length > LONGEST {
            return None;
        }
    }
    None
}

/// The document behind its front matter.
pub fn body(text: &str) -> &str {
    let Some(front) = front_matter(text) else { return text.strip_prefix('\u{feff}').unwrap_or(text) };
    let end = front.as_ptr() as usize - text.as_ptr() as usize + front.len();
    text[end..].split_once('\n').map_or("", |(_, body)| body).trim_start_matches(['\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::{Meta, body};

    #[test]
    fn front_matter_places_a_page() {
        for (text, label, position, rest) in [
            ("---\nsidebar_label: Start\nsidebar_position: 2\n---\n\n# T\n", Some("Start"), Some(2.0), "# T\n"),
            ("---\r\nweight: 1.5\r\n---\r\ntext", None, Some(1.5), "text"),
            ("---\nlabel\n", None, None, "---\nlabel\n"),
            ("--- x\na: b\n---\n", None, None, "--- x\na: b\n---\n"),
            ("---\nnav_order: [\n---\nx", None, None, "x"),
            ("# T", None, None, "# T"),
        ] {
            let meta = Meta::of(text);
            assert_eq!((meta.label.as_deref(), meta.position, body(text)), (label, position, rest), "{text:?}");
        }
    }
}
