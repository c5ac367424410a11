//! `$util.escapeJavaScript`.

use super::bytes::HEXADECIMAL;
use velocity::Text;

/// Escapes a text as commons-lang 2.6 does in `StringEscapeUtils.escapeJavaScript`: `'`, `"`, `\` and `/` with a backslash,
/// what is not ASCII as `\uXXXX` in upper case, one for each UTF-16 unit. DEL stays.
///
/// That AWS escapes `'` is documented
/// (<https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html>); that it
/// follows this library in the rest is inferred from AWS's own template editor, which uses it.
pub fn escape(text: &Text) -> Text {
    let bytes = text.len_bytes();
    let mut out = Vec::with_capacity(bytes + bytes / 8);
    let Some(unicode) = text.as_str() else {
        for unit in text.units() {
            match u8::try_from(unit) {
                Ok(byte) if is_plain(u32::from(byte)) => out.push(byte),
                _ => escape_unit(unit, &mut out),
            }
        }
        return ascii(out);
    };
    // What needs no escape goes over in pieces as long as can be.
    let mut start = 0;
    for (at, char) in unicode.char_indices() {
        if is_plain(u32::from(char)) {
            continue;
        }
        out.extend_from_slice(unicode.get(start..at).unwrap_or_default().as_bytes());
        start = at + char.len_utf8();
        for unit in char.encode_utf16(&mut [0; 2]) {
            escape_unit(*unit, &mut out);
        }
    }
    if start == 0 {
        return text.clone();
    }
    out.extend_from_slice(unicode.get(start..).unwrap_or_default().as_bytes());
    ascii(out)
}

fn ascii(bytes: Vec<u8>) -> Text {
    Text::from(String::from_utf8(bytes).unwrap_or_default())
}

fn is_plain(point: u32) -> bool {
    matches!(point, 0x20..=0x7F) && !matches!(point, 0x22 | 0x27 | 0x2F | 0x5C)
}

fn escape_unit(unit: u16, out: &mut Vec<u8>) {
    out.extend_from_slice(match unit {
        0x08 => b"\\b",
        0x09 => b"\\t",
        0x0A => b"\\n",
        0x0C => b"\\f",
        0x0D => b"\\r",
        0x22 => b"\\\"",
        0x27 => b"\\'",
        0x2F => b"\\/",
        0x5C => b"\\\\",
        _ => {
            let [a, b, c, d] = [12, 8, 4, 0].map(|shift| HEXADECIMAL[usize::from(unit >> shift & 0xF)]);
            return out.extend_from_slice(&[b'\\', b'u', a, b, c, d]);
        }
    });
}
