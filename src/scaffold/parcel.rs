//! A template with all that it runs with as bytes, from the builder of a portal to the page that runs it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{bundle::Bundle, form::Object, workspace::File};

/// What a page runs.
#[derive(Debug, Default)]
pub struct Parcel {
    /// The template's `spec`.
    pub spec: Value,
    /// The files that its steps may fetch.
    pub bundle: Bundle,
    /// The entities that its steps may ask for, by their reference as Backstage prints it.
    pub entities: Object,
}

/// Writes a parcel: the length of an object of JSON in four bytes, least significant first, the object, then the
/// contents of the files that it lists with their lengths.
pub fn write(spec: &Value, bundle: &Bundle, entities: &Object) -> Vec<u8> {
    let files: Vec<Value> =
        bundle.files.iter().map(|(path, file)| json!([path, file.bytes.len(), file.executable])).collect();
    let head = json!({
        "spec": spec, "folder": bundle.folder, "homes": bundle.homes, "entities": entities, "files": files,
    });
    let head = head.to_string();
    let mut bytes = (head.len() as u32).to_le_bytes().to_vec();
    bytes.extend_from_slice(head.as_bytes());
    bundle.files.values().for_each(|file| bytes.extend_from_slice(&file.bytes));
    bytes
}

/// Reads a parcel; none when it is not one.
pub fn read(bytes: &[u8]) -> Option<Parcel> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (head, mut rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let mut head: Value = serde_json::from_slice(head).ok()?;
    let mut files = BTreeMap::new();
    for entry in head.get("files")?.as_array()? {
        let (bytes, after) = rest.split_at_checked(entry.get(1)?.as_u64()? as usize)?;
        let executable = entry.get(2)?.as_bool()?;
        files.insert(entry.get(0)?.as_str()?.to_owned(), File { bytes: bytes.to_vec(), executable });
        rest = after;
    }
    let home = |home: &Value| Some((home.get(0)?.as_str()?.to_owned(), home.get(1)?.as_str()?.to_owned()));
    let homes = head.get("homes")?.as_array()?.iter().filter_map(home).collect();
    let bundle = Bundle::new(files, head.get("folder")?.as_str()?.to_owned(), homes);
    let Value::Object(entities) = head.get_mut("entities")?.take() else { return None };
    Some(Parcel { spec: head.get_mut("spec")?.take(), bundle, entities })
}
