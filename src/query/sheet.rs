//! From an answer to rows and columns.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{FieldType, Ground};

/// An answer as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The names of the columns.
    pub head: Vec<String>,
    /// As many cells in each row as there are names.
    pub rows: Vec<Vec<Value>>,
    /// How many rows there are without a limit.
    pub total: usize,
    /// What a row is, one of them and several.
    pub noun: [&'static str; 2],
    /// The reference of the entity in each row; nothing for groups.
    refs: Vec<String>,
}

/// One row for each entity.
pub fn entities(ground: &Ground, found: &[u32], columns: &[String], limit: usize) -> Sheet {
    let shown = || found.iter().take(limit);
    let row = |entity: &u32| columns.iter().map(|column| cell(ground, column, *entity)).collect();
    Sheet {
        head: columns.to_vec(),
        rows: shown().map(row).collect(),
        total: found.len(),
        noun: ["entity", "entities"],
        refs: shown().map(|entity| ground.reference(*entity).to_owned()).collect(),
    }
}

/// One row for each value, the most frequent first. An entity counts for each of its values.
pub fn groups(ground: &Ground, found: &[u32], field: &str, limit: usize) -> Sheet {
    let mut counts: BTreeMap<Option<String>, u64> = BTreeMap::new();
    for entity in found {
        let values = ground.values(field, *entity).unwrap_or_default();
        if values.is_empty() {
            *counts.entry(None).or_default() += 1;
        }
        for value in values {
            *counts.entry(Some(value)).or_default() += 1;
        }
    }
    let number = ground.field_type(field) == Some(FieldType::Number);
    let mut counts: Vec<(Option<String>, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let total = counts.len();
    let row = |(value, count): (Option<String>, u64)| {
        vec![value.map_or(Value::Null, |value| typed(value, number)), Value::from(count)]
    };
    Sheet {
        head: vec![field.to_owned(), "count".to_owned()],
        rows: counts.into_iter().take(limit).map(row).collect(),
        total,
        noun: ["value", "values"],
        refs: Vec::new(),
    }
}

impl Sheet {
    /// Rows that were made elsewhere; `noun` is what one of them is, and several.
    pub fn new(head: &[&str], rows: Vec<Vec<Value>>, noun: [&'static str; 2]) -> Self {
        let head = head.iter().map(|name| (*name).to_owned()).collect();
        Self { head, total: rows.len(), rows, noun, refs: Vec::new() }
    }

    /// A sheet of one row more than it shows.
    #[cfg(test)]
    pub(crate) fn plain(head: &[&str], rows: Vec<Vec<Value>>) -> Self {
        let head = head.iter().map(|name| (*name).to_owned()).collect();
        Self { head, total: rows.len() + 1, rows, noun: ["entity", "entities"], refs: Vec::new() }
    }

    /// RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it.
    pub fn csv(&self) -> String {
        let cell = |text: String| {
            let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let text = if formula { format!("'{text}") } else { text };
            if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
        };
        let line = |cells: Vec<String>| format!("{}\r\n", cells.join(","));
        let head = line(self.head.iter().map(|name| cell(name.clone())).collect());
        let rows = self.rows.iter().map(|row| line(row.iter().map(|value| cell(cell_text(value))).collect()));
        std::iter::once(head).chain(rows).collect()
    }

    /// An array of objects.
    pub fn json(&self) -> String {
        let text = serde_json::to_string_pretty(&self.objects()).expect("texts and numbers are always JSON");
        format!("{text}\n")
    }

    /// The rows as objects; entities begin with their reference.
    pub fn objects(&self) -> Vec<Value> {
        let object = |(number, row): (usize, &Vec<Value>)| {
            let mut object = Map::new();
            if let Some(reference) = self.refs.get(number) {
                object.insert("ref".to_owned(), Value::from(reference.as_str()));
            }
            // Of a group the field is known to whoever asked for it, so its value has always the same name.
            let names = self.head.iter().map(String::as_str);
            let names: Vec<&str> = if self.refs.is_empty() { vec!["value", "count"] } else { names.collect() };
            for (name, cell) in names.into_iter().zip(row) {
                object.insert(name.to_owned(), cell.clone());
            }
            Value::Object(object)
        };
        self.rows.iter().enumerate().map(object).collect()
    }
}

/// A text, a number, an array of texts for what may have several values, or nothing.
fn cell(ground: &Ground, column: &str, entity: u32) -> Value {
    let number = ground.field_type(column) == Some(FieldType::Number);
    let mut values = ground.values(column, entity).unwrap_or_default();
    if ground.is_many(column) {
        return values.into();
    }
    values.pop().map_or(Value::Null, |value| typed(value, number))
}

fn typed(value: String, number: bool) -> Value {
    match value.parse::<u64>() {
        Ok(count) if number => count.into(),
        _ => value.into(),
    }
}

/// A cell as one text.
pub fn cell_text(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell_text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// A cell as its values.
pub(super) fn values(cell: &Value) -> Vec<String> {
    match cell {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().map(cell_text).collect(),
        other => vec![cell_text(other)],
    }
}
