//! Scorecards as written: every value has its place, which may lie in another file than the configuration's.

use std::collections::BTreeMap;

use crate::{
    config::reader::{Reader, Text, spot},
    model::{Node, Place, Placed},
};

/// Plain values by their keys.
pub type Words = BTreeMap<String, Placed>;

/// A scorecard as written.
#[derive(Debug, Default)]
pub struct Raw {
    pub place: Place,
    pub words: Words,
    pub levels: Vec<Part>,
    pub rules: Vec<Part>,
    pub exemptions: Vec<Part>,
    /// `without`.
    pub without: Vec<Placed>,
}

/// A level, a rule or an exemption as written.
#[derive(Clone, Debug)]
pub struct Part {
    pub place: Place,
    pub words: Words,
    /// `rules` of an exemption.
    pub rules: Vec<Placed>,
}

/// Reads one scorecard.
pub fn card(reader: &mut Reader<'_>, node: &Node) -> Raw {
    let mut raw = Raw { place: reader.place(spot(node)), ..Raw::default() };
    for (key, value) in reader.entries(node, "scorecards[]") {
        match key {
            "levels" => raw.levels = parts(reader, value, "scorecards[].levels"),
            "rules" => raw.rules = parts(reader, value, "scorecards[].rules"),
            "exemptions" => raw.exemptions = parts(reader, value, "scorecards[].exemptions"),
            "without" => raw.without = placed_all(reader, key, value),
            _ => word(reader, key, value, &mut raw.words),
        }
    }
    raw
}

/// A shipped scorecard with what the configuration says otherwise. Rules of the same id take the place of shipped ones.
pub fn merge(base: Raw, own: Raw) -> Raw {
    let mut merged = base;
    merged.place = own.place;
    merged.words.extend(own.words);
    if !own.levels.is_empty() {
        merged.levels = own.levels;
    }
    for rule in own.rules {
        let id = rule.words.get("id").map(|(id, _)| id.as_str());
        let same = merged.rules.iter().position(|other| other.words.get("id").map(|(id, _)| id.as_str()) == id);
        match same {
            // What a rule of the same id does not say stays as it was.
            Some(place) => {
                merged.rules[place].place = rule.place;
                merged.rules[place].words.extend(rule.words);
            }
            None => merged.rules.push(rule),
        }
    }
    merged.exemptions = own.exemptions;
    merged.without = own.without;
    merged
}

fn parts(reader: &mut Reader<'_>, node: &Node, key: &str) -> Vec<Part> {
    if node.type_name() != "array" {
        reader.mistyped(key, node, "array");
        return Vec::new();
    }
    let part = |item: &Node| {
        let mut part = Part { place: reader.place(spot(item)), words: Words::new(), rules: Vec::new() };
        for (name, value) in reader.entries(item, &format!("{key}[]")) {
            match name {
                "rules" => part.rules = placed_all(reader, name, value),
                _ => word(reader, name, value, &mut part.words),
            }
        }
        part
    };
    node.items().iter().map(part).collect()
}

fn word(reader: &mut Reader<'_>, key: &str, node: &Node, words: &mut Words) {
    if let Some(text) = reader.word(key, node) {
        words.insert(key.to_owned(), placed(reader, text));
    }
}

fn placed_all(reader: &mut Reader<'_>, key: &str, node: &Node) -> Vec<Placed> {
    reader.texts(key, node).into_iter().map(|text| placed(reader, text)).collect()
}

fn placed(reader: &Reader<'_>, text: Text) -> Placed {
    let place = reader.place(text.spot);
    (text.value, place)
}
