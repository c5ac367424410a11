//! `$util.urlEncode` and `$util.urlDecode`.

use super::bytes::HEXADECIMAL;
use std::borrow::Cow;
use velocity::{Text, TextBuilder};

/// Writes a text as a value of a form, as `java.net.URLEncoder` does with UTF-8: a blank becomes `+`, and `?` stands for half
/// of a surrogate pair. That it is form encoding was recorded on AWS: `{"some": "value"}` gives
/// `%7B%22some%22%3A+%22value%22%7D` (LocalStack, `test_apigateway_common.py`, `test_input_body_formatting`).
pub fn encode(text: &Text) -> Text {
    let bytes = text.as_wtf8();
    if bytes.iter().copied().all(is_safe) {
        return text.clone();
    }
    let bytes = match text.as_str() {
        Some(_) => Cow::Borrowed(bytes),
        None => Cow::Owned(utf8(text)),
    };
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 2);
    for &byte in bytes.iter() {
        if is_safe(byte) {
            out.push(byte);
        } else if byte == b' ' {
            out.push(b'+');
        } else {
            let [high, low] = [byte >> 4, byte & 0xF].map(|digit| HEXADECIMAL[usize::from(digit)]);
            out.extend_from_slice(&[b'%', high, low]);
        }
    }
    Text::from(String::from_utf8(out).unwrap_or_default())
}

fn is_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'*')
}

/// Reads a value of a form, as `java.net.URLDecoder` does with UTF-8. `None` where it throws: a `%` without two
/// hexadecimal digits. What AWS does then is unknown.
pub fn decode(text: &Text) -> Option<Text> {
    let bytes = text.as_wtf8();
    if !bytes.iter().any(|byte| matches!(byte, b'+' | b'%')) {
        return Some(text.clone());
    }
    let mut out = TextBuilder::with_capacity(bytes.len());
    let mut decoded = Vec::new();
    let mut points = text.code_points();
    while let Some(point) = points.next() {
        if point == u32::from('%') {
            decoded.push(byte(points.next()?, points.next()?)?);
            continue;
        }
        flush(&mut decoded, &mut out);
        out.push_code_point(if point == u32::from('+') { u32::from(' ') } else { point });
    }
    flush(&mut decoded, &mut out);
    Some(out.finish())
}

/// The bytes of UTF-8, with `?` for half of a surrogate pair: `String.getBytes(UTF_8)`.
pub(super) fn utf8(text: &Text) -> Vec<u8> {
    let chars = text.code_points().map(|point| char::from_u32(point).unwrap_or('?'));
    chars.collect::<String>().into_bytes()
}

/// A byte of two digits; Java also takes `+5` for a number.
fn byte(high: u32, low: u32) -> Option<u8> {
    let digit = |point: u32| char::from_u32(point).and_then(|char| char.to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
    if high == u32::from('+') {
        return digit(low);
    }
    Some(digit(high)? << 4 | digit(low)?)
}

fn flush(decoded: &mut Vec<u8>, out: &mut TextBuilder) {
    if !decoded.is_empty() {
        out.push_str(&super::bytes::text(decoded));
        decoded.clear();
    }
}
