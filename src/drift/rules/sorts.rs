//! What something is said to be, and what its files make of it.

use super::warning;
use crate::{
    diagnostic::{Amendment, DriftRule, Finding},
    drift::subject::{Code, Subject, keys},
    model::FactValue,
};

pub const LIBRARY_DEPLOYED: DriftRule = warning(
    ("library-deployed", "A library that is deployed"),
    (
        "`spec.type: library` of a component",
        "a Helm chart of type application in its folder, or a Dockerfile there that opens a port and starts something",
    ),
    "Say that it is a service, or take what deploys it away.",
);

pub const SERVICE_IS_LIBRARY: DriftRule = warning(
    ("service-is-library", "A service that starts nothing"),
    (
        "`spec.type: service` of a component",
        "a manifest in its folder that builds a library and no program, and no container file, chart or workload beside it",
    ),
    "Say that it is a library.",
);

pub const LANGUAGE_DIFFERS: DriftRule = warning(
    ("language-differs", "A tag names a language that it is not written in"),
    ("a tag of a component that is the name of a programming language", "the languages of its files"),
    "Take the tag away.",
);

/// Tags that name a language, and the languages whose files show that it is one of them.
const TAGS: [(&[&str], &[&str]); 15] = [
    (&["go", "golang"], &["Go"]),
    (&["python", "python3"], &["Python", "Jupyter Notebook", "Cython"]),
    (&["java"], &["Java", "Kotlin", "Scala", "Groovy"]),
    (&["kotlin"], &["Kotlin", "Java"]),
    (&["typescript"], &["TypeScript", "Vue", "Svelte", "Astro", "MDX", "TSX"]),
    (&["javascript"], &["JavaScript", "TypeScript", "Vue", "Svelte", "Astro", "MDX", "HTML", "EJS", "TSX"]),
    (&["rust"], &["Rust"]),
    (&["ruby"], &["Ruby", "HTML"]),
    (&["php"], &["PHP", "Blade", "Hack", "Twig"]),
    (&["scala"], &["Scala"]),
    (&["csharp", "c-sharp"], &["C#", "F#", "Visual Basic .NET"]),
    (&["swift"], &["Swift", "Objective-C"]),
    (&["elixir"], &["Elixir", "Erlang"]),
    (&["clojure"], &["Clojure", "Java"]),
    (&["haskell"], &["Haskell"]),
];

/// Less code shows no language for certain, in kilobytes.
const LEAST: u32 = 5;

pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Finding>) {
    if !subject.is("component") {
        return;
    }
    let Some(code) = subject.code.filter(|code| code.alone) else { return };
    found.extend(language(subject));
    match subject.entity.spec_str("type") {
        Some("library") => found.extend(deployed(subject, &code)),
        Some("service") => found.extend(library(subject, &code)),
        _ => {}
    }
}

fn set_type(to: &str) -> Option<Amendment> {
    Some(Amendment::Set(keys(&["spec", "type"]), to.to_owned()))
}

fn deployed(subject: &Subject<'_>, code: &Code<'_>) -> Option<Finding> {
    let charts = code.survey.manifests.iter().filter(|one| one.kind == "helm" && code.holds(&one.path));
    let chart = charts.into_iter().find_map(|one| Some((one.path.clone(), one.get("program")?.1, "a Helm chart")));
    let docker = || {
        let path = code.file("Dockerfile")?;
        let text = String::from_utf8(code.snapshot.read(&path).ok()?).ok()?;
        let begins = |words: &[&str]| text.lines().any(|line| words.iter().any(|word| line.starts_with(word)));
        let port = text.lines().position(|line| line.starts_with("EXPOSE "))?;
        begins(&["CMD", "ENTRYPOINT"])
            .then(|| (path, u32::try_from(port + 1).unwrap_or(0), "a Dockerfile that opens a port"))
    };
    let (path, line, what) = chart.or_else(docker)?;
    // What builds and shows a library on a page of its own is no service.
    if code.holds(&path) && code.has_others_below() {
        return None;
    }
    let message = format!("the type is library, and its folder has {what}");
    let sides = (subject.declared(&["spec", "type"], "type: library"), subject.shown(&path, line, what));
    subject.find(&LIBRARY_DEPLOYED, message, sides, None)
}

fn library(subject: &Subject<'_>, code: &Code<'_>) -> Option<Finding> {
    if subject.number("containers")? > 0 || code.has_others_below() || !code.survey.objects.is_empty() {
        return None;
    }
    let mut manifests = code.survey.manifests.iter().filter(|one| code.holds(&one.path));
    let one = manifests.next()?;
    let runs = [
        "Procfile",
        "serverless.yml",
        "serverless.yaml",
        "template.yaml",
        "app.yaml",
        "fly.toml",
        "vercel.json",
        "netlify.toml",
        "wrangler.toml",
    ];
    if manifests.next().is_some()
        || one.path.parent() != *code.folder
        || runs.iter().any(|name| code.file(name).is_some())
    {
        return None;
    }
    let (_, line) = one.get("library").filter(|_| one.get("program").is_none() && one.get("private").is_none())?;
    let message = format!("the type is service, and {} builds a library and no program", one.path.file_name());
    let sides = (
        subject.declared(&["spec", "type"], "type: service"),
        subject.shown(&one.path, *line, "a library and no program"),
    );
    subject.find(&SERVICE_IS_LIBRARY, message, sides, set_type("library"))
}

fn language(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(fact) = subject.fact("languages") else { return Vec::new() };
    let FactValue::Shares(shares) = &fact.value else { return Vec::new() };
    if shares.is_empty() || subject.number("code-size").is_none_or(|size| size < LEAST) {
        return Vec::new();
    }
    let names: Vec<&str> = shares.iter().take(3).map(|(name, _)| name.as_str()).collect();
    let wrong = |(place, tag): (usize, &str)| {
        let (_, languages) = TAGS.iter().find(|(tags, _)| tags.contains(&tag))?;
        if shares.iter().any(|(name, _)| languages.contains(&name.as_str())) {
            return None;
        }
        let message = format!("the tag says {tag}, and its files are {}", names.join(", "));
        let number = place.to_string();
        let declared = subject.declared(&["metadata", "tags", &number], format!("tag {tag}"));
        let shown = subject.seen(fact, names.join(", "));
        let amendment = Some(Amendment::Remove(keys(&["metadata", "tags"]), place));
        subject.find(&LANGUAGE_DIFFERS, message, (declared, shown), amendment)
    };
    subject.entity.tags().enumerate().filter_map(wrong).collect()
}
