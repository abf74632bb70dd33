//! Values as YAML 1.2, the way people write it: block style, quotes only where the text would be read as something else.

use serde_json::Value;

/// A document, with a line end.
pub fn document(value: &Value) -> String {
    let mut text = String::new();
    match value {
        Value::Object(fields) if !fields.is_empty() => object(fields, 0, &mut text),
        Value::Array(list) if !list.is_empty() => array(list, 0, &mut text),
        value => {
            scalar(value, 0, &mut text);
            text.push('\n');
        }
    }
    text
}

fn object(fields: &serde_json::Map<String, Value>, indent: usize, text: &mut String) {
    for (place, (name, value)) in fields.iter().enumerate() {
        // The first name stands behind the dash of its entry.
        if place > 0 || text.is_empty() || text.ends_with('\n') {
            text.extend(std::iter::repeat_n(' ', indent));
        }
        plain_or_quoted(name, text);
        text.push(':');
        below(value, indent, text);
    }
}

fn below(value: &Value, indent: usize, text: &mut String) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            text.push('\n');
            object(fields, indent + 2, text);
        }
        Value::Array(list) if !list.is_empty() => {
            text.push('\n');
            array(list, indent + 2, text);
        }
        value => {
            text.push(' ');
            scalar(value, indent + 2, text);
            text.push('\n');
        }
    }
}

fn array(list: &[Value], indent: usize, text: &mut String) {
    for value in list {
        if text.is_empty() || text.ends_with('\n') {
            text.extend(std::iter::repeat_n(' ', indent));
        }
        text.push_str("- ");
        match value {
            Value::Object(fields) if !fields.is_empty() => object(fields, indent + 2, text),
            Value::Array(list) if !list.is_empty() => array(list, indent + 2, text),
            value => {
                scalar(value, indent + 2, text);
                text.push('\n');
            }
        }
    }
}

fn scalar(value: &Value, indent: usize, text: &mut String) {
    match value {
        Value::String(words) if is_block(words) => block(words, indent, text),
        Value::String(words) => plain_or_quoted(words, text),
        // Empty lists and objects, numbers, true, false and null are JSON.
        value => text.push_str(&value.to_string()),
    }
}

/// Whether a text reads best line by line.
fn is_block(words: &str) -> bool {
    let odd = |c: char| c.is_control() && c != '\n';
    words.trim_end_matches('\n').contains('\n')
        && !words.contains(odd)
        && !words.starts_with([' ', '\n'])
        && !words.lines().any(|line| line.ends_with(' '))
}

fn block(words: &str, indent: usize, text: &mut String) {
    let body = words.trim_end_matches('\n');
    text.push_str(match words.len() - body.len() {
        0 => "|-",
        1 => "|",
        _ => "|+",
    });
    for line in body.split('\n') {
        text.push('\n');
        if !line.is_empty() {
            text.extend(std::iter::repeat_n(' ', indent));
            text.push_str(line);
        }
    }
    text.extend(std::iter::repeat_n('\n', (words.len() - body.len()).saturating_sub(1)));
}

fn plain_or_quoted(words: &str, text: &mut String) {
    if is_plain(words) {
        text.push_str(words);
    } else {
        // A string of JSON is a string of YAML.
        text.push_str(&Value::from(words).to_string());
    }
}

/// Whether a text is read back as that text without quotes, by YAML 1.1 as well as 1.2.
fn is_plain(words: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let first = words.chars().next();
    let numeric = first.is_some_and(|c| c.is_ascii_digit() || "+-.".contains(c))
        && words.chars().all(|c| c.is_ascii_alphanumeric() || "+-.:_".contains(c));
    let opens = first.is_some_and(|c| "-?:,[]{}#&*!|>'\"%@`~=<".contains(c));
    !words.is_empty()
        && !opens
        && !numeric
        && !words.starts_with("---")
        && !WORDS.iter().any(|word| word.eq_ignore_ascii_case(words))
        && !words.contains(": ")
        && !words.contains(" #")
        && !words.ends_with(':')
        && words.trim() == words
        && !words.contains(|c: char| c.is_control() || c == '\u{feff}' || c == '\u{2028}' || c == '\u{2029}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::document;

    #[test]
    fn values_are_written_as_people_write_them() {
        let value = json!({
            "apiVersion": "backstage.io/v1alpha1",
            "metadata": { "name": "a", "tags": ["x", "1.0", "no"], "empty": {}, "none": [], "title": "a: b" },
            "text": "one\n\ntwo\n", "more": "a\nb", "rest": "a\nb\n\n", "odd": " a\nb",
            "list": [{ "a": 1, "b": [true, null] }, [1, [2]], "- x"],
        });
        let expected = "apiVersion: backstage.io/v1alpha1\nmetadata:\n  name: a\n  tags:\n    - x\n    - \"1.0\"\n    - \"no\"\n  \
                        empty: {}\n  none: []\n  title: \"a: b\"\ntext: |\n  one\n\n  two\nmore: |-\n  a\n  b\nrest: |+\n  a\n  b\n\n\
                        odd: \" a\\nb\"\nlist:\n  - a: 1\n    b:\n      - true\n      - null\n  - - 1\n    - - 2\n  - \"- x\"\n";
        assert_eq!(document(&value), expected);
    }
}
