//! `java.math.BigDecimal`.

use num_bigint::{BigInt, Sign};
use num_traits::Zero;
use std::cmp::Ordering;
use std::fmt;

/// A decimal number: `unscaled` divided by `scale` times ten. Two of the same value may differ in their scale, as in Java.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BigDecimal {
    unscaled: BigInt,
    scale: i32,
}

impl BigDecimal {
    /// `unscaled` divided by `scale` times ten.
    pub fn new(unscaled: BigInt, scale: i32) -> Self {
        BigDecimal { unscaled, scale }
    }

    /// The number as Java's constructor reads it from a text.
    pub fn parse(text: &str) -> Option<Self> {
        let (digits, exponent) = match text.find(['e', 'E']) {
            Some(at) => (text.get(..at)?, text.get(at + 1..)?.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let sign = whole.len() - whole.trim_start_matches(['-', '+']).len();
        let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        if sign > 1 || whole.len() + fraction.len() == sign || !plain(whole.get(sign..)?) || !plain(fraction) {
            return None;
        }
        let unscaled = [whole, fraction].concat().parse().ok()?;
        let scale = i64::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        Some(BigDecimal { unscaled, scale: i32::try_from(scale).ok()? })
    }

    /// The exact value of a double; `None` when it is infinite or no number.
    pub fn from_f64(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        if number == 0.0 {
            return Some(BigDecimal::new(BigInt::zero(), 0));
        }
        let bits = number.to_bits();
        let exponent_bits = (bits >> 52 & 0x7FF) as i32;
        let fraction = bits & ((1 << 52) - 1);
        let mantissa = if exponent_bits == 0 { fraction << 1 } else { fraction | 1 << 52 };
        let twos = mantissa.trailing_zeros();
        let exponent = exponent_bits - 1075 + twos as i32;
        let odd = BigInt::from(mantissa >> twos);
        let magnitude = match u32::try_from(exponent) {
            Ok(exponent) => odd << exponent,
            Err(_) => odd * BigInt::from(5).pow(exponent.unsigned_abs()),
        };
        let unscaled = if number < 0.0 { -magnitude } else { magnitude };
        Some(BigDecimal { unscaled, scale: exponent.min(0).saturating_neg() })
    }

    /// The digits, without the point.
    pub fn unscaled(&self) -> &BigInt {
        &self.unscaled
    }

    /// How many of the digits are behind the point; less than zero for zeros that are not among the digits.
    pub fn scale(&self) -> i32 {
        self.scale
    }

    /// The double next to it.
    pub fn to_f64(&self) -> f64 {
        self.in_exponent_form().parse().unwrap_or(f64::NAN)
    }

    pub(super) fn to_f32(&self) -> f32 {
        self.in_exponent_form().parse().unwrap_or(f32::NAN)
    }

    fn in_exponent_form(&self) -> String {
        format!("{}e{}", self.unscaled, -i64::from(self.scale))
    }

    /// The whole number in it; `None` for one of a size that nobody can have meant.
    pub fn truncated(&self) -> Option<BigInt> {
        match u32::try_from(self.scale) {
            // It is less than one.
            Ok(scale) if u64::from(scale) > self.unscaled.bits() => Some(BigInt::zero()),
            Ok(scale) => Some(&self.unscaled / ten_to(scale)),
            // The low 64 bits of a large power of ten are zero.
            Err(_) if self.scale < -10_000 => None,
            Err(_) => Some(&self.unscaled * ten_to(self.scale.unsigned_abs())),
        }
    }

    /// The digits that it has at another scale, which must not be smaller.
    pub(super) fn unscaled_at(&self, scale: i32) -> BigInt {
        let more = i64::from(scale) - i64::from(self.scale);
        match u32::try_from(more) {
            Ok(0) | Err(_) => self.unscaled.clone(),
            Ok(more) => &self.unscaled * ten_to(more),
        }
    }

    /// At another scale. What lies in the middle is rounded away from zero.
    pub(crate) fn rounded_half_up(&self, scale: i32) -> BigDecimal {
        let less = i64::from(self.scale) - i64::from(scale);
        let unscaled = match u32::try_from(less) {
            Err(_) => self.unscaled_at(scale),
            // Nothing is left of it.
            Ok(less) if u64::from(less) > self.unscaled.bits() + 1 => BigInt::zero(),
            Ok(less) => {
                let divisor = ten_to(less);
                let (quotient, remainder) = (&self.unscaled / &divisor, &self.unscaled % &divisor);
                let up = remainder.magnitude() * 2_u32 >= *divisor.magnitude();
                let away = if self.unscaled.sign() == Sign::Minus { -1 } else { 1 };
                if up { quotient + away } else { quotient }
            }
        };
        BigDecimal { unscaled, scale }
    }

    /// An upper bound of the bytes that the digits take at another scale.
    pub(super) fn bytes_at(&self, scale: i32) -> usize {
        let more = (i64::from(scale) - i64::from(self.scale)).max(0);
        (self.unscaled.bits() / 8) as usize + 1 + usize::try_from(more / 2).unwrap_or(usize::MAX / 4)
    }

    /// The exponent of the first digit.
    fn magnitude(&self) -> i64 {
        // 1233/4096 is a bit more than log10(2): one off is corrected by the comparison of the digits.
        let digits = i64::try_from(self.unscaled.bits()).unwrap_or(i64::MAX / 4096).saturating_mul(1233) / 4096;
        digits - i64::from(self.scale)
    }

    /// Java's `compareTo`: by value, whatever the scale.
    pub fn compare(&self, other: &BigDecimal) -> Ordering {
        let by_sign = self.unscaled.sign().cmp(&other.unscaled.sign());
        if by_sign != Ordering::Equal || self.unscaled.is_zero() {
            return by_sign;
        }
        let (left, right) = (self.magnitude(), other.magnitude());
        // The rounding of `magnitude` grows with the digits.
        let doubt = 2 + (self.unscaled.bits().max(other.unscaled.bits()) / 10_000) as i64;
        if (left - right).abs() > doubt {
            let by_magnitude = left.cmp(&right);
            return if self.unscaled.sign() == Sign::Minus { by_magnitude.reverse() } else { by_magnitude };
        }
        let scale = self.scale.max(other.scale);
        self.unscaled_at(scale).cmp(&other.unscaled_at(scale))
    }

    /// Java's `toPlainString`: without an exponent.
    pub(crate) fn to_plain_string(&self) -> String {
        let (sign, digits) = self.sign_and_digits();
        match usize::try_from(self.scale) {
            Err(_) if self.unscaled.is_zero() => "0".to_owned(),
            Err(_) => format!("{sign}{digits}{}", "0".repeat(self.scale.unsigned_abs() as usize)),
            Ok(0) => format!("{sign}{digits}"),
            Ok(scale) => {
                let digits = format!("{digits:0>width$}", width = scale + 1);
                let (whole, fraction) = digits.split_at(digits.len() - scale);
                format!("{sign}{whole}.{fraction}")
            }
        }
    }

    fn sign_and_digits(&self) -> (&'static str, String) {
        let sign = if self.unscaled.sign() == Sign::Minus { "-" } else { "" };
        (sign, self.unscaled.magnitude().to_string())
    }
}

/// Java's `toString`.
impl fmt::Display for BigDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, digits) = self.sign_and_digits();
        let exponent = digits.len() as i64 - 1 - i64::from(self.scale);
        if self.scale >= 0 && exponent >= -6 {
            return f.write_str(&self.to_plain_string());
        }
        let (first, rest) = digits.split_at(1);
        write!(f, "{sign}{first}{}{rest}", if rest.is_empty() { "" } else { "." })?;
        if exponent == 0 { Ok(()) } else { write!(f, "E{exponent:+}") }
    }
}

