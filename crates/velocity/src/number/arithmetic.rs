//! Arithmetic, as Velocity's `MathUtils` does it.

use super::decimal::ten_to;
use super::{BigDecimal, Number};
use crate::Fuel;
use crate::value::Thrown;
use num_bigint::BigInt;
use num_traits::{Signed, Zero};

/// In which type an operation is done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
}

impl Base {
    pub(super) fn of(left: &Number, right: &Number) -> Base {
        let either = |is: fn(&Number) -> bool| is(left) || is(right);
        let big = either(|number| matches!(number, Number::BigInteger(_)));
        let whole = left.is_integer() && right.is_integer();
        if either(|number| matches!(number, Number::BigDecimal(_))) || (!whole && big) {
            Base::BigDecimal
        } else if whole {
            if big { Base::BigInteger } else { Base::Long }
        } else if either(|number| matches!(number, Number::Double(_))) {
            Base::Double
        } else {
            Base::Float
        }
    }
}

impl Number {
    /// The sum.
    pub(crate) fn add(&self, other: &Number, fuel: &mut Fuel) -> Result<Number, Thrown> {
        Ok(match Base::of(self, other) {
            Base::Long => match self.long_value().checked_add(other.long_value()) {
                Some(sum) => self.wrap(sum, other),
                None => (self.to_big_integer().as_ref() + other.to_big_integer().as_ref()).into(),
            },
            Base::Float => Number::Float(self.float_value() + other.float_value()),
            Base::Double => Number::Double(self.double_value() + other.double_value()),
            Base::BigInteger => {
                let (left, right) = (self.to_big_integer(), other.to_big_integer());
                charge_sum(&left, &right, fuel)?;
                (left.as_ref() + right.as_ref()).into()
            }
            Base::BigDecimal => {
                let (left, right, scale) = self.aligned(other, fuel)?;
                BigDecimal::new(left + right, scale).into()
            }
        })
    }

    /// The difference.
    pub(crate) fn subtract(&self, other: &Number, fuel: &mut Fuel) -> Result<Number, Thrown> {
        Ok(match Base::of(self, other) {
            Base::Long => match self.long_value().checked_sub(other.long_value()) {
                Some(difference) => self.wrap(difference, other),
                None => (self.to_big_integer().as_ref() - other.to_big_integer().as_ref()).into(),
            },
            Base::Float => Number::Float(self.float_value() - other.float_value()),
            Base::Double => Number::Double(self.double_value() - other.double_value()),
            Base::BigInteger => {
                let (left, right) = (self.to_big_integer(), other.to_big_integer());
                charge_sum(&left, &right, fuel)?;
                (left.as_ref() - right.as_ref()).into()
            }
            Base::BigDecimal => {
                let (left, right, scale) = self.aligned(other, fuel)?;
                BigDecimal::new(left - right, scale).into()
            }
        })
    }

    /// The product.
    pub(crate) fn multiply(&self, other: &Number, fuel: &mut Fuel) -> Result<Number, Thrown> {
        Ok(match Base::of(self, other) {
            Base::Long => match checked_product(self.long_value(), other.long_value()) {
                Some(product) => self.wrap(product, other),
                None => (self.to_big_integer().as_ref() * other.to_big_integer().as_ref()).into(),
            },
            Base::Float => Number::Float(self.float_value() * other.float_value()),
            Base::Double => Number::Double(self.double_value() * other.double_value()),
            Base::BigInteger => {
                let (left, right) = (self.to_big_integer(), other.to_big_integer());
                charge_product(&left, &right, fuel)?;
                (left.as_ref() * right.as_ref()).into()
            }
            Base::BigDecimal => {
                let (left, right) = (self.to_big_decimal()?, other.to_big_decimal()?);
                charge_product(left.unscaled(), right.unscaled(), fuel)?;
                let scale = left.scale().checked_add(right.scale()).ok_or_else(scale_overflow)?;
                BigDecimal::new(left.unscaled() * right.unscaled(), scale).into()
            }
        })
    }

    /// The quotient; `None`, Velocity's null, when the divisor is zero.
    pub(crate) fn divide(&self, other: &Number, fuel: &mut Fuel) -> Result<Option<Number>, Thrown> {
        if other.is_zero() {
            return Ok(None);
        }
        Ok(Some(match Base::of(self, other) {
            Base::Long => self.wrap(self.long_value().wrapping_div(other.long_value()), other),
            Base::Float => Number::Float(self.float_value() / other.float_value()),
            Base::Double => Number::Double(self.double_value() / other.double_value()),
            Base::BigInteger => {
                let (left, right) = (self.to_big_integer(), other.to_big_integer());
                charge_product(&left, &right, fuel)?;
                (left.as_ref() / right.as_ref()).into()
            }
            Base::BigDecimal => {
                let (left, right) = (self.to_big_decimal()?, other.to_big_decimal()?);
                divide_half_down(&left, &right, fuel)?.into()
            }
        }))
    }

