//! `hookweir build`: compile a spec.

use super::{DEFAULT_SPEC, TargetName, read, show};
use crate::outcome::{Failure, Outcome};
use crate::output;
use crate::target::Target;
use crate::{compile, severity_for};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The spec, or - for standard input
    #[arg(default_value = DEFAULT_SPEC)]
    spec: String,
    /// What to compile to
    #[arg(long, value_enum, default_value_t = TargetName::Cloudformation)]
    target: TargetName,
    /// Write template.json or main.tf.json into this folder instead of standard output
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; compare with the file in the folder (--out, else here), print the difference and exit 1 if there is one
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let target = Target::from(arguments.target);
    let compilation = compile(&read(&arguments.spec)?, target)?;
    show(&arguments.spec, &compilation.document, &compilation.diagnostics, |diagnostic| severity_for(diagnostic, Some(target)));
    let Some(artifact) = compilation.artifact else { return Ok(Outcome::Findings) };
    let path = arguments.out.clone().unwrap_or_default().join(artifact.file_name);
    if arguments.check {
        return match output::drift(&path, &artifact.content)? {
            None => Ok(Outcome::Fine),
            Some(difference) => output::print(&difference).map(|()| Outcome::Findings),
        };
    }
    if arguments.out.is_none() {
        return output::print(&artifact.content).map(|()| Outcome::Fine);
    }
    output::write(&path, &artifact.content)?;
    output::say(&format!("wrote {}\n", path.display()));
    Ok(Outcome::Fine)
}
