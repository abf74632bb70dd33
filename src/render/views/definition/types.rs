//! Named types.

use std::ops::Range;

use serde::Serialize;

use super::{
    Pen,
    fields::Fields,
    operations::{Code, code},
};
use crate::{
    model::{Format, TypeIndex},
    render::views::Markup,
};

/// One named type.
#[derive(Debug, Serialize)]
pub(crate) struct TypeView {
    anchor: String,
    name: String,
    kind: String,
    deprecated: bool,
    body: Markup,
    source_href: Option<String>,
    /// A value of it, where types are all that there is.
    example: Option<Code>,
}

/// What types are called in a format.
pub(super) fn title(format: Format) -> &'static str {
    match format {
        Format::Protobuf => "Messages and enums",
        Format::GraphQl => "Types",
        _ => "Schemas",
    }
}

/// Some of the types.
pub(super) fn types(pen: &Pen<'_>, range: Range<usize>) -> Vec<TypeView> {
    let repo = &pen.board.catalog[pen.definition.repo];
    let types = (0..).map(TypeIndex).zip(&pen.definition.api.types).skip(range.start).take(range.len());
    types
        .map(|(index, named)| {
            let line = Some(named.line).filter(|line| *line > 0);
            let source = line.and_then(|line| repo.view_url(&pen.definition.source, Some(line)));
            TypeView {
                anchor: named.anchor.clone(),
                name: named.name.clone(),
                kind: named.kind.clone(),
                deprecated: named.schema.deprecated.is_some(),
                body: Fields::new(pen, pen.layout.type_budget()).named(index, &named.schema, &named.anchor).into(),
                source_href: source.map(|url| url.to_string()),
                example: named.example.as_ref().map(|example| code("Example", example)),
            }
        })
        .collect()
}
