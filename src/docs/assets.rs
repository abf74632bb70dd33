//! Images and other files that are published beside the pages.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    drawing,
    forge::decode,
    pages::{Volume, is_page},
    rules, whole_file,
};
use crate::{
    diagnostic::Diagnostic,
    model::{Asset, FileKind, Output, RepoPath, SitePath, Snapshot},
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
    let mut seen = BTreeSet::new();
    for mount in volume.mounts.iter().filter(|mount| mount.whole && seen.insert(&mount.docs_dir)) {
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
    // A link that leads nowhere has been reported by whoever collected it.
    let readable = |source: &RepoPath| {
        volume.snapshot.entry(source).is_some_and(|entry| !matches!(entry.kind, FileKind::BrokenLink))
    };
    let found = found.into_iter().filter(|(source, _)| readable(source));
    let checked = found.filter(|(source, _)| match refusal(volume, source) {
        None => true,
        Some(reason) => {
            diagnostics.push(Diagnostic::new(&rules::UNPUBLISHED_FILE, whole_file(volume.snapshot, source), reason));
            false
        }
    });
    checked.map(|(source, path)| Asset { source, path }).collect()
}

/// One file as it goes into the site.
///
/// # Errors
/// When the world does not give it.
pub fn copy(snapshot: &Snapshot, asset: &Asset) -> Result<Output, String> {
    let bytes = snapshot.read(&asset.source).map_err(|error| error.to_string())?;
    Ok(Output { path: asset.path.clone(), bytes: drawing::harmless(&asset.source, bytes) })
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
        return drawing::active(&bytes).map(|what| format!("the image holds {what} and is not published"));
    }
    None
}
