//! Portals of their own, as `audiences` says.

use std::path::Path;

use super::{
    checked::{checked_glob, output_folder, site_url},
    publication::publication,
    reader::{Reader, Text, spot},
};
use crate::model::{Audience, Node, Publication, Selection};

/// Reads and judges `audiences`. Whether their queries make sense is found when there is a catalog.
pub fn audiences(reader: &mut Reader<'_>, nodes: &[Node], folder: &Path, wanted: &Publication) -> Vec<Audience> {
    let mut audiences: Vec<Audience> = Vec::new();
    for node in nodes {
        let Some(audience) = audience(reader, node, folder, wanted) else { continue };
        for other in &audiences {
            if other.name == audience.name {
                reader.wrong(spot(node), format!("another audience is called `{}`", other.name), "");
            }
            if other.output.starts_with(&audience.output) || audience.output.starts_with(&other.output) {
                let message = format!("the outputs of `{}` and `{}` lie in one another", other.name, audience.name);
                reader.wrong(spot(node), message, "give each audience a folder of its own");
            }
        }
        audiences.push(audience);
    }
    audiences
}

fn audience(reader: &mut Reader<'_>, node: &Node, folder: &Path, wanted: &Publication) -> Option<Audience> {
    let (mut name, mut title, mut url, mut output) = (None, None, None, None);
    let mut selection = Selection::default();
    let mut publication_wanted = wanted.clone();
    for (key, value) in reader.entries(node, "audiences[]") {
        match key {
            "name" => name = reader.text(key, value),
            "title" => title = reader.text(key, value),
            "url" => url = reader.text(key, value).and_then(|text| site_url(reader, &text)),
            "output" => output = reader.text(key, value).map(|text| output_folder(reader, &text, folder)),
            "sources" => selection.sources = globs(reader, key, value),
            "exclude" => selection.exclude = globs(reader, key, value),
            "entities" => {
                let query = reader.text(key, value);
                selection.entities = query.map(|query| (query.value, reader.place(query.spot)));
            }
            _ => publication_wanted = publication(reader, value, wanted.clone()),
        }
    }
    let (Some(name), Some(output)) = (name, output) else {
        reader.wrong(spot(node), "an audience has a `name` and an `output`", "");
        return None;
    };
    let text = |text: Text| text.value.trim().to_owned();
    Some(Audience { name: text(name), title: title.map(text), url, output, selection, publication: publication_wanted })
}

fn globs(reader: &mut Reader<'_>, key: &str, node: &Node) -> Vec<String> {
    let globs = reader.texts(key, node);
    globs.into_iter().map(|glob| checked_glob(reader, glob)).collect()
}
