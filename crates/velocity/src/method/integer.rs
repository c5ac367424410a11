//! The static methods of `java.lang.Integer` and `java.lang.Long`: all that they have besides those of every number.

use super::arguments::{int as int_of, long as long_of, text};
use super::{Answer, parse_number};
use crate::Value;

/// `java.lang.Integer`
pub(super) fn int(name: &str, arguments: &[Value]) -> Answer {
    Ok(Some(match arguments {
        [argument] => match (int_of(argument), text(argument)) {
            (Some(number), _) => return Ok(int_with_one(name, number)),
            (_, Some(text)) => match name {
                "parseInt" | "valueOf" => Value::from(parse_number::int(text, 10)?),
                "parseUnsignedInt" => Value::from(parse_number::long(text, 10)? as i32),
                "decode" => Value::from(parse_number::decode(text)? as i32),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        },
        [a, b] => match (int_of(a), int_of(b), text(a)) {
            (Some(a), Some(b), _) => return Ok(int_with_two(name, a, b)),
            (_, Some(radix), Some(text)) if matches!(name, "parseInt" | "valueOf") => {
                Value::from(parse_number::int(text, parse_number::radix(radix)?)?)
            }
            _ => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

fn int_with_one(name: &str, number: i32) -> Option<Value> {
    Some(match name {
        "valueOf" | "hashCode" => Value::from(number),
        "toString" => Value::from(number.to_string()),
        "toHexString" => Value::from(format!("{number:x}")),
        "toOctalString" => Value::from(format!("{number:o}")),
        "toBinaryString" => Value::from(format!("{number:b}")),
        "toUnsignedString" => Value::from((number as u32).to_string()),
        "toUnsignedLong" => Value::from(i64::from(number as u32)),
        "signum" => Value::from(number.signum()),
        "bitCount" => Value::from(number.count_ones() as i32),
        "reverse" => Value::from(number.reverse_bits()),
        "reverseBytes" => Value::from(number.swap_bytes()),
        "highestOneBit" => Value::from(if number == 0 { 0 } else { (1_u32 << (31 - number.leading_zeros())) as i32 }),
        "lowestOneBit" => Value::from(number & number.wrapping_neg()),
        "numberOfLeadingZeros" => Value::from(number.leading_zeros() as i32),
        "numberOfTrailingZeros" => Value::from(number.trailing_zeros() as i32),
        _ => return None,
    })
}

fn int_with_two(name: &str, a: i32, b: i32) -> Option<Value> {
    Some(match name {
        "max" => Value::from(a.max(b)),
        "min" => Value::from(a.min(b)),
        "sum" => Value::from(a.wrapping_add(b)),
        "compare" => Value::from(a.cmp(&b) as i32),
        "compareUnsigned" => Value::from((a as u32).cmp(&(b as u32)) as i32),
        "toString" => Value::from(in_radix(a.into(), b)),
        "toUnsignedString" => Value::from(in_radix((a as u32).into(), b)),
        "rotateLeft" => Value::from(a.rotate_left(b as u32 & 31)),
        "rotateRight" => Value::from(a.rotate_right(b as u32 & 31)),
        _ => return None,
    })
}

/// `java.lang.Long`
pub(super) fn long(name: &str, arguments: &[Value]) -> Answer {
    Ok(Some(match arguments {
        [argument] => match (long_of(argument), text(argument)) {
            (Some(number), _) => return Ok(long_with_one(name, number)),
            (_, Some(text)) => match name {
                "parseLong" | "valueOf" => Value::from(parse_number::long(text, 10)?),
                "decode" => Value::from(parse_number::decode(text)?),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        },
        [a, b] => match (long_of(a), long_of(b), text(a), int_of(b)) {
            (_, _, Some(text), Some(radix)) if matches!(name, "parseLong" | "valueOf") => {
                Value::from(parse_number::long(text, parse_number::radix(radix)?)?)
            }
            (Some(a), _, _, Some(radix)) if name == "toString" => Value::from(in_radix(a.into(), radix)),
            (Some(a), _, _, Some(radix)) if name == "toUnsignedString" => Value::from(in_radix((a as u64).into(), radix)),
            (Some(a), _, _, Some(bits)) if name == "rotateLeft" => Value::from(a.rotate_left(bits as u32 & 63)),
            (Some(a), _, _, Some(bits)) if name == "rotateRight" => Value::from(a.rotate_right(bits as u32 & 63)),
            (Some(a), Some(b), ..) => match name {
                "max" => Value::from(a.max(b)),
                "min" => Value::from(a.min(b)),
                "sum" => Value::from(a.wrapping_add(b)),
                "compare" => Value::from(a.cmp(&b) as i32),
                "compareUnsigned" => Value::from((a as u64).cmp(&(b as u64)) as i32),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

fn long_with_one(name: &str, number: i64) -> Option<Value> {
    Some(match name {
        "valueOf" => Value::from(number),
        "hashCode" => Value::from((number ^ (number as u64 >> 32) as i64) as i32),
        "toString" => Value::from(number.to_string()),
        "toHexString" => Value::from(format!("{number:x}")),
        "toOctalString" => Value::from(format!("{number:o}")),
        "toBinaryString" => Value::from(format!("{number:b}")),
        "toUnsignedString" => Value::from((number as u64).to_string()),
        "signum" => Value::from(number.signum() as i32),
        "bitCount" => Value::from(number.count_ones() as i32),
        "reverse" => Value::from(number.reverse_bits()),
        "reverseBytes" => Value::from(number.swap_bytes()),
        "highestOneBit" => Value::from(if number == 0 { 0 } else { (1_u64 << (63 - number.leading_zeros())) as i64 }),
        "lowestOneBit" => Value::from(number & number.wrapping_neg()),
        "numberOfLeadingZeros" => Value::from(number.leading_zeros() as i32),
        "numberOfTrailingZeros" => Value::from(number.trailing_zeros() as i32),
        _ => return None,
    })
}

/// In Java a radix that is none is 10.
fn in_radix(number: i128, radix: i32) -> String {
    let radix = u32::try_from(radix).ok().filter(|radix| (2..=36).contains(radix)).unwrap_or(10);
    num_bigint::BigInt::from(number).to_str_radix(radix)
}
