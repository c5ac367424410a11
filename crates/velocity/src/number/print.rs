//! How numbers print.

use super::Number;
use crate::{Exhausted, Fuel};
use std::fmt;

impl Number {
    /// Pays for the decimal digits of a number: as many steps as it has words, squared.
    pub(crate) fn charge_digits(&self, fuel: &mut Fuel) -> Result<(), Exhausted> {
        let words = match self {
            Number::BigInteger(number) => number.bits() / 64,
            Number::BigDecimal(number) => number.unscaled().bits() / 64,
            _ => 0,
        };
        fuel.step(words.saturating_mul(words) / 16)
    }
}

/// Java's `toString`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Integer(number) => number.fmt(f),
            Number::Long(number) => number.fmt(f),
            Number::BigInteger(number) => number.fmt(f),
            Number::Float(number) => f.write_str(&float(*number)),
            Number::Double(number) => f.write_str(&double(*number)),
            Number::BigDecimal(number) => number.fmt(f),
        }
    }
}

/// The fewest digits that tell the number from its neighbours, as JDKs since 19 print it.
fn double(number: f64) -> String {
    // Java prefers two digits that are nearer to one that would do.
    let shortest = format!("{number:e}");
    let digits = if shortest.contains('.') { shortest } else { format!("{number:.1e}") };
    floating_point(&digits, number.is_nan(), number.is_infinite())
}

fn float(number: f32) -> String {
    let shortest = format!("{number:e}");
    let digits = if shortest.contains('.') { shortest } else { format!("{number:.1e}") };
    floating_point(&digits, number.is_nan(), number.is_infinite())
}

/// Puts the point where Java does, from a text such as `-1.5e-7`.
fn floating_point(text: &str, nan: bool, infinite: bool) -> String {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |text| ("-", text));
    if nan {
        return "NaN".to_owned();
    }
    if infinite {
        return format!("{sign}Infinity");
    }
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let exponent = exponent.parse::<i32>().unwrap_or(0);
    let (first, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [first, fraction.trim_end_matches('0')].concat();
    match usize::try_from(exponent) {
        // From 10^-3 on without an exponent.
        Err(_) if exponent >= -3 => format!("{sign}0.{}{digits}", "0".repeat(exponent.unsigned_abs() as usize - 1)),
        // Up to 10^7 without an exponent.
        Ok(exponent) if exponent < 7 => {
            let digits = format!("{digits:0<width$}", width = exponent + 2);
            let (whole, fraction) = digits.split_at(exponent + 1);
            format!("{sign}{whole}.{fraction}")
        }
        _ => {
            let (first, fraction) = digits.split_at(1);
            format!("{sign}{first}.{}E{exponent}", if fraction.is_empty() { "0" } else { fraction })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_print_as_in_java() {
        let cases = [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (100.0, "100.0"),
            (1.5, "1.5"),
            (0.001, "0.001"),
            (1234567.0, "1234567.0"),
            (12345678.9, "1.23456789E7"),
            (1e7, "1.0E7"),
            (9999999.0, "9999999.0"),
            (0.0009, "9.0E-4"),
            (1e-5, "1.0E-5"),
            (1e21, "1.0E21"),
            (f64::MAX, "1.7976931348623157E308"),
            (f64::from_bits(1), "4.9E-324"),
            (1.0 / 3.0, "0.3333333333333333"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
            (-12.25, "-12.25"),
            (123456.75, "123456.75"),
            (2e23, "2.0E23"),
        ];
        for (number, expected) in cases {
            assert_eq!(Number::Double(number).to_string(), expected);
        }
        assert_eq!(Number::Float(3.4028235e38).to_string(), "3.4028235E38");
        assert_eq!(Number::Float(0.1).to_string(), "0.1");
        assert_eq!(Number::Float(1e-45).to_string(), "1.4E-45");
    }
}
