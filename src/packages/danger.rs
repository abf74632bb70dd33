//! Which releases advisories are about.

use std::collections::HashMap;

use super::read::advisory::{Advisory, Affected};
use crate::{
    model::{Danger, Release, Vulnerability},
    version::{Scheme, Version},
};

/// What is wrong with releases, by release and severity; `said` is by file.
pub(super) fn vulnerabilities(releases: &[Release], said: &[(String, Vec<Advisory>)]) -> Vec<Vulnerability> {
    let mut about: HashMap<String, Vec<(&Advisory, &Affected, &str)>> = HashMap::new();
    for (source, advisories) in said {
        for advisory in advisories {
            for affected in &advisory.affected {
                about.entry(affected.package.to_lowercase()).or_default().push((advisory, affected, source));
            }
        }
    }
    let mut found = Vec::new();
    for (number, release) in (0..).zip(releases) {
        for (advisory, affected, source) in about.get(&release.package.to_lowercase()).into_iter().flatten() {
            if is_affected(release, affected) {
                found.push(Vulnerability {
                    release: number,
                    severity: advisory.severity.unwrap_or(Danger::Unknown),
                    id: advisory.id.clone(),
                    aliases: advisory.aliases.clone(),
                    fixed: affected.fixed.clone(),
                    summary: advisory.summary.clone(),
                    source: (*source).to_owned(),
                });
            }
        }
    }
    found.sort();
    found.dedup_by(|later, first| later.release == first.release && is_same(first, later));
    found.sort_by(|a, b| (a.release, a.severity, &a.id).cmp(&(b.release, b.severity, &b.id)));
    found
}

/// Whether two of one release are known under the same name.
fn is_same(first: &Vulnerability, later: &Vulnerability) -> bool {
    first.id == later.id || first.aliases.contains(&later.id) || later.aliases.contains(&first.id)
}

/// Whether a release is one of those; of a range it is not known.
fn is_affected(release: &Release, affected: &Affected) -> bool {
    if affected.versions.contains(&release.version) {
        return true;
    }
    let plain = release.version.trim_start_matches(['v', 'V']);
    if !plain.starts_with(|c: char| c.is_ascii_digit()) || plain.contains([' ', ',', '|', '*']) {
        return false;
    }
    let scheme = Scheme::of(release.purl_type());
    let Some(own) = Version::parse(scheme, &release.version) else { return false };
    affected.ranges.iter().any(|(start, end, with)| {
        let parse = |text: &str| Version::parse(scheme, text);
        let after = start.is_empty() || start == "0" || parse(start).is_some_and(|start| own >= start);
        let before = end.is_empty() || parse(end).is_some_and(|end| own < end || *with && own == end);
        after && before
    })
}
