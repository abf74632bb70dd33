//! The tools, each set up as its own manual says, with highlighting and search.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use super::corpus::{self, Dialect};

/// The name under which this project's own program runs.
pub const OWN: &str = "Callboard";

/// A program that makes a site.
pub struct Tool {
    pub name: &'static str,
    pub program: String,
    pub arguments: Vec<String>,
    /// The folder that it writes, below the one it runs in.
    pub output: &'static str,
    /// Writes its sources and settings into a folder.
    pub prepare: fn(&Path, usize),
    /// What it does not do.
    pub note: &'static str,
}

impl Tool {
    fn new(name: &'static str, program: &str, arguments: &[&str], prepare: fn(&Path, usize)) -> Self {
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        Self { name, program: program.to_owned(), arguments, output: "site", prepare, note: "" }
    }

    /// What it calls itself; none when it is not there.
    pub fn version(&self) -> Option<String> {
        let program = Path::new(&self.program);
        if self.name.starts_with("floor") {
            return Some(String::new());
        }
        let ran = Command::new(program)
            .arg(if self.name == "Hugo" { "version" } else { "--version" })
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&ran.stdout).into_owned();
        let number = text
            .split([' ', '\n', '-', '+'])
            .find(|word| word.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit()));
        ran.status.success().then(|| number.unwrap_or_default().trim_end_matches(',').to_owned())
    }
}

/// All tools in the order they run.
pub fn all() -> Vec<Tool> {
    let own = std::env::current_exe().expect("the bench's own path").to_string_lossy().into_owned();
    let floor = |name, word| Tool { note: " no theme", ..Tool::new(name, &own, &[word, "docs", "site"], plain) };
    vec![
        floor("floor: pulldown-cmark and files", "plain"),
        floor("floor with syntect", "highlighted"),
        floor("floor with syntect and tantivy", "searched"),
        Tool::new(OWN, env!("CARGO_BIN_EXE_callboard"), &["build", "--quiet", "--output", "site", "repo"], callboard),
        Tool {
            note: " Pygments, lunr",
            ..Tool::new("MkDocs, techdocs-core", "mkdocs", &["build", "-q", "-d", "site"], techdocs)
        },
        Tool::new("Zensical", "zensical", &["build", "--clean"], zensical),
        Tool { note: " highlights in the browser", ..Tool::new("mdBook", "mdbook", &["build", "-d", "site"], mdbook) },
        Tool {
            note: " bare theme, index as one JSON file",
            ..Tool::new("Hugo", "hugo", &["--quiet", "-d", "site"], hugo)
        },
        Tool { note: " bare theme", ..Tool::new("Zola", "zola", &["build", "-o", "site", "--force"], zola) },
    ]
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder");
    fs::write(path, text).expect("written");
}

fn index(pages: usize) -> String {
    (0..pages).map(|number| format!("- [Page {number}]({}.md)\n", corpus::name(number))).collect()
}

fn plain(folder: &Path, pages: usize) {
    corpus::write(&folder.join("docs"), pages, Dialect::Alerts);
}

fn callboard(folder: &Path, pages: usize) {
    corpus::write(&folder.join("repo/docs"), pages, Dialect::Material);
    put(folder, "repo/docs/index.md", "# Start\n");
    put(folder, "repo/mkdocs.yml", "site_name: Manual\n");
}

fn techdocs(folder: &Path, pages: usize) {
    corpus::write(&folder.join("docs"), pages, Dialect::Material);
    put(folder, "docs/index.md", "# Start\n");
    put(folder, "mkdocs.yml", "site_name: Manual\nplugins:\n  - techdocs-core\n");
}

fn zensical(folder: &Path, pages: usize) {
    corpus::write(&folder.join("docs"), pages, Dialect::Material);
    put(folder, "docs/index.md", "# Start\n");
    put(folder, "zensical.toml", "[project]\nsite_name = \"Manual\"\nsite_url = \"https://manual.example/\"\n");
}

fn mdbook(folder: &Path, pages: usize) {
    corpus::write(&folder.join("src"), pages, Dialect::Alerts);
    put(folder, "src/SUMMARY.md", &format!("# Summary\n\n{}", index(pages)));
    put(folder, "book.toml", "[book]\ntitle = \"Manual\"\nsrc = \"src\"\n");
}

const PAGE: &str = "<!doctype html><html><head><meta charset=\"utf-8\"><title>TITLE</title><link rel=\"stylesheet\" href=\"/style.css\"></head><body><nav>NAV</nav><main>CONTENT</main></body></html>";

fn hugo(folder: &Path, pages: usize) {
    corpus::write(&folder.join("content/docs"), pages, Dialect::Folders);
    put(
        folder,
        "hugo.toml",
        "baseURL = \"https://manual.example/\"\ntitle = \"Manual\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\"]\n[markup.highlight]\nnoClasses = false\n[outputs]\nhome = [\"html\", \"json\"]\n",
    );
    let page = PAGE
        .replace("TITLE", "{{ .Title }}")
        .replace("CONTENT", "<h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}");
    let page = page.replace("NAV", "{{ with .PrevInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}");
    put(folder, "layouts/_default/single.html", &page);
    let list = PAGE
        .replace("TITLE", "{{ .Title }}")
        .replace("CONTENT", "")
        .replace("NAV", "{{ range .Pages }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}");
    put(folder, "layouts/_default/list.html", &list);
    put(folder, "layouts/index.html", &list);
    put(
        folder,
        "layouts/index.json",
        "[{{ range $i, $p := where .Site.RegularPages \"Kind\" \"page\" }}{{ if $i }},{{ end }}{{ dict \"title\" .Title \"url\" .RelPermalink \"text\" .Plain | jsonify }}{{ end }}]",
    );
}

fn zola(folder: &Path, pages: usize) {
    corpus::write(&folder.join("content"), pages, Dialect::Folders);
    put(folder, "content/_index.md", "+++\nsort_by = \"title\"\n+++\n");
    put(
        folder,
        "config.toml",
        "base_url = \"https://manual.example\"\nbuild_search_index = true\n[markdown]\nhighlight_code = true\n",
    );
    let page = PAGE
        .replace("TITLE", "{{ page.title }}")
        .replace("CONTENT", "<h1>{{ page.title }}</h1>{{ page.content | safe }}")
        .replace("NAV", "");
    put(folder, "templates/page.html", &page);
    let list = PAGE.replace("TITLE", "Manual").replace("CONTENT", "").replace(
        "NAV",
        "{% for page in section.pages %}<a href=\"{{ page.permalink }}\">{{ page.title }}</a>{% endfor %}",
    );
    for name in ["index.html", "section.html"] {
        put(folder, &format!("templates/{name}"), &list);
    }
}
