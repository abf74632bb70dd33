//! The command line. In: arguments, environment, clock. Out: an exit code. It must not know how anything is done.

use std::process::ExitCode;

/// Runs the program.
pub fn run() -> ExitCode {
    ExitCode::SUCCESS
}
