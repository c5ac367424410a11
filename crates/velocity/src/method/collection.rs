//! What lists, arrays and the views of maps have in common: the reading methods of `java.util.Collection`.

use super::{Answer, arguments};
use crate::value::{Iteration, JavaIterator, List, Thrown};
use crate::{Fuel, Value};

/// `elements` are those of the collection, as they are now.
pub(super) fn call(receiver: &Value, elements: &[Value], name: &str, arguments: &[Value], fuel: &mut Fuel) -> Answer {
    Ok(Some(match (name, arguments) {
        ("contains", [value]) => Value::Bool(position(elements.iter(), value, fuel)?.is_some()),
        ("containsAll", [other]) => {
            let Some(others) = arguments::collection(other, fuel)? else { return Ok(None) };
            for other in &others {
                if position(elements.iter(), other, fuel)?.is_none() {
                    return Ok(Some(Value::Bool(false)));
                }
            }
            Value::Bool(true)
        }
        // Velocity makes an array of the arguments, and Java fills it: with a null behind the elements.
        ("toArray", given) => {
            fuel.grow(size_of_val(elements) + size_of_val(given))?;
            let rest = given.iter().enumerate().skip(elements.len());
            let rest = rest.map(|(at, given)| if at == elements.len() { Value::Null } else { given.clone() });
            Value::List(List::array(elements.iter().cloned().chain(rest).collect()))
        }
        ("iterator" | "listIterator", []) => {
            return Ok(Iteration::over(receiver).map(|run| Value::object(JavaIterator::new(run))));
        }
        _ => return Ok(None),
    }))
}

/// The index of the first element that equals the value.
pub(super) fn position<'a>(
    elements: impl Iterator<Item = &'a Value>,
    value: &Value,
    fuel: &mut Fuel,
) -> Result<Option<usize>, Thrown> {
    for (index, element) in elements.enumerate() {
        fuel.step(1)?;
        if value.equals(element, fuel)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}
