//! Text as Java holds it.

mod builder;
mod units;

pub use builder::TextBuilder;
pub use units::{CodePoints, Units};

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// Immutable text as Java holds it: Unicode, and surrogates without their other half. Cheap to clone.
///
/// It is held as WTF-8: UTF-8, where a lone surrogate takes the three bytes that UTF-8 would have for it. A pair is always
/// held as the one character that it means, so equal texts have equal bytes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Text {
    repr: Repr,
    /// Then an index of Java is an index of bytes.
    ascii: bool,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Unicode(Arc<str>),
    /// WTF-8 that holds at least one lone surrogate: so that the same text is never held in both forms.
    Surrogates(Arc<[u8]>),
}

impl Text {
    /// The text of these UTF-16 units.
    pub fn from_utf16(units: impl Iterator<Item = u16>) -> Self {
        let mut text = TextBuilder::default();
        for unit in units {
            text.push_unit(unit);
        }
        text.finish()
    }

    fn from_wtf8(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Text::from(text),
            Err(error) => Text { repr: Repr::Surrogates(Arc::from(error.into_bytes())), ascii: false },
        }
    }

    /// Whether both are the same text in memory, not only equal ones.
    pub(crate) fn is_same(&self, other: &Text) -> bool {
        match (&self.repr, &other.repr) {
            (Repr::Unicode(text), Repr::Unicode(other)) => Arc::ptr_eq(text, other),
            _ => false,
        }
    }

    /// The text, when it is Unicode; with a lone surrogate it is `None`.
    pub fn as_str(&self) -> Option<&str> {
        match &self.repr {
            Repr::Unicode(text) => Some(text),
            Repr::Surrogates(_) => None,
        }
    }

    /// The text with U+FFFD for every lone surrogate.
    pub fn to_string_lossy(&self) -> Cow<'_, str> {
        match &self.repr {
            Repr::Unicode(text) => Cow::Borrowed(text),
            Repr::Surrogates(_) => {
                Cow::Owned(self.code_points().map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
            }
        }
    }

    /// Its bytes in WTF-8.
    pub fn as_wtf8(&self) -> &[u8] {
        match &self.repr {
            Repr::Unicode(text) => text.as_bytes(),
            Repr::Surrogates(bytes) => bytes,
        }
    }

    /// How many bytes it takes in WTF-8.
    pub fn len_bytes(&self) -> usize {
        self.as_wtf8().len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.as_wtf8().is_empty()
    }

    /// Whether every character is ASCII.
    pub fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// Its length as Java counts it.
    pub fn utf16_len(&self) -> usize {
        if self.ascii { self.len_bytes() } else { units::utf16_len(self.as_wtf8()) }
    }

    /// Its code points. A lone surrogate is one of its own.
    pub fn code_points(&self) -> CodePoints<'_> {
        CodePoints::new(self.as_wtf8())
    }

    /// Its UTF-16 units: Java's `char`s.
    pub fn units(&self) -> Units<'_> {
        Units::new(self.as_wtf8())
    }

    /// The UTF-16 unit at the index: Java's `charAt`.
    pub fn unit_at(&self, index: usize) -> Option<u16> {
        if self.ascii { self.as_wtf8().get(index).map(|&byte| u16::from(byte)) } else { self.units().nth(index) }
    }

    /// The text from one index of UTF-16 to another, which may split a pair; `None` when there is no such part.
    pub fn substring(&self, begin: usize, end: usize) -> Option<Text> {
        if begin > end {
            return None;
        }
        if let (true, Some(text)) = (self.ascii, self.as_str()) {
            let part = text.get(begin..end)?;
            return Some(Text { repr: Repr::Unicode(Arc::from(part)), ascii: true });
        }
        if end > self.utf16_len() {
            return None;
        }
        Some(Text::from_utf16(self.units().skip(begin).take(end - begin)))
    }

    /// This text and another behind it.
    pub fn concat(&self, other: &Text) -> Text {
        let mut both = TextBuilder::with_capacity(self.len_bytes() + other.len_bytes());
        both.push_text(self);
        both.push_text(other);
        both.finish()
    }
}

impl Default for Text {
    fn default() -> Self {
        Text { repr: Repr::Unicode(Arc::default()), ascii: true }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            return Text::default();
        }
        Text { repr: Repr::Unicode(Arc::from(text)), ascii: text.is_ascii() }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text::from(text.as_str())
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_wtf8() == other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

/// The order of Java's `compareTo`: by UTF-16 units.
impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.ascii && other.ascii { self.as_wtf8().cmp(other.as_wtf8()) } else { self.units().cmp(other.units()) }
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// With U+FFFD for every lone surrogate.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_string_lossy())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string_lossy(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIGH: u16 = 0xD83D;
    const LOW: u16 = 0xDE00;

    #[test]
    fn halves_of_a_pair_become_one_character_when_they_meet() {
        let (high, low) = (Text::from_utf16([HIGH].into_iter()), Text::from_utf16([LOW].into_iter()));
        assert_eq!(high.as_str(), None);
        assert_eq!(high.concat(&low), Text::from("\u{1F600}"));
        assert_eq!(low.concat(&high).utf16_len(), 2);
        assert_eq!(low.concat(&high).as_str(), None);
        assert_eq!(low.concat(&high).to_string_lossy(), "\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn a_substring_may_split_a_pair() {
        let text = Text::from("a\u{1F600}b");
        assert_eq!(text.utf16_len(), 4);
        assert_eq!(text.unit_at(1), Some(HIGH));
        let (left, right) = (text.substring(0, 2), text.substring(2, 4));
        assert_eq!(left.clone().zip(right).map(|(left, right)| left.concat(&right)), Some(text.clone()));
        assert_eq!(left.and_then(|left| left.unit_at(1)), Some(HIGH));
        assert_eq!(text.substring(1, 3), Some(Text::from("\u{1F600}")));
        assert_eq!(text.substring(1, 5), None);
        assert_eq!(text.substring(3, 2), None);
    }

    #[test]
    fn texts_compare_by_their_units() {
        let sorted = ["a", "b", "z", "é", "\u{1F600}", "\u{FFFF}"].map(Text::from);
        assert!(sorted.is_sorted());
    }

    #[test]
    fn code_points_keep_lone_surrogates() {
        let text = Text::from_utf16([0x61, LOW, HIGH, LOW].into_iter());
        assert_eq!(text.code_points().collect::<Vec<_>>(), [0x61, 0xDE00, 0x1F600]);
        assert_eq!(text.units().collect::<Vec<_>>(), [0x61, LOW, HIGH, LOW]);
    }
}
