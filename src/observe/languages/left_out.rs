//! Files that nobody of the repository wrote: vendored, generated, and documents. The rules are those that GitHub
//! Linguist publishes in its `vendor.yml`, `documentation.yml` and `generated.rb`.

use std::sync::LazyLock;

use regex::Regex;

/// Folders with what others wrote, at any depth.
const VENDORED: [&str; 31] = [
    "cache",
    "dist",
    "node_modules",
    "bower_components",
    "testdata",
    "vendor",
    "vendors",
    "Vendor",
    "Vendors",
    "extern",
    "external",
    "externals",
    "Extern",
    "External",
    "Externals",
    "bootstrap-datepicker",
    ".vscode",
    "ace-builds",
    "MathJax",
    "admin_media",
    "env",
    "Carthage",
    "Sparkle",
    "puphpet",
    ".github",
    ".obsidian",
    ".teamcity",
    "flow-typed",
    ".google_apis",
    "extjs",
    "__generated__",
];

/// Pairs of folders with what others wrote, at any depth.
const VENDORED_PAIRS: [(&str, &[&str]); 11] = [
    (".yarn", &["releases", "plugins", "sdks", "versions", "unplugged"]),
    ("Godeps", &["_workspace"]),
    ("gradle", &["wrapper"]),
    (".mvn", &["wrapper"]),
    ("test", &["fixtures"]),
    ("tests", &["fixtures"]),
    ("Test", &["fixtures"]),
    ("Tests", &["fixtures"]),
    ("spec", &["fixtures"]),
    ("specs", &["fixtures"]),
    ("inst", &["extdata", "doc"]),
];

/// The same for folders of documents with what builds them.
const BUILT_DOCUMENTS: [&str; 9] =
    ["build", "_build", "theme", "_theme", "themes", "templates", "_templates", "static", "_static"];

/// Folders at the top of a repository with what others wrote.
const VENDORED_AT_TOP: [&str; 4] = ["deps", "debian", "dependencies", "Dependencies"];

/// Folders with documents, at any depth.
const DOCUMENTS: [&str; 6] = ["documentation", "Documentation", "groovydoc", "Groovydoc", "javadoc", "Javadoc"];

/// Folders at the top of a repository with documents and what shows how something is used.
const DOCUMENTS_AT_TOP: [&str; 14] = [
    "doc", "docs", "Doc", "Docs", "man", "Man", "examples", "Examples", "demo", "demos", "Demo", "Demos", "samples",
    "sample",
];

/// Names of files that others wrote.
static VENDORED_NAMES: LazyLock<Regex> = LazyLock::new(|| {
    let names = [
        r"(.*[.-])?min\.(js|css)",
        r".*\.d\.ts",
        r"(gradlew|mvnw|activator)(\.(bat|cmd))?",
        r"configure|config\.(guess|sub)|(libtool|lt.*|aclocal)\.m4|dotnet-install\.(ps1|sh)|cpplint\.py|fabfile\.py|waf|rebar",
        r"jquery[^.]*\.js|jquery[.-].*\.(js|css)|(custom\.)?bootstrap.*\.(js|css|less|scss|styl)|font-?awesome\.(css|less|scss|styl)",
        r"(foundation|normalize|skeleton|animate|materialize|bulma)\.(css|less|sass|scss|styl)|foundation.*\.js|materialize\.js",
        r"(prototype|angular|mootools|yui|yahoo-|ckeditor|tiny_mce|cordova|d3|shBrush)[^/]*\.js|(effects|controls|dragdrop|dojo|MochiKit|Chart|html5shiv|pdf\.worker|bootbox|fuelux)\.js",
        r"react(-[^.]*)?\.js|modernizr.*\.js|knockout-.*js|slick\.\w+.js|leaflet\..*|fontello.*\.css|octicons\.css|[^\s]*import\.(css|less|scss|styl)",
        r"Vagrantfile|Jenkinsfile|\.gitpod\.Dockerfile|proguard(-rules)?\.pro|erlang\.mk|\.osx|run\.n",
    ];
    Regex::new(&format!("^({})$", names.join("|"))).expect("the pattern is constant")
});

