//! Which number is the larger one, and which are equal.

use super::Number;
use super::arithmetic::Base;
use crate::value::Thrown;
use num_bigint::{BigInt, Sign};
use std::cmp::Ordering;

impl Number {
    /// Velocity's comparison, whatever the types. A NaN is neither less nor greater than any number, and so it is equal.
    pub(crate) fn compare(&self, other: &Number) -> Result<Ordering, Thrown> {
        Ok(match Base::of(self, other) {
            Base::Long => self.long_value().cmp(&other.long_value()),
            Base::Float => self.float_value().partial_cmp(&other.float_value()).unwrap_or(Ordering::Equal),
            Base::Double => self.double_value().partial_cmp(&other.double_value()).unwrap_or(Ordering::Equal),
            Base::BigInteger => self.to_big_integer().cmp(&other.to_big_integer()),
            Base::BigDecimal => self.to_big_decimal()?.compare(other.to_big_decimal()?.as_ref()),
        })
    }

    /// Java's `equals`: only for the same type.
    pub(crate) fn java_equals(&self, other: &Number) -> bool {
        match (self, other) {
            (Number::Integer(a), Number::Integer(b)) => a == b,
            (Number::Long(a), Number::Long(b)) => a == b,
            (Number::BigInteger(a), Number::BigInteger(b)) => a == b,
            (Number::Float(a), Number::Float(b)) => canonical32(*a) == canonical32(*b),
            (Number::Double(a), Number::Double(b)) => canonical64(*a) == canonical64(*b),
            (Number::BigDecimal(a), Number::BigDecimal(b)) => a == b,
            _ => false,
        }
    }

    /// Java's `compareTo`; `None` for another type.
    pub(crate) fn java_compare(&self, other: &Number) -> Option<Ordering> {
        Some(match (self, other) {
            (Number::Integer(a), Number::Integer(b)) => a.cmp(b),
            (Number::Long(a), Number::Long(b)) => a.cmp(b),
            (Number::BigInteger(a), Number::BigInteger(b)) => a.cmp(b),
            (Number::Float(a), Number::Float(b)) => f32::from_bits(canonical32(*a)).total_cmp(&f32::from_bits(canonical32(*b))),
            (Number::Double(a), Number::Double(b)) => f64::from_bits(canonical64(*a)).total_cmp(&f64::from_bits(canonical64(*b))),
            (Number::BigDecimal(a), Number::BigDecimal(b)) => a.compare(b),
            _ => return None,
        })
    }

    /// Java's `hashCode()`.
    pub(crate) fn hash_code(&self) -> i32 {
        let long = |bits: u64| (bits ^ bits >> 32) as i32;
        match self {
            Number::Integer(number) => *number,
            Number::Long(number) => long(*number as u64),
            Number::BigInteger(number) => big_hash(number),
            Number::Float(number) => canonical32(*number) as i32,
            Number::Double(number) => long(canonical64(*number)),
            Number::BigDecimal(number) => big_hash(number.unscaled()).wrapping_mul(31).wrapping_add(number.scale()),
        }
    }
}

/// The bits, where every NaN has the same.
fn canonical64(number: f64) -> u64 {
    if number.is_nan() { 0x7FF8_0000_0000_0000 } else { number.to_bits() }
}

fn canonical32(number: f32) -> u32 {
    if number.is_nan() { 0x7FC0_0000 } else { number.to_bits() }
}

fn big_hash(number: &BigInt) -> i32 {
    let digits = number.magnitude().to_u32_digits();
    let hash = digits.iter().rev().fold(0_i32, |hash, &digit| hash.wrapping_mul(31).wrapping_add(digit as i32));
    if number.sign() == Sign::Minus { hash.wrapping_neg() } else { hash }
}
