//! `callboard new`.

mod ask;
mod portal;
pub(super) mod project;
pub(super) mod values;

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::ValueHint;

use super::{environment::Environment, golden, report, settings::Failure, site::Site};
use portal::Portal;

use crate::{
    diagnostic::{harmless, nearest},
    model::{EntityId, EntityRef},
    pipeline::{self, Golden},
    scaffold::{
        form::{Form, Object},
        run::Outcome,
    },
};

const EXAMPLES: &str = "\
Examples:
  callboard new
  callboard new rust-service ./ticket-printer
  callboard new rust-service --set name=ticket-printer --set owner=group:default/web --dry-run
  callboard new node-service --from https://github.com/example/templates --values answers.yaml
  callboard new node-service --site https://portal.example.com";

/// Make a project from a template: answer its questions, and its files are written into a new folder
///
/// Nothing but files is made. What the template would have asked of a server, such as a repository on a forge, is
/// printed as commands for you to run.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", super::AFTER_HELP))]
pub struct Args {
    /// The template: its name or its reference; without it, those that there are are listed, and asked for on a terminal
    #[arg(value_name = "TEMPLATE")]
    template: Option<String>,

    /// The new folder; it must not be there, or be empty. By default it is called like the answer to `name`
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    folder: Option<PathBuf>,

    /// Where templates are looked for: a folder, bare repository or URL, as for `build`; may be repeated
    #[arg(long = "from", value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    sources: Vec<String>,

    /// A portal that is built, a folder or a URL: templates come from its archives instead of sources
    #[arg(long, value_name = "DIR|URL", value_hint = ValueHint::AnyPath, conflicts_with_all = ["sources", "config"])]
    site: Option<String>,

    /// The configuration file that names the sources
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,

    /// A YAML or JSON file with answers
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    values: Option<PathBuf>,

    /// One answer, read as YAML; dots lead into objects; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,

    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Finds the template, asks what is not answered, runs its steps and writes the project.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let answers = values::answers(arguments.values.as_deref(), &arguments.set, environment)?;
    // Nobody is to answer questions for a folder that cannot be written.
    if let Some(named) = arguments.folder.as_ref().filter(|_| !arguments.dry_run) {
        project::inspect(&environment.folder.join(named)).map_err(Failure::Usage)?;
    }
    let (golden, entities, name) =
        match (find(arguments, arguments.template.as_deref(), environment)?, &arguments.template) {
            (Found::One(golden, entities), Some(name)) => (golden, entities, name.clone()),
            (Found::List(words), Some(_)) => return Err(Failure::Request(format!("error: {words}"))),
            (Found::List(words), None) if is_terminal() => {
                let name = ask::template(&words).map_err(Failure::World)?;
                match find(arguments, Some(&name), environment)? {
                    Found::One(golden, entities) => (golden, entities, name),
                    Found::List(words) => return Err(Failure::Request(format!("error: {words}"))),
                }
            }
            (Found::List(words), None) => {
                report::answer(&words);
                return Ok(ExitCode::SUCCESS);
            }
            (Found::One(..), None) => return Err(Failure::Usage("name a template".to_owned())),
        };
    let golden = &*golden;
    let form = complete(golden, answers)?;
    let target = target(arguments.folder.as_deref(), &form.answers, &name);
    let folder = environment.folder.join(&target);
    if !arguments.dry_run {
        project::inspect(&folder).map_err(Failure::Usage)?;
    }
    let outcome = golden::run(golden, &form, &entities)?;
    if !arguments.dry_run {
        project::write(&folder, outcome.workspace.files()).map_err(Failure::World)?;
    }
    report::answer(&tell(&outcome, &target, arguments.dry_run));
    Ok(ExitCode::SUCCESS)
}

/// What is found by a name.
enum Found {
    /// A template, and the entities that it may ask for.
    One(Box<Golden>, Object),
    /// What there is instead.
    List(String),
}

/// The template of a name, or what there is.
fn find(arguments: &Args, name: Option<&str>, environment: &Environment) -> Result<Found, Failure> {
    match &arguments.site {
        Some(site) => of_portal(&Portal(Site::new(site, &environment.folder)), name),
        None => of_sources(arguments, name, environment),
    }
}

/// Whether somebody is there to be asked.
fn is_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// The template that is asked for, from the configured sources.
fn of_sources(arguments: &Args, name: Option<&str>, environment: &Environment) -> Result<Found, Failure> {
    let common = golden::sources(&arguments.sources, arguments.config.clone());
    let session = golden::session(&common, environment)?;
    let wanted = |id: &EntityId| name.is_none_or(|name| names(name, id));
    let read = |wanted: &dyn Fn(&EntityId) -> bool| {
        session.run(|surroundings| pipeline::templates(&session.config, surroundings, wanted))
    };
    let (mut found, entities) = read(&wanted);
    if name.is_some() && found.len() == 1 {
        return Ok(Found::One(Box::new(found.remove(0)), entities));
    }
    let all = if found.is_empty() { read(&|_| true).0 } else { found };
    Ok(Found::List(told(name, all.iter().map(named).collect())))
}

