//! Repositories as texts, and the packages that they are expected to name.

use super::*;

/// Files, a `== expected ==` line, and what is expected of them: `manifest: package version path:line [< needed by]`,
/// with `!` before what cannot be read.
const CASES: &str = include_str!("../../tests/packages.txt");

fn seen(files: &str) -> Vec<String> {
    let (found, diagnostics) = find(&Snapshot::from_text("r", files));
    let mut lines = Vec::new();
    for draft in found.drafts() {
        for one in &draft.uses {
            let file = if one.locked { draft.lock.as_ref().unwrap_or(&draft.manifest) } else { &draft.manifest };
            let mut line = format!("{} {file}:{}", one.release.label(), one.line);
            if one.development {
                line.push_str(" dev");
            }
            match one.via.map(|via| &draft.uses[via as usize]) {
                Some(via) => line.push_str(&format!(" < {}", via.release.label())),
                None if !one.direct => line.push_str(" < ?"),
                None => {}
            }
            lines.push(line);
        }
    }
    lines.extend(diagnostics.iter().map(|one| format!("! {}:{} {}", one.place.path, one.place.line, one.message)));
    lines
}

#[test]
fn files_name_packages() {
    let mut wrong = String::new();
    for case in CASES.split("\n==== ").filter(|case| !case.trim().is_empty()) {
        let (title, rest) = case.split_once('\n').expect("a title");
        let (files, expected) = rest.split_once("\n== expected ==").expect("what is expected");
        let expected: Vec<&str> = expected.lines().filter(|line| !line.is_empty()).collect();
        let seen = seen(&format!("{files}\n"));
        if seen != expected {
            wrong.push_str(&format!("==== {title}\n{}\n-- not\n{}\n", seen.join("\n"), expected.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

const JUDGED: &str = r#"
-- package.json --
{"dependencies": {"a": "1.5.0", "b": "2.0.0", "c": "^1.0.0", "d": "1.0.0"}}
-- advisories/GHSA-1111-2222-3333.json --
{"id": "GHSA-1111-2222-3333", "aliases": ["CVE-2024-1"], "summary": "Bad", "database_specific": {"severity": "MODERATE"},
 "affected": [{"package": {"ecosystem": "npm", "name": "a"}, "ranges": [{"type": "SEMVER", "events":
 [{"introduced": "0"}, {"fixed": "1.2.0"}, {"introduced": "1.4.0"}, {"fixed": "1.6.0"}]}]},
 {"package": {"ecosystem": "npm", "name": "c"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}]}
-- advisories/OSV-2024-2.json --
{"id": "OSV-2024-2", "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
 "affected": [{"package": {"ecosystem": "npm", "name": "b"}, "ranges": [{"type": "SEMVER", "events":
 [{"introduced": "1.0.0"}, {"last_affected": "2.0.0"}]}]}]}
-- advisories/OSV-2024-3.json --
{"id": "OSV-2024-3", "withdrawn": "2024-01-01T00:00:00Z", "affected": [{"package": {"ecosystem": "npm", "name": "d"},
 "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}]}
-- advisories/OSV-2024-4.json --
{"id":
-- trivy.json --
{"SchemaVersion": 2, "Results": [{"Vulnerabilities": [{"VulnerabilityID": "CVE-2023-9", "PkgIdentifier":
 {"PURL": "pkg:deb/debian/zlib@1.2?arch=amd64"}, "InstalledVersion": "1.2", "FixedVersion": "1.3", "Severity": "LOW", "Title": "t"}]}]}
-- image.grype.json --
{"matches": [{"vulnerability": {"id": "CVE-2024-1", "severity": "Critical", "fix": {"versions": ["1.6.0"]}},
 "artifact": {"name": "a", "version": "1.5.0", "purl": "pkg:npm/a@1.5.0"}}]}
-- osv-scanner.json --
{"results": [{"packages": [{"package": {"name": "d", "version": "1.0.0", "ecosystem": "npm"}, "vulnerabilities":
 [{"id": "GHSA-9", "affected": [{"package": {"ecosystem": "npm", "name": "d"}, "ranges": [{"type": "SEMVER",
 "events": [{"introduced": "0"}, {"fixed": "1.0.1"}]}]}]}]}]}]}
"#;

#[test]
fn advisories_and_scanners_say_what_is_wrong() {
    let (mut found, diagnostics) = find(&Snapshot::from_text("r", JUDGED));
    assert_eq!(
        diagnostics.iter().map(|one| one.place.path.as_str()).collect::<Vec<_>>(),
        ["advisories/OSV-2024-4.json"]
    );
    let said: Vec<_> =
        std::mem::take(&mut found.advisories).into_iter().map(|(path, said)| (path.to_string(), said)).collect();
    let drafts = found.drafts().into_iter().map(|draft| (RepoIndex(0), draft)).collect();
    let packages = table(drafts, &[]);
    let found: Vec<String> = danger::vulnerabilities(&packages.releases, &said)
        .iter()
        .map(|one| {
            let label = packages.releases[one.release as usize].label();
            format!("{label} {} {} fixed in {:?}, {}", one.id, one.severity.name(), one.fixed, one.source)
        })
        .collect();
    let expected = [
        "deb/debian/zlib@1.2 CVE-2023-9 low fixed in \"1.3\", trivy.json",
        "npm/a@1.5.0 CVE-2024-1 critical fixed in \"1.6.0\", image.grype.json",
        "npm/b@2.0.0 OSV-2024-2 critical fixed in \"\", advisories/OSV-2024-2.json",
        "npm/d@1.0.0 GHSA-9 unknown fixed in \"1.0.1\", osv-scanner.json",
    ];
    assert_eq!(found, expected);
}
