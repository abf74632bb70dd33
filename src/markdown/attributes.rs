//! Attribute lists: `{ #id .class key=value }`, as Python-Markdown's `attr_list` reads them.

/// What an attribute list says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// `#id`.
    pub id: Option<String>,
    /// `.class`, in order.
    pub classes: Vec<String>,
    /// `key=value` and bare keys.
    pub pairs: Vec<(String, String)>,
}

impl Attributes {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

/// Reads a list at the start of `text`; also gives its length in bytes.
pub fn at_start(text: &str) -> Option<(Attributes, usize)> {
    let inner = text.strip_prefix('{')?;
    let end = inner.find(['}', '\n']).filter(|end| inner[*end..].starts_with('}'))?;
    Some((parse(&inner[..end])?, end + 2))
}

/// Reads a list at the end of `text`; also gives where it starts, white space before it included.
pub fn at_end(text: &str) -> Option<(Attributes, usize)> {
    let trimmed = text.trim_end();
    let start = trimmed.ends_with('}').then(|| trimmed.rfind('{'))??;
    let attributes = parse(&trimmed[start + 1..trimmed.len() - 1])?;
    let before = &trimmed[..start];
    let kept = before.trim_end().len();
    (kept == 0 || kept < before.len()).then_some((attributes, kept))
}

/// The inside of the braces; none when it is something else than attributes.
fn parse(text: &str) -> Option<Attributes> {
    let mut rest = text.strip_prefix(':').unwrap_or(text).trim();
    let mut attributes = Attributes::default();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let name = &rest[..end];
        let plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_:.".contains(c));
        if let Some(value) = rest[end..].strip_prefix('=') {
            let (value, after) = value_of(value);
            plain(name).then_some(())?;
            match name {
                "id" => attributes.id = Some(value.to_owned()),
                "class" => attributes.classes.extend(value.split_whitespace().map(ToOwned::to_owned)),
                _ => attributes.pairs.push((name.to_owned(), value.to_owned())),
            }
            rest = after.trim_start();
            continue;
        }
        if let Some(id) = name.strip_prefix('#') {
            attributes.id = Some(id.to_owned());
        } else if let Some(class) = name.strip_prefix('.') {
            attributes.classes.push(class.to_owned());
        } else if name.contains('-') && plain(name) {
            attributes.pairs.push((name.to_owned(), String::new()));
        } else {
            return None;
        }
        rest = rest[end..].trim_start();
    }
    Some(attributes)
}

/// A quoted or bare value, and what follows it.
fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some((value, after)) = text.strip_prefix(quote).and_then(|text| text.split_once(quote)) {
            return (value, after);
        }
    }
    text.split_once(' ').unwrap_or((text, ""))
}
