//! Values: everything a template can hold. Nothing in them has behaviour, so a template can reach nothing outside.

use std::sync::Arc;

use super::{
    fault::{Fault, Outcome},
    number,
    sorted::places,
    text::{Text, is, quoted},
};

/// How deep values may nest: they are dropped, compared and written recursively.
const DEEPEST: usize = 128;

/// One value. The language has two kinds of equality, so it has none here.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing was found.
    Undefined,
    /// `null` or `none`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number, not a number among them.
    Number(f64),
    /// A text.
    Text(Text),
    /// A text marked by `safe`, or made by a macro: an object that holds a text.
    Safe(Arc<Text>),
    /// A list.
    Array(Arc<Array>),
    /// Names with values.
    Object(Arc<Object>),
    /// A regular expression as it was written.
    Regex(Arc<Pattern>),
    /// Something that can be called: a macro or one of the closed list of functions.
    Callable(Callable),
}

/// The values of a list.
#[derive(Debug, Default)]
pub struct Array {
    items: Vec<Value>,
    nature: Nature,
}

/// Names with values, in JavaScript's order: indices ascending, then names as they came.
#[derive(Debug, Default)]
pub struct Object {
    entries: Vec<(Text, Value)>,
    /// The entries' numbers in the order of their names, for the binary search.
    sorted: Vec<u32>,
    nature: Nature,
}

/// What the values inside decide about the whole.
#[derive(Clone, Copy, Debug, Default)]
struct Nature {
    depth: usize,
    callable: bool,
}

/// A regular expression as it was written.
#[derive(Debug)]
pub struct Pattern {
    /// What stands between the slashes.
    pub source: Text,
    /// The letters after the second slash, each of `gimy` at most once.
    pub flags: Text,
}

/// What is called, and which one. Every look-up through a property makes an alias, which is equal to itself alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Callable {
    /// What it does.
    pub kind: CallableKind,
    /// Which macro, cycler or joiner of this evaluation it is.
    pub id: u32,
    /// Which look-up it came from; 0 for the name it was declared by.
    pub alias: u32,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallableKind {
    /// A macro of the template.
    Macro,
    /// The body of a call block.
    Caller,
    /// `range(start, stop, step)`.
    Range,
    /// `cycler(…)`, the function.
    MakeCycler,
    /// `joiner(separator)`, the function.
    MakeJoiner,
    /// What `cycler(…)` gave: not callable itself.
    Cycler,
    /// Its method `next`.
    CyclerNext,
    /// Its method `reset`.
    CyclerReset,
    /// What `joiner(…)` gave.
    Joiner,
}

/// Names that no value has and no template may write: in JavaScript they lead out of the data.
pub fn is_reserved(name: &[u16]) -> bool {
    ["constructor", "prototype", "__proto__"].iter().any(|word| is(name, word))
}

impl Nature {
    fn of<'a>(values: impl Iterator<Item = &'a Value>) -> Outcome<Self> {
        let mut nature = Self::default();
        for value in values {
            let inner = value.nature();
            nature.depth = nature.depth.max(inner.depth + 1);
            nature.callable |= inner.callable;
        }
        if nature.depth > DEEPEST {
            return Err(Fault::limit(format!("a value nests deeper than {DEEPEST} levels")));
        }
        Ok(nature)
    }
}

impl Array {
    /// The items in their order.
    pub fn items(&self) -> &[Value] {
        &self.items
    }
}

impl Object {
    /// The entries in JavaScript's order.
    pub fn entries(&self) -> &[(Text, Value)] {
        &self.entries
    }

