//! HTML that another tool built (rustdoc, Javadoc, Sphinx …), published beside the portal. No script of it runs: neither in
//! the frame that shows it, nor when somebody opens a file on its own, because each file begins with a policy that
//! forbids it. Scripts themselves are not published.

use std::{collections::HashSet, sync::LazyLock};

use rayon::prelude::*;
use regex::Regex;

use super::{claims, drawing, forge::Forges, rules, whole_file};
use crate::{
    diagnostic::Diagnostic,
    model::{
        Asset, Catalog, Entity, EntityIndex, Exhibit, ExhibitText, Output, RepoIndex, RepoPath, SitePath, Snapshot,
    },
};

/// Folders of prebuilt HTML, separated by commas or spaces; each is written like `backstage.io/techdocs-ref`.
const HTML: &str = "callboard.dev/html";

/// Files of more are not published.
const MOST_FILES: usize = 20_000;

/// Larger files are not published, in bytes.
const LARGEST: u64 = 10 << 20;

/// What a browser shows without running it.
const PUBLISHED: [&str; 26] = [
    "html", "htm", "css", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp", "woff", "woff2", "ttf",
    "otf", "eot", "mp4", "webm", "ogv", "mp3", "ogg", "pdf", "txt", "csv", "zip",
];

/// What stands at the head of every file: before anything that could run, and beyond what the file itself can take back.
const POLICY: &str = "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" \
     content=\"default-src 'none'; img-src 'self' data: file:; style-src 'self' 'unsafe-inline' file:; font-src 'self' \
     data: file:; media-src 'self' file:; frame-src 'self' file:; base-uri 'none'; form-action 'none'\"><meta name=\"referrer\" \
     content=\"no-referrer\"><meta name=\"robots\" content=\"noindex\">\n";

/// Finds all exhibits, sorted by their folder in the site.
pub fn exhibits(snapshots: &[Snapshot], catalog: &Catalog) -> (Vec<Exhibit>, Vec<Diagnostic>) {
    let forges = Forges::new(catalog);
    let (mut exhibits, mut diagnostics) = (Vec::new(), Vec::new());
    let mut taken = HashSet::new();
    for (index, entity) in catalog.iter() {
        let folders = entity.annotation(HTML).unwrap_or_default().split([',', ' ', '\n']);
        for reference in folders.map(str::trim).filter(|reference| !reference.is_empty()) {
            let place = claims::annotation_place(catalog, entity, HTML);
            let problem = |reason: String| {
                Diagnostic::new(&rules::MISSING_PAGES, place, reason)
                    .hint("point it at a folder that is committed and has an `index.html`, e.g. `dir:./api-docs`")
                    .entity(&entity.id)
            };
            let found = claims::locate(reference, entity, catalog, &forges).map_err(Option::unwrap_or_default);
            let exhibit =
                found.and_then(|(repo, folder)| exhibit(snapshots, (index, entity), repo, folder, &mut taken));
            match exhibit {
                Ok((exhibit, left)) => {
                    diagnostics.extend(left);
                    exhibits.push(exhibit);
                }
                Err(reason) => diagnostics.push(problem(reason)),
            }
        }
    }
    exhibits.sort_by(|a, b| a.path.cmp(&b.path));
    (exhibits, diagnostics)
}

type Found = (Exhibit, Option<Diagnostic>);

fn exhibit(
    snapshots: &[Snapshot],
    (index, entity): (EntityIndex, &Entity),
    repo: RepoIndex,
    folder: RepoPath,
    taken: &mut HashSet<String>,
) -> Result<Found, String> {
    let snapshot = &snapshots[repo.0 as usize];
    let id = [entity.id.namespace(), entity.id.kind(), entity.id.name()].map(SitePath::part);
    let own = SitePath::part(if folder.as_str().is_empty() { "root" } else { folder.file_name() });
    let mut name = own.clone();
    let key = |name: &str| format!("{}/{name}", id.join("/"));
    let mut number = 1;
    while !taken.insert(key(&name)) {
        number += 1;
        name = format!("{own}-{number}");
    }
    let base: Vec<String> = std::iter::once("html".to_owned()).chain(id).chain([name]).collect();
    let (files, left) = files(snapshot, &folder, &base);
    let pages = files.iter().filter(|file| is_html(&file.source));
    let rank = |file: &&Asset| {
        let depth = file.source.as_str().matches('/').count();
        (depth, !file.source.file_name().eq_ignore_ascii_case("index.html"), file.source.clone())
    };
    let Some(start) = pages.min_by_key(rank) else { return Err(format!("no HTML found at `{folder}`")) };
    let title = page_text(snapshot, start).title;
    let exhibit = Exhibit {
        entity: index,
        repo,
        title: if title.is_empty() { folder.file_name().to_owned() } else { title },
        path: SitePath::from_parts(base[..base.len() - 1].iter().cloned().chain([format!("{}.html", base[4])])),
        start: start.path.clone(),
        folder,
        files,
    };
    Ok((exhibit, left))
}

