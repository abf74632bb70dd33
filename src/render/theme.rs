//! The theme: templates, one stylesheet, scripts and icons, built in or overridden file by file.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, Value};

use super::{inline::inline, lean::lean};
use crate::model::{Html, Output, SitePath};
pub(super) use crate::shard::hash;

/// The theme as it is built in.
static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/theme");

/// Styles that must stand before all others, which follow by name.
const FIRST_STYLES: [&str; 2] = ["styles/tokens.css", "styles/base.css"];

/// The script that is loaded on its own, before the first paint.
const EARLY_SCRIPT: &str = "scripts/scheme.js";

/// Sections with many pages.
const LARGE_SECTIONS: [&str; 3] = ["catalog", "apis", "docs"];

/// Folders that are deeper than this have few pages.
const DEEPEST: usize = 8;

/// Most pages are smaller than this, in bytes.
const USUAL: usize = 32 << 10;

/// Where the stylesheet and the scripts went; their names hold a hash of their content.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Assets {
    pub(super) style: SitePath,
    pub(super) script: SitePath,
    pub(super) scheme: SitePath,
    pub(super) search: SitePath,
    /// Only on the page of all results.
    pub(super) results: SitePath,
    /// Only on the pages of the catalog.
    pub(super) catalog: SitePath,
    /// Only on the pages that explore.
    pub(super) query: SitePath,
    /// Only on the page of the graph.
    pub(super) graph: SitePath,
    /// Only on the pages on which templates are used.
    pub(super) form: SitePath,
    /// The favicon.
    pub(super) mark: SitePath,
}

/// Templates ready to be filled, icons ready to be inlined, and the files that pages load.
pub(super) struct Theme {
    tera: Tera,
    /// Top bar and footer of the sections that have many pages, by section and by depth of the folder.
    frames: BTreeMap<&'static str, Vec<[Value; 2]>>,
    icons: BTreeMap<String, String>,
    /// What became of pages in what this is a preview of.
    changes: BTreeMap<SitePath, &'static str>,
    /// The stylesheet as text, for the one page that inlines it.
    pub(super) style: String,
    pub(super) assets: Assets,
    pub(super) outputs: Vec<Output>,
}

impl Theme {
    /// Reads the built-in theme with `overrides` in place of files at the same path, or beside them.
    ///
    /// # Errors
    /// When a template does not parse or a file that must be text is not UTF-8; the text names the file.
    pub(super) fn new(overrides: &[(String, Vec<u8>)]) -> Result<Self, String> {
        let files = files(overrides)?;
        let mut tera = Tera::new();
        tera.set_escape_fn(escape);
        tera.register_filter("breakable", breakable);
        tera.register_filter("fragment", fragment);
        tera.register_filter("ticked", ticked);
        let templates: Vec<(&str, &str)> = files
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        tera.add_raw_templates(inline(&templates)).map_err(|error| format!("theme: {error}"))?;
        let icons = icons(&files);
        let style = bundle(&files, "styles/", ".css");
        let drawn: Vec<&String> = icons.values().collect();
        let drawn = serde_json::to_string(&drawn).map_err(|error| format!("theme: {error}"))?;
        let script = format!("globalThis.callboardIcons = {drawn};\n{}", bundle(&files, "scripts/", ".js"));
        let mut outputs = Vec::new();
        let mut asset = |name: &str, extension: &str, text: &str| put_asset(&mut outputs, name, extension, text);
        let text = |path: &str| files.get(path).map_or("", String::as_str);
        let assets = Assets {
            style: asset("style", "css", &style),
            script: asset("script", "js", &script),
            scheme: asset("scheme", "js", &lean(text(EARLY_SCRIPT))),
            search: asset("search", "js", &bundle(&files, "scripts/search/", ".js")),
            results: asset("results", "js", &bundle(&files, "scripts/search/page/", ".js")),
            catalog: asset("catalog", "js", &bundle(&files, "scripts/catalog/", ".js")),
            query: asset("query", "js", &bundle(&files, "scripts/query/", ".js")),
            graph: asset("graph", "js", &bundle(&files, "scripts/graph/", ".js")),
            form: asset("form", "js", &bundle(&files, "scripts/form/", ".js")),
            mark: asset("mark", "svg", text("icons/mark.svg")),
        };
        Ok(Self { tera, frames: BTreeMap::new(), icons, changes: BTreeMap::new(), style, assets, outputs })
    }

