//! Formulas and, when they cannot be set, what is said about them.

use std::ops::Range;

use super::Writer;
use crate::markdown::{
    Unset, UnsetKind,
    math::{self, Setting},
};

impl Writer<'_> {
    /// A formula in the text.
    pub(super) fn formula(&mut self, tex: &str, setting: Setting, range: &Range<usize>) {
        if let Some((alt, _)) = &mut self.state.alt {
            alt.push_str(tex);
            return;
        }
        self.sections.push(tex);
        // Where lines were cut out of a quote, the place inside the formula is not known.
        let source = self.source.text.get(range.clone()).unwrap_or_default();
        let start = source.find(tex).map(|start| range.start + start);
        if let Err(fault) = math::write(tex, setting, &mut self.out) {
            let offset = start.map_or(range.start, |start| start + fault.offset);
            self.unset(UnsetKind::Formula, self.source.place(offset), fault.message);
        }
    }

    /// A fence of the language `math`, which opens at `offset`.
    pub(super) fn formula_block(&mut self, tex: &str, offset: usize) {
        if let Err(fault) = math::write(tex, Setting::Block, &mut self.out) {
            let before = &tex[..fault.offset];
            let line = u32::try_from(before.matches('\n').count() + 1).unwrap_or(1);
            let place = (self.source.place(offset).0.saturating_add(line), 1);
            self.unset(UnsetKind::Formula, place, fault.message);
        }
    }

    fn unset(&mut self, kind: UnsetKind, (line, column): (u32, u32), message: String) {
        self.unset.push(Unset { kind, line, column, message });
    }
}
