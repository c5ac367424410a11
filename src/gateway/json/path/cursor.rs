//! A place in the text of a path.

use super::PathError;

/// Walks over a path. All characters with a meaning are ASCII.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    pub(super) at: usize,
    /// Where the part ends that counts.
    pub(super) end: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Cursor { text, at: 0, end: text.len() }
    }

    /// Leaves out blanks at both ends.
    pub(super) fn trim(&mut self) {
        while self.at + 1 < self.end && self.text.as_bytes().get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        while self.at + 1 < self.end && self.ends_with(b' ') {
            self.end -= 1;
        }
    }

    pub(super) fn in_bounds(&self, at: usize) -> bool {
        at < self.end
    }

    /// The byte at a place, also behind the part that counts.
    pub(super) fn byte_at(&self, at: usize) -> Result<u8, PathError> {
        self.text.as_bytes().get(at).copied().ok_or_else(|| PathError::invalid("the path ends too early"))
    }

    pub(super) fn current(&self) -> Result<u8, PathError> {
        self.byte_at(self.at)
    }

    pub(super) fn is_at(&self, byte: u8) -> Result<bool, PathError> {
        Ok(self.current()? == byte)
    }

    pub(super) fn ends_with(&self, byte: u8) -> bool {
        self.end.checked_sub(1).and_then(|last| self.text.as_bytes().get(last)) == Some(&byte)
    }

    /// Whether at most one character is left. One that is left then is never read.
    pub(super) fn is_tail(&self) -> bool {
        let mut rest = self.text.get(self.at..self.end).unwrap_or_default().chars();
        rest.next().is_none_or(|char| char.len_utf16() == 1) && rest.next().is_none()
    }

    pub(super) fn skip_blanks(&mut self) -> &mut Self {
        while self.at + 1 < self.end && self.text.as_bytes().get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self
    }

    pub(super) fn part(&self, start: usize, end: usize) -> Result<&'a str, PathError> {
        self.text.get(start..end).ok_or_else(|| PathError::invalid("the path ends too early"))
    }

    /// The place of the next byte behind `at` that is no blank.
    fn significant_behind(&self, at: usize) -> usize {
        let mut next = at + 1;
        while self.in_bounds(next) && self.text.as_bytes().get(next) == Some(&b' ') {
            next += 1;
        }
        next
    }

    /// The next byte behind `at` that is no blank; a blank when there is none.
    pub(super) fn next_significant(&self, at: usize) -> u8 {
        let next = self.significant_behind(at);
        if self.in_bounds(next) { self.text.as_bytes().get(next).copied().unwrap_or(b' ') } else { b' ' }
    }

    /// The place of the next byte behind `at` that is no blank, if it is this one.
    pub(super) fn find_significant(&self, at: usize, byte: u8) -> Result<Option<usize>, PathError> {
        let next = self.significant_behind(at);
        Ok((self.byte_at(next)? == byte).then_some(next))
    }

    /// The place of the last byte before `at` that is no blank.
    pub(super) fn significant_before(&self, at: usize) -> Option<usize> {
        let before = self.text.as_bytes().get(..at)?;
        before.iter().rposition(|&byte| byte != b' ')
    }

    /// The place of a byte from `start` on.
    pub(super) fn find(&self, start: usize, byte: u8) -> Option<usize> {
        let rest = self.text.as_bytes().get(start..self.end)?;
        rest.iter().position(|&found| found == byte).map(|offset| start + offset)
    }

    /// The same, where a backslash takes the next byte's meaning away.
    pub(super) fn find_unescaped(&self, start: usize, byte: u8) -> Option<usize> {
        let mut escaped = false;
        for (offset, &found) in self.text.as_bytes().get(start..self.end)?.iter().enumerate() {
            if escaped {
                escaped = false;
            } else if found == b'\\' {
                escaped = true;
            } else if found == byte {
                return Some(start + offset);
            }
        }
        None
    }

    /// The place where the bracket closes that opens at `start`. Strings are skipped, and regular expressions on request.
    pub(super) fn find_closing(&self, start: usize, closing: u8, skip_patterns: bool) -> Result<Option<usize>, PathError> {
        let opening = self.byte_at(start)?;
        let unclosed = || PathError::invalid("a quoted text is not closed");
        let (mut depth, mut at) = (1, start + 1);
        while self.in_bounds(at) {
            let quote = self.byte_at(at)?;
            if matches!(quote, b'\'' | b'"') {
                at = self.find_unescaped(at + 1, quote).ok_or_else(unclosed)? + 1;
            }
            if skip_patterns && self.byte_at(at)? == b'/' {
                at = self.find_unescaped(at + 1, b'/').ok_or_else(unclosed)? + 1;
            }
            let byte = self.byte_at(at)?;
            if byte == opening {
                depth += 1;
            }
            if byte == closing {
                depth -= 1;
                if depth == 0 {
                    return Ok(Some(at));
                }
            }
            at += 1;
        }
        Ok(None)
    }
}