    /// Values that every template sees.
    pub(super) fn set_global<T: Serialize>(&mut self, key: &'static str, value: &T) {
        self.tera.global_context().insert(key, value);
        self.frames =
            LARGE_SECTIONS.into_iter().filter_map(|section| Some((section, self.frames_of(section)?))).collect();
    }

    /// Knows what became of pages.
    pub(super) fn mark(&mut self, pages: &[(SitePath, &'static str)]) {
        self.changes = pages.iter().cloned().collect();
    }

    /// What stands around the pages of a section, by depth; none when an overridden template cannot draw it here.
    fn frames_of(&self, section: &str) -> Option<Vec<[Value; 2]>> {
        let frame = |depth: usize| {
            let mut context = Context::new();
            context.insert("root", &"../".repeat(depth));
            context.insert("head", &BTreeMap::from([("section", section)]));
            let part = |name: &str| self.tera.render(name, &context).ok().map(|html| Value::safe_string(html.trim()));
            Some([part("parts/topbar.html")?, part("parts/footer.html")?])
        };
        (0..=DEEPEST).map(frame).collect()
    }

    /// Gives a page the top bar and the footer that it shares with others.
    fn frame(&self, context: &mut Context, root: &str) {
        let section = context.get("head").and_then(|head| head.get_from_path("section")?.as_str());
        let frames = section.and_then(|section| self.frames.get(section)?.get(root.len() / "../".len()));
        if let Some([topbar, footer]) = frames.cloned() {
            context.insert("topbar", &topbar);
            context.insert("footer", &footer);
        }
    }

    /// Fills the template `pages/<name>.html` with a view, and adds the icons that the page uses.
    ///
    /// # Errors
    /// When an overridden template asks for what the view does not have.
    pub(super) fn render<V: Serialize>(&self, name: &str, path: &SitePath, view: &V) -> Result<Output, String> {
        let template = format!("pages/{name}.html");
        let whole = |error: tera::Error| format!("theme: {template}: {error}");
        let mut context = Context::from_serialize(view).map_err(whole)?;
        let root = root(path);
        context.insert("root", &root);
        self.frame(&mut context, &root);
        if let Some(change) = self.changes.get(path) {
            context.insert("change", change);
        }
        let mut page = Vec::with_capacity(USUAL);
        self.tera.render_to(&template, &context, &mut page).map_err(whole)?;
        let sprite = self.sprite(&page);
        if let Some(end) = memchr::memmem::rfind(&page, b"</body>") {
            let rest = page.split_off(end);
            page.extend_from_slice(sprite.as_bytes());
            page.extend_from_slice(&rest);
        }
        Ok(Output { path: path.clone(), bytes: page })
    }

    /// One hidden SVG with the symbols that `page` refers to as `#i:<name>`.
    fn sprite(&self, page: &[u8]) -> String {
        let mark = b"\"#i:";
        let mut used: Vec<&[u8]> = memchr::memmem::find_iter(page, mark)
            .filter_map(|at| page[at + mark.len()..].split(|byte| *byte == b'"').next())
            .collect();
        used.sort_unstable();
        used.dedup();
        let names = used.into_iter().filter_map(|name| std::str::from_utf8(name).ok());
        let symbols: String = names.filter_map(|name| self.icons.get(name)).map(String::as_str).collect();
        if symbols.is_empty() {
            return symbols;
        }
        format!("<svg class=\"sprite\" aria-hidden=\"true\" width=\"0\" height=\"0\">{symbols}</svg>\n")
    }
}

/// The way from a page to the root of the site: empty or some `../`.
pub(super) fn root(path: &SitePath) -> String {
    "../".repeat(path.as_str().matches('/').count())
}

/// All text files of the theme by path.
fn files(overrides: &[(String, Vec<u8>)]) -> Result<BTreeMap<String, String>, String> {
    let mut files = BTreeMap::new();
    collect(&BUILT_IN, &mut files);
    for (path, bytes) in overrides {
        let text = String::from_utf8(bytes.clone()).map_err(|_| format!("theme: {path} is not UTF-8"))?;
        files.insert(path.clone(), text);
    }
    Ok(files)
}

fn collect(folder: &Dir<'_>, files: &mut BTreeMap<String, String>) {
    for file in folder.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.insert(path.replace('\\', "/"), text.to_owned());
        }
    }
    for folder in folder.dirs() {
        collect(folder, files);
    }
}

