//! TextMate scopes to a few short classes.

use std::sync::LazyLock;

use syntect::parsing::Scope;

/// Scopes by prefix and their classes; the most specific comes first. No class means plain text.
const TABLE: [(&str, &str); 66] = [
    ("comment", "c"),
    ("string.regexp", "r"),
    ("string.unquoted.plain", ""),
    ("string.unquoted.block", "s"),
    ("string.unquoted", ""),
    ("string", "s"),
    ("constant.character.escape", "e"),
    ("constant.other.placeholder", "e"),
    ("constant.numeric", "n"),
    ("constant.language", "l"),
    ("constant.other.color", "n"),
    ("constant.other", "l"),
    ("constant.character", "e"),
    ("entity.name.function", "f"),
    ("entity.name.tag", "g"),
    ("entity.name.section", "h"),
    ("entity.name.label", "a"),
    ("entity.name.namespace", "t"),
    ("entity.name.constant", "l"),
    ("entity.name", "t"),
    ("entity.other.attribute-name", "a"),
    ("entity.other.inherited-class", "t"),
    ("support.function", "b"),
    ("support.macro", "b"),
    ("support.constant", "l"),
    ("support.type.property-name", "y"),
    ("support.type", "t"),
    ("support.class", "t"),
    ("meta.property-name", "y"),
    ("variable.function", "f"),
    ("variable.annotation", "a"),
    ("variable.language", "l"),
    ("variable.parameter", "p"),
    ("variable.other.readwrite.assignment", "v"),
    ("variable.other.member", ""),
    ("variable.other.constant", "l"),
    ("variable.other.object.property", "y"),
    ("keyword.operator.word", "k"),
    ("keyword.operator.logical.python", "k"),
    ("keyword.operator.new", "k"),
    ("keyword.operator.expression", "k"),
    ("keyword.operator", "o"),
    ("keyword.other.unit", "n"),
    ("keyword", "k"),
    ("storage.type.numeric", "n"),
    ("storage.type.string", "s"),
    ("storage.type.function.arrow", "o"),
    ("storage", "k"),
    ("markup.inserted", "i"),
    ("markup.deleted", "d"),
    ("markup.changed", "m"),
    ("markup.heading", "h"),
    ("markup.bold", "h"),
    ("markup.raw", "s"),
    ("markup.underline.link", "s"),
    ("meta.diff.range", "m"),
    ("meta.diff.header", "m"),
    ("meta.annotation", "a"),
    ("meta.attribute", "a"),
    ("punctuation.definition.comment", "c"),
    ("punctuation.definition.tag", "g"),
    ("punctuation.definition.annotation", "a"),
    ("punctuation.definition.variable", "v"),
    ("variable.other.readwrite.shell", "v"),
    ("meta.group.expansion", "v"),
    ("punctuation.section.embedded", "e"),
];

static PREFIXES: LazyLock<Vec<(Scope, &'static str)>> =
    LazyLock::new(|| TABLE.iter().filter_map(|(prefix, class)| Some((Scope::new(prefix).ok()?, *class))).collect());

/// The class of one scope; none when the table says nothing about it.
pub fn class(scope: Scope) -> Option<&'static str> {
    PREFIXES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class)
}
