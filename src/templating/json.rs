//! Values as JSON, both ways: how they come in and go out, and what the filter `dump` writes.

use super::{
    digits,
    fault::{Budget, Fault, Outcome},
    number,
    text::{self, Text, ascii, shown},
    value::Value,
};

/// How deep a document may nest.
const DEEPEST: usize = 100;

/// Reads a JSON document (RFC 8259).
///
/// # Errors
/// A sentence with the offset, in characters, when it is no JSON, nests too deep, or has a reserved name.
pub fn read(document: &str) -> Result<Value, String> {
    let mut reader = Reader { units: document.encode_utf16().collect(), at: 0, depth: 0 };
    let value = reader.value().and_then(|value| {
        reader.space();
        if reader.at == reader.units.len() { Ok(value) } else { Err(reader.fault("more follows the value")) }
    });
    value.map_err(|fault| format!("{} (offset {})", fault.message, reader.at))
}

struct Reader {
    units: Vec<u16>,
    at: usize,
    depth: usize,
}

impl Reader {
    fn fault(&self, message: &str) -> Box<Fault> {
        Fault::new(message)
    }

    fn space(&mut self) {
        while matches!(self.units.get(self.at), Some(9 | 10 | 13 | 32)) {
            self.at += 1;
        }
    }

    fn peek(&self) -> char {
        self.units.get(self.at).map_or('\0', |unit| ascii(*unit))
    }

    fn take(&mut self, c: char) -> bool {
        self.space();
        let taken = self.peek() == c;
        self.at += usize::from(taken);
        taken
    }

    fn value(&mut self) -> Outcome<Value> {
        self.space();
        for (word, value) in [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))] {
            if text::starts(&self.units[self.at..], word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        match self.peek() {
            '"' => self.string().map(Value::Text),
            '[' | '{' => self.nested(),
            '-' | '0'..='9' => self.number(),
            _ => Err(self.fault("a value is expected")),
        }
    }

    fn nested(&mut self) -> Outcome<Value> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.fault("the document nests too deep"));
        }
        let value = if self.peek() == '[' { self.array() } else { self.object() };
        self.depth -= 1;
        value
    }

    fn array(&mut self) -> Outcome<Value> {
        self.at += 1;
        let mut items = Vec::new();
        if self.take(']') {
            return Value::array(items);
        }
        loop {
            items.push(self.value()?);
            if self.take(']') {
                return Value::array(items);
            }
            if !self.take(',') {
                return Err(self.fault("a comma or ] is expected"));
            }
        }
    }

    fn object(&mut self) -> Outcome<Value> {
        self.at += 1;
        let mut entries = Vec::new();
        if self.take('}') {
            return Value::object(entries);
        }
        loop {
            self.space();
            if self.peek() != '"' {
                return Err(self.fault("a name in quotes is expected"));
            }
            let name = self.string()?;
            if !self.take(':') {
                return Err(self.fault("a colon is expected"));
            }
            entries.push((name, self.value()?));
            if self.take('}') {
                return Value::object(entries);
            }
            if !self.take(',') {
                return Err(self.fault("a comma or } is expected"));
            }
        }
    }

    fn number(&mut self) -> Outcome<Value> {
        let rest = &self.units[self.at..];
        let length = rest.iter().take_while(|unit| matches!(ascii(**unit), '0'..='9' | '+' | '-' | '.' | 'e' | 'E'));
        let length = length.count();
        let spelled = shown(&rest[..length]);
        let digits = spelled.trim_start_matches('-');
        let odd = digits.starts_with('.')
            || (digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit());
        match digits::read(&spelled) {
            Some(value) if !odd && !spelled.ends_with('.') => {
                self.at += length;
                Ok(Value::Number(value))
            }
            _ => Err(self.fault("this is no number")),
        }
    }

    fn string(&mut self) -> Outcome<Text> {
        self.at += 1;
        let mut out = Vec::new();
        loop {
            let Some(unit) = self.units.get(self.at).copied() else { return Err(self.fault("a quote is missing")) };
            self.at += 1;
            match ascii(unit) {
                '"' => return Ok(out.into()),
                '\\' => {
                    let escaped = self.escape()?;
                    out.push(escaped);
                }
                _ if unit < 32 => return Err(self.fault("a control character stands in a text")),
                _ => out.push(unit),
            }
        }
    }

    fn escape(&mut self) -> Outcome<u16> {
        let c = self.peek();
        self.at += 1;
        Ok(match c {
            '"' | '\\' | '/' => c as u16,
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'u' => {
                let digits = self.units.get(self.at..self.at + 4).unwrap_or_default();
                let digits = shown(digits);
                self.at += 4;
                let valid = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
                let unit = u16::from_str_radix(&digits, 16).ok().filter(|_| valid);
                unit.ok_or_else(|| self.fault("four hexadecimal digits are expected"))?
            }
            _ => return Err(self.fault("this escape is unknown")),
        })
    }
}

