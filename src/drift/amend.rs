//! Changes of catalog files that keep everything else as it is: comments, order, ends of lines, styles, other documents.

use serde_json::{Map, Value as Json};

use crate::{
    diagnostic::Amendment,
    model::{EntityId, Node, Value},
    yaml::{self, Dialect},
};

/// The text with an amendment of an entity's document; none when it cannot be made so that the file, read again, says
/// exactly what it should and nothing else changes.
pub fn amend(text: &str, entity: &EntityId, amendment: &Amendment) -> Option<String> {
    let before = read(text)?;
    let place = before.iter().position(|root| is_of(root, entity))?;
    let mut wanted: Vec<Json> = before.iter().map(Node::to_json).collect();
    apply(&mut wanted[place], amendment)?;
    let page = Page { text, root: &before[place], end: if text.contains("\r\n") { "\r\n" } else { "\n" } };
    let holds = |candidate: &String| {
        read(candidate).is_some_and(|after| after.iter().map(Node::to_json).collect::<Vec<_>>() == wanted)
    };
    page.candidates(amendment).into_iter().find(holds)
}

fn read(text: &str) -> Option<Vec<Node>> {
    let documents = yaml::read(text, Dialect::CATALOG);
    if documents.iter().any(|document| !document.errors.is_empty()) {
        return None;
    }
    Some(documents.into_iter().filter_map(|document| document.root).collect())
}

/// Whether a document declares an entity.
pub(super) fn is_of(root: &Node, entity: &EntityId) -> bool {
    let text = |path: &[&str]| root.at(path).and_then(Node::as_str);
    let (Some(kind), Some(name)) = (text(&["kind"]), text(&["metadata", "name"])) else { return false };
    EntityId::new(kind, text(&["metadata", "namespace"]).unwrap_or("default"), name) == *entity
}

/// What the document is to say.
fn apply(json: &mut Json, amendment: &Amendment) -> Option<()> {
    match amendment {
        Amendment::Set(path, value) => {
            let mut at = json;
            for step in path {
                at = match at {
                    Json::Array(items) => items.get_mut(step.parse::<usize>().ok()?)?,
                    other => other.get_mut(step)?,
                };
            }
            *at = Json::from(value.as_str());
        }
        Amendment::Add(path, value) => {
            let (last, above) = path.split_last()?;
            let map = made(json, above, || Json::Object(Map::new()))?.as_object_mut()?;
            if map.insert(last.clone(), Json::from(value.as_str())).is_some() {
                return None;
            }
        }
        Amendment::Append(path, value) => {
            made(json, path, || Json::Array(Vec::new()))?.as_array_mut()?.push(Json::from(value.as_str()));
        }
        Amendment::Remove(path, place) => {
            let items = made(json, path, || Json::Null)?.as_array_mut()?;
            if *place >= items.len() || items.len() < 2 {
                return None;
            }
            items.remove(*place);
        }
    }
    Some(())
}

/// What is at a path; its last step is made when it is not there.
fn made<'j>(json: &'j mut Json, path: &[String], new: impl Fn() -> Json) -> Option<&'j mut Json> {
    let (last, above) = path.split_last()?;
    let mut at = json;
    for step in above {
        at = at.get_mut(step)?;
    }
    let at = at.as_object_mut()?.entry(last.clone()).or_insert(Json::Null);
    if at.is_null() {
        *at = new();
    }
    Some(at)
}

/// A file, and the document in it that changes.
struct Page<'t> {
    text: &'t str,
    root: &'t Node,
    end: &'static str,
}

