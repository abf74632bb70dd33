//! A light reading of raw HTML: which tags stand in it, for balance and for messages. Nothing here decides what is
//! safe; that is done by the sanitiser on a tree.

/// A tag of raw HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// As written.
    pub name: &'a str,
    /// `</…>`.
    pub closing: bool,
    /// What stands between the name and `>`.
    pub attributes: &'a str,
    /// Where `<` stands.
    pub offset: usize,
}

/// Elements that have no end.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

impl<'a> Tag<'a> {
    /// Whether an end tag is to be expected.
    pub fn opens(&self) -> bool {
        !self.closing
            && !self.attributes.trim_end().ends_with('/')
            && !VOID.iter().any(|void| self.name.eq_ignore_ascii_case(void))
    }

    /// The attributes, values without quotes and with character references as they are.
    pub fn pairs(&self) -> Vec<(&'a str, &'a str)> {
        let mut rest = self.attributes;
        let mut pairs = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return pairs;
            }
            let end =
                rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len()).max(1);
            let end = (end..=rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
            let name = &rest[..end];
            rest = rest[end..].trim_start();
            let Some(value) = rest.strip_prefix('=') else {
                pairs.push((name, ""));
                continue;
            };
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                None => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
            };
            pairs.push((name, value));
            rest = after;
        }
    }
}

/// All tags of `html`. Comments are skipped; what never ends is ignored.
pub fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|start| at + start) {
        let rest = &html[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            let Some(end) = comment.find("-->") else { break };
            at = start + 4 + end + 3;
            continue;
        }
        let closing = rest.starts_with('/');
        let name_start = start + 1 + usize::from(closing);
        let name_len = html[name_start..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':'));
        let name_end = name_start + name_len.unwrap_or(html.len() - name_start);
        if name_end == name_start || !html.as_bytes()[name_start].is_ascii_alphabetic() {
            at = start + 1;
            continue;
        }
        let Some(length) = end_of_tag(&html[name_end..]) else { break };
        let attributes = &html[name_end..name_end + length];
        found.push(Tag { name: &html[name_start..name_end], closing, attributes, offset: start });
        at = name_end + length + 1;
    }
    found
}

/// Where the `>` of a tag stands, quotes observed.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    // A stray quote hides the end; browsers then take the first `>`.
    text.find('>')
}

/// What of a tag is never published: the message that says so.
pub fn danger(tag: &Tag<'_>) -> Option<String> {
    const FORBIDDEN: [&str; 19] = [
        "script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "input", "button",
        "select", "textarea", "link", "meta", "base", "svg", "math", "template",
    ];
    if tag.closing {
        return None;
    }
    let name = tag.name.to_ascii_lowercase();
    if FORBIDDEN.contains(&name.as_str()) {
        return Some(format!("raw HTML element <{name}> is not published"));
    }
    tag.pairs().into_iter().find_map(|(attribute, value)| {
        let attribute = attribute.to_ascii_lowercase();
        let handler = attribute.starts_with("on") && attribute.len() > 2;
        let letters: String = value.chars().filter(|c| !c.is_ascii_whitespace() && !c.is_control()).take(16).collect();
        let script = letters.to_ascii_lowercase().starts_with("javascript:");
        (handler || script).then(|| format!("script in attribute `{attribute}` of <{name}> is not published"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_seen() {
        let html = "<a href='x>y' id=z>t</a><!-- <b> --><br/><1><img src=\"a\" onerror = alert(1)>";
        let names: Vec<(&str, bool)> = tags(html).iter().map(|tag| (tag.name, tag.opens())).collect();
        assert_eq!(names, [("a", true), ("a", false), ("br", false), ("img", false)]);
        assert_eq!(tags(html)[0].pairs(), [("href", "x>y"), ("id", "z")]);
        assert!(danger(&tags(html)[3]).is_some_and(|message| message.contains("onerror")));
        assert_eq!(tags("<é =\u{e9}><a\u{e9}>").len(), 1);
    }
}
