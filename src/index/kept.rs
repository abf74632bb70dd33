//! An entry as byte strings, and back: what a later build adds without tokenising it again.

use super::entry::{Entry, FIELDS, Order};
use crate::model::RecordKind;

const KINDS: [RecordKind; 3] = [RecordKind::Entity, RecordKind::Page, RecordKind::Problem];

impl Entry {
    /// The entry as byte strings.
    pub fn fields(&self) -> Vec<Vec<u8>> {
        let kind = KINDS.iter().position(|kind| *kind == self.kind).unwrap_or(0);
        let small = vec![kind as u8, self.lengths[0], self.lengths[1], self.language];
        let texts = [&self.label, &self.key, &self.fragment].into_iter().chain(&self.terms);
        std::iter::once(small).chain(texts.map(|text| text.as_bytes().to_vec())).collect()
    }

    /// The entry that [`Entry::fields`] wrote, at a place among all entries.
    pub fn from_fields(order: Order, fields: &[&[u8]]) -> Option<Self> {
        let text = |at: usize| std::str::from_utf8(fields.get(at)?).ok().map(str::to_owned);
        let [kind, title, name, language] = **fields.first()? else { return None };
        let mut terms: [String; FIELDS] = Default::default();
        for (at, terms) in terms.iter_mut().enumerate() {
            *terms = text(4 + at)?;
        }
        let whole = fields.len() == 4 + FIELDS;
        whole.then_some(Self {
            order,
            kind: *KINDS.get(usize::from(kind))?,
            label: text(1)?,
            terms,
            lengths: [title, name],
            language,
            key: text(2)?,
            fragment: text(3)?,
        })
    }
}
