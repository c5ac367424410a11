//! The sides of a comparison.

use super::pattern::Pattern;
use super::{JsonPath, PathError};
use crate::gateway::json::read;
use velocity::value::{BigDecimal, Number};
use velocity::{Fuel, List, Text, Value};

/// A side of a comparison, once its path was followed.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Text(Text),
    Number(BigDecimal),
    Bool(bool),
    Null,
    /// There was nothing at the end of a path.
    Undefined,
    /// JSON in a filter, as it was written.
    JsonText(Text),
    /// A list or map of the document.
    Json(Value),
    Pattern(Pattern),
    /// A text in a list that looks like a path: it equals nothing.
    PathText,
}

impl Node {
    pub(super) fn from_value(value: Value) -> Result<Node, PathError> {
        Ok(match value {
            Value::Null => Node::Null,
            Value::Bool(value) => Node::Bool(value),
            Value::Text(text) => Node::Text(text),
            Value::Number(number) => Node::Number(decimal(&number)?),
            Value::List(_) | Value::Map(_) => Node::Json(value),
            Value::Object(_) => return Err(PathError::thrown("an object of the host cannot be compared")),
        })
    }

    /// What a list or a map is, also one that was written in a filter.
    pub(super) fn json(&self, fuel: &mut Fuel) -> Result<Option<Value>, PathError> {
        match self {
            Node::Json(value) => Ok(Some(value.clone())),
            Node::JsonText(text) => read(text, fuel).map(Some).map_err(|error| PathError::thrown(error.to_string())),
            _ => Ok(None),
        }
    }

    pub(super) fn is_json(&self) -> bool {
        matches!(self, Node::Json(_) | Node::JsonText(_))
    }

    /// The nodes of a list; `None` for anything else.
    pub(super) fn list(&self, fuel: &mut Fuel) -> Result<Option<Vec<Node>>, PathError> {
        match self.json(fuel)? {
            Some(Value::List(list)) => items(&list, fuel).map(Some),
            _ => Ok(None),
        }
    }

    /// Java's `equals`, by which `==` and `in` compare.
    pub(super) fn equals(&self, other: &Node) -> bool {
        match (self, other) {
            (Node::Text(left), Node::Text(right)) => left == right,
            (Node::Text(left), Node::Number(right)) => *left == right.to_string().as_str(),
            (Node::Number(left), Node::Number(right)) => left.compare(right).is_eq(),
            (Node::Number(left), Node::Text(right)) => {
                let right = right.as_str().and_then(BigDecimal::parse);
                right.is_some_and(|right| left.compare(&right).is_eq())
            }
            (Node::Bool(left), Node::Bool(right)) => left == right,
            (Node::Null, Node::Null) => true,
            (Node::JsonText(left), Node::JsonText(right)) => left == right,
            _ => false,
        }
    }

    /// Whether both are of the same class, which `===` asks first.
    pub(super) fn same_class(&self, other: &Node) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) || self.is_json() && other.is_json()
    }
}

/// Whether two values of documents are equal by Java's `equals`: numbers only of the same class.
pub(super) fn equal(left: &Value, right: &Value, fuel: &mut Fuel) -> Result<bool, PathError> {
    let mut pairs = vec![(left.clone(), right.clone())];
    while let Some((left, right)) = pairs.pop() {
        fuel.step(1)?;
        let same = match (left, right) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(left), Value::Bool(right)) => left == right,
            (Value::Text(left), Value::Text(right)) => {
                fuel.scan(left.len_bytes())?;
                left == right
            }
            (Value::Number(left), Value::Number(right)) => {
                std::mem::discriminant(&left) == std::mem::discriminant(&right) && left.to_string() == right.to_string()
            }
            (Value::List(left), Value::List(right)) => {
                fuel.grow(left.len() * size_of::<(Value, Value)>())?;
                let same = left.len() == right.len();
                if same {
                    pairs.extend(left.iter().zip(right.iter()));
                }
                same
            }
            (Value::Map(left), Value::Map(right)) => {
                fuel.grow(left.len() * size_of::<(Value, Value)>())?;
                left.len() == right.len()
                    && left.iter().all(|(key, value)| match right.get_value(&key) {
                        Some(other) => {
                            pairs.push((value, other));
                            true
                        }
                        None => false,
                    })
            }
            _ => false,
        };
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The digits of a number as Java prints it.
fn decimal(number: &Number) -> Result<BigDecimal, PathError> {
    let digits = number.to_string();
    BigDecimal::parse(&digits).ok_or_else(|| PathError::thrown(format!("{digits} cannot be compared")))
}

fn items(list: &List, fuel: &mut Fuel) -> Result<Vec<Node>, PathError> {
    fuel.grow(list.len() * size_of::<Node>())?;
    list.iter().map(|item| item_node(item, fuel)).collect()
}

/// A text in a list is looked into: it may be a path or JSON.
fn item_node(item: Value, fuel: &mut Fuel) -> Result<Node, PathError> {
    let Value::Text(text) = &item else {
        return match item {
            Value::List(_) | Value::Map(_) => Err(PathError::thrown("a list to compare with holds a list or a map")),
            _ => Node::from_value(item),
        };
    };
    fuel.step(1)?;
    let Some(unicode) = text.as_str() else { return Ok(Node::Text(text.clone())) };
    let trimmed = unicode.trim_matches(|char| char <= ' ');
    if trimmed.starts_with(['@', '$']) && JsonPath::compile(trimmed).is_ok() {
        return Ok(Node::PathText);
    }
    let brackets = trimmed.len() > 1
        && (trimmed.starts_with('[') && trimmed.ends_with(']') || trimmed.starts_with('{') && trimmed.ends_with('}'));
    if brackets && read(&Text::from(trimmed), fuel).is_ok() {
        return Ok(Node::JsonText(text.clone()));
    }
    let quoted = ['\'', '"'].into_iter().find_map(|quote| unicode.strip_prefix(quote)?.strip_suffix(quote));
    super::compile::unescape(quoted.unwrap_or(unicode)).map(Node::Text)
}
