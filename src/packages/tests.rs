//! Repositories as texts, and the packages that they are expected to name.

use super::*;

/// Files, a `== expected ==` line, and what is expected of them: `manifest: package version path:line [< needed by]`,
/// with `!` before what cannot be read.
const CASES: &str = include_str!("../../tests/packages.txt");

fn seen(files: &str) -> Vec<String> {
    let (found, diagnostics) = find(&Snapshot::from_text("r", files));
    let mut lines = Vec::new();
    for draft in found.drafts().0 {
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
 "artifact": {"name": "a", "version": "1.5.0", "purl": "pkg:npm/a@1.5.0"}},
 {"vulnerability": {"id": "CVE-2024-7", "severity": "High"}, "relatedVulnerabilities": [{"id": "GHSA-9"}],
 "artifact": {"name": "d", "version": "1.0.0", "purl": "pkg:npm/d@1.0.0"}},
 {"vulnerability": {"id": "BULLETIN-1", "severity": "Low"}, "relatedVulnerabilities": [{"id": "CVE-2024-7"}, {"id": "CVE-2024-8"}],
 "artifact": {"name": "d", "version": "1.0.0", "purl": "pkg:npm/d@1.0.0"}}]}
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
    let drafts = found.drafts().0.into_iter().map(|draft| (RepoIndex(0), draft)).collect();
    let packages = table(drafts, &[]);
    let found: Vec<String> = danger::vulnerabilities(&packages.releases, &said)
        .vulnerabilities
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
        "npm/d@1.0.0 CVE-2024-7 high fixed in \"1.0.1\", image.grype.json",
        "npm/d@1.0.0 BULLETIN-1 low fixed in \"\", image.grype.json",
    ];
    assert_eq!(found, expected);
}

/// A file that is made to take long, and what it ends as.
#[test]
fn no_file_takes_more_than_its_share() {
    let attributes: String = (0..1000).map(|number| format!(" a{number}=''")).collect();
    let prefixes: String = (0..1000).map(|number| format!("<a xmlns:p{number}='u'/>")).collect();
    let folder = "node_modules/a/".repeat(200);
    let ranges = r#"{"introduced": "1"}, {"fixed": "2"}, "#.repeat(60_000);
    let cases = [
        (
            format!("-- Dockerfile --\nARG A={}\nFROM ${{A}}$A$A\nFROM b\n", "a".repeat(600)),
            vec!["docker/b Dockerfile:3"],
        ),
        (format!("-- Dockerfile --\nARG A=a\nFROM {}\n", "$A".repeat(500_000)), vec![]),
        (
            format!("-- a.csproj --\n<Project><!-- \"{attributes} --><a b='>'/><x{attributes}/></Project>\n"),
            vec!["! a.csproj:1 The packages of `a.csproj` are not known: more than 256 attributes of one tag"],
        ),
        (
            format!("-- a.csproj --\n<Project>{prefixes}</Project>\n"),
            vec!["! a.csproj:1 The packages of `a.csproj` are not known: more than 256 prefixes"],
        ),
        (
            format!("-- package-lock.json --\n{{\"packages\": {{\"{folder}b\": {{}}}}}}\n"),
            vec![
                "! package-lock.json:1 The packages of `package-lock.json` are not known: a folder of more than 100 levels or 4096 bytes",
            ],
        ),
        (
            format!(
                "-- osv-1-1.json --\n{{\"id\": \"OSV-1-1\", \"affected\": [{{\"package\": {{\"ecosystem\": \"npm\", \"name\": \"a\"}}, \
                 \"ranges\": [{{\"events\": [{ranges}{{\"introduced\": \"3\"}}]}}]}}]}}\n"
            ),
            vec!["! osv-1-1.json:1 The packages of `osv-1-1.json` are not known: more than 50000 ranges and versions"],
        ),
        (
            format!(
                "-- package.json --\n{{\"dependencies\": {{\"{}\": \"1\", \"b\u{202e}c\": \"1\", \"d\": \"2\"}}}}\n",
                "a".repeat(400)
            ),
            vec!["npm/d@2.x package.json:1"],
        ),
    ];
    for (files, expected) in cases {
        assert_eq!(seen(&files), expected, "{}", &files[..files.len().min(100)]);
    }
}

#[test]
fn many_manifests_of_one_lock_file_share_a_budget() {
    let chain: String = (0..3000)
        .map(|at| format!("\"p{at}@1\":\n  version \"1\"\n  dependencies:\n    p{} \"1\"\n\n", at + 1))
        .collect();
    let manifests: String =
        (0..1000).map(|at| format!("-- m{at}/package.json --\n{{\"dependencies\": {{\"p0\": \"1\"}}}}\n")).collect();
    let (found, _) = find(&Snapshot::from_text("r", &format!("-- yarn.lock --\n{chain}{manifests}")));
    let (drafts, spent) = found.drafts();
    let uses: usize = drafts.iter().map(|draft| draft.uses.len()).sum();
    assert!(spent.is_some() && (2_000_000..2_010_000).contains(&uses), "{uses}");
    let last = drafts.iter().find(|draft| draft.uses.len() == 3000).expect("a whole chain");
    let releases = vec![(
        RepoIndex(0),
        Draft { manifest: last.manifest.clone(), lock: None, uses: last.uses.clone(), extent: last.extent },
    )];
    let packages = table(releases, &[]);
    let bundle = &packages.bundles[0];
    let way = |place: usize| packages.way(bundle, place as u32);
    assert_eq!(way(11).len(), 12);
    assert_eq!((way(20).len(), &*way(20)[0], &*way(20)[1], &*way(20)[11]), (12, "npm/p0@1", "…", "npm/p20@1"));
    assert_eq!((way(2999).len(), &*way(2999)[0], &*way(2999)[10]), (11, "…", "npm/p2999@1"));
}