/// Names of documents.
static DOCUMENT_NAMES: LazyLock<Regex> = LazyLock::new(|| {
    let names =
        r"^(CITATION(S)?|CHANGE(S|LOG)?|CONTRIBUTING|COPYING|INSTALL|LICEN[CS]E|[Ll]icen[cs]e|README|[Rr]eadme)(\.|$)";
    Regex::new(names).expect("the pattern is constant")
});

/// Names of files that programs wrote.
static GENERATED_NAMES: LazyLock<Regex> = LazyLock::new(|| {
    let names = r"(\.designer\.(cs|vb)|\.feature\.cs|\.pb\.go|_pb2(_grpc)?\.pyi?|\.pb\.(h|cc)|\.g\.dart|\.freezed\.dart|(^|[._])generated\.\w+|zz_generated\..*|\.lock|\.lock\.hcl|_tlb\.pas|ppport\.h)$";
    Regex::new(names).expect("the pattern is constant")
});

/// Ends of files that often are generated, so that their text is looked into.
const SUSPECTS: [&str; 14] =
    ["go", "js", "mjs", "cjs", "css", "ts", "tsx", "java", "py", "cs", "dart", "rb", "php", "kt"];

/// The largest file whose text is looked into, in bytes; larger ones are taken for what their names say.
const LARGEST: u64 = 512 << 10;

/// Whether others than the authors of the repository wrote the file at `path`.
pub(super) fn is_vendored(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let names: Vec<&str> = folders.split('/').collect();
    let party = |name: &&str| {
        let name = name.to_ascii_lowercase().replace(['-', '_'], "");
        name.ends_with("3rdparty") || name.ends_with("thirdparty")
    };
    VENDORED_AT_TOP.contains(&names[0])
        || names
            .iter()
            .any(|name| VENDORED.contains(name) || name.ends_with(".xctemplate") || name.ends_with(".imageset"))
        || names.windows(2).any(|pair| {
            VENDORED_PAIRS.iter().any(|(first, second)| pair[0] == *first && second.contains(&pair[1]))
                || matches!(pair[0], "doc" | "docs") && BUILT_DOCUMENTS.contains(&pair[1])
        })
        || names.iter().any(party)
        || VENDORED_NAMES.is_match(file)
}

/// Whether the file at `path` is a document, or shows how something is used.
pub(super) fn is_document(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let mut names = folders.split('/');
    folders.split('/').any(|name| DOCUMENTS.contains(&name))
        || names.next().is_some_and(|name| DOCUMENTS_AT_TOP.contains(&name))
        || DOCUMENT_NAMES.is_match(file)
}

/// Whether the name of a file says that a program wrote it.
pub(super) fn is_generated(path: &str) -> bool {
    GENERATED_NAMES.is_match(path.rsplit('/').next().unwrap_or(path))
}

/// Whether the text of a file has to be looked into.
pub(super) fn is_suspect(path: &str, size: u64) -> bool {
    size <= LARGEST && path.rsplit_once('.').is_some_and(|(_, end)| SUSPECTS.contains(&end))
}

/// Whether a text says that a program wrote it, or looks as if.
pub(super) fn tells_of_a_program(path: &str, text: &str) -> bool {
    let head = text.get(..floor(text, 2_000)).unwrap_or(text);
    let marked = head.lines().take(40).any(|line| {
        line.contains("Code generated by")
            || line.contains("@generated")
            || line.contains("<auto-generated")
            || line.contains("Generated by the protocol buffer compiler")
            || line.contains("GENERATED CODE - DO NOT MODIFY")
    });
    marked || (path.ends_with(".js") || path.ends_with(".css")) && is_minified(text)
}

/// Lines of more than 110 characters on average.
fn is_minified(text: &str) -> bool {
    let lines = text.lines().count();
    lines > 0 && text.len() / lines > 110
}

/// The last place at or before `most` where the text can be cut.
fn floor(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
