//! The pages, in each tool's own dialect.

use std::{fs, path::Path};

use super::prose::Writer;

/// What differs between the tools.
#[derive(Clone, Copy)]
pub enum Dialect {
    /// `!!! note`, links to Markdown files.
    Material,
    /// `> [!NOTE]`, links to Markdown files.
    Alerts,
    /// Alerts, front matter in TOML, links to folders.
    Folders,
}

const CODE: [(&str, &str); 5] = [
    (
        "rust",
        "fn main() {\n    let total: u64 = (1..=10).map(|n| n * n).sum();\n    println!(\"{total}\"); // NAME\n}\n",
    ),
    (
        "python",
        "def NAME(items: list[int]) -> int:\n    \"\"\"Adds them up.\"\"\"\n    return sum(x for x in items if x > 0)\n",
    ),
    ("yaml", "NAME:\n  replicas: 3\n  image: \"registry/NAME:1.2\"\n  env:\n    - name: A\n      value: \"b\"\n"),
    ("bash", "for f in *.txt; do\n  echo \"$f NAME\" | sed -e 's/a/b/g' > out\ndone\n"),
    ("json", "{\n  \"NAME\": [1, 2.5, true, null],\n  \"nested\": {\"a\": \"b\"}\n}\n"),
];

/// The name of a page without extension.
pub fn name(number: usize) -> String {
    format!("page-{number:04}")
}

/// Writes the pages into a folder, which is made.
pub fn write(folder: &Path, pages: usize, dialect: Dialect) {
    fs::create_dir_all(folder).expect("a folder");
    let names: Vec<String> = (0..pages).map(name).collect();
    let link = |page: &String| match dialect {
        Dialect::Folders => format!("../{page}/"),
        _ => format!("{page}.md"),
    };
    let links: Vec<String> = names.iter().map(link).collect();
    for (number, page) in names.iter().enumerate() {
        let mut writer = Writer::new(number as u64 + 1);
        let title = format!("Page {number} of the manual");
        let from = number * 7 % pages;
        let text = writer.page(&title, &links[from..(from + 5).min(pages)]);
        let text = format!("{text}{}{}", call_out(&mut writer, dialect), code(&mut writer));
        let text = match (dialect, text.split_once('\n')) {
            (Dialect::Folders, Some((_, rest))) => format!("+++\ntitle = \"{title}\"\n+++\n{rest}"),
            _ => text,
        };
        fs::write(folder.join(format!("{page}.md")), text).expect("written");
    }
}

fn call_out(writer: &mut Writer, dialect: Dialect) -> String {
    let (title, text) = (writer.phrase(3), writer.paragraph());
    match dialect {
        Dialect::Material => format!("\n!!! note \"{title}\"\n    {text}\n"),
        _ => format!("\n> [!NOTE]\n> {title}: {text}\n"),
    }
}

fn code(writer: &mut Writer) -> String {
    CODE.map(|(language, text)| {
        let heading = writer.phrase(4);
        let paragraphs = [writer.paragraph(), writer.paragraph(), writer.paragraph()].join("\n\n");
        let text = text.replace("NAME", &writer.word().replace(|c: char| !c.is_ascii_alphabetic(), "x"));
        format!("\n## {heading}\n\n{paragraphs}\n\n```{language}\n{text}```\n")
    })
    .concat()
}
