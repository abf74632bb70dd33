//! The navigation beside a definition: every group, and the operations and types of the page at hand.

use serde::Serialize;

use super::{Pen, layout::Part, operations::verb_class};
use crate::{model::Operation, render::views::reference::label};

/// A heading with what stands below.
#[derive(Debug, Serialize)]
pub(crate) struct NavGroup {
    title: String,
    href: String,
    /// How many operations or types it has; 0 when that says nothing.
    count: usize,
    current: bool,
    lines: Vec<NavLine>,
}

/// An operation or a type.
#[derive(Debug, Serialize)]
struct NavLine {
    verb: Option<String>,
    verb_class: &'static str,
    label: String,
    href: String,
    deprecated: bool,
}

/// All groups; those of other pages without their lines.
pub(super) fn nav(pen: &Pen<'_>) -> Vec<NavGroup> {
    let pages = pen.layout.pages.iter().enumerate();
    pages
        .flat_map(|(number, page)| page.parts.iter().map(move |part| (number, part)))
        .flat_map(|(number, part)| group(pen, number, part))
        .collect()
}

fn group(pen: &Pen<'_>, number: usize, part: &Part) -> Vec<NavGroup> {
    let here = number == pen.page;
    let page = &pen.layout.pages[number];
    let href = |anchor: &str| match here {
        true => format!("#{anchor}"),
        false => pen.from().href_to(&page.path),
    };
    let api = &pen.definition.api;
    match part {
        Part::Overview => overview(pen, &href, here),
        Part::Group(place, range) => {
            let group = &api.groups[*place];
            let lines = group.operations[range.clone()].iter().filter(|_| here).map(operation);
            let title = if number > 0 { page.title.clone() } else { group.name.clone() };
            vec![NavGroup {
                title: label(&title),
                href: href(&group.anchor),
                count: range.len(),
                current: here && number > 0,
                lines: lines.collect(),
            }]
        }
        Part::Types(range) => {
            let lines = api.types[range.clone()].iter().filter(|_| here).map(|named| NavLine {
                verb: None,
                verb_class: "",
                label: label(&named.name),
                href: format!("#{}", named.anchor),
                deprecated: named.schema.deprecated.is_some(),
            });
            let title = if number > 0 { page.title.clone() } else { super::types::title(api.format).to_owned() };
            vec![NavGroup {
                title,
                href: href("types"),
                count: range.len(),
                current: here && number > 0,
                lines: lines.collect(),
            }]
        }
    }
}

/// What the definition says of itself, section by section.
fn overview(pen: &Pen<'_>, href: &dyn Fn(&str) -> String, here: bool) -> Vec<NavGroup> {
    let api = &pen.definition.api;
    let sections = [
        (pen.definition.changes.is_some(), "changes", "What changed"),
        (!api.servers.is_empty(), "servers", "Servers"),
        (!api.schemes.is_empty(), "authentication", "Authentication"),
    ];
    let line = |(_, anchor, title): &(bool, &str, &str)| NavLine {
        verb: None,
        verb_class: "",
        label: (*title).to_owned(),
        href: format!("#{anchor}"),
        deprecated: false,
    };
    let lines = sections.iter().filter(|(shown, ..)| *shown && here).map(line).collect();
    vec![NavGroup {
        title: "Overview".to_owned(),
        href: href("overview"),
        count: 0,
        current: here && pen.layout.pages.len() > 1,
        lines,
    }]
}

fn operation(operation: &Operation) -> NavLine {
    let name = if operation.summary.is_empty() { &operation.target } else { &operation.summary };
    NavLine {
        verb: Some(short(&operation.verb).to_owned()),
        verb_class: verb_class(&operation.verb),
        label: label(name),
        href: format!("#{}", operation.anchor),
        deprecated: operation.deprecated.is_some(),
    }
}

/// A verb in at most six letters.
fn short(verb: &str) -> &str {
    match verb {
        "DELETE" => "DEL",
        "OPTIONS" => "OPT",
        "RECEIVE" => "RECV",
        "PUBLISH" => "PUB",
        "SUBSCRIBE" => "SUB",
        "CHANNEL" => "CHAN",
        "STREAM" => "STRM",
        "MUTATION" => "MUT",
        "SUBSCRIPTION" => "SUB",
        verb => verb,
    }
}
