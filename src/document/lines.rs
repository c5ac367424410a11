//! Bytes to lines and columns.

/// A place as people count it: both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Where the lines of a text begin.
#[derive(Debug)]
pub struct LineIndex<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> LineIndex<'t> {
    /// Finds the lines of a text.
    pub fn new(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        LineIndex { text, starts }
    }

    /// The line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1];
        let column = self.text[start..].char_indices().take_while(|(at, _)| start + at < offset).count() + 1;
        Position { line, column }
    }

    /// The bytes of some lines, counted from 1, without the last line break.
    pub fn lines(&self, first: usize, last: usize) -> std::ops::Range<usize> {
        let start = self.starts[first.clamp(1, self.starts.len()) - 1];
        let end = self.starts.get(last).map_or(self.text.len(), |next| next - 1);
        start..end.max(start)
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        self.starts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_end_at_crlf_too() {
        let index = LineIndex::new("name: äö x\r\nqueues:\n");
        assert_eq!(index.position("name: äö ".len()), Position { line: 1, column: 10 });
        assert_eq!(index.position("name: äö x\r\n".len()), Position { line: 2, column: 1 });
        assert_eq!(index.position(usize::MAX), Position { line: 3, column: 1 });
    }
}
