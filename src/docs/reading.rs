//! What is read of a document before any is typeset, kept by the mark of the file so that a later build need not read it.

use std::cell::Cell;

use serde::{Deserialize, Serialize};

use super::{asciidoc, meta::Meta, pages::markup, snippets::Snippets};
use crate::{
    markdown::{self, FrontMatter, Include, Summary},
    model::{Heading, Memory},
};

/// Reads a document, or remembers what was read; none when it cannot be read.
pub fn read(snippets: &Snippets<'_>, memory: &dyn Memory) -> Option<(Summary, Meta)> {
    let Snippets { snapshot, file, .. } = snippets;
    let mark = snapshot.mark(file).filter(|_| snippets.places.appended.is_empty());
    let format: &[u8] = if asciidoc::is_asciidoc(file) { b"asciidoc" } else { b"markdown" };
    let parts = mark.as_ref().map(|mark| [b"reading", format, mark]);
    let known = parts.and_then(|parts| serde_json::from_slice(&memory.find(&parts)?).ok());
    if let Some(known) = known {
        return Some(Kept::open(known));
    }
    let bytes = snapshot.read(file).ok()?;
    let text = markup(file, &bytes);
    let heard = Heard { snippets, asked: Cell::new(false) };
    let found = (markdown::summarise(&text, &heard), Meta::of(&text));
    // What files are included is not told by the mark of the one that includes them.
    if let Some(parts) = parts.filter(|_| !heard.asked.get())
        && let Ok(bytes) = serde_json::to_vec(&Kept::new(&found))
    {
        memory.keep(&parts, &bytes);
    }
    Some(found)
}

/// Files that a document may include, and whether it asked for any.
struct Heard<'s, 'a> {
    snippets: &'s Snippets<'a>,
    asked: Cell<bool>,
}

impl Include for Heard<'_, '_> {
    fn snippet(&self, path: &str) -> Result<String, String> {
        self.asked.set(true);
        self.snippets.snippet(path)
    }

    fn beside(&self, path: &str) -> Result<String, String> {
        self.asked.set(true);
        self.snippets.beside(path)
    }

    fn appended(&self) -> Vec<String> {
        self.snippets.appended()
    }
}

/// What was read, as it is kept. A number is kept as its bits, since not every one survives being written.
#[derive(Serialize, Deserialize)]
struct Kept {
    titles: (Option<String>, Option<String>),
    headings: Vec<(u8, String, String)>,
    anchors: Vec<String>,
    images: Vec<String>,
    names: [Option<String>; 5],
    position: Option<u64>,
    unlisted: bool,
    decisions: [Vec<String>; 2],
}

impl Kept {
    fn new((summary, meta): &(Summary, Meta)) -> Self {
        let Summary { front_matter, headings, anchors, images } = summary;
        let heading = |heading: &Heading| (heading.level, heading.id.clone(), heading.text.clone());
        let names = [&meta.label, &meta.slug, &meta.id, &meta.status, &meta.date];
        Self {
            titles: (front_matter.title.clone(), front_matter.description.clone()),
            headings: headings.iter().map(heading).collect(),
            anchors: anchors.clone(),
            images: images.clone(),
            names: names.map(Clone::clone),
            position: meta.position.map(f64::to_bits),
            unlisted: meta.unlisted,
            decisions: [meta.supersedes.clone(), meta.superseded_by.clone()],
        }
    }

    fn open(self) -> (Summary, Meta) {
        let (title, description) = self.titles;
        let [label, slug, id, status, date] = self.names;
        let [supersedes, superseded_by] = self.decisions;
        let heading = |(level, id, text)| Heading { level, id, text };
        let summary = Summary {
            front_matter: FrontMatter { title, description },
            headings: self.headings.into_iter().map(heading).collect(),
            anchors: self.anchors,
            images: self.images,
        };
        let position = self.position.map(f64::from_bits);
        let unlisted = self.unlisted;
        (summary, Meta { label, position, slug, id, unlisted, status, date, supersedes, superseded_by })
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;
    use crate::{docs::meta::Meta, markdown};

    #[test]
    fn what_is_kept_is_what_was_read() {
        let text = "---\ntitle: T\ndescription: D\nsidebar_label: L\nsidebar_position: 0.1\nslug: /s\nid: i\ndraft: true\n\
                    status: done\ndate: 2026-01-01\nsupersedes: [a, b]\nsuperseded-by: c\n---\n# One\n\n## Two\n\n<a id=\"x\"></a>\n\n![i](i.png)\n";
        struct Nothing;
        impl markdown::Include for Nothing {
            fn snippet(&self, _: &str) -> Result<String, String> {
                Err(String::new())
            }
        }
        let read = (markdown::summarise(text, &Nothing), Meta::of(text));
        let bytes = serde_json::to_vec(&Kept::new(&read)).expect("text is JSON");
        let kept: Kept = serde_json::from_slice(&bytes).expect("it was written so");
        assert_eq!(format!("{:?}", kept.open()), format!("{read:?}"));
        assert!(read.1.position.is_some() && !read.0.images.is_empty());
    }
}