impl Page<'_> {
    /// Texts that may be the one that is wanted, the finest first.
    fn candidates(&self, amendment: &Amendment) -> Vec<String> {
        match amendment {
            Amendment::Set(path, value) => self.set(path, value).into_iter().collect(),
            Amendment::Add(path, value) => self.add(path, value),
            Amendment::Append(path, value) => self.append(path, value),
            Amendment::Remove(path, place) => self.remove(path, *place),
        }
    }

    fn at(&self, path: &[String]) -> Option<&Node> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        self.root.at(&path)
    }

    /// The byte at which a node begins.
    fn start(&self, node: &Node) -> usize {
        let line = self.line(node.line);
        let rest = &self.text[line..];
        line + rest.char_indices().nth(node.column.saturating_sub(1) as usize).map_or(rest.len(), |(at, _)| at)
    }

    /// The byte at which a line begins, counted from 1.
    fn line(&self, number: u32) -> usize {
        let mut starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1));
        starts.nth(number.saturating_sub(1) as usize).unwrap_or(self.text.len())
    }

    /// The bytes of a scalar that stands on one line.
    fn scalar(&self, node: &Node) -> Option<(usize, usize)> {
        let start = self.start(node);
        let rest = &self.text[start..];
        let length = match rest.chars().next()? {
            '"' => {
                let mut escaped = false;
                let end = rest[1..].find(|c: char| {
                    let ends = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    ends
                });
                end? + 2
            }
            '\'' => rest[1..].find('\'')? + 2,
            _ => match &node.value {
                Value::String(text) if rest.starts_with(text.as_str()) => text.len(),
                _ => return None,
            },
        };
        Some((start, start + length))
    }

    fn replaced(&self, (start, end): (usize, usize), with: &str) -> String {
        format!("{}{with}{}", &self.text[..start], &self.text[end..])
    }

    fn set(&self, path: &[String], value: &str) -> Option<String> {
        let (start, end) = self.scalar(self.at(path)?)?;
        let quote = self.text[start..].chars().next().filter(|c| matches!(c, '"' | '\''));
        let written = match quote {
            Some('\'') if !value.contains('\'') => format!("'{value}'"),
            Some('"') => Json::from(value).to_string(),
            _ => plain(value),
        };
        Some(self.replaced((start, end), &written))
    }

    fn add(&self, path: &[String], value: &str) -> Vec<String> {
        let Some((key, above)) = path.split_last() else { return Vec::new() };
        let entry = format!("{}: {}", plain(key), plain(value));
        match self.at(above).filter(|node| node.value != Value::Null) {
            Some(mapping) => self.inside(mapping, &entry, None),
            None => self.with_parent(above, &entry, &format!("{{{entry}}}")),
        }
    }

    /// A mapping or a list that is not there yet, with its first entry, in the mapping above.
    fn with_parent(&self, path: &[String], entry: &str, flow: &str) -> Vec<String> {
        let Some((key, above)) = path.split_last() else { return Vec::new() };
        let Some(mapping) = (if above.is_empty() { Some(self.root) } else { self.at(above) }) else {
            return Vec::new();
        };
        if let Some((key, _)) = mapping.get_entry(key).filter(|(_, value)| value.value == Value::Null) {
            let line = self.line(key.line);
            let indent = " ".repeat(key.column.saturating_sub(1) as usize + 2);
            let after = self.text[line..].find('\n').map_or(self.text.len(), |at| line + at + 1);
            return vec![self.replaced((after, after), &format!("{indent}{entry}{}", self.end))];
        }
        self.inside(mapping, &format!("{key}: {flow}"), Some((key, entry)))
    }

    /// An entry more in a mapping; `nested` is a key with an entry below it, for a mapping in block style.
    fn inside(&self, mapping: &Node, entry: &str, nested: Option<(&str, &str)>) -> Vec<String> {
        let start = self.start(mapping);
        if self.text[start..].starts_with('{') {
            let comma = if mapping.entries().is_empty() { "" } else { ", " };
            let after = self.text[start + 1..].len() - self.text[start + 1..].trim_start_matches(' ').len();
            let last = mapping.entries().last().and_then(|(_, value)| self.flow_end(value));
            let first = self.replaced((start + 1 + after, start + 1 + after), &format!("{entry}{comma}"));
            let last = last.map(|end| self.replaced((end, end), &format!(", {entry}")));
            return last.into_iter().chain([first]).collect();
        }
        let mut found = Vec::new();
        for (key, value) in mapping.entries().iter().rev() {
            let indent = " ".repeat(key.column.saturating_sub(1) as usize);
            let written = match nested {
                None => format!("{indent}{entry}{}", self.end),
                Some((key, entry)) => format!("{indent}{key}:{}{indent}  {entry}{}", self.end, self.end),
            };
            if value.line == key.line || matches!(value.value, Value::Null) {
                found.push(self.after_line(key.line, &written));
            }
            let line = self.line(key.line);
            if self.text[line..].trim_start().starts_with(key.as_str().unwrap_or("\0")) {
                found.push(self.replaced((line, line), &written));
            }
        }
        found
    }

    /// The end of a value in flow style: of a scalar, or of a list or a mapping of which all is on one line.
    fn flow_end(&self, value: &Node) -> Option<usize> {
        let start = self.start(value);
        let (open, close) = match &self.text[start..].chars().next()? {
            '[' => ('[', ']'),
            '{' => ('{', '}'),
            _ => return self.scalar(value).map(|(_, end)| end),
        };
        let mut depth = 0;
        for (at, c) in self.text[start..].char_indices().take_while(|(_, c)| *c != '\n') {
            depth += i32::from(c == open) - i32::from(c == close);
            if depth == 0 {
                return Some(start + at + 1);
            }
        }
        None
    }

    /// Text with a line after another one.
    fn after_line(&self, number: u32, written: &str) -> String {
        let line = self.line(number);
        match self.text[line..].find('\n') {
            Some(at) => self.replaced((line + at + 1, line + at + 1), written),
            None => format!("{}{}{}", self.text, self.end, written.trim_end()),
        }
    }

    fn append(&self, path: &[String], value: &str) -> Vec<String> {
        let written = plain(value);
        let Some(list) = self.at(path).filter(|node| node.value != Value::Null) else {
            return self.with_parent(path, &format!("- {written}"), &format!("[{written}]"));
        };
        let start = self.start(list);
        if self.text[start..].starts_with('[') {
            let Some(last) = list.items().last() else {
                return vec![self.replaced((start + 1, start + 1), &written)];
            };
            let end = self.scalar(last).map(|(_, end)| end);
            return end.map(|end| self.replaced((end, end), &format!(", {written}"))).into_iter().collect();
        }
        let Some(last) = list.items().last() else { return Vec::new() };
        let line = &self.text[self.line(last.line)..];
        let indent: String = line.chars().take_while(|c| *c == ' ').collect();
        vec![self.after_line(last.line, &format!("{indent}- {written}{}", self.end))]
    }

    fn remove(&self, path: &[String], place: usize) -> Vec<String> {
        let Some((list, item)) = self.at(path).and_then(|list| Some((list, list.items().get(place)?))) else {
            return Vec::new();
        };
        if self.text[self.start(list)..].starts_with('[') {
            let Some((start, end)) = self.scalar(item) else { return Vec::new() };
            let rest = &self.text[end..];
            let after = rest.trim_start_matches(' ');
            if let Some(after) = after.strip_prefix(',') {
                let end = self.text.len() - after.trim_start_matches(' ').len();
                return vec![self.replaced((start, end), "")];
            }
            let before = self.text[..start].trim_end_matches(' ').strip_suffix(',').map_or(start, str::len);
            return vec![self.replaced((before, end), "")];
        }
        let line = self.line(item.line);
        let end = self.text[line..].find('\n').map_or(self.text.len(), |at| line + at + 1);
        vec![self.replaced((line, end), "")]
    }
}

