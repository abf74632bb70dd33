//! JSON for pages, in the place of `serde_json`: the part of its interface that `scaffold` uses, with the same results
//! at a sixth of the size. What is written into a page is read by everybody who opens it, so size counts there; the
//! program itself uses the original.

use std::ops::Index;

mod map;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use map::{Entry, Map};
pub use read::{Error, from_slice, from_str};

#[path = "../../templating/digits.rs"]
#[allow(clippy::duplicate_mod, reason = "the file stands alone, for both packages")]
mod digits;

/// What JSON can hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Self>),
    /// Names with values.
    Object(Map<String, Self>),
}

/// A number as it was written: whole, or with a fraction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// Not below 0.
    Positive(u64),
    /// Below 0.
    Negative(i64),
    /// With a fraction or an exponent, and finite.
    Float(f64),
}

impl Number {
    /// The number, rounded when it is too large to be exact.
    #[allow(clippy::unnecessary_wraps, reason = "the interface is that of serde_json")]
    pub fn as_f64(&self) -> Option<f64> {
        Some(match *self {
            Self::Positive(number) => number as f64,
            Self::Negative(number) => number as f64,
            Self::Float(number) => number,
        })
    }
}

impl Value {
    /// The member of an object, or the item of a list.
    pub fn get<P: Place>(&self, place: P) -> Option<&Self> {
        place.of(self)
    }

    /// The member of an object, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        self.as_object_mut()?.get_mut(name)
    }

    /// What a JSON Pointer (RFC 6901) leads to.
    pub fn pointer(&self, pointer: &str) -> Option<&Self> {
        if pointer.is_empty() {
            return Some(self);
        }
        let names = pointer.strip_prefix('/')?.split('/').map(|name| name.replace("~1", "/").replace("~0", "~"));
        names.into_iter().try_fold(self, |value, name| match value {
            Self::Object(map) => map.get(&name),
            Self::Array(list) => {
                let odd = name.starts_with('+') || (name.starts_with('0') && name.len() > 1);
                name.parse::<usize>().ok().filter(|_| !odd).and_then(|place| list.get(place))
            }
            _ => None,
        })
    }

    /// The value, and null in its place.
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// The text.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The truth.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(is) = self { Some(*is) } else { None }
    }

    /// The number.
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self { number.as_f64() } else { None }
    }

    /// The whole number that is not below 0.
    pub fn as_u64(&self) -> Option<u64> {
        if let Self::Number(Number::Positive(number)) = self { Some(*number) } else { None }
    }

    /// The list.
    pub fn as_array(&self) -> Option<&Vec<Self>> {
        if let Self::Array(list) = self { Some(list) } else { None }
    }

    /// The object.
    pub fn as_object(&self) -> Option<&Map<String, Self>> {
        if let Self::Object(map) = self { Some(map) } else { None }
    }

    /// The object, to be changed.
    pub fn as_object_mut(&mut self) -> Option<&mut Map<String, Self>> {
        if let Self::Object(map) = self { Some(map) } else { None }
    }

    /// Whether it is a text.
    pub fn is_string(&self) -> bool {
        matches!(self, Self::String(_))
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }

    /// Whether it is true or false.
    pub fn is_boolean(&self) -> bool {
        matches!(self, Self::Bool(_))
    }

    /// Whether it is a list.
    pub fn is_array(&self) -> bool {
        matches!(self, Self::Array(_))
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// A name of a member or the number of an item.
pub trait Place {
    /// What stands there.
    fn of(self, value: &Value) -> Option<&Value>;
}

impl Place for &str {
    fn of(self, value: &Value) -> Option<&Value> {
        value.as_object()?.get(self)
    }
}

impl Place for &String {
    fn of(self, value: &Value) -> Option<&Value> {
        value.as_object()?.get(self)
    }
}

impl Place for usize {
    fn of(self, value: &Value) -> Option<&Value> {
        value.as_array()?.get(self)
    }
}

impl Index<&str> for Value {
    type Output = Self;

    fn index(&self, name: &str) -> &Self {
        const NONE: Value = Value::Null;
        self.get(name).unwrap_or(&NONE)
    }
}

/// What [`json!`] takes.
pub trait Json {
    /// The same as a value.
    fn json(&self) -> Value;
}

/// `Value: From<T>` and [`Json`] for a type.
macro_rules! values {
    ($($kind:ty: |$it:ident| $value:expr;)*) => {$(
        impl From<$kind> for Value {
            fn from($it: $kind) -> Self {
                $value
            }
        }

        impl Json for $kind {
            fn json(&self) -> Value {
                let $it = self.clone();
                $value
            }
        }
    )*};
}

values! {
    bool: |is| Value::Bool(is);
    u32: |number| Value::Number(Number::Positive(u64::from(number)));
    u64: |number| Value::Number(Number::Positive(number));
    usize: |number| Value::Number(Number::Positive(number as u64));
    f64: |number| if number.is_finite() { Value::Number(Number::Float(number)) } else { Value::Null };
    &str: |text| Value::String((*text).to_owned());
    String: |text| Value::String(text);
    Vec<Value>: |list| Value::Array(list);
    Map<String, Value>: |map| Value::Object(map);
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        let number = i64::from(number);
        Self::Number(u64::try_from(number).map_or(Number::Negative(number), Number::Positive))
    }
}

impl FromIterator<Self> for Value {
    fn from_iter<I: IntoIterator<Item = Self>>(values: I) -> Self {
        Self::Array(values.into_iter().collect())
    }
}

impl Json for Value {
    fn json(&self) -> Value {
        self.clone()
    }
}

impl<T: Json> Json for &T {
    fn json(&self) -> Value {
        (*self).json()
    }
}

impl<T: Json> Json for Option<T> {
    fn json(&self) -> Value {
        self.as_ref().map_or(Value::Null, Json::json)
    }
}

impl Json for Vec<String> {
    fn json(&self) -> Value {
        self.iter().map(Json::json).collect()
    }
}

impl Json for Vec<(String, String)> {
    fn json(&self) -> Value {
        self.iter().map(|(a, b)| Value::Array(vec![a.json(), b.json()])).collect()
    }
}

/// A value written as JSON, with expressions in it.
#[macro_export]
macro_rules! json {
    ({ $($members:tt)* }) => {{
        #[allow(unused_mut)]
        let mut map = $crate::Map::new();
        $crate::json!(@ map $($members)*);
        $crate::Value::Object(map)
    }};
    ([ $($item:expr),* $(,)? ]) => { $crate::Value::Array(vec![$($crate::Json::json(&$item)),*]) };
    (@ $map:ident) => {};
    (@ $map:ident $name:tt : { $($members:tt)* } $(, $($rest:tt)*)?) => {
        $map.insert(($name).to_owned(), $crate::json!({ $($members)* }));
        $($crate::json!(@ $map $($rest)*);)?
    };
    (@ $map:ident $name:tt : $value:expr $(, $($rest:tt)*)?) => {
        $map.insert(($name).to_owned(), $crate::Json::json(&$value));
        $($crate::json!(@ $map $($rest)*);)?
    };
    ($value:expr) => { $crate::Json::json(&$value) };
}
