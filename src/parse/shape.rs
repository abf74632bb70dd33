//! Schemas as data: what a field may hold.

/// What a value may be.
pub(super) enum Shape {
    /// Text that is not empty.
    Text,
    /// Text, also empty.
    AnyText,
    /// Text that is not empty, of at most so many characters.
    ShortText(usize),
    /// One of these words.
    Word(&'static [&'static str]),
    /// Text or a boolean.
    TextOrBool,
    /// A list.
    List(&'static Shape),
    /// A list with at least one item.
    FullList(&'static Shape),
    /// An object with these fields and any others.
    Object(&'static [Field]),
    /// An object with these fields and any others that are text.
    ObjectOfText(&'static [Field]),
    /// An object with text under every key.
    Texts,
    /// One of the objects, or a list of them.
    OneOrMore(&'static Shape),
}

/// A field of an object.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

pub(super) const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: true }
}

pub(super) const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false }
}

impl Shape {
    /// What is expected, in the words of a message.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Text | Self::AnyText | Self::ShortText(_) => "a string".to_owned(),
            Self::Word(words) => format!("one of {}", words.join(", ")),
            Self::TextOrBool => "a string or a boolean".to_owned(),
            Self::List(_) | Self::FullList(_) => "a list".to_owned(),
            Self::Object(_) | Self::ObjectOfText(_) | Self::Texts => "an object".to_owned(),
            Self::OneOrMore(_) => "an object or a list of objects".to_owned(),
        }
    }

    /// What to write where it is missing.
    pub(super) fn what_to_write(&self) -> String {
        match self {
            Self::List(_) => format!("{}, `[]` if it has none", self.words()),
            _ => self.words(),
        }
    }
}
