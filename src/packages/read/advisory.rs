//! Advisories as OSV writes them, and what scanners found: osv-scanner, Trivy and Grype.

use std::collections::HashSet;

use serde_json::Value;

use super::inventory::purl;
use crate::{
    model::Danger,
    packages::written::{Keys, Lock, Node, Trouble, python},
};

/// What is known to be wrong with some versions of packages.
#[derive(Clone, Debug, Default)]
pub(in crate::packages) struct Advisory {
    pub(in crate::packages) id: String,
    pub(in crate::packages) aliases: Vec<String>,
    pub(in crate::packages) summary: String,
    pub(in crate::packages) severity: Option<Danger>,
    pub(in crate::packages) affected: Vec<Affected>,
    /// Whether a scanner found it, so that it says nothing of what was not looked at.
    pub(in crate::packages) scanned: bool,
}

/// Which versions of a package.
#[derive(Clone, Debug, Default)]
pub(in crate::packages) struct Affected {
    /// `npm/lodash`.
    pub(in crate::packages) package: String,
    /// From the first on, up to the second and without it, or with it when the third says so; empty without a bound.
    pub(in crate::packages) ranges: Vec<(String, String, bool)>,
    pub(in crate::packages) versions: Vec<String>,
    pub(in crate::packages) fixed: String,
}

/// An advisory with more ranges and versions is none.
const MOST_RANGES: usize = 50_000;

fn text<'v>(value: &'v Value, path: &str) -> &'v str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

fn list<'v>(value: &'v Value, path: &str) -> impl Iterator<Item = &'v Value> {
    value.pointer(path).and_then(Value::as_array).into_iter().flatten()
}

/// One advisory: <https://ossf.github.io/osv-schema/>. Nothing of one that was withdrawn.
pub(super) fn osv(source: &str) -> Result<Option<Advisory>, Trouble> {
    let whole: Value = serde_json::from_str(source)?;
    if text(&whole, "/id").is_empty() || whole.get("affected").is_none() && whole.get("withdrawn").is_none() {
        return Err(Trouble::new(1, "no advisory of OSV: `id` or `affected` is missing"));
    }
    let advisory = advisory(&whole);
    if advisory.affected.iter().map(|one| one.ranges.len() + one.versions.len()).sum::<usize>() > MOST_RANGES {
        return Err(Trouble::new(1, format!("more than {MOST_RANGES} ranges and versions")));
    }
    Ok(Some(advisory).filter(|_| whole.get("withdrawn").is_none()))
}

fn advisory(whole: &Value) -> Advisory {
    let names = std::iter::once(text(whole, "/id")).chain(list(whole, "/aliases").filter_map(Value::as_str));
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort_by_key(|name| [!name.starts_with("CVE-"), !name.starts_with("GHSA-")]);
    names.dedup();
    let told = text(whole, "/database_specific/severity");
    let vector = list(whole, "/severity").map(|one| text(one, "/score")).find_map(score);
    Advisory {
        id: names.remove(0),
        aliases: names,
        summary: line(if text(whole, "/summary").is_empty() {
            text(whole, "/details")
        } else {
            text(whole, "/summary")
        }),
        severity: danger(told).or(vector),
        affected: list(whole, "/affected").filter_map(affected).collect(),
        scanned: false,
    }
}

fn line(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(200).collect()
}

fn affected(one: &Value) -> Option<Affected> {
    let package = package(text(one, "/package/ecosystem"), text(one, "/package/name"))?;
    let mut ranges = Vec::new();
    for range in list(one, "/ranges").filter(|range| text(range, "/type") != "GIT") {
        let mut open: Option<String> = None;
        for event in list(range, "/events") {
            if let Some(start) = event.get("introduced").and_then(Value::as_str) {
                open = Some(start.to_owned());
            }
            for (key, with) in [("fixed", false), ("last_affected", true)] {
                if let Some(end) = event.get(key).and_then(Value::as_str) {
                    ranges.push((open.take().unwrap_or_default(), end.to_owned(), with));
                }
            }
        }
        ranges.extend(open.map(|start| (start, String::new(), false)));
    }
    let fixed = ranges.iter().rev().find(|(_, end, with)| !with && !end.is_empty()).map(|(_, end, _)| end.clone());
    let versions = list(one, "/versions").filter_map(Value::as_str).map(str::to_owned).collect();
    Some(Affected { package, ranges, versions, fixed: fixed.unwrap_or_default() })
}

/// A package of an ecosystem as OSV calls it; none of one that package URLs do not know here.
fn package(ecosystem: &str, name: &str) -> Option<String> {
    let kind = match ecosystem.split(':').next().unwrap_or_default() {
        "npm" => "npm",
        "PyPI" => return Some(python(name)),
        "crates.io" => "cargo",
        "Go" => return Some(format!("golang/{}", name.to_lowercase())),
        "Maven" => return Some(format!("maven/{}", name.replacen(':', "/", 1))),
        "NuGet" => "nuget",
        "RubyGems" => "gem",
        "Packagist" => return Some(format!("composer/{}", name.to_lowercase())),
        "GitHub Actions" => return Some(format!("github/{}", name.to_lowercase())),
        _ => return None,
    };
    Some(format!("{kind}/{name}"))
}

fn danger(word: &str) -> Option<Danger> {
    Some(match word.to_ascii_uppercase().as_str() {
        "CRITICAL" => Danger::Critical,
        "HIGH" => Danger::High,
        "MEDIUM" | "MODERATE" => Danger::Medium,
        "LOW" | "NEGLIGIBLE" => Danger::Low,
        _ => return None,
    })
}

