//! Addresses that pages used to have: `redirect_maps` of mkdocs-redirects.

use super::{
    advice,
    pages::{Volume, is_index, is_page},
    rules,
    settings::{Settings, at},
};
use crate::{
    diagnostic::Diagnostic,
    model::{Redirect, RedirectTarget, RepoPath, SafeUrl, SitePath},
};

/// The redirects of a book. Pages learn the names that they used to have.
pub fn redirects(volume: &mut Volume<'_>, settings: &Settings, diagnostics: &mut Vec<Diagnostic>) -> Vec<Redirect> {
    let mut found = Vec::new();
    for moved in &settings.redirects {
        let Some(file) = &settings.file else { continue };
        let problem = |message: String| at(volume.snapshot, file, moved.place, &rules::BROKEN_LINK, message);
        let Some(from) = settings.docs_dir.join(moved.from.trim_start_matches('/')).ok() else { continue };
        if volume.page(&from).is_some() {
            let message =
                format!("`{}` is redirected and is a document at the same time; the document is shown", moved.from);
            diagnostics.push(problem(message).hint("delete the document or the redirect"));
            continue;
        }
        let target = if moved.to.contains("://") {
            SafeUrl::parse(&moved.to).map(RedirectTarget::Elsewhere)
        } else {
            let (path, anchor) = moved.to.split_once('#').unwrap_or((&moved.to, ""));
            let to = settings.docs_dir.join(path.trim_start_matches('/')).ok();
            to.and_then(|to| page_at(volume, &to)).map(|page| RedirectTarget::Page(page, anchor.to_owned()))
        };
        let Some(target) = target else {
            let pages = volume.pages.iter().filter_map(|page| page.source.relative_to(&settings.docs_dir));
            let hint = advice::name(&moved.to, pages, diagnostics.len());
            let message = format!("the redirect of `{}` leads to `{}`, which does not exist", moved.from, moved.to);
            diagnostics.push(Diagnostic { hint, ..problem(message) });
            continue;
        };
        if let RedirectTarget::Page(page, _) = &target {
            volume.pages[*page].aliases.push(from.clone());
        }
        if let Some(path) = site_path(volume, &from) {
            found.push(Redirect { path, target });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found.dedup_by(|a, b| a.path == b.path);
    found
}

/// A document, however its address is written: `a.md`, `a/`, `a/index.html`.
fn page_at(volume: &Volume<'_>, path: &RepoPath) -> Option<usize> {
    let bare = path.as_str().trim_end_matches(".html").trim_end_matches("/index");
    let candidates =
        [path.as_str().to_owned(), format!("{bare}.md"), format!("{bare}/index.md"), format!("{bare}/README.md")];
    candidates.iter().find_map(|path| volume.page(&RepoPath::new(path).ok()?))
}

/// Where a document would be if it were there.
fn site_path(volume: &Volume<'_>, from: &RepoPath) -> Option<SitePath> {
    let mount = volume.mounts.first()?;
    let relative = RepoPath::new(from.relative_to(&mount.docs_dir)?).ok()?;
    let stem = relative.stem_and_extension().0;
    let name = match is_page(&relative) {
        true if is_index(&relative) => "index".to_owned(),
        true => stem.to_owned(),
        // `old/` and `old.html` are written for addresses.
        false if relative.stem_and_extension().1 == "html" => stem.to_owned(),
        false => format!("{}/index", relative.file_name()),
    };
    let folder = relative.parent();
    let parts = folder.as_str().split('/').filter(|part| !part.is_empty()).chain(name.split('/'));
    let mut parts: Vec<String> = parts.map(SitePath::part).collect();
    let last = parts.pop()?;
    parts.push(SitePath::part(&format!("{last}.html")));
    Some(SitePath::from_parts(mount.site.iter().cloned().chain(parts)))
}
