//! `hookweir completions`: a script for a shell.

use crate::outcome::{Failure, Outcome};
use crate::output;
use clap::CommandFactory;

pub(crate) fn run<C: CommandFactory>(shell: clap_complete::Shell) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut C::command(), "hookweir", &mut script);
    output::print(&String::from_utf8_lossy(&script)).map(|()| Outcome::Fine)
}
