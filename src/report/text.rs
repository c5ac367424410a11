//! Diagnostics as a terminal shows them.

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, LineIndex};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// So many findings are shown; the rest is counted.
const MAX_SHOWN: usize = 100;

/// Renders findings with the lines that they are about. `severity` is what each one means to the reader.
pub fn text(
    file: &str,
    document: &Document,
    diagnostics: &[Diagnostic],
    severity: impl Fn(&Diagnostic) -> Severity,
    styled: bool,
) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
    let lines = LineIndex::new(document.text());
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(MAX_SHOWN) {
        text.push_str(&renderer.render(&[group(file, document, &lines, diagnostic, severity(diagnostic))]));
        text.push_str("\n\n");
    }
    if diagnostics.len() > MAX_SHOWN {
        text.push_str(&format!("and {} more\n\n", diagnostics.len() - MAX_SHOWN));
    }
    text
}

fn group<'a>(
    file: &'a str,
    document: &'a Document,
    lines: &LineIndex<'a>,
    diagnostic: &'a Diagnostic,
    severity: Severity,
) -> Group<'a> {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let primary = document.span(&diagnostic.place);
    let mut places: Vec<(Range<usize>, AnnotationKind, &str)> = vec![(primary, AnnotationKind::Primary, "")];
    for label in &diagnostic.labels {
        places.push((document.span(&label.place), AnnotationKind::Context, &label.message));
    }
    let mut group = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.id())
        .elements(snippets(file, document, lines, places));
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

/// The renderer gets the few lines around each place, not the file: places far apart stand in snippets of their own.
fn snippets<'a>(
    file: &'a str,
    document: &'a Document,
    lines: &LineIndex<'a>,
    mut places: Vec<(Range<usize>, AnnotationKind, &'a str)>,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    const NEAR: usize = 4;
    let line = |offset: usize| lines.position(offset).line;
    let first = line(places[0].0.start);
    // The primary place comes first, then what is far from it.
    let (near, far): (Vec<_>, Vec<_>) = places.drain(..).partition(|(span, ..)| line(span.start).abs_diff(first) <= NEAR);
    std::iter::once(near)
        .chain(far.into_iter().map(|place| vec![place]))
        .map(|places| {
            let top = places.iter().map(|(span, ..)| line(span.start)).min().unwrap_or(1);
            let bottom = places.iter().map(|(span, ..)| line(span.end)).max().unwrap_or(1);
            let shown = lines.lines(top, bottom);
            let snippet = Snippet::source(&document.text()[shown.clone()]).path(file).line_start(top);
            snippet.annotations(places.into_iter().map(|(span, kind, label)| {
                let start = span.start.clamp(shown.start, shown.end) - shown.start;
                let end = span.end.clamp(shown.start, shown.end) - shown.start;
                let annotation = kind.span(start..end.max(start));
                if label.is_empty() { annotation } else { annotation.label(label) }
            }))
        })
        .collect()
}
