//! The styles of a drawing: merman's style sheet, read as far as merman writes it, and the declarations that win for
//! an element.

use roxmltree::Node;

/// One rule for one selector.
#[derive(Debug)]
struct Rule {
    /// From the innermost element outwards; each with whether it is the very parent of the one before.
    parts: Vec<(Compound, bool)>,
    specificity: u32,
    declarations: Vec<Declaration>,
}

/// `name: value`, and whether it is important.
type Declaration = (String, String, bool);

/// Simple selectors that all hold for one element.
#[derive(Debug, Default)]
struct Compound {
    element: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    without: Vec<String>,
    attributes: Vec<(String, String)>,
}

/// A style sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    rules: Vec<Rule>,
}

/// More rules than this are none of merman's.
const MOST_RULES: usize = 3000;

impl Sheet {
    /// Reads a style sheet; rules with selectors that are not understood are left out, and so are those in `@` blocks.
    pub fn parse(css: &str) -> Self {
        let mut rules = Vec::new();
        let mut rest = css;
        while let Some((selectors, after)) = rest.split_once('{') {
            let Some((body, after)) = block(after) else { break };
            rest = after;
            if selectors.trim_start().starts_with('@') {
                continue;
            }
            for selector in selectors.split(',') {
                if let Some((parts, specificity)) = selector_parts(selector).filter(|_| rules.len() < MOST_RULES) {
                    rules.push(Rule { parts, specificity, declarations: declarations(body) });
                }
            }
        }
        Self { rules }
    }

    /// The declarations for an element, later ones winning, inline style among them.
    pub fn declarations<'a>(&'a self, node: Node<'a, 'a>) -> Vec<(String, String)> {
        let mut found: Vec<((bool, u32, usize), &str, &str)> = Vec::new();
        for (order, rule) in self.rules.iter().enumerate().filter(|(_, rule)| rule.matches(node)) {
            for (name, value, important) in &rule.declarations {
                found.push(((*important, rule.specificity, order), name, value));
            }
        }
        let inline = declarations(node.attribute("style").unwrap_or_default());
        for (name, value, important) in &inline {
            found.push(((*important, 1 << 24, 0), name, value));
        }
        found.sort_by_key(|(rank, _, _)| *rank);
        found.into_iter().map(|(_, name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

/// What stands before the `}` that closes a block, and what follows it.
fn block(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some((&text[..at], &text[at + 1..])),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn declarations(body: &str) -> Vec<Declaration> {
    let read = |text: &str| {
        let (name, value) = text.split_once(':')?;
        let value = value.trim();
        let important = value.strip_suffix("!important");
        Some((name.trim().to_owned(), important.unwrap_or(value).trim().to_owned(), important.is_some()))
    };
    body.split(';').filter_map(read).collect()
}

/// A selector from right to left, and how specific it is; none when it is not understood.
fn selector_parts(selector: &str) -> Option<(Vec<(Compound, bool)>, u32)> {
    let spaced = selector.replace('>', " > ");
    let mut parts: Vec<(Compound, bool)> = Vec::new();
    let mut specificity = 0;
    let mut child = false;
    for word in spaced.split_whitespace().rev() {
        if word == ">" {
            child = true;
            continue;
        }
        let (compound, weight) = compound(word)?;
        specificity += weight;
        if let Some(last) = parts.last_mut() {
            last.1 = child;
        }
        child = false;
        parts.push((compound, false));
    }
    (!parts.is_empty()).then_some((parts, specificity))
}

fn compound(word: &str) -> Option<(Compound, u32)> {
    let mut compound = Compound::default();
    let mut weight = 0;
    let name_end = |text: &str| text.find(['.', '#', '[', ':']).unwrap_or(text.len());
    let end = name_end(word);
    if end > 0 && &word[..end] != "*" {
        compound.element = Some(word[..end].to_owned());
        weight += 1;
    }
    let mut rest = &word[end..];
    while let Some(mark) = rest.chars().next() {
        if let Some(without) = rest.strip_prefix(":not(.") {
            let (class, after) = without.split_once(')')?;
            compound.without.push(class.to_owned());
            weight += 1 << 8;
            rest = after;
            continue;
        }
        if mark == '[' {
            let (test, after) = rest[1..].split_once(']')?;
            let (name, value) = test.split_once('=')?;
            compound.attributes.push((name.to_owned(), value.trim_matches(['"', '\'']).to_owned()));
            weight += 1 << 8;
            rest = after;
            continue;
        }
        let end = name_end(&rest[1..]) + 1;
        let name = rest[1..end].to_owned();
        match mark {
            '.' => compound.classes.push(name),
            '#' => compound.id = Some(name),
            _ => return None,
        }
        weight += if mark == '.' { 1 << 8 } else { 1 << 16 };
        rest = &rest[end..];
    }
    Some((compound, weight))
}

impl Rule {
    /// Whether the innermost part fits the element, and the others fit elements around it.
    fn matches(&self, node: Node<'_, '_>) -> bool {
        let Some(((first, child), outer)) = self.parts.split_first() else { return false };
        if !first.matches(node) {
            return false;
        }
        let mut at = node;
        let mut child = *child;
        for (part, next) in outer {
            let mut above = at.ancestors().skip(1).filter(Node::is_element).take(if child { 1 } else { usize::MAX });
            // The nearest that fits: merman's selectors need no second try.
            match above.find(|above| part.matches(*above)) {
                Some(found) => at = found,
                None => return false,
            }
            child = *next;
        }
        true
    }
}

impl Compound {
    fn matches(&self, node: Node<'_, '_>) -> bool {
        let classes = node.attribute("class").unwrap_or_default();
        let has = |class: &String| classes.split_ascii_whitespace().any(|own| own == class);
        self.element.as_ref().is_none_or(|name| node.tag_name().name() == name)
            && self.id.as_ref().is_none_or(|id| node.attribute("id") == Some(id))
            && self.classes.iter().all(has)
            && !self.without.iter().any(has)
            && self.attributes.iter().all(|(name, value)| node.attribute(name.as_str()) == Some(value))
    }
}
