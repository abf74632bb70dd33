//! Formulas and diagrams and, when they cannot be set, what is said about them.

use std::ops::Range;

use super::{Writer, escape};
use crate::{
    drawing::{self, Drawing, Fault, Language},
    markdown::{
        Unset, UnsetKind, code,
        math::{self, Setting},
    },
};

/// Drawings up to this width, in pixels, are scaled down to the column.
const WIDEST_FITTING: u32 = 1160;

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

    /// A diagram, which opens at `offset`: the drawing with its source folded below, or the source with a caption.
    pub(super) fn diagram(&mut self, language: Language, (info, source): (&str, &str), offset: usize) {
        self.state.drawings += 1;
        self.state.code_blocks += 1;
        let prefix = format!("drawing:{}:", self.state.drawings);
        match drawing::draw(language, source, &prefix) {
            Some(Ok(drawing)) => {
                self.drawn(&drawing);
                code::write(info, source, self.state.code_blocks, &mut self.out);
                self.out.push_str("</details></figure>\n");
            }
            failed => {
                self.out.push_str(&format!("<figure class=\"drawing\" data-caption=\"{} source\">\n", language.name()));
                code::write(info, source, self.state.code_blocks, &mut self.out);
                self.out.push_str("</figure>\n");
                if let Some(Err(Fault { line, message })) = failed {
                    let place = (self.source.place(offset).0.saturating_add(line), 1);
                    self.unset(UnsetKind::Diagram, place, format!("{} diagram: {message}", language.name()));
                }
            }
        }
    }

    /// The drawing, up to where its source stands.
    fn drawn(&mut self, drawing: &Drawing) {
        // A little too wide is scaled to fit; much too wide keeps its size and scrolls, so that words stay readable.
        let wide = if drawing.width > WIDEST_FITTING { " drawing-wide" } else { "" };
        self.out.push_str(&format!(
            "<figure class=\"drawing{wide}\">\n<div class=\"drawing-scroll\" role=\"img\" tabindex=\"0\""
        ));
        self.out.push_str(" aria-label=\"");
        escape(&drawing.name, &mut self.out);
        self.out.push_str("\">");
        self.out.push_str(drawing.svg.as_str());
        self.out.push_str(
            "</div>\n<details class=\"drawing-source\"><summary aria-label=\"Source of the diagram\"></summary>\n",
        );
    }

    fn unset(&mut self, kind: UnsetKind, (line, column): (u32, u32), message: String) {
        self.unset.push(Unset { kind, line, column, message });
    }
}
