//! One mistake in a text that is no spec.

use crate::document::LineIndex;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// Shows a mistake with the line that it is on. Line and column count from 1, the column in characters.
pub fn snippet(file: &str, text: &str, line: usize, column: usize, message: &str, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
    let content = &text[LineIndex::new(text).lines(line, line)];
    let start = content.char_indices().nth(column.saturating_sub(1)).map_or(content.len(), |(at, _)| at);
    let length = content[start..].chars().next().map_or(0, char::len_utf8);
    let place = AnnotationKind::Primary.span(start..start + length);
    let snippet = Snippet::source(content).line_start(line).path(file).annotation(place);
    let mut text = renderer.render(&[Level::ERROR.primary_title(message).element(snippet)]);
    text.push('\n');
    text
}
