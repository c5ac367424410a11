//! `hookweir check`: everything that there is to say about specs.

use super::{DEFAULT_SPEC, TargetName, beside, file_name, read, show};
use crate::diagnostic::{Diagnostic, Severity};
use crate::outcome::{Failure, Outcome};
use crate::output;
use crate::report::{self, Finding};
use crate::target::Target;
use crate::{Source, check, severity_for};
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The specs, or - for standard input
    #[arg(default_value = DEFAULT_SPEC)]
    spec: Vec<String>,
    /// Check for this target alone; without it, what stops one target only is a note
    #[arg(long, value_enum)]
    target: Option<TargetName>,
    /// How to show what was found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines of the spec, on standard error
    Text,
    /// For programs, on standard output
    Json,
}

#[derive(serde::Serialize)]
struct Findings {
    diagnostics: Vec<Finding>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let target = arguments.target.map(Target::from);
    let severity = |diagnostic: &Diagnostic| severity_for(diagnostic, target);
    let mut outcome = Outcome::Fine;
    let mut findings = Vec::new();
    let mut failure = None;
    for spec in &arguments.spec {
        let bytes = match read(spec) {
            Ok(bytes) => bytes,
            Err(error) => {
                // The other specs are checked all the same.
                if let (Some(Failure::Message(earlier)), Failure::Message(error)) = (&mut failure, &error) {
                    earlier.push_str(&format!("\nerror: {error}"));
                } else {
                    failure = Some(error);
                }
                continue;
            }
        };
        let (document, diagnostics) = check(Source { bytes: &bytes, read: &beside(spec) }, target)?;
        if diagnostics.iter().any(|diagnostic| severity(diagnostic) == Severity::Error) {
            outcome = Outcome::Findings;
        }
        match arguments.format {
            Format::Text if diagnostics.is_empty() => output::say(&format!("{}: nothing to report\n", file_name(spec))),
            Format::Text => show(spec, &document, &diagnostics, severity),
            Format::Json => findings.extend(report::json(&file_name(spec), &document, &diagnostics, severity)),
        }
    }
    if arguments.format == Format::Json {
        let mut text =
            serde_json::to_string_pretty(&Findings { diagnostics: findings }).map_err(|error| Failure::new(error.to_string()))?;
        text.push('\n');
        output::print(&text)?;
    }
    failure.map_or(Ok(outcome), Err)
}