/// The files of a folder that are published, and what is said about the others.
fn files(snapshot: &Snapshot, folder: &RepoPath, base: &[String]) -> (Vec<Asset>, Option<Diagnostic>) {
    let mut folded = HashSet::new();
    let (mut files, mut left) = (Vec::new(), Vec::new());
    for (source, entry) in snapshot.files_within(folder) {
        let relative = source.relative_to(folder).unwrap_or_default();
        if relative.split('/').any(|part| part.starts_with('.')) || is_script(source) {
            continue;
        }
        let parts: Option<Vec<String>> = relative.split('/').map(SitePath::exact).collect();
        let extension = source.stem_and_extension().1.to_lowercase();
        let fits = PUBLISHED.contains(&extension.as_str()) && entry.size <= LARGEST && files.len() < MOST_FILES;
        match parts.filter(|_| fits && is_harmless(snapshot, source) && folded.insert(relative.to_lowercase())) {
            Some(parts) => {
                let path = SitePath::from_parts(base.iter().cloned().chain(parts));
                files.push(Asset { source: source.clone(), path });
            }
            None => left.push(relative.to_owned()),
        }
    }
    let first = left.first().and_then(|first| folder.join(first).ok());
    let problem = first.map(|first| {
        let more =
            if left.len() > 1 { format!(", nor are {} others of `{folder}`", left.len() - 1) } else { String::new() };
        let message = format!("the file is not published{more}");
        Diagnostic::new(&rules::UNPUBLISHED_FILE, whole_file(snapshot, &first), message)
            .hint("HTML in UTF-8, styles, images, fonts and media of up to 10 MiB are published")
    });
    (files, problem)
}

fn is_html(file: &RepoPath) -> bool {
    matches!(file.stem_and_extension().1.to_ascii_lowercase().as_str(), "html" | "htm")
}

/// Programs and what they read; nobody misses them where nothing runs.
fn is_script(file: &RepoPath) -> bool {
    let extension = file.stem_and_extension().1.to_ascii_lowercase();
    matches!(extension.as_str(), "js" | "mjs" | "cjs" | "map" | "json" | "wasm" | "inv" | "md" | "xml" | "")
}

/// HTML must be UTF-8, because a policy in front of anything else may be read as something else; drawings must be still.
fn is_harmless(snapshot: &Snapshot, file: &RepoPath) -> bool {
    let svg = file.stem_and_extension().1.eq_ignore_ascii_case("svg");
    if !svg && !is_html(file) {
        return true;
    }
    let Ok(bytes) = snapshot.read(file) else { return false };
    if svg { drawing::active(&bytes).is_none() } else { std::str::from_utf8(&bytes).is_ok() }
}

/// Gives all files of an exhibit to `put`; then the texts of its pages, in the order of their files.
///
/// # Errors
/// When the world does not give a file, or `put` fails.
pub fn unpack(
    snapshot: &Snapshot,
    exhibit: &Exhibit,
    put: &(dyn Fn(&Output) -> Result<(), String> + Sync),
) -> Result<Vec<ExhibitText>, String> {
    let base = exhibit.start.as_str().split('/').take(5).map(|part| part.len() + 1).sum::<usize>();
    let one = |file: &Asset| -> Result<Option<ExhibitText>, String> {
        let mut output = super::copy(snapshot, file)?;
        if !is_html(&file.source) {
            return put(&output).map(|()| None);
        }
        let text = String::from_utf8_lossy(&output.bytes).into_owned();
        output.bytes = tame(&text).into_bytes();
        put(&output)?;
        let relative = file.path.as_str().get(base..).unwrap_or_default().to_owned();
        Ok(Some(ExhibitText { file: relative, ..extract(&text) }))
    };
    let texts = exhibit.files.par_iter().map(one).collect::<Result<Vec<_>, String>>()?;
    Ok(texts.into_iter().flatten().collect())
}