    /// The remainder; `None`, Velocity's null, when the divisor is zero.
    pub(crate) fn modulo(&self, other: &Number, fuel: &mut Fuel) -> Result<Option<Number>, Thrown> {
        if other.is_zero() {
            return Ok(None);
        }
        Ok(Some(match Base::of(self, other) {
            Base::Long => self.wrap(self.long_value().wrapping_rem(other.long_value()), other),
            Base::Float => Number::Float(self.float_value() % other.float_value()),
            Base::Double => Number::Double(self.double_value() % other.double_value()),
            Base::BigInteger => {
                let (left, right) = (self.to_big_integer(), other.to_big_integer());
                if right.is_negative() {
                    return Err(Thrown::exception("ArithmeticException", "BigInteger: modulus not positive"));
                }
                charge_product(&left, &right, fuel)?;
                let remainder = left.as_ref() % right.as_ref();
                if remainder.is_negative() { (remainder + right.as_ref()).into() } else { remainder.into() }
            }
            Base::BigDecimal => {
                return Err(Thrown::exception("ArithmeticException", "Cannot calculate the modulo of BigDecimals."));
            }
        }))
    }

    fn is_zero(&self) -> bool {
        match self {
            Number::BigInteger(number) => number.is_zero(),
            Number::BigDecimal(number) => number.unscaled().is_zero(),
            _ => self.double_value() == 0.0,
        }
    }

    /// An Integer when both were, if it fits; a Long otherwise.
    fn wrap(&self, result: i64, other: &Number) -> Number {
        match (self, other, i32::try_from(result)) {
            (Number::Integer(_), Number::Integer(_), Ok(result)) => Number::Integer(result),
            _ => Number::Long(result),
        }
    }

    /// The digits of both as decimals of the same scale, and this scale.
    fn aligned(&self, other: &Number, fuel: &mut Fuel) -> Result<(BigInt, BigInt, i32), Thrown> {
        let (left, right) = (self.to_big_decimal()?, other.to_big_decimal()?);
        let scale = left.scale().max(right.scale());
        left.charge_scaling(scale, fuel)?;
        right.charge_scaling(scale, fuel)?;
        Ok((left.unscaled_at(scale), right.unscaled_at(scale), scale))
    }
}

/// Velocity finds an overflow by dividing again, and so it misses the one of the smallest Long by -1.
fn checked_product(left: i64, right: i64) -> Option<i64> {
    let product = left.wrapping_mul(right);
    (right == 0 || product.wrapping_div(right) == left).then_some(product)
}

/// The quotient with the scale of the dividend; what lies in the middle is rounded towards zero.
fn divide_half_down(left: &BigDecimal, right: &BigDecimal, fuel: &mut Fuel) -> Result<BigDecimal, Thrown> {
    let scale = right.scale();
    let (mut dividend, mut divisor) = (left.unscaled().clone(), right.unscaled().clone());
    BigDecimal::new(BigInt::zero(), 0).charge_scaling(scale.saturating_abs(), fuel)?;
    // left / right at the scale of left is left.unscaled * 10^right.scale / right.unscaled.
    if scale >= 0 {
        dividend *= ten_to(scale.unsigned_abs());
    } else {
        divisor *= ten_to(scale.unsigned_abs());
    }
    charge_product(&dividend, &divisor, fuel)?;
    let (mut quotient, remainder): (BigInt, BigInt) = (&dividend / &divisor, &dividend % &divisor);
    if remainder.abs() * 2 > divisor.abs() {
        let away = if dividend.is_negative() == divisor.is_negative() { 1 } else { -1 };
        quotient += away;
    }
    Ok(BigDecimal::new(quotient, left.scale()))
}

fn scale_overflow() -> Thrown {
    Thrown::exception("ArithmeticException", "the scale of a BigDecimal is out of range")
}

fn charge_sum(left: &BigInt, right: &BigInt, fuel: &mut Fuel) -> Result<(), Thrown> {
    Ok(fuel.grow((left.bits().max(right.bits()) / 8) as usize)?)
}

/// A product takes as many steps as the numbers have words, multiplied.
fn charge_product(left: &BigInt, right: &BigInt, fuel: &mut Fuel) -> Result<(), Thrown> {
    fuel.grow(((left.bits() + right.bits()) / 8) as usize)?;
    Ok(fuel.step((left.bits() / 64).saturating_mul(right.bits() / 64) / 32)?)
}

impl BigDecimal {
    /// Pays for the digits at another scale.
    pub(crate) fn charge_scaling(&self, scale: i32, fuel: &mut Fuel) -> Result<(), Thrown> {
        let bytes = self.bytes_at(scale);
        fuel.grow(bytes)?;
        let words = (bytes / 8) as u64;
        Ok(fuel.step(words.saturating_mul(words) / 32)?)
    }
}