/// The base score of a vector of CVSS 3: <https://www.first.org/cvss/v3.1/specification-document>, section 7.1.
fn score(vector: &str) -> Option<Danger> {
    if !vector.starts_with("CVSS:3") {
        return None;
    }
    let metric = |name: &str| vector.split('/').find_map(|part| part.strip_prefix(name)?.strip_prefix(':'));
    let changed = metric("S")? == "C";
    let part = |name: &str, values: &[(&str, f64)]| {
        let value = metric(name)?;
        values.iter().find(|(word, _)| *word == value).map(|(_, number)| *number)
    };
    let impact = [("H", 0.56), ("L", 0.22), ("N", 0.0)];
    let (c, i, a) = (part("C", &impact)?, part("I", &impact)?, part("A", &impact)?);
    let base = 1.0 - (1.0 - c) * (1.0 - i) * (1.0 - a);
    let impact = if changed { 7.52 * (base - 0.029) - 3.25 * (base - 0.02).powi(15) } else { 6.42 * base };
    let privileges: [(&str, f64); 3] =
        if changed { [("N", 0.85), ("L", 0.68), ("H", 0.5)] } else { [("N", 0.85), ("L", 0.62), ("H", 0.27)] };
    let ease = 8.22
        * part("AV", &[("N", 0.85), ("A", 0.62), ("L", 0.55), ("P", 0.2)])?
        * part("AC", &[("L", 0.77), ("H", 0.44)])?
        * part("PR", &privileges)?
        * part("UI", &[("N", 0.85), ("R", 0.62)])?;
    let whole = if changed { 1.08 * (impact + ease) } else { impact + ease };
    let score = if impact <= 0.0 { 0.0 } else { (whole.min(10.0) * 10.0).ceil() / 10.0 };
    Some(match score {
        score if score >= 9.0 => Danger::Critical,
        score if score >= 7.0 => Danger::High,
        score if score >= 4.0 => Danger::Medium,
        _ => Danger::Low,
    })
}

/// One thing that a scanner found.
struct Finding<'v> {
    package: String,
    version: &'v str,
    advisory: Advisory,
    fixed: String,
}

/// The report of a scanner: the packages that it names, and what is wrong with them.
pub(super) fn scan(source: &str) -> Result<(Lock, Vec<Advisory>), Trouble> {
    let whole: Value = serde_json::from_str(source)?;
    let found: Vec<Finding<'_>> = if whole.get("matches").is_some() {
        list(&whole, "/matches").filter_map(grype).collect()
    } else if whole.get("Results").is_some() || whole.get("SchemaVersion").is_some() {
        list(&whole, "/Results").flat_map(|result| list(result, "/Vulnerabilities")).filter_map(trivy).collect()
    } else if whole.get("results").is_some() {
        list(&whole, "/results").flat_map(|result| list(result, "/packages")).flat_map(osv_scanner).collect()
    } else {
        return Err(Trouble::new(1, "no report of osv-scanner, Trivy or Grype"));
    };
    let mut lock = Lock { kind: "scan", complete: true, ..Lock::default() };
    let mut keys = Keys::new(source);
    let (mut advisories, mut known) = (Vec::new(), HashSet::new());
    for Finding { package, version, advisory, fixed } in found {
        let line = keys.line(&advisory.id);
        if known.insert((package.clone(), version)) {
            lock.nodes.push(Node { package: package.clone(), version: version.to_owned(), line, ..Node::default() });
        }
        let affected = Affected { package, versions: vec![version.to_owned()], fixed, ranges: Vec::new() };
        advisories.push(Advisory { affected: vec![affected], scanned: true, ..advisory });
    }
    Ok((lock, advisories))
}

fn grype(one: &Value) -> Option<Finding<'_>> {
    let (package, _) = purl(text(one, "/artifact/purl"))?;
    let related = list(one, "/relatedVulnerabilities").map(|one| text(one, "/id").to_owned());
    let id = text(one, "/vulnerability/id");
    Some(Finding {
        package,
        version: text(one, "/artifact/version"),
        advisory: Advisory {
            id: id.to_owned(),
            aliases: related.filter(|other| other != id).collect(),
            summary: line(text(one, "/vulnerability/description")),
            severity: danger(text(one, "/vulnerability/severity")),
            ..Advisory::default()
        },
        fixed: text(one, "/vulnerability/fix/versions/0").to_owned(),
    })
}

fn trivy(one: &Value) -> Option<Finding<'_>> {
    let (package, _) = purl(text(one, "/PkgIdentifier/PURL"))?;
    Some(Finding {
        package,
        version: text(one, "/InstalledVersion"),
        advisory: Advisory {
            id: text(one, "/VulnerabilityID").to_owned(),
            summary: line(text(one, "/Title")),
            severity: danger(text(one, "/Severity")),
            ..Advisory::default()
        },
        fixed: text(one, "/FixedVersion").to_owned(),
    })
}

fn osv_scanner(one: &Value) -> Vec<Finding<'_>> {
    let Some(package) = package(text(one, "/package/ecosystem"), text(one, "/package/name")) else { return Vec::new() };
    let finding = |found: &Value| {
        let advisory = advisory(found);
        let own = advisory.affected.iter().find(|own| own.package == package).map(|own| own.fixed.clone());
        Finding {
            package: package.clone(),
            version: text(one, "/package/version"),
            fixed: own.unwrap_or_default(),
            advisory,
        }
    };
    list(one, "/vulnerabilities").map(finding).collect()
}