/// A scalar as YAML has it: bare when it can be nothing else, in quotes otherwise.
fn plain(text: &str) -> String {
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_./:@+ ".contains(c);
    let words = ["true", "false", "null", "yes", "no", "on", "off"];
    let bare = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(inner)
        && !text.contains(": ")
        && !text.ends_with([':', ' '])
        && !words.contains(&text.to_ascii_lowercase().as_str());
    if bare { text.to_owned() } else { Json::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# Top\napiVersion: backstage.io/v1alpha1 # v\nkind: Component\n";

    /// What stands after the head, an amendment, and what stands there then; nothing when there is none.
    const CASES: [(&str, (&str, &str, &str), &str); 13] = [
        (
            "metadata:\n  name: a # its name\nspec:\n  lifecycle: 'production' # for long\n  x: 1\n",
            ("set", "spec|lifecycle", "deprecated"),
            "metadata:\n  name: a # its name\nspec:\n  lifecycle: 'deprecated' # for long\n  x: 1\n",
        ),
        (
            "metadata: {name: a, annotations: {x: \"1\"}} # flow\n",
            ("set", "metadata|annotations|x", "a b"),
            "metadata: {name: a, annotations: {x: \"a b\"}} # flow\n",
        ),
        (
            "metadata:\n  name: a\n  annotations:\n    # first\n    x: y\n    # last\n  tags: []\n",
            ("add", "metadata|annotations|b/c", "dir:."),
            "metadata:\n  name: a\n  annotations:\n    # first\n    x: y\n    b/c: dir:.\n    # last\n  tags: []\n",
        ),
        (
            "metadata:\r\n  name: a\r\nspec: {owner: b}\r\n",
            ("add", "metadata|annotations|b", "c"),
            "metadata:\r\n  name: a\r\n  annotations:\r\n    b: c\r\nspec: {owner: b}\r\n",
        ),
        (
            "metadata: {name: a}\nspec: {owner: b}\n",
            ("add", "metadata|annotations|b", "c"),
            "metadata: {name: a, annotations: {b: c}}\nspec: {owner: b}\n",
        ),
        (
            "metadata: {name: a}\nspec:\n  owner: b\n  dependsOn:\n    - component:x # why\n",
            ("append", "spec|dependsOn", "component:y"),
            "metadata: {name: a}\nspec:\n  owner: b\n  dependsOn:\n    - component:x # why\n    - component:y\n",
        ),
        (
            "metadata: {name: a}\nspec:\n  owner: b\n  dependsOn: [component:x]",
            ("append", "spec|dependsOn", "component:y"),
            "metadata: {name: a}\nspec:\n  owner: b\n  dependsOn: [component:x, component:y]",
        ),
        (
            "metadata: {name: a}\nspec:\n  owner: b",
            ("append", "spec|dependsOn", "component:y"),
            "metadata: {name: a}\nspec:\n  owner: b\n  dependsOn:\n    - component:y",
        ),
        (
            "metadata: {name: a, tags: [x, y , z]}\n",
            ("remove", "metadata|tags", "1"),
            "metadata: {name: a, tags: [x, z]}\n",
        ),
        (
            "metadata:\n  name: a\n  tags:\n  - x # one\n  # two\n  - y\n",
            ("remove", "metadata|tags", "0"),
            "metadata:\n  name: a\n  tags:\n  # two\n  - y\n",
        ),
        ("metadata: {name: a, tags: [x]}\n", ("remove", "metadata|tags", "0"), ""),
        ("metadata: {name: a}\nspec:\n  x: |\n    b\n", ("set", "spec|x", "c"), ""),
        ("metadata: {name: b}\nspec: {x: y}\n", ("set", "spec|x", "c"), ""),
    ];

    fn amendment((verb, path, value): (&str, &str, &str)) -> Amendment {
        let (path, text) = (path.split('|').map(str::to_owned).collect(), value.to_owned());
        match verb {
            "set" => Amendment::Set(path, text),
            "add" => Amendment::Add(path, text),
            "append" => Amendment::Append(path, text),
            _ => Amendment::Remove(path, value.parse().expect("a number")),
        }
    }

    #[test]
    fn amendments_leave_the_rest_as_it_is() {
        for (before, wanted, after) in CASES {
            let more = "---\nkind: Group\nmetadata: {name: a} # another\n";
            let separated = before.ends_with('\n');
            let file = |text: &str| if separated { format!("{HEAD}{text}{more}") } else { format!("{HEAD}{text}") };
            let id = EntityId::new("component", "default", "a");
            let found = amend(&file(before), &id, &amendment(wanted));
            let expected = Some(file(after)).filter(|_| !after.is_empty());
            assert_eq!(found, expected, "{before}");
        }
    }
}
