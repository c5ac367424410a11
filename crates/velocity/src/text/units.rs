//! The code points and the UTF-16 units of a text.

/// The code points of a text. A lone surrogate is one of its own.
#[derive(Debug, Clone)]
pub struct CodePoints<'a>(&'a [u8]);

impl<'a> CodePoints<'a> {
    pub(super) fn new(wtf8: &'a [u8]) -> Self {
        CodePoints(wtf8)
    }
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let (point, len) = first(self.0)?;
        self.0 = self.0.get(len..).unwrap_or_default();
        Some(point)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.0.len().div_ceil(4), Some(self.0.len()))
    }
}

/// The first code point and the bytes that it takes.
fn first(wtf8: &[u8]) -> Option<(u32, usize)> {
    let tail = |at: usize| wtf8.get(at).map_or(0, |byte| u32::from(byte & 0x3F));
    let lead = u32::from(*wtf8.first()?);
    Some(match lead {
        0..0x80 => (lead, 1),
        0x80..0xE0 => ((lead & 0x1F) << 6 | tail(1), 2),
        0xE0..0xF0 => ((lead & 0x0F) << 12 | tail(1) << 6 | tail(2), 3),
        _ => ((lead & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4),
    })
}

/// The UTF-16 units of a text.
#[derive(Debug, Clone)]
pub struct Units<'a> {
    points: CodePoints<'a>,
    /// The second half of a pair whose first half is already given.
    low: Option<u16>,
}

impl<'a> Units<'a> {
    pub(super) fn new(wtf8: &'a [u8]) -> Self {
        Units { points: CodePoints::new(wtf8), low: None }
    }
}

impl Iterator for Units<'_> {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        if let Some(low) = self.low.take() {
            return Some(low);
        }
        let point = self.points.next()?;
        match split(point) {
            (unit, None) => Some(unit),
            (high, low) => {
                self.low = low;
                Some(high)
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.points.size_hint().0, Some(self.points.0.len() + 1))
    }
}

/// A code point as one unit or two.
pub(super) fn split(point: u32) -> (u16, Option<u16>) {
    match point.checked_sub(0x1_0000) {
        None => (point as u16, None),
        Some(rest) => (0xD800 | (rest >> 10) as u16, Some(0xDC00 | (rest & 0x3FF) as u16)),
    }
}

/// How many units the text has: one for every code point, two for one of four bytes.
pub(super) fn utf16_len(wtf8: &[u8]) -> usize {
    wtf8.iter().map(|&byte| usize::from(byte & 0xC0 != 0x80) + usize::from(byte >= 0xF0)).sum()
}
