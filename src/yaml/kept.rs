//! Documents as bytes, and back: what a later run reads without the text. A node is a letter, its line and column in
//! four bytes each, and what it holds; lengths are four bytes, all least significant first.

use serde_json::Number;

use super::{Document, MAX_DEPTH};
use crate::model::{Node, Value};

/// Documents without errors as bytes; none when one has any, or is too long.
pub fn keep(documents: &[Document]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for Document { root, errors, line, text } in documents {
        if !errors.is_empty() {
            return None;
        }
        bytes.extend_from_slice(&line.to_le_bytes());
        put_text(&mut bytes, text)?;
        match root {
            Some(root) => put_node(&mut bytes, root)?,
            None => bytes.push(b'-'),
        }
    }
    Some(bytes)
}

/// The documents that [`keep`] wrote; none when it did not.
pub fn open(mut rest: &[u8]) -> Option<Vec<Document>> {
    let mut documents = Vec::new();
    while !rest.is_empty() {
        let line = number(&mut rest)?;
        let text = text(&mut rest)?;
        let root = match rest.strip_prefix(b"-") {
            Some(behind) => {
                rest = behind;
                None
            }
            None => Some(node(&mut rest, 0)?),
        };
        documents.push(Document { root, errors: Vec::new(), line, text });
    }
    Some(documents)
}

fn put_node(bytes: &mut Vec<u8>, node: &Node) -> Option<()> {
    let letter = match &node.value {
        Value::Null => b'n',
        Value::Bool(false) => b'f',
        Value::Bool(true) => b't',
        Value::Number(number) if number.is_u64() => b'u',
        Value::Number(number) if number.is_i64() => b'i',
        Value::Number(_) => b'd',
        Value::String(_) => b's',
        Value::Sequence(_) => b'[',
        Value::Mapping(_) => b'{',
    };
    bytes.push(letter);
    bytes.extend_from_slice(&node.line.to_le_bytes());
    bytes.extend_from_slice(&node.column.to_le_bytes());
    match &node.value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => {
            let signed = || number.as_i64().map(i64::cast_unsigned);
            let bits = number.as_u64().or_else(signed).or_else(|| number.as_f64().map(f64::to_bits))?;
            bytes.extend_from_slice(&bits.to_le_bytes());
        }
        Value::String(text) => put_text(bytes, text)?,
        Value::Sequence(items) => {
            put_length(bytes, items.len())?;
            items.iter().try_for_each(|item| put_node(bytes, item))?;
        }
        Value::Mapping(entries) => {
            put_length(bytes, entries.len())?;
            entries.iter().try_for_each(|(key, value)| put_node(bytes, key).and_then(|()| put_node(bytes, value)))?;
        }
    }
    Some(())
}

fn put_text(bytes: &mut Vec<u8>, text: &str) -> Option<()> {
    put_length(bytes, text.len())?;
    bytes.extend_from_slice(text.as_bytes());
    Some(())
}

fn put_length(bytes: &mut Vec<u8>, length: usize) -> Option<()> {
    bytes.extend_from_slice(&u32::try_from(length).ok()?.to_le_bytes());
    Some(())
}

fn node(rest: &mut &[u8], depth: usize) -> Option<Node> {
    if depth > 2 * MAX_DEPTH {
        return None;
    }
    let (letter, behind) = rest.split_first()?;
    *rest = behind;
    let (line, column) = (number(rest)?, number(rest)?);
    let value = match letter {
        b'n' => Value::Null,
        b'f' => Value::Bool(false),
        b't' => Value::Bool(true),
        b'u' => Value::Number(bits(rest)?.into()),
        b'i' => Value::Number(bits(rest)?.cast_signed().into()),
        b'd' => Value::Number(Number::from_f64(f64::from_bits(bits(rest)?))?),
        b's' => Value::String(text(rest)?),
        b'[' => {
            let count = number(rest)?;
            Value::Sequence((0..count).map(|_| node(rest, depth + 1)).collect::<Option<_>>()?)
        }
        b'{' => {
            let count = number(rest)?;
            let mut entry = |_| Some((node(rest, depth + 1)?, node(rest, depth + 1)?));
            Value::Mapping((0..count).map(&mut entry).collect::<Option<_>>()?)
        }
        _ => return None,
    };
    Some(Node { value, line, column })
}

fn text(rest: &mut &[u8]) -> Option<String> {
    let length = number(rest)? as usize;
    let (text, behind) = rest.split_at_checked(length)?;
    *rest = behind;
    std::str::from_utf8(text).ok().map(str::to_owned)
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    let (bytes, behind) = rest.split_first_chunk::<4>()?;
    *rest = behind;
    Some(u32::from_le_bytes(*bytes))
}

fn bits(rest: &mut &[u8]) -> Option<u64> {
    let (bytes, behind) = rest.split_first_chunk::<8>()?;
    *rest = behind;
    Some(u64::from_le_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{self, Dialect};

    #[test]
    fn what_is_kept_comes_back() {
        let text = "# First\n---\na: [1, -2, 1.5, 1e400, .nan, 18446744073709551615, true, false, null, ~]\n\"ü\": {b: |\n  c\n  d\n}\n\
                    ---\n---\n- - - x\n...\n# End\n";
        for text in [text, "", "a: 1\n", "---\n", "a: &x {b: c}\nd: *x\n"] {
            let read = yaml::read(text, Dialect::CATALOG);
            let Some(bytes) = keep(&read) else { continue };
            assert_eq!(format!("{:?}", open(&bytes)), format!("{:?}", Some(read)), "{text}");
            for end in 1..bytes.len() {
                // What was cut off is told, unless it ends where a document does.
                let _ = open(&bytes[..end]);
            }
        }
        let whole = yaml::read("a: [1, -2, 1.5, true]\nb: {c: d}\n", Dialect::CATALOG);
        assert!(keep(&whole).is_some_and(|bytes| open(&bytes[..bytes.len() - 1]).is_none()));
        assert!(keep(&yaml::read("a: [", Dialect::CATALOG)).is_none());
    }
}
