//! hookweir compiles a YAML spec of webhook endpoints and queues into CloudFormation or Terraform JSON for "API Gateway
//! (REST) -> SQS -> dead-letter queue, with no function in between", so that no webhook is lost, altered or answered 2xx
//! without being stored.
//!
//! # The pipeline
//!
//! `text -> document (syntax, places) -> spec (shape) -> intake (defaults applied, references bound) -> check (meaning)
//! -> plan (stack of resources) -> audit (the promise tried on the gateway, quotas of the services) -> backend (artifacts)`
//!
//! Each arrow is one pure function that returns its value beside its diagnostics. All problems of one run are reported
//! together: an entry that is broken is set aside, the whole ones go on, and a rule that needs all entries stays silent.
//! Only the binary touches files, sockets and the terminal, so the same library serves the command line, an editor and a
//! web page. What a spec names beside itself, whoever calls reads for it ([`Source`]).

pub mod audit;
pub mod backend;
pub mod change;
pub mod check;
pub mod diagnostic;
pub mod document;
pub mod gateway;
pub mod intake;
pub mod layout;
pub mod plan;
pub mod pointer;
pub mod report;
pub mod spec;
pub mod stack;
pub mod target;
pub mod template;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
mod commands;
#[cfg(feature = "cli")]
mod outcome;
#[cfg(feature = "cli")]
mod output;
#[cfg(feature = "cli")]
pub mod serve;

use backend::Artifact;
use diagnostic::{Diagnostic, Severity, has_errors};
use document::Document;
use std::fmt;
use target::Target;

/// What became of a spec.
#[derive(Debug)]
pub struct Compilation {
    /// The text with its places.
    pub document: Document,
    /// What there is to say about it, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// The output, the file that is deployed first; nothing when any of the diagnostics is an error.
    pub artifacts: Vec<Artifact>,
}

/// A mistake in hookweir itself, never in a spec.
#[derive(Debug)]
pub struct InternalError(Box<dyn std::error::Error + Send + Sync>);

impl fmt::Display for InternalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "internal error, please report it: {}", self.0)
    }
}

impl std::error::Error for InternalError {}

/// A spec, and how the files are read that it names.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The text of the spec.
    pub bytes: &'a [u8],
    /// Reads a file by the path that the spec gives; an error says why it cannot be read.
    pub read: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
}

/// A spec that names no files.
impl<'a> From<&'a [u8]> for Source<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Source { bytes, read: &|_| Err("no files are read here".to_owned()) }
    }
}

/// The same.
impl<'a> From<&'a Vec<u8>> for Source<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        bytes.as_slice().into()
    }
}

/// Compiles a spec for one target.
pub fn compile<'a>(source: impl Into<Source<'a>>, target: Target) -> Result<Compilation, InternalError> {
    let (document, mut diagnostics, stack) = understand(source)?;
    let mut artifacts = Vec::new();
    if let Some(stack) = stack {
        let (written, exceeded) = backend::emit(&stack, target).map_err(internal)?;
        diagnostics.extend(exceeded);
        if !has_errors(&diagnostics) {
            artifacts = written;
        }
    }
    sort(&document, &mut diagnostics);
    Ok(Compilation { document, diagnostics, artifacts })
}

/// Finds everything that there is to say about a spec, for one target or for all.
pub fn check<'a>(source: impl Into<Source<'a>>, target: Option<Target>) -> Result<(Document, Vec<Diagnostic>), InternalError> {
    let (document, mut diagnostics, stack) = understand(source)?;
    if let Some(stack) = stack {
        for target in Target::ALL.into_iter().filter(|known| target.is_none_or(|wanted| wanted == *known)) {
            diagnostics.extend(backend::emit(&stack, target).map_err(internal)?.1);
        }
    }
    sort(&document, &mut diagnostics);
    Ok((document, diagnostics))
}

/// How serious a finding is for these targets: what stops one target only is a note while both are wanted.
pub fn severity_for(diagnostic: &Diagnostic, target: Option<Target>) -> Severity {
    if diagnostic.only.is_some() && target.is_none() { Severity::Note } else { diagnostic.severity() }
}

/// Everything up to the stack, which is there when nothing is wrong.
pub fn understand<'a>(source: impl Into<Source<'a>>) -> Result<(Document, Vec<Diagnostic>, Option<stack::Stack>), InternalError> {
    let Source { bytes, read } = source.into();
    let (document, mut diagnostics) = Document::read(bytes);
    if document.root().is_none() {
        return Ok((document, diagnostics, None));
    }
    let mut parsed = spec::parse(&document, diagnostics.is_empty());
    diagnostics.append(&mut parsed.diagnostics);
    parsed.read_files(read);
    let taken = std::mem::take(&mut parsed.taken);
    let (intake, mut found) = intake::resolve(parsed);
    found.extend(check::check(&intake));
    taken.relocate(&mut found);
    diagnostics.extend(found);
    if has_errors(&diagnostics) {
        // What is good to know about the output waits until there is one.
        diagnostics.retain(|diagnostic| diagnostic.severity() != Severity::Note);
        return Ok((document, diagnostics, None));
    }
    let stack = plan::plan(&intake).map_err(internal)?;
    diagnostics.extend(audit::audit(&stack).map_err(internal)?);
    Ok((document, diagnostics, Some(stack)))
}

fn sort(document: &Document, diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_cached_key(|diagnostic| (document.span(&diagnostic.place).start, diagnostic.code));
}

fn internal(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> InternalError {
    InternalError(error.into())
}
