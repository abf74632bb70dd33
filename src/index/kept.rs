//! An entry as byte strings, and back: what a later build adds without tokenising it again.

use super::entry::{Entry, FIELDS, Order, Stub};
use crate::model::RecordKind;

const KINDS: [RecordKind; 3] = [RecordKind::Entity, RecordKind::Page, RecordKind::Problem];

impl Stub {
    /// The stub as byte strings.
    pub fn fields(&self) -> Vec<Vec<u8>> {
        let kind = KINDS.iter().position(|kind| *kind == self.kind).unwrap_or(0);
        let small = vec![kind as u8, self.lengths[0], self.lengths[1], self.language];
        let texts = [&self.label, &self.key, &self.fragment].into_iter().map(|text| text.as_bytes().to_vec());
        [small, self.mark.to_vec()].into_iter().chain(texts).collect()
    }

    /// The stub that [`Stub::fields`] wrote, at a place among all entries.
    pub fn from_fields(order: Order, fields: &[&[u8]]) -> Option<Self> {
        let [small, mark, label, key, fragment] = *fields else { return None };
        let text = |bytes: &[u8]| std::str::from_utf8(bytes).ok().map(str::to_owned);
        let [kind, title, name, language] = *small else { return None };
        Some(Self {
            order,
            kind: *KINDS.get(usize::from(kind))?,
            label: text(label)?,
            lengths: [title, name],
            language,
            key: text(key)?,
            fragment: text(fragment)?,
            mark: mark.try_into().ok()?,
        })
    }

    /// The entry with the terms that [`Entry::terms`] gave.
    pub fn with_terms(self, fields: &[&[u8]]) -> Option<Entry> {
        let fields: &[&[u8]; FIELDS] = fields.try_into().ok()?;
        let mut terms: [String; FIELDS] = Default::default();
        for (terms, bytes) in terms.iter_mut().zip(fields) {
            std::str::from_utf8(bytes).ok()?.clone_into(terms);
        }
        Some(Entry { stub: self, terms })
    }
}

impl Entry {
    /// The terms of each field.
    pub fn terms(&self) -> impl Iterator<Item = &[u8]> {
        self.terms.iter().map(String::as_bytes)
    }
}
