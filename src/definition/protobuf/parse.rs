//! Text to messages, enums and services.

use crate::definition::tokens::{self, Language, Reader};
use crate::model::Fault;

/// A file.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) syntax: String,
    pub(super) package: String,
    pub(super) comment: String,
    pub(super) imports: Vec<String>,
    /// Messages and enums, nested ones with the names around them, in the order in which they are written.
    pub(super) types: Vec<Type>,
    pub(super) services: Vec<Service>,
    pub(super) faults: Vec<Fault>,
}

/// A message or an enum.
#[derive(Debug, Default)]
pub(super) struct Type {
    /// With the names of the messages around it, without the package.
    pub(super) name: String,
    pub(super) comment: String,
    pub(super) is_enum: bool,
    pub(super) deprecated: bool,
    pub(super) fields: Vec<Field>,
    pub(super) line: u32,
}

/// A field of a message, or a value of an enum.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) comment: String,
    pub(super) repeated: bool,
    pub(super) required: bool,
    pub(super) type_name: String,
    /// The type of the key of a map.
    pub(super) key: String,
    pub(super) oneof: String,
    pub(super) number: Option<i64>,
    /// What stands between brackets.
    pub(super) options: String,
}

/// A service.
#[derive(Debug, Default)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) comment: String,
    pub(super) methods: Vec<Method>,
}

/// A method.
#[derive(Debug, Default)]
pub(super) struct Method {
    pub(super) name: String,
    pub(super) comment: String,
    pub(super) input: String,
    pub(super) output: String,
    pub(super) sends_stream: bool,
    pub(super) returns_stream: bool,
    /// Options as written.
    pub(super) options: String,
    pub(super) line: u32,
}

/// So deep are messages read inside each other.
const DEEPEST: usize = 32;

/// Reads a text.
pub(super) fn parse(text: &str) -> File {
    let mut parser = Parser { reader: Reader::new(text, Language::Protobuf), file: File::default() };
    parser.file.comment = parser.reader.peek().map(|token| token.comment.clone()).unwrap_or_default();
    while let Some(token) = parser.reader.next() {
        let tokens::Kind::Word(word) = token.kind else { continue };
        match word {
            "syntax" | "edition" => {
                parser.reader.pass('=');
                parser.file.syntax = format!("{} {}", word, parser.text()).replace("syntax ", "");
                parser.statement();
            }
            "package" => {
                parser.file.package = parser.reader.word().unwrap_or_default().to_owned();
                parser.statement();
            }
            "import" => {
                let _ = parser.reader.pass_word("public") || parser.reader.pass_word("weak");
                let path = parser.text();
                parser.file.imports.push(path);
                parser.statement();
            }
            "message" => parser.message("", token.comment, token.line, 0),
            "enum" => parser.enumeration("", token.comment, token.line),
            "service" => parser.service(token.comment),
            "extend" => {
                parser.reader.word();
                parser.reader.bracketed();
            }
            "option" => parser.statement(),
            _ => {
                parser.fault(token.line, token.column, "A message, an enum or a service");
                parser.statement();
            }
        }
    }
    parser.file
}

struct Parser<'a> {
    reader: Reader<'a>,
    file: File,
}

