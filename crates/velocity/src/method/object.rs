//! What every class has: `java.lang.Object`.

use super::class::JavaClass;
use super::{Answer, arguments};
use crate::value::{Character, Entry, MapView, Thrown};
use crate::{Fuel, Number, Value};

pub(super) fn call(receiver: &Value, name: &str, arguments: &[Value], fuel: &mut Fuel) -> Answer {
    Ok(Some(match (name, arguments) {
        ("toString", []) => return arguments::made(receiver.text(fuel)?, fuel),
        ("equals", [other]) => Value::Bool(receiver.equals(other, fuel)?),
        ("hashCode", []) => Value::from(receiver.hash_code(fuel)?),
        ("getClass", []) => return Ok(JavaClass::of(receiver).map(Value::object)),
        _ => return Ok(None),
    }))
}

/// Velocity 1.7 takes a method without parameters for any arguments, when there is no better one, and then Java refuses
/// them. For an object of the host that is up to the host.
pub(super) fn refuse_arguments(receiver: &Value, name: &str) -> Result<(), Thrown> {
    const OBJECT: &[&str] = &["toString", "hashCode", "getClass", "notify", "notifyAll", "wait"];
    const STRING: &[&str] = &["length", "isEmpty", "trim", "toLowerCase", "toUpperCase", "intern", "toCharArray", "getBytes"];
    const MAP: &[&str] = &["size", "isEmpty", "clear", "keySet", "values", "entrySet", "clone"];
    const COLLECTION: &[&str] = &["size", "isEmpty", "clear", "iterator", "toArray"];
    const LIST: &[&str] = &["clone", "trimToSize", "listIterator"];
    const NUMBER: &[&str] = &["intValue", "longValue", "doubleValue", "floatValue", "shortValue", "byteValue"];
    const FLOATING: &[&str] = &["isNaN", "isInfinite"];
    const BIG: &[&str] = &["abs", "negate", "signum"];
    const BIG_INTEGER: &[&str] = &["bitLength", "bitCount", "not", "intValueExact", "longValueExact"];
    const BIG_DECIMAL: &[&str] = &["scale", "precision", "unscaledValue", "toBigInteger", "toPlainString", "stripTrailingZeros"];
    let known: &[&[&str]] = match receiver {
        Value::Null => return Ok(()),
        Value::Text(_) => &[OBJECT, STRING],
        Value::Bool(_) => &[OBJECT, &["booleanValue"]],
        Value::Number(Number::Integer(_) | Number::Long(_)) => &[OBJECT, NUMBER],
        Value::Number(Number::Float(_) | Number::Double(_)) => &[OBJECT, NUMBER, FLOATING],
        Value::Number(Number::BigInteger(_)) => &[OBJECT, NUMBER, BIG, BIG_INTEGER],
        Value::Number(Number::BigDecimal(_)) => &[OBJECT, NUMBER, BIG, BIG_DECIMAL],
        Value::Map(_) => &[OBJECT, MAP],
        Value::List(list) if list.is_array() => &[OBJECT, COLLECTION],
        Value::List(_) => &[OBJECT, COLLECTION, LIST],
        Value::Object(_) if receiver.downcast::<Entry>().is_some() => &[OBJECT, &["getKey", "getValue"]],
        Value::Object(_) if receiver.downcast::<Character>().is_some() => &[OBJECT, &["charValue"]],
        Value::Object(_) if receiver.downcast::<MapView>().is_some() => &[OBJECT, COLLECTION],
        Value::Object(_) => return Ok(()),
    };
    if known.iter().any(|names| names.contains(&name)) {
        return Err(Thrown::exception("IllegalArgumentException", format!("{name}() takes no arguments")));
    }
    Ok(())
}