/// `JSON.stringify`: none for what JSON has no word for, and each level indented by `indent` where it is not empty.
///
/// # Errors
/// When the value holds a function, or writing it costs too much.
pub fn write(value: &Value, indent: &[u16], budget: &Budget) -> Outcome<Option<Text>> {
    if matches!(value.plain()?, Value::Undefined) {
        return Ok(None);
    }
    let mut writer = Writer { out: Vec::new(), indent, level: 0, budget };
    writer.value(value)?;
    budget.text(writer.out.len())?;
    Ok(Some(writer.out.into()))
}

struct Writer<'a> {
    out: Vec<u16>,
    indent: &'a [u16],
    level: usize,
    budget: &'a Budget,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value) -> Outcome<()> {
        self.budget.work(1)?;
        match value {
            Value::Bool(value) => text::push(&mut self.out, if *value { "true" } else { "false" }),
            Value::Number(value) if value.is_finite() => text::push(&mut self.out, &number::written(*value)),
            Value::Text(text) => self.quoted(text)?,
            Value::Safe(text) => self.quoted(text)?,
            Value::Array(array) => {
                self.all('[', ']', array.items().iter(), |writer, item| writer.value(item))?;
            }
            Value::Object(object) => {
                let present = object.entries().iter().filter(|(_, value)| !matches!(value, Value::Undefined));
                self.all('{', '}', present, |writer, (name, value)| {
                    writer.quoted(name)?;
                    text::push(&mut writer.out, if writer.indent.is_empty() { ":" } else { ": " });
                    writer.value(value)
                })?;
            }
            Value::Regex(_) => text::push(&mut self.out, "{}"),
            Value::Undefined | Value::Null | Value::Number(_) | Value::Callable(_) => text::push(&mut self.out, "null"),
        }
        Ok(())
    }

    fn all<T>(
        &mut self,
        open: char,
        close: char,
        items: impl Iterator<Item = T>,
        mut each: impl FnMut(&mut Self, T) -> Outcome<()>,
    ) -> Outcome<()> {
        self.out.push(open as u16);
        self.level += 1;
        let mut empty = true;
        for item in items {
            if !empty {
                self.out.push(u16::from(b','));
            }
            empty = false;
            self.line()?;
            each(self, item)?;
        }
        self.level -= 1;
        if !empty {
            self.line()?;
        }
        self.out.push(close as u16);
        Ok(())
    }

    fn line(&mut self) -> Outcome<()> {
        if !self.indent.is_empty() {
            self.budget.text(self.level * self.indent.len())?;
            self.out.push(10);
            (0..self.level).for_each(|_| self.out.extend_from_slice(self.indent));
        }
        Ok(())
    }

    fn quoted(&mut self, units: &[u16]) -> Outcome<()> {
        self.budget.text(units.len())?;
        self.out.push(u16::from(b'"'));
        for (at, unit) in units.iter().enumerate() {
            let low = units.get(at + 1).is_some_and(|next| (0xDC00..0xE000).contains(next));
            let high = at > 0 && (0xD800..0xDC00).contains(&units[at - 1]);
            match *unit {
                8 => text::push(&mut self.out, "\\b"),
                9 => text::push(&mut self.out, "\\t"),
                10 => text::push(&mut self.out, "\\n"),
                12 => text::push(&mut self.out, "\\f"),
                13 => text::push(&mut self.out, "\\r"),
                0x22 | 0x5C => self.out.extend([0x5C, *unit]),
                0..32 => text::push(&mut self.out, &format!("\\u{unit:04x}")),
                0xD800..0xDC00 if !low => text::push(&mut self.out, &format!("\\u{unit:04x}")),
                0xDC00..0xE000 if !high => text::push(&mut self.out, &format!("\\u{unit:04x}")),
                _ => self.out.push(*unit),
            }
        }
        self.out.push(u16::from(b'"'));
        Ok(())
    }
}
