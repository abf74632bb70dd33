//! Values that stand in the catalog and in a file of the repository as well.

use std::collections::BTreeSet;

use super::warning;
use crate::{
    diagnostic::{Amendment, DriftRule, Finding},
    drift::{
        subject::{Code, Subject, keys},
        text::short,
    },
};

pub const SONAR_KEY_DIFFERS: DriftRule = warning(
    ("sonar-key-differs", "The SonarQube project is another one"),
    ("`sonarqube.org/project-key`", "`sonar.projectKey` in `sonar-project.properties`"),
    "Name the project that the analysis writes to.",
);

pub const LICENCE_DIFFERS: DriftRule = warning(
    ("licence-differs", "The licence is another one"),
    (
        "a label or annotation `license` that is an SPDX identifier",
        "the licence text in its folder or the nearest above",
    ),
    "Name the licence that the text is.",
);

pub const VERSION_DIFFERS: DriftRule = warning(
    ("version-differs", "The version is another one"),
    ("a label or annotation `version` of a component", "the version in the only manifest of its folder"),
    "Name the version of the manifest, or none: it will change again.",
);

pub const DESCRIPTION_EMPTY: DriftRule = warning(
    ("description-empty", "The description says less than the manifest"),
    ("a description that is missing or only repeats the name", "the description in the only manifest of its folder"),
    "Take the description of the manifest over.",
);

pub const KUBERNETES_ID_DIFFERS: DriftRule = warning(
    ("kubernetes-id-differs", "The Kubernetes id is another one"),
    ("`backstage.io/kubernetes-id`", "the labels `backstage.io/kubernetes-id` of all Kubernetes objects in its folder"),
    "Give the entity and the objects the same id.",
);

pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Finding>) {
    let Some(code) = subject.code.filter(|code| code.alone && subject.is("component")) else { return };
    found.extend(sonar(subject, &code));
    found.extend(licence(subject));
    found.extend(version(subject, &code));
    found.extend(description(subject, &code));
    found.extend(kubernetes(subject, &code));
}

fn set(path: &[&str], to: &str) -> Option<Amendment> {
    Some(Amendment::Set(keys(path), to.to_owned()))
}

fn sonar(subject: &Subject<'_>, code: &Code<'_>) -> Option<Finding> {
    const KEY: &str = "sonarqube.org/project-key";
    let value = subject.entity.annotation(KEY)?;
    let path = code.file("sonar-project.properties")?;
    let text = String::from_utf8(code.snapshot.read(&path).ok()?).ok()?;
    let key = (1..).zip(text.lines()).find_map(|(number, line)| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "sonar.projectKey").then(|| (number, value.trim().to_owned()))
    });
    let (line, own) = key.filter(|(_, own)| !own.is_empty() && !own.contains('$'))?;
    let (instance, declared) = value.rsplit_once('/').map_or(("", value), |(instance, key)| (instance, key));
    if declared == own || value == own {
        return None;
    }
    let new = if instance.is_empty() { own.clone() } else { format!("{instance}/{own}") };
    let message = format!("`{KEY}` names {declared}, and the analysis writes to {own}");
    let path_of = ["metadata", "annotations", KEY];
    let sides = (subject.declared(&path_of, value), subject.shown(&path, line, own));
    subject.find(&SONAR_KEY_DIFFERS, message, sides, set(&path_of, &new))
}

/// The label or annotation whose key ends in one of some words.
fn marked<'s>(subject: &'s Subject<'_>, words: &[&str]) -> Option<(&'static str, &'s str, &'s str)> {
    let in_map = |map: &'static str| {
        let entries = subject.entity.metadata.get(map)?.as_object()?;
        entries.iter().find_map(|(key, value)| {
            let last = key.rsplit('/').next().unwrap_or_default();
            words.contains(&last).then_some((map, key.as_str(), value.as_str()?))
        })
    };
    ["labels", "annotations"].into_iter().find_map(in_map)
}

