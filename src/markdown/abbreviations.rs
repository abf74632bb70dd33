//! Abbreviations: `*[HTML]: Hyper Text Markup Language`, as Python-Markdown's `abbr` reads them.

use std::collections::BTreeMap;

use regex::Regex;

use super::writer::escape;

/// More abbreviations than this are not looked for: a page with so many is no page.
const MOST: usize = 2_000;
/// Letters of an abbreviation, at most.
const LONGEST: usize = 120;

/// What the abbreviations of a document stand for.
#[derive(Debug)]
pub struct Abbreviations {
    meanings: BTreeMap<String, String>,
    any: Regex,
}

/// Reads a line that explains an abbreviation.
pub fn definition(line: &str) -> Option<(&str, &str)> {
    let (name, meaning) = line.strip_prefix("*[")?.split_once(']')?;
    let meaning = meaning.strip_prefix(':')?.trim();
    (!name.trim().is_empty() && name.len() <= LONGEST && !meaning.is_empty()).then_some((name.trim(), meaning))
}

impl Abbreviations {
    /// Of names and meanings; the last meaning of a name counts.
    pub fn new(defined: Vec<(String, String)>) -> Option<Self> {
        if defined.is_empty() {
            return None;
        }
        let meanings: BTreeMap<String, String> = defined.into_iter().take(MOST).collect();
        let mut names: Vec<&String> = meanings.keys().collect();
        // The longest comes first, so that it wins over what it begins with.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let names: Vec<String> = names.into_iter().map(|name| regex::escape(name)).collect();
        let any = Regex::new(&names.join("|")).ok()?;
        Some(Self { meanings, any })
    }

    /// Writes a text in which abbreviations that stand as words are explained.
    pub fn write(&self, text: &str, out: &mut String) {
        let mut at = 0;
        let word = |c: char| c.is_alphanumeric() || c == '_';
        for found in self.any.find_iter(text) {
            let joined = text[..found.start()].chars().next_back().is_some_and(word)
                || text[found.end()..].chars().next().is_some_and(word);
            let Some(meaning) = self.meanings.get(found.as_str()).filter(|_| !joined) else { continue };
            escape(&text[at..found.start()], out);
            out.push_str("<abbr title=\"");
            escape(meaning, out);
            out.push_str("\">");
            escape(found.as_str(), out);
            out.push_str("</abbr>");
            at = found.end();
        }
        escape(&text[at..], out);
    }
}
