//! Highlighting at build time: tokens become spans with short classes, coloured by the theme.

use std::{collections::HashMap, sync::LazyLock};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::{data, scopes, words, writer::escape};

/// Grammars of bat, with line ends.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Blocks longer than this, in bytes, stay plain: nobody reads their colours.
const LONGEST: usize = 128 << 10;

/// Lines longer than this, in bytes, stay plain: grammars backtrack on them.
const LONGEST_LINE: usize = 2000;

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
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut classes = HashMap::new();
    let mut lines = Vec::new();
    for line in code.split_inclusive('\n') {
        let mut out = String::with_capacity(line.len() * 2);
        let operations = if line.len() > LONGEST_LINE { None } else { state.parse_line(line, &SYNTAXES).ok() };
        match operations {
            Some(operations) => write_line(line, &operations, &mut stack, &mut classes, &mut out),
            None => escape(line, &mut out),
        }
        lines.push(out);
    }
    Some(lines)
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

/// Writes one line; neighbours of one class share a span, and white space joins either.
fn write_line(
    line: &str,
    operations: &[(usize, syntect::parsing::ScopeStackOp)],
    stack: &mut ScopeStack,
    classes: &mut HashMap<Scope, Option<&'static str>>,
    out: &mut String,
) {
    let mut open = "";
    let mut at = 0;
    let ends = operations.iter().map(|(end, _)| *end).chain([line.len()]);
    for (index, end) in ends.enumerate() {
        let text = line.get(at..end.max(at)).unwrap_or_default();
        if !text.is_empty() {
            let blank = text.trim().is_empty();
            let class = if blank { open } else { class_of(stack, classes) };
            let line_end = text.ends_with('\n') && blank;
            switch(&mut open, if line_end { "" } else { class }, out);
            match text.strip_suffix('\n').filter(|_| !open.is_empty()) {
                Some(text) => {
                    escape(text, out);
                    switch(&mut open, "", out);
                    out.push('\n');
                }
                None => escape(text, out),
            }
        }
        at = end.max(at);
        if let Some((_, operation)) = operations.get(index) {
            // An operation that does not fit the stack is a fault of the grammar and costs colour only.
            let _ = stack.apply(operation);
        }
    }
    switch(&mut open, "", out);
}

/// Closes the span at hand and opens another, when the class changes.
fn switch(open: &mut &'static str, class: &'static str, out: &mut String) {
    if *open == class {
        return;
    }
    if !open.is_empty() {
        out.push_str("</span>");
    }
    if !class.is_empty() {
        out.push_str("<span class=\"");
        out.push_str(class);
        out.push_str("\">");
    }
    *open = class;
}

/// The class of the innermost scope that has one.
fn class_of(stack: &ScopeStack, classes: &mut HashMap<Scope, Option<&'static str>>) -> &'static str {
    let mut scopes = stack.as_slice().iter().rev();
    scopes.find_map(|scope| *classes.entry(*scope).or_insert_with(|| scopes::class(*scope))).unwrap_or_default()
}