fn licence(subject: &Subject<'_>) -> Option<Finding> {
    let (map, key, value) = marked(subject, &["license", "licence", "spdx-license"])?;
    let fact = subject.fact("license")?;
    let texts = fact.value.texts();
    let [licence] = texts.as_slice() else { return None };
    let plain = |text: &str| text.to_lowercase().replace("-only", "").replace("-or-later", "").replace([' ', '_'], "-");
    let is_spdx = value.contains('-') || ["MIT", "ISC", "Unlicense"].contains(&value);
    if licence == "other"
        || !is_spdx
        || plain(value).contains(&plain(licence))
        || plain(licence).contains(&plain(value))
    {
        return None;
    }
    let message = format!("`{key}` says {value}, and the licence text is {licence}");
    let path = ["metadata", map, key];
    subject.find(
        &LICENCE_DIFFERS,
        message,
        (subject.declared(&path, value), subject.seen(fact, licence)),
        set(&path, licence),
    )
}

fn version(subject: &Subject<'_>, code: &Code<'_>) -> Option<Finding> {
    let (map, key, value) = marked(subject, &["version"])?;
    let mut versions = code.manifests().filter_map(|one| Some((one, one.get("version")?)));
    let (one, (version, line)) = versions.next()?;
    let is_version = |text: &str| {
        let parts: Vec<&str> = text.trim_start_matches('v').split('.').collect();
        parts.len() == 3 && parts.iter().all(|part| part.starts_with(|c: char| c.is_ascii_digit()))
    };
    let same = value.trim_start_matches('v') == version.trim_start_matches('v');
    let placeholder = version.starts_with("0.0.0") || version.contains("SNAPSHOT");
    if versions.next().is_some() || !is_version(value) || !is_version(version) || same || placeholder {
        return None;
    }
    let message = format!("`{key}` says {value}, and {} is of version {version}", one.path.file_name());
    let path = ["metadata", map, key];
    let sides = (subject.declared(&path, value), subject.shown(&one.path, *line, version.clone()));
    subject.find(&VERSION_DIFFERS, message, sides, set(&path, version))
}

fn description(subject: &Subject<'_>, code: &Code<'_>) -> Option<Finding> {
    let plain = |text: &str| -> String { text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect() };
    let own = subject.entity.description().unwrap_or_default();
    if !own.is_empty() && plain(own) != plain(&subject.entity.name) && plain(own) != plain(subject.entity.title()) {
        return None;
    }
    let mut described = code.manifests().filter_map(|one| Some((one, one.get("description")?)));
    let (one, (text, line)) = described.next()?;
    let says_more = plain(text) != plain(&subject.entity.name) && text.split_whitespace().count() > 2;
    if described.next().is_some() || !says_more || text.contains("{{") {
        return None;
    }
    let text = short(text, 300);
    let path = ["metadata", "description"];
    let message = match own {
        "" => format!("it has no description, and {} says “{text}”", one.path.file_name()),
        own => format!("the description says only “{own}”, and {} says “{text}”", one.path.file_name()),
    };
    let amendment = match subject.entity.metadata.get("description") {
        Some(_) => set(&path, &text),
        None => Some(Amendment::Add(keys(&path), text.clone())),
    };
    let words = if own.is_empty() { "no description" } else { own };
    subject.find(
        &DESCRIPTION_EMPTY,
        message,
        (subject.declared(&path, words), subject.shown(&one.path, *line, text)),
        amendment,
    )
}

fn kubernetes(subject: &Subject<'_>, code: &Code<'_>) -> Option<Finding> {
    const KEY: &str = "backstage.io/kubernetes-id";
    let value = subject.entity.annotation(KEY).filter(|_| !code.survey.is_cut)?;
    let objects = code.survey.objects.iter().filter(|object| code.holds(&object.path));
    let labels: Vec<_> = objects
        .flat_map(|object| object.labels.iter().filter(|(key, _)| key == KEY).map(move |(_, label)| (object, label)))
        .collect();
    let ids: BTreeSet<&str> = labels.iter().map(|(_, (id, _))| id.as_str()).collect();
    let (object, (id, line)) = labels.first().filter(|_| !ids.contains(value))?;
    let message = format!("`{KEY}` is {value}, and its {} has {id}", object.kind);
    let path = ["metadata", "annotations", KEY];
    let amendment = if ids.len() == 1 { set(&path, id) } else { None };
    let sides = (subject.declared(&path, value), subject.shown(&object.path, *line, id.clone()));
    subject.find(&KUBERNETES_ID_DIFFERS, message, sides, amendment)
}
