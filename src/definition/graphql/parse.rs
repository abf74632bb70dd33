//! Text to type definitions.

use std::collections::HashMap;

use crate::{
    definition::tokens::{self, Language, Reader, Token},
    model::{EnumValue, Fault},
};

/// What a definition defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Interface,
    Input,
    Union,
    Enum,
    Scalar,
    Directive,
}

impl Kind {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Object => "type",
            Self::Interface => "interface",
            Self::Input => "input",
            Self::Union => "union",
            Self::Enum => "enum",
            Self::Scalar => "scalar",
            Self::Directive => "directive",
        }
    }

    /// Whether its fields are what callers send.
    pub(super) fn is_sent(self) -> bool {
        matches!(self, Self::Input | Self::Directive)
    }
}

/// A type, or a directive.
#[derive(Clone, Debug)]
pub(super) struct Type {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) fields: Vec<Value>,
    pub(super) values: Vec<EnumValue>,
    /// Members of a union, interfaces of an object, places of a directive.
    pub(super) members: Vec<String>,
    pub(super) directives: Vec<String>,
    pub(super) line: u32,
}

/// A field or an argument.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) arguments: Vec<Value>,
    pub(super) reference: Reference,
    pub(super) default: Option<String>,
    pub(super) deprecated: Option<String>,
    pub(super) directives: Vec<String>,
    pub(super) line: u32,
}

/// A type as a field names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    Named(String),
    List(Box<Reference>),
    NonNull(Box<Reference>),
}

impl Reference {
    pub(super) fn non_null(&self) -> bool {
        matches!(self, Self::NonNull(_))
    }

    /// The name inside all lists.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Named(name) => name,
            Self::List(inner) | Self::NonNull(inner) => inner.name(),
        }
    }

    /// As it is written.
    pub(super) fn written(&self) -> String {
        match self {
            Self::Named(name) => name.clone(),
            Self::List(inner) => format!("[{}]", inner.written()),
            Self::NonNull(inner) => format!("{}!", inner.written()),
        }
    }
}

/// Everything that a schema defines.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) description: String,
    pub(super) types: Vec<Type>,
    /// `query`, `mutation`, `subscription` and the names of their types, as `schema` says.
    schema: Vec<(String, String)>,
    pub(super) faults: Vec<Fault>,
    by_name: HashMap<String, usize>,
}

impl Document {
    /// The type of a name.
    pub(super) fn find(&self, name: &str) -> Option<&Type> {
        self.by_name.get(name).map(|place| &self.types[*place])
    }

    /// The root operations and the names of their types.
    pub(super) fn roots(&self) -> Vec<(&'static str, String)> {
        let all = [("query", "Query"), ("mutation", "Mutation"), ("subscription", "Subscription")];
        let root = |(operation, usual): (&'static str, &str)| {
            let said = self.schema.iter().find(|(name, _)| name == operation).map(|(_, name)| name.clone());
            let usual = self.schema.is_empty().then(|| usual.to_owned());
            Some((operation, said.or(usual)?))
        };
        all.into_iter().filter_map(root).collect()
    }
}

/// Reads a text.
pub(super) fn parse(text: &str) -> Document {
    let mut parser = Parser { reader: Reader::new(text, Language::GraphQl), document: Document::default() };
    while parser.reader.peek().is_some() {
        parser.definition();
    }
    parser.document
}

struct Parser<'a> {
    reader: Reader<'a>,
    document: Document,
}

/// Directives of a definition.
#[derive(Default)]
struct Directives {
    deprecated: Option<String>,
    others: Vec<String>,
}

/// So many faults are kept.
const MOST_FAULTS: usize = 20;

impl<'a> Parser<'a> {
    fn fault(&mut self, token: Option<&Token<'_>>, expected: &str) {
        if self.document.faults.len() < MOST_FAULTS {
            let last = token.or_else(|| self.reader.last());
            let (line, column) = last.map_or((1, 1), |token| (token.line, token.column));
            self.document.faults.push(Fault { message: format!("{expected} is expected here"), line, column });
        }
    }

    fn definition(&mut self) {
        let description = self.description();
        let extends = self.reader.pass_word("extend");
        let Some(token) = self.reader.next() else { return };
        let tokens::Kind::Word(keyword) = token.kind else {
            self.fault(Some(&token), "A definition");
            return self.skip();
        };
        let kind = match keyword {
            "type" => Kind::Object,
            "interface" => Kind::Interface,
            "input" => Kind::Input,
            "union" => Kind::Union,
            "enum" => Kind::Enum,
            "scalar" => Kind::Scalar,
            "directive" => Kind::Directive,
            "schema" => return self.schema(description),
            // Operations beside the schema are no part of it.
            "query" | "mutation" | "subscription" | "fragment" => return self.skip(),
            _ => {
                self.fault(Some(&token), "A definition");
                return self.skip();
            }
        };
        let at = self.reader.pass('@');
        let Some(name) = self.reader.word() else {
            self.fault(None, "A name");
            return self.skip();
        };
        let name = if at { format!("@{name}") } else { name.to_owned() };
        let named = self.body(kind, name, description, token.line);
        self.add(named, extends);
    }

