//! What is said about formulas and diagrams that stand as their source.

use super::rules;
use crate::{
    diagnostic::Diagnostic,
    markdown::{Unset, UnsetKind},
    model::Place,
};

/// The problem of one formula or diagram, in the file that `place` names.
pub fn diagnose(unset: Unset, place: Place) -> Diagnostic {
    let place = Place { line: unset.line, column: unset.column, ..place };
    match unset.kind {
        UnsetKind::Formula => {
            let message = format!("the formula cannot be set: {}", unset.message);
            Diagnostic::new(&rules::INVALID_FORMULA, place, message)
                .hint("correct the TeX, or write `\\$` when the dollar is meant")
        }
        UnsetKind::Diagram => {
            let message = format!("the diagram is not drawn; {}", unset.message);
            Diagnostic::new(&rules::UNDRAWN_DIAGRAM, place, message)
                .hint("correct the source, or name the fence `text` when it is no diagram")
        }
    }
}
