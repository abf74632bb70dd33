//! A JSON Schema alone: its root is the first type, its definitions are the others.

use super::{desk::Desk, spot::Spot};
use crate::model::{Api, Format, Info};

/// Reads a document.
pub(super) fn read<'a>(desk: &Desk<'a>, root: Spot<'a>) -> Api {
    let dialect = root.text("$schema").trim_end_matches('#').trim_end_matches("/schema");
    let draft = dialect.rsplit('/').next().unwrap_or_default();
    let body = ["type", "properties", "allOf", "oneOf", "anyOf", "items", "enum", "$ref"];
    if body.iter().any(|key| root.get(key).is_some()) {
        desk.named((0, String::new()), root);
    }
    for key in ["$defs", "definitions"] {
        desk.declare_types(&format!("/{key}"), root.get(key));
    }
    Api {
        format: Format::JsonSchema,
        dialect: format!("JSON Schema {draft}").trim_end().to_owned(),
        info: Info { title: root.text("title").to_owned(), version: root.scalar("version"), ..Info::default() },
        ..Api::default()
    }
}
