//! What Backstage's own packages say of real catalog documents, of strings and of templates, recorded, against what
//! this program says. The recordings lie outside the project: in `shared/vectors` beside its folder, or where
//! `CALLBOARD_VECTORS` points; the documents in `corpus` beside them.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "reads recordings, and prints every difference")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use callboard::{
    model::{EntityId, EntityRef, EntityRefError},
    parse::{formats, validate},
    templating::{Limits, Syntax, Template, from_json},
    yaml::{self, Dialect, Document},
};
use serde_json::Value;

/// At least this share of the documents is judged as Backstage judges it, in hundredths.
const AGREEMENT: usize = 99;

/// The lines of a recording; none when it is not at hand.
fn recorded(name: &str) -> Option<(PathBuf, Vec<Value>)> {
    let folder = std::env::var_os("CALLBOARD_VECTORS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors"), PathBuf::from);
    let Ok(text) = fs::read_to_string(folder.join(name)) else {
        println!("not run: there is no {name} in {}", folder.display());
        return None;
    };
    let lines = text.lines().map(|line| serde_json::from_str(line).expect("recordings are lines of JSON"));
    Some((folder.join("../corpus"), lines.collect()))
}

#[test]
fn catalog_documents_are_judged_as_backstage_judges_them() {
    let Some((corpus, lines)) = recorded("catalog.jsonl") else { return };
    let mut files: BTreeMap<String, Vec<Document>> = BTreeMap::new();
    let mut differences: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in &lines {
        let file = line["file"].as_str().expect("a line names its file");
        let documents = files.entry(file.to_owned()).or_insert_with(|| {
            let bytes = fs::read(corpus.join(file)).expect("the corpus has the file");
            yaml::decode(&bytes).map_or(Vec::new(), |text| yaml::read(text, Dialect::CATALOG))
        });
        let number = usize::try_from(line["doc"].as_u64().expect("a line names its document")).expect("small");
        let ours = documents.get(number).map_or_else(|| "no such document".to_owned(), verdict);
        let theirs = recorded_verdict(line);
        if ours != theirs {
            let reason = format!("{} where Backstage says {}", class(&ours), class(&theirs));
            differences
                .entry(reason)
                .or_default()
                .push(format!("{file} #{number}\n  ours:   {ours}\n  theirs: {theirs}"));
        }
    }
    let different: usize = differences.values().map(Vec::len).sum();
    println!("{} of {} documents judged alike", lines.len() - different, lines.len());
    for (reason, cases) in &differences {
        println!("{reason}: {}\n{}", cases.len(), cases.join("\n"));
    }
    assert!((lines.len() - different) * 100 >= lines.len() * AGREEMENT, "{different} documents are judged differently");
}

/// `yaml`, `error`, or the reference and all relations.
fn verdict(document: &Document) -> String {
    if !document.errors.is_empty() {
        return "yaml".to_owned();
    }
    let Some(root) = &document.root else { return "nothing".to_owned() };
    let validation = validate(root);
    let Some(entity) = validation.entity.filter(|_| validation.known_kind) else { return "error".to_owned() };
    let id = EntityId::from(&entity);
    let relations: BTreeSet<String> = validation
        .references
        .iter()
        .flat_map(|reference| {
            let (field, target) = (reference.field, &reference.target);
            [format!("{id} {} {target}", field.forward), format!("{target} {} {id}", field.reverse)]
        })
        .collect();
    format!("{id}: {}", relations.into_iter().collect::<Vec<_>>().join(", "))
}

fn recorded_verdict(line: &Value) -> String {
    if line["yaml"] == false {
        return "yaml".to_owned();
    }
    let Some(id) = line["ref"].as_str() else { return "error".to_owned() };
    let relations: BTreeSet<&str> =
        line["relations"].as_array().expect("an entity has relations").iter().filter_map(Value::as_str).collect();
    format!("{id}: {}", relations.into_iter().collect::<Vec<_>>().join(", "))
}

fn class(verdict: &str) -> &str {
    if verdict.contains(": ") { "entity" } else { verdict }
}

type Check = fn(&str) -> bool;

#[test]
fn strings_are_judged_as_backstage_judges_them() {
    let Some((_, lines)) = recorded("formats.jsonl") else { return };
    let mut differences = Vec::new();
    for line in &lines {
        let input = line["input"].as_str().expect("a line has an input");
        let checks: [(&str, Check); 8] = [
            ("apiVersion", formats::is_api_version),
            ("kind", formats::is_kind),
            ("name", formats::is_name),
            ("namespace", formats::is_namespace),
            ("labelKey", formats::is_label_key),
            ("labelValue", formats::is_label_value),
            ("annotationKey", formats::is_annotation_key),
            ("tag", formats::is_tag),
        ];
        let wrong = checks.iter().filter(|(name, check)| line[*name] != check(input));
        differences.extend(wrong.map(|(name, _)| format!("{input:?} as {name}")));
        let parsed = [
            ("ref", EntityRef::parse(input, None, "default")),
            ("refDefaults", EntityRef::parse(input, Some("x"), "y")),
        ];
        let wrong = parsed.iter().filter(|(name, parsed)| line[*name] != reference(parsed));
        differences.extend(wrong.map(|(name, ours)| format!("{input:?} as {name}: {}", reference(ours))));
    }
    println!("{} differences in {} strings", differences.len(), lines.len());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn reference(parsed: &Result<EntityRef, EntityRefError>) -> Value {
    match parsed {
        Ok(parsed) => serde_json::to_value(parsed).expect("a reference is plain data"),
        Err(error) => serde_json::json!({ "error": error.to_string() }),
    }
}

#[test]
fn templates_are_rendered_as_backstage_renders_them() {
    let Some((_, lines)) = recorded("templating.jsonl") else { return };
    let mut different = 0;
    for line in &lines {
        let context = from_json(&line["context"].to_string()).expect("a recording's values are values");
        let source = line["template"].as_str().expect("a line has its template");
        let template = Template::parse(source, &Syntax::cookiecutter(), &Limits::default());
        let rendered = template.and_then(|template| template.render(&context));
        if rendered.as_deref().ok() != line["expected"].as_str() {
            different += 1;
            println!("{}: {source}\n  ours:   {rendered:?}\n  theirs: {}", line["id"], line["expected"]);
        }
    }
    println!("{} of {} templates rendered alike", lines.len() - different, lines.len());
    assert_eq!(different, 0, "templates that are rendered differently");
}

/// Whatever stands in a repository, as a template it is text or an error; and this project's own skeletons are text.
#[test]
fn any_file_is_a_template_or_an_error() {
    let context = from_json(r#"{"values": {"name": "shop", "owner": "group:default/web"}, "parameters": {}}"#);
    let context = context.expect("it is JSON");
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut folders = vec![own.clone()];
    folders.extend(recorded("templating.jsonl").map(|(corpus, _)| corpus));
    let (mut text, mut errors) = (0, 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_symlink() || path.ends_with(".git") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Some(source) = fs::read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
            if !path.starts_with(&own) && (!source.contains("${{") || source.len() > 200_000) {
                continue;
            }
            let template = Template::parse(&source, &Syntax::backstage(), &Limits::default());
            let rendered =
                template.as_ref().map_or_else(|error| Err(error.clone()), |template| template.render(&context));
            text += usize::from(rendered.is_ok());
            errors += usize::from(rendered.is_err());
            let skeleton = path.starts_with(&own) && path.components().any(|part| part.as_os_str() == "skeleton");
            assert!(rendered.is_ok() || !skeleton, "{}: {rendered:?}", path.display());
        }
    }
    println!("{text} files are rendered, {errors} are errors");
}