    /// An extension adds to what it extends.
    fn add(&mut self, named: Type, extends: bool) {
        let place = self.document.by_name.get(&named.name).copied().filter(|_| extends);
        match place.map(|place| &mut self.document.types[place]) {
            Some(known) => {
                known.fields.extend(named.fields);
                known.values.extend(named.values);
                known.members.extend(named.members);
            }
            None => {
                self.document.by_name.entry(named.name.clone()).or_insert(self.document.types.len());
                self.document.types.push(named);
            }
        }
    }

    /// Goes on to where the next definition begins.
    fn skip(&mut self) {
        const STARTS: [&str; 9] =
            ["type", "interface", "input", "union", "enum", "scalar", "directive", "schema", "extend"];
        while let Some(token) = self.reader.peek() {
            match &token.kind {
                tokens::Kind::Word(word) if token.column == 1 && STARTS.contains(word) => return,
                tokens::Kind::Text(_) if token.column == 1 => return,
                _ => drop(self.reader.next()),
            }
        }
    }

    fn description(&mut self) -> String {
        match self.reader.peek().map(|token| token.kind.clone()) {
            Some(tokens::Kind::Text(text)) => {
                self.reader.next();
                text
            }
            _ => String::new(),
        }
    }

    fn schema(&mut self, description: String) {
        self.document.description = description;
        self.directives();
        if !self.reader.pass('{') {
            return self.fault(None, "`{`");
        }
        loop {
            self.description();
            let Some(operation) = self.reader.word() else { break };
            self.reader.pass(':');
            if let Some(name) = self.reader.word() {
                self.document.schema.push((operation.to_owned(), name.to_owned()));
            }
        }
        if !self.reader.pass('}') {
            self.fault(None, "`}`");
            self.skip();
        }
    }

    fn body(&mut self, kind: Kind, name: String, description: String, line: u32) -> Type {
        let mut named = Type {
            kind,
            name,
            description,
            fields: Vec::new(),
            values: Vec::new(),
            members: Vec::new(),
            directives: Vec::new(),
            line,
        };
        if self.reader.pass_word("implements") {
            named.members = self.names('&');
        }
        if kind == Kind::Directive {
            named.fields = if self.reader.pass('(') { self.values(')') } else { Vec::new() };
            self.reader.pass_word("repeatable");
            if self.reader.pass_word("on") {
                named.members = self.names('|');
            }
            return named;
        }
        named.directives = self.directives().others;
        if kind == Kind::Union && self.reader.pass('=') {
            named.members = self.names('|');
        }
        if self.reader.pass('{') {
            match kind {
                Kind::Enum => named.values = self.enum_values(),
                _ => named.fields = self.values('}'),
            }
        }
        named
    }

    /// Names with a mark between them.
    fn names(&mut self, mark: char) -> Vec<String> {
        let mut names = Vec::new();
        loop {
            self.reader.pass(mark);
            let Some(name) = self.reader.word() else { return names };
            names.push(name.to_owned());
            if !self.reader.is_mark(mark) {
                return names;
            }
        }
    }

    fn enum_values(&mut self) -> Vec<EnumValue> {
        let mut values = Vec::new();
        loop {
            let description = self.description();
            let Some(value) = self.reader.word() else { break };
            let deprecated = self.directives().deprecated;
            values.push(EnumValue { value: value.to_owned(), description, deprecated });
        }
        if !self.reader.pass('}') {
            self.fault(None, "A value or `}`");
            self.skip();
        }
        values
    }

    /// Fields or arguments up to a bracket.
    fn values(&mut self, end: char) -> Vec<Value> {
        let mut values = Vec::new();
        loop {
            let description = self.description();
            let line = self.reader.peek().map_or(0, |token| token.line);
            let Some(name) = self.reader.word() else { break };
            let arguments = if self.reader.pass('(') { self.values(')') } else { Vec::new() };
            if !self.reader.pass(':') {
                self.fault(None, "`:` and a type");
            }
            let reference = self.reference(0);
            let default = self.reader.pass('=').then(|| self.reader.bracketed());
            let Directives { deprecated, others } = self.directives();
            let name = name.to_owned();
            values.push(Value {
                name,
                description,
                arguments,
                reference,
                default,
                deprecated,
                directives: others,
                line,
            });
        }
        if !self.reader.pass(end) {
            self.fault(None, &format!("A name or `{end}`"));
            self.skip();
        }
        values
    }

    fn reference(&mut self, depth: usize) -> Reference {
        let inner = if depth < 20 && self.reader.pass('[') {
            let items = self.reference(depth + 1);
            self.reader.pass(']');
            Reference::List(Box::new(items))
        } else {
            Reference::Named(self.reader.word().unwrap_or("unknown").to_owned())
        };
        if self.reader.pass('!') { Reference::NonNull(Box::new(inner)) } else { inner }
    }

    fn directives(&mut self) -> Directives {
        let mut found = Directives::default();
        while self.reader.pass('@') {
            let Some(name) = self.reader.word() else { break };
            let arguments = if self.reader.is_mark('(') { self.reader.bracketed() } else { String::new() };
            if name == "deprecated" {
                let reason = arguments.split_once('"').map(|(_, rest)| rest.trim_end_matches([')', '"']));
                found.deprecated = Some(reason.unwrap_or_default().to_owned());
            } else {
                found.others.push(format!("`@{name}{}`", arguments.replace('`', "'")));
            }
        }
        found
    }
}
