//! Problems as the organisation sees them: its severities, its order, each with its source line.

use std::collections::BTreeMap;

use super::{Diagnostic, Severity, excerpt::quote};
use crate::model::Snapshot;

/// Gives problems the configured severities (none drops them) and their source lines, and sorts them.
pub fn judge(
    severities: &BTreeMap<String, Option<Severity>>,
    snapshots: &[Snapshot],
    diagnostics: &mut Vec<Diagnostic>,
) {
    diagnostics.retain_mut(|diagnostic| match severities.get(diagnostic.rule.id) {
        None => true,
        Some(None) => false,
        Some(Some(severity)) => {
            diagnostic.severity = *severity;
            true
        }
    });
    quote(diagnostics, snapshots);
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
}
