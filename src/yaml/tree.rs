//! Parser events to trees, within the budgets.

use std::collections::{HashMap, HashSet};

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag};

use super::{
    Dialect, Document, Error,
    budget::{MAX_ALIAS_COST, MAX_ALIASES, MAX_DEPTH, MAX_ERRORS, NODE_BYTES, number},
    merge::merge,
    scalar::{self, Schema},
    split::Chunk,
    words,
};
use crate::model::{Node, Value};

/// Reads the documents of one stream; remembers what they share.
pub(super) struct Reader {
    dialect: Dialect,
    /// `%YAML 1.1` holds until a later document says otherwise.
    schema: Schema,
    /// What aliases may still add to this stream.
    alias_cost_left: usize,
}

impl Reader {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, schema: Schema::Core, alias_cost_left: MAX_ALIAS_COST }
    }

    pub(super) fn document(&mut self, chunk: &Chunk<'_>) -> Document {
        let strict = self.tree(chunk, true);
        let (root, errors) = match strict {
            Err(Failure::ClosingBracket) => self.tree(chunk, false),
            outcome => outcome,
        }
        .unwrap_or_else(|failure| (None, failure.into_errors()));
        let (line, text) = body(chunk);
        Document { root: root.filter(|root| root.value != Value::Null), errors, line, text }
    }

    /// Reads one document. Indentation is strict, but for one thing that Backstage's parser lets pass, and that
    /// is common: a closing bracket on its own line, as far left as the key of its collection.
    fn tree(&mut self, chunk: &Chunk<'_>, strict: bool) -> Result<(Option<Node>, Vec<Error>), Failure> {
        let options = granit_parser::options! {
            strict_indentation: strict,
            emit_comments: false,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        let mut builder = Builder::new(self, chunk.line);
        for event in Parser::new_from_str_with_options(chunk.text, options) {
            let outcome = match event {
                Ok((event, span)) => builder.event(event, span),
                Err(error) if strict && builder.is_closing_bracket(&error, chunk.text) => {
                    return Err(Failure::ClosingBracket);
                }
                Err(error) => Err(builder.syntax_error(&error)),
            };
            if let Err(error) = outcome {
                builder.errors.push(error);
                return Err(Failure::Broken(builder.errors));
            }
        }
        Ok((builder.root, builder.errors))
    }
}

/// Why a document cannot be read.
enum Failure {
    /// A closing bracket that only strict indentation forbids.
    ClosingBracket,
    Broken(Vec<Error>),
}

impl Failure {
    fn into_errors(self) -> Vec<Error> {
        match self {
            Self::Broken(errors) => errors,
            Self::ClosingBracket => Vec::new(),
        }
    }
}

/// The content of a document from its first line that is not blank, and the number of that line.
fn body(chunk: &Chunk<'_>) -> (u32, String) {
    let content = &chunk.text[chunk.body..];
    let blank = content.len() - content.trim_start().len();
    let first = content[..blank].rfind('\n').map_or(0, |at| at + 1);
    let before = &chunk.text[..chunk.body + first];
    let line = chunk.line + number(before.bytes().filter(|byte| *byte == b'\n').count());
    (line, content[first..].trim_end().to_owned())
}

/// A collection that is being read.
struct Open {
    node: Node,
    /// The key that waits for its value, with what makes it equal to other keys.
    key: Option<Node>,
    /// Scalar keys so far, by type and text.
    seen: HashSet<(u8, String)>,
    /// Where each name stands among the entries.
    names: HashMap<String, usize>,
    anchor: usize,
    style: StructureStyle,
    weight: Weight,
}

/// What a node costs and how it counts when an alias repeats it.
#[derive(Clone, Copy, Default)]
struct Weight {
    cost: usize,
    height: usize,
    /// How many aliases stand for each other inside, multiplied: 1 for a scalar.
    aliases: usize,
}

struct Anchor {
    node: Node,
    text: String,
    weight: Weight,
    uses: usize,
}

struct Builder<'a> {
    reader: &'a mut Reader,
    first_line: u32,
    stack: Vec<Open>,
    anchors: HashMap<usize, Anchor>,
    cost: usize,
    root: Option<Node>,
    errors: Vec<Error>,
}

