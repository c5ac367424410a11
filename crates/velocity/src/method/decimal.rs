//! `java.math.BigInteger` and `java.math.BigDecimal`.

use super::arguments::{int, long};
use super::{Answer, parse_number};
use crate::value::{BigDecimal, Thrown};
use crate::{Fuel, Number, Value};
use num_bigint::{BigInt, Sign};
use num_traits::{Signed, Zero};
use std::sync::Arc;

/// The most bits that `pow` and `shiftLeft` may make. Java's limit is larger than anybody's memory.
const BITS: u64 = 1 << 20;

fn value(number: BigInt) -> Value {
    Value::Number(Number::from(number))
}

fn signum(number: &BigInt) -> Value {
    Value::from(match number.sign() {
        Sign::Minus => -1,
        Sign::NoSign => 0,
        Sign::Plus => 1,
    })
}

pub(super) fn big_integer(receiver: &Arc<BigInt>, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Answer {
    fuel.scan((receiver.bits() / 8) as usize)?;
    Ok(Some(match arguments {
        [] => match name {
            "negate" => value(-receiver.as_ref()),
            "abs" => value(receiver.abs()),
            "signum" => signum(receiver),
            "not" => value(!receiver.as_ref()),
            "bitCount" => Value::from(bit_count(receiver)),
            "intValueExact" | "longValueExact" => exact(receiver, name == "intValueExact")?,
            "bitLength" => Value::from(i32::try_from(bit_length(receiver)).unwrap_or(i32::MAX)),
            _ => return Ok(None),
        },
        [Value::Number(Number::BigInteger(other))] => return big_with_big(receiver, name, other, fuel),
        [argument] => match (name, int(argument), long(argument)) {
            ("pow", Some(exponent), _) => match u32::try_from(exponent) {
                Ok(exponent) if receiver.bits().saturating_mul(exponent.into()) < BITS => {
                    let bits = receiver.bits().saturating_mul(exponent.into());
                    fuel.grow((bits / 8) as usize)?;
                    fuel.step((bits / 64).saturating_mul(bits / 64) / 32)?;
                    value(receiver.pow(exponent))
                }
                Ok(_) => return Err(Thrown::exception("ArithmeticException", "BigInteger would overflow supported range")),
                Err(_) => return Err(Thrown::exception("ArithmeticException", "Negative exponent")),
            },
            ("valueOf", _, Some(number)) => value(number.into()),
            ("shiftLeft" | "shiftRight", Some(bits), _) => {
                let left = (name == "shiftLeft") == (bits >= 0);
                let bits = bits.unsigned_abs();
                if left && receiver.bits().saturating_add(bits.into()) > BITS {
                    return Err(Thrown::exception("ArithmeticException", "BigInteger would overflow supported range"));
                }
                value(if left { receiver.as_ref() << bits } else { receiver.as_ref() >> bits })
            }
            ("testBit", Some(bit), _) => match u64::try_from(bit) {
                Ok(bit) => Value::Bool(receiver.bit(bit)),
                Err(_) => return Err(Thrown::exception("ArithmeticException", "Negative bit address")),
            },
            ("toString", Some(radix), _) => {
                let words = receiver.bits() / 64;
                fuel.step(words.saturating_mul(words) / 16)?;
                Value::from(receiver.to_str_radix(parse_number::radix(radix).unwrap_or(10)))
            }
            _ => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

/// In two's complement, without the sign.
fn bit_length(number: &BigInt) -> u64 {
    if number.is_negative() { (number + BigInt::from(1)).bits() } else { number.bits() }
}

/// How many bits differ from the sign.
fn bit_count(number: &BigInt) -> i32 {
    let bits = if number.is_negative() { number + BigInt::from(1) } else { number.clone() };
    i32::try_from(bits.iter_u64_digits().map(|digit| u64::from(digit.count_ones())).sum::<u64>()).unwrap_or(i32::MAX)
}

fn exact(number: &BigInt, int: bool) -> Result<Value, Thrown> {
    let int_value = i32::try_from(number).map(Value::from);
    let value = if int { int_value } else { i64::try_from(number).map(Value::from) };
    value.map_err(|_| Thrown::exception("ArithmeticException", "BigInteger out of range"))
}

/// What Velocity's operators do too, but for the signs of remainders.
fn big_with_big(receiver: &Arc<BigInt>, name: &str, other: &Arc<BigInt>, fuel: &mut Fuel) -> Answer {
    let (left, right) = (Number::BigInteger(Arc::clone(receiver)), Number::BigInteger(Arc::clone(other)));
    let by_zero = || Thrown::exception("ArithmeticException", "BigInteger divide by zero");
    Ok(Some(Value::Number(match name {
        "add" => left.add(&right, fuel)?,
        "subtract" => left.subtract(&right, fuel)?,
        "multiply" => left.multiply(&right, fuel)?,
        "divide" => left.divide(&right, fuel)?.ok_or_else(by_zero)?,
        "mod" => left.modulo(&right, fuel)?.ok_or_else(by_zero)?,
        "remainder" => {
            // The sign of the remainder is that of the dividend; the work is paid for by the division.
            left.divide(&right, fuel)?.ok_or_else(by_zero)?;
            Number::from(receiver.as_ref() % other.as_ref())
        }
        "and" => Number::from(receiver.as_ref() & other.as_ref()),
        "or" => Number::from(receiver.as_ref() | other.as_ref()),
        "xor" => Number::from(receiver.as_ref() ^ other.as_ref()),
        "max" => {
            if receiver < other {
                right
            } else {
                left
            }
        }
        "min" => {
            if receiver > other {
                right
            } else {
                left
            }
        }
        _ => return Ok(None),
    })))
}

pub(super) fn big_decimal(receiver: &Arc<BigDecimal>, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Answer {
    let unscaled = receiver.unscaled();
    if matches!(name, "precision" | "toPlainString") {
        Number::BigDecimal(Arc::clone(receiver)).charge_digits(fuel)?;
    }
    fuel.scan((unscaled.bits() / 8) as usize)?;
    let decimal = |unscaled: BigInt, scale: i32| Value::Number(Number::from(BigDecimal::new(unscaled, scale)));
    Ok(Some(match arguments {
        [] => match name {
            "scale" => Value::from(receiver.scale()),
            "signum" => signum(unscaled),
            "negate" => decimal(-unscaled, receiver.scale()),
            "abs" => decimal(unscaled.abs(), receiver.scale()),
            "plus" => Value::Number(Number::BigDecimal(Arc::clone(receiver))),
            "unscaledValue" => value(unscaled.clone()),
            "precision" => Value::from(i32::try_from(unscaled.magnitude().to_string().len()).unwrap_or(i32::MAX)),
            "toPlainString" => {
                fuel.grow(unsigned_scale(receiver))?;
                Value::from(receiver.to_plain_string())
            }
            "toBigInteger" => {
                fuel.grow(unsigned_scale(receiver))?;
                value(receiver.truncated().unwrap_or_default())
            }
            "stripTrailingZeros" => stripped(receiver, fuel)?,
            _ => return Ok(None),
        },
        [Value::Number(other @ Number::BigDecimal(inner))] => {
            let left = Number::BigDecimal(Arc::clone(receiver));
            Value::Number(match name {
                "add" => left.add(other, fuel)?,
                "subtract" => left.subtract(other, fuel)?,
                "multiply" => left.multiply(other, fuel)?,
                "max" => {
                    if receiver.compare(inner).is_lt() {
                        other.clone()
                    } else {
                        left
                    }
                }
                "min" => {
                    if receiver.compare(inner).is_gt() {
                        other.clone()
                    } else {
                        left
                    }
                }
                _ => return Ok(None),
            })
        }
        [argument] => match (name, long(argument), argument) {
            ("valueOf", Some(number), _) => decimal(number.into(), 0),
            ("valueOf", None, Value::Number(number @ Number::Double(_))) => match BigDecimal::parse(&number.to_string()) {
                Some(number) => Value::Number(Number::from(number)),
                None => return Err(Thrown::exception("NumberFormatException", "infinite or NaN")),
            },
            _ => return Ok(None),
        },
        // 4 is ROUND_HALF_UP, which is what is asked for.
        [scale, Value::Number(Number::Integer(4))] if name == "setScale" => match int(scale) {
            Some(scale) => {
                receiver.charge_scaling(scale, fuel)?;
                Value::Number(Number::from(receiver.rounded_half_up(scale)))
            }
            None => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

fn unsigned_scale(number: &BigDecimal) -> usize {
    number.scale().unsigned_abs() as usize
}

fn stripped(number: &BigDecimal, fuel: &mut Fuel) -> Result<Value, Thrown> {
    let (mut unscaled, mut scale) = (number.unscaled().clone(), number.scale());
    if unscaled.is_zero() {
        scale = 0;
    }
    while !unscaled.is_zero() && (&unscaled % 10_u32).is_zero() {
        fuel.scan((unscaled.bits() / 8) as usize + 64)?;
        unscaled /= 10_u32;
        scale = scale.saturating_sub(1);
    }
    Ok(Value::Number(Number::from(BigDecimal::new(unscaled, scale))))
}