/// The template that is asked for, from a portal.
fn of_portal(portal: &Portal, wanted: Option<&str>) -> Result<Found, Failure> {
    let all = portal.templates().map_err(Failure::World)?;
    let found: Vec<_> = all.iter().filter(|listed| wanted.is_none_or(|name| names(name, &listed.id()))).collect();
    if let (Some(_), [listed]) = (wanted, found.as_slice()) {
        let golden = portal.golden(listed).map_err(Failure::World)?;
        let entities =
            if listed.asks_the_catalog() { portal.entities().map_err(Failure::World)? } else { Object::new() };
        return Ok(Found::One(Box::new(golden), entities));
    }
    let shown = if found.is_empty() { all.iter().collect() } else { found };
    Ok(Found::List(told(wanted, shown.into_iter().map(portal::Listed::named).collect())))
}

/// A template as a list shows it: its reference, its title and what it makes.
type Named<'a> = (EntityId, &'a str, &'a str);

fn named(golden: &Golden) -> Named<'_> {
    (golden.id.clone(), &golden.title, &golden.description)
}

/// Why there is not the one template that is asked for, or what there is to ask for.
fn told(wanted: Option<&str>, found: Vec<Named<'_>>) -> String {
    let Some(name) = wanted else { return list("name one of these templates", &found) };
    if found.iter().any(|(id, ..)| names(name, id)) {
        return list(&format!("several templates are called `{}`; write the whole reference", harmless(name)), &found);
    }
    let near = nearest(name, found.iter().map(|(id, ..)| id.name()));
    let hint = near.map_or_else(|| list("there are these", &found), |near| format!("did you mean `{near}`?"));
    format!("no template is called `{}`; {hint}", harmless(name))
}

/// Whether a name, with or without namespace and kind, means a template.
fn names(written: &str, id: &EntityId) -> bool {
    EntityRef::parse(written, Some("template"), "default").is_ok_and(|wanted| EntityId::from(&wanted) == *id)
        || written.eq_ignore_ascii_case(id.name())
}

fn list(what: &str, found: &[Named<'_>]) -> String {
    let line = |(id, title, description): &Named<'_>| {
        let about = description.lines().next().unwrap_or_default();
        format!("  {}  {}\n", id.name(), harmless(if about.is_empty() { title } else { about }))
    };
    if found.is_empty() {
        return "there are no templates here; look elsewhere with --from or --site\n".to_owned();
    }
    format!("{what}:\n{}", found.iter().map(line).collect::<String>())
}

/// Asks on a terminal for what is not answered. What is missing or wrong then, such as a secret, is an error.
fn complete(golden: &Golden, mut answers: Object) -> Result<Form, Failure> {
    let given = answers.clone();
    let form = if is_terminal() {
        let parameters = golden.spec.get("parameters").unwrap_or(&serde_json::Value::Null);
        ask::ask(parameters, &mut answers).map_err(Failure::World)?
    } else {
        golden::form(golden, &answers)
    };
    golden::accept(&form, &given)?;
    Ok(form)
}

/// The folder that is made: the one named, or one called like the project.
fn target(named: Option<&Path>, answers: &Object, template: &str) -> PathBuf {
    const NAMES: [&str; 9] = [
        "name",
        "component_id",
        "componentName",
        "serviceName",
        "repoName",
        // What templates of other tools ask for.
        "project_slug",
        "repo_name",
        "package_name",
        "project_name",
    ];
    let called = NAMES.iter().find_map(|key| answers.get(*key)?.as_str());
    let plain = |name: &&str| {
        !name.is_empty() && !name.starts_with('.') && name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
    };
    let last = || template.rsplit(['/', ':']).next().unwrap_or(template);
    named.map_or_else(|| PathBuf::from(called.filter(plain).unwrap_or_else(last)), Path::to_owned)
}

/// The files, and what is left to do.
fn tell(outcome: &Outcome, target: &Path, dry: bool) -> String {
    let mut text = String::new();
    for (path, file) in outcome.workspace.files() {
        let mark = if file.executable { "*" } else { "" };
        text += &format!("{}{mark}\n", harmless(&target.join(path).to_string_lossy()));
    }
    let count = outcome.workspace.files().len();
    let noun = if count == 1 { "file" } else { "files" };
    text += &format!("\n{count} {noun}{}\n", if dry { ", none of them written" } else { "" });
    for line in &outcome.log {
        text += &format!("{}\n", harmless(line));
    }
    if !outcome.todo.is_empty() {
        text += "\nLeft for you to do:\n";
    }
    for todo in &outcome.todo {
        text += &format!("\n# {} ({})\n", harmless(&todo.title), harmless(&todo.action));
        let shown = if todo.commands.is_empty() {
            todo.input.lines().map(|line| format!("#   {line}")).collect()
        } else {
            todo.commands.clone()
        };
        for line in shown {
            text += &format!("{}\n", harmless(&line));
        }
    }
    for note in outcome.notes.iter().filter(|note| !note.content.is_empty()) {
        text += &format!("\n{}: {}\n", harmless(&note.title), harmless(&note.content));
    }
    text
}
