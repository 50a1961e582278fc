//! The `liantu` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    liantu::cli::main()
}
