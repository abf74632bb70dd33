//! `callboard template test`.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{ValueEnum, ValueHint};
use serde_json::{Map, Value};

use super::{
    cases::{self, Case},
    compare::compare,
    show::{self, Outcome, Report, Verdict},
};
use crate::{
    cli::{environment::Environment, golden, new::values, report, settings::Failure},
    pipeline::{self, Golden},
    scaffold::{File, form::Object},
};

/// Render every template with the answers of its cases, and compare with what is expected
///
/// A case is a folder `tests/CASE` beside `template.yaml`: `values.yaml` holds the answers, `expected/` the project that
/// they make. A template without cases is rendered with the `examples` and defaults of its questions, and told apart.
/// Examples:
///
///   callboard template test templates
///   callboard template test --update            # what is made now is expected from here on
///   callboard template test --format json
#[derive(Debug, clap::Args)]
#[command(after_help = crate::cli::AFTER_HELP, verbatim_doc_comment)]
pub struct Args {
    /// Folders with templates; without them, the sources of the configuration, or the working directory
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    folders: Vec<String>,

    /// Write what is made into `expected/`
    #[arg(long)]
    update: bool,

    /// How the result is shown, on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Shape::Human)]
    format: Shape,
}

/// How the result is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// Lines and diffs for people
    Human,
    /// One document for programs
    Json,
}

/// Renders, compares, and tells.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let common = golden::sources(&arguments.folders, None);
    let session = golden::session(&common, environment)?;
    let (found, entities) = session.run(|surroundings| pipeline::templates(&session.config, surroundings, &|_| true));
    if found.is_empty() {
        return Err(Failure::Usage("there are no templates in these folders".to_owned()));
    }
    let mut sharing: HashMap<&Path, usize> = HashMap::new();
    for folder in found.iter().filter_map(|golden| golden.folder.as_deref()) {
        *sharing.entry(folder).or_default() += 1;
    }
    let bench = Bench { entities: &entities, update: arguments.update };
    let reports: Vec<Report> = found
        .iter()
        .map(|golden| {
            let alone = golden.folder.as_deref().is_none_or(|folder| sharing[folder] == 1);
            bench.template(golden, alone)
        })
        .collect();
    let told = match arguments.format {
        Shape::Human => show::human(&reports),
        Shape::Json => show::json(&reports),
    };
    report::answer(&told);
    Ok(ExitCode::from(u8::from(reports.iter().any(Report::is_bad))))
}

/// What all cases are run with.
struct Bench<'a> {
    entities: &'a Map<String, Value>,
    update: bool,
}

impl Bench<'_> {
    fn template(&self, golden: &Golden, alone: bool) -> Report {
        let folder = golden.folder.as_deref().map(|folder| tests(folder, golden, alone));
        let cases = folder.as_deref().map(cases::cases).unwrap_or_default();
        let verdicts = if cases.is_empty() {
            vec![self.untested(golden)]
        } else {
            cases.iter().map(|case| self.case(golden, case)).collect()
        };
        Report {
            template: golden.id.to_string(),
            path: format!("{}/{}", golden.place.0, golden.place.1),
            cases: verdicts,
        }
    }

    fn case(&self, golden: &Golden, case: &Case) -> Verdict {
        let outcome = self.compared(golden, case).unwrap_or_else(|message| Outcome::Broken { message });
        Verdict { name: Some(case.name.clone()), outcome }
    }

    fn compared(&self, golden: &Golden, case: &Case) -> Result<Outcome, String> {
        let made = self.made(golden, &values::from_file(&case.values)?)?;
        let expected = case.expected()?;
        let differences = compare(&expected, &made);
        Ok(if differences.is_empty() {
            Outcome::Passed { files: made.len() }
        } else if self.update {
            case.update(&expected, &made)?;
            Outcome::Updated { files: made.len(), changed: differences.len() }
        } else {
            Outcome::Failed { files: made.len(), differences }
        })
    }

    /// A template without cases: whether it can be rendered at all.
    fn untested(&self, golden: &Golden) -> Verdict {
        let given = examples(golden.spec.get("parameters"));
        let form = golden::form(golden, &given);
        let missing: Vec<String> =
            form.problems().iter().map(|(field, _)| field.pointer.trim_start_matches('/').replace('/', ".")).collect();
        let outcome = if missing.is_empty() {
            match self.made(golden, &given) {
                Ok(files) => Outcome::Untested { files: Some(files.len()), missing },
                Err(message) => Outcome::Broken { message },
            }
        } else {
            Outcome::Untested { files: None, missing }
        };
        Verdict { name: None, outcome }
    }

    fn made(&self, golden: &Golden, given: &Object) -> Result<BTreeMap<String, File>, String> {
        let form = golden::form(golden, given);
        let outcome = golden::accept(&form, given).and_then(|()| golden::run(golden, &form, self.entities));
        outcome.map(|outcome| outcome.workspace.files().clone()).map_err(|failure| failure.reason())
    }
}

/// Where a template's cases lie: where several templates share a folder, each has one of its own.
fn tests(folder: &Path, golden: &Golden, alone: bool) -> PathBuf {
    let tests = folder.join("tests");
    if alone { tests } else { tests.join(golden.id.name()) }
}

/// The first of the `examples` of each question that has no default.
fn examples(parameters: Option<&Value>) -> Object {
    let pages = match parameters {
        Some(Value::Array(pages)) => pages.as_slice(),
        Some(page) => std::slice::from_ref(page),
        None => &[],
    };
    let questions = pages.iter().filter_map(|page| page.get("properties")?.as_object()).flatten();
    let example = |(name, question): (&String, &Value)| {
        let example = question.get("examples")?.as_array()?.first()?;
        question.get("default").is_none().then(|| (name.clone(), example.clone()))
    };
    questions.filter_map(example).collect()
}
