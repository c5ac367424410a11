//! The commands, one a file. They alone read, write and print.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod init;
pub(crate) mod redrive;
pub(crate) mod render;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod simulate;

use crate::Source;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, MAX_BYTES};
use crate::outcome::Failure;
use crate::output;
use crate::report;
use crate::stack::Stack;
use crate::target::Target;
use clap::ValueEnum;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// A target as the command line names it.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum TargetName {
    /// template.json for AWS CloudFormation
    Cloudformation,
    /// main.tf.json for Terraform with the provider hashicorp/aws
    Terraform,
}

impl From<TargetName> for Target {
    fn from(name: TargetName) -> Target {
        match name {
            TargetName::Cloudformation => Target::CloudFormation,
            TargetName::Terraform => Target::Terraform,
        }
    }
}

/// The spec that is read when none is named.
const DEFAULT_SPEC: &str = "hookweir.yaml";

/// Reads a spec; `-` is standard input.
fn read(spec: &str) -> Result<Vec<u8>, Failure> {
    let read = |source: &mut dyn Read| {
        let mut bytes = Vec::new();
        // One byte more than the limit is enough to see that it is exceeded.
        source.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map(|_| bytes)
    };
    let bytes = if spec == "-" { read(&mut io::stdin().lock()) } else { File::open(spec).and_then(|mut file| read(&mut file)) };
    bytes.map_err(|error| match error.kind() {
        ErrorKind::NotFound if spec == DEFAULT_SPEC => Failure::new(format!(
            "there is no `{DEFAULT_SPEC}` here; name a spec, or begin one with `hookweir init --out {DEFAULT_SPEC}`"
        )),
        _ => Failure::new(format!("cannot read `{}`: {error}", file_name(spec))),
    })
}

/// Reads the files that a spec names, from the folder that it is in; a spec from standard input is in this one.
fn beside(spec: &str) -> impl Fn(&str) -> Result<Vec<u8>, String> {
    let folder = Path::new(spec).parent().map(Path::to_path_buf).unwrap_or_default();
    move |path: &str| {
        let read = |file: File| {
            let mut bytes = Vec::new();
            file.take(MAX_BYTES as u64).read_to_end(&mut bytes).map(|_| bytes)
        };
        File::open(folder.join(path)).and_then(read).map_err(|error| match error.kind() {
            ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => error.to_string(),
        })
    }
}

/// The stack of a spec, with what there is to say about it.
fn understand(spec: &str) -> Result<(Document, Vec<Diagnostic>, Option<Stack>), Failure> {
    Ok(crate::understand(Source { bytes: &read(spec)?, read: &beside(spec) })?)
}

/// What a spec is called in messages. A file's name can hold signs that would steer a terminal.
fn file_name(spec: &str) -> String {
    match spec {
        "-" => "<stdin>".to_owned(),
        spec => spec.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect(),
    }
}

/// Shows findings on the error stream, with a count at the end.
fn show(spec: &str, document: &Document, diagnostics: &[Diagnostic], severity: impl Fn(&Diagnostic) -> Severity) {
    if diagnostics.is_empty() {
        return;
    }
    output::say(&report::text(&file_name(spec), document, diagnostics, &severity, true));
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
        .map(|(wanted, word)| (diagnostics.iter().filter(|diagnostic| severity(diagnostic) == wanted).count(), word));
    let words: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" }))
        .collect();
    output::say(&format!("{}: {}\n", file_name(spec), words.join(", ")));
    if let Some(diagnostic) = diagnostics.iter().find(|diagnostic| severity(diagnostic) == Severity::Error) {
        output::say(&format!("`hookweir explain {}` says more\n", diagnostic.code));
    }
}
