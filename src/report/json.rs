//! Diagnostics for programs. The form is stable: keys are added, never renamed.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::document::{Document, LineIndex};
use serde::Serialize;

/// One finding in one file. Lines and columns count from 1, columns in characters.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    message: String,
    help: Option<String>,
    file: String,
    #[serde(flatten)]
    range: Range,
    labels: Vec<Label>,
}

#[derive(Debug, Serialize)]
struct Label {
    message: String,
    #[serde(flatten)]
    range: Range,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Range {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// The findings of one file.
pub fn json(
    file: &str,
    document: &Document,
    diagnostics: &[Diagnostic],
    severity: impl Fn(&Diagnostic) -> Severity,
) -> Vec<Finding> {
    let lines = LineIndex::new(document.text());
    let range = |place: &Place| {
        let span = document.span(place);
        let (start, end) = (lines.position(span.start), lines.position(span.end));
        Range { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    };
    diagnostics
        .iter()
        .map(|diagnostic| Finding {
            code: diagnostic.code.id(),
            name: diagnostic.code.name(),
            severity: severity(diagnostic).name(),
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            file: file.to_owned(),
            range: range(&diagnostic.place),
            labels: diagnostic
                .labels
                .iter()
                .map(|label| Label { message: label.message.clone(), range: range(&label.place) })
                .collect(),
        })
        .collect()
}
