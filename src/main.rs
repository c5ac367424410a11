//! The command line of hookweir.

use std::process::ExitCode;

fn main() -> ExitCode {
    hookweir::cli::run()
}
