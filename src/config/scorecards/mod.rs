//! The scorecards that a configuration asks for: its own, those of other files, and those that the program ships.

mod checked;
mod raw;

use std::path::Path;

use super::reader::{Reader, Text, spot};
use crate::{
    diagnostic::nearest,
    model::{Node, Placed, RepoPath, Scorecard},
    yaml::{self, Dialect},
};
use raw::Raw;

/// The scorecards that every build can take, by name.
const SHIPPED: [(&str, &str); 5] = [
    ("production-readiness", include_str!("production-readiness.yaml")),
    ("ownership", include_str!("ownership.yaml")),
    ("documentation", include_str!("documentation.yaml")),
    ("security-hygiene", include_str!("security-hygiene.yaml")),
    ("api-quality", include_str!("api-quality.yaml")),
];

/// Where scorecards may lie in files.
pub struct Folders<'a> {
    /// The folder of the configuration, which files are named from.
    pub folder: &'a Path,
    /// The working directory, which messages name files from.
    pub working: &'a Path,
}

/// Reads and judges `scorecards`. Whether their queries make sense is found when there is a catalog.
pub fn scorecards(reader: &mut Reader<'_>, node: &Node, folders: &Folders<'_>) -> Vec<Scorecard> {
    if node.type_name() != "array" {
        reader.mistyped("scorecards", node, "array");
        return Vec::new();
    }
    let mut found = Vec::new();
    for item in node.items() {
        if let Some(name) = item.as_str() {
            let name = Text { value: name.to_owned(), spot: spot(item) };
            found.extend(shipped(reader, &name));
            continue;
        }
        let raw = raw::card(reader, item);
        match (raw.words.get("file"), raw.words.get("use")) {
            (Some(file), None) => found.extend(of_file(reader, file, folders)),
            (None, Some(name)) => {
                let name = Text { value: name.0.clone(), spot: (name.1.line, name.1.column) };
                found.extend(shipped(reader, &name).map(|base| raw::merge(base, raw)));
            }
            (None, None) => found.push(raw),
            (Some(_), Some(_)) => {
                reader.wrong(spot(item), "a scorecard is either of a `file` or a shipped one to `use`", "")
            }
        }
    }
    let mut cards: Vec<Scorecard> = Vec::new();
    for raw in found {
        cards.extend(checked::card(reader, raw, &cards));
    }
    cards
}

/// All scorecards that are shipped.
pub fn all_shipped() -> Vec<Scorecard> {
    let mut reader = Reader::new(RepoPath::default(), "");
    let names = SHIPPED.map(|(name, _)| Text { value: name.to_owned(), spot: (0, 0) });
    let raw: Vec<Raw> = names.iter().filter_map(|name| shipped(&mut reader, name)).collect();
    raw.into_iter().filter_map(|raw| checked::card(&mut reader, raw, &[])).collect()
}

fn shipped(reader: &mut Reader<'_>, name: &Text) -> Option<Raw> {
    let Some((name, text)) = SHIPPED.iter().find(|(shipped, _)| *shipped == name.value) else {
        let names = SHIPPED.map(|(name, _)| name);
        let hint = match nearest(&name.value, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", names.join(", ")),
        };
        reader.wrong(name.spot, format!("no shipped scorecard is called `{}`", name.value), hint);
        return None;
    };
    let path = RepoPath::new(&format!("scorecards/{name}.yaml")).expect("a name is a path");
    let mut inner = Reader::new(path, text);
    let raw = nodes(&mut inner, text).first().map(|node| raw::card(&mut inner, node));
    reader.diagnostics.extend(inner.diagnostics);
    raw
}

/// The scorecards of a file: a list of them, or one.
#[expect(clippy::disallowed_methods, reason = "a file of the configuration, which names it")]
fn of_file(reader: &mut Reader<'_>, file: &Placed, folders: &Folders<'_>) -> Vec<Raw> {
    let (name, place) = file;
    let path = super::source::normal(&folders.folder.join(name));
    let text = match std::fs::read(&path).map(String::from_utf8) {
        Ok(Ok(text)) => text,
        Ok(Err(_)) => {
            reader.wrong((place.line, place.column), format!("`{name}` is no UTF-8 text"), "");
            return Vec::new();
        }
        Err(error) => {
            reader.wrong((place.line, place.column), format!("`{name}` cannot be read: {error}"), "");
            return Vec::new();
        }
    };
    let mut inner = Reader::new(super::name_of(&path, folders.working), &text);
    let found = nodes(&mut inner, &text).iter().map(|node| raw::card(&mut inner, node)).collect();
    reader.diagnostics.extend(inner.diagnostics);
    found
}

fn nodes(reader: &mut Reader<'_>, text: &str) -> Vec<Node> {
    let documents = yaml::read(text, Dialect::CATALOG);
    for error in documents.iter().flat_map(|document| &document.errors) {
        reader.wrong((error.line, error.column), error.message.clone(), "");
    }
    let roots =
        documents.into_iter().filter(|document| document.errors.is_empty()).filter_map(|document| document.root);
    roots.flat_map(|root| if root.items().is_empty() { vec![root] } else { root.items().to_vec() }).collect()
}
