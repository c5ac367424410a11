//! Numbers from texts, as `Integer.parseInt` and `Double.parseDouble` read them.

use crate::Text;
use crate::value::Thrown;

fn wrong(text: &Text) -> Thrown {
    let text: String = text.to_string_lossy().chars().take(100).collect();
    Thrown::exception("NumberFormatException", format!("For input string: \"{text}\""))
}

pub(super) fn radix(radix: i32) -> Result<u32, Thrown> {
    match u32::try_from(radix) {
        Ok(radix @ 2..=36) => Ok(radix),
        _ => Err(Thrown::exception("NumberFormatException", format!("radix {radix} is out of range"))),
    }
}

/// With a sign at most; only digits.
pub(super) fn int(text: &Text, radix: u32) -> Result<i32, Thrown> {
    let plain = text.as_str().ok_or_else(|| wrong(text))?;
    i32::from_str_radix(plain, radix).map_err(|_| wrong(text))
}

pub(super) fn long(text: &Text, radix: u32) -> Result<i64, Thrown> {
    let plain = text.as_str().ok_or_else(|| wrong(text))?;
    i64::from_str_radix(plain, radix).map_err(|_| wrong(text))
}

/// `Integer.decode`: with `0x`, `#` or `0` before the digits of other radixes.
pub(super) fn decode(text: &Text) -> Result<i64, Thrown> {
    let plain = text.as_str().ok_or_else(|| wrong(text))?;
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, plain.strip_prefix('+').unwrap_or(plain)),
    };
    let hex = ["0x", "0X", "#"].iter().find_map(|prefix| digits.strip_prefix(prefix));
    let (digits, radix) = match (hex, digits.strip_prefix('0')) {
        (Some(digits), _) => (digits, 16),
        (None, Some(digits)) if !digits.is_empty() => (digits, 8),
        _ => (digits, 10),
    };
    if digits.starts_with(['-', '+']) {
        return Err(wrong(text));
    }
    let digits = if negative { format!("-{digits}") } else { digits.to_owned() };
    i64::from_str_radix(&digits, radix).map_err(|_| wrong(text))
}

/// With blanks around it, a letter for the type behind it, and in hexadecimal digits too.
pub(super) fn double(text: &Text) -> Result<f64, Thrown> {
    let plain = text.as_str().ok_or_else(|| wrong(text))?.trim_matches(|char| char <= ' ');
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, plain.strip_prefix('+').unwrap_or(plain)),
    };
    let number = match digits {
        "NaN" => f64::NAN,
        "Infinity" => f64::INFINITY,
        _ => {
            let digits = digits.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(digits);
            let starts = digits.starts_with(|char: char| char.is_ascii_digit() || char == '.');
            match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
                Some(digits) => hexadecimal(digits).ok_or_else(|| wrong(text))?,
                None if starts => digits.parse().map_err(|_| wrong(text))?,
                None => return Err(wrong(text)),
            }
        }
    };
    Ok(if negative { -number } else { number })
}

/// `1.8p3`: hexadecimal digits times a power of two. Digits that a double cannot hold are cut off.
fn hexadecimal(text: &str) -> Option<f64> {
    let (digits, exponent) = text.split_once(['p', 'P'])?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut number = 0.0;
    for digit in whole.chars() {
        number = number * 16.0 + f64::from(digit.to_digit(16)?);
    }
    let mut weight = 1.0 / 16.0;
    for digit in fraction.chars() {
        number += f64::from(digit.to_digit(16)?) * weight;
        weight /= 16.0;
    }
    Some(number * 2_f64.powi(exponent.parse().ok()?))
}
