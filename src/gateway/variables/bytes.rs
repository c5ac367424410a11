//! Texts and bytes, and Base64.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::borrow::Cow;

/// The digits of escapes.
pub(super) const HEXADECIMAL: &[u8; 16] = b"0123456789ABCDEF";

/// As `java.util.Base64` reads: padding may be missing, and bits behind the last byte do not count.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true).with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The text in Base64, with padding.
pub(super) fn base64_encode(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The bytes of a text in Base64; `None` where `java.util.Base64` throws.
pub(super) fn base64_decode(text: &[u8]) -> Option<Vec<u8>> {
    // Padding that is there must be whole.
    if text.ends_with(b"=") && !text.len().is_multiple_of(4) {
        return None;
    }
    LENIENT.decode(text).ok()
}

/// Bytes as UTF-8, with U+FFFD for what is not. Java counts a surrogate that was written in bytes as one, and
/// also the first two of its three bytes.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(chunk) = rest.utf8_chunks().next() {
        text.push_str(chunk.valid());
        rest = rest.get(chunk.valid().len()..).unwrap_or_default();
        if chunk.invalid().is_empty() {
            break;
        }
        text.push(char::REPLACEMENT_CHARACTER);
        let length = match rest {
            [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..] => 3,
            [0xED, 0xA0..=0xBF, ..] => 2,
            _ => chunk.invalid().len(),
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    Cow::Owned(text)
}