fn page_text(snapshot: &Snapshot, file: &Asset) -> ExhibitText {
    snapshot.read(&file.source).map(|bytes| extract(&String::from_utf8_lossy(&bytes))).unwrap_or_default()
}

/// What a policy does not hold back: a page that leads elsewhere by itself, and connections that wait for a click.
static RESTLESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)http-equiv|preconnect|dns-prefetch|\bping(\s*=)").expect("the pattern is valid"));

/// The file behind a policy that lets nothing run and loads nothing from elsewhere.
fn tame(html: &str) -> String {
    let body = html.strip_prefix('\u{feff}').unwrap_or(html);
    format!("{POLICY}{}", RESTLESS.replace_all(body, "data-off$1"))
}

/// Elements whose text nobody reads, or that stand on every page.
const SILENT: [&str; 9] = ["script", "style", "noscript", "template", "title", "nav", "svg", "head", "footer"];

/// More text of one page is not searched, in bytes.
const LONGEST_TEXT: usize = 64 << 10;

/// The title and the visible text of a page, roughly: enough to be found.
fn extract(html: &str) -> ExhibitText {
    let lower = html.to_ascii_lowercase();
    let title = lower.find("<title").and_then(|at| {
        let start = at + lower[at..].find('>')? + 1;
        let end = start + lower[start..].find("</title")?;
        Some(words(&html[start..end]))
    });
    let mut text = String::new();
    // Names that nothing closes from here on: looking again at each would read the rest of the file each time.
    let mut unclosed: Vec<&str> = Vec::new();
    let mut at = lower.find("<body").unwrap_or(0);
    while let Some(open) = lower[at..].find('<').map(|open| at + open) {
        text.push_str(&html[at..open]);
        text.push(' ');
        let name: String = lower[open + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
        let end = if lower[open..].starts_with("<!--") { "-->" } else { ">" };
        let Some(close) = lower[open..].find(end).map(|close| open + close + end.len()) else {
            at = html.len();
            break;
        };
        let silent = SILENT.into_iter().find(|silent| *silent == name && !unclosed.contains(silent));
        at = match silent.map(|name| lower[close..].find(&format!("</{name}")).ok_or(name)) {
            Some(Ok(over)) => close + over,
            Some(Err(name)) => {
                unclosed.push(name);
                close
            }
            None => close,
        };
        if text.len() > LONGEST_TEXT {
            break;
        }
    }
    text.push_str(html.get(at..).filter(|_| text.len() <= LONGEST_TEXT).unwrap_or_default());
    ExhibitText { file: String::new(), title: title.unwrap_or_default(), text: words(&text) }
}

/// Text on one line, with the commonest character references resolved.
fn words(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", " ");
    let text = text.replace("&#39;", "'").replace("&#x27;", "'").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{POLICY, extract, tame};

    #[test]
    fn nothing_runs_in_what_is_published() {
        for (html, rest) in [
            ("<!doctype html><script>x</script>", "<!doctype html><script>x</script>"),
            ("\u{feff}<p>", "<p>"),
            ("<META HTTP-Equiv=refresh content='0;url=//x'>", "<META data-off=refresh content='0;url=//x'>"),
        ] {
            assert_eq!(tame(html), format!("{POLICY}{rest}"), "{html}");
        }
    }

    #[test]
    fn text_is_found() {
        for (html, title, text) in [
            ("<title>A &amp; B</title><body><nav>x</nav><p>one<b>two</b></p>", "A & B", "one two"),
            ("<p>a<!-- <b> -->b<script>c</script>d", "", "a b d"),
            ("<p>a<script>never closed", "", "a never closed"),
            ("<nav>x</nav><nav>a<nav>b<script>y</script>c", "", "a b c"),
            ("a < b", "", "a"),
            ("", "", ""),
        ] {
            let found = extract(html);
            assert_eq!((found.title.as_str(), found.text.as_str()), (title, text), "{html}");
        }
    }
}
