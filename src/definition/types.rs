//! Named types: each place that a reference leads to becomes one type with a section of its own.

use std::collections::{HashMap, VecDeque};

use super::{desk::Desk, spot::Spot};
use crate::model::{NamedType, Schema, Shape, TypeIndex};

/// So many types are shown of one definition.
const MOST_TYPES: usize = 20_000;

/// The types that are known so far, and those that wait to be read.
#[derive(Default)]
pub(super) struct Types<'a> {
    pub(super) list: Vec<NamedType>,
    by_place: HashMap<(usize, String), TypeIndex>,
    waiting: VecDeque<(TypeIndex, Spot<'a>)>,
}

impl<'a> Desk<'a> {
    /// The type that stands at a place of a file; made known when it is new.
    pub(super) fn named(&self, place: (usize, String), spot: Spot<'a>) -> Option<TypeIndex> {
        if let Some(index) = self.types.borrow().by_place.get(&place) {
            return Some(*index);
        }
        let count = self.types.borrow().list.len();
        if count >= MOST_TYPES {
            return None;
        }
        let name = self.type_name(&place, spot);
        let anchor = self.anchor("type", &name);
        let index = TypeIndex(u32::try_from(count).ok()?);
        let mut types = self.types.borrow_mut();
        types.list.push(NamedType { name, anchor, line: self.line(spot), ..NamedType::default() });
        types.by_place.insert(place, index);
        types.waiting.push_back((index, spot));
        Some(index)
    }

    /// The last step of the place, or the file's name.
    fn type_name(&self, (file, pointer): &(usize, String), spot: Spot<'_>) -> String {
        let last = pointer.trim_end_matches('/').rsplit(['/', '#']).find(|step| !step.is_empty());
        match last {
            Some(step) => step.replace("~1", "/").replace("~0", "~"),
            None if !spot.text("title").is_empty() => spot.text("title").to_owned(),
            None => {
                let stem = self.path(*file).stem_and_extension().0;
                stem.trim_end_matches(".schema").to_owned()
            }
        }
    }

    /// Makes all schemas below a pointer of the first file known, in the order in which they are written.
    pub(super) fn declare_types(&self, pointer: &str, holder: Option<Spot<'a>>) {
        for (name, spot) in holder.into_iter().flat_map(Spot::entries) {
            let step = name.replace('~', "~0").replace('/', "~1");
            self.named((0, format!("{pointer}/{step}")), spot);
        }
    }

    /// Reads all types that wait, and those that they lead to.
    pub(super) fn read_types(&self) {
        loop {
            let next = self.types.borrow_mut().waiting.pop_front();
            let Some((index, spot)) = next else { return };
            let schema = self.schema(spot);
            let kind = kind(&schema);
            let mut types = self.types.borrow_mut();
            let named = &mut types.list[index.0 as usize];
            (named.schema, named.kind) = (schema, kind.to_owned());
        }
    }
}

/// What a type is in a word.
fn kind(schema: &Schema) -> &'static str {
    match &schema.shape {
        _ if !schema.values.is_empty() => "enum",
        Shape::Object(_) | Shape::Map(_) => "object",
        Shape::Array(_) => "array",
        Shape::Choice(..) => "choice",
        Shape::Named(_) => "alias",
        Shape::Simple(_) => "value",
        Shape::Any => "any",
    }
}
