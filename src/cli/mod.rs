//! The command line. In: arguments, environment, clock. Out: an exit code. It must not know how anything is done.

mod build;
mod check;
mod collect;
mod diff;
mod environment;
mod facts;
mod fix;
mod golden;
mod import;
mod init;
mod mcp;
mod new;
mod options;
mod preview;
mod progress;
mod publish_check;
mod query;
mod report;
mod score;
mod search;
mod serve;
mod settings;
mod site;
mod stopwatch;
mod summary;
mod template;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use environment::Environment;

/// A developer portal that is just files: catalog, docs, search and templates from many repositories.
#[derive(Debug, Parser)]
#[command(name = "callboard", version, after_help = AFTER_HELP, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Check(check::Args),
    Diff(diff::Args),
    Facts(facts::Args),
    Fix(fix::Args),
    Import(import::Args),
    Init(init::Args),
    Collect(collect::Args),
    Mcp(mcp::Args),
    New(new::Args),
    PublishCheck(publish_check::Args),
    Query(query::Args),
    Score(score::Args),
    Search(search::Args),
    Serve(serve::Args),
    Template(template::Args),
    Verify(verify::Args),
}

/// What stands under every help text.
const AFTER_HELP: &str = "\
Exit codes:
  0  all is well; `build` also when there were problems in content, unless --strict
  1  problems of severity error (`check`, `diff` of new ones, and `build --strict`), or a site that is not as it was built (`verify`)
  2  wrong arguments, configuration, query, or templates of your own theme
  3  the disk or the network failed; an old site is left as it was
  4  the site does not fit where it goes; an old site is left as it was
  5  a source may not go where the site goes; an old site is left as it was

Environment:
  GITHUB_TOKEN, GH_TOKEN, GITLAB_TOKEN, GITEA_TOKEN  access to private repositories and higher limits
  NO_COLOR  no colour on the terminal
  CI        plain lines instead of a progress bar";

/// Runs the program.
pub fn run() -> ExitCode {
    let arguments = Cli::parse();
    let environment = Environment::read();
    let result = match arguments.command {
        Command::Build(arguments) => build::run(&arguments, &environment),
        Command::Check(arguments) => check::run(&arguments, &environment),
        Command::Diff(arguments) => diff::run(&arguments, &environment),
        Command::Facts(arguments) => facts::run(&arguments, &environment),
        Command::Fix(arguments) => fix::run(&arguments, &environment),
        Command::Import(arguments) => import::run(&arguments, &environment),
        Command::Init(arguments) => init::run(&arguments, &environment),
        Command::Collect(arguments) => collect::run(&arguments, &environment),
        Command::Mcp(arguments) => mcp::run(&arguments, &environment),
        Command::New(arguments) => new::run(&arguments, &environment),
        Command::PublishCheck(arguments) => publish_check::run(&arguments, &environment),
        Command::Query(arguments) => query::run(&arguments, &environment),
        Command::Score(arguments) => score::run(&arguments, &environment),
        Command::Search(arguments) => search::run(&arguments, &environment),
        Command::Serve(arguments) => serve::run(&arguments, &environment),
        Command::Template(arguments) => template::run(&arguments, &environment),
        Command::Verify(arguments) => verify::run(&arguments, &environment),
    };
    result.unwrap_or_else(|failure| {
        report::failure(&failure);
        failure.code()
    })
}

/// The full help text of the program and of each command: what the reference page in `content/` is held to.
pub fn help() -> Vec<(String, String)> {
    let mut program = Cli::command().term_width(100);
    program.build();
    let mut texts = vec![(program.get_name().to_owned(), program.render_long_help().to_string())];
    for command in program.get_subcommands_mut().filter(|command| command.get_name() != "help") {
        let name = command.get_name().to_owned();
        texts.push((name.clone(), command.render_long_help().to_string()));
        for part in command.get_subcommands_mut().filter(|part| part.get_name() != "help") {
            texts.push((format!("{name} {}", part.get_name()), part.render_long_help().to_string()));
        }
    }
    texts
}
