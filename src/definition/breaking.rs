//! Whether the version of a definition says that callers may fail.

use super::{origin::Origin, rules::API_BREAKING_CHANGE};
use crate::{
    diagnostic::Diagnostic,
    model::{Api, Comparison},
};

/// What a reviewer is told when callers may fail and the version does not say so.
pub(super) fn breaking(origin: &Origin, api: &Api, comparison: &Comparison) -> Option<Diagnostic> {
    let broken: Vec<_> = comparison.changes.iter().filter(|change| !change.compatible).collect();
    let raised = series(&api.info.version) > series(&comparison.version);
    let first = broken.first().filter(|_| !raised)?;
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    let places = operations.map(|operation| (&operation.anchor, operation.line));
    let mut places = places.chain(api.types.iter().map(|named| (&named.anchor, named.line)));
    let line = places.find(|(anchor, line)| Some(*anchor) == first.anchor.as_ref() && *line > 0);
    let place = origin.place_in(&origin.path, line.map_or(origin.place(1, 1).0, |(_, line)| line), 1);
    let more = match broken.len() - 1 {
        0 => String::new(),
        more => format!("; {more} more"),
    };
    let message = format!("Callers of the definition before may fail: `{}` {}{more}", first.subject, first.message);
    let hint = "keep what callers use, or raise the major version; the reference lists what changed";
    Some(Diagnostic::new(&API_BREAKING_CHANGE, place, message).hint(hint))
}

/// What of a version is raised when callers may fail (Semantic Versioning 2.0.0, §4 and §8): major, below 1 minor.
fn series(version: &str) -> Option<(u64, u64)> {
    let mut numbers = version.trim_start_matches('v').split('.').map(|part| part.parse::<u64>().ok());
    let major = numbers.next()??;
    Some((major, if major == 0 { numbers.next().flatten().unwrap_or(0) } else { 0 }))
}

#[cfg(test)]
mod tests {
    use super::series;

    #[test]
    fn versions_that_say_that_callers_may_fail_are_raised() {
        for (before, after, expected) in [
            ("1.4.0", "1.5.0", false),
            ("1.4.0", "2.0.0", true),
            ("v1", "v2", true),
            ("0.3.1", "0.4.0", true),
            ("0.3.1", "0.3.2", false),
            ("2026-01-31", "2026-02-01", false),
            ("", "", false),
        ] {
            assert_eq!(series(after) > series(before), expected, "{before} to {after}");
        }
    }
}
