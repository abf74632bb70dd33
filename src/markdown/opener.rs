//! The lines that open a container.

use super::source::Container;

/// A line that opens a container.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Opener<'a> {
    /// `note`, `warning` …; empty for tabs.
    pub kind: &'a str,
    /// Whether its text has annotations.
    pub annotated: bool,
    /// Markdown of the title; empty for none.
    pub title: String,
    /// Whether it opens a tab.
    pub tab: bool,
    /// Whether the tab starts a set of its own.
    pub new_set: bool,
    /// Collapsible, and whether it is open at first.
    pub details: Option<bool>,
    /// The mark that opens and closes it, and how often it stands; none when its body is indented instead.
    pub fence: Option<(char, usize)>,
    /// A definition, which begins on the line itself after this many bytes.
    pub definition: Option<usize>,
}

/// The kinds that `:::` and `///` know: Docusaurus' five, and those of Material and MyST.
const FENCED_KINDS: [&str; 18] = [
    "note",
    "tip",
    "info",
    "warning",
    "danger",
    "caution",
    "important",
    "success",
    "hint",
    "details",
    "example",
    "abstract",
    "question",
    "error",
    "seealso",
    "failure",
    "bug",
    "quote",
];

impl Opener<'_> {
    /// What the line opens.
    pub fn container(&self) -> Container {
        match self.details {
            _ if self.definition.is_some() => Container::Definition,
            _ if self.tab => Container::Tab,
            Some(open) => Container::Details(self.kind.to_lowercase(), open),
            None => Container::Admonition(self.kind.to_lowercase(), self.annotated),
        }
    }
}

/// Reads a line without its indentation.
pub fn read(line: &str) -> Option<Opener<'_>> {
    let line = line.trim_end();
    match line.as_bytes().first()? {
        b'!' => call_out(line.strip_prefix("!!!")?, None),
        b'?' => {
            let rest = line.strip_prefix("???")?;
            let open = rest.strip_prefix('+');
            call_out(open.unwrap_or(rest), Some(open.is_some()))
        }
        b'=' => tab(line.strip_prefix("===")?),
        b':' => fenced(line, ':').or_else(|| definition(line)),
        b'/' => fenced(line, '/'),
        b'<' => tab_item(line),
        // MyST: other fences are code.
        b'`' if line.ends_with('}') || line.contains("} ") => directive(line),
        _ => None,
    }
}

/// The mark of a closing line, and how often it stands.
pub fn closing(line: &str) -> Option<(char, usize)> {
    if matches!(line, "</TabItem>" | "</Tab>") {
        return Some(('<', 1));
    }
    let mark = line.chars().next().filter(|c| matches!(c, ':' | '/' | '`'))?;
    (line.len() >= 3 && line.chars().all(|c| c == mark)).then_some((mark, line.len()))
}

/// ` note extra "Title"`.
fn call_out(rest: &str, details: Option<bool>) -> Option<Opener<'_>> {
    let rest = rest.trim();
    let (classes, title) = match rest.split_once('"') {
        Some((classes, title)) => (classes.trim_end(), Some(title.strip_suffix('"')?)),
        None => (rest, None),
    };
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    if !classes.split(' ').all(|class| class.chars().all(word))
        || (classes.is_empty() && (details.is_none() || title.is_none()))
    {
        return None;
    }
    let kind = classes.split(' ').next().filter(|kind| !kind.is_empty()).unwrap_or("note");
    let title = match title {
        Some(title) if details.is_none() || !title.is_empty() => title.to_owned(),
        _ => capitalised(kind),
    };
    let annotated = classes.split(' ').skip(1).any(|class| class == "annotate");
    Some(Opener { kind, annotated, title, details, ..Opener::default() })
}

/// `+! "Title"`.
fn tab(rest: &str) -> Option<Opener<'_>> {
    let flags = rest.len() - rest.trim_start_matches(['+', '!']).len();
    let title = rest[flags..].strip_prefix(' ')?.trim().strip_prefix('"')?.strip_suffix('"')?;
    let new_set = rest[..flags].contains('!');
    Some(Opener { title: title.to_owned(), tab: true, new_set, ..Opener::default() })
}

/// `:::note Title`, `:::note[Title]`, `::: note`, `:::{note} Title`, `/// note | Title`.
fn fenced(line: &str, mark: char) -> Option<Opener<'_>> {
    let rest = line.trim_start_matches(mark);
    let length = line.len() - rest.len();
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('{').unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let kind = &rest[..end];
    let tab = mark == '/' && kind == "tab";
    if length < 3 || !(tab || FENCED_KINDS.contains(&kind)) {
        return None;
    }
    let words = rest[end..].trim_start_matches('}').split('{').next().unwrap_or_default().trim();
    let words = words.strip_prefix('|').map_or(words, str::trim);
    let title = words.strip_prefix('[').and_then(|words| words.strip_suffix(']')).unwrap_or(words);
    let title = if title.is_empty() { capitalised(kind) } else { title.to_owned() };
    let details = (kind == "details").then_some(false);
    Some(Opener { kind, title, tab, details, fence: Some((mark, length)), ..Opener::default() })
}

/// `<TabItem value="a" label="Title">` of Docusaurus and Starlight, `<Tab title="Title">` of Mintlify and Nextra.
fn tab_item(line: &str) -> Option<Opener<'_>> {
    let attributes = ["<TabItem ", "<Tab "].iter().find_map(|name| line.strip_prefix(name))?.strip_suffix('>')?;
    if attributes.contains('<') || attributes.ends_with('/') {
        return None;
    }
    let value = |name: &str| {
        let (before, rest) = attributes.split_once(name)?;
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = rest[1..].split(quote).next().filter(|value| !value.trim().is_empty())?;
        (before.is_empty() || before.ends_with(' ')).then_some(value)
    };
    let title = ["label=", "title=", "value="].iter().find_map(|name| value(name))?.to_owned();
    Some(Opener { title, tab: true, fence: Some(('<', 1)), ..Opener::default() })
}

/// ` ```{note} Title `.
fn directive(line: &str) -> Option<Opener<'_>> {
    let (kind, _) = line.trim_start_matches('`').strip_prefix('{')?.split_once('}')?;
    if FENCED_KINDS.contains(&kind) { fenced(line, '`') } else { None }
}

/// Whether a line below a directive is one of its options, e.g. `:class: tip`.
pub fn is_option(line: &str) -> bool {
    let name = line.trim().strip_prefix(':').and_then(|line| line.split_once(':')).map(|(name, _)| name);
    name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
}

/// `:   text`.
fn definition(line: &str) -> Option<Opener<'_>> {
    let text = line[1..].trim_start_matches([' ', '\t']);
    let definition = (text.len() < line.len() - 1 && !text.is_empty()).then(|| line.len() - text.len());
    definition.map(|_| Opener { definition, ..Opener::default() })
}

/// The default title of a kind.
pub fn capitalised(kind: &str) -> String {
    let mut letters = kind.chars();
    letters
        .next()
        .map_or(String::new(), |first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
}
