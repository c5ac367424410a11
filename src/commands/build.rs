//! `hookweir build`: compile a spec.

use super::{DEFAULT_SPEC, TargetName, beside, read, show};
use crate::outcome::{Failure, Outcome};
use crate::output;
use crate::target::Target;
use crate::{Source, compile, severity_for};
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
    /// Write template.json, or main.tf.json, into this folder instead of standard output; nested stacks beside it
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; compare with the file in the folder (--out, else here), print the difference and exit 1 if there is one
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let target = Target::from(arguments.target);
    let compilation = compile(Source { bytes: &read(&arguments.spec)?, read: &beside(&arguments.spec) }, target)?;
    show(&arguments.spec, &compilation.document, &compilation.diagnostics, |diagnostic| severity_for(diagnostic, Some(target)));
    if compilation.artifacts.is_empty() {
        return Ok(Outcome::Findings);
    }
    let folder = arguments.out.clone().unwrap_or_default();
    let files: Vec<(PathBuf, &str)> =
        compilation.artifacts.iter().map(|artifact| (folder.join(&*artifact.file_name), artifact.content.as_str())).collect();
    if arguments.check {
        let mut differences = String::new();
        for (path, content) in &files {
            differences.extend(output::drift(path, content)?);
        }
        return if differences.is_empty() { Ok(Outcome::Fine) } else { output::print(&differences).map(|()| Outcome::Findings) };
    }
    if arguments.out.is_some() {
        output::write_all(&files)?;
        files.iter().for_each(|(path, _)| output::say(&format!("wrote {}\n", path.display())));
        return Ok(Outcome::Fine);
    }
    match files.as_slice() {
        [(_, content)] => output::print(content).map(|()| Outcome::Fine),
        _ => Err(Failure::new("`nestedStacks` makes several files; name a folder for them with `--out DIR`".to_owned())),
    }
}