    /// The value under a name.
    pub fn get(&self, name: &[u16]) -> Option<&Value> {
        let found = self.sorted.binary_search_by(|number| self.entries[*number as usize].0[..].cmp(name));
        found.ok().map(|at| &self.entries[self.sorted[at] as usize].1)
    }
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<Text>) -> Self {
        Self::Text(text.into())
    }

    /// A text marked as safe; each is a value of its own.
    pub fn safe(text: impl Into<Text>) -> Self {
        Self::Safe(Arc::new(text.into()))
    }

    /// A list.
    ///
    /// # Errors
    /// When it would nest too deep.
    pub fn array(items: Vec<Self>) -> Outcome<Self> {
        let nature = Nature::of(items.iter())?;
        Ok(Self::Array(Arc::new(Array { items, nature })))
    }

    /// Names with values: of a name that comes twice the first place and the last value count.
    ///
    /// # Errors
    /// When a name is reserved, or it would nest too deep.
    pub fn object(entries: Vec<(Text, Self)>) -> Outcome<Self> {
        if let Some((name, _)) = entries.iter().find(|(name, _)| is_reserved(name)) {
            let fault = Fault::new(format!("the name {} is reserved", quoted(name)));
            return Err(fault.hint("give the value another name"));
        }
        let nature = Nature::of(entries.iter().map(|(_, value)| value))?;
        let mut entries = unique(entries);
        let indices: Vec<u32> = entries.iter().map(|(name, _)| number::index(name).unwrap_or(u32::MAX)).collect();
        if !indices.is_sorted() {
            // Names keep their order behind the indices.
            let order = places(entries.len(), &|a, b| indices[a as usize].cmp(&indices[b as usize]));
            entries = order.iter().map(|place| entries[*place as usize].clone()).collect();
        }
        let sorted = places(entries.len(), &|a, b| entries[a as usize].0.cmp(&entries[b as usize].0));
        Ok(Self::Object(Arc::new(Object { entries, sorted, nature })))
    }

    fn nature(&self) -> Nature {
        match self {
            Self::Array(array) => array.nature,
            Self::Object(object) => object.nature,
            Self::Callable(_) => Nature { depth: 0, callable: true },
            _ => Nature::default(),
        }
    }

    /// Refuses what can be called, and what holds it: only calls may carry it.
    ///
    /// # Errors
    /// When it is or holds a callable.
    pub fn plain(&self) -> Outcome<&Self> {
        if self.nature().callable {
            return Err(Fault::new("a macro or function is used as if it were data").hint("call it: add parentheses"));
        }
        Ok(self)
    }

    /// Whether the value counts as true: not undefined, null, false, 0, not a number or the empty text.
    pub fn truthy(&self) -> bool {
        match self {
            Self::Undefined | Self::Null => false,
            Self::Bool(value) => *value,
            Self::Number(value) => *value != 0.0 && !value.is_nan(),
            Self::Text(text) => !text.is_empty(),
            _ => true,
        }
    }

    /// The units of a text, safe or not.
    pub fn units(&self) -> Option<&[u16]> {
        match self {
            Self::Text(text) => Some(text),
            Self::Safe(text) => Some(text),
            _ => None,
        }
    }

    /// What kind of value this is, for errors.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Undefined => "undefined",
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::Safe(_) => "a safe text",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
            Self::Regex(_) => "a regular expression",
            Self::Callable(_) => "a function",
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

/// One entry per name: at the first one's place, with the last one's value.
fn unique(entries: Vec<(Text, Value)>) -> Vec<(Text, Value)> {
    let order = places(entries.len(), &|a, b| entries[a as usize].0.cmp(&entries[b as usize].0));
    let mut last: Vec<u32> = (0..entries.len() as u32).collect();
    let mut first = vec![true; entries.len()];
    for same in order.chunk_by(|a, b| entries[*a as usize].0 == entries[*b as usize].0) {
        last[same[0] as usize] = same[same.len() - 1];
        same[1..].iter().for_each(|number| first[*number as usize] = false);
    }
    if first.iter().all(|first| *first) {
        return entries;
    }
    let kept = (0..entries.len()).filter(|at| first[*at]);
    kept.map(|at| (entries[at].0.clone(), entries[last[at] as usize].1.clone())).collect()
}
