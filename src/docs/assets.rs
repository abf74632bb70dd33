//! Images and other files that are published beside the pages.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    forge::decode,
    pages::{Volume, is_page},
    rules, whole_file,
};
use crate::{
    diagnostic::Diagnostic,
    model::{Asset, RepoPath, SitePath},
};

/// Larger files are not copied, in bytes.
const LARGEST: u64 = 10 << 20;

/// What is copied. Whatever a browser would run or read as a page of the portal's own is not among it.
const PUBLISHED: [&str; 41] = [
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "avif",
    "svg",
    "ico",
    "bmp",
    "mp4",
    "webm",
    "ogv",
    "mov",
    "mp3",
    "ogg",
    "wav",
    "m4a",
    "pdf",
    "txt",
    "csv",
    "tsv",
    "json",
    "yaml",
    "yml",
    "toml",
    "zip",
    "gz",
    "tgz",
    "docx",
    "xlsx",
    "pptx",
    "odt",
    "ods",
    "odp",
    "drawio",
    "puml",
    "plantuml",
    "mmd",
    "dot",
    "excalidraw",
    "proto",
];

/// Images, which are also copied from outside the folder of the documents when a page shows them.
const IMAGES: [&str; 12] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp", "mp4", "webm", "ogv"];

/// All files to publish with a book, sorted by their file.
pub fn assets(volume: &Volume<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Asset> {
    let mut found: BTreeMap<RepoPath, SitePath> = BTreeMap::new();
    for mount in volume.mounts.iter().filter(|mount| mount.whole) {
        let files = volume.snapshot.files_within(&mount.docs_dir).map(|(path, _)| path);
        for file in files.filter(|file| !is_page(file) && has_extension(file, &PUBLISHED)) {
            let relative = file.relative_to(&mount.docs_dir).unwrap_or_default();
            if !is_hidden(relative) {
                found.entry(file.clone()).or_insert_with(|| site_path(&mount.site, relative));
            }
        }
    }
    let site = volume.mounts.first().map(|mount| mount.site.clone()).unwrap_or_default();
    for file in shown_from_outside(volume) {
        let mut folder = site.clone();
        folder.push("_files".to_owned());
        let path = site_path(&folder, file.as_str());
        found.entry(file).or_insert(path);
    }
    let checked = found.into_iter().filter(|(source, _)| match refusal(volume, source) {
        None => true,
        Some(reason) => {
            diagnostics.push(Diagnostic::new(&rules::UNPUBLISHED_FILE, whole_file(volume.snapshot, source), reason));
            false
        }
    });
    checked.map(|(source, path)| Asset { source, path }).collect()
}

/// Images elsewhere in the repository that pages show.
fn shown_from_outside(volume: &Volume<'_>) -> BTreeSet<RepoPath> {
    let mut files = BTreeSet::new();
    for (page, images) in volume.pages.iter().zip(&volume.images) {
        for image in images.iter().filter(|image| !image.contains("://")) {
            let path = decode(image.split(['?', '#']).next().unwrap_or_default());
            let Ok(file) = page.source.parent().join(&path) else { continue };
            if has_extension(&file, &IMAGES) && volume.snapshot.entry(&file).is_some() {
                files.insert(file);
            }
        }
    }
    files
}

fn has_extension(file: &RepoPath, extensions: &[&str]) -> bool {
    let extension = file.stem_and_extension().1.to_ascii_lowercase();
    extensions.contains(&extension.as_str())
}

fn is_hidden(relative: &str) -> bool {
    relative.contains("{{") || relative.split('/').any(|part| part.starts_with('.') || part == "node_modules")
}

fn site_path(site: &[String], relative: &str) -> SitePath {
    SitePath::from_parts(site.iter().cloned().chain(relative.split('/').map(SitePath::part)))
}

/// Why a file is not published.
fn refusal(volume: &Volume<'_>, file: &RepoPath) -> Option<String> {
    let size = volume.snapshot.entry(file)?.size;
    if size > LARGEST {
        return Some(format!(
            "the file has {} MiB and is not published; {} MiB are the limit",
            size >> 20,
            LARGEST >> 20
        ));
    }
    if file.stem_and_extension().1.eq_ignore_ascii_case("svg") {
        let bytes = volume.snapshot.read(file).ok()?;
        return active_svg(&bytes).map(|what| format!("the image holds {what} and is not published"));
    }
    None
}

/// What in an SVG could run when somebody opens it on its own. It is meant to be too strict rather than too clever.
fn active_svg(bytes: &[u8]) -> Option<&'static str> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("text that is not UTF-8") };
    let text: String = text.to_ascii_lowercase().chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    let elements = [
        ("<script", "a script"),
        (":script", "a script"),
        ("<iframe", "a frame"),
        ("<embed", "a plug-in"),
        ("<object", "a plug-in"),
        ("<!entity", "entity declarations"),
        ("javascript", "a script"),
        ("data:text/html", "a page"),
        ("data:image/svg", "another image"),
        ("<handler", "an event handler"),
        ("xml-stylesheet", "a style sheet"),
    ];
    let found = elements.iter().find(|(mark, _)| text.contains(mark)).map(|(_, what)| *what);
    found.or_else(|| handler(&text).then_some("an event handler")).or_else(|| hidden_address(&text))
}

/// Whether ` on…=` stands anywhere.
fn handler(text: &str) -> bool {
    text.match_indices("on").any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let name = text[at + 2..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        before.is_some_and(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'))
            && name.len() < text.len() - at - 2
            && name.trim_start().starts_with('=')
    })
}

/// An address that is written in character references, which no drawing program does.
fn hidden_address(text: &str) -> Option<&'static str> {
    let hidden = text.match_indices("href").any(|(at, _)| {
        let value = text[at + 4..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\''));
        value.chars().take(24).collect::<String>().contains("&#")
    });
    hidden.then_some("a disguised address")
}

#[cfg(test)]
mod tests {
    use super::active_svg;

    #[test]
    fn active_images_are_refused() {
        for (svg, refused) in [
            ("<svg><path d='M0 0'/><style>a{color:red}</style></svg>", false),
            ("<svg><foreignObject><div>text onx = y</div></foreignObject></svg>", true),
            ("<svg><foreignObject><div>on it</div></foreignObject></svg>", false),
            ("<svg><ScRipt>alert(1)</ScRipt></svg>", true),
            ("<svg onload=alert(1)>", true),
            ("<svg/onload = 'alert(1)'>", true),
            ("<svg><a href='java&#115;cript:alert(1)'>", true),
            ("<svg><a xlink:href=\" &#x6a;avascript:alert(1)\">", true),
            ("<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>", true),
        ] {
            assert_eq!(active_svg(svg.as_bytes()).is_some(), refused, "{svg}");
        }
    }
}
