//! What stays of a problem when other lines come and go above it, so that it is known again the next time.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::Diagnostic;

/// 32 hexadecimal digits for each problem: no two are the same, and none depends on the line. The second of two that
/// say the same of one file counts as the second.
pub fn fingerprints(diagnostics: &[&Diagnostic]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut marks = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        let place = &diagnostic.place;
        let text = [diagnostic.rule.id, &place.repo, place.path.as_str(), &diagnostic.message].join("\0");
        let number = seen.entry(text.clone()).or_default();
        *number += 1;
        let hash = Sha256::digest(format!("{text}\0{number}"));
        marks.push(hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect());
    }
    marks
}
