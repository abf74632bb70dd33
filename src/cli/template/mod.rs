//! `callboard template`.

mod cases;
mod compare;
mod show;
mod test;

use std::process::ExitCode;

use super::{environment::Environment, settings::Failure};

/// Work on templates: test that they make what they made before
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Test(test::Args),
}

/// Runs the command that is asked for.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    match &arguments.command {
        Command::Test(arguments) => test::run(arguments, environment),
    }
}