/// Joins the files that stand in one folder, not below it, by name.
fn bundle(files: &BTreeMap<String, String>, folder: &str, extension: &str) -> String {
    let stands = |path: &str| {
        let name = path.strip_prefix(folder).and_then(|name| name.strip_suffix(extension));
        name.is_some_and(|name| !name.contains('/')) && !FIRST_STYLES.contains(&path) && path != EARLY_SCRIPT
    };
    let first = FIRST_STYLES.iter().copied().filter(|path| path.starts_with(folder));
    let order = first.chain(files.keys().map(String::as_str).filter(|path| stands(path)));
    let texts = order.filter_map(|path| files.get(path));
    match extension {
        ".js" => texts.map(|text| lean(text)).collect(),
        _ => texts.map(|text| format!("{}\n", text.trim_end())).collect(),
    }
}

fn put_asset(outputs: &mut Vec<Output>, name: &str, extension: &str, text: &str) -> SitePath {
    let path = SitePath::from_parts(["assets", &format!("{name}.{}.{extension}", hash(text.as_bytes()))]);
    outputs.push(Output { path: path.clone(), bytes: text.as_bytes().to_vec() });
    path
}

/// Every icon as a `<symbol>`.
fn icons(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    files
        .iter()
        .filter_map(|(path, text)| {
            let name = path.strip_prefix("icons/")?.strip_suffix(".svg")?;
            let inner = text.get(text.find('>')? + 1..text.rfind("</svg>")?)?;
            Some((name.to_owned(), format!("<symbol id=\"i:{name}\" viewBox=\"0 0 20 20\">{inner}</symbol>")))
        })
        .collect()
}

/// Escapes text as templates do, a piece at a time.
fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut written = Ok(());
    Html::pieces(text, |piece| {
        if written.is_ok() {
            written = out.write_all(piece.as_bytes());
        }
    });
    written
}

/// Escapes text and lets it break after `-`, `.`, `/`, `_` and `:`, where a reader expects a long name to break.
fn breakable(text: &str, _: Kwargs, _: &State<'_>) -> Value {
    let mut html = String::with_capacity(text.len() + 16);
    for part in text.split_inclusive(['-', '.', '/', '_', ':']) {
        Html::pieces(part, |piece| html.push_str(piece));
        html.push_str("<wbr>");
    }
    Value::safe_string(html.strip_suffix("<wbr>").unwrap_or(&html))
}

/// Escapes a message and sets what stands between backticks as code.
fn ticked(text: &str, _: Kwargs, _: &State<'_>) -> Value {
    let mut html = String::with_capacity(text.len() + 16);
    let parts: Vec<&str> = text.split('`').collect();
    for (number, part) in parts.iter().enumerate() {
        let escaped = Html::escape(part);
        match number % 2 {
            1 if number + 1 < parts.len() => html.push_str(&format!("<code>{}</code>", escaped.as_str())),
            1 => html.push_str(&format!("`{}", escaped.as_str())),
            _ => html.push_str(escaped.as_str()),
        }
    }
    Value::safe_string(&html)
}

/// Escapes text as a value in the part of an address that stands after `#`.
fn fragment(text: &str, _: Kwargs, _: &State<'_>) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
