//! `java.lang.Number` and what its types have in common.

use super::arguments::{double, float, long, text};
use super::{Answer, decimal, integer, parse_number};
use crate::value::Thrown;
use crate::{Fuel, Number, Value};

pub(super) fn call(receiver: &Number, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Answer {
    match (name, arguments) {
        ("intValue", []) => return Ok(Some(Value::from(receiver.int_value()))),
        ("longValue", []) => return Ok(Some(Value::from(receiver.long_value()))),
        ("doubleValue", []) => return Ok(Some(Value::from(receiver.double_value()))),
        ("floatValue", []) => return Ok(Some(Value::Number(Number::Float(receiver.float_value())))),
        // Shorts and Bytes are Integers here.
        ("shortValue", []) => return Ok(Some(Value::from(i32::from(receiver.int_value() as i16)))),
        ("byteValue", []) => return Ok(Some(Value::from(i32::from(receiver.int_value() as i8)))),
        ("compareTo", [other]) => {
            let order = match other {
                Value::Number(other) => receiver.java_compare(other),
                Value::Null => return Err(Thrown::null_pointer()),
                _ => None,
            };
            let order = order.ok_or_else(|| Thrown::exception("ClassCastException", "it is a number of another type"))?;
            return Ok(Some(Value::from(order as i32)));
        }
        _ => {}
    }
    match receiver {
        Number::Integer(_) => integer::int(name, arguments),
        Number::Long(_) => integer::long(name, arguments),
        Number::Float(number) => floating_point(f64::from(*number), true, name, arguments),
        Number::Double(number) => floating_point(*number, false, name, arguments),
        Number::BigInteger(number) => decimal::big_integer(number, name, arguments, fuel),
        Number::BigDecimal(number) => decimal::big_decimal(number, name, arguments, fuel),
    }
}

/// `java.lang.Double` and `java.lang.Float`.
fn floating_point(receiver: f64, single: bool, name: &str, arguments: &[Value]) -> Answer {
    // A float becomes a double and back without loss.
    let value = |number: f64| Value::Number(if single { Number::Float(number as f32) } else { Number::Double(number) });
    let number = |value: &Value| if single { float(value).map(f64::from) } else { double(value) };
    let parsed = |value: &Value| match text(value) {
        Some(text) => parse_number::double(text).map(|number| Some(value_of(number, single))),
        None => Ok(None),
    };
    Ok(Some(match arguments {
        [] => match name {
            "isNaN" => Value::Bool(receiver.is_nan()),
            "isInfinite" => Value::Bool(receiver.is_infinite()),
            _ => return Ok(None),
        },
        [argument] => match (name, number(argument)) {
            ("parseDouble", _) if !single => return parsed(argument),
            ("parseFloat", _) if single => return parsed(argument),
            ("valueOf", None) => return parsed(argument),
            ("valueOf", Some(number)) => value(number),
            ("isNaN", Some(number)) => Value::Bool(number.is_nan()),
            ("isInfinite", Some(number)) => Value::Bool(number.is_infinite()),
            ("isFinite", Some(number)) => Value::Bool(number.is_finite()),
            ("doubleToLongBits" | "doubleToRawLongBits", Some(number)) if !single => Value::from(number.to_bits() as i64),
            ("longBitsToDouble", _) if !single => match long(argument) {
                Some(bits) => Value::from(f64::from_bits(bits as u64)),
                None => return Ok(None),
            },
            ("toString", Some(number)) => Value::from(value_of_number(number, single).to_string()),
            ("hashCode", Some(number)) => Value::from(value_of_number(number, single).hash_code()),
            _ => return Ok(None),
        },
        [a, b] => match (name, number(a), number(b)) {
            ("sum", Some(a), Some(b)) => value(if single { f64::from(a as f32 + b as f32) } else { a + b }),
            ("max" | "min", Some(a), Some(_)) if a.is_nan() => value(a),
            ("max" | "min", Some(_), Some(b)) if b.is_nan() => value(b),
            ("max", Some(a), Some(b)) => value(if a.total_cmp(&b).is_gt() { a } else { b }),
            ("min", Some(a), Some(b)) => value(if a.total_cmp(&b).is_lt() { a } else { b }),
            ("compare", Some(a), Some(b)) => {
                let order = Number::Double(a).java_compare(&Number::Double(b));
                Value::from(order.map_or(0, |order| order as i32))
            }
            _ => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

fn value_of_number(number: f64, single: bool) -> Number {
    if single { Number::Float(number as f32) } else { Number::Double(number) }
}

fn value_of(number: f64, single: bool) -> Value {
    Value::Number(value_of_number(number, single))
}