pub(super) fn ten_to(exponent: u32) -> BigInt {
    BigInt::from(10).pow(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Option<String> {
        BigDecimal::parse(text).map(|decimal| decimal.to_string())
    }

    #[test]
    fn decimals_print_as_in_java() {
        let cases = [
            ("1.50", "1.50"),
            ("-0.00", "0.00"),
            ("1E+3", "1E+3"),
            ("1.5e3", "1.5E+3"),
            ("0.000001", "0.000001"),
            ("0.0000001", "1E-7"),
            ("123e-2", "1.23"),
            ("0e5", "0E+5"),
            ("-12e-10", "-1.2E-9"),
            (".5", "0.5"),
            ("5.", "5"),
        ];
        for (text, expected) in cases {
            assert_eq!(printed(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "-", ".", "e5", "1e", "+-1", "1..2", "1e99999999999", "0x1"] {
            assert_eq!(printed(text), None, "{text}");
        }
    }

    #[test]
    fn a_double_is_taken_exactly() {
        let exact = |number: f64| BigDecimal::from_f64(number).map(|decimal| decimal.to_string());
        assert_eq!(exact(0.1).as_deref(), Some("0.1000000000000000055511151231257827021181583404541015625"));
        assert_eq!(exact(-2.5).as_deref(), Some("-2.5"));
        assert_eq!(exact(1e3).as_deref(), Some("1000"));
        assert_eq!(exact(f64::NAN), None);
    }

    #[test]
    fn decimals_compare_by_value_however_far_apart() {
        let compare = |a: &str, b: &str| Some(BigDecimal::parse(a)?.compare(&BigDecimal::parse(b)?));
        assert_eq!(compare("1.0", "1.00"), Some(Ordering::Equal));
        assert_eq!(compare("1e2147483647", "1e-2147483647"), Some(Ordering::Greater));
        assert_eq!(compare("-1e2147483647", "1e-2147483647"), Some(Ordering::Less));
        assert_eq!(compare("-1e100", "-1e99"), Some(Ordering::Less));
        assert_eq!(compare("99999", "1e5"), Some(Ordering::Less));
        assert_eq!(compare("0e5", "0"), Some(Ordering::Equal));
    }
}
