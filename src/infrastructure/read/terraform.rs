//! Blocks of Terraform and OpenTofu. Nothing is evaluated: only what is written out counts.

use super::{
    hcl::{self, Block},
    provider,
};
use crate::infrastructure::thing::{Draft, MOST, Trouble, is_settled};

/// Attributes that say where a thing runs.
const REGIONS: [&str; 3] = ["region", "location", "availability_zone"];

pub(super) fn read(text: &str) -> Result<Vec<Draft>, Trouble> {
    Ok(hcl::blocks(text)?.into_iter().filter_map(draft).collect())
}

fn draft(block: Block<'_>) -> Option<Draft> {
    let labels: Vec<&str> = block.labels.iter().map(String::as_str).collect();
    let (kind, provider, id) = match (block.kind, labels.as_slice()) {
        ("resource", [kind, name]) => ((*kind).to_owned(), provider::of_terraform(kind), format!("{kind}.{name}")),
        ("data", [kind, name]) => (format!("data.{kind}"), provider::of_terraform(kind), format!("data.{kind}.{name}")),
        ("module", [name]) => ("module".to_owned(), "terraform".to_owned(), format!("module.{name}")),
        _ => return None,
    };
    let said = |keys: &[&str]| {
        let own = block.attributes.iter().find(|(key, _)| keys.contains(&key.as_str()));
        own.map(|(_, value)| value.clone()).filter(|value| is_settled(value))
    };
    let tags = block.maps.iter().filter(|(map, ..)| matches!(map.as_str(), "tags" | "labels"));
    let tags = tags.filter(|(_, _, value)| is_settled(value)).map(|(_, key, value)| (key.clone(), value.clone()));
    Some(Draft {
        id,
        kind,
        name: (*labels.last()?).to_owned(),
        provider,
        format: "terraform",
        region: said(&REGIONS),
        line: block.line,
        tags: tags.take(MOST).collect(),
        images: said(&["image", "image_uri"]).into_iter().collect(),
        ..Draft::default()
    })
}
