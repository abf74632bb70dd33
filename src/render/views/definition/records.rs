//! What search finds of a definition: its first page, every operation, every type and every field.

use super::{Layout, Pen, fields::below, operations::content_anchor, text};
use crate::{
    model::{Definition, Heading, NamedType, Operation, PageSection, Record, RecordKind, Schema, Shape},
    render::{board::Board, records},
};

/// So many fields of one operation or type are found.
const MOST_FIELDS: usize = 400;

/// The search records of a definition.
pub(crate) fn records(board: &Board<'_>, definition: &Definition, layout: &Layout) -> Vec<Record> {
    let pen = Pen::new(board, definition, layout, 0);
    let api = &definition.api;
    let first = Record {
        label: "reference".to_owned(),
        sections: vec![section(None, text::plain(&pen, &api.info.description))],
        ..record(&pen, None, &pen.title(), &[&api.dialect])
    };
    let operations =
        api.groups.iter().flat_map(|group| &group.operations).map(|operation| of_operation(&pen, operation));
    let types = api.types.iter().map(|named| of_type(&pen, named));
    std::iter::once(first).chain(operations).chain(types).collect()
}

fn record(pen: &Pen<'_>, anchor: Option<&str>, title: &str, keywords: &[&str]) -> Record {
    let page = anchor.and_then(|anchor| pen.layout.page_of(anchor)).unwrap_or_default();
    let mut facets = vec![records::source(pen.board, pen.definition.repo)];
    facets.extend(pen.definition.entity.into_iter().flat_map(|index| records::of_owner(pen.board, index)));
    Record {
        kind: RecordKind::Page,
        label: "reference".to_owned(),
        path: pen.layout.path(page).clone(),
        anchor: anchor.map(str::to_owned),
        title: title.to_owned(),
        context: pen.title(),
        keywords: keywords.iter().filter(|word| !word.is_empty()).map(|word| (*word).to_owned()).collect(),
        facets,
        sections: Vec::new(),
    }
}

fn section(heading: Option<(String, String)>, text: String) -> PageSection {
    PageSection { heading: heading.map(|(id, text)| Heading { level: 4, id, text }), text }
}

fn of_operation(pen: &Pen<'_>, operation: &Operation) -> Record {
    let title = format!("{} {}", operation.verb, operation.target);
    let mut words = vec![operation.summary.clone(), text::plain(pen, &operation.description)];
    words.extend(operation.responses.iter().map(|response| format!("{} {}", response.status, response.description)));
    let mut sections = vec![section(None, words.join(" "))];
    for parameter in &operation.parameters {
        let anchor = below(&operation.anchor, &parameter.name);
        sections.push(section(Some((anchor, parameter.name.clone())), parameter.schema.description.clone()));
    }
    let bodies = operation.request.iter().map(|body| ("request", &body.contents));
    let own = operation.responses.iter().filter(|response| response.shared.is_none());
    let answers = own.map(|response| (response.status.as_str(), &response.contents));
    for (name, contents) in bodies.chain(answers) {
        let anchor = below(&operation.anchor, name);
        for (at, schema) in contents.iter().enumerate().filter_map(|(at, content)| Some((at, content.schema.as_ref()?)))
        {
            fields(schema, &content_anchor(&anchor, at), &mut sections);
        }
    }
    Record { sections, ..record(pen, Some(&operation.anchor), &title, &[&operation.id, &operation.summary]) }
}

fn of_type(pen: &Pen<'_>, named: &NamedType) -> Record {
    let mut words = vec![text::plain(pen, &named.schema.description)];
    words.extend(
        named.schema.values.iter().take(MOST_FIELDS).map(|value| format!("{} {}", value.value, value.description)),
    );
    let mut sections = vec![section(None, words.join(" "))];
    fields(&named.schema, &named.anchor, &mut sections);
    Record { sections, ..record(pen, Some(&named.anchor), &named.name, &[&named.kind]) }
}

/// The fields of a schema itself; those of named types are found at the types.
fn fields(schema: &Schema, anchor: &str, sections: &mut Vec<PageSection>) {
    match &schema.shape {
        Shape::Object(object) => {
            for field in &object.fields {
                if sections.len() >= MOST_FIELDS {
                    return;
                }
                let anchor = below(anchor, &field.name);
                sections.push(section(Some((anchor.clone(), field.name.clone())), field.schema.description.clone()));
                fields(&field.schema, &anchor, sections);
            }
        }
        Shape::Array(inner) | Shape::Map(inner) => fields(inner, anchor, sections),
        Shape::Choice(_, options) => options.iter().for_each(|option| fields(option, anchor, sections)),
        Shape::Simple(_) | Shape::Named(_) | Shape::Any => {}
    }
}