impl Parser<'_> {
    fn fault(&mut self, line: u32, column: u32, expected: &str) {
        if self.file.faults.len() < 20 {
            self.file.faults.push(Fault { message: format!("{expected} is expected here"), line, column });
        }
    }

    fn text(&mut self) -> String {
        match self.reader.peek().map(|token| token.kind.clone()) {
            Some(tokens::Kind::Text(text)) => {
                self.reader.next();
                text
            }
            _ => String::new(),
        }
    }

    /// Goes on behind the end of a statement, or of the block that it has.
    fn statement(&mut self) {
        while let Some(token) = self.reader.peek() {
            match token.kind {
                tokens::Kind::Mark(';') => {
                    self.reader.next();
                    return;
                }
                tokens::Kind::Mark('{') => {
                    self.reader.bracketed();
                    self.reader.pass(';');
                    return;
                }
                tokens::Kind::Mark('}') => return,
                _ => drop(self.reader.next()),
            }
        }
    }

    fn message(&mut self, around: &str, comment: String, line: u32, depth: usize) {
        let name = self.reader.word().unwrap_or_default();
        let name = if around.is_empty() { name.to_owned() } else { format!("{around}.{name}") };
        let place = self.file.types.len();
        self.file.types.push(Type { name: name.clone(), comment, line, ..Type::default() });
        if !self.reader.is_mark('{') || depth >= DEEPEST {
            return self.statement();
        }
        self.reader.pass('{');
        let mut fields = Vec::new();
        let mut deprecated = false;
        self.members(&name, "", (&mut fields, &mut deprecated), depth);
        let message = &mut self.file.types[place];
        (message.fields, message.deprecated) = (fields, deprecated);
    }

    /// What stands in a message, or in a `oneof` of it, up to the bracket that closes it.
    fn members(&mut self, name: &str, oneof: &str, found: (&mut Vec<Field>, &mut bool), depth: usize) {
        let (fields, deprecated) = found;
        while let Some(token) = self.reader.next() {
            let word = match token.kind {
                tokens::Kind::Mark('}') => return,
                tokens::Kind::Word(word) => word,
                _ => continue,
            };
            match word {
                "message" => self.message(name, token.comment, token.line, depth + 1),
                "enum" => self.enumeration(name, token.comment, token.line),
                "oneof" if depth < DEEPEST => {
                    let oneof = self.reader.word().unwrap_or_default();
                    self.reader.pass('{');
                    self.members(name, oneof, (&mut *fields, &mut *deprecated), depth + 1);
                }
                "option" => {
                    *deprecated |= self.reader.peek().is_some_and(|next| next.kind == tokens::Kind::Word("deprecated"));
                    self.statement();
                }
                "reserved" | "extensions" | "extend" => self.statement(),
                _ => fields.extend(self.field(word, oneof, token.comment)),
            }
        }
    }

    fn field(&mut self, first: &str, oneof: &str, comment: String) -> Option<Field> {
        let mut field = Field { comment, oneof: oneof.to_owned(), ..Field::default() };
        let mut type_name = first;
        if matches!(first, "repeated" | "optional" | "required") {
            field.repeated = first == "repeated";
            field.required = first == "required";
            type_name = self.reader.word()?;
        }
        if type_name == "map" && self.reader.pass('<') {
            field.key = self.reader.word().unwrap_or_default().to_owned();
            self.reader.pass(',');
            type_name = self.reader.word().unwrap_or_default();
            self.reader.pass('>');
        }
        field.type_name = type_name.trim_start_matches('.').to_owned();
        let Some(name) = self.reader.word() else {
            let (line, column) = self.reader.last().map_or((1, 1), |token| (token.line, token.column));
            self.fault(line, column, "The name of a field");
            self.statement();
            return None;
        };
        name.clone_into(&mut field.name);
        self.end_of_field(&mut field);
        Some(field)
    }

    /// The number, the options, and the comment behind the field.
    fn end_of_field(&mut self, field: &mut Field) {
        if self.reader.pass('=') {
            field.number = self.reader.word().and_then(|number| number.parse().ok());
        }
        if self.reader.is_mark('[') {
            field.options = self.reader.bracketed();
        }
        self.statement();
        let after = self.reader.last().map(|token| token.after.clone()).unwrap_or_default();
        if field.comment.is_empty() {
            field.comment = after;
        }
    }

    fn enumeration(&mut self, around: &str, comment: String, line: u32) {
        let name = self.reader.word().unwrap_or_default();
        let name = if around.is_empty() { name.to_owned() } else { format!("{around}.{name}") };
        let mut values = Vec::new();
        self.reader.pass('{');
        while let Some(token) = self.reader.next() {
            match token.kind {
                tokens::Kind::Mark('}') => break,
                tokens::Kind::Word("option" | "reserved") => self.statement(),
                tokens::Kind::Word(name) => {
                    let mut value = Field { name: name.to_owned(), comment: token.comment, ..Field::default() };
                    self.end_of_field(&mut value);
                    values.push(value);
                }
                _ => {}
            }
        }
        self.file.types.push(Type { name, comment, is_enum: true, deprecated: false, fields: values, line });
    }

    fn service(&mut self, comment: String) {
        let name = self.reader.word().unwrap_or_default().to_owned();
        let mut service = Service { name, comment, methods: Vec::new() };
        self.reader.pass('{');
        while let Some(token) = self.reader.next() {
            match token.kind {
                tokens::Kind::Mark('}') => break,
                tokens::Kind::Word("rpc") => service.methods.push(self.method(token.comment, token.line)),
                tokens::Kind::Word(_) => self.statement(),
                _ => {}
            }
        }
        self.file.services.push(service);
    }

    fn method(&mut self, comment: String, line: u32) -> Method {
        let name = self.reader.word().unwrap_or_default().to_owned();
        let mut method = Method { name, comment, line, ..Method::default() };
        (method.sends_stream, method.input) = self.side();
        self.reader.pass_word("returns");
        (method.returns_stream, method.output) = self.side();
        if self.reader.is_mark('{') {
            method.options = self.reader.bracketed();
            self.reader.pass(';');
        } else {
            self.statement();
        }
        if let (true, Some(last)) = (method.comment.is_empty(), self.reader.last()) {
            method.comment.clone_from(&last.after);
        }
        method
    }

    /// `(stream Type)`.
    fn side(&mut self) -> (bool, String) {
        self.reader.pass('(');
        let stream = self.reader.pass_word("stream");
        let name = self.reader.word().unwrap_or_default().trim_start_matches('.').to_owned();
        self.reader.pass(')');
        (stream, name)
    }
}
