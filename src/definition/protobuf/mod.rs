//! Protocol Buffers and the gRPC services in them, with a small parser of its own that goes on after any fault.
//! Comments are what people read; imported files of the same repository give types, and nothing else is read.

mod parse;

use std::collections::{HashMap, HashSet, VecDeque};

use super::{
    anchors::Anchors,
    files::Version,
    schema::{of, simple},
};
use crate::model::{
    Api, Body, Content, EnumValue, Fault, Field, Format, Group, Info, NamedType, Object, Operation, RepoPath, Response,
    Schema, Shape, Snapshot, TypeIndex,
};
use parse::{File, Method, Type};

/// So many imported files are read.
const MOST_FILES: usize = 100;

/// The largest imported file that is read, in bytes.
const LARGEST: u64 = 2 << 20;

/// Reads a file and the types that it imports; with the files that they are in.
pub(super) fn read(version: &Version<'_>, path: &RepoPath, text: &str) -> (Api, Vec<Fault>, Vec<RepoPath>) {
    let mut file = parse::parse(text);
    let faults = std::mem::take(&mut file.faults);
    let (files, others) = imported(version, path, file);
    let mut reader = Reader::new(&files);
    let own = &files[0];
    for named in &own.types {
        reader.named(0, &named.name);
    }
    let groups = own.services.iter().map(|service| reader.group(own, service)).collect();
    let types = reader.types();
    let syntax = if own.syntax.is_empty() { "proto2" } else { &own.syntax };
    let info = Info { title: String::new(), description: header(own), ..Info::default() };
    let api = Api {
        format: Format::Protobuf,
        dialect: format!("Protocol Buffers, {syntax}"),
        info: Info { title: own.package.clone(), ..info },
        groups,
        types,
        ..Api::default()
    };
    (api, faults, others)
}

/// The comment at the top, unless it is a licence.
fn header(file: &File) -> String {
    let words = file.comment.to_lowercase();
    if ["copyright", "license"].iter().any(|word| words.contains(word)) { String::new() } else { file.comment.clone() }
}

/// The file and those that it imports, directly or not; with the paths of the latter.
fn imported(version: &Version<'_>, path: &RepoPath, file: File) -> (Vec<File>, Vec<RepoPath>) {
    let snapshot = version.snapshot;
    let mut others = Vec::new();
    let mut asked: HashSet<RepoPath> = HashSet::from([path.clone()]);
    let mut waiting: VecDeque<RepoPath> =
        file.imports.iter().filter_map(|import| find(snapshot, path, import)).collect();
    let mut files = vec![file];
    while let Some(path) = waiting.pop_front() {
        if files.len() > MOST_FILES || !asked.insert(path.clone()) {
            continue;
        }
        let small = version.size(&path) <= LARGEST;
        let Some(text) = small.then(|| version.read(&path)).flatten() else { continue };
        let file = parse::parse(&text);
        waiting.extend(file.imports.iter().filter_map(|import| find(snapshot, &path, import)));
        files.push(file);
        others.push(path);
    }
    (files, others)
}

/// The file that an import means: its path counts from one of the folders around the importing file.
fn find(snapshot: &Snapshot, path: &RepoPath, import: &str) -> Option<RepoPath> {
    let mut folder = path.parent();
    loop {
        let candidate = folder.join(import).ok()?;
        if snapshot.entry(&candidate).is_some() {
            return Some(candidate);
        }
        if folder.as_str().is_empty() {
            return None;
        }
        folder = folder.parent();
    }
}

/// Makes types known as they are named.
struct Reader<'a> {
    files: &'a [File],
    /// Full names, with packages, to file and place.
    by_name: HashMap<String, (usize, usize)>,
    indices: HashMap<(usize, usize), TypeIndex>,
    order: Vec<(usize, usize)>,
    anchors: Anchors,
}

impl<'a> Reader<'a> {
    fn new(files: &'a [File]) -> Self {
        let mut by_name = HashMap::new();
        for (number, file) in files.iter().enumerate() {
            for (place, named) in file.types.iter().enumerate() {
                by_name.entry(full(&file.package, &named.name)).or_insert((number, place));
            }
        }
        Self { files, by_name, indices: HashMap::new(), order: Vec::new(), anchors: Anchors::default() }
    }

    /// The type that a name means in the scope of a message: the innermost scope counts.
    fn find(&self, file: usize, scope: &str, name: &str) -> Option<(usize, usize)> {
        let mut scope = full(&self.files[file].package, scope);
        loop {
            if let Some(found) = self.by_name.get(&full(&scope, name)) {
                return Some(*found);
            }
            match scope.rfind('.') {
                Some(end) => scope.truncate(end),
                None => return self.by_name.get(name).copied(),
            }
        }
    }

    fn named(&mut self, file: usize, name: &str) -> Option<TypeIndex> {
        let place = self.find(file, "", name)?;
        Some(self.index(place))
    }

    fn index(&mut self, place: (usize, usize)) -> TypeIndex {
        if let Some(index) = self.indices.get(&place) {
            return *index;
        }
        let index = TypeIndex(u32::try_from(self.order.len()).unwrap_or(u32::MAX));
        self.indices.insert(place, index);
        self.order.push(place);
        index
    }

