//! What values are made of, in an API's definition.

use super::{Example, Parameter};

/// The place of a type in [`super::Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeIndex(pub u32);

/// A type with a name and a section of its own.
#[derive(Clone, Debug, Default)]
pub struct NamedType {
    /// Its name.
    pub name: String,
    /// The anchor of its section; its fields' anchors are this, a dot and their names.
    pub anchor: String,
    /// What it is in a word: `object`, `enum`, `message`, `input`, `interface` …
    pub kind: String,
    /// What it is made of.
    pub schema: Schema,
    /// A value of it; none where operations show examples.
    pub example: Option<Example>,
    /// Line in the file, from 1; 0 when it is not known.
    pub line: u32,
}

/// What a value may be.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// What it is made of.
    pub shape: Shape,
    /// `date-time`, `int64` …; may be empty.
    pub format: String,
    /// Markdown.
    pub description: String,
    /// Whether it should no longer be used, and why.
    pub deprecated: Option<String>,
    /// Whether `null` is allowed as well.
    pub nullable: bool,
    /// Only in what comes back.
    pub read_only: bool,
    /// Only in what is sent.
    pub write_only: bool,
    /// Limits in words, e.g. `at least 1`, `matches ^a+$`.
    pub constraints: Vec<String>,
    /// The default, as JSON or as written.
    pub default: Option<String>,
    /// The values that are allowed, each with what it means.
    pub values: Vec<EnumValue>,
    /// An example, as JSON.
    pub example: Option<serde_json::Value>,
}

/// One allowed value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnumValue {
    /// As JSON, strings without quotes.
    pub value: String,
    /// Markdown.
    pub description: String,
    /// Whether it should no longer be used, and why.
    pub deprecated: Option<String>,
}

/// What a value is made of.
#[derive(Clone, Debug, Default)]
pub enum Shape {
    /// Anything.
    #[default]
    Any,
    /// One of these simple types, e.g. `string`.
    Simple(Vec<String>),
    /// The type at this place.
    Named(TypeIndex),
    /// Fields by name.
    Object(Object),
    /// Any number of these.
    Array(Box<Schema>),
    /// Any number of these by name.
    Map(Box<Schema>),
    /// One of several, or all of them together.
    Choice(Choice, Vec<Schema>),
}

/// How the parts of a choice belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Exactly one.
    One,
    /// At least one.
    Any,
    /// All together.
    All,
}

/// Fields by name.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// Types whose fields belong to it as well.
    pub includes: Vec<TypeIndex>,
    /// Its own fields, in the order in which they are written.
    pub fields: Vec<Field>,
    /// What other names may hold; none when nothing is said.
    pub others: Option<Box<Schema>>,
    /// Whether other names are refused.
    pub closed: bool,
}

/// One field.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it may be.
    pub schema: Schema,
    /// Arguments, of a field that takes some.
    pub arguments: Vec<Parameter>,
    /// The number of a Protocol Buffers field.
    pub number: Option<i64>,
}
