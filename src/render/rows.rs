//! The rows of all tables as one script: what the filters of the catalog read.
//! A script, because a page opened from disk may load scripts but may not fetch.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    board::{self, Board},
    kinds, theme,
    views::row,
};
use crate::model::{Entity, Output, Relation, SitePath};

/// Arrays only: a name from a repository never becomes the key of an object.
#[derive(Serialize)]
struct Rows<'a> {
    /// Kind in lower case, words for many, icon, number of entities.
    kinds: Vec<(&'a str, String, &'static str, usize)>,
    /// Entities that rows refer to by place: reference, title, path, icon, hue.
    others: Vec<(String, &'a str, String, &'static str, &'static str)>,
    rows: Vec<Row<'a>>,
}

/// One row: name of the page, title, name, namespace, kind, icon, type, lifecycle, owner, system, tags, errors, warnings.
#[derive(Serialize)]
struct Row<'a>(
    String,
    &'a str,
    &'a str,
    &'a str,
    usize,
    &'static str,
    &'a str,
    &'a str,
    Option<usize>,
    Option<usize>,
    Vec<&'a str>,
    usize,
    usize,
);

/// Entities that rows refer to, each written once.
#[derive(Default)]
struct Others<'a> {
    places: BTreeMap<&'a str, usize>,
    list: Vec<(String, &'a str, String, &'static str, &'static str)>,
}

/// `catalog/data.<hash>.js`.
pub(super) fn rows(board: &Board<'_>) -> Result<Output, String> {
    let mut others = Others::default();
    let kind_places: BTreeMap<&str, usize> =
        board.kinds.iter().enumerate().map(|(place, (kind, _, _))| (kind.as_str(), place)).collect();
    let order = board.by_title(board.catalog.iter().map(|(index, _)| index));
    let rows = order.iter().map(|index| row(board, &mut others, &kind_places, &board.catalog[*index])).collect();
    let kinds = board
        .kinds
        .iter()
        .map(|(kind, written, count)| (kind.as_str(), kinds::plural(kind, written), kinds::hue(kind), *count))
        .collect();
    let json = serde_json::to_string(&Rows { kinds, rows, others: others.list }).map_err(|error| error.to_string())?;
    let bytes = format!("globalThis.callboardCatalog = {json};\n").into_bytes();
    let path = SitePath::from_parts(["catalog", &format!("data.{}.js", theme::hash(&bytes))]);
    Ok(Output { path, bytes })
}

fn row<'a>(
    board: &Board<'a>,
    others: &mut Others<'a>,
    kinds_by_name: &BTreeMap<&str, usize>,
    entity: &'a Entity,
) -> Row<'a> {
    let (errors, warnings) = row::problems(board, &entity.id);
    Row(
        entity.id.page().to_string(),
        entity.title(),
        entity.id.name(),
        entity.id.namespace(),
        kinds_by_name.get(entity.id.kind()).copied().unwrap_or_default(),
        kinds::icon(entity),
        entity.spec_str("type").unwrap_or_default(),
        entity.spec_str("lifecycle").unwrap_or_default(),
        others.place(board, entity.related("ownedBy").next()),
        others.place(board, board::system(entity)),
        entity.tags().collect(),
        errors,
        warnings,
    )
}

impl<'a> Others<'a> {
    fn place(&mut self, board: &Board<'a>, relation: Option<&'a Relation>) -> Option<usize> {
        let relation = relation?;
        let next = self.list.len();
        let place = *self.places.entry(relation.target.as_str()).or_insert(next);
        if place == next {
            let hue = kinds::hue(relation.target.kind());
            self.list.push(match relation.entity {
                Some(index) => {
                    let other = &board.catalog[index];
                    (other.id.to_string(), other.title(), other.id.page().to_string(), kinds::icon(other), hue)
                }
                None => (relation.target.to_string(), relation.target.name(), String::new(), "dangling", hue),
            });
        }
        Some(place)
    }
}
