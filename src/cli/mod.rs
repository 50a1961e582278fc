//! The command line (L8): [`args`] declares, `command` runs, `terminal` knows the screen.

pub mod args;
pub mod bare;
mod clock;
mod command;
mod library;
mod map;
mod matching;
mod plan;
mod public;
mod risk;
mod rules;
mod terminal;
mod whatif;

use clap::Parser;
use std::process::ExitCode;

/// Parses the command line, runs it, prints what went wrong; exit code 0 done, 1 failed, 2 usage.
pub fn main() -> ExitCode {
    let args = args::Args::parse();
    match command::run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::print_error(error.as_ref(), terminal::language(&args));
            ExitCode::from(if error.is::<command::Usage>() { 2 } else { 1 })
        }
    }
}
