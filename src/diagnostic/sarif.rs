//! SARIF 2.1.0 (OASIS), as GitHub's code scanning reads it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Diagnostic, Rule, Severity, View, fingerprint::fingerprints, format};
use crate::model::Place;

/// GitHub refuses a run with more results.
const MOST_RESULTS: usize = 25_000;

/// One run with its rules and results, the worst first.
pub fn show(diagnostics: &[&Diagnostic], view: &View) -> String {
    let mut ranked = diagnostics.to_vec();
    ranked.sort_by_key(|diagnostic| diagnostic.severity);
    ranked.truncate(MOST_RESULTS);
    let rules: BTreeMap<&str, &Rule> = ranked.iter().map(|diagnostic| (diagnostic.rule.id, diagnostic.rule)).collect();
    let number = |id: &str| rules.keys().position(|rule| *rule == id);
    let marks = fingerprints(&ranked);
    let results = ranked.iter().zip(marks).map(|(diagnostic, mark)| {
        let mut result = result(diagnostic, number(diagnostic.rule.id), view);
        result["partialFingerprints"] = json!({ "callboard/v1": mark });
        result
    });
    let results: Vec<Value> = results.collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Callboard",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.values().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(diagnostic: &Diagnostic, number: Option<usize>, view: &View) -> Value {
    let hint = diagnostic.hint.as_ref().map(|hint| format!("\n{hint}")).unwrap_or_default();
    let mut result = json!({
        "ruleId": diagnostic.rule.id,
        "ruleIndex": number,
        "level": level(diagnostic.severity),
        "message": { "text": format!("{}{hint}", diagnostic.message) },
        "locations": [location(&diagnostic.place, view)],
    });
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .zip(1..)
        .map(|((place, words), id)| {
            let mut location = location(place, view);
            location["id"] = Value::from(id);
            location["message"] = json!({ "text": words });
            location
        })
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    result
}

fn location(place: &Place, view: &View) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": relative_uri(&format::location(place, view)) } });
    if place.line > 0 {
        let mut region = json!({ "startLine": place.line });
        if place.column > 0 {
            region["startColumn"] = place.column.into();
        }
        physical["region"] = region;
    }
    json!({ "physicalLocation": physical })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A relative reference by RFC 3986: everything but unreserved characters and `/` is percent-encoded.
fn relative_uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