/// A finished node on its way into its parent.
struct Finished {
    node: Node,
    /// The text of a scalar, which its value may have lost.
    text: String,
    weight: Weight,
}

impl<'a> Builder<'a> {
    fn new(reader: &'a mut Reader, first_line: u32) -> Self {
        let (stack, anchors, errors) = (Vec::new(), HashMap::new(), Vec::new());
        Self { reader, first_line, stack, anchors, cost: 0, root: None, errors }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Error> {
        let (line, column) = self.place(span.start.line(), span.start.col());
        match event {
            Event::DocumentStart(_, Some(version)) => {
                self.reader.schema = if version.minor == 1 { Schema::Old } else { Schema::Core };
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                let value = self.scalar_value(&text, style, tag.as_deref());
                let weight = Weight { cost: 1 + text.len() / NODE_BYTES, height: 0, aliases: 1 };
                let node = Node { value, line, column };
                self.spend(weight.cost, &node)?;
                self.finish(Finished { node, text: text.into_owned(), weight }, anchor)
            }
            Event::SequenceStart(style, anchor, _) => {
                self.open(Node { value: Value::Sequence(Vec::new()), line, column }, style, anchor)
            }
            Event::MappingStart(style, anchor, _) => {
                self.open(Node { value: Value::Mapping(Vec::new()), line, column }, style, anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => self.alias(anchor, (line, column)),
            _ => Ok(()),
        }
    }

    fn scalar_value(&self, text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
        match tag {
            Some(tag) => scalar::tagged(text, tag, self.reader.schema),
            None if style == ScalarStyle::Plain => scalar::plain(text, self.reader.schema),
            None => Value::String(text.to_owned()),
        }
    }

    fn open(&mut self, node: Node, style: StructureStyle, anchor: usize) -> Result<(), Error> {
        self.spend(1, &node)?;
        if self.stack.len() >= MAX_DEPTH {
            return Err(too_deep(&node));
        }
        let weight = Weight { cost: 1, height: 0, aliases: 0 };
        self.stack.push(Open { node, key: None, seen: HashSet::new(), names: HashMap::new(), anchor, style, weight });
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        let Some(mut open) = self.stack.pop() else { return Ok(()) };
        match &mut open.node.value {
            Value::Mapping(entries) => {
                if self.reader.dialect.merge_keys || self.reader.schema == Schema::Old {
                    *entries = merge(std::mem::take(entries));
                }
                entries.shrink_to_fit();
            }
            Value::Sequence(items) => items.shrink_to_fit(),
            _ => {}
        }
        open.weight.height += 1;
        self.finish(Finished { node: open.node, text: String::new(), weight: open.weight }, open.anchor)
    }

    fn alias(&mut self, anchor: usize, (line, column): (u32, u32)) -> Result<(), Error> {
        let error = |message: &str| Error { message: message.to_owned(), line, column };
        let Some(target) = self.anchors.get_mut(&anchor) else {
            return Err(error("An alias stands inside the node that it repeats"));
        };
        target.uses += 1;
        let aliases = target.uses * target.weight.aliases;
        let cost = target.weight.cost;
        if aliases > MAX_ALIASES || cost > self.reader.alias_cost_left {
            return Err(error("Excessive alias count indicates a resource exhaustion attack"));
        }
        let node = Node { value: target.node.value.clone(), line, column };
        let finished = Finished { node, text: target.text.clone(), weight: Weight { aliases, ..target.weight } };
        self.reader.alias_cost_left -= cost;
        self.spend(cost, &finished.node)?;
        if self.stack.len() + finished.weight.height > MAX_DEPTH {
            return Err(too_deep(&finished.node));
        }
        self.finish(finished, 0)
    }

    /// Puts a node into its parent.
    fn finish(&mut self, finished: Finished, anchor: usize) -> Result<(), Error> {
        if anchor != 0 {
            let (node, text) = (finished.node.clone(), finished.text.clone());
            self.spend(finished.weight.cost, &node)?;
            self.anchors.insert(anchor, Anchor { node, text, weight: finished.weight, uses: 1 });
        }
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(finished.node);
            return Ok(());
        };
        let (weight, part) = (&mut open.weight, finished.weight);
        weight.cost += part.cost;
        weight.height = weight.height.max(part.height);
        weight.aliases = weight.aliases.max(part.aliases);
        if let Value::Sequence(items) = &mut open.node.value {
            items.push(finished.node);
            return Ok(());
        }
        match open.key.take() {
            None => self.key(&finished),
            Some(key) => insert(open, key, finished.node, self.reader.dialect),
        }
        Ok(())
    }

    /// Keeps a key until its value comes, and reports it when the mapping has it already.
    fn key(&mut self, finished: &Finished) {
        let schema = self.reader.schema;
        let name = scalar::key(&finished.text, &finished.node.value, schema);
        let identity = (kind(&finished.node.value), name.clone().unwrap_or_default());
        let name = name.unwrap_or_else(|| flow(&finished.node));
        let node = Node { value: Value::String(name), line: finished.node.line, column: finished.node.column };
        let Some(open) = self.stack.last_mut() else { return };
        // Two collections are never the same key.
        let scalar = identity.0 < kind(&Value::Sequence(Vec::new()));
        let repeated = scalar && !open.seen.insert(identity) && self.reader.dialect.duplicate_keys;
        if repeated && self.errors.len() < MAX_ERRORS {
            let message = format!("Key `{}` stands twice in this mapping", short(node.as_str().unwrap_or_default()));
            self.errors.push(Error { message, line: node.line, column: node.column });
        }
        open.key = Some(node);
    }

    fn spend(&mut self, cost: usize, node: &Node) -> Result<(), Error> {
        self.cost += cost;
        let most = self.reader.dialect.most_values;
        if self.cost <= most {
            return Ok(());
        }
        let message = format!("The document holds more than {most} values");
        Err(Error { message, line: node.line, column: node.column })
    }

    fn syntax_error(&self, error: &ScanError) -> Error {
        let (line, column) = self.place(error.marker().line(), error.marker().col());
        Error { message: words::message(error), line, column }
    }

    /// Whether the parser stopped at a bracket that stands alone on its line, in the column of the block around it.
    fn is_closing_bracket(&self, error: &ScanError, text: &str) -> bool {
        let column = self.place(0, error.marker().col()).1;
        let around = self.stack.iter().rev().find(|open| open.style == StructureStyle::Block);
        let rest = error.marker().byte_offset().and_then(|at| text.get(at..)).unwrap_or_default();
        let after = rest.lines().next().unwrap_or_default().trim_start_matches([']', '}']);
        *error.kind() == ErrorKind::InvalidIndentation
            && around.is_some_and(|open| open.node.column == column)
            && rest.starts_with([']', '}'])
            && (after.trim().is_empty() || after.trim_start().starts_with('#'))
    }

    /// The place in the file of the parser's place in the document.
    fn place(&self, line: usize, column: usize) -> (u32, u32) {
        (self.first_line + number(line.saturating_sub(1)), number(column + 1))
    }
}

fn insert(open: &mut Open, key: Node, value: Node, dialect: Dialect) {
    let Value::Mapping(entries) = &mut open.node.value else { return };
    let name = key.as_str().unwrap_or_default();
    // Keys of different types can print the same; then, as in JavaScript, the last one wins. A `<<` may
    // stand several times where it merges.
    let known = open.names.get(name).filter(|_| !(dialect.merge_keys && name == "<<"));
    if let Some(entry) = known.and_then(|at| entries.get_mut(*at)) {
        entry.1 = value;
        return;
    }
    open.names.insert(name.to_owned(), entries.len());
    entries.push((key, value));
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Sequence(_) => 4,
        Value::Mapping(_) => 5,
    }
}

/// A collection as a key: its flow notation.
fn flow(node: &Node) -> String {
    match &node.value {
        Value::Sequence(items) => format!("[ {} ]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Mapping(entries) => {
            let pairs: Vec<String> = entries.iter().map(|(key, value)| flow_pair(key, value)).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        Value::String(text) => text.clone(),
        value => scalar::key("", value, Schema::Core).unwrap_or_default(),
    }
}

fn flow_pair(key: &Node, value: &Node) -> String {
    if value.value == Value::Null { flow(key) } else { format!("{}: {}", flow(key), flow(value)) }
}

fn too_deep(node: &Node) -> Error {
    Error { message: words::too_deep(), line: node.line, column: node.column }
}

fn short(text: &str) -> String {
    text.chars().take(80).collect()
}
