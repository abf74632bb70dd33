//! TOML as JSON, in the order it is written.

use serde_json::{Map, Value};
use toml_span::value::ValueInner;

/// The most brackets: the parser follows each into the next, on the stack.
const MOST_BRACKETS: usize = 512;

/// The document; none when it is none.
pub fn read(text: &str) -> Option<Value> {
    let brackets = text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if brackets > MOST_BRACKETS {
        return None;
    }
    toml_span::parse(text).ok().map(value)
}

fn value(mut written: toml_span::Value<'_>) -> Value {
    match written.take() {
        ValueInner::String(text) => text.into_owned().into(),
        ValueInner::Integer(number) => number.into(),
        ValueInner::Float(number) => number.into(),
        ValueInner::Boolean(is) => is.into(),
        ValueInner::Array(list) => list.into_iter().map(value).collect(),
        ValueInner::Table(table) => {
            let mut pairs: Vec<_> = table.into_iter().collect();
            pairs.sort_by_key(|(key, _)| key.span.start);
            Value::Object(
                pairs.into_iter().map(|(key, part)| (key.name.into_owned(), value(part))).collect::<Map<_, _>>(),
            )
        }
    }
}
