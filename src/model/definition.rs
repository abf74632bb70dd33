//! An API's definition as one tree, whatever format it was written in.

use super::{EntityIndex, NamedType, RepoIndex, RepoPath, SafeUrl, Schema, SitePath};

/// The largest definition that is read, in bytes: Microsoft Graph has 35 MB, GitHub 13 MB.
pub const LARGEST_DEFINITION: u64 = 64 << 20;

/// The format of a definition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// OpenAPI 2 (Swagger), 3.0 and 3.1.
    OpenApi,
    /// AsyncAPI 2 and 3.
    AsyncApi,
    /// JSON Schema alone.
    JsonSchema,
    /// GraphQL's schema definition language.
    GraphQl,
    /// Protocol Buffers, and gRPC services in them.
    Protobuf,
    /// Anything else; shown as text.
    #[default]
    Other,
}

/// A definition, read.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The API entity; none for a file that no entity names.
    pub entity: Option<EntityIndex>,
    /// The repository that holds the text.
    pub repo: RepoIndex,
    /// The file that holds the text: its own, or the catalog file that it stands in.
    pub source: RepoPath,
    /// The line on which the text begins, from 1.
    pub line: u32,
    /// The first page in the site.
    pub page: SitePath,
    /// The language that the text is highlighted as.
    pub language: &'static str,
    /// The text as written.
    pub text: String,
    /// What it says.
    pub api: Api,
    /// Where the text is not what its language allows, so that a part is missing.
    pub faults: Vec<Fault>,
    /// What differs from the version before; none when there is no version before.
    pub changes: Option<Comparison>,
}

/// A place where a text is not what its language allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, without full stop.
    pub message: String,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

/// What a definition says.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// Its format.
    pub format: Format,
    /// Format and version as people say it, e.g. `OpenAPI 3.1.0`.
    pub dialect: String,
    /// What it says of itself.
    pub info: Info,
    /// Where the API is served.
    pub servers: Vec<Server>,
    /// How callers prove who they are.
    pub schemes: Vec<SecurityScheme>,
    /// Operations by tag, service or kind; none is empty.
    pub groups: Vec<Group>,
    /// Named types, in the order in which they are written, then those that are referred to elsewhere.
    pub types: Vec<NamedType>,
}

/// What a definition says of itself.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// Its title; may be empty.
    pub title: String,
    /// Its version; may be empty.
    pub version: String,
    /// Markdown.
    pub description: String,
    /// Further facts with a label: contact, licence, terms.
    pub links: Vec<InfoLink>,
}

/// A labelled fact that may lead somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InfoLink {
    /// What it is, e.g. `Licence`.
    pub label: &'static str,
    /// Its text.
    pub text: String,
    /// Where it leads.
    pub url: Option<SafeUrl>,
}

/// A server, or a broker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Server {
    /// Its address as written, with `{variables}`.
    pub url: String,
    /// Its protocol, when the address does not tell.
    pub protocol: String,
    /// Markdown.
    pub description: String,
    /// Name and text of each variable: default, values, description.
    pub variables: Vec<(String, String)>,
}

/// A way to prove who is calling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in the definition.
    pub name: String,
    /// The anchor of its section.
    pub anchor: String,
    /// In a few words, e.g. `API key in the header X-Key`.
    pub kind: String,
    /// Markdown.
    pub description: String,
    /// Further facts, e.g. `Token URL`.
    pub facts: Vec<(String, String)>,
    /// Name and description of each scope.
    pub scopes: Vec<(String, String)>,
}

/// A security scheme that a caller must satisfy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// The scheme's name.
    pub scheme: String,
    /// The scopes that it takes.
    pub scopes: Vec<String>,
}

/// Operations that belong together.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Its name; may be empty when there is only one.
    pub name: String,
    /// The anchor of its section.
    pub anchor: String,
    /// Markdown.
    pub description: String,
    /// Its operations, in the order in which they are written.
    pub operations: Vec<Operation>,
}

/// Something that a caller can do: a request, a message, a query, a call.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// What is done, e.g. `GET`, `SEND`, `QUERY`, `RPC`.
    pub verb: String,
    /// What it is done to, e.g. a path, a channel, a field.
    pub target: String,
    /// Its name in the definition, when it has one.
    pub id: String,
    /// The anchor of its section.
    pub anchor: String,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// Whether callers should stop using it, and why.
    pub deprecated: Option<String>,
    /// Ways to prove who is calling, any of which will do; each takes all of its needs together.
    pub security: Vec<Vec<Need>>,
    /// Parameters in path, query, header and cookie, or arguments.
    pub parameters: Vec<Parameter>,
    /// What the caller sends.
    pub request: Option<Body>,
    /// What comes back.
    pub responses: Vec<Response>,
    /// How to call it from a shell.
    pub snippet: Option<Snippet>,
    /// Line in the file, from 1; 0 when it is not known.
    pub line: u32,
}

/// A command or a document that performs an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The program, e.g. `curl`.
    pub label: &'static str,
    /// The language that it is highlighted as.
    pub language: &'static str,
    /// The text.
    pub text: String,
}

/// A parameter, an argument or a header.
#[derive(Clone, Debug, Default)]
pub struct Parameter {
    /// `path`, `query`, `header`, `cookie` or `argument`; empty for a header of a response.
    pub location: String,
    /// Its name.
    pub name: String,
    /// Whether it must be given.
    pub required: bool,
    /// What it may be; its description and deprecation are those of the parameter.
    pub schema: Schema,
}

/// What is sent.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Markdown.
    pub description: String,
    /// Whether it must be sent.
    pub required: bool,
    /// Its forms.
    pub contents: Vec<Content>,
}

/// What comes back, or a message.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// A status such as `200` or `default`, or a message's name.
    pub status: String,
    /// Markdown.
    pub description: String,
    /// Its headers.
    pub headers: Vec<Parameter>,
    /// Its forms.
    pub contents: Vec<Content>,
    /// What it is called when many operations share it.
    pub shared: Option<String>,
}

/// One form of what is sent or comes back.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// E.g. `application/json`; may be empty.
    pub media_type: String,
    /// What it is made of.
    pub schema: Option<Schema>,
    /// Examples, as written or made from the schema.
    pub examples: Vec<Example>,
}

/// An example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its name; may be empty.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The language that it is highlighted as.
    pub language: &'static str,
    /// Whether it was made from the schema.
    pub generated: bool,
}

/// A definition against the version before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The commit that the version before is from, when it is known.
    pub commit: String,
    /// The day of that commit.
    pub day: String,
    /// `info.version` of the version before.
    pub version: String,
    /// The differences, breaking ones first.
    pub changes: Vec<Change>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Whether a caller that worked may now fail; sorted first.
    pub compatible: bool,
    /// What it concerns, e.g. `GET /pets`.
    pub subject: String,
    /// What differs: one sentence without full stop.
    pub message: String,
    /// The anchor of what it concerns, when it is still there.
    pub anchor: Option<String>,
}