    /// All types that were named, and those that they name.
    fn types(&mut self) -> Vec<NamedType> {
        let mut types = Vec::new();
        while let Some((file, place)) = self.order.get(types.len()).copied() {
            let named = &self.files[file].types[place];
            types.push(NamedType {
                name: named.name.clone(),
                anchor: self.anchors.give("type", &named.name),
                kind: if named.is_enum { "enum" } else { "message" }.to_owned(),
                schema: self.schema(file, named),
                line: if file == 0 { named.line } else { 0 },
                example: None,
            });
        }
        types
    }

    fn schema(&mut self, file: usize, named: &Type) -> Schema {
        let deprecated = named.deprecated.then(String::new);
        let description = named.comment.clone();
        if named.is_enum {
            let value = |value: &parse::Field| EnumValue {
                value: value.name.clone(),
                description: value.comment.clone(),
                deprecated: is_deprecated(&value.options),
            };
            let values = named.fields.iter().map(value).collect();
            return Schema { values, description, deprecated, ..simple("enum") };
        }
        let fields = named.fields.iter().map(|field| self.field(file, &named.name, field)).collect();
        let shape = Shape::Object(Object { fields, ..Object::default() });
        Schema { description, deprecated, ..of(shape) }
    }

    fn field(&mut self, file: usize, scope: &str, field: &parse::Field) -> Field {
        let mut schema = self.reference(file, scope, &field.type_name);
        if !field.key.is_empty() {
            schema = of(Shape::Map(Box::new(schema)));
            schema.constraints.push(format!("keys are {}", field.key));
        } else if field.repeated {
            schema = of(Shape::Array(Box::new(schema)));
        }
        schema.description.clone_from(&field.comment);
        schema.deprecated = is_deprecated(&field.options);
        if !field.oneof.is_empty() {
            schema.constraints.push(format!("at most one of `{}`", field.oneof));
        }
        let required = field.required || field.options.contains("REQUIRED");
        Field { name: field.name.clone(), required, schema, arguments: Vec::new(), number: field.number }
    }

    fn reference(&mut self, file: usize, scope: &str, name: &str) -> Schema {
        match self.find(file, scope, name) {
            Some(place) => of(Shape::Named(self.index(place))),
            None => {
                let (shape, format) = scalar(name);
                Schema { format: format.to_owned(), ..simple(shape) }
            }
        }
    }

    fn group(&mut self, file: &File, service: &parse::Service) -> Group {
        Group {
            name: service.name.clone(),
            anchor: self.anchors.give("group", &service.name),
            description: service.comment.clone(),
            operations: service.methods.iter().map(|method| self.operation(file, service, method)).collect(),
        }
    }

    fn operation(&mut self, file: &File, service: &parse::Service, method: &Method) -> Operation {
        let content = |schema| Content { media_type: String::new(), schema: Some(schema), examples: Vec::new() };
        let (sent, back) = (self.reference(0, "", &method.input), self.reference(0, "", &method.output));
        let stream = method.sends_stream || method.returns_stream;
        Operation {
            verb: if stream { "STREAM" } else { "RPC" }.to_owned(),
            target: method.name.clone(),
            id: format!("{}/{}", full(&file.package, &service.name), method.name),
            anchor: self.anchors.give("op", &format!("{}.{}", service.name, method.name)),
            summary: http(&method.options),
            description: method.comment.clone(),
            deprecated: is_deprecated(&method.options),
            request: Some(Body {
                description: if method.sends_stream { "A stream of messages.".to_owned() } else { String::new() },
                required: false,
                contents: vec![content(sent)],
            }),
            responses: vec![Response {
                status: if method.returns_stream { "stream" } else { "reply" }.to_owned(),
                contents: vec![content(back)],
                ..Response::default()
            }],
            line: method.line,
            ..Operation::default()
        }
    }
}

/// What `google.api.http` binds a method to, e.g. `GET /v1/plans`.
fn http(options: &str) -> String {
    for verb in ["get", "post", "put", "patch", "delete"] {
        let found = options.split(&format!("{verb}:\"")).nth(1).and_then(|rest| rest.split('"').next());
        if let (true, Some(path)) = (options.contains("google.api.http"), found) {
            return format!("{} {path}", verb.to_uppercase());
        }
    }
    String::new()
}

fn is_deprecated(options: &str) -> Option<String> {
    options.replace(' ', "").contains("deprecated=true").then(String::new)
}

fn full(package: &str, name: &str) -> String {
    if package.is_empty() { name.to_owned() } else { format!("{package}.{name}") }
}

/// A scalar as JSON has it, and its own name; a type of another repository keeps its name.
fn scalar(name: &str) -> (&str, &str) {
    match name {
        "double" | "float" => ("number", name),
        "int32" | "uint32" | "sint32" | "fixed32" | "sfixed32" => ("integer", name),
        // JSON has 64-bit integers as strings.
        "int64" | "uint64" | "sint64" | "fixed64" | "sfixed64" => ("integer", name),
        "bool" => ("boolean", ""),
        "string" => ("string", ""),
        "bytes" => ("string", "byte"),
        "google.protobuf.Timestamp" => ("Timestamp", "date-time"),
        "google.protobuf.Duration" => ("Duration", "duration"),
        name => (name, ""),
    }
}
