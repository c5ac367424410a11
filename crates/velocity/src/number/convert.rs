//! From one type to another, as the methods of `java.lang.Number` do it.

use super::{BigDecimal, Number};
use crate::value::Thrown;
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use std::borrow::Cow;

impl Number {
    /// Java's `longValue()`: the low bits of a whole number, and the nearest to a floating point number.
    pub fn long_value(&self) -> i64 {
        match self {
            Number::Integer(number) => i64::from(*number),
            Number::Long(number) => *number,
            Number::BigInteger(number) => low_bits(number),
            Number::Float(number) => *number as i64,
            Number::Double(number) => *number as i64,
            Number::BigDecimal(number) => number.truncated().map_or(0, |whole| low_bits(&whole)),
        }
    }

    /// Java's `intValue()`.
    pub fn int_value(&self) -> i32 {
        match self {
            Number::Float(number) => *number as i32,
            Number::Double(number) => *number as i32,
            _ => self.long_value() as i32,
        }
    }

    /// Java's `doubleValue()`.
    pub fn double_value(&self) -> f64 {
        match self {
            Number::Integer(number) => f64::from(*number),
            Number::Long(number) => *number as f64,
            Number::BigInteger(number) => number.to_f64().unwrap_or(f64::NAN),
            Number::Float(number) => f64::from(*number),
            Number::Double(number) => *number,
            Number::BigDecimal(number) => number.to_f64(),
        }
    }

    /// Java's `floatValue()`.
    pub fn float_value(&self) -> f32 {
        match self {
            Number::Integer(number) => *number as f32,
            Number::Long(number) => *number as f32,
            Number::BigInteger(number) => number.to_f32().unwrap_or(f32::NAN),
            Number::Float(number) => *number,
            Number::Double(number) => *number as f32,
            Number::BigDecimal(number) => number.to_f32(),
        }
    }

    pub(super) fn to_big_integer(&self) -> Cow<'_, BigInt> {
        match self {
            Number::BigInteger(number) => Cow::Borrowed(number),
            _ => Cow::Owned(self.long_value().into()),
        }
    }

    /// Velocity takes every other number than these for a double first, however long it is.
    pub(super) fn to_big_decimal(&self) -> Result<Cow<'_, BigDecimal>, Thrown> {
        match self {
            Number::BigDecimal(number) => Ok(Cow::Borrowed(number)),
            Number::BigInteger(number) => Ok(Cow::Owned(BigDecimal::new(number.as_ref().clone(), 0))),
            _ => BigDecimal::from_f64(self.double_value())
                .map(Cow::Owned)
                .ok_or_else(|| Thrown::exception("NumberFormatException", "infinite or NaN")),
        }
    }
}

/// The low 64 bits in two's complement.
fn low_bits(number: &BigInt) -> i64 {
    let magnitude = number.iter_u64_digits().next().unwrap_or(0) as i64;
    if number.sign() == num_bigint::Sign::Minus { magnitude.wrapping_neg() } else { magnitude }
}
