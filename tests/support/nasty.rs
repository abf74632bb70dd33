//! Markdown that is made to cost more than it is long. Each generator writes about as many bytes as it is asked for.

use std::fmt::Write;

/// Writes a document of about so many bytes.
pub type Generator = fn(usize) -> String;

/// Repeats a part until the text is long enough.
fn fill(bytes: usize, part: &str) -> String {
    part.repeat(bytes / part.len() + 1)
}

/// Repeats a part that holds its number.
fn count(bytes: usize, part: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(bytes + 200);
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&part(number));
    }
    text
}

/// The first half opens what the second half closes.
fn nest(bytes: usize, open: &str, close: &str) -> String {
    let times = bytes / (open.len() + close.len()) + 1;
    format!("{}x{}", open.repeat(times), close.repeat(times))
}

/// Lines of growing indentation, starting again at `deepest`.
fn stairs(bytes: usize, deepest: usize, mark: &str) -> String {
    count(bytes, |number| format!("{}{mark}\n\n", "    ".repeat(number % deepest)))
}

/// All generators by name.
pub const GENERATORS: [(&str, Generator); 62] = [
    ("prose", |n| fill(n, "Some words of *prose* with a [link](index.md) and `code` in them.\n\n")),
    ("emphasis, opened", |n| fill(n, "*a **a ")),
    ("emphasis, nested", |n| nest(n, "*a _b ", " b_ a*")),
    ("emphasis, mixed runs", |n| fill(n, "a***b*c**")),
    ("brackets, opened", |n| fill(n, "[")),
    ("brackets, closed", |n| fill(n, "]")),
    ("brackets, nested", |n| nest(n, "[", "]")),
    ("links, opened", |n| fill(n, "[a](b ")),
    ("links, opened in angles", |n| fill(n, "[a](<b")),
    ("links, nested", |n| nest(n, "[a ", "](b)")),
    ("links, with titles left open", |n| fill(n, "[a](b \"c ")),
    ("images, nested", |n| nest(n, "![a ", "](b)")),
    ("parentheses in an address", |n| format!("[a]({}", fill(n, "("))),
    ("references, defined", |n| count(n, |i| format!("[r{i}]: index.md \"t\"\n\n[r{i}]\n\n"))),
    ("references, not defined", |n| count(n, |i| format!("[a][r{i}] [s{i}] "))),
    ("references, one long", |n| format!("[a]: {}\n\n{}", "x".repeat(n / 2), fill(n / 2, "[a] "))),
    ("references, labels left open", |n| fill(n, "[a\n")),
    ("quotes", |n| format!("{}x\n", fill(n, "> "))),
    ("quotes, lazy", |n| fill(n, "> > > a\nb\n")),
    ("quotes, deep and again", |n| fill(n, &format!("{}x\n\n", "> ".repeat(100)))),
    ("lists in one line", |n| format!("{}x\n", fill(n, "- "))),
    ("lists in stairs", |n| stairs(n, 60, "- a")),
    ("lists, numbered", |n| fill(n, "1. a\n\n   b\n")),
    ("lists, loose and lazy", |n| fill(n, "* a\nb\n\n")),
    ("admonitions", |n| fill(n, "!!! note \"A\"\n    text\n\n")),
    ("admonitions in stairs", |n| stairs(n, 60, "!!! note")),
    ("admonitions, one inside the other", |n| {
        let mut text = String::new();
        for depth in 0.. {
            if text.len() > n {
                break;
            }
            let _ = writeln!(text, "{}??? note", "    ".repeat(depth));
        }
        text
    }),
    ("tabs", |n| count(n, |i| format!("=== \"T{i}\"\n\n    text\n\n"))),
    ("tabs in stairs", |n| stairs(n, 40, "=== \"a\"")),
    ("colons, opened", |n| fill(n, ":::note\n")),
    ("colons, nested", |n| nest(n, ":::note\n", ":::\n")),
    ("table with many columns", |n| {
        let columns = n / 12 + 1;
        format!("{}|\n{}|\n{}|\n", "|a".repeat(columns), "|---".repeat(columns), "|b".repeat(columns))
    }),
    ("table with many rows", |n| format!("|a|b|\n|---|---|\n{}", fill(n, "|c|d|\n"))),
    ("table with missing cells", |n| {
        let columns = ((n as f64).sqrt() / 6.0) as usize + 1;
        format!("{}|\n{}|\n{}", "|a".repeat(columns), "|---".repeat(columns), fill(n, "|\n"))
    }),
    ("table rows without a table", |n| fill(n, "|---|---|\n|a|\n")),
    ("footnotes", |n| count(n, |i| format!("a[^{i}]\n\n[^{i}]: note\n\n"))),
    ("footnotes, one asked for often", |n| format!("[^a]: note\n\n{}", fill(n, "a[^a] "))),
    ("footnotes in footnotes", |n| count(n, |i| format!("[^{i}]: note[^{}]\n\n", i + 1))),
    ("footnotes, not defined", |n| count(n, |i| format!("a[^{i}] "))),
    ("tags, opened", |n| fill(n, "<div>\n\n")),
    ("tags, closed", |n| fill(n, "</div>\n\n")),
    ("tags, nested", |n| nest(n, "<b>", "</b>")),
    ("tags, crossing", |n| fill(n, "<b><i></b></i>")),
    ("tags, never finished", |n| fill(n, "<a b=\"")),
    ("tags, many attributes", |n| format!("<a {}>x</a>", fill(n, "b='c' "))),
    ("comments, opened", |n| fill(n, "a <!-- ")),
    ("declarations and instructions", |n| fill(n, "a <? b <!X <![CDATA[ ")),
    ("Markdown in tags", |n| fill(n, "<div markdown>\n\n*a*\n\n</div>\n\n")),
    ("attribute lists", |n| count(n, |i| format!("## a {{: #b{i} .c d=\"e\" }}\n\n[a](b){{: .c }}\n\n"))),
    ("attribute lists, opened", |n| fill(n, "a {: .b #c d='")),
    ("backticks, growing", |n| {
        let mut text = String::new();
        for length in 1.. {
            if text.len() > n {
                break;
            }
            text.push_str(&"`".repeat(length));
            text.push(' ');
        }
        text
    }),
    ("fences, opened", |n| fill(n, "```a\n````b\n")),
    ("code, long", |n| format!("```js\n{}\n```\n", fill(n, "let a = [{(`${b}`)}]; /* c */\n"))),
    ("code, one line", |n| format!("```js\n{}\n```\n", fill(n, "({[`${"))),
    ("addresses in text", |n| fill(n, "https://a.example/b www.c.example d@e.example ")),
    ("addresses, almost", |n| fill(n, "http://www.a@b.")),
    ("abbreviations", |n| {
        format!("{}\n{}", count(n / 2, |i| format!("*[AB{i}]: long\n")), count(n / 2, |i| format!("AB{i} ")))
    }),
    ("included files", |n| fill(n, "--8<-- \"a.md\"\n\n")),
    ("headings with one name", |n| fill(n, "# Same\n\n")),
    ("headings with names that others get", |n| count(n, |i| format!("# a\n\n# a {i}\n\n# a_{i}\n\n"))),
    ("marks and critics", |n| fill(n, "{++a {--b {==c ==d ^^e ~~f {>>g ++h ")),
    ("dollars, entities, emoji, keys and icons", |n| {
        fill(n, "$a $$b &amp; &#x41; &x :smile: :a ++ctrl+b++ :material-a: [[a ")
    }),
];

/// Matter before the text, which is read as YAML.
pub fn front_matter(bytes: usize) -> String {
    format!("---\ntitle: a\n{}---\n\n# a\n", count(bytes, |i| format!("key{i}: [a, {{b: c}}]\n")))
}
