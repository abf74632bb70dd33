//! Highlighting at build time: tokens become spans with short classes, coloured by the theme.

use std::sync::LazyLock;

use syntect::parsing::{SyntaxReference, SyntaxSet};

use super::{data, grammar, words};

/// Grammars of bat, with line ends.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Blocks longer than this, in bytes, stay plain: nobody reads their colours.
const LONGEST: usize = 128 << 10;

/// Names that authors use and the grammars do not.
const ALIASES: [(&str, &str); 64] = [
    ("shell", "bash"),
    ("console", "bash"),
    ("shell-session", "bash"),
    ("terminal", "bash"),
    ("zsh", "bash"),
    ("ksh", "bash"),
    ("py", "python"),
    ("py3", "python"),
    ("python3", "python"),
    ("pycon", "python"),
    ("golang", "go"),
    ("rs", "rust"),
    ("hcl", "tf"),
    ("terraform", "tf"),
    ("docker", "dockerfile"),
    ("containerfile", "dockerfile"),
    ("jsonc", "js"),
    ("json5", "js"),
    ("jsonnet", "js"),
    ("node", "js"),
    ("mjs", "js"),
    ("cjs", "js"),
    ("javascriptreact", "jsx"),
    ("typescriptreact", "tsx"),
    ("jsx", "tsx"),
    ("csharp", "cs"),
    ("c#", "cs"),
    ("c++", "cpp"),
    ("kotlin", "kt"),
    ("protobuf", "proto"),
    ("proto3", "proto"),
    ("make", "makefile"),
    ("viml", "vim"),
    ("ps", "ps1"),
    ("powershell", "ps1"),
    ("pwsh", "ps1"),
    ("gradle", "groovy"),
    ("jinja", "jinja2"),
    ("j2", "jinja2"),
    ("http", "yaml"),
    ("nunjucks", "jinja2"),
    ("njk", "jinja2"),
    ("liquid", "jinja2"),
    ("hbs", "jinja2"),
    ("handlebars", "jinja2"),
    ("postgres", "sql"),
    ("postgresql", "sql"),
    ("mysql", "sql"),
    ("psql", "sql"),
    ("plpgsql", "sql"),
    ("sqlite", "sql"),
    ("ssh", "bash"),
    ("curl", "bash"),
    ("starlark", "python"),
    ("bazel", "python"),
    ("just", "makefile"),
    ("justfile", "makefile"),
    ("jsonl", "json"),
    ("ndjson", "json"),
    ("package.json", "json"),
    ("powershell-session", "ps1"),
    ("mdx", "markdown"),
    ("systemd", "ini"),
    ("astro", "html"),
];

/// The lines of `code`, each with its line end; none when the language is not known or the block too long.
pub fn highlight(code: &str, language: &str) -> Option<Vec<String>> {
    if code.len() > LONGEST {
        return None;
    }
    match language.to_ascii_lowercase().as_str() {
        "yaml" | "yml" => return Some(data::yaml(code)),
        "json" => return Some(data::json(code)),
        _ => {}
    }
    if let Some(lines) = words::highlight(code, &language.to_ascii_lowercase()) {
        return Some(lines);
    }
    let syntax = syntax(language)?;
    Some(grammar::lines(code, syntax, &SYNTAXES))
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let name = language.to_lowercase();
    if name.is_empty() || matches!(name.as_str(), "text" | "txt" | "plain" | "plaintext" | "none" | "mermaid") {
        return None;
    }
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, meant)| *meant);
    let found = |token: &str| SYNTAXES.find_syntax_by_extension(token).or_else(|| SYNTAXES.find_syntax_by_token(token));
    found(alias.unwrap_or(&name)).or_else(|| found(&name)).filter(|syntax| syntax.name != "Plain Text")
}
