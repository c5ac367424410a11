//! Durations, sizes and counts: what was written, in the unit that AWS takes, within the range that AWS allows.

use super::limits::{Range, Unit};
use crate::diagnostic::{Code, Diagnostic, shown};
use crate::pointer::At;
use crate::spec::Quantity;

/// The value behind a key, or its default.
pub(super) fn quantity(
    written: Option<&Quantity>,
    default: i64,
    range: Range,
    at: &At<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<u32> {
    let number = match written {
        None => default,
        Some(Quantity::Number(number)) => *number,
        Some(Quantity::Text(text)) => match with_unit(text, range.unit) {
            Some(number) => number,
            None => {
                out.push(unreadable(text, range.unit, at));
                return None;
            }
        },
    };
    in_range(number, range, at, out)
}

/// A plain count behind a key, or its default.
pub(super) fn count(written: Option<i64>, default: i64, range: Range, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<u32> {
    in_range(written.unwrap_or(default), range, at, out)
}

fn in_range(number: i64, range: Range, at: &At<'_>, out: &mut Vec<Diagnostic>) -> Option<u32> {
    if (range.min..=range.max).contains(&number) {
        return u32::try_from(number).ok();
    }
    let (min, max) = (show(range.min, range.unit), show(range.max, range.unit));
    let (compared, limit) = if number < range.min { ("less", &min) } else { ("more", &max) };
    let message = format!("`{}` is {}, which is {compared} than {limit}", at.last_key(), show(number, range.unit));
    out.push(Diagnostic::at_value(Code::OutOfRange, at, message).help(format!("write a value from {min} to {max}")));
    None
}

/// A number in words: `90 seconds`, `12h (43200 seconds)`, `1MiB (1048576 bytes)`.
pub(crate) fn show(number: i64, unit: Unit) -> String {
    let (units, word): (&[(i64, &str)], &str) = match unit {
        Unit::Count => return number.to_string(),
        Unit::Seconds => (&[(86_400, "d"), (3600, "h"), (60, "m")], "seconds"),
        Unit::Bytes => (&[(1_048_576, "MiB"), (1024, "KiB")], "bytes"),
    };
    match units.iter().find(|(size, _)| number != 0 && number % size == 0) {
        Some((size, name)) => format!("{}{name} ({number} {word})", number / size),
        None => format!("{number} {word}"),
    }
}

fn with_unit(text: &str, unit: Unit) -> Option<i64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, name) = text.split_at(digits);
    if number.len() > 1 && number.starts_with('0') {
        return None;
    }
    let size = match (unit, name) {
        (Unit::Seconds, "s") | (Unit::Bytes, "B") => 1,
        (Unit::Seconds, "m") => 60,
        (Unit::Seconds, "h") => 3600,
        (Unit::Seconds, "d") => 86_400,
        (Unit::Bytes, "KiB") => 1024,
        (Unit::Bytes, "MiB") => 1_048_576,
        _ => return None,
    };
    if number.is_empty() || number.len() > 10 {
        return None;
    }
    number.parse::<i64>().ok()?.checked_mul(size)
}

fn unreadable(text: &str, unit: Unit, at: &At<'_>) -> Diagnostic {
    // Without its quotes it would be a number.
    let quoted = text.parse::<i64>().is_ok_and(|number| number.to_string() == text);
    let (code, word, help) = match unit {
        Unit::Bytes => {
            (Code::InvalidSize, "size", "write bytes such as 262144, or a whole number with B, KiB or MiB such as 256KiB")
        }
        Unit::Seconds | Unit::Count => (
            Code::InvalidDuration,
            "duration",
            "write seconds such as 90, or a whole number with s, m, h or d such as 90s, 15m, 12h or 14d",
        ),
    };
    let help = if quoted { "remove the quotes, or add a unit" } else { help };
    Diagnostic::at_value(code, at, format!("the text `{}` is not a {word}", shown(text))).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_take_one_whole_number_and_one_unit() {
        let read = |text| with_unit(text, Unit::Seconds);
        assert_eq!(
            [read("90s"), read("15m"), read("12h"), read("14d"), read("0s")],
            [Some(90), Some(900), Some(43_200), Some(1_209_600), Some(0)]
        );
        for wrong in ["", "s", "90", "90 s", "1.5h", "-1s", "1h30m", "90S", "090s", "12345678901s", "1KiB", "９s"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn sizes_take_binary_units_alone() {
        let read = |text| with_unit(text, Unit::Bytes);
        assert_eq!([read("1024B"), read("256KiB"), read("1MiB")], [Some(1024), Some(262_144), Some(1_048_576)]);
        for wrong in ["1KB", "1kb", "1Mi", "1M", "90s", "1 KiB"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_are_shown_in_the_unit_that_people_use() {
        assert_eq!(show(43_200, Unit::Seconds), "12h (43200 seconds)");
        assert_eq!(show(99_999, Unit::Seconds), "99999 seconds");
        assert_eq!(show(0, Unit::Seconds), "0 seconds");
        assert_eq!(show(1_048_576, Unit::Bytes), "1MiB (1048576 bytes)");
    }
}
