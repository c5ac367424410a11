//! `hookweir diff`: what a change of a spec does to what is deployed.

use super::{file_name, show, understand};
use crate::change::{self, Change, Kind, Side};
use crate::diagnostic::{Diagnostic, Place, has_errors};
use crate::document::{Document, LineIndex, Position};
use crate::outcome::{Failure, Outcome};
use crate::output;
use crate::stack::Stack;
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The spec that is deployed, or - for standard input
    old: String,
    /// The spec that will be, or - for standard input
    new: String,
    /// How to show what changes
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each change
    Text,
    /// For programs
    Json,
}

/// One of the two specs.
struct Spec<'a> {
    file: String,
    document: &'a Document,
    lines: LineIndex<'a>,
}

#[derive(serde::Serialize)]
struct Report {
    changes: Vec<Row>,
}

#[derive(serde::Serialize)]
struct Row {
    kind: &'static str,
    resource: &'static str,
    name: String,
    message: String,
    details: Vec<Setting>,
    risk: bool,
    file: String,
    line: usize,
    column: usize,
}

#[derive(serde::Serialize)]
struct Setting {
    setting: String,
    old: Option<String>,
    new: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    if arguments.old == "-" && arguments.new == "-" {
        return Err(Failure::new("only one of the two specs can come from standard input"));
    }
    let (old, old_stack) = compiled(&arguments.old)?;
    let (new, new_stack) = compiled(&arguments.new)?;
    let (Some(old_stack), Some(new_stack)) = (old_stack, new_stack) else { return Ok(Outcome::Findings) };
    let changes = change::compare(&old_stack, &new_stack);
    let needs_consent = changes.iter().any(|change| change.kind.needs_consent());
    let spec = |file: &str, document| Spec { file: file_name(file), document, lines: LineIndex::new(Document::text(document)) };
    let (old, new) = (spec(&arguments.old, &old), spec(&arguments.new, &new));
    let place = |change: &Change| match change.side {
        Side::Old => old.place(change),
        Side::New => new.place(change),
    };
    output::print(&match arguments.format {
        Format::Text => text(&changes, place),
        Format::Json => json(changes, place)?,
    })?;
    Ok(if needs_consent { Outcome::Findings } else { Outcome::Fine })
}

/// A spec's stack. What is wrong with the spec is shown; what is merely worth knowing is the matter of `check`.
fn compiled(spec: &str) -> Result<(Document, Option<Stack>), Failure> {
    let (document, diagnostics, stack) = understand(spec)?;
    let stack = stack.filter(|_| !has_errors(&diagnostics));
    if stack.is_none() {
        show(spec, &document, &diagnostics, Diagnostic::severity);
    }
    Ok((document, stack))
}

impl Spec<'_> {
    fn place(&self, change: &Change) -> (&str, Position) {
        let span = self.document.span(&Place::Key(change.pointer.clone()));
        (&self.file, self.lines.position(span.start))
    }
}

/// What stands above the changes of a kind.
fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Deleted => "deleted",
        Kind::Replaced => "replaced",
        Kind::Widened => "access widened",
        Kind::Weakened => "weakened, or consumers and senders must follow",
        Kind::Updated => "updated in place",
        Kind::Created => "created",
    }
}

fn text<'a>(changes: &[Change], place: impl Fn(&Change) -> (&'a str, Position)) -> String {
    if changes.is_empty() {
        return "no change\n".to_owned();
    }
    let mut text = String::new();
    let mut counts = Vec::new();
    for kind in Kind::ALL {
        let of_kind = changes.iter().filter(|change| change.kind == kind);
        let count = of_kind.clone().count();
        if count == 0 {
            continue;
        }
        counts.push(format!("{count} {}", kind.name()));
        text.push_str(&format!("{}\n", heading(kind)));
        for change in of_kind {
            let (file, Position { line, column }) = place(change);
            let mark = if change.risk { '!' } else { ' ' };
            text.push_str(&format!("  {mark} {file}:{line}:{column}: {}\n", change.message()));
        }
        text.push('\n');
    }
    let risks = changes.iter().filter(|change| change.risk).count();
    text.push_str(&format!("{}; {risks} to look at (!)\n", counts.join(", ")));
    text
}

fn json<'a>(changes: Vec<Change>, place: impl Fn(&Change) -> (&'a str, Position)) -> Result<String, Failure> {
    let row = |change: Change| {
        let (file, Position { line, column }) = place(&change);
        Row {
            kind: change.kind.name(),
            resource: change.resource,
            message: change.message(),
            name: change.name,
            details: change
                .details
                .into_iter()
                .map(|detail| Setting { setting: detail.setting, old: detail.old, new: detail.new })
                .collect(),
            risk: change.risk,
            file: file.to_owned(),
            line,
            column,
        }
    };
    let report = Report { changes: changes.into_iter().map(row).collect() };
    let mut text = serde_json::to_string_pretty(&report).map_err(|error| Failure::new(error.to_string()))?;
    text.push('\n');
    Ok(text)
}
