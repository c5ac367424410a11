//! Building a text from parts.

use super::Text;

/// Builds a [`Text`] from its parts.
#[derive(Debug, Clone, Default)]
pub struct TextBuilder(Vec<u8>);

impl TextBuilder {
    /// An empty one.
    pub fn new() -> Self {
        TextBuilder::default()
    }

    /// An empty one with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        TextBuilder(Vec::with_capacity(bytes))
    }

    /// Adds Unicode.
    pub fn push_str(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Adds a character.
    pub fn push_char(&mut self, char: char) {
        self.push_str(char.encode_utf8(&mut [0; 4]));
    }

    /// Adds a text.
    pub fn push_text(&mut self, text: &Text) {
        let mut rest = text.as_wtf8();
        // Only the first code point can meet its other half.
        if text.as_str().is_none()
            && let Some(point) = text.code_points().next()
            && is_surrogate(point)
        {
            self.push_code_point(point);
            rest = rest.get(3..).unwrap_or_default();
        }
        self.0.extend_from_slice(rest);
    }

    /// Adds a code point, which may be a surrogate: a low one behind a high one makes one character with it. What is no
    /// code point is left out.
    pub fn push_code_point(&mut self, point: u32) {
        if let Some(char) = char::from_u32(point) {
            return self.push_char(char);
        }
        if !is_surrogate(point) {
            return;
        }
        if let (0xDC00.., Some(high)) = (point, last_high(&self.0))
            && let Some(pair) = char::from_u32(0x1_0000 + ((high & 0x3FF) << 10) + (point & 0x3FF))
        {
            self.0.truncate(self.0.len() - 3);
            return self.push_char(pair);
        }
        self.0.extend([0xE0 | (point >> 12) as u8, 0x80 | (point >> 6 & 0x3F) as u8, 0x80 | (point & 0x3F) as u8]);
    }

    /// Adds a UTF-16 unit: a low surrogate behind a high one makes one character with it.
    pub fn push_unit(&mut self, unit: u16) {
        self.push_code_point(u32::from(unit));
    }

    /// How many bytes it takes in WTF-8.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was built.
    pub fn finish(self) -> Text {
        Text::from_wtf8(self.0)
    }
}

fn is_surrogate(point: u32) -> bool {
    (0xD800..0xE000).contains(&point)
}

/// The high surrogate at the end, if there is one.
fn last_high(wtf8: &[u8]) -> Option<u32> {
    match wtf8 {
        [.., 0xED, second @ 0xA0..=0xAF, third] => Some(0xD000 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F)),
        _ => None,
    }
}
