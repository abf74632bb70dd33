//! The reference pages of an API's definition.

mod digest;
mod fields;
mod layout;
mod nav;
mod operations;
mod overview;
mod records;
#[cfg(test)]
pub(crate) mod tests;
mod text;
mod types;

use std::{
    cell::RefCell,
    collections::{HashMap, hash_map::Entry},
};

use serde::Serialize;

pub use self::overview::Card;
pub(crate) use self::{
    layout::Layout,
    overview::{card, file},
    records::records,
};
use self::{layout::Part, nav::NavGroup, operations::GroupView, overview::Overview, types::TypeView};
use super::shell::Head;
use crate::{
    model::{Definition, Format, SitePath},
    render::board::Board,
};

/// What the views of one definition share.
pub(crate) struct Pen<'a> {
    board: &'a Board<'a>,
    definition: &'a Definition,
    layout: &'a Layout,
    /// The page that is being made.
    page: usize,
    /// The namespace that references in descriptions are read in.
    namespace: &'a str,
    /// Anchors of answers and headers that stand on this page already and need not be repeated.
    seen: RefCell<HashMap<String, String>>,
}

/// One page of a definition.
#[derive(Debug, Serialize)]
pub(crate) struct DefinitionView {
    head: Head,
    title: String,
    /// The page's part of the definition, when the definition has several pages.
    part: Option<String>,
    first_href: String,
    /// What the definition is one of.
    all: &'static str,
    all_href: String,
    kind: String,
    version: String,
    nav: Vec<NavGroup>,
    overview: Option<Overview>,
    groups: Vec<GroupView>,
    types: Vec<TypeView>,
    types_title: Option<&'static str>,
}

impl DefinitionView {
    /// The same below another page than the list of APIs; `here` is where the view goes.
    pub(crate) fn within(self, title: &'static str, (here, above): (&SitePath, &SitePath)) -> Self {
        Self { all: title, all_href: here.href_to(above), ..self }
    }
}

impl<'a> Pen<'a> {
    pub(crate) fn new(board: &'a Board<'a>, definition: &'a Definition, layout: &'a Layout, page: usize) -> Self {
        let namespace = definition.entity.map_or("default", |index| &board.catalog[index].namespace);
        Self { board, definition, layout, page, namespace, seen: RefCell::default() }
    }

    /// Where what has this name stands on the page already; otherwise it stands at `anchor` from now on.
    fn before(&self, name: String, anchor: &str) -> Option<String> {
        match self.seen.borrow_mut().entry(name) {
            Entry::Occupied(known) => Some(known.get().clone()),
            Entry::Vacant(place) => {
                place.insert(anchor.to_owned());
                None
            }
        }
    }

    /// The page that is being made.
    fn from(&self) -> &'a SitePath {
        &self.layout.pages[self.page].path
    }

    /// The link to an anchor of the definition.
    fn href(&self, anchor: &str) -> String {
        match self.layout.page_of(anchor) {
            Some(page) if page != self.page => {
                format!("{}#{anchor}", self.from().href_to(&self.layout.pages[page].path))
            }
            _ => format!("#{anchor}"),
        }
    }

    /// The title: the definition's own, or its entity's, or the file's name.
    fn title(&self) -> String {
        let api = &self.definition.api;
        // A package is no title where there is a better one.
        let package = api.format == Format::Protobuf && self.definition.entity.is_some();
        let own = if package { "" } else { api.info.title.trim() };
        match (own.is_empty(), self.definition.entity) {
            (false, _) => super::reference::label(own),
            (true, Some(index)) => super::reference::label(self.board.catalog[index].title()),
            (true, None) => self.definition.source.file_name().to_owned(),
        }
    }

    /// The view of the page.
    pub(crate) fn view(&self) -> DefinitionView {
        let api = &self.definition.api;
        let page = &self.layout.pages[self.page];
        let title = self.title();
        let part = (self.page > 0).then(|| page.title.clone());
        let head = match &part {
            Some(part) => format!("{part} · {title}"),
            None => title.clone(),
        };
        let mut view = DefinitionView {
            head: Head::new(head, "apis").describe(&api.info.description),
            title,
            part,
            first_href: self.from().href_to(&self.definition.page),
            all: "APIs",
            all_href: self.from().href_to(&super::shell::kind_page("api")),
            kind: api.dialect.clone(),
            version: api.info.version.clone(),
            nav: nav::nav(self),
            overview: None,
            groups: Vec::new(),
            types: Vec::new(),
            types_title: None,
        };
        for part in &page.parts {
            match part {
                Part::Overview => view.overview = Some(overview::overview(self)),
                Part::Group(group, operations) => view.groups.push(operations::group(self, *group, operations.clone())),
                Part::Types(types) => {
                    view.types_title = Some(types::title(api.format));
                    view.types = types::types(self, types.clone());
                }
            }
        }
        view
    }
}
